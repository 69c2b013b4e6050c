//! Numbers of the Universal Postal Union: its standard S10.
//!
//! Two letters for the service, eight digits, a check digit, and the country of the post that gave the number. The
//! check digit is 11 less the weighted sum modulo 11, where 10 becomes 0 and 11 becomes 5.

/// The weights of the eight digits.
const WEIGHTS: [u32; 8] = [8, 6, 4, 2, 3, 5, 9, 7];

/// The countries whose posts give numbers: the members of the union.
const COUNTRIES: &str = "AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG \
    CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FR GA GB GD GE GH GM GN GQ GR GT GW GY \
    HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA \
    MC MD ME MG MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PY QA RO RS RU \
    RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VA VC \
    VE VN VU WS YE ZA ZM ZW";

/// Whether a number has the form of the standard and a country that exists, whatever its check digit.
pub fn looks_so(number: &str) -> bool {
    let is_known = |country: &str| COUNTRIES.split(' ').any(|known| known == country);
    super::shape::read("@@(#{8})!@@", number).is_some() && number.get(11..).is_some_and(is_known)
}

/// The country of a number whose check digit agrees and whose country exists; else `None`.
pub fn country(number: &str) -> Option<String> {
    let read = super::shape::read("@@(#{8})!@@", number)?;
    let mut sum = 0;
    for (c, weight) in read.serial.chars().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    let expected = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        digit => digit,
    };
    let country = number.get(11..)?;
    let is_known = COUNTRIES.split(' ').any(|known| known == country);
    (read.check?.to_digit(10)? == expected && is_known).then(|| country.to_owned())
}
