//! What was scanned on the floor outside of a task: what is there, and what is to be done with it.

use super::demands::lot_name;
use super::hear::{Meaning, hear, meaning};
use super::pick::{location_of, place_name, tasks, work};
use super::thing::item_of_serial;
use super::{Hand, count, pack, parcel_name, put_back, shown_units, spots, transfer};
use crate::trade::id::{BatchId, ContainerId, DocumentId, ItemId, OrderId, ParcelId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::LocationKind;
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::place::Place;
use crate::view::names;
use std::collections::BTreeSet;

/// What was scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HereKind {
    /// A location.
    Location,
    /// A tote, cart or plate, with the code of the location that it stands at.
    Container(Option<String>),
    /// A parcel.
    Parcel,
    /// An item: where it lies.
    Item,
    /// A unit of an item, by its serial number: where it is.
    Serial,
}

/// Goods that lie there; of an item the places that it lies at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HereRow {
    /// The item.
    pub item: ItemId,
    /// The code that is shown: the item's, or the place's where an item was scanned.
    pub code: String,
    /// The item's name.
    pub name: String,
    /// The lot, where there is one.
    pub lot: Option<String>,
    /// How many.
    pub units: u64,
}

/// Something to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Todo {
    /// Units are picked here, or into it.
    Pick {
        /// The batch.
        batch: BatchId,
        /// Its name.
        name: String,
    },
    /// Its goods are packed.
    Pack {
        /// The order.
        order: OrderId,
        /// Its number.
        number: String,
    },
    /// Units in it go back.
    PutBack,
    /// Goods wait to be put away.
    PutAway,
    /// Somebody must count it.
    Count,
    /// It comes from another warehouse.
    Arrive,
    /// It goes to its carrier.
    Ship,
    /// It is on the way to the customer.
    Deliver,
    /// Returned goods lie there.
    Return,
    /// Goods may be moved from it.
    Move,
}

/// What is there, and what is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// What was scanned.
    pub kind: HereKind,
    /// Its code.
    pub code: String,
    /// The number of the order that its goods are of.
    pub order: Option<String>,
    /// What lies there.
    pub rows: Vec<HereRow>,
    /// What is to be done, what is urgent first.
    pub todo: Vec<Todo>,
    /// The documents of which the inbox may say something.
    pub documents: BTreeSet<DocumentId>,
}

/// What a code means on the floor; `None` where it is neither place nor goods.
pub fn here(hand: &Hand<'_>, text: &str) -> Option<Here> {
    let heard = hear(text, hand.today);
    match meaning(hand, hand.home(), &heard) {
        Meaning::Location(location) => Some(place(hand, Place::Location(location))),
        Meaning::Container(container) => Some(place(hand, Place::Container(container))),
        Meaning::Parcel(parcel) => Some(of_parcel(hand, parcel)),
        Meaning::Item(item) => Some(of_item(hand, &item.item)),
        Meaning::Unknown => of_serial(hand, &heard.text),
        Meaning::Several | Meaning::Void => None,
    }
}

/// A unit: where it is, and what is to be done at that place.
fn of_serial(hand: &Hand<'_>, serial: &str) -> Option<Here> {
    let item = item_of_serial(hand, serial)?;
    let state = hand.at.state;
    let open = state.serials.open(&item, serial, &hand.at.relations());
    let rows = open.iter().map(|claim| HereRow {
        item: item.clone(),
        code: match claim.to.is_ours() {
            true => place_name(hand, &claim.to),
            false => names::place_code(&hand.at, &claim.to).unwrap_or_default(),
        },
        name: hand.item_name(&item),
        lot: None,
        units: 1,
    });
    let rows: Vec<HereRow> = rows.collect();
    let todo = match &open[..] {
        [claim] if claim.to.is_ours() => place(hand, claim.to.clone()).todo,
        _ => Vec::new(),
    };
    Some(Here {
        documents: [DocumentId::Item(item)].into(),
        kind: HereKind::Serial,
        code: serial.to_owned(),
        order: None,
        rows,
        todo,
    })
}

/// The place, and all that stands in it.
fn with_inner(hand: &Hand<'_>, outer: &Place) -> Vec<Place> {
    let location = match outer {
        Place::Location(location) => Some(location),
        _ => None,
    };
    let known = hand.at.state.containers.known();
    let inner = known.filter_map(|container| {
        let place = Place::Container(container.clone());
        let stands = location.is_some() && location_of(hand, &place).as_ref() == location;
        stands.then_some(place)
    });
    [outer.clone()].into_iter().chain(inner).collect()
}

fn rows(hand: &Hand<'_>, place: &Place) -> Vec<HereRow> {
    let place = hand.at.state.components.place(place);
    let goods = hand.at.state.ledger.at(&place);
    let here = goods.filter(|(_, account)| account.balance() > 0);
    here.map(|(goods, account)| HereRow {
        item: goods.item.clone(),
        code: names::item_code(&hand.at, &goods.item),
        name: hand.item_name(&goods.item),
        lot: goods
            .lot
            .as_ref()
            .map(|lot| lot_name(hand, &goods.item, lot)),
        units: shown_units(account.balance()),
    })
    .collect()
}

/// Batches that units are still taken for at places where `is_it`, or into totes where `is_tote`.
fn picks(
    hand: &Hand<'_>,
    is_it: impl Fn(&crate::trade::picking::PickTask) -> bool,
    is_tote: impl Fn(&ContainerId) -> bool,
) -> Vec<Todo> {
    let open = hand
        .at
        .state
        .batches()
        .filter(|(_, batch)| !batch.is_finished());
    let own = open.filter(|(_, batch)| {
        let left = tasks(batch).iter().zip(work(hand, batch));
        let mut left = left.filter(|(_, (left, goes_on))| *left > 0 && *goes_on);
        left.any(|(task, _)| is_it(task)) || batch.totes().any(|(_, tote)| is_tote(tote))
    });
    own.map(|(id, _)| Todo::Pick {
        batch: *id,
        name: names::opened(&id.0),
    })
    .collect()
}

fn place(hand: &Hand<'_>, place: Place) -> Here {
    let all = with_inner(hand, &place);
    let is_here = |at: &Place| all.contains(at);
    let tote = match &place {
        Place::Container(container) => Some(container),
        _ => None,
    };
    let code = place_name(hand, &place);
    let mut todo = picks(hand, |task| is_here(&task.from), |it| tote == Some(it));
    let order = tote.and_then(|_| pack::of_tote(hand, &code));
    if let Some(order) = &order
        && pack::orders(hand).iter().any(|entry| entry.order == *order)
    {
        todo.push(Todo::Pack {
            order: order.clone(),
            number: names::shown_number(&hand.at, order).to_owned(),
        });
    }
    if put_back::all_tasks(hand)
        .iter()
        .any(|task| Some(&task.from) == tote)
    {
        todo.push(Todo::PutBack);
    }
    if super::put_away::waiting(hand)
        .iter()
        .any(|it| is_here(&it.place))
    {
        todo.push(Todo::PutAway);
    }
    if count::to_count(hand)
        .iter()
        .any(|entry| is_here(&entry.place))
    {
        todo.push(Todo::Count);
    }
    if transfer::arriving(hand)
        .iter()
        .any(|plate| Some(&plate.plate) == tote)
    {
        todo.push(Todo::Arrive);
    }
    if let Place::Location(location) = &place
        && spots::kind(hand, location) == LocationKind::Returns
        && super::returns::count(hand) > 0
    {
        todo.push(Todo::Return);
    }
    let rows: Vec<HereRow> = all.iter().flat_map(|place| rows(hand, place)).collect();
    let in_work = tote.is_some_and(|tote| hand.floor(|floor| floor.in_work(tote)));
    if !rows.is_empty() && !in_work {
        todo.push(Todo::Move);
    }
    let kind = match tote {
        Some(_) => {
            let stands = location_of(hand, &place);
            let code = stands.map(|at| names::location_code(&hand.at, &at).to_owned());
            HereKind::Container(code)
        }
        None => HereKind::Location,
    };
    let itself = match &place {
        Place::Location(location) => Some(DocumentId::Location(location.clone())),
        Place::Container(container) => Some(DocumentId::Container(container.clone())),
        _ => None,
    };
    let items = rows.iter().map(|row| DocumentId::Item(row.item.clone()));
    Here {
        documents: itself.into_iter().chain(items).collect(),
        kind,
        code,
        order: order.map(|order| names::shown_number(&hand.at, &order).to_owned()),
        rows,
        todo,
    }
}

fn of_parcel(hand: &Hand<'_>, id: ParcelId) -> Here {
    let relations = hand.at.relations();
    let parcel = hand.at.state.parcel(&id);
    let order = parcel.and_then(|parcel| {
        let mut packed = parcel.packed();
        packed.find_map(|(_, packed)| hand.order_of(&packed.line.document).cloned())
    });
    let number = order
        .as_ref()
        .map(|order| names::shown_number(&hand.at, order).to_owned());
    let of_order = order.clone().map(DocumentId::Order);
    let mut todo = Vec::new();
    match parcel.map(|parcel| parcel.status(&relations)) {
        Some(ParcelStatus::Open | ParcelStatus::Closed) => {
            todo.extend(
                order
                    .zip(number.clone())
                    .map(|(order, number)| Todo::Pack { order, number }),
            );
        }
        Some(ParcelStatus::Labelled) => todo.push(Todo::Ship),
        Some(ParcelStatus::HandedOver) => todo.push(Todo::Deliver),
        Some(_) | None => {}
    }
    let from = ContainerId::Parcel(id);
    if put_back::all_tasks(hand)
        .iter()
        .any(|task| task.from == from)
    {
        todo.insert(0, Todo::PutBack);
    }
    Here {
        documents: of_order
            .into_iter()
            .chain([DocumentId::Container(from.clone())])
            .collect(),
        kind: HereKind::Parcel,
        code: parcel_name(&id),
        order: number,
        rows: rows(hand, &Place::Container(from)),
        todo,
    }
}

fn of_item(hand: &Hand<'_>, item: &ItemId) -> Here {
    let names_of = &hand.at.state.components;
    let item = names_of.item(item);
    let name = hand.item_name(&item);
    let accounts = hand.at.state.ledger.accounts();
    let lies = accounts.filter(|(place, goods, account)| {
        let here = hand.floor(|floor| floor.warehouse_at(place));
        goods.item == item
            && account.balance() > 0
            && place.is_ours()
            && here.is_ok_and(|warehouse| hand.shows(&warehouse))
    });
    let rows = lies
        .map(|(place, goods, account)| HereRow {
            item: item.clone(),
            code: super::pick::go_to(hand, place),
            name: name.clone(),
            lot: goods
                .lot
                .as_ref()
                .map(|lot| lot_name(hand, &goods.item, lot)),
            units: shown_units(account.balance()),
        })
        .collect();
    let mut todo = picks(
        hand,
        |task| names_of.item(&task.goods.item) == item,
        |_| false,
    );
    let waits = super::put_away::waiting(hand);
    if waits.iter().any(|lying| lying.goods.item == item) {
        todo.push(Todo::PutAway);
    }
    Here {
        documents: [DocumentId::Item(item.clone())].into(),
        kind: HereKind::Item,
        code: names::item_code(&hand.at, &item),
        order: None,
        rows,
        todo,
    }
}
