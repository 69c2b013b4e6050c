//! What was sent to a channel: made again on demand, or said not to have been taken.

use super::{file, preview, save, words as said};
use crate::screens::desk::{self, Area};
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::id::ChannelId;
use crate::ui::components::{Button, ButtonKind, ConfirmButton, IconName, StatusBadge};
use crate::ui::feedback::{Tone, report, toast};
use crate::ui::locale::t;
use crate::view::answers::{self, Sent};
use leptos::prelude::*;

/// How many of the last files are listed.
const LISTED_MAX: usize = 100;

/// The list.
#[component]
pub(super) fn History(channel: ChannelId) -> impl IntoView {
    let sent = {
        let channel = channel.clone();
        Memo::new(move |_| {
            let mut all = desk::read(&[Area::Catalog], |at| answers::history(at, &channel));
            all.truncate(LISTED_MAX);
            all
        })
    };
    view! {
        <section class="section" aria-labelledby="sent-title">
            <h2 id="sent-title">{t!(answers_sent)}</h2>
            <Show when=move || sent.with(Vec::is_empty)>
                <p class="quiet-text">{t!(answers_nothing_sent)}</p>
            </Show>
            <ul class="cards" data-test="sent">
                {move || sent.get().into_iter().map(|one| line(&channel, one)).collect_view()}
            </ul>
        </section>
    }
}

fn line(channel: &ChannelId, sent: Sent) -> impl IntoView + use<> {
    let of = sent.written.clone();
    let again = {
        let channel = channel.clone();
        move |()| {
            let made = desk::peek(|at| file(at, &channel, of.kind, of.form, &of.told));
            match save(&made) {
                Ok(()) => toast(Tone::Good, t!(answers_saved, name = made.name.clone())),
                Err(problem) => report(problem),
            }
        }
    };
    let (kind, form) = (sent.written.kind, sent.written.form);
    let count = sent.written.told.len();
    let channel = channel.clone();
    let back = move |()| {
        let command = ChannelCommand::TakeAnswerBack {
            channel: channel.clone(),
            answer: sent.fact,
        };
        desk::perform(command, t!(answers_taken_back_done));
    };
    view! {
        <li class="card" data-test="sent-file">
            <div class="row apart">
                <h3>{said::kind(kind)} ", " {said::form(form, kind)}</h3>
                <span>{preview::when(sent.at_ms)}</span>
            </div>
            <p class="row quiet-text">
                <span>{t!(answers_things, n = count)}</span>
                <span>{sent.who}</span>
                {sent
                    .taken_back
                    .then(|| view! { <StatusBadge tone=Tone::Attention label=t!(answers_taken_back) /> })}
            </p>
            <div class="actions">
                <Button
                    label=t!(answers_again)
                    kind=ButtonKind::Quiet
                    icon=IconName::Download
                    on_press=again
                    attr:data-test="send-again"
                />
                {(!sent.taken_back)
                    .then(|| {
                        view! {
                            <ConfirmButton
                                label=t!(answers_not_taken)
                                text=t!(answers_not_taken_text)
                                kind=ButtonKind::Quiet
                                icon=IconName::Undo
                                name="not-taken"
                                on_confirm=back
                            />
                        }
                    })}
            </div>
        </li>
    }
}
