//! The list of items with their stock.

use super::count;
use crate::domain::text::Sku;
use crate::ui::components::{
    ButtonLink, Cell, Column, ColumnChooser, DataTable, EmptyState, FilterChip, IconName,
    PageHeader, RowKey, Rows, SearchInput, Sort, TableColumns,
};
use crate::ui::desk::{self, Area};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::pages;
use crate::ui::routes::Route;
use leptos::prelude::*;
use std::sync::Arc;

/// What the list shows of an item.
#[derive(Clone, Debug, PartialEq)]
struct ItemRow {
    sku: RowKey,
    name: String,
    /// SKU, name and barcodes in lower case.
    haystack: String,
    on_hand: i64,
    promised: i64,
    free: i64,
    wanted: i64,
    bins: usize,
}

impl ItemRow {
    fn short(&self) -> i64 {
        (self.wanted - self.free).max(0)
    }

    fn state(&self) -> (Tone, Text) {
        if self.short() > 0 {
            (Tone::Wrong, t!(stock_state_short))
        } else if self.on_hand > 0 && self.free == 0 {
            (Tone::Attention, t!(stock_state_all_promised))
        } else if self.free > 0 {
            (Tone::Good, t!(stock_state_free))
        } else {
            (Tone::Neutral, t!(stock_state_none))
        }
    }
}

fn rows_now() -> Vec<ItemRow> {
    desk::read(&[Area::Stock, Area::Catalog], |state| {
        let row = |item: &crate::domain::catalog::Item| {
            let stock = state.ledger.item(&item.sku);
            let bins = stock.map(|stock| stock.bins()).unwrap_or_default();
            let barcodes: String = item.barcodes.iter().map(|b| format!(" {b}")).collect();
            let name = item.name.as_ref().map_or("", |name| name.as_str());
            ItemRow {
                sku: Arc::from(item.sku.as_str()),
                name: name.to_owned(),
                haystack: format!("{} {name}{barcodes}", item.sku).to_lowercase(),
                on_hand: stock.map_or(0, |stock| stock.on_hand()),
                promised: stock.map_or(0, |stock| stock.promised()),
                free: bins.iter().map(|bin| bin.free()).sum(),
                wanted: stock.map_or(0, |stock| stock.wanted()),
                bins: bins.len(),
            }
        };
        state.catalog.iter().map(row).collect()
    })
}

/// The levels that the list can be narrowed to, by their code in the address.
const LEVELS: [&str; 4] = ["free", "promised", "short", "none"];

fn level_words(level: &str) -> Text {
    match level {
        "free" => t!(stock_level_free),
        "promised" => t!(stock_level_promised),
        "short" => t!(stock_level_short),
        _ => t!(stock_level_none),
    }
}

fn at_level(row: &ItemRow, level: &str) -> bool {
    match level {
        "free" => row.free > 0,
        "promised" => row.promised > 0,
        "short" => row.short() > 0,
        "none" => row.on_hand == 0,
        _ => true,
    }
}

/// The filtered and sorted rows.
#[derive(PartialEq)]
struct ItemRows(Vec<ItemRow>);

impl Rows for ItemRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        self.0[index].sku.clone()
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let row = &self.0[index];
        let figure = |units: i64| {
            if units == 0 {
                Cell::Empty
            } else {
                Cell::Figure(count(units))
            }
        };
        let cell = |column: &&'static str| match *column {
            "sku" => Cell::Strong(row.sku.to_string()),
            "name" => Cell::Text(row.name.clone()),
            "on-hand" => figure(row.on_hand),
            "promised" => figure(row.promised),
            "free" => figure(row.free),
            "wanted" => figure(row.wanted),
            "short" => figure(row.short()),
            "bins" => figure(row.bins as i64),
            "state" => {
                let (tone, words) = row.state();
                Cell::Status(tone, words)
            }
            _ => Cell::Empty,
        };
        columns.iter().map(cell).collect()
    }
}

fn sort_rows(rows: &mut [ItemRow], sort: &Sort) {
    let by_figure = |figure: fn(&ItemRow) -> i64, rows: &mut [ItemRow]| rows.sort_by_key(figure);
    match sort.column.as_str() {
        "name" => rows.sort_by(|a, b| a.name.cmp(&b.name)),
        "on-hand" => by_figure(|row| row.on_hand, rows),
        "promised" => by_figure(|row| row.promised, rows),
        "free" => by_figure(|row| row.free, rows),
        "wanted" => by_figure(|row| row.wanted, rows),
        "short" => by_figure(ItemRow::short, rows),
        "bins" => by_figure(|row| row.bins as i64, rows),
        _ => rows.sort_by(|a, b| a.sku.cmp(&b.sku)),
    }
    if sort.descending {
        rows.reverse();
    }
}

fn columns() -> TableColumns {
    TableColumns::new(
        "stock",
        vec![
            Column::new("sku", t!(stock_sku)).digits(14).on_phone(),
            Column::new("name", t!(stock_name)).share(3),
            Column::new("on-hand", t!(stock_on_hand))
                .digits(9)
                .figures(),
            Column::new("promised", t!(stock_promised))
                .digits(9)
                .figures(),
            Column::new("free", t!(stock_free))
                .digits(9)
                .figures()
                .on_phone(),
            Column::new("wanted", t!(stock_wanted)).digits(9).figures(),
            Column::new("short", t!(stock_short))
                .digits(9)
                .figures()
                .on_phone(),
            Column::new("bins", t!(stock_bins))
                .digits(6)
                .figures()
                .hidden(),
            Column::new("state", t!(stock_state)).digits(14).unsorted(),
        ],
    )
}

/// The list of items.
#[component]
pub fn StockPage() -> impl IntoView {
    let all = Memo::new(|_| rows_now());
    let (search, level, order) = (query_value("q"), query_value("level"), query_value("sort"));
    let sort = Memo::new(move |_| Sort::from_query(&order.get().unwrap_or_else(|| "sku".into())));
    let shown = Memo::new(move |_| {
        let words = search.get_or_empty().to_lowercase();
        let level = level.get_or_empty();
        let mut rows: Vec<ItemRow> = all.with(|all| {
            let wanted = |row: &&ItemRow| {
                at_level(row, &level)
                    && words
                        .split_whitespace()
                        .all(|word| row.haystack.contains(word))
            };
            all.iter().filter(wanted).cloned().collect()
        });
        sort_rows(&mut rows, &sort.get());
        Arc::new(ItemRows(rows))
    });
    let totals = Signal::derive(move || {
        shown.with(|rows| {
            let sum = |figure: fn(&ItemRow) -> i64| count(rows.0.iter().map(figure).sum());
            vec![
                ("sku", text!(stock_items, n = rows.0.len())),
                ("on-hand", sum(|row| row.on_hand)),
                ("promised", sum(|row| row.promised)),
                ("free", sum(|row| row.free)),
                ("wanted", sum(|row| row.wanted)),
                ("short", sum(ItemRow::short)),
            ]
        })
    });
    let empty = Memo::new(move |_| all.with(Vec::is_empty));
    let columns = columns();
    let rows = Signal::derive(move || shown.get() as Arc<dyn Rows>);
    view! {
        <PageHeader title=t!(stock_title)>
            <ButtonLink to=Route::Places label=t!(stock_open_places) icon=IconName::Bin />
        </PageHeader>
        {move || {
            if empty.get() {
                return view! {
                    <EmptyState title=t!(stock_empty_title) text=t!(stock_empty_text) icon=IconName::Box>
                        {pages::exists(&Route::Imports)
                            .then(|| view! { <ButtonLink to=Route::Imports label=t!(stock_open_imports) /> })}
                    </EmptyState>
                }
                    .into_any();
            }
            view! {
                <div class="table-tools" role="search">
                    <SearchInput
                        label=t!(stock_search)
                        value=Signal::derive(move || search.get_or_empty())
                        on_input=move |typed: String| search.set(Some(&typed))
                    />
                    {LEVELS
                        .into_iter()
                        .map(|code| {
                            let on = Signal::derive(move || level.get_or_empty() == code);
                            let press = move |()| level.set((!on.get_untracked()).then_some(code));
                            view! { <FilterChip label=level_words(code) active=on on_toggle=press /> }
                        })
                        .collect_view()}
                    <div class="table-tools-end">
                        <ColumnChooser columns />
                    </div>
                </div>
                <DataTable
                    label=t!(stock_title)
                    rows
                    columns
                    sort
                    on_sort=move |sort: Sort| order.set(Some(&sort.to_query()))
                    on_open=|key: RowKey| {
                        if Sku::new(&key).is_ok() {
                            navigation::go(Route::Item(key.to_string()));
                        }
                    }
                    totals
                />
            }
                .into_any()
        }}
    }
}
