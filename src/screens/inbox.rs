//! The conflict inbox: what clashed, in words of the trade, and what can be done about it.

use super::desk::{self, ALL};
use super::refused::document;
use super::{pages, words};
use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::conflicts::choices::ChoiceOffered;
use crate::trade::conflicts::commands::{ConflictCommand, Settlement};
use crate::trade::demand::FulfilmentLine;
use crate::trade::fulfilment::commands::FulfilmentCommand;
use crate::trade::id::{DocumentId, OperatorId, OrderId};
use crate::trade::locations::Standing;
use crate::trade::place::Place;
use crate::trade::state::entries::{Clash, Entry};
use crate::trade::stock::posting::{AccountKey, What};
use crate::ui::components::{Button, ButtonKind, ButtonLink, EmptyState, IconName, PageHeader};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::Route;
use crate::view::{inbox, names};
use leptos::prelude::*;

/// A text whose placeholders are filled with what the entry carries.
macro_rules! fill {
    ($key:ident, $($name:ident = $value:expr),+ $(,)?) => {{
        $(let $name = $value;)+
        t!($key, $($name = $name.clone()),+)
    }};
}

/// A choice as the page shows it.
#[derive(Clone)]
struct Choice {
    words: Text,
    how: Settlement,
    /// Why whoever is signed in may not take it.
    refused: Option<Text>,
}

/// An entry as the page shows it.
#[derive(Clone)]
struct Row {
    id: [u8; 16],
    words: Text,
    choices: Vec<Choice>,
    count: bool,
    take_up: Option<FulfilmentCommand>,
}

/// What was derived decides whether anything has changed; words are made of it.
impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.choices.len() == other.choices.len()
    }
}

fn rows() -> Vec<Row> {
    desk::read(ALL, |at| {
        let Some(context) = desk::context() else {
            return Vec::new();
        };
        let entries = inbox::entries(at);
        let row = |entry: &Entry| {
            let mut row = Row {
                id: entry.id,
                words: clash(at, &entry.clash),
                choices: Vec::new(),
                count: false,
                take_up: None,
            };
            for offered in inbox::offered(at, &context, entry) {
                match offered {
                    ChoiceOffered::Ready { how, writes } => row.choices.push(Choice {
                        words: settlement(at, &how),
                        refused: writes.err().map(|why| desk::refusal(&why)),
                        how,
                    }),
                    ChoiceOffered::AskUnits(_) | ChoiceOffered::AskWhere(_) => row.count = true,
                    ChoiceOffered::TakeUp(fulfilment) => {
                        row.take_up = Some(FulfilmentCommand::TakeUp { fulfilment });
                    }
                    ChoiceOffered::Update => {}
                }
            }
            row
        };
        entries.iter().map(row).collect()
    })
}

fn item_of(at: &Reading<'_>, account: &AccountKey) -> String {
    match &account.what {
        What::Item(item) => names::item_code(at, item),
        What::Goods(goods) => {
            let code = names::item_code(at, &goods.item);
            let lot = goods
                .lot
                .as_ref()
                .and_then(|lot| names::lot_code(at, &goods.item, lot));
            match lot {
                Some(lot) => format!("{code} · {lot}"),
                None => code,
            }
        }
    }
}

fn number(at: &Reading<'_>, order: &OrderId) -> String {
    names::shown_number(at, order).to_owned()
}

fn order_of(at: &Reading<'_>, line: &FulfilmentLine) -> String {
    let routed = at
        .state
        .fulfilment(&line.document)
        .and_then(|of| of.routed());
    routed.map_or_else(String::new, |(_, routed)| number(at, &routed.order))
}

fn who(at: &Reading<'_>, fact: &FactId) -> String {
    let header = at.held.header_of(fact.commit);
    let operator = header.and_then(|header| header.operator);
    operator.map_or_else(
        || fact.commit.stream.tag(5),
        |operator| names::operator_name(at, &OperatorId(operator)),
    )
}

/// What clashed, in words of the trade.
pub(super) fn clash(at: &Reading<'_>, clash: &Clash) -> Text {
    let account = |account: &AccountKey| (item_of(at, account), words::place(at, &account.place));
    match clash {
        Clash::Oversold {
            key,
            missing,
            holders,
        } => {
            let orders: Vec<String> = holders.iter().map(|line| order_of(at, line)).collect();
            fill!(
                inbox_oversold,
                n = u64::try_from(*missing).unwrap_or(0),
                item = names::item_code(at, &key.item),
                warehouse = names::warehouse_name(at, &key.warehouse),
                orders = orders.join(", ")
            )
        }
        Clash::BelowZero(of) => {
            let (code, stands) = account(of);
            fill!(inbox_below_zero, item = code, place = stands)
        }
        Clash::CountsDiffer(of) => {
            let (code, stands) = account(of);
            fill!(inbox_counts_differ, item = code, place = stands)
        }
        Clash::CountInDoubt { account: of, .. } => {
            let (code, stands) = account(of);
            fill!(inbox_count_in_doubt, item = code, place = stands)
        }
        Clash::Short(of) => {
            let (code, stands) = account(of);
            fill!(inbox_short, item = code, place = stands)
        }
        Clash::CountUnlisted { account: of, .. } => {
            let (code, stands) = account(of);
            fill!(inbox_count_unlisted, item = code, place = stands)
        }
        Clash::CountToApprove { account: of, .. } => {
            let (code, stands) = account(of);
            fill!(inbox_count_to_approve, item = code, place = stands)
        }
        Clash::CountJudgedTwice { account: of, .. } => {
            let (code, stands) = account(of);
            fill!(inbox_count_judged_twice, item = code, place = stands)
        }
        Clash::DoneTwice { order, .. } => fill!(inbox_done_twice, order = number(at, order)),
        Clash::Overdrawn { order, .. } => fill!(inbox_overdrawn, order = number(at, order)),
        Clash::StepsDiffer { order, .. } => {
            fill!(inbox_steps_differ, order = number(at, order))
        }
        Clash::HalfMissing(id) => fill!(
            inbox_half_missing,
            what = document(at, &DocumentId::FulfilmentOrder(*id))
        ),
        Clash::LateOnClosed(order) => fill!(inbox_late_on_closed, order = number(at, order)),
        Clash::GaveBackTooMuch(order, _) => fill!(inbox_gave_back, order = number(at, order)),
        Clash::PlacedTwice { order, .. } => {
            fill!(inbox_placed_twice, order = number(at, order))
        }
        Clash::MatchedTwice { order, .. } => {
            fill!(inbox_matched_twice, order = number(at, order))
        }
        Clash::SerialTwice(twice) => {
            fill!(inbox_serial_twice, item = names::item_code(at, &twice.item))
        }
        Clash::FieldTwice { document: of, .. } => {
            fill!(inbox_field_twice, what = document(at, of))
        }
        Clash::ContainerWhere(container) => {
            fill!(
                inbox_container_where,
                what = names::container_code(container)
            )
        }
        Clash::ContainerCircle(containers) => {
            let codes: Vec<String> = containers.iter().map(names::container_code).collect();
            fill!(inbox_container_circle, what = codes.join(", "))
        }
        Clash::LeaseOvertaken { .. } => t!(inbox_lease_overtaken),
        Clash::Fork { .. } => t!(inbox_fork),
        Clash::NotAllowed(_) => t!(inbox_not_allowed),
        Clash::Waits(_) => t!(inbox_waits),
        Clash::MergeCircle(of) => fill!(inbox_merge_circle, what = document(at, of)),
        Clash::ErasureTooLate(_) => t!(inbox_erasure_late),
        Clash::NeedsUpdate(_) => t!(inbox_needs_update),
        Clash::EditionTwice { item, .. } => {
            fill!(inbox_edition_twice, item = names::item_code(at, item))
        }
    }
}

/// A choice, in words.
fn settlement(at: &Reading<'_>, how: &Settlement) -> Text {
    match how {
        Settlement::Acknowledge => t!(inbox_choose_seen),
        Settlement::Keep(fact) => fill!(inbox_choose_keep, who = who(at, fact)),
        Settlement::PlaceAll { before } | Settlement::PlaceOne { before, .. } => match before {
            true => t!(inbox_choose_before),
            false => t!(inbox_choose_after),
        },
        Settlement::Counted { units } => fill!(inbox_choose_counted, n = units.get()),
        Settlement::AreOf(goods) => {
            let account = AccountKey::new(Place::Customers, goods.clone());
            fill!(inbox_choose_are_of, goods = item_of(at, &account))
        }
        Settlement::Judge { approved: true } => t!(inbox_choose_approve),
        Settlement::Judge { approved: false } | Settlement::DecideWaiting { allowed: false } => {
            t!(inbox_choose_turn_down)
        }
        Settlement::Deallocate(line) => {
            fill!(inbox_choose_deallocate, order = order_of(at, line))
        }
        Settlement::See { at: standing, .. } => {
            let stands = match standing {
                Standing::Location(location) => names::location_code(at, location).to_owned(),
                Standing::Container(container) => names::container_code(container),
            };
            fill!(inbox_choose_stands, place = stands)
        }
        Settlement::DecideWaiting { allowed: true } => t!(inbox_choose_allow),
        Settlement::RevokeMerge(_) => t!(inbox_choose_revoke),
    }
}

/// The page of the inbox.
#[component]
pub fn Inbox() -> impl IntoView {
    let all = Memo::new(|_| rows());
    let count = Memo::new(move |_| all.with(Vec::len));
    view! {
        <PageHeader
            title=t!(inbox_title)
            summary=Text::computed(move || text!(inbox_summary, n = count.get()))
        />
        <Show
            when=move || { count.get() > 0 }
            fallback=|| {
                view! { <EmptyState title=t!(inbox_empty) text=t!(inbox_empty_text) icon=IconName::Check /> }
            }
        >
            <ul class="cards" data-test="inbox">
                {move || all.get().into_iter().map(card).collect_view()}
            </ul>
        </Show>
    }
}

fn card(row: Row) -> AnyView {
    let entry = row.id;
    let choices = row
        .choices
        .into_iter()
        .map(|choice| {
            let how = choice.how;
            let press = move |()| {
                let command = ConflictCommand::Settle {
                    entry,
                    how: how.clone(),
                };
                desk::perform(command, t!(inbox_settled));
            };
            match choice.refused {
                None => {
                    view! { <Button label=choice.words on_press=press attr:data-test="choice" /> }
                        .into_any()
                }
                Some(why) => view! {
                    <span class="quiet-text">{choice.words} " — " {why}</span>
                }
                .into_any(),
            }
        })
        .collect_view();
    let count = row.count && pages::exists(&Route::FloorCount);
    view! {
        <li class="card" data-test="clash">
            <p>{row.words}</p>
            <div class="actions">
                {choices}
                {row
                    .take_up
                    .map(|command| {
                        view! {
                            <Button
                                label=t!(inbox_take_up)
                                on_press=move |()| desk::perform(command.clone(), t!(inbox_settled))
                            />
                        }
                    })}
                {count
                    .then(|| {
                        view! {
                            <ButtonLink
                                to=Route::FloorCount
                                label=t!(inbox_ask_count)
                                kind=ButtonKind::Secondary
                            />
                        }
                    })}
            </div>
        </li>
    }
    .into_any()
}
