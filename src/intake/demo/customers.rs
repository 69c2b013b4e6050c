//! People that do not exist, in towns that do not exist.

use crate::intake::orders::mailing;
use crate::planning::Random;
use crate::trade::orders::Destination;
use crate::trade::personal::content::Contact;
use crate::trade::quantity::Country as CountryCode;
use crate::trade::text::{TextError, Words};

/// A country with made-up towns and the form of its post codes: `#` is a digit.
pub(super) struct Country {
    letters: &'static str,
    towns: [&'static str; 3],
    region: Option<&'static str>,
    post_code: &'static str,
    streets: [&'static str; 3],
    phone: Option<&'static str>,
}

pub(super) const COUNTRIES: [Country; 5] = [
    Country {
        letters: "GB",
        towns: ["Exampleford", "Little Sampling", "Demoborough"],
        region: None,
        post_code: "ZE9# #ZZ",
        streets: ["Testing Lane", "Specimen Road", "Placeholder Street"],
        // A range that is kept for plays and films.
        phone: Some("+44 1632 960###"),
    },
    Country {
        letters: "RO",
        towns: ["Exemplești", "Probeni", "Demonstrița"],
        region: Some("Cluj"),
        post_code: "99####",
        streets: ["Strada Probei", "Strada Exemplului", "Aleea Modelului"],
        phone: None,
    },
    Country {
        letters: "BG",
        towns: ["Примерово", "Пробино", "Образцово село"],
        region: None,
        post_code: "99##",
        streets: ["ул. Примерна", "ул. Пробна", "бул. Образец"],
        phone: None,
    },
    Country {
        letters: "ID",
        towns: ["Contohrejo", "Kota Uji", "Desa Misal"],
        region: Some("Jawa Tengah"),
        post_code: "999##",
        streets: ["Jalan Contoh", "Jalan Uji Coba", "Jalan Misal"],
        phone: None,
    },
    Country {
        letters: "DE",
        towns: ["Musterstadt", "Beispielhausen", "Probenberg"],
        region: None,
        post_code: "999##",
        streets: ["Musterweg", "Beispielallee", "Probenstraße"],
        phone: None,
    },
];

const FIRST: [&str; 12] = [
    "Alder", "Bryony", "Cedar", "Dahlia", "Elm", "Fern", "Hazel", "Iris", "Juniper", "Laurel",
    "Maple", "Rowan",
];
const LAST: [&str; 10] = [
    "Exampleton",
    "Samplewright",
    "Demofield",
    "Testerby",
    "Placeholm",
    "Mockridge",
    "Specimann",
    "Triallo",
    "Fixtura",
    "Dummyev",
];
const FIRMS: [&str; 5] = [
    "Exampleton & Daughters",
    "The Sample House",
    "Demofield Interiors",
    "Test Kitchen Supplies",
    "Placeholm Hotels",
];

fn filled(random: &mut Random, form: &str) -> String {
    let digit = |character| match character {
        '#' => char::from(b'0' + random.below(10) as u8),
        other => other,
    };
    form.chars().map(digit).collect()
}

/// A made-up person's name.
pub(super) fn name(random: &mut Random) -> String {
    format!("{} {}", random.one_of(&FIRST), random.one_of(&LAST))
}

/// A made-up person, or a made-up firm, with where it goes.
pub(super) fn recipient(
    random: &mut Random,
    country: &Country,
    firm: bool,
) -> Result<(Contact, Destination), TextError> {
    let name = if firm {
        (*random.one_of(&FIRMS)).to_owned()
    } else {
        name(random)
    };
    let number = random.between(1, 140);
    let street = format!("{} {number}", random.one_of(&country.streets));
    let post_code = filled(random, country.post_code);
    let phone = country.phone.map(|form| filled(random, form));
    let words = |text: &str| Words::new(text).map(Some);
    let contact = Contact {
        name: words(&name)?,
        company: if firm { words(&name)? } else { None },
        lines: vec![Words::new(&street)?],
        city: words(random.one_of(&country.towns))?,
        region: country.region.map(Words::new).transpose()?,
        post_code: words(&post_code)?,
        country: CountryCode::new(country.letters),
        phone: phone.as_deref().map(Words::new).transpose()?,
        email: None,
    };
    let destination = mailing(&contact);
    Ok((contact, destination))
}
