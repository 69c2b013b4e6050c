//! The command codes: bar codes that press a button without a touch, to hang beside a station.

use super::frame::{PrintFrame, State};
use super::labels::{Drawn, One, paper};
use crate::exchange::barcode::{Barcode, TextCode};
use crate::exchange::label::{Field, Label, LabelError, forms};
use crate::screens::scanned::{command_means, command_name};
use crate::trade::scan::CommandCode;
use crate::ui::locale::{Text, t};
use leptos::prelude::*;
use std::sync::Arc;

/// The label of one: its name, and its bars.
fn label(command: CommandCode) -> Result<Label, LabelError> {
    let barcode = Barcode::text(TextCode::Code128, command.code());
    let barcode = barcode.map_err(|error| LabelError::Barcode(Field::Code, error))?;
    forms::code(&Text::from(command_name(command)).get(), barcode)
}

/// The sheet of the command codes, in the language of whoever prints it.
#[component]
pub fn Commands() -> impl IntoView {
    let code = |command: CommandCode| {
        view! {
            <section class="command-code" data-test="command">
                <h2>{Text::from(command_name(command))}</h2>
                <p>{Text::from(command_means(command))}</p>
                {label(command).ok().map(|label| paper(&label, "command-label"))}
            </section>
        }
    };
    let labels: Signal<Drawn> = Signal::derive(|| {
        let one = |command: CommandCode| One {
            of: command.code().to_owned(),
            label: label(command),
        };
        Arc::new(CommandCode::ALL.map(one).into())
    });
    view! {
        <PrintFrame title=t!(scan_sheet) state=Signal::stored(State::Ready) labels=labels>
            <article class="print-sheet command-codes" data-test="commands">
                <h1>{t!(scan_sheet)}</h1>
                {CommandCode::ALL.map(code)}
            </article>
        </PrintFrame>
    }
}
