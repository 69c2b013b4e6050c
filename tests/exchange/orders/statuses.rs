//! What the words of each shop mean, with the names that mean different things to different shops.

use depo::exchange::orders::mapping::{Field, MappedColumn, Mapping, RowIs};
use depo::exchange::orders::report::StatusCount;
use depo::exchange::orders::status::{
    About, Cancel, Fulfilment, Payment, Return, Status, StatusFamily,
};

use super::read_mapped;

/// The status of an order that says these words of itself.
fn status(family: StatusFamily, about: About, words: &str) -> Status {
    let column = |heading: &str, field| MappedColumn {
        heading: heading.to_owned(),
        field,
    };
    let mapping = Mapping {
        columns: vec![
            column("number", Field::Number),
            column("status", Field::Status(about)),
        ],
        row_is: RowIs::Order,
        statuses: family,
        ..Mapping::default()
    };
    let found = read_mapped(format!("number,status\n1,{words}\n").as_bytes(), &mapping);
    assert_eq!(found.orders[0].status.words[0].words, words, "verbatim");
    assert_eq!(
        found.report.statuses[&(about, words.to_owned())],
        StatusCount {
            meaning: found.orders[0].status.words[0].meaning,
            count: 1,
        },
        "the report says what was decided"
    );
    found.orders[0].status.clone()
}

#[test]
fn one_name_means_different_things() {
    use Fulfilment::{Delivered, DeliveryFailed, InProgress, NotSaid, OnHold, Shipped, ToFulfil};
    for (family, words, fulfilment) in [
        (StatusFamily::Shopee, "READY_TO_SHIP", ToFulfil),
        (StatusFamily::TikTok, "AWAITING_SHIPMENT", ToFulfil),
        (StatusFamily::Lazada, "ready_to_ship", InProgress),
        (StatusFamily::Shopee, "PROCESSED", InProgress),
        (StatusFamily::TikTok, "AWAITING_COLLECTION", InProgress),
        (StatusFamily::WooCommerce, "processing", ToFulfil),
        (StatusFamily::WooCommerce, "wc-completed", Shipped),
        (StatusFamily::Shopee, "COMPLETED", Delivered),
        (StatusFamily::WooCommerce, "failed", NotSaid),
        (StatusFamily::Lazada, "failed_delivery", DeliveryFailed),
        (StatusFamily::Lazada, "pending", ToFulfil),
        (StatusFamily::Amazon, "Pending", Fulfilment::AwaitingPayment),
        (StatusFamily::Amazon, "PENDING_AVAILABILITY", OnHold),
        (StatusFamily::Magento, "On Hold", OnHold),
        (StatusFamily::Emag, "3", InProgress),
        (
            StatusFamily::Shopee,
            "Belum Bayar",
            Fulfilment::AwaitingPayment,
        ),
        (StatusFamily::TikTok, "Selesai", Delivered),
    ] {
        let found = status(family, About::Order, words);
        assert_eq!(
            (found.fulfilment, found.words[0].meaning.is_some()),
            (fulfilment, true),
            "{family:?} {words}"
        );
    }
    assert_eq!(
        status(StatusFamily::WooCommerce, About::Order, "failed").payment,
        Payment::Failed
    );
    assert_eq!(
        status(StatusFamily::Shopee, About::Order, "IN_CANCEL").cancel,
        Cancel::Requested
    );
    assert_eq!(
        status(StatusFamily::Shopee, About::Order, "Batal").cancel,
        Cancel::Cancelled
    );
    assert_eq!(
        status(StatusFamily::Shopify, About::Fulfilment, "RESTOCKED").returned,
        Return::Returned
    );
    assert_eq!(
        status(StatusFamily::Shopify, About::Payment, "PARTIALLY_PAID").payment,
        Payment::PartlyPaid
    );
}

#[test]
fn unknown_words_are_kept_and_decide_nothing() {
    for family in [
        StatusFamily::Common,
        StatusFamily::Shopee,
        StatusFamily::Lazada,
    ] {
        let found = status(family, About::Order, "Menunggu Bulan Purnama");
        assert_eq!(found.words[0].meaning, None);
        assert_eq!(
            (found.fulfilment, found.cancel),
            (Fulfilment::Unknown, Cancel::No)
        );
    }
}
