//! The batches that wait to be picked.

use crate::screens::desk::Area;
use crate::screens::floor::answers::Answers;
use crate::screens::floor::measured::of_all;
use crate::screens::floor::work_list::{Nothing, WorkList};
use crate::screens::floor::{hand, open_here};
use crate::ui::components::{FloorTile, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::pick::{self, BatchEntry};
use crate::view::names;
use leptos::prelude::*;

/// Opens the batch that is scanned.
pub fn open_code(answers: Answers) -> Callback<String> {
    Callback::new(move |code: String| {
        let code = code.trim().to_owned();
        let found = hand::peek(|hand| pick::find(hand, &code));
        match found {
            Some(batch) => navigation::go(Route::FloorPickBatch(names::opened(&batch.0))),
            None if open_here(&code) => {}
            None => {
                let scanned = code.clone();
                let detail = t!(pick_no_batch_detail, scanned = scanned.clone());
                answers.wrong_code(t!(pick_no_batch), detail, &code);
            }
        }
    })
}

/// The open batches.
#[component]
pub fn PickList() -> impl IntoView {
    let answers = Answers::new();
    let list = Memo::new(|_| hand::read(&[Area::Floor, Area::Orders], pick::batches));
    view! {
        <WorkList
            name="batches"
            title=t!(pick_title)
            position=t!(pick_batches, n = list.with(Vec::len))
            waiting=t!(pick_scan_batch)
            answer=answers.signal()
            on_code=open_code(answers)
            tiles=Signal::derive(move || list.get().into_iter().map(tile).collect())
            nothing=Nothing {
                title: t!(pick_empty),
                text: t!(pick_empty_text),
                icon: IconName::Hand,
            }
        />
    }
}

fn tile(entry: BatchEntry) -> FloorTile {
    let BatchEntry {
        name,
        orders,
        left_of,
        done,
        tasks,
        picker,
        elsewhere,
        ..
    } = entry;
    let waiting = move || {
        let orders = text!(pick_orders, n = orders);
        let left = of_all(&left_of, |n| text!(pick_units_left, n = n));
        let entry = text!(
            pick_entry,
            orders = orders,
            left = left,
            done = done,
            all = tasks
        );
        match &picker {
            Some(picker) if elsewhere => {
                text!(
                    pick_entry_elsewhere,
                    entry = entry,
                    picker = picker.as_str()
                )
            }
            Some(picker) => text!(pick_entry_picker, entry = entry, picker = picker.as_str()),
            None => entry,
        }
    };
    FloorTile {
        address: navigation::href(&Route::FloorPickBatch(name.clone())),
        label: Text::from(name.clone()),
        name,
        waiting: waiting.into(),
        icon: IconName::Hand,
    }
}
