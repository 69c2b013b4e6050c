//! What a column can mean, and how a file can be written, with their words.

use crate::exchange::decimal::AmountStyle;
use crate::exchange::orders::mapping::{AddressPart, BuyerPart, Field, Moment, RowIs, Sum};
use crate::exchange::orders::status::About;
use crate::exchange::times::DateStyle;
use crate::ui::locale::{Text, t};

/// The choice of a column that is not read.
pub(super) const UNREAD: &str = "";

/// What a column can mean, by its code in the form.
pub(super) const FIELDS: [(&str, Field); 32] = [
    ("number", Field::Number),
    ("order-id", Field::OrderId),
    ("placed", Field::Time(Moment::Placed)),
    ("ship-by", Field::Time(Moment::ShipBy)),
    ("updated", Field::Time(Moment::Updated)),
    ("sku", Field::Sku),
    ("title", Field::Title),
    ("variant", Field::Variant),
    ("line-id", Field::LineId),
    ("units", Field::Units),
    ("price", Field::UnitPrice),
    ("line-total", Field::LineTotal),
    ("line-discount", Field::LineDiscount),
    ("currency", Field::Currency),
    ("shipping-sum", Field::Total(Sum::Shipping)),
    ("discount", Field::Total(Sum::Discount)),
    ("tax", Field::Total(Sum::Tax)),
    ("total", Field::Total(Sum::Total)),
    ("name", Field::ShipTo(AddressPart::Name)),
    ("company", Field::ShipTo(AddressPart::Company)),
    ("street", Field::ShipTo(AddressPart::Street)),
    ("city", Field::ShipTo(AddressPart::City)),
    ("post-code", Field::ShipTo(AddressPart::PostCode)),
    ("province", Field::ShipTo(AddressPart::Province)),
    ("country", Field::ShipTo(AddressPart::Country)),
    ("email", Field::Buyer(BuyerPart::Email)),
    ("phone", Field::Buyer(BuyerPart::Phone)),
    ("payment", Field::PaymentMethod),
    ("shipping", Field::ShippingMethod),
    ("status", Field::Status(About::Order)),
    ("tags", Field::Tags),
    ("note", Field::Note),
];

pub(super) fn field_name(field: Field) -> Text {
    match field {
        Field::Number => t!(imports_field_number),
        Field::OrderId => t!(imports_field_order_id),
        Field::Time(Moment::ShipBy) => t!(imports_field_ship_by),
        Field::Time(Moment::Updated) => t!(imports_field_updated),
        Field::Time(_) => t!(imports_field_placed),
        Field::Sku => t!(imports_field_sku),
        Field::Title => t!(imports_field_title),
        Field::Variant => t!(imports_field_variant),
        Field::LineId => t!(imports_field_line_id),
        Field::Units => t!(imports_field_units),
        Field::UnitPrice => t!(imports_field_price),
        Field::LineTotal => t!(imports_field_line_total),
        Field::LineDiscount => t!(imports_field_line_discount),
        Field::Currency => t!(imports_field_currency),
        Field::Total(Sum::Shipping) => t!(imports_field_shipping_sum),
        Field::Total(Sum::Discount) => t!(imports_field_discount),
        Field::Total(Sum::Tax) => t!(imports_field_tax),
        Field::Total(_) => t!(imports_field_total),
        Field::ShipTo(AddressPart::Name) => t!(imports_field_name),
        Field::ShipTo(AddressPart::Company) => t!(imports_field_company),
        Field::ShipTo(AddressPart::Street) => t!(imports_field_street),
        Field::ShipTo(AddressPart::City) => t!(imports_field_city),
        Field::ShipTo(AddressPart::PostCode) => t!(imports_field_post_code),
        Field::ShipTo(AddressPart::Province) => t!(imports_field_province),
        Field::ShipTo(AddressPart::Country) => t!(imports_field_country),
        Field::Buyer(BuyerPart::Email) => t!(imports_field_email),
        Field::Buyer(BuyerPart::Phone) => t!(imports_field_phone),
        Field::PaymentMethod => t!(imports_field_payment),
        Field::ShippingMethod => t!(imports_field_shipping),
        Field::Status(_) => t!(imports_field_status),
        Field::Tags => t!(imports_field_tags),
        Field::Note => t!(imports_field_note),
        _ => t!(imports_column_as_known),
    }
}

/// The code of a meaning; `None` for one that is not among the choices.
pub(super) fn code_of(field: Field) -> Option<&'static str> {
    let mut fields = FIELDS.iter();
    fields.find(|(_, of)| *of == field).map(|(code, _)| *code)
}

/// The code of a value; the first where it is none of them.
pub(super) fn coded<T: PartialEq>(all: &[(&'static str, T)], value: &T) -> &'static str {
    let found = all.iter().find(|(_, of)| of == value).or(all.first());
    found.map_or("", |(code, _)| *code)
}

/// How dates are written.
pub(super) const DATES: [(&str, DateStyle); 3] = [
    ("unsaid", DateStyle::Unsaid),
    ("day", DateStyle::DayFirst),
    ("month", DateStyle::MonthFirst),
];

pub(super) fn date_name(style: DateStyle) -> Text {
    match style {
        DateStyle::Unsaid => t!(imports_dates_unsaid),
        DateStyle::DayFirst => t!(imports_dates_day),
        DateStyle::MonthFirst => t!(imports_dates_month),
    }
}

/// How amounts are written.
pub(super) const AMOUNTS: [(&str, AmountStyle); 3] = [
    ("unsaid", AmountStyle::Unsaid),
    ("point", AmountStyle::Point),
    ("comma", AmountStyle::Comma),
];

pub(super) fn amount_name(style: AmountStyle) -> Text {
    match style {
        AmountStyle::Unsaid | AmountStyle::Either => t!(imports_dates_unsaid),
        AmountStyle::Point => Text::from("1,234.50"),
        AmountStyle::Comma => Text::from("1.234,50"),
    }
}

/// What a row is.
pub(super) const ROWS: [(&str, RowIs); 3] = [
    ("line", RowIs::Line),
    ("order", RowIs::Order),
    ("unit", RowIs::Unit),
];

pub(super) fn row_name(row: RowIs) -> Text {
    match row {
        RowIs::Line => t!(imports_rows_line),
        RowIs::Order => t!(imports_rows_order),
        RowIs::Unit => t!(imports_rows_unit),
    }
}

/// Currencies that are offered first: of the countries whose shops this is for, and those they sell in.
pub(super) const CURRENCIES: [&str; 14] = [
    "EUR", "USD", "GBP", "IDR", "BGN", "RON", "SGD", "MYR", "PHP", "THB", "VND", "PLN", "HUF",
    "CZK",
];

/// The currencies as choices; the first is none.
pub(super) fn currency_options() -> Vec<(String, Text)> {
    let none = (String::new(), t!(imports_currency_channel));
    let all = CURRENCIES.map(|code| (code.to_owned(), Text::from(code)));
    std::iter::once(none).chain(all).collect()
}
