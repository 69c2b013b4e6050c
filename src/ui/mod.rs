//! What screens are made of: addresses, texts, the frame around every page, and components. Wasm only; nothing below
//! this room knows a signal. The screens themselves are in [`crate::screens`].
//!
//! | file | what it is for |
//! |---|---|
//! | `routes` | every address, one enum; pure |
//! | `navigation` | the current route and query as signals |
//! | `parts` | what is loaded when it is first needed |
//! | `commands` | the one table behind palette, keys and help |
//! | `feedback` | toasts, announcements, errors shown once |
//! | `locale`, `locales/` | texts in four languages, checked by the build |
//! | `shell/` | the frame around every page |
//! | `components/` | the parts that screens are made of |

pub mod commands;
pub mod components;
pub mod feedback;
pub mod locale;
pub mod navigation;
pub(crate) mod not_found;
pub mod parts;
pub mod routes;
pub mod shell;
pub mod theme;

use any_spawner::Executor;
use futures_util::future::try_join;
use leptos::prelude::*;
use parts::{PartMissing, Parts};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, console};

use crate::browser::{errors, page};
use crate::screens::{desk, orders};

/// Mounts the portal into `#app`, in the place of the static first screen.
pub fn start(parts: Parts) {
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.to_string();
        console::error_1(&message.as_str().into());
        page::show_panic(&message);
    }));
    let Some(root) = page::find("#app").and_then(|element| element.dyn_into::<HtmlElement>().ok())
    else {
        errors::push(
            errors::Kind::Error,
            "the page has no element #app to mount into",
            "start",
        );
        return;
    };
    if let Err(error) = Executor::init_wasm_bindgen() {
        errors::push(errors::Kind::Error, &error.to_string(), "start");
    }
    parts::start(parts);
    components::start_scanner();
    // Nothing can report an error yet, and nothing is left to: the last screen shows it.
    spawn_local(async move {
        match arrive().await {
            Ok(()) => mount(root),
            Err(missing) => page::show_not_loaded(&missing.problem().code),
        }
    });
}

/// Brings what the first screen needs beside the main part: its language, and the part of its page. The desk needs no
/// screen to open, and most of a start is its reading: it begins as soon as there are words for what may go wrong.
async fn arrive() -> Result<(), PartMissing> {
    navigation::start();
    let opening = async {
        locale::start().await?;
        feedback::start();
        desk::start();
        Ok(())
    };
    try_join(opening, navigation::arrival()).await?;
    Ok(())
}

fn mount(root: HtmlElement) {
    theme::start();
    commands::start();
    orders::add_finders();
    root.replace_children_with_node_0();
    mount_to(root, || view! { <shell::Shell /> }).forget();
}
