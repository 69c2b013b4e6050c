//! What facts of this area mean.

use super::{CatalogFact, LotField};
use crate::trade::id::{DocumentId, RecipeId};
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];
const RECEIVING: &[Role] = &[Role::Office, Role::Supervisor, Role::Receiver];

impl CatalogFact {
    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            CatalogFact::ItemSet(set) => {
                sink.document(DocumentId::Item(set.item.clone()));
                Row::office(RECEIVING)
            }
            CatalogFact::LotSet(set) => {
                sink.document(DocumentId::Lot(set.lot.clone()));
                // What is called back no longer lets goods go that were stopped.
                match set.fields.contains(&LotField::Recalled(false)) {
                    true => Row::confers(RECEIVING).of_commit(),
                    false => Row::anywhere(RECEIVING),
                }
            }
            CatalogFact::RecipeSet(set) => {
                let recipe = DocumentId::Recipe(RecipeId(at.opened()));
                sink.opens(recipe.clone());
                sink.document(recipe);
                sink.document(DocumentId::Item(set.item.clone()));
                Row::office(OFFICE)
            }
        }
    }
}
