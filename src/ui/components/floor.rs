//! Floor screens: one instruction at a time, readable at arm's length, for a gloved thumb, without scrolling.

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use super::status::tone_icon;
use crate::browser::page;
use crate::ui::feedback::{Tone, announce, announce_urgently};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::ui::shell::StatusSign;

/// The answer to the last scan or step.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanAnswer {
    /// Whether it was right. A wrong scan has changed nothing.
    pub right: bool,
    /// The word: "Picked", "Wrong item".
    pub word: Text,
    /// Right: what was done. Wrong: what was expected, then what was scanned. Two lines are seen on a phone.
    pub detail: Text,
    /// Counts up with every scan, so that the same answer twice is seen and heard twice.
    pub number: u32,
}

/// Something that does not go as the instruction says, one tap away.
#[derive(Clone)]
pub struct FloorException {
    /// What is the matter: "Short", "Damaged".
    pub label: Text,
    /// Its symbol.
    pub icon: IconName,
    /// Runs when it is tapped; asks the least, and says what will happen.
    pub on_press: Callback<()>,
}

/// The one next step at the thumb.
#[derive(Clone)]
pub struct FloorStep {
    /// Verb and object: "Confirm 3 pieces".
    pub label: Text,
    /// Runs when it is tapped.
    pub on_press: Callback<()>,
    /// Whether it cannot be done yet: the scan is still missing.
    pub disabled: Signal<bool>,
}

/// What the corner button takes back.
#[derive(Clone)]
pub struct FloorUndo {
    /// Takes back the last scan.
    pub on_press: Callback<()>,
    /// Whether there is nothing to take back.
    pub disabled: Signal<bool>,
}

/// The frame of every task screen of the floor. It fills the glass; the shell around it is away.
///
/// All texts follow their signals, so a screen mounts the frame once and moves on by changing what it computes from.
#[component]
pub fn FloorFrame(
    /// The name of the task, also the title of the window: "Pick B-7".
    #[prop(into)]
    title: Text,
    /// Where I am in the task: "Stop 3 of 12, batch B-7".
    #[prop(into)]
    position: Text,
    /// Where to go or what to do, in the largest letters: a place, a tote.
    #[prop(into)]
    instruction: Text,
    /// What: picture, name, size and colour, code. Use [`FloorItem`].
    children: Children,
    /// How many, with the unit: "3 pieces".
    #[prop(into)]
    quantity: Text,
    /// Into what: "Tote T-14".
    #[prop(into)]
    target: Text,
    /// What comes after, quiet: "Then A-04-2".
    #[prop(into)]
    after: Text,
    /// The answer to the last scan.
    #[prop(into)]
    answer: Signal<Option<ScanAnswer>>,
    /// The one next step; `None` where only a scan goes on.
    #[prop(into)]
    step: Signal<Option<FloorStep>>,
    /// Undo of the last scan, always in the same corner.
    undo: FloorUndo,
    /// What may not go as instructed.
    #[prop(into)]
    exceptions: Signal<Vec<FloorException>>,
    /// Where leaving the task leads.
    #[prop(default = Route::Floor)]
    leave: Route,
) -> impl IntoView {
    let heading = title.clone();
    Effect::new(move || page::set_title(&text!(shell_window_title, page = title)));
    Effect::new(move || {
        if let Some(answer) = answer.get() {
            let words = format!("{}. {}", answer.word.now(), answer.detail.now());
            if answer.right {
                announce(words)
            } else {
                announce_urgently(words)
            }
        }
    });
    view! {
        <div class="floor">
            <header class="floor-head">
                <a class="floor-leave" href=navigation::href(&leave) aria-label=t!(floor_leave) title=t!(floor_leave)>
                    <Icon name=IconName::ChevronLeft />
                </a>
                <div class="floor-title">
                    <h1 tabindex="-1">{heading}</h1>
                    <p>{position}</p>
                </div>
                <StatusSign />
            </header>
            <AnswerBand answer />
            <div class="floor-task">
                <p class="floor-instruction">{instruction}</p>
                <div class="floor-what">{children()}</div>
                <div class="floor-how">
                    <p class="floor-quantity">{quantity}</p>
                    <p class="floor-target">{target}</p>
                </div>
                <p class="floor-after">{after}</p>
            </div>
            <div class="floor-exceptions" role="group" aria-label=t!(floor_exceptions)>
                {move || exceptions.get().into_iter().map(exception_view).collect_view()}
            </div>
            <footer class="floor-steps">
                <UndoButton undo />
                {move || step.get().map(|step| view! { <StepButton step /> })}
            </footer>
        </div>
    }
}

/// The band that says whether the last scan was right: colour, symbol and word. Its place is kept free, so that
/// nothing jumps.
#[component]
fn AnswerBand(answer: Signal<Option<ScanAnswer>>) -> impl IntoView {
    view! {
        <div class="floor-band">
            {move || match answer.get() {
                Some(answer) => {
                    let tone = if answer.right { Tone::Good } else { Tone::Wrong };
                    view! {
                        <div class=format!("floor-answer {}", tone.class())>
                            <Icon name=tone_icon(tone) />
                            <div>
                                <strong>{answer.word}</strong>
                                <span>{answer.detail}</span>
                            </div>
                        </div>
                    }
                    .into_any()
                }
                None => view! {
                    <div class="floor-answer waiting">
                        <Icon name=IconName::Scan />
                        <span>{t!(floor_waiting)}</span>
                    </div>
                }
                .into_any(),
            }}
        </div>
    }
}

fn exception_view(exception: FloorException) -> impl IntoView {
    view! {
        <button class="floor-exception" type="button" on:click=move |_| exception.on_press.run(())>
            <Icon name=exception.icon />
            <span>{exception.label}</span>
        </button>
    }
}

#[component]
fn UndoButton(undo: FloorUndo) -> impl IntoView {
    let FloorUndo { on_press, disabled } = undo;
    view! {
        <button
            class="floor-undo"
            type="button"
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_press.run(());
                }
            }
        >
            <Icon name=IconName::Undo />
            <span>{t!(floor_undo)}</span>
        </button>
    }
}

#[component]
fn StepButton(step: FloorStep) -> impl IntoView {
    let FloorStep {
        label,
        on_press,
        disabled,
    } = step;
    view! {
        <button
            class="floor-step"
            type="button"
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_press.run(());
                }
            }
        >
            {label}
        </button>
    }
}

/// The item of an instruction: its picture or symbol, its name, size and colour, and its code.
#[component]
pub fn FloorItem(
    /// Its name.
    #[prop(into)]
    name: Text,
    /// Size, colour, lot: what tells it from its neighbours.
    #[prop(into)]
    variant: Text,
    /// Its code.
    #[prop(into)]
    code: Text,
    /// The address of its picture; without one its place shows a box.
    #[prop(optional, into)]
    picture: Option<String>,
) -> impl IntoView {
    view! {
        <div class="floor-item">
            <div class="floor-picture">
                {match picture {
                    Some(address) => view! { <img src=address alt="" /> }.into_any(),
                    None => view! { <Icon name=IconName::Box /> }.into_any(),
                }}
            </div>
            <div>
                <p class="floor-item-name">{name}</p>
                <p class="floor-item-variant">{variant}</p>
                <p class="floor-item-code code">{code}</p>
            </div>
        </div>
    }
}

/// A list to choose from on the floor: batches, totes, tiles. Rows are as high as a thumb.
#[component]
pub fn FloorTiles(
    /// [`FloorTile`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="floor-tiles">{children()}</div> }
}

/// One task with what waits for it.
#[component]
pub fn FloorTile(
    /// The page of the task.
    to: Route,
    /// The task: "Pick".
    #[prop(into)]
    label: Text,
    /// What waits: "4 batches, 62 lines".
    #[prop(into)]
    waiting: Text,
    /// Its symbol.
    icon: IconName,
) -> impl IntoView {
    view! {
        <a class="floor-tile" href=navigation::href(&to)>
            <Icon name=icon />
            <span class="floor-tile-label">{label}</span>
            <span class="floor-tile-waiting">{waiting}</span>
        </a>
    }
}
