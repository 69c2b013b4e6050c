//! Every format of every carrier, in the notation of `shape`.

use super::checksum::Checksum;
use super::usps::Kind;

/// How numbers of a format are told.
pub enum Rule {
    /// They have one of these shapes, and a check digit made so.
    Shapes(&'static [&'static str], Checksum),
    /// They follow the standard of the Universal Postal Union.
    Post,
    /// They are of a kind of the United States Postal Service.
    Usps(Kind),
    /// They have a prefix and a length between two bounds.
    Ecommerce,
}

/// A format of a carrier's numbers.
pub struct Format {
    /// The carrier's short name.
    pub carrier: &'static str,
    /// The carrier as people call it.
    pub carrier_name: &'static str,
    /// The format's name.
    pub name: &'static str,
    /// How its numbers are told.
    pub rule: Rule,
    /// Where a parcel can be followed; `{}` is the place of the number.
    pub link: Option<&'static str>,
}

const fn format(
    carrier: (&'static str, &'static str),
    name: &'static str,
    rule: Rule,
    link: Option<&'static str>,
) -> Format {
    Format {
        carrier: carrier.0,
        carrier_name: carrier.1,
        name,
        rule,
        link,
    }
}

const AMAZON: (&str, &str) = ("amazon", "Amazon");
const CANADA_POST: (&str, &str) = ("canada_post", "Canada Post");
const CANPAR: (&str, &str) = ("canpar", "Canpar");
const DHL: (&str, &str) = ("dhl", "DHL");
const DPD: (&str, &str) = ("dpd", "DPD");
const FEDEX: (&str, &str) = ("fedex", "FedEx");
const GOFO: (&str, &str) = ("gofo", "GOFO Express");
const LANDMARK: (&str, &str) = ("landmark", "Landmark Global");
const LASERSHIP: (&str, &str) = ("lasership", "LaserShip");
const OLD_DOMINION: (&str, &str) = ("old_dominion", "Old Dominion");
const ONTRAC: (&str, &str) = ("ontrac", "OnTrac");
const PUROLATOR: (&str, &str) = ("purolator", "Purolator");
const S10: (&str, &str) = ("s10", "Post (UPU S10)");
const SPEEDEE: (&str, &str) = ("speedee", "Spee-Dee Delivery");
const UPS: (&str, &str) = ("ups", "UPS");
const USPS: (&str, &str) = ("usps", "USPS");
const YODEL: (&str, &str) = ("yodel", "Yodel");
const YUNEXPRESS: (&str, &str) = ("yunexpress", "YunExpress");

const CANADA_POST_LINK: Option<&str> =
    Some("https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}");
const CANPAR_LINK: Option<&str> =
    Some("https://www.canpar.com/en/track/tracking.jsp?reference={}&locale=en");
const DHL_LINK: Option<&str> =
    Some("https://www.dhl.com/en/express/tracking.html?brand=DHL&AWB={}");
const DPD_LINK: Option<&str> =
    Some("https://www.dpdgroup.com/nl/mydpd/my-parcels/track?lang=en&parcelNumber={}");
const FEDEX_LINK: Option<&str> = Some("https://www.fedex.com/apps/fedextrack/?tracknumbers={}");
const GOFO_LINK: Option<&str> = Some("https://www.gofoexpress.com/tracking.html?searchID={}");
const LANDMARK_LINK: Option<&str> = Some("https://track.landmarkglobal.com/?search={}");
const OLD_DOMINION_LINK: Option<&str> =
    Some("https://www.odfl.com/us/en/tools/trace-track-ltl-freight/trace.html?proNumbers={}");
const ONTRAC_LINK: Option<&str> = Some("https://www.ontrac.com/tracking/?number={}");
const PUROLATOR_LINK: Option<&str> =
    Some("https://www.purolator.com/en/shipping/tracker?searchValue={}");
const SPEEDEE_LINK: Option<&str> = Some("https://www.speedeedelivery.com/track/?tracking={}");
const UPS_LINK: Option<&str> =
    Some("https://wwwapps.ups.com/WebTracking/track?track=yes&trackNums={}");
const USPS_LINK: Option<&str> = Some("https://tools.usps.com/go/TrackConfirmAction?tLabels={}");
const YODEL_LINK: Option<&str> = Some("https://www.yodel.co.uk/tracking/{}");
const YUNEXPRESS_LINK: Option<&str> = Some("https://www.yuntrack.com/parcelTracking?id={}");

/// The formats, carriers in alphabetical order.
pub const FORMATS: [Format; 39] = [
    format(
        AMAZON,
        "Amazon Logistics",
        Rule::Shapes(&["TB[ACM](#{12})"], Checksum::None),
        None,
    ),
    format(
        AMAZON,
        "Amazon International",
        Rule::Shapes(&["[AFC](#{10})"], Checksum::None),
        None,
    ),
    format(
        CANADA_POST,
        "Canada Post (16)",
        Rule::Shapes(
            &["(#{15})!"],
            Checksum::Modulo10 {
                even: 3,
                odd: 1,
                prefix: "",
            },
        ),
        CANADA_POST_LINK,
    ),
    format(
        CANPAR,
        "Canpar (22)",
        Rule::Shapes(&["([CDKLSUXZ]#{21})"], Checksum::None),
        CANPAR_LINK,
    ),
    format(
        DHL,
        "DHL Express",
        Rule::Shapes(&["(#{9})!", "(#{10})!"], Checksum::Modulo7),
        DHL_LINK,
    ),
    format(
        DHL,
        "DHL Express (Piece ID)",
        Rule::Shapes(
            &["J@{2}(#{9})", "J@{2}(#{10})", "J@{3}(#{9})", "J@{3}(#{10})"],
            Checksum::None,
        ),
        DHL_LINK,
    ),
    format(DHL, "DHL E-Commerce", Rule::Ecommerce, DHL_LINK),
    format(
        DHL,
        "DHL E-Commerce (14)",
        Rule::Shapes(&["(#{14})"], Checksum::None),
        DHL_LINK,
    ),
    format(
        DPD,
        "DPD (28)",
        Rule::Shapes(&["(#{27})?"], Checksum::Iso7064Modulus37And36),
        DPD_LINK,
    ),
    format(
        DPD,
        "DPD (14)",
        Rule::Shapes(&["(#{14})?"], Checksum::Iso7064Modulus37And36),
        DPD_LINK,
    ),
    format(
        FEDEX,
        "FedEx Express (12)",
        Rule::Shapes(
            &["(#{11})!"],
            Checksum::Weighted(&[3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]),
        ),
        FEDEX_LINK,
    ),
    format(
        FEDEX,
        "FedEx Express (34)",
        Rule::Shapes(
            &["[0-8]#{19}(#{13})!"],
            Checksum::Weighted(&[1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]),
        ),
        FEDEX_LINK,
    ),
    format(
        FEDEX,
        "FedEx ASTRA (32)",
        Rule::Shapes(
            &["3#{15}(#{11})!#{4}"],
            Checksum::Weighted(&[3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]),
        ),
        None,
    ),
    format(
        FEDEX,
        "FedEx Ground",
        Rule::Shapes(
            &["(#{14})!"],
            Checksum::Modulo10 {
                even: 1,
                odd: 3,
                prefix: "",
            },
        ),
        FEDEX_LINK,
    ),
    format(
        FEDEX,
        "FedEx Ground (SSCC-18)",
        Rule::Shapes(
            &["#{2}(#{15})!"],
            Checksum::Modulo10 {
                even: 3,
                odd: 1,
                prefix: "",
            },
        ),
        FEDEX_LINK,
    ),
    format(
        FEDEX,
        "FedEx Ground 96 (22)",
        Rule::Shapes(
            &["96#{5}(#{14})!"],
            Checksum::Modulo10 {
                even: 1,
                odd: 3,
                prefix: "",
            },
        ),
        FEDEX_LINK,
    ),
    format(
        FEDEX,
        "FedEx Ground GSN",
        Rule::Shapes(
            &["96#{18}(#{13})!"],
            Checksum::Weighted(&[1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]),
        ),
        FEDEX_LINK,
    ),
    format(
        GOFO,
        "GOFO Express (US)",
        Rule::Shapes(&["GFUS(#{14})"], Checksum::None),
        GOFO_LINK,
    ),
    format(
        LANDMARK,
        "Landmark Global LTN",
        Rule::Shapes(&["LTN(#{8})N1"], Checksum::None),
        LANDMARK_LINK,
    ),
    format(
        LASERSHIP,
        "LaserShip LX",
        Rule::Shapes(&["L[AIEHNX][1-3](#{7})"], Checksum::None),
        None,
    ),
    format(
        LASERSHIP,
        "LaserShip 1LS7 (15)",
        Rule::Shapes(&["1LS7[12]#{4}(#{6})"], Checksum::None),
        None,
    ),
    format(
        LASERSHIP,
        "LaserShip 1LS7 (18)",
        Rule::Shapes(&["1LS7[12]#{2}01[1234](#{6})-1"], Checksum::None),
        None,
    ),
    format(
        LASERSHIP,
        "LaserShip 1LSCX (15)",
        Rule::Shapes(&["1LSCX(*{10})"], Checksum::None),
        None,
    ),
    format(
        OLD_DOMINION,
        "Old Dominion",
        Rule::Shapes(
            &["(77[78]#{7})!", "(072#{7})!", "(780#{7})!"],
            Checksum::Luhn,
        ),
        OLD_DOMINION_LINK,
    ),
    format(
        OLD_DOMINION,
        "Old Dominion Guaranteed Shipment",
        Rule::Shapes(&["(80#{8})!"], Checksum::Luhn),
        OLD_DOMINION_LINK,
    ),
    format(
        ONTRAC,
        "OnTrac",
        Rule::Shapes(
            &["C(#{13})!"],
            Checksum::Modulo10 {
                even: 1,
                odd: 2,
                prefix: "4",
            },
        ),
        ONTRAC_LINK,
    ),
    format(
        ONTRAC,
        "OnTrac D",
        Rule::Shapes(
            &["D(#{13})!"],
            Checksum::Modulo10 {
                even: 1,
                odd: 2,
                prefix: "5",
            },
        ),
        ONTRAC_LINK,
    ),
    format(
        PUROLATOR,
        "Purolator (12)",
        Rule::Shapes(&["([0-5]#{10})!"], Checksum::Luhn),
        PUROLATOR_LINK,
    ),
    format(
        PUROLATOR,
        "Purolator (alpha + 9)",
        Rule::Shapes(&["(@{3}#{9})"], Checksum::None),
        PUROLATOR_LINK,
    ),
    format(S10, "S10", Rule::Post, None),
    format(
        SPEEDEE,
        "Spee-Dee (20)",
        Rule::Shapes(&["SP(#{18})"], Checksum::None),
        SPEEDEE_LINK,
    ),
    format(
        UPS,
        "UPS",
        Rule::Shapes(
            &["1Z(*{15})!"],
            Checksum::Modulo10 {
                even: 1,
                odd: 2,
                prefix: "",
            },
        ),
        UPS_LINK,
    ),
    format(
        UPS,
        "UPS Waybill",
        Rule::Shapes(
            &["[AHJKTV](#{9})!"],
            Checksum::Modulo10 {
                even: 1,
                odd: 2,
                prefix: "",
            },
        ),
        UPS_LINK,
    ),
    format(
        USPS,
        "USPS 20",
        Rule::Shapes(
            &["(#{19})!"],
            Checksum::Modulo10 {
                even: 3,
                odd: 1,
                prefix: "",
            },
        ),
        USPS_LINK,
    ),
    format(USPS, "USPS IMpb N", Rule::Usps(Kind::Channel), USPS_LINK),
    format(USPS, "USPS Legacy", Rule::Usps(Kind::Legacy), USPS_LINK),
    format(USPS, "USPS IMpb C", Rule::Usps(Kind::Mailer), USPS_LINK),
    format(
        YODEL,
        "Yodel",
        Rule::Shapes(&["JD(#{16})", "JJD(#{16})"], Checksum::None),
        YODEL_LINK,
    ),
    format(
        YUNEXPRESS,
        "YunExpress",
        Rule::Shapes(&["YT(#{16})"], Checksum::None),
        YUNEXPRESS_LINK,
    ),
];
