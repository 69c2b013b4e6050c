//! Handing units of an order to an executor.

use super::commands::{UnitsToRoute, is_done_here, is_warehouse_usable, taken_up_here};
use super::explode::{Explosion, Kits};
use super::fulfilment_order::LineContent;
use super::{
    Executor, FulfilmentFact, FulfilmentLines, LineRun, OpenedLine, Routed, Taken, TakenUp, models,
};
use crate::stream::id::FactId;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::{LineKey, Part};
use crate::trade::event::Event;
use crate::trade::goods::{Class, Wanted};
use crate::trade::id::{DocumentId, FulfilmentOrderId, PartyId, WarehouseId};
use crate::trade::orders::order::Order;
use crate::trade::orders::{LineItem, OrderField, PlacedLine};
use crate::trade::quantity::{Instant, Units};
use crate::trade::state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Units of an order that are about to be handed to an executor.
pub(crate) struct Route<'a> {
    state: &'a State,
    explosion: Explosion<'a>,
    executor: Executor,
    due: Option<Instant>,
    lines: FulfilmentLines,
    /// What the lines hold, by number.
    pub(crate) contents: Vec<LineContent>,
}

/// When an order must have left, as somebody was told.
pub(crate) fn ship_by(order: &Order) -> Option<Instant> {
    let set = order.card().fields().find_map(|field| match field {
        OrderField::ShipBy(by) => Some(by.clone()),
        OrderField::Terms(_)
        | OrderField::Service(_)
        | OrderField::DeliverBy(_)
        | OrderField::Priority(_)
        | OrderField::LinePrice { .. }
        | OrderField::NotBefore(_)
        | OrderField::Customer(_)
        | OrderField::Charges(_)
        | OrderField::PlacedAt(_)
        | OrderField::Currency(_) => None,
    });
    set.unwrap_or_else(|| {
        order
            .placed()
            .and_then(|(_, placed)| placed.ship_by.clone())
    })
}

fn is_executor_usable(state: &State, executor: &Executor) -> Result<(), Refusal> {
    let party = |party: &PartyId| match state.party(party) {
        Some(_) => Ok(()),
        None => Err(Refusal::Unknown(DocumentId::Party(party.clone()))),
    };
    match executor {
        Executor::Warehouse(warehouse) => is_warehouse_usable(state, warehouse),
        Executor::Supplier(id) | Executor::Marketplace(id) | Executor::Contractor(id) => party(id),
        Executor::Channel => Ok(()),
    }
}

/// The lines of an order that are one placed line each, with the fact and the position.
fn single_lines(order: &Order) -> BTreeMap<LineKey, Option<(FactId, u32, &PlacedLine)>> {
    let mut single = BTreeMap::new();
    for (fact, position, line) in order.lines() {
        let key = order.line_key(&line.key).clone();
        single
            .entry(key)
            .and_modify(|one| *one = None)
            .or_insert(Some((fact, position, line)));
    }
    single
}

/// Hands what of an order others are to send and nobody was given to them; says whether there was any.
///
/// # Errors
/// An item that nobody knows or that is retired, or somebody who is not known.
pub(crate) fn hand_to_others(
    state: &State,
    order: &Order,
    kits: &Kits<'_>,
    proposal: &mut Proposal<'_>,
) -> Result<bool, Refusal> {
    let others = models::others(state, order);
    if others.is_empty() {
        return Ok(false);
    }
    let demand = state.demand(order);
    let mut units: BTreeMap<Executor, Vec<UnitsToRoute>> = BTreeMap::new();
    for ((line, part), of) in &demand.parts {
        let unrouted = u64::try_from(of.stands.unrouted).ok().and_then(Units::new);
        if let (Some(by), Some(unrouted)) = (others.get(line), unrouted) {
            units.entry(by.clone()).or_default().push(UnitsToRoute {
                line: line.clone(),
                part: part.clone(),
                units: unrouted,
                substitute: None,
            });
        }
    }
    let any = !units.is_empty();
    for (executor, units) in units {
        let route = Route::plan(state, order, &executor, &units, None, kits)?;
        route.write(proposal);
    }
    Ok(any)
}

impl<'a> Route<'a> {
    /// Plans to hand units to an executor: those that are named, or with none named all that nobody was given.
    ///
    /// # Errors
    /// An executor or line that is not known, an item that nobody knows or that is retired, more units than there are,
    /// or nothing to hand out.
    pub(crate) fn plan(
        state: &'a State,
        order: &'a Order,
        executor: &Executor,
        units: &[UnitsToRoute],
        due: Option<Instant>,
        kits: &Kits<'_>,
    ) -> Result<Self, Refusal> {
        is_executor_usable(state, executor)?;
        let mut explosion = Explosion::new(state, order);
        let all: Vec<UnitsToRoute>;
        let units = if units.is_empty() {
            explosion.explode_kits(kits)?;
            // What others are to send is handed to us only by name.
            let others = match is_done_here(executor) {
                true => models::others(state, order),
                false => BTreeMap::new(),
            };
            all = explosion
                .unrouted
                .iter()
                .filter(|((line, _), _)| !others.contains_key(line))
                .filter_map(|((line, part), units)| {
                    Some(UnitsToRoute {
                        line: line.clone(),
                        part: part.clone(),
                        units: Units::new(u64::try_from(*units).ok()?)?,
                        substitute: None,
                    })
                })
                .collect();
            &all
        } else {
            units
        };
        if units.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        let mut sums: BTreeMap<(LineKey, Part), i128> = BTreeMap::new();
        for routed in units {
            let part = (order.line_key(&routed.line).clone(), routed.part.clone());
            let there = *explosion
                .unrouted
                .get(&part)
                .ok_or_else(|| Refusal::UnknownLine {
                    order: order.id().clone(),
                    line: routed.line.clone(),
                })?;
            let sum = sums.entry(part).or_insert(0);
            *sum += routed.units.wide();
            if *sum > there {
                let there = u64::try_from(there).unwrap_or(0);
                return Err(Refusal::TooMany { there });
            }
        }
        let contents = units
            .iter()
            .map(|units| content(state, &explosion, units))
            .collect::<Result<Vec<LineContent>, Refusal>>()?;
        let (lines, contents) = match whole(&explosion, units) {
            Some((placed, runs, order)) => {
                let contents = order
                    .into_iter()
                    .filter_map(|index| contents.get(index).cloned())
                    .collect();
                (FulfilmentLines::Whole { placed, runs }, contents)
            }
            None => {
                let lines = units
                    .iter()
                    .zip(&contents)
                    .map(|(units, content)| OpenedLine {
                        line: content.line.clone(),
                        part: content.part.clone(),
                        wanted: content.wanted.clone(),
                        units: content.units,
                        each: content.each,
                        substitute: units
                            .substitute
                            .as_ref()
                            .map(|substitute| substitute.reason.clone()),
                    });
                (FulfilmentLines::Each(lines.collect()), contents)
            }
        };
        Ok(Route {
            state,
            due: due.or_else(|| ship_by(order)),
            executor: executor.clone(),
            explosion,
            lines,
            contents,
        })
    }

    /// Writes the workspace's half, and gives the name of the fulfilment order.
    pub(crate) fn write(mut self, proposal: &mut Proposal<'_>) -> Opened<'a> {
        self.explosion.write(proposal);
        let routed = Routed {
            order: self.explosion.order.id().clone(),
            executor: self.executor,
            lines: self.lines,
            due: self.due,
        };
        Opened::routed(self.state, routed, proposal)
    }
}

/// A fulfilment order that a command opens.
pub(crate) struct Opened<'a> {
    state: &'a State,
    executor: Executor,
    /// Its name.
    pub(crate) id: FulfilmentOrderId,
}

impl<'a> Opened<'a> {
    /// Opens a fulfilment order.
    ///
    /// # Errors
    /// An executor that is not known or retired.
    pub(crate) fn write(
        state: &'a State,
        routed: Routed,
        proposal: &mut Proposal<'_>,
    ) -> Result<Self, Refusal> {
        is_executor_usable(state, &routed.executor)?;
        Ok(Opened::routed(state, routed, proposal))
    }

    fn routed(state: &'a State, routed: Routed, proposal: &mut Proposal<'_>) -> Self {
        let executor = routed.executor.clone();
        let opened = proposal.office(Event::Fulfilment(FulfilmentFact::Routed(Arc::new(routed))));
        Opened {
            state,
            executor,
            id: FulfilmentOrderId(opened),
        }
    }

    /// The warehouse's half, where it is written here.
    pub(crate) fn taken_up(&self) -> Option<(WarehouseId, Event)> {
        let warehouse = taken_up_here(self.state, &self.executor)?.clone();
        let taken = TakenUp {
            fulfilment: self.id,
            taken: Taken::AsRouted,
        };
        Some((warehouse, Event::Fulfilment(FulfilmentFact::TakenUp(taken))))
    }

    /// Writes the warehouse's half, where it is written here.
    pub(crate) fn take_up(&self, proposal: &mut Proposal<'_>) {
        if let Some((warehouse, event)) = self.taken_up() {
            proposal.floor(&warehouse, event);
        }
    }
}

/// What a line of a fulfilment order holds for units that are to be routed.
fn content(
    state: &State,
    explosion: &Explosion<'_>,
    units: &UnitsToRoute,
) -> Result<LineContent, Refusal> {
    let order = explosion.order;
    let line = order.line_key(&units.line).clone();
    let owner = order.placed().and_then(|(_, placed)| placed.client.clone());
    let component = match &units.part {
        Part::Line => None,
        Part::Component { recipe, component } => {
            let component = usize::try_from(*component)
                .ok()
                .and_then(|component| explosion.recipe(recipe)?.components.get(component));
            Some(component.ok_or_else(|| Refusal::UnknownLine {
                order: order.id().clone(),
                line: line.clone(),
            })?)
        }
    };
    let (wanted, each) = match (&units.substitute, component) {
        (Some(substitute), _) => (substitute.wanted.clone(), substitute.each),
        (None, component) => {
            let item = match component {
                Some(component) => component.item.clone(),
                None => explosion.item(&line)?.clone(),
            };
            let wanted = Wanted {
                item,
                lot: None,
                owner,
                class: Class::Sellable,
            };
            (wanted, Units::ONE)
        }
    };
    if state.is_item_retired(&wanted.item) {
        return Err(Refusal::Retired(DocumentId::Item(wanted.item)));
    }
    Ok(LineContent {
        line,
        part: units.part.clone(),
        wanted,
        units: units.units,
        each,
    })
}

/// Whether the units are whole lines of one fact, of items that were known when it was written: the fact, runs of their
/// positions in it, and the order in which the units stand there.
fn whole(
    explosion: &Explosion<'_>,
    units: &[UnitsToRoute],
) -> Option<(FactId, Vec<LineRun>, Vec<usize>)> {
    let order = explosion.order;
    let single = single_lines(order);
    let mut placed = None;
    let mut positions: Vec<(u32, usize)> = Vec::new();
    for (index, units) in units.iter().enumerate() {
        let line = order.line_key(&units.line);
        let (fact, position, written) = (*single.get(line)?)?;
        let known = match &written.item {
            LineItem::Is(item) => order.item(written).as_ref() == Some(item),
            LineItem::AsKey => order.is_matched_as_written(written),
            LineItem::Unknown => false,
        };
        let part = explosion.demand.parts.get(&(line.clone(), Part::Line))?;
        let all = part.raw.ordered() == units.units.wide() && written.units() == Some(units.units);
        let is_whole = units.part == Part::Line && units.substitute.is_none() && known && all;
        if !is_whole || *placed.get_or_insert(fact) != fact {
            return None;
        }
        positions.push((position, index));
    }
    positions.sort_unstable();
    let mut runs: Vec<LineRun> = Vec::new();
    for (position, _) in &positions {
        match runs.last_mut() {
            Some(run) if run.first + run.more + 1 == *position => run.more += 1,
            Some(_) | None => runs.push(LineRun {
                first: *position,
                more: 0,
            }),
        }
    }
    let order = positions.into_iter().map(|(_, index)| index).collect();
    Some((placed?, runs, order))
}
