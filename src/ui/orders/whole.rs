//! One whole order for a page: loaded from its history, kept in memory while the page stands, followed.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::order::Order;
use crate::domain::text::OrderId;
use crate::ui::desk::{self, Area};

/// How far the loading of an order is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Whole {
    /// No order has this identity.
    Unknown,
    /// It is being folded from its history.
    Loading,
    /// Here it is.
    Here(Arc<Order>),
}

/// Follows a whole order for as long as the calling component stands.
pub(super) fn whole(id: &OrderId) -> Memo<Whole> {
    if let Some(portal) = desk::portal() {
        portal.pin(id);
        let pinned = id.clone();
        on_cleanup(move || {
            if let Some(portal) = desk::portal() {
                portal.unpin(&pinned);
            }
        });
    }
    desk::load_orders(vec![id.clone()]);
    let id = id.clone();
    Memo::new(move |_| {
        desk::read(&[Area::Orders], |state| match state.order(&id) {
            Some(order) => Whole::Here(Arc::new(order.clone())),
            None if state.head(&id).is_some() => Whole::Loading,
            None => Whole::Unknown,
        })
    })
}
