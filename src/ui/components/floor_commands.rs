//! Command codes on the floor: a code from the printed sheet presses the button that stands for it, and nothing where
//! no such button stands.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::floor::{FloorException, FloorStep, FloorUndo};
use crate::browser::page;
use crate::trade::scan::CommandCode;
use crate::view::floor::commands;

/// The buttons of a task.
#[derive(Clone)]
pub(super) struct Buttons {
    pub step: Option<FloorStep>,
    pub undo: Option<FloorUndo>,
    pub exceptions: Vec<FloorException>,
    pub print: Option<(Callback<()>, Signal<bool>)>,
}

/// Presses the button of a command. Returns whether there was one that could be pressed.
pub(super) fn press(buttons: &Buttons, command: CommandCode) -> bool {
    if page::find(OPEN).is_some() {
        return in_dialog(command);
    }
    match command {
        CommandCode::Confirm => {
            let step = buttons.step.as_ref();
            let step = step.filter(|step| step.shown.get_untracked());
            step.is_some_and(|step| run(step.on_press))
        }
        CommandCode::Undo => {
            let undo = buttons.undo.as_ref();
            let undo = undo.filter(|undo| !undo.disabled.get_untracked());
            undo.is_some_and(|undo| run(undo.on_press))
        }
        CommandCode::Close => exception(buttons, command) || closes(buttons),
        CommandCode::Print => {
            let print = buttons.print.filter(|(_, can)| can.get_untracked());
            print.is_some_and(|(on_press, _)| run(on_press)) || exception(buttons, command)
        }
        CommandCode::Short
        | CommandCode::Skip
        | CommandCode::Scrap
        | CommandCode::Other
        | CommandCode::Full
        | CommandCode::Unreachable
        | CommandCode::Back => exception(buttons, command),
    }
}

/// Where closing is the one next step of a task.
fn closes(buttons: &Buttons) -> bool {
    let step = buttons.step.as_ref();
    let step = step.filter(|step| step.shown.get_untracked() && step.closes.get_untracked());
    step.is_some_and(|step| run(step.on_press))
}

const OPEN: &str = "dialog[open]";

fn run(on_press: Callback<()>) -> bool {
    on_press.run(());
    true
}

fn exception(buttons: &Buttons, command: CommandCode) -> bool {
    let names = commands::buttons(command);
    let mut all = buttons.exceptions.iter();
    let found = all.find(|it| names.contains(&it.name) && it.shown.get_untracked());
    found.is_some_and(|it| run(it.on_press))
}

/// A question stands open: it is answered, or left.
fn in_dialog(command: CommandCode) -> bool {
    let selector = match command {
        CommandCode::Confirm => {
            "dialog[open] [data-test=sheet-confirm]:not(:disabled), dialog[open] [type=submit]:not(:disabled)"
        }
        CommandCode::Undo => "dialog[open] .dialog-head button",
        CommandCode::Short
        | CommandCode::Skip
        | CommandCode::Print
        | CommandCode::Scrap
        | CommandCode::Other
        | CommandCode::Full
        | CommandCode::Unreachable
        | CommandCode::Back
        | CommandCode::Close => return false,
    };
    let button = page::find(selector).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    button.is_some_and(|button| {
        button.click();
        true
    })
}
