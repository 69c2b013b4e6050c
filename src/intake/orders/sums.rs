//! Amounts: what goods cost, what is charged beside, and how that makes up the total.
//!
//! Sources differ in whether their prices hold the tax and whether discounts are taken off them already, and few say so.
//! Where a source gives a total, the reading that makes it up is taken; where none does, the order is in doubt.

use super::record::Faults;
use crate::exchange::decimal::Decimal;
use crate::exchange::online_retail::ChargeKind as RetailKind;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::model::{
    Charge as FileCharge, ChargeKind as FileKind, LineKind, Order, OrderLine,
};
use crate::intake::texts::optional;
use crate::trade::orders::{Charge, ChargeKind, Doubt, ImportedTotals, PricedUnits};
use crate::trade::personal::content::ChargeCode;
use crate::trade::quantity::{Amount, Units};

/// An amount of the trade; what has more decimals is rounded, and in doubt.
pub(super) fn amount(decimal: Decimal, faults: &mut Faults) -> Amount {
    if let Some(amount) = decimal.to_amount() {
        return Amount::new(amount.get());
    }
    faults.doubts.push(Doubt::Money);
    let parts = decimal
        .times(10_000)
        .and_then(Decimal::to_nearest_whole)
        .unwrap_or(0);
    Amount::new(parts)
}

fn sum(charges: &[&FileCharge], kinds: &[FileKind]) -> Option<Decimal> {
    let mut of_kinds = charges.iter().filter(|charge| kinds.contains(&charge.kind));
    let first = of_kinds.next()?.amount.magnitude();
    of_kinds.try_fold(first, |sum, charge| sum.plus(charge.amount.magnitude()))
}

/// What a line's units cost.
pub(super) fn priced(line: &OrderLine, units: Units, faults: &mut Faults) -> PricedUnits {
    let off = line.discount.map_or(Decimal::ZERO, Decimal::magnitude);
    let discount = amount(off, faults);
    let nothing = PricedUnits {
        price: Amount::ZERO,
        units,
        discount: Amount::ZERO,
        tax: Amount::ZERO,
    };
    match (line.unit_price, line.total) {
        (Some(price), _) => PricedUnits {
            price: amount(price, faults),
            discount,
            ..nothing
        },
        (None, Some(total)) => {
            // The price of one that makes up the sum, with what is over taken off.
            let total = amount(total, faults).wide();
            let ordered = i128::from(line.units.max(1));
            let price = (total + ordered - 1).div_euclid(ordered);
            let narrow = |wide: i128| Amount::new(i64::try_from(wide).unwrap_or(i64::MAX));
            let over = if ordered == units.wide() {
                price * ordered - total
            } else {
                0
            };
            PricedUnits {
                price: narrow(price),
                discount: narrow(over + discount.wide()),
                ..nothing
            }
        }
        (None, None) => nothing,
    }
}

fn retail_kind(kind: RetailKind) -> ChargeKind {
    match kind {
        RetailKind::Postage | RetailKind::Carriage => ChargeKind::Shipping,
        RetailKind::Discount => ChargeKind::Discount,
        RetailKind::BankCharge | RetailKind::MarketplaceFee => ChargeKind::Fee,
        RetailKind::Charity => ChargeKind::Tip,
        RetailKind::GiftVoucher => ChargeKind::Voucher,
        RetailKind::Manual | RetailKind::Samples | RetailKind::BadDebt | RetailKind::Other => {
            ChargeKind::Other
        }
    }
}

/// What is charged beside the goods, with the source's codes of it, which are personal: a discount may be named after
/// whoever got it.
#[derive(Default)]
pub(super) struct Charged {
    pub(super) charges: Vec<Charge>,
    pub(super) codes: Vec<ChargeCode>,
}

impl Charged {
    fn add(&mut self, kind: ChargeKind, code: Option<&str>, amount: Amount) {
        let code = optional(code).map(|code| ChargeCode {
            kind: kind.clone(),
            amount,
            code,
        });
        self.codes.extend(code);
        self.charges.push(Charge { kind, amount });
    }

    fn add_more(&mut self, kind: ChargeKind, code: Option<&str>, amount: Amount) {
        if amount != Amount::ZERO {
            self.add(kind, code, amount);
        }
    }
}

/// Charges that the source writes as lines.
fn of_lines(order: &Order, charged: &mut Charged, faults: &mut Faults) {
    let lines = order
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Charge);
    for line in lines {
        let Some(value) = line.value() else { continue };
        let code = line.sku.as_deref().unwrap_or_default();
        let kind = match order.format {
            OrderFormat::OnlineRetail => RetailKind::of_code(code).map(retail_kind),
            _ => None,
        };
        let kind = kind.unwrap_or(ChargeKind::Other);
        charged.add(kind, Some(code), amount(value, faults));
    }
}

/// What is charged beside goods, and the totals as the source gave them. `goods` is what the lines make up.
pub(super) fn charges(
    order: &Order,
    goods: i128,
    faults: &mut Faults,
) -> (Charged, ImportedTotals) {
    let all: Vec<&FileCharge> = order
        .charges
        .iter()
        .chain(order.lines.iter().flat_map(|line| &line.charges))
        .collect();
    let totals = &order.totals;
    let line_tax = order.lines.iter().filter_map(|line| line.tax);
    let line_tax = line_tax.fold(None, |sum: Option<Decimal>, tax| {
        sum.map_or(Some(tax), |sum| sum.plus(tax))
    });
    let mut said = |decimal: Option<Decimal>| decimal.map(|decimal| amount(decimal, faults));
    let of_lines_off = order.lines.iter().filter_map(|line| line.discount);
    let of_lines_off = of_lines_off.fold(Decimal::ZERO, |sum, off| {
        sum.plus(off.magnitude()).unwrap_or(sum)
    });
    let shipping = said(totals.shipping.or_else(|| sum(&all, &[FileKind::Shipping])));
    let tax = said(totals.tax.or_else(|| {
        let kinds = [FileKind::Tax, FileKind::ShippingTax, FileKind::GiftWrapTax];
        match (line_tax, sum(&all, &kinds)) {
            (Some(one), Some(other)) => one.plus(other),
            (one, other) => one.or(other),
        }
    }));
    let kinds = [
        FileKind::Discount,
        FileKind::SellerDiscount,
        FileKind::PlatformDiscount,
        FileKind::PaymentDiscount,
    ];
    let whole_off = totals.discount.map(Decimal::magnitude);
    let off = match whole_off {
        // What the lines say is part of it.
        Some(whole) => whole.minus(of_lines_off).filter(|left| !left.is_negative()),
        None => sum(&all, &kinds),
    };
    let off = said(off);
    let ship_off = said(sum(&all, &[FileKind::ShippingDiscount]));
    let total = said(totals.total);
    let mut charged = Charged::default();
    charged.add_more(
        ChargeKind::Shipping,
        order.shipping_method.as_deref(),
        shipping.unwrap_or_default(),
    );
    let minus = |amount: Option<Amount>| {
        amount.map_or(Amount::ZERO, |amount| {
            Amount::new(amount.get().saturating_neg())
        })
    };
    charged.add_more(ChargeKind::Discount, None, minus(ship_off));
    for (from, to) in [
        (FileKind::Insurance, ChargeKind::Insurance),
        (FileKind::Handling, ChargeKind::Service),
        (FileKind::GiftWrap, ChargeKind::Packing),
        (FileKind::Duty, ChargeKind::Fee),
        (FileKind::Other, ChargeKind::Other),
    ] {
        if let Some(more) = sum(&all, &[from]) {
            charged.add_more(to, None, amount(more, faults));
        }
    }
    of_lines(order, &mut charged, faults);
    let beside: i128 = charged
        .charges
        .iter()
        .map(|charge| charge.amount.wide())
        .sum();
    let (tax_is, off_is) = (tax.unwrap_or_default(), off.unwrap_or_default());
    let makes = |with_tax: bool, with_off: bool| {
        let tax = if with_tax { tax_is.wide() } else { 0 };
        let off = if with_off { off_is.wide() } else { 0 };
        goods + beside + tax - off
    };
    let readings = [(false, true), (true, true), (false, false), (true, false)];
    let fits = total.and_then(|total| {
        let mut fitting = readings.into_iter();
        fitting.find(|(with_tax, with_off)| makes(*with_tax, *with_off) == total.wide())
    });
    let (with_tax, with_off) = fits.unwrap_or((false, true));
    let coupon = order.coupons.first().map(String::as_str);
    if with_off {
        charged.add_more(ChargeKind::Discount, coupon, minus(off));
    }
    if with_tax {
        charged.add_more(ChargeKind::Tax, None, tax_is);
    }
    let has_tax = tax.is_some_and(|tax| tax != Amount::ZERO);
    let totals = ImportedTotals {
        goods: totals.subtotal.map(|sum| amount(sum, faults)),
        shipping,
        tax,
        discount: whole_off.map(|off| amount(off, faults)),
        total,
        tax_included: fits.filter(|_| has_tax).map(|(with_tax, _)| !with_tax),
    };
    (charged, totals)
}
