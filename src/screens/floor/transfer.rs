//! Plates from one warehouse to another: stood, loaded by moving goods onto them, sent, and received.

use super::answers::Answers;
use super::hand;
use crate::screens::desk::Area;
use crate::screens::stock::WarehouseChoice;
use crate::screens::words;
use crate::trade::id::{ContainerId, WarehouseId};
use crate::ui::components::{EmptyState, FloorFrame, FloorInstruction, Icon, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::transfer::{self, Plate, TransferLocal, TransferPhase, TransferView};
use crate::view::floor::{Act, Hand, Wrong};
use leptos::prelude::*;

const AREAS: &[Area] = &[Area::Stock, Area::Floor, Area::Catalog];

/// Whoever sends and receives plates.
#[derive(Clone)]
struct Carrier {
    answers: Answers,
    local: ArcRwSignal<TransferLocal>,
}

impl Carrier {
    fn work(
        &self,
        decide: impl Fn(&Hand<'_>, &TransferLocal) -> Result<Act<TransferLocal>, Wrong> + 'static,
    ) {
        let carrier = self.clone();
        self.answers.work(async move {
            let local = carrier.local.get_untracked();
            let done = carrier.answers.act(|hand| decide(hand, &local));
            if let Some((then, _)) = done.await {
                carrier.local.set(then);
            }
        });
    }

    fn take(&self, plate: ContainerId) {
        self.local.set(TransferLocal {
            plate: Some(plate),
            ..TransferLocal::default()
        });
    }
}

/// The page of transfers.
#[component]
pub fn Transfer() -> impl IntoView {
    let carrier = Carrier {
        answers: Answers::new(),
        local: ArcRwSignal::default(),
    };
    let local = carrier.local.clone();
    let glance = Memo::new(move |_| {
        let local = local.get();
        hand::read(AREAS, |hand| transfer::view(hand, &local))
    });
    let scanning = carrier.clone();
    let on_code = Callback::new(move |code: String| {
        scanning.work(move |hand, local| transfer::scan(hand, local, &code));
    });
    let waiting = Text::computed(move || match glance.with(|it| it.phase.clone()) {
        TransferPhase::Choose => text!(transfer_scan_plate),
        TransferPhase::Stand => text!(transfer_scan_stand),
        TransferPhase::Here { .. } => text!(transfer_scan_other),
        TransferPhase::UnderWay { .. } => text!(transfer_scan_arrive),
    });
    let is_chosen = move || glance.with(|it| it.plate.is_some());
    let (at_hand, choosing) = (carrier.clone(), carrier.clone());
    view! {
        <FloorFrame
            title=t!(transfer_title)
            position=Text::computed(move || {
                text!(transfer_position, n = glance.with(|it| it.arriving.len()))
            })
            waiting=waiting
            answer=carrier.answers.signal()
            on_code=on_code
        >
            <Show
                when=is_chosen
                fallback=move || view! { <Plates carrier=choosing.clone() glance /> }
            >
                <AtHand carrier=at_hand.clone() glance />
            </Show>
        </FloorFrame>
    }
}

/// The plate at hand: what is on it, and what can be done with it.
#[component]
fn AtHand(carrier: Carrier, glance: Memo<TransferView>) -> impl IntoView {
    let code = Text::computed(move || {
        glance.with(|it| {
            it.plate
                .as_ref()
                .map(|it| it.code.clone())
                .unwrap_or_default()
        })
    });
    let ask = Text::computed(move || match glance.with(|it| it.phase.clone()) {
        TransferPhase::Choose | TransferPhase::Stand => text!(transfer_ask_stand),
        TransferPhase::Here { .. } => text!(transfer_ask_send),
        TransferPhase::UnderWay { .. } => text!(transfer_ask_arrive),
    });
    let stands = Text::computed(move || match glance.with(|it| it.phase.clone()) {
        TransferPhase::Choose | TransferPhase::Stand => String::new(),
        TransferPhase::Here { at, .. } => text!(transfer_at, place = at),
        TransferPhase::UnderWay { to } => text!(transfer_under_way, warehouse = to),
    });
    let count = Text::computed(move || {
        let n = glance.with(|it| it.plate.as_ref().map_or(0, |it| it.goods.len()));
        text!(transfer_lines, n = n)
    });
    let goods = move || {
        let plate = glance.with(|it| it.plate.clone());
        let goods = plate.map(|it| it.goods).unwrap_or_default();
        let rows = goods.into_iter().map(|(item, code, units)| {
            view! {
                <li>
                    <strong class="code">{code}</strong>
                    <span class="floor-row-count">{move || words::quantity(&item, units)}</span>
                </li>
            }
        });
        rows.collect_view()
    };
    let targets = move || match glance.with(|it| it.phase.clone()) {
        TransferPhase::Here { to, .. } => to,
        _ => Vec::new(),
    };
    let back = carrier.clone();
    view! {
        <FloorInstruction ask=ask instruction=code quantity=count target=stands after="">
            <ul class="floor-rows" data-test="lines">{goods}</ul>
            <div class="floor-choices" role="group" aria-label=t!(transfer_to) data-test="transfer-to">
                {move || {
                    let all = targets();
                    all.into_iter().map(|target| send_button(&carrier, target)).collect_view()
                }}
            </div>
            <p class="floor-links">
                <a class="floor-exception" href=navigation::href(&Route::FloorMove)>{t!(transfer_load)}</a>
                <button
                    class="floor-exception"
                    type="button"
                    data-test="other-plate"
                    on:click=move |_| back.local.set(TransferLocal::default())
                >
                    {t!(transfer_other)}
                </button>
            </p>
        </FloorInstruction>
    }
}

fn send_button(carrier: &Carrier, (to, name): (WarehouseId, String)) -> AnyView {
    let carrier = carrier.clone();
    let send = move |_| {
        let to = to.clone();
        carrier.work(move |hand, local| transfer::send(hand, local, &to));
    };
    view! {
        <button class="floor-choice" type="button" data-test="send-plate" on:click=send>
            <Icon name=IconName::Truck />
            <span>{t!(transfer_send, warehouse = name.clone())}</span>
        </button>
    }
    .into_any()
}

/// What comes in, and what stands here loaded.
#[component]
fn Plates(carrier: Carrier, glance: Memo<TransferView>) -> impl IntoView {
    let none = move || glance.with(|it| it.arriving.is_empty() && it.here.is_empty());
    let (coming, here) = (carrier.clone(), carrier);
    view! {
        <div class="floor-list" data-test="plates">
            <WarehouseChoice />
            <Show when=none>
                <EmptyState title=t!(transfer_empty) text=t!(transfer_empty_text) icon=IconName::Truck />
            </Show>
            {move || {
                let all = glance.with(|it| it.arriving.clone());
                section(t!(transfer_arriving), "arriving", all, &coming)
            }}
            {move || {
                let all = glance.with(|it| it.here.clone());
                section(t!(transfer_here), "plates-here", all, &here)
            }}
        </div>
    }
}

fn section(title: Text, test: &'static str, plates: Vec<Plate>, carrier: &Carrier) -> AnyView {
    if plates.is_empty() {
        return ().into_any();
    }
    let rows = plates.into_iter().map(|plate| {
        let (taking, id) = (carrier.clone(), plate.plate.clone());
        let n = plate.goods.len();
        view! {
            <li>
                <button class="floor-exception" type="button" data-test="plate" on:click=move |_| taking.take(id.clone())>
                    <strong class="code">{plate.code}</strong>
                </button>
                <span class="floor-row-count">{t!(transfer_lines, n = n)}</span>
            </li>
        }
    });
    view! {
        <section data-test=test>
            <h2>{title}</h2>
            <ul class="floor-rows">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}
