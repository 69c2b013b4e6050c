//! The returns of an order: authorised against what was shipped, received and inspected on the floor, refunded here.

use leptos::prelude::*;

use super::form::{Form, FormActions, Shown, words_check};
use super::money::{RefundFor, begin_for};
use crate::domain::Command;
use crate::domain::event::{LineUnits, ReturnLine};
use crate::domain::order::{Order, Return, ReturnedLine};
use crate::domain::reason::ReturnReason;
use crate::domain::text::{OrderId, ReturnId, Sku, Words};
use crate::domain::workspace::ReturnHead;
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, Dialog, IconButton, IconName, NumberInput, Select, StatusBadge,
    TextInput,
};
use crate::ui::desk;
use crate::ui::locale::{Text, t, text};
use crate::ui::orders::returns::return_state;
use crate::ui::routes::{Paper, Route};
use crate::ui::{pages, trade};

/// The section of the returns.
#[component]
pub(super) fn Returns(order: Shown, refund: Form, refund_for: RefundFor) -> impl IntoView {
    let form = Form::of("return", order);
    let returnable = Memo::new(move |_| {
        order.with(|order| (0..order.lines.len()).any(|line| order.returnable(line as u16) > 0))
    });
    view! {
        <section class="order-section" aria-labelledby="order-returns">
            <h2 id="order-returns">{t!(order_returns)}</h2>
            {move || {
                order
                    .with(|order| {
                        if order.returns.is_empty() {
                            return view! { <p class="quiet-text">{t!(order_no_returns)}</p> }.into_any();
                        }
                        let cases = order
                            .returns
                            .iter()
                            .map(|case| case_view(order, case, refund, refund_for));
                        cases.collect_view().into_any()
                    })
            }}
            <div class="row">
                <Show
                    when=move || returnable.get()
                    fallback=move || {
                        order
                            .with(|order| !order.returns.is_empty())
                            .then(|| view! { <p class="quiet-text">{t!(order_nothing_returnable)}</p> })
                    }
                >
                    <Button
                        label=t!(order_authorise_return)
                        icon=IconName::Return
                        on_press=move |()| form.open.set(true)
                        attr:data-test="authorise-return"
                    />
                </Show>
            </div>
            <Dialog
                title=t!(order_authorise_return)
                class="wide"
                open=form.open
                on_close=move |()| form.give_up()
            >
                <ReturnForm order form />
            </Dialog>
        </section>
    }
}

fn case_view(order: &Order, case: &Return, refund: Form, refund_for: RefundFor) -> AnyView {
    let head = head_of(case);
    let (tone, state) = return_state(&head);
    let lines = case.lines.iter().map(|line| line_view(order, case, line));
    let at_dock = head.received.saturating_sub(head.decided);
    let undo = {
        let (order, case) = (order.id.clone(), case.clone());
        move |()| undo_receipt(order.clone(), &case)
    };
    let (refunded, currency) = (case.refunded, order.currency);
    let received = head.received > 0;
    let closable = !case.closed && head.received == head.decided;
    let open_refund = {
        let id = case.id.clone();
        move |()| begin_for(refund, refund_for, &id)
    };
    let close = {
        let (order, id) = (order.id.clone(), case.id.clone());
        move |()| close(order.clone(), id.clone())
    };
    let (id, order_id) = (case.id.to_string(), order.id.to_string());
    let floor = Route::FloorReturnCase(order_id.clone(), id.clone());
    let paper = Route::Print(Paper::Return(order_id, id.clone()));
    let links = [
        (t!(order_on_floor), floor, IconName::Scan),
        (t!(order_print_return), paper, IconName::Print),
    ];
    let links = links
        .into_iter()
        .filter(|(_, route, _)| !case.closed && pages::exists(route))
        .map(|(label, to, icon)| view! { <ButtonLink label to icon kind=ButtonKind::Quiet /> });
    view! {
        <article class="order-part" data-test="return" data-return=case.id.to_string()>
            <div class="row apart">
                <h3 class="code">{id}</h3>
                <StatusBadge tone label=state />
            </div>
            <ul class="stack-tight">{lines.collect_view()}</ul>
            {(refunded.0 != 0)
                .then(|| {
                    view! {
                        <p>{t!(order_refunded)} " " {move || trade::money(refunded, currency)}</p>
                    }
                })}
            <div class="row">
                {links.collect_view()}
                {(at_dock > 0)
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_undo_receipt, n = at_dock)
                                kind=ButtonKind::Quiet
                                icon=IconName::Undo
                                on_press=undo
                                attr:data-test="undo-receipt"
                            />
                        }
                    })}
                {received
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_refund)
                                icon=IconName::Minus
                                on_press=open_refund
                                attr:data-test="refund-return"
                            />
                        }
                    })}
                {closable
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_close_return)
                                icon=IconName::Check
                                on_press=close
                                attr:data-test="close-return"
                            />
                        }
                    })}
            </div>
        </article>
    }
    .into_any()
}

fn head_of(case: &Return) -> ReturnHead {
    ReturnHead {
        id: case.id.clone(),
        authorised: case.lines.iter().map(|line| line.authorised).sum(),
        received: case.lines.iter().map(|line| line.received).sum(),
        decided: case.lines.iter().map(ReturnedLine::decided).sum(),
        closed: case.closed,
    }
}

fn line_view(order: &Order, case: &Return, line: &ReturnedLine) -> AnyView {
    let item = order.lines.get(usize::from(line.line));
    let item = item.map(|item| item.sku.to_string()).unwrap_or_default();
    let (authorised, received, decided) = (line.authorised, line.received, line.decided());
    let decisions = line.decisions.iter().map(|decision| {
        let (units, disposition, condition) =
            (decision.units, decision.disposition, decision.condition);
        let undo = Command::UndoDecision {
            order: order.id.clone(),
            return_id: case.id.clone(),
            line: line.line,
            decision: decision.clone(),
        };
        view! {
            <li class="row">
                {move || {
                    text!(
                        order_decision,
                        count = units,
                        disposition = trade::disposition(disposition),
                        condition = trade::condition(condition)
                    )
                }}
                {(!case.closed)
                    .then(|| {
                        view! {
                            <IconButton
                                label=t!(order_undo_decision)
                                icon=IconName::Undo
                                on_press=move |()| desk::perform(undo.clone(), t!(orders_undone))
                                attr:data-test="undo-decision"
                            />
                        }
                    })}
            </li>
        }
    });
    view! {
        <li>
            <span class="code">{item}</span>
            " "
            {move || {
                text!(order_return_line, authorised = authorised, received = received, decided = decided)
            }}
            <p class="row quiet-text">
                <span>{trade::return_reason(line.reason)}</span>
                {line.words.as_ref().map(|words| view! { <q>{words.to_string()}</q> })}
            </p>
            <ul>{decisions.collect_view()}</ul>
        </li>
    }
    .into_any()
}

/// Takes back that the units came which nobody has decided about yet.
fn undo_receipt(order: OrderId, case: &Return) {
    let waits = |line: &ReturnedLine| LineUnits {
        line: line.line,
        units: line.received.saturating_sub(line.decided()),
    };
    let command = Command::UndoReceipt {
        order,
        return_id: case.id.clone(),
        lines: case.lines.iter().map(waits).collect(),
    };
    desk::perform(command, t!(orders_undone));
}

fn close(order: OrderId, return_id: ReturnId) {
    let name = return_id.to_string();
    let command = Command::CloseReturn { order, return_id };
    desk::perform(command, t!(order_return_closed, return_id = name));
}

/// A line that can come back.
#[derive(Clone)]
struct Choice {
    line: u16,
    sku: Sku,
    there: u32,
    units: RwSignal<Option<i64>>,
    reason: RwSignal<String>,
}

#[component]
fn ReturnForm(order: Shown, form: Form) -> impl IntoView {
    let order = order.get_untracked();
    let choices: Vec<Choice> = (0_u16..)
        .zip(&order.lines)
        .map(|(line, l)| Choice {
            line,
            sku: l.sku.clone(),
            there: order.returnable(line),
            units: form.draft.units("units", line, Some(0)),
            reason: form
                .draft
                .choice("reason", line, ReturnReason::Unwanted.code()),
        })
        .filter(|choice| choice.there > 0)
        .collect();
    let choices = StoredValue::new(choices);
    let words = form.draft.text("words", String::new());
    let asked = move || -> Vec<ReturnLine> {
        let note = Words::new(&words.get()).ok();
        choices.with_value(|choices| {
            let asked = choices.iter().map(|choice| ReturnLine {
                line: choice.line,
                sku: choice.sku.clone(),
                units: choice
                    .units
                    .get()
                    .and_then(|n| u32::try_from(n).ok())
                    .unwrap_or(0),
                reason: ReturnReason::from_code(&choice.reason.get())
                    .unwrap_or(ReturnReason::Other),
                words: note.clone(),
            });
            asked.filter(|line| line.units > 0).collect()
        })
    };
    let count = move || asked().iter().map(|line| line.units).sum::<u32>();
    let id = order.id.clone();
    let send = move |()| {
        let command = Command::AuthoriseReturn {
            order: id.clone(),
            lines: untrack(asked),
        };
        form.send(command, t!(order_return_authorised));
    };
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                {choices
                    .get_value()
                    .into_iter()
                    .map(|choice| view! { <ChoiceFields choice /> })
                    .collect_view()}
                <TextInput label=t!(order_return_words) value=words check=words_check(true) />
                <FormActions
                    form
                    label=t!(order_do_authorise, n = count())
                    invalid=Signal::derive(move || count() == 0)
                    on_send=send
                />
            </div>
        </form>
    }
}

#[component]
fn ChoiceFields(choice: Choice) -> impl IntoView {
    let reasons: Vec<(String, Text)> = ReturnReason::ALL
        .iter()
        .map(|reason| (reason.code().to_owned(), trade::return_reason(*reason)))
        .collect();
    let item = choice.sku.to_string();
    view! {
        <div class="columns">
            <NumberInput
                label=t!(order_return_units, item = item.as_str())
                value=choice.units
                max=i64::from(choice.there)
            />
            <Select label=t!(order_return_reason) value=choice.reason options=Signal::stored(reasons) />
        </div>
    }
}
