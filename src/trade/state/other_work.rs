//! Work for documents that this version has no screens for: transfers, assemblies, returns to suppliers, the filling of pick
//! faces, carts. Their facts are a later version's; what hands did for them counts in goods and is kept here, and the inbox
//! says that the update is needed.

use super::State;
use super::entries::Clash;
use crate::trade::demand::{DemandDocument, WorkAccount};
use crate::trade::fulfilment::demand_ledger::WorkSums;
use crate::trade::quantity::Units;
use crate::trade::relations::At;
use std::collections::BTreeMap;

/// The work of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherWork {
    /// The first fact that was done for it.
    first: At,
    lines: BTreeMap<u32, WorkSums>,
}

crate::kept_struct! { OtherWork { first, lines } }

impl OtherWork {
    pub(super) fn new(first: At) -> Self {
        OtherWork {
            first,
            lines: BTreeMap::new(),
        }
    }

    /// Books a transfer; in any order.
    pub(super) fn transfer(
        &mut self,
        at: At,
        line: u32,
        from: &WorkAccount,
        to: &WorkAccount,
        units: Units,
    ) {
        self.first = self.first.min(at);
        let sums = self.lines.entry(line).or_default();
        sums.transfer(from, to, units.wide(), 1);
    }

    /// The raw sums of its lines.
    pub fn lines(&self) -> &BTreeMap<u32, WorkSums> {
        &self.lines
    }
}

impl State {
    /// The work of documents that this version has no screens for.
    pub fn other_work(&self) -> &BTreeMap<DemandDocument, OtherWork> {
        &self.other_work
    }

    pub(super) fn other_work_clashes(&self, clashes: &mut Vec<Clash>) {
        let first = self.other_work.values().map(|work| work.first.fact());
        clashes.extend(first.map(Clash::NeedsUpdate));
    }
}
