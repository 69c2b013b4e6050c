//! The first minute: what Depo is in a sentence, and three ways to begin: try the demo, set up by hand, or bring a copy
//! of a workspace that is elsewhere.

use crate::browser::clock;
use crate::intake::setup::{Aisles, FirstWarehouse, by_hand, carrier, first_warehouse};
use crate::screens::desk::{self, DatabaseName, Status};
use crate::screens::orders::form::{code_check, words_check};
use crate::screens::workspace::RestoreSection;
use crate::site::Founding;
use crate::stream::facts::{Kind, WorkspaceName};
use crate::trade::decide::Command;
use crate::trade::id::OperatorId;
use crate::trade::people::OperatorField;
use crate::trade::people::commands::PeopleCommand;
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Contact, Content};
use crate::trade::quantity::{Country, Currency};
use crate::trade::text::{Code, Words};
use crate::ui::components::{
    Button, ButtonKind, IconName, Notice, NumberInput, PageHeader, TextInput,
};
use crate::ui::feedback::{Problem, Tone, spawn_reported, toast};
use crate::ui::locale::t;
use leptos::prelude::*;

/// The code of whoever founds a workspace by hand.
const OWNER: &str = "OWNER";

/// What a device shows on which no workspace was founded.
#[component]
pub fn Welcome() -> impl IntoView {
    let by_hand = RwSignal::new(false);
    let by_copy = RwSignal::new(false);
    let sign = Memo::new(|_| match desk::status() {
        Status::Empty(sign) => sign.map(|sign| sign.written),
        _ => None,
    });
    view! {
        <div class="welcome" data-test="welcome">
            <PageHeader title=t!(welcome_title) />
            {move || {
                sign.get()
                    .map(|written| {
                        view! { <Notice tone=Tone::Wrong text=t!(welcome_was_here, n = written) /> }
                    })
            }}
            // Where nothing is left, nobody knows but the person.
            <Show when=move || sign.get().is_none() && !by_copy.get()>
                <div data-test="was-used">
                    <Notice tone=Tone::Information text=t!(welcome_was_used)>
                        <Button
                            label=t!(welcome_was_used_yes)
                            on_press=move |()| {
                                by_hand.set(false);
                                by_copy.set(true);
                            }
                        />
                    </Notice>
                </div>
            </Show>
            <p class="prose">{t!(welcome_what)}</p>
            <div class="actions">
                <Button
                    label=t!(welcome_by_hand)
                    kind=ButtonKind::Primary
                    icon=IconName::Plus
                    on_press=move |()| {
                        by_copy.set(false);
                        by_hand.set(true);
                    }
                    attr:data-test="set-up"
                />
                <Button
                    label=t!(welcome_copy)
                    icon=IconName::Upload
                    on_press=move |()| {
                        by_hand.set(false);
                        by_copy.set(true);
                    }
                    attr:data-test="bring-copy"
                />
                <Button
                    label=t!(welcome_demo)
                    icon=IconName::Box
                    on_press=|()| desk::switch_database(DatabaseName::Demo)
                    attr:data-test="try-demo"
                />
            </div>
            <Show when=move || by_hand.get()>
                <SetUp />
            </Show>
            <Show when=move || by_copy.get()>
                <p class="prose">{t!(welcome_copy_text)}</p>
                <RestoreSection />
            </Show>
        </div>
    }
}

/// What was entered.
#[derive(Clone, Copy)]
struct Fields {
    house: RwSignal<String>,
    person: RwSignal<String>,
    warehouse: RwSignal<String>,
    country: RwSignal<String>,
    currency: RwSignal<String>,
    carrier: RwSignal<String>,
    aisles: RwSignal<Option<i64>>,
    bins: RwSignal<Option<i64>>,
}

impl Fields {
    fn new() -> Self {
        Fields {
            house: RwSignal::new(String::new()),
            person: RwSignal::new(String::new()),
            warehouse: RwSignal::new("MAIN".to_owned()),
            country: RwSignal::new(String::new()),
            currency: RwSignal::new(String::new()),
            carrier: RwSignal::new(String::new()),
            aisles: RwSignal::new(Some(2)),
            bins: RwSignal::new(Some(10)),
        }
    }

    fn is_whole(&self) -> bool {
        WorkspaceName::new(&self.house.get()).is_some()
            && Code::new(&self.warehouse.get()).is_ok()
            && country(&self.country.get()).is_some()
            && currency(&self.currency.get()).is_some()
    }
}

fn country(typed: &str) -> Option<Country> {
    Country::new(&typed.trim().to_ascii_uppercase())
}

fn currency(typed: &str) -> Option<Currency> {
    Currency::new(&typed.trim().to_ascii_uppercase())
}

fn number(field: RwSignal<Option<i64>>, most: u8) -> u8 {
    let typed = field.get_untracked().unwrap_or(0).clamp(0, i64::from(most));
    u8::try_from(typed).unwrap_or(most)
}

#[component]
fn SetUp() -> impl IntoView {
    let fields = Fields::new();
    let busy = RwSignal::new(false);
    let check_currency = Callback::new(|typed: String| {
        currency(&typed)
            .is_none()
            .then(|| t!(welcome_currency_wrong))
    });
    let check_country =
        Callback::new(|typed: String| country(&typed).is_none().then(|| t!(order_country_wrong)));
    let send = move |()| {
        busy.set(true);
        spawn_reported(async move {
            let done = set_up(fields).await;
            busy.try_set(false);
            done
        });
    };
    view! {
        <form class="stack narrow" on:submit=|event| event.prevent_default()>
            <TextInput
                label=t!(welcome_house)
                value=fields.house
                check=words_check(false)
                required=true
                hint=t!(welcome_house_hint)
            />
            <TextInput
                label=t!(welcome_person)
                value=fields.person
                check=words_check(true)
                hint=t!(welcome_person_hint)
            />
            <TextInput
                label=t!(welcome_warehouse)
                value=fields.warehouse
                check=code_check(false)
                required=true
            />
            <TextInput
                label=t!(order_country_code)
                value=fields.country
                check=check_country
                required=true
            />
            <TextInput
                label=t!(welcome_currency)
                value=fields.currency
                check=check_currency
                required=true
            />
            <TextInput
                label=t!(welcome_carrier)
                value=fields.carrier
                check=code_check(true)
                hint=t!(welcome_carrier_hint)
            />
            <div class="columns">
                <NumberInput label=t!(welcome_aisles) value=fields.aisles max=26 />
                <NumberInput label=t!(welcome_bins) value=fields.bins max=99 />
            </div>
            <div class="actions">
                <Button
                    label=t!(welcome_begin)
                    kind=ButtonKind::Primary
                    submit=true
                    busy
                    disabled=Signal::derive(move || !fields.is_whole())
                    on_press=send
                    attr:data-test="found"
                />
            </div>
        </form>
    }
}

fn wrong(error: impl std::fmt::Display) -> Problem {
    Problem {
        text: t!(refusals_text_empty),
        code: error.to_string(),
    }
}

/// Founds the workspace with what the first order needs.
async fn set_up(fields: Fields) -> Result<(), Problem> {
    let text = |field: RwSignal<String>| field.get_untracked();
    let name = WorkspaceName::new(&text(fields.house))
        .ok_or_else(|| wrong("the workspace has no name"))?;
    let code = Code::new(&text(fields.warehouse)).map_err(wrong)?;
    let about = FirstWarehouse {
        title: Words::new(code.as_str()).ok(),
        code,
        zone: Code::new(&clock::zone_name()).ok(),
        country: country(&text(fields.country)),
        works: [true, true, true, true, true, false, false],
        aisles: Aisles {
            aisles: number(fields.aisles, 26),
            bins: number(fields.bins, 99),
        },
    };
    let mut commands = first_warehouse(&about).map_err(wrong)?;
    commands.push(by_hand(None, currency(&text(fields.currency))).map_err(wrong)?);
    if let Ok(code) = Code::new(&text(fields.carrier)) {
        commands.push(carrier(&code, &[]));
    }
    let founding = Founding {
        name,
        kind: Kind::Real,
        owner: vec![OperatorField::Code(Code::new(OWNER).map_err(wrong)?)],
    };
    let row = match Words::new(&text(fields.person)) {
        Ok(person) => {
            let contact = Contact {
                name: Some(person),
                company: None,
                lines: Vec::new(),
                city: None,
                region: None,
                post_code: None,
                country: None,
                phone: None,
                email: None,
            };
            let content = Content::Contact(Box::new(contact));
            Some(desk::row(Slot::Contact, content)?)
        }
        Err(_) => None,
    };
    let set_up = |owner: OperatorId| {
        let named = row.map(|row| {
            let rows = vec![row.row()];
            let (operator, fields) = (owner, Vec::new());
            let named = PeopleCommand::SetOperator {
                operator,
                fields,
                rows,
            };
            (Command::from(named), vec![row])
        });
        let others = commands.into_iter().map(|command| (command, Vec::new()));
        named.into_iter().chain(others).collect()
    };
    desk::found_with(founding, set_up)
        .await
        .map_err(|error| desk::problem(&error))?;
    toast(Tone::Good, t!(welcome_done));
    Ok(())
}
