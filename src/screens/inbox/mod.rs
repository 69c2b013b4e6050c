//! The conflict inbox: what clashed, in words of the trade, the facts that make it, and what can be done about it, with
//! what that means for goods and money.

mod choice;
mod clash;
mod concerned;
mod facts;
mod fields;

pub(in crate::screens) use clash::clash;
pub(in crate::screens) use concerned::{Concerned, entries};

use self::choice::{consequence, settlement};
use self::facts::{EvidenceRow, evidence_list, evidence_rows};
use super::desk::{self, ALL};
use super::{WITHOUT_ORDER, pages, words};
use crate::limits::INBOX_SHOWN;
use crate::site::Reading;
use crate::stream::id::{FactId, TAG_LETTERS};
use crate::trade::conflicts::choices::ChoiceOffered;
use crate::trade::conflicts::commands::{ConflictCommand, Settlement};
use crate::trade::demand::FulfilmentLine;
use crate::trade::fulfilment::commands::FulfilmentCommand;
use crate::trade::id::{ContainerId, DocumentId, OperatorId, OrderId};
use crate::trade::locations::Standing;
use crate::trade::scan::{Scan, Scanned, resolve};
use crate::trade::state::entries::{Clash, Entry};
use crate::trade::stock::posting::{AccountKey, What};
use crate::trade::text::Code;
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, EmptyState, IconName, PageHeader, TextInput,
};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{href, query_value};
use crate::ui::routes::Route;
use crate::view::{inbox, names};
use leptos::prelude::*;

/// A choice as the page shows it.
#[derive(Clone)]
struct Choice {
    words: Text,
    /// What it means for goods and money.
    then: Text,
    how: Settlement,
    /// Why whoever is signed in may not take it.
    refused: Option<Text>,
}

/// An entry as the page shows it.
#[derive(Clone)]
struct Row {
    id: [u8; 16],
    words: Text,
    evidence: Vec<EvidenceRow>,
    /// The documents that it concerns and that have a page.
    links: Vec<(Text, Route)>,
    choices: Vec<Choice>,
    count: bool,
    /// Containers of which nobody knows where they stand.
    stand: Vec<ContainerId>,
    /// It waits for a count, which decides first.
    waits: Option<Text>,
    take_up: Option<FulfilmentCommand>,
}

/// What was derived decides whether anything has changed; words are made of it.
impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        let facts = |row: &Self| row.evidence.iter().map(|one| one.fact).collect::<Vec<_>>();
        self.id == other.id
            && self.choices.len() == other.choices.len()
            && self.waits.is_some() == other.waits.is_some()
            && facts(self) == facts(other)
    }
}

/// The entries as the page shows them, at most so many, and how many there are. The one that a person came for stands
/// first. What each offers is rehearsed, so only for those that are shown.
fn rows(asked: &str, rows_max: usize) -> (Vec<Row>, usize) {
    let mut entries = entries();
    let count = entries.len();
    entries.sort_by_key(|entry| hex(&entry.id) != asked);
    let shown = &entries[..rows_max.min(count)];
    (rows_of(&entries, shown), count)
}

fn rows_of(all: &[Entry], shown: &[Entry]) -> Vec<Row> {
    desk::read(ALL, |at| {
        let Some(context) = desk::context() else {
            return Vec::new();
        };
        let evidence = inbox::evidence(at, shown);
        let row = |(entry, evidence): (&Entry, Vec<_>)| {
            let places = inbox::waits_for(at, all, &entry.clash);
            let waits = (!places.is_empty()).then(|| {
                let places = places.iter().map(|place| words::place(at, place).now());
                let places: Vec<String> = places.collect();
                let places = places.join(", ");
                t!(inbox_waits_for_count, places = places.clone())
            });
            let mut row = Row {
                id: entry.id,
                words: clash(at, &entry.clash),
                evidence: evidence_rows(at, &entry.clash, evidence),
                links: links(at, &entry.clash),
                choices: Vec::new(),
                count: waits.is_some(),
                stand: Vec::new(),
                waits,
                take_up: None,
            };
            for offered in inbox::offered(at, &context, entry) {
                match offered {
                    ChoiceOffered::Ready { how, writes } => row.choices.push(Choice {
                        words: settlement(at, &entry.clash, &how),
                        then: consequence(at, &entry.clash, &how),
                        refused: writes.err().map(|why| desk::refusal(&why)),
                        how,
                    }),
                    ChoiceOffered::AskUnits(_) => row.count = true,
                    ChoiceOffered::AskWhere(container) => row.stand.push(container),
                    ChoiceOffered::TakeUp(fulfilment) => {
                        row.take_up = Some(FulfilmentCommand::TakeUp { fulfilment });
                    }
                    ChoiceOffered::Update => {}
                }
            }
            row
        };
        shown.iter().zip(evidence).map(row).collect()
    })
}

/// Where something stands, by the code of a location or of another container; `None` where no one thing has it.
fn standing(code: &str) -> Option<Standing> {
    desk::peek(|at| {
        let heard = Scan::plain(Code::new(code.trim()).ok()?);
        match resolve(at.state, &heard, &at.relations()).ok()? {
            Scanned::Location(location) => Some(Standing::Location(location)),
            Scanned::Container(container) => Some(Standing::Container(container)),
            Scanned::Item(_) | Scanned::Parcel(_) => None,
        }
    })
}

/// Asks where a container stands, and says so.
#[component]
fn Stands(entry: [u8; 16], container: ContainerId) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let name = names::container_code(&container);
    let found = Memo::new(move |_| code.with(|code| standing(code)));
    let say = move |()| {
        let Some(at) = found.get_untracked() else {
            return;
        };
        let how = Settlement::See {
            container: container.clone(),
            at,
        };
        desk::perform(ConflictCommand::Settle { entry, how }, t!(inbox_settled));
    };
    view! {
        <div class="row" data-test="stands">
            <TextInput label=t!(inbox_stands_where, container = name.clone()) value=code />
            <Button
                label=t!(inbox_stands_there)
                disabled=Signal::derive(move || found.with(Option::is_none))
                on_press=say
                attr:data-test="stands-there"
            />
        </div>
    }
}

/// The pages of the documents that an entry concerns.
fn links(at: &Reading<'_>, clash: &Clash) -> Vec<(Text, Route)> {
    let documents = inbox::concerned(at, clash).into_iter();
    let link = |document: DocumentId| {
        let route = match &document {
            DocumentId::Order(order) => Route::Order(names::order_address(at, order)),
            DocumentId::Item(item) => Route::Item(names::item_address(item)),
            DocumentId::Batch(batch) => Route::FloorPickBatch(names::opened(&batch.0)),
            DocumentId::Receipt(receipt) => Route::FloorReceiveCase(names::opened(&receipt.0)),
            DocumentId::Location(location) => {
                Route::FloorHere(names::location_code(at, location).to_owned())
            }
            DocumentId::Container(container) => Route::FloorHere(names::container_code(container)),
            DocumentId::Return(rma) => {
                let authorised = at.state.rma(rma).and_then(|rma| rma.authorised());
                let order = authorised.and_then(|(_, it)| it.order.as_ref());
                let address = order.map(|order| names::order_address(at, order));
                let address = address.unwrap_or_else(|| WITHOUT_ORDER.to_owned());
                Route::FloorReturnCase(address, names::opened(&rma.0))
            }
            DocumentId::Party(_) => Route::Partners,
            DocumentId::Channel(_) => Route::Channels,
            DocumentId::Operator(_) => Route::People,
            DocumentId::Warehouse(_) => Route::Warehouses,
            DocumentId::Erasure(_) => Route::Privacy,
            _ => return None,
        };
        Some((super::refused::document(at, &document), route))
    };
    documents.filter_map(link).collect()
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

/// Who said a fact, and on which device: one person may have said both things on two.
fn who(at: &Reading<'_>, fact: &FactId) -> Text {
    let header = at.held.header_of(fact.commit);
    let operator = header.and_then(|header| header.operator);
    let device = fact.commit.stream.tag(TAG_LETTERS);
    match operator.map(|operator| names::operator_name(at, &OperatorId(operator))) {
        Some(name) => t!(inbox_who, who = name.clone(), device = device.clone()),
        None => t!(inbox_device, device = device.clone()),
    }
}

/// The page of the inbox.
#[component]
pub fn Inbox() -> impl IntoView {
    let asked = query_value("entry");
    let rows_max = RwSignal::new(INBOX_SHOWN);
    let all = Memo::new(move |_| rows(&asked.get_or_empty(), rows_max.get()));
    let count = Memo::new(move |_| all.with(|(_, count)| *count));
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
                {move || all.get().0.into_iter().map(card).collect_view()}
            </ul>
            <Show when=move || { count.get() > rows_max.get() }>
                <div class="actions">
                    <Button
                        label=Text::computed(move || {
                            text!(inbox_more, n = count.get().saturating_sub(rows_max.get()))
                        })
                        on_press=move |()| rows_max.update(|rows| *rows += INBOX_SHOWN)
                        attr:data-test="inbox-more"
                    />
                </div>
            </Show>
        </Show>
    }
}

/// The name of an entry in addresses.
fn hex(id: &[u8; 16]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
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
                None => view! {
                    <li class="row">
                        <Button label=choice.words on_press=press attr:data-test="choice" />
                        <span class="quiet-text">{choice.then}</span>
                    </li>
                }
                .into_any(),
                Some(why) => view! {
                    <li class="quiet-text">{choice.words} " — " {why}</li>
                }
                .into_any(),
            }
        })
        .collect_view();
    let links = row
        .links
        .into_iter()
        .map(|(words, route)| view! { <a href=href(&route)>{words}</a> })
        .collect_view();
    // What waits for a count is counted first.
    let kind = match row.waits {
        Some(_) => ButtonKind::Primary,
        None => ButtonKind::Secondary,
    };
    let counting = (row.count && pages::exists(&Route::FloorCount)).then(|| {
        view! { <ButtonLink to=Route::FloorCount label=t!(inbox_ask_count) kind /> }
    });
    let (first, last) = match row.waits {
        Some(_) => (counting, None),
        None => (None, counting),
    };
    view! {
        <li class="card" data-test="clash" data-entry=hex(&row.id)>
            <p>{row.words}</p>
            {row
                .waits
                .map(|words| {
                    view! {
                        <div class="row" data-test="waits">
                            <span>{words}</span>
                            {first}
                        </div>
                    }
                })}
            <p class="row">{links}</p>
            {evidence_list(row.evidence)}
            <ul class="plain-list loose-list">{choices}</ul>
            {row.stand.into_iter().map(|container| view! { <Stands entry container /> }).collect_view()}
            <div class="actions">
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
                {last}
            </div>
        </li>
    }
    .into_any()
}
