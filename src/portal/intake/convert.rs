//! From an invoice of the file to records of the domain.

use super::CHANNEL;
use super::plan::Options;
use super::report::Tally;
use crate::domain::command::{CreditedLine, IncomingCredit};
use crate::domain::event::{
    Charge, CivilMinutes, OrderPlaced, PlacedLine, Source, StockDocumentKind, StockPosted,
};
use crate::domain::money::{Amount, Currency};
use crate::domain::place::{Goods, Movement, Place};
use crate::domain::reason::{ChargeKind, LossReason};
use crate::domain::text::{Code, CreditId, OrderId, Sku, StockDocumentId, TextError, Words};
use crate::exchange::online_retail::{
    AdjustmentReason, ChargeKind as FileCharge, Invoice, InvoiceKind, InvoiceLine, LineKind,
};
use crate::exchange::problem::{ErrorKind, Rejected, RowError, shown_line, shown_value};
use crate::limits::{INTAKE_RECORD_BYTES_MAX, INTAKE_RECORD_LINES_MAX};
use std::collections::HashMap;
use std::sync::Arc;

/// A record of the domain with what it counts for and where it stands in its file.
#[derive(Clone, Debug)]
pub(super) struct Counted<R> {
    pub(super) record: R,
    pub(super) tally: Tally,
    /// The text in its lines, in bytes.
    pub(super) bytes: usize,
    pub(super) file: Arc<str>,
    pub(super) row: u64,
}

/// What an invoice becomes.
#[derive(Default)]
pub(super) struct Records {
    pub(super) orders: Vec<Counted<OrderPlaced>>,
    pub(super) credits: Vec<Counted<IncomingCredit>>,
    pub(super) stock: Vec<Counted<StockPosted>>,
    pub(super) refused: Tally,
}

/// Turns texts into those of the domain and remembers the last ones: most lines repeat the words of a line before, and
/// most invoices the country of the invoice before.
#[derive(Default)]
pub(super) struct Texts {
    country: Option<(Arc<str>, Words)>,
    items: HashMap<Arc<str>, (Sku, Option<Named>)>,
}

/// A description and the words it became.
type Named = (Arc<str>, Words);

/// What is wrong with a text, in the terms of a row.
fn fault(error: TextError) -> ErrorKind {
    match error {
        TextError::Empty => ErrorKind::Missing,
        TextError::TooLong => ErrorKind::CellTooLong,
        TextError::Control => ErrorKind::ControlCharacter,
    }
}

type Fault = (&'static str, ErrorKind);

impl Texts {
    fn country(&mut self, country: &Arc<str>) -> Result<Option<Words>, Fault> {
        if country.is_empty() {
            return Ok(None);
        }
        if let Some((known, words)) = &self.country
            && known == country
        {
            return Ok(Some(words.clone()));
        }
        let words = Words::new(country).map_err(|error| ("Country", fault(error)))?;
        self.country = Some((country.clone(), words.clone()));
        Ok(Some(words))
    }

    fn item(&mut self, code: &Arc<str>, words: &Arc<str>) -> Result<(Sku, Option<Words>), Fault> {
        if let Some((sku, last)) = self.items.get_mut(code) {
            if words.is_empty() {
                return Ok((sku.clone(), None));
            }
            if let Some((text, known)) = last
                && text == words
            {
                return Ok((sku.clone(), Some(known.clone())));
            }
            let new = Words::new(words).map_err(|error| ("Description", fault(error)))?;
            *last = Some((words.clone(), new.clone()));
            return Ok((sku.clone(), Some(new)));
        }
        let sku = Sku::new(code).map_err(|error| ("StockCode", fault(error)))?;
        let new = optional_words(words)?;
        self.items.insert(
            code.clone(),
            (sku.clone(), new.clone().map(|new| (words.clone(), new))),
        );
        Ok((sku, new))
    }
}

fn optional_words(words: &str) -> Result<Option<Words>, Fault> {
    match Words::new(words) {
        Ok(words) => Ok(Some(words)),
        Err(TextError::Empty) => Ok(None),
        Err(error) => Err(("Description", fault(error))),
    }
}

/// Whether the movement of a line corrects goods; a charge's code in an adjustment corrects nothing that lies in a bin.
fn is_goods(line: &InvoiceLine) -> bool {
    FileCharge::of_code(&line.code).is_none()
}

fn tally_of(line: &InvoiceLine) -> Tally {
    let goods = match line.kind {
        LineKind::Goods => true,
        LineKind::Charge(_) => false,
        LineKind::Adjustment(_) => is_goods(line),
    };
    Tally {
        records: 0,
        lines: 1,
        units: if goods { line.units.unsigned_abs() } else { 0 },
        value: line.value(),
    }
}

/// The sum of all lines of an invoice, as one record.
pub(super) fn tally_of_invoice(invoice: &Invoice) -> Tally {
    let mut sum = Tally {
        records: 1,
        ..Tally::default()
    };
    invoice
        .lines
        .iter()
        .for_each(|line| sum.add(&tally_of(line)));
    sum
}

/// One invoice on its way.
struct Conversion<'a> {
    invoice: &'a Invoice,
    file: &'a Arc<str>,
    source: Option<Source>,
    texts: &'a mut Texts,
    rejected: &'a mut Rejected,
    refused: Tally,
}

/// Turns an invoice into records; what the domain refuses becomes a row error, and the rest goes on.
pub(super) fn convert(
    invoice: &Invoice,
    file: &Arc<str>,
    options: &Options,
    texts: &mut Texts,
    rejected: &mut Rejected,
) -> Records {
    let source = Words::new(file).ok().map(|file| Source {
        file,
        row: u32::try_from(invoice.first_row).unwrap_or(u32::MAX),
    });
    let mut conversion = Conversion {
        invoice,
        file,
        source,
        texts,
        rejected,
        refused: Tally::default(),
    };
    let mut records = Records::default();
    match conversion.head() {
        Ok(head) => match invoice.kind {
            InvoiceKind::Order => conversion.order(&head, options, &mut records),
            InvoiceKind::Adjustment => conversion.adjustment(&head, &mut records),
            InvoiceKind::Cancellation | InvoiceKind::BadDebt => {
                conversion.credit(&head, &mut records);
            }
        },
        Err(fault) => invoice
            .lines
            .iter()
            .for_each(|line| conversion.refuse(line, fault)),
    }
    records.refused = conversion.refused;
    records
}

/// What all lines of an invoice share.
struct Head {
    at: CivilMinutes,
    customer: Option<Code>,
    country: Option<Words>,
}

impl Conversion<'_> {
    fn head(&mut self) -> Result<Head, Fault> {
        let customer = match &self.invoice.customer {
            Some(customer) => {
                Some(Code::new(customer).map_err(|error| ("CustomerID", fault(error)))?)
            }
            None => None,
        };
        // The number becomes part of an identity, with the channel before it: checked as a code of its own.
        Code::new(&self.invoice.number).map_err(|error| ("InvoiceNo", fault(error)))?;
        Ok(Head {
            at: self.invoice.time.and_utc().timestamp().div_euclid(60),
            customer,
            country: self.texts.country(&self.invoice.country)?,
        })
    }

    fn refuse(&mut self, line: &InvoiceLine, (column, what): Fault) {
        self.refused.add(&tally_of(line));
        let invoice = self.invoice;
        let file = self.file;
        self.rejected.add(|| {
            let cells = [
                invoice.number.to_string(),
                line.code.to_string(),
                line.words.to_string(),
                line.units.to_string(),
                invoice.time.format("%Y-%m-%d %H:%M").to_string(),
                Amount(line.unit_price).to_string(),
                invoice.customer.as_deref().unwrap_or_default().to_owned(),
                invoice.country.to_string(),
            ];
            let value = match column {
                "InvoiceNo" => &cells[0],
                "StockCode" => &cells[1],
                "Description" => &cells[2],
                "Quantity" => &cells[3],
                "CustomerID" => &cells[6],
                _ => &cells[7],
            };
            RowError {
                file: file.clone(),
                row: line.row,
                column: Some(column.into()),
                value: shown_value(value),
                what,
                line: shown_line(cells.iter().map(String::as_str)),
            }
        });
    }

    fn counted<R>(&self, record: R, mut tally: Tally, bytes: usize, row: u64) -> Counted<R> {
        tally.records = 1;
        Counted {
            record,
            tally,
            bytes,
            file: self.file.clone(),
            row,
        }
    }

    fn charge(&mut self, line: &InvoiceLine, kind: ChargeKind) -> Result<Charge, Fault> {
        Ok(Charge {
            code: Code::new(&line.code).map_err(|error| ("StockCode", fault(error)))?,
            kind,
            words: optional_words(&line.words)?,
            units: line.units,
            unit_price: Amount(line.unit_price),
        })
    }

    fn order(&mut self, head: &Head, options: &Options, records: &mut Records) {
        let mut adjusted = Vec::new();
        let mut piece = OrderPiece::default();
        let mut pieces = Vec::new();
        for line in &self.invoice.lines {
            if let LineKind::Adjustment(_) = line.kind {
                adjusted.push(line);
                continue;
            }
            match self.order_line(line, &mut piece) {
                Ok(()) => piece.note(line),
                Err(fault) => self.refuse(line, fault),
            }
            if piece.is_full() {
                pieces.push(std::mem::take(&mut piece));
            }
        }
        if piece.tally.lines > 0 {
            pieces.push(piece);
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            let Ok(order) = OrderId::of(CHANNEL, &piece_number(self.invoice, index)) else {
                continue;
            };
            let placed = OrderPlaced {
                order,
                placed_at: head.at,
                customer: head.customer.clone(),
                country: head.country.clone(),
                currency: Currency::GBP,
                terms: options.terms,
                address: None,
                lines: piece.lines,
                charges: piece.charges,
                ship_by: None,
                source: self.source.clone(),
            };
            let counted = self.counted(placed, piece.tally, piece.bytes, piece.row);
            records.orders.push(counted);
        }
        if !adjusted.is_empty() {
            self.stock_document(head, &adjusted, records);
        }
    }

    fn order_line(&mut self, line: &InvoiceLine, piece: &mut OrderPiece) -> Result<(), Fault> {
        match line.kind {
            LineKind::Charge(kind) => piece.charges.push(self.charge(line, charge_kind(kind))?),
            LineKind::Goods | LineKind::Adjustment(_) => {
                let (sku, words) = self.texts.item(&line.code, &line.words)?;
                let units =
                    u32::try_from(line.units).map_err(|_| ("Quantity", ErrorKind::OutOfRange))?;
                piece.lines.push(PlacedLine {
                    sku,
                    units,
                    unit_price: Amount(line.unit_price),
                    words,
                });
            }
        }
        Ok(())
    }

    fn adjustment(&mut self, head: &Head, records: &mut Records) {
        let lines: Vec<&InvoiceLine> = self.invoice.lines.iter().collect();
        self.stock_document(head, &lines, records);
    }

    /// One document for the stock adjustments of an invoice.
    ///
    /// The file tells neither a bin nor what lay there before, and goods that were never booked in cannot be booked out
    /// of a bin without leaving less than nothing there. What was written off therefore came from outside and is lost
    /// ([`Place::Supplier`] to [`Place::Loss`]), and what was found goes the other way: the write-off ledger is whole,
    /// by item and reason, and no bin is touched. What really lies in the bins is told by opening stock and counts.
    fn stock_document(&mut self, head: &Head, lines: &[&InvoiceLine], records: &mut Records) {
        let mut movements = Vec::with_capacity(lines.len());
        let mut tally = Tally::default();
        let mut bytes = 0;
        let mut said: Option<(LossReason, Option<Words>, u64)> = None;
        for line in lines {
            match self.movement(line) {
                Ok((reason, words, movement)) => {
                    movements.extend(movement);
                    tally.add(&tally_of(line));
                    bytes += line.code.len() + 16;
                    said.get_or_insert((reason, words, line.row));
                }
                Err(fault) => self.refuse(line, fault),
            }
        }
        let Some((reason, words, row)) = said else {
            return;
        };
        let number = piece_number(self.invoice, 0);
        let Ok(document) = StockDocumentId::new(&format!("{CHANNEL}:{number}")) else {
            return;
        };
        let posted = StockPosted {
            document,
            kind: StockDocumentKind::Adjustment,
            reason: Some(reason),
            words,
            happened_at: Some(head.at),
            movements,
            source: self.source.clone(),
        };
        let counted = self.counted(posted, tally, bytes, row);
        records.stock.push(counted);
    }

    fn movement(
        &mut self,
        line: &InvoiceLine,
    ) -> Result<(LossReason, Option<Words>, Option<Movement>), Fault> {
        let reason = match line.kind {
            LineKind::Adjustment(reason) => loss_reason(reason),
            LineKind::Goods | LineKind::Charge(_) => LossReason::Unknown,
        };
        let words = optional_words(&line.words)?;
        if !is_goods(line) {
            return Ok((reason, words, None));
        }
        // The words of an adjustment say why, they are no name of the item.
        let (sku, _) = self.texts.item(&line.code, &Arc::from(""))?;
        let units = u32::try_from(line.units.unsigned_abs())
            .map_err(|_| ("Quantity", ErrorKind::OutOfRange))?;
        let (from, to) = match line.units < 0 {
            true => (Place::Supplier, Place::Loss(reason)),
            false => (Place::Loss(reason), Place::Supplier),
        };
        let movement = Movement {
            goods: Goods::new(sku),
            from,
            to,
            units,
        };
        Ok((reason, words, Some(movement)))
    }

    /// A credit note. Goods are credited by positive units; everything else keeps the file's sign as a charge: also the
    /// lines of a bad debt, which move money only, and a line of a cancellation that credits nothing but charges.
    fn credit(&mut self, head: &Head, records: &mut Records) {
        let mut piece = CreditPiece::default();
        let mut pieces = Vec::new();
        for line in &self.invoice.lines {
            match self.credit_line(line, &mut piece) {
                Ok(()) => piece.note(line),
                Err(fault) => self.refuse(line, fault),
            }
            if piece.is_full() {
                pieces.push(std::mem::take(&mut piece));
            }
        }
        if piece.tally.lines > 0 {
            pieces.push(piece);
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            let number = piece_number(self.invoice, index);
            let Ok(credit) = CreditId::new(&format!("{CHANNEL}:{number}")) else {
                continue;
            };
            let incoming = IncomingCredit {
                credit,
                written_at: head.at,
                customer: head.customer.clone(),
                currency: Currency::GBP,
                lines: piece.lines,
                charges: piece.charges,
                source: self.source.clone(),
            };
            let counted = self.counted(incoming, piece.tally, piece.bytes, piece.row);
            records.credits.push(counted);
        }
    }

    fn credit_line(&mut self, line: &InvoiceLine, piece: &mut CreditPiece) -> Result<(), Fault> {
        let bad_debt = self.invoice.kind == InvoiceKind::BadDebt;
        let charge = match line.kind {
            _ if bad_debt => Some(ChargeKind::BadDebt),
            LineKind::Charge(kind) => Some(charge_kind(kind)),
            LineKind::Goods | LineKind::Adjustment(_) => {
                (line.units > 0).then_some(ChargeKind::Other)
            }
        };
        if let Some(kind) = charge {
            piece.charges.push(self.charge(line, kind)?);
            return Ok(());
        }
        let (sku, words) = self.texts.item(&line.code, &line.words)?;
        let units = u32::try_from(line.units.unsigned_abs())
            .map_err(|_| ("Quantity", ErrorKind::OutOfRange))?;
        piece.lines.push(CreditedLine {
            sku,
            units,
            unit_price: Amount(line.unit_price),
            words,
        });
        Ok(())
    }
}

/// The lines of a record, as many as one record may have.
struct Piece<L> {
    lines: Vec<L>,
    charges: Vec<Charge>,
    tally: Tally,
    bytes: usize,
    row: u64,
}

type OrderPiece = Piece<PlacedLine>;
type CreditPiece = Piece<CreditedLine>;

impl<L> Default for Piece<L> {
    fn default() -> Self {
        Piece {
            lines: Vec::new(),
            charges: Vec::new(),
            tally: Tally::default(),
            bytes: 0,
            row: 0,
        }
    }
}

impl<L> Piece<L> {
    fn note(&mut self, line: &InvoiceLine) {
        if self.tally.lines == 0 {
            self.row = line.row;
        }
        self.tally.add(&tally_of(line));
        self.bytes += line.code.len() + line.words.len() + 16;
    }

    fn is_full(&self) -> bool {
        self.tally.lines as usize >= INTAKE_RECORD_LINES_MAX
            || self.bytes >= INTAKE_RECORD_BYTES_MAX
    }
}

/// The number of a piece of an invoice: the invoice's own for the first one. Later pieces (of an invoice too large for
/// one record, or whose lines came back long after the others) are records of their own, numbered behind a slash.
fn piece_number(invoice: &Invoice, piece: usize) -> String {
    match (invoice.part, piece) {
        (0, 0) => invoice.number.to_string(),
        (part, 0) => format!("{}/{}", invoice.number, part + 1),
        (part, piece) => format!("{}/{}.{}", invoice.number, part + 1, piece + 1),
    }
}

fn charge_kind(kind: FileCharge) -> ChargeKind {
    match kind {
        FileCharge::Postage | FileCharge::Carriage => ChargeKind::Postage,
        FileCharge::Manual => ChargeKind::Manual,
        FileCharge::Discount => ChargeKind::Discount,
        FileCharge::Samples => ChargeKind::Samples,
        FileCharge::BankCharge | FileCharge::MarketplaceFee => ChargeKind::Fee,
        FileCharge::Charity => ChargeKind::Charity,
        FileCharge::GiftVoucher => ChargeKind::Voucher,
        FileCharge::BadDebt => ChargeKind::BadDebt,
        FileCharge::Other => ChargeKind::Other,
    }
}

fn loss_reason(reason: AdjustmentReason) -> LossReason {
    use AdjustmentReason as Reason;
    match reason {
        Reason::Damaged => LossReason::Damaged,
        Reason::Wet => LossReason::Wet,
        Reason::Discarded => LossReason::ThrownAway,
        Reason::Lost => LossReason::Missing,
        Reason::Found => LossReason::Found,
        Reason::Miscoded | Reason::ReturnCorrected | Reason::ReceiptCorrected => {
            LossReason::WrongCode
        }
        Reason::Counted | Reason::Corrected => LossReason::Counted,
        Reason::Sample | Reason::GivenAway => LossReason::Sample,
        Reason::SoldElsewhere => LossReason::OtherChannel,
        Reason::Unknown | Reason::NotGiven | Reason::Other => LossReason::Unknown,
    }
}
