//! The list of chosen files, each with how it will be read.

use super::mapping::MappingOf;
use super::words;
use super::work::{self, Chosen, Looked};
use crate::browser::intl;
use crate::exchange::bytes::Encoding;
use crate::exchange::catalog::CatalogFormat;
use crate::exchange::inventory::InventoryFormat;
use crate::exchange::orders::OrderFormat;
use crate::exchange::preview::Preview;
use crate::exchange::problem::FileError;
use crate::exchange::returns_in::ReturnsFormat;
use crate::intake::kinds::{FileKind, layout_name};
use crate::ui::components::{
    Button, ButtonKind, IconButton, IconName, Notice, Select, StatusBadge,
};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t, text};
use leptos::prelude::*;

/// The files, in the order of their names.
#[component]
pub(super) fn FileList() -> impl IntoView {
    let files = work::files();
    view! {
        <ul class="import-files" aria-label=t!(imports_files)>
            <For each=move || files.get() key=key children=entry />
        </ul>
    }
}

/// What a file's entry is made anew for.
fn key(file: &Chosen) -> (u32, bool, bool, Option<&'static str>) {
    (
        file.id,
        file.looked.is_some(),
        file.explaining,
        file.said.map(said_code),
    )
}

/// What a person may say that a file holds, by the code of the choice.
const SAID: [(&str, FileKind); 4] = [
    ("orders", FileKind::Orders(OrderFormat::Mapped)),
    ("stock", FileKind::Stock(InventoryFormat::Plain)),
    ("items", FileKind::Items(CatalogFormat::Plain)),
    ("returns", FileKind::Returns(ReturnsFormat::Announced)),
];

fn said_code(kind: FileKind) -> &'static str {
    let mut said = SAID.iter();
    said.find(|(_, of)| *of == kind)
        .map_or("", |(code, _)| *code)
}

fn entry(file: Chosen) -> impl IntoView {
    let Chosen {
        id,
        name,
        looked,
        bytes,
        encoding,
        explained: _,
        said,
        explaining,
    } = file;
    let shown_name = name.clone();
    let removes = name.clone();
    let badge = {
        let (is_read, is_wrong) = (looked.is_some(), matches!(looked, Some(Err(_))));
        move || match (is_read, is_wrong) {
            (false, _) => view! { <StatusBadge tone=Tone::Neutral label=t!(imports_reading) /> },
            (true, true) => {
                view! { <StatusBadge tone=Tone::Wrong label=t!(imports_kind_unknown) /> }
            }
            (true, false) => {
                let (tone, label) = kind(work::kind(id).unwrap_or(FileKind::Unknown));
                view! { <StatusBadge tone label /> }
            }
        }
    };
    let about = looked.map(|looked| match looked {
        Ok(looked) => {
            let entry = Entry {
                id,
                name: shown_name,
                bytes,
                encoding,
                said,
                explaining,
            };
            about(entry, looked).into_any()
        }
        Err(cause) => {
            let text = t!(files_error_unreadable, cause = cause);
            view! { <Notice tone=Tone::Wrong text /> }.into_any()
        }
    });
    view! {
        <li class="import-file">
            <div class="row apart">
                <span class="import-name">{name}</span>
                <span class="row">
                    {badge}
                    <IconButton
                        label=t!(imports_remove, name = removes)
                        icon=IconName::Cross
                        on_press=move |()| work::remove(id)
                    />
                </span>
            </div>
            {about}
        </li>
    }
}

fn kind(kind: FileKind) -> (Tone, Text) {
    match kind {
        FileKind::Orders(_) => (Tone::Good, t!(imports_kind_orders)),
        FileKind::Stock(_) => (Tone::Good, t!(imports_kind_stock)),
        FileKind::Items(_) => (Tone::Good, t!(imports_kind_items)),
        FileKind::Returns(_) => (Tone::Good, t!(imports_kind_returns)),
        FileKind::Waiting(_) => (Tone::Attention, t!(imports_kind_waiting)),
        FileKind::Elsewhere(_) => (Tone::Attention, t!(imports_kind_elsewhere)),
        FileKind::Unknown => (Tone::Attention, t!(imports_kind_unknown)),
    }
}

/// The choice of the encoding. What a file is told to be stands first.
fn encodings(id: u32, told: &'static str, said: Option<Encoding>) -> impl IntoView {
    let value = RwSignal::new(said.map_or("", Encoding::name).to_owned());
    let first = match said {
        Some(_) => t!(imports_encoding_by_file),
        None => t!(imports_encoding_told, encoding = told),
    };
    let options = Signal::derive(move || {
        let all = Encoding::all().map(|of| (of.name().to_owned(), Text::from(of.name())));
        std::iter::once((String::new(), first.clone()))
            .chain(all)
            .collect::<Vec<_>>()
    });
    Effect::new(move || {
        let now = Encoding::of_name(&value.get());
        if now != said {
            work::set_encoding(id, now);
        }
    });
    view! {
        <div class="narrow" data-test="encoding">
            <Select label=t!(imports_encoding) value options />
        </div>
    }
}

/// What an entry knows of its file beside its first rows.
struct Entry {
    id: u32,
    name: String,
    bytes: u64,
    encoding: Option<Encoding>,
    said: Option<FileKind>,
    explaining: bool,
}

/// The choice of what a file holds, where it is not what it was taken for.
fn kinds(id: u32, said: Option<FileKind>) -> impl IntoView {
    let value = RwSignal::new(said.map_or("", said_code).to_owned());
    let options = Signal::derive(|| {
        vec![
            (String::new(), t!(imports_kind_by_file)),
            (SAID[0].0.to_owned(), t!(imports_kind_orders)),
            (SAID[1].0.to_owned(), t!(imports_kind_stock)),
            (SAID[2].0.to_owned(), t!(imports_kind_items)),
            (SAID[3].0.to_owned(), t!(imports_kind_returns)),
        ]
    });
    Effect::new(move || {
        let code = value.get();
        let now = SAID
            .iter()
            .find(|(of, _)| *of == code)
            .map(|(_, kind)| *kind);
        if now != said {
            work::set_kind(id, now);
        }
    });
    view! {
        <div class="narrow" data-test="kind">
            <Select label=t!(imports_kind_said) value options />
        </div>
    }
}

fn about(entry: Entry, looked: Looked) -> impl IntoView {
    let Entry {
        id,
        name,
        bytes,
        encoding: said,
        said: said_kind,
        explaining,
    } = entry;
    let Looked { kind, preview } = looked;
    let kind = said_kind.unwrap_or(kind);
    let layout = layout_name(kind);
    let delimiter = preview.delimiter;
    let is_text = !matches!(
        preview.problem,
        Some(
            FileError::Archive
                | FileError::ArchiveDamaged
                | FileError::ArchiveLocked { .. }
                | FileError::TooManyFiles { .. }
                | FileError::TooLarge { .. }
                | FileError::Bomb { .. }
        )
    ) && bytes > 0;
    let choice = is_text.then(|| encodings(id, preview.encoding.name(), said));
    let encoding = match preview.gzip {
        true => format!("{} (gzip)", preview.encoding.name()),
        false => preview.encoding.name().to_owned(),
    };
    let is_rows = is_of_rows(kind) && preview.problem.is_none();
    let line = Text::computed(move || {
        if !is_rows {
            return intl::bytes(bytes, &locale_tag());
        }
        let delimiter = match delimiter {
            '\t' => text!(imports_tab),
            other => other.to_string(),
        };
        let size = intl::bytes(bytes, &locale_tag());
        text!(
            imports_about,
            size = size,
            encoding = encoding,
            delimiter = delimiter
        )
    });
    let is_mapped = kind == FileKind::Orders(OrderFormat::Mapped);
    let unknown = kind == FileKind::Unknown && preview.problem.is_none();
    // A workbook or JSON is no text in rows, and is read all the same.
    let known = kind != FileKind::Unknown;
    let problem = preview
        .problem
        .as_ref()
        .filter(|_| !known)
        .map(words::file_error);
    let is_message = matches!(
        kind,
        FileKind::Waiting(_)
            | FileKind::Elsewhere(_)
            | FileKind::Orders(OrderFormat::X12 | OrderFormat::Edifact)
            | FileKind::Stock(InventoryFormat::X12)
    );
    let has_rows = !is_message && !preview.rows.is_empty() && preview.columns.len() > 1;
    // A file of rows whose columns are known can be explained otherwise.
    let may_explain = matches!(kind, FileKind::Orders(of) if of != OrderFormat::OnlineRetail)
        && has_rows
        && !is_mapped;
    let explains = has_rows && (unknown || is_mapped || explaining);
    let rows = preview.rows.clone();
    let headings: Vec<String> = preview
        .columns
        .iter()
        .map(|column| column.heading.clone())
        .collect();
    view! {
        <p class="quiet-text">
            {layout.map(|layout| view! { <span data-test="layout">{layout}</span> " · " })} {line}
        </p>
        {choice}
        {has_rows.then(|| kinds(id, said_kind))}
        {problem.map(|text| view! { <Notice tone=Tone::Wrong text /> })}
        {match kind {
            FileKind::Waiting(of) => {
                let text = t!(imports_waiting_hint, kind = of);
                Some(view! { <Notice tone=Tone::Attention text /> })
            }
            FileKind::Elsewhere(of) => {
                let text = t!(imports_elsewhere_hint, kind = of);
                Some(view! { <Notice tone=Tone::Attention text /> })
            }
            _ => None,
        }}
        {move || {
            // Once its columns are explained it is known.
            (unknown && work::kind(id).is_none_or(|now| now == FileKind::Unknown))
                .then(|| view! { <Notice tone=Tone::Attention text=t!(imports_unknown_hint) /> })
        }}
        {may_explain
            .then(|| {
                let label = match explaining {
                    true => t!(imports_explain_not),
                    false => t!(imports_explain),
                };
                view! {
                    <div class="row">
                        <Button
                            label
                            kind=ButtonKind::Quiet
                            on_press=move |()| work::set_explaining(id, !explaining)
                            attr:data-test="explain"
                        />
                    </div>
                }
            })}
        {explains.then(|| view! { <MappingOf id file=name headings rows /> })}
        {has_rows.then(|| first_rows(preview))}
    }
}

/// Whether a file is text whose cells something parts: no message, no record of JSON.
fn is_of_rows(kind: FileKind) -> bool {
    !matches!(
        kind,
        FileKind::Waiting(_)
            | FileKind::Elsewhere(_)
            | FileKind::Orders(
                OrderFormat::X12
                    | OrderFormat::Edifact
                    | OrderFormat::ShopifyJson
                    | OrderFormat::WooCommerceJson
            )
            | FileKind::Stock(InventoryFormat::X12)
    )
}

fn first_rows(preview: Preview) -> impl IntoView {
    let heads = preview
        .columns
        .iter()
        .map(|column| {
            let meaning = match column.meaning {
                Some(meaning) => Text::from(meaning),
                None => Text::from(""),
            };
            view! {
                <th scope="col">
                    {column.heading.clone()} <br /> <span class="quiet-text">{meaning}</span>
                </th>
            }
        })
        .collect_view();
    let rows = preview
        .rows
        .into_iter()
        .map(|row| {
            let cells = row
                .into_iter()
                .map(|cell| view! { <td>{cell}</td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <details>
            <summary>{t!(imports_preview)}</summary>
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(imports_preview)>
                <table class="plain-table import-preview">
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
