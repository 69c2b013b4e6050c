//! The words of the page.

use crate::exchange::channel_out::OutFaultKind;
use crate::trade::channels::{AnswerForm, AnswerKind};
use crate::ui::locale::{Text, t};
use crate::view::answers::Why;

/// A kind in the address and in its words.
pub(super) const KINDS: [(&str, AnswerKind); 4] = [
    ("parcels", AnswerKind::Parcels),
    ("stock", AnswerKind::Stock),
    ("cancelled", AnswerKind::Cancelled),
    ("returns", AnswerKind::Returns),
];

pub(super) fn kind(kind: AnswerKind) -> Text {
    match kind {
        AnswerKind::Parcels => t!(answers_kind_parcels),
        AnswerKind::Stock => t!(answers_kind_stock),
        AnswerKind::Cancelled => t!(answers_kind_cancelled),
        AnswerKind::Returns => t!(answers_kind_returns),
    }
}

/// What a file of a kind tells, and what becomes of it there.
pub(super) fn about(kind: AnswerKind) -> Text {
    match kind {
        AnswerKind::Parcels => t!(answers_about_parcels),
        AnswerKind::Stock => t!(answers_about_stock),
        AnswerKind::Cancelled => t!(answers_about_cancelled),
        AnswerKind::Returns => t!(answers_about_returns),
    }
}

pub(super) fn code(form: AnswerForm) -> &'static str {
    match form {
        AnswerForm::Shopify => "shopify",
        AnswerForm::WooCommerce => "woocommerce",
        AnswerForm::Amazon => "amazon",
        AnswerForm::Ebay => "ebay",
        AnswerForm::Etsy => "etsy",
        AnswerForm::Plain => "csv",
        AnswerForm::Workbook => "xlsx",
        AnswerForm::X12 => "x12",
        AnswerForm::Edifact => "edifact",
    }
}

pub(super) fn form(form: AnswerForm, kind: AnswerKind) -> Text {
    match form {
        AnswerForm::Shopify => Text::from("Shopify"),
        AnswerForm::WooCommerce => Text::from("WooCommerce"),
        AnswerForm::Amazon => Text::from("Amazon"),
        AnswerForm::Ebay => Text::from("eBay"),
        AnswerForm::Etsy => Text::from("Etsy"),
        AnswerForm::Plain => t!(answers_form_plain),
        AnswerForm::Workbook => t!(answers_form_workbook),
        AnswerForm::X12 if kind == AnswerKind::Stock => Text::from("EDI X12 846"),
        AnswerForm::X12 => Text::from("EDI X12 945"),
        AnswerForm::Edifact => Text::from("EDIFACT DESADV"),
    }
}

/// Where a file of a form goes.
pub(super) fn goes(form: AnswerForm, kind: AnswerKind) -> Text {
    match (form, kind) {
        (AnswerForm::Shopify, AnswerKind::Stock) => t!(answers_goes_shopify_stock),
        (AnswerForm::Shopify, _) => t!(answers_goes_shopify),
        (AnswerForm::WooCommerce, AnswerKind::Stock) => t!(answers_goes_woo_stock),
        (AnswerForm::WooCommerce, _) => t!(answers_goes_woo),
        (AnswerForm::Amazon, AnswerKind::Stock) => t!(answers_goes_amazon_stock),
        (AnswerForm::Amazon, _) => t!(answers_goes_amazon),
        (AnswerForm::Ebay, _) => t!(answers_goes_ebay),
        (AnswerForm::Etsy, _) => t!(answers_goes_etsy),
        (AnswerForm::Plain, _) => t!(answers_goes_plain),
        (AnswerForm::Workbook, _) => t!(answers_goes_workbook),
        (AnswerForm::X12 | AnswerForm::Edifact, _) => t!(answers_goes_edi),
    }
}

/// Why something is left out, and what to do.
pub(super) fn why(why: &Why) -> Text {
    match why {
        Why::Fault(fault) => {
            let (column, value) = (fault.column, fault.value.clone());
            match fault.what {
                OutFaultKind::Missing if column == "Handle" => t!(answers_why_handle),
                OutFaultKind::Missing if is_number(column) => t!(answers_why_number),
                OutFaultKind::Missing => t!(answers_why_missing, column = column),
                OutFaultKind::ControlCharacter => t!(answers_why_control, column = column),
                OutFaultKind::NotOfThisChannel => t!(answers_why_not_of_channel),
                OutFaultKind::TooLong => t!(answers_why_too_long, value = value),
                OutFaultKind::TooManyOptions => t!(answers_why_options),
                OutFaultKind::NotStocked => t!(answers_why_not_stocked),
            }
        }
        Why::CarrierUnnamed(carrier) => {
            let carrier = carrier.clone();
            t!(answers_why_carrier, carrier = carrier)
        }
        Why::PartsOfSet => t!(answers_why_parts),
        Why::NotLeft => t!(answers_why_not_left),
        Why::Edi(_) => t!(answers_why_edi),
        Why::NoEdiParties => t!(answers_why_no_edi),
    }
}

/// What the writer says of it beside, in English.
pub(super) fn detail(why: &Why) -> Option<String> {
    match why {
        Why::Edi(words) => Some(words.clone()),
        Why::Fault(_)
        | Why::CarrierUnnamed(_)
        | Why::PartsOfSet
        | Why::NotLeft
        | Why::NoEdiParties => None,
    }
}

fn is_number(column: &str) -> bool {
    matches!(column, "tracking_number" | "tracking-number")
}
