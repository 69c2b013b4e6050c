//! What the office does to stock: correct it, move it, mend the item.

use crate::domain::Command;
use crate::domain::catalog::Item;
use crate::domain::reason::LossReason;
use crate::domain::text::{Code, Sku, Words};
use crate::ui::components::{Button, ButtonKind, NumberInput, Select, TextInput};
use crate::ui::desk;
use crate::ui::feedback::{Problem, Tone, report, toast, toast_with};
use crate::ui::locale::{Text, t};
use crate::ui::trade;
use leptos::prelude::*;

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}

/// The bins, those that hold the item first.
fn bin_choices(sku: &Sku) -> Vec<(String, Text)> {
    desk::peek(|state| {
        let with = state
            .ledger
            .item(sku)
            .map(|stock| stock.bins())
            .unwrap_or_default();
        let first = with.iter().map(|bin| bin.bin.to_string());
        let others = state
            .bins
            .keys()
            .map(ToString::to_string)
            .filter(|code| with.iter().all(|bin| bin.bin.as_str() != code));
        first
            .chain(others)
            .map(|code| (code.clone(), Text::from(code)))
            .collect()
    })
}

/// Corrects what lies in a bin.
#[component]
pub(super) fn AdjustForm(
    /// The item.
    sku: Sku,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let choices = bin_choices(&sku);
    let bin = RwSignal::new(
        choices
            .first()
            .map(|(code, _)| code.clone())
            .unwrap_or_default(),
    );
    let difference = RwSignal::new(None::<i64>);
    let reason = RwSignal::new(LossReason::Counted.code().to_owned());
    let words = RwSignal::new(String::new());
    let reasons: Vec<(String, Text)> = LossReason::ALL
        .iter()
        .map(|r| (r.code().to_owned(), trade::loss_reason(*r)))
        .collect();
    let save = move |()| {
        let (Ok(bin), Some(difference)) =
            (Code::new(&bin.get_untracked()), difference.get_untracked())
        else {
            complain(t!(stock_adjust_incomplete));
            return;
        };
        let reason = LossReason::from_code(&reason.get_untracked()).unwrap_or(LossReason::Unknown);
        let words = Words::new(&words.get_untracked()).ok();
        let command = |difference| Command::AdjustStock {
            sku: sku.clone(),
            bin: bin.clone(),
            difference,
            reason,
            words: words.clone(),
        };
        let back = command(-difference);
        desk::perform_then(command(difference), move |_| {
            close.run(());
            let undo = move || desk::perform(back.clone(), t!(stock_adjust_undone));
            toast_with(Tone::Good, t!(stock_adjusted), t!(stock_undo), undo);
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <Select label=t!(stock_bin) value=bin options=choices />
            <NumberInput label=t!(stock_difference) value=difference min=-1_000_000 max=1_000_000 hint=t!(stock_difference_hint) />
            <Select label=t!(stock_reason) value=reason options=reasons />
            <TextInput label=t!(stock_words) value=words />
            <Button label=t!(stock_adjust_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
    }
}

/// Moves units from bin to bin.
#[component]
pub(super) fn MoveForm(
    /// The item.
    sku: Sku,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let choices = bin_choices(&sku);
    let from = RwSignal::new(
        choices
            .first()
            .map(|(code, _)| code.clone())
            .unwrap_or_default(),
    );
    let to = RwSignal::new(String::new());
    let units = RwSignal::new(None::<i64>);
    let save = move |()| {
        let bins = (
            Code::new(&from.get_untracked()),
            Code::new(&to.get_untracked()),
        );
        let units = units
            .get_untracked()
            .and_then(|units| u32::try_from(units).ok());
        let ((Ok(from), Ok(to)), Some(units)) = (bins, units) else {
            complain(t!(stock_move_incomplete));
            return;
        };
        let back = Command::MoveStock {
            sku: sku.clone(),
            from: to.clone(),
            to: from.clone(),
            units,
        };
        let command = Command::MoveStock {
            sku: sku.clone(),
            from,
            to,
            units,
        };
        desk::perform_then(command, move |_| {
            close.run(());
            let undo = move || desk::perform(back.clone(), t!(stock_move_undone));
            toast_with(Tone::Good, t!(stock_moved), t!(stock_undo), undo);
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <Select label=t!(stock_from) value=from options=choices />
            <TextInput label=t!(stock_to_bin) value=to hint=t!(stock_to_bin_hint) />
            <NumberInput label=t!(stock_units) value=units min=1 max=1_000_000 />
            <Button label=t!(stock_move_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
    }
}

/// Mends name, barcodes and weight.
#[component]
pub(super) fn ChangeForm(
    /// The item as it is.
    item: Item,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let name = RwSignal::new(
        item.name
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
    );
    let barcodes = RwSignal::new(
        item.barcodes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" "),
    );
    let weight = RwSignal::new(item.weight_grams.map(i64::from));
    let sku = item.sku.clone();
    let save = move |()| {
        let barcodes: Result<Vec<Code>, _> = barcodes
            .get_untracked()
            .split_whitespace()
            .map(Code::new)
            .collect();
        let Ok(barcodes) = barcodes else {
            complain(t!(stock_barcodes_wrong));
            return;
        };
        let command = Command::ChangeItem {
            sku: sku.clone(),
            name: Words::new(&name.get_untracked()).ok(),
            barcodes: Some(barcodes),
            weight_grams: weight
                .get_untracked()
                .and_then(|grams| u32::try_from(grams).ok()),
        };
        desk::perform_then(command, move |_| {
            close.run(());
            toast(Tone::Good, t!(stock_changed));
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(stock_name) value=name />
            <TextInput label=t!(stock_barcodes) value=barcodes hint=t!(stock_barcodes_hint) />
            <NumberInput label=t!(stock_weight_grams) value=weight min=1 max=1_000_000 />
            <Button label=t!(stock_change_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
    }
}
