//! Files that answer channels: what is new for each since the last file, the file in the channel's form, what could not
//! stand in it, and what was sent before.
//!
//! What was told is a fact ([`AnswerWritten`]), so that a copy that was restored and another tablet know it. A file that
//! is sent again is made anew of what it told, as that is known now.

mod edi;
mod file;
mod held;
mod lines;
mod news;
mod others;
mod parcels;
mod stock;

pub use file::{LeftOut, Made, Why, make};
pub use news::{ChannelHead, Gone, channels, gone, news, untold_parcels};
pub use parcels::carrier_name;
pub use stock::HANDLE;

use crate::exchange::channel_out::is_amazon_order;
use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::channels::{Answer, AnswerForm, AnswerKind, AnswerWritten, ChannelField};
use crate::trade::id::{ChannelId, OperatorId};
use crate::trade::relations::At;
use crate::view::names;
use chrono::{DateTime, NaiveDateTime};

/// Where and when a file is made.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// The moment, in milliseconds since 1970 UTC.
    pub now_ms: i64,
    /// How far the clock on the wall is ahead of UTC at a moment, in minutes.
    pub ahead: &'a dyn Fn(i64) -> i32,
}

impl Clock<'_> {
    /// What the clock on the wall shows at a moment.
    fn wall(&self, ms: i64) -> Option<NaiveDateTime> {
        let local = ms.checked_add(i64::from((self.ahead)(ms)) * 60_000)?;
        DateTime::from_timestamp_millis(local).map(|time| time.naive_utc())
    }

    /// Today, in days since 1970-01-01 on the wall.
    fn today(&self) -> i64 {
        let local = self.now_ms + i64::from((self.ahead)(self.now_ms)) * 60_000;
        local.div_euclid(86_400_000)
    }
}

/// The kinds, in the order of the page.
pub const KINDS: [AnswerKind; 4] = [
    AnswerKind::Parcels,
    AnswerKind::Stock,
    AnswerKind::Cancelled,
    AnswerKind::Returns,
];

/// The forms that a file of a kind can have.
pub fn forms(kind: AnswerKind) -> &'static [AnswerForm] {
    match kind {
        AnswerKind::Parcels => &[
            AnswerForm::Shopify,
            AnswerForm::WooCommerce,
            AnswerForm::Amazon,
            AnswerForm::Ebay,
            AnswerForm::Etsy,
            AnswerForm::Plain,
            AnswerForm::Workbook,
            AnswerForm::X12,
            AnswerForm::Edifact,
        ],
        AnswerKind::Stock => &[
            AnswerForm::Shopify,
            AnswerForm::WooCommerce,
            AnswerForm::Amazon,
            AnswerForm::Plain,
            AnswerForm::Workbook,
            AnswerForm::X12,
        ],
        AnswerKind::Cancelled | AnswerKind::Returns => &[AnswerForm::Plain, AnswerForm::Workbook],
    }
}

/// The form that a channel takes: that of its last file of the kind, else what its name and its orders' numbers say.
pub fn proposed(at: &Reading<'_>, channel: &ChannelId, kind: AnswerKind) -> AnswerForm {
    let mut before = at.state.answers(channel).rev();
    if let Some(last) = before.find(|one| one.written.kind == kind && !one.taken_back) {
        return last.written.form;
    }
    let form = source(at, channel);
    match forms(kind).contains(&form) {
        true => form,
        false => AnswerForm::Plain,
    }
}

/// What a channel is, as far as its code, its title and the numbers of its orders tell.
fn source(at: &Reading<'_>, channel: &ChannelId) -> AnswerForm {
    const NAMED: [(&str, AnswerForm); 5] = [
        ("shopify", AnswerForm::Shopify),
        ("woo", AnswerForm::WooCommerce),
        ("amazon", AnswerForm::Amazon),
        ("ebay", AnswerForm::Ebay),
        ("etsy", AnswerForm::Etsy),
    ];
    let called = format!(
        "{} {}",
        channel.first.code,
        names::channel_name(at, channel)
    );
    let called = called.to_lowercase();
    if let Some((_, form)) = NAMED.iter().find(|(name, _)| called.contains(name)) {
        return *form;
    }
    let mut orders = at
        .state
        .orders()
        .filter(|order| order.id().channel == *channel);
    let number = orders
        .next()
        .map(|order| names::shown_number(at, order.id()));
    match number {
        Some(number) if is_amazon_order(number) => AnswerForm::Amazon,
        Some(number) if number.starts_with('#') => AnswerForm::Shopify,
        Some(_) | None => AnswerForm::Plain,
    }
}

/// A file that was written for a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The fact.
    pub fact: FactId,
    /// What it says.
    pub written: AnswerWritten,
    /// Whether the channel did not take it.
    pub taken_back: bool,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Who wrote it.
    pub who: Option<String>,
}

/// What was sent to a channel, the last first.
pub fn history(at: &Reading<'_>, channel: &ChannelId) -> Vec<Sent> {
    let sent = |answer: Answer<'_>| Sent {
        fact: answer.at.fact(),
        written: answer.written.clone(),
        taken_back: answer.taken_back,
        at_ms: answer.at.wall_ms,
        who: who(at, &answer.at),
    };
    at.state.answers(channel).rev().map(sent).collect()
}

fn who(at: &Reading<'_>, fact: &At) -> Option<String> {
    let operator = OperatorId(fact.operator?);
    Some(names::operator_name(at, &operator))
}

/// When a fact was written, in milliseconds since 1970 UTC, by the clock of its device.
fn moment(at: &Reading<'_>, fact: &FactId) -> Option<i64> {
    let header = at.held.header_of(fact.commit)?;
    Some(header.wall_ms().unwrap_or(header.stamp.ms()))
}

/// The fields of a channel's card.
fn fields<'a>(
    at: &Reading<'a>,
    channel: &ChannelId,
) -> impl Iterator<Item = &'a ChannelField> + use<'a> {
    let card = at.state.channel(channel);
    card.into_iter().flat_map(|card| card.fields())
}
