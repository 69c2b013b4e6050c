//! Where the order goes and where it came from.

use leptos::prelude::*;

use super::super::Shown;
use super::super::form::{Form, FormActions, words_check};
use crate::browser::intl;
use crate::screens::{desk, words};
use crate::trade::orders::commands::OrderCommand;
use crate::trade::orders::{AddressAnswer, AddressGiven, Destination};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Contact, Content};
use crate::trade::quantity::Country;
use crate::trade::text::{PostCodeStart, Words};
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, Dialog, IconName, KeyValue, KeyValueList, TextInput, Textarea,
};
use crate::ui::feedback::report;
use crate::ui::locale::{locale_tag, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::names;
use crate::view::orders::OrderView;

/// The section of the address.
#[component]
pub(super) fn AddressOf(order: Shown) -> impl IntoView {
    let document = order.with_untracked(|order| order.head.address.clone());
    let form = Form::of("address", &document);
    let known = Memo::new(move |_| order.with(|order| order.recipient.is_some()));
    view! {
        <section class="order-section" aria-labelledby="order-address">
            <h2 id="order-address">{t!(order_address)}</h2>
            {move || {
                order
                    .with(|order| match &order.recipient {
                        Some(contact) => address_view(contact),
                        None => {
                            let word = words::withheld(order.head.recipient);
                            let word = word.unwrap_or_else(|| t!(order_no_address));
                            view! { <p class="quiet-text" data-test="no-address">{word}</p> }.into_any()
                        }
                    })
            }}
            {move || {
                order
                    .with(|order| {
                        order.message.clone().map(|words| view! { <q data-test="message">{words}</q> })
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
                <ButtonLink
                    to=Route::DataSubject("order".to_owned(), document)
                    label=t!(privacy_of_person)
                    kind=ButtonKind::Quiet
                    attr:data-test="data-subject"
                />
            </div>
            <Dialog title=t!(order_address) open=form.open on_close=move |()| form.give_up()>
                <AddressForm order form />
            </Dialog>
        </section>
    }
}

/// An address, line by line.
pub(in crate::screens) fn address_view(contact: &Contact) -> AnyView {
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.as_str().to_owned());
    let mut lines: Vec<String> = Vec::new();
    lines.extend(text(&contact.name));
    lines.extend(text(&contact.company));
    lines.extend(contact.lines.iter().map(|line| line.as_str().to_owned()));
    let city = match (text(&contact.post_code), text(&contact.city)) {
        (Some(code), Some(city)) => Some(format!("{code} {city}")),
        (one, other) => one.or(other),
    };
    lines.extend(city);
    lines.extend(text(&contact.region));
    lines.extend(contact.country.as_ref().map(ToString::to_string));
    lines.extend(text(&contact.phone));
    lines.extend(text(&contact.email));
    view! {
        <address class="address" data-test="address">
            {lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view()}
        </address>
    }
    .into_any()
}

/// The fields of an address.
#[derive(Clone, Copy)]
pub(in crate::screens) struct AddressFields {
    name: RwSignal<String>,
    company: RwSignal<String>,
    street: RwSignal<String>,
    city: RwSignal<String>,
    region: RwSignal<String>,
    post_code: RwSignal<String>,
    country: RwSignal<String>,
    phone: RwSignal<String>,
    email: RwSignal<String>,
}

impl AddressFields {
    /// Fields that begin with what is known.
    pub fn kept(draft: crate::ui::components::Draft, known: Option<&Contact>) -> Self {
        let text = |words: Option<&Words>| words.map_or(String::new(), |w| w.as_str().to_owned());
        let street = known.map_or(String::new(), |contact| {
            let lines: Vec<&str> = contact.lines.iter().map(Words::as_str).collect();
            lines.join("\n")
        });
        let country = known.and_then(|contact| contact.country.as_ref());
        AddressFields {
            name: draft.text("name", text(known.and_then(|c| c.name.as_ref()))),
            company: draft.text("company", text(known.and_then(|c| c.company.as_ref()))),
            street: draft.text("street", street),
            city: draft.text("city", text(known.and_then(|c| c.city.as_ref()))),
            region: draft.text("region", text(known.and_then(|c| c.region.as_ref()))),
            post_code: draft.text("post-code", text(known.and_then(|c| c.post_code.as_ref()))),
            country: draft.text(
                "country",
                country.map_or(String::new(), ToString::to_string),
            ),
            phone: draft.text("phone", text(known.and_then(|c| c.phone.as_ref()))),
            email: draft.text("email", text(known.and_then(|c| c.email.as_ref()))),
        }
    }

    /// What was typed, if name or company, street, city and a country are there; followed.
    pub fn contact(&self) -> Option<Contact> {
        let words = |typed: RwSignal<String>| Words::new(&typed.get()).ok();
        let contact = self.any();
        let named = contact.name.is_some() || contact.company.is_some();
        let country = Country::new(&self.country.get().trim().to_ascii_uppercase());
        (named && !contact.lines.is_empty() && words(self.city).is_some() && country.is_some())
            .then_some(contact)
    }

    /// Whatever was typed; followed.
    pub fn any(&self) -> Contact {
        let words = |typed: RwSignal<String>| Words::new(&typed.get()).ok();
        let street = self.street.get();
        Contact {
            name: words(self.name),
            company: words(self.company),
            lines: street
                .lines()
                .filter_map(|line| Words::new(line).ok())
                .collect(),
            city: words(self.city),
            region: words(self.region),
            post_code: words(self.post_code),
            country: Country::new(&self.country.get().trim().to_ascii_uppercase()),
            phone: words(self.phone),
            email: words(self.email),
        }
    }
}

/// What of an address is no personal data.
pub(in crate::screens) fn destination_of(contact: &Contact) -> Destination {
    let is_whole = (contact.name.is_some() || contact.company.is_some())
        && !contact.lines.is_empty()
        && contact.city.is_some()
        && contact.country.is_some();
    let answer = match is_whole {
        true => AddressAnswer::Complete,
        false => AddressAnswer::Incomplete,
    };
    Destination {
        country: contact.country,
        region: None,
        post_code_start: contact
            .post_code
            .as_ref()
            .and_then(|code| PostCodeStart::of(code.as_str())),
        answers: vec![answer],
    }
}

/// The inputs of an address.
#[component]
pub(in crate::screens) fn AddressInputs(fields: AddressFields) -> impl IntoView {
    let country_check = Callback::new(|typed: String| {
        let letters = typed.trim().to_ascii_uppercase();
        Country::new(&letters)
            .is_none()
            .then(|| t!(order_country_wrong))
    });
    view! {
        <TextInput label=t!(order_name) value=fields.name check=words_check(true) />
        <TextInput label=t!(order_company) value=fields.company check=words_check(true) />
        <Textarea label=t!(order_street) value=fields.street check=words_check(false) rows=2 />
        <TextInput label=t!(order_post_code) value=fields.post_code check=words_check(true) />
        <TextInput label=t!(order_city) value=fields.city check=words_check(false) required=true />
        <TextInput label=t!(order_region) value=fields.region check=words_check(true) />
        <TextInput
            label=t!(order_country_code)
            value=fields.country
            check=country_check
            required=true
        />
        <TextInput label=t!(order_phone) value=fields.phone check=words_check(true) kind="tel" />
        <TextInput label=t!(order_email) value=fields.email check=words_check(true) kind="email" />
    }
}

#[component]
fn AddressForm(order: Shown, form: Form) -> impl IntoView {
    let order = order.get_untracked();
    let fields = AddressFields::kept(form.draft, order.recipient.as_ref());
    let id = order.head.id.clone();
    let send = move |()| {
        let Some(contact) = untrack(|| fields.contact()) else {
            return;
        };
        let destination = destination_of(&contact);
        match desk::row(Slot::Recipient, Content::Contact(Box::new(contact))) {
            Ok(row) => {
                let given = AddressGiven {
                    order: id.clone(),
                    destination,
                    rows: vec![row.row()],
                };
                let command = OrderCommand::GiveAddress { given };
                form.send(command, vec![row], t!(order_address_saved));
            }
            Err(problem) => report(problem),
        }
    };
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                <AddressInputs fields />
                <FormActions
                    form
                    label=t!(order_save_address)
                    invalid=Signal::derive(move || fields.contact().is_none())
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

fn facts(order: &OrderView) -> AnyView {
    let head = order.head.clone();
    let placed = head.placed.clone();
    let withheld = words::withheld(head.recipient)
        .map(|word| view! { <KeyValue label=t!(order_customer)>{word}</KeyValue> });
    let customer = head.customer.clone().map(|name| {
        let address = navigation::href_with(&Route::Orders, &[("customer", &name)]);
        view! {
            <KeyValue label=t!(order_customer)>
                <a href=address title=t!(order_customer_orders)>{name}</a>
            </KeyValue>
        }
    });
    let batches: Vec<String> = head.batches.iter().map(|id| names::opened(&id.0)).collect();
    let source = order.source.clone().map(|(file, source)| {
        let row = source.row;
        view! {
            <KeyValue label=t!(order_source)>
                {move || text!(order_source_row, file = file.as_str(), row = row)}
            </KeyValue>
        }
    });
    let note = order.note.clone();
    let service = order.service.clone();
    let terms = words::terms(&order.terms);
    let statuses = order.statuses.clone();
    let tags = head.tags.iter().map(|tag| {
        let address = navigation::href_with(&Route::Orders, &[("q", tag)]);
        view! { <a class="chip" href=address>{tag.clone()}</a> }
    });
    let tags: Vec<_> = tags.collect();
    let total = order.total_of_source.map(|total| {
        let currency = head.currency;
        view! {
            <KeyValue label=t!(order_total_of_source)>
                <span data-test="total-of-source">{move || words::money(total, &currency)}</span>
            </KeyValue>
        }
    });
    view! {
        <KeyValueList>
            <KeyValue label=t!(order_placed)>{move || words::source_time(&placed)}</KeyValue>
            {head
                .ship_by_ms
                .map(|ms| {
                    view! {
                        <KeyValue label=t!(order_ship_by)>
                            {move || intl::date_time(ms, &locale_tag())}
                        </KeyValue>
                    }
                })}
            <KeyValue label=t!(order_channel)>{head.channel.clone()}</KeyValue>
            {head
                .client
                .clone()
                .map(|client| view! { <KeyValue label=t!(trade_party_client)>{client}</KeyValue> })}
            {customer}
            {withheld}
            {head
                .country
                .clone()
                .map(|country| view! { <KeyValue label=t!(order_country)>{country}</KeyValue> })}
            <KeyValue label=t!(order_terms)>{terms}</KeyValue>
            {(!statuses.is_empty())
                .then(|| {
                    view! {
                        <KeyValue label=t!(order_statuses)>
                            <span data-test="source-statuses">{statuses.join(", ")}</span>
                        </KeyValue>
                    }
                })}
            {total}
            {(!tags.is_empty())
                .then(|| {
                    view! {
                        <KeyValue label=t!(order_tags)>
                            <span class="row wrap" data-test="tags">{tags}</span>
                        </KeyValue>
                    }
                })}
            {service.map(|service| view! { <KeyValue label=t!(order_service)>{service}</KeyValue> })}
            {(!batches.is_empty())
                .then(|| view! { <KeyValue label=t!(order_batch)>{batches.join(", ")}</KeyValue> })}
            {(!head.totes.is_empty())
                .then(|| view! { <KeyValue label=t!(order_tote)>{head.totes.join(", ")}</KeyValue> })}
            {source}
            {note.map(|note| view! { <KeyValue label=t!(order_note)>{note}</KeyValue> })}
        </KeyValueList>
    }
    .into_any()
}
