//! Counting, blind: what is scanned or typed is what was seen, and the books are not shown.

use super::answers::Answers;
use super::hand;
use super::measured::of_all;
use super::sheet::Sheet;
use crate::screens::desk::Area;
use crate::screens::words;
use crate::ui::components::{
    EmptyState, FloorException, FloorFrame, FloorInstruction, FloorStep, FloorTile, FloorTiles,
    IconName,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::Route;
use crate::view::floor::count::{
    self, CountAsk, CountEntry, CountLocal, CountReason, CountRow, CountView,
};
use crate::view::floor::{Act, Hand, Wrong};
use leptos::prelude::*;

const AREAS: &[Area] = &[Area::Stock, Area::Floor, Area::Catalog];

/// Whoever counts.
#[derive(Clone)]
struct Counter {
    answers: Answers,
    local: ArcRwSignal<CountLocal>,
}

impl Counter {
    fn work(
        &self,
        decide: impl Fn(&Hand<'_>, &CountLocal) -> Result<Act<CountLocal>, Wrong> + 'static,
    ) {
        let counter = self.clone();
        self.answers.work(async move {
            let local = counter.local.get_untracked();
            let done = counter.answers.act(|hand| decide(hand, &local));
            if let Some((then, _)) = done.await {
                counter.local.set(then);
            }
        });
    }

    fn scan(&self, code: String) {
        self.work(move |hand, local| count::scan(hand, local, &code));
    }

    fn finish(&self) {
        self.work(count::finish);
    }

    fn undo(&self) {
        self.work(|_, local| count::undo(local).ok_or(Wrong::PlaceFirst));
    }
}

/// The count of a place.
#[component]
pub fn Count() -> impl IntoView {
    let counter = Counter {
        answers: Answers::new(),
        local: ArcRwSignal::default(),
    };
    let local = counter.local.clone();
    let glance = Memo::new(move |_| {
        let local = local.get();
        hand::read(AREAS, |hand| count::view(hand, &local))
    });
    // A tile leads to a place by the address.
    let place = query_value("place");
    let begin = counter.clone();
    Effect::new(move || {
        if let Some(code) = place.get() {
            place.set(None);
            begin.scan(code);
        }
    });
    let is_begun = move || glance.with(|glance| glance.place.is_some());
    let (counting, stopping) = (RwSignal::new(false), RwSignal::new(false));
    let on_code = {
        let counter = counter.clone();
        Callback::new(move |code: String| {
            counting.set(false);
            stopping.set(false);
            counter.scan(code);
        })
    };
    let step = {
        let counter = counter.clone();
        FloorStep {
            closes: Signal::stored(false),
            label: Text::computed(move || match glance.with(|glance| glance.rows.len()) {
                0 => text!(count_empty_place),
                _ => text!(count_finish),
            }),
            on_press: Callback::new(move |()| counter.finish()),
            shown: Signal::derive(move || {
                is_begun() && glance.with(|glance| glance.ask == CountAsk::Item)
            }),
        }
    };
    let may = counter.local.clone();
    let undoing = counter.clone();
    let undo = counter.answers.undo(
        Signal::derive(move || may.read().before.is_some()),
        Callback::new(move |()| undoing.undo()),
    );
    let exceptions = exceptions(&counter, glance, counting, stopping);
    let position = Text::computed(move || {
        match glance.with(|glance| (glance.place.clone(), glance.only.clone())) {
            (Some(place), Some(item)) => text!(count_position_item, place = place, item = item),
            (Some(place), None) => text!(count_position, place = place),
            (None, _) => text!(count_blind),
        }
    });
    view! {
        <FloorFrame
            title=t!(floor_count)
            position=position
            waiting=Text::computed(move || glance.with(waiting))
            answer=counter.answers.signal()
            on_code=on_code
            step=step
            undo=undo
            exceptions=exceptions
        >
            <Show when=is_begun fallback=|| view! { <Places /> }>
                <Task glance />
            </Show>
        </FloorFrame>
        <CountSheet counter=counter.clone() glance open=counting />
        <StopSheet counter open=stopping />
    }
}

fn waiting(glance: &CountView) -> String {
    match glance.ask {
        CountAsk::Place => text!(count_scan_place),
        CountAsk::Item => text!(count_scan_item),
        CountAsk::Lot => text!(pick_scan_lot),
        CountAsk::Serial => text!(pick_scan_serial, number = 1, all = 1),
    }
}

fn ask_words(glance: &CountView) -> String {
    match glance.ask {
        CountAsk::Place => text!(count_ask_place),
        CountAsk::Item => text!(count_ask_item),
        CountAsk::Lot => text!(pick_ask_lot),
        CountAsk::Serial => text!(pick_ask_serial),
    }
}

#[component]
fn Task(glance: Memo<CountView>) -> impl IntoView {
    let of = move |make: fn(&CountView) -> String| Text::computed(move || glance.with(make));
    let rows = move || {
        let rows = glance.with(|glance| glance.rows.clone());
        rows.into_iter().map(row).collect_view()
    };
    view! {
        <FloorInstruction
            ask=of(ask_words)
            instruction=of(|glance| glance.place.clone().unwrap_or_default())
            quantity=of(|glance| {
                let rows = glance.rows.iter();
                let all: Vec<_> = rows.map(|row| (row.item.clone(), row.units)).collect();
                of_all(&all, words::units)
            })
            target=""
            after=t!(count_target)
        >
            <ul class="floor-rows" data-test="lines">{rows}</ul>
        </FloorInstruction>
    }
}

fn row(row: CountRow) -> impl IntoView {
    let (units, item) = (row.units, row.item);
    let lot = row.lot;
    let lot = move || {
        let lot = lot.as_ref();
        lot.map(|lot| text!(pick_lot, lot = lot.as_str()))
            .unwrap_or_default()
    };
    view! {
        <li>
            <span>
                <strong class="code">{row.sku}</strong>
                " "
                {row.name}
                " "
                {lot}
            </span>
            <span class="floor-row-count">{move || words::quantity(&item, units)}</span>
        </li>
    }
}

fn exceptions(
    counter: &Counter,
    glance: Memo<CountView>,
    counting: RwSignal<bool>,
    stopping: RwSignal<bool>,
) -> Vec<FloorException> {
    let last = move |applies: fn(&CountRow) -> bool| {
        Signal::derive(move || {
            glance.with(|glance| {
                let is_item = glance.ask == CountAsk::Item;
                is_item && glance.rows.first().is_some_and(applies)
            })
        })
    };
    let only = counter.local.clone();
    vec![
        FloorException {
            name: "quantity",
            label: t!(count_type),
            icon: IconName::Keyboard,
            on_press: Callback::new(move |()| counting.set(true)),
            shown: last(|row| row.by_count),
        },
        FloorException {
            name: "only",
            label: t!(count_only),
            icon: IconName::Filter,
            on_press: Callback::new(move |()| {
                only.update(|local| *local = count::only_last(local));
            }),
            shown: Signal::derive(move || {
                glance.with(|glance| glance.only.is_none() && glance.rows.len() == 1)
            }),
        },
        FloorException {
            name: "stop",
            label: t!(count_stop),
            icon: IconName::Cross,
            on_press: Callback::new(move |()| stopping.set(true)),
            shown: Signal::derive(move || glance.with(|glance| glance.place.is_some())),
        },
    ]
}

/// A number by hand for the item that was scanned last.
#[component]
fn CountSheet(counter: Counter, glance: Memo<CountView>, open: RwSignal<bool>) -> impl IntoView {
    const UNITS_MAX: i64 = 1_000_000;
    let units = RwSignal::new(None::<i64>);
    let last = move || glance.with(|glance| glance.rows.first().cloned());
    Effect::new(move || {
        if open.get() {
            let now = untrack(last).map_or(1, |row| row.units);
            units.set(i64::try_from(now).ok());
        }
    });
    let take = Callback::new(move |()| {
        let counted = units.get_untracked().and_then(|n| u64::try_from(n).ok());
        if let Some(counted) = counted {
            let local = counter.local.get_untracked();
            counter.local.set(count::set_units(&local, counted));
        }
    });
    view! {
        <Sheet
            title=t!(count_type)
            text=Text::computed(move || {
                let item = last().map(|row| row.sku).unwrap_or_default();
                text!(count_type_text, item = item)
            })
            confirm=Text::computed(move || {
                let n = units.get().and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
                let of: Vec<_> = last().map(|row| (row.item, n)).into_iter().collect();
                of_all(&of, |n| text!(count_type_units, n = n))
            })
            open
            on_confirm=take
            units=(units, Signal::stored(UNITS_MAX))
        />
    }
}

/// What was counted so far is forgotten.
#[component]
fn StopSheet(counter: Counter, open: RwSignal<bool>) -> impl IntoView {
    let stop = Callback::new(move |()| counter.local.set(CountLocal::default()));
    view! {
        <Sheet
            title=t!(count_stop)
            text=t!(count_stop_text)
            confirm=t!(count_stop_confirm)
            open
            on_confirm=stop
        />
    }
}

/// The places that should be counted.
#[component]
fn Places() -> impl IntoView {
    let list = Memo::new(|_| hand::read(AREAS, count::to_count));
    view! {
        <div class="floor-list" data-test="places">
            <Show
                when=move || list.with(|list| !list.is_empty())
                fallback=|| {
                    view! { <EmptyState title=t!(count_none) text=t!(count_none_text) icon=IconName::Search /> }
                }
            >
                <p class="floor-ask" data-test="ask">{t!(count_ask_place)}</p>
                <FloorTiles tiles=Signal::derive(move || list.get().into_iter().map(tile).collect()) />
            </Show>
        </div>
    }
}

fn tile(entry: CountEntry) -> FloorTile {
    let CountEntry {
        code,
        reason,
        goods,
        ..
    } = entry;
    let waiting = move || match reason {
        CountReason::BelowZero => text!(count_reason_below_zero, n = goods),
        CountReason::Short => text!(count_reason_short, n = goods),
        CountReason::Counts => text!(count_reason_counts, n = goods),
        CountReason::Doubt => text!(count_reason_doubt, n = goods),
    };
    FloorTile {
        name: format!("place-{code}"),
        address: navigation::href_with(&Route::FloorCount, &[("place", &code)]),
        label: Text::from(code),
        waiting: waiting.into(),
        icon: IconName::Search,
    }
}
