//! The floor plan of a warehouse: drawn to scale, moved and enlarged, with what lies in the bins.

use super::plan_form::PlanForm;
use super::shown::{self, ShownWarehouse};
use crate::browser::page;
use crate::screens::desk::{self, ALL};
use crate::screens::words;
use crate::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use crate::trade::locations::{AisleSide, FloorPlan, FloorSpot, LocationField, LocationStatus};
use crate::ui::components::{
    Button, ButtonKind, EmptyState, IconButton, IconName, NumberInput, PageHeader, SidePanel,
    TextInput,
};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::plan::{
    Area, FaceKey, PlanBin, PlanView, aisle_name, face_area, faces_in, floor_size, plan_view, racks,
};
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;

/// So many faces are drawn one by one; of more only the racks are.
const FACES_DRAWN_MAX: usize = 1_500;
/// How many millimetres of the floor a pixel may show for codes to be readable.
const CODES_FROM_MM: f64 = 25.0;

/// The part of the floor that is shown, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Window {
    /// The whole floor with a little room around.
    fn whole(plan: &FloorPlan) -> Self {
        let (width, depth) = floor_size(plan);
        let (width, depth) = (f64::from(width), f64::from(depth));
        let room = width.max(depth) * 0.03;
        Window {
            x: -room,
            y: -room,
            width: width + 2.0 * room,
            height: depth + 2.0 * room,
        }
    }

    fn area(self) -> Area {
        let from = |at: f64| at.max(0.0) as u32;
        Area {
            x: from(self.x),
            y: from(self.y),
            width: from(self.x + self.width) - from(self.x),
            height: from(self.y + self.height) - from(self.y),
        }
    }

    /// Enlarged or made smaller around its middle.
    fn scaled(self, by: f64) -> Self {
        let (width, height) = (self.width * by, self.height * by);
        Window {
            x: self.x + (self.width - width) / 2.0,
            y: self.y + (self.height - height) / 2.0,
            width,
            height,
        }
    }

    fn moved(self, x: f64, y: f64) -> Self {
        Window {
            x: self.x + x,
            y: self.y + y,
            ..self
        }
    }
}

/// What the side panel shows.
#[derive(Clone, PartialEq)]
enum Panel {
    Draw,
    Face(FaceKey),
}

/// The page of the floor plan.
#[component]
pub fn PlanPage() -> impl IntoView {
    let all = Memo::new(|_| {
        let warehouse = shown::followed_warehouse()?;
        desk::read(ALL, |at| plan_view(at, &warehouse))
    });
    let panel = RwSignal::new(None::<Panel>);
    let close = Callback::new(move |()| panel.set(None));
    let left_out =
        Memo::new(move |_| all.with(|all| all.as_ref().map_or(0, |all| all.without_spot)));
    view! {
        <PageHeader title=t!(plan_title)>
            <ShownWarehouse />
            <Button
                label=t!(plan_draw)
                icon=IconName::Map
                kind=ButtonKind::Primary
                on_press=move |()| panel.set(Some(Panel::Draw))
                attr:data-test="draw-plan"
            />
        </PageHeader>
        <div class="with-panel">
            <div>
                <Show
                    when=move || all.with(Option::is_some)
                    fallback=|| {
                        view! { <EmptyState title=t!(plan_empty) text=t!(plan_empty_text) icon=IconName::Map /> }
                    }
                >
                    {move || {
                        let plan = Memo::new(move |_| all.with(|all| all.as_ref().map(|all| all.plan.clone())));
                        plan.get().map(|plan| view! { <Floor plan all panel /> })
                    }}
                    <p class="quiet-text" data-test="without-spot">
                        {t!(plan_without_spot, n = left_out.get())}
                    </p>
                </Show>
            </div>
            {move || {
                panel
                    .get()
                    .map(|chosen| match chosen {
                        Panel::Draw => {
                            view! {
                                <SidePanel title=t!(plan_draw) on_close=close>
                                    <PlanForm close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                        Panel::Face(key) => {
                            view! {
                                <SidePanel title=face_words(key) on_close=close>
                                    <FaceForm key_=key all />
                                </SidePanel>
                            }
                                .into_any()
                        }
                    })
            }}
        </div>
    }
}

fn face_words(key: FaceKey) -> Text {
    let (aisle, bay) = (aisle_name(key.aisle), key.bay + 1);
    if key.right {
        t!(plan_face_right, aisle = aisle.clone(), bay = bay)
    } else {
        t!(plan_face_left, aisle = aisle.clone(), bay = bay)
    }
}

const fn class(status: &LocationStatus) -> &'static str {
    match status {
        LocationStatus::Normal => "face",
        LocationStatus::Held
        | LocationStatus::Inspection
        | LocationStatus::Quarantine
        | LocationStatus::Damaged => "face held",
    }
}

fn class_of(bins: Option<&Vec<PlanBin>>) -> &'static str {
    match bins.and_then(|bins| bins.iter().find(|bin| bin.status != LocationStatus::Normal)) {
        Some(bin) => class(&bin.status),
        None if bins.is_none() => "face none",
        None if bins.is_some_and(|bins| bins.iter().any(|bin| bin.units != 0)) => "face filled",
        None => "face",
    }
}

#[component]
fn Floor(
    plan: FloorPlan,
    all: Memo<Option<PlanView>>,
    panel: RwSignal<Option<Panel>>,
) -> impl IntoView {
    let whole = Window::whole(&plan);
    let shown = RwSignal::new(whole);
    let canvas = NodeRef::<html::Div>::new();
    // Millimetres of the floor that a pixel shows: the drawing keeps its proportions.
    let scale = move || {
        let shown = shown.get();
        let (width, height) = canvas.get().map_or((800.0, 500.0), |element| {
            (
                f64::from(element.client_width()),
                f64::from(element.client_height()),
            )
        });
        (shown.width / width.max(1.0)).max(shown.height / height.max(1.0))
    };
    let held = RwSignal::new(None::<(f64, f64)>);
    let dragged = RwSignal::new(false);
    let down = move |event: PointerEvent| {
        held.set(Some((
            f64::from(event.client_x()),
            f64::from(event.client_y()),
        )));
        dragged.set(false);
    };
    let drag = move |event: PointerEvent| {
        let Some((x, y)) = held.get_untracked() else {
            return;
        };
        let (now_x, now_y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if !dragged.get_untracked() && (now_x - x).abs() + (now_y - y).abs() < 4.0 {
            return;
        }
        dragged.set(true);
        let scale = untrack(scale);
        shown.update(|shown| *shown = shown.moved((x - now_x) * scale, (y - now_y) * scale));
        held.set(Some((now_x, now_y)));
    };
    let zoom = move |by: f64| {
        shown.update(|shown| {
            let next = shown.scaled(by);
            if next.width < whole.width * 1.5 && next.width > 1_000.0 {
                *shown = next;
            }
        });
    };
    let wheel = move |event: WheelEvent| {
        event.prevent_default();
        zoom(if event.delta_y() > 0.0 {
            1.2
        } else {
            1.0 / 1.2
        });
    };
    let keys = move |event: KeyboardEvent| {
        let step = shown.get_untracked().width / 10.0;
        match event.key().as_str() {
            "ArrowLeft" => shown.update(|shown| *shown = shown.moved(-step, 0.0)),
            "ArrowRight" => shown.update(|shown| *shown = shown.moved(step, 0.0)),
            "ArrowUp" => shown.update(|shown| *shown = shown.moved(0.0, -step)),
            "ArrowDown" => shown.update(|shown| *shown = shown.moved(0.0, step)),
            "+" | "=" => zoom(1.0 / 1.25),
            "-" => zoom(1.25),
            "0" => shown.set(whole),
            _ => return,
        }
        event.prevent_default();
    };
    let racks = racks(&plan)
        .into_iter()
        .map(|rack| {
            view! { <rect class="rack" x=rack.x y=rack.y width=rack.width height=rack.height></rect> }
        })
        .collect_view();
    let of_faces = plan.clone();
    let faces = Memo::new(move |_| {
        let area = shown.get().area();
        faces_in(&of_faces, &area, FACES_DRAWN_MAX).unwrap_or_default()
    });
    let names = (0..plan.aisles)
        .map(|aisle| {
            let x = aisle * plan.aisle_pitch_mm + plan.aisle_pitch_mm / 2;
            let size = (plan.aisle_pitch_mm / 3).to_string();
            view! {
                <text class="aisle-name" x=x y=plan.cross_mm / 2 font-size=size text-anchor="middle">
                    {aisle_name(aisle)}
                </text>
            }
        })
        .collect_view();
    let drawn = plan.clone();
    let face = move |key: FaceKey| {
        let area = face_area(&drawn, key);
        let bins = Memo::new(move |_| {
            all.with(|all| {
                let bins = all.as_ref().and_then(|all| all.faces.get(&key));
                let first = bins
                    .and_then(|bins| bins.first())
                    .map(|bin| bin.code.clone());
                (class_of(bins), first.unwrap_or_default())
            })
        });
        let open = move |_| {
            if !dragged.get_untracked() {
                panel.set(Some(Panel::Face(key)));
            }
        };
        let size = (area.height.min(area.width) / 4).to_string();
        let (x, y) = (area.x + area.width / 2, area.y + area.height / 2);
        let readable = move || scale() < CODES_FROM_MM;
        view! {
            <g on:click=open data-test="face">
                <rect
                    class=move || bins.with(|bins| bins.0)
                    x=area.x
                    y=area.y
                    width=area.width
                    height=area.height
                ></rect>
                {move || {
                    readable()
                        .then(|| {
                            view! {
                                <text x=x y=y font-size=size.clone() text-anchor="middle" dominant-baseline="middle">
                                    {bins.with(|bins| bins.1.clone())}
                                </text>
                            }
                        })
                }}
            </g>
        }
    };
    let view_box = move || {
        let shown = shown.get();
        format!(
            "{:.0} {:.0} {:.0} {:.0}",
            shown.x, shown.y, shown.width, shown.height
        )
    };
    view! {
        <div class="row">
            <IconButton label=t!(plan_closer) icon=IconName::Plus on_press=move |()| zoom(1.0 / 1.25) />
            <IconButton label=t!(plan_farther) icon=IconName::Minus on_press=move |()| zoom(1.25) />
            <Button label=t!(plan_whole) kind=ButtonKind::Quiet on_press=move |()| shown.set(whole) />
            <span class="quiet-text">{t!(plan_keys)}</span>
        </div>
        <div
            class="plan"
            node_ref=canvas
            tabindex="0"
            role="application"
            aria-label=t!(plan_title)
            data-test="plan"
            on:pointerdown=down
            on:pointermove=drag
            on:pointerup=move |_| held.set(None)
            on:pointerleave=move |_| held.set(None)
            on:wheel=wheel
            on:keydown=keys
        >
            <svg viewBox=view_box preserveAspectRatio="xMidYMid meet" aria-hidden="true">
                <g>{racks}</g>
                <g>{names}</g>
                <For each=move || faces.get() key=|key| *key let:key>
                    {face(key)}
                </For>
            </svg>
        </div>
    }
}

/// The bins of a face, and which location stands there.
#[component]
fn FaceForm(key_: FaceKey, all: Memo<Option<PlanView>>) -> impl IntoView {
    let bins = Memo::new(move |_| {
        all.with(|all| {
            let bins = all.as_ref().and_then(|all| all.faces.get(&key_));
            bins.cloned().unwrap_or_default()
        })
    });
    let code = RwSignal::new(String::new());
    let level = RwSignal::new(Some(1_i64));
    let place = move |()| {
        let Some(location) = super::actions::location_of(&code.get_untracked()) else {
            return report(Problem {
                text: t!(stock_move_incomplete),
                code: "plan".into(),
            });
        };
        let level = level.get_untracked().unwrap_or(1).max(1) - 1;
        let spot = FloorSpot {
            aisle: key_.aisle,
            bay: key_.bay,
            side: if key_.right {
                AisleSide::Right
            } else {
                AisleSide::Left
            },
            level: u32::try_from(level).unwrap_or(0),
        };
        set_spot(&location, Some(spot));
        code.set(String::new());
    };
    let rows = move || {
        let row = |bin: PlanBin| {
            let href = navigation::href_with(&Route::Places, &[("bin", bin.code.as_str())]);
            let units = bin.units;
            let location = bin.location.clone();
            let status =
                (bin.status != LocationStatus::Normal).then(|| words::location_status(&bin.status));
            view! {
                <li class="row apart">
                    <a href=href class="code">{bin.code.clone()}</a>
                    {status.map(|words| view! { <span>{words}</span> })}
                    <span class="figure">{move || words::figure(units)}</span>
                    <Button
                        label=t!(plan_take_off)
                        kind=ButtonKind::Quiet
                        on_press=move |()| set_spot(&location, None)
                    />
                </li>
            }
        };
        bins.get().into_iter().map(row).collect_view()
    };
    view! {
        <ul class="plain-list" data-test="face-bins">{rows}</ul>
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(plan_put_here) value=code />
            <NumberInput label=t!(plan_level) value=level min=1 max=40 />
            <Button label=t!(plan_put) submit=true on_press=place attr:data-test="put-on-plan" />
        </form>
    }
}

fn set_spot(location: &crate::trade::id::LocationId, spot: Option<FloorSpot>) {
    let command = LocationCommand::SetLocations {
        warehouse: location.warehouse.clone(),
        locations: vec![LocationChange {
            which: LocationRef::Known(location.clone()),
            fields: vec![LocationField::Spot(spot)],
        }],
    };
    desk::perform(command, t!(stock_changed));
    page::focus("[data-test=plan]");
}
