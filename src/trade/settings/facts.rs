//! Facts about settings of the workspace.

use crate::trade::card::{CardField, FieldKey};
use crate::trade::id::CartonId;
use crate::trade::quantity::{Amount, Currency, Money, Size};
use crate::trade::text::Words;
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// A setting of the workspace.
    pub enum Setting {
        /// What the workspace is called.
        0 => Title(Words),
        /// After how many seconds without a touch a shared device locks; `None` never.
        1 => LockAfterSeconds(Option<u32>),
        /// After how many wrong PINs an operator is locked.
        2 => WrongPins(u32),
        /// How many hours an ordered erasure waits before it is executed.
        3 => ErasureDelayHours(u32),
        /// Whether units may be packed by a count instead of a scan each.
        4 => PackByCount(bool),
        /// Whether a second person must check a parcel of at least this value before it leaves.
        5 => CheckFrom { currency: Currency, value: Option<Amount> },
        /// How far the weight of a parcel may be from the expected one, in hundredths of a per cent.
        6 => WeightTolerance(u32),
        /// From how many units on a line of an order is looked at by a person.
        7 => UnusualUnits(Option<u64>),
        /// A kind of carton that parcels are packed in; `None` takes it away. A carton is said whole.
        8 => Carton { carton: CartonId, is: Option<CartonCard> },
        /// Whether the label of a parcel is printed as soon as it has one.
        9 => PrintLabels(bool),
    }

    /// A fact of this area.
    pub enum SettingFact {
        /// Settings were set.
        0 => Set(SettingsSet),
    }
}

wire_struct! {
    /// A kind of carton.
    pub struct CartonCard {
        /// What it is called, for whoever looks for it at the packing station.
        pub title: Option<Words>,
        /// The room inside.
        pub inner: Size,
        /// What the carrier measures; the inner size where nobody has said.
        pub outer: Option<Size>,
        /// The weight of the empty carton, in grams.
        pub tare_g: u64,
        /// The most that it may weigh when it is packed, itself included, in grams.
        pub gross_max_g: Option<u64>,
        /// What one costs.
        pub cost: Option<Money>,
        /// How many are in stock, as somebody last counted them.
        pub in_stock: Option<u64>,
        /// No new parcel may be packed in it.
        pub retired: bool,
    }

    /// Settings were set.
    pub struct SettingsSet {
        /// The settings, each key once.
        pub settings: Vec<Setting>,
    }
}

impl CardField for Setting {
    fn key(&self) -> FieldKey {
        let number = self.number();
        match self {
            Setting::CheckFrom { currency, .. } => FieldKey::part(number, currency),
            Setting::Carton { carton, .. } => FieldKey::part(number, carton),
            Setting::Title(_)
            | Setting::LockAfterSeconds(_)
            | Setting::WrongPins(_)
            | Setting::ErasureDelayHours(_)
            | Setting::PackByCount(_)
            | Setting::WeightTolerance(_)
            | Setting::UnusualUnits(_)
            | Setting::PrintLabels(_) => FieldKey::whole(number),
        }
    }
}
