//! Etsy's two files: sold order items (what to ship) and sold orders (sums and fees, without the items).
//!
//! Dates are those of the United States; an order without `Date Shipped` is not shipped.

use super::Layout;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::mapping::{
    AddressPart::*, BuyerPart, Field, Field::*, Moment, OrderCells, RowIs, Sum,
};
use crate::exchange::orders::model::ChargeKind;
use crate::exchange::orders::status::{About, StatusFamily};
use crate::exchange::times::DateStyle;

pub(super) const ITEMS: Layout = Layout {
    format: OrderFormat::EtsyItems,
    needs: &[
        "Order ID",
        "Transaction ID",
        "Item Name",
        "Quantity",
        "Listing ID",
    ],
    columns: &[
        ("Order ID", Number),
        ("Sale Date", Time(Moment::Placed)),
        ("Item Name", Title),
        ("Buyer", Buyer(BuyerPart::User)),
        ("Quantity", Units),
        ("Price", UnitPrice),
        ("Coupon Code", Coupon),
        ("Discount Amount", LineDiscount),
        (
            "Shipping Discount",
            LineCharge(ChargeKind::ShippingDiscount),
        ),
        ("Order Shipping", Total(Sum::Shipping)),
        ("Order Sales Tax", Total(Sum::Tax)),
        ("Item Total", LineTotal),
        ("Currency", Field::Currency),
        ("Transaction ID", LineId),
        ("Listing ID", LineId),
        ("Date Paid", Time(Moment::Paid)),
        ("Date Shipped", Time(Moment::Shipped)),
        ("Ship Name", ShipTo(Name)),
        ("Ship Address1", ShipTo(Street)),
        ("Ship Address2", ShipTo(Street)),
        ("Ship City", ShipTo(City)),
        ("Ship State", ShipTo(Province)),
        ("Ship Zipcode", ShipTo(PostCode)),
        ("Ship Country", ShipTo(Country)),
        ("Variations", Variant),
        ("Order Type", Channel),
        ("Payment Type", PaymentMethod),
        ("InPerson Location", Warehouse),
        ("VAT Paid by Buyer", LineTax),
        ("SKU", Sku),
    ],
    common: &[],
    row_is: RowIs::Line,
    ..ORDERS
};

pub(super) const ORDERS: Layout = Layout {
    format: OrderFormat::EtsyOrders,
    needs: &["Order ID", "Number of Items", "Order Value", "Order Total"],
    columns: &[
        ("Order ID", Number),
        ("Sale Date", Time(Moment::Placed)),
        ("Buyer User ID", Buyer(BuyerPart::Id)),
        ("Buyer", Buyer(BuyerPart::User)),
        ("Full Name", ShipTo(Name)),
        ("Payment Method", PaymentMethod),
        ("Date Shipped", Time(Moment::Shipped)),
        ("Street 1", ShipTo(Street)),
        ("Street 2", ShipTo(Street)),
        ("Ship City", ShipTo(City)),
        ("Ship State", ShipTo(Province)),
        ("Ship Zipcode", ShipTo(PostCode)),
        ("Ship Country", ShipTo(Country)),
        ("Currency", Field::Currency),
        ("Order Value", Total(Sum::Subtotal)),
        ("Coupon Code", Coupon),
        ("Discount Amount", Total(Sum::Discount)),
        (
            "Shipping Discount",
            Field::Charge(ChargeKind::ShippingDiscount),
        ),
        ("Shipping", Total(Sum::Shipping)),
        ("Sales Tax", Total(Sum::Tax)),
        ("Order Total", Total(Sum::Total)),
        ("Status", Status(About::Order)),
        ("Card Processing Fees", Field::Charge(ChargeKind::Fee)),
        ("Order Type", Channel),
        ("InPerson Location", Warehouse),
        ("Date Paid", Time(Moment::Paid)),
    ],
    common: &[],
    row_is: RowIs::Order,
    order_cells: OrderCells::EveryRow,
    dates: DateStyle::MonthFirst,
    amounts: AmountStyle::Point,
    currency: None,
    country: None,
    statuses: StatusFamily::Etsy,
};
