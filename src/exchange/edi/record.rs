//! What the documents of both dialects are made of: parties, references, dates, notes, numbers of items.
//!
//! A text that a document does not give is empty. Nothing is made up, and nothing is looked up in the catalog: which
//! item a number means is the portal's to find.

use chrono::{NaiveDate, NaiveTime};
use serde::{Serialize, Serializer};

use super::qualifier::{DateOf, ItemNumber, PartyNumber, ReferenceTo, Role};
use crate::exchange::decimal::Decimal;

/// A day, and a time of day where one is given. On the partner's clock: documents name no zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// The day.
    pub date: NaiveDate,
    /// The time of day, to the second.
    pub time: Option<NaiveTime>,
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.time {
            Some(time) => serializer.collect_str(&self.date.and_time(time).format("%FT%T")),
            None => serializer.collect_str(&self.date),
        }
    }
}

/// A party of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// What it is to the document.
    pub role: Role,
    /// Its name.
    pub name: String,
    /// Further lines of its name.
    pub more_names: Vec<String>,
    /// Its number, and who gave it.
    pub number: Option<(PartyNumber, String)>,
    /// Street, house, floor: a line each.
    pub address: Vec<String>,
    /// City.
    pub city: String,
    /// State or province.
    pub region: String,
    /// Post code.
    pub post_code: String,
    /// Country, as the partner writes it.
    pub country: String,
    /// Whom to talk to.
    pub contacts: Vec<Contact>,
    /// References that concern it alone.
    pub references: Vec<Reference>,
}

impl Party {
    /// A party of which only the name is known.
    pub fn new(role: Role, name: &str) -> Self {
        Self {
            role,
            name: name.to_owned(),
            more_names: Vec::new(),
            number: None,
            address: Vec::new(),
            city: String::new(),
            region: String::new(),
            post_code: String::new(),
            country: String::new(),
            contacts: Vec::new(),
            references: Vec::new(),
        }
    }
}

/// A person, or an office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// What for, by the partner's code, such as `DC`.
    pub function: String,
    /// The name.
    pub name: String,
    /// Numbers, each after the code of its kind: `TE` telephone, `FX` fax, `EM` mail.
    pub numbers: Vec<(String, String)>,
}

/// A reference to something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// To what.
    pub to: ReferenceTo,
    /// Its number.
    pub number: String,
    /// Words beside it; the count of units for a license plate.
    pub words: String,
}

impl Reference {
    /// A reference without words.
    pub fn new(to: ReferenceTo, number: &str) -> Self {
        Self {
            to,
            number: number.to_owned(),
            words: String::new(),
        }
    }
}

/// A date and what it is the date of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dated {
    /// Of what.
    pub of: DateOf,
    /// When.
    pub when: When,
}

/// Words of the partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What they are for, by the partner's code; empty where there is none.
    pub about: String,
    /// The words.
    pub words: String,
}

/// How goods travel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Carriage {
    /// Who pays, by the partner's code, such as `PP` for the sender.
    pub payment: String,
    /// The means, by the partner's code, such as `M` for a truck.
    pub means: String,
    /// The carrier's code, such as its SCAC.
    pub carrier: String,
    /// The carrier's name, or the way, in words.
    pub route: String,
    /// The trailer or container.
    pub equipment: String,
}

/// Marks on a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// What kind, by the partner's code: `GM` for an SSCC, `CP` for a carrier's number.
    pub kind: String,
    /// The number.
    pub number: String,
}

impl Mark {
    /// The code for an SSCC, in X12 data element 88.
    pub const SSCC: &'static str = "GM";
}

/// What stands above the lines of a document, or beside one line or level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Parties.
    pub parties: Vec<Party>,
    /// References.
    pub references: Vec<Reference>,
    /// Dates.
    pub dates: Vec<Dated>,
    /// Words.
    pub notes: Vec<Note>,
    /// Whom to talk to, beside the parties' own.
    pub contacts: Vec<Contact>,
    /// How the goods travel.
    pub carriage: Option<Carriage>,
    /// The currency of its amounts, as the partner writes it.
    pub currency: String,
}

impl Heading {
    /// The party of a role.
    pub fn party(&self, role: &Role) -> Option<&Party> {
        self.parties.iter().find(|party| party.role == *role)
    }

    /// The number of the first reference to this.
    pub fn reference(&self, to: &ReferenceTo) -> Option<&str> {
        let found = self.references.iter().find(|found| found.to == *to);
        found.map(|reference| reference.number.as_str())
    }

    /// The first date of this.
    pub fn date(&self, of: &DateOf) -> Option<When> {
        let found = self.dates.iter().find(|dated| dated.of == *of);
        found.map(|dated| dated.when)
    }
}

/// A quantity that stands beside the one of its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// What it counts: the partner's code of a stock state, of an exception, or the number of a store.
    pub about: String,
    /// How many.
    pub quantity: Decimal,
    /// The unit.
    pub unit: String,
}

/// A line of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number as the document gives it; empty where it gives none.
    pub number: String,
    /// The status that a partner gives it, by code; empty where there is none.
    pub status: String,
    /// How many: ordered in an order, shipped in an advice, received in a receipt.
    pub quantity: Decimal,
    /// The unit, as the partner writes it, such as `EA`.
    pub unit: String,
    /// How many had been ordered, where the document says it besides.
    pub ordered: Option<Decimal>,
    /// The price of one unit.
    pub price: Option<Decimal>,
    /// The item's numbers, each of its kind.
    pub items: Vec<(ItemNumber, String)>,
    /// The item in words.
    pub descriptions: Vec<String>,
    /// The lot.
    pub lot: String,
    /// What belongs to this line alone.
    pub heading: Heading,
    /// Marks on packages of this line.
    pub marks: Vec<Mark>,
    /// Further quantities: stores, exceptions, states of stock.
    pub counted: Vec<Counted>,
}

impl Line {
    /// A line of so many units of an item.
    pub fn new(quantity: Decimal, unit: &str, items: Vec<(ItemNumber, String)>) -> Self {
        Self {
            number: String::new(),
            status: String::new(),
            quantity,
            unit: unit.to_owned(),
            ordered: None,
            price: None,
            items,
            descriptions: Vec::new(),
            lot: String::new(),
            heading: Heading::default(),
            marks: Vec::new(),
            counted: Vec::new(),
        }
    }

    /// The item's number of a kind.
    pub fn item(&self, kind: &ItemNumber) -> Option<&str> {
        let found = self.items.iter().find(|(found, _)| found == kind);
        found.map(|(_, number)| number.as_str())
    }
}

/// What a document does to one that was sent before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Action {
    /// It is the first.
    Original,
    /// It takes it back.
    Cancel,
    /// It changes parts of it.
    Change,
    /// It takes its place.
    Replace,
    /// Something else, by its code as the partner writes it.
    Other(String),
}

/// Weight and volume of a whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Load {
    /// Weight and its unit, such as `LB`.
    pub weight: Option<(Decimal, String)>,
    /// Volume and its unit, such as `CF`.
    pub volume: Option<(Decimal, String)>,
}
