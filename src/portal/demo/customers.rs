//! Customers that do not exist, in towns that do not exist.

use crate::domain::event::Address;
use crate::domain::text::{Code, TextError, Words};
use crate::planning::Random;

/// A country with made-up towns and the form of its post codes: `#` is a digit.
pub(super) struct Country {
    pub(super) name: &'static str,
    towns: [&'static str; 3],
    post_code: &'static str,
    streets: [&'static str; 3],
    phone: Option<&'static str>,
}

pub(super) const COUNTRIES: [Country; 5] = [
    Country {
        name: "United Kingdom",
        towns: ["Exampleford", "Little Sampling", "Demoborough"],
        post_code: "XX# #XX",
        streets: ["Testing Lane", "Specimen Road", "Placeholder Street"],
        // A range that is kept for plays and films.
        phone: Some("+44 1632 960###"),
    },
    Country {
        name: "Romania",
        towns: ["Exemplești", "Probeni", "Demonstrița"],
        post_code: "99####",
        streets: ["Strada Probei", "Strada Exemplului", "Aleea Modelului"],
        phone: None,
    },
    Country {
        name: "Bulgaria",
        towns: ["Примерово", "Пробино", "Образцово село"],
        post_code: "99##",
        streets: ["ул. Примерна", "ул. Пробна", "бул. Образец"],
        phone: None,
    },
    Country {
        name: "Indonesia",
        towns: ["Contohrejo", "Kota Uji", "Desa Misal"],
        post_code: "999##",
        streets: ["Jalan Contoh", "Jalan Uji Coba", "Jalan Misal"],
        phone: None,
    },
    Country {
        name: "Germany",
        towns: ["Musterstadt", "Beispielhausen", "Probenberg"],
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
    let letter = |character| match character {
        '#' => char::from(b'0' + random.below(10) as u8),
        other => other,
    };
    form.chars().map(letter).collect()
}

/// The address of a made-up person, or of a made-up firm.
pub(super) fn address(
    random: &mut Random,
    country: &Country,
    firm: bool,
) -> Result<Address, TextError> {
    let name = if firm {
        (*random.one_of(&FIRMS)).to_owned()
    } else {
        format!("{} {}", random.one_of(&FIRST), random.one_of(&LAST))
    };
    let street = format!(
        "{} {}",
        random.one_of(&country.streets),
        random.between(1, 140)
    );
    let post_code = filled(random, country.post_code);
    let phone = country.phone.map(|form| filled(random, form));
    Ok(Address {
        name: Words::new(&name)?,
        street: Words::new(&street)?,
        city: Words::new(random.one_of(&country.towns))?,
        post_code: Some(Code::new(&post_code)?),
        country: Words::new(country.name)?,
        phone: phone.map(|phone| Code::new(&phone)).transpose()?,
    })
}
