//! Whether a place is empty, asked of whoever took the last units that the books have there.

use super::picker::Picker;
use crate::screens::floor::hand;
use crate::ui::components::{Icon, IconName};
use crate::ui::locale::{t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::names;
use leptos::prelude::*;

/// The question, while there is one; the next scan goes past it.
#[component]
pub fn ZeroCheck(picker: Picker) -> impl IntoView {
    let local = picker.local.clone();
    let place = Memo::new(move |_| {
        let place = local.read().zero.clone()?;
        hand::peek(|hand| names::place_code(&hand.at, &place))
    });
    let seen = picker.clone();
    let count = move |_| {
        if let Some(code) = place.get_untracked() {
            navigation::go_with(Route::FloorCount, &[("place", &code)]);
        }
    };
    view! {
        <Show when=move || place.with(Option::is_some)>
            <div class="floor-notice floor-zero" role="status" data-test="zero-check">
                <Icon name=IconName::Question />
                <span>{move || text!(pick_zero_ask, place = place.get().unwrap_or_default())}</span>
                <span class="floor-links">
                    <button
                        class="floor-exception"
                        type="button"
                        data-test="zero-empty"
                        on:click={
                            let seen = seen.clone();
                            move |_| seen.is_empty()
                        }
                    >
                        {t!(pick_zero_empty)}
                    </button>
                    <button class="floor-exception" type="button" data-test="zero-count" on:click=count>
                        {t!(pick_zero_count)}
                    </button>
                </span>
            </div>
        </Show>
    }
}
