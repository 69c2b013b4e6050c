//! Text that was UTF-8, was read as a code page, and was written as UTF-8 once more: `Ã¼` for `ü`.

use crate::limits::ENCODED_TWICE_RUN_BYTES_MAX;
use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

/// The code pages that such text was read as.
const PAGES: [&Encoding; 3] = [WINDOWS_1252, WINDOWS_1251, WINDOWS_1250];

/// In how many runs beside good ones a file shows that it was encoded twice in part.
const RUNS_IN_PART: u32 = 4;

/// Heals text that was encoded twice, run by run of characters beyond ASCII.
///
/// One run may look so by chance, as a capital letter before a closing quotation mark. The sample must show it: all its
/// runs do, or most of several.
#[derive(Debug, Default)]
pub(super) struct Twice {
    page: Option<&'static Encoding>,
    run: String,
    healed: u64,
}

impl Twice {
    /// Tells from a sample whether the file was encoded twice.
    pub(super) fn tell(&mut self, sample: &str) {
        let runs = || {
            let runs = sample.split(|character: char| character.is_ascii());
            // The last may be cut.
            runs.filter(|run| !run.is_empty() && !run.ends_with(char::REPLACEMENT_CHARACTER))
        };
        self.page = PAGES.into_iter().find(|page| {
            let (mut fits, mut others, mut letters) = (0, 0, 0);
            for run in runs() {
                match once(run, page) {
                    Some(text) => {
                        fits += 1;
                        letters += text.chars().count();
                    }
                    None => others += 1,
                }
            }
            // One letter alone is chance.
            letters > 1 && (others == 0 || (fits >= RUNS_IN_PART && fits > others))
        });
    }

    /// Heals what was appended to a text from a byte on. The run at its end is kept until it is whole.
    pub(super) fn heal(&mut self, output: &mut String, from: usize) {
        if self.page.is_none() || (self.run.is_empty() && output[from..].is_ascii()) {
            return;
        }
        let fresh = output.split_off(from);
        for character in fresh.chars() {
            if character.is_ascii() {
                self.finish(output);
                output.push(character);
            } else {
                self.run.push(character);
                if self.run.len() >= ENCODED_TWICE_RUN_BYTES_MAX {
                    output.push_str(&std::mem::take(&mut self.run));
                }
            }
        }
    }

    /// Appends the run that was kept.
    pub(super) fn finish(&mut self, output: &mut String) {
        if self.run.is_empty() {
            return;
        }
        match self.page.and_then(|page| once(&self.run, page)) {
            Some(text) => {
                self.healed += text.chars().count() as u64;
                output.push_str(&text);
            }
            None => output.push_str(&self.run),
        }
        self.run.clear();
    }

    /// How many characters were healed.
    pub(super) fn healed(&self) -> u64 {
        self.healed
    }
}

/// What a run was before it was read as this code page; `None` where it was not.
fn once(run: &str, page: &'static Encoding) -> Option<String> {
    let (bytes, _, unmappable) = page.encode(run);
    if unmappable {
        return None;
    }
    let text = std::str::from_utf8(&bytes).ok()?;
    text.chars().all(is_likely).then(|| text.to_owned())
}

/// Letters of our countries, and the signs that stand in any text.
fn is_likely(character: char) -> bool {
    matches!(
        character,
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{400}'..='\u{4ff}' | '\u{2010}'..='\u{203a}' | '€' | '№' | '™'
    )
}
