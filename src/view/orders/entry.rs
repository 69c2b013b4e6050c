//! An order as lists find, filter and sort it.

use super::head::{OrderHead, called, wall_seconds};
use crate::kept_struct;
use crate::site::{Reading, RowHash};
use crate::stream::wire::{Malformed, Reader, Wire, Writer};
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::orders::status::{FulfilmentStatus, PaymentStatus};
use crate::trade::personal::Slot;
use crate::trade::personal::content::Content;
use crate::trade::quantity::{Amount, Currency};
use crate::trade::text::Words;
use crate::view::names;
use crate::view::search::Haystack;
use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::sync::Arc;

/// What lists sort and filter every order by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// When it was placed, in seconds of the source's clock.
    pub placed: i64,
    /// When it must have left, in milliseconds since 1970 UTC.
    pub ship_by_ms: Option<i64>,
    /// How many lines it has.
    pub lines: u32,
    /// How many units it asks for.
    pub units: i64,
    /// What it costs.
    pub total: Amount,
    /// In what.
    pub currency: Currency,
    /// How far its goods are.
    pub fulfilment: FulfilmentStatus,
    /// Where its money stands.
    pub payment: PaymentStatus,
    /// What its channel is called.
    pub channel: Arc<str>,
    /// The two letters of the country that it goes to.
    pub country: Option<Arc<str>>,
    /// The personal row of who gets it.
    recipient: Option<RowHash>,
    /// The personal row of its tags.
    tags: Option<RowHash>,
}

kept_struct! {
    Brief { placed, ship_by_ms, lines, units, total, currency, fulfilment, payment, channel, country, recipient, tags }
}

/// An order as lists have it. Of one of which nothing is open no head is kept, since most orders are such: it is made of
/// the facts where it is shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    id: OrderId,
    brief: Brief,
    head: Option<Box<OrderHead>>,
    /// Number, channel, who gets it, client, country, tags, then all other words, a line each.
    haystack: Box<str>,
    /// The items of its lines, as the index numbers them: a search looks at those of all orders on every key.
    items: Box<[u32]>,
}

/// The line of a haystack that says who gets the order.
const CUSTOMER_LINE: usize = 2;

/// The line of a haystack that says how its source has tagged the order.
const TAGS_LINE: usize = 5;

fn one_line<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(" ").replace('\n', " ")
}

impl Entry {
    pub(super) fn of(
        at: &Reading<'_>,
        head: OrderHead,
        items: Box<[u32]>,
        text: &mut impl FnMut(&str) -> Arc<str>,
    ) -> Self {
        let mut words = Haystack::default();
        words.add(&head.number);
        words.add(&head.channel);
        let texts = [&head.customer, &head.client, &head.country];
        texts
            .into_iter()
            .for_each(|word| words.add(word.as_deref().unwrap_or_default()));
        words.add(&one_line(head.tags.iter().map(String::as_str)));
        head.totes.iter().for_each(|tote| words.add(tote));
        head.batches
            .iter()
            .for_each(|id| words.add(&names::opened(&id.0)));
        for parcel in &head.parcels {
            words.add(&names::opened(&parcel.id.0));
            let texts = [&parcel.number, &parcel.carrier];
            texts.into_iter().flatten().for_each(|word| words.add(word));
        }
        head.returns
            .iter()
            .for_each(|id| words.add(&names::opened(&id.0)));
        let document = DocumentId::Order(head.id.clone());
        let brief = Brief {
            placed: wall_seconds(&head.placed),
            ship_by_ms: head.ship_by_ms,
            lines: head.lines,
            units: i64::try_from(head.stages.ordered).unwrap_or(i64::MAX),
            total: head.total,
            currency: head.currency,
            fulfilment: head.fulfilment,
            payment: head.payment,
            channel: text(&head.channel),
            country: head.country.as_deref().map(text),
            recipient: at.row_hash(&document, &Slot::Recipient),
            tags: at.row_hash(&document, &Slot::Tags),
        };
        let is_settled = head.stages.outstanding() == 0 && !head.unverified && !head.is_unpaid();
        Entry {
            id: head.id.clone(),
            brief,
            haystack: words.end(),
            head: (!is_settled).then(|| Box::new(head)),
            items,
        }
    }

    /// The order.
    pub fn id(&self) -> &OrderId {
        &self.id
    }

    /// What lists sort and filter by.
    pub fn brief(&self) -> &Brief {
        &self.brief
    }

    /// The head of an order of which something is open: units are to leave, a person must look, money is missing.
    pub fn open(&self) -> Option<&OrderHead> {
        self.head.as_deref()
    }

    /// Whether it has units that are still to leave.
    pub fn is_open(&self) -> bool {
        self.open()
            .is_some_and(|head| head.stages.outstanding() > 0)
    }

    /// The head; `None` where the order is there no more.
    pub fn head(&self, at: &Reading<'_>) -> Option<Cow<'_, OrderHead>> {
        match &self.head {
            Some(head) => Some(Cow::Borrowed(head)),
            None => OrderHead::of(at, at.state.order(&self.id)?).map(Cow::Owned),
        }
    }

    /// Its part of an address.
    pub fn address(&self, at: &Reading<'_>) -> String {
        match &self.head {
            Some(head) => head.address.clone(),
            None => names::order_address(at, &self.id),
        }
    }

    fn line(&self, number: usize) -> &str {
        self.haystack.split('\n').nth(number).unwrap_or_default()
    }

    /// The number that people see, in small letters.
    pub(super) fn number(&self) -> &str {
        self.line(0)
    }

    /// Who gets it, in small letters; empty where that is not known.
    pub(super) fn customer(&self) -> &str {
        self.line(CUSTOMER_LINE)
    }

    pub(super) fn haystack(&self) -> &str {
        &self.haystack
    }

    pub(super) fn items(&self) -> &[u32] {
        &self.items
    }

    /// Writes what is kept of an order of which nothing is open: all but who gets it and its tags.
    pub(super) fn write(&self, w: &mut Writer<'_>) {
        self.id.write(w);
        self.brief.write(w);
        let mut lines: Vec<&str> = self.haystack.split('\n').collect();
        for personal in [CUSTOMER_LINE, TAGS_LINE] {
            if let Some(line) = lines.get_mut(personal) {
                *line = "";
            }
        }
        lines.join("\n").write(w);
        self.items.to_vec().write(w);
    }

    /// Reads what was kept, and puts in who gets the order and its tags, as the personal rows have them now.
    pub(super) fn read(
        r: &mut Reader<'_>,
        at: &Reading<'_>,
        text: &mut impl FnMut(&str) -> Arc<str>,
    ) -> Result<Self, Malformed> {
        let id = OrderId::read(r)?;
        let mut brief = Brief::read(r)?;
        brief.channel = text(&brief.channel);
        brief.country = brief.country.as_deref().map(&mut *text);
        let haystack = String::read(r)?;
        let items = Vec::<u32>::read(r)?.into_boxed_slice();
        let row = |hash: &Option<RowHash>| at.personal.get(hash.as_ref()?);
        let customer = match row(&brief.recipient) {
            Some(Content::Contact(contact)) => called(contact).map(str::to_lowercase),
            Some(_) | None => None,
        };
        let tags = match row(&brief.tags) {
            Some(Content::Tags(of)) => {
                Some(one_line(of.tags.iter().map(Words::as_str)).to_lowercase())
            }
            Some(_) | None => None,
        };
        let mut lines: Vec<&str> = haystack.split('\n').collect();
        for (place, words) in [(CUSTOMER_LINE, &customer), (TAGS_LINE, &tags)] {
            if let (Some(line), Some(words)) = (lines.get_mut(place), words) {
                *line = words;
            }
        }
        let haystack = lines.join("\n");
        Ok(Entry {
            id,
            brief,
            head: None,
            haystack: haystack.into_boxed_str(),
            items,
        })
    }
}

/// An entry that stands at its order's place.
#[derive(Clone, Debug)]
pub(super) struct ById(pub(super) Arc<Entry>);

impl Borrow<OrderId> for ById {
    fn borrow(&self) -> &OrderId {
        &self.0.id
    }
}

impl PartialEq for ById {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for ById {}

impl PartialOrd for ById {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ById {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.id.cmp(&other.0.id)
    }
}
