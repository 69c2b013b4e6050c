//! Names and words that cannot hold a wrong value: never empty, bounded, without control characters.

use crate::limits::{CODE_BYTES_MAX, WORDS_BYTES_MAX};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextError {
    /// Nothing is left after trimming.
    Empty,
    /// Longer than the bound of its kind.
    TooLong,
    /// A control character stands in it.
    Control,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TextError::Empty => "the text is empty",
            TextError::TooLong => "the text is too long",
            TextError::Control => "the text holds a control character",
        })
    }
}

impl std::error::Error for TextError {}

fn checked(text: &str, bytes_max: usize, line_breaks: bool) -> Result<Arc<str>, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.len() > bytes_max {
        return Err(TextError::TooLong);
    }
    if text
        .chars()
        .any(|c| c.is_control() && !(line_breaks && c == '\n'))
    {
        return Err(TextError::Control);
    }
    Ok(Arc::from(text))
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $bytes_max:expr, $line_breaks:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Trims and checks the text.
            ///
            /// # Errors
            /// Says whether it is empty, too long, or holds a control character.
            pub fn new(text: &str) -> Result<Self, TextError> {
                checked(text, $bytes_max, $line_breaks).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a text")
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $name::new(text).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    };
}

text_type!(
    /// A stock keeping unit: the code of an item, case-sensitive.
    Sku, CODE_BYTES_MAX, false
);
text_type!(
    /// A short code: a bin, a tote, a customer, a carrier, a tracking number, an operator.
    Code, CODE_BYTES_MAX, false
);
text_type!(
    /// Free text as somebody wrote it.
    Words, WORDS_BYTES_MAX, true
);
text_type!(
    /// An order: the channel that it came by, a colon, and the channel's own number.
    OrderId, 2 * CODE_BYTES_MAX, false
);
text_type!(
    /// A pick batch.
    BatchId, CODE_BYTES_MAX, false
);
text_type!(
    /// A parcel; also what its label's barcode says.
    ParcelId, CODE_BYTES_MAX, false
);
text_type!(
    /// A return (RMA).
    ReturnId, CODE_BYTES_MAX, false
);
text_type!(
    /// A credit note, by channel and number.
    CreditId, 2 * CODE_BYTES_MAX, false
);
text_type!(
    /// A stock document: what posted movements that belong to no order.
    StockDocumentId, 2 * CODE_BYTES_MAX, false
);

impl OrderId {
    /// The identity of a channel's order.
    ///
    /// # Errors
    /// As for every text.
    pub fn of(channel: &str, number: &str) -> Result<Self, TextError> {
        Self::new(&format!("{}:{}", channel.trim(), number.trim()))
    }

    /// The channel that the order came by.
    pub fn channel(&self) -> &str {
        self.0.split_once(':').map_or("", |(channel, _)| channel)
    }

    /// The channel's own number of the order.
    pub fn number(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(_, number)| number)
    }
}

impl CreditId {
    /// The channel's own number of the credit note.
    pub fn number(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_bounded() {
        assert_eq!(
            Sku::new(" 85123A ").map(|s| s.to_string()),
            Ok("85123A".into())
        );
        assert_eq!(Sku::new("  "), Err(TextError::Empty));
        assert_eq!(
            Sku::new(&"x".repeat(CODE_BYTES_MAX + 1)),
            Err(TextError::TooLong)
        );
        assert_eq!(Code::new("A\u{0}B"), Err(TextError::Control));
        assert_eq!(Code::new("A\nB"), Err(TextError::Control));
        assert!(Words::new("two\nlines").is_ok());
    }

    #[test]
    fn an_order_knows_its_channel_and_number() {
        let id = OrderId::of("shop", "10:07").expect("valid");
        assert_eq!((id.channel(), id.number()), ("shop", "10:07"));
    }
}
