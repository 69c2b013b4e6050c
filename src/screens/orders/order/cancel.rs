//! Cancelling units: at once what no work was begun on; what lies in totes and parcels is asked back from the floor.
//! What the floor answered is told above the lines.

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
use crate::ui::components::{Button, ButtonKind, Dialog, Notice, NumberInput, Select, TextInput};
use crate::ui::feedback::{Tone, report};
use crate::ui::locale::{Text, t};
use crate::view::orders::{Back, LineView, cancel_of};

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

impl Choice {
    /// How many units can be cancelled or asked back.
    fn most(&self) -> i64 {
        let most = self.line.cancellable.saturating_add(self.line.recallable);
        i64::try_from(most).unwrap_or(i64::MAX)
    }

    /// Of so many units those that are asked back.
    fn asked_back(&self) -> u64 {
        let asked = self.units.get().and_then(|units| u64::try_from(units).ok());
        asked.unwrap_or(0).saturating_sub(self.line.cancellable)
    }
}

/// What was asked back from the floor: what it has not answered, what came back, what was too late.
#[component]
pub(super) fn AskedBack(order: Shown) -> impl IntoView {
    let back = Memo::new(move |_| order.with(|order| order.back.clone()));
    let id = order.with_untracked(|order| order.head.id.clone());
    let cancel = Callback::new(move |()| {
        let command = desk::peek(|at| cancel_of(at, at.state.order(&id)?));
        if let Some(command) = command {
            let units = back.with_untracked(Back::came_count);
            desk::perform(command, t!(order_cancelled_units, n = units));
        }
    });
    move || {
        let back = back.get();
        let came = back.came_count();
        view! {
            {(back.asked > 0)
                .then(|| {
                    view! { <Notice tone=Tone::Attention text=t!(askedback_waits, n = back.asked) attr:data-test="asked-back" /> }
                })}
            {(back.too_late > 0)
                .then(|| view! { <Notice tone=Tone::Attention text=t!(askedback_was_late, n = back.too_late) /> })}
            {(came > 0)
                .then(|| {
                    view! {
                        <Notice tone=Tone::Attention text=t!(askedback_came, n = came)>
                            <Button
                                label=t!(order_do_cancel, n = came)
                                on_press=cancel
                                attr:data-test="cancel-came-back"
                            />
                        </Notice>
                    }
                })}
        }
    }
}

/// Why units are cancelled, as it stands in the draft.
const WHY: [&str; 4] = ["customer", "house", "no-stock", "elsewhere"];

fn reason(why: &str) -> CancelReason {
    match why {
        "house" => CancelReason::House,
        "no-stock" => CancelReason::NoStock,
        "elsewhere" => CancelReason::Elsewhere(None),
        _ => CancelReason::Customer,
    }
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
        .filter(|choice| choice.most() > 0)
        .collect();
    let choices = StoredValue::new(choices);
    let words = form.draft.text("words", String::new());
    let why = form.draft.text("why", WHY[0].to_owned());
    let reasons = Signal::derive(|| {
        let words = [
            t!(order_cancel_why_customer),
            t!(order_cancel_why_house),
            t!(order_cancel_why_no_stock),
            t!(order_cancel_why_elsewhere),
        ];
        WHY.into_iter().map(str::to_owned).zip(words).collect()
    });
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
                choice.units.set(Some(choice.most()));
            }
        });
    };
    let back_count =
        move || choices.with_value(|choices| choices.iter().map(Choice::asked_back).sum::<u64>());
    // The words stand beside what is cancelled at once; a request to the floor has none.
    let at_once = move || count() > back_count();
    let id = order.head.id.clone();
    let send = move |()| {
        let lines = untrack(asked);
        let units: u64 = lines.iter().map(|line| line.units.get()).sum();
        let mut rows = Vec::new();
        let note = Words::new(&words.get_untracked()).ok();
        if let Some(note) = note.filter(|_| untrack(at_once)) {
            match desk::row(Slot::Note, Content::Text(note)) {
                Ok(row) => rows.push(row),
                Err(problem) => return report(problem),
            }
        }
        let command = OrderCommand::CancelUnits {
            order: id.clone(),
            lines,
            why: reason(&why.get_untracked()),
            rows: rows.iter().map(|row| row.row()).collect(),
        };
        let back = untrack(back_count);
        let done = if why.get_untracked() == "elsewhere" && back == 0 {
            t!(order_elsewhere_done, n = units)
        } else if back > 0 {
            t!(askedback_done, cancelled = units - back, asked = back)
        } else {
            t!(order_cancelled_units, n = units)
        };
        form.send(command, rows, done);
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
                                label=Text::from(choice.line.code.clone())
                                value=choice.units
                                max=choice.most()
                            />
                        }
                    })
                    .collect_view()}
                {move || {
                    let back = back_count();
                    (back > 0).then(|| view! { <p class="quiet-text">{t!(askedback_will_be, n = back)}</p> })
                }}
                <Select label=t!(order_cancel_why) value=why options=reasons />
                <Show when=move || at_once()>
                    <TextInput label=t!(order_cancel_reason) value=words check=words_check(true) />
                </Show>
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
