//! The headings of files of stock levels, and what they say.

use super::InventoryFormat;
use crate::exchange::columns::Headings;
use crate::exchange::headings::heading_key;
use crate::exchange::stock_file;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Handle,
    Title,
    OptionName(u8),
    OptionValue(u8),
    Sku,
    Barcode,
    HsCode,
    Origin,
    Location,
    Bin,
    OnHand,
    OnHandNew,
    Committed,
    Unavailable,
    Available,
    Incoming,
    /// What is available at the location that the heading names.
    AvailableAt,
}

/// Whether headings are those of one of Shopify's inventory files.
pub(crate) fn is_shopify(headings: &Headings) -> bool {
    recognise_shopify(headings).is_some()
}

/// What a file with these headings is, and what each of them says.
pub(super) fn recognise(headings: &Headings) -> Option<(InventoryFormat, Vec<Option<Field>>)> {
    recognise_shopify(headings)
        .or_else(|| Some((InventoryFormat::AmazonFba, fba(headings)?)))
        .or_else(|| Some((InventoryFormat::Plain, plain(headings)?)))
}

fn recognise_shopify(headings: &Headings) -> Option<(InventoryFormat, Vec<Option<Field>>)> {
    let has = |heading: &str| headings.has(heading);
    if !(has("Handle") || has("SKU") && has("Option1 Value")) {
        return None;
    }
    let shown = headings.shown().iter();
    let fields: Vec<Option<Field>> = shown.map(|heading| shopify(heading)).collect();
    let found = |field| fields.contains(&Some(field));
    if found(Field::Location) && (found(Field::OnHandNew) || has("On hand (current)")) {
        Some((InventoryFormat::Shopify, fields))
    } else if found(Field::Location) && (found(Field::OnHand) || found(Field::Available)) {
        Some((InventoryFormat::ShopifyOlder, fields))
    } else if found(Field::HsCode) && found(Field::Origin) && has("Option1 Value") {
        // Whatever stands behind what the file says of the item is the name of a location.
        let origin = fields.iter().rposition(|field| field.is_some())?;
        let at_location = |(at, field): (usize, &Option<Field>)| {
            field.or((at > origin).then_some(Field::AvailableAt))
        };
        let fields: Vec<_> = fields.iter().enumerate().map(at_location).collect();
        let has_location = fields.contains(&Some(Field::AvailableAt));
        has_location.then_some((InventoryFormat::ShopifyByLocation, fields))
    } else {
        None
    }
}

/// Whether headings are those of Amazon's list of what it keeps itself.
pub(crate) fn is_fba(headings: &Headings) -> bool {
    fba(headings).is_some()
}

/// What is in Amazon's own places, and what is on the way there.
fn fba(headings: &Headings) -> Option<Vec<Option<Field>>> {
    if !headings.has("afn-fulfillable-quantity") {
        return None;
    }
    let of = |heading: &String| match heading.trim().to_lowercase().as_str() {
        "sku" | "seller-sku" => Some(Field::Sku),
        "product-name" => Some(Field::Title),
        "afn-fulfillable-quantity" => Some(Field::Available),
        "afn-reserved-quantity" => Some(Field::Committed),
        "afn-unsellable-quantity" => Some(Field::Unavailable),
        "afn-inbound-working-quantity"
        | "afn-inbound-shipped-quantity"
        | "afn-inbound-receiving-quantity" => Some(Field::Incoming),
        _ => None,
    };
    let fields: Vec<Option<Field>> = headings.shown().iter().map(of).collect();
    fields.contains(&Some(Field::Sku)).then_some(fields)
}

fn shopify(heading: &str) -> Option<Field> {
    let key = heading_key(heading);
    let key = key.strip_suffix("noteditable").unwrap_or(&key);
    if let Some(of_option) = key.strip_prefix("option") {
        let number_of = |after: &str| of_option.strip_suffix(after)?.parse().ok();
        return number_of("name")
            .map(Field::OptionName)
            .or_else(|| number_of("value").map(Field::OptionValue));
    }
    Some(match key {
        "handle" => Field::Handle,
        "title" => Field::Title,
        "sku" => Field::Sku,
        "barcode" => Field::Barcode,
        "hscode" => Field::HsCode,
        "coo" => Field::Origin,
        "location" => Field::Location,
        "binname" => Field::Bin,
        "incoming" => Field::Incoming,
        "unavailable" => Field::Unavailable,
        "committed" => Field::Committed,
        "available" => Field::Available,
        "onhand" | "onhandcurrent" => Field::OnHand,
        "onhandnew" => Field::OnHandNew,
        _ => return None,
    })
}

/// A code and a quantity under the headings of stock files; beside the bin, a file may name the warehouse.
fn plain(headings: &Headings) -> Option<Vec<Option<Field>>> {
    let shown = || headings.shown().iter().map(String::as_str);
    if !stock_file::recognises(shown()) {
        return None;
    }
    let meanings = stock_file::meaning(shown());
    let fields = meanings.iter().zip(shown());
    let field = |(meaning, heading): (&Option<&str>, &str)| match meaning {
        Some("SKU") => Some(Field::Sku),
        Some("Name") => Some(Field::Title),
        Some("Barcode") => Some(Field::Barcode),
        Some("Bin") => Some(Field::Bin),
        Some("Quantity") => Some(Field::OnHand),
        _ => match heading_key(heading).as_str() {
            "warehouse" | "site" | "facility" | "gudang" | "склад" | "depozit" => {
                Some(Field::Location)
            }
            _ => None,
        },
    };
    Some(fields.map(field).collect())
}
