//! What forms share: a dialog that closes when its command is kept, and not before.

use leptos::prelude::*;

use crate::browser::drafts;
use crate::screens::desk;
use crate::trade::decide::Command;
use crate::trade::personal::content::Written;
use crate::trade::text::{Code, TextError, Words};
use crate::ui::components::{Button, ButtonKind, Check, Draft};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};

/// Whether a dialog is open and its command on the way.
#[derive(Clone, Copy)]
pub(in crate::screens) struct Form {
    /// Whether it is open.
    pub open: RwSignal<bool>,
    /// Whether its command is being kept.
    pub busy: RwSignal<bool>,
    /// What was typed and not sent.
    pub draft: Draft,
}

impl Form {
    /// A form of a document: closed, unless it was left with something typed and not sent.
    pub fn of(name: &str, document: &str) -> Self {
        let draft = Draft::of(name, document);
        Form {
            open: RwSignal::new(draft.is_kept()),
            busy: RwSignal::new(false),
            draft,
        }
    }

    /// Closes it and forgets what was typed.
    pub fn give_up(self) {
        self.open.set(false);
        self.draft.forget();
    }

    /// Runs the command; the form closes when it is kept, and stays with what was typed when it is refused.
    pub fn send(self, command: impl Into<Command>, rows: Vec<Written>, done: Text) {
        self.send_then(command, rows, done, || {});
    }

    /// The same, and then something else.
    pub fn send_then(
        self,
        command: impl Into<Command>,
        rows: Vec<Written>,
        done: Text,
        then: impl FnOnce() + 'static,
    ) {
        let command = command.into();
        self.busy.set(true);
        let draft = self.draft.name();
        spawn_reported(async move {
            let result = desk::run_with(command, rows).await;
            // The page may have gone meanwhile.
            self.busy.try_set(false);
            result.map_err(|error| desk::problem(&error))?;
            self.open.try_set(false);
            drafts::forget(&draft);
            toast(Tone::Good, done);
            then();
            Ok(())
        });
    }
}

/// The steps at the end of a form.
#[component]
pub(in crate::screens) fn FormActions(
    /// The form.
    form: Form,
    /// Verb and object.
    #[prop(into)]
    label: Text,
    /// Whether something is missing or wrong.
    #[prop(into)]
    invalid: Signal<bool>,
    /// Sends it.
    #[prop(into)]
    on_send: Callback<()>,
    /// Whether it loses something for good.
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let kind = if danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    view! {
        <div class="dialog-actions">
            <Button label=t!(components_cancel) on_press=move |()| form.give_up() />
            <Button
                label
                kind
                submit=true
                disabled=invalid
                busy=form.busy
                on_press=on_send
                attr:data-test="form-send"
            />
        </div>
    }
}

/// Why a text was refused, for forms that check before they send.
pub(in crate::screens) fn text_error(error: TextError) -> Text {
    match error {
        TextError::Empty => t!(refusals_text_empty),
        TextError::TooLong => t!(refusals_text_too_long),
        TextError::Control => t!(refusals_text_control),
    }
}

fn complaint(error: TextError, optional: bool) -> Option<Text> {
    (!optional || error != TextError::Empty).then(|| text_error(error))
}

/// Checks free words; an empty text passes where it is optional.
pub(in crate::screens) fn words_check(optional: bool) -> Check {
    Callback::new(move |typed: String| complaint(Words::new(&typed).err()?, optional))
}

/// Checks a code; an empty text passes where it is optional.
pub(in crate::screens) fn code_check(optional: bool) -> Check {
    Callback::new(move |typed: String| complaint(Code::new(&typed).err()?, optional))
}
