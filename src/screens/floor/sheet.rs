//! The question that an exception asks: what will happen, at most one figure, one step.

use crate::ui::components::{Dialog, NumberInput};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// A sheet over the task. A scan goes on working under it.
#[component]
pub fn Sheet(
    /// What is the matter, a noun.
    #[prop(into)]
    title: Text,
    /// What will happen.
    #[prop(into)]
    text: Text,
    /// Verb and object.
    #[prop(into)]
    confirm: Text,
    /// Whether it is open; closing sets it to `false`.
    open: RwSignal<bool>,
    /// Runs when it is confirmed; the sheet is closed by then.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// How many units it asks for, with the most there are.
    #[prop(optional, into)]
    units: Option<(RwSignal<Option<i64>>, Signal<i64>)>,
) -> impl IntoView {
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        open.set(false);
        on_confirm.run(());
    };
    view! {
        <Dialog title=title open=open on_close=move |()| open.set(false) class="floor-sheet">
            <form class="floor-sheet-form" on:submit=send>
                <p class="floor-sheet-text" data-test="sheet-text">{text.clone()}</p>
                {units
                    .map(|(units, most)| {
                        view! { <NumberInput label=t!(floor_units) value=units min=1 max=most.get_untracked() /> }
                    })}
                <div class="floor-sheet-steps">
                    <button class="floor-exception" type="button" on:click=move |_| open.set(false)>
                        {t!(floor_go_on)}
                    </button>
                    <button class="floor-step" type="submit" data-test="sheet-confirm">
                        {confirm.clone()}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
