//! What comes in: items, orders, credit notes, stock documents. Taking the same record in twice changes nothing.

use crate::domain::command::{IncomingCredit, NewItem, Refusal};
use crate::domain::event::{
    CreditEffect, CreditLine, CreditMatch, CreditRecorded, Event, OrderPlaced, ReturnLine,
    StockPosted,
};
use crate::domain::order::{Order, Stage};
use crate::domain::place::Place;
use crate::domain::reason::ReturnReason;
use crate::domain::text::{Code, OrderId, ReturnId, Sku, Words};
use crate::domain::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Events that add what the catalog does not know yet; a name is added to an item that has none.
pub fn add_items(state: &Workspace, items: &[NewItem]) -> Vec<Event> {
    let mut names = Names::new(state);
    for item in items {
        names.note(&item.sku, item.name.as_ref(), &item.barcodes);
    }
    names.into_events()
}

/// The items that a command brings into the catalog.
struct Names<'a> {
    state: &'a Workspace,
    added: BTreeMap<Sku, (Option<Words>, Vec<Code>)>,
}

impl<'a> Names<'a> {
    fn new(state: &'a Workspace) -> Self {
        Names {
            state,
            added: BTreeMap::new(),
        }
    }

    fn note(&mut self, sku: &Sku, name: Option<&Words>, barcodes: &[Code]) {
        if let Some(added) = self.added.get_mut(sku) {
            if added.0.is_none() {
                added.0 = name.cloned();
            }
            return;
        }
        let news = match self.state.catalog.get(sku.as_str()) {
            None => true,
            Some(item) => {
                item.name.is_none() && name.is_some()
                    || barcodes
                        .iter()
                        .any(|barcode| !item.barcodes.contains(barcode))
            }
        };
        if news {
            self.added
                .insert(sku.clone(), (name.cloned(), barcodes.to_vec()));
        }
    }

    /// Notes an item of an order's line, and says whether the words of the line are the item's name.
    fn note_and_compare(&mut self, sku: &Sku, words: Option<&Words>) -> bool {
        // Nearly every line is of a named item with its usual words: one look is enough.
        let known = self.state.catalog.get(sku.as_str());
        if let Some(name) = known.and_then(|item| item.name.as_ref()) {
            return words == Some(name);
        }
        self.note(sku, words, &[]);
        words == self.name(sku)
    }

    fn name(&self, sku: &Sku) -> Option<&Words> {
        let known = self
            .state
            .catalog
            .get(sku.as_str())
            .and_then(|item| item.name.as_ref());
        known.or_else(|| self.added.get(sku).and_then(|(name, _)| name.as_ref()))
    }

    fn into_events(self) -> Vec<Event> {
        let added = |(sku, (name, barcodes))| Event::ItemAdded {
            sku,
            name,
            barcodes,
        };
        self.added.into_iter().map(added).collect()
    }
}

/// Events that place the orders not known yet, with their items before them.
pub fn take_orders(state: &Workspace, orders: &[OrderPlaced]) -> Vec<Event> {
    let mut seen = HashSet::new();
    let new: Vec<&OrderPlaced> = orders
        .iter()
        .filter(|placed| state.head(&placed.order).is_none() && seen.insert(&placed.order))
        .collect();
    let mut names = Names::new(state);
    let mut placed_events = Vec::with_capacity(new.len());
    for placed in new {
        let mut placed = placed.clone();
        for line in &mut placed.lines {
            // The catalog's words need no repeating on every line.
            if names.note_and_compare(&line.sku, line.words.as_ref()) {
                line.words = None;
            }
        }
        placed_events.push(Event::OrderPlaced(Box::new(placed)));
    }
    let mut events = names.into_events();
    events.append(&mut placed_events);
    events
}

/// Events for the stock documents not known yet, with bins and items that they name for the first time.
pub fn take_stock(state: &Workspace, documents: &[StockPosted]) -> Vec<Event> {
    let mut seen = HashSet::new();
    let new: Vec<&StockPosted> = documents
        .iter()
        .filter(|d| !state.stock_documents.contains_key(&d.document) && seen.insert(&d.document))
        .collect();
    let mut names = Names::new(state);
    let mut bins: BTreeSet<&Code> = BTreeSet::new();
    for movement in new.iter().flat_map(|document| &document.movements) {
        names.note(&movement.goods.sku, None, &[]);
        for place in [&movement.from, &movement.to] {
            if let Place::Bin(bin) = place {
                bins.insert(bin);
            }
        }
    }
    let mut events = names.into_events();
    let last_walk = state.bins.values().map(|bin| bin.walk).max().unwrap_or(0);
    let unknown = bins
        .into_iter()
        .filter(|bin| !state.bins.contains_key(*bin));
    events.extend(unknown.zip(1u32..).map(|(bin, after)| Event::BinAdded {
        bin: bin.clone(),
        walk: last_walk.saturating_add(after),
    }));
    events.extend(
        new.into_iter()
            .map(|document| Event::StockPosted(Box::new(document.clone()))),
    );
    events
}

/// The orders that the credits may take something back of: all orders of their customers.
pub fn orders_of_customers(state: &Workspace, credits: &[IncomingCredit]) -> Vec<OrderId> {
    let customers: BTreeSet<&Code> = credits
        .iter()
        .filter(|credit| !state.credits.contains_key(&credit.credit))
        .filter_map(|credit| credit.customer.as_ref())
        .collect();
    let theirs = |head: &&crate::domain::workspace::OrderHead| {
        head.customer
            .as_ref()
            .is_some_and(|customer| customers.contains(customer))
    };
    state
        .heads()
        .filter(theirs)
        .map(|head| head.id.clone())
        .collect()
}

/// What is left to take back of a line.
#[derive(Clone, Copy)]
struct Left {
    cancellable: u32,
    returnable: u32,
}

/// Events for the credit notes not known yet. A credit names no order: each of its lines is matched with earlier
/// orders of the customer that have the item, those at the same price first, then the latest first. Units that have
/// not left are cancelled, units that have left become an authorised return, and what is left over stands as an
/// unmatched credit.
///
/// # Errors
/// None but for texts that cannot be used.
pub fn take_credits(state: &Workspace, credits: &[IncomingCredit]) -> Result<Vec<Event>, Refusal> {
    let mut by_customer: HashMap<&Code, Vec<&Order>> = HashMap::new();
    for id in orders_of_customers(state, credits) {
        if let Some(order) = state.order(&id)
            && let Some(customer) = &order.customer
        {
            by_customer.entry(customer).or_default().push(order);
        }
    }
    let mut left: HashMap<(&OrderId, u16), Left> = HashMap::new();
    let mut seen = HashSet::new();
    let mut names = Names::new(state);
    let mut events = Vec::new();
    for credit in credits {
        if state.credits.contains_key(&credit.credit) || !seen.insert(&credit.credit) {
            continue;
        }
        let no_orders = Vec::new();
        let orders = credit
            .customer
            .as_ref()
            .and_then(|c| by_customer.get(c))
            .unwrap_or(&no_orders);
        let mut returned: BTreeMap<&OrderId, Vec<ReturnLine>> = BTreeMap::new();
        let mut lines = Vec::new();
        for credited in &credit.lines {
            names.note(&credited.sku, credited.words.as_ref(), &[]);
            let mut matched = Vec::new();
            let mut open = credited.units;
            for (order, index) in candidates(orders, credit, credited) {
                if open == 0 {
                    break;
                }
                let entry = left.entry((&order.id, index)).or_insert_with(|| {
                    let stages = &order.lines[usize::from(index)].stages;
                    let cancellable = stages.outstanding() - stages.get(Stage::Packed);
                    Left {
                        cancellable,
                        returnable: order.returnable(index),
                    }
                });
                let cancelled = open.min(entry.cancellable);
                let back = (open - cancelled).min(entry.returnable);
                entry.cancellable -= cancelled;
                entry.returnable -= back;
                open -= cancelled + back;
                for (units, effect) in [
                    (cancelled, CreditEffect::Cancelled),
                    (back, CreditEffect::Returned),
                ] {
                    if units > 0 {
                        matched.push(CreditMatch {
                            order: order.id.clone(),
                            line: index,
                            units,
                            effect,
                        });
                    }
                }
                if back > 0 {
                    returned.entry(&order.id).or_default().push(ReturnLine {
                        line: index,
                        sku: credited.sku.clone(),
                        units: back,
                        reason: ReturnReason::Other,
                        words: credited.words.clone(),
                    });
                }
            }
            lines.push(CreditLine {
                sku: credited.sku.clone(),
                units: credited.units,
                unit_price: credited.unit_price,
                words: credited
                    .words
                    .clone()
                    .filter(|words| names.name(&credited.sku) != Some(words)),
                matched,
            });
        }
        events.push(Event::CreditRecorded(Box::new(CreditRecorded {
            credit: credit.credit.clone(),
            written_at: credit.written_at,
            customer: credit.customer.clone(),
            currency: credit.currency,
            lines,
            charges: credit.charges.clone(),
            source: credit.source.clone(),
        })));
        for (order, lines) in returned {
            let return_id =
                ReturnId::new(&format!("R-{}-{}", credit.credit.number(), order.number()))?;
            events.push(Event::ReturnAuthorised {
                order: order.clone(),
                return_id,
                lines,
            });
        }
    }
    let mut all = names.into_events();
    all.append(&mut events);
    Ok(all)
}

/// The lines that a credited line may take back, best first.
fn candidates<'a>(
    orders: &[&'a Order],
    credit: &IncomingCredit,
    credited: &crate::domain::command::CreditedLine,
) -> Vec<(&'a Order, u16)> {
    let mut found: Vec<(&Order, u16)> = orders
        .iter()
        .filter(|order| order.placed_at <= credit.written_at && order.currency == credit.currency)
        .flat_map(|order| {
            order
                .lines
                .iter()
                .enumerate()
                .map(move |(i, line)| (*order, i, line))
        })
        .filter(|(_, _, line)| line.sku == credited.sku)
        .map(|(order, i, _)| (order, i as u16))
        .collect();
    found.sort_by_key(|(order, i)| {
        let other_price = order.lines[usize::from(*i)].unit_price != credited.unit_price;
        (
            other_price,
            std::cmp::Reverse(order.placed_at),
            std::cmp::Reverse(&order.id),
            *i,
        )
    });
    found
}
