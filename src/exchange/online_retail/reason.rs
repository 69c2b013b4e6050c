//! Why stock was corrected, read from what people typed: "wet/rusty", "?missing", "Dagamed".
//!
//! The first rule whose word occurs decides, so a rule stands before those that its texts would also match: "wrongly
//! sold (22719) barcode" is a wrong code and not a sale, "thrown away-rusty" says what became of the goods and not
//! why. The words themselves are always kept beside the reason.

/// Why stock was corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AdjustmentReason {
    /// Damaged, faulty or dirty.
    Damaged,
    /// Damaged by water.
    Wet,
    /// Thrown away.
    Discarded,
    /// Lost or missing.
    Lost,
    /// Found.
    Found,
    /// Booked, labelled or marked under a wrong code.
    Miscoded,
    /// Counted or checked.
    Counted,
    /// Taken for samples or display.
    Sample,
    /// Sold as a set, singly or through another channel and booked by hand.
    SoldElsewhere,
    /// Given away or mailed out.
    GivenAway,
    /// A return or credit booked wrongly.
    ReturnCorrected,
    /// A delivery booked wrongly or not at all.
    ReceiptCorrected,
    /// The books corrected, with no more said.
    Corrected,
    /// Asked with a question mark only.
    Unknown,
    /// Nothing said.
    NotGiven,
    /// Said in words that no rule knows.
    Other,
}

use AdjustmentReason as Reason;

const RULES: &[(Reason, &[&str])] = &[
    (
        Reason::Miscoded,
        &[
            "barcode",
            "code mix",
            "wrong code",
            "wrongly code",
            "wrongly mark",
            "wrongly mrk",
            "label",
            "mix up",
            "came coded",
            "sold as 22467",
        ],
    ),
    (
        Reason::Discarded,
        &["thrown", "throw away", "destroyed", "disposed"],
    ),
    (Reason::Wet, &["wet", "water", "flood"]),
    (
        Reason::Damaged,
        &[
            "damage",
            "dagamed",
            "broken",
            "breakage",
            "crack",
            "crush",
            "smash",
            "faulty",
            "rust",
            "mould",
            "smudge",
            "dirty",
            "unsaleable",
            "unsellable",
            "incorrectly made",
        ],
    ),
    (
        Reason::ReturnCorrected,
        &["credit", "return", "put back into stock"],
    ),
    (
        Reason::ReceiptCorrected,
        &[
            "rcvd",
            "received",
            "delivery",
            "cargo",
            "only ever imported",
        ],
    ),
    (
        Reason::Lost,
        &[
            "lost",
            "missing",
            "can't find",
            "cant find",
            "not found",
            "stolen",
        ],
    ),
    (Reason::Found, &["found", "put aside"]),
    (Reason::Sample, &["sample", "showroom", "display"]),
    (Reason::GivenAway, &["given away", "giveaway", "mailout"]),
    (
        Reason::Corrected,
        &[
            "allocate",
            "push order",
            "adjust",
            "oops",
            "reverse",
            "taig",
            "mamage",
            "manage",
            "test",
        ],
    ),
    (
        Reason::SoldElsewhere,
        &[
            "sold", "ebay", "amazon", "dotcom", "online", "website", "sets",
        ],
    ),
    (
        Reason::Counted,
        &["check", "count", "difference", "stock take", "stocktake"],
    ),
];

/// Abbreviations, which would also occur inside other words.
const WHOLE_WORDS: &[(&str, Reason)] = &[("mia", Reason::Lost), ("fba", Reason::SoldElsewhere)];

impl AdjustmentReason {
    /// Every reason, in the order of a list on screen.
    pub const ALL: [Self; 16] = [
        Self::Damaged,
        Self::Wet,
        Self::Discarded,
        Self::Lost,
        Self::Found,
        Self::Miscoded,
        Self::Counted,
        Self::Sample,
        Self::SoldElsewhere,
        Self::GivenAway,
        Self::ReturnCorrected,
        Self::ReceiptCorrected,
        Self::Corrected,
        Self::Unknown,
        Self::NotGiven,
        Self::Other,
    ];

    /// The reason that a description gives.
    pub fn of_words(words: &str) -> Self {
        let words = words.trim();
        if words.is_empty() {
            return Self::NotGiven;
        }
        let words = words.to_lowercase();
        if let Some((reason, _)) = RULES
            .iter()
            .find(|(_, marks)| marks.iter().any(|mark| words.contains(mark)))
        {
            return *reason;
        }
        if !words.chars().any(char::is_alphanumeric) {
            return Self::Unknown;
        }
        let whole_word = |word: &str| {
            words
                .split(|c: char| !c.is_alphanumeric())
                .any(|part| part == word)
        };
        WHOLE_WORDS
            .iter()
            .find(|(word, _)| whole_word(word))
            .map_or(Self::Other, |(_, reason)| *reason)
    }

    /// Its code in reports and the key of its name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Damaged => "reason-damaged",
            Self::Wet => "reason-wet",
            Self::Discarded => "reason-discarded",
            Self::Lost => "reason-lost",
            Self::Found => "reason-found",
            Self::Miscoded => "reason-miscoded",
            Self::Counted => "reason-counted",
            Self::Sample => "reason-sample",
            Self::SoldElsewhere => "reason-sold-elsewhere",
            Self::GivenAway => "reason-given-away",
            Self::ReturnCorrected => "reason-return-corrected",
            Self::ReceiptCorrected => "reason-receipt-corrected",
            Self::Corrected => "reason-corrected",
            Self::Unknown => "reason-unknown",
            Self::NotGiven => "reason-not-given",
            Self::Other => "reason-other",
        }
    }
}
