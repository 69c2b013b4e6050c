//! GS1 numbers, elements and links: what is written is read again, check digits find mistakes, hostile input is refused.

use depo::exchange::gs1::check_digit::{check_digit_of, check_pair_of, is_checked};
use depo::exchange::gs1::digital_link::{self, LinkError, LinkReading};
use depo::exchange::gs1::element::{ElementString, Problem, Reader};
use depo::exchange::gs1::identifier::{Identifier, Unknown, entries};
use depo::exchange::gs1::linter::{Linter, any_prefix};
use depo::exchange::gs1::scan::{self, Content, Symbology};
use depo::exchange::gs1::value::{Amount, DayOrMonth};
use depo::exchange::gs1::{CompanyPrefix, Element, Gtin, GtinError, GtinForm, Sscc, SsccError};
use proptest::prelude::*;

fn elements(bracketed: &str) -> ElementString {
    ElementString::bracketed(bracketed).expect("sound elements")
}

#[test]
fn item_numbers_are_one_number_in_four_forms() {
    // 9638507: 3*9+6+3*3+8+3*5+0+3*7 = 86, so 4.
    let small: Gtin = "96385074".parse().expect("a GTIN-8");
    assert_eq!(small.form(), GtinForm::Gtin8);
    assert_eq!(small, "00000096385074".parse().expect("the same filled up"));
    assert_eq!(
        small.digits(GtinForm::Gtin13).as_deref(),
        Some("0000096385074")
    );
    let item: Gtin = "4006381333931".parse().expect("a GTIN-13");
    assert_eq!(item.digits(GtinForm::Gtin12), None);
    assert_eq!(item.to_string(), "4006381333931");
    let case = item.grouped(1).expect("an indicator");
    // 1400638133393: 3*1+4+0+0+3*6+3+3*8+1+3*3+3+3*3+9+3*3 = 92, so 8.
    assert_eq!(case.to_string(), "14006381333938");
    assert_eq!((case.indicator(), item.indicator()), (1, 0));
    assert_eq!(item.grouped(0), Err(GtinError::Indicator));
    assert!(!item.is_restricted());
    assert!(
        "2112345678900"
            .parse::<Gtin>()
            .expect("a GTIN")
            .is_restricted()
    );
    for (text, error) in [
        ("4006381333932", GtinError::CheckDigit { expected: '1' }),
        ("400638133393", GtinError::CheckDigit { expected: '0' }),
        ("40063813339", GtinError::Length { characters: 11 }),
        ("", GtinError::Length { characters: 0 }),
        ("400638133393l", GtinError::NotDigit('l')),
        ("٤006381333931", GtinError::NotDigit('٤')),
    ] {
        assert_eq!(text.parse::<Gtin>(), Err(error), "{text}");
    }
}

#[test]
fn parcel_numbers_are_issued_until_there_are_none_left() {
    let prefix: CompanyPrefix = "4012345".parse().expect("a prefix");
    assert_eq!(prefix.serials(), 1_000_000_000);
    let first = Sscc::issue(3, &prefix, 1).expect("a number");
    // 34012345000000001: weights 3 and 1 from the right; 3*3+4+0+1+3*2+3+3*4+5+3*1 = 43, so 7.
    assert_eq!(first.to_string(), "340123450000000017");
    assert_eq!(first.to_string().parse(), Ok(first));
    assert_eq!(Sscc::issue(10, &prefix, 1), Err(SsccError::Extension));
    let serials = 1_000_000_000;
    assert_eq!(
        Sscc::issue(0, &prefix, serials),
        Err(SsccError::Exhausted { serials })
    );
    assert!(Sscc::issue(9, &prefix, serials - 1).is_ok());
    assert_eq!("123".parse::<CompanyPrefix>(), Err(SsccError::Prefix));
    assert_eq!(
        "340123450000000010".parse::<Sscc>(),
        Err(SsccError::CheckDigit)
    );
    assert_eq!("34012345000000001".parse::<Sscc>(), Err(SsccError::Digits));
}

#[test]
fn the_century_slides() {
    let year_of = |text: &str, now| {
        let date = DayOrMonth::read(text, now)?.last_day()?;
        Some(date.to_string())
    };
    for (text, now, wanted) in [
        ("260131", 2026, Some("2026-01-31")),
        ("760131", 2026, Some("2076-01-31")),
        ("770131", 2026, Some("1977-01-31")),
        ("000229", 2060, Some("2100-02-28")),
        ("240200", 2026, Some("2024-02-29")),
        ("250200", 2026, Some("2025-02-28")),
        ("251300", 2026, None),
        ("25010", 2026, None),
        ("2501é", 2026, None),
    ] {
        let got = year_of(text, now);
        if text == "000229" {
            // 2100 is no leap year.
            assert_eq!(got, None);
            continue;
        }
        assert_eq!(got.as_deref(), wanted, "{text} in {now}");
    }
    let month = DayOrMonth::read("240200", 2026).expect("a month");
    assert_eq!(month.day(), None);
}

#[test]
fn values_mean_numbers_and_dates() {
    let message = elements("(01)09520123456788(3103)000195(3922)0299(17)201225(3932)97812345");
    let amounts: Vec<Option<Amount>> = message.elements().iter().map(Element::amount).collect();
    let amount = |value, decimals, currency| {
        Some(Amount {
            value,
            decimals,
            currency,
        })
    };
    let wanted = [
        None,
        amount(195, 3, None),
        amount(299, 2, None),
        None,
        amount(12345, 2, Some(978)),
    ];
    assert_eq!(amounts, wanted);
    let date = message.elements()[3].date(2026).and_then(DayOrMonth::day);
    assert_eq!(
        date.map(|date| date.to_string()).as_deref(),
        Some("2020-12-25")
    );
    assert_eq!(message.elements()[1].date(2026), None);
}

#[test]
fn a_logistics_label_holds_together() {
    let label = elements(
        "(00)340123450000000017(4300)ACME(4301)A+Person(4302)Street%201(4307)RO(4321)0(4326)260131(403)RT1",
    );
    assert_eq!(label.check_companions(), Ok(()));
    assert_eq!(label.value("4307"), Some("RO"));
    let without = elements("(4307)RO");
    assert!(without.check_companions().is_err());
    assert_eq!(
        elements("(02)09520123456788(37)25")
            .check_companions()
            .expect_err("no unit")
            .to_string(),
        "(37) needs one of these beside it: 00+02, 00+8026. Scan the other symbols on the label too."
    );
    assert!(
        elements("(01)09520123456788(3100)000001(3101)000001")
            .check_companions()
            .is_err()
    );
}

#[test]
fn mistakes_are_marked() {
    let error = ElementString::bracketed("(8001)1X345678901234").expect_err("a letter");
    assert_eq!(error.marked().as_deref(), Some("(8001)1|X|34"));
    assert_eq!(
        error.to_string(),
        "(8001) \"1X34\" is wrong at \"X\": non digit character. Compare it with the label."
    );
}

#[test]
fn hostile_scans_are_refused_without_harm() {
    let long = "9".repeat(100_000);
    let many = "(400)A".repeat(1_000);
    for text in [
        "",
        "(",
        ")",
        "()",
        "(01",
        "(é)1",
        "(10)é",
        "é",
        "\u{1d}",
        "(10)\\",
        "(10)\\(",
        "(8200)\u{1f4e6}",
        &long,
    ] {
        drop(ElementString::bracketed(text));
        drop(ElementString::scanned(text));
        assert!(digital_link::read(text, LinkReading::default()).is_err());
        assert!(scan::read(text).is_err());
    }
    let error = ElementString::bracketed(&many).expect_err("too many");
    assert_eq!(error.problem, Problem::TooMany);
    let link = format!("https://a/01/09520123456788?{}", "99=A&".repeat(10_000));
    assert_eq!(
        digital_link::read(&link, LinkReading::default()),
        Err(LinkError::TooLong)
    );
}

#[test]
fn a_symbology_identifier_says_what_follows() {
    let read = |scan: &str| scan::read(scan).expect("a scan");
    let gs1 = read("]C1011234567890123110LOT\u{1d}17261231");
    assert_eq!(gs1.symbology, Symbology::Gs1128);
    let bracketed = match &gs1.content {
        Content::Elements { elements, .. } => elements.to_bracketed(),
        _ => String::new(),
    };
    assert_eq!(bracketed, "(01)12345678901231(10)LOT(17)261231");
    assert_eq!(read("]Q1hello").content, Content::Text("hello".to_owned()));
    assert!(matches!(
        read("]Q1https://id.gs1.org/01/09520123456788").content,
        Content::Link { .. }
    ));
    assert!(matches!(
        read("]E04006381333931").content,
        Content::Item { .. }
    ));
}

#[test]
fn the_table_holds_together() {
    let all: Vec<_> = entries().collect();
    assert!(all.len() > 180);
    for entry in &all {
        let (first, last) = entry.range();
        for identifier in [first, last] {
            assert_eq!(
                identifier.entry().map(|found| found.title),
                Some(entry.title)
            );
            let presumed = Identifier::at_start_of(&identifier.to_string(), Unknown::Refused);
            assert_eq!(presumed.map(|(found, _)| found), Some(identifier));
        }
        let optional = entry.parts.iter().position(|part| part.is_optional);
        let after = optional.map_or(&[][..], |at| &entry.parts[at..]);
        assert!(after.iter().all(|part| part.is_optional), "{first}");
        let varies = |part: &depo::exchange::gs1::identifier::Part| {
            part.characters_min != part.characters_max
        };
        let last_part = entry.parts.len() - 1;
        assert!(!entry.parts[..last_part].iter().any(varies), "{first}");
        assert!(!entry.is_fixed || entry.characters_min() == entry.characters_max());
        let patterns = entry.needs.iter().flat_map(|group| group.split('+'));
        let companions = patterns
            .chain(entry.excludes.iter().copied())
            .filter(|p| *p != "=");
        let places = entry
            .qualifiers
            .unwrap_or_default()
            .iter()
            .flat_map(|order| order.iter().copied());
        for pattern in companions.chain(places) {
            let known = all.iter().any(|other| {
                let (first, _) = other.range();
                first.fits(pattern) || first.to_string().starts_with(pattern.trim_end_matches('n'))
            });
            assert!(
                known,
                "({first}) names {pattern}, which is not in the table"
            );
        }
    }
}

fn pair_text() -> impl Strategy<Value = String> {
    "[!-\"%-?A-Z_a-z]{0,40}"
}

proptest! {
    #[test]
    fn one_wrong_digit_is_found(body in "[0-9]{7,17}", at in any::<prop::sample::Index>(), more in 1u32..10) {
        let check = check_digit_of(&body).expect("digits");
        let mut digits: Vec<u32> = format!("{body}{check}").chars().filter_map(|c| c.to_digit(10)).collect();
        let text = |digits: &[u32]| digits.iter().filter_map(|d| char::from_digit(*d, 10)).collect::<String>();
        prop_assert!(is_checked(&text(&digits)));
        let at = at.index(digits.len());
        digits[at] = (digits[at] + more) % 10;
        prop_assert!(!is_checked(&text(&digits)));
    }

    #[test]
    fn check_pairs_are_right_and_find_one_wrong_character(body in pair_text(), at in any::<prop::sample::Index>()) {
        let pair = check_pair_of(&body).expect("the right characters");
        let key = format!("{body}{pair}");
        prop_assert!(Linter::CheckPair.check(&key, &any_prefix).is_ok());
        let mut wrong = key.into_bytes();
        let at = at.index(wrong.len());
        wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
        let wrong = String::from_utf8(wrong).expect("ASCII");
        prop_assert!(Linter::CheckPair.check(&wrong, &any_prefix).is_err());
    }

    #[test]
    fn elements_are_read_as_written(
        lot in "[!-\"%-?A-Z_a-z]{1,20}",
        serial in "[!-\"%-?A-Z_a-z]{1,20}",
        count in "[0-9]{1,8}",
        body in "[0-9]{13}",
        order in Just([0usize, 1, 2, 3]).prop_shuffle(),
    ) {
        let gtin = format!("{body}{}", check_digit_of(&body).expect("digits"));
        let parts = [("01", &gtin), ("10", &lot), ("21", &serial), ("30", &count)];
        let mut written = ElementString::default();
        for at in order {
            let (identifier, value) = parts[at];
            written.push(Element::new(identifier, value).expect("sound")).expect("few");
        }
        // `\(` stands for a bracket, so a value that holds `\` right before one has no bracketed form.
        if !parts.iter().any(|(_, value)| value.contains("\\(")) {
            prop_assert_eq!(&ElementString::bracketed(&written.to_bracketed()).expect("sound"), &written);
        }
        prop_assert_eq!(&ElementString::scanned(&written.to_scanned()).expect("sound"), &written);
        prop_assert_eq!(&Reader::default().carets(&written.to_carets()).expect("sound"), &written);
        let uri = digital_link::write(&written, Some("https://example.com/x/"), false).expect("a link");
        let read = digital_link::read(&uri, LinkReading::default()).expect("a link");
        let sorted = |elements: &ElementString| {
            let mut all: Vec<String> = elements.elements().iter().map(|e| format!("{:?}{}", e.identifier(), e.value())).collect();
            all.sort();
            all
        };
        prop_assert_eq!(sorted(&read), sorted(&written));
        // What was read is written the same.
        prop_assert_eq!(digital_link::write(&read, Some("https://example.com/x"), false), Ok(uri));
    }

    #[test]
    fn anything_can_be_scanned(text in "\\PC{0,40}|[\\]\\(\\)\\^0-9A-Z%/?&=\u{1d}]{0,60}") {
        for reading in [Unknown::Refused, Unknown::Kept] {
            let reader = Reader { unknown: reading, ..Reader::default() };
            for read in [reader.scanned(&text), reader.bracketed(&text), reader.carets(&text)].into_iter().flatten() {
                prop_assert_eq!(&reader.scanned(&read.to_scanned()).expect("read before"), &read);
                prop_assert_eq!(read.check_companions(), read.check_companions());
            }
        }
        for linter in Linter::ALL {
            if let Err(fault) = linter.check(&text, &any_prefix) {
                prop_assert!(text.get(fault.at).is_some());
            }
        }
        if let Ok(scan::Reading { content: Content::Text(read), .. }) = scan::read(&format!("]Q1{text}")) {
            prop_assert_eq!(read, text);
        }
    }
}
