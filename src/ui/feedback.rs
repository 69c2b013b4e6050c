//! What the portal says back: announcements, toasts, and errors that are each shown once.
//!
//! These are functions, not a context: a task that ends after its page has gone still has something to say.

use std::cell::Cell;
use std::future::Future;
use std::sync::Arc;

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::console;

use super::locale::{Text, t};
use crate::limits::{PROBLEMS_KEPT_MAX, TOASTS_SHOWN_MAX};

/// What a colour means. It always comes with an icon and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Done, right, in order.
    Good,
    /// Works, but somebody must look.
    Attention,
    /// Does not work, or is not right.
    Wrong,
    /// Worth knowing.
    Information,
    /// No meaning beside its word.
    #[default]
    Neutral,
}

impl Tone {
    /// The class that carries the colours.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Attention => "attention",
            Self::Wrong => "wrong",
            Self::Information => "information",
            Self::Neutral => "neutral",
        }
    }
}

/// What a toast offers to do.
#[derive(Clone)]
pub struct ToastAction {
    /// Verb and object: "Undo release".
    pub label: Text,
    /// Runs once; the toast then goes.
    pub run: Arc<dyn Fn() + Send + Sync>,
}

/// A short message at the edge of the screen.
#[derive(Clone)]
pub struct Toast {
    /// Tells one from another.
    pub number: u32,
    /// What it means.
    pub tone: Tone,
    /// What happened.
    pub text: Text,
    /// What can be done about it.
    pub action: Option<ToastAction>,
}

/// An error as a person meets it: what happened, what it means for the goods, what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The sentence on screen.
    pub text: Text,
    /// What stands behind it, for the people who mend it; not translated.
    pub code: String,
}

/// An error of this session in the diagnostics list.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedProblem {
    /// The error.
    pub problem: Problem,
    /// When it came last, in milliseconds since 1970.
    pub at_ms: f64,
    /// How often it came.
    pub times: u32,
}

struct State {
    polite: ArcRwSignal<String>,
    urgent: ArcRwSignal<String>,
    toasts: ArcRwSignal<Vec<Toast>>,
    problems: ArcRwSignal<Vec<RecordedProblem>>,
    next: Cell<u32>,
}

thread_local! {
    static STATE: State = State {
        polite: ArcRwSignal::new(String::new()),
        urgent: ArcRwSignal::new(String::new()),
        toasts: ArcRwSignal::new(Vec::new()),
        problems: ArcRwSignal::new(Vec::new()),
        next: const { Cell::new(0) },
    };
}

/// Says something to a screen reader when it has finished its sentence.
pub fn announce(words: String) {
    say(STATE.with(|state| state.polite.clone()), words);
}

/// Says something to a screen reader at once: a wrong scan, lost work.
pub fn announce_urgently(words: String) {
    say(STATE.with(|state| state.urgent.clone()), words);
}

/// Shows a toast.
pub fn toast(tone: Tone, text: impl Into<Text>) {
    show(tone, text.into(), None);
}

/// Shows a toast with something to do about it: "Undo release".
pub fn toast_with(
    tone: Tone,
    text: impl Into<Text>,
    label: Text,
    run: impl Fn() + Send + Sync + 'static,
) {
    show(
        tone,
        text.into(),
        Some(ToastAction {
            label,
            run: Arc::new(run),
        }),
    );
}

/// Takes a toast away.
pub fn dismiss(number: u32) {
    toasts().update(|list| list.retain(|toast| toast.number != number));
}

/// Takes away what is on screen in these words, because it is so no longer.
pub fn take_back(words: &Text) {
    toasts().update(|list| list.retain(|toast| !toast.text.same_words(words)));
}

/// Takes back everything that was said: whoever comes next to this device is somebody else.
pub(super) fn hush() {
    toasts().update(Vec::clear);
    let (polite, urgent) = live_regions();
    polite.set(String::new());
    urgent.set(String::new());
}

/// The toasts on screen.
pub fn toasts() -> ArcRwSignal<Vec<Toast>> {
    STATE.with(|state| state.toasts.clone())
}

/// Shows an error once, and keeps it in the diagnostics list. While it is still on screen it is not shown again.
pub fn report(problem: Problem) {
    let shown = toasts().with_untracked(|list| {
        list.iter()
            .any(|toast| toast.text.same_words(&problem.text))
    });
    if !shown {
        console::warn_2(&problem.text.now().into(), &problem.code.as_str().into());
        toast(Tone::Wrong, problem.text.clone());
    }
    record(problem);
}

/// Keeps an error in the diagnostics list alone: what is on screen says more.
pub fn record(problem: Problem) {
    problems().update(|list| {
        if let Some(known) = list
            .iter_mut()
            .find(|known| known.problem.code == problem.code)
        {
            known.times += 1;
            known.at_ms = js_sys::Date::now();
            return;
        }
        if list.len() >= PROBLEMS_KEPT_MAX {
            list.remove(0);
        }
        list.push(RecordedProblem {
            problem,
            at_ms: js_sys::Date::now(),
            times: 1,
        });
    });
}

/// The errors of this session, oldest first.
pub fn problems() -> ArcRwSignal<Vec<RecordedProblem>> {
    STATE.with(|state| state.problems.clone())
}

/// Shows what nobody caught: an error of a script or a promise that failed. Once, at start.
pub(super) fn start() {
    window_event_listener(leptos::ev::error, |event| {
        report(Problem {
            text: t!(shell_unexpected_error),
            code: event.message(),
        });
    });
    window_event_listener(leptos::ev::unhandledrejection, |event| {
        report(Problem {
            text: t!(shell_unexpected_error),
            code: format!("{:?}", event.reason()),
        });
    });
}

/// Runs a task whose error is shown once. Use it wherever a task is started.
pub fn spawn_reported(task: impl Future<Output = Result<(), Problem>> + 'static) {
    spawn_local(async move {
        if let Err(problem) = task.await {
            report(problem);
        }
    });
}

/// The words for the polite and the assertive live region.
pub(super) fn live_regions() -> (ArcRwSignal<String>, ArcRwSignal<String>) {
    STATE.with(|state| (state.polite.clone(), state.urgent.clone()))
}

fn say(region: ArcRwSignal<String>, words: String) {
    // A live region speaks on change only: the same words twice need an empty moment between.
    region.set(String::new());
    Timeout::new(50, move || region.set(words)).forget();
}

fn show(tone: Tone, text: Text, action: Option<ToastAction>) {
    if tone == Tone::Wrong {
        announce_urgently(text.now());
    } else {
        announce(text.now());
    }
    let number = STATE.with(|state| state.next.replace(state.next.get() + 1));
    toasts().update(|list| {
        if list.len() >= TOASTS_SHOWN_MAX {
            list.remove(0);
        }
        list.push(Toast {
            number,
            tone,
            text,
            action,
        });
    });
}
