//! The list of orders: instant with twenty thousand of them, its whole state in the address.

pub(in crate::screens) mod filters;
mod panel;
pub(super) mod rows;
mod tools;
mod views;

pub(in crate::screens) use views::forget_where as forget_views_where;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use self::filters::Filters;
use self::panel::OrderPanel;
use self::rows::OrderRows;
use self::tools::Tools;
use super::bulk::BulkBar;
use super::index::ask;
use super::nav::OrdersNav;
use crate::browser::{intl, page};
use crate::screens::desk::{self, Area};
use crate::screens::{pages, words};
use crate::stream::id::TAG_LETTERS;
use crate::ui::components::{
    ButtonKind, ButtonLink, DataTable, EmptyState, IconName, PageHeader, RowKey, Rows, Selection,
    Sort,
};
use crate::ui::locale::{locale_tag, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::Route;
use crate::view::at_work::desk_of;
use crate::view::names;
use crate::view::orders::Totals;

/// The list of orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let filters = Filters::new();
    let opened = query_value("open");
    let query = Memo::new(move |_| filters.query());
    let all = Memo::new(|_| ask(|index| index.len()));
    let shown = Memo::new(move |_| {
        let query = query.get();
        let mut found = ask(|index| index.select(&query, desk::now_ms()));
        // What has left is at nobody's desk any more.
        if let Some(device) = filters.value("desk").get() {
            desk::read(desk::ALL, |at| {
                found.retain(|entry| {
                    entry.is_open()
                        && desk_of(at, entry.id()).is_some_and(|of| of.tag(TAG_LETTERS) == device)
                });
            });
        }
        Arc::new(OrderRows(found))
    });
    let totals = Memo::new(move |_| shown.with(|rows| Totals::of(&rows.0)));
    let selection: Selection = RwSignal::new(BTreeSet::new());
    let columns = rows::columns();
    let open_row = move |key: RowKey| {
        if page::is_narrow() {
            navigation::go(Route::Order(key.to_string()));
        } else {
            opened.set(Some(&key));
        }
    };
    let panel = Memo::new(move |_| {
        let address = opened.get()?;
        // An order that is taken in later opens by itself.
        desk::read(&[Area::Orders], |at| names::find_order(at, &address))
    });
    let summary = move || {
        let (shown, all) = (shown.with(|rows| rows.0.len()), all.get());
        if shown == all {
            text!(orders_count, n = all)
        } else {
            text!(orders_shown_of, shown = shown, n = all)
        }
    };
    let none = Memo::new(move |_| all.get() == 0);
    view! {
        <PageHeader title=t!(orders_title)>
            {pages::exists(&Route::OrderNew)
                .then(|| {
                    view! {
                        <ButtonLink
                            to=Route::OrderNew
                            label=t!(orders_new)
                            kind=ButtonKind::Primary
                            icon=IconName::Plus
                            attr:data-test="new-order"
                        />
                    }
                })}
        </PageHeader>
        <OrdersNav />
        {move || {
            if none.get() {
                return view! { <NoOrders /> }.into_any();
            }
            view! {
                <Tools filters columns />
                <div class="list-bar">
                    <p role="status" data-test="orders-count">{summary}</p>
                    {move || {
                        let values = totals.with(money);
                        (values.len() > 1)
                            .then(|| view! { <p>{text!(orders_value_of, amounts = intl::list(&values, &locale_tag()))}</p> })
                    }}
                    <BulkBar selection />
                </div>
                <div class="with-panel">
                    <div>
                        <DataTable
                            label=t!(orders_title)
                            rows=Signal::derive(move || shown.get() as Arc<dyn Rows>)
                            columns
                            sort=Signal::derive(move || filters.sort())
                            on_sort=move |sort: Sort| filters.value("sort").set(Some(&sort.to_query()))
                            on_open=open_row
                            selection
                            totals=Signal::derive(move || total_cells(&totals.get()))
                        />
                    </div>
                    {move || {
                        panel
                            .get()
                            .map(|id| {
                                view! { <OrderPanel id on_close=Callback::new(move |()| opened.set(None)) /> }
                            })
                    }}
                </div>
            }
                .into_any()
        }}
    }
}

/// The value of the orders in each of their currencies.
fn money(totals: &Totals) -> Vec<String> {
    let values = totals.value.iter();
    values
        .map(|(currency, amount)| words::money(*amount, currency))
        .collect()
}

fn total_cells(totals: &Totals) -> Vec<(&'static str, String)> {
    let mut cells = vec![
        ("number", text!(orders_count, n = totals.orders)),
        ("units", words::figure(totals.units)),
    ];
    // Several currencies make no sum, and stand above the list.
    if let [value] = money(totals).as_slice() {
        cells.push(("total", value.clone()));
    }
    cells
}

#[component]
fn NoOrders() -> impl IntoView {
    view! {
        <EmptyState title=t!(orders_empty_title) text=t!(orders_empty_text) icon=IconName::Orders>
            {pages::exists(&Route::Imports)
                .then(|| view! { <ButtonLink to=Route::Imports label=t!(orders_open_imports) /> })}
        </EmptyState>
    }
}
