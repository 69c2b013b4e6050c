//! The price as it builds up, what was paid and refunded, and what is due.

use leptos::prelude::*;

use super::super::Shown;
use super::super::form::{Form, FormActions, words_check};
use crate::screens::desk;
use crate::screens::words::{self, PaymentBadge};
use crate::trade::id::ReturnId;
use crate::trade::money::account::amount as exact;
use crate::trade::money::commands::MoneyCommand;
use crate::trade::money::{PaymentMethod, PaymentRecorded, PaymentStage, Refunded};
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Content, Written};
use crate::trade::quantity::{Amount, Currency, Money as Sum};
use crate::trade::text::Words;
use crate::ui::components::{
    Button, ButtonKind, Dialog, Draft, IconButton, IconName, Select, TextInput,
};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::{Text, t, text};
use crate::view::entry;
use crate::view::names;
use crate::view::orders::{ChargeView, MoneyView, OrderView};

/// What a refund is for: a return, or the order as such.
pub(super) type RefundFor = RwSignal<Option<ReturnId>>;

/// The return that a refund was begun for, before a reload.
pub(super) fn begun_for(refund: Form) -> RefundFor {
    let kept = refund.draft.kept(FOR_RETURN);
    let found = kept.and_then(|name| desk::peek(|at| names::find_return(at, &name)));
    RwSignal::new(found)
}

/// Begins a refund for a return.
pub(super) fn begin_for(refund: Form, refund_for: RefundFor, id: ReturnId) {
    refund.draft.keep(FOR_RETURN, &names::opened(&id.0));
    refund_for.set(Some(id));
    refund.open.set(true);
}

const FOR_RETURN: &str = "return";

const METHODS: [(&str, PaymentMethod); 7] = [
    ("bank-transfer", PaymentMethod::BankTransfer),
    ("card", PaymentMethod::Card),
    ("wallet", PaymentMethod::Wallet),
    ("cash-on-delivery", PaymentMethod::CashOnDelivery),
    ("marketplace", PaymentMethod::Marketplace),
    ("cash", PaymentMethod::Cash),
    ("store-credit", PaymentMethod::StoreCredit),
];

/// The section of the money.
#[component]
pub(super) fn Money(order: Shown, refund: Form, refund_for: RefundFor) -> impl IntoView {
    let document = order.with_untracked(|order| order.head.address.clone());
    let payment = Form::of("payment", &document);
    let can_refund = Memo::new(move |_| order.with(|order| order.account.refundable() > 0));
    view! {
        <section class="order-section" aria-labelledby="order-money">
            <div class="row apart">
                <h2 id="order-money">{t!(order_money)}</h2>
                {move || order.with(|order| view! { <PaymentBadge state=order.head.payment /> })}
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

fn build_up(order: &OrderView) -> AnyView {
    let currency = order.head.currency;
    let account = &order.account;
    let totals = &account.totals;
    let line =
        |label: Text, wide: i128, class: &'static str| sum(label, exact(wide), currency, class);
    let due = account.due();
    let given_back = account.to_give_back();
    view! {
        <dl class="sums">
            {line(t!(order_goods), totals.goods, "")}
            {(totals.discounts != 0).then(|| line(t!(trade_charge_discount), -totals.discounts, ""))}
            {(totals.tax != 0).then(|| line(t!(trade_charge_tax), totals.tax, ""))}
            {order
                .charges
                .iter()
                .map(|charge| sum(charge_words(charge), charge.charge.amount, currency, ""))
                .collect_view()}
            {(totals.cancelled != 0)
                .then(|| line(t!(trade_stage_cancelled), -totals.cancelled, ""))}
            {line(t!(order_total), totals.total, "strong")}
            {line(t!(order_paid), account.paid, "")}
            {(account.authorised > 0)
                .then(|| line(t!(trade_payment_authorised), account.authorised, ""))}
            {(account.refunded > 0).then(|| line(t!(order_refunded), -account.refunded, ""))}
            {if given_back > 0 {
                line(t!(order_too_much), given_back, "strong")
            } else {
                line(t!(order_due), due, "strong")
            }}
        </dl>
        <ul class="payments">
            {order
                .money
                .iter()
                .map(|entry| payment_view(order, entry, currency))
                .collect_view()}
        </ul>
    }
    .into_any()
}

fn sum(label: Text, amount: Amount, currency: Currency, class: &'static str) -> AnyView {
    view! {
        <div class=format!("sum {class}")>
            <dt>{label}</dt>
            <dd>{move || words::money(amount, &currency)}</dd>
        </div>
    }
    .into_any()
}

/// The kind of a charge, with the source's own code behind it.
fn charge_words(charge: &ChargeView) -> Text {
    let kind = words::charge_kind(&charge.charge.kind);
    match &charge.code {
        Some(code) => {
            let code = code.clone();
            Text::computed(move || format!("{} ({code})", kind.get()))
        }
        None => kind,
    }
}

fn payment_view(order: &OrderView, entry: &MoneyView, currency: Currency) -> AnyView {
    let note = entry.reference.clone();
    let amount = entry.amount;
    let for_return = entry.rma.map(|id| names::opened(&id.0));
    let void = MoneyCommand::Void {
        order: order.head.id.clone(),
        fact: entry.fact,
    };
    let settle = MoneyCommand::SettlePayment {
        order: order.head.id.clone(),
        payment: entry.fact,
        money: Sum { amount, currency },
    };
    view! {
        <li class="row apart">
            <span>
                {words::payment_method(&entry.method)}
                {note.map(|note| view! { " " <span class="quiet-text">{note}</span> })}
                {for_return
                    .map(|id| {
                        view! {
                            " "
                            <span class="quiet-text">{t!(order_for_return, return_id = id.clone())}</span>
                        }
                    })}
            </span>
            <span class="figure">{move || words::money(amount, &currency)}</span>
            {entry
                .authorised
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_settle)
                            kind=ButtonKind::Quiet
                            on_press=move |()| desk::perform(settle.clone(), t!(order_payment_recorded))
                            attr:data-test="settle-payment"
                        />
                    }
                })}
            <IconButton
                label=t!(order_void)
                icon=IconName::Undo
                on_press=move |()| desk::perform(void.clone(), t!(orders_undone))
                attr:data-test="void-money"
            />
        </li>
    }
    .into_any()
}

fn methods() -> Signal<Vec<(String, Text)>> {
    let method = |(code, method): &(&str, PaymentMethod)| {
        ((*code).to_owned(), words::payment_method(method))
    };
    Signal::stored(METHODS.iter().map(method).collect())
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
            entry::amount_typed(amount)
        } else {
            String::new()
        };
        MoneyFields {
            method: draft.text("method", "bank-transfer".to_owned()),
            amount: draft.text("amount", plain),
            reference: draft.text("reference", String::new()),
        }
    }

    fn method(&self) -> PaymentMethod {
        let code = self.method.get_untracked();
        let found = METHODS.into_iter().find(|(known, _)| *known == code);
        found.map_or(PaymentMethod::BankTransfer, |(_, method)| method)
    }

    /// The amount, if one above nothing was typed; followed.
    fn amount(&self) -> Option<Amount> {
        entry::amount(&self.amount.get()).filter(|amount| *amount > Amount::ZERO)
    }

    fn rows(&self) -> Result<Vec<Written>, Problem> {
        match Words::new(&self.reference.get_untracked()) {
            Ok(words) => Ok(vec![desk::row(
                Slot::PaymentReference,
                Content::Text(words),
            )?]),
            Err(_) => Ok(Vec::new()),
        }
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
    let label = t!(order_amount, currency = words::currency(&currency));
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
    let (id, currency, open) = order.with_untracked(|order| {
        (
            order.head.id.clone(),
            order.head.currency,
            exact(order.account.due()),
        )
    });
    let fields = MoneyFields::new(form.draft, open);
    let send = move |()| {
        let Some(amount) = untrack(|| fields.amount()) else {
            return;
        };
        match fields.rows() {
            Ok(rows) => {
                let payment = PaymentRecorded {
                    order: id.clone(),
                    method: fields.method(),
                    stage: PaymentStage::Settled,
                    money: Sum { amount, currency },
                    source: None,
                    rows: rows.iter().map(Written::row).collect(),
                };
                let command = MoneyCommand::RecordPayment { payment };
                form.send(command, rows, t!(order_payment_recorded));
            }
            Err(problem) => report(problem),
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
    let currency = order.head.currency;
    let most = exact(order.account.refundable());
    let for_return = refund_for.get_untracked();
    let suggested = exact(order.account.to_give_back()).min(most);
    let fields = MoneyFields::new(form.draft, suggested);
    let id = order.head.id.clone();
    let named = for_return.map(|id| names::opened(&id.0));
    let send = move |()| {
        let Some(amount) = untrack(|| fields.amount()) else {
            return;
        };
        match fields.rows() {
            Ok(rows) => {
                let refund = Refunded {
                    order: id.clone(),
                    rma: for_return,
                    method: fields.method(),
                    money: Sum { amount, currency },
                    units: Vec::new(),
                    rows: rows.iter().map(Written::row).collect(),
                };
                let command = MoneyCommand::Refund { refund };
                form.send(command, rows, t!(order_refund_recorded));
            }
            Err(problem) => report(problem),
        }
    };
    view! {
        <form on:submit=|event| event.prevent_default()>
            <div class="stack">
                {named.map(|id| view! { <p>{t!(order_for_return, return_id = id.clone())}</p> })}
                <MoneyInputs
                    fields
                    currency
                    hint=Text::computed(move || text!(order_refund_most, amount = words::money(most, &currency)))
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
