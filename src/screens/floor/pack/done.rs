//! Nothing is left to pack: the parcels of the order, and on to the next.

use super::label::{label_paper, slip_paper};
use super::packer::Packer;
use super::{list, notice, position};
use crate::screens::floor::hand;
use crate::screens::words;
use crate::trade::id::ItemId;
use crate::trade::packing::parcel::ParcelStatus;
use crate::ui::components::{FloorFrame, FloorStep, Icon, IconName};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::floor::pack::{PackView, ParcelEntry};
use crate::view::names;
use leptos::prelude::*;

/// The parcels of an order that is packed.
#[component]
pub fn Done(packer: Packer, glance: Memo<PackView>) -> impl IntoView {
    let own = packer.clone();
    let rows = move || {
        let parcels = glance.with(|glance| glance.parcels.clone());
        let packer = own.clone();
        parcels
            .into_iter()
            .map(move |parcel| row(&packer, parcel))
            .collect_view()
    };
    let goes_back = Memo::new(move |_| glance.with(|glance| glance.back.is_any()));
    let instruction = Text::computed(move || {
        if goes_back.get() {
            text!(floor_put_back)
        } else if glance.with(|glance| glance.parcels.is_empty()) {
            text!(pack_nothing)
        } else {
            text!(pack_done)
        }
    });
    let step = FloorStep {
        closes: Signal::stored(false),
        label: Text::computed(move || match goes_back.get() {
            true => text!(floor_put_back),
            false => text!(pack_next),
        }),
        on_press: Callback::new(move |()| {
            navigation::go(match goes_back.get_untracked() {
                true => Route::FloorPutBack,
                false => Route::FloorPack,
            });
        }),
        shown: Signal::stored(true),
    };
    let back = move || {
        let goods = glance.with(|glance| glance.back.goods.clone());
        goods.into_iter().map(back_row).collect_view()
    };
    view! {
        <FloorFrame
            title=t!(pack_title)
            position=position(glance)
            waiting=t!(pack_scan_next)
            answer=packer.answers.signal()
            on_code=list::open_code(packer.answers.clone())
            notice=notice(glance)
            step=step
            leave=Route::FloorPack
        >
            <div class="floor-where">
                <p class="floor-ask" data-test="ask">{t!(pack_done_ask)}</p>
                <p class="floor-instruction" data-test="instruction">{instruction}</p>
            </div>
            <div class="floor-what">
                <ul class="floor-rows" data-test="goes-back">{back}</ul>
                <ul class="floor-rows" data-test="parcels">{rows}</ul>
            </div>
        </FloorFrame>
    }
}

/// Goods that do not leave.
fn back_row((item, name, units): (ItemId, String, u64)) -> impl IntoView {
    let code = hand::peek(|hand| names::item_code(&hand.at, &item));
    view! {
        <li>
            <span>
                <strong class="code">{code}</strong>
                " "
                {name}
            </span>
            <span class="floor-row-count">{move || words::quantity(&item, units)}</span>
        </li>
    }
}

fn row(packer: &Packer, entry: ParcelEntry) -> impl IntoView + use<> {
    let ParcelEntry {
        parcel,
        name,
        status,
        carrier,
        number,
        units,
        checked,
    } = entry;
    let carrier: Vec<String> = [carrier, number].into_iter().flatten().collect();
    let is_here = matches!(status, ParcelStatus::Closed | ParcelStatus::Labelled);
    let (reopening, checking) = (packer.clone(), packer.clone());
    let order = packer.order.clone();
    view! {
        <li>
            <span>
                <strong class="code">{name}</strong>
                " "
                {carrier.join(" ")}
                " "
                {words::parcel_status(&status)}
            </span>
            <span>{t!(pack_units, n = units)}</span>
            <p class="floor-links floor-row-note">
                <a class="floor-exception" href=navigation::href(&label_paper(&order, &parcel))>
                    <Icon name=IconName::Print />
                    <span>{t!(pack_print_label)}</span>
                </a>
                <a class="floor-exception" href=navigation::href(&slip_paper(&order, &parcel))>
                    <Icon name=IconName::Document />
                    <span>{t!(pack_print_slip)}</span>
                </a>
                {is_here
                    .then(|| {
                        view! {
                            <button
                                class="floor-exception"
                                type="button"
                                data-test="reopen"
                                on:click=move |_| reopening.reopen(parcel)
                            >
                                <Icon name=IconName::Unlock />
                                <span>{t!(pack_reopen)}</span>
                            </button>
                        }
                    })}
                {(is_here && !checked)
                    .then(|| {
                        view! {
                            <button
                                class="floor-exception"
                                type="button"
                                data-test="check"
                                on:click=move |_| checking.check(parcel)
                            >
                                <Icon name=IconName::Check />
                                <span>{t!(pack_check)}</span>
                            </button>
                        }
                    })}
            </p>
        </li>
    }
}
