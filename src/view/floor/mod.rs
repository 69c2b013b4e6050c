//! The floor as its screens show it: what waits at each task, the one instruction that comes next, and what a scan
//! means there.
//!
//! | file | what it is for |
//! |---|---|
//! | `hear` | what was read: codes and element strings, and the one thing that they mean here |
//! | `says` | what is answered to a scan or a press: right or wrong, as data |
//! | `demands` | what the card of an item asks for: lot, date, serial numbers |
//! | `spots` | where goods are put: stations, benches, docks, and the location that an item is kept at |
//! | `measured` | quantities in sentences, each with its unit |
//! | `room` | whether goods have room at a location |
//! | `home` | what waits for each task; `here` what is at a place that was scanned, and what is to do there |
//! | `pick` | the walk through a batch; `pick_scan` what a scan means on it; `pick_undo` what Undo takes back |
//! | `pack` | an order at the pack table; `pack_scan` what a scan means there |
//! | `pack_along` | orders of one address in one parcel; `pack_rules` what the workspace has set for packing |
//! | `carriers` | who carries parcels |
//! | `commands` | which buttons the printed command codes press |
//! | `ship` | parcels at the door, and on the way |
//! | `put_back` | picked units that nobody wants any more |
//! | `returns` | an RMA at the bench; `returns_scan` what a scan means there |
//! | `receive` | deliveries; `receive_scan` what a scan means there |
//! | `put_away` | goods from one place to another, and written off |
//! | `transfer` | plates from one warehouse to another |
//! | `count` | what was seen at a place, blind |
//! | `papers` | pick lists and packing slips |
//!
//! A screen keeps a small state of its own beside the facts: which unit is in the hand, what was counted so far. Every
//! scan function takes that state, says which command follows and how the state goes on once the command is kept.
//! Nothing here writes, reads a clock or knows a language.

pub mod carriers;
pub mod commands;
pub mod count;
pub mod demands;
pub mod hear;
pub mod here;
pub mod home;
pub mod measured;
pub mod pack;
mod pack_along;
pub mod pack_back;
mod pack_rules;
pub mod pack_scan;
pub mod papers;
pub mod pick;
pub mod pick_kept;
pub mod pick_map;
pub mod pick_scan;
pub mod pick_undo;
pub mod put_away;
pub mod put_back;
pub mod receive;
pub mod receive_scan;
pub mod returns;
pub mod returns_scan;
pub mod room;
pub mod says;
pub mod ship;
pub mod spots;
pub mod thing;
pub mod transfer;

pub use says::{Says, Wrong};

use crate::site::{Held, Reading};
use crate::stream::id::{FactId, StreamId, TAG_LETTERS};
use crate::stream::stamp::Stamp;
use crate::trade::card_fold::Card;
use crate::trade::decide::floor::{Floor, Step};
use crate::trade::decide::{Command, Context};
use crate::trade::demand::DemandDocument;
use crate::trade::id::{FulfilmentOrderId, ItemId, OperatorId, OrderId, ParcelId, WarehouseId};
use crate::trade::locations::WarehouseField;
use crate::trade::orders::status::gate;
use crate::trade::quantity::{Day, Instant};
use crate::trade::relations;
use crate::trade::scan::parcel_code;
use crate::view::names;

/// The workspace as somebody on the floor reads it at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Hand<'a> {
    /// The workspace.
    pub at: Reading<'a>,
    /// What the wall clock reads, in milliseconds since 1970 UTC.
    pub now_ms: i64,
    /// The day that it is here, in days since 1970-01-01.
    pub today: i64,
    /// Who is signed in.
    pub operator: Option<OperatorId>,
    /// The stream that this device writes: what it wrote last can be taken back here.
    pub stream: StreamId,
    /// The warehouse that this device works in; `None` shows the work of all.
    pub warehouse: Option<&'a WarehouseId>,
}

/// What a scan or a press does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act<L> {
    /// A command; once it is kept, the screen stands at `then` and answers `says`.
    Run {
        /// What is written.
        command: Command,
        /// Where the screen stands then.
        then: L,
        /// What it answers then.
        says: Says,
    },
    /// A command that must be kept first; then the same is asked again.
    First(Command),
    /// Nothing is written: the screen goes on by itself.
    Note {
        /// Where it stands then.
        then: L,
        /// What it answers.
        says: Says,
    },
}

impl<'a> Hand<'a> {
    /// What deciding would know beside the state, were a command given now.
    pub fn context(&self) -> Context {
        Context {
            now: Instant { ms: self.now_ms },
            today: Day { days: self.today },
            operator: self.operator,
            stream: self.stream,
            next_commit: u64::MAX,
            stamp: Stamp::default(),
        }
    }

    /// Reads the floor as a command is decided.
    pub(crate) fn floor<T>(
        &self,
        with: impl FnOnce(&Floor<'_, relations::Held<'a, Held>>) -> T,
    ) -> T {
        let relations = self.at.relations();
        let now = Instant { ms: self.now_ms };
        let context = self.context();
        let gate = |order: &OrderId, step: Step| gate(self.at.state, order, step, &now, &relations);
        with(&Floor {
            state: self.at.state,
            context: &context,
            relations: &relations,
            gate: &gate,
        })
    }

    /// The order of a document; `None` for documents that are no fulfilment order's.
    pub fn order_of(&self, document: &DemandDocument) -> Option<&'a OrderId> {
        let (_, routed) = self.at.state.fulfilment(fulfilment(document)?)?.routed()?;
        Some(&routed.order)
    }

    /// The number that people see of the order of a document; empty where it has none.
    pub fn number_of(&self, document: &DemandDocument) -> String {
        let order = self.order_of(document);
        order
            .map(|order| names::shown_number(&self.at, order).to_owned())
            .unwrap_or_default()
    }

    /// What an item is called, or its code where it has no name.
    pub fn item_name(&self, item: &ItemId) -> String {
        match names::item_title(&self.at, item) {
            Some(title) => title.as_str().to_owned(),
            None => names::item_code(&self.at, item),
        }
    }

    /// The warehouse that work is begun in where nothing says another: the device's, else the first that is not retired.
    pub fn home(&self) -> Option<&'a WarehouseId> {
        let retired = |card: &Card<WarehouseField>| {
            card.fields()
                .any(|field| *field == WarehouseField::Retired(true))
        };
        let mut open = self
            .at
            .state
            .warehouses()
            .filter(|(_, card)| !retired(card));
        self.warehouse.or_else(|| open.next().map(|(id, _)| id))
    }

    /// Whether work of a warehouse is shown here.
    pub fn shows(&self, warehouse: &WarehouseId) -> bool {
        self.warehouse.is_none_or(|own| own == warehouse)
    }

    /// The warehouse that does a fulfilment order.
    pub(crate) fn warehouse_of(&self, id: &FulfilmentOrderId) -> Option<WarehouseId> {
        let state = self.at.state;
        state.warehouse_of(state.fulfilment(id)?)
    }

    /// The last of facts that this device wrote.
    pub(crate) fn last<T>(&self, facts: impl Iterator<Item = (FactId, T)>) -> Option<(FactId, T)> {
        facts
            .filter(|(fact, _)| fact.commit.stream == self.stream)
            .max_by_key(|(fact, _)| (fact.commit.number, fact.index))
    }
}

/// The fulfilment order that a document is.
pub(crate) fn fulfilment(document: &DemandDocument) -> Option<&FulfilmentOrderId> {
    match document {
        DemandDocument::FulfilmentOrder(id) => Some(id),
        DemandDocument::Transfer(_)
        | DemandDocument::Assembly(_)
        | DemandDocument::SupplierReturn(_)
        | DemandDocument::Replenishment(_)
        | DemandDocument::Cart(_) => None,
    }
}

/// The code on a parcel, as it is printed, shown and scanned.
pub fn parcel_name(parcel: &ParcelId) -> String {
    parcel_code(parcel, TAG_LETTERS)
}

/// A number of units to show; nothing where it is below zero.
pub(crate) fn shown_units(units: i128) -> u64 {
    crate::trade::decide::hands::count(units)
}
