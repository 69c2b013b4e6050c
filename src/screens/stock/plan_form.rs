//! Drawing a floor plan: how many aisles, how they are cut by cross-aisles, how wide all is, and the bins along them.

use crate::screens::desk;
use crate::screens::words;
use crate::trade::locations::commands::LocationCommand;
use crate::trade::locations::{FloorPlan, WarehouseField};
use crate::ui::components::{Button, ButtonKind, Checkbox, Draft, NumberInput, TextInput};
use crate::ui::feedback::{Problem, report, spawn_reported};
use crate::ui::locale::{Text, t};
use crate::view::plan::{drawn, floor_size, plan_of, racks};
use leptos::prelude::*;

/// What was entered.
#[derive(Clone, Copy)]
struct Fields {
    draft: Draft,
    aisles: RwSignal<Option<i64>>,
    blocks: RwSignal<String>,
    levels: RwSignal<Option<i64>>,
    pitch: RwSignal<Option<i64>>,
    bay: RwSignal<Option<i64>>,
    cross: RwSignal<Option<i64>>,
    bins: RwSignal<bool>,
}

impl Fields {
    fn new() -> Self {
        let known = super::shown::warehouse()
            .and_then(|warehouse| desk::peek(|at| plan_of(at, &warehouse)));
        let draft = Draft::of("plan", "floor");
        let of = |field: &'static str, of: fn(&FloorPlan) -> u32, usual: u32| {
            let value = known.as_ref().map_or(usual, of);
            draft.units(field, 0, Some(i64::from(value)))
        };
        let blocks = known.as_ref().map_or_else(
            || "10".to_owned(),
            |plan| {
                let blocks: Vec<String> = plan.blocks.iter().map(ToString::to_string).collect();
                blocks.join(", ")
            },
        );
        Fields {
            draft,
            aisles: of("aisles", |plan| plan.aisles, 6),
            blocks: draft.text("blocks", blocks),
            levels: draft.units("levels", 0, Some(3)),
            pitch: of("pitch", |plan| plan.aisle_pitch_mm, 3_500),
            bay: of("bay", |plan| plan.bay_mm, 1_200),
            cross: of("cross", |plan| plan.cross_mm, 2_500),
            bins: RwSignal::new(known.is_none()),
        }
    }

    /// The plan as it was entered; `None` where it is none.
    fn plan(self) -> Option<FloorPlan> {
        let number = |signal: RwSignal<Option<i64>>| u32::try_from(signal.get()?).ok();
        let blocks = self.blocks.get();
        let blocks = blocks
            .split([',', ';', ' ', '+'])
            .filter(|bays| !bays.is_empty())
            .map(|bays| bays.parse().ok())
            .collect::<Option<Vec<u32>>>()?;
        let plan = FloorPlan {
            aisles: number(self.aisles)?,
            blocks,
            aisle_pitch_mm: number(self.pitch)?,
            bay_mm: number(self.bay)?,
            cross_mm: number(self.cross)?,
        };
        plan.is_sound().then_some(plan)
    }

    fn levels(self) -> u32 {
        let levels = self.levels.get().unwrap_or(1).clamp(1, 20);
        u32::try_from(levels).unwrap_or(1)
    }
}

/// The form, with the plan as it would be.
#[component]
pub(super) fn PlanForm(
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let fields = Fields::new();
    let plan = Memo::new(move |_| fields.plan());
    let bins = move || {
        plan.get()
            .map_or(0, |plan| 2 * plan.aisles * plan.bays() * fields.levels())
    };
    let saying = Text::computed(move || match plan.get() {
        None => t!(refused_plan_unsound).now(),
        Some(plan) => {
            let (width, depth) = floor_size(&plan);
            let metres = |mm: u32| words::figure(i128::from(mm.div_ceil(1_000)));
            let (width, depth) = (metres(width), metres(depth));
            let n = bins();
            t!(
                plan_says,
                width = width.clone(),
                depth = depth.clone(),
                n = n
            )
            .now()
        }
    });
    let save = move |()| {
        let (Some(warehouse), Some(plan)) = (super::shown::warehouse(), plan.get_untracked())
        else {
            return report(Problem {
                text: t!(refused_plan_unsound),
                code: "plan".into(),
            });
        };
        let locations = match fields.bins.get_untracked() {
            true => drawn(&plan, untrack(|| fields.levels())).unwrap_or_default(),
            false => Vec::new(),
        };
        let set = LocationCommand::SetWarehouse {
            warehouse: warehouse.clone(),
            fields: vec![WarehouseField::Plan(Some(plan))],
        };
        spawn_reported(async move {
            ran(set).await?;
            if !locations.is_empty() {
                ran(LocationCommand::SetLocations {
                    warehouse,
                    locations,
                })
                .await?;
            }
            fields.draft.sent(close, t!(plan_drawn));
            Ok(())
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <NumberInput label=t!(plan_aisles) value=fields.aisles min=1 max=64 />
            <TextInput label=t!(plan_blocks) hint=t!(plan_blocks_hint) value=fields.blocks />
            <NumberInput label=t!(stock_levels) value=fields.levels min=1 max=20 />
            <NumberInput label=t!(plan_pitch) hint=t!(plan_pitch_hint) value=fields.pitch min=100 max=20_000 />
            <div class="columns">
                <NumberInput label=t!(plan_bay) value=fields.bay min=100 max=20_000 />
                <NumberInput label=t!(plan_cross) value=fields.cross min=100 max=20_000 />
            </div>
            {move || plan.get().map(|plan| preview(&plan))}
            <p class="quiet-text" data-test="plan-says">{saying.clone()}</p>
            <Checkbox label=t!(plan_bins) hint=t!(plan_bins_hint) checked=fields.bins />
            <Button
                label=t!(plan_save)
                kind=ButtonKind::Primary
                submit=true
                disabled=Signal::derive(move || plan.with(Option::is_none))
                on_press=save
                attr:data-test="save-plan"
            />
        </form>
    }
}

/// Runs a command; what is so already is no fault.
async fn ran(command: LocationCommand) -> Result<(), Problem> {
    use crate::site::SiteError;
    use crate::trade::decide::Refusal;
    match desk::run(command).await {
        Ok(_) => Ok(()),
        Err(SiteError::Refused(refusal)) if *refusal == Refusal::NothingToDo => Ok(()),
        Err(error) => Err(desk::problem(&error)),
    }
}

fn preview(plan: &FloorPlan) -> AnyView {
    let (width, depth) = floor_size(plan);
    let racks = racks(plan)
        .into_iter()
        .map(|rack| {
            view! { <rect class="rack" x=rack.x y=rack.y width=rack.width height=rack.height></rect> }
        })
        .collect_view();
    view! {
        <div class="plan small" aria-hidden="true">
            <svg viewBox=format!("0 0 {width} {depth}") preserveAspectRatio="xMidYMid meet">{racks}</svg>
        </div>
    }
    .into_any()
}
