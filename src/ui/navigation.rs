//! Where the portal is: the current route and query as signals, over the History API.
//!
//! Links are plain `<a href=navigation::href(&route)>`; one listener on the window turns a plain click on any of them
//! into a navigation, and leaves every other click (new tab, download, foreign site) to the browser. After each
//! navigation the heading has the focus, the title is announced, and the scroll position is what it was.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use futures_util::FutureExt;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use super::feedback::{announce, spawn_reported};
use super::parts::{self, PartMissing, PartName};
use super::routes::{Route, parse_query, write_query};
use crate::browser::{history, page};
use crate::screens::pages;

/// Typing in a filter changes the query with every key; browsers refuse a hundred changes in half a minute.
const ADDRESS_DELAY_MS: u32 = 250;

/// The place of the page in the shell.
const PAGE: &str = "#main";

struct State {
    route: ArcRwSignal<Route>,
    query: ArcRwSignal<Vec<(String, String)>>,
    number: Cell<u32>,
    /// Counts what was asked for, so that a page that arrives late gives way to a later one.
    turn: Cell<u32>,
    scrolled: RefCell<BTreeMap<u32, f64>>,
    pending: RefCell<Option<Timeout>>,
}

thread_local! {
    static STATE: State = State {
        route: ArcRwSignal::new(Route::Today),
        query: ArcRwSignal::new(Vec::new()),
        number: Cell::new(0),
        turn: const { Cell::new(0) },
        scrolled: RefCell::new(BTreeMap::new()),
        pending: const { RefCell::new(None) },
    };
}

/// Reads the address and listens to the history and to clicks on links. Once, at start.
pub fn start() {
    history::keep_scroll_positions();
    let entry = history::current();
    STATE.with(|state| {
        state.number.set(entry.number);
        state.route.set(Route::parse(&entry.path));
        state.query.set(parse_query(&entry.query));
    });
    window_event_listener(leptos::ev::popstate, |_| {
        let entry = history::current();
        show(
            Route::parse(&entry.path),
            parse_query(&entry.query),
            entry.number,
        );
    });
    window_event_listener(leptos::ev::click, follow_link);
}

/// The current route; followed inside an effect or a view.
pub fn route() -> Route {
    STATE.with(|state| state.route.get())
}

/// The address of a route for the `href` of a link.
pub fn href(route: &Route) -> String {
    format!("{}{}", history::base(), route.path())
}

/// The address of a route with a query, for the `href` of a link: every number leads to its list.
pub fn href_with(route: &Route, query: &[(&str, &str)]) -> String {
    format!("{}{}", href(route), write_query(&owned(query)))
}

/// Goes to a page.
pub fn go(route: Route) {
    go_with(route, &[]);
}

/// Goes to a page with a query.
pub fn go_with(route: Route, query: &[(&str, &str)]) {
    navigate(route, owned(query));
}

/// Goes where a link leads; `false` where that is no page of the portal.
pub fn follow(address: &str) -> bool {
    let inside = history::inside(address);
    let known = inside.is_some();
    if let Some((path, query)) = inside {
        navigate(Route::parse(&path), parse_query(&query));
    }
    known
}

/// Goes back to the page before, or to the start where this page was the first of the tab.
pub fn back() {
    flush_address();
    if STATE.with(|state| state.number.get()) == 0 {
        go(Route::Today);
    } else {
        history::back();
    }
}

/// The names in the query that are none of these; followed inside an effect or a view. An address that was typed, or one
/// of another version, asks for something that nobody here understands.
pub fn query_names_beside(known: &[&str]) -> Vec<String> {
    STATE.with(|state| {
        state.query.with(|query| {
            let names = query.iter().map(|(name, _)| name);
            let others = names.filter(|name| !known.contains(&name.as_str()));
            others.cloned().collect()
        })
    })
}

/// Takes a name out of the query, in place.
pub fn drop_query(name: &str) {
    STATE.with(|state| {
        state
            .query
            .update(|query| query.retain(|(of, _)| of != name));
        *state.pending.borrow_mut() = Some(Timeout::new(ADDRESS_DELAY_MS, flush_address));
    });
}

/// One value of the query, for filters, sort orders and open panels: the whole state of a list is in its address.
#[derive(Debug, Clone, Copy)]
pub struct QueryValue {
    name: &'static str,
    value: Memo<Option<String>>,
}

impl QueryValue {
    /// The value now; followed inside an effect or a view.
    pub fn get(&self) -> Option<String> {
        self.value.get()
    }

    /// The value now, without following it: for what is set up once or runs on an event.
    pub fn now(&self) -> Option<String> {
        self.value.get_untracked()
    }

    /// The value now, or an empty text.
    pub fn get_or_empty(&self) -> String {
        self.value.get().unwrap_or_default()
    }

    /// Changes the value in place: no new entry in the history. `None` or an empty text removes it.
    pub fn set(&self, value: Option<&str>) {
        STATE.with(|state| {
            let mut query = state.query.get_untracked();
            let before = query.clone();
            query.retain(|(name, _)| name != self.name);
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                query.push((self.name.to_owned(), value.to_owned()));
            }
            if query != before {
                state.query.set(query);
                *state.pending.borrow_mut() = Some(Timeout::new(ADDRESS_DELAY_MS, flush_address));
            }
        });
    }
}

/// The value of a name in the query. Call it once in a component.
pub fn query_value(name: &'static str) -> QueryValue {
    let query = STATE.with(|state| state.query.clone());
    let value = Memo::new(move |_| {
        query.with(|pairs| {
            pairs
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())
        })
    });
    QueryValue { name, value }
}

fn owned(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn navigate(route: Route, query: Vec<(String, String)>) {
    flush_address();
    let number = STATE.with(|state| {
        let number = state.number.get();
        state
            .scrolled
            .borrow_mut()
            .insert(number, history::scroll_position());
        number + 1
    });
    history::push(&history::Entry {
        path: route.path(),
        query: write_query(&query),
        number,
    });
    STATE.with(|state| {
        state.scrolled.borrow_mut().split_off(&number);
    });
    show(route, query, number);
}

/// Waits until the part of the current page is there.
pub async fn arrival() -> Result<(), PartMissing> {
    match pages::part_of(&STATE.with(|state| state.route.get_untracked())) {
        Some(part) => parts::arrival(part).await,
        None => Ok(()),
    }
}

/// Shows a page as soon as its part of the program is there, unless another one was asked for since.
fn show(route: Route, query: Vec<(String, String)>, number: u32) {
    let turn = STATE.with(|state| {
        state.turn.set(state.turn.get().wrapping_add(1));
        state.turn.get()
    });
    let mut arrival = parts::arrival(pages::part_of(&route).unwrap_or(PartName::Main));
    if let Some(Ok(())) = (&mut arrival).now_or_never() {
        show_arrived(route, query, number);
        return;
    }
    spawn_reported(async move {
        arrival.await.map_err(|missing| missing.problem())?;
        if STATE.with(|state| state.turn.get()) == turn {
            show_arrived(route, query, number);
        }
        Ok(())
    });
}

/// Shows a page, and when it stands moves scroll position, focus and voice to it.
fn show_arrived(route: Route, query: Vec<(String, String)>, number: u32) {
    let moved = STATE.with(|state| {
        // Leaving by the browser's own buttons comes without a push: keep where that page stood.
        state
            .scrolled
            .borrow_mut()
            .entry(state.number.get())
            .or_insert_with(history::scroll_position);
        state.number.set(number);
        let moved = state.route.with_untracked(|current| *current != route);
        state.query.set(query);
        if moved {
            state.route.set(route);
        }
        moved
    });
    if !moved {
        return;
    }
    let position = STATE
        .with(|state| state.scrolled.borrow_mut().remove(&number))
        .unwrap_or_default();
    request_animation_frame(move || {
        if !go_to_heading() {
            page::focus(PAGE);
        }
        // After the focus, which scrolls to what it is given to.
        history::scroll_to(position);
    });
}

/// Moves focus and voice to the heading of a page that was still being read when it was gone to: it comes late, or takes
/// the place of one that had the focus. Whoever has moved on by then keeps the focus.
pub fn heading_stands() {
    // The page that the tab was opened with is read from its top.
    if STATE.with(|state| state.turn.get()) == 0 {
        return;
    }
    request_animation_frame(|| {
        if page::has_focus(PAGE) || page::has_focus("body") {
            let position = history::scroll_position();
            go_to_heading();
            history::scroll_to(position);
        }
    });
}

/// Returns whether there is a heading.
fn go_to_heading() -> bool {
    let there = page::focus("#main h1");
    if let Some(document) = page::document().filter(|_| there) {
        announce(document.title());
    }
    there
}

/// Writes what filters have changed into the address bar.
fn flush_address() {
    STATE.with(|state| {
        if state.pending.borrow_mut().take().is_some() {
            history::replace(&history::Entry {
                path: state.route.with_untracked(Route::path),
                query: state.query.with_untracked(|query| write_query(query)),
                number: state.number.get(),
            });
        }
    });
}

fn follow_link(event: MouseEvent) {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return;
    }
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a[href]").ok().flatten());
    let Some(link) =
        link.filter(|link| !link.has_attribute("download") && !link.has_attribute("target"))
    else {
        return;
    };
    if link.get_attribute("href").is_some_and(|href| follow(&href)) {
        event.prevent_default();
    }
}
