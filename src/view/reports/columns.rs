//! What the files are made of: for whoever reads them, and for the pages in `docs/data`.

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Any text.
    Text,
    /// One of a few words, in English in every language: `partly-shipped`.
    Word,
    /// A whole number.
    Whole,
    /// A number with four decimals.
    Amount,
    /// A moment as ISO 8601, with a `Z` where it is UTC.
    Time,
    /// A day as ISO 8601.
    Day,
}

impl ColumnKind {
    /// Its name on the pages.
    pub fn name(self) -> &'static str {
        match self {
            ColumnKind::Text => "text",
            ColumnKind::Word => "word",
            ColumnKind::Whole => "whole number",
            ColumnKind::Amount => "number with four decimals",
            ColumnKind::Time => "moment",
            ColumnKind::Day => "day",
        }
    }
}

/// A column of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name: the heading in CSV, the key in JSON.
    pub name: &'static str,
    /// What stands in it.
    pub kind: ColumnKind,
    /// What that means.
    pub meaning: &'static str,
}

const fn col(name: &'static str, kind: ColumnKind, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        meaning,
    }
}

use ColumnKind::{Amount, Day, Text, Time, Whole, Word};

pub(super) const ORDERS: &[Column] = &[
    col(
        "order",
        Text,
        "the order's part of an address; unlike the number it is never twice",
    ),
    col("channel", Text, "the code of the channel that it came by"),
    col("number", Text, "the number that people see"),
    col(
        "placed_at",
        Time,
        "when it was placed, on the clock of its source",
    ),
    col("ship_by", Time, "when it must have left"),
    col(
        "client",
        Text,
        "the code of the client whose goods are sold; empty for the house's own",
    ),
    col("country", Text, "where it goes: two letters (ISO 3166)"),
    col(
        "currency",
        Text,
        "of every amount of the order: three letters (ISO 4217)",
    ),
    col("terms", Word, "when the money is due"),
    col("fulfilment", Word, "how far its goods are"),
    col("payment", Word, "where its money stands"),
    col("deal", Word, "where it stands as a deal"),
    col(
        "doubts",
        Word,
        "what a person must look at, with blanks between",
    ),
    col("holds", Word, "why it waits, with blanks between"),
    col("line", Whole, "the line, from 1"),
    col("kind", Word, "`goods` or `charge`"),
    col("sku", Text, "the item's code; of a charge its own"),
    col(
        "name",
        Text,
        "what the item is called; of a charge what it is for",
    ),
    col("units", Whole, "how many were ordered"),
    col(
        "unit_price",
        Amount,
        "the price of one; empty where units of the line have several",
    ),
    col(
        "amount",
        Amount,
        "what the line costs; negative for what is taken off",
    ),
    col("open", Whole, "units for which nothing is allocated yet"),
    col("allocated", Whole, "units for which goods are allocated"),
    col("picked", Whole, "units that are picked"),
    col("packed", Whole, "units that are in a parcel"),
    col("shipped", Whole, "units that left"),
    col("cancelled", Whole, "units that will not be delivered"),
];

pub(super) const SHIPMENTS: &[Column] = &[
    col("parcel", Text, "our number of the parcel"),
    col("status", Word, "how it stands"),
    col("orders", Text, "the orders in it, with blanks between"),
    col("carrier", Text, "the code of who carries it"),
    col("tracking", Text, "the carrier's number"),
    col("weight_grams", Whole, "what it weighs, in grams"),
    col("units", Whole, "how many units are in it"),
    col("skus", Text, "the items in it, with blanks between"),
    col(
        "recipient",
        Text,
        "who gets it; a word where that was erased or is restricted",
    ),
    col("city", Text, "the city that it goes to"),
    col("post_code", Text, "the post code"),
    col("country", Text, "two letters (ISO 3166)"),
];

pub(super) const STOCK: &[Column] = &[
    col("sku", Text, "the item's code"),
    col("name", Text, "what it is called"),
    col(
        "client",
        Text,
        "the code of the client in whose catalog it is",
    ),
    col("warehouse", Text, "the warehouse's code"),
    col("place_kind", Word, "what kind of place it is"),
    col("place", Text, "the code of the place"),
    col("condition", Word, "the condition of the goods"),
    col("lot", Text, "the lot"),
    col("expiry", Day, "the last day of use of the lot"),
    col(
        "owner",
        Text,
        "the code of whose goods they are; empty for the house's own",
    ),
    col("on_hand", Whole, "how many units lie there"),
];

pub(super) const MOVEMENTS: &[Column] = &[
    col(
        "at",
        Time,
        "when it was written, by the clock of the device",
    ),
    col("operator", Text, "who did it"),
    col("device", Text, "the device's mark"),
    col("commit", Whole, "the number of the commit on that device"),
    col(
        "document",
        Text,
        "the order, batch, return or receipt that it belongs to",
    ),
    col(
        "kind",
        Word,
        "the area of the fact; `count` for what a count found beside what moved",
    ),
    col("sku", Text, "the item's code"),
    col(
        "client",
        Text,
        "the code of the client in whose catalog it is",
    ),
    col("condition", Word, "the condition of the goods"),
    col("lot", Text, "the lot"),
    col("owner", Text, "the code of whose goods they are"),
    col("from_kind", Word, "what kind of place they left"),
    col("from", Text, "its code"),
    col("to_kind", Word, "what kind of place they came to"),
    col("to", Text, "its code"),
    col("units", Whole, "how many units"),
];

pub(super) const ITEMS: &[Column] = &[
    col("sku", Text, "the item's code"),
    col("name", Text, "what it is called"),
    col(
        "client",
        Text,
        "the code of the client in whose catalog it is; empty for the house's own",
    ),
    col(
        "barcodes",
        Text,
        "the numbers under its bars, with blanks between",
    ),
    col("weight_grams", Amount, "what one unit weighs, in grams"),
    col("length_mm", Whole, "the longest side, in millimetres"),
    col("width_mm", Whole, "the other side"),
    col("height_mm", Whole, "from the ground up"),
    col(
        "base_unit",
        Word,
        "the unit that it is counted in; empty for pieces",
    ),
    col("hs_code", Text, "the customs tariff number"),
    col("origin", Text, "where it was made: two letters (ISO 3166)"),
    col("cost", Amount, "what one unit costs"),
    col("currency", Text, "of the cost: three letters (ISO 4217)"),
    col(
        "reorder_point",
        Whole,
        "at or below so many free units more is ordered",
    ),
    col(
        "attributes",
        Text,
        "size, colour and the like, as `name=value` with semicolons between",
    ),
    col("retired", Word, "`yes` where no new decision may name it"),
];

pub(super) const LOCATIONS: &[Column] = &[
    col("warehouse", Text, "the warehouse's code"),
    col("location", Text, "the code on its label"),
    col("walk", Whole, "its place in the walk, from 1"),
    col("kind", Word, "what it is for"),
    col("status", Word, "whether its goods may be sold"),
    col("zone", Text, "its zone"),
    col("parent", Text, "the location that it is a part of"),
    col("weight_limit_grams", Whole, "how much may lie there"),
    col("unit_limit", Whole, "how many units may lie there"),
    col("retired", Word, "`yes` where no new decision may name it"),
];

pub(super) const PARTNERS: &[Column] = &[
    col("partner", Text, "the code"),
    col("name", Text, "what it is called, else its code"),
    col("roles", Word, "what it is to us, with blanks between"),
    col("currency", Text, "three letters (ISO 4217)"),
    col("country", Text, "two letters (ISO 3166)"),
    col(
        "services",
        Text,
        "the services of a carrier, with blanks between",
    ),
    col(
        "tracking_page",
        Text,
        "the carrier's page for a parcel; `{}` stands for the number",
    ),
    col("retired", Word, "`yes` where no new decision may name it"),
];

pub(super) const CHANNELS: &[Column] = &[
    col("channel", Text, "the code"),
    col("name", Text, "what it is called"),
    col(
        "client",
        Text,
        "the code of the client whose goods it sells; empty for the house's own",
    ),
    col("currency", Text, "of its orders where they do not say"),
    col("terms", Word, "of its orders where they do not say"),
    col("zone", Text, "the time zone of times that name none"),
    col("orders", Whole, "how many orders came by it"),
    col("retired", Word, "`yes` where no new order may come by it"),
];

pub(super) const RETURNS: &[Column] = &[
    col("return", Text, "our number of the return"),
    col(
        "order",
        Text,
        "the number of its order; empty for one that nobody announced",
    ),
    col("channel", Text, "the channel that the order came by"),
    col(
        "stage",
        Word,
        "`announced`, `received` or `decided`: each is a row of its own",
    ),
    col(
        "at",
        Time,
        "when that was written, by the clock of the device",
    ),
    col("sku", Text, "the item's code"),
    col("condition", Word, "the condition of the goods"),
    col("lot", Text, "the lot"),
    col("units", Whole, "how many units"),
    col(
        "reason",
        Word,
        "why they come back, where they were announced",
    ),
    col("disposition", Word, "what was decided about them"),
    col("closed", Word, "`yes` where nothing more is expected"),
];

pub(super) const PAYMENTS: &[Column] = &[
    col("order", Text, "the order's part of an address"),
    col("channel", Text, "the channel that the order came by"),
    col(
        "kind",
        Word,
        "`payment` or `refund`; `source-payment` and `source-refund` are what the channel says was paid and given back \
         beyond those",
    ),
    col(
        "at",
        Time,
        "when it was written, by the clock of the device",
    ),
    col("method", Word, "how"),
    col("stage", Word, "how far a payment has come"),
    col("amount", Amount, "how much"),
    col("currency", Text, "three letters (ISO 4217)"),
    col("return", Text, "the return that a refund is for"),
];

pub(super) const ANSWERS: &[Column] = &[
    col("channel", Text, "the code of the channel"),
    col(
        "at",
        Time,
        "when the file was written, by the clock of the device",
    ),
    col("operator", Text, "who wrote it"),
    col("kind", Word, "what it is about"),
    col("form", Word, "the form of the file"),
    col("told", Whole, "how many things it tells"),
    col(
        "taken_back",
        Word,
        "`yes` where the channel did not take it",
    ),
];

pub(super) const FACTS: &[Column] = &[
    col(
        "at",
        Time,
        "when it was written, by the clock of the device",
    ),
    col("operator", Text, "who wrote it"),
    col("device", Text, "the device's mark"),
    col("commit", Whole, "the number of the commit on that device"),
    col("place", Whole, "its place in the commit, from 0"),
    col(
        "area",
        Word,
        "the area of the trade: see the pages in `docs/facts`",
    ),
    col(
        "fact",
        Word,
        "what happened: the name of the fact in its area",
    ),
    col(
        "documents",
        Text,
        "the documents that it belongs to, with blanks between",
    ),
];
