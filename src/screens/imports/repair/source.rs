//! What the shop says now beside what stands here: all of its word is taken, some of it, or none.

use super::{AREAS, with_outside};
use crate::intake::repair::mend::{Done, Outside};
use crate::intake::repair::source::{Difference, accept, accept_one, differences};
use crate::screens::{desk, words};
use crate::site::Reading;
use crate::trade::id::OrderId;
use crate::trade::orders::Doubt;
use crate::trade::orders::commands::OrderCommand;
use crate::trade::personal::content::Contact;
use crate::trade::quantity::Currency;
use crate::trade::text::Words;
use crate::ui::components::{Button, ButtonKind, IconName};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

fn differences_of(id: &OrderId) -> Vec<Difference> {
    let found = with_outside(|outside| desk::read(AREAS, |at| differences(at, id, outside)));
    // Without chance nothing can be written either, and whoever tries is told so.
    found.unwrap_or_default()
}

/// The differences of an order with its source, each with a way to take it; nothing where there are none.
#[component]
pub(in crate::screens) fn SourceWord(
    /// The order.
    id: OrderId,
) -> impl IntoView {
    let of = id.clone();
    let all = Memo::new(move |_| differences_of(&of));
    let currency = desk::peek(|at| at.state.order(&id).and_then(|order| order.currency()));
    let currency = currency.unwrap_or(Currency::NONE);
    move || {
        let all = all.get();
        (!all.is_empty()).then(|| shown(&id, all, currency))
    }
}

fn shown(id: &OrderId, all: Vec<Difference>, currency: Currency) -> AnyView {
    let rows = all
        .into_iter()
        .map(|difference| row(id, difference, currency))
        .collect_view();
    let taken = id.clone();
    let take_all = move |()| {
        let id = taken.clone();
        run(t!(repair_source_taken), move |at, outside| {
            accept(at, &id, outside)
        });
    };
    let kept = id.clone();
    let keep = move |()| {
        let command = OrderCommand::SettleDoubt {
            order: kept.clone(),
            doubt: Doubt::SourceChanged,
        };
        desk::perform(command, t!(repair_source_kept));
    };
    view! {
        <section class="source-word" data-test="source-word">
            <h3>{t!(repair_source_title)}</h3>
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(repair_source_title)>
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(repair_source_what)}</th>
                            <th scope="col">{t!(repair_source_here)}</th>
                            <th scope="col">{t!(repair_source_said)}</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="row wrap">
                <Button
                    label=t!(repair_source_take_all)
                    kind=ButtonKind::Primary
                    icon=IconName::Check
                    on_press=take_all
                    attr:data-test="take-source"
                />
                <Button
                    label=t!(repair_source_keep)
                    icon=IconName::Lock
                    on_press=keep
                    attr:data-test="keep-ours"
                />
            </div>
        </section>
    }
    .into_any()
}

fn row(id: &OrderId, difference: Difference, currency: Currency) -> AnyView {
    let (what, here, said) = told(&difference, currency);
    let can = !matches!(difference, Difference::Total { .. });
    let id = id.clone();
    let take = move |()| {
        let (id, difference) = (id.clone(), difference.clone());
        run(t!(repair_source_one_taken), move |at, outside| {
            let one = accept_one(at, &id, &difference, outside);
            one.into_iter().collect()
        });
    };
    view! {
        <tr data-test="source-difference">
            <th scope="row">{what}</th>
            <td>{here}</td>
            <td>{said}</td>
            <td>
                {can.then(|| {
                    view! {
                        <Button
                            label=t!(repair_source_take)
                            kind=ButtonKind::Quiet
                            on_press=take
                            attr:data-test="take-difference"
                        />
                    }
                })}
            </td>
        </tr>
    }
    .into_any()
}

/// What differs, how it stands here, and how at the source.
fn told(difference: &Difference, currency: Currency) -> (Text, String, String) {
    match difference {
        Difference::Units {
            code, here, said, ..
        } => {
            let figure = |units: u64| words::figure(i128::from(units));
            (Text::from(code.clone()), figure(*here), figure(*said))
        }
        Difference::Address { here, said } => {
            let here = here.as_ref().map(|here| address(here)).unwrap_or_default();
            (t!(order_address), here, address(said))
        }
        Difference::Total { here, said } => (
            t!(order_total),
            words::money(*here, &currency),
            words::money(*said, &currency),
        ),
    }
}

/// An address in one line.
fn address(contact: &Contact) -> String {
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.as_str().to_owned());
    let names = [text(&contact.company), text(&contact.name)];
    let lines = contact
        .lines
        .iter()
        .map(|line| Some(line.as_str().to_owned()));
    let rest = [
        text(&contact.post_code),
        text(&contact.city),
        contact.country.as_ref().map(ToString::to_string),
    ];
    let parts = names.into_iter().chain(lines).chain(rest).flatten();
    parts.collect::<Vec<_>>().join(", ")
}

/// Runs what a difference leads to.
fn run(done: Text, make: impl FnOnce(&Reading<'_>, &mut Outside<'_>) -> Vec<Done> + 'static) {
    spawn_reported(async move {
        let made = with_outside(|outside| desk::peek(|at| make(at, outside)))?;
        if made.is_empty() {
            toast(Tone::Attention, t!(repair_gone));
            return Ok(());
        }
        for (command, rows) in made {
            let ran = desk::run_with(command, rows).await;
            ran.map_err(|error| desk::problem(&error))?;
        }
        toast(Tone::Good, done);
        Ok(())
    });
}
