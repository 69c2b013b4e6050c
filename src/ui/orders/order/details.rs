//! Where the order goes and where it came from.

use leptos::prelude::*;

use super::form::{Form, FormActions, Shown, code_check, words_check};
use crate::domain::Command;
use crate::domain::event::Address;
use crate::domain::order::Order;
use crate::domain::text::{Code, CreditId, Words};
use crate::ui::components::{
    Button, Dialog, IconName, KeyValue, KeyValueList, TextInput, Textarea,
};
use crate::ui::locale::{t, text};
use crate::ui::routes::Route;
use crate::ui::{navigation, trade};

/// The section of the address.
#[component]
pub(super) fn AddressOf(order: Shown) -> impl IntoView {
    let form = Form::of("address", order);
    let known = Memo::new(move |_| order.with(|order| order.address.is_some()));
    view! {
        <section class="order-section" aria-labelledby="order-address">
            <h2 id="order-address">{t!(order_address)}</h2>
            {move || {
                order
                    .with(|order| match &order.address {
                        Some(address) => address_view(address),
                        None => view! { <p class="quiet-text">{t!(order_no_address)}</p> }.into_any(),
                    })
            }}
            <div class="row">
                {move || {
                    let label = if known.get() { t!(order_edit_address) } else { t!(order_give_address) };
                    view! {
                        <Button
                            label
                            icon=IconName::Home
                            on_press=move |()| form.open.set(true)
                            attr:data-test="edit-address"
                        />
                    }
                }}
            </div>
            <Dialog title=t!(order_address) open=form.open on_close=move |()| form.give_up()>
                <AddressForm order form />
            </Dialog>
        </section>
    }
}

fn address_view(address: &Address) -> AnyView {
    let city = match &address.post_code {
        Some(post_code) => format!("{post_code} {}", address.city),
        None => address.city.to_string(),
    };
    let street = address.street.as_str().lines().map(str::to_owned);
    let lines = std::iter::once(address.name.to_string())
        .chain(street)
        .chain([city, address.country.to_string()])
        .chain(address.phone.as_ref().map(ToString::to_string));
    view! {
        <address class="address" data-test="address">
            {lines.map(|line| view! { <span>{line}</span> }).collect_view()}
        </address>
    }
    .into_any()
}

#[component]
fn AddressForm(order: Shown, form: Form) -> impl IntoView {
    let order = order.get_untracked();
    let known = order.address.as_ref();
    let field = |name, value: Option<String>| form.draft.text(name, value.unwrap_or_default());
    let name = field("name", known.map(|a| a.name.to_string()));
    let street = field("street", known.map(|a| a.street.to_string()));
    let city = field("city", known.map(|a| a.city.to_string()));
    let code = |code: Option<&Code>| code.map(ToString::to_string);
    let post_code = field("post-code", code(known.and_then(|a| a.post_code.as_ref())));
    let country = field(
        "country",
        known
            .map(|a| a.country.to_string())
            .or_else(|| order.country.as_ref().map(ToString::to_string)),
    );
    let phone = field("phone", code(known.and_then(|a| a.phone.as_ref())));
    let optional = |typed: String| -> Result<Option<Code>, ()> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        Code::new(&typed).map(Some).map_err(|_| ())
    };
    let address = move || {
        Some(Address {
            name: Words::new(&name.get()).ok()?,
            street: Words::new(&street.get()).ok()?,
            city: Words::new(&city.get()).ok()?,
            post_code: optional(post_code.get()).ok()?,
            country: Words::new(&country.get()).ok()?,
            phone: optional(phone.get()).ok()?,
        })
    };
    let id = order.id.clone();
    let send = move |()| {
        if let Some(address) = untrack(address) {
            let command = Command::GiveAddress {
                order: id.clone(),
                address: Box::new(address),
            };
            form.send(command, t!(order_address_saved));
        }
    };
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                <TextInput label=t!(order_name) value=name check=words_check(false) required=true />
                <Textarea label=t!(order_street) value=street check=words_check(false) rows=2 />
                <TextInput label=t!(order_post_code) value=post_code check=code_check(true) />
                <TextInput label=t!(order_city) value=city check=words_check(false) required=true />
                <TextInput label=t!(order_country) value=country check=words_check(false) required=true />
                <TextInput label=t!(order_phone) value=phone check=code_check(true) kind="tel" />
                <FormActions
                    form
                    label=t!(order_save_address)
                    invalid=Signal::derive(move || address().is_none())
                    on_send=send
                />
            </div>
        </form>
    }
}

/// The section of everything else that is known.
#[component]
pub(super) fn Details(order: Shown) -> impl IntoView {
    view! {
        <section class="order-section" aria-labelledby="order-details">
            <h2 id="order-details">{t!(order_details)}</h2>
            {move || order.with(|order| facts(order))}
        </section>
    }
}

fn facts(order: &Order) -> AnyView {
    let (placed_at, ship_by, terms) = (order.placed_at, order.ship_by, order.terms);
    let customer = order.customer.as_ref().map(|customer| {
        let name = customer.to_string();
        let address = navigation::href_with(&Route::Orders, &[("customer", &name)]);
        view! {
            <KeyValue label=t!(order_customer)>
                <a href=address title=t!(order_customer_orders)>{name}</a>
            </KeyValue>
        }
    });
    let channel = order.id.channel().to_owned();
    let country = order.country.as_ref().map(ToString::to_string);
    let batch = order.batch.as_ref().map(ToString::to_string);
    let tote = order.tote.as_ref().map(ToString::to_string);
    let source = order.source.as_ref().map(|source| {
        let (file, row) = (source.file.to_string(), source.row);
        view! {
            <KeyValue label=t!(order_source)>
                {move || text!(order_source_row, file = file.as_str(), row = row)}
            </KeyValue>
        }
    });
    let credits: Vec<String> = order.credits.iter().map(credit_number).collect();
    view! {
        <KeyValueList>
            <KeyValue label=t!(order_placed)>{move || trade::civil(placed_at)}</KeyValue>
            {ship_by
                .map(|at| view! { <KeyValue label=t!(order_ship_by)>{move || trade::civil(at)}</KeyValue> })}
            <KeyValue label=t!(order_channel)>{channel}</KeyValue>
            {customer}
            {country.map(|country| view! { <KeyValue label=t!(order_country)>{country}</KeyValue> })}
            <KeyValue label=t!(order_terms)>{trade::terms(terms)}</KeyValue>
            {batch.map(|batch| view! { <KeyValue label=t!(order_batch)>{batch}</KeyValue> })}
            {tote.map(|tote| view! { <KeyValue label=t!(order_tote)>{tote}</KeyValue> })}
            {(!credits.is_empty())
                .then(|| view! { <KeyValue label=t!(order_credits)>{credits.join(", ")}</KeyValue> })}
            {source}
        </KeyValueList>
    }
    .into_any()
}

fn credit_number(credit: &CreditId) -> String {
    credit.number().to_owned()
}
