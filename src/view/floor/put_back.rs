//! Units that are picked or packed and that nobody wants any more: each goes from its tote or its parcel back to a
//! location.

use super::demands::{self, Demands};
use super::hear::{self, Meaning, hear};
use super::pick::place_name;
use super::spots::kept_at;
use super::{Act, Hand, Says, Wrong, pack, parcel_name, shown_units};
use crate::stream::id::{FactId, StreamId};
use crate::trade::decide::hands::units;
use crate::trade::demand::{DemandDocument, DemandLine, WorkAccount};
use crate::trade::fulfilment::commands::Asked as Executed;
use crate::trade::goods::Goods;
use crate::trade::id::{ContainerId, FulfilmentOrderId, LocationId, OrderId, WarehouseId};
use crate::trade::leases::LeaseKey;
use crate::trade::packing::commands::PackingCommand;
use crate::trade::picking::PutBack;
use crate::trade::picking::commands::PickingCommand;
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::trade::text::Code;
use crate::view::at_work::held_elsewhere;
use crate::view::names;

/// Units of a line that must go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackTask {
    /// The line that they were for.
    pub line: DemandLine,
    /// The number of its order.
    pub order: String,
    /// The goods.
    pub goods: Goods,
    /// The item's code.
    pub sku: String,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// How many.
    pub units: Units,
    /// The tote or parcel that they lie in.
    pub from: ContainerId,
    /// The facts that packed them, where they lie in a parcel: they are taken out of it.
    pub packed: Vec<FactId>,
    /// The warehouse.
    pub warehouse: WarehouseId,
    /// The location that the item is kept at.
    pub proposed: Option<LocationId>,
    /// Whether serial numbers are asked for: then one unit at a time.
    pub asks_serial: bool,
    /// Who packs the order, where another device does and its parcel is not to be opened here: its lease and the device.
    pub held: Option<(LeaseKey, StreamId)>,
}

/// Serial numbers that were read of the units at hand.
pub type ReadSerials = Vec<Code>;

fn may_be_unwanted(hand: &Hand<'_>) -> Vec<FulfilmentOrderId> {
    let all = hand.at.state.open_fulfilments();
    let picked = all.filter(|(_, it)| {
        let mut numbers = it.worked();
        numbers.any(|number| {
            let work = it.work(number, None);
            work.get(&WorkAccount::Picked) > 0 || work.get(&WorkAccount::Packed) > 0
        })
    });
    let shown = |id: &FulfilmentOrderId| {
        let warehouse = hand.warehouse_of(id);
        warehouse.is_some_and(|warehouse| hand.shows(&warehouse))
    };
    picked.map(|(id, _)| *id).filter(shown).collect()
}

/// Every unit that must go back, line by line: those in totes, and those in parcels that have not left.
fn unwanted(hand: &Hand<'_>) -> Vec<(DemandLine, WarehouseId, i128, i128)> {
    let of = may_be_unwanted(hand);
    hand.floor(|floor| {
        let mut found = Vec::new();
        for id in of {
            for line in floor.lines(&id).unwrap_or_default() {
                if let Ok(stands) = floor.line(&line) {
                    let (in_totes, packed) = (stands.unwanted, stands.unwanted_packed);
                    if in_totes + packed > 0 {
                        found.push((line, stands.warehouse, in_totes, packed));
                    }
                }
            }
        }
        found
    })
}

/// How many units must go back.
pub fn count(hand: &Hand<'_>) -> u64 {
    let all = unwanted(hand);
    shown_units(
        all.iter()
            .map(|(_, _, totes, parcels)| totes + parcels)
            .sum(),
    )
}

/// A request to give units back that the floor has not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedBack {
    /// Of which fulfilment order.
    pub fulfilment: FulfilmentOrderId,
    /// The request.
    pub request: FactId,
    /// The number of the order.
    pub order: String,
    /// How many base units.
    pub units: u64,
    /// The parcels here in which goods of the order lie.
    pub parcels: Vec<String>,
    /// Whether all of it can be given up now: nothing of it lies in totes or parcels.
    pub can_give: bool,
}

/// Every request that the floor has not answered.
pub fn asked_back(hand: &Hand<'_>) -> Vec<AskedBack> {
    let state = hand.at.state;
    let shown = |id: &FulfilmentOrderId| {
        let warehouse = hand.warehouse_of(id);
        warehouse.is_some_and(|warehouse| hand.shows(&warehouse))
    };
    let mut all = Vec::new();
    for (id, fulfilment) in state.open_fulfilments().filter(|(id, _)| shown(id)) {
        for (request, back) in fulfilment.requests() {
            let document = DemandDocument::FulfilmentOrder(*id);
            let executed = Executed::of(state, *id);
            let can_give = executed.is_ok_and(|it| {
                it.are_at_most(&back.lines, |work| work.open + work.allocated)
                    .is_ok()
            });
            let parcels = state.links().parcels(id);
            let parcels = parcels.filter_map(|id| Some((id, state.parcel(id)?)));
            let here = parcels.filter(|(_, parcel)| {
                let left = parcel.handed_over().next().is_some();
                let mut packed = parcel.packed();
                !left && packed.any(|(_, packed)| packed.line.document == document)
            });
            all.push(AskedBack {
                fulfilment: *id,
                request: *request,
                order: hand.number_of(&document),
                units: back.lines.iter().map(|line| line.units.get()).sum(),
                parcels: here.map(|(id, _)| parcel_name(id)).collect(),
                can_give,
            });
        }
    }
    all
}

/// Everything that goes back, tote by tote and parcel by parcel.
pub fn all_tasks(hand: &Hand<'_>) -> Vec<BackTask> {
    let all = unwanted(hand).into_iter();
    let each = all.flat_map(|(line, at, in_totes, packed)| {
        let from_tote = (in_totes > 0).then(|| task(hand, line.clone(), at.clone(), in_totes));
        let from_parcel = (packed > 0).then(|| taken_out(hand, &line, &at, packed));
        [from_tote.flatten(), from_parcel.flatten()]
    });
    each.flatten().collect()
}

/// The totes and parcels in which units of an order lie that go back, each once, as [`all_tasks`] has them.
pub fn lies_in(hand: &Hand<'_>, order: &OrderId) -> Vec<ContainerId> {
    let is_of = |task: &BackTask| {
        let id = super::fulfilment(&task.line.document);
        let routed = id.and_then(|id| hand.at.state.fulfilment(id)?.routed());
        routed.is_some_and(|(_, routed)| routed.order == *order)
    };
    let mut all: Vec<ContainerId> = Vec::new();
    for task in all_tasks(hand).into_iter().filter(is_of) {
        if !all.contains(&task.from) {
            all.push(task.from);
        }
    }
    all
}

/// What goes back next: what can be put back here before what another device packs.
pub fn next(hand: &Hand<'_>) -> Option<BackTask> {
    let all = unwanted(hand);
    let mut in_totes = all.iter().filter(|(_, _, number, _)| *number > 0);
    let from_tote =
        in_totes.find_map(|(line, at, number, _)| task(hand, line.clone(), at.clone(), *number));
    from_tote.or_else(|| {
        let packed = all.iter().filter(|(_, _, _, number)| *number > 0);
        let mut packed: Vec<BackTask> = packed
            .filter_map(|(line, at, _, number)| taken_out(hand, line, at, *number))
            .collect();
        packed.sort_by_key(|task| task.held.is_some());
        packed.into_iter().next()
    })
}

/// Units that were packed and must go back: out of the parcel that was packed last of those that have not left.
fn taken_out(
    hand: &Hand<'_>,
    line: &DemandLine,
    warehouse: &WarehouseId,
    number: i128,
) -> Option<BackTask> {
    let links = hand.at.state.links();
    let parcels = links.parcels(super::fulfilment(&line.document)?);
    let parcels = parcels.filter_map(|id| Some((id, hand.at.state.parcel(id)?)));
    let here = parcels.filter(|(_, parcel)| {
        let left = parcel.handed_over().next().is_some();
        !left && parcel.opened().is_some()
    });
    let packed = here.flat_map(|(id, parcel)| parcel.packed().map(move |it| (*id, it)));
    let mut of_line: Vec<_> = packed
        .filter(|(_, (_, packed))| packed.line == *line)
        .filter(|(_, (_, packed))| packed.serials.is_empty() || packed.units.wide() <= number)
        .collect();
    of_line.sort_by_key(|(_, (at, _))| std::cmp::Reverse(**at));
    let (parcel, (_, first)) = *of_line.first()?;
    // What was packed unit by unit of one thing goes back together.
    let mut facts = Vec::new();
    let mut sum: i128 = 0;
    for (id, (at, packed)) in of_line {
        if id == parcel && packed.goods == first.goods && sum < number {
            sum += packed.units.wide();
            facts.push(at.fact());
        }
    }
    let packed = first;
    let from = ContainerId::Parcel(parcel);
    let place = Place::Container(from.clone());
    Some(BackTask {
        order: hand.number_of(&line.document),
        sku: names::item_code(&hand.at, &packed.goods.item),
        name: hand.item_name(&packed.goods.item),
        units: units(number.min(sum))?,
        proposed: kept_at(hand, warehouse, &packed.goods.item, &place),
        asks_serial: false,
        held: {
            let lease = LeaseKey::Pack(line.document.clone());
            held_elsewhere(hand, &lease).map(|device| (lease, device))
        },
        warehouse: warehouse.clone(),
        line: line.clone(),
        goods: packed.goods.clone(),
        from,
        packed: facts,
    })
}

fn task(
    hand: &Hand<'_>,
    line: DemandLine,
    warehouse: WarehouseId,
    number: i128,
) -> Option<BackTask> {
    let DemandDocument::FulfilmentOrder(id) = &line.document else {
        return None;
    };
    let totes = pack::containers(hand, std::slice::from_ref(id));
    let found = hand.floor(|floor| {
        let wanted = floor.line(&line).ok()?.wanted;
        totes.into_iter().find_map(|tote| {
            let place = Place::Container(tote.clone());
            let mut here = floor.state.ledger.at(&place);
            let (goods, account) = here
                .find(|(goods, account)| account.balance() > 0 && floor.answers(&wanted, goods))?;
            Some((tote, goods.clone(), account.balance()))
        })
    });
    let (tote, goods, there) = found?;
    let asks_serial = Demands::of(hand, &goods.item).asks_serial(false);
    let place = Place::Container(tote.clone());
    let number = if asks_serial { 1 } else { number.min(there) };
    Some(BackTask {
        order: hand.number_of(&line.document),
        sku: names::item_code(&hand.at, &goods.item),
        name: hand.item_name(&goods.item),
        units: units(number)?,
        proposed: kept_at(hand, &warehouse, &goods.item, &place),
        asks_serial,
        warehouse,
        line,
        goods,
        from: tote,
        packed: Vec::new(),
        held: None,
    })
}

/// A scan: the location that the units at hand go to, and before it their serial number where the item asks for one.
///
/// # Errors
/// Nothing goes back, or the code is no location of the warehouse.
pub fn scan(hand: &Hand<'_>, read: &ReadSerials, text: &str) -> Result<Act<ReadSerials>, Wrong> {
    let heard = hear(text, hand.today);
    let task = next(hand).ok_or_else(|| Wrong::NothingLeft(heard.text.clone()))?;
    if task.asks_serial && read.is_empty() {
        let code = demands::serial_read(hand, &task.goods.item, task.goods.lot.as_ref(), &heard)?;
        return Ok(Act::Note {
            then: vec![code.clone()],
            says: Says::Serial(code.to_string()),
        });
    }
    let to = match hear::meaning(hand, Some(&task.warehouse), &heard) {
        Meaning::Location(location) => Place::Location(location),
        Meaning::Container(plate) => Place::Container(plate),
        Meaning::Item(_)
        | Meaning::Parcel(_)
        | Meaning::Unknown
        | Meaning::Several
        | Meaning::Void => return Err(Wrong::NoPlace(heard.text)),
    };
    Ok(Act::Run {
        says: Says::PutBack {
            units: task.units.get(),
            item: task.sku,
            to: place_name(hand, &to),
        },
        command: match &task.from {
            ContainerId::Parcel(parcel) => PackingCommand::TakeOut {
                parcel: *parcel,
                packed: task.packed,
                to,
            }
            .into(),
            _ => PickingCommand::PutBack(PutBack {
                line: task.line,
                goods: task.goods,
                from: task.from,
                to,
                units: task.units,
                serials: demands::serials(read),
            })
            .into(),
        },
        then: Vec::new(),
    })
}
