//! The manifest: what a carrier took today, to be signed.
//!
//! When a parcel was handed over stands in the timeline of its order. Those that have been confirmed as delivered
//! since are not on it: a manifest is signed at the door.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use crate::browser::{clock, intl};
use crate::domain::Event;
use crate::domain::commit::Dated;
use crate::domain::order::ParcelState;
use crate::domain::text::{OrderId, ParcelId};
use crate::ui::desk::{self, Area};
use crate::ui::feedback::spawn_reported;
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::trade;
use leptos::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
struct Row {
    at_ms: i64,
    order: OrderId,
    parcel: ParcelId,
    tracking: Option<String>,
    units: u32,
    weight_grams: Option<u32>,
}

/// The orders with a parcel that is on its way with this carrier.
fn orders_of(carrier: &str) -> Vec<OrderId> {
    desk::peek(|state| {
        let goes = |parcel: &crate::domain::workspace::ParcelHead| {
            parcel.state == ParcelState::HandedOver
                && parcel
                    .carrier
                    .as_ref()
                    .is_some_and(|own| own.as_str() == carrier)
        };
        let heads = state.heads().filter(|head| head.parcels.iter().any(goes));
        heads.map(|head| head.id.clone()).collect()
    })
}

/// What the timeline of an order says of its hand-overs to this carrier since a moment.
fn rows_of(order: &OrderId, events: &[Dated], carrier: &str, since_ms: i64) -> Vec<Row> {
    let mut weights: BTreeMap<&ParcelId, Option<u32>> = BTreeMap::new();
    let mut tracked: BTreeMap<&ParcelId, String> = BTreeMap::new();
    let mut rows = Vec::new();
    for dated in events {
        match &dated.event {
            Event::ParcelClosed {
                parcel,
                weight_grams,
                ..
            } => {
                weights.insert(parcel, *weight_grams);
            }
            Event::ParcelLabelled {
                parcel, tracking, ..
            } => {
                tracked.insert(parcel, tracking.to_string());
            }
            Event::ParcelHandedOver {
                parcel,
                carrier: own,
                contents,
                ..
            } if own.as_str() == carrier && dated.stamp.ms() >= since_ms => rows.push(Row {
                at_ms: dated.stamp.ms(),
                order: order.clone(),
                parcel: parcel.clone(),
                tracking: tracked.get(parcel).cloned(),
                units: contents.iter().map(|content| content.units).sum(),
                weight_grams: weights.get(parcel).copied().flatten(),
            }),
            // It stays here: the carrier signs for what it took.
            Event::HandOverUndone { parcel, .. } => rows.retain(|row: &Row| row.parcel != *parcel),
            _ => {}
        }
    }
    rows
}

/// The start of the local day.
fn midnight_ms(now_ms: i64) -> i64 {
    const DAY_MS: i64 = 86_400_000;
    let ahead_ms = i64::from(clock::zone_offset_minutes(now_ms)) * 60_000;
    (now_ms + ahead_ms).div_euclid(DAY_MS) * DAY_MS - ahead_ms
}

/// What a carrier took today.
#[component]
pub fn Manifest(carrier: String) -> impl IntoView {
    let rows = RwSignal::new(None::<Vec<Row>>);
    let now_ms = clock::now_ms();
    let whose = carrier.clone();
    Effect::new(move || {
        desk::read(&[Area::Orders], |_| ());
        let carrier = whose.clone();
        spawn_reported(async move {
            let mut found = Vec::new();
            for order in orders_of(&carrier) {
                let events = desk::timeline(&order).await;
                let events = events.map_err(|error| desk::problem(&error))?;
                found.extend(rows_of(&order, &events, &carrier, midnight_ms(now_ms)));
            }
            found.sort_by_key(|row| row.at_ms);
            rows.set(Some(found));
            Ok(())
        });
    });
    let state = Signal::derive(move || match rows.with(Option::is_some) {
        true => State::Ready,
        false => State::Loading,
    });
    let name = carrier.clone();
    view! {
        <PrintFrame title=t!(prints_manifest, carrier = name) state=state>
            {
                let carrier = carrier.clone();
                move || {
                    let carrier = carrier.clone();
                    rows.get().map(move |rows| article(carrier, now_ms, rows).into_any())
                }
            }
        </PrintFrame>
    }
}

fn article(carrier: String, now_ms: i64, rows: Vec<Row>) -> impl IntoView {
    let (count, units) = (rows.len(), rows.iter().map(|row| row.units).sum::<u32>());
    let grams: u32 = rows.iter().filter_map(|row| row.weight_grams).sum();
    let code = carrier.clone();
    let body = rows.into_iter().map(row_view).collect_view();
    view! {
        <article class="print-sheet" data-test="manifest">
            <header class="sheet-head">
                <div>
                    <h2>{t!(prints_manifest, carrier = carrier)}</h2>
                    <p>{Text::computed(move || intl::date(now_ms, &locale_tag()))}</p>
                </div>
                <Barcode code=code />
            </header>
            <table>
                <thead>
                    <tr>
                        <th>{t!(prints_time)}</th>
                        <th>{t!(prints_parcel)}</th>
                        <th>{t!(pack_tracking)}</th>
                        <th>{t!(prints_order)}</th>
                        <th class="figure">{t!(prints_units)}</th>
                        <th class="figure">{t!(pack_weight)}</th>
                    </tr>
                </thead>
                <tbody>{body}</tbody>
                <tfoot>
                    <tr>
                        <th colspan="4">{t!(prints_parcels, n = count)}</th>
                        <td class="figure">{Text::computed(move || trade::figure(units))}</td>
                        <td class="figure">{Text::computed(move || text!(prints_grams, grams = grams))}</td>
                    </tr>
                </tfoot>
            </table>
            <div class="sheet-signatures">
                <p>{t!(prints_handed_over_by)}</p>
                <p>{t!(prints_taken_by)}</p>
            </div>
        </article>
    }
}

fn row_view(row: Row) -> impl IntoView {
    let (at_ms, units, grams) = (row.at_ms, row.units, row.weight_grams);
    view! {
        <tr>
            <td>{Text::computed(move || intl::time(at_ms, &locale_tag()))}</td>
            <td class="code">{row.parcel.to_string()}</td>
            <td class="code">{row.tracking}</td>
            <td>{row.order.number().to_owned()}</td>
            <td class="figure">{Text::computed(move || trade::figure(units))}</td>
            <td class="figure">
                {Text::computed(move || grams.map(trade::figure).unwrap_or_default())}
            </td>
        </tr>
    }
}
