//! The returns that are open.

use crate::domain::Workspace;
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
    id: String,
    authorised: u32,
    received: u32,
    decided: u32,
}

fn entries(state: &Workspace) -> Vec<Entry> {
    let mut entries: Vec<Entry> = state
        .heads()
        .flat_map(|head| head.returns.iter().map(move |case| (head, case)))
        .filter(|(_, case)| !case.closed)
        .map(|(head, case)| Entry {
            order: head.id.clone(),
            id: case.id.to_string(),
            authorised: case.authorised,
            received: case.received,
            decided: case.decided,
        })
        .collect();
    // What lies at the dock comes before what is only expected.
    entries.sort_by_key(|entry| entry.received <= entry.decided);
    entries
}

/// Opens the return that is scanned.
pub fn open_code(answers: Answers) -> Callback<String> {
    Callback::new(move |code: String| {
        let code = code.trim().to_owned();
        let found = desk::peek(|state| find::returns(state, &code));
        match found.as_slice() {
            [(order, id)] => {
                navigation::go(Route::FloorReturnCase(order.to_string(), id.clone()));
            }
            [] => answers.wrong(t!(return_none), t!(return_none_detail, scanned = code)),
            several => {
                let n = several.len();
                let ids: Vec<String> = several.iter().map(|(_, id)| id.clone()).collect();
                let ids = ids.join(", ");
                answers.wrong(
                    t!(return_several),
                    t!(return_several_detail, n = n, returns = ids),
                );
            }
        }
    })
}

/// The open returns.
#[component]
pub fn ReturnList() -> impl IntoView {
    let answers = Answers::new();
    let list = Memo::new(|_| desk::read(&[Area::Orders], entries));
    view! {
        <WorkList
            name="returns"
            title=t!(return_title)
            position=t!(floor_returns_waiting, n = list.with(Vec::len))
            waiting=t!(return_scan)
            answer=answers.signal()
            on_code=open_code(answers)
            tiles=Signal::derive(move || list.get().into_iter().map(tile).collect())
            nothing=Nothing {
                title: t!(return_empty),
                text: t!(return_empty_text),
                icon: IconName::Return,
            }
        />
    }
}

fn tile(entry: Entry) -> FloorTile {
    let Entry {
        order,
        id,
        authorised,
        received,
        decided,
    } = entry;
    let number = order.number().to_owned();
    let waiting = move || {
        if received > decided {
            text!(return_entry_dock, order = number, n = received - decided)
        } else {
            text!(
                return_entry,
                order = number,
                received = received,
                n = authorised
            )
        }
    };
    FloorTile {
        name: id.clone(),
        address: navigation::href(&Route::FloorReturnCase(order.to_string(), id.clone())),
        label: id.into(),
        waiting: waiting.into(),
        icon: IconName::Return,
    }
}
