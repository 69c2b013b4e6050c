//! A list to choose from on the floor: tasks, batches, totes, carriers. Tiles are higher than a thumb.

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use crate::ui::locale::Text;

/// Something to choose, with what waits behind it.
#[derive(Debug, Clone)]
pub struct FloorTile {
    /// Its name for journeys: the tile's `data-test` is `tile-` and this.
    pub name: String,
    /// Where it leads.
    pub address: String,
    /// What it is: "Pick", "B-7".
    pub label: Text,
    /// What waits: "4 batches, 62 lines".
    pub waiting: Text,
    /// Its symbol.
    pub icon: IconName,
}

/// Tiles to choose from.
#[component]
pub fn FloorTiles(
    /// One for each thing to choose.
    #[prop(into)]
    tiles: Signal<Vec<FloorTile>>,
) -> impl IntoView {
    view! {
        <div class="floor-tiles">
            {move || tiles.get().into_iter().map(tile_view).collect_view()}
        </div>
    }
}

fn tile_view(tile: FloorTile) -> impl IntoView {
    view! {
        <a class="floor-tile" href=tile.address data-test=format!("tile-{}", tile.name)>
            <Icon name=tile.icon />
            <span class="floor-tile-label">{tile.label}</span>
            <span class="floor-tile-waiting">{tile.waiting}</span>
        </a>
    }
}
