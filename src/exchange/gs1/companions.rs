//! Which elements go together: repeated ones with one value, required and forbidden companions, and serial numbers
//! for what is signed. To be asked of all the data on one item, whatever symbols it stands in.

use std::fmt;

use super::element::{Element, ElementString};
use super::identifier::Identifier;
use super::measures::SAME_MEASURE;

/// Why elements do not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompanionError {
    /// An identifier stands there twice with different values.
    Repeated {
        /// The identifier.
        identifier: Identifier,
    },
    /// Two that exclude each other.
    Excluded {
        /// The one.
        identifier: Identifier,
        /// The other.
        other: Identifier,
    },
    /// None of the groups that one of them needs is there.
    Needed {
        /// Which needs it.
        identifier: Identifier,
        /// The groups: identifiers joined by `+`, `n` for any digit.
        groups: &'static [&'static str],
    },
    /// A digital signature for a key without a serial number.
    SignedWithoutSerial {
        /// The key.
        identifier: Identifier,
    },
}

impl fmt::Display for CompanionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeated { identifier } => {
                write!(
                    f,
                    "({identifier}) stands there twice with different values. Look which label is right."
                )
            }
            Self::Excluded { identifier, other } => {
                write!(
                    f,
                    "({identifier}) and ({other}) exclude each other. Look which label is right."
                )
            }
            Self::Needed { identifier, groups } => write!(
                f,
                "({identifier}) needs one of these beside it: {}. Scan the other symbols on the label too.",
                groups.join(", ")
            ),
            Self::SignedWithoutSerial { identifier } => {
                write!(f, "({identifier}) is signed but has no serial number.")
            }
        }
    }
}

impl std::error::Error for CompanionError {}

/// The identifier of a digital signature, and the keys that can be with or without a serial number, each with the length
/// without one.
const SIGNATURE: &str = "8030";
const SERIALISED_KEYS: [(&str, usize); 3] = [("253", 13), ("255", 13), ("8003", 14)];

impl ElementString {
    /// The first identifier that fits a pattern and is not the one left out.
    pub fn find(&self, pattern: &str, except: Option<Identifier>) -> Option<Identifier> {
        self.elements()
            .iter()
            .map(Element::identifier)
            .find(|identifier| Some(*identifier) != except && identifier.fits(pattern))
    }

    /// Whether all elements go together.
    ///
    /// # Errors
    /// See [`CompanionError`].
    pub fn check_companions(&self) -> Result<(), CompanionError> {
        self.check_repeats()?;
        self.check_exclusions()?;
        self.check_needs()?;
        self.check_signature()
    }

    /// Whether repeated elements have the same value.
    ///
    /// # Errors
    /// [`CompanionError::Repeated`].
    pub fn check_repeats(&self) -> Result<(), CompanionError> {
        for (at, element) in self.elements().iter().enumerate() {
            let identifier = element.identifier();
            let differs = |other: &Element| {
                other.identifier() == identifier && other.value() != element.value()
            };
            if self.elements()[at + 1..].iter().any(differs) {
                return Err(CompanionError::Repeated { identifier });
            }
        }
        Ok(())
    }

    /// Whether none excludes another.
    ///
    /// # Errors
    /// [`CompanionError::Excluded`].
    pub fn check_exclusions(&self) -> Result<(), CompanionError> {
        for element in self.elements() {
            let identifier = element.identifier();
            for pattern in element.entry().excludes {
                let other = if *pattern == SAME_MEASURE {
                    self.find(&same_measure(identifier), Some(identifier))
                } else {
                    self.find(pattern, Some(identifier))
                };
                if let Some(other) = other {
                    return Err(CompanionError::Excluded { identifier, other });
                }
            }
        }
        Ok(())
    }

    /// Whether each has what it needs.
    ///
    /// # Errors
    /// [`CompanionError::Needed`].
    pub fn check_needs(&self) -> Result<(), CompanionError> {
        for element in self.elements() {
            let identifier = element.identifier();
            let groups = element.entry().needs;
            let is_there = |group: &&str| {
                let mut patterns = group.split('+');
                patterns.all(|pattern| self.find(pattern, Some(identifier)).is_some())
            };
            if !groups.is_empty() && !groups.iter().any(is_there) {
                return Err(CompanionError::Needed { identifier, groups });
            }
        }
        Ok(())
    }

    /// Whether what is signed has a serial number.
    ///
    /// # Errors
    /// [`CompanionError::SignedWithoutSerial`].
    pub fn check_signature(&self) -> Result<(), CompanionError> {
        if self.value(SIGNATURE).is_none() {
            return Ok(());
        }
        let without_serial = |element: &&Element| {
            SERIALISED_KEYS.iter().any(|(key, length)| {
                element.identifier().fits(key) && element.value().len() <= *length
            })
        };
        match self.elements().iter().find(without_serial) {
            Some(element) => Err(CompanionError::SignedWithoutSerial {
                identifier: element.identifier(),
            }),
            None => Ok(()),
        }
    }
}

/// The pattern of a measure with any decimals.
fn same_measure(identifier: Identifier) -> String {
    let mut pattern = identifier.to_string();
    pattern.pop();
    pattern.push('n');
    pattern
}
