//! Cancelling units: what no work was begun on. What is allocated is given back first.

use leptos::prelude::*;

use super::super::Shown;
use super::super::form::{Form, FormActions, words_check};
use crate::screens::desk;
use crate::trade::orders::CancelReason;
use crate::trade::orders::commands::{OrderCommand, UnitsOfLine};
use crate::trade::personal::Slot;
use crate::trade::personal::content::Content;
use crate::trade::quantity::Units;
use crate::trade::text::Words;
use crate::ui::components::{Button, ButtonKind, Dialog, Notice, NumberInput, TextInput};
use crate::ui::feedback::{Tone, report};
use crate::ui::locale::{Text, t};
use crate::view::orders::LineView;

/// The dialog that cancels units.
#[component]
pub(super) fn CancelDialog(order: Shown, form: Form) -> impl IntoView {
    view! {
        <Dialog
            title=t!(order_cancel_units)
            class="wide"
            open=form.open
            on_close=move |()| form.give_up()
        >
            <CancelForm order form />
        </Dialog>
    }
}

/// A line that can be cancelled, with the number that a person asks for.
#[derive(Clone)]
struct Choice {
    line: LineView,
    units: RwSignal<Option<i64>>,
}

#[component]
fn CancelForm(order: Shown, form: Form) -> impl IntoView {
    let order = order.get_untracked();
    let choices: Vec<Choice> = (0_u16..)
        .zip(&order.lines)
        .map(|(index, line)| Choice {
            line: line.clone(),
            units: form.draft.units("units", index, Some(0)),
        })
        .filter(|choice| choice.line.cancellable > 0)
        .collect();
    let choices = StoredValue::new(choices);
    let words = form.draft.text("words", String::new());
    let asked = move || -> Vec<UnitsOfLine> {
        choices.with_value(|choices| {
            let asked = choices.iter().filter_map(|choice| {
                let units = u64::try_from(choice.units.get()?).ok()?;
                Some(UnitsOfLine {
                    line: choice.line.key.clone(),
                    units: Units::new(units)?,
                })
            });
            asked.collect()
        })
    };
    let count = move || asked().iter().map(|line| line.units.get()).sum::<u64>();
    let all = move |()| {
        choices.with_value(|choices| {
            for choice in choices {
                let there = i64::try_from(choice.line.cancellable).unwrap_or(i64::MAX);
                choice.units.set(Some(there));
            }
        });
    };
    let id = order.head.id.clone();
    let send = move |()| {
        let lines = untrack(asked);
        let units: u64 = lines.iter().map(|line| line.units.get()).sum();
        let mut rows = Vec::new();
        if let Ok(note) = Words::new(&words.get_untracked()) {
            match desk::row(Slot::Note, Content::Text(note)) {
                Ok(row) => rows.push(row),
                Err(problem) => return report(problem),
            }
        }
        let command = OrderCommand::CancelUnits {
            order: id.clone(),
            lines,
            why: CancelReason::Customer,
            rows: rows.iter().map(|row| row.row()).collect(),
        };
        form.send(command, rows, t!(order_cancelled_units, n = units));
    };
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                <Notice tone=Tone::Attention text=t!(order_cancel_hint) />
                <div class="row">
                    <Button label=t!(order_cancel_all) kind=ButtonKind::Quiet on_press=all />
                </div>
                {choices
                    .get_value()
                    .into_iter()
                    .map(|choice| {
                        view! {
                            <NumberInput
                                label=Text::from(choice.line.code)
                                value=choice.units
                                max=i64::try_from(choice.line.cancellable).unwrap_or(i64::MAX)
                            />
                        }
                    })
                    .collect_view()}
                <TextInput label=t!(order_cancel_reason) value=words check=words_check(true) />
                <FormActions
                    form
                    label=t!(order_do_cancel, n = count())
                    invalid=Signal::derive(move || count() == 0)
                    on_send=send
                    danger=true
                />
            </div>
        </form>
    }
}
