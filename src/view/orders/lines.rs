//! The lines of an order with where their units are.

use super::page::{LineView, Stage};
use crate::site::Reading;
use crate::trade::demand::{DemandDocument, DemandLine, LineKey};
use crate::trade::money::account::{amount, cost_of, prices_in_force};
use crate::trade::orders::cancel::stoppable_units;
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use crate::trade::orders::{LineMore, PlacedLine};
use crate::trade::quantity::Amount;
use crate::trade::returns::Disposition;
use crate::view::names;
use std::collections::{BTreeMap, BTreeSet};

fn titles(at: &Reading<'_>, order: &Order) -> BTreeMap<LineKey, String> {
    let all = names::titles(at, order.id()).into_iter();
    let key = |line: LineKey| order.line_key(&line).clone();
    all.map(|(line, title)| (key(line), title.as_str().to_owned()))
        .collect()
}

/// The lines of an order, each key once.
pub(super) fn lines(at: &Reading<'_>, order: &Order) -> Vec<LineView> {
    let demand = at.state.demand(order);
    let titles = titles(at, order);
    let in_force = prices_in_force(order);
    let mut by_key: Vec<(LineKey, Vec<&PlacedLine>)> = Vec::new();
    for (_, _, line) in order.lines() {
        let key = order.line_key(&line.key);
        match by_key.iter_mut().find(|(known, _)| known == key) {
            Some((_, all)) => all.push(line),
            None => by_key.push((key.clone(), vec![line])),
        }
    }
    let view = |(key, placed): (LineKey, Vec<&PlacedLine>)| {
        let first = placed.first()?;
        let item = order.item(first);
        let written = code_of(first).map(|code| code.as_str().to_owned());
        let code = match &item {
            Some(item) => names::item_code(at, item),
            None => written.clone().unwrap_or_default(),
        };
        let title = item
            .as_ref()
            .and_then(|item| names::item_title(at, item))
            .map(|title| title.as_str().to_owned())
            .or_else(|| titles.get(&key).cloned());
        let attributes = first.more.iter().find_map(|more| match more {
            LineMore::Attributes(all) => Some(all.clone()),
            LineMore::Code(_)
            | LineMore::Pack(_)
            | LineMore::Customs(_)
            | LineMore::ShipsNothing
            | LineMore::ChannelSends => None,
        });
        let attributes = attributes.unwrap_or_else(|| match &key {
            LineKey::Written { attributes, .. } => attributes.clone(),
            LineKey::Id(_) | LineKey::Priced { .. } => Vec::new(),
        });
        let units: i128 = placed
            .iter()
            .filter_map(|line| line.units())
            .map(|units| units.wide())
            .sum();
        let priced = in_force.get(&key).map_or(&[][..], Vec::as_slice);
        let prices: BTreeSet<Amount> = priced.iter().map(|of| of.price).collect();
        let value = cost_of(priced);
        let stages = stages(at, order, &demand, &key);
        let (cancellable, recallable) = stoppable_units(at.state, order, &demand, &key);
        let cancelled = stages.iter().find(|(stage, _)| *stage == Stage::Cancelled);
        let is_wanted = cancelled.is_none_or(|(_, cancelled)| *cancelled < units);
        Some(LineView {
            wants_item: item.is_none() && first.ships() && is_wanted,
            item,
            code,
            title,
            attributes: attributes
                .iter()
                .map(|word| word.as_str().to_owned())
                .collect(),
            units,
            stages,
            cancellable: shown(cancellable),
            recallable: shown(recallable),
            price: (prices.len() == 1)
                .then(|| prices.first().copied())
                .flatten(),
            value: amount(value),
            key,
        })
    };
    by_key.into_iter().filter_map(view).collect()
}

fn shown(units: i128) -> u64 {
    u64::try_from(units.max(0)).unwrap_or(u64::MAX)
}

/// Where the units of a line are.
fn stages(
    at: &Reading<'_>,
    order: &Order,
    demand: &crate::trade::fulfilment::fulfilment_order::OrderDemand,
    key: &LineKey,
) -> Vec<(Stage, i128)> {
    let mut sums: BTreeMap<Stage, i128> = BTreeMap::new();
    for ((line, part), of) in &demand.parts {
        if line != key || !order.is_counted(line, part) {
            continue;
        }
        let mut add = |stage: Stage, units: i128| *sums.entry(stage).or_insert(0) += units;
        let with_others = demand.with_others(of);
        let open = of.in_units(|work| work.underway + work.open);
        add(Stage::Open, of.stands.unrouted + open - with_others);
        add(Stage::WithOthers, with_others);
        add(Stage::Allocated, of.in_units(|work| work.allocated));
        add(Stage::Picked, of.in_units(|work| work.picked));
        add(Stage::Packed, of.in_units(|work| work.packed));
        add(Stage::Cancelled, of.stands.cancelled - of.elsewhere);
        add(Stage::Elsewhere, of.elsewhere);
        let mut arrived = 0;
        for (work_line, work) in &of.work {
            let delivered = at
                .state
                .fulfilment(&work_line.document)
                .and_then(|of| of.arrived().get(&work_line.line).copied());
            arrived += delivered.unwrap_or(0).min(work.shipped);
        }
        let back = back(at, order, of.work.keys());
        add(Stage::Received, back[0]);
        add(Stage::Restocked, back[1]);
        add(Stage::WrittenOff, back[2]);
        let returned: i128 = back.iter().sum();
        add(Stage::Delivered, (arrived - returned).max(0));
        let shipped = of.in_units(|work| work.shipped);
        add(Stage::Shipped, (shipped - arrived.max(returned)).max(0));
    }
    sums.retain(|_, units| *units != 0);
    sums.into_iter().collect()
}

/// Units of lines that came back: not yet inspected, back in stock, gone.
fn back<'a>(
    at: &Reading<'_>,
    order: &Order,
    lines: impl Iterator<Item = &'a crate::trade::demand::FulfilmentLine>,
) -> [i128; 3] {
    let lines: BTreeSet<DemandLine> = lines
        .map(|line| DemandLine {
            document: DemandDocument::FulfilmentOrder(line.document),
            line: line.line,
        })
        .collect();
    let mut back = [0_i128; 3];
    for rma in at.state.links().returns(order.id()) {
        let Some(rma) = at.state.rma(rma) else {
            continue;
        };
        for units in rma.received().flat_map(|(_, received)| &received.units) {
            if units.line.as_ref().is_some_and(|line| lines.contains(line)) {
                back[0] += units.units.wide();
            }
        }
        for (_, decided) in rma.decided() {
            if decided
                .line
                .as_ref()
                .is_some_and(|line| lines.contains(line))
            {
                let slot = match decided.disposition {
                    Disposition::Restock => 1,
                    Disposition::ToSupplier | Disposition::Donate | Disposition::Scrap => 2,
                    Disposition::Refurbish | Disposition::Liquidate | Disposition::Hold => continue,
                };
                back[slot] += decided.units.wide();
                back[0] -= decided.units.wide();
            }
        }
    }
    back[0] = back[0].max(0);
    back
}
