//! The pick batches: what the floor is working on, how far it is, and what was short.

use leptos::prelude::*;

use super::nav::OrdersNav;
use crate::domain::Command;
use crate::domain::picking::Batch;
use crate::domain::text::BatchId;
use crate::limits::QUEUE_SHOWN_MAX;
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, EmptyState, FilterChip, IconName, PageHeader,
};
use crate::ui::desk::{self, Area};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::{Paper, Route};
use crate::ui::{pages, trade};

/// The list of pick batches.
#[component]
pub fn BatchesPage() -> impl IntoView {
    let show = query_value("show");
    let finished = Memo::new(move |_| show.get().as_deref() == Some("finished"));
    let counts = Memo::new(|_| {
        desk::read(&[Area::Floor], |state| {
            let done = state
                .batches
                .values()
                .filter(|batch| batch.finished)
                .count();
            (state.batches.len() - done, done)
        })
    });
    let shown = Memo::new(move |_| {
        let finished = finished.get();
        desk::read(&[Area::Floor], |state| {
            let mut batches: Vec<&Batch> = state
                .batches
                .values()
                .filter(|batch| batch.finished == finished)
                .collect();
            batches.sort_by_key(|batch| std::cmp::Reverse(batch.released_ms));
            let ids = batches.into_iter().map(|batch| batch.id.clone());
            ids.take(QUEUE_SHOWN_MAX).collect::<Vec<BatchId>>()
        })
    });
    let none = Memo::new(move |_| counts.get() == (0, 0));
    let chip =
        move |name: &'static str, label: Text, on: bool, count: fn((usize, usize)) -> usize| {
            view! {
                <FilterChip
                    label
                    active=Signal::derive(move || finished.get() == on)
                    on_toggle=move |()| show.set(on.then_some(name))
                    count=Text::computed(move || trade::figure(count(counts.get()) as u32))
                />
            }
        };
    view! {
        <PageHeader
            title=t!(orders_nav_batches)
            summary=Text::computed(move || text!(orders_batches_summary, n = counts.get().0))
        />
        <OrdersNav />
        <Show when=move || !none.get() fallback=|| view! { <NoBatches /> }>
            <div class="row list-bar">
                {chip("open", t!(orders_batches_open), false, |counts| counts.0)}
                {chip("finished", t!(orders_batches_finished), true, |counts| counts.1)}
            </div>
            <ul class="cards" data-test="batches">
                <For
                    each=move || shown.get()
                    key=|id| id.clone()
                    children=|id| view! { <Card id /> }
                />
            </ul>
        </Show>
    }
}

#[component]
fn NoBatches() -> impl IntoView {
    let ready = navigation::href_with(&Route::Orders, &[("state", "promised"), ("sort", "placed")]);
    view! {
        <EmptyState
            title=t!(orders_batches_empty_title)
            text=t!(orders_batches_empty_text)
            icon=IconName::Tote
        >
            <a class="button primary" href=ready>{t!(orders_choose_orders)}</a>
        </EmptyState>
    }
}

#[component]
fn Card(id: BatchId) -> impl IntoView {
    let batch = {
        let id = id.clone();
        Memo::new(move |_| desk::read(&[Area::Floor], |state| state.batches.get(&id).cloned()))
    };
    view! {
        <li class="card" data-test="batch" data-batch=id.to_string()>
            {move || batch.with(|batch| batch.as_ref().map(contents))}
        </li>
    }
}

fn contents(batch: &Batch) -> AnyView {
    let id = batch.id.to_string();
    let (released, who) = (batch.released_ms, batch.operator.to_string());
    let (done, tasks) = (batch.tasks_done(), batch.tasks.len());
    let total: u32 = batch.tasks.iter().map(|task| task.task.units).sum();
    let picked: u32 = batch.tasks.iter().map(|task| task.picked).sum();
    let short: u32 = batch.tasks.iter().map(|task| task.short).sum();
    let orders = batch.orders.iter().map(|entry| {
        let address = navigation::href(&Route::Order(entry.order.to_string()));
        let tote = entry.tote.as_ref().map(ToString::to_string);
        view! {
            <li>
                <a href=address>{entry.order.number().to_owned()}</a>
                {tote
                    .map(|tote| {
                        view! { " " <span class="quiet-text">{t!(orders_batch_tote, tote = tote.as_str())}</span> }
                    })}
            </li>
        }
    });
    let count = batch.orders.len();
    let title = {
        let id = id.clone();
        t!(orders_batch_title, batch = id.as_str())
    };
    let progress =
        Text::computed(move || text!(orders_batch_units, picked = picked, total = total));
    view! {
        <div class="row apart">
            <h2>{title}</h2>
            {(!batch.finished).then(|| steps(&batch.id))}
        </div>
        <p class="quiet-text">
            {move || text!(orders_batch_released, when = trade::moment(released), who = who.as_str())}
        </p>
        <p class="row">
            <span>{move || text!(orders_count, n = count)}</span>
            <span data-test="batch-progress">
                {move || text!(orders_batch_progress, done = done, total = tasks)}
            </span>
            <span>{progress.clone()}</span>
            {(short > 0).then(|| view! { <strong>{move || text!(orders_batch_short, n = short)}</strong> })}
        </p>
        <progress max=total.to_string() value=picked.to_string() aria-label=progress></progress>
        <ul class="outcome-orders">{orders.collect_view()}</ul>
    }
    .into_any()
}

fn steps(id: &BatchId) -> AnyView {
    let links = [
        (
            t!(orders_print_pick_list),
            Route::Print(Paper::PickList(id.to_string())),
            IconName::Print,
        ),
        (
            t!(orders_pick_batch),
            Route::FloorPickBatch(id.to_string()),
            IconName::Scan,
        ),
    ];
    let links = links
        .into_iter()
        .filter(|(_, route, _)| pages::exists(route))
        .map(|(label, to, icon)| view! { <ButtonLink label to icon kind=ButtonKind::Quiet /> });
    let finish = {
        let batch = id.clone();
        move |()| {
            let name = batch.to_string();
            let command = Command::FinishBatch {
                batch: batch.clone(),
            };
            desk::perform(command, t!(orders_batch_finished, batch = name));
        }
    };
    view! {
        <div class="row">
            {links.collect_view()}
            <Button
                label=t!(orders_finish_batch)
                icon=IconName::Check
                on_press=finish
                attr:data-test="finish-batch"
            />
        </div>
    }
    .into_any()
}
