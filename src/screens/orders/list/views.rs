//! Saved views: filters and order of the list under a name, on this device.

use leptos::prelude::*;

use super::filters::Filters;
use crate::browser::preferences;
use crate::limits::SAVED_VIEWS_MAX;
use crate::ui::components::{Button, ButtonKind, Dialog, IconName, Menu, MenuItem, TextInput};
use crate::ui::feedback::{Tone, toast, toast_with};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::{Route, parse_query, write_query};

const PREFERENCE: &str = "views.orders";
const NAME_CHARACTERS_MAX: usize = 60;

/// A view: its name and its query. The name holds no tab, the query no line break.
#[derive(Clone, Debug, PartialEq)]
struct View {
    name: String,
    query: String,
}

fn kept() -> Vec<View> {
    let lines = preferences::read(PREFERENCE).unwrap_or_default();
    let view = |line: &str| {
        let (name, query) = line.split_once('\t')?;
        Some(View {
            name: name.to_owned(),
            query: query.to_owned(),
        })
    };
    lines.lines().filter_map(view).collect()
}

fn keep(views: &[View]) {
    let line = |view: &View| format!("{}\t{}", view.name, view.query);
    let lines: Vec<String> = views.iter().map(line).collect();
    preferences::write(PREFERENCE, &lines.join("\n"));
}

/// Forgets every saved view of which a test holds for the name or a word of the query.
pub(in crate::screens) fn forget_where(test: impl Fn(&str) -> bool) {
    let mut views = kept();
    let count = views.len();
    views.retain(|view| {
        let pairs = parse_query(&view.query);
        !test(&view.name) && pairs.iter().all(|(_, value)| !test(value))
    });
    if views.len() < count {
        keep(&views);
    }
}

/// Views that every device has.
fn built_in() -> [(Text, &'static str); 4] {
    [
        (t!(orders_view_all), ""),
        (
            t!(orders_view_to_allocate),
            "?state=waiting,partly-allocated&sort=placed",
        ),
        (t!(orders_view_ready), "?state=allocated&sort=placed"),
        (t!(orders_view_backorders), "?show=short&sort=placed"),
    ]
}

fn open(query: &str) {
    let pairs = parse_query(query);
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    navigation::go_with(Route::Orders, &pairs);
}

/// The menu of views.
#[component]
pub(super) fn ViewsMenu(filters: Filters) -> impl IntoView {
    let views = RwSignal::new(kept());
    let naming = RwSignal::new(false);
    let query = Memo::new(move |_| write_query(&filters.pairs()));
    let current = Memo::new(move |_| {
        let query = query.get();
        views.with(|views| views.iter().find(|view| view.query == query).cloned())
    });
    let change = move |change: &dyn Fn(&mut Vec<View>)| {
        views.update(|views| change(views));
        views.with_untracked(|views| keep(views));
    };
    let forget = move |view: View| {
        change(&|views| views.retain(|known| *known != view));
        let name = view.name.clone();
        toast_with(
            Tone::Information,
            t!(orders_view_forgotten, name = name),
            t!(orders_view_restore),
            move || change(&|views| views.push(view.clone())),
        );
    };
    let save = move |name: String| {
        let view = View {
            name: name.clone(),
            query: query.get_untracked(),
        };
        change(&|views| {
            views.retain(|known| known.name != view.name);
            views.insert(0, view.clone());
            views.truncate(SAVED_VIEWS_MAX);
        });
        naming.set(false);
        toast(Tone::Good, t!(orders_view_saved, name = name));
    };
    view! {
        <Menu label=t!(orders_views) icon=IconName::Folder>
            {built_in()
                .into_iter()
                .map(|(name, wanted)| {
                    view! {
                        <MenuItem
                            label=name
                            checked=Signal::derive(move || query.get() == wanted)
                            on_choose=move |()| open(wanted)
                        />
                    }
                })
                .collect_view()}
            {move || {
                views
                    .get()
                    .into_iter()
                    .map(|view| {
                        let (wanted, own) = (view.query.clone(), view.query);
                        view! {
                            <MenuItem
                                label=view.name
                                checked=Signal::derive(move || query.get() == own)
                                on_choose=move |()| open(&wanted)
                            />
                        }
                    })
                    .collect_view()
            }}
            {move || match current.get() {
                Some(view) => {
                    view! {
                        <MenuItem
                            label=t!(orders_view_forget)
                            icon=IconName::Trash
                            on_choose=move |()| forget(view.clone())
                        />
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <MenuItem
                            label=t!(orders_view_save)
                            icon=IconName::Plus
                            on_choose=move |()| naming.set(true)
                        />
                    }
                        .into_any()
                }
            }}
        </Menu>
        <Dialog title=t!(orders_view_save) open=naming on_close=move |()| naming.set(false)>
            <NameForm on_save=save />
        </Dialog>
    }
}

#[component]
fn NameForm(#[prop(into)] on_save: Callback<String>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let cleaned = move || -> String {
        let name = name.get();
        let printable = name.trim().chars().filter(|letter| !letter.is_control());
        printable.take(NAME_CHARACTERS_MAX).collect()
    };
    let missing = Signal::derive(move || cleaned().is_empty());
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                <TextInput label=t!(orders_view_name) value=name required=true />
                <div class="dialog-actions">
                    <Button
                        label=t!(orders_view_save)
                        kind=ButtonKind::Primary
                        submit=true
                        disabled=missing
                        on_press=move |()| on_save.run(untrack(cleaned))
                    />
                </div>
            </div>
        </form>
    }
}
