//! Promising stock to orders.

use super::{Context, once, order};
use crate::domain::command::Refusal;
use crate::domain::event::{Event, LinePromise};
use crate::domain::order::{Order, Stage};
use crate::domain::text::{OrderId, Sku};
use crate::domain::workspace::Workspace;
use std::collections::HashMap;

/// What is still free of an item, bin by bin in the order of the walk; taking lowers it.
struct Free<'a> {
    state: &'a Workspace,
    items: HashMap<Sku, Vec<(crate::domain::text::Code, u32)>>,
}

impl<'a> Free<'a> {
    fn bins(&mut self, sku: &Sku) -> &mut Vec<(crate::domain::text::Code, u32)> {
        let state = self.state;
        self.items.entry(sku.clone()).or_insert_with(|| {
            let stock = state
                .ledger
                .item(sku)
                .map(|stock| stock.bins())
                .unwrap_or_default();
            let walk =
                |bin: &crate::domain::text::Code| state.bins.get(bin).map_or(u32::MAX, |b| b.walk);
            let mut free: Vec<_> = stock
                .into_iter()
                .filter(|bin| bin.free() > 0)
                .map(|bin| {
                    (
                        bin.bin.clone(),
                        u32::try_from(bin.free()).unwrap_or(u32::MAX),
                    )
                })
                .collect();
            free.sort_by_key(|(bin, _)| walk(bin));
            free
        })
    }

    /// Takes up to `units`: from the one bin that holds all of them if there is one (the smallest such), else from
    /// bin to bin along the walk.
    fn take(&mut self, sku: &Sku, units: u32) -> Vec<(crate::domain::text::Code, u32)> {
        let bins = self.bins(sku);
        let whole = bins
            .iter_mut()
            .filter(|(_, free)| *free >= units)
            .min_by_key(|(_, free)| *free);
        if let Some((bin, free)) = whole {
            *free -= units;
            return vec![(bin.clone(), units)];
        }
        let mut taken = Vec::new();
        let mut left = units;
        for (bin, free) in bins.iter_mut().filter(|(_, free)| *free > 0) {
            let part = left.min(*free);
            *free -= part;
            left -= part;
            taken.push((bin.clone(), part));
            if left == 0 {
                break;
            }
        }
        taken
    }
}

/// Promises free stock to the orders that may be worked, the oldest first; what is not there stays open. Orders that
/// are held, unpaid or unverified are passed over: they must not keep goods from others.
///
/// # Errors
/// Only for orders that are not known.
pub fn allocate(
    state: &Workspace,
    context: &Context,
    orders: &[OrderId],
) -> Result<Vec<Event>, Refusal> {
    let mut queue: Vec<&Order> = Vec::with_capacity(orders.len());
    for id in orders {
        queue.push(order(state, id)?);
    }
    queue.retain(|order| {
        order.holds_at(context.now_ms).next().is_none()
            && !order.needs_verification()
            && order.payment_covers()
    });
    queue.sort_by_key(|order| {
        (
            order.ship_by.unwrap_or(i64::MAX),
            order.placed_at,
            &order.id,
        )
    });
    queue.dedup_by_key(|order| &order.id);
    let mut free = Free {
        state,
        items: HashMap::new(),
    };
    let mut events = Vec::new();
    for order in queue {
        let mut promises = Vec::new();
        for (i, line) in order.lines.iter().enumerate() {
            let open = line.stages.get(Stage::Open);
            if open > 0 {
                promises.extend(free.take(&line.sku, open).into_iter().map(|(bin, units)| {
                    LinePromise {
                        line: i as u16,
                        sku: line.sku.clone(),
                        bin,
                        units,
                    }
                }));
            }
        }
        if !promises.is_empty() {
            events.push(Event::LinesPromised {
                order: order.id.clone(),
                promises,
            });
        }
    }
    Ok(events)
}

/// Gives up what is promised to orders that are in no batch.
///
/// # Errors
/// For orders that are not known or are being picked.
pub fn release(state: &Workspace, orders: &[OrderId]) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::new();
    for id in once(orders) {
        let order = order(state, id)?;
        if let Some(batch) = &order.batch {
            return Err(Refusal::InBatch {
                order: id.clone(),
                batch: batch.clone(),
            });
        }
        let promises: Vec<LinePromise> = promises_of(order);
        if !promises.is_empty() {
            events.push(Event::PromisesReleased {
                order: id.clone(),
                promises,
            });
        }
    }
    Ok(events)
}

/// Everything that is promised to an order.
pub fn promises_of(order: &Order) -> Vec<LinePromise> {
    let lines = order.lines.iter().enumerate();
    lines
        .flat_map(|(i, line)| {
            line.promises.iter().map(move |promise| LinePromise {
                line: i as u16,
                sku: line.sku.clone(),
                bin: promise.bin.clone(),
                units: promise.units,
            })
        })
        .collect()
}

/// What allocating would do, for a look before it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Orders that would have everything promised.
    pub in_full: usize,
    /// Orders that would have something promised.
    pub in_part: usize,
    /// Orders that would have nothing promised.
    pub not: usize,
    /// Orders that are held, unpaid, unverified, or have nothing open.
    pub passed_over: usize,
}

/// Counts what the events of an allocation would mean for the orders that were asked for.
pub fn forecast(state: &Workspace, context: &Context, orders: &[OrderId]) -> Forecast {
    let events = allocate(state, context, orders).unwrap_or_default();
    let mut given: HashMap<&OrderId, u32> = HashMap::new();
    for event in &events {
        if let Event::LinesPromised { order, promises } = event {
            given.insert(order, promises.iter().map(|promise| promise.units).sum());
        }
    }
    let mut forecast = Forecast::default();
    for order in orders.iter().filter_map(|id| state.order(id)) {
        let open = order.stages().get(Stage::Open);
        let waits = order.holds_at(context.now_ms).next().is_some()
            || order.needs_verification()
            || !order.payment_covers();
        match given.get(&order.id) {
            _ if open == 0 || waits => forecast.passed_over += 1,
            Some(units) if *units >= open => forecast.in_full += 1,
            Some(_) => forecast.in_part += 1,
            None => forecast.not += 1,
        }
    }
    forecast
}
