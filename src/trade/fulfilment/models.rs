//! Who is to send a line: we, or somebody else by the word of its source, its item or its client.
//!
//! The nearest word holds: what the source says of the line, else what its item's card says, else its client's. Whoever
//! declined a part of an order is not asked for it again: it is work of ours then.

use super::commands::is_done_here;
use super::{Executor, FulfilmentFact, FulfilmentLines, LineRun, Routed};
use crate::stream::id::FactId;
use crate::trade::catalog::{ItemField, SentBy};
use crate::trade::decide::Proposal;
use crate::trade::demand::LineKey;
use crate::trade::event::Event;
use crate::trade::id::{FirstCode, ItemId, Name, PartyId};
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use crate::trade::orders::{LineItem, OrderPlaced, PlacedLine};
use crate::trade::parties::PartyField;
use crate::trade::state::State;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who sends the goods of a client by its card; `None` is we.
pub fn of_client<'a>(state: &'a State, client: &PartyId) -> Option<&'a Executor> {
    state.party(client)?.fields().find_map(|field| match field {
        PartyField::SentBy(by) => by.as_ref(),
        _ => None,
    })
}

/// Who sends an item by its card.
pub fn of_item<'a>(state: &'a State, item: &ItemId) -> &'a SentBy {
    let card = state.item(item).into_iter();
    let mut fields = card.flat_map(|card| card.fields());
    let said = fields.find_map(|field| match field {
        ItemField::SentBy(by) => Some(by),
        _ => None,
    });
    said.unwrap_or(&SentBy::AsClient)
}

/// Who else than we sends a line.
fn other(
    state: &State,
    client: Option<&PartyId>,
    line: &PlacedLine,
    item: Option<&ItemId>,
) -> Option<Executor> {
    if line.channel_sends() {
        return Some(Executor::Channel);
    }
    let said = match item.map_or(&SentBy::AsClient, |item| of_item(state, item)) {
        SentBy::Other(by) => Some(by),
        SentBy::House => None,
        SentBy::AsClient => client.and_then(|client| of_client(state, client)),
    };
    said.filter(|by| !is_done_here(by)).cloned()
}

/// Who else than we is to send lines of an order, by line; those who declined are left out.
pub(crate) fn others(state: &State, order: &Order) -> BTreeMap<LineKey, Executor> {
    let Some((_, placed)) = order.placed() else {
        return BTreeMap::new();
    };
    let declined: BTreeSet<&Executor> = order
        .routed()
        .filter(|(_, id, _)| state.fulfilment(id).is_some_and(|of| of.is_declined()))
        .map(|(_, _, routed)| &routed.executor)
        .collect();
    let of_line = |(_, _, line): (_, _, &PlacedLine)| {
        let item = order.item(line);
        let by = other(state, placed.client.as_ref(), line, item.as_ref())?;
        (line.ships() && !declined.contains(&by)).then(|| (order.line_key(&line.key).clone(), by))
    };
    order.lines().filter_map(of_line).collect()
}

/// Hands the lines of an order that comes in to whoever else than we sends them: whole lines of which the item is known
/// and nothing has left.
pub(crate) fn route_new(
    state: &State,
    placed: &OrderPlaced,
    at: FactId,
    has_left: impl Fn(&PlacedLine) -> bool,
    proposal: &mut Proposal<'_>,
) {
    let mut runs: BTreeMap<Executor, Vec<LineRun>> = BTreeMap::new();
    for (line, position) in placed.lines.iter().zip(0_u32..) {
        let Some(item) = item_of(placed, line).filter(|_| line.ships() && !has_left(line)) else {
            continue;
        };
        let Some(by) = other(state, placed.client.as_ref(), line, Some(&item)) else {
            continue;
        };
        let runs = runs.entry(by).or_default();
        match runs.last_mut() {
            Some(run) if run.first + run.more + 1 == position => run.more += 1,
            Some(_) | None => runs.push(LineRun {
                first: position,
                more: 0,
            }),
        }
    }
    for (executor, runs) in runs {
        let routed = Routed {
            order: placed.order.clone(),
            executor,
            lines: FulfilmentLines::Whole { placed: at, runs },
            due: placed.ship_by.clone(),
        };
        proposal.office(Event::Fulfilment(FulfilmentFact::Routed(Arc::new(routed))));
    }
}

/// The item of a line as it is placed.
fn item_of(placed: &OrderPlaced, line: &PlacedLine) -> Option<ItemId> {
    match &line.item {
        LineItem::Is(item) => Some(item.clone()),
        LineItem::AsKey => Some(ItemId {
            client: placed.client.clone(),
            name: Name::Coded(FirstCode::new(code_of(line)?.clone())),
        }),
        LineItem::Unknown => None,
    }
}

/// Whether nothing of an order is to leave from here: its channel sends all of it.
pub(crate) fn is_channels<'a>(mut lines: impl Iterator<Item = &'a PlacedLine>) -> bool {
    lines.all(|line| !line.ships() || line.channel_sends())
}
