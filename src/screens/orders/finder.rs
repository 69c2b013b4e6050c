//! What the command palette finds of the trade: orders and items.

use std::borrow::Cow;
use std::sync::Arc;

use super::index::ask;
use crate::limits::PALETTE_FOUND_MAX;
use crate::screens::{desk, pages, words};
use crate::ui::commands::{Found, add_finder};
use crate::ui::locale::text;
use crate::ui::routes::Route;
use crate::view::rights::Work;

/// Lets the palette find orders and items. Once, at start.
pub fn add_finders() {
    add_finder(Arc::new(orders));
    add_finder(Arc::new(items));
}

fn orders(typed: &str) -> Vec<Found> {
    if !desk::may(Work::Orders) {
        return Vec::new();
    }
    let best = ask(|index| index.best(typed, PALETTE_FOUND_MAX));
    let heads = desk::peek(|at| {
        let heads = best.iter().filter_map(|entry| entry.head(at));
        heads.map(Cow::into_owned).collect::<Vec<_>>()
    });
    let found = heads.into_iter().map(|head| Found {
        detail: text!(
            orders_found_order,
            customer = words::customer(&head).map_or_else(String::new, |word| word.get()),
            date = words::source_date(&head.placed)
        ),
        label: head.number,
        route: Route::Order(head.address),
    });
    found.collect()
}

fn items(typed: &str) -> Vec<Found> {
    if !pages::exists(&Route::Item(String::new())) || typed.trim().is_empty() {
        return Vec::new();
    }
    ask(|index| {
        let found = index.items().select(typed).into_iter();
        let found = found.take(PALETTE_FOUND_MAX).map(|item| Found {
            label: format!("{} {}", item.sku, item.title.as_deref().unwrap_or("")),
            detail: text!(orders_found_item),
            route: Route::Item(item.address.clone()),
        });
        found.collect()
    })
}
