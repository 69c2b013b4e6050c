//! What has reached the age at which its channel or its client has it erased, and what comes next.

use crate::site::Reading;
use crate::trade::decide::refusal::ErasureBlock;
use crate::trade::id::{ChannelId, DocumentId, OrderId, PartyId};
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
    /// Whether its channel or client has it erased without asking.
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

/// What is due by the policies of channels and clients, what is kept all the same, and what comes next: of an order under
/// two policies by the one that is due first. Walks over the orders of those that have a policy, and over no other.
pub fn outlook(at: &Reading<'_>, now_ms: i64) -> Outlook {
    let mut outlook = Outlook::default();
    let aged = |policy: Policy| Some((policy.days?, policy));
    let channels: BTreeMap<&ChannelId, (u32, Policy)> = at
        .state
        .order_channels()
        .filter_map(|channel| Some((channel, aged(Policy::of(at.state, channel))?)))
        .collect();
    let clients: BTreeMap<&PartyId, (u32, Policy)> = at
        .state
        .parties()
        .filter_map(|(party, _)| Some((party, aged(Policy::of_client(at.state, party))?)))
        .collect();
    if channels.is_empty() && clients.is_empty() {
        return outlook;
    }
    for order in at.state.orders() {
        let client = order
            .placed()
            .and_then(|(_, placed)| placed.client.as_ref());
        let of_client = client.and_then(|client| clients.get(client));
        let policies = [channels.get(&order.id().channel), of_client];
        if policies.iter().all(Option::is_none) || !has_rows(at, order) {
            continue;
        }
        let relations = at.relations();
        let milestones = Milestones::of(at.state, order, &relations);
        let first = policies.into_iter().flatten().filter_map(|(days, policy)| {
            let from_ms = milestones.as_ref()?.since(&policy.since)?;
            Some((days_after(from_ms, *days), from_ms, policy))
        });
        let Some((due_ms, from_ms, policy)) = first.min_by_key(|(due_ms, ..)| *due_ms) else {
            outlook.unknown += 1;
            continue;
        };
        let due = Due {
            order: order.id().clone(),
            number: names::shown_number(at, order.id()).to_owned(),
            address: names::order_address(at, order.id()),
            channel: names::channel_name(at, &order.id().channel),
            from_ms,
            due_ms,
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
