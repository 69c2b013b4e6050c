//! How the files of a channel are read, as a person has said: named anew, removed, saved as a file and taken from one.

use crate::browser::files;
use crate::intake::mappings::{self, Kept};
use crate::limits::MAPPING_FILE_BYTES_MAX;
use crate::screens::desk::{self, Area};
use crate::trade::channels::ChannelField;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::id::ChannelId;
use crate::ui::components::{Button, ButtonKind, ConfirmButton, IconName, TextInput};
use crate::ui::feedback::{Problem, report, spawn_reported};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

fn set(channel: ChannelId, field: ChannelField, done: Text) {
    let fields = vec![field];
    desk::perform(ChannelCommand::SetChannel { channel, fields }, done);
}

/// The mappings of a channel, and the door for one of another house.
#[component]
pub fn MappingsOfChannel(
    /// The channel.
    channel: ChannelId,
) -> impl IntoView {
    let id = channel.clone();
    let all =
        Memo::new(move |_| desk::read(&[Area::Catalog], |at| Shown(mappings::of_channel(at, &id))));
    let take = move |()| {
        let channel = channel.clone();
        spawn_reported(async move {
            let unreadable = |cause: String| {
                let code = cause.clone();
                let text = t!(files_error_unreadable, cause = cause);
                Problem { text, code }
            };
            let picked = files::pick(".json,application/json", false).await;
            let picked = picked.map_err(|thrown| unreadable(thrown.to_string()))?;
            let Some(file) = picked.into_iter().next() else {
                return Ok(());
            };
            let bytes = file.read(0, MAPPING_FILE_BYTES_MAX).await;
            let bytes = bytes.map_err(|thrown| unreadable(thrown.to_string()))?;
            let field = mappings::of_file(&bytes).ok_or_else(|| Problem {
                text: t!(imports_mapping_no_file),
                code: "mapping".to_owned(),
            })?;
            set(channel, field, t!(imports_mapping_taken));
            Ok(())
        });
    };
    view! {
        <details data-test="mappings">
            <summary>
                {move || t!(imports_mappings, n = all.with(|all| all.0.len()) as f64).get()}
            </summary>
            <ul class="plain-list loose-list">
                {move || all.get().0.into_iter().map(line).collect_view()}
            </ul>
            <div class="row">
                <Button
                    label=t!(imports_mapping_take)
                    icon=IconName::Upload
                    on_press=take
                    attr:data-test="take-mapping"
                />
            </div>
        </details>
    }
}

#[derive(Clone, PartialEq)]
struct Shown(Vec<Kept>);

fn line(kept: Kept) -> AnyView {
    let name = RwSignal::new(kept.name.clone());
    let columns = kept.mapping.columns.len();
    let heads: Vec<String> = kept
        .mapping
        .columns
        .iter()
        .map(|of| of.heading.clone())
        .collect();
    let (renamed, saved, channel) = (kept.clone(), kept.clone(), kept.channel.clone());
    let rename = move |()| {
        let typed = name.get_untracked();
        if let Some(field) = mappings::field(renamed.headings, typed.trim(), &renamed.mapping) {
            set(renamed.channel.clone(), field, t!(imports_mapping_named));
        }
    };
    let save = move |()| {
        let file = format!("{}.json", saved.name.replace(['/', '\\'], "-"));
        if let Err(thrown) = files::save(&file, "application/json", &mappings::to_file(&saved)) {
            report(Problem {
                text: Text::from(thrown.to_string()),
                code: thrown.to_string(),
            });
        }
    };
    let headings = kept.headings;
    let remove = move |()| {
        let field = ChannelField::FileMapping {
            headings,
            mapping: None,
        };
        set(channel.clone(), field, t!(imports_mapping_removed));
    };
    view! {
        <li class="stack" data-test="mapping-kept">
            <TextInput label=t!(imports_mapping_name) value=name />
            <p class="quiet-text">
                {move || t!(imports_mapping_columns, n = columns as f64).get()} ": " {heads.join(", ")}
            </p>
            <div class="row wrap">
                <Button label=t!(imports_mapping_rename) on_press=rename attr:data-test="rename-mapping" />
                <Button
                    label=t!(imports_mapping_save)
                    icon=IconName::Download
                    on_press=save
                    attr:data-test="save-mapping"
                />
                <ConfirmButton
                    label=t!(imports_mapping_remove)
                    text=t!(imports_mapping_remove_text)
                    kind=ButtonKind::Quiet
                    icon=IconName::Cross
                    name="remove-mapping"
                    on_confirm=remove
                />
            </div>
        </li>
    }
    .into_any()
}
