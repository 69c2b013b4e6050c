//! Stock by bin.

use super::{Sheet, code, condition, integer, text};
use crate::domain::ledger::{Account, ItemStock};
use crate::domain::place::{Condition, Place};
use crate::domain::text::{Code, Sku};
use crate::exchange::csv_out::Cell;
use crate::portal::{Pace, Portal, PortalError};
use crate::storage::Store;
use std::collections::BTreeMap;

const COLUMNS: [&str; 9] = [
    "sku",
    "name",
    "bin",
    "condition",
    "lot",
    "owner",
    "on_hand",
    "promised",
    "free",
];

/// What tells the rows of an item apart.
type Key = (Code, Condition, Option<Code>, Option<Code>);

/// The rows of an item: units and promised units. Promises are of goods as new, whatever the lot; they stand at the
/// first such row of their bin.
fn rows(stock: &ItemStock) -> BTreeMap<Key, (i64, i64)> {
    let mut rows: BTreeMap<Key, (i64, i64)> = BTreeMap::new();
    for (account, units) in stock.accounts() {
        let Account {
            place,
            condition,
            lot,
            owner,
        } = account;
        if let Place::Bin(bin) = place {
            let key = (bin.clone(), *condition, lot.clone(), owner.clone());
            rows.entry(key).or_default().0 += units;
        }
    }
    for bin in stock.bins().into_iter().filter(|bin| bin.promised != 0) {
        let first = rows
            .keys()
            .find(|(at, condition, ..)| *at == bin.bin && *condition == Condition::New)
            .cloned()
            .unwrap_or((bin.bin, Condition::New, None, None));
        rows.entry(first).or_default().1 += bin.promised;
    }
    rows
}

impl<J: Store, V: Store> Portal<J, V> {
    pub(super) async fn report_stock<T>(
        &self,
        sheet: &mut Sheet<T>,
        pace: &impl Pace,
    ) -> Result<(), PortalError>
    where
        T: FnMut(Vec<u8>) -> Result<(), PortalError>,
    {
        sheet.headings(&COLUMNS);
        let skus: Vec<Sku> = self
            .state()
            .ledger
            .items()
            .map(|(sku, _)| sku.clone())
            .collect();
        for (done, sku) in skus.iter().enumerate() {
            {
                let state = self.state();
                let name = state.catalog.get(sku.as_str());
                let name = name.and_then(|item| item.name.as_ref());
                let rows = state.ledger.item(sku).map(rows).unwrap_or_default();
                for ((bin, state, lot, owner), (on_hand, promised)) in &rows {
                    let sellable = *state == Condition::New;
                    let free = if sellable {
                        (on_hand - promised).max(0)
                    } else {
                        0
                    };
                    sheet.row([
                        Cell::Text(sku.as_str()),
                        text(name.map_or("", |name| name.as_str())),
                        Cell::Text(bin.as_str()),
                        condition(*state),
                        code(lot),
                        code(owner),
                        integer(*on_hand),
                        integer(*promised),
                        integer(free),
                    ])?;
                }
            }
            if !pace.step(done as u64 + 1, skus.len() as u64).await {
                return Err(PortalError::Cancelled);
            }
        }
        Ok(())
    }
}
