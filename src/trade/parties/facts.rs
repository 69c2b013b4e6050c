//! Facts about parties. What is known of customers are rows of personal data ([`crate::trade::personal`]).

use crate::trade::card::{CardField, FieldKey};
use crate::trade::fulfilment::Executor;
use crate::trade::id::PartyId;
use crate::trade::personal::{ErasureStart, Row};
use crate::trade::quantity::{Country, Currency, MinuteOfDay};
use crate::trade::text::{Code, Url};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What a party is to us.
    pub enum PartyRole {
        /// We keep and ship its goods.
        0 => Client,
        /// It sells us goods.
        1 => Supplier,
        /// It carries parcels.
        2 => Carrier,
        /// It sells for us and may keep our goods.
        3 => Marketplace,
        /// It works for us: another 3PL, a repairer, a laboratory.
        4 => Contractor,
    }

    /// A field of a party's card.
    pub enum PartyField {
        /// The code that is shown. Earlier ones still lead to the party.
        0 => Code(Code),
        /// Whether it has a role.
        1 => Role { role: PartyRole, has: bool },
        /// Its currency.
        2 => Currency(Option<Currency>),
        /// Its country.
        3 => Country(Option<Country>),
        /// No new decision may name it; facts still may.
        4 => Retired(bool),
        /// A service of a carrier by its code; `false` takes it away.
        5 => Service { service: Code, offered: bool },
        /// The minute of the day at which a carrier collects.
        6 => CollectsAt(Option<MinuteOfDay>),
        /// The address of a carrier's page for a parcel; `{}` stands for the number.
        7 => TrackingPage(Option<Url>),
        /// The minute of the day by which a parcel of a service must be ready; `None`: when the carrier collects.
        8 => ServiceCutoff { service: Code, at: Option<MinuteOfDay> },
        /// After how many days the personal data of a client's orders is erased, as was agreed with it; `None` is never. The
        /// channel's own age holds beside it: whichever comes first.
        9 => ErasedAfter(Option<u32>),
        /// From when the age of [`ErasedAfter`](Self::ErasedAfter) counts; from completion where nobody has said.
        10 => ErasedSince(ErasureStart),
        /// Whether it is erased at that age without asking.
        11 => ErasedByItself(bool),
        /// How many days after completion it must be kept for the client. The longer of this and the channel's holds.
        12 => Retention(Option<u32>),
        /// How many days after arrival goods of a client may be sent back. The longer of this and the channel's holds.
        13 => ReturnWindow(Option<u32>),
        /// Who sends a client's goods to whoever ordered them, where an item's card says nothing else; `None` is we.
        14 => SentBy(Option<Executor>),
    }

    /// A fact of this area.
    pub enum PartyFact {
        /// Fields of a party were set; the first of these facts makes the party known.
        0 => PartySet(PartySet),
    }
}

wire_struct! {
    /// Fields of a party were set. Its name and contact are personal rows.
    pub struct PartySet {
        /// The party.
        pub party: PartyId,
        /// The fields, each key once.
        pub fields: Vec<PartyField>,
        /// Its name, contact and tax numbers.
        pub rows: Vec<Row>,
    }
}

impl CardField for PartyField {
    fn key(&self) -> FieldKey {
        let number = self.number();
        match self {
            PartyField::Role { role, .. } => FieldKey::part(number, role),
            PartyField::Service { service, .. } | PartyField::ServiceCutoff { service, .. } => {
                FieldKey::part(number, service)
            }
            PartyField::Code(_)
            | PartyField::Currency(_)
            | PartyField::Country(_)
            | PartyField::Retired(_)
            | PartyField::CollectsAt(_)
            | PartyField::TrackingPage(_)
            | PartyField::ErasedAfter(_)
            | PartyField::ErasedSince(_)
            | PartyField::ErasedByItself(_)
            | PartyField::Retention(_)
            | PartyField::ReturnWindow(_)
            | PartyField::SentBy(_) => FieldKey::whole(number),
        }
    }
}
