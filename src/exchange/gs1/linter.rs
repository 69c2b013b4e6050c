//! The checks of single values, one per linter of the GS1 Barcode Syntax Dictionary, and the rules that they hold.
//!
//! A check names the rule that is broken and the place in the value, so that a screen can mark it. Whether a company
//! prefix was issued is a question for a service of GS1 and not a fact that a program carries: who can ask it hands in
//! [`Prefixes`]; who cannot checks only that a key begins like one.

use std::ops::Range;

use super::lint::coupon::CouponFault;
use super::lint::{codes, coupon, dates, numbers, sets};

/// What a list of issued company prefixes says of the beginning of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefixAnswer {
    /// It begins with a prefix that was issued, or there is no list.
    Issued,
    /// It does not.
    NotIssued,
    /// The list cannot be asked now.
    Unavailable,
}

/// Asks whether a key begins with a company prefix that was issued.
pub type Prefixes<'p> = &'p dyn Fn(&str) -> PrefixAnswer;

/// For who has no list of issued prefixes.
pub fn any_prefix(_: &str) -> PrefixAnswer {
    PrefixAnswer::Issued
}

/// A broken rule and where in the value, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule.
    pub rule: Rule,
    /// What is wrong, on character boundaries of the value.
    pub at: Range<usize>,
}

impl Fault {
    pub(super) fn whole(rule: Rule, data: &str) -> Self {
        Self {
            rule,
            at: 0..data.len(),
        }
    }

    /// One character.
    pub(super) fn character(rule: Rule, at: usize, character: char) -> Self {
        Self {
            rule,
            at: at..at + character.len_utf8(),
        }
    }
}

macro_rules! linters {
    ($($(#[doc = $doc:literal])+ $linter:ident = $name:literal,)*) => {
        /// A check of a value or of a part of one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Linter {
            $($(#[doc = $doc])+ $linter,)*
        }

        impl Linter {
            /// Every check.
            pub const ALL: &'static [Self] = &[$(Self::$linter,)*];

            /// The name in the dictionary.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$linter => $name,)*
                }
            }
        }
    };
}

linters! {
    /// Digits only.
    Digits = "csetnumeric",
    /// The characters of GS1 texts.
    Text = "cset82",
    /// The characters of component numbers.
    PartText = "cset39",
    /// Base 64 for addresses, padded rightly or not at all.
    Base64 = "cset64",
    /// Ends with its check digit.
    CheckDigit = "csum",
    /// Ends with its pair of check characters.
    CheckPair = "csumalpha",
    /// Begins with a company prefix.
    CompanyPrefix = "gcppos1",
    /// A company prefix begins at the second character.
    CompanyPrefixAfterOne = "gcppos2",
    /// Not digits alone.
    HasNonDigit = "hasnondigit",
    /// Hour.
    Hour = "hh",
    /// Hour and minute.
    HourMinute = "hhmi",
    /// Minute.
    Minute = "mi",
    /// Second.
    Second = "ss",
    /// Hyphens only.
    Hyphen = "hyphen",
    /// International bank account number.
    Iban = "iban",
    /// Index of an importer.
    ImporterIndex = "importeridx",
    /// Country by number.
    Country = "iso3166",
    /// Country by number, or 999 for all.
    CountryOrWorld = "iso3166999",
    /// Country by two letters.
    CountryLetters = "iso3166alpha2",
    /// Currency by number.
    Currency = "iso4217",
    /// Biological sex, by number.
    Sex = "iso5218",
    /// Latitude as GS1 writes it.
    Latitude = "latitude",
    /// Longitude as GS1 writes it.
    Longitude = "longitude",
    /// Medium that carries an identifier.
    MediaType = "mediatype",
    /// Not zero.
    NonZero = "nonzero",
    /// Zero.
    Zero = "zero",
    /// Does not begin with zero.
    NoZeroPrefix = "nozeroprefix",
    /// Kind of packaging.
    PackageType = "packagetype",
    /// Every percent sign begins an escape.
    PercentEscapes = "pcenc",
    /// Piece of a whole: 0203 is the second of three.
    PieceOfTotal = "pieceoftotal",
    /// Place in a sequence: `2/3`.
    PositionInSequence = "posinseqslash",
    /// Winding direction of a roll.
    Winding = "winding",
    /// Yes or no, as 1 or 0.
    YesNo = "yesno",
    /// Day of a century, or a month with day 00.
    DateOrMonth = "yymmd0",
    /// Day of a century.
    Date = "yymmdd",
    /// Day, or a month with day 00.
    LongDateOrMonth = "yyyymmd0",
    /// Day.
    LongDate = "yyyymmdd",
    /// North American coupon code.
    Coupon = "couponcode",
    /// North American coupon offer file code.
    CouponOffer = "couponposoffer",
}

impl Linter {
    /// The check with a name of the dictionary.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|linter| linter.name() == name)
    }

    /// Checks a value.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(self, data: &str, prefixes: Prefixes<'_>) -> Result<(), Fault> {
        match self {
            Self::Digits => sets::digits(data),
            Self::Text => sets::text(data),
            Self::PartText => sets::part(data),
            Self::Base64 => sets::base64(data),
            Self::HasNonDigit => sets::has_non_digit(data),
            Self::Hyphen => sets::hyphen(data),
            Self::ImporterIndex => sets::importer_index(data),
            Self::PercentEscapes => sets::percent_escapes(data),
            Self::CheckDigit => numbers::check_digit(data),
            Self::CheckPair => numbers::check_pair(data),
            Self::CompanyPrefix => numbers::company_prefix(data, 0, prefixes),
            Self::CompanyPrefixAfterOne => numbers::company_prefix(data, 1, prefixes),
            Self::Iban => numbers::iban(data),
            Self::Latitude => numbers::latitude(data),
            Self::Longitude => numbers::longitude(data),
            Self::NonZero => numbers::non_zero(data),
            Self::Zero => numbers::zero(data),
            Self::NoZeroPrefix => numbers::no_zero_prefix(data),
            Self::PieceOfTotal => numbers::piece_of_total(data),
            Self::PositionInSequence => numbers::position_in_sequence(data),
            Self::Country => codes::country(data),
            Self::CountryOrWorld => codes::country_or_world(data),
            Self::CountryLetters => codes::country_letters(data),
            Self::Currency => codes::currency(data),
            Self::Sex => codes::sex(data),
            Self::MediaType => codes::media_type(data),
            Self::PackageType => codes::package_type(data),
            Self::Winding => codes::winding(data),
            Self::YesNo => codes::yes_no(data),
            Self::Hour => dates::hour(data),
            Self::HourMinute => dates::hour_minute(data),
            Self::Minute => dates::minute(data),
            Self::Second => dates::second(data),
            Self::DateOrMonth => dates::short(data, dates::DayZero::IsMonth),
            Self::Date => dates::short(data, dates::DayZero::Illegal),
            Self::LongDateOrMonth => dates::long(data, dates::DayZero::IsMonth),
            Self::LongDate => dates::long(data, dates::DayZero::Illegal),
            Self::Coupon => coupon::code(data, prefixes),
            Self::CouponOffer => coupon::offer(data, prefixes),
        }
    }
}

macro_rules! rules {
    ($($rule:ident = $code:literal,)*) => {
        /// A rule that a value can break, named as its code in the dictionary is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the names are the rules")]
        pub enum Rule {
            $($rule,)*
            Coupon(CouponFault),
        }

        impl Rule {
            /// The code in the dictionary: stable, for logs and for looking up.
            pub fn code(self) -> String {
                match self {
                    $(Self::$rule => $code.to_owned(),)*
                    Self::Coupon(fault) => fault.code(),
                }
            }
        }
    };
}

rules! {
    NonDigitCharacter = "NON_DIGIT_CHARACTER",
    InvalidTextCharacter = "INVALID_CSET82_CHARACTER",
    InvalidPartCharacter = "INVALID_CSET39_CHARACTER",
    InvalidBase64Character = "INVALID_CSET64_CHARACTER",
    InvalidBase64Padding = "INVALID_CSET64_PADDING",
    TooShortForCheckDigit = "TOO_SHORT_FOR_CHECK_DIGIT",
    IncorrectCheckDigit = "INCORRECT_CHECK_DIGIT",
    TooShortForCheckPair = "TOO_SHORT_FOR_CHECK_PAIR",
    TooLongForCheckPair = "TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION",
    IncorrectCheckPair = "INCORRECT_CHECK_PAIR",
    TooShortForCompanyPrefix = "TOO_SHORT_FOR_GCP",
    InvalidCompanyPrefix = "INVALID_GCP_PREFIX",
    CompanyPrefixesUnavailable = "GCP_DATASOURCE_OFFLINE",
    RequiresNonDigitCharacter = "REQUIRES_NON_DIGIT_CHARACTER",
    HourTooShort = "HOUR_TOO_SHORT",
    HourTooLong = "HOUR_TOO_LONG",
    IllegalHour = "ILLEGAL_HOUR",
    HourMinuteTooShort = "HOUR_WITH_MINUTE_TOO_SHORT",
    HourMinuteTooLong = "HOUR_WITH_MINUTE_TOO_LONG",
    MinuteTooShort = "MINUTE_TOO_SHORT",
    MinuteTooLong = "MINUTE_TOO_LONG",
    IllegalMinute = "ILLEGAL_MINUTE",
    SecondTooShort = "SECOND_TOO_SHORT",
    SecondTooLong = "SECOND_TOO_LONG",
    IllegalSecond = "ILLEGAL_SECOND",
    DateTooShort = "DATE_TOO_SHORT",
    DateTooLong = "DATE_TOO_LONG",
    IllegalMonth = "ILLEGAL_MONTH",
    IllegalDay = "ILLEGAL_DAY",
    NotHyphen = "NOT_HYPHEN",
    IbanTooShort = "IBAN_TOO_SHORT",
    IbanTooLong = "IBAN_TOO_LONG",
    IllegalIbanCountry = "ILLEGAL_IBAN_COUNTRY_CODE",
    InvalidIbanCharacter = "INVALID_IBAN_CHARACTER",
    IncorrectIbanChecksum = "INCORRECT_IBAN_CHECKSUM",
    ImporterIndexNotOneCharacter = "IMPORTER_IDX_MUST_BE_ONE_CHARACTER",
    InvalidImporterIndexCharacter = "INVALID_IMPORT_IDX_CHARACTER",
    NotCountry = "NOT_ISO3166",
    NotCountryOrWorld = "NOT_ISO3166_OR_999",
    NotCountryLetters = "NOT_ISO3166_ALPHA2",
    NotCurrency = "NOT_ISO4217",
    InvalidSex = "INVALID_BIOLOGICAL_SEX_CODE",
    LatitudeInvalidLength = "LATITUDE_INVALID_LENGTH",
    InvalidLatitude = "INVALID_LATITUDE",
    LongitudeInvalidLength = "LONGITUDE_INVALID_LENGTH",
    InvalidLongitude = "INVALID_LONGITUDE",
    InvalidMediaType = "INVALID_MEDIA_TYPE",
    IllegalZeroValue = "ILLEGAL_ZERO_VALUE",
    NotZero = "NOT_ZERO",
    IllegalZeroPrefix = "ILLEGAL_ZERO_PREFIX",
    InvalidPackageType = "INVALID_PACKAGE_TYPE",
    InvalidPercentSequence = "INVALID_PERCENT_SEQUENCE",
    InvalidLengthForPieceOfTotal = "INVALID_LENGTH_FOR_PIECE_OF_TOTAL",
    ZeroPieceNumber = "ZERO_PIECE_NUMBER",
    ZeroTotalPieces = "ZERO_TOTAL_PIECES",
    PieceNumberExceedsTotal = "PIECE_NUMBER_EXCEEDS_TOTAL",
    PositionInSequenceMalformed = "POSITION_IN_SEQUENCE_MALFORMED",
    PositionExceedsEnd = "POSITION_EXCEEDS_END",
    InvalidWindingDirection = "INVALID_WINDING_DIRECTION",
    NotZeroOrOne = "NOT_ZERO_OR_ONE",
}
