//! Inspection: the condition of what came back, and what becomes of it. Nothing is restocked by default: that is a
//! decision of the person who has the thing in hand.

use super::inspector::Inspector;
use super::{position, undo};
use crate::screens::floor::hand;
use crate::screens::floor::measured::of_all;
use crate::screens::floor::sheet::Sheet;
use crate::screens::words;
use crate::trade::goods::Condition;
use crate::trade::place::Place;
use crate::trade::returns::Disposition;
use crate::ui::components::{
    FloorException, FloorFrame, FloorInstruction, FloorItem, FloorStep, Icon, IconName,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::view::floor::returns::{ReturnRow, ReturnView};
use crate::view::names;
use leptos::prelude::*;

const CONDITIONS: [(Condition, &str); 4] = [
    (Condition::New, "new"),
    (Condition::Opened, "opened"),
    (Condition::Used, "used"),
    (Condition::Damaged, "damaged"),
];

/// Each with its name for journeys.
const DISPOSITIONS: [(Disposition, &str); 4] = [
    (Disposition::Restock, "restock"),
    (Disposition::ToSupplier, "to-supplier"),
    (Disposition::Scrap, "scrap"),
    (Disposition::Hold, "hold"),
];

type Row = Memo<Option<ReturnRow>>;

/// Why the units come back, in the words of the reason and of the customer.
fn why(row: &ReturnRow, words_of: Option<&str>) -> String {
    let reason = row
        .reason
        .as_ref()
        .map(|reason| words::return_reason(reason).get());
    match (reason, words_of) {
        (Some(reason), Some(words)) => {
            text!(return_reason_words, reason = reason, words = words)
        }
        (Some(reason), None) => reason,
        (None, words) => words.unwrap_or_default().to_owned(),
    }
}

/// The location that an item is kept at, by its code.
fn proposed(row: Row) -> Option<String> {
    row.with(|row| {
        let location = row.as_ref()?.proposed.as_ref()?;
        Some(hand::peek(|hand| {
            names::location_code(&hand.at, location).to_owned()
        }))
    })
}

/// One row at the bench.
#[component]
pub fn Inspect(inspector: Inspector, glance: Memo<ReturnView>) -> impl IntoView {
    let counting = RwSignal::new(false);
    let local = inspector.local.clone();
    let row: Row = Memo::new(move |_| {
        let asked = local.read().row.clone();
        glance.with(|glance| glance.to_inspect(asked.as_ref()).cloned())
    });
    let of = move |make: fn(&ReturnRow) -> String| {
        Text::computed(move || row.with(|row| row.as_ref().map(make).unwrap_or_default()))
    };
    let item =
        Signal::derive(move || row.with(|row| row.as_ref().map(|row| row.goods.item.clone())));
    let local = inspector.local.clone();
    let units = Signal::derive(move || {
        let (chosen, serial) = {
            let local = local.read();
            (local.units, local.serial.is_some())
        };
        row.with(|row| match row {
            Some(row) if row.asks_serial || serial => 1,
            Some(row) => chosen.unwrap_or(row.undecided).min(row.undecided),
            None => 0,
        })
    });
    let local = inspector.local.clone();
    let waiting = Text::computed(
        move || match (local.read().waits_for_place(), proposed(row)) {
            (true, Some(bin)) => text!(pick_scan_bin, bin = bin),
            (true, None) => text!(return_scan_bin),
            (false, _) => text!(return_choose),
        },
    );
    let target = Text::computed(move || {
        glance.with(|glance| {
            let words = glance.words.as_deref();
            row.with(|row| row.as_ref().map(|row| why(row, words)).unwrap_or_default())
        })
    });
    let on_code = {
        let inspector = inspector.clone();
        Callback::new(move |code: String| {
            counting.set(false);
            inspector.scan_inspected(code);
        })
    };
    let choosing = inspector.clone();
    view! {
        <FloorFrame
            title=t!(return_title)
            position=position(glance)
            waiting=waiting
            answer=inspector.answers.signal()
            on_code=on_code
            step=decide(&inspector, row, units)
            undo=undo(&inspector, glance)
            exceptions=exceptions(&inspector, glance, row, counting)
            leave=Route::FloorReturn
        >
            <FloorInstruction
                ask=t!(return_inspect_ask)
                instruction=of(|row| row.sku.clone())
                quantity=Text::computed(move || {
                    let item = row.with(|row| row.as_ref().map(|row| row.goods.item.clone()));
                    item.map_or_else(|| words::units(units.get()), |item| words::quantity(&item, units.get()))
                })
                target=target
                after=""
            >
                <FloorItem name=of(|row| row.name.clone()) code="" item />
                <Choices inspector=choosing />
            </FloorInstruction>
        </FloorFrame>
        <CountSheet inspector row open=counting />
    }
}

fn exceptions(
    inspector: &Inspector,
    glance: Memo<ReturnView>,
    row: Row,
    counting: RwSignal<bool>,
) -> Vec<FloorException> {
    let inspector = inspector.clone();
    vec![
        FloorException {
            name: "quantity",
            label: t!(pick_other_quantity),
            icon: IconName::Minus,
            on_press: Callback::new(move |()| counting.set(true)),
            shown: Signal::derive(move || {
                row.with(|row| {
                    row.as_ref()
                        .is_some_and(|row| row.undecided > 1 && !row.asks_serial)
                })
            }),
        },
        FloorException {
            name: "receive",
            label: t!(return_receive_more),
            icon: IconName::Return,
            on_press: Callback::new(move |()| inspector.receive_more()),
            shown: Signal::derive(move || {
                glance.with(|glance| glance.to_come() > 0 || !glance.others.is_empty())
            }),
        },
    ]
}

/// The step at the thumb, once condition and disposition are chosen.
fn decide(inspector: &Inspector, row: Row, units: Signal<u64>) -> FloorStep {
    let local = inspector.local.clone();
    let label = Text::computed(move || {
        let item = row.with(|row| row.as_ref().map(|row| row.goods.item.clone()));
        let of: Vec<_> = item.map(|item| (item, units.get())).into_iter().collect();
        of_all(&of, |n| match (&local.read().disposition, proposed(row)) {
            (Some(Disposition::Restock), Some(bin)) => text!(return_restock, n = n, bin = bin),
            (Some(Disposition::Scrap), _) => text!(return_scrap, n = n),
            (Some(Disposition::ToSupplier), _) => text!(return_to_supplier, n = n),
            (Some(Disposition::Hold), _) => text!(return_hold, n = n),
            (Some(_) | None, _) => String::new(),
        })
    });
    let local = inspector.local.clone();
    let inspector = inspector.clone();
    FloorStep {
        closes: Signal::stored(false),
        label,
        on_press: Callback::new(move |()| {
            let to = row.with_untracked(|row| row.as_ref()?.proposed.clone());
            inspector.decide(to.map(Place::Location));
        }),
        shown: Signal::derive(move || {
            let local = local.read();
            local.condition.is_some()
                && match local.disposition {
                    Some(Disposition::Restock) => proposed(row).is_some(),
                    Some(_) => true,
                    None => false,
                }
        }),
    }
}

/// Condition and disposition, each one of four.
#[component]
fn Choices(inspector: Inspector) -> impl IntoView {
    let conditions = CONDITIONS.map(|(condition, name)| {
        let (seen, set) = (inspector.local.clone(), inspector.local.clone());
        let own = condition.clone();
        view! {
            <Choice
                label=words::condition(&condition)
                name=format!("condition-{name}")
                pressed=Signal::derive(move || seen.read().condition.as_ref() == Some(&own))
                disabled=Signal::stored(false)
                on_press=Callback::new(move |()| {
                    set.update(|local| {
                        local.condition = Some(condition.clone());
                        // What was chosen for sound goods does not hold for damaged ones.
                        if condition == Condition::Damaged
                            && local.disposition == Some(Disposition::Restock)
                        {
                            local.disposition = None;
                        }
                    });
                })
            />
        }
    });
    let dispositions = DISPOSITIONS.map(|(disposition, name)| {
        let (becomes, set) = (inspector.local.clone(), inspector.local.clone());
        let seen = inspector.local.clone();
        let (own, restocks) = (disposition.clone(), disposition == Disposition::Restock);
        view! {
            <Choice
                label=words::disposition(&disposition)
                name=format!("disposition-{name}")
                pressed=Signal::derive(move || becomes.read().disposition.as_ref() == Some(&own))
                disabled=Signal::derive(move || {
                    restocks && seen.read().condition == Some(Condition::Damaged)
                })
                on_press=Callback::new(move |()| {
                    set.update(|local| local.disposition = Some(disposition.clone()));
                })
            />
        }
    });
    view! {
        <div class="floor-choices" role="group" aria-label=t!(return_condition)>
            {conditions}
        </div>
        <div class="floor-choices" role="group" aria-label=t!(return_decision)>
            {dispositions}
        </div>
    }
}

#[component]
fn Choice(
    label: Text,
    name: String,
    pressed: Signal<bool>,
    disabled: Signal<bool>,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="floor-choice"
            type="button"
            data-test=name
            aria-pressed=move || if pressed.get() { "true" } else { "false" }
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_press.run(());
                }
            }
        >
            <Icon name=IconName::Check />
            <span>{label}</span>
        </button>
    }
}

#[component]
fn CountSheet(inspector: Inspector, row: Row, open: RwSignal<bool>) -> impl IntoView {
    let units = RwSignal::new(None::<i64>);
    let most = Signal::derive(move || {
        let there = row.with(|row| row.as_ref().map_or(1, |row| row.undecided));
        i64::try_from(there).unwrap_or(i64::MAX)
    });
    Effect::new(move || {
        if open.get() {
            units.set(Some(1));
        }
    });
    let take = Callback::new(move |()| {
        let counted = units.get_untracked().and_then(|n| u64::try_from(n).ok());
        inspector.local.update(|local| local.units = counted);
    });
    view! {
        <Sheet
            title=t!(pick_other_quantity)
            text=t!(return_count_text)
            confirm=Text::computed(move || text!(return_counted, n = units.get().unwrap_or_default()))
            open
            on_confirm=take
            units=(units, most)
        />
    }
}
