//! A dense table for long lists: 32 px rows, of which only those in the window exist.
//!
//! The table owns what is seen of it (the window, the row under the cursor, the chosen columns); rows, order and
//! selection belong to the caller. The focus stays on the grid and the cursor row is told by `aria-activedescendant`:
//! a row that leaves the window may vanish without taking the focus with it.

mod columns;
mod row;
mod rows;
mod window;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use self::row::{HeadCell, Row, TotalsRow};
use self::window::{rendered_rows, scroll_to_row};
use super::unique_id::unique_id;
use crate::browser::page;
use crate::ui::commands;
use crate::ui::locale::{Text, t};

pub use self::columns::{Column, ColumnChooser, ColumnWidth, TableColumns};
pub use self::rows::{Cell, RowKey, Rows, Sort};

/// The rows that a person has selected.
pub type Selection = RwSignal<BTreeSet<RowKey>>;

/// What the parts of one table share.
#[derive(Clone, Copy)]
struct Table {
    rows: Signal<Arc<dyn Rows>>,
    columns: TableColumns,
    selection: Option<Selection>,
    cursor: RwSignal<Option<RowKey>>,
    on_open: Callback<RowKey>,
    scrolled: RwSignal<f64>,
    height: RwSignal<f64>,
    row_height: f64,
}

/// A virtual table with keyboard, selection and sorting.
///
/// Keys while it has the focus: `j`, `k` and arrows move, Page Up, Page Down, Home, End jump, `x` or Space selects,
/// Ctrl A selects all, Enter opens, Esc clears the selection. `j` and `k` also work from anywhere on the page.
#[component]
pub fn DataTable(
    /// What the rows are, for screen readers.
    #[prop(into)]
    label: Text,
    /// The rows; a new value shows at once, and rows that read the same are not touched.
    #[prop(into)]
    rows: Signal<Arc<dyn Rows>>,
    /// The columns.
    columns: TableColumns,
    /// How the rows are sorted.
    #[prop(into)]
    sort: Signal<Sort>,
    /// Runs with the order that a person asks for.
    #[prop(into)]
    on_sort: Callback<Sort>,
    /// Runs with the row that a person opens.
    #[prop(into)]
    on_open: Callback<RowKey>,
    /// The selected rows; without it rows cannot be selected.
    #[prop(optional, into)]
    selection: Option<Selection>,
    /// Totals below their columns, by the name of the column.
    #[prop(optional, into)]
    totals: Option<Signal<Vec<(&'static str, String)>>>,
) -> impl IntoView {
    let id = unique_id("table");
    let element = NodeRef::<html::Div>::new();
    let table = Table {
        rows,
        columns,
        selection,
        cursor: RwSignal::new(None),
        on_open,
        scrolled: RwSignal::new(0.0),
        height: RwSignal::new(0.0),
        row_height: page::row_height(),
    };
    let observer = StoredValue::new_local(None);
    Effect::new(move || {
        if let Some(element) = element.get() {
            observer.set_value(page::observe_height(&element, move |height| {
                table.height.set(height)
            }));
        }
    });
    let count = Memo::new(move |_| rows.with(|rows| rows.count()));
    // Rows stay once they are made, hidden where there is nothing to show: a search that finds little, and then much
    // again, makes none anew.
    let most =
        Memo::new(move |before: Option<&usize>| count.get().max(before.copied().unwrap_or(0)));
    let tallest = Memo::new(move |before: Option<&f64>| {
        table.height.get().max(before.copied().unwrap_or(0.0))
    });
    let rendered = Memo::new(move |_| {
        let range = rendered_rows(
            table.scrolled.get(),
            tallest.get(),
            table.row_height,
            most.get(),
        );
        (range.start, range.end)
    });
    // Fewer rows than before: the browser moves the window without a scroll event in some engines. Asked for with the
    // next frame, when the page is laid out anyway.
    Effect::new(move || {
        count.track();
        request_animation_frame(move || {
            if let Some(element) = element.try_get_untracked().flatten() {
                table.scrolled.set(f64::from(element.scroll_top()));
            }
        });
    });
    let from_page = window_event_listener(leptos::ev::keydown, move |event| {
        if matches!(event.key().as_str(), "j" | "k") && commands::single_key_counts(&event) {
            focus(element);
            on_key(table, element, &event);
        }
    });
    on_cleanup(move || from_page.remove());
    let cursor_row = Memo::new(move |_| {
        let cursor = table.cursor.get()?;
        rows.with(|rows| rows.position(&cursor))
    });
    let row_id = id.clone();
    let active = move || {
        let (start, end) = rendered.get();
        let row = cursor_row.get().filter(|row| (start..end).contains(row))?;
        Some(format!("{row_id}-{row}"))
    };
    let heads = {
        move || {
            columns
                .shown()
                .into_iter()
                .enumerate()
                .map(|(index, column)| view! { <HeadCell index column sort on_sort table /> })
                .collect_view()
        }
    };
    view! {
        <div
            class="table"
            class:has-totals=totals.is_some()
            role="grid"
            tabindex="0"
            aria-label=label
            aria-rowcount=move || (count.get() + 1).to_string()
            aria-colcount=move || (columns.shown().len() + usize::from(selection.is_some())).to_string()
            aria-multiselectable=selection.is_some().then_some("true")
            aria-activedescendant=active
            node_ref=element
            style:--columns=move || columns.tracks(selection.is_some())
            style:--least=move || columns.least_width(selection.is_some())
            on:scroll=move |_| {
                if let Some(element) = element.get_untracked() {
                    table.scrolled.set(f64::from(element.scroll_top()));
                }
            }
            on:keydown=move |event| on_key(table, element, &event)
        >
            <div class="table-head" role="rowgroup">
                <div class="table-row" role="row" aria-rowindex="1">
                    {selection.map(|selection| view! { <row::SelectAll selection table /> })}
                    {heads}
                </div>
            </div>
            // Its height itself, not a property that all rows would inherit: the browser would have to look at each of
            // them anew whenever the number of rows changes.
            <div
                class="table-body"
                role="rowgroup"
                style:block-size=move || format!("calc({} * var(--row))", count.get())
            >
                <For
                    each=move || { let (start, end) = rendered.get(); start..end }
                    key=|index| *index
                    children=move |index| view! { <Row id=format!("{id}-{index}") index table /> }
                />
            </div>
            {totals.map(|totals| view! { <TotalsRow totals table /> })}
        </div>
        <Show when=move || count.get() == 0>
            <p class="table-empty">{t!(components_no_rows)}</p>
        </Show>
    }
}

fn focus(element: NodeRef<html::Div>) {
    if let Some(element) = element.get_untracked() {
        page::focus_on(&element);
    }
}

fn on_key(table: Table, element: NodeRef<html::Div>, event: &KeyboardEvent) {
    if event.default_prevented() || event.alt_key() || event.meta_key() {
        return;
    }
    let count = table.rows.with_untracked(|rows| rows.count());
    if count == 0 {
        return;
    }
    let page_rows = (table.height.get_untracked() / table.row_height) as usize;
    let current = current_row(table);
    let forward = |by: usize| current.map_or(0, |row| row.saturating_add(by).min(count - 1));
    let backward = |by: usize| current.map_or(0, |row| row.saturating_sub(by));
    let key = event.key();
    let row = match (key.as_str(), event.ctrl_key()) {
        ("a", true) => {
            select_all(table);
            event.prevent_default();
            return;
        }
        (_, true) => return,
        ("ArrowDown" | "j", _) => forward(1),
        ("ArrowUp" | "k", _) => backward(1),
        ("PageDown", _) => forward(page_rows),
        ("PageUp", _) => backward(page_rows),
        ("Home", _) => 0,
        ("End", _) => count - 1,
        ("Enter", _) => {
            // A head that is a button keeps its own Enter.
            if on_grid(element, event)
                && let Some(key) = table.cursor.get_untracked()
            {
                event.prevent_default();
                table.on_open.run(key);
            }
            return;
        }
        ("x" | " ", _) => {
            if on_grid(element, event)
                && let Some(key) = table.cursor.get_untracked()
            {
                event.prevent_default();
                toggle(table, key);
            }
            return;
        }
        ("Escape", _) => {
            clear_selection(table, event);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    move_to(table, element, row);
}

fn on_grid(element: NodeRef<html::Div>, event: &KeyboardEvent) -> bool {
    element
        .get_untracked()
        .is_some_and(|element| event.target().is_some_and(|target| target == ****element))
}

fn current_row(table: Table) -> Option<usize> {
    let cursor = table.cursor.get_untracked()?;
    table.rows.with_untracked(|rows| rows.position(&cursor))
}

fn move_to(table: Table, element: NodeRef<html::Div>, row: usize) {
    table.cursor.set(
        table
            .rows
            .with_untracked(|rows| (row < rows.count()).then(|| rows.key(row))),
    );
    let Some(element) = element.get_untracked() else {
        return;
    };
    let foot = if element.class_list().contains("has-totals") {
        table.row_height
    } else {
        0.0
    };
    let scrolled = f64::from(element.scroll_top());
    let height = f64::from(element.client_height());
    if let Some(position) = scroll_to_row(
        row,
        scrolled,
        height,
        table.row_height,
        table.row_height,
        foot,
    ) {
        element.set_scroll_top(position as i32);
        table.scrolled.set(position);
    }
}

fn toggle(table: Table, key: RowKey) {
    if let Some(selection) = table.selection {
        selection.update(|selection| {
            if !selection.remove(&key) {
                selection.insert(key);
            }
        });
    }
}

fn select_all(table: Table) {
    if let Some(selection) = table.selection {
        selection.set(
            table
                .rows
                .with_untracked(|rows| (0..rows.count()).map(|index| rows.key(index)).collect()),
        );
    }
}

fn clear_selection(table: Table, event: &KeyboardEvent) {
    // An open panel closes first; it listens on the window.
    if page::find(".side-panel").is_some() {
        return;
    }
    if let Some(selection) = table.selection
        && !selection.with_untracked(BTreeSet::is_empty)
    {
        event.prevent_default();
        selection.update(BTreeSet::clear);
    }
}
