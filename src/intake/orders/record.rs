//! One order of a file as a record.

use super::raw::{Defaults, doubt_of, raw_rows};
use super::standing::{holds, is_finished, terms};
use super::sums::{Charged, charges, priced};
use super::{Key, OrderOptions, Profile, TermsChoice, people, profile};
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::model::{LineKind, Named, Order, OrderLine};
use crate::exchange::orders::status::{About, Cancel, Fulfilment, Payment};
use crate::exchange::problem::{ErrorKind, RowError};
use crate::exchange::times::SourceTime as FileTime;
use crate::intake::report::Tally;
use crate::intake::texts::short_code;
use crate::trade::demand::LineKey;
use crate::trade::id::{ChannelId, CustomerId, OrderId, OrderKey};
use crate::trade::money::account::cost;
use crate::trade::orders::commands::{IncomingOrder, RecipientWord, ShippedUnits};
use crate::trade::orders::{
    Doubt, LineItem, LineMore, OrderPlaced, PlacedLine, SourceRecord, SourceStatus, StatusKind,
};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Contact, Content, Written};
use crate::trade::quantity::{Amount, Currency, Instant, SourceTime, Units};
use crate::trade::text::{Code, TextError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What converting needs beside the order.
pub(crate) struct Setting<'a> {
    /// What the file does not say.
    pub(crate) options: &'a OrderOptions,
    /// The channel.
    pub(crate) channel: ChannelId,
    /// The name of the file.
    pub(crate) file: Arc<str>,
    /// The first 16 bytes of SHA-256 of its bytes.
    pub(crate) hash: [u8; 16],
    /// Sixteen random bytes.
    pub(crate) salt: &'a mut dyn FnMut() -> [u8; 16],
    /// When it is read, in milliseconds since 1970 UTC: for orders that do not say when they were placed.
    pub(crate) now_ms: i64,
    /// What the channel's card says of its orders.
    pub(crate) defaults: Defaults,
}

/// A record on its way.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// The record.
    pub(crate) order: IncomingOrder,
    /// Its personal rows.
    pub(crate) rows: Vec<Written>,
    /// Its recipient, to be held against the source's last one.
    pub(crate) recipient: Option<Contact>,
    /// Items of its lines, with what the source calls them where that is no personal data.
    pub(crate) items: Vec<(Code, Option<String>)>,
    /// What it counts for.
    pub(crate) tally: Tally,
    /// The text in its lines, in bytes.
    pub(crate) bytes: usize,
    /// Whether it is finished at its source.
    pub(crate) finished: bool,
    /// What could not be taken as it was written.
    pub(crate) faults: Vec<RowError>,
    /// Its number in the file.
    pub(crate) number: Arc<str>,
    /// The name of the file.
    pub(crate) file: Arc<str>,
    /// The row of each line, with the line's key.
    pub(crate) line_rows: Vec<(u64, LineKey)>,
    /// Lines of which nothing is wanted any more and that are told by price and title alone.
    pub(super) titles_gone: Vec<(Amount, String)>,
}

/// What is in doubt about an order while it is being converted.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) doubts: Vec<Doubt>,
    rows: Vec<RowError>,
}

/// The sum of the lines of an order, with their signs, in ten-thousandths; saturating.
pub(crate) fn lines_value(order: &Order) -> i128 {
    let of_line = |line: &OrderLine| line.value().and_then(|value| value.to_amount());
    let values = order.lines.iter().filter_map(of_line);
    values.map(|value| i128::from(value.get())).sum()
}

/// What lines of an order of a file count for, as one record.
pub(crate) fn tally(order: &Order, is_one: impl Fn(LineKind) -> bool) -> Tally {
    let mut tally = Tally {
        records: 1,
        ..Tally::default()
    };
    for line in order.lines.iter().filter(|line| is_one(line.kind)) {
        let value = line.value().and_then(|value| value.to_amount());
        let value = value.map_or(0, |value| i128::from(value.get()));
        // Units that were taken off are none that come in.
        let units = match line.cancelled_units {
            off if off > 0 => line.units.saturating_sub(off).max(0),
            _ => line.units,
        };
        tally.lines += 1;
        tally.value += match units == line.units {
            true => value,
            false => value * i128::from(units) / i128::from(line.units.max(1)),
        };
        if line.kind != LineKind::Charge {
            tally.units += units.unsigned_abs();
        }
    }
    tally
}

fn fault(error: TextError) -> ErrorKind {
    match error {
        TextError::Empty => ErrorKind::Missing,
        TextError::TooLong => ErrorKind::CellTooLong,
        TextError::Control => ErrorKind::ControlCharacter,
    }
}

pub(super) fn row_error(
    file: &Arc<str>,
    row: u64,
    column: &'static str,
    value: &str,
    what: ErrorKind,
    order: &str,
) -> RowError {
    let shown = |text: &str| text.chars().take(120).collect::<String>();
    RowError {
        file: file.clone(),
        row,
        column: Some(column.into()),
        value: shown(value),
        what,
        line: shown(order),
    }
}

/// A time of a file.
pub(super) fn time(time: &FileTime) -> Option<SourceTime> {
    let seconds = time.local?.and_utc().timestamp();
    Some(match time.offset_minutes {
        Some(ahead) => SourceTime::Offset {
            seconds,
            ahead: i64::from(ahead),
        },
        None => SourceTime::Civil { seconds },
    })
}

fn instant(time: &FileTime, options: &OrderOptions) -> Option<Instant> {
    let seconds = time.local?.and_utc().timestamp();
    let ahead = time.offset_minutes.map_or(options.ahead_minutes, i64::from);
    Some(Instant {
        ms: (seconds - ahead * 60) * 1_000,
    })
}

fn id<'a>(ids: &'a [Named], name: &str) -> Option<&'a str> {
    let named = ids.iter().find(|id| id.name.eq_ignore_ascii_case(name));
    named.map(|id| id.value.as_str())
}

/// Its best key, and the others.
fn keys(order: &Order, profile: &Profile) -> Result<(OrderKey, Vec<OrderKey>), TextError> {
    let number = Code::new(&order.number)?;
    Ok(match profile.key {
        Key::NumberIsId => (OrderKey::Id(number), Vec::new()),
        Key::Number => (OrderKey::Number(number), Vec::new()),
        Key::Named(name) => match id(&order.ids, name).and_then(|id| Code::new(id).ok()) {
            Some(id) => (OrderKey::Id(id), vec![OrderKey::Number(number)]),
            None => (OrderKey::Number(number), Vec::new()),
        },
    })
}

/// Who ordered, where the source has a number for them.
pub(super) fn customer(order: &Order, channel: &ChannelId) -> Option<CustomerId> {
    let number = order.buyer.id.as_deref()?.parse().ok()?;
    Some(CustomerId::Numbered {
        channel: channel.clone(),
        number,
    })
}

fn statuses(order: &Order, faults: &mut Faults) -> Vec<SourceStatus> {
    let mut by_kind: BTreeMap<StatusKind, Code> = BTreeMap::new();
    // One word of each kind, the coarser one first: only then does a later word of the source say something new.
    for about in [
        About::Order,
        About::Detail,
        About::Payment,
        About::Fulfilment,
    ] {
        // A word that nobody knows may be anything that somebody typed: it stands with the tags.
        let mut words = order
            .status
            .words
            .iter()
            .filter(|word| word.meaning.is_some());
        let Some(word) = words.find(|word| word.about == about) else {
            continue;
        };
        let kind = match about {
            About::Payment => StatusKind::Payment,
            About::Fulfilment => StatusKind::Fulfilment,
            About::Order | About::Detail | About::CancelOrReturn => StatusKind::Order,
        };
        if let Some(code) = short_code(&word.words) {
            by_kind.entry(kind).or_insert(code);
        }
    }
    let unknown = order.status.words.iter().any(|word| word.meaning.is_none());
    let asked = order.status.cancel == Cancel::Requested;
    if unknown || asked {
        faults.doubts.push(Doubt::Status);
    }
    let status = |(kind, word)| SourceStatus { kind, word };
    by_kind.into_iter().map(status).collect()
}

/// Whether it names any amount. What a warehouse is told to send has none.
fn speaks_of_money(order: &Order) -> bool {
    let of_line = |line: &OrderLine| line.unit_price.is_some() || line.total.is_some();
    let totals = &order.totals;
    let sums = [totals.subtotal, totals.total, totals.shipping, totals.tax];
    let sums = sums.iter().flatten().any(|sum| !sum.is_zero());
    let unread = order
        .unread
        .iter()
        .any(|what| doubt_of(*what) == Doubt::Money);
    sums || unread || !order.charges.is_empty() || order.lines.iter().any(of_line)
}

/// What the source has been paid, and what it has given back.
fn money(
    order: &Order,
    total: i128,
    options: &OrderOptions,
    faults: &mut Faults,
) -> (Option<Amount>, Option<Amount>) {
    let narrow = |wide: i128| Amount::new(i64::try_from(wide).unwrap_or(i64::MAX));
    let outstanding = order.totals.outstanding;
    let outstanding = outstanding.map(|sum| super::sums::amount(sum, faults).wide());
    let paid = match (options.terms, order.status.payment) {
        (TermsChoice::Paid, _) => Some(narrow(total)),
        (_, Payment::Paid | Payment::PartlyRefunded | Payment::Refunded) => Some(narrow(total)),
        (_, Payment::PartlyPaid) => outstanding.map(|due| narrow((total - due).max(0))),
        (
            _,
            Payment::NotSaid
            | Payment::Unknown
            | Payment::Pending
            | Payment::Authorized
            | Payment::Voided
            | Payment::Expired
            | Payment::Failed,
        ) => None,
    };
    let refunded = order.totals.refunded.filter(|sum| !sum.is_zero());
    let named = |line: &OrderLine| line.cancelled_units > 0 || line.returned_units > 0;
    let is_cancelled = order.status.cancel == Cancel::Cancelled;
    if refunded.is_some() && !is_cancelled && !order.lines.iter().any(named) {
        // Money went back, and not said for which units.
        faults.doubts.push(Doubt::Refunded);
    }
    let refunded = refunded.map(|sum| super::sums::amount(sum.magnitude(), faults));
    (paid, refunded)
}

/// Lines on their way, with the titles that are personal.
#[derive(Default)]
struct Lines<'a> {
    placed: Vec<PlacedLine>,
    titles: Vec<(LineKey, &'a str)>,
    items: Vec<(Code, Option<String>)>,
    by_price: BTreeMap<Amount, u32>,
    bytes: usize,
    rows: Vec<(u64, LineKey)>,
    /// Lines of which nothing is wanted any more.
    gone: Vec<LineKey>,
    /// Those of them that are told by price and title alone.
    titles_gone: Vec<(Amount, String)>,
    /// How many units of lines have left.
    shipped: BTreeMap<LineKey, u64>,
    /// Units have left, and of this line nobody knows how many.
    shipped_in_part: bool,
}

/// The key of a line of which nothing is wanted any more, where it is told by more than its price.
fn gone(line: &OrderLine, profile: &Profile) -> Option<LineKey> {
    let id = profile.line.and_then(|name| id(&line.ids, name));
    if let Some(id) = id.and_then(|id| Code::new(id).ok()) {
        return Some(LineKey::Id(id));
    }
    let code = line.sku.as_deref().and_then(|sku| Code::new(sku).ok())?;
    let variant = line.variant.as_deref().filter(|_| profile.variants);
    let attributes = variant.and_then(short_code).into_iter().collect();
    Some(LineKey::Written { code, attributes })
}

impl<'a> Lines<'a> {
    fn add(
        &mut self,
        order: &Order,
        line: &'a OrderLine,
        profile: &Profile,
        setting: &Setting<'_>,
        faults: &mut Faults,
    ) {
        let mut doubt = |column, value: &str, what, doubt| {
            faults.doubts.push(doubt);
            let error = row_error(&setting.file, line.row, column, value, what, &order.number);
            faults.rows.push(error);
        };
        let wanted = line.units.saturating_sub(line.cancelled_units);
        if wanted <= 0 && line.cancelled_units > 0 {
            match (gone(line, profile), u64::try_from(line.units)) {
                (Some(key), _) => self.gone.push(key),
                (None, Ok(units)) => {
                    if let (Some(units), Some(title)) = (Units::new(units), &line.title) {
                        let price = priced(line, units, &mut Faults::default()).price;
                        self.titles_gone.push((price, title.clone()));
                    }
                }
                (None, Err(_)) => {}
            }
            return;
        }
        let Some(units) = u64::try_from(wanted).ok().and_then(Units::new) else {
            let what = match wanted {
                0 => ErrorKind::QuantityZero,
                ..0 => ErrorKind::QuantityNegative,
                _ => ErrorKind::OutOfRange,
            };
            doubt("Quantity", &line.units.to_string(), what, Doubt::RowRefused);
            return;
        };
        let sku = line.sku.as_deref().filter(|sku| !sku.trim().is_empty());
        let code = match sku.map(Code::new) {
            Some(Ok(code)) => Some(code),
            Some(Err(error)) => {
                let sku = sku.unwrap_or_default();
                doubt("SKU", sku, fault(error), Doubt::UnknownItem);
                None
            }
            None => None,
        };
        let variant = line.variant.as_deref().filter(|_| profile.variants);
        let attributes: Vec<Code> = variant.and_then(short_code).into_iter().collect();
        let prices = priced(line, units, faults);
        let id = profile.line.and_then(|name| id(&line.ids, name));
        let id = id.and_then(|id| Code::new(id).ok());
        let mut more = Vec::new();
        if line.ships_nothing {
            more.push(LineMore::ShipsNothing);
        } else if order.is_sent_by_channel() {
            more.push(LineMore::ChannelSends);
        }
        let key = match (id, &code) {
            (Some(id), code) => {
                more.extend(code.clone().map(LineMore::Code));
                if !attributes.is_empty() {
                    more.push(LineMore::Attributes(attributes));
                }
                LineKey::Id(id)
            }
            (None, Some(code)) => LineKey::Written {
                code: code.clone(),
                attributes,
            },
            (None, None) => {
                let ordinal = self.by_price.entry(prices.price).or_default();
                *ordinal += 1;
                LineKey::Priced {
                    price: prices.price,
                    ordinal: *ordinal - 1,
                }
            }
        };
        self.bytes += line.title.as_ref().map_or(0, String::len) + 48;
        let is_catalog = order.format == OrderFormat::OnlineRetail;
        if let (Some(title), false) = (&line.title, is_catalog) {
            self.titles.push((key.clone(), title));
        }
        let item = match &code {
            Some(_) => LineItem::AsKey,
            None => LineItem::Unknown,
        };
        if let Some(code) = code.filter(|_| !line.ships_nothing) {
            self.items
                .push((code, line.title.clone().filter(|_| is_catalog)));
        }
        self.rows.push((line.row, key.clone()));
        match order.shipped_units(line) {
            Some(left) => {
                let units: &mut u64 = self.shipped.entry(key.clone()).or_default();
                *units = units.saturating_add(u64::try_from(left).unwrap_or_default());
            }
            None => {
                let partly = Fulfilment::PartlyShipped;
                self.shipped_in_part |= !line.ships_nothing
                    && (line.status.fulfilment == partly || order.status.fulfilment == partly);
            }
        }
        self.placed.push(PlacedLine {
            key,
            item,
            prices: vec![prices],
            more,
        });
    }
}

/// Turns an order into a record.
///
/// # Errors
/// Where its number cannot be held: the order has no name then.
pub(crate) fn record(order: &Order, setting: &mut Setting<'_>) -> Result<Incoming, Box<RowError>> {
    let profile = profile(order.format);
    let (key, keys) = keys(order, &profile).map_err(|error| {
        let (file, number) = (&setting.file, &order.number);
        let error = row_error(file, order.first_row, "Order", number, fault(error), number);
        Box::new(error)
    })?;
    let mut faults = Faults::default();
    if order.cut_short || order.refused_rows > 0 || order.part > 0 {
        faults.doubts.push(Doubt::RowRefused);
    }
    let unread = order.unread.iter().copied().map(doubt_of);
    faults.doubts.extend(unread);
    let mut lines = Lines::default();
    for line in order
        .lines
        .iter()
        .filter(|line| line.kind == LineKind::Goods)
    {
        lines.add(order, line, &profile, setting, &mut faults);
    }
    let options = setting.options;
    let goods: i128 = lines.placed.iter().map(cost).sum();
    let (Charged { charges, codes }, totals) = charges(order, goods, &mut faults);
    let beside: i128 = charges.iter().map(|charge| charge.amount.wide()).sum();
    let (paid, refunded) = money(order, goods + beside, options, &mut faults);
    let currency = match order.currency {
        None if !speaks_of_money(order) => Currency::NONE,
        said => said
            .or(options.currency)
            .or(setting.defaults.currency)
            .unwrap_or_else(|| {
                faults.doubts.push(Doubt::Money);
                Currency::NONE
            }),
    };
    let placed_at = order.times.placed.as_ref().and_then(time);
    let is_message = matches!(order.format, OrderFormat::X12 | OrderFormat::Edifact);
    let placed_at = placed_at.unwrap_or_else(|| {
        // A partner may leave the day of an order out.
        if !is_message || order.times.placed.is_some() {
            faults.doubts.push(Doubt::Time);
        }
        SourceTime::Exact(Instant { ms: setting.now_ms })
    });
    let (destination, of_address) = people::destination(order);
    if !order.is_sent_by_channel() {
        faults.doubts.extend(of_address);
    }
    let statuses = statuses(order, &mut faults);
    let Lines {
        placed: placed_lines,
        titles,
        items,
        bytes,
        rows: line_rows,
        gone,
        titles_gone,
        shipped,
        shipped_in_part,
        ..
    } = lines;
    let mut rows = people::rows(order, titles, codes, setting);
    let raw = raw_rows(&order.raw, options.mapping.as_ref());
    rows.extend(raw.map(|raw| Written {
        slot: Slot::RawRow,
        salt: (setting.salt)(),
        content: Content::Rows(Box::new(raw)),
    }));
    let mut doubts = faults.doubts;
    doubts.sort();
    doubts.dedup();
    let source = SourceRecord {
        file: setting.hash,
        row: u32::try_from(order.first_row).unwrap_or(u32::MAX),
    };
    let placed = OrderPlaced {
        order: OrderId {
            channel: setting.channel.clone(),
            key,
            generation: 0,
        },
        keys,
        client: options.client.clone(),
        customer: customer(order, &setting.channel),
        placed_at,
        updated_at: order.times.updated.as_ref().and_then(time),
        currency,
        terms: terms(order, &profile, setting),
        destination,
        lines: placed_lines,
        charges,
        totals,
        service: order.shipping_method.as_deref().and_then(short_code),
        statuses,
        ship_by: order
            .times
            .ship_by
            .as_ref()
            .and_then(|time| instant(time, options)),
        deliver_by: None,
        holds: holds(order),
        doubts,
        source: Some(source),
        rows: rows.iter().map(Written::row).collect(),
    };
    Ok(Incoming {
        order: IncomingOrder {
            placed: Box::new(placed),
            paid,
            refunded,
            recipient: RecipientWord::NotCompared,
            gone,
            cancelled: order.status.cancel == Cancel::Cancelled,
            shipped: shipped
                .into_iter()
                .map(|(line, units)| ShippedUnits { line, units })
                .collect(),
            shipped_in_part,
            lines_untold: false,
        },
        rows,
        recipient: people::recipient(order),
        items,
        tally: tally(order, |kind| kind != LineKind::StockAdjustment),
        bytes,
        finished: is_finished(order),
        faults: faults.rows,
        number: order.number.clone(),
        file: setting.file.clone(),
        line_rows,
        titles_gone,
    })
}
