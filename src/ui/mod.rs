//! The screens. Wasm only; nothing below this room knows a signal.
//!
//! | file | what it is for |
//! |---|---|
//! | `routes` | every address, one enum; pure |
//! | `navigation` | the current route and query as signals |
//! | `pages` | which component shows which route |
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
pub mod desk;
pub mod feedback;
mod floor;
mod imports;
pub mod locale;
pub mod navigation;
mod not_found;
pub mod orders;
mod pages;
mod prints;
pub mod refusals;
pub mod routes;
pub mod shell;
mod stock;
pub mod theme;
mod today;
pub mod trade;
mod workspace;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, console};

use crate::browser::{errors, page};

/// Mounts the portal into `#app`, in the place of the static first screen.
pub fn start() {
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
    locale::start();
    theme::start();
    feedback::start();
    navigation::start();
    commands::start();
    orders::add_finders();
    root.replace_children_with_node_0();
    // The desk begins with tasks, and those can only be spawned once mounting has set up what runs them.
    mount_to(root, || {
        desk::start();
        view! { <shell::Shell /> }
    })
    .forget();
}
