//! What the list is narrowed to: every filter stands in the address.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::screens::desk;
use crate::screens::orders::index::ask;
use crate::ui::components::Sort;
use crate::ui::navigation::{QueryValue, drop_query, query_names_beside, query_value};
use crate::view::cutoff::Cutoffs;
use crate::view::orders::{OrderQuery, SortBy, fulfilment_of, payment_of};

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// What orders may be narrowed to beside their stages.
pub(super) const SHOWN: [&str; 6] = ["due", "cutoff", "verify", "held", "unpaid", "short"];

/// The names of the filters in the address: a saved view keeps these.
pub(super) const NAMES: [&str; 11] = [
    "q", "state", "pay", "show", "channel", "customer", "country", "desk", "from", "until", "sort",
];

/// What else stands in the address of the list: the order that is shown beside it.
const BESIDE: &str = "open";

/// The filters of the list, each a value of the address.
#[derive(Clone, Copy)]
pub(super) struct Filters {
    values: [QueryValue; NAMES.len()],
}

impl Filters {
    /// Call it once in the component of the list.
    pub fn new() -> Self {
        Filters {
            values: NAMES.map(query_value),
        }
    }

    /// The filter of this name.
    pub fn value(&self, name: &str) -> QueryValue {
        let index = NAMES.iter().position(|known| *known == name);
        self.values[index.unwrap_or_default()]
    }

    /// Whether a filter that takes several values has this one; followed.
    pub fn has(&self, name: &str, code: &str) -> bool {
        let value = self.value(name).get_or_empty();
        value.split(',').any(|part| part == code)
    }

    /// Adds or takes away a value of a filter that takes several.
    pub fn toggle(&self, name: &str, code: &str) {
        let value = self.value(name);
        let before = untrack(|| value.get_or_empty());
        let mut parts: Vec<&str> = before.split(',').filter(|part| !part.is_empty()).collect();
        match parts.iter().position(|part| *part == code) {
            Some(index) => {
                parts.remove(index);
            }
            None => parts.push(code),
        }
        value.set(Some(&parts.join(",")));
    }

    /// The values of a filter that takes several which are not known here: an address that was typed, or a saved view of
    /// another version; followed.
    pub fn unknown(&self, name: &str) -> Vec<String> {
        let is_known = |code: &&str| match name {
            "state" => fulfilment_of(code).is_some(),
            "pay" => payment_of(code).is_some(),
            "show" => SHOWN.contains(code),
            "channel" => ask(|index| index.channels().contains(*code)),
            "country" => ask(|index| index.countries().contains(*code)),
            _ => true,
        };
        let value = self.value(name).get_or_empty();
        // What people call something may have a comma in it.
        let is_one = matches!(name, "channel" | "country");
        let codes = match is_one {
            true => vec![value.as_str()],
            false => value.split(',').collect(),
        };
        codes
            .into_iter()
            .filter(|code| !code.is_empty() && !is_known(code))
            .map(str::to_owned)
            .collect()
    }

    /// The names in the address that are no filter of this list; followed.
    pub fn unknown_names(&self) -> Vec<String> {
        let known: Vec<&str> = NAMES.into_iter().chain([BESIDE]).collect();
        query_names_beside(&known)
    }

    /// Takes all filters away; the order of the rows stays.
    pub fn clear(&self) {
        for name in NAMES.into_iter().filter(|name| *name != "sort") {
            self.value(name).set(None);
        }
        let unknown = untrack(|| self.unknown_names());
        unknown.iter().for_each(|name| drop_query(name));
    }

    /// Whether anything but the order of the rows is asked for; followed.
    pub fn any(&self) -> bool {
        let mut names = NAMES.into_iter().filter(|name| *name != "sort");
        names.any(|name| self.value(name).get().is_some()) || !self.unknown_names().is_empty()
    }

    /// The filters as pairs of name and value; followed.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pair = |name: &str| Some((name.to_owned(), self.value(name).get()?));
        NAMES.into_iter().filter_map(pair).collect()
    }

    /// How the rows are sorted; followed. The latest come first until a person asks otherwise.
    pub fn sort(&self) -> Sort {
        let asked = self.value("sort").get();
        Sort::from_query(asked.as_deref().unwrap_or("-placed"))
    }

    /// What the list asks for; followed.
    pub fn query(&self) -> OrderQuery {
        let text = |name: &str| self.value(name).get().filter(|value| !value.is_empty());
        let codes = |name: &str| self.value(name).get_or_empty();
        let sort = self.sort();
        let shown = codes("show");
        let shows = |code: &str| shown.split(',').any(|part| part == code);
        let payments = codes("pay").split(',').filter_map(payment_of).collect();
        let day = |name: &str| text(name).map(|day| day_begins(&day));
        let (from, until) = (day("from"), day("until"));
        let unread_day = [from, until].contains(&Some(None));
        let unknown = unread_day
            || !self.unknown_names().is_empty()
            || NAMES.iter().any(|name| !self.unknown(name).is_empty());
        OrderQuery {
            words: codes("q"),
            fulfilments: codes("state")
                .split(',')
                .filter_map(fulfilment_of)
                .collect(),
            payments,
            held: shows("held"),
            unverified: shows("verify"),
            short: shows("short"),
            unpaid: shows("unpaid"),
            due_by_ms: shows("due").then(day_ends_ms),
            cutoff: shows("cutoff").then(cutoffs),
            channel: text("channel"),
            customer: text("customer"),
            country: text("country"),
            from: from.flatten(),
            before: until.flatten().map(|day| day + DAY_SECONDS),
            unknown,
            sort: sort_by(&sort.column),
            descending: sort.descending,
        }
    }
}

/// The cutoffs of today that are near or have passed, on the clock of this device.
pub(in crate::screens) fn cutoffs() -> Cutoffs {
    let warehouse = desk::warehouse();
    let now = (desk::now_ms() + desk::ahead_ms()).div_euclid(1_000);
    desk::peek(|at| Cutoffs::of(at, warehouse.as_ref(), desk::today(), now))
}

/// How many orders are still to leave that came before a cutoff that is near or has passed.
pub(in crate::screens) fn before_cutoff() -> usize {
    let query = OrderQuery {
        cutoff: Some(cutoffs()),
        ..OrderQuery::default()
    };
    ask(|index| index.select(&query, desk::now_ms()).len())
}

/// When today ends on the clock of this device, in milliseconds since 1970 UTC.
pub(in crate::screens) fn day_ends_ms() -> i64 {
    (desk::today() + 1) * DAY_SECONDS * 1_000 - desk::ahead_ms()
}

/// The first second of a day given as `2010-12-01`, on the clock of the source.
fn day_begins(day: &str) -> Option<i64> {
    let date: NaiveDate = day.parse().ok()?;
    let midnight = date.and_hms_opt(0, 0, 0)?;
    Some(midnight.and_utc().timestamp())
}

fn sort_by(column: &str) -> SortBy {
    match column {
        "ship-by" => SortBy::ShipBy,
        "number" => SortBy::Number,
        "channel" => SortBy::Channel,
        "customer" => SortBy::Customer,
        "country" => SortBy::Country,
        "lines" => SortBy::Lines,
        "units" => SortBy::Units,
        "total" => SortBy::Total,
        "state" => SortBy::Fulfilment,
        "payment" => SortBy::Payment,
        _ => SortBy::Placed,
    }
}
