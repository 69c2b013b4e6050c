//! Which language is on, and its table of lines.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::browser::{page, preferences};
use crate::ui::feedback::spawn_reported;
use crate::ui::parts::{self, PartMissing};

/// The texts of English, a line each.
pub const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/en.txt"));
/// The texts of Indonesian, a line each.
pub const INDONESIAN: &str = include_str!(concat!(env!("OUT_DIR"), "/id.txt"));
/// The texts of Bulgarian, a line each.
pub const BULGARIAN: &str = include_str!(concat!(env!("OUT_DIR"), "/bg.txt"));
/// The texts of Romanian, a line each.
pub const ROMANIAN: &str = include_str!(concat!(env!("OUT_DIR"), "/ro.txt"));

const PREFERENCE: &str = "language";

/// A language of the portal. All four are equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Bahasa Indonesia.
    Indonesian,
    /// Bulgarian.
    Bulgarian,
    /// Romanian.
    Romanian,
}

impl Language {
    /// All languages, in the order of the choice.
    pub const ALL: [Self; 4] = [
        Self::English,
        Self::Indonesian,
        Self::Bulgarian,
        Self::Romanian,
    ];

    /// The BCP 47 tag of the language, without a region.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Indonesian => "id",
            Self::Bulgarian => "bg",
            Self::Romanian => "ro",
        }
    }

    /// The name of the language in itself: who looks for it may read no other.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Indonesian => "Bahasa Indonesia",
            Self::Bulgarian => "Български",
            Self::Romanian => "Română",
        }
    }

    /// The language of a BCP 47 tag such as `ro-MD`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            // Browsers of old gave Indonesian its former tag.
            .find(|language| {
                language.tag() == primary || (primary == "in" && *language == Self::Indonesian)
            })
    }

    const fn default_locale(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            Self::Indonesian => "id-ID",
            Self::Bulgarian => "bg-BG",
            Self::Romanian => "ro-RO",
        }
    }
}

struct State {
    language: ArcRwSignal<Language>,
    lines: RefCell<Vec<&'static str>>,
    locale: RefCell<String>,
}

thread_local! {
    // Not a context: texts are also made outside of components, by tasks and by the panic screen.
    static STATE: State = State {
        language: ArcRwSignal::new(Language::English),
        lines: const { RefCell::new(Vec::new()) },
        locale: RefCell::new(Language::English.default_locale().to_owned()),
    };
}

/// Turns on the chosen language, else the first of the browser's that the portal speaks, else English.
pub async fn start() -> Result<(), PartMissing> {
    let chosen = preferences::read(PREFERENCE).and_then(|tag| Language::from_tag(&tag));
    let preferred = || {
        page::languages()
            .iter()
            .find_map(|tag| Language::from_tag(tag))
    };
    turn_on(chosen.or_else(preferred).unwrap_or(Language::English)).await
}

/// The current language; follows it inside an effect or a view.
pub fn language() -> Language {
    STATE.with(|state| state.language.get())
}

/// Switches every text on screen to a language and remembers the choice on this device.
pub fn set_language(language: Language) {
    spawn_reported(async move {
        turn_on(language)
            .await
            .map_err(|missing| missing.problem())?;
        preferences::write(PREFERENCE, language.tag());
        Ok(())
    });
}

/// The locale for numbers and dates: the browser's own regional form of the language (`en-AU`) where it has one.
pub fn locale_tag() -> String {
    STATE.with(|state| {
        state.language.track();
        state.locale.borrow().clone()
    })
}

/// One line of the current language's table.
pub(super) fn line(number: usize) -> &'static str {
    STATE.with(|state| {
        state.language.track();
        state
            .lines
            .borrow()
            .get(number)
            .copied()
            .unwrap_or_default()
    })
}

async fn turn_on(language: Language) -> Result<(), PartMissing> {
    let texts = parts::texts(language).await?;
    page::set_language(language.tag());
    let locale = page::languages()
        .into_iter()
        .find(|tag| tag.contains('-') && Language::from_tag(tag) == Some(language))
        .unwrap_or_else(|| language.default_locale().to_owned());
    STATE.with(|state| {
        // The tables first: the signal makes every text look into them.
        *state.lines.borrow_mut() = texts.lines().collect();
        *state.locale.borrow_mut() = locale;
        state.language.set(language);
    });
    Ok(())
}
