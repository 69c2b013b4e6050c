//! Products as JSON: what the REST interfaces of Shopify, WooCommerce and Magento give.

use std::sync::Arc;

use super::CatalogFormat;
use super::model::{
    Length, LengthUnit, MassUnit, Product, Size, Stock, Variant, VariantOption, Weight,
};
use crate::exchange::decimal::Decimal;
use crate::exchange::json::{Json, JsonFault, Record, RecordFlaw};
use crate::exchange::problem::ErrorKind;

/// The keys under which products are wrapped.
pub(super) const WRAPPERS: &[&str] = &["products", "product", "items", "create", "update"];

/// A key whose value could not be understood, and what is wrong with it.
pub(super) type Doubt = (&'static str, String, ErrorKind);

/// A product of a record, with what is doubtful in it.
///
/// # Errors
/// Why the record is none.
pub(super) fn read(record: &Record<'_>) -> Result<(Product, Vec<Doubt>), ErrorKind> {
    match record.flaw {
        Some(RecordFlaw::TooLarge) => return Err(ErrorKind::RecordTooLarge),
        Some(RecordFlaw::CutShort) => return Err(ErrorKind::CutShort),
        None => {}
    }
    let json = Json::read(record.text).map_err(|fault| match fault {
        JsonFault::Broken(_) => ErrorKind::BrokenRecord,
        JsonFault::TooLarge => ErrorKind::RecordTooLarge,
    })?;
    let mut reading = Reading {
        number: record.number,
        doubts: Vec::new(),
    };
    let product = match () {
        () if json.has("variants") && (json.has("title") || json.has("handle")) => {
            reading.shopify(&json)
        }
        () if json.has("sku") && (json.has("attribute_set_id") || json.has("type_id")) => {
            reading.magento(&json)
        }
        () if json.has("sku") && (json.has("regular_price") || json.has("stock_status")) => {
            reading.woocommerce(&json)
        }
        () => return Err(ErrorKind::NotAnItem),
    };
    Ok((product, reading.doubts))
}

struct Reading {
    number: u64,
    doubts: Vec<Doubt>,
}

fn text(json: &Json<'_>, key: &str) -> Option<String> {
    let text = json.get(key).text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a key says yes or no.
fn truth(json: &Json<'_>, key: &str) -> Option<bool> {
    match json.get(key) {
        Json::Truth(said) => Some(*said),
        _ => None,
    }
}

fn texts(json: &Json<'_>, key: &str) -> Vec<String> {
    let items = json.get(key).items().iter();
    items.filter_map(|item| text(item, "name")).collect()
}

impl Reading {
    fn number(&mut self, json: &Json<'_>, key: &'static str) -> Option<Decimal> {
        let said = text(json, key)?;
        match Decimal::plain(&said) {
            Ok(number) => Some(number),
            Err(what) => {
                self.doubts.push((key, said, what));
                None
            }
        }
    }

    fn price(&mut self, json: &Json<'_>, key: &'static str) -> Option<Decimal> {
        self.number(json, key)
    }

    fn units(&mut self, json: &Json<'_>, key: &'static str) -> Option<i64> {
        self.number(json, key).and_then(Decimal::to_whole)
    }

    /// A weight whose unit only the settings of the shop say.
    fn weight_without_unit(&mut self, json: &Json<'_>, key: &'static str) {
        let weight = self.number(json, key).filter(|weight| !weight.is_zero());
        if let Some(weight) = weight {
            let unsaid = ErrorKind::UnitUnsaid;
            self.doubts.push((key, weight.to_string(), unsaid));
        }
    }

    fn shopify(&mut self, json: &Json<'_>) -> Product {
        let handle = text(json, "handle").or_else(|| text(json, "id"));
        let tags = text(json, "tags").unwrap_or_default();
        let names: Vec<(u8, String)> = (1..).zip(texts(json, "options")).collect();
        let mut product = Product {
            format: CatalogFormat::ShopifyJson,
            key: Arc::from(handle.unwrap_or_default()),
            first_row: self.number,
            id: text(json, "id"),
            title: text(json, "title"),
            vendor: text(json, "vendor"),
            kind: text(json, "product_type"),
            tags: tags
                .split(',')
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
            status: text(json, "status"),
            ..Product::default()
        };
        for of in json.get("variants").items() {
            let chosen = [(1, "option1"), (2, "option2"), (3, "option3")];
            let chosen = chosen
                .into_iter()
                .filter_map(|(place, key)| Some((place, text(of, key)?)))
                .collect();
            let unit = text(of, "weight_unit").and_then(|unit| MassUnit::of(&unit));
            let weight = match (self.number(of, "weight"), unit) {
                (Some(amount), Some(unit)) => Some(Weight { amount, unit }),
                _ => self.number(of, "grams").map(|amount| Weight {
                    amount,
                    unit: MassUnit::Gram,
                }),
            };
            let needs_shipping = truth(of, "requires_shipping");
            product.variants.push(Variant {
                row: self.number,
                id: text(of, "id"),
                sku: text(of, "sku"),
                barcode: text(of, "barcode"),
                options: VariantOption::of(&names, chosen),
                weight: weight.filter(|weight| !weight.amount.is_zero()),
                price: self.price(of, "price"),
                compare_at_price: self.price(of, "compare_at_price"),
                country_of_origin: text(of, "country_code_of_origin"),
                hs_code: text(of, "harmonized_system_code"),
                stock: Stock {
                    units: self.units(of, "inventory_quantity"),
                    ..Stock::default()
                },
                needs_shipping,
                ..Variant::default()
            });
        }
        product
    }

    fn woocommerce(&mut self, json: &Json<'_>) -> Product {
        let key = text(json, "sku").or_else(|| text(json, "id"));
        let options = json.get("attributes").items().iter().filter_map(|of| {
            Some(VariantOption {
                name: text(of, "name"),
                // Of a variation; a product as a whole lists all that there are.
                value: text(of, "option")?,
            })
        });
        let options = options.collect();
        self.weight_without_unit(json, "weight");
        let is_virtual = truth(json, "virtual") == Some(true);
        let kind = text(json, "type");
        let is_whole = matches!(kind.as_deref(), Some("variable" | "grouped"));
        let variant = Variant {
            row: self.number,
            id: text(json, "id"),
            sku: text(json, "sku"),
            barcode: text(json, "global_unique_id"),
            options,
            price: self.price(json, "regular_price"),
            sale_price: self.price(json, "sale_price"),
            stock: Stock {
                units: self.units(json, "stock_quantity"),
                ..Stock::default()
            },
            needs_shipping: is_virtual.then_some(false),
            ..Variant::default()
        };
        Product {
            format: CatalogFormat::WooCommerceJson,
            key: Arc::from(key.unwrap_or_default()),
            first_row: self.number,
            id: text(json, "id"),
            title: text(json, "name"),
            kind,
            category: texts(json, "categories").into_iter().next(),
            tags: texts(json, "tags"),
            status: text(json, "status"),
            // What has variations is no item itself: they are records of their own.
            variants: (!is_whole).then_some(variant).into_iter().collect(),
            ..Product::default()
        }
    }

    fn magento(&mut self, json: &Json<'_>) -> Product {
        let custom = |key: &str| {
            let mut all = json.get("custom_attributes").items().iter();
            let found = all.find(|of| of.get("attribute_code").text() == Some(key))?;
            text(found, "value")
        };
        self.weight_without_unit(json, "weight");
        let side = |key: &str| {
            let amount = Decimal::plain(&custom(key)?).ok()?;
            let unit = LengthUnit::Millimetre;
            Some(Length { amount, unit })
        };
        let size = Size {
            length: side("length_mm"),
            width: side("width_mm"),
            height: side("height_mm"),
        };
        let kind = text(json, "type_id");
        let is_whole = matches!(kind.as_deref(), Some("configurable" | "grouped" | "bundle"));
        let is_virtual = matches!(kind.as_deref(), Some("virtual" | "downloadable"));
        let variant = Variant {
            row: self.number,
            id: text(json, "id"),
            sku: text(json, "sku"),
            barcode: ["ean", "gtin", "barcode", "upc"]
                .iter()
                .find_map(|key| custom(key)),
            size: (size != Size::default()).then_some(size),
            price: self.price(json, "price"),
            country_of_origin: custom("country_of_manufacture"),
            needs_shipping: is_virtual.then_some(false),
            ..Variant::default()
        };
        Product {
            format: CatalogFormat::MagentoJson,
            key: Arc::from(text(json, "sku").unwrap_or_default()),
            first_row: self.number,
            id: text(json, "id"),
            title: text(json, "name"),
            kind,
            status: text(json, "status"),
            variants: (!is_whole).then_some(variant).into_iter().collect(),
            ..Product::default()
        }
    }
}
