//! A code that nobody knows: one of our items, once and for all, or a new one.

use crate::intake::repair::mend;
use crate::screens::desk;
use crate::screens::orders::index::ask;
use crate::trade::decide::Command;
use crate::trade::id::ChannelId;
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, IconName, SearchInput};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// How many items are offered.
const OFFERED_MAX: usize = 6;

/// Runs commands one after the other, then says that it is done.
fn run_all(commands: Vec<Command>, done: Text) {
    spawn_reported(async move {
        for command in commands {
            desk::run(command)
                .await
                .map_err(|error| desk::problem(&error))?;
        }
        toast(Tone::Good, done);
        Ok(())
    });
}

/// The doors for a code that nobody knows.
#[component]
pub(super) fn UnknownCode(
    /// The channel that says it.
    channel: ChannelId,
    /// The code.
    code: Code,
) -> impl IntoView {
    let choosing = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let typed = typed.get();
        if typed.trim().is_empty() {
            return Vec::new();
        }
        ask(|index| {
            let found = index.items().select(&typed).into_iter();
            let found = found.filter(|item| !item.retired).take(OFFERED_MAX);
            found.cloned().collect::<Vec<_>>()
        })
    });
    let shown = code.as_str().to_owned();
    let make = {
        let (channel, code) = (channel.clone(), code.clone());
        move |()| {
            let commands = desk::peek(|at| mend::make_item(at, &channel, &code));
            let made = code.as_str().to_owned();
            run_all(commands, t!(repair_made, code = made.clone()));
        }
    };
    let offered = {
        let (channel, code) = (channel.clone(), code.clone());
        move || {
            let buttons = found.get().into_iter().map(|item| {
                let label = format!("{} {}", item.sku, item.title.clone().unwrap_or_default());
                let (channel, code) = (channel.clone(), code.clone());
                let choose = move |()| {
                    let commands = desk::peek(|at| mend::alias(at, &channel, &code, &item.id));
                    let code = code.as_str().to_owned();
                    let to = item.sku.clone();
                    run_all(
                        commands,
                        t!(repair_matched, code = code.clone(), item = to.clone()),
                    );
                };
                view! {
                    <li>
                        <Button
                            label=Text::from(label)
                            kind=ButtonKind::Quiet
                            icon=IconName::Check
                            on_press=choose
                            attr:data-test="choose-item"
                        />
                    </li>
                }
            });
            buttons.collect_view()
        }
    };
    let (one, other, third) = (shown.clone(), shown.clone(), shown);
    let of_search = t!(repair_match_search, code = one.clone());
    let of_match = t!(repair_match, code = other.clone());
    let of_make = t!(repair_make, code = third.clone());
    view! {
        <div class="row">
            <Button
                label=of_match
                on_press=move |()| choosing.update(|open| *open = !*open)
                attr:data-test="match-code"
            />
            <Button label=of_make on_press=make attr:data-test="make-item" />
        </div>
        <Show when=move || choosing.get()>
            <SearchInput
                label=of_search.clone()
                value=typed
                on_input=move |words: String| typed.set(words)
            />
            <ul class="plain-list">{offered.clone()}</ul>
        </Show>
    }
}
