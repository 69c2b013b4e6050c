//! Credit notes: a source takes money back and names no order.

use super::commands::money;
use super::{CreditNoted, CreditedUnits, MoneyFact};
use crate::trade::card::CardField;
use crate::trade::catalog::ItemField;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::LineKey;
use crate::trade::fulfilment::fulfilment_order::OrderDemand;
use crate::trade::id::{ChannelId, CustomerId, DocumentId, OrderId};
use crate::trade::orders::cancel::{self, Asked, cancellable_units};
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use crate::trade::orders::{CancelReason, OrderField, PlacedLine, SourceRecord};
use crate::trade::quantity::{Amount, Money, SourceTime, Units};
use crate::trade::state::State;
use crate::trade::text::Code;
use crate::wire_struct;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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
    demand: OrderDemand,
    shipped: BTreeMap<LineKey, (i128, i128)>,
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
    let by_customer = candidates(state, &new, &known);
    let mut left: BTreeMap<(&OrderId, LineKey), Left> = BTreeMap::new();
    let mut cancelled: BTreeMap<&OrderId, (SourceRecord, BTreeMap<LineKey, i128>)> =
        BTreeMap::new();
    for credit in new {
        let none = Vec::new();
        let of_customer = credit
            .customer
            .clone()
            .and_then(|customer| by_customer.get(&canonical(state, customer)))
            .unwrap_or(&none);
        let mut matched = Vec::new();
        let mut unmatched = 0;
        for line in &credit.lines {
            let mut open = line.units.wide();
            for (candidate, key) in lines_like(state, of_customer, credit, line) {
                let id = candidate.order.id();
                let of_line = left
                    .entry((id, key.clone()))
                    .or_insert_with(|| candidate.left(state, &key));
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

/// The orders of the customers of these notes. All orders are looked at once, however many notes there are.
fn candidates<'a>(
    state: &'a State,
    credits: &[&IncomingCredit],
    known: &BTreeMap<(&ChannelId, &Code), &CreditNoted>,
) -> BTreeMap<CustomerId, Vec<Candidate<'a>>> {
    let asked: BTreeSet<CustomerId> = credits
        .iter()
        .filter_map(|credit| credit.customer.clone())
        .map(|customer| canonical(state, customer))
        .collect();
    let mut by_customer: BTreeMap<CustomerId, Vec<Candidate<'a>>> = BTreeMap::new();
    if asked.is_empty() {
        return by_customer;
    }
    let mut credited: BTreeMap<(&OrderId, &LineKey), i128> = BTreeMap::new();
    for matched in known.values().flat_map(|note| &note.matched) {
        *credited.entry((&matched.order, &matched.line)).or_default() += matched.units.wide();
    }
    for order in state.orders() {
        let Some(customer) = customer(state, order).filter(|of| asked.contains(of)) else {
            continue;
        };
        let demand = state.demand(order);
        let account = super::account::Account::of(order, &demand);
        let shipped = account.lines.iter().map(|(line, count)| {
            let before = credited.get(&(order.id(), line)).copied().unwrap_or(0);
            // What earlier notes took back of units that had been cancelled is not of those that left.
            let of_gone = (before - count.cancelled()).max(0);
            (line.clone(), (count.shipped, of_gone))
        });
        let candidate = Candidate {
            order,
            shipped: shipped.collect(),
            demand,
        };
        by_customer.entry(customer).or_default().push(candidate);
    }
    by_customer
}

impl Candidate<'_> {
    fn left(&self, state: &State, line: &LineKey) -> Left {
        let (shipped, credited) = self.shipped.get(line).copied().unwrap_or_default();
        Left {
            cancellable: cancellable_units(state, self.order, &self.demand, line),
            returnable: (shipped - credited).max(0),
        }
    }
}

/// How well a line fits: whether it has another price, when its order was placed, and which order it is.
type Rank<'a> = (bool, Reverse<SourceTime>, Reverse<&'a OrderId>);

/// The lines that a credited line may take back, best first: those at the same price, of these the newest order's.
fn lines_like<'c, 'a>(
    state: &State,
    orders: &'c [Candidate<'a>],
    credit: &IncomingCredit,
    credited: &CreditedLine,
) -> Vec<(&'c Candidate<'a>, LineKey)> {
    let mut found: Vec<(Rank<'_>, LineKey, usize)> = Vec::new();
    for (number, candidate) in orders.iter().enumerate() {
        let Some((_, placed)) = candidate.order.placed() else {
            continue;
        };
        if placed.placed_at > credit.written_at || placed.currency != credit.total.currency {
            continue;
        }
        for (_, _, line) in candidate.order.lines() {
            if is_of(state, candidate.order, line, &credited.code) {
                let other_price = !line.prices.iter().any(|of| of.price == credited.price);
                let key = candidate.order.line_key(&line.key).clone();
                let (at, id) = (placed.placed_at.clone(), candidate.order.id());
                found.push(((other_price, Reverse(at), Reverse(id)), key, number));
            }
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1 && a.2 == b.2);
    let lines = found.into_iter();
    lines
        .filter_map(|(_, key, number)| Some((orders.get(number)?, key)))
        .collect()
}

/// Whether a line is of the item that a code means: by the code as written, or as its item shows it.
fn is_of(state: &State, order: &Order, line: &PlacedLine, code: &Code) -> bool {
    if code_of(line) == Some(code) {
        return true;
    }
    let shown = ItemField::Sku(code.clone());
    order
        .item(line)
        .and_then(|item| state.item(&item))
        .and_then(|card| card.get(&shown.key()))
        == Some(&shown)
}
