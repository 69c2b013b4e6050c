//! Who works here now: a name and its PIN, or a badge. It stands alone while a screen is locked: nothing of orders, goods
//! or people but the names of operators is there, and no scan but a badge is taken.

use crate::browser::clock::monotonic_ms;
use crate::browser::timer::sleep;
use crate::limits::{PIN_DIGITS_MAX, WORK_SLICE_MS};
use crate::screens::desk::{self, Area};
use crate::screens::scanned;
use crate::trade::id::OperatorId;
use crate::trade::people::secret::{Hashing, Recipe, Secret, badge_text, is_pin};
use crate::trade::text::Code;
use crate::ui::components::{Button, Icon, IconName, PageHeader, use_scans_or_typed};
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::{Text, t, text};
use crate::view::floor::hear::hear;
use crate::view::sign_in::{Guard, Person, badge_of, badge_recipes, people};
use gloo::timers::callback::Interval;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What was answered to the last try.
#[derive(Clone, PartialEq)]
enum Said {
    Words(Text),
    /// Too many wrong ones: of an operator, or of badges.
    Wait(Option<OperatorId>),
}

#[derive(Clone, Copy)]
struct Page {
    all: Memo<Vec<Person>>,
    chosen: RwSignal<Option<OperatorId>>,
    typed: RwSignal<String>,
    busy: RwSignal<bool>,
    said: RwSignal<Option<Said>>,
    /// Counts the seconds while somebody waits.
    seconds: RwSignal<u32>,
}

/// The hash of a code, in slices between which the screen has the thread.
pub(super) async fn hashed(code: &str, recipe: Recipe) -> Secret {
    let mut hashing = Hashing::new(code, recipe);
    let mut since_ms = monotonic_ms();
    loop {
        if let Some(secret) = hashing.step() {
            return secret;
        }
        if monotonic_ms() - since_ms >= WORK_SLICE_MS {
            sleep(0).await;
            since_ms = monotonic_ms();
        }
    }
}

/// A scan by each of the recipes that badges were hashed by.
pub(super) async fn hashed_badge(code: &Code, recipes: &[Recipe]) -> Vec<Secret> {
    let mut hashes = Vec::new();
    for recipe in recipes {
        hashes.push(hashed(&badge_text(code), *recipe).await);
    }
    hashes
}

/// The code of a badge as it was scanned or typed.
pub(super) fn badge_code(text: &str) -> Option<Code> {
    Code::new(&hear(text, desk::today()).text).ok()
}

/// Tries a code that meant nothing where it was scanned as a badge: whoever's it is works here from then on. What the
/// scan was answered with stands; a badge changes nothing but the name.
pub(super) fn try_badge(text: &str) {
    let all = desk::peek(people);
    let recipes = badge_recipes(&all);
    let Some(code) = badge_code(text).filter(|_| all.len() > 1 && !recipes.is_empty()) else {
        return;
    };
    spawn_local(async move {
        let hashes = hashed_badge(&code, &recipes).await;
        let Some(operator) = badge_of(&all, &hashes) else {
            return;
        };
        if desk::operator() != Some(operator) {
            desk::sign_in(&operator);
        }
        let name = all.into_iter().find(|person| person.id == operator);
        let name = name.map(|person| person.name).unwrap_or_default();
        toast(Tone::Good, t!(signin_badge_now, name = name));
    });
}

impl Page {
    fn person(&self) -> Option<Person> {
        let chosen = self.chosen.get()?;
        self.all
            .with(|all| all.iter().find(|person| person.id == chosen).cloned())
    }

    fn say(&self, text: Text) {
        self.said.set(Some(Said::Words(text)));
    }

    /// A name was touched.
    fn choose(&self, person: &Person) {
        self.typed.set(String::new());
        self.said.set(None);
        if person.is_open() {
            desk::sign_in(&person.id);
        } else if person.pin == Guard::NotHere {
            self.say(t!(signin_not_here));
        } else if person.pin == Guard::None {
            self.say(t!(signin_badge_only));
        } else {
            self.chosen.set(Some(person.id));
        }
    }

    fn back(&self) {
        self.typed.set(String::new());
        self.said.set(None);
        self.chosen.set(None);
    }

    fn digit(&self, digit: char) {
        if self.busy.get_untracked() {
            return;
        }
        self.said.set(None);
        self.typed.update(|typed| {
            if typed.len() < PIN_DIGITS_MAX {
                typed.push(digit);
            }
        });
    }

    fn rub_out(&self) {
        self.typed.update(|typed| {
            typed.pop();
        });
    }

    /// Compares what was entered.
    fn enter(self) {
        let person = untrack(|| self.person());
        let Some((operator, Guard::Set(pin))) = person.map(|person| (person.id, person.pin)) else {
            return;
        };
        let typed = self.typed.get_untracked();
        if self.busy.get_untracked() || typed.is_empty() {
            return;
        }
        if desk::tries(Some(&operator)).1 > 0 {
            return self.said.set(Some(Said::Wait(Some(operator))));
        }
        self.typed.set(String::new());
        if !is_pin(&typed) {
            return self.say(t!(signin_too_short));
        }
        self.busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            let right = pin.is_same(&hashed(&typed, pin.recipe()).await);
            self.busy.try_set(false);
            if right {
                desk::note_right(Some(&operator));
                desk::sign_in(&operator);
            } else {
                desk::note_wrong(Some(&operator));
                self.failed(Some(operator), t!(signin_wrong_pin));
            }
        });
    }

    fn failed(&self, of: Option<OperatorId>, words: Text) {
        let waits = desk::tries(of.as_ref()).1 > 0;
        let said = if waits {
            Said::Wait(of)
        } else {
            Said::Words(words)
        };
        self.said.try_set(Some(said));
    }

    /// Whether keys that came as fast as a scanner's are a PIN: the pad is open, and they are so many digits at most.
    fn is_typed(self, text: Option<&str>) -> bool {
        let is_part = |text: &str| {
            text.len() <= PIN_DIGITS_MAX && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        self.chosen.get_untracked().is_some() && text.is_none_or(is_part)
    }

    /// A badge was scanned.
    fn scanned(self, text: &str) {
        if self.busy.get_untracked() {
            return;
        }
        if desk::tries(None).1 > 0 {
            return self.said.set(Some(Said::Wait(None)));
        }
        let Some(code) = badge_code(text) else {
            return self.say(t!(signin_unknown_badge));
        };
        let all = self.all.get_untracked();
        let is_label = scanned::is_known(text);
        self.typed.set(String::new());
        self.busy.set(true);
        spawn_local(async move {
            let hashes = hashed_badge(&code, &badge_recipes(&all)).await;
            self.busy.try_set(false);
            match badge_of(&all, &hashes) {
                Some(operator) => {
                    desk::note_right(None);
                    desk::sign_in(&operator);
                }
                // A label of goods is no try at somebody else's badge.
                None if is_label => self.failed(None, t!(signin_unknown_badge)),
                None => {
                    desk::note_wrong(None);
                    self.failed(None, t!(signin_unknown_badge));
                }
            }
        });
    }

    fn words(&self) -> Option<Text> {
        match self.said.get()? {
            Said::Words(text) => Some(text),
            Said::Wait(of) => {
                self.seconds.track();
                let left_ms = desk::tries(of.as_ref()).1;
                let seconds = left_ms.div_euclid(1_000) + i64::from(left_ms % 1_000 > 0);
                Some(if left_ms > 0 {
                    t!(signin_wait, n = seconds)
                } else {
                    t!(signin_again)
                })
            }
        }
    }
}

/// The page of signing in.
#[component]
pub fn SignIn() -> impl IntoView {
    let page = Page {
        all: Memo::new(|_| desk::read(&[Area::Catalog], people)),
        chosen: RwSignal::new(None),
        typed: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
        seconds: RwSignal::new(0),
    };
    let wanted = desk::take_wanted();
    if let Some(person) = page.all.with_untracked(|all| {
        all.iter()
            .find(|person| Some(person.id) == wanted && !person.is_open())
            .cloned()
    }) {
        page.choose(&person);
    }
    use_scans_or_typed(
        Callback::new(move |text: String| page.scanned(&text)),
        Callback::new(move |text: Option<String>| page.is_typed(text.as_deref())),
    );
    let clock = StoredValue::new_local(Some(Interval::new(1_000, move || {
        page.seconds
            .try_update(|seconds| *seconds = seconds.wrapping_add(1));
    })));
    on_cleanup(move || clock.dispose());
    let keys = window_event_listener(leptos::ev::keydown, move |event| on_key(page, &event));
    on_cleanup(move || keys.remove());
    let has_badges = Memo::new(move |_| page.all.with(|all| !badge_recipes(all).is_empty()));
    view! {
        <div class="sign-in" data-test="sign-in-page">
            <PageHeader title=t!(signin_title) />
            {move || {
                has_badges.get().then(|| view! { <p class="prose">{t!(signin_scan_badge)}</p> })
            }}
            <p class="sign-in-said" role="alert" data-test="sign-in-said">
                {move || page.words().map(|words| view! { <span>{words}</span> })}
            </p>
            {move || match page.person() {
                Some(person) => view! { <Pad page name=person.name /> }.into_any(),
                None => names(page),
            }}
            <p class="visually-hidden" role="status">
                {move || if page.busy.get() { text!(signin_checking) } else { String::new() }}
            </p>
        </div>
    }
}

fn names(page: Page) -> AnyView {
    view! {
        <ul class="sign-in-names" data-test="operators">
            {move || {
                page.all
                    .get()
                    .into_iter()
                    .map(|person| {
                        let detail = if person.is_open() {
                            t!(signin_without)
                        } else if person.pin == Guard::None {
                            t!(signin_by_badge)
                        } else {
                            t!(signin_by_pin)
                        };
                        let name = person.name.clone();
                        view! {
                            <li>
                                <button
                                    class="sign-in-name"
                                    type="button"
                                    data-test="operator"
                                    on:click=move |_| page.choose(&person)
                                >
                                    <Icon name=IconName::Person />
                                    <span class="sign-in-who">{name}</span>
                                    <span class="sign-in-by">{detail}</span>
                                </button>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
    .into_any()
}

/// Whether a key pressed now is meant for the pad, and not for a button that has the focus.
fn on_key(page: Page, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if page.chosen.get_untracked().is_none() {
        return;
    }
    let key = event.key();
    let mut letters = key.chars();
    match (letters.next(), letters.next()) {
        (Some(digit), None) if digit.is_ascii_digit() => page.digit(digit),
        _ if key == "Backspace" => page.rub_out(),
        _ if key == "Escape" => page.back(),
        // With digits entered Enter means them, whatever has the focus.
        _ if key == "Enter" && !page.typed.with_untracked(String::is_empty) => page.enter(),
        _ => return,
    }
    event.prevent_default();
}

#[component]
fn Pad(page: Page, name: String) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            crate::browser::page::focus_on(&heading);
        }
    });
    let key = move |digit: char| {
        view! {
            <button
                class="pin-key"
                type="button"
                // The focus stays where it is, so that Enter on a keyboard means what was entered.
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| page.digit(digit)
            >
                {digit.to_string()}
            </button>
        }
    };
    view! {
        <section class="pin" aria-labelledby="pin-name" data-test="pin">
            <h2 id="pin-name" tabindex="-1" node_ref=heading>{name}</h2>
            <p class="pin-dots" aria-hidden="true">
                {move || "●".repeat(page.typed.with(String::len))}
            </p>
            <p class="visually-hidden" role="status">
                {move || text!(signin_digits, n = page.typed.with(String::len))}
            </p>
            <div class="pin-pad" role="group" aria-label=t!(signin_pad)>
                {"123456789".chars().map(key).collect_view()}
                <button
                    class="pin-key"
                    type="button"
                    aria-label=t!(signin_rub_out)
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| page.rub_out()
                >
                    <Icon name=IconName::ChevronLeft />
                </button>
                {key('0')}
                <button
                    class="pin-key enter"
                    type="button"
                    aria-label=t!(signin_enter)
                    aria-busy=move || page.busy.get().then_some("true")
                    data-test="pin-enter"
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| page.enter()
                >
                    <Icon name=IconName::Check />
                </button>
            </div>
            <p class="quiet-text">{t!(signin_forgotten)}</p>
            <Button
                label=t!(signin_other)
                icon=IconName::ChevronLeft
                on_press=move |()| page.back()
                attr:data-test="other-operator"
            />
        </section>
    }
}
