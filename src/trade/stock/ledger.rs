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
//! it ([`Ledger::settle`]); a stale account says what it said before.

use super::asked::may_ask;
use super::feed::Gathered;
use super::posting::{AccountKey, Posting, What};
use super::shelf::{Shelf, covering};
use crate::stream::id::FactId;
use crate::stream::packed::Packed;
use crate::trade::counting::ObservationKind;
use crate::trade::counting::balance::{Account, AccountEntry, NeedsHistory};
use crate::trade::goods::Goods;
use crate::trade::id::{ItemId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::containers::{Containers, Root};
use crate::trade::place::Place;
use crate::trade::relations::{At, Relations};
use std::collections::{BTreeMap, BTreeSet};

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
    shelves: Packed<Place, Shelf>,
    /// Locations and containers in which goods of an item ever were; parcels, which are many, are left out.
    stored: BTreeMap<ItemId, BTreeSet<Place>>,
    stale: BTreeSet<AccountKey>,
    /// The places of counts that wait to be approved, or that looked into containers.
    counted: BTreeMap<FactId, BTreeSet<Place>>,
    judged: BTreeSet<FactId>,
    /// The accounts that may ask people something.
    asking: BTreeSet<AccountKey>,
    /// The accounts of goods in our hands that do not stand at nothing.
    here: BTreeSet<AccountKey>,
}

impl Ledger {
    /// As [`Packed::pack`].
    pub(crate) fn pack(&mut self, entries_max: usize) -> usize {
        self.shelves.pack(entries_max, &())
    }

    /// As [`Packed::cool`].
    pub(crate) fn cool(&mut self) {
        self.shelves.cool();
    }

    /// Takes in one thing that a fact says. Accounts that it cannot extend become stale.
    pub fn apply(
        &mut self,
        at: At,
        posting: &Posting<'_>,
        canonical: &impl Canonical,
        relations: &impl Relations,
    ) {
        let mut places = posting.places(canonical);
        let mut judged = false;
        match posting {
            Posting::Moved(_) | Posting::Short { .. } | Posting::Placed { .. } => {}
            Posting::Judged { count, .. } => {
                let count = meant(&at, count, relations);
                places.extend(self.counted.get(&count).into_iter().flatten().cloned());
                self.judged.insert(count);
            }
            Posting::Observed(observation) => {
                judged = self.judged.contains(&at.fact());
                if places.len() > 1 || observation.kind == ObservationKind::CountToApprove {
                    self.counted.insert(at.fact(), places.clone());
                }
            }
        }
        for key in self.reached(posting, &places, canonical) {
            if judged {
                self.mark_stale(key);
            } else if let Some(said) = posting.said(&key, canonical) {
                self.say(key, AccountEntry { at, said }, relations);
            }
        }
        for place in places {
            match posting {
                Posting::Moved(_) | Posting::Short { .. } => {}
                Posting::Judged { .. } | Posting::Placed { .. } => {
                    self.shelf(place).answered = true
                }
                Posting::Observed(observation) => {
                    let covering = covering(at, observation, &place, canonical);
                    let shelf = self.shelf(place);
                    shelf.answered |= judged;
                    if let Some(covering) = covering {
                        shelf.cover(covering, relations);
                    }
                }
            }
        }
    }

    /// The accounts that a posting may say something of: those that it names; those of items whose goods move; and of
    /// an observation or an answer all at its places.
    fn reached(
        &self,
        posting: &Posting<'_>,
        places: &BTreeSet<Place>,
        canonical: &impl Canonical,
    ) -> BTreeSet<AccountKey> {
        let mut reached: BTreeSet<AccountKey> = posting.opens(canonical).into_iter().collect();
        let here = places
            .iter()
            .filter_map(|place| Some((place, self.shelves.get(place)?)));
        for (place, shelf) in here {
            let of_item = |goods: &Goods| {
                let item = What::Item(canonical.item(&goods.item));
                shelf.accounts.contains_key(&item).then_some(item)
            };
            let found: Vec<What> = match posting {
                Posting::Short { .. } => Vec::new(),
                Posting::Moved(movement) => {
                    let both = [Some(movement.goods), movement.becomes];
                    both.into_iter().flatten().filter_map(of_item).collect()
                }
                Posting::Observed(_) | Posting::Judged { .. } | Posting::Placed { .. } => {
                    shelf.accounts.keys().cloned().collect()
                }
            };
            reached.extend(found.into_iter().map(|what| AccountKey {
                place: place.clone(),
                what,
            }));
        }
        reached
    }

    fn say(&mut self, key: AccountKey, entry: AccountEntry, relations: &impl Relations) {
        if self.stale.contains(&key) {
            return;
        }
        let shelf = self.shelves.or_default(key.place.clone());
        let done = match shelf.accounts.get_mut(&key.what) {
            Some(account) => account.extend(&entry, relations),
            None => shelf.begin(&key.what, entry, relations).map(|account| {
                shelf.accounts.insert(key.what.clone(), account);
                note_stored(&mut self.stored, &key);
            }),
        };
        if done == Err(NeedsHistory) {
            self.mark_stale(key);
        } else {
            self.renew_known(key);
        }
    }

    /// Reads anew whether an account may ask something, and whether anything is there.
    fn renew_known(&mut self, key: AccountKey) {
        let account = self.account(&key);
        let asks = account.is_some_and(|account| may_ask(&key, account));
        let is_here = matches!(key.what, What::Goods(_))
            && key.place.is_ours()
            && account.is_some_and(|account| account.balance() != 0);
        for (known, is_in) in [(&mut self.asking, asks), (&mut self.here, is_here)] {
            if !is_in {
                known.remove(&key);
            } else if !known.contains(&key) {
                known.insert(key.clone());
            }
        }
    }

    /// The accounts of goods in our hands that do not stand at nothing, by place and goods.
    pub fn here(&self) -> impl Iterator<Item = (&Place, &Goods, &Account)> {
        self.here.iter().filter_map(|key| match &key.what {
            What::Goods(goods) => Some((&key.place, goods, self.account(key)?)),
            What::Item(_) => None,
        })
    }

    /// Takes every account for one that may ask something.
    pub(crate) fn ask_all(&mut self) {
        self.asking = self.keys().collect();
    }

    /// The accounts that may ask something, each with its shelf.
    pub(super) fn asking(&self) -> impl Iterator<Item = (&AccountKey, &Shelf, &Account)> {
        self.asking.iter().filter_map(|key| {
            let shelf = self.shelves.get(&key.place)?;
            Some((key, shelf, shelf.accounts.get(&key.what)?))
        })
    }

    fn shelf(&mut self, place: Place) -> &mut Shelf {
        self.shelves.or_default(place)
    }

    /// Takes in that something was learnt about the clock of a commit which says this. Accounts in which that may
    /// change more than the clock become stale. A count that was typed later and names that commit, or the one before
    /// it, is reached as if it were in the commit itself.
    pub fn compared(
        &mut self,
        at: &At,
        posting: &Posting<'_>,
        canonical: &impl Canonical,
        relations: &impl Relations,
    ) {
        let places = posting.places(canonical);
        for key in self.reached(posting, &places, canonical) {
            let shelf = self.shelves.get_mut(&key.place);
            let account = shelf.and_then(|shelf| shelf.accounts.get_mut(&key.what));
            let done = match posting {
                Posting::Moved(_) => account.map_or(Ok(()), |it| it.compared(at, relations)),
                // Who knew a short, and who answered what, no clock says.
                Posting::Short { .. } | Posting::Placed { .. } | Posting::Judged { .. } => Ok(()),
                Posting::Observed(_) => Err(NeedsHistory),
            };
            if done == Err(NeedsHistory) {
                self.mark_stale(key);
            } else {
                self.renew_known(key);
            }
        }
    }

    /// Says that an account must be folded anew: a branch came, names were merged or parted.
    pub fn mark_stale(&mut self, key: AccountKey) {
        note_stored(&mut self.stored, &key);
        // It is there from now on, so that whatever covers all goods of the place reaches it.
        self.shelf(key.place.clone())
            .accounts
            .entry(key.what.clone())
            .or_default();
        self.renew_known(key.clone());
        self.stale.insert(key);
    }

    /// The accounts that must be folded anew before anything is read from them, in order.
    pub fn stale(&self) -> impl Iterator<Item = &AccountKey> {
        self.stale.iter()
    }

    /// Folds an account anew from all that was ever said of it. One that no fact names is no more.
    pub fn settle<C: Canonical>(&mut self, gathered: &Gathered<'_, C>, relations: &impl Relations) {
        let key = gathered.key();
        self.stale.remove(key);
        let shelf = self.shelf(key.place.clone());
        if let Some(said) = gathered.said() {
            let account = Account::fold(said, relations);
            shelf.accounts.insert(key.what.clone(), account);
            note_stored(&mut self.stored, key);
        } else {
            shelf.accounts.remove(&key.what);
            self.forget_stored(key);
        }
        self.renew_known(key.clone());
    }

    /// Leaves the place of an account that is no more out of where its item ever was, if it was the last one there.
    fn forget_stored(&mut self, key: &AccountKey) {
        let What::Goods(goods) = &key.what else {
            return;
        };
        let shelf = self.shelves.get(&key.place);
        if shelf.is_some_and(|shelf| shelf.goods_of(&goods.item).next().is_some()) {
            return;
        }
        if let Some(places) = self.stored.get_mut(&goods.item) {
            places.remove(&key.place);
            if places.is_empty() {
                self.stored.remove(&goods.item);
            }
        }
    }

    /// The same from a list of all that was ever said, in whatever order; it may hold what was said of others.
    pub fn refold(
        &mut self,
        key: &AccountKey,
        postings: &[(At, Posting<'_>)],
        canonical: &impl Canonical,
        relations: &impl Relations,
    ) {
        let mut gathered = Gathered::new(key, canonical);
        for (at, posting) in postings {
            gathered.fact(*at).post(posting);
        }
        self.settle(&gathered, relations);
    }

    /// One account; `None` where no fact names it.
    pub fn account(&self, key: &AccountKey) -> Option<&Account> {
        self.shelves.get(&key.place)?.accounts.get(&key.what)
    }

    /// How many units of goods are at a place.
    pub fn balance(&self, key: &AccountKey) -> i128 {
        self.account(key).map_or(0, Account::balance)
    }

    /// All accounts of goods, by place and goods.
    pub fn accounts(&self) -> impl Iterator<Item = (&Place, &Goods, &Account)> {
        self.shelves.iter().flat_map(|(place, shelf)| {
            let goods = shelf.goods();
            goods.map(move |(goods, account)| (place, goods, account))
        })
    }

    /// The accounts of goods at one place, by goods.
    pub fn at(&self, place: &Place) -> impl Iterator<Item = (&Goods, &Account)> {
        let shelf = self.shelves.get(place);
        shelf.into_iter().flat_map(Shelf::goods)
    }

    /// The accounts of goods of an item at locations and in containers other than parcels, by place and goods.
    pub fn stored<'a>(
        &'a self,
        item: &'a ItemId,
    ) -> impl Iterator<Item = (&'a Place, &'a Goods, &'a Account)> {
        let places = self.stored.get(item).into_iter().flatten();
        let shelves = places.filter_map(|place| Some((place, self.shelves.get(place)?)));
        shelves.flat_map(move |(place, shelf)| {
            let goods = shelf.goods_of(item);
            goods.map(move |(goods, account)| (place, goods, account))
        })
    }

    /// The accounts of goods of all items at locations and in containers other than parcels, by item.
    pub fn all_stored(&self) -> impl Iterator<Item = (&Place, &Goods, &Account)> {
        self.stored.keys().flat_map(|item| self.stored(item))
    }

    /// The names of all accounts, those of items too, in order.
    pub fn keys(&self) -> impl Iterator<Item = AccountKey> {
        self.shelves.iter().flat_map(|(place, shelf)| {
            shelf.accounts.keys().map(|what| AccountKey {
                place: place.clone(),
                what: what.clone(),
            })
        })
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
            for (goods, account) in shelf.goods() {
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
            for (goods, account) in shelf.goods() {
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
        for (place, shelf) in self.shelves.iter() {
            let root = containers.root_of(place, relations);
            for (goods, account) in shelf.goods() {
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

    /// Folds everything anew from all that was ever said and tells where the ledger says something else, in order.
    /// Nothing, if it is right.
    pub fn prove(
        &self,
        postings: &[(At, Posting<'_>)],
        canonical: &impl Canonical,
        relations: &impl Relations,
    ) -> Vec<Mismatch> {
        let anew = Ledger::anew(postings, canonical, relations);
        let keys: BTreeSet<AccountKey> = self.keys().chain(anew.keys()).collect();
        keys.iter()
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
            let keys: Vec<AccountKey> = match posting {
                Posting::Judged { .. } => ledger.keys().collect(),
                Posting::Moved(_)
                | Posting::Observed(_)
                | Posting::Placed { .. }
                | Posting::Short { .. } => {
                    let places = posting.places(canonical);
                    let reached = ledger.reached(posting, &places, canonical);
                    reached.into_iter().collect()
                }
            };
            for key in keys {
                let entry = posting.said(&key, canonical);
                let entry = entry.map(|said| AccountEntry { at: *at, said });
                said.entry(key).or_default().extend(entry);
            }
        }
        for (key, said) in said {
            let account = Account::fold(&said, relations);
            let shelf = ledger.shelf(key.place.clone());
            shelf.accounts.insert(key.what.clone(), account);
            ledger.renew_known(key);
        }
        ledger.stale.clear();
        ledger
    }
}

/// The fact that another one means by a name.
fn meant(by: &At, fact: &FactId, relations: &impl Relations) -> FactId {
    let commit = relations.commit(by, fact.commit);
    FactId {
        commit: commit.map_or(fact.commit, |at| at.commit()),
        index: fact.index,
    }
}

fn note_stored(stored: &mut BTreeMap<ItemId, BTreeSet<Place>>, key: &AccountKey) {
    let What::Goods(goods) = &key.what else {
        return;
    };
    if key.place.is_storage() {
        let places = stored.entry(goods.item.clone()).or_default();
        if !places.contains(&key.place) {
            places.insert(key.place.clone());
        }
    }
}

crate::kept_struct! {
    Ledger { shelves, stored, stale, counted, judged, asking, here }
}
