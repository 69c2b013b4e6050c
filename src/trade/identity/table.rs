//! What facts of this area mean.

use super::{IdentityFact, Pair, PlaceholderKind};
use crate::trade::id::{DocumentId, ItemId, LotId, Name, PartyId};
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

const ROLES: &[Role] = &[Role::Office, Role::Supervisor];
const ANYBODY: &[Role] = &[
    Role::Office,
    Role::Supervisor,
    Role::Receiver,
    Role::Picker,
    Role::Packer,
    Role::Returns,
];

impl IdentityFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            IdentityFact::PlaceholderOpened(opened) => {
                let name = Name::Placeholder(at.opened());
                let document = match &opened.kind {
                    PlaceholderKind::Item { client } => DocumentId::Item(ItemId {
                        client: client.clone(),
                        name,
                    }),
                    PlaceholderKind::Lot { item } => DocumentId::Lot(LotId {
                        item: item.clone(),
                        name,
                    }),
                    PlaceholderKind::Party => DocumentId::Party(PartyId { name }),
                };
                sink.opens(document.clone());
                sink.document(document);
                Row::anywhere(ANYBODY)
            }
            IdentityFact::Merged(merged) => {
                let (from, into) = merged.pair.documents();
                sink.document(from);
                sink.document(into);
                Row::office(ROLES)
            }
            IdentityFact::MergeRevoked { merge: _ } => Row::office(ROLES),
        }
    }
}

impl Pair {
    /// The two documents that are one.
    pub fn documents(&self) -> (DocumentId, DocumentId) {
        let lot = |item: &ItemId, name: &Name| {
            DocumentId::Lot(LotId {
                item: item.clone(),
                name: name.clone(),
            })
        };
        match self {
            Pair::Items { from, into } => (
                DocumentId::Item(from.clone()),
                DocumentId::Item(into.clone()),
            ),
            Pair::Lots { item, from, into } => (lot(item, from), lot(item, into)),
            Pair::Parties { from, into } => (
                DocumentId::Party(from.clone()),
                DocumentId::Party(into.clone()),
            ),
            Pair::Channels { from, into } => (
                DocumentId::Channel(from.clone()),
                DocumentId::Channel(into.clone()),
            ),
            Pair::Customers { from, into } => (
                DocumentId::Customer(from.clone()),
                DocumentId::Customer(into.clone()),
            ),
        }
    }
}
