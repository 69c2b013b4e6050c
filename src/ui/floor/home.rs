//! The tiles of the floor: each task with what waits for it.

use super::answers::prepare_sound;
use crate::domain::Workspace;
use crate::domain::order::ParcelState;
use crate::ui::components::{ButtonLink, FloorTile, FloorTiles, IconName, PageHeader};
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
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
            waiting.orders_to_pack += usize::from(head.is_to_pack());
            waiting.returns += head.returns.iter().filter(|case| !case.closed).count();
            waiting.units_to_put_back += head.put_back;
            for parcel in &head.parcels {
                let is_on_the_way = parcel.state == ParcelState::HandedOver;
                waiting.parcels_to_ship += usize::from(parcel.is_to_hand_over());
                waiting.parcels_on_the_way += usize::from(is_on_the_way);
            }
        }
        waiting
    }
}

/// The tasks, those that are rare only when something waits for them.
fn tiles(waiting: Waiting) -> Vec<FloorTile> {
    let tile = |name: &str, to: Route, label: Text, words: Text, icon: IconName| FloorTile {
        name: name.to_owned(),
        address: navigation::href(&to),
        label,
        waiting: words,
        icon,
    };
    let Waiting {
        batches,
        units_to_pick,
        orders_to_pack,
        parcels_to_ship,
        parcels_on_the_way,
        returns,
        units_to_put_back,
    } = waiting;
    let pick = t!(floor_pick_waiting, n = batches, units = units_to_pick);
    let pack = t!(floor_orders_waiting, n = orders_to_pack);
    let ship = t!(floor_parcels_waiting, n = parcels_to_ship);
    let deliver = t!(floor_parcels_on_the_way, n = parcels_on_the_way);
    let take_back = t!(floor_returns_waiting, n = returns);
    let put_back = t!(floor_units_waiting, n = units_to_put_back);
    let all = [
        (
            true,
            tile(
                "pick",
                Route::FloorPick,
                t!(floor_pick),
                pick,
                IconName::Hand,
            ),
        ),
        (
            true,
            tile(
                "pack",
                Route::FloorPack,
                t!(floor_pack),
                pack,
                IconName::Box,
            ),
        ),
        (
            true,
            tile(
                "ship",
                Route::FloorShip,
                t!(floor_ship),
                ship,
                IconName::Truck,
            ),
        ),
        (
            parcels_on_the_way > 0,
            tile(
                "deliver",
                Route::FloorDeliver,
                t!(floor_deliver),
                deliver,
                IconName::Home,
            ),
        ),
        (
            true,
            tile(
                "return",
                Route::FloorReturn,
                t!(floor_return),
                take_back,
                IconName::Return,
            ),
        ),
        (
            units_to_put_back > 0,
            tile(
                "put-back",
                Route::FloorPutBack,
                t!(floor_put_back),
                put_back,
                IconName::Bin,
            ),
        ),
    ];
    let shown = all.into_iter().filter(|(shown, _)| *shown);
    shown.map(|(_, tile)| tile).collect()
}

/// The start of the floor.
#[component]
pub fn FloorHome() -> impl IntoView {
    prepare_sound();
    let waiting = Memo::new(|_| desk::read(&[Area::Orders, Area::Floor], Waiting::of));
    view! {
        <PageHeader title=t!(floor_title) />
        <FloorTiles tiles=Signal::derive(move || tiles(waiting.get())) />
        <p class="floor-home-links">
            <ButtonLink label=t!(floor_print_bins) to=Route::Print(Paper::Bins) icon=IconName::Print />
        </p>
    }
}
