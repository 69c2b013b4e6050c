//! Which item a code of a line means.

use super::LineItem;
use crate::trade::card_fold::Card;
use crate::trade::catalog::ItemField;
use crate::trade::id::{ChannelId, FirstCode, ItemId, Name, PartyId};
use crate::trade::state::State;
use crate::trade::text::Code;
use std::collections::{BTreeMap, BTreeSet};

/// How a code leads to an item; the first that leads to one is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// By the alias of the channel.
    Channel,
    /// By the code that the item shows, or an alias for everybody.
    Shown,
    /// By what it was once called.
    Once,
}

/// The codes of a client's items as a channel speaks of them. Gathered once for a command, however many lines it has.
pub struct Codes<'a> {
    client: Option<&'a PartyId>,
    items: BTreeMap<(Code, bool, Way), BTreeSet<&'a ItemId>>,
}

impl<'a> Codes<'a> {
    /// Gathers the codes of all items of a client.
    pub fn of(state: &'a State, channel: &ChannelId, client: Option<&'a PartyId>) -> Self {
        let mut codes = Codes {
            client,
            items: BTreeMap::new(),
        };
        for (item, card) in state.items() {
            if item.client.as_ref() == client {
                codes.note(item, card, channel);
            }
        }
        codes
    }

    fn note(&mut self, item: &'a ItemId, card: &Card<ItemField>, channel: &ChannelId) {
        let retired = card
            .fields()
            .any(|field| *field == ItemField::Retired(true));
        let mut lead = |code: &Code, way: Way| {
            let key = (code.clone(), retired, way);
            self.items.entry(key).or_default().insert(item);
        };
        let mut shown = None;
        for field in card.fields() {
            match field {
                ItemField::Sku(code) => shown = Some(code),
                ItemField::Alias {
                    channel: of,
                    code,
                    leads_here: true,
                } => match of {
                    None => lead(code, Way::Shown),
                    Some(of) if of == channel => lead(code, Way::Channel),
                    Some(_) => {}
                },
                ItemField::Alias { .. }
                | ItemField::Title(_)
                | ItemField::Barcode { .. }
                | ItemField::WeightMg(_)
                | ItemField::Size(_)
                | ItemField::BaseUnit(_)
                | ItemField::Lots(_)
                | ItemField::SerialNumbers(_)
                | ItemField::Expiry(_)
                | ItemField::Removal(_)
                | ItemField::Handling { .. }
                | ItemField::Picture { .. }
                | ItemField::VariantOf(_)
                | ItemField::Attribute { .. }
                | ItemField::HsCode(_)
                | ItemField::Origin(_)
                | ItemField::CustomsWords(_)
                | ItemField::Cost(_)
                | ItemField::Reorder(_)
                | ItemField::Supplier { .. }
                | ItemField::Retired(_)
                | ItemField::Note(_)
                | ItemField::Dangerous { .. }
                | ItemField::Temperature(_) => {}
            }
        }
        let first = match &item.name {
            Name::Coded(first) => Some(&first.code),
            Name::Placeholder(_) | Name::OfDocument(_) => None,
        };
        if let Some(code) = shown.or(first) {
            lead(code, Way::Shown);
        }
        if let Some(code) = first {
            lead(code, Way::Once);
        }
    }

    /// The item that a code means: of those that are not retired the one to which it leads in the first of the ways. A
    /// code that means several, or a retired item only, means nothing that an order could be taken for.
    pub fn item(&self, code: &Code) -> Option<&'a ItemId> {
        let ways = [Way::Channel, Way::Shown, Way::Once];
        let found = ways
            .into_iter()
            .find_map(|way| self.items.get(&(code.clone(), false, way)))?;
        let mut found = found.iter();
        match (found.next(), found.next()) {
            (Some(one), None) => Some(one),
            (Some(_), Some(_)) | (None, _) => None,
        }
    }

    /// What a line of this code says of its item, as short as it can be said.
    pub fn line_item(&self, code: &Code) -> LineItem {
        let Some(item) = self.item(code) else {
            return LineItem::Unknown;
        };
        let as_key = ItemId {
            client: self.client.cloned(),
            name: Name::Coded(FirstCode::new(code.clone())),
        };
        if *item == as_key {
            LineItem::AsKey
        } else {
            LineItem::Is(item.clone())
        }
    }
}
