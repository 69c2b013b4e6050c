//! Who may sign in at this device, by what, and how long they wait after wrong PINs.

use crate::limits::{WRONG_PINS_MAX, WRONG_PINS_WAIT_MS, WRONG_PINS_WAIT_MS_MAX};
use crate::site::Reading;
use crate::trade::id::{DocumentId, OperatorId};
use crate::trade::people::secret::{Recipe, Secret};
use crate::trade::people::{Language, OperatorField};
use crate::trade::personal::Slot;
use crate::trade::personal::commands::row_in_force;
use crate::trade::personal::content::Content;
use crate::trade::settings::Setting;
use crate::view::names;

/// What stands between an operator and the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// None was set, or it was taken away.
    None,
    /// This one.
    Set(Secret),
    /// One was set, and its row is not on this device or not in a form that this version reads: it opens nothing here.
    NotHere,
}

impl Guard {
    /// What is compared with; `None` where nothing opens it here.
    pub fn secret(&self) -> Option<&Secret> {
        match self {
            Guard::Set(secret) => Some(secret),
            Guard::None | Guard::NotHere => None,
        }
    }
}

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: OperatorId,
    /// What they are called.
    pub name: String,
    /// The PIN.
    pub pin: Guard,
    /// The badge.
    pub badge: Guard,
}

impl Person {
    /// Whether touching the name is enough: neither PIN nor badge was ever set, or both were taken away.
    pub fn is_open(&self) -> bool {
        self.pin == Guard::None && self.badge == Guard::None
    }
}

/// Operators who work here, by identity.
pub fn working(at: &Reading<'_>) -> Vec<OperatorId> {
    let retired = OperatorField::Retired(true);
    at.state
        .operators()
        .filter(|(_, card)| card.fields().all(|field| *field != retired))
        .map(|(operator, _)| *operator)
        .collect()
}

/// Whether several people work here, so that it matters who is at a device.
pub fn are_several(at: &Reading<'_>) -> bool {
    working(at).len() > 1
}

/// Everybody who works here, by name.
pub fn people(at: &Reading<'_>) -> Vec<Person> {
    let person = |id: OperatorId| Person {
        name: names::operator_name(at, &id),
        pin: guard(at, id, &Slot::Pin),
        badge: guard(at, id, &Slot::Badge),
        id,
    };
    let mut all: Vec<Person> = working(at).into_iter().map(person).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    all
}

/// What is set in a slot of an operator.
pub fn guard(at: &Reading<'_>, operator: OperatorId, slot: &Slot) -> Guard {
    let document = DocumentId::Operator(operator);
    let in_force = row_in_force(at.state, &document, slot, &at.relations());
    if in_force.holding().is_none() {
        return Guard::None;
    }
    match at.row(&document, slot) {
        Some(Content::Bytes(bytes)) => match Secret::from_bytes(bytes) {
            Ok(Some(secret)) => Guard::Set(secret),
            Ok(None) => Guard::None,
            Err(_) => Guard::NotHere,
        },
        Some(
            Content::Contact(_)
            | Content::Text(_)
            | Content::Titles(_)
            | Content::Rows(_)
            | Content::Blob(_)
            | Content::Tags(_),
        )
        | None => Guard::NotHere,
    }
}

/// The recipes by which badges were hashed here, each once: a scan is hashed by each of them. One, unless two devices
/// set a first badge without knowing of each other.
pub fn badge_recipes(people: &[Person]) -> Vec<Recipe> {
    let badges = people.iter().filter_map(|person| person.badge.secret());
    let mut recipes: Vec<Recipe> = badges.map(Secret::recipe).collect();
    recipes.sort();
    recipes.dedup();
    recipes
}

/// Whose badge was scanned, of the scan hashed by each recipe.
pub fn badge_of(people: &[Person], hashed: &[Secret]) -> Option<OperatorId> {
    let mut found = None;
    for person in people {
        let own = person.badge.secret();
        let is_own = own.is_some_and(|own| hashed.iter().any(|hashed| own.is_same(hashed)));
        if is_own && found.is_none() {
            found = Some(person.id);
        }
    }
    found
}

/// The language that the portal speaks to an operator; `None` where it was not said: that of the device stays.
pub fn language(at: &Reading<'_>, operator: &OperatorId) -> Option<Language> {
    at.state
        .operator(operator)?
        .fields()
        .find_map(|field| match field {
            OperatorField::Language(language) => Some(language.clone()),
            OperatorField::Code(_) | OperatorField::Retired(_) => None,
        })
}

/// After how many milliseconds without a touch a device locks; `None` never.
pub fn lock_after_ms(at: &Reading<'_>) -> Option<i64> {
    let set = at.state.settings().fields().find_map(|field| match field {
        Setting::LockAfterSeconds(seconds) => Some(*seconds),
        _ => None,
    });
    set.flatten().map(|seconds| i64::from(seconds) * 1_000)
}

/// After how many wrong PINs in a row an operator waits; at least one.
pub fn wrong_pins_max(at: &Reading<'_>) -> u32 {
    let set = at.state.settings().fields().find_map(|field| match field {
        Setting::WrongPins(number) => Some(*number),
        _ => None,
    });
    set.unwrap_or(WRONG_PINS_MAX).max(1)
}

/// Wrong PINs in a row of one operator at one device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub wrong: u32,
    /// When the last one was, in milliseconds since 1970 by this device's clock.
    pub last_ms: i64,
}

impl Tries {
    /// One more.
    pub fn failed(self, now_ms: i64) -> Self {
        Tries {
            wrong: self.wrong.saturating_add(1),
            last_ms: now_ms,
        }
    }

    /// How long it takes until the next PIN is taken, in milliseconds; 0 is at once. A clock that was set back makes
    /// nobody wait longer than the whole wait.
    pub fn wait_ms(self, wrong_max: u32, now_ms: i64) -> i64 {
        let Some(over) = self.wrong.checked_sub(wrong_max) else {
            return 0;
        };
        let doubled = WRONG_PINS_WAIT_MS.saturating_mul(1 << over.min(20));
        let whole = doubled.min(WRONG_PINS_WAIT_MS_MAX);
        (self.last_ms.saturating_add(whole) - now_ms).clamp(0, whole)
    }

    /// As it is kept on the device.
    pub fn to_text(self) -> String {
        format!("{} {}", self.wrong, self.last_ms)
    }

    /// Reads what was kept; what cannot be read is none.
    pub fn from_text(text: &str) -> Self {
        let mut parts = text.split(' ');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (wrong, last_ms) = (number(), number());
        Tries {
            wrong: wrong
                .and_then(|wrong| u32::try_from(wrong).ok())
                .unwrap_or(0),
            last_ms: last_ms.unwrap_or(0),
        }
    }
}
