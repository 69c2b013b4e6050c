//! The side panel of the list: an order at a glance.

use leptos::prelude::*;

use super::rows::attention;
use crate::screens::desk;
use crate::screens::orders::{Shown, followed};
use crate::screens::words::{self, FulfilmentBadge, PaymentBadge};
use crate::trade::id::OrderId;
use crate::ui::components::{
    ButtonKind, ButtonLink, IconName, KeyValue, KeyValueList, SidePanel, StatusBadge,
};
use crate::ui::locale::t;
use crate::ui::routes::Route;
use crate::view::names;
use crate::view::orders::OrderView;

/// The panel of an order.
#[component]
pub(super) fn OrderPanel(
    /// The order.
    id: OrderId,
    /// Closes the panel.
    on_close: Callback<()>,
) -> impl IntoView {
    let (number, to) = desk::peek(|at| {
        let number = names::shown_number(at, &id).to_owned();
        (number, Route::Order(names::order_address(at, &id)))
    });
    let order = followed(&id);
    view! {
        <SidePanel title=t!(trade_order, number = number.clone()) on_close>
            {move || {
                order
                    .get()
                    .map(|first| {
                        let shown: Shown = Memo::new(move |_| order.get().unwrap_or_else(|| first.clone()));
                        move || shown.with(|order| glance(order))
                    })
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

fn glance(order: &OrderView) -> AnyView {
    let head = order.head.clone();
    let currency = head.currency;
    let total = head.total;
    let placed = head.placed.clone();
    let noted = attention(&head, desk::now_ms());
    let lines = order.lines.iter().map(|line| {
        let (code, title) = (line.code.clone(), line.title.clone());
        let (units, value) = (line.units, line.value);
        view! {
            <tr>
                <th scope="row">
                    <span class="code">{code}</span>
                    " "
                    {title}
                </th>
                <td class="figure">{move || words::figure(units)}</td>
                <td class="figure">{move || words::money(value, &currency)}</td>
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
            <KeyValue label=t!(orders_placed)>{move || words::source_time(&placed)}</KeyValue>
            {words::customer(&head)
                .map(|customer| view! { <KeyValue label=t!(orders_customer)>{customer}</KeyValue> })}
            {head
                .country
                .map(|country| view! { <KeyValue label=t!(orders_country)>{country}</KeyValue> })}
            <KeyValue label=t!(orders_value)>{move || words::money(total, &currency)}</KeyValue>
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
    .into_any()
}
