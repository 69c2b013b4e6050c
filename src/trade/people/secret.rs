//! PINs and badges: what is kept of them, and how what was entered is compared with it.
//!
//! What is kept stands in the personal row of the slot `Pin` or `Badge` of an operator, never in a fact: it leaves the
//! device with an erasure, and the chains hold nothing that could be guessed from. A slow hash makes guessing dear and
//! not impossible: ten thousand PINs of four digits fall within the hour to whoever holds the device and its files. What
//! is protected is the name under which work is done, not the data.

use crate::limits::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, SECRET_STAGES, SECRET_STAGES_MAX};
use crate::trade::text::Code;
use sha2::Sha256;
use std::fmt;

const ROUNDS_A_STAGE: u32 = 1_000;
const FORM: u8 = 1;
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// How something is hashed: so slowly, and with this salt. Equal recipes give equal hashes of equal codes: badges of a
/// workspace share one, so that a scan is hashed once to find whose it is; every PIN has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipe {
    stages: u32,
    salt: [u8; SALT_BYTES],
}

impl Recipe {
    /// As slow as this version hashes, with a random salt.
    pub fn new(salt: [u8; SALT_BYTES]) -> Self {
        Recipe {
            stages: SECRET_STAGES,
            salt,
        }
    }

    /// How many stages the hash takes, of 1,000 rounds of PBKDF2 each.
    pub fn stages(&self) -> u32 {
        self.stages
    }
}

/// What is kept of a PIN or badge.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    recipe: Recipe,
    hash: [u8; HASH_BYTES],
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A row that a later version wrote, or a damaged one: nobody signs in by it here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadableSecret;

impl fmt::Display for UnreadableSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a PIN or badge is kept in a form that this version does not know")
    }
}

impl std::error::Error for UnreadableSecret {}

impl Secret {
    /// How it was hashed.
    pub fn recipe(&self) -> Recipe {
        self.recipe
    }

    /// The content of the personal row: form, stages, salt, hash. An empty one says that there is none any more.
    pub fn to_bytes(&self) -> Vec<u8> {
        let stages = self.recipe.stages.to_be_bytes();
        [&[FORM], &stages[..], &self.recipe.salt, &self.hash].concat()
    }

    /// Reads the content of the personal row; `None` where the PIN or badge was taken away.
    ///
    /// # Errors
    /// Where this version does not know the form, or it is slower to hash than [`SECRET_STAGES_MAX`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Option<Self>, UnreadableSecret> {
        let Some((form, rest)) = bytes.split_first() else {
            return Ok(None);
        };
        let (stages, rest) = rest.split_first_chunk::<4>().ok_or(UnreadableSecret)?;
        let (salt, hash) = rest
            .split_first_chunk::<SALT_BYTES>()
            .ok_or(UnreadableSecret)?;
        let stages = u32::from_be_bytes(*stages);
        if *form != FORM || !(1..=SECRET_STAGES_MAX).contains(&stages) {
            return Err(UnreadableSecret);
        }
        Ok(Some(Secret {
            recipe: Recipe {
                stages,
                salt: *salt,
            },
            hash: hash.try_into().map_err(|_| UnreadableSecret)?,
        }))
    }

    /// Whether both are of the same code. Takes as long whatever they are, so that nobody learns by the clock how much
    /// of a guess was right.
    pub fn is_same(&self, other: &Secret) -> bool {
        let pairs = self.hash.iter().zip(&other.hash);
        let apart = pairs.fold(0, |apart, (a, b)| apart | (a ^ b));
        std::hint::black_box(apart) == 0 && self.recipe == other.recipe
    }
}

/// A code on its way to its hash, in stages of some milliseconds, so that the screen can breathe between them.
pub struct Hashing {
    code: Vec<u8>,
    recipe: Recipe,
    done: u32,
    hash: [u8; HASH_BYTES],
}

impl Hashing {
    /// Begins with a code.
    pub fn new(code: &str, recipe: Recipe) -> Self {
        Hashing {
            code: code.as_bytes().to_vec(),
            recipe,
            done: 0,
            hash: [0; HASH_BYTES],
        }
    }

    /// Goes on by one stage; gives the hash after the last one. The first stage is salted by the recipe, each later one
    /// by the hash before it, so that none can be left out.
    pub fn step(&mut self) -> Option<Secret> {
        if self.done < self.recipe.stages {
            let salt = match self.done {
                0 => self.recipe.salt.to_vec(),
                _ => self.hash.to_vec(),
            };
            pbkdf2::pbkdf2_hmac::<Sha256>(&self.code, &salt, ROUNDS_A_STAGE, &mut self.hash);
            self.done += 1;
        }
        (self.done >= self.recipe.stages).then_some(Secret {
            recipe: self.recipe,
            hash: self.hash,
        })
    }

    /// All stages in one go.
    pub fn finish(mut self) -> Secret {
        loop {
            if let Some(secret) = self.step() {
                return secret;
            }
        }
    }
}

/// Whether a text can be a PIN: nothing but digits, as many as the bounds say.
pub fn is_pin(text: &str) -> bool {
    (PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text of a badge that is hashed: the code in its one normal form, apart from every PIN.
pub fn badge_text(code: &Code) -> String {
    format!("badge:{code}")
}
