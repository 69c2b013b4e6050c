//! The list of items with their stock.

use super::item_form::parties;
use crate::intake::pasted::{PastedInto, PastedKind};
use crate::screens::desk::{self, ALL, Area};
use crate::screens::pasting::{PasteTable, is_pasting};
use crate::screens::{pages, words};
use crate::trade::parties::PartyRole;
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, Cell, Column, ColumnChooser, DataTable, EmptyState, FilterChip,
    IconName, PageHeader, RowKey, Rows, SearchInput, Select, Sort, TableColumns,
};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::Route;
use crate::view::search::{holds, split};
use crate::view::stock::{StockRow, stock_rows};
use leptos::prelude::*;
use std::sync::Arc;

/// The levels that the list can be narrowed to, by their code in the address.
const LEVELS: [&str; 5] = ["free", "promised", "short", "none", "reorder"];

fn level_words(level: &str) -> Text {
    match level {
        "free" => t!(stock_level_free),
        "promised" => t!(stock_level_promised),
        "short" => t!(stock_level_short),
        "reorder" => t!(stock_level_reorder),
        _ => t!(stock_level_none),
    }
}

fn is_low(row: &StockRow) -> bool {
    row.reorder_point
        .is_some_and(|point| row.available <= i128::from(point))
}

fn at_level(row: &StockRow, level: &str) -> bool {
    match level {
        "free" => row.available > 0,
        "promised" => row.allocated > 0,
        "short" => row.oversold > 0,
        "none" => row.on_hand == 0,
        "reorder" => is_low(row),
        _ => true,
    }
}

fn state(row: &StockRow) -> (Tone, Text) {
    if row.retired {
        (Tone::Neutral, t!(stock_state_retired))
    } else if row.oversold > 0 {
        (Tone::Wrong, t!(stock_state_short))
    } else if is_low(row) {
        (Tone::Attention, t!(stock_level_reorder))
    } else if row.on_hand > 0 && row.available == 0 {
        (Tone::Attention, t!(stock_state_all_promised))
    } else if row.available > 0 {
        (Tone::Good, t!(stock_state_free))
    } else if let Some(sets) = row.sets.filter(|sets| *sets > 0) {
        let n = u64::try_from(sets).unwrap_or(u64::MAX);
        (Tone::Good, t!(stock_state_sets, n = n))
    } else {
        (Tone::Neutral, t!(stock_state_none))
    }
}

/// The filtered and sorted rows.
#[derive(PartialEq)]
struct ItemRows(Vec<StockRow>);

impl Rows for ItemRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        Arc::from(self.0[index].address.as_str())
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let row = &self.0[index];
        let figure = |units: i128| match units {
            0 => Cell::Empty,
            units => Cell::Figure(words::amount(&row.item, units)),
        };
        let cell = |column: &&'static str| match *column {
            "picture" => Cell::Picture(row.face.picture.clone(), row.face.letter.clone()),
            "look" => Cell::Text(row.face.words()),
            "sku" => Cell::Strong(row.sku.clone()),
            "name" => Cell::Text(row.title.clone().unwrap_or_default()),
            "client" => row.client.clone().map_or(Cell::Empty, Cell::Quiet),
            "on-hand" => figure(row.on_hand),
            "promised" => figure(row.allocated),
            "tied" => figure(row.tied()),
            "free" => figure(row.available),
            "short" => figure(row.oversold),
            "bins" => Cell::Figure(words::figure(row.places as i128)),
            "expiry" => row
                .expiry
                .map_or(Cell::Empty, |days| Cell::Text(words::day(days))),
            "state" => {
                let (tone, words) = state(row);
                Cell::Status(tone, words)
            }
            _ => Cell::Empty,
        };
        columns.iter().map(cell).collect()
    }
}

fn sort_rows(rows: &mut [StockRow], sort: &Sort) {
    match sort.column.as_str() {
        "name" => rows.sort_by(|a, b| a.title.cmp(&b.title)),
        "client" => rows.sort_by(|a, b| a.client.cmp(&b.client)),
        "on-hand" => rows.sort_by_key(|row| row.on_hand),
        "promised" => rows.sort_by_key(|row| row.allocated),
        "tied" => rows.sort_by_key(StockRow::tied),
        "free" => rows.sort_by_key(|row| row.available),
        "short" => rows.sort_by_key(|row| row.oversold),
        "bins" => rows.sort_by_key(|row| row.places),
        "expiry" => rows.sort_by_key(|row| row.expiry.unwrap_or(i64::MAX)),
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
            Column::new("picture", t!(picture_one)).digits(8).unsorted(),
            Column::new("sku", t!(stock_sku)).digits(14).on_phone(),
            Column::new("name", t!(stock_name)).share(3),
            Column::new("look", t!(stock_look))
                .digits(12)
                .unsorted()
                .hidden(),
            Column::new("client", t!(trade_party_client))
                .digits(14)
                .hidden(),
            Column::new("on-hand", t!(stock_on_hand))
                .digits(9)
                .figures(),
            Column::new("promised", t!(stock_promised))
                .digits(9)
                .figures(),
            Column::new("tied", t!(stock_tied)).digits(12).figures(),
            Column::new("free", t!(stock_free))
                .digits(9)
                .figures()
                .on_phone(),
            Column::new("short", t!(stock_short)).digits(9).figures(),
            Column::new("bins", t!(stock_bins))
                .digits(6)
                .figures()
                .hidden(),
            Column::new("expiry", t!(stock_expiry)).digits(12).hidden(),
            Column::new("state", t!(stock_state)).digits(14).unsorted(),
        ],
    )
}

/// The list of items.
#[component]
pub fn StockPage() -> impl IntoView {
    let all = Memo::new(|_| desk::read(ALL, |at| stock_rows(at, None, desk::today())));
    let (search, level, order) = (query_value("q"), query_value("level"), query_value("sort"));
    let sort = Memo::new(move |_| Sort::from_query(&order.get().unwrap_or_else(|| "sku".into())));
    let shown = Memo::new(move |_| {
        let typed = split(&search.get_or_empty());
        let level = level.get_or_empty();
        let mut rows: Vec<StockRow> = all.with(|all| {
            let wanted = |row: &&StockRow| {
                at_level(row, &level) && typed.iter().all(|word| holds(&row.haystack, word))
            };
            all.iter().filter(wanted).cloned().collect()
        });
        sort_rows(&mut rows, &sort.get());
        Arc::new(ItemRows(rows))
    });
    let totals = Signal::derive(move || {
        shown.with(|rows| {
            let sum =
                |figure: fn(&StockRow) -> i128| words::figure(rows.0.iter().map(figure).sum());
            vec![
                ("sku", text!(stock_items, n = rows.0.len())),
                ("on-hand", sum(|row| row.on_hand)),
                ("promised", sum(|row| row.allocated)),
                ("tied", sum(StockRow::tied)),
                ("free", sum(|row| row.available)),
                ("short", sum(|row| row.oversold)),
            ]
        })
    });
    let empty = Memo::new(move |_| all.with(Vec::is_empty));
    let pasting = RwSignal::new(is_pasting(PastedKind::Items));
    let columns = columns();
    let rows = Signal::derive(move || shown.get() as Arc<dyn Rows>);
    view! {
        <PageHeader title=t!(stock_title)>
            <ButtonLink to=Route::Places label=t!(stock_open_places) icon=IconName::Bin />
            <Button
                label=t!(paste_open)
                icon=IconName::Columns
                on_press=move |()| pasting.set(true)
                attr:data-test="paste-items"
            />
            <ButtonLink
                to=Route::ItemNew
                label=t!(stock_new_item)
                icon=IconName::Plus
                kind=ButtonKind::Primary
                attr:data-test="new-item"
            />
        </PageHeader>
        <Show when=move || pasting.get()>
            <PasteItems close=Callback::new(move |()| pasting.set(false)) />
        </Show>
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
                    on_open=|key: RowKey| navigation::go(Route::Item(key.to_string()))
                    totals
                />
            }
                .into_any()
        }}
    }
}

/// Pastes a table of items into our own catalog, or into that of a client.
#[component]
fn PasteItems(close: Callback<()>) -> impl IntoView {
    let clients = desk::read(&[Area::Catalog], |at| parties(at, &PartyRole::Client));
    let several = !clients.is_empty();
    let mut options = vec![(String::new(), t!(item_own))];
    options.extend(
        (0..)
            .zip(&clients)
            .map(|(index, (_, name))| (format!("{index}"), Text::from(name.as_str()))),
    );
    let chosen = RwSignal::new(String::new());
    let into = Signal::derive(move || {
        let chosen = chosen.get();
        let client = chosen
            .parse()
            .ok()
            .and_then(|index: usize| clients.get(index));
        PastedInto {
            client: client.map(|(id, _)| id.clone()),
            ..PastedInto::default()
        }
    });
    view! {
        {several
            .then(|| {
                view! { <Select label=t!(trade_party_client) value=chosen options=Signal::stored(options) /> }
            })}
        <PasteTable kind=PastedKind::Items into close />
    }
}
