//! The floor plan of a warehouse, to scale: aisles, cross-aisles, and the bays with what lies in their bins.
//!
//! Aisles stand side by side, from left to right; a picker walks along them, downwards on the plan. On both sides of an
//! aisle are bays; the bins of a bay lie above each other and are one face of the plan.

use super::names;
use crate::planning::route::{Layout, LayoutError, Location, Point, Regular};
use crate::site::Reading;
use crate::trade::id::{LocationId, WarehouseId};
use crate::trade::locations::commands::{LocationChange, LocationRef};
use crate::trade::locations::{
    AisleSide, FloorPlan, FloorSpot, LocationField, LocationKind, LocationStatus, WarehouseField,
};
use crate::trade::place::Place;
use crate::trade::text::{Code, TextError};
use std::collections::BTreeMap;

/// A part of the floor, in millimetres from its corner at the first cross-aisle and the left of the first aisle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub x: u32,
    /// From the first cross-aisle.
    pub y: u32,
    /// How wide.
    pub width: u32,
    /// How deep.
    pub height: u32,
}

impl Area {
    /// Whether it shows in another one.
    pub fn meets(&self, other: &Area) -> bool {
        self.x < other.x.saturating_add(other.width)
            && other.x < self.x.saturating_add(self.width)
            && self.y < other.y.saturating_add(other.height)
            && other.y < self.y.saturating_add(self.height)
    }
}

/// A face of the plan: the bins of a bay on one side of an aisle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceKey {
    /// The aisle, from 0.
    pub aisle: u32,
    /// The bay, from 0 over all blocks.
    pub bay: u32,
    /// Whether it is on the right of the aisle.
    pub right: bool,
}

/// A bin of a face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanBin {
    /// The location.
    pub location: LocationId,
    /// The code on its label.
    pub code: String,
    /// The level, from 0 at the floor.
    pub level: u32,
    /// Whether its goods may be sold.
    pub status: LocationStatus,
    /// How many units lie there.
    pub units: i128,
}

/// The plan with its bins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanView {
    /// The figures.
    pub plan: FloorPlan,
    /// The bins, by face; those of a face from the floor up.
    pub faces: BTreeMap<FaceKey, Vec<PlanBin>>,
    /// How many locations of the warehouse that live stand on no plan.
    pub without_spot: usize,
}

/// The floor of a plan as the planning of walks knows it.
///
/// # Errors
/// Figures that no floor has.
pub fn layout(plan: &FloorPlan) -> Result<Layout, LayoutError> {
    let edge = plan.cross_mm / 2 + plan.bay_mm / 2;
    Layout::regular(&Regular {
        aisles: plan.aisles as usize,
        block_cells: plan.blocks.iter().map(|bays| *bays as usize).collect(),
        aisle_pitch: plan.aisle_pitch_mm,
        cell_pitch: plan.bay_mm,
        first_to_cell: edge,
        last_to_cell: edge,
        cross_aisle_width: plan.cross_mm,
    })
}

impl FaceKey {
    /// The face of a spot.
    pub fn of(spot: &FloorSpot) -> Self {
        FaceKey {
            aisle: spot.aisle,
            bay: spot.bay,
            right: spot.side == AisleSide::Right,
        }
    }
}

/// How deep a rack is, in millimetres: what the aisle leaves on its two sides, a third of the pitch each.
const fn rack_mm(plan: &FloorPlan) -> u32 {
    plan.aisle_pitch_mm / 3
}

/// How wide and deep the whole floor is, in millimetres.
pub fn floor_size(plan: &FloorPlan) -> (u32, u32) {
    let blocks = u32::try_from(plan.blocks.len()).unwrap_or(0);
    let along = plan.bays().saturating_mul(plan.bay_mm);
    let cross = plan.cross_mm.saturating_mul(blocks.saturating_add(1));
    (
        plan.aisles.saturating_mul(plan.aisle_pitch_mm),
        along.saturating_add(cross),
    )
}

/// Where a bay begins along its aisle.
fn bay_from(plan: &FloorPlan, bay: u32) -> u32 {
    let mut crossed: u32 = 1;
    let mut before = 0;
    for bays in &plan.blocks {
        before += bays;
        if bay < before {
            break;
        }
        crossed += 1;
    }
    bay.saturating_mul(plan.bay_mm)
        .saturating_add(crossed.saturating_mul(plan.cross_mm))
}

/// Where a face lies on the floor.
pub fn face_area(plan: &FloorPlan, key: FaceKey) -> Area {
    let left = key.aisle.saturating_mul(plan.aisle_pitch_mm);
    let rack = rack_mm(plan);
    Area {
        x: if key.right {
            left + plan.aisle_pitch_mm - rack
        } else {
            left
        },
        y: bay_from(plan, key.bay),
        width: rack,
        height: plan.bay_mm,
    }
}

/// The faces that a plan has within a part of the floor, whether a bin stands there or not. `None` where there are more
/// than `most`: then only whole racks can be told apart.
pub fn faces_in(plan: &FloorPlan, shown: &Area, most: usize) -> Option<Vec<FaceKey>> {
    let first = shown.x / plan.aisle_pitch_mm.max(1);
    let last = (shown.x.saturating_add(shown.width) / plan.aisle_pitch_mm.max(1))
        .min(plan.aisles.saturating_sub(1));
    let inside = |bay: &u32| {
        let from = bay_from(plan, *bay);
        from < shown.y.saturating_add(shown.height) && shown.y < from.saturating_add(plan.bay_mm)
    };
    let bays: Vec<u32> = (0..plan.bays()).filter(inside).collect();
    let aisles = last.saturating_add(1).saturating_sub(first) as usize;
    if aisles.saturating_mul(bays.len()).saturating_mul(2) > most {
        return None;
    }
    let of = |aisle: u32| {
        let bays = bays.iter();
        bays.flat_map(move |bay| {
            [false, true].map(|right| FaceKey {
                aisle,
                bay: *bay,
                right,
            })
        })
    };
    Some((first..=last).flat_map(of).collect())
}

/// The racks of a plan: one for each side of an aisle in each block.
pub fn racks(plan: &FloorPlan) -> Vec<Area> {
    let mut racks = Vec::new();
    let mut bay = 0;
    for bays in &plan.blocks {
        for aisle in 0..plan.aisles {
            for right in [false, true] {
                let first = face_area(plan, FaceKey { aisle, bay, right });
                racks.push(Area {
                    height: bays.saturating_mul(plan.bay_mm),
                    ..first
                });
            }
        }
        bay += bays;
    }
    racks
}

/// What an aisle is called: A to Z, then AA, AB.
pub fn aisle_name(aisle: u32) -> String {
    let letter = |index: u32| char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match aisle {
        0..26 => letter(aisle).to_string(),
        more => format!("{}{}", letter(more / 26 - 1), letter(more)),
    }
}

/// The code of a bin that is drawn with a plan: odd numbers on the left, even ones on the right, the level behind where
/// there is more than one.
pub fn bin_code(key: FaceKey, level: u32, levels: u32) -> String {
    let number = 2 * key.bay + if key.right { 2 } else { 1 };
    let aisle = aisle_name(key.aisle);
    match levels {
        0 | 1 => format!("{aisle}-{number:02}"),
        _ => format!("{aisle}-{number:02}-{}", level + 1),
    }
}

/// The bins of a plan, in the order of a walk up one aisle and down the next. A location that has the code of one already
/// is put there.
///
/// # Errors
/// None: the codes are plain.
pub fn drawn(plan: &FloorPlan, levels: u32) -> Result<Vec<LocationChange>, TextError> {
    let mut changes = Vec::new();
    let bays = plan.bays();
    for aisle in 0..plan.aisles {
        let zone = Code::new(&aisle_name(aisle))?;
        for step in 0..bays {
            let bay = if aisle % 2 == 0 {
                step
            } else {
                bays - 1 - step
            };
            for (right, level) in [false, true]
                .into_iter()
                .flat_map(|right| (0..levels.max(1)).map(move |level| (right, level)))
            {
                let key = FaceKey { aisle, bay, right };
                let code = Code::new(&bin_code(key, level, levels))?;
                let side = if right {
                    AisleSide::Right
                } else {
                    AisleSide::Left
                };
                let spot = FloorSpot {
                    aisle,
                    bay,
                    side,
                    level,
                };
                changes.push(LocationChange {
                    which: LocationRef::Coded(code.clone()),
                    fields: vec![
                        LocationField::Code(code),
                        LocationField::Kind(LocationKind::Pick),
                        LocationField::Zone(Some(zone.clone())),
                        LocationField::Spot(Some(spot)),
                    ],
                });
            }
        }
    }
    Ok(changes)
}

/// The plan of a warehouse; `None` where nobody has drawn one.
pub fn plan_of(at: &Reading<'_>, warehouse: &WarehouseId) -> Option<FloorPlan> {
    let mut fields = at.state.warehouse(warehouse)?.fields();
    fields.find_map(|field| match field {
        WarehouseField::Plan(plan) => plan.clone(),
        _ => None,
    })
}

/// Where a location lies on the plan.
pub fn spot_of(at: &Reading<'_>, location: &LocationId) -> Option<FloorSpot> {
    let mut fields = at.state.location(location)?.fields();
    fields.find_map(|field| match field {
        LocationField::Spot(spot) => spot.clone(),
        _ => None,
    })
}

/// The plan of a warehouse with its bins; `None` where nobody has drawn one.
pub fn plan_view(at: &Reading<'_>, warehouse: &WarehouseId) -> Option<PlanView> {
    let plan = plan_of(at, warehouse)?;
    let mut units: BTreeMap<LocationId, i128> = BTreeMap::new();
    for (place, _, account) in at.state.ledger.here() {
        if let Place::Location(location) = place
            && location.warehouse == *warehouse
        {
            *units.entry(location.clone()).or_insert(0) += account.balance();
        }
    }
    let mut faces: BTreeMap<FaceKey, Vec<PlanBin>> = BTreeMap::new();
    let mut without_spot = 0;
    for (location, card) in at.state.locations() {
        if location.warehouse != *warehouse || at.state.is_location_retired(location) {
            continue;
        }
        let status = card.fields().find_map(|field| match field {
            LocationField::Status(status) => Some(status.clone()),
            _ => None,
        });
        let spot =
            spot_of(at, location).filter(|spot| spot.aisle < plan.aisles && spot.bay < plan.bays());
        let Some(spot) = spot else {
            without_spot += 1;
            continue;
        };
        faces.entry(FaceKey::of(&spot)).or_default().push(PlanBin {
            code: names::location_code(at, location).to_owned(),
            level: spot.level,
            status: status.unwrap_or(LocationStatus::Normal),
            units: units.get(location).copied().unwrap_or(0),
            location: location.clone(),
        });
    }
    for bins in faces.values_mut() {
        bins.sort_by(|one, other| one.level.cmp(&other.level).then(one.code.cmp(&other.code)));
    }
    Some(PlanView {
        plan,
        faces,
        without_spot,
    })
}

/// The walk past locations in the order in which they are told, as corners on the floor: along aisles and cross-aisles,
/// each leg by the nearer cross-aisle. Locations without a spot are left out. In millimetres, as [`Area`].
pub fn walk(plan: &FloorPlan, spots: &[FloorSpot]) -> Vec<(u32, u32)> {
    let Ok(layout) = layout(plan) else {
        return Vec::new();
    };
    let point = |spot: &FloorSpot| {
        let (aisle, cell) = (
            u16::try_from(spot.aisle).ok()?,
            u16::try_from(spot.bay).ok()?,
        );
        layout.point(Location { aisle, cell }).ok()
    };
    let on_plan = |point: Point| {
        (
            point.across.saturating_add(plan.aisle_pitch_mm / 2),
            point.along.saturating_add(plan.cross_mm / 2),
        )
    };
    let mut corners: Vec<Point> = Vec::new();
    for stop in spots.iter().filter_map(point) {
        if let Some(last) = corners.last().copied()
            && last.across != stop.across
        {
            let by = |along: u32| last.along.abs_diff(along) + stop.along.abs_diff(along);
            let crossings = 0..=layout.blocks_count();
            let nearest = crossings
                .map(|cross_aisle| layout.cross_aisle_along(cross_aisle))
                .min_by_key(|along| by(*along));
            if let Some(along) = nearest {
                let across = last.across;
                corners.push(Point { across, along });
                let across = stop.across;
                corners.push(Point { across, along });
            }
        }
        corners.push(stop);
    }
    corners.dedup();
    corners.into_iter().map(on_plan).collect()
}
