//! The packing slip: what is in the parcel, for the person who opens it.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use super::sender::{sender, sender_lines};
use super::{lines_view, receiver};
use crate::screens::desk::Area;
use crate::screens::floor::{of_all, read_hand};
use crate::screens::words;
use crate::trade::id::ItemId;
use crate::trade::quantity::SourceTime;
use crate::ui::locale::{Text, t, text};
use crate::view::floor::papers::{SlipRow, placed_at, slip_rows};
use crate::view::floor::{Hand, pack};
use crate::view::names;
use leptos::prelude::*;

/// What stands on the slip of a parcel.
#[derive(Clone, Debug, PartialEq)]
struct OnSlip {
    order: String,
    to: Vec<String>,
    placed_at: Option<SourceTime>,
    place: usize,
    all: usize,
    shipped_with: Vec<String>,
    rows: Vec<SlipRow>,
}

fn on_slip(hand: &Hand<'_>, order: &str, parcel: &str) -> Option<OnSlip> {
    let order = names::find_order(&hand.at, order)?;
    let id = names::find_parcel(&hand.at, parcel)?;
    let parcels = pack::view(hand, Some(&order), None).parcels;
    let place = parcels.iter().position(|entry| entry.parcel == id);
    let entry = parcels.iter().find(|entry| entry.parcel == id);
    let shipped_with = entry.map(|entry| [entry.carrier.clone(), entry.number.clone()]);
    Some(OnSlip {
        order: names::shown_number(&hand.at, &order).to_owned(),
        to: receiver(hand, &order),
        placed_at: placed_at(hand, &order),
        place: place.map_or(1, |place| place + 1),
        all: parcels.len(),
        shipped_with: shipped_with.into_iter().flatten().flatten().collect(),
        rows: slip_rows(hand, &order, id),
    })
}

/// The packing slip of a parcel.
#[component]
pub fn Slip(order: String, parcel: String) -> impl IntoView {
    let (from, field) = sender();
    let name = parcel.clone();
    let shown = Memo::new(move |_| {
        read_hand(&[Area::Orders, Area::Catalog], |hand| {
            on_slip(hand, &order, &parcel)
        })
    });
    let state = Signal::derive(move || match shown.with(Option::is_some) {
        true => State::Ready,
        false => State::Missing,
    });
    view! {
        <PrintFrame title=t!(prints_slip, parcel = name) state=state tools=field>
            {move || shown.get().map(|shown| article(shown, from).into_any())}
        </PrintFrame>
    }
}

fn row(row: SlipRow) -> impl IntoView {
    let (item, units) = (row.item, row.units);
    view! {
        <tr>
            <td class="code">{row.sku}</td>
            <td>{row.name} " " <span class="code">{row.lot}</span></td>
            <td class="figure">{Text::computed(move || words::amount(&item, units.into()))}</td>
        </tr>
    }
}

fn article(shown: OnSlip, from: RwSignal<String>) -> impl IntoView {
    let OnSlip {
        order,
        to,
        placed_at,
        place,
        all,
        shipped_with,
        rows,
    } = shown;
    let all_units: Vec<(ItemId, u64)> = rows
        .iter()
        .map(|row| (row.item.clone(), row.units))
        .collect();
    let rows = rows.into_iter().map(row).collect_view();
    let number = order.clone();
    let ordered = move || {
        let time = placed_at.as_ref();
        time.map(|time| text!(prints_ordered, date = words::source_date(time)))
            .unwrap_or_default()
    };
    view! {
        <article class="print-sheet" data-test="slip">
            <header class="sheet-head">
                <div>{sender_lines(from)}</div>
                <Barcode code=order />
            </header>
            <h2>{t!(prints_slip_title, order = number)}</h2>
            <div class="sheet-columns">
                <div>{lines_view(to)}</div>
                <div>
                    <span class="paper-line">{ordered}</span>
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
                        <td class="figure">
                            {Text::computed(move || of_all(&all_units, |n| words::figure(n.into())))}
                        </td>
                    </tr>
                </tfoot>
            </table>
            <p>{t!(prints_slip_return)}</p>
        </article>
    }
}
