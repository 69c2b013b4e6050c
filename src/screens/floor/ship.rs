//! Handing parcels over: a carrier stands at the door, and every parcel that it takes is scanned.

use super::answers::Answers;
use super::hand;
use super::sheet::Sheet;
use crate::screens::desk::{self, Area};
use crate::screens::words;
use crate::ui::components::{
    EmptyState, FloorException, FloorFrame, FloorInstruction, FloorStep, FloorTile, FloorTiles,
    IconName,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, QueryValue, query_value};
use crate::ui::routes::{Paper, Route};
use crate::view::cutoff;
use crate::view::floor::ship::{self, ShipEntry};
use leptos::prelude::*;

const DAY_MS: i64 = 86_400_000;
use std::collections::BTreeMap;

/// A carrier at the door.
#[derive(Clone)]
struct Door {
    answers: Answers,
    /// The carrier, as it stands in the address.
    carrier: QueryValue,
    /// The same, for scans that come faster than addresses change.
    chosen: ArcRwSignal<String>,
    taken: ArcRwSignal<u32>,
}

impl Door {
    fn scan(&self, code: String) {
        let door = self.clone();
        self.answers.work(async move {
            let at = door.chosen.get_untracked();
            let done = door.answers.act(|hand| ship::hand_over(hand, &at, &code));
            if let Some((own, _)) = done.await {
                door.stands(&own);
                door.taken.update(|taken| *taken += 1);
            }
        });
    }

    fn stands(&self, carrier: &str) {
        self.chosen.set(carrier.to_owned());
        // Whoever has left the page meanwhile keeps the address of the other one.
        if untrack(navigation::route) == Route::FloorShip {
            self.carrier.set(Some(carrier));
        }
    }

    /// All that waits for the carrier leaves, but what is held.
    fn all(&self) {
        let door = self.clone();
        self.answers.work(async move {
            let carrier = door.chosen.get_untracked();
            let commands = hand::peek(|hand| ship::hand_over_all(hand, &carrier));
            let mut n = 0_u32;
            for command in commands {
                if door.answers.run(command).await.is_none() {
                    return;
                }
                n += 1;
            }
            door.taken.update(|taken| *taken += n);
            door.answers.right(
                t!(ship_handed_over),
                t!(ship_all_handed_over, n = n, carrier = carrier.clone()),
            );
        });
    }

    fn undo(&self) {
        let door = self.clone();
        self.answers.work(async move {
            let found = door.answers.take_back(ship::undo_hand_over);
            if found.await.is_some() {
                door.taken.update(|taken| *taken = taken.saturating_sub(1));
            }
        });
    }
}

/// The carriers whose cutoff is near or has passed while parcels of theirs are here, in words.
fn near() -> Vec<String> {
    let minute = (desk::now_ms() + desk::ahead_ms()).rem_euclid(DAY_MS) / 60_000;
    let minute = u16::try_from(minute).unwrap_or(0);
    let all = hand::read(&[Area::Orders, Area::Floor, Area::Catalog], |hand| {
        cutoff::carriers(hand, minute)
    });
    let words = all.into_iter().map(|it| {
        let at = format!("{:02}:{:02}", it.minute / 60, it.minute % 60);
        match it.passed {
            true => text!(
                ship_cutoff_passed,
                carrier = it.carrier,
                at = at,
                n = it.parcels
            ),
            false => text!(
                ship_cutoff_near,
                carrier = it.carrier,
                at = at,
                n = it.parcels
            ),
        }
    });
    words.collect()
}

/// The hand-over.
#[component]
pub fn Ship() -> impl IntoView {
    let carrier = query_value("carrier");
    let door = Door {
        answers: Answers::new(),
        carrier,
        chosen: ArcRwSignal::new(String::new()),
        taken: ArcRwSignal::new(0),
    };
    let shown = door.chosen.clone();
    Effect::new(move || shown.set(carrier.get_or_empty()));
    let list = Memo::new(|_| hand::read(&[Area::Orders, Area::Floor], ship::waiting));
    let may_undo =
        Memo::new(|_| hand::read(&[Area::Orders], |hand| ship::undo_hand_over(hand).is_some()));
    let is_chosen = move || carrier.get().is_some();
    let mine = Memo::new(move |_| {
        let carrier = carrier.get_or_empty();
        list.with(|list| {
            let own = list.iter().filter(|entry| entry.carrier == carrier);
            own.cloned().collect::<Vec<_>>()
        })
    });
    let asking = RwSignal::new(false);
    let step = FloorStep {
        closes: Signal::stored(false),
        label: t!(ship_manifest),
        on_press: Callback::new(move |()| {
            let carrier = untrack(|| carrier.get_or_empty());
            navigation::go_with(Route::Print(Paper::Manifest(carrier)), &[("print", "1")]);
        }),
        shown: Signal::derive(is_chosen),
    };
    let print = (step.on_press, step.shown);
    let exceptions = exceptions(&door, mine, asking);
    let held = Signal::derive(move || {
        let held: Vec<String> = list.with(|list| {
            let held = list.iter().filter(|entry| entry.held.is_some());
            held.map(|entry| entry.name.clone()).collect()
        });
        let mut sentences = near();
        if !held.is_empty() {
            sentences.push(text!(ship_held, n = held.len(), parcels = held.join(", ")));
        }
        sentences.join(" ")
    });
    let taken = door.taken.clone();
    let taken_words = Text::computed(move || text!(ship_taken, n = taken.get()));
    let (scanning, undoing, handing) = (door.clone(), door.clone(), door.clone());
    let undo = door
        .answers
        .undo(may_undo.into(), Callback::new(move |()| undoing.undo()));
    let free = move || mine.with(|mine| mine.iter().filter(|it| it.held.is_none()).count());
    view! {
        <FloorFrame
            title=t!(ship_title)
            position=Text::computed(move || text!(floor_parcels_waiting, n = list.with(Vec::len)))
            waiting=t!(ship_scan)
            answer=door.answers.signal()
            on_code=Callback::new(move |code| scanning.scan(code))
            notice=held
            print=print
            step=step
            undo=undo
            exceptions=exceptions
        >
            <Show when=is_chosen fallback=move || view! { <Carriers list /> }>
                <FloorInstruction
                    ask=t!(ship_ask)
                    instruction=Text::computed(move || carrier.get_or_empty())
                    quantity=t!(ship_left, n = mine.with(Vec::len))
                    target=taken_words.clone()
                    after=""
                >
                    <ul class="floor-rows" data-test="parcels">
                        {move || mine.get().into_iter().map(row).collect_view()}
                    </ul>
                </FloorInstruction>
            </Show>
        </FloorFrame>
        <Sheet
            title=t!(ship_all)
            text=Text::computed(move || {
                text!(ship_all_text, n = free(), carrier = carrier.get_or_empty())
            })
            confirm=Text::computed(move || text!(ship_all_confirm, n = free()))
            open=asking
            on_confirm=Callback::new(move |()| handing.all())
        />
    }
}

fn exceptions(
    door: &Door,
    mine: Memo<Vec<ShipEntry>>,
    asking: RwSignal<bool>,
) -> Vec<FloorException> {
    let (carrier, taken) = (door.carrier, door.taken.clone());
    let is_chosen = move || carrier.get().is_some();
    vec![
        FloorException {
            name: "carrier",
            label: t!(ship_other_carrier),
            icon: IconName::Truck,
            on_press: Callback::new(move |()| {
                taken.set(0);
                carrier.set(None);
            }),
            shown: Signal::derive(is_chosen),
        },
        FloorException {
            name: "all",
            label: t!(ship_all),
            icon: IconName::Check,
            on_press: Callback::new(move |()| asking.set(true)),
            shown: Signal::derive(move || {
                is_chosen() && mine.with(|mine| mine.iter().any(|it| it.held.is_none()))
            }),
        },
        FloorException {
            name: "deliver",
            label: t!(floor_deliver),
            icon: IconName::Home,
            on_press: Callback::new(|()| navigation::go(Route::FloorDeliver)),
            shown: Signal::stored(true),
        },
    ]
}

/// A parcel in a row.
pub fn row(entry: ShipEntry) -> impl IntoView {
    let orders = entry.orders.join(", ");
    let due = entry.ship_by;
    view! {
        <li>
            <strong class="code">{entry.name}</strong>
            <span>{t!(ship_order, order = orders)}</span>
            <span class="code">{entry.number}</span>
            {due.map(|ms| view! { <span>{move || words::moment(ms)}</span> })}
        </li>
    }
}

/// The carriers that parcels wait for.
#[component]
fn Carriers(list: Memo<Vec<ShipEntry>>) -> impl IntoView {
    let counts = Memo::new(move |_| {
        list.with(|list| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for entry in list {
                *counts.entry(entry.carrier.clone()).or_default() += 1;
            }
            counts.into_iter().collect::<Vec<_>>()
        })
    });
    let tile = |(carrier, count): (String, usize)| FloorTile {
        name: format!("carrier-{carrier}"),
        address: navigation::href_with(&Route::FloorShip, &[("carrier", &carrier)]),
        label: carrier.into(),
        waiting: t!(floor_parcels_waiting, n = count),
        icon: IconName::Truck,
    };
    view! {
        <div class="floor-list">
            <Show
                when=move || counts.with(|counts| !counts.is_empty())
                fallback=|| {
                    view! { <EmptyState title=t!(ship_empty) text=t!(ship_empty_text) icon=IconName::Truck /> }
                }
            >
                <p class="floor-ask" data-test="ask">{t!(ship_choose)}</p>
                <FloorTiles tiles=Signal::derive(move || counts.get().into_iter().map(tile).collect()) />
            </Show>
        </div>
    }
}
