//! What a code means in the catalog.
//!
//! A code leads to an item as its shown SKU (the first code while none was set), as a barcode, as an alias; and, where
//! nothing is called so now, as what an item was once called. Barcodes that are GTINs are compared by 14 digits. What
//! lives goes before what is retired. A code that still means several things is told, never guessed.

use super::{BarcodeLevel, ItemField, LotField, RecipeKind, RecipeSet};
use crate::trade::card_fold::Card;
use crate::trade::channels::ChannelField;
use crate::trade::id::{ChannelId, DocumentId, ItemId, LotId, Name, PartyId, RecipeId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::quantity::{Day, Units};
use crate::trade::state::State;
use crate::trade::state::codes::Gtin;
use crate::trade::text::Code;
use std::collections::BTreeMap;

/// In whose catalog a code is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// In all: on the floor, where goods of several clients lie.
    Anybody,
    /// In a client's; `None` is the workspace's own.
    Client(Option<&'a PartyId>),
    /// In that of a channel's client, with the aliases by which the channel speaks.
    Channel(&'a ChannelId),
}

/// How a code leads to an item; the earlier, the stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeadsBy {
    /// By the alias of the channel that was asked for.
    ChannelAlias,
    /// By its shown SKU, a barcode, or an alias for everybody.
    Current,
    /// By what it was once called.
    Former,
}

/// An item that a code means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The item, by its canonical name.
    pub item: ItemId,
    /// How many base units one scan of the code is.
    pub units: Units,
    /// How the code leads to it.
    pub by: LeadsBy,
}

/// What a code means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Nothing here.
    Nothing,
    /// One item.
    One(Found),
    /// Several: a person says which.
    Several(Vec<Found>),
}

/// The SKU that an item shows: as it was set, else its first code. `None` for a placeholder that has none.
pub fn shown_sku<'a>(item: &'a ItemId, card: Option<&'a Card<ItemField>>) -> Option<&'a Code> {
    let set = card.and_then(|card| {
        card.fields().find_map(|field| match field {
            ItemField::Sku(code) => Some(code),
            _ => None,
        })
    });
    set.or(match &item.name {
        Name::Coded(first) => Some(&first.code),
        Name::Placeholder(_) | Name::OfDocument(_) => None,
    })
}

/// The code that a lot shows: as it was set, else its first code.
pub fn shown_lot<'a>(lot: &'a LotId, card: Option<&'a Card<LotField>>) -> Option<&'a Code> {
    let set = card.and_then(|card| {
        card.fields().find_map(|field| match field {
            LotField::Code(code) => Some(code),
            LotField::Expiry(_)
            | LotField::Produced(_)
            | LotField::Recalled(_)
            | LotField::Note(_) => None,
        })
    });
    set.or(match &lot.name {
        Name::Coded(first) => Some(&first.code),
        Name::Placeholder(_) | Name::OfDocument(_) => None,
    })
}

impl State {
    /// Whether no new decision may name an item.
    pub fn is_item_retired(&self, item: &ItemId) -> bool {
        self.item(item).is_some_and(|card| {
            card.fields()
                .any(|field| *field == ItemField::Retired(true))
        })
    }

    /// What a code means in a catalog.
    pub fn look_up_item(&self, code: &Code, whose: Whose<'_>) -> Lookup {
        let client = match whose {
            Whose::Anybody => None,
            Whose::Client(client) => Some(client),
            Whose::Channel(channel) => Some(self.client_of(channel)),
        };
        let channel = match whose {
            Whose::Channel(channel) => Some(channel),
            Whose::Anybody | Whose::Client(_) => None,
        };
        let gtin = Gtin::of(code);
        let given = self.codes.given(code).filter_map(|document| {
            if let DocumentId::Item(item) = document {
                Some(item)
            } else {
                None
            }
        });
        let by_gtin = gtin.iter().flat_map(|gtin| self.codes.with_gtin(gtin));
        // By item the strongest way; a retired one behind all that live.
        let mut found: BTreeMap<(bool, LeadsBy), BTreeMap<ItemId, Units>> = BTreeMap::new();
        for item in given.chain(by_gtin) {
            if client.is_some_and(|client| item.client.as_ref() != client) {
                continue;
            }
            let (by, units) = self.leads(item, code, gtin.as_ref(), channel);
            let canonical = self.components.item(item);
            let retired = self.is_item_retired(&canonical);
            found
                .entry((retired, by))
                .or_default()
                .insert(canonical, units);
        }
        let Some(((_, by), items)) = found.into_iter().next() else {
            return Lookup::Nothing;
        };
        let mut found: Vec<Found> = items
            .into_iter()
            .map(|(item, units)| Found { item, units, by })
            .collect();
        match (found.len(), found.pop()) {
            (1, Some(one)) => Lookup::One(one),
            (_, Some(last)) => {
                found.push(last);
                Lookup::Several(found)
            }
            (_, None) => Lookup::Nothing,
        }
    }

    /// How a code that was once given to an item leads to it now, and for how many units it stands.
    fn leads(
        &self,
        item: &ItemId,
        code: &Code,
        gtin: Option<&Gtin>,
        channel: Option<&ChannelId>,
    ) -> (LeadsBy, Units) {
        let card = self.item(item);
        let mut best = match shown_sku(item, card) {
            Some(sku) if sku == code => (LeadsBy::Current, Units::ONE),
            Some(_) | None => (LeadsBy::Former, Units::ONE),
        };
        for field in card.into_iter().flat_map(Card::fields) {
            let leads = match field {
                ItemField::Barcode {
                    code: barcode,
                    level: Some(level),
                } if barcode == code || gtin.is_some() && Gtin::of(barcode).as_ref() == gtin => {
                    let units = match level {
                        BarcodeLevel::Each => Units::ONE,
                        BarcodeLevel::Pack { units } => *units,
                    };
                    Some((LeadsBy::Current, units))
                }
                ItemField::Alias {
                    channel: spoken_by,
                    code: alias,
                    leads_here: true,
                } if alias == code => match spoken_by {
                    None => Some((LeadsBy::Current, Units::ONE)),
                    Some(by) if Some(by) == channel => Some((LeadsBy::ChannelAlias, Units::ONE)),
                    Some(_) => None,
                },
                _ => None,
            };
            best = leads.map_or(best, |leads| leads.min(best));
        }
        best
    }

    /// The client whose catalog a channel sells from; `None` is the workspace's own.
    pub fn client_of(&self, channel: &ChannelId) -> Option<&PartyId> {
        self.channel(channel)?
            .fields()
            .find_map(|field| match field {
                ChannelField::Client(client) => client.as_ref(),
                _ => None,
            })
    }

    /// The lots of an item that a code leads to: by the code that they show, else by what they were once called.
    pub fn look_up_lots(&self, item: &ItemId, code: &Code) -> Vec<LotId> {
        let item = self.components.item(item);
        let of_item = self
            .codes
            .given(code)
            .filter_map(|document| match document {
                DocumentId::Lot(lot) if self.components.item(&lot.item) == item => Some(lot),
                _ => None,
            });
        let (shown, former): (Vec<&LotId>, Vec<&LotId>) =
            of_item.partition(|lot| shown_lot(lot, self.lot(lot)) == Some(code));
        let lots = if shown.is_empty() { former } else { shown };
        lots.into_iter().cloned().collect()
    }

    /// The edition of an item's recipe that is in force on a day: the one with the latest first day; of two with one
    /// first day the later in the order of facts.
    pub fn recipe_in_force(
        &self,
        item: &ItemId,
        kind: &RecipeKind,
        day: &Day,
    ) -> Option<(&RecipeId, &RecipeSet)> {
        let item = self.components.item(item);
        self.recipes()
            .filter(|(_, _, set)| set.kind == *kind && set.from <= *day)
            .filter(|(_, _, set)| self.components.item(&set.item) == item)
            .max_by_key(|(_, at, set)| (set.from.clone(), **at))
            .map(|(id, _, set)| (id, set))
    }
}
