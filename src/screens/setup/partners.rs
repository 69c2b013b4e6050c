//! Clients, suppliers, carriers, marketplaces, contractors.

use super::{SetupNav, complain, named};
use crate::intake::pasted::{PastedInto, PastedKind};
use crate::intake::setup::party;
use crate::screens::desk::{self, Area};
use crate::screens::pasting::{PasteTable, is_pasting};
use crate::screens::words;
use crate::trade::id::PartyId;
use crate::trade::parties::commands::PartyCommand;
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::text::{Code, Url};
use crate::ui::components::{Button, ButtonKind, Checkbox, IconName, PageHeader, TextInput};
use crate::ui::feedback::report;
use crate::ui::locale::t;
use crate::view::names;
use leptos::prelude::*;

const ROLES: [PartyRole; 5] = [
    PartyRole::Client,
    PartyRole::Supplier,
    PartyRole::Carrier,
    PartyRole::Marketplace,
    PartyRole::Contractor,
];

#[derive(Clone, PartialEq)]
struct Partner {
    id: PartyId,
    code: String,
    name: String,
    roles: Vec<PartyRole>,
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
                retired: card
                    .fields()
                    .any(|field| *field == PartyField::Retired(true)),
            };
        at.state.parties().map(partner).collect()
    })
}

/// The page of the partners.
#[component]
pub fn Partners() -> impl IntoView {
    let all = Memo::new(|_| partners());
    let pasting = RwSignal::new(is_pasting(PastedKind::Partners));
    view! {
        <PageHeader title=t!(setup_partners)>
            <Button
                label=t!(paste_open)
                icon=IconName::Columns
                on_press=move |()| pasting.set(true)
                attr:data-test="paste-partners"
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
        <ul class="cards" data-test="partners">
            {move || all.get().into_iter().map(card).collect_view()}
        </ul>
        <AddPartner />
    }
}

fn card(partner: Partner) -> AnyView {
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
    view! {
        <li class="card" data-test="partner" data-code=partner.code.clone()>
            <div class="row apart">
                <h2>{partner.name}</h2>
                <span class="code">{partner.code.clone()}</span>
            </div>
            <ul class="plain-list">{roles}</ul>
            <div class="actions">
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
fn AddPartner() -> impl IntoView {
    let (code, name, page) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let roles: [RwSignal<bool>; 5] = std::array::from_fn(|_| RwSignal::new(false));
    let add = move |()| {
        let Ok(typed) = Code::new(&code.get_untracked()) else {
            return complain(t!(setup_code_missing));
        };
        let mut fields = vec![PartyField::Code(typed.clone())];
        for (role, chosen) in ROLES.into_iter().zip(roles) {
            if chosen.get_untracked() {
                fields.push(PartyField::Role { role, has: true });
            }
        }
        if fields.len() == 1 {
            return complain(t!(setup_role_missing));
        }
        let address = page.get_untracked();
        if !address.trim().is_empty() {
            match Url::new(&address) {
                Some(url) => fields.push(PartyField::TrackingPage(Some(url))),
                None => return complain(t!(setup_page_wrong)),
            }
        }
        match named(&name.get_untracked()) {
            Err(problem) => report(problem),
            Ok(row) => {
                let rows: Vec<_> = row.into_iter().collect();
                let command = PartyCommand::SetParty {
                    party: party(&typed),
                    fields,
                    rows: rows.iter().map(|row| row.row()).collect(),
                };
                desk::perform_with(command, rows, t!(setup_saved));
                code.set(String::new());
                name.set(String::new());
            }
        }
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{t!(setup_add_partner)}</h2>
            <TextInput label=t!(setup_code) value=code required=true />
            <TextInput label=t!(order_name) value=name />
            <fieldset class="choice">
                <legend>{t!(setup_role)}</legend>
                {ROLES
                    .into_iter()
                    .zip(roles)
                    .map(|(role, checked)| view! { <Checkbox label=words::party_role(&role) checked /> })
                    .collect_view()}
            </fieldset>
            <TextInput label=t!(setup_tracking_page) value=page hint=t!(setup_tracking_hint) />
            <Button
                label=t!(setup_add_partner)
                kind=ButtonKind::Primary
                submit=true
                on_press=add
                attr:data-test="add-partner"
            />
        </form>
    }
}
