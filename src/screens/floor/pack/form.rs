//! What is asked about a closed parcel: an instruction with fields below it, which a scanner fills as well as a hand.

use super::packer::Packer;
use super::{notice, position};
use crate::ui::components::{FloorException, FloorFrame, FloorStep};
use crate::ui::locale::{Text, t};
use crate::ui::routes::Route;
use crate::view::floor::pack::PackView;
use crate::view::floor::pack_scan::PackLocal;
use leptos::prelude::*;

/// A field for words that the scanner writes too.
pub fn field_of(
    packer: &Packer,
    part: impl Fn(&mut PackLocal) -> &mut String + Copy + Send + Sync + 'static,
) -> RwSignal<String> {
    let read = move |local: &ArcRwSignal<PackLocal>| part(&mut local.get()).clone();
    let field = RwSignal::new(untrack(|| read(&packer.local)));
    let came = packer.local.clone();
    Effect::new(move || {
        let words = read(&came);
        if *field.read_untracked() != words {
            field.set(words);
        }
    });
    let typed = packer.local.clone();
    Effect::new(move || {
        let words = field.get();
        let before = untrack(|| read(&typed));
        if before != words {
            typed.update(|local| *part(local) = words);
        }
    });
    field
}

/// The frame of such a form.
#[component]
pub fn ParcelForm(
    /// What the screen works on.
    packer: Packer,
    /// What there is of it.
    glance: Memo<PackView>,
    /// What a scan would be.
    waiting: Text,
    /// What to do.
    ask: Text,
    /// With what, in the largest letters.
    instruction: Text,
    /// Whether that is a number, which has to stay whole.
    #[prop(optional)]
    is_code: bool,
    /// The one next step.
    step: FloorStep,
    /// What may not go as instructed.
    #[prop(optional)]
    exceptions: Vec<FloorException>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let answer = packer.answers.signal();
    let (position, notice) = (position(glance), notice(glance));
    let on_code = Callback::new(move |code: String| packer.scan(code));
    view! {
        <FloorFrame
            title=t!(pack_title)
            position
            waiting
            answer
            on_code
            notice
            step
            exceptions
            leave=Route::FloorPack
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">{ask}</p>
                <p class="floor-instruction" class:floor-code=is_code data-test="instruction">{instruction}</p>
            </div>
            <div class="floor-fields floor-what">{children()}</div>
        </FloorFrame>
    }
}
