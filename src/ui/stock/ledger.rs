//! Every movement of an item, the latest first: when, from where, to where, how many, why, who.

use super::count;
use crate::domain::Event;
use crate::domain::commit::Dated;
use crate::domain::text::Sku;
use crate::limits::LEDGER_ROWS_SHOWN;
use crate::ui::components::{Button, Skeleton};
use crate::ui::desk::{self, Area};
use crate::ui::feedback::spawn_reported;
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::ui::trade;
use leptos::prelude::*;

/// One posting.
#[derive(Clone, Debug, PartialEq)]
struct Posting {
    at_ms: i64,
    from: String,
    to: String,
    units: u32,
    why: Why,
    operator: String,
}

/// Why goods moved.
#[derive(Clone, Debug, PartialEq)]
enum Why {
    Order(String),
    Words(String),
}

fn postings(sku: &Sku, events: &[Dated]) -> Vec<Posting> {
    let mut postings = Vec::new();
    for dated in events {
        dated.event.for_each_movement(|goods, from, to, units| {
            if goods.sku == *sku {
                postings.push(Posting {
                    at_ms: dated.stamp.ms(),
                    from: trade::place(&from).get(),
                    to: trade::place(&to).get(),
                    units,
                    why: why(&dated.event),
                    operator: dated.operator.to_string(),
                });
            }
        });
    }
    postings.reverse();
    postings
}

fn why(event: &Event) -> Why {
    if let Some(order) = event.order() {
        return Why::Order(order.to_string());
    }
    match event {
        Event::StockPosted(posted) => {
            let kind = trade::stock_document_kind(posted.kind).get();
            let reason = posted.reason.map(|reason| trade::loss_reason(reason).get());
            let words = posted.words.as_ref().map(|words| format!("“{words}”"));
            let parts: Vec<String> = [Some(kind), reason, words].into_iter().flatten().collect();
            Why::Words(parts.join(" · "))
        }
        _ => Why::Words(String::new()),
    }
}

/// The ledger of an item.
#[component]
pub(super) fn LedgerList(
    /// The item.
    sku: Sku,
) -> impl IntoView {
    let events = RwSignal::new(None::<Vec<Dated>>);
    let shown = RwSignal::new(LEDGER_ROWS_SHOWN);
    let item = sku.clone();
    // Read again whenever something moved the item.
    let count_of_events =
        Memo::new(move |_| desk::read(&[Area::Stock], |state| state.movements(&item).len()));
    let item = sku.clone();
    Effect::new(move || {
        count_of_events.track();
        let Some(portal) = desk::portal() else { return };
        let item = item.clone();
        spawn_reported(async move {
            let read = portal
                .movements_of(&item)
                .await
                .map_err(|error| desk::problem(&error))?;
            events.set(Some(read));
            Ok(())
        });
    });
    let postings = Memo::new(move |_| {
        events.with(|events| events.as_ref().map(|events| postings(&sku, events)))
    });
    let total = Memo::new(move |_| postings.with(|p| p.as_ref().map_or(0, Vec::len)));
    view! {
        <section class="section">
            <h2>{t!(stock_ledger)}</h2>
            {move || match postings.get() {
                None => view! { <Skeleton lines=4 /> }.into_any(),
                Some(postings) if postings.is_empty() => view! { <p class="quiet-text">{t!(stock_nothing)}</p> }.into_any(),
                Some(postings) => view! { <PostingTable postings=postings.into_iter().take(shown.get()).collect() /> }
                    .into_any(),
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
fn PostingTable(postings: Vec<Posting>) -> impl IntoView {
    let heads: [(Text, bool); 6] = [
        (t!(stock_when), false),
        (t!(stock_from), false),
        (t!(stock_to), false),
        (t!(stock_units), true),
        (t!(stock_why), false),
        (t!(stock_who), false),
    ];
    view! {
        <div class="scroll-x">
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
                    {postings
                        .into_iter()
                        .map(|posting| {
                            let why = match posting.why {
                                Why::Order(id) => {
                                    let number = id.split_once(':').map_or(id.as_str(), |(_, n)| n).to_owned();
                                    view! { <a href=navigation::href(&Route::Order(id))>{number}</a> }.into_any()
                                }
                                Why::Words(words) => words.into_any(),
                            };
                            view! {
                                <tr>
                                    <td>{trade::moment(posting.at_ms)}</td>
                                    <td>{posting.from}</td>
                                    <td>{posting.to}</td>
                                    <td class="figure">{count(i64::from(posting.units))}</td>
                                    <td>{why}</td>
                                    <td>{posting.operator}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}
