//! An order by hand, by keyboard alone: who gets it, what, at which price.

use leptos::prelude::*;

use super::form::{Form, FormActions, code_check, words_check};
use super::hold_form::local_ms;
use super::index::ask;
use super::nav::OrdersNav;
use super::order::{AddressFields, AddressInputs, destination_of};
use crate::browser::sound::{self, Tone};
use crate::intake::setup;
use crate::screens::desk::{self, Area};
use crate::screens::floor::read_hand_now;
use crate::screens::words;
use crate::stream::id::TAG_LETTERS;
use crate::trade::channels::ChannelField;
use crate::trade::demand::LineKey;
use crate::trade::id::{ChannelId, ItemId, OrderId, OrderKey, PartyId};
use crate::trade::money::Terms;
use crate::trade::orders::commands::{IncomingOrder, OrderCommand};
use crate::trade::orders::{Charge, ChargeKind, LineItem, OrderPlaced, PlacedLine, PricedUnits};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Content, Written};
use crate::trade::quantity::{Amount, Currency, Instant, SourceTime, Units};
use crate::trade::text::{Code, Words};
use crate::ui::components::{
    Button, ButtonKind, Draft, IconButton, IconName, PageHeader, SearchInput, Select, TextInput,
    Textarea, use_scans_if,
};
use crate::ui::feedback::{Problem, announce, report};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::{entry, names, scan};

const TERMS: [(&str, Terms); 4] = [
    ("prepaid", Terms::Prepaid),
    ("account", Terms::OnAccount),
    ("cod", Terms::CashOnDelivery),
    ("marketplace", Terms::HeldByMarketplace),
];

/// A line as it is typed.
#[derive(Clone)]
struct Line {
    key: u32,
    item: ItemId,
    code: String,
    title: String,
    units: RwSignal<String>,
    price: RwSignal<String>,
}

/// The channels by which an order may come, each with its name.
fn channels() -> Vec<(ChannelId, String)> {
    desk::read(&[Area::Catalog], |at| {
        let retired = ChannelField::Retired(true);
        at.state
            .channels()
            .filter(|(_, card)| card.fields().all(|field| *field != retired))
            .map(|(id, _)| (id.clone(), names::channel_name(at, id)))
            .collect()
    })
}

/// The client and the currency of a channel.
fn of_channel(channel: &ChannelId) -> (Option<PartyId>, Option<Currency>) {
    desk::peek(|at| {
        let card = at.state.channel(channel);
        let mut fields = card.into_iter().flat_map(|card| card.fields());
        let currency = fields.find_map(|field| match field {
            ChannelField::Currency(currency) => Some(*currency),
            _ => None,
        });
        (at.state.client_of(channel).cloned(), currency)
    })
}

/// The next number of orders by hand: one more than there are. Devices that do not know of each other's orders count
/// alike, so on all but the one that founded the workspace the device's tag stands behind it.
fn proposed() -> String {
    let number = format!("M{:04}", ask(|index| index.len()) + 1);
    let own = desk::workspace().map(|workspace| workspace.own().0);
    let founded = desk::peek(|at| at.state.authority.founding_stream());
    match own.filter(|own| founded != Some(*own)) {
        Some(own) => format!("{number}-{}", own.tag(TAG_LETTERS)),
        None => number,
    }
}

/// The lines that were typed before, kept from now on: an item's address, units and price in a row each.
fn kept_lines(draft: Draft) -> RwSignal<Vec<Line>> {
    const FIELD: &str = "lines";
    let kept = draft.kept(FIELD).unwrap_or_default();
    let line = |(key, row): (u32, &str)| {
        let mut cells = row.split('\t');
        let (address, units, price) = (cells.next()?, cells.next()?, cells.next()?);
        let (item, code, title) = desk::peek(|at| {
            let item = names::find_item(at, address)?;
            let title = names::item_title(at, &item).map(|title| title.as_str().to_owned());
            let code = names::item_code(at, &item);
            Some((item, code, title.unwrap_or_default()))
        })?;
        Some(Line {
            key,
            item,
            code,
            title,
            units: RwSignal::new(units.to_owned()),
            price: RwSignal::new(price.to_owned()),
        })
    };
    let lines = RwSignal::new((0..).zip(kept.lines()).filter_map(line).collect::<Vec<_>>());
    let written = move || {
        let row = |line: &Line| {
            let address = names::item_address(&line.item);
            // A tab or a new line in a field is none of a number.
            let cell = |text: String| text.replace(['\t', '\n'], " ");
            format!(
                "{address}\t{}\t{}",
                cell(line.units.get()),
                cell(line.price.get())
            )
        };
        let rows: Vec<String> = lines.with(|lines| lines.iter().map(row).collect());
        rows.join("\n")
    };
    Effect::watch(written, move |rows, _, _| draft.keep(FIELD, rows), false);
    lines
}

/// What was entered.
#[derive(Clone, Copy)]
struct Fields {
    number: RwSignal<String>,
    channel: RwSignal<String>,
    currency: RwSignal<String>,
    terms: RwSignal<String>,
    shipping: RwSignal<String>,
    ship_by: RwSignal<String>,
    message: RwSignal<String>,
    address: AddressFields,
    lines: RwSignal<Vec<Line>>,
}

/// A new order.
#[component]
pub fn OrderNew() -> impl IntoView {
    let form = Form::of("order-new", "new");
    let all = StoredValue::new(channels());
    let first = all.with_value(|all| {
        let by_hand = all
            .iter()
            .find(|(id, _)| id.first.code.as_str() == setup::BY_HAND);
        by_hand.or(all.first()).cloned()
    });
    let (channel, currency) = match &first {
        Some((id, _)) => (
            id.first.code.as_str().to_owned(),
            of_channel(id)
                .1
                .map_or_else(String::new, |it| words::currency(&it)),
        ),
        None => (String::new(), String::new()),
    };
    let draft = form.draft;
    let fields = Fields {
        number: draft.text("number", untrack(proposed)),
        channel: draft.text("channel", channel),
        currency: draft.text("currency", currency),
        terms: draft.text("terms", "prepaid".to_owned()),
        shipping: draft.text("shipping", String::new()),
        ship_by: draft.text("ship-by", String::new()),
        message: draft.text("message", String::new()),
        address: AddressFields::kept(draft, None),
        lines: kept_lines(draft),
    };
    let channel_options: Vec<(String, Text)> = all.with_value(|all| {
        all.iter()
            .map(|(id, name)| (id.first.code.as_str().to_owned(), Text::from(name.as_str())))
            .collect()
    });
    let terms: Vec<(String, Text)> = TERMS
        .iter()
        .map(|(code, terms)| ((*code).to_owned(), words::terms(terms)))
        .collect();
    let invalid = Signal::derive(move || fields.placed(all).is_none());
    let send = move |()| {
        let Some(placed) = untrack(|| fields.placed(all)) else {
            return;
        };
        let id = placed.order.clone();
        match fields.record(placed) {
            Ok((record, rows)) => {
                let command = OrderCommand::TakeIn {
                    records: vec![record],
                };
                form.send_then(command, rows, t!(order_new_done), move || {
                    let address = desk::peek(|at| names::order_address(at, &id));
                    navigation::go(Route::Order(address));
                });
            }
            Err(problem) => report(problem),
        }
    };
    view! {
        <PageHeader title=t!(orders_new) />
        <OrdersNav />
        <form class="stack" on:submit=|event| event.prevent_default()>
            <div class="columns">
                <div class="stack">
                    <TextInput
                        label=t!(orders_number)
                        value=fields.number
                        check=code_check(false)
                        required=true
                    />
                    <Select label=t!(orders_channel) value=fields.channel options=channel_options />
                    <TextInput label=t!(welcome_currency) value=fields.currency required=true />
                    <Select label=t!(order_terms) value=fields.terms options=terms />
                    <TextInput label=t!(trade_charge_shipping) value=fields.shipping />
                    <TextInput label=t!(orders_ship_by) value=fields.ship_by kind="datetime-local" />
                    <Textarea label=t!(order_message) value=fields.message rows=2 check=words_check(true) />
                </div>
                <div class="stack">
                    <AddressInputs fields=fields.address />
                </div>
            </div>
            <Lines lines=fields.lines />
            <FormActions form label=t!(order_new_do) invalid on_send=send />
        </form>
    }
}

impl Fields {
    /// The order as it was typed; `None` while something is missing or wrong. Followed.
    fn placed(&self, channels: StoredValue<Vec<(ChannelId, String)>>) -> Option<OrderPlaced> {
        let code = Code::new(&self.number.get()).ok()?;
        let wanted = self.channel.get();
        let channel = channels.with_value(|all| {
            let found = all.iter().find(|(id, _)| id.first.code.as_str() == wanted);
            found.map(|(id, _)| id.clone())
        })?;
        let currency = Currency::new(&self.currency.get().trim().to_ascii_uppercase())?;
        let contact = self.address.any();
        let mut lines = Vec::new();
        for line in self.lines.get() {
            let units = line.units.get().trim().parse().ok().and_then(Units::new)?;
            let price = entry::amount(&line.price.get())?;
            lines.push(PlacedLine {
                key: LineKey::Written {
                    code: Code::new(&line.code).ok()?,
                    attributes: Vec::new(),
                },
                item: LineItem::Is(line.item.clone()),
                prices: vec![PricedUnits {
                    price,
                    units,
                    discount: Amount::ZERO,
                    tax: Amount::ZERO,
                }],
                more: Vec::new(),
            });
        }
        let shipping = self.shipping.get();
        let charges = match shipping.trim() {
            "" => Vec::new(),
            typed => vec![Charge {
                kind: ChargeKind::Shipping,
                amount: entry::amount(typed)?,
            }],
        };
        let typed = self.terms.get();
        let terms = TERMS.into_iter().find(|(code, _)| *code == typed);
        (!lines.is_empty()).then(|| OrderPlaced {
            client: of_channel(&channel).0,
            terms: terms.map_or(Terms::Prepaid, |(_, terms)| terms),
            destination: Some(destination_of(&contact)),
            charges,
            ship_by: local_ms(&self.ship_by.get()).map(|ms| Instant { ms }),
            ..OrderPlaced::plain(
                OrderId {
                    channel: channel.clone(),
                    key: OrderKey::Number(code),
                    generation: 0,
                },
                SourceTime::Exact(Instant { ms: desk::now_ms() }),
                currency,
                lines,
            )
        })
    }

    /// The record, with its personal rows.
    fn record(&self, mut placed: OrderPlaced) -> Result<(IncomingOrder, Vec<Written>), Problem> {
        let contact = untrack(|| self.address.any());
        let mut rows = vec![desk::row(
            Slot::Recipient,
            Content::Contact(Box::new(contact)),
        )?];
        if let Ok(message) = Words::new(&self.message.get_untracked()) {
            rows.push(desk::row(Slot::Message, Content::Text(message))?);
        }
        placed.rows = rows.iter().map(Written::row).collect();
        let record = IncomingOrder::of(placed);
        Ok((record, rows))
    }
}

/// The lines: an item is found by what is typed or scanned, then its units and its price.
#[component]
fn Lines(lines: RwSignal<Vec<Line>>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let typed = typed.get();
        if typed.trim().is_empty() {
            return Vec::new();
        }
        ask(|index| {
            let found = index.items().select(&typed).into_iter();
            found
                .filter(|item| !item.retired)
                .take(8)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    // The fields of a line live as long as the form, not as the button that adds it.
    let owner = StoredValue::new(Owner::current());
    let field = move |text: &str| {
        let text = text.to_owned();
        owner.with_value(|owner| match owner {
            Some(owner) => owner.with(|| RwSignal::new(text)),
            None => RwSignal::new(text),
        })
    };
    let push = move |item: ItemId, code: String, title: String, units: u64| {
        lines.update(|lines| {
            let key = lines.iter().map(|line| line.key + 1).max().unwrap_or(0);
            lines.push(Line {
                key,
                item,
                code,
                title,
                units: field(&units.to_string()),
                price: field(""),
            });
        });
    };
    let line_of = move |item: &ItemId| {
        lines.with_untracked(|lines| lines.iter().find(|line| line.item == *item).cloned())
    };
    let add = move |item: crate::view::items::ItemHead| {
        typed.set(String::new());
        if line_of(&item.id).is_none() {
            push(item.id, item.sku, item.title.unwrap_or_default(), 1);
        }
    };
    // A scanned item becomes a line, or so many more units of its line.
    use_scans_if(Callback::new(move |text: String| {
        let Some(scanned) = read_hand_now(|hand| scan::item(hand, &text)) else {
            return false;
        };
        let more = scanned.units.get();
        let code = match line_of(&scanned.item) {
            Some(line) => {
                line.units.update(|units| {
                    if let Ok(there) = units.trim().parse::<u64>() {
                        *units = there.saturating_add(more).to_string();
                    }
                });
                line.code
            }
            None => {
                let (code, title) = desk::peek(|at| {
                    let title = names::item_title(at, &scanned.item);
                    let title = title.map(|title| title.as_str().to_owned());
                    (
                        names::item_code(at, &scanned.item),
                        title.unwrap_or_default(),
                    )
                });
                push(scanned.item, code.clone(), title, more);
                code
            }
        };
        sound::play(Tone::Right);
        announce(text!(order_line_scanned, code = code, n = more));
        true
    }));
    view! {
        <section class="order-section" aria-labelledby="new-lines">
            <h2 id="new-lines">{t!(order_lines)}</h2>
            <SearchInput
                label=t!(order_match_search)
                value=typed
                on_input=move |words: String| typed.set(words)
                on_enter=move |()| {
                    if let Some(first) = found.get_untracked().into_iter().next() {
                        add(first);
                    }
                }
            />
            <ul class="plain-list" data-test="found-items">
                {move || {
                    found
                        .get()
                        .into_iter()
                        .map(|item| {
                            let label = format!("{} {}", item.sku, item.title.clone().unwrap_or_default());
                            view! {
                                <li>
                                    <Button
                                        label=Text::from(label)
                                        kind=ButtonKind::Quiet
                                        icon=IconName::Plus
                                        on_press=move |()| add(item.clone())
                                        attr:data-test="add-line"
                                    />
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <ul class="plain-list" data-test="new-lines">
                <For each=move || lines.get() key=|line| line.key children=move |line: Line| {
                    let key = line.key;
                    view! {
                        <li class="row">
                            <span>
                                <span class="code">{line.code.clone()}</span>
                                " "
                                {line.title.clone()}
                            </span>
                            <TextInput label=t!(orders_units) value=line.units required=true />
                            <TextInput label=t!(order_price) value=line.price required=true />
                            <IconButton
                                label=t!(order_line_off)
                                icon=IconName::Cross
                                on_press=move |()| lines.update(|lines| lines.retain(|line| line.key != key))
                            />
                        </li>
                    }
                } />
            </ul>
        </section>
    }
}
