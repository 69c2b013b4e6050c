//! The kit that an item is: what goes into one, from which day on.

use crate::screens::desk::{self, ALL};
use crate::screens::words;
use crate::trade::catalog::commands::CatalogCommand;
use crate::trade::id::ItemId;
use crate::ui::components::{Button, Draft, TextInput, Textarea};
use crate::ui::feedback::{Problem, Tone, report, toast};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::names;
use crate::view::recipes::{KitFault, day_read, day_typed, kit_of, kit_read, kit_typed};
use leptos::prelude::*;

/// What a kit holds, and the form that sets another edition of it.
#[component]
pub(super) fn KitSection(item: ItemId) -> impl IntoView {
    let shown = {
        let item = item.clone();
        Memo::new(move |_| desk::read(ALL, |at| kit_of(at, &item, desk::today())))
    };
    let parts = move || {
        let kit = shown.get()?;
        let from = kit.from;
        let parts = kit.parts.into_iter().map(|part| {
            let href = navigation::href(&Route::Item(part.address));
            let units = part.units;
            view! {
                <li class="row">
                    <a href=href class="code">{part.sku}</a>
                    <span class="figure">{move || words::figure(i128::from(units))}</span>
                </li>
            }
        });
        let since = Text::computed(move || {
            let day = words::day(from);
            t!(recipe_since, day = day.clone()).now()
        });
        Some(view! {
            <p class="quiet-text">{since}</p>
            <ul class="plain-list" data-test="kit-parts">{parts.collect_view()}</ul>
        })
    };
    let draft = Draft::of("kit", &names::item_address(&item));
    let known = shown
        .get_untracked()
        .as_ref()
        .map(kit_typed)
        .unwrap_or_default();
    let typed = draft.text("parts", known);
    let from = draft.text("from", day_typed(desk::today()));
    let save = move |()| {
        let Some(day) = day_read(&from.get_untracked()) else {
            return complain(t!(recipe_day_wrong));
        };
        let read = desk::peek(|at| kit_read(at, &item, day, &typed.get_untracked()));
        let recipe = match read {
            Ok(recipe) => recipe,
            Err(KitFault::NoUnits(line)) => return complain(t!(recipe_no_units, n = line)),
            Err(KitFault::Unknown(line, sku)) => {
                return complain(t!(recipe_unknown, n = line, sku = sku.clone()));
            }
        };
        desk::perform_then(CatalogCommand::SetRecipe(recipe), move |_| {
            draft.forget();
            toast(Tone::Good, t!(stock_changed));
        });
    };
    view! {
        <section class="section">
            <h2>{t!(recipe_title)}</h2>
            {parts}
            <details>
                <summary>{t!(recipe_change)}</summary>
                <form class="form" on:submit=|event| event.prevent_default()>
                    <Textarea label=t!(recipe_parts) hint=t!(recipe_parts_hint) value=typed rows=4 />
                    <TextInput label=t!(recipe_from) value=from kind="date" />
                    <Button label=t!(recipe_save) submit=true on_press=save attr:data-test="save-kit" />
                </form>
            </details>
        </section>
    }
}

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}
