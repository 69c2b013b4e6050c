//! Operators: made, renamed, retired; their roles; who is signed in at this device.

use super::{SetupNav, complain, named};
use crate::screens::desk::{self, ALL};
use crate::screens::words;
use crate::stream::id::FactId;
use crate::trade::decide::Knowing;
use crate::trade::id::OperatorId;
use crate::trade::people::commands::{PeopleCommand, RoleGiven};
use crate::trade::people::{OperatorField, Role};
use crate::trade::text::Code;
use crate::ui::components::{
    Button, ButtonKind, IconButton, IconName, Menu, MenuItem, PageHeader, StatusBadge, TextInput,
};
use crate::ui::feedback::{Tone, report};
use crate::ui::locale::t;
use crate::view::names;
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
struct Person {
    id: OperatorId,
    name: String,
    code: String,
    retired: bool,
    roles: Vec<(FactId, Role)>,
}

fn people() -> Vec<Person> {
    desk::read(ALL, |at| {
        let Some(context) = desk::context() else {
            return Vec::new();
        };
        let relations = at.relations();
        let knowing = Knowing::new(&context, &relations);
        let moment = context.at(0, 0);
        let grants: Vec<(FactId, OperatorId, Role)> = at
            .state
            .authority
            .standing_grants(&moment, &knowing)
            .into_iter()
            .map(|(fact, granted)| (fact, granted.operator, granted.role.clone()))
            .collect();
        let person = |(id, card): (&OperatorId, &crate::trade::card_fold::Card<OperatorField>)| {
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
                roles: grants
                    .iter()
                    .filter(|(_, operator, _)| operator == id)
                    .map(|(fact, _, role)| (*fact, role.clone()))
                    .collect(),
            }
        };
        at.state.operators().map(person).collect()
    })
}

/// The page of the people.
#[component]
pub fn People() -> impl IntoView {
    let all = Memo::new(|_| people());
    let signed_in = Memo::new(|_| desk::followed_operator());
    view! {
        <PageHeader title=t!(setup_people) />
        <SetupNav />
        <ul class="cards" data-test="people">
            {move || {
                let signed_in = signed_in.get();
                all.get().into_iter().map(|person| card(person, signed_in)).collect_view()
            }}
        </ul>
        <AddPerson />
    }
}

fn card(person: Person, signed_in: Option<OperatorId>) -> AnyView {
    let id = person.id;
    let here = signed_in == Some(id);
    let roles = person
        .roles
        .iter()
        .map(|(grant, role)| {
            let grant = *grant;
            view! {
                <li class="row">
                    <span>{words::role(role)}</span>
                    <IconButton
                        label=t!(setup_revoke)
                        icon=IconName::Cross
                        on_press=move |()| {
                            desk::perform(PeopleCommand::Revoke { grant }, t!(setup_saved));
                        }
                    />
                </li>
            }
        })
        .collect_view();
    let missing: Vec<Role> = ROLES
        .into_iter()
        .filter(|role| person.roles.iter().all(|(_, has)| has != role))
        .collect();
    let retired = person.retired;
    let retire = move |()| {
        let command = PeopleCommand::SetOperator {
            operator: id,
            fields: vec![OperatorField::Retired(!retired)],
            rows: Vec::new(),
        };
        desk::perform(command, t!(setup_saved));
    };
    view! {
        <li class="card" data-test="person" data-code=person.code.clone()>
            <div class="row apart">
                <h2>{person.name}</h2>
                <span class="code">{person.code.clone()}</span>
                {here.then(|| view! { <StatusBadge tone=Tone::Good label=t!(setup_signed_in) /> })}
                {retired.then(|| view! { <StatusBadge tone=Tone::Neutral label=t!(stock_state_retired) /> })}
            </div>
            <ul class="plain-list">{roles}</ul>
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
                                on_press=move |()| desk::sign_in(&id)
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

#[component]
fn AddPerson() -> impl IntoView {
    let (name, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let role = RwSignal::new("0".to_owned());
    let roles: Vec<(String, crate::ui::locale::Text)> = (0..)
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
