//! The fields of a form that keep what was typed until it is sent or given up, through a reload too.

use leptos::prelude::*;

use crate::browser::drafts;
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::Text;

/// The draft of one form for one document.
#[derive(Clone, Copy)]
pub struct Draft(StoredValue<String>);

impl Draft {
    /// The draft of a form, a name of the program's own, for a document.
    pub fn of(form: &str, document: &str) -> Self {
        Draft(StoredValue::new(format!("{form}/{document}")))
    }

    /// The name that it is kept under.
    pub fn name(self) -> String {
        self.0.get_value()
    }

    /// Whether anything was typed and not sent.
    pub fn is_kept(self) -> bool {
        drafts::is_kept(&self.name())
    }

    /// What is kept of a field.
    pub fn kept(self, field: &str) -> Option<String> {
        drafts::read(&self.name(), field)
    }

    /// Keeps something that belongs to the form and is not typed.
    pub fn keep(self, field: &str, value: &str) {
        drafts::write(&self.name(), field, value);
    }

    /// Forgets all of it.
    pub fn forget(self) {
        drafts::forget(&self.name());
    }

    /// The form was kept: what was typed is forgotten, the form closes, and `done` is said.
    pub fn sent(self, close: Callback<()>, done: Text) {
        self.forget();
        close.run(());
        toast(Tone::Good, done);
    }

    /// A field of text: what was typed before, else what is proposed.
    pub fn text(self, field: &'static str, proposed: String) -> RwSignal<String> {
        let value = RwSignal::new(self.kept(field).unwrap_or(proposed));
        Effect::watch(
            move || value.get(),
            move |typed, _, _| self.keep(field, typed),
            false,
        );
        value
    }

    /// A field of a number of units, one of several that `field` and `index` tell apart.
    pub fn units(
        self,
        field: &'static str,
        index: u16,
        proposed: Option<i64>,
    ) -> RwSignal<Option<i64>> {
        let field = format!("{field}-{index}");
        // An empty field is kept as an empty text.
        let kept = self.kept(&field).map(|typed| typed.parse().ok());
        let value = RwSignal::new(kept.unwrap_or(proposed));
        Effect::watch(
            move || value.get(),
            move |units, _, _| {
                let typed = units.map(|units| units.to_string());
                self.keep(&field, &typed.unwrap_or_default());
            },
            false,
        );
        value
    }

    /// A field of a choice, one of several that `field` and `index` tell apart.
    pub fn choice(self, field: &'static str, index: u16, proposed: &str) -> RwSignal<String> {
        let field = format!("{field}-{index}");
        let value = RwSignal::new(self.kept(&field).unwrap_or_else(|| proposed.to_owned()));
        Effect::watch(
            move || value.get(),
            move |chosen, _, _| self.keep(&field, chosen),
            false,
        );
        value
    }
}
