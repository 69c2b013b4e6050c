//! The pick screen at a task: one instruction, moved on by scans.

use super::glance::{AtTask, Glance};
use super::picker::Picker;
use crate::browser::intl;
use crate::domain::decide::picking::Ask;
use crate::domain::reason::ShortReason;
use crate::domain::text::Code;
use crate::ui::components::{
    FloorException, FloorFrame, FloorInstruction, FloorItem, FloorStep, FloorUndo, IconName,
};
use crate::ui::floor::sheet::Sheet;
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::routes::Route;
use leptos::prelude::*;

/// Undo of the last units taken.
pub fn undo(picker: &Picker) -> FloorUndo {
    let (press, ask) = (picker.clone(), picker.clone());
    FloorUndo {
        on_press: Callback::new(move |()| press.undo()),
        disabled: Signal::derive(move || !ask.may_undo()),
    }
}

/// The orders that were stopped.
pub fn notice(glance: Memo<Glance>) -> Signal<String> {
    Signal::derive(move || {
        let orders: Vec<String> = glance.with(|glance| {
            let numbers = glance.stopped.iter().map(|order| order.number().to_owned());
            numbers.collect()
        });
        if orders.is_empty() {
            return String::new();
        }
        let n = orders.len();
        text!(
            pick_stopped,
            n = n,
            orders = intl::list(&orders, &locale_tag())
        )
    })
}

/// A text that is made from the task at hand; empty for the moment in which there is none.
fn at(
    glance: Memo<Glance>,
    make: impl Fn(&AtTask, &Glance) -> String + Send + Sync + 'static,
) -> Text {
    Text::computed(move || {
        glance.with(|glance| glance.at().map(|at| make(at, glance)).unwrap_or_default())
    })
}

fn ask_words(at: &AtTask, _: &Glance) -> String {
    match &at.ask {
        Ask::Tote(_) => text!(pick_ask_tote),
        Ask::Bin(_) => text!(pick_ask_bin),
        Ask::Item if at.picked > 0 => text!(pick_ask_more),
        Ask::Item => text!(pick_ask_item),
        Ask::ConfirmTote(_) => text!(pick_ask_confirm),
        Ask::Nothing => String::new(),
    }
}

fn instruction(at: &AtTask, _: &Glance) -> String {
    match &at.ask {
        Ask::Tote(order) => order.number().to_owned(),
        Ask::ConfirmTote(tote) => tote.to_string(),
        _ => at.bin.to_string(),
    }
}

fn quantity(at: &AtTask, glance: &Glance) -> String {
    match &at.ask {
        Ask::Tote(_) => text!(pick_tote_of, place = glance.totes + 1, all = glance.orders),
        Ask::ConfirmTote(_) => text!(pick_units, n = at.picked),
        _ if at.picked > 0 => text!(pick_units_more, n = at.left),
        _ => text!(pick_units, n = at.left),
    }
}

fn target(at: &AtTask, _: &Glance) -> String {
    match (&at.ask, &at.tote) {
        (Ask::Tote(_), _) | (_, None) => String::new(),
        (_, Some(tote)) => text!(pick_into, tote = tote.as_str(), order = at.order.number()),
    }
}

/// While totes are taken there is no item yet.
fn item_name(at: &AtTask, _: &Glance) -> String {
    match at.ask {
        Ask::Tote(_) => String::new(),
        _ => at.name.clone(),
    }
}

fn item_code(at: &AtTask, _: &Glance) -> String {
    match at.ask {
        Ask::Tote(_) => String::new(),
        _ => at.sku.to_string(),
    }
}

fn waiting(at: &AtTask, _: &Glance) -> String {
    match &at.ask {
        Ask::Tote(order) => text!(pick_scan_tote, order = order.number()),
        Ask::Bin(bin) => text!(pick_scan_bin, bin = bin.as_str()),
        Ask::Item | Ask::Nothing => text!(pick_scan_item, item = at.sku.as_str()),
        Ask::ConfirmTote(tote) => text!(pick_scan_confirm, tote = tote.as_str()),
    }
}

fn position(at: &AtTask, glance: &Glance) -> String {
    text!(pick_stop, stop = at.stop, all = glance.stops)
}

fn after(at: &AtTask, _: &Glance) -> String {
    match &at.next_bin {
        _ if matches!(at.ask, Ask::Tote(_)) => text!(pick_then, bin = at.bin.as_str()),
        Some(bin) => text!(pick_then, bin = bin.as_str()),
        None if at.may_skip => text!(pick_then_here),
        None => text!(pick_then_done),
    }
}

/// The pick screen at a task.
#[component]
pub fn Task(picker: Picker, glance: Memo<Glance>) -> impl IntoView {
    let shorting = [
        ShortReason::NotThere,
        ShortReason::Damaged,
        ShortReason::Unreachable,
    ]
    .map(|reason| (reason, RwSignal::new(false)));
    let counting = RwSignal::new(false);
    let batch = picker.batch.to_string();
    let place = {
        let batch = batch.clone();
        at(glance, move |at, glance| {
            text!(
                pick_position,
                stop = position(at, glance),
                batch = batch.as_str()
            )
        })
    };
    let on_code = {
        let picker = picker.clone();
        Callback::new(move |code: String| {
            // A scan goes past an open question: the goods have answered it.
            counting.set(false);
            shorting.iter().for_each(|(_, open)| open.set(false));
            picker.scan(code);
        })
    };
    let answer = picker.answers.signal();
    view! {
        <FloorFrame
            title=t!(pick_title)
            position=place
            waiting=at(glance, waiting)
            answer=answer
            on_code=on_code
            notice=notice(glance)
            step=take_all(&picker, glance)
            undo=undo(&picker)
            exceptions=exceptions(&picker, glance, &shorting, counting)
            leave=Route::FloorPick
        >
            <FloorInstruction
                ask=at(glance, ask_words)
                instruction=at(glance, instruction)
                quantity=at(glance, quantity)
                target=at(glance, target)
                after=at(glance, after)
            >
                <FloorItem name=at(glance, item_name) code=at(glance, item_code) />
            </FloorInstruction>
        </FloorFrame>
        {shorting.map(|(reason, open)| view! { <ShortSheet picker=picker.clone() glance reason open /> })}
        <CountSheet picker=picker.clone() glance open=counting />
    }
}

/// "Take all": once the item was scanned, the rest needs no more scans.
fn take_all(picker: &Picker, glance: Memo<Glance>) -> FloorStep {
    let picker = picker.clone();
    FloorStep {
        label: at(glance, |at, _| text!(pick_take_all, n = at.left)),
        on_press: Callback::new(move |()| {
            let now = glance.with_untracked(|glance| glance.at().map(|at| (at.task, at.left)));
            if let Some((task, left)) = now {
                picker.take(task, left);
            }
        }),
        shown: Signal::derive(move || {
            glance.with(|glance| {
                glance
                    .at()
                    .is_some_and(|at| at.ask == Ask::Item && at.picked > 0)
            })
        }),
    }
}

fn exceptions(
    picker: &Picker,
    glance: Memo<Glance>,
    shorting: &[(ShortReason, RwSignal<bool>); 3],
    counting: RwSignal<bool>,
) -> Vec<FloorException> {
    let when = move |applies: fn(&AtTask) -> bool| {
        Signal::derive(move || glance.with(|glance| glance.at().is_some_and(applies)))
    };
    let is_at_goods = |at: &AtTask| matches!(at.ask, Ask::Bin(_) | Ask::Item);
    let mut list: Vec<FloorException> = shorting
        .iter()
        .map(|(reason, open)| {
            let open = *open;
            let (name, label, icon) = match reason {
                ShortReason::NotThere => ("short", t!(pick_short), IconName::Minus),
                ShortReason::Damaged => ("damaged", t!(pick_damaged), IconName::Warning),
                ShortReason::Unreachable => ("unreachable", t!(pick_unreachable), IconName::Lock),
            };
            FloorException {
                name,
                label,
                icon,
                on_press: Callback::new(move |()| open.set(true)),
                shown: when(is_at_goods),
            }
        })
        .collect();
    let picker = picker.clone();
    list.push(FloorException {
        name: "skip",
        label: t!(pick_skip),
        icon: IconName::Clock,
        on_press: Callback::new(move |()| {
            let task = glance.with_untracked(|glance| glance.at().map(|at| at.task));
            if let Some(task) = task {
                picker.skip(task);
            }
        }),
        shown: when(|at| {
            at.may_skip && at.picked == 0 && matches!(at.ask, Ask::Bin(_) | Ask::Item)
        }),
    });
    list.push(FloorException {
        name: "quantity",
        label: t!(pick_other_quantity),
        icon: IconName::Plus,
        on_press: Callback::new(move |()| counting.set(true)),
        shown: when(|at| at.ask == Ask::Item && at.picked > 0 && at.left > 1),
    });
    list
}

/// What will happen when the rest of a task cannot be taken.
#[component]
fn ShortSheet(
    picker: Picker,
    glance: Memo<Glance>,
    reason: ShortReason,
    open: RwSignal<bool>,
) -> impl IntoView {
    let title = match reason {
        ShortReason::NotThere => t!(pick_short),
        ShortReason::Damaged => t!(pick_damaged),
        ShortReason::Unreachable => t!(pick_unreachable),
    };
    let words = at(glance, move |at, _| {
        let (n, bin, order) = (at.left, at.bin.as_str(), at.order.number());
        match reason {
            ShortReason::NotThere => text!(pick_short_text, n = n, bin = bin, order = order),
            ShortReason::Damaged => text!(pick_damaged_text, n = n, bin = bin, order = order),
            ShortReason::Unreachable => {
                text!(pick_unreachable_text, n = n, bin = bin, order = order)
            }
        }
    });
    let report = Callback::new(move |()| {
        let task = glance.with_untracked(|glance| glance.at().map(|at| at.task));
        if let Some(task) = task {
            picker.short(task, reason);
        }
    });
    view! {
        <Sheet
            title=title
            text=words
            confirm=at(glance, |at, _| text!(pick_report_short, n = at.left))
            open
            on_confirm=report
        />
    }
}

/// Another quantity than all or one.
#[component]
fn CountSheet(picker: Picker, glance: Memo<Glance>, open: RwSignal<bool>) -> impl IntoView {
    let units = RwSignal::new(None::<i64>);
    let most = Signal::derive(move || {
        glance.with(|glance| glance.at().map_or(1, |at| i64::from(at.left)))
    });
    Effect::new(move || {
        if open.get() {
            units.set(Some(most.get_untracked()));
        }
    });
    let take = Callback::new(move |()| {
        let task = glance.with_untracked(|glance| glance.at().map(|at| at.task));
        let counted = units.get_untracked().and_then(|n| u32::try_from(n).ok());
        if let (Some(task), Some(counted)) = (task, counted) {
            picker.take(task, counted);
        }
    });
    let bin_words = |bin: &Code| bin.to_string();
    view! {
        <Sheet
            title=t!(pick_other_quantity)
            text=at(glance, move |at, _| text!(pick_count_text, bin = bin_words(&at.bin), n = at.left))
            confirm=Text::computed(move || text!(pick_take_counted, n = units.get().unwrap_or_default()))
            open
            on_confirm=take
            units=(units, most)
        />
    }
}
