//! The columns of a table, and which of them a person wants to see.

use leptos::prelude::*;

use crate::browser::{page, preferences};
use crate::ui::components::icon::IconName;
use crate::ui::components::menu::{Menu, MenuItem};
use crate::ui::locale::{Text, t};

/// The least width of a column that shares what is left, in digits.
const SHARE_DIGITS_LEAST: u16 = 10;

/// The width of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ColumnWidth {
    /// Always so many digits wide.
    Digits(u16),
    /// Shares what is left by this weight, and is never narrower than ten digits.
    Share(u16),
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in the program and in the address.
    pub name: &'static str,
    /// Its words.
    pub title: Text,
    /// Its width.
    pub width: ColumnWidth,
    /// Whether its cells are figures: the head then stands over their end.
    pub figures: bool,
    /// Whether rows can be sorted by it.
    pub sortable: bool,
    /// Whether it is seen on a screen as narrow as a phone.
    pub on_phone: bool,
    /// Whether it is seen before a person has chosen.
    pub shown: bool,
}

impl Column {
    /// A column of words that shares the width and is sortable, seen from the start, and not on a phone.
    pub fn new(name: &'static str, title: impl Into<Text>) -> Self {
        Self {
            name,
            title: title.into(),
            width: ColumnWidth::Share(1),
            figures: false,
            sortable: true,
            on_phone: false,
            shown: true,
        }
    }

    /// Gives it a fixed width in digits.
    pub fn digits(mut self, digits: u16) -> Self {
        self.width = ColumnWidth::Digits(digits);
        self
    }

    /// Gives it a share of the width.
    pub fn share(mut self, weight: u16) -> Self {
        self.width = ColumnWidth::Share(weight);
        self
    }

    /// Makes it a column of figures.
    pub fn figures(mut self) -> Self {
        self.figures = true;
        self
    }

    /// Says that rows cannot be sorted by it.
    pub fn unsorted(mut self) -> Self {
        self.sortable = false;
        self
    }

    /// Shows it on a phone too.
    pub fn on_phone(mut self) -> Self {
        self.on_phone = true;
        self
    }

    /// Hides it until a person chooses it.
    pub fn hidden(mut self) -> Self {
        self.shown = false;
        self
    }

    fn digits_least(&self) -> u16 {
        match self.width {
            ColumnWidth::Digits(digits) => digits,
            ColumnWidth::Share(_) => SHARE_DIGITS_LEAST,
        }
    }

    fn track(&self) -> String {
        match self.width {
            ColumnWidth::Digits(digits) => format!("calc({digits}ch + 1rem)"),
            ColumnWidth::Share(weight) => {
                format!("minmax(calc({SHARE_DIGITS_LEAST}ch + 1rem), {weight}fr)")
            }
        }
    }
}

/// The columns of one table with the choice of this device.
#[derive(Clone, Copy)]
pub struct TableColumns {
    name: &'static str,
    all: StoredValue<Vec<Column>>,
    chosen: RwSignal<Vec<&'static str>>,
    narrow: RwSignal<bool>,
}

impl TableColumns {
    /// The columns of the table of this name. Call it once in the component that shows the table.
    pub fn new(name: &'static str, columns: Vec<Column>) -> Self {
        let kept = preferences::read(&preference(name));
        let wanted = |column: &&Column| match &kept {
            Some(kept) => kept.split(',').any(|known| known == column.name),
            None => column.shown,
        };
        let mut chosen: Vec<&'static str> = columns
            .iter()
            .filter(wanted)
            .map(|column| column.name)
            .collect();
        if chosen.is_empty() {
            // Kept by a version whose columns had other names.
            chosen = columns
                .iter()
                .filter(|column| column.shown)
                .map(|column| column.name)
                .collect();
        }
        let narrow = RwSignal::new(page::is_narrow());
        let resized = window_event_listener(leptos::ev::resize, move |_| {
            let now = page::is_narrow();
            if narrow.get_untracked() != now {
                narrow.set(now);
            }
        });
        on_cleanup(move || resized.remove());
        Self {
            name,
            all: StoredValue::new(columns),
            chosen: RwSignal::new(chosen),
            narrow,
        }
    }

    /// The columns to show, in their order; followed inside an effect or a view.
    pub fn shown(&self) -> Vec<Column> {
        let chosen = self.chosen.get();
        let narrow = self.narrow.get();
        self.all.with_value(|all| {
            let wanted = |column: &&Column| {
                if narrow {
                    column.on_phone
                } else {
                    chosen.contains(&column.name)
                }
            };
            all.iter().filter(wanted).cloned().collect()
        })
    }

    /// The value of `grid-template-columns`.
    pub(super) fn tracks(&self, selectable: bool) -> String {
        let mut tracks: Vec<String> = self.shown().iter().map(Column::track).collect();
        if selectable {
            tracks.insert(0, "2.25rem".to_owned());
        }
        tracks.join(" ")
    }

    /// The least width of a row: below it the table scrolls sideways.
    pub(super) fn least_width(&self, selectable: bool) -> String {
        let shown = self.shown();
        let digits: u16 = shown.iter().map(Column::digits_least).sum();
        let select = if selectable { 2.25 } else { 0.0 };
        format!("calc({digits}ch + {}rem)", shown.len() as f64 + select)
    }

    fn toggle(&self, name: &'static str) {
        self.chosen.update(|chosen| {
            if !chosen.contains(&name) {
                chosen.push(name);
            } else if chosen.len() > 1 {
                chosen.retain(|known| *known != name);
            }
        });
        preferences::write(
            &preference(self.name),
            &self.chosen.get_untracked().join(","),
        );
    }
}

/// The menu that chooses the columns of a table. On a phone there is nothing to choose.
#[component]
pub fn ColumnChooser(
    /// The columns.
    columns: TableColumns,
) -> impl IntoView {
    view! {
        <Show when=move || !columns.narrow.get()>
            <Menu label=t!(components_choose_columns) icon=IconName::Columns icon_only=true>
                {columns
                    .all
                    .get_value()
                    .into_iter()
                    .map(|column| {
                        let name = column.name;
                        view! {
                            <MenuItem
                                label=column.title
                                stays=true
                                checked=Signal::derive(move || columns.chosen.get().contains(&name))
                                on_choose=move |()| columns.toggle(name)
                            />
                        }
                    })
                    .collect_view()}
            </Menu>
        </Show>
    }
}

fn preference(name: &str) -> String {
    format!("columns.{name}")
}
