//! Which warehouse an order that nobody works on is given to: the one at work here where it has as much as any, else the
//! one that has most of it.

use crate::site::Reading;
use crate::trade::goods::Class;
use crate::trade::id::{ItemId, OrderId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::WarehouseField;
use crate::trade::quantity::Units;
use crate::view::stock::promises;
use std::collections::BTreeMap;

type Free = BTreeMap<(WarehouseId, ItemId), i128>;

/// Orders by the warehouse that they are given to; `None` is none, where there is no warehouse. What one order takes, the
/// next one does not find. `today` is in days since 1970-01-01.
pub fn by_best_warehouse(
    at: &Reading<'_>,
    orders: &[OrderId],
    own: Option<&WarehouseId>,
    today: i64,
) -> Vec<(Option<WarehouseId>, Vec<OrderId>)> {
    let retired = WarehouseField::Retired(true);
    let open = at
        .state
        .warehouses()
        .filter(|(_, card)| card.fields().all(|field| *field != retired));
    let others: Vec<&WarehouseId> = open
        .map(|(id, _)| id)
        .filter(|id| Some(*id) != own)
        .collect();
    // The own one first: of equals it is the first.
    let all: Vec<&WarehouseId> = own.into_iter().chain(others).collect();
    if all.len() < 2 {
        return vec![(own.cloned(), orders.to_vec())];
    }
    let mut free = Free::new();
    for (key, promise) in promises(at, today) {
        if key.class == Class::Sellable {
            *free.entry((key.warehouse, key.item)).or_insert(0) += promise.available();
        }
    }
    let mut given: BTreeMap<usize, Vec<OrderId>> = BTreeMap::new();
    let mut nowhere = Vec::new();
    for id in orders {
        let wanted = wanted(at, id);
        let covered = |warehouse: &WarehouseId| -> i128 {
            let there = |(item, units): (&ItemId, &i128)| {
                let there = free.get(&(warehouse.clone(), item.clone()));
                there.copied().unwrap_or(0).clamp(0, *units)
            };
            wanted.iter().map(there).sum()
        };
        let mut best = 0;
        for place in 1..all.len() {
            if covered(all[place]) > covered(all[best]) {
                best = place;
            }
        }
        if covered(all[best]) == 0 {
            nowhere.push(id.clone());
            continue;
        }
        for (item, units) in &wanted {
            if let Some(there) = free.get_mut(&(all[best].clone(), item.clone())) {
                *there -= units;
            }
        }
        given.entry(best).or_default().push(id.clone());
    }
    // What nobody has goes along with what can be allocated: alone it would be refused, and the rest with it.
    let first = given.keys().next().copied().unwrap_or(0);
    given.entry(first).or_default().extend(nowhere);
    let warehouse = |(place, orders): (usize, Vec<OrderId>)| (Some(all[place].clone()), orders);
    given.into_iter().map(warehouse).collect()
}

/// What an order wants that nobody was given any of yet, in base units by item.
fn wanted(at: &Reading<'_>, id: &OrderId) -> BTreeMap<ItemId, i128> {
    let mut wanted = BTreeMap::new();
    let order = at.state.order(id);
    for order in order.into_iter().filter(|it| it.routed().next().is_none()) {
        for (_, _, line) in order.lines() {
            if let Some(item) = order.item(line) {
                let units = line.units().map_or(0, Units::wide);
                *wanted.entry(at.state.components.item(&item)).or_insert(0) += units;
            }
        }
    }
    wanted
}
