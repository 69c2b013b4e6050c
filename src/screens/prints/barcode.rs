//! A bar code with its text below, for a scanner and for the eye.

use crate::exchange::code128::Code128;
use leptos::prelude::*;

/// How high the bars are drawn, in modules; the style sheet stretches them.
const HEIGHT_MODULES: usize = 40;

/// A Code 128 symbol. What cannot be one stands as its text alone.
#[component]
pub fn Barcode(
    /// What it says.
    code: String,
) -> impl IntoView {
    let drawing = Code128::text(&code)
        .ok()
        .map(|symbol| symbol.path(HEIGHT_MODULES));
    view! {
        <figure class="bar-code" translate="no">
            {drawing
                .map(|drawing| {
                    view! {
                        <svg
                            viewBox=drawing.view_box
                            preserveAspectRatio="none"
                            role="img"
                            aria-label=code.clone()
                            shape-rendering="crispEdges"
                        >
                            <path d=drawing.path></path>
                        </svg>
                    }
                })}
            <figcaption class="code">{code}</figcaption>
        </figure>
    }
}
