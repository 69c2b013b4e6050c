//! Clients, suppliers, carriers, marketplaces, contractors.

use super::partner_form::{PartnerForm, services_of};
use super::retention::{self, RetentionForm, Whose};
use super::{CardSteps, SetupNav};
use crate::intake::pasted::{PastedInto, PastedKind};
use crate::screens::desk::{self, Area};
use crate::screens::pasting::{PasteTable, is_pasting};
use crate::screens::words;
use crate::trade::id::PartyId;
use crate::trade::parties::commands::PartyCommand;
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::personal::age::Policy;
use crate::ui::components::{Button, ButtonKind, IconName, PageHeader, SidePanel};
use crate::ui::locale::{Text, t};
use crate::view::{entry, names};
use leptos::prelude::*;

#[derive(Clone, PartialEq)]
struct Partner {
    id: PartyId,
    code: String,
    name: String,
    roles: Vec<PartyRole>,
    /// What a carrier offers, each service with its cutoff.
    services: Vec<String>,
    collects: Option<String>,
    /// How long the personal data of a client's orders is kept.
    policy: Policy,
    retired: bool,
}

fn partners() -> Vec<Partner> {
    desk::read(&[Area::Catalog, Area::Orders], |at| {
        let partner =
            |(id, card): (&PartyId, &crate::trade::card_fold::Card<PartyField>)| Partner {
                id: id.clone(),
                code: names::party_code(at, id),
                name: names::party_name(at, id),
                roles: card
                    .fields()
                    .filter_map(|field| match field {
                        PartyField::Role { role, has: true } => Some(role.clone()),
                        _ => None,
                    })
                    .collect(),
                services: services_of(card.fields().cloned().collect::<Vec<_>>().iter())
                    .into_iter()
                    .map(|(service, at)| match at {
                        Some(at) => format!("{service} {}", entry::minute_typed(at)),
                        None => service.as_str().to_owned(),
                    })
                    .collect(),
                collects: card.fields().find_map(|field| match field {
                    PartyField::CollectsAt(Some(at)) => Some(entry::minute_typed(*at)),
                    _ => None,
                }),
                policy: Policy::of_client(at.state, id),
                retired: card
                    .fields()
                    .any(|field| *field == PartyField::Retired(true)),
            };
        at.state.parties().map(partner).collect()
    })
}

/// What the side panel shows.
#[derive(Clone, PartialEq)]
enum Panel {
    New,
    Change(PartyId),
}

/// The page of the partners.
#[component]
pub fn Partners() -> impl IntoView {
    let all = Memo::new(|_| partners());
    let pasting = RwSignal::new(is_pasting(PastedKind::Partners));
    let panel = RwSignal::new(None::<Panel>);
    let close = Callback::new(move |()| panel.set(None));
    view! {
        <PageHeader title=t!(setup_partners)>
            <Button
                label=t!(paste_open)
                icon=IconName::Columns
                on_press=move |()| pasting.set(true)
                attr:data-test="paste-partners"
            />
            <Button
                label=t!(setup_add_partner)
                icon=IconName::Plus
                kind=ButtonKind::Primary
                on_press=move |()| panel.set(Some(Panel::New))
                attr:data-test="add-partner"
            />
        </PageHeader>
        <SetupNav />
        <Show when=move || pasting.get()>
            <PasteTable
                kind=PastedKind::Partners
                into=PastedInto::default()
                close=Callback::new(move |()| pasting.set(false))
            />
        </Show>
        <div class="with-panel">
            <ul class="cards" data-test="partners">
                {move || all.get().into_iter().map(|partner| card(partner, panel)).collect_view()}
            </ul>
            {move || {
                panel
                    .get()
                    .map(|chosen| match chosen {
                        Panel::New => {
                            view! {
                                <SidePanel title=t!(setup_add_partner) on_close=close>
                                    <PartnerForm partner=None close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                        Panel::Change(id) => {
                            let title = desk::peek(|at| names::party_name(at, &id));
                            view! {
                                <SidePanel title=Text::from(title) on_close=close>
                                    <PartnerForm partner=Some(id) close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                    })
            }}
        </div>
    }
}

fn card(partner: Partner, panel: RwSignal<Option<Panel>>) -> AnyView {
    let roles = partner
        .roles
        .iter()
        .map(|role| view! { <li>{words::party_role(role)}</li> })
        .collect_view();
    let (id, retired) = (partner.id.clone(), partner.retired);
    let retire = move |()| {
        let command = PartyCommand::SetParty {
            party: id.clone(),
            fields: vec![PartyField::Retired(!retired)],
            rows: Vec::new(),
        };
        desk::perform(command, t!(setup_saved));
    };
    let id = partner.id.clone();
    let services = partner.services.join(", ");
    view! {
        <li class="card" data-test="partner" data-code=partner.code.clone()>
            <div class="row apart">
                <h2>{partner.name}</h2>
                <span class="code">{partner.code.clone()}</span>
            </div>
            <ul class="plain-list">{roles}</ul>
            {(!services.is_empty())
                .then(|| view! { <p class="quiet-text" data-test="services">{services}</p> })}
            {partner
                .collects
                .map(|at| {
                    view! { <p class="quiet-text">{t!(setup_collects, at = at.clone())}</p> }
                })}
            {partner
                .roles
                .contains(&PartyRole::Client)
                .then(|| {
                    view! {
                        <p class="quiet-text" data-test="policy">{retention::summary(&partner.policy)}</p>
                        <RetentionForm whose=Whose::Client(partner.id) policy=partner.policy />
                    }
                })}
            <CardSteps
                name="change-partner"
                retired
                on_change=move |()| panel.set(Some(Panel::Change(id.clone())))
                on_retire=retire
            />
        </li>
    }
    .into_any()
}
