//! Finding a data subject. What is typed stays in the page: the address of the portal, which the browser remembers, would
//! hold the name.

use crate::limits::SUBJECTS_FOUND_MAX;
use crate::screens::desk::{self, ALL};
use crate::ui::components::SearchInput;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::href;
use crate::ui::routes::Route;
use crate::view::person::{Found, InFile, Who, find, find_in_files};
use leptos::prelude::*;

/// How many order numbers stand beside a name.
const NUMBERS_MAX: usize = 5;

#[derive(Clone, PartialEq)]
struct Row {
    found: Found,
    address: (&'static str, String),
}

fn rows(typed: &str) -> Vec<Row> {
    desk::read(ALL, |at| {
        let found = find(at, typed, SUBJECTS_FOUND_MAX).into_iter();
        let row = |found: Found| Row {
            address: found.who.address(at),
            found,
        };
        found.map(row).collect()
    })
}

/// The search for a data subject.
#[component]
pub(super) fn Finder() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| rows(&typed.get()));
    let in_files = Memo::new(move |_| desk::read(ALL, |at| find_in_files(at, &typed.get())));
    let is_asked = Memo::new(move |_| !typed.with(|typed| typed.trim().is_empty()));
    view! {
        <section class="section" aria-labelledby="find-title">
            <h2 id="find-title">{t!(privacy_find_title)}</h2>
            <p class="prose">{t!(privacy_find_text)}</p>
            <SearchInput
                label=t!(privacy_find_label)
                value=typed
                on_input=move |words: String| typed.set(words)
            />
            <p class="quiet-text" role="status">
                {move || {
                    is_asked
                        .get()
                        .then(|| match found.with(Vec::len) {
                            SUBJECTS_FOUND_MAX => text!(privacy_found_first, n = SUBJECTS_FOUND_MAX),
                            count => text!(privacy_found, n = count + in_files.with(Vec::len)),
                        })
                }}
            </p>
            <ul class="plain-list loose-list" data-test="subjects">
                {move || found.get().into_iter().map(line).collect_view()}
                {move || in_files.get().into_iter().map(in_file).collect_view()}
            </ul>
        </section>
    }
}

fn in_file(found: InFile) -> AnyView {
    let file = Text::from(found.file.unwrap_or_default());
    let unnamed = file.now().is_empty();
    let rows = found.rows;
    let label = Text::computed(move || {
        let file = match unnamed {
            true => t!(privacy_found_in_file_unnamed).get(),
            false => file.get(),
        };
        text!(privacy_found_in_file, n = rows, file = file)
    });
    view! {
        <li class="row" data-test="subject-in-file">
            <a href=href(&Route::Repair)>{label}</a>
            <span class="quiet-text">{t!(privacy_found_in_file_detail)}</span>
        </li>
    }
    .into_any()
}

fn line(row: Row) -> AnyView {
    let (kind, name) = row.address;
    let to = href(&Route::DataSubject(kind.to_owned(), name));
    let is_order = matches!(row.found.who, Who::Order(_));
    let label = match row.found.name {
        Some(name) => Text::from(name),
        None if is_order => t!(privacy_nameless),
        None => t!(privacy_erased),
    };
    let count = row.found.orders.len();
    let mut numbers = row.found.orders;
    numbers.truncate(NUMBERS_MAX);
    let detail = match row.found.who {
        Who::Order(_) => t!(privacy_found_orders, n = count, orders = numbers.join(", ")),
        Who::Party(_) => t!(privacy_found_party),
        Who::Operator(_) => t!(privacy_found_operator),
    };
    view! {
        <li class="row" data-test="subject">
            <a href=to>{label}</a>
            <span class="quiet-text">{detail}</span>
        </li>
    }
    .into_any()
}
