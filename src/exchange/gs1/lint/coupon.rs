//! Coupon codes of North America (GS1 US, *North American Coupon Application Guideline*): fields one after another,
//! many of which begin with a digit that says how long they are. Optional fields begin with their number.

use std::ops::{Range, RangeInclusive};

use super::{dates, sets};
use crate::exchange::gs1::linter::{Fault, Linter, Prefixes, Rule};

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouponProblem {
    /// The digit that gives its length is missing.
    LengthMissing,
    /// The digit that gives its length is not one of those allowed.
    LengthInvalid,
    /// It is missing.
    Missing,
    /// It is not one of the values allowed.
    Invalid,
    /// The code ends within it.
    Truncated,
    /// The code ends within a date.
    TooShort,
    /// Something follows the last field.
    Excess,
    /// It is before the start.
    BeforeStart,
}

/// A field of a coupon code and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CouponFault {
    /// The field, as the dictionary names it.
    pub field: &'static str,
    /// What is wrong.
    pub problem: CouponProblem,
}

impl CouponFault {
    /// The code in the dictionary.
    pub fn code(self) -> String {
        let Self { field, problem } = self;
        match problem {
            CouponProblem::LengthMissing => format!("COUPON_MISSING_{field}_VLI"),
            CouponProblem::LengthInvalid => format!("COUPON_INVALID_{field}_LENGTH"),
            CouponProblem::Missing => format!("COUPON_MISSING_{field}"),
            // The dictionary's own spelling.
            CouponProblem::Invalid if field == EXPIRATION => {
                "COUPON_INVALID_EXIPIRATION_DATE".to_owned()
            }
            CouponProblem::Invalid => format!("COUPON_INVALID_{field}"),
            CouponProblem::Truncated => format!("COUPON_TRUNCATED_{field}"),
            CouponProblem::TooShort => format!("COUPON_TOO_SHORT_FOR_{field}"),
            CouponProblem::Excess => "COUPON_EXCESS_DATA".to_owned(),
            CouponProblem::BeforeStart => "COUPON_EXPIRATION_BEFORE_START".to_owned(),
        }
    }
}

const EXPIRATION: &str = "EXPIRATION_DATE";
const START: &str = "START_DATE";
const SERIAL: &str = "SERIAL_NUMBER";
const OFFER: &str = "OFFER_CODE";

/// What a purchase asks for: how much, of what kind, of which family.
struct Purchase {
    requirement: &'static str,
    code: &'static str,
    family: &'static str,
}

const PURCHASES: [Purchase; 3] = [
    Purchase {
        requirement: "1ST_PURCHASE_REQUIREMENT",
        code: "1ST_PURCHASE_REQUIREMENT_CODE",
        family: "1ST_PURCHASE_FAMILY_CODE",
    },
    Purchase {
        requirement: "2ND_PURCHASE_REQUIREMENT",
        code: "2ND_PURCHASE_REQUIREMENT_CODE",
        family: "2ND_PURCHASE_FAMILY_CODE",
    },
    Purchase {
        requirement: "3RD_PURCHASE_REQUIREMENT",
        code: "3RD_PURCHASE_REQUIREMENT_CODE",
        family: "3RD_PURCHASE_FAMILY_CODE",
    },
];

struct Reader<'d> {
    /// Digits only.
    data: &'d str,
    at: usize,
    prefixes: Prefixes<'d>,
}

impl<'d> Reader<'d> {
    fn new(data: &'d str, prefixes: Prefixes<'d>) -> Result<Self, Fault> {
        sets::digits(data)?;
        Ok(Self {
            data,
            at: 0,
            prefixes,
        })
    }

    fn peek(&self) -> Option<u8> {
        self.data.as_bytes().get(self.at).map(|digit| digit - b'0')
    }

    fn fault<T>(
        &self,
        field: &'static str,
        problem: CouponProblem,
        at: Range<usize>,
    ) -> Result<T, Fault> {
        Err(Fault {
            rule: Rule::Coupon(CouponFault { field, problem }),
            at,
        })
    }

    /// What is missing is missing from the whole code.
    fn rest(&self) -> Range<usize> {
        let end = self.data.len();
        if self.at == end { 0..end } else { self.at..end }
    }

    /// One digit.
    fn digit(&mut self, field: &'static str, allowed: &[u8]) -> Result<(), Fault> {
        match self.peek() {
            None => self.fault(field, CouponProblem::Missing, self.rest()),
            Some(digit) if !allowed.contains(&digit) => {
                self.fault(field, CouponProblem::Invalid, self.at..self.at + 1)
            }
            Some(_) => {
                self.at += 1;
                Ok(())
            }
        }
    }

    /// The digit that says how long a field is.
    fn length(&mut self, field: &'static str, allowed: RangeInclusive<u8>) -> Result<u8, Fault> {
        match self.peek() {
            None => self.fault(field, CouponProblem::LengthMissing, self.rest()),
            Some(digit) if !allowed.contains(&digit) => {
                self.fault(field, CouponProblem::LengthInvalid, self.at..self.at + 1)
            }
            Some(digit) => {
                self.at += 1;
                Ok(digit)
            }
        }
    }

    fn take(
        &mut self,
        field: &'static str,
        count: u8,
        problem: CouponProblem,
    ) -> Result<Range<usize>, Fault> {
        let taken = self.at..self.at + usize::from(count);
        if taken.end > self.data.len() {
            return self.fault(field, problem, self.rest());
        }
        self.at = taken.end;
        Ok(taken)
    }

    /// A company prefix of six digits and as many more as its first digit says.
    fn prefix(&mut self, field: &'static str, allowed: RangeInclusive<u8>) -> Result<(), Fault> {
        let more = self.length(field, allowed)?;
        self.prefix_of(field, more + 6)
    }

    fn prefix_of(&mut self, field: &'static str, count: u8) -> Result<(), Fault> {
        let at = self.take(field, count, CouponProblem::Truncated)?;
        Linter::CompanyPrefix
            .check(&self.data[at.clone()], self.prefixes)
            .map_err(|fault| Fault {
                rule: fault.rule,
                at,
            })
    }

    /// The prefix of another company, or 9 for the same one.
    fn other_prefix(&mut self, field: &'static str) -> Result<(), Fault> {
        if self.peek() == Some(9) {
            self.at += 1;
            return Ok(());
        }
        self.prefix(field, 0..=6)
    }

    fn purchase(&mut self, purchase: &Purchase) -> Result<(), Fault> {
        let count = self.length(purchase.requirement, 1..=5)?;
        self.take(purchase.requirement, count, CouponProblem::Truncated)?;
        self.digit(purchase.code, &[0, 1, 2, 3, 4, 9])?;
        self.take(purchase.family, 3, CouponProblem::Truncated)?;
        Ok(())
    }

    fn date(&mut self, field: &'static str) -> Result<Range<usize>, Fault> {
        let at = self.take(field, 6, CouponProblem::TooShort)?;
        match dates::short(&self.data[at.clone()], dates::DayZero::Illegal) {
            Ok(()) => Ok(at),
            Err(_) => self.fault(field, CouponProblem::Invalid, at),
        }
    }

    fn serial(&mut self) -> Result<(), Fault> {
        let more = self.length(SERIAL, 0..=9)?;
        self.take(SERIAL, more + 6, CouponProblem::Truncated)?;
        Ok(())
    }

    /// Whether the optional field with a number begins here; goes past the number.
    fn begins(&mut self, number: u8) -> bool {
        let begins = self.peek() == Some(number);
        self.at += usize::from(begins);
        begins
    }

    fn dates(&mut self) -> Result<(), Fault> {
        let expiration = if self.begins(3) {
            Some(self.date(EXPIRATION)?)
        } else {
            None
        };
        if !self.begins(4) {
            return Ok(());
        }
        let start = self.date(START)?;
        match expiration {
            Some(expiration) if self.data[start.clone()] > self.data[expiration.clone()] => {
                let both = expiration.start - 1..start.end;
                self.fault(EXPIRATION, CouponProblem::BeforeStart, both)
            }
            _ => Ok(()),
        }
    }

    fn miscellaneous(&mut self) -> Result<(), Fault> {
        self.digit("SAVE_VALUE_CODE", &[0, 1, 2, 5, 6])?;
        self.digit("SAVE_VALUE_APPLIES_TO_ITEM", &[0, 1, 2])?;
        self.digit("STORE_COUPON_FLAG", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])?;
        self.digit("DONT_MULTIPLY_FLAG", &[0, 1])
    }

    fn end(&self) -> Result<(), Fault> {
        if self.at == self.data.len() {
            return Ok(());
        }
        self.fault("", CouponProblem::Excess, self.at..self.data.len())
    }
}

/// A coupon code, (8110).
pub fn code(data: &str, prefixes: Prefixes<'_>) -> Result<(), Fault> {
    let mut reader = Reader::new(data, prefixes)?;
    let [first, second, third] = &PURCHASES;
    reader.prefix("GCP", 0..=6)?;
    reader.take(OFFER, 6, CouponProblem::Truncated)?;
    let count = reader.length("SAVE_VALUE", 1..=5)?;
    reader.take("SAVE_VALUE", count, CouponProblem::Truncated)?;
    reader.purchase(first)?;
    if reader.begins(1) {
        reader.digit("ADDITIONAL_PURCHASE_RULES_CODE", &[0, 1, 2, 3])?;
        reader.purchase(second)?;
        reader.other_prefix("2ND_PURCHASE_GCP")?;
    }
    if reader.begins(2) {
        reader.purchase(third)?;
        reader.other_prefix("3RD_PURCHASE_GCP")?;
    }
    reader.dates()?;
    if reader.begins(5) {
        reader.serial()?;
    }
    if reader.begins(6) {
        reader.prefix("RETAILER_GCP_OR_GLN", 1..=7)?;
    }
    if reader.begins(9) {
        reader.miscellaneous()?;
    }
    reader.end()
}

/// The code of an offer in a coupon file, (8112).
pub fn offer(data: &str, prefixes: Prefixes<'_>) -> Result<(), Fault> {
    let mut reader = Reader::new(data, prefixes)?;
    reader.digit("FORMAT_CODE", &[0, 1])?;
    reader.prefix("FUNDER", 0..=6)?;
    reader.take(OFFER, 6, CouponProblem::Truncated)?;
    reader.serial()?;
    reader.end()
}
