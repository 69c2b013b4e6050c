//! EPCIS documents: events under their names, checked before they are written.

use core::fmt;
use std::collections::HashSet;

use serde_json::json;

use super::event::{Action, PREFIX, ToldEvent, What};
use super::hash::{Edition, event_hash};
use super::names::Names;
use super::normal::utc_text;

const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

/// Why an event cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It names no goods.
    NoGoods,
    /// It names goods without a number of units.
    NoUnits,
    /// A name in it is no absolute URI.
    NotAUri,
    /// It belongs to no business transaction, and is about nothing else.
    NoTransaction,
    /// Its time is outside the years 1 to 9999, or its zone beyond fourteen hours.
    Time,
    /// Another event of the document has its identifier: it was told already.
    Twice,
}

/// An event that cannot be told, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnfitEvent {
    /// Its place, from 0.
    pub place: usize,
    /// Why.
    pub unfit: Unfit,
}

impl fmt::Display for UnfitEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self.unfit {
            Unfit::NoGoods => "names no goods",
            Unfit::NoUnits => "names goods without a number of units",
            Unfit::NotAUri => "names something by no absolute URI",
            Unfit::NoTransaction => "belongs to no business transaction",
            Unfit::Time => "has a time that no calendar of four digits holds",
            Unfit::Twice => "was told already",
        };
        write!(f, "event {} {words}", self.place + 1)
    }
}

impl std::error::Error for UnfitEvent {}

const OFFSET_MINUTES_MAX: u16 = 14 * 60;
const TIME_MS_MAX: i64 = 253_402_300_799_999;

fn check(event: &ToldEvent) -> Option<Unfit> {
    let is_timed = (0..=TIME_MS_MAX).contains(&event.time_ms)
        && event.offset_minutes.unsigned_abs() <= OFFSET_MINUTES_MAX;
    if !is_timed {
        return Some(Unfit::Time);
    }
    let (objects, quantities) = match &event.what {
        What::Objects {
            objects,
            quantities,
        } => (objects.as_slice(), quantities.as_slice()),
        What::Aggregation { parent, quantities } => {
            (std::slice::from_ref(parent), quantities.as_slice())
        }
        What::Transaction { objects } => (objects.as_slice(), &[][..]),
    };
    let is_aggregation = matches!(event.what, What::Aggregation { .. });
    // A whole parcel may be emptied without saying of what; nothing else may.
    let needs_units = is_aggregation && event.action != Action::Delete;
    if objects.len() + quantities.len() == 0 || needs_units && quantities.is_empty() {
        return Some(Unfit::NoGoods);
    }
    if quantities.iter().any(|quantity| quantity.units == 0) {
        return Some(Unfit::NoUnits);
    }
    if matches!(event.what, What::Transaction { .. }) && event.transactions.is_empty() {
        return Some(Unfit::NoTransaction);
    }
    let classes = quantities.iter().map(|quantity| &quantity.class);
    let papers = event.transactions.iter().map(|(_, number)| number);
    let places = event.read_point.iter().chain(&event.location);
    let mut names = objects.iter().chain(classes).chain(papers).chain(places);
    (!names.all(|name| is_uri(name))).then_some(Unfit::NotAUri)
}

/// Whether a text has a scheme and nothing that a URI may not hold.
fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    let begins_well = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    begins_well
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte))
}

/// The identifier of an event: the hash of its fields. One that is taken back keeps it.
pub fn identifier(event: &ToldEvent, names: &Names) -> String {
    event_hash(&event.node(&names.namespace()), Edition::Ratified)
}

/// Writes a document of EPCIS 2.0 in JSON-LD. `created_ms` is when, in milliseconds since 1970 UTC.
///
/// # Errors
/// The first event that cannot be told.
pub fn document(
    events: &[ToldEvent],
    names: &Names,
    created_ms: i64,
) -> Result<String, UnfitEvent> {
    let mut known = HashSet::with_capacity(events.len());
    let mut written = Vec::with_capacity(events.len());
    for (place, event) in events.iter().enumerate() {
        if let Some(unfit) = check(event) {
            return Err(UnfitEvent { place, unfit });
        }
        let identifier = identifier(event, names);
        written.push(event.json(&identifier));
        // An event and the declaration that it was wrong have one identifier.
        if !known.insert((identifier, event.error.is_some())) {
            let unfit = Unfit::Twice;
            return Err(UnfitEvent { place, unfit });
        }
    }
    let document = json!({
        "@context": [CONTEXT, { PREFIX: names.namespace() }],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": utc_text(created_ms),
        "epcisBody": { "eventList": written },
    });
    Ok(document.to_string())
}
