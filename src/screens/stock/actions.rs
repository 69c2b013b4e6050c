//! What the office does to stock: correct it and move it.

use crate::screens::desk;
use crate::screens::words;
use crate::trade::goods::Goods;
use crate::trade::id::{ItemId, LocationId};
use crate::trade::place::{LossReason, Place};
use crate::trade::quantity::Units;
use crate::trade::stock::commands::{AdjustUnits, MoveUnits, StockCommand};
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, NumberInput, Select, TextInput};
use crate::ui::feedback::{Problem, Tone, report, toast, toast_with};
use crate::ui::locale::{Text, t};
use crate::view::names;
use crate::view::stock::{PlaceStock, stock_of};
use leptos::prelude::*;

const REASONS: [(&str, LossReason); 9] = [
    ("found", LossReason::Found),
    ("missing", LossReason::Missing),
    ("damaged", LossReason::Damaged),
    ("expired", LossReason::Expired),
    ("stolen", LossReason::Stolen),
    ("own-use", LossReason::OwnUse),
    ("scrapped", LossReason::Scrapped),
    ("donated", LossReason::Donated),
    ("mistake", LossReason::Mistake),
];

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}

/// What can be corrected or moved: what is there, and the empty locations of the warehouse where units may be found.
fn choices(item: &ItemId, with_empty: bool) -> Vec<(String, Text, Place, Goods)> {
    desk::peek(|at| {
        let stock = stock_of(at, item, desk::today());
        let mut all: Vec<(String, Text, Place, Goods)> = Vec::new();
        for (index, place) in (0..).zip(stock.places.iter().filter(|it| it.place.is_ours())) {
            all.push((
                format!("s{index}"),
                Text::from(described(place)),
                place.place.clone(),
                place.goods.clone(),
            ));
        }
        if with_empty && let Some(warehouse) = desk::warehouse() {
            for (index, (_, location)) in (0..).zip(at.state.pick_sequence(&warehouse)) {
                if at.state.is_location_retired(location) {
                    continue;
                }
                all.push((
                    format!("l{index}"),
                    Text::from(names::location_code(at, location)),
                    Place::Location(location.clone()),
                    Goods {
                        owner: item.client.clone(),
                        ..Goods::new(item.clone())
                    },
                ));
            }
        }
        all
    })
}

fn described(place: &PlaceStock) -> String {
    let mut parts = vec![place.name.clone()];
    parts.extend(place.lot.clone());
    parts.extend(place.owner.clone());
    if let Some(condition) = crate::view::stock::marked(&place.goods) {
        parts.push(words::condition(&condition).now());
    }
    format!("{} — {}", parts.join(" · "), place.units)
}

type Choices = StoredValue<Vec<(String, Text, Place, Goods)>>;

fn options(choices: Choices) -> Vec<(String, Text)> {
    choices.with_value(|all| {
        all.iter()
            .map(|(key, words, _, _)| (key.clone(), words.clone()))
            .collect()
    })
}

fn chosen(choices: Choices, key: &str) -> Option<(Place, Goods)> {
    choices.with_value(|all| {
        let found = all.iter().find(|(known, _, _, _)| known == key)?;
        Some((found.2.clone(), found.3.clone()))
    })
}

/// Corrects what lies somewhere.
#[component]
pub(super) fn AdjustForm(
    /// The item.
    item: ItemId,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let all: Choices = StoredValue::new(choices(&item, true));
    let options = options(all);
    let first = options.first().map(|(key, _)| key.clone());
    let place = RwSignal::new(first.unwrap_or_default());
    let difference = RwSignal::new(None::<i64>);
    let reason = RwSignal::new("found".to_owned());
    let reasons: Vec<(String, Text)> = REASONS
        .iter()
        .map(|(code, reason)| ((*code).to_owned(), words::loss_reason(reason)))
        .collect();
    let save = move |()| {
        let units = difference.get_untracked().unwrap_or(0);
        let found = chosen(all, &place.get_untracked());
        let (Some((at, goods)), Some(count)) = (found, Units::new(units.unsigned_abs())) else {
            return complain(t!(stock_adjust_incomplete));
        };
        let typed = reason.get_untracked();
        let reason = REASONS.into_iter().find(|(code, _)| *code == typed);
        let command = StockCommand::Adjust(AdjustUnits {
            goods,
            at,
            units: count,
            more: units > 0,
            reason: reason.map_or(LossReason::Mistake, |(_, reason)| reason),
            serials: Vec::new(),
        });
        desk::perform_then(command, move |_| {
            close.run(());
            toast(Tone::Good, t!(stock_adjusted));
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <Select label=t!(stock_place) value=place options=options />
            <NumberInput
                label=t!(stock_difference)
                value=difference
                min=-1_000_000
                max=1_000_000
                hint=t!(stock_difference_hint)
            />
            <Select label=t!(stock_reason) value=reason options=reasons />
            <Button label=t!(stock_adjust_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
    }
}

/// The location that a code means in the warehouse of this desk.
pub(super) fn location_of(typed: &str) -> Option<LocationId> {
    let code = Code::new(typed).ok()?;
    let warehouse = super::shown::warehouse()?;
    desk::peek(|at| {
        let found = at.state.look_up_locations(&warehouse, &code);
        found.into_iter().next()
    })
}

/// Moves units to another location.
#[component]
pub(super) fn MoveForm(
    /// The item.
    item: ItemId,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let all: Choices = StoredValue::new(choices(&item, false));
    let options = options(all);
    let first = options.first().map(|(key, _)| key.clone());
    let from = RwSignal::new(first.unwrap_or_default());
    let to = RwSignal::new(String::new());
    let units = RwSignal::new(None::<i64>);
    let save = move |()| {
        let found = chosen(all, &from.get_untracked());
        let to = location_of(&to.get_untracked());
        let count = units
            .get_untracked()
            .and_then(|units| u64::try_from(units).ok())
            .and_then(Units::new);
        let (Some((from, goods)), Some(to), Some(units)) = (found, to, count) else {
            return complain(t!(stock_move_incomplete));
        };
        let command = StockCommand::Move(MoveUnits {
            goods,
            from,
            to: Place::Location(to),
            units,
            serials: Vec::new(),
        });
        desk::perform_then(command, move |ran| {
            close.run(());
            let Some(commit) = ran.commits.first().copied() else {
                return;
            };
            let moved = crate::stream::id::FactId { commit, index: 0 };
            let undo = move || {
                desk::perform(StockCommand::Undo { moved }, t!(stock_move_undone));
            };
            toast_with(Tone::Good, t!(stock_moved), t!(stock_undo), undo);
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <Select label=t!(stock_from) value=from options=options />
            <TextInput label=t!(stock_to_bin) value=to hint=t!(stock_to_bin_hint) />
            <NumberInput label=t!(stock_units) value=units min=1 max=1_000_000 />
            <Button label=t!(stock_move_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
    }
}
