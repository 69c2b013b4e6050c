//! Today: what must leave when, what blocks it, what is on the floor, what clashed. Every number leads to its list.

use super::desk::{self, ALL};
use super::floor::read_hand;
use super::inbox;
use super::orders::BegunWaits;
use super::orders::index::ask;
use super::orders::list::filters::{before_cutoff, day_ends_ms};
use super::{pages, words};
use crate::intake::repair;
use crate::trade::orders::status::FulfilmentStatus;
use crate::ui::components::{
    ButtonKind, ButtonLink, EmptyState, Icon, IconName, PageHeader, tone_icon,
};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t};
use crate::ui::navigation::href_with;
use crate::ui::routes::Route;
use crate::view::answers;
use crate::view::floor::carriers;
use crate::view::floor::home::{Waiting, waiting};
use crate::view::orders::Counts as Orders;
use crate::view::person;
use crate::view::stock::stock_rows;
use leptos::prelude::*;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    all: usize,
    open: usize,
    waiting: usize,
    ready: usize,
    orders: Orders,
    floor: Waiting,
    reorder: usize,
    cutoff: usize,
    clashes: usize,
    to_erase: usize,
    to_tell: usize,
    to_mend: usize,
    has_warehouse: bool,
    has_carrier: bool,
    has_items: bool,
    has_stock: bool,
}

fn counts_now() -> Counts {
    let mut counts = ask(|index| Counts {
        all: index.len(),
        open: index.open(),
        waiting: index.at(FulfilmentStatus::Waiting),
        ready: index.at(FulfilmentStatus::Allocated),
        orders: index.counts(desk::now_ms(), day_ends_ms()),
        ..Counts::default()
    });
    counts.floor = read_hand(ALL, waiting);
    counts.clashes = inbox::entries().len();
    counts.cutoff = before_cutoff();
    counts.has_carrier = read_hand(ALL, |hand| !carriers::known(hand).is_empty());
    desk::read(ALL, |at| {
        counts.has_warehouse = !desk::warehouses(at).is_empty();
        let rows = stock_rows(at, None, desk::today());
        let low = |row: &&crate::view::stock::StockRow| {
            row.reorder_point
                .is_some_and(|point| row.available <= i128::from(point))
        };
        counts.reorder = rows.iter().filter(low).count();
        counts.has_items = !rows.is_empty();
        counts.has_stock = rows.iter().any(|row| row.on_hand > 0);
        counts.to_tell = answers::untold_parcels(at);
        counts.to_erase = person::due(at, desk::now_ms()).len();
        counts.to_mend = repair::waits(at);
    });
    counts
}

/// A line of a lane: a number, what it counts, and where its list is.
struct Line {
    test: &'static str,
    label: Text,
    tone: Tone,
    to: (Route, Vec<(&'static str, &'static str)>),
    count: fn(&Counts) -> u64,
}

fn line(
    test: &'static str,
    label: Text,
    tone: Tone,
    route: Route,
    query: &[(&'static str, &'static str)],
    count: fn(&Counts) -> u64,
) -> Line {
    Line {
        test,
        label,
        tone,
        to: (route, query.to_vec()),
        count,
    }
}

fn leaving() -> Vec<Line> {
    vec![
        line(
            "due",
            t!(today_due),
            Tone::Wrong,
            Route::Orders,
            &[("show", "due")],
            |c| c.orders.due as u64,
        ),
        line(
            "cutoff",
            t!(today_cutoff),
            Tone::Attention,
            Route::Orders,
            &[("show", "cutoff")],
            |c| c.cutoff as u64,
        ),
        line(
            "ready",
            t!(today_ready),
            Tone::Good,
            Route::Orders,
            &[("state", "allocated")],
            |c| c.ready as u64,
        ),
        line(
            "to-promise",
            t!(today_to_promise),
            Tone::Information,
            Route::Orders,
            &[("state", "waiting")],
            |c| c.waiting as u64,
        ),
        line(
            "to-tell",
            t!(today_to_tell),
            Tone::Information,
            Route::Answers,
            &[],
            |c| c.to_tell as u64,
        ),
    ]
}

fn blocking() -> Vec<Line> {
    vec![
        line(
            "conflicts",
            t!(today_conflicts),
            Tone::Wrong,
            Route::Conflicts,
            &[],
            |c| c.clashes as u64,
        ),
        line(
            "to-erase",
            t!(today_to_erase),
            Tone::Attention,
            Route::Privacy,
            &[],
            |c| c.to_erase as u64,
        ),
        line(
            "to-mend",
            t!(today_to_mend),
            Tone::Attention,
            Route::Repair,
            &[],
            |c| c.to_mend as u64,
        ),
        line(
            "to-verify",
            t!(orders_to_verify),
            Tone::Attention,
            Route::Verification,
            &[],
            |c| c.orders.unverified as u64,
        ),
        line(
            "held",
            t!(orders_filter_held),
            Tone::Attention,
            Route::Orders,
            &[("show", "held")],
            |c| c.orders.held as u64,
        ),
        line(
            "unpaid",
            t!(orders_filter_unpaid),
            Tone::Attention,
            Route::Orders,
            &[("show", "unpaid")],
            |c| c.orders.unpaid as u64,
        ),
        line(
            "short",
            t!(orders_filter_short),
            Tone::Wrong,
            Route::Orders,
            &[("show", "short")],
            |c| c.orders.short as u64,
        ),
        line(
            "reorder",
            t!(stock_level_reorder),
            Tone::Attention,
            Route::Stock,
            &[("level", "reorder")],
            |c| c.reorder as u64,
        ),
    ]
}

fn on_the_floor() -> Vec<Line> {
    vec![
        line(
            "receive",
            t!(floor_receive),
            Tone::Information,
            Route::FloorReceive,
            &[],
            |c| c.floor.deliveries as u64,
        ),
        line(
            "put-away",
            t!(floor_put_away),
            Tone::Information,
            Route::FloorPutAway,
            &[],
            |c| c.floor.units_to_put_away,
        ),
        line(
            "batches",
            t!(today_batches),
            Tone::Information,
            Route::FloorPick,
            &[],
            |c| c.floor.batches as u64,
        ),
        line(
            "to-pack",
            t!(today_to_pack),
            Tone::Information,
            Route::FloorPack,
            &[],
            |c| c.floor.orders_to_pack as u64,
        ),
        line(
            "to-ship",
            t!(today_to_ship),
            Tone::Information,
            Route::FloorShip,
            &[],
            |c| c.floor.parcels_to_ship as u64,
        ),
        line(
            "on-the-way",
            t!(today_on_the_way),
            Tone::Neutral,
            Route::FloorDeliver,
            &[],
            |c| c.floor.parcels_on_the_way as u64,
        ),
        line(
            "returns",
            t!(today_returns),
            Tone::Information,
            Route::FloorReturn,
            &[],
            |c| c.floor.returns as u64,
        ),
        line(
            "put-back",
            t!(today_put_back),
            Tone::Attention,
            Route::FloorPutBack,
            &[],
            |c| c.floor.units_to_put_back,
        ),
        line(
            "to-count",
            t!(today_to_count),
            Tone::Attention,
            Route::FloorCount,
            &[],
            |c| c.floor.places_to_count as u64,
        ),
    ]
}

/// The first page.
#[component]
pub fn Today() -> impl IntoView {
    let counts = Memo::new(|_| counts_now());
    let empty = Memo::new(move |_| counts.with(|counts| counts.all == 0));
    let summary = t!(
        today_summary,
        n = counts.with(|c| c.open),
        all = words::figure(counts.with(|c| c.all) as i128)
    );
    view! {
        {move || {
            if empty.get() {
                return view! { <PageHeader title=t!(today_title) /> <Nothing counts /> }.into_any();
            }
            view! {
                <PageHeader title=t!(today_title) summary=summary.clone() />
                <BegunWaits />
                <div class="columns">
                    <Lane title=t!(today_leaving) lines=leaving() counts />
                    <Lane title=t!(today_blocking) lines=blocking() counts />
                    <Lane title=t!(today_on_the_floor) lines=on_the_floor() counts />
                </div>
            }
                .into_any()
        }}
    }
}

/// Which steps before the first pick are done, in the order in which they are shown.
fn steps_done(counts: &Counts) -> [bool; 5] {
    [
        counts.has_warehouse,
        counts.has_carrier,
        counts.has_items,
        counts.has_stock,
        counts.all > 0,
    ]
}

/// What is still missing before the first order can be picked: each step with its door, the first open one first.
#[component]
fn Nothing(counts: Memo<Counts>) -> impl IntoView {
    let steps = [
        (
            t!(today_step_warehouse),
            t!(setup_warehouses),
            Route::Warehouses,
        ),
        (t!(today_step_carrier), t!(setup_partners), Route::Partners),
        (t!(today_step_item), t!(stock_new_item), Route::ItemNew),
        (t!(today_step_stock), t!(floor_receive), Route::FloorReceive),
        (t!(today_step_order), t!(orders_new), Route::OrderNew),
    ];
    let first = Memo::new(move |_| {
        counts.with(|counts| {
            let done = steps_done(counts);
            done.iter().position(|done| !done).unwrap_or(done.len())
        })
    });
    let rows = steps
        .into_iter()
        .enumerate()
        .map(|(number, (text, label, to))| {
            let done = Memo::new(move |_| counts.with(|counts| steps_done(counts)[number]));
            view! {
                <li class="begin-step" data-done=move || done.get().to_string()>
                    <span class="begin-sign" aria-hidden="true">
                        {move || match done.get() {
                            true => view! { <Icon name=IconName::Check /> }.into_any(),
                            false => (number + 1).to_string().into_any(),
                        }}
                    </span>
                    <span class="begin-text">
                        {text}
                        {move || done.get().then(|| view! { <span class="visually-hidden">{t!(today_step_done)}</span> })}
                    </span>
                    {move || {
                        let kind = match first.get() == number {
                            true => ButtonKind::Primary,
                            false => ButtonKind::Secondary,
                        };
                        view! { <ButtonLink to=to.clone() label=label.clone() kind /> }
                    }}
                </li>
            }
        })
        .collect_view();
    view! {
        <EmptyState title=t!(today_empty_title) text=t!(today_empty_text) icon=IconName::Truck>
            <ol class="begin-steps" aria-label=t!(today_steps)>{rows}</ol>
            <ButtonLink to=Route::Imports label=t!(today_open_imports) />
            <ButtonLink to=Route::Workspace label=t!(today_open_workspace) />
            <ButtonLink to=Route::Settings label=t!(today_open_settings) />
        </EmptyState>
    }
}

#[component]
fn Lane(
    /// What its lines have in common.
    title: Text,
    /// The lines.
    lines: Vec<Line>,
    /// The counts.
    counts: Memo<Counts>,
) -> impl IntoView {
    let rows = lines
        .into_iter()
        .filter(|line| pages::exists(&line.to.0))
        .map(|line| {
            let count = Memo::new(move |_| counts.with(line.count));
            let tone = move || if count.get() == 0 { Tone::Neutral } else { line.tone };
            let (route, query) = line.to;
            view! {
                <li>
                    <a class="lane-line" href=href_with(&route, &query) data-test=format!("today-{}", line.test)>
                        <span class=move || format!("lane-figure {}", tone().class())>
                            {move || words::figure(i128::from(count.get()))}
                        </span>
                        <span class="lane-label">{line.label}</span>
                        <span class=move || format!("lane-sign {}", tone().class())>
                            {move || (count.get() > 0).then(|| view! { <Icon name=tone_icon(tone()) /> })}
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="lane">
            <h2>{title}</h2>
            <ul>{rows}</ul>
        </section>
    }
}
