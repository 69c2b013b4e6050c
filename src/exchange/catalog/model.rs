//! One product, whatever shop it came from, with the variants that are kept in stock.
//!
//! Nothing is made up. A field that the source does not have is absent; amounts are the source's, with its decimals;
//! texts are verbatim but for outer blanks and the marks that keep a spreadsheet from changing them. The field names of
//! the JSON form are stable.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::CatalogFormat;
use crate::exchange::decimal::Decimal;

/// A product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Product {
    /// The file's format.
    pub format: CatalogFormat,
    /// What tells it from others in its file: Shopify's handle, WooCommerce's code or `id:44`, the code of a plain list.
    pub key: Arc<str>,
    /// 0, or more for the variants of a product that came back long after the others of its file.
    pub part: u32,
    /// The row where it begins, from 1.
    pub first_row: u64,
    /// The file broke off while it was read: it may lack variants.
    pub cut_short: bool,
    /// Rows of it that were refused: it lacks their variants.
    pub refused_rows: u32,
    /// The source's number of it.
    pub id: Option<String>,
    /// What it is called.
    pub title: Option<String>,
    /// Who makes or sells it.
    pub vendor: Option<String>,
    /// What kind of product it is, in the source's words.
    pub kind: Option<String>,
    /// Where it stands in the shop, in the source's words.
    pub category: Option<String>,
    /// Labels that the source has put on it.
    pub tags: Vec<String>,
    /// Whether it is offered, in the source's words: `active`, `draft`, `1`.
    pub status: Option<String>,
    /// What it consists of: the codes of a group of products.
    pub components: Vec<String>,
    /// What the source says of the product as a whole, where its variants have rows of their own.
    pub shared: Option<Box<Variant>>,
    /// What is kept in stock.
    pub variants: Vec<Variant>,
}

/// A variant of a product: what has a code, a barcode and a weight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Variant {
    /// The row of the file, from 1.
    pub row: u64,
    /// The source's number of it.
    pub id: Option<String>,
    /// The seller's code.
    pub sku: Option<String>,
    /// The number under its bars.
    pub barcode: Option<String>,
    /// What it is called, where that is not the product's title.
    pub title: Option<String>,
    /// Which of its product: colour red, size 42.
    pub options: Vec<VariantOption>,
    /// How heavy one is.
    pub weight: Option<Weight>,
    /// How large one is.
    pub size: Option<Size>,
    /// What one costs the buyer.
    pub price: Option<Decimal>,
    /// What one costs the buyer while it is reduced, where the source keeps both.
    pub sale_price: Option<Decimal>,
    /// What one cost before it was reduced.
    pub compare_at_price: Option<Decimal>,
    /// What one costs the seller.
    pub cost: Option<Decimal>,
    /// Where it was made, in the source's words.
    pub country_of_origin: Option<String>,
    /// Its code of the Harmonized System.
    pub hs_code: Option<String>,
    /// What the shop thinks is in stock.
    pub stock: Stock,
    /// Whether it has to be shipped.
    pub needs_shipping: Option<bool>,
}

/// An option of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VariantOption {
    /// What can be chosen; without a name where the file gives none.
    pub name: Option<String>,
    /// What is chosen.
    pub value: String,
}

impl VariantOption {
    /// The chosen values with their names, each told by its number.
    pub(crate) fn of(names: &[(u8, String)], values: Vec<(u8, String)>) -> Vec<Self> {
        let name_of = |number| {
            let known = names.iter().find(|(of, _)| *of == number);
            known.map(|(_, name)| name.clone())
        };
        values
            .into_iter()
            .map(|(number, value)| Self {
                name: name_of(number),
                value,
            })
            .filter(|option| !option.is_default_title())
            .collect()
    }

    /// Whether it is what Shopify gives the one variant of a product without options.
    fn is_default_title(&self) -> bool {
        self.value == "Default Title" && self.name.as_deref().is_none_or(|name| name == "Title")
    }
}

/// What a shop thinks is in stock. Files of products say it by the way; counts come from [inventory
/// files](crate::exchange::inventory).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stock {
    /// Units; below zero where more were sold than there were.
    pub units: Option<i64>,
    /// Whether it is counted with its product as a whole, not by itself.
    pub with_product: bool,
    /// Whether the shop says that there is some, where it does not count.
    pub some: Option<bool>,
    /// Whether the shop sells it when there is none.
    pub sold_when_empty: Option<bool>,
}

/// A unit of mass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MassUnit {
    /// Milligrams.
    #[serde(rename = "mg")]
    Milligram,
    /// Grams.
    #[serde(rename = "g")]
    Gram,
    /// Kilograms.
    #[serde(rename = "kg")]
    Kilogram,
    /// Avoirdupois ounces.
    #[serde(rename = "oz")]
    Ounce,
    /// Avoirdupois pounds.
    #[serde(rename = "lb")]
    Pound,
}

impl MassUnit {
    /// The unit of a word: `kg`, `lbs`.
    pub fn of(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "mg" => Some(Self::Milligram),
            "g" | "gr" | "gram" | "grams" => Some(Self::Gram),
            "kg" | "kgs" | "kilogram" | "kilograms" => Some(Self::Kilogram),
            "oz" | "ounce" | "ounces" => Some(Self::Ounce),
            "lb" | "lbs" | "pound" | "pounds" => Some(Self::Pound),
            _ => None,
        }
    }

    /// The grams of one, exactly (international pound of 1959): so many parts, and how many decimals they have.
    fn grams(self) -> (i64, u8) {
        match self {
            Self::Milligram => (1, 3),
            Self::Gram => (1, 0),
            Self::Kilogram => (1_000, 0),
            Self::Ounce => (28_349_523_125, 9),
            Self::Pound => (45_359_237, 5),
        }
    }
}

/// A weight, as the source has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// How much.
    pub amount: Decimal,
    /// In what.
    pub unit: MassUnit,
}

impl Weight {
    /// In grams, exactly; `None` beyond what can be held.
    pub fn grams(self) -> Option<Decimal> {
        let (parts, decimals) = self.unit.grams();
        self.amount.times_parts(parts, decimals)
    }
}

impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form {
            amount: Decimal,
            unit: MassUnit,
            grams: Option<Decimal>,
        }
        Form {
            amount: self.amount,
            unit: self.unit,
            grams: self.grams(),
        }
        .serialize(serializer)
    }
}

/// A unit of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LengthUnit {
    /// Millimetres.
    #[serde(rename = "mm")]
    Millimetre,
    /// Centimetres.
    #[serde(rename = "cm")]
    Centimetre,
    /// Metres.
    #[serde(rename = "m")]
    Metre,
    /// Inches.
    #[serde(rename = "in")]
    Inch,
    /// Feet.
    #[serde(rename = "ft")]
    Foot,
    /// Yards.
    #[serde(rename = "yd")]
    Yard,
}

impl LengthUnit {
    /// The unit of a word: `cm`, `in`.
    pub fn of(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "mm" => Some(Self::Millimetre),
            "cm" => Some(Self::Centimetre),
            "m" => Some(Self::Metre),
            "in" | "inch" | "inches" => Some(Self::Inch),
            "ft" | "foot" | "feet" => Some(Self::Foot),
            "yd" | "yard" | "yards" => Some(Self::Yard),
            _ => None,
        }
    }

    /// The millimetres of one, exactly (international yard of 1959): so many parts, and how many decimals they have.
    fn millimetres(self) -> (i64, u8) {
        match self {
            Self::Millimetre => (1, 0),
            Self::Centimetre => (10, 0),
            Self::Metre => (1_000, 0),
            Self::Inch => (254, 1),
            Self::Foot => (3_048, 1),
            Self::Yard => (9_144, 1),
        }
    }
}

/// A length, as the source has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How much.
    pub amount: Decimal,
    /// In what.
    pub unit: LengthUnit,
}

impl Length {
    /// In millimetres, exactly; `None` beyond what can be held.
    pub fn millimetres(self) -> Option<Decimal> {
        let (parts, decimals) = self.unit.millimetres();
        self.amount.times_parts(parts, decimals)
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form {
            amount: Decimal,
            unit: LengthUnit,
            millimetres: Option<Decimal>,
        }
        Form {
            amount: self.amount,
            unit: self.unit,
            millimetres: self.millimetres(),
        }
        .serialize(serializer)
    }
}

/// How large one is; a side that the source does not give is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Its length.
    pub length: Option<Length>,
    /// Its width.
    pub width: Option<Length>,
    /// Its height.
    pub height: Option<Length>,
}
