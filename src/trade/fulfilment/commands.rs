//! Commands about fulfilment orders: routing the units of orders, and what is moved between who does the work.
//!
//! What is handed over stands in two scopes: that units were handed is the workspace's, that a warehouse took them up is
//! its own. Where the warehouse is ours, one command writes both, the workspace's half first. Where it is not, its half
//! follows when it hears of it, and the units are under way until then.

use super::explode::{Explosion, kits_today};
use super::routing::Route;
use super::{Executor, FulfilmentFact, LineUnits, LinesBack, SubstituteReason, Taken, TakenUp};
use super::{moves, others};
use crate::stream::id::FactId;
use crate::trade::allocation::{Allocated, AllocationFact};
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::demand::{DemandDocument, DemandLine, FulfilmentLine, LineKey, Part};
use crate::trade::event::Event;
use crate::trade::fulfilment::demand_ledger::WorkStanding;
use crate::trade::fulfilment::fulfilment_order::{Fulfilment, LineContent};
use crate::trade::goods::Wanted;
use crate::trade::id::{DocumentId, FulfilmentOrderId, OrderId, PartyId, RecipeId, WarehouseId};
use crate::trade::locations::WarehouseField;
use crate::trade::orders::order::Order;
use crate::trade::quantity::{Instant, Units};
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};
use std::collections::BTreeMap;

wire_enum! {
    /// Where units of a fulfilment order are moved to.
    pub enum MoveTo {
        /// Back to the order: nobody is to deliver them for now.
        0 => Unrouted,
        /// To the lines of another fulfilment order of the same order that hold the same.
        1 => Another(FulfilmentOrderId),
        /// To a fulfilment order that is opened for them.
        2 => New { executor: Executor, due: Option<Instant> },
    }

    /// A command of this area. Routing and moving need the order's desk.
    pub enum FulfilmentCommand {
        /// Delivers a line as the components of a recipe: of the one that is named, else of the kit that is in force
        /// today. Nothing of the line may have been handed out or cancelled. It cannot be undone; the line can be
        /// cancelled and added anew.
        0 => Explode { order: OrderId, line: LineKey, recipe: Option<RecipeId> },
        /// Hands units of an order to an executor, in a fulfilment order of their own: those that are named, or with
        /// none named all that nobody was given. Kits of which nothing was handed out are exploded first. An undo moves
        /// them back.
        1 => Route { order: OrderId, executor: Executor, units: Vec<UnitsToRoute>, due: Option<Instant> },
        /// Moves units that no work was begun on: a split, a move or a merge. With no units named all that can be moved.
        /// Refused for units whose work may have begun: those are requested back. An undo moves them back.
        2 => Move { fulfilment: FulfilmentOrderId, units: Vec<PartUnits>, to: MoveTo },
        /// Asks a warehouse to give units back whose work may have begun.
        3 => RequestBack { fulfilment: FulfilmentOrderId, lines: Vec<LineUnits> },
        /// Answers a request. With yes the warehouse gives back all of it that is not begun, deallocating what it must;
        /// the desk then moves the units, or cancels them.
        4 => Answer { fulfilment: FulfilmentOrderId, request: FactId, given: bool },
        /// A warehouse gives units back without being asked.
        5 => GiveBack { fulfilment: FulfilmentOrderId, lines: Vec<LineUnits> },
        /// A warehouse takes up what it was handed and has not taken up, or took up and gave back.
        6 => TakeUp { fulfilment: FulfilmentOrderId },
        /// Work on a fulfilment order must wait, at most until an instant.
        7 => Hold { fulfilment: FulfilmentOrderId, until: Option<Instant> },
        /// It waits no more.
        8 => ReleaseHold { fulfilment: FulfilmentOrderId, hold: FactId },
        /// Notes that whoever is not us was asked to send it. Refused while anything stops the order.
        9 => Ask { fulfilment: FulfilmentOrderId },
        /// Notes that they will not send it: what they have not sent goes back to the order.
        10 => Decline { fulfilment: FulfilmentOrderId },
        /// Notes that they sent units; with none named all that they have not sent. An undo takes it back.
        11 => Send {
            fulfilment: FulfilmentOrderId,
            lines: Vec<LineUnits>,
            carrier: Option<PartyId>,
            number: Option<Code>,
        },
        /// They have not sent them after all.
        12 => UndoSend { fulfilment: FulfilmentOrderId, sent: FactId },
    }
}

wire_struct! {
    /// What is sent instead of what was ordered.
    pub struct Substitute {
        /// What goods answer the units.
        pub wanted: Wanted,
        /// How many base units of the goods answer one unit that was ordered: two small packs for one large one is 2.
        pub each: Units,
        /// Why.
        pub reason: SubstituteReason,
    }

    /// Units of a line that are to be routed.
    pub struct UnitsToRoute {
        /// The line.
        pub line: LineKey,
        /// Which part of it.
        pub part: Part,
        /// How many units of the part.
        pub units: Units,
        /// What is sent instead.
        pub substitute: Option<Substitute>,
    }

    /// Units of a line of a fulfilment order, counted as the order counts them.
    pub struct PartUnits {
        /// The line, from 0.
        pub line: u32,
        /// How many units of the part that the line is of.
        pub units: Units,
    }
}

impl FulfilmentCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// Unknown orders and lines, more units than there are, work that was begun, retired things, and what is so
    /// already.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            FulfilmentCommand::Explode {
                order,
                line,
                recipe,
            } => {
                let order = known_order(state, order)?;
                let mut explosion = Explosion::new(state, order);
                explosion.explode(line, *recipe, &kits_today(state, context))?;
                explosion.write(proposal);
                Ok(())
            }
            FulfilmentCommand::Route {
                order,
                executor,
                units,
                due,
            } => {
                let order = known_order(state, order)?;
                let kits = kits_today(state, context);
                let route = Route::plan(state, order, executor, units, due.clone(), &kits)?;
                route.write(proposal).take_up(proposal);
                Ok(())
            }
            FulfilmentCommand::Move {
                fulfilment,
                units,
                to,
            } => moves::move_units(state, *fulfilment, units, to, proposal),
            FulfilmentCommand::RequestBack { fulfilment, lines } => {
                let asked = Asked::of(state, *fulfilment)?;
                asked.are_at_most(lines, |work| {
                    work.underway + work.open + work.allocated + work.picked + work.packed
                })?;
                let back = LinesBack {
                    fulfilment: *fulfilment,
                    lines: lines.clone(),
                };
                proposal.office(Event::Fulfilment(FulfilmentFact::BackRequested(back)));
                Ok(())
            }
            FulfilmentCommand::Answer {
                fulfilment,
                request,
                given,
            } => {
                let asked = Asked::of(state, *fulfilment)?;
                let requests: BTreeMap<_, _> = asked.fulfilment.requests().collect();
                let Some(back) = requests.get(request) else {
                    return Err(Refusal::NoSuchRequest(*request));
                };
                if *given {
                    asked.give_back(&back.lines, proposal)?;
                }
                let answered = FulfilmentFact::RequestAnswered {
                    fulfilment: *fulfilment,
                    request: *request,
                    given: *given,
                };
                proposal.within(asked.scope.as_ref(), Event::Fulfilment(answered));
                Ok(())
            }
            FulfilmentCommand::GiveBack { fulfilment, lines } => {
                Asked::of(state, *fulfilment)?.give_back(lines, proposal)
            }
            FulfilmentCommand::TakeUp { fulfilment } => {
                Asked::of(state, *fulfilment)?.take_up(proposal)
            }
            FulfilmentCommand::Ask { fulfilment } => {
                let asked = others::of(state, *fulfilment)?;
                state.may_leave(asked.order, &context.now, relations)?;
                let fulfilment = *fulfilment;
                let asked = FulfilmentFact::Asked { fulfilment };
                proposal.office(Event::Fulfilment(asked));
                Ok(())
            }
            FulfilmentCommand::Decline { fulfilment } => {
                others::decline(state, *fulfilment, proposal)
            }
            FulfilmentCommand::Send {
                fulfilment,
                lines,
                carrier,
                number,
            } => {
                let by = (carrier.clone(), number.clone());
                others::send(state, *fulfilment, lines, by, proposal)
            }
            FulfilmentCommand::UndoSend { fulfilment, sent } => {
                others::undo(state, *fulfilment, *sent, proposal)
            }
            FulfilmentCommand::Hold { fulfilment, until } => {
                let asked = Asked::of(state, *fulfilment)?;
                let mut holds = asked.fulfilment.holds();
                if holds.any(|(_, other)| other == until) {
                    return Err(Refusal::NothingToDo);
                }
                let held = FulfilmentFact::Held {
                    fulfilment: *fulfilment,
                    until: until.clone(),
                };
                proposal.within(asked.scope.as_ref(), Event::Fulfilment(held));
                Ok(())
            }
            FulfilmentCommand::ReleaseHold { fulfilment, hold } => {
                let asked = Asked::of(state, *fulfilment)?;
                if !asked.fulfilment.holds().any(|(other, _)| other == hold) {
                    return Err(Refusal::NoSuchRequest(*hold));
                }
                let released = FulfilmentFact::HoldReleased {
                    fulfilment: *fulfilment,
                    hold: *hold,
                };
                proposal.within(asked.scope.as_ref(), Event::Fulfilment(released));
                Ok(())
            }
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        let with_order = |fulfilment: &FulfilmentOrderId| {
            let order = state.fulfilment(fulfilment).and_then(Fulfilment::routed);
            let order = order.map(|(_, routed)| DocumentId::Order(routed.order.clone()));
            [DocumentId::FulfilmentOrder(*fulfilment)]
                .into_iter()
                .chain(order)
        };
        match self {
            FulfilmentCommand::Explode { order, .. } | FulfilmentCommand::Route { order, .. } => {
                vec![DocumentId::Order(order.clone())]
            }
            FulfilmentCommand::Move {
                fulfilment,
                to: MoveTo::Another(other),
                ..
            } => with_order(fulfilment)
                .chain([DocumentId::FulfilmentOrder(*other)])
                .collect(),
            FulfilmentCommand::Move {
                fulfilment,
                to: MoveTo::Unrouted | MoveTo::New { .. },
                ..
            }
            | FulfilmentCommand::RequestBack { fulfilment, .. }
            | FulfilmentCommand::Answer { fulfilment, .. }
            | FulfilmentCommand::GiveBack { fulfilment, .. }
            | FulfilmentCommand::TakeUp { fulfilment }
            | FulfilmentCommand::Hold { fulfilment, .. }
            | FulfilmentCommand::ReleaseHold { fulfilment, .. }
            | FulfilmentCommand::Ask { fulfilment }
            | FulfilmentCommand::Decline { fulfilment }
            | FulfilmentCommand::Send { fulfilment, .. }
            | FulfilmentCommand::UndoSend { fulfilment, .. } => with_order(fulfilment).collect(),
        }
    }
}

/// An order that is here.
pub(crate) fn known_order<'a>(state: &'a State, order: &OrderId) -> Result<&'a Order, Refusal> {
    state
        .order(order)
        .filter(|order| order.placed().is_some())
        .ok_or_else(|| Refusal::Unknown(DocumentId::Order(order.clone())))
}

/// Whether no new decision may name a warehouse.
pub(crate) fn is_warehouse_usable(state: &State, warehouse: &WarehouseId) -> Result<(), Refusal> {
    let document = || DocumentId::Warehouse(warehouse.clone());
    let card = state
        .warehouse(warehouse)
        .ok_or_else(|| Refusal::Unknown(document()))?;
    if card
        .fields()
        .any(|field| *field == WarehouseField::Retired(true))
    {
        return Err(Refusal::Retired(document()));
    }
    Ok(())
}

/// The warehouse whose half of a command is written here: one of ours, that nobody else runs.
pub(crate) fn taken_up_here<'a>(state: &State, executor: &'a Executor) -> Option<&'a WarehouseId> {
    let Executor::Warehouse(warehouse) = executor else {
        return None;
    };
    state.warehouse(warehouse)?;
    (!is_run_by_others(state, warehouse)).then_some(warehouse)
}

/// Whether a warehouse of ours, or one that is run for us, does the work.
pub(crate) fn is_done_here(executor: &Executor) -> bool {
    match executor {
        Executor::Warehouse(_) => true,
        Executor::Supplier(_)
        | Executor::Marketplace(_)
        | Executor::Contractor(_)
        | Executor::Channel => false,
    }
}

/// Whether others run a warehouse: what it does is not written here.
pub(crate) fn is_run_by_others(state: &State, warehouse: &WarehouseId) -> bool {
    let card = state.warehouse(warehouse).into_iter();
    let mut fields = card.flat_map(|card| card.fields());
    fields.any(|field| matches!(field, WarehouseField::RunBy(Some(_))))
}

/// A fulfilment order with what stands of its lines.
pub(crate) struct Asked<'a> {
    pub(crate) id: FulfilmentOrderId,
    pub(crate) fulfilment: &'a Fulfilment,
    pub(crate) order: &'a Order,
    /// The warehouse whose scope its facts of work are in.
    pub(crate) scope: Option<WarehouseId>,
    pub(crate) lines: BTreeMap<u32, (LineContent, WorkStanding)>,
}

impl<'a> Asked<'a> {
    pub(crate) fn of(state: &'a State, id: FulfilmentOrderId) -> Result<Self, Refusal> {
        let unknown = || Refusal::Unknown(DocumentId::FulfilmentOrder(id));
        let fulfilment = state.fulfilment(&id).ok_or_else(unknown)?;
        let (_, routed) = fulfilment.routed().ok_or_else(unknown)?;
        let order = known_order(state, &routed.order)?;
        let demand = state.demand(order);
        let standing = |number: u32, content: &LineContent| {
            let line = FulfilmentLine {
                document: id,
                line: number,
            };
            let part = (content.line.clone(), content.part.clone());
            demand.parts.get(&part)?.work.get(&line).copied()
        };
        let lines = fulfilment.lines(order).into_iter();
        let lines = lines
            .filter_map(|(number, content)| {
                let work = standing(number, &content)?;
                Some((number, (content, work)))
            })
            .collect();
        Ok(Asked {
            id,
            fulfilment,
            order,
            scope: state.warehouse_of(fulfilment),
            lines,
        })
    }

    fn demand_line(&self, line: u32) -> DemandLine {
        DemandLine::of(&DemandDocument::FulfilmentOrder(self.id), line)
    }

    /// Whether the units of each line, summed within the command, are at most what a line has by `has`.
    pub(crate) fn are_at_most(
        &self,
        units: &[LineUnits],
        has: impl Fn(&WorkStanding) -> i128,
    ) -> Result<BTreeMap<u32, i128>, Refusal> {
        if units.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        let mut sums: BTreeMap<u32, i128> = BTreeMap::new();
        for line in units {
            let (_, work) = self
                .lines
                .get(&line.line)
                .ok_or_else(|| Refusal::UnknownDemandLine(self.demand_line(line.line)))?;
            let sum = sums.entry(line.line).or_insert(0);
            *sum += line.units.wide();
            let there = has(work);
            let begun = work.picked + work.packed + work.shipped;
            if *sum > there && begun > 0 {
                return Err(Refusal::WorkBegun {
                    line: self.demand_line(line.line),
                    begun: u64::try_from(begun).unwrap_or(u64::MAX),
                });
            }
            if *sum > there {
                let there = u64::try_from(there).unwrap_or(0);
                return Err(Refusal::TooMany { there });
            }
        }
        Ok(sums)
    }

    /// The warehouse gives units back that are not begun; what is allocated of them is deallocated first.
    pub(crate) fn give_back(
        &self,
        units: &[LineUnits],
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let sums = self.are_at_most(units, |work| work.open + work.allocated)?;
        let mut deallocated = Vec::new();
        for (line, sum) in &sums {
            let open = self.lines.get(line).map_or(0, |(_, work)| work.open);
            deallocated.extend(line_units(*line, sum - open));
        }
        for (on, lines) in self.fulfilment.rests_on(&deallocated) {
            let allocated = Allocated {
                document: DemandDocument::FulfilmentOrder(self.id),
                lines,
                on,
            };
            let fact = AllocationFact::Deallocated(allocated);
            proposal.within(self.scope.as_ref(), Event::Allocation(fact));
        }
        let lines = sums.into_iter();
        let back = LinesBack {
            fulfilment: self.id,
            lines: lines
                .filter_map(|(line, sum)| line_units(line, sum))
                .collect(),
        };
        let fact = FulfilmentFact::GivenBack(back);
        proposal.within(self.scope.as_ref(), Event::Fulfilment(fact));
        Ok(())
    }

    /// Units of a line are open again by a fact of the same command: requests that are met by that are answered, and what
    /// they asked for is given back.
    pub(crate) fn reopened(
        mut self,
        line: u32,
        units: Units,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        if let Some((_, work)) = self.lines.get_mut(&line) {
            work.open += units.wide();
            work.picked -= units.wide();
        }
        let requests: Vec<(FactId, LinesBack)> = self
            .fulfilment
            .requests()
            .map(|(request, back)| (*request, back.clone()))
            .collect();
        for (request, back) in requests {
            let is_met = self
                .are_at_most(&back.lines, |work| work.open)
                .is_ok_and(|sums| sums.contains_key(&line));
            if !is_met {
                continue;
            }
            self.give_back(&back.lines, proposal)?;
            for given in &back.lines {
                if let Some((_, work)) = self.lines.get_mut(&given.line) {
                    work.open -= given.units.wide();
                }
            }
            let answered = FulfilmentFact::RequestAnswered {
                fulfilment: self.id,
                request,
                given: true,
            };
            proposal.within(self.scope.as_ref(), Event::Fulfilment(answered));
        }
        Ok(())
    }

    /// The warehouse takes up what is under way.
    fn take_up(&self, proposal: &mut Proposal<'_>) -> Result<(), Refusal> {
        let underway: Vec<LineUnits> = self
            .lines
            .iter()
            .filter_map(|(line, (_, work))| line_units(*line, work.underway))
            .collect();
        if underway.is_empty() {
            return Err(Refusal::NothingToDo);
        }
        let whole = self.fulfilment.worked().next().is_none()
            && self.lines.values().all(|(content, work)| {
                work.underway == content.units.wide() * content.each.wide()
                    && work.open + work.allocated == 0
            });
        let taken = if whole {
            Taken::AsRouted
        } else {
            Taken::Units(underway)
        };
        let fact = FulfilmentFact::TakenUp(TakenUp {
            fulfilment: self.id,
            taken,
        });
        proposal.within(self.scope.as_ref(), Event::Fulfilment(fact));
        Ok(())
    }
}

/// Units of a line; `None` where there are none.
pub(crate) fn line_units(line: u32, units: i128) -> Option<LineUnits> {
    let units = Units::new(u64::try_from(units).ok()?)?;
    Some(LineUnits { line, units })
}
