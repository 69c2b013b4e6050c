//! Many locations at once: an aisle with its bays and levels.

use super::places::KINDS;
use crate::limits::BINS_SET_UP_MAX;
use crate::screens::desk;
use crate::screens::words;
use crate::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use crate::trade::locations::{LocationField, LocationKind};
use crate::trade::text::Code;
use crate::ui::components::{Button, ButtonKind, NumberInput, Select, TextInput};
use crate::ui::feedback::{Problem, Tone, report, toast};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// The codes of an aisle's bins, bay by bay and level by level, in the order of the walk.
fn aisle_bins(aisle: &str, bays: i64, levels: i64) -> Vec<String> {
    let code = |bay: i64, level: i64| {
        if levels > 1 {
            format!("{aisle}-{bay:02}-{level}")
        } else {
            format!("{aisle}-{bay:02}")
        }
    };
    (1..=bays)
        .flat_map(|bay| (1..=levels).map(move |level| (bay, level)))
        .map(|(bay, level)| code(bay, level))
        .collect()
}

/// Makes the bins of an aisle.
#[component]
pub(super) fn SetUpForm(
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let aisle = RwSignal::new(String::new());
    let (bays, levels) = (RwSignal::new(Some(10)), RwSignal::new(Some(1)));
    let kind = RwSignal::new("pick".to_owned());
    let planned = Memo::new(move |_| {
        let aisle = aisle.get().trim().to_owned();
        let (bays, levels): (i64, i64) = (bays.get().unwrap_or(0), levels.get().unwrap_or(0));
        let fits = bays.saturating_mul(levels) <= BINS_SET_UP_MAX;
        if aisle.is_empty() || !fits {
            Vec::new()
        } else {
            aisle_bins(&aisle, bays, levels)
        }
    });
    let example = t!(
        stock_set_up_example,
        n = planned.with(Vec::len),
        first = planned.with(|bins| bins.first().cloned().unwrap_or_default()),
        last = planned.with(|bins| bins.last().cloned().unwrap_or_default()),
    );
    let save = move |()| {
        let kind = kind.get_untracked();
        let kind = KINDS.into_iter().find(|(code, _)| *code == kind);
        let kind = kind.map_or(LocationKind::Pick, |(_, kind)| kind);
        let zone = Code::new(&aisle.get_untracked()).ok();
        let locations: Result<Vec<LocationChange>, _> = planned
            .get_untracked()
            .into_iter()
            .map(|code| {
                Code::new(&code).map(|code| LocationChange {
                    which: LocationRef::Coded(code.clone()),
                    fields: vec![
                        LocationField::Code(code),
                        LocationField::Kind(kind.clone()),
                        LocationField::Zone(zone.clone()),
                    ],
                })
            })
            .collect();
        match (locations, super::shown::warehouse()) {
            (Ok(locations), Some(warehouse)) if !locations.is_empty() => {
                let command = LocationCommand::SetLocations {
                    warehouse,
                    locations,
                };
                desk::perform_then(command, move |_| {
                    close.run(());
                    toast(Tone::Good, t!(stock_bins_set_up));
                });
            }
            _ => report(Problem {
                text: t!(stock_set_up_incomplete),
                code: "set up bins".into(),
            }),
        }
    };
    let kinds: Vec<(String, Text)> = KINDS
        .iter()
        .map(|(code, kind)| ((*code).to_owned(), words::location_kind(kind)))
        .collect();
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(stock_aisle) value=aisle hint=t!(stock_aisle_hint) />
            <NumberInput label=t!(stock_bays) value=bays min=1 max=500 />
            <NumberInput label=t!(stock_levels) value=levels min=1 max=20 />
            <Select label=t!(stock_kind) value=kind options=kinds />
            <Show when=move || !planned.with(Vec::is_empty)>
                <p class="quiet-text">{example.clone()}</p>
            </Show>
            <Button label=t!(stock_set_up_do) kind=ButtonKind::Primary submit=true on_press=save />
        </form>
    }
}
