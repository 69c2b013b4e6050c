//! Work of another device is taken over: why, what that means, and that it was done; in an office dialog, and on the floor
//! for a thumb.

use crate::screens::desk::{self, Ran};
use crate::stream::id::{StreamId, TAG_LETTERS};
use crate::trade::leases::TakeoverReason;
use crate::trade::leases::commands::{LeaseAt, LeaseCommand};
use crate::ui::components::{Button, ButtonKind, Dialog, Icon, IconName, Select};
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::{Text, t, text};
use leptos::prelude::*;

/// What is to be taken over.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// From which device.
    pub from: StreamId,
    /// Pieces of work, with what they are called; `None` is all that the device holds.
    pub these: Option<Handed>,
}

/// Pieces of work, with what they are called.
pub type Handed = (Vec<LeaseAt>, String);

const REASONS: [(&str, TakeoverReason); 3] = [
    ("lost", TakeoverReason::Lost),
    ("gone", TakeoverReason::Gone),
    ("agreed", TakeoverReason::Agreed),
];

fn reason_words(reason: &TakeoverReason) -> Text {
    match reason {
        TakeoverReason::Lost => t!(workspace_take_over_lost),
        TakeoverReason::Gone => t!(workspace_take_over_gone),
        TakeoverReason::Agreed => t!(workspace_take_over_agreed),
        TakeoverReason::Incarnation => t!(workspace_devices_own),
    }
}

/// Takes over, and runs `then` once it is done.
fn take(target: Target, reason: TakeoverReason, then: impl FnOnce(Ran) + 'static) {
    let Target { from, these } = target;
    let command = match these {
        Some((leases, _)) => LeaseCommand::TakeOver {
            from,
            leases,
            reason,
        },
        None => LeaseCommand::TakeOverAll { from, reason },
    };
    desk::perform_then(command, then);
}

fn named(code: &str) -> Option<TakeoverReason> {
    let found = REASONS.into_iter().find(|(known, _)| *known == code);
    found.map(|(_, reason)| reason)
}

/// Asks why work is taken over, says what that means, and does it.
#[component]
pub fn TakeOver(
    target: RwSignal<Option<Target>>,
    /// Runs once the work is this device's.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let on_take = move |()| {
        let (Some(work), Some(reason)) = (
            target.get_untracked(),
            reason.with_untracked(|it| named(it)),
        ) else {
            return;
        };
        target.set(None);
        take(work, reason, move |_| {
            toast(Tone::Good, t!(workspace_devices_taken_over));
            if let Some(on_done) = on_done {
                on_done.run(());
            }
        });
    };
    let none = (String::new(), t!(workspace_take_over_choose));
    let reasons = REASONS
        .iter()
        .map(|(code, reason)| ((*code).to_owned(), reason_words(reason)));
    let options = StoredValue::new_local([none].into_iter().chain(reasons).collect::<Vec<_>>());
    view! {
        <Dialog
            title=t!(workspace_take_over_title)
            open=Signal::derive(move || target.with(Option::is_some))
            on_close=move |()| target.set(None)
        >
            <p class="prose">
                {move || target.with(|target| target.as_ref().map(asks).unwrap_or_default())}
            </p>
            <p class="prose">{t!(workspace_take_over_means)}</p>
            <Select label=t!(workspace_take_over_why) value=reason options=options.get_value() />
            <div class="dialog-actions">
                <Button label=t!(components_cancel) on_press=move |()| target.set(None) />
                <Button
                    label=t!(workspace_take_over_do)
                    kind=ButtonKind::Danger
                    disabled=Signal::derive(move || reason.with(String::is_empty))
                    on_press=on_take
                    attr:data-test="take-over-confirm"
                />
            </div>
        </Dialog>
    }
}

/// The same on the floor: the reasons are buttons, and the task says that it was done.
#[component]
pub fn FloorTakeOver(
    target: RwSignal<Option<Target>>,
    /// Runs once the work is this device's.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (Some(work), Some(why)) = (
            target.get_untracked(),
            reason.with_untracked(|it| named(it)),
        ) else {
            return;
        };
        target.set(None);
        reason.set(String::new());
        take(work, why, move |_| on_done.run(()));
    };
    let choice = move |(code, why): &(&'static str, TakeoverReason)| {
        let code = *code;
        view! {
            <button
                class="floor-choice"
                type="button"
                aria-pressed=move || if reason.with(|it| it == code) { "true" } else { "false" }
                data-test=format!("reason-{code}")
                on:click=move |_| reason.set(code.to_owned())
            >
                <Icon name=IconName::Check />
                <span>{reason_words(why)}</span>
            </button>
        }
    };
    view! {
        <Dialog
            title=t!(workspace_take_over_title)
            open=Signal::derive(move || target.with(Option::is_some))
            on_close=move |()| target.set(None)
            class="floor-sheet"
        >
            <form class="floor-sheet-form" on:submit=send>
                <p class="floor-sheet-text">
                    {move || target.with(|target| target.as_ref().map(asks).unwrap_or_default())}
                </p>
                <p>{t!(workspace_take_over_means)}</p>
                <div class="floor-choices" role="group" aria-label=t!(workspace_take_over_why)>
                    {REASONS.iter().map(choice).collect_view()}
                </div>
                <div class="floor-sheet-steps">
                    <button class="floor-exception" type="button" on:click=move |_| target.set(None)>
                        {t!(components_cancel)}
                    </button>
                    <button
                        class="floor-step"
                        type="submit"
                        disabled=move || reason.with(String::is_empty)
                        data-test="take-over-confirm"
                    >
                        {t!(workspace_take_over_do)}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

fn asks(target: &Target) -> String {
    let device = target.from.tag(TAG_LETTERS);
    match &target.these {
        Some((_, what)) => text!(
            workspace_take_over_one,
            what = what.clone(),
            device = device
        ),
        None => text!(workspace_take_over_all, device = device),
    }
}
