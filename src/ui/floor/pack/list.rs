//! What waits at the pack table.

use crate::domain::Workspace;
use crate::domain::order::Stage;
use crate::domain::text::OrderId;
use crate::ui::components::{FloorTile, IconName};
use crate::ui::desk::{self, Area};
use crate::ui::floor::answers::Answers;
use crate::ui::floor::find;
use crate::ui::floor::work_list::{Nothing, WorkList};
use crate::ui::locale::{t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    order: OrderId,
    tote: Option<String>,
    in_tote: u32,
    ship_by: Option<i64>,
}

fn entries(state: &Workspace) -> Vec<Entry> {
    let mut entries: Vec<Entry> = state
        .heads()
        .filter(|head| head.is_to_pack())
        .map(|head| Entry {
            order: head.id.clone(),
            tote: head.tote.as_ref().map(ToString::to_string),
            in_tote: head.stages.get(Stage::Picked),
            ship_by: head.ship_by,
        })
        .collect();
    // What must leave first comes first; what has no time comes last.
    entries.sort_by(|a, b| {
        let key = |entry: &Entry| (entry.ship_by.unwrap_or(i64::MAX), entry.order.clone());
        key(a).cmp(&key(b))
    });
    entries
}

/// Opens the order that is scanned.
pub fn open_code(answers: Answers) -> Callback<String> {
    Callback::new(move |code: String| {
        let code = code.trim().to_owned();
        match desk::peek(|state| find::for_packing(state, &code)) {
            Some(order) => navigation::go(Route::FloorPackOrder(order.to_string())),
            None => answers.wrong(t!(pack_no_order), t!(pack_no_order_detail, scanned = code)),
        }
    })
}

/// The orders that wait to be packed.
#[component]
pub fn PackList() -> impl IntoView {
    let answers = Answers::new();
    let list = Memo::new(|_| desk::read(&[Area::Orders], entries));
    view! {
        <WorkList
            name="totes"
            title=t!(pack_title)
            position=t!(floor_orders_waiting, n = list.with(Vec::len))
            waiting=t!(pack_scan_tote)
            answer=answers.signal()
            on_code=open_code(answers)
            tiles=Signal::derive(move || list.get().into_iter().map(tile).collect())
            nothing=Nothing {
                title: t!(pack_empty),
                text: t!(pack_empty_text),
                icon: IconName::Box,
            }
        />
    }
}

fn tile(entry: Entry) -> FloorTile {
    let Entry {
        order,
        tote,
        in_tote,
        ..
    } = entry;
    let number = order.number().to_owned();
    let label = match tote {
        Some(tote) => t!(pack_tote, tote = tote),
        None => {
            let number = number.clone();
            t!(pack_order, order = number)
        }
    };
    let name = number.clone();
    let waiting = move || {
        if in_tote > 0 {
            text!(pack_entry, order = number, n = in_tote)
        } else {
            text!(pack_entry_parcel, order = number)
        }
    };
    FloorTile {
        name,
        address: navigation::href(&Route::FloorPackOrder(order.to_string())),
        label,
        waiting: waiting.into(),
        icon: IconName::Tote,
    }
}
