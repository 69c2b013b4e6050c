//! The serial numbers of an item: which there are, and where each is.

use crate::limits::SERIALS_SHOWN_MAX;
use crate::screens::desk::{self, ALL};
use crate::screens::words;
use crate::trade::id::ItemId;
use crate::ui::components::SearchInput;
use crate::ui::locale::{t, text};
use crate::view::serials::{SerialAt, SerialRow, serials_of};
use leptos::prelude::*;

/// The serial numbers of an item; nothing where none was ever named.
#[component]
pub(super) fn SerialSection(item: ItemId) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let of = item.clone();
    let any = Memo::new(move |_| desk::read(ALL, |at| !serials_of(at, &of, "").is_empty()));
    let rows = Memo::new(move |_| {
        let words = typed.get();
        desk::read(ALL, |at| serials_of(at, &item, &words))
    });
    let more = move || rows.with(|rows| rows.len().saturating_sub(SERIALS_SHOWN_MAX));
    view! {
        <Show when=move || any.get()>
            <section class="section" aria-labelledby="serials">
                <h2 id="serials" tabindex="-1">{t!(stock_serials)}</h2>
                <SearchInput
                    label=t!(stock_serials_search)
                    value=typed
                    on_input=move |words: String| typed.set(words)
                />
                <ul class="plain-list" data-test="serials">
                    {move || {
                        rows.with(|rows| {
                            rows.iter().take(SERIALS_SHOWN_MAX).cloned().map(row).collect_view()
                        })
                    }}
                </ul>
                <Show when=move || more() != 0>
                    <p class="quiet-text">{t!(stock_serials_more, n = more())}</p>
                </Show>
            </section>
        </Show>
    }
}

fn row(row: SerialRow) -> AnyView {
    let at = row.at.clone();
    let stands = move || {
        let each = at.iter().map(|at| match at {
            SerialAt::Here(code) => code.clone(),
            SerialAt::Customer => text!(stock_serial_customer),
            SerialAt::Party(code) => code.clone(),
            SerialAt::Gone => text!(stock_serial_gone),
        });
        each.collect::<Vec<_>>().join(", ")
    };
    let count = row.count;
    view! {
        <li class="row apart" data-test="serial">
            <span class="code">{row.text}</span>
            <span>{stands}</span>
            {(count > 1).then(|| view! { <span class="figure">{move || words::figure(i128::from(count))}</span> })}
        </li>
    }
    .into_any()
}
