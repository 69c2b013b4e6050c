//! What was scanned outside of a task: what is there, and what is to be done with it, one tap away.

use super::answers::Answers;
use super::hand;
use crate::screens::desk::{self, ALL};
use crate::screens::inbox::Concerned;
use crate::screens::{pages, words};
use crate::ui::components::{FloorFrame, FloorItem, FloorStep, FloorTile, FloorTiles, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::here::{Here, HereKind, HereRow, Todo, here};
use crate::view::names;
use leptos::prelude::*;

/// Opens what a code means on the floor; `false` where it means no place and no goods.
pub fn open(code: &str) -> bool {
    let found = hand::peek(|hand| here(hand, code));
    let known = found.is_some();
    if let Some(here) = found {
        navigation::go(Route::FloorHere(here.code));
    }
    known
}

/// A place or goods on the floor.
#[component]
pub fn FloorHere(
    /// The code that was scanned.
    code: String,
) -> impl IntoView {
    let answers = Answers::new();
    let asked = code.clone();
    let found = Memo::new(move |_| hand::read(ALL, |hand| here(hand, &asked)));
    let answer = answers.signal();
    let told = answers.clone();
    let on_code = Callback::new(move |code: String| {
        if !open(&code) {
            let scanned = code.clone();
            let detail = t!(floor_unknown_detail, scanned = scanned.clone());
            answers.wrong_code(t!(floor_unknown), detail, &code);
        }
    });
    let tiles = Signal::derive(move || {
        let todo = found.with(|here| {
            here.as_ref()
                .map(|here| (here.code.clone(), here.todo.clone()))
        });
        let (code, todo) = todo.unwrap_or_default();
        todo.into_iter()
            .filter_map(|todo| tile(&code, todo))
            .collect::<Vec<_>>()
    });
    let only = Memo::new(move |_| {
        tiles.with(|tiles| match &tiles[..] {
            [only] => Some(only.address.clone()),
            _ => None,
        })
    });
    let step = FloorStep {
        label: Text::computed(move || {
            tiles.with(|tiles| {
                tiles
                    .first()
                    .map(|tile| tile.label.get())
                    .unwrap_or_default()
            })
        }),
        on_press: Callback::new(move |()| {
            let address = only.get_untracked();
            if !address.is_some_and(|address| navigation::follow(&address)) {
                told.wrong(t!(floor_unknown), t!(floor_here_nothing));
            }
        }),
        shown: Signal::derive(move || only.with(Option::is_some)),
        closes: Signal::derive(|| false),
    };
    let choices = Signal::derive(move || {
        let labels = tiles.get().into_iter().map(|tile| tile.label.get());
        labels.collect::<Vec<_>>().join(", ")
    });
    let item = Signal::derive(move || {
        found.with(|here| {
            let here = here.as_ref().filter(|here| is_item(&here.kind))?;
            here.rows.first().map(|row| row.item.clone())
        })
    });
    let documents = Signal::derive(move || {
        found.with(|here| {
            here.as_ref()
                .map(|here| here.documents.clone())
                .unwrap_or_default()
        })
    });
    let rows = move || {
        let rows = found.with(|here| here.as_ref().map(|here| here.rows.clone()));
        rows.unwrap_or_default().into_iter().map(row).collect_view()
    };
    let heading = code.clone();
    view! {
        <FloorFrame
            title=Text::from(heading)
            position=Text::computed(move || found.with(|here| here.as_ref().map(position).unwrap_or_default()))
            waiting=t!(floor_here_scan)
            answer=answer
            on_code=on_code
            step=step
            choices=choices
        >
            <div class="floor-where" data-test="here">
                <p class="floor-ask" data-test="ask">{Text::computed(move || found.with(ask))}</p>
                <p class="floor-instruction" data-test="instruction">{code}</p>
                <FloorItem name=Text::computed(move || found.with(item_name)) code="" item />
            </div>
            <Concerned documents />
            <FloorTiles tiles />
            <Show when=move || tiles.with(Vec::is_empty)>
                <p class="prose" data-test="nothing-to-do">{t!(floor_here_nothing)}</p>
            </Show>
            <ul class="floor-rows" data-test="lines">{rows}</ul>
        </FloorFrame>
    }
}

/// Whether its rows are where one item lies.
fn is_item(kind: &HereKind) -> bool {
    matches!(kind, HereKind::Item | HereKind::Serial)
}

fn item_name(here: &Option<Here>) -> String {
    let of_item = here.as_ref().filter(|here| is_item(&here.kind));
    let first = of_item.and_then(|here| here.rows.first());
    first.map(|row| row.name.clone()).unwrap_or_default()
}

fn ask(here: &Option<Here>) -> String {
    match here.as_ref().map(|here| &here.kind) {
        Some(HereKind::Location) => text!(floor_here_location),
        Some(HereKind::Container(_)) => text!(floor_here_tote),
        Some(HereKind::Parcel) => text!(floor_here_parcel),
        Some(HereKind::Item) => text!(floor_here_item),
        Some(HereKind::Serial) => text!(floor_here_serial),
        None => text!(floor_unknown),
    }
}

fn position(here: &Here) -> String {
    let stands = match &here.kind {
        HereKind::Container(Some(at)) => Some(text!(floor_here_stands, place = at.as_str())),
        _ => None,
    };
    let order = here
        .order
        .as_ref()
        .map(|order| text!(trade_order, number = order.as_str()));
    let parts: Vec<String> = [order, stands].into_iter().flatten().collect();
    match parts.is_empty() {
        true if here.rows.is_empty() => text!(floor_here_empty),
        true => text!(floor_here_lines, n = here.rows.len()),
        false => parts.join(" · "),
    }
}

fn row(row: HereRow) -> impl IntoView {
    let (item, units, lot) = (row.item, row.units, row.lot);
    view! {
        <li>
            <span>
                <strong class="code">{row.code}</strong>
                " "
                {row.name}
                " "
                {move || lot.as_ref().map(|lot| text!(pick_lot, lot = lot.as_str()))}
            </span>
            <span class="floor-row-count">{move || words::quantity(&item, units)}</span>
        </li>
    }
}

/// The way to a task, for whoever may do it.
fn tile(code: &str, todo: Todo) -> Option<FloorTile> {
    let (name, label, waiting, to, icon) = match todo {
        Todo::Pick { name, .. } => (
            "pick",
            t!(floor_pick),
            Text::from(name.clone()),
            Route::FloorPickBatch(name),
            IconName::Hand,
        ),
        Todo::Pack { order, number } => {
            let address = hand::peek(|hand| names::order_address(&hand.at, &order));
            (
                "pack",
                t!(floor_pack),
                t!(trade_order, number = number.clone()),
                Route::FloorPackOrder(address),
                IconName::Box,
            )
        }
        Todo::PutBack => (
            "put-back",
            t!(floor_put_back),
            t!(floor_here_put_back),
            Route::FloorPutBack,
            IconName::Bin,
        ),
        Todo::PutAway => (
            "put-away",
            t!(floor_put_away),
            t!(floor_here_put_away),
            Route::FloorPutAway,
            IconName::Bin,
        ),
        Todo::Count => (
            "count",
            t!(floor_count),
            t!(floor_here_count),
            Route::FloorCount,
            IconName::Search,
        ),
        Todo::Arrive => (
            "arrive",
            t!(transfer_title),
            t!(transfer_arriving),
            Route::FloorTransfer,
            IconName::Truck,
        ),
        Todo::Ship => (
            "ship",
            t!(floor_ship),
            t!(floor_here_ship),
            Route::FloorShip,
            IconName::Truck,
        ),
        Todo::Deliver => (
            "deliver",
            t!(floor_deliver),
            t!(floor_here_deliver),
            Route::FloorDeliver,
            IconName::Home,
        ),
        Todo::Return => (
            "return",
            t!(floor_return),
            t!(floor_here_return),
            Route::FloorReturn,
            IconName::Return,
        ),
        Todo::Move => (
            "move",
            t!(floor_move),
            t!(floor_here_move),
            Route::FloorMove,
            IconName::Bin,
        ),
    };
    pages::work_of(&to).is_none_or(desk::may).then(|| {
        // The task begins with what was scanned, where it asks for that.
        let begins = matches!(
            to,
            Route::FloorMove | Route::FloorPutAway | Route::FloorCount
        );
        let address = match begins {
            true => navigation::href_with(&to, &[("place", code)]),
            false => navigation::href(&to),
        };
        FloorTile {
            name: name.to_owned(),
            address,
            label,
            waiting,
            icon,
        }
    })
}
