//! What an item is known by when it is seen: its picture, its initial letter where there is none, its size and colour.

use super::names;
use crate::site::Reading;
use crate::trade::card_fold::Card;
use crate::trade::catalog::ItemField;
use crate::trade::id::{BlobId, ItemId};
use crate::trade::sequence::SequenceKey;

/// The attribute that says the size.
pub const SIZE: &str = "size";
/// The attribute that says the colour.
pub const COLOUR: &str = "colour";

/// A colour as it is shown: red, green and blue in the low 24 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swatch(pub u32);

impl Swatch {
    /// As a page writes it: `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:06x}", self.0 & 0x00ff_ffff)
    }

    /// Of `#rrggbb`.
    pub fn of_hex(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#').filter(|of| of.len() == 6)?;
        u32::from_str_radix(digits, 16).ok().map(Swatch)
    }
}

/// What an item is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// Its first picture, or that of the product which it is a variant of.
    pub picture: Option<BlobId>,
    /// The first letter of its name, or of its code.
    pub letter: String,
    /// Its size, in its own word.
    pub size: Option<String>,
    /// Its colour, in its own word.
    pub colour: Option<String>,
    /// Its colour as it is shown.
    pub swatch: Option<Swatch>,
}

impl Face {
    /// Size and colour in words: `M · red`; empty where it has neither.
    pub fn words(&self) -> String {
        let parts: Vec<&str> = [&self.size, &self.colour]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect();
        parts.join(" · ")
    }
}

/// Words for colours in the four languages of the portal, with what they look like. A colour that none of them names has
/// the swatch that somebody chose, or none.
const COLOURS: [(u32, &[&str]); 16] = [
    (
        0x11_11_11,
        &[
            "black",
            "hitam",
            "черен",
            "черно",
            "черна",
            "negru",
            "neagră",
        ],
    ),
    (
        0xff_ff_ff,
        &["white", "putih", "бял", "бяло", "бяла", "alb", "albă"],
    ),
    (
        0xc8_1e_1e,
        &[
            "red",
            "merah",
            "червен",
            "червено",
            "червена",
            "roșu",
            "rosu",
            "roșie",
        ],
    ),
    (
        0x1d_4e_d8,
        &[
            "blue",
            "biru",
            "син",
            "синьо",
            "синя",
            "albastru",
            "albastră",
        ],
    ),
    (
        0x1f_8a_3b,
        &["green", "hijau", "зелен", "зелено", "зелена", "verde"],
    ),
    (
        0xf2_c4_12,
        &[
            "yellow",
            "kuning",
            "жълт",
            "жълто",
            "жълта",
            "galben",
            "galbenă",
        ],
    ),
    (
        0xe8_73_0c,
        &[
            "orange",
            "oranye",
            "jingga",
            "оранжев",
            "оранжево",
            "portocaliu",
        ],
    ),
    (
        0xe8_7f_a8,
        &["pink", "merah muda", "розов", "розово", "розова", "roz"],
    ),
    (
        0x7e_3f_a8,
        &[
            "purple",
            "violet",
            "ungu",
            "лилав",
            "лилаво",
            "лилава",
            "mov",
        ],
    ),
    (
        0x7a_4a_24,
        &[
            "brown",
            "cokelat",
            "coklat",
            "кафяв",
            "кафяво",
            "кафява",
            "maro",
        ],
    ),
    (
        0x8a_8f_96,
        &[
            "grey", "gray", "abu-abu", "abu", "сив", "сиво", "сива", "gri",
        ],
    ),
    (
        0x1b_2a_55,
        &["navy", "biru tua", "тъмносин", "тъмносиньо", "bleumarin"],
    ),
    (
        0xe9_dc_c2,
        &[
            "beige",
            "natural",
            "alami",
            "natur",
            "krem",
            "бежов",
            "бежово",
            "бежова",
            "bej",
        ],
    ),
    (0xc9_a2_27, &["gold", "emas", "златен", "златно", "auriu"]),
    (
        0xc0_c5_cc,
        &["silver", "perak", "сребрист", "сребристо", "argintiu"],
    ),
    (
        0x0f_8b_8d,
        &["teal", "turquoise", "toska", "тюркоаз", "turcoaz"],
    ),
];

/// What a word for a colour looks like.
pub fn swatch_of(word: &str) -> Option<Swatch> {
    let word = word.trim().to_lowercase();
    let found = COLOURS
        .iter()
        .find(|(_, words)| words.contains(&word.as_str()));
    found.map(|(colour, _)| Swatch(*colour))
}

/// The pictures of a card, in their order.
pub fn pictures(card: &Card<ItemField>) -> Vec<BlobId> {
    let mut found: Vec<(&SequenceKey, &BlobId)> = card
        .fields()
        .filter_map(|field| match field {
            ItemField::Picture { blob, at: Some(at) } => Some((at, blob)),
            _ => None,
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(other.0).then(one.1.hash.cmp(&other.1.hash)));
    found.into_iter().map(|(_, blob)| blob.clone()).collect()
}

/// The product that an item is a variant of.
pub fn product_of<'a>(at: &Reading<'a>, item: &ItemId) -> Option<&'a ItemId> {
    at.state.item(item)?.fields().find_map(|field| match field {
        ItemField::VariantOf(product) => product.as_ref(),
        _ => None,
    })
}

/// What an item is known by.
pub fn face(at: &Reading<'_>, item: &ItemId) -> Face {
    let card = at.state.item(item);
    let product = product_of(at, item).and_then(|product| at.state.item(product));
    let first =
        |card: Option<&Card<ItemField>>| card.and_then(|card| pictures(card).into_iter().next());
    let title = names::item_title(at, item).map(|title| title.as_str().to_owned());
    let named = title.unwrap_or_else(|| names::item_code(at, item));
    let letter = named.chars().find(|letter| letter.is_alphanumeric());
    let mut of = Face {
        picture: first(card).or_else(|| first(product)),
        letter: letter.map_or_else(String::new, |letter| letter.to_uppercase().collect()),
        ..Face::default()
    };
    let mut chosen = None;
    for field in card.into_iter().flat_map(|card| card.fields()) {
        match field {
            ItemField::Attribute { name, value } => {
                let value = value.as_ref().map(|value| value.as_str().to_owned());
                match kind_of(name.as_str()) {
                    Some(SIZE) => of.size = value,
                    Some(_) => of.colour = value,
                    None => {}
                }
            }
            ItemField::Swatch(swatch) => chosen = swatch.map(Swatch),
            _ => {}
        }
    }
    of.swatch = chosen.or_else(|| of.colour.as_deref().and_then(swatch_of));
    of
}

/// Whether the name of an attribute, as shops write it, says a size or a colour.
pub fn kind_of(name: &str) -> Option<&'static str> {
    const SIZES: [&str; 6] = [SIZE, "ukuran", "размер", "mărime", "marime", "dimensiune"];
    const COLOURS: [&str; 5] = [COLOUR, "color", "warna", "цвят", "culoare"];
    let name = name.trim().to_lowercase();
    if SIZES.contains(&name.as_str()) {
        Some(SIZE)
    } else if COLOURS.contains(&name.as_str()) {
        Some(COLOUR)
    } else {
        None
    }
}
