//! Data subjects: who is found by what was typed, everything that is held of one of them, and what is due for erasure.
//!
//! Somebody is known by orders, or as a party or operator. An e-mail or a telephone number is never an identity: which
//! orders are of one person is proposed, each with what they have in common, and a person decides. Nothing of what was
//! typed or found goes into an address of the portal, which the browser would remember.

mod due;
mod export;
mod find;
mod gone;
mod record;
mod subject;

pub use due::{Due, Outlook, due, outlook};
pub use export::{csv, json};
pub use find::{Found, InFile, find, find_in_files};
pub use gone::Gone;
pub use record::{Erased, erasures, ordered_by};
pub use subject::{Handled, Piece, Reason, Subject, SubjectOrder, Who, subject};

use crate::trade::personal::content::{Contact, Content};
use crate::trade::text::Words;

/// The texts of a contact, each with what it is: name, company, address line, city, region, post code, country, telephone,
/// e-mail.
pub fn contact_texts(contact: &Contact) -> Vec<(&'static str, String)> {
    let mut texts = Vec::new();
    let mut add = |what: &'static str, words: Option<&Words>| {
        texts.extend(words.map(|words| (what, words.as_str().to_owned())));
    };
    add("name", contact.name.as_ref());
    add("company", contact.company.as_ref());
    for line in &contact.lines {
        add("address", Some(line));
    }
    add("city", contact.city.as_ref());
    add("region", contact.region.as_ref());
    add("post-code", contact.post_code.as_ref());
    add("telephone", contact.phone.as_ref());
    add("e-mail", contact.email.as_ref());
    let country = contact.country.as_ref();
    texts.extend(country.map(|country| ("country", country.to_string())));
    texts
}

/// The texts of a row, each with what it is. Digests, keys and pictures have none.
pub fn texts(content: &Content) -> Vec<(&'static str, String)> {
    let words = |words: &Words| words.as_str().to_owned();
    match content {
        Content::Contact(contact) => contact_texts(contact),
        Content::Text(text) => vec![("text", words(text))],
        Content::Titles(titles) => titles
            .iter()
            .map(|title| ("title", words(&title.title)))
            .collect(),
        Content::Rows(rows) => {
            let cells = rows.rows.iter().flat_map(|row| &row.cells);
            let cells = cells
                .map(|cell| cell.as_str())
                .filter(|cell| !cell.trim().is_empty());
            cells.map(|cell| ("cell", cell.to_owned())).collect()
        }
        Content::Tags(of) => {
            let tags = of.tags.iter().map(|tag| ("tag", words(tag)));
            let codes = of.charges.iter().map(|of| ("charge", words(&of.code)));
            let statuses = of.statuses.iter().map(|word| ("status", words(word)));
            tags.chain(codes).chain(statuses).collect()
        }
        Content::Blob(_) | Content::Bytes(_) => Vec::new(),
    }
}
