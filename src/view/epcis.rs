//! What happened to goods, told to partners as EPCIS 2.0 in the words of CBV 2.0.
//!
//! Events are read off the movements in the table of facts, so that a new kind of fact is told by where its goods go:
//!
//! | from, to | event | step | disposition |
//! |---|---|---|---|
//! | outside before the ledger began, ours | object | `stock_taking` | by condition |
//! | a supplier, ours | object | `receiving` | `in_progress` |
//! | customers or a carrier, ours | object | `receiving` | `returned` |
//! | a location, a tote | object | `picking` | `in_progress` |
//! | anything, a parcel | aggregation | `packing` | `in_progress` |
//! | a parcel, our hands | aggregation | `unpacking` | `in_progress` |
//! | a parcel, a carrier | object | `shipping` | `in_transit` |
//! | a carrier, customers | object | `accepting` | |
//! | ours, a loss; a loss or a count, ours | object | `destroying`, `inspecting`, `removing`, `cycle_counting` | by reason |
//! | ours, a supplier | object | `shipping` | `returned` |
//! | goods that become others | object | `inspecting` | by condition |
//! | ours, ours | object | `storing` | by condition |
//!
//! What was undone because it had not happened (a hand-over, a delivery, a receipt, a decision) is told again with an
//! error declaration. What was undone by hand (a pick, a pack, a move) did happen, and happened back. Facts that move no
//! goods are not told.
//!
//! Goods without numbers of their own are named by class and quantity. Two such events may be alike in all that EPCIS
//! asks; each therefore tells its origin, the place of its fact in its stream, in a field of this program's own. That makes
//! identifiers unique and the same on every device.

use crate::exchange::epcis::Names;
use crate::exchange::epcis::event::{
    Action, Disposition, ErrorDeclaration, Quantity, Reason, Step, ToldEvent, Transaction, What,
};
use crate::site::Reading;
use crate::stream::id::{CommitId, FactId};
use crate::trade::event::Event;
use crate::trade::goods::{Condition, Goods};
use crate::trade::id::{ContainerId, DocumentId};
use crate::trade::place::{LossReason, Movement, Place};
use crate::trade::receiving::ReceivingFact;
use crate::trade::returns::ReturnFact;
use crate::trade::shipping::ShippingFact;
use crate::trade::state::Told;
use crate::trade::table::Sink;
use crate::view::reports::order_of;
use crate::view::{items, names};
use std::collections::BTreeSet;

/// The letters of a stream's whole name.
const STREAM_LETTERS: usize = 26;

/// What an event means: action, step, disposition.
type Meaning = (Action, Step, Option<Disposition>);

/// One movement as it is told.
struct Leg {
    goods: Goods,
    becomes: bool,
    from: Place,
    to: Place,
    units: u64,
}

/// The movements of a fact, and the documents that it belongs to.
#[derive(Default)]
struct Moves {
    documents: Vec<DocumentId>,
    legs: Vec<Leg>,
}

impl Sink for Moves {
    fn document(&mut self, document: DocumentId) {
        self.documents.push(document);
    }

    fn movement(&mut self, movement: Movement<'_>) {
        self.legs.push(Leg {
            goods: movement.becomes.unwrap_or(movement.goods).clone(),
            becomes: movement.becomes.is_some(),
            from: movement.from,
            to: movement.to,
            units: movement.units.get(),
        });
    }
}

/// The events of a commit, in the order of its facts; none where it is not held. `offset_minutes` is how far the clocks on
/// the walls are ahead of UTC.
pub fn tell(
    at: &Reading<'_>,
    commit: CommitId,
    called: &Names,
    offset_minutes: i16,
) -> Vec<ToldEvent> {
    let mut told = (Vec::new(), Vec::new());
    at.held.told_of(commit, at.history, &mut told);
    let teller = Teller {
        at,
        called,
        offset_minutes,
    };
    told.0.iter().flat_map(|told| teller.fact(told)).collect()
}

struct Teller<'a> {
    at: &'a Reading<'a>,
    called: &'a Names,
    offset_minutes: i16,
}

/// The fact that one says never happened, and how wrong it was.
fn denied(event: &Event) -> Option<(FactId, Reason)> {
    match event {
        Event::Shipping(
            ShippingFact::HandOverUndone { undoes, .. }
            | ShippingFact::DeliveryUndone { undoes, .. }
            | ShippingFact::LossUndone { undoes, .. },
        )
        | Event::Receiving(ReceivingFact::ReceivingUndone { undoes, .. })
        | Event::Returns(ReturnFact::ReceiptUndone { undoes, .. }) => {
            Some((*undoes, Reason::DidNotOccur))
        }
        Event::Returns(ReturnFact::DecisionUndone { undoes, .. }) => {
            Some((*undoes, Reason::IncorrectData))
        }
        _ => None,
    }
}

impl Teller<'_> {
    fn fact(&self, told: &Told) -> Vec<ToldEvent> {
        let Some((undone, reason)) = denied(&told.event) else {
            return self.moved(told);
        };
        let mut of_commit = (Vec::new(), Vec::new());
        let history = self.at.history;
        self.at.held.told_of(undone.commit, history, &mut of_commit);
        let before = of_commit.0.iter().find(|told| told.at.fact() == undone);
        // Where what is denied has not come here, nothing was told of it either.
        let mut events = before.map_or_else(Vec::new, |before| self.moved(before));
        for event in &mut events {
            event.error = Some(ErrorDeclaration {
                declared_ms: told.at.wall_ms,
                reason,
            });
        }
        events
    }

    fn moved(&self, told: &Told) -> Vec<ToldEvent> {
        let mut moves = Moves::default();
        told.event.row(&told.standing(), &mut moves);
        let mut groups: Vec<(Meaning, What, Option<String>)> = Vec::new();
        let mut parcels = BTreeSet::new();
        for leg in &moves.legs {
            let meaning = meaning(&told.event, leg);
            let what = self.what(&meaning, leg);
            if let What::Objects { objects, .. } = &what
                && !objects.is_empty()
                && !parcels.insert(objects.clone())
            {
                // A parcel is told once, whatever is in it.
                continue;
            }
            let place = self.read_point(&meaning, leg);
            match groups.last_mut() {
                Some((last, all, at)) if *last == meaning && *at == place && joins(all, &what) => {
                    add(all, what);
                }
                _ => groups.push((meaning, what, place)),
            }
        }
        let papers = self.papers(&moves.documents, &told.event);
        let fact = told.at.fact();
        let origin = format!(
            "{}/{}/{}",
            fact.commit.stream.tag(STREAM_LETTERS),
            fact.commit.number,
            fact.index
        );
        let event = |(part, (meaning, what, read_point)): (usize, (Meaning, What, _))| {
            let (action, step, disposition) = meaning;
            let gone = matches!(step, Step::Accepting)
                || step == Step::Shipping && disposition == Some(Disposition::InTransit);
            ToldEvent {
                what,
                time_ms: told.at.wall_ms,
                offset_minutes: self.offset_minutes,
                action,
                step,
                disposition,
                read_point,
                // What has left is no longer here, and where it is no one here knows.
                location: (!gone).then(|| self.called.site()),
                transactions: papers.clone(),
                origin: match part {
                    0 => origin.clone(),
                    part => format!("{origin}/{part}"),
                },
                error: None,
            }
        };
        groups.into_iter().enumerate().map(event).collect()
    }

    fn quantity(&self, goods: &Goods, units: u64) -> Quantity {
        let at = self.at;
        let codes = at.state.item(&goods.item).map(items::barcodes);
        let codes = codes.unwrap_or_default();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let lot = goods.lot.as_ref();
        let lot = lot.and_then(|lot| names::lot_code(at, &goods.item, lot));
        let sku = names::item_code(at, &goods.item);
        Quantity {
            class: self.called.item(&sku, lot.as_deref(), &codes),
            units,
        }
    }

    fn what(&self, meaning: &Meaning, leg: &Leg) -> What {
        let quantities = vec![self.quantity(&leg.goods, leg.units)];
        match (meaning.1, parcel(&leg.from), parcel(&leg.to)) {
            (Step::Packing, _, Some(into)) => What::Aggregation {
                parent: self.called.parcel(&names::container_code(into)),
                quantities,
            },
            (Step::Unpacking, Some(out), _) => What::Aggregation {
                parent: self.called.parcel(&names::container_code(out)),
                quantities,
            },
            (Step::Shipping, Some(out), None) => What::Objects {
                objects: vec![self.called.parcel(&names::container_code(out))],
                quantities: Vec::new(),
            },
            _ => What::Objects {
                objects: Vec::new(),
                quantities,
            },
        }
    }

    /// Where it was seen: the location of the two that there is, else the site; nowhere that we know of at a customer's.
    fn read_point(&self, meaning: &Meaning, leg: &Leg) -> Option<String> {
        if meaning.1 == Step::Accepting {
            return None;
        }
        let location = [&leg.to, &leg.from]
            .into_iter()
            .find(|place| matches!(place, Place::Location(_)));
        let code = location.and_then(|place| names::place_code(self.at, place));
        Some(code.map_or_else(|| self.called.site(), |code| self.called.place(&code)))
    }

    fn papers(&self, documents: &[DocumentId], event: &Event) -> Vec<(Transaction, String)> {
        let mut papers: Vec<(Transaction, String)> = Vec::new();
        let mut add = |kind: Transaction, what: &str, code: &str| {
            let paper = (kind, self.called.private(what, code));
            if !papers.contains(&paper) {
                papers.push(paper);
            }
        };
        for document in documents {
            match document {
                DocumentId::Order(order) => {
                    let address = names::order_address(self.at, order);
                    add(Transaction::PurchaseOrder, "order", &address);
                }
                DocumentId::FulfilmentOrder(id) => {
                    if let Some(order) = order_of(self.at, id) {
                        let address = names::order_address(self.at, order);
                        add(Transaction::PurchaseOrder, "order", &address);
                    }
                }
                DocumentId::Receipt(id) => {
                    add(
                        Transaction::ReceivingAdvice,
                        "receipt",
                        &names::opened(&id.0),
                    );
                }
                DocumentId::Return(id) => {
                    add(Transaction::Return, "return", &names::opened(&id.0));
                }
                DocumentId::Container(container @ ContainerId::Parcel(_))
                    if matches!(event, Event::Shipping(_)) =>
                {
                    let code = names::container_code(container);
                    add(Transaction::DespatchAdvice, "despatch", &code);
                }
                _ => {}
            }
        }
        papers
    }
}

fn parcel(place: &Place) -> Option<&ContainerId> {
    match place {
        Place::Container(container @ ContainerId::Parcel(_)) => Some(container),
        _ => None,
    }
}

/// Whether two of one meaning and place are one event.
fn joins(all: &What, one: &What) -> bool {
    match (all, one) {
        (What::Objects { objects, .. }, What::Objects { objects: more, .. }) => {
            objects.is_empty() && more.is_empty()
        }
        (What::Aggregation { parent, .. }, What::Aggregation { parent: other, .. }) => {
            parent == other
        }
        _ => false,
    }
}

fn add(all: &mut What, one: What) {
    if let (
        What::Objects { quantities, .. } | What::Aggregation { quantities, .. },
        What::Objects {
            quantities: more, ..
        }
        | What::Aggregation {
            quantities: more, ..
        },
    ) = (all, one)
    {
        quantities.extend(more);
    }
}

fn by_condition(goods: &Goods) -> Disposition {
    match goods.condition {
        Condition::New | Condition::Opened | Condition::Used | Condition::Refurbished => {
            Disposition::SellableAccessible
        }
        Condition::Damaged => Disposition::Damaged,
        Condition::Unjudged => Disposition::NonSellableOther,
    }
}

/// What a movement means.
fn meaning(event: &Event, leg: &Leg) -> Meaning {
    use Disposition as In;
    let observed = |step, disposition| (Action::Observe, step, Some(disposition));
    let comes_back = matches!(event, Event::Returns(_) | Event::Shipping(_));
    match (&leg.from, &leg.to) {
        (_, Place::Loss { reason, .. }) => lost(reason),
        (Place::Loss { .. } | Place::Difference(_), _) | (_, Place::Difference(_)) => {
            observed(Step::CycleCounting, In::MismatchQuantity)
        }
        (Place::Opening(_), _) => observed(Step::StockTaking, by_condition(&leg.goods)),
        (_, Place::Customers) => (Action::Observe, Step::Accepting, None),
        (from, Place::Party(_)) if parcel(from).is_some() => {
            observed(Step::Shipping, In::InTransit)
        }
        (_, Place::Party(_)) => observed(Step::Shipping, In::Returned),
        (Place::Customers, _) => observed(Step::Receiving, In::Returned),
        (Place::Party(_), _) if comes_back => observed(Step::Receiving, In::Returned),
        (Place::Party(_), _) => observed(Step::Receiving, In::InProgress),
        (_, to) if parcel(to).is_some() && leg.from != leg.to => {
            (Action::Add, Step::Packing, Some(In::InProgress))
        }
        (from, _) if parcel(from).is_some() && leg.from != leg.to => {
            (Action::Delete, Step::Unpacking, Some(In::InProgress))
        }
        _ if leg.becomes || matches!(event, Event::Returns(_)) => {
            observed(Step::Inspecting, by_condition(&leg.goods))
        }
        (Place::Location(_), Place::Container(_)) if matches!(event, Event::Picking(_)) => {
            observed(Step::Picking, In::InProgress)
        }
        (Place::Location(_) | Place::Container(_), Place::Location(_) | Place::Container(_)) => {
            observed(Step::Storing, by_condition(&leg.goods))
        }
        _ => (Action::Observe, Step::Other, None),
    }
}

fn lost(reason: &LossReason) -> Meaning {
    use Disposition as In;
    let observed = |step, disposition| (Action::Observe, step, Some(disposition));
    match reason {
        LossReason::Scrapped => (Action::Delete, Step::Destroying, Some(In::Destroyed)),
        LossReason::Damaged => observed(Step::Inspecting, In::Damaged),
        LossReason::Expired => observed(Step::Inspecting, In::NonSellableOther),
        LossReason::OwnUse | LossReason::Donated => observed(Step::Removing, In::Unavailable),
        LossReason::Missing | LossReason::Stolen | LossReason::Found | LossReason::Mistake => {
            observed(Step::CycleCounting, In::MismatchQuantity)
        }
    }
}
