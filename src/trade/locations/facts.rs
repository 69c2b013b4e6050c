//! Facts about warehouses, locations and containers.

use crate::trade::card::{CardField, FieldKey};
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{ContainerId, ItemId, LocationId, PartyId, WarehouseId};
use crate::trade::quantity::{Country, MinuteOfDay, Size, Units, Weekday};
use crate::trade::sequence::SequenceKey;
use crate::trade::text::{Code, Words};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// What a location is for.
    pub enum LocationKind {
        /// Orders are picked from it.
        0 => Pick,
        /// Reserve that pick faces are filled from.
        1 => Reserve,
        /// Goods arrive here.
        2 => Receiving,
        /// Returned goods wait here to be inspected.
        3 => Returns,
        /// Packed parcels wait here.
        4 => Staging,
        /// A dock.
        5 => Dock,
        /// Work is done here: packing, assembly, inspection.
        6 => Station,
        /// Only a part of the tree; goods do not lie at it.
        7 => Group,
    }

    /// Whether goods at a location may be sold, whatever their own condition.
    pub enum LocationStatus {
        /// They may.
        0 => Normal,
        /// Held back: nothing is allocated from it.
        1 => Held,
        /// Waiting for an inspection.
        2 => Inspection,
        /// In quarantine.
        3 => Quarantine,
        /// For damaged goods.
        4 => Damaged,
    }

    /// A field of a warehouse's card.
    pub enum WarehouseField {
        /// The code that is shown.
        0 => Code(Code),
        /// What it is called.
        1 => Title(Words),
        /// Its time zone by its name in the zone database: its days, cutoffs and reports are its own.
        2 => Zone(Code),
        /// Its country.
        3 => Country(Country),
        /// Whether it works on a weekday.
        4 => WorkingDay { weekday: Weekday, works: bool },
        /// The minute of its day by which an order must be here to leave the same day.
        5 => Cutoff(Option<MinuteOfDay>),
        /// Who runs it, where that is not we ourselves.
        6 => RunBy(Option<PartyId>),
        /// No new decision may name it.
        7 => Retired(bool),
        /// Where its returns are received.
        8 => ReturnsAt(Option<LocationId>),
        /// How its aisles and cross-aisles lie on the floor; a plan is said whole.
        9 => Plan(Option<FloorPlan>),
    }

    /// On which side of an aisle a location lies, seen from the first cross-aisle.
    pub enum AisleSide {
        /// On the left.
        0 => Left,
        /// On the right.
        1 => Right,
    }

    /// A field of a location's card.
    pub enum LocationField {
        /// The code that is shown and printed. Earlier ones still lead to the location.
        0 => Code(Code),
        /// What it is for.
        1 => Kind(LocationKind),
        /// Whether its goods may be sold.
        2 => Status(LocationStatus),
        /// The location that it is a part of.
        3 => Parent(Option<LocationId>),
        /// Its zone.
        4 => Zone(Option<Code>),
        /// Its place in the pick sequence, a key between those of its neighbours.
        5 => PickSequence(SequenceKey),
        /// How large what lies there may be.
        6 => Size(Option<Size>),
        /// How much may lie there, in grams.
        7 => WeightLimit(Option<u64>),
        /// How many units may lie there.
        8 => UnitLimit(Option<Units>),
        /// Whether goods of several items or lots may lie there.
        9 => Mixed(bool),
        /// No new decision may name it; facts still may.
        10 => Retired(bool),
        /// Words for whoever works there.
        11 => Note(Option<Words>),
        /// An item that is kept there by rule; `None` takes the rule away.
        12 => PickFace { item: ItemId, rule: Option<PickFace> },
        /// Where it lies on the floor plan; `None` takes it off the plan.
        13 => Spot(Option<FloorSpot>),
    }

    /// What kind of thing a labelled container is.
    pub enum ContainerKind {
        /// A tote.
        0 => Tote,
        /// A cart with compartments.
        1 => Cart,
        /// A pallet.
        2 => Pallet,
        /// A carton with a licence plate.
        3 => Carton,
    }

    /// A field of a container's card.
    pub enum ContainerField {
        /// What kind of thing it is.
        0 => Kind(ContainerKind),
        /// How many compartments it has.
        1 => Compartments(u32),
        /// Its inner size.
        2 => Size(Option<Size>),
        /// How much it carries, in grams.
        3 => WeightLimit(Option<u64>),
        /// No new decision may name it.
        4 => Retired(bool),
    }

    /// Where a container stands.
    pub enum Standing {
        /// At a location.
        0 => Location(LocationId),
        /// In another container.
        1 => Container(ContainerId),
    }

    /// What is on the other side of a warehouse's border.
    pub enum Outside {
        /// Another warehouse: until it arrives there it is under way.
        0 => Warehouse(WarehouseId),
        /// A party.
        1 => Party(PartyId),
        /// Nobody that is named.
        2 => Nobody,
    }

    /// A fact of this area.
    pub enum LocationFact {
        /// Fields of a warehouse were set; the first of these facts makes the warehouse known.
        0 => WarehouseSet(WarehouseSet),
        /// Fields of locations were set; the first of these facts makes a location known.
        1 => LocationsSet(LocationsSet),
        /// Fields of a container were set; the first of these facts makes a container known.
        2 => ContainerSet(ContainerSet),
        /// A container was moved within its warehouse.
        3 => ContainerMoved(ContainerMoved),
        /// A container was seen somewhere, however it came there.
        4 => ContainerSeen(ContainerSeen),
        /// A container left its warehouse with all that is in it: its tree is left. Names its goods.
        5 => ContainerLeft(ContainerCrossed),
        /// A container came into a warehouse with all that is in it. Names its goods.
        6 => ContainerArrived(ContainerCrossed),
    }
}

wire_struct! {
    /// How much of an item is kept at a location by rule.
    pub struct PickFace {
        /// Below this many units it is filled.
        pub below: u64,
        /// Up to this many units.
        pub up_to: Units,
    }

    /// The floor of a warehouse: parallel aisles between cross-aisles, all in regular distances, in millimetres. What the
    /// walk is reckoned from. 1 to 64 aisles, 1 to 8 blocks, 1 to 500 bays in all; at least 100 mm each.
    pub struct FloorPlan {
        /// How many aisles, from left to right.
        pub aisles: u32,
        /// How many bays an aisle has in each block, from the first cross-aisle on.
        pub blocks: Vec<u32>,
        /// From the middle of an aisle to that of the next.
        pub aisle_pitch_mm: u32,
        /// The width of a bay.
        pub bay_mm: u32,
        /// The width of the cross-aisles.
        pub cross_mm: u32,
    }

    /// Where a location lies on the floor plan of its warehouse.
    pub struct FloorSpot {
        /// The aisle, from 0.
        pub aisle: u32,
        /// The bay, from 0 over all blocks of the aisle.
        pub bay: u32,
        /// The side of the aisle.
        pub side: AisleSide,
        /// The level, from 0 at the floor.
        pub level: u32,
    }

    /// Fields of a warehouse were set.
    pub struct WarehouseSet {
        /// The warehouse.
        pub warehouse: WarehouseId,
        /// The fields, each key once.
        pub fields: Vec<WarehouseField>,
    }

    /// Fields of one location.
    pub struct LocationSet {
        /// The location.
        pub location: LocationId,
        /// The fields, each key once.
        pub fields: Vec<LocationField>,
    }

    /// Fields of locations of one warehouse were set.
    pub struct LocationsSet {
        /// The locations, at least one, all of the warehouse that the commit's scope names.
        pub locations: Vec<LocationSet>,
    }

    /// Fields of a container were set.
    pub struct ContainerSet {
        /// The container.
        pub container: ContainerId,
        /// The fields, each key once.
        pub fields: Vec<ContainerField>,
    }

    /// A container was moved within its warehouse. What is in it goes along and is not named.
    pub struct ContainerMoved {
        /// The container.
        pub container: ContainerId,
        /// Where it was taken from, where that was known.
        pub from: Option<Standing>,
        /// Where it was put.
        pub to: Standing,
    }

    /// A container was seen somewhere.
    pub struct ContainerSeen {
        /// The container.
        pub container: ContainerId,
        /// Where.
        pub at: Standing,
    }

    /// Goods inside a container that crosses the border of a warehouse.
    pub struct CrossingGoods {
        /// What.
        pub goods: Goods,
        /// How many.
        pub units: Units,
        /// Their serial numbers, where they are known.
        pub serials: Vec<Serials>,
    }

    /// A container of the tree that crosses, with what lies in it itself.
    pub struct CrossingContainer {
        /// The container.
        pub container: ContainerId,
        /// The container that it stands in; the one that crosses stands in none.
        pub within: Option<ContainerId>,
        /// What lies in it itself.
        pub goods: Vec<CrossingGoods>,
    }

    /// A container crossed the border of a warehouse.
    pub struct ContainerCrossed {
        /// The container.
        pub container: ContainerId,
        /// Where it stood inside the warehouse, or stands now.
        pub inside: Standing,
        /// Where it goes to, or comes from.
        pub outside: Outside,
        /// Its tree: the container itself first.
        pub contents: Vec<CrossingContainer>,
    }
}

impl CardField for WarehouseField {
    fn key(&self) -> FieldKey {
        let number = self.number();
        match self {
            WarehouseField::WorkingDay { weekday, .. } => FieldKey::part(number, weekday),
            WarehouseField::Code(_)
            | WarehouseField::Title(_)
            | WarehouseField::Zone(_)
            | WarehouseField::Country(_)
            | WarehouseField::Cutoff(_)
            | WarehouseField::RunBy(_)
            | WarehouseField::Retired(_)
            | WarehouseField::ReturnsAt(_)
            | WarehouseField::Plan(_) => FieldKey::whole(number),
        }
    }
}

impl CardField for LocationField {
    fn key(&self) -> FieldKey {
        let number = self.number();
        match self {
            LocationField::PickFace { item, .. } => FieldKey::part(number, item),
            LocationField::Code(_)
            | LocationField::Kind(_)
            | LocationField::Status(_)
            | LocationField::Parent(_)
            | LocationField::Zone(_)
            | LocationField::PickSequence(_)
            | LocationField::Size(_)
            | LocationField::WeightLimit(_)
            | LocationField::UnitLimit(_)
            | LocationField::Mixed(_)
            | LocationField::Retired(_)
            | LocationField::Note(_)
            | LocationField::Spot(_) => FieldKey::whole(number),
        }
    }
}

impl CardField for ContainerField {
    fn key(&self) -> FieldKey {
        FieldKey::whole(self.number())
    }
}
