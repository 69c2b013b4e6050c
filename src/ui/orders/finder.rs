//! What the command palette finds of the trade: orders and items.

use std::sync::Arc;

use super::index::ask;
use crate::domain::text::Code;
use crate::limits::PALETTE_FOUND_MAX;
use crate::ui::commands::{Found, add_finder};
use crate::ui::locale::text;
use crate::ui::routes::Route;
use crate::ui::{pages, trade};

/// Lets the palette find orders and items. Once, at start.
pub fn add_finders() {
    add_finder(Arc::new(orders));
    add_finder(Arc::new(items));
}

fn orders(typed: &str) -> Vec<Found> {
    let best = ask(|index| index.best(typed, PALETTE_FOUND_MAX));
    let found = best.iter().map(|entry| {
        let head = &entry.head;
        let customer = head.customer.as_ref().map_or("", Code::as_str);
        Found {
            label: head.id.number().to_owned(),
            detail: text!(
                orders_found_order,
                customer = customer,
                date = trade::civil_date(head.placed_at)
            ),
            route: Route::Order(head.id.to_string()),
        }
    });
    found.collect()
}

fn items(typed: &str) -> Vec<Found> {
    if !pages::exists(&Route::Item(String::new())) {
        return Vec::new();
    }
    ask(|index| {
        let found = index.best_items(typed, PALETTE_FOUND_MAX);
        let found = found.into_iter().map(|item| Found {
            label: format!(
                "{} {}",
                item.sku,
                item.name.as_ref().map_or("", |n| n.as_str())
            ),
            detail: text!(orders_found_item),
            route: Route::Item(item.sku.to_string()),
        });
        found.collect()
    })
}
