//! Currencies: the codes of ISO 4217 and how many decimals their amounts have.
//!
//! One table for prices of shops and for the currency codes of GS1. The list is that of 2026-11: in force are 178, among
//! them Venezuela's `VED` (926), Sierra Leone's `SLE` (925) and Zimbabwe's `ZWG` (924), whose forerunners `SLL` (694) and
//! `ZWL` (932) are withdrawn. Withdrawn currencies are known where orders of the last years bear them; labels bear one
//! for a year more, since goods stay on shelves (the lev, 975).

use std::fmt;

use super::decimal::Decimal;

/// Currencies in force: letters, number, decimals; `-` where amounts have none by definition (metals, funds, tests).
#[rustfmt::skip]
const IN_FORCE: [&str; 13] = [
    "AED7842 AFN9712 ALL0082 AMD0512 AOA9732 ARS0322 AUD0362 AWG5332 AZN9442 BAM9772 BBD0522 BDT0502 BHD0483 BIF1080",
    "BMD0602 BND0962 BOB0682 BOV9842 BRL9862 BSD0442 BTN0642 BWP0722 BYN9332 BZD0842 CAD1242 CDF9762 CHE9472 CHF7562",
    "CHW9482 CLF9904 CLP1520 CNY1562 COP1702 COU9702 CRC1882 CUP1922 CVE1322 CZK2032 DJF2620 DKK2082 DOP2142 DZD0122",
    "EGP8182 ERN2322 ETB2302 EUR9782 FJD2422 FKP2382 GBP8262 GEL9812 GHS9362 GIP2922 GMD2702 GNF3240 GTQ3202 GYD3282",
    "HKD3442 HNL3402 HTG3322 HUF3482 IDR3602 ILS3762 INR3562 IQD3683 IRR3642 ISK3520 JMD3882 JOD4003 JPY3920 KES4042",
    "KGS4172 KHR1162 KMF1740 KPW4082 KRW4100 KWD4143 KYD1362 KZT3982 LAK4182 LBP4222 LKR1442 LRD4302 LSL4262 LYD4343",
    "MAD5042 MDL4982 MGA9692 MKD8072 MMK1042 MNT4962 MOP4462 MRU9292 MUR4802 MVR4622 MWK4542 MXN4842 MXV9792 MYR4582",
    "MZN9432 NAD5162 NGN5662 NIO5582 NOK5782 NPR5242 NZD5542 OMR5123 PAB5902 PEN6042 PGK5982 PHP6082 PKR5862 PLN9852",
    "PYG6000 QAR6342 RON9462 RSD9412 RUB6432 RWF6460 SAR6822 SBD0902 SCR6902 SDG9382 SEK7522 SGD7022 SHP6542 SLE9252",
    "SOS7062 SRD9682 SSP7282 STN9302 SVC2222 SYP7602 SZL7482 THB7642 TJS9722 TMT9342 TND7883 TOP7762 TRY9492 TTD7802",
    "TWD9012 TZS8342 UAH9802 UGX8000 USD8402 USN9972 UYI9400 UYU8582 UYW9274 UZS8602 VED9262 VES9282 VND7040 VUV5480",
    "WST8822 XAD3962 XAF9500 XAG961- XAU959- XBA955- XBB956- XBC957- XBD958- XCD9512 XCG5322 XDR960- XOF9520 XPD964-",
    "XPF9530 XPT962- XSU994- XTS963- XUA965- XXX999- YER8862 ZAR7102 ZMW9672 ZWG9242",
];

/// Currencies withdrawn since 2023, with the year and month in which it happened.
const WITHDRAWN: [(&str, u32); 5] = [
    ("ANG5322", 202_503),
    ("BGN9752", 202_601),
    ("HRK1912", 202_301),
    ("SLL6942", 202_312),
    ("ZWL9322", 202_409),
];

/// The year and month from which labels may still bear a withdrawn currency: a year before that of the list.
const LABELS_FROM: u32 = 202_511;

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownCurrency {
    record: &'static str,
    withdrawn: Option<u32>,
}

/// Why a code or an amount is not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CurrencyFault {
    /// ISO 4217 has no such code.
    Unknown {
        /// What was given instead.
        code: String,
    },
    /// The amount has more decimals than its currency.
    TooFine {
        /// The currency's letters.
        code: &'static str,
        /// How many decimals it has.
        decimals: u8,
    },
    /// The currency has no amounts in money: a metal, a fund, a test.
    NotMoney {
        /// The currency's letters.
        code: &'static str,
    },
    /// The amount is beyond the largest number.
    TooLarge,
}

impl fmt::Display for CurrencyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { code } => write!(
                f,
                "No currency has the code \"{code}\". Write the three letters of ISO 4217, such as EUR."
            ),
            Self::TooFine { code, decimals } => write!(
                f,
                "Amounts in {code} have at most {decimals} decimals. Round the amount or correct the currency."
            ),
            Self::NotMoney { code } => {
                write!(f, "Nobody pays in {code}. Correct the currency.")
            }
            Self::TooLarge => f.write_str("The amount is too large. Correct it."),
        }
    }
}

impl std::error::Error for CurrencyFault {}

impl KnownCurrency {
    /// The currency with these three letters, in force or withdrawn of late.
    ///
    /// # Errors
    /// [`CurrencyFault::Unknown`].
    pub fn by_letters(letters: &str) -> Result<Self, CurrencyFault> {
        all()
            .find(|one| one.letters() == letters)
            .ok_or_else(|| CurrencyFault::Unknown {
                code: super::problem::shown_value(letters),
            })
    }

    /// The currency in force with this number of three digits, or one that labels may still bear.
    pub fn by_digits(digits: &str) -> Option<Self> {
        all().find(|one| one.digits() == digits && one.withdrawn.is_none_or(|at| at >= LABELS_FROM))
    }

    /// Three letters: `EUR`.
    pub fn letters(self) -> &'static str {
        self.record.get(..3).unwrap_or_default()
    }

    /// Three digits: `978`.
    pub fn digits(self) -> &'static str {
        self.record.get(3..6).unwrap_or_default()
    }

    /// How many decimals its amounts have; `None` where it has no amounts.
    pub fn decimals(self) -> Option<u8> {
        self.record.get(6..)?.parse().ok()
    }

    /// The year and month in which it was withdrawn, as one number: 202601.
    pub fn withdrawn(self) -> Option<u32> {
        self.withdrawn
    }

    /// An amount in the smallest units of the currency: 2.50 EUR as 250, 250 JPY as 250.
    ///
    /// # Errors
    /// [`CurrencyFault::TooFine`] rather than rounding, [`CurrencyFault::NotMoney`], [`CurrencyFault::TooLarge`].
    pub fn smallest_units(self, amount: Decimal) -> Result<i64, CurrencyFault> {
        let code = self.letters();
        let decimals = self.decimals().ok_or(CurrencyFault::NotMoney { code })?;
        let units = amount
            .times(10_i64.pow(u32::from(decimals)))
            .ok_or(CurrencyFault::TooLarge)?;
        let (whole, nearest) = (units.to_whole(), units.to_nearest_whole());
        match (whole, nearest) {
            (Some(units), _) => Ok(units),
            (None, Some(_)) => Err(CurrencyFault::TooFine { code, decimals }),
            (None, None) => Err(CurrencyFault::TooLarge),
        }
    }
}

fn all() -> impl Iterator<Item = KnownCurrency> {
    let in_force = IN_FORCE
        .iter()
        .flat_map(|row| row.split(' '))
        .map(|record| KnownCurrency {
            record,
            withdrawn: None,
        });
    in_force.chain(WITHDRAWN.iter().map(|(record, at)| KnownCurrency {
        record,
        withdrawn: Some(*at),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_says_each_code_once() {
        let in_force = || all().filter(|one| one.withdrawn.is_none());
        assert_eq!(in_force().count(), 178);
        let mut letters: Vec<&str> = all().map(KnownCurrency::letters).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 183);
        let mut digits: Vec<&str> = in_force().map(KnownCurrency::digits).collect();
        digits.sort_unstable();
        digits.dedup();
        assert_eq!(digits.len(), 178);
        for one in all() {
            assert_eq!(one.record.len(), 7);
            assert!(one.digits().bytes().all(|byte| byte.is_ascii_digit()));
            assert_eq!(KnownCurrency::by_letters(one.letters()), Ok(one));
        }
    }

    #[test]
    fn numbers_of_withdrawn_currencies_leave_labels_after_a_year() {
        for (digits, letters) in [
            ("926", Some("VED")),
            ("925", Some("SLE")),
            ("924", Some("ZWG")),
            ("532", Some("XCG")),
            ("975", Some("BGN")),
            ("694", None),
            ("932", None),
            ("191", None),
            ("931", None),
            ("000", None),
            ("97", None),
        ] {
            let found = KnownCurrency::by_digits(digits).map(KnownCurrency::letters);
            assert_eq!(found, letters, "{digits}");
        }
    }

    #[test]
    fn amounts_are_counted_in_the_smallest_units() {
        let units = |code: &str, amount: &str| {
            let currency = KnownCurrency::by_letters(code)?;
            currency.smallest_units(Decimal::plain(amount).expect("an amount"))
        };
        assert_eq!(units("EUR", "2.5"), Ok(250));
        assert_eq!(units("EUR", "2.500"), Ok(250));
        assert_eq!(units("JPY", "250"), Ok(250));
        assert_eq!(units("KWD", "-1.005"), Ok(-1_005));
        let too_fine = |code, decimals| Err(CurrencyFault::TooFine { code, decimals });
        assert_eq!(units("JPY", "2.5"), too_fine("JPY", 0));
        assert_eq!(units("EUR", "2.005"), too_fine("EUR", 2));
        assert_eq!(
            units("XAU", "1"),
            Err(CurrencyFault::NotMoney { code: "XAU" })
        );
        let beyond = Decimal::of_parts(i128::from(i64::MAX), 0).expect("a number");
        let euro = KnownCurrency::by_letters("EUR").expect("a currency");
        assert_eq!(euro.smallest_units(beyond), Err(CurrencyFault::TooLarge));
        let unknown = CurrencyFault::Unknown {
            code: "eur".to_owned(),
        };
        assert_eq!(units("eur", "1"), Err(unknown));
    }
}
