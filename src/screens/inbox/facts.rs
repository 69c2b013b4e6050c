//! The facts that make an entry, in words: what, who, when, on which device.

use super::{fields, item_of, number};
use crate::screens::desk;
use crate::screens::orders::fact_sentence;
use crate::screens::refused::document;
use crate::screens::words;
use crate::site::Reading;
use crate::stream::id::{FactId, TAG_LETTERS};
use crate::trade::counting::CountingFact;
use crate::trade::event::Event;
use crate::trade::id::DocumentId;
use crate::trade::place::Movement;
use crate::trade::quantity::Currency;
use crate::trade::state::entries::Clash;
use crate::trade::stock::posting::{AccountKey, What};
use crate::trade::table::{Sink, Standing};
use crate::ui::locale::{Text, t, text};
use crate::view::inbox::{self, Evidence};
use crate::view::names;
use leptos::prelude::*;

/// A text whose placeholders are filled with what the fact carries.
macro_rules! fill {
    ($key:ident, $($name:ident = $value:expr),+ $(,)?) => {{
        $(let $name = $value;)+
        t!($key, $($name = $name.clone()),+)
    }};
}

/// A fact as the page shows it.
#[derive(Clone)]
pub(super) struct EvidenceRow {
    /// The fact.
    pub fact: FactId,
    words: Text,
    ms: i64,
    who: Option<String>,
    device: String,
    here: bool,
}

/// The facts in words.
pub(super) fn evidence_rows(
    at: &Reading<'_>,
    clash: &Clash,
    evidence: Vec<Evidence>,
) -> Vec<EvidenceRow> {
    let own = desk::workspace().map(|workspace| workspace.own().0.tag(TAG_LETTERS));
    let row = |one: Evidence| EvidenceRow {
        fact: one.fact,
        words: match (fields::name(at, clash), fields::value(at, clash, &one.fact)) {
            (Some(field), Some(value)) => fill!(inbox_fact_field, field = field, value = value),
            _ => sentence(at, clash, one.fact, &one.event),
        },
        ms: one.ms,
        here: own.as_ref() == Some(&one.device),
        who: one.who,
        device: one.device,
    };
    evidence.into_iter().map(row).collect()
}

/// The list of the facts.
pub(super) fn evidence_list(rows: Vec<EvidenceRow>) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let lines = rows
        .into_iter()
        .map(|row| {
            let (ms, device, here) = (row.ms, row.device, row.here);
            let who = row.who.unwrap_or_default();
            let source = move || {
                let device = match here {
                    true => text!(inbox_this_device, device = device.as_str()),
                    false => text!(inbox_device, device = device.as_str()),
                };
                text!(
                    inbox_evidence,
                    when = words::moment(ms),
                    who = who.as_str(),
                    device = device
                )
            };
            view! {
                <li data-test="evidence">
                    <span>{row.words}</span>
                    " "
                    <span class="quiet-text">{source}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="plain-list loose-list" aria-label=t!(inbox_evidence_title)>{lines}</ul> }
        .into_any()
}

/// What a fact is about: its documents, and the goods that it moves; where an entry is about goods at a place, those.
struct About<'a> {
    account: Option<&'a AccountKey>,
    documents: Vec<DocumentId>,
    moved: Option<Moved>,
}

impl About<'_> {
    fn wants(&self, movement: &Movement<'_>) -> bool {
        self.account.is_none_or(|account| {
            let is_item = match &account.what {
                What::Item(item) => *item == movement.goods.item,
                What::Goods(goods) => goods.item == movement.goods.item,
            };
            is_item && (movement.from == account.place || movement.to == account.place)
        })
    }
}

struct Moved {
    item: crate::trade::id::ItemId,
    from: crate::trade::place::Place,
    to: crate::trade::place::Place,
    units: u64,
}

impl Sink for About<'_> {
    fn document(&mut self, document: DocumentId) {
        self.documents.push(document);
    }

    fn movement(&mut self, movement: Movement<'_>) {
        if !self.wants(&movement) {
            return;
        }
        self.moved.get_or_insert_with(|| Moved {
            item: movement.goods.item.clone(),
            from: movement.from.clone(),
            to: movement.to.clone(),
            units: movement.units.get(),
        });
    }
}

fn sentence(at: &Reading<'_>, clash: &Clash, fact: FactId, event: &Event) -> Text {
    let account = inbox::account_of(clash);
    let standing = Standing {
        fact,
        opened_before: at.held.opened_before(fact),
    };
    let mut about = About {
        account,
        documents: Vec::new(),
        moved: None,
    };
    event.row(&standing, &mut about);
    let of_order = about.documents.iter().find_map(|document| match document {
        DocumentId::Order(order) => at.state.order(order),
        DocumentId::FulfilmentOrder(id) => {
            let (_, routed) = at.state.fulfilment(id)?.routed()?;
            at.state.order(&routed.order)
        }
        _ => None,
    });
    let placed = of_order.and_then(|order| order.placed());
    let currency = placed.map(|(_, placed)| placed.currency);
    let currency = currency.or_else(|| Currency::new("XXX"));
    if let Some(words) = currency.and_then(|currency| fact_sentence(at, event, &currency)) {
        // An entry that is about no one order tells of which each fact is.
        return match of_order
            .filter(|order| clash.document() != DocumentId::Order(order.id().clone()))
        {
            Some(order) => fill!(
                inbox_fact_of_order,
                order = number(at, order.id()),
                fact = words
            ),
            None => words,
        };
    }
    match event {
        Event::Counting(fact) => counting(at, fact, account),
        Event::Streams(_) => t!(inbox_fact_device),
        Event::Identity(_) => t!(inbox_fact_merge),
        Event::Leases(_) => t!(inbox_fact_lease),
        Event::Personal(_) => t!(inbox_fact_personal),
        Event::Conflicts(_) => t!(inbox_fact_settled),
        Event::Stock(_) | Event::Receiving(_) | Event::Returns(_) if about.moved.is_some() => {
            match about.moved {
                Some(moved) => fill!(
                    inbox_fact_moved,
                    n = moved.units,
                    item = names::item_code(at, &moved.item),
                    from = words::place(at, &moved.from),
                    to = words::place(at, &moved.to)
                ),
                None => t!(inbox_fact_other),
            }
        }
        _ => match about.documents.first() {
            Some(of) => fill!(inbox_fact_set, what = document(at, of)),
            None => t!(inbox_fact_other),
        },
    }
}

fn counting(at: &Reading<'_>, fact: &CountingFact, account: Option<&AccountKey>) -> Text {
    match (fact, account) {
        (CountingFact::Observed(observation), Some(account)) => fill!(
            inbox_fact_counted_item,
            n = inbox::seen_of(observation, account),
            item = item_of(at, account),
            place = words::place(at, &observation.place)
        ),
        (fact, _) => counting_of_all(at, fact),
    }
}

fn counting_of_all(at: &Reading<'_>, fact: &CountingFact) -> Text {
    match fact {
        CountingFact::Observed(observation) => {
            let units: u64 = observation.seen.iter().map(|seen| seen.units.get()).sum();
            fill!(
                inbox_fact_counted,
                n = units,
                place = words::place(at, &observation.place)
            )
        }
        CountingFact::CountApproved { place, .. } => {
            fill!(inbox_fact_approved, place = words::place(at, place))
        }
        CountingFact::CountRejected { place, .. } => {
            fill!(inbox_fact_rejected, place = words::place(at, place))
        }
        CountingFact::MovementPlaced { place, .. } => {
            fill!(inbox_fact_placed, place = words::place(at, place))
        }
    }
}
