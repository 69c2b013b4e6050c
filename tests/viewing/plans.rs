//! The floor plan: drawn once, with its bins, to scale, and what of it shows.

use crate::world::{World, bin, code, goods, location, warehouse};
use depo::site::SiteError;
use depo::trade::decide::Refusal;
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{AisleSide, FloorPlan, FloorSpot, LocationField, WarehouseField};
use depo::view::floor::pick::PickLocal;
use depo::view::floor::pick_map::pick_map;
use depo::view::plan::{
    Area, FaceKey, drawn, face_area, faces_in, floor_size, layout, plan_view, racks, walk,
};

fn plan(aisles: u32, blocks: &[u32]) -> FloorPlan {
    FloorPlan {
        aisles,
        blocks: blocks.to_vec(),
        aisle_pitch_mm: 3_000,
        bay_mm: 1_000,
        cross_mm: 2_000,
    }
}

fn set(plan: FloorPlan) -> LocationCommand {
    LocationCommand::SetWarehouse {
        warehouse: warehouse(),
        fields: vec![WarehouseField::Plan(Some(plan))],
    }
}

fn spot(aisle: u32, bay: u32) -> FloorSpot {
    FloorSpot {
        aisle,
        bay,
        side: AisleSide::Left,
        level: 0,
    }
}

#[test]
fn six_aisles_are_drawn_with_their_bins_and_walked_up_one_and_down_the_next() {
    let mut world = World::new(&[]);
    let six = plan(6, &[5, 5]);
    world.does(set(six.clone()));
    let locations = drawn(&six, 2).expect("plain codes");
    assert_eq!(locations.len(), 6 * 10 * 2 * 2);
    world.does(LocationCommand::SetLocations {
        warehouse: warehouse(),
        locations,
    });
    let shown = world
        .hand(|hand| plan_view(&hand.at, &warehouse()))
        .expect("a plan");
    assert_eq!(shown.faces.len(), 6 * 10 * 2);
    let key = FaceKey {
        aisle: 1,
        bay: 9,
        right: true,
    };
    let codes: Vec<&str> = shown.faces[&key]
        .iter()
        .map(|bin| bin.code.as_str())
        .collect();
    assert_eq!(codes, ["B-20-1", "B-20-2"]);
    let walked: Vec<String> = world.hand(|hand| {
        let sequence = hand.at.state.pick_sequence(&warehouse());
        let codes = sequence
            .into_iter()
            .map(|(_, at)| at.first.code.as_str().to_owned());
        codes
            .filter(|code| code.ends_with("-1") && !code.starts_with('C'))
            .collect()
    });
    let turn = walked
        .iter()
        .position(|code| code == "A-20-1")
        .expect("the end of A");
    assert_eq!(walked[turn + 1], "B-19-1");
    assert!(world.hand(|hand| hand.at.state.location(&location("A-01-1")).is_some()));
    assert_eq!(code("A").as_str(), "A");
}

#[test]
fn a_plan_is_to_scale_and_planning_knows_the_same_floor() {
    let of = plan(2, &[3, 2]);
    assert_eq!(floor_size(&of), (6_000, 11_000));
    let face = |aisle, bay, right| face_area(&of, FaceKey { aisle, bay, right });
    assert_eq!(
        face(1, 3, true),
        Area {
            x: 5_000,
            y: 7_000,
            width: 1_000,
            height: 1_000
        }
    );
    let known = layout(&of).expect("a floor");
    // From the middle of the first cross-aisle to the middle of a bay.
    let along: Vec<u32> = known.cells_along().to_vec();
    assert_eq!(along, [1_500, 2_500, 3_500, 6_500, 7_500]);
    assert_eq!(racks(&of).len(), 2 * 2 * 2);
    // To the next aisle by the nearer cross-aisle.
    let corners = walk(&of, &[spot(0, 2), spot(1, 3)]);
    assert_eq!(
        corners,
        [
            (1_500, 4_500),
            (1_500, 6_000),
            (4_500, 6_000),
            (4_500, 7_500)
        ]
    );
}

#[test]
fn of_twenty_thousand_locations_only_what_shows_is_drawn() {
    let large = plan(50, &[40]);
    let (width, height) = floor_size(&large);
    let whole = Area {
        x: 0,
        y: 0,
        width,
        height,
    };
    assert_eq!(faces_in(&large, &whole, 1_500), None);
    let part = Area {
        x: 6_000,
        y: 10_000,
        width: 9_000,
        height: 5_000,
    };
    let shown = faces_in(&large, &part, 1_500).expect("few");
    assert!(shown.len() < 100, "{}", shown.len());
    let meeting = (0..50)
        .flat_map(|aisle| (0..40).map(move |bay| (aisle, bay)))
        .flat_map(|(aisle, bay)| [false, true].map(|right| FaceKey { aisle, bay, right }))
        .filter(|key| face_area(&large, *key).meets(&part));
    for key in meeting {
        assert!(shown.contains(&key), "{key:?}");
    }
}

#[test]
fn a_floor_that_cannot_be_is_refused() {
    let mut world = World::new(&[]);
    for unsound in [
        plan(0, &[5]),
        plan(6, &[]),
        plan(6, &[0]),
        plan(6, &[400, 200]),
    ] {
        let refused = world.tries(&set(unsound).into());
        let refusal = Refusal::PlanUnsound(warehouse());
        assert!(
            matches!(&refused, Err(SiteError::Refused(why)) if **why == refusal),
            "{refused:?}"
        );
    }
}

#[test]
fn the_walk_of_a_batch_goes_on_from_the_task_at_hand() {
    let mut world = World::new(&["MUG", "TEA"]);
    world.does(set(plan(3, &[4])));
    for (bin, aisle, bay) in [("A1", 0, 1), ("A2", 2, 3)] {
        world.does(LocationCommand::SetLocations {
            warehouse: warehouse(),
            locations: vec![LocationChange {
                which: LocationRef::Known(location(bin)),
                fields: vec![LocationField::Spot(Some(spot(aisle, bay)))],
            }],
        });
    }
    world.found(goods("MUG"), bin("A1"), 5);
    world.found(goods("TEA"), bin("A2"), 5);
    world.order("1", &[("MUG", 1), ("TEA", 1)]);
    let batch = world.release(&["1"]);
    let map = world.hand(|hand| pick_map(hand, batch, &PickLocal::default()));
    let map = map.expect("both bins stand on the plan");
    assert_eq!(map.here, FaceKey::of(&spot(0, 1)));
    assert_eq!(map.after, [FaceKey::of(&spot(2, 3))]);
    assert_eq!(map.walk.first(), Some(&(1_500, 3_500)));
    assert_eq!(map.walk.last(), Some(&(7_500, 5_500)));
}
