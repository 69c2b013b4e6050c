//! The pick list on paper: for a tablet that is empty, or a hand that is not used to one.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use crate::domain::picking::Batch;
use crate::domain::text::BatchId;
use crate::ui::desk::{self, Area};
use crate::ui::floor::item_name;
use crate::ui::locale::{Text, t};
use crate::ui::trade;
use leptos::prelude::*;

/// The list of a pick batch, in the order of the walk.
#[component]
pub fn PickListSheet(batch: String) -> impl IntoView {
    let id = BatchId::new(&batch).ok();
    let found = Memo::new(move |_| {
        desk::read(&[Area::Floor], |state| {
            id.as_ref().and_then(|id| state.batches.get(id)).cloned()
        })
    });
    let state = Signal::derive(move || match found.with(Option::is_some) {
        true => State::Ready,
        false => State::Missing,
    });
    view! {
        <PrintFrame title=t!(prints_pick_list, batch = batch) state=state>
            {move || found.with(|batch| batch.as_ref().map(|batch| article(batch).into_any()))}
        </PrintFrame>
    }
}

fn article(batch: &Batch) -> impl IntoView + use<> {
    let id = batch.id.to_string();
    let released_ms = batch.released_ms;
    let rows = batch
        .tasks
        .iter()
        .map(|task| {
            let sku = task.task.sku.clone();
            let name = desk::read(&[Area::Catalog], |state| item_name(state, &sku));
            let tote = batch.tote_of(&task.task.order).map(ToString::to_string);
            let units = task.task.units;
            view! {
                <tr>
                    <td class="code strong">{task.task.bin.to_string()}</td>
                    <td class="code">{sku.to_string()}</td>
                    <td>{name}</td>
                    <td class="figure strong">{Text::computed(move || trade::figure(units))}</td>
                    <td>{task.task.order.number().to_owned()}</td>
                    <td class="code">{tote}</td>
                    <td class="sheet-box"></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <article class="print-sheet" data-test="pick-list">
            <header class="sheet-head">
                <div>
                    <h2>{t!(prints_pick_list, batch = id)}</h2>
                    <p>{Text::computed(move || trade::moment(released_ms))}</p>
                </div>
                <Barcode code=batch.id.to_string() />
            </header>
            <table>
                <thead>
                    <tr>
                        <th>{t!(prints_bin)}</th>
                        <th>{t!(prints_item)}</th>
                        <th>{t!(prints_name)}</th>
                        <th class="figure">{t!(prints_units)}</th>
                        <th>{t!(prints_order)}</th>
                        <th>{t!(prints_tote)}</th>
                        <th>{t!(prints_done)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </article>
    }
}
