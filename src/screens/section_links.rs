//! The links between pages that belong together.

use super::{pages, words};
use crate::ui::locale::Text;
use crate::ui::navigation;
use crate::ui::routes::Route;
use leptos::prelude::*;

/// Links to pages that belong together, each with how much waits there; the present one is marked.
#[component]
pub fn SectionLinks(
    /// What they have in common, for screen readers.
    #[prop(into)]
    label: Text,
    /// The pages; those without a component are left out.
    links: Vec<(Route, Text, Option<Memo<usize>>)>,
) -> impl IntoView {
    view! {
        <nav class="section-links" aria-label=label>
            {links
                .into_iter()
                .filter(|(route, _, _)| pages::exists(route))
                .map(|(route, words, waiting)| {
                    let address = navigation::href(&route);
                    let current = Memo::new(move |_| navigation::route() == route);
                    view! {
                        <a href=address aria-current=move || current.get().then_some("page")>
                            <span>{words}</span>
                            {move || {
                                let count = waiting.map_or(0, |waiting| waiting.get());
                                (count > 0)
                                    .then(|| {
                                        view! { <span class="chip-count">{words::figure(count as i128)}</span> }
                                    })
                            }}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}
