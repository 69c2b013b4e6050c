//! A row of the table, its head, and its totals.

use leptos::prelude::*;

use super::{Cell, Column, RowKey, Selection, Sort, Table, select_all, toggle};
use crate::screens::pictures::Thumb;
use crate::ui::components::icon::{Icon, IconName};
use crate::ui::components::status::StatusBadge;
use crate::ui::locale::t;

/// One row: it follows what stands at its place, writes anew only what reads differently, and hides where nothing does.
#[component]
pub(super) fn Row(id: String, index: usize, table: Table) -> impl IntoView {
    let key = Memo::new(move |_| {
        table
            .rows
            .with(|rows| (index < rows.count()).then(|| rows.key(index)))
    });
    let cells = Memo::new(move |_| {
        let names: Vec<&'static str> = table
            .columns
            .shown()
            .iter()
            .map(|column| column.name)
            .collect();
        table.rows.with(|rows| {
            if index < rows.count() {
                rows.cells(index, &names)
            } else {
                Vec::new()
            }
        })
    });
    let is_cursor = move || {
        table
            .cursor
            .with(|cursor| cursor.is_some() && *cursor == key.get())
    };
    let selected = move || match (table.selection, key.get()) {
        (Some(selection), Some(key)) => selection.with(|selection| selection.contains(&key)),
        _ => false,
    };
    let offset = usize::from(table.selection.is_some()) + 1;
    view! {
        <div
            class="table-row"
            class:cursor=is_cursor
            role="row"
            id=id
            hidden=move || key.with(Option::is_none)
            aria-rowindex=(index + 2).to_string()
            aria-selected=move || table.selection.map(|_| if selected() { "true" } else { "false" })
            style:--index=index.to_string()
            on:click=move |_| {
                if let Some(key) = key.get_untracked() {
                    table.cursor.set(Some(key.clone()));
                    table.on_open.run(key);
                }
            }
        >
            {table.selection.map(|_| view! { <SelectRow row_key=key selected=Signal::derive(selected) table /> })}
            {move || {
                (0..table.columns.shown().len())
                    .map(|place| {
                        let cell = Memo::new(move |_| {
                            cells.with(|cells| cells.get(place).cloned().unwrap_or(Cell::Empty))
                        });
                        view! { <FollowedCell cell column=place + offset /> }
                    })
                    .collect_view()
            }}
        </div>
    }
}

/// The box that selects a row. The focus stays on the grid, so it is not in the order of the Tab key.
#[component]
fn SelectRow(row_key: Memo<Option<RowKey>>, selected: Signal<bool>, table: Table) -> impl IntoView {
    let label = move || {
        row_key
            .get()
            .map(|key| crate::ui::locale::text!(components_select_row, name = *key))
    };
    view! {
        <div
            class="cell select"
            role="gridcell"
            aria-colindex="1"
            on:click=move |event| event.stop_propagation()
        >
            <label>
            <input
                type="checkbox"
                tabindex="-1"
                aria-label=label
                prop:checked=move || selected.get()
                on:change=move |_| {
                    if let Some(key) = row_key.get_untracked() {
                        table.cursor.set(Some(key.clone()));
                        toggle(table, key);
                    }
                }
            />
            </label>
        </div>
    }
}

/// The box that selects all rows or none.
#[component]
pub(super) fn SelectAll(selection: Selection, table: Table) -> impl IntoView {
    let count = move || table.rows.with(|rows| rows.count());
    let chosen = move || selection.with(|selection| selection.len());
    view! {
        <div class="cell select" role="columnheader" aria-colindex="1">
            <label>
            <input
                type="checkbox"
                aria-label=t!(components_select_all)
                prop:checked=move || { chosen() > 0 && chosen() >= count() }
                prop:indeterminate=move || { chosen() > 0 && chosen() < count() }
                on:change=move |event| {
                    if event_target_checked(&event) {
                        select_all(table);
                    } else {
                        selection.update(|selection| selection.clear());
                    }
                }
            />
            </label>
        </div>
    }
}

/// The head of a column; pressing it sorts.
#[component]
pub(super) fn HeadCell(
    index: usize,
    column: Column,
    sort: Signal<Sort>,
    on_sort: Callback<Sort>,
    table: Table,
) -> impl IntoView {
    let name = column.name;
    let is_sorted = move || sort.with(|sort| sort.column == name);
    let order = move || match (is_sorted(), sort.with(|sort| sort.descending)) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    let title = column.title;
    let contents = if column.sortable {
        view! {
            <button
                class="table-sort"
                type="button"
                on:click=move |_| on_sort.run(sort.with_untracked(|sort| sort.pressed(name)))
            >
                <span>{title}</span>
                {move || {
                    is_sorted()
                        .then(|| {
                            let descending = sort.with(|sort| sort.descending);
                            let name = if descending { IconName::ArrowDown } else { IconName::ArrowUp };
                            view! { <Icon name /> }
                        })
                }}
            </button>
        }
        .into_any()
    } else {
        view! { <span>{title}</span> }.into_any()
    };
    view! {
        <div
            class="cell"
            class:figure=column.figures
            role="columnheader"
            aria-colindex=(index + 1 + usize::from(table.selection.is_some())).to_string()
            aria-sort=column.sortable.then_some(order)
        >
            {contents}
        </div>
    }
}

/// The totals, stuck to the lower edge.
#[component]
pub(super) fn TotalsRow(
    totals: Signal<Vec<(&'static str, String)>>,
    table: Table,
) -> impl IntoView {
    let offset = usize::from(table.selection.is_some()) + 1;
    let cells = move || {
        let shown = table.columns.shown().into_iter().enumerate();
        shown
            .map(|(index, column)| {
                let cell = Memo::new(move |_| {
                    let figure = totals.with(|totals| {
                        let named = totals.iter().find(|(name, _)| *name == column.name);
                        named.map(|(_, figure)| figure.clone())
                    });
                    match figure {
                        None => Cell::Empty,
                        Some(figure) if column.figures => Cell::Figure(figure),
                        Some(figure) => Cell::Strong(figure),
                    }
                });
                view! { <FollowedCell cell column=index + offset /> }
            })
            .collect_view()
    };
    view! {
        <div class="table-foot" role="rowgroup">
            <div class="table-row" role="row" aria-label=t!(components_totals)>
                {table.selection.map(|_| view! { <div class="cell" role="gridcell" aria-colindex="1"></div> })}
                {cells}
            </div>
        </div>
    }
}

/// A cell of a row. Its element stays, and only what reads differently is written anew: a list that is searched through
/// costs the browser no more than the words that change.
#[component]
fn FollowedCell(cell: Memo<Cell>, column: usize) -> impl IntoView {
    view! {
        <div
            class=move || cell.with(class)
            role="gridcell"
            aria-colindex=column.to_string()
            title=move || cell.with(|cell| words(cell).map(str::to_owned))
        >
            {move || {
                cell.with(|cell| match cell {
                    Cell::Status(tone, label) => {
                        view! { <StatusBadge tone=*tone label=label.clone() /> }.into_any()
                    }
                    Cell::Picture(picture, letter) => {
                        view! { <Thumb picture=picture.clone() letter=letter.clone() /> }.into_any()
                    }
                    other => words(other).unwrap_or_default().to_owned().into_any(),
                })
            }}
        </div>
    }
}

fn class(cell: &Cell) -> &'static str {
    match cell {
        Cell::Status(..) | Cell::Empty | Cell::Text(_) => "cell",
        Cell::Picture(..) => "cell thumb-cell",
        Cell::Quiet(_) => "cell quiet-text",
        Cell::Strong(_) => "cell strong",
        Cell::Figure(_) => "cell figure",
    }
}

/// The words of a cell that may be cut short; those of a state say it whole.
fn words(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Status(..) | Cell::Picture(..) | Cell::Empty => None,
        Cell::Text(words) | Cell::Quiet(words) | Cell::Strong(words) | Cell::Figure(words) => {
            Some(words)
        }
    }
}
