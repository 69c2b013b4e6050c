//! The returns and the credit notes of the office.

use std::sync::Arc;

use leptos::prelude::*;

use super::nav::OrdersNav;
use crate::screens::desk::{self, Area};
use crate::screens::words;
use crate::trade::id::DocumentId;
use crate::trade::personal::Slot;
use crate::trade::quantity::{Amount, Currency, SourceTime};
use crate::ui::components::{
    Cell, Column, DataTable, EmptyState, FilterChip, IconName, PageHeader, RowKey, Rows, Sort,
    TabPanel, TableColumns, Tabs,
};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::Route;
use crate::view::names;
use crate::view::orders::{ReturnView, return_view, wall_seconds};

/// Where a return is, and what that means.
pub(super) fn return_state(case: &ReturnView) -> (Tone, Text) {
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
    let open = Memo::new(|_| desk::read(&[Area::Orders], |at| at.state.open_rmas().count()));
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
    name: String,
    number: String,
    address: String,
    customer: Option<String>,
    case: ReturnView,
}

#[derive(Debug, PartialEq)]
struct CaseRows(Vec<Case>);

impl Rows for CaseRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        let row = &self.0[index];
        // An order's address and a return's name hold no line break.
        Arc::from(format!("{}\n{}", row.address, row.name))
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let row = &self.0[index];
        let figure = |units: i128| Cell::Figure(words::figure(units));
        let cell = |column: &&'static str| match *column {
            "return" => Cell::Strong(row.name.clone()),
            "order" => Cell::Text(row.number.clone()),
            "customer" => row.customer.clone().map_or(Cell::Empty, Cell::Text),
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

fn cases() -> Vec<Case> {
    desk::read(&[Area::Orders], |at| {
        let mut all = Vec::new();
        for (id, rma) in at.state.rmas() {
            let order = rma
                .authorised()
                .and_then(|(_, authorised)| authorised.order.clone());
            let Some(case) = return_view(at, *id) else {
                continue;
            };
            let customer = order.as_ref().and_then(|order| {
                let recipient = names::recipient(at, order);
                let called = recipient.and_then(crate::view::orders::called);
                let withheld = || {
                    let document = DocumentId::Order(order.clone());
                    words::withheld(at.standing(&document, &Slot::Recipient))
                };
                called
                    .map(str::to_owned)
                    .or_else(|| withheld().map(|word| word.get()))
            });
            all.push(Case {
                name: names::opened(&id.0),
                number: order.as_ref().map_or(String::new(), |order| {
                    names::shown_number(at, order).to_owned()
                }),
                address: order
                    .as_ref()
                    .map_or(String::new(), |order| names::order_address(at, order)),
                customer,
                case,
            });
        }
        all
    })
}

fn case_rows(mut cases: Vec<Case>, only_open: bool, sort: &Sort) -> Arc<dyn Rows> {
    cases.retain(|row| !only_open || !row.case.closed);
    match sort.column.as_str() {
        "order" => cases.sort_by(|a, b| a.number.cmp(&b.number)),
        "customer" => cases.sort_by(|a, b| a.customer.cmp(&b.customer)),
        "authorised" => cases.sort_by_key(|row| row.case.authorised),
        "received" => cases.sort_by_key(|row| row.case.received),
        "decided" => cases.sort_by_key(|row| row.case.decided),
        _ => cases.sort_by(|a, b| a.name.cmp(&b.name)),
    }
    if sort.descending {
        cases.reverse();
    }
    Arc::new(CaseRows(cases))
}

#[component]
fn Cases() -> impl IntoView {
    let all = Memo::new(|_| cases());
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
    match key.split_once('\n') {
        Some(("", name)) => navigation::go(Route::FloorReturnCase(
            crate::screens::WITHOUT_ORDER.to_owned(),
            name.to_owned(),
        )),
        Some((order, _)) => navigation::go(Route::Order(order.to_owned())),
        None => {}
    }
}

/// A credit note as the list shows it.
#[derive(Clone, Debug, PartialEq)]
struct Credit {
    number: String,
    written: SourceTime,
    total: Amount,
    currency: Currency,
    units: i128,
    unmatched: u64,
    orders: Vec<(String, String)>,
}

#[derive(Debug, PartialEq)]
struct CreditRows(Vec<Credit>);

impl Rows for CreditRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        Arc::from(self.0[index].number.as_str())
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let credit = &self.0[index];
        let cell = |column: &&'static str| match *column {
            "credit" => Cell::Strong(credit.number.clone()),
            "written" => Cell::Text(words::source_time(&credit.written)),
            "units" => Cell::Figure(words::figure(credit.units)),
            "total" => Cell::Figure(words::money(credit.total, &credit.currency)),
            "unmatched" => Cell::Figure(words::figure(i128::from(credit.unmatched))),
            "orders" => {
                let numbers: Vec<&str> = credit
                    .orders
                    .iter()
                    .map(|(number, _)| number.as_str())
                    .collect();
                Cell::Text(numbers.join(", "))
            }
            "state" if credit.unmatched > 0 => Cell::Status(Tone::Attention, t!(orders_unmatched)),
            "state" => Cell::Status(Tone::Good, t!(orders_matched)),
            _ => Cell::Empty,
        };
        columns.iter().map(cell).collect()
    }
}

fn credits() -> Vec<Credit> {
    desk::read(&[Area::Orders], |at| {
        at.state
            .credit_notes()
            .map(|(_, _, noted)| {
                let mut orders: Vec<(String, String)> = noted
                    .matched
                    .iter()
                    .map(|units| {
                        let number = names::shown_number(at, &units.order).to_owned();
                        (number, names::order_address(at, &units.order))
                    })
                    .collect();
                orders.sort();
                orders.dedup();
                Credit {
                    number: noted.number.as_str().to_owned(),
                    written: noted.written_at.clone(),
                    total: noted.total.amount,
                    currency: noted.total.currency,
                    units: noted.matched.iter().map(|units| units.units.wide()).sum(),
                    unmatched: noted.unmatched,
                    orders,
                }
            })
            .collect()
    })
}

fn credit_rows(mut credits: Vec<Credit>, only_unmatched: bool, sort: &Sort) -> Arc<dyn Rows> {
    credits.retain(|credit| !only_unmatched || credit.unmatched > 0);
    match sort.column.as_str() {
        "credit" => credits.sort_by(|a, b| a.number.cmp(&b.number)),
        "units" => credits.sort_by_key(|credit| credit.units),
        "total" => credits.sort_by_key(|credit| (credit.currency, credit.total)),
        "unmatched" => credits.sort_by_key(|credit| credit.unmatched),
        _ => credits.sort_by_key(|credit| wall_seconds(&credit.written)),
    }
    if sort.descending {
        credits.reverse();
    }
    Arc::new(CreditRows(credits))
}

#[component]
fn Credits() -> impl IntoView {
    let all = Memo::new(|_| credits());
    let columns = TableColumns::new(
        "credits",
        vec![
            Column::new("credit", t!(orders_credit))
                .digits(12)
                .on_phone(),
            Column::new("written", t!(orders_written)).digits(20),
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
            on_open=Callback::new(move |key: RowKey| {
                let order = all.with_untracked(|all| {
                    let credit = all.iter().find(|credit| *credit.number == *key)?;
                    credit.orders.first().cloned()
                });
                match order {
                    Some((_, address)) => navigation::go(Route::Order(address)),
                    None => navigation::go(Route::Orders),
                }
            })
        />
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
