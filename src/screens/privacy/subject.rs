//! One data subject: everything that is held, and what can be done with it.

use super::steps::{self, File};
use super::words;
use crate::browser::intl;
use crate::screens::desk::{self, ALL};
use crate::screens::setup::SetupNav;
use crate::screens::words::{self as trade_words, FulfilmentBadge};
use crate::site::Standing;
use crate::trade::id::OrderId;
use crate::trade::personal::ErasureCause;
use crate::trade::personal::commands::waits_hours;
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, Checkbox, ConfirmButton, Dialog, EmptyState, IconName, Notice,
    PageHeader, Select, StatusBadge,
};
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, locale_tag, t, text};
use crate::ui::navigation::href;
use crate::ui::routes::Route;
use crate::view::person::{self, Handled, Piece, Reason, Subject, SubjectOrder, Who};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Which orders a person has ticked.
type Ticked = StoredValue<BTreeMap<OrderId, RwSignal<bool>>>;

/// The page of one data subject.
#[component]
pub fn DataSubject(
    /// How they are known: `order`, `party` or `operator`.
    kind: String,
    /// By which name.
    name: String,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        desk::read(ALL, |at| {
            let who = Who::find(at, &kind, &name)?;
            person::subject(at, &who, desk::now_ms())
        })
    });
    let is_known = Memo::new(move |_| shown.with(Option::is_some));
    let title = Text::computed(move || {
        let name = shown.with(|shown| shown.as_ref().and_then(|shown| shown.name.clone()));
        name.unwrap_or_else(|| text!(privacy_nameless))
    });
    let summary = Text::computed(move || {
        let (orders, pieces) = shown.with(|shown| shown.as_ref().map_or((0, 0), counts));
        text!(privacy_holds, n = pieces, orders = orders)
    });
    let back = || view! { <ButtonLink to=Route::Privacy label=t!(privacy_back) kind=ButtonKind::Secondary /> };
    view! {
        <Show
            when=move || is_known.get()
            fallback=move || {
                view! {
                    <PageHeader title=t!(privacy_unknown_title) />
                    <SetupNav />
                    <EmptyState
                        title=t!(privacy_unknown_title)
                        text=t!(privacy_unknown_text)
                        icon=IconName::Person
                    >
                        {back()}
                    </EmptyState>
                }
            }
        >
            <PageHeader title=title.clone() summary=summary.clone()>{back()}</PageHeader>
            <SetupNav />
            <Body shown />
        </Show>
    }
}

fn counts(subject: &Subject) -> (usize, usize) {
    let of_orders: usize = subject.orders.iter().map(|order| order.pieces.len()).sum();
    (subject.orders.len(), of_orders + subject.own.len())
}

#[component]
fn Body(shown: Memo<Option<Subject>>) -> impl IntoView {
    let ticked: Ticked = StoredValue::new(BTreeMap::new());
    let owner = StoredValue::new(Owner::current());
    // What was asked for is ticked; what only has something in common is for a person to tick.
    let tick = move |order: &SubjectOrder| {
        let known = ticked.with_value(|ticked| ticked.get(&order.id).copied());
        known.unwrap_or_else(|| {
            let asked = order.reasons.contains(&Reason::Asked);
            let new = || RwSignal::new(asked);
            let signal = owner.with_value(|owner| match owner {
                Some(owner) => owner.with(new),
                None => new(),
            });
            ticked.update_value(|ticked| {
                ticked.insert(order.id.clone(), signal);
            });
            signal
        })
    };
    view! {
        <Steps shown ticked />
        <p class="prose setup-note">{t!(privacy_alike_text)}</p>
        {move || {
            shown
                .with(|shown| {
                    shown
                        .as_ref()
                        .filter(|shown| !shown.own.is_empty())
                        .map(|shown| view! { <ul class="cards"><li class="card">{pieces(&shown.own)}</li></ul> })
                })
        }}
        <ul class="cards" data-test="subject-orders">
            {move || {
                shown
                    .with(|shown| {
                        let orders = shown.as_ref().map(|shown| shown.orders.as_slice());
                        orders
                            .unwrap_or_default()
                            .iter()
                            .map(|order| card(order, tick(order)))
                            .collect_view()
                    })
            }}
        </ul>
    }
}

fn card(order: &SubjectOrder, ticked: RwSignal<bool>) -> AnyView {
    let reasons: Vec<Text> = order.reasons.iter().map(|it| words::reason(*it)).collect();
    let reasons = Text::computed(move || {
        let words: Vec<String> = reasons.iter().map(Text::get).collect();
        intl::list(&words, &locale_tag())
    });
    let block = order.block.as_ref();
    let block = block.map(|block| desk::peek(|at| words::block(at, block)));
    let placed = order.placed.clone();
    let number = order.number.clone();
    let tracking: Vec<String> = order
        .tracking
        .iter()
        .map(|(number, carrier)| format!("{carrier} {number}"))
        .chain(order.returns.iter().cloned())
        .collect();
    let standing = match (order.ordered, order.standing) {
        (true, _) => Some((Tone::Attention, t!(privacy_status_ordered))),
        (false, Standing::Erased) => Some((Tone::Neutral, t!(privacy_erased))),
        (false, Standing::Restricted) => Some((Tone::Attention, t!(privacy_restricted))),
        (false, Standing::Here | Standing::Never) => None,
    };
    view! {
        <li class="card" data-test="subject-order" data-number=order.number.clone()>
            <div class="row apart">
                <Checkbox label=t!(trade_order, number = number.clone()) checked=ticked />
                <a href=href(&Route::Order(order.address.clone()))>{t!(privacy_open_order)}</a>
            </div>
            <div class="row">
                <FulfilmentBadge state=order.status />
                {standing.map(|(tone, label)| view! { <StatusBadge tone label /> })}
                <span class="quiet-text">{order.channel.clone()}</span>
                <span class="quiet-text">{move || trade_words::source_date(&placed)}</span>
            </div>
            <p class="quiet-text">{reasons}</p>
            {pieces(&order.pieces)}
            {(!tracking.is_empty()).then(|| view! { <p class="code">{tracking.join(", ")}</p> })}
            {block.map(|why| view! { <Notice tone=Tone::Information text=why /> })}
            {handled(&order.handled)}
        </li>
    }
    .into_any()
}

fn pieces(pieces: &[Piece]) -> AnyView {
    if pieces.is_empty() {
        return view! { <p class="quiet-text">{t!(privacy_nothing)}</p> }.into_any();
    }
    let rows = pieces
        .iter()
        .map(|piece| {
            let held = piece.content.as_ref().map(person::texts);
            let lines: Vec<String> = match held {
                Some(texts) => texts.into_iter().map(|(_, text)| text).collect(),
                None => vec![text!(privacy_elsewhere)],
            };
            let (ms, by) = (piece.written_ms, piece.by.clone().unwrap_or_default());
            let old = !piece.in_force;
            view! {
                <div class="key-value">
                    <dt>{words::slot(&piece.slot)}</dt>
                    <dd>
                        {lines.into_iter().map(|line| view! { <span class="subject-text">{line}</span> }).collect_view()}
                        <span class="quiet-text">
                            {move || {
                                text!(privacy_written, when = trade_words::moment(ms), who = by.as_str())
                            }}
                            {old.then(|| view! { " " {t!(privacy_superseded)} })}
                        </span>
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="key-values" data-test="pieces">{rows}</dl> }.into_any()
}

fn handled(all: &[Handled]) -> AnyView {
    let lines = all
        .iter()
        .map(|one| {
            let (facts, device) = (one.facts, one.device.clone());
            let by = one.by.clone().unwrap_or_default();
            let (first, last) = (one.first_ms, one.last_ms);
            view! {
                <li class="quiet-text">
                    {move || {
                        text!(
                            privacy_handled,
                            n = facts,
                            who = by.as_str(),
                            device = device.as_str(),
                            first = trade_words::moment(first),
                            last = trade_words::moment(last)
                        )
                    }}
                </li>
            }
        })
        .collect_view();
    view! {
        <details>
            <summary>{t!(privacy_handled_title)}</summary>
            <ul class="plain-list">{lines}</ul>
        </details>
    }
    .into_any()
}

/// The ticked orders of which `which` holds; followed.
fn chosen(
    shown: Memo<Option<Subject>>,
    ticked: Ticked,
    which: impl Fn(&SubjectOrder) -> bool,
) -> Vec<OrderId> {
    shown.with(|shown| {
        let orders = shown.as_ref().map(|shown| shown.orders.as_slice());
        let is_ticked = |order: &&SubjectOrder| {
            let signal = ticked.with_value(|ticked| ticked.get(&order.id).copied());
            signal.is_none_or(|signal| signal.get()) && which(order)
        };
        let chosen = orders.unwrap_or_default().iter().filter(is_ticked);
        chosen.map(|order| order.id.clone()).collect()
    })
}

#[component]
fn Steps(shown: Memo<Option<Subject>>, ticked: Ticked) -> impl IntoView {
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let has_orders = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().is_some_and(|shown| !shown.orders.is_empty()))
    });
    let has_own = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().is_some_and(|shown| !shown.own.is_empty()))
    });
    let export = move |file: File| {
        let who = shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.who.clone()));
        if let Some(who) = who {
            let orders = untrack(|| chosen(shown, ticked, |_| true));
            steps::export(&who, &orders, file);
        }
    };
    let restrictable = move || {
        chosen(shown, ticked, |order| {
            !order.restricted && !order.pieces.is_empty()
        })
    };
    let restricted = move || chosen(shown, ticked, |order| order.restricted);
    view! {
        <div class="actions" data-test="subject-steps">
            <Button
                label=t!(privacy_export_json)
                icon=IconName::Download
                on_press=move |()| export(File::Json)
                attr:data-test="export-json"
            />
            <Button
                label=t!(privacy_export_csv)
                icon=IconName::Download
                on_press=move |()| export(File::Csv)
                attr:data-test="export-csv"
            />
            <Show when=move || has_own.get()>
                <ConfirmButton
                    label=t!(privacy_erase)
                    text=t!(privacy_erase_person_means)
                    kind=ButtonKind::Danger
                    icon=IconName::Trash
                    name="erase-person"
                    on_confirm=move |()| {
                        let who = shown.with_untracked(|shown| shown.as_ref().map(|of| of.who.clone()));
                        if let Some(who) = who {
                            steps::erase_person(&who, busy);
                        }
                    }
                />
            </Show>
            <Show when=move || has_orders.get()>
                {move || {
                    (!restrictable().is_empty())
                        .then(|| {
                            view! {
                                <Button
                                    label=t!(privacy_restrict)
                                    icon=IconName::Lock
                                    on_press=move |()| steps::restrict(&untrack(restrictable))
                                    attr:data-test="restrict"
                                />
                            }
                        })
                }}
                {move || {
                    (!restricted().is_empty())
                        .then(|| {
                            view! {
                                <Button
                                    label=t!(privacy_lift)
                                    icon=IconName::Unlock
                                    on_press=move |()| steps::lift(&untrack(restricted))
                                    attr:data-test="lift"
                                />
                            }
                        })
                }}
                <Button
                    label=t!(privacy_erase)
                    kind=ButtonKind::Danger
                    icon=IconName::Trash
                    busy=busy
                    on_press=move |()| open.set(true)
                    attr:data-test="erase"
                />
            </Show>
        </div>
        <Dialog title=t!(privacy_erase) open=open on_close=move |()| open.set(false)>
            <EraseForm shown ticked open busy />
        </Dialog>
    }
}

/// What will be erased, what is kept and why, before it is done.
#[component]
fn EraseForm(
    shown: Memo<Option<Subject>>,
    ticked: Ticked,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let cause = RwSignal::new("request".to_owned());
    let causes = vec![
        ("request".to_owned(), words::cause(&ErasureCause::Request)),
        ("mistake".to_owned(), words::cause(&ErasureCause::Mistake)),
    ];
    let cause_of = move || match cause.get().as_str() {
        "mistake" => ErasureCause::Mistake,
        _ => ErasureCause::Request,
    };
    let going = move || {
        let cause = cause_of();
        chosen(shown, ticked, |order| match cause {
            // Neither window nor law keeps what should never have come; the command asks for the rest.
            ErasureCause::Mistake => !order.pieces.is_empty() && !order.ordered,
            ErasureCause::Request | ErasureCause::Age => order.is_erasable(),
        })
    };
    let numbers = move |orders: Vec<OrderId>| {
        shown.with(|shown| {
            let all = shown.as_ref().map(|shown| shown.orders.as_slice());
            let named = all.unwrap_or_default().iter();
            let named = named.filter(|order| orders.contains(&order.id));
            named.map(|order| order.number.clone()).collect::<Vec<_>>()
        })
    };
    let kept = move || {
        let staying = chosen(shown, ticked, |order| {
            !order.pieces.is_empty() && order.block.is_some()
        });
        shown.with(|shown| {
            let all = shown.as_ref().map(|shown| shown.orders.as_slice());
            let blocks = all
                .unwrap_or_default()
                .iter()
                .filter(|order| staying.contains(&order.id))
                .filter_map(|order| order.block.as_ref());
            desk::peek(|at| {
                blocks
                    .map(|block| words::block(at, block))
                    .collect::<Vec<_>>()
            })
        })
    };
    let erase = move |()| {
        let (orders, cause) = untrack(|| (going(), cause_of()));
        open.set(false);
        steps::erase(orders, cause, busy);
    };
    view! {
        <div class="stack">
            <p class="prose">{t!(privacy_erase_means)}</p>
            <Select label=t!(privacy_cause) value=cause options=causes />
            <p data-test="going">
                {move || {
                    let numbers = numbers(going());
                    match numbers.is_empty() {
                        true => text!(privacy_going_none),
                        false => text!(privacy_going, n = numbers.len(), orders = numbers.join(", ")),
                    }
                }}
            </p>
            <ul class="plain-list" data-test="staying">
                {move || kept().into_iter().map(|why| view! { <li>{why}</li> }).collect_view()}
            </ul>
            <div class="dialog-actions">
                <Button label=t!(components_cancel) on_press=move |()| open.set(false) />
                <Button
                    label=match desk::peek(|at| waits_hours(at.state)) {
                        0 => t!(privacy_erase_do),
                        hours => t!(privacy_erase_in, n = hours),
                    }
                    kind=ButtonKind::Danger
                    disabled=Signal::derive(move || going().is_empty())
                    on_press=erase
                    attr:data-test="confirm-erase"
                />
            </div>
        </div>
    }
}
