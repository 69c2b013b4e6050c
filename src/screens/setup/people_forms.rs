//! The forms of a person: PIN, badge, what a role is restricted to, language.

use super::people::{Given, Person, restricted_to};
use crate::screens::desk::{self, ALL};
use crate::screens::sign_in::{badge_code, hashed, hashed_badge};
use crate::trade::id::{OperatorId, PartyId};
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::people::commands::{PeopleCommand, RoleGiven};
use crate::trade::people::secret::{Recipe, badge_text, is_pin};
use crate::trade::people::{Language, OperatorField, Restriction};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Content, Written};
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, Checkbox, Dialog, Select, TextInput, use_scans};
use crate::ui::feedback::{Problem, Tone, report, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use crate::view::sign_in::{badge_of, badge_recipes, people};
use leptos::prelude::*;

/// A person by identity and name.
type Who = (OperatorId, String);

/// Which form is open.
#[derive(Clone, Copy)]
pub(super) struct Forms {
    pin: RwSignal<Option<Who>>,
    badge: RwSignal<Option<Who>>,
    role: RwSignal<Option<(OperatorId, Given)>>,
}

impl Forms {
    pub(super) fn new() -> Self {
        Forms {
            pin: RwSignal::new(None),
            badge: RwSignal::new(None),
            role: RwSignal::new(None),
        }
    }

    pub(super) fn pin(self, who: Who) {
        self.pin.set(Some(who));
    }

    pub(super) fn badge(self, who: Who) {
        self.badge.set(Some(who));
    }

    pub(super) fn restrict(self, operator: OperatorId, given: Given) {
        self.role.set(Some((operator, given)));
    }
}

/// The dialogs of the page.
#[component]
pub(super) fn FormDialogs(forms: Forms) -> impl IntoView {
    let close = move |()| {
        forms.pin.set(None);
        forms.badge.set(None);
        forms.role.set(None);
    };
    view! {
        <Dialog
            title=t!(signin_set_pin)
            open=Signal::derive(move || forms.pin.with(Option::is_some))
            on_close=close
        >
            {move || forms.pin.get().map(|who| view! { <PinForm who done=close /> })}
        </Dialog>
        <Dialog
            title=t!(signin_set_badge)
            open=Signal::derive(move || forms.badge.with(Option::is_some))
            on_close=close
        >
            {move || forms.badge.get().map(|who| view! { <BadgeForm who done=close /> })}
        </Dialog>
        <Dialog
            title=t!(signin_restrict)
            open=Signal::derive(move || forms.role.with(Option::is_some))
            on_close=close
        >
            {move || {
                forms.role.get().map(|(operator, given)| view! { <RestrictForm operator given done=close /> })
            }}
        </Dialog>
    }
}

/// Keeps a row of an operator.
async fn keep(operator: OperatorId, row: Written) -> Result<(), Problem> {
    let command = PeopleCommand::SetOperator {
        operator,
        fields: Vec::new(),
        rows: vec![row.row()],
    };
    desk::run_with(command, vec![row])
        .await
        .map_err(|error| desk::problem(&error))?;
    toast(Tone::Good, t!(setup_saved));
    Ok(())
}

/// Takes a PIN or badge away: an empty row says that there is none any more.
pub(super) fn take_away(operator: OperatorId, slot: Slot) {
    spawn_reported(async move {
        let row = desk::row(slot, Content::Bytes(Vec::new()))?;
        keep(operator, row).await
    });
}

#[component]
fn PinForm(who: Who, #[prop(into)] done: Callback<()>) -> impl IntoView {
    let (operator, name) = who;
    let (pin, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let check = Callback::new(|typed: String| (!is_pin(&typed)).then(|| t!(signin_pin_wrong)));
    let check_again =
        Callback::new(move |typed: String| (typed != pin.get()).then(|| t!(signin_pins_differ)));
    let whole = move || pin.with(|pin| is_pin(pin)) && pin.get() == again.get();
    let save = move |()| {
        busy.set(true);
        let typed = pin.get_untracked();
        spawn_reported(async move {
            let kept = async {
                let secret = hashed(&typed, Recipe::new(desk::salt()?)).await;
                let row = desk::row(Slot::Pin, Content::Bytes(secret.to_bytes()))?;
                keep(operator, row).await
            }
            .await;
            busy.try_set(false);
            kept.map(|()| done.run(()))
        });
    };
    view! {
        <form class="stack" on:submit=|event| event.prevent_default()>
            <p>{t!(signin_pin_of, name = name.clone())}</p>
            <TextInput
                label=t!(signin_pin)
                value=pin
                check
                kind="password"
                autocomplete="new-password"
                hint=t!(signin_pin_hint)
                required=true
            />
            <TextInput
                label=t!(signin_pin_again)
                value=again
                check=check_again
                kind="password"
                autocomplete="new-password"
                required=true
            />
            <div class="dialog-actions">
                <Button
                    label=t!(signin_set_pin)
                    kind=ButtonKind::Primary
                    submit=true
                    busy
                    disabled=Signal::derive(move || !whole())
                    on_press=save
                    attr:data-test="save-pin"
                />
            </div>
        </form>
    }
}

/// What a badge is kept as: hashed as the others here, so that one hash finds it. Another's badge is refused.
async fn keep_badge(operator: OperatorId, code: Code) -> Result<(), Problem> {
    let all = desk::peek(people);
    let recipes = badge_recipes(&all);
    let hashes = hashed_badge(&code, &recipes).await;
    if badge_of(&all, &hashes).is_some_and(|owner| owner != operator) {
        return Err(Problem {
            text: t!(signin_badge_taken),
            code: "the badge is another operator's".to_owned(),
        });
    }
    let secret = match hashes.into_iter().next() {
        Some(secret) => secret,
        None => hashed(&badge_text(&code), Recipe::new(desk::salt()?)).await,
    };
    keep(
        operator,
        desk::row(Slot::Badge, Content::Bytes(secret.to_bytes()))?,
    )
    .await
}

#[component]
fn BadgeForm(who: Who, #[prop(into)] done: Callback<()>) -> impl IntoView {
    let (operator, name) = who;
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let save = move |text: String| {
        if busy.get_untracked() {
            return;
        }
        let Some(code) = badge_code(&text) else {
            return report(Problem {
                text: t!(signin_badge_empty),
                code: "no code of a badge".to_owned(),
            });
        };
        busy.set(true);
        spawn_reported(async move {
            let kept = keep_badge(operator, code).await;
            busy.try_set(false);
            kept.map(|()| done.run(()))
        });
    };
    use_scans(Callback::new(save));
    view! {
        <form class="stack" on:submit=|event| event.prevent_default()>
            <p>{t!(signin_badge_of, name = name.clone())}</p>
            <p class="field-hint">{t!(signin_badge_hint)}</p>
            <TextInput label=t!(signin_badge_code) value=typed />
            <div class="dialog-actions">
                <Button
                    label=t!(signin_set_badge)
                    kind=ButtonKind::Primary
                    submit=true
                    busy
                    disabled=Signal::derive(move || typed.with(|typed| typed.trim().is_empty()))
                    on_press=move |()| save(typed.get_untracked())
                    attr:data-test="save-badge"
                />
            </div>
        </form>
    }
}

/// What a role can be restricted to, under its heading.
fn choices() -> Vec<(Text, Vec<(Restriction, String)>)> {
    desk::read(ALL, |at| {
        let named = |restriction: Restriction| {
            let name = restricted_to(at, &restriction);
            (restriction, name)
        };
        let is_client = |id: &&PartyId| {
            at.state.party(id).is_some_and(|card| {
                card.fields().any(|field| {
                    *field
                        == PartyField::Role {
                            role: PartyRole::Client,
                            has: true,
                        }
                })
            })
        };
        let warehouses = desk::warehouses(at).into_iter().map(Restriction::Warehouse);
        let clients = at.state.parties().map(|(id, _)| id).filter(is_client);
        let channels = at.state.channels().map(|(id, _)| id.clone());
        vec![
            (t!(setup_warehouses), warehouses.map(named).collect()),
            (
                t!(signin_clients),
                clients
                    .cloned()
                    .map(Restriction::Client)
                    .map(named)
                    .collect(),
            ),
            (
                t!(setup_channels),
                channels.map(Restriction::Channel).map(named).collect(),
            ),
        ]
    })
}

#[component]
fn RestrictForm(
    operator: OperatorId,
    given: Given,
    #[prop(into)] done: Callback<()>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let offered = choices();
    let mut boxes: Vec<(Restriction, RwSignal<bool>)> = Vec::new();
    let groups = offered
        .into_iter()
        .filter(|(_, all)| !all.is_empty())
        .map(|(heading, all)| {
            let lines = all
                .into_iter()
                .map(|(restriction, name)| {
                    let checked = RwSignal::new(given.restrictions.contains(&restriction));
                    boxes.push((restriction, checked));
                    view! { <Checkbox label=name checked /> }
                })
                .collect_view();
            view! {
                <fieldset class="choice">
                    <legend>{heading}</legend>
                    {lines}
                </fieldset>
            }
        })
        .collect_view();
    let boxes = StoredValue::new(boxes);
    let (role, before) = (given.role, given.grant);
    let save = move |()| {
        let restrictions = boxes.with_value(|boxes| {
            boxes
                .iter()
                .filter(|(_, checked)| checked.get_untracked())
                .map(|(restriction, _)| restriction.clone())
                .collect()
        });
        let role = RoleGiven {
            role: role.clone(),
            restrictions,
        };
        busy.set(true);
        spawn_reported(async move {
            let changed = async {
                // First the new grant, then the old one goes: nobody is without the role between them.
                desk::run(PeopleCommand::Grant { operator, role }).await?;
                desk::run(PeopleCommand::Revoke { grant: before }).await
            }
            .await;
            busy.try_set(false);
            changed.map_err(|error| desk::problem(&error))?;
            toast(Tone::Good, t!(setup_saved));
            done.run(());
            Ok(())
        });
    };
    view! {
        <form class="stack" on:submit=|event| event.prevent_default()>
            <p>{t!(signin_restrict_hint)}</p>
            {groups}
            <div class="dialog-actions">
                <Button
                    label=t!(signin_restrict)
                    kind=ButtonKind::Primary
                    submit=true
                    busy
                    on_press=save
                    attr:data-test="save-restriction"
                />
            </div>
        </form>
    }
}

const LANGUAGES: [Language; 4] = [
    Language::English,
    Language::Indonesian,
    Language::Bulgarian,
    Language::Romanian,
];

/// The language that the portal speaks to a person from their signing in on.
#[component]
pub(super) fn SpokenLanguage(person: Person) -> impl IntoView {
    let tag = |language: &Language| desk::spoken(language).tag().to_owned();
    let now = person.language.as_ref().map(tag).unwrap_or_default();
    let value = RwSignal::new(now.clone());
    let mut options: Vec<(String, Text)> = LANGUAGES
        .iter()
        .map(|language| {
            let spoken = desk::spoken(language);
            (spoken.tag().to_owned(), Text::from(spoken.own_name()))
        })
        .collect();
    if person.language.is_none() {
        options.insert(0, (String::new(), t!(signin_language_of_device)));
    }
    let id = person.id;
    Effect::watch(
        move || value.get(),
        move |chosen, before, _| {
            if Some(chosen) == before {
                return;
            }
            let language = LANGUAGES.iter().find(|language| tag(language) == *chosen);
            if let Some(language) = language {
                let command = PeopleCommand::SetOperator {
                    operator: id,
                    fields: vec![OperatorField::Language(language.clone())],
                    rows: Vec::new(),
                };
                desk::perform(command, t!(setup_saved));
                if desk::operator() == Some(id) {
                    crate::ui::locale::set_language(desk::spoken(language));
                }
            }
        },
        false,
    );
    view! { <Select label=t!(settings_language) value options /> }
}
