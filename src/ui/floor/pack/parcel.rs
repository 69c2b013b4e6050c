//! Units into the open parcel, the parcel closed, and what is done.

use super::form::{ParcelForm, field_of};
use super::glance::{Glance, PackLine};
use super::label::{label_paper, slip_paper};
use super::packer::Packer;
use super::{list, notice, position};
use crate::ui::components::{
    FloorException, FloorFrame, FloorInstruction, FloorStep, FloorUndo, Icon, IconName,
    NumberInput, TextInput,
};
use crate::ui::floor::sheet::Sheet;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use leptos::prelude::*;

/// A weight that is this far off what was expected is said to be so: a tenth, and no less than 50 g.
const WEIGHT_TOLERANCE: u32 = 10;
const WEIGHT_TOLERANCE_GRAMS_MIN: u32 = 50;

/// The heaviest parcel that is believed, in grams.
const PARCEL_GRAMS_MAX: i64 = 2_000_000;

fn undo(packer: &Packer) -> FloorUndo {
    let (press, ask) = (packer.clone(), packer.clone());
    FloorUndo {
        on_press: Callback::new(move |()| press.undo()),
        disabled: Signal::derive(move || !ask.may_undo()),
    }
}

/// The line that was scanned last and has more units in the tote.
fn more(packer: &Packer, glance: Memo<Glance>) -> Signal<Option<PackLine>> {
    let last = packer.last.clone();
    Signal::derive(move || {
        let last = last.get()?;
        glance.with(|glance| glance.line(last).filter(|line| line.left > 0).cloned())
    })
}

/// Every unit is scanned.
#[component]
pub fn Units(packer: Packer, glance: Memo<Glance>) -> impl IntoView {
    let counting = RwSignal::new(false);
    let more = more(&packer, glance);
    let is_all = move || glance.with(|glance| glance.left == 0);
    let step = {
        let packer = packer.clone();
        FloorStep {
            label: Text::computed(move || match more.get() {
                Some(line) => text!(pack_all_more, n = line.left, item = line.sku.as_str()),
                None => text!(pack_close),
            }),
            on_press: Callback::new(move |()| match more.get_untracked() {
                Some(line) => packer.pack(line.line, line.left),
                None => packer.closing.set(true),
            }),
            shown: Signal::derive(move || more.get().is_some() || is_all()),
        }
    };
    let exceptions = {
        let packer = packer.clone();
        vec![
            FloorException {
                name: "quantity",
                label: t!(pick_other_quantity),
                icon: IconName::Plus,
                on_press: Callback::new(move |()| counting.set(true)),
                shown: Signal::derive(move || more.get().is_some_and(|line| line.left > 1)),
            },
            FloorException {
                name: "close",
                label: t!(pack_close_now),
                icon: IconName::Box,
                on_press: Callback::new(move |()| packer.closing.set(true)),
                shown: Signal::derive(move || {
                    glance.with(|glance| glance.packed > 0 && glance.left > 0)
                }),
            },
        ]
    };
    let last = packer.last.clone();
    let rows = move || {
        let last = last.get();
        let lines = glance.with(|glance| glance.lines.clone());
        lines
            .into_iter()
            .map(|line| row(&line, last))
            .collect_view()
    };
    let on_code = {
        let packer = packer.clone();
        Callback::new(move |code: String| {
            counting.set(false);
            packer.scan(code);
        })
    };
    let instruction = Text::computed(move || {
        let left = glance.with(|glance| glance.left);
        if left == 0 {
            text!(pack_all_in)
        } else {
            text!(pack_left, n = left)
        }
    });
    view! {
        <FloorFrame
            title=t!(pack_title)
            position=position(&packer, glance)
            waiting=t!(pack_scan_unit)
            answer=packer.answers.signal()
            on_code=on_code
            notice=notice(&packer, glance)
            step=step
            undo=undo(&packer)
            exceptions=exceptions
            leave=Route::FloorPack
        >
            <FloorInstruction
                ask=t!(pack_ask)
                instruction=instruction
                quantity=t!(pack_in_parcel, n = glance.with(|glance| glance.packed))
                target=t!(pack_parcel_place, place = glance.with(|glance| glance.parcels.len() + 1))
                after=""
            >
                <ul class="floor-rows" data-test="lines">{rows}</ul>
            </FloorInstruction>
        </FloorFrame>
        <CountSheet packer more open=counting />
    }
}

fn row(line: &PackLine, last: Option<u16>) -> impl IntoView + use<> {
    let (left, packed) = (line.left, line.packed);
    let (sku, name) = (line.sku.to_string(), line.name.clone());
    let count = move || {
        if left == 0 {
            text!(pack_row_done, n = packed)
        } else {
            text!(pack_row, n = left, packed = packed)
        }
    };
    view! {
        <li class:done=left == 0 class:current=last == Some(line.line) data-line=line.line.to_string()>
            <span>
                <strong class="code">{sku}</strong>
                " "
                {name}
            </span>
            <span class="floor-row-count">
                {(left == 0).then(|| view! { <Icon name=IconName::Check /> })}
                {count}
            </span>
        </li>
    }
}

#[component]
fn CountSheet(
    packer: Packer,
    more: Signal<Option<PackLine>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let units = RwSignal::new(None::<i64>);
    let most = Signal::derive(move || more.get().map_or(1, |line| i64::from(line.left)));
    Effect::new(move || {
        if open.get() {
            units.set(Some(most.get_untracked()));
        }
    });
    let pack = Callback::new(move |()| {
        let line = more.get_untracked().map(|line| line.line);
        let counted = units.get_untracked().and_then(|n| u32::try_from(n).ok());
        if let (Some(line), Some(counted)) = (line, counted) {
            packer.pack(line, counted);
        }
    });
    let words = Text::computed(move || {
        more.get()
            .map(|line| text!(pack_count_text, n = line.left, item = line.sku.as_str()))
            .unwrap_or_default()
    });
    view! {
        <Sheet
            title=t!(pick_other_quantity)
            text=words
            confirm=Text::computed(move || text!(pack_counted, n = units.get().unwrap_or_default()))
            open
            on_confirm=pack
            units=(units, most)
        />
    }
}

/// Carton and weight of the parcel that is being closed.
#[component]
pub fn Close(packer: Packer, glance: Memo<Glance>) -> impl IntoView {
    let expected = glance.with_untracked(|glance| glance.expected_grams);
    let weight = RwSignal::new(None::<i64>);
    let carton = field_of(&packer.carton);
    let step = {
        let packer = packer.clone();
        FloorStep {
            label: t!(pack_close),
            on_press: Callback::new(move |()| {
                let grams = weight.get_untracked().and_then(|n| u32::try_from(n).ok());
                packer.close(grams.filter(|grams| *grams > 0));
            }),
            shown: Signal::stored(true),
        }
    };
    let back = {
        let packer = packer.clone();
        FloorException {
            name: "pack-more",
            label: t!(pack_more),
            icon: IconName::ChevronLeft,
            on_press: Callback::new(move |()| packer.closing.set(false)),
            shown: Signal::stored(true),
        }
    };
    let is_off = move || {
        let (Some(expected), Some(grams)) = (expected, weight.get()) else {
            return false;
        };
        let tolerance = (expected / WEIGHT_TOLERANCE).max(WEIGHT_TOLERANCE_GRAMS_MIN);
        grams.abs_diff(i64::from(expected)) > u64::from(tolerance)
    };
    let hint = Text::computed(move || match expected {
        Some(grams) if is_off() => text!(pack_weight_off, grams = grams),
        Some(grams) => text!(pack_weight_expected, grams = grams),
        None => text!(pack_weight_hint),
    });
    view! {
        <ParcelForm
            packer
            glance
            waiting=t!(pack_scan_carton)
            ask=t!(pack_close_ask)
            instruction=t!(pack_in_parcel, n = glance.with(|glance| glance.packed))
            step
            exceptions=vec![back]
        >
            <NumberInput label=t!(pack_weight) value=weight min=0 max=PARCEL_GRAMS_MAX hint=hint />
            <TextInput label=t!(pack_carton) value=carton hint=t!(pack_carton_hint) />
        </ParcelForm>
    }
}

/// Nothing is left to pack: the parcels of the order, and on to the next.
#[component]
pub fn Done(packer: Packer, glance: Memo<Glance>) -> impl IntoView {
    let order = packer.order.clone();
    let rows = move || {
        let parcels = glance.with(|glance| glance.parcels.clone());
        let order = order.clone();
        parcels
            .into_iter()
            .map(move |parcel| {
                let id = parcel.id.to_string();
                let carrier = [parcel.carrier, parcel.tracking];
                let carrier: Vec<String> =
                    carrier.iter().flatten().map(ToString::to_string).collect();
                view! {
                    <li>
                        <span>
                            <strong class="code">{id}</strong>
                            " "
                            {carrier.join(" ")}
                        </span>
                        <span>{t!(pack_units, n = parcel.units)}</span>
                        <p class="floor-links floor-row-note">
                            <a class="floor-exception" href=navigation::href(&label_paper(&order, &parcel.id))>
                                <Icon name=IconName::Print />
                                <span>{t!(pack_print_label)}</span>
                            </a>
                            <a class="floor-exception" href=navigation::href(&slip_paper(&order, &parcel.id))>
                                <Icon name=IconName::Document />
                                <span>{t!(pack_print_slip)}</span>
                            </a>
                        </p>
                    </li>
                }
            })
            .collect_view()
    };
    let instruction = Text::computed(move || {
        if glance.with(|glance| glance.parcels.is_empty()) {
            text!(pack_nothing)
        } else {
            text!(pack_done)
        }
    });
    let step = FloorStep {
        label: t!(pack_next),
        on_press: Callback::new(|()| navigation::go(Route::FloorPack)),
        shown: Signal::stored(true),
    };
    view! {
        <FloorFrame
            title=t!(pack_title)
            position=position(&packer, glance)
            waiting=t!(pack_scan_next)
            answer=packer.answers.signal()
            on_code=list::open_code(packer.answers.clone())
            notice=notice(&packer, glance)
            step=step
            leave=Route::FloorPack
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">{t!(pack_done_ask)}</p>
                <p class="floor-instruction" data-test="instruction">{instruction}</p>
            </div>
            <div class="floor-what">
                <ul class="floor-rows" data-test="parcels">{rows}</ul>
            </div>
        </FloorFrame>
    }
}
