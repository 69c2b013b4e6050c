//! Numbers, money, dates, plurals and lists the way a language writes them, by the browser's `Intl`.
//!
//! Making a formatter costs some fifty times what using it does, and a table asks for hundreds at once: they are kept.
//! Where a browser does not know a language, English stands in; where it does not know a currency, a style or a date,
//! the plain figure does. Nothing here fails.

use crate::limits::FORMATTERS_KEPT_MAX;
use js_sys::{Array, Date, Function, Object, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// A number with at most three decimals: `1,234.5`, `1 234,5`.
pub fn number(value: f64, locale: &str) -> String {
    format(locale, Kind::Number, &JsValue::from_f64(value)).unwrap_or_else(|| value.to_string())
}

/// A share as a percentage with at most one decimal: 0.125 is `12.5 %`.
pub fn percent(share: f64, locale: &str) -> String {
    format(locale, Kind::Percent, &JsValue::from_f64(share))
        .unwrap_or_else(|| format!("{} %", share * 100.0))
}

/// A number of bytes in the unit that suits it: `1.2 MB`.
pub fn bytes(count: u64, locale: &str) -> String {
    let (unit, size) = match count {
        0..1_000 => ("byte", 1.0),
        1_000..1_000_000 => ("kilobyte", 1e3),
        1_000_000..1_000_000_000 => ("megabyte", 1e6),
        _ => ("gigabyte", 1e9),
    };
    let value = JsValue::from_f64(count as f64 / size);
    format(locale, Kind::Unit(unit), &value).unwrap_or_else(|| format!("{count} B"))
}

/// An amount, exact to the ten-thousandth: with the decimals of its currency, and with more where the amount has
/// more (a price per piece). Rupiah are shown without decimals that are all zero, as Indonesia writes them.
pub fn money(ten_thousandths: i64, currency: &str, locale: &str) -> String {
    let plain = decimal(ten_thousandths);
    let decimals = decimals_of(ten_thousandths);
    let kind = |decimals| Kind::Money {
        currency: currency.to_owned(),
        decimals,
    };
    // A text keeps every digit, where a floating-point number would not.
    let value = JsValue::from_str(&plain);
    let usual = decimals_of_currency(locale, kind(None));
    let wanted = match usual {
        Some(usual) if decimals <= usual => None,
        _ => Some(decimals),
    };
    format(locale, kind(wanted), &value).unwrap_or_else(|| format!("{plain} {currency}"))
}

/// Day, month and year.
pub fn date(ms: i64, locale: &str) -> String {
    moment_as(ms, locale, Kind::Date)
}

/// Hour and minute.
pub fn time(ms: i64, locale: &str) -> String {
    moment_as(ms, locale, Kind::Time)
}

/// Day, month, year, hour and minute.
pub fn date_time(ms: i64, locale: &str) -> String {
    moment_as(ms, locale, Kind::DateTime)
}

/// Day, month and year of a time that has no zone, given as if it were UTC.
pub fn date_utc(ms: i64, locale: &str) -> String {
    moment_as(ms, locale, Kind::DateUtc)
}

/// The name of the day of the week, of a time that is given as if it were UTC.
pub fn weekday_utc(ms: i64, locale: &str) -> String {
    moment_as(ms, locale, Kind::WeekdayUtc)
}

/// Day, month, year, hour and minute of a time that has no zone, given as if it were UTC.
pub fn date_time_utc(ms: i64, locale: &str) -> String {
    moment_as(ms, locale, Kind::DateTimeUtc)
}

/// The time, with the date where it is not the day of `now_ms`.
pub fn moment(ms: i64, now_ms: i64, locale: &str) -> String {
    let day = |ms: i64| {
        let date = Date::new(&JsValue::from_f64(ms as f64));
        (date.get_full_year(), date.get_month(), date.get_date())
    };
    if day(ms) == day(now_ms) {
        time(ms, locale)
    } else {
        date_time(ms, locale)
    }
}

/// How far a moment is from now, in the unit that suits it: `in 5 minutes`, `yesterday`. Negative is the past.
pub fn relative(difference_ms: i64, locale: &str) -> String {
    let (unit, size) = match difference_ms.unsigned_abs() as i64 {
        0..MINUTE_MS => ("second", SECOND_MS),
        MINUTE_MS..HOUR_MS => ("minute", MINUTE_MS),
        HOUR_MS..DAY_MS => ("hour", HOUR_MS),
        _ => ("day", DAY_MS),
    };
    let count = difference_ms / size;
    with_formatter(locale, Kind::Relative, |formatter| {
        let count = JsValue::from_f64(count as f64);
        let words = formatter
            .action
            .call2(&formatter.object, &count, &unit.into());
        words.ok()?.as_string()
    })
    .unwrap_or_else(|| format!("{count} {unit}"))
}

/// The plural category (`zero`, `one`, `two`, `few`, `many`, `other`) of a number.
pub fn plural_category(value: f64, locale: &str) -> String {
    format(locale, Kind::Plural, &JsValue::from_f64(value)).unwrap_or_else(|| "other".to_owned())
}

/// Several things as one phrase: `a, b and c`.
pub fn list<S: AsRef<str>>(items: &[S], locale: &str) -> String {
    let array: Array = items
        .iter()
        .map(|item| JsValue::from_str(item.as_ref()))
        .collect();
    format(locale, Kind::List, &array).unwrap_or_else(|| {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(", ")
    })
}

fn moment_as(ms: i64, locale: &str, kind: Kind) -> String {
    format(locale, kind, &JsValue::from_f64(ms as f64)).unwrap_or_else(|| ms.to_string())
}

/// The amount with all its four decimals, as a program writes it.
fn decimal(ten_thousandths: i64) -> String {
    let sign = if ten_thousandths < 0 { "-" } else { "" };
    let digits = ten_thousandths.unsigned_abs();
    format!("{sign}{}.{:04}", digits / 10_000, digits % 10_000)
}

/// How many decimals the amount needs.
fn decimals_of(ten_thousandths: i64) -> u32 {
    match ten_thousandths.unsigned_abs() % 10_000 {
        0 => 0,
        rest if rest % 1_000 == 0 => 1,
        rest if rest % 100 == 0 => 2,
        rest if rest % 10 == 0 => 3,
        _ => 4,
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kind {
    Number,
    Percent,
    Unit(&'static str),
    /// `None`: the decimals that the currency has.
    Money {
        currency: String,
        decimals: Option<u32>,
    },
    Date,
    Time,
    DateTime,
    DateUtc,
    DateTimeUtc,
    WeekdayUtc,
    Relative,
    Plural,
    List,
}

impl Kind {
    /// The class of `Intl`, and its method.
    fn class(&self) -> (&'static str, &'static str) {
        match self {
            Kind::Number | Kind::Percent | Kind::Unit(_) | Kind::Money { .. } => {
                ("NumberFormat", "format")
            }
            Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::DateUtc
            | Kind::DateTimeUtc
            | Kind::WeekdayUtc => ("DateTimeFormat", "format"),
            Kind::Relative => ("RelativeTimeFormat", "format"),
            Kind::Plural => ("PluralRules", "select"),
            Kind::List => ("ListFormat", "format"),
        }
    }

    fn options(&self) -> Vec<(&'static str, JsValue)> {
        match self {
            Kind::Number | Kind::Plural => vec![],
            Kind::Percent => vec![
                ("style", "percent".into()),
                ("maximumFractionDigits", 1.into()),
            ],
            Kind::Unit(unit) => vec![
                ("style", "unit".into()),
                ("unit", (*unit).into()),
                ("unitDisplay", "short".into()),
                ("maximumFractionDigits", 1.into()),
            ],
            Kind::Money { currency, decimals } => {
                let mut options = vec![("style", "currency".into()), ("currency", currency.into())];
                if let Some(decimals) = decimals {
                    options.push(("maximumFractionDigits", (*decimals).into()));
                } else if currency == "IDR" {
                    options.push(("trailingZeroDisplay", "stripIfInteger".into()));
                }
                options
            }
            Kind::Date => vec![("dateStyle", "medium".into())],
            Kind::Time => vec![("timeStyle", "short".into())],
            Kind::DateTime => vec![
                ("dateStyle", "medium".into()),
                ("timeStyle", "short".into()),
            ],
            Kind::DateUtc => vec![("dateStyle", "medium".into()), ("timeZone", "UTC".into())],
            Kind::WeekdayUtc => vec![("weekday", "long".into()), ("timeZone", "UTC".into())],
            Kind::DateTimeUtc => vec![
                ("dateStyle", "medium".into()),
                ("timeStyle", "short".into()),
                ("timeZone", "UTC".into()),
            ],
            Kind::Relative => vec![("numeric", "auto".into())],
            Kind::List => vec![("type", "conjunction".into())],
        }
    }
}

struct Formatter {
    object: JsValue,
    action: Function,
}

thread_local! {
    static FORMATTERS: RefCell<HashMap<(String, Kind), Option<Formatter>>> = RefCell::default();
}

fn format(locale: &str, kind: Kind, value: &JsValue) -> Option<String> {
    with_formatter(locale, kind, |formatter| {
        let words = formatter.action.call1(&formatter.object, value).ok()?;
        words.as_string()
    })
}

/// The decimals that the currency is usually written with.
fn decimals_of_currency(locale: &str, kind: Kind) -> Option<u32> {
    with_formatter(locale, kind, |formatter| {
        let ask = Reflect::get(&formatter.object, &"resolvedOptions".into()).ok()?;
        let options = ask.dyn_ref::<Function>()?.call0(&formatter.object).ok()?;
        let decimals = Reflect::get(&options, &"maximumFractionDigits".into()).ok()?;
        decimals.as_f64().map(|decimals| decimals as u32)
    })
}

fn with_formatter<T>(
    locale: &str,
    kind: Kind,
    action: impl FnOnce(&Formatter) -> Option<T>,
) -> Option<T> {
    FORMATTERS.with_borrow_mut(|kept| {
        if kept.len() >= FORMATTERS_KEPT_MAX {
            kept.clear();
        }
        let formatter = kept
            .entry((locale.to_owned(), kind))
            .or_insert_with_key(|(locale, kind)| make(locale, kind).or_else(|| make("en", kind)));
        action(formatter.as_ref()?)
    })
}

fn make(locale: &str, kind: &Kind) -> Option<Formatter> {
    let (class, method) = kind.class();
    let options = Object::new();
    for (name, value) in kind.options() {
        Reflect::set(&options, &name.into(), &value).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let object = Reflect::construct(&class, &Array::of2(&locale.into(), &options)).ok()?;
    let action = Reflect::get(&object, &method.into()).ok()?;
    Some(Formatter {
        action: action.dyn_into().ok()?,
        object,
    })
}
