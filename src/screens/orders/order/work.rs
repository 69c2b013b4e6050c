//! The fulfilment orders of an order: which warehouse does what of it; moved to another, split, merged, held back.

use leptos::prelude::*;

use super::super::Shown;
use super::others::others;
use crate::screens::desk::{self, Area};
use crate::screens::stock::parties;
use crate::screens::words;
use crate::trade::fulfilment::commands::{FulfilmentCommand, MoveTo, PartUnits};
use crate::trade::fulfilment::{Executor, LineUnits};
use crate::trade::id::{FulfilmentOrderId, PartyId, WarehouseId};
use crate::trade::parties::PartyRole;
use crate::trade::quantity::Units;
use crate::ui::components::{
    Button, ButtonKind, Dialog, IconName, NumberInput, Select, StatusBadge,
};
use crate::ui::feedback::{Problem, Tone, report};
use crate::ui::locale::{Text, t, text};
use crate::view::names;
use crate::view::orders::{FulfilmentView, WorkLine};

/// Who units may go to, by what stands for it in the field.
#[derive(Clone, Debug, PartialEq)]
struct Targets {
    warehouses: Vec<(WarehouseId, String)>,
    suppliers: Vec<(PartyId, String)>,
}

impl Targets {
    fn read() -> Self {
        desk::read(&[Area::Catalog, Area::Orders], |at| {
            let warehouses = desk::warehouses(at).into_iter();
            let warehouses = warehouses.map(|id| {
                let name = names::warehouse_name(at, &id);
                (id, name)
            });
            Targets {
                warehouses: warehouses.collect(),
                suppliers: parties(at, &PartyRole::Supplier),
            }
        })
    }
}

/// The section of the fulfilment orders; shown where there is any.
#[component]
pub(super) fn Work(order: Shown) -> impl IntoView {
    let targets = Memo::new(|_| Targets::read());
    let any = Memo::new(move |_| order.with(|order| !order.fulfilments.is_empty()));
    view! {
        <Show when=move || any.get()>
            <section class="order-section" aria-labelledby="order-work">
                <h2 id="order-work">{t!(order_work)}</h2>
                <ul class="plain-list">
                    {move || {
                        let targets = targets.get();
                        order
                            .with(|order| {
                                let all = &order.fulfilments;
                                all.iter().map(|of| fulfilment_view(of, all, &targets)).collect_view()
                            })
                    }}
                </ul>
            </section>
        </Show>
    }
}

fn fulfilment_view(of: &FulfilmentView, all: &[FulfilmentView], targets: &Targets) -> AnyView {
    let id = of.id;
    let [units, allocated, done, shipped] = of.units.map(|units| u64::try_from(units).unwrap_or(0));
    let moving = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let may_move = of.lines.iter().any(|line| line.movable > 0);
    let may_ask = of.warehouse.is_some() && of.asked_back == 0;
    let may_ask = may_ask && of.lines.iter().any(|line| line.begun > 0);
    let holds = of.holds.clone();
    let is_held = !holds.is_empty();
    let until = holds.iter().filter_map(|(_, until)| *until).min();
    let asked_back = of.asked_back;
    let lift = move |()| {
        for (hold, _) in holds.clone() {
            let command = FulfilmentCommand::ReleaseHold {
                fulfilment: id,
                hold,
            };
            desk::perform(command, t!(order_work_released));
        }
    };
    let hold = move |()| {
        let command = FulfilmentCommand::Hold {
            fulfilment: id,
            until: None,
        };
        desk::perform(command, t!(order_work_held));
    };
    let of_others = of.others.clone();
    let is_ours = of_others.is_none();
    let executor = of.executor.clone();
    let back_label = match is_ours {
        true => t!(order_work_back),
        false => t!(order_work_back_others, who = executor.clone()),
    };
    let (of_move, of_ask) = (of.clone(), of.clone());
    let (all, targets) = (all.to_vec(), targets.clone());
    view! {
        <li class="row apart" data-test="fulfilment" data-fulfilment=names::opened(&id.0)>
            <span>
                <strong>{of.executor.clone()}</strong>
                " "
                {move || {
                    text!(
                        order_work_units, n = units, allocated = allocated, done = done, shipped = shipped
                    )
                }}
                {is_held
                    .then(|| {
                        let label = match until {
                            Some(ms) => t!(order_work_held_until, when = words::moment(ms)),
                            None => t!(order_work_is_held),
                        };
                        view! {
                            " "
                            <StatusBadge tone=Tone::Attention label />
                        }
                    })}
                {(asked_back > 0)
                    .then(|| {
                        view! {
                            " "
                            <StatusBadge tone=Tone::Information label=t!(order_work_asked, n = asked_back) />
                        }
                    })}
            </span>
            <span class="row">
                {may_move
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_work_move)
                                kind=ButtonKind::Quiet
                                icon=IconName::ChevronRight
                                on_press=move |()| moving.set(true)
                                attr:data-test="move-work"
                            />
                            <Button
                                label=back_label.clone()
                                kind=ButtonKind::Quiet
                                on_press=move |()| move_to(id, Vec::new(), MoveTo::Unrouted)
                                attr:data-test="unroute"
                            />
                        }
                    })}
                {may_ask
                    .then(|| {
                        view! {
                            <Button
                                label=t!(order_work_ask)
                                kind=ButtonKind::Quiet
                                on_press=move |()| asking.set(true)
                                attr:data-test="ask-back"
                            />
                        }
                    })}
                {if is_held {
                    view! {
                        <Button
                            label=t!(order_work_lift)
                            kind=ButtonKind::Quiet
                            icon=IconName::Unlock
                            on_press=lift
                            attr:data-test="lift-work"
                        />
                    }
                        .into_any()
                } else {
                    (is_ours && units > shipped)
                        .then(|| {
                            view! {
                                <Button
                                    label=t!(order_work_hold)
                                    kind=ButtonKind::Quiet
                                    icon=IconName::Lock
                                    on_press=hold
                                    attr:data-test="hold-work"
                                />
                            }
                        })
                        .into_any()
                }}
            </span>
            {of_others.map(|of| others(id, &of))}
            <MoveForm of=of_move all targets open=moving />
            <AskForm of=of_ask open=asking />
        </li>
    }
    .into_any()
}

/// A number for each line; at first all of it.
fn figures(
    lines: &[WorkLine],
    most: fn(&WorkLine) -> u64,
) -> Vec<(WorkLine, i64, RwSignal<Option<i64>>)> {
    let of = |line: &WorkLine| {
        let most = i64::try_from(most(line)).unwrap_or(i64::MAX);
        (line.clone(), most, RwSignal::new(Some(most)))
    };
    lines
        .iter()
        .map(of)
        .filter(|(_, most, _)| *most > 0)
        .collect()
}

fn typed(units: RwSignal<Option<i64>>) -> Option<Units> {
    let units = units.get_untracked().and_then(|n| u64::try_from(n).ok());
    units.and_then(Units::new)
}

/// What of a fulfilment order moves, and to whom: to a fulfilment order of its own, or into one that there is.
#[component]
fn MoveForm(
    of: FulfilmentView,
    all: Vec<FulfilmentView>,
    targets: Targets,
    open: RwSignal<bool>,
) -> impl IntoView {
    let id = of.id;
    let lines = figures(&of.lines, |line| line.movable);
    let others: Vec<FulfilmentView> = all.into_iter().filter(|it| it.id != id).collect();
    let mut options: Vec<(String, Text)> = Vec::new();
    let mut to: Vec<MoveTo> = Vec::new();
    let mut offer = |words: Text, target: MoveTo| {
        options.push((to.len().to_string(), words));
        to.push(target);
    };
    for (warehouse, name) in targets.warehouses {
        let executor = Executor::Warehouse(warehouse);
        offer(
            t!(order_work_to_new, who = name.clone()),
            MoveTo::New {
                executor,
                due: None,
            },
        );
    }
    for (supplier, name) in targets.suppliers {
        let executor = Executor::Supplier(supplier);
        offer(
            t!(order_work_to_supplier, who = name.clone()),
            MoveTo::New {
                executor,
                due: None,
            },
        );
    }
    for other in others {
        let name = other.executor.clone();
        offer(
            t!(order_work_into, who = name.clone()),
            MoveTo::Another(other.id),
        );
    }
    let chosen = RwSignal::new("0".to_owned());
    let fields = lines.clone();
    let send = move |()| {
        let units: Vec<PartUnits> = lines
            .iter()
            .filter_map(|(line, _, units)| {
                Some(PartUnits {
                    line: line.line,
                    units: typed(*units)?,
                })
            })
            .collect();
        if units.is_empty() {
            return complain(t!(order_work_nothing));
        }
        let target = chosen.get_untracked().parse().ok();
        let target = target.and_then(|index: usize| to.get(index).cloned());
        if let Some(target) = target {
            open.set(false);
            move_to(id, units, target);
        }
    };
    let send = Callback::new(send);
    view! {
        <Dialog title=t!(order_work_move) open=open on_close=move |()| open.set(false)>
            <form class="form" data-test="move-work-form" on:submit=|event| event.prevent_default()>
                <p class="quiet-text">{t!(order_work_move_text)}</p>
                {figure_fields(fields.clone())}
                <Select label=t!(order_work_to) value=chosen options=Signal::stored(options.clone()) />
                <Button label=t!(order_work_move_do) kind=ButtonKind::Primary submit=true on_press=send attr:data-test="move-work-do" />
            </form>
        </Dialog>
    }
}

/// What the warehouse is asked to give back of what it has begun with.
#[component]
fn AskForm(of: FulfilmentView, open: RwSignal<bool>) -> impl IntoView {
    let id = of.id;
    let lines = figures(&of.lines, |line| line.begun);
    let fields = lines.clone();
    let send = Callback::new(move |()| {
        let units: Vec<LineUnits> = lines
            .iter()
            .filter_map(|(line, _, units)| {
                Some(LineUnits {
                    line: line.line,
                    units: typed(*units)?,
                })
            })
            .collect();
        if units.is_empty() {
            return complain(t!(order_work_nothing));
        }
        open.set(false);
        let command = FulfilmentCommand::RequestBack {
            fulfilment: id,
            lines: units,
        };
        desk::perform(command, t!(order_work_asked_done));
    });
    view! {
        <Dialog title=t!(order_work_ask) open=open on_close=move |()| open.set(false)>
            <form class="form" data-test="ask-back-form" on:submit=|event| event.prevent_default()>
                <p class="quiet-text">{t!(order_work_ask_text)}</p>
                {figure_fields(fields.clone())}
                <Button label=t!(order_work_ask) kind=ButtonKind::Primary submit=true on_press=send attr:data-test="ask-back-do" />
            </form>
        </Dialog>
    }
}

fn figure_fields(lines: Vec<(WorkLine, i64, RwSignal<Option<i64>>)>) -> impl IntoView {
    lines
        .into_iter()
        .map(|(line, most, units)| {
            view! { <NumberInput label=Text::from(line.sku) value=units min=0 max=most /> }
        })
        .collect_view()
}

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}

/// Moves units that no work was begun on; with none named all of them.
fn move_to(fulfilment: FulfilmentOrderId, units: Vec<PartUnits>, to: MoveTo) {
    let command = FulfilmentCommand::Move {
        fulfilment,
        units,
        to,
    };
    desk::perform(command, t!(order_work_moved));
}
