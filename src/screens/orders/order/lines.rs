//! The lines of an order: where each unit is, and who holds the stock that is missing.

use leptos::prelude::*;

use super::super::Shown;
use crate::screens::desk::{self, Area};
use crate::screens::stock::kept_words;
use crate::screens::{pages, words};
use crate::trade::id::{ItemId, OrderId};
use crate::trade::orders::commands::OrderCommand;
use crate::ui::components::{Button, Dialog, IconName, SearchInput};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::names;
use crate::view::orders::{LineView, OrderView, Stage};
use crate::view::stock::{Holder, PlaceStock, stock_of};

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

/// The name of a stage.
pub(super) fn stage_words(stage: Stage) -> Text {
    match stage {
        Stage::Open => t!(trade_stage_open),
        Stage::Allocated => t!(trade_stage_promised),
        Stage::Picked => t!(trade_stage_picked),
        Stage::Packed => t!(trade_stage_packed),
        Stage::Shipped => t!(trade_stage_shipped),
        Stage::Delivered => t!(trade_stage_delivered),
        Stage::Received => t!(trade_stage_received),
        Stage::Restocked => t!(trade_stage_restocked),
        Stage::WrittenOff => t!(trade_stage_written_off),
        Stage::Elsewhere => t!(trade_stage_elsewhere),
        Stage::WithOthers => t!(trade_stage_with_others),
        Stage::Cancelled => t!(trade_stage_cancelled),
    }
}

fn line_view(order: &OrderView, line: &LineView) -> AnyView {
    let currency = order.head.currency;
    let (units, price, value) = (line.units, line.price, line.value);
    let missing = line.stages.iter().any(|(stage, _)| *stage == Stage::Open);
    let attributes = line.attributes.join(", ");
    let item = line.item.clone();
    let unknown = line.wants_item.then(|| {
        let (order, line) = (order.head.id.clone(), line.clone());
        view! { <Match order line /> }
    });
    view! {
        <tr data-test="order-line" data-sku=line.code.clone()>
            <th scope="row">
                <ItemName item=item.clone() code=line.code.clone() title=line.title.clone() />
                {(!attributes.is_empty()).then(|| view! { <p class="quiet-text">{attributes}</p> })}
                {unknown}
            </th>
            <td class="figure">{move || words::figure(units)}</td>
            <td>
                <Stages stages=line.stages.clone() />
                {item.filter(|_| missing).map(|item| view! { <StockOf item /> })}
            </td>
            <td class="figure">{move || price.map(|price| words::money(price, &currency))}</td>
            <td class="figure">{move || words::money(value, &currency)}</td>
        </tr>
    }
    .into_any()
}

/// The code of an item with its name, as a link to its page.
#[component]
pub(super) fn ItemName(item: Option<ItemId>, code: String, title: Option<String>) -> impl IntoView {
    let route = item.map(|item| Route::Item(names::item_address(&item)));
    let code = match route.filter(pages::exists) {
        Some(route) => {
            view! { <a class="code" href=navigation::href(&route)>{code}</a> }.into_any()
        }
        None => view! { <span class="code">{code}</span> }.into_any(),
    };
    view! {
        {code}
        " "
        <span>{title}</span>
    }
}

/// Says which item a line means whose code nobody knows.
#[component]
fn Match(order: OrderId, line: LineView) -> impl IntoView {
    let open = RwSignal::new(false);
    let typed = RwSignal::new(line.code.clone());
    let found = Memo::new(move |_| {
        let typed = typed.get();
        super::super::index::ask(|index| {
            let found = index.items().select(&typed).into_iter();
            found
                .filter(|item| !item.retired)
                .take(8)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let key = line.key.clone();
    let choose = move |item: ItemId| {
        let command = OrderCommand::MatchLine {
            order: order.clone(),
            line: key.clone(),
            item,
        };
        open.set(false);
        desk::perform(command, t!(order_matched));
    };
    let choose = StoredValue::new(choose);
    view! {
        <Button
            label=t!(order_match)
            icon=IconName::Tag
            on_press=move |()| open.set(true)
            attr:data-test="match-line"
        />
        <Dialog title=t!(order_match) open on_close=move |()| open.set(false)>
            <SearchInput
                label=t!(order_match_search)
                value=typed
                on_input=move |words: String| typed.set(words)
            />
            <ul class="plain-list">
                {move || {
                    found
                        .get()
                        .into_iter()
                        .map(|item| {
                            let label = format!("{} {}", item.sku, item.title.clone().unwrap_or_default());
                            let id = item.id.clone();
                            view! {
                                <li>
                                    <Button
                                        label=Text::from(label)
                                        on_press=move |()| choose.with_value(|choose| choose(id.clone()))
                                        attr:data-test="match-item"
                                    />
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Dialog>
    }
}

/// The counters of a line: only the stages that hold units.
#[component]
fn Stages(stages: Vec<(Stage, i128)>) -> impl IntoView {
    view! {
        <ul class="stages">
            {stages
                .into_iter()
                .map(|(stage, count)| {
                    let shown = u64::try_from(count).unwrap_or(0);
                    view! {
                        <li data-stage=stage.code() data-units=count.to_string()>
                            {move || text!(order_stage_units, stage = stage_words(stage), count = shown)}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// Where the stock of an item lies, and which orders hold it.
#[component]
fn StockOf(item: ItemId) -> impl IntoView {
    let name = desk::peek(|at| names::item_code(at, &item));
    let stock =
        Memo::new(move |_| desk::read(&[Area::Stock], |at| stock_of(at, &item, desk::today())));
    view! {
        <details class="stock-of">
            <summary>{t!(order_stock_of, item = name.clone())}</summary>
            {move || {
                let stock = stock.get();
                if stock.places.is_empty() {
                    return view! { <p class="quiet-text">{t!(order_stock_none)}</p> }.into_any();
                }
                let held = holders(&stock.holders);
                let asked_back = (!stock.asked_back.is_empty())
                    .then(|| {
                        view! {
                            <p>{t!(order_asked_back_from)}</p>
                            <ul class="holders" data-test="asked-back-from">{holders(&stock.asked_back)}</ul>
                        }
                    });
                let rows = stock.places.iter().map(place_row).collect_view();
                let (on_hand, free) = (stock.on_hand, stock.available);
                view! {
                    <table class="plain-table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(order_bin)}</th>
                                <th scope="col">{t!(stock_kept)}</th>
                                <th scope="col" class="figure">{t!(order_on_hand)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    <p class="row">
                        <span>{t!(order_on_hand)} " " {words::figure(on_hand)}</span>
                        <span>{t!(order_free)} " " {words::figure(free)}</span>
                    </p>
                    <p>{t!(order_held_by)}</p>
                    <ul class="holders">{held}</ul>
                    {asked_back}
                }
                    .into_any()
            }}
        </details>
    }
}

/// Orders that have units of an item, each with the way to its page.
fn holders(holders: &[Holder]) -> AnyView {
    let row = |holder: &Holder| {
        let address = navigation::href(&Route::Order(holder.address.clone()));
        let units = holder.units;
        view! {
            <li>
                <a href=address>{holder.number.clone()}</a>
                " "
                {words::figure(units)}
            </li>
        }
    };
    holders.iter().map(row).collect_view().into_any()
}

fn place_row(place: &PlaceStock) -> AnyView {
    let (name, units, item) = (place.name.clone(), place.units, place.goods.item.clone());
    let kept = place.kept.clone();
    view! {
        <tr>
            <th scope="row" class="code">{name}</th>
            <td>{kept.map(|why| view! { <span>{kept_words(why)}</span> })}</td>
            <td class="figure">{words::amount(&item, units)}</td>
        </tr>
    }
    .into_any()
}
