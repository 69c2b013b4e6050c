//! Judges the reading of an EDI text by a second, plainer count of its messages.

use depo::exchange::edi::{self, Wrong};

/// What one file came to.
pub struct Judged {
    /// A line for each message and each fault of the envelopes.
    pub lines: Vec<String>,
    /// Messages read, messages refused.
    pub read: usize,
    /// Messages refused.
    pub refused: usize,
    /// Where the reading differs from the plain count.
    pub failures: Vec<String>,
}

/// Reads a file and compares. TRADACOMS passes by being named.
pub fn judge(bytes: &[u8]) -> Judged {
    let mut judged = Judged {
        lines: Vec::new(),
        read: 0,
        refused: 0,
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
        } else {
            judged.refused += 1;
            for fault in &message.faults {
                judged.lines.push(format!("{name}: refused, {fault}"));
            }
        }
    }
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
