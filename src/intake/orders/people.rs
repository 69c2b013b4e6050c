//! What of an order is personal: rows beside the facts. And what an address tells that is not.

use super::record::Setting;
use crate::exchange::address::{Wrong, faults};
use crate::exchange::country::Country as KnownCountry;
use crate::exchange::orders::model::{Address, Buyer, Order};
use crate::intake::texts::{optional, words};
use crate::site::{Reading, RowHash};
use crate::trade::demand::LineKey;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::orders::{AddressAnswer, Destination, Doubt};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{ChargeCode, Contact, Content, Tags, Title, Written};
use crate::trade::quantity::Country;
use crate::trade::relations::At;
use crate::trade::text::{PostCodeStart, RegionCode, Words};

/// The contact of nobody.
pub(in crate::intake) fn nobody() -> Contact {
    Contact {
        name: None,
        company: None,
        lines: Vec::new(),
        city: None,
        region: None,
        post_code: None,
        country: None,
        phone: None,
        email: None,
    }
}

fn country(words: Option<&str>) -> Option<Country> {
    KnownCountry::of(words?).and_then(|country| Country::new(country.letters()))
}

fn of_address(address: &Address) -> Contact {
    let mut lines: Vec<_> = address
        .street
        .iter()
        .filter_map(|line| words(line))
        .collect();
    lines.extend(optional(address.district.as_deref()));
    Contact {
        name: optional(address.name.as_deref()),
        company: optional(address.company.as_deref()),
        lines,
        city: optional(address.city.as_deref()),
        region: optional(address.province.as_deref()),
        post_code: optional(address.post_code.as_deref()),
        country: country(address.country.as_deref()),
        phone: optional(address.phone.as_deref()),
        email: None,
    }
}

/// To whom it goes: the address, with how to ask the buyer.
pub(super) fn recipient(order: &Order) -> Option<Contact> {
    let address = order.ship_to.as_ref().filter(|to| is_more(to))?;
    let mut contact = of_address(address);
    let buyer = &order.buyer;
    contact.phone = contact.phone.or_else(|| optional(buyer.phone.as_deref()));
    contact.email = optional(buyer.email.as_deref());
    Some(contact)
}

/// Whether an address says more than a country.
fn is_more(address: &Address) -> bool {
    let rest = Address {
        country: None,
        ..address.clone()
    };
    rest != Address::default()
}

/// Who pays, where that is somebody else than the recipient or more is known of them.
pub(super) fn payer(order: &Order, recipient: Option<&Contact>) -> Option<Contact> {
    let of_buyer = |buyer: &Buyer| Contact {
        name: optional(buyer.name.as_deref().or(buyer.user.as_deref())),
        phone: optional(buyer.phone.as_deref()),
        email: optional(buyer.email.as_deref()),
        ..nobody()
    };
    let payer = match &order.bill_to {
        Some(address) => Contact {
            email: optional(order.buyer.email.as_deref()),
            ..of_address(address)
        },
        None => of_buyer(&order.buyer),
    };
    let is_new = payer != nobody()
        && recipient.is_none_or(|to| payer.name != to.name || payer.lines != to.lines);
    is_new.then_some(payer)
}

/// Where it goes, as far as that is no personal data, and what is in doubt about it.
pub(super) fn destination(order: &Order) -> (Option<Destination>, Option<Doubt>) {
    let Some(address) = &order.ship_to else {
        return (None, None);
    };
    let mut answers = Vec::new();
    let mut doubt = None;
    if is_more(address) {
        let faults = faults(address);
        let lacks = |wrong: &Wrong| match wrong {
            Wrong::Missing | Wrong::UnknownCountry | Wrong::SeveralCountries(_) => true,
            Wrong::NotAPostCode | Wrong::ZerosLost(_) | Wrong::Masked => false,
        };
        if faults.iter().any(|fault| lacks(&fault.wrong)) {
            answers.push(AddressAnswer::Incomplete);
        } else if faults.iter().any(|fault| fault.wrong == Wrong::Masked) {
            doubt = Some(Doubt::Masked);
        } else if faults.is_empty() {
            answers.push(AddressAnswer::Complete);
        } else {
            doubt = Some(Doubt::Address);
        }
    }
    let destination = Destination {
        country: country(address.country.as_deref()),
        region: address.province.as_deref().and_then(RegionCode::of),
        post_code_start: address.post_code.as_deref().and_then(PostCodeStart::of),
        answers,
    };
    (Some(destination), doubt)
}

/// What of a contact is no personal data, with the answers that can be given about it.
pub fn mailing(contact: &Contact) -> Destination {
    let text = |words: &Option<crate::trade::text::Words>| {
        words.as_ref().map(|words| words.as_str().to_owned())
    };
    let address = Address {
        name: text(&contact.name),
        company: text(&contact.company),
        street: contact
            .lines
            .iter()
            .map(|line| line.as_str().to_owned())
            .collect(),
        district: None,
        city: text(&contact.city),
        province: text(&contact.region),
        post_code: text(&contact.post_code),
        country: contact.country.map(|country| country.to_string()),
        phone: text(&contact.phone),
    };
    let order = Order {
        ship_to: Some(address),
        ..Order::default()
    };
    destination(&order).0.unwrap_or(Destination {
        country: None,
        region: None,
        post_code_start: None,
        answers: vec![AddressAnswer::Incomplete],
    })
}

/// What somebody wrote, one after the other.
fn message(order: &Order) -> Option<Content> {
    let notes: Vec<String> = order
        .notes
        .iter()
        .map(|note| format!("{}: {}", note.name, note.value))
        .collect();
    words(&notes.join("\n")).map(Content::Text)
}

/// The tags of an order, its codes of charges, and words of its status that nobody knows.
fn tags(order: &Order, charges: Vec<ChargeCode>) -> Option<Content> {
    let mut tags: Vec<Words> = order.tags.iter().filter_map(|tag| words(tag)).collect();
    tags.sort();
    tags.dedup();
    let unknown = order
        .status
        .words
        .iter()
        .filter(|word| word.meaning.is_none());
    let mut statuses: Vec<Words> = unknown.filter_map(|word| words(&word.words)).collect();
    statuses.sort();
    statuses.dedup();
    let is_any = !tags.is_empty() || !charges.is_empty() || !statuses.is_empty();
    is_any.then(|| {
        Content::Tags(Box::new(Tags {
            tags,
            charges,
            statuses,
        }))
    })
}

/// The personal rows of an order that comes in, each slot once.
pub(super) fn rows(
    order: &Order,
    titles: Vec<(LineKey, &str)>,
    codes: Vec<ChargeCode>,
    setting: &mut Setting<'_>,
) -> Vec<Written> {
    let to = recipient(order);
    let titles: Vec<Title> = titles
        .into_iter()
        .filter_map(|(line, title)| {
            Some(Title {
                line,
                title: words(title)?,
            })
        })
        .collect();
    let payer = payer(order, to.as_ref());
    let contact = |contact: Contact| Content::Contact(Box::new(contact));
    let contents = [
        (Slot::Recipient, to.map(contact)),
        (Slot::Payer, payer.map(contact)),
        (Slot::Message, message(order)),
        (
            Slot::Titles,
            (!titles.is_empty()).then_some(Content::Titles(titles)),
        ),
        (Slot::Tags, tags(order, codes)),
    ];
    let written = |(slot, content): (Slot, Option<Content>)| {
        Some(Written {
            slot,
            salt: (setting.salt)(),
            content: content?,
        })
    };
    contents.into_iter().filter_map(written).collect()
}

/// The recipients that the source has named for an order, the last one first: its own words, and what the order came in
/// with. Empty where it named none, or the last one is erased or not on this device: then nothing can be compared.
pub fn source_contacts<'a>(at: &Reading<'a>, order: &OrderId) -> Vec<&'a Contact> {
    let Some((placed_at, _)) = at.state.order(order).and_then(|order| order.placed()) else {
        return Vec::new();
    };
    let document = DocumentId::Order(order.clone());
    let mut said: Vec<(At, RowHash)> = at
        .state
        .rows_of(&document)
        .filter(|(id, at, _)| match id.slot {
            Slot::SourceRecipient => true,
            Slot::Recipient => at.commit() == placed_at.commit(),
            _ => false,
        })
        .map(|(_, at, row)| (*at, row.hash))
        .collect();
    said.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut contacts = said.iter().map(|(_, hash)| contact(at, hash));
    let Some(Some(last)) = contacts.next() else {
        return Vec::new();
    };
    std::iter::once(last).chain(contacts.flatten()).collect()
}

fn contact<'a>(at: &Reading<'a>, hash: &RowHash) -> Option<&'a Contact> {
    match at.personal.get(hash)? {
        Content::Contact(contact) => Some(contact),
        Content::Text(_)
        | Content::Titles(_)
        | Content::Rows(_)
        | Content::Blob(_)
        | Content::Bytes(_)
        | Content::Tags(_) => None,
    }
}
