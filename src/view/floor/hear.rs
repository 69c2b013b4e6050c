//! What was read by a scanner or typed, and the one thing that it means here.

use super::Hand;
use crate::exchange::gs1::check_digit::is_checked;
use crate::exchange::gs1::digital_link::{self, LinkReading};
use crate::exchange::gs1::element::ElementString;
use crate::exchange::gs1::scan::{self, Content};
use crate::exchange::wedge::GROUP_SEPARATOR;
use crate::trade::decide::Refusal;
use crate::trade::id::{
    ContainerId, DocumentId, FirstCode, ItemId, LocationId, Name, ParcelId, WarehouseId,
};
use crate::trade::identity::canonical::Canonical;
use crate::trade::quantity::Units;
use crate::trade::scan::{Scan, Scanned, ScannedItem, meanings, resolve};
use crate::trade::text::Code;
use crate::view::names;
use chrono::{DateTime, Datelike, NaiveDate};

/// The elements that a thing is named by, the one that says most first: item, logistic unit, content, location.
const NAMING: [&str; 4] = ["01", "00", "02", "414"];
const LOT: &str = "10";
const SERIAL: &str = "21";
const COUNTS: [&str; 2] = ["30", "37"];
/// Use by, else best before.
const EXPIRIES: [&str; 2] = ["17", "15"];
const SECONDS_A_DAY: i64 = 86_400;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// As it was read, without space around it.
    pub text: String,
    /// As the trade understands it; `None` where it is longer than any code.
    pub scan: Option<Scan>,
    /// The last day of use that it names, in days since 1970-01-01.
    pub expiry: Option<i64>,
}

/// What it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Units of an item.
    Item(ScannedItem),
    /// A location.
    Location(LocationId),
    /// A tote, cart or plate that is known.
    Container(ContainerId),
    /// A parcel.
    Parcel(ParcelId),
    /// Nothing that is known.
    Unknown,
    /// Several things.
    Several,
    /// The number of a label that is void.
    Void,
}

/// Understands what was read: a plain code, or the elements of a GS1 symbol. `today` is in days since 1970-01-01.
pub fn hear(text: &str, today: i64) -> Heard {
    let (text, elements) = read(text);
    let of_elements = elements.and_then(|elements| of_elements(&elements, &text, today));
    of_elements.unwrap_or_else(|| Heard {
        scan: Code::new(&text).ok().map(Scan::plain),
        text,
        expiry: None,
    })
}

/// The data of a symbol, and its elements where it has any.
pub fn read(text: &str) -> (String, Option<ElementString>) {
    let text = text.trim().trim_matches(GROUP_SEPARATOR);
    match scan::read(text).map(|read| read.content) {
        Ok(Content::Text(text) | Content::Item { digits: text, .. }) => (text, None),
        Ok(Content::Link { uri, elements }) => (uri, Some(elements)),
        Ok(Content::Elements { message, elements }) => (message, Some(elements)),
        Err(_) => (text.to_owned(), without_identifier(text)),
    }
}

/// The trade's scan of elements; `None` where they name no thing.
fn of_elements(elements: &ElementString, text: &str, today: i64) -> Option<Heard> {
    let naming = NAMING.iter().find_map(|name| elements.value(name))?;
    let code = |name: &str| elements.value(name).and_then(|value| Code::new(value).ok());
    let counted = COUNTS.iter().find_map(|name| elements.value(name));
    let quantity = counted.and_then(|count| count.parse().ok());
    Some(Heard {
        text: text.to_owned(),
        scan: Some(Scan {
            code: Code::new(naming).ok()?,
            lot: code(LOT),
            serial: code(SERIAL),
            quantity: quantity.and_then(Units::new),
        }),
        expiry: expiry(elements, today),
    })
}

/// The last day of use, in days since 1970-01-01.
fn expiry(elements: &ElementString, today: i64) -> Option<i64> {
    let year = DateTime::from_timestamp(today.checked_mul(SECONDS_A_DAY)?, 0)?.year();
    let year = u32::try_from(year).ok()?;
    let mut dates = EXPIRIES.iter().filter_map(|name| {
        let mut of_name = elements.elements().iter();
        of_name
            .find(|element| element.identifier().fits(name))?
            .date(year)?
            .last_day()
    });
    Some(days(dates.next()?))
}

/// A day, in days since 1970-01-01.
pub fn days(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

/// Elements of a scanner that does not say which symbol it read.
fn without_identifier(text: &str) -> Option<ElementString> {
    if digital_link::is_link(text) {
        return digital_link::read(text, LinkReading::default()).ok();
    }
    if text.starts_with("(0") {
        return ElementString::bracketed(text).ok();
    }
    let digits = text.strip_prefix("01").and_then(|rest| rest.get(..14));
    let names_an_item = digits.is_some_and(|digits| {
        text.len() > 16 && digits.bytes().all(|byte| byte.is_ascii_digit()) && is_checked(digits)
    });
    (names_an_item || text.contains(GROUP_SEPARATOR))
        .then(|| ElementString::scanned(text).ok())
        .flatten()
}

impl Heard {
    /// The code, whatever it is.
    pub fn code(&self) -> Option<&Code> {
        self.scan.as_ref().map(|scan| &scan.code)
    }

    /// How many base units an element string counts; `None` where it says no number.
    pub fn counted(&self, hand: &Hand<'_>) -> Option<u64> {
        let number = self.scan.as_ref()?.quantity?.get();
        match meaning(hand, hand.home(), self) {
            Meaning::Item(item) => Some(item.units.get()),
            _ => Some(number),
        }
    }
}

/// What was read means, in a warehouse: its own location before one of the same code elsewhere, and an item before what
/// else has its code.
pub fn meaning(hand: &Hand<'_>, warehouse: Option<&WarehouseId>, heard: &Heard) -> Meaning {
    let Some(scan) = &heard.scan else {
        return Meaning::Unknown;
    };
    let state = hand.at.state;
    match resolve(state, scan, &hand.at.relations()) {
        Ok(Scanned::Item(item)) => Meaning::Item(item),
        Ok(Scanned::Location(location)) => Meaning::Location(location),
        Ok(Scanned::Container(container)) => Meaning::Container(container),
        Ok(Scanned::Parcel(parcel)) => Meaning::Parcel(parcel),
        Err(Refusal::Ambiguous(code)) => {
            let here = warehouse.map(|it| state.look_up_locations(it, &code));
            match here.as_deref() {
                Some([location]) => Meaning::Location(location.clone()),
                Some(_) | None => Meaning::Several,
            }
        }
        Err(Refusal::NumberVoid { .. }) => Meaning::Void,
        Err(_) => match (bare_item(hand, &heard.text), bare_parcel(hand, &heard.text)) {
            (Some(item), _) => Meaning::Item(item),
            (None, Some(parcel)) => Meaning::Parcel(parcel),
            (None, None) => Meaning::Unknown,
        },
    }
}

/// A parcel whose number was typed without the letter before it.
fn bare_parcel(hand: &Hand<'_>, text: &str) -> Option<ParcelId> {
    let scan = Scan::plain(Code::new(&format!("P-{text}")).ok()?);
    match resolve(hand.at.state, &scan, &hand.at.relations()) {
        Ok(Scanned::Parcel(parcel)) => Some(parcel),
        Ok(_) | Err(_) => None,
    }
}

/// The same where it is known which items are expected: of several that have one code, as two clients may, the only one
/// that is.
pub fn meaning_among(
    hand: &Hand<'_>,
    warehouse: Option<&WarehouseId>,
    heard: &Heard,
    expected: impl Fn(&ItemId) -> bool,
) -> Meaning {
    let meant = meaning(hand, warehouse, heard);
    let (Meaning::Several, Some(scan)) = (&meant, &heard.scan) else {
        return meant;
    };
    let all = meanings(hand.at.state, scan, &hand.at.relations()).unwrap_or_default();
    let items = all.into_iter().filter_map(|it| match it {
        Scanned::Item(item) => Some(item),
        Scanned::Location(_) | Scanned::Container(_) | Scanned::Parcel(_) => None,
    });
    let mut wanted = items.filter(|item| expected(&item.item));
    match (wanted.next(), wanted.next()) {
        (Some(item), None) => Meaning::Item(item),
        (None | Some(_), _) => meant,
    }
}

/// Whether an unknown code has the digits of a GTIN and a check digit that does not fit them: it was misread, or printed
/// wrong.
pub fn is_misread(text: &str) -> bool {
    const GTIN_DIGITS: [usize; 4] = [8, 12, 13, 14];
    GTIN_DIGITS.contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !is_checked(text)
}

/// A GTIN of which nothing but its digits came: behind its identifier 01 and without a lot, or without its leading
/// zeros. Sixteen digits may be a tracking number as well, so only an item that is known is meant.
fn bare_item(hand: &Hand<'_>, text: &str) -> Option<ScannedItem> {
    const UPC_DIGITS: usize = 12;
    const LOST_MAX: usize = 3;
    let digits = match text.strip_prefix("01") {
        Some(gtin) if gtin.len() == 14 => gtin.to_owned(),
        _ if (UPC_DIGITS - LOST_MAX..UPC_DIGITS).contains(&text.len()) => {
            format!("{text:0>UPC_DIGITS$}")
        }
        _ => return None,
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !is_checked(&digits) {
        return None;
    }
    let scan = Scan::plain(Code::new(&digits).ok()?);
    match resolve(hand.at.state, &scan, &hand.at.relations()) {
        Ok(Scanned::Item(item)) => Some(item),
        Ok(_) | Err(_) => None,
    }
}

/// The tote or plate that was read: one that is known, or a new one of this code.
pub fn container(meaning: &Meaning, heard: &Heard) -> Option<ContainerId> {
    match meaning {
        Meaning::Container(container) => Some(container.clone()),
        Meaning::Unknown => {
            let code = heard.code()?.clone();
            Some(ContainerId::Labelled(FirstCode::new(code)))
        }
        Meaning::Item(_)
        | Meaning::Location(_)
        | Meaning::Parcel(_)
        | Meaning::Several
        | Meaning::Void => None,
    }
}

/// What a code is where a tote or plate is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToteRead {
    /// A tote or plate that is known.
    Known(ContainerId),
    /// A new one: its code is written as those of others here are, or was read twice.
    New(ContainerId),
    /// Nothing that is known: the same code once more makes it a tote.
    Ask(Code),
    /// No tote: something else, or a number that units, orders or parcels have.
    No,
}

/// Understands a code where a tote or plate is asked for. `asked` is the code that was asked about before: only what is
/// known, or made on purpose, is a tote, so that a serial number in the wrong moment is none.
pub fn tote_read(
    hand: &Hand<'_>,
    meaning: &Meaning,
    heard: &Heard,
    asked: Option<&Code>,
) -> ToteRead {
    match container(meaning, heard) {
        Some(ContainerId::Parcel(_)) | None => ToteRead::No,
        Some(known) if matches!(meaning, Meaning::Container(_)) => ToteRead::Known(known),
        Some(new) => {
            let Some(code) = heard.code() else {
                return ToteRead::No;
            };
            let is_plain = heard.scan.as_ref().is_some_and(|scan| {
                scan.lot.is_none() && scan.serial.is_none() && scan.quantity.is_none()
            });
            let state = hand.at.state;
            let is_other = state.serials.knows(code.as_str())
                || state.codes.given(code).next().is_some()
                || names::find_order(&hand.at, code.as_str()).is_some();
            if !is_plain || is_other {
                ToteRead::No
            } else if asked == Some(code) || is_like_others(hand, code) {
                ToteRead::New(new)
            } else {
                ToteRead::Ask(code.clone())
            }
        }
    }
}

/// Whether containers are known here whose codes differ from this one in their number only.
fn is_like_others(hand: &Hand<'_>, code: &Code) -> bool {
    let begin = code
        .as_str()
        .trim_end_matches(|letter: char| letter.is_ascii_digit());
    let Ok(begin) = Code::new(begin) else {
        return false;
    };
    let is_number = |known: &Code| {
        let rest = known.as_str().strip_prefix(begin.as_str());
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut known = hand.at.state.codes.containers_from(&begin);
    known.any(|(known, _)| is_number(known))
}

/// The lot of an item that a code names: one that is known, else a new one of this code.
pub fn lot(hand: &Hand<'_>, item: &ItemId, code: &Code) -> Name {
    let known = hand.at.state.look_up_lots(item, code).into_iter().next();
    known.map_or_else(
        || Name::Coded(FirstCode::new(code.clone())),
        |lot| hand.at.state.components.lot(&lot),
    )
}

/// The document that a code was ever given to, of one kind.
pub(crate) fn given<T>(
    hand: &Hand<'_>,
    code: &Code,
    of_kind: impl Fn(&DocumentId) -> Option<T>,
) -> Option<T> {
    hand.at.state.codes.given(code).find_map(of_kind)
}
