//! All orders, ready to be searched: one index for the lists and the palette.

use std::cell::RefCell;

use crate::portal::search::OrderIndex;
use crate::ui::desk::{self, Area};

thread_local! {
    static INDEX: RefCell<OrderIndex> = RefCell::default();
}

/// Asks the index, brought up to date first; inside an effect or a view the answer follows every change of an order.
pub(super) fn ask<T>(question: impl FnOnce(&mut OrderIndex) -> T) -> T {
    desk::read(&[Area::Orders], |state| {
        INDEX.with_borrow_mut(|index| {
            index.refresh(state);
            question(index)
        })
    })
}
