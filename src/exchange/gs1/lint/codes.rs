//! Code lists: countries, currencies, packaging and the like.

use crate::exchange::gs1::linter::{Fault, Rule};

/// ISO 3166-1: two letters and the three digits of each country.
#[rustfmt::skip]
const COUNTRIES: [&str; 13] = [
    "AD020AE784AF004AG028AI660AL008AM051AO024AQ010AR032AS016AT040AU036AW533AX248AZ031BA070BB052BD050BE056",
    "BF854BG100BH048BI108BJ204BL652BM060BN096BO068BQ535BR076BS044BT064BV074BW072BY112BZ084CA124CC166CD180",
    "CF140CG178CH756CI384CK184CL152CM120CN156CO170CR188CU192CV132CW531CX162CY196CZ203DE276DJ262DK208DM212",
    "DO214DZ012EC218EE233EG818EH732ER232ES724ET231FI246FJ242FK238FM583FO234FR250GA266GB826GD308GE268GF254",
    "GG831GH288GI292GL304GM270GN324GP312GQ226GR300GS239GT320GU316GW624GY328HK344HM334HN340HR191HT332HU348",
    "ID360IE372IL376IM833IN356IO086IQ368IR364IS352IT380JE832JM388JO400JP392KE404KG417KH116KI296KM174KN659",
    "KP408KR410KW414KY136KZ398LA418LB422LC662LI438LK144LR430LS426LT440LU442LV428LY434MA504MC492MD498ME499",
    "MF663MG450MH584MK807ML466MM104MN496MO446MP580MQ474MR478MS500MT470MU480MV462MW454MX484MY458MZ508NA516",
    "NC540NE562NF574NG566NI558NL528NO578NP524NR520NU570NZ554OM512PA591PE604PF258PG598PH608PK586PL616PM666",
    "PN612PR630PS275PT620PW585PY600QA634RE638RO642RS688RU643RW646SA682SB090SC690SD729SE752SG702SH654SI705",
    "SJ744SK703SL694SM674SN686SO706SR740SS728ST678SV222SX534SY760SZ748TC796TD148TF260TG768TH764TJ762TK772",
    "TL626TM795TN788TO776TR792TT780TV798TW158TZ834UA804UG800UM581US840UY858UZ860VA336VC670VE862VG092VI850",
    "VN704VU548WF876WS882YE887YT175ZA710ZM894ZW716",
];

/// ISO 4217: the three digits of each currency, with the leva (975), which labels of before the euro still bear.
#[rustfmt::skip]
const CURRENCIES: [&str; 6] = [
    "008012032036044048050051052060064068072084090096104108116124132136144152156170174188192203",
    "208214222230232238242262270292320324328332340344348352356360364368376388392396398400404408",
    "410414417418422426430434446454458462480484496498504512516524532533548554558566578586590598",
    "600604608634643646654682690702704706710728748752756760764776780784788800807818826834840858",
    "860882886901924925926927928929930933934936938940941943944946947948949950951952953955956957",
    "958959960961962963964965967968969970971972973975976977978979980981984985986990994997999",
];

/// UN/ECE Recommendation 21 as GS1 uses it: the first character, and the second characters that follow it.
#[rustfmt::skip]
const PACKAGE_TYPES: [(char, &str); 34] = [
    ('1', "ABDFGW"),
    ('2', "C"),
    ('3', "AH"),
    ('4', "34ABCDFGH"),
    ('5', "HLM"),
    ('6', "HP"),
    ('7', "AB"),
    ('8', "ABC"),
    ('A', "ABCDFGHIJLMPTV"),
    ('B', "4BCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ('C', "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ('D', "ABCGHIJKLMNPRSTUVWXY"),
    ('E', "123CDEFGHIN"),
    ('F', "BCDEILOPRTWX"),
    ('G', "BILRUYZ"),
    ('H', "ABCGNR"),
    ('I', "ABCDEFGHKLNZ"),
    ('J', "BCGRTY"),
    ('K', "GI"),
    ('L', "EGTUVZ"),
    ('M', "ABCERSTWX"),
    ('N', "AEFGSTUV"),
    ('O', "ABCDEFKTU"),
    ('P', "2ABCDEFGHIJKLNOPRTUVXYZ"),
    ('Q', "ABCDFGHJKLMNPQRS"),
    ('R', "DGJKLOTZ"),
    ('S', "1ABCDEHIKLMOPSTUVWXYZ"),
    ('T', "1BCDEGIKLNORSTUVWYZ"),
    ('U', "CN"),
    ('V', "AGIKLNOPQRSY"),
    ('W', "ABCDFGHJKLMNPQRSTUVWXYZ"),
    ('X', "3ABCDFGHJK"),
    ('Y', "ABCDFGHJKLMNPQRSTVWXYZ"),
    ('Z', "ABCDFGHJKLMNPQRSTUVWXYZ"),
];

/// Those of one or three characters, most of them GS1's own.
#[rustfmt::skip]
const PACKAGE_TYPES_OTHER: [&str; 50] = [
    "200", "201", "202", "203", "204", "205", "206", "210", "211", "212", "8", "9", "APE", "BGE",
    "BME", "BRI", "CBL", "CCE", "DPE", "FOB", "FPE", "LAB", "MPE", "OPE", "PAE", "PLP", "POP", "PPE",
    "PUE", "RB1", "RB2", "RB3", "RCB", "SEC", "STL", "TEV", "THE", "TRE", "TTE", "TWE", "UUE", "WRP",
    "X11", "X12", "X15", "X16", "X17", "X18", "X19", "X20",
];

fn member(is_member: bool, rule: Rule, data: &str) -> Result<(), Fault> {
    if is_member {
        Ok(())
    } else {
        Err(Fault::whole(rule, data))
    }
}

/// The records of a table of equally long ASCII records.
fn records(rows: &'static [&'static str], length: usize) -> impl Iterator<Item = &'static str> {
    rows.iter()
        .flat_map(move |row| (0..row.len()).step_by(length).map(move |at| (row, at)))
        .filter_map(move |(row, at)| row.get(at..at + length))
}

fn is_country(number: &str) -> bool {
    records(&COUNTRIES, 5).any(|record| record.get(2..) == Some(number))
}

pub fn country(data: &str) -> Result<(), Fault> {
    member(is_country(data), Rule::NotCountry, data)
}

pub fn country_or_world(data: &str) -> Result<(), Fault> {
    let is_right = data == "999" || is_country(data);
    member(is_right, Rule::NotCountryOrWorld, data)
}

pub fn country_letters(data: &str) -> Result<(), Fault> {
    let is_right = records(&COUNTRIES, 5).any(|record| record.get(..2) == Some(data));
    member(is_right, Rule::NotCountryLetters, data)
}

pub fn currency(data: &str) -> Result<(), Fault> {
    let is_right = records(&CURRENCIES, 3).any(|record| record == data);
    member(is_right, Rule::NotCurrency, data)
}

/// ISO/IEC 5218: not known, male, female, not applicable.
pub fn sex(data: &str) -> Result<(), Fault> {
    member(["0", "1", "2", "9"].contains(&data), Rule::InvalidSex, data)
}

/// 01 to 10 are assigned, 80 to 99 are for use by agreement.
pub fn media_type(data: &str) -> Result<(), Fault> {
    let is_number = data.len() == 2 && data.bytes().all(|b| b.is_ascii_digit());
    let number: Option<u8> = is_number.then(|| data.parse().ok()).flatten();
    let is_right = number.is_some_and(|number| matches!(number, 1..=10 | 80..=99));
    member(is_right, Rule::InvalidMediaType, data)
}

pub fn package_type(data: &str) -> Result<(), Fault> {
    let mut characters = data.chars();
    let is_pair = match (characters.next(), characters.next(), characters.next()) {
        (Some(first), Some(second), None) => PACKAGE_TYPES
            .iter()
            .any(|(begin, seconds)| *begin == first && seconds.contains(second)),
        _ => false,
    };
    let is_right = is_pair || PACKAGE_TYPES_OTHER.contains(&data);
    member(is_right, Rule::InvalidPackageType, data)
}

/// Face out, face in, or undefined.
pub fn winding(data: &str) -> Result<(), Fault> {
    let is_right = ["0", "1", "9"].contains(&data);
    member(is_right, Rule::InvalidWindingDirection, data)
}

pub fn yes_no(data: &str) -> Result<(), Fault> {
    member(["0", "1"].contains(&data), Rule::NotZeroOrOne, data)
}
