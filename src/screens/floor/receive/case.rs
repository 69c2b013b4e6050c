//! One delivery while it comes in: item, lot, date, serial numbers, place.

use super::list;
use crate::screens::desk::Area;
use crate::screens::floor::answers::Answers;
use crate::screens::floor::hand;
use crate::screens::floor::measured::of_all;
use crate::screens::floor::sheet::Sheet;
use crate::screens::floor::work_list::NotThere;
use crate::screens::words;
use crate::trade::id::{ItemId, ReceiptId};
use crate::trade::place::Place;
use crate::ui::components::{
    Dialog, FloorException, FloorFrame, FloorInstruction, FloorItem, FloorStep, IconName, TextInput,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::demands::lot_name;
use crate::view::floor::receive::{self, ReceiptRow, ReceiptView};
use crate::view::floor::receive_scan::{self, ReceiveAsk, ReceiveLocal, ReceiveUnit};
use crate::view::floor::{Act, Hand, Says, Wrong};
use crate::view::names;
use leptos::prelude::*;

const AREAS: &[Area] = &[Area::Floor, Area::Stock, Area::Catalog];

/// One delivery.
#[component]
pub fn ReceiveCase(
    /// The delivery, as it stands in the address.
    id: String,
) -> impl IntoView {
    let name = id.clone();
    let found =
        Memo::new(move |_| hand::read(&[Area::Floor], |hand| names::find_receipt(&hand.at, &name)));
    move || match found.get() {
        Some(receipt) => view! { <Dock receipt /> }.into_any(),
        None => view! { <Missing number=id.clone() /> }.into_any(),
    }
}

#[component]
fn Missing(number: String) -> impl IntoView {
    let answers = Answers::new();
    let asked = number.clone();
    view! {
        <NotThere
            title=t!(receive_title)
            number
            waiting=t!(receive_scan)
            answer=answers.signal()
            on_code=list::open_code(answers)
            leave=Route::FloorReceive
            missing=t!(receive_missing, receipt = asked)
            text=t!(pick_missing_text)
        />
    }
}

/// What the screen shows of the units in the hand.
#[derive(Clone, Debug, PartialEq)]
struct InHand {
    ask: ReceiveAsk,
    sku: String,
    name: String,
    lot: Option<String>,
}

fn in_hand(hand: &Hand<'_>, local: &ReceiveLocal) -> InHand {
    let item = local.as_ref().map(|unit| &unit.item);
    let lot = local.as_ref().and_then(|unit| {
        let lot = unit.lot.as_ref()?;
        Some(lot_name(hand, &unit.item, lot))
    });
    InHand {
        ask: receive_scan::ask(hand, local),
        sku: item.map_or_else(String::new, |item| names::item_code(&hand.at, item)),
        name: item.map_or_else(String::new, |item| hand.item_name(item)),
        lot,
    }
}

/// A receiver at a delivery.
#[derive(Clone)]
struct Receiver {
    receipt: ReceiptId,
    answers: Answers,
    local: ArcRwSignal<ReceiveLocal>,
    /// What was in the hand before each scan since it was empty, the last one last.
    before: ArcRwSignal<Vec<ReceiveLocal>>,
}

impl Receiver {
    fn work(
        &self,
        decide: impl Fn(&Hand<'_>, &ReceiptView, &ReceiveLocal) -> Result<Act<ReceiveLocal>, Wrong>
        + 'static,
    ) {
        let receiver = self.clone();
        self.answers.work(async move {
            let local = receiver.local.get_untracked();
            let receipt = receiver.receipt;
            let done = receiver.answers.act(|hand| {
                let view = receive::view(hand, Some(receipt));
                decide(hand, &view, &local)
            });
            if let Some((then, _)) = done.await {
                match then.is_some() {
                    true => receiver.before.update(|before| before.push(local)),
                    false => receiver.before.set(Vec::new()),
                }
                receiver.local.set(then);
            }
        });
    }

    fn scan(&self, code: String) {
        self.work(move |hand, view, local| receive_scan::scan(hand, view, local, &code));
    }

    fn expires(&self, day: i64) {
        self.work(move |_, _, local| match local {
            Some(unit) => Ok(receive_scan::expires(unit, day)),
            None => Err(Wrong::ItemFirst),
        });
    }

    /// Puts the units in the hand down at the dock.
    fn at_dock(&self) {
        self.work(|hand, view, local| {
            let unit = local.as_ref().ok_or(Wrong::ItemFirst)?;
            let dock = view.dock.clone().ok_or(Wrong::PlaceFirst)?;
            receive_scan::take_in(hand, view, unit, Place::Location(dock))
        });
    }

    fn change(&self, change: impl FnOnce(&mut ReceiveUnit)) {
        self.local.update(|local| {
            if let Some(unit) = local {
                change(unit);
            }
        });
    }

    fn undo(&self) {
        let receiver = self.clone();
        self.answers.work(async move {
            // What is only in the hand goes first, a scan at a time.
            if receiver.local.read_untracked().is_some() {
                let before = receiver.before.try_update(Vec::pop).flatten().flatten();
                let says = before.as_ref().map_or(Says::PutDown, |unit| {
                    hand::peek(|hand| receive_scan::in_hand(hand, unit))
                });
                receiver.local.set(before);
                return receiver.answers.says(says);
            }
            let receipt = receiver.receipt;
            let found = receiver
                .answers
                .take_back(|hand| receive::undo(hand, receipt));
            found.await;
        });
    }

    fn close(&self) {
        let receiver = self.clone();
        self.answers.work(async move {
            let closed = receiver.answers.run(receive::close(receiver.receipt));
            if closed.await.is_some() {
                receiver.answers.says(Says::ReceiptClosed);
            }
        });
    }
}

#[component]
fn Dock(receipt: ReceiptId) -> impl IntoView {
    let receiver = Receiver {
        receipt,
        answers: Answers::new(),
        local: ArcRwSignal::new(None),
        before: ArcRwSignal::new(Vec::new()),
    };
    let glance = Memo::new(move |_| hand::read(AREAS, |hand| receive::view(hand, Some(receipt))));
    let is_closed = Memo::new(move |_| glance.with(|glance| glance.closed));
    move || {
        let receiver = receiver.clone();
        match is_closed.get() {
            true => view! { <Closed receiver glance /> }.into_any(),
            false => view! { <Incoming receiver glance /> }.into_any(),
        }
    }
}

fn position(glance: Memo<ReceiptView>) -> Text {
    Text::computed(move || {
        glance.with(|glance| {
            let Some(entry) = &glance.entry else {
                return String::new();
            };
            let parts = [&entry.supplier, &entry.client, &entry.reference];
            let mut parts: Vec<String> = parts.into_iter().flatten().cloned().collect();
            if parts.is_empty() {
                parts.push(entry.name.clone());
            }
            text!(receive_position, delivery = parts.join(", "))
        })
    })
}

fn ask_words(shown: &InHand) -> String {
    match shown.ask {
        ReceiveAsk::Item => text!(receive_ask_item),
        ReceiveAsk::Lot => text!(receive_ask_lot),
        ReceiveAsk::Expiry => text!(receive_ask_expiry),
        ReceiveAsk::Serial { .. } => text!(receive_ask_serial),
        ReceiveAsk::To => text!(receive_ask_to),
    }
}

fn waiting(shown: &InHand) -> String {
    match shown.ask {
        ReceiveAsk::Item => text!(receive_scan_item),
        ReceiveAsk::Lot => text!(pick_scan_lot),
        ReceiveAsk::Expiry => text!(receive_scan_expiry),
        ReceiveAsk::Serial { given, of } => text!(pick_scan_serial, number = given + 1, all = of),
        ReceiveAsk::To => text!(receive_scan_to, item = shown.sku.as_str()),
    }
}

#[component]
fn Incoming(receiver: Receiver, glance: Memo<ReceiptView>) -> impl IntoView {
    let local = receiver.local.clone();
    let shown = Memo::new(move |_| {
        let local = local.get();
        hand::read(AREAS, |hand| in_hand(hand, &local))
    });
    let (counting, dating, closing) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    // No symbol tells the date: it is typed.
    Effect::new(move || dating.set(shown.with(|shown| shown.ask == ReceiveAsk::Expiry)));
    let of = move |make: fn(&InHand) -> String| Text::computed(move || shown.with(make));
    let item = {
        let local = receiver.local.clone();
        Signal::derive(move || local.read().as_ref().map(|unit| unit.item.clone()))
    };
    let units = {
        let local = receiver.local.clone();
        Signal::derive(move || local.read().as_ref().map_or(0, |unit| unit.units))
    };
    let instruction = Text::computed(move || match shown.with(|shown| shown.sku.clone()) {
        sku if sku.is_empty() => match glance.with(ReceiptView::to_come) {
            0 => came(glance),
            _ => of_all(
                &glance.with(|it| amounts(it, |row| row.units.saturating_sub(row.received))),
                |n| text!(return_to_come, n = n),
            ),
        },
        sku => sku,
    });
    let quantity = Text::computed(move || match units.get() {
        0 => of_all(&glance.with(|it| amounts(it, |row| row.received)), |n| {
            text!(return_at_dock, n = n)
        }),
        n => match item.get() {
            Some(item) => words::quantity(&item, n),
            None => words::units(n),
        },
    });
    let damaged = receiver.local.clone();
    let target = Text::computed(move || {
        let lot = shown.with(|shown| shown.lot.clone());
        let lot = lot
            .map(|lot| text!(pick_lot, lot = lot))
            .unwrap_or_default();
        let is_damaged = damaged.read().as_ref().is_some_and(|unit| unit.damaged);
        match (is_damaged, lot.is_empty()) {
            (true, true) => text!(receive_as_damaged),
            (true, false) => format!("{lot}, {}", text!(receive_as_damaged)),
            (false, _) => lot,
        }
    });
    let over = Signal::derive(move || match glance.with(ReceiptView::over) {
        0 => String::new(),
        _ if glance.with(|it| it.entry.as_ref().is_none_or(|entry| entry.expected == 0)) => {
            String::new()
        }
        _ => of_all(
            &glance.with(|it| amounts(it, |row| row.received.saturating_sub(row.units))),
            |n| text!(receive_over, n = n),
        ),
    });
    let rows = move || {
        let rows = glance.with(|glance| glance.rows.clone());
        rows.into_iter().map(row).collect_view()
    };
    let on_code = {
        let receiver = receiver.clone();
        Callback::new(move |code: String| {
            counting.set(false);
            closing.set(false);
            receiver.scan(code);
        })
    };
    let step = {
        let receiver = receiver.clone();
        FloorStep {
            closes: Signal::stored(false),
            label: Text::computed(move || {
                let dock = glance.with(|glance| glance.dock.clone());
                let code = dock.map(|dock| {
                    hand::peek(|hand| names::location_code(&hand.at, &dock).to_owned())
                });
                let code = code.unwrap_or_default();
                let held: Vec<_> = item
                    .get()
                    .map(|item| (item, units.get()))
                    .into_iter()
                    .collect();
                of_all(&held, |n| {
                    text!(receive_at_dock, n = n, place = code.as_str())
                })
            }),
            on_press: Callback::new(move |()| receiver.at_dock()),
            shown: Signal::derive(move || {
                let is_ready = shown.with(|it| it.ask == ReceiveAsk::To && !it.sku.is_empty());
                is_ready && glance.with(|glance| glance.dock.is_some())
            }),
        }
    };
    let holding = receiver.local.clone();
    let undoing = receiver.clone();
    let undo = receiver.answers.undo(
        Signal::derive(move || holding.read().is_some() || glance.with(|glance| glance.may_undo)),
        Callback::new(move |()| undoing.undo()),
    );
    let exceptions = exceptions(&receiver, shown, counting, closing);
    view! {
        <FloorFrame
            title=t!(receive_title)
            position=position(glance)
            waiting=of(waiting)
            answer=receiver.answers.signal()
            on_code=on_code
            notice=over
            step=step
            undo=undo
            exceptions=exceptions
            leave=Route::FloorReceive
        >
            <FloorInstruction
                ask=of(ask_words)
                instruction=instruction
                quantity=quantity
                target=target
                after=""
            >
                <FloorItem name=of(|shown| shown.name.clone()) code="" item />
                <ul class="floor-rows" data-test="lines">{rows}</ul>
            </FloorInstruction>
        </FloorFrame>
        <CountSheet receiver=receiver.clone() open=counting />
        <DateSheet receiver=receiver.clone() open=dating />
        <CloseSheet receiver glance open=closing />
    }
}

/// Units of each item of a delivery.
fn amounts(glance: &ReceiptView, of: impl Fn(&ReceiptRow) -> u64) -> Vec<(ItemId, u64)> {
    let rows = glance.rows.iter();
    rows.map(|row| (row.item.clone(), of(row))).collect()
}

fn came(glance: Memo<ReceiptView>) -> String {
    let came = glance.with(|glance| amounts(glance, |row| row.received));
    of_all(&came, |n| text!(receive_came, n = n))
}

fn row(row: ReceiptRow) -> impl IntoView {
    let (received, expected, damaged) = (row.received, row.units, row.damaged);
    let item = row.item.clone();
    let figure = move |n: u64| words::amount(&item, i128::from(n));
    let of = row.item.clone();
    let count = move || match (expected, damaged) {
        (0, 0) => words::quantity(&of, received),
        (_, 0) => text!(return_row, came = figure(received), all = figure(expected)),
        (_, damaged) => text!(
            receive_row_damaged,
            came = figure(received),
            all = figure(expected),
            damaged = figure(damaged)
        ),
    };
    let is_whole = received >= expected;
    view! {
        <li class:done=is_whole>
            <span>
                <strong class="code">{row.sku}</strong>
                " "
                {row.name}
            </span>
            <span class="floor-row-count">{count}</span>
        </li>
    }
}

fn exceptions(
    receiver: &Receiver,
    shown: Memo<InHand>,
    counting: RwSignal<bool>,
    closing: RwSignal<bool>,
) -> Vec<FloorException> {
    let holds = {
        let local = receiver.local.clone();
        Signal::derive(move || local.read().is_some())
    };
    let damaging = receiver.clone();
    vec![
        FloorException {
            name: "quantity",
            label: t!(pick_other_quantity),
            icon: IconName::Plus,
            on_press: Callback::new(move |()| counting.set(true)),
            shown: Signal::derive(move || {
                holds.get() && shown.with(|shown| shown.ask == ReceiveAsk::To)
            }),
        },
        FloorException {
            name: "damaged",
            label: t!(pick_damaged),
            icon: IconName::Warning,
            on_press: Callback::new(move |()| {
                damaging.change(|unit| unit.damaged = !unit.damaged);
            }),
            shown: holds,
        },
        FloorException {
            name: "close",
            label: t!(receive_close),
            icon: IconName::Check,
            on_press: Callback::new(move |()| closing.set(true)),
            shown: Signal::derive(move || !holds.get()),
        },
    ]
}

#[component]
fn CountSheet(receiver: Receiver, open: RwSignal<bool>) -> impl IntoView {
    const UNITS_MAX: i64 = 1_000_000;
    let units = RwSignal::new(None::<i64>);
    let local = receiver.local.clone();
    Effect::new(move || {
        if open.get() {
            let now = local.read_untracked().as_ref().map_or(1, |unit| unit.units);
            units.set(i64::try_from(now).ok());
        }
    });
    let take = Callback::new(move |()| {
        let counted = units.get_untracked().and_then(|n| u64::try_from(n).ok());
        if let Some(counted) = counted.filter(|counted| *counted > 0) {
            receiver.change(|unit| {
                unit.units = counted;
                let kept = usize::try_from(counted).unwrap_or(usize::MAX);
                unit.serials.truncate(kept);
            });
        }
    });
    view! {
        <Sheet
            title=t!(pick_other_quantity)
            text=t!(receive_count_text)
            confirm=Text::computed(move || text!(receive_counted, n = units.get().unwrap_or_default()))
            open
            on_confirm=take
            units=(units, Signal::stored(UNITS_MAX))
        />
    }
}

/// The last day of use of the lot in the hand.
#[component]
fn DateSheet(receiver: Receiver, open: RwSignal<bool>) -> impl IntoView {
    let date = RwSignal::new(String::new());
    Effect::new(move || {
        if open.get() {
            date.set(String::new());
        }
    });
    let day = move || {
        let typed = date.get();
        let day = chrono::NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok()?;
        Some(crate::view::floor::hear::days(day))
    };
    let keep = Callback::new(move |()| {
        if let Some(day) = untrack(day) {
            open.set(false);
            receiver.expires(day);
        }
    });
    let words = Text::computed(move || match day() {
        Some(day) => text!(receive_expiry_keep, day = words::day(day)),
        None => text!(receive_expiry_type),
    });
    view! {
        <Dialog
            title=t!(receive_expiry)
            open=open
            on_close=move |()| open.set(false)
            class="floor-sheet"
        >
            <p class="floor-sheet-text" data-test="sheet-text">{t!(receive_expiry_text)}</p>
            <TextInput label=t!(receive_expiry) value=date kind="date" />
            <div class="floor-sheet-steps">
                <button class="floor-exception" type="button" on:click=move |_| open.set(false)>
                    {t!(floor_go_on)}
                </button>
                <button
                    class="floor-step"
                    type="button"
                    data-test="sheet-confirm"
                    aria-disabled=move || day().is_none().then_some("true")
                    on:click=move |_| keep.run(())
                >
                    {words.clone()}
                </button>
            </div>
        </Dialog>
    }
}

/// What is short and what is over, before nothing more is expected.
#[component]
fn CloseSheet(
    receiver: Receiver,
    glance: Memo<ReceiptView>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = Text::computed(move || {
        let (short, over) = glance.with(|glance| (glance.to_come(), glance.over()));
        let blind = glance.with(|it| it.entry.as_ref().is_none_or(|entry| entry.expected == 0));
        match (short, over) {
            _ if blind => text!(receive_close_blind, n = glance.with(ReceiptView::received)),
            (0, 0) => text!(receive_close_whole),
            (short, over) => text!(receive_close_text, short = short, over = over),
        }
    });
    view! {
        <Sheet
            title=t!(receive_close)
            text=words
            confirm=t!(receive_close)
            open
            on_confirm=Callback::new(move |()| receiver.close())
        />
    }
}

/// Nothing more is expected.
#[component]
fn Closed(receiver: Receiver, glance: Memo<ReceiptView>) -> impl IntoView {
    let step = FloorStep {
        closes: Signal::stored(false),
        label: t!(receive_put_away_now),
        on_press: Callback::new(|()| navigation::go(Route::FloorPutAway)),
        shown: Signal::stored(true),
    };
    view! {
        <FloorFrame
            title=t!(receive_title)
            position=position(glance)
            waiting=t!(receive_scan)
            answer=receiver.answers.signal()
            on_code=list::open_code(receiver.answers.clone())
            step=step
            leave=Route::FloorReceive
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">
                    {Text::computed(move || came(glance))}
                </p>
                <p class="floor-instruction" data-test="instruction">{t!(receive_closed)}</p>
            </div>
        </FloorFrame>
    }
}
