//! Lazada's orders: one row per unit, each with a status of its own. The country, and with it the currency, is not in
//! the file.

use super::Layout;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::orders::OrderFormat;
use crate::exchange::orders::mapping::{
    AddressPart::*, BuyerPart, Field::*, Moment, OrderCells, RowIs,
};
use crate::exchange::orders::model::ChargeKind;
use crate::exchange::orders::status::{About, StatusFamily};
use crate::exchange::times::DateStyle;

pub(super) const ORDERS: Layout = Layout {
    format: OrderFormat::Lazada,
    needs: &["orderItemId", "orderNumber", "sellerSku", "itemName"],
    columns: &[
        ("orderNumber", Number),
        ("orderItemId", LineId),
        ("lazadaId", OrderId),
        ("sellerSku", Sku),
        ("lazadaSku", LineId),
        ("wareHouse", Warehouse),
        ("createTime", Time(Moment::Placed)),
        ("updateTime", Time(Moment::Updated)),
        ("ttsSla", Time(Moment::ShipBy)),
        ("invoiceNumber", OrderId),
        ("deliveredDate", Time(Moment::Delivered)),
        ("customerName", Buyer(BuyerPart::Name)),
        ("customerEmail", Buyer(BuyerPart::Email)),
        ("shippingName", ShipTo(Name)),
        ("shippingAddress", ShipTo(Street)),
        ("shippingAddress2", ShipTo(Street)),
        ("shippingAddress3", ShipTo(Street)),
        ("shippingAddress4", ShipTo(Street)),
        ("shippingAddress5", ShipTo(Street)),
        ("shippingPhone", ShipTo(Phone)),
        ("shippingCity", ShipTo(City)),
        ("shippingPostCode", ShipTo(PostCode)),
        ("shippingCountry", ShipTo(Country)),
        ("shippingRegion", ShipTo(Province)),
        ("billingName", BillTo(Name)),
        ("billingAddr", BillTo(Street)),
        ("billingAddr2", BillTo(Street)),
        ("billingAddr3", BillTo(Street)),
        ("billingAddr4", BillTo(Street)),
        ("billingAddr5", BillTo(Street)),
        ("billingPhone", BillTo(Phone)),
        ("billingCity", BillTo(City)),
        ("billingPostCode", BillTo(PostCode)),
        ("billingCountry", BillTo(Country)),
        ("payMethod", PaymentMethod),
        ("paidPrice", LineTotal),
        ("unitPrice", UnitPrice),
        ("sellerDiscountTotal", LineDiscount),
        ("shippingFee", LineCharge(ChargeKind::Shipping)),
        ("walletCredit", LineCharge(ChargeKind::PaymentDiscount)),
        ("bundleDiscount", LineCharge(ChargeKind::Discount)),
        ("itemName", Title),
        ("variation", Variant),
        ("shippingProvider", Carrier),
        ("shipmentTypeName", ShippingMethod),
        ("trackingCode", Tracking),
        ("status", LineStatus(About::Order)),
        ("buyerFailedDeliveryReason", Reason),
        ("buyerFailedDeliveryDetail", LineNote),
        ("bundleId", LineId),
        ("sellerNote", Note),
    ],
    common: &[],
    row_is: RowIs::Unit,
    order_cells: OrderCells::EveryRow,
    dates: DateStyle::DayFirst,
    amounts: AmountStyle::Point,
    currency: None,
    country: None,
    statuses: StatusFamily::Lazada,
};
