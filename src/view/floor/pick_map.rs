//! The walk of a pick batch on the floor plan: where to go now, and where it goes on.

use super::Hand;
use super::pick::{PickLocal, location_of, next, tasks, work};
use crate::trade::id::BatchId;
use crate::trade::locations::{FloorPlan, FloorSpot};
use crate::view::plan::{FaceKey, plan_of, spot_of, walk};

/// The walk on the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickMap {
    /// The plan of the warehouse.
    pub plan: FloorPlan,
    /// The face to go to now.
    pub here: FaceKey,
    /// The faces after it.
    pub after: Vec<FaceKey>,
    /// The walk from here on, as corners on the floor in millimetres.
    pub walk: Vec<(u32, u32)>,
}

/// The walk of a batch from the task at hand on; `None` where nothing is left, or where the place stands on no plan.
pub fn pick_map(hand: &Hand<'_>, id: BatchId, local: &PickLocal) -> Option<PickMap> {
    let batch = hand.at.state.batch(&id)?;
    let work = work(hand, batch);
    let (number, _) = next(hand, batch, local, &work)?;
    let index = usize::try_from(number).ok()?;
    let tasks = tasks(batch);
    let is_open = |at: &usize| work.get(*at).is_some_and(|(left, on)| *left > 0 && *on);
    let here = local.place.as_ref().or(Some(&tasks.get(index)?.from))?;
    let here = location_of(hand, here)?;
    let plan = plan_of(&hand.at, &here.warehouse)?;
    let on_plan = |spot: &FloorSpot| spot.aisle < plan.aisles && spot.bay < plan.bays();
    let first = spot_of(&hand.at, &here).filter(on_plan)?;
    let later = (index + 1..tasks.len()).chain(0..index).filter(is_open);
    let later = later.filter_map(|at| {
        let location = location_of(hand, &tasks.get(at)?.from)?;
        spot_of(&hand.at, &location).filter(on_plan)
    });
    let mut spots = vec![first];
    spots.extend(later);
    spots.dedup();
    let mut faces = spots.iter().map(FaceKey::of);
    Some(PickMap {
        here: faces.next()?,
        after: faces.collect(),
        walk: walk(&plan, &spots),
        plan,
    })
}
