//! The headings of files of products, and what they say.

use super::CatalogFormat;
use super::model::{LengthUnit, MassUnit};
use crate::exchange::columns::Headings;
use crate::exchange::headings::heading_key;
use crate::exchange::{inventory, orders, returns_in, stock_file};

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// What rows of one product have in common.
    Handle,
    /// The source's number of the row.
    Id,
    /// The product that a variation belongs to.
    Parent,
    /// What the row is: a product of some kind, or a variation.
    RowType,
    Title,
    Vendor,
    Kind,
    Category,
    Tags,
    Status,
    Published,
    Components,
    Sku,
    Barcode,
    /// What can be chosen, by its number.
    OptionName(u8),
    /// What is chosen, by its number.
    OptionValue(u8),
    /// What is chosen of something that has a name: a size, a colour.
    Choice(&'static str),
    /// A weight; its unit stands in the heading, the cell or a column of its own.
    Weight(Option<MassUnit>),
    WeightUnit,
    Side(Side, Option<LengthUnit>),
    Price,
    SalePrice,
    CompareAtPrice,
    Cost,
    Origin,
    HsCode,
    StockUnits,
    SomeStock,
    SoldWhenEmpty,
    NeedsShipping,
    Picture,
}

/// A side of what is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Length,
    Width,
    Height,
}

/// What a file with these headings is, and what each of them says.
pub(super) fn recognise(headings: &Headings) -> Option<(CatalogFormat, Vec<Option<Field>>)> {
    let has = |heading: &&str| headings.has(heading);
    let any = |known: &[&str]| known.iter().any(has);
    let all = |known: &[&str]| known.iter().all(has);
    let by = |field_of: fn(&str) -> Option<Field>| {
        let shown = headings.shown().iter();
        shown.map(|heading| field_of(heading)).collect()
    };
    if any(&["URL handle"]) && any(&["Title", "SKU", "Price", "Option1 value"]) {
        Some((CatalogFormat::Shopify, by(shopify)))
    } else if any(&["Handle"]) && any(SHOPIFY_LEGACY) {
        Some((CatalogFormat::ShopifyLegacy, by(shopify)))
    } else if all(&["Type", "Name"]) && any(&["SKU", "ID"]) && any(WOOCOMMERCE) {
        Some((CatalogFormat::WooCommerce, by(woocommerce)))
    } else {
        Some((CatalogFormat::Plain, plain(headings)?))
    }
}

/// Headings that only the older product files of Shopify have.
const SHOPIFY_LEGACY: &[&str] = &[
    "Variant SKU",
    "Variant Price",
    "Variant Grams",
    "Variant Barcode",
    "Variant Inventory Qty",
    "Body (HTML)",
];

/// Headings that only files of WooCommerce's products have.
const WOOCOMMERCE: &[&str] = &[
    "Published",
    "Visibility in catalog",
    "Regular price",
    "In stock?",
    "Attribute 1 name",
    "Parent",
];

/// A heading without the unit in brackets behind it, and that unit.
fn with_unit(heading: &str) -> (String, Option<&str>) {
    let inner = heading.trim_end().strip_suffix(')');
    match inner.and_then(|rest| rest.rsplit_once('(')) {
        Some((name, unit)) => (heading_key(name), Some(unit)),
        None => (heading_key(heading), None),
    }
}

/// The number in a key like `option1name`.
fn numbered(key: &str, before: &str, after: &str) -> Option<u8> {
    let digits = key.strip_prefix(before)?.strip_suffix(after)?;
    digits.parse().ok().filter(|number| *number > 0)
}

/// Shopify's headings of both generations: the older ones say `Variant` before what is of the variant.
fn shopify(heading: &str) -> Option<Field> {
    let (name, unit) = with_unit(heading);
    let key = heading_key(heading);
    let number_of = |after| numbered(&key, "option", after);
    if let Some(number) = number_of("name") {
        return Some(Field::OptionName(number));
    }
    if let Some(number) = number_of("value") {
        return Some(Field::OptionValue(number));
    }
    if matches!(name.as_str(), "weightvalue" | "variantweight") {
        return Some(Field::Weight(unit.and_then(MassUnit::of)));
    }
    Some(match key.as_str() {
        "handle" | "urlhandle" => Field::Handle,
        "id" => Field::Id,
        "title" => Field::Title,
        "vendor" => Field::Vendor,
        "type" => Field::Kind,
        "productcategory" | "standardproducttype" => Field::Category,
        "tags" => Field::Tags,
        "status" => Field::Status,
        "published" | "publishedononlinestore" => Field::Published,
        "sku" | "variantsku" => Field::Sku,
        "barcode" | "variantbarcode" => Field::Barcode,
        "variantgrams" => Field::Weight(Some(MassUnit::Gram)),
        "variantweightunit" => Field::WeightUnit,
        "price" | "variantprice" => Field::Price,
        "compareatprice" | "variantcompareatprice" => Field::CompareAtPrice,
        "costperitem" | "variantcost" => Field::Cost,
        "coo" | "countryoforigin" | "variantcountryoforigin" => Field::Origin,
        "hscode" | "varianthscode" => Field::HsCode,
        "inventoryquantity" | "variantinventoryqty" => Field::StockUnits,
        "continuesellingwhenoutofstock" | "variantinventorypolicy" => Field::SoldWhenEmpty,
        "requiresshipping" | "variantrequiresshipping" => Field::NeedsShipping,
        "imagesrc" | "productimageurl" => Field::Picture,
        _ => return None,
    })
}

fn woocommerce(heading: &str) -> Option<Field> {
    let (name, unit) = with_unit(heading);
    let key = heading_key(heading);
    let number_of = |after| numbered(&key, "attribute", after);
    if let Some(number) = number_of("name") {
        return Some(Field::OptionName(number));
    }
    if let Some(number) = number_of("values").or_else(|| number_of("value")) {
        return Some(Field::OptionValue(number));
    }
    if let Some(measure) = measure(&name, unit) {
        return Some(measure);
    }
    Some(match key.as_str() {
        "id" => Field::Id,
        "type" => Field::RowType,
        "sku" => Field::Sku,
        "gtinupceanorisbn" => Field::Barcode,
        "name" => Field::Title,
        "brands" => Field::Vendor,
        "published" => Field::Published,
        "categories" => Field::Category,
        "tags" => Field::Tags,
        "instock" => Field::SomeStock,
        "stock" => Field::StockUnits,
        "backordersallowed" => Field::SoldWhenEmpty,
        "saleprice" => Field::SalePrice,
        "regularprice" => Field::Price,
        "costofgoods" => Field::Cost,
        "parent" => Field::Parent,
        "groupedproducts" => Field::Components,
        _ => return None,
    })
}

fn measure(name: &str, unit: Option<&str>) -> Option<Field> {
    let side = |side| Field::Side(side, unit.and_then(LengthUnit::of));
    Some(match name {
        "weight" | "berat" | "тегло" | "greutate" => {
            Field::Weight(unit.and_then(MassUnit::of))
        }
        "length" | "panjang" | "дължина" | "lungime" => side(Side::Length),
        "width" | "lebar" | "ширина" | "latime" => side(Side::Width),
        "height" | "tinggi" | "височина" | "inaltime" => side(Side::Height),
        _ => return None,
    })
}

/// A list with a code and a name, in the languages of stock files, that is no file of another kind.
fn plain(headings: &Headings) -> Option<Vec<Option<Field>>> {
    let of_another_kind = orders::recognises(headings)
        || inventory::is_shopify(headings)
        || inventory::is_fba(headings)
        || returns_in::recognises(headings);
    let meanings = stock_file::meaning(headings.shown().iter().map(String::as_str));
    let fields: Vec<Option<Field>> = meanings
        .iter()
        .zip(headings.shown())
        .map(|(meaning, heading)| match meaning {
            Some("SKU") => Some(Field::Sku),
            Some("Name") => Some(Field::Title),
            Some("Barcode") => Some(Field::Barcode),
            Some("Quantity") => Some(Field::StockUnits),
            _ => plain_field(heading),
        })
        .collect();
    let has = |field| fields.contains(&Some(field));
    (!of_another_kind && has(Field::Sku) && has(Field::Title)).then_some(fields)
}

fn plain_field(heading: &str) -> Option<Field> {
    let (name, unit) = with_unit(heading);
    if let Some(measure) = measure(&name, unit) {
        return Some(measure);
    }
    Some(match name.as_str() {
        // Names, where the code stands in a column of its own.
        "product" | "item" | "article" | "produk" | "продукт" | "produs" | "articol" => {
            Field::Title
        }
        "weightunit" => Field::WeightUnit,
        "size" | "ukuran" | "размер" | "marime" | "dimensiune" => Field::Choice("size"),
        "colour" | "color" | "warna" | "цвят" | "culoare" => Field::Choice("colour"),
        "price"
        | "unitprice"
        | "sellingprice"
        | "retailprice"
        | "rrp"
        | "harga"
        | "hargajual"
        | "цена"
        | "продажнацена"
        | "pret"
        | "pretvanzare" => Field::Price,
        "cost"
        | "costprice"
        | "unitcost"
        | "costperitem"
        | "purchaseprice"
        | "buyingprice"
        | "supplierprice"
        | "wholesaleprice"
        | "hargabeli"
        | "hargamodal"
        | "покупнацена"
        | "доставнацена"
        | "pretachizitie"
        | "pretdeachizitie" => Field::Cost,
        "hscode" | "hstariff" | "hstariffcode" | "tariffcode" | "commoditycode" | "customscode" => {
            Field::HsCode
        }
        "countryoforigin"
        | "origin"
        | "coo"
        | "madein"
        | "negaraasal"
        | "странанапроизход"
        | "taradeorigine" => Field::Origin,
        "vendor"
        | "supplier"
        | "brand"
        | "manufacturer"
        | "pemasok"
        | "merek"
        | "доставчик"
        | "марка"
        | "производител"
        | "furnizor"
        | "producator"
        | "marca" => Field::Vendor,
        "category" | "producttype" | "kategori" | "категория" | "categorie" => {
            Field::Category
        }
        _ => return None,
    })
}
