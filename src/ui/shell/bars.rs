//! Navigation: a bar at the thumb on a phone, a rail on a tablet, a sidebar that folds on a desktop. One list for all.

use leptos::prelude::*;

use super::messages::StatusSign;
use super::state;
use crate::screens::{desk, pages};
use crate::ui::components::{Icon, IconButton, IconName, Menu, MenuItem};
use crate::ui::locale::{Key, Language, keys, language, set_language, t};
use crate::ui::navigation;
use crate::ui::routes::{Place, Route};
use crate::ui::theme::{Theme, set_theme, theme, theme_name};
use crate::view::{names, sign_in};

/// The entries; those without a page do not show. `on_phone` are those of the bottom bar, the others stand under More.
struct Entry {
    place: Place,
    name: Key,
    icon: IconName,
    routes: &'static [Route],
    on_phone: bool,
}

/// An entry leads to the first of its routes that has a page.
static ENTRIES: [Entry; 5] = [
    entry(
        Place::Today,
        keys::shell_today(),
        IconName::Home,
        &[Route::Today],
        true,
    ),
    entry(
        Place::Orders,
        keys::shell_orders(),
        IconName::Orders,
        &[Route::Orders],
        true,
    ),
    entry(
        Place::Floor,
        keys::shell_floor(),
        IconName::Scan,
        &[Route::Floor],
        true,
    ),
    entry(
        Place::Stock,
        keys::shell_stock(),
        IconName::Bin,
        &[Route::Stock],
        true,
    ),
    entry(
        Place::Workspace,
        keys::shell_workspace(),
        IconName::Workspace,
        &[Route::Workspace, Route::Settings],
        false,
    ),
];

const fn entry(
    place: Place,
    name: Key,
    icon: IconName,
    routes: &'static [Route],
    on_phone: bool,
) -> Entry {
    Entry {
        place,
        name,
        icon,
        routes,
        on_phone,
    }
}

impl Entry {
    fn route(&self) -> Option<&'static Route> {
        self.routes.iter().find(|route| pages::exists(route))
    }
}

/// The navigation between the places of the portal.
#[component]
pub fn Navigation() -> impl IntoView {
    let place = Memo::new(|_| navigation::route().place());
    view! {
        <nav class="navigation" aria-label=t!(shell_navigation)>
            <ul>
                {ENTRIES
                    .iter()
                    .filter_map(|entry| Some((entry, entry.route()?)))
                    .map(|(entry, route)| {
                        view! {
                            <li class:off-phone=!entry.on_phone>
                                <a
                                    class="navigation-link"
                                    href=navigation::href(route)
                                    aria-current=move || (place.get() == Some(entry.place)).then_some("page")
                                >
                                    <Icon name=entry.icon />
                                    <span>{t_key(entry.name)}</span>
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
                <li class="only-phone">
                    <More />
                </li>
            </ul>
            <div class="fold">
                <button
                    class="navigation-link"
                    type="button"
                    aria-pressed=move || if state::sidebar_is_folded() { "true" } else { "false" }
                    on:click=|_| state::toggle_sidebar()
                >
                    <Icon name=IconName::Sidebar />
                    <span>{t!(shell_fold_sidebar)}</span>
                </button>
            </div>
        </nav>
    }
}

/// What does not fit into the bottom bar.
#[component]
fn More() -> impl IntoView {
    view! {
        <Menu label=t!(shell_more) icon=IconName::More class="upward" button_class="navigation-link">
            {ENTRIES
                .iter()
                .filter(|entry| !entry.on_phone)
                .filter_map(|entry| Some((entry, entry.route()?)))
                .map(|(entry, route)| {
                    view! {
                        <MenuItem
                            label=entry.name
                            icon=entry.icon
                            on_choose=move |()| navigation::go(route.clone())
                        />
                    }
                })
                .collect_view()}
            <MenuItem
                label=t!(commands_go_settings)
                icon=IconName::Settings
                on_choose=|()| navigation::go(Route::Settings)
            />
            <MenuItem
                label=t!(commands_open_help)
                icon=IconName::Question
                on_choose=|()| state::open_help(true)
            />
        </Menu>
    }
}

/// The bar above the page: the signs, the palette, and a menu for theme and language.
#[component]
pub fn TopBar() -> impl IntoView {
    view! {
        <header class="top-bar">
            <a class="brand" href=navigation::href(&Route::Today)>
                <Icon name=IconName::Box />
                <span>"Depo"</span>
            </a>
            <StatusSign />
            <button class="palette-button" type="button" on:click=|_| state::open_palette(true)>
                <Icon name=IconName::Search />
                <span>{t!(shell_search)}</span>
                <kbd>{if crate::browser::page::is_apple() { "⌘ K" } else { "Ctrl K" }}</kbd>
            </button>
            <IconButton
                label=t!(commands_open_help)
                icon=IconName::Question
                on_press=|()| state::open_help(true)
            />
            <QuickMenu />
            <LockButton />
        </header>
    }
}

/// Who is signed in, and the lock. A workspace of one person has neither.
#[component]
fn LockButton() -> impl IntoView {
    let name = Memo::new(|_| {
        let operator = desk::followed_operator()?;
        desk::read(&[desk::Area::Catalog], |at| {
            sign_in::are_several(at).then(|| names::operator_name(at, &operator))
        })
    });
    move || {
        name.get().map(|name| {
            view! {
                <button
                    class="lock-button"
                    type="button"
                    title=t!(signin_lock)
                    data-test="lock"
                    on:click=|_| desk::lock()
                >
                    <Icon name=IconName::Lock />
                    <span class="lock-who">{name}</span>
                    <span class="visually-hidden">{t!(signin_lock)}</span>
                </button>
            }
        })
    }
}

/// Theme and language without leaving the page.
#[component]
fn QuickMenu() -> impl IntoView {
    view! {
        <Menu label=t!(shell_quick_menu) icon=IconName::Settings icon_only=true>
            <p class="menu-title" role="presentation">{t!(settings_theme)}</p>
            {Theme::ALL
                .into_iter()
                .map(|choice| {
                    view! {
                        <MenuItem
                            label=theme_name(choice)
                            checked=Signal::derive(move || theme() == choice)
                            on_choose=move |()| set_theme(choice)
                        />
                    }
                })
                .collect_view()}
            <p class="menu-title" role="presentation">{t!(settings_language)}</p>
            {Language::ALL
                .into_iter()
                .map(|choice| {
                    view! {
                        <MenuItem
                            label=choice.own_name()
                            checked=Signal::derive(move || language() == choice)
                            on_choose=move |()| set_language(choice)
                        />
                    }
                })
                .collect_view()}
        </Menu>
    }
}

fn t_key(key: Key) -> crate::ui::locale::Text {
    key.into()
}
