//! What a code is that a task did not expect: told beside what was wrong, so that nobody has to guess.

use super::hear::{Meaning, hear, meaning};
use super::{Hand, fulfilment};
use crate::trade::id::{ItemId, ParcelId};
use crate::view::names;

/// What a code is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A code of an item, with the SKU that it shows.
    Item(String),
    /// The serial number of a unit, with the SKU of its item.
    Serial(String),
    /// A location.
    Location,
    /// A tote, cart or plate.
    Container,
    /// A parcel, with the number of its order.
    Parcel(String),
    /// The number of an order.
    Order,
    /// A pick batch.
    Batch,
    /// A delivery.
    Receipt,
    /// A return.
    Return,
}

/// The item of which a unit has this serial number; `None` where none has it, or units of several do.
pub fn item_of_serial(hand: &Hand<'_>, text: &str) -> Option<ItemId> {
    let mut items = hand.at.state.serials.items_with(text.trim());
    let first = items.next()?;
    items.next().is_none().then(|| first.clone())
}

/// The number of the order whose goods a parcel holds; empty where it holds none.
fn order_of(hand: &Hand<'_>, parcel: &ParcelId) -> String {
    let packed = hand.at.state.parcel(parcel).into_iter();
    let mut packed = packed.flat_map(|parcel| parcel.packed());
    let order = packed.find_map(|(_, packed)| {
        fulfilment(&packed.line.document)?;
        hand.order_of(&packed.line.document)
    });
    order
        .map(|order| names::shown_number(&hand.at, order).to_owned())
        .unwrap_or_default()
}

/// What a code is; `None` where nothing is known by it, or several things are.
pub fn thing(hand: &Hand<'_>, text: &str) -> Option<Thing> {
    let (at, text) = (&hand.at, text.trim());
    let heard = hear(text, hand.today);
    match meaning(hand, hand.home(), &heard) {
        Meaning::Item(item) => return Some(Thing::Item(names::item_code(at, &item.item))),
        Meaning::Location(_) => return Some(Thing::Location),
        Meaning::Container(_) => return Some(Thing::Container),
        Meaning::Parcel(parcel) => return Some(Thing::Parcel(order_of(hand, &parcel))),
        Meaning::Several | Meaning::Void => return None,
        Meaning::Unknown => {}
    }
    if names::find_batch(at, text).is_some() {
        return Some(Thing::Batch);
    }
    if names::find_receipt(at, text).is_some() {
        return Some(Thing::Receipt);
    }
    if names::find_return(at, text).is_some() {
        return Some(Thing::Return);
    }
    if names::find_order(at, text).is_some() {
        return Some(Thing::Order);
    }
    let item = item_of_serial(hand, text)?;
    Some(Thing::Serial(names::item_code(at, &item)))
}
