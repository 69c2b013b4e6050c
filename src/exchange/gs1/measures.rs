//! The measures, 310n to 369n: six digits, of which the fourth digit of the identifier is how many are decimals.
//! Trade measures go with a trade item, logistic measures also with a logistic unit; never twice with different
//! decimals.

use super::identifier::{Entry, ai, digits};

/// What a measure is of.
#[derive(Clone, Copy)]
enum Of {
    /// A trade item or the content of a unit.
    Trade,
    /// A logistic unit or a trade item.
    Logistic,
    /// A trade item alone.
    Item,
}

use Of::{Item, Logistic, Trade};

/// The first three digits, what it is of, the name.
const MEASURES: &[(u16, Of, &str)] = &[
    (310, Trade, "NET WEIGHT (kg)"),
    (311, Trade, "LENGTH (m)"),
    (312, Trade, "WIDTH (m)"),
    (313, Trade, "HEIGHT (m)"),
    (314, Trade, "AREA (m²)"),
    (315, Trade, "NET VOLUME (l)"),
    (316, Trade, "NET VOLUME (m³)"),
    (320, Trade, "NET WEIGHT (lb)"),
    (321, Trade, "LENGTH (in)"),
    (322, Trade, "LENGTH (ft)"),
    (323, Trade, "LENGTH (yd)"),
    (324, Trade, "WIDTH (in)"),
    (325, Trade, "WIDTH (ft)"),
    (326, Trade, "WIDTH (yd)"),
    (327, Trade, "HEIGHT (in)"),
    (328, Trade, "HEIGHT (ft)"),
    (329, Trade, "HEIGHT (yd)"),
    (330, Logistic, "GROSS WEIGHT (kg)"),
    (331, Logistic, "LENGTH (m), log"),
    (332, Logistic, "WIDTH (m), log"),
    (333, Logistic, "HEIGHT (m), log"),
    (334, Logistic, "AREA (m²), log"),
    (335, Logistic, "VOLUME (l), log"),
    (336, Logistic, "VOLUME (m³), log"),
    (337, Item, "KG PER m²"),
    (340, Logistic, "GROSS WEIGHT (lb)"),
    (341, Logistic, "LENGTH (in), log"),
    (342, Logistic, "LENGTH (ft), log"),
    (343, Logistic, "LENGTH (yd), log"),
    (344, Logistic, "WIDTH (in), log"),
    (345, Logistic, "WIDTH (ft), log"),
    (346, Logistic, "WIDTH (yd), log"),
    (347, Logistic, "HEIGHT (in), log"),
    (348, Logistic, "HEIGHT (ft), log"),
    (349, Logistic, "HEIGHT (yd), log"),
    (350, Trade, "AREA (in²)"),
    (351, Trade, "AREA (ft²)"),
    (352, Trade, "AREA (yd²)"),
    (353, Logistic, "AREA (in²), log"),
    (354, Logistic, "AREA (ft²), log"),
    (355, Logistic, "AREA (yd²), log"),
    (356, Trade, "NET WEIGHT (tr oz)"),
    (357, Trade, "NET VOLUME (oz)"),
    (360, Trade, "NET VOLUME (qt (US))"),
    (361, Trade, "NET VOLUME (gal.)"),
    (362, Logistic, "VOLUME (qt (US)), log"),
    (363, Logistic, "VOLUME (gal (US)), log"),
    (364, Trade, "NET VOLUME (in³)"),
    (365, Trade, "NET VOLUME (ft³)"),
    (366, Trade, "NET VOLUME (yd³)"),
    (367, Logistic, "VOLUME (in³), log"),
    (368, Logistic, "VOLUME (ft³), log"),
    (369, Logistic, "VOLUME (yd³), log"),
];

/// The most decimals of a measure: 3105 is the last net weight in kilograms.
const DECIMALS_MAX: u16 = 5;

/// What stands for the measure itself among the forbidden companions.
pub(super) const SAME_MEASURE: &str = "=";

/// The measure with four digits.
pub(super) fn entry(number: u16) -> Option<Entry> {
    let (prefix, decimals) = (number / 10, number % 10);
    let (_, of, title) = MEASURES.iter().find(|(first, _, _)| *first == prefix)?;
    (decimals <= DECIMALS_MAX).then(|| {
        ai(4, number, number, title, const { &[digits(6, 6)] })
            .fixed()
            .attribute()
            .needs(match of {
                Trade => &["01", "02"],
                Logistic => &["00", "01"],
                Item => &["01"],
            })
            .excludes(const { &[SAME_MEASURE] })
    })
}

/// Every measure, without decimals.
pub(super) fn all() -> impl Iterator<Item = Entry> {
    MEASURES
        .iter()
        .filter_map(|(prefix, _, _)| entry(prefix * 10))
}
