//! Which warehouse an order that nobody works on is given to: of those that its channel has put in order the first that
//! has all of it; else the one at work here where it has as much as any, else the one that has most of it.

use crate::site::Reading;
use crate::trade::channels::ChannelField;
use crate::trade::goods::Class;
use crate::trade::id::{ChannelId, ItemId, OrderId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::WarehouseField;
use crate::trade::quantity::Units;
use crate::trade::sequence::SequenceKey;
use crate::view::stock::promises;
use std::collections::{BTreeMap, BTreeSet};

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
    let ranks: BTreeMap<&ChannelId, Ranks> = orders
        .iter()
        .map(|id| (&id.channel, Ranks::of(at, &id.channel)))
        .collect();
    if all.len() < 2 && ranks.values().all(|ranks| ranks.closed.is_empty()) {
        return vec![(own.cloned(), orders.to_vec())];
    }
    let mut free = Free::new();
    for (key, promise) in promises(at, today) {
        if key.class == Class::Sellable {
            *free.entry((key.warehouse, key.item)).or_insert(0) += promise.available();
        }
    }
    let mut given: BTreeMap<usize, Vec<OrderId>> = BTreeMap::new();
    let mut nowhere: Vec<(usize, OrderId)> = Vec::new();
    let mut closed = Vec::new();
    for id in orders {
        let wanted = wanted(at, id);
        let covered = |warehouse: &WarehouseId| -> i128 {
            let there = |(item, units): (&ItemId, &i128)| {
                let there = free.get(&(warehouse.clone(), item.clone()));
                there.copied().unwrap_or(0).clamp(0, *units)
            };
            wanted.iter().map(there).sum()
        };
        let all_of_it: i128 = wanted.values().sum();
        let mut open: Vec<usize> = (0..all.len()).collect();
        if let Some(ranks) = ranks.get(&id.channel) {
            open.retain(|place| !ranks.closed.contains(all[*place]));
            open.sort_by_key(|place| ranks.rank(all[*place]));
        }
        let Some(first) = open.first().copied() else {
            closed.push(id.clone());
            continue;
        };
        let is_ranked = |place: usize| {
            let ranks = ranks.get(&id.channel);
            ranks.is_some_and(|ranks| ranks.open.contains_key(all[place]))
        };
        let mut best = first;
        for place in open {
            // What is put in order goes by the order where it has everything; else most of it counts.
            if is_ranked(place) && covered(all[place]) >= all_of_it && all_of_it > 0 {
                best = place;
                break;
            }
            if covered(all[place]) > covered(all[best]) {
                best = place;
            }
        }
        if covered(all[best]) == 0 {
            nowhere.push((best, id.clone()));
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
    for (place, id) in nowhere {
        let along = given.keys().next().copied();
        let is_open = |place: usize| {
            let ranks = ranks.get(&id.channel);
            ranks.is_none_or(|ranks| !ranks.closed.contains(all[place]))
        };
        let place = along.filter(|along| is_open(*along)).unwrap_or(place);
        given.entry(place).or_default().push(id);
    }
    let warehouse = |(place, orders): (usize, Vec<OrderId>)| (Some(all[place].clone()), orders);
    let mut by_warehouse: Vec<_> = given.into_iter().map(warehouse).collect();
    if !closed.is_empty() {
        by_warehouse.push((None, closed));
    }
    by_warehouse
}

/// The order in which warehouses serve a channel, and those that never do.
struct Ranks {
    open: BTreeMap<WarehouseId, SequenceKey>,
    closed: BTreeSet<WarehouseId>,
}

impl Ranks {
    fn of(at: &Reading<'_>, channel: &ChannelId) -> Self {
        let mut ranks = Ranks {
            open: BTreeMap::new(),
            closed: BTreeSet::new(),
        };
        let card = at.state.channel(channel).into_iter();
        for field in card.flat_map(|card| card.fields()) {
            if let ChannelField::WarehouseRank { warehouse, rank } = field {
                match rank {
                    Some(rank) => {
                        ranks.open.insert(warehouse.clone(), rank.clone());
                    }
                    None => {
                        ranks.closed.insert(warehouse.clone());
                    }
                }
            }
        }
        ranks
    }

    /// What a warehouse is sorted by: those in order first.
    fn rank(&self, warehouse: &WarehouseId) -> (bool, Option<&SequenceKey>) {
        let rank = self.open.get(warehouse);
        (rank.is_none(), rank)
    }
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
