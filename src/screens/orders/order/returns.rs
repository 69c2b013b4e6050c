//! The returns of an order: authorised against what was shipped, received and inspected on the floor, refunded here.

use leptos::prelude::*;

use super::super::Shown;
use super::super::form::{Form, FormActions, words_check};
use super::super::returns::return_state;
use super::money::{RefundFor, begin_for};
use crate::screens::{desk, pages, words};
use crate::trade::personal::Slot;
use crate::trade::personal::content::Content;
use crate::trade::quantity::Units;
use crate::trade::returns::commands::ReturnCommand;
use crate::trade::returns::{ReturnAuthorised, ReturnLine, ReturnReason};
use crate::trade::text::Words;
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, Dialog, IconName, NumberInput, Select, StatusBadge, TextInput,
};
use crate::ui::feedback::report;
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::{Paper, Route};
use crate::view::names;
use crate::view::orders::{OrderView, ReturnView, Returnable};

const REASONS: [(&str, ReturnReason); 9] = [
    ("unwanted", ReturnReason::Unwanted),
    ("damaged", ReturnReason::Damaged),
    ("defective", ReturnReason::Defective),
    ("wrong-item", ReturnReason::WrongItem),
    ("not-as-described", ReturnReason::NotAsDescribed),
    ("size", ReturnReason::Size),
    ("late", ReturnReason::Late),
    ("undelivered", ReturnReason::Undelivered),
    ("other", ReturnReason::Other),
];

/// The section of the returns.
#[component]
pub(super) fn Returns(order: Shown, refund: Form, refund_for: RefundFor) -> impl IntoView {
    let document = order.with_untracked(|order| order.head.address.clone());
    let form = Form::of("return", &document);
    let returnable = Memo::new(move |_| order.with(|order| !order.returnable.is_empty()));
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

fn case_view(order: &OrderView, case: &ReturnView, refund: Form, refund_for: RefundFor) -> AnyView {
    let (tone, state) = return_state(case);
    let rma = case.id;
    let name = names::opened(&rma.0);
    let counts = [case.authorised, case.received, case.decided]
        .map(|units| u64::try_from(units).unwrap_or(0));
    let address = order.head.address.clone();
    let floor = Route::FloorReturnCase(address.clone(), name.clone());
    let paper = Route::Print(Paper::Return(address, name.clone()));
    let links = [
        (t!(order_on_floor), floor, IconName::Scan),
        (t!(order_print_return), paper, IconName::Print),
    ];
    let links = links
        .into_iter()
        .filter(|(_, route, _)| !case.closed && pages::exists(route))
        .map(|(label, to, icon)| view! { <ButtonLink label to icon kind=ButtonKind::Quiet /> })
        .collect_view();
    let closable = !case.closed && case.received == case.decided;
    let refundable = case.received > 0 && order.account.refundable() > 0;
    let close = {
        let name = name.clone();
        move |()| {
            let (command, name) = (ReturnCommand::Close { rma }, name.clone());
            desk::perform(command, t!(order_return_closed, return_id = name.clone()));
        }
    };
    view! {
        <article class="order-part" data-test="return" data-return=name.clone()>
            <div class="row apart">
                <h3 class="code">{name.clone()}</h3>
                <StatusBadge tone label=state />
            </div>
            <p>
                {move || {
                    text!(
                        order_return_line, authorised = counts[0], received = counts[1], decided = counts[2]
                    )
                }}
            </p>
            {case.words.clone().map(|words| view! { <q>{words}</q> })}
            <div class="row">
                {links}
                {refundable
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_refund)
                                icon=IconName::Minus
                                on_press=move |()| begin_for(refund, refund_for, rma)
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

/// Units that can come back.
#[derive(Clone)]
struct Choice {
    of: Returnable,
    units: RwSignal<Option<i64>>,
    reason: RwSignal<String>,
}

#[component]
fn ReturnForm(order: Shown, form: Form) -> impl IntoView {
    let order = order.get_untracked();
    let choices: Vec<Choice> = (0_u16..)
        .zip(&order.returnable)
        .map(|(index, of)| Choice {
            of: of.clone(),
            units: form.draft.units("units", index, Some(0)),
            reason: form.draft.choice("reason", index, "unwanted"),
        })
        .collect();
    let choices = StoredValue::new(choices);
    let words = form.draft.text("words", String::new());
    let asked = move || -> Vec<ReturnLine> {
        choices.with_value(|choices| {
            let asked = choices.iter().filter_map(|choice| {
                let units = u64::try_from(choice.units.get()?).ok()?;
                let typed = choice.reason.get();
                let reason = REASONS.into_iter().find(|(code, _)| *code == typed);
                Some(ReturnLine {
                    line: choice.of.line.clone(),
                    goods: choice.of.goods.clone(),
                    units: Units::new(units)?,
                    reason: reason.map_or(ReturnReason::Other, |(_, reason)| reason),
                })
            });
            asked.collect()
        })
    };
    let count = move || asked().iter().map(|line| line.units.get()).sum::<u64>();
    let id = order.head.id.clone();
    let send = move |()| {
        let mut rows = Vec::new();
        if let Ok(note) = Words::new(&words.get_untracked()) {
            match desk::row(Slot::Message, Content::Text(note)) {
                Ok(row) => rows.push(row),
                Err(problem) => return report(problem),
            }
        }
        let command = ReturnCommand::Authorise(ReturnAuthorised {
            order: Some(id.clone()),
            lines: untrack(asked),
            rows: rows.iter().map(|row| row.row()).collect(),
        });
        form.send(command, rows, t!(order_return_authorised));
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
    let reasons: Vec<(String, Text)> = REASONS
        .iter()
        .map(|(code, reason)| ((*code).to_owned(), words::return_reason(reason)))
        .collect();
    let item = choice.of.code.clone();
    view! {
        <div class="columns">
            <NumberInput
                label=t!(order_return_units, item = item.clone())
                value=choice.units
                max=i64::try_from(choice.of.units).unwrap_or(i64::MAX)
            />
            <Select label=t!(order_return_reason) value=choice.reason options=Signal::stored(reasons) />
        </div>
    }
}
