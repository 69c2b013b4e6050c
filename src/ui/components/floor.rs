//! Floor screens: one instruction at a time, readable at arm's length, for a gloved thumb, without scrolling.
//!
//! [`FloorFrame`] is mounted once for a task and moves on by the signals that its texts are computed from: nothing is
//! built anew between two scans, and no focus is lost.

use leptos::html;
use leptos::prelude::*;

use super::floor_commands::{Buttons, press};
use super::icon::{Icon, IconName};
use super::scans::{Refused, use_scans_or};
use super::status::tone_icon;
use crate::browser::{page, sound};
use crate::exchange::wedge::Torn;
use crate::screens::desk::{self, Area};
use crate::screens::pictures::{ItemFace, ItemLook};
use crate::screens::scanned;
use crate::screens::workspace::{FloorTakeOver, TakeOverTarget as Target};
use crate::trade::id::ItemId;
use crate::trade::scan::CommandCode;
use crate::ui::feedback::{Tone, announce_urgently};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::ui::shell::StatusSign;
use crate::view::names;

/// So many exceptions stand beside the task on a phone; more fold behind one button.
const EXCEPTIONS_UNFOLDED_MAX: usize = 2;

/// The answer to the last scan or step.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanAnswer {
    /// Whether it was right. A wrong scan has changed nothing.
    pub right: bool,
    /// The word: "Picked", "Wrong item".
    pub word: Text,
    /// Right: what was done. Wrong: what was scanned and what was expected.
    pub detail: Text,
    /// The work that another device holds, where it may be taken over.
    pub held: Option<Target>,
    /// Counts up with every scan, so that the same answer twice is seen and heard twice.
    pub number: u32,
}

/// Something that does not go as the instruction says, one tap away.
#[derive(Clone)]
pub struct FloorException {
    /// Its name for journeys: the button's `data-test` is `exception-` and this.
    pub name: &'static str,
    /// What is the matter: "Short", "Damaged".
    pub label: Text,
    /// Its symbol.
    pub icon: IconName,
    /// Runs when it is tapped; asks the least, and says what will happen.
    pub on_press: Callback<()>,
    /// Whether it applies now.
    pub shown: Signal<bool>,
}

/// The one next step at the thumb.
#[derive(Clone)]
pub struct FloorStep {
    /// Verb and object: "Confirm 3 pieces".
    pub label: Text,
    /// Runs when it is tapped.
    pub on_press: Callback<()>,
    /// Whether there is such a step now; without one only a scan goes on.
    pub shown: Signal<bool>,
    /// Whether the step ends what is worked on: the command code for closing presses it then.
    pub closes: Signal<bool>,
}

/// What the corner button takes back.
#[derive(Clone)]
pub struct FloorUndo {
    /// Takes back the last scan.
    pub on_press: Callback<()>,
    /// Whether there is nothing to take back.
    pub disabled: Signal<bool>,
}

/// The frame of every task screen of the floor. It fills the glass; the shell around it is away. It listens to the
/// scanner, wherever the focus is, and takes the code by hand where a label is broken.
#[component]
pub fn FloorFrame(
    /// The name of the task, also the title of the window: "Pick B-7".
    #[prop(into)]
    title: Text,
    /// Where I am in the task: "Stop 3 of 12, batch B-7".
    #[prop(into)]
    position: Text,
    /// What a scan would be now: "Scan bin A-04-2".
    #[prop(into)]
    waiting: Text,
    /// The answer to the last scan.
    #[prop(into)]
    answer: Signal<Option<ScanAnswer>>,
    /// Takes a code that was scanned or typed.
    #[prop(into)]
    on_code: Callback<String>,
    /// What stops the work: an order on hold. Empty words show nothing.
    #[prop(optional, into)]
    notice: Option<Signal<String>>,
    /// The one next step.
    #[prop(optional, into)]
    step: Option<FloorStep>,
    /// Undo of the last scan, always in the same corner.
    #[prop(optional, into)]
    undo: Option<FloorUndo>,
    /// What may not go as instructed.
    #[prop(optional)]
    exceptions: Vec<FloorException>,
    /// Where leaving the task leads.
    #[prop(default = Route::Floor)]
    leave: Route,
    /// What the command code for printing does here, and whether it can be done now.
    #[prop(optional)]
    print: Option<(Callback<()>, Signal<bool>)>,
    /// What there is to choose among where no single next step stands: told when a confirmation is scanned.
    #[prop(optional)]
    choices: Option<Signal<String>>,
    /// The task.
    children: Children,
) -> impl IntoView {
    let (heading, region) = (title.clone(), title.clone());
    Effect::new(move || page::set_title(&text!(shell_window_title, page = title)));
    Effect::new(navigation::heading_stands);
    Effect::new(move || {
        if let Some(answer) = answer.get() {
            announce_urgently(format!("{}. {}", answer.word.now(), answer.detail.now()));
        }
    });
    let typing = RwSignal::new(false);
    let unfolded = RwSignal::new(false);
    // What the frame itself answers, until the task says something.
    let own = RwSignal::new(None::<ScanAnswer>);
    Effect::new(move || {
        answer.track();
        own.set(None);
    });
    let refuse = move |word: Text, detail: Text| {
        // Silence is no error: the band says the same.
        sound::play(sound::Tone::Wrong);
        sound::buzz(sound::Tone::Wrong);
        announce_urgently(format!("{}. {}", word.now(), detail.now()));
        own.update(|own| {
            let number = own.as_ref().map_or(0, |own| own.number + 1);
            *own = Some(ScanAnswer {
                right: false,
                word,
                detail,
                held: None,
                number,
            });
        });
    };
    let target = RwSignal::new(None::<Target>);
    // The band said whose work it is; that is answered now.
    let taken_over = move |()| {
        sound::play(sound::Tone::Right);
        own.set(Some(ScanAnswer {
            right: true,
            word: t!(floor_taken_over),
            detail: t!(floor_taken_over_detail),
            held: None,
            number: 0,
        }));
    };
    let buttons = Buttons {
        step: step.clone(),
        undo: undo.clone(),
        exceptions: exceptions.clone(),
        print,
    };
    let take = move |code: String| {
        unfolded.set(false);
        let Some(command) = CommandCode::read(&code) else {
            typing.set(false);
            own.set(None);
            return on_code.run(code);
        };
        if !press(&buttons, command) {
            let choices = choices.map(|choices| choices.get_untracked());
            let choices = choices.filter(|choices| !choices.is_empty());
            if let (CommandCode::Confirm, Some(choices)) = (command, choices) {
                return refuse(
                    t!(floor_choose),
                    t!(floor_choose_detail, choices = choices.clone()),
                );
            }
            let name = Text::from(scanned::command_name(command));
            refuse(
                t!(scan_not_here),
                t!(scan_not_here_detail, command = name.now()),
            );
        }
    };
    use_scans_or(
        Callback::new(take.clone()),
        Callback::new(move |refused: Refused| {
            if refused == Refused::Torn(Torn::NoEndInField) {
                // The field with the scan in it stands where the answer would.
                return scanned::tell(&refused, false);
            }
            let (word, detail) = scanned::refusal(&refused);
            refuse(word, detail);
        }),
    );
    let on_code = Callback::new(take);
    let answer = Signal::derive(move || own.get().or_else(|| answer.get()));
    let has_exceptions = !exceptions.is_empty();
    let shown: Vec<Signal<bool>> = exceptions.iter().map(|it| it.shown).collect();
    let are_many = Memo::new(move |_| {
        shown.iter().filter(|shown| shown.get()).count() > EXCEPTIONS_UNFOLDED_MAX
    });
    view! {
        <div class="floor">
            <header class="floor-head">
                <a
                    class="floor-leave"
                    href=navigation::href(&leave)
                    aria-label=t!(floor_leave)
                    title=t!(floor_leave)
                    data-test="leave"
                >
                    <Icon name=IconName::ChevronLeft />
                </a>
                <div class="floor-title">
                    <h1 tabindex="-1">{heading}</h1>
                    <p data-test="position">{position}</p>
                    <WarehouseName />
                </div>
                <StatusSign />
                <button
                    class="floor-leave"
                    type="button"
                    aria-label=t!(floor_type_code)
                    title=t!(floor_type_code)
                    aria-expanded=move || if typing.get() { "true" } else { "false" }
                    data-test="type-code"
                    on:click=move |_| typing.update(|typing| *typing = !*typing)
                >
                    <Icon name=IconName::Keyboard />
                </button>
            </header>
            <div class="floor-band" data-test="band">
                <Show
                    when=move || typing.get()
                    fallback=move || view! { <AnswerBand answer waiting=waiting.clone() target /> }
                >
                    <TypedCode typing on_code />
                </Show>
            </div>
            // On a small screen it may have to scroll, also by keyboard.
            <div class="floor-task" tabindex="0" role="region" aria-label=region>
                {notice
                    .map(|notice| {
                        let shown = move || !notice.with(String::is_empty);
                        view! {
                            <p class="floor-notice attention" role="status" data-test="notice" hidden=move || !shown()>
                                <Icon name=IconName::Warning />
                                <span>{move || notice.get()}</span>
                            </p>
                        }
                    })}
                {children()}
            </div>
            {has_exceptions
                .then(|| {
                    view! {
                        <div
                            id="floor-exceptions"
                            class="floor-exceptions"
                            class:many=move || are_many.get()
                            class:unfolded=move || unfolded.get()
                            role="group"
                            aria-label=t!(floor_exceptions)
                            on:click=move |_| unfolded.set(false)
                        >
                            {exceptions.into_iter().map(exception_view).collect_view()}
                        </div>
                    }
                })}
            <footer class="floor-steps">
                {undo.map(|undo| view! { <UndoButton undo /> })}
                {has_exceptions
                    .then(|| {
                        view! {
                            <button
                                class="floor-more"
                                type="button"
                                hidden=move || !are_many.get()
                                aria-expanded=move || if unfolded.get() { "true" } else { "false" }
                                aria-controls="floor-exceptions"
                                data-test="exceptions"
                                on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)
                                on:keydown=move |event| {
                                    if event.key() == "Escape" {
                                        unfolded.set(false);
                                    }
                                }
                            >
                                <Icon name=IconName::Warning />
                                <span>{t!(floor_else)}</span>
                            </button>
                        }
                    })}
                {step.map(|step| view! { <StepButton step /> })}
            </footer>
            <FloorTakeOver target on_done=taken_over />
        </div>
    }
}

/// The warehouse that is worked in, where there are several.
#[component]
fn WarehouseName() -> impl IntoView {
    let name = Memo::new(|_| {
        desk::followed_warehouse();
        desk::read(&[Area::Catalog], |at| {
            desk::floor_warehouse(at).map(|id| names::warehouse_name(at, &id))
        })
    });
    move || {
        name.get().map(|name| {
            view! { <span class="floor-warehouse" data-test="floor-warehouse">{name}</span> }
        })
    }
}

/// The band that says whether the last scan was right: colour, symbol and word. Its place is kept free, so that
/// nothing jumps.
#[component]
fn AnswerBand(
    answer: Signal<Option<ScanAnswer>>,
    waiting: Text,
    target: RwSignal<Option<Target>>,
) -> impl IntoView {
    move || match answer.get() {
        Some(answer) => {
            let tone = if answer.right {
                Tone::Good
            } else {
                Tone::Wrong
            };
            view! {
                <div class=format!("floor-answer {}", tone.class()) data-answer=if answer.right { "right" } else { "wrong" }>
                    <Icon name=tone_icon(tone) />
                    <div>
                        <strong>{answer.word}</strong>
                        <span>{answer.detail}</span>
                    </div>
                    {answer
                        .held
                        .map(|held| {
                            view! {
                                <button
                                    class="floor-exception"
                                    type="button"
                                    data-test="take-over"
                                    on:click=move |_| target.set(Some(held.clone()))
                                >
                                    {t!(workspace_take_over_this)}
                                </button>
                            }
                        })}
                </div>
            }
            .into_any()
        }
        None => view! {
            <div class="floor-answer waiting" data-answer="none">
                <Icon name=IconName::Scan />
                <span>{waiting.clone()}</span>
            </div>
        }
        .into_any(),
    }
}

/// A code by hand, in the place of the band.
#[component]
fn TypedCode(typing: RwSignal<bool>, on_code: Callback<String>) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get()
            && let Err(error) = field.focus()
        {
            web_sys::console::error_1(&error);
        }
    });
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let code = field
            .get_untracked()
            .map(|field| field.value())
            .unwrap_or_default();
        typing.set(false);
        if !code.trim().is_empty() {
            on_code.run(code);
        }
    };
    view! {
        <form class="floor-typed" on:submit=send>
            <input
                class="input"
                node_ref=field
                type="text"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                aria-label=t!(floor_code)
                placeholder=t!(floor_code)
                data-test="typed-code"
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        typing.set(false);
                    }
                }
            />
            <button class="floor-typed-send" type="submit" data-test="send-code">
                {t!(floor_send_code)}
            </button>
        </form>
    }
}

fn exception_view(exception: FloorException) -> impl IntoView {
    let FloorException {
        name,
        label,
        icon,
        on_press,
        shown,
    } = exception;
    view! {
        <button
            class="floor-exception"
            type="button"
            data-test=format!("exception-{name}")
            hidden=move || !shown.get()
            on:click=move |_| on_press.run(())
        >
            <Icon name=icon />
            <span>{label}</span>
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
            data-test="undo"
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
        shown,
        closes: _,
    } = step;
    view! {
        <button
            class="floor-step"
            type="button"
            data-test="step"
            hidden=move || !shown.get()
            on:click=move |_| on_press.run(())
        >
            {label}
        </button>
    }
}

/// An instruction: where to go or what to do in the largest letters, what, how many, into what, and what comes after.
#[component]
pub fn FloorInstruction(
    /// What to do with it: "Go to the bin and scan it".
    #[prop(into)]
    ask: Text,
    /// Where to go, in the largest letters: a place, a tote, an order.
    #[prop(into)]
    instruction: Text,
    /// How many, with the unit: "3 pieces".
    #[prop(into)]
    quantity: Text,
    /// Into what: "Tote T-14".
    #[prop(into)]
    target: Text,
    /// What comes after, quiet: "Then A-04-2".
    #[prop(into)]
    after: Text,
    /// What. Use [`FloorItem`].
    children: Children,
) -> impl IntoView {
    view! {
        <div class="floor-where">
            <p class="floor-ask" data-test="ask">{ask}</p>
            <p class="floor-instruction" data-test="instruction">{instruction}</p>
        </div>
        <div class="floor-what" tabindex="0">{children()}</div>
        <div class="floor-how">
            <p class="floor-quantity" data-test="quantity">{quantity}</p>
            <p class="floor-target" data-test="target">{target}</p>
        </div>
        <p class="floor-after" data-test="after">{after}</p>
    }
}

/// The item of an instruction: its symbol, its name, what tells it from its neighbours, and its code.
#[component]
pub fn FloorItem(
    /// Its name.
    #[prop(into)]
    name: Text,
    /// Its code.
    #[prop(into)]
    code: Text,
    /// The item, for its picture and for its size and colour.
    #[prop(into)]
    item: Signal<Option<ItemId>>,
) -> impl IntoView {
    view! {
        <div class="floor-item with-face">
            <ItemFace item />
            <div>
                <p class="floor-item-code code" data-test="item-code">{code}</p>
                <p class="floor-item-name" data-test="item-name">{name}</p>
                <p class="floor-item-look"><ItemLook item /></p>
            </div>
        </div>
    }
}
