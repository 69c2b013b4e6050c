//! What somebody does of an order who is not us: asked, confirmed, sent with a number, declined.

use crate::screens::desk::{self, Area};
use crate::screens::stock::parties;
use crate::screens::words;
use crate::trade::fulfilment::commands::FulfilmentCommand;
use crate::trade::id::{FulfilmentOrderId, PartyId};
use crate::trade::parties::PartyRole;
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, Dialog, IconName, Select, StatusBadge, TextInput};
use crate::ui::feedback::{Problem, Tone, report};
use crate::ui::locale::{Text, t};
use crate::view::orders::{OthersView, SentView};
use leptos::prelude::*;

/// How far they are, and the next steps.
pub(super) fn others(id: FulfilmentOrderId, of: &OthersView) -> AnyView {
    let sending = RwSignal::new(false);
    let badge = if of.declined {
        Some((Tone::Attention, t!(order_others_declined)))
    } else if of.left == 0 {
        Some((Tone::Good, t!(order_others_sent)))
    } else if of.confirmed {
        Some((Tone::Information, t!(order_others_confirmed)))
    } else {
        of.asked_ms.map(|ms| {
            let label = t!(order_others_asked, when = words::moment(ms));
            (Tone::Information, label)
        })
    };
    let step = |label: Text, name: &'static str, command: FulfilmentCommand, done: fn() -> Text| {
        view! {
            <Button
                label
                kind=ButtonKind::Quiet
                on_press=move |()| desk::perform(command.clone(), done())
                attr:data-test=name
            />
        }
    };
    let is_open = of.left > 0;
    let ask = (is_open && of.asked_ms.is_none() && !of.confirmed).then(|| {
        let command = FulfilmentCommand::Ask { fulfilment: id };
        step(t!(order_others_ask), "others-ask", command, || {
            t!(order_others_noted)
        })
    });
    let confirm = (is_open && !of.confirmed).then(|| {
        let command = FulfilmentCommand::TakeUp { fulfilment: id };
        step(t!(order_others_confirm), "others-confirm", command, || {
            t!(order_others_noted)
        })
    });
    let decline = is_open.then(|| {
        let command = FulfilmentCommand::Decline { fulfilment: id };
        step(t!(order_others_decline), "others-decline", command, || {
            t!(order_others_declined_done)
        })
    });
    let send = is_open.then(|| {
        view! {
            <Button
                label=t!(order_others_send)
                kind=ButtonKind::Quiet
                icon=IconName::Check
                on_press=move |()| sending.set(true)
                attr:data-test="others-send"
            />
        }
    });
    let sent = of
        .sent
        .iter()
        .map(|sent| sent_view(id, sent))
        .collect_view();
    view! {
        {badge.map(|(tone, label)| view! { <StatusBadge tone label /> })}
        <span class="row wrap">{ask} {confirm} {send} {decline}</span>
        {sent}
        <SendForm id open=sending />
    }
    .into_any()
}

fn sent_view(id: FulfilmentOrderId, sent: &SentView) -> AnyView {
    let undo = FulfilmentCommand::UndoSend {
        fulfilment: id,
        sent: sent.fact,
    };
    let number = sent.number.clone().unwrap_or_default();
    let number = match sent.page.clone() {
        Some(page) => view! {
            <a href=page target="_blank" rel="noreferrer">{number}</a>
        }
        .into_any(),
        None => view! { <span>{number}</span> }.into_any(),
    };
    let (carrier, units) = (sent.carrier.clone(), sent.units);
    view! {
        <span class="row wrap" data-test="others-sent-units">
            <span class="quiet-text">{t!(trade_units, n = units)}</span>
            {carrier}
            {number}
            <Button
                label=t!(order_others_undo)
                kind=ButtonKind::Quiet
                icon=IconName::Undo
                on_press=move |()| desk::perform(undo.clone(), t!(order_others_undone))
            />
        </span>
    }
    .into_any()
}

/// With whom they sent it, and under which number.
#[component]
fn SendForm(id: FulfilmentOrderId, open: RwSignal<bool>) -> impl IntoView {
    let (carrier, number) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let carriers: Vec<(PartyId, String)> =
        desk::read(&[Area::Catalog], |at| parties(at, &PartyRole::Carrier));
    let options: Vec<(String, Text)> =
        std::iter::once((String::new(), t!(order_others_no_carrier)))
            .chain(
                carriers
                    .iter()
                    .map(|(_, name)| (name.clone(), Text::from(name.clone()))),
            )
            .collect();
    let send = Callback::new(move |()| {
        let typed = number.get_untracked();
        let number = match typed.trim() {
            "" => None,
            typed => match Code::new(typed) {
                Ok(number) => Some(number),
                Err(_) => {
                    let text = t!(refusals_text_control);
                    return report(Problem {
                        code: text.now(),
                        text,
                    });
                }
            },
        };
        let chosen = carrier.get_untracked();
        let found = carriers.iter().find(|(_, name)| *name == chosen);
        let command = FulfilmentCommand::Send {
            fulfilment: id,
            lines: Vec::new(),
            carrier: found.map(|(id, _)| id.clone()),
            number,
        };
        open.set(false);
        desk::perform(command, t!(order_others_noted));
    });
    view! {
        <Dialog title=t!(order_others_send) open=open on_close=move |()| open.set(false)>
            <form class="form" data-test="others-send-form" on:submit=|event| event.prevent_default()>
                <p class="quiet-text">{t!(order_others_send_text)}</p>
                <Select label=t!(trade_party_carrier) value=carrier options=Signal::stored(options.clone()) />
                <TextInput label=t!(order_others_number) value=number />
                <Button
                    label=t!(order_others_send_do)
                    kind=ButtonKind::Primary
                    submit=true
                    on_press=send
                    attr:data-test="others-send-do"
                />
            </form>
        </Dialog>
    }
}
