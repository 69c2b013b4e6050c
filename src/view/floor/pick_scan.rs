//! What a scan or a press means on the walk: what the screen asks for, and nothing else.

use super::demands::{self, Demands, lot_name};
use super::hear::{self, Heard, Meaning, ToteRead, hear};
use super::pick::{
    PickAsk, PickLocal, PickUnit, Skipped, asks_lot, at_most, goods_at, location_of, next,
    place_name, tasks, to_confirm, work,
};
use super::{Act, Hand, Says, Wrong, fulfilment, shown_units};
use crate::trade::counting::commands::{CountPlace, CountingCommand};
use crate::trade::counting::{Covers, ObservationKind};
use crate::trade::demand::DemandDocument;
use crate::trade::goods::Goods;
use crate::trade::id::{BatchId, ContainerId, ItemId, Name, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::picking::batch::Batch;
use crate::trade::picking::commands::{PickingCommand, ShortUnits, TakeUnits};
use crate::trade::picking::{PickTask, ShortReason};
use crate::trade::place::Place;
use crate::trade::quantity::SeenUnits;
use crate::trade::scan::ScannedItem;
use crate::trade::text::Code;
use crate::view::names;

type Done = Result<Act<PickLocal>, Wrong>;

/// What a scan is decided with.
struct Picker<'h, 'a> {
    hand: &'h Hand<'a>,
    id: BatchId,
    batch: &'a Batch,
    local: &'h PickLocal,
    warehouse: Option<WarehouseId>,
    work: Vec<(i128, bool)>,
}

impl<'h, 'a> Picker<'h, 'a> {
    fn of(hand: &'h Hand<'a>, id: BatchId, local: &'h PickLocal) -> Option<Self> {
        let batch = hand.at.state.batch(&id)?;
        let first = tasks(batch).first()?;
        Some(Picker {
            hand,
            id,
            batch,
            local,
            warehouse: fulfilment(&first.line.document).and_then(|id| hand.warehouse_of(id)),
            work: work(hand, batch),
        })
    }

    fn task(&self, number: u32) -> Option<(&'a PickTask, i128)> {
        let index = usize::try_from(number).ok()?;
        let (left, _) = *self.work.get(index)?;
        Some((tasks(self.batch).get(index)?, left))
    }

    /// A free tote for a document; `full` where it had one, which is full.
    fn tote(
        &self,
        document: &DemandDocument,
        meaning: &Meaning,
        heard: &Heard,
        full: bool,
    ) -> Done {
        let asked = self.local.new_tote.as_ref();
        let tote = match hear::tote_read(self.hand, meaning, heard, asked) {
            ToteRead::Known(tote) | ToteRead::New(tote) => tote,
            ToteRead::No => return Err(Wrong::NotATote(heard.text.clone())),
            ToteRead::Ask(code) => {
                return Ok(Act::Note {
                    says: Says::NewTote(code.to_string()),
                    then: PickLocal {
                        new_tote: Some(code),
                        ..self.local.clone()
                    },
                });
            }
        };
        let (batch, document) = (self.id, document.clone());
        let says = Says::ToteTaken {
            tote: names::container_code(&tote),
            order: self.hand.number_of(&document),
        };
        let command = match full {
            true => PickingCommand::ToteFull {
                batch,
                document,
                tote,
            },
            false => PickingCommand::AssignTote {
                batch,
                document,
                tote,
            },
        };
        Ok(Act::Run {
            says,
            command: command.into(),
            then: PickLocal {
                new_tote: None,
                ..self.local.clone()
            },
        })
    }

    /// The place of the task, or its item where that lies nowhere else.
    fn stop(&self, number: u32, task: &PickTask, meaning: Meaning, heard: &Heard) -> Done {
        let expected = place_name(self.hand, &task.from);
        let location = location_of(self.hand, &task.from);
        let is_plate = |plate: &ContainerId| task.from == Place::Container(plate.clone());
        let reached = match &meaning {
            Meaning::Location(scanned) => location.filter(|location| location == scanned),
            Meaning::Container(plate) => location.filter(|_| is_plate(plate)),
            Meaning::Item(item) if self.is_only_there(task, item) => {
                return self.item(number, task, item.clone(), heard);
            }
            Meaning::Item(_)
            | Meaning::Parcel(_)
            | Meaning::Unknown
            | Meaning::Several
            | Meaning::Void => None,
        };
        let Some(location) = reached else {
            return Err(Wrong::Place {
                scanned: heard.text.clone(),
                expected,
            });
        };
        Ok(Act::Run {
            command: PickingCommand::Reach {
                batch: self.id,
                location,
            }
            .into(),
            then: PickLocal {
                from: Some(number),
                unit: None,
                ..self.local.clone()
            },
            says: Says::AtPlace(expected),
        })
    }

    /// Whether the item is the task's and lies at its place only, so that it cannot have been taken elsewhere.
    fn is_only_there(&self, task: &PickTask, item: &ScannedItem) -> bool {
        let names = &self.hand.at.state.components;
        let from = names.place(&task.from);
        let accounts = self.hand.at.state.ledger.here();
        let mut of_item = accounts.filter(|(place, goods, account)| {
            goods.item == item.item && account.balance() > 0 && place.is_ours()
        });
        names.item(&task.goods.item) == item.item && of_item.all(|(place, _, _)| *place == from)
    }

    fn other_place(&self, task: &PickTask, meaning: Meaning, heard: &Heard) -> Done {
        let place = match meaning {
            Meaning::Location(location) => Place::Location(location),
            Meaning::Container(plate) => Place::Container(plate),
            Meaning::Item(_)
            | Meaning::Parcel(_)
            | Meaning::Unknown
            | Meaning::Several
            | Meaning::Void => return Err(Wrong::NoPlace(heard.text.clone())),
        };
        let name = place_name(self.hand, &place);
        if self.goods_at(&place, task).is_none() {
            return Err(Wrong::NotThere {
                item: names::item_code(&self.hand.at, &task.goods.item),
                place: name,
            });
        }
        Ok(Act::Note {
            then: PickLocal {
                elsewhere: false,
                place: Some(place),
                unit: None,
                ..self.local.clone()
            },
            says: Says::OtherPlace(name),
        })
    }

    fn goods_at(&self, place: &Place, task: &PickTask) -> Option<Goods> {
        goods_at(self.hand, place, task)
    }

    fn item(&self, number: u32, task: &PickTask, item: ScannedItem, heard: &Heard) -> Done {
        let names = &self.hand.at.state.components;
        let sku = names::item_code(&self.hand.at, &task.goods.item);
        if names.item(&task.goods.item) != item.item {
            return Err(Wrong::Item {
                scanned: heard.text.clone(),
                expected: sku,
            });
        }
        let (_, left) = self.task(number).ok_or(Wrong::NothingLeft(sku.clone()))?;
        if item.units.wide() > left {
            return Err(Wrong::TooMany(sku));
        }
        if let Some(serial) = &item.serial {
            self.fits(task, serial)?;
        }
        self.go_on(PickUnit {
            task: number,
            units: item.units,
            lot: item.lot,
            serials: item.serial.into_iter().collect(),
        })
    }

    /// Units in the hand are taken once nothing more is asked for.
    fn go_on(&self, unit: PickUnit) -> Done {
        let nothing = || Wrong::NothingLeft(String::new());
        let (task, _) = self.task(unit.task).ok_or_else(nothing)?;
        let from = self.local.place.as_ref().unwrap_or(&task.from);
        let sku = names::item_code(&self.hand.at, &task.goods.item);
        let told = self
            .goods_at(from, task)
            .unwrap_or_else(|| task.goods.clone());
        let lacks_lot = unit.lot.is_none() && asks_lot(self.hand, &told, from);
        let asks_serials = Demands::of(self.hand, &task.goods.item).asks_serial(false);
        let lacks_serials = asks_serials && (unit.serials.len() as u64) < unit.units.get();
        if lacks_lot || lacks_serials {
            let says = match unit.serials.last() {
                Some(serial) => Says::Serial(serial.to_string()),
                None => Says::Item(sku),
            };
            return Ok(Act::Note {
                then: PickLocal {
                    unit: Some(unit),
                    ..self.local.clone()
                },
                says,
            });
        }
        self.take(task, unit)
    }

    fn take(&self, task: &PickTask, unit: PickUnit) -> Done {
        let from = self.local.place.as_ref();
        let told = match from {
            Some(place) => self.goods_at(place, task),
            None => Some(task.goods.clone()),
        };
        let told = told.unwrap_or_else(|| task.goods.clone());
        let place = from.unwrap_or(&task.from);
        let (goods, becomes) = self.as_read(&told, place, unit.lot);
        let done = self.batch.done(unit.task).picked + unit.units.wide();
        let goods = goods.or_else(|| (told != task.goods).then(|| told.clone()));
        let command = PickingCommand::Take(TakeUnits {
            batch: self.id,
            task: unit.task,
            units: unit.units,
            goods,
            becomes,
            from: from.filter(|from| **from != task.from).cloned(),
            serials: demands::serials(&unit.serials),
        });
        let place = self.hand.at.state.components.place(place);
        let here = self.hand.at.state.ledger.at(&place);
        let there: i128 = here.map(|(_, account)| account.balance()).sum();
        let empties = matches!(place, Place::Location(_)) && there == unit.units.wide();
        let (_, left) = self.task(unit.task).unwrap_or((task, 0));
        let is_all = unit.units.wide() >= left;
        Ok(Act::Run {
            command: command.into(),
            then: PickLocal {
                from: Some(unit.task),
                unit: None,
                place: if is_all { None } else { from.cloned() },
                zero: empties.then_some(place),
                ..self.local.clone()
            },
            says: Says::Taken {
                item: names::item_code(&self.hand.at, &task.goods.item),
                done: shown_units(done),
                all: task.units.get(),
            },
        })
    }

    /// What a lot that was read means: nothing new; another lot that lies here; or the lot of goods that the books have
    /// without one.
    fn as_read(
        &self,
        goods: &Goods,
        from: &Place,
        lot: Option<Name>,
    ) -> (Option<Goods>, Option<Goods>) {
        if lot.is_none() || lot == goods.lot {
            return (None, None);
        }
        let of_lot = Goods {
            lot,
            ..goods.clone()
        };
        let has_it = self.hand.floor(|floor| floor.balance(from, &of_lot)) > 0;
        if goods.lot.is_none() && !has_it {
            (None, Some(of_lot))
        } else {
            (Some(of_lot), None)
        }
    }

    fn lot(&self, task: &PickTask, unit: &PickUnit, heard: &Heard) -> Done {
        let item = &task.goods.item;
        let code = demands::lot_read(self.hand, item, Some(unit.units.get()), heard)?;
        let lot = hear::lot(self.hand, item, code);
        let from = self.local.place.as_ref().unwrap_or(&task.from);
        let told = self
            .goods_at(from, task)
            .unwrap_or_else(|| task.goods.clone());
        let of_lot = Goods {
            lot: Some(lot.clone()),
            ..told.clone()
        };
        let there = self.hand.floor(|floor| floor.balance(from, &of_lot));
        if told.lot.is_some() && there <= 0 {
            let expected = told.lot.as_ref();
            return Err(Wrong::Lot {
                scanned: heard.text.clone(),
                expected: expected
                    .map(|lot| lot_name(self.hand, item, lot))
                    .unwrap_or_default(),
            });
        }
        self.go_on(PickUnit {
            lot: Some(lot),
            ..unit.clone()
        })
    }

    fn serial(&self, task: &PickTask, unit: &PickUnit, heard: &Heard) -> Done {
        let from = self.local.place.as_ref().unwrap_or(&task.from);
        let told = self
            .goods_at(from, task)
            .unwrap_or_else(|| task.goods.clone());
        let lot = unit.lot.as_ref().or(told.lot.as_ref());
        let code = demands::serial_read(self.hand, &task.goods.item, lot, heard)?;
        if unit.serials.contains(code) {
            return Err(Wrong::SerialTwice(code.to_string()));
        }
        self.fits(task, code)?;
        let mut serials = unit.serials.clone();
        serials.push(code.clone());
        self.go_on(PickUnit {
            serials,
            ..unit.clone()
        })
    }

    /// Whether a serial number may be that of a unit at the place.
    fn fits(&self, task: &PickTask, serial: &Code) -> Result<(), Wrong> {
        let from = self.local.place.as_ref().unwrap_or(&task.from);
        let here = std::slice::from_ref(from);
        demands::serial_fits(self.hand, &task.goods.item, serial, here, &[])
    }

    fn confirm(&self, tote: &str, meaning: &Meaning, heard: &Heard) -> Done {
        let is_it = match meaning {
            Meaning::Container(container) => names::container_code(container) == tote,
            _ => heard.text == tote,
        };
        if !is_it {
            return Err(Wrong::Tote {
                scanned: heard.text.clone(),
                expected: tote.to_owned(),
            });
        }
        let pick = to_confirm(self.hand, self.batch, self.local, &self.work);
        Ok(Act::Note {
            then: PickLocal {
                confirmed: pick.map(|(pick, _)| pick).or(self.local.confirmed),
                place: None,
                ..self.local.clone()
            },
            says: Says::InTote(tote.to_owned()),
        })
    }
}

/// Once something is done, the skip before it stands.
fn gone_on(local: &PickLocal) -> PickLocal {
    PickLocal {
        skipped: None,
        ..local.clone()
    }
}

/// A scan.
///
/// # Errors
/// What was scanned is not what is asked for.
pub fn scan(hand: &Hand<'_>, id: BatchId, local: &PickLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let nothing = || Wrong::NothingLeft(heard.text.clone());
    let local = &gone_on(local);
    let picker = Picker::of(hand, id, local).ok_or_else(nothing)?;
    let meant = next(hand, picker.batch, local, &picker.work);
    let (number, ask) = meant.ok_or_else(nothing)?;
    let (task, _) = picker.task(number).ok_or_else(nothing)?;
    let wanted = hand.at.state.components.item(&task.goods.item);
    let of_task = |item: &ItemId| *item == wanted;
    let meaning = hear::meaning_among(hand, picker.warehouse.as_ref(), &heard, of_task);
    match (ask, meaning) {
        (PickAsk::Tote(document), meaning) => picker.tote(&document, &meaning, &heard, false),
        (PickAsk::Stop, meaning) => picker.stop(number, task, meaning, &heard),
        (PickAsk::OtherPlace, meaning) => picker.other_place(task, meaning, &heard),
        (PickAsk::Item, Meaning::Item(item)) => picker.item(number, task, item, &heard),
        (PickAsk::Item, Meaning::Several) => Err(Wrong::Several(heard.text)),
        (PickAsk::Item, _) => Err(Wrong::Item {
            scanned: heard.text,
            expected: names::item_code(&hand.at, &task.goods.item),
        }),
        (PickAsk::Lot, _) => match &local.unit {
            Some(unit) => picker.lot(task, unit, &heard),
            None => Err(nothing()),
        },
        (PickAsk::Serial { .. }, _) => match &local.unit {
            Some(unit) => picker.serial(task, unit, &heard),
            None => Err(nothing()),
        },
        (PickAsk::Confirm(tote), meaning) => picker.confirm(&tote, &meaning, &heard),
    }
}

/// Counted units of a task whose item was scanned: at most what is left.
///
/// # Errors
/// Nothing is left of it.
pub fn take(hand: &Hand<'_>, id: BatchId, local: &PickLocal, number: u32, units: u64) -> Done {
    let nothing = || Wrong::NothingLeft(String::new());
    let local = &gone_on(local);
    let picker = Picker::of(hand, id, local).ok_or_else(nothing)?;
    let (_, left) = picker.task(number).ok_or_else(nothing)?;
    picker.go_on(PickUnit {
        task: number,
        units: at_most(units, left).ok_or_else(nothing)?,
        lot: None,
        serials: Vec::new(),
    })
}

/// Units of a task cannot be taken: `None` is all that are left of it. `seen` is how many lie there.
pub fn short(
    hand: &Hand<'_>,
    id: BatchId,
    local: &PickLocal,
    number: u32,
    units: Option<u64>,
    reason: ShortReason,
) -> Done {
    let nothing = || Wrong::NothingLeft(String::new());
    let picker = Picker::of(hand, id, local).ok_or_else(nothing)?;
    let (task, left) = picker.task(number).ok_or_else(nothing)?;
    let units = at_most(units.unwrap_or(u64::MAX), left).ok_or_else(nothing)?;
    // Whoever finds fewer than they need has seen all that was there taken.
    let seen = match reason {
        ShortReason::NotThere => SeenUnits::new(0),
        ShortReason::Damaged | ShortReason::Unreachable => None,
    };
    Ok(Act::Run {
        command: PickingCommand::Short(ShortUnits {
            batch: id,
            task: number,
            units: Some(units),
            seen,
            after: None,
            reason,
        })
        .into(),
        then: PickLocal {
            skipped: None,
            unit: None,
            place: None,
            elsewhere: false,
            ..local.clone()
        },
        says: Says::Shorted {
            units: units.get(),
            item: names::item_code(&hand.at, &task.goods.item),
        },
    })
}

/// A task is left for the end of the walk.
pub fn skip(local: &PickLocal, number: u32) -> Act<PickLocal> {
    Act::Note {
        then: PickLocal {
            from: Some(number.saturating_add(1)),
            skipped: Some(Skipped { from: local.from }),
            unit: None,
            place: None,
            elsewhere: false,
            ..local.clone()
        },
        says: Says::Skipped,
    }
}

/// A document's tote is full: another free one is taken for the rest.
///
/// # Errors
/// The code is no tote, or nothing is left for its document.
pub fn tote_full(hand: &Hand<'_>, id: BatchId, local: &PickLocal, number: u32, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let nothing = || Wrong::NothingLeft(heard.text.clone());
    let local = &gone_on(local);
    let picker = Picker::of(hand, id, local).ok_or_else(nothing)?;
    let (task, _) = picker.task(number).ok_or_else(nothing)?;
    let meaning = hear::meaning(hand, picker.warehouse.as_ref(), &heard);
    let document = task.line.document.clone();
    picker.tote(&document, &meaning, &heard, true)
}

/// The batch ends.
pub fn finish(id: BatchId) -> Act<PickLocal> {
    Act::Run {
        command: PickingCommand::Finish { batch: id }.into(),
        then: PickLocal::default(),
        says: Says::BatchFinished,
    }
}

/// The place that should be empty was seen to be so: nothing is posted where the books say the same.
///
/// # Errors
/// Nothing is asked.
pub fn is_empty(local: &PickLocal) -> Done {
    let nothing = || Wrong::NothingLeft(String::new());
    let place = local.zero.clone().ok_or_else(nothing)?;
    Ok(Act::Run {
        command: CountingCommand::Count(Box::new(CountPlace {
            kind: ObservationKind::ZeroCheck,
            place,
            covers: Covers::Loose,
            seen: Vec::new(),
            containers: Vec::new(),
            shown: true,
            after: None,
        }))
        .into(),
        then: PickLocal {
            zero: None,
            ..local.clone()
        },
        says: Says::SeenEmpty,
    })
}
