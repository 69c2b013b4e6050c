//! Goods from one place to another: from the dock to where they are kept, from anywhere to anywhere, and written off.

use super::answers::Answers;
use super::hand;
use super::measured::of_all;
use super::sheet::Sheet;
use crate::screens::desk::Area;
use crate::screens::words;
use crate::stream::id::FactId;
use crate::trade::place::LossReason;
use crate::ui::components::{
    Dialog, EmptyState, FloorException, FloorFrame, FloorInstruction, FloorItem, Icon, IconName,
    NumberInput,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::view::floor::put_away::{self, Lying, MoveAsk, MoveLocal, MoveView};
use crate::view::floor::{Act, Hand, Says, Wrong};
use leptos::prelude::*;

const AREAS: &[Area] = &[Area::Stock, Area::Floor, Area::Catalog];

/// Why goods are written off here.
const LOSSES: [(LossReason, &str); 5] = [
    (LossReason::Damaged, "damaged"),
    (LossReason::Expired, "expired"),
    (LossReason::Missing, "missing"),
    (LossReason::Stolen, "stolen"),
    (LossReason::OwnUse, "own-use"),
];

/// Whoever moves goods.
#[derive(Clone)]
struct Mover {
    answers: Answers,
    local: ArcRwSignal<MoveLocal>,
}

impl Mover {
    fn work(
        &self,
        decide: impl Fn(&Hand<'_>, &MoveLocal) -> Result<Act<MoveLocal>, Wrong> + 'static,
    ) {
        let mover = self.clone();
        self.answers.work(async move {
            let local = mover.local.get_untracked();
            let done = mover.answers.act(|hand| decide(hand, &local));
            if let Some((mut then, ran)) = done.await {
                // The movement that can be taken back is the one that was just written; what is written off is not.
                let written = ran.and_then(|ran| ran.commits.last().copied());
                let fact = written.map(|commit| FactId { commit, index: 0 });
                then.last = match fact {
                    Some(fact) => hand::peek(|hand| hand.at.state.moved(&fact).map(|_| fact)),
                    None => then.last,
                };
                mover.local.set(then);
            }
        });
    }

    fn scan(&self, code: String) {
        self.work(move |hand, local| put_away::scan(hand, local, &code));
    }

    fn choose(&self, lying: &Lying) {
        self.local.update(|local| {
            let from = Some(lying.place.clone());
            *local = put_away::choose(
                &MoveLocal {
                    from,
                    ..local.clone()
                },
                &lying.goods,
            );
        });
    }

    fn write_off(&self, units: u64, reason: LossReason) {
        self.work(move |hand, local| put_away::write_off(hand, local, units, reason.clone()));
    }

    /// Puts down what is in the hand, else takes the last movement back.
    fn undo(&self) {
        let mover = self.clone();
        self.answers.work(async move {
            let local = mover.local.get_untracked();
            if local.is_in_hand() {
                mover.local.set(MoveLocal {
                    last: local.last,
                    ..MoveLocal::default()
                });
                return mover.answers.says(Says::PutDown);
            }
            let found = mover.answers.take_back(|hand| put_away::undo(hand, &local));
            if found.await.is_some() {
                mover.local.update(|local| local.last = None);
            }
        });
    }
}

/// What waits to be put away.
#[component]
pub fn PutAway() -> impl IntoView {
    view! { <Screen title=t!(floor_put_away) waits=true /> }
}

/// Goods from any place to any other.
#[component]
pub fn Move() -> impl IntoView {
    view! { <Screen title=t!(floor_move) waits=false /> }
}

#[component]
fn Screen(title: Text, waits: bool) -> impl IntoView {
    let mover = Mover {
        answers: Answers::new(),
        local: ArcRwSignal::default(),
    };
    let local = mover.local.clone();
    let glance = Memo::new(move |_| {
        let local = local.get();
        hand::read(AREAS, |hand| put_away::view(hand, &local))
    });
    let waiting = Memo::new(move |_| match waits {
        true => hand::read(AREAS, put_away::waiting),
        false => Vec::new(),
    });
    // What was scanned before the task was opened is where it begins.
    if let Some(from) = navigation::query_value("place").now() {
        mover.scan(from);
    }
    let (counting, losing) = (RwSignal::new(false), RwSignal::new(false));
    let is_begun = move || glance.with(|glance| glance.ask != MoveAsk::From);
    let on_code = {
        let mover = mover.clone();
        Callback::new(move |code: String| {
            // How many go there is asked: a place that is scanned now would take all of them.
            if counting.get_untracked() {
                mover.answers.wrong(
                    t!(putaway_quantity_first),
                    t!(putaway_quantity_first_detail),
                );
                return;
            }
            losing.set(false);
            mover.scan(code);
        })
    };
    let undoing = mover.clone();
    let undo = mover.answers.undo(
        Signal::derive(move || is_begun() || glance.with(|glance| glance.may_undo)),
        Callback::new(move |()| undoing.undo()),
    );
    let position = Text::computed(move || match waits {
        true => {
            let all = waiting.with(|waiting| {
                let each = waiting.iter().map(|it| (it.goods.item.clone(), it.units));
                each.collect::<Vec<_>>()
            });
            of_all(&all, |n| text!(floor_units_waiting, n = n))
        }
        false => text!(putaway_anything),
    });
    let exceptions = exceptions(glance, counting, losing);
    let answer = mover.answers.signal();
    let choosing = mover.clone();
    let task = mover.clone();
    view! {
        <FloorFrame
            title=title
            position=position
            waiting=Text::computed(move || glance.with(waiting_words))
            answer=answer
            on_code=on_code
            undo=undo
            exceptions=exceptions
        >
            <Show
                when=is_begun
                fallback=move || view! { <Waiting mover=choosing.clone() waiting waits /> }
            >
                <Task mover=task.clone() glance />
            </Show>
        </FloorFrame>
        <CountSheet mover=mover.clone() glance open=counting />
        <LossSheet mover glance open=losing />
    }
}

fn waiting_words(glance: &MoveView) -> String {
    match glance.ask {
        MoveAsk::From => text!(putaway_scan_from),
        MoveAsk::Item => text!(receive_scan_item),
        MoveAsk::Which => text!(pick_scan_lot),
        MoveAsk::Serial => text!(putaway_scan_serial),
        MoveAsk::To => text!(putaway_scan_to),
    }
}

fn ask_words(glance: &MoveView) -> String {
    match glance.ask {
        MoveAsk::From => text!(putaway_ask_from),
        MoveAsk::Item => text!(putaway_ask_item),
        MoveAsk::Which => text!(putaway_ask_which),
        MoveAsk::Serial => text!(putaway_ask_serial),
        MoveAsk::To => text!(putaway_ask_to),
    }
}

/// Where the goods go in the largest letters, or where they are taken from.
fn instruction(glance: &MoveView) -> String {
    let proposed = glance
        .goods
        .as_ref()
        .and_then(|goods| goods.proposed.clone());
    match (&glance.ask, proposed) {
        (MoveAsk::To | MoveAsk::Serial, Some(place)) => place,
        (MoveAsk::To | MoveAsk::Serial, None) => text!(return_any_bin),
        (MoveAsk::From | MoveAsk::Item | MoveAsk::Which, _) => {
            glance.from.clone().unwrap_or_default()
        }
    }
}

fn quantity(glance: &MoveView) -> String {
    match &glance.goods {
        Some(_) if glance.asks_serial => text!(putaway_serials, n = glance.units),
        Some(lying) => words::quantity(&lying.goods.item, glance.units),
        None => String::new(),
    }
}

fn details(lying: &Lying) -> String {
    let lot = lying
        .lot
        .as_ref()
        .map(|lot| text!(pick_lot, lot = lot.as_str()));
    let condition =
        (!put_away::is_sound(&lying.goods)).then(|| words::condition(&lying.goods.condition).get());
    let parts = [lot, lying.owner.clone(), condition];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

#[component]
fn Task(mover: Mover, glance: Memo<MoveView>) -> impl IntoView {
    let of = move |make: fn(&MoveView) -> String| Text::computed(move || glance.with(make));
    let choose = move || {
        let is_choice = glance.with(|it| matches!(it.ask, MoveAsk::Item | MoveAsk::Which));
        let there = is_choice.then(|| glance.with(|glance| glance.there.clone()));
        let mover = mover.clone();
        there
            .unwrap_or_default()
            .into_iter()
            .map(move |lying| row(&mover, lying, false))
            .collect_view()
    };
    view! {
        <FloorInstruction
            ask=of(ask_words)
            instruction=of(instruction)
            quantity=of(quantity)
            target=of(|glance| match &glance.from {
                Some(from) => text!(putaway_out_of, place = from.as_str()),
                None => String::new(),
            })
            after=of(|glance| glance.goods.as_ref().map(details).unwrap_or_default())
        >
            <FloorItem
                name=of(|glance| glance.goods.as_ref().map(|it| it.name.clone()).unwrap_or_default())
                code=of(|glance| glance.goods.as_ref().map(|it| it.sku.clone()).unwrap_or_default())
                item=Signal::derive(move || glance.with(|glance| glance.goods.as_ref().map(|it| it.goods.item.clone())))
            />
            <ul class="floor-rows" data-test="lines">{choose}</ul>
        </FloorInstruction>
    }
}

/// Goods to choose by a tap; where they lie is said where several places are listed.
fn row(mover: &Mover, lying: Lying, with_place: bool) -> impl IntoView + use<> {
    let (mover, chosen) = (mover.clone(), lying.clone());
    let (units, item) = (lying.units, lying.goods.item.clone());
    let more = lying.clone();
    let place = with_place.then(|| {
        let place = lying.code.clone();
        move || text!(putaway_out_of, place = place.as_str())
    });
    view! {
        <li>
            <button class="floor-choice" type="button" on:click=move |_| mover.choose(&chosen)>
                <Icon name=IconName::Hand />
                <span>
                    <strong class="code">{lying.sku}</strong>
                    " "
                    {lying.name}
                    " "
                    {move || details(&more)}
                    " "
                    {place}
                </span>
            </button>
            <span class="floor-row-count">{move || words::quantity(&item, units)}</span>
        </li>
    }
}

/// What waits at docks; for a movement of anything, what to do.
#[component]
fn Waiting(mover: Mover, waiting: Memo<Vec<Lying>>, waits: bool) -> impl IntoView {
    let (empty, text) = match waits {
        true => (t!(putaway_empty), t!(putaway_empty_text)),
        false => (t!(putaway_ask_from), t!(putaway_anything_text)),
    };
    let mover = StoredValue::new(mover);
    view! {
        <div class="floor-list">
            <Show
                when=move || waiting.with(|waiting| !waiting.is_empty())
                fallback=move || {
                    view! { <EmptyState title=empty.clone() text=text.clone() icon=IconName::Bin /> }
                }
            >
                <p class="floor-ask" data-test="ask">{t!(putaway_ask_waiting)}</p>
                <ul class="floor-rows" data-test="waiting">
                    {move || {
                        let mover = mover.get_value();
                        waiting.get().into_iter().map(move |lying| row(&mover, lying, true)).collect_view()
                    }}
                </ul>
            </Show>
        </div>
    }
}

fn exceptions(
    glance: Memo<MoveView>,
    counting: RwSignal<bool>,
    losing: RwSignal<bool>,
) -> Vec<FloorException> {
    let has_goods = move |many: bool| {
        Signal::derive(move || {
            glance.with(|glance| {
                let there = glance.goods.as_ref().map_or(0, |goods| goods.units);
                glance.ask == MoveAsk::To && (!many || there > 1 && !glance.asks_serial)
            })
        })
    };
    vec![
        FloorException {
            name: "quantity",
            label: t!(pick_other_quantity),
            icon: IconName::Minus,
            on_press: Callback::new(move |()| counting.set(true)),
            shown: has_goods(true),
        },
        FloorException {
            name: "write-off",
            label: t!(putaway_write_off),
            icon: IconName::Trash,
            on_press: Callback::new(move |()| losing.set(true)),
            shown: has_goods(false),
        },
    ]
}

/// A sentence about so many units of what is in the hand.
fn in_hand(
    glance: Memo<MoveView>,
    units: RwSignal<Option<i64>>,
    sentence: fn(u64) -> String,
) -> Text {
    Text::computed(move || {
        let n = units.get().and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
        let item = glance.with(|glance| Some(glance.goods.as_ref()?.goods.item.clone()));
        of_all(
            &item.map(|item| (item, n)).into_iter().collect::<Vec<_>>(),
            sentence,
        )
    })
}

fn there(glance: Memo<MoveView>) -> Signal<i64> {
    Signal::derive(move || {
        glance.with(|glance| {
            let there = glance.goods.as_ref().map_or(1, |goods| goods.units);
            i64::try_from(there).unwrap_or(i64::MAX)
        })
    })
}

#[component]
fn CountSheet(mover: Mover, glance: Memo<MoveView>, open: RwSignal<bool>) -> impl IntoView {
    let units = RwSignal::new(None::<i64>);
    Effect::new(move || {
        if open.get() {
            let now = glance.with_untracked(|glance| glance.units);
            units.set(i64::try_from(now).ok());
        }
    });
    let take = Callback::new(move |()| {
        let counted = units.get_untracked().and_then(|n| u64::try_from(n).ok());
        mover
            .local
            .update(|local| local.units = counted.filter(|n| *n > 0));
    });
    view! {
        <Sheet
            title=t!(pick_other_quantity)
            text=t!(putaway_count_text)
            confirm=in_hand(glance, units, |n| text!(pick_take_counted, n = n))
            open
            on_confirm=take
            units=(units, there(glance))
        />
    }
}

/// Why goods are gone, and how many: they leave the books.
#[component]
fn LossSheet(mover: Mover, glance: Memo<MoveView>, open: RwSignal<bool>) -> impl IntoView {
    let units = RwSignal::new(None::<i64>);
    let reason = RwSignal::new(LossReason::Damaged);
    Effect::new(move || {
        if open.get() {
            let now = glance.with_untracked(|glance| glance.units);
            units.set(i64::try_from(now).ok());
        }
    });
    let press = Callback::new(move |()| {
        open.set(false);
        let counted = units.get_untracked().and_then(|n| u64::try_from(n).ok());
        if let Some(counted) = counted.filter(|counted| *counted > 0) {
            mover.write_off(counted, reason.get_untracked());
        }
    });
    let by_serial = move || glance.with(|glance| glance.asks_serial);
    view! {
        <Dialog
            title=t!(putaway_write_off)
            open=open
            on_close=move |()| open.set(false)
            class="floor-sheet"
        >
            <p class="floor-sheet-text" data-test="sheet-text">{t!(putaway_write_off_text)}</p>
            <Losses reason />
            <Show when=move || !by_serial()>
                <NumberInput
                    label=t!(floor_units)
                    value=units
                    min=1
                    max=there(glance).get_untracked()
                />
            </Show>
            <div class="floor-sheet-steps">
                <button class="floor-exception" type="button" on:click=move |_| open.set(false)>
                    {t!(floor_go_on)}
                </button>
                <button class="floor-step" type="button" data-test="sheet-confirm" on:click=move |_| press.run(())>
                    {in_hand(glance, units, |n| text!(putaway_write_off_units, n = n))}
                </button>
            </div>
        </Dialog>
    }
}

/// The reasons to choose from.
#[component]
fn Losses(reason: RwSignal<LossReason>) -> impl IntoView {
    let choices = LOSSES.map(|(loss, name)| {
        let (own, chosen) = (loss.clone(), loss.clone());
        view! {
            <button
                class="floor-choice"
                type="button"
                data-test=format!("loss-{name}")
                aria-pressed=move || if reason.with(|reason| *reason == own) { "true" } else { "false" }
                on:click=move |_| reason.set(chosen.clone())
            >
                <Icon name=IconName::Check />
                <span>{words::loss_reason(&loss)}</span>
            </button>
        }
    });
    view! {
        <div class="floor-choices" role="group" aria-label=t!(putaway_reason)>
            {choices}
        </div>
    }
}
