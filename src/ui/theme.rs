//! Light, dark, or what the system says.

use leptos::prelude::*;

use super::locale::{Key, keys};
use crate::browser::{page, preferences};

const PREFERENCE: &str = "theme";

/// How bright the portal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system says, and changing with it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All themes, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name that is kept, and that the style sheet knows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

thread_local! {
    static THEME: ArcRwSignal<Theme> = ArcRwSignal::new(Theme::System);
}

/// Turns on the theme that was chosen on this device.
pub fn start() {
    let kept = preferences::read(PREFERENCE);
    let theme = Theme::ALL
        .into_iter()
        .find(|theme| kept.as_deref() == Some(theme.name()));
    turn_on(theme.unwrap_or(Theme::System));
}

/// The chosen theme; followed inside an effect or a view.
pub fn theme() -> Theme {
    THEME.with(|theme| theme.get())
}

/// Changes the theme and remembers it on this device.
pub fn set_theme(theme: Theme) {
    preferences::write(PREFERENCE, theme.name());
    turn_on(theme);
}

fn turn_on(theme: Theme) {
    page::set_root_attribute("data-theme", (theme != Theme::System).then(|| theme.name()));
    THEME.with(|signal| signal.set(theme));
}

/// The words of a theme.
pub const fn theme_name(theme: Theme) -> Key {
    match theme {
        Theme::System => keys::settings_theme_system(),
        Theme::Light => keys::settings_theme_light(),
        Theme::Dark => keys::settings_theme_dark(),
    }
}
