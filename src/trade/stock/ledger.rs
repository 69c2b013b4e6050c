//! The ledger of goods: accounts by place and goods, and what is read from them.
//!
//! Every movement is booked out at one place and in at another, so that what moved sums to zero over all places, of any
//! set of facts. What a count finds beside it stands at the place of differences, as a figure that follows from the
//! accounts and not as a fact.
//!
//! An account is kept under its canonical name and takes in what was said under every name that standing merges join:
//! a count of goods under one name says how many there are of them under all. A merge, and its revocation, is
//! therefore a reason to fold the accounts of its names anew, as is a comparison of clocks that reaches back.
//!
//! The ledger holds no history. What cannot be extended is *stale* until it was folded anew from all that was said of
//! it ([`Ledger::refold`]); a stale account says what it said before.

use super::posting::{AccountKey, Posting, covered_item};
use crate::stream::id::FactId;
use crate::trade::counting::ObservationKind;
use crate::trade::counting::balance::{Account, AccountEntry, NeedsHistory, Said};
use crate::trade::goods::Goods;
use crate::trade::id::{ItemId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::containers::{Containers, Root};
use crate::trade::place::Place;
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};

/// A count that covers goods which it does not list: of each of them it saw none.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Covering {
    at: At,
    /// All goods of this item; `None` is all goods.
    item: Option<ItemId>,
    said: Said,
}

impl Covering {
    fn covers(&self, goods: &Goods) -> bool {
        self.item.as_ref().is_none_or(|item| *item == goods.item)
    }

    fn to_approve(&self) -> bool {
        matches!(
            self.said,
            Said::Counted {
                to_approve: true,
                ..
            }
        )
    }

    /// Whether it takes the place of another one: it knew it and covers at least as much.
    fn replaces(&self, other: &Covering, relations: &impl Relations) -> bool {
        let at_once = matches!(
            self.said,
            Said::Counted {
                to_approve: false,
                after: None,
                ..
            }
        );
        let covers_more = self.item.is_none() || self.item == other.item;
        at_once && covers_more && relations.knew(&self.at, &other.at)
    }
}

/// The accounts at one place, and what was said there of goods that no fact has named yet.
#[derive(Clone, Debug, Default)]
struct Shelf {
    accounts: BTreeMap<Goods, Account>,
    covering: Vec<Covering>,
    /// Coverings are no longer kept that later ones knew.
    pruned: bool,
    /// A count was judged or a movement placed.
    answered: bool,
}

impl Shelf {
    fn cover(&mut self, covering: Covering, relations: &impl Relations) {
        let kept = self.covering.len();
        self.covering
            .retain(|other| !covering.replaces(other, relations));
        self.pruned |= self.covering.len() < kept;
        self.covering.push(covering);
    }

    /// The first account of some goods.
    fn begin(
        &self,
        goods: &Goods,
        entry: AccountEntry,
        relations: &impl Relations,
    ) -> Result<Account, NeedsHistory> {
        let covering: Vec<_> = self
            .covering
            .iter()
            .filter(|covering| covering.covers(goods) && covering.at != entry.at)
            .collect();
        if covering.is_empty() && !self.pruned && !self.answered {
            return Ok(Account::fold(&[entry], relations));
        }
        let unclear = self.pruned && covering.len() != 1;
        if self.answered || unclear || covering.iter().any(|covering| covering.to_approve()) {
            return Err(NeedsHistory);
        }
        let said: Vec<_> = covering
            .iter()
            .map(|covering| AccountEntry {
                at: covering.at,
                said: covering.said,
            })
            .chain([entry])
            .collect();
        let account = Account::fold(&said, relations);
        // A count that was given up could hold where the one that knew it is in doubt.
        if self.pruned && !account.doubts().is_empty() {
            return Err(NeedsHistory);
        }
        Ok(account)
    }
}

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
}

/// Goods in our hands in one warehouse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnHand {
    /// All of them; below zero where more was taken than anybody had booked in.
    pub units: i128,
    /// Those of them that a short closes to allocation; never below zero.
    pub closed: i128,
}

/// An account that is not what its facts make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The account.
    pub key: AccountKey,
    /// The balance that the ledger says; `None` where it has no such account.
    pub held: Option<i128>,
    /// The balance that the facts make; `None` where no fact names the account.
    pub anew: Option<i128>,
}

/// The ledger.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    shelves: BTreeMap<Place, Shelf>,
    stale: BTreeSet<AccountKey>,
}

impl Ledger {
    /// Takes in one thing that a fact says. Accounts that it cannot extend become stale.
    pub fn apply(
        &mut self,
        at: At,
        posting: &Posting<'_>,
        canonical: &impl Canonical,
        relations: &impl Relations,
    ) {
        for key in self.reached(posting, canonical) {
            if let Some(said) = posting.said(&key, canonical) {
                self.say(key, AccountEntry { at, said }, relations);
            }
        }
        match posting {
            Posting::Moved(_) | Posting::Short { .. } => {}
            Posting::Judged { place, .. } | Posting::Placed { place, .. } => {
                self.shelf(canonical.place(place)).answered = true;
            }
            Posting::Observed(observation) => {
                if let Some(item) = covered_item(observation, canonical) {
                    let said = Said::Counted {
                        units: 0,
                        after: observation.after,
                        to_approve: observation.kind == ObservationKind::CountToApprove,
                    };
                    let covering = Covering { at, item, said };
                    self.shelf(canonical.place(&observation.place))
                        .cover(covering, relations);
                }
            }
        }
    }

    /// The accounts that a posting may say something of: those that it names, and of an observation or an answer all
    /// at its place.
    fn reached(&self, posting: &Posting<'_>, canonical: &impl Canonical) -> BTreeSet<AccountKey> {
        let place = match posting {
            Posting::Moved(_) | Posting::Short { .. } => None,
            Posting::Observed(observation) => Some(canonical.place(&observation.place)),
            Posting::Judged { place, .. } | Posting::Placed { place, .. } => {
                Some(canonical.place(place))
            }
        };
        let all = place.iter().flat_map(|place| {
            let shelf = self.shelves.get(place);
            shelf.into_iter().flat_map(|shelf| {
                shelf.accounts.keys().map(|goods| AccountKey {
                    place: place.clone(),
                    goods: goods.clone(),
                })
            })
        });
        all.chain(posting.opens(canonical)).collect()
    }

    fn say(&mut self, key: AccountKey, entry: AccountEntry, relations: &impl Relations) {
        if self.stale.contains(&key) {
            return;
        }
        let shelf = self.shelves.entry(key.place.clone()).or_default();
        let done = match shelf.accounts.get_mut(&key.goods) {
            Some(account) => account.extend(&entry, relations),
            None => shelf.begin(&key.goods, entry, relations).map(|account| {
                shelf.accounts.insert(key.goods.clone(), account);
            }),
        };
        if done == Err(NeedsHistory) {
            self.mark_stale(key);
        }
    }

    fn shelf(&mut self, place: Place) -> &mut Shelf {
        self.shelves.entry(place).or_default()
    }

    /// Says that an account must be folded anew: clocks were compared, a branch came, names were merged or parted.
    pub fn mark_stale(&mut self, key: AccountKey) {
        // It is there from now on, so that whatever covers all goods of the place reaches it.
        self.shelf(key.place.clone())
            .accounts
            .entry(key.goods.clone())
            .or_default();
        self.stale.insert(key);
    }

    /// The accounts that must be folded anew before anything is read from them, in order.
    pub fn stale(&self) -> impl Iterator<Item = &AccountKey> {
        self.stale.iter()
    }

    /// Folds an account anew from all that was ever said of it, in whatever order; it may stand among other things
    /// that were said. An account of which nothing was said is no more.
    pub fn refold<'a>(
        &mut self,
        key: &AccountKey,
        postings: impl IntoIterator<Item = &'a (At, Posting<'a>)>,
        canonical: &impl Canonical,
        relations: &impl Relations,
    ) {
        let mut opened = false;
        let mut said = Vec::new();
        for (at, posting) in postings {
            opened |= posting.opens(canonical).contains(key);
            said.extend(
                posting
                    .said(key, canonical)
                    .map(|said| AccountEntry { at: *at, said }),
            );
        }
        self.stale.remove(key);
        let shelf = self.shelf(key.place.clone());
        if opened {
            let account = Account::fold(&said, relations);
            shelf.accounts.insert(key.goods.clone(), account);
        } else {
            shelf.accounts.remove(&key.goods);
        }
    }

    /// One account; `None` where no fact names it.
    pub fn account(&self, key: &AccountKey) -> Option<&Account> {
        self.shelves.get(&key.place)?.accounts.get(&key.goods)
    }

    /// How many units of goods are at a place.
    pub fn balance(&self, key: &AccountKey) -> i128 {
        self.account(key).map_or(0, Account::balance)
    }

    /// All accounts, by place and goods.
    pub fn accounts(&self) -> impl Iterator<Item = (&Place, &Goods, &Account)> {
        self.shelves.iter().flat_map(|(place, shelf)| {
            let accounts = shelf.accounts.iter();
            accounts.map(move |(goods, account)| (place, goods, account))
        })
    }

    /// The accounts at one place, by goods.
    pub fn at(&self, place: &Place) -> impl Iterator<Item = (&Goods, &Account)> {
        let shelf = self.shelves.get(place);
        shelf.into_iter().flat_map(|shelf| shelf.accounts.iter())
    }

    /// How many units of an item are at a place, whatever their lot, owner and condition.
    pub fn item_at(&self, place: &Place, item: &ItemId) -> i128 {
        self.at(place)
            .filter(|(goods, _)| goods.item == *item)
            .map(|(_, account)| account.balance())
            .sum()
    }

    /// Stock by where it is in the end, read through the containers; accounts of nothing are left out.
    pub fn by_root(
        &self,
        containers: &Containers,
        relations: &impl Relations,
    ) -> BTreeMap<(Root, Goods), i128> {
        let mut stock = BTreeMap::new();
        for (place, shelf) in self.shelves.iter().filter(|(place, _)| place.is_ours()) {
            let root = containers.root_of(place, relations);
            for (goods, account) in &shelf.accounts {
                *stock.entry((root.clone(), goods.clone())).or_insert(0) += account.balance();
            }
        }
        stock.retain(|_, units| *units != 0);
        stock
    }

    /// What is in our hands, by warehouse: what allocation and promises begin from.
    pub fn on_hand(
        &self,
        containers: &Containers,
        relations: &impl Relations,
    ) -> BTreeMap<(WarehouseId, Goods), OnHand> {
        let mut stock: BTreeMap<_, OnHand> = BTreeMap::new();
        for (place, shelf) in self.shelves.iter().filter(|(place, _)| place.is_ours()) {
            let root = containers.root_of(place, relations);
            let Some(warehouse) = root.warehouse() else {
                continue;
            };
            for (goods, account) in &shelf.accounts {
                let key = (warehouse.clone(), goods.clone());
                let on_hand = stock.entry(key).or_default();
                on_hand.units += account.balance();
                if !account.shorts().is_empty() {
                    on_hand.closed += account.balance().max(0);
                }
            }
        }
        stock
    }

    /// What counts have found beside what moved, by the warehouse in which the goods are and with the sign that the
    /// place of differences has: below zero where more was found. `None` is outside of every warehouse.
    pub fn differences(
        &self,
        containers: &Containers,
        relations: &impl Relations,
    ) -> BTreeMap<(Option<WarehouseId>, Goods), i128> {
        let mut found = BTreeMap::new();
        for (place, shelf) in &self.shelves {
            let root = containers.root_of(place, relations);
            for (goods, account) in &shelf.accounts {
                let key = (root.warehouse().cloned(), goods.clone());
                *found.entry(key).or_insert(0) -= account.difference();
            }
        }
        found.retain(|_, units| *units != 0);
        found
    }

    /// What moved of each item, summed over all places: zero, but for what became another item.
    pub fn moved(&self) -> BTreeMap<&ItemId, i128> {
        let mut sums = BTreeMap::new();
        for (_, goods, account) in self.accounts() {
            *sums.entry(&goods.item).or_insert(0) += account.moved();
        }
        sums
    }

    /// Everything that is asked, in order.
    pub fn entries(&self) -> Vec<LedgerEntry> {
        let mut entries = Vec::new();
        for (place, goods, account) in self.accounts() {
            let key = || AccountKey {
                place: place.clone(),
                goods: goods.clone(),
            };
            if account.balance() < 0 && place.is_ours() {
                entries.push(LedgerEntry::BelowZero(key()));
            }
            if account.counts_clash() {
                entries.push(LedgerEntry::Counts(key()));
            }
            if !account.shorts().is_empty() {
                entries.push(LedgerEntry::Short(key()));
            }
            entries.extend(account.doubts().iter().map(|doubt| LedgerEntry::Doubt {
                key: key(),
                count: doubt.count().fact(),
                movements: doubt.movements.iter().map(At::fact).collect(),
            }));
            entries.extend(
                account
                    .to_approve()
                    .iter()
                    .map(|count| LedgerEntry::ToApprove {
                        key: key(),
                        count: count.fact(),
                    }),
            );
            entries.extend(
                account
                    .disputed()
                    .iter()
                    .map(|count| LedgerEntry::Disputed {
                        key: key(),
                        count: *count,
                    }),
            );
        }
        entries.sort();
        entries
    }

    /// Folds everything anew from all that was ever said and tells where the ledger says something else, in order.
    /// Nothing, if it is right.
    pub fn prove(
        &self,
        postings: &[(At, Posting<'_>)],
        canonical: &impl Canonical,
        relations: &impl Relations,
    ) -> Vec<Mismatch> {
        let anew = Ledger::anew(postings, canonical, relations);
        let keys = |ledger: &Ledger| -> BTreeSet<AccountKey> {
            let accounts = ledger.accounts();
            let key = |(place, goods, _): (&Place, &Goods, _)| AccountKey {
                place: place.clone(),
                goods: goods.clone(),
            };
            accounts.map(key).collect()
        };
        keys(self)
            .union(&keys(&anew))
            .filter(|key| self.account(key) != anew.account(key))
            .map(|key| Mismatch {
                key: key.clone(),
                held: self.account(key).map(Account::balance),
                anew: anew.account(key).map(Account::balance),
            })
            .collect()
    }

    /// The ledger of all that was ever said, in whatever order it comes.
    pub fn anew(
        postings: &[(At, Posting<'_>)],
        canonical: &impl Canonical,
        relations: &impl Relations,
    ) -> Ledger {
        let mut ledger = Ledger::default();
        for (_, posting) in postings {
            for key in posting.opens(canonical) {
                ledger.mark_stale(key);
            }
        }
        // What covers a whole place says something of every account there, so all are there before any is folded.
        for (at, posting) in postings {
            ledger.apply(*at, posting, canonical, relations);
        }
        let mut said: BTreeMap<AccountKey, Vec<AccountEntry>> = BTreeMap::new();
        for (at, posting) in postings {
            for key in ledger.reached(posting, canonical) {
                let entry = posting.said(&key, canonical);
                let entry = entry.map(|said| AccountEntry { at: *at, said });
                said.entry(key).or_default().extend(entry);
            }
        }
        for (key, said) in said {
            let account = Account::fold(&said, relations);
            ledger.shelf(key.place).accounts.insert(key.goods, account);
        }
        ledger.stale.clear();
        ledger
    }
}
