//! The table as it was pasted: headings, rows, and which column means what.

use super::PastedKind;
use crate::exchange::headings::heading_key;
use crate::exchange::table::Table;

/// A pasted table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedSheet {
    /// The headings; empty ones where the first row of the table is no row of headings.
    pub headings: Vec<String>,
    /// Which column of the kind each column is; `None` is one that nothing is read from.
    pub meaning: Vec<Option<usize>>,
    /// The rows below, each as wide as the headings.
    pub rows: Vec<Vec<String>>,
}

impl PastedSheet {
    /// Reads a text of cells: parted by tabs as out of a spreadsheet, or by commas, semicolons or bars.
    pub fn read(kind: PastedKind, text: &str) -> Self {
        let mut all: Vec<Vec<String>> = Vec::new();
        let mut take = |row: crate::exchange::table::Row<'_>| {
            all.push(row.cells().map(|cell| cell.trim().to_owned()).collect());
        };
        let mut table = Table::new();
        table.push(text, &mut take);
        table.finish(&mut take);
        let width = all.iter().map(Vec::len).max().unwrap_or(0);
        all.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        for row in &mut all {
            row.resize(width, String::new());
        }
        let has_headings = all
            .first()
            .is_some_and(|row| row.iter().any(|cell| meaning(kind, cell).is_some()));
        let headings = if has_headings {
            all.remove(0)
        } else {
            vec![String::new(); width]
        };
        let mut met = Vec::new();
        let meaning = headings
            .iter()
            .map(|heading| {
                let found = meaning(kind, heading).filter(|found| !met.contains(found));
                met.extend(found);
                found
            })
            .collect();
        PastedSheet {
            headings,
            meaning,
            rows: all,
        }
    }

    /// The table as text, cells parted by tabs.
    pub fn to_text(&self) -> String {
        let line = |cells: &Vec<String>| {
            let cells: Vec<String> = cells.iter().map(|cell| written(cell)).collect();
            cells.join("\t")
        };
        let mut lines: Vec<String> = Vec::new();
        if self.headings.iter().any(|heading| !heading.is_empty()) {
            lines.push(line(&self.headings));
        }
        lines.extend(self.rows.iter().map(line));
        lines.push(String::new());
        lines.join("\n")
    }

    /// The table with one cell written anew.
    pub fn with_cell(mut self, row: usize, column: usize, text: &str) -> Self {
        let cell = self.rows.get_mut(row).and_then(|row| row.get_mut(column));
        if let Some(cell) = cell {
            text.clone_into(cell);
        }
        self
    }

    /// The table without a row.
    pub fn without_row(mut self, row: usize) -> Self {
        if row < self.rows.len() {
            self.rows.remove(row);
        }
        self
    }

    /// The table with another meaning of a column, by the name of the column of the kind.
    pub fn with_heading(mut self, kind: PastedKind, column: usize, name: &str) -> Self {
        let place = |names: &[String]| {
            let is = |heading: &String| meaning(kind, heading) == meaning(kind, name);
            names.iter().position(is)
        };
        if !name.is_empty()
            && let Some(other) = place(&self.headings)
            && let Some(heading) = self.headings.get_mut(other)
        {
            *heading = format!("({heading})");
        }
        if let Some(heading) = self.headings.get_mut(column) {
            *heading = match name {
                "" => format!("({heading})"),
                name => name.to_owned(),
            };
        }
        PastedSheet::read(kind, &self.to_text())
    }

    /// The column of the table that means a column of the kind.
    pub(super) fn column(&self, kind: PastedKind, name: &str) -> Option<usize> {
        let wanted = kind
            .columns()
            .iter()
            .position(|column| column.name == name)?;
        self.meaning.iter().position(|of| *of == Some(wanted))
    }
}

fn written(cell: &str) -> String {
    if cell.contains(['\t', '\n', '\r', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The column of a kind that a heading means. One in brackets was set aside by a person.
fn meaning(kind: PastedKind, heading: &str) -> Option<usize> {
    let key = heading_key(heading);
    if key.is_empty() || heading.starts_with('(') {
        return None;
    }
    kind.columns().iter().position(|column| {
        heading_key(column.name) == key || column.also.iter().any(|also| heading_key(also) == key)
    })
}
