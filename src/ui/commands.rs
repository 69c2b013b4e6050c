//! The one table of commands: palette, keyboard and help sheet all read it.
//!
//! To add a command: a line in [`COMMANDS`]. What belongs to a page has [`Action::Page`] and a name; the page gives the
//! work with [`handle`] while it stands, and only then the command shows.
//!
//! Single keys mean nothing while a person types, in a dialog, or on a task screen of the floor, where a scanner types;
//! and they can be turned off (people who speak to their computer hit them by accident).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::locale::{Key, Language, keys, set_language};
use super::navigation;
use super::routes::{Paper, Route};
use super::shell::state as shell;
use super::theme::{Theme, set_theme};
use crate::browser::{page, preferences};
use crate::screens::{desk, pages};

/// How long the second key of a sequence (`g o`) may take, in milliseconds.
const SEQUENCE_MS: f64 = 1500.0;
const PREFERENCE: &str = "single-keys";

/// Where a command stands in the help sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// To another page.
    Go,
    /// In lists.
    List,
    /// On the page that is open.
    Page,
    /// Everywhere.
    Portal,
}

impl Group {
    /// All groups, in the order of the help sheet.
    pub const ALL: [Self; 4] = [Self::Page, Self::Go, Self::List, Self::Portal];

    /// The title of the group.
    pub const fn title(self) -> Key {
        match self {
            Self::Go => keys::commands_group_go(),
            Self::List => keys::commands_group_list(),
            Self::Page => keys::commands_group_page(),
            Self::Portal => keys::commands_group_portal(),
        }
    }
}

/// What a command does.
#[derive(Debug, Clone)]
pub enum Action {
    /// Opens a page.
    Go(Route),
    /// Runs.
    Run(fn()),
    /// Runs, where several people work.
    Several(fn()),
    /// Runs what the open page gave to [`handle`] under this name.
    Page(&'static str),
    /// Is done by the list that has the focus; only the help sheet shows it.
    InList,
}

/// A line of the table.
#[derive(Debug, Clone)]
pub struct Command {
    /// Verb and object.
    pub name: Key,
    /// The other words by which it is found.
    pub also: Option<Key>,
    /// Where it stands in the help sheet.
    pub group: Group,
    /// Its keys, any of which will do: `Ctrl+K`, `?`, or one after the other `g o`.
    pub keys: &'static [&'static str],
    /// What it does.
    pub action: Action,
}

const fn go(name: Key, also: Key, keys: &'static [&'static str], route: Route) -> Command {
    Command {
        name,
        also: Some(also),
        group: Group::Go,
        keys,
        action: Action::Go(route),
    }
}

const fn run(name: Key, also: Option<Key>, keys: &'static [&'static str], action: fn()) -> Command {
    Command {
        name,
        also,
        group: Group::Portal,
        keys,
        action: Action::Run(action),
    }
}

const fn list(name: Key, keys: &'static [&'static str]) -> Command {
    Command {
        name,
        also: None,
        group: Group::List,
        keys,
        action: Action::InList,
    }
}

const fn theme(name: Key, action: fn()) -> Command {
    run(name, Some(keys::find_theme()), &[], action)
}

const fn language(name: Key, action: fn()) -> Command {
    run(name, Some(keys::find_language()), &[], action)
}

/// All commands of the portal.
pub static COMMANDS: &[Command] = &[
    go(
        keys::commands_go_today(),
        keys::find_today(),
        &["g t"],
        Route::Today,
    ),
    go(
        keys::commands_go_orders(),
        keys::find_orders(),
        &["g o"],
        Route::Orders,
    ),
    go(
        keys::commands_new_order(),
        keys::find_new_order(),
        &[],
        Route::OrderNew,
    ),
    go(
        keys::commands_go_verification(),
        keys::find_verification(),
        &["g v"],
        Route::Verification,
    ),
    go(
        keys::commands_go_batches(),
        keys::find_batches(),
        &["g b"],
        Route::Batches,
    ),
    go(
        keys::commands_go_returns(),
        keys::find_returns(),
        &["g r"],
        Route::Returns,
    ),
    go(
        keys::commands_go_repair(),
        keys::find_repair(),
        &[],
        Route::Repair,
    ),
    go(
        keys::commands_go_imports(),
        keys::find_imports(),
        &["g i"],
        Route::Imports,
    ),
    go(
        keys::commands_go_answers(),
        keys::find_answers(),
        &["g a"],
        Route::Answers,
    ),
    go(
        keys::commands_go_floor(),
        keys::find_floor(),
        &["g f"],
        Route::Floor,
    ),
    go(
        keys::floor_receive(),
        keys::find_receive(),
        &[],
        Route::FloorReceive,
    ),
    go(
        keys::floor_put_away(),
        keys::find_put_away(),
        &[],
        Route::FloorPutAway,
    ),
    go(keys::floor_pick(), keys::find_pick(), &[], Route::FloorPick),
    go(keys::floor_pack(), keys::find_pack(), &[], Route::FloorPack),
    go(keys::floor_ship(), keys::find_ship(), &[], Route::FloorShip),
    go(
        keys::floor_count(),
        keys::find_count(),
        &[],
        Route::FloorCount,
    ),
    go(
        keys::floor_return(),
        keys::find_return(),
        &[],
        Route::FloorReturn,
    ),
    go(keys::floor_move(), keys::find_move(), &[], Route::FloorMove),
    go(
        keys::transfer_title(),
        keys::find_transfer(),
        &[],
        Route::FloorTransfer,
    ),
    go(
        keys::floor_print_bins(),
        keys::find_print_bins(),
        &[],
        Route::Print(Paper::Bins),
    ),
    go(
        keys::prints_totes(),
        keys::find_print_totes(),
        &[],
        Route::Print(Paper::Totes),
    ),
    go(
        keys::scan_print_sheet(),
        keys::find_print_commands(),
        &[],
        Route::Print(Paper::Commands),
    ),
    go(keys::scan_test(), keys::find_scanner(), &[], Route::Scanner),
    go(
        keys::workspace_at_work_title(),
        keys::find_at_work(),
        &[],
        Route::AtWork,
    ),
    go(
        keys::commands_go_stock(),
        keys::find_stock(),
        &["g s"],
        Route::Stock,
    ),
    go(
        keys::commands_new_item(),
        keys::find_new_item(),
        &[],
        Route::ItemNew,
    ),
    go(
        keys::commands_go_places(),
        keys::find_places(),
        &["g p"],
        Route::Places,
    ),
    go(
        keys::commands_go_workspace(),
        keys::find_workspace(),
        &["g w"],
        Route::Workspace,
    ),
    go(
        keys::commands_go_conflicts(),
        keys::find_conflicts(),
        &["g c"],
        Route::Conflicts,
    ),
    go(
        keys::commands_go_people(),
        keys::find_people(),
        &[],
        Route::People,
    ),
    go(
        keys::commands_go_partners(),
        keys::find_partners(),
        &[],
        Route::Partners,
    ),
    go(
        keys::commands_go_channels(),
        keys::find_channels(),
        &[],
        Route::Channels,
    ),
    go(
        keys::commands_go_warehouses(),
        keys::find_warehouses(),
        &[],
        Route::Warehouses,
    ),
    go(keys::plan_open(), keys::find_plan(), &[], Route::Plan),
    go(
        keys::commands_go_cartons(),
        keys::find_cartons(),
        &[],
        Route::Cartons,
    ),
    go(
        keys::commands_go_privacy(),
        keys::find_privacy(),
        &["g d"],
        Route::Privacy,
    ),
    go(
        keys::commands_go_settings(),
        keys::find_settings(),
        &["g e"],
        Route::Settings,
    ),
    go(
        keys::commands_go_diagnostics(),
        keys::find_diagnostics(),
        &[],
        Route::Diagnostics,
    ),
    list(keys::commands_list_next(), &["j", "↓"]),
    list(keys::commands_list_previous(), &["k", "↑"]),
    list(keys::commands_list_select(), &["x"]),
    list(keys::commands_list_open(), &["Enter"]),
    list(keys::commands_list_close(), &["Esc"]),
    run(
        keys::commands_open_palette(),
        None,
        &["Ctrl+K", "/"],
        || shell::open_palette(true),
    ),
    run(
        keys::commands_open_help(),
        Some(keys::find_help()),
        &["?"],
        || shell::open_help(true),
    ),
    run(keys::commands_go_back(), None, &[], navigation::back),
    Command {
        name: keys::signin_lock(),
        also: Some(keys::find_lock()),
        group: Group::Portal,
        keys: &["g l"],
        action: Action::Several(desk::lock),
    },
    run(
        keys::commands_fold_sidebar(),
        None,
        &["["],
        shell::toggle_sidebar,
    ),
    theme(keys::commands_theme_system(), || set_theme(Theme::System)),
    theme(keys::commands_theme_light(), || set_theme(Theme::Light)),
    theme(keys::commands_theme_dark(), || set_theme(Theme::Dark)),
    language(keys::commands_language_english(), || {
        set_language(Language::English)
    }),
    language(keys::commands_language_indonesian(), || {
        set_language(Language::Indonesian)
    }),
    language(keys::commands_language_bulgarian(), || {
        set_language(Language::Bulgarian)
    }),
    language(keys::commands_language_romanian(), || {
        set_language(Language::Romanian)
    }),
];

/// Something the palette found beside commands: an order, an item, a place, a parcel.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it is called.
    pub label: String,
    /// What tells it from others of that name: the kind, the customer, the date.
    pub detail: String,
    /// Its page.
    pub route: Route,
}

type Handler = Arc<dyn Fn() + Send + Sync>;

/// Looks for what was typed, best first; must answer within a few milliseconds.
pub type Finder = Arc<dyn Fn(&str) -> Vec<Found> + Send + Sync>;

thread_local! {
    static HANDLERS: ArcRwSignal<BTreeMap<&'static str, Handler>> = ArcRwSignal::new(BTreeMap::new());
    static FINDERS: RefCell<Vec<Finder>> = const { RefCell::new(Vec::new()) };
    static SINGLE_KEYS: ArcRwSignal<bool> = ArcRwSignal::new(true);
    static FIRST: RefCell<Option<(String, f64)>> = const { RefCell::new(None) };
    static STARTED: Cell<bool> = const { Cell::new(false) };
}

/// Listens to the keyboard. Once, at start.
pub fn start() {
    if STARTED.replace(true) {
        return;
    }
    SINGLE_KEYS.with(|on| on.set(preferences::read(PREFERENCE).as_deref() != Some("off")));
    window_event_listener(leptos::ev::keydown, on_keydown);
}

/// Whether single keys are commands; followed inside an effect or a view.
pub fn single_keys() -> bool {
    SINGLE_KEYS.with(|on| on.get())
}

/// Turns single keys on or off, and remembers it on this device.
pub fn set_single_keys(on: bool) {
    preferences::write(PREFERENCE, if on { "on" } else { "off" });
    SINGLE_KEYS.with(|signal| signal.set(on));
}

/// Gives the work behind an [`Action::Page`] for as long as the calling component stands.
pub fn handle(name: &'static str, work: impl Fn() + Send + Sync + 'static) {
    let work: Handler = Arc::new(work);
    let handlers = HANDLERS.with(|handlers| handlers.clone());
    handlers.update(|list| {
        list.insert(name, Arc::clone(&work));
    });
    on_cleanup(move || {
        handlers.update(|list| {
            // A page that came in its place may have given its own work already.
            if list
                .get(name)
                .is_some_and(|known| Arc::ptr_eq(known, &work))
            {
                list.remove(name);
            }
        });
    });
}

/// Lets the palette look in one more kind of thing. Once, at start.
pub fn add_finder(finder: Finder) {
    FINDERS.with_borrow_mut(|finders| finders.push(finder));
}

/// What the finders have for what was typed.
pub fn find(typed: &str) -> Vec<Found> {
    let finders = FINDERS.with_borrow(|finders| finders.clone());
    finders.iter().flat_map(|finder| finder(typed)).collect()
}

impl Command {
    /// Whether it can be run now; followed inside an effect or a view.
    pub fn applies(&self) -> bool {
        match &self.action {
            Action::Go(route) => pages::exists(route),
            Action::Run(_) => true,
            Action::Several(_) => desk::are_several(),
            Action::Page(name) => {
                HANDLERS.with(|handlers| handlers.with(|list| list.contains_key(name)))
            }
            Action::InList => false,
        }
    }

    /// Runs it.
    pub fn run(&self) {
        match &self.action {
            Action::Go(route) => navigation::go(route.clone()),
            Action::Run(action) | Action::Several(action) => action(),
            Action::Page(name) => {
                let work = HANDLERS
                    .with(|handlers| handlers.with_untracked(|list| list.get(name).cloned()));
                if let Some(work) = work {
                    work();
                }
            }
            Action::InList => {}
        }
    }
}

fn on_keydown(event: KeyboardEvent) {
    if event.default_prevented() || event.is_composing() || event.alt_key() {
        return;
    }
    if untrack(desk::is_locked) {
        return;
    }
    let key = event.key();
    let pressed = if event.ctrl_key() || event.meta_key() {
        format!("Ctrl+{}", key.to_uppercase())
    } else if single_key_counts(&event) {
        with_first(key)
    } else {
        return;
    };
    let command = COMMANDS
        .iter()
        .find(|command| command.keys.contains(&pressed.as_str()) && untrack(|| command.applies()));
    if let Some(command) = command {
        event.prevent_default();
        command.run();
    }
}

/// Whether a single key pressed now is a command, and not typing, scanning or part of a dialog.
pub fn single_key_counts(event: &KeyboardEvent) -> bool {
    let typing = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| page::takes_text(&element));
    !typing
        && untrack(single_keys)
        && !untrack(navigation::route).is_floor_task()
        && page::find("dialog[open]").is_none()
}

/// The key, behind the first key of a sequence where one was pressed just before.
fn with_first(key: String) -> String {
    let now = js_sys::Date::now();
    let first = FIRST.with_borrow_mut(Option::take);
    if let Some((first, at)) = first
        && now - at < SEQUENCE_MS
    {
        return format!("{first} {key}");
    }
    let opens = format!("{key} ");
    let starts_sequence = COMMANDS
        .iter()
        .flat_map(|command| command.keys)
        .any(|keys| keys.starts_with(&opens));
    if starts_sequence {
        FIRST.set(Some((key.clone(), now)));
    }
    key
}
