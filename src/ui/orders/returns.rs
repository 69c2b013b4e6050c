//! The returns and the credit notes of the office.

use std::sync::Arc;

use leptos::prelude::*;

use super::nav::OrdersNav;
use crate::domain::text::{Code, CreditId, OrderId};
use crate::domain::workspace::{Credit, OrderHead, ReturnHead};
use crate::ui::components::{
    Cell, Column, DataTable, EmptyState, FilterChip, IconName, PageHeader, RowKey, Rows, Sort,
    TabPanel, TableColumns, Tabs,
};
use crate::ui::desk::{self, Area};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::Route;
use crate::ui::trade;

/// Where a return is, and what that means.
pub(super) fn return_state(case: &ReturnHead) -> (Tone, Text) {
    if case.closed {
        (Tone::Neutral, t!(orders_return_closed))
    } else if case.received > case.decided {
        (Tone::Attention, t!(orders_return_to_inspect))
    } else if case.received >= case.authorised {
        (Tone::Good, t!(orders_return_to_close))
    } else {
        (Tone::Information, t!(orders_return_expected))
    }
}

/// Returns and credit notes.
#[component]
pub fn ReturnsPage() -> impl IntoView {
    let tab = query_value("tab");
    let selected = Memo::new(move |_| tab.get().unwrap_or_else(|| "returns".to_owned()));
    let open = Memo::new(|_| {
        desk::read(&[Area::Orders], |state| {
            state.heads().map(super::nav::open_returns).sum::<usize>()
        })
    });
    view! {
        <PageHeader
            title=t!(orders_nav_returns)
            summary=Text::computed(move || text!(orders_returns_summary, n = open.get()))
        />
        <OrdersNav />
        <Tabs
            label=t!(orders_nav_returns)
            tabs=vec![("returns", t!(orders_returns_tab)), ("credits", t!(orders_credits_tab))]
            selected=Signal::derive(move || selected.get())
            on_select=move |name: &'static str| tab.set((name != "returns").then_some(name))
        />
        {move || {
            if selected.with(|name| name == "credits") {
                view! { <TabPanel name="credits"><Credits /></TabPanel> }.into_any()
            } else {
                view! { <TabPanel name="returns"><Cases /></TabPanel> }.into_any()
            }
        }}
    }
}

/// A return with the order it belongs to.
#[derive(Clone, Debug, PartialEq)]
struct Case {
    order: OrderId,
    customer: Option<Code>,
    case: ReturnHead,
}

#[derive(Debug, PartialEq)]
struct CaseRows(Vec<Case>);

impl Rows for CaseRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        let row = &self.0[index];
        // An order's identity and a return's hold no line break.
        Arc::from(format!("{}\n{}", row.order, row.case.id))
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let row = &self.0[index];
        let figure = |units: u32| Cell::Figure(trade::figure(units));
        let cell = |column: &&'static str| match *column {
            "return" => Cell::Strong(row.case.id.to_string()),
            "order" => Cell::Text(row.order.number().to_owned()),
            "customer" => row
                .customer
                .as_ref()
                .map_or(Cell::Empty, |c| Cell::Text(c.to_string())),
            "authorised" => figure(row.case.authorised),
            "received" => figure(row.case.received),
            "decided" => figure(row.case.decided),
            "state" => {
                let (tone, words) = return_state(&row.case);
                Cell::Status(tone, words)
            }
            _ => Cell::Empty,
        };
        columns.iter().map(cell).collect()
    }
}

fn cases_of(head: &OrderHead) -> impl Iterator<Item = Case> {
    head.returns.iter().map(|case| Case {
        order: head.id.clone(),
        customer: head.customer.clone(),
        case: case.clone(),
    })
}

fn case_rows(mut cases: Vec<Case>, only_open: bool, sort: &Sort) -> Arc<dyn Rows> {
    cases.retain(|row| !only_open || !row.case.closed);
    match sort.column.as_str() {
        "order" => cases.sort_by(|a, b| a.order.cmp(&b.order)),
        "customer" => cases.sort_by(|a, b| a.customer.cmp(&b.customer)),
        "authorised" => cases.sort_by_key(|row| row.case.authorised),
        "received" => cases.sort_by_key(|row| row.case.received),
        "decided" => cases.sort_by_key(|row| row.case.decided),
        _ => cases.sort_by(|a, b| a.case.id.cmp(&b.case.id)),
    }
    if sort.descending {
        cases.reverse();
    }
    Arc::new(CaseRows(cases))
}

#[component]
fn Cases() -> impl IntoView {
    let all = Memo::new(|_| {
        desk::read(&[Area::Orders], |state| {
            state.heads().flat_map(cases_of).collect::<Vec<Case>>()
        })
    });
    let columns = TableColumns::new(
        "returns",
        vec![
            Column::new("return", t!(orders_return)).share(2).on_phone(),
            Column::new("order", t!(orders_number)).digits(12),
            Column::new("customer", t!(orders_customer)).share(1),
            Column::new("authorised", t!(orders_authorised))
                .digits(10)
                .figures(),
            Column::new("received", t!(orders_received))
                .digits(10)
                .figures(),
            Column::new("decided", t!(orders_decided))
                .digits(10)
                .figures(),
            Column::new("state", t!(orders_state))
                .digits(14)
                .unsorted()
                .on_phone(),
        ],
    );
    view! {
        <Filtered
            label=t!(orders_nav_returns)
            filter=("open", t!(orders_returns_open))
            columns
            first_sort="return"
            rows=Callback::new(move |(only_open, sort): (bool, Sort)| case_rows(all.get(), only_open, &sort))
            none=Signal::derive(move || all.with(Vec::is_empty))
            nothing=(t!(orders_returns_empty_title), t!(orders_returns_empty_text), IconName::Return)
            on_open=Callback::new(open_case)
        />
    }
}

fn open_case(key: RowKey) {
    if let Some((order, _)) = key.split_once('\n') {
        navigation::go(Route::Order(order.to_owned()));
    }
}

#[derive(Debug, PartialEq)]
struct CreditRows(Vec<Credit>);

impl Rows for CreditRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        Arc::from(self.0[index].id.as_str())
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let credit = &self.0[index];
        let cell = |column: &&'static str| match *column {
            "credit" => Cell::Strong(credit.id.number().to_owned()),
            "written" => Cell::Text(trade::civil(credit.written_at)),
            "customer" => credit
                .customer
                .as_ref()
                .map_or(Cell::Empty, |c| Cell::Text(c.to_string())),
            "units" => Cell::Figure(trade::figure(credit.units as f64)),
            "total" => Cell::Figure(trade::money(credit.total, credit.currency)),
            "unmatched" => Cell::Figure(trade::figure(credit.unmatched as f64)),
            "orders" => {
                let numbers: Vec<&str> = credit.orders.iter().map(OrderId::number).collect();
                Cell::Text(numbers.join(", "))
            }
            "state" if credit.unmatched > 0 => Cell::Status(Tone::Attention, t!(orders_unmatched)),
            "state" => Cell::Status(Tone::Good, t!(orders_matched)),
            _ => Cell::Empty,
        };
        columns.iter().map(cell).collect()
    }
}

fn credit_rows(mut credits: Vec<Credit>, only_unmatched: bool, sort: &Sort) -> Arc<dyn Rows> {
    credits.retain(|credit| !only_unmatched || credit.unmatched > 0);
    match sort.column.as_str() {
        "credit" => credits.sort_by(|a, b| a.id.cmp(&b.id)),
        "customer" => credits.sort_by(|a, b| a.customer.cmp(&b.customer)),
        "units" => credits.sort_by_key(|credit| credit.units),
        "total" => credits.sort_by_key(|credit| (credit.currency, credit.total)),
        "unmatched" => credits.sort_by_key(|credit| credit.unmatched),
        _ => credits.sort_by_key(|credit| credit.written_at),
    }
    if sort.descending {
        credits.reverse();
    }
    Arc::new(CreditRows(credits))
}

#[component]
fn Credits() -> impl IntoView {
    let all = Memo::new(|_| {
        desk::read(&[Area::Catalog], |state| {
            state.credits.values().cloned().collect::<Vec<Credit>>()
        })
    });
    let columns = TableColumns::new(
        "credits",
        vec![
            Column::new("credit", t!(orders_credit))
                .digits(12)
                .on_phone(),
            Column::new("written", t!(orders_written)).digits(20),
            Column::new("customer", t!(orders_customer)).share(1),
            Column::new("units", t!(orders_units)).digits(8).figures(),
            Column::new("total", t!(orders_value)).digits(14).figures(),
            Column::new("unmatched", t!(orders_unmatched))
                .digits(12)
                .figures(),
            Column::new("orders", t!(orders_credited_orders))
                .share(2)
                .unsorted(),
            Column::new("state", t!(orders_state))
                .digits(16)
                .unsorted()
                .on_phone(),
        ],
    );
    view! {
        <Filtered
            label=t!(orders_credits_tab)
            filter=("unmatched", t!(orders_credits_unmatched))
            columns
            first_sort="-written"
            rows=Callback::new(move |(only_unmatched, sort): (bool, Sort)| {
                credit_rows(all.get(), only_unmatched, &sort)
            })
            none=Signal::derive(move || all.with(Vec::is_empty))
            nothing=(t!(orders_credits_empty_title), t!(orders_credits_empty_text), IconName::Document)
            on_open=Callback::new(open_credit)
        />
    }
}

/// The order that a credit note took back from, or the orders of its customer.
fn open_credit(key: RowKey) {
    let found = CreditId::new(&key)
        .ok()
        .and_then(|id| desk::peek(|state| state.credits.get(&id).cloned()));
    let Some(credit) = found else { return };
    let mut orders = credit.orders.iter();
    match (orders.next(), orders.next(), &credit.customer) {
        (Some(order), None, _) => navigation::go(Route::Order(order.to_string())),
        (_, _, Some(customer)) => {
            navigation::go_with(Route::Orders, &[("customer", customer.as_str())]);
        }
        _ => navigation::go(Route::Orders),
    }
}

/// A table with one filter; where there is nothing to filter, what is said instead. Filter and order stand in the
/// address.
#[component]
fn Filtered(
    label: Text,
    /// Its value in the address and its words.
    filter: (&'static str, Text),
    columns: TableColumns,
    /// The order before anybody has chosen one, as it would stand in the address.
    first_sort: &'static str,
    /// The rows with the filter on or off, sorted.
    rows: Callback<(bool, Sort), Arc<dyn Rows>>,
    none: Signal<bool>,
    nothing: (Text, Text, IconName),
    on_open: Callback<RowKey>,
) -> impl IntoView {
    let (show, order) = (query_value("show"), query_value("sort"));
    let (value, words) = filter;
    let filtered = Memo::new(move |_| show.get().as_deref() == Some(value));
    let sort =
        Memo::new(move |_| Sort::from_query(&order.get().unwrap_or_else(|| first_sort.into())));
    // Only what has changed makes new rows, so they need no comparing.
    let rows = Memo::new_with_compare(move |_| rows.run((filtered.get(), sort.get())), |_, _| true);
    view! {
        <Show
            when=move || !none.get()
            fallback=move || {
                let (title, text, icon) = nothing.clone();
                view! { <EmptyState title text icon /> }
            }
        >
            <div class="row list-bar">
                <FilterChip
                    label=words.clone()
                    active=filtered
                    on_toggle=move |()| show.set((!filtered.get_untracked()).then_some(value))
                />
            </div>
            <DataTable
                label=label.clone()
                rows
                columns
                sort
                on_sort=move |sort: Sort| order.set(Some(&sort.to_query()))
                on_open
            />
        </Show>
    }
}
