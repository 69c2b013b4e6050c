//! The lines of an order: where each unit is, what is promised from which bin, who holds the stock that is missing.

use leptos::prelude::*;

use super::form::Shown;
use crate::domain::order::{Line, Order, Stage};
use crate::domain::text::Sku;
use crate::ui::desk::{self, Area};
use crate::ui::locale::{t, text};
use crate::ui::routes::Route;
use crate::ui::{navigation, pages, trade};

/// The section of the lines.
#[component]
pub(super) fn Lines(order: Shown) -> impl IntoView {
    view! {
        <section class="order-section" aria-labelledby="order-lines">
            <h2 id="order-lines">{t!(order_lines)}</h2>
            <div class="scroll-x" tabindex="0" role="group" aria-labelledby="order-lines">
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(order_item)}</th>
                            <th scope="col" class="figure">{t!(order_ordered)}</th>
                            <th scope="col">{t!(order_where_units)}</th>
                            <th scope="col" class="figure">{t!(order_price)}</th>
                            <th scope="col" class="figure">{t!(order_value)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            order
                                .with(|order| {
                                    order.lines.iter().map(|line| line_view(order, line)).collect_view()
                                })
                        }}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn line_view(order: &Order, line: &Line) -> AnyView {
    let currency = order.currency;
    let (units, price, value) = (line.units, line.unit_price, line.value());
    let missing = line.stages.get(Stage::Open) > 0;
    let sku = line.sku.clone();
    view! {
        <tr data-test="order-line" data-sku=line.sku.to_string()>
            <th scope="row">
                <ItemName sku=line.sku.clone() />
                {line
                    .words
                    .as_ref()
                    .map(|words| view! { <p class="quiet-text">{words.to_string()}</p> })}
            </th>
            <td class="figure">{move || trade::figure(units)}</td>
            <td>
                <Stages line=line.clone() />
                {missing.then(|| view! { <StockOf sku /> })}
            </td>
            <td class="figure">{move || trade::money(price, currency)}</td>
            <td class="figure">{move || trade::money(value, currency)}</td>
        </tr>
    }
    .into_any()
}

/// The code of an item with its name, as a link to its ledger.
#[component]
pub(super) fn ItemName(sku: Sku) -> impl IntoView {
    let route = Route::Item(sku.to_string());
    let name = {
        let sku = sku.clone();
        move || {
            desk::read(&[Area::Catalog], |state| {
                let item = state.catalog.get(sku.as_str());
                item.and_then(|item| item.name.as_ref().map(ToString::to_string))
            })
        }
    };
    let code = if pages::exists(&route) {
        view! { <a class="code" href=navigation::href(&route)>{sku.to_string()}</a> }.into_any()
    } else {
        view! { <span class="code">{sku.to_string()}</span> }.into_any()
    };
    view! {
        {code}
        " "
        <span>{name}</span>
    }
}

/// The counters of a line: only the stages that hold units.
#[component]
fn Stages(line: Line) -> impl IntoView {
    let stages = line.stages;
    let held = Stage::ALL
        .into_iter()
        .filter(move |stage| stages.get(*stage) > 0);
    let promises: Vec<(u32, String)> = line
        .promises
        .iter()
        .map(|promise| (promise.units, promise.bin.to_string()))
        .collect();
    let put_back = line.put_back;
    view! {
        <ul class="stages">
            {held
                .map(|stage| {
                    let count = stages.get(stage);
                    let bins = if stage == Stage::Promised { promises.clone() } else { Vec::new() };
                    view! {
                        <li data-stage=format!("{stage:?}").to_lowercase() data-units=count.to_string()>
                            {move || text!(order_stage_units, stage = trade::stage(stage), count = count)}
                            {bins
                                .into_iter()
                                .map(|(units, bin)| {
                                    view! {
                                        <span class="quiet-text">
                                            {move || text!(order_from_bin, count = units, bin = bin.as_str())}
                                        </span>
                                    }
                                })
                                .collect_view()}
                        </li>
                    }
                })
                .collect_view()}
            {(put_back > 0)
                .then(|| view! { <li>{move || text!(order_put_back_units, count = put_back)}</li> })}
        </ul>
    }
}

/// Where the stock of an item lies, and which orders hold it.
#[component]
fn StockOf(sku: Sku) -> impl IntoView {
    let name = sku.to_string();
    let stock = Memo::new(move |_| {
        desk::read(&[Area::Stock], |state| {
            let Some(stock) = state.ledger.item(&sku) else {
                return Vec::new();
            };
            let bins = stock.bins().into_iter().map(|bin| {
                let holders = stock.holders().filter(|(held, _, _)| **held == bin.bin);
                let holders: Vec<(String, String, i64)> = holders
                    .map(|(_, holder, units)| {
                        let order = &holder.order;
                        (order.to_string(), order.number().to_owned(), units)
                    })
                    .collect();
                (bin.bin.to_string(), bin.on_hand, bin.free(), holders)
            });
            bins.collect::<Vec<_>>()
        })
    });
    view! {
        <details class="stock-of">
            <summary>{t!(order_stock_of, item = name.as_str())}</summary>
            {move || {
                let bins = stock.get();
                if bins.is_empty() {
                    return view! { <p class="quiet-text">{t!(order_stock_none)}</p> }.into_any();
                }
                let rows = bins.into_iter().map(|(bin, on_hand, free, holders)| {
                    let holders = holders.into_iter().map(|(id, number, units)| {
                        let address = navigation::href(&Route::Order(id));
                        view! {
                            <li>
                                <a href=address>{number}</a>
                                " "
                                {trade::figure(units as f64)}
                            </li>
                        }
                    });
                    view! {
                        <tr>
                            <th scope="row" class="code">{bin}</th>
                            <td class="figure">{trade::figure(on_hand as f64)}</td>
                            <td class="figure">{trade::figure(free as f64)}</td>
                            <td><ul class="holders">{holders.collect_view()}</ul></td>
                        </tr>
                    }
                });
                view! {
                    <table class="plain-table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(order_bin)}</th>
                                <th scope="col" class="figure">{t!(order_on_hand)}</th>
                                <th scope="col" class="figure">{t!(order_free)}</th>
                                <th scope="col">{t!(order_held_by)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                }
                    .into_any()
            }}
        </details>
    }
}
