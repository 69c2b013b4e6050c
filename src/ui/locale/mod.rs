//! Texts in the language of the person, switched live.
//!
//! [`t!`] gives a [`Text`] for views and component properties: it follows the language. [`text!`] gives a `String`
//! now, for what is written once (a file, a title). Both check key and placeholders at compile time:
//!
//! ```ignore
//! view! { <h1>{t!(today_title)}</h1> }
//! t!(orders_selected, n = move || selected.get().len()) // plural by `n`, formatted by Intl
//! text!(orders_report_name, date = date)
//! ```
//!
//! Rejected: a function pointer or closure per text as the view. Each closure is a type of its own to Leptos, and so
//! the code that renders it is compiled again for every text; `Text` is one type for all of them.

mod argument;
mod language;
mod message;

pub use argument::{Argument, ToArgument};
pub use language::{
    BULGARIAN, ENGLISH, INDONESIAN, Language, ROMANIAN, language, locale_tag, set_language, start,
};
pub use message::{Key, Text, check, format};

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// A [`Text`] that follows the language and every signal read in its arguments: `t!(key)` or
/// `t!(key, name = value, …)`.
macro_rules! t {
    ($key:ident) => {{
        const { $crate::ui::locale::check($crate::ui::locale::arguments::$key(), &[]) };
        $crate::ui::locale::Text::from($crate::ui::locale::keys::$key())
    }};
    ($key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::ui::locale::Text::computed(move || $crate::ui::locale::text!($key, $($name = $value),+))
    };
}

/// A `String` in the current language: `text!(key)` or `text!(key, name = value, …)`.
macro_rules! text {
    ($key:ident $(, $name:ident = $value:expr)* $(,)?) => {{
        const {
            $crate::ui::locale::check($crate::ui::locale::arguments::$key(), &[$(stringify!($name)),*])
        };
        $crate::ui::locale::format(
            $crate::ui::locale::keys::$key(),
            &[$((stringify!($name), $crate::ui::locale::ToArgument::to_argument(&$value))),*],
        )
    }};
}

pub(crate) use {t, text};
