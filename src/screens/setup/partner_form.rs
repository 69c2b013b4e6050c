//! A partner's whole card: code, name, roles, country, currency, and what a carrier offers and when it collects.

use super::{complain, named};
use crate::intake::setup::party;
use crate::screens::desk;
use crate::screens::stock::sent_by;
use crate::screens::words;
use crate::trade::catalog::SentBy;
use crate::trade::id::PartyId;
use crate::trade::parties::commands::PartyCommand;
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::personal::content::Written;
use crate::trade::quantity::{Country, Currency, MinuteOfDay};
use crate::trade::text::{Code, Url};
use crate::ui::components::{Button, ButtonKind, Checkbox, Draft, Select, TextInput, Textarea};
use crate::ui::feedback::{report, spawn_reported};
use crate::ui::locale::{Text, t};
use crate::view::{entry, names};
use leptos::prelude::*;
use std::collections::BTreeMap;

pub(super) const ROLES: [PartyRole; 5] = [
    PartyRole::Client,
    PartyRole::Supplier,
    PartyRole::Carrier,
    PartyRole::Marketplace,
    PartyRole::Contractor,
];

/// Services of a carrier, each with the minute by which a parcel must be ready.
type Services = BTreeMap<Code, Option<MinuteOfDay>>;

fn card(party: Option<&PartyId>) -> Vec<PartyField> {
    desk::peek(|at| {
        let card = party.and_then(|party| at.state.party(party));
        let fields = card.into_iter().flat_map(|card| card.fields());
        fields.cloned().collect()
    })
}

pub(super) fn services_of<'a>(fields: impl Iterator<Item = &'a PartyField> + Clone) -> Services {
    let offered = fields.clone().filter_map(|field| match field {
        PartyField::Service {
            service,
            offered: true,
        } => Some(service),
        _ => None,
    });
    let cutoff = |service: &Code| {
        fields.clone().find_map(|field| match field {
            PartyField::ServiceCutoff { service: of, at } if of == service => *at,
            _ => None,
        })
    };
    offered
        .map(|service| (service.clone(), cutoff(service)))
        .collect()
}

/// Services as they are typed, one a line: `EXPRESS 16:30`.
fn typed(services: &Services) -> String {
    let line = |(service, at): (&Code, &Option<MinuteOfDay>)| match at {
        Some(at) => format!("{service} {}", entry::minute_typed(*at)),
        None => service.as_str().to_owned(),
    };
    services.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read_services(text: &str) -> Result<Services, Text> {
    let mut services = Services::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let timed = line
            .rsplit_once(char::is_whitespace)
            .and_then(|(service, time)| Some((service, entry::minute(time)?)));
        let (service, at) = match timed {
            Some((service, at)) => (service, Some(at)),
            None => (line, None),
        };
        let code = Code::new(service.trim()).map_err(|_| t!(setup_services_wrong))?;
        services.insert(code, at);
    }
    Ok(services)
}

/// What was entered.
#[derive(Clone, Copy)]
struct Fields {
    draft: Draft,
    code: RwSignal<String>,
    name: RwSignal<String>,
    roles: [RwSignal<bool>; 5],
    country: RwSignal<String>,
    currency: RwSignal<String>,
    collects: RwSignal<String>,
    services: RwSignal<String>,
    page: RwSignal<String>,
    sent_by: RwSignal<String>,
    retired: RwSignal<bool>,
}

impl Fields {
    fn of(party: Option<&PartyId>) -> Self {
        let known = card(party);
        let (code, name) = party.map_or_else(Default::default, |party| {
            desk::peek(|at| (names::party_code(at, party), names::party_name(at, party)))
        });
        let draft = Draft::of(
            "partner",
            if code.is_empty() {
                "new"
            } else {
                code.as_str()
            },
        );
        let has = |role: &PartyRole| {
            known.contains(&PartyField::Role {
                role: role.clone(),
                has: true,
            })
        };
        let text = |of: &dyn Fn(&PartyField) -> Option<String>| {
            known.iter().find_map(of).unwrap_or_default()
        };
        Fields {
            draft,
            name: draft.text("name", if name == code { String::new() } else { name }),
            code: draft.text("code", code),
            roles: std::array::from_fn(|index| RwSignal::new(has(&ROLES[index]))),
            country: draft.text(
                "country",
                text(&|field| match field {
                    PartyField::Country(Some(country)) => Some(country.to_string()),
                    _ => None,
                }),
            ),
            currency: draft.text(
                "currency",
                text(&|field| match field {
                    PartyField::Currency(Some(currency)) => Some(words::currency(currency)),
                    _ => None,
                }),
            ),
            collects: draft.text(
                "collects",
                text(&|field| match field {
                    PartyField::CollectsAt(Some(at)) => Some(entry::minute_typed(*at)),
                    _ => None,
                }),
            ),
            services: draft.text("services", typed(&services_of(known.iter()))),
            page: draft.text(
                "page",
                text(&|field| match field {
                    PartyField::TrackingPage(Some(url)) => Some(url.as_str().to_owned()),
                    _ => None,
                }),
            ),
            sent_by: RwSignal::new(text(&|field| match field {
                PartyField::SentBy(Some(by)) => {
                    Some(sent_by::code_of(&SentBy::Other(by.clone()), false))
                }
                _ => None,
            })),
            retired: RwSignal::new(known.contains(&PartyField::Retired(true))),
        }
    }

    fn read(&self, before: &[PartyField]) -> Result<(Code, Vec<PartyField>), Text> {
        let was = |number: u64| before.iter().any(|field| field.number() == number);
        let code = Code::new(&self.code.get_untracked()).map_err(|_| t!(setup_code_missing))?;
        let mut fields = vec![PartyField::Code(code.clone())];
        let mut any = false;
        for (role, chosen) in ROLES.into_iter().zip(self.roles) {
            let has = chosen.get_untracked();
            any |= has;
            let had = before.contains(&PartyField::Role {
                role: role.clone(),
                has: true,
            });
            if has || had {
                fields.push(PartyField::Role { role, has });
            }
        }
        if !any {
            return Err(t!(setup_role_missing));
        }
        let mut push = |field: PartyField, has: bool| {
            if has || was(field.number()) {
                fields.push(field);
            }
        };
        let letters = self.country.get_untracked().trim().to_ascii_uppercase();
        let country = match letters.as_str() {
            "" => None,
            letters => Some(Country::new(letters).ok_or_else(|| t!(order_country_wrong))?),
        };
        push(PartyField::Country(country), country.is_some());
        let letters = self.currency.get_untracked().trim().to_ascii_uppercase();
        let currency = match letters.as_str() {
            "" => None,
            letters => Some(Currency::new(letters).ok_or_else(|| t!(welcome_currency_wrong))?),
        };
        push(PartyField::Currency(currency), currency.is_some());
        let collects = minute(self.collects)?;
        push(PartyField::CollectsAt(collects), collects.is_some());
        let typed = self.page.get_untracked();
        let page = match typed.trim() {
            "" => None,
            address => Some(Url::new(address).ok_or_else(|| t!(setup_page_wrong))?),
        };
        let has = page.is_some();
        push(PartyField::TrackingPage(page), has);
        let by = match sent_by::chosen(&self.sent_by.get_untracked(), false) {
            SentBy::Other(by) => Some(by),
            SentBy::AsClient | SentBy::House => None,
        };
        let has = by.is_some();
        push(PartyField::SentBy(by), has);
        let retired = self.retired.get_untracked();
        push(PartyField::Retired(retired), retired);
        services_into(&self.services.get_untracked(), before, &mut fields)?;
        Ok((code, fields))
    }
}

/// A time of day as it was typed; nothing is none.
pub(super) fn minute(typed: RwSignal<String>) -> Result<Option<MinuteOfDay>, Text> {
    let typed = typed.get_untracked();
    match typed.trim() {
        "" => Ok(None),
        time => entry::minute(time)
            .map(Some)
            .ok_or_else(|| t!(setup_time_wrong)),
    }
}

fn services_into(
    text: &str,
    before: &[PartyField],
    fields: &mut Vec<PartyField>,
) -> Result<(), Text> {
    let services = read_services(text)?;
    let known = services_of(before.iter());
    for service in known.keys().filter(|known| !services.contains_key(known)) {
        fields.push(PartyField::Service {
            service: service.clone(),
            offered: false,
        });
    }
    for (service, at) in services {
        let had = known.get(&service).copied().flatten();
        if at.is_some() || had.is_some() {
            fields.push(PartyField::ServiceCutoff {
                service: service.clone(),
                at,
            });
        }
        fields.push(PartyField::Service {
            service,
            offered: true,
        });
    }
    Ok(())
}

/// The form of a partner.
#[component]
pub(super) fn PartnerForm(
    /// The partner; a new one otherwise.
    partner: Option<PartyId>,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let fields = Fields::of(partner.as_ref());
    let is_new = partner.is_none();
    let is_client = fields.roles[0];
    let is_carrier = fields.roles[2];
    let save = move |()| {
        let before = card(partner.as_ref());
        let (code, set) = match fields.read(&before) {
            Ok(read) => read,
            Err(text) => return complain(text),
        };
        let typed = fields.name.get_untracked();
        let called = partner
            .as_ref()
            .map(|it| desk::peek(|at| names::party_name(at, it)));
        let rows: Vec<Written> = match called.as_deref() == Some(typed.trim()) {
            true => Vec::new(),
            false => match named(&typed) {
                Ok(row) => row.into_iter().collect(),
                Err(problem) => return report(problem),
            },
        };
        let command = PartyCommand::SetParty {
            party: partner.clone().unwrap_or_else(|| party(&code)),
            fields: set,
            rows: rows.iter().map(|row| row.row()).collect(),
        };
        spawn_reported(async move {
            let ran = desk::run_with(command, rows).await;
            ran.map_err(|error| desk::problem(&error))?;
            fields.draft.sent(close, t!(setup_saved));
            Ok(())
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(setup_code) value=fields.code required=true />
            <TextInput label=t!(order_name) value=fields.name />
            <fieldset class="choice">
                <legend>{t!(setup_role)}</legend>
                {ROLES
                    .into_iter()
                    .zip(fields.roles)
                    .map(|(role, checked)| view! { <Checkbox label=words::party_role(&role) checked /> })
                    .collect_view()}
            </fieldset>
            <div class="columns">
                <TextInput label=t!(order_country_code) value=fields.country />
                <TextInput label=t!(welcome_currency) value=fields.currency />
            </div>
            <Show when=move || is_client.get()>
                <Select
                    label=t!(setup_client_sent_by)
                    value=fields.sent_by
                    options=sent_by::options(false)
                />
            </Show>
            <Show when=move || is_carrier.get()>
                <Textarea
                    label=t!(setup_services)
                    hint=t!(setup_services_hint)
                    value=fields.services
                    rows=4
                />
                <TextInput
                    label=t!(paste_collects_at)
                    hint=t!(setup_collects_hint)
                    value=fields.collects
                />
                <TextInput
                    label=t!(setup_tracking_page)
                    value=fields.page
                    hint=t!(setup_tracking_hint)
                />
            </Show>
            {(!is_new).then(|| view! { <Checkbox label=t!(item_retired) checked=fields.retired /> })}
            <Button
                label=t!(setup_save)
                kind=ButtonKind::Primary
                submit=true
                on_press=save
                attr:data-test="save-partner"
            />
        </form>
    }
}
