//! The one meaning of a scan.
//!
//! The border makes a typed [`Scan`] out of whatever was read: a plain code, or the parts of an element string. Here it
//! is held against everything that ever had the code, and means one thing, several, or none. What a thing is called
//! *now* comes before what it was called once, so that a recycled code leads to what has it today.

use super::catalog::{BarcodeLevel, ItemField, LotField};
use super::decide::Refusal;
use super::id::{ContainerId, DocumentId, FirstCode, ItemId, LocationId, LotId, Name, ParcelId};
use super::identity::canonical::Canonical;
use super::locations::LocationField;
use super::quantity::Units;
use super::relations::Relations;
use super::state::State;
use super::state::codes::{Gtin, number_key};
use super::text::Code;
use crate::{wire_enum, wire_struct};
use std::collections::{BTreeMap, BTreeSet};

wire_struct! {
    /// What was read, as far as the border understands it.
    pub struct Scan {
        /// The code: the whole of a plain one, the GTIN, SSCC or location of an element string.
        pub code: Code,
        /// The lot that an element string names.
        pub lot: Option<Code>,
        /// The serial number that an element string names.
        pub serial: Option<Code>,
        /// How many of what the code stands for; `None` is one.
        pub quantity: Option<Units>,
    }

    /// An item that was scanned.
    pub struct ScannedItem {
        /// The item, by its canonical name.
        pub item: ItemId,
        /// How many base units the code stands for, times the quantity.
        pub units: Units,
        /// The lot, where one was read; one that nobody has written down is named by the code that was read.
        pub lot: Option<Name>,
        /// The serial number, where one was read.
        pub serial: Option<Code>,
    }
}

wire_enum! {
    /// What a scan means.
    pub enum Scanned {
        /// Units of an item.
        0 => Item(ScannedItem),
        /// A location.
        1 => Location(LocationId),
        /// A tote, cart, pallet or licence plate.
        2 => Container(ContainerId),
        /// A parcel: by its printed code, or by a number that is valid.
        3 => Parcel(ParcelId),
    }
}

/// A code that stands for a button: scanned from a printed sheet, it is pressed without a touch. None of its letters
/// lies elsewhere on a German keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandCode {
    /// The one next step of a task, or of the question that stands open.
    Confirm,
    /// Some of it is not there.
    Short,
    /// Later, or without: the rest first.
    Skip,
    /// Takes back what was done last; an open question is left.
    Undo,
    /// Prints what belongs to the task.
    Print,
    /// What is at hand is damaged, or written off.
    Scrap,
    /// The box, the delivery, the return is done.
    Close,
    /// From another place, by another carrier.
    Other,
    /// The tote is full.
    Full,
    /// It cannot be reached.
    Unreachable,
    /// The step before once more.
    Back,
}

impl CommandCode {
    /// All of them, in the order of the sheet.
    pub const ALL: [CommandCode; 11] = [
        CommandCode::Confirm,
        CommandCode::Short,
        CommandCode::Skip,
        CommandCode::Undo,
        CommandCode::Print,
        CommandCode::Scrap,
        CommandCode::Close,
        CommandCode::Other,
        CommandCode::Full,
        CommandCode::Unreachable,
        CommandCode::Back,
    ];

    /// What stands in the bar code. Never changes: sheets hang on walls for years.
    pub const fn code(self) -> &'static str {
        match self {
            CommandCode::Confirm => "DEPO.CONFIRM",
            CommandCode::Short => "DEPO.SHORT",
            CommandCode::Skip => "DEPO.SKIP",
            CommandCode::Undo => "DEPO.UNDO",
            CommandCode::Print => "DEPO.PRINT",
            CommandCode::Scrap => "DEPO.SCRAP",
            CommandCode::Close => "DEPO.CLOSE",
            CommandCode::Other => "DEPO.OTHER",
            CommandCode::Full => "DEPO.FULL",
            CommandCode::Unreachable => "DEPO.UNREACHABLE",
            CommandCode::Back => "DEPO.BACK",
        }
    }

    /// The command that a scan is, in capitals or not.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut all = Self::ALL.into_iter();
        all.find(|command| command.code().eq_ignore_ascii_case(text))
    }
}

impl Scan {
    /// A plain code.
    pub fn plain(code: Code) -> Self {
        Scan {
            code,
            lot: None,
            serial: None,
            quantity: None,
        }
    }
}

fn first_code(name: &Name) -> Option<&Code> {
    match name {
        Name::Coded(first) => Some(&first.code),
        Name::Placeholder(_) | Name::OfDocument(_) => None,
    }
}

/// Whether a thing has a code now, or had it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Has {
    Now,
    Once,
}

/// How many letters of a stream's tag stand on a printed parcel, unless two streams would share them.
const TAG_LENGTH: usize = 5;

/// The printed code of a parcel: `P-`, a tag of its stream, the number of its commit and, for the second and later
/// parcels of one commit, their ordinal. It leads to the parcel and is never its identity. A tag is longer where two
/// streams would share one; every length of 5 and more is read.
pub fn parcel_code(parcel: &ParcelId, tag_length: usize) -> String {
    let (commit, ordinal) = (parcel.0.commit, parcel.0.ordinal);
    let tag = commit.stream.tag(tag_length.max(TAG_LENGTH));
    match ordinal {
        0 => format!("P-{tag}-{}", commit.number),
        ordinal => format!("P-{tag}-{}-{ordinal}", commit.number),
    }
}

/// The parcels of which a code is the printed one, with a tag of whatever length.
fn printed(state: &State, code: &str) -> Vec<ParcelId> {
    let mut parts = code.split('-');
    let (letter, tag, number) = (parts.next(), parts.next(), parts.next());
    let letter = letter.filter(|letter| letter.eq_ignore_ascii_case("P"));
    let tag = letter.and(tag).filter(|tag| tag.len() >= TAG_LENGTH);
    let number = number.and_then(|number| number.parse().ok());
    let ordinal = parts.next().map_or(Ok(0), str::parse);
    let (Some(tag), Some(number), Ok(ordinal)) = (tag, number, ordinal) else {
        return Vec::new();
    };
    let opened = state.opened_with_tag(tag, number, ordinal).map(ParcelId);
    // A number may be written in several ways; one of them is printed.
    let is_it = |parcel: &ParcelId| {
        state.parcel(parcel).is_some() && parcel_code(parcel, tag.len()).eq_ignore_ascii_case(code)
    };
    opened.filter(is_it).collect()
}

/// Says what a scan means, against everything that this device holds.
///
/// # Errors
/// `UnknownCode` where nothing has it, `Ambiguous` where several things have it now, `NumberVoid` where it is the
/// number of a label that is void.
pub fn resolve(state: &State, scan: &Scan, relations: &impl Relations) -> Result<Scanned, Refusal> {
    let mut meanings = meanings(state, scan, relations)?.into_iter();
    match (meanings.next(), meanings.next()) {
        (Some(meaning), None) => Ok(meaning),
        (None | Some(_), _) => Err(Refusal::Ambiguous(scan.code.clone())),
    }
}

/// Everything that a scan may mean, where nothing else tells: several, where two clients have one code.
///
/// # Errors
/// `UnknownCode` where nothing has it, `NumberVoid` where it is the number of a label that is void.
pub(crate) fn meanings(
    state: &State,
    scan: &Scan,
    relations: &impl Relations,
) -> Result<BTreeSet<Scanned>, Refusal> {
    let mut found: BTreeMap<Has, BTreeSet<Scanned>> = BTreeMap::new();
    let mut add = |has: Has, scanned: Scanned| {
        found.entry(has).or_default().insert(scanned);
    };
    for document in state.codes.given(&scan.code) {
        match document {
            DocumentId::Item(item) => {
                if let Some((has, each)) = item_by(state, item, &scan.code) {
                    add(has, Scanned::Item(scanned(state, item, each, scan)));
                }
            }
            DocumentId::Location(location) => {
                let has = location_by(state, location, &scan.code);
                add(has, Scanned::Location(location.clone()));
            }
            DocumentId::Container(container) => {
                add(Has::Now, Scanned::Container(container.clone()));
            }
            _ => {}
        }
    }
    if let Some(gtin) = Gtin::of(&scan.code) {
        for item in state.codes.with_gtin(&gtin) {
            for each in levels(state, item, |code| Gtin::of(code) == Some(gtin)) {
                add(Has::Now, Scanned::Item(scanned(state, item, each, scan)));
            }
        }
    }
    let mut void = false;
    for number in numbers_inside(&scan.code) {
        for parcel in state.codes.parcels(&number) {
            if is_valid(state, parcel, &number, relations) {
                add(Has::Now, Scanned::Parcel(*parcel));
            } else {
                void = true;
            }
        }
    }
    for parcel in printed(state, scan.code.as_str()) {
        add(Has::Now, Scanned::Parcel(parcel));
    }
    let Some((_, meanings)) = found.pop_first() else {
        return Err(if void {
            Refusal::NumberVoid {
                number: scan.code.clone(),
            }
        } else {
            Refusal::UnknownCode(scan.code.clone())
        });
    };
    Ok(meanings)
}

/// The tracking numbers that a label's bar code may hold: the whole of it; behind 420 and a ZIP code of five or nine
/// digits (USPS Intelligent Mail package barcode); the last twelve digits of 34 behind 96 (FedEx Ground).
fn numbers_inside(code: &Code) -> Vec<Code> {
    const ZIP_DIGITS: [usize; 2] = [5, 9];
    const GROUND_DIGITS: usize = 34;
    const GROUND_NUMBER_DIGITS: usize = 12;
    let digits = code.as_str();
    let mut inside = vec![code.clone()];
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return inside;
    }
    if let Some(rest) = digits.strip_prefix("420") {
        let behind_zip = ZIP_DIGITS.iter().filter_map(|zip| rest.get(*zip..));
        // A number of USPS begins with 9.
        let numbers = behind_zip.filter(|number| number.starts_with('9'));
        inside.extend(numbers.filter_map(|number| Code::new(number).ok()));
    }
    if digits.starts_with("96") && digits.len() == GROUND_DIGITS {
        let number = digits.get(GROUND_DIGITS - GROUND_NUMBER_DIGITS..);
        inside.extend(number.and_then(|number| Code::new(number).ok()));
    }
    inside
}

/// Whether an item has a code, and how many base units it stands for there.
fn item_by(state: &State, item: &ItemId, code: &Code) -> Option<(Has, Units)> {
    let mut shown = None;
    let mut taken_away = false;
    for field in state.item(item).into_iter().flat_map(|card| card.fields()) {
        match field {
            ItemField::Sku(sku) => shown = Some(sku),
            ItemField::Barcode { code: has, level } if has == code => match level {
                Some(BarcodeLevel::Each) => return Some((Has::Now, Units::ONE)),
                Some(BarcodeLevel::Pack { units }) => return Some((Has::Now, *units)),
                None => taken_away = true,
            },
            ItemField::Alias {
                code: has,
                leads_here,
                ..
            } if has == code => {
                if *leads_here {
                    return Some((Has::Once, Units::ONE));
                }
                taken_away = true;
            }
            _ => {}
        }
    }
    let first = first_code(&item.name);
    if shown.or(first) == Some(code) {
        Some((Has::Now, Units::ONE))
    } else if first == Some(code) || !taken_away {
        Some((Has::Once, Units::ONE))
    } else {
        None
    }
}

/// The base units of each pack level of an item whose barcode is meant.
fn levels(state: &State, item: &ItemId, meant: impl Fn(&Code) -> bool) -> BTreeSet<Units> {
    let fields = state.item(item).into_iter().flat_map(|card| card.fields());
    fields
        .filter_map(|field| match field {
            ItemField::Barcode {
                code,
                level: Some(level),
            } if meant(code) => Some(match level {
                BarcodeLevel::Each => Units::ONE,
                BarcodeLevel::Pack { units } => *units,
            }),
            _ => None,
        })
        .collect()
}

fn scanned(state: &State, item: &ItemId, each: Units, scan: &Scan) -> ScannedItem {
    let quantity = scan.quantity.unwrap_or(Units::ONE);
    let units = each
        .get()
        .checked_mul(quantity.get())
        .and_then(Units::new)
        .unwrap_or(each);
    let item = state.components.item(item);
    let lot = scan.lot.as_ref().map(|code| lot_by(state, &item, code));
    ScannedItem {
        item,
        units,
        lot,
        serial: scan.serial.clone(),
    }
}

/// The lot of an item that a code names: by its shown code, else by its first.
fn lot_by(state: &State, item: &ItemId, code: &Code) -> Name {
    let shown = state.lots_of(item).find(|(_, card)| {
        card.fields()
            .any(|field| matches!(field, LotField::Code(shown) if shown == code))
    });
    let lot = shown.map(|(lot, _)| lot.clone()).unwrap_or(LotId {
        item: item.clone(),
        name: Name::Coded(FirstCode::new(code.clone())),
    });
    state.components.lot(&lot)
}

fn location_by(state: &State, location: &LocationId, code: &Code) -> Has {
    let fields = state.location(location).into_iter();
    let mut shown = fields.flat_map(|card| card.fields()).filter_map(|field| {
        if let LocationField::Code(shown) = field {
            Some(shown)
        } else {
            None
        }
    });
    if shown.next().unwrap_or(&location.first.code) == code {
        Has::Now
    } else {
        Has::Once
    }
}

fn is_valid(state: &State, parcel: &ParcelId, code: &Code, relations: &impl Relations) -> bool {
    let Some((at, label)) = state
        .parcel(parcel)
        .map(|parcel| (parcel, parcel.label(relations)))
        .and_then(|(parcel, label)| {
            let (at, label) = label?;
            Some((parcel.number(at, label), label))
        })
    else {
        return false;
    };
    let key = number_key(code);
    let is_it = |number: &Code| number_key(number) == key;
    at.is_some_and(is_it) || label.return_number.as_ref().is_some_and(is_it)
}
