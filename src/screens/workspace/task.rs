//! Long work of this page: one at a time in each place, with progress, and stopped when it is told to.

use crate::screens::desk::{ScreenPace, problem};
use crate::site::SiteError;
use crate::ui::components::Progress;
use crate::ui::feedback::{Problem, Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// Why work ended before its end.
pub(super) enum Ended {
    /// Somebody stopped it.
    Stopped,
    /// Something is wrong.
    Wrong(Problem),
}

impl From<SiteError> for Ended {
    fn from(error: SiteError) -> Self {
        Ended::Wrong(problem(&error))
    }
}

impl From<Problem> for Ended {
    fn from(problem: Problem) -> Self {
        Ended::Wrong(problem)
    }
}

/// Work that may be going on.
#[derive(Clone)]
pub(super) struct Task {
    progress: ArcRwSignal<(u64, u64)>,
    cancelled: ArcRwSignal<bool>,
    busy: ArcRwSignal<bool>,
}

impl Task {
    pub(super) fn new() -> Self {
        Task {
            progress: ArcRwSignal::new((0, 0)),
            cancelled: ArcRwSignal::new(false),
            busy: ArcRwSignal::new(false),
        }
    }

    /// Whether the work is going on; followed inside an effect or a view.
    pub(super) fn is_busy(&self) -> bool {
        self.busy.get()
    }

    /// Says how far the work is.
    pub(super) fn set_progress(&self, done: u64, total: u64) {
        self.progress.set((done, total));
    }

    /// Begins the work, unless it is going on. Its error is shown once; stopping is none.
    pub(super) fn start<F>(&self, work: impl FnOnce(ScreenPace) -> F)
    where
        F: Future<Output = Result<(), Ended>> + 'static,
    {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.cancelled.set(false);
        self.progress.set((0, 0));
        let busy = self.busy.clone();
        let work = work(ScreenPace::new(
            self.progress.clone(),
            self.cancelled.clone(),
        ));
        spawn_reported(async move {
            let done = work.await;
            busy.set(false);
            match done {
                Ok(()) => Ok(()),
                Err(Ended::Stopped) => {
                    toast(Tone::Information, t!(workspace_stopped));
                    Ok(())
                }
                Err(Ended::Wrong(problem)) => Err(problem),
            }
        });
    }
}

/// How far the work is, while it goes on.
#[component]
pub(super) fn TaskProgress(
    /// The work.
    task: Task,
    /// What is going on.
    #[prop(into)]
    label: Text,
) -> impl IntoView {
    let Task {
        progress,
        cancelled,
        busy,
    } = task;
    let (parts, figures) = (progress.clone(), progress);
    let part = Signal::derive(move || {
        let (done, total) = parts.get();
        (total > 0).then(|| done as f64 / total as f64)
    });
    let figure = Text::computed(move || {
        let (done, total) = figures.get();
        if total == 0 {
            String::new()
        } else {
            crate::ui::locale::text!(workspace_of, done = done, total = total)
        }
    });
    view! {
        <Show when=move || busy.get()>
            <Progress
                label=label.clone()
                done=part
                figure=figure.clone()
                on_cancel={
                    let cancelled = cancelled.clone();
                    Callback::new(move |()| cancelled.set(true))
                }
            />
        </Show>
    }
}
