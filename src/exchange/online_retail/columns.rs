//! Which column is which: by heading, in any order, in both generations of the file.

use crate::exchange::headings::{heading_key, shown_headings};
use crate::exchange::problem::{FileError, shown_value};
use crate::exchange::table::Row;

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Invoice,
    Code,
    Description,
    Quantity,
    Time,
    Price,
    Customer,
    Country,
}

impl Column {
    const ALL: [Self; 8] = [
        Self::Invoice,
        Self::Code,
        Self::Description,
        Self::Quantity,
        Self::Time,
        Self::Price,
        Self::Customer,
        Self::Country,
    ];

    /// Its heading in the first generation, by which errors name it.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Invoice => "InvoiceNo",
            Self::Code => "StockCode",
            Self::Description => "Description",
            Self::Quantity => "Quantity",
            Self::Time => "InvoiceDate",
            Self::Price => "UnitPrice",
            Self::Customer => "CustomerID",
            Self::Country => "Country",
        }
    }

    fn of_heading(heading: &str) -> Option<Self> {
        let column = match heading_key(heading).as_str() {
            "invoiceno" | "invoice" => Self::Invoice,
            "stockcode" => Self::Code,
            "description" => Self::Description,
            "quantity" => Self::Quantity,
            "invoicedate" => Self::Time,
            "unitprice" | "price" => Self::Price,
            "customerid" => Self::Customer,
            "country" => Self::Country,
            _ => return None,
        };
        Some(column)
    }
}

/// Where each column stands.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    index: [usize; Column::ALL.len()],
    pub(super) width: usize,
}

impl Columns {
    pub(super) fn find(row: &Row<'_>) -> Result<Self, FileError> {
        let mut index = [None; Column::ALL.len()];
        for (at, heading) in row.cells().enumerate() {
            let Some(column) = Column::of_heading(heading) else {
                continue;
            };
            if index[column as usize].replace(at).is_some() {
                return Err(FileError::ColumnTwice {
                    heading: shown_value(heading),
                });
            }
        }
        let missing: Vec<&'static str> = Column::ALL
            .iter()
            .filter(|column| index[**column as usize].is_none())
            .map(|c| c.heading())
            .collect();
        if !missing.is_empty() {
            return Err(FileError::ColumnsMissing {
                missing,
                found: shown_headings(row),
            });
        }
        Ok(Self {
            index: index.map(Option::unwrap_or_default),
            width: row.len(),
        })
    }

    pub(super) fn cell<'a>(&self, row: &Row<'a>, column: Column) -> &'a str {
        row.get(self.index[column as usize]).unwrap_or_default()
    }
}

/// Whether a heading row is that of this file: it has at least invoice, stock code, quantity and date, so that a file
/// which lacks another column is still recognised and told which.
pub fn recognises<'a>(headings: impl IntoIterator<Item = &'a str>) -> bool {
    let mut found = [false; Column::ALL.len()];
    for column in headings.into_iter().filter_map(Column::of_heading) {
        found[column as usize] = true;
    }
    [
        Column::Invoice,
        Column::Code,
        Column::Quantity,
        Column::Time,
    ]
    .iter()
    .all(|column| found[*column as usize])
}

/// What each heading of a row means, by its usual name; `None` for columns that are not read.
pub fn meaning<'a>(headings: impl IntoIterator<Item = &'a str>) -> Vec<Option<&'static str>> {
    headings
        .into_iter()
        .map(|heading| Column::of_heading(heading).map(Column::heading))
        .collect()
}
