//! What is done to many orders at once: a look at what it will do, then the work, then a way back.

mod begun;
mod preview;
mod work;

use leptos::prelude::*;

use self::begun::{BegunNotice, run_undo};
use self::preview::Preview;
use self::work::{Watch, commands, look, undo};
use super::hold_form::{HoldFields, HoldForm};
use crate::screens::desk;
use crate::screens::workspace::{TakeOver, TakeOverTarget};
use crate::stream::id::StreamId;
use crate::trade::id::OrderId;
use crate::ui::components::{Button, ButtonKind, Dialog, IconName, Progress, Selection, Skeleton};
use crate::ui::feedback::{self, Tone, spawn_reported, toast, toast_with};
use crate::ui::locale::{Text, t, text};
use crate::view::at_work::desk_lease;
use crate::view::names;
use crate::view::orders::{Begun, Bulk, BulkPlan};

pub use self::begun::BegunWaits;
pub(in crate::screens) use self::work::{allocations, deallocation, releases};

/// How far a bulk action is.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Closed,
    Shown(Bulk, BulkPlan),
    Working(Bulk),
}

impl Step {
    fn action(&self) -> Option<Bulk> {
        match self {
            Step::Closed => None,
            Step::Shown(action, _) | Step::Working(action) => Some(action.clone()),
        }
    }
}

/// The state of the bar and its dialog.
#[derive(Clone, Copy)]
struct Work {
    selection: Selection,
    step: RwSignal<Step>,
    hold: StoredValue<HoldFields>,
    watch: StoredValue<Watch>,
    /// Orders that are to be taken over from another device.
    taking: RwSignal<Option<TakeOverTarget>>,
    /// What is looked at again once they are.
    then: StoredValue<Option<Bulk>>,
}

/// The steps for the selected orders, shown while there are any.
#[component]
pub(super) fn BulkBar(selection: Selection) -> impl IntoView {
    let work = Work {
        selection,
        step: RwSignal::new(Step::Closed),
        hold: StoredValue::new(HoldFields::new()),
        watch: StoredValue::new(Watch::new()),
        taking: RwSignal::new(None),
        then: StoredValue::new(None),
    };
    let taken = Callback::new(move |()| {
        if let Some(action) = work.then.get_value() {
            work.open(action);
        }
    });
    let count = Memo::new(move |_| selection.with(|selection| selection.len()));
    let hold = move || Bulk::Hold(untrack(|| work.hold.get_value().kind()));
    let title = move || {
        let action = work.step.with(Step::action);
        action
            .map(preview_title)
            .map_or_else(String::new, |title| title.get())
    };
    let go_on =
        Callback::new(move |(action, orders): (Bulk, Vec<OrderId>)| work.go_on(action, &orders));
    view! {
        <BegunNotice go_on />
        <Show when=move || { count.get() > 0 }>
            <div class="bulk-bar" role="group" aria-label=t!(orders_selected, n = count.get())>
                <strong data-test="selected-count">{move || text!(orders_selected, n = count.get())}</strong>
                <ActionButton label=t!(orders_verify) name="verify" run=move || work.open(Bulk::Verify) />
                <ActionButton label=t!(orders_hold) name="hold" run=move || work.open(hold()) />
                <ActionButton label=t!(orders_allocate) name="allocate" run=move || work.open(Bulk::Allocate) />
                <ActionButton
                    label=t!(orders_release_promises)
                    name="release-promises"
                    run=move || work.open(Bulk::Deallocate)
                />
                <ActionButton
                    label=t!(orders_release_to_floor)
                    name="release-to-floor"
                    run=move || work.open(Bulk::Release)
                />
                <ActionButton label=t!(orders_cancel) name="cancel" run=move || work.open(Bulk::Cancel) />
                <Button
                    label=t!(orders_clear_selection)
                    kind=ButtonKind::Quiet
                    icon=IconName::Cross
                    on_press=move |()| selection.update(|selection| selection.clear())
                />
            </div>
        </Show>
        <Dialog
            title=Text::computed(title)
            class="wide"
            open=Signal::derive(move || work.step.with(|step| *step != Step::Closed))
            on_close=move |()| work.close()
        >
            <Contents work />
        </Dialog>
        <TakeOver target=work.taking on_done=taken />
    }
}

#[component]
fn ActionButton(
    #[prop(into)] label: Text,
    name: &'static str,
    run: impl Fn() + Send + Sync + 'static,
) -> impl IntoView {
    view! { <Button label on_press=move |()| run() attr:data-test=format!("bulk-{name}") /> }
}

#[component]
fn Contents(work: Work) -> impl IntoView {
    let is_hold = Memo::new(move |_| {
        work.step
            .with(|step| matches!(step.action(), Some(Bulk::Hold(_))))
    });
    let hold = work.hold.get_value();
    // Another reason means other orders: those that are held for it already are left out.
    Effect::watch(
        move || hold.kind(),
        move |kind, _, _| {
            let shown = work
                .step
                .with_untracked(|step| matches!(step, Step::Shown(Bulk::Hold(_), _)));
            if shown {
                work.open(Bulk::Hold(kind.clone()));
            }
        },
        false,
    );
    view! {
        <Show when=move || is_hold.get()>
            <HoldForm fields=hold />
        </Show>
        {move || match work.step.get() {
            Step::Closed => ().into_any(),
            Step::Working(_) => view! { <Going work label=t!(orders_working) /> }.into_any(),
            Step::Shown(action, plan) => {
                let act = Callback::new(move |()| work.run());
                let close = Callback::new(move |()| work.close());
                let taken = action.clone();
                let take_over = Callback::new(move |(from, orders): (_, Vec<OrderId>)| {
                    work.take_over(taken.clone(), from, &orders);
                });
                view! { <Preview action plan act close take_over /> }.into_any()
            }
        }}
    }
}

/// Work that is going on; within the first moment only its shape.
#[component]
fn Going(work: Work, #[prop(into)] label: Text) -> impl IntoView {
    let watch = work.watch.get_value();
    let progress = watch.progress.clone();
    let started = Memo::new(move |_| progress.get().1 > 0);
    let progress = watch.progress.clone();
    let done = Signal::derive(move || {
        let (done, total) = progress.get();
        (total > 0).then(|| done as f64 / total as f64)
    });
    let progress = watch.progress.clone();
    let figure = Text::computed(move || {
        let (done, total) = progress.get();
        text!(orders_progress, done = done, total = total)
    });
    let cancelled = watch.cancelled.clone();
    view! {
        {move || {
            if started.get() {
                let (label, figure, cancelled) = (label.clone(), figure.clone(), cancelled.clone());
                view! { <Progress label done figure on_cancel=move |()| cancelled.set(true) /> }.into_any()
            } else {
                view! { <Skeleton lines=3 /> }.into_any()
            }
        }}
    }
}

impl Work {
    fn chosen(&self) -> Vec<OrderId> {
        self.selection.with_untracked(|selection| {
            desk::peek(|at| {
                let orders = selection
                    .iter()
                    .filter_map(|key| names::find_order(at, key));
                orders.collect()
            })
        })
    }

    /// Chooses what is left of work that was begun, and looks at it.
    fn go_on(self, action: Bulk, orders: &[OrderId]) {
        let keys = desk::peek(|at| {
            let keys = orders.iter().map(|id| names::order_address(at, id).into());
            keys.collect()
        });
        self.selection.set(keys);
        if let Bulk::Hold(kind) = &action {
            self.hold.get_value().set_kind(kind);
        }
        self.open(action);
    }

    /// Looks at what an action would do, and shows it.
    fn open(self, action: Bulk) {
        let plan = untrack(|| look(&action, &self.chosen()));
        self.step.set(Step::Shown(action, plan));
    }

    /// Asks whether orders are to be taken over from a device, and looks again once they are.
    fn take_over(self, action: Bulk, from: StreamId, orders: &[OrderId]) {
        self.step.set(Step::Closed);
        self.then.set_value(Some(action));
        let what = text!(workspace_desk_orders, n = orders.len());
        let leases = orders.iter().map(desk_lease).collect();
        self.taking.set(Some(TakeOverTarget {
            from,
            these: Some((leases, what)),
        }));
    }

    /// Does what is shown.
    fn run(self) {
        let Step::Shown(action, plan) = self.step.get_untracked() else {
            return;
        };
        let orders = plan.acting();
        let pace = self.watch.get_value().begin();
        self.step.set(Step::Working(action.clone()));
        let hold = self.hold.get_value();
        spawn_reported(async move {
            // What another tab of this device does to many orders ends first.
            let alone = desk::alone().await.map_err(|error| desk::problem(&error))?;
            let commands = commands(&action, &orders, hold)?;
            let begun = begun::note(&action, &orders).await;
            let mut begun = begun.map_err(|error| desk::problem(&error))?;
            let worked = work::work(commands, &pace).await;
            let is_whole = worked.is_whole();
            let noted = match worked.is_nothing() {
                true => desk::note_begun(None).await,
                false => begun::note_end(&mut begun, &worked).await,
            };
            alone.end();
            if self.step.try_get_untracked().is_some() {
                self.step.set(Step::Closed);
            }
            if let (Some(error), true) = (&worked.failed, worked.is_nothing()) {
                return Err(desk::problem(error));
            }
            let count = match is_whole {
                false => desk::peek(|at| begun.done(at)).orders.len(),
                true => orders.len(),
            };
            tell(begun, count, &worked);
            if is_whole {
                // The page may have gone while the work went on.
                self.selection.try_update(|selection| selection.clear());
            }
            noted.map_err(|error| desk::problem(&error))
        });
    }

    fn close(self) {
        self.watch.get_value().cancelled.set(true);
        if !matches!(self.step.get_untracked(), Step::Working(_)) {
            self.step.set(Step::Closed);
        }
    }
}

/// Says what was done, with the way back where there is one.
fn tell(begun: Begun, count: usize, worked: &work::Worked) {
    let (tone, words) = if let Some(error) = &worked.failed {
        let problem = desk::problem(error);
        let why = problem.text.clone();
        let words = t!(orders_failed_after, n = count, why = why);
        // For the list of what went wrong; the words on screen are these.
        feedback::record(problem);
        (Tone::Wrong, words)
    } else if worked.stopped {
        (Tone::Attention, t!(orders_stopped_after, n = count))
    } else {
        (Tone::Good, done_words(&begun.action, count))
    };
    match undo_label(&begun.action) {
        Some(label) if !undo(&begun).is_empty() => {
            toast_with(tone, words, label, move || run_undo(begun.clone()));
        }
        _ => toast(tone, words),
    }
}

/// What the way back of an action is called; `None` where there is none.
fn undo_label(action: &Bulk) -> Option<Text> {
    match action {
        Bulk::Allocate => Some(t!(orders_undo_allocate)),
        Bulk::Deallocate => Some(t!(orders_undo_release_promises)),
        Bulk::Release => Some(t!(orders_undo_release_to_floor)),
        Bulk::Verify | Bulk::Hold(_) | Bulk::Cancel => None,
    }
}

fn preview_title(action: Bulk) -> Text {
    match action {
        Bulk::Verify => t!(orders_preview_verify),
        Bulk::Hold(_) => t!(orders_preview_hold),
        Bulk::Allocate => t!(orders_preview_allocate),
        Bulk::Deallocate => t!(orders_preview_release_promises),
        Bulk::Release => t!(orders_preview_release_to_floor),
        Bulk::Cancel => t!(orders_preview_cancel),
    }
}

fn done_words(action: &Bulk, count: usize) -> Text {
    match action {
        Bulk::Verify => t!(orders_done_verify, n = count),
        Bulk::Hold(_) => t!(orders_done_hold, n = count),
        Bulk::Allocate => t!(orders_done_allocate, n = count),
        Bulk::Deallocate => t!(orders_done_release_promises, n = count),
        Bulk::Release => t!(orders_done_release_to_floor, n = count),
        Bulk::Cancel => t!(orders_done_cancel, n = count),
    }
}
