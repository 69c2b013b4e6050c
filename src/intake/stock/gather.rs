//! Rows of stock files, added up by location and item.

use super::StockIntakeReport;
use crate::exchange::inventory::{InventoryFormat, Level, OnHand};
use crate::exchange::problem::{ErrorKind, Notice, Rejected, RowError};
use crate::exchange::stock_file::StockRow;
use crate::intake::items::new_item;
use crate::intake::texts::words;
use crate::site::Reading;
use crate::trade::catalog::commands::{ItemChange, ItemRef};
use crate::trade::catalog::lookup::{Lookup, Whose};
use crate::trade::catalog::{BarcodeLevel, ChannelStock, ItemField};
use crate::trade::goods::Goods;
use crate::trade::id::{ChannelId, FirstCode, ItemId, LocationId, Name, PartyId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::locations::commands::{LocationChange, LocationRef};
use crate::trade::locations::{LocationField, LocationKind};
use crate::trade::place::Place;
use crate::trade::quantity::Instant;
use crate::trade::receiving::commands::FileStock;
use crate::trade::stock::posting::AccountKey;
use crate::trade::text::{Code, TextError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The location of goods whose file names none.
const NO_LOCATION: &str = "STOCK";

/// The code of a location, and of an item.
pub(super) type Key = (Code, Code);

/// What the rows of the files say of an item at a location.
#[derive(Default)]
struct Told {
    units: u64,
    /// File, row and units of each.
    rows: Vec<(Arc<str>, u64, u64)>,
}

/// What the rows of files add up to.
#[derive(Default)]
pub(super) struct Gathered {
    items: BTreeMap<Code, (Option<String>, Vec<Code>)>,
    stock: BTreeMap<Key, Told>,
    /// What a channel keeps in places of its own, by item: it can be sold there, is kept for orders, cannot be sold, is
    /// on the way there.
    at_channel: BTreeMap<Code, [u64; 4]>,
    pub(super) report: StockIntakeReport,
}

fn fault(error: TextError) -> ErrorKind {
    match error {
        TextError::Empty => ErrorKind::Missing,
        TextError::TooLong => ErrorKind::CellTooLong,
        TextError::Control => ErrorKind::ControlCharacter,
    }
}

impl Gathered {
    /// Takes a row of a plain file.
    pub(super) fn row(&mut self, file: &Arc<str>, row: &StockRow) {
        let level = Level {
            row: row.row,
            sku: Some(row.code.clone()),
            bin: row.bin.clone(),
            on_hand: Some(OnHand::Units(row.units)),
            title: row.name.clone(),
            barcode: row.barcode.clone(),
            ..Level::default()
        };
        self.level(file, &level);
    }

    /// Takes a level of a shop's file.
    pub(super) fn level(&mut self, file: &Arc<str>, level: &Level) {
        if let Some(place) = &level.location {
            let read = self.report.place.get_or_insert_with(|| place.clone());
            if read != place {
                self.report.elsewhere += 1;
                return;
            }
        }
        // What somebody has counted goes before what the shop still thinks; what can be sold before nothing at all.
        let on_hand = level.on_hand_new.or(level.on_hand);
        let on_hand = on_hand.or(level.available.map(OnHand::Units));
        let units = match on_hand {
            Some(OnHand::NotStocked) => {
                self.report.elsewhere += 1;
                return;
            }
            Some(OnHand::Units(units)) => units,
            None => 0,
        };
        if level.format == InventoryFormat::AmazonFba {
            return self.at_channel(file, level);
        }
        match self.try_take(file, level, units) {
            Ok(units) => {
                self.report.taken += 1;
                self.report.units += units;
            }
            Err((column, value, what)) => {
                let sku = level.sku.clone().unwrap_or_default();
                let bin = level.bin.clone().unwrap_or_default();
                self.report.rejected.add(|| RowError {
                    file: file.clone(),
                    row: level.row,
                    column: Some(column.into()),
                    value,
                    what,
                    line: format!("{sku},{units},{bin}"),
                });
            }
        }
    }

    /// Takes a level of what a channel keeps itself: no stock of ours.
    fn at_channel(&mut self, file: &Arc<str>, level: &Level) {
        let sku = level.sku.as_deref().unwrap_or_default();
        match Code::new(sku) {
            Ok(sku) => {
                self.report.taken += 1;
                let item = self.items.entry(sku.clone()).or_default();
                item.0 = item.0.take().or_else(|| level.title.clone());
                let amounts = [
                    level.available,
                    level.committed,
                    level.unavailable,
                    level.incoming,
                ];
                let sums = self.at_channel.entry(sku).or_default();
                for (sum, amount) in sums.iter_mut().zip(amounts) {
                    let units = u64::try_from(amount.unwrap_or_default()).unwrap_or_default();
                    *sum = sum.saturating_add(units);
                }
            }
            Err(error) => self.report.rejected.add(|| RowError {
                file: file.clone(),
                row: level.row,
                column: Some("SKU".into()),
                value: sku.to_owned(),
                what: fault(error),
                line: sku.to_owned(),
            }),
        }
    }

    /// What is said of a channel's own places that is not known here yet; what the last list had and this one has not is
    /// kept there no more.
    pub(super) fn kept_by_channel(
        &mut self,
        at: &Reading<'_>,
        client: Option<&PartyId>,
        channel: &ChannelId,
        seen: Instant,
    ) -> Vec<ItemChange> {
        if self.at_channel.is_empty() {
            return Vec::new();
        }
        self.report.at_channel = self.at_channel.len() as u64;
        let mut changes = Vec::new();
        let mut told: BTreeSet<ItemId> = BTreeSet::new();
        let field = |stock| ItemField::KeptByChannel {
            channel: channel.clone(),
            stock,
        };
        for (sku, [sellable, reserved, unsellable, coming]) in &self.at_channel {
            let found = match at.state.look_up_item(sku, Whose::Client(client)) {
                Lookup::Nothing => None,
                Lookup::One(found) => Some(found.item),
                Lookup::Several(_) => continue,
            };
            let stock = ChannelStock {
                sellable: *sellable,
                reserved: *reserved,
                unsellable: *unsellable,
                coming: *coming,
                seen: seen.clone(),
            };
            self.report.at_channel_units += sellable;
            let is_so = |of: &ChannelStock| {
                let figures =
                    |of: &ChannelStock| [of.sellable, of.reserved, of.unsellable, of.coming];
                figures(of) == figures(&stock)
            };
            let known = found.as_ref().and_then(|item| kept(at, item, channel));
            told.extend(found.clone());
            if known.is_some_and(is_so) {
                continue;
            }
            changes.push(match found {
                Some(item) => ItemChange {
                    which: ItemRef::Known(item),
                    fields: vec![field(Some(stock))],
                },
                None => new_item(client, sku, vec![field(Some(stock))]),
            });
        }
        let gone = at.state.items().map(|(item, _)| item);
        let gone = gone.filter(|item| !told.contains(item) && kept(at, item, channel).is_some());
        changes.extend(gone.map(|item| ItemChange {
            which: ItemRef::Known(item.clone()),
            fields: vec![field(None)],
        }));
        changes
    }

    fn try_take(
        &mut self,
        file: &Arc<str>,
        level: &Level,
        units: i64,
    ) -> Result<u64, (&'static str, String, ErrorKind)> {
        let read = |column, text: &str| {
            Code::new(text).map_err(|error| (column, text.to_owned(), fault(error)))
        };
        let sku = read("SKU", level.sku.as_deref().unwrap_or_default())?;
        let bin = read("Bin", level.bin.as_deref().unwrap_or(NO_LOCATION))?;
        let barcode = match &level.barcode {
            Some(barcode) => Some(read("Barcode", barcode)?),
            None => None,
        };
        let units = u64::try_from(units)
            .map_err(|_| ("Quantity", units.to_string(), ErrorKind::QuantityNegative))?;
        let item = self.items.entry(sku.clone()).or_default();
        item.0 = item.0.take().or_else(|| level.title.clone());
        if let Some(barcode) = barcode.filter(|barcode| *barcode != sku)
            && !item.1.contains(&barcode)
        {
            item.1.push(barcode);
        }
        let told = self.stock.entry((bin, sku)).or_default();
        told.units = told.units.saturating_add(units);
        told.rows.push((file.clone(), level.row, units));
        Ok(units)
    }

    pub(super) fn end_file(
        &mut self,
        file: &Arc<str>,
        lines: u64,
        rejected: &Rejected,
        notices: &[Notice],
    ) {
        self.report.files += 1;
        self.report.lines += lines;
        self.report.rejected.merge(rejected);
        let notices = notices.iter().map(|notice| (file.clone(), notice.clone()));
        self.report.notices.extend(notices);
    }

    /// What of the items is not known here: whole items, and barcodes that lead nowhere. With each whether it is new.
    pub(super) fn items(
        &self,
        at: &Reading<'_>,
        client: Option<&PartyId>,
    ) -> Vec<(ItemChange, bool)> {
        let whose = Whose::Client(client);
        let mut changes = Vec::new();
        for (sku, (title, barcodes)) in &self.items {
            let found = match at.state.look_up_item(sku, whose) {
                Lookup::Nothing => None,
                Lookup::One(found) if !at.state.is_item_retired(&found.item) => Some(found.item),
                Lookup::One(_) | Lookup::Several(_) => continue,
            };
            let is_new = found.is_none();
            let card = found.as_ref().and_then(|item| at.state.item(item));
            let has_title = card.is_some_and(|card| {
                let mut fields = card.fields();
                fields.any(|field| matches!(field, ItemField::Title(_)))
            });
            let mut fields = Vec::new();
            if !has_title {
                fields.extend(title.as_deref().and_then(words).map(ItemField::Title));
            }
            for code in barcodes {
                if at.state.look_up_item(code, whose) == Lookup::Nothing {
                    fields.push(ItemField::Barcode {
                        code: code.clone(),
                        level: Some(BarcodeLevel::Each),
                    });
                }
            }
            if is_new || !fields.is_empty() {
                let change = match found {
                    Some(item) => ItemChange {
                        which: ItemRef::Known(item),
                        fields,
                    },
                    None => new_item(client, sku, fields),
                };
                changes.push((change, is_new));
            }
        }
        changes
    }

    /// The locations that are not there yet.
    pub(super) fn locations(
        &self,
        at: &Reading<'_>,
        warehouse: &WarehouseId,
    ) -> Vec<LocationChange> {
        let mut codes: Vec<&Code> = self.stock.keys().map(|(bin, _)| bin).collect();
        codes.dedup();
        let is_new = |code: &&Code| at.state.look_up_locations(warehouse, code).is_empty();
        codes
            .into_iter()
            .filter(is_new)
            .map(|code| LocationChange {
                which: LocationRef::Coded(code.clone()),
                fields: vec![LocationField::Kind(LocationKind::Pick)],
            })
            .collect()
    }

    /// What the files say, each with its location and item. Rows of what is retired, or means several things, are refused.
    pub(super) fn resolved(
        &mut self,
        at: &Reading<'_>,
        warehouse: &WarehouseId,
        client: Option<&PartyId>,
    ) -> Vec<(Key, LocationId, ItemId, u64)> {
        let mut found = Vec::new();
        let mut refused = Vec::new();
        for (key, told) in &self.stock {
            let (bin, sku) = key;
            let locations = at.state.look_up_locations(warehouse, bin);
            let location = match locations.as_slice() {
                [] => Some(LocationId {
                    warehouse: warehouse.clone(),
                    first: FirstCode::new(bin.clone()),
                }),
                [one] if !at.state.is_location_retired(one) => Some(one.clone()),
                [_, ..] => None,
            };
            let item = match at.state.look_up_item(sku, Whose::Client(client)) {
                Lookup::Nothing => Some(ItemId {
                    client: client.cloned(),
                    name: Name::Coded(FirstCode::new(sku.clone())),
                }),
                Lookup::One(found) if !at.state.is_item_retired(&found.item) => Some(found.item),
                Lookup::One(_) | Lookup::Several(_) => None,
            };
            match (location, item) {
                (Some(location), Some(item)) => {
                    found.push((key.clone(), location, item, told.units));
                }
                (None, _) | (_, None) => refused.push(key.clone()),
            }
        }
        for key in refused {
            self.refuse(&key, ErrorKind::CodeTwice);
        }
        found
    }

    /// Takes rows that were counted as taken to the rejected ones.
    pub(super) fn refuse(&mut self, key: &Key, what: ErrorKind) {
        let Some(told) = self.stock.remove(key) else {
            return;
        };
        let (bin, sku) = key;
        for (file, row, units) in &told.rows {
            self.report.taken -= 1;
            self.report.units -= units;
            self.report.rejected.add(|| RowError {
                file: file.clone(),
                row: *row,
                column: Some("Quantity".into()),
                value: units.to_string(),
                what,
                line: format!("{sku},{units},{bin}"),
            });
        }
    }
}

/// What a channel keeps of an item itself, as it was said last.
fn kept<'a>(at: &Reading<'a>, item: &ItemId, channel: &ChannelId) -> Option<&'a ChannelStock> {
    at.state.item(item)?.fields().find_map(|field| match field {
        ItemField::KeptByChannel { channel: of, stock } if of == channel => stock.as_ref(),
        _ => None,
    })
}

/// How many units rows would book in and take out, and which of them would take out what is not there.
pub(super) fn difference(
    at: &Reading<'_>,
    warehouse: &WarehouseId,
    rows: &[FileStock],
) -> (u64, u64, Vec<usize>) {
    let outside = Place::Opening(warehouse.clone());
    let mut said: BTreeMap<(Place, Goods), i128> = BTreeMap::new();
    for (_, _, posted) in at.state.stock_documents() {
        for moved in &posted.movements {
            let (place, sign) = match (&moved.from, &moved.to) {
                (from, to) if *from == outside => (to, 1),
                (from, to) if *to == outside => (from, -1),
                _ => continue,
            };
            let key = (place.clone(), at.state.components.goods(&moved.goods));
            *said.entry(key).or_default() += sign * moved.units.wide();
        }
    }
    let (mut more, mut fewer, mut short) = (0, 0, Vec::new());
    for (index, row) in rows.iter().enumerate() {
        let place = Place::Location(row.at.clone());
        let goods = at.state.components.goods(&row.goods);
        let before = said
            .get(&(place.clone(), goods.clone()))
            .copied()
            .unwrap_or(0);
        let difference = i128::from(row.units.get()) - before;
        let units = u64::try_from(difference.abs()).unwrap_or(u64::MAX);
        if difference >= 0 {
            more += units;
        } else if at.state.ledger.balance(&AccountKey::new(place, goods)) < i128::from(units) {
            short.push(index);
        } else {
            fewer += units;
        }
    }
    (more, fewer, short)
}
