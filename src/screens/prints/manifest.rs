//! The manifest: what a carrier took today, to be signed. What it was not given after all is not on it.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use crate::browser::{clock, intl};
use crate::screens::desk::{self, Area};
use crate::screens::floor::read_hand;
use crate::screens::words;
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::view::floor::ship::{self, ManifestRow};
use leptos::prelude::*;

/// The start of the local day.
fn midnight_ms(now_ms: i64) -> i64 {
    const DAY_MS: i64 = 86_400_000;
    let ahead_ms = i64::from(clock::zone_offset_minutes(now_ms)) * 60_000;
    (now_ms + ahead_ms).div_euclid(DAY_MS) * DAY_MS - ahead_ms
}

/// What a carrier took today.
#[component]
pub fn Manifest(carrier: String) -> impl IntoView {
    let now_ms = desk::now_ms();
    let (name, whose) = (carrier.clone(), carrier.clone());
    let rows = Memo::new(move |_| {
        read_hand(&[Area::Orders], |hand| {
            ship::manifest(hand, &whose, midnight_ms(now_ms))
        })
    });
    view! {
        <PrintFrame title=t!(prints_manifest, carrier = name) state=Signal::stored(State::Ready)>
            {
                let carrier = carrier.clone();
                move || article(carrier.clone(), now_ms, rows.get()).into_any()
            }
        </PrintFrame>
    }
}

fn article(carrier: String, now_ms: i64, rows: Vec<ManifestRow>) -> impl IntoView {
    let (count, units) = (rows.len(), rows.iter().map(|row| row.units).sum::<u64>());
    let grams: u64 = rows.iter().filter_map(|row| row.weight_g).sum();
    // A sum that leaves parcels out would be signed for as the whole.
    let is_weighed = rows.iter().all(|row| row.weight_g.is_some());
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
                        <td class="figure">{Text::computed(move || words::figure(units.into()))}</td>
                        <td class="figure">
                            {move || is_weighed.then(|| text!(prints_grams, grams = grams))}
                        </td>
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

fn row_view(row: ManifestRow) -> impl IntoView {
    let (at_ms, units, grams) = (row.at_ms, row.units, row.weight_g);
    view! {
        <tr>
            <td>{Text::computed(move || intl::time(at_ms, &locale_tag()))}</td>
            <td class="code">{row.parcel}</td>
            <td class="code">{row.number}</td>
            <td>{row.orders.join(", ")}</td>
            <td class="figure">{Text::computed(move || words::figure(units.into()))}</td>
            <td class="figure">
                {Text::computed(move || grams.map(|grams| words::figure(grams.into())).unwrap_or_default())}
            </td>
        </tr>
    }
}
