//! Picking: the open batches, and the walk through one.

mod list;
mod map;
mod picker;
mod sheets;
mod task;
mod zero;

pub use list::PickList;

use super::answers::Answers;
use super::hand;
use super::work_list::NotThere;
use crate::screens::desk::Area;
use crate::trade::id::BatchId;
use crate::ui::components::{FloorFrame, FloorInstruction, FloorStep};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use crate::view::floor::pick::{self, Phase, PickView};
use crate::view::names;
use leptos::prelude::*;
use picker::Picker;
use task::Task;
use zero::ZeroCheck;

/// A batch at the pick screen.
#[component]
pub fn PickBatch(
    /// The batch, as it stands in the address.
    id: String,
) -> impl IntoView {
    // The facts may still be coming in: the batch is looked for until it is there.
    let name = id.clone();
    let found =
        Memo::new(move |_| hand::read(&[Area::Floor], |hand| names::find_batch(&hand.at, &name)));
    move || match found.get() {
        Some(batch) => view! { <Walk batch /> }.into_any(),
        None => view! { <Missing number=id.clone() /> }.into_any(),
    }
}

#[component]
fn Walk(batch: BatchId) -> impl IntoView {
    let picker = Picker::new(batch);
    let local = picker.local.clone();
    let glance = Memo::new(move |_| {
        let local = local.get();
        hand::read(&[Area::Floor, Area::Orders, Area::Catalog], |hand| {
            pick::view(hand, Some(batch), &local)
        })
    });
    let kind = Memo::new(move |_| {
        glance.with(|glance| match glance.phase {
            Phase::Missing => 0,
            Phase::Finished => 1,
            Phase::AllTaken => 2,
            Phase::At(_) => 3,
        })
    });
    move || {
        let picker = picker.clone();
        match kind.get() {
            0 => view! { <Missing number=names::opened(&batch.0) /> }.into_any(),
            1 => view! { <Finished picker glance /> }.into_any(),
            2 => view! { <AllTaken picker glance /> }.into_any(),
            _ => view! { <Task picker glance /> }.into_any(),
        }
    }
}

#[component]
fn Missing(number: String) -> impl IntoView {
    let answers = Answers::new();
    let asked = number.clone();
    view! {
        <NotThere
            title=t!(pick_title)
            number
            waiting=t!(floor_waiting)
            answer=answers.signal()
            on_code=list::open_code(answers)
            leave=Route::FloorPick
            missing=t!(pick_missing, batch = asked)
            text=t!(pick_missing_text)
        />
    }
}

/// Prints the list of a batch.
fn print_list(batch: &str) -> Callback<()> {
    let paper = Route::Print(Paper::PickList(batch.to_owned()));
    Callback::new(move |()| navigation::go_with(paper.clone(), &[("print", "1")]))
}

fn totals(glance: Memo<PickView>) -> Text {
    Text::computed(move || {
        let (picked, short) = glance.with(|glance| (glance.picked, glance.short));
        if short > 0 {
            text!(pick_total_short, n = picked, short = short)
        } else {
            text!(pick_total, n = picked)
        }
    })
}

/// Nothing is left to take, or all that is left is stopped.
#[component]
fn AllTaken(picker: Picker, glance: Memo<PickView>) -> impl IntoView {
    let batch = names::opened(&picker.batch.0);
    let answer = picker.answers.signal();
    let undo = task::undo(&picker, glance);
    let notice = task::notice(glance);
    let asking = picker.clone();
    let print = print_list(&batch);
    let step = {
        let picker = picker.clone();
        FloorStep {
            closes: Signal::stored(true),
            label: t!(pick_finish),
            on_press: Callback::new(move |()| picker.finish()),
            shown: Signal::stored(true),
        }
    };
    view! {
        <FloorFrame
            title=t!(pick_title)
            position=t!(pick_batch, batch = batch)
            waiting=t!(pick_all_taken_waiting)
            answer=answer
            on_code=Callback::new(move |code| picker.scan(code))
            notice=notice
            step=step
            undo=undo
            print=(print, Signal::stored(true))
            leave=Route::FloorPick
        >
            <FloorInstruction
                ask=t!(pick_all_taken_ask)
                instruction=t!(pick_all_taken)
                quantity=totals(glance)
                target=t!(pick_orders, n = glance.with(|glance| glance.orders))
                after=""
            >
                <ZeroCheck picker=asking.clone() />
            </FloorInstruction>
        </FloorFrame>
    }
}

/// The batch is finished: on to the pack table.
#[component]
fn Finished(picker: Picker, glance: Memo<PickView>) -> impl IntoView {
    let batch = names::opened(&picker.batch.0);
    let paper = Route::Print(Paper::PickList(batch.clone()));
    let answers = picker.answers.clone();
    let print = print_list(&batch);
    let step = FloorStep {
        closes: Signal::stored(false),
        label: t!(pick_pack_now),
        on_press: Callback::new(|()| navigation::go(Route::FloorPack)),
        shown: Signal::stored(true),
    };
    view! {
        <FloorFrame
            title=t!(pick_title)
            position=t!(pick_batch, batch = batch)
            waiting=t!(pick_scan_batch)
            answer=picker.answers.signal()
            on_code=list::open_code(answers)
            step=step
            print=(print, Signal::stored(true))
            leave=Route::FloorPick
        >
            <FloorInstruction
                ask=t!(pick_finished_ask)
                instruction=t!(pick_finished)
                quantity=totals(glance)
                target=t!(pick_orders, n = glance.with(|glance| glance.orders))
                after=""
            >
                <p class="floor-links">
                    <a class="floor-exception" href=navigation::href(&Route::FloorPick)>{t!(pick_next_batch)}</a>
                    <a class="floor-exception" href=navigation::href(&paper)>{t!(pick_print)}</a>
                </p>
            </FloorInstruction>
        </FloorFrame>
    }
}
