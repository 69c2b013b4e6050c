//! Reason codes: why stock was adjusted, why an order waits, why something came back.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The code in files and addresses.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            /// The reason with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

codes!(
    /// Why units left the stock, or came to light, without an order.
    LossReason {
        /// Damaged, broken, crushed.
        Damaged = "damaged",
        /// Wet, mouldy, rusty.
        Wet = "wet",
        /// Thrown away, destroyed.
        ThrownAway = "thrown-away",
        /// Missing, lost, short.
        Missing = "missing",
        /// Found.
        Found = "found",
        /// Booked, labelled or coded wrongly.
        WrongCode = "wrong-code",
        /// The difference of a count or check.
        Counted = "counted",
        /// Given away as a sample or display.
        Sample = "sample",
        /// Sold or moved through another channel or as part of a set.
        OtherChannel = "other-channel",
        /// Nobody wrote a reason that says more.
        Unknown = "unknown",
    }
);

codes!(
    /// Why an order is held.
    HoldKind {
        /// Suspected fraud.
        Fraud = "fraud",
        /// The address cannot be right.
        Address = "address",
        /// Payment is missing or in question.
        Payment = "payment",
        /// Somebody in the office wants it to wait.
        Operator = "operator",
        /// The client asked for it.
        Client = "client",
    }
);

codes!(
    /// Why a customer sends something back.
    ReturnReason {
        /// Not wanted any more.
        Unwanted = "unwanted",
        /// Arrived damaged.
        Damaged = "damaged",
        /// Does not work.
        Defective = "defective",
        /// Another item than ordered.
        WrongItem = "wrong-item",
        /// Not as described.
        NotAsDescribed = "not-as-described",
        /// Too large or too small.
        Size = "size",
        /// Arrived too late.
        Late = "late",
        /// Could not be delivered.
        Undelivered = "undelivered",
        /// Something else.
        Other = "other",
    }
);

codes!(
    /// What inspection decides about a returned unit. Restocking is a decision of a person, never a default.
    Disposition {
        /// Back into a bin, to be sold again.
        Restock = "restock",
        /// Thrown away.
        Scrap = "scrap",
        /// Back to the supplier.
        ToSupplier = "to-supplier",
    }
);

codes!(
    /// Why a picker took less than the task says.
    ShortReason {
        /// The bin holds fewer.
        NotThere = "not-there",
        /// What is there is damaged.
        Damaged = "damaged",
        /// The bin cannot be reached now.
        Unreachable = "unreachable",
    }
);

codes!(
    /// How a customer pays.
    PaymentMethod {
        /// By bank transfer.
        BankTransfer = "bank-transfer",
        /// By card.
        Card = "card",
        /// By electronic wallet.
        Wallet = "wallet",
        /// In cash at the door.
        CashOnDelivery = "cash-on-delivery",
        /// The marketplace holds the money.
        Marketplace = "marketplace",
        /// In cash.
        Cash = "cash",
        /// As credit with the shop.
        StoreCredit = "store-credit",
    }
);

codes!(
    /// When goods may leave, seen from the money.
    Terms {
        /// Only once payments cover the total.
        Prepaid = "prepaid",
        /// On account: an invoice is paid later.
        OnAccount = "on-account",
        /// The carrier collects the money.
        CashOnDelivery = "cash-on-delivery",
        /// At once: the whole was paid before the order came in here, where it was placed.
        Paid = "paid",
    }
);

codes!(
    /// What a line without goods charges for.
    ChargeKind {
        /// Postage and carriage.
        Postage = "postage",
        /// Entered by hand.
        Manual = "manual",
        /// A discount.
        Discount = "discount",
        /// Samples.
        Samples = "samples",
        /// A fee of a bank or a marketplace.
        Fee = "fee",
        /// A donation.
        Charity = "charity",
        /// A gift voucher.
        Voucher = "voucher",
        /// The correction of a bad debt.
        BadDebt = "bad-debt",
        /// Packing material.
        Packing = "packing",
        /// Anything else.
        Other = "other",
    }
);
