//! What comes next in a batch: it follows from the state, so that leaving the screen loses nothing.

use super::PickTask;
use super::batch::Batch;
use crate::trade::decide::floor::Floor;
use crate::trade::decide::hands::units;
use crate::trade::demand::DemandDocument;
use crate::trade::id::LocationId;
use crate::trade::locations::containers::Root;
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::trade::relations::Relations;

/// What a scan is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A free tote for this document.
    Tote(DemandDocument),
    /// The place of the task.
    Stop(Place),
    /// The item.
    Item,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// The task, from 0.
    pub task: u32,
    /// How many units are left of it.
    pub left: Units,
    /// What a scan is asked for.
    pub ask: Ask,
}

/// Units of a task that are left to take: not taken, not declared short, and still allocated.
pub fn left<R: Relations>(floor: &Floor<'_, R>, batch: &Batch, number: u32) -> i128 {
    let Some(task) = task(batch, number) else {
        return 0;
    };
    let done = batch.done(number);
    let left = task.units.wide() - done.picked - done.short;
    if left <= 0 {
        return 0;
    }
    let allocated = floor.line(&task.line).map_or(0, |it| it.work.allocated);
    left.min(allocated).max(0)
}

/// A task of a batch.
pub fn task(batch: &Batch, number: u32) -> Option<&PickTask> {
    let (_, released) = batch.released()?;
    released.tasks.get(usize::try_from(number).ok()?)
}

/// The location of a place.
pub(super) fn location<R: Relations>(floor: &Floor<'_, R>, place: &Place) -> Option<LocationId> {
    match floor.state.containers.root_of(place, floor.relations) {
        Root::Location(location) => Some(location),
        Root::Outside(_) | Root::Unknown => None,
    }
}

/// What comes next: the first task of the route, from where the picker stands on and then from the beginning, that has
/// units left and whose order nothing holds back. `None` where nothing is left, or all that is left is held back.
pub fn next<R: Relations>(floor: &Floor<'_, R>, batch: &Batch) -> Option<Next> {
    if batch.is_finished() {
        return None;
    }
    let tasks = &batch.released()?.1.tasks;
    let stops: Vec<_> = tasks
        .iter()
        .map(|task| location(floor, &task.from))
        .collect();
    let here = stops.iter().position(|stop| stop.as_ref() == batch.at());
    let from = here.filter(|_| batch.at().is_some()).unwrap_or(0);
    let numbers = (from..tasks.len()).chain(0..from);
    for index in numbers {
        let (Some(task), Ok(number)) = (tasks.get(index), u32::try_from(index)) else {
            continue;
        };
        let Some(left) = units(left(floor, batch, number)) else {
            continue;
        };
        let goes_on = floor
            .line(&task.line)
            .and_then(|line| floor.may_go_on(&task.line, &line.order));
        if goes_on.is_err() {
            continue;
        }
        let document = &task.line.document;
        let stop = stops.get(index).and_then(Option::as_ref);
        let ask = if batch.tote(document).is_none() {
            Ask::Tote(document.clone())
        } else if stop.is_none() || batch.at() != stop {
            Ask::Stop(task.from.clone())
        } else {
            Ask::Item
        };
        return Some(Next {
            task: number,
            left,
            ask,
        });
    }
    None
}
