//! The batches that are open, the oldest first.

use crate::domain::Workspace;
use crate::domain::text::{BatchId, Code};
use crate::ui::components::{FloorTile, IconName};
use crate::ui::desk::{self, Area};
use crate::ui::floor::answers::Answers;
use crate::ui::floor::work_list::{Nothing, WorkList};
use crate::ui::locale::{t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    id: BatchId,
    released_ms: i64,
    orders: usize,
    left: u32,
    done: usize,
    tasks: usize,
}

fn entries(state: &Workspace) -> Vec<Entry> {
    let open = state.batches.values().filter(|batch| !batch.finished);
    let mut entries: Vec<Entry> = open
        .map(|batch| Entry {
            id: batch.id.clone(),
            released_ms: batch.released_ms,
            orders: batch.orders.len(),
            left: batch.tasks.iter().map(|task| task.left()).sum(),
            done: batch.tasks_done(),
            tasks: batch.tasks.len(),
        })
        .collect();
    entries.sort_by(|a, b| (a.released_ms, &a.id).cmp(&(b.released_ms, &b.id)));
    entries
}

/// The open batch that a code means: its own number, or a tote of it.
fn batch_of(state: &Workspace, code: &str) -> Option<BatchId> {
    let open = || state.batches.values().filter(|batch| !batch.finished);
    let tote = Code::new(code).ok()?;
    let own = open().find(|batch| batch.id.as_str() == code);
    own.or_else(|| {
        open().find(|batch| {
            batch
                .orders
                .iter()
                .any(|order| order.tote.as_ref() == Some(&tote))
        })
    })
    .map(|batch| batch.id.clone())
}

/// Opens the batch that is scanned.
pub fn open_code(answers: Answers) -> Callback<String> {
    Callback::new(move |code: String| {
        let code = code.trim().to_owned();
        match desk::peek(|state| batch_of(state, &code)) {
            Some(batch) => navigation::go(Route::FloorPickBatch(batch.to_string())),
            None => answers.wrong(t!(pick_no_batch), t!(pick_no_batch_detail, scanned = code)),
        }
    })
}

/// The open batches.
#[component]
pub fn PickList() -> impl IntoView {
    let answers = Answers::new();
    let list = Memo::new(|_| desk::read(&[Area::Floor], entries));
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

fn tile(entry: Entry) -> FloorTile {
    let Entry {
        id,
        orders,
        left,
        done,
        tasks,
        ..
    } = entry;
    let waiting = move || {
        let orders = text!(pick_orders, n = orders);
        let left = text!(pick_units_left, n = left);
        text!(
            pick_entry,
            orders = orders,
            left = left,
            done = done,
            all = tasks
        )
    };
    FloorTile {
        name: id.to_string(),
        address: navigation::href(&Route::FloorPickBatch(id.to_string())),
        label: id.to_string().into(),
        waiting: waiting.into(),
        icon: IconName::Hand,
    }
}
