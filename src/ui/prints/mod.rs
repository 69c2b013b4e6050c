//! What goes to paper: labels of 4 by 6 inches, and sheets. Each has an address of its own, shows on screen what the
//! paper will show, and prints by a button, or at once where the task asks for it with `?print=1`.
//!
//! The print style sheet keeps everything but the paper away from the printer.

mod barcode;
mod bins;
mod frame;
mod label;
mod manifest;
mod pick_list;
mod return_label;
mod sender;
mod slip;

use crate::domain::order::Order;
use crate::domain::text::OrderId;
use crate::ui::desk::{self, Area};
use crate::ui::routes::Paper;
use bins::Bins;
use label::Label;
use leptos::prelude::*;
use manifest::Manifest;
use pick_list::PickListSheet;
use return_label::ReturnLabel;
use slip::Slip;

/// A sheet or label.
#[component]
pub fn PrintPage(
    /// What it is.
    paper: Paper,
) -> impl IntoView {
    match paper {
        Paper::Label(order, parcel) => view! { <Label order parcel /> }.into_any(),
        Paper::Slip(order, parcel) => view! { <Slip order parcel /> }.into_any(),
        Paper::PickList(batch) => view! { <PickListSheet batch /> }.into_any(),
        Paper::Manifest(carrier) => view! { <Manifest carrier /> }.into_any(),
        Paper::Bins => view! { <Bins /> }.into_any(),
        Paper::Return(order, number) => view! { <ReturnLabel order number /> }.into_any(),
    }
}

/// The whole order, as soon as it is in memory.
fn whole_order(id: &str) -> Memo<Option<Order>> {
    let id = OrderId::new(id).ok();
    let needed = id.clone();
    Effect::new(move || {
        // Whoever unloads orders says so by the same area.
        desk::read(&[Area::Orders], |_| ());
        desk::load_orders(needed.iter().cloned().collect());
    });
    Memo::new(move |_| {
        let id = id.as_ref()?;
        desk::read(&[Area::Orders], |state| state.order(id).cloned())
    })
}

/// Where the goods of an order go, line by line: the address, or what is known without one.
fn receiver(order: &Order) -> Vec<String> {
    let Some(address) = &order.address else {
        let known = [
            order.customer.as_ref().map(ToString::to_string),
            order.country.as_ref().map(ToString::to_string),
        ];
        return known.into_iter().flatten().collect();
    };
    let mut lines = vec![address.name.to_string()];
    lines.extend(address.street.as_str().lines().map(str::to_owned));
    let city = match &address.post_code {
        Some(code) => format!("{code} {}", address.city),
        None => address.city.to_string(),
    };
    lines.extend([city, address.country.to_string()]);
    lines
}

/// Words one below the other.
fn lines_view(lines: Vec<String>) -> impl IntoView {
    lines
        .into_iter()
        .map(|line| view! { <span class="paper-line">{line}</span> })
        .collect_view()
}
