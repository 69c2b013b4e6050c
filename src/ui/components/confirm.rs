//! A press that is asked about once more before it does what cannot be taken back.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use super::dialog::Dialog;
use super::icon::IconName;
use crate::ui::locale::{Text, t};

/// A button whose press opens a dialog that says what would happen; only the button in it does it. The dialog stands in
/// the middle of the screen, so that no second click of a double click meets its button.
#[component]
pub fn ConfirmButton(
    /// What is done, on both buttons.
    #[prop(into)]
    label: Text,
    /// What that means, before it is done.
    #[prop(into)]
    text: Text,
    /// How the first button looks.
    #[prop(default = ButtonKind::Secondary)]
    kind: ButtonKind,
    /// Before the label of the first button.
    #[prop(into)]
    icon: IconName,
    /// The name of the first button for tests; that of the second is `confirm`.
    name: &'static str,
    /// Runs once it was confirmed.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let (title, confirm) = (label.clone(), label.clone());
    view! {
        <Button label kind icon on_press=move |()| open.set(true) attr:data-test=name />
        <Dialog title open=open on_close=move |()| open.set(false)>
            <p class="prose">{text.clone()}</p>
            <div class="actions">
                <Button label=t!(components_cancel) on_press=move |()| open.set(false) />
                <Button
                    label=confirm.clone()
                    kind=ButtonKind::Danger
                    on_press=move |()| {
                        open.set(false);
                        on_confirm.run(());
                    }
                    attr:data-test="confirm"
                />
            </div>
        </Dialog>
    }
}
