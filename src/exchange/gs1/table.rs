//! Every application identifier, in the order of the digits (GS1 Barcode Syntax Dictionary; GS1 General
//! Specifications, section 3). The measures 310n to 369n, which are all alike, stand in [`super::measures`].
//!
//! One line a range. Required companions are groups of which one must be there whole (`01+21`); `n` is any digit.

use super::identifier::{Entry, Part, ai, base64, digits, part, text};
use super::linter::Linter::*;

const UNIT: &[&str] = &["00"];
const ITEM: &[&str] = &["01"];
const GOODS: &[&str] = &["01", "02"];
const MADE_GOODS: &[&str] = &["01", "02", "03"];
const ONE_ITEM: &[&str] = &["01", "03", "8006"];
const ANY_GOODS: &[&str] = &["01", "02", "03", "8006", "8026"];
const PERSON: &[&str] = &["8017", "8018"];
const RECIPIENT: &[&str] = &["8018"];

const TEXT_10: Part = text(1, 10);
const TEXT_20: Part = text(1, 20);
const TEXT_25: Part = text(1, 25);
const TEXT_30: Part = text(1, 30);
const TEXT_90: Part = text(1, 90);
const LINE_35: Part = text(1, 35).checked(&[PercentEscapes]);
const LINE_40: Part = text(1, 40).checked(&[PercentEscapes]);
const LINE_70: Part = text(1, 70).checked(&[PercentEscapes]);
const OWN_KEY_30: Part = text(1, 30).checked(&[CompanyPrefix]);
const LOCATION: Part = digits(13, 13).checked(&[CheckDigit, CompanyPrefix]);
const ITEM_NUMBER: Part = digits(14, 14).checked(&[CheckDigit, CompanyPrefixAfterOne]);
const SERVICE_RELATION: Part = digits(18, 18).checked(&[CheckDigit, CompanyPrefix]);
const PIECE: Part = digits(4, 4).checked(&[PieceOfTotal]);
const DAY: Part = digits(6, 6).checked(&[Date]);
const DAY_OR_MONTH: Part = digits(6, 6).checked(&[DateOrMonth]);
const TIME: Part = digits(4, 4).checked(&[HourMinute]);
const YES_OR_NO: Part = digits(1, 1).checked(&[YesNo]);
const CURRENCY: Part = digits(3, 3).checked(&[Currency]);
const COUNTRY: Part = digits(3, 3).checked(&[Country]);
const MORE_COUNTRY: Part = COUNTRY.optional();
const COUNTRY_OR_WORLD: Part = digits(3, 3).checked(&[CountryOrWorld]);
const COUNTRY_LETTERS: Part = text(2, 2).checked(&[CountryLetters]);
const MINUS: Part = text(1, 1).optional().checked(&[Hyphen]);

/// Every identifier but the measures.
#[rustfmt::skip]
pub(super) const ENTRIES: &[Entry] = &[
    ai(2, 0, 0, "SSCC", &[digits(18, 18).checked(&[CheckDigit, CompanyPrefixAfterOne])]).fixed().attribute().key(&[]),
    ai(2, 1, 1, "GTIN", &[ITEM_NUMBER]).fixed().attribute().excludes(&["255", "37"]).key(&[&["22", "10", "21"], &["235"]]),
    ai(2, 2, 2, "CONTENT", &[ITEM_NUMBER]).fixed().attribute().needs(&["37"]).excludes(&["01", "03"]),
    ai(2, 3, 3, "MTO GTIN", &[ITEM_NUMBER]).fixed().excludes(&["01", "02", "37", "235"]),
    ai(2, 10, 10, "BATCH/LOT", &[TEXT_20]).attribute().needs(ANY_GOODS),
    ai(2, 11, 11, "PROD DATE", &[DAY_OR_MONTH]).fixed().attribute().needs(ANY_GOODS),
    ai(2, 12, 12, "DUE DATE", &[DAY_OR_MONTH]).fixed().attribute().needs(&["8020"]),
    ai(2, 13, 13, "PACK DATE", &[DAY_OR_MONTH]).fixed().attribute().needs(ANY_GOODS),
    ai(2, 15, 15, "BEST BEFORE or BEST BY", &[DAY_OR_MONTH]).fixed().attribute().needs(ANY_GOODS),
    ai(2, 16, 16, "SELL BY", &[DAY_OR_MONTH]).fixed().attribute().needs(ANY_GOODS),
    ai(2, 17, 17, "USE BY or EXPIRY", &[DAY_OR_MONTH]).fixed().attribute().needs(&["01", "02", "03", "255", "8006", "8026"]),
    ai(2, 20, 20, "VARIANT", &[digits(2, 2)]).fixed().attribute().needs(ANY_GOODS),
    ai(2, 21, 21, "SERIAL", &[TEXT_20]).needs(ONE_ITEM).excludes(&["235"]),
    ai(2, 22, 22, "CPV", &[TEXT_20]).needs(ITEM),
    ai(3, 235, 235, "TPX", &[text(1, 28)]).needs(ITEM),
    ai(3, 240, 240, "ADDITIONAL ID", &[TEXT_30]).attribute().needs(ANY_GOODS),
    ai(3, 241, 241, "CUST. PART No.", &[TEXT_30]).attribute().needs(ANY_GOODS),
    ai(3, 242, 242, "MTO VARIANT", &[digits(1, 6)]).attribute().needs(&["01", "02", "8006", "8026"]),
    ai(3, 243, 243, "PCN", &[TEXT_20]).attribute().needs(&["01", "03"]),
    ai(3, 250, 250, "SECONDARY SERIAL", &[TEXT_30]).attribute().needs(&["01+21", "03+21", "8006+21"]),
    ai(3, 251, 251, "REF. TO SOURCE", &[TEXT_30]).attribute().needs(ONE_ITEM),
    ai(3, 253, 253, "GDTI", &[LOCATION, text(1, 17).optional()]).attribute().key(&[]),
    ai(3, 254, 254, "GLN EXTENSION COMPONENT", &[TEXT_20]).needs(&["414"]),
    ai(3, 255, 255, "GCN", &[LOCATION, digits(1, 12).optional()]).attribute().excludes(&["01", "02", "415", "8006", "8020", "8026"]).key(&[]),
    ai(2, 30, 30, "VAR. COUNT", &[digits(1, 8)]).attribute().needs(GOODS),
    ai(2, 37, 37, "COUNT", &[digits(1, 8)]).attribute().needs(&["00+02", "00+8026"]),
    ai(4, 3900, 3909, "AMOUNT", &[digits(1, 15)]).attribute().needs(&["255", "8020"]).excludes(&["390n", "391n", "394n", "8111"]),
    ai(4, 3910, 3919, "AMOUNT", &[CURRENCY, digits(1, 15)]).attribute().needs(&["8020"]).excludes(&["391n"]),
    ai(4, 3920, 3929, "PRICE", &[digits(1, 15)]).attribute().needs(&["01+30", "01+31nn", "01+32nn", "01+35nn", "01+36nn"]).excludes(&["392n", "393n"]),
    ai(4, 3930, 3939, "PRICE", &[CURRENCY, digits(1, 15)]).attribute().needs(&["30", "31nn", "32nn", "35nn", "36nn"]).excludes(&["393n"]),
    ai(4, 3940, 3943, "PRCNT OFF", &[digits(4, 4)]).attribute().needs(&["255"]).excludes(&["394n", "8111"]),
    ai(4, 3950, 3955, "PRICE/UoM", &[digits(6, 6)]).attribute().needs(&["30", "31nn", "32nn", "35nn", "36nn"]).excludes(&["392n", "393n", "395n", "8005"]),
    ai(3, 400, 400, "ORDER NUMBER", &[TEXT_30]).attribute(),
    ai(3, 401, 401, "GINC", &[OWN_KEY_30]).attribute().key(&[]),
    ai(3, 402, 402, "GSIN", &[digits(17, 17).checked(&[CheckDigit, CompanyPrefix])]).attribute().key(&[]),
    ai(3, 403, 403, "ROUTE", &[TEXT_30]).attribute().needs(UNIT),
    ai(3, 410, 410, "SHIP TO LOC", &[LOCATION]).fixed().attribute(),
    ai(3, 411, 411, "BILL TO", &[LOCATION]).fixed().attribute(),
    ai(3, 412, 412, "PURCHASE FROM", &[LOCATION]).fixed().attribute(),
    ai(3, 413, 413, "SHIP FOR LOC", &[LOCATION]).fixed().attribute(),
    ai(3, 414, 414, "LOC No.", &[LOCATION]).fixed().attribute().key(&[&["254"], &["7040"]]),
    ai(3, 415, 415, "PAY TO", &[LOCATION]).fixed().attribute().needs(&["8020"]).key(&[&["8020"]]),
    ai(3, 416, 416, "PROD/SERV LOC", &[LOCATION]).fixed().attribute(),
    ai(3, 417, 417, "PARTY", &[LOCATION]).fixed().attribute().key(&[&["7040"]]),
    ai(3, 420, 420, "SHIP TO POST", &[TEXT_20]).attribute().excludes(&["421"]),
    ai(3, 421, 421, "SHIP TO POST", &[COUNTRY, text(1, 9)]).attribute().excludes(&["4307"]),
    ai(3, 422, 422, "ORIGIN", &[COUNTRY]).attribute().needs(ANY_GOODS).excludes(&["426"]),
    ai(3, 423, 423, "COUNTRY - INITIAL PROCESS", &[COUNTRY, MORE_COUNTRY, MORE_COUNTRY, MORE_COUNTRY, MORE_COUNTRY]).attribute().needs(MADE_GOODS).excludes(&["426"]),
    ai(3, 424, 424, "COUNTRY - PROCESS", &[COUNTRY]).attribute().needs(MADE_GOODS).excludes(&["426"]),
    ai(3, 425, 425, "COUNTRY - DISASSEMBLY", &[COUNTRY, MORE_COUNTRY, MORE_COUNTRY, MORE_COUNTRY, MORE_COUNTRY]).attribute().needs(MADE_GOODS).excludes(&["426"]),
    ai(3, 426, 426, "COUNTRY - FULL PROCESS", &[COUNTRY]).attribute().needs(MADE_GOODS),
    ai(3, 427, 427, "ORIGIN SUBDIVISION", &[text(1, 3)]).attribute().needs(&["01+422", "02+422", "03+422"]),
    ai(4, 4300, 4300, "SHIP TO COMP", &[LINE_35]).attribute().needs(UNIT),
    ai(4, 4301, 4301, "SHIP TO NAME", &[LINE_35]).attribute().needs(UNIT),
    ai(4, 4302, 4302, "SHIP TO ADD1", &[LINE_70]).attribute().needs(UNIT),
    ai(4, 4303, 4303, "SHIP TO ADD2", &[LINE_70]).attribute().needs(&["4302"]),
    ai(4, 4304, 4304, "SHIP TO SUB", &[LINE_70]).attribute().needs(UNIT),
    ai(4, 4305, 4305, "SHIP TO LOC", &[LINE_70]).attribute().needs(UNIT),
    ai(4, 4306, 4306, "SHIP TO REG", &[LINE_70]).attribute().needs(UNIT),
    ai(4, 4307, 4307, "SHIP TO COUNTRY", &[COUNTRY_LETTERS]).attribute().needs(UNIT),
    ai(4, 4308, 4308, "SHIP TO PHONE", &[TEXT_30]).attribute().needs(UNIT),
    ai(4, 4309, 4309, "SHIP TO GEO", &[digits(10, 10).checked(&[Latitude]), digits(10, 10).checked(&[Longitude])]).attribute().needs(UNIT),
    ai(4, 4310, 4310, "RTN TO COMP", &[LINE_35]).attribute().needs(UNIT),
    ai(4, 4311, 4311, "RTN TO NAME", &[LINE_35]).attribute().needs(UNIT),
    ai(4, 4312, 4312, "RTN TO ADD1", &[LINE_70]).attribute().needs(UNIT),
    ai(4, 4313, 4313, "RTN TO ADD2", &[LINE_70]).attribute().needs(&["4312"]),
    ai(4, 4314, 4314, "RTN TO SUB", &[LINE_70]).attribute().needs(UNIT),
    ai(4, 4315, 4315, "RTN TO LOC", &[LINE_70]).attribute().needs(UNIT),
    ai(4, 4316, 4316, "RTN TO REG", &[LINE_70]).attribute().needs(UNIT),
    ai(4, 4317, 4317, "RTN TO COUNTRY", &[COUNTRY_LETTERS]).attribute().needs(UNIT),
    ai(4, 4318, 4318, "RTN TO POST", &[TEXT_20]).attribute().needs(UNIT),
    ai(4, 4319, 4319, "RTN TO PHONE", &[TEXT_30]).attribute().needs(UNIT),
    ai(4, 4320, 4320, "SRV DESCRIPTION", &[LINE_35]).attribute().needs(UNIT),
    ai(4, 4321, 4321, "DANGEROUS GOODS", &[YES_OR_NO]).attribute().needs(UNIT),
    ai(4, 4322, 4322, "AUTH TO LEAVE", &[YES_OR_NO]).attribute().needs(UNIT),
    ai(4, 4323, 4323, "SIG REQUIRED", &[YES_OR_NO]).attribute().needs(UNIT),
    ai(4, 4324, 4324, "NOT BEF DEL DT", &[DAY_OR_MONTH, TIME]).attribute().needs(UNIT),
    ai(4, 4325, 4325, "NOT AFT DEL DT", &[DAY_OR_MONTH, TIME]).attribute().needs(UNIT),
    ai(4, 4326, 4326, "REL DATE", &[DAY]).attribute().needs(UNIT),
    ai(4, 4330, 4330, "MAX TEMP F.", &[digits(6, 6), MINUS]).attribute().needs(UNIT).excludes(&["4331"]),
    ai(4, 4331, 4331, "MAX TEMP C.", &[digits(6, 6), MINUS]).attribute().needs(UNIT).excludes(&["4330"]),
    ai(4, 4332, 4332, "MIN TEMP F.", &[digits(6, 6), MINUS]).attribute().needs(UNIT).excludes(&["4333"]),
    ai(4, 4333, 4333, "MIN TEMP C.", &[digits(6, 6), MINUS]).attribute().needs(UNIT).excludes(&["4332"]),
    ai(4, 7001, 7001, "NSN", &[digits(13, 13)]).attribute().needs(&["01", "02", "8006", "8026"]),
    ai(4, 7002, 7002, "MEAT CUT", &[TEXT_30]).attribute().needs(GOODS),
    ai(4, 7003, 7003, "EXPIRY TIME", &[DAY, TIME]).attribute().needs(MADE_GOODS),
    ai(4, 7004, 7004, "ACTIVE POTENCY", &[digits(1, 4)]).attribute().needs(&["01+10", "03+10"]),
    ai(4, 7005, 7005, "CATCH AREA", &[text(1, 12)]).attribute().needs(GOODS),
    ai(4, 7006, 7006, "FIRST FREEZE DATE", &[DAY]).attribute().needs(GOODS),
    ai(4, 7007, 7007, "HARVEST DATE", &[DAY, digits(6, 6).optional().checked(&[Date])]).attribute().needs(GOODS),
    ai(4, 7008, 7008, "AQUATIC SPECIES", &[text(1, 3)]).attribute().needs(GOODS),
    ai(4, 7009, 7009, "FISHING GEAR TYPE", &[TEXT_10]).attribute().needs(GOODS),
    ai(4, 7010, 7010, "PROD METHOD", &[text(1, 2)]).attribute().needs(MADE_GOODS),
    ai(4, 7011, 7011, "TEST BY DATE", &[DAY, digits(4, 4).optional().checked(&[HourMinute])]).attribute().needs(MADE_GOODS),
    ai(4, 7020, 7020, "REFURB LOT", &[TEXT_20]).attribute().needs(&["01+416", "03+416", "8006+416"]),
    ai(4, 7021, 7021, "FUNC STAT", &[TEXT_20]).attribute().needs(ONE_ITEM),
    ai(4, 7022, 7022, "REV STAT", &[TEXT_20]).attribute().needs(&["01+7021", "03+7021", "8006+7021"]),
    ai(4, 7023, 7023, "GIAI - ASSEMBLY", &[OWN_KEY_30]).attribute(),
    ai(4, 7030, 7039, "PROCESSOR", &[COUNTRY_OR_WORLD, text(1, 27)]).attribute().needs(GOODS),
    ai(4, 7040, 7040, "UIC+EXT", &[digits(1, 1), text(1, 1), text(1, 1), text(1, 1).checked(&[ImporterIndex])]),
    ai(4, 7041, 7041, "UFRGT UNIT TYPE", &[text(1, 4).checked(&[PackageType])]).needs(UNIT),
    ai(3, 710, 717, "NHRN", &[TEXT_20]).attribute().needs(ITEM),
    ai(4, 7230, 7239, "CERT", &[text(2, 2), text(1, 28)]).attribute().needs(&["01", "8004"]),
    ai(4, 7240, 7240, "PROTOCOL", &[TEXT_20]).attribute().needs(&["01", "8006"]).excludes(&["03"]),
    ai(4, 7241, 7241, "AIDC MEDIA TYPE", &[digits(2, 2).checked(&[MediaType])]).attribute().needs(PERSON),
    ai(4, 7242, 7242, "VCN", &[TEXT_25]).attribute().needs(PERSON),
    ai(4, 7250, 7250, "DOB", &[digits(8, 8).checked(&[LongDate])]).attribute().needs(RECIPIENT).excludes(&["7251"]),
    ai(4, 7251, 7251, "DOB TIME", &[digits(8, 8).checked(&[LongDate]), TIME]).attribute().needs(RECIPIENT).excludes(&["7250"]),
    ai(4, 7252, 7252, "BIO SEX", &[digits(1, 1).checked(&[Sex])]).attribute().needs(RECIPIENT),
    ai(4, 7253, 7253, "FAMILY NAME", &[LINE_40]).attribute().needs(PERSON).excludes(&["7256", "7259"]),
    ai(4, 7254, 7254, "GIVEN NAME", &[LINE_40]).attribute().needs(PERSON).excludes(&["7256", "7259"]),
    ai(4, 7255, 7255, "SUFFIX", &[TEXT_10]).attribute().needs(PERSON).excludes(&["7256", "7259"]),
    ai(4, 7256, 7256, "FULL NAME", &[text(1, 90).checked(&[PercentEscapes])]).attribute().needs(PERSON),
    ai(4, 7257, 7257, "PERSON ADDR", &[LINE_70]).attribute().needs(RECIPIENT),
    ai(4, 7258, 7258, "BIRTH SEQUENCE", &[text(3, 3).checked(&[PositionInSequence])]).attribute().needs(&["8018+7259"]),
    ai(4, 7259, 7259, "BABY", &[LINE_40]).attribute().needs(RECIPIENT).excludes(&["7256"]),
    ai(4, 8001, 8001, "DIMENSIONS", &[digits(4, 4).checked(&[NonZero]), digits(5, 5).checked(&[NonZero]), digits(3, 3).checked(&[NonZero]), digits(1, 1).checked(&[Winding]), digits(1, 1)]).attribute().needs(ITEM),
    ai(4, 8002, 8002, "CMT No.", &[TEXT_20]).attribute(),
    ai(4, 8003, 8003, "GRAI", &[digits(1, 1).checked(&[Zero]), LOCATION, text(1, 16).optional()]).attribute().key(&[]),
    ai(4, 8004, 8004, "GIAI", &[OWN_KEY_30]).attribute().key(&[&["7040"]]),
    ai(4, 8005, 8005, "PRICE PER UNIT", &[digits(6, 6)]).attribute().needs(GOODS),
    ai(4, 8006, 8006, "ITIP", &[ITEM_NUMBER, PIECE]).attribute().excludes(&["01", "03", "37"]).key(&[&["22", "10", "21"]]),
    ai(4, 8007, 8007, "IBAN", &[text(1, 34).checked(&[Iban])]).attribute().needs(&["415"]),
    ai(4, 8008, 8008, "PROD TIME", &[DAY, digits(2, 2).checked(&[Hour]), digits(2, 2).optional().checked(&[Minute]), digits(2, 2).optional().checked(&[Second])]).attribute().needs(MADE_GOODS),
    ai(4, 8009, 8009, "OPTSEN", &[text(1, 50)]).attribute().needs(&["00", "01", "03"]),
    ai(4, 8010, 8010, "CPID", &[part(1, 30).checked(&[CompanyPrefix])]).attribute().key(&[&["8011"]]),
    ai(4, 8011, 8011, "CPID SERIAL", &[digits(1, 12).checked(&[NoZeroPrefix])]).needs(&["8010"]),
    ai(4, 8012, 8012, "VERSION", &[TEXT_20]).attribute().needs(ONE_ITEM),
    ai(4, 8013, 8013, "GMN", &[text(1, 25).checked(&[CheckPair, CompanyPrefix])]).attribute().key(&[]),
    ai(4, 8014, 8014, "MUDI", &[text(1, 25).checked(&[CheckPair, CompanyPrefix, HasNonDigit])]).needs(ITEM),
    ai(4, 8017, 8017, "GSRN - PROVIDER", &[SERVICE_RELATION]).attribute().excludes(&["8018"]).key(&[&["8019"]]),
    ai(4, 8018, 8018, "GSRN - RECIPIENT", &[SERVICE_RELATION]).attribute().excludes(&["8017"]).key(&[&["8019"]]),
    ai(4, 8019, 8019, "SRIN", &[digits(1, 10)]).needs(PERSON),
    ai(4, 8020, 8020, "REF No.", &[TEXT_25]).needs(&["415"]),
    ai(4, 8026, 8026, "ITIP CONTENT", &[ITEM_NUMBER, PIECE]).attribute().needs(&["37"]).excludes(&["02", "03", "8006"]),
    ai(4, 8030, 8030, "DIGSIG", &[base64(1, 90)]).attribute().needs(&["00", "01+21", "03+21", "253", "255", "8003", "8004", "8006+21", "8010+8011", "8017", "8018"]),
    ai(4, 8040, 8040, "IMEI", &[digits(15, 15)]).needs(&["01+21"]),
    ai(4, 8041, 8041, "IMEI2", &[digits(15, 15)]).needs(&["01+21+8040"]),
    ai(4, 8042, 8042, "ESIM", &[digits(32, 32)]).needs(&["01+21+8040"]),
    ai(4, 8043, 8043, "PSIM", &[digits(18, 18), digits(1, 2).optional()]).needs(&["01+21+8040"]),
    ai(4, 8110, 8110, "COUPON CODE", &[text(1, 70).checked(&[Coupon])]).attribute(),
    ai(4, 8111, 8111, "POINTS", &[digits(4, 4)]).attribute().needs(&["255"]),
    ai(4, 8112, 8112, "COUPON OFFER", &[text(1, 70).checked(&[CouponOffer])]).attribute(),
    ai(4, 8200, 8200, "PRODUCT URL", &[text(1, 70)]).needs(ITEM),
    ai(2, 90, 90, "INTERNAL", &[TEXT_30]).attribute(),
    ai(2, 91, 99, "INTERNAL", &[TEXT_90]).attribute(),
];
