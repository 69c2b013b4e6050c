//! Size and colour of an item, and the matrix of its product's variants.

use crate::screens::desk::{self, ALL};
use crate::screens::pictures::SwatchMark;
use crate::screens::words;
use crate::trade::catalog::ItemField;
use crate::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use crate::trade::catalog::lookup::{Lookup, Whose};
use crate::trade::id::ItemId;
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, Draft, TextInput};
use crate::ui::feedback::{Problem, Tone, report, toast};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::face::{COLOUR, SIZE, Swatch, face, kind_of, product_of};
use crate::view::names;
use crate::view::variants::{VariantCell, VariantMatrix, matrix};
use leptos::prelude::*;

/// The matrix: sizes down, colours across, what can be sold in each cell. A cell leads to its item.
#[component]
pub(super) fn Variants(item: ItemId) -> impl IntoView {
    let shown = {
        let item = item.clone();
        Memo::new(move |_| desk::read(ALL, |at| matrix(at, &item, desk::today())))
    };
    let own = StoredValue::new(item.clone());
    view! {
        <section class="section" data-test="variants">
            <h2>{t!(variant_title)}</h2>
            {move || shown.get().map(|matrix| own.with_value(|own| table(&matrix, own)))}
            <LookForm item />
        </section>
    }
}

fn table(matrix: &VariantMatrix, own: &ItemId) -> AnyView {
    let heads = matrix
        .colours
        .iter()
        .map(|colour| {
            let (word, swatch) = (colour.word.clone(), colour.swatch);
            view! {
                <th scope="col">
                    <span class="look">
                        {swatch.map(|swatch| view! { <SwatchMark swatch /> })}
                        <span>{or_none(&word, t!(variant_no_colour))}</span>
                    </span>
                </th>
            }
        })
        .collect_view();
    let rows = matrix
        .sizes
        .iter()
        .zip(&matrix.cells)
        .map(|(size, cells)| {
            let cells = cells.iter().map(|cells| cell(cells, own)).collect_view();
            view! {
                <tr>
                    <th scope="row">{or_none(size, t!(variant_no_size))}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let (href, sku) = (
        navigation::href(&Route::Item(matrix.address.clone())),
        matrix.sku.clone(),
    );
    let all = matrix.available();
    let free = Text::computed(move || {
        let n = words::figure(all);
        t!(variant_free, n = n.clone()).now()
    });
    view! {
        <p class="row">
            <a href=href class="code">{sku}</a>
            <span class="quiet-text">{free}</span>
        </p>
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(variant_title)>
            <table class="plain-table matrix">
                <thead>
                    <tr>
                        <th scope="col">{t!(paste_size)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A size or a colour in its own word, or that there is none.
fn or_none(word: &str, none: Text) -> Text {
    match word {
        "" => none,
        word => Text::from(word),
    }
}

fn cell(cells: &[VariantCell], own: &ItemId) -> AnyView {
    let links = cells
        .iter()
        .map(|cell| {
            let href = navigation::href(&Route::Item(cell.address.clone()));
            let (sku, available, sold_out) = (cell.sku.clone(), cell.available, cell.is_sold_out());
            let current = (cell.item == *own).then_some("page");
            let words = if cell.retired {
                t!(stock_state_retired)
            } else if sold_out {
                t!(variant_sold_out)
            } else {
                Text::computed(move || words::figure(available))
            };
            view! {
                <a
                    href=href
                    class="matrix-cell"
                    class:sold-out=sold_out
                    aria-current=current
                    title=sku.clone()
                    data-test="variant"
                    data-sku=sku
                >
                    {words}
                </a>
            }
        })
        .collect_view();
    view! { <td>{links}</td> }.into_any()
}

/// What an item is a variant of, its size, its colour, and what the colour looks like.
#[component]
fn LookForm(item: ItemId) -> impl IntoView {
    let draft = Draft::of("look", &names::item_address(&item));
    let (known, product) = desk::peek(|at| {
        let product = product_of(at, &item).map(|product| names::item_code(at, product));
        (face(at, &item), product)
    });
    let of = draft.text("of", product.clone().unwrap_or_default());
    let size = draft.text("size", known.size.clone().unwrap_or_default());
    let colour = draft.text("colour", known.colour.clone().unwrap_or_default());
    let swatch = draft.text("swatch", known.swatch.map(Swatch::hex).unwrap_or_default());
    let save = move |()| {
        let product = of.get_untracked();
        let product = match product.trim() {
            "" => None,
            sku => match find(&item, sku) {
                Some(product) if product != item => Some(product),
                Some(_) => return complain(t!(paste_fault_part)),
                None => return complain(t!(variant_unknown)),
            },
        };
        let mut fields = vec![ItemField::VariantOf(product)];
        for (name, typed) in [(SIZE, size), (COLOUR, colour)] {
            let value = Code::new(&typed.get_untracked()).ok();
            match attribute_name(&item, name) {
                Some(name) => fields.push(ItemField::Attribute { name, value }),
                None => return complain(t!(paste_fault_too_long)),
            }
        }
        let typed = swatch.get_untracked();
        let chosen = Swatch::of_hex(&typed);
        if chosen.is_none() && !typed.trim().is_empty() {
            return complain(t!(variant_swatch_wrong));
        }
        // What the word of the colour says by itself is not said again.
        let by_word = crate::view::face::swatch_of(&colour.get_untracked());
        let said = chosen.filter(|chosen| Some(*chosen) != by_word);
        fields.push(ItemField::Swatch(said.map(|swatch| swatch.0)));
        let command = CatalogCommand::SetItems {
            items: vec![ItemChange {
                which: ItemRef::Known(item.clone()),
                fields,
            }],
        };
        desk::perform_then(command, move |_| {
            draft.forget();
            toast(Tone::Good, t!(stock_changed));
        });
    };
    view! {
        <details>
            <summary>{t!(variant_change)}</summary>
            <form class="form" on:submit=|event| event.prevent_default()>
                <TextInput label=t!(paste_variant_of) value=of hint=t!(variant_of_hint) />
                <div class="columns">
                    <TextInput label=t!(paste_size) value=size />
                    <TextInput label=t!(paste_colour) value=colour />
                </div>
                <TextInput label=t!(variant_swatch) value=swatch hint=t!(variant_swatch_hint) />
                <Button
                    label=t!(stock_change_do)
                    kind=ButtonKind::Primary
                    submit=true
                    on_press=save
                    attr:data-test="save-look"
                />
            </form>
        </details>
    }
}

/// The name under which an item has an attribute already, as a shop wrote it; else our own.
fn attribute_name(item: &ItemId, name: &str) -> Option<Code> {
    let known = desk::peek(|at| {
        let card = at.state.item(item);
        let mut fields = card.into_iter().flat_map(|card| card.fields());
        fields.find_map(|field| match field {
            ItemField::Attribute { name: of, .. } if kind_of(of.as_str()) == Some(name) => {
                Some(of.clone())
            }
            _ => None,
        })
    });
    known.or_else(|| Code::new(name).ok())
}

fn find(item: &ItemId, sku: &str) -> Option<ItemId> {
    let code = Code::new(sku).ok()?;
    let whose = Whose::Client(item.client.as_ref());
    match desk::peek(|at| at.state.look_up_item(&code, whose)) {
        Lookup::One(found) => Some(found.item),
        Lookup::Nothing | Lookup::Several(_) => None,
    }
}

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}
