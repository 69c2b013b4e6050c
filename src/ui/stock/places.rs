//! The bins, in the order of the walk, and setting up new ones.

use super::count;
use crate::domain::Command;
use crate::domain::text::Code;
use crate::limits::BINS_SET_UP_MAX;
use crate::ui::components::{
    Button, ButtonKind, Cell, Column, DataTable, EmptyState, IconName, NumberInput, PageHeader,
    RowKey, Rows, SidePanel, Sort, TableColumns, TextInput,
};
use crate::ui::desk::{self, Area};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::{t, text};
use crate::ui::navigation::query_value;
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
struct PlaceRow {
    bin: RowKey,
    walk: u32,
    items: String,
    item_count: usize,
    units: i64,
    promised: i64,
}

struct PlaceRows(Vec<PlaceRow>);

impl Rows for PlaceRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        self.0[index].bin.clone()
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let row = &self.0[index];
        let cell = |column: &&'static str| match *column {
            "bin" => Cell::Strong(row.bin.to_string()),
            "walk" => Cell::Figure(count(i64::from(row.walk))),
            "items" => Cell::Text(row.items.clone()),
            "units" if row.units != 0 => Cell::Figure(count(row.units)),
            "promised" if row.promised != 0 => Cell::Figure(count(row.promised)),
            _ => Cell::Empty,
        };
        columns.iter().map(cell).collect()
    }
}

fn rows_now() -> Vec<PlaceRow> {
    desk::read(&[Area::Stock, Area::Catalog], |state| {
        let row = |bin: &crate::domain::catalog::Bin| {
            let skus: Vec<_> = state.ledger.in_bin(&bin.bin).collect();
            let (mut units, mut promised) = (0, 0);
            for stock in skus.iter().filter_map(|sku| state.ledger.item(sku)) {
                for here in stock.bins().into_iter().filter(|here| here.bin == bin.bin) {
                    units += here.on_hand;
                    promised += here.promised;
                }
            }
            PlaceRow {
                bin: Arc::from(bin.bin.as_str()),
                walk: bin.walk,
                items: skus
                    .iter()
                    .take(4)
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
                item_count: skus.len(),
                units,
                promised,
            }
        };
        state.bins.values().map(row).collect()
    })
}

fn sort_rows(rows: &mut [PlaceRow], sort: &Sort) {
    match sort.column.as_str() {
        "bin" => rows.sort_by(|a, b| a.bin.cmp(&b.bin)),
        "items" => rows.sort_by_key(|row| row.item_count),
        "units" => rows.sort_by_key(|row| row.units),
        "promised" => rows.sort_by_key(|row| row.promised),
        _ => rows.sort_by(|a, b| (a.walk, &a.bin).cmp(&(b.walk, &b.bin))),
    }
    if sort.descending {
        rows.reverse();
    }
}

/// The page of the bins.
#[component]
pub fn PlacesPage() -> impl IntoView {
    let all = Memo::new(|_| rows_now());
    let order = query_value("sort");
    let sort = Memo::new(move |_| Sort::from_query(&order.get().unwrap_or_else(|| "walk".into())));
    let adding = RwSignal::new(false);
    let rows = Signal::derive(move || {
        let mut rows = all.get();
        sort_rows(&mut rows, &sort.get());
        Arc::new(PlaceRows(rows)) as Arc<dyn Rows>
    });
    let totals = Signal::derive(move || {
        all.with(|rows| {
            vec![
                ("bin", text!(stock_bins_count, n = rows.len())),
                ("units", count(rows.iter().map(|row| row.units).sum())),
                ("promised", count(rows.iter().map(|row| row.promised).sum())),
            ]
        })
    });
    let columns = TableColumns::new(
        "places",
        vec![
            Column::new("bin", t!(stock_bin)).digits(14).on_phone(),
            Column::new("walk", t!(stock_walk)).digits(8).figures(),
            Column::new("items", t!(stock_bin_items)).share(2),
            Column::new("units", t!(stock_units))
                .digits(9)
                .figures()
                .on_phone(),
            Column::new("promised", t!(stock_promised))
                .digits(9)
                .figures(),
        ],
    );
    let empty = Memo::new(move |_| all.with(Vec::is_empty));
    view! {
        <PageHeader title=t!(stock_places_title)>
            <Button
                label=t!(stock_set_up_bins)
                icon=IconName::Plus
                kind=ButtonKind::Primary
                on_press=move |()| adding.set(true)
            />
        </PageHeader>
        <Show
            when=move || !empty.get()
            fallback=|| {
                view! { <EmptyState title=t!(stock_places_empty) text=t!(stock_places_empty_text) icon=IconName::Bin /> }
            }
        >
            <DataTable
                label=t!(stock_places_title)
                rows
                columns
                sort
                on_sort=move |sort: Sort| order.set(Some(&sort.to_query()))
                on_open=|_: RowKey| {}
                totals
            />
        </Show>
        <Show when=move || adding.get()>
            <SidePanel title=t!(stock_set_up_bins) on_close=move |()| adding.set(false)>
                <SetUpForm close=Callback::new(move |()| adding.set(false)) />
            </SidePanel>
        </Show>
    }
}

/// The codes of an aisle's bins, bay by bay and level by level, in the order of the walk.
fn aisle_bins(aisle: &str, bays: i64, levels: i64, walk: u32) -> Vec<(String, u32)> {
    let code = |bay: i64, level: i64| {
        if levels > 1 {
            format!("{aisle}-{bay:02}-{level}")
        } else {
            format!("{aisle}-{bay:02}")
        }
    };
    let codes = (1..=bays).flat_map(|bay| (1..=levels).map(move |level| code(bay, level)));
    codes.zip(walk + 1..).collect()
}

#[component]
fn SetUpForm(
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let aisle = RwSignal::new(String::new());
    let (bays, levels) = (RwSignal::new(Some(10)), RwSignal::new(Some(1)));
    let planned = Memo::new(move |_| {
        let last = desk::read(&[Area::Catalog], |state| {
            state.bins.values().map(|bin| bin.walk).max().unwrap_or(0)
        });
        let aisle = aisle.get().trim().to_owned();
        let (bays, levels): (i64, i64) = (bays.get().unwrap_or(0), levels.get().unwrap_or(0));
        let fits = bays.saturating_mul(levels) <= BINS_SET_UP_MAX;
        if aisle.is_empty() || !fits {
            Vec::new()
        } else {
            aisle_bins(&aisle, bays, levels, last)
        }
    });
    let example = t!(
        stock_set_up_example,
        n = planned.with(Vec::len),
        first = planned.with(|bins| bins
            .first()
            .map(|(code, _)| code.clone())
            .unwrap_or_default()),
        last = planned.with(|bins| bins
            .last()
            .map(|(code, _)| code.clone())
            .unwrap_or_default()),
    );
    let save = move |()| {
        let bins: Result<Vec<(Code, u32)>, _> = planned
            .get_untracked()
            .into_iter()
            .map(|(code, walk)| Code::new(&code).map(|code| (code, walk)))
            .collect();
        match bins {
            Ok(bins) if !bins.is_empty() => {
                desk::perform(Command::SetUpBins { bins }, t!(stock_bins_set_up));
                close.run(());
            }
            _ => report(Problem {
                text: t!(stock_set_up_incomplete),
                code: "set up bins".into(),
            }),
        }
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(stock_aisle) value=aisle hint=t!(stock_aisle_hint) />
            <NumberInput label=t!(stock_bays) value=bays min=1 max=500 />
            <NumberInput label=t!(stock_levels) value=levels min=1 max=20 />
            <Show when=move || !planned.with(Vec::is_empty)>
                <p class="quiet-text">{example.clone()}</p>
            </Show>
            <Button label=t!(stock_set_up_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
    }
}
