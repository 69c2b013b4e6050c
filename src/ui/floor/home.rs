//! The tiles of the floor: each task with what waits for it.

use super::answers::prepare_sound;
use super::find::waits_for_packing;
use crate::domain::Workspace;
use crate::domain::order::ParcelState;
use crate::ui::components::{ButtonLink, FloorTile, FloorTiles, IconName, PageHeader};
use crate::ui::desk::{self, Area};
use crate::ui::locale::t;
use crate::ui::routes::{Paper, Route};
use leptos::prelude::*;

/// How much waits for each task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Waiting {
    batches: usize,
    units_to_pick: u32,
    orders_to_pack: usize,
    parcels_to_ship: usize,
    parcels_on_the_way: usize,
    returns: usize,
    units_to_put_back: u32,
}

impl Waiting {
    fn of(state: &Workspace) -> Self {
        let mut waiting = Waiting::default();
        for batch in state.batches.values().filter(|batch| !batch.finished) {
            waiting.batches += 1;
            waiting.units_to_pick += batch.tasks.iter().map(|task| task.left()).sum::<u32>();
        }
        for head in state.heads() {
            waiting.orders_to_pack += usize::from(waits_for_packing(head));
            waiting.returns += head.returns.iter().filter(|case| !case.closed).count();
            waiting.units_to_put_back += head.put_back;
            for parcel in &head.parcels {
                match parcel.state {
                    ParcelState::Closed if parcel.carrier.is_some() => {
                        waiting.parcels_to_ship += 1;
                    }
                    ParcelState::HandedOver => waiting.parcels_on_the_way += 1,
                    _ => {}
                }
            }
        }
        waiting
    }
}

/// The start of the floor.
#[component]
pub fn FloorHome() -> impl IntoView {
    prepare_sound();
    let waiting = Memo::new(|_| desk::read(&[Area::Orders, Area::Floor], Waiting::of));
    let batches = move || waiting.get().batches;
    let units = move || waiting.get().units_to_pick;
    view! {
        <PageHeader title=t!(floor_title) />
        <FloorTiles>
            <FloorTile
                name="pick"
                to=Route::FloorPick
                label=t!(floor_pick)
                waiting=t!(floor_pick_waiting, n = batches(), units = units())
                icon=IconName::Hand
            />
            <FloorTile
                name="pack"
                to=Route::FloorPack
                label=t!(floor_pack)
                waiting=t!(floor_orders_waiting, n = waiting.get().orders_to_pack)
                icon=IconName::Box
            />
            <FloorTile
                name="ship"
                to=Route::FloorShip
                label=t!(floor_ship)
                waiting=t!(floor_parcels_waiting, n = waiting.get().parcels_to_ship)
                icon=IconName::Truck
            />
            <Show when=move || { waiting.get().parcels_on_the_way > 0 }>
                <FloorTile
                    name="deliver"
                    to=Route::FloorDeliver
                    label=t!(floor_deliver)
                    waiting=t!(floor_parcels_on_the_way, n = waiting.get().parcels_on_the_way)
                    icon=IconName::Home
                />
            </Show>
            <FloorTile
                name="return"
                to=Route::FloorReturn
                label=t!(floor_return)
                waiting=t!(floor_returns_waiting, n = waiting.get().returns)
                icon=IconName::Return
            />
            <Show when=move || { waiting.get().units_to_put_back > 0 }>
                <FloorTile
                    name="put-back"
                    to=Route::FloorPutBack
                    label=t!(floor_put_back)
                    waiting=t!(floor_units_waiting, n = waiting.get().units_to_put_back)
                    icon=IconName::Bin
                />
            </Show>
        </FloorTiles>
        <p class="floor-home-links">
            <ButtonLink label=t!(floor_print_bins) to=Route::Print(Paper::Bins) icon=IconName::Print />
        </p>
    }
}
