//! Channels: shops, marketplace accounts, the telephone.

use super::retention::{self, RetentionForm};
use super::{SetupNav, complain};
use crate::intake::setup::channel;
use crate::screens::desk::{self, Area};
use crate::screens::words;
use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::id::{ChannelId, PartyId};
use crate::trade::money::Terms;
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::personal::age::Policy;
use crate::trade::quantity::Currency;
use crate::trade::text::{Code, Words};
use crate::ui::components::{Button, ButtonKind, PageHeader, Select, TextInput};
use crate::ui::locale::{Text, t};
use crate::view::names;
use leptos::prelude::*;

#[derive(Clone, PartialEq)]
struct Channel {
    id: ChannelId,
    code: String,
    name: String,
    client: Option<String>,
    currency: Option<String>,
    retired: bool,
    policy: Policy,
}

fn channels() -> Vec<Channel> {
    desk::read(&[Area::Catalog], |at| {
        let of = |(id, card): (&ChannelId, &crate::trade::card_fold::Card<ChannelField>)| Channel {
            id: id.clone(),
            code: id.first.code.as_str().to_owned(),
            name: names::channel_name(at, id),
            client: at
                .state
                .client_of(id)
                .map(|client| names::party_name(at, client)),
            currency: card.fields().find_map(|field| match field {
                ChannelField::Currency(currency) => Some(words::currency(currency)),
                _ => None,
            }),
            retired: card
                .fields()
                .any(|field| *field == ChannelField::Retired(true)),
            policy: Policy::of(at.state, id),
        };
        at.state.channels().map(of).collect()
    })
}

/// The clients, each with its code and name.
fn clients() -> Vec<(PartyId, String, String)> {
    desk::read(&[Area::Catalog], |at| {
        let is = PartyField::Role {
            role: PartyRole::Client,
            has: true,
        };
        at.state
            .parties()
            .filter(|(_, card)| card.fields().any(|field| *field == is))
            .map(|(id, _)| {
                (
                    id.clone(),
                    names::party_code(at, id),
                    names::party_name(at, id),
                )
            })
            .collect()
    })
}

/// The page of the channels.
#[component]
pub fn Channels() -> impl IntoView {
    let all = Memo::new(|_| channels());
    view! {
        <PageHeader title=t!(setup_channels) />
        <SetupNav />
        <ul class="cards" data-test="channels">
            {move || all.get().into_iter().map(card).collect_view()}
        </ul>
        <AddChannel />
    }
}

fn card(of: Channel) -> AnyView {
    let (id, retired) = (of.id.clone(), of.retired);
    let retire = move |()| {
        let command = ChannelCommand::SetChannel {
            channel: id.clone(),
            fields: vec![ChannelField::Retired(!retired)],
        };
        desk::perform(command, t!(setup_saved));
    };
    view! {
        <li class="card" data-test="channel" data-code=of.code.clone()>
            <div class="row apart">
                <h2>{of.name}</h2>
                <span class="code">{of.code.clone()}</span>
            </div>
            <p class="row quiet-text">
                <span>{of.client}</span>
                <span>{of.currency}</span>
            </p>
            <p class="quiet-text" data-test="policy">{retention::summary(&of.policy)}</p>
            <RetentionForm channel=of.id policy=of.policy />
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
fn AddChannel() -> impl IntoView {
    let (code, title, currency) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let (client, terms) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let all = StoredValue::new(clients());
    let client_options: Vec<(String, Text)> = std::iter::once((String::new(), t!(item_own)))
        .chain(all.with_value(|all| {
            all.iter()
                .map(|(_, code, name)| (code.clone(), Text::from(name.as_str())))
                .collect::<Vec<_>>()
        }))
        .collect();
    let terms_of = [
        ("prepaid", Terms::Prepaid),
        ("account", Terms::OnAccount),
        ("cod", Terms::CashOnDelivery),
        ("marketplace", Terms::HeldByMarketplace),
    ];
    let terms_options: Vec<(String, Text)> = std::iter::once((String::new(), t!(item_default)))
        .chain(
            terms_of
                .iter()
                .map(|(code, of)| ((*code).to_owned(), words::terms(of))),
        )
        .collect();
    let add = move |()| {
        let Ok(typed) = Code::new(&code.get_untracked()) else {
            return complain(t!(setup_code_missing));
        };
        let mut fields = vec![ChannelField::Code(typed.clone())];
        fields.extend(
            Words::new(&title.get_untracked())
                .ok()
                .map(ChannelField::Title),
        );
        let letters = currency.get_untracked().trim().to_ascii_uppercase();
        if !letters.is_empty() {
            match Currency::new(&letters) {
                Some(currency) => fields.push(ChannelField::Currency(currency)),
                None => return complain(t!(welcome_currency_wrong)),
            }
        }
        let chosen = client.get_untracked();
        let found = all.with_value(|all| {
            let found = all.iter().find(|(_, code, _)| *code == chosen);
            found.map(|(id, _, _)| id.clone())
        });
        if found.is_some() {
            fields.push(ChannelField::Client(found));
        }
        let chosen = terms.get_untracked();
        let found = [
            ("prepaid", Terms::Prepaid),
            ("account", Terms::OnAccount),
            ("cod", Terms::CashOnDelivery),
            ("marketplace", Terms::HeldByMarketplace),
        ]
        .into_iter()
        .find(|(code, _)| *code == chosen);
        fields.extend(found.map(|(_, terms)| ChannelField::Terms(terms)));
        let command = ChannelCommand::SetChannel {
            channel: channel(&typed),
            fields,
        };
        desk::perform(command, t!(setup_saved));
        code.set(String::new());
        title.set(String::new());
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{t!(setup_add_channel)}</h2>
            <TextInput label=t!(setup_code) value=code required=true />
            <TextInput label=t!(order_name) value=title />
            <Select label=t!(trade_party_client) value=client options=client_options />
            <TextInput label=t!(welcome_currency) value=currency />
            <Select label=t!(order_terms) value=terms options=terms_options />
            <Button
                label=t!(setup_add_channel)
                kind=ButtonKind::Primary
                submit=true
                on_press=add
                attr:data-test="add-channel"
            />
        </form>
    }
}
