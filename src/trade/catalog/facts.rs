//! Facts about items, lots and recipes.

use crate::trade::card::{CardField, FieldKey};
use crate::trade::fulfilment::Executor;
use crate::trade::id::{BlobId, ChannelId, ItemId, LotId, PartyId};
use crate::trade::quantity::{Country, Day, Instant, Money, Size, Units};
use crate::trade::sequence::SequenceKey;
use crate::trade::text::{Code, Words};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// The unit that an item is counted in. Fixed with the item's first movement.
    pub enum BaseUnit {
        /// Pieces.
        0 => Piece,
        /// Grams, for goods by weight whose pieces are not told apart.
        1 => Gram,
        /// Millimetres, for goods by length.
        2 => Millimetre,
        /// Millilitres.
        3 => Millilitre,
    }

    /// Whether an item's units are told apart by lot, and what happens without one.
    pub enum LotPolicy {
        /// It has no lots.
        0 => None,
        /// Each receipt names its lot.
        1 => Named,
        /// No lot is named, and first in is first out all the same: each receipt is a lot of its own.
        2 => EachReceipt,
    }

    /// When serial numbers of an item are asked for.
    pub enum SerialPolicy {
        /// Never.
        0 => None,
        /// When goods leave.
        1 => AtShipping,
        /// At every step.
        2 => Always,
    }

    /// In which order an item's stock is taken.
    pub enum Removal {
        /// First expired, first out.
        0 => FirstExpired,
        /// First in, first out.
        1 => FirstIn,
        /// Last in, first out.
        2 => LastIn,
        /// Fewest opened packages.
        3 => FewestPackages,
        /// The nearest by walking.
        4 => Nearest,
    }

    /// How an item must be handled. Several may be true at once.
    pub enum Handling {
        /// Breaks.
        0 => Fragile,
        /// Travels in a box of its own.
        1 => OwnBox,
        /// Goes into a mailer.
        2 => Mailer,
        /// This side up.
        3 => Upright,
        /// Heavy: two people.
        4 => TwoPeople,
    }

    /// What a barcode on goods stands for.
    pub enum BarcodeLevel {
        /// One base unit.
        0 => Each,
        /// A pack of so many base units.
        1 => Pack { units: Units },
    }

    /// A field of an item's card.
    pub enum ItemField {
        /// The code that is shown and printed. Earlier ones still lead to the item.
        0 => Sku(Code),
        /// What it is called.
        1 => Title(Words),
        /// A barcode and what it stands for; `None` takes it away.
        2 => Barcode { code: Code, level: Option<BarcodeLevel> },
        /// The weight of one base unit, in milligrams.
        3 => WeightMg(Option<u64>),
        /// The outer size of one base unit.
        4 => Size(Option<Size>),
        /// The unit that it is counted in.
        5 => BaseUnit(BaseUnit),
        /// Lots.
        6 => Lots(LotPolicy),
        /// Serial numbers.
        7 => SerialNumbers(SerialPolicy),
        /// Whether lots have a date, and how many days before it picking stops.
        8 => Expiry(Option<ExpiryPolicy>),
        /// In which order stock is taken.
        9 => Removal(Removal),
        /// Whether one kind of handling is needed.
        10 => Handling { kind: Handling, needed: bool },
        /// A picture and its place in the list; `None` takes it away.
        11 => Picture { blob: BlobId, at: Option<SequenceKey> },
        /// The item that this one is a variant of.
        12 => VariantOf(Option<ItemId>),
        /// An attribute of the variant, such as size or colour; `None` takes it away.
        13 => Attribute { name: Code, value: Option<Code> },
        /// The customs tariff number.
        14 => HsCode(Option<Code>),
        /// Where it was made.
        15 => Origin(Option<Country>),
        /// Words for the customs form.
        16 => CustomsWords(Option<Words>),
        /// What one base unit costs.
        17 => Cost(Option<Money>),
        /// When and how much to order again.
        18 => Reorder(Option<Reorder>),
        /// Who supplies it, and what they call it; `None` takes the supplier away.
        19 => Supplier { supplier: PartyId, code: Option<Code>, supplies: bool },
        /// No new decision may name it; facts still may.
        20 => Retired(bool),
        /// Words for whoever handles it.
        21 => Note(Option<Words>),
        /// A code under which a channel, or everybody, speaks of it; `false` takes it away.
        22 => Alias { channel: Option<ChannelId>, code: Code, leads_here: bool },
        /// Dangerous goods, by UN number; `false` takes it away.
        23 => Dangerous { un_number: u32, is: bool },
        /// Between which temperatures it is kept.
        24 => Temperature(Option<TemperatureRange>),
        /// Its colour as it is shown, as red, green and blue in the low 24 bits; at most 0xFFFFFF.
        25 => Swatch(Option<u32>),
        /// Who sends it to whoever ordered it.
        26 => SentBy(SentBy),
        /// What a channel keeps of it in places of its own, by its last list; `None` where it keeps none. Nothing of it is
        /// in our hands or can be allocated.
        27 => KeptByChannel { channel: ChannelId, stock: Option<ChannelStock> },
    }

    /// Who sends an item to whoever ordered it.
    pub enum SentBy {
        /// Whoever its client's card says.
        0 => AsClient,
        /// We do.
        1 => House,
        /// Somebody else.
        2 => Other(Executor),
    }

    /// A field of a lot's card.
    pub enum LotField {
        /// The code that is shown; a typing error put right, history too.
        0 => Code(Code),
        /// The last day on which it may be used.
        1 => Expiry(Option<Day>),
        /// The day it was made.
        2 => Produced(Option<Day>),
        /// Whether it is called back: excluded from what may be promised, allocated or released.
        3 => Recalled(bool),
        /// Words for whoever handles it.
        4 => Note(Option<Words>),
    }

    /// What a recipe is for.
    pub enum RecipeKind {
        /// The item is sold as one and picked as its components.
        0 => Kit,
        /// The item is made from its components and kept as stock.
        1 => Assembly,
    }

    /// A fact of this area.
    pub enum CatalogFact {
        /// Fields of an item were set; the first of these facts makes the item known.
        0 => ItemSet(ItemSet),
        /// Fields of a lot were set; the first of these facts makes the lot known.
        1 => LotSet(LotSet),
        /// A recipe was set, in force from a day on. Opens the edition.
        2 => RecipeSet(RecipeSet),
    }
}

wire_struct! {
    /// What a channel keeps of an item in places of its own.
    pub struct ChannelStock {
        /// It can be sold there.
        pub sellable: u64,
        /// It is kept for orders there, or is on the way between places of the channel.
        pub reserved: u64,
        /// It cannot be sold.
        pub unsellable: u64,
        /// It is on the way there.
        pub coming: u64,
        /// When the list said so.
        pub seen: Instant,
    }

    /// Between which temperatures goods are kept, in tenths of a degree Celsius.
    pub struct TemperatureRange {
        /// The lowest.
        pub from: i64,
        /// The highest.
        pub to: i64,
    }

    /// When goods of a lot are no longer picked.
    pub struct ExpiryPolicy {
        /// How many days before the lot's date picking stops.
        pub stop_days: u32,
    }

    /// When and how much to order again, in base units and days.
    pub struct Reorder {
        /// At or below this many available units more is ordered.
        pub point: u64,
        /// How much is ordered, at least.
        pub quantity: Units,
        /// Orders are multiples of this.
        pub multiple: Units,
        /// How long a supplier takes, in days.
        pub lead_days: u32,
    }

    /// Fields of an item were set.
    pub struct ItemSet {
        /// The item.
        pub item: ItemId,
        /// The fields, each key once.
        pub fields: Vec<ItemField>,
    }

    /// Fields of a lot were set.
    pub struct LotSet {
        /// The lot.
        pub lot: LotId,
        /// The fields, each key once.
        pub fields: Vec<LotField>,
    }

    /// A component of a recipe.
    pub struct Component {
        /// The item.
        pub item: ItemId,
        /// How many base units of it go into what the recipe makes.
        pub units: Units,
    }

    /// A recipe was set. An edition is whole: what it leaves out is not in it.
    pub struct RecipeSet {
        /// The item that it makes.
        pub item: ItemId,
        /// What it is for.
        pub kind: RecipeKind,
        /// The first day on which it is in force.
        pub from: Day,
        /// How many base units of the item the components make: 1 for a kit.
        pub makes: Units,
        /// The components, each item once.
        pub components: Vec<Component>,
    }
}

impl CardField for ItemField {
    fn key(&self) -> FieldKey {
        let number = self.number();
        match self {
            ItemField::Barcode { code, .. } => FieldKey::part(number, code),
            ItemField::Alias { channel, code, .. } => {
                FieldKey::part(number, &(channel.clone(), code.clone()))
            }
            ItemField::Dangerous { un_number, .. } => FieldKey::part(number, un_number),
            ItemField::Handling { kind, .. } => FieldKey::part(number, kind),
            ItemField::Picture { blob, .. } => FieldKey::part(number, blob),
            ItemField::Attribute { name, .. } => FieldKey::part(number, name),
            ItemField::Supplier { supplier, .. } => FieldKey::part(number, supplier),
            ItemField::KeptByChannel { channel, .. } => FieldKey::part(number, channel),
            ItemField::Sku(_)
            | ItemField::Title(_)
            | ItemField::WeightMg(_)
            | ItemField::Size(_)
            | ItemField::BaseUnit(_)
            | ItemField::Lots(_)
            | ItemField::SerialNumbers(_)
            | ItemField::Expiry(_)
            | ItemField::Removal(_)
            | ItemField::VariantOf(_)
            | ItemField::HsCode(_)
            | ItemField::Origin(_)
            | ItemField::CustomsWords(_)
            | ItemField::Cost(_)
            | ItemField::Reorder(_)
            | ItemField::Retired(_)
            | ItemField::Temperature(_)
            | ItemField::Swatch(_)
            | ItemField::SentBy(_)
            | ItemField::Note(_) => FieldKey::whole(number),
        }
    }
}

impl CardField for LotField {
    fn key(&self) -> FieldKey {
        FieldKey::whole(self.number())
    }
}
