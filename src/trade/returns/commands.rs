//! What can be done with returns, and what is asked before.

use super::rma::Rma;
use super::whereabouts::whereabouts;
use super::{
    Disposition, ReturnAuthorised, ReturnDecided, ReturnFact, ReturnLine, ReturnReason,
    ReturnReceived, ReturnedUnits,
};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::catalog::ItemField;
use crate::trade::decide::floor::Floor;
use crate::trade::decide::hands::{count, units};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::DemandLine;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{DocumentId, OrderId, ReturnId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::personal::Row;
use crate::trade::place::{LossReason, Place};
use crate::trade::quantity::Units;
use crate::trade::relations::Relations;
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};
use std::collections::BTreeMap;

wire_struct! {
    /// Units that came back.
    pub struct BackUnits {
        /// What they had been for, where that is known.
        pub line: Option<DemandLine>,
        /// What was sent: how they are found is decided after.
        pub goods: Goods,
        /// How many; of a line at most what left for it and has not come back.
        pub units: Units,
        /// Their serial numbers.
        pub serials: Vec<Serials>,
    }

    /// Units arrive that nobody announced.
    pub struct UnannouncedReturn {
        /// The order, where it is known.
        pub order: Option<OrderId>,
        /// Where they lie.
        pub at: Place,
        /// Which.
        pub units: Vec<BackUnits>,
        /// Why they come back, where it was said.
        pub reason: Option<ReturnReason>,
        /// What came with them.
        pub rows: Vec<Row>,
    }

    /// It is decided what becomes of units.
    pub struct DecideUnits {
        /// The RMA.
        pub rma: ReturnId,
        /// What they had been for, where that is known.
        pub line: Option<DemandLine>,
        /// What they were until now.
        pub goods: Goods,
        /// What they are found to be.
        pub becomes: Option<Goods>,
        /// Where they lie, also by an earlier decision.
        pub from: Place,
        /// Where they go: a place of ours to restock, refurbish or sell off; the supplier. Otherwise it follows from the
        /// disposition.
        pub to: Option<Place>,
        /// How many.
        pub units: Units,
        /// What becomes of them.
        pub disposition: Disposition,
        /// Their serial numbers.
        pub serials: Vec<Serials>,
    }
}

wire_enum! {
    /// A command of returns.
    pub enum ReturnCommand {
        /// A customer may send units back: never more than left and is not announced or back already.
        0 => Authorise(ReturnAuthorised),
        /// Units of an RMA arrive.
        1 => Receive { rma: ReturnId, at: Place, units: Vec<BackUnits> },
        /// Units arrive that nobody announced: opens the RMA.
        2 => ReceiveUnannounced(UnannouncedReturn),
        /// They did not arrive after all. Refused once it was decided what becomes of them.
        3 => UndoReceipt { rma: ReturnId, received: FactId },
        /// Decide what becomes of units; anew too, and after closing.
        4 => Decide(Box<DecideUnits>),
        /// Take a decision back. Refused once the units went on from there.
        5 => UndoDecision { rma: ReturnId, decided: FactId },
        /// Nothing more is expected.
        6 => Close { rma: ReturnId },
    }
}

impl ReturnCommand {
    /// The documents that deciding reads.
    pub(crate) fn needs(&self) -> Vec<DocumentId> {
        let of_line = |line: &DemandLine| DocumentId::from(&line.document);
        match self {
            ReturnCommand::Authorise(authorised) => {
                let lines = authorised.lines.iter();
                lines.map(|line| of_line(&line.line)).collect()
            }
            ReturnCommand::ReceiveUnannounced(it) => {
                let lines = it.units.iter().filter_map(|units| units.line.as_ref());
                lines.map(of_line).collect()
            }
            ReturnCommand::Decide(decide) => vec![DocumentId::Return(decide.rma)],
            ReturnCommand::Receive { rma, .. }
            | ReturnCommand::UndoReceipt { rma, .. }
            | ReturnCommand::UndoDecision { rma, .. }
            | ReturnCommand::Close { rma } => vec![DocumentId::Return(*rma)],
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
        match self {
            ReturnCommand::Authorise(authorised) => {
                authorise(floor, authorised)?;
                let fact = ReturnFact::Authorised(authorised.clone());
                proposal.office(Event::Returns(fact));
                Ok(())
            }
            ReturnCommand::Receive { rma, at, units } => {
                let found = known(floor, rma)?;
                if found.is_closed() {
                    return Err(Refusal::Closed(DocumentId::Return(*rma)));
                }
                let received = received(floor, *rma, at, units)?;
                on_floor(floor, proposal, at, ReturnFact::Received(received))
            }
            ReturnCommand::ReceiveUnannounced(it) => {
                // With a reason they are announced as they came, so that the reason stands at each of them.
                let announced = it.units.iter().filter_map(|units| {
                    Some(ReturnLine {
                        line: units.line.clone()?,
                        goods: units.goods.clone(),
                        units: units.units,
                        reason: it.reason?,
                    })
                });
                let opened = ReturnAuthorised {
                    order: it.order.clone(),
                    lines: announced.collect(),
                    rows: it.rows.clone(),
                };
                let fact = ReturnFact::Authorised(opened);
                let rma = ReturnId(proposal.office(Event::Returns(fact)));
                let received = received(floor, rma, &it.at, &it.units)?;
                on_floor(floor, proposal, &it.at, ReturnFact::Received(received))
            }
            ReturnCommand::UndoReceipt { rma, received } => {
                undo_receipt(floor, proposal, rma, received)
            }
            ReturnCommand::Decide(it) => decided(floor, proposal, it),
            ReturnCommand::UndoDecision { rma, decided } => {
                undo_decision(floor, proposal, rma, decided)
            }
            ReturnCommand::Close { rma } => {
                if known(floor, rma)?.is_closed() {
                    return Err(Refusal::NothingToDo);
                }
                proposal.office(Event::Returns(ReturnFact::Closed { rma: *rma }));
                Ok(())
            }
        }
    }
}

fn known<'f, R>(floor: &'f Floor<'_, R>, rma: &ReturnId) -> Result<&'f Rma, Refusal> {
    let found = floor
        .state
        .rma(rma)
        .filter(|rma| rma.authorised().is_some());
    found.ok_or(Refusal::Unknown(DocumentId::Return(*rma)))
}

fn on_floor<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    place: &Place,
    fact: ReturnFact,
) -> Result<(), Refusal> {
    proposal.floor(&floor.warehouse_at(place)?, Event::Returns(fact));
    Ok(())
}

/// Units of a line that open returns still announce: authorised and not received by them.
fn announced<R>(floor: &Floor<'_, R>, line: &DemandLine) -> i128 {
    let open = floor.state.open_rmas();
    open.map(|(_, rma)| {
        let lines = rma.authorised().into_iter().flat_map(|(_, it)| &it.lines);
        let authorised = lines
            .filter(|it| it.line == *line)
            .map(|it| it.units.wide());
        let units = rma.received().flat_map(|(_, it)| &it.units);
        let received = units
            .filter(|it| it.line.as_ref() == Some(line))
            .map(|it| it.units.wide());
        (authorised.sum::<i128>() - received.sum::<i128>()).max(0)
    })
    .sum()
}

fn authorise<R: Relations>(
    floor: &Floor<'_, R>,
    authorised: &ReturnAuthorised,
) -> Result<(), Refusal> {
    if authorised.lines.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let mut sums: BTreeMap<&DemandLine, i128> = BTreeMap::new();
    for ReturnLine { line, units, .. } in &authorised.lines {
        *sums.entry(line).or_insert(0) += units.wide();
    }
    for (line, sum) in sums {
        let stands = floor.line(line)?;
        if authorised.order.as_ref() != Some(&stands.order) {
            return Err(Refusal::UnknownDemandLine(line.clone()));
        }
        let away: i128 = whereabouts(floor, line).values().sum();
        let may = away - announced(floor, line);
        if sum > may {
            return Err(Refusal::TooMany { there: count(may) });
        }
    }
    Ok(())
}

/// Units come back from where the books have them: from customers, or from a carrier that never delivered them.
fn received<R: Relations>(
    floor: &Floor<'_, R>,
    rma: ReturnId,
    at: &Place,
    back: &[BackUnits],
) -> Result<ReturnReceived, Refusal> {
    if back.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    floor.may_hold(at)?;
    let names = &floor.state.components;
    let mut away: BTreeMap<&DemandLine, BTreeMap<(Place, Goods), i128>> = BTreeMap::new();
    let mut returned = Vec::new();
    for it in back {
        floor.known_item(&it.goods.item)?;
        floor.serials(&it.goods, it.units, &it.serials, false)?;
        let Some(line) = &it.line else {
            returned.push(ReturnedUnits {
                line: None,
                from: Place::Customers,
                goods: it.goods.clone(),
                units: it.units,
                serials: it.serials.clone(),
            });
            continue;
        };
        floor.line(line)?;
        let away = away.entry(line).or_insert_with(|| whereabouts(floor, line));
        let goods = names.goods(&it.goods);
        let there = away.iter().filter(|((_, sent), _)| *sent == goods);
        let there: i128 = there.map(|(_, number)| *number).sum();
        if it.units.wide() > there {
            return Err(Refusal::TooMany {
                there: count(there),
            });
        }
        let mut left = it.units.wide();
        let mut serials = SerialsBack::of(floor, it);
        for ((from, sent), number) in away.iter_mut() {
            let Some(taken) = units(left.min(*number)).filter(|_| *sent == goods) else {
                continue;
            };
            left -= taken.wide();
            *number -= taken.wide();
            returned.push(ReturnedUnits {
                line: Some(line.clone()),
                from: from.clone(),
                goods: it.goods.clone(),
                units: taken,
                serials: serials.take(from, taken, left == 0),
            });
        }
    }
    Ok(ReturnReceived {
        rma,
        at: at.clone(),
        units: returned,
    })
}

/// Serial numbers of units that come back, from several places perhaps: each with where the register has it.
struct SerialsBack {
    whole: Vec<Serials>,
    each: Vec<(Code, Option<Place>)>,
}

impl SerialsBack {
    fn of<R: Relations>(floor: &Floor<'_, R>, back: &BackUnits) -> Self {
        let item = floor.state.components.item(&back.goods.item);
        let each = back.serials.iter().flat_map(Serials::each);
        let each = each.filter_map(|serial| {
            let open = floor.state.serials.open(&item, &serial, floor.relations);
            let at = open.first().map(|claim| claim.to.clone());
            Some((Code::new(&serial).ok()?, at))
        });
        SerialsBack {
            whole: back.serials.clone(),
            each: each.collect(),
        }
    }

    /// The numbers of so many units that come from a place: those that the register has there, then any; as they were
    /// given where all come from one place.
    fn take(&mut self, from: &Place, number: Units, is_last: bool) -> Vec<Serials> {
        let is_all = is_last && self.each.len() as u64 == number.get();
        if is_all && !self.whole.is_empty() {
            self.each.clear();
            return std::mem::take(&mut self.whole);
        }
        self.whole.clear();
        self.each.sort_by_key(|(_, at)| at.as_ref() != Some(from));
        let count = usize::try_from(number.get()).unwrap_or(usize::MAX);
        let taken = self.each.drain(..count.min(self.each.len()));
        taken.map(|(serial, _)| Serials::One(serial)).collect()
    }
}

/// Where the units of an RMA are, by what was received and decided: by place and what they are.
fn lie<R>(floor: &Floor<'_, R>, rma: &Rma) -> BTreeMap<(Place, Goods), i128> {
    let names = &floor.state.components;
    let mut units: BTreeMap<(Place, Goods), i128> = BTreeMap::new();
    let mut add = |place: &Place, goods: &Goods, number: i128| {
        let key = (names.place(place), names.goods(goods));
        *units.entry(key).or_insert(0) += number;
    };
    for (_, received) in rma.received() {
        for it in &received.units {
            add(&received.at, &it.goods, it.units.wide());
        }
    }
    for (_, it) in rma.decided() {
        let became = it.becomes.as_ref().unwrap_or(&it.goods);
        add(&it.from, &it.goods, -it.units.wide());
        add(&it.to, became, it.units.wide());
    }
    units
}

/// Whether as many units of an RMA lie somewhere, and nobody has taken them away since.
fn has<R: Relations>(floor: &Floor<'_, R>, rma: &Rma, place: &Place, goods: &Goods) -> i128 {
    let names = &floor.state.components;
    let key = (names.place(place), names.goods(goods));
    let of_rma = lie(floor, rma).get(&key).copied().unwrap_or(0);
    if place.is_ours() {
        of_rma.min(floor.balance(place, goods))
    } else {
        of_rma
    }
}

fn undo_receipt<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    rma: &ReturnId,
    fact: &FactId,
) -> Result<(), Refusal> {
    let found = known(floor, rma)?;
    let mut standing = found.received();
    let (_, was) = standing
        .find(|(received, _)| *received == fact)
        .ok_or(Refusal::NothingToDo)?;
    let mut sums: BTreeMap<Goods, i128> = BTreeMap::new();
    for it in &was.units {
        let goods = floor.state.components.goods(&it.goods);
        *sums.entry(goods).or_insert(0) += it.units.wide();
    }
    for (goods, sum) in sums {
        if has(floor, found, &was.at, &goods) < sum {
            return Err(Refusal::RestsOnIt);
        }
    }
    let undone = ReturnFact::ReceiptUndone {
        undoes: *fact,
        received: was.clone(),
    };
    on_floor(floor, proposal, &was.at, undone)
}

/// Where units go by a decision.
fn destination<R: Relations>(floor: &Floor<'_, R>, it: &DecideUnits) -> Result<Place, Refusal> {
    let none = || Refusal::NoDestination(it.goods.item.clone());
    // What has left our hands is decided anew from the warehouse that it left, which is that of where it goes.
    let warehouse = || floor.warehouse_at(&it.from);
    match it.disposition {
        Disposition::Restock | Disposition::Refurbish | Disposition::Liquidate => {
            let to = it.to.clone().ok_or_else(none)?;
            floor.may_hold(&to)?;
            Ok(to)
        }
        Disposition::Hold => {
            let to = it.to.clone().unwrap_or_else(|| it.from.clone());
            floor.may_hold(&to)?;
            Ok(to)
        }
        Disposition::ToSupplier => match &it.to {
            Some(Place::Party(party)) => Ok(Place::Party(party.clone())),
            Some(_) => Err(none()),
            None => {
                let mut fields = floor.item_fields(&it.goods.item);
                let supplier = fields.find_map(|field| match field {
                    ItemField::Supplier {
                        supplier,
                        supplies: true,
                        ..
                    } => Some(supplier.clone()),
                    _ => None,
                });
                supplier.map(Place::Party).ok_or_else(none)
            }
        },
        Disposition::Donate => Ok(Place::Loss {
            warehouse: warehouse()?,
            reason: LossReason::Donated,
        }),
        Disposition::Scrap => Ok(Place::Loss {
            warehouse: warehouse()?,
            reason: LossReason::Scrapped,
        }),
    }
}

fn decided<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    it: &DecideUnits,
) -> Result<(), Refusal> {
    let found = known(floor, &it.rma)?;
    let there = has(floor, found, &it.from, &it.goods);
    if it.units.wide() > there {
        return Err(Refusal::TooMany {
            there: count(there),
        });
    }
    let became = it.becomes.as_ref().unwrap_or(&it.goods);
    if became.item != it.goods.item {
        return Err(Refusal::OtherGoods {
            line: it.line.clone(),
            goods: became.clone(),
        });
    }
    let to = destination(floor, it)?;
    floor.serials(&it.goods, it.units, &it.serials, false)?;
    floor.enough(&it.from, &it.goods, it.units)?;
    let home = if it.from.is_ours() { &it.from } else { &to };
    let warehouse = floor.warehouse_at(home)?;
    let decided = ReturnDecided {
        rma: it.rma,
        line: it.line.clone(),
        goods: it.goods.clone(),
        becomes: it.becomes.clone().filter(|became| *became != it.goods),
        from: it.from.clone(),
        to,
        units: it.units,
        disposition: it.disposition.clone(),
        serials: it.serials.clone(),
    };
    proposal.floor(&warehouse, Event::Returns(ReturnFact::Decided(decided)));
    Ok(())
}

fn undo_decision<R: Relations>(
    floor: &Floor<'_, R>,
    proposal: &mut Proposal<'_>,
    rma: &ReturnId,
    fact: &FactId,
) -> Result<(), Refusal> {
    let found = known(floor, rma)?;
    let mut standing = found.decided();
    let (_, was) = standing
        .find(|(decided, _)| *decided == fact)
        .ok_or(Refusal::NothingToDo)?;
    let became = was.becomes.as_ref().unwrap_or(&was.goods);
    if has(floor, found, &was.to, became) < was.units.wide() {
        return Err(Refusal::RestsOnIt);
    }
    let home = if was.from.is_ours() {
        was.from.clone()
    } else {
        was.to.clone()
    };
    let undone = ReturnFact::DecisionUndone {
        undoes: *fact,
        decided: was.clone(),
    };
    on_floor(floor, proposal, &home, undone)
}
