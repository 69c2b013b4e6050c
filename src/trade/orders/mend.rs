//! The rows of a file, mended by a person, into the order that waits for it.
//!
//! What was mended is a person's word, not the source's: read again, the file as it came changes nothing. Only where
//! the order stands at its source, and what was paid there, is said in the source's name: nobody else can know.

use super::commands::{IncomingOrder, SameLine, office, settle};
use super::intake::{Intake, address, code_of, said_of_money, total_differs};
use super::order::Order;
use super::word::{Word, rows_of};
use super::{
    AddressGiven, CancelReason, Charge, Doubt, LineItem, LineMatched, LinesAdded, OrderFact,
    OrderField, OrderSet, PlacedLine, PricedUnits, SourceField, SourceSaid, cancel, elsewhere,
    said,
};
use crate::trade::card::{CardField, FieldKey};
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::LineKey;
use crate::trade::id::{DocumentId, ItemId};
use crate::trade::personal::Slot;
use crate::trade::quantity::{Amount, SourceTime, Units};
use crate::trade::relations::Relations;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What mended rows lead to.
#[derive(Default)]
struct Mended {
    set: Vec<OrderField>,
    added: Vec<PlacedLine>,
    fewer: BTreeMap<LineKey, i128>,
    matched: Vec<(LineKey, ItemId)>,
}

/// Takes mended rows into an order: its lines, prices, charges, currency, time and address become those of the rows, and
/// the doubts that the rows no longer raise are settled. Another discount or tax of a line that is here is not taken: the
/// total stays in doubt.
///
/// # Errors
/// That units which the rows take away cannot be cancelled.
pub(super) fn mend<'a, R: Relations>(
    intake: &mut Intake<'a, R>,
    order: &'a Order,
    record: &'a IncomingOrder,
    same: &[SameLine],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let placed = &record.placed;
    let standing = order.placed().map(|(_, placed)| placed);
    let lines = intake.lines(placed, standing);
    let mut doubts: BTreeSet<Doubt> = placed.doubts.iter().cloned().collect();
    doubts.extend(intake.checks(&lines, placed.currency));
    doubts.extend(total_differs(placed, &lines));
    doubts.extend(address(placed));
    let mut word = Word::new(intake, order, record, lines);
    let mut mended = Mended::default();
    pair(&mut word, same, &mut mended);
    word.alias(proposal);
    lines_of(&word, &mut mended);
    if is_less_taken(&word) {
        doubts.insert(Doubt::TotalDiffers);
    }
    fields(&word, &doubts, &mut mended);
    let id = order.id();
    let rows = intake.may_be_written(&DocumentId::Order(id.clone()), &placed.rows);
    for (line, item) in mended.matched {
        let order = id.clone();
        office(
            proposal,
            OrderFact::LineMatched(LineMatched { order, line, item }),
        );
    }
    let added: BTreeMap<LineKey, i128> = mended
        .added
        .iter()
        .map(|line| (line.key.clone(), line.units().map_or(0, Units::wide)))
        .collect();
    if !mended.added.is_empty() {
        office(
            proposal,
            OrderFact::LinesAdded(LinesAdded {
                order: id.clone(),
                lines: mended.added,
                accepts: None,
            }),
        );
    }
    if !mended.set.is_empty() {
        office(
            proposal,
            OrderFact::OrderSet(OrderSet {
                order: id.clone(),
                fields: mended.set,
            }),
        );
    }
    if let (true, Some(destination)) = (word.is_readdressed(), &placed.destination) {
        office(
            proposal,
            OrderFact::AddressGiven(AddressGiven {
                order: id.clone(),
                destination: destination.clone(),
                rows: rows_of(&rows, |slot| *slot == Slot::Recipient),
            }),
        );
    }
    if !mended.fewer.is_empty() {
        let asked = mended.fewer.iter().map(|(line, units)| (line, *units));
        let (state, asked) = (intake.state, asked.collect());
        cancel::units(state, order, &asked, CancelReason::Mended, &[], proposal)?;
    }
    elsewhere::from_unrouted(
        id,
        &mended_elsewhere(&word, &added),
        placed.source.clone(),
        proposal,
    );
    // Whether it is another order once more, or cancelled, is nothing that its rows can tell.
    let stays = |doubt: &&Doubt| {
        matches!(
            doubt,
            Doubt::Duplicate | Doubt::SourceCancelled | Doubt::SourceShipped
        ) || doubts.contains(doubt)
    };
    let open = word.open.clone();
    let left: BTreeSet<&Doubt> = open.iter().filter(stays).collect();
    let new: Vec<Doubt> = doubts.difference(&open).cloned().collect();
    let fields = source_fields(&word);
    let waits = !left.is_empty() || !new.is_empty();
    let said = rows_of(&rows, |slot| match slot {
        Slot::RawRow => waits,
        Slot::Tags => true,
        _ => false,
    });
    if waits || !fields.is_empty() || !said.is_empty() {
        office(
            proposal,
            OrderFact::SourceSaid(Arc::new(SourceSaid {
                order: id.clone(),
                updated_at: None,
                fields,
                doubts: new,
                source: placed.source.clone(),
                rows: said,
            })),
        );
    }
    for doubt in open.iter().filter(|doubt| !left.contains(doubt)) {
        settle(order, doubt, proposal);
    }
    Ok(())
}

/// Units of lines that came with the mended rows and left from elsewhere before.
fn mended_elsewhere<R: Relations>(
    word: &Word<'_, '_, R>,
    added: &BTreeMap<LineKey, i128>,
) -> BTreeMap<LineKey, i128> {
    let shipped = word.record.shipped.iter().filter_map(|of| {
        let line = word.order.line_key(&of.line);
        let more = i128::from(of.units) - word.count(line).shipped;
        let units = more.min(*added.get(line)?);
        (units > 0).then(|| (line.clone(), units))
    });
    shipped.collect()
}

/// A line whose row says another code now is the line that it was: it means the item of its new code. Which row that is
/// is told by who mended it; where nobody says so, by units and price.
fn pair<R: Relations>(word: &mut Word<'_, '_, R>, same: &[SameLine], mended: &mut Mended) {
    let known: BTreeSet<LineKey> = word.account.lines.keys().cloned().collect();
    let said: BTreeSet<LineKey> = word.lines.iter().map(|line| line.key.clone()).collect();
    let mut free: Vec<&PlacedLine> = word
        .order
        .lines()
        .map(|(_, _, line)| line)
        .filter(|line| !said.contains(word.order.line_key(&line.key)))
        .collect();
    for at in 0..word.lines.len() {
        let line = &word.lines[at];
        if known.contains(&line.key) {
            continue;
        }
        let of_row = same.iter().find(|of| of.is == line.key);
        let of_row = of_row.map(|of| word.order.line_key(&of.was));
        let is_it = |other: &&PlacedLine| match of_row {
            Some(was) => word.order.line_key(&other.key) == was && !is_given(word, was),
            None => {
                let prices = line.prices.iter().map(|of| of.price);
                word.order.item(other).is_none()
                    && other.units() == line.units()
                    && other.prices.iter().map(|of| of.price).eq(prices)
            }
        };
        let mut fitting = free.iter().enumerate().filter(|(_, other)| is_it(other));
        let (Some((found, other)), None) = (fitting.next(), fitting.next()) else {
            continue;
        };
        let key = word.order.line_key(&other.key).clone();
        let item = match (&line.item, code_of(line)) {
            (LineItem::Is(item), _) => Some(item.clone()),
            (LineItem::AsKey, Some(_)) => word.intake.item_as_written(word.order, line),
            (LineItem::AsKey, None) | (LineItem::Unknown, _) => None,
        };
        free.remove(found);
        word.aliases.push((key.clone(), line.key.clone()));
        mended.matched.extend(item.map(|item| (key.clone(), item)));
        word.lines[at].key = key;
    }
}

/// Whether units of a line were given to anybody: another item would be a substitution.
fn is_given<R>(word: &Word<'_, '_, R>, line: &LineKey) -> bool {
    let demand = word.intake.state.demand(word.order);
    let mut parts = demand.parts.iter().filter(|((of, _), _)| of == line);
    parts.any(|(_, part)| !part.work.is_empty())
}

/// The prices at which units of a line came in, by the order's facts.
fn prices_of<R>(word: &Word<'_, '_, R>, key: &LineKey) -> BTreeSet<Amount> {
    let lines = word.order.lines().map(|(_, _, line)| line);
    lines
        .filter(|line| word.order.line_key(&line.key) == key)
        .flat_map(|line| line.prices.iter().map(|of| of.price))
        .collect()
}

/// Whether the rows say another discount or tax of a line that is here than it came in with. A fact changes its price
/// alone, so that is not taken, and the sum of the rows is not the order's.
fn is_less_taken<R>(word: &Word<'_, '_, R>) -> bool {
    let sums = |prices: &[PricedUnits]| -> (i128, i128) {
        let discounts = prices.iter().map(|of| of.discount.wide()).sum();
        (discounts, prices.iter().map(|of| of.tax.wide()).sum())
    };
    word.lines.iter().any(|line| {
        let lines = word.order.lines().map(|(_, _, line)| line);
        let same = lines.filter(|of| *word.order.line_key(&of.key) == line.key);
        let here: Vec<PricedUnits> = same.flat_map(|of| of.prices.iter().cloned()).collect();
        !here.is_empty() && sums(&here) != sums(&line.prices)
    })
}

fn lines_of<R: Relations>(word: &Word<'_, '_, R>, mended: &mut Mended) {
    let whole = !word.record.placed.doubts.contains(&Doubt::RowRefused);
    let mut said: BTreeSet<&LineKey> = BTreeSet::new();
    for line in &word.lines {
        said.insert(&line.key);
        let kept = word.count(&line.key).kept;
        let wanted: i128 = line.prices.iter().map(|of| of.units.wide()).sum();
        let known = word.account.lines.contains_key(&line.key);
        if !known {
            mended.added.push(line.clone());
            continue;
        }
        let prices = prices_of(word, &line.key);
        if let ([price], Some(was), 1) = (line.prices.as_slice(), prices.first(), prices.len())
            && price.price != *was
        {
            mended.set.push(OrderField::LinePrice {
                line: line.key.clone(),
                was: *was,
                price: price.price,
            });
        }
        if wanted < kept {
            mended.fewer.insert(line.key.clone(), kept - wanted);
        } else if let (Some(more), Some(first)) = (
            u64::try_from(wanted - kept).ok().and_then(Units::new),
            prices.first().or(line.prices.first().map(|of| &of.price)),
        ) {
            mended.added.push(PlacedLine {
                prices: vec![PricedUnits {
                    price: *first,
                    units: more,
                    discount: Amount::ZERO,
                    tax: Amount::ZERO,
                }],
                ..line.clone()
            });
        }
    }
    if !whole {
        return;
    }
    for (key, count) in &word.account.lines {
        if !said.contains(key) && count.kept > 0 {
            mended.fewer.insert(key.clone(), count.kept);
        }
    }
}

fn fields<R: Relations>(word: &Word<'_, '_, R>, doubts: &BTreeSet<Doubt>, mended: &mut Mended) {
    let (order, placed) = (word.order, &word.record.placed);
    let mut set = |is_so: bool, field: OrderField| {
        if !is_so {
            mended.set.push(field);
        }
    };
    // Where the rows tell no day, the one on which they came stays.
    let is_told = !matches!(placed.placed_at, SourceTime::Exact(_));
    if is_told && !doubts.contains(&Doubt::Time) {
        let at: &SourceTime = &placed.placed_at;
        set(
            order.placed_at() == Some(at),
            OrderField::PlacedAt(at.clone()),
        );
    }
    if !doubts.contains(&Doubt::Money) {
        let currency = placed.currency;
        set(
            order.currency() == Some(currency),
            OrderField::Currency(currency),
        );
    }
    let charges: Vec<Charge> = placed.charges.clone();
    set(
        order.charges() == charges,
        OrderField::Charges(charges.clone()),
    );
    if placed.service.is_some() {
        let service = placed.service.clone();
        set(
            said::service(order) == service,
            OrderField::Service(service.clone()),
        );
    }
    if placed.ship_by.is_some() {
        let by = placed.ship_by.clone();
        set(said::ship_by(order) == by, OrderField::ShipBy(by.clone()));
    }
}

/// What is said in the source's name: where the order stands there, and its money.
fn source_fields<R: Relations>(word: &Word<'_, '_, R>) -> Vec<SourceField> {
    let last: BTreeMap<FieldKey, SourceField> = word.last_word();
    let placed = &word.record.placed;
    let statuses = placed.statuses.iter().map(|status| SourceField::Status {
        kind: status.kind.clone(),
        word: status.word.clone(),
    });
    statuses
        .chain(said_of_money(word.record))
        .filter(|field| last.get(&field.key()) != Some(field))
        .collect()
}
