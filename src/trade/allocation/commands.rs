//! Commands about allocation.
//!
//! Orders are served by priority, then by when they must have left, then by when they were placed. Nothing is allocated
//! past what is available to promise, summed over all that the command allocates.

use super::plan::{self, LinePlan};
use super::single::{
    allocate_expected, batched, deallocate, deallocate_units, fulfilment_of, pin, scope,
};
use super::stock::{Stock, Terms};
use super::{Allocated, AllocatedOn, AllocationFact, Pinned};
use crate::limits::ALLOCATED_ORDERS_MAX;
use crate::stream::id::FactId;
use crate::trade::decide::{Context, Knowing, Proposal, Refusal};
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::event::Event;
use crate::trade::fulfilment::commands::{Asked, known_order};
use crate::trade::fulfilment::explode::{Kits, kits_today};
use crate::trade::fulfilment::routing::{Route, hand_to_others, ship_by};
use crate::trade::fulfilment::{Executor, LineUnits};
use crate::trade::id::{ChannelId, DocumentId, FulfilmentOrderId, OrderId, ReceiptId, WarehouseId};
use crate::trade::leases::LeaseKey;
use crate::trade::orders::OrderField;
use crate::trade::orders::order::Order;
use crate::trade::quantity::Units;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::wire_enum;
use std::collections::{BTreeMap, BTreeSet};

wire_enum! {
    /// A command of this area. All but releasing holds of goods need nothing but stock; allocating needs the orders'
    /// desks.
    pub enum AllocationCommand {
        /// Allocates stock to orders, the most urgent first; with a warehouse what nobody was given is routed there
        /// first, as far as anything can be allocated. Orders that must wait are passed over. An undo deallocates.
        0 => Allocate { orders: Vec<OrderId>, route_to: Option<WarehouseId> },
        /// Deallocates what is allocated to fulfilment orders and not in a batch: it is open again. An undo allocates.
        1 => Deallocate { fulfilments: Vec<FulfilmentOrderId> },
        /// The same for units of one line.
        2 => DeallocateUnits { line: DemandLine, units: Units },
        /// Allocates goods that are expected with a receipt: at most what is expected, has not come, and is not
        /// allocated to others.
        3 => AllocateExpected { fulfilment: FulfilmentOrderId, lines: Vec<LineUnits>, receipt: ReceiptId },
        /// Says which location or lot is to be taken for units of a line. An undo takes the pin away.
        4 => Pin(Pinned),
        /// Nobody says so any more.
        5 => Unpin { line: DemandLine, pin: FactId },
    }
}

/// Asks whether an order's goods may be taken from others: no hold, no doubt, verified, paid as its terms say.
pub type Gates<'a> = dyn Fn(&OrderId) -> Result<(), Refusal> + 'a;

/// By what orders are served: the smallest first.
type Rank = (std::cmp::Reverse<u32>, i64, i64);

fn rank(order: &Order) -> Rank {
    let priority = order.card().fields().find_map(|field| match field {
        OrderField::Priority(priority) => Some(*priority),
        OrderField::Terms(_)
        | OrderField::Service(_)
        | OrderField::ShipBy(_)
        | OrderField::DeliverBy(_)
        | OrderField::LinePrice { .. }
        | OrderField::NotBefore(_)
        | OrderField::Customer(_)
        | OrderField::Charges(_)
        | OrderField::PlacedAt(_)
        | OrderField::Currency(_) => None,
    });
    let placed = order.placed_at().map(|placed| placed.as_utc_ms());
    (
        std::cmp::Reverse(priority.unwrap_or(0)),
        ship_by(order).map_or(i64::MAX, |by| by.ms),
        placed.unwrap_or(i64::MAX),
    )
}

/// Orders in the order in which they are served, each once; unknown ones are left out.
fn served<'a>(state: &'a State, orders: &[OrderId]) -> Vec<&'a Order> {
    let distinct: BTreeSet<&OrderId> = orders.iter().collect();
    let mut served: Vec<&Order> = distinct
        .into_iter()
        .filter_map(|order| known_order(state, order).ok())
        .collect();
    served.sort_by_cached_key(|order| (rank(order), order.id().clone()));
    served
}

/// Plans the allocation of many orders as commands that are decided one after the other, each small enough for one
/// commit, the most urgent orders first. What the first ones take is not there for the next.
pub fn allocate_many(
    state: &State,
    orders: &[OrderId],
    route_to: Option<&WarehouseId>,
) -> Vec<AllocationCommand> {
    let served: Vec<OrderId> = served(state, orders)
        .into_iter()
        .map(|order| order.id().clone())
        .collect();
    served
        .chunks(ALLOCATED_ORDERS_MAX)
        .map(|orders| AllocationCommand::Allocate {
            orders: orders.to_vec(),
            route_to: route_to.cloned(),
        })
        .collect()
}

impl AllocationCommand {
    /// Decides the command. `gates` asks whether an order may have goods.
    ///
    /// # Errors
    /// Of one order why it must wait, or that there is no stock; of many that nothing can be allocated; more units than
    /// there are; units that are in a batch; a place that a short closes.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        gates: &Gates<'_>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            AllocationCommand::Allocate { orders, route_to } => {
                if orders.len() > ALLOCATED_ORDERS_MAX {
                    let there = ALLOCATED_ORDERS_MAX as u64;
                    return Err(Refusal::TooMany { there });
                }
                for order in orders {
                    known_order(state, order)?;
                }
                let knowing = Knowing::new(context, relations);
                let mut run = Run {
                    state,
                    context,
                    knowing: &knowing,
                    kits: kits_today(state, context),
                    stock: Stock::new(state, &context.today, relations),
                    terms: BTreeMap::new(),
                    floor: BTreeMap::new(),
                };
                run.allocate(orders, route_to.as_ref(), gates, proposal)
            }
            AllocationCommand::Deallocate { fulfilments } => {
                let batched = batched(state);
                for fulfilment in fulfilments {
                    deallocate(state, *fulfilment, None, &batched, proposal)?;
                }
                if proposal.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                Ok(())
            }
            AllocationCommand::DeallocateUnits { line, units } => {
                deallocate_units(state, line, *units, proposal)
            }
            AllocationCommand::AllocateExpected {
                fulfilment,
                lines,
                receipt,
            } => allocate_expected(state, *fulfilment, lines, *receipt, proposal),
            AllocationCommand::Pin(pinned) => pin(state, pinned, proposal),
            AllocationCommand::Unpin { line, pin } => {
                let asked = Asked::of(state, fulfilment_of(line)?)?;
                let scope = scope(&asked)?;
                if !asked.fulfilment.pins().any(|(other, _)| other == pin) {
                    return Err(Refusal::NoSuchRequest(*pin));
                }
                let fact = AllocationFact::Unpinned {
                    line: line.clone(),
                    pin: *pin,
                };
                proposal.floor(scope, Event::Allocation(fact));
                Ok(())
            }
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            AllocationCommand::Allocate { orders, .. } => {
                orders.iter().cloned().map(DocumentId::Order).collect()
            }
            AllocationCommand::Deallocate { fulfilments } => fulfilments
                .iter()
                .copied()
                .map(DocumentId::FulfilmentOrder)
                .collect(),
            AllocationCommand::DeallocateUnits { line, .. }
            | AllocationCommand::Unpin { line, .. }
            | AllocationCommand::Pin(Pinned { line, .. }) => {
                vec![DocumentId::from(&line.document)]
            }
            AllocationCommand::AllocateExpected {
                fulfilment,
                receipt,
                ..
            } => vec![
                DocumentId::FulfilmentOrder(*fulfilment),
                DocumentId::Receipt(*receipt),
            ],
        }
    }
}

/// The lines of one fulfilment order while an order is planned.
struct Part {
    warehouse: WarehouseId,
    /// `None` is the one that the command opens.
    fulfilment: Option<FulfilmentOrderId>,
    lines: Vec<LinePlan>,
}

/// One allocation of many orders.
struct Run<'a, R, K> {
    state: &'a State,
    context: &'a Context,
    knowing: &'a K,
    kits: Kits<'a>,
    stock: Stock<'a, R>,
    terms: BTreeMap<ChannelId, Terms>,
    /// The warehouses' halves, which stand behind the workspace's.
    floor: BTreeMap<WarehouseId, Vec<Event>>,
}

impl<'a, R: Relations, K: Relations> Run<'a, R, K> {
    fn allocate(
        &mut self,
        orders: &[OrderId],
        route_to: Option<&WarehouseId>,
        gates: &Gates<'_>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let mut refused = None;
        let mut handed = false;
        for order in served(self.state, orders) {
            let mut to_others = false;
            let allowed = self
                .is_desk_here(order.id())
                .and_then(|()| gates(order.id()))
                .and_then(|()| hand_to_others(self.state, order, &self.kits, proposal))
                .and_then(|any| {
                    to_others = any;
                    handed |= any;
                    self.order(order, route_to, proposal)
                });
            if let Err(refusal) = allowed.or_else(|refusal| match refusal {
                Refusal::NothingToDo if to_others => Ok(()),
                refusal => Err(refusal),
            }) {
                refused.get_or_insert(refusal);
            }
        }
        let floor = std::mem::take(&mut self.floor);
        if floor.is_empty() && !handed {
            return Err(refused.unwrap_or(Refusal::NothingToDo));
        }
        for (warehouse, events) in floor {
            for event in events {
                proposal.floor(&warehouse, event);
            }
        }
        Ok(())
    }

    /// Whoever allocates an order holds its desk.
    fn is_desk_here(&self, order: &OrderId) -> Result<(), Refusal> {
        let lease = LeaseKey::Desk(order.clone());
        let opened_by = self.state.opened_by(&lease);
        let holder = self.state.leases.holder(&lease, opened_by, self.knowing);
        match holder.stream {
            Some(by) if by != self.context.stream => Err(Refusal::LeaseHeld { lease, by }),
            Some(_) | None => Ok(()),
        }
    }

    fn order(
        &mut self,
        order: &'a Order,
        route_to: Option<&WarehouseId>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let state = self.state;
        let terms = *self
            .terms
            .entry(order.id().channel.clone())
            .or_insert_with(|| Terms::of(state, &order.id().channel));
        let (mut parts, mut whole) = self.parts(order);
        let route = match route_to {
            Some(warehouse) => {
                let executor = Executor::Warehouse(warehouse.clone());
                match Route::plan(state, order, &executor, &[], None, &self.kits) {
                    Ok(route) => Some(route),
                    Err(Refusal::NothingToDo) => None,
                    Err(refusal) => return Err(refusal),
                }
            }
            None => {
                let demand = state.demand(order);
                whole &= demand.parts.values().all(|part| part.stands.unrouted <= 0);
                None
            }
        };
        if let (Some(route), Some(warehouse)) = (&route, route_to) {
            let lines = (0..)
                .zip(&route.contents)
                .map(|(number, content)| LinePlan {
                    number,
                    open: content.units.wide() * content.each.wide(),
                    content: content.clone(),
                    has: 0,
                    given: 0,
                });
            parts.push(Part {
                warehouse: warehouse.clone(),
                fulfilment: None,
                lines: lines.collect(),
            });
        }
        if parts
            .iter()
            .all(|part| part.lines.iter().all(|line| line.open == 0))
        {
            return Err(Refusal::NothingToDo);
        }
        let mark = self.stock.mark();
        for part in &mut parts {
            whole &= plan::allocate(
                state,
                &part.warehouse,
                &mut part.lines,
                &terms,
                &mut self.stock,
            );
        }
        if terms.complete && !whole {
            self.stock.give_up(mark);
            parts
                .iter_mut()
                .for_each(|part| plan::clear(&mut part.lines));
        }
        if parts.iter().all(|part| plan::given(&part.lines).is_empty()) {
            return Err(Refusal::NoStock(order.id().clone()));
        }
        self.write(parts, route, proposal);
        Ok(())
    }

    /// The fulfilment orders of an order that our warehouses do and that are not held, and whether nothing of the order
    /// waits for a warehouse to take it up.
    fn parts(&self, order: &Order) -> (Vec<Part>, bool) {
        let mut whole = true;
        let mut parts = Vec::new();
        for (_, id, routed) in order.routed() {
            let (Executor::Warehouse(warehouse), Ok(asked)) =
                (&routed.executor, Asked::of(self.state, *id))
            else {
                continue;
            };
            let is_held = asked.fulfilment.holds().any(|(_, until)| {
                until
                    .as_ref()
                    .is_none_or(|until| until.ms > self.context.now.ms)
            });
            whole &= asked
                .lines
                .values()
                .all(|(_, work)| work.underway == 0 && (!is_held || work.open == 0));
            if is_held {
                continue;
            }
            let lines = asked
                .lines
                .into_iter()
                .map(|(number, (content, work))| LinePlan {
                    number,
                    content,
                    open: work.open,
                    has: work.allocated + work.picked + work.packed + work.shipped,
                    given: 0,
                });
            parts.push(Part {
                warehouse: warehouse.clone(),
                fulfilment: Some(*id),
                lines: lines.collect(),
            });
        }
        (parts, whole)
    }

    fn write(&mut self, parts: Vec<Part>, route: Option<Route<'a>>, proposal: &mut Proposal<'_>) {
        let mut route = route;
        for part in parts {
            let lines = plan::given(&part.lines);
            let fulfilment = match (part.fulfilment, lines.is_empty()) {
                (_, true) => continue,
                (Some(fulfilment), false) => fulfilment,
                (None, false) => {
                    let Some(route) = route.take() else { continue };
                    let opened = route.write(proposal);
                    if let Some((warehouse, event)) = opened.taken_up() {
                        self.floor.entry(warehouse).or_default().push(event);
                    }
                    opened.id
                }
            };
            let allocated = Allocated {
                document: DemandDocument::FulfilmentOrder(fulfilment),
                lines,
                on: AllocatedOn::Stock {
                    partition: None,
                    quota: None,
                },
            };
            let fact = Event::Allocation(AllocationFact::Allocated(allocated));
            self.floor.entry(part.warehouse).or_default().push(fact);
        }
    }
}
