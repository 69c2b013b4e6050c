//! The fulfilment orders of an order: which warehouse does what of it; moved to another, split over several.

use leptos::prelude::*;

use super::super::Shown;
use crate::screens::desk::{self, Area};
use crate::trade::fulfilment::Executor;
use crate::trade::fulfilment::commands::{FulfilmentCommand, MoveTo};
use crate::trade::id::{FulfilmentOrderId, WarehouseId};
use crate::ui::components::{Button, ButtonKind, IconName, Menu, MenuItem};
use crate::ui::locale::{Text, t, text};
use crate::view::names;
use crate::view::orders::FulfilmentView;

/// The section of the fulfilment orders; shown where there is any.
#[component]
pub(super) fn Work(order: Shown) -> impl IntoView {
    let warehouses = Memo::new(|_| {
        desk::read(&[Area::Catalog], |at| {
            desk::warehouses(at)
                .into_iter()
                .map(|id| {
                    let name = names::warehouse_name(at, &id);
                    (id, name)
                })
                .collect::<Vec<(WarehouseId, String)>>()
        })
    });
    let any = Memo::new(move |_| order.with(|order| !order.fulfilments.is_empty()));
    view! {
        <Show when=move || any.get()>
            <section class="order-section" aria-labelledby="order-work">
                <h2 id="order-work">{t!(order_work)}</h2>
                <ul class="plain-list">
                    {move || {
                        let all = warehouses.get();
                        order
                            .with(|order| {
                                order
                                    .fulfilments
                                    .iter()
                                    .map(|fulfilment| fulfilment_view(fulfilment, &all))
                                    .collect_view()
                            })
                    }}
                </ul>
            </section>
        </Show>
    }
}

fn fulfilment_view(of: &FulfilmentView, warehouses: &[(WarehouseId, String)]) -> AnyView {
    let id = of.id;
    let [all, allocated, done, shipped] = of.units.map(|units| u64::try_from(units).unwrap_or(0));
    let movable = all > shipped && done == 0 && !of.in_batch;
    let others: Vec<(WarehouseId, String)> = warehouses
        .iter()
        .filter(|(other, _)| of.warehouse.as_ref() != Some(other))
        .cloned()
        .collect();
    view! {
        <li class="row apart" data-test="fulfilment" data-fulfilment=names::opened(&id.0)>
            <span>
                <strong>{of.executor.clone()}</strong>
                " "
                {move || {
                    text!(
                        order_work_units, all = all, allocated = allocated, done = done, shipped = shipped
                    )
                }}
            </span>
            {movable
                .then(|| {
                    view! {
                        <span class="row">
                            {(!others.is_empty()).then(|| move_menu(id, others))}
                            <Button
                                label=t!(order_work_back)
                                kind=ButtonKind::Quiet
                                on_press=move |()| move_to(id, MoveTo::Unrouted)
                                attr:data-test="unroute"
                            />
                        </span>
                    }
                })}
        </li>
    }
    .into_any()
}

fn move_menu(id: FulfilmentOrderId, others: Vec<(WarehouseId, String)>) -> AnyView {
    view! {
        <Menu label=t!(order_work_move) icon=IconName::ChevronRight>
            {others
                .clone()
                .into_iter()
                .map(|(warehouse, name)| {
                    view! {
                        <MenuItem
                            label=Text::from(name)
                            on_choose=move |()| {
                                let executor = Executor::Warehouse(warehouse.clone());
                                move_to(id, MoveTo::New { executor, due: None });
                            }
                        />
                    }
                })
                .collect_view()}
        </Menu>
    }
    .into_any()
}

/// Moves everything of a fulfilment order that no work was begun on.
fn move_to(fulfilment: FulfilmentOrderId, to: MoveTo) {
    let command = FulfilmentCommand::Move {
        fulfilment,
        units: Vec::new(),
        to,
    };
    desk::perform(command, t!(order_work_moved));
}
