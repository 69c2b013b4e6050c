//! Under which name a thing is summed.

use super::components::Components;
use crate::trade::goods::Goods;
use crate::trade::id::{DocumentId, ItemId, LotId, Name, PartyId};
use crate::trade::place::Place;

/// The canonical names of what standing merges join. What was merged into nothing is called by its own name.
pub trait Canonical {
    /// The item's name.
    fn item(&self, item: &ItemId) -> ItemId;

    /// The lot's name within its canonical item.
    fn lot(&self, lot: &LotId) -> Name;

    /// The party's name.
    fn party(&self, party: &PartyId) -> PartyId;

    /// The goods as they are summed.
    fn goods(&self, goods: &Goods) -> Goods {
        Goods {
            item: self.item(&goods.item),
            lot: goods.lot_id().map(|lot| self.lot(&lot)),
            owner: goods.owner.as_ref().map(|owner| self.party(owner)),
            condition: goods.condition.clone(),
            other: goods.other.clone(),
        }
    }

    /// The place at which they are summed.
    fn place(&self, place: &Place) -> Place {
        match place {
            Place::Party(party) => Place::Party(self.party(party)),
            Place::Location(_)
            | Place::Container(_)
            | Place::Customers
            | Place::Opening(_)
            | Place::Loss { .. }
            | Place::Difference(_)
            | Place::Assembly(_)
            | Place::Underway(_)
            | Place::Transfer(_) => place.clone(),
        }
    }
}

/// Nothing was merged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsWritten;

impl Canonical for AsWritten {
    fn item(&self, item: &ItemId) -> ItemId {
        item.clone()
    }

    fn lot(&self, lot: &LotId) -> Name {
        lot.name.clone()
    }

    fn party(&self, party: &PartyId) -> PartyId {
        party.clone()
    }
}

impl Canonical for Components {
    fn item(&self, item: &ItemId) -> ItemId {
        let document = DocumentId::Item(item.clone());
        if let DocumentId::Item(canonical) = self.canonical(&document) {
            canonical.clone()
        } else {
            item.clone()
        }
    }

    /// Merging items merges their lots of equal name; a lot may have been merged under either item.
    fn lot(&self, lot: &LotId) -> Name {
        let merged = |lot: LotId| {
            let document = DocumentId::Lot(lot.clone());
            if let DocumentId::Lot(canonical) = self.canonical(&document) {
                canonical.name.clone()
            } else {
                lot.name
            }
        };
        merged(LotId {
            item: self.item(&lot.item),
            name: merged(lot.clone()),
        })
    }

    fn party(&self, party: &PartyId) -> PartyId {
        let document = DocumentId::Party(party.clone());
        if let DocumentId::Party(canonical) = self.canonical(&document) {
            canonical.clone()
        } else {
            party.clone()
        }
    }
}
