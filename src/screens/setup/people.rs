//! Operators: made, retired; their roles and what these are restricted to, PIN, badge and language; who is signed in at
//! this device.

use super::people_forms::{self as forms, FormDialogs, Forms, SpokenLanguage};
use super::{SetupNav, complain, named};
use crate::screens::desk::{self, ALL};
use crate::screens::words;
use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::card_fold::Card;
use crate::trade::decide::Knowing;
use crate::trade::id::OperatorId;
use crate::trade::people::commands::{PeopleCommand, RoleGiven};
use crate::trade::people::{Language, OperatorField, Restriction, Role};
use crate::trade::personal::Slot;
use crate::trade::text::Code;
use crate::ui::components::{
    Button, ButtonKind, IconButton, IconName, Menu, MenuItem, PageHeader, StatusBadge, TextInput,
};
use crate::ui::feedback::{Tone, report};
use crate::ui::locale::{Text, t};
use crate::view::names;
use crate::view::sign_in::{self, Guard};
use leptos::prelude::*;

const ROLES: [Role; 7] = [
    Role::Picker,
    Role::Packer,
    Role::Receiver,
    Role::Returns,
    Role::Office,
    Role::Supervisor,
    Role::Owner,
];

/// An operator as the page shows it.
#[derive(Clone, PartialEq)]
pub(super) struct Person {
    pub(super) id: OperatorId,
    pub(super) name: String,
    code: String,
    retired: bool,
    pub(super) language: Option<Language>,
    pub(super) pin: Guard,
    pub(super) badge: Guard,
    roles: Vec<Given>,
}

/// A role that somebody has.
#[derive(Clone, PartialEq)]
pub(super) struct Given {
    pub(super) grant: FactId,
    pub(super) role: Role,
    pub(super) restrictions: Vec<Restriction>,
    /// What it is restricted to, by name.
    names: Vec<String>,
}

fn people() -> Vec<Person> {
    desk::read(ALL, |at| {
        let Some(context) = desk::context() else {
            return Vec::new();
        };
        let relations = at.relations();
        let knowing = Knowing::new(&context, &relations);
        let moment = context.at(0, 0);
        let grants = at.state.authority.standing_grants(&moment, &knowing);
        let roles = |id: &OperatorId| {
            grants
                .iter()
                .filter(|(_, granted)| granted.operator == *id)
                .map(|(grant, granted)| Given {
                    grant: *grant,
                    role: granted.role.clone(),
                    restrictions: granted.restrictions.clone(),
                    names: granted
                        .restrictions
                        .iter()
                        .map(|restriction| restricted_to(at, restriction))
                        .collect(),
                })
                .collect()
        };
        let person = |(id, card): (&OperatorId, &Card<OperatorField>)| {
            let code = card.fields().find_map(|field| match field {
                OperatorField::Code(code) => Some(code.as_str().to_owned()),
                OperatorField::Language(_) | OperatorField::Retired(_) => None,
            });
            Person {
                id: *id,
                name: names::operator_name(at, id),
                code: code.unwrap_or_default(),
                retired: card
                    .fields()
                    .any(|field| *field == OperatorField::Retired(true)),
                language: sign_in::language(at, id),
                pin: sign_in::guard(at, *id, &Slot::Pin),
                badge: sign_in::guard(at, *id, &Slot::Badge),
                roles: roles(id),
            }
        };
        at.state.operators().map(person).collect()
    })
}

/// What a role is restricted to, by name.
pub(super) fn restricted_to(at: &Reading<'_>, restriction: &Restriction) -> String {
    match restriction {
        Restriction::Warehouse(id) => names::warehouse_name(at, id),
        Restriction::Client(id) => names::party_name(at, id),
        Restriction::Channel(id) => names::channel_name(at, id),
    }
}

/// The page of the people.
#[component]
pub fn People() -> impl IntoView {
    let all = Memo::new(|_| people());
    let signed_in = Memo::new(|_| desk::followed_operator());
    let several = Memo::new(|_| desk::are_several());
    let forms = Forms::new();
    view! {
        <PageHeader title=t!(setup_people) />
        <SetupNav />
        <Show when=move || several.get()>
            <p class="prose setup-note">{t!(signin_what_it_keeps)}</p>
        </Show>
        <ul class="cards" data-test="people">
            {move || {
                let (signed_in, several) = (signed_in.get(), several.get());
                all.get()
                    .into_iter()
                    .map(|person| card(person, signed_in, several, forms))
                    .collect_view()
            }}
        </ul>
        <AddPerson />
        <FormDialogs forms />
    }
}

fn given(given: Given, forms: Forms, id: OperatorId) -> AnyView {
    let label = words::role(&given.role);
    let names = given.names.join(", ");
    let grant = given.grant;
    // An owner has everything: there is nothing to restrict.
    let can_restrict = given.role != Role::Owner;
    view! {
        <li class="row">
            <span>{label}</span>
            {(!names.is_empty())
                .then(|| view! { <span class="quiet-text">{t!(signin_only, names = names.clone())}</span> })}
            {can_restrict
                .then(|| {
                    let given = given.clone();
                    view! {
                        <IconButton
                            label=t!(signin_restrict)
                            icon=IconName::Filter
                            on_press=move |()| forms.restrict(id, given.clone())
                            attr:data-test="restrict"
                        />
                    }
                })}
            <IconButton
                label=t!(setup_revoke)
                icon=IconName::Cross
                on_press=move |()| {
                    desk::perform(PeopleCommand::Revoke { grant }, t!(setup_saved));
                }
            />
        </li>
    }
    .into_any()
}

fn card(person: Person, signed_in: Option<OperatorId>, several: bool, forms: Forms) -> AnyView {
    let id = person.id;
    let here = signed_in == Some(id);
    let missing: Vec<Role> = ROLES
        .into_iter()
        .filter(|role| person.roles.iter().all(|given| given.role != *role))
        .collect();
    let retired = person.retired;
    let is_open = person.pin == Guard::None && person.badge == Guard::None;
    let retire = move |()| {
        let command = PeopleCommand::SetOperator {
            operator: id,
            fields: vec![OperatorField::Retired(!retired)],
            rows: Vec::new(),
        };
        desk::perform(command, t!(setup_saved));
    };
    let guards = (several && !retired).then(|| guards(&person, forms));
    view! {
        <li class="card" data-test="person" data-code=person.code.clone()>
            <div class="row apart">
                <h2>{person.name.clone()}</h2>
                <span class="code">{person.code.clone()}</span>
                {here.then(|| view! { <StatusBadge tone=Tone::Good label=t!(setup_signed_in) /> })}
                {retired.then(|| view! { <StatusBadge tone=Tone::Neutral label=t!(stock_state_retired) /> })}
            </div>
            <ul class="plain-list">
                {person.roles.iter().map(|role| given(role.clone(), forms, id)).collect_view()}
            </ul>
            {guards}
            <SpokenLanguage person=person.clone() />
            <div class="actions">
                <Menu label=t!(setup_grant) icon=IconName::Plus>
                    {missing
                        .clone()
                        .into_iter()
                        .map(|role| {
                            let label = words::role(&role);
                            view! {
                                <MenuItem
                                    label
                                    on_choose=move |()| {
                                        let role = RoleGiven {
                                            role: role.clone(),
                                            restrictions: Vec::new(),
                                        };
                                        let command = PeopleCommand::Grant { operator: id, role };
                                        desk::perform(command, t!(setup_saved));
                                    }
                                />
                            }
                        })
                        .collect_view()}
                </Menu>
                {(!here && !retired)
                    .then(|| {
                        view! {
                            <Button
                                label=t!(setup_sign_in)
                                on_press=move |()| {
                                    if is_open { desk::sign_in(&id) } else { desk::lock_for(id) }
                                }
                                attr:data-test="sign-in"
                            />
                        }
                    })}
                <Button
                    label=if retired { t!(setup_back) } else { t!(setup_retire) }
                    kind=ButtonKind::Quiet
                    on_press=retire
                />
            </div>
        </li>
    }
    .into_any()
}

/// PIN and badge of a person, and what can be done about them.
fn guards(person: &Person, forms: Forms) -> AnyView {
    let (id, name) = (person.id, person.name.clone());
    let says = |guard: &Guard, none: Text, set: Text| match guard {
        Guard::None => none,
        Guard::Set(_) => set,
        Guard::NotHere => t!(signin_not_here_short),
    };
    let pin = says(&person.pin, t!(signin_no_pin), t!(signin_has_pin));
    let badge = says(&person.badge, t!(signin_no_badge), t!(signin_has_badge));
    let of_pin = (id, name.clone());
    let of_badge = (id, name);
    let remove = move |slot: Slot| forms::take_away(id, slot);
    let (has_pin, has_badge) = (person.pin != Guard::None, person.badge != Guard::None);
    view! {
        <div class="row" data-test="pin-row">
            <span class="quiet-text">{pin}</span>
            <Button
                label=t!(signin_set_pin)
                kind=ButtonKind::Quiet
                on_press=move |()| forms.pin(of_pin.clone())
                attr:data-test="set-pin"
            />
            {has_pin
                .then(|| {
                    view! {
                        <Button
                            label=t!(signin_take_pin)
                            kind=ButtonKind::Quiet
                            on_press=move |()| remove(Slot::Pin)
                        />
                    }
                })}
        </div>
        <div class="row" data-test="badge-row">
            <span class="quiet-text">{badge}</span>
            <Button
                label=t!(signin_set_badge)
                kind=ButtonKind::Quiet
                on_press=move |()| forms.badge(of_badge.clone())
                attr:data-test="set-badge"
            />
            {has_badge
                .then(|| {
                    view! {
                        <Button
                            label=t!(signin_take_badge)
                            kind=ButtonKind::Quiet
                            on_press=move |()| remove(Slot::Badge)
                        />
                    }
                })}
        </div>
    }
    .into_any()
}

#[component]
fn AddPerson() -> impl IntoView {
    let (name, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let role = RwSignal::new("0".to_owned());
    let roles: Vec<(String, Text)> = (0..)
        .zip(&ROLES)
        .map(|(index, role): (usize, &Role)| (index.to_string(), words::role(role)))
        .collect();
    let add = move |()| {
        let Ok(operator_code) = Code::new(&code.get_untracked()) else {
            return complain(t!(setup_code_missing));
        };
        let index: usize = role.get_untracked().parse().unwrap_or(0);
        let chosen = ROLES.into_iter().nth(index).unwrap_or(Role::Picker);
        match named(&name.get_untracked()) {
            Err(problem) => report(problem),
            Ok(row) => {
                let rows: Vec<_> = row.into_iter().collect();
                let command = PeopleCommand::AddOperator {
                    fields: vec![OperatorField::Code(operator_code)],
                    rows: rows.iter().map(|row| row.row()).collect(),
                    roles: vec![RoleGiven {
                        role: chosen,
                        restrictions: Vec::new(),
                    }],
                };
                // With a second person it begins to matter who is at this device.
                if let Some(operator) = desk::operator() {
                    desk::sign_in(&operator);
                }
                desk::perform_with(command, rows, t!(setup_saved));
                name.set(String::new());
                code.set(String::new());
            }
        }
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{t!(setup_add_person)}</h2>
            <TextInput label=t!(order_name) value=name />
            <TextInput label=t!(setup_code) value=code required=true />
            <crate::ui::components::Select label=t!(setup_role) value=role options=roles />
            <Button
                label=t!(setup_add_person)
                kind=ButtonKind::Primary
                submit=true
                on_press=add
                attr:data-test="add-person"
            />
        </form>
    }
}
