//! Finding a data subject by name, company, e-mail, telephone, address, order number or tracking number.

use super::subject::{Who, keys_of};
use super::texts;
use crate::site::Reading;
use crate::trade::id::{ContainerId, DocumentId, OrderId};
use crate::trade::personal::Slot;
use crate::trade::personal::content::Content;
use crate::view::names;
use crate::view::search::{Haystack, holds, split};
use std::collections::{BTreeMap, BTreeSet};

/// The fewest digits that are looked for as a telephone number.
const PHONE_DIGITS_MIN: usize = 6;

/// How many digits tell a telephone number from others.
pub(super) const PHONE_DIGITS: usize = 9;

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who: by the latest order that was found, or as party or operator.
    pub who: Who,
    /// What they are called, where that is known and not erased.
    pub name: Option<String>,
    /// The numbers of the orders that were found of them, the latest first.
    pub orders: Vec<String>,
}

/// The digits of a text: a telephone number is written in many ways.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The last digits of a telephone number, which tell it from others: the country's code or a leading zero is written or
/// left out.
pub(super) fn own_digits(digits: &str) -> &str {
    let from = digits.len().saturating_sub(PHONE_DIGITS);
    digits[from..].trim_start_matches('0')
}

struct Typed {
    words: Vec<String>,
    digits: Option<String>,
}

impl Typed {
    fn new(typed: &str) -> Self {
        let is_number = |letter: char| {
            letter.is_ascii_digit() || letter.is_whitespace() || "+-/().".contains(letter)
        };
        let digits = digits(typed);
        Typed {
            words: split(typed),
            digits: (typed.chars().all(is_number) && digits.len() >= PHONE_DIGITS_MIN)
                .then(|| own_digits(&digits).to_owned()),
        }
    }

    fn fits(&self, haystack: &str, phones: &[String]) -> bool {
        let in_text = self.words.iter().all(|word| holds(haystack, word));
        let in_phone = self
            .digits
            .as_ref()
            .is_some_and(|digits| phones.iter().any(|phone| holds(phone, digits)));
        in_text || in_phone
    }
}

#[derive(Default)]
struct Texts {
    haystack: Haystack,
    phones: Vec<String>,
}

impl Texts {
    fn add(&mut self, what: &str, text: &str) {
        self.haystack.add(text);
        if what == "telephone" {
            self.phones.push(digits(text));
        }
    }
}

/// Who fits to what was typed, those with the latest order first, at most so many; orders that have a name and post code,
/// an e-mail, a telephone number or a customer in common are one. Walks over every personal row that is on the device.
pub fn find(at: &Reading<'_>, typed: &str, count_max: usize) -> Vec<Found> {
    let typed = Typed::new(typed);
    if typed.words.is_empty() {
        return Vec::new();
    }
    let relations = at.relations();
    let mut orders: BTreeMap<OrderId, Texts> = BTreeMap::new();
    let mut others: BTreeMap<DocumentId, Texts> = BTreeMap::new();
    for (id, row_at, row) in at.state.rows() {
        let Some(content) = at.personal.get(&row.hash) else {
            continue;
        };
        if !at
            .state
            .erasures
            .lives(&id.document, row, row_at, &relations)
        {
            continue;
        }
        let into = match &id.document {
            DocumentId::Order(order) => orders.entry(order.clone()).or_default(),
            DocumentId::Party(_) | DocumentId::Operator(_) => {
                others.entry(id.document.clone()).or_default()
            }
            _ => continue,
        };
        for (what, text) in texts(content) {
            into.add(what, &text);
        }
    }
    for order in at.state.orders() {
        let into = orders.entry(order.id().clone()).or_default();
        order.keys().for_each(|key| match key {
            crate::trade::id::OrderKey::Id(code) | crate::trade::id::OrderKey::Number(code) => {
                into.haystack.add(code.as_str());
            }
        });
        into.haystack.add(names::order_number(order.id()));
        for (_, fulfilment, _) in order.routed() {
            for id in at.state.links().parcels(fulfilment) {
                let parcel = at.state.parcel(id);
                let numbers = parcel.map(|parcel| parcel.numbers(&relations));
                for (number, _) in numbers.into_iter().flatten() {
                    into.haystack.add(number.as_str());
                }
                into.haystack
                    .add(&names::container_code(&ContainerId::Parcel(*id)));
            }
        }
    }
    let fitting = orders.into_iter().filter_map(|(order, texts)| {
        typed
            .fits(&texts.haystack.end(), &texts.phones)
            .then_some(order)
    });
    let mut found = of_orders(at, fitting.collect());
    let others = others.into_iter().filter_map(|(document, texts)| {
        let fits = typed.fits(&texts.haystack.end(), &texts.phones);
        let who = match document {
            DocumentId::Party(party) => Who::Party(party),
            DocumentId::Operator(operator) => Who::Operator(operator),
            _ => return None,
        };
        fits.then(|| Found {
            name: names::contact(at, &who.document(), &Slot::Contact)
                .and_then(|contact| contact.name.as_ref().or(contact.company.as_ref()))
                .map(|name| name.as_str().to_owned()),
            who,
            orders: Vec::new(),
        })
    });
    found.extend(others);
    found.truncate(count_max);
    found
}

/// Rows of a file that belong to no order and that something typed fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InFile {
    /// The name of the file, where that is known and not erased.
    pub file: Option<String>,
    /// How many of its rows fit.
    pub rows: usize,
}

/// The files whose rows wait on the repair list, belong to no order, and fit to what was typed. Whoever they are of is
/// told of there; discarded, they are erased.
pub fn find_in_files(at: &Reading<'_>, typed: &str) -> Vec<InFile> {
    let typed = Typed::new(typed);
    if typed.words.is_empty() {
        return Vec::new();
    }
    let slots = at.state.rows().filter(|(id, ..)| id.slot == Slot::RawRow);
    let files: BTreeSet<&DocumentId> = slots
        .map(|(id, ..)| &id.document)
        .filter(|document| matches!(document, DocumentId::File(_)))
        .collect();
    let in_file = |document: &DocumentId| {
        let Content::Rows(rows) = at.row(document, &Slot::RawRow)? else {
            return None;
        };
        let fitting = rows.rows.iter().filter(|row| {
            let mut texts = Texts::default();
            let mut phones = Vec::new();
            for cell in &row.cells {
                texts.add("cell", cell.as_str());
                phones.push(digits(cell.as_str()));
            }
            typed.fits(&texts.haystack.end(), &phones)
        });
        let rows = Some(fitting.count()).filter(|rows| *rows > 0)?;
        let file = names::text_of(at, document, &Slot::FileName);
        Some(InFile {
            file: file.map(|name| name.as_str().to_owned()),
            rows,
        })
    };
    files.into_iter().filter_map(in_file).collect()
}

/// Orders by person.
fn of_orders(at: &Reading<'_>, mut orders: Vec<OrderId>) -> Vec<Found> {
    let placed = |order: &OrderId| {
        let placed = at.state.order(order).and_then(|order| order.placed());
        placed.map(|(at, _)| *at)
    };
    orders.sort_by_cached_key(|order| std::cmp::Reverse(placed(order)));
    let mut found: Vec<Found> = Vec::new();
    let mut by_key = BTreeMap::new();
    for order in orders {
        let keys: BTreeSet<_> = keys_of(at, &order).into_iter().collect();
        let known = keys.iter().find_map(|key| by_key.get(key).copied());
        let number = names::shown_number(at, &order).to_owned();
        let place = match known {
            Some(place) => {
                let of: &mut Found = &mut found[place];
                of.orders.push(number);
                place
            }
            None => {
                let document = DocumentId::Order(order.clone());
                let contact = names::contact_even_restricted(at, &document, &Slot::Recipient);
                let name = contact.and_then(|to| to.name.as_ref().or(to.company.as_ref()));
                found.push(Found {
                    name: name.map(|name| name.as_str().to_owned()),
                    who: Who::Order(order),
                    orders: vec![number],
                });
                found.len() - 1
            }
        };
        for key in keys {
            by_key.entry(key).or_insert(place);
        }
    }
    found
}
