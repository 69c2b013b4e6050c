//! What the words of each source mean: one table, by family, column and word.
//!
//! The API's names and the words of exported files are both here, since files carry both. Words are compared by letters
//! and digits only. "Delivered to buyer", "returning to seller" and the like of Amazon follow the API's EasyShip values.

use super::status::{About, Cancel, Fulfilment, Meaning, Payment, Return, StatusFamily};
use crate::exchange::headings::heading_key;

const NOTHING: Meaning = Meaning {
    payment: None,
    fulfilment: None,
    cancel: None,
    returned: None,
};

const fn goods(fulfilment: Fulfilment) -> Meaning {
    Meaning {
        fulfilment: Some(fulfilment),
        ..NOTHING
    }
}

const fn money(payment: Payment) -> Meaning {
    Meaning {
        payment: Some(payment),
        ..NOTHING
    }
}

const fn both(payment: Payment, fulfilment: Fulfilment) -> Meaning {
    Meaning {
        payment: Some(payment),
        fulfilment: Some(fulfilment),
        ..NOTHING
    }
}

const UNPAID: Meaning = both(Payment::Pending, Fulfilment::AwaitingPayment);
const TO_FULFIL: Meaning = goods(Fulfilment::ToFulfil);
const ON_HOLD: Meaning = goods(Fulfilment::OnHold);
const IN_PROGRESS: Meaning = goods(Fulfilment::InProgress);
const PARTLY_SHIPPED: Meaning = goods(Fulfilment::PartlyShipped);
const SHIPPED: Meaning = goods(Fulfilment::Shipped);
const DELIVERED: Meaning = goods(Fulfilment::Delivered);
const DELIVERY_FAILED: Meaning = goods(Fulfilment::DeliveryFailed);
const CANCELLED: Meaning = Meaning {
    cancel: Some(Cancel::Cancelled),
    ..NOTHING
};
const CANCEL_REQUESTED: Meaning = Meaning {
    cancel: Some(Cancel::Requested),
    ..NOTHING
};

const fn returned(how_far: Return) -> Meaning {
    Meaning {
        returned: Some(how_far),
        ..NOTHING
    }
}

const RETURNED: Meaning = returned(Return::Returned);
const REFUNDED: Meaning = Meaning {
    payment: Some(Payment::Refunded),
    returned: Some(Return::Returned),
    ..NOTHING
};

type Words = &'static [(&'static str, Meaning)];

const COMMON: Words = &[
    ("awaitingpayment", UNPAID),
    ("unpaid", UNPAID),
    ("pendingpayment", UNPAID),
    ("paid", both(Payment::Paid, Fulfilment::ToFulfil)),
    ("awaitingshipment", TO_FULFIL),
    ("awaitingfulfillment", TO_FULFIL),
    ("unfulfilled", TO_FULFIL),
    ("unshipped", TO_FULFIL),
    ("processing", TO_FULFIL),
    ("toship", TO_FULFIL),
    ("onhold", ON_HOLD),
    ("packed", IN_PROGRESS),
    ("partiallyshipped", PARTLY_SHIPPED),
    ("partiallyfulfilled", PARTLY_SHIPPED),
    ("fulfilled", SHIPPED),
    ("shipped", SHIPPED),
    ("delivered", DELIVERED),
    ("completed", DELIVERED),
    ("cancelled", CANCELLED),
    ("canceled", CANCELLED),
    ("returned", RETURNED),
    ("refunded", REFUNDED),
];

const PAYMENT: Words = &[
    ("authorized", money(Payment::Authorized)),
    ("authorised", money(Payment::Authorized)),
    ("expired", money(Payment::Expired)),
    ("failed", money(Payment::Failed)),
    ("paid", money(Payment::Paid)),
    ("partiallypaid", money(Payment::PartlyPaid)),
    ("partiallyrefunded", money(Payment::PartlyRefunded)),
    ("pending", money(Payment::Pending)),
    ("refunded", money(Payment::Refunded)),
    ("unpaid", money(Payment::Pending)),
    ("voided", money(Payment::Voided)),
];

const SHOPIFY: Words = &[
    ("pending", TO_FULFIL),
    ("fulfilled", SHIPPED),
    ("fulfillmentnotrequired", goods(Fulfilment::NotRequired)),
    ("inprogress", IN_PROGRESS),
    ("onhold", ON_HOLD),
    ("open", TO_FULFIL),
    ("partial", PARTLY_SHIPPED),
    ("partiallyfulfilled", PARTLY_SHIPPED),
    ("pendingfulfillment", IN_PROGRESS),
    ("requestdeclined", TO_FULFIL),
    ("restocked", RETURNED),
    ("scheduled", ON_HOLD),
    ("unfulfilled", TO_FULFIL),
    ("delivered", DELIVERED),
    ("failure", DELIVERY_FAILED),
    ("cancelled", CANCELLED),
];

const WOOCOMMERCE: Words = &[
    ("pending", UNPAID),
    ("checkoutdraft", UNPAID),
    ("processing", TO_FULFIL),
    ("onhold", ON_HOLD),
    ("completed", SHIPPED),
    ("cancelled", CANCELLED),
    ("refunded", REFUNDED),
    ("failed", money(Payment::Failed)),
    ("trash", CANCELLED),
];

const AMAZON: Words = &[
    ("pending", UNPAID),
    ("unshipped", TO_FULFIL),
    ("pendingavailability", ON_HOLD),
    ("invoiceunconfirmed", ON_HOLD),
    ("unfulfillable", ON_HOLD),
    ("pendingwaitingforpickup", IN_PROGRESS),
    ("shipping", IN_PROGRESS),
    ("partiallyshipped", PARTLY_SHIPPED),
    ("shipped", SHIPPED),
    ("intransit", SHIPPED),
    ("shippedpickedup", SHIPPED),
    ("shippedoutfordelivery", SHIPPED),
    ("complete", SHIPPED),
    ("delivered", DELIVERED),
    ("shippeddeliveredtobuyer", DELIVERED),
    ("undeliverable", DELIVERY_FAILED),
    ("shippedundeliverable", DELIVERY_FAILED),
    ("shippedrejectedbybuyer", DELIVERY_FAILED),
    ("lost", DELIVERY_FAILED),
    ("shippedlostintransit", DELIVERY_FAILED),
    ("damaged", DELIVERY_FAILED),
    ("shippeddamaged", DELIVERY_FAILED),
    ("returningtoseller", DELIVERY_FAILED),
    ("shippedreturningtoseller", DELIVERY_FAILED),
    ("returnedtoseller", DELIVERY_FAILED),
    ("shippedreturnedtoseller", DELIVERY_FAILED),
    ("canceled", CANCELLED),
    ("cancelled", CANCELLED),
];

const ETSY: Words = &[
    ("open", TO_FULFIL),
    ("paid", both(Payment::Paid, Fulfilment::ToFulfil)),
    ("paymentprocessing", UNPAID),
    ("unshipped", TO_FULFIL),
    ("notshipped", TO_FULFIL),
    ("shipped", SHIPPED),
    ("completed", SHIPPED),
    ("canceled", CANCELLED),
    ("cancelled", CANCELLED),
    ("fullyrefunded", money(Payment::Refunded)),
    ("partiallyrefunded", money(Payment::PartlyRefunded)),
];

const SHOPEE: Words = &[
    ("unpaid", UNPAID),
    ("belumbayar", UNPAID),
    ("readytoship", TO_FULFIL),
    ("perludikirim", TO_FULFIL),
    ("toship", TO_FULFIL),
    ("invoicepending", ON_HOLD),
    ("processed", IN_PROGRESS),
    ("retryship", IN_PROGRESS),
    ("shipped", SHIPPED),
    ("shipping", SHIPPED),
    ("sedangdikirim", SHIPPED),
    ("dikirim", SHIPPED),
    ("telahdikirim", SHIPPED),
    ("toconfirmreceive", DELIVERED),
    ("completed", DELIVERED),
    ("selesai", DELIVERED),
    ("pengirimangagal", DELIVERY_FAILED),
    ("failedtodeliver", DELIVERY_FAILED),
    ("incancel", CANCEL_REQUESTED),
    ("cancelled", CANCELLED),
    ("batal", CANCELLED),
    ("dibatalkan", CANCELLED),
    ("toreturn", RETURNED),
    ("permintaandisetujui", returned(Return::Accepted)),
    ("permintaanditolak", returned(Return::Refused)),
    ("requested", returned(Return::Requested)),
    ("accepted", returned(Return::Accepted)),
    ("refundpaid", REFUNDED),
];

const TIKTOK: Words = &[
    ("unpaid", UNPAID),
    ("belumbayar", UNPAID),
    ("belumdibayar", UNPAID),
    ("awaitingshipment", TO_FULFIL),
    ("menunggupengiriman", TO_FULFIL),
    ("perludikirim", TO_FULFIL),
    ("toship", TO_FULFIL),
    ("onhold", ON_HOLD),
    ("ditahan", ON_HOLD),
    ("awaitingcollection", IN_PROGRESS),
    ("menunggupengambilan", IN_PROGRESS),
    ("partiallyshipping", PARTLY_SHIPPED),
    ("intransit", SHIPPED),
    ("dalampengiriman", SHIPPED),
    ("sedangdikirim", SHIPPED),
    ("dikirim", SHIPPED),
    ("shipped", SHIPPED),
    ("delivered", DELIVERED),
    ("terkirim", DELIVERED),
    ("completed", DELIVERED),
    ("selesai", DELIVERED),
    ("cancelled", CANCELLED),
    ("canceled", CANCELLED),
    ("dibatalkan", CANCELLED),
    ("batal", CANCELLED),
];

const TIKTOK_CANCEL_OR_RETURN: Words = &[
    ("cancel", CANCELLED),
    ("cancelled", CANCELLED),
    ("pembatalan", CANCELLED),
    ("return", RETURNED),
    ("returnrefund", RETURNED),
    ("returnandrefund", RETURNED),
    ("pengembaliandana", money(Payment::Refunded)),
    ("refund", money(Payment::Refunded)),
    ("refundonly", money(Payment::Refunded)),
];

const LAZADA: Words = &[
    ("unpaid", UNPAID),
    ("pending", TO_FULFIL),
    ("topack", TO_FULFIL),
    ("packed", IN_PROGRESS),
    ("repacked", IN_PROGRESS),
    ("toship", IN_PROGRESS),
    ("readytoship", IN_PROGRESS),
    ("readytoshippending", IN_PROGRESS),
    ("shipped", SHIPPED),
    ("delivered", DELIVERED),
    ("confirmed", DELIVERED),
    ("faileddelivery", DELIVERY_FAILED),
    ("lostby3pl", DELIVERY_FAILED),
    ("damagedby3pl", DELIVERY_FAILED),
    ("shippedback", DELIVERY_FAILED),
    ("shippedbacksuccess", DELIVERY_FAILED),
    ("shippedbackfailed", DELIVERY_FAILED),
    ("packagescrapped", DELIVERY_FAILED),
    ("returned", RETURNED),
    ("canceled", CANCELLED),
    ("cancelled", CANCELLED),
];

const MAGENTO: Words = &[
    ("new", TO_FULFIL),
    ("pending", TO_FULFIL),
    ("pendingpayment", UNPAID),
    ("pendingpaypal", UNPAID),
    ("processing", TO_FULFIL),
    ("complete", SHIPPED),
    ("closed", REFUNDED),
    ("canceled", CANCELLED),
    ("cancelled", CANCELLED),
    ("onhold", ON_HOLD),
    ("holded", ON_HOLD),
    ("paymentreview", both(Payment::Pending, Fulfilment::OnHold)),
    ("fraud", ON_HOLD),
    ("suspectedfraud", ON_HOLD),
];

const EMAG: Words = &[
    ("0", CANCELLED),
    ("1", TO_FULFIL),
    ("2", IN_PROGRESS),
    ("3", IN_PROGRESS),
    ("4", SHIPPED),
    ("5", RETURNED),
];

/// What words of a family mean in a column; `None` where they are not known.
pub(super) fn meaning(family: StatusFamily, about: About, words: &str) -> Option<Meaning> {
    let key = heading_key(words);
    let key = match family {
        StatusFamily::WooCommerce if words.starts_with("wc-") => key.get(2..)?,
        _ => &key,
    };
    let table: Words = match (family, about) {
        (_, About::Payment) => PAYMENT,
        (StatusFamily::TikTok, About::CancelOrReturn) => TIKTOK_CANCEL_OR_RETURN,
        (StatusFamily::Common, _) => COMMON,
        (StatusFamily::Shopify, _) => SHOPIFY,
        (StatusFamily::WooCommerce, _) => WOOCOMMERCE,
        (StatusFamily::Amazon, _) => AMAZON,
        (StatusFamily::Etsy, _) => ETSY,
        (StatusFamily::Shopee, _) => SHOPEE,
        (StatusFamily::TikTok, _) => TIKTOK,
        (StatusFamily::Lazada, _) => LAZADA,
        (StatusFamily::Magento, _) => MAGENTO,
        (StatusFamily::Emag, _) => EMAG,
    };
    table
        .iter()
        .find(|(word, _)| *word == key)
        .map(|(_, meaning)| *meaning)
}
