//! Parcels that have arrived: one by one by scan, or all of a carrier at once.

use super::answers::Answers;
use super::find;
use super::sheet::Sheet;
use crate::domain::order::ParcelState;
use crate::domain::text::{OrderId, ParcelId};
use crate::domain::{Command, Workspace};
use crate::ui::components::{EmptyState, FloorFrame, FloorStep, Icon, IconName};
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The parcels on the way, by carrier.
type OnTheWay = BTreeMap<String, Vec<(OrderId, ParcelId)>>;

fn on_the_way(state: &Workspace) -> OnTheWay {
    let mut carriers = OnTheWay::new();
    for head in state.heads() {
        for parcel in &head.parcels {
            if parcel.state == ParcelState::HandedOver {
                let carrier = parcel.carrier.as_ref().map(ToString::to_string);
                carriers
                    .entry(carrier.unwrap_or_default())
                    .or_default()
                    .push((head.id.clone(), parcel.id.clone()));
            }
        }
    }
    carriers
}

/// The parcels on the way.
#[component]
pub fn Deliver() -> impl IntoView {
    let answers = Answers::new();
    let answer = answers.signal();
    let list = Memo::new(|_| desk::read(&[Area::Orders], on_the_way));
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
    let confirm_all = {
        let answers = answers.clone();
        Callback::new(move |()| {
            let doing = answers.clone();
            let parcels = untrack(of_chosen);
            answers.work(async move {
                let n = parcels.len();
                let command = Command::ConfirmDelivery { parcels };
                if doing.run(command).await.is_some() {
                    doing.right(t!(ship_delivered), t!(ship_delivered_all, n = n));
                }
            });
        })
    };
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
                text!(ship_confirm_text, n = of_chosen().len(), carrier = chosen.get())
            })
            confirm=Text::computed(move || text!(ship_confirm, n = of_chosen().len()))
            open=asking
            on_confirm=confirm_all
        />
    }
}

fn confirm_one(answers: &Answers, code: String) {
    let doing = answers.clone();
    answers.work(async move {
        let scanned = code.trim().to_owned();
        let Some((order, parcel)) = desk::peek(|state| find::parcel(state, &scanned)) else {
            return doing.wrong(
                t!(ship_no_parcel),
                t!(ship_no_parcel_detail, scanned = scanned),
            );
        };
        let name = parcel.id.to_string();
        if parcel.state == ParcelState::Delivered {
            return doing.wrong(
                t!(ship_already_delivered),
                t!(ship_already_delivered_detail, parcel = name),
            );
        }
        let command = Command::ConfirmDelivery {
            parcels: vec![(order, parcel.id)],
        };
        if doing.run(command).await.is_some() {
            doing.right(t!(ship_delivered), t!(ship_delivered_detail, parcel = name));
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

fn row((order, parcel): (OrderId, ParcelId)) -> impl IntoView {
    let number = order.number().to_owned();
    view! {
        <li>
            <strong class="code">{parcel.to_string()}</strong>
            <span>{t!(ship_order, order = number)}</span>
        </li>
    }
}
