//! Personal data: a data subject is found, shown whole, exported, restricted and erased; what has reached its age is
//! proposed; what was erased is on record.

mod find;
mod policy;
mod record;
mod steps;
mod subject;
mod words;

pub use subject::DataSubject;
pub(super) use words::start;

use self::find::Finder;
use self::policy::Proposals;
use self::record::Record;
use super::setup::SetupNav;
use crate::ui::components::PageHeader;
use crate::ui::locale::t;
use leptos::prelude::*;

/// The page of personal data.
#[component]
pub fn Privacy() -> impl IntoView {
    view! {
        <PageHeader title=t!(privacy_title) summary=t!(privacy_summary) />
        <SetupNav />
        <div class="workspace">
            <Finder />
            <Proposals />
            <Record />
        </div>
    }
}
