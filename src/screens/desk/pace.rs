//! Long work in short steps: lets the screen have the thread every few milliseconds.

use crate::browser::clock::monotonic_ms;
use crate::browser::timer::sleep;
use crate::limits::WORK_SLICE_MS;
use leptos::prelude::*;
use std::cell::Cell;

/// Yields to the screen, shows how far the work is, and stops when it is told to.
pub struct ScreenPace {
    since_ms: Cell<f64>,
    progress: ArcRwSignal<(u64, u64)>,
    cancelled: ArcRwSignal<bool>,
}

impl ScreenPace {
    /// Work that shows how far it is in `progress` (done, total) and stops once `cancelled`.
    pub fn new(progress: ArcRwSignal<(u64, u64)>, cancelled: ArcRwSignal<bool>) -> Self {
        ScreenPace {
            since_ms: Cell::new(monotonic_ms()),
            progress,
            cancelled,
        }
    }

    /// Whether somebody has asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.get_untracked()
    }

    /// Called often, with how much is done of how much. Says whether to go on.
    pub async fn pause(&self, done: u64, total: u64) -> bool {
        if monotonic_ms() - self.since_ms.get() >= WORK_SLICE_MS {
            self.progress.set((done, total));
            sleep(0).await;
            self.since_ms.set(monotonic_ms());
        }
        !self.cancelled.get_untracked()
    }
}
