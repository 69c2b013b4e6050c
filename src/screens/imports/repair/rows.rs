//! Cells of rows as fields: those that something is wrong with, and on request all others.

use super::words;
use crate::exchange::problem::ErrorKind;
use crate::intake::repair::{Fault, What};
use crate::screens::imports::count;
use crate::trade::personal::content::{CellText, FileRow, FileRows};
use crate::ui::components::{Checkbox, Draft, TextInput, Textarea};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The cells of rows while they are mended. What was typed outlives a reload.
#[derive(Clone, Copy)]
pub(super) struct Cells {
    rows: StoredValue<FileRows>,
    fields: StoredValue<BTreeMap<(usize, usize), RwSignal<String>>>,
    draft: Draft,
    owner: StoredValue<Option<Owner>>,
    /// Whether each row is left out.
    out: StoredValue<Vec<RwSignal<bool>>>,
}

impl Cells {
    /// The cells of rows; `document` tells drafts apart.
    pub(super) fn new(rows: FileRows, document: &str) -> Self {
        let cells = Cells {
            rows: StoredValue::new(rows),
            fields: StoredValue::new(BTreeMap::new()),
            draft: Draft::of("repair", document),
            owner: StoredValue::new(Owner::current()),
            out: StoredValue::new(Vec::new()),
        };
        let count = cells.rows.with_value(|rows| rows.rows.len());
        cells
            .out
            .set_value((0..count).map(|_| RwSignal::new(false)).collect());
        // What was typed before a reload counts, whether its field is shown again or not.
        let places = cells.rows.with_value(|rows| {
            let rows = rows.rows.iter().enumerate();
            let places = rows.flat_map(|(row, of)| (0..of.cells.len()).map(move |at| (row, at)));
            places.collect::<Vec<(usize, usize)>>()
        });
        for (row, column) in places {
            if let Some(index) = cells.index(row, column)
                && cells.draft.kept(&format!("cell-{index}")).is_some()
            {
                cells.field(row, column);
            }
        }
        cells
    }

    fn index(self, row: usize, column: usize) -> Option<u16> {
        let width = self.rows.with_value(|rows| rows.headings.len().max(1));
        u16::try_from(row * width + column).ok()
    }

    fn text(self, row: usize, column: usize) -> String {
        self.rows.with_value(|rows| {
            let cell = rows.rows.get(row).and_then(|row| row.cells.get(column));
            cell.map_or_else(String::new, |cell| cell.as_str().to_owned())
        })
    }

    fn heading(self, column: usize) -> String {
        self.rows.with_value(|rows| {
            let heading = rows.headings.get(column);
            heading.map_or_else(String::new, |heading| heading.as_str().to_owned())
        })
    }

    fn number(self, row: usize) -> u64 {
        let number = self
            .rows
            .with_value(|rows| rows.rows.get(row).map_or(0, |row| u64::from(row.number)));
        // A record that nobody numbered is told by its place.
        match number {
            0 => row as u64 + 1,
            number => number,
        }
    }

    /// Whether the rows are records, each one text.
    pub(super) fn are_records(self) -> bool {
        self.rows.with_value(|rows| rows.headings.is_empty())
    }

    /// How many rows there are, and how many columns.
    fn size(self) -> (usize, usize) {
        self.rows
            .with_value(|rows| (rows.rows.len(), rows.headings.len()))
    }

    /// The field of a cell.
    fn field(self, row: usize, column: usize) -> RwSignal<String> {
        let known = self
            .fields
            .with_value(|fields| fields.get(&(row, column)).copied());
        if let Some(known) = known {
            return known;
        }
        let proposed = self.text(row, column);
        let make = || match self.index(row, column) {
            Some(index) => self.draft.choice("cell", index, &proposed),
            None => RwSignal::new(proposed.clone()),
        };
        // A field lives as long as the card, not as the details in which it is shown.
        let field = self.owner.with_value(|owner| match owner {
            Some(owner) => owner.with(make),
            None => make(),
        });
        self.fields.update_value(|fields| {
            fields.insert((row, column), field);
        });
        field
    }

    /// The rows as they are typed now.
    pub(super) fn typed(self) -> FileRows {
        let mut rows = self.rows.get_value();
        let typed = self.fields.with_value(|fields| {
            let fields = fields.iter();
            fields
                .map(|(place, field)| (*place, field.get_untracked()))
                .collect::<Vec<_>>()
        });
        let width = rows.headings.len();
        for ((row, column), text) in typed {
            let Some(FileRow { cells, .. }) = rows.rows.get_mut(row) else {
                continue;
            };
            // A cell that a row lacks is there once something is typed into it.
            if column >= cells.len() && !text.is_empty() && column < width {
                cells.resize(width, CellText::default());
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = CellText::new(&text);
            }
        }
        let out: Vec<bool> = self
            .out
            .with_value(|out| out.iter().map(|of| of.get_untracked()).collect());
        let mut places = out.into_iter();
        rows.rows.retain(|_| places.next() != Some(true));
        rows
    }

    /// Whether a row is left out; none where there is but one.
    fn out(self, row: usize) -> Option<RwSignal<bool>> {
        self.out
            .with_value(|out| out.get(row).copied().filter(|_| out.len() > 1))
    }

    /// Forgets what was typed.
    pub(super) fn forget(self) {
        self.draft.forget();
    }
}

/// What is wrong, each at its cell, which can be typed anew there.
#[component]
pub(super) fn Faults(
    /// The cells.
    cells: Cells,
    /// What is wrong.
    faults: Vec<Fault>,
    /// Of each whether its cell is typed here; where it is not another field asks for it.
    asked: Vec<bool>,
) -> impl IntoView {
    let mut shown: Vec<(usize, usize)> = Vec::new();
    let items = faults
        .into_iter()
        .zip(asked)
        .map(|(fault, asked)| {
            let (what, remedy) = words::of(&fault);
            let place = match (fault.row, fault.column) {
                (Some(row), Some(column)) if asked && !shown.contains(&(row, column)) => {
                    Some((row, column))
                }
                _ => None,
            };
            shown.extend(place);
            let value = Some(fault.value.clone()).filter(|value| !value.is_empty());
            let label = match fault.row {
                Some(row) => {
                    let row = cells.number(row);
                    match cells.are_records() {
                        true => t!(repair_record, row = count(row)),
                        false => t!(repair_row, row = count(row)),
                    }
                }
                None => t!(repair_whole_order),
            };
            let field = place.map(|(row, column)| {
                let number = cells.number(row);
                let heading = cells.heading(column);
                let label = t!(repair_cell, column = heading.clone(), row = count(number));
                view! { <TextInput label value=cells.field(row, column) /> }
            });
            let repeated = fault.what == What::Cell(ErrorKind::RowRepeated);
            let out = fault.row.filter(|_| repeated).and_then(|row| cells.out(row));
            let value = value.filter(|_| place.is_none());
            view! {
                <li data-test="fault">
                    <p>
                        <strong>{label}</strong> " " {what}
                        {value.map(|value| format!(" “{value}”"))}
                    </p>
                    <p class="quiet-text">{remedy}</p>
                    {field}
                    {out.map(|checked| view! { <Checkbox label=t!(repair_leave_row_out) checked /> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="findings">{items}</ul> }
}

/// All cells, shown on request.
#[component]
pub(super) fn AllCells(
    /// The cells.
    cells: Cells,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let fields = move || {
        let (rows, columns) = cells.size();
        let of_row = move |row: usize| {
            let number = cells.number(row);
            let fields = (0..columns.max(1))
                .map(|column| {
                    let value = cells.field(row, column);
                    if cells.are_records() {
                        return view! { <Textarea label=t!(repair_json_text) value rows=12 /> }
                            .into_any();
                    }
                    let heading = Text::from(cells.heading(column));
                    view! { <TextInput label=heading value /> }.into_any()
                })
                .collect_view();
            view! {
                <fieldset class="repair-row">
                    <legend>{t!(repair_row, row = count(number))}</legend>
                    {fields}
                    {cells
                        .out(row)
                        .map(|checked| view! { <Checkbox label=t!(repair_leave_row_out) checked /> })}
                </fieldset>
            }
        };
        (0..rows).map(of_row).collect_view()
    };
    view! {
        <details on:toggle=move |_| open.set(true)>
            <summary>{t!(repair_all_cells)}</summary>
            <Show when=move || open.get()>{fields}</Show>
        </details>
    }
}
