//! By which numbers both sides are known in EDI.

use crate::screens::desk::{self, Area};
use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::id::ChannelId;
use crate::trade::text::Code;
use crate::ui::components::{Button, TextInput};
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::t;
use leptos::prelude::*;

/// The two numbers.
#[component]
pub(super) fn EdiNumbers(channel: ChannelId) -> impl IntoView {
    let (ours, theirs) = desk::read(&[Area::Catalog], |at| {
        let (mut ours, mut theirs) = (String::new(), String::new());
        let card = at.state.channel(&channel).into_iter();
        for field in card.flat_map(|card| card.fields()) {
            match field {
                ChannelField::EdiSender(Some(number)) => ours = number.to_string(),
                ChannelField::EdiReceiver(Some(number)) => theirs = number.to_string(),
                _ => {}
            }
        }
        (ours, theirs)
    });
    let (ours, theirs) = (RwSignal::new(ours), RwSignal::new(theirs));
    let save = move |()| {
        let (Ok(sender), Ok(receiver)) = (
            Code::new(&ours.get_untracked()),
            Code::new(&theirs.get_untracked()),
        ) else {
            toast(Tone::Wrong, t!(answers_edi_wrong));
            return;
        };
        let command = ChannelCommand::SetChannel {
            channel: channel.clone(),
            fields: vec![
                ChannelField::EdiSender(Some(sender)),
                ChannelField::EdiReceiver(Some(receiver)),
            ],
        };
        desk::perform(command, t!(setup_saved));
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default() data-test="edi-numbers">
            <h2>{t!(answers_edi)}</h2>
            <TextInput label=t!(answers_edi_ours) value=ours hint=t!(answers_edi_hint) required=true />
            <TextInput label=t!(answers_edi_theirs) value=theirs required=true />
            <Button label=t!(answers_edi_save) submit=true on_press=save attr:data-test="save-edi" />
        </form>
    }
}
