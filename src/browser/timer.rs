//! Waiting, and waiting no longer than that.

use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Waits for so many milliseconds, at least; a tab in the background waits longer.
pub async fn sleep(milliseconds: u32) {
    let (sender, elapsed) = oneshot::channel();
    let _timer = Timeout::new(milliseconds, move || {
        // Nobody waits any more: nothing to tell.
        sender.send(()).ok();
    });
    elapsed.await.ok();
}

/// The outcome of the future, or `None` when it took longer than so many milliseconds. A future given by reference
/// can be waited for again.
pub async fn within<F: Future>(milliseconds: u32, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut timer = pin!(sleep(milliseconds));
    poll_fn(|context| {
        if let Poll::Ready(outcome) = future.as_mut().poll(context) {
            return Poll::Ready(Some(outcome));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}
