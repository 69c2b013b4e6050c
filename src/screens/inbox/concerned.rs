//! What a document shows of the inbox: that an entry concerns it, with the way there.

use super::{clash, hex};
use crate::screens::desk::{self, ALL};
use crate::trade::id::DocumentId;
use crate::trade::state::entries::Entry;
use crate::ui::components::Notice;
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t};
use crate::ui::navigation::href_with;
use crate::ui::routes::Route;
use crate::view::inbox;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The revision and the day that entries are of, with them.
type Known = ((u64, i64), Vec<Entry>);

thread_local! {
    /// The entries of the last change, on the day that it is: deriving them walks over every document.
    static ENTRIES: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// Everything that clashed and was not settled; derived once after a change, however many pages ask. Followed.
pub(in crate::screens) fn entries() -> Vec<Entry> {
    let now = (desk::revision(), desk::today());
    let known = ENTRIES.with_borrow(|known| match known {
        Some((of, entries)) if *of == now => Some(entries.clone()),
        _ => None,
    });
    known.unwrap_or_else(|| {
        let entries = desk::read(ALL, |at| inbox::entries(at, now.1));
        ENTRIES.set(Some((now, entries.clone())));
        entries
    })
}

#[derive(Clone)]
struct Line {
    id: [u8; 16],
    words: Text,
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

fn lines(documents: &BTreeSet<DocumentId>) -> Vec<Line> {
    let entries = entries();
    desk::read(ALL, |at| {
        let about = inbox::about(at, &entries, documents).into_iter();
        let line = |entry: Entry| Line {
            id: entry.id,
            words: clash(at, &entry.clash),
        };
        about.map(line).collect()
    })
}

/// The entries that concern documents, each with the way to it. Nothing where there is none.
#[component]
pub(in crate::screens) fn Concerned(
    /// The documents.
    #[prop(into)]
    documents: Signal<BTreeSet<DocumentId>>,
) -> impl IntoView {
    let all = Memo::new(move |_| documents.with(lines));
    move || {
        all.get()
            .into_iter()
            .map(|line| {
                let entry = hex(&line.id);
                let to = href_with(&Route::Conflicts, &[("entry", &entry)]);
                view! {
                    <div data-test="concerned">
                        <Notice tone=Tone::Wrong text=line.words>
                            <a href=to>{t!(inbox_to_entry)}</a>
                        </Notice>
                    </div>
                }
            })
            .collect_view()
    }
}
