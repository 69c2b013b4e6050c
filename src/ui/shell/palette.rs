//! The command palette: finds any page, action, order, item, place and parcel.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::state;
use crate::browser::page;
use crate::limits::PALETTE_ENTRIES_MAX;
use crate::ui::commands::{self, COMMANDS, Command, Found};
use crate::ui::components::{Dialog, Icon, IconName, Kbd};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::view::search;

/// One line of the palette.
#[derive(Clone)]
enum Hit {
    Command(&'static Command),
    Found(Found),
}

impl Hit {
    fn run(&self) {
        // First out of the dialog: it gives the focus back, and then the page takes it.
        state::open_palette(false);
        match self {
            Self::Command(command) => command.run(),
            Self::Found(found) => navigation::go(found.route.clone()),
        }
    }
}

/// The palette behind `Ctrl K` and `/`.
#[component]
pub fn Palette() -> impl IntoView {
    view! {
        <Dialog
            title=t!(shell_palette_title)
            class="palette"
            open=Signal::derive(state::palette_is_open)
            on_close=|()| state::open_palette(false)
        >
            <Search />
        </Dialog>
    }
}

#[component]
fn Search() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let hits = Signal::derive(move || look_up(&typed.get()));
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            page::focus_on(&input);
        }
    });
    let on_keydown = move |event: KeyboardEvent| {
        let count = hits.with_untracked(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|chosen| *chosen = (*chosen + 1) % count),
            "ArrowUp" => chosen.update(|chosen| *chosen = (*chosen + count - 1) % count),
            // A search field would take the first one for itself, to empty itself.
            "Escape" => state::open_palette(false),
            "Enter" => {
                if let Some(hit) =
                    hits.with_untracked(|hits| hits.get(chosen.get_untracked()).cloned())
                {
                    hit.run();
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <input
            class="input palette-input"
            type="search"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-label=t!(shell_palette_label)
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant=move || format!("palette-{}", chosen.get())
            placeholder=t!(shell_palette_label)
            node_ref=input
            prop:value=move || typed.get()
            on:input=move |event| {
                typed.set(event_target_value(&event));
                chosen.set(0);
            }
            on:keydown=on_keydown
        />
        <ul class="palette-list" id="palette-list" role="listbox" aria-label=t!(shell_palette_title)>
            {move || {
                hits.get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, hit)| view! { <Line index hit chosen /> })
                    .collect_view()
            }}
        </ul>
        <p class="palette-count" role="status">
            {move || text!(shell_palette_count, n = hits.with(Vec::len))}
        </p>
    }
}

#[component]
fn Line(index: usize, hit: Hit, chosen: RwSignal<usize>) -> impl IntoView {
    let (icon, label, detail, keys) = match &hit {
        Hit::Command(command) => (
            IconName::ChevronRight,
            Text::from(command.name),
            Text::from(command.group.title()),
            command.keys.first().copied(),
        ),
        Hit::Found(found) => (
            IconName::Search,
            Text::from(found.label.as_str()),
            Text::from(found.detail.as_str()),
            None,
        ),
    };
    view! {
        <li
            class="palette-line"
            role="option"
            id=format!("palette-{index}")
            aria-selected=move || if chosen.get() == index { "true" } else { "false" }
            on:pointermove=move |_| {
                if chosen.get_untracked() != index {
                    chosen.set(index);
                }
            }
            on:click=move |_| hit.run()
        >
            <Icon name=icon />
            <span class="palette-label">{label}</span>
            <span class="palette-detail">{detail}</span>
            {keys.map(|keys| view! { <Kbd keys=keys /> })}
        </li>
    }
}

/// What fits to the typed words: things first where there are any, then commands, by their names before their other
/// words.
fn look_up(typed: &str) -> Vec<Hit> {
    let wanted = typed.trim().to_lowercase();
    let found = if wanted.is_empty() {
        Vec::new()
    } else {
        commands::find(typed.trim())
    };
    let words = search::split(typed);
    let mut commands: Vec<(usize, &'static Command)> = COMMANDS
        .iter()
        .filter(|command| command.applies())
        .filter_map(|command| {
            let name = Text::from(command.name).get();
            let also = command.also.map(|also| Text::from(also).get());
            let rank = search::rank(&name, also.as_deref().unwrap_or_default(), &words)?;
            Some((rank, command))
        })
        .collect();
    commands.sort_by_key(|(rank, _)| *rank);
    found
        .into_iter()
        .map(Hit::Found)
        .chain(
            commands
                .into_iter()
                .map(|(_, command)| Hit::Command(command)),
        )
        .take(PALETTE_ENTRIES_MAX)
        .collect()
}
