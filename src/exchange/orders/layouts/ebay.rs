//! eBay's orders report: a blank first line, a row of blank cells below the headings, a footer, and amounts that carry
//! their currency in the style of the site (`EUR 90,00`, `AU $3,000.00`).
//!
//! An order of several items has a row of its own, with its address and total, before the rows of its items.

use super::Layout;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::mapping::{
    AddressPart::*, BuyerPart, Field, Field::*, Moment, OrderCells, RowIs, Sum,
};
use crate::exchange::orders::model::ChargeKind;
use crate::exchange::orders::status::StatusFamily;
use crate::exchange::times::DateStyle;

pub(super) const ORDERS: Layout = Layout {
    format: OrderFormat::EbayOrders,
    needs: &[
        "Sales Record Number",
        "Order Number",
        "Item Number",
        "Quantity",
    ],
    columns: &[
        ("Order Number", Number),
        ("Sales Record Number", OrderId),
        ("Buyer Username", Buyer(BuyerPart::User)),
        ("Buyer Name", Buyer(BuyerPart::Name)),
        ("Buyer Email", Buyer(BuyerPart::Email)),
        ("Buyer Note", Note),
        ("Buyer Address 1", BillTo(Street)),
        ("Buyer Address 2", BillTo(Street)),
        ("Buyer City", BillTo(City)),
        ("Buyer State", BillTo(Province)),
        ("Buyer Zip", BillTo(PostCode)),
        ("Buyer Country", BillTo(Country)),
        ("Ship To Name", ShipTo(Name)),
        ("Ship To Phone", ShipTo(Phone)),
        ("Ship To Address 1", ShipTo(Street)),
        ("Ship To Address 2", ShipTo(Street)),
        ("Ship To City", ShipTo(City)),
        ("Ship To State", ShipTo(Province)),
        ("Ship To Zip", ShipTo(PostCode)),
        ("Ship To Country", ShipTo(Country)),
        ("Item Number", LineId),
        ("Item Title", Title),
        ("Custom Label", Sku),
        ("Quantity", Units),
        ("Sold For", UnitPrice),
        ("Shipping And Handling", Total(Sum::Shipping)),
        ("Seller Collected Tax", Field::Charge(ChargeKind::Tax)),
        ("eBay Collected Tax", Field::Charge(ChargeKind::Tax)),
        (
            "Electronic Waste Recycling Fee",
            Field::Charge(ChargeKind::Fee),
        ),
        ("Mattress Recycling Fee", Field::Charge(ChargeKind::Fee)),
        ("Battery Recycling Fee", Field::Charge(ChargeKind::Fee)),
        ("White Goods Disposal Tax", Field::Charge(ChargeKind::Fee)),
        ("Tire Recycling Fee", Field::Charge(ChargeKind::Fee)),
        ("Additional Fee", Field::Charge(ChargeKind::Fee)),
        ("Lumber Fee", Field::Charge(ChargeKind::Fee)),
        ("Prepaid Wireless Fee", Field::Charge(ChargeKind::Fee)),
        (
            "Road Improvement And Food Delivery Fee",
            Field::Charge(ChargeKind::Fee),
        ),
        ("eBay Collected Charges", Field::Charge(ChargeKind::Fee)),
        ("Total Price", Total(Sum::Total)),
        ("Payment Method", PaymentMethod),
        ("Sale Date", Time(Moment::Placed)),
        ("Paid On Date", Time(Moment::Paid)),
        ("Ship By Date", Time(Moment::ShipBy)),
        ("Shipped On Date", Time(Moment::Shipped)),
        ("My Item Note", LineNote),
        ("PayPal Transaction ID", OrderId),
        ("Shipping Service", ShippingMethod),
        ("Tracking Number", Tracking),
        ("Transaction ID", LineId),
        ("Variation Details", Variant),
        ("Global Shipping Reference ID", OrderId),
        ("Click And Collect Reference Number", OrderId),
    ],
    common: &[],
    row_is: RowIs::Line,
    order_cells: OrderCells::FirstRow,
    dates: DateStyle::Unsaid,
    amounts: AmountStyle::Either,
    currency: None,
    country: None,
    statuses: StatusFamily::Common,
};
