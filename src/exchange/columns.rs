//! Columns by name: where each heading of a file stands, whatever their order.

use std::collections::HashMap;

use super::headings::heading_key;
use super::problem::shown_value;
use super::table::Row;

/// The headings of a file.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    shown: Vec<String>,
    /// By what is compared: where it stands, and whether it stands there only.
    places: HashMap<String, Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    once: bool,
}

impl Headings {
    /// The headings of a row; blank cells are none.
    pub fn of(row: &Row<'_>) -> Self {
        Self::of_cells(row.cells())
    }

    /// The headings of cells; blank ones are none.
    pub fn of_cells<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut headings = Self::default();
        for (at, cell) in cells.enumerate() {
            let key = heading_key(cell);
            headings.shown.push(shown_value(cell.trim()));
            if !key.is_empty() {
                let place = Place { at, once: true };
                headings
                    .places
                    .entry(key)
                    .and_modify(|known| known.once = false)
                    .or_insert(place);
            }
        }
        headings
    }

    /// How many columns there are, up to the last one that has a heading.
    pub fn width(&self) -> usize {
        let last = self.shown.iter().rposition(|heading| !heading.is_empty());
        last.map_or(0, |last| last + 1)
    }

    /// The headings as the file has them, shortened.
    pub fn shown(&self) -> &[String] {
        &self.shown
    }

    /// Whether a heading is there.
    pub fn has(&self, heading: &str) -> bool {
        self.has_key(&heading_key(heading))
    }

    /// Whether a heading is there, by its [key](heading_key).
    pub fn has_key(&self, key: &str) -> bool {
        self.places.contains_key(key)
    }

    /// Where a heading stands, from 0; the first place where it stands twice.
    pub fn place(&self, heading: &str) -> Option<usize> {
        self.places.get(&heading_key(heading)).map(|place| place.at)
    }

    /// Whether a heading stands in several columns.
    pub fn is_repeated(&self, heading: &str) -> bool {
        let place = self.places.get(&heading_key(heading));
        place.is_some_and(|place| !place.once)
    }
}
