//! The orders of the files one by one: what becomes of each, why it waits, what of it changes.

use super::count;
use crate::intake::IntakeReport;
use crate::intake::judged::{Became, Change, Judged};
use crate::limits::JUDGED_SHOWN_MAX;
use crate::screens::{desk, pages, words};
use crate::trade::fulfilment::Executor;
use crate::ui::components::{FilterChip, StatusBadge};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::names;
use leptos::prelude::*;

fn became_words(became: Became) -> (Tone, Text) {
    match became {
        Became::New => (Tone::Good, t!(imports_became_new)),
        Became::NewWithOthers => (Tone::Good, t!(imports_became_with_others)),
        Became::NewElsewhere => (Tone::Neutral, t!(imports_became_elsewhere)),
        Became::Held => (Tone::Attention, t!(imports_became_held)),
        Became::Waits => (Tone::Attention, t!(imports_became_waits)),
        Became::Changed => (Tone::Information, t!(imports_became_changed)),
        Became::ChangedWaits => (Tone::Attention, t!(imports_became_changed_waits)),
        Became::Cancelled => (Tone::Information, t!(imports_became_cancelled)),
        Became::Shipped => (Tone::Information, t!(imports_became_shipped)),
        Became::Refunded => (Tone::Information, t!(imports_became_refunded)),
        Became::Finished => (Tone::Neutral, t!(imports_became_finished)),
        Became::Known => (Tone::Neutral, t!(imports_became_known)),
        Became::Refused => (Tone::Wrong, t!(imports_became_refused)),
    }
}

fn change_words(change: Change) -> Text {
    match change {
        Change::Address => t!(imports_change_address),
        Change::Lines => t!(imports_change_lines),
        Change::Money => t!(imports_change_money),
        Change::Refund => t!(imports_change_refund),
        Change::Cancelled => t!(imports_change_cancelled),
        Change::Shipped => t!(imports_change_shipped),
        Change::Status => t!(imports_change_status),
        Change::Shipping => t!(imports_change_shipping),
        Change::Tags => t!(imports_change_tags),
        Change::Number => t!(imports_change_number),
    }
}

/// The list; nothing where the files hold no order that anything is to be said of.
pub(super) fn judged_orders(report: &IntakeReport) -> Option<AnyView> {
    let judged = &report.judged;
    let all: Vec<Judged> = judged.kept().to_vec();
    if all.is_empty() {
        return None;
    }
    let counts = Became::ALL.map(|became| (became, judged.count(became)));
    let listed: u64 = counts
        .iter()
        .filter(|(became, _)| *became != Became::Known)
        .map(|(_, count)| count)
        .sum();
    let only = RwSignal::new(None::<Became>);
    let all_chip = {
        let active = Signal::derive(move || only.get().is_none());
        let of_all = Text::computed(move || count(listed));
        view! {
            <FilterChip
                label=t!(imports_judged_all)
                active
                on_toggle=move |()| only.set(None)
                count=of_all
            />
        }
    };
    let chips = counts
        .into_iter()
        .filter(|(became, count)| *count > 0 && *became != Became::Known)
        .map(|(became, of)| {
            let (_, label) = became_words(became);
            let active = Signal::derive(move || only.get() == Some(became));
            let of_kind = Text::computed(move || count(of));
            view! {
                <FilterChip
                    label
                    active
                    on_toggle=move |()| only.set(Some(became))
                    count=of_kind
                />
            }
        })
        .collect_view();
    let kept = StoredValue::new(all);
    let rows = move || {
        let only = only.get();
        kept.with_value(|all| {
            let fitting = all
                .iter()
                .filter(|of| only.is_none_or(|only| of.became == only));
            fitting.take(JUDGED_SHOWN_MAX).map(row).collect_view()
        })
    };
    let more = move || {
        let only = only.get();
        let of_kind = match only {
            None => listed,
            Some(became) => counts
                .iter()
                .find(|(of, _)| *of == became)
                .map_or(0, |(_, count)| *count),
        };
        of_kind.saturating_sub(JUDGED_SHOWN_MAX as u64)
    };
    let list = view! {
        <details data-test="judged">
            <summary>{t!(imports_judged)}</summary>
            <div class="row wrap">{all_chip} {chips}</div>
            <div class="scroll-x" tabindex="0" role="region" aria-label=t!(imports_judged)>
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(imports_judged_order)}</th>
                            <th scope="col">{t!(imports_judged_becomes)}</th>
                            <th scope="col">{t!(imports_judged_why)}</th>
                            <th scope="col">{t!(imports_file)}</th>
                            <th scope="col" class="figure">{t!(imports_row)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <Show when=move || { more() > 0 }>
                <p class="quiet-text">{move || text!(imports_judged_more, n = more())}</p>
            </Show>
        </details>
    };
    Some(list.into_any())
}

/// Who sends of it that is not a warehouse of ours.
fn senders(of: &Judged) -> Option<Text> {
    let channel = of.order.as_ref().map(|order| &order.channel);
    let name = |sender: &Executor| {
        desk::peek(|at| match sender {
            Executor::Warehouse(id) => Some(names::warehouse_name(at, id)),
            Executor::Supplier(id) | Executor::Marketplace(id) | Executor::Contractor(id) => {
                Some(names::party_name(at, id))
            }
            Executor::Channel => channel.map(|channel| names::channel_name(at, channel)),
        })
    };
    let names: Vec<String> = of.senders.iter().filter_map(name).collect();
    let who = names.join(", ");
    (!who.is_empty()).then(|| t!(imports_sent_by, who = who.clone()))
}

fn row(of: &Judged) -> AnyView {
    let (tone, label) = became_words(of.became);
    let address = desk::peek(|at| {
        let order = of
            .order
            .as_ref()
            .filter(|id| at.state.order(id).is_some())?;
        Some(names::order_address(at, order))
    });
    let route = address.map(Route::Order).filter(pages::exists);
    let number = of.number.clone();
    let number = match route {
        Some(route) => view! { <a href=navigation::href(&route)>{number}</a> }.into_any(),
        None => view! { <span>{number}</span> }.into_any(),
    };
    let doubts = of.doubts.iter().map(words::doubt);
    let reasons: Vec<Text> = doubts
        .chain(of.holds.iter().map(words::hold_kind))
        .chain(of.changes.iter().copied().map(change_words))
        .chain(senders(of))
        .collect();
    let reasons = Text::computed(move || {
        let reasons: Vec<String> = reasons.iter().map(Text::get).collect();
        reasons.join("; ")
    });
    let at = of.row;
    view! {
        <tr data-test="judged-order">
            <th scope="row">{number}</th>
            <td>
                <StatusBadge tone label />
            </td>
            <td>{reasons}</td>
            <td>{of.file.to_string()}</td>
            <td class="figure">{move || (at > 0).then(|| count(at))}</td>
        </tr>
    }
    .into_any()
}
