//! Columns that nobody here knows: a person says what each means, once for a source.

use super::work;
use crate::browser::preferences;
use crate::exchange::decimal::AmountStyle;
use crate::exchange::orders::mapping::{
    AddressPart, BuyerPart, Field, MappedColumn, Mapping, Moment, Sum,
};
use crate::exchange::times::DateStyle;
use crate::ui::components::Select;
use crate::ui::locale::{Text, t};
use leptos::prelude::*;
use sha2::{Digest, Sha256};

const UNREAD: &str = "";

/// What a column can mean, by a code that is kept.
const FIELDS: [(&str, Field); 17] = [
    ("number", Field::Number),
    ("placed", Field::Time(Moment::Placed)),
    ("sku", Field::Sku),
    ("title", Field::Title),
    ("units", Field::Units),
    ("price", Field::UnitPrice),
    ("line-total", Field::LineTotal),
    ("currency", Field::Currency),
    ("total", Field::Total(Sum::Total)),
    ("name", Field::ShipTo(AddressPart::Name)),
    ("street", Field::ShipTo(AddressPart::Street)),
    ("city", Field::ShipTo(AddressPart::City)),
    ("post-code", Field::ShipTo(AddressPart::PostCode)),
    ("province", Field::ShipTo(AddressPart::Province)),
    ("country", Field::ShipTo(AddressPart::Country)),
    ("email", Field::Buyer(BuyerPart::Email)),
    ("phone", Field::Buyer(BuyerPart::Phone)),
];

fn field_name(field: Field) -> Text {
    match field {
        Field::Number => t!(imports_field_number),
        Field::Time(_) => t!(imports_field_placed),
        Field::Sku => t!(imports_field_sku),
        Field::Title => t!(imports_field_title),
        Field::Units => t!(imports_field_units),
        Field::UnitPrice => t!(imports_field_price),
        Field::LineTotal => t!(imports_field_line_total),
        Field::Currency => t!(imports_field_currency),
        Field::Total(_) => t!(imports_field_total),
        Field::ShipTo(AddressPart::Name) => t!(imports_field_name),
        Field::ShipTo(AddressPart::Street) => t!(imports_field_street),
        Field::ShipTo(AddressPart::City) => t!(imports_field_city),
        Field::ShipTo(AddressPart::PostCode) => t!(imports_field_post_code),
        Field::ShipTo(AddressPart::Province) => t!(imports_field_province),
        Field::ShipTo(AddressPart::Country) => t!(imports_field_country),
        Field::Buyer(BuyerPart::Email) => t!(imports_field_email),
        Field::Buyer(BuyerPart::Phone) => t!(imports_field_phone),
        _ => t!(imports_column_unread),
    }
}

const DATES: [(&str, DateStyle); 3] = [
    ("unsaid", DateStyle::Unsaid),
    ("day", DateStyle::DayFirst),
    ("month", DateStyle::MonthFirst),
];

fn date_name(style: DateStyle) -> Text {
    match style {
        DateStyle::Unsaid => t!(imports_dates_unsaid),
        DateStyle::DayFirst => t!(imports_dates_day),
        DateStyle::MonthFirst => t!(imports_dates_month),
    }
}

/// Where the mapping of a source is kept: by its headings.
fn kept_name(headings: &[String]) -> String {
    let digest = Sha256::digest(headings.join("\u{1f}").as_bytes());
    let hex: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("imports.mapping.{hex}")
}

/// What was said of these headings before.
fn remembered(headings: &[String]) -> Mapping {
    let kept = preferences::read(&kept_name(headings));
    let kept = kept.and_then(|text| serde_json::from_str(&text).ok());
    kept.unwrap_or_default()
}

/// Whether it says enough to read orders: their number, what was ordered, and how many.
fn is_enough(mapping: &Mapping) -> bool {
    let has = |field| mapping.columns.iter().any(|column| column.field == field);
    has(Field::Number) && has(Field::Units) && (has(Field::Sku) || has(Field::Title))
}

/// A choice for every column, with what is enough to read the file.
#[component]
pub(super) fn MappingOf(
    /// The file.
    id: u32,
    /// Its headings.
    headings: Vec<String>,
) -> impl IntoView {
    let before = remembered(&headings);
    let chosen: Vec<(String, RwSignal<String>)> = headings
        .iter()
        .map(|heading| {
            let known = before
                .columns
                .iter()
                .find(|column| column.heading == *heading);
            let code = known.and_then(|column| {
                FIELDS
                    .iter()
                    .find(|(_, field)| *field == column.field)
                    .map(|(code, _)| *code)
            });
            (
                heading.clone(),
                RwSignal::new(code.unwrap_or(UNREAD).to_owned()),
            )
        })
        .collect();
    let date_of = DATES.iter().find(|(_, style)| *style == before.dates);
    let dates = RwSignal::new(date_of.map_or("unsaid", |(code, _)| *code).to_owned());
    let options = Signal::derive(|| {
        let unread = (UNREAD.to_owned(), t!(imports_column_unread));
        let fields = FIELDS.map(|(code, field)| (code.to_owned(), field_name(field)));
        std::iter::once(unread).chain(fields).collect::<Vec<_>>()
    });
    let date_options = Signal::derive(|| {
        DATES
            .map(|(code, style)| (code.to_owned(), date_name(style)))
            .to_vec()
    });
    let read = chosen.clone();
    Effect::new(move || {
        let columns = read.iter().filter_map(|(heading, code)| {
            let code = code.get();
            let (_, field) = FIELDS.iter().find(|(of, _)| *of == code)?;
            Some(MappedColumn {
                heading: heading.clone(),
                field: *field,
            })
        });
        let style = dates.get();
        let mapping = Mapping {
            columns: columns.collect(),
            dates: DATES
                .iter()
                .find(|(of, _)| *of == style)
                .map_or(DateStyle::Unsaid, |(_, style)| *style),
            amounts: AmountStyle::default(),
            ..Mapping::default()
        };
        if let Ok(text) = serde_json::to_string(&mapping) {
            preferences::write(&kept_name(&headings), &text);
        }
        work::set_mapping(id, is_enough(&mapping).then_some(mapping));
    });
    let selects = chosen
        .into_iter()
        .map(|(heading, value)| {
            view! { <Select label=Text::from(heading) value options /> }
        })
        .collect_view();
    view! {
        <fieldset class="stack narrow" data-test="mapping">
            <legend>{t!(imports_mapping)}</legend>
            <p class="quiet-text">{t!(imports_mapping_hint)}</p>
            {selects}
            <Select label=t!(imports_dates) value=dates options=date_options />
        </fieldset>
    }
}
