//! Inspection: the condition of what came back, and what becomes of it. Nothing is restocked by default: that is a
//! decision of the person who has the thing in hand.

use super::glance::{Glance, ReturnedGoods};
use super::inspector::Inspector;
use super::{position, undo};
use crate::domain::place::Condition;
use crate::domain::reason::Disposition;
use crate::ui::components::{
    FloorException, FloorFrame, FloorInstruction, FloorItem, FloorStep, Icon, IconName,
};
use crate::ui::floor::sheet::Sheet;
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::ui::trade;
use leptos::prelude::*;

const CONDITIONS: [Condition; 3] = [Condition::New, Condition::Opened, Condition::Damaged];

fn sku_of(line: &ReturnedGoods) -> String {
    line.sku.to_string()
}

fn name_of(line: &ReturnedGoods) -> String {
    line.name.clone()
}

fn why(line: &ReturnedGoods) -> String {
    let reason = trade::return_reason(line.reason).get();
    match &line.words {
        Some(words) => text!(return_reason_words, reason = reason, words = words),
        None => reason,
    }
}

/// One line at the dock.
#[component]
pub fn Inspect(inspector: Inspector, glance: Signal<Option<Glance>>) -> impl IntoView {
    let counting = RwSignal::new(false);
    let asked = inspector.line.clone();
    let line = Memo::new(move |_| {
        let asked = asked.get();
        glance.with(|glance| glance.as_ref()?.to_inspect(asked).cloned())
    });
    let of = move |make: fn(&ReturnedGoods) -> String| {
        Text::computed(move || line.with(|line| line.as_ref().map(make).unwrap_or_default()))
    };
    let chosen_units = inspector.units.clone();
    let units = Signal::derive(move || {
        let chosen = chosen_units.get();
        line.with(|line| {
            let there = line.as_ref().map_or(0, |line| line.undecided);
            chosen.map_or(there, |chosen| chosen.min(there))
        })
    });
    let (seen, becomes) = (inspector.condition.clone(), inspector.disposition.clone());
    let waits_for_bin = Signal::derive(move || {
        becomes.get() == Some(Disposition::Restock) && seen.read().is_some()
    });
    let waiting = Text::computed(move || {
        let bin = line.with(|line| line.as_ref().and_then(|line| line.bin.clone()));
        match bin {
            Some(bin) if waits_for_bin.get() => text!(pick_scan_bin, bin = bin.as_str()),
            None if waits_for_bin.get() => text!(return_scan_bin),
            _ => text!(return_choose),
        }
    });
    let other = FloorException {
        name: "quantity",
        label: t!(pick_other_quantity),
        icon: IconName::Minus,
        on_press: Callback::new(move |()| counting.set(true)),
        shown: Signal::derive(move || {
            line.with(|line| line.as_ref().is_some_and(|line| line.undecided > 1))
        }),
    };
    let receive = {
        let inspector = inspector.clone();
        FloorException {
            name: "receive",
            label: t!(return_receive_more),
            icon: IconName::Return,
            on_press: Callback::new(move |()| inspector.receiving.set(true)),
            shown: Signal::derive(move || {
                glance.with(|glance| glance.as_ref().is_some_and(|g| g.to_come() > 0))
            }),
        }
    };
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
            position=position(&inspector)
            waiting=waiting
            answer=inspector.answers.signal()
            on_code=on_code
            step=decide(&inspector, line, units)
            undo=undo(&inspector)
            exceptions=vec![other, receive]
            leave=Route::FloorReturn
        >
            <FloorInstruction
                ask=t!(return_inspect_ask)
                instruction=of(sku_of)
                quantity=Text::computed(move || text!(pick_units, n = units.get()))
                target=of(why)
                after=""
            >
                <FloorItem name=of(name_of) code="" />
                <Choices inspector=choosing />
            </FloorInstruction>
        </FloorFrame>
        <CountSheet inspector line open=counting />
    }
}

/// The step at the thumb, once condition and decision are chosen.
fn decide(
    inspector: &Inspector,
    line: Memo<Option<ReturnedGoods>>,
    units: Signal<u32>,
) -> FloorStep {
    let bin = move || line.with(|line| line.as_ref().and_then(|line| line.bin.clone()));
    let (seen, becomes) = (inspector.condition.clone(), inspector.disposition.clone());
    let label = {
        let becomes = becomes.clone();
        Text::computed(move || {
            let n = units.get();
            match (becomes.get(), bin()) {
                (Some(Disposition::Restock), Some(bin)) => {
                    text!(return_restock, n = n, bin = bin.as_str())
                }
                (Some(Disposition::Scrap), _) => text!(return_scrap, n = n),
                (Some(Disposition::ToSupplier), _) => text!(return_to_supplier, n = n),
                _ => String::new(),
            }
        })
    };
    let inspector = inspector.clone();
    FloorStep {
        label,
        on_press: Callback::new(move |()| inspector.decide_as_chosen(untrack(bin))),
        shown: Signal::derive(move || {
            let chosen = seen.read().is_some();
            chosen
                && match becomes.get() {
                    Some(Disposition::Restock) => bin().is_some(),
                    Some(_) => true,
                    None => false,
                }
        }),
    }
}

/// Condition and decision, each one of three.
#[component]
fn Choices(inspector: Inspector) -> impl IntoView {
    let conditions = CONDITIONS.map(|condition| {
        let (seen, set, becomes) = (
            inspector.condition.clone(),
            inspector.condition.clone(),
            inspector.disposition.clone(),
        );
        view! {
            <Choice
                label=trade::condition(condition)
                name=format!("condition-{condition:?}").to_lowercase()
                pressed=Signal::derive(move || seen.get() == Some(condition))
                disabled=Signal::stored(false)
                on_press=Callback::new(move |()| {
                    set.set(Some(condition));
                    // What was chosen for sound goods does not hold for damaged ones.
                    if condition == Condition::Damaged
                        && becomes.get_untracked() == Some(Disposition::Restock)
                    {
                        becomes.set(None);
                    }
                })
            />
        }
    });
    let dispositions = Disposition::ALL
        .iter()
        .map(|disposition| {
            let disposition = *disposition;
            let (becomes, set, seen) = (
                inspector.disposition.clone(),
                inspector.disposition.clone(),
                inspector.condition.clone(),
            );
            view! {
                <Choice
                    label=trade::disposition(disposition)
                    name=format!("disposition-{}", disposition.code())
                    pressed=Signal::derive(move || becomes.get() == Some(disposition))
                    disabled=Signal::derive(move || {
                        disposition == Disposition::Restock && seen.get() == Some(Condition::Damaged)
                    })
                    on_press=Callback::new(move |()| set.set(Some(disposition)))
                />
            }
        })
        .collect_view();
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
fn CountSheet(
    inspector: Inspector,
    line: Memo<Option<ReturnedGoods>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let units = RwSignal::new(None::<i64>);
    let most = Signal::derive(move || {
        line.with(|line| line.as_ref().map_or(1, |line| i64::from(line.undecided)))
    });
    Effect::new(move || {
        if open.get() {
            units.set(Some(1));
        }
    });
    let take = Callback::new(move |()| {
        let counted = units.get_untracked().and_then(|n| u32::try_from(n).ok());
        inspector.units.set(counted);
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
