//! Opening stock for a demonstration: bins in aisles, and quantities that cover a part of what the orders want.
//!
//! Pure and deterministic: the same demand gives the same bins and quantities on every device. A hash of the SKU decides
//! how well an item is covered, so that some orders can be picked in full, some in part and some not at all. What is on
//! hand already counts: asked for twice, it gives nothing the second time.

use crate::domain::Workspace;
use crate::domain::event::{StockDocumentKind, StockPosted};
use crate::domain::ledger::ItemStock;
use crate::domain::place::{Goods, Movement, Place};
use crate::domain::text::{Code, Sku, StockDocumentId, Words};
use crate::domain::workspace::fingerprint;
use crate::limits::INTAKE_STOCK_MOVEMENTS_MAX;

/// Bays of an aisle.
const BAYS: u32 = 40;
/// Levels of a bay.
const LEVELS: u32 = 4;
/// Units are counted in full boxes.
const BOX_UNITS: u32 = 6;

/// Bins and stock to set up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeUp {
    /// Bins with their place on the walk; those of items that have a bin already are not among them.
    pub bins: Vec<(Code, u32)>,
    /// What lies in them.
    pub documents: Vec<StockPosted>,
    /// Items that get stock.
    pub items: u64,
    /// Units in all.
    pub units: u64,
    /// Items that stay short of what is wanted.
    pub short: u64,
}

/// How well an item is covered.
fn cover(sku: &Sku, wanted: u32) -> u32 {
    let seed = fingerprint(&sku.as_str());
    let share = match seed % 100 {
        // Nothing is there.
        0..8 => 0,
        // A part of what is wanted: 40 to 89 in a hundred.
        8..30 => 40 + (seed >> 8) % 50,
        // All of it, and up to 40 in a hundred more.
        _ => 100 + (seed >> 8) % 41,
    };
    let units = u64::from(wanted) * share / 100;
    let units = u32::try_from(units).unwrap_or(u32::MAX - BOX_UNITS);
    if share >= 100 {
        units.div_ceil(BOX_UNITS) * BOX_UNITS
    } else {
        units
    }
}

/// The bin at a place of the walk, and that place. The walk goes up one aisle and down the next.
fn bin_at(index: u32) -> Option<(Code, u32)> {
    let per_aisle = BAYS * LEVELS;
    let (aisle, within) = (index / per_aisle, index % per_aisle);
    let (bay, level) = (within / LEVELS, within % LEVELS);
    let bay = if aisle.is_multiple_of(2) {
        bay
    } else {
        BAYS - 1 - bay
    };
    let code = format!("{}-{:02}-{}", aisle_name(aisle), bay + 1, level + 1);
    Code::new(&code).ok().map(|code| (code, index + 1))
}

/// A to Z, then AA, AB …
fn aisle_name(aisle: u32) -> String {
    let letter = |index: u32| char::from(b'A' + (index % 26) as u8);
    match aisle / 26 {
        0 => letter(aisle).to_string(),
        round => format!("{}{}", letter(round - 1), letter(aisle)),
    }
}

/// Makes up stock for what the orders of a workspace want.
pub fn made_up(state: &Workspace) -> MadeUp {
    let mut demand: Vec<(&Sku, &ItemStock, u32)> = state
        .ledger
        .items()
        .map(|(sku, stock)| (sku, stock, stock.wanted() + stock.promised()))
        .filter(|(_, _, wanted)| *wanted > 0)
        .map(|(sku, stock, wanted)| (sku, stock, u32::try_from(wanted).unwrap_or(u32::MAX)))
        .collect();
    // What is wanted most stands nearest to the start of the walk.
    demand.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(b.0)));
    let mut made = MadeUp::default();
    let mut free = (0..)
        .map_while(bin_at)
        .filter(|(bin, _)| state.ledger.in_bin(bin).next().is_none());
    let mut movements = Vec::new();
    for (sku, stock, wanted) in demand {
        let covered = cover(sku, wanted);
        made.short += u64::from(covered < wanted);
        let on_hand = u32::try_from(stock.on_hand().max(0)).unwrap_or(u32::MAX);
        let units = covered.saturating_sub(on_hand);
        if units == 0 {
            continue;
        }
        let bin = match stock.bins().into_iter().next() {
            Some(home) => home.bin,
            None => match free.next() {
                Some((bin, walk)) => {
                    if state.bins.get(&bin).is_none_or(|known| known.walk != walk) {
                        made.bins.push((bin.clone(), walk));
                    }
                    bin
                }
                None => break,
            },
        };
        made.items += 1;
        made.units += u64::from(units);
        movements.push(Movement {
            goods: Goods::new(sku.clone()),
            from: Place::Supplier,
            to: Place::Bin(bin),
            units,
        });
    }
    made.documents = documents("made-up", &movements, None);
    made
}

/// Opening documents of these movements, short enough for a frame each, named by what they hold: the same movements
/// give the same documents.
pub(super) fn documents(
    prefix: &str,
    movements: &[Movement],
    words: Option<Words>,
) -> Vec<StockPosted> {
    let name = fingerprint(&movements);
    let document = |(index, part): (usize, &[Movement])| {
        let document = StockDocumentId::new(&format!("{prefix}:{name:016x}:{}", index + 1)).ok()?;
        Some(StockPosted {
            document,
            kind: StockDocumentKind::Opening,
            reason: None,
            words: words.clone(),
            happened_at: None,
            movements: part.to_vec(),
            source: None,
        })
    };
    movements
        .chunks(INTAKE_STOCK_MOVEMENTS_MAX)
        .enumerate()
        .filter_map(document)
        .collect()
}
