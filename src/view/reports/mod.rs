//! What the workspace holds, as CSV or JSON: open data for spreadsheets and other programs.
//!
//! Column names and codes are the same in every language of the screens, so that a program reads every file. Texts that
//! a spreadsheet would run as a formula are protected in CSV (see [`crate::exchange::csv_out`]); amounts have a point and
//! no thousands separator; times are ISO 8601, with a `Z` where they are UTC and without where they are the clock of the
//! channel that gave them. JSON is a list of objects with the columns as keys; what is empty is left out.
//!
//! What a row of each file is, and what its columns mean, is said by [`Report::about`] and [`Report::columns`]; the pages
//! in `docs/data` are made of them.
//!
//! For a recipient whose data was erased or is restricted stands a word that says so.
//!
//! Units by stage of a line add up to `units`, but for lines of kits: their stages count units of the parts. The
//! movements of goods out of and into each place, what counts have found among them (`kind` is `count`), add up to what
//! the stock report shows there.

mod cards;
mod columns;
mod happened;
mod orders;
mod sheet;
mod stock;

pub use columns::{Column, ColumnKind};
pub(super) use orders::order_of;
pub use sheet::Format;

use self::sheet::Sheet;
use crate::limits::REPORT_ORDERS_AT_ONCE;
use crate::site::Reading;
use crate::stream::id::CommitId;
use crate::trade::goods::Goods;
use crate::trade::id::{ChannelId, ItemId, LocationId, OrderId, ParcelId, PartyId, ReturnId};
use crate::trade::place::Place;
use std::collections::{BTreeSet, VecDeque};

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
    /// Items.
    Items,
    /// Locations, in the order of the walk.
    Locations,
    /// Partners.
    Partners,
    /// Channels.
    Channels,
    /// Returns, step by step.
    Returns,
    /// Money that came and went.
    Payments,
    /// Files that answered channels.
    Answers,
    /// Every fact, by its name.
    Facts,
}

impl Report {
    /// All of them.
    pub const ALL: [Report; 12] = [
        Report::Orders,
        Report::Shipments,
        Report::Returns,
        Report::Payments,
        Report::Stock,
        Report::Movements,
        Report::Items,
        Report::Locations,
        Report::Partners,
        Report::Channels,
        Report::Answers,
        Report::Facts,
    ];

    /// The name in file names and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Report::Orders => "orders",
            Report::Stock => "stock",
            Report::Shipments => "shipments",
            Report::Movements => "movements",
            Report::Items => "items",
            Report::Locations => "locations",
            Report::Partners => "partners",
            Report::Channels => "channels",
            Report::Returns => "returns",
            Report::Payments => "payments",
            Report::Answers => "answers",
            Report::Facts => "facts",
        }
    }

    /// What a row is.
    pub fn about(self) -> &'static str {
        match self {
            Report::Orders => {
                "A row is a line of an order, or a charge. Units by stage add up to the units of the line, but for lines of \
                 sets: their stages count units of the parts."
            }
            Report::Stock => "A row is goods at a place, by condition, lot and owner.",
            Report::Shipments => "A row is a parcel that anything is in.",
            Report::Movements => {
                "A row is a movement of the ledger. What moved out of and into each place, what counts have found among it, \
                 adds up to what the file of stock shows there."
            }
            Report::Items => "A row is an item.",
            Report::Locations => "A row is a location, in the order of the walk.",
            Report::Partners => "A row is a client, supplier, carrier, marketplace or contractor.",
            Report::Channels => "A row is a channel that has a card.",
            Report::Returns => {
                "A row is a step of a return: units that were announced, units that came, units about which was decided. \
                 A return has rows of each."
            }
            Report::Payments => "A row is a payment or a refund that counts.",
            Report::Answers => "A row is a file that was written for a channel.",
            Report::Facts => {
                "A row is a fact: what happened, by whom, on which device. Personal data is in none. The copy of the \
                 workspace has the facts whole."
            }
        }
    }

    /// The columns, in their order.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Report::Orders => columns::ORDERS,
            Report::Stock => columns::STOCK,
            Report::Shipments => columns::SHIPMENTS,
            Report::Movements => columns::MOVEMENTS,
            Report::Items => columns::ITEMS,
            Report::Locations => columns::LOCATIONS,
            Report::Partners => columns::PARTNERS,
            Report::Channels => columns::CHANNELS,
            Report::Returns => columns::RETURNS,
            Report::Payments => columns::PAYMENTS,
            Report::Answers => columns::ANSWERS,
            Report::Facts => columns::FACTS,
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
    Item(ItemId),
    Location(LocationId, u64),
    Partner(PartyId),
    Channel(ChannelId),
    Return(ReturnId),
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
            Report::Orders | Report::Payments => {
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
            Report::Items => at
                .state
                .items()
                .map(|(id, _)| Key::Item(id.clone()))
                .collect(),
            Report::Locations => {
                let mut keys = VecDeque::new();
                for (warehouse, _) in at.state.warehouses() {
                    let walk = (1..).zip(at.state.pick_sequence(warehouse));
                    keys.extend(walk.map(|(walk, (_, id))| Key::Location(id.clone(), walk)));
                }
                keys
            }
            Report::Partners => {
                let parties = at.state.parties();
                parties.map(|(id, _)| Key::Partner(id.clone())).collect()
            }
            Report::Channels => {
                let channels = at.state.channels();
                channels.map(|(id, _)| Key::Channel(id.clone())).collect()
            }
            Report::Answers => {
                let with_card = at.state.channels().map(|(id, _)| id);
                let all: BTreeSet<&ChannelId> =
                    with_card.chain(at.state.order_channels()).collect();
                all.into_iter().map(|id| Key::Channel(id.clone())).collect()
            }
            Report::Returns => at.state.rmas().map(|(id, _)| Key::Return(*id)).collect(),
            Report::Facts => at
                .held
                .outgoing()
                .map(|one| Key::Commit(one.commit))
                .collect(),
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
                Key::Order(order) if self.report == Report::Payments => {
                    happened::payments(at, &order, &mut self.sheet);
                }
                Key::Order(order) => orders::order(at, &order, &mut self.sheet),
                Key::Parcel(parcel) => {
                    orders::parcel(at, &parcel, &self.withheld, &mut self.sheet);
                }
                Key::Stock(place, goods) => stock::stock(at, &place, &goods, &mut self.sheet),
                Key::Commit(commit) if self.report == Report::Facts => {
                    happened::facts(at, commit, &mut self.sheet);
                }
                Key::Commit(commit) => stock::commit(at, commit, &mut self.sheet),
                Key::Item(item) => cards::item(at, &item, &mut self.sheet),
                Key::Location(location, walk) => {
                    cards::location(at, &location, walk, &mut self.sheet);
                }
                Key::Partner(party) => cards::partner(at, &party, &mut self.sheet),
                Key::Channel(channel) if self.report == Report::Answers => {
                    happened::answers(at, &channel, &mut self.sheet);
                }
                Key::Channel(channel) => cards::channel(at, &channel, &mut self.sheet),
                Key::Return(rma) => happened::returned(at, rma, &mut self.sheet),
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
