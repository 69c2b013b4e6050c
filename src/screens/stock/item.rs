//! One item: its card, its stock, who has it, and every movement.

use super::actions::{AdjustForm, MoveForm};
use super::item_form::ItemForm;
use super::item_more::MoreForm;
use super::item_words;
use super::ledger::LedgerList;
use super::lots::LotSection;
use super::recipe::KitSection;
use super::serials::SerialSection;
use super::variants::Variants;
use crate::browser::page;
use crate::screens::desk::{self, ALL, Area};
use crate::screens::inbox::Concerned;
use crate::screens::pictures::{ItemFace, ItemLook, PictureForm};
use crate::screens::words;
use crate::trade::catalog::ChannelStock;
use crate::trade::id::{DocumentId, ItemId};
use crate::trade::identity::canonical::Canonical;
use crate::ui::components::{
    Button, ButtonLink, EmptyState, IconName, KeyValue, KeyValueList, PageHeader, SidePanel,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::{Paper, Route};
use crate::view::abc::{Class, classes};
use crate::view::items::{barcodes, kept_by_channels};
use crate::view::names;
use crate::view::stock::{ItemStock, marked, stock_of};
use leptos::prelude::*;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Adjust,
    Move,
    Change,
}

/// The page of an item.
#[component]
pub fn ItemPage(
    /// The item, as the address gives it.
    code: String,
) -> impl IntoView {
    let wanted = code.clone();
    let item = Memo::new(move |_| desk::read(&[Area::Catalog], |at| names::find_item(at, &wanted)));
    move || match item.get() {
        None => view! {
            <PageHeader title=t!(stock_item_title) />
            <EmptyState
                title=missing(&code)
                text=t!(stock_item_missing_text)
                icon=IconName::Box
            />
        }
        .into_any(),
        Some(item) => view! { <Shown item /> }.into_any(),
    }
}

/// What channels keep of an item in places of their own, by their last lists; apart from all that is here.
fn at_channel_words(of: ChannelStock) -> Text {
    let figure = |units: u64| words::figure(i128::from(units));
    let (sellable, reserved) = (figure(of.sellable), figure(of.reserved));
    let (unsellable, coming) = (figure(of.unsellable), figure(of.coming));
    t!(
        item_at_channel_units,
        sellable = sellable.clone(),
        reserved = reserved.clone(),
        unsellable = unsellable.clone(),
        coming = coming.clone(),
        when = words::moment(of.seen.ms)
    )
}

fn missing(code: &str) -> Text {
    let code = code.to_owned();
    t!(stock_item_missing, code = code.clone())
}

#[component]
fn Shown(item: ItemId) -> impl IntoView {
    let action = RwSignal::new(None::<Action>);
    let stock = {
        let item = item.clone();
        Memo::new(move |_| desk::read(ALL, |at| stock_of(at, &item, desk::today())))
    };
    let card = {
        let item = item.clone();
        Memo::new(move |_| {
            desk::read(&[Area::Catalog], |at| {
                let codes = at.state.item(&item).map(barcodes).unwrap_or_default();
                let sku = names::item_code(at, &item);
                let title = names::item_title(at, &item);
                let title = title.map_or_else(|| sku.clone(), |title| title.as_str().to_owned());
                let client = item.client.as_ref().map(|id| names::party_name(at, id));
                (title, sku, codes.join(", "), client)
            })
        })
    };
    let class = {
        let item = item.clone();
        Memo::new(move |_| {
            let found = desk::read(&[Area::Floor], |at| {
                classes(at).get(&at.state.components.item(&item)).copied()
            });
            let (class, picks) = found.unwrap_or((Class::C, 0));
            text!(stock_class_of, class = class.letter(), n = picks)
        })
    };
    let at_channels = {
        let item = item.clone();
        Memo::new(move |_| desk::read(&[Area::Catalog], |at| kept_by_channels(at, &item)))
    };
    let counted = StoredValue::new(item.clone());
    let figure = move |of: fn(&ItemStock) -> i128| {
        move || {
            let units = stock.with(of);
            counted.with_value(|item| words::amount(item, units))
        }
    };
    let label_paper = Route::Print(Paper::Item(names::item_address(&item)));
    let panel_item = item.clone();
    let concerned = Signal::stored(BTreeSet::from([DocumentId::Item(item.clone())]));
    view! {
        <PageHeader
            title=Text::computed(move || card.with(|card| card.0.clone()))
            summary=Text::computed(move || card.with(|card| card.1.clone()))
        >
            <ButtonLink
                label=t!(prints_open_item_label)
                to=label_paper
                icon=IconName::Print
                attr:data-test="item-label-link"
            />
            <Button
                label=t!(stock_change)
                icon=IconName::Tag
                on_press=move |()| action.set(Some(Action::Change))
                attr:data-test="change-item"
            />
            <Button label=t!(stock_move) icon=IconName::Bin on_press=move |()| action.set(Some(Action::Move)) />
            <Button
                label=t!(stock_adjust)
                icon=IconName::Sort
                on_press=move |()| action.set(Some(Action::Adjust))
                attr:data-test="adjust"
            />
        </PageHeader>
        <Concerned documents=concerned />
        <div class="with-panel">
            <div>
                <p class="row item-head">
                    <ItemFace item=Some(item.clone()) />
                    <ItemLook item=Some(item.clone()) />
                </p>
                <KeyValueList>
                    <KeyValue label=t!(stock_on_hand)>
                        <FigureOf list="by-bin" name="on-hand" figure=Signal::derive(figure(|stock| stock.on_hand)) />
                    </KeyValue>
                    <KeyValue label=t!(stock_promised)>
                        <FigureOf list="holders" name="promised" figure=Signal::derive(figure(|stock| stock.allocated)) />
                    </KeyValue>
                    <KeyValue label=t!(stock_tied)>
                        <FigureOf list="by-bin" name="tied" figure=Signal::derive(figure(|stock| stock.tied())) />
                    </KeyValue>
                    <KeyValue label=t!(stock_free)>
                        <span data-test="free">{figure(|stock| stock.available)}</span>
                    </KeyValue>
                    {move || {
                        let kept = stock.with(ItemStock::reasons);
                        (!kept.is_empty())
                            .then(|| {
                                view! {
                                    <KeyValue label=t!(stock_kept)>
                                        <span data-test="kept">
                                            {move || counted.with_value(|item| item_words::all_kept(item, &kept))}
                                        </span>
                                    </KeyValue>
                                }
                            })
                    }}
                    {move || {
                        stock
                            .with(|stock| stock.sets)
                            .map(|sets| {
                                view! {
                                    <KeyValue label=t!(stock_sets)>
                                        <span data-test="sets">{move || words::figure(sets)}</span>
                                    </KeyValue>
                                }
                            })
                    }}
                    <KeyValue label=t!(stock_short)>
                        <a href=navigation::href(&Route::Conflicts) data-test="short">
                            {figure(|stock| stock.oversold)}
                        </a>
                    </KeyValue>
                    {move || {
                        at_channels
                            .get()
                            .into_iter()
                            .map(|(channel, of)| {
                                view! {
                                    <KeyValue label=t!(item_at_channel, channel = channel.clone())>
                                        <span data-test="at-channel">{at_channel_words(of)}</span>
                                    </KeyValue>
                                }
                            })
                            .collect_view()
                    }}
                    <KeyValue label=t!(stock_class)>
                        <span data-test="class">{move || class.get()}</span>
                    </KeyValue>
                    {move || {
                        let (_, _, codes, client) = card.get();
                        view! {
                            {(!codes.is_empty())
                                .then(|| view! { <KeyValue label=t!(stock_barcodes)>{codes}</KeyValue> })}
                            {client
                                .map(|client| view! { <KeyValue label=t!(trade_party_client)>{client}</KeyValue> })}
                        }
                    }}
                </KeyValueList>
                <Variants item=item.clone() />
                <KitSection item=item.clone() />
                <LotSection item=item.clone() />
                <SerialSection item=item.clone() />
                <MoreForm item=item.clone() />
                <PictureForm item=item.clone() />
                <Places stock />
                <Holders item=item.clone() stock />
                <LedgerList item=item.clone() />
            </div>
            {move || {
                let close = Callback::new(move |()| action.set(None));
                let item = panel_item.clone();
                action
                    .get()
                    .map(|chosen| {
                        let (title, form) = match chosen {
                            Action::Adjust => (t!(stock_adjust), view! { <AdjustForm item close /> }.into_any()),
                            Action::Move => (t!(stock_move), view! { <MoveForm item close /> }.into_any()),
                            Action::Change => {
                                (t!(stock_change), view! { <ItemForm item=Some(item) close /> }.into_any())
                            }
                        };
                        view! { <SidePanel title on_close=close>{form}</SidePanel> }
                    })
            }}
        </div>
    }
}

/// A figure that leads to the list further down that it counts.
#[component]
fn FigureOf(list: &'static str, name: &'static str, figure: Signal<String>) -> impl IntoView {
    let show = move |_| {
        page::focus(&format!("#{list}"));
    };
    view! {
        <button class="figure-link" type="button" data-test=name on:click=show>
            {figure}
        </button>
    }
}

#[component]
fn Places(stock: Memo<ItemStock>) -> impl IntoView {
    view! {
        <section class="section">
            <h2 id="by-bin" tabindex="-1">{t!(stock_by_bin)}</h2>
            {move || {
                stock
                    .with(|stock| {
                        if stock.places.is_empty() {
                            return view! { <p class="quiet-text">{t!(stock_nothing)}</p> }.into_any();
                        }
                        let rows = stock
                            .places
                            .iter()
                            .map(|place| {
                                let condition = marked(&place.goods).map(|it| words::condition(&it));
                                let (units, of) = (place.units, place.goods.item.clone());
                                let expiry = place.expiry;
                                let kept = place.kept.clone();
                                view! {
                                    <tr data-test="place-stock">
                                        <th scope="row" class="code">{place.name.clone()}</th>
                                        <td>{place.warehouse.clone()}</td>
                                        <td>{place.lot.clone()}</td>
                                        <td>{move || expiry.map(words::day)}</td>
                                        <td>{place.owner.clone()}</td>
                                        <td>{condition.map(|words| view! { <span>{words}</span> })}</td>
                                        <td>{kept.map(|why| view! { <span>{item_words::kept(why)}</span> })}</td>
                                        <td class="figure">{move || words::amount(&of, units)}</td>
                                    </tr>
                                }
                            })
                            .collect_view();
                        view! {
                            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(stock_by_bin)>
                                <table class="plain-table">
                                    <thead>
                                        <tr>
                                            <th scope="col">{t!(stock_place)}</th>
                                            <th scope="col">{t!(stock_warehouse)}</th>
                                            <th scope="col">{t!(stock_lot)}</th>
                                            <th scope="col">{t!(stock_expiry)}</th>
                                            <th scope="col">{t!(stock_owner)}</th>
                                            <th scope="col">{t!(stock_condition)}</th>
                                            <th scope="col">{t!(stock_kept)}</th>
                                            <th scope="col" class="figure">{t!(stock_units)}</th>
                                        </tr>
                                    </thead>
                                    <tbody>{rows}</tbody>
                                </table>
                            </div>
                        }
                            .into_any()
                    })
            }}
        </section>
    }
}

#[component]
fn Holders(item: ItemId, stock: Memo<ItemStock>) -> impl IntoView {
    view! {
        <section class="section">
            <h2 id="holders" tabindex="-1">{t!(stock_holders)}</h2>
            {move || {
                stock
                    .with(|stock| {
                        if stock.holders.is_empty() {
                            return view! { <p class="quiet-text">{t!(stock_nothing)}</p> }.into_any();
                        }
                        let rows = stock
                            .holders
                            .iter()
                            .map(|holder| {
                                let href = navigation::href(&Route::Order(holder.address.clone()));
                                let (units, of) = (holder.units, item.clone());
                                view! {
                                    <li class="row">
                                        <a href=href>{holder.number.clone()}</a>
                                        <span class="figure">{move || words::amount(&of, units)}</span>
                                    </li>
                                }
                            })
                            .collect_view();
                        view! { <ul class="plain-list">{rows}</ul> }.into_any()
                    })
            }}
        </section>
    }
}
