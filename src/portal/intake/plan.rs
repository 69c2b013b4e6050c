//! What is to be taken in, in which order, in which pieces.

use super::convert::{Counted, Records, Texts, convert, tally_of_invoice};
use super::report::{Fate, IntakeReport, Tally};
use crate::domain::command::{Command, IncomingCredit};
use crate::domain::event::{OrderPlaced, StockPosted};
use crate::domain::reason::Terms;
use crate::domain::text::{OrderId, Words};
use crate::domain::workspace::Workspace;
use crate::exchange::online_retail::{
    ChargeKind, ImportReport, Invoice, InvoiceKind, InvoiceLine, LineKind,
};
use crate::exchange::problem::{ErrorKind, Rejected, RowError};
use crate::limits::{INTAKE_BYTES_MAX, INTAKE_CREDITS_MAX, INTAKE_LINES_MAX, INTAKE_RECORDS_MAX};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// What the file does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// When the goods of the orders may leave, seen from the money.
    pub terms: Terms,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            terms: Terms::OnAccount,
        }
    }
}

/// Records of one kind, few enough for one command.
#[derive(Debug)]
pub struct Batch(Kind);

#[derive(Debug)]
enum Kind {
    Orders(Vec<Counted<OrderPlaced>>),
    Stock(Vec<Counted<StockPosted>>),
    Credits(Vec<Counted<IncomingCredit>>),
}

/// What of a batch is new.
pub(super) struct Sifted {
    pub(super) command: Command,
    pub(super) news: News,
}

/// How many records of which kind are new.
#[derive(Clone, Copy)]
pub(super) struct News {
    new: Tally,
    kind: FateOf,
}

#[derive(Clone, Copy)]
enum FateOf {
    Orders,
    Stock,
    Credits,
}

/// An invoice that waits for the end of the files.
struct Held {
    file: Arc<str>,
    /// Whether it is the first one of its file: where a file was cut within it, this is the second half.
    begins_file: bool,
    invoice: Invoice,
}

/// Fed with the invoices of the files, it gives out what is to be done.
#[derive(Default)]
pub struct Plan {
    texts: Texts,
    file: Arc<str>,
    file_begins: bool,
    file_ends: bool,
    orders: Filling,
    ready: VecDeque<Batch>,
    held: HashMap<Arc<str>, Held>,
    /// The orders of these files so far, with their lines and units: two of the files may hold the same order.
    met: HashMap<OrderId, (u32, u64)>,
    report: IntakeReport,
}

/// Orders that do not make a full command yet.
#[derive(Default)]
struct Filling {
    orders: Vec<Counted<OrderPlaced>>,
    lines: u64,
    bytes: usize,
}

impl Plan {
    /// An empty plan.
    pub fn new(options: Options) -> Self {
        let report = IntakeReport {
            options,
            ..IntakeReport::default()
        };
        Plan {
            report,
            ..Plan::default()
        }
    }

    /// What has been done so far.
    pub fn report(&self) -> &IntakeReport {
        &self.report
    }

    /// Ends the plan and gives its report.
    pub fn into_report(self) -> IntakeReport {
        self.report
    }

    pub(super) fn report_mut(&mut self) -> &mut IntakeReport {
        &mut self.report
    }

    /// Begins the next file.
    pub fn begin_file(&mut self, name: &str) {
        self.file = Arc::from(Words::new(name).as_ref().map_or(name, Words::as_str));
        self.file_begins = true;
        self.file_ends = false;
    }

    /// Says that the invoices from now on are those that were open at the end of the file.
    pub fn end_of_file(&mut self) {
        self.file_ends = true;
    }

    /// Adds the report of the file that has been read.
    pub fn end_file(&mut self, report: &ImportReport) {
        self.report.files.merge(report);
    }

    /// Takes an invoice of the current file.
    pub fn take(&mut self, invoice: Invoice) {
        if invoice.cut_short {
            self.report.held.add(&tally_of_invoice(&invoice));
            return;
        }
        let begins_file = std::mem::take(&mut self.file_begins);
        let at_edge = begins_file || self.file_ends;
        let waits = self.held.contains_key(&invoice.number);
        if invoice.kind == InvoiceKind::Order && !at_edge && !waits {
            let file = self.file.clone();
            self.spread(&invoice, &file);
        } else {
            let file = self.file.clone();
            self.hold(Held {
                file,
                begins_file,
                invoice,
            });
        }
    }

    /// Keeps an invoice for the end. Where another part of it is there already, they become one.
    fn hold(&mut self, new: Held) {
        let Some(held) = self.held.get_mut(&new.invoice.number) else {
            self.held.insert(new.invoice.number.clone(), new);
            return;
        };
        let fate = match new.invoice.kind {
            InvoiceKind::Order => &mut self.report.orders,
            InvoiceKind::Adjustment => &mut self.report.adjustments,
            InvoiceKind::Cancellation | InvoiceKind::BadDebt => &mut self.report.credits,
        };
        if held.file != new.file && contains(&held.invoice, &new.invoice) {
            // Two files that overlap: the same lines once more.
            fate.known.add(&tally_of_invoice(&new.invoice));
        } else if held.file != new.file && contains(&new.invoice, &held.invoice) {
            fate.known.add(&tally_of_invoice(&held.invoice));
            *held = new;
        } else {
            join(held, new);
        }
    }

    fn spread(&mut self, invoice: &Invoice, file: &Arc<str>) {
        let Records {
            orders,
            credits,
            stock,
            refused,
        } = convert(
            invoice,
            file,
            &self.report.options,
            &mut self.texts,
            &mut self.report.rejected,
        );
        self.report.refused.add(&refused);
        for order in orders {
            self.add_order(order);
        }
        if !stock.is_empty() {
            self.ready.push_back(Batch(Kind::Stock(stock)));
        }
        if !credits.is_empty() {
            self.ready.push_back(Batch(Kind::Credits(credits)));
        }
    }

    fn add_order(&mut self, order: Counted<OrderPlaced>) {
        let filling = &mut self.orders;
        filling.lines += order.tally.lines;
        filling.bytes += order.bytes;
        filling.orders.push(order);
        if filling.orders.len() >= INTAKE_RECORDS_MAX
            || filling.lines as usize >= INTAKE_LINES_MAX
            || filling.bytes >= INTAKE_BYTES_MAX
        {
            self.flush_orders();
        }
    }

    fn flush_orders(&mut self) {
        let filling = std::mem::take(&mut self.orders);
        if !filling.orders.is_empty() {
            self.ready.push_back(Batch(Kind::Orders(filling.orders)));
        }
    }

    /// Ends the files: what was held becomes the last batches, stock before credits, credits in the order of their
    /// time.
    pub fn close(&mut self) {
        let mut held: Vec<Held> = std::mem::take(&mut self.held).into_values().collect();
        held.sort_by(|a, b| {
            let key = |held: &Held| (held.invoice.time, held.invoice.number.clone());
            key(a).cmp(&key(b))
        });
        let mut stock = Vec::new();
        let mut credits = Vec::new();
        for Held { file, invoice, .. } in held {
            let records = convert(
                &invoice,
                &file,
                &self.report.options,
                &mut self.texts,
                &mut self.report.rejected,
            );
            self.report.refused.add(&records.refused);
            for order in records.orders {
                self.add_order(order);
            }
            stock.extend(records.stock);
            credits.extend(records.credits);
        }
        self.flush_orders();
        let stock = pieces(stock, INTAKE_RECORDS_MAX)
            .into_iter()
            .map(Kind::Stock);
        let credits = pieces(credits, INTAKE_CREDITS_MAX)
            .into_iter()
            .map(Kind::Credits);
        self.ready.extend(stock.chain(credits).map(Batch));
    }

    /// The next batch that is full; `None` until more is fed.
    pub fn next_batch(&mut self) -> Option<Batch> {
        self.ready.pop_front()
    }

    /// How many batches are ready.
    pub fn ready(&self) -> usize {
        self.ready.len()
    }

    /// Counts what of a batch is known, and gives the command for what is new.
    pub(super) fn sift(&mut self, batch: Batch, state: &Workspace) -> Option<Sifted> {
        let report = &mut self.report;
        let rejected = &mut report.rejected;
        let mut new = Tally::default();
        let (command, kind) = match batch.0 {
            Kind::Orders(orders) => {
                let met = &mut self.met;
                let orders = sift(orders, &mut report.orders, &mut new, rejected, |order| {
                    let placed = &order.record;
                    let units: u64 = placed.lines.iter().map(|line| u64::from(line.units)).sum();
                    let size = (placed.lines.len() as u32, units);
                    let here = state.head(&placed.order);
                    let known = here.map(|head| (head.lines, u64::from(head.stages.total())));
                    let before = met.insert(placed.order.clone(), size);
                    match known.or(before) {
                        None => Standing::New,
                        Some(known) => Standing::known(
                            known == size
                                && here.is_none_or(|head| head.placed_at == placed.placed_at),
                            placed.order.number(),
                        ),
                    }
                });
                (Command::TakeOrders { orders }, FateOf::Orders)
            }
            Kind::Stock(documents) => {
                let documents = sift(
                    documents,
                    &mut report.adjustments,
                    &mut new,
                    rejected,
                    |d| {
                        let Some(known) = state.stock_documents.get(&d.record.document) else {
                            return Standing::New;
                        };
                        let units: u64 =
                            d.record.movements.iter().map(|m| u64::from(m.units)).sum();
                        let same =
                            known.units == units && known.happened_at == d.record.happened_at;
                        Standing::known(same, d.record.document.as_str())
                    },
                );
                (Command::TakeStock { documents }, FateOf::Stock)
            }
            Kind::Credits(credits) => {
                let credits = sift(credits, &mut report.credits, &mut new, rejected, |credit| {
                    let Some(known) = state.credits.get(&credit.record.credit) else {
                        return Standing::New;
                    };
                    let units: u64 = credit.record.lines.iter().map(|l| u64::from(l.units)).sum();
                    let same =
                        known.units == units && i128::from(-known.total.0) == credit.tally.value;
                    Standing::known(same, credit.record.credit.number())
                });
                (Command::TakeCredits { credits }, FateOf::Credits)
            }
        };
        (new.records > 0).then_some(Sifted {
            command,
            news: News { new, kind },
        })
    }

    /// Notes that what was new has been taken, or would be.
    pub(super) fn taken(&mut self, news: &News) {
        self.fate(news.kind).new.add(&news.new);
    }

    /// Notes that what seemed new was taken meanwhile, by another tab.
    pub(super) fn taken_before(&mut self, news: &News) {
        self.fate(news.kind).known.add(&news.new);
    }

    fn fate(&mut self, kind: FateOf) -> &mut Fate {
        match kind {
            FateOf::Orders => &mut self.report.orders,
            FateOf::Stock => &mut self.report.adjustments,
            FateOf::Credits => &mut self.report.credits,
        }
    }
}

/// How a record stands to what is here.
enum Standing {
    New,
    Known,
    /// Known by this number, with other contents.
    Differing(String),
}

impl Standing {
    fn known(same: bool, number: &str) -> Self {
        if same {
            Standing::Known
        } else {
            Standing::Differing(number.to_owned())
        }
    }
}

fn sift<R>(
    records: Vec<Counted<R>>,
    fate: &mut Fate,
    new: &mut Tally,
    rejected: &mut Rejected,
    mut standing: impl FnMut(&Counted<R>) -> Standing,
) -> Vec<R> {
    let mut fresh = Vec::with_capacity(records.len());
    for counted in records {
        match standing(&counted) {
            Standing::New => {
                new.add(&counted.tally);
                fresh.push(counted.record);
            }
            Standing::Known => fate.known.add(&counted.tally),
            Standing::Differing(number) => {
                fate.differing.add(&counted.tally);
                rejected.add(|| RowError {
                    file: counted.file.clone(),
                    row: counted.row,
                    column: Some("InvoiceNo".into()),
                    value: number.clone(),
                    what: ErrorKind::KnownDifferently,
                    line: number,
                });
            }
        }
    }
    fresh
}

/// Cuts records into batches.
fn pieces<R>(records: Vec<Counted<R>>, records_max: usize) -> Vec<Vec<Counted<R>>> {
    let mut all = Vec::new();
    let mut piece: Vec<Counted<R>> = Vec::new();
    let (mut lines, mut bytes) = (0, 0);
    for record in records {
        lines += record.tally.lines as usize;
        bytes += record.bytes;
        piece.push(record);
        if piece.len() >= records_max || lines >= INTAKE_LINES_MAX || bytes >= INTAKE_BYTES_MAX {
            all.push(std::mem::take(&mut piece));
            (lines, bytes) = (0, 0);
        }
    }
    if !piece.is_empty() {
        all.push(piece);
    }
    all
}

type LineKey<'a> = (&'a str, &'a str, i64, i64);

fn line_key(line: &InvoiceLine) -> LineKey<'_> {
    (&line.code, &line.words, line.units, line.unit_price)
}

/// Whether every line of `part` stands in `whole` too, as often.
fn contains(whole: &Invoice, part: &Invoice) -> bool {
    let mut there: HashMap<LineKey<'_>, usize> = HashMap::new();
    for line in &whole.lines {
        *there.entry(line_key(line)).or_default() += 1;
    }
    part.lines.iter().all(|line| {
        there
            .get_mut(&line_key(line))
            .filter(|left| **left > 0)
            .map(|left| *left -= 1)
            .is_some()
    })
}

/// Joins two halves of an invoice, the earlier one first.
fn join(held: &mut Held, mut other: Held) {
    let place = |held: &Held| (held.invoice.time, held.begins_file, held.invoice.part);
    if place(&other) < place(held) {
        std::mem::swap(held, &mut other);
    }
    let (held, mut other) = (&mut held.invoice, other.invoice);
    if held.kind != other.kind {
        // Half an order may look like a stock adjustment: one line without customer and price.
        held.kind = InvoiceKind::Order;
    }
    held.customer = held.customer.take().or(other.customer);
    held.lines.append(&mut other.lines);
    if held.kind == InvoiceKind::Order {
        for line in held.lines.iter_mut().filter(|line| line.units > 0) {
            if let LineKind::Adjustment(_) = line.kind {
                line.kind =
                    ChargeKind::of_code(&line.code).map_or(LineKind::Goods, LineKind::Charge);
            }
        }
    }
}
