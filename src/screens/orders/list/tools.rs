//! The filters above the list.

use leptos::prelude::*;

use super::filters::{Filters, SHOWN};
use super::views::ViewsMenu;
use crate::screens::orders::index::ask;
use crate::screens::workspace::open_desks;
use crate::screens::{desk, words};
use crate::stream::id::TAG_LETTERS;
use crate::ui::components::{
    Button, ButtonKind, Chip, ColumnChooser, FilterChip, Icon, IconName, Menu, MenuItem,
    SearchInput, TableColumns, unique_id,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, QueryValue};
use crate::view::orders::{
    FULFILMENTS, PAYMENTS, fulfilment_code, fulfilment_of, payment_code, payment_of,
};

/// The quick filters, by their code in the address.
fn shown_words(code: &str) -> Text {
    match code {
        "due" => t!(today_due),
        "cutoff" => t!(today_cutoff),
        "verify" => t!(orders_to_verify),
        "held" => t!(orders_filter_held),
        "unpaid" => t!(orders_filter_unpaid),
        _ => t!(orders_filter_short),
    }
}

/// Search, filters, views and columns.
#[component]
pub(super) fn Tools(filters: Filters, columns: TableColumns) -> impl IntoView {
    let typed_words = filters.value("q");
    let days = ["from", "until"].map(|name| filters.value(name));
    let counts =
        Memo::new(|_| ask(|index| index.counts(desk::now_ms(), super::filters::day_ends_ms())));
    let near = Memo::new(|_| super::filters::before_cutoff());
    let count = move |code: &str| {
        let counts = counts.get();
        match code {
            "due" => counts.due,
            "cutoff" => near.get(),
            "verify" => counts.unverified,
            "held" => counts.held,
            "unpaid" => counts.unpaid,
            _ => counts.short,
        }
    };
    view! {
        <div class="table-tools" role="search" aria-label=t!(orders_filters)>
            <SearchInput
                label=t!(orders_search)
                value=Signal::derive(move || typed_words.get_or_empty())
                on_input=move |typed: String| typed_words.set(Some(&typed))
            />
            {SHOWN
                .into_iter()
                .map(|code| {
                    view! {
                        <FilterChip
                            label=shown_words(code)
                            active=Signal::derive(move || filters.has("show", code))
                            on_toggle=move |()| filters.toggle("show", code)
                            count=Text::computed(move || words::figure(count(code) as i128))
                            attr:data-test=format!("show-{code}")
                        />
                    }
                })
                .collect_view()}
            <StateMenu filters />
            <PaymentMenu filters />
            <ChoiceMenu label=t!(orders_channel) value=filters.value("channel") choices=Memo::new(|_| {
                ask(|index| index.channels().into_iter().collect())
            }) />
            <ChoiceMenu label=t!(orders_country) value=filters.value("country") choices=Memo::new(|_| {
                ask(|index| index.countries().into_iter().collect())
            }) />
            <ChoiceMenu label=t!(orders_desk) value=filters.value("desk") choices=Memo::new(|_| desks()) />
            <details class="day-filters" open=untrack(move || days.iter().any(|day| day.get().is_some()))>
                <summary class="button quiet">
                    <Icon name=IconName::Clock />
                    <span class="button-label">{t!(orders_dates)}</span>
                </summary>
                <div class="row">
                    <Day label=t!(orders_from) value=days[0] />
                    <Day label=t!(orders_until) value=days[1] />
                </div>
            </details>
            <div class="table-tools-end">
                <ViewsMenu filters />
                <ColumnChooser columns />
            </div>
        </div>
        <Chosen filters />
    }
}

/// The devices that have open orders at their desks, by tag.
fn desks() -> Vec<String> {
    let desks = open_desks().into_iter();
    desks.map(|desk| desk.device.tag(TAG_LETTERS)).collect()
}

#[component]
fn StateMenu(filters: Filters) -> impl IntoView {
    view! {
        <Menu label=t!(orders_state) icon=IconName::Filter class="from-start">
            {FULFILMENTS
                .into_iter()
                .map(|state| {
                    view! {
                        <MenuItem
                            label=words::fulfilment(&state)
                            stays=true
                            checked=Signal::derive(move || filters.has("state", fulfilment_code(state)))
                            on_choose=move |()| filters.toggle("state", fulfilment_code(state))
                        />
                    }
                })
                .collect_view()}
        </Menu>
    }
}

#[component]
fn PaymentMenu(filters: Filters) -> impl IntoView {
    view! {
        <Menu label=t!(orders_payment) icon=IconName::Filter class="from-start">
            {PAYMENTS
                .into_iter()
                .map(|state| {
                    view! {
                        <MenuItem
                            label=words::payment(&state)
                            stays=true
                            checked=Signal::derive(move || filters.has("pay", payment_code(state)))
                            on_choose=move |()| filters.toggle("pay", payment_code(state))
                        />
                    }
                })
                .collect_view()}
        </Menu>
    }
}

/// One of several values; shown where there is a choice.
#[component]
fn ChoiceMenu(
    #[prop(into)] label: Text,
    value: QueryValue,
    choices: Memo<Vec<String>>,
) -> impl IntoView {
    let some = Memo::new(move |_| choices.with(Vec::len) > 1);
    view! {
        <Show when=move || some.get()>
            <Menu label=label.clone() icon=IconName::Filter class="from-start">
                {move || {
                    choices
                        .get()
                        .into_iter()
                        .map(|choice| {
                            let (own, wanted) = (choice.clone(), choice.clone());
                            view! {
                                <MenuItem
                                    label=choice
                                    checked=Signal::derive(move || value.get().as_deref() == Some(own.as_str()))
                                    on_choose=move |()| {
                                        let on = untrack(|| value.get()).as_deref() == Some(wanted.as_str());
                                        value.set((!on).then_some(&wanted));
                                    }
                                />
                            }
                        })
                        .collect_view()
                }}
            </Menu>
        </Show>
    }
}

/// A day, with its label beside it.
#[component]
fn Day(#[prop(into)] label: Text, value: QueryValue) -> impl IntoView {
    let id = unique_id("day");
    view! {
        <div class="day-filter">
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                id=id
                type="date"
                prop:value=move || value.get_or_empty()
                on:change=move |event| value.set(Some(&event_target_value(&event)))
            />
        </div>
    }
}

/// What is chosen in the menus, each to be taken off.
#[component]
fn Chosen(filters: Filters) -> impl IntoView {
    let several = move |name: &'static str, named: fn(&str) -> Option<Text>| {
        let value = filters.value(name).get_or_empty();
        let chips = value.split(',').filter_map(|code| {
            let (label, code) = (named(code)?, code.to_owned());
            Some(view! { <Chip label on_remove=move |()| filters.toggle(name, &code) /> })
        });
        chips.collect_view()
    };
    let unknown = move |name: &'static str| {
        let chips = filters.unknown(name).into_iter().map(|code| {
            let label = text!(orders_filter_unknown, code = code.clone());
            let on_remove = move |()| match filters.value(name).now() == Some(code.clone()) {
                true => filters.value(name).set(None),
                false => filters.toggle(name, &code),
            };
            view! { <Chip label on_remove /> }
        });
        chips.collect_view()
    };
    let unknown_names = move || {
        let chips = filters.unknown_names().into_iter().map(|name| {
            let label = text!(orders_filter_unknown, code = name.clone());
            view! { <Chip label on_remove=move |()| navigation::drop_query(&name) /> }
        });
        chips.collect_view()
    };
    let single = move |name: &'static str| {
        let value = filters.value(name);
        if !filters.unknown(name).is_empty() {
            return None;
        }
        let chip =
            |label: String| view! { <Chip label=label on_remove=move |()| value.set(None) /> };
        value.get().map(chip)
    };
    view! {
        <Show when=move || filters.any()>
            <div class="row chosen-filters">
                {move || several("state", |code| fulfilment_of(code).map(|state| words::fulfilment(&state)))}
                {move || several("pay", |code| payment_of(code).map(|state| words::payment(&state)))}
                {move || ["state", "pay", "show", "channel", "country"].map(unknown)}
                {unknown_names}
                {move || single("channel")}
                {move || single("customer")}
                {move || single("country")}
                {move || single("desk")}
                <Button
                    label=t!(orders_clear_filters)
                    kind=ButtonKind::Quiet
                    icon=IconName::Cross
                    on_press=move |()| filters.clear()
                />
            </div>
        </Show>
    }
}
