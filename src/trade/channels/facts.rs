//! Facts about channels.

use crate::stream::id::FactId;
use crate::trade::card::{CardField, FieldKey};
use crate::trade::id::{ChannelId, ItemId, OrderId, ParcelId, PartyId, ReturnId, WarehouseId};
use crate::trade::money::Terms;
use crate::trade::orders::HoldKind;
use crate::trade::personal::ErasureStart;
use crate::trade::quantity::{Currency, MinuteOfDay};
use crate::trade::sequence::SequenceKey;
use crate::trade::text::{Code, Words};
use crate::{wire_enum, wire_struct};
use std::sync::Arc;

wire_enum! {
    /// When an order of a channel is allocated.
    pub enum AllocationTiming {
        /// As soon as it is verified.
        0 => AtOnce,
        /// When a person says so.
        1 => ByHand,
        /// So many days before its date.
        2 => DaysBefore { days: u32 },
    }

    /// What leaves when not everything is there.
    pub enum Completeness {
        /// Nothing before everything can.
        0 => Complete,
        /// What there is; the rest follows.
        1 => AsAvailable,
    }

    /// A field of a channel's card.
    pub enum ChannelField {
        /// The code that is shown.
        0 => Code(Code),
        /// What it is called.
        1 => Title(Words),
        /// The client whose goods it sells; `None` is the workspace's own.
        2 => Client(Option<PartyId>),
        /// The currency of its orders where they do not say.
        3 => Currency(Currency),
        /// The terms of its orders where they do not say.
        4 => Terms(Terms),
        /// Its time zone by its name in the zone database: of times that name none.
        5 => Zone(Code),
        /// A hold that its orders begin with; `false` takes it away.
        6 => StandingHold { kind: HoldKind, placed: bool },
        /// The minute of the day by which an order must be here to leave the same day.
        7 => Cutoff(Option<MinuteOfDay>),
        /// When its orders are allocated.
        8 => Allocation(AllocationTiming),
        /// Whether its orders leave in parts.
        9 => Completeness(Completeness),
        /// The rank of a warehouse for its orders, the smallest first; `None` is never.
        10 => WarehouseRank { warehouse: WarehouseId, rank: Option<SequenceKey> },
        /// How many days a lot must still have when it leaves.
        11 => DaysLeft(Option<u32>),
        /// The age in days after completion at which personal data of its orders is erased.
        12 => ErasedAfter(Option<u32>),
        /// No new order may come by it.
        13 => Retired(bool),
        /// What it calls a carrier; `None` takes the name away.
        14 => CarrierName { carrier: PartyId, name: Option<Code> },
        /// How many units per item it may not promise, so that it never sells the last ones.
        15 => Buffer(u64),
        /// From when the age of [`ErasedAfter`](Self::ErasedAfter) counts; from completion where nobody has said.
        16 => ErasedSince(ErasureStart),
        /// Whether personal data that has reached its age is erased without asking; else it is proposed.
        17 => ErasedByItself(bool),
        /// How many days after arrival an order may be sent back. Until then nothing of it is erased.
        18 => ReturnWindow(Option<u32>),
        /// How many days after completion the law asks to keep who an order was for. Until then nothing of it is erased.
        19 => Retention(Option<u32>),
        /// By which number we are known in its EDI: the code of the kind of the number (`ZZ`, `01`, `14`), a colon, the
        /// number.
        20 => EdiSender(Option<Code>),
        /// By which number it is known, likewise.
        21 => EdiReceiver(Option<Code>),
        /// How its files with these headings are read; `None` forgets it. The headings are named by the first eight
        /// bytes of SHA-256 of them.
        22 => FileMapping { headings: [u8; 8], mapping: Option<FileMapping> },
    }

    /// What a file that answers a channel is about.
    #[derive(Copy)]
    pub enum AnswerKind {
        /// Parcels that left, with carrier and number.
        0 => Parcels,
        /// How much there is of each item.
        1 => Stock,
        /// Units that will not be delivered.
        2 => Cancelled,
        /// Units that came back.
        3 => Returns,
    }

    /// The form of a file that answers a channel.
    #[derive(Copy)]
    pub enum AnswerForm {
        /// Of Shopify and its import apps.
        0 => Shopify,
        /// Of WooCommerce and its shipment extensions.
        1 => WooCommerce,
        /// Of Amazon's uploads.
        2 => Amazon,
        /// Of eBay's uploads.
        3 => Ebay,
        /// In the words of Etsy's own lists.
        4 => Etsy,
        /// For people, as CSV.
        5 => Plain,
        /// For people, as a workbook.
        6 => Workbook,
        /// EDI by X12: 945 for parcels, 846 for stock.
        7 => X12,
        /// EDI by EDIFACT: DESADV for parcels.
        8 => Edifact,
    }

    /// One thing that a file tells a channel.
    pub enum Told {
        /// That a parcel left, by this hand-over.
        0 => Parcel { parcel: ParcelId, hand_over: FactId },
        /// How many units of an item it may sell.
        1 => Stock { item: ItemId, units: u64 },
        /// How many units of an order will not be delivered, in all until then.
        2 => Cancelled { order: OrderId, units: u64 },
        /// How many units of an RMA came back, in all until then.
        3 => Returned { rma: ReturnId, units: u64 },
    }

    /// A fact of this area.
    pub enum ChannelFact {
        /// Fields of a channel were set; the first of these facts makes the channel known.
        0 => ChannelSet(ChannelSet),
        /// A file that answers a channel was written: what it tells is known there from then on, and is not told again
        /// by itself.
        1 => AnswerWritten(Arc<AnswerWritten>),
        /// The channel did not take the file: what it told is to be told anew. Said twice it is one.
        2 => AnswerTakenBack { channel: ChannelId, answer: FactId },
    }
}

wire_struct! {
    /// How files are read, as a person has said: in the stable words of their readers.
    pub struct FileMapping {
        /// What people call it.
        pub name: Words,
        /// What the columns say, each heading once; at most
        /// [`MAPPED_COLUMNS_MAX`](crate::limits::MAPPED_COLUMNS_MAX).
        pub columns: Vec<FileColumn>,
        /// The rest: what a row is, how dates and amounts are written, the currency.
        pub style: Words,
    }

    /// A column of a file, and what it says.
    pub struct FileColumn {
        /// The heading.
        pub heading: Words,
        /// What it says.
        pub says: Words,
    }

    /// Fields of a channel were set.
    pub struct ChannelSet {
        /// The channel.
        pub channel: ChannelId,
        /// The fields, each key once.
        pub fields: Vec<ChannelField>,
    }
}

wire_struct! {
    /// A file that answers a channel was written.
    pub struct AnswerWritten {
        /// The channel.
        pub channel: ChannelId,
        /// What it is about.
        pub kind: AnswerKind,
        /// Its form.
        pub form: AnswerForm,
        /// What it tells, each thing once; at most [`ANSWER_TOLD_MAX`](crate::limits::ANSWER_TOLD_MAX).
        pub told: Vec<Told>,
    }
}

impl CardField for ChannelField {
    fn key(&self) -> FieldKey {
        let number = self.number();
        match self {
            ChannelField::StandingHold { kind, .. } => FieldKey::part(number, kind),
            ChannelField::WarehouseRank { warehouse, .. } => FieldKey::part(number, warehouse),
            ChannelField::CarrierName { carrier, .. } => FieldKey::part(number, carrier),
            ChannelField::FileMapping { headings, .. } => FieldKey::part(number, headings),
            ChannelField::Code(_)
            | ChannelField::Title(_)
            | ChannelField::Client(_)
            | ChannelField::Currency(_)
            | ChannelField::Terms(_)
            | ChannelField::Zone(_)
            | ChannelField::Cutoff(_)
            | ChannelField::Allocation(_)
            | ChannelField::Completeness(_)
            | ChannelField::DaysLeft(_)
            | ChannelField::ErasedAfter(_)
            | ChannelField::Retired(_)
            | ChannelField::Buffer(_)
            | ChannelField::ErasedSince(_)
            | ChannelField::ErasedByItself(_)
            | ChannelField::ReturnWindow(_)
            | ChannelField::Retention(_)
            | ChannelField::EdiSender(_)
            | ChannelField::EdiReceiver(_) => FieldKey::whole(number),
        }
    }
}
