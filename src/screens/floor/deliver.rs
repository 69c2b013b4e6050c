//! Parcels that have arrived: one by one by scan, or all of a carrier at once; and those that never will: lost, or
//! brought back by the carrier.

use super::answers::Answers;
use super::hand;
use super::sheet::Sheet;
use super::ship::row;
use crate::screens::desk::Area;
use crate::trade::id::ParcelId;
use crate::ui::components::{EmptyState, FloorFrame, FloorStep, Icon, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::ship::{self, ShipEntry};
use crate::view::names;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The parcels on the way, by carrier.
type OnTheWay = BTreeMap<String, Vec<ShipEntry>>;

fn on_the_way(hand: &crate::view::floor::Hand<'_>) -> OnTheWay {
    let mut carriers = OnTheWay::new();
    for entry in ship::on_the_way(hand) {
        carriers
            .entry(entry.carrier.clone())
            .or_default()
            .push(entry);
    }
    carriers
}

fn confirm_all(answers: &Answers, parcels: Vec<ParcelId>) {
    let doing = answers.clone();
    answers.work(async move {
        let mut n = 0_u32;
        for parcel in parcels {
            if doing.run(ship::delivered(parcel)).await.is_none() {
                return;
            }
            n += 1;
        }
        doing.right(t!(ship_delivered), t!(ship_delivered_all, n = n));
    });
}

fn confirm_one(answers: &Answers, code: String) {
    let doing = answers.clone();
    answers.work(async move {
        // What it means for the screen is told by the facts.
        doing.act(|hand| ship::deliver(hand, &code)).await;
    });
}

fn take_back(answers: &Answers) {
    let doing = answers.clone();
    answers.work(async move {
        doing.take_back(ship::undo_delivery).await;
    });
}

/// The parcels on the way.
#[component]
pub fn Deliver() -> impl IntoView {
    let answers = Answers::new();
    let answer = answers.signal();
    let list = Memo::new(|_| hand::read(&[Area::Orders], on_the_way));
    let may_undo =
        Memo::new(|_| hand::read(&[Area::Orders], |hand| ship::undo_delivery(hand).is_some()));
    let chosen = RwSignal::new(String::new());
    let asking = RwSignal::new(false);
    let count = move || list.with(|list| list.values().map(Vec::len).sum::<usize>());
    let of_chosen = move || {
        let carrier = chosen.get();
        list.with(|list| list.get(&carrier).cloned().unwrap_or_default())
    };
    let arriving = move || {
        of_chosen()
            .iter()
            .filter(|entry| !entry.coming_back)
            .count()
    };
    let on_code = {
        let answers = answers.clone();
        Callback::new(move |code: String| {
            asking.set(false);
            confirm_one(&answers, code);
        })
    };
    let all = {
        let answers = answers.clone();
        Callback::new(move |()| {
            let parcels = untrack(of_chosen);
            let arrives = parcels.iter().filter(|entry| !entry.coming_back);
            confirm_all(&answers, arrives.map(|entry| entry.parcel).collect());
        })
    };
    let undoing = answers.clone();
    let undo = answers.undo(
        may_undo.into(),
        Callback::new(move |()| take_back(&undoing)),
    );
    let fate = Asked {
        of: RwSignal::new(None),
        lost: RwSignal::new(false),
        back: RwSignal::new(false),
    };
    let (asks_lost, asks_back) = (fate.lost, fate.back);
    let of_fate = move |what: Fate| {
        Text::computed(move || {
            let parcel = fate.of.get().map(|entry| entry.name).unwrap_or_default();
            match what {
                Fate::Lost => text!(lost_text, parcel = parcel.as_str()),
                Fate::Back => text!(lost_back_text, parcel = parcel.as_str()),
            }
        })
    };
    let deciding = answers.clone();
    let lose = Callback::new(move |()| {
        if let Some(entry) = fate.of.get_untracked() {
            lose_parcel(&deciding, entry);
        }
    });
    let deciding = answers.clone();
    let bring = Callback::new(move |()| {
        if let Some(entry) = fate.of.get_untracked() {
            bring_back(&deciding, entry);
        }
    });
    // A carrier whose parcels have all arrived is no choice any more.
    Effect::new(move || {
        let gone = list.with(|list| !list.contains_key(&chosen.get_untracked()));
        if gone {
            let first = list.with(|list| list.keys().next().cloned());
            chosen.set(first.unwrap_or_default());
        }
    });
    let step = FloorStep {
        closes: Signal::stored(false),
        label: Text::computed(move || {
            text!(ship_confirm_all, n = arriving(), carrier = chosen.get())
        }),
        on_press: Callback::new(move |()| asking.set(true)),
        shown: Signal::derive(move || arriving() > 0),
    };
    view! {
        <FloorFrame
            title=t!(floor_deliver)
            position=t!(floor_parcels_on_the_way, n = count())
            waiting=t!(ship_scan_delivered)
            answer=answer
            on_code=on_code
            step=step
            undo=undo
            leave=Route::FloorShip
        >
            <div class="floor-list">
                <Show
                    when=move || { count() > 0 }
                    fallback=|| {
                        view! {
                            <EmptyState
                                title=t!(ship_none_on_the_way)
                                text=t!(ship_none_on_the_way_text)
                                icon=IconName::Home
                            />
                        }
                    }
                >
                    <div class="floor-choices" role="group" aria-label=t!(pack_carriers)>
                        {move || {
                            let carriers: Vec<String> = list.with(|list| list.keys().cloned().collect());
                            carriers.into_iter().map(|carrier| choice(carrier, chosen)).collect_view()
                        }}
                    </div>
                    <ul class="floor-rows" data-test="parcels">
                        {move || of_chosen().into_iter().map(|entry| on_the_way_row(entry, fate)).collect_view()}
                    </ul>
                </Show>
            </div>
        </FloorFrame>
        <Sheet
            title=t!(floor_deliver)
            text=Text::computed(move || {
                text!(ship_arrived_text, n = arriving(), carrier = chosen.get())
            })
            confirm=Text::computed(move || text!(ship_confirm, n = arriving()))
            open=asking
            on_confirm=all
        />
        <Sheet
            title=t!(lost_report)
            text=of_fate(Fate::Lost)
            confirm=t!(lost_report)
            open=asks_lost
            on_confirm=lose
        />
        <Sheet
            title=t!(lost_brought_back)
            text=of_fate(Fate::Back)
            confirm=t!(lost_brought_back)
            open=asks_back
            on_confirm=bring
        />
    }
}

/// What became of a parcel that has not arrived.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Lost,
    Back,
}

/// The parcel that a question is about.
#[derive(Clone, Copy)]
struct Asked {
    of: RwSignal<Option<ShipEntry>>,
    lost: RwSignal<bool>,
    back: RwSignal<bool>,
}

fn on_the_way_row(entry: ShipEntry, asked: Asked) -> AnyView {
    if entry.coming_back {
        return view! {
            {row(entry)}
            <li>{t!(lost_coming_back)}</li>
        }
        .into_any();
    }
    let (lost, back) = (entry.clone(), entry.clone());
    view! {
        {row(entry)}
        <li class="floor-links">
            <button
                class="floor-exception"
                type="button"
                data-test="brought-back"
                on:click=move |_| {
                    asked.of.set(Some(back.clone()));
                    asked.back.set(true);
                }
            >
                {t!(lost_brought_back)}
            </button>
            <button
                class="floor-exception"
                type="button"
                data-test="parcel-lost"
                on:click=move |_| {
                    asked.of.set(Some(lost.clone()));
                    asked.lost.set(true);
                }
            >
                {t!(lost_report)}
            </button>
        </li>
    }
    .into_any()
}

fn lose_parcel(answers: &Answers, entry: ShipEntry) {
    let doing = answers.clone();
    answers.work(async move {
        if doing.run(ship::lost(entry.parcel)).await.is_some() {
            doing.right(t!(lost_state), Text::from(entry.name));
        }
    });
}

/// Announces the return of what is in the parcel, and goes to where it is received and looked at.
fn bring_back(answers: &Answers, entry: ShipEntry) {
    let doing = answers.clone();
    answers.work(async move {
        let commands = hand::peek(|hand| ship::brought_back(hand, entry.parcel));
        let several = commands.len() > 1;
        for (order, command) in commands {
            let Some(ran) = doing.run(command).await else {
                return;
            };
            doing.right(t!(lost_brought_back), t!(lost_announced));
            if let Some(opened) = ran.opened().filter(|_| !several) {
                let order = hand::peek(|hand| names::order_address(&hand.at, &order));
                navigation::go(Route::FloorReturnCase(order, names::opened(&opened)));
            }
        }
    });
}

fn choice(carrier: String, chosen: RwSignal<String>) -> impl IntoView {
    let (own, value) = (carrier.clone(), carrier.clone());
    view! {
        <button
            class="floor-choice"
            type="button"
            aria-pressed=move || if chosen.with(|chosen| *chosen == own) { "true" } else { "false" }
            on:click=move |_| chosen.set(value.clone())
        >
            <Icon name=IconName::Check />
            <span>{carrier}</span>
        </button>
    }
}
