//! What has to be mended of one order, or of the rows of a file that belong to none.

use super::address::AddressDoor;
use super::doors::as_channel;
use super::items::UnknownCode;
use super::rows::{AllCells, Cells, Faults};
use super::source::SourceWord;
use super::{AREAS, with_outside};
use crate::intake::repair::mend::{self, Unmended};
use crate::intake::repair::{Entry, Fault, Loose, What, entry, loose};
use crate::screens::desk;
use crate::screens::imports::columns::currency_options;
use crate::screens::orders::let_pass;
use crate::trade::id::OrderId;
use crate::trade::orders::Doubt;
use crate::trade::personal::content::FileRows;
use crate::trade::quantity::Currency;
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, ConfirmButton, IconName, Select};
use crate::ui::feedback::{Problem, Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::names;
use leptos::prelude::*;
use std::collections::BTreeSet;

fn unmended(why: Unmended) -> Problem {
    let text = match &why {
        Unmended::Unknown => t!(repair_gone),
        Unmended::Nothing(_) => t!(repair_not_an_order),
        Unmended::OtherNumber(number) => {
            let number = number.clone();
            t!(repair_other_number, number = number.clone())
        }
    };
    let code = match why {
        Unmended::Unknown => "unknown order",
        Unmended::Nothing(_) => "no order",
        Unmended::OtherNumber(_) => "other number",
    };
    Problem {
        text,
        code: code.to_owned(),
    }
}

fn file_words(file: &Option<String>) -> Text {
    match file {
        Some(name) => Text::from(name.clone()),
        None => t!(repair_no_file_name),
    }
}

/// An order that waits.
#[component]
pub(in crate::screens) fn OrderCard(
    /// The order.
    id: OrderId,
) -> impl IntoView {
    let address = desk::peek(|at| names::order_address(at, &id));
    let entry = Memo::new(move |_| desk::read(AREAS, |at| entry(at, &id)));
    let of_card = address.clone();
    view! {
        <li class="card" data-test="to-mend" data-order=of_card>
            {move || entry.get().map(|entry| order(entry, &address))}
        </li>
    }
}

fn is_of_address(what: &What) -> bool {
    matches!(
        what,
        What::Address(..) | What::Doubt(Doubt::Address | Doubt::Masked)
    )
}

fn order(entry: Entry, address: &str) -> AnyView {
    let Entry {
        order: id,
        number,
        file,
        rows,
        faults,
        ..
    } = entry;
    let cells = Cells::new(rows, address);
    let href = navigation::href(&Route::Order(address.to_owned()));
    let unknown: BTreeSet<Code> = faults
        .iter()
        .filter(|fault| fault.what == What::Doubt(Doubt::UnknownItem))
        .filter_map(|fault| Code::new(&fault.value).ok())
        .collect();
    let doubts: Vec<Doubt> = faults
        .iter()
        .filter_map(|fault| match &fault.what {
            What::Doubt(doubt) => Some(doubt.clone()),
            What::Cell(_) | What::Address(..) => None,
        })
        .collect();
    // What has no cell in the file is asked for in the fields of the address; what has one is asked for there alone.
    let lacks_cell = faults
        .iter()
        .any(|fault| is_of_address(&fault.what) && fault.column.is_none());
    let address = lacks_cell.then(|| view! { <AddressDoor id=id.clone() /> });
    let cells_of = |fault: &Fault| !(lacks_cell && is_of_address(&fault.what));
    let asked: Vec<bool> = faults.iter().map(cells_of).collect();
    let as_channel = as_channel(&id, &doubts);
    let source = doubts
        .contains(&Doubt::SourceChanged)
        .then(|| view! { <SourceWord id=id.clone() /> });
    // Where no cell can say the currency, a person does.
    let lacks_currency = faults
        .iter()
        .any(|fault| fault.what == What::Doubt(Doubt::Money) && fault.column.is_none());
    let currency = RwSignal::new(String::new());
    let of_currency = lacks_currency.then(|| {
        let options = Signal::derive(currency_options);
        view! {
            <div class="narrow" data-test="mend-currency">
                <Select label=t!(imports_currency) value=currency options />
            </div>
        }
    });
    let channel = id.channel.clone();
    let doors = unknown
        .into_iter()
        .map(|code| view! { <UnknownCode channel=channel.clone() code /> })
        .collect_view();
    let take = {
        let (id, number) = (id.clone(), number.clone());
        move |()| {
            let currency = Currency::new(&currency.get_untracked());
            take(id.clone(), number.clone(), cells, currency);
        }
    };
    let pass = move |()| let_pass(&id);
    view! {
        <div class="row apart">
            <h2>
                <a href=href>{number}</a>
            </h2>
            <span class="quiet-text" data-test="file">{file_words(&file)}</span>
        </div>
        <Faults cells faults asked />
        {source}
        {doors}
        {of_currency}
        {address}
        <AllCells cells />
        <div class="row wrap">
            <Button
                label=t!(repair_take)
                kind=ButtonKind::Primary
                icon=IconName::Check
                on_press=take
                attr:data-test="take-rows"
            />
            <ConfirmButton
                label=t!(orders_let_pass)
                text=t!(repair_let_pass_means)
                icon=IconName::Warning
                name="let-pass"
                on_confirm=pass
            />
            {as_channel}
        </div>
    }
    .into_any()
}

/// Takes the rows of an order as they are typed.
fn take(id: OrderId, number: String, cells: Cells, currency: Option<Currency>) {
    spawn_reported(async move {
        let rows = cells.typed();
        let done = with_outside(|outside| {
            outside.currency = currency;
            desk::peek(|at| mend::mended(at, &id, &rows, outside))
        })?;
        let (command, written) = done.map_err(unmended)?;
        desk::run_with(command, written)
            .await
            .map_err(|error| desk::problem(&error))?;
        cells.forget();
        let waits = desk::peek(|at| entry(at, &id).is_some());
        match waits {
            true => toast(
                Tone::Attention,
                t!(repair_still_waits, number = number.clone()),
            ),
            false => toast(Tone::Good, t!(repair_taken, number = number.clone())),
        }
        Ok(())
    });
}

/// Rows of a file that belong to no order.
#[component]
pub(super) fn LooseCard(
    /// The file.
    hash: [u8; 16],
) -> impl IntoView {
    let file = Memo::new(move |_| {
        desk::read(AREAS, |at| {
            loose(at).into_iter().find(|file| file.hash == hash)
        })
    });
    view! {
        <li class="card" data-test="loose">{move || file.get().map(of_file)}</li>
    }
}

fn of_file(file: Loose) -> AnyView {
    let Loose {
        hash,
        file,
        rows,
        faults,
    } = file;
    let none = FileRows {
        rows: Vec::new(),
        ..rows.clone()
    };
    let document: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let cells = Cells::new(rows, &document);
    let discard = move |()| {
        let none = none.clone();
        spawn_reported(async move {
            let (command, rows) = with_outside(|outside| mend::keep_loose(hash, none, outside))?;
            desk::run_with(command, rows)
                .await
                .map_err(|error| desk::problem(&error))?;
            cells.forget();
            desk::erase_emptied()
                .await
                .map_err(|error| desk::problem(&error))?;
            toast(Tone::Good, t!(repair_discarded));
            Ok(())
        });
    };
    view! {
        <div class="row apart">
            <h2>{t!(repair_loose_title)}</h2>
            <span class="quiet-text">{file_words(&file)}</span>
        </div>
        <p class="quiet-text">{t!(repair_loose_text)}</p>
        <Faults cells asked=vec![true; faults.len()] faults />
        <AllCells cells />
        <div class="row">
            <Button
                label=t!(repair_take)
                kind=ButtonKind::Primary
                icon=IconName::Check
                on_press=move |()| take_loose(hash, cells)
                attr:data-test="take-rows"
            />
            <Button label=t!(repair_discard) on_press=discard attr:data-test="discard-rows" />
        </div>
    }
    .into_any()
}

/// Takes rows that belonged to no order, as they are typed.
fn take_loose(hash: [u8; 16], cells: Cells) {
    spawn_reported(async move {
        let rows = cells.typed();
        let done =
            with_outside(|outside| desk::peek(|at| mend::mended_loose(at, hash, &rows, outside)))?;
        for (command, written) in done.map_err(unmended)? {
            desk::run_with(command, written)
                .await
                .map_err(|error| desk::problem(&error))?;
        }
        cells.forget();
        desk::erase_emptied()
            .await
            .map_err(|error| desk::problem(&error))?;
        toast(Tone::Good, t!(repair_loose_taken));
        Ok(())
    });
}
