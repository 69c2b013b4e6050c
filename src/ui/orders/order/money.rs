//! The price as it builds up, what was paid and refunded, and what is due.

use leptos::prelude::*;

use super::form::{Form, FormActions, Shown, words_check};
use super::sentence::due;
use crate::domain::Command;
use crate::domain::decide::office::refundable;
use crate::domain::event::Charge;
use crate::domain::money::{Amount, Currency};
use crate::domain::order::{Line, Order, PaymentEntry};
use crate::domain::reason::PaymentMethod;
use crate::domain::text::{ReturnId, Words};
use crate::portal::entry;
use crate::ui::components::{Button, Dialog, Draft, IconName, Select, TextInput};
use crate::ui::locale::{Text, t, text};
use crate::ui::trade::{self, PaymentBadge};

/// What a refund is for: a return, or the order as such.
pub(super) type RefundFor = RwSignal<Option<ReturnId>>;

/// The return that a refund was begun for, before a reload.
pub(super) fn begun_for(refund: Form) -> RefundFor {
    let kept = refund.draft.kept(FOR_RETURN);
    RwSignal::new(kept.and_then(|id| ReturnId::new(&id).ok()))
}

/// Begins a refund for a return.
pub(super) fn begin_for(refund: Form, refund_for: RefundFor, id: &ReturnId) {
    refund.draft.keep(FOR_RETURN, id.as_str());
    refund_for.set(Some(id.clone()));
    refund.open.set(true);
}

const FOR_RETURN: &str = "return";

/// The section of the money.
#[component]
pub(super) fn Money(order: Shown, refund: Form, refund_for: RefundFor) -> impl IntoView {
    let payment = Form::of("payment", order);
    let can_refund = Memo::new(move |_| order.with(|order| refundable(order) > Amount::ZERO));
    view! {
        <section class="order-section" aria-labelledby="order-money">
            <div class="row apart">
                <h2 id="order-money">{t!(order_money)}</h2>
                {move || order.with(|order| view! { <PaymentBadge state=order.payment() /> })}
            </div>
            {move || order.with(|order| build_up(order))}
            <div class="row">
                <Button
                    label=t!(order_record_payment)
                    icon=IconName::Plus
                    on_press=move |()| payment.open.set(true)
                    attr:data-test="record-payment"
                />
                <Show when=move || can_refund.get()>
                    <Button
                        label=t!(order_refund)
                        icon=IconName::Minus
                        on_press=move |()| {
                            refund_for.set(None);
                            refund.open.set(true);
                        }
                        attr:data-test="refund"
                    />
                </Show>
            </div>
            <Dialog
                title=t!(order_record_payment)
                open=payment.open
                on_close=move |()| payment.give_up()
            >
                <PaymentForm order form=payment />
            </Dialog>
            <Dialog title=t!(order_refund) open=refund.open on_close=move |()| refund.give_up()>
                <RefundForm order form=refund refund_for />
            </Dialog>
        </section>
    }
}

fn build_up(order: &Order) -> AnyView {
    let currency = order.currency;
    let goods: Amount = order.lines.iter().map(Line::value).sum();
    let (paid_in, refunded, due) = (order.paid_in(), order.refunded(), due(order));
    let elsewhere = order.paid_elsewhere();
    let entries: Vec<PaymentEntry> = order.payments.clone();
    view! {
        <dl class="sums">
            {sum(t!(order_goods), goods, currency, "")}
            {order
                .charges
                .iter()
                .map(|charge| sum(charge_words(charge), charge.amount(), currency, ""))
                .collect_view()}
            {sum(t!(order_total), order.total(), currency, "strong")}
            {sum(t!(order_paid), paid_in, currency, "")}
            {(refunded > Amount::ZERO).then(|| sum(t!(order_refunded), -refunded, currency, ""))}
            {if due < Amount::ZERO {
                sum(t!(order_too_much), -due, currency, "strong")
            } else {
                sum(t!(order_due), due, currency, "strong")
            }}
        </dl>
        <ul class="payments">
            {(elsewhere > Amount::ZERO).then(|| paid_elsewhere(elsewhere, currency))}
            {entries.into_iter().map(|entry| payment_view(entry, currency)).collect_view()}
        </ul>
    }
    .into_any()
}

fn sum(label: Text, amount: Amount, currency: Currency, class: &'static str) -> AnyView {
    view! {
        <div class=format!("sum {class}")>
            <dt>{label}</dt>
            <dd>{move || trade::money(amount, currency)}</dd>
        </div>
    }
    .into_any()
}

/// The kind of a charge, with the source's own words behind it.
fn charge_words(charge: &Charge) -> Text {
    let kind = trade::charge_kind(charge.kind);
    match &charge.words {
        Some(words) => {
            let words = words.to_string();
            Text::computed(move || format!("{} ({words})", kind.get()))
        }
        None => kind,
    }
}

fn paid_elsewhere(amount: Amount, currency: Currency) -> AnyView {
    view! {
        <li class="row apart">
            <span>{t!(order_paid_elsewhere)}</span>
            <span class="figure">{move || trade::money(amount, currency)}</span>
        </li>
    }
    .into_any()
}

fn payment_view(entry: PaymentEntry, currency: Currency) -> AnyView {
    let note = entry.reference.as_ref().map(ToString::to_string);
    let amount = entry.amount;
    let for_return = entry.return_id.as_ref().map(ToString::to_string);
    view! {
        <li class="row apart">
            <span>
                {trade::payment_method(entry.method)}
                {note.map(|note| view! { " " <span class="quiet-text">{note}</span> })}
                {for_return
                    .map(|id| {
                        view! {
                            " "
                            <span class="quiet-text">{t!(order_for_return, return_id = id.as_str())}</span>
                        }
                    })}
            </span>
            <span class="figure">{move || trade::money(amount, currency)}</span>
        </li>
    }
    .into_any()
}

fn methods() -> Signal<Vec<(String, Text)>> {
    let method =
        |method: &PaymentMethod| (method.code().to_owned(), trade::payment_method(*method));
    Signal::stored(PaymentMethod::ALL.iter().map(method).collect())
}

/// The fields of money that moves.
#[derive(Clone, Copy)]
struct MoneyFields {
    method: RwSignal<String>,
    amount: RwSignal<String>,
    reference: RwSignal<String>,
}

impl MoneyFields {
    fn new(draft: Draft, amount: Amount) -> Self {
        let plain = if amount > Amount::ZERO {
            amount.to_string()
        } else {
            String::new()
        };
        MoneyFields {
            method: draft.text("method", PaymentMethod::BankTransfer.code().to_owned()),
            amount: draft.text("amount", plain),
            reference: draft.text("reference", String::new()),
        }
    }

    fn method(&self) -> PaymentMethod {
        let code = self.method.get_untracked();
        PaymentMethod::from_code(&code).unwrap_or(PaymentMethod::BankTransfer)
    }

    /// The amount, if one above nothing was typed; followed.
    fn amount(&self) -> Option<Amount> {
        entry::amount(&self.amount.get()).filter(|amount| *amount > Amount::ZERO)
    }

    fn reference(&self) -> Option<Words> {
        Words::new(&self.reference.get_untracked()).ok()
    }
}

#[component]
fn MoneyInputs(
    fields: MoneyFields,
    currency: Currency,
    #[prop(optional, into)] hint: Option<Text>,
) -> impl IntoView {
    let check = Callback::new(|typed: String| {
        let amount = entry::amount(&typed).filter(|amount| *amount > Amount::ZERO);
        amount.is_none().then(|| t!(order_amount_wrong))
    });
    let label = t!(order_amount, currency = currency.as_str());
    let amount = match hint {
        Some(hint) => {
            view! { <TextInput label value=fields.amount check hint required=true /> }.into_any()
        }
        None => view! { <TextInput label value=fields.amount check required=true /> }.into_any(),
    };
    view! {
        {amount}
        <Select label=t!(order_method) value=fields.method options=methods() />
        <TextInput label=t!(order_reference) value=fields.reference check=words_check(true) />
    }
}

#[component]
fn PaymentForm(order: Shown, form: Form) -> impl IntoView {
    let (id, currency, open) =
        order.with_untracked(|order| (order.id.clone(), order.currency, due(order)));
    let fields = MoneyFields::new(form.draft, open);
    let send = move |()| {
        if let Some(amount) = untrack(|| fields.amount()) {
            let command = Command::RecordPayment {
                order: id.clone(),
                method: fields.method(),
                amount,
                reference: fields.reference(),
            };
            form.send(command, t!(order_payment_recorded));
        }
    };
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                <MoneyInputs fields currency />
                <FormActions
                    form
                    label=t!(order_record_payment)
                    invalid=Signal::derive(move || fields.amount().is_none())
                    on_send=send
                />
            </div>
        </form>
    }
}

#[component]
fn RefundForm(order: Shown, form: Form, refund_for: RefundFor) -> impl IntoView {
    let order = order.get_untracked();
    let currency = order.currency;
    let most = refundable(&order);
    let for_return = refund_for.get_untracked();
    let suggested = match &for_return {
        Some(id) => returned_value(&order, id),
        None => -due(&order),
    };
    let fields = MoneyFields::new(form.draft, suggested.min(most));
    let id = order.id.clone();
    let named = for_return.as_ref().map(ToString::to_string);
    let send = move |()| {
        if let Some(amount) = untrack(|| fields.amount()) {
            let command = Command::Refund {
                order: id.clone(),
                return_id: for_return.clone(),
                method: fields.method(),
                amount,
                reference: fields.reference(),
            };
            form.send(command, t!(order_refund_recorded));
        }
    };
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                {named.map(|id| view! { <p>{t!(order_for_return, return_id = id.as_str())}</p> })}
                <MoneyInputs
                    fields
                    currency
                    hint=Text::computed(move || text!(order_refund_most, amount = trade::money(most, currency)))
                />
                <FormActions
                    form
                    label=t!(order_refund)
                    invalid=Signal::derive(move || fields.amount().is_none_or(|amount| amount > most))
                    on_send=send
                />
            </div>
        </form>
    }
}

/// What the units of a return that have arrived were sold for, less what was refunded for it.
fn returned_value(order: &Order, id: &ReturnId) -> Amount {
    let Some(case) = order.return_(id) else {
        return Amount::ZERO;
    };
    let sold: Amount = case
        .lines
        .iter()
        .filter_map(|line| {
            let sold = order.lines.get(usize::from(line.line))?;
            Some(sold.unit_price.times(i64::from(line.received)))
        })
        .sum();
    sold - case.refunded
}
