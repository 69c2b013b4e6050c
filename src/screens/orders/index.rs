//! All orders, ready to be searched: one index for the lists and the palette.

use std::cell::RefCell;

use crate::browser::{Thrown, errors};

use crate::screens::desk::{self, ALL};
use crate::site::Reading;
use crate::view::orders::OrderIndex;

thread_local! {
    static INDEX: RefCell<OrderIndex> = RefCell::default();
}

/// Brings the index up to date: by what was kept beside the saved view where it is not made yet.
fn ready(index: &mut OrderIndex, at: &Reading<'_>, kept: &[u8]) {
    if index.is_empty() && !kept.is_empty() {
        match OrderIndex::of_kept(kept, at) {
            Ok(made) => *index = made,
            // It is made anew.
            Err(error) => errors::report(Thrown::new("Index", format!("{error:?}")), "index"),
        }
    }
    index.refresh(at);
}

fn take_kept() -> Vec<u8> {
    let is_made = INDEX.with_borrow(|index| !index.is_empty());
    match desk::workspace() {
        Some(workspace) if !is_made => workspace.take_beside(),
        _ => Vec::new(),
    }
}

/// Makes the index, to be kept beside the saved view.
pub(in crate::screens) fn make() {
    let kept = take_kept();
    desk::peek(|at| INDEX.with_borrow_mut(|index| ready(index, at, &kept)));
}

/// The bytes of the index as the workspace is now.
pub(in crate::screens) fn kept(at: &Reading<'_>) -> Vec<u8> {
    INDEX.with_borrow_mut(|index| {
        index.refresh(at);
        index.kept()
    })
}

/// Asks the index, brought up to date first; inside an effect or a view the answer follows every change.
pub(in crate::screens) fn ask<T>(question: impl FnOnce(&mut OrderIndex) -> T) -> T {
    let kept = take_kept();
    desk::read(ALL, |at| {
        INDEX.with_borrow_mut(|index| {
            ready(index, at, &kept);
            question(index)
        })
    })
}
