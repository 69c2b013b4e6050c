//! What an order costs, what came in, what went back, and whether the money lets its goods leave.
//!
//! Every sum is taken in 128 bits, in ten-thousandths of the order's currency. The column adds up: goods less
//! discounts, with tax and charges, less what is cancelled, is the total; of an order that is wholly cancelled the
//! charges are cancelled with the goods.

use super::{PaymentStage, Refunded, Terms};
use crate::stream::id::FactId;
use crate::trade::demand::{LineKey, Part};
use crate::trade::fulfilment::fulfilment_order::OrderDemand;
use crate::trade::orders::order::Order;
use crate::trade::orders::{OrderField, PlacedLine, PricedUnits, SourceField};
use crate::trade::quantity::{Amount, Currency, Money};
use crate::trade::state::State;
use crate::trade::state::entries::Clash;
use std::collections::BTreeMap;

/// How many units of a line there are, and what became of them. Of a kit in whole kits: delivered is the least over its
/// components, kept the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineCount {
    /// Ordered.
    pub ordered: i128,
    /// Of these, to be delivered or delivered.
    pub kept: i128,
    /// Of these, out of a door: ours, or another's.
    pub shipped: i128,
    /// Of these, those that left from elsewhere without a fulfilment order of ours.
    pub elsewhere: i128,
}

impl LineCount {
    /// Units that will not be delivered.
    pub fn cancelled(&self) -> i128 {
        self.ordered - self.kept
    }

    /// Units that are still to leave.
    pub fn outstanding(&self) -> i128 {
        (self.kept - self.shipped).max(0)
    }
}

/// The column of an order: `goods - discounts + tax + charges - cancelled = total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The goods at their prices, as ordered.
    pub goods: i128,
    /// Taken off lines.
    pub discounts: i128,
    /// Tax on lines that is not in their prices.
    pub tax: i128,
    /// What is charged beside goods; below zero where more is taken off than charged.
    pub charges: i128,
    /// What of all this is cancelled.
    pub cancelled: i128,
    /// What is left.
    pub total: i128,
}

/// Why money does not let goods leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncovered {
    /// So much is missing, in ten-thousandths.
    Missing(i128),
    /// All that came in has gone back.
    WhollyRefunded,
}

/// The money of an order, in ten-thousandths of its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The currency; `None` while the order has not come.
    pub currency: Option<Currency>,
    /// The terms in force.
    pub terms: Terms,
    /// What it costs.
    pub totals: Totals,
    /// What came in: payments that are settled, or what the source says was paid, whichever is more.
    pub paid: i128,
    /// Of this, what only the source says: no payment is written for it here.
    pub paid_by_source_alone: i128,
    /// What payers' banks stand for beyond that.
    pub authorised: i128,
    /// What went back: refunds, or what the source says was given back, whichever is more.
    pub refunded: i128,
    /// Of this, what only the source says.
    pub refunded_by_source_alone: i128,
    /// By how much what went back lowers what is due: for goods that came back and for the price. Not what went back
    /// for units that are still to be delivered, nor what had been paid too much.
    pub forgiven: i128,
    /// The units of every line.
    pub lines: BTreeMap<LineKey, LineCount>,
}

impl Account {
    /// Reads the money of an order off its facts and its demand.
    pub fn of(order: &Order, demand: &OrderDemand) -> Account {
        let of_order = lines(order);
        let lines = counts(&of_order, demand);
        let totals = totals(order, &of_order, &lines);
        let source = |is: fn(&SourceField) -> Option<Amount>| {
            order.source().fields().find_map(is).map_or(0, Amount::wide)
        };
        let paid_by_source = source(|field| match field {
            SourceField::Paid(amount) => Some(*amount),
            SourceField::Status { .. }
            | SourceField::Service(_)
            | SourceField::Total(_)
            | SourceField::LineUnits { .. }
            | SourceField::Shipped { .. }
            | SourceField::ShipBy(_)
            | SourceField::Refunded(_)
            | SourceField::Cancelled(_) => None,
        });
        let refunded_by_source = source(|field| match field {
            SourceField::Refunded(amount) => Some(*amount),
            SourceField::Status { .. }
            | SourceField::Service(_)
            | SourceField::Total(_)
            | SourceField::LineUnits { .. }
            | SourceField::Shipped { .. }
            | SourceField::ShipBy(_)
            | SourceField::Paid(_)
            | SourceField::Cancelled(_) => None,
        });
        let (settled, authorised) = came_in(order);
        let paid = settled.max(paid_by_source);
        let refunds: i128 = order.refunds().map(|(_, refund)| wide(&refund.money)).sum();
        let refunded = refunds.max(refunded_by_source);
        let lowering = lowering(order, &lines) + (refunded_by_source - refunds).max(0);
        let too_much = (paid + authorised - totals.total).max(0);
        Account {
            currency: order.currency(),
            terms: terms(order),
            forgiven: (lowering - too_much).max(0),
            totals,
            paid,
            paid_by_source_alone: paid - settled,
            authorised,
            refunded,
            refunded_by_source_alone: refunded - refunds,
            lines,
        }
    }

    /// What the customer still owes: nothing for goods that came back and were refunded.
    pub fn due(&self) -> i128 {
        let held = self.paid + self.authorised - self.refunded;
        (self.totals.total - self.forgiven - held).max(0)
    }

    /// What is held above what the order costs and is to go back.
    pub fn to_give_back(&self) -> i128 {
        (self.paid - self.refunded - (self.totals.total - self.forgiven).max(0)).max(0)
    }

    /// What may go back at most: what came in and has not gone back, whatever the terms.
    pub fn refundable(&self) -> i128 {
        (self.paid - self.refunded).max(0)
    }

    /// Whether units are still to leave.
    pub fn is_outstanding(&self) -> bool {
        self.lines.values().any(|line| line.outstanding() > 0)
    }

    /// Whether all that came in has gone back.
    pub fn is_wholly_refunded(&self) -> bool {
        self.refunded > 0 && self.refunded >= self.paid + self.authorised
    }

    /// Whether the money lets goods leave *now*: asked again at every step that cannot be taken back. Prepaid goods
    /// leave once nothing is due; others leave before it is. Nothing leaves of an order of which all the money has
    /// gone back. A small refund for the price stops nothing.
    ///
    /// # Errors
    /// Why not.
    pub fn covers(&self) -> Result<(), Uncovered> {
        if self.is_wholly_refunded() {
            return Err(Uncovered::WhollyRefunded);
        }
        match (&self.terms, self.due()) {
            (Terms::Prepaid, due) if due > 0 => Err(Uncovered::Missing(due)),
            (
                Terms::Prepaid
                | Terms::OnAccount
                | Terms::CashOnDelivery
                | Terms::HeldByMarketplace,
                _,
            ) => Ok(()),
        }
    }
}

/// The entry of an order of which more went back than came in: two devices gave the same money back, or a payment was
/// voided while it went back. Ends when a refund is voided or the money is here.
pub(crate) fn given_back_too_much(state: &State, order: &Order) -> Option<Clash> {
    let refunds: Vec<FactId> = order.refunds().map(|(fact, _)| *fact).collect();
    if refunds.is_empty() {
        return None;
    }
    let back: i128 = order.refunds().map(|(_, refund)| wide(&refund.money)).sum();
    let too_much = back > state.account(order).paid;
    too_much.then(|| Clash::GaveBackTooMuch(order.id().clone(), refunds))
}

/// An amount for a refusal or a screen; saturates at the bounds of amounts.
pub fn amount(wide: i128) -> Amount {
    Amount::new(wide.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64)
}

/// The terms in force: as they were set last, else as the order came in.
pub fn terms(order: &Order) -> Terms {
    let set = order.card().fields().find_map(|field| match field {
        OrderField::Terms(terms) => Some(terms.clone()),
        OrderField::Service(_)
        | OrderField::ShipBy(_)
        | OrderField::DeliverBy(_)
        | OrderField::Priority(_)
        | OrderField::LinePrice { .. }
        | OrderField::NotBefore(_)
        | OrderField::Customer(_)
        | OrderField::Charges(_)
        | OrderField::PlacedAt(_)
        | OrderField::Currency(_) => None,
    });
    let placed = || order.placed().map(|(_, placed)| placed.terms.clone());
    set.or_else(placed).unwrap_or(Terms::Prepaid)
}

fn wide(money: &Money) -> i128 {
    money.amount.wide()
}

/// What is settled, and what is authorised beyond that.
fn came_in(order: &Order) -> (i128, i128) {
    let mut settled_of: BTreeMap<FactId, i128> = BTreeMap::new();
    for settlement in order.settlements() {
        *settled_of.entry(settlement.payment).or_default() += wide(&settlement.money);
    }
    let mut sums = (0, 0);
    for (fact, payment) in order.payments() {
        let whole = wide(&payment.money);
        let settled = match payment.stage {
            PaymentStage::Settled => whole,
            PaymentStage::Authorised => {
                let settled = settled_of.get(fact).copied().unwrap_or(0);
                settled.min(whole)
            }
        };
        sums.0 += settled;
        sums.1 += whole - settled;
    }
    sums
}

/// By how much refunds lower what is due: all of one that names no units, or an RMA; of one that names units its share
/// for those that have left.
fn lowering(order: &Order, lines: &BTreeMap<LineKey, LineCount>) -> i128 {
    let mut left: BTreeMap<&LineKey, i128> = BTreeMap::new();
    for (key, line) in lines {
        left.insert(key, line.shipped);
    }
    order
        .refunds()
        .map(|(_, refund)| lowers(order, refund, &mut left))
        .sum()
}

fn lowers(order: &Order, refund: &Refunded, left: &mut BTreeMap<&LineKey, i128>) -> i128 {
    let money = wide(&refund.money);
    if refund.rma.is_some() || refund.units.is_empty() {
        return money;
    }
    let (mut gone, mut all) = (0, 0);
    for units in &refund.units {
        let named = units.units.wide();
        all += named;
        if let Some(left) = left.get_mut(order.line_key(&units.line)) {
            let of_left = named.min(*left);
            *left -= of_left;
            gone += of_left;
        }
    }
    share(money, gone, all)
}

/// `amount * part / whole`, rounded half to even; of the whole it is the amount.
pub(crate) fn share(amount: i128, part: i128, whole: i128) -> i128 {
    if whole == 0 {
        return 0;
    }
    let product = amount.saturating_mul(part);
    let (floor, rest) = (product.div_euclid(whole), product.rem_euclid(whole));
    let odd = floor.rem_euclid(2) == 1;
    if rest * 2 > whole || rest * 2 == whole && odd {
        floor + 1
    } else {
        floor
    }
}

/// The lines of an order as they came in, by key: several where units were added to one.
type Lines<'a> = BTreeMap<&'a LineKey, Vec<&'a PlacedLine>>;

fn lines(order: &Order) -> Lines<'_> {
    let mut lines: Lines<'_> = BTreeMap::new();
    for (_, _, line) in order.lines() {
        lines
            .entry(order.line_key(&line.key))
            .or_default()
            .push(line);
    }
    lines
}

fn counts(lines: &Lines<'_>, demand: &OrderDemand) -> BTreeMap<LineKey, LineCount> {
    let mut counts: BTreeMap<LineKey, LineCount> = BTreeMap::new();
    for (key, of_key) in lines {
        let units = |line: &&PlacedLine| line.units().map_or(0, |units| units.wide());
        let ordered = of_key.iter().map(units).sum();
        let ships = of_key.iter().any(|line| line.ships());
        let count = LineCount {
            ordered,
            kept: ordered,
            shipped: if ships { 0 } else { ordered },
            elsewhere: 0,
        };
        counts.insert((*key).clone(), count);
    }
    // Of a kit the component that is kept most, and the one that has left least.
    let mut parts: BTreeMap<&LineKey, (i128, i128, i128)> = BTreeMap::new();
    for ((key, part), of_part) in &demand.parts {
        let Some(count) = counts.get(key) else {
            continue;
        };
        let each = each(part, count.ordered, of_part.raw.ordered());
        let stands = of_part.raw.ordered() - of_part.stands.cancelled + of_part.elsewhere;
        let kept = (stands + each - 1).div_euclid(each);
        let shipped = (of_part.shipped_units() + of_part.elsewhere).div_euclid(each);
        let elsewhere = of_part.elsewhere.div_euclid(each);
        let of_line = parts.entry(key).or_insert((kept, shipped, elsewhere));
        *of_line = (
            of_line.0.max(kept),
            of_line.1.min(shipped),
            of_line.2.min(elsewhere),
        );
    }
    for (key, (kept, shipped, elsewhere)) in parts {
        if let Some(count) = counts.get_mut(key) {
            count.kept = kept.clamp(0, count.ordered);
            count.shipped = shipped.clamp(0, count.kept);
            count.elsewhere = elsewhere.clamp(0, count.shipped);
        }
    }
    counts
}

/// How many units of a part one unit of its line is.
fn each(part: &Part, line: i128, part_units: i128) -> i128 {
    match part {
        Part::Line => 1,
        Part::Component { .. } if line > 0 => (part_units / line).max(1),
        Part::Component { .. } => 1,
    }
}

fn totals(order: &Order, lines: &Lines<'_>, counts: &BTreeMap<LineKey, LineCount>) -> Totals {
    let mut totals = Totals::default();
    let prices = prices_set(order);
    for (key, of_key) in lines {
        let priced = priced(&prices, key, of_key);
        for units in &priced {
            totals.goods += units.price.wide() * units.units.wide();
            totals.discounts += units.discount.wide();
            totals.tax += units.tax.wide();
        }
        let count = counts.get(key).copied().unwrap_or_default();
        totals.cancelled += cancelled(&priced, count.cancelled());
    }
    totals.charges = order
        .charges()
        .iter()
        .map(|charge| charge.amount.wide())
        .sum();
    let is_nothing_kept = counts.values().all(|line| line.kept == 0);
    if is_nothing_kept && !counts.is_empty() {
        totals.cancelled += totals.charges;
    }
    totals.total = totals.goods - totals.discounts + totals.tax + totals.charges - totals.cancelled;
    totals
}

/// The prices that people set, by line and the price that was.
fn prices_set(order: &Order) -> BTreeMap<(&LineKey, Amount), Amount> {
    let set = order.card().fields().filter_map(|field| match field {
        OrderField::LinePrice { line, was, price } => Some(((order.line_key(line), *was), *price)),
        OrderField::Terms(_)
        | OrderField::Service(_)
        | OrderField::ShipBy(_)
        | OrderField::DeliverBy(_)
        | OrderField::Priority(_)
        | OrderField::NotBefore(_)
        | OrderField::Customer(_)
        | OrderField::Charges(_)
        | OrderField::PlacedAt(_)
        | OrderField::Currency(_) => None,
    });
    set.collect()
}

/// The units of a line by price as they are in force, the dearest last.
fn priced(
    set: &BTreeMap<(&LineKey, Amount), Amount>,
    key: &LineKey,
    lines: &[&PlacedLine],
) -> Vec<PricedUnits> {
    let mut all: Vec<PricedUnits> = lines.iter().flat_map(|line| line.prices.clone()).collect();
    for units in &mut all {
        units.price = set.get(&(key, units.price)).copied().unwrap_or(units.price);
    }
    all.sort();
    all
}

/// The units of every line by price as they are in force, the dearest last.
pub fn prices_in_force(order: &Order) -> BTreeMap<LineKey, Vec<PricedUnits>> {
    let set = prices_set(order);
    let lines = lines(order);
    let of_line = |(key, of_key): (&LineKey, Vec<&PlacedLine>)| {
        let prices = priced(&set, key, &of_key);
        (key.clone(), prices)
    };
    lines.into_iter().map(of_line).collect()
}

/// What units cost, with their discounts and their tax.
pub fn cost_of(prices: &[PricedUnits]) -> i128 {
    let of_price =
        |of: &PricedUnits| of.price.wide() * of.units.wide() - of.discount.wide() + of.tax.wide();
    prices.iter().map(of_price).sum()
}

/// What more cancelled units would be worth: by line how many are cancelled, and how many more would be.
pub(crate) fn cancelling(order: &Order, more: &BTreeMap<&LineKey, (i128, i128)>) -> i128 {
    if more.is_empty() {
        return 0;
    }
    let prices = prices_in_force(order);
    let of_line = |(line, (before, more)): (&&LineKey, &(i128, i128))| {
        let priced = prices.get(*line).map_or(&[][..], Vec::as_slice);
        cancelled(priced, before + more) - cancelled(priced, *before)
    };
    more.iter().map(of_line).sum()
}

/// What cancelled units were worth, the dearest first, each with its share of discount and tax.
fn cancelled(priced: &[PricedUnits], mut units: i128) -> i128 {
    let mut sum = 0;
    for of_price in priced.iter().rev() {
        let all = of_price.units.wide();
        let taken = units.min(all).max(0);
        units -= taken;
        sum += of_price.price.wide() * taken - share(of_price.discount.wide(), taken, all)
            + share(of_price.tax.wide(), taken, all);
    }
    sum
}

/// What the units of a line as it came in cost, with its discounts and its tax.
pub fn cost(line: &PlacedLine) -> i128 {
    cost_of(&line.prices)
}
