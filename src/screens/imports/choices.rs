//! What a person says about the files beside what stands in them: to whom they belong, on which terms, how stock is read.

use super::columns::currency_options;
use super::work::Choices;
use crate::exchange::stock_file::NumberStyle;
use crate::intake::{StockMode, TermsChoice};
use crate::screens::desk::{self, Area};
use crate::site::Reading;
use crate::trade::channels::ChannelField;
use crate::trade::id::{ChannelId, PartyId};
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::quantity::Currency;
use crate::ui::components::{Checkbox, Select};
use crate::ui::locale::{Text, t};
use crate::view::names;
use leptos::prelude::*;

const BY_FILE: &str = "";

/// The signals of the choices.
#[derive(Clone, Copy)]
pub(super) struct Chooser {
    channel: RwSignal<String>,
    client: RwSignal<String>,
    terms: RwSignal<String>,
    mode: RwSignal<String>,
    style: RwSignal<String>,
    leave_items: RwSignal<bool>,
    finished_too: RwSignal<bool>,
    currency: RwSignal<String>,
}

const TERMS: [(&str, TermsChoice); 5] = [
    ("by-source", TermsChoice::BySource),
    ("on-account", TermsChoice::OnAccount),
    ("paid", TermsChoice::Paid),
    ("prepaid", TermsChoice::Prepaid),
    ("cash-on-delivery", TermsChoice::CashOnDelivery),
];

fn terms_name(terms: TermsChoice) -> Text {
    match terms {
        TermsChoice::BySource => t!(imports_terms_by_source),
        TermsChoice::OnAccount => t!(imports_terms_on_account),
        TermsChoice::Paid => t!(imports_terms_paid),
        TermsChoice::Prepaid => t!(imports_terms_prepaid),
        TermsChoice::CashOnDelivery => t!(imports_terms_cash),
    }
}

const MODES: [(&str, StockMode); 2] = [
    ("correct", StockMode::Opening),
    ("add", StockMode::Delivery),
];

const STYLES: [(&str, NumberStyle); 3] = [
    ("unsaid", NumberStyle::Unsaid),
    ("point", NumberStyle::Point),
    ("comma", NumberStyle::Comma),
];

fn style_name(style: NumberStyle) -> Text {
    match style {
        NumberStyle::Unsaid => t!(imports_numbers_unsaid),
        NumberStyle::Point => Text::from("1,234.5"),
        NumberStyle::Comma => Text::from("1.234,5"),
    }
}

/// The channels by which orders may come, by their first codes.
fn channels(at: &Reading<'_>) -> Vec<(ChannelId, String)> {
    let retired = ChannelField::Retired(true);
    let open = at
        .state
        .channels()
        .filter(|(_, card)| card.fields().all(|of| *of != retired));
    open.map(|(id, _)| (id.clone(), names::channel_name(at, id)))
        .collect()
}

/// The clients whose goods are kept here.
fn clients(at: &Reading<'_>) -> Vec<(PartyId, String)> {
    let is_client = PartyField::Role {
        role: PartyRole::Client,
        has: true,
    };
    let clients = at
        .state
        .parties()
        .filter(|(_, card)| card.fields().any(|of| *of == is_client));
    clients
        .map(|(id, _)| (id.clone(), names::party_name(at, id)))
        .collect()
}

impl Chooser {
    pub(super) fn new() -> Self {
        Chooser {
            channel: RwSignal::new(BY_FILE.to_owned()),
            client: RwSignal::new(BY_FILE.to_owned()),
            terms: RwSignal::new(TERMS[0].0.to_owned()),
            mode: RwSignal::new(MODES[0].0.to_owned()),
            style: RwSignal::new(STYLES[0].0.to_owned()),
            leave_items: RwSignal::new(false),
            finished_too: RwSignal::new(false),
            currency: RwSignal::new(String::new()),
        }
    }

    /// What was chosen.
    pub(super) fn chosen(self) -> Choices {
        let (channel, client) = (self.channel.get_untracked(), self.client.get_untracked());
        let (channel, client) = desk::peek(|at| {
            let channels = channels(at).into_iter();
            let mut channel_of = channels
                .map(|(id, _)| id)
                .filter(|id| code_of(id) == channel);
            let clients = clients(at).into_iter();
            let mut client_of = clients
                .map(|(id, _)| id)
                .filter(|id| names::party_code(at, id) == client);
            (channel_of.next(), client_of.next())
        });
        let terms = self.terms.get_untracked();
        let mode = self.mode.get_untracked();
        let style = self.style.get_untracked();
        Choices {
            channel,
            client,
            terms: of(&TERMS, &terms),
            mode: of(&MODES, &mode),
            style: of(&STYLES, &style),
            leave_items: self.leave_items.get_untracked(),
            finished_too: self.finished_too.get_untracked(),
            currency: Currency::new(&self.currency.get_untracked()),
        }
    }
}

fn code_of(channel: &ChannelId) -> String {
    channel.first.code.as_str().to_owned()
}

fn of<T: Copy + Default>(all: &[(&str, T)], code: &str) -> T {
    all.iter()
        .find(|(of, _)| *of == code)
        .map_or_else(T::default, |(_, value)| *value)
}

/// The choices that matter for the files that are there.
#[component]
pub(super) fn ChoicesOf(
    /// What was chosen.
    chooser: Chooser,
    /// Whether there are files of orders.
    #[prop(into)]
    orders: Signal<bool>,
    /// Whether there are stock files.
    #[prop(into)]
    stock: Signal<bool>,
) -> impl IntoView {
    let channel_options = Signal::derive(|| {
        let mut options = vec![(BY_FILE.to_owned(), t!(imports_channel_by_file))];
        let known = desk::read(&[Area::Catalog], channels);
        options.extend(
            known
                .iter()
                .map(|(id, name)| (code_of(id), Text::from(name.clone()))),
        );
        options
    });
    let client_options = Signal::derive(|| {
        let mut options = vec![(BY_FILE.to_owned(), t!(imports_client_none))];
        let known = desk::read(&[Area::Catalog], |at| {
            let clients = clients(at).into_iter();
            clients
                .map(|(id, name)| (names::party_code(at, &id), Text::from(name)))
                .collect::<Vec<_>>()
        });
        options.extend(known);
        options
    });
    let has_clients = Memo::new(move |_| client_options.with(|all| all.len() > 1));
    let terms_options = Signal::derive(|| {
        TERMS
            .map(|(code, terms)| (code.to_owned(), terms_name(terms)))
            .to_vec()
    });
    let mode_options = Signal::derive(|| {
        vec![
            (MODES[0].0.to_owned(), t!(imports_stock_mode_correct)),
            (MODES[1].0.to_owned(), t!(imports_stock_mode_add)),
        ]
    });
    let style_options = Signal::derive(|| {
        STYLES
            .map(|(code, style)| (code.to_owned(), style_name(style)))
            .to_vec()
    });
    view! {
        <Show when=move || orders.get()>
            <div class="import-terms">
                <Select
                    label=t!(imports_channel)
                    hint=t!(imports_channel_hint)
                    value=chooser.channel
                    options=channel_options
                />
            </div>
            <div class="import-terms">
                <Select
                    label=t!(imports_terms)
                    hint=t!(imports_terms_hint)
                    value=chooser.terms
                    options=terms_options
                />
            </div>
            <div class="import-terms">
                <Select
                    label=t!(imports_currency)
                    hint=t!(imports_currency_hint)
                    value=chooser.currency
                    options=Signal::derive(currency_options)
                />
            </div>
            <Checkbox
                label=t!(imports_leave_items)
                hint=t!(imports_leave_items_hint)
                checked=chooser.leave_items
            />
            <Checkbox
                label=t!(imports_finished_too)
                hint=t!(imports_finished_too_hint)
                checked=chooser.finished_too
            />
        </Show>
        <Show when=move || has_clients.get()>
            <div class="import-terms">
                <Select
                    label=t!(imports_client)
                    hint=t!(imports_client_hint)
                    value=chooser.client
                    options=client_options
                />
            </div>
        </Show>
        <Show when=move || stock.get()>
            <div class="import-terms">
                <Select
                    label=t!(imports_stock_mode)
                    hint=t!(imports_stock_mode_hint)
                    value=chooser.mode
                    options=mode_options
                />
            </div>
            <div class="import-terms">
                <Select label=t!(imports_numbers) value=chooser.style options=style_options />
            </div>
        </Show>
    }
}
