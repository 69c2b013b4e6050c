//! A warehouse made up around real orders: 20 aisles of 100 cells in two blocks, two items a cell.

use std::collections::HashMap;
use std::sync::Arc;

use depo::exchange::online_retail::{InvoiceKind, LineKind, Reader};
use depo::planning::Random;
use depo::planning::route::{Layout, Location, Regular, Spot};
use depo::planning::slotting::{Floor, History, Slot, SlotNumber, Slotting};

/// An order: its day and its goods, each with its units.
pub struct SoldOrder {
    pub day: chrono::NaiveDate,
    pub goods: Vec<(u32, u32)>,
}

/// The orders of files of the form "Online Retail", and how many items they name.
pub fn read_orders<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<(Vec<SoldOrder>, usize), String> {
    let mut numbers: HashMap<Arc<str>, u32> = HashMap::new();
    let mut orders = Vec::new();
    for (file, bytes) in files {
        let mut reader = Reader::new(file);
        let mut take = |invoice: depo::exchange::online_retail::Invoice| {
            if invoice.kind != InvoiceKind::Order {
                return;
            }
            let mut order = SoldOrder {
                day: invoice.time.date(),
                goods: Vec::new(),
            };
            for line in &invoice.lines {
                let units = u32::try_from(line.units).unwrap_or(0);
                if line.kind == LineKind::Goods && units > 0 {
                    let next = numbers.len() as u32;
                    let item = *numbers.entry(line.code.clone()).or_insert(next);
                    order.goods.push((item, units));
                }
            }
            if !order.goods.is_empty() {
                orders.push(order);
            }
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = reader
                .push(rest, &mut take)
                .map_err(|error| format!("{file}: {error:?}"))?;
            rest = &rest[used..];
        }
        reader
            .finish(&mut take)
            .map_err(|error| format!("{file}: {error:?}"))?;
    }
    Ok((orders, numbers.len()))
}

/// A floor with at least so many slots, and a slotting of chance.
pub fn made_floor(items: usize, seed: u64) -> (Floor, Slotting) {
    let (aisles, cells) = (20, 100);
    let per_cell = items.div_ceil(aisles * cells).max(2);
    let layout = Layout::regular(&Regular {
        aisles,
        block_cells: vec![50, 50],
        aisle_pitch: 5_000,
        cell_pitch: 1_000,
        first_to_cell: 1_000,
        last_to_cell: 1_000,
        cross_aisle_width: 2_000,
    })
    .expect("a layout");
    let depot = Spot::Crossing {
        aisle: 0,
        cross_aisle: 0,
    };
    let mut slots = Vec::new();
    for aisle in 0..aisles as u16 {
        for cell in 0..cells as u16 {
            let location = Location { aisle, cell };
            slots.extend((0..per_cell).map(|_| Slot { location, kind: 0 }));
        }
    }
    let mut order: Vec<SlotNumber> = (0..slots.len() as SlotNumber).collect();
    Random::new(seed).shuffle(&mut order);
    let floor = Floor::new(layout, depot, slots).expect("a floor");
    let slotting = Slotting::new(&floor, &order[..items], Vec::new()).expect("slots for all");
    (floor, slotting)
}

/// What the slotting learns from, of the orders that `keep` keeps.
pub fn history(orders: &[SoldOrder], items: usize, keep: impl Fn(&SoldOrder) -> bool) -> History {
    let kept = orders.iter().filter(|order| keep(order));
    let kept = kept.map(|order| order.goods.iter().map(|(item, _)| *item).collect());
    History::new(items, kept).expect("items of the list")
}
