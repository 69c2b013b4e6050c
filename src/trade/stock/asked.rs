//! What the ledger asks people.

use super::ledger::Ledger;
use super::posting::{AccountKey, What};
use super::shelf::Shelf;
use crate::stream::id::FactId;
use crate::trade::counting::balance::Account;
use crate::trade::id::ItemId;
use crate::trade::place::Place;
use crate::trade::relations::{At, Relations};

/// What the ledger asks people about: each is one entry of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerEntry {
    /// Less than nothing is at a place that is ours.
    BelowZero(AccountKey),
    /// Nobody can tell on which side of a count these movements were.
    Doubt {
        /// The account.
        key: AccountKey,
        /// The count.
        count: FactId,
        /// The movements, in the order of facts.
        movements: Vec<FactId>,
    },
    /// Counts that no other one knew say different things.
    Counts(AccountKey),
    /// A count waits to be approved.
    ToApprove {
        /// The account.
        key: AccountKey,
        /// The count.
        count: FactId,
    },
    /// A count was approved and turned down, and neither knew of the other.
    Disputed {
        /// The account.
        key: AccountKey,
        /// The count.
        count: FactId,
    },
    /// Goods are closed to allocation here until a count that knew why.
    Short(AccountKey),
    /// An item was counted without looking at what tells its goods apart, and the books of those come to another sum.
    Unlisted {
        /// The account of the item.
        key: AccountKey,
        /// How many units more were seen than the books of its goods say; below zero for fewer.
        units: i128,
    },
}

impl Ledger {
    /// Everything that is asked, in order.
    pub fn entries(&self, relations: &impl Relations) -> Vec<LedgerEntry> {
        let mut entries = Vec::new();
        for (key, shelf, account) in self.asking() {
            match &key.what {
                What::Goods(_) if is_below_zero(key, account) => {
                    entries.push(LedgerEntry::BelowZero(key.clone()));
                }
                What::Goods(_) => {}
                What::Item(item) => {
                    let units = unlisted(shelf, item, account, relations);
                    entries.extend(units.map(|units| LedgerEntry::Unlisted {
                        key: key.clone(),
                        units,
                    }));
                }
            }
            asked(key, account, &mut entries);
        }
        entries.sort();
        entries
    }
}

fn is_below_zero(key: &AccountKey, account: &Account) -> bool {
    // Less than nothing under way means that it came in twice.
    let is_under_way = matches!(key.place, Place::Underway(_) | Place::Transfer(_));
    account.balance() < 0 && (key.place.is_ours() || is_under_way)
}

/// Whether an account may ask something: what is cheaply told of it alone. An item's may, since that hangs on the other
/// accounts at its place.
pub(super) fn may_ask(key: &AccountKey, account: &Account) -> bool {
    matches!(key.what, What::Item(_))
        || is_below_zero(key, account)
        || account.counts_clash()
        || !account.shorts().is_empty()
        || !account.doubts().is_empty()
        || !account.to_approve().is_empty()
        || !account.disputed().is_empty()
}

/// By how much what was seen of an item differs from the books of its goods. `None` where it does not, where no count
/// of the item holds, or where all of its goods that are here were counted by somebody who knew of that one.
fn unlisted(
    shelf: &Shelf,
    item: &ItemId,
    account: &Account,
    relations: &impl Relations,
) -> Option<i128> {
    let count = account.holding()?;
    let goods: Vec<&Account> = shelf
        .goods()
        .filter(|(goods, account)| goods.item == *item && account.balance() != 0)
        .map(|(_, account)| account)
        .collect();
    let booked: i128 = goods.iter().map(|account| account.balance()).sum();
    let units = account.balance() - booked;
    let was_counted_since = |account: &&Account| {
        let since = account.holding();
        since.is_some_and(|since| relations.knew(&since.seen, &count.said))
    };
    let settled = !goods.is_empty() && goods.iter().all(was_counted_since);
    (units != 0 && !settled).then_some(units)
}

/// What is asked about one account, beside what its balance is held against.
fn asked(key: &AccountKey, account: &Account, entries: &mut Vec<LedgerEntry>) {
    if account.counts_clash() {
        entries.push(LedgerEntry::Counts(key.clone()));
    }
    if !account.shorts().is_empty() {
        entries.push(LedgerEntry::Short(key.clone()));
    }
    let doubts = account.doubts().iter();
    entries.extend(doubts.map(|doubt| LedgerEntry::Doubt {
        key: key.clone(),
        count: doubt.count().fact(),
        movements: doubt.movements.iter().map(At::fact).collect(),
    }));
    let to_approve = account.to_approve().iter();
    entries.extend(to_approve.map(|count| LedgerEntry::ToApprove {
        key: key.clone(),
        count: count.fact(),
    }));
    let disputed = account.disputed().iter();
    entries.extend(disputed.map(|count| LedgerEntry::Disputed {
        key: key.clone(),
        count: count.fact(),
    }));
}
