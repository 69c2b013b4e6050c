//! What has reached the age at which its channel erases it, and what comes next.

use crate::site::Reading;
use crate::trade::decide::refusal::ErasureBlock;
use crate::trade::id::{ChannelId, DocumentId, OrderId};
use crate::trade::orders::order::Order;
use crate::trade::personal::age::{DAY_MS, Milestones, Policy, days_after};
use crate::trade::personal::commands::erasure_block;
use crate::trade::personal::subject::documents_of;
use crate::trade::personal::{ErasureCause, Slot};
use crate::trade::quantity::Instant;
use crate::view::names;
use std::collections::BTreeMap;

/// How far ahead the outlook looks.
const AHEAD_DAYS: i64 = 30;

/// An order whose personal data reaches its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The order.
    pub order: OrderId,
    /// The number that people see.
    pub number: String,
    /// Its part of an address.
    pub address: String,
    /// What its channel is called.
    pub channel: String,
    /// When the age began to count, in milliseconds since 1970 UTC.
    pub from_ms: i64,
    /// When it is reached.
    pub due_ms: i64,
    /// Whether its channel erases without asking.
    pub by_itself: bool,
}

/// What is due, what is kept all the same, and what comes next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// May be erased now, the oldest first.
    pub due: Vec<Due>,
    /// Has reached its age, and something still needs it.
    pub kept: Vec<(Due, ErasureBlock)>,
    /// Reaches its age within thirty days, the next first.
    pub next: Vec<Due>,
    /// How many orders with personal data have no age yet: units are to leave, or nobody said that they arrived.
    pub unknown: usize,
}

/// What may be erased now because of its age, the oldest first.
pub fn due(at: &Reading<'_>, now_ms: i64) -> Vec<Due> {
    outlook(at, now_ms).due
}

/// What is due by the policies of the channels, what is kept all the same, and what comes next. Walks over the orders of
/// channels that have a policy, and over no other.
pub fn outlook(at: &Reading<'_>, now_ms: i64) -> Outlook {
    let mut outlook = Outlook::default();
    let channels: BTreeMap<&ChannelId, (Policy, u32)> = at
        .state
        .order_channels()
        .filter_map(|channel| {
            let policy = Policy::of(at.state, channel);
            let days = policy.days?;
            Some((channel, (policy, days)))
        })
        .collect();
    if channels.is_empty() {
        return outlook;
    }
    for order in at.state.orders() {
        let Some((policy, days)) = channels.get(&order.id().channel) else {
            continue;
        };
        if !has_rows(at, order) {
            continue;
        }
        let relations = at.relations();
        let milestones = Milestones::of(at.state, order, &relations);
        let Some(from_ms) = milestones.and_then(|milestones| milestones.since(&policy.since))
        else {
            outlook.unknown += 1;
            continue;
        };
        let due = Due {
            order: order.id().clone(),
            number: names::shown_number(at, order.id()).to_owned(),
            address: names::order_address(at, order.id()),
            channel: names::channel_name(at, &order.id().channel),
            from_ms,
            due_ms: days_after(from_ms, *days),
            by_itself: policy.by_itself,
        };
        if due.due_ms > now_ms {
            if due.due_ms <= now_ms + AHEAD_DAYS * DAY_MS {
                outlook.next.push(due);
            }
            continue;
        }
        let now = Instant { ms: now_ms };
        match erasure_block(at.state, order, &ErasureCause::Age, &now, &relations) {
            Some(block) => outlook.kept.push((due, block)),
            None => outlook.due.push(due),
        }
    }
    outlook.due.sort_by_key(|due| due.due_ms);
    outlook.next.sort_by_key(|due| due.due_ms);
    outlook.kept.sort_by_key(|(due, _)| due.due_ms);
    outlook
}

/// Whether a row of an order lives that no erasure was ordered of.
fn has_rows(at: &Reading<'_>, order: &Order) -> bool {
    let relations = at.relations();
    let erasures = &at.state.erasures;
    let document = DocumentId::Order(order.id().clone());
    if erasures.is_ordered(&document, &Slot::Recipient, &relations) {
        return false;
    }
    let documents = documents_of(at.state, order.id());
    documents.iter().any(|document| {
        let mut rows = at.state.rows_of(document);
        rows.any(|(_, row_at, row)| erasures.lives(document, row, row_at, &relations))
    })
}
