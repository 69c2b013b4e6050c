//! The frame of a task before its work: what waits, of which a tap or a scan opens one, and what to say where there is
//! nothing.

use crate::screens::stock::WarehouseChoice;
use crate::ui::components::{EmptyState, FloorFrame, FloorTile, FloorTiles, IconName, ScanAnswer};
use crate::ui::locale::Text;
use crate::ui::routes::Route;
use leptos::prelude::*;

/// What is said where nothing waits.
#[derive(Clone)]
pub struct Nothing {
    /// What is not there.
    pub title: Text,
    /// Where it comes from.
    pub text: Text,
    /// The symbol of the task.
    pub icon: IconName,
}

/// The list of what waits.
#[component]
pub fn WorkList(
    /// Its name for journeys.
    name: &'static str,
    /// The task.
    title: Text,
    /// How much waits.
    position: Text,
    /// What a scan would be.
    waiting: Text,
    /// The answer to the last scan.
    answer: Signal<Option<ScanAnswer>>,
    /// Opens what was scanned.
    on_code: Callback<String>,
    /// What waits, the most urgent first.
    tiles: Signal<Vec<FloorTile>>,
    /// Said where nothing does.
    nothing: Nothing,
) -> impl IntoView {
    view! {
        <FloorFrame title position waiting answer on_code>
            <div class="floor-list" data-test=name>
                <WarehouseChoice />
                <Show
                    when=move || tiles.with(|tiles| !tiles.is_empty())
                    fallback=move || nothing_view(nothing.clone())
                >
                    <FloorTiles tiles />
                </Show>
            </div>
        </FloorFrame>
    }
}

fn nothing_view(nothing: Nothing) -> impl IntoView {
    let Nothing { title, text, icon } = nothing;
    view! { <EmptyState title text icon /> }
}

/// The screen of something that is not there: it says so, and opens what is scanned instead.
#[component]
pub fn NotThere(
    /// The task.
    title: Text,
    /// What was asked for, as it stands in the address.
    number: String,
    /// What a scan would be.
    waiting: Text,
    /// The answer to the last scan.
    answer: Signal<Option<ScanAnswer>>,
    /// Opens what was scanned.
    on_code: Callback<String>,
    /// The list of what is there.
    leave: Route,
    /// That it is not there.
    missing: Text,
    /// Why that may be.
    text: Text,
) -> impl IntoView {
    view! {
        <FloorFrame title position=number waiting answer on_code leave>
            <EmptyState title=missing text icon=IconName::Question />
        </FloorFrame>
    }
}
