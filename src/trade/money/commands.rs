//! Commands about money.

use super::account::{Account, amount};
use super::credit::{IncomingCredit, take_credits};
use super::{MoneyFact, PaymentRecorded, PaymentSettled, PaymentStage, Refunded, Voided};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::demand::LineKey;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::orders::commands::known;
use crate::trade::orders::order::Order;
use crate::trade::quantity::{Amount, Money};
use crate::trade::state::State;
use crate::wire_enum;
use std::collections::BTreeMap;

wire_enum! {
    /// What to do about money.
    pub enum MoneyCommand {
        /// Money came in for an order, or its payer's bank stands for it. An undo voids it by name.
        0 => RecordPayment { payment: PaymentRecorded },
        /// What was authorised is here, or a part of it: never more than was authorised.
        1 => SettlePayment { order: OrderId, payment: FactId, money: Money },
        /// Money goes back: never more than came in, whatever the terms, and for no more units than were ordered.
        2 => Refund { refund: Refunded },
        /// A payment, settlement or refund was not what was recorded. A payment out of which money went back stays.
        3 => Void { order: OrderId, fact: FactId },
        /// Take credit notes of a source in, and match their lines with orders of their customers: those at the same
        /// price first, of these the newest. What has not left is cancelled. A note that is here already is passed over.
        4 => TakeCredits { credits: Vec<IncomingCredit> },
    }
}

impl MoneyCommand {
    /// The documents that must be in memory to decide it. Credit notes need all orders of their customers.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        let order = |order: &OrderId| vec![DocumentId::Order(order.clone())];
        match self {
            MoneyCommand::RecordPayment { payment } => order(&payment.order),
            MoneyCommand::SettlePayment { order: id, .. }
            | MoneyCommand::Void { order: id, .. } => order(id),
            MoneyCommand::Refund { refund } => {
                let rma = refund.rma.map(DocumentId::Return);
                order(&refund.order).into_iter().chain(rma).collect()
            }
            MoneyCommand::TakeCredits { credits } => {
                let customers = credits.iter().filter_map(|credit| credit.customer.clone());
                let orders = state.orders().filter(|order| {
                    let of = super::credit::customer(state, order);
                    let mut asked = credits.iter().filter_map(|credit| credit.customer.as_ref());
                    of.is_some_and(|of| asked.any(|asked| *asked == of))
                });
                customers
                    .map(DocumentId::Customer)
                    .chain(orders.map(|order| DocumentId::Order(order.id().clone())))
                    .collect()
            }
        }
    }

    /// Decides it.
    ///
    /// # Errors
    /// Why nothing is to be written.
    pub fn decide(&self, state: &State, proposal: &mut Proposal<'_>) -> Result<(), Refusal> {
        match self {
            MoneyCommand::RecordPayment { payment } => {
                has_amount(known(state, &payment.order)?, &payment.money)?;
                money(proposal, MoneyFact::PaymentRecorded(payment.clone()));
                Ok(())
            }
            MoneyCommand::SettlePayment {
                order,
                payment,
                money,
            } => settle(known(state, order)?, payment, money, proposal),
            MoneyCommand::Refund { refund } => {
                give_back(state, known(state, &refund.order)?, refund, proposal)
            }
            MoneyCommand::Void { order, fact } => void(state, known(state, order)?, fact, proposal),
            MoneyCommand::TakeCredits { credits } => take_credits(state, credits, proposal),
        }
    }
}

pub(super) fn money(proposal: &mut Proposal<'_>, fact: MoneyFact) {
    proposal.office(Event::Money(fact));
}

/// Whether an amount is more than nothing and in the order's currency.
fn has_amount(order: &Order, money: &Money) -> Result<(), Refusal> {
    if money.amount <= Amount::ZERO {
        return Err(Refusal::NoAmount);
    }
    let placed = order.currency();
    if placed.is_some_and(|currency| currency != money.currency) {
        return Err(Refusal::OtherCurrency(order.id().clone()));
    }
    Ok(())
}

fn settle(
    order: &Order,
    payment: &FactId,
    settled: &Money,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    has_amount(order, settled)?;
    let mut payments = order.payments();
    let (_, recorded) = payments
        .find(|(fact, _)| *fact == payment)
        .ok_or(Refusal::UnknownFact(*payment))?;
    let so_far: i128 = order
        .settlements()
        .filter(|settlement| settlement.payment == *payment)
        .map(|settlement| settlement.money.amount.wide())
        .sum();
    let left = match recorded.stage {
        PaymentStage::Settled => return Err(Refusal::NothingToDo),
        PaymentStage::Authorised => recorded.money.amount.wide() - so_far,
    };
    if settled.amount.wide() > left {
        return Err(Refusal::MoreThanPaid {
            order: order.id().clone(),
            at_most: amount(left.max(0)),
        });
    }
    money(
        proposal,
        MoneyFact::PaymentSettled(PaymentSettled {
            order: order.id().clone(),
            payment: *payment,
            money: settled.clone(),
        }),
    );
    Ok(())
}

fn give_back(
    state: &State,
    order: &Order,
    refund: &Refunded,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    has_amount(order, &refund.money)?;
    if let Some(rma) = refund.rma {
        let authorised = state.rma(&rma).and_then(|rma| rma.authorised());
        let of = authorised.and_then(|(_, authorised)| authorised.order.as_ref());
        if of != Some(order.id()) {
            return Err(Refusal::Unknown(DocumentId::Return(rma)));
        }
    }
    let account = state.account(order);
    if refund.money.amount.wide() > account.refundable() {
        return Err(Refusal::MoreThanPaid {
            order: order.id().clone(),
            at_most: amount(account.refundable()),
        });
    }
    units_are_there(order, &account, refund)?;
    money(proposal, MoneyFact::Refunded(refund.clone()));
    Ok(())
}

/// Whether the units that money goes back for were ordered, and no money went back for them yet.
fn units_are_there(order: &Order, account: &Account, refund: &Refunded) -> Result<(), Refusal> {
    let mut asked: BTreeMap<&LineKey, i128> = BTreeMap::new();
    for units in &refund.units {
        *asked.entry(order.line_key(&units.line)).or_default() += units.units.wide();
    }
    for (line, units) in asked {
        let Some(count) = account.lines.get(line) else {
            return Err(Refusal::UnknownLine {
                order: order.id().clone(),
                line: line.clone(),
            });
        };
        let before: i128 = order
            .refunds()
            .flat_map(|(_, before)| &before.units)
            .filter(|before| order.line_key(&before.line) == line)
            .map(|before| before.units.wide())
            .sum();
        if units + before > count.ordered {
            return Err(Refusal::TooMany {
                there: u64::try_from(count.ordered - before).unwrap_or(0),
            });
        }
    }
    Ok(())
}

fn void(
    state: &State,
    order: &Order,
    fact: &FactId,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    if order.is_voided(fact) {
        return Err(Refusal::NothingToDo);
    }
    let payment = order.payments().find(|(payment, _)| *payment == fact);
    let is_refund = order.refunds().any(|(refund, _)| refund == fact);
    let account = state.account(order);
    let taken = match payment {
        Some((_, payment)) => payment.money.amount.wide(),
        None if is_refund => 0,
        None => match order.settlement(fact) {
            Some(settled) => settled.money.amount.wide(),
            None => return Err(Refusal::UnknownFact(*fact)),
        },
    };
    if taken > 0
        && account.refunded > 0
        && account.paid + account.authorised - taken < account.refunded
    {
        return Err(Refusal::RestsOnIt);
    }
    money(
        proposal,
        MoneyFact::Voided(Voided {
            order: order.id().clone(),
            fact: *fact,
        }),
    );
    Ok(())
}
