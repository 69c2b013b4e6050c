//! The ledger as one that the table of facts tells what facts mean.

use super::SerialsPlaced;
use super::ledger::Ledger;
use super::posting::{AccountKey, Posting};
use super::serials::{Claim, SerialRegister};
use crate::stream::id::{CommitId, FactId};
use crate::trade::counting::Observation;
use crate::trade::counting::balance::AccountEntry;
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::ItemId;
use crate::trade::identity::canonical::Canonical;
use crate::trade::place::{Movement, Place};
use crate::trade::relations::{At, Relations};
use crate::trade::table::{SerialClaim, Sink};

/// Books what a fact says: goods in the ledger, serial numbers in their register. One for each fact.
#[derive(Debug)]
pub struct Feed<'a, C, R> {
    /// The fact.
    pub at: At,
    /// Where goods are booked.
    pub ledger: &'a mut Ledger,
    /// Where serial numbers are claimed.
    pub serials: &'a mut SerialRegister,
    /// Under which names.
    pub canonical: &'a C,
    /// What the commits that are held say about each other.
    pub relations: &'a R,
}

impl<C: Canonical, R: Relations> Feed<'_, C, R> {
    fn post(&mut self, posting: &Posting<'_>) {
        self.ledger
            .apply(self.at, posting, self.canonical, self.relations);
    }

    fn claim_at(&mut self, item: &ItemId, serials: &[Serials], from: Option<&Place>, to: &Place) {
        let claim = Claim {
            at: self.at,
            from: from.cloned(),
            to: to.clone(),
            said: false,
        };
        self.serials.claim(item, serials, &claim);
    }
}

impl<C: Canonical, R: Relations> Sink for Feed<'_, C, R> {
    fn movement(&mut self, movement: Movement<'_>) {
        self.post(&Posting::Moved(movement));
    }

    fn observed(&mut self, observation: &Observation) {
        self.post(&Posting::Observed(observation));
    }

    fn judged(&mut self, count: FactId, place: &Place, approved: bool) {
        self.post(&Posting::Judged {
            count,
            place,
            approved,
        });
    }

    fn placed(&mut self, count: FactId, place: &Place, movement: CommitId, before: bool) {
        self.post(&Posting::Placed {
            count,
            place,
            movement,
            before,
        });
    }

    fn shorted(&mut self, place: &Place, goods: &Goods, undoes: Option<FactId>) {
        self.post(&Posting::Short {
            place,
            goods,
            undoes,
        });
    }

    fn serials(&mut self, claim: SerialClaim<'_>) {
        self.claim_at(claim.item, claim.serials, claim.from, claim.to);
    }

    fn serials_seen(&mut self, item: &ItemId, serials: &[Serials], place: &Place) {
        self.claim_at(item, serials, None, place);
    }

    fn serials_placed(&mut self, placed: &SerialsPlaced) {
        for from in [&placed.at].into_iter().chain(&placed.not_at) {
            let claim = Claim {
                at: self.at,
                from: Some(from.clone()),
                to: placed.at.clone(),
                said: true,
            };
            self.serials.claim(&placed.item, &placed.serials, &claim);
        }
    }
}

/// Gathers all that was ever said of one account, to fold it anew: what [`Ledger::settle`] takes. Facts may come in
/// any order, each once, and may be of anything.
#[derive(Clone, Debug)]
pub struct Gathered<'a, C> {
    key: &'a AccountKey,
    canonical: &'a C,
    at: Option<At>,
    opened: bool,
    said: Vec<AccountEntry>,
}

impl<'a, C: Canonical> Gathered<'a, C> {
    /// Nothing yet.
    pub fn new(key: &'a AccountKey, canonical: &'a C) -> Self {
        Gathered {
            key,
            canonical,
            at: None,
            opened: false,
            said: Vec::new(),
        }
    }

    /// The fact that is told next.
    pub fn fact(&mut self, at: At) -> &mut Self {
        self.at = Some(at);
        self
    }

    /// Takes in one thing that the fact says.
    pub fn post(&mut self, posting: &Posting<'_>) {
        let said = posting.said(self.key, self.canonical);
        if let Some((at, said)) = self.at.zip(said) {
            self.said.push(AccountEntry { at, said });
            self.opened |= posting.opens(self.canonical).contains(self.key);
        }
    }

    /// The account.
    pub fn key(&self) -> &AccountKey {
        self.key
    }

    /// What was said of it; `None` where no fact names the account.
    pub fn said(&self) -> Option<&[AccountEntry]> {
        self.opened.then_some(&self.said)
    }
}

impl<C: Canonical> Sink for Gathered<'_, C> {
    fn movement(&mut self, movement: Movement<'_>) {
        self.post(&Posting::Moved(movement));
    }

    fn observed(&mut self, observation: &Observation) {
        self.post(&Posting::Observed(observation));
    }

    fn judged(&mut self, count: FactId, place: &Place, approved: bool) {
        self.post(&Posting::Judged {
            count,
            place,
            approved,
        });
    }

    fn placed(&mut self, count: FactId, place: &Place, movement: CommitId, before: bool) {
        self.post(&Posting::Placed {
            count,
            place,
            movement,
            before,
        });
    }

    fn shorted(&mut self, place: &Place, goods: &Goods, undoes: Option<FactId>) {
        self.post(&Posting::Short {
            place,
            goods,
            undoes,
        });
    }
}
