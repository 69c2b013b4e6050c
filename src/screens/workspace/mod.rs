//! The workspace: its copies, reports and demo, what this device keeps and is set to, and what went wrong on it.

use leptos::prelude::*;

/// Says that this is the demo.
#[component]
pub fn DemoBar() -> impl IntoView {}
