//! What is asked where a task does not go as instructed: how many are short, how many were taken.

use super::picker::Picker;
use super::task::at;
use crate::screens::floor::measured::of_item;
use crate::screens::floor::sheet::Sheet;
use crate::trade::picking::ShortReason;
use crate::ui::components::IconName;
use crate::ui::locale::{Text, t, text};
use crate::view::floor::pick::PickView;
use leptos::prelude::*;

/// The name of a reason for journeys, its words and its symbol.
pub fn short_name(reason: &ShortReason) -> (&'static str, Text, IconName) {
    match reason {
        ShortReason::NotThere => ("short", t!(pick_short), IconName::Minus),
        ShortReason::Damaged => ("damaged", t!(pick_damaged), IconName::Warning),
        ShortReason::Unreachable => ("unreachable", t!(pick_unreachable), IconName::Lock),
    }
}

fn left(glance: Memo<PickView>) -> Signal<i64> {
    Signal::derive(move || {
        glance.with(|glance| {
            let left = glance.at().map_or(1, |at| at.left);
            i64::try_from(left).unwrap_or(i64::MAX)
        })
    })
}

/// What stands in the figure of a sheet; 0 while it is empty.
fn typed(units: RwSignal<Option<i64>>) -> u64 {
    units.get().and_then(|n| u64::try_from(n).ok()).unwrap_or(0)
}

fn counted(units: RwSignal<Option<i64>>) -> Option<u64> {
    units.get_untracked().and_then(|n| u64::try_from(n).ok())
}

/// The figure of a sheet: all that are left when it opens.
fn figure(open: RwSignal<bool>, most: Signal<i64>) -> RwSignal<Option<i64>> {
    let units = RwSignal::new(None::<i64>);
    Effect::new(move || {
        if open.get() {
            units.set(Some(most.get_untracked()));
        }
    });
    units
}

/// What will happen when some or all that is left of a task cannot be taken.
#[component]
pub fn ShortSheet(
    picker: Picker,
    glance: Memo<PickView>,
    reason: ShortReason,
    open: RwSignal<bool>,
) -> impl IntoView {
    let (_, title, _) = short_name(&reason);
    let most = left(glance);
    let units = figure(open, most);
    let told = reason.clone();
    let words = at(glance, move |at, _| {
        let n = typed(units);
        let (bin, order) = (at.place.as_str(), at.order.as_str());
        of_item(&at.item, n, |n| match told {
            ShortReason::NotThere => text!(pick_short_text, n = n, bin = bin, order = order),
            ShortReason::Damaged => text!(pick_damaged_text, n = n, bin = bin, order = order),
            ShortReason::Unreachable => {
                text!(pick_unreachable_text, n = n, bin = bin, order = order)
            }
        })
    });
    let report = Callback::new(move |()| {
        let task = glance.with_untracked(|glance| glance.at().map(|at| at.task));
        if let Some(task) = task {
            picker.short(task, counted(units), reason.clone());
        }
    });
    view! {
        <Sheet
            title=title
            text=words
            confirm=at(glance, move |at, _| of_item(&at.item, typed(units), |n| text!(pick_report_short, n = n)))
            open
            on_confirm=report
            units=(units, most)
        />
    }
}

/// Another quantity than all or one.
#[component]
pub fn CountSheet(picker: Picker, glance: Memo<PickView>, open: RwSignal<bool>) -> impl IntoView {
    let most = left(glance);
    let units = figure(open, most);
    let take = Callback::new(move |()| {
        let task = glance.with_untracked(|glance| glance.at().map(|at| at.task));
        if let (Some(task), Some(counted)) = (task, counted(units)) {
            picker.take(task, counted);
        }
    });
    view! {
        <Sheet
            title=t!(pick_other_quantity)
            text=at(glance, move |at, _| {
                of_item(&at.item, at.left, |n| text!(pick_count_text, bin = at.place.as_str(), n = n))
            })
            confirm=at(glance, move |at, _| of_item(&at.item, typed(units), |n| text!(pick_take_counted, n = n)))
            open
            on_confirm=take
            units=(units, most)
        />
    }
}
