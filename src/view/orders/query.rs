//! What a list of orders asks for, and by what it is sorted.

use super::entry::{Brief, Entry};
use super::head::OrderHead;
use crate::trade::orders::status::{FulfilmentStatus, PaymentStatus};
use crate::view::cutoff::Cutoffs;
use std::cmp::Ordering;

/// By what orders are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// When the customer placed it.
    #[default]
    Placed,
    /// When it must have left; orders without such a time come last.
    ShipBy,
    /// The number.
    Number,
    /// The channel.
    Channel,
    /// Who gets it.
    Customer,
    /// The country.
    Country,
    /// How many lines.
    Lines,
    /// How many units.
    Units,
    /// What it costs.
    Total,
    /// How far the goods are.
    Fulfilment,
    /// Where the money stands.
    Payment,
}

/// What a list asks for. Empty lists and `None` let everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderQuery {
    /// What was typed: every word must be found, anywhere.
    pub words: String,
    /// How far the goods are: any of these.
    pub fulfilments: Vec<FulfilmentStatus>,
    /// Where the money stands: any of these.
    pub payments: Vec<PaymentStatus>,
    /// Only orders that are held now.
    pub held: bool,
    /// Only orders that wait for a person's look.
    pub unverified: bool,
    /// Only orders of which a part lacks stock.
    pub short: bool,
    /// Only orders whose money is missing.
    pub unpaid: bool,
    /// Only orders that are still to leave and must have by this instant, in milliseconds since 1970 UTC.
    pub due_by_ms: Option<i64>,
    /// Only orders that are still to leave and came before a cutoff of today that is near or has passed.
    pub cutoff: Option<Cutoffs>,
    /// Only orders of this channel.
    pub channel: Option<String>,
    /// Only orders of this customer.
    pub customer: Option<String>,
    /// Only orders to this country.
    pub country: Option<String>,
    /// Only orders placed at this second of the source's clock or later.
    pub from: Option<i64>,
    /// Only orders placed before this second of the source's clock.
    pub before: Option<i64>,
    /// Whether something was asked for that is not known here: then nothing passes, since what was meant would be less
    /// than all.
    pub unknown: bool,
    /// By what they are sorted.
    pub sort: SortBy,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl OrderQuery {
    /// Whether an order passes everything but the words.
    pub fn lets_pass(&self, entry: &Entry, now_ms: i64) -> bool {
        let of = entry.brief();
        let any = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| found == Some(wanted))
        };
        // Of an order of which nothing is open nothing of this is true.
        let open = |is: &dyn Fn(&OrderHead) -> bool| entry.open().is_some_and(is);
        let customer = self
            .customer
            .as_ref()
            .map(|customer| customer.to_lowercase());
        !self.unknown
            && (self.fulfilments.is_empty() || self.fulfilments.contains(&of.fulfilment))
            && (self.payments.is_empty() || self.payments.contains(&of.payment))
            && (!self.held || open(&|head| head.held_at(now_ms)))
            && (!self.unverified || open(&|head| head.unverified))
            && (!self.short || open(&|head| head.is_short()))
            && (!self.unpaid || open(&|head| head.is_unpaid()))
            && self
                .due_by_ms
                .is_none_or(|ms| open(&|head| head.is_due(ms)))
            && self.cutoff.as_ref().is_none_or(|cutoffs| {
                open(&|head| head.stages.to_send() > 0 && cutoffs.reach(&head.channel, of.placed))
            })
            && any(&self.channel, Some(&of.channel))
            && any(&customer, Some(entry.customer()))
            && any(&self.country, of.country.as_deref())
            && self.from.is_none_or(|from| of.placed >= from)
            && self.before.is_none_or(|before| of.placed < before)
    }
}

/// What a sort by numbers goes by: numbers are laid side by side once, and sorted a good deal faster than heads.
pub(super) fn number_of(by: SortBy) -> Option<fn(&Brief) -> i64> {
    Some(match by {
        SortBy::Placed => |of| of.placed,
        SortBy::ShipBy => |of| of.ship_by_ms.unwrap_or(i64::MAX),
        SortBy::Lines => |of| i64::from(of.lines),
        SortBy::Units => |of| of.units,
        SortBy::Fulfilment => |of| of.fulfilment as i64,
        SortBy::Payment => |of| of.payment as i64,
        SortBy::Number | SortBy::Channel | SortBy::Customer | SortBy::Country | SortBy::Total => {
            return None;
        }
    })
}

pub(super) fn compare(by: SortBy, one: &Entry, other: &Entry) -> Ordering {
    let (a, b) = (one.brief(), other.brief());
    match by {
        SortBy::Number => number_order(one.number(), other.number()),
        SortBy::Channel => a.channel.cmp(&b.channel),
        SortBy::Customer => one.customer().cmp(other.customer()),
        SortBy::Country => a.country.cmp(&b.country),
        SortBy::Total => (a.currency, a.total).cmp(&(b.currency, b.total)),
        SortBy::Placed
        | SortBy::ShipBy
        | SortBy::Lines
        | SortBy::Units
        | SortBy::Fulfilment
        | SortBy::Payment => match number_of(by) {
            Some(number) => number(a).cmp(&number(b)),
            None => Ordering::Equal,
        },
    }
}

/// Numbers of the same length read like numbers; 99 stands before 100.
fn number_order(a: &str, b: &str) -> Ordering {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(a) && digits(b) {
        (a.len(), a).cmp(&(b.len(), b))
    } else {
        a.cmp(b)
    }
}
