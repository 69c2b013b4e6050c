//! Judges the reading of an EDI text by a second, plainer count of its messages.

use depo::exchange::decimal::Decimal;
use depo::exchange::edi::{self, Wrong};

/// What one file came to.
pub struct Judged {
    /// A line for each message and each fault of the envelopes.
    pub lines: Vec<String>,
    /// Messages read.
    pub read: usize,
    /// Messages refused.
    pub refused: usize,
    /// Documents recorded.
    pub records: usize,
    /// Where the reading differs from the plain count.
    pub failures: Vec<String>,
}

/// Reads a file and compares. TRADACOMS passes by being named.
pub fn judge(bytes: &[u8]) -> Judged {
    let mut judged = Judged {
        lines: Vec::new(),
        read: 0,
        refused: 0,
        records: 0,
        failures: Vec::new(),
    };
    let is_tradacoms = String::from_utf8_lossy(bytes)
        .trim_start_matches('\u{feff}')
        .starts_with("STX=");
    let file = match edi::File::decode(bytes) {
        Ok(file) => file,
        Err(error) => {
            judged.failures.push(error.to_string());
            return judged;
        }
    };
    match edi::read(&file) {
        Ok(interchanges) => {
            for interchange in &interchanges {
                take(interchange, &mut judged);
            }
            compare(bytes, &interchanges, &mut judged);
        }
        Err(edi::ReadError::Tradacoms) if is_tradacoms => {
            judged.lines.push(edi::ReadError::Tradacoms.to_string());
        }
        Err(error) => judged.failures.push(error.to_string()),
    }
    judged
}

fn take(interchange: &edi::Interchange<'_>, judged: &mut Judged) {
    for fault in &interchange.faults {
        judged.lines.push(format!("envelope: {fault}"));
    }
    for message in &interchange.messages {
        let name = format!("{} {}", message.kind, message.control);
        if message.faults.is_empty() {
            judged.read += 1;
            judged
                .lines
                .push(format!("{name}: read, {} segments", message.segments.len()));
            record(interchange, message, &name, judged);
        } else {
            judged.refused += 1;
            for fault in &message.faults {
                judged.lines.push(format!("{name}: refused, {fault}"));
            }
        }
    }
}

/// What the message says, by counts, and what is wrong with it.
fn record(
    interchange: &edi::Interchange<'_>,
    message: &edi::Message<'_>,
    name: &str,
    judged: &mut Judged,
) {
    let received = edi::document(interchange, message);
    if !received.is_known {
        return;
    }
    match &received.document {
        Some(document) => {
            judged.records += 1;
            judged.lines.push(format!("{name}: {}", counts(document)));
        }
        None => judged.lines.push(format!("{name}: no record")),
    }
    for problem in &received.notes.problems {
        judged.lines.push(format!("problem: {problem}"));
    }
    if !received.notes.unread.is_empty() {
        let unread: Vec<String> = received
            .notes
            .unread
            .iter()
            .map(|(tag, count)| format!("{tag} {count}"))
            .collect();
        judged
            .lines
            .push(format!("{name}: no place for {}", unread.join(", ")));
    }
}

fn counts(document: &edi::Document) -> String {
    use edi::Document;
    let (kind, number, heading) = match document {
        Document::ShippingOrder(order) => ("shipping order", &order.number, Some(&order.heading)),
        Document::ShippingAdvice(advice) => {
            ("shipping advice", &advice.order, Some(&advice.heading))
        }
        Document::StockTransfer(transfer) => {
            ("stock transfer", &transfer.order, Some(&transfer.heading))
        }
        Document::StockReceipt(receipt) => {
            ("stock receipt", &receipt.number, Some(&receipt.heading))
        }
        Document::PurchaseOrder(order) => ("purchase order", &order.number, Some(&order.heading)),
        Document::InventoryReport(report) => {
            ("inventory report", &report.number, Some(&report.heading))
        }
        Document::ShipNotice(notice) => ("ship notice", &notice.number, None),
    };
    let lines = document.lines();
    let units = lines
        .iter()
        .try_fold(Decimal::ZERO, |sum, line| sum.plus(line.quantity));
    let units = units.map_or("too many".to_owned(), |units| units.to_string());
    let mut text = format!("{kind} {number}, {} lines, {units} units", lines.len());
    if let Some(heading) = heading {
        text.push_str(&format!(
            ", {} parties, {} references, {} dates, {} notes",
            heading.parties.len(),
            heading.references.len(),
            heading.dates.len(),
            heading.notes.len()
        ));
    }
    if let Document::ShipNotice(notice) = document {
        let marks: usize = notice.levels.iter().map(|level| level.marks.len()).sum();
        text.push_str(&format!(", {} levels, {marks} marks", notice.levels.len()));
    }
    text
}

/// A trailer found by its letters alone: the tag, and what it says.
struct Trailer {
    is_right: bool,
}

fn compare(bytes: &[u8], interchanges: &[edi::Interchange<'_>], judged: &mut Judged) {
    let wanted: Vec<bool> = trailers(bytes).iter().map(|found| found.is_right).collect();
    let counted = interchanges
        .iter()
        .flat_map(|interchange| &interchange.messages);
    let got: Vec<bool> = counted
        .map(|message| {
            let is_count = |wrong: &Wrong| {
                matches!(
                    wrong,
                    Wrong::Count { .. } | Wrong::CountUnreadable { .. } | Wrong::NotClosed
                )
            };
            !message.faults.iter().any(|fault| is_count(&fault.wrong))
        })
        .collect();
    if wanted != got {
        judged.failures.push(format!(
            "the counts of the messages are right as {wanted:?}, and were read as {got:?}"
        ));
    }
}

/// Counts without the reader's help: letters before a delimiter, tried for each pair of delimiters in use.
fn trailers(bytes: &[u8]) -> Vec<Trailer> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let (open, close, between) = if text.contains("UNH+") {
        ("UNH", "UNT", '+')
    } else {
        ("ST", "SE", '*')
    };
    let after_header = text.find(open).map_or("", |at| &text[at..]);
    let end = ['\'', '~']
        .into_iter()
        .find(|end| after_header.contains(*end))
        .filter(|end| (*end == '\'') == (between == '+'))
        .unwrap_or('\n');
    let mut found = Vec::new();
    let mut segments = 0_u64;
    let released = text.replace("?'", "??");
    for segment in released.split(end).map(str::trim) {
        if segment.is_empty() {
            continue;
        }
        segments += 1;
        // A header whose own end is broken stays before the first message's tag.
        let tag = segment
            .rsplit(['\n', '\r'])
            .next()
            .unwrap_or(segment)
            .trim();
        let tag = if segment.starts_with("ISA") {
            tag
        } else {
            segment
        };
        if tag.starts_with(&format!("{open}{between}")) {
            segments = 1;
        } else if let Some(rest) = tag.strip_prefix(&format!("{close}{between}")) {
            let said = rest.split(between).next().unwrap_or_default().trim();
            found.push(Trailer {
                is_right: said.parse() == Ok(segments),
            });
        }
    }
    found
}
