//! Amazon's order reports, tab-separated: unshipped, new, and all orders. A row is an item of an order.
//!
//! Item prices are those of the whole line, not of a unit. The unshipped report has no prices; where its items stand
//! follows from the quantities shipped and to ship.

use super::Layout;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::mapping::{
    AddressPart::*, BuyerPart, Field, Field::*, Moment, OrderCells, RowIs,
};
use crate::exchange::orders::model::ChargeKind::{
    GiftWrap, GiftWrapTax, Shipping, ShippingDiscount, ShippingTax,
};
use crate::exchange::orders::status::{About, StatusFamily};
use crate::exchange::times::DateStyle;

/// What the reports of unshipped and of new orders have in common.
const SHIPPED_BY_SELLER: &[(&str, Field)] = &[
    ("order-id", Number),
    ("order-item-id", LineId),
    ("purchase-date", Time(Moment::Placed)),
    ("payments-date", Time(Moment::Paid)),
    ("buyer-email", Buyer(BuyerPart::Email)),
    ("buyer-name", Buyer(BuyerPart::Name)),
    ("buyer-phone-number", Buyer(BuyerPart::Phone)),
    ("sku", Sku),
    ("product-name", Title),
    ("quantity-purchased", Units),
    ("ship-service-level", ShippingMethod),
    ("recipient-name", ShipTo(Name)),
    ("ship-address-1", ShipTo(Street)),
    ("ship-address-2", ShipTo(Street)),
    ("ship-address-3", ShipTo(Street)),
    ("ship-city", ShipTo(City)),
    ("ship-state", ShipTo(Province)),
    ("ship-postal-code", ShipTo(PostCode)),
    ("ship-country", ShipTo(Country)),
    ("ship-phone-number", ShipTo(Phone)),
    ("sales-channel", Channel),
];

pub(super) const UNSHIPPED: Layout = Layout {
    format: OrderFormat::AmazonUnshipped,
    needs: &[
        "order-id",
        "order-item-id",
        "quantity-purchased",
        "quantity-to-ship",
    ],
    columns: &[
        ("promise-date", Time(Moment::ShipBy)),
        ("quantity-shipped", ShippedUnits),
        ("quantity-to-ship", UnitsToShip),
        ("purchase-order-number", OrderId),
        ("verge-of-cancellation", LineNote),
        ("verge-of-lateShipment", LineNote),
    ],
    common: SHIPPED_BY_SELLER,
    ..REPORT
};

pub(super) const NEW: Layout = Layout {
    format: OrderFormat::AmazonNew,
    needs: &[
        "order-id",
        "order-item-id",
        "quantity-purchased",
        "item-price",
    ],
    columns: &[
        ("currency", Field::Currency),
        ("item-price", LineTotal),
        ("item-tax", LineTax),
        ("shipping-price", LineCharge(Shipping)),
        ("shipping-tax", LineCharge(ShippingTax)),
        ("delivery-end-date", LineNote),
        ("delivery-Instructions", Note),
    ],
    common: SHIPPED_BY_SELLER,
    ..REPORT
};

pub(super) const ALL: Layout = Layout {
    format: OrderFormat::AmazonAll,
    needs: &["amazon-order-id", "item-status", "quantity"],
    columns: &[
        ("amazon-order-id", Number),
        ("merchant-order-id", OrderId),
        ("purchase-date", Time(Moment::Placed)),
        ("last-updated-date", Time(Moment::Updated)),
        ("order-status", Status(About::Order)),
        ("fulfillment-channel", Warehouse),
        ("sales-channel", Channel),
        ("ship-service-level", ShippingMethod),
        ("product-name", Title),
        ("sku", Sku),
        ("asin", LineId),
        ("item-status", LineStatus(About::Order)),
        ("quantity", Units),
        ("currency", Field::Currency),
        ("item-price", LineTotal),
        ("item-tax", LineTax),
        ("shipping-price", LineCharge(Shipping)),
        ("shipping-tax", LineCharge(ShippingTax)),
        ("gift-wrap-price", LineCharge(GiftWrap)),
        ("gift-wrap-tax", LineCharge(GiftWrapTax)),
        ("item-promotion-discount", LineDiscount),
        ("ship-promotion-discount", LineCharge(ShippingDiscount)),
        ("ship-city", ShipTo(City)),
        ("ship-state", ShipTo(Province)),
        ("ship-postal-code", ShipTo(PostCode)),
        ("ship-country", ShipTo(Country)),
        ("promotion-ids", LineNote),
        ("purchase-order-number", OrderId),
    ],
    ..REPORT
};

const REPORT: Layout = Layout {
    format: OrderFormat::AmazonAll,
    needs: &[],
    columns: &[],
    common: &[],
    row_is: RowIs::Line,
    order_cells: OrderCells::EveryRow,
    dates: DateStyle::Unsaid,
    amounts: AmountStyle::Point,
    currency: None,
    country: None,
    statuses: StatusFamily::Amazon,
};
