//! What files of stock, of products and of returns did, or would do.

use super::report::{about_file, unread_columns};
use super::{count, words};
use crate::exchange::problem::{FileError, Notice as FileNotice};
use crate::intake::items::ItemIntakeReport;
use crate::intake::{ReturnsIntakeReport, StockIntakeReport};
use crate::screens::pages;
use crate::ui::components::{ButtonLink, IconName, Notice};
use crate::ui::feedback::Tone;
use crate::ui::locale::t;
use crate::ui::routes::Route;
use leptos::prelude::*;
use std::sync::Arc;

fn to_stock(dry: bool) -> Option<AnyView> {
    let shown = !dry && pages::exists(&Route::Stock);
    let link = || view! { <ButtonLink to=Route::Stock label=t!(stock_title) icon=IconName::Box /> };
    shown.then(|| link().into_any())
}

/// Files whose reading ended early, and what a person should know about the others.
fn about_files(
    failures: &[(Arc<str>, FileError)],
    notices: &[(Arc<str>, FileNotice)],
) -> impl IntoView + use<> {
    let failures = failures
        .iter()
        .map(|(file, error)| about_file(Tone::Wrong, file, words::file_error(error)));
    let notices = notices
        .iter()
        .map(|(file, notice)| about_file(Tone::Attention, file, words::notice(notice)));
    (failures.collect_view(), notices.collect_view())
}

pub(super) fn stock(report: &StockIntakeReport, dry: bool) -> impl IntoView {
    let (rows, items, places) = (report.taken, report.items_added, report.locations_added);
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
            bins = count(places)
        );
        (Tone::Good, text)
    };
    let (fewer, elsewhere) = (report.units_fewer, report.elsewhere);
    let place = report.place.clone().unwrap_or_default();
    let (kept, sellable) = (report.at_channel, report.at_channel_units);
    // A list of what a channel keeps itself says nothing of our stock.
    let is_ours = kept == 0 || report.units > 0;
    view! {
        {is_ours.then(|| view! { <Notice tone text>{to_stock(dry)}</Notice> })}
        {(kept > 0)
            .then(|| {
                view! {
                    <Notice
                        tone=Tone::Information
                        text=t!(imports_at_channel, n = kept, units = count(sellable))
                        attr:data-test="at-channel"
                    />
                }
            })}
        {(fewer > 0)
            .then(|| {
                view! { <Notice tone=Tone::Attention text=t!(imports_stock_fewer, units = count(fewer)) /> }
            })}
        {(elsewhere > 0)
            .then(|| {
                view! {
                    <Notice
                        tone=Tone::Attention
                        text=t!(imports_stock_elsewhere, rows = count(elsewhere), place = place)
                    />
                }
            })}
        {about_files(&report.failures, &report.notices)}
    }
}

pub(super) fn items(report: &ItemIntakeReport, dry: bool) -> impl IntoView {
    let (new, changed) = (report.new, report.changed);
    let (known, without) = (report.known, report.without_code);
    let (tone, text) = if report.changes_nothing() {
        (
            Tone::Information,
            t!(imports_items_known, items = count(known)),
        )
    } else {
        let text = t!(
            imports_items_new,
            items = count(new),
            changed = count(changed)
        );
        (if dry { Tone::Information } else { Tone::Good }, text)
    };
    view! {
        <Notice tone text>{to_stock(dry)}</Notice>
        {(without > 0)
            .then(|| {
                view! { <Notice tone=Tone::Attention text=t!(imports_items_without, n = without) /> }
            })}
        {about_files(&report.failures, &report.notices)}
        {report
            .columns_unread
            .iter()
            .map(|(file, headings)| unread_columns(file, headings))
            .collect_view()}
    }
}

pub(super) fn returns(report: &ReturnsIntakeReport, dry: bool) -> impl IntoView {
    let (made, announced, known) = (report.returns, report.announced, report.known);
    let (tone, text) = if made == 0 {
        (
            Tone::Information,
            t!(imports_returns_known, units = count(known)),
        )
    } else {
        let text = t!(
            imports_returns_new,
            returns = count(made),
            units = count(announced)
        );
        (if dry { Tone::Information } else { Tone::Good }, text)
    };
    let shown = !dry && made > 0 && pages::exists(&Route::Returns);
    let link =
        shown.then(|| view! { <ButtonLink to=Route::Returns label=t!(imports_open_returns) /> });
    view! {
        <Notice tone text>{link}</Notice>
        {about_files(&report.failures, &report.notices)}
    }
}
