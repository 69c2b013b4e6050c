//! The orders that a person must look at before they are worked, the oldest first, each with what the checks found.

use leptos::prelude::*;

use super::index::ask;
use super::nav::OrdersNav;
use super::whole::{Whole, whole};
use crate::domain::Command;
use crate::domain::order::Order;
use crate::domain::text::OrderId;
use crate::limits::QUEUE_SHOWN_MAX;
use crate::portal::search::OrderQuery;
use crate::ui::components::{Button, ButtonKind, EmptyState, IconName, PageHeader, Skeleton};
use crate::ui::desk;
use crate::ui::feedback::{Tone, toast_with};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::ui::{navigation, trade};

/// The verification queue.
#[component]
pub fn VerificationPage() -> impl IntoView {
    let waiting = Memo::new(|_| {
        let query = OrderQuery {
            unverified: true,
            ..OrderQuery::default()
        };
        let found = ask(|index| index.select(&query, 0));
        found
            .iter()
            .map(|entry| entry.head.id.clone())
            .collect::<Vec<OrderId>>()
    });
    let count = Memo::new(move |_| waiting.with(Vec::len));
    view! {
        <PageHeader
            title=t!(orders_nav_verification)
            summary=Text::computed(move || text!(orders_verification_summary, n = count.get()))
        />
        <OrdersNav />
        <Show
            when=move || { count.get() > 0 }
            fallback=|| {
                view! {
                    <EmptyState
                        title=t!(orders_verification_empty_title)
                        text=t!(orders_verification_empty_text)
                        icon=IconName::Check
                    />
                }
            }
        >
            <ul class="cards" data-test="verification">
                <For
                    each=move || {
                        waiting.with(|waiting| {
                            waiting.iter().take(QUEUE_SHOWN_MAX).cloned().collect::<Vec<_>>()
                        })
                    }
                    key=|id| id.clone()
                    children=|id| view! { <Card id /> }
                />
            </ul>
            <Rest count />
        </Show>
    }
}

/// The orders beyond those shown are in the list.
#[component]
fn Rest(count: Memo<usize>) -> impl IntoView {
    let address = navigation::href_with(&Route::Orders, &[("show", "verify"), ("sort", "placed")]);
    let more = move || count.get().saturating_sub(QUEUE_SHOWN_MAX);
    view! {
        <Show when=move || { more() > 0 }>
            <p>
                <a href=address.clone()>{move || text!(orders_and_more, n = more())}</a>
            </p>
        </Show>
    }
}

#[component]
fn Card(id: OrderId) -> impl IntoView {
    let order = whole(&id);
    let address = navigation::href(&Route::Order(id.to_string()));
    let pass = {
        let id = id.clone();
        move |()| let_pass(&id)
    };
    let number = id.number().to_owned();
    view! {
        <li class="card" data-test="to-verify" data-order=id.to_string()>
            <div class="row apart">
                <h2>
                    <a href=address>{number}</a>
                </h2>
                <Button
                    label=t!(orders_let_pass)
                    kind=ButtonKind::Secondary
                    icon=IconName::Check
                    on_press=pass
                    attr:data-test="let-pass"
                />
            </div>
            {move || {
                order
                    .with(|order| match order {
                        Whole::Here(order) => contents(order),
                        _ => view! { <Skeleton lines=2 /> }.into_any(),
                    })
            }}
        </li>
    }
}

/// Lets an order pass, and offers to take that back.
pub(super) fn let_pass(id: &OrderId) {
    let number = id.number().to_owned();
    let orders = vec![id.clone()];
    let undo = Command::UndoVerification {
        orders: orders.clone(),
    };
    desk::perform_then(Command::VerifyOrders { orders }, move |_| {
        toast_with(
            Tone::Good,
            t!(orders_passed, number = number),
            t!(orders_undo_pass),
            move || desk::perform(undo.clone(), t!(orders_undone)),
        );
    });
}

fn contents(order: &Order) -> AnyView {
    let findings = order
        .findings()
        .into_iter()
        .map(|finding| view! { <li>{trade::finding(finding)}</li> });
    let (placed, total, currency) = (order.placed_at, order.total(), order.currency);
    let customer = order.customer.as_ref().map(ToString::to_string);
    let country = order.country.as_ref().map(ToString::to_string);
    let lines = order.lines.iter().map(|line| {
        let (sku, units, price) = (line.sku.to_string(), line.units, line.unit_price);
        view! {
            <tr>
                <th scope="row" class="code">{sku}</th>
                <td class="figure">{move || trade::units(units)}</td>
                <td class="figure">{move || trade::money(price, currency)}</td>
            </tr>
        }
    });
    view! {
        <ul class="findings">{findings.collect_view()}</ul>
        <p class="row quiet-text">
            <span>{move || trade::civil(placed)}</span>
            {customer.map(|customer| view! { <span>{customer}</span> })}
            {country.map(|country| view! { <span>{country}</span> })}
            <span>{move || trade::money(total, currency)}</span>
        </p>
        <details>
            <summary>{t!(order_lines)}</summary>
            <table class="plain-table">
                <thead>
                    <tr>
                        <th scope="col">{t!(order_item)}</th>
                        <th scope="col" class="figure">{t!(order_ordered)}</th>
                        <th scope="col" class="figure">{t!(order_price)}</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </details>
    }
    .into_any()
}
