//! A command of which nobody knows whether it is in: it is told so, nothing else is asked until it is known, and then that is
//! told.

use super::{Desk, tabs, upkeep};
use crate::browser::timer::sleep;
use crate::limits::UNSETTLED_ASKED_MS;
use crate::site::Asked;
use crate::ui::feedback::{Tone, take_back, toast};
use crate::ui::locale::t;
use futures_channel::oneshot;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What became of a command whose answer was long in coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is in.
    In,
    /// It is not in, and never will be: it may be done again.
    NotIn,
    /// This device goes on under another name since: a person must look.
    Unknown,
}

thread_local! {
    static ANY: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<oneshot::Sender<Settled>>> = const { RefCell::new(Vec::new()) };
}

/// Whether there is such a command in this tab.
pub(super) fn is_any() -> bool {
    ANY.get()
}

/// Asks after a command until it is known what became of it, and tells.
pub(super) fn begin(desk: &Rc<Desk>, asked: Asked) {
    if ANY.replace(true) {
        return;
    }
    let desk = desk.clone();
    spawn_local(async move {
        let settled = loop {
            if let Some(settled) = tabs::settle(&desk, &asked).await {
                break settled;
            }
            if upkeep::is_leaving() {
                return;
            }
            sleep(UNSETTLED_ASKED_MS).await;
        };
        ANY.set(false);
        for words in [t!(desk_no_answer), t!(desk_waiting)] {
            take_back(&words);
        }
        match settled {
            Settled::In => toast(Tone::Good, t!(desk_settled_in)),
            Settled::NotIn => toast(Tone::Attention, t!(desk_settled_out)),
            Settled::Unknown => toast(Tone::Wrong, t!(desk_settled_unknown)),
        }
        for waiting in WAITING.take() {
            // A screen that is gone waits no more.
            waiting.send(settled).ok();
        }
    });
}

/// What became of the command whose answer is awaited; `None` where there is none.
pub async fn settled() -> Option<Settled> {
    if !is_any() {
        return None;
    }
    let (sender, answer) = oneshot::channel();
    WAITING.with_borrow_mut(|waiting| waiting.push(sender));
    answer.await.ok()
}
