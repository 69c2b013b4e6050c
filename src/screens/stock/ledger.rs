//! Every movement of an item, the latest first: when, from where, to where, how many, why, who.

use crate::limits::LEDGER_ROWS_SHOWN;
use crate::screens::desk::{self, Area};
use crate::screens::words;
use crate::trade::id::ItemId;
use crate::trade::place::Place;
use crate::ui::components::Button;
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::movements::{Posting, Why, postings};
use leptos::prelude::*;

/// One posting in words.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    ms: i64,
    from: Text,
    to: Text,
    units: u64,
    lot: Option<String>,
    why: RowWhy,
    who: String,
}

#[derive(Clone, Debug, PartialEq)]
enum RowWhy {
    Order(String, String),
    Words(Text),
}

fn row(at: &crate::site::Reading<'_>, posting: &Posting) -> Row {
    let why = match &posting.why {
        Why::Order { number, address } => RowWhy::Order(number.clone(), address.clone()),
        Why::Receipt => RowWhy::Words(t!(stock_why_receipt)),
        Why::Opening => RowWhy::Words(t!(trade_document_opening)),
        Why::Adjustment => RowWhy::Words(t!(trade_document_adjustment)),
        Why::Moved => RowWhy::Words(t!(stock_why_moved)),
        Why::Return => RowWhy::Words(t!(stock_why_return)),
        Why::Count => RowWhy::Words(t!(trade_place_difference)),
        Why::Other => RowWhy::Words(Text::from("")),
    };
    Row {
        ms: posting.ms,
        from: match (&posting.from, &posting.why) {
            // A delivery that names no supplier comes from outside of the books, as what was there when they began.
            (Place::Opening(_), Why::Receipt) => t!(stock_supplier_unnamed),
            (from, _) => words::place(at, from),
        },
        to: words::place(at, &posting.to),
        units: posting.units,
        lot: posting.lot.clone(),
        why,
        who: posting.who.clone().unwrap_or_default(),
    }
}

/// The ledger of an item.
#[component]
pub(super) fn LedgerList(
    /// The item.
    item: ItemId,
) -> impl IntoView {
    let shown = RwSignal::new(LEDGER_ROWS_SHOWN);
    let of = item.clone();
    let rows = Memo::new(move |_| {
        desk::read(&[Area::Stock], |at| {
            let all = postings(at, &item);
            all.iter()
                .map(|posting| row(at, posting))
                .collect::<Vec<Row>>()
        })
    });
    let total = Memo::new(move |_| rows.with(Vec::len));
    view! {
        <section class="section">
            <h2>{t!(stock_ledger)}</h2>
            {move || {
                let shown = shown.get();
                let rows: Vec<Row> = rows.with(|rows| rows.iter().take(shown).cloned().collect());
                if rows.is_empty() {
                    view! { <p class="quiet-text">{t!(stock_nothing)}</p> }.into_any()
                } else {
                    view! { <PostingTable item=of.clone() rows /> }.into_any()
                }
            }}
            <Show when=move || { total.get() > shown.get() }>
                <Button
                    label=t!(stock_show_more, n = total.get() - shown.get())
                    on_press=move |()| shown.update(|rows| *rows += LEDGER_ROWS_SHOWN)
                />
            </Show>
        </section>
    }
}

#[component]
fn PostingTable(item: ItemId, rows: Vec<Row>) -> impl IntoView {
    let heads: [(Text, bool); 7] = [
        (t!(stock_when), false),
        (t!(stock_from), false),
        (t!(stock_to), false),
        (t!(stock_units), true),
        (t!(stock_lot), false),
        (t!(stock_why), false),
        (t!(stock_who), false),
    ];
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(stock_ledger)>
            <table class="plain-table" data-test="ledger">
                <thead>
                    <tr>
                        {heads
                            .into_iter()
                            .map(|(head, figure)| view! { <th scope="col" class:figure=figure>{head}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            let why = match row.why {
                                RowWhy::Order(number, address) => {
                                    view! { <a href=navigation::href(&Route::Order(address))>{number}</a> }
                                        .into_any()
                                }
                                RowWhy::Words(words) => view! { <span>{words}</span> }.into_any(),
                            };
                            let (ms, units, item) = (row.ms, row.units, item.clone());
                            view! {
                                <tr>
                                    <td>{move || words::moment(ms)}</td>
                                    <td>{row.from}</td>
                                    <td>{row.to}</td>
                                    <td class="figure">{move || words::amount(&item, i128::from(units))}</td>
                                    <td>{row.lot}</td>
                                    <td>{why}</td>
                                    <td>{row.who}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}
