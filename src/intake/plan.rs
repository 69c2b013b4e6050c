//! Orders of files in pieces that fit a commit, halves joined, credits last.

use super::judged::{Became, Judged};
use super::orders::{Defaults, Incoming, OrderOptions, Setting, channel_of, credit, record, tally};
use super::report::{FileReport, IntakeReport, Tally};
use crate::exchange::online_retail::ChargeKind as RetailKind;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::model::{LineKind, Order, OrderKind, OrderLine};
use crate::exchange::problem::RowError;
use crate::limits::{
    INTAKE_BYTES_MAX, INTAKE_CREDITS_MAX, INTAKE_LINES_MAX, INTAKE_RECORD_LINES_MAX,
    INTAKE_RECORDS_MAX,
};
use crate::trade::id::ChannelId;
use crate::trade::money::credit::IncomingCredit;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

/// The salt of personal rows, and the time.
pub(super) struct Outside<'a> {
    pub(super) salt: &'a mut dyn FnMut() -> [u8; 16],
    pub(super) now_ms: i64,
    /// What the card of a channel says of its orders.
    pub(super) defaults: &'a dyn Fn(&ChannelId) -> Defaults,
}

/// Records of one kind, few enough for one command.
pub(super) enum Piece {
    Orders(Vec<Incoming>),
    Credits(Vec<Credit>),
}

/// A credit note with what it counts for.
pub(super) struct Credit {
    pub(super) note: IncomingCredit,
    pub(super) tally: Tally,
    lines: usize,
}

/// An order that waits for the end of the files.
struct Held {
    file: Arc<str>,
    hash: [u8; 16],
    /// Whether it is the first one of its file: where a file was cut within it, this is the second half.
    begins_file: bool,
    order: Order,
}

/// Orders that do not make a full command yet.
#[derive(Default)]
struct Filling {
    orders: Vec<Incoming>,
    lines: u64,
    bytes: usize,
}

/// Fed with the orders of the files, it gives out what is to be done.
pub(super) struct Plan {
    options: OrderOptions,
    file: Arc<str>,
    hash: [u8; 16],
    file_begins: bool,
    file_ends: bool,
    filling: Filling,
    ready: VecDeque<Piece>,
    held: BTreeMap<(OrderFormat, Arc<str>), Held>,
    credits: Vec<Credit>,
    pub(super) report: IntakeReport,
}

impl Plan {
    pub(super) fn new(options: OrderOptions) -> Self {
        Plan {
            options,
            file: Arc::from(""),
            hash: [0; 16],
            file_begins: false,
            file_ends: false,
            filling: Filling::default(),
            ready: VecDeque::new(),
            held: BTreeMap::new(),
            credits: Vec::new(),
            report: IntakeReport::default(),
        }
    }

    pub(super) fn options(&self) -> &OrderOptions {
        &self.options
    }

    /// Begins the next file.
    pub(super) fn begin_file(&mut self, name: &Arc<str>, hash: [u8; 16]) {
        self.file = name.clone();
        self.hash = hash;
        self.file_begins = true;
        self.file_ends = false;
    }

    /// Says that the orders from now on are those that were open at the end of the file.
    pub(super) fn end_of_file(&mut self) {
        self.file_ends = true;
    }

    /// Adds the report of the file that has been read.
    pub(super) fn end_file(&mut self, report: FileReport) {
        self.report.files.push(report);
    }

    /// Takes an order of the current file.
    pub(super) fn take(&mut self, order: Order, outside: &mut Outside<'_>) {
        self.report.read.add(&tally(&order, |_| true));
        let currency = order.currency.map(|currency| currency.to_string());
        self.report.note_currency(&currency.unwrap_or_default());
        let begins_file = std::mem::take(&mut self.file_begins);
        let at_edge = begins_file || self.file_ends;
        let waits = self
            .held
            .contains_key(&(order.format, order.number.clone()));
        let held = Held {
            file: self.file.clone(),
            hash: self.hash,
            begins_file,
            order,
        };
        if held.order.kind == OrderKind::Sale && !at_edge && !waits {
            self.spread(held, outside);
        } else {
            self.hold(held, outside);
        }
    }

    /// Keeps an order for the end. Where another part of it is there already, they become one.
    fn hold(&mut self, new: Held, outside: &mut Outside<'_>) {
        let key = (new.order.format, new.order.number.clone());
        let Some(held) = self.held.get_mut(&key) else {
            self.held.insert(key, new);
            return;
        };
        let other_file = held.hash != new.hash;
        if other_file && new.order.format != OrderFormat::OnlineRetail {
            // A shop writes an order whole: in another file it is a later word, not the other half.
            let before = std::mem::replace(held, new);
            self.spread(before, outside);
            return;
        }
        let fate = match new.order.kind {
            OrderKind::Sale => &mut self.report.orders.known,
            OrderKind::StockAdjustment => &mut self.report.corrections,
            OrderKind::Cancellation | OrderKind::BadDebt => &mut self.report.credits.known,
        };
        if other_file && contains(&held.order, &new.order) {
            // Two files that overlap: the same lines once more.
            fate.add(&tally(&new.order, |_| true));
        } else if other_file && contains(&new.order, &held.order) {
            fate.add(&tally(&held.order, |_| true));
            *held = new;
        } else {
            join(held, new);
        }
    }

    fn spread(&mut self, held: Held, outside: &mut Outside<'_>) {
        let Held {
            file, hash, order, ..
        } = held;
        let channel = self.options.channel.clone();
        let Some(channel) = channel.or_else(|| channel_of(order.format)) else {
            return;
        };
        let mut setting = Setting {
            options: &self.options,
            channel,
            file,
            hash,
            salt: outside.salt,
            now_ms: outside.now_ms,
            defaults: Defaults::default(),
        };
        setting.defaults = (outside.defaults)(&setting.channel);
        let report = &mut self.report;
        match order.kind {
            OrderKind::StockAdjustment => report.corrections.add(&tally(&order, |_| true)),
            OrderKind::Cancellation | OrderKind::BadDebt => {
                let tally = tally(&order, |_| true);
                match credit(&order, &setting) {
                    Ok(note) => self.credits.push(Credit {
                        note,
                        tally,
                        lines: order.lines.len(),
                    }),
                    Err(error) => refuse(report, error, &tally),
                }
            }
            OrderKind::Sale => {
                let corrections = tally(&order, |kind| kind == LineKind::StockAdjustment);
                if corrections.lines > 0 {
                    report.corrections.add(&corrections);
                }
                for piece in pieces_of(order) {
                    match record(&piece, &mut setting) {
                        Ok(mut incoming) => {
                            for fault in std::mem::take(&mut incoming.faults) {
                                report.rejected.add(|| fault);
                            }
                            let filling = &mut self.filling;
                            filling.lines += incoming.tally.lines;
                            filling.bytes += incoming.bytes;
                            filling.orders.push(incoming);
                        }
                        Err(error) => {
                            let goods = |kind| kind != LineKind::StockAdjustment;
                            refuse(report, error, &tally(&piece, goods));
                        }
                    }
                }
                let filling = &self.filling;
                if filling.orders.len() >= INTAKE_RECORDS_MAX
                    || filling.lines as usize >= INTAKE_LINES_MAX
                    || filling.bytes >= INTAKE_BYTES_MAX
                {
                    self.flush();
                }
            }
        }
    }

    fn flush(&mut self) {
        let filling = std::mem::take(&mut self.filling);
        if !filling.orders.is_empty() {
            self.ready.push_back(Piece::Orders(filling.orders));
        }
    }

    /// Ends the files: what was held becomes the last pieces, credits behind all orders in the order of their time.
    pub(super) fn close(&mut self, outside: &mut Outside<'_>) {
        let mut held: Vec<Held> = std::mem::take(&mut self.held).into_values().collect();
        held.sort_by(|a, b| {
            let key = |held: &Held| {
                let placed = held.order.times.placed.as_ref();
                let at = placed.and_then(|time| time.local);
                (at, held.order.number.clone())
            };
            key(a).cmp(&key(b))
        });
        for held in held {
            self.spread(held, outside);
        }
        self.flush();
        let mut credits = std::mem::take(&mut self.credits);
        credits.sort_by(|a, b| {
            let key =
                |credit: &Credit| (credit.note.written_at.clone(), credit.note.number.clone());
            key(a).cmp(&key(b))
        });
        let mut piece = Vec::new();
        let mut lines = 0;
        for credit in credits {
            lines += credit.lines;
            piece.push(credit);
            if piece.len() >= INTAKE_CREDITS_MAX || lines >= INTAKE_LINES_MAX {
                self.ready
                    .push_back(Piece::Credits(std::mem::take(&mut piece)));
                lines = 0;
            }
        }
        if !piece.is_empty() {
            self.ready.push_back(Piece::Credits(piece));
        }
    }

    /// The next piece that is full; `None` until more is fed.
    pub(super) fn next_piece(&mut self) -> Option<Piece> {
        self.ready.pop_front()
    }

    /// How many pieces are ready.
    pub(super) fn ready(&self) -> usize {
        self.ready.len()
    }
}

fn refuse(report: &mut IntakeReport, error: Box<RowError>, tally: &Tally) {
    report.refused.add(tally);
    report.judged.add(Judged {
        number: error.line.clone(),
        order: None,
        file: error.file.clone(),
        row: error.row,
        became: Became::Refused,
        doubts: Vec::new(),
        holds: Vec::new(),
        changes: Vec::new(),
        senders: Vec::new(),
    });
    report.rejected.add(|| *error);
}

/// An order of more lines than one record may have, as several.
fn pieces_of(mut order: Order) -> Vec<Order> {
    if order.lines.len() <= INTAKE_RECORD_LINES_MAX {
        return vec![order];
    }
    let lines = std::mem::take(&mut order.lines);
    let piece = |(index, lines): (usize, &[OrderLine])| Order {
        number: match index {
            0 => order.number.clone(),
            more => Arc::from(format!("{} #{}", order.number, more + 1)),
        },
        charges: if index == 0 {
            order.charges.clone()
        } else {
            Vec::new()
        },
        totals: Default::default(),
        lines: lines.to_vec(),
        ..order.clone()
    };
    let chunks = lines.chunks(INTAKE_RECORD_LINES_MAX);
    chunks.enumerate().map(piece).collect()
}

type LineKey<'a> = (Option<&'a str>, Option<&'a str>, i64, Option<String>);

fn line_key(line: &OrderLine) -> LineKey<'_> {
    let price = line.unit_price.map(|price| price.to_string());
    (
        line.sku.as_deref(),
        line.title.as_deref(),
        line.units,
        price,
    )
}

/// Whether every line of `part` stands in `whole` too, as often.
fn contains(whole: &Order, part: &Order) -> bool {
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

/// Joins two halves of an order, the earlier one first.
fn join(held: &mut Held, mut other: Held) {
    let place = |held: &Held| {
        let placed = held.order.times.placed.as_ref();
        (
            placed.and_then(|time| time.local),
            held.begins_file,
            held.order.part,
        )
    };
    if place(&other) < place(held) {
        std::mem::swap(held, &mut other);
    }
    let (held, mut other) = (&mut held.order, other.order);
    if held.kind != other.kind {
        // Half an order may look like a stock adjustment: one line without customer and price.
        held.kind = OrderKind::Sale;
    }
    held.buyer.id = held.buyer.id.take().or(other.buyer.id);
    held.cut_short |= other.cut_short;
    held.refused_rows += other.refused_rows;
    held.part = held.part.min(other.part);
    held.lines.append(&mut other.lines);
    held.charges.append(&mut other.charges);
    if held.kind == OrderKind::Sale && held.format == OrderFormat::OnlineRetail {
        for line in held.lines.iter_mut().filter(|line| line.units > 0) {
            if line.kind == LineKind::StockAdjustment {
                let code = line.sku.as_deref().unwrap_or_default();
                line.kind = match RetailKind::of_code(code) {
                    Some(_) => LineKind::Charge,
                    None => LineKind::Goods,
                };
            }
        }
    }
}
