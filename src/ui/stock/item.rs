//! One item: what is there, where, who holds it, and every movement of it.

use super::actions::{AdjustForm, ChangeForm, MoveForm};
use super::count;
use super::ledger::LedgerList;
use crate::domain::catalog::Item;
use crate::domain::text::Sku;
use crate::ui::components::{
    Button, EmptyState, IconName, KeyValue, KeyValueList, PageHeader, SidePanel,
};
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::ui::trade;
use leptos::prelude::*;

/// What can be done to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Adjust,
    Move,
    Change,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Figures {
    on_hand: i64,
    promised: i64,
    free: i64,
    wanted: i64,
}

/// The page of an item.
#[component]
pub fn ItemPage(
    /// Its SKU, as the address gives it.
    code: String,
) -> impl IntoView {
    let Ok(sku) = Sku::new(&code) else {
        return view! { <Missing code /> }.into_any();
    };
    let wanted = sku.clone();
    let item = Memo::new(move |_| {
        desk::read(&[Area::Catalog], |state| {
            state.catalog.get(wanted.as_str()).cloned()
        })
    });
    let shown = move || match item.get() {
        None => view! { <Missing code=code.clone() /> }.into_any(),
        Some(item) => view! { <Shown item /> }.into_any(),
    };
    shown.into_any()
}

#[component]
fn Missing(code: String) -> impl IntoView {
    view! {
        <PageHeader title=t!(stock_item_title) />
        <EmptyState title=t!(stock_item_missing, code = code) text=t!(stock_item_missing_text) icon=IconName::Box />
    }
}

#[component]
fn Shown(item: Item) -> impl IntoView {
    let action = RwSignal::new(None::<Action>);
    let sku = item.sku.clone();
    let figures = Memo::new(move |_| {
        desk::read(&[Area::Stock], |state| {
            state
                .ledger
                .item(&sku)
                .map_or_else(Figures::default, |stock| Figures {
                    on_hand: stock.on_hand(),
                    promised: stock.promised(),
                    free: stock.free(),
                    wanted: stock.wanted(),
                })
        })
    });
    let sku = item.sku.clone();
    let barcodes = item
        .barcodes
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let figure = move |of: fn(&Figures) -> i64| move || figures.with(|figures| count(of(figures)));
    let panel_item = item.clone();
    view! {
        <PageHeader title=Text::from(item.title().to_owned()) summary=Text::from(item.sku.to_string())>
            <Button label=t!(stock_change) icon=IconName::Tag on_press=move |()| action.set(Some(Action::Change)) />
            <Button label=t!(stock_move) icon=IconName::Bin on_press=move |()| action.set(Some(Action::Move)) />
            <Button label=t!(stock_adjust) icon=IconName::Sort on_press=move |()| action.set(Some(Action::Adjust)) />
        </PageHeader>
        <KeyValueList>
            <KeyValue label=t!(stock_on_hand)><span data-test="on-hand">{figure(|f| f.on_hand)}</span></KeyValue>
            <KeyValue label=t!(stock_promised)><span data-test="promised">{figure(|f| f.promised)}</span></KeyValue>
            <KeyValue label=t!(stock_free)><span data-test="free">{figure(|f| f.free)}</span></KeyValue>
            <KeyValue label=t!(stock_wanted)><span data-test="wanted">{figure(|f| f.wanted)}</span></KeyValue>
            {(!barcodes.is_empty())
                .then(|| view! { <KeyValue label=t!(stock_barcodes)>{barcodes}</KeyValue> })}
            {item
                .weight_grams
                .map(|grams| {
                    view! { <KeyValue label=t!(stock_weight)>{t!(stock_grams, grams = i64::from(grams))}</KeyValue> }
                })}
        </KeyValueList>
        <Bins sku=sku.clone() />
        <Holders sku=sku.clone() />
        <Accounts sku=sku.clone() />
        <LedgerList sku />
        {move || {
            let close = Callback::new(move |()| action.set(None));
            let sku = panel_item.sku.clone();
            action
                .get()
                .map(|chosen| {
                    let (title, form) = match chosen {
                        Action::Adjust => (t!(stock_adjust), view! { <AdjustForm sku close /> }.into_any()),
                        Action::Move => (t!(stock_move), view! { <MoveForm sku close /> }.into_any()),
                        Action::Change => {
                            let item = panel_item.clone();
                            (t!(stock_change), view! { <ChangeForm item close /> }.into_any())
                        }
                    };
                    view! { <SidePanel title on_close=close>{form}</SidePanel> }
                })
        }}
    }
}

/// A row of a small table: its words with where they lead, and its figures.
type PlainRow = (String, Option<Route>, Vec<String>);

/// A small table that needs no window: a head and rows of cells, the last ones figures.
#[component]
fn PlainTable(
    /// What it holds.
    #[prop(into)]
    title: Text,
    /// The heads; the first is of words, the others of figures.
    heads: Vec<Text>,
    /// The rows: the words with where they lead, and the figures.
    rows: Signal<Vec<PlainRow>>,
) -> impl IntoView {
    let caption = title.clone();
    view! {
        <section class="section">
            <h2>{title}</h2>
            <Show when=move || !rows.with(Vec::is_empty) fallback=|| view! { <p class="quiet-text">{t!(stock_nothing)}</p> }>
                <table class="plain-table">
                    <caption class="visually-hidden">{caption.clone()}</caption>
                    <thead>
                        <tr>
                            {heads
                                .iter()
                                .cloned()
                                .enumerate()
                                .map(|(i, head)| view! { <th scope="col" class:figure=move || { i > 0 }>{head}</th> })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            rows.get()
                                .into_iter()
                                .map(|(words, route, figures)| {
                                    let words = match route {
                                        Some(route) => {
                                            view! { <a href=navigation::href(&route)>{words}</a> }.into_any()
                                        }
                                        None => words.into_any(),
                                    };
                                    view! {
                                        <tr>
                                            <th scope="row">{words}</th>
                                            {figures
                                                .into_iter()
                                                .map(|figure| view! { <td class="figure">{figure}</td> })
                                                .collect_view()}
                                        </tr>
                                    }
                                })
                                .collect_view()
                        }}
                    </tbody>
                </table>
            </Show>
        </section>
    }
}

#[component]
fn Bins(sku: Sku) -> impl IntoView {
    let rows = Signal::derive(move || {
        desk::read(&[Area::Stock], |state| {
            let bins = state
                .ledger
                .item(&sku)
                .map(|stock| stock.bins())
                .unwrap_or_default();
            let row = |bin: crate::domain::ledger::BinStock| {
                let free = bin.free();
                (
                    bin.bin.to_string(),
                    None,
                    vec![count(bin.on_hand), count(bin.promised), count(free)],
                )
            };
            bins.into_iter().map(row).collect::<Vec<_>>()
        })
    });
    let heads = vec![
        t!(stock_bin),
        t!(stock_on_hand),
        t!(stock_promised),
        t!(stock_free),
    ];
    view! { <PlainTable title=t!(stock_by_bin) heads rows /> }
}

#[component]
fn Holders(sku: Sku) -> impl IntoView {
    let rows = Signal::derive(move || {
        desk::read(&[Area::Stock], |state| {
            let Some(stock) = state.ledger.item(&sku) else {
                return Vec::new();
            };
            stock
                .holders()
                .map(|(bin, holder, units)| {
                    let route = Route::Order(holder.order.to_string());
                    (
                        holder.order.number().to_owned(),
                        Some(route),
                        vec![bin.to_string(), count(units)],
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    view! { <PlainTable title=t!(stock_holders) heads=vec![t!(stock_order), t!(stock_bin), t!(stock_units)] rows /> }
}

#[component]
fn Accounts(sku: Sku) -> impl IntoView {
    let rows = Signal::derive(move || {
        desk::read(&[Area::Stock], |state| {
            let Some(stock) = state.ledger.item(&sku) else {
                return Vec::new();
            };
            stock
                .accounts()
                .map(|(account, units)| {
                    let condition = trade::condition(account.condition).get();
                    (
                        trade::place(&account.place).get(),
                        None,
                        vec![condition, count(units)],
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <PlainTable title=t!(stock_accounts) heads=vec![t!(stock_place), t!(stock_condition), t!(stock_units)] rows />
    }
}
