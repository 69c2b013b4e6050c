//! The carriers that Amazon's shipping confirmation has codes for: the union of its lists for the marketplaces, as its
//! help for sellers gives them. All others are `Other`, with their name beside.

/// The codes of carriers that Amazon knows.
pub const AMAZON_CARRIERS: [&str; 53] = [
    "4PX",
    "Aramex",
    "Australia Post-ArticleId",
    "Australia Post-Consignment",
    "Blue Package",
    "Canada Post",
    "China Post",
    "City Link",
    "Couriers Please",
    "Delhivery",
    "Deutsche Post",
    "DHL",
    "DHL eCommerce",
    "DHL Global Mail",
    "DPD",
    "EUB",
    "Evri",
    "Fastway",
    "FedEx",
    "FedEx SmartPost",
    "GLS",
    "GO!",
    "Hermes Logistik Gruppe",
    "India Post",
    "Japan Post",
    "La Poste",
    "Lasership",
    "Newgistics",
    "Ninjavan",
    "NipponExpress",
    "OnTrac",
    "OSM",
    "Parcelforce",
    "Poste Italiane",
    "PostNL",
    "Qxpress",
    "Royal Mail",
    "SagawaExpress",
    "SDA",
    "Sendle",
    "SEUR",
    "SF Express",
    "Singapore Post",
    "Streamlite",
    "Target",
    "TNT",
    "UPS",
    "UPS Mail Innovations",
    "UPSMI",
    "USPS",
    "YamatoTransport",
    "YANWEN",
    "Yun Express",
];

/// Whether Amazon has a code for a carrier of this name, however it is spaced and capitalised.
pub fn is_amazon_carrier(carrier: &str) -> bool {
    amazon(carrier).1.is_none()
}

/// Amazon's code of a carrier, and its name where it has none.
pub(super) fn amazon(carrier: &str) -> (&'static str, Option<&str>) {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = plain(carrier);
    match AMAZON_CARRIERS.iter().find(|code| plain(code) == wanted) {
        Some(code) => (code, None),
        None => ("Other", Some(carrier)),
    }
}
