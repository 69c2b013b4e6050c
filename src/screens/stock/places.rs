//! The locations of a warehouse, in the order in which they are walked.

use super::actions::location_of;
use crate::limits::BINS_SET_UP_MAX;
use crate::screens::desk::{self, ALL, Area};
use crate::screens::words;
use crate::trade::id::LocationId;
use crate::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use crate::trade::locations::{LocationField, LocationKind, LocationStatus};
use crate::trade::text::Code;
use crate::ui::components::{
    Button, ButtonKind, Cell, Checkbox, Column, DataTable, EmptyState, IconName, NumberInput,
    PageHeader, RowKey, Rows, Select, SidePanel, Sort, TableColumns, TextInput,
};
use crate::ui::feedback::{Problem, Tone, report, toast};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::query_value;
use crate::view::names;
use crate::view::stock::{LocationRow, location_rows};
use leptos::prelude::*;
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

const STATUSES: [(&str, LocationStatus); 5] = [
    ("normal", LocationStatus::Normal),
    ("held", LocationStatus::Held),
    ("inspection", LocationStatus::Inspection),
    ("quarantine", LocationStatus::Quarantine),
    ("damaged", LocationStatus::Damaged),
];

#[derive(Clone, PartialEq)]
struct PlaceRow {
    walk: usize,
    of: LocationRow,
}

struct PlaceRows(Vec<PlaceRow>);

impl PlaceRow {
    fn units(&self) -> i128 {
        self.of.contents.iter().map(|(_, _, units)| units).sum()
    }
}

impl Rows for PlaceRows {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, index: usize) -> RowKey {
        Arc::from(self.0[index].of.code.as_str())
    }

    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell> {
        let row = &self.0[index];
        let units = row.units();
        let cell = |column: &&'static str| match *column {
            "bin" => Cell::Strong(row.of.code.clone()),
            "walk" => Cell::Figure(words::figure(row.walk as i128)),
            "kind" => Cell::Text(words::location_kind(&row.of.kind).get()),
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
        _ => rows.sort_by_key(|row| row.walk),
    }
    if sort.descending {
        rows.reverse();
    }
}

/// What the side panel does.
#[derive(Clone, PartialEq)]
enum Panel {
    SetUp,
    Change(LocationId),
}

/// The page of the locations.
#[component]
pub fn PlacesPage() -> impl IntoView {
    let all = Memo::new(|_| {
        let warehouse = desk::followed_warehouse();
        desk::read(ALL, |at| {
            let rows = warehouse.map(|warehouse| location_rows(at, &warehouse));
            let rows = (1..).zip(rows.unwrap_or_default());
            rows.map(|(walk, of)| PlaceRow { walk, of })
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
    let rows = Signal::derive(move || {
        let mut rows = all.get();
        sort_rows(&mut rows, &sort.get());
        Arc::new(PlaceRows(rows)) as Arc<dyn Rows>
    });
    let totals = Signal::derive(move || {
        all.with(|rows| {
            vec![
                ("bin", text!(stock_bins_count, n = rows.len())),
                (
                    "units",
                    words::figure(rows.iter().map(PlaceRow::units).sum()),
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
            Column::new("status", t!(stock_state)).digits(14).unsorted(),
            Column::new("items", t!(stock_bin_items)).share(2),
            Column::new("units", t!(stock_units))
                .digits(9)
                .figures()
                .on_phone(),
        ],
    );
    let empty = Memo::new(move |_| all.with(Vec::is_empty));
    let close = Callback::new(move |()| panel.set(None));
    view! {
        <PageHeader title=t!(stock_places_title)>
            <WarehouseChoice />
            <Button
                label=t!(stock_set_up_bins)
                icon=IconName::Plus
                kind=ButtonKind::Primary
                on_press=move |()| panel.set(Some(Panel::SetUp))
                attr:data-test="set-up-bins"
            />
        </PageHeader>
        <div class="with-panel">
            <div>
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
                        on_open=move |key: RowKey| {
                            if let Some(location) = location_of(&key) {
                                panel.set(Some(Panel::Change(location)));
                            }
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
                        Panel::Change(location) => {
                            let title = desk::peek(|at| names::location_code(at, &location).to_owned());
                            view! {
                                <SidePanel title=Text::from(title) on_close=close>
                                    <LocationForm location close />
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
            desk::warehouses(at)
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

/// The codes of an aisle's bins, bay by bay and level by level, in the order of the walk.
fn aisle_bins(aisle: &str, bays: i64, levels: i64) -> Vec<String> {
    let code = |bay: i64, level: i64| {
        if levels > 1 {
            format!("{aisle}-{bay:02}-{level}")
        } else {
            format!("{aisle}-{bay:02}")
        }
    };
    (1..=bays)
        .flat_map(|bay| (1..=levels).map(move |level| (bay, level)))
        .map(|(bay, level)| code(bay, level))
        .collect()
}

#[component]
fn SetUpForm(
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let aisle = RwSignal::new(String::new());
    let (bays, levels) = (RwSignal::new(Some(10)), RwSignal::new(Some(1)));
    let kind = RwSignal::new("pick".to_owned());
    let planned = Memo::new(move |_| {
        let aisle = aisle.get().trim().to_owned();
        let (bays, levels): (i64, i64) = (bays.get().unwrap_or(0), levels.get().unwrap_or(0));
        let fits = bays.saturating_mul(levels) <= BINS_SET_UP_MAX;
        if aisle.is_empty() || !fits {
            Vec::new()
        } else {
            aisle_bins(&aisle, bays, levels)
        }
    });
    let example = t!(
        stock_set_up_example,
        n = planned.with(Vec::len),
        first = planned.with(|bins| bins.first().cloned().unwrap_or_default()),
        last = planned.with(|bins| bins.last().cloned().unwrap_or_default()),
    );
    let save = move |()| {
        let kind = kind.get_untracked();
        let kind = KINDS.into_iter().find(|(code, _)| *code == kind);
        let kind = kind.map_or(LocationKind::Pick, |(_, kind)| kind);
        let zone = Code::new(&aisle.get_untracked()).ok();
        let locations: Result<Vec<LocationChange>, _> = planned
            .get_untracked()
            .into_iter()
            .map(|code| {
                Code::new(&code).map(|code| LocationChange {
                    which: LocationRef::Coded(code.clone()),
                    fields: vec![
                        LocationField::Code(code),
                        LocationField::Kind(kind.clone()),
                        LocationField::Zone(zone.clone()),
                    ],
                })
            })
            .collect();
        match (locations, desk::warehouse()) {
            (Ok(locations), Some(warehouse)) if !locations.is_empty() => {
                let command = LocationCommand::SetLocations {
                    warehouse,
                    locations,
                };
                desk::perform_then(command, move |_| {
                    close.run(());
                    toast(Tone::Good, t!(stock_bins_set_up));
                });
            }
            _ => report(Problem {
                text: t!(stock_set_up_incomplete),
                code: "set up bins".into(),
            }),
        }
    };
    let kinds: Vec<(String, Text)> = KINDS
        .iter()
        .map(|(code, kind)| ((*code).to_owned(), words::location_kind(kind)))
        .collect();
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(stock_aisle) value=aisle hint=t!(stock_aisle_hint) />
            <NumberInput label=t!(stock_bays) value=bays min=1 max=500 />
            <NumberInput label=t!(stock_levels) value=levels min=1 max=20 />
            <Select label=t!(stock_kind) value=kind options=kinds />
            <Show when=move || !planned.with(Vec::is_empty)>
                <p class="quiet-text">{example.clone()}</p>
            </Show>
            <Button label=t!(stock_set_up_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
    }
}

/// One location: its code, what it is for, whether its goods may be sold, its place in the walk.
#[component]
fn LocationForm(location: LocationId, close: Callback<()>) -> impl IntoView {
    let row = desk::peek(|at| {
        let rows = location_rows(at, &location.warehouse);
        rows.into_iter().find(|row| row.id == location)
    });
    let Some(row) = row else {
        return ().into_any();
    };
    let code = RwSignal::new(row.code.clone());
    let kind = RwSignal::new(
        KINDS
            .iter()
            .find(|(_, kind)| *kind == row.kind)
            .map_or("", |(code, _)| code)
            .to_owned(),
    );
    let status = RwSignal::new(
        STATUSES
            .iter()
            .find(|(_, status)| *status == row.status)
            .map_or("", |(code, _)| code)
            .to_owned(),
    );
    let zone = RwSignal::new(row.zone.clone().unwrap_or_default());
    let behind = RwSignal::new(String::new());
    let retired = RwSignal::new(row.retired);
    let kinds: Vec<(String, Text)> = KINDS
        .iter()
        .map(|(code, kind)| ((*code).to_owned(), words::location_kind(kind)))
        .collect();
    let statuses: Vec<(String, Text)> = STATUSES
        .iter()
        .map(|(code, status)| ((*code).to_owned(), words::location_status(status)))
        .collect();
    let was_retired = row.retired;
    let had_zone = row.zone.is_some();
    let moved = location.clone();
    let save = move |()| {
        let Ok(code) = Code::new(&code.get_untracked()) else {
            return report(Problem {
                text: t!(refusals_text_empty),
                code: "location".into(),
            });
        };
        let mut fields = vec![LocationField::Code(code)];
        let typed = kind.get_untracked();
        fields.extend(
            KINDS
                .into_iter()
                .find(|(code, _)| *code == typed)
                .map(|(_, kind)| LocationField::Kind(kind)),
        );
        let typed = status.get_untracked();
        fields.extend(
            STATUSES
                .into_iter()
                .find(|(code, _)| *code == typed)
                .map(|(_, status)| LocationField::Status(status)),
        );
        let zone = Code::new(&zone.get_untracked()).ok();
        if zone.is_some() || had_zone {
            fields.push(LocationField::Zone(zone));
        }
        if retired.get_untracked() || was_retired {
            fields.push(LocationField::Retired(retired.get_untracked()));
        }
        let command = LocationCommand::SetLocations {
            warehouse: location.warehouse.clone(),
            locations: vec![LocationChange {
                which: LocationRef::Known(location.clone()),
                fields,
            }],
        };
        desk::perform_then(command, move |_| {
            close.run(());
            toast(Tone::Good, t!(stock_changed));
        });
    };
    let place = move |()| {
        let typed = behind.get_untracked();
        let behind = match typed.trim() {
            "" => None,
            code => match location_of(code) {
                Some(location) => Some(location),
                None => {
                    return report(Problem {
                        text: t!(stock_move_incomplete),
                        code: "location".into(),
                    });
                }
            },
        };
        let command = LocationCommand::MoveInSequence {
            location: moved.clone(),
            behind,
        };
        desk::perform(command, t!(stock_changed));
    };
    let contents = row
        .contents
        .iter()
        .map(|(_, code, units)| {
            let units = *units;
            view! {
                <li class="row apart">
                    <span class="code">{code.clone()}</span>
                    <span class="figure">{move || words::figure(units)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(stock_bin) value=code />
            <Select label=t!(stock_kind) value=kind options=kinds />
            <Select label=t!(stock_status) value=status options=statuses />
            <TextInput label=t!(stock_zone) value=zone />
            <Checkbox label=t!(item_retired) checked=retired />
            <Button label=t!(stock_change_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(stock_walk_behind) value=behind hint=t!(stock_walk_behind_hint) />
            <Button label=t!(stock_walk_do) submit=true on_press=place />
        </form>
        <ul class="plain-list">{contents}</ul>
    }
    .into_any()
}
