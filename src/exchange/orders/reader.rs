//! Reads a file of orders, whatever kind of file it is: text in rows, JSON, or a workbook; packed or not.

use super::gather::Gather;
use super::mapping::Mapping;
use super::model::Order;
use super::records::WRAPPERS;
use super::report::OrderReport;
use crate::exchange::fed::{FileReader, Gathering};
use crate::exchange::json::Record;
use crate::exchange::online_retail;
use crate::exchange::problem::{FileError, Notice};
use crate::exchange::table::Row;

/// Reads one file of orders. The order under way when a file breaks off is marked as [cut short](Order::cut_short).
pub type Reader = FileReader<Gather>;

impl Reader {
    /// For a file of a name, which errors carry; what it is will be recognised.
    pub fn new(file: &str) -> Self {
        Self::of(Gather::new(file, None))
    }

    /// For a file of rows whose columns a person has explained.
    pub fn with_mapping(file: &str, mapping: Mapping) -> Self {
        Self::of(Gather::new(file, Some(mapping)))
    }

    /// The report so far; complete after the end of the file or an error.
    pub fn report(&self) -> &OrderReport {
        &self.gather.report
    }

    /// The figures of a file of Online Retail, by which it is held against its known totals.
    pub fn online_retail_facts(&self) -> Option<&online_retail::Facts> {
        self.gather.online_retail_facts()
    }
}

impl Gathering for Gather {
    type Record = Order;

    const WRAPPERS: &'static [&'static str] = WRAPPERS;

    fn row(&mut self, row: Row<'_>, mut out: &mut dyn FnMut(Order)) {
        self.take(row, &mut out);
    }

    fn json(&mut self, record: Record<'_>, mut out: &mut dyn FnMut(Order)) {
        self.take_record(record, &mut out);
    }

    fn messages(&mut self, bytes: &[u8], mut out: &mut dyn FnMut(Order)) -> Result<(), FileError> {
        self.take_messages(bytes, &mut out)
    }

    fn failure(&self) -> Option<&FileError> {
        self.failure.as_ref()
    }

    fn emptiness(&self, is_json: bool) -> Result<(), FileError> {
        self.emptiness_of(is_json)
    }

    fn end(
        &mut self,
        failure: Option<&FileError>,
        mut notices: Vec<Notice>,
        mut out: &mut dyn FnMut(Order),
    ) {
        self.failure = failure.cloned();
        self.report.failure = failure.cloned();
        self.close_all(failure.is_some(), &mut out);
        let report = &mut self.report;
        if report.orders_without_lines > 0 && report.lines == 0 {
            notices.push(Notice::OrdersWithoutLines {
                count: report.orders_without_lines,
            });
        }
        if report.repeated_rows > 0 {
            notices.push(Notice::RowsRepeated {
                count: report.repeated_rows,
            });
        }
        let file = self.file();
        let notices = notices.into_iter().map(|notice| (file.clone(), notice));
        self.report.notices.extend(notices);
    }
}
