//! An order at the pack table: what lies in its totes, what is in the open parcel, and how far its parcels are.

pub use super::pack_along::{Companion, companions, same_address};
pub use super::pack_rules::{is_weight_off, prints_labels};

use super::demands::Demands;
use super::pack_along::together;
use super::pack_back::GoesBack;
use super::pack_rules::{expected_g, pack_by_count};
use super::{Hand, Says, fulfilment, parcel_name, shown_units};
use crate::stream::id::FactId;
use crate::trade::decide::Command;
use crate::trade::decide::floor::Step;
use crate::trade::demand::{DemandDocument, DemandLine, WorkAccount};
use crate::trade::fulfilment::fulfilment_order::Fulfilment;
use crate::trade::goods::Goods;
use crate::trade::id::{ContainerId, FulfilmentOrderId, ItemId, OrderId, ParcelId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::orders::OrderField;
use crate::trade::packing::commands::PackingCommand;
use crate::trade::packing::parcel::{Parcel, ParcelStatus};
use crate::trade::picking::batch::Batch;
use crate::trade::place::Place;
use crate::trade::shipping::addressed::outdated;
use crate::view::names;
use std::collections::{BTreeMap, BTreeSet};

/// An order in the list of what waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackEntry {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Its totes.
    pub totes: Vec<String>,
    /// Units that lie in them.
    pub in_totes: u64,
    /// Of which items they are.
    pub in_totes_of: Vec<(ItemId, u64)>,
    /// By when it must leave, in milliseconds since 1970 UTC.
    pub ship_by: Option<i64>,
}

/// A line that has something to pack, or something in the open parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackLine {
    /// The line.
    pub line: DemandLine,
    /// The goods.
    pub goods: Goods,
    /// The item's code.
    pub sku: String,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// Units in the totes.
    pub left: u64,
    /// Units in the open parcel.
    pub packed: u64,
    /// Whether several units may be packed at once.
    pub by_count: bool,
}

/// A parcel of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelEntry {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its code, as it is printed.
    pub name: String,
    /// How it stands.
    pub status: ParcelStatus,
    /// The carrier of its label.
    pub carrier: Option<String>,
    /// The number of its label.
    pub number: Option<String>,
    /// Units that went into it.
    pub units: u64,
    /// Whether a second person has seen that it is right.
    pub checked: bool,
}

/// Where the order is at the pack table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PackPhase {
    /// There is no such order.
    #[default]
    Missing,
    /// Units wait in totes, or lie in the open parcel.
    Packing,
    /// A closed parcel needs a label.
    Label(ParcelId),
    /// Nothing is left to pack.
    Done,
}

/// What the pack screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackView {
    /// Where the order is.
    pub phase: PackPhase,
    /// Its number.
    pub number: String,
    /// Its totes that hold something.
    pub totes: Vec<String>,
    /// The lines, those with units in a tote first.
    pub lines: Vec<PackLine>,
    /// The open parcel.
    pub open: Option<ParcelId>,
    /// Units in the totes.
    pub left: u64,
    /// Units in the open parcel.
    pub packed: u64,
    /// What the open parcel should weigh, in grams, where the weight of every item in it is known.
    pub expected_g: Option<u64>,
    /// The parcels that are closed.
    pub parcels: Vec<ParcelEntry>,
    /// Whether the order is stopped: held back, or not to be worked for another reason.
    pub held: bool,
    /// The open batch that it is still picked in.
    pub batch: Option<String>,
    /// Units that are still to come from the locations.
    pub to_come: u64,
    /// Whether something can be taken out again here.
    pub may_undo: bool,
    /// The numbers of the orders that are packed into the same parcel.
    pub along: Vec<String>,
    /// The orders that may be.
    pub companions: Vec<Companion>,
    /// What does not leave.
    pub back: GoesBack,
}

impl PackView {
    /// A line by its place and goods.
    pub fn line(&self, line: &DemandLine, goods: &Goods) -> Option<&PackLine> {
        let mut lines = self.lines.iter();
        lines.find(|entry| entry.line == *line && entry.goods == *goods)
    }
}

/// The fulfilment orders of an order that a warehouse of ours does: of several warehouses those of this device's, else,
/// where the order is opened by name, those that there are.
pub(crate) fn fulfilments(hand: &Hand<'_>, order: &OrderId) -> Vec<FulfilmentOrderId> {
    let order = hand.at.state.order(order).into_iter();
    let all = order.flat_map(|order| order.routed());
    let ours = all.filter_map(|(_, id, _)| Some((*id, hand.warehouse_of(id)?)));
    let ours: Vec<(FulfilmentOrderId, WarehouseId)> = ours.collect();
    let shown = ours.iter().any(|(_, warehouse)| hand.shows(warehouse));
    let here = |(_, warehouse): &(FulfilmentOrderId, WarehouseId)| !shown || hand.shows(warehouse);
    ours.into_iter().filter(here).map(|(id, _)| id).collect()
}

/// Units of a fulfilment order that passed through an account, as far as work was told: cheap, to find what may wait.
fn raw(fulfilment: &Fulfilment, account: &WorkAccount) -> i128 {
    let numbers = fulfilment.worked();
    numbers
        .map(|number| fulfilment.work(number, None).get(account).max(0))
        .sum()
}

/// The orders of which units may be picked and not packed, or lie in parcels here.
pub(super) fn candidates<'a>(hand: &Hand<'a>) -> BTreeSet<&'a OrderId> {
    let all = hand.at.state.open_fulfilments();
    let waits =
        |it: &Fulfilment| raw(it, &WorkAccount::Picked) > 0 || raw(it, &WorkAccount::Packed) > 0;
    let shown = |id: &FulfilmentOrderId| {
        let warehouse = hand.warehouse_of(id);
        warehouse.is_some_and(|warehouse| hand.shows(&warehouse))
    };
    all.filter(|(id, it)| waits(it) && shown(id))
        .filter_map(|(_, it)| Some(&it.routed()?.1.order))
        .collect()
}

/// By when an order must leave, in milliseconds since 1970 UTC.
pub fn ship_by(hand: &Hand<'_>, order: &OrderId) -> Option<i64> {
    let order = hand.at.state.order(order)?;
    let set = order.card().fields().find_map(|field| match field {
        OrderField::ShipBy(by) => Some(by.clone()),
        _ => None,
    });
    let placed = || {
        order
            .placed()
            .and_then(|(_, placed)| placed.ship_by.clone())
    };
    set.unwrap_or_else(placed).map(|instant| instant.ms)
}

/// The orders that wait to be packed, what must leave first first.
pub fn orders(hand: &Hand<'_>) -> Vec<PackEntry> {
    let parcels = parcels_of_orders(hand);
    let mut entries: Vec<PackEntry> = candidates(hand)
        .into_iter()
        .filter_map(|order| {
            let tables = table(hand, &fulfilments(hand, order), parcels.get(order));
            let waits = tables.is_picked() && (tables.left > 0 || tables.has_open_parcel);
            let waits = waits || tables.unlabelled.is_some();
            waits.then(|| PackEntry {
                order: order.clone(),
                number: names::shown_number(&hand.at, order).to_owned(),
                totes: tables.totes,
                in_totes: shown_units(tables.left),
                in_totes_of: tables.left_of,
                ship_by: ship_by(hand, order),
            })
        })
        .collect();
    entries.sort_by(|a, b| {
        let key = |entry: &PackEntry| (entry.ship_by.unwrap_or(i64::MAX), entry.order.clone());
        key(a).cmp(&key(b))
    });
    entries
}

type ParcelsOfOrders<'a> = BTreeMap<&'a OrderId, Vec<(ParcelId, &'a Parcel)>>;

/// The parcels that hold something of an order, of those that have not left.
fn parcels_of_orders<'a>(hand: &Hand<'a>) -> ParcelsOfOrders<'a> {
    let mut of_orders = ParcelsOfOrders::new();
    for (id, parcel) in hand.at.state.open_parcels() {
        let orders: BTreeSet<&OrderId> = parcel
            .packed()
            .filter_map(|(_, packed)| hand.order_of(&packed.line.document))
            .collect();
        for order in orders {
            of_orders.entry(order).or_default().push((*id, parcel));
        }
    }
    of_orders
}

/// The parcels into which something of these fulfilment orders went.
pub(super) fn parcels_of<'a>(
    hand: &Hand<'a>,
    of: &[FulfilmentOrderId],
) -> Vec<(ParcelId, &'a Parcel)> {
    let holds = |parcel: &Parcel| {
        let mut packed = parcel.packed();
        packed.any(|(_, it)| fulfilment(&it.line.document).is_some_and(|id| of.contains(id)))
    };
    let links = hand.at.state.links();
    let all: BTreeSet<&ParcelId> = of.iter().flat_map(|id| links.parcels(id)).collect();
    let known = all
        .into_iter()
        .filter_map(|id| Some((*id, hand.at.state.parcel(id)?)));
    known.filter(|(_, parcel)| holds(parcel)).collect()
}

/// What lies at the pack table for an order.
pub(super) struct Table {
    pub(super) totes: Vec<String>,
    pub(super) left: i128,
    left_of: Vec<(ItemId, u64)>,
    to_come: i128,
    in_batch: bool,
    has_open_parcel: bool,
    unlabelled: Option<ParcelId>,
}

impl Table {
    pub(super) fn is_picked(&self) -> bool {
        !self.in_batch || self.to_come == 0
    }
}

pub(super) fn table(
    hand: &Hand<'_>,
    of_order: &[FulfilmentOrderId],
    parcels: Option<&Vec<(ParcelId, &Parcel)>>,
) -> Table {
    let relations = hand.at.relations();
    let (mut left, mut to_come, mut left_of) = (0, 0, Vec::new());
    hand.floor(|floor| {
        for id in of_order {
            for line in floor.lines(id).unwrap_or_default() {
                if let Ok(line) = floor.line(&line) {
                    let of_line = (line.work.picked - line.unwanted).max(0);
                    left_of.push((line.wanted.item.clone(), shown_units(of_line)));
                    left += of_line;
                    to_come += line.work.allocated;
                }
            }
        }
    });
    let with = |status: ParcelStatus| {
        let mut parcels = parcels.into_iter().flatten();
        let found = parcels.find(|(_, parcel)| parcel.status(&relations) == status);
        found.map(|(id, _)| *id)
    };
    // A label that has an old address is made anew, as long as the parcel is here.
    let old_address = || {
        let mut parcels = parcels.into_iter().flatten();
        let found = parcels.find(|(_, parcel)| {
            parcel.status(&relations) == ParcelStatus::Labelled
                && outdated(hand.at.state, parcel, &relations).is_some()
        });
        found.map(|(id, _)| *id)
    };
    Table {
        totes: totes(hand, of_order),
        left,
        left_of,
        to_come,
        in_batch: open_batch(hand, of_order).is_some(),
        has_open_parcel: with(ParcelStatus::Open).is_some(),
        unlabelled: with(ParcelStatus::Closed).or_else(old_address),
    }
}

/// The open batch that fulfilment orders are picked in.
fn open_batch(hand: &Hand<'_>, of: &[FulfilmentOrderId]) -> Option<String> {
    let mut open = hand.at.state.open_batches();
    let found = open.find(|(_, batch)| {
        let mut documents = super::pick::tasks(batch)
            .iter()
            .map(|task| &task.line.document);
        documents.any(|document| fulfilment(document).is_some_and(|id| of.contains(id)))
    });
    found.map(|(id, _)| names::opened(&id.0))
}

/// The containers that units of fulfilment orders were picked into and that hold something.
pub(super) fn containers(hand: &Hand<'_>, of: &[FulfilmentOrderId]) -> Vec<ContainerId> {
    let batches = of.iter().flat_map(|id| hand.at.state.batches_of(id));
    let picks = batches.flat_map(Batch::picks);
    let own =
        picks.filter(|(_, pick)| fulfilment(&pick.line.document).is_some_and(|id| of.contains(id)));
    let totes: BTreeSet<&ContainerId> = own.map(|(_, pick)| &pick.into).collect();
    let holds = |tote: &&ContainerId| {
        let place = Place::Container((*tote).clone());
        let mut goods = hand.at.state.ledger.at(&place);
        goods.any(|(_, account)| account.balance() > 0)
    };
    totes.into_iter().filter(holds).cloned().collect()
}

fn totes(hand: &Hand<'_>, of: &[FulfilmentOrderId]) -> Vec<String> {
    containers(hand, of)
        .iter()
        .map(names::container_code)
        .collect()
}

/// The order whose picked units lie in the tote of a code.
pub fn of_tote(hand: &Hand<'_>, code: &str) -> Option<OrderId> {
    let tote = |document: &DemandDocument| {
        let id = fulfilment(document)?;
        let holds = totes(hand, std::slice::from_ref(id))
            .iter()
            .any(|it| it == code);
        holds.then(|| hand.order_of(document).cloned()).flatten()
    };
    let open = hand.at.state.open_fulfilments();
    let batches = open.flat_map(|(id, _)| hand.at.state.batches_of(id));
    let mut picks = batches.flat_map(Batch::picks);
    picks.find_map(|(_, pick)| {
        let is_it = names::container_code(&pick.into) == code;
        is_it.then(|| tote(&pick.line.document)).flatten()
    })
}

/// The order that a tote, an order number or a parcel means at the pack table.
pub fn find(hand: &Hand<'_>, code: &str) -> Option<OrderId> {
    let code = code.trim();
    let of_parcel = || {
        let parcel = super::ship::find(hand, code)?;
        let parcel = hand.at.state.parcel(&parcel)?;
        let mut packed = parcel.packed();
        packed.find_map(|(_, packed)| hand.order_of(&packed.line.document).cloned())
    };
    of_tote(hand, code)
        .or_else(|| names::find_order(&hand.at, code))
        .or_else(of_parcel)
}

/// What the pack screen shows of an order. `begun` is a parcel that was just opened and holds nothing yet.
pub fn view(hand: &Hand<'_>, order: Option<&OrderId>, begun: Option<ParcelId>) -> PackView {
    view_along(hand, order, &[], begun)
}

/// The same with orders that go along in the open parcel.
pub fn view_along(
    hand: &Hand<'_>,
    order: Option<&OrderId>,
    along: &[OrderId],
    begun: Option<ParcelId>,
) -> PackView {
    let Some(id) = order.filter(|id| hand.at.state.order(id).is_some()) else {
        return PackView::default();
    };
    let relations = hand.at.relations();
    let orders = together(hand, id, along);
    let of_order: Vec<FulfilmentOrderId> = orders
        .iter()
        .flat_map(|order| fulfilments(hand, order))
        .collect();
    let parcels = parcels_of(hand, &of_order);
    let table = table(hand, &of_order, Some(&parcels));
    let open = open_parcel(hand, &of_order, &parcels, begun);
    let lines = lines(hand, &of_order, &parcels, open);
    let packed = lines.iter().map(|line| line.packed).sum();
    let left = lines.iter().map(|line| line.left).sum();
    let phase = match table.unlabelled {
        Some(parcel) => PackPhase::Label(parcel),
        None if left > 0 || packed > 0 => PackPhase::Packing,
        None => PackPhase::Done,
    };
    let closed = parcels.iter().filter(|(_, parcel)| {
        let status = parcel.status(&relations);
        status != ParcelStatus::Open && status != ParcelStatus::Cancelled
    });
    PackView {
        phase,
        number: names::shown_number(&hand.at, id).to_owned(),
        totes: table.totes,
        expected_g: open.and_then(|parcel| expected_g(hand, parcel)),
        lines,
        open,
        left,
        packed,
        parcels: closed
            .map(|(id, parcel)| entry(hand, *id, parcel))
            .collect(),
        held: table.left > 0
            && hand.floor(|floor| {
                let mut all = orders.iter();
                all.any(|order| (floor.gate)(order, Step::Close).is_err())
            }),
        along: orders
            .iter()
            .filter(|order| *order != id)
            .map(|order| names::shown_number(&hand.at, order).to_owned())
            .collect(),
        companions: companions(hand, id)
            .into_iter()
            .filter(|it| !orders.contains(&it.order))
            .collect(),
        back: GoesBack::of(hand, &of_order),
        batch: open_batch(hand, &of_order),
        to_come: shown_units(table.to_come),
        may_undo: open.is_some_and(|parcel| last_packed(hand, parcel).is_some()),
    }
}

/// The parcel that units go into: an open one of the order, else the one that was begun, else one that this device left
/// open and that no other order's goods were ever put into: taken out again, they leave it that order's.
fn open_parcel(
    hand: &Hand<'_>,
    documents: &[FulfilmentOrderId],
    of_order: &[(ParcelId, &Parcel)],
    begun: Option<ParcelId>,
) -> Option<ParcelId> {
    let relations = hand.at.relations();
    let is_open = |parcel: &Parcel| {
        parcel.opened().is_some() && parcel.status(&relations) == ParcelStatus::Open
    };
    let is_empty = |parcel: &Parcel| is_open(parcel) && parcel.packed().next().is_none();
    let own = of_order.iter().find(|(_, parcel)| is_open(parcel));
    let begun = begun.filter(|id| hand.at.state.parcel(id).is_some_and(is_empty));
    let left_open = || {
        let mut all = hand.at.state.open_parcels();
        let is_own = |line: &DemandLine| match line.document {
            DemandDocument::FulfilmentOrder(id) => documents.contains(&id),
            _ => false,
        };
        let is_free = |parcel: &Parcel| is_empty(parcel) && parcel.begun_for().all(is_own);
        let found = all.find(|(id, parcel)| id.0.commit.stream == hand.stream && is_free(parcel));
        found.map(|(id, _)| *id)
    };
    own.map(|(id, _)| *id).or(begun).or_else(left_open)
}

fn lines(
    hand: &Hand<'_>,
    of_order: &[FulfilmentOrderId],
    parcels: &[(ParcelId, &Parcel)],
    open: Option<ParcelId>,
) -> Vec<PackLine> {
    let names = &hand.at.state.components;
    let mut found: BTreeMap<(DemandLine, Goods), (i128, i128)> = BTreeMap::new();
    let mut wanted: BTreeMap<DemandLine, i128> = BTreeMap::new();
    hand.floor(|floor| {
        for id in of_order {
            for line in floor.lines(id).unwrap_or_default() {
                if let Ok(stands) = floor.line(&line) {
                    wanted.insert(line, stands.work.picked - stands.unwanted);
                }
            }
        }
    });
    // What was picked, less what went into parcels or back: by line and goods.
    let mut picked: BTreeMap<(DemandLine, Goods), i128> = BTreeMap::new();
    let batches: BTreeSet<_> = of_order
        .iter()
        .flat_map(|id| hand.at.state.links().batches(id))
        .collect();
    let batches = batches.into_iter().filter_map(|id| hand.at.state.batch(id));
    let picks = batches.flat_map(Batch::picks);
    for (_, pick) in picks.filter(|(_, pick)| wanted.contains_key(&pick.line)) {
        let goods = names.goods(pick.becomes.as_ref().unwrap_or(&pick.goods));
        *picked.entry((pick.line.clone(), goods)).or_insert(0) += pick.units.wide();
    }
    for (_, parcel) in parcels {
        for (_, packed) in parcel.packed() {
            let key = (packed.line.clone(), names.goods(&packed.goods));
            if let Some(units) = picked.get_mut(&key) {
                *units -= packed.units.wide();
            }
        }
    }
    let totes: Vec<Place> = containers(hand, of_order)
        .into_iter()
        .map(Place::Container)
        .collect();
    for (key, units) in picked {
        let may = wanted.get(&key.0).copied().unwrap_or(0);
        // What was put back lies in no tote any more.
        let lies = hand.floor(|floor| totes.iter().map(|it| floor.balance(it, &key.1)).sum());
        let units = units.min(may).min(lies).max(0);
        if let Some(rest) = wanted.get_mut(&key.0) {
            *rest -= units;
        }
        found.entry(key).or_default().0 += units;
    }
    let parcel = open.and_then(|id| hand.at.state.parcel(&id)).into_iter();
    for (_, packed) in parcel.flat_map(Parcel::packed) {
        let key = (packed.line.clone(), names.goods(&packed.goods));
        found.entry(key).or_default().1 += packed.units.wide();
    }
    let by_count = pack_by_count(hand);
    let mut lines: Vec<PackLine> = found
        .into_iter()
        .filter(|(_, (left, packed))| *left > 0 || *packed > 0)
        .map(|((line, goods), (left, packed))| PackLine {
            sku: names::item_code(&hand.at, &goods.item),
            name: hand.item_name(&goods.item),
            left: shown_units(left),
            packed: shown_units(packed),
            by_count: by_count && !Demands::of(hand, &goods.item).asks_serial(true),
            line,
            goods,
        })
        .collect();
    lines.sort_by_key(|line| line.left == 0);
    lines
}

fn entry(hand: &Hand<'_>, id: ParcelId, parcel: &Parcel) -> ParcelEntry {
    let relations = hand.at.relations();
    let label = parcel.label(&relations);
    let number = label.and_then(|(at, label)| parcel.number(at, label));
    let units: i128 = parcel.packed().map(|(_, packed)| packed.units.wide()).sum();
    ParcelEntry {
        parcel: id,
        name: parcel_name(&id),
        status: parcel.status(&relations),
        carrier: label.map(|(_, label)| names::party_code(&hand.at, &label.carrier)),
        number: number.map(ToString::to_string),
        units: shown_units(units),
        checked: parcel.is_checked(&relations),
    }
}

fn last_packed(hand: &Hand<'_>, parcel: ParcelId) -> Option<FactId> {
    let parcel = hand.at.state.parcel(&parcel)?;
    let facts = parcel.packed().map(|(at, _)| (at.fact(), ()));
    hand.last(facts).map(|(fact, ())| fact)
}

/// The command that takes out of the open parcel what this device packed last, and what it says then.
pub fn undo(hand: &Hand<'_>, parcel: ParcelId) -> Option<(Command, Says)> {
    let packed = last_packed(hand, parcel)?;
    let found = hand.at.state.parcel(&parcel)?;
    let (_, was) = found.packed().find(|(at, _)| at.fact() == packed)?;
    let command = PackingCommand::UndoPack { parcel, packed };
    let says = Says::PackUndone {
        units: was.units.get(),
        item: names::item_code(&hand.at, &was.goods.item),
    };
    Some((command.into(), says))
}

/// The warehouse that an order is packed in.
pub(super) fn warehouse(hand: &Hand<'_>, order: &OrderId) -> Option<WarehouseId> {
    fulfilments(hand, order)
        .first()
        .and_then(|id| hand.warehouse_of(id))
}
