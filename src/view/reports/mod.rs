//! What the workspace holds, as CSV or JSON: open data for spreadsheets and other programs.
//!
//! Column names and codes are the same in every language of the screens, so that a program reads every file. Texts that
//! a spreadsheet would run as a formula are protected in CSV (see [`crate::exchange::csv_out`]); amounts have a point and
//! no thousands separator; times are ISO 8601, with a `Z` where they are UTC and without where they are the clock of the
//! channel that gave them. JSON is a list of objects with the columns as keys; what is empty is left out.
//!
//! | report | a row is | columns |
//! |---|---|---|
//! | orders | a line of an order, or a charge | `order`, `channel`, `number`, `placed_at`, `ship_by`, `client`, `country`, `currency`, `terms`, `fulfilment`, `payment`, `deal`, `doubts`, `holds`, `line`, `kind` (`goods` or `charge`), `sku`, `name`, `units`, `unit_price`, `amount`, then units by stage: `open`, `allocated`, `picked`, `packed`, `shipped`, `cancelled` |
//! | stock | goods at a place, by condition, lot and owner | `sku`, `name`, `client`, `warehouse`, `place_kind`, `place`, `condition`, `lot`, `expiry`, `owner`, `on_hand` |
//! | shipments | a parcel | `parcel`, `status`, `orders`, `carrier`, `tracking`, `weight_grams`, `units`, `skus`, `recipient`, `city`, `post_code`, `country` |
//! | movements | a movement of the ledger | `at`, `operator`, `device`, `commit`, `document`, `kind`, `sku`, `client`, `condition`, `lot`, `owner`, `from_kind`, `from`, `to_kind`, `to`, `units` |
//!
//! For a recipient whose data was erased or is restricted stands a word that says so.
//!
//! Units by stage of a line add up to `units`, but for lines of kits: their stages count units of the parts. The
//! movements of goods out of and into each place, what counts have found among them (`kind` is `count`), add up to what
//! the stock report shows there.

mod orders;
mod sheet;
mod stock;

pub(super) use orders::order_of;
pub use sheet::Format;

use self::sheet::Sheet;
use crate::limits::REPORT_ORDERS_AT_ONCE;
use crate::site::Reading;
use crate::stream::id::CommitId;
use crate::trade::goods::Goods;
use crate::trade::id::{OrderId, ParcelId};
use crate::trade::place::Place;
use std::collections::VecDeque;

/// A report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Orders, line by line.
    Orders,
    /// Stock, place by place.
    Stock,
    /// Parcels.
    Shipments,
    /// The ledger.
    Movements,
}

impl Report {
    /// All of them.
    pub const ALL: [Report; 4] = [
        Report::Orders,
        Report::Stock,
        Report::Shipments,
        Report::Movements,
    ];

    /// The name in file names and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Report::Orders => "orders",
            Report::Stock => "stock",
            Report::Shipments => "shipments",
            Report::Movements => "movements",
        }
    }

    fn columns(self) -> &'static [&'static str] {
        match self {
            Report::Orders => &orders::ORDER_COLUMNS,
            Report::Stock => &stock::STOCK_COLUMNS,
            Report::Shipments => &orders::SHIPMENT_COLUMNS,
            Report::Movements => &stock::MOVEMENT_COLUMNS,
        }
    }
}

/// What a row, or several, are made of.
enum Key {
    Order(OrderId),
    Parcel(ParcelId),
    Stock(Place, Goods),
    Commit(CommitId),
    Difference(Place, Goods),
}

/// A report that is being written, in short steps.
pub struct Writing {
    report: Report,
    sheet: Sheet,
    keys: VecDeque<Key>,
    total: u64,
    withheld: Withheld,
}

/// What stands for a recipient who is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// For erased data.
    pub erased: String,
    /// For restricted data.
    pub restricted: String,
}

impl Writing {
    /// Begins a report on the workspace as it is now.
    pub fn begin(report: Report, format: Format, at: &Reading<'_>) -> Self {
        let keys: VecDeque<Key> = match report {
            Report::Orders => {
                let orders = at.state.orders().filter(|order| order.placed().is_some());
                orders.map(|order| Key::Order(order.id().clone())).collect()
            }
            Report::Shipments => at.state.parcels().map(|(id, _)| Key::Parcel(*id)).collect(),
            Report::Stock => {
                let accounts = at.state.ledger.accounts();
                let ours = accounts
                    .filter(|(place, _, account)| place.is_ours() && account.balance() != 0);
                ours.map(|(place, goods, _)| Key::Stock(place.clone(), goods.clone()))
                    .collect()
            }
            Report::Movements => {
                let commits = at.held.outgoing().map(|one| Key::Commit(one.commit));
                let accounts = at.state.ledger.accounts();
                let counted = accounts.filter(|(_, _, account)| account.difference() != 0);
                let counted =
                    counted.map(|(place, goods, _)| Key::Difference(place.clone(), goods.clone()));
                commits.chain(counted).collect()
            }
        };
        Writing {
            report,
            sheet: Sheet::new(format, report.columns()),
            total: keys.len() as u64,
            keys,
            withheld: Withheld {
                erased: "erased".to_owned(),
                restricted: "restricted".to_owned(),
            },
        }
    }

    /// The same with other words for recipients who are not told.
    #[must_use]
    pub fn with_words(self, withheld: Withheld) -> Self {
        Writing { withheld, ..self }
    }

    /// How much is done of how much.
    pub fn progress(&self) -> (u64, u64) {
        (self.total - self.keys.len() as u64, self.total)
    }

    /// How many rows there are so far, headings not counted.
    pub fn rows(&self) -> u64 {
        self.sheet.rows()
    }

    /// Writes some more, and gives what is written; `None` once all was given.
    pub fn step(&mut self, at: &Reading<'_>) -> Option<Vec<u8>> {
        if self.keys.is_empty() {
            return self.sheet.end();
        }
        for _ in 0..REPORT_ORDERS_AT_ONCE {
            let Some(key) = self.keys.pop_front() else {
                break;
            };
            match key {
                Key::Order(order) => orders::order(at, &order, &mut self.sheet),
                Key::Parcel(parcel) => {
                    orders::parcel(at, &parcel, &self.withheld, &mut self.sheet);
                }
                Key::Stock(place, goods) => stock::stock(at, &place, &goods, &mut self.sheet),
                Key::Commit(commit) => stock::commit(at, commit, &mut self.sheet),
                Key::Difference(place, goods) => {
                    stock::difference(at, &place, &goods, &mut self.sheet);
                }
            }
        }
        Some(self.sheet.take())
    }

    /// The report.
    pub fn report(&self) -> Report {
        self.report
    }
}
