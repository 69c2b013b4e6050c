//! The command codes: bar codes that press a button without a touch, to hang beside a station.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use crate::screens::scanned::{command_means, command_name};
use crate::trade::scan::CommandCode;
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// The sheet of the command codes, in the language of whoever prints it.
#[component]
pub fn Commands() -> impl IntoView {
    let code = |command: CommandCode| {
        view! {
            <section class="command-code" data-test="command">
                <h2>{Text::from(command_name(command))}</h2>
                <p>{Text::from(command_means(command))}</p>
                <Barcode code=command.code().to_owned() />
            </section>
        }
    };
    view! {
        <PrintFrame title=t!(scan_sheet) state=Signal::stored(State::Ready)>
            <article class="print-sheet command-codes" data-test="commands">
                <h1>{t!(scan_sheet)}</h1>
                {CommandCode::ALL.map(code)}
            </article>
        </PrintFrame>
    }
}
