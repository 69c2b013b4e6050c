//! The walk through a pick batch: what comes next follows from the facts, and from what the picker has in the hand.

use super::demands::{Demands, lot_name};
use super::{Hand, fulfilment, pick_undo, shown_units};
use crate::stream::id::FactId;
use crate::trade::decide::hands::units;
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::goods::Goods;
use crate::trade::id::{BatchId, ItemId, LocationId, Name, OperatorId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::leases::LeaseKey;
use crate::trade::locations::containers::Root;
use crate::trade::picking::PickTask;
use crate::trade::picking::batch::Batch;
use crate::trade::picking::walk;
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::trade::text::Code;
use crate::view::names;
use std::collections::BTreeSet;

/// A batch in the list of what waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchEntry {
    /// The batch.
    pub batch: BatchId,
    /// Its name.
    pub name: String,
    /// How many orders are in it.
    pub orders: usize,
    /// Units still to take.
    pub left: u64,
    /// Of which items they are.
    pub left_of: Vec<(ItemId, u64)>,
    /// Tasks that are done.
    pub done: usize,
    /// All tasks.
    pub tasks: usize,
    /// Who took units of it last; `None` while nobody has.
    pub picker: Option<String>,
    /// Whether another device works on it.
    pub elsewhere: bool,
}

/// What the picker has in the hand and knows beside the facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PickLocal {
    /// The task to begin at: after a skip it is not the first that is left.
    pub from: Option<u32>,
    /// The skip that was made last, while nothing was done since.
    pub skipped: Option<Skipped>,
    /// The last pick whose tote was confirmed.
    pub confirmed: Option<FactId>,
    /// Units whose item was scanned and whose lot or serial numbers are asked for.
    pub unit: Option<PickUnit>,
    /// Whether the next scan names another place to take from.
    pub elsewhere: bool,
    /// The other place.
    pub place: Option<Place>,
    /// A code that nobody knows, read where a tote is asked for: the same once more is a new tote.
    pub new_tote: Option<Code>,
    /// A place that the books have as empty since the last units were taken: whether it is so is asked.
    pub zero: Option<Place>,
}

/// A skip that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where the walk began before it.
    pub from: Option<u32>,
}

/// Units in the hand that are not taken yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickUnit {
    /// The task.
    pub task: u32,
    /// How many.
    pub units: Units,
    /// The lot that was read.
    pub lot: Option<Name>,
    /// The serial numbers that were read.
    pub serials: Vec<Code>,
}

/// What a scan is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickAsk {
    /// A free tote for this document.
    Tote(DemandDocument),
    /// The place of the task.
    Stop,
    /// Another place to take from.
    OtherPlace,
    /// The item, or its quantity.
    Item,
    /// The lot of the units in the hand.
    Lot,
    /// A serial number of the units in the hand.
    Serial {
        /// How many were read.
        given: u64,
        /// Of how many.
        of: u64,
    },
    /// The tote, to confirm that the goods lie in it.
    Confirm(String),
}

/// The task that the picker is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtTask {
    /// Its number in the batch, from 0.
    pub task: u32,
    /// What a scan would be now.
    pub ask: PickAsk,
    /// The place of its stop on the walk, from 1.
    pub stop: usize,
    /// The number of the order.
    pub order: String,
    /// The item.
    pub item: crate::trade::id::ItemId,
    /// Its code.
    pub sku: String,
    /// Its name, or its code where it has none.
    pub name: String,
    /// The code of the place.
    pub place: String,
    /// Where to go: the place, of a plate with the location at which it stands.
    pub go_to: String,
    /// The lot to take, where the goods have one.
    pub lot: Option<String>,
    /// The last day of use of that lot, in days since 1970-01-01.
    pub expiry: Option<i64>,
    /// Units still to take.
    pub left: u64,
    /// Units taken.
    pub picked: u64,
    /// The order's tote.
    pub tote: Option<String>,
    /// Where the walk goes on.
    pub next_place: Option<String>,
    /// Whether there is another task to do before this one.
    pub may_skip: bool,
    /// Whether several units may be taken at once: no serial number is asked for.
    pub by_count: bool,
}

/// An order that was stopped while tasks of it were left.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stopped {
    /// Its number.
    pub order: String,
    /// Its tote, where it has one.
    pub tote: Option<String>,
    /// Whether it is cancelled; it is held back otherwise.
    pub cancelled: bool,
}

/// How far the batch is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// There is no such batch.
    Missing,
    /// Something is to be done.
    At(Box<AtTask>),
    /// Nothing is left to take; the batch is still open.
    AllTaken,
    /// The batch is finished.
    Finished,
}

/// What the pick screen shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickView {
    /// How far the batch is.
    pub phase: Phase,
    /// Its name.
    pub name: String,
    /// The stops of the walk.
    pub stops: usize,
    /// The orders of the batch.
    pub orders: usize,
    /// Of these, the orders that have a tote.
    pub totes: usize,
    /// Units taken.
    pub picked: u64,
    /// Units that could not be taken.
    pub short: u64,
    /// The orders that were stopped.
    pub stopped: Vec<Stopped>,
    /// Whether something can be taken back here.
    pub may_undo: bool,
    /// Whether another device works on it.
    pub elsewhere: bool,
}

impl PickView {
    /// The task that the picker is at.
    pub fn at(&self) -> Option<&AtTask> {
        match &self.phase {
            Phase::At(at) => Some(at),
            Phase::Missing | Phase::AllTaken | Phase::Finished => None,
        }
    }
}

pub(super) fn tasks(batch: &Batch) -> &[PickTask] {
    batch
        .released()
        .map_or(&[], |(_, released)| &released.tasks)
}

pub(super) fn location_of(hand: &Hand<'_>, place: &Place) -> Option<LocationId> {
    let relations = hand.at.relations();
    match hand.at.state.containers.root_of(place, &relations) {
        Root::Location(location) => Some(location),
        Root::Outside(_) | Root::Unknown => None,
    }
}

/// The code of a place as it is shown; of a plate the plate's.
pub(super) fn place_name(hand: &Hand<'_>, place: &Place) -> String {
    names::place_code(&hand.at, place).unwrap_or_default()
}

/// Where to go for a place: of a plate the location at which it stands, and then the plate.
pub(super) fn go_to(hand: &Hand<'_>, place: &Place) -> String {
    let name = place_name(hand, place);
    match (place, location_of(hand, place)) {
        (Place::Container(_), Some(location)) => {
            format!("{} · {name}", names::location_code(&hand.at, &location))
        }
        _ => name,
    }
}

fn documents(batch: &Batch) -> Vec<&DemandDocument> {
    let mut seen = BTreeSet::new();
    let all = tasks(batch).iter().map(|task| &task.line.document);
    all.filter(|document| seen.insert(*document)).collect()
}

/// Whether several documents share the walk, so that the tote must be confirmed.
fn is_cluster(batch: &Batch) -> bool {
    documents(batch).len() > 1
}

fn elsewhere(hand: &Hand<'_>, id: BatchId) -> bool {
    let lease = LeaseKey::Batch(id);
    let opened = hand.at.state.opened_by(&lease);
    let holder = hand
        .at
        .state
        .leases
        .holder(&lease, opened, &hand.at.relations());
    holder.stream.is_some_and(|stream| stream != hand.stream)
}

/// The open batches, those that are begun first.
pub fn batches(hand: &Hand<'_>) -> Vec<BatchEntry> {
    let open = hand.at.state.open_batches();
    let mut entries: Vec<BatchEntry> = open
        .filter(|(_, batch)| is_shown(hand, batch))
        .map(|(id, batch)| entry(hand, *id, batch))
        .collect();
    entries.sort_by_key(|entry| (entry.done == 0, entry.batch));
    entries
}

fn is_shown(hand: &Hand<'_>, batch: &Batch) -> bool {
    let first = tasks(batch).first();
    let warehouse = first
        .and_then(|task| fulfilment(&task.line.document))
        .and_then(|id| hand.warehouse_of(id));
    first.is_some() && warehouse.is_none_or(|warehouse| hand.shows(&warehouse))
}

fn entry(hand: &Hand<'_>, id: BatchId, batch: &Batch) -> BatchEntry {
    let tasks = tasks(batch);
    let left: Vec<i128> = work(hand, batch)
        .into_iter()
        .map(|(left, _)| left)
        .collect();
    let last = batch.picks().map(|(fact, _)| fact).max();
    let picker = last.and_then(|fact| {
        let header = crate::trade::relations::Headers::header(hand.at.held, fact.commit)?;
        let operator = header.operator.map(OperatorId)?;
        Some(names::operator_name(&hand.at, &operator))
    });
    BatchEntry {
        batch: id,
        name: names::opened(&id.0),
        orders: documents(batch).len(),
        left: shown_units(left.iter().sum()),
        left_of: tasks
            .iter()
            .zip(&left)
            .map(|(task, left)| (task.goods.item.clone(), shown_units(*left)))
            .collect(),
        done: left.iter().filter(|left| **left == 0).count(),
        tasks: tasks.len(),
        picker,
        elsewhere: elsewhere(hand, id),
    }
}

/// The batch that a code means: by its name, or by one of its totes.
pub fn find(hand: &Hand<'_>, code: &str) -> Option<BatchId> {
    let code = code.trim();
    let open = |id: &BatchId| {
        let batch = hand.at.state.batch(id);
        batch.is_some_and(|batch| !batch.is_finished())
    };
    let by_tote = || {
        let mut batches = hand.at.state.open_batches();
        let found = batches.find(|(_, batch)| {
            let mut totes = batch.totes().map(|(_, tote)| names::container_code(tote));
            totes.any(|tote| tote == code)
        });
        found.map(|(id, _)| *id)
    };
    names::find_batch(&hand.at, code)
        .filter(open)
        .or_else(by_tote)
}

/// What the pick screen shows.
pub fn view(hand: &Hand<'_>, id: Option<BatchId>, local: &PickLocal) -> PickView {
    let found = id.and_then(|id| Some((id, hand.at.state.batch(&id)?)));
    let Some((id, batch)) = found.filter(|(_, batch)| batch.released().is_some()) else {
        return PickView {
            phase: Phase::Missing,
            name: String::new(),
            stops: 0,
            orders: 0,
            totes: 0,
            picked: 0,
            short: 0,
            stopped: Vec::new(),
            may_undo: false,
            elsewhere: false,
        };
    };
    let stops = stops(hand, batch);
    let done = (0..tasks(batch).len() as u32).map(|number| batch.done(number));
    let (picked, short) = done.fold((0, 0), |(picked, short), done| {
        (picked + done.picked, short + done.short)
    });
    let phase = match at_task(hand, batch, local) {
        _ if batch.is_finished() => Phase::Finished,
        None => Phase::AllTaken,
        Some(at) => Phase::At(Box::new(at)),
    };
    PickView {
        phase,
        name: names::opened(&id.0),
        stops: stops.len(),
        orders: documents(batch).len(),
        totes: batch.totes().count(),
        picked: shown_units(picked),
        short: shown_units(short),
        stopped: if batch.is_finished() {
            Vec::new()
        } else {
            stopped(hand, batch)
        },
        may_undo: pick_undo::may(hand, batch, local),
        elsewhere: elsewhere(hand, id),
    }
}

/// The places of the walk, in its order.
fn stops<'b>(_: &Hand<'_>, batch: &'b Batch) -> Vec<&'b Place> {
    let mut stops: Vec<&Place> = Vec::new();
    for task in tasks(batch) {
        if stops.last() != Some(&&task.from) {
            stops.push(&task.from);
        }
    }
    stops
}

fn last_pick(hand: &Hand<'_>, batch: &Batch) -> Option<FactId> {
    let picks = batch.picks().map(|(fact, _)| (*fact, ()));
    hand.last(picks).map(|(fact, ())| fact)
}

/// Units of a line that were asked back, and of which the warehouse has not said whether it gives them.
fn asked_back(hand: &Hand<'_>, line: &DemandLine) -> i128 {
    let found = fulfilment(&line.document).and_then(|id| hand.at.state.fulfilment(id));
    let requests = found.into_iter().flat_map(|it| it.requests());
    let lines = requests.flat_map(|(_, back)| &back.lines);
    lines
        .filter(|back| back.line == line.line)
        .map(|back| back.units.wide())
        .sum()
}

/// Units of tasks, each with whether its order lets it go on. What was asked back is left where it is.
pub(super) fn work(hand: &Hand<'_>, batch: &Batch) -> Vec<(i128, bool)> {
    hand.floor(|floor| {
        let tasks = (0..).zip(tasks(batch));
        tasks
            .map(|(number, task)| {
                let line = floor.line(&task.line);
                let allocated = line.as_ref().map_or(0, |line| line.work.allocated);
                let kept = (allocated - asked_back(hand, &task.line)).max(0);
                let left = walk::left(floor, batch, number).min(kept);
                let goes_on = line.and_then(|line| floor.may_go_on(&task.line, &line.order));
                (left, goes_on.is_ok())
            })
            .collect()
    })
}

fn stopped(hand: &Hand<'_>, batch: &Batch) -> Vec<Stopped> {
    let work = work(hand, batch);
    let mut stopped = BTreeSet::new();
    for ((number, task), (left, goes_on)) in (0..).zip(tasks(batch)).zip(work) {
        let done = batch.done(number);
        let open = task.units.wide() - done.picked - done.short;
        if open > 0 && (left == 0 || !goes_on) {
            let document = &task.line.document;
            stopped.insert(Stopped {
                order: hand.number_of(document),
                tote: batch.tote(document).map(names::container_code),
                cancelled: left == 0,
            });
        }
    }
    stopped.into_iter().collect()
}

/// The pick of a task that is taken whole, whose tote nobody has confirmed yet.
pub(super) fn to_confirm(
    hand: &Hand<'_>,
    batch: &Batch,
    local: &PickLocal,
    work: &[(i128, bool)],
) -> Option<(FactId, u32)> {
    let pick = last_pick(hand, batch).filter(|_| is_cluster(batch))?;
    let (_, picked) = batch.picks().find(|(fact, _)| **fact == pick)?;
    let is_confirmed = local.confirmed.is_some_and(|confirmed| {
        (confirmed.commit.number, confirmed.index) >= (pick.commit.number, pick.index)
    });
    let (left, _) = *work.get(usize::try_from(picked.task).ok()?)?;
    (left == 0 && !is_confirmed).then_some((pick, picked.task))
}

/// The task to do now, and what is asked there.
pub(super) fn next(
    hand: &Hand<'_>,
    batch: &Batch,
    local: &PickLocal,
    work: &[(i128, bool)],
) -> Option<(u32, PickAsk)> {
    if let Some((_, task)) = to_confirm(hand, batch, local, work) {
        let document = &walk::task(batch, task)?.line.document;
        let tote = batch.tote(document)?;
        return Some((task, PickAsk::Confirm(names::container_code(tote))));
    }
    let is_open = |index: usize| work.get(index).is_some_and(|(left, on)| *left > 0 && *on);
    let tasks = tasks(batch);
    let place = |index: usize| {
        tasks
            .get(index)
            .and_then(|task| location_of(hand, &task.from))
    };
    let here = batch
        .at()
        .and_then(|at| (0..tasks.len()).find(|index| place(*index).as_ref() == Some(at)));
    let from = local.from.and_then(|from| usize::try_from(from).ok());
    let from = from.or(here).unwrap_or(0).min(tasks.len());
    // Every order has its tote before the walk begins.
    let toteless = (0..tasks.len()).find(|index| {
        let document = tasks.get(*index).map(|task| &task.line.document);
        is_open(*index) && document.is_some_and(|document| batch.tote(document).is_none())
    });
    if let Some(index) = toteless {
        let document = tasks.get(index)?.line.document.clone();
        return Some((u32::try_from(index).ok()?, PickAsk::Tote(document)));
    }
    let index = (from..tasks.len())
        .chain(0..from)
        .find(|index| is_open(*index))?;
    let number = u32::try_from(index).ok()?;
    let is_here =
        local.place.is_some() || batch.at().is_some() && place(index).as_ref() == batch.at();
    let has_begun = batch.done(number).picked > 0;
    let ask = match &local.unit {
        _ if local.elsewhere => PickAsk::OtherPlace,
        Some(unit) if unit.task == number => unit_ask(hand, batch, local, unit)?,
        _ if is_here || has_begun => PickAsk::Item,
        _ => PickAsk::Stop,
    };
    Some((number, ask))
}

/// What is asked of units in the hand.
fn unit_ask(hand: &Hand<'_>, batch: &Batch, local: &PickLocal, unit: &PickUnit) -> Option<PickAsk> {
    let task = walk::task(batch, unit.task)?;
    let from = local.place.as_ref().unwrap_or(&task.from);
    let told = goods_at(hand, from, task).unwrap_or_else(|| task.goods.clone());
    if unit.lot.is_none() && asks_lot(hand, &told, from) {
        return Some(PickAsk::Lot);
    }
    Some(PickAsk::Serial {
        given: unit.serials.len() as u64,
        of: unit.units.get(),
    })
}

/// Whether the lot must be read: the item is kept by lot, and the place does not tell which.
pub(super) fn asks_lot(hand: &Hand<'_>, goods: &Goods, from: &Place) -> bool {
    Demands::of(hand, &goods.item).asks_lot()
        && (goods.lot.is_none() || lots_at(hand, from, goods) > 1)
}

/// Goods at a place that answer a task: those that it names, else the first that do.
pub(super) fn goods_at(hand: &Hand<'_>, place: &Place, task: &PickTask) -> Option<Goods> {
    let names = &hand.at.state.components;
    let place = names.place(place);
    let wanted = names.goods(&task.goods);
    hand.floor(|floor| {
        let line = floor.line(&task.line).ok()?;
        let here = floor.state.ledger.at(&place);
        let here: Vec<&Goods> = here
            .filter(|(goods, account)| account.balance() > 0 && floor.answers(&line.wanted, goods))
            .map(|(goods, _)| goods)
            .collect();
        let named = here.iter().find(|goods| ***goods == wanted);
        named.or_else(|| here.first()).map(|goods| (*goods).clone())
    })
}

fn lots_at(hand: &Hand<'_>, place: &Place, goods: &Goods) -> usize {
    let names = &hand.at.state.components;
    let (place, item) = (names.place(place), names.item(&goods.item));
    let here = hand.at.state.ledger.at(&place);
    here.filter(|(goods, account)| goods.item == item && account.balance() > 0)
        .count()
}

fn at_task(hand: &Hand<'_>, batch: &Batch, local: &PickLocal) -> Option<AtTask> {
    let work = work(hand, batch);
    let (number, ask) = next(hand, batch, local, &work)?;
    let index = usize::try_from(number).ok()?;
    let task = walk::task(batch, number)?;
    let from = local.place.as_ref().unwrap_or(&task.from);
    let stops = stops(hand, batch);
    let is_open = |at: &usize| work.get(*at).is_some_and(|(left, on)| *left > 0 && *on);
    let after = (index + 1..work.len()).chain(0..index).find(is_open);
    let next_place = after
        .and_then(|at| tasks(batch).get(at))
        .map(|task| &task.from);
    // Another place may have another lot.
    let told = local.place.as_ref();
    let told = told.and_then(|place| goods_at(hand, place, task));
    let told = told.unwrap_or_else(|| task.goods.clone());
    let lot = told.lot.as_ref();
    let item = &task.goods.item;
    Some(AtTask {
        task: number,
        ask,
        stop: stops
            .iter()
            .position(|stop| **stop == task.from)
            .unwrap_or(0)
            + 1,
        order: hand.number_of(&task.line.document),
        sku: names::item_code(&hand.at, item),
        name: hand.item_name(item),
        place: place_name(hand, from),
        go_to: go_to(hand, from),
        lot: lot.map(|lot| lot_name(hand, item, lot)),
        expiry: lot.and_then(|lot| names::lot_expiry(&hand.at, item, lot)),
        left: shown_units(work.get(index).map_or(0, |(left, _)| *left)),
        picked: shown_units(batch.done(number).picked),
        tote: batch.tote(&task.line.document).map(names::container_code),
        next_place: next_place
            .filter(|place| **place != task.from)
            .map(|place| go_to(hand, place)),
        may_skip: after.is_some(),
        by_count: !Demands::of(hand, item).asks_serial(false) && !asks_lot(hand, &told, from),
        item: item.clone(),
    })
}

/// So many units, at most those that are left of a task.
pub(super) fn at_most(number: u64, left: i128) -> Option<Units> {
    units(i128::from(number).min(left))
}
