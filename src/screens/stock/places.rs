//! The locations of a warehouse, in the order in which they are walked.

use super::actions::location_of;
use super::aisle_form::SetUpForm;
use super::location_form::LocationForm;
use super::shown::{self, ShownWarehouse};
use crate::intake::pasted::{PastedInto, PastedKind};
use crate::screens::desk::{self, ALL, Area};
use crate::screens::pasting::{PasteTable, is_pasting, no_warehouse};
use crate::screens::words;
use crate::trade::id::LocationId;
use crate::trade::locations::{LocationKind, LocationStatus};
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, Cell, Column, ColumnChooser, DataTable, EmptyState, FilterChip,
    IconName, PageHeader, RowKey, Rows, SearchInput, Select, Selection, SidePanel, Sort,
    TableColumns,
};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::{Paper, Route};
use crate::view::names;
use crate::view::places::{TreeRow, tree};
use crate::view::search::{holds, split};
use crate::view::stock::{LocationRow, location_rows};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(in crate::screens) const KINDS: [(&str, LocationKind); 8] = [
    ("pick", LocationKind::Pick),
    ("reserve", LocationKind::Reserve),
    ("receiving", LocationKind::Receiving),
    ("returns", LocationKind::Returns),
    ("staging", LocationKind::Staging),
    ("dock", LocationKind::Dock),
    ("station", LocationKind::Station),
    ("group", LocationKind::Group),
];

pub(super) const STATUSES: [(&str, LocationStatus); 5] = [
    ("normal", LocationStatus::Normal),
    ("held", LocationStatus::Held),
    ("inspection", LocationStatus::Inspection),
    ("quarantine", LocationStatus::Quarantine),
    ("damaged", LocationStatus::Damaged),
];

#[derive(Clone, PartialEq)]
struct PlaceRow {
    walk: usize,
    /// How deep it stands in the tree; 0 in a list.
    depth: usize,
    of: LocationRow,
}

#[derive(PartialEq)]
struct PlaceRows(Vec<PlaceRow>);

impl PlaceRow {
    /// Whether it is the heading of a zone.
    fn is_zone(&self) -> bool {
        self.of.address.starts_with(ZONE)
    }

    fn units(&self) -> i128 {
        self.of.contents.iter().map(|(_, _, units)| units).sum()
    }
}

impl Rows for PlaceRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        Arc::from(self.0[index].of.address.as_str())
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let row = &self.0[index];
        let units = row.units();
        let cell = |column: &&'static str| match *column {
            "bin" => Cell::Strong(format!("{}{}", "\u{2003}".repeat(row.depth), row.of.code)),
            "walk" => Cell::Figure(words::figure(row.walk as i128)),
            "kind" => Cell::Text(words::location_kind(&row.of.kind).get()),
            "part-of" => row.of.parent_code.clone().map_or(Cell::Empty, Cell::Quiet),
            "zone" => row.of.zone.clone().map_or(Cell::Empty, Cell::Quiet),
            "status" if row.of.retired => Cell::Status(Tone::Neutral, t!(stock_state_retired)),
            "status" if row.of.status != LocationStatus::Normal => {
                Cell::Status(Tone::Attention, words::location_status(&row.of.status))
            }
            "items" => {
                let codes: Vec<&str> = row
                    .of
                    .contents
                    .iter()
                    .take(4)
                    .map(|(_, code, _)| code.as_str())
                    .collect();
                Cell::Text(codes.join(", "))
            }
            "units" if units != 0 => Cell::Figure(words::figure(units)),
            _ => Cell::Empty,
        };
        columns.iter().map(cell).collect()
    }
}

fn sort_rows(rows: &mut [PlaceRow], sort: &Sort) {
    match sort.column.as_str() {
        "bin" => rows.sort_by(|a, b| a.of.code.cmp(&b.of.code)),
        "items" => rows.sort_by_key(|row| row.of.contents.len()),
        "units" => rows.sort_by_key(PlaceRow::units),
        "kind" => rows.sort_by(|a, b| a.of.kind.cmp(&b.of.kind)),
        "zone" => rows.sort_by(|a, b| a.of.zone.cmp(&b.of.zone)),
        "part-of" => rows.sort_by(|a, b| a.of.parent_code.cmp(&b.of.parent_code)),
        _ => rows.sort_by_key(|row| row.walk),
    }
    if sort.descending {
        rows.reverse();
    }
}

/// The rows as a tree: what is a part of a location stands below it.
fn as_tree(rows: Vec<PlaceRow>) -> Vec<PlaceRow> {
    let of: Vec<&LocationRow> = rows.iter().map(|row| &row.of).collect();
    let tree = tree(&of);
    let row = |TreeRow { row, depth }: &TreeRow| {
        rows.get(*row).map(|of| PlaceRow {
            depth: *depth,
            ..of.clone()
        })
    };
    let rows: Vec<PlaceRow> = tree.iter().filter_map(row).collect();
    by_zone(rows)
}

/// The code that stands for a zone in the list; it is no location.
const ZONE: &str = "zone ";

/// What stands at the top of the tree, under its zone: what the set-up of an aisle or a floor plan made is found by its
/// aisle, though nobody made a location of that.
fn by_zone(rows: Vec<PlaceRow>) -> Vec<PlaceRow> {
    let mut zones: BTreeMap<Option<String>, Vec<PlaceRow>> = BTreeMap::new();
    let mut zone = None;
    for row in rows {
        if row.depth == 0 {
            zone = row.of.zone.clone();
        }
        zones.entry(zone.clone()).or_default().push(row);
    }
    let mut all = Vec::new();
    for (zone, rows) in zones {
        let Some(name) = zone else {
            all.extend(rows);
            continue;
        };
        let Some(first) = rows.first() else { continue };
        all.push(PlaceRow {
            walk: first.walk,
            depth: 0,
            of: LocationRow {
                address: format!("{ZONE}{name}"),
                code: name,
                kind: LocationKind::Group,
                status: LocationStatus::Normal,
                parent: None,
                parent_code: None,
                contents: Vec::new(),
                retired: false,
                ..first.of.clone()
            },
        });
        all.extend(rows.into_iter().map(|row| PlaceRow {
            depth: row.depth + 1,
            ..row
        }));
    }
    all
}

/// What the side panel does.
#[derive(Clone, PartialEq)]
enum Panel {
    SetUp,
    Make,
    Change(LocationId),
}

/// Opens the labels of the places that are selected; of all where none is.
fn print_labels(selected: &BTreeSet<RowKey>) {
    let codes = selected.iter().map(|code| &**code);
    let codes: Vec<&str> = codes.filter(|code| !code.starts_with(ZONE)).collect();
    let codes = codes.join("\n");
    navigation::go_with(Route::Print(Paper::Bins), &[("codes", &codes)]);
}

/// The page of the locations.
#[component]
pub fn PlacesPage() -> impl IntoView {
    let all = Memo::new(|_| {
        let warehouse = shown::followed_warehouse();
        desk::read(ALL, |at| {
            let rows = warehouse.map(|warehouse| location_rows(at, &warehouse));
            let rows = (1..).zip(rows.unwrap_or_default());
            rows.map(|(walk, of)| PlaceRow { walk, depth: 0, of })
                .collect::<Vec<_>>()
        })
    });
    let order = query_value("sort");
    let sort = Memo::new(move |_| Sort::from_query(&order.get().unwrap_or_else(|| "walk".into())));
    let panel = RwSignal::new(None::<Panel>);
    // A scan opens the location that it means.
    let scanned = query_value("bin");
    Effect::new(move || {
        if let Some(location) = scanned.get().and_then(|code| location_of(&code)) {
            panel.set(Some(Panel::Change(location)));
            scanned.set(None);
        }
    });
    let (search, view_as) = (query_value("q"), query_value("view"));
    let is_tree = Signal::derive(move || view_as.get_or_empty() == "tree");
    let shown = Memo::new(move |_| {
        let typed = split(&search.get_or_empty());
        let wanted = |row: &&PlaceRow| typed.iter().all(|word| holds(&row.of.haystack, word));
        let mut rows: Vec<PlaceRow> = all.with(|all| all.iter().filter(wanted).cloned().collect());
        if is_tree.get() {
            rows = as_tree(rows);
        } else {
            sort_rows(&mut rows, &sort.get());
        }
        Arc::new(PlaceRows(rows))
    });
    let rows = Signal::derive(move || shown.get() as Arc<dyn Rows>);
    let pasting = RwSignal::new(is_pasting(PastedKind::Locations));
    let into = Signal::derive(|| PastedInto {
        warehouse: shown::followed_warehouse(),
        ..PastedInto::default()
    });
    let paste = move |()| match shown::warehouse() {
        Some(_) => pasting.set(true),
        None => no_warehouse(),
    };
    let totals = Signal::derive(move || {
        shown.with(|rows| {
            vec![
                (
                    "bin",
                    text!(
                        stock_bins_count,
                        n = rows.0.iter().filter(|row| !row.is_zone()).count()
                    ),
                ),
                (
                    "units",
                    words::figure(rows.0.iter().map(PlaceRow::units).sum()),
                ),
            ]
        })
    });
    let columns = TableColumns::new(
        "places",
        vec![
            Column::new("bin", t!(stock_bin)).digits(14).on_phone(),
            Column::new("walk", t!(stock_walk)).digits(8).figures(),
            Column::new("kind", t!(stock_kind)).digits(14),
            Column::new("zone", t!(stock_zone)).digits(8),
            Column::new("part-of", t!(paste_part_of))
                .digits(10)
                .hidden(),
            Column::new("status", t!(stock_state)).digits(14).unsorted(),
            Column::new("items", t!(stock_bin_items)).share(2),
            Column::new("units", t!(stock_units))
                .digits(9)
                .figures()
                .on_phone(),
        ],
    );
    let selection: Selection = RwSignal::new(BTreeSet::new());
    let empty = Memo::new(move |_| all.with(Vec::is_empty));
    let close = Callback::new(move |()| panel.set(None));
    view! {
        <PageHeader title=t!(stock_places_title)>
            <ShownWarehouse />
            <ButtonLink to=Route::Plan label=t!(plan_open) icon=IconName::Map />
            <Button
                label=t!(paste_open)
                icon=IconName::Columns
                on_press=paste
                attr:data-test="paste-locations"
            />
            <Button
                label=t!(stock_new_location)
                icon=IconName::Bin
                on_press=move |()| panel.set(Some(Panel::Make))
                attr:data-test="new-location"
            />
            <Button
                label=t!(prints_open_labels)
                icon=IconName::Print
                on_press=move |()| print_labels(&selection.get_untracked())
                attr:data-test="print-bin-labels"
            />
            <Button
                label=t!(stock_set_up_bins)
                icon=IconName::Plus
                kind=ButtonKind::Primary
                on_press=move |()| panel.set(Some(Panel::SetUp))
                attr:data-test="set-up-bins"
            />
        </PageHeader>
        <Show when=move || pasting.get()>
            <PasteTable
                kind=PastedKind::Locations
                into
                close=Callback::new(move |()| pasting.set(false))
            />
        </Show>
        <div class="with-panel">
            <div>
                <div class="table-tools" role="search">
                    <SearchInput
                        label=t!(stock_search_places)
                        value=Signal::derive(move || search.get_or_empty())
                        on_input=move |typed: String| search.set(Some(&typed))
                    />
                    <FilterChip
                        label=t!(stock_as_tree)
                        active=is_tree
                        on_toggle=move |()| view_as.set((!is_tree.get_untracked()).then_some("tree"))
                    />
                    <div class="table-tools-end">
                        <ColumnChooser columns />
                    </div>
                </div>
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
                        selection
                        sort
                        on_sort=move |sort: Sort| order.set(Some(&sort.to_query()))
                        on_open=move |key: RowKey| {
                            let found = all.with_untracked(|all| {
                                let row = all.iter().find(|row| *row.of.address == *key);
                                row.map(|row| row.of.id.clone())
                            });
                            panel.set(found.map(Panel::Change));
                        }
                        totals
                    />
                </Show>
            </div>
            {move || {
                panel
                    .get()
                    .map(|chosen| match chosen {
                        Panel::SetUp => {
                            view! {
                                <SidePanel title=t!(stock_set_up_bins) on_close=close>
                                    <SetUpForm close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                        Panel::Make => {
                            view! {
                                <SidePanel title=t!(stock_new_location) on_close=close>
                                    <LocationForm location=None close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                        Panel::Change(location) => {
                            let title = desk::peek(|at| names::location_code(at, &location).to_owned());
                            view! {
                                <SidePanel title=Text::from(title) on_close=close>
                                    <LocationForm location=Some(location) close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                    })
            }}
        </div>
    }
}

/// Chooses the warehouse of this desk, where there is a choice.
#[component]
pub(in crate::screens) fn WarehouseChoice() -> impl IntoView {
    let all = Memo::new(|_| {
        desk::read(&[Area::Catalog], |at| {
            desk::own_warehouses(at)
                .into_iter()
                .map(|id| {
                    let name = names::warehouse_name(at, &id);
                    (id, name)
                })
                .collect::<Vec<_>>()
        })
    });
    let chosen = RwSignal::new(
        desk::warehouse().map_or_else(String::new, |id| id.first.code.as_str().to_owned()),
    );
    Effect::watch(
        move || chosen.get(),
        move |code, _, _| {
            let found = all.with_untracked(|all| {
                let found = all.iter().find(|(id, _)| id.first.code.as_str() == code);
                found.map(|(id, _)| id.clone())
            });
            if let Some(warehouse) = found {
                desk::choose_warehouse(&warehouse);
            }
        },
        false,
    );
    let options = Signal::derive(move || {
        all.with(|all| {
            all.iter()
                .map(|(id, name)| (id.first.code.as_str().to_owned(), Text::from(name.as_str())))
                .collect::<Vec<_>>()
        })
    });
    let several = Memo::new(move |_| all.with(Vec::len) > 1);
    view! {
        <Show when=move || several.get()>
            <Select label=t!(stock_warehouse) value=chosen options />
        </Show>
    }
}
