//! Work in a line: what is scanned or pressed is done one after the other, in the order it came. A scan that arrives
//! while the one before is being written waits; none is lost and none is done twice. What a screen has begun is done
//! even when a person has left it meanwhile.

use crate::limits::FLOOR_WORK_WAITING_MAX;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;

type Work = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    static WAITING: RefCell<VecDeque<Work>> = const { RefCell::new(VecDeque::new()) };
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Puts work at the end of the line. It begins to read the state only when its turn comes. Returns whether there was
/// room: a line this long means that nothing gets written.
pub fn stand(work: impl Future<Output = ()> + 'static) -> bool {
    let has_room = WAITING.with_borrow_mut(|waiting| {
        let has_room = waiting.len() < FLOOR_WORK_WAITING_MAX;
        if has_room {
            waiting.push_back(Box::pin(work));
        }
        has_room
    });
    if has_room && !BUSY.replace(true) {
        spawn_local(async {
            while let Some(work) = WAITING.with_borrow_mut(VecDeque::pop_front) {
                work.await;
            }
            BUSY.set(false);
        });
    }
    has_room
}
