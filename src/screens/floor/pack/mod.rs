//! Packing: the totes that wait, and one order unit by unit into its parcels.

mod carriers;
mod done;
mod form;
mod label;
mod list;
mod packer;
mod parcel;

pub use list::PackList;

use super::answers::Answers;
use super::hand;
use super::work_list::NotThere;
use crate::screens::desk::Area;
use crate::trade::id::OrderId;
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::view::floor::pack::{self, PackPhase, PackView};
use crate::view::names;
use done::Done;
use label::{Label, Print};
use leptos::prelude::*;
use packer::Packer;
use parcel::{Close, Units};

/// One order at the pack screen.
#[component]
pub fn PackOrder(
    /// The order, as it stands in the address.
    id: String,
) -> impl IntoView {
    let name = id.clone();
    let found =
        Memo::new(move |_| hand::read(&[Area::Orders], |hand| names::find_order(&hand.at, &name)));
    move || match found.get() {
        Some(order) => view! { <Table order /> }.into_any(),
        None => view! { <Missing number=id.clone() /> }.into_any(),
    }
}

#[component]
fn Table(order: OrderId) -> impl IntoView {
    let packer = Packer::new(order.clone());
    let local = packer.local.clone();
    let glance = Memo::new(move |_| {
        let (begun, along) = {
            let local = local.read();
            (local.begun, local.along.clone())
        };
        let areas = [Area::Orders, Area::Floor, Area::Catalog];
        hand::read(&areas, |hand| {
            pack::view_along(hand, Some(&order), &along, begun)
        })
    });
    let local = packer.local.clone();
    let kind = Memo::new(move |_| {
        let (print, closing) = {
            let local = local.read();
            (local.to_print.is_some(), local.closing)
        };
        glance.with(|glance| match &glance.phase {
            PackPhase::Missing => 0,
            PackPhase::Label(_) => 2,
            _ if print => 3,
            PackPhase::Packing if closing && glance.packed > 0 => 4,
            PackPhase::Packing => 5,
            PackPhase::Done => 6,
        })
    });
    move || {
        let packer = packer.clone();
        match kind.get() {
            0 => view! { <Missing number=glance.with_untracked(|it| it.number.clone()) /> }
                .into_any(),
            2 => view! { <Label packer glance /> }.into_any(),
            3 => view! { <Print packer glance /> }.into_any(),
            4 => view! { <Close packer glance /> }.into_any(),
            5 => view! { <Units packer glance /> }.into_any(),
            _ => view! { <Done packer glance /> }.into_any(),
        }
    }
}

#[component]
fn Missing(number: String) -> impl IntoView {
    let answers = Answers::new();
    let asked = number.clone();
    view! {
        <NotThere
            title=t!(pack_title)
            number
            waiting=t!(pack_scan_tote)
            answer=answers.signal()
            on_code=list::open_code(answers)
            leave=Route::FloorPack
            missing=t!(pack_missing, order = asked)
            text=t!(pack_missing_text)
        />
    }
}

/// Where I am: the order and its totes.
fn position(glance: Memo<PackView>) -> Text {
    Text::computed(move || {
        glance.with(|glance| {
            let mut orders = vec![glance.number.clone()];
            orders.extend(glance.along.iter().cloned());
            let orders = orders.join(" + ");
            let order = orders.as_str();
            match glance.totes.is_empty() {
                false => text!(pack_position, order = order, tote = glance.totes.join(", ")),
                true => text!(pack_order, order = order),
            }
        })
    })
}

/// What stops the packing, or may yet come.
fn notice(glance: Memo<PackView>) -> Signal<String> {
    Signal::derive(move || {
        glance.with(|glance| match &glance.batch {
            _ if glance.back.asked > 0 => text!(pack_asked_back, n = glance.back.asked),
            _ if glance.back.units > 0 => text!(pack_goes_back, n = glance.back.units),
            _ if glance.held => text!(pack_held, order = glance.number.as_str()),
            Some(batch) if glance.to_come > 0 => {
                text!(
                    pack_still_picked,
                    n = glance.to_come,
                    batch = batch.as_str()
                )
            }
            _ if !glance.companions.is_empty() => {
                let each = glance.companions.iter();
                let each = each.map(|it| format!("{} ({})", it.number, it.totes.join(", ")));
                text!(
                    pack_same_address,
                    n = glance.companions.len(),
                    orders = each.collect::<Vec<_>>().join(", ")
                )
            }
            _ => String::new(),
        })
    })
}
