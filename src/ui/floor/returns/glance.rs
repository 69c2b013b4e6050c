//! What the return screen shows, computed from the state alone.

use crate::domain::Workspace;
use crate::domain::decide::office::refundable;
use crate::domain::money::{Amount, Currency};
use crate::domain::order::{Order, Return};
use crate::domain::reason::{PaymentMethod, ReturnReason};
use crate::domain::text::{Code, OrderId, ReturnId, Sku};
use crate::ui::floor::pack::item_name;
use crate::ui::floor::put_back::proposed_bin;

/// A line of the return.
#[derive(Clone, Debug, PartialEq)]
pub struct ReturnedGoods {
    /// The order's line.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// Units that have not come yet.
    pub to_come: u32,
    /// Units at the dock that nobody has decided about.
    pub undecided: u32,
    /// Units that were decided about.
    pub decided: u32,
    /// Why they come back.
    pub reason: ReturnReason,
    /// The customer's words.
    pub words: Option<String>,
    /// The bin to restock into: where the item lies.
    pub bin: Option<Code>,
}

/// What may go back to the customer.
#[derive(Clone, Debug, PartialEq)]
pub struct RefundDue {
    /// The price of what was decided about, less what went back for this return already.
    pub proposed: Amount,
    /// What may go back at most.
    pub most: Amount,
    /// In this currency.
    pub currency: Currency,
    /// The way the money came.
    pub method: PaymentMethod,
}

/// What the return screen shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// The lines.
    pub lines: Vec<ReturnedGoods>,
    /// Whether nothing more is expected.
    pub closed: bool,
    /// What may go back to the customer.
    pub refund: RefundDue,
    /// What went back for this return.
    pub refunded: Amount,
}

impl Glance {
    /// Looks at a return. `None` while its order is not in memory, or when there is no such return.
    pub fn of(state: &Workspace, order: &OrderId, id: &ReturnId) -> Option<Glance> {
        let order = state.order(order)?;
        let case = order.return_(id)?;
        Some(Glance {
            lines: case
                .lines
                .iter()
                .filter_map(|line| goods(state, order, line))
                .collect(),
            closed: case.closed,
            refund: refund_due(order, case),
            refunded: case.refunded,
        })
    }

    /// Units that have not come yet.
    pub fn to_come(&self) -> u32 {
        self.lines.iter().map(|line| line.to_come).sum()
    }

    /// Units at the dock that nobody has decided about.
    pub fn undecided(&self) -> u32 {
        self.lines.iter().map(|line| line.undecided).sum()
    }

    /// Units that were decided about.
    pub fn decided(&self) -> u32 {
        self.lines.iter().map(|line| line.decided).sum()
    }

    /// The line that is inspected: the one asked for, else the first that waits.
    pub fn to_inspect(&self, asked: Option<u16>) -> Option<&ReturnedGoods> {
        let waits = |line: &&ReturnedGoods| line.undecided > 0;
        self.lines
            .iter()
            .filter(waits)
            .find(|line| Some(line.line) == asked)
            .or_else(|| self.lines.iter().find(waits))
    }
}

fn goods(
    state: &Workspace,
    order: &Order,
    line: &crate::domain::order::ReturnedLine,
) -> Option<ReturnedGoods> {
    let sku = order.lines.get(usize::from(line.line))?.sku.clone();
    Some(ReturnedGoods {
        line: line.line,
        name: item_name(state, &sku),
        to_come: line.authorised.saturating_sub(line.received),
        undecided: line.received.saturating_sub(line.decided()),
        decided: line.decided(),
        reason: line.reason,
        words: line.words.as_ref().map(ToString::to_string),
        bin: proposed_bin(state, &sku),
        sku,
    })
}

fn refund_due(order: &Order, case: &Return) -> RefundDue {
    let price = |line: &crate::domain::order::ReturnedLine| {
        let price = order.lines.get(usize::from(line.line))?.unit_price;
        Some(price.times(i64::from(line.decided())))
    };
    let value: Amount = case.lines.iter().filter_map(price).sum();
    let most = refundable(order).max(Amount::ZERO);
    let paid = order
        .payments
        .iter()
        .rev()
        .find(|entry| entry.amount > Amount::ZERO);
    RefundDue {
        proposed: (value - case.refunded).max(Amount::ZERO).min(most),
        most,
        currency: order.currency,
        method: paid.map_or(PaymentMethod::BankTransfer, |entry| entry.method),
    }
}
