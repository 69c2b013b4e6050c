//! Picking: the open batches, and the walk through one.

mod glance;
mod list;
mod picker;
mod task;

pub use list::PickList;

use super::answers::Answers;
use super::work_list::NotThere;
use crate::browser::clock;
use crate::domain::text::BatchId;
use crate::ui::components::{FloorFrame, FloorInstruction, FloorStep};
use crate::ui::desk::{self, Area};
use crate::ui::locale::{t, text};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use glance::{Glance, Phase};
use leptos::prelude::*;
use picker::Picker;
use task::Task;

/// A batch at the pick screen.
#[component]
pub fn PickBatch(
    /// The batch, as it stands in the address.
    id: String,
) -> impl IntoView {
    match BatchId::new(&id) {
        Ok(batch) => view! { <Walk batch /> }.into_any(),
        Err(_) => view! { <Missing number=id /> }.into_any(),
    }
}

#[component]
fn Walk(batch: BatchId) -> impl IntoView {
    let picker = Picker::new(batch.clone());
    let id = batch.clone();
    // Whether a task is stopped is written in its order.
    Effect::new(move || {
        let orders = desk::read(&[Area::Floor, Area::Orders], |state| {
            let batch = state.batches.get(&id);
            batch.map(|batch| batch.orders.iter().map(|o| o.order.clone()).collect())
        });
        desk::load_orders(orders.unwrap_or_default());
    });
    let from = picker.from.clone();
    let id = batch.clone();
    let glance = Memo::new(move |_| {
        let from = from.get();
        desk::read(&[Area::Floor, Area::Orders, Area::Catalog], |state| {
            Glance::of(state, Some(&id), from, clock::now_ms())
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
            0 => view! { <Missing number=batch.to_string() /> }.into_any(),
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

fn totals(glance: Memo<Glance>) -> crate::ui::locale::Text {
    crate::ui::locale::Text::computed(move || {
        let (picked, short) = glance.with(|glance| (glance.picked, glance.short));
        if short > 0 {
            text!(pick_total_short, n = picked, short = short)
        } else {
            text!(pick_total, n = picked)
        }
    })
}

/// Nothing is left to take.
#[component]
fn AllTaken(picker: Picker, glance: Memo<Glance>) -> impl IntoView {
    let batch = picker.batch.to_string();
    let answer = picker.answers.signal();
    let undo = task::undo(&picker);
    let notice = task::notice(glance);
    let step = {
        let picker = picker.clone();
        FloorStep {
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
            leave=Route::FloorPick
        >
            <FloorInstruction
                ask=t!(pick_all_taken_ask)
                instruction=t!(pick_all_taken)
                quantity=totals(glance)
                target=t!(pick_orders, n = glance.with(|glance| glance.orders))
                after=""
            >
                ""
            </FloorInstruction>
        </FloorFrame>
    }
}

/// The batch is finished: on to the pack table.
#[component]
fn Finished(picker: Picker, glance: Memo<Glance>) -> impl IntoView {
    let batch = picker.batch.to_string();
    let paper = Route::Print(Paper::PickList(batch.clone()));
    let answers = picker.answers.clone();
    let step = FloorStep {
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
