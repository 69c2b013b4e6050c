//! The repair list: rows of files that could not be taken as they stand, each with what is wrong and where, mended in
//! place or given back to whoever sent them.

mod address;
mod card;
mod doors;
mod items;
mod rows;
mod source;
mod words;

use self::card::LooseCard;
pub(in crate::screens) use self::card::OrderCard;
pub(in crate::screens) use self::doors::as_channel;
pub(in crate::screens) use self::source::SourceWord;
use crate::browser::{clock, files};
use crate::intake::repair::give_back::give_back;
use crate::intake::repair::mend::Outside;
use crate::intake::repair::{Entry, entry, loose, waiting};
use crate::limits::QUEUE_SHOWN_MAX;
use crate::screens::desk::{self, Area};
use crate::screens::orders::OrdersNav;
use crate::trade::id::OrderId;
use crate::ui::components::{Button, ButtonLink, EmptyState, IconName, PageHeader};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use leptos::prelude::*;

/// The repair list.
#[component]
pub fn RepairPage() -> impl IntoView {
    let orders = Memo::new(|_| desk::read(AREAS, waiting));
    let loose_files = Memo::new(|_| {
        desk::read(AREAS, |at| {
            let files = loose(at).into_iter();
            files.map(|file| file.hash).collect::<Vec<[u8; 16]>>()
        })
    });
    let count = Memo::new(move |_| orders.with(Vec::len));
    let any = Memo::new(move |_| count.get() + loose_files.with(Vec::len) > 0);
    let shown = move || {
        orders.with(|orders| {
            let shown = orders.iter().take(QUEUE_SHOWN_MAX);
            shown.cloned().collect::<Vec<OrderId>>()
        })
    };
    let more = move || count.get().saturating_sub(QUEUE_SHOWN_MAX);
    view! {
        <PageHeader
            title=t!(repair_title)
            summary=Text::computed(move || text!(repair_summary, n = count.get()))
        >
            <ButtonLink to=Route::Imports label=t!(repair_mended_file) />
            <Show when=move || any.get()>
                <Button
                    label=t!(repair_give_back)
                    icon=IconName::Download
                    on_press=|()| save_list()
                    attr:data-test="give-back"
                />
            </Show>
        </PageHeader>
        <OrdersNav />
        <Show
            when=move || any.get()
            fallback=|| {
                view! {
                    <EmptyState
                        title=t!(repair_empty_title)
                        text=t!(repair_empty_text)
                        icon=IconName::Check
                    />
                }
            }
        >
            <p class="quiet-text">{t!(repair_rows_stay)}</p>
            <ul class="cards" data-test="repair">
                <For
                    each=move || loose_files.get()
                    key=|hash| *hash
                    children=|hash| view! { <LooseCard hash /> }
                />
                <For each=shown key=|id| id.clone() children=|id| view! { <OrderCard id /> } />
            </ul>
            <Show when=move || { more() > 0 }>
                <p>{move || text!(orders_and_more, n = more())}</p>
            </Show>
        </Show>
    }
}

/// What the list follows.
const AREAS: &[Area] = &[Area::Orders, Area::Catalog];

/// Saves the list, a file for each that its rows came from.
fn save_list() {
    let (reason, unnamed) = (t!(repair_reason_column).now(), t!(repair_unnamed).now());
    let files = desk::peek(|at| {
        let orders = waiting(at);
        let entries: Vec<Entry> = orders.iter().filter_map(|id| entry(at, id)).collect();
        give_back(&entries, &loose(at), &reason, &unnamed, &|fault| {
            let (what, remedy) = words::of(fault);
            format!("{}. {}", what.now(), remedy.now())
        })
    });
    for file in files {
        if let Err(thrown) = files::save(&file.name, "text/csv", &file.bytes) {
            report(Problem {
                text: Text::from(thrown.to_string()),
                code: thrown.to_string(),
            });
        }
    }
}

/// The time, and chance, for what is mended now.
fn with_outside<T>(with: impl FnOnce(&mut Outside<'_>) -> T) -> Result<T, Problem> {
    let first = desk::salt()?;
    let mut made = 0_u64;
    // The browser's chance for each; where it fails, which it does not after it has worked, the first with a counter.
    let mut salt = || {
        made += 1;
        desk::salt().unwrap_or_else(|_| {
            let mut salt = first;
            for (byte, number) in salt.iter_mut().zip(made.to_be_bytes()) {
                *byte ^= number;
            }
            salt
        })
    };
    let now_ms = desk::now_ms();
    Ok(with(&mut Outside {
        salt: &mut salt,
        now_ms,
        ahead_minutes: i64::from(clock::zone_offset_minutes(now_ms)),
        currency: None,
    }))
}
