//! Credit notes: a source takes money back and names no order.

use super::commands::money;
use super::{CreditNoted, CreditedUnits, MoneyFact};
use crate::trade::card::CardField;
use crate::trade::catalog::ItemField;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::LineKey;
use crate::trade::fulfilment::fulfilment_order::OrderDemand;
use crate::trade::id::{ChannelId, CustomerId, DocumentId, ItemId, OrderId};
use crate::trade::orders::cancel::{self, Asked, cancellable_units};
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use crate::trade::orders::{CancelReason, OrderField, PlacedLine, SourceRecord};
use crate::trade::quantity::{Amount, Money, SourceTime, Units};
use crate::trade::state::State;
use crate::trade::text::Code;
use crate::wire_struct;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

wire_struct! {
    /// A line of a credit note as its source wrote it.
    pub struct CreditedLine {
        /// The item's code as written.
        pub code: Code,
        /// How many units.
        pub units: Units,
        /// The price of one.
        pub price: Amount,
    }

    /// A credit note as its reader understood it.
    pub struct IncomingCredit {
        /// The channel.
        pub channel: ChannelId,
        /// The source's number.
        pub number: Code,
        /// When it was written.
        pub written_at: SourceTime,
        /// Whose it is, where the source says.
        pub customer: Option<CustomerId>,
        /// Its whole value.
        pub total: Money,
        /// Its lines.
        pub lines: Vec<CreditedLine>,
        /// Where it came from.
        pub source: SourceRecord,
    }
}

/// The customer of an order, by the canonical name.
pub(super) fn customer(state: &State, order: &Order) -> Option<CustomerId> {
    let set = order.card().get(&OrderField::Customer(None).key());
    let customer = match set {
        Some(OrderField::Customer(customer)) => customer.clone(),
        Some(_) | None => order.placed()?.1.customer.clone(),
    };
    customer.map(|customer| canonical(state, customer))
}

fn canonical(state: &State, customer: CustomerId) -> CustomerId {
    let document = DocumentId::Customer(customer.clone());
    if let DocumentId::Customer(canonical) = state.components.canonical(&document) {
        canonical.clone()
    } else {
        customer
    }
}

/// What is left of a line that a credit note may take back.
#[derive(Clone, Copy)]
struct Left {
    cancellable: i128,
    returnable: i128,
}

/// An order that credit notes may take something back of.
struct Candidate<'a> {
    order: &'a Order,
    /// Its demand, and of each line the units that left and those of them that earlier notes took back: read when a
    /// note first asks for one of its lines.
    stands: OnceCell<(Arc<OrderDemand>, Gone)>,
}

/// The units of each line that left, and those of them that earlier notes took back.
type Gone = BTreeMap<LineKey, (i128, i128)>;

/// Units that earlier notes took back, by line.
type Credited<'a> = BTreeMap<(&'a OrderId, &'a LineKey), i128>;

/// The orders of one customer, and their lines by every code that names them: as written, and as their items show it.
#[derive(Default)]
struct Candidates<'a> {
    orders: Vec<Candidate<'a>>,
    by_code: BTreeMap<Code, Vec<(usize, &'a PlacedLine)>>,
}

impl<'a> Candidates<'a> {
    fn push(&mut self, state: &'a State, candidate: Candidate<'a>) {
        let number = self.orders.len();
        for (_, _, line) in candidate.order.lines() {
            let written = code_of(line);
            let item = candidate.order.item(line);
            let shown = item.as_ref().and_then(|item| shown_code(state, item));
            for code in written
                .into_iter()
                .chain(shown.filter(|shown| written != Some(shown)))
            {
                let lines = self.by_code.entry(code.clone()).or_default();
                lines.push((number, line));
            }
        }
        self.orders.push(candidate);
    }
}

/// The notes that are here, each number once.
fn noted(state: &State) -> BTreeMap<(&ChannelId, &Code), &CreditNoted> {
    let mut noted = BTreeMap::new();
    let mut all: Vec<_> = state.credit_notes().collect();
    all.sort_by_key(|(_, at, _)| **at);
    for (_, _, note) in all {
        noted.entry((&note.channel, &note.number)).or_insert(note);
    }
    noted
}

/// Matches notes that are not here yet with orders, and proposes them with what they cancel.
///
/// # Errors
/// None but for units that cannot be cancelled after all.
pub(super) fn take_credits(
    state: &State,
    credits: &[IncomingCredit],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let known = noted(state);
    let mut seen = BTreeSet::new();
    let new: Vec<&IncomingCredit> = credits
        .iter()
        .filter(|credit| {
            let key = (&credit.channel, &credit.number);
            !known.contains_key(&key) && seen.insert(key)
        })
        .collect();
    let by_customer = candidates(state, &new);
    let mut credited = Credited::new();
    for matched in known.values().flat_map(|note| &note.matched) {
        *credited.entry((&matched.order, &matched.line)).or_default() += matched.units.wide();
    }
    let mut left: BTreeMap<(&OrderId, LineKey), Left> = BTreeMap::new();
    let mut cancelled: BTreeMap<&OrderId, (SourceRecord, BTreeMap<LineKey, i128>)> =
        BTreeMap::new();
    for credit in new {
        let none = Candidates::default();
        let of_customer = credit
            .customer
            .clone()
            .and_then(|customer| by_customer.get(&canonical(state, customer)))
            .unwrap_or(&none);
        let mut matched = Vec::new();
        let mut unmatched = 0;
        for line in &credit.lines {
            let mut open = line.units.wide();
            for (candidate, key) in lines_like(of_customer, credit, line) {
                let id = candidate.order.id();
                let of_line = left
                    .entry((id, key.clone()))
                    .or_insert_with(|| candidate.left(state, &credited, &key));
                let from_open = open.min(of_line.cancellable);
                let from_gone = (open - from_open).min(of_line.returnable);
                of_line.cancellable -= from_open;
                of_line.returnable -= from_gone;
                open -= from_open + from_gone;
                if from_open > 0 {
                    let (_, lines) = cancelled
                        .entry(id)
                        .or_insert_with(|| (credit.source.clone(), BTreeMap::new()));
                    *lines.entry(key.clone()).or_default() += from_open;
                }
                if let Some(units) = wide(from_open + from_gone) {
                    matched.push(CreditedUnits {
                        order: id.clone(),
                        line: key,
                        units,
                        price: line.price,
                    });
                }
                if open == 0 {
                    break;
                }
            }
            unmatched += u64::try_from(open).unwrap_or(0);
        }
        money(
            proposal,
            MoneyFact::CreditNoted(CreditNoted {
                channel: credit.channel.clone(),
                number: credit.number.clone(),
                written_at: credit.written_at.clone(),
                total: credit.total.clone(),
                matched,
                unmatched,
            }),
        );
    }
    for (id, (source, lines)) in cancelled {
        if let Some(order) = state.order(id) {
            let asked: Asked<'_> = lines.iter().map(|(line, units)| (line, *units)).collect();
            let why = CancelReason::Source(source);
            cancel::units(state, order, &asked, why, &[], proposal)?;
        }
    }
    Ok(())
}

fn wide(units: i128) -> Option<Units> {
    u64::try_from(units).ok().and_then(Units::new)
}

/// The orders of the customers of these notes.
fn candidates<'a>(
    state: &'a State,
    credits: &[&IncomingCredit],
) -> BTreeMap<CustomerId, Candidates<'a>> {
    let asked: BTreeSet<CustomerId> = credits
        .iter()
        .filter_map(|credit| credit.customer.clone())
        .map(|customer| canonical(state, customer))
        .collect();
    let mut by_customer: BTreeMap<CustomerId, Candidates<'a>> = BTreeMap::new();
    if asked.is_empty() {
        return by_customer;
    }
    let ever = state.orders_ever_of(|customer| asked.contains(&canonical(state, customer.clone())));
    for order in ever.into_iter().filter_map(|order| state.order(order)) {
        let Some(customer) = customer(state, order).filter(|of| asked.contains(of)) else {
            continue;
        };
        let candidate = Candidate {
            order,
            stands: OnceCell::new(),
        };
        by_customer
            .entry(customer)
            .or_default()
            .push(state, candidate);
    }
    by_customer
}

impl Candidate<'_> {
    fn left(&self, state: &State, credited: &Credited<'_>, line: &LineKey) -> Left {
        let (demand, shipped) = self.stands.get_or_init(|| {
            let demand = state.demand(self.order);
            let account = super::account::Account::of(self.order, &demand);
            let shipped = account.lines.iter().map(|(line, count)| {
                let before = credited.get(&(self.order.id(), line)).copied().unwrap_or(0);
                // What earlier notes took back of units that had been cancelled is not of those that left.
                let of_gone = (before - count.cancelled()).max(0);
                (line.clone(), (count.shipped, of_gone))
            });
            let shipped = shipped.collect();
            (demand, shipped)
        });
        let (shipped, credited) = shipped.get(line).copied().unwrap_or_default();
        Left {
            cancellable: cancellable_units(state, self.order, demand, line),
            returnable: (shipped - credited).max(0),
        }
    }
}

/// How well a line fits: whether it has another price, when its order was placed, and which order it is.
type Rank<'a> = (bool, Reverse<SourceTime>, Reverse<&'a OrderId>);

/// The lines that a credited line may take back, best first: those at the same price, of these the newest order's.
fn lines_like<'c, 'a>(
    candidates: &'c Candidates<'a>,
    credit: &IncomingCredit,
    credited: &CreditedLine,
) -> Vec<(&'c Candidate<'a>, LineKey)> {
    let mut found: Vec<(Rank<'_>, LineKey, usize)> = Vec::new();
    for (number, line) in candidates.by_code.get(&credited.code).into_iter().flatten() {
        let Some(candidate) = candidates.orders.get(*number) else {
            continue;
        };
        let Some((_, placed)) = candidate.order.placed() else {
            continue;
        };
        if placed.placed_at > credit.written_at || placed.currency != credit.total.currency {
            continue;
        }
        let other_price = !line.prices.iter().any(|of| of.price == credited.price);
        let key = candidate.order.line_key(&line.key).clone();
        let (at, id) = (placed.placed_at.clone(), candidate.order.id());
        found.push(((other_price, Reverse(at), Reverse(id)), key, *number));
    }
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1 && a.2 == b.2);
    let lines = found.into_iter();
    lines
        .filter_map(|(_, key, number)| Some((candidates.orders.get(number)?, key)))
        .collect()
}

/// The SKU that an item shows.
fn shown_code<'a>(state: &'a State, item: &ItemId) -> Option<&'a Code> {
    state.item(item)?.fields().find_map(|field| match field {
        ItemField::Sku(code) => Some(code),
        _ => None,
    })
}
