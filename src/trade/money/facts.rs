//! Facts about money.

use crate::stream::id::FactId;
use crate::trade::demand::LineKey;
use crate::trade::id::{OrderId, ReturnId};
use crate::trade::orders::SourceRecord;
use crate::trade::personal::Row;
use crate::trade::quantity::Units;
use crate::trade::quantity::{Amount, Money, SourceTime};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// When the goods of an order may leave, seen from the money.
    pub enum Terms {
        /// After payments cover it.
        0 => Prepaid,
        /// Before it is paid.
        1 => OnAccount,
        /// It is paid when the goods are handed over.
        2 => CashOnDelivery,
        /// A marketplace holds the money.
        3 => HeldByMarketplace,
    }

    /// How money moves.
    pub enum PaymentMethod {
        /// Bank transfer.
        0 => BankTransfer,
        /// Card.
        1 => Card,
        /// An electronic wallet.
        2 => Wallet,
        /// In a carrier's hands, at the door.
        3 => CashOnDelivery,
        /// By the marketplace.
        4 => Marketplace,
        /// Cash.
        5 => Cash,
        /// Against store credit.
        6 => StoreCredit,
        /// However the source was paid, which it does not say.
        7 => BySource,
    }

    /// How far a payment has come.
    pub enum PaymentStage {
        /// It is promised by the payer's bank or card.
        0 => Authorised,
        /// It is here.
        1 => Settled,
    }

    /// A fact of this area.
    pub enum MoneyFact {
        /// Money came in, or its payer's bank stands for it.
        0 => PaymentRecorded(PaymentRecorded),
        /// Money went back.
        1 => Refunded(Refunded),
        /// A payment or refund was not what was recorded: it counts no more.
        2 => Voided(Voided),
        /// A credit note came in from a source. Opens it.
        3 => CreditNoted(CreditNoted),
        /// What was authorised is here.
        4 => PaymentSettled(PaymentSettled),
    }
}

wire_struct! {
    /// Money came in for an order.
    pub struct PaymentRecorded {
        /// The order.
        pub order: OrderId,
        /// How.
        pub method: PaymentMethod,
        /// How far it has come.
        pub stage: PaymentStage,
        /// How much; more than nothing.
        pub money: Money,
        /// Where it was read, where it was read: twice from one row it is one payment.
        pub source: Option<SourceRecord>,
        /// The payer's or bank's reference.
        pub rows: Vec<Row>,
    }

    /// What was authorised is here: it is the same money, not more.
    pub struct PaymentSettled {
        /// The order.
        pub order: OrderId,
        /// The payment.
        pub payment: FactId,
        /// How much of it.
        pub money: Money,
    }

    /// Units of a line that money goes back for.
    pub struct RefundedUnits {
        /// The line.
        pub line: LineKey,
        /// How many.
        pub units: Units,
    }

    /// Money went back to who ordered.
    pub struct Refunded {
        /// The order.
        pub order: OrderId,
        /// The RMA that it is for.
        pub rma: Option<ReturnId>,
        /// How.
        pub method: PaymentMethod,
        /// How much; more than nothing.
        pub money: Money,
        /// The units that it is for, where it is for units.
        pub units: Vec<RefundedUnits>,
        /// The reference.
        pub rows: Vec<Row>,
    }

    /// A payment or refund was not what was recorded.
    pub struct Voided {
        /// The order.
        pub order: OrderId,
        /// The fact that is taken back.
        pub fact: FactId,
    }

    /// Units of an order that a credit note takes back.
    pub struct CreditedUnits {
        /// The order.
        pub order: OrderId,
        /// The line.
        pub line: LineKey,
        /// How many.
        pub units: Units,
        /// The price of one.
        pub price: Amount,
    }

    /// A credit note came in from a source. Opens the credit note. What it takes back of orders that have not left is
    /// cancelled by a fact of its own.
    pub struct CreditNoted {
        /// The channel.
        pub channel: crate::trade::id::ChannelId,
        /// The source's number.
        pub number: crate::trade::text::Code,
        /// When it was written.
        pub written_at: SourceTime,
        /// Its whole value.
        pub total: Money,
        /// The units that were matched with orders.
        pub matched: Vec<CreditedUnits>,
        /// Units that no order was found for.
        pub unmatched: u64,
    }
}
