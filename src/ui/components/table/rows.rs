//! What a table shows: rows by their place, cells by their column.

use std::sync::Arc;

use crate::trade::id::BlobId;
use crate::ui::feedback::Tone;
use crate::ui::locale::Text;

/// Names a row for good: an order number, an item code.
pub type RowKey = Arc<str>;

/// The rows of a table, filtered and sorted. The table asks for the few it shows; making a cell may cost, counting and
/// naming must not.
pub trait Rows: Send + Sync {
    /// How many rows there are.
    fn count(&self) -> usize;

    /// The name of a row. `index` is below [`Rows::count`].
    fn key(&self, index: usize) -> RowKey;

    /// The cells of a row in these columns, in their order.
    fn cells(&self, index: usize, columns: &[&'static str]) -> Vec<Cell>;

    /// Where a row stands, if it is among them.
    fn position(&self, key: &str) -> Option<usize> {
        (0..self.count()).find(|index| *self.key(*index) == *key)
    }
}

/// What stands in a cell, already written the way of the language.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known or applies.
    Empty,
    /// Words.
    Text(String),
    /// Words beside the matter.
    Quiet(String),
    /// What the row is called.
    Strong(String),
    /// A number with its unit, an amount, a date: set at the end of the column.
    Figure(String),
    /// A state.
    Status(Tone, Text),
    /// A picture, or the initial letter where there is none.
    Picture(Option<BlobId>, String),
}

/// By which column the rows are sorted. The caller sorts; the table shows it and asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub column: String,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sort {
    /// Reads the form that stands in the query of the address: `date` or `-date`.
    pub fn from_query(words: &str) -> Self {
        let column = words.trim_start_matches('-');
        Self {
            column: column.to_owned(),
            descending: words.starts_with('-'),
        }
    }

    /// The form that stands in the query of the address.
    pub fn to_query(&self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.column)
    }

    /// What a press on the head of a column asks for: that column, and the other way round where it is already that.
    pub fn pressed(&self, column: &str) -> Self {
        let descending = self.column == column && !self.descending;
        Self {
            column: column.to_owned(),
            descending,
        }
    }
}
