//! What an import did, or would do, in words and figures that add up.

use super::rejected::RejectedRows;
use super::work::{self, Outcome};
use super::{count, value, words};
use crate::exchange::problem::Rejected;
use crate::portal::intake::{Ended, IntakeReport, StockIntakeReport, Tally};
use crate::ui::components::{ButtonLink, IconName, Notice};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t};
use crate::ui::pages;
use crate::ui::routes::Route;
use crate::ui::trade;
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
    if let Some(report) = &outcome.orders {
        rejected.merge(&report.all_rejected());
    }
    if let Some(report) = &outcome.stock {
        rejected.merge(&report.rejected);
    }
    let dry = outcome.dry;
    let seconds = outcome.seconds;
    view! {
        <section class="section import-report" data-test="report">
            <h2 tabindex="-1" id="import-report">{title}</h2>
            {outcome.problem.map(|problem| view! { <Notice tone=Tone::Wrong text=problem.text /> })}
            {outcome.orders.as_ref().map(|report| orders(report, dry, seconds).into_any())}
            {outcome.stock.as_ref().map(|report| stock(report, dry).into_any())}
        </section>
        {if rejected.count() > 0 {
            view! { <RejectedRows rejected /> }.into_any()
        } else {
            view! { <p class="quiet-text section">{t!(imports_rejected_none)}</p> }.into_any()
        }}
    }
}

fn orders(report: &IntakeReport, dry: bool, seconds: f64) -> impl IntoView {
    let lines = report.total().lines;
    let stopped = report.ended == Ended::Stopped;
    let (tone, sentence) = sentence(report, dry);
    let charges = report
        .files
        .charges
        .values()
        .fold((0, 0), |sum, (lines, value)| (sum.0 + lines, sum.1 + value));
    let (matched, unmatched) = (report.units_matched, report.units_unmatched);
    let items = report.items_added;
    let terms = report.options.terms;
    let (summing_tone, summing) = if report.adds_up() {
        (Tone::Good, t!(imports_adds_up))
    } else {
        (Tone::Wrong, t!(imports_does_not_add_up))
    };
    let rate = (lines as f64 / seconds.max(0.001)) as u64;
    let tenths = (seconds * 10.0).round() / 10.0;
    view! {
        <Notice tone text=sentence>
            {(!dry && !stopped && pages::exists(&Route::Orders))
                .then(|| view! { <ButtonLink to=Route::Orders label=t!(imports_open_orders) /> })}
        </Notice>
        {report
            .files
            .failures
            .iter()
            .map(|(file, error)| about_file(Tone::Wrong, file, words::file_error(error)))
            .collect_view()}
        {report
            .files
            .notices
            .iter()
            .map(|(file, notice)| about_file(Tone::Attention, file, words::notice(notice)))
            .collect_view()}
        {figures(report)}
        {(!stopped).then(|| view! { <Notice tone=summing_tone text=summing /> })}
        <ul class="import-notes">
            {(report.orders.new.records > 0)
                .then(|| {
                    view! { <li data-test="terms">{t!(imports_terms_taken, terms = trade::terms(terms))}</li> }
                })}
            {(charges.0 > 0)
                .then(|| view! { <li>{t!(imports_of_charges, lines = count(charges.0), value = value(charges.1))}</li> })}
            {(matched + unmatched > 0)
                .then(|| {
                    view! { <li>{t!(imports_matched, matched = count(matched), unmatched = count(unmatched))}</li> }
                })}
            {(items > 0).then(|| view! { <li>{t!(imports_items_added, items = count(items))}</li> })}
            <li class="quiet-text" data-test="took" data-seconds=format!("{seconds:.3}")>
                {t!(imports_took, seconds = tenths, rate = count(rate))}
            </li>
        </ul>
    }
}

fn about_file(tone: Tone, file: &str, words: Text) -> AnyView {
    let file = file.to_owned();
    let text = Text::computed(move || format!("{file}: {}", words.get()));
    view! { <Notice tone text /> }.into_any()
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
    let records = |new: bool| {
        let of = |fate: &crate::portal::intake::Fate| match new {
            true => fate.new.records,
            false => fate.known.records,
        };
        (
            of(&report.orders),
            of(&report.credits),
            of(&report.adjustments),
        )
    };
    if report.changes_nothing() && total > 0 {
        let (orders, credits, adjustments) = records(false);
        let text = t!(
            imports_says_known,
            orders = count(orders),
            credits = count(credits),
            adjustments = count(adjustments)
        );
        return (Tone::Information, text);
    }
    let (orders, credits, adjustments) = records(true);
    let text = t!(
        imports_says_new,
        orders = count(orders),
        credits = count(credits),
        adjustments = count(adjustments),
        lines = count(total)
    );
    (if dry { Tone::Information } else { Tone::Good }, text)
}

/// The table of figures: every line of the files is in one of its rows.
fn figures(report: &IntakeReport) -> impl IntoView {
    let rejected = Tally {
        lines: report.files.rejected_lines(),
        ..Tally::default()
    };
    let rows = [
        (t!(imports_row_orders_new), report.orders.new),
        (t!(imports_row_orders_known), report.orders.known),
        (t!(imports_row_orders_differing), report.orders.differing),
        (t!(imports_row_credits_new), report.credits.new),
        (t!(imports_row_credits_known), report.credits.known),
        (t!(imports_row_credits_differing), report.credits.differing),
        (t!(imports_row_adjustments_new), report.adjustments.new),
        (t!(imports_row_adjustments_known), report.adjustments.known),
        (
            t!(imports_row_adjustments_differing),
            report.adjustments.differing,
        ),
        (t!(imports_row_held), report.held),
        (t!(imports_row_refused), report.refused),
        (t!(imports_row_rejected), rejected),
    ];
    let mut total = report.total();
    total.lines += rejected.lines;
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
                        .filter(|(_, tally)| tally.lines > 0)
                        .map(|(name, tally)| figure_row(name, tally))
                        .collect_view()}
                </tbody>
                <tfoot>{figure_row(t!(imports_row_total), total)}</tfoot>
            </table>
        </div>
    }
}

fn figure_row(name: Text, tally: Tally) -> AnyView {
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
            <td class="figure">{move || value(worth)}</td>
        </tr>
    }
    .into_any()
}

fn stock(report: &StockIntakeReport, dry: bool) -> impl IntoView {
    let (rows, items, bins) = (report.taken, report.items_added, report.bins_added);
    let (new, all) = (report.units_new, report.units);
    let (tone, text) = if report.changes_nothing() && report.taken > 0 {
        (
            Tone::Information,
            t!(imports_stock_known, units = count(all)),
        )
    } else if dry {
        let text = t!(
            imports_stock_check,
            units = count(new),
            rows = count(rows),
            items = count(items)
        );
        (Tone::Information, text)
    } else {
        let text = t!(
            imports_stock_new,
            units = count(new),
            rows = count(rows),
            items = count(items),
            bins = count(bins)
        );
        (Tone::Good, text)
    };
    let fewer = report.units_fewer;
    view! {
        <Notice tone text>
            {(!dry).then(|| view! { <ButtonLink to=Route::Stock label=t!(stock_title) icon=IconName::Box /> })}
        </Notice>
        {(fewer > 0)
            .then(|| {
                view! { <Notice tone=Tone::Attention text=t!(imports_stock_fewer, units = count(fewer)) /> }
            })}
        {report
            .failures
            .iter()
            .map(|(file, error)| about_file(Tone::Wrong, file, words::file_error(error)))
            .collect_view()}
        {report
            .notices
            .iter()
            .map(|(file, notice)| about_file(Tone::Attention, file, words::notice(notice)))
            .collect_view()}
    }
}
