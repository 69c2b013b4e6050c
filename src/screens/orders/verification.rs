//! The orders that a person must look at before they are worked, the oldest first, each with what is in doubt.

use leptos::prelude::*;
use std::collections::BTreeSet;

use super::index::ask;
use super::nav::OrdersNav;
use super::{Shown, followed};
use crate::limits::QUEUE_SHOWN_MAX;
use crate::screens::pictures::{ItemFace, ItemLook};
use crate::screens::{desk, words};
use crate::trade::id::OrderId;
use crate::trade::orders::commands::OrderCommand;
use crate::ui::components::{Button, ButtonKind, EmptyState, IconName, PageHeader, StatusBadge};
use crate::ui::feedback::{Tone, toast_with};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::names;
use crate::view::orders::{OrderQuery, OrderView};

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
            .map(|entry| entry.id().clone())
            .collect::<Vec<OrderId>>()
    });
    let count = Memo::new(move |_| waiting.with(Vec::len));
    // A card keeps its place once it is there: what has passed says so where it stood, so that no other card slides under
    // the pointer.
    let shown = Memo::new(move |before: Option<&Vec<OrderId>>| {
        waiting.with(|waiting| {
            let mut shown = before.cloned().unwrap_or_default();
            let here: BTreeSet<&OrderId> = waiting.iter().collect();
            let open = shown.iter().filter(|id| here.contains(id)).count();
            let known: BTreeSet<OrderId> = shown.iter().cloned().collect();
            let new = waiting.iter().filter(|id| !known.contains(id));
            shown.extend(new.take(QUEUE_SHOWN_MAX.saturating_sub(open)).cloned());
            shown
        })
    });
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
                    each=move || shown.get()
                    key=|id| id.clone()
                    children=move |id| view! { <Card id waiting /> }
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
fn Card(id: OrderId, waiting: Memo<Vec<OrderId>>) -> impl IntoView {
    let order = followed(&id);
    let (number, address) = desk::peek(|at| {
        let number = names::shown_number(at, &id).to_owned();
        (number, names::order_address(at, &id))
    });
    let waits = {
        let id = id.clone();
        Memo::new(move |_| waiting.with(|waiting| waiting.contains(&id)))
    };
    let pass = {
        let id = id.clone();
        move |()| let_pass(&id)
    };
    let href = navigation::href(&Route::Order(address.clone()));
    view! {
        <li class="card" data-test="to-verify" data-order=address>
            <div class="row apart">
                <h2>
                    <a href=href>{number}</a>
                </h2>
                {move || match waits.get() {
                    true => {
                        view! {
                            <Button
                                label=t!(orders_let_pass)
                                kind=ButtonKind::Secondary
                                icon=IconName::Check
                                on_press=pass.clone()
                                attr:data-test="let-pass"
                            />
                        }
                            .into_any()
                    }
                    false => {
                        view! { <StatusBadge tone=Tone::Good label=t!(orders_passed_here) /> }.into_any()
                    }
                }}
            </div>
            {move || {
                order
                    .get()
                    .map(|first| {
                        let shown: Shown = Memo::new(move |_| order.get().unwrap_or_else(|| first.clone()));
                        move || shown.with(|order| contents(order))
                    })
            }}
        </li>
    }
}

/// Lets an order pass, and offers to take that back.
pub(in crate::screens) fn let_pass(id: &OrderId) {
    let number = desk::peek(|at| names::shown_number(at, id).to_owned());
    let orders = vec![id.clone()];
    let undo = OrderCommand::UndoVerification { order: id.clone() };
    desk::perform_then(OrderCommand::Verify { orders }, move |_| {
        toast_with(
            Tone::Good,
            t!(orders_passed, number = number.clone()),
            t!(orders_undo_pass),
            move || desk::perform(undo.clone(), t!(orders_undone)),
        );
    });
}

fn contents(order: &OrderView) -> AnyView {
    let head = order.head.clone();
    let doubts = head
        .doubts
        .iter()
        .map(|doubt| view! { <li>{words::doubt(doubt)}</li> })
        .collect_view();
    let customer = words::customer(&head);
    let (placed, total, currency) = (head.placed, head.total, head.currency);
    let lines = order.lines.iter().map(|line| {
        let (code, units, price) = (line.code.clone(), line.units, line.price);
        let item = line.item.clone();
        view! {
            <tr>
                <th scope="row" class="row">
                    <ItemFace item=item.clone() />
                    <span>
                        <span class="code">{code}</span>
                        " "
                        <ItemLook item />
                    </span>
                </th>
                <td class="figure">{move || words::figure(units)}</td>
                <td class="figure">{move || price.map(|price| words::money(price, &currency))}</td>
            </tr>
        }
    });
    view! {
        <ul class="findings">{doubts}</ul>
        <p class="row quiet-text">
            <span>{move || words::source_time(&placed)}</span>
            {customer.map(|customer| view! { <span>{customer}</span> })}
            {head.country.map(|country| view! { <span>{country}</span> })}
            <span>{move || words::money(total, &currency)}</span>
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
