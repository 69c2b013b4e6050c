//! What the demo warehouse sells, and where it lies.

use crate::domain::Command;
use crate::domain::command::NewItem;
use crate::domain::event::{OrderPlaced, StockDocumentKind, StockPosted};
use crate::domain::money::Amount;
use crate::domain::place::{Goods, Movement, Place};
use crate::domain::text::{Code, Sku, StockDocumentId, TextError, Words};
use crate::planning::Random;
use std::collections::BTreeMap;

/// A kind of goods: code, name, price in hundredths, weight in grams.
struct Kind {
    code: &'static str,
    name: &'static str,
    cents: i64,
    grams: u32,
}

const fn kind(code: &'static str, name: &'static str, cents: i64, grams: u32) -> Kind {
    Kind {
        code,
        name,
        cents,
        grams,
    }
}

const KINDS: [Kind; 15] = [
    kind("MUG", "Stoneware mug", 890, 380),
    kind("BOWL", "Serving bowl", 1_650, 720),
    kind("PLATE", "Dinner plate", 1_190, 610),
    kind("TOWEL", "Linen tea towel", 750, 90),
    kind("APRON", "Cotton apron", 2_400, 260),
    kind("CANDLE", "Beeswax candle", 540, 210),
    kind("LANTERN", "Tin lantern", 3_200, 1_150),
    kind("BASKET", "Woven basket", 2_750, 640),
    kind("CUSHION", "Cushion cover", 1_850, 180),
    kind("THROW", "Wool throw", 5_900, 980),
    kind("CLOCK", "Wall clock", 4_450, 870),
    kind("VASE", "Glass vase", 2_100, 930),
    kind("FRAME", "Picture frame", 1_340, 450),
    kind("TIN", "Biscuit tin", 990, 330),
    kind("BAG", "Canvas bag", 1_250, 150),
];

const COLOURS: [(&str, &str); 4] = [
    ("RED", "red"),
    ("BLU", "blue"),
    ("GRN", "green"),
    ("NAT", "natural"),
];

/// How many items there are.
pub(super) const ITEMS: usize = KINDS.len() * COLOURS.len();

const AISLES: [char; 4] = ['A', 'B', 'C', 'D'];
const BINS_AN_AISLE: usize = 18;

/// The SKU of an item by its number.
pub(super) fn sku(item: usize) -> Result<Sku, TextError> {
    let (kind, colour) = (&KINDS[item / COLOURS.len()], COLOURS[item % COLOURS.len()]);
    Sku::new(&format!("{}-{}", kind.code, colour.0))
}

/// The price of an item by its number, in the currency of the order.
pub(super) fn price(item: usize) -> Amount {
    Amount(KINDS[item / COLOURS.len()].cents * (Amount::UNIT / 100))
}

/// An EAN-13 of the range that shops use inside (GS1 prefix 20 to 29), with its check digit.
fn barcode(item: usize) -> Result<Code, TextError> {
    let digits = format!("29{:010}", 4_100 + item);
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(i, digit)| u32::from(digit - b'0') * if i % 2 == 0 { 1 } else { 3 })
        .sum();
    Code::new(&format!("{digits}{}", (10 - sum % 10) % 10))
}

fn bin(number: usize) -> Result<Code, TextError> {
    let aisle = AISLES[number / BINS_AN_AISLE % AISLES.len()];
    Code::new(&format!("{aisle}-{:02}", number % BINS_AN_AISLE + 1))
}

/// The commands that set up items and bins. The walk goes up one aisle and down the next.
pub(super) fn set_up() -> Result<Vec<Command>, TextError> {
    let mut items = Vec::with_capacity(ITEMS);
    let mut weights = Vec::with_capacity(ITEMS);
    for item in 0..ITEMS {
        let (kind, colour) = (&KINDS[item / COLOURS.len()], COLOURS[item % COLOURS.len()]);
        let sku = sku(item)?;
        items.push(NewItem {
            sku: sku.clone(),
            name: Some(Words::new(&format!("{}, {}", kind.name, colour.1))?),
            barcodes: vec![barcode(item)?],
        });
        // Each command is a commit of its own: the weights of some items do.
        if item % COLOURS.len() == 0 {
            weights.push(Command::ChangeItem {
                sku,
                name: None,
                barcodes: None,
                weight_grams: Some(kind.grams),
            });
        }
    }
    let mut bins = Vec::new();
    for aisle in 0..AISLES.len() {
        for place in 0..BINS_AN_AISLE {
            let along = if aisle % 2 == 0 {
                place
            } else {
                BINS_AN_AISLE - 1 - place
            };
            let walk = (aisle * BINS_AN_AISLE + along + 1) as u32;
            bins.push((bin(aisle * BINS_AN_AISLE + place)?, walk));
        }
    }
    let mut commands = vec![Command::AddItems { items }, Command::SetUpBins { bins }];
    commands.extend(weights);
    Ok(commands)
}

/// The opening stock: most items more than the orders want, some fewer, a few none at all.
pub(super) fn stock(
    random: &mut Random,
    orders: &[OrderPlaced],
) -> Result<Vec<Command>, TextError> {
    let mut wanted: BTreeMap<&Sku, u32> = BTreeMap::new();
    for line in orders.iter().flat_map(|placed| &placed.lines) {
        // What is looked at before it is worked is not stocked for.
        *wanted.entry(&line.sku).or_default() += line.units.min(100);
    }
    // What the first batches take must be there: shortages are for the orders after them.
    let mut early: BTreeMap<&Sku, u32> = BTreeMap::new();
    for line in orders.iter().take(16).flat_map(|placed| &placed.lines) {
        *early.entry(&line.sku).or_default() += line.units;
    }
    let mut movements = Vec::new();
    for item in 0..ITEMS {
        let sku = sku(item)?;
        let demand = wanted.get(&sku).copied().unwrap_or(0);
        let early = early.get(&sku).copied().unwrap_or(0);
        let units = match item % 10 {
            7 => early,
            1 | 3 | 5 => early.max(demand * 6 / 10),
            _ => demand + random.between(4, 30),
        };
        let home = item + item / 5;
        let reserve = (home + 37) % (AISLES.len() * BINS_AN_AISLE);
        let parts = if item % 4 == 1 {
            [(home, units - units / 3), (reserve, units / 3)]
        } else {
            [(home, units), (reserve, 0)]
        };
        for (place, units) in parts {
            if units > 0 {
                movements.push(Movement {
                    goods: Goods::new(sku.clone()),
                    from: Place::Supplier,
                    to: Place::Bin(bin(place)?),
                    units,
                });
            }
        }
    }
    Ok(vec![Command::TakeStock {
        documents: vec![StockPosted {
            document: StockDocumentId::new("demo:opening")?,
            kind: StockDocumentKind::Opening,
            reason: None,
            words: None,
            happened_at: None,
            movements,
            source: None,
        }],
    }])
}
