//! The label of an item: its code or item number as bars, its name above.

use super::frame::{PrintFrame, State};
use super::labels::{Drawn, One, papers};
use crate::exchange::gs1::Gtin;
use crate::exchange::label::forms::{self, ItemLabel};
use crate::screens::desk::{self, Area};
use crate::site::Reading;
use crate::ui::locale::{Text, text};
use crate::view::items::barcodes;
use crate::view::names;
use leptos::prelude::*;
use std::sync::Arc;

/// What stands on the label of an item.
#[derive(Clone, Debug, PartialEq)]
struct OnLabel {
    sku: String,
    name: String,
    gtin: Option<Gtin>,
}

fn on_label(at: &Reading<'_>, address: &str) -> Option<OnLabel> {
    let item = names::find_item(at, address)?;
    let codes = at.state.item(&item).map(barcodes).unwrap_or_default();
    Some(OnLabel {
        sku: names::item_code(at, &item),
        name: names::item_title(at, &item)
            .map(|title| title.as_str().to_owned())
            .unwrap_or_default(),
        gtin: codes.iter().find_map(|code| code.parse().ok()),
    })
}

/// The label of an item.
#[component]
pub fn ItemPaper(
    /// The item, as an address gives it.
    code: String,
) -> impl IntoView {
    let name = code.clone();
    let shown = Memo::new(move |_| desk::read(&[Area::Catalog], |at| on_label(at, &code)));
    let state = Signal::derive(move || match shown.with(Option::is_some) {
        true => State::Ready,
        false => State::Missing,
    });
    let labels: Signal<Drawn> = Signal::derive(move || {
        let one = |shown: OnLabel| One {
            label: forms::item(&ItemLabel {
                sku: &shown.sku,
                name: &shown.name,
                gtin: shown.gtin,
            }),
            of: shown.sku,
        };
        Arc::new(shown.get().map(one).into_iter().collect())
    });
    let title = Text::computed(move || {
        let sku = shown.with(|shown| shown.as_ref().map(|shown| shown.sku.clone()));
        let sku = sku.unwrap_or_else(|| name.clone());
        text!(prints_item_label, item = sku.as_str())
    });
    view! {
        <PrintFrame title state=state labels=labels>
            <section class="label-sheet">{papers(labels, "item-label")}</section>
        </PrintFrame>
    }
}
