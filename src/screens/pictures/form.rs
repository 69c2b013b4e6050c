//! The pictures of an item: chosen, taken with the camera, put first, taken away.

use super::{Thumb, store};
use crate::browser::files::{PickedFile, of_input};
use crate::browser::{Thrown, picture};
use crate::limits::{PICTURE_BYTES_MAX, PICTURE_SIDE_PIXELS_MAX};
use crate::screens::desk::{self, Area};
use crate::site::SiteError;
use crate::trade::catalog::ItemField;
use crate::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use crate::trade::id::{BlobId, BlobKind, ItemId};
use crate::trade::sequence::SequenceKey;
use crate::ui::components::{Button, ButtonKind, IconName};
use crate::ui::feedback::{Problem, Tone, spawn_reported, toast};
use crate::ui::locale::t;
use crate::view::face::pictures;
use leptos::html;
use leptos::prelude::*;

fn set(item: &ItemId, fields: Vec<ItemField>) -> CatalogCommand {
    CatalogCommand::SetItems {
        items: vec![ItemChange {
            which: ItemRef::Known(item.clone()),
            fields,
        }],
    }
}

/// The pictures of an item with what can be done to them.
#[component]
pub(in crate::screens) fn PictureForm(
    /// The item.
    item: ItemId,
) -> impl IntoView {
    let of = item.clone();
    let all = Memo::new(move |_| {
        desk::read(&[Area::Catalog], |at| {
            at.state.item(&of).map(pictures).unwrap_or_default()
        })
    });
    let busy = RwSignal::new(false);
    let item = StoredValue::new(item);
    let (choose, camera) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let open = |input: NodeRef<html::Input>| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let add = move |input: NodeRef<html::Input>| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let files = of_input(&input);
        // The same file can be chosen again.
        input.set_value("");
        busy.set(true);
        spawn_reported(async move {
            let added = add(&item.get_value(), files, all.get_untracked()).await;
            busy.try_set(false);
            if added? {
                toast(Tone::Good, t!(picture_kept));
            }
            Ok(())
        });
    };
    let arrange = move |order: Vec<BlobId>| {
        let fields = (0..).map(SequenceKey::at).zip(order).map(|(at, blob)| {
            let at = Some(at);
            ItemField::Picture { blob, at }
        });
        let command = item.with_value(|item| set(item, fields.collect()));
        desk::perform(command, t!(picture_kept));
    };
    let remove = move |blob: BlobId| {
        let field = ItemField::Picture { blob, at: None };
        let command = item.with_value(|item| set(item, vec![field]));
        desk::perform(command, t!(picture_removed));
    };
    let one = move |(index, blob): (usize, BlobId)| {
        let (first, gone) = (blob.clone(), blob.clone());
        view! {
            <li class="picture" data-test="item-picture">
                <Thumb picture=Some(blob) letter=String::new() />
                <div class="row">
                    {(index > 0)
                        .then(|| {
                            let put_first = move |()| {
                                let mut order = all.get_untracked();
                                order.retain(|of| *of != first);
                                order.insert(0, first.clone());
                                arrange(order);
                            };
                            view! { <Button label=t!(picture_first) kind=ButtonKind::Quiet on_press=put_first /> }
                        })}
                    <Button
                        label=t!(picture_remove)
                        kind=ButtonKind::Quiet
                        on_press=move |()| remove(gone.clone())
                    />
                </div>
            </li>
        }
    };
    view! {
        <section class="section" aria-label=t!(picture_title)>
            <h2>{t!(picture_title)}</h2>
            <ul class="pictures">
                {move || all.get().into_iter().enumerate().map(one).collect_view()}
            </ul>
            <input
                class="visually-hidden"
                data-test="picture-file"
                type="file"
                accept="image/*"
                multiple=true
                tabindex="-1"
                aria-label=t!(picture_choose)
                node_ref=choose
                on:change=move |_| add(choose)
            />
            <input
                class="visually-hidden"
                type="file"
                accept="image/*"
                capture="environment"
                tabindex="-1"
                aria-label=t!(picture_take)
                node_ref=camera
                on:change=move |_| add(camera)
            />
            <div class="row">
                <Button
                    label=t!(picture_choose)
                    icon=IconName::Upload
                    busy
                    on_press=move |()| open(choose)
                    attr:data-test="picture-choose"
                />
                <Button label=t!(picture_take) icon=IconName::Scan busy on_press=move |()| open(camera) />
            </div>
            <p class="quiet-text">{t!(picture_hint)}</p>
        </section>
    }
}

fn wrong(thrown: &Thrown) -> Problem {
    Problem {
        text: t!(picture_wrong),
        code: thrown.to_string(),
    }
}

/// Keeps pictures of an item; whether there was one.
async fn add(item: &ItemId, files: Vec<PickedFile>, known: Vec<BlobId>) -> Result<bool, Problem> {
    let mut fields = Vec::new();
    let mut place = u32::try_from(known.len()).unwrap_or(0);
    for file in &files {
        let blob = keep(file).await?;
        if known.contains(&blob) {
            continue;
        }
        let at = Some(SequenceKey::at(place));
        place = place.saturating_add(1);
        fields.push(ItemField::Picture { blob, at });
    }
    if fields.is_empty() {
        return Ok(false);
    }
    // The bytes are there before the fact that names them.
    let ran = desk::run(set(item, fields)).await;
    ran.map_err(|error| desk::problem(&error))?;
    Ok(true)
}

async fn keep(file: &PickedFile) -> Result<BlobId, Problem> {
    let bytes = picture::shrunk(file, PICTURE_SIDE_PIXELS_MAX, PICTURE_BYTES_MAX).await;
    let bytes = bytes.map_err(|thrown| wrong(&thrown))?;
    let kept = async { store().await?.put(&bytes).await }.await;
    let hash = kept.map_err(|error| desk::problem(&SiteError::from(error)))?;
    Ok(BlobId {
        hash,
        kind: BlobKind::Jpeg,
        bytes: bytes.len() as u64,
    })
}
