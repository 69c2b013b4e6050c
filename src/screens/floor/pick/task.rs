//! The pick screen at a task: one instruction, moved on by scans.

use super::map::WalkMap;
use super::picker::Picker;
use super::sheets::{CountSheet, ShortSheet, short_name};
use super::zero::ZeroCheck;
use crate::browser::intl;
use crate::screens::floor::measured::of_item;
use crate::screens::words;
use crate::trade::demand::DemandDocument;
use crate::trade::picking::ShortReason;
use crate::ui::components::{
    FloorException, FloorFrame, FloorInstruction, FloorItem, FloorStep, FloorUndo, IconName,
};
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::routes::Route;
use crate::view::floor::pick::{AtTask, PickAsk, PickView};
use crate::view::names;
use leptos::prelude::*;

/// Undo of the last units taken.
pub fn undo(picker: &Picker, glance: Memo<PickView>) -> FloorUndo {
    let press = picker.clone();
    picker.answers.undo(
        Signal::derive(move || glance.with(|glance| glance.may_undo)),
        Callback::new(move |()| press.undo()),
    )
}

/// The orders that were stopped: held ones keep what is in their totes, of cancelled ones it is put back.
pub fn notice(glance: Memo<PickView>) -> Signal<String> {
    Signal::derive(move || {
        let of = |cancelled: bool| -> Vec<String> {
            glance.with(|glance| {
                let stopped = glance.stopped.iter();
                let stopped = stopped.filter(|it| it.cancelled == cancelled);
                let named = stopped.map(|it| match &it.tote {
                    Some(tote) => text!(
                        pick_stopped_order,
                        order = it.order.as_str(),
                        tote = tote.as_str()
                    ),
                    None => it.order.clone(),
                });
                named.collect()
            })
        };
        let (held, cancelled) = (of(false), of(true));
        let mut sentences = Vec::new();
        if !held.is_empty() {
            let orders = intl::list(&held, &locale_tag());
            sentences.push(text!(pick_held, n = held.len(), orders = orders));
        }
        if !cancelled.is_empty() {
            let orders = intl::list(&cancelled, &locale_tag());
            sentences.push(text!(pick_cancelled, n = cancelled.len(), orders = orders));
        }
        sentences.join(" ")
    })
}

/// A text that is made from the task at hand; empty for the moment in which there is none.
pub fn at(
    glance: Memo<PickView>,
    make: impl Fn(&AtTask, &PickView) -> String + Send + Sync + 'static,
) -> Text {
    Text::computed(move || {
        glance.with(|glance| glance.at().map(|at| make(at, glance)).unwrap_or_default())
    })
}

fn ask_words(at: &AtTask, _: &PickView) -> String {
    match &at.ask {
        PickAsk::Tote(_) => text!(pick_ask_tote),
        PickAsk::Stop => text!(pick_ask_bin),
        PickAsk::OtherPlace => text!(pick_ask_other_place),
        PickAsk::Item if at.picked > 0 => text!(pick_ask_more),
        PickAsk::Item => text!(pick_ask_item),
        PickAsk::Lot => text!(pick_ask_lot),
        PickAsk::Serial { .. } => text!(pick_ask_serial),
        PickAsk::Confirm(_) => text!(pick_ask_confirm),
    }
}

fn instruction(at: &AtTask, _: &PickView) -> String {
    match &at.ask {
        PickAsk::Tote(DemandDocument::FulfilmentOrder(_)) => at.order.clone(),
        PickAsk::Confirm(tote) => tote.clone(),
        _ => at.go_to.clone(),
    }
}

fn quantity(at: &AtTask, glance: &PickView) -> String {
    match &at.ask {
        PickAsk::Tote(_) => text!(pick_tote_of, place = glance.totes + 1, all = glance.orders),
        PickAsk::Confirm(_) => words::quantity(&at.item, at.picked),
        _ if at.picked > 0 => match words::quantity(&at.item, at.left) {
            pieces if pieces == words::units(at.left) => text!(pick_units_more, n = at.left),
            measured => measured,
        },
        _ => words::quantity(&at.item, at.left),
    }
}

fn target(at: &AtTask, _: &PickView) -> String {
    match (&at.ask, &at.tote) {
        (PickAsk::Tote(_), _) | (_, None) => String::new(),
        (_, Some(tote)) => text!(pick_into, tote = tote.as_str(), order = at.order.as_str()),
    }
}

/// While totes are taken there is no item yet.
fn item_name(at: &AtTask, _: &PickView) -> String {
    let lot = match (&at.lot, at.expiry) {
        (Some(lot), Some(day)) => {
            let day = words::day(day);
            Some(text!(pick_lot_until, lot = lot.as_str(), day = day))
        }
        (Some(lot), None) => Some(text!(pick_lot, lot = lot.as_str())),
        (None, _) => None,
    };
    match (&at.ask, lot) {
        (PickAsk::Tote(_), _) => String::new(),
        (_, Some(lot)) => format!("{}, {lot}", at.name),
        (_, None) => at.name.clone(),
    }
}

fn item_code(at: &AtTask, _: &PickView) -> String {
    match at.ask {
        PickAsk::Tote(_) => String::new(),
        _ => at.sku.clone(),
    }
}

fn waiting(at: &AtTask, _: &PickView) -> String {
    match &at.ask {
        PickAsk::Tote(_) => text!(pick_scan_tote, order = at.order.as_str()),
        PickAsk::Stop => text!(pick_scan_bin, bin = at.place.as_str()),
        PickAsk::OtherPlace => text!(pick_scan_other_place, item = at.sku.as_str()),
        PickAsk::Item => text!(pick_scan_item, item = at.sku.as_str()),
        PickAsk::Lot => text!(pick_scan_lot),
        PickAsk::Serial { given, of } => text!(pick_scan_serial, number = given + 1, all = *of),
        PickAsk::Confirm(tote) => text!(pick_scan_confirm, tote = tote.as_str()),
    }
}

fn position(at: &AtTask, glance: &PickView) -> String {
    let stop = text!(pick_stop, stop = at.stop, all = glance.stops);
    text!(pick_position, stop = stop, batch = glance.name.as_str())
}

fn after(at: &AtTask, _: &PickView) -> String {
    match &at.next_place {
        _ if matches!(at.ask, PickAsk::Tote(_)) => text!(pick_then, bin = at.place.as_str()),
        Some(place) => text!(pick_then, bin = place.as_str()),
        None if at.may_skip => text!(pick_then_here),
        None => text!(pick_then_done),
    }
}

/// The pick screen at a task.
#[component]
pub fn Task(picker: Picker, glance: Memo<PickView>) -> impl IntoView {
    let shorting = [
        ShortReason::NotThere,
        ShortReason::Damaged,
        ShortReason::Unreachable,
    ]
    .map(|reason| (reason, RwSignal::new(false)));
    let counting = RwSignal::new(false);
    let on_code = {
        let (picker, sheets) = (picker.clone(), shorting.clone());
        Callback::new(move |code: String| {
            // A scan goes past an open question: the goods have answered it.
            counting.set(false);
            sheets.iter().for_each(|(_, open)| open.set(false));
            picker.scan(code);
        })
    };
    let waiting = {
        let full = picker.tote_full.clone();
        let asked = at(glance, waiting);
        Text::computed(move || match full.get() {
            true => text!(pick_scan_next_tote),
            false => asked.get(),
        })
    };
    let answer = picker.answers.signal();
    let item = Signal::derive(move || glance.with(|glance| glance.at().map(|at| at.item.clone())));
    let walker = picker.clone();
    view! {
        <FloorFrame
            title=t!(pick_title)
            position=at(glance, position)
            waiting=waiting
            answer=answer
            on_code=on_code
            notice=notice(glance)
            step=take_all(&picker, glance)
            undo=undo(&picker, glance)
            exceptions=exceptions(&picker, glance, &shorting, counting)
            print=(super::print_list(&names::opened(&picker.batch.0)), Signal::stored(true))
            leave=Route::FloorPick
        >
            <FloorInstruction
                ask=at(glance, ask_words)
                instruction=at(glance, instruction)
                quantity=at(glance, quantity)
                target=at(glance, target)
                after=at(glance, after)
            >
                <FloorItem name=at(glance, item_name) code=at(glance, item_code) item />
                <ZeroCheck picker=walker.clone() />
                <WalkMap picker=walker.clone() />
            </FloorInstruction>
        </FloorFrame>
        {shorting.map(|(reason, open)| view! { <ShortSheet picker=picker.clone() glance reason open /> })}
        <CountSheet picker=picker.clone() glance open=counting />
    }
}

/// "Take all": once the item was scanned, the rest needs no more scans.
fn take_all(picker: &Picker, glance: Memo<PickView>) -> FloorStep {
    let picker = picker.clone();
    FloorStep {
        closes: Signal::stored(false),
        label: at(glance, |at, _| {
            of_item(&at.item, at.left, |n| text!(pick_take_all, n = n))
        }),
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
                    .is_some_and(|at| at.ask == PickAsk::Item && at.picked > 0 && at.by_count)
            })
        }),
    }
}

fn exceptions(
    picker: &Picker,
    glance: Memo<PickView>,
    shorting: &[(ShortReason, RwSignal<bool>); 3],
    counting: RwSignal<bool>,
) -> Vec<FloorException> {
    let when = move |applies: fn(&AtTask) -> bool| {
        Signal::derive(move || glance.with(|glance| glance.at().is_some_and(applies)))
    };
    let is_at_goods = |at: &AtTask| matches!(at.ask, PickAsk::Stop | PickAsk::Item);
    let mut list: Vec<FloorException> = shorting
        .iter()
        .map(|(reason, open)| {
            let open = *open;
            let (name, label, icon) = short_name(reason);
            FloorException {
                name,
                label,
                icon,
                on_press: Callback::new(move |()| open.set(true)),
                shown: when(is_at_goods),
            }
        })
        .collect();
    let skipping = picker.clone();
    list.push(FloorException {
        name: "skip",
        label: t!(pick_skip),
        icon: IconName::Clock,
        on_press: Callback::new(move |()| {
            let task = glance.with_untracked(|glance| glance.at().map(|at| at.task));
            if let Some(task) = task {
                skipping.skip(task);
            }
        }),
        shown: when(|at| at.may_skip && matches!(at.ask, PickAsk::Stop | PickAsk::Item)),
    });
    list.push(FloorException {
        name: "quantity",
        label: t!(pick_other_quantity),
        icon: IconName::Plus,
        on_press: Callback::new(move |()| counting.set(true)),
        shown: when(|at| at.ask == PickAsk::Item && at.picked > 0 && at.left > 1 && at.by_count),
    });
    let elsewhere = picker.clone();
    list.push(FloorException {
        name: "other-place",
        label: t!(pick_other_place),
        icon: IconName::Bin,
        on_press: Callback::new(move |()| elsewhere.elsewhere()),
        shown: when(|at| matches!(at.ask, PickAsk::Stop | PickAsk::Item | PickAsk::OtherPlace)),
    });
    let full = picker.tote_full.clone();
    list.push(FloorException {
        name: "tote-full",
        label: t!(pick_tote_full),
        icon: IconName::Tote,
        on_press: Callback::new(move |()| full.update(|full| *full = !*full)),
        shown: when(|at| at.tote.is_some() && matches!(at.ask, PickAsk::Stop | PickAsk::Item)),
    });
    list
}
