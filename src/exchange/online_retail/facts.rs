//! Figures by which an import is held against the file's known totals, exact and mergeable over files.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use super::{Invoice, InvoiceKind};

/// The figures of one file, or of several once merged. It knows each code, customer, country and invoice once.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    lines: u64,
    cancel_lines: u64,
    negative_lines: u64,
    negative_lines_not_cancel: u64,
    zero_price_lines: u64,
    negative_price_lines: u64,
    lines_without_customer: u64,
    lines_without_description: u64,
    exact_duplicate_lines: u64,
    units: i128,
    value: i128,
    price_decimals: usize,
    first: Option<NaiveDateTime>,
    last: Option<NaiveDateTime>,
    pub(super) codes: HashMap<Arc<str>, Net>,
    pub(super) customers: HashSet<Arc<str>>,
    pub(super) countries: HashSet<Arc<str>>,
    invoices: HashMap<Arc<str>, InvoiceFacts>,
}

/// A code and the sum of its quantities.
#[derive(Clone, Debug)]
pub(super) struct Net {
    pub(super) code: Arc<str>,
    pub(super) units: i64,
}

#[derive(Clone, Debug)]
struct InvoiceFacts {
    cancel: bool,
    bad_debt: bool,
    parts: u32,
    lines: u64,
    time: NaiveDateTime,
    several_times: bool,
    customer: Option<Arc<str>>,
    several_customers: bool,
}

/// What a line adds.
pub(super) struct LineFacts {
    pub(super) cancel: bool,
    pub(super) units: i64,
    pub(super) price: i64,
    pub(super) price_decimals: usize,
    pub(super) with_customer: bool,
    pub(super) with_description: bool,
    pub(super) time: NaiveDateTime,
}

/// The figures as they are compared and shown. `first` and `last` are local times as `2010-12-01T08:26`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FactsSummary {
    /// Lines taken.
    pub lines: u64,
    /// Invoices of every kind.
    pub invoices: u64,
    /// Invoices that cancel.
    pub cancel_invoices: u64,
    /// Invoices that adjust a debt.
    pub adjust_invoices: u64,
    /// Lines of cancellations.
    pub cancel_lines: u64,
    /// Lines with a quantity below zero.
    pub negative_qty_lines: u64,
    /// Those of them that are in no cancellation.
    pub negative_qty_lines_not_cancel: u64,
    /// Lines with a price of zero.
    pub zero_price_lines: u64,
    /// Lines with a price below zero.
    pub negative_price_lines: u64,
    /// Lines without a customer.
    pub lines_without_customer: u64,
    /// Lines without a description.
    pub lines_without_description: u64,
    /// Stock codes, told apart by case.
    pub distinct_stockcodes: u64,
    /// Stock codes after upper-casing.
    pub distinct_stockcodes_casefolded: u64,
    /// Customers.
    pub distinct_customers: u64,
    /// Countries.
    pub countries: u64,
    /// The sum of all quantities.
    pub sum_quantity: i128,
    /// The sum of quantity times price in pounds, exact, with as many decimals as the prices have.
    pub sum_value_gbp: String,
    /// Lines equal to an earlier line of their invoice in every cell.
    pub exact_duplicate_lines: u64,
    /// Invoices whose lines have several times.
    pub invoices_with_more_than_one_timestamp: u64,
    /// Invoices whose lines have several customers.
    pub invoices_with_more_than_one_customer: u64,
    /// The longest invoice and its lines; the earliest of several.
    pub max_lines_in_one_invoice: (String, u64),
    /// The earliest time.
    pub first: String,
    /// The latest time.
    pub last: String,
    /// SHA-256 over `code TAB sum of quantities`, sorted by code, joined by line feeds.
    pub net_quantity_by_stockcode_sha256: String,
}

impl Facts {
    /// The sum of quantity times price, exact, in ten-thousandths of a pound.
    pub fn value(&self) -> i128 {
        self.value
    }

    /// How many parts of an invoice there were so far.
    pub(super) fn parts_of(&self, number: &str) -> u32 {
        self.invoices.get(number).map_or(0, |invoice| invoice.parts)
    }

    /// Adds to the sum of a code and gives the code as it is kept.
    pub(super) fn add_units(&mut self, code: &str, units: i64) -> Arc<str> {
        if let Some(net) = self.codes.get_mut(code) {
            net.units = net.units.saturating_add(units);
            return net.code.clone();
        }
        let code: Arc<str> = Arc::from(code);
        self.codes.insert(
            code.clone(),
            Net {
                code: code.clone(),
                units,
            },
        );
        code
    }

    pub(super) fn add_line(&mut self, line: &LineFacts) {
        self.lines += 1;
        self.cancel_lines += u64::from(line.cancel);
        self.negative_lines += u64::from(line.units < 0);
        self.negative_lines_not_cancel += u64::from(line.units < 0 && !line.cancel);
        self.zero_price_lines += u64::from(line.price == 0);
        self.negative_price_lines += u64::from(line.price < 0);
        self.lines_without_customer += u64::from(!line.with_customer);
        self.lines_without_description += u64::from(!line.with_description);
        self.units += i128::from(line.units);
        self.value += i128::from(line.units) * i128::from(line.price);
        self.price_decimals = self.price_decimals.max(line.price_decimals);
        self.first = Some(self.first.map_or(line.time, |first| first.min(line.time)));
        self.last = Some(self.last.map_or(line.time, |last| last.max(line.time)));
    }

    pub(super) fn add_invoice(&mut self, invoice: &Invoice, duplicates: u64) {
        self.exact_duplicate_lines += duplicates;
        let facts = InvoiceFacts {
            cancel: invoice.kind == InvoiceKind::Cancellation,
            bad_debt: invoice.kind == InvoiceKind::BadDebt,
            parts: 1,
            lines: invoice.lines.len() as u64,
            time: invoice.time,
            several_times: !invoice.other_times.is_empty(),
            customer: invoice.customer.clone(),
            several_customers: !invoice.other_customers.is_empty(),
        };
        self.join_invoice(&invoice.number, facts);
    }

    fn join_invoice(&mut self, number: &Arc<str>, facts: InvoiceFacts) {
        let Some(known) = self.invoices.get_mut(number) else {
            self.invoices.insert(number.clone(), facts);
            return;
        };
        known.parts += facts.parts;
        known.lines += facts.lines;
        known.several_times |= facts.several_times || known.time != facts.time;
        known.time = known.time.min(facts.time);
        let differs =
            matches!((&known.customer, &facts.customer), (Some(one), Some(other)) if one != other);
        known.several_customers |= facts.several_customers || differs;
        known.customer = known.customer.take().or(facts.customer);
    }

    /// Adds the figures of another file.
    pub fn merge(&mut self, other: &Facts) {
        self.lines += other.lines;
        self.cancel_lines += other.cancel_lines;
        self.negative_lines += other.negative_lines;
        self.negative_lines_not_cancel += other.negative_lines_not_cancel;
        self.zero_price_lines += other.zero_price_lines;
        self.negative_price_lines += other.negative_price_lines;
        self.lines_without_customer += other.lines_without_customer;
        self.lines_without_description += other.lines_without_description;
        self.exact_duplicate_lines += other.exact_duplicate_lines;
        self.units += other.units;
        self.value += other.value;
        self.price_decimals = self.price_decimals.max(other.price_decimals);
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.into_iter().chain(other.last).max();
        for net in other.codes.values() {
            self.add_units(&net.code, net.units);
        }
        self.customers.extend(other.customers.iter().cloned());
        self.countries.extend(other.countries.iter().cloned());
        for (number, facts) in &other.invoices {
            self.join_invoice(number, facts.clone());
        }
    }

    /// The figures to compare and show.
    pub fn summary(&self) -> FactsSummary {
        let count = |test: fn(&InvoiceFacts) -> bool| {
            self.invoices.values().filter(|facts| test(facts)).count() as u64
        };
        let longest = self
            .invoices
            .iter()
            .max_by(|(number, facts), (other_number, other)| {
                let order = facts.lines.cmp(&other.lines);
                order
                    .then(other.time.cmp(&facts.time))
                    .then(other_number.cmp(number))
            })
            .map(|(number, facts)| (number.to_string(), facts.lines));
        let folded: HashSet<String> = self.codes.keys().map(|code| code.to_uppercase()).collect();
        FactsSummary {
            lines: self.lines,
            invoices: self.invoices.len() as u64,
            cancel_invoices: count(|facts| facts.cancel),
            adjust_invoices: count(|facts| facts.bad_debt),
            cancel_lines: self.cancel_lines,
            negative_qty_lines: self.negative_lines,
            negative_qty_lines_not_cancel: self.negative_lines_not_cancel,
            zero_price_lines: self.zero_price_lines,
            negative_price_lines: self.negative_price_lines,
            lines_without_customer: self.lines_without_customer,
            lines_without_description: self.lines_without_description,
            distinct_stockcodes: self.codes.len() as u64,
            distinct_stockcodes_casefolded: folded.len() as u64,
            distinct_customers: self.customers.len() as u64,
            countries: self.countries.len() as u64,
            sum_quantity: self.units,
            sum_value_gbp: decimal_text(self.value, self.price_decimals),
            exact_duplicate_lines: self.exact_duplicate_lines,
            invoices_with_more_than_one_timestamp: count(|facts| facts.several_times),
            invoices_with_more_than_one_customer: count(|facts| facts.several_customers),
            max_lines_in_one_invoice: longest.unwrap_or_default(),
            first: self.first.map(minute_text).unwrap_or_default(),
            last: self.last.map(minute_text).unwrap_or_default(),
            net_quantity_by_stockcode_sha256: self.net_quantity_hash(),
        }
    }

    fn net_quantity_hash(&self) -> String {
        let mut nets: Vec<&Net> = self.codes.values().collect();
        nets.sort_unstable_by(|one, other| one.code.cmp(&other.code));
        let mut hasher = Sha256::new();
        for (index, net) in nets.iter().enumerate() {
            if index > 0 {
                hasher.update(b"\n");
            }
            hasher.update(format!("{}\t{}", net.code, net.units));
        }
        hasher
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

fn minute_text(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M").to_string()
}

/// An amount in ten-thousandths as a decimal with at least so many decimals, and more where it needs them.
pub(super) fn decimal_text(amount: i128, decimals_min: usize) -> String {
    let magnitude = amount.unsigned_abs();
    let mut text = format!("{}.{:04}", magnitude / 10_000, magnitude % 10_000);
    let point = text.len() - 5;
    while text.len() > point + 1 + decimals_min && text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    if amount < 0 {
        text.insert(0, '-');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::decimal_text;

    #[test]
    fn amounts_keep_the_decimals_of_their_prices() {
        assert_eq!(decimal_text(67_816_190_040, 3), "6781619.004");
        assert_eq!(decimal_text(5_000, 2), "0.50");
        assert_eq!(decimal_text(-5_000, 0), "-0.5");
        assert_eq!(decimal_text(120_000, 0), "12");
        assert_eq!(decimal_text(1, 2), "0.0001");
        assert_eq!(decimal_text(0, 2), "0.00");
    }
}
