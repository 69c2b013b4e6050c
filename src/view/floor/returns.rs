//! Returned goods: the RMAs that are open, and one from its receipt to its end. Money goes back in the office.

use super::demands::Demands;
use super::spots::kept_at;
use super::{Hand, Says, shown_units};
use crate::stream::id::FactId;
use crate::trade::decide::Command;
use crate::trade::demand::DemandLine;
use crate::trade::goods::Goods;
use crate::trade::id::{DocumentId, LocationId, OrderId, ReturnId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::personal::Slot;
use crate::trade::place::Place;
use crate::trade::returns::ReturnReason;
use crate::trade::returns::commands::ReturnCommand;
use crate::trade::returns::rma::Rma;
use crate::trade::returns::whereabouts::whereabouts;
use crate::trade::text::Code;
use crate::view::names;
use std::collections::{BTreeMap, BTreeSet};

/// An RMA in the list of what is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnEntry {
    /// The RMA.
    pub rma: ReturnId,
    /// Its name.
    pub name: String,
    /// The order, where it is known.
    pub order: Option<OrderId>,
    /// The order's number; empty where it is not known.
    pub number: String,
    /// Units that were authorised.
    pub authorised: u64,
    /// Units that came.
    pub received: u64,
    /// Units at the bench that nobody has decided about.
    pub undecided: u64,
}

/// One of several returns that a code may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnChoice {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// The open return of it; `None` where nobody announced one.
    pub rma: Option<ReturnId>,
}

/// What a code means among returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnFound {
    /// An open RMA.
    One(ReturnId),
    /// Several: returns of one order, or the orders of one parcel.
    Several(Vec<ReturnChoice>),
    /// An order of which units are away and none is announced.
    Unannounced(OrderId),
    /// Nothing that may come back.
    Nothing,
}

/// Goods of a return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRow {
    /// What they had been for, where that is known.
    pub line: Option<DemandLine>,
    /// The goods, as they were sent.
    pub goods: Goods,
    /// The item's code.
    pub sku: String,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// Units that have not come yet.
    pub to_come: u64,
    /// Units at the bench that nobody has decided about.
    pub undecided: u64,
    /// Units that were decided about.
    pub decided: u64,
    /// Why they come back, where it was said.
    pub reason: Option<ReturnReason>,
    /// Where the undecided ones lie.
    pub lies_at: Option<Place>,
    /// Serial numbers of the undecided ones, as far as they were read.
    pub serials: Vec<Code>,
    /// The location that the item is kept at.
    pub proposed: Option<LocationId>,
    /// Whether serial numbers are asked for.
    pub asks_serial: bool,
}

/// Where a return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnPhase {
    /// There is no such return.
    Missing,
    /// Units are to come.
    Receive,
    /// Units lie at the bench.
    Inspect,
    /// Nothing is to do but to close it.
    Close,
    /// Nothing more is expected.
    Closed,
}

/// What the return screen shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnView {
    /// The RMA; `None` for units that come unannounced.
    pub rma: Option<ReturnId>,
    /// Its name; empty while there is none.
    pub name: String,
    /// The order, where it is known.
    pub order: Option<OrderId>,
    /// The order's number.
    pub number: String,
    /// The goods.
    pub rows: Vec<ReturnRow>,
    /// Goods of the order that are away and that this return does not announce: they may come with it all the same.
    pub others: Vec<ReturnRow>,
    /// The customer's words.
    pub words: Option<String>,
    /// Whether nothing more is expected.
    pub closed: bool,
    /// The warehouse that they come to.
    pub warehouse: Option<WarehouseId>,
    /// Whether something can be taken back here.
    pub may_undo: bool,
}

impl ReturnView {
    /// Units that have not come yet.
    pub fn to_come(&self) -> u64 {
        self.rows.iter().map(|row| row.to_come).sum()
    }

    /// Units at the bench that nobody has decided about.
    pub fn undecided(&self) -> u64 {
        self.rows.iter().map(|row| row.undecided).sum()
    }

    /// Units that were decided about.
    pub fn decided(&self) -> u64 {
        self.rows.iter().map(|row| row.decided).sum()
    }

    /// Where the return is. `receiving`: whether units are still being taken in, rather than inspected.
    pub fn phase(&self, receiving: bool) -> ReturnPhase {
        let came = self.decided() + self.undecided() > 0;
        if self.closed {
            ReturnPhase::Closed
        } else if self.to_come() > 0 && (receiving || !came) {
            ReturnPhase::Receive
        } else if self.undecided() > 0 {
            ReturnPhase::Inspect
        } else if self.rows.is_empty() {
            ReturnPhase::Missing
        } else {
            ReturnPhase::Close
        }
    }

    /// The goods that are inspected: those asked for, else the first that wait.
    pub fn to_inspect(&self, asked: Option<&RowKey>) -> Option<&ReturnRow> {
        let waits = |row: &&ReturnRow| row.undecided > 0;
        let own = self.rows.iter().filter(waits);
        let asked = asked.and_then(|key| own.clone().find(|row| row.key() == *key));
        asked.or_else(|| self.rows.iter().find(waits))
    }
}

/// What tells the goods of a return apart.
pub type RowKey = (Option<DemandLine>, Goods);

impl ReturnRow {
    /// What tells it apart.
    pub fn key(&self) -> RowKey {
        (self.line.clone(), self.goods.clone())
    }
}

fn order_of(rma: &Rma) -> Option<&OrderId> {
    rma.authorised()?.1.order.as_ref()
}

fn sum<'i>(units: impl Iterator<Item = &'i crate::trade::quantity::Units>) -> u64 {
    shown_units(units.map(|units| units.wide()).sum())
}

fn entry(hand: &Hand<'_>, id: ReturnId, rma: &Rma) -> ReturnEntry {
    let order = order_of(rma);
    let view = view(hand, Some(id), None);
    let lines = rma.authorised().into_iter().flat_map(|(_, it)| &it.lines);
    let received = rma.received().flat_map(|(_, it)| &it.units);
    ReturnEntry {
        rma: id,
        name: names::opened(&id.0),
        order: order.cloned(),
        number: order.map_or_else(String::new, |order| {
            names::shown_number(&hand.at, order).to_owned()
        }),
        authorised: sum(lines.map(|line| &line.units)),
        received: sum(received.map(|units| &units.units)),
        undecided: view.undecided(),
    }
}

fn open<'a>(hand: &Hand<'a>) -> impl Iterator<Item = (&'a ReturnId, &'a Rma)> {
    let all = hand.at.state.open_rmas();
    all.filter(|(_, rma)| rma.authorised().is_some())
}

/// Whether a return comes to a warehouse whose work is shown here.
fn is_shown(hand: &Hand<'_>, rma: &Rma) -> bool {
    warehouse(hand, order_of(rma)).is_none_or(|warehouse| hand.shows(&warehouse))
}

/// How many returns are open.
pub fn count(hand: &Hand<'_>) -> usize {
    open(hand).filter(|(_, rma)| is_shown(hand, rma)).count()
}

/// The open returns: what lies at the bench comes before what is only expected.
pub fn returns(hand: &Hand<'_>) -> Vec<ReturnEntry> {
    let shown = open(hand).filter(|(_, rma)| is_shown(hand, rma));
    let mut entries: Vec<ReturnEntry> = shown.map(|(id, rma)| entry(hand, *id, rma)).collect();
    entries.sort_by_key(|entry| (entry.undecided == 0, entry.rma));
    entries
}

/// What an RMA, an order number, a parcel or a tracking number means here.
pub fn find(hand: &Hand<'_>, code: &str) -> ReturnFound {
    let code = code.trim();
    let by_name = names::find_return(&hand.at, code);
    if let Some(rma) = by_name.filter(|id| open(hand).any(|(open, _)| open == id)) {
        return ReturnFound::One(rma);
    }
    let parcel = super::ship::find(hand, code).and_then(|id| hand.at.state.parcel(&id));
    let packed = parcel.into_iter().flat_map(|parcel| parcel.packed());
    let of_parcel: BTreeSet<OrderId> = packed
        .filter_map(|(_, packed)| hand.order_of(&packed.line.document).cloned())
        .collect();
    let orders = match of_parcel.is_empty() {
        true => names::find_order(&hand.at, code).into_iter().collect(),
        false => of_parcel,
    };
    let mut all: Vec<ReturnChoice> = Vec::new();
    for order in orders {
        let number = names::shown_number(&hand.at, &order).to_owned();
        let mut of_order = open(hand)
            .filter(|(_, rma)| order_of(rma) == Some(&order))
            .map(|(id, _)| Some(*id))
            .collect::<Vec<_>>();
        if of_order.is_empty() && !away(hand, &order).is_empty() {
            of_order.push(None);
        }
        all.extend(of_order.into_iter().map(|rma| ReturnChoice {
            order: order.clone(),
            number: number.clone(),
            rma,
        }));
    }
    match all.as_slice() {
        [] => ReturnFound::Nothing,
        [ReturnChoice { rma: Some(one), .. }] => ReturnFound::One(*one),
        [
            ReturnChoice {
                order, rma: None, ..
            },
        ] => ReturnFound::Unannounced(order.clone()),
        [_, _, ..] => ReturnFound::Several(all),
    }
}

/// Units of an order that are with carriers or customers, by line and goods.
fn away(hand: &Hand<'_>, order: &OrderId) -> BTreeMap<RowKey, i128> {
    let found = hand.at.state.order(order).into_iter();
    let of_order: Vec<_> = found
        .flat_map(|order| order.routed())
        .map(|(_, id, _)| *id)
        .collect();
    hand.floor(|floor| {
        let mut away = BTreeMap::new();
        for id in of_order {
            for line in floor.lines(&id).unwrap_or_default() {
                for ((_, goods), units) in whereabouts(floor, &line) {
                    *away.entry((Some(line.clone()), goods)).or_insert(0) += units;
                }
            }
        }
        away.retain(|_, units| *units > 0);
        away
    })
}

/// What is told of the goods of a return.
#[derive(Default)]
struct Sums {
    authorised: i128,
    received: i128,
    /// Units at the places that they were received at, and decided about from there.
    at: BTreeMap<Place, i128>,
    decided: i128,
    reason: Option<ReturnReason>,
    serials: BTreeSet<Code>,
}

fn read(serials: &[crate::trade::goods::Serials]) -> impl Iterator<Item = Code> + '_ {
    let each = serials.iter().flat_map(|serials| serials.each());
    each.filter_map(|serial| Code::new(&serial).ok())
}

fn sums(hand: &Hand<'_>, rma: &Rma) -> BTreeMap<RowKey, Sums> {
    let names = &hand.at.state.components;
    let mut sums: BTreeMap<RowKey, Sums> = BTreeMap::new();
    for line in rma.authorised().into_iter().flat_map(|(_, it)| &it.lines) {
        let key = (Some(line.line.clone()), names.goods(&line.goods));
        let of = sums.entry(key).or_default();
        of.authorised += line.units.wide();
        of.reason.get_or_insert(line.reason);
    }
    for (_, received) in rma.received() {
        for it in &received.units {
            let key = (it.line.clone(), names.goods(&it.goods));
            let of = sums.entry(key).or_default();
            of.received += it.units.wide();
            *of.at.entry(received.at.clone()).or_insert(0) += it.units.wide();
            of.serials.extend(read(&it.serials));
        }
    }
    for (_, it) in rma.decided() {
        let key = (it.line.clone(), names.goods(&it.goods));
        // What is decided anew elsewhere lies at the bench no more.
        let Some(of) = sums.get_mut(&key) else {
            continue;
        };
        if let Some(there) = of.at.get_mut(&it.from) {
            *there -= it.units.wide();
            of.decided += it.units.wide();
            for serial in read(&it.serials) {
                of.serials.remove(&serial);
            }
        }
    }
    sums
}

/// Units of an order that are away and that no open return announces.
fn unannounced(hand: &Hand<'_>, rma: ReturnId, order: &OrderId) -> BTreeMap<RowKey, i128> {
    let names = &hand.at.state.components;
    let mut left: BTreeMap<RowKey, i128> = BTreeMap::new();
    for ((line, goods), units) in away(hand, order) {
        *left.entry((line, names.goods(&goods))).or_insert(0) += units;
    }
    let of_order = open(hand).filter(|(id, it)| **id == rma || order_of(it) == Some(order));
    for (_, open) in of_order {
        for (key, of) in sums(hand, open) {
            if let Some(units) = left.get_mut(&key) {
                *units -= (of.authorised - of.received).max(0);
            }
        }
    }
    left.retain(|_, units| *units > 0);
    left
}

/// Whether a serial number is that of a unit of goods that left; `None` where not all of their numbers are known.
pub(super) fn was_sent(hand: &Hand<'_>, row: &ReturnRow, serial: &Code) -> Option<bool> {
    let names = &hand.at.state.components;
    let of_row = |content: &&crate::trade::shipping::ParcelContent| {
        Some(&content.line) == row.line.as_ref()
            && names.goods(&content.goods) == names.goods(&row.goods)
    };
    let parcels = hand.at.state.parcels();
    let left = parcels.flat_map(|(_, parcel)| parcel.hand_overs());
    let contents = left.flat_map(|(_, it)| &it.contents);
    let (mut units, mut known) = (0, 0);
    for content in contents.filter(of_row) {
        units += content.units.get();
        for sent in read(&content.serials) {
            if sent == *serial {
                return Some(true);
            }
            known += 1;
        }
    }
    (known >= units).then_some(false)
}

/// What the return screen shows: of an RMA, or of what may come back of an order unannounced.
pub fn view(hand: &Hand<'_>, rma: Option<ReturnId>, order: Option<&OrderId>) -> ReturnView {
    let found = rma.and_then(|id| Some((id, hand.at.state.rma(&id)?)));
    let found = found.filter(|(_, rma)| rma.authorised().is_some());
    let order = match found {
        Some((_, rma)) => order_of(rma).cloned(),
        None => order.cloned(),
    };
    let warehouse = warehouse(hand, order.as_ref());
    let sums = match (found, &order) {
        (Some((_, rma)), _) => sums(hand, rma),
        (None, Some(order)) => {
            let expected = away(hand, order).into_iter();
            let as_sums = |(key, units)| {
                let of = Sums {
                    authorised: units,
                    ..Sums::default()
                };
                (key, of)
            };
            expected.map(as_sums).collect()
        }
        (None, None) => BTreeMap::new(),
    };
    let others = match (found, &order) {
        (Some((id, rma)), Some(order)) if !rma.is_closed() => unannounced(hand, id, order),
        _ => BTreeMap::new(),
    };
    let words = found.and_then(|(id, _)| {
        let document = DocumentId::Return(id);
        names::text_of(&hand.at, &document, &Slot::Message).map(|words| words.as_str().to_owned())
    });
    ReturnView {
        rma: found.map(|(id, _)| id),
        name: found.map_or_else(String::new, |(id, _)| names::opened(&id.0)),
        number: order.as_ref().map_or_else(String::new, |order| {
            names::shown_number(&hand.at, order).to_owned()
        }),
        rows: sums
            .into_iter()
            .map(|(key, of)| row(hand, warehouse.as_ref(), key, of))
            .collect(),
        others: others
            .into_iter()
            .map(|(key, units)| {
                let of = Sums {
                    authorised: units,
                    ..Sums::default()
                };
                row(hand, warehouse.as_ref(), key, of)
            })
            .collect(),
        words,
        closed: found.is_some_and(|(_, rma)| rma.is_closed()),
        may_undo: found.is_some_and(|(id, _)| undo(hand, id).is_some()),
        warehouse,
        order,
    }
}

/// The warehouse that an order's goods come back to: the one that sent them, else the device's.
fn warehouse(hand: &Hand<'_>, order: Option<&OrderId>) -> Option<WarehouseId> {
    let found = order
        .and_then(|order| hand.at.state.order(order))
        .into_iter();
    let mut sent = found.flat_map(|order| order.routed());
    let sent = sent.find_map(|(_, id, _)| hand.warehouse_of(id));
    sent.or_else(|| hand.home().cloned())
}

fn row(hand: &Hand<'_>, warehouse: Option<&WarehouseId>, key: RowKey, of: Sums) -> ReturnRow {
    let (line, goods) = key;
    let lies_at = of.at.iter().find(|(_, units)| **units > 0);
    let lies_at = lies_at.map(|(place, _)| place.clone());
    let undecided: i128 = of.at.values().filter(|units| **units > 0).sum();
    let beside = lies_at.clone().unwrap_or(Place::Customers);
    ReturnRow {
        sku: names::item_code(&hand.at, &goods.item),
        name: hand.item_name(&goods.item),
        to_come: shown_units(of.authorised - of.received),
        undecided: shown_units(undecided),
        decided: shown_units(of.decided),
        reason: of.reason,
        serials: of.serials.into_iter().collect(),
        proposed: warehouse.and_then(|it| kept_at(hand, it, &goods.item, &beside)),
        asks_serial: Demands::of(hand, &goods.item).asks_serial(false),
        lies_at,
        line,
        goods,
    }
}

/// The command that takes back what this device noted last of a return, and what it says then.
pub fn undo(hand: &Hand<'_>, id: ReturnId) -> Option<(Command, Says)> {
    let rma = hand.at.state.rma(&id)?;
    let received = rma.received().map(|(fact, _)| (*fact, false));
    let decided = rma.decided().map(|(fact, _)| (*fact, true));
    let (fact, is_decision): (FactId, bool) = hand.last(received.chain(decided))?;
    let command = if is_decision {
        ReturnCommand::UndoDecision {
            rma: id,
            decided: fact,
        }
    } else {
        ReturnCommand::UndoReceipt {
            rma: id,
            received: fact,
        }
    };
    Some((command.into(), Says::ReturnUndone))
}
