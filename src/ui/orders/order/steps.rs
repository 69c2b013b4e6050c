//! The steps of an order's page: what can be done with it now.

use leptos::prelude::*;

use super::form::{Form, Shown};
use crate::browser::clock;
use crate::domain::decide::office::cancellable;
use crate::domain::order::{Order, Stage};
use crate::domain::{Command, Event};
use crate::ui::components::{Button, ButtonKind, IconName};
use crate::ui::desk;
use crate::ui::feedback::{Tone, toast, toast_with};
use crate::ui::locale::t;

/// Which steps are open.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Open {
    allocate: bool,
    release_promises: bool,
    release_to_floor: bool,
    hold: bool,
    cancel: bool,
}

impl Open {
    fn of(order: &Order) -> Self {
        let stages = order.stages();
        let workable = order.holds_at(clock::now_ms()).next().is_none()
            && !order.needs_verification()
            && order.payment_covers();
        let promised = stages.get(Stage::Promised) > 0 && order.batch.is_none();
        Open {
            allocate: workable && stages.get(Stage::Open) > 0,
            release_promises: promised,
            release_to_floor: workable && promised,
            hold: stages.outstanding() > 0,
            cancel: (0..order.lines.len()).any(|line| cancellable(order, line as u16) > 0),
        }
    }
}

/// The steps that are open, the next one last.
#[component]
pub(super) fn Steps(order: Shown, hold: Form, cancel: Form) -> impl IntoView {
    let open = Memo::new(move |_| order.with(|order| Open::of(order)));
    move || {
        let open = open.get();
        let next = |is_next: bool| {
            if is_next {
                ButtonKind::Primary
            } else {
                ButtonKind::Secondary
            }
        };
        view! {
            {open
                .cancel
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_cancel_units)
                            kind=ButtonKind::Quiet
                            icon=IconName::Cross
                            on_press=move |()| cancel.open.set(true)
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
                            attr:data-test="hold-order"
                        />
                    }
                })}
            {open
                .release_promises
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_release_promises)
                            icon=IconName::Undo
                            on_press=move |()| release_promises(order)
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
                            kind=next(!open.release_to_floor)
                            icon=IconName::Bin
                            on_press=move |()| allocate(order)
                            attr:data-test="allocate"
                        />
                    }
                })}
            {open
                .release_to_floor
                .then(|| {
                    view! {
                        <Button
                            label=t!(order_release_to_floor)
                            kind=next(true)
                            icon=IconName::Scan
                            on_press=move |()| release_to_floor(order)
                            attr:data-test="release-to-floor"
                        />
                    }
                })}
        }
    }
}

fn allocate(order: Shown) {
    let id = order.with_untracked(|order| order.id.clone());
    let command = Command::Allocate {
        orders: vec![id.clone()],
    };
    leptos::task::spawn_local(async move {
        match desk::rehearse(&command).await {
            // Nothing is free: a sentence about the goods says more than "there is nothing to do".
            Err(crate::portal::PortalError::Refused(
                crate::domain::command::Refusal::NothingToDo,
            )) => toast(Tone::Attention, t!(order_no_stock)),
            _ => {
                let number = id.number().to_owned();
                desk::perform_then(command, move |_| {
                    toast_with(
                        Tone::Good,
                        t!(order_allocated, number = number),
                        t!(orders_undo_allocate),
                        move || release_promises(order),
                    );
                });
            }
        }
    });
}

fn release_promises(order: Shown) {
    let Some(id) = order.try_with_untracked(|order| order.id.clone()) else {
        return;
    };
    let number = id.number().to_owned();
    let again = Command::Allocate {
        orders: vec![id.clone()],
    };
    let command = Command::ReleasePromises { orders: vec![id] };
    desk::perform_then(command, move |_| {
        toast_with(
            Tone::Good,
            t!(order_released_promises, number = number),
            t!(orders_undo_release_promises),
            move || desk::perform(again.clone(), t!(orders_undone)),
        );
    });
}

fn release_to_floor(order: Shown) {
    let id = order.with_untracked(|order| order.id.clone());
    let number = id.number().to_owned();
    let command = Command::ReleaseBatch { orders: vec![id] };
    desk::perform_then(command, move |events| {
        let finish = events.into_iter().find_map(|event| match event {
            Event::BatchReleased { batch, .. } => Some(Command::FinishBatch { batch }),
            _ => None,
        });
        let words = t!(order_released_to_floor, number = number);
        match finish {
            Some(finish) => toast_with(
                Tone::Good,
                words,
                t!(orders_undo_release_to_floor),
                move || desk::perform(finish.clone(), t!(orders_undone)),
            ),
            None => toast(Tone::Good, words),
        }
    });
}
