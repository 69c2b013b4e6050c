//! Whether a word of a source is newer than its last one: by the source's own time, never by when a file was read.

use super::commands::RecipientWord;
use super::word::Word;
use super::{SourceField, StatusKind, said};
use crate::trade::demand::LineKey;
use crate::trade::relations::Relations;
use crate::trade::text::Code;

impl<R: Relations> Word<'_, '_, R> {
    /// Whether the source said something later already: by its own time; where a record has none, by a file that was
    /// read before the last one, or a status that the source has gone on from.
    pub(super) fn is_older(&self) -> bool {
        let placed = self.order.placed().map(|(_, placed)| placed);
        let said = self
            .order
            .said()
            .filter_map(|(_, said)| said.updated_at.as_ref());
        let last = placed
            .and_then(|placed| placed.updated_at.as_ref())
            .into_iter()
            .chain(said);
        match &self.record.placed.updated_at {
            Some(updated) => last
                .into_iter()
                .any(|last| said::reading(updated, last) < said::reading(last, updated)),
            None => self.is_of_read_file() || self.goes_back(),
        }
    }

    /// Whether the record is of a file that was read already, and another one after it.
    fn is_of_read_file(&self) -> bool {
        let first = self.order.placed().into_iter();
        let first = first.filter_map(|(_, placed)| placed.source.as_ref());
        let said = self
            .order
            .said()
            .filter_map(|(_, said)| said.source.as_ref());
        let files: Vec<[u8; 16]> = first.chain(said).map(|source| source.file).collect();
        let of = self.record.placed.source.as_ref().map(|source| source.file);
        of.is_some_and(|of| files.contains(&of)) && files.last().copied() != of
    }

    /// Whether nobody can tell what a word means, so that a person is asked: one without a time that says what the source
    /// said before its last word (a change back, or an older file); one about lines that cannot be told apart.
    pub(super) fn is_unclear(&self, new: &[SourceField]) -> bool {
        let of_line = |field: &SourceField| match field {
            SourceField::LineUnits { line, .. } => matches!(line, LineKey::Priced { .. }),
            _ => false,
        };
        if self.record.lines_untold && new.iter().any(of_line) {
            return true;
        }
        if self.record.placed.updated_at.is_some() {
            return false;
        }
        let repeats = |field: &SourceField| {
            let placed = self.order.placed().into_iter();
            let mut at_first =
                placed.flat_map(|(_, placed)| said::words(placed, self.units(&placed.lines)));
            let mut later = self.order.said().flat_map(|(_, said)| &said.fields);
            at_first.any(|said| said == *field) || later.any(|said| said == field)
        };
        self.record.recipient == RecipientWord::SaidBefore || new.iter().any(repeats)
    }

    /// Whether a status of the record is one that the source has gone on from.
    fn goes_back(&self) -> bool {
        let placed = self
            .order
            .placed()
            .into_iter()
            .flat_map(|(_, placed)| &placed.statuses)
            .map(|status| (&status.kind, &status.word));
        let said = self.order.said().flat_map(|(_, said)| &said.fields);
        let said = said.filter_map(|field| match field {
            SourceField::Status { kind, word } => Some((kind, word)),
            SourceField::Service(_)
            | SourceField::Total(_)
            | SourceField::LineUnits { .. }
            | SourceField::Shipped { .. }
            | SourceField::ShipBy(_)
            | SourceField::Paid(_)
            | SourceField::Refunded(_)
            | SourceField::Cancelled(_) => None,
        });
        let history: Vec<(&StatusKind, &Code)> = placed.chain(said).collect();
        self.record.placed.statuses.iter().any(|status| {
            let mut of_kind = history.iter().filter(|(kind, _)| **kind == status.kind);
            let last = of_kind.clone().next_back();
            let was_said = of_kind.any(|(_, word)| **word == status.word);
            was_said && last.is_some_and(|(_, word)| **word != status.word)
        })
    }
}
