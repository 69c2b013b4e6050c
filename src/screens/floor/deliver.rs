//! Parcels that have arrived: one by one by scan, or all of a carrier at once.

use super::answers::Answers;
use super::hand;
use super::sheet::Sheet;
use super::ship::row;
use crate::screens::desk::Area;
use crate::trade::id::ParcelId;
use crate::ui::components::{EmptyState, FloorFrame, FloorStep, Icon, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::view::floor::ship::{self, ShipEntry};
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
            confirm_all(&answers, parcels.iter().map(|entry| entry.parcel).collect());
        })
    };
    let undoing = answers.clone();
    let undo = answers.undo(
        may_undo.into(),
        Callback::new(move |()| take_back(&undoing)),
    );
    // A carrier whose parcels have all arrived is no choice any more.
    Effect::new(move || {
        let gone = list.with(|list| !list.contains_key(&chosen.get_untracked()));
        if gone {
            let first = list.with(|list| list.keys().next().cloned());
            chosen.set(first.unwrap_or_default());
        }
    });
    let step = FloorStep {
        label: Text::computed(move || {
            text!(
                ship_confirm_all,
                n = of_chosen().len(),
                carrier = chosen.get()
            )
        }),
        on_press: Callback::new(move |()| asking.set(true)),
        shown: Signal::derive(move || !of_chosen().is_empty()),
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
                        {move || of_chosen().into_iter().map(row).collect_view()}
                    </ul>
                </Show>
            </div>
        </FloorFrame>
        <Sheet
            title=t!(floor_deliver)
            text=Text::computed(move || {
                text!(ship_arrived_text, n = of_chosen().len(), carrier = chosen.get())
            })
            confirm=Text::computed(move || text!(ship_confirm, n = of_chosen().len()))
            open=asking
            on_confirm=all
        />
    }
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
