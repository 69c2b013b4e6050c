//! The side panel of the list: an order at a glance.

use leptos::prelude::*;

use super::rows::attention;
use crate::browser::clock;
use crate::domain::order::Order;
use crate::domain::text::OrderId;
use crate::domain::workspace::OrderHead;
use crate::ui::components::{
    ButtonKind, ButtonLink, IconName, KeyValue, KeyValueList, SidePanel, Skeleton, StatusBadge,
};
use crate::ui::desk;
use crate::ui::locale::t;
use crate::ui::orders::whole::{Whole, whole};
use crate::ui::routes::Route;
use crate::ui::trade::{self, FulfilmentBadge, PaymentBadge};

/// The panel of an order.
#[component]
pub(super) fn OrderPanel(
    /// The order.
    id: OrderId,
    /// Closes the panel.
    on_close: Callback<()>,
) -> impl IntoView {
    let order = whole(&id);
    let to = Route::Order(id.to_string());
    view! {
        <SidePanel title=trade::order_title(&id) on_close>
            {move || match order.get() {
                Whole::Here(order) => view! { <Glance order=(*order).clone() /> }.into_any(),
                Whole::Loading => view! { <Skeleton lines=6 /> }.into_any(),
                Whole::Unknown => ().into_any(),
            }}
            <ButtonLink
                label=t!(orders_open_order)
                to
                kind=ButtonKind::Primary
                icon=IconName::ChevronRight
                attr:data-test="open-order"
            />
        </SidePanel>
    }
}

#[component]
fn Glance(order: Order) -> impl IntoView {
    let head = OrderHead::of(&order);
    let currency = order.currency;
    let total = head.total;
    let placed = order.placed_at;
    let customer = order.customer.as_ref().map(ToString::to_string);
    let country = order.country.as_ref().map(ToString::to_string);
    let noted = attention(&head, clock::now_ms());
    let lines = order.lines.iter().map(|line| {
        let name = desk::peek(|state| {
            let item = state.catalog.get(line.sku.as_str());
            item.map_or(line.sku.to_string(), |item| item.title().to_owned())
        });
        let (sku, units, value) = (line.sku.to_string(), line.units, line.value());
        view! {
            <tr>
                <th scope="row">
                    <span class="code">{sku}</span>
                    " "
                    {name}
                </th>
                <td class="figure">{move || trade::figure(units)}</td>
                <td class="figure">{move || trade::money(value, currency)}</td>
            </tr>
        }
    });
    view! {
        <div class="row">
            <FulfilmentBadge state=head.fulfilment />
            <PaymentBadge state=head.payment />
            {noted.map(|(tone, label)| view! { <StatusBadge tone label /> })}
        </div>
        <KeyValueList>
            <KeyValue label=t!(orders_placed)>{move || trade::civil(placed)}</KeyValue>
            {customer.map(|customer| view! { <KeyValue label=t!(orders_customer)>{customer}</KeyValue> })}
            {country.map(|country| view! { <KeyValue label=t!(orders_country)>{country}</KeyValue> })}
            <KeyValue label=t!(orders_value)>{move || trade::money(total, currency)}</KeyValue>
        </KeyValueList>
        <table class="plain-table">
            <thead>
                <tr>
                    <th scope="col">{t!(orders_lines)}</th>
                    <th scope="col" class="figure">{t!(orders_units)}</th>
                    <th scope="col" class="figure">{t!(orders_value)}</th>
                </tr>
            </thead>
            <tbody>{lines.collect_view()}</tbody>
        </table>
    }
}
