//! Orders of TikTok Shop and Tokopedia, 65 columns or the older 63: one row per line, the order repeated in each.
//!
//! Identifiers and times end with a TAB, which keeps a spreadsheet from rounding them; below the headings of a workbook
//! stands a row that describes them. Times are those of the shop, day first. The shipping fee after discount holds what seller
//! and platform took off it, which is not read a second time.

use super::Layout;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::mapping::{
    AddressPart::*, BuyerPart, Field, Field::*, Moment, OrderCells, RowIs, Sum,
};
use crate::exchange::orders::model::ChargeKind;
use crate::exchange::orders::status::{About, StatusFamily};
use crate::exchange::times::DateStyle;

pub(super) const ORDERS: Layout = Layout {
    format: OrderFormat::TikTokShop,
    needs: &[
        "Order ID",
        "Order Status",
        "SKU ID",
        "Seller SKU",
        "Quantity",
    ],
    columns: &[
        ("Order ID", Number),
        ("Order Status", Status(About::Order)),
        ("Order Substatus", Status(About::Detail)),
        ("Cancelation/Return Type", LineStatus(About::CancelOrReturn)),
        ("SKU ID", LineId),
        ("Seller SKU", Sku),
        ("Product Name", Title),
        ("Variation", Variant),
        ("Quantity", Units),
        ("Sku Quantity of return", ReturnedUnits),
        ("SKU Unit Original Price", UnitPrice),
        ("SKU Platform Discount", LineDiscount),
        ("SKU Seller Discount", LineDiscount),
        ("SKU Subtotal After Discount", LineTotal),
        ("Shipping Fee After Discount", Total(Sum::Shipping)),
        ("Distance Shipping Fee", Field::Charge(ChargeKind::Shipping)),
        ("Distance Fee", Field::Charge(ChargeKind::Fee)),
        ("Order Refund Amount", Total(Sum::Refunded)),
        (
            "Payment platform discount",
            Field::Charge(ChargeKind::PaymentDiscount),
        ),
        ("Buyer Service Fee", Field::Charge(ChargeKind::Fee)),
        ("Handling Fee", Field::Charge(ChargeKind::Handling)),
        ("Shipping Insurance", Field::Charge(ChargeKind::Insurance)),
        ("Item Insurance", Field::Charge(ChargeKind::Insurance)),
        ("Order Amount", Total(Sum::Total)),
        ("Created Time", Time(Moment::Placed)),
        ("Paid Time", Time(Moment::Paid)),
        ("Shipped Time", Time(Moment::Shipped)),
        ("Delivered Time", Time(Moment::Delivered)),
        ("Cancelled Time", Time(Moment::Cancelled)),
        ("Cancel By", Note),
        ("Cancel Reason", Reason),
        ("Fulfillment Type", Note),
        ("Warehouse Name", Warehouse),
        ("Tracking ID", Tracking),
        ("Delivery Option", ShippingMethod),
        ("Shipping Provider Name", Carrier),
        ("Buyer Message", Note),
        ("Buyer Username", Buyer(BuyerPart::User)),
        ("Recipient", ShipTo(Name)),
        ("Phone #", ShipTo(Phone)),
        ("Zipcode", ShipTo(PostCode)),
        ("Country", ShipTo(Country)),
        ("Province", ShipTo(Province)),
        ("Regency and City", ShipTo(City)),
        ("Districts", ShipTo(District)),
        ("Villages", ShipTo(District)),
        ("Detail Address", ShipTo(Street)),
        ("Additional address information", ShipTo(Street)),
        ("Payment Method", PaymentMethod),
        ("Package ID", OrderId),
        ("Purchase Channel", Channel),
        ("Seller Note", Note),
        ("Tokopedia Invoice Number", OrderId),
        ("Order Channel", OrderId),
    ],
    common: &[],
    row_is: RowIs::Line,
    order_cells: OrderCells::EveryRow,
    dates: DateStyle::DayFirst,
    amounts: AmountStyle::Either,
    currency: Some("IDR"),
    country: None,
    statuses: StatusFamily::TikTok,
};
