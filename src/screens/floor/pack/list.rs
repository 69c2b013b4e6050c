//! What waits at the pack table.

use crate::screens::desk::Area;
use crate::screens::floor::answers::Answers;
use crate::screens::floor::measured::of_all;
use crate::screens::floor::work_list::{Nothing, WorkList};
use crate::screens::floor::{hand, open_here};
use crate::screens::words;
use crate::trade::id::OrderId;
use crate::ui::components::{FloorTile, IconName};
use crate::ui::locale::{t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::pack::{self, PackEntry};
use crate::view::names;
use leptos::prelude::*;

/// The pack screen of an order.
pub fn route(order: &OrderId) -> Route {
    Route::FloorPackOrder(hand::peek(|hand| names::order_address(&hand.at, order)))
}

/// Opens the order that is scanned.
pub fn open_code(answers: Answers) -> Callback<String> {
    Callback::new(move |code: String| {
        let code = code.trim().to_owned();
        match hand::peek(|hand| pack::find(hand, &code)) {
            Some(order) => navigation::go(route(&order)),
            None if open_here(&code) => {}
            None => {
                let scanned = code.clone();
                let detail = t!(pack_no_order_detail, scanned = scanned.clone());
                answers.wrong_code(t!(pack_no_order), detail, &code);
            }
        }
    })
}

/// The orders that wait to be packed.
#[component]
pub fn PackList() -> impl IntoView {
    let answers = Answers::new();
    let list = Memo::new(|_| hand::read(&[Area::Orders], pack::orders));
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

fn tile(entry: PackEntry) -> FloorTile {
    let PackEntry {
        order,
        number,
        totes,
        in_totes,
        in_totes_of,
        ship_by,
    } = entry;
    let label = match totes.is_empty() {
        false => {
            let totes = totes.join(", ");
            t!(pack_tote, tote = totes)
        }
        true => {
            let number = number.clone();
            t!(pack_order, order = number)
        }
    };
    let name = number.clone();
    let waiting = move || {
        let entry = if in_totes > 0 {
            of_all(&in_totes_of, |n| {
                text!(pack_entry, order = number.as_str(), n = n)
            })
        } else {
            text!(pack_entry_parcel, order = number.as_str())
        };
        match ship_by {
            Some(ms) => text!(pack_entry_due, entry = entry, due = words::moment(ms)),
            None => entry,
        }
    };
    FloorTile {
        name,
        address: navigation::href(&route(&order)),
        label,
        waiting: waiting.into(),
        icon: IconName::Tote,
    }
}
