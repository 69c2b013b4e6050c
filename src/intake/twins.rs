//! Orders of one content for one recipient within some days: perhaps one order that a shop sent under two numbers.

use crate::limits::TWIN_ORDER_DAYS_MAX;
use crate::site::Reading;
use crate::trade::id::{ChannelId, OrderId, OrderKey};
use crate::trade::money::account::cost;
use crate::trade::orders::OrderPlaced;
use crate::trade::orders::intake::code_of;
use crate::trade::personal::age::DAY_MS;
use crate::trade::personal::content::Contact;
use crate::trade::text::Words;
use crate::view::names;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// When orders came, in days since 1970, with their keys, by a digest of their channel, recipient and content.
#[derive(Debug, Default)]
pub(super) struct Twins {
    days: HashMap<u64, Vec<(i64, OrderKey)>>,
}

impl Twins {
    /// Those of the orders that are here.
    pub(super) fn of(at: &Reading<'_>) -> Self {
        let mut twins = Twins::default();
        for order in at
            .state
            .orders()
            .filter(|order| order.in_favour_of().is_none())
        {
            let (Some((_, placed)), Some(to)) = (order.placed(), names::recipient(at, order.id()))
            else {
                continue;
            };
            let day = placed.placed_at.as_utc_ms().div_euclid(DAY_MS);
            if let Some(digest) = digest(&order.id().channel, to, placed) {
                let key = order.id().key.clone();
                twins.days.entry(digest).or_default().push((day, key));
            }
        }
        twins
    }

    /// Notes an order that is new, and says whether one like it came within some days. One whose recipient is not said
    /// well enough to be told from others has none like it.
    pub(super) fn meet(&mut self, order: &OrderId, to: &Contact, placed: &OrderPlaced) -> bool {
        let day = placed.placed_at.as_utc_ms().div_euclid(DAY_MS);
        let Some(digest) = digest(&order.channel, to, placed) else {
            return false;
        };
        let days = self.days.entry(digest).or_default();
        let is_twin = days
            .iter()
            .any(|(other, key)| *key != order.key && (other - day).abs() <= TWIN_ORDER_DAYS_MAX);
        days.push((day, order.key.clone()));
        is_twin
    }
}

/// The digest of a channel, a recipient, what was ordered and what it comes to; `None` where name, street or goods are not said. Letters
/// and spaces may be written otherwise; the order of lines says nothing.
fn digest(channel: &ChannelId, to: &Contact, placed: &OrderPlaced) -> Option<u64> {
    let plain = |words: &Words| -> String {
        let letters = words.as_str().chars().filter(|of| of.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let name = plain(to.name.as_ref().or(to.company.as_ref())?);
    let street: String = to.lines.iter().map(plain).collect();
    let mut goods = BTreeMap::new();
    for line in placed.lines.iter().filter(|line| line.ships()) {
        for of_price in &line.prices {
            *goods.entry((code_of(line)?, of_price.price)).or_insert(0) += of_price.units.wide();
        }
    }
    if name.is_empty() || street.is_empty() || goods.is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    channel.hash(&mut hasher);
    (name, street, to.post_code.as_ref().map(plain)).hash(&mut hasher);
    goods.hash(&mut hasher);
    // What does not ship, and what is charged beside, tells two orders of the same goods apart.
    let others = placed.lines.iter().filter(|line| !line.ships());
    let beside = placed.charges.iter().map(|charge| charge.amount.wide());
    let others: i128 = others.map(cost).chain(beside).sum();
    others.hash(&mut hasher);
    Some(hasher.finish())
}
