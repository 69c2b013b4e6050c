//! How long a channel or client has personal data kept: erased at which age after what, and what keeps it longer.

use super::complain;
use crate::screens::desk;
use crate::screens::privacy::start;
use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::decide::Command;
use crate::trade::id::{ChannelId, PartyId};
use crate::trade::parties::PartyField;
use crate::trade::parties::commands::PartyCommand;
use crate::trade::personal::ErasureStart;
use crate::trade::personal::age::Policy;
use crate::ui::components::{Button, ButtonKind, Checkbox, Select, TextInput};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// Amazon asks that personal data is gone thirty days after delivery.
const AMAZON_DAYS: &str = "30";

const STARTS: [(&str, ErasureStart); 4] = [
    ("completed", ErasureStart::Completed),
    ("delivered", ErasureStart::Delivered),
    ("shipped", ErasureStart::Shipped),
    ("placed", ErasureStart::Placed),
];

/// The policy of a channel in a sentence.
pub(super) fn summary(policy: &Policy) -> Text {
    let Some(days) = policy.days else {
        return t!(privacy_policy_none);
    };
    let since = start(&policy.since);
    match policy.by_itself {
        true => t!(privacy_policy_itself, n = days, since = since.clone()),
        false => t!(privacy_policy_proposed, n = days, since = since.clone()),
    }
}

/// A number of days as it is typed: nothing is none.
fn days(typed: RwSignal<String>) -> Result<Option<u32>, Text> {
    let typed = typed.get_untracked();
    match typed.trim() {
        "" => Ok(None),
        number => number
            .parse()
            .map(Some)
            .map_err(|_| t!(privacy_policy_days_wrong)),
    }
}

fn proposed(days: u32) -> String {
    match days {
        0 => String::new(),
        days => days.to_string(),
    }
}

/// Whose policy it is.
#[derive(Clone)]
pub(super) enum Whose {
    /// A channel's.
    Channel(ChannelId),
    /// A client's.
    Client(PartyId),
}

impl Whose {
    /// The command that sets a policy.
    fn set(&self, policy: Policy) -> Command {
        let window = Some(policy.return_days).filter(|days| *days > 0);
        let retention = Some(policy.retention_days).filter(|days| *days > 0);
        match self {
            Whose::Channel(channel) => ChannelCommand::SetChannel {
                channel: channel.clone(),
                fields: vec![
                    ChannelField::ErasedAfter(policy.days),
                    ChannelField::ErasedSince(policy.since),
                    ChannelField::ErasedByItself(policy.by_itself),
                    ChannelField::ReturnWindow(window),
                    ChannelField::Retention(retention),
                ],
            }
            .into(),
            Whose::Client(party) => PartyCommand::SetParty {
                party: party.clone(),
                fields: vec![
                    PartyField::ErasedAfter(policy.days),
                    PartyField::ErasedSince(policy.since),
                    PartyField::ErasedByItself(policy.by_itself),
                    PartyField::ReturnWindow(window),
                    PartyField::Retention(retention),
                ],
                rows: Vec::new(),
            }
            .into(),
        }
    }
}

/// The form of a policy.
#[component]
pub(super) fn RetentionForm(whose: Whose, policy: Policy) -> impl IntoView {
    let age = RwSignal::new(policy.days.map_or(String::new(), |days| days.to_string()));
    let code = STARTS.iter().find(|(_, start)| *start == policy.since);
    let since = RwSignal::new(code.map_or("completed", |(code, _)| code).to_owned());
    let by_itself = RwSignal::new(policy.by_itself);
    let window = RwSignal::new(proposed(policy.return_days));
    let retention = RwSignal::new(proposed(policy.retention_days));
    let starts: Vec<(String, Text)> = STARTS
        .iter()
        .map(|(code, of)| ((*code).to_owned(), start(of)))
        .collect();
    let preset = move |()| {
        age.set(AMAZON_DAYS.to_owned());
        since.set("delivered".to_owned());
    };
    let save = move |()| {
        let (age, window, retention) = match (days(age), days(window), days(retention)) {
            (Ok(age), Ok(window), Ok(retention)) => (age, window, retention),
            (Err(why), ..) | (_, Err(why), _) | (.., Err(why)) => return complain(why),
        };
        let chosen = since.get_untracked();
        let since = STARTS.into_iter().find(|(code, _)| *code == chosen);
        let policy = Policy {
            days: age,
            since: since.map_or(ErasureStart::Completed, |(_, since)| since),
            by_itself: by_itself.get_untracked(),
            return_days: window.unwrap_or(0),
            retention_days: retention.unwrap_or(0),
        };
        desk::perform(whose.set(policy), t!(setup_saved));
    };
    view! {
        <details data-test="retention">
            <summary>{t!(privacy_policy_title)}</summary>
            <form class="form" on:submit=|event| event.prevent_default()>
                <TextInput label=t!(privacy_policy_days) value=age hint=t!(privacy_policy_days_hint) />
                <Select label=t!(privacy_policy_since) value=since options=starts />
                <Checkbox
                    label=t!(privacy_policy_by_itself)
                    hint=t!(privacy_policy_by_itself_hint)
                    checked=by_itself
                />
                <TextInput label=t!(privacy_policy_window) value=window hint=t!(privacy_policy_window_hint) />
                <TextInput
                    label=t!(privacy_policy_retention)
                    value=retention
                    hint=t!(privacy_policy_retention_hint)
                />
                <div class="actions">
                    <Button
                        label=t!(privacy_policy_amazon)
                        kind=ButtonKind::Secondary
                        on_press=preset
                        attr:data-test="retention-amazon"
                    />
                    <Button
                        label=t!(privacy_policy_save)
                        kind=ButtonKind::Primary
                        submit=true
                        on_press=save
                        attr:data-test="retention-save"
                    />
                </div>
            </form>
        </details>
    }
}
