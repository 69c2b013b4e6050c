//! All orders, ready to be searched: one index for the lists and the palette.

use std::cell::RefCell;

use crate::screens::desk::{self, ALL};
use crate::view::orders::OrderIndex;

thread_local! {
    static INDEX: RefCell<OrderIndex> = RefCell::default();
}

/// Asks the index, brought up to date first; inside an effect or a view the answer follows every change.
pub(in crate::screens) fn ask<T>(question: impl FnOnce(&mut OrderIndex) -> T) -> T {
    desk::read(ALL, |at| {
        INDEX.with_borrow_mut(|index| {
            index.refresh(at);
            question(index)
        })
    })
}
