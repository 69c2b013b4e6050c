//! Everything that is held of one data subject.

use super::find::{PHONE_DIGITS, digits, own_digits};
use crate::site::{Reading, Standing};
use crate::stream::id::FactId;
use crate::trade::decide::refusal::ErasureBlock;
use crate::trade::id::{CustomerId, DocumentId, OperatorId, OrderId, PartyId};
use crate::trade::orders::OrderField;
use crate::trade::orders::order::Order;
use crate::trade::orders::status::FulfilmentStatus;
use crate::trade::personal::commands::{erasure_block, row_in_force};
use crate::trade::personal::content::{Contact, Content};
use crate::trade::personal::subject::documents_of;
use crate::trade::personal::{ErasureCause, Slot};
use crate::trade::quantity::{Instant, SourceTime};
use crate::view::names;
use crate::view::orders::{Moment, OrderHead, timeline};
use std::collections::{BTreeMap, BTreeSet};

/// Who it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Whoever an order was for.
    Order(OrderId),
    /// Somebody we deal with.
    Party(PartyId),
    /// Somebody who works here.
    Operator(OperatorId),
}

impl Who {
    /// The document that they are known by.
    pub fn document(&self) -> DocumentId {
        match self {
            Who::Order(order) => DocumentId::Order(order.clone()),
            Who::Party(party) => DocumentId::Party(party.clone()),
            Who::Operator(operator) => DocumentId::Operator(*operator),
        }
    }

    /// Their part of an address: the kind, and a name that holds nothing personal.
    pub fn address(&self, at: &Reading<'_>) -> (&'static str, String) {
        match self {
            Who::Order(order) => ("order", names::order_address(at, order)),
            Who::Party(party) => ("party", names::party_code(at, party)),
            Who::Operator(operator) => ("operator", names::opened(&operator.0)),
        }
    }

    /// Who an address means.
    pub fn find(at: &Reading<'_>, kind: &str, name: &str) -> Option<Self> {
        match kind {
            "order" => names::find_order(at, name).map(Who::Order),
            "party" => {
                let mut all = at.state.parties();
                let found = all.find(|(id, _)| names::party_code(at, id) == name);
                found.map(|(id, _)| Who::Party(id.clone()))
            }
            "operator" => {
                let mut all = at.state.operators();
                let found = all.find(|(id, _)| names::opened(&id.0).eq_ignore_ascii_case(name));
                found.map(|(id, _)| Who::Operator(*id))
            }
            _ => None,
        }
    }
}

/// Why an order is taken for the same person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is the one that was asked for.
    Asked,
    /// The customer is the same.
    Customer,
    /// The e-mail is the same.
    Email,
    /// The telephone number is the same.
    Phone,
    /// Name and post code are the same.
    NameAndPostCode,
}

/// What two orders of one person have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Customer(CustomerId),
    Email(String),
    Phone(String),
    NameAndPostCode(String, String),
}

impl Key {
    fn reason(&self) -> Reason {
        match self {
            Key::Customer(_) => Reason::Customer,
            Key::Email(_) => Reason::Email,
            Key::Phone(_) => Reason::Phone,
            Key::NameAndPostCode(..) => Reason::NameAndPostCode,
        }
    }
}

/// What an order may have in common with others of the same person.
pub(super) fn keys_of(at: &Reading<'_>, order: &OrderId) -> Vec<Key> {
    let document = DocumentId::Order(order.clone());
    let mut keys = Vec::new();
    let customer = at.state.order(order).and_then(customer_of);
    if let Some(customer) = customer {
        let own = DocumentId::Customer(customer);
        if let DocumentId::Customer(canonical) = at.state.components.canonical(&own) {
            keys.push(Key::Customer(canonical.clone()));
        }
    }
    for slot in [Slot::Recipient, Slot::SourceRecipient, Slot::Payer] {
        if let Some(contact) = names::contact_even_restricted(at, &document, &slot) {
            keys.extend(of_contact(contact));
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

fn of_contact(contact: &Contact) -> Vec<Key> {
    let lower = |text: &str| text.trim().to_lowercase();
    let mut keys = Vec::new();
    keys.extend(
        contact
            .email
            .as_ref()
            .map(|it| Key::Email(lower(it.as_str()))),
    );
    let phone = contact.phone.as_ref().map(|it| digits(it.as_str()));
    let whole = phone.filter(|digits| digits.len() >= PHONE_DIGITS);
    keys.extend(whole.map(|digits| Key::Phone(own_digits(&digits).to_owned())));
    if let (Some(name), Some(code)) = (&contact.name, &contact.post_code) {
        keys.push(Key::NameAndPostCode(
            lower(name.as_str()),
            lower(code.as_str()),
        ));
    }
    keys
}

fn customer_of(order: &Order) -> Option<CustomerId> {
    let set = order.card().fields().find_map(|field| match field {
        OrderField::Customer(customer) => Some(customer.clone()),
        _ => None,
    });
    let placed = || {
        order
            .placed()
            .and_then(|(_, placed)| placed.customer.clone())
    };
    set.unwrap_or_else(placed)
}

/// One row of personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The document that it stands with.
    pub document: DocumentId,
    /// What it is about.
    pub slot: Slot,
    /// What it holds; `None` where it is not on this device.
    pub content: Option<Content>,
    /// When it was written, in milliseconds since 1970 UTC.
    pub written_ms: i64,
    /// Who wrote it.
    pub by: Option<String>,
    /// Whether it is in force; else something later was written in its place, and it is kept beside.
    pub in_force: bool,
}

/// Somebody of the house who saw to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// Who; nobody where no operator was signed in.
    pub by: Option<String>,
    /// The device.
    pub device: String,
    /// How many facts they wrote.
    pub facts: usize,
    /// When the first was, in milliseconds since 1970 UTC.
    pub first_ms: i64,
    /// When the last was.
    pub last_ms: i64,
}

/// An order of a data subject.
#[derive(Clone, Debug, PartialEq)]
pub struct SubjectOrder {
    /// The order.
    pub id: OrderId,
    /// The number that people see.
    pub number: String,
    /// Its part of an address.
    pub address: String,
    /// What its channel is called.
    pub channel: String,
    /// When it was placed.
    pub placed: SourceTime,
    /// How far its goods are.
    pub status: FulfilmentStatus,
    /// Why it is taken for this person's; what was asked for comes first.
    pub reasons: Vec<Reason>,
    /// Its personal rows, in order of documents and slots.
    pub pieces: Vec<Piece>,
    /// Tracking numbers of its parcels, with who carries them.
    pub tracking: Vec<(String, String)>,
    /// The names of its RMAs.
    pub returns: Vec<String>,
    /// Who saw to it.
    pub handled: Vec<Handled>,
    /// Why it cannot be erased yet.
    pub block: Option<ErasureBlock>,
    /// Whether it is restricted.
    pub restricted: bool,
    /// Whether an erasure of it is ordered and not executed yet.
    pub ordered: bool,
    /// How the recipient stands.
    pub standing: Standing,
}

impl SubjectOrder {
    /// Whether there is anything to erase now.
    pub fn is_erasable(&self) -> bool {
        !self.pieces.is_empty() && self.block.is_none() && !self.ordered
    }
}

/// Everything that is held of one data subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Who.
    pub who: Who,
    /// What they are called, where that is not erased.
    pub name: Option<String>,
    /// Their orders, the one that was asked for first.
    pub orders: Vec<SubjectOrder>,
    /// The rows of a party or operator.
    pub own: Vec<Piece>,
}

/// What is held of somebody; `None` where they are not known. `now_ms` decides what may be erased.
pub fn subject(at: &Reading<'_>, who: &Who, now_ms: i64) -> Option<Subject> {
    let document = who.document();
    let slot = match who {
        Who::Order(_) => Slot::Recipient,
        Who::Party(_) | Who::Operator(_) => Slot::Contact,
    };
    let contact = names::contact_even_restricted(at, &document, &slot);
    let name = contact.and_then(|contact| contact.name.as_ref().or(contact.company.as_ref()));
    let orders = match who {
        Who::Order(order) => {
            at.state.order(order)?.placed()?;
            let mut orders = alike(at, order);
            orders.insert(order.clone(), BTreeSet::from([Reason::Asked]));
            let view = |(id, reasons): (&OrderId, &BTreeSet<Reason>)| {
                let reasons = reasons.iter().copied().collect();
                order_view(at, id, reasons, now_ms)
            };
            let mut orders: Vec<SubjectOrder> = orders.iter().filter_map(view).collect();
            orders.sort_by_key(|order| order.reasons.first().copied());
            orders
        }
        Who::Party(party) => {
            at.state.party(party)?;
            Vec::new()
        }
        Who::Operator(operator) => {
            at.state.operator(operator)?;
            Vec::new()
        }
    };
    let own = match who {
        Who::Order(_) => Vec::new(),
        Who::Party(_) | Who::Operator(_) => pieces(at, &document),
    };
    Some(Subject {
        who: who.clone(),
        name: name.map(|name| name.as_str().to_owned()),
        orders,
        own,
    })
}

/// The other orders that have something in common with one.
fn alike(at: &Reading<'_>, order: &OrderId) -> BTreeMap<OrderId, BTreeSet<Reason>> {
    let keys = keys_of(at, order);
    let mut alike = BTreeMap::new();
    if keys.is_empty() {
        return alike;
    }
    for other in at.state.orders().map(|other| other.id()) {
        let common: BTreeSet<Reason> = keys_of(at, other)
            .iter()
            .filter(|key| keys.contains(key))
            .map(Key::reason)
            .collect();
        if other != order && !common.is_empty() {
            alike.insert(other.clone(), common);
        }
    }
    alike
}

fn order_view(
    at: &Reading<'_>,
    id: &OrderId,
    reasons: Vec<Reason>,
    now_ms: i64,
) -> Option<SubjectOrder> {
    let order = at.state.order(id)?;
    let head = OrderHead::of(at, order)?;
    let relations = at.relations();
    let document = DocumentId::Order(id.clone());
    let pieces: Vec<Piece> = documents_of(at.state, id)
        .iter()
        .flat_map(|document| pieces(at, document))
        .collect();
    let tracking = head.parcels.iter().filter_map(|parcel| {
        let number = parcel.number.clone()?;
        Some((number, parcel.carrier.clone().unwrap_or_default()))
    });
    let erasures = &at.state.erasures;
    Some(SubjectOrder {
        id: id.clone(),
        number: head.number,
        address: head.address,
        channel: head.channel,
        placed: head.placed,
        status: head.fulfilment,
        reasons,
        pieces,
        tracking: tracking.collect(),
        returns: head.returns.iter().map(|id| names::opened(&id.0)).collect(),
        handled: handled(&timeline(at, id)),
        block: erasure_block(
            at.state,
            order,
            &ErasureCause::Request,
            &Instant { ms: now_ms },
            &relations,
        ),
        restricted: erasures.is_restricted(&document),
        ordered: erasures.is_ordered(&document, &Slot::Recipient, &relations),
        standing: at.standing(&document, &Slot::Recipient),
    })
}

fn handled(moments: &[Moment]) -> Vec<Handled> {
    let mut by: BTreeMap<(Option<String>, String), Handled> = BTreeMap::new();
    for moment in moments {
        let device = moment
            .fact
            .commit
            .stream
            .tag(crate::stream::id::TAG_LETTERS);
        let key = (moment.who.clone(), device.clone());
        let one = by.entry(key).or_insert(Handled {
            by: moment.who.clone(),
            device,
            facts: 0,
            first_ms: moment.ms,
            last_ms: moment.ms,
        });
        one.facts += 1;
        one.first_ms = one.first_ms.min(moment.ms);
        one.last_ms = one.last_ms.max(moment.ms);
    }
    by.into_values().collect()
}

/// The rows of a document that live.
fn pieces(at: &Reading<'_>, document: &DocumentId) -> Vec<Piece> {
    let relations = at.relations();
    let mut pieces = Vec::new();
    for (id, row_at, row) in at.state.rows_of(document) {
        if !at.state.erasures.lives(document, row, row_at, &relations) {
            continue;
        }
        let in_force = row_in_force(at.state, document, &id.slot, &relations);
        let fact: FactId = row_at.fact();
        pieces.push(Piece {
            document: document.clone(),
            slot: id.slot.clone(),
            content: at.personal.get(&row.hash).cloned(),
            written_ms: row_at.wall_ms,
            by: at
                .held
                .header_of(fact.commit)
                .and_then(|header| header.operator)
                .map(|operator| names::operator_name(at, &OperatorId(operator))),
            in_force: in_force.holding() == Some(&id),
        });
    }
    pieces
}
