//! A record held against what its source said of the order before: recipient, lines without a code, tags.

use super::record::Incoming;
use super::titled;
use crate::site::Reading;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::orders::commands::RecipientWord;
use crate::trade::personal::content::{Contact, Content, Written};
use crate::trade::personal::{Row, Slot};
use crate::view::names;

impl Incoming {
    /// Holds its lines that are told by price and title alone against those of the order that its keys lead to.
    pub(crate) fn tell_lines(&mut self, at: &Reading<'_>, order: Option<&OrderId>) {
        if !titled::has_any(self) {
            return;
        }
        let known = order
            .map(|order| names::titles(at, order))
            .unwrap_or_default();
        titled::number(self, &known, order.is_some());
    }

    /// Says whether the source has changed its recipient, and adds its row where it has. `said` are the recipients that
    /// it named until now, the last one first.
    pub(crate) fn compare(&mut self, said: &[&Contact], salt: &mut dyn FnMut() -> [u8; 16]) {
        let (Some((last, before)), Some(now)) = (said.split_first(), &self.recipient) else {
            return;
        };
        self.order.recipient = if *last == now {
            RecipientWord::Same
        } else if before.contains(&now) {
            RecipientWord::SaidBefore
        } else {
            RecipientWord::Changed
        };
        if self.order.recipient == RecipientWord::Same {
            return;
        }
        let row = Written {
            slot: Slot::SourceRecipient,
            salt: salt(),
            content: Content::Contact(Box::new(now.clone())),
        };
        let named: Row = row.row();
        self.order.placed.rows.push(named);
        self.rows.push(row);
    }

    /// Says nothing of tags and codes of charges where the source had given the same ones, or where what it gave is not
    /// here. What a record has none of it does not speak of.
    pub(crate) fn compare_tags(&mut self, at: &Reading<'_>, orders: &[OrderId]) {
        let standing = orders.iter().find_map(|order| {
            let document = DocumentId::Order(order.clone());
            let was = at.hash_in_force(&document, &Slot::Tags)?;
            Some(at.personal.get(&was))
        });
        let place = self.rows.iter().position(|row| row.slot == Slot::Tags);
        let (Some(was), Some(place)) = (standing, place) else {
            return;
        };
        let mut row = self.rows.remove(place);
        let named = row.row();
        self.order.placed.rows.retain(|other| *other != named);
        let (Some(Content::Tags(was)), Content::Tags(now)) = (was, &mut row.content) else {
            return;
        };
        if now.tags.is_empty() {
            now.tags.clone_from(&was.tags);
        }
        if now.charges.is_empty() {
            now.charges.clone_from(&was.charges);
        }
        if now != was {
            self.order.placed.rows.push(row.row());
            self.rows.push(row);
        }
    }
}
