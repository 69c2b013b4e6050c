//! Allocation of single lines: given up, on an expected receipt, pinned.

use super::{Allocated, AllocatedOn, AllocationFact, Pinned, PinnedTo};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{DemandDocument, DemandLine, FulfilmentLine, WorkAccount};
use crate::trade::event::Event;
use crate::trade::fulfilment::LineUnits;
use crate::trade::fulfilment::commands::{Asked, line_units};
use crate::trade::id::{
    DocumentId, FulfilmentOrderId, ItemId, LocationId, LotId, Name, ReceiptId, WarehouseId,
};
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::trade::state::State;
use crate::trade::state::promise::PromiseKey;
use std::collections::BTreeMap;

pub(super) fn fulfilment_of(line: &DemandLine) -> Result<FulfilmentOrderId, Refusal> {
    match &line.document {
        DemandDocument::FulfilmentOrder(id) => Ok(*id),
        DemandDocument::Transfer(_)
        | DemandDocument::Assembly(_)
        | DemandDocument::SupplierReturn(_)
        | DemandDocument::Replenishment(_)
        | DemandDocument::Cart(_) => Err(Refusal::UnknownDemandLine(line.clone())),
    }
}

/// The warehouse of a fulfilment order; others have no stock of ours.
pub(super) fn scope<'a>(asked: &'a Asked<'_>) -> Result<&'a WarehouseId, Refusal> {
    asked
        .scope
        .as_ref()
        .ok_or(Refusal::OtherWarehouse(DocumentId::FulfilmentOrder(
            asked.id,
        )))
}

/// Units of demand lines that batches have and have not brought yet.
pub(super) fn batched(state: &State) -> BTreeMap<DemandLine, i128> {
    let mut batched = BTreeMap::new();
    for (_, batch) in state.open_batches() {
        let tasks = batch.released().into_iter();
        let tasks = tasks.flat_map(|(_, released)| (0..).zip(&released.tasks));
        for (number, task) in tasks {
            let done = batch.done(number);
            let left = task.units.wide() - done.picked - done.short;
            *batched.entry(task.line.clone()).or_insert(0) += left.max(0);
        }
    }
    batched
}

/// Deallocates units of a line.
///
/// # Errors
/// No such line, more units than it has allocated, or units that are in a batch.
pub(crate) fn deallocate_units(
    state: &State,
    line: &DemandLine,
    units: Units,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let fulfilment = fulfilment_of(line)?;
    let only = Some((line.line, units));
    deallocate(state, fulfilment, only, &batched(state), proposal)
}

/// Deallocates units of a line that are not there, in a batch or not: what is not picked of them vanishes from the batch.
///
/// # Errors
/// No such line, or more units than it has allocated.
pub(crate) fn give_up_units(
    state: &State,
    line: &DemandLine,
    units: Units,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let fulfilment = fulfilment_of(line)?;
    let only = Some((line.line, units));
    deallocate(state, fulfilment, only, &BTreeMap::new(), proposal)
}

/// Deallocates units of a fulfilment order: those of one line, or all that are in no batch.
pub(super) fn deallocate(
    state: &State,
    fulfilment: FulfilmentOrderId,
    only: Option<(u32, Units)>,
    batched: &BTreeMap<DemandLine, i128>,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let asked = Asked::of(state, fulfilment)?;
    let scope = scope(&asked)?;
    let document = DemandDocument::FulfilmentOrder(fulfilment);
    let demand_line = |line: u32| DemandLine::of(&document, line);
    let in_batch = |line: u32| batched.get(&demand_line(line)).copied().unwrap_or(0);
    // What two devices allocated beyond what stands goes along: else as much would stand as before.
    let beyond = |line: u32| {
        let of_line = asked.lines.get(&line);
        let stands = of_line.map_or(0, |(_, work)| work.allocated);
        let work = asked
            .fulfilment
            .work(line, of_line.map(|(content, _)| content));
        (work.get(&WorkAccount::Allocated) - stands).max(0)
    };
    let mut lines = Vec::new();
    match only {
        Some((line, units)) => {
            let (_, work) = asked
                .lines
                .get(&line)
                .ok_or_else(|| Refusal::UnknownDemandLine(demand_line(line)))?;
            let free = work.allocated - in_batch(line);
            if units.wide() > free && in_batch(line) > 0 {
                return Err(Refusal::WorkBegun {
                    line: demand_line(line),
                    begun: u64::try_from(in_batch(line)).unwrap_or(u64::MAX),
                });
            }
            if units.wide() > free {
                let there = u64::try_from(free).unwrap_or(0);
                return Err(Refusal::TooMany { there });
            }
            lines.extend(line_units(line, units.wide() + beyond(line)));
        }
        None => {
            let free = asked.lines.iter().filter_map(|(line, (_, work))| {
                let free = work.allocated - in_batch(*line);
                (free > 0).then(|| line_units(*line, free + beyond(*line)))?
            });
            lines.extend(free);
            let batched = asked.lines.keys().find(|line| in_batch(**line) > 0);
            if let (true, Some(line)) = (lines.is_empty(), batched) {
                return Err(Refusal::WorkBegun {
                    line: demand_line(*line),
                    begun: u64::try_from(in_batch(*line)).unwrap_or(u64::MAX),
                });
            }
        }
    }
    // Each expectation that units rest on is given up by its name, so that the receipt can be promised to others.
    for (on, lines) in asked.fulfilment.rests_on(&lines) {
        let allocated = Allocated {
            document: document.clone(),
            lines,
            on,
        };
        proposal.floor(
            scope,
            Event::Allocation(AllocationFact::Deallocated(allocated)),
        );
    }
    Ok(())
}

/// What a line of a fulfilment order of ours is promised of, and how many of its units wait for stock; `None` where there is
/// no such line.
pub(crate) fn waiting(state: &State, line: &FulfilmentLine) -> Option<(PromiseKey, i128)> {
    let asked = Asked::of(state, line.document).ok()?;
    let (content, work) = asked.lines.get(&line.line)?;
    let key = state.promise_key(asked.scope.as_ref()?, &content.wanted);
    Some((key, work.open))
}

/// Allocates to a line what waits of it, at most `free` units.
///
/// # Errors
/// No such line, nothing of it waits, or nothing is free.
pub(crate) fn allocate_free(
    state: &State,
    line: &FulfilmentLine,
    free: i128,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let asked = Asked::of(state, line.document)?;
    let scope = scope(&asked)?;
    let demand_line = || DemandLine::from(line.clone());
    let of_line = asked.lines.get(&line.line);
    let (_, work) = of_line.ok_or_else(|| Refusal::UnknownDemandLine(demand_line()))?;
    let units = line_units(line.line, work.open.min(free)).ok_or(Refusal::NothingToDo)?;
    let allocated = Allocated {
        document: DemandDocument::FulfilmentOrder(line.document),
        lines: vec![units],
        on: AllocatedOn::Stock {
            partition: None,
            quota: None,
        },
    };
    proposal.floor(
        scope,
        Event::Allocation(AllocationFact::Allocated(allocated)),
    );
    Ok(())
}

pub(super) fn allocate_expected(
    state: &State,
    fulfilment: FulfilmentOrderId,
    lines: &[LineUnits],
    receipt: ReceiptId,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let document = DocumentId::Receipt(receipt);
    let card = state
        .receipt(&receipt)
        .ok_or_else(|| Refusal::Unknown(document.clone()))?;
    if card.is_closed() {
        return Err(Refusal::Closed(document));
    }
    let asked = Asked::of(state, fulfilment)?;
    let scope = scope(&asked)?;
    let sums = asked.are_at_most(lines, |work| work.open)?;
    let mut free = state.expected(scope);
    let mut taken: BTreeMap<PromiseKey, i128> = BTreeMap::new();
    state.resting(scope, |key, on, units| {
        if let Some(expected) = free.get_mut(&(on, key)) {
            *expected -= units;
        }
    });
    for (line, units) in &sums {
        let wanted = asked.lines.get(line).map(|(content, _)| &content.wanted);
        let Some(wanted) = wanted else { continue };
        let key = state.promise_key(scope, wanted);
        let there = free.get(&(receipt, key.clone())).copied().unwrap_or(0);
        let sum = taken.entry(key).or_insert(0);
        *sum += units;
        if *sum > there {
            let there = u64::try_from(there).unwrap_or(0);
            return Err(Refusal::TooMany { there });
        }
    }
    let allocated = Allocated {
        document: DemandDocument::FulfilmentOrder(fulfilment),
        lines: sums
            .into_iter()
            .filter_map(|(line, units)| line_units(line, units))
            .collect(),
        on: AllocatedOn::Expected(receipt),
    };
    proposal.floor(
        scope,
        Event::Allocation(AllocationFact::Allocated(allocated)),
    );
    Ok(())
}

pub(super) fn pin(
    state: &State,
    pinned: &Pinned,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let asked = Asked::of(state, fulfilment_of(&pinned.line)?)?;
    let scope = scope(&asked)?;
    let (content, work) = asked
        .lines
        .get(&pinned.line.line)
        .ok_or_else(|| Refusal::UnknownDemandLine(pinned.line.clone()))?;
    let others: i128 = asked
        .fulfilment
        .pins()
        .filter(|(_, other)| other.line == pinned.line)
        .map(|(_, other)| other.units.wide())
        .sum();
    let there = work.open + work.allocated - others;
    if pinned.units.wide() > there {
        let there = u64::try_from(there).unwrap_or(0);
        return Err(Refusal::TooMany { there });
    }
    let location =
        |location: &LocationId| is_allocable(state, scope, location, &content.wanted.item);
    let lot = |name: &Name| {
        let lot = LotId {
            item: content.wanted.item.clone(),
            name: name.clone(),
        };
        let mut wanted = content.wanted.lot.iter();
        let is_known = !state.lot_cards(&lot).is_empty();
        match is_known && wanted.all(|wanted| wanted == name) {
            true => Ok(()),
            false => Err(Refusal::Unknown(DocumentId::Lot(lot))),
        }
    };
    match &pinned.to {
        PinnedTo::Location(at) => location(at)?,
        PinnedTo::Lot(name) => lot(name)?,
        PinnedTo::LotAt {
            lot: name,
            location: at,
        } => {
            location(at)?;
            lot(name)?;
        }
    }
    proposal.floor(
        scope,
        Event::Allocation(AllocationFact::Pinned(pinned.clone())),
    );
    Ok(())
}

/// Whether an item may be taken from a location.
fn is_allocable(
    state: &State,
    warehouse: &WarehouseId,
    location: &LocationId,
    item: &ItemId,
) -> Result<(), Refusal> {
    let document = || DocumentId::Location(location.clone());
    if state.location(location).is_none() {
        return Err(Refusal::Unknown(document()));
    }
    if location.warehouse != *warehouse {
        return Err(Refusal::OtherWarehouse(document()));
    }
    if state.is_location_retired(location) {
        return Err(Refusal::Retired(document()));
    }
    let place = Place::Location(location.clone());
    let closed = state
        .ledger
        .at(&place)
        .any(|(goods, account)| goods.item == *item && !account.shorts().is_empty());
    if closed {
        return Err(Refusal::ClosedByShort(place));
    }
    Ok(())
}
