//! The pick batches: what the floor is working on, how far it is, and what was short.

use leptos::prelude::*;
use std::collections::BTreeSet;

use super::nav::OrdersNav;
use crate::browser::page;
use crate::limits::QUEUE_SHOWN_MAX;
use crate::screens::desk::{self, Area};
use crate::screens::inbox::Concerned;
use crate::screens::{pages, words};
use crate::trade::id::{BatchId, DocumentId};
use crate::trade::picking::commands::PickingCommand;
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, EmptyState, FilterChip, IconName, PageHeader,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{self, query_value};
use crate::ui::routes::{Paper, Route};
use crate::view::batches::{BatchView, batch_view, batches};
use crate::view::names;

/// The list of pick batches.
#[component]
pub fn BatchesPage() -> impl IntoView {
    let show = query_value("show");
    let finished = Memo::new(move |_| show.get().as_deref() == Some("finished"));
    let all = Memo::new(|_| desk::read(&[Area::Floor], batches));
    let counts = Memo::new(move |_| {
        all.with(|all| {
            let done = all.iter().filter(|batch| batch.finished).count();
            (all.len() - done, done)
        })
    });
    let shown = Memo::new(move |_| {
        let finished = finished.get();
        all.with(|all| {
            let ids = all.iter().filter(|batch| batch.finished == finished);
            let ids = ids.map(|batch| batch.id);
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
                    count=Text::computed(move || words::figure(count(counts.get()) as i128))
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
                    key=|id| *id
                    children=|id| view! { <Card id /> }
                />
            </ul>
        </Show>
    }
}

#[component]
fn NoBatches() -> impl IntoView {
    let ready = navigation::href_with(
        &Route::Orders,
        &[("state", "allocated"), ("sort", "placed")],
    );
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
    let batch =
        Memo::new(move |_| desk::read(&[Area::Floor, Area::Orders], |at| batch_view(at, &id)));
    view! {
        <li class="card" data-test="batch" data-batch=names::opened(&id.0)>
            {move || batch.with(|batch| batch.as_ref().map(contents))}
        </li>
    }
}

fn contents(batch: &BatchView) -> AnyView {
    let id = names::opened(&batch.id.0);
    let (released, who) = (batch.released_ms, batch.who.clone().unwrap_or_default());
    let (done, tasks) = (batch.tasks_done, batch.tasks);
    let [total, picked, short] = batch.units.map(|units| u64::try_from(units).unwrap_or(0));
    let orders = batch.orders.iter().map(|entry| {
        let address = navigation::href(&Route::Order(entry.address.clone()));
        let tote = entry.tote.clone();
        view! {
            <li>
                <a href=address>{entry.number.clone()}</a>
                {tote
                    .map(|tote| {
                        view! {
                            " "
                            <span class="quiet-text">{t!(orders_batch_tote, tote = tote.clone())}</span>
                        }
                    })}
            </li>
        }
    });
    let count = batch.orders.len();
    let concerned = BTreeSet::from([DocumentId::Batch(batch.id)]);
    let concerned = Signal::stored(concerned);
    let title = {
        let id = id.clone();
        t!(orders_batch_title, batch = id.clone())
    };
    // Every figure leads to the list that it counts: the orders below, the tasks on the pick list.
    let tasks_list = navigation::href(&Route::Print(Paper::PickList(id.clone())));
    let list_id = format!("orders-of-{id}");
    let to_orders = {
        let list = format!("#{list_id}");
        move |_| {
            page::focus(&list);
        }
    };
    let progress = Text::computed(move || text!(orders_batch_units, picked = picked, n = total));
    view! {
        <div class="row apart">
            <h2>{title}</h2>
            {(!batch.finished).then(|| steps(batch.id))}
        </div>
        <p class="quiet-text">
            {move || text!(orders_batch_released, when = words::moment(released), who = who.as_str())}
        </p>
        <p class="row">
            <button class="figure-link" type="button" on:click=to_orders>
                {move || text!(orders_count, n = count)}
            </button>
            <a href=tasks_list.clone() data-test="batch-progress">
                {move || text!(orders_batch_progress, done = done, total = tasks)}
            </a>
            <a href=tasks_list.clone()>{progress.clone()}</a>
            {(short > 0)
                .then(|| {
                    view! { <a href=tasks_list><strong>{move || text!(orders_batch_short, n = short)}</strong></a> }
                })}
        </p>
        <Concerned documents=concerned />
        <progress max=total.to_string() value=picked.to_string() aria-label=progress></progress>
        <ul class="outcome-orders" id=list_id tabindex="-1">{orders.collect_view()}</ul>
    }
    .into_any()
}

fn steps(batch: BatchId) -> AnyView {
    let id = names::opened(&batch.0);
    let links = [
        (
            t!(orders_print_pick_list),
            Route::Print(Paper::PickList(id.clone())),
            IconName::Print,
        ),
        (
            t!(orders_pick_batch),
            Route::FloorPickBatch(id.clone()),
            IconName::Scan,
        ),
    ];
    let links = links
        .into_iter()
        .filter(|(_, route, _)| pages::exists(route))
        .map(|(label, to, icon)| view! { <ButtonLink label to icon kind=ButtonKind::Quiet /> });
    let finish = move |()| {
        let name = id.clone();
        let command = PickingCommand::Finish { batch };
        desk::perform(command, t!(orders_batch_finished, batch = name.clone()));
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
