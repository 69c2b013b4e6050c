//! What a scan or a press means at the pack table.

use super::demands::{self, Demands};
use super::hear::{self, Heard, Meaning, hear};
use super::pack::{PackLine, PackPhase, PackView, containers, same_address, view_along, warehouse};
use super::spots::{SpotKind, spot};
use super::{Act, Hand, Says, Wrong, carriers, fulfilment, parcel_name};
use crate::trade::goods::Goods;
use crate::trade::id::{CartonId, FirstCode, ItemId, Name, OrderId, ParcelId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::packing::ParcelClosed;
use crate::trade::packing::commands::{PackUnits, PackingCommand};
use crate::trade::picking::batch::Batch;
use crate::trade::place::Place;
use crate::trade::quantity::{Size, Units};
use crate::trade::shipping::ParcelLabelled;
use crate::trade::shipping::commands::ShippingCommand;
use crate::trade::text::Code;
use crate::view::names;

/// What the packer has in the hand and has noted beside the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackLocal {
    /// A parcel that was just opened and holds nothing yet.
    pub begun: Option<ParcelId>,
    /// The line that was scanned last.
    pub last: Option<(crate::trade::demand::DemandLine, Goods)>,
    /// Units whose serial numbers are asked for.
    pub unit: Option<PackUnit>,
    /// Whether the parcel is being closed: a scan is then its carton.
    pub closing: bool,
    /// The carton, as it was scanned or typed.
    pub carton: String,
    /// The tracking number, as it was scanned or typed.
    pub tracking: String,
    /// The parcel that was just labelled and is to be printed.
    pub to_print: Option<ParcelId>,
    /// Orders that go along in the open parcel.
    pub along: Vec<OrderId>,
}

/// Units in the hand that are not packed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackUnit {
    /// The item.
    pub item: ItemId,
    /// How many.
    pub units: Units,
    /// The lot that was read.
    pub lot: Option<Name>,
    /// The serial numbers that were read.
    pub serials: Vec<Code>,
}

type Done = Result<Act<PackLocal>, Wrong>;

/// A scan: a unit, the carton or the tracking number, whatever is asked for.
///
/// # Errors
/// What was scanned is not what is asked for.
pub fn scan(hand: &Hand<'_>, order: &OrderId, local: &PackLocal, text: &str) -> Done {
    let heard = hear(text, hand.today);
    let pack = view_along(hand, Some(order), &local.along, local.begun);
    match pack.phase {
        PackPhase::Label(_) => tracking(hand, order, local, &heard),
        PackPhase::Packing if local.closing => carton(local, &heard),
        PackPhase::Missing | PackPhase::Packing | PackPhase::Done => {
            unit(hand, order, local, &pack, &heard)
        }
    }
}

fn code_of(heard: &Heard) -> Result<&Code, Wrong> {
    heard
        .code()
        .ok_or_else(|| Wrong::Unknown(heard.text.clone()))
}

fn carton(local: &PackLocal, heard: &Heard) -> Done {
    let code = code_of(heard)?.to_string();
    Ok(Act::Note {
        then: PackLocal {
            carton: code.clone(),
            ..local.clone()
        },
        says: Says::Carton(code),
    })
}

/// The code of goods, a place or a tote is no tracking number.
fn tracking(hand: &Hand<'_>, order: &OrderId, local: &PackLocal, heard: &Heard) -> Done {
    let code = code_of(heard)?.to_string();
    match hear::meaning(hand, warehouse(hand, order).as_ref(), heard) {
        Meaning::Item(_) | Meaning::Location(_) | Meaning::Container(_) => {
            return Err(Wrong::NoTracking(code));
        }
        Meaning::Void => return Err(Wrong::Void(code)),
        Meaning::Parcel(_) | Meaning::Unknown | Meaning::Several => {}
    }
    Ok(Act::Note {
        then: PackLocal {
            tracking: code.clone(),
            ..local.clone()
        },
        says: Says::Tracking(code),
    })
}

fn unit(
    hand: &Hand<'_>,
    order: &OrderId,
    local: &PackLocal,
    pack: &PackView,
    heard: &Heard,
) -> Done {
    if let Some(unit) = &local.unit {
        return serial(hand, order, local, pack, unit, heard);
    }
    let not_in_order = || Wrong::NotInOrder {
        scanned: heard.text.clone(),
        order: pack.number.clone(),
    };
    let names = &hand.at.state.components;
    let of_order = |item: &ItemId| {
        let mut lines = pack.lines.iter();
        lines.any(|line| names.item(&line.goods.item) == *item)
    };
    let warehouse = warehouse(hand, order);
    let item = match hear::meaning_among(hand, warehouse.as_ref(), heard, of_order) {
        Meaning::Item(item) => item,
        Meaning::Container(tote) if pack.totes.contains(&names::container_code(&tote)) => {
            return Ok(Act::Note {
                then: local.clone(),
                says: Says::OwnTote {
                    tote: names::container_code(&tote),
                    order: pack.number.clone(),
                },
            });
        }
        Meaning::Several => return Err(Wrong::Several(heard.text.clone())),
        Meaning::Location(_)
        | Meaning::Container(_)
        | Meaning::Parcel(_)
        | Meaning::Unknown
        | Meaning::Void => return Err(not_in_order()),
    };
    let of_item = |line: &&PackLine| names.item(&line.goods.item) == item.item;
    let sku = pack.lines.iter().find(of_item).map(|line| line.sku.clone());
    let sku = sku.ok_or_else(not_in_order)?;
    let unit = PackUnit {
        item: item.item,
        units: item.units,
        lot: item.lot,
        serials: item.serial.into_iter().collect(),
    };
    if matching(hand, pack, &unit).is_none() {
        return Err(Wrong::TooMany(sku));
    }
    for serial in &unit.serials {
        fits(hand, order, &local.along, &unit.item, serial)?;
    }
    go_on(hand, order, local, pack, unit)
}

/// The line that units in the hand are for.
fn matching<'p>(hand: &Hand<'_>, pack: &'p PackView, unit: &PackUnit) -> Option<&'p PackLine> {
    let names = &hand.at.state.components;
    pack.lines.iter().find(|line| {
        let is_lot = unit.lot.is_none() || unit.lot == line.goods.lot;
        names.item(&line.goods.item) == unit.item && is_lot && line.left >= unit.units.get()
    })
}

fn go_on(
    hand: &Hand<'_>,
    order: &OrderId,
    local: &PackLocal,
    pack: &PackView,
    unit: PackUnit,
) -> Done {
    let sku = names::item_code(&hand.at, &unit.item);
    let asks = Demands::of(hand, &unit.item).asks_serial(true);
    if asks && (unit.serials.len() as u64) < unit.units.get() {
        let says = match unit.serials.last() {
            Some(serial) => Says::Serial(serial.to_string()),
            None => Says::Item(sku),
        };
        return Ok(Act::Note {
            then: PackLocal {
                unit: Some(unit),
                ..local.clone()
            },
            says,
        });
    }
    let line = matching(hand, pack, &unit).ok_or(Wrong::TooMany(sku))?;
    packed(hand, order, local, pack, line, unit.units, &unit.serials)
}

fn serial(
    hand: &Hand<'_>,
    order: &OrderId,
    local: &PackLocal,
    pack: &PackView,
    unit: &PackUnit,
    heard: &Heard,
) -> Done {
    let code = demands::serial_read(hand, &unit.item, None, heard)?;
    if unit.serials.contains(code) {
        return Err(Wrong::SerialTwice(code.to_string()));
    }
    fits(hand, order, &local.along, &unit.item, code)?;
    let mut serials = unit.serials.clone();
    serials.push(code.clone());
    let unit = PackUnit {
        serials,
        ..unit.clone()
    };
    go_on(hand, order, local, pack, unit)
}

/// Whether a serial number may be that of a unit in the order's totes. One that nobody read at the pick may still be
/// booked where the unit was taken from.
fn fits(
    hand: &Hand<'_>,
    order: &OrderId,
    along: &[OrderId],
    item: &ItemId,
    serial: &Code,
) -> Result<(), Wrong> {
    let orders = along.iter().chain([order]);
    let routed = orders.filter_map(|order| hand.at.state.order(order));
    let of: Vec<_> = routed
        .flat_map(|order| order.routed())
        .map(|(_, id, _)| *id)
        .collect();
    let totes = containers(hand, &of).into_iter();
    let here: Vec<Place> = totes.map(Place::Container).collect();
    let batches = of.iter().flat_map(|id| hand.at.state.batches_of(id));
    let picks = batches.flat_map(Batch::picks);
    let own =
        picks.filter(|(_, pick)| fulfilment(&pick.line.document).is_some_and(|id| of.contains(id)));
    let booked: Vec<Place> = own.map(|(_, pick)| pick.from.clone()).collect();
    demands::serial_fits(hand, item, serial, &here, &booked)
}

/// Units of a line go into the open parcel; where none is open, one is opened first.
fn packed(
    hand: &Hand<'_>,
    order: &OrderId,
    local: &PackLocal,
    pack: &PackView,
    line: &PackLine,
    units: Units,
    serials: &[Code],
) -> Done {
    let Some(parcel) = pack.open else {
        let warehouse = warehouse(hand, order).ok_or(Wrong::NoSpot(SpotKind::Station))?;
        let at = spot(hand, &warehouse, SpotKind::Station);
        let at = at.ok_or(Wrong::NoSpot(SpotKind::Station))?;
        return Ok(Act::First(PackingCommand::Open { at, carton: None }.into()));
    };
    let document = &line.line.document;
    let of = fulfilment(document).map_or_else(Vec::new, |id| vec![*id]);
    let holds = |place: &Place| hand.floor(|floor| floor.balance(place, &line.goods)) > 0;
    let totes = containers(hand, &of).into_iter().map(Place::Container);
    let from = totes.into_iter().find(holds);
    let from = from.ok_or_else(|| Wrong::TooMany(line.sku.clone()))?;
    let there = hand.floor(|floor| floor.balance(&from, &line.goods));
    // The rest of a line may lie in a second tote: what this one holds goes in first.
    let units = super::pick::at_most(units.get(), there).unwrap_or(units);
    let command = PackingCommand::Pack(Box::new(PackUnits {
        parcel,
        line: line.line.clone(),
        goods: line.goods.clone(),
        from,
        units,
        serials: demands::serials(serials),
        same_address: hand
            .order_of(document)
            .is_some_and(|of| of != order && same_address(hand, order, of)),
    }));
    Ok(Act::Run {
        command: command.into(),
        then: PackLocal {
            last: Some((line.line.clone(), line.goods.clone())),
            unit: None,
            ..local.clone()
        },
        says: Says::Packed {
            item: line.sku.clone(),
            left: line.left.saturating_sub(units.get()),
        },
    })
}

/// Counted units of the line that was scanned last: at most what is left of it.
///
/// # Errors
/// Nothing of it is left, or its units are told apart one by one.
pub fn pack(hand: &Hand<'_>, order: &OrderId, local: &PackLocal, units: u64) -> Done {
    let pack = view_along(hand, Some(order), &local.along, local.begun);
    let nothing = || Wrong::NothingLeft(String::new());
    let (line, goods) = local.last.as_ref().ok_or_else(nothing)?;
    let line = pack.line(line, goods).filter(|line| line.by_count);
    let line = line.ok_or_else(nothing)?;
    let units = Units::new(units.min(line.left)).ok_or_else(nothing)?;
    packed(hand, order, local, &pack, line, units, &[])
}

/// The open parcel is closed, at a weight in grams.
///
/// # Errors
/// No parcel is open.
pub fn close(
    hand: &Hand<'_>,
    order: &OrderId,
    local: &PackLocal,
    weight_g: Option<u64>,
    size: Option<Size>,
) -> Done {
    let pack = view_along(hand, Some(order), &local.along, local.begun);
    let parcel = pack.open.ok_or_else(|| Wrong::NothingLeft(String::new()))?;
    let carton = Code::new(&local.carton).ok().map(|code| CartonId {
        first: FirstCode::new(code),
    });
    Ok(Act::Run {
        command: PackingCommand::Close(ParcelClosed {
            parcel,
            carton,
            weight_g,
            size,
            declared: None,
        })
        .into(),
        then: PackLocal::default(),
        says: Says::ParcelClosed,
    })
}

/// A closed parcel gets its label: a carrier, its service, and the number, which may come later.
///
/// # Errors
/// The number is longer than any, or void.
pub fn label(
    hand: &Hand<'_>,
    local: &PackLocal,
    parcel: ParcelId,
    carrier_code: &Code,
    service: Option<Code>,
) -> Done {
    let typed = local.tracking.trim();
    let number = match typed {
        "" => None,
        typed => Some(Code::new(typed).map_err(|_| Wrong::NoTracking(typed.to_owned()))?),
    };
    let carrier = carriers::meant(hand, carrier_code);
    Ok(Act::Run {
        says: Says::Labelled {
            parcel: parcel_name(&parcel),
            carrier: names::party_code(&hand.at, &carrier),
        },
        command: ShippingCommand::Label(ParcelLabelled {
            parcel,
            carrier,
            service,
            number,
            insured: None,
            collect: None,
            return_number: None,
        })
        .into(),
        then: PackLocal {
            tracking: String::new(),
            to_print: Some(parcel),
            ..local.clone()
        },
    })
}

/// A closed parcel is opened again: its label is void.
pub fn reopen(local: &PackLocal, parcel: ParcelId) -> Act<PackLocal> {
    Act::Run {
        command: PackingCommand::Reopen { parcel }.into(),
        then: PackLocal {
            to_print: None,
            closing: false,
            ..local.clone()
        },
        says: Says::ParcelReopened,
    }
}

/// A second person has seen that a parcel is right.
pub fn check(local: &PackLocal, parcel: ParcelId) -> Act<PackLocal> {
    Act::Run {
        command: PackingCommand::Check { parcel }.into(),
        then: local.clone(),
        says: Says::ParcelChecked(parcel_name(&parcel)),
    }
}

/// A parcel into which nothing went is given up.
pub fn cancel(parcel: ParcelId) -> Act<PackLocal> {
    Act::Run {
        command: PackingCommand::Cancel { parcel }.into(),
        then: PackLocal::default(),
        says: Says::ParcelCancelled,
    }
}
