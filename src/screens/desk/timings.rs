//! How long opening took, and commands from the call until they are durable and shown: kept in memory for the
//! diagnostics page.

use crate::browser::clock::monotonic_ms;
use crate::limits::TIMINGS_KEPT_MAX;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

thread_local! {
    static KEPT: RefCell<VecDeque<f64>> = const { RefCell::new(VecDeque::new()) };
    static OPENED: Cell<Option<Opening>> = const { Cell::new(None) };
}

/// The times of the last commands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timings {
    /// How many commands were timed.
    pub count: usize,
    /// Half of them took no longer, in milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 took no longer, in milliseconds.
    pub p99_ms: f64,
}

/// Notes a command that began at this monotonic time and has ended now.
pub(super) fn note(begun_ms: f64) {
    let took_ms = monotonic_ms() - begun_ms;
    KEPT.with(|kept| {
        let mut kept = kept.borrow_mut();
        if kept.len() >= TIMINGS_KEPT_MAX {
            kept.pop_front();
        }
        kept.push_back(took_ms);
    });
}

/// The times of the last commands; `None` before the first.
pub fn timings() -> Option<Timings> {
    let mut sorted: Vec<f64> = KEPT.with(|kept| kept.borrow().iter().copied().collect());
    sorted.sort_by(f64::total_cmp);
    // The nearest rank: the smallest time that so many in a hundred do not exceed.
    let rank = |percent: usize| sorted.get((sorted.len() * percent).div_ceil(100).max(1) - 1);
    Some(Timings {
        count: sorted.len(),
        p50_ms: *rank(50)?,
        p99_ms: *rank(99)?,
    })
}

/// How the workspace was opened in this tab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opening {
    /// From the first look into the store until everything was there, in milliseconds.
    pub took_ms: f64,
    /// Whether by the view that was saved, and not by folding all facts.
    pub by_view: bool,
}

/// Notes that the workspace was opened, which began at this monotonic time.
pub(super) fn note_opened(begun_ms: f64, by_view: bool) {
    let took_ms = monotonic_ms() - begun_ms;
    OPENED.set(Some(Opening { took_ms, by_view }));
}

/// How the workspace was opened; `None` where it was founded or joined in this tab.
pub fn opened() -> Option<Opening> {
    OPENED.get()
}
