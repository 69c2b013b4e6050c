//! The deliveries that are open, and the opening of one that nobody announced.

use crate::screens::desk::{Area, Ran};
use crate::screens::floor::answers::Answers;
use crate::screens::floor::{hand, open_here};
use crate::screens::stock::WarehouseChoice;
use crate::screens::words;
use crate::trade::id::{PartyId, ReceiptId};
use crate::trade::parties::PartyRole;
use crate::trade::text::Code;
use crate::ui::components::{
    Dialog, EmptyState, FloorFrame, FloorStep, FloorTile, FloorTiles, Icon, IconName, TextInput,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::receive::{self, ReceiptEntry};
use crate::view::names;
use leptos::prelude::*;

/// The page of a delivery.
fn route(receipt: &ReceiptId) -> Route {
    Route::FloorReceiveCase(names::opened(&receipt.0))
}

/// Opens the delivery that is scanned.
pub fn open_code(answers: Answers) -> Callback<String> {
    Callback::new(move |code: String| {
        let code = code.trim().to_owned();
        match hand::peek(|hand| receive::find(hand, &code)) {
            Some(receipt) => navigation::go(route(&receipt)),
            None if open_here(&code) => {}
            None => {
                let scanned = code.clone();
                let detail = t!(receive_none_detail, scanned = scanned.clone());
                answers.wrong_code(t!(receive_none), detail, &code);
            }
        }
    })
}

/// The open deliveries.
#[component]
pub fn ReceiveList() -> impl IntoView {
    let answers = Answers::new();
    let list = Memo::new(|_| hand::read(&[Area::Floor, Area::Catalog], receive::deliveries));
    let opening = RwSignal::new(false);
    let step = FloorStep {
        closes: Signal::stored(false),
        label: t!(receive_unannounced),
        on_press: Callback::new(move |()| opening.set(true)),
        shown: Signal::stored(true),
    };
    let doing = answers.clone();
    view! {
        <FloorFrame
            title=t!(receive_title)
            position=t!(floor_deliveries_waiting, n = list.with(Vec::len))
            waiting=t!(receive_scan)
            answer=answers.signal()
            on_code=open_code(answers)
            step=step
        >
            <div class="floor-list" data-test="deliveries">
                <WarehouseChoice />
                <Show
                    when=move || list.with(|list| !list.is_empty())
                    fallback=|| {
                        view! {
                            <EmptyState title=t!(receive_empty) text=t!(receive_empty_text) icon=IconName::Download />
                        }
                    }
                >
                    <FloorTiles tiles=Signal::derive(move || list.get().into_iter().map(tile).collect()) />
                </Show>
            </div>
        </FloorFrame>
        <Opening answers=doing open=opening />
    }
}

fn tile(entry: ReceiptEntry) -> FloorTile {
    let ReceiptEntry {
        receipt,
        name,
        reference,
        supplier,
        client,
        due,
        expected,
        received,
    } = entry;
    let label = [supplier, client, reference.or(Some(name.clone()))];
    let label: Vec<String> = label.into_iter().flatten().collect();
    let waiting = move || {
        let entry = match expected {
            0 => text!(receive_entry_blind, n = received),
            expected => text!(receive_entry, received = received, n = expected),
        };
        match due {
            Some(ms) => text!(pack_entry_due, entry = entry, due = words::moment(ms)),
            None => entry,
        }
    };
    FloorTile {
        name,
        address: navigation::href(&route(&receipt)),
        label: Text::from(label.join(", ")),
        waiting: waiting.into(),
        icon: IconName::Download,
    }
}

type Choice = RwSignal<Option<PartyId>>;

/// Whose goods have come, from whom, and what the sender calls it. All of it may be left out but whose they are.
#[component]
fn Opening(answers: Answers, open: RwSignal<bool>) -> impl IntoView {
    let of_role = |role: PartyRole| {
        Memo::new(move |_| {
            hand::read(&[Area::Catalog, Area::Orders], |hand| {
                receive::parties(hand, &role)
            })
        })
    };
    let (clients, suppliers) = (of_role(PartyRole::Client), of_role(PartyRole::Supplier));
    let (client, supplier): (Choice, Choice) = (RwSignal::new(None), RwSignal::new(None));
    let reference = RwSignal::new(String::new());
    let begin = Callback::new(move |()| {
        open.set(false);
        let doing = answers.clone();
        answers.work(async move {
            let command = hand::peek(|hand| {
                let reference = Code::new(&reference.get_untracked()).ok();
                let (client, supplier) = (client.get_untracked(), supplier.get_untracked());
                receive::open_blind(hand, client, supplier, reference)
            });
            let Some(command) = command else {
                return doing.wrong(t!(floor_not_done), t!(receive_no_warehouse));
            };
            let ran: Option<Ran> = doing.run(command).await;
            if let Some(opened) = ran.and_then(|ran| ran.opened()) {
                reference.set(String::new());
                navigation::go(route(&ReceiptId(opened)));
            }
        });
    });
    view! {
        <Dialog title=t!(receive_unannounced) open=open on_close=move |()| open.set(false) class="floor-sheet">
            <form
                class="floor-sheet-form"
                on:submit=move |event| {
                    event.prevent_default();
                    begin.run(());
                }
            >
                <p class="floor-sheet-text">{t!(receive_unannounced_text)}</p>
                <Parties label=t!(receive_owner) none=t!(receive_own_goods) parties=clients chosen=client />
                <Parties label=t!(receive_supplier) none=t!(receive_no_supplier) parties=suppliers chosen=supplier />
                <TextInput label=t!(receive_reference) value=reference hint=t!(receive_reference_hint) />
                <div class="floor-sheet-steps">
                    <button class="floor-exception" type="button" on:click=move |_| open.set(false)>
                        {t!(floor_go_on)}
                    </button>
                    <button class="floor-step" type="submit" data-test="sheet-confirm">
                        {t!(receive_begin)}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// One of several parties, or none; nothing where there are none.
#[component]
fn Parties(
    label: Text,
    none: Text,
    parties: Memo<Vec<(PartyId, String)>>,
    chosen: Choice,
) -> impl IntoView {
    let choice = move |party: Option<PartyId>, name: Text| {
        let own = party.clone();
        let pressed = move || chosen.with(|chosen| *chosen == own);
        view! {
            <button
                class="floor-choice"
                type="button"
                aria-pressed=move || if pressed() { "true" } else { "false" }
                on:click=move |_| chosen.set(party.clone())
            >
                <Icon name=IconName::Check />
                <span>{name}</span>
            </button>
        }
    };
    view! {
        <Show when=move || parties.with(|parties| !parties.is_empty())>
            <div class="floor-choices" role="group" aria-label=label.clone()>
                {choice(None, none.clone())}
                {move || {
                    let each = parties.get().into_iter();
                    each.map(|(party, name)| choice(Some(party), Text::from(name))).collect_view()
                }}
            </div>
        </Show>
    }
}
