//! What the facts of an entry said, so that a choice between them can be read.

use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::id::DocumentId;
use crate::trade::personal::Slot;
use crate::trade::personal::content::Content;
use crate::trade::state::entries::Clash;
use crate::trade::state::said_twice::Said;
use crate::view::names;
use crate::view::person::contact_texts;

/// What a fact said of the thing that an entry is about, as people write it; `None` where it is no text, was erased, is
/// restricted or is not on this device.
pub fn said_by(at: &Reading<'_>, clash: &Clash, fact: &FactId) -> Option<String> {
    let Clash::SaidTwice { what, .. } = clash else {
        return None;
    };
    match what {
        Said::Address(_) => row_of(at, &what.document(), &Slot::Recipient, fact),
        Said::Row(document, slot) => row_of(at, document, slot, fact),
        Said::Tote(batch, of) => {
            let batch = at.state.batch(batch)?;
            batch.tote_said_by(of, *fact).map(names::container_code)
        }
        Said::Lid(_) | Said::Measured(_) => None,
    }
}

fn row_of(at: &Reading<'_>, document: &DocumentId, slot: &Slot, fact: &FactId) -> Option<String> {
    let relations = at.relations();
    let erasures = &at.state.erasures;
    if erasures.is_restricted(document) {
        return None;
    }
    let mut rows = at.state.rows_of(document);
    let (_, _, row) = rows.find(|(id, said, row)| {
        id.slot == *slot && said.fact() == *fact && erasures.lives(document, row, said, &relations)
    })?;
    match at.personal.get(&row.hash)? {
        Content::Contact(contact) => {
            let texts = contact_texts(contact).into_iter();
            let texts: Vec<String> = texts.map(|(_, text)| text).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        Content::Text(words) => Some(words.as_str().to_owned()),
        Content::Titles(_)
        | Content::Rows(_)
        | Content::Blob(_)
        | Content::Bytes(_)
        | Content::Tags(_) => None,
    }
}
