//! The screens. Wasm only; nothing below this room knows a signal.
//!
//! | file | what it is for |
//! |---|---|
//! | `routes` | every address, one enum; pure |
//! | `navigation` | the current route and query as signals |
//! | `pages` | which component shows which route, and in which part it lies |
//! | `parts` | what is loaded when it is first needed |
//! | `commands` | the one table behind palette, keys and help |
//! | `desk/` | this tab's place at the portal: the state to read, commands to run |
//! | `refusals` | why something cannot be done, in words |
//! | `trade` | states, reasons and kinds of the trade in words |
//! | `feedback` | toasts, announcements, errors shown once |
//! | `locale`, `locales/` | texts in four languages, checked by the build |
//! | `shell/` | the frame around every page |
//! | `floor/` | the task screens of the floor |
//! | `prints/` | what goes to paper |
//! | `components/` | the parts that screens are made of |
//! | a folder per task | the pages |

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

// The pages on the old facts, and those on the new ones that replace them.
#[cfg(feature = "next")]
pub use crate::screens::{desk, orders, pages, workspace};
#[cfg(not(feature = "next"))]
pub mod desk;
#[cfg(not(feature = "next"))]
mod floor;
#[cfg(not(feature = "next"))]
mod imports;
#[cfg(not(feature = "next"))]
pub mod orders;
#[cfg(not(feature = "next"))]
pub mod pages;
#[cfg(not(feature = "next"))]
mod prints;
#[cfg(not(feature = "next"))]
pub mod refusals;
#[cfg(not(feature = "next"))]
mod stock;
#[cfg(not(feature = "next"))]
mod today;
#[cfg(not(feature = "next"))]
pub mod trade;
#[cfg(not(feature = "next"))]
mod workspace;

use any_spawner::Executor;
use futures_util::future::try_join;
use leptos::prelude::*;
use parts::{PartMissing, Parts};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, console};

use crate::browser::{errors, page};

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
