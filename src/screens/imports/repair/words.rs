//! What is wrong with rows, and what to do, in the language of the person.

use crate::exchange::address::{self, Part, Wrong};
use crate::exchange::country::Country;
use crate::intake::repair::{Fault, What};
use crate::screens::imports::words::row_error;
use crate::screens::words;
use crate::trade::orders::Doubt;
use crate::ui::locale::{Text, t};

/// What is wrong, and what to do.
pub(super) fn of(fault: &Fault) -> (Text, Text) {
    match &fault.what {
        What::Cell(kind) => row_error(*kind),
        What::Doubt(doubt) => (words::doubt(doubt), remedy(doubt)),
        What::Address(fault, country) => of_address(fault, *country),
    }
}

fn part(part: Part) -> Text {
    match part {
        Part::Recipient => t!(order_name),
        Part::Street => t!(order_street),
        Part::City => t!(order_city),
        Part::Province => t!(repair_province),
        Part::PostCode => t!(order_post_code),
        Part::Country => t!(order_country),
    }
}

/// What an address lacks, by its part and its country.
fn of_address(fault: &address::Fault, country: Option<Country>) -> (Text, Text) {
    let part = part(fault.part);
    let what = match &fault.wrong {
        Wrong::Missing => t!(repair_part_missing, part = part.get()),
        Wrong::Masked => t!(repair_part_masked, part = part.get()),
        Wrong::UnknownCountry => t!(repair_country_unknown),
        Wrong::SeveralCountries(_) => t!(repair_country_several),
        Wrong::NotAPostCode => t!(repair_post_code_wrong),
        Wrong::ZerosLost(_) => t!(repair_post_code_zeros),
    };
    let like = country.and_then(|country| Some((country, address::post_code_like(country)?)));
    let remedy = match (&fault.wrong, fault.part, like) {
        (Wrong::Masked, ..) => t!(repair_do_masked),
        (Wrong::ZerosLost(filled), ..) => {
            let code = filled.clone();
            t!(repair_do_zeros, code = code.clone())
        }
        (Wrong::SeveralCountries(countries), ..) => {
            let letters: Vec<&str> = countries.iter().map(|of| of.letters()).collect();
            let letters = letters.join(", ");
            t!(repair_do_country, letters = letters.clone())
        }
        (Wrong::UnknownCountry, ..) | (Wrong::Missing, Part::Country, _) => {
            t!(repair_do_country_letters)
        }
        (Wrong::Missing | Wrong::NotAPostCode, Part::PostCode, Some((country, like))) => {
            t!(
                repair_do_post_code,
                country = country.letters(),
                like = like.clone()
            )
        }
        (Wrong::Missing | Wrong::NotAPostCode, ..) => t!(repair_do_address),
    };
    (what, remedy)
}

fn remedy(doubt: &Doubt) -> Text {
    match doubt {
        Doubt::RowRefused => t!(repair_do_row_refused),
        Doubt::UnknownItem => t!(repair_do_unknown_item),
        Doubt::TotalDiffers => t!(repair_do_total),
        Doubt::Price => t!(repair_do_price),
        Doubt::Quantity => t!(repair_do_quantity),
        Doubt::Address => t!(repair_do_address),
        Doubt::Masked => t!(repair_do_masked),
        Doubt::Duplicate => t!(repair_do_duplicate),
        Doubt::Status => t!(repair_do_status),
        Doubt::Time => t!(repair_do_time),
        Doubt::Refunded => t!(repair_do_refunded),
        Doubt::SourceChanged => t!(repair_do_source_changed),
        Doubt::SourceCancelled => t!(repair_do_source_cancelled),
        Doubt::SourceShipped => t!(repair_do_source_shipped),
        Doubt::Money => t!(repair_do_money),
        Doubt::Cell => t!(repair_do_cell),
    }
}
