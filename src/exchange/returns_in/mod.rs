//! Returns in: what customers sent back to a warehouse of the marketplace, as one neutral line per row.
//!
//! Read is Amazon's report of customer returns (FBA), tab-separated. The words for the condition, the reason and what
//! was done are kept; beside them stands what they mean where that is known. Reasons are an open list: marketplaces add
//! to theirs, and a word that nobody here knows is counted and kept.
//!
//! What a condition means for the stock is a person's decision ([`crate::trade::returns::Disposition`]), and none of
//! this report's: the goods lie with the marketplace.

mod gather;
mod words;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use self::gather::Gather;
pub(crate) use self::gather::recognises;
use super::fed::FileReader;
use super::orders::model::Named;
use super::sheet::SheetReport;
use super::times::SourceTime;
use crate::trade::returns::ReturnReason;

/// What a file of returns is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnsFormat {
    /// Not recognised, or not yet.
    #[default]
    Unknown,
    /// Amazon's customer returns to its own warehouses.
    AmazonFba,
    /// What customers have announced to send back here: the order, the item, how many.
    Announced,
}

impl ReturnsFormat {
    /// Its name, as a person knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::AmazonFba => "Amazon FBA customer returns",
            Self::Announced => "announced returns",
        }
    }
}

/// The condition in which something came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// As new.
    Sellable,
    /// Does not work or is not as it should be, without visible damage.
    Defective,
    /// Damaged; by whom is not said.
    Damaged,
    /// Damaged by the customer.
    CustomerDamaged,
    /// Damaged on the way.
    CarrierDamaged,
    /// Damaged in the warehouse.
    WarehouseDamaged,
    /// Damaged before it came into the warehouse.
    DistributorDamaged,
    /// Past its date.
    Expired,
}

/// Words of the source, and what they mean where that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Worded<T> {
    /// As the source writes it.
    pub words: String,
    /// What that is.
    pub meaning: Option<T>,
}

/// Units of one item that came back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReturnedGoods {
    /// The file's format.
    pub format: ReturnsFormat,
    /// The row of the file, from 1.
    pub row: u64,
    /// When it came back.
    pub returned: Option<SourceTime>,
    /// The order it was sold in.
    pub order: Option<String>,
    /// The seller's code.
    pub sku: Option<String>,
    /// The source's numbers of the goods, by its names.
    pub ids: Vec<Named>,
    /// What it is called.
    pub title: Option<String>,
    /// How many came back, in units; one or more.
    pub units: i64,
    /// The warehouse it came back to.
    pub warehouse: Option<String>,
    /// The condition it is in.
    pub condition: Option<Worded<Condition>>,
    /// Why it came back.
    #[serde(serialize_with = "reason_form")]
    pub reason: Option<Worded<ReturnReason>>,
    /// What was done with it, in the source's words.
    pub status: Option<String>,
    /// The number of the unit itself.
    pub license_plate: Option<String>,
    /// What the customer wrote.
    pub comment: Option<String>,
}

/// Reasons by their codes, as everywhere in files.
fn reason_form<S: Serializer>(
    reason: &Option<Worded<ReturnReason>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let coded = reason.as_ref().map(|reason| Worded {
        words: reason.words.clone(),
        meaning: reason.meaning.map(words::code),
    });
    coded.serialize(serializer)
}

/// The report of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnsReport {
    /// What the file was recognised as.
    pub format: ReturnsFormat,
    /// Rows and what was wrong with them.
    pub sheet: SheetReport,
    /// Rows that were taken.
    pub lines: u64,
    /// Units that came back.
    pub units: i128,
    /// Units by the words for their condition.
    pub conditions: WordCounts<Condition>,
    /// Units by the words for their reason.
    pub reasons: WordCounts<ReturnReason>,
    /// Units by the words for what was done.
    pub statuses: WordCounts<()>,
}

/// Units by the words that a source uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordCounts<T> {
    /// Each word with its meaning and its units.
    pub by_words: BTreeMap<String, (Option<T>, i128)>,
    /// Units with words beyond those that are counted one by one.
    pub beyond: i128,
}

impl<T> Default for WordCounts<T> {
    fn default() -> Self {
        Self {
            by_words: BTreeMap::new(),
            beyond: 0,
        }
    }
}

/// Reads one file of returns.
pub type ReturnsReader = FileReader<Gather>;

impl ReturnsReader {
    /// For a file of a name, which errors carry; what it is will be recognised.
    pub fn new(file: &str) -> Self {
        Self::of(Gather::new(file))
    }

    /// The same for a file of which is known that it is a list of returns, whatever its headings say of that.
    pub fn told(file: &str) -> Self {
        Self::of(Gather::told(file))
    }

    /// The report so far; complete after the end of the file or an error.
    pub fn report(&self) -> ReturnsReport {
        self.gather.report()
    }
}
