//! Stock work in the office: items, bins, corrections, transfers.

use super::Context;
use crate::domain::command::Refusal;
use crate::domain::event::{Event, StockDocumentKind, StockPosted};
use crate::domain::place::{Goods, Movement, Place};
use crate::domain::reason::LossReason;
use crate::domain::text::{Code, Sku, StockDocumentId, Words};
use crate::domain::workspace::Workspace;

/// An event that changes an item.
pub fn change_item(
    state: &Workspace,
    sku: &Sku,
    name: &Option<Words>,
    barcodes: &Option<Vec<Code>>,
    weight_grams: Option<u32>,
) -> Result<Vec<Event>, Refusal> {
    let item = state
        .catalog
        .get(sku.as_str())
        .ok_or_else(|| Refusal::UnknownItem(sku.clone()))?;
    let name = name.clone().filter(|name| item.name.as_ref() != Some(name));
    let barcodes = barcodes
        .clone()
        .filter(|barcodes| item.barcodes != *barcodes);
    let weight_grams = weight_grams.filter(|grams| item.weight_grams != Some(*grams));
    if name.is_none() && barcodes.is_none() && weight_grams.is_none() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::ItemChanged {
        sku: sku.clone(),
        name,
        barcodes,
        weight_grams,
    }])
}

/// Events that set up the bins not standing there already.
pub fn set_up_bins(state: &Workspace, bins: &[(Code, u32)]) -> Vec<Event> {
    bins.iter()
        .filter(|(bin, walk)| state.bins.get(bin).is_none_or(|known| known.walk != *walk))
        .map(|(bin, walk)| Event::BinAdded {
            bin: bin.clone(),
            walk: *walk,
        })
        .collect()
}

/// Free units of an item in a bin: there, sellable, promised to nobody.
fn free_in(state: &Workspace, sku: &Sku, bin: &Code) -> i64 {
    let stock = state.ledger.item(sku);
    stock
        .and_then(|s| s.bins().into_iter().find(|b| b.bin == *bin))
        .map_or(0, |b| b.free())
}

/// A correction of what lies in a bin. Promised units cannot be corrected away: their promise is given up first.
pub fn adjust(
    state: &Workspace,
    context: &Context,
    sku: &Sku,
    bin: &Code,
    difference: i64,
    reason: LossReason,
    words: &Option<Words>,
) -> Result<Vec<Event>, Refusal> {
    let units = u32::try_from(difference.unsigned_abs())
        .map_err(|_| Refusal::TooMany { there: u32::MAX })?;
    if units == 0 {
        return Err(Refusal::NoUnits);
    }
    let (inside, outside) = (Place::Bin(bin.clone()), Place::Loss(reason));
    let (from, to) = if difference < 0 {
        (inside, outside)
    } else {
        (outside, inside)
    };
    post(
        state,
        context,
        sku,
        bin,
        (from, to),
        units,
        (StockDocumentKind::Adjustment, Some(reason), words.clone()),
    )
}

/// A transfer from bin to bin.
pub fn transfer(
    state: &Workspace,
    context: &Context,
    sku: &Sku,
    from: &Code,
    to: &Code,
    units: u32,
) -> Result<Vec<Event>, Refusal> {
    if units == 0 {
        return Err(Refusal::NoUnits);
    }
    if !state.bins.contains_key(to) {
        return Err(Refusal::UnknownBin(to.clone()));
    }
    if from == to {
        return Ok(Vec::new());
    }
    let places = (Place::Bin(from.clone()), Place::Bin(to.clone()));
    post(
        state,
        context,
        sku,
        from,
        places,
        units,
        (StockDocumentKind::Transfer, None, None),
    )
}

fn post(
    state: &Workspace,
    context: &Context,
    sku: &Sku,
    bin: &Code,
    (from, to): (Place, Place),
    units: u32,
    (kind, reason, words): (StockDocumentKind, Option<LossReason>, Option<Words>),
) -> Result<Vec<Event>, Refusal> {
    if state.catalog.get(sku.as_str()).is_none() {
        return Err(Refusal::UnknownItem(sku.clone()));
    }
    if !state.bins.contains_key(bin) {
        return Err(Refusal::UnknownBin(bin.clone()));
    }
    if from == Place::Bin(bin.clone()) {
        let free = free_in(state, sku, bin);
        if i64::from(units) > free {
            return Err(Refusal::NotEnough {
                sku: sku.clone(),
                bin: bin.clone(),
                free,
            });
        }
    }
    Ok(vec![Event::StockPosted(Box::new(StockPosted {
        document: StockDocumentId::new(&context.name('S'))?,
        kind,
        reason,
        words,
        happened_at: None,
        movements: vec![Movement {
            goods: Goods::new(sku.clone()),
            from,
            to,
            units,
        }],
        source: None,
    }))])
}
