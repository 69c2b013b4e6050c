//! What a scan opens where no task asks for it: on the pages of the office, on Today, on the tiles of the floor.

use super::floor::hear::{Meaning, hear, meaning};
use super::floor::returns::{self, ReturnFound};
use super::floor::thing::item_of_serial;
use super::floor::{Hand, fulfilment, pack, receive};
use super::names;
use crate::trade::id::{BatchId, ItemId, LocationId, OrderId, ReceiptId, ReturnId};
use crate::trade::scan::{CommandCode, ScannedItem};

/// The one thing that a scan opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opens {
    /// An order: by its number, a parcel of it, or a tote that holds its goods.
    Order(OrderId),
    /// An item, by whatever code of it.
    Item(ItemId),
    /// A location.
    Location(LocationId),
    /// A pick batch.
    Batch(BatchId),
    /// An RMA, with its order where it has one.
    Return(ReturnId, Option<OrderId>),
    /// A delivery.
    Receipt(ReceiptId),
    /// A tote, cart or pallet that is known and holds nothing of an order.
    EmptyContainer(String),
    /// A command code: it works on task screens only.
    Command(CommandCode),
    /// The number of a label that is void.
    Void,
    /// Several things have this code.
    Several,
    /// Nothing that is known.
    Nothing,
}

/// What a scan opens. What a document of our own is called comes first, since nothing else is written so; then the
/// domain's meaning of codes; then numbers of orders, which are anybody's.
pub fn opens(hand: &Hand<'_>, text: &str) -> Opens {
    let text = text.trim();
    if let Some(command) = CommandCode::read(text) {
        return Opens::Command(command);
    }
    if let Some(document) = own_document(hand, text) {
        return document;
    }
    let heard = hear(text, hand.today);
    match meaning(hand, hand.home(), &heard) {
        Meaning::Item(item) => Opens::Item(item.item),
        Meaning::Location(location) => Opens::Location(location),
        Meaning::Container(_) => match pack::find(hand, &heard.text) {
            Some(order) => Opens::Order(order),
            None => Opens::EmptyContainer(heard.text),
        },
        Meaning::Parcel(parcel) => {
            let found = hand.at.state.parcel(&parcel).and_then(|parcel| {
                let mut packed = parcel.packed();
                packed.find_map(|(_, packed)| {
                    fulfilment(&packed.line.document)?;
                    hand.order_of(&packed.line.document).cloned()
                })
            });
            found.map_or(Opens::Nothing, Opens::Order)
        }
        // Numbers of orders and of deliveries, as their senders write them.
        Meaning::Unknown => match pack::find(hand, &heard.text) {
            Some(order) => Opens::Order(order),
            None => match receive::find(hand, &heard.text) {
                Some(receipt) => Opens::Receipt(receipt),
                None => item_of_serial(hand, &heard.text).map_or(Opens::Nothing, Opens::Item),
            },
        },
        Meaning::Several => Opens::Several,
        Meaning::Void => Opens::Void,
    }
}

/// The item that a scan means, with how many of its base units; `None` where it means anything else.
pub fn item(hand: &Hand<'_>, text: &str) -> Option<ScannedItem> {
    if !matches!(opens(hand, text), Opens::Item(_)) {
        return None;
    }
    match meaning(hand, hand.home(), &hear(text.trim(), hand.today)) {
        Meaning::Item(item) => Some(item),
        _ => None,
    }
}

fn own_document(hand: &Hand<'_>, text: &str) -> Option<Opens> {
    let at = &hand.at;
    let batch = || names::find_batch(at, text).map(Opens::Batch);
    let receipt = || names::find_receipt(at, text).map(Opens::Receipt);
    let rma = || {
        let rma = names::find_return(at, text)?;
        let order = returns::view(hand, Some(rma), None).order;
        Some(Opens::Return(rma, order))
    };
    batch().or_else(receipt).or_else(rma)
}

/// Whether a code is known at all: of two readings of one scan, the one that is known was meant.
pub fn is_known(hand: &Hand<'_>, text: &str) -> bool {
    opens(hand, text) != Opens::Nothing || returns::find(hand, text) != ReturnFound::Nothing
}
