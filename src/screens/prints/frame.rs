//! The page around a paper: its buttons on screen, and printing.

use super::labels::{Drawn, LabelButtons, LabelFaults, to_used_printer};
use crate::browser::print::print;
use crate::ui::components::{Button, ButtonKind, EmptyState, IconName, PageHeader};
use crate::ui::feedback::{Problem, report, spawn_reported};
use crate::ui::locale::{Text, t};
use crate::ui::navigation::{self, query_value};
use leptos::prelude::*;

/// What is known of the thing to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It stands on the paper.
    Ready,
    /// There is no such thing.
    Missing,
}

fn to_printer() {
    if let Err(thrown) = print() {
        report(Problem {
            text: t!(prints_failed),
            code: thrown.to_string(),
        });
    }
}

/// The page of a paper. Its children are the articles that are printed.
#[component]
pub fn PrintFrame(
    /// What it is: "Label P-7".
    #[prop(into)]
    title: Text,
    /// Whether it can be printed.
    #[prop(into)]
    state: Signal<State>,
    /// Fields that stay on screen.
    #[prop(optional)]
    tools: Option<AnyView>,
    /// The same for a label printer, where it is a label.
    #[prop(optional, into)]
    labels: Option<Signal<Drawn>>,
    /// The articles.
    children: ChildrenFn,
) -> impl IntoView {
    let at_once = query_value("print");
    Effect::new(move || {
        if state.get() == State::Ready && untrack(|| at_once.get_or_empty()) == "1" {
            // Once: a reload does not print again.
            at_once.set(None);
            let drawn = labels.map(|labels| labels.get_untracked());
            spawn_reported(async move {
                let is_sent = match drawn {
                    Some(drawn) => to_used_printer(&drawn).await,
                    None => false,
                };
                if !is_sent {
                    // The paper stands after the next frame.
                    request_animation_frame(|| request_animation_frame(to_printer));
                }
                Ok(())
            });
        }
    });
    let is_ready = move || state.get() == State::Ready;
    let children = StoredValue::new(children);
    let name = title.clone();
    view! {
        <PageHeader title=title>
            <Button label=t!(prints_back) icon=IconName::ChevronLeft on_press=|()| navigation::back() />
            <Button
                label=t!(prints_print)
                kind=ButtonKind::Primary
                icon=IconName::Print
                disabled=Signal::derive(move || !is_ready())
                on_press=|()| to_printer()
            />
            {labels.map(|labels| view! { <LabelButtons labels /> })}
        </PageHeader>
        {labels.map(|labels| view! { <LabelFaults labels /> })}
        {tools.map(|tools| view! { <div class="paper-tools">{tools}</div> })}
        {move || match state.get() {
            State::Missing => {
                view! {
                    <EmptyState title=t!(prints_missing) text=t!(prints_missing_text) icon=IconName::Print />
                }
                    .into_any()
            }
            State::Ready => {
                view! {
                    <div class="paper" tabindex="0" role="group" aria-label=name.clone() data-test="paper">
                        {children.read_value()()}
                    </div>
                }
                    .into_any()
            }
        }}
    }
}
