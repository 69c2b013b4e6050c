//! Cards: what people set, field by field.
//!
//! Of what is said of one field only what no other fact knew competes; equal values are one. This one mechanism serves
//! items, lots, locations, parties, channels, operators, orders and settings alike.

use super::goods::name_bytes;
use crate::stream::wire::Wire;

/// A field within its card: its number in the table of fields and, where a field has many entries (barcodes, pictures),
/// which of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldKey {
    /// The number of the field's variant.
    pub number: u64,
    /// The bytes of what tells the entry apart; empty for a field that has one value.
    pub part: Vec<u8>,
}

impl FieldKey {
    /// A field that has one value.
    pub fn whole(number: u64) -> Self {
        FieldKey {
            number,
            part: Vec::new(),
        }
    }

    /// An entry of a field that has many.
    pub fn part<T: Wire>(number: u64, part: &T) -> Self {
        FieldKey {
            number,
            part: name_bytes(part),
        }
    }
}

/// A field of a card with its value.
pub trait CardField: Wire + Clone + Eq + Ord {
    /// Which field it is.
    fn key(&self) -> FieldKey;
}

crate::kept_struct! {
    FieldKey { number, part }
}
