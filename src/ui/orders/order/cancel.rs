//! Cancelling units: what is not in a parcel and has not left. It cannot be undone, so it asks.

use leptos::prelude::*;

use super::form::{Form, FormActions, Shown, words_check};
use crate::domain::Command;
use crate::domain::decide::office::cancellable;
use crate::domain::event::LineUnits;
use crate::domain::text::Words;
use crate::ui::components::{Button, ButtonKind, Dialog, Notice, NumberInput, TextInput};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t};

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
    line: u16,
    item: String,
    there: u32,
    units: RwSignal<Option<i64>>,
}

#[component]
fn CancelForm(order: Shown, form: Form) -> impl IntoView {
    let order = order.get_untracked();
    let choices: Vec<Choice> = (0_u16..)
        .zip(&order.lines)
        .map(|(line, l)| Choice {
            line,
            item: l.sku.to_string(),
            there: cancellable(&order, line),
            units: form.draft.units("units", line, Some(0)),
        })
        .filter(|choice| choice.there > 0)
        .collect();
    let choices = StoredValue::new(choices);
    let words = form.draft.text("words", String::new());
    let asked = move || -> Vec<LineUnits> {
        choices.with_value(|choices| {
            let asked = choices.iter().map(|choice| LineUnits {
                line: choice.line,
                units: choice
                    .units
                    .get()
                    .and_then(|n| u32::try_from(n).ok())
                    .unwrap_or(0),
            });
            asked.filter(|line| line.units > 0).collect()
        })
    };
    let count = move || asked().iter().map(|line| line.units).sum::<u32>();
    let all = move |()| {
        choices.with_value(|choices| {
            for choice in choices {
                choice.units.set(Some(i64::from(choice.there)));
            }
        });
    };
    let id = order.id.clone();
    let send = move |()| {
        let lines = untrack(asked);
        let units: u32 = lines.iter().map(|line| line.units).sum();
        let command = Command::CancelLines {
            order: id.clone(),
            lines,
            words: Words::new(&words.get_untracked()).ok(),
        };
        form.send(command, t!(order_cancelled_units, n = units));
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
                                label=Text::from(choice.item)
                                value=choice.units
                                max=i64::from(choice.there)
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
