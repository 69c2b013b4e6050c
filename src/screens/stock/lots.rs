//! The lots of an item: their code put right, their date, called back.

use crate::screens::desk::{self, ALL};
use crate::screens::words;
use crate::trade::catalog::commands::CatalogCommand;
use crate::trade::catalog::{LotField, LotSet};
use crate::trade::id::ItemId;
use crate::trade::quantity::Day;
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, Checkbox, StatusBadge, TextInput};
use crate::ui::feedback::{Problem, Tone, report};
use crate::ui::locale::{Text, t};
use crate::view::recipes::{LotRow, day_read, day_typed, lots};
use leptos::prelude::*;

/// The lots of an item; nothing where it has none.
#[component]
pub(super) fn LotSection(item: ItemId) -> impl IntoView {
    let all = Memo::new(move |_| desk::read(ALL, |at| lots(at, &item)));
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="section">
                <h2>{t!(lot_title)}</h2>
                <ul class="plain-list" data-test="lots">
                    {move || all.get().into_iter().map(row).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

fn row(of: LotRow) -> AnyView {
    let (units, expiry, recalled) = (of.units, of.expiry, of.recalled);
    let code = of.code.clone();
    let shown = code.clone();
    view! {
        <li data-test="lot" data-code=code.clone()>
            <div class="row apart">
                <span class="code">{shown}</span>
                <span>{move || expiry.map(words::day)}</span>
                {recalled.then(|| view! { <StatusBadge tone=Tone::Wrong label=t!(lot_recalled) /> })}
                <span class="figure">{move || words::figure(units)}</span>
            </div>
            <details>
                <summary>{t!(lot_change)}</summary>
                <LotForm of />
            </details>
        </li>
    }
    .into_any()
}

#[component]
fn LotForm(of: LotRow) -> impl IntoView {
    let code = RwSignal::new(of.code.clone());
    let expiry = RwSignal::new(of.expiry.map(day_typed).unwrap_or_default());
    let recalled = RwSignal::new(of.recalled);
    let (lot, had) = (of.lot, of.expiry.is_some());
    let save = move |()| {
        let Ok(code) = Code::new(&code.get_untracked()) else {
            return complain(t!(setup_code_missing));
        };
        let typed = expiry.get_untracked();
        let day = day_read(&typed);
        if day.is_none() && !typed.trim().is_empty() {
            return complain(t!(recipe_day_wrong));
        }
        let mut fields = vec![
            LotField::Code(code),
            LotField::Recalled(recalled.get_untracked()),
        ];
        if day.is_some() || had {
            fields.push(LotField::Expiry(day.map(|days| Day { days })));
        }
        let command = CatalogCommand::SetLots {
            lots: vec![LotSet {
                lot: lot.clone(),
                fields,
            }],
        };
        desk::perform(command, t!(stock_changed));
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(stock_lot) value=code />
            <TextInput label=t!(receive_expiry) value=expiry kind="date" />
            <Checkbox label=t!(lot_recall) hint=t!(lot_recall_hint) checked=recalled />
            <Button
                label=t!(stock_change_do)
                kind=ButtonKind::Primary
                submit=true
                on_press=save
                attr:data-test="save-lot"
            />
        </form>
    }
}

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}
