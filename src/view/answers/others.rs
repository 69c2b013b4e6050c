//! Units that will not be delivered, and units that came back, as tables.

use super::lines::{self, Lines};
use super::{Clock, moment, news};
use crate::exchange::channel_out::{CancelledUnits, ReturnedUnits};
use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::demand::{DemandLine, LineKey, Part};
use crate::trade::goods::Goods;
use crate::trade::id::{ItemId, OrderId, ReturnId};
use crate::trade::orders::CancelReason;
use crate::trade::orders::order::Order;
use crate::trade::returns::rma::Rma;
use crate::trade::returns::{Disposition, ReturnReason};
use crate::view::names;
use chrono::NaiveDate;
use std::collections::BTreeMap;

fn word(why: &CancelReason) -> &'static str {
    match why {
        CancelReason::Customer => "customer",
        CancelReason::House => "house",
        CancelReason::NoStock => "no-stock",
        CancelReason::Unpaid { .. } => "unpaid",
        CancelReason::Source(_) => "source",
        CancelReason::Duplicate { .. } => "duplicate",
        CancelReason::Mended => "mended",
        CancelReason::Elsewhere(_) => "elsewhere",
    }
}

/// The units of an order that will not be delivered, by line and reason; of a set as often as its first part.
pub(super) fn cancelled(at: &Reading<'_>, id: &OrderId, clock: &Clock<'_>) -> Vec<CancelledUnits> {
    let Some(order) = at.state.order(id) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for (fact, of) in order.cancellations() {
        if !news::is_ours(&of.why) {
            continue;
        }
        let mut sums: BTreeMap<&LineKey, i128> = BTreeMap::new();
        for units in &of.lines {
            let each = match &units.part {
                Part::Line => 1,
                Part::Component {
                    recipe,
                    component: 0,
                } => {
                    let recipe = at.state.recipe(recipe);
                    let first = recipe.and_then(|recipe| recipe.components.first());
                    first.map_or(1, |first| first.units.wide())
                }
                Part::Component { .. } => continue,
            };
            *sums.entry(order.line_key(&units.line)).or_default() += units.units.wide() / each;
        }
        let mut lines = Lines::default();
        for (line, units) in sums {
            lines.add_line(line, units);
        }
        for (_, named, units) in lines.named(order) {
            rows.push(CancelledUnits {
                order: names::shown_number(at, id).to_owned(),
                line_id: named.id,
                sku: named.sku,
                units,
                of: named.of,
                reason: word(&of.why),
                day: clock.wall(fact.wall_ms).map(|wall| wall.date()),
            });
        }
    }
    rows
}

fn reason(reason: ReturnReason) -> &'static str {
    match reason {
        ReturnReason::Unwanted => "unwanted",
        ReturnReason::Damaged => "damaged",
        ReturnReason::Defective => "defective",
        ReturnReason::WrongItem => "wrong-item",
        ReturnReason::NotAsDescribed => "not-as-described",
        ReturnReason::Size => "size",
        ReturnReason::Late => "late",
        ReturnReason::Undelivered => "undelivered",
        ReturnReason::Other => "other",
    }
}

fn disposition(disposition: &Disposition) -> &'static str {
    match disposition {
        Disposition::Restock => "restock",
        Disposition::Refurbish => "refurbish",
        Disposition::Liquidate => "liquidate",
        Disposition::ToSupplier => "to-supplier",
        Disposition::Donate => "donate",
        Disposition::Scrap => "scrap",
        Disposition::Hold => "hold",
    }
}

/// The units of an RMA that arrived: what was decided about them, and those about which nobody has decided.
pub(super) fn returned(at: &Reading<'_>, id: ReturnId, clock: &Clock<'_>) -> Vec<ReturnedUnits> {
    let Some(rma) = at.state.rma(&id) else {
        return Vec::new();
    };
    let mut of = Back {
        at,
        id,
        rma,
        rows: Vec::new(),
    };
    let day = |fact: &FactId| {
        let wall = moment(at, fact).and_then(|ms| clock.wall(ms));
        wall.map(|wall| wall.date())
    };
    // What was decided, by what it was of; it is taken off what arrived.
    let mut decided: BTreeMap<(Option<&DemandLine>, &ItemId), u64> = BTreeMap::new();
    for (fact, of_units) in rma.decided() {
        let key = (of_units.line.as_ref(), &of_units.goods.item);
        *decided.entry(key).or_default() += of_units.units.get();
        let goods = of_units.becomes.as_ref().unwrap_or(&of_units.goods);
        let what = disposition(&of_units.disposition);
        of.row(key.0, goods, of_units.units.get(), Some(what), day(fact));
    }
    for (fact, received) in rma.received() {
        for back in &received.units {
            let key = (back.line.as_ref(), &back.goods.item);
            let done = decided.entry(key).or_default();
            let taken = (*done).min(back.units.get());
            *done -= taken;
            let left = back.units.get() - taken;
            if left > 0 {
                of.row(key.0, &back.goods, left, None, day(fact));
            }
        }
    }
    of.rows
}

/// The rows of an RMA.
struct Back<'m, 'a> {
    at: &'m Reading<'a>,
    id: ReturnId,
    rma: &'m Rma,
    rows: Vec<ReturnedUnits>,
}

impl Back<'_, '_> {
    fn row(
        &mut self,
        line: Option<&DemandLine>,
        goods: &Goods,
        units: u64,
        disposition: Option<&str>,
        day: Option<NaiveDate>,
    ) {
        let at = self.at;
        let authorised = self.rma.authorised().map(|(_, authorised)| authorised);
        let order = authorised.and_then(|authorised| authorised.order.as_ref());
        let order = order.and_then(|order| at.state.order(order));
        let named = order.zip(line).and_then(|(order, line)| {
            let mut lines = Lines::default();
            lines.add_line(&lines::content(at, order, line)?.line, 1);
            let (_, named, _) = lines.named(order).pop()?;
            Some(named)
        });
        let named = named.unwrap_or_default();
        let mut announced = authorised.into_iter().flat_map(|of| &of.lines);
        let why = announced.find(|of| Some(&of.line) == line);
        let number = |order: &Order| names::shown_number(at, order.id()).to_owned();
        self.rows.push(ReturnedUnits {
            order: order.map_or_else(String::new, number),
            rma: names::opened(&self.id.0),
            line_id: named.id,
            sku: named
                .sku
                .or_else(|| Some(names::item_code(at, &goods.item))),
            units,
            reason: why.map(|of| reason(of.reason).to_owned()),
            condition: format!("{:?}", goods.condition).to_lowercase(),
            disposition: disposition.map(str::to_owned),
            day,
        });
    }
}
