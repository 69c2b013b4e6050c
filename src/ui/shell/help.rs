//! The help sheet: what the keys do, from the table of commands.

use leptos::prelude::*;

use super::state;
use crate::ui::commands::{Action, COMMANDS, Command, Group};
use crate::ui::components::{Dialog, Kbd};
use crate::ui::locale::{Text, t};

/// The sheet behind `?`.
#[component]
pub fn HelpSheet() -> impl IntoView {
    view! {
        <Dialog
            title=t!(shell_help_title)
            class="wide"
            open=Signal::derive(state::help_is_open)
            on_close=|()| state::open_help(false)
        >
            <div class="help">
                {Group::ALL.into_iter().map(|group| view! { <HelpGroup group /> }).collect_view()}
                <section>
                    <h3>{t!(shell_help_scanner_title)}</h3>
                    <p>{t!(shell_help_scanner_text)}</p>
                </section>
            </div>
        </Dialog>
    }
}

#[component]
fn HelpGroup(group: Group) -> impl IntoView {
    let lines: Vec<&'static Command> = COMMANDS
        .iter()
        .filter(|command| command.group == group && !command.keys.is_empty())
        .filter(|command| matches!(command.action, Action::InList) || command.applies())
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section>
                <h3>{Text::from(group.title())}</h3>
                <dl class="help-keys">
                    {lines
                        .into_iter()
                        .map(|command| {
                            view! {
                                <div>
                                    <dt>{Text::from(command.name)}</dt>
                                    <dd>
                                        {command
                                            .keys
                                            .iter()
                                            .map(|keys| view! { <Kbd keys=*keys /> })
                                            .collect_view()}
                                    </dd>
                                </div>
                            }
                        })
                        .collect_view()}
                </dl>
            </section>
        }
    })
}
