//! Packing: the totes that wait, and one order unit by unit into its parcels.

mod carriers;
mod form;
mod glance;
mod label;
mod list;
mod packer;
mod parcel;

pub use list::PackList;

pub use glance::item_name;

use super::answers::Answers;
use super::work_list::NotThere;
use crate::browser::clock;
use crate::domain::text::OrderId;
use crate::ui::components::Skeleton;
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use glance::{Glance, Phase};
use label::{Label, Print};
use leptos::prelude::*;
use packer::Packer;
use parcel::{Close, Done, Units};

/// One order at the pack screen.
#[component]
pub fn PackOrder(
    /// The order, as it stands in the address.
    id: String,
) -> impl IntoView {
    match OrderId::new(&id) {
        Ok(order) => view! { <Table order /> }.into_any(),
        Err(_) => view! { <Missing number=id /> }.into_any(),
    }
}

#[component]
fn Table(order: OrderId) -> impl IntoView {
    let packer = Packer::new(order.clone());
    let id = order.clone();
    Effect::new(move || {
        // Whoever unloads orders says so by the same area.
        desk::read(&[Area::Orders], |_| ());
        desk::load_orders(vec![id.clone()]);
    });
    let id = order.clone();
    let glance = Memo::new(move |_| {
        desk::read(&[Area::Orders, Area::Floor, Area::Catalog], |state| {
            Glance::of(state, &id, clock::now_ms())
        })
    });
    let (closing, to_print) = (packer.closing.clone(), packer.to_print.clone());
    let kind = Memo::new(move |_| {
        let print = to_print.read().is_some();
        let closing = closing.get();
        glance.with(|glance| match &glance.phase {
            Phase::Missing => 0,
            Phase::Loading => 1,
            Phase::Label(_) => 2,
            _ if print => 3,
            Phase::Packing if closing && glance.packed > 0 => 4,
            Phase::Packing => 5,
            Phase::Done => 6,
        })
    });
    move || {
        let packer = packer.clone();
        match kind.get() {
            0 => view! { <Missing number=order.number().to_owned() /> }.into_any(),
            1 => view! { <Skeleton lines=8 /> }.into_any(),
            2 => view! { <Label packer glance /> }.into_any(),
            3 => view! { <Print packer /> }.into_any(),
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

/// Where I am: the order and its tote.
fn position(packer: &Packer, glance: Memo<Glance>) -> Text {
    let order = packer.order.number().to_owned();
    Text::computed(move || {
        let tote = glance.with(|glance| glance.tote.as_ref().map(ToString::to_string));
        match tote {
            Some(tote) => text!(pack_position, order = order, tote = tote),
            None => text!(pack_order, order = order),
        }
    })
}

/// What stops the packing, or may yet come.
fn notice(packer: &Packer, glance: Memo<Glance>) -> Signal<String> {
    let order = packer.order.number().to_owned();
    Signal::derive(move || {
        glance.with(|glance| match &glance.batch {
            _ if glance.held => text!(pack_held, order = order),
            Some(batch) if glance.to_come > 0 => {
                text!(pack_still_picked, n = glance.to_come, batch = batch)
            }
            _ => String::new(),
        })
    })
}
