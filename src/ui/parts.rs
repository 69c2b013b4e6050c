//! The parts of the program that are loaded when they are first needed.
//!
//! What every visit needs (the core, the shell, Today) is the main part; the screens of the floor, of orders, of stock,
//! of the workspace and of paper, and the texts of each language, are parts of their own. One build makes them all from one program: after
//! linking it is cut along the functions that `main.rs` marks, and everything that only they reach moves with them
//! (`tests/tools/pack`). The service worker keeps all parts, so the floor works offline from the first visit on.
//!
//! The marks stand in the binary and reach this room as [`Parts`]: a test of the library links no marks, and needs
//! nothing cut.
//!
//! A part is on the device before a page of it is shown: navigation waits for it, and the page before stays.

use std::cell::OnceCell;
use std::future::{Future, ready};
use std::pin::Pin;

use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use super::feedback::Problem;
use super::locale::{Language, t};
use super::routes::Route;

/// A part did not arrive: no connection before everything was kept for offline use, or a host that has half a build.
#[derive(Debug)]
pub struct PartMissing;

impl From<SplitLoaderError> for PartMissing {
    fn from(_: SplitLoaderError) -> Self {
        PartMissing
    }
}

impl PartMissing {
    /// In words.
    pub fn problem(&self) -> Problem {
        Problem {
            text: t!(shell_part_missing),
            code: "a part of the program did not arrive".to_owned(),
        }
    }
}

/// Something that is there once its part is.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, PartMissing>>>>;

/// A part with screens.
pub struct ScreenPart {
    /// Brings the part onto the device.
    pub load: fn() -> Loading<()>,
    /// The page of a route; ready at once where the part is there.
    pub page: fn(Route) -> Loading<AnyView>,
}

/// What is not in the main part.
pub struct Parts {
    /// Pick, pack, ship, deliver, return, put back.
    pub floor: ScreenPart,
    /// The orders of the office, their verification, batches and returns.
    pub orders: ScreenPart,
    /// Items, places and the ledger.
    pub stock: ScreenPart,
    /// Data in and out, settings, diagnostics.
    pub workspace: ScreenPart,
    /// What goes to paper.
    pub paper: ScreenPart,
    /// The texts of a language.
    pub texts: fn(Language) -> Loading<&'static str>,
}

/// Which part shows a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartName {
    Main,
    Floor,
    Orders,
    Stock,
    Workspace,
    Paper,
}

thread_local! {
    static PARTS: OnceCell<Parts> = const { OnceCell::new() };
}

/// Tells how the parts are reached. Once, at start.
pub(super) fn start(parts: Parts) {
    PARTS.with(|known| {
        known.get_or_init(|| parts);
    });
}

/// The texts of a language.
pub(super) fn texts(language: Language) -> Loading<&'static str> {
    with(|parts| (parts.texts)(language))
}

/// Waits until the part of a route is there.
pub(super) fn arrival(part: PartName) -> Loading<()> {
    match part {
        PartName::Main => Box::pin(ready(Ok(()))),
        other => with(|parts| (screens(parts, other).load)()),
    }
}

/// The page of a route whose part has arrived.
pub(crate) fn page(part: PartName, route: Route) -> Option<AnyView> {
    with(|parts| (screens(parts, part).page)(route))
        .now_or_never()?
        .ok()
}

fn screens(parts: &Parts, part: PartName) -> &ScreenPart {
    match part {
        PartName::Floor => &parts.floor,
        PartName::Paper => &parts.paper,
        PartName::Orders | PartName::Main => &parts.orders,
        PartName::Stock => &parts.stock,
        PartName::Workspace => &parts.workspace,
    }
}

fn with<T: 'static>(ask: impl FnOnce(&Parts) -> Loading<T>) -> Loading<T> {
    PARTS.with(|known| match known.get() {
        Some(parts) => ask(parts),
        None => Box::pin(ready(Err(PartMissing))),
    })
}
