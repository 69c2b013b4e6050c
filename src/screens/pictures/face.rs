//! An item as it is known by eye.

use super::shown;
use crate::screens::desk::{self, Area};
use crate::trade::id::{BlobId, ItemId};
use crate::view::face::{Face, Swatch, face};
use leptos::prelude::*;

/// A picture, or the initial letter where there is none.
#[component]
pub fn Thumb(
    /// The picture.
    picture: Option<BlobId>,
    /// The letter.
    letter: String,
) -> impl IntoView {
    let address = picture.map(|blob| shown(&blob));
    view! {
        <span class="thumb" aria-hidden="true" data-test="thumb">
            {move || match address.as_ref().and_then(|address| address.get()) {
                Some(address) => view! { <img src=address alt="" data-test="picture" /> }.into_any(),
                None => view! { <span>{letter.clone()}</span> }.into_any(),
            }}
        </span>
    }
}

fn faces(item: Signal<Option<ItemId>>) -> Memo<Option<Face>> {
    Memo::new(move |_| {
        let item = item.get()?;
        Some(desk::read(&[Area::Catalog], |at| face(at, &item)))
    })
}

/// The picture of an item, or its letter.
#[component]
pub fn ItemFace(
    /// The item.
    #[prop(into)]
    item: Signal<Option<ItemId>>,
) -> impl IntoView {
    let face = faces(item);
    move || {
        face.get()
            .map(|face| view! { <Thumb picture=face.picture letter=face.letter /> })
    }
}

/// Size and colour of an item, in words and as a swatch; nothing where it has neither.
#[component]
pub fn ItemLook(
    /// The item.
    #[prop(into)]
    item: Signal<Option<ItemId>>,
) -> impl IntoView {
    let face = faces(item);
    move || face.get().and_then(|face| look(&face))
}

fn look(face: &Face) -> Option<AnyView> {
    let words = face.words();
    let swatch = face.swatch;
    (!words.is_empty() || swatch.is_some()).then(|| {
        view! {
            <span class="look" data-test="look">
                {swatch.map(|swatch| view! { <SwatchMark swatch /> })}
                <span>{words}</span>
            </span>
        }
        .into_any()
    })
}

/// A colour as it is shown.
#[component]
pub(in crate::screens) fn SwatchMark(swatch: Swatch) -> impl IntoView {
    view! { <span class="swatch" aria-hidden="true" style:background-color=swatch.hex()></span> }
}
