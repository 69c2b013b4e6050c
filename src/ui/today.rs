//! Today: what must leave when, what blocks it, what is on the floor. Every number leads to its list.

use super::components::{
    ButtonKind, ButtonLink, EmptyState, Icon, IconName, PageHeader, tone_icon,
};
use super::desk::{self, Area};
use super::feedback::Tone;
use super::locale::{Text, t};
use super::navigation::href_with;
use super::pages;
use super::routes::Route;
use super::trade;
use crate::browser::clock;
use crate::portal::today::Today as Counts;
use leptos::prelude::*;

const DAY_MINUTES: i64 = 24 * 60;

fn counts_now() -> Counts {
    let now_ms = clock::now_ms();
    let local = now_ms / 60_000 + i64::from(clock::zone_offset_minutes(now_ms));
    let day_ends_at = local - local.rem_euclid(DAY_MINUTES) + DAY_MINUTES;
    desk::read(&[Area::Orders, Area::Floor, Area::Stock], |state| {
        Counts::count(state, now_ms, day_ends_at)
    })
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
            &[("due", "today")],
            |c| c.due as u64,
        ),
        line(
            "ready",
            t!(today_ready),
            Tone::Good,
            Route::Orders,
            &[("state", "promised")],
            |c| c.ready as u64,
        ),
        line(
            "to-promise",
            t!(today_to_promise),
            Tone::Information,
            Route::Orders,
            &[("state", "waiting")],
            |c| c.to_promise as u64,
        ),
    ]
}

fn blocking() -> Vec<Line> {
    vec![
        line(
            "to-verify",
            t!(today_to_verify),
            Tone::Attention,
            Route::Verification,
            &[],
            |c| c.to_verify as u64,
        ),
        line(
            "held",
            t!(today_held),
            Tone::Attention,
            Route::Orders,
            &[("held", "yes")],
            |c| c.held as u64,
        ),
        line(
            "unpaid",
            t!(today_unpaid),
            Tone::Attention,
            Route::Orders,
            &[("payment", "unpaid")],
            |c| c.unpaid as u64,
        ),
        line(
            "short",
            t!(today_short),
            Tone::Wrong,
            Route::Orders,
            &[("state", "partly-promised")],
            |c| c.short as u64,
        ),
        line(
            "put-back",
            t!(today_put_back),
            Tone::Attention,
            Route::Floor,
            &[],
            |c| c.put_back,
        ),
        line(
            "anomalies",
            t!(today_anomalies),
            Tone::Wrong,
            Route::Orders,
            &[("anomalies", "yes")],
            |c| c.anomalies as u64,
        ),
    ]
}

fn on_the_floor() -> Vec<Line> {
    vec![
        line(
            "batches",
            t!(today_batches),
            Tone::Information,
            Route::FloorPick,
            &[],
            |c| c.batches as u64,
        ),
        line(
            "to-pack",
            t!(today_to_pack),
            Tone::Information,
            Route::FloorPack,
            &[],
            |c| c.to_pack as u64,
        ),
        line(
            "to-ship",
            t!(today_to_ship),
            Tone::Information,
            Route::FloorShip,
            &[],
            |c| c.parcels_to_ship as u64,
        ),
        line(
            "on-the-way",
            t!(today_on_the_way),
            Tone::Neutral,
            Route::FloorDeliver,
            &[],
            |c| c.parcels_on_the_way as u64,
        ),
        line(
            "returns",
            t!(today_returns),
            Tone::Information,
            Route::FloorReturn,
            &[],
            |c| c.returns as u64,
        ),
    ]
}

/// The first page.
#[component]
pub fn Today() -> impl IntoView {
    let counts = Memo::new(|_| counts_now());
    let empty = Memo::new(move |_| counts.with(|counts| counts.orders == 0));
    let summary = t!(
        today_summary,
        n = counts.with(|c| c.open),
        all = trade::figure(counts.with(|c| c.orders) as f64)
    );
    view! {
        {move || {
            if empty.get() {
                return view! { <PageHeader title=t!(today_title) /> <Nothing /> }.into_any();
            }
            view! {
                <PageHeader title=t!(today_title) summary=summary.clone() />
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

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <EmptyState title=t!(today_empty_title) text=t!(today_empty_text) icon=IconName::Truck>
            {[
                (Route::Imports, t!(today_open_imports), ButtonKind::Primary),
                (Route::Workspace, t!(today_open_workspace), ButtonKind::Secondary),
                (Route::Settings, t!(today_open_settings), ButtonKind::Secondary),
            ]
                .into_iter()
                .filter(|(route, _, _)| pages::exists(route))
                .map(|(to, label, kind)| view! { <ButtonLink to label kind /> })
                .collect_view()}
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
                            {move || trade::figure(count.get() as f64)}
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
