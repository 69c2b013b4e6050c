//! Shopee's orders from Indonesia, 51 or 49 columns, and its layouts of cancelled and failed orders, which lack some of
//! them. One row per line, the order repeated in each; amounts like `37.200`, times of Western Indonesia. The country is not
//! in the file.
//!
//! Of its amounts some say again what others hold: the price after the discount holds `Total Diskon`, the shipping that the
//! buyer pays holds the estimated reduction. What the shop pays (return shipping, coins given back) is no part of what the
//! buyer does. Neither is read.

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
    format: OrderFormat::Shopee,
    needs: &["No. Pesanan", "Status Pesanan", "Nama Produk", "Jumlah"],
    columns: &[
        ("No. Pesanan", Number),
        ("Status Pesanan", Status(About::Order)),
        (
            "Status Pembatalan/ Pengembalian",
            Status(About::CancelOrReturn),
        ),
        ("Alasan Pembatalan", Reason),
        ("Booking SN", OrderId),
        ("No. Resi", Tracking),
        ("Opsi Pengiriman", ShippingMethod),
        (
            "Pesanan Harus Dikirimkan Sebelum (Menghindari keterlambatan)",
            Time(Moment::ShipBy),
        ),
        ("Waktu Pengiriman Diatur", Time(Moment::Shipped)),
        ("Waktu Pesanan Dibuat", Time(Moment::Placed)),
        ("Waktu Pembayaran Dilakukan", Time(Moment::Paid)),
        ("Tipe Pesanan", Channel),
        ("Metode Pembayaran", PaymentMethod),
        ("SKU Induk", LineId),
        ("Nama Produk", Title),
        ("Nomor Referensi SKU", Sku),
        ("Nama Variasi", Variant),
        ("Harga Setelah Diskon", UnitPrice),
        ("Jumlah", Units),
        ("Returned quantity", ReturnedUnits),
        ("Total Harga Produk", LineTotal),
        ("Subtotal Pesanan", LineTotal),
        (
            "Voucher Ditanggung Penjual",
            Field::Charge(ChargeKind::SellerDiscount),
        ),
        (
            "Voucher Ditanggung Shopee",
            Field::Charge(ChargeKind::PlatformDiscount),
        ),
        (
            "Paket Diskon (Diskon dari Shopee)",
            Field::Charge(ChargeKind::PlatformDiscount),
        ),
        (
            "Paket Diskon (Diskon dari Penjual)",
            Field::Charge(ChargeKind::SellerDiscount),
        ),
        (
            "Potongan Koin Shopee",
            Field::Charge(ChargeKind::PaymentDiscount),
        ),
        (
            "Diskon Kartu Kredit",
            Field::Charge(ChargeKind::PaymentDiscount),
        ),
        ("Ongkos Kirim Dibayar oleh Pembeli", Total(Sum::Shipping)),
        ("Total Pembayaran", Total(Sum::Total)),
        ("Catatan dari Pembeli", Note),
        ("Catatan", Note),
        ("Username (Pembeli)", Buyer(BuyerPart::User)),
        ("Nama Penerima", ShipTo(Name)),
        ("No. Telepon", ShipTo(Phone)),
        ("Alamat Pengiriman", ShipTo(Street)),
        ("Kota/Kabupaten", ShipTo(City)),
        ("Provinsi", ShipTo(Province)),
        ("Waktu Pesanan Selesai", Time(Moment::Delivered)),
    ],
    common: &[],
    row_is: RowIs::Line,
    order_cells: OrderCells::EveryRow,
    dates: DateStyle::DayFirst,
    amounts: AmountStyle::Either,
    currency: Some("IDR"),
    country: Some("ID"),
    statuses: StatusFamily::Shopee,
};
