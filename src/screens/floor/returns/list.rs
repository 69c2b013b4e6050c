//! The returns that are open.

use crate::screens::WITHOUT_ORDER;
use crate::screens::desk::Area;
use crate::screens::floor::answers::Answers;
use crate::screens::floor::work_list::{Nothing, WorkList};
use crate::screens::floor::{hand, open_here};
use crate::trade::id::{OrderId, ReturnId};
use crate::ui::components::{FloorTile, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::returns::{self, ReturnChoice, ReturnEntry, ReturnFound};
use crate::view::names;
use leptos::prelude::*;

/// What was scanned, where it means several returns.
const SCANNED: &str = "scan";

/// What stands for the number of a return that is not announced.
pub const UNANNOUNCED: &str = "new";

/// The page of a return of an order.
pub fn route(order: Option<&OrderId>, rma: Option<&ReturnId>) -> Route {
    let order = order.map(|order| hand::peek(|hand| names::order_address(&hand.at, order)));
    let number = rma.map(|rma| names::opened(&rma.0));
    Route::FloorReturnCase(
        order.unwrap_or_else(|| WITHOUT_ORDER.to_owned()),
        number.unwrap_or_else(|| UNANNOUNCED.to_owned()),
    )
}

/// Opens the return that is scanned; of several they are listed to choose from.
pub fn open_code(answers: Answers) -> Callback<String> {
    Callback::new(move |code: String| {
        let code = code.trim().to_owned();
        match hand::peek(|hand| returns::find(hand, &code)) {
            ReturnFound::One(rma) => {
                let order = hand::peek(|hand| returns::view(hand, Some(rma), None).order);
                navigation::go(route(order.as_ref(), Some(&rma)));
            }
            ReturnFound::Unannounced(order) => navigation::go(route(Some(&order), None)),
            ReturnFound::Nothing if open_here(&code) => {}
            ReturnFound::Nothing => {
                let scanned = code.clone();
                let detail = t!(return_none_detail, scanned = scanned.clone());
                answers.wrong_code(t!(return_none), detail, &code);
            }
            ReturnFound::Several(all) => {
                let (n, names) = (all.len(), names_of(&all));
                answers.wrong(
                    t!(return_several),
                    t!(return_several_detail, n = n, returns = names),
                );
                navigation::go_with(Route::FloorReturn, &[(SCANNED, &code)]);
            }
        }
    })
}

/// The open returns.
#[component]
pub fn ReturnList() -> impl IntoView {
    let answers = Answers::new();
    let list = Memo::new(|_| hand::read(&[Area::Orders], returns::returns));
    let scanned = navigation::query_value(SCANNED);
    let chosen = Memo::new(move |_| {
        let found = scanned
            .get()
            .map(|code| hand::read(&[Area::Orders], |hand| returns::find(hand, &code)));
        match found {
            Some(ReturnFound::Several(all)) => all,
            _ => Vec::new(),
        }
    });
    let tiles = Signal::derive(move || {
        let choices = chosen.get();
        match choices.is_empty() {
            true => list.get().into_iter().map(tile).collect::<Vec<_>>(),
            false => choices.into_iter().map(choice_tile).collect(),
        }
    });
    view! {
        <WorkList
            name="returns"
            title=t!(return_title)
            position=t!(floor_returns_waiting, n = list.with(Vec::len))
            waiting=t!(return_scan)
            answer=answers.signal()
            on_code=open_code(answers)
            tiles=tiles
            nothing=Nothing {
                title: t!(return_empty),
                text: t!(return_empty_text),
                icon: IconName::Return,
            }
        />
    }
}

fn tile(entry: ReturnEntry) -> FloorTile {
    let ReturnEntry {
        rma,
        name,
        order,
        number,
        authorised,
        received,
        undecided,
    } = entry;
    let waiting = move || {
        if undecided > 0 {
            text!(return_entry_dock, order = number.as_str(), n = undecided)
        } else {
            text!(
                return_entry,
                order = number.as_str(),
                received = received,
                n = authorised
            )
        }
    };
    FloorTile {
        address: navigation::href(&route(order.as_ref(), Some(&rma))),
        label: name.clone().into(),
        name,
        waiting: waiting.into(),
        icon: IconName::Return,
    }
}

/// What several returns are called: by their names, and by their orders where nobody announced them.
fn names_of(all: &[ReturnChoice]) -> String {
    let name = |choice: &ReturnChoice| match &choice.rma {
        Some(rma) => names::opened(&rma.0),
        None => choice.number.clone(),
    };
    all.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// One of several returns that a scan may mean.
fn choice_tile(choice: ReturnChoice) -> FloorTile {
    let ReturnChoice { order, number, rma } = choice;
    let of_order = number.clone();
    let waiting = match &rma {
        Some(rma) => Text::from(names::opened(&rma.0)),
        None => t!(return_choice_new),
    };
    FloorTile {
        address: navigation::href(&route(Some(&order), rma.as_ref())),
        label: t!(trade_order, number = of_order.clone()),
        name: number,
        waiting,
        icon: IconName::Return,
    }
}
