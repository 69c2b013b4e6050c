//! Commands of the catalog.

use super::lookup::{LeadsBy, Lookup, Whose, shown_lot};
use super::{BaseUnit, CatalogFact, ItemField, ItemSet, LotField, LotSet, RecipeKind, RecipeSet};
use crate::trade::card_fold::changes;
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::{ChannelId, DocumentId, FirstCode, ItemId, LotId, Name, PartyId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::quantity::Units;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::state::codes::Gtin;
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};
use std::collections::{BTreeMap, BTreeSet};

wire_enum! {
    /// Which item is meant.
    pub enum ItemRef {
        /// This one.
        0 => Known(ItemId),
        /// The one that a code of the client's catalog leads to; where none does, a new one of which this is the first
        /// code.
        1 => Coded { client: Option<PartyId>, code: Code },
        /// Another item than those that had the code before: its next generation. Refused while something is called so.
        2 => Another { client: Option<PartyId>, code: Code },
    }

    /// A command of this area. Each writes one fact for each thing that changes, of the workspace's scope; what is so
    /// already is left out, and where nothing is left the command is refused. An undo sets the former values.
    pub enum CatalogCommand {
        /// Sets fields of items, new ones among them.
        0 => SetItems { items: Vec<ItemChange> },
        /// Gives an item another SKU. Stock, history and links stay, and the former SKU leads to the item as long as
        /// nothing else is called so.
        1 => RenameItem { item: ItemId, sku: Code },
        /// Sets fields of lots: expiry, recall, the code put right. A recalled lot is promised to nobody from then on,
        /// wherever it lies.
        2 => SetLots { lots: Vec<LotSet> },
        /// Sets an edition of a recipe, in force from its day on.
        3 => SetRecipe(RecipeSet),
    }
}

wire_struct! {
    /// Fields of an item that are to be set.
    pub struct ItemChange {
        /// Which item.
        pub which: ItemRef,
        /// The fields; of two for one key the last counts.
        pub fields: Vec<ItemField>,
    }
}

/// A code by which items of one client are told apart: two that live never share one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Distinct {
    Sku(Code),
    Barcode(Code),
    Gtin(Gtin),
    Alias(Option<ChannelId>, Code),
}

impl Distinct {
    fn of(field: &ItemField) -> Option<Distinct> {
        match field {
            ItemField::Sku(code) => Some(Distinct::Sku(code.clone())),
            ItemField::Barcode {
                code,
                level: Some(_),
            } => {
                Some(Gtin::of(code).map_or_else(|| Distinct::Barcode(code.clone()), Distinct::Gtin))
            }
            ItemField::Alias {
                channel,
                code,
                leads_here: true,
            } => Some(Distinct::Alias(channel.clone(), code.clone())),
            _ => None,
        }
    }
}

impl CatalogCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// Unknown or retired things, codes that lead to something else, a base unit after the first movement, a recipe
    /// that cannot be, and what is so already.
    pub fn decide(
        &self,
        state: &State,
        _: &Context,
        _: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            CatalogCommand::SetItems { items } => set_items(state, items, proposal),
            CatalogCommand::RenameItem { item, sku } => {
                let change = ItemChange {
                    which: ItemRef::Known(item.clone()),
                    fields: vec![ItemField::Sku(sku.clone())],
                };
                set_items(state, &[change], proposal)
            }
            CatalogCommand::SetLots { lots } => set_lots(state, lots, proposal),
            CatalogCommand::SetRecipe(recipe) => set_recipe(state, recipe, proposal),
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            CatalogCommand::SetItems { items } => items
                .iter()
                .map(|change| DocumentId::Item(change.which.first_guess()))
                .collect(),
            CatalogCommand::RenameItem { item, .. } => vec![DocumentId::Item(item.clone())],
            CatalogCommand::SetLots { lots } => lots
                .iter()
                .flat_map(|set| {
                    [
                        DocumentId::Lot(set.lot.clone()),
                        DocumentId::Item(set.lot.item.clone()),
                    ]
                })
                .collect(),
            CatalogCommand::SetRecipe(recipe) => {
                let components = recipe.components.iter().map(|component| &component.item);
                components
                    .chain([&recipe.item])
                    .cloned()
                    .map(DocumentId::Item)
                    .collect()
            }
        }
    }
}

impl ItemRef {
    /// The item that it is, or would be as the first that had the code.
    fn first_guess(&self) -> ItemId {
        match self {
            ItemRef::Known(item) => item.clone(),
            ItemRef::Coded { client, code } | ItemRef::Another { client, code } => ItemId {
                client: client.clone(),
                name: Name::Coded(FirstCode::new(code.clone())),
            },
        }
    }

    /// The item that is meant.
    fn resolve(&self, state: &State) -> Result<ItemId, Refusal> {
        match self {
            ItemRef::Known(item) => state
                .item(item)
                .map(|_| item.clone())
                .ok_or_else(|| Refusal::Unknown(DocumentId::Item(item.clone()))),
            ItemRef::Coded { client, code } => {
                is_client(state, client.as_ref())?;
                match state.look_up_item(code, Whose::Client(client.as_ref())) {
                    Lookup::Nothing => Ok(self.first_guess()),
                    Lookup::One(found) if state.is_item_retired(&found.item) => {
                        Err(Refusal::Retired(DocumentId::Item(found.item)))
                    }
                    Lookup::One(found) => Ok(found.item),
                    Lookup::Several(_) => Err(Refusal::Ambiguous(code.clone())),
                }
            }
            ItemRef::Another { client, code } => {
                is_client(state, client.as_ref())?;
                match state.look_up_item(code, Whose::Client(client.as_ref())) {
                    Lookup::One(found)
                        if found.by != LeadsBy::Former && !state.is_item_retired(&found.item) =>
                    {
                        Err(Refusal::CodeTaken {
                            code: code.clone(),
                            by: DocumentId::Item(found.item),
                        })
                    }
                    Lookup::Several(_) => Err(Refusal::Ambiguous(code.clone())),
                    Lookup::Nothing | Lookup::One(_) => Ok(next_generation(state, client, code)),
                }
            }
        }
    }
}

/// The item after the last one that had the code first.
fn next_generation(state: &State, client: &Option<PartyId>, code: &Code) -> ItemId {
    let generation = |document: &DocumentId| match document {
        DocumentId::Item(ItemId {
            client: of,
            name: Name::Coded(first),
        }) if of == client && first.code == *code => Some(first.generation),
        _ => None,
    };
    let last = state.codes.given(code).filter_map(generation).max();
    ItemId {
        client: client.clone(),
        name: Name::Coded(FirstCode {
            code: code.clone(),
            generation: last.map_or(0, |last| last.saturating_add(1)),
        }),
    }
}

fn is_client(state: &State, client: Option<&PartyId>) -> Result<(), Refusal> {
    match client {
        Some(client) if state.party(client).is_none() => {
            Err(Refusal::Unknown(DocumentId::Party(client.clone())))
        }
        Some(_) | None => Ok(()),
    }
}

fn set_items(
    state: &State,
    items: &[ItemChange],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let units = items.iter().flat_map(|change| &change.fields);
    let moved: BTreeSet<ItemId> = if units
        .into_iter()
        .any(|field| matches!(field, ItemField::BaseUnit(_)))
    {
        state.ledger.moved().into_keys().cloned().collect()
    } else {
        BTreeSet::new()
    };
    let mut told: BTreeMap<(Option<PartyId>, Distinct), ItemId> = BTreeMap::new();
    for change in items {
        let item = change.which.resolve(state)?;
        let is_new = state.item(&item).is_none();
        let fields = changes(state.item(&item), &change.fields);
        let revived = fields.contains(&ItemField::Retired(false));
        if state.is_item_retired(&item) && !revived && !fields.is_empty() {
            return Err(Refusal::Retired(DocumentId::Item(item)));
        }
        for field in &fields {
            if let ItemField::BaseUnit(unit) = field {
                is_unit_free(state, &item, unit, &moved)?;
            }
            let Some(distinct) = Distinct::of(field) else {
                continue;
            };
            is_code_free(state, &item, field)?;
            let other = told.insert((item.client.clone(), distinct), item.clone());
            if let Some(other) = other.filter(|other| *other != item) {
                return Err(taken(field, &other));
            }
        }
        if is_new || !fields.is_empty() {
            let set = ItemSet { item, fields };
            proposal.office(Event::Catalog(CatalogFact::ItemSet(set)));
        }
    }
    nothing_is_refused(proposal)
}

fn nothing_is_refused(proposal: &Proposal<'_>) -> Result<(), Refusal> {
    if proposal.is_empty() {
        Err(Refusal::NothingToDo)
    } else {
        Ok(())
    }
}

/// The unit of an item is fixed once anything of it moved, under whatever name.
fn is_unit_free(
    state: &State,
    item: &ItemId,
    unit: &BaseUnit,
    moved: &BTreeSet<ItemId>,
) -> Result<(), Refusal> {
    let is_now = state.item(item).and_then(|card| {
        card.fields().find_map(|field| match field {
            ItemField::BaseUnit(unit) => Some(unit),
            _ => None,
        })
    });
    let differs = is_now.unwrap_or(&BaseUnit::Piece) != unit;
    if differs && (moved.contains(item) || moved.contains(&state.components.item(item))) {
        Err(Refusal::BaseUnitFixed(item.clone()))
    } else {
        Ok(())
    }
}

fn taken(field: &ItemField, by: &ItemId) -> Refusal {
    let by = DocumentId::Item(by.clone());
    match field {
        ItemField::Sku(code) | ItemField::Barcode { code, .. } | ItemField::Alias { code, .. } => {
            Refusal::CodeTaken {
                code: code.clone(),
                by,
            }
        }
        _ => Refusal::NothingNamed,
    }
}

/// Whether no other item of the client that lives is called so now.
fn is_code_free(state: &State, item: &ItemId, field: &ItemField) -> Result<(), Refusal> {
    let (code, channel) = match field {
        ItemField::Sku(code) | ItemField::Barcode { code, .. } => (code, None),
        ItemField::Alias { code, channel, .. } => (code, channel.as_ref()),
        _ => return Ok(()),
    };
    let own = state.components.item(item);
    let found = match state.look_up_item(code, Whose::Client(item.client.as_ref())) {
        Lookup::Nothing => Vec::new(),
        Lookup::One(found) => vec![found],
        Lookup::Several(found) => found,
    };
    // An alias of one channel may be what another item is called by everybody else.
    let clashes = found.into_iter().find(|found| {
        found.item != own
            && found.by == LeadsBy::Current
            && channel.is_none()
            && !state.is_item_retired(&found.item)
    });
    clashes.map_or(Ok(()), |found| Err(taken(field, &found.item)))
}

fn set_lots(state: &State, lots: &[LotSet], proposal: &mut Proposal<'_>) -> Result<(), Refusal> {
    for set in lots {
        if state.item(&set.lot.item).is_none() {
            return Err(Refusal::Unknown(DocumentId::Item(set.lot.item.clone())));
        }
        let is_new = state.lot(&set.lot).is_none();
        let fields = changes(state.lot(&set.lot), &set.fields);
        for field in &fields {
            if let LotField::Code(code) = field {
                is_lot_code_free(state, &set.lot, code)?;
            }
        }
        if is_new || !fields.is_empty() {
            let set = LotSet {
                lot: set.lot.clone(),
                fields,
            };
            proposal.office(Event::Catalog(CatalogFact::LotSet(set)));
        }
    }
    nothing_is_refused(proposal)
}

/// Two lots of one item with one code are one lot: that is a merge, and not a code put right.
fn is_lot_code_free(state: &State, lot: &LotId, code: &Code) -> Result<(), Refusal> {
    let other = state
        .look_up_lots(&lot.item, code)
        .into_iter()
        .find(|other| other != lot && shown_lot(other, state.lot(other)) == Some(code));
    other.map_or(Ok(()), |other| {
        Err(Refusal::CodeTaken {
            code: code.clone(),
            by: DocumentId::Lot(other),
        })
    })
}

fn set_recipe(
    state: &State,
    recipe: &RecipeSet,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let items = recipe.components.iter().map(|component| &component.item);
    for item in items.clone().chain([&recipe.item]) {
        if state.item(item).is_none() {
            return Err(Refusal::Unknown(DocumentId::Item(item.clone())));
        }
        if state.is_item_retired(item) {
            return Err(Refusal::Retired(DocumentId::Item(item.clone())));
        }
    }
    let names: BTreeSet<ItemId> = items.map(|item| state.components.item(item)).collect();
    let is_kit = recipe.kind == RecipeKind::Kit;
    // A kit is exploded once, so what it holds is picked as it is, and no kit again.
    let is_kit_item = |item: &ItemId| {
        state
            .recipe_in_force(item, &RecipeKind::Kit, &recipe.from)
            .is_some()
    };
    let unsound = recipe.components.is_empty()
        || names.len() != recipe.components.len()
        || names.contains(&state.components.item(&recipe.item))
        || is_kit && (recipe.makes != Units::ONE || names.iter().any(is_kit_item));
    if unsound {
        return Err(Refusal::RecipeUnsound(recipe.item.clone()));
    }
    let in_force = state.recipe_in_force(&recipe.item, &recipe.kind, &recipe.from);
    if in_force.is_some_and(|(_, other)| other == recipe) {
        return Err(Refusal::NothingToDo);
    }
    proposal.office(Event::Catalog(CatalogFact::RecipeSet(recipe.clone())));
    Ok(())
}
