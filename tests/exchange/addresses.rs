//! Addresses as countries write them, held against the cases of OpenCage; and what is missing or wrong in them.

use std::collections::BTreeMap;

use depo::exchange::address::{Fault, Part, Wrong, faults, lines, post_code};
use depo::exchange::country::{Country, Meaning, meaning};
use depo::exchange::orders::model::Address;

use crate::shared::shared;

fn address(country: &str, city: &str, province: &str, code: &str) -> Address {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Address {
        name: given("Bo"),
        company: None,
        street: vec!["1 The Street".to_owned()],
        district: None,
        city: given(city),
        province: given(province),
        post_code: given(code),
        country: given(country),
        phone: None,
    }
}

fn found(address: &Address) -> Vec<(Part, Wrong)> {
    let each = |Fault { part, wrong }| (part, wrong);
    faults(address).into_iter().map(each).collect()
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let channel = ["GG", "JE"].map(|letters| Country::by_letters(letters).expect("a country"));
    for (country, city, province, code, expected) in [
        ("Germany", "Berlin", "", "10115", vec![]),
        ("Germany", "Berlin", "", "D-10115", vec![]),
        (
            "Germany",
            "",
            "",
            "",
            vec![
                (Part::City, Wrong::Missing),
                (Part::PostCode, Wrong::Missing),
            ],
        ),
        (
            "Germany",
            "Berlin",
            "",
            "1011",
            vec![(Part::PostCode, Wrong::ZerosLost("01011".to_owned()))],
        ),
        ("United Kingdom", "London", "", "SW1A1AA", vec![]),
        (
            "United Kingdom",
            "London",
            "",
            "10115",
            vec![(Part::PostCode, Wrong::NotAPostCode)],
        ),
        (
            "USA",
            "Hoboken",
            "",
            "7030",
            vec![
                (Part::Province, Wrong::Missing),
                (Part::PostCode, Wrong::ZerosLost("07030".to_owned())),
            ],
        ),
        ("EIRE", "Dublin", "", "", vec![]),
        ("Ireland", "Dublin", "", "D02AF30", vec![]),
        ("Indonesia", "Bandung", "Jawa Barat", "40115", vec![]),
        ("Bulgaria", "Sofia", "", "1000", vec![]),
        ("Romania", "Cluj-Napoca", "Cluj", "400157", vec![]),
        (
            "Romania",
            "Cluj-Napoca",
            "Cluj",
            "4001",
            vec![(Part::PostCode, Wrong::ZerosLost("004001".to_owned()))],
        ),
        (
            "Romania",
            "Cluj-Napoca",
            "Cluj",
            "40015X",
            vec![(Part::PostCode, Wrong::NotAPostCode)],
        ),
        ("UAE", "", "", "00000", vec![(Part::City, Wrong::Missing)]),
        ("Hong Kong", "Kowloon", "", "", vec![]),
        ("Singapore", "", "", "018956", vec![]),
        (
            "Channel Islands",
            "St Helier",
            "",
            "JE2 3AB",
            vec![(Part::Country, Wrong::SeveralCountries(channel.to_vec()))],
        ),
        ("", "Nowhere", "", "", vec![(Part::Country, Wrong::Missing)]),
        (
            "Atlantis",
            "Nowhere",
            "",
            "",
            vec![(Part::Country, Wrong::UnknownCountry)],
        ),
    ] {
        let address = address(country, city, province, code);
        assert_eq!(found(&address), expected, "{country} {city} {code}");
    }
    let nobody = found(&Address::default());
    let missing = [Part::Recipient, Part::Country, Part::Street, Part::City];
    assert_eq!(nobody, missing.map(|part| (part, Wrong::Missing)));
}

#[test]
fn labels_follow_the_country_of_destination() {
    let check = |address: &Address, from: &str, expected: &[&str]| {
        assert_eq!(lines(address, Country::by_letters(from)), expected);
    };
    check(
        &address("Romania", "Cluj-Napoca", "Cluj", "400157"),
        "BG",
        &["Bo", "1 THE STREET", "400157 CLUJ-NAPOCA", "ROMANIA"],
    );
    check(
        &address("GB", "London", "", "sw1a1aa"),
        "GB",
        &["Bo", "1 The Street", "LONDON", "SW1A 1AA"],
    );
    check(
        &address("US", "Hoboken", "NJ", "07030"),
        "GB",
        &["Bo", "1 The Street", "HOBOKEN NJ 07030", "UNITED STATES"],
    );
    check(
        &address("SE", "Stockholm", "", "11455"),
        "",
        &["Bo", "1 The Street", "SE-114 55 STOCKHOLM", "SWEDEN"],
    );
    check(
        &address("SE", "Stockholm", "", ""),
        "",
        &["Bo", "1 The Street", "STOCKHOLM", "SWEDEN"],
    );
    check(
        &address("SG", "Singapore", "", "018956"),
        "",
        &["Bo", "1 The Street", "SINGAPORE 018956", "SINGAPORE"],
    );
    check(
        &address("AE", "Dubai", "Dubai", "00000"),
        "",
        &["Bo", "1 The Street", "DUBAI 00000", "UNITED ARAB EMIRATES"],
    );
    check(
        &address("Atlantis", "Nowhere", "Deep", "7"),
        "",
        &["Bo", "1 The Street", "NOWHERE DEEP 7", "ATLANTIS"],
    );
    check(
        &address("JP", "Chiyoda", "Tokyo", "1000001"),
        "JP",
        &["Bo", "1 The Street", "Chiyoda, TOKYO", "100-0001"],
    );
    let mut japanese = address("JP", "千代田区", "東京都", "1000001");
    japanese.street = vec!["千代田1-1".to_owned()];
    check(
        &japanese,
        "JP",
        &["〒100-0001", "東京都千代田区", "千代田1-1", "Bo"],
    );
    let mut shopee = address("Indonesia", "Bandung", "Jawa Barat", "40115");
    shopee.district = Some("Coblong".to_owned());
    check(
        &shopee,
        "ID",
        &[
            "Bo",
            "1 The Street",
            "Coblong",
            "BANDUNG",
            "Jawa Barat 40115",
        ],
    );
}

#[test]
fn post_codes_are_written_as_at_home() {
    for (code, letters, expected) in [
        ("k1a0b1", "CA", Some("K1A 0B1")),
        ("1012ab", "NL", Some("1012 AB")),
        ("00950", "PL", Some("00-950")),
        ("d02 af30", "IE", Some("D02 AF30")),
        ("D2 AF30", "IE", None),
        ("01311-000", "BR", Some("01311-000")),
        ("04524", "KR", Some("04524")),
        ("anything", "AE", Some("anything")),
        ("1000001", "JP", Some("100-0001")),
    ] {
        let country = Country::by_letters(letters).expect("a country");
        assert_eq!(
            post_code(code, country).as_deref(),
            expected,
            "{code} {letters}"
        );
    }
}

/// Every name of a country in Online Retail, those of the months that are not here among them.
#[test]
fn countries_of_online_retail_are_known() {
    let known = "Australia AU;Austria AT;Bahrain BH;Belgium BE;Brazil BR;Canada CA;Cyprus CY;Czech Republic CZ;Denmark DK;\
        EIRE IE;Finland FI;France FR;Germany DE;Greece GR;Hong Kong HK;Iceland IS;Israel IL;Italy IT;Japan JP;Lebanon LB;\
        Lithuania LT;Malta MT;Netherlands NL;Norway NO;Poland PL;Portugal PT;RSA ZA;Saudi Arabia SA;Singapore SG;Spain ES;\
        Sweden SE;Switzerland CH;USA US;United Arab Emirates AE;United Kingdom GB";
    let mut names = BTreeMap::new();
    for entry in known.split(';') {
        let (name, letters) = entry.rsplit_once(' ').expect("a name and letters");
        let country = Country::by_letters(letters).expect("a country");
        names.insert(name.trim().to_owned(), Meaning::One(country));
    }
    for name in ["European Community", "Unspecified"] {
        names.insert(name.to_owned(), Meaning::Unknown);
    }
    let channel = ["GG", "JE"].map(|letters| Country::by_letters(letters).expect("a country"));
    names.insert(
        "Channel Islands".to_owned(),
        Meaning::OneOf(channel.to_vec()),
    );
    assert_eq!(names.len(), 38);
    for (name, expected) in names {
        assert_eq!(meaning(&name), expected, "{name}");
    }
}

/// A case: what an address consists of, and the lines that it is written in.
struct Case {
    parts: BTreeMap<String, String>,
    expected: Vec<String>,
}

/// The cases of a file, by the little YAML that they are written in.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut is_expected = false;
    for line in text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
    {
        if line.starts_with("components:") {
            let (parts, expected) = (BTreeMap::new(), Vec::new());
            cases.push(Case { parts, expected });
            is_expected = false;
        } else if line.starts_with("expected:") {
            is_expected = true;
        } else if line.starts_with(' ')
            && let Some(case) = cases.last_mut()
        {
            let line = line.trim().to_owned();
            if is_expected {
                case.expected.push(line);
            } else if let Some((name, value)) = line.split_once(": ") {
                let value = value.trim().trim_matches(['"', '\'']).to_owned();
                case.parts.insert(name.to_owned(), value);
            }
        }
    }
    cases
}

fn plain(line: &str) -> String {
    let is_mark = |c: char| c == ',' || c.is_whitespace();
    let words: Vec<&str> = line
        .split(is_mark)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").to_lowercase()
}

/// OpenCage composes the street and chooses among a dozen words for the city, so both are taken from what it expects,
/// by where they stand there. What is compared is which lines there are, their order, and how the city's line is built.
#[test]
fn cities_post_codes_and_states_stand_where_opencage_has_them() {
    let Some(folder) = shared("address/opencage") else {
        return;
    };
    let (mut compared, mut differing) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|name| name != "yaml") || path.ends_with("worldwide.yaml") {
            continue;
        }
        for case in cases(&std::fs::read_to_string(&path).expect("text")) {
            let Some((address, country, theirs)) = taken_apart(&case) else {
                continue;
            };
            let ours: Vec<String> = lines(&address, Some(country))
                .iter()
                .map(|line| plain(line))
                .collect();
            compared += 1;
            // The sources disagree: with the city, or with the province below it, as the data of Google have it.
            let is_indonesia = country.letters() == "ID";
            if ours != theirs && !is_indonesia {
                differing.push(format!("{}: {ours:?}, {theirs:?}", path.display()));
            }
        }
    }
    assert!(compared > 50, "{compared}");
    assert_eq!(differing, Vec::<String>::new(), "of {compared}");
}

/// The address of a case with a street and a post code, and its lines from the street to the country.
fn taken_apart(case: &Case) -> Option<(Address, Country, Vec<String>)> {
    let part = |name: &str| case.parts.get(name).map(String::as_str).unwrap_or_default();
    let country = Country::of(part("country_code"))?;
    let (code, road) = (part("postcode"), part("road"));
    post_code(code, country).filter(|_| !code.is_empty() && !road.is_empty())?;
    let line_with = |word: &str| case.expected.iter().position(|line| line.contains(word));
    let street = line_with(road)?;
    let written = post_code(code, country)?;
    let code_line = line_with(code).or_else(|| line_with(&written))?;
    let ends = |line: &&String| Country::of(line).is_some() || line.contains(", France");
    let end = case.expected.len() - usize::from(case.expected.last().as_ref().is_some_and(ends));
    let between = case.expected.get(street + 1..code_line)?;
    let words = case.expected[code_line]
        .replace(code, "")
        .replace(&written, "");
    let words = words.trim().trim_end_matches(',');
    // An abbreviation of two or three capitals behind the city is the state.
    let is_state = |word: &&str| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_uppercase());
    let state = words.rsplit([' ', ',']).next().filter(is_state);
    let mut address = Address {
        street: vec![case.expected[street].clone()],
        post_code: Some(code.to_owned()),
        country: Some(country.letters().to_owned()),
        province: state.map(str::to_owned),
        ..Address::default()
    };
    let city = words
        .strip_suffix(state.unwrap_or_default())
        .unwrap_or(words);
    address.city = Some(city.trim().trim_end_matches(',').to_owned());
    let mut above = between.to_vec();
    if words.is_empty() {
        if country.letters() == "IE" {
            address.province = above.pop_if(|line| line.starts_with("County"));
        }
        address.city = above.pop();
    }
    if let Some(below) = case
        .expected
        .get(code_line + 1..end)
        .and_then(|lines| lines.first())
    {
        address.province = Some(below.clone());
    }
    address.district = above.pop();
    let lines = case.expected.get(street..end)?.iter();
    above
        .is_empty()
        .then(|| (address, country, lines.map(|line| plain(line)).collect()))
}
