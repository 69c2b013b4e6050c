//! The pick list on paper: for a tablet that is empty, or a hand that is not used to one.

use super::barcode::Barcode;
use super::frame::{PrintFrame, State};
use crate::screens::desk::Area;
use crate::screens::floor::read_hand;
use crate::screens::words;
use crate::ui::locale::{Text, t};
use crate::view::floor::papers::{Listed, ListedTask, pick_list};
use crate::view::names;
use leptos::prelude::*;

/// The list of a pick batch, in the order of the walk.
#[component]
pub fn PickListSheet(batch: String) -> impl IntoView {
    let name = batch.clone();
    let found = Memo::new(move |_| {
        read_hand(&[Area::Floor, Area::Catalog], |hand| {
            let id = names::find_batch(&hand.at, &name)?;
            pick_list(hand, id)
        })
    });
    let state = Signal::derive(move || match found.with(Option::is_some) {
        true => State::Ready,
        false => State::Missing,
    });
    let title = batch.clone();
    view! {
        <PrintFrame title=t!(prints_pick_list, batch = title) state=state>
            {
                let batch = batch.clone();
                move || found.get().map(|tasks| article(batch.clone(), tasks).into_any())
            }
        </PrintFrame>
    }
}

fn row(task: ListedTask) -> impl IntoView {
    let (item, units, expiry) = (task.item, task.units, task.expiry);
    let until = move || expiry.map(words::day).unwrap_or_default();
    view! {
        <tr>
            <td class="code strong">{task.place}</td>
            <td class="code">{task.sku}</td>
            <td>
                {task.name}
                " "
                <span class="code">{task.lot}</span>
                " "
                {until}
            </td>
            <td class="figure strong">{Text::computed(move || words::amount(&item, units.into()))}</td>
            <td>{task.order}</td>
            <td class="code">{task.tote}</td>
            <td class="sheet-box"></td>
        </tr>
    }
}

fn article(batch: String, tasks: Listed) -> impl IntoView {
    let released_ms = tasks.released_ms;
    let rows = tasks.tasks.into_iter().map(row).collect_view();
    let name = batch.clone();
    view! {
        <article class="print-sheet" data-test="pick-list">
            <header class="sheet-head">
                <div>
                    <h2>{t!(prints_pick_list, batch = name)}</h2>
                    <p>{Text::computed(move || words::moment(released_ms))}</p>
                </div>
                <Barcode code=batch />
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
