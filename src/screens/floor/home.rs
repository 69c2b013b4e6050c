//! The tiles of the floor: each task with what waits for it.

use super::answers::prepare_sound;
use super::hand;
use crate::screens::desk::{self, ALL};
use crate::screens::pages;
use crate::screens::stock::WarehouseChoice;
use crate::ui::components::{ButtonLink, FloorTile, FloorTiles, IconName, PageHeader};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use crate::view::floor::home::{Waiting, waiting};
use leptos::prelude::*;

/// A task: whether its tile is shown, its name, where it leads, its label, what waits, its symbol.
type Task = (bool, &'static str, Route, Text, Text, IconName);

/// The tasks that whoever is signed in may do, those that are rare only when something waits for them.
fn tiles(waiting: Waiting) -> Vec<FloorTile> {
    let Waiting {
        batches,
        units_to_pick,
        orders_to_pack,
        parcels_to_ship,
        parcels_on_the_way,
        returns,
        units_to_put_back,
        asked_back,
        deliveries,
        units_to_put_away,
        places_to_count,
    } = waiting;
    let all: [Task; 9] = [
        (
            true,
            "receive",
            Route::FloorReceive,
            t!(floor_receive),
            t!(floor_deliveries_waiting, n = deliveries),
            IconName::Download,
        ),
        (
            true,
            "put-away",
            Route::FloorPutAway,
            t!(floor_put_away),
            t!(floor_units_waiting, n = units_to_put_away),
            IconName::Bin,
        ),
        (
            true,
            "pick",
            Route::FloorPick,
            t!(floor_pick),
            t!(floor_pick_waiting, n = batches, units = units_to_pick),
            IconName::Hand,
        ),
        (
            true,
            "pack",
            Route::FloorPack,
            t!(floor_pack),
            t!(floor_orders_waiting, n = orders_to_pack),
            IconName::Box,
        ),
        (
            true,
            "ship",
            Route::FloorShip,
            t!(floor_ship),
            t!(floor_parcels_waiting, n = parcels_to_ship),
            IconName::Truck,
        ),
        (
            parcels_on_the_way > 0,
            "deliver",
            Route::FloorDeliver,
            t!(floor_deliver),
            t!(floor_parcels_on_the_way, n = parcels_on_the_way),
            IconName::Home,
        ),
        (
            true,
            "count",
            Route::FloorCount,
            t!(floor_count),
            t!(floor_places_to_count, n = places_to_count),
            IconName::Search,
        ),
        (
            true,
            "return",
            Route::FloorReturn,
            t!(floor_return),
            t!(floor_returns_waiting, n = returns),
            IconName::Return,
        ),
        (
            units_to_put_back > 0 || asked_back > 0,
            "put-back",
            Route::FloorPutBack,
            t!(floor_put_back),
            t!(floor_units_waiting, n = units_to_put_back),
            IconName::Bin,
        ),
    ];
    let shown = all
        .into_iter()
        .filter(|(shown, _, to, ..)| *shown && pages::work_of(to).is_none_or(desk::may));
    shown
        .map(|(_, name, to, label, waiting, icon)| FloorTile {
            name: name.to_owned(),
            address: navigation::href(&to),
            label,
            waiting,
            icon,
        })
        .collect()
}

/// The start of the floor.
#[component]
pub fn FloorHome() -> impl IntoView {
    prepare_sound();
    let shown = Memo::new(|_| hand::read(ALL, waiting));
    view! {
        <PageHeader title=t!(floor_title) />
        <WarehouseChoice />
        <FloorTiles tiles=Signal::derive(move || tiles(shown.get())) />
        <p class="floor-home-links">
            <ButtonLink label=t!(floor_move) to=Route::FloorMove icon=IconName::Bin />
            <ButtonLink label=t!(transfer_title) to=Route::FloorTransfer icon=IconName::Truck />
            <ButtonLink label=t!(floor_print_bins) to=Route::Print(Paper::Bins) icon=IconName::Print />
            <ButtonLink label=t!(prints_totes) to=Route::Print(Paper::Totes) icon=IconName::Print />
            <ButtonLink label=t!(scan_print_sheet) to=Route::Print(Paper::Commands) icon=IconName::Print />
            <ButtonLink label=t!(scan_test) to=Route::Scanner icon=IconName::Scan />
        </p>
    }
}
