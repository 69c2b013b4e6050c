//! The packing slip: what is in the parcel, for the person who opens it.

use super::barcode::Barcode;
use super::frame::PrintFrame;
use super::label::{find_parcel, parcel_state};
use super::sender::{sender, sender_lines};
use super::{lines_view, receiver, whole_order};
use crate::domain::order::{Order, Parcel};
use crate::ui::desk::{self, Area};
use crate::ui::floor::item_name;
use crate::ui::locale::{Text, t, text};
use crate::ui::trade;
use leptos::prelude::*;

/// The packing slip of a parcel.
#[component]
pub fn Slip(order: String, parcel: String) -> impl IntoView {
    let whole = whole_order(&order);
    let (from, field) = sender();
    let id = parcel.clone();
    let name = parcel.clone();
    view! {
        <PrintFrame
            title=t!(prints_slip, parcel = name)
            state=parcel_state(whole, parcel)
            tools=field
        >
            {
                let id = id.clone();
                move || {
                    whole
                        .with(|order| {
                            let order = order.as_ref()?;
                            let (parcel, place, all) = find_parcel(order, &id)?;
                            Some(article(order, &parcel, place, all, from).into_any())
                        })
                }
            }
        </PrintFrame>
    }
}

fn article(
    order: &Order,
    parcel: &Parcel,
    place: usize,
    all: usize,
    from: RwSignal<String>,
) -> impl IntoView + use<> {
    let number = order.id.number().to_owned();
    let placed_at = order.placed_at;
    let units: u32 = parcel.lines.iter().map(|line| line.units).sum();
    let rows = parcel
        .lines
        .iter()
        .filter_map(|content| {
            let line = order.lines.get(usize::from(content.line))?;
            let words = line.words.as_ref().map(ToString::to_string);
            let sku = line.sku.clone();
            let name = words
                .unwrap_or_else(|| desk::read(&[Area::Catalog], |state| item_name(state, &sku)));
            let count = content.units;
            Some(view! {
                <tr>
                    <td class="code">{line.sku.to_string()}</td>
                    <td>{name}</td>
                    <td class="figure">{Text::computed(move || trade::figure(count))}</td>
                </tr>
            })
        })
        .collect_view();
    let shipped_with: Vec<String> = [&parcel.carrier, &parcel.tracking]
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect();
    view! {
        <article class="print-sheet" data-test="slip">
            <header class="sheet-head">
                <div>{sender_lines(from)}</div>
                <Barcode code=order.id.number().to_owned() />
            </header>
            <h2>{t!(prints_slip_title, order = number)}</h2>
            <div class="sheet-columns">
                <div>{lines_view(receiver(order))}</div>
                <div>
                    <span class="paper-line">
                        {Text::computed(move || text!(prints_ordered, date = trade::civil_date(placed_at)))}
                    </span>
                    <span class="paper-line">{t!(prints_parcel_of, place = place, all = all)}</span>
                    <span class="paper-line">{shipped_with.join(" ")}</span>
                </div>
            </div>
            <table>
                <thead>
                    <tr>
                        <th>{t!(prints_item)}</th>
                        <th>{t!(prints_name)}</th>
                        <th class="figure">{t!(prints_units)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th colspan="2">{t!(prints_in_parcel)}</th>
                        <td class="figure">{Text::computed(move || trade::figure(units))}</td>
                    </tr>
                </tfoot>
            </table>
            <p>{t!(prints_slip_return)}</p>
        </article>
    }
}
