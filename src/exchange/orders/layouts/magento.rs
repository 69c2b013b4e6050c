//! The order grid of Magento 2 as CSV: one row per order, without what was ordered.

use super::Layout;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::mapping::{
    AddressPart::*, BuyerPart, Field::*, Moment, OrderCells, RowIs, Sum,
};
use crate::exchange::orders::status::{About, StatusFamily};
use crate::exchange::times::DateStyle;

pub(super) const GRID: Layout = Layout {
    format: OrderFormat::MagentoGrid,
    needs: &[
        "ID",
        "Purchase Point",
        "Purchase Date",
        "Ship-to Name",
        "Status",
    ],
    columns: &[
        ("ID", Number),
        ("Purchase Point", Channel),
        ("Purchase Date", Time(Moment::Placed)),
        ("Bill-to Name", BillTo(Name)),
        ("Ship-to Name", ShipTo(Name)),
        ("Grand Total (Purchased)", Total(Sum::Total)),
        ("Status", Status(About::Order)),
        ("Billing Address", BillTo(Street)),
        ("Shipping Address", ShipTo(Street)),
        ("Shipping Information", ShippingMethod),
        ("Customer Email", Buyer(BuyerPart::Email)),
        ("Subtotal", Total(Sum::Subtotal)),
        ("Shipping and Handling", Total(Sum::Shipping)),
        ("Customer Name", Buyer(BuyerPart::Name)),
        ("Payment Method", PaymentMethod),
        ("Total Refunded", Total(Sum::Refunded)),
        ("Allocated sources", Warehouse),
        ("Pickup Location Code", OrderId),
    ],
    common: &[],
    row_is: RowIs::Order,
    order_cells: OrderCells::EveryRow,
    dates: DateStyle::MonthFirst,
    amounts: AmountStyle::Point,
    currency: None,
    country: None,
    statuses: StatusFamily::Magento,
};
