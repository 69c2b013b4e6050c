//! What can be done at packing, and what is asked before.

use super::parcel::{Measured, Parcel, ParcelStatus};
use super::{Packed, PackingFact, ParcelClosed, ParcelOpened};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::decide::floor::{Floor, Step};
use crate::trade::decide::hands::{count, units};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::fulfilment::commands::Asked as Executed;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{
    CartonId, ContainerId, DocumentId, LocationId, OrderId, ParcelId, WarehouseId,
};
use crate::trade::orders::AddressAnswer;
use crate::trade::picking::{PickingFact, PutBack};
use crate::trade::place::Place;
use crate::trade::quantity::{Size, Units};
use crate::trade::relations::Relations;
use crate::trade::scan::{Scan, Scanned, resolve};
use crate::{wire_enum, wire_struct};
use std::collections::{BTreeMap, BTreeSet};

wire_struct! {
    /// Units go into a parcel.
    pub struct PackUnits {
        /// The parcel.
        pub parcel: ParcelId,
        /// What they are for.
        pub line: DemandLine,
        /// What.
        pub goods: Goods,
        /// Out of which container they were picked into.
        pub from: Place,
        /// How many; at most what is picked, not packed, and wanted.
        pub units: Units,
        /// Their serial numbers, which are asked for here at the latest.
        pub serials: Vec<Serials>,
        /// Whether this device has read the address of each order in the parcel and of this one, and found them the same.
        /// Without it only orders go together that were answered to have one address.
        pub same_address: bool,
    }
}

wire_enum! {
    /// A command of packing.
    pub enum PackingCommand {
        /// Begin a parcel at a station.
        0 => Open { at: LocationId, carton: Option<CartonId> },
        /// Pack units.
        1 => Pack(Box<PackUnits>),
        /// Pack what was scanned out of a tote: for the first line that has such goods picked.
        2 => Scan { parcel: ParcelId, from: ContainerId, scan: Scan },
        /// Take units out again. Refused once the parcel is closed or their tote is another order's.
        3 => UndoPack { parcel: ParcelId, packed: FactId },
        /// Close a parcel. Asks the money and holds of every order in it.
        4 => Close(ParcelClosed),
        /// Open a closed parcel again: its label is void.
        5 => Reopen { parcel: ParcelId },
        /// Weigh or measure again. What is left out stays as it was.
        6 => Measure { parcel: ParcelId, weight_g: Option<u64>, size: Option<Size> },
        /// Give up an empty parcel.
        7 => Cancel { parcel: ParcelId },
        /// A second person has seen that a closed parcel is right.
        8 => Check { parcel: ParcelId },
        /// Units that nobody wants any more are taken out of a parcel that is here and put at a place: of those that these
        /// facts of one line say were packed as many as are not wanted, the rest stays in. A closed parcel is open then.
        9 => TakeOut { parcel: ParcelId, packed: Vec<FactId>, to: Place },
    }
}

fn document(parcel: ParcelId) -> DocumentId {
    DocumentId::Container(ContainerId::Parcel(parcel))
}

fn inside(parcel: ParcelId) -> Place {
    Place::Container(ContainerId::Parcel(parcel))
}

/// The orders of what is in a parcel.
pub(crate) fn orders_in<R: Relations>(
    floor: &Floor<'_, R>,
    parcel: &Parcel,
) -> Result<BTreeSet<OrderId>, Refusal> {
    let lines: BTreeSet<&DemandLine> = parcel.packed().map(|(_, packed)| &packed.line).collect();
    let mut orders = BTreeSet::new();
    for line in lines {
        orders.insert(floor.line(line)?.order);
    }
    Ok(orders)
}

impl PackingCommand {
    /// The documents that deciding reads.
    pub(crate) fn needs(&self) -> Vec<DocumentId> {
        match self {
            PackingCommand::Open { .. } => Vec::new(),
            PackingCommand::Pack(pack) => {
                vec![document(pack.parcel), DocumentId::from(&pack.line.document)]
            }
            PackingCommand::Close(closed) => vec![document(closed.parcel)],
            PackingCommand::Scan { parcel, .. }
            | PackingCommand::UndoPack { parcel, .. }
            | PackingCommand::Reopen { parcel }
            | PackingCommand::Measure { parcel, .. }
            | PackingCommand::Cancel { parcel }
            | PackingCommand::TakeOut { parcel, .. }
            | PackingCommand::Check { parcel } => vec![document(*parcel)],
        }
    }

    /// Decides the command.
    ///
    /// # Errors
    /// What is said at each command.
    pub(crate) fn decide<R: Relations>(
        &self,
        floor: &Floor<'_, R>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let (warehouse, fact) = match self {
            PackingCommand::Open { at, carton } => {
                floor.usable(&Place::Location(at.clone()))?;
                let opened = ParcelOpened {
                    at: Some(at.clone()),
                    carton: carton.clone(),
                };
                (at.warehouse.clone(), PackingFact::ParcelOpened(opened))
            }
            PackingCommand::Pack(pack) => packed(floor, pack)?,
            PackingCommand::Scan { parcel, from, scan } => scanned(floor, *parcel, from, scan)?,
            PackingCommand::UndoPack { parcel, packed } => undo(floor, *parcel, packed)?,
            PackingCommand::Close(closed) => close(floor, closed)?,
            PackingCommand::Reopen { parcel } => {
                let (_, warehouse, status) = floor.parcel(parcel)?;
                is_one_of(status, &[ParcelStatus::Closed, ParcelStatus::Labelled])?;
                (warehouse, PackingFact::ParcelReopened { parcel: *parcel })
            }
            PackingCommand::Measure {
                parcel,
                weight_g,
                size,
            } => measure(floor, *parcel, *weight_g, size)?,
            PackingCommand::Cancel { parcel } => cancel(floor, *parcel)?,
            PackingCommand::Check { parcel } => check(floor, *parcel)?,
            PackingCommand::TakeOut { parcel, packed, to } => {
                return take_out(floor, *parcel, packed, to, proposal);
            }
        };
        proposal.floor(&warehouse, Event::Packing(fact));
        Ok(())
    }
}

type Decided = Result<(WarehouseId, PackingFact), Refusal>;

fn is_one_of(status: ParcelStatus, wanted: &[ParcelStatus]) -> Result<(), Refusal> {
    if wanted.contains(&status) {
        Ok(())
    } else {
        Err(Refusal::ParcelIs { status })
    }
}

/// Units that are picked, wanted and there go into an open parcel of their warehouse and address.
fn packed<R: Relations>(floor: &Floor<'_, R>, pack: &PackUnits) -> Decided {
    let (parcel, warehouse, status) = floor.parcel(&pack.parcel)?;
    is_one_of(status, &[ParcelStatus::Open])?;
    let line = floor.line(&pack.line)?;
    if line.warehouse != warehouse {
        return Err(Refusal::UnknownDemandLine(pack.line.clone()));
    }
    let may = line.work.picked - line.unwanted;
    if pack.units.wide() > may {
        return Err(Refusal::TooMany { there: count(may) });
    }
    if !floor.answers(&line.wanted, &pack.goods) {
        return Err(Refusal::OtherGoods {
            line: Some(pack.line.clone()),
            goods: pack.goods.clone(),
        });
    }
    // What lies anywhere else is another order's, or nobody's yet.
    if !floor.was_picked_into(&pack.line, &pack.from) {
        return Err(Refusal::ToteTaken(pack.from.clone()));
    }
    if !pack.same_address {
        for other in orders_in(floor, parcel)? {
            one_address(floor, &other, &line.order)?;
        }
    }
    floor.serials(&pack.goods, pack.units, &pack.serials, true)?;
    floor.enough(&pack.from, &pack.goods, pack.units)?;
    let packed = Packed {
        parcel: pack.parcel,
        line: pack.line.clone(),
        goods: pack.goods.clone(),
        from: pack.from.clone(),
        units: pack.units,
        serials: pack.serials.clone(),
    };
    Ok((warehouse, PackingFact::Packed(packed)))
}

/// Whether two orders go to one address, as was answered when it could be read.
fn one_address<R: Relations>(
    floor: &Floor<'_, R>,
    inside: &OrderId,
    other: &OrderId,
) -> Result<(), Refusal> {
    let says_same = |one: &OrderId, two: &OrderId| {
        let order = floor.state.order(one).and_then(|order| order.destination());
        order.is_some_and(|to| to.answers.contains(&AddressAnswer::SameAs(two.clone())))
    };
    if inside == other || says_same(inside, other) || says_same(other, inside) {
        return Ok(());
    }
    Err(Refusal::OtherAddress {
        inside: inside.clone(),
        other: other.clone(),
    })
}

/// Packs a scanned item: out of the tote, the first goods of it (of the lot that was read) for the first line that has
/// such goods picked.
fn scanned<R: Relations>(
    floor: &Floor<'_, R>,
    parcel: ParcelId,
    from: &ContainerId,
    scan: &Scan,
) -> Decided {
    let wrong = || Refusal::WrongCode {
        scanned: scan.code.clone(),
        wanted: DocumentId::Container(from.clone()),
    };
    let Scanned::Item(item) = resolve(floor.state, scan, floor.relations)? else {
        return Err(wrong());
    };
    let place = Place::Container(from.clone());
    let here = floor.state.ledger.at(&place).filter(|(goods, account)| {
        let is_lot = item.lot.is_none() || item.lot == goods.lot;
        goods.item == item.item && is_lot && account.balance() > 0
    });
    let here: Vec<&Goods> = here.map(|(goods, _)| goods).collect();
    let open = floor.state.open_fulfilments();
    let batches = open.flat_map(|(id, _)| floor.state.batches_of(id));
    let documents = batches.flat_map(|batch| {
        batch
            .picks()
            .filter(|(_, pick)| pick.into == *from)
            .map(|(_, pick)| &pick.line.document)
    });
    let documents: BTreeSet<&DemandDocument> = documents.collect();
    let mut last = wrong();
    for document in documents {
        let DemandDocument::FulfilmentOrder(id) = document else {
            continue;
        };
        for line in floor.lines(id)? {
            for goods in &here {
                let pack = PackUnits {
                    parcel,
                    line: line.clone(),
                    goods: (*goods).clone(),
                    from: place.clone(),
                    units: item.units,
                    serials: item.serial.clone().map(Serials::One).into_iter().collect(),
                    same_address: false,
                };
                match packed(floor, &pack) {
                    Ok(decided) => return Ok(decided),
                    // Another line may want them; what is wrong with the parcel is wrong for all.
                    Err(Refusal::OtherGoods { .. }) => {}
                    Err(refusal) => last = refusal,
                }
            }
        }
    }
    Err(last)
}

fn undo<R: Relations>(floor: &Floor<'_, R>, id: ParcelId, packed: &FactId) -> Decided {
    let (parcel, warehouse, status) = floor.parcel(&id)?;
    is_one_of(status, &[ParcelStatus::Open])?;
    let found = parcel.packed().find(|(at, _)| at.fact() == *packed);
    let (_, was) = found.ok_or(Refusal::NothingToDo)?;
    floor.still_there(&inside(id), &was.goods, was.units)?;
    if floor.line(&was.line)?.work.packed < was.units.wide() {
        return Err(Refusal::RestsOnIt);
    }
    let mut open = floor.state.open_batches();
    let is_taken = open.any(|(_, batch)| {
        batch.totes().any(|(document, tote)| {
            was.from == Place::Container(tote.clone()) && *document != was.line.document
        })
    });
    if is_taken {
        return Err(Refusal::ToteTaken(was.from.clone()));
    }
    let undone = PackingFact::PackUndone {
        undoes: *packed,
        packed: was.clone(),
    };
    Ok((warehouse, undone))
}

/// Takes units that nobody wants out of a parcel and puts them at a place.
fn take_out<R: Relations>(
    floor: &Floor<'_, R>,
    id: ParcelId,
    facts: &[FactId],
    to: &Place,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let (parcel, warehouse, status) = floor.parcel(&id)?;
    is_one_of(
        status,
        &[
            ParcelStatus::Open,
            ParcelStatus::Closed,
            ParcelStatus::Labelled,
        ],
    )?;
    let mut packed = Vec::new();
    for fact in facts {
        let found = parcel.packed().find(|(at, _)| at.fact() == *fact);
        let (_, was) = found.ok_or(Refusal::NothingToDo)?;
        packed.push((fact, was));
    }
    let (_, first) = packed.first().ok_or(Refusal::NothingToDo)?;
    let line = first.line.clone();
    if let Some((_, other)) = packed.iter().find(|(_, was)| was.line != line) {
        return Err(Refusal::UnknownDemandLine(other.line.clone()));
    }
    let mut left = floor.line(&line)?.unwanted_packed;
    floor.may_hold(to)?;
    if floor.warehouse_at(to)? != warehouse {
        return Err(Refusal::NowhereKnown(to.clone()));
    }
    let mut events = Vec::new();
    if status != ParcelStatus::Open {
        events.push(Event::Packing(PackingFact::ParcelReopened { parcel: id }));
    }
    let mut taken: i128 = 0;
    for (fact, was) in packed {
        let Some(goes) = units(left.min(was.units.wide())) else {
            break;
        };
        // Which of several serial numbers go back nobody has said: they are packed one by one.
        if goes != was.units && !was.serials.is_empty() {
            return Err(Refusal::SerialsMissing {
                units: goes,
                given: 0,
            });
        }
        let Place::Container(from) = &was.from else {
            return Err(Refusal::NowhereKnown(was.from.clone()));
        };
        floor.still_there(&inside(id), &was.goods, was.units)?;
        left -= goes.wide();
        taken += goes.wide();
        events.push(Event::Packing(PackingFact::PackUndone {
            undoes: *fact,
            packed: was.clone(),
        }));
        events.extend(units(was.units.wide() - goes.wide()).map(|stays| {
            Event::Packing(PackingFact::Packed(Packed {
                units: stays,
                ..was.clone()
            }))
        }));
        events.push(Event::Picking(PickingFact::PutBack(PutBack {
            line: was.line.clone(),
            goods: was.goods.clone(),
            from: from.clone(),
            to: to.clone(),
            units: goes,
            serials: was.serials.clone(),
        })));
    }
    let taken = units(taken).ok_or(Refusal::NothingToDo)?;
    for event in events {
        proposal.floor(&warehouse, event);
    }
    if let DemandDocument::FulfilmentOrder(of) = &line.document {
        Executed::of(floor.state, *of)?.reopened(line.line, taken, proposal)?;
    }
    Ok(())
}

/// Whether all that is in a parcel may leave: nothing of it was cancelled or packed twice.
pub(crate) fn is_wanted<R: Relations>(
    floor: &Floor<'_, R>,
    parcel: &Parcel,
) -> Result<(), Refusal> {
    let mut packed: BTreeMap<&DemandLine, i128> = BTreeMap::new();
    for (_, it) in parcel.packed() {
        *packed.entry(&it.line).or_insert(0) += it.units.wide();
    }
    for (line, here) in packed {
        let stands = floor.line(line)?;
        // What the line has in other parcels may be what goes back.
        let stay = here - (stands.work.packed - stands.must_stay).max(0);
        if stay > 0 {
            return Err(Refusal::TakeOutFirst {
                order: stands.order,
                units: count(stay),
            });
        }
    }
    Ok(())
}

/// Units that lie in a parcel, by the books.
pub(crate) fn units_in<R>(floor: &Floor<'_, R>, parcel: ParcelId) -> i128 {
    let place = inside(parcel);
    let goods = floor.state.ledger.at(&place);
    goods.map(|(_, account)| account.balance()).sum()
}

fn close<R: Relations>(floor: &Floor<'_, R>, closed: &ParcelClosed) -> Decided {
    let (parcel, warehouse, status) = floor.parcel(&closed.parcel)?;
    is_one_of(status, &[ParcelStatus::Open])?;
    if units_in(floor, closed.parcel) <= 0 {
        return Err(Refusal::ParcelEmpty);
    }
    for order in orders_in(floor, parcel)? {
        (floor.gate)(&order, Step::Close)?;
    }
    is_wanted(floor, parcel)?;
    Ok((warehouse, PackingFact::ParcelClosed(closed.clone())))
}

fn measure<R: Relations>(
    floor: &Floor<'_, R>,
    id: ParcelId,
    weight_g: Option<u64>,
    size: &Option<Size>,
) -> Decided {
    let (parcel, warehouse, status) = floor.parcel(&id)?;
    is_one_of(
        status,
        &[
            ParcelStatus::Open,
            ParcelStatus::Closed,
            ParcelStatus::Labelled,
        ],
    )?;
    let before = parcel.measured().cloned().unwrap_or_default();
    let now = Measured {
        weight_g: weight_g.or(before.weight_g),
        size: size.clone().or_else(|| before.size.clone()),
    };
    if now == before {
        return Err(Refusal::NothingToDo);
    }
    let measured = PackingFact::ParcelMeasured {
        parcel: id,
        weight_g: now.weight_g,
        size: now.size,
    };
    Ok((warehouse, measured))
}

fn cancel<R: Relations>(floor: &Floor<'_, R>, id: ParcelId) -> Decided {
    let (_, warehouse, status) = floor.parcel(&id)?;
    is_one_of(
        status,
        &[
            ParcelStatus::Open,
            ParcelStatus::Closed,
            ParcelStatus::Labelled,
        ],
    )?;
    let place = inside(id);
    let mut goods = floor.state.ledger.at(&place);
    if goods.any(|(_, account)| account.balance() != 0) {
        return Err(Refusal::ParcelNotEmpty(id));
    }
    Ok((warehouse, PackingFact::ParcelCancelled { parcel: id }))
}

fn check<R: Relations>(floor: &Floor<'_, R>, id: ParcelId) -> Decided {
    let (parcel, warehouse, status) = floor.parcel(&id)?;
    is_one_of(status, &[ParcelStatus::Closed, ParcelStatus::Labelled])?;
    if parcel.is_checked(floor.relations) {
        return Err(Refusal::NothingToDo);
    }
    let own = floor.context.operator.map(|operator| operator.0);
    if parcel.packed().any(|(at, _)| at.operator == own) {
        return Err(Refusal::SecondPerson);
    }
    Ok((warehouse, PackingFact::ParcelChecked { parcel: id }))
}
