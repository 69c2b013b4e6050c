//! Where an order stands, on axes of its own: paid or not, fulfilled or not, cancelled or not, returned or not.
//!
//! Shops use one name for different things: "ready to ship" is *not arranged yet* at Shopee and *labelled already* at
//! Lazada; `failed` is a payment at WooCommerce. So a word is read by the family of its source, with the axis of its
//! column. A word that the table does not know stays as it is, is marked unknown, and decides nothing.

use serde::{Deserialize, Serialize};

use super::status_words::meaning;

/// Paid or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// The source does not say.
    #[default]
    NotSaid,
    /// Its words are not known here.
    Unknown,
    /// Awaited.
    Pending,
    /// Promised by the bank, not taken yet.
    Authorized,
    /// In part.
    PartlyPaid,
    /// In full.
    Paid,
    /// Paid back in part.
    PartlyRefunded,
    /// Paid back.
    Refunded,
    /// The promise was given back.
    Voided,
    /// The promise ran out.
    Expired,
    /// It failed.
    Failed,
}

/// How far the goods are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fulfilment {
    /// The source does not say.
    #[default]
    NotSaid,
    /// Its words are not known here.
    Unknown,
    /// Not to be touched before it is paid.
    AwaitingPayment,
    /// To be fulfilled; nothing is arranged yet.
    ToFulfil,
    /// Held back.
    OnHold,
    /// Being worked: packed, labelled, waiting to be picked up.
    InProgress,
    /// Some goods are on their way.
    PartlyShipped,
    /// On the way.
    Shipped,
    /// With the buyer.
    Delivered,
    /// The delivery failed, or the parcel was lost.
    DeliveryFailed,
    /// Nothing has to be shipped.
    NotRequired,
}

/// Cancelled or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cancel {
    /// No.
    #[default]
    No,
    /// Asked for.
    Requested,
    /// Yes.
    Cancelled,
}

/// Returned or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Return {
    /// No.
    #[default]
    No,
    /// Refused.
    Refused,
    /// Asked for.
    Requested,
    /// Agreed to.
    Accepted,
    /// Some goods came back.
    Partly,
    /// Yes.
    Returned,
}

/// What a column of status words is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The order as a whole.
    Order,
    /// The same, in more detail.
    Detail,
    /// Its payment.
    Payment,
    /// Its fulfilment.
    Fulfilment,
    /// Its cancellation or return.
    CancelOrReturn,
}

/// Whose words they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusFamily {
    /// Words that mean the same to everybody.
    #[default]
    Common,
    /// Shopify.
    Shopify,
    /// WooCommerce.
    WooCommerce,
    /// Amazon.
    Amazon,
    /// Etsy.
    Etsy,
    /// Shopee.
    Shopee,
    /// TikTok Shop and Tokopedia.
    TikTok,
    /// Lazada.
    Lazada,
    /// Magento.
    Magento,
    /// eMAG.
    Emag,
}

/// Words of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusWord {
    /// What the column is about.
    pub about: About,
    /// The words, verbatim.
    pub words: String,
    /// What they were read as; absent where their meaning is not known.
    pub meaning: Option<Meaning>,
}

/// Where an order or a line stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Paid or not.
    pub payment: Payment,
    /// How far the goods are.
    pub fulfilment: Fulfilment,
    /// Cancelled or not.
    pub cancel: Cancel,
    /// Returned or not.
    #[serde(rename = "return")]
    pub returned: Return,
    /// Why it was cancelled or returned, in the source's words.
    pub reasons: Vec<String>,
    /// The words that this was read from.
    pub words: Vec<StatusWord>,
}

/// What words mean: only what they decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Meaning {
    /// For the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// For the goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilment: Option<Fulfilment>,
    /// For the cancellation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel: Option<Cancel>,
    /// For the return.
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    pub returned: Option<Return>,
}

impl Status {
    /// Adds words of the source.
    pub(super) fn say(&mut self, about: About, words: &str) {
        let words = words.trim();
        let said = |word: &StatusWord| word.about == about && word.words == words;
        if !words.is_empty() && !self.words.iter().any(said) {
            self.words.push(StatusWord {
                about,
                words: words.to_owned(),
                meaning: None,
            });
        }
    }

    /// Reads all words that were added: detail decides over the whole, and later words of a column are further ones.
    pub(super) fn read_words(&mut self, family: StatusFamily) {
        for word in &mut self.words {
            word.meaning = meaning(family, word.about, &word.words);
            match word.meaning {
                Some(meaning) => apply(
                    meaning,
                    word.about,
                    (
                        &mut self.payment,
                        &mut self.fulfilment,
                        &mut self.cancel,
                        &mut self.returned,
                    ),
                ),
                None if word.about == About::Payment => {
                    self.payment = self.payment.max(Payment::Unknown);
                }
                None if matches!(word.about, About::Order | About::Fulfilment) => {
                    self.fulfilment = self.fulfilment.max(Fulfilment::Unknown);
                }
                None => {}
            }
        }
        if self.cancel == Cancel::Cancelled && self.returned == Return::Accepted {
            // "Request approved" of a cancelled order approved the cancellation.
            self.returned = Return::No;
        }
    }

    /// Whether words about the payment say that it is made.
    pub(super) fn says_paid(&self) -> bool {
        let paid = |word: &StatusWord| word.meaning.and_then(|meaning| meaning.payment);
        self.words
            .iter()
            .any(|word| word.about == About::Payment && paid(word) == Some(Payment::Paid))
    }

    /// Follows from times and payment what no words said.
    pub(super) fn complete(&mut self, known: Known) {
        if known.paid && self.payment == Payment::NotSaid {
            self.payment = Payment::Paid;
        }
        if known.cancelled {
            self.cancel = Cancel::Cancelled;
        }
        if self.fulfilment == Fulfilment::NotSaid {
            self.fulfilment = match (known.delivered, known.shipped) {
                (true, _) => Fulfilment::Delivered,
                (false, true) => Fulfilment::Shipped,
                (false, false) if known.says_when_shipped && self.cancel == Cancel::No => {
                    Fulfilment::ToFulfil
                }
                (false, false) => Fulfilment::NotSaid,
            };
        }
        if self.payment == Payment::Pending && self.fulfilment == Fulfilment::ToFulfil {
            self.fulfilment = Fulfilment::AwaitingPayment;
        }
    }

    /// Follows from the lines what the order does not say.
    pub(super) fn combine(&mut self, lines: &[&Status]) {
        if lines.is_empty() {
            return;
        }
        let live: Vec<&&Status> = lines
            .iter()
            .filter(|line| line.cancel != Cancel::Cancelled)
            .collect();
        if self.cancel == Cancel::No && live.is_empty() {
            self.cancel = Cancel::Cancelled;
        }
        if self.fulfilment == Fulfilment::NotSaid {
            self.fulfilment = combined_fulfilment(&live);
        }
        if self.payment == Payment::NotSaid {
            let least = live.iter().map(|line| line.payment).min();
            self.payment = least.unwrap_or_default();
        }
        if self.returned == Return::No {
            let most = lines.iter().map(|line| line.returned).max();
            let all = lines.iter().all(|line| line.returned == Return::Returned);
            self.returned = match most.unwrap_or_default() {
                Return::Returned if !all => Return::Partly,
                most => most,
            };
        }
    }
}

/// What the rest of an order says of where it stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub(super) paid: bool,
    pub(super) shipped: bool,
    pub(super) delivered: bool,
    pub(super) cancelled: bool,
    /// The source has a column for the time of shipping, so an empty one means something.
    pub(super) says_when_shipped: bool,
}

type Axes<'a> = (
    &'a mut Payment,
    &'a mut Fulfilment,
    &'a mut Cancel,
    &'a mut Return,
);

fn apply(meaning: Meaning, about: About, (payment, fulfilment, cancel, returned): Axes<'_>) {
    if let Some(said) = meaning.payment
        && (*payment <= Payment::Unknown || about == About::Payment)
    {
        *payment = said;
    }
    if let Some(said) = meaning.fulfilment
        && (*fulfilment <= Fulfilment::Unknown
            || matches!(about, About::Detail | About::Fulfilment))
    {
        *fulfilment = said;
    }
    *cancel = (*cancel).max(meaning.cancel.unwrap_or_default());
    *returned = (*returned).max(meaning.returned.unwrap_or_default());
}

fn combined_fulfilment(lines: &[&&Status]) -> Fulfilment {
    let mut states: Vec<Fulfilment> = lines.iter().map(|line| line.fulfilment).collect();
    states.sort_unstable();
    states.dedup();
    match states[..] {
        [] => Fulfilment::NotSaid,
        [one] => one,
        _ if states.contains(&Fulfilment::Unknown) => Fulfilment::Unknown,
        [least, ..] => {
            let gone =
                |state: &&Fulfilment| matches!(state, Fulfilment::Shipped | Fulfilment::Delivered);
            match states.iter().filter(gone).count() {
                0 => least,
                all if all == states.len() => Fulfilment::Shipped,
                _ => Fulfilment::PartlyShipped,
            }
        }
    }
}
