//! The floor plan below the task: where to go now, and where the walk goes on.

use super::picker::Picker;
use crate::screens::desk::Area;
use crate::screens::floor::hand;
use crate::ui::locale::t;
use crate::view::floor::pick_map::{PickMap, pick_map};
use crate::view::plan::{FaceKey, face_area, floor_size, racks};
use leptos::prelude::*;

/// The walk on the plan; nothing where the warehouse has no plan, or the place stands on none.
#[component]
pub fn WalkMap(picker: Picker) -> impl IntoView {
    let local = picker.local.clone();
    let batch = picker.batch;
    let map = Memo::new(move |_| {
        let local = local.get();
        hand::read(&[Area::Floor, Area::Orders, Area::Catalog], |hand| {
            pick_map(hand, batch, &local)
        })
    });
    move || map.with(|map| map.as_ref().map(drawn))
}

fn drawn(map: &PickMap) -> AnyView {
    let plan = &map.plan;
    let (width, depth) = floor_size(plan);
    let racks = racks(plan)
        .into_iter()
        .map(|rack| {
            view! { <rect class="rack" x=rack.x y=rack.y width=rack.width height=rack.height></rect> }
        })
        .collect_view();
    let face = |key: &FaceKey, class: &'static str| {
        let area = face_area(plan, *key);
        view! { <rect class=class x=area.x y=area.y width=area.width height=area.height></rect> }
    };
    let after = map
        .after
        .iter()
        .map(|key| face(key, "walk-later"))
        .collect_view();
    let here = face(&map.here, "walk-here");
    let corners: Vec<String> = map.walk.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let stroke = (plan.aisle_pitch_mm / 12).to_string();
    let area = face_area(plan, map.here);
    let spot = (area.x + area.width / 2, area.y + area.height / 2);
    let radius = (plan.aisle_pitch_mm / 4).to_string();
    view! {
        <div class="plan walk" role="img" aria-label=t!(plan_walk) data-test="walk-map">
            <svg viewBox=format!("0 0 {width} {depth}") preserveAspectRatio="xMidYMid meet" aria-hidden="true">
                {racks}
                {after}
                <polyline class="walk-line" points=corners.join(" ") stroke-width=stroke></polyline>
                {here}
                <circle class="walk-here" cx=spot.0 cy=spot.1 r=radius></circle>
            </svg>
        </div>
    }
    .into_any()
}
