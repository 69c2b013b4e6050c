//! Judges the vectors of the GS1 Barcode Syntax Dictionary and of the GS1 Syntax Engine, for the tests and for the tool.
//!
//! Each vector is one call of the reference's own tests, without the settings that stood around it there. So a call is
//! judged first as the product makes it; where that does not agree, under the reference's other settings, and the
//! verdict says which.

use std::cell::Cell;

use depo::exchange::gs1::check_digit::check_digit_of;
use depo::exchange::gs1::digital_link::{self, Blank, LinkReading};
use depo::exchange::gs1::element::{ElementError, ElementString, Reader};
use depo::exchange::gs1::identifier::{Identifier, Unknown};
use depo::exchange::gs1::linter::{Linter, PrefixAnswer};
use depo::exchange::gs1::scan::{self, Content, Data, Symbology};
use serde_json::Value;

/// What came of a vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As the reference has it.
    Passed,
    /// As the reference has it, under a setting that is not the product's.
    PassedUnder(String),
    /// Not as the reference has it.
    Failed(String),
    /// Says nothing about the product.
    NotApplicable(&'static str),
}

fn compare(got: &str, wanted: &str) -> Verdict {
    if got == wanted {
        Verdict::Passed
    } else {
        Verdict::Failed(format!("got {got:?}, wanted {wanted:?}"))
    }
}

/// A vector of a linter: `{linter, data, pass, err, marked}`.
pub fn judge_lint(vector: &Value) -> Verdict {
    let field = |name: &str| vector[name].as_str().unwrap_or_default();
    let Some(linter) = Linter::named(field("linter")) else {
        if field("linter") == "linter" {
            return Verdict::NotApplicable(
                "a stand-in of the reference's test framework, not a linter",
            );
        }
        return Verdict::Failed(format!("no linter is called {:?}", field("linter")));
    };
    // The reference answers for a list of company prefixes in three ways, and at the first, second or third time that it
    // is asked; the vector does not say which. That the answer is passed on to the right place is what it shows.
    let under = |answer: PrefixAnswer, from: usize| {
        let asked = Cell::new(0);
        let prefixes = move |_: &str| {
            asked.set(asked.get() + 1);
            if asked.get() > from {
                answer
            } else {
                PrefixAnswer::Issued
            }
        };
        match linter.check(field("data"), &prefixes) {
            Ok(()) => "pass".to_owned(),
            Err(fault) => {
                let (data, at) = (field("data"), fault.at);
                let (before, wrong, after) =
                    (&data[..at.start], &data[at.clone()], &data[at.end..]);
                format!("{} {before}*{wrong}*{after}", fault.rule.code())
            }
        }
    };
    let wanted = match vector["pass"].as_bool() {
        Some(true) => "pass".to_owned(),
        _ => format!("{} {}", field("err"), field("marked")),
    };
    let verdict = compare(&under(PrefixAnswer::Issued, 0), &wanted);
    if verdict == Verdict::Passed {
        return verdict;
    }
    for (answer, name) in [
        (
            PrefixAnswer::NotIssued,
            "a list that does not know the prefix",
        ),
        (PrefixAnswer::Unavailable, "a list that cannot be asked"),
    ] {
        let is_asked =
            field("err").contains("GCP_PREFIX") || field("err").contains("GCP_DATASOURCE");
        if is_asked && (0..3).any(|from| under(answer, from) == wanted) {
            return Verdict::PassedUnder(name.to_owned());
        }
    }
    verdict
}

/// A vector of the engine: `{file, line, fn, args}`, an argument being a text or `{raw}`, a word of the source.
pub fn judge_engine(vector: &Value) -> Verdict {
    let arguments = Arguments(
        vector["args"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default(),
    );
    match vector["fn"].as_str().unwrap_or_default() {
        "test_existsInAIdata" => exists(&arguments),
        "test_parseAIdata" => bracketed(&arguments),
        "test_errMarkup" => marked(&arguments),
        "test_processAIdata" => carets(&arguments),
        "test_validateAIs" => companions(&arguments),
        "test_parseDLuri" => parse_link(&arguments),
        "test_testGenerateDLuri" => write_link(&arguments),
        "test_URIunescape" => unescape(&arguments),
        "test_URIescape" => escape(&arguments),
        "test_testProcessScanData" => process_scan(&arguments),
        "test_testGenerateScanData" => generate_scan(&arguments),
        other => Verdict::Failed(format!("no judge knows the function {other:?}")),
    }
}

struct Arguments<'v>(&'v [Value]);

impl<'v> Arguments<'v> {
    fn text(&self, at: usize) -> Option<&'v str> {
        self.0.get(at)?.as_str()
    }

    fn words(&self, at: usize) -> &'v str {
        self.text(at).unwrap_or_default()
    }

    fn raw(&self, at: usize) -> &'v str {
        let argument = self.0.get(at).and_then(|argument| argument["raw"].as_str());
        argument.unwrap_or_default()
    }

    fn should_succeed(&self) -> bool {
        self.raw(0) == "true"
    }
}

/// The outcome of a call against whether it should succeed and with what.
fn outcome(got: Result<String, String>, should_succeed: bool, wanted: &str) -> Verdict {
    match (got, should_succeed) {
        (Ok(got), true) => compare(&got, wanted),
        (Err(_), false) => Verdict::Passed,
        (Ok(got), false) => Verdict::Failed(format!("got {got:?}, wanted an error")),
        (Err(error), true) => Verdict::Failed(format!("got the error {error}, wanted {wanted:?}")),
    }
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

const LENIENT: Reader<'static> = Reader {
    unknown: Unknown::Kept,
    prefixes: &depo::exchange::gs1::linter::any_prefix,
};

/// The data that the reference's variables hold, as its vectors imply.
fn named_data(name: &str) -> Option<&'static str> {
    match name {
        "dataStr1" => Some("(01)12345678901231"),
        "dataStr2" => Some("(95)A(96)B(97)C(98)D"),
        "dataStr3" => Some("(01)12345678901231(235)A(8002)B"),
        _ => None,
    }
}

fn exists(arguments: &Arguments) -> Verdict {
    let Some(data) = named_data(arguments.raw(1)) else {
        return Verdict::NotApplicable(
            "names a variable of the reference whose value is not known",
        );
    };
    let data = ElementString::bracketed(data).expect("sound data");
    let except = arguments.text(3).and_then(Identifier::new);
    let found = data.find(arguments.words(2), except);
    match (found, arguments.should_succeed(), arguments.text(4)) {
        (Some(found), true, Some(wanted)) => compare(&found.to_string(), wanted),
        (Some(_), true, None) | (None, false, _) => Verdict::Passed,
        (found, _, wanted) => Verdict::Failed(format!("got {found:?}, wanted {wanted:?}")),
    }
}

fn bracketed(arguments: &Arguments) -> Verdict {
    let Some(text) = arguments.text(1) else {
        return Verdict::NotApplicable("names a buffer of the reference whose value is not known");
    };
    let read = |reader: Reader| {
        let read = reader.bracketed(text).map_err(words);
        read.map(|elements| elements.to_carets())
    };
    let judge = |got| outcome(got, arguments.should_succeed(), arguments.words(2));
    let verdict = judge(read(Reader::default()));
    under_unknown(verdict, || judge(read(LENIENT)))
}

fn under_unknown(verdict: Verdict, again: impl Fn() -> Verdict) -> Verdict {
    if verdict != Verdict::Passed && again() == Verdict::Passed {
        return Verdict::PassedUnder("unknown identifiers".to_owned());
    }
    verdict
}

fn marked(arguments: &Arguments) -> Verdict {
    let error: Option<ElementError> = ElementString::bracketed(arguments.words(0)).err();
    match error.as_ref().and_then(ElementError::marked) {
        Some(got) => compare(&got, arguments.words(1)),
        None => Verdict::Failed(format!("got {error:?}, wanted {:?}", arguments.words(1))),
    }
}

fn carets(arguments: &Arguments) -> Verdict {
    let text = arguments.words(1);
    let judge = |reader: Reader| {
        let got = reader.carets(text).map(|_| String::new()).map_err(words);
        outcome(got, arguments.should_succeed(), "")
    };
    under_unknown(judge(Reader::default()), || judge(LENIENT))
}

fn companions(arguments: &Arguments) -> Verdict {
    let elements = match LENIENT.bracketed(arguments.words(2)) {
        Ok(elements) => elements,
        Err(error) => return Verdict::Failed(words(error)),
    };
    let got = match arguments.raw(1) {
        "validateAIrepeats" => elements.check_repeats(),
        "validateAImutex" => elements.check_exclusions(),
        "validateAIrequisites" => elements.check_needs(),
        "validateDigSigRequiresSerialisedKey" => elements.check_signature(),
        other => return Verdict::Failed(format!("no judge knows the validation {other:?}")),
    };
    let got = got.map(|()| String::new()).map_err(words);
    outcome(got, arguments.should_succeed(), "")
}

fn link_settings() -> Vec<(LinkReading, &'static str)> {
    let strict = LinkReading::default();
    vec![
        (strict, ""),
        (
            LinkReading {
                short_gtins: true,
                ..strict
            },
            "short GTINs",
        ),
        (
            LinkReading {
                names: true,
                ..strict
            },
            "names for identifiers",
        ),
        (
            LinkReading {
                unknown: Unknown::Kept,
                ..strict
            },
            "unknown identifiers",
        ),
        (
            LinkReading {
                unknown: Unknown::Kept,
                unknown_attributes: true,
                ..strict
            },
            "unknown identifiers as attributes",
        ),
    ]
}

fn parse_link(arguments: &Arguments) -> Verdict {
    let judge = |reading| {
        let read = digital_link::read(arguments.words(1), reading).map_err(words);
        let got = read.map(|elements| elements.to_carets());
        outcome(got, arguments.should_succeed(), arguments.words(2))
    };
    first_passing(
        link_settings()
            .into_iter()
            .map(|(reading, name)| (judge(reading), name)),
    )
}

/// The first verdict, unless one of the others passes.
fn first_passing<'n>(mut verdicts: impl Iterator<Item = (Verdict, &'n str)>) -> Verdict {
    let (first, _) = verdicts.next().expect("at least the product's own way");
    if first == Verdict::Passed {
        return first;
    }
    match verdicts.find(|(verdict, _)| *verdict == Verdict::Passed) {
        Some((_, name)) => Verdict::PassedUnder(name.to_owned()),
        None => first,
    }
}

fn write_link(arguments: &Arguments) -> Verdict {
    let judge = |reader: Reader, unknown_attributes| {
        let elements = reader.bracketed(arguments.words(2)).map_err(words);
        let got = elements.and_then(|elements| {
            digital_link::write(&elements, arguments.text(1), unknown_attributes).map_err(words)
        });
        outcome(got, arguments.should_succeed(), arguments.words(3))
    };
    first_passing(
        [
            (judge(Reader::default(), false), ""),
            (judge(LENIENT, false), "unknown identifiers"),
            (judge(LENIENT, true), "unknown identifiers as attributes"),
        ]
        .into_iter(),
    )
}

fn unescape(arguments: &Arguments) -> Verdict {
    let got = |blank| digital_link::unescape(arguments.words(0), blank).unwrap_or_default();
    let got = [got(Blank::Escaped), got(Blank::Plus)];
    compare(
        &got.join("\n"),
        &[arguments.words(1), arguments.words(2)].join("\n"),
    )
}

fn escape(arguments: &Arguments) -> Verdict {
    let got = |blank| digital_link::escape(arguments.words(0), blank);
    let got = [got(Blank::Escaped), got(Blank::Plus)];
    compare(
        &got.join("\n"),
        &[arguments.words(1), arguments.words(2)].join("\n"),
    )
}

/// The reference's name of the symbol that an identifier most likely stands for.
fn symbology_name(symbology: Symbology) -> &'static str {
    match symbology {
        Symbology::Ean13 => "EAN13",
        Symbology::Ean8 => "EAN8",
        Symbology::UpcA => "UPCA",
        Symbology::UpcE => "UPCE",
        Symbology::Gs1128 => "GS1_128_CCA",
        Symbology::DataBarExpanded => "DataBarExpanded",
        Symbology::DataBar => "DataBarOmni",
        Symbology::DataBarLimited => "DataBarLimited",
        Symbology::DataMatrix => "DM",
        Symbology::Qr => "QR",
        Symbology::DotCode => "DotCode",
    }
}

fn symbology(name: &str) -> Option<Symbology> {
    Some(match name {
        "EAN13" => Symbology::Ean13,
        "EAN8" => Symbology::Ean8,
        "UPCA" => Symbology::UpcA,
        "UPCE" => Symbology::UpcE,
        "GS1_128_CCA" | "GS1_128_CCC" => Symbology::Gs1128,
        "DataBarExpanded" => Symbology::DataBarExpanded,
        "DataBarOmni" | "DataBarTruncated" | "DataBarStacked" | "DataBarStackedOmni" => {
            Symbology::DataBar
        }
        "DataBarLimited" => Symbology::DataBarLimited,
        "DM" => Symbology::DataMatrix,
        "QR" => Symbology::Qr,
        "DotCode" => Symbology::DotCode,
        _ => return None,
    })
}

const SEPARATOR: &str = "\u{1d}";

fn process_scan(arguments: &Arguments) -> Verdict {
    let got = scan::read(arguments.words(1))
        .map_err(words)
        .map(|reading| {
            let data = match reading.content {
                Content::Text(text) if text.trim_start_matches('\\').starts_with('^') => {
                    format!("\\{text}")
                }
                Content::Text(text) => text,
                Content::Link { uri, .. } => uri,
                Content::Elements { message, .. } => {
                    format!("^{}", message.replace(SEPARATOR, "^"))
                }
                Content::Item { digits, composite } => match composite {
                    Some(message) => format!("{digits}|^{}", message.replace(SEPARATOR, "^")),
                    None => digits,
                },
            };
            format!("{} {data}", symbology_name(reading.symbology))
        });
    let wanted = format!("{} {}", arguments.raw(2), arguments.words(3));
    outcome(got, arguments.should_succeed(), &wanted)
}

fn generate_scan(arguments: &Arguments) -> Verdict {
    let text = arguments.words(1);
    let plain = transmitted(arguments.raw(0), text);
    let wanted = arguments.text(2);
    let judge = |got| outcome(got, wanted.is_some(), wanted.unwrap_or_default());
    let verdict = judge(plain);
    if verdict == Verdict::Passed {
        return verdict;
    }
    let completed = check_digit_of(text).map(|check| format!("{text}{check}"));
    match completed {
        Some(completed) if judge(transmitted(arguments.raw(0), &completed)) == Verdict::Passed => {
            Verdict::PassedUnder("check digits that are added".to_owned())
        }
        _ => verdict,
    }
}

fn transmitted(name: &str, text: &str) -> Result<String, String> {
    let symbology = symbology(name).ok_or_else(|| format!("there is no symbol {name:?}"))?;
    let is_text_symbol = matches!(
        symbology,
        Symbology::DataMatrix | Symbology::Qr | Symbology::DotCode
    );
    let is_plain = is_text_symbol && !text.starts_with('^');
    let (linear, composite) = match text.split_once("|^") {
        Some((linear, composite)) if !is_plain => (linear, Some(composite.replace('^', SEPARATOR))),
        _ => (text, None),
    };
    let message = linear
        .strip_prefix('^')
        .map(|message| message.replace('^', SEPARATOR));
    let unescaped = match linear.strip_prefix('\\') {
        Some(rest) if rest.trim_start_matches('\\').starts_with('^') => rest,
        _ => linear,
    };
    let data = message
        .as_deref()
        .map_or(Data::Text(unescaped), Data::Elements);
    scan::transmit(symbology, data, composite.as_deref()).map_err(words)
}
