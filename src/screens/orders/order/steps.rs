//! The steps of an order's page: what can be done with it now.

use leptos::prelude::*;

use super::super::Shown;
use super::super::bulk::{allocations, deallocation, releases};
use super::super::form::Form;
use crate::screens::desk;
use crate::site::SiteError;
use crate::stream::id::Opened;
use crate::trade::decide::Refusal;
use crate::trade::id::{BatchId, OrderId};
use crate::trade::orders::HoldKind;
use crate::trade::orders::commands::{HeldOrder, OrderCommand};
use crate::trade::orders::status::Blocked;
use crate::trade::picking::commands::PickingCommand;
use crate::ui::components::{Button, ButtonKind, ConfirmButton, IconName};
use crate::ui::feedback::{Tone, spawn_reported, toast, toast_with};
use crate::ui::locale::{Text, t};
use crate::view::orders::OrderView;
use crate::view::stock::asked_back_of_others;

/// Which steps are open.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Open {
    allocate: bool,
    deallocate: bool,
    release: bool,
    hold: bool,
    cancel: bool,
    undo_cancel: bool,
    undo_elsewhere: bool,
}

impl Open {
    fn of(order: &OrderView) -> Self {
        let stages = order.stages();
        let workable = order
            .blocked
            .iter()
            .all(|blocked| *blocked == Blocked::NoAddress);
        let free = order
            .fulfilments
            .iter()
            .any(|of| of.units[1] > 0 && !of.in_batch);
        Open {
            allocate: workable && stages.open > 0,
            deallocate: free,
            release: workable && free,
            hold: stages.outstanding() > 0,
            cancel: order
                .lines
                .iter()
                .any(|line| line.cancellable + line.recallable > 0),
            undo_cancel: order.cancellation.is_some() && !order.is_elsewhere,
            undo_elsewhere: order.cancellation.is_some() && order.is_elsewhere,
        }
    }
}

/// Why whoever is signed in may do nothing with an order that is open: it is of a channel, a client or a role that is not
/// theirs. Told before a button is pressed.
fn barred(order: Shown) -> Option<Text> {
    desk::followed_operator();
    let id = order.with(|order| order.head.id.clone());
    let held = HeldOrder {
        order: id,
        rows: Vec::new(),
    };
    let probe = OrderCommand::PlaceHold {
        orders: vec![held],
        kind: HoldKind::Operator,
        until: None,
    };
    match desk::rehearse(probe) {
        Err(SiteError::Refused(refusal))
            if matches!(
                *refusal,
                Refusal::Restricted(_) | Refusal::NotAllowed { .. }
            ) =>
        {
            Some(desk::refusal(&refusal))
        }
        _ => None,
    }
}

/// The steps that are open, the next one last.
#[component]
pub(super) fn Steps(order: Shown, hold: Form, cancel: Form) -> impl IntoView {
    let open = Memo::new(move |_| order.with(|order| Open::of(order)));
    move || {
        let open = open.get();
        let why = match open.hold {
            true => barred(order),
            false => None,
        };
        let off = Signal::stored(why.is_some());
        let next = |is_next: bool| {
            if is_next {
                ButtonKind::Primary
            } else {
                ButtonKind::Secondary
            }
        };
        view! {
            {why.map(|why| view! { <p class="quiet-text" data-test="barred">{why}</p> })}
            {open
                .undo_cancel
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_undo_cancel)
                            kind=ButtonKind::Quiet
                            icon=IconName::Undo
                            on_press=move |()| undo_cancel(order)
                            disabled=off
                            attr:data-test="undo-cancel"
                        />
                    }
                })}
            {open
                .undo_elsewhere
                .then(|| {
                    view! {
                        <ConfirmButton
                            label=t!(order_undo_elsewhere)
                            text=t!(order_undo_elsewhere_means)
                            kind=ButtonKind::Quiet
                            icon=IconName::Undo
                            name="undo-elsewhere"
                            on_confirm=move |()| undo_cancel(order)
                        />
                    }
                })}
            {open
                .cancel
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_cancel_units)
                            kind=ButtonKind::Quiet
                            icon=IconName::Cross
                            on_press=move |()| cancel.open.set(true)
                            disabled=off
                            attr:data-test="cancel-units"
                        />
                    }
                })}
            {open
                .hold
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_hold)
                            icon=IconName::Lock
                            on_press=move |()| hold.open.set(true)
                            disabled=off
                            attr:data-test="hold-order"
                        />
                    }
                })}
            {open
                .deallocate
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_release_promises)
                            icon=IconName::Undo
                            on_press=move |()| deallocate(order)
                            disabled=off
                            attr:data-test="release-promises"
                        />
                    }
                })}
            {open
                .allocate
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_allocate)
                            kind=next(!open.release)
                            icon=IconName::Bin
                            on_press=move |()| allocate(order)
                            disabled=off
                            attr:data-test="allocate"
                        />
                    }
                })}
            {open
                .release
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_release_to_floor)
                            kind=next(true)
                            icon=IconName::Scan
                            on_press=move |()| release(order)
                            disabled=off
                            attr:data-test="release-to-floor"
                        />
                    }
                })}
        }
    }
}

fn allocate(order: Shown) {
    let (id, number) =
        order.with_untracked(|order| (order.head.id.clone(), order.head.number.clone()));
    let Some(command) = allocations(std::slice::from_ref(&id)).into_iter().next() else {
        return;
    };
    // Nothing is free: a sentence about the goods says more than "there is nothing to do".
    if let Err(SiteError::Refused(refusal)) = desk::rehearse(command.clone())
        && matches!(*refusal, Refusal::NothingToDo | Refusal::NoStock(_))
    {
        return toast(Tone::Attention, no_stock(&id));
    }
    desk::perform_then(command, move |_| {
        toast_with(
            Tone::Good,
            t!(order_allocated, number = number.clone()),
            t!(orders_undo_allocate),
            move || deallocate(order),
        );
    });
}

/// Why nothing can be allocated to an order: what it waits for, where that is known.
fn no_stock(id: &OrderId) -> Text {
    let holders = desk::peek(|at| {
        let order = at.state.order(id)?;
        Some(asked_back_of_others(at, order, desk::today()))
    });
    let holders = holders.unwrap_or_default();
    if holders.is_empty() {
        return t!(order_no_stock);
    }
    let units = holders.iter().map(|holder| holder.units).sum::<i128>();
    let numbers: Vec<&str> = holders.iter().map(|it| it.number.as_str()).collect();
    let (n, orders) = (u64::try_from(units).unwrap_or(u64::MAX), numbers.join(", "));
    t!(order_no_stock_asked_back, n = n, orders = orders.clone())
}

fn deallocate(order: Shown) {
    let Some((id, number)) =
        order.try_with_untracked(|order| (order.head.id.clone(), order.head.number.clone()))
    else {
        return;
    };
    let orders = vec![id];
    desk::perform_then(deallocation(&orders), move |_| {
        toast_with(
            Tone::Good,
            t!(order_released_promises, number = number.clone()),
            t!(orders_undo_release_promises),
            move || {
                for command in allocations(&orders) {
                    desk::perform(command, t!(orders_undone));
                }
            },
        );
    });
}

fn release(order: Shown) {
    let (id, number) =
        order.with_untracked(|order| (order.head.id.clone(), order.head.number.clone()));
    spawn_reported(async move {
        let mut finish = Vec::new();
        for command in releases(&[id]) {
            let ran = desk::run(command).await;
            let ran = ran.map_err(|error| desk::problem(&error))?;
            finish.extend(ran.commits.last().map(|commit| {
                let batch = BatchId(Opened {
                    commit: *commit,
                    ordinal: 0,
                });
                PickingCommand::Finish { batch }
            }));
        }
        toast_with(
            Tone::Good,
            t!(order_released_to_floor, number = number.clone()),
            t!(orders_undo_release_to_floor),
            move || {
                for command in finish.clone() {
                    desk::perform(command, t!(orders_undone));
                }
            },
        );
        Ok(())
    });
}

fn undo_cancel(order: Shown) {
    let found = order.with_untracked(|order| (order.head.id.clone(), order.cancellation));
    if let (order, Some(cancellation)) = found {
        let command = OrderCommand::UndoCancellation {
            order,
            cancellation,
        };
        desk::perform(command, t!(orders_undone));
    }
}
