//! What a channel calls each carrier.

use crate::exchange::channel_out::{AMAZON_CARRIERS, is_amazon_carrier};
use crate::screens::desk::{self, Area};
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::channels::{AnswerForm, ChannelField};
use crate::trade::id::{ChannelId, PartyId};
use crate::trade::parties::commands::PartyCommand;
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::text::Code;
use crate::ui::components::{Button, Select, TextInput};
use crate::ui::feedback::{Problem, Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use crate::view::answers;
use crate::view::floor::carriers;
use crate::view::names;
use leptos::prelude::*;

#[derive(Clone, PartialEq)]
struct Carrier {
    id: PartyId,
    name: String,
    is_known: bool,
    told: String,
    is_set: bool,
}

fn all(channel: &ChannelId) -> Vec<Carrier> {
    let codes = crate::screens::floor::read_hand(&[Area::Catalog, Area::Orders], |hand| {
        let codes = carriers::known(hand);
        let meant = |code: &String| {
            let code = Code::new(code).ok()?;
            Some(carriers::meant(hand, &code))
        };
        codes.iter().filter_map(meant).collect::<Vec<PartyId>>()
    });
    desk::read(&[Area::Catalog], |at| {
        let carrier = |id: PartyId| {
            let (told, is_set) = answers::carrier_name(at, channel, &id);
            Carrier {
                name: names::party_name(at, &id),
                is_known: at.state.party(&id).is_some(),
                told: if is_set { told } else { String::new() },
                is_set,
                id,
            }
        };
        codes.into_iter().map(carrier).collect()
    })
}

/// The carriers, each with a field for its name there.
#[component]
pub(super) fn Carriers(channel: ChannelId, form: Signal<AnswerForm>) -> impl IntoView {
    let shown = {
        let channel = channel.clone();
        Memo::new(move |_| all(&channel))
    };
    view! {
        <section class="section" aria-labelledby="carriers-title" data-test="carrier-names">
            <h2 id="carriers-title">{t!(answers_carriers)}</h2>
            <p class="prose quiet-text">{t!(answers_carriers_text)}</p>
            {move || {
                let is_amazon = form.get() == AnswerForm::Amazon;
                let one = |carrier: Carrier| line(channel.clone(), carrier, is_amazon);
                shown.get().into_iter().map(one).collect_view()
            }}
        </section>
    }
}

fn line(channel: ChannelId, carrier: Carrier, is_amazon: bool) -> AnyView {
    let own = carrier.name.clone();
    let hint = match (carrier.is_set, is_amazon && !is_amazon_carrier(&own)) {
        (true, _) => t!(answers_carrier_set),
        (false, true) => t!(answers_carrier_unknown),
        (false, false) => {
            let own = own.clone();
            t!(answers_carrier_own, name = own)
        }
    };
    let value = RwSignal::new(carrier.told.clone());
    let known = RwSignal::new(String::new());
    Effect::watch(
        move || known.get(),
        move |chosen, _, _| {
            if !chosen.is_empty() {
                value.set(chosen.clone());
            }
        },
        false,
    );
    let code = own.clone();
    let save = move |()| {
        let (channel, carrier) = (channel.clone(), carrier.clone());
        let typed = value.get_untracked();
        spawn_reported(async move { set(channel, carrier, typed).await });
    };
    let options: Vec<(String, Text)> = std::iter::once((String::new(), t!(answers_carrier_choose)))
        .chain(AMAZON_CARRIERS.map(|name| (name.to_owned(), Text::from(name))))
        .collect();
    view! {
        <form class="row" on:submit=|event| event.prevent_default() data-test="carrier-name" data-code=code>
            <TextInput label=Text::from(own.as_str()) value hint />
            {is_amazon.then(|| view! { <Select label=t!(answers_carrier_amazon) value=known options /> })}
            <Button label=t!(answers_carrier_save) submit=true on_press=save />
        </form>
    }
    .into_any()
}

/// Keeps the name; a carrier that only labels name becomes one that is known.
async fn set(channel: ChannelId, carrier: Carrier, typed: String) -> Result<(), Problem> {
    let name = match typed.trim() {
        "" => None,
        typed => match Code::new(typed) {
            Ok(name) => Some(name),
            Err(_) => {
                toast(Tone::Wrong, t!(answers_carrier_wrong));
                return Ok(());
            }
        },
    };
    if !carrier.is_known {
        let role = PartyField::Role {
            role: PartyRole::Carrier,
            has: true,
        };
        let known = desk::run(PartyCommand::SetParty {
            party: carrier.id.clone(),
            fields: vec![role],
            rows: Vec::new(),
        });
        known.await.map_err(|error| desk::problem(&error))?;
    }
    let named = desk::run(ChannelCommand::SetChannel {
        channel,
        fields: vec![ChannelField::CarrierName {
            carrier: carrier.id,
            name,
        }],
    });
    named.await.map_err(|error| desk::problem(&error))?;
    toast(Tone::Good, t!(setup_saved));
    Ok(())
}
