//! What an import did, or would do, in words and figures that add up.

use super::goods_report::{items, returns, stock};
use super::judged::judged_orders;
use super::rejected::RejectedRows;
use super::work::{self, Outcome};
use super::{count, value, words};
use crate::browser::files;
use crate::exchange::problem::Rejected;
use crate::intake::{Ended, IntakeReport, Tally};
use crate::screens::{desk, pages};
use crate::ui::components::{Button, ButtonLink, IconName, Notice};
use crate::ui::feedback::{self, Problem, Tone};
use crate::ui::locale::{Text, t};
use crate::ui::routes::Route;
use chrono::{DateTime, NaiveDateTime};
use leptos::prelude::*;

/// The report of the last import or check; nothing before the first.
#[component]
pub(super) fn Report() -> impl IntoView {
    let outcome = work::outcome();
    move || outcome.get().map(|outcome| shown(outcome).into_any())
}

fn shown(outcome: Outcome) -> impl IntoView {
    let title = if outcome.dry {
        t!(imports_check_report)
    } else {
        t!(imports_report)
    };
    let mut rejected = Rejected::default();
    for report in &outcome.orders {
        rejected.merge(&report.all_rejected());
    }
    if let Some(report) = &outcome.stock {
        rejected.merge(&report.rejected);
    }
    if let Some(report) = &outcome.items {
        rejected.merge(&report.rejected);
    }
    if let Some(report) = &outcome.returns {
        rejected.merge(&report.rejected);
    }
    let (dry, seconds) = (outcome.dry, outcome.seconds);
    let stopped = outcome.is_stopped();
    let read_so_far = outcome.problem.is_some() && !dry && !outcome.orders.is_empty();
    let failures = |report: &IntakeReport| report.files.iter().any(|file| file.failure.is_some());
    let is_whole = outcome.problem.is_none() && !outcome.orders.iter().any(failures);
    view! {
        <section class="section import-report" data-test="report">
            <h2 tabindex="-1" id="import-report">{title}</h2>
            {outcome.problem.map(|problem| view! { <Notice tone=Tone::Wrong text=problem.text /> })}
            {read_so_far
                .then(|| view! { <Notice tone=Tone::Attention text=t!(imports_goes_on) /> })}
            {outcome.items.as_ref().map(|report| items(report, dry).into_any())}
            {outcome.stock.as_ref().map(|report| stock(report, dry).into_any())}
            {outcome
                .orders
                .iter()
                .map(|report| orders(report, dry, seconds).into_any())
                .collect_view()}
            {outcome.returns.as_ref().map(|report| returns(report, dry).into_any())}
            {(stopped && outcome.orders.is_empty())
                .then(|| view! { <Notice tone=Tone::Attention text=t!(imports_stopped_goods) /> })}
        </section>
        {if rejected.count() > 0 {
            view! { <RejectedRows rejected /> }.into_any()
        } else if is_whole {
            view! { <p class="quiet-text section">{t!(imports_rejected_none)}</p> }.into_any()
        } else {
            ().into_any()
        }}
    }
}

fn orders(report: &IntakeReport, dry: bool, seconds: f64) -> impl IntoView {
    let lines = report.total().lines;
    let stopped = report.ended == Ended::Stopped;
    let (tone, sentence) = sentence(report, dry);
    let (matched, unmatched) = (report.units_matched, report.units_unmatched);
    let (added, doubtful) = (
        report.items_added,
        report.in_doubt + report.changed_in_doubt,
    );
    let (corrections, finished) = (report.corrections.records, report.finished.records);
    let (summing_tone, summing) = if report.adds_up() {
        (Tone::Good, t!(imports_adds_up))
    } else {
        (Tone::Wrong, t!(imports_does_not_add_up))
    };
    let rate = (lines as f64 / seconds.max(0.001)) as u64;
    let tenths = (seconds * 10.0).round() / 10.0;
    let verify = pages::exists(&Route::Verification);
    view! {
        <Notice tone text=sentence>
            {(!dry && !stopped && pages::exists(&Route::Orders))
                .then(|| view! { <ButtonLink to=Route::Orders label=t!(imports_open_orders) /> })}
        </Notice>
        {(doubtful > 0)
            .then(|| {
                let text = match dry {
                    true => t!(imports_in_doubt_check, n = doubtful),
                    false => t!(imports_in_doubt, n = doubtful),
                };
                view! {
                    <Notice tone=Tone::Attention text>
                        {(!dry && verify)
                            .then(|| {
                                view! {
                                    <ButtonLink to=Route::Repair label=t!(repair_open) />
                                    <ButtonLink to=Route::Verification label=t!(imports_open_verification) />
                                }
                            })}
                    </Notice>
                }
            })}
        {report
            .files
            .iter()
            .map(|file| {
                let failure = file
                    .failure
                    .as_ref()
                    .map(|error| about_file(Tone::Wrong, &file.name, words::file_error(error)));
                let notices = file
                    .notices
                    .iter()
                    .map(|notice| about_file(Tone::Attention, &file.name, words::notice(notice)))
                    .collect_view();
                view! {
                    {failure}
                    {notices}
                    {unread_columns(&file.name, &file.columns_unread)}
                }
            })
            .collect_view()}
        {(!dry).then(|| answers(report))}
        {judged_orders(report)}
        {figures(report)}
        {(!stopped).then(|| view! { <Notice tone=summing_tone text=summing /> })}
        <ul class="import-notes">
            {(corrections > 0)
                .then(|| view! { <li>{t!(imports_corrections, records = count(corrections))}</li> })}
            {(finished > 0)
                .then(|| view! { <li data-test="finished">{t!(imports_finished, records = count(finished))}</li> })}
            {(matched + unmatched > 0)
                .then(|| {
                    view! { <li>{t!(imports_matched, n = matched, unmatched = count(unmatched))}</li> }
                })}
            {(added > 0).then(|| view! { <li>{t!(imports_items_added, items = count(added))}</li> })}
            <li class="quiet-text" data-test="took" data-seconds=format!("{seconds:.3}")>
                {t!(imports_took, seconds = tenths, rate = count(rate))}
            </li>
        </ul>
    }
}

/// What partners are answered with: a file for each of theirs.
fn answers(report: &IntakeReport) -> impl IntoView {
    let buttons = report
        .files
        .iter()
        .filter(|file| !file.answers.is_empty())
        .map(|file| {
            let (name, answers) = (file.name.to_string(), file.answers.clone());
            let shown = name.clone();
            let save = move |()| {
                let now = wall_clock();
                let text: String = answers.iter().map(|answer| answer.text(now)).collect();
                let stem = name
                    .rsplit_once('.')
                    .map_or(name.as_str(), |(stem, _)| stem);
                if let Err(thrown) =
                    files::save(&format!("{stem}-answer.edi"), "text/plain", text.as_bytes())
                {
                    feedback::report(Problem {
                        text: Text::from(thrown.to_string()),
                        code: thrown.to_string(),
                    });
                }
            };
            view! {
                <Button
                    label=t!(imports_answer, file = shown.clone())
                    icon=IconName::Download
                    on_press=save
                    attr:data-test="answer"
                />
            }
        });
    let buttons: Vec<_> = buttons.collect();
    (!buttons.is_empty()).then(|| view! { <div class="row">{buttons}</div> })
}

/// What the clock on the wall here shows.
fn wall_clock() -> NaiveDateTime {
    let local = desk::now_ms() + desk::ahead_ms();
    DateTime::from_timestamp_millis(local).map_or_else(NaiveDateTime::default, |at| at.naive_utc())
}

pub(super) fn about_file(tone: Tone, file: &str, words: Text) -> AnyView {
    let file = file.to_owned();
    let text = Text::computed(move || format!("{file}: {}", words.get()));
    view! { <Notice tone text /> }.into_any()
}

/// The columns of a file that nobody reads, by their headings; nothing where there are none.
pub(super) fn unread_columns(file: &str, headings: &[String]) -> Option<AnyView> {
    let (file, columns) = (file.to_owned(), headings.join(", "));
    (!headings.is_empty()).then(|| {
        view! {
            <p class="quiet-text" data-test="columns-unread">
                {t!(imports_columns_unread, file = file, columns = columns)}
            </p>
        }
        .into_any()
    })
}

fn sentence(report: &IntakeReport, dry: bool) -> (Tone, Text) {
    let total = report.total().lines;
    if report.ended == Ended::Stopped {
        if dry {
            return (Tone::Information, t!(imports_stopped_check));
        }
        let orders = report.orders.new.records;
        return (
            Tone::Attention,
            t!(imports_says_stopped, orders = count(orders)),
        );
    }
    if report.changes_nothing() && total > 0 {
        let (orders, credits) = (report.orders.known.records, report.credits.known.records);
        let text = t!(
            imports_says_known_already,
            orders = count(orders),
            credits = count(credits)
        );
        return (Tone::Information, text);
    }
    let (orders, credits) = (report.orders.new.records, report.credits.new.records);
    let changed = report.orders.changed.records;
    let text = t!(
        imports_says_taken,
        orders = count(orders),
        changed = count(changed),
        credits = count(credits),
        lines = count(total)
    );
    (if dry { Tone::Information } else { Tone::Good }, text)
}

/// The table of figures: every line of the files is in one of its rows.
fn figures(report: &IntakeReport) -> impl IntoView {
    let rejected = Tally {
        lines: report.files.iter().map(|file| file.refused.count()).sum(),
        ..Tally::default()
    };
    let currency = report.currency.clone();
    let rows = [
        (t!(imports_row_orders_new), report.orders.new),
        (t!(imports_row_orders_changed), report.orders.changed),
        (t!(imports_row_orders_known), report.orders.known),
        (t!(imports_row_finished), report.finished),
        (t!(imports_row_credits_new), report.credits.new),
        (t!(imports_row_credits_known), report.credits.known),
        (t!(imports_row_corrections), report.corrections),
        (t!(imports_row_refused), report.refused),
        (t!(imports_row_rejected), rejected),
    ];
    let mut total = report.total();
    total.lines += rejected.lines;
    let of_total = currency.clone();
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label=t!(imports_report)>
            <table class="plain-table import-figures">
                <thead>
                    <tr>
                        <th scope="col">{t!(imports_what)}</th>
                        <th scope="col" class="figure">{t!(imports_records)}</th>
                        <th scope="col" class="figure">{t!(imports_lines)}</th>
                        <th scope="col" class="figure">{t!(imports_units)}</th>
                        <th scope="col" class="figure">{t!(imports_value)}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .filter(|(_, tally)| tally.lines > 0 || tally.records > 0)
                        .map(|(name, tally)| figure_row(name, tally, currency.clone()))
                        .collect_view()}
                </tbody>
                <tfoot>{figure_row(t!(imports_row_total), total, of_total)}</tfoot>
            </table>
        </div>
    }
}

fn figure_row(name: Text, tally: Tally, currency: Option<String>) -> AnyView {
    let Tally {
        records,
        lines,
        units,
        value: worth,
    } = tally;
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="figure">{move || count(records)}</td>
            <td class="figure">{move || count(lines)}</td>
            <td class="figure">{move || count(units)}</td>
            <td class="figure">{move || value(worth, currency.as_deref())}</td>
        </tr>
    }
    .into_any()
}
