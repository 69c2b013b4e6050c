//! Handing parcels over: a carrier stands at the door, and every parcel that it takes is scanned.

use super::answers::Answers;
use super::find;
use crate::browser::clock;
use crate::domain::order::ParcelState;
use crate::domain::text::{Code, OrderId, ParcelId};
use crate::domain::{Command, Workspace};
use crate::ui::components::{
    EmptyState, FloorException, FloorFrame, FloorInstruction, FloorStep, FloorTile, FloorTiles,
    FloorUndo, IconName,
};
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::{Paper, Route};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A parcel that is labelled and still here.
#[derive(Clone, Debug, PartialEq)]
struct Waiting {
    order: OrderId,
    parcel: ParcelId,
    carrier: Code,
    tracking: Option<Code>,
    held: bool,
}

fn waiting(state: &Workspace, now_ms: i64) -> Vec<Waiting> {
    let of = |head: &crate::domain::workspace::OrderHead| -> Vec<Waiting> {
        let parcels = head
            .parcels
            .iter()
            .filter(|parcel| parcel.state == ParcelState::Closed);
        parcels
            .filter_map(|parcel| {
                Some(Waiting {
                    order: head.id.clone(),
                    parcel: parcel.id.clone(),
                    carrier: parcel.carrier.clone()?,
                    tracking: parcel.tracking.clone(),
                    held: head.held_at(now_ms),
                })
            })
            .collect()
    };
    state.heads().flat_map(of).collect()
}

/// What a scanned code is at the door.
enum Found {
    /// It may go.
    Ready(OrderId, ParcelId, Code),
    /// It must not, and why.
    Not(Text, Text),
}

fn judge(state: &Workspace, code: &str, carrier: &str, now_ms: i64) -> Found {
    let scanned = code.trim().to_owned();
    let Some((order, parcel)) = find::parcel(state, &scanned) else {
        return Found::Not(
            t!(ship_no_parcel),
            t!(ship_no_parcel_detail, scanned = scanned),
        );
    };
    let id = parcel.id.to_string();
    let own = match (parcel.state, parcel.carrier) {
        (ParcelState::HandedOver | ParcelState::Delivered, _) => {
            return Found::Not(t!(ship_gone), t!(ship_gone_detail, parcel = id));
        }
        (ParcelState::Open, _) | (_, None) => {
            return Found::Not(t!(ship_no_label), t!(ship_no_label_detail, parcel = id));
        }
        (ParcelState::Closed, Some(own)) => own,
    };
    let number = order.number().to_owned();
    if state.head(&order).is_some_and(|head| head.held_at(now_ms)) {
        return Found::Not(
            t!(floor_stopped),
            t!(ship_held_detail, parcel = id, order = number),
        );
    }
    if !carrier.is_empty() && own.as_str() != carrier {
        let (own, carrier) = (own.to_string(), carrier.to_owned());
        return Found::Not(
            t!(ship_wrong_carrier),
            t!(
                ship_wrong_carrier_detail,
                parcel = id,
                own = own,
                carrier = carrier
            ),
        );
    }
    Found::Ready(order, parcel.id, own)
}

/// The hand-over.
#[component]
pub fn Ship() -> impl IntoView {
    let answers = Answers::new();
    let answer = answers.signal();
    let carrier = query_value("carrier");
    let taken = ArcRwSignal::new(0_u32);
    let last = ArcRwSignal::new(None::<(OrderId, ParcelId)>);
    let undo = undo(&answers, &last, &taken);
    let list = Memo::new(|_| desk::read(&[Area::Orders], |state| waiting(state, clock::now_ms())));
    let on_code = {
        let (taken, last) = (taken.clone(), last.clone());
        let chosen = ArcRwSignal::new(String::new());
        let shown = chosen.clone();
        Effect::new(move || shown.set(carrier.get_or_empty()));
        Callback::new(move |code: String| {
            let (doing, taken, chosen) = (answers.clone(), taken.clone(), chosen.clone());
            let last = last.clone();
            answers.work(async move {
                let at = chosen.get_untracked();
                let found = desk::peek(|state| judge(state, &code, &at, clock::now_ms()));
                let (order, parcel, own) = match found {
                    Found::Ready(order, parcel, own) => (order, parcel, own),
                    Found::Not(word, detail) => return doing.wrong(word, detail),
                };
                let name = parcel.to_string();
                let parcels = vec![(order, parcel)];
                let handed = parcels.first().cloned();
                if doing.run(Command::HandOver { parcels }).await.is_some() {
                    chosen.set(own.to_string());
                    // Whoever has left the page meanwhile keeps the address of the other one.
                    if untrack(navigation::route) == Route::FloorShip {
                        carrier.set(Some(own.as_str()));
                    }
                    taken.update(|taken| *taken += 1);
                    last.set(handed);
                    let own = own.to_string();
                    doing.right(
                        t!(ship_handed_over),
                        t!(ship_handed_over_detail, parcel = name, carrier = own),
                    );
                }
            });
        })
    };
    let mine = Memo::new(move |_| {
        let chosen = carrier.get_or_empty();
        list.with(|list| {
            list.iter()
                .filter(|parcel| parcel.carrier.as_str() == chosen)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let is_chosen = move || !carrier.get_or_empty().is_empty();
    let step = FloorStep {
        label: t!(ship_manifest),
        on_press: Callback::new(move |()| {
            let carrier = carrier.get_or_empty();
            navigation::go_with(Route::Print(Paper::Manifest(carrier)), &[("print", "1")]);
        }),
        shown: Signal::derive(is_chosen),
    };
    let other = FloorException {
        name: "carrier",
        label: t!(ship_other_carrier),
        icon: IconName::Truck,
        on_press: Callback::new({
            let taken = taken.clone();
            move |()| {
                taken.set(0);
                carrier.set(None);
            }
        }),
        shown: Signal::derive(is_chosen),
    };
    let deliver = FloorException {
        name: "deliver",
        label: t!(floor_deliver),
        icon: IconName::Home,
        on_press: Callback::new(|()| navigation::go(Route::FloorDeliver)),
        shown: Signal::stored(true),
    };
    let held = Signal::derive(move || {
        let held: Vec<String> = list.with(|list| {
            let held = list.iter().filter(|parcel| parcel.held);
            held.map(|parcel| parcel.parcel.to_string()).collect()
        });
        if held.is_empty() {
            return String::new();
        }
        text!(ship_held, n = held.len(), parcels = held.join(", "))
    });
    let position = Text::computed(move || {
        let n = list.with(Vec::len);
        text!(floor_parcels_waiting, n = n)
    });
    let taken_words = {
        let taken = taken.clone();
        Text::computed(move || text!(ship_taken, n = taken.get()))
    };
    view! {
        <FloorFrame
            title=t!(ship_title)
            position=position
            waiting=t!(ship_scan)
            answer=answer
            on_code=on_code
            notice=held
            step=step
            undo=undo
            exceptions=vec![other, deliver]
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
    }
}

/// The parcel that was scanned last stays here after all.
fn undo(
    answers: &Answers,
    last: &ArcRwSignal<Option<(OrderId, ParcelId)>>,
    taken: &ArcRwSignal<u32>,
) -> FloorUndo {
    let (answers, press, taken) = (answers.clone(), last.clone(), taken.clone());
    let shown = last.clone();
    FloorUndo {
        on_press: Callback::new(move |()| {
            let (doing, last, taken) = (answers.clone(), press.clone(), taken.clone());
            answers.work(async move {
                let Some((order, parcel)) = last.get_untracked() else {
                    return;
                };
                let name = parcel.to_string();
                let parcels = vec![(order, parcel)];
                if doing.run(Command::UndoHandOver { parcels }).await.is_some() {
                    last.set(None);
                    taken.update(|taken| *taken = taken.saturating_sub(1));
                    doing.right(
                        t!(ship_taken_back),
                        t!(ship_taken_back_detail, parcel = name),
                    );
                }
            });
        }),
        disabled: Signal::derive(move || shown.with(Option::is_none)),
    }
}

fn row(parcel: Waiting) -> impl IntoView {
    let order = parcel.order.number().to_owned();
    view! {
        <li>
            <strong class="code">{parcel.parcel.to_string()}</strong>
            <span>{t!(ship_order, order = order)}</span>
            <span class="code">{parcel.tracking.map(|tracking| tracking.to_string())}</span>
        </li>
    }
}

/// The carriers that parcels wait for.
#[component]
fn Carriers(list: Memo<Vec<Waiting>>) -> impl IntoView {
    let counts = Memo::new(move |_| {
        list.with(|list| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for parcel in list {
                *counts.entry(parcel.carrier.to_string()).or_default() += 1;
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
