//! The batches that are open, the oldest first.

use crate::domain::Workspace;
use crate::domain::text::{BatchId, Code};
use crate::ui::components::{EmptyState, FloorFrame, FloorTile, FloorTiles, IconName};
use crate::ui::desk::{self, Area};
use crate::ui::floor::answers::Answers;
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
pub fn open_code(answers: Answers) -> impl Fn(String) + Send + Sync + 'static {
    move |code: String| {
        let code = code.trim().to_owned();
        match desk::peek(|state| batch_of(state, &code)) {
            Some(batch) => navigation::go(Route::FloorPickBatch(batch.to_string())),
            None => answers.wrong(t!(pick_no_batch), t!(pick_no_batch_detail, scanned = code)),
        }
    }
}

/// The open batches.
#[component]
pub fn PickList() -> impl IntoView {
    let answers = Answers::new();
    let answer = answers.signal();
    let list = Memo::new(|_| desk::read(&[Area::Floor], entries));
    let count = move || list.with(Vec::len);
    view! {
        <FloorFrame
            title=t!(pick_title)
            position=t!(pick_batches, n = count())
            waiting=t!(pick_scan_batch)
            answer=answer
            on_code=Callback::new(open_code(answers))
        >
            <div class="floor-list" data-test="batches">
                <Show
                    when=move || { count() > 0 }
                    fallback=|| {
                        view! {
                            <EmptyState
                                title=t!(pick_empty)
                                text=t!(pick_empty_text)
                                icon=IconName::Hand
                            />
                        }
                    }
                >
                    <FloorTiles>
                        {move || list.get().into_iter().map(entry_view).collect_view()}
                    </FloorTiles>
                </Show>
            </div>
        </FloorFrame>
    }
}

fn entry_view(entry: Entry) -> impl IntoView {
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
    view! {
        <FloorTile
            name=id.to_string()
            to=Route::FloorPickBatch(id.to_string())
            label=id.to_string()
            waiting=waiting
            icon=IconName::Hand
        />
    }
}
