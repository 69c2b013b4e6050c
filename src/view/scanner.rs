//! What a page shows that tests a scanner: what was understood of a scan, and which setting mends what is wrong.

use super::floor::Hand;
use super::floor::hear::{hear, read};
use super::scan::{Opens, opens};
use crate::exchange::gs1::digital_link::is_link;
use crate::exchange::wedge::{GROUP_SEPARATOR, Scan, Suffix, Torn};
use crate::trade::scan::CommandCode;
use crate::trade::state::codes::Gtin;
use crate::trade::text::Code;
use crate::view::names;

/// A gap longer than this makes a person wait for a long code, in milliseconds.
const SLOW_MS: f64 = 35.0;

/// The identifiers behind which GS1 elements stand.
const OF_ELEMENTS: [&str; 5] = ["]C1", "]e0", "]d2", "]Q3", "]J1"];

/// What kind of code it is, by its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Elements of GS1: item, lot, dates, quantities.
    Elements,
    /// A GS1 Digital Link: an address that holds elements.
    Link,
    /// The number of an item, with a right check digit.
    ItemNumber,
    /// A command code.
    Command,
    /// Anything else.
    Plain,
}

/// A scan, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// The data as a person reads them: what cannot be seen is shown by its picture.
    pub shown: String,
    /// What kind of code.
    pub kind: Kind,
    /// The number of an item, by 14 digits where it has a right check digit.
    pub gtin: Option<String>,
    /// The number of a logistic unit.
    pub sscc: Option<String>,
    /// The lot.
    pub lot: Option<String>,
    /// The last day of use, in days since 1970-01-01.
    pub expiry: Option<i64>,
    /// The serial number.
    pub serial: Option<String>,
    /// How many.
    pub quantity: Option<u64>,
    /// What it opens here.
    pub opens: Opens,
    /// What that is called; empty where it is nothing.
    pub means: String,
}

/// What mends a scanner, or is good to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// All is well.
    Nothing,
    /// It was refused.
    Torn(Torn),
    /// No key ends its scans: they wait for a pause.
    EndKey,
    /// Its keys come slowly.
    Slow,
    /// Elements came without a symbology identifier.
    Identifier,
    /// Its identifier says that elements follow, and they cannot be read: the label is at fault.
    Faulty,
    /// Capitals are locked on the device; they were turned back.
    Capitals,
    /// The device's layout and the scanner's differ or may differ: the text by the places of the keys.
    Layout(String),
}

/// A letter that cannot be seen, as a picture of it.
pub fn visible(letter: char) -> char {
    match u32::from(letter) {
        control @ 0..0x20 => char::from_u32(0x2400 + control).unwrap_or(letter),
        0x20 => '\u{2423}',
        _ => letter,
    }
}

/// What is understood of a scan.
pub fn understood(hand: &Hand<'_>, scan: &Scan) -> Understood {
    let whole = scan.whole();
    let (text, elements) = read(&whole);
    let heard = hear(&whole, hand.today);
    let value = |name: &str| {
        let elements = elements.as_ref()?;
        elements.value(name).map(str::to_owned)
    };
    let plain = Code::new(&text).ok().filter(|_| elements.is_none());
    let gtin = value("01").or_else(|| value("02")).or_else(|| {
        plain
            .and_then(|code| Gtin::of(&code))
            .map(|gtin| gtin.to_string())
    });
    let kind = if CommandCode::read(&text).is_some() {
        Kind::Command
    } else if elements.is_some() && is_link(&text) {
        Kind::Link
    } else if elements.is_some() {
        Kind::Elements
    } else if gtin.is_some() {
        Kind::ItemNumber
    } else {
        Kind::Plain
    };
    let opens = opens(hand, &whole);
    Understood {
        shown: text.chars().map(visible).collect(),
        kind,
        gtin,
        sscc: value("00"),
        lot: value("10"),
        expiry: heard.expiry,
        serial: value("21"),
        quantity: value("30")
            .or_else(|| value("37"))
            .and_then(|it| it.parse().ok()),
        means: called(hand, &opens),
        opens,
    }
}

fn called(hand: &Hand<'_>, opens: &Opens) -> String {
    let at = &hand.at;
    match opens {
        Opens::Order(order) => names::shown_number(at, order).to_owned(),
        Opens::Item(item) => {
            let (code, name) = (names::item_code(at, item), hand.item_name(item));
            if code == name {
                code
            } else {
                format!("{code} {name}")
            }
        }
        Opens::Location(location) => names::location_code(at, location).to_owned(),
        Opens::Batch(batch) => names::opened(&batch.0),
        Opens::Return(rma, _) => names::opened(&rma.0),
        Opens::Receipt(receipt) => names::opened(&receipt.0),
        Opens::EmptyContainer(code) => code.clone(),
        Opens::Command(_) | Opens::Void | Opens::Several | Opens::Nothing => String::new(),
    }
}

/// What mends it, the gravest first; at least one.
pub fn advice(what: Result<&Scan, Torn>) -> Vec<Advice> {
    let scan = match what {
        Ok(scan) => scan,
        Err(torn) => return vec![Advice::Torn(torn)],
    };
    let (_, elements) = read(&scan.whole());
    let mut all = Vec::new();
    let promised = scan
        .aim
        .as_deref()
        .is_some_and(|aim| OF_ELEMENTS.contains(&aim));
    if promised && elements.is_none() {
        all.push(Advice::Faulty);
    }
    if let Some(placed) = &scan.by_places {
        all.push(Advice::Layout(placed.clone()));
    }
    if scan.trace.suffix == Suffix::None {
        all.push(Advice::EndKey);
    }
    if elements.is_some() && scan.aim.is_none() && !is_link(&scan.text) {
        all.push(Advice::Identifier);
    }
    if scan.trace.gap_ms_most > SLOW_MS {
        all.push(Advice::Slow);
    }
    if scan.trace.caps_lock {
        all.push(Advice::Capitals);
    }
    if all.is_empty() {
        all.push(Advice::Nothing);
    }
    all
}

/// A key as the page shows it, with the gap before it in whole milliseconds.
pub fn keys(scan: &Scan) -> Vec<(char, i64)> {
    let keys = scan.trace.keys.iter();
    keys.map(|(letter, gap_ms)| (visible(*letter), gap_ms.round() as i64))
        .collect()
}

/// Whether a separator came: GS1 elements of variable length need it.
pub fn has_separator(scan: &Scan) -> bool {
    scan.text.contains(GROUP_SEPARATOR)
}
