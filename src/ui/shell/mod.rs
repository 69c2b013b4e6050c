//! The frame around every page: navigation, signs, messages, palette and help.

mod bars;
mod help;
mod messages;
mod palette;
pub mod state;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use self::bars::{Navigation, TopBar};
use self::help::HelpSheet;
use self::messages::{LiveRegions, ToastHost, UpdateBanner};
use self::palette::Palette;
use super::components::hear_waiting;
use super::feedback;
use super::locale::t;
use super::navigation;
use crate::browser::page;
use crate::screens::desk::{self, Gate};
use crate::screens::pages;
use crate::screens::workspace::DemoBar;

pub use self::messages::StatusSign;

/// The whole portal: the shell with the page of the current route in it.
#[component]
pub fn Shell() -> impl IntoView {
    let route = Memo::new(|_| navigation::route());
    // While the screen is locked only the page of signing in is there: no bar, no palette, no message.
    let locked = Memo::new(|_| desk::is_locked());
    let on_floor = Memo::new(move |_| !locked.get() && route.with(|route| route.is_floor_task()));
    Effect::new(move || {
        if locked.get() {
            feedback::hush();
        }
    });
    // A scan that came before this page stood goes to it.
    Effect::new(move || {
        route.track();
        locked.track();
        desk::status();
        request_animation_frame(hear_waiting);
    });
    // A link to `#main` would lead to the base address, not to this page.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        page::focus("#main");
    };
    view! {
        <a class="skip-link" href="#main" on:click=skip>
            {t!(shell_skip)}
        </a>
        <div
            class="shell"
            class:on-floor=move || on_floor.get()
            class:locked=move || locked.get()
            class:folded=state::sidebar_is_folded
        >
            <Show when=move || !on_floor.get() && !locked.get()>
                <TopBar />
                <Navigation />
            </Show>
            <main id="main" class="main" tabindex="-1">
                <UpdateBanner />
                <DemoBar />
                <Gate>{move || pages::view_of(route.get())}</Gate>
            </main>
        </div>
        <Show when=move || !locked.get()>
            <ToastHost />
            <Palette />
            <HelpSheet />
            <LiveRegions />
        </Show>
    }
}
