//! Channels: shops, marketplace accounts, the telephone.

use super::channel_form::ChannelForm;
use super::retention::{self, RetentionForm, Whose};
use super::{CardSteps, SetupNav};
use crate::screens::desk::{self, Area};
use crate::screens::imports::MappingsOfChannel;
use crate::screens::words;
use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::id::ChannelId;
use crate::trade::personal::age::Policy;
use crate::ui::components::{Button, ButtonKind, IconName, PageHeader, SidePanel};
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

/// What the side panel shows.
#[derive(Clone, PartialEq)]
enum Panel {
    New,
    Change(ChannelId),
}

/// The page of the channels.
#[component]
pub fn Channels() -> impl IntoView {
    let all = Memo::new(|_| channels());
    let panel = RwSignal::new(None::<Panel>);
    let close = Callback::new(move |()| panel.set(None));
    view! {
        <PageHeader title=t!(setup_channels)>
            <Button
                label=t!(setup_add_channel)
                icon=IconName::Plus
                kind=ButtonKind::Primary
                on_press=move |()| panel.set(Some(Panel::New))
                attr:data-test="add-channel"
            />
        </PageHeader>
        <SetupNav />
        <div class="with-panel">
            <ul class="cards" data-test="channels">
                {move || all.get().into_iter().map(|of| card(of, panel)).collect_view()}
            </ul>
            {move || {
                panel
                    .get()
                    .map(|chosen| match chosen {
                        Panel::New => {
                            view! {
                                <SidePanel title=t!(setup_add_channel) on_close=close>
                                    <ChannelForm of=None close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                        Panel::Change(id) => {
                            let title = desk::peek(|at| names::channel_name(at, &id));
                            view! {
                                <SidePanel title=Text::from(title) on_close=close>
                                    <ChannelForm of=Some(id) close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                    })
            }}
        </div>
    }
}

fn card(of: Channel, panel: RwSignal<Option<Panel>>) -> AnyView {
    let changed = of.id.clone();
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
            <RetentionForm whose=Whose::Channel(of.id.clone()) policy=of.policy />
            <MappingsOfChannel channel=of.id />
            <CardSteps
                name="change-channel"
                retired
                on_change=move |()| panel.set(Some(Panel::Change(changed.clone())))
                on_retire=retire
            />
        </li>
    }
    .into_any()
}
