//! Stock as the office sees it: what is where, what is allocated, what can still be promised.

use super::face::{Face, face};
use super::kept::{Kept, bound_for, kept};
use super::names;
use super::orders::called;
use crate::site::Reading;
use crate::trade::catalog::{ItemField, RecipeKind};
use crate::trade::goods::{Condition, Goods};
use crate::trade::id::{DocumentId, ItemId, LocationId, OrderId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::containers::Root;
use crate::trade::locations::{LocationField, LocationKind, LocationStatus};
use crate::trade::orders::order::Order;
use crate::trade::place::Place;
use crate::trade::quantity::Day;
use crate::trade::state::promise::{Freshness, Promise, PromiseKey};
use std::collections::{BTreeMap, BTreeSet};

/// Units of an item somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceStock {
    /// The place.
    pub place: Place,
    /// What is there.
    pub goods: Goods,
    /// The code on the label, or the container with where it stands.
    pub name: String,
    /// The warehouse.
    pub warehouse: String,
    /// The lot's code.
    pub lot: Option<String>,
    /// The last day on which it may be used, in days since 1970-01-01.
    pub expiry: Option<i64>,
    /// Whose it is, where it is a client's.
    pub owner: Option<String>,
    /// Why they cannot be promised, where they cannot.
    pub kept: Option<Kept>,
    /// How many units.
    pub units: i128,
}

/// An order that has units of an item allocated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The number that people see.
    pub number: String,
    /// Its part of an address.
    pub address: String,
    /// How many units.
    pub units: i128,
}

/// The stock of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemStock {
    /// In our hands, wherever.
    pub on_hand: i128,
    /// Of this, allocated to orders and not yet picked.
    pub allocated: i128,
    /// What can still be promised.
    pub available: i128,
    /// Units that were promised and are not there.
    pub oversold: i128,
    /// How many sets can be put together out of what is available of its components; `None` where it is no kit.
    pub sets: Option<i128>,
    /// On plates between warehouses: no part of what is on hand.
    pub underway: i128,
    /// Where it is; what is under way comes with the plates.
    pub places: Vec<PlaceStock>,
    /// Who has it.
    pub holders: Vec<Holder>,
    /// Of which orders units are asked back that the floor has not given back: they can be allocated once it has.
    pub asked_back: Vec<Holder>,
}

impl ItemStock {
    /// Why units cannot be promised, and how many for each reason.
    pub fn reasons(&self) -> Vec<(Kept, i128)> {
        let mut all: BTreeMap<Kept, i128> = BTreeMap::new();
        for place in &self.places {
            if let Some(kept) = &place.kept {
                *all.entry(kept.clone()).or_insert(0) += place.units;
            }
        }
        all.into_iter().collect()
    }

    /// Units that are in the house and can be neither promised nor are allocated: picked for orders already, held back,
    /// or past their date. With the others they add up to what is on hand.
    pub fn tied(&self) -> i128 {
        self.on_hand + self.oversold - self.allocated - self.available
    }
}

/// What there is for promises, by key, on a day.
pub fn promises(at: &Reading<'_>, today: i64) -> BTreeMap<PromiseKey, Promise> {
    let fresh = Freshness {
        today: Some(Day { days: today }),
        days_left: 0,
    };
    at.state.promises(&fresh, &at.relations())
}

/// The order of a fulfilment order's line.
fn order_of(at: &Reading<'_>, id: &crate::trade::id::FulfilmentOrderId) -> Option<OrderId> {
    let (_, routed) = at.state.fulfilment(id)?.routed()?;
    Some(routed.order.clone())
}

/// Where goods are in the end, and what that is called.
fn named(at: &Reading<'_>, place: &Place) -> Option<(WarehouseId, String)> {
    match place {
        Place::Location(location) => Some((
            location.warehouse.clone(),
            names::location_code(at, location).to_owned(),
        )),
        Place::Container(container) => {
            let Root::Location(root) = at.state.containers.root(container, &at.relations()) else {
                return None;
            };
            let name = format!(
                "{} ({})",
                names::container_code(container),
                names::location_code(at, &root)
            );
            Some((root.warehouse.clone(), name))
        }
        _ => None,
    }
}

/// The stock of an item on a day.
pub fn stock_of(at: &Reading<'_>, item: &ItemId, today: i64) -> ItemStock {
    let canonical = at.state.components.item(item);
    let mut stock = ItemStock::default();
    let plates = at.state.containers.known().cloned();
    let under_way: Vec<Place> = plates.map(Place::Underway).collect();
    let coming = under_way.iter().flat_map(|place| {
        let goods = at.state.ledger.at(place);
        goods.map(move |(goods, account)| (place, goods, account))
    });
    for (place, goods, account) in at.state.ledger.here().chain(coming) {
        let units = account.balance();
        let plate = match place {
            Place::Underway(plate) => Some(plate),
            _ => None,
        };
        if goods.item != canonical || units == 0 || !(place.is_ours() || plate.is_some()) {
            continue;
        }
        match plate {
            Some(_) => stock.underway += units,
            None => stock.on_hand += units,
        }
        let (warehouse, name) = match (plate, named(at, place)) {
            (Some(plate), _) => (
                bound_for(at, plate).unwrap_or_default(),
                names::container_code(plate),
            ),
            (None, Some((warehouse, name))) => (names::warehouse_name(at, &warehouse), name),
            (None, None) => (
                String::new(),
                names::place_code(at, place).unwrap_or_default(),
            ),
        };
        stock.places.push(PlaceStock {
            lot: goods
                .lot
                .as_ref()
                .and_then(|lot| names::lot_code(at, &goods.item, lot)),
            expiry: goods
                .lot
                .as_ref()
                .and_then(|lot| names::lot_expiry(at, &goods.item, lot)),
            owner: goods
                .owner
                .as_ref()
                .map(|owner| names::party_name(at, owner)),
            kept: kept(at, place, goods, account, today),
            place: place.clone(),
            goods: goods.clone(),
            name,
            warehouse,
            units,
        });
    }
    let mut holders: BTreeMap<OrderId, i128> = BTreeMap::new();
    let promised = promises(at, today);
    stock.sets = sets(at, &canonical, today, &Available::of(&promised, None));
    for (key, promise) in promised {
        if key.item != canonical {
            continue;
        }
        stock.available += promise.available();
        stock.oversold += promise.oversold();
        stock.allocated += promise.allocated;
    }
    at.state.allocations(|key, line, _, units| {
        if key.item == canonical
            && let Some(order) = order_of(at, &line.document)
        {
            *holders.entry(order).or_insert(0) += units;
        }
    });
    stock.holders = holders_of(at, holders);
    stock.asked_back = asked_back(at, &BTreeSet::from([canonical]));
    stock
}

fn holders_of(at: &Reading<'_>, units: BTreeMap<OrderId, i128>) -> Vec<Holder> {
    let holder = |(order, units): (OrderId, i128)| Holder {
        number: names::shown_number(at, &order).to_owned(),
        address: names::order_address(at, &order),
        units,
    };
    units.into_iter().map(holder).collect()
}

/// Of which orders units of items, by their canonical names, are asked back that the floor has not given back.
fn asked_back(at: &Reading<'_>, items: &BTreeSet<ItemId>) -> Vec<Holder> {
    let mut units: BTreeMap<OrderId, i128> = BTreeMap::new();
    for (_, fulfilment) in at.state.open_fulfilments() {
        let Some(order) = fulfilment
            .routed()
            .filter(|_| fulfilment.requests().next().is_some())
            .and_then(|(_, routed)| at.state.order(&routed.order))
        else {
            continue;
        };
        let wanted: BTreeMap<u32, ItemId> = fulfilment
            .lines(order)
            .into_iter()
            .map(|(number, content)| (number, at.state.components.item(&content.wanted.item)))
            .collect();
        let lines = fulfilment.requests().flat_map(|(_, back)| &back.lines);
        for line in lines {
            if wanted
                .get(&line.line)
                .is_some_and(|item| items.contains(item))
            {
                *units.entry(order.id().clone()).or_insert(0) += line.units.wide();
            }
        }
    }
    holders_of(at, units)
}

/// Of which other orders units are asked back of the items of an order, or of what its kits are put together from.
pub fn asked_back_of_others(at: &Reading<'_>, order: &Order, today: i64) -> Vec<Holder> {
    let day = Day { days: today };
    let mut items = BTreeSet::new();
    for item in order.lines().filter_map(|(_, _, line)| order.item(line)) {
        if let Some((_, recipe)) = at.state.recipe_in_force(&item, &RecipeKind::Kit, &day) {
            let parts = recipe.components.iter();
            items.extend(parts.map(|part| at.state.components.item(&part.item)));
        }
        items.insert(at.state.components.item(&item));
    }
    let own = names::order_address(at, order.id());
    let mut holders = asked_back(at, &items);
    holders.retain(|holder| holder.address != own);
    holders
}

/// What is available of items, by warehouse.
struct Available(BTreeMap<(WarehouseId, ItemId), i128>);

impl Available {
    fn of(promises: &BTreeMap<PromiseKey, Promise>, warehouse: Option<&WarehouseId>) -> Self {
        let mut all = BTreeMap::new();
        for (key, promise) in promises {
            if warehouse.is_none_or(|warehouse| key.warehouse == *warehouse) {
                let of = (key.warehouse.clone(), key.item.clone());
                *all.entry(of).or_insert(0) += promise.available();
            }
        }
        Available(all)
    }
}

/// How many sets of a kit can be put together on a day, each in one warehouse; `None` where the item is no kit.
fn sets(at: &Reading<'_>, item: &ItemId, today: i64, available: &Available) -> Option<i128> {
    let day = Day { days: today };
    let (_, recipe) = at.state.recipe_in_force(item, &RecipeKind::Kit, &day)?;
    let mut needs: BTreeMap<ItemId, i128> = BTreeMap::new();
    for component in &recipe.components {
        let of = at.state.components.item(&component.item);
        *needs.entry(of).or_insert(0) += component.units.wide();
    }
    let houses: BTreeSet<&WarehouseId> = available.0.keys().map(|(house, _)| house).collect();
    let in_house = |house: &WarehouseId| {
        let each = needs.iter().map(|(of, units)| {
            let there = available.0.get(&(house.clone(), of.clone()));
            there.copied().unwrap_or(0).max(0) / units
        });
        each.min().unwrap_or(0)
    };
    Some(houses.into_iter().map(in_house).sum())
}

/// An item of the stock list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockRow {
    /// The item.
    pub item: ItemId,
    /// Its part of an address.
    pub address: String,
    /// The SKU that it shows.
    pub sku: String,
    /// What it is called.
    pub title: Option<String>,
    /// What it is known by when it is seen.
    pub face: Face,
    /// The client whose item it is.
    pub client: Option<String>,
    /// Its barcodes and other texts that it is found by, lower-cased.
    pub haystack: Box<str>,
    /// In our hands.
    pub on_hand: i128,
    /// Of this, allocated.
    pub allocated: i128,
    /// What can still be promised.
    pub available: i128,
    /// Promised and not there.
    pub oversold: i128,
    /// How many sets can be put together out of what is available of its components; `None` where it is no kit.
    pub sets: Option<i128>,
    /// In how many places it lies.
    pub places: usize,
    /// At or below this many available units more is ordered.
    pub reorder_point: Option<u64>,
    /// The nearest last day of use, in days since 1970-01-01.
    pub expiry: Option<i64>,
    /// Whether no new decision may name it.
    pub retired: bool,
}

impl StockRow {
    /// Units that are in the house and can be neither promised nor are allocated: picked for orders already, held back,
    /// or past their date. With the others they add up to what is on hand.
    pub fn tied(&self) -> i128 {
        self.on_hand + self.oversold - self.allocated - self.available
    }
}

/// Every item with its stock on a day, in all warehouses or in one.
pub fn stock_rows(at: &Reading<'_>, warehouse: Option<&WarehouseId>, today: i64) -> Vec<StockRow> {
    #[derive(Default)]
    struct Sums {
        on_hand: i128,
        places: usize,
        expiry: Option<i64>,
    }
    let mut sums: BTreeMap<ItemId, Sums> = BTreeMap::new();
    for (place, goods, account) in at.state.ledger.here() {
        let units = account.balance();
        if units == 0 || !place.is_ours() {
            continue;
        }
        let here = named(at, place).map(|(warehouse, _)| warehouse);
        if warehouse.is_some() && here.as_ref() != warehouse {
            continue;
        }
        let sum = sums.entry(goods.item.clone()).or_default();
        sum.on_hand += units;
        sum.places += 1;
        let expiry = goods
            .lot
            .as_ref()
            .and_then(|lot| names::lot_expiry(at, &goods.item, lot));
        sum.expiry = match (sum.expiry, expiry) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    let mut promised: BTreeMap<ItemId, [i128; 3]> = BTreeMap::new();
    let all_promises = promises(at, today);
    let available = Available::of(&all_promises, warehouse);
    for (key, promise) in all_promises {
        if warehouse.is_some_and(|warehouse| key.warehouse != *warehouse) {
            continue;
        }
        let of = promised.entry(key.item.clone()).or_default();
        of[0] += promise.allocated;
        of[1] += promise.available();
        of[2] += promise.oversold();
    }
    let row = |(item, card): (&ItemId, &crate::trade::card_fold::Card<ItemField>)| {
        // An item that stands for another one is listed under that.
        if at.state.components.item(item) != *item {
            return None;
        }
        let sum = sums.get(item);
        let of = promised.get(item).copied().unwrap_or_default();
        let sku = names::item_code(at, item);
        let title = names::item_title(at, item).map(|title| title.as_str().to_owned());
        let client = item.client.as_ref().map(|id| names::party_name(at, id));
        let mut haystack = super::search::Haystack::default();
        haystack.add(&sku);
        [&title, &client]
            .into_iter()
            .flatten()
            .for_each(|text| haystack.add(text));
        super::items::barcodes(card)
            .iter()
            .for_each(|code| haystack.add(code));
        Some(StockRow {
            item: item.clone(),
            face: face(at, item),
            address: names::item_address(item),
            sku,
            title,
            client,
            haystack: haystack.end(),
            on_hand: sum.map_or(0, |sum| sum.on_hand),
            allocated: of[0],
            available: of[1],
            oversold: of[2],
            sets: sets(at, item, today, &available),
            places: sum.map_or(0, |sum| sum.places),
            expiry: sum.and_then(|sum| sum.expiry),
            reorder_point: card.fields().find_map(|field| match field {
                ItemField::Reorder(reorder) => reorder.as_ref().map(|reorder| reorder.point),
                _ => None,
            }),
            retired: at.state.is_item_retired(item),
        })
    };
    at.state.items().filter_map(row).collect()
}

/// A location of the list of places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationRow {
    /// The location.
    pub id: LocationId,
    /// The code on its label.
    pub code: String,
    /// What it is for.
    pub kind: LocationKind,
    /// Whether its goods may be sold.
    pub status: LocationStatus,
    /// Its part of an address.
    pub address: String,
    /// Its zone.
    pub zone: Option<String>,
    /// The location that it is a part of.
    pub parent: Option<LocationId>,
    /// The code of that location.
    pub parent_code: Option<String>,
    /// What it is found by: its code, its zone, what it is a part of and what lies there, lower-cased.
    pub haystack: Box<str>,
    /// Whether no new decision may name it.
    pub retired: bool,
    /// What lies there: item, its code, units.
    pub contents: Vec<(ItemId, String, i128)>,
}

/// A location's part of an address: its first code, and which of those that had it first.
fn location_address(location: &LocationId) -> String {
    match location.first.generation {
        0 => location.first.code.as_str().to_owned(),
        generation => format!("{}~{generation}", location.first.code),
    }
}

/// The locations of a warehouse in the order in which they are walked.
pub fn location_rows(at: &Reading<'_>, warehouse: &WarehouseId) -> Vec<LocationRow> {
    let mut contents: BTreeMap<LocationId, BTreeMap<ItemId, i128>> = BTreeMap::new();
    for (place, goods, account) in at.state.ledger.here() {
        let units = account.balance();
        if units == 0 {
            continue;
        }
        if let Place::Location(location) = place
            && location.warehouse == *warehouse
        {
            let of = contents.entry(location.clone()).or_default();
            *of.entry(goods.item.clone()).or_insert(0) += units;
        }
    }
    let row = |location: &LocationId| {
        let card = at.state.location(location);
        let fields = || card.into_iter().flat_map(|card| card.fields());
        let kind = fields().find_map(|field| match field {
            LocationField::Kind(kind) => Some(kind.clone()),
            _ => None,
        });
        let status = fields().find_map(|field| match field {
            LocationField::Status(status) => Some(status.clone()),
            _ => None,
        });
        let zone = fields().find_map(|field| match field {
            LocationField::Zone(zone) => zone.as_ref().map(|zone| zone.as_str().to_owned()),
            _ => None,
        });
        let of = contents.get(location).into_iter().flatten();
        let contents: Vec<(ItemId, String, i128)> = of
            .map(|(item, units)| (item.clone(), names::item_code(at, item), *units))
            .collect();
        let parent = at.state.parent_of(location).cloned();
        let parent_code = parent
            .as_ref()
            .map(|parent| names::location_code(at, parent).to_owned());
        let code = names::location_code(at, location).to_owned();
        let mut haystack = super::search::Haystack::default();
        haystack.add(&code);
        haystack.add(location.first.code.as_str());
        let texts = [&zone, &parent_code];
        texts
            .into_iter()
            .flatten()
            .for_each(|text| haystack.add(text));
        contents.iter().for_each(|(_, code, _)| haystack.add(code));
        LocationRow {
            id: location.clone(),
            address: location_address(location),
            code,
            parent,
            parent_code,
            haystack: haystack.end(),
            kind: kind.unwrap_or(LocationKind::Pick),
            status: status.unwrap_or(LocationStatus::Normal),
            zone,
            retired: at.state.is_location_retired(location),
            contents,
        }
    };
    at.state
        .pick_sequence(warehouse)
        .into_iter()
        .map(|(_, location)| row(location))
        .collect()
}

/// The condition of goods where it is not new.
pub fn marked(goods: &Goods) -> Option<Condition> {
    (goods.condition != Condition::New).then(|| goods.condition.clone())
}

/// Who an item's stock is kept for.
pub fn client_name(at: &Reading<'_>, item: &ItemId) -> Option<String> {
    let client = item.client.as_ref()?;
    let document = DocumentId::Party(client.clone());
    let contact = names::contact(at, &document, &crate::trade::personal::Slot::Contact);
    contact
        .and_then(called)
        .map(str::to_owned)
        .or_else(|| Some(names::party_code(at, client)))
}
