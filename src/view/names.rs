//! What things are called on screen, and which thing an address of the portal means.

use crate::site::{Reading, RowHash};
use crate::stream::id::{Opened, TAG_LETTERS};
use crate::trade::catalog::lookup::{shown_lot, shown_sku};
use crate::trade::catalog::{BaseUnit, ItemField};
use crate::trade::channels::ChannelField;
use crate::trade::demand::LineKey;
use crate::trade::id::{
    BatchId, ChannelId, ContainerId, DocumentId, ItemId, LocationId, LotId, Name, OperatorId,
    OrderId, OrderKey, ParcelId, PartyId, ReceiptId, ReturnId, WarehouseId,
};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::WarehouseField;
use crate::trade::locations::lookup::shown_code;
use crate::trade::parties::PartyField;
use crate::trade::people::OperatorField;
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Contact, Content, Tags};
use crate::trade::place::Place;
use crate::trade::relations::At;
use crate::trade::text::{Code, Words};
use std::collections::BTreeMap;

/// What separates the parts of an address that needs more than one to mean one thing.
const APART: char = '~';

/// The name of a document of our own: the tag of the stream, the commit's number, and, where the commit opened several,
/// which of them.
pub fn opened(opened: &Opened) -> String {
    let tag = opened.commit.stream.tag(TAG_LETTERS);
    match opened.ordinal {
        0 => format!("{tag}-{}", opened.commit.number),
        ordinal => format!("{tag}-{}-{}", opened.commit.number, ordinal + 1),
    }
}

/// The documents that a name may mean.
fn called<'a>(at: &Reading<'a>, name: &'a str) -> impl Iterator<Item = Opened> + use<'a> {
    let mut parts = name.split('-');
    let tag = parts.next().filter(|tag| tag.len() == TAG_LETTERS);
    let number = parts.next().and_then(|number| number.parse().ok());
    let which = parts.next().map_or(Some(1_u32), |which| which.parse().ok());
    let ordinal = which.and_then(|which| which.checked_sub(1));
    let parts = tag.zip(number).zip(ordinal);
    let state = at.state;
    let all = parts
        .into_iter()
        .flat_map(move |((tag, number), ordinal)| state.opened_with_tag(tag, number, ordinal));
    // A number may be written in several ways; one of them is the name.
    all.filter(move |document| opened(document).eq_ignore_ascii_case(name))
}

/// The pick batch of a name.
pub fn find_batch(at: &Reading<'_>, name: &str) -> Option<BatchId> {
    let mut all = called(at, name).map(BatchId);
    all.find(|id| at.state.batch(id).is_some())
}

/// The parcel of a name, or of its printed code.
pub fn find_parcel(at: &Reading<'_>, name: &str) -> Option<ParcelId> {
    let mut all = called(at, name).map(ParcelId);
    all.find(|id| at.state.parcel(id).is_some())
}

/// The RMA of a name.
pub fn find_return(at: &Reading<'_>, name: &str) -> Option<ReturnId> {
    let mut all = called(at, name).map(ReturnId);
    all.find(|id| at.state.rma(id).is_some())
}

/// The delivery of a name.
pub fn find_receipt(at: &Reading<'_>, name: &str) -> Option<ReceiptId> {
    let mut all = called(at, name).map(ReceiptId);
    all.find(|id| at.state.receipt(id).is_some())
}

/// The number that people see of an order.
pub fn order_number(order: &OrderId) -> &str {
    let (OrderKey::Id(code) | OrderKey::Number(code)) = &order.key;
    code.as_str()
}

/// The same, with a number that people see where the source's identity is none.
pub fn shown_number<'a>(at: &Reading<'a>, order: &'a OrderId) -> &'a str {
    let numbered = || {
        let mut keys = at.state.order(order)?.keys();
        keys.find_map(|key| match key {
            OrderKey::Number(code) => Some(code.as_str()),
            OrderKey::Id(_) => None,
        })
    };
    match &order.key {
        OrderKey::Number(code) => code.as_str(),
        OrderKey::Id(code) => numbered().unwrap_or(code.as_str()),
    }
}

fn orders_numbered<'a>(at: &Reading<'a>, code: &Code) -> Vec<&'a OrderId> {
    let keys = [OrderKey::Number(code.clone()), OrderKey::Id(code.clone())];
    let mut found: Vec<&OrderId> = Vec::new();
    for channel in at.state.order_channels() {
        for key in &keys {
            found.extend(at.state.orders_by_key(channel, key).map(|order| order.id()));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// An order's part of an address: its number, and where several orders have it what tells them apart.
pub fn order_address(at: &Reading<'_>, order: &OrderId) -> String {
    let (OrderKey::Id(code) | OrderKey::Number(code)) = &order.key;
    if orders_numbered(at, code).len() < 2 {
        return code.as_str().to_owned();
    }
    let channel = &order.channel.first;
    format!(
        "{code}{APART}{}{APART}{}{APART}{}",
        channel.code, channel.generation, order.generation
    )
}

/// The order that an address means; of several with one number, where no more is said, the one that came last.
pub fn find_order(at: &Reading<'_>, address: &str) -> Option<OrderId> {
    let mut parts = address.split(APART);
    let code = Code::new(parts.next()?).ok()?;
    let (channel, of_channel, generation) = (parts.next(), parts.next(), parts.next());
    let found = orders_numbered(at, &code);
    let is_meant = |order: &&&OrderId| {
        let first = &order.channel.first;
        channel.is_none_or(|channel| first.code.as_str() == channel)
            && of_channel.is_none_or(|number| first.generation.to_string() == number)
            && generation.is_none_or(|number| order.generation.to_string() == number)
    };
    let meant = found.iter().filter(is_meant);
    let placed = |order: &OrderId| at.state.order(order)?.placed().map(|(at, _)| *at);
    meant
        .max_by_key(|order| placed(order))
        .map(|order| (*order).clone())
}

/// The SKU that an item shows; its placeholder's name where nobody has given it one.
pub fn item_code(at: &Reading<'_>, item: &ItemId) -> String {
    match shown_sku(item, at.state.item(item)) {
        Some(code) => code.as_str().to_owned(),
        None => name(&item.name),
    }
}

fn name(name: &Name) -> String {
    match name {
        Name::Coded(first) => first.code.as_str().to_owned(),
        Name::Placeholder(by) | Name::OfDocument(by) => opened(by),
    }
}

/// What an item is called; `None` where nobody has said.
pub fn item_title<'a>(at: &Reading<'a>, item: &ItemId) -> Option<&'a Words> {
    at.state.item(item)?.fields().find_map(|field| match field {
        ItemField::Title(title) => Some(title),
        _ => None,
    })
}

/// An item's part of an address: its first code, with client and generation where they are needed.
pub fn item_address(item: &ItemId) -> String {
    let own = match &item.name {
        Name::Coded(first) if first.generation == 0 => first.code.as_str().to_owned(),
        Name::Coded(first) => format!("{}{APART}{}", first.code, first.generation),
        Name::Placeholder(by) | Name::OfDocument(by) => opened(by),
    };
    match &item.client {
        None => own,
        Some(client) => format!("{own}{APART}{APART}{}", name(&client.name)),
    }
}

/// The item that an address means, a SKU or barcode as somebody typed it too.
pub fn find_item(at: &Reading<'_>, address: &str) -> Option<ItemId> {
    let mut items = at.state.items().map(|(item, _)| item);
    if let Some(item) = items.find(|item| item_address(item) == address) {
        return Some(item.clone());
    }
    let code = Code::new(address).ok()?;
    let mut given = at.state.codes.given(&code);
    given.find_map(|document| match document {
        DocumentId::Item(item) => Some(item.clone()),
        _ => None,
    })
}

/// The code that a location shows.
pub fn location_code<'a>(at: &Reading<'a>, location: &'a LocationId) -> &'a str {
    shown_code(location, at.state.location(location)).as_str()
}

/// The code that a lot shows; `None` for one that is only a delivery's.
pub fn lot_code(at: &Reading<'_>, item: &ItemId, lot: &Name) -> Option<String> {
    let id = LotId {
        item: item.clone(),
        name: lot.clone(),
    };
    shown_lot(&id, at.state.lot(&id)).map(|code| code.as_str().to_owned())
}

/// The last day on which a lot may be used, in days since 1970-01-01.
pub fn lot_expiry(at: &Reading<'_>, item: &ItemId, lot: &Name) -> Option<i64> {
    let id = LotId {
        item: item.clone(),
        name: lot.clone(),
    };
    at.state.expiry(&id).map(|day| day.days)
}

/// What a warehouse is called: its title, else its code.
pub fn warehouse_name(at: &Reading<'_>, warehouse: &WarehouseId) -> String {
    let card = at.state.warehouse(warehouse);
    let fields = || card.into_iter().flat_map(|card| card.fields());
    let title = fields().find_map(|field| match field {
        WarehouseField::Title(title) => Some(title.as_str()),
        _ => None,
    });
    let code = fields().find_map(|field| match field {
        WarehouseField::Code(code) => Some(code.as_str()),
        _ => None,
    });
    let first = warehouse.first.code.as_str();
    title.or(code).unwrap_or(first).to_owned()
}

/// What a channel is called: its title, else its code.
pub fn channel_name(at: &Reading<'_>, channel: &ChannelId) -> String {
    let card = at.state.channel(channel);
    let fields = || card.into_iter().flat_map(|card| card.fields());
    let title = fields().find_map(|field| match field {
        ChannelField::Title(title) => Some(title.as_str()),
        _ => None,
    });
    let code = fields().find_map(|field| match field {
        ChannelField::Code(code) => Some(code.as_str()),
        _ => None,
    });
    let first = channel.first.code.as_str();
    title.or(code).unwrap_or(first).to_owned()
}

/// The code that a party shows.
pub fn party_code(at: &Reading<'_>, party: &PartyId) -> String {
    let card = at.state.party(party);
    let set = card
        .into_iter()
        .flat_map(|card| card.fields())
        .find_map(|field| match field {
            PartyField::Code(code) => Some(code.as_str()),
            _ => None,
        });
    set.map_or_else(|| bare_party_code(party), str::to_owned)
}

/// The code by which a party is named, whatever its card says.
pub fn bare_party_code(party: &PartyId) -> String {
    name(&party.name)
}

/// What a party is called: its name, else its code.
pub fn party_name(at: &Reading<'_>, party: &PartyId) -> String {
    let document = DocumentId::Party(party.clone());
    contact_name(at, &document).unwrap_or_else(|| party_code(at, party))
}

/// What an operator is called: the name, else the code, else the fact that made them one.
pub fn operator_name(at: &Reading<'_>, operator: &OperatorId) -> String {
    let document = DocumentId::Operator(*operator);
    let code = || {
        at.state
            .operator(operator)?
            .fields()
            .find_map(|field| match field {
                OperatorField::Code(code) => Some(code.as_str().to_owned()),
                OperatorField::Language(_) | OperatorField::Retired(_) => None,
            })
    };
    contact_name(at, &document)
        .or_else(code)
        .unwrap_or_else(|| opened(&operator.0))
}

fn contact_name(at: &Reading<'_>, document: &DocumentId) -> Option<String> {
    let contact = contact(at, document, &Slot::Contact)?;
    let named = contact.name.as_ref().or(contact.company.as_ref())?;
    Some(named.as_str().to_owned())
}

/// The person of a slot of a document.
pub fn contact<'a>(at: &Reading<'a>, document: &DocumentId, slot: &Slot) -> Option<&'a Contact> {
    of_row(at.row(document, slot)?)
}

/// The same of restricted data too: for whoever sees to the data subject, and for no other.
pub fn contact_even_restricted<'a>(
    at: &Reading<'a>,
    document: &DocumentId,
    slot: &Slot,
) -> Option<&'a Contact> {
    of_row(at.row_even_restricted(document, slot)?)
}

fn of_row(content: &Content) -> Option<&Contact> {
    match content {
        Content::Contact(contact) => Some(contact),
        Content::Text(_)
        | Content::Titles(_)
        | Content::Rows(_)
        | Content::Blob(_)
        | Content::Bytes(_)
        | Content::Tags(_) => None,
    }
}

/// The text of a slot of a document.
pub fn text_of<'a>(at: &Reading<'a>, document: &DocumentId, slot: &Slot) -> Option<&'a Words> {
    match at.row(document, slot)? {
        Content::Text(text) => Some(text),
        Content::Contact(_)
        | Content::Titles(_)
        | Content::Rows(_)
        | Content::Blob(_)
        | Content::Bytes(_)
        | Content::Tags(_) => None,
    }
}

/// The tags of an order and its codes of charges, as its source gave them last.
pub fn tags<'a>(at: &Reading<'a>, order: &OrderId) -> Option<&'a Tags> {
    match at.row(&DocumentId::Order(order.clone()), &Slot::Tags)? {
        Content::Tags(tags) => Some(tags),
        Content::Contact(_)
        | Content::Text(_)
        | Content::Titles(_)
        | Content::Rows(_)
        | Content::Blob(_)
        | Content::Bytes(_) => None,
    }
}

/// What its source calls the lines of an order, each by the key under which it was named; the later word of two. Empty
/// where it is erased, restricted, or not on this device.
pub fn titles<'a>(at: &Reading<'a>, order: &OrderId) -> BTreeMap<LineKey, &'a Words> {
    let document = DocumentId::Order(order.clone());
    if at.state.erasures.is_restricted(&document) {
        return BTreeMap::new();
    }
    let rows = at.state.rows_of(&document);
    let mut rows: Vec<(At, RowHash)> = rows
        .filter(|(id, ..)| id.slot == Slot::Titles)
        .map(|(_, at, row)| (*at, row.hash))
        .collect();
    rows.sort_by_key(|(at, _)| *at);
    let mut titles = BTreeMap::new();
    for (_, hash) in rows {
        if let Some(Content::Titles(of_row)) = at.personal.get(&hash) {
            titles.extend(
                of_row
                    .iter()
                    .map(|title| (title.line.clone(), &title.title)),
            );
        }
    }
    titles
}

/// The recipient of an order.
pub fn recipient<'a>(at: &Reading<'a>, order: &OrderId) -> Option<&'a Contact> {
    contact(at, &DocumentId::Order(order.clone()), &Slot::Recipient)
}

/// The code on a container.
pub fn container_code(container: &ContainerId) -> String {
    match container {
        ContainerId::Labelled(first) => first.code.as_str().to_owned(),
        ContainerId::Parcel(parcel) => opened(&parcel.0),
    }
}

/// The code of where goods are, for places that have one on a label.
pub fn place_code(at: &Reading<'_>, place: &Place) -> Option<String> {
    match place {
        Place::Location(location) => Some(location_code(at, location).to_owned()),
        Place::Container(container) => Some(container_code(container)),
        _ => None,
    }
}

/// The unit that an item is counted in.
pub fn base_unit(at: &Reading<'_>, item: &ItemId) -> BaseUnit {
    at.state.base_unit(&at.state.components.item(item))
}
