//! How safe the data is from the browser, and what the journal takes.

use crate::browser::intl;
use crate::browser::storage_health::{self, Health};
use crate::screens::desk;
use crate::site::SiteError;
use crate::storage::{Store, Table};
use crate::ui::components::{Button, KeyValue, KeyValueList, Notice, Skeleton};

use crate::ui::feedback::{Tone, spawn_reported};
use crate::ui::locale::{Text, locale_tag, t, text};
use leptos::prelude::*;
use std::time::Duration;

/// How long after a change it is counted again.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// What is told.
#[derive(Clone, PartialEq)]
struct Found {
    health: Health,
    tables: Vec<TableSize>,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableSize {
    /// The table.
    pub(super) table: Table,
    /// Its rows.
    pub(super) rows: u64,
    /// The bytes of its keys and values.
    pub(super) bytes: u64,
}

/// Rows that are read at once to be counted.
const ROWS_AT_ONCE: usize = 256;
/// Parts of the saved view, which are large, that are read at once.
const PARTS_AT_ONCE: usize = 8;

/// Counts rows and bytes of every table of the workspace.
pub(super) async fn table_sizes() -> Result<Vec<TableSize>, SiteError> {
    let workspace = desk::workspace().ok_or(SiteError::Empty)?;
    let mut sizes = Vec::with_capacity(Table::SITE.len() + Table::VIEW.len());
    for table in Table::SITE {
        sizes.push(size_of(workspace.store(), table, ROWS_AT_ONCE).await?);
    }
    if let Some(view) = workspace.view() {
        for table in Table::VIEW {
            sizes.push(size_of(view, table, PARTS_AT_ONCE).await?);
        }
    }
    Ok(sizes)
}

async fn size_of(
    store: &impl Store,
    table: Table,
    rows_at_once: usize,
) -> Result<TableSize, SiteError> {
    let mut size = TableSize {
        table,
        rows: 0,
        bytes: 0,
    };
    // Longer than any key: greater than all of them.
    let (mut from, to) = (Vec::new(), vec![0xff; 64]);
    loop {
        let rows = store.scan(table, &from, &to, rows_at_once).await?;
        let Some((last, _)) = rows.last() else {
            return Ok(size);
        };
        from = [last.as_slice(), &[0]].concat();
        size.rows += rows.len() as u64;
        let bytes = rows.iter().map(|(key, value)| key.len() + value.len());
        size.bytes += bytes.sum::<usize>() as u64;
    }
}

async fn look() -> Result<Found, SiteError> {
    Ok(Found {
        health: storage_health::health().await,
        tables: table_sizes().await?,
    })
}

fn look_into(found: ArcRwSignal<Option<Found>>) {
    spawn_reported(async move {
        match look().await {
            Ok(figures) => found.set(Some(figures)),
            Err(SiteError::Empty) => {}
            Err(_) if desk::is_leaving() => {}
            Err(error) => return Err(desk::problem(&error)),
        }
        Ok(())
    });
}

/// The section.
#[component]
pub(super) fn StorageSection() -> impl IntoView {
    let found = ArcRwSignal::new(None::<Found>);
    let again = found.clone();
    let waiting = StoredValue::new(false);
    let followed = found.clone();
    Effect::new(move |first: Option<()>| {
        desk::read(desk::ALL, |_| ());
        if first.is_none() {
            look_into(followed.clone());
        } else if !waiting.get_value() {
            // Counting reads the whole journal: once for many changes.
            waiting.set_value(true);
            let found = followed.clone();
            set_timeout(
                move || {
                    if waiting.try_set_value(false).is_none() {
                        look_into(found);
                    }
                },
                LOOK_AGAIN,
            );
        }
    });
    let ask = move |()| {
        let found = again.clone();
        storage_health::ask_to_persist(move |_| look_into(found));
    };
    view! {
        <section class="section" aria-labelledby="storage-title" data-test="storage">
            <h2 id="storage-title">{t!(workspace_storage_title)}</h2>
            {move || match found.get() {
                None => view! { <Skeleton lines=4 /> }.into_any(),
                Some(found) => {
                    let ask = ask.clone();
                    view! { <Told found on_ask=Callback::new(ask) /> }.into_any()
                }
            }}
        </section>
    }
}

fn size(bytes: Option<u64>) -> Text {
    Text::computed(move || {
        bytes.map_or_else(
            || text!(workspace_storage_untold),
            |bytes| intl::bytes(bytes, &locale_tag()),
        )
    })
}

/// A table in words.
pub(super) fn table_name(table: Table) -> Text {
    match table {
        Table::Tail => t!(workspace_table_tail),
        Table::Segments => t!(workspace_table_segments),
        Table::Meta => t!(workspace_table_meta),
        Table::Quarantine => t!(workspace_table_quarantine),
        Table::View => t!(workspace_table_view),
        Table::Personal => t!(workspace_table_personal),
        Table::Blobs => t!(picture_title),
    }
}

#[component]
fn Told(found: Found, on_ask: Callback<()>) -> impl IntoView {
    let Found { health, tables } = found;
    let persisted = match health.persisted {
        Some(true) => t!(workspace_storage_persisted),
        Some(false) => t!(workspace_storage_not_persisted),
        None => t!(workspace_storage_untold),
    };
    view! {
        {health
            .perhaps_private
            .then(|| view! { <Notice tone=Tone::Attention text=t!(workspace_storage_private) /> })}
        {(health.persisted == Some(false))
            .then(|| {
                view! {
                    <Notice tone=Tone::Attention text=t!(workspace_storage_may_go)>
                        <Button label=t!(workspace_storage_ask) on_press=move |()| on_ask.run(()) />
                    </Notice>
                }
            })}
        <KeyValueList>
            <KeyValue label=t!(workspace_storage_usage)>{size(health.usage_bytes)}</KeyValue>
            <KeyValue label=t!(workspace_storage_quota)>{size(health.quota_bytes)}</KeyValue>
            <KeyValue label=t!(workspace_storage_kept)>{persisted}</KeyValue>
        </KeyValueList>
        <div class="scroll-x" tabindex="0" role="group" aria-label=t!(workspace_storage_tables)>
            <table class="plain-table">
                <caption class="visually-hidden">{t!(workspace_storage_tables)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(workspace_storage_table)}</th>
                        <th scope="col" class="figure">{t!(workspace_storage_rows)}</th>
                        <th scope="col" class="figure">{t!(workspace_storage_bytes)}</th>
                    </tr>
                </thead>
                <tbody>
                    {tables
                        .into_iter()
                        .map(|table| {
                            view! {
                                <tr>
                                    <th scope="row">{table_name(table.table)}</th>
                                    <td class="figure">{t!(workspace_figure, count = table.rows)}</td>
                                    <td class="figure">{size(Some(table.bytes))}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}
