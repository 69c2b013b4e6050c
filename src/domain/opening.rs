//! What stock files have said so far, bin by bin: what a file that was mended since is compared with.
//!
//! A stock file is a statement about the beginning of the ledger, not about today: since then goods were picked and
//! moved. One that is imported again therefore posts its difference to what was said before, and never sets a bin to
//! its figure.

use super::event::{StockDocumentKind, StockPosted};
use super::place::Place;
use super::text::{Code, Sku};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The sum of all opening documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    said: BTreeMap<(Code, Sku), i64>,
}

impl Opening {
    /// How many units of an item opening documents have put into a bin.
    pub fn said(&self, bin: &Code, sku: &Sku) -> i64 {
        let place = (bin.clone(), sku.clone());
        self.said.get(&place).copied().unwrap_or(0)
    }

    /// Adds what a document says; `sign` -1 takes it back.
    pub(super) fn post(&mut self, posted: &StockPosted, sign: i64) {
        if posted.kind != StockDocumentKind::Opening {
            return;
        }
        for movement in &posted.movements {
            let units = sign * i64::from(movement.units);
            let sku = &movement.goods.sku;
            for (place, units) in [(&movement.from, -units), (&movement.to, units)] {
                if let Place::Bin(bin) = place {
                    let place = (bin.clone(), sku.clone());
                    let said = self.said.entry(place).or_insert(0);
                    *said = said.saturating_add(units);
                }
            }
        }
        // What adds up to nothing is not remembered: equal states are equal byte for byte.
        self.said.retain(|_, units| *units != 0);
    }
}
