//! What the shell says: toasts, live regions, the sign for offline and facts not exported, the question of an update.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::state;
use crate::browser::{intl, page};
use crate::ui::components::{Button, ButtonKind, Icon, IconButton, IconName, Notice, tone_icon};
use crate::ui::feedback::{self, Toast, Tone};
use crate::ui::locale::{locale_tag, t, text};

/// How long a toast without an action stays, in milliseconds.
const TOAST_MS: u32 = 6_000;
/// How long a toast stays that can undo something, in milliseconds.
const TOAST_ACTION_MS: u32 = 12_000;
/// How long a toast stays that says what went wrong, in milliseconds. The diagnostics page keeps it for the session.
const TOAST_WRONG_MS: u32 = 30_000;

/// The regions that screen readers speak.
#[component]
pub fn LiveRegions() -> impl IntoView {
    let (polite, urgent) = feedback::live_regions();
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">
            {move || polite.get()}
        </div>
        <div class="visually-hidden" role="alert" aria-live="assertive">
            {move || urgent.get()}
        </div>
    }
}

/// The toasts. They are spoken by the live regions, so this is no region of its own.
#[component]
pub fn ToastHost() -> impl IntoView {
    let toasts = feedback::toasts();
    view! {
        <section class="toasts" aria-label=t!(shell_messages)>
            <For each=move || toasts.get() key=|toast| toast.number children=|toast| view! { <ToastView toast /> } />
        </section>
    }
}

#[component]
fn ToastView(toast: Toast) -> impl IntoView {
    let Toast {
        number,
        tone,
        text,
        action,
    } = toast;
    // Nobody should have to race a clock: the time stands still under the pointer and the focus, and what went wrong
    // stays long enough to be read where it covers nothing for ever.
    let held = RwSignal::new(false);
    let time = match (tone, action.is_some()) {
        (Tone::Wrong, _) => TOAST_WRONG_MS,
        (_, true) => TOAST_ACTION_MS,
        (_, false) => TOAST_MS,
    };
    let timer = StoredValue::new_local(None::<Timeout>);
    Effect::new(move || {
        let next = (!held.get()).then(|| Timeout::new(time, move || feedback::dismiss(number)));
        timer.set_value(next);
    });
    view! {
        <div
            class=format!("toast {}", tone.class())
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <Icon name=tone_icon(tone) />
            <p>{text}</p>
            {action
                .map(|action| {
                    let run = action.run;
                    view! {
                        <Button
                            label=action.label
                            icon=IconName::Undo
                            on_press=move |()| {
                                feedback::dismiss(number);
                                run();
                            }
                        />
                    }
                })}
            <IconButton
                label=t!(components_close)
                icon=IconName::Cross
                on_press=move |()| feedback::dismiss(number)
            />
        </div>
    }
}

/// A small steady sign: offline, and how many facts no other device has yet. Nothing where all is well.
#[component]
pub fn StatusSign() -> impl IntoView {
    let online = RwSignal::new(page::is_online());
    let came = window_event_listener(leptos::ev::online, move |_| online.set(true));
    let went = window_event_listener(leptos::ev::offline, move |_| online.set(false));
    on_cleanup(move || {
        came.remove();
        went.remove();
    });
    view! {
        <div class="signs">
            <Show when=move || !online.get()>
                <span class="sign">
                    <Icon name=IconName::Offline />
                    <span class="sign-words">{t!(shell_offline)}</span>
                </span>
            </Show>
            <Show when=move || { state::unexported() > 0 }>
                <span class="sign">
                    <Icon name=IconName::Upload />
                    <span class="sign-words">
                        {move || text!(shell_unexported, n = state::unexported())}
                    </span>
                    <span class="sign-figure" aria-hidden="true">
                        {move || intl::number(state::unexported() as f64, &locale_tag())}
                    </span>
                </span>
            </Show>
        </div>
    }
}

/// Asks whether a new version may take over. It never does so by itself: somebody may be in the middle of a pick.
#[component]
pub fn UpdateBanner() -> impl IntoView {
    let ready = RwSignal::new(page::update_is_ready());
    let event = leptos::ev::Custom::<web_sys::Event>::new("depo-update-ready");
    let listener = window_event_listener(event, move |_| ready.set(true));
    on_cleanup(move || listener.remove());
    view! {
        <Show when=move || ready.get()>
            <Notice tone=Tone::Information text=t!(shell_update_text)>
                <Button label=t!(shell_update_later) on_press=move |()| ready.set(false) />
                <Button label=t!(shell_update_now) kind=ButtonKind::Primary on_press=|()| page::take_over() />
            </Notice>
        </Show>
    }
}
