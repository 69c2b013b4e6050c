//! Units into the open parcel, and the parcel closed.

use super::form::{ParcelForm, field_of};
use super::packer::Packer;
use super::{notice, position};
use crate::screens::floor::hand;
use crate::screens::floor::measured::{of_all, of_item};
use crate::screens::floor::sheet::Sheet;
use crate::screens::pictures::{ItemFace, ItemLook};
use crate::trade::id::ItemId;
use crate::ui::components::{
    FloorException, FloorFrame, FloorInstruction, FloorStep, Icon, IconName, NumberInput, TextInput,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::pack::{self, PackLine, PackView};
use leptos::prelude::*;

/// The heaviest parcel that is believed, in grams.
const PARCEL_GRAMS_MAX: i64 = 2_000_000;

/// The line that was scanned last and has more units in the tote, where they may be packed by a count.
fn more(packer: &Packer, glance: Memo<PackView>) -> Signal<Option<PackLine>> {
    let local = packer.local.clone();
    Signal::derive(move || {
        let (line, goods) = local.read().last.clone()?;
        glance.with(|glance| {
            let line = glance.line(&line, &goods);
            line.filter(|line| line.left > 0 && line.by_count).cloned()
        })
    })
}

/// Every unit is scanned.
#[component]
pub fn Units(packer: Packer, glance: Memo<PackView>) -> impl IntoView {
    let counting = RwSignal::new(false);
    let more = more(&packer, glance);
    let is_all = move || glance.with(|glance| glance.left == 0);
    let step = {
        let packer = packer.clone();
        FloorStep {
            closes: Signal::derive(move || more.get().is_none()),
            label: Text::computed(move || match more.get() {
                Some(line) => text!(pack_all_more, n = line.left, item = line.sku.as_str()),
                None => text!(pack_close),
            }),
            on_press: Callback::new(move |()| match more.get_untracked() {
                Some(line) => packer.pack(line.left),
                None => packer.closing(true),
            }),
            shown: Signal::derive(move || more.get().is_some() || is_all()),
        }
    };
    let exceptions = exceptions(&packer, glance, more, counting);
    let last = packer.local.clone();
    let rows = move || {
        let last = last.read().last.clone();
        let lines = glance.with(|glance| glance.lines.clone());
        let current = move |line: &PackLine| {
            let key = (line.line.clone(), line.goods.clone());
            last.as_ref() == Some(&key)
        };
        lines
            .into_iter()
            .map(|line| row(&line, current(&line)))
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
        let left = glance.with(|glance| amounts(glance, |line| line.left));
        match left.iter().all(|(_, units)| *units == 0) {
            true => text!(pack_all_in),
            false => of_all(&left, |n| text!(pack_left, n = n)),
        }
    });
    let unit = packer.local.clone();
    let ask = Text::computed(move || match unit.read().unit {
        Some(_) => text!(pick_ask_serial),
        None => text!(pack_ask),
    });
    let unit = packer.local.clone();
    let waiting = Text::computed(move || match &unit.read().unit {
        Some(unit) => {
            let number = unit.serials.len() + 1;
            text!(pick_scan_serial, number = number, all = unit.units.get())
        }
        None => text!(pack_scan_unit),
    });
    let undoing = packer.clone();
    let undo = packer.answers.undo(
        Signal::derive(move || glance.with(|glance| glance.may_undo)),
        Callback::new(move |()| undoing.undo()),
    );
    view! {
        <FloorFrame
            title=t!(pack_title)
            position=position(glance)
            waiting=waiting
            answer=packer.answers.signal()
            on_code=on_code
            notice=notice(glance)
            step=step
            undo=undo
            exceptions=exceptions
            leave=Route::FloorPack
        >
            <FloorInstruction
                ask=ask
                instruction=instruction
                quantity=in_parcel(glance)
                target=t!(pack_parcel_place, place = glance.with(|glance| glance.parcels.len() + 1))
                after=""
            >
                <ul class="floor-rows" data-test="lines">{rows}</ul>
            </FloorInstruction>
        </FloorFrame>
        <CountSheet packer more open=counting />
    }
}

fn exceptions(
    packer: &Packer,
    glance: Memo<PackView>,
    more: Signal<Option<PackLine>>,
    counting: RwSignal<bool>,
) -> Vec<FloorException> {
    let (packer, giving_up) = (packer.clone(), packer.clone());
    let goes_back = FloorException {
        name: "put-back",
        label: t!(floor_put_back),
        icon: IconName::Bin,
        on_press: Callback::new(|()| navigation::go(Route::FloorPutBack)),
        shown: Signal::derive(move || glance.with(|glance| glance.back.is_any())),
    };
    vec![
        goes_back,
        FloorException {
            name: "cancel",
            label: t!(pack_cancel),
            icon: IconName::Trash,
            on_press: Callback::new(move |()| giving_up.cancel()),
            shown: Signal::derive(move || {
                glance.with(|glance| glance.open.is_some() && glance.packed == 0)
            }),
        },
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
            on_press: Callback::new(move |()| packer.closing(true)),
            shown: Signal::derive(move || {
                glance.with(|glance| glance.packed > 0 && glance.left > 0)
            }),
        },
    ]
}

fn row(line: &PackLine, is_current: bool) -> impl IntoView + use<> {
    let (left, packed) = (line.left, line.packed);
    let (sku, name) = (line.sku.clone(), line.name.clone());
    let item = Some(line.goods.item.clone());
    let count = move || {
        if left == 0 {
            text!(pack_row_done, n = packed)
        } else {
            text!(pack_row, n = left, packed = packed)
        }
    };
    view! {
        <li class:done=left == 0 class:current=is_current data-line=line.line.line.to_string()>
            <ItemFace item=item.clone() />
            <span>
                <strong class="code">{sku}</strong>
                " "
                {name}
                <ItemLook item />
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
    let most = Signal::derive(move || {
        let left = more.get().map_or(1, |line| line.left);
        i64::try_from(left).unwrap_or(i64::MAX)
    });
    Effect::new(move || {
        if open.get() {
            units.set(Some(most.get_untracked()));
        }
    });
    let pack = Callback::new(move |()| {
        let counted = units.get_untracked().and_then(|n| u64::try_from(n).ok());
        if let Some(counted) = counted {
            packer.pack(counted);
        }
    });
    let words = Text::computed(move || {
        more.get()
            .map(|line| {
                of_item(&line.goods.item, line.left, |n| {
                    text!(pack_count_text, n = n, item = line.sku.as_str())
                })
            })
            .unwrap_or_default()
    });
    view! {
        <Sheet
            title=t!(pick_other_quantity)
            text=words
            confirm=Text::computed(move || {
                let n = units.get().and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
                let item = more.get().map(|line| vec![(line.goods.item, n)]);
                of_all(&item.unwrap_or_default(), |n| text!(pack_counted, n = n))
            })
            open
            on_confirm=pack
            units=(units, most)
        />
    }
}

/// Units of each item of an order.
fn amounts(glance: &PackView, of: fn(&PackLine) -> u64) -> Vec<(ItemId, u64)> {
    let lines = glance.lines.iter();
    lines
        .map(|line| (line.goods.item.clone(), of(line)))
        .collect()
}

/// How much is in the parcel.
fn in_parcel(glance: Memo<PackView>) -> Text {
    Text::computed(move || {
        let packed = glance.with(|glance| amounts(glance, |line| line.packed));
        of_all(&packed, |n| text!(pack_in_parcel, n = n))
    })
}

/// Carton and weight of the parcel that is being closed.
#[component]
pub fn Close(packer: Packer, glance: Memo<PackView>) -> impl IntoView {
    let expected = glance.with_untracked(|glance| glance.expected_g);
    let weight = RwSignal::new(None::<i64>);
    let carton = field_of(&packer, |local| &mut local.carton);
    let step = {
        let packer = packer.clone();
        FloorStep {
            closes: Signal::stored(true),
            label: t!(pack_close),
            on_press: Callback::new(move |()| {
                let grams = weight.get_untracked().and_then(|n| u64::try_from(n).ok());
                packer.close(grams.filter(|grams| *grams > 0));
            }),
            // At the same spot as the step before: a second tap must not skip the scale.
            shown: Signal::derive(move || weight.get().is_some_and(|grams| grams > 0)),
        }
    };
    let unweighed = {
        let packer = packer.clone();
        FloorException {
            name: "no-weight",
            label: t!(pack_no_weight),
            icon: IconName::Minus,
            on_press: Callback::new(move |()| packer.close(None)),
            shown: Signal::derive(move || weight.get().is_none_or(|grams| grams <= 0)),
        }
    };
    let back = {
        let packer = packer.clone();
        FloorException {
            name: "pack-more",
            label: t!(pack_more),
            icon: IconName::ChevronLeft,
            on_press: Callback::new(move |()| packer.closing(false)),
            shown: Signal::stored(true),
        }
    };
    let is_off = move |expected: u64| {
        let grams = weight.get().and_then(|n| u64::try_from(n).ok());
        let off = |grams| hand::peek(|hand| pack::is_weight_off(hand, expected, grams));
        grams.filter(|grams| *grams > 0).is_some_and(off)
    };
    let hint = Text::computed(move || match expected {
        Some(grams) if is_off(grams) => text!(pack_weight_off, grams = grams),
        Some(grams) => text!(pack_weight_expected, grams = grams),
        None => text!(pack_weight_hint),
    });
    view! {
        <ParcelForm
            packer
            glance
            waiting=t!(pack_scan_carton)
            ask=t!(pack_close_ask)
            instruction=in_parcel(glance)
            step
            exceptions=vec![back, unweighed]
        >
            <NumberInput label=t!(pack_weight) value=weight min=0 max=PARCEL_GRAMS_MAX hint=hint />
            <TextInput label=t!(pack_carton) value=carton hint=t!(pack_carton_hint) />
        </ParcelForm>
    }
}
