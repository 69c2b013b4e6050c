//! Events for others out of this program's facts: what happened to goods, in the words of CBV 2.0.
//!
//! | fact | event | step | disposition |
//! |---|---|---|---|
//! | receipt of stock | object | `receiving` | `in_progress` |
//! | opening of the books | object | `stock_taking` | `sellable_accessible` |
//! | transfer, put back | object | `storing` | `sellable_accessible` |
//! | correction | object | `cycle_counting`, `destroying`, `inspecting`, `removing` | by its reason |
//! | promise | object | `reserving` | `reserved` |
//! | pick, and its undoing | object | `picking`, `storing` | `in_progress`, `sellable_accessible` |
//! | pack, and its undoing | aggregation | `packing`, `unpacking` | `in_progress` |
//! | parcel closed | object | `packing` | `container_closed` |
//! | parcel labelled | transaction | `staging_outbound` | |
//! | hand-over | object | `shipping` | `in_transit` |
//! | delivery | object | `accepting` | |
//! | return received | object | `receiving` | `returned` |
//! | return decided | object | `inspecting`, `destroying` | by condition and decision |
//!
//! What was undone because it had not happened (a hand-over, a receipt, a decision) is told again with an error
//! declaration. What was undone by hand (a pick, a pack) did happen, and happened back. Facts that move no goods are
//! not told.
//!
//! The units of this program have no numbers of their own, so events name classes and quantities. Two of them may
//! be alike in all that EPCIS asks; each therefore tells its origin, the place of its fact in the journal, in a field
//! of this program's own. That makes identifiers unique and the same on every device.

use std::collections::HashMap;

use super::event::{
    Action, Disposition, ErrorDeclaration, Quantity, Reason, Step, ToldEvent, Transaction, What,
};
use super::names::Names;
use crate::domain::catalog::Catalog;
use crate::domain::commit::{Commit, Recorded};
use crate::domain::event::{
    Content, Event, LinePromise, Packed, Picked, ReturnDecided, StockDocumentKind, StockPosted,
};
use crate::domain::place::{Condition, Goods, Movement, Place};
use crate::domain::reason::{Disposition as Decision, LossReason};
use crate::domain::text::{OrderId, ParcelId, ReturnId, Sku};

/// What facts came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The events, in the order of the facts.
    pub events: Vec<ToldEvent>,
    /// Facts that take back one that is not among those given: the partner was told by an earlier document.
    pub unmatched: u64,
    /// Facts of a newer version of this program, which this one cannot tell.
    pub newer: u64,
}

/// Tells the facts of commits; those of one stream come in order.
pub fn tell<'a>(
    commits: impl IntoIterator<Item = &'a Commit>,
    names: &Names,
    catalog: &Catalog,
    offset_minutes: i16,
) -> Told {
    let mut teller = Teller {
        names,
        catalog,
        offset_minutes,
        told: Told::default(),
        undoable: HashMap::new(),
        time_ms: 0,
        origin: String::new(),
        parts: 0,
    };
    for commit in commits {
        teller.time_ms = commit.stamp.ms();
        for (place, recorded) in commit.events.iter().enumerate() {
            teller.origin = format!("{}/{}/{place}", commit.stream.hex(), commit.number);
            teller.parts = 0;
            match recorded {
                Recorded::Known(event) => teller.fact(event),
                Recorded::Newer(_) => teller.told.newer += 1,
            }
        }
    }
    teller.told
}

struct Teller<'a> {
    names: &'a Names,
    catalog: &'a Catalog,
    offset_minutes: i16,
    told: Told,
    /// Facts that a later one may take back, and the events that told them.
    undoable: HashMap<Event, Vec<ToldEvent>>,
    time_ms: i64,
    origin: String,
    parts: u32,
}

/// What an event means: action, step, disposition.
type Meaning = (Action, Step, Option<Disposition>);

impl Teller<'_> {
    fn fact(&mut self, event: &Event) {
        match event {
            Event::StockPosted(posted) => self.stock(posted),
            Event::LinesPromised { order, promises } => self.promises(order, promises),
            Event::LinePicked(picked) => {
                self.picked(picked, Step::Picking, Disposition::InProgress);
            }
            Event::PickUndone(picked) => {
                self.picked(picked, Step::Storing, Disposition::SellableAccessible);
            }
            Event::UnitsPacked(packed) => self.packed(packed, Action::Add, Step::Packing),
            Event::PackingUndone(packed) => self.packed(packed, Action::Delete, Step::Unpacking),
            Event::ParcelClosed { order, parcel, .. } => {
                let meaning = (
                    Action::Observe,
                    Step::Packing,
                    Some(Disposition::ContainerClosed),
                );
                self.parcel(order, parcel, meaning);
            }
            Event::ParcelLabelled {
                order,
                parcel,
                tracking,
                ..
            } => self.labelled(order, parcel, tracking.as_str()),
            Event::ParcelHandedOver { order, parcel, .. } => {
                let meaning = (
                    Action::Observe,
                    Step::Shipping,
                    Some(Disposition::InTransit),
                );
                let told = self.parcel(order, parcel, meaning);
                self.undoable.entry(event.clone()).or_default().push(told);
            }
            Event::ParcelDelivered { order, parcel, .. } => {
                self.parcel(order, parcel, (Action::Observe, Step::Accepting, None));
            }
            Event::ReturnReceived {
                order,
                return_id,
                contents,
            } => {
                let told = self.returned(order, return_id, contents);
                self.undoable.entry(event.clone()).or_default().push(told);
            }
            Event::ReturnDecided(decided) => {
                let told = self.decided(decided);
                self.undoable.entry(event.clone()).or_default().push(told);
            }
            Event::PutBack {
                order,
                sku,
                bin,
                units,
                ..
            } => self.put_back(order, sku, bin.as_str(), *units),
            undoing => self.undoing(undoing),
        }
    }

    /// Takes back what an earlier fact told; any other fact moves no goods and is not told.
    fn undoing(&mut self, event: &Event) {
        let (undone, reason) = match event.clone() {
            Event::HandOverUndone {
                order,
                parcel,
                carrier,
                contents,
            } => (
                Event::ParcelHandedOver {
                    order,
                    parcel,
                    carrier,
                    contents,
                },
                Reason::DidNotOccur,
            ),
            Event::ReceiptUndone {
                order,
                return_id,
                contents,
            } => (
                Event::ReturnReceived {
                    order,
                    return_id,
                    contents,
                },
                Reason::DidNotOccur,
            ),
            Event::DecisionUndone(decided) => {
                (Event::ReturnDecided(decided), Reason::IncorrectData)
            }
            _ => return,
        };
        let told = self.undoable.get_mut(&undone).and_then(Vec::pop);
        match told {
            Some(mut told) => {
                told.error = Some(ErrorDeclaration {
                    declared_ms: self.time_ms,
                    reason,
                });
                self.told.events.push(told);
            }
            None => self.told.unmatched += 1,
        }
    }

    /// Adds an event at a place of the house.
    fn add(&mut self, what: What, meaning: Meaning, place: Option<String>) -> &mut ToldEvent {
        let (action, step, disposition) = meaning;
        let origin = match self.parts {
            0 => self.origin.clone(),
            part => format!("{}/{part}", self.origin),
        };
        self.parts += 1;
        self.told.events.push(ToldEvent {
            what,
            time_ms: self.time_ms,
            offset_minutes: self.offset_minutes,
            action,
            step,
            disposition,
            read_point: place,
            location: Some(self.names.site()),
            transactions: Vec::new(),
            origin,
            error: None,
        });
        self.told.events.last_mut().expect("one was added just now")
    }

    fn order(&self, order: &OrderId) -> (Transaction, String) {
        let name = self.names.private("order", order.as_str());
        (Transaction::PurchaseOrder, name)
    }

    fn goods(&self, sku: &Sku, units: u32) -> What {
        What::Objects {
            objects: Vec::new(),
            quantities: vec![self.quantity(&Goods::new(sku.clone()), units)],
        }
    }

    fn quantity(&self, goods: &Goods, units: u32) -> Quantity {
        Quantity {
            class: self
                .names
                .item(&goods.sku, goods.lot.as_ref(), self.catalog),
            units,
        }
    }

    fn stock(&mut self, posted: &StockPosted) {
        // Movements alike in all but the goods are one event.
        let mut groups: Vec<(Meaning, Option<String>, Vec<Quantity>)> = Vec::new();
        for movement in &posted.movements {
            let meaning = meaning(posted.kind, movement);
            let inside = [&movement.to, &movement.from]
                .into_iter()
                .find(|place| place.is_inside());
            let place = inside
                .and_then(Place::code)
                .map(|code| self.names.place(code));
            let quantity = self.quantity(&movement.goods, movement.units);
            match groups.last_mut() {
                Some((last, at, quantities)) if *last == meaning && *at == place => {
                    quantities.push(quantity);
                }
                _ => groups.push((meaning, place, vec![quantity])),
            }
        }
        let paper = (posted.kind == StockDocumentKind::Receipt).then(|| {
            let name = self.names.private("document", posted.document.as_str());
            (Transaction::ReceivingAdvice, name)
        });
        for (meaning, place, quantities) in groups {
            let objects = Vec::new();
            let what = What::Objects {
                objects,
                quantities,
            };
            let event = self.add(what, meaning, place);
            event.transactions.extend(paper.clone());
        }
    }

    fn promises(&mut self, order: &OrderId, promises: &[LinePromise]) {
        let meaning = (
            Action::Observe,
            Step::Reserving,
            Some(Disposition::Reserved),
        );
        let order = self.order(order);
        for promise in promises {
            let what = self.goods(&promise.sku, promise.units);
            let place = self.names.place(promise.bin.as_str());
            let event = self.add(what, meaning, Some(place));
            event.transactions.push(order.clone());
        }
    }

    fn picked(&mut self, picked: &Picked, step: Step, disposition: Disposition) {
        let what = self.goods(&picked.sku, picked.units);
        let place = self.names.place(picked.bin.as_str());
        let order = self.order(&picked.order);
        let event = self.add(
            what,
            (Action::Observe, step, Some(disposition)),
            Some(place),
        );
        event.transactions.push(order);
    }

    fn packed(&mut self, packed: &Packed, action: Action, step: Step) {
        let goods = Goods::new(packed.sku.clone());
        let what = What::Aggregation {
            parent: self.names.parcel(packed.parcel.as_str()),
            quantities: vec![self.quantity(&goods, packed.units)],
        };
        let order = self.order(&packed.order);
        let place = self.names.site();
        let meaning = (action, step, Some(Disposition::InProgress));
        self.add(what, meaning, Some(place))
            .transactions
            .push(order);
    }

    /// Tells of a parcel as a whole.
    fn parcel(&mut self, order: &OrderId, parcel: &ParcelId, meaning: Meaning) -> ToldEvent {
        let order = self.order(order);
        let what = What::Objects {
            objects: vec![self.names.parcel(parcel.as_str())],
            quantities: Vec::new(),
        };
        let is_despatched = meaning.1 == Step::Shipping;
        let advice = self.names.private("despatch", parcel.as_str());
        let site = self.names.site();
        let event = self.add(what, meaning, Some(site));
        event.transactions.push(order);
        if is_despatched {
            event
                .transactions
                .push((Transaction::DespatchAdvice, advice));
        }
        if matches!(meaning.1, Step::Shipping | Step::Accepting) {
            // It is no longer here, and where it is no one here knows.
            event.location = None;
        }
        if meaning.1 == Step::Accepting {
            event.read_point = None;
        }
        event.clone()
    }

    fn labelled(&mut self, order: &OrderId, parcel: &ParcelId, tracking: &str) {
        let order = self.order(order);
        let consignment = self.names.private("consignment", tracking);
        let what = What::Transaction {
            objects: vec![self.names.parcel(parcel.as_str())],
        };
        let site = self.names.site();
        let meaning = (Action::Add, Step::StagingOutbound, None);
        let event = self.add(what, meaning, Some(site));
        event.transactions = vec![order, (Transaction::BillOfLading, consignment)];
    }

    fn returned(
        &mut self,
        order: &OrderId,
        return_id: &ReturnId,
        contents: &[Content],
    ) -> ToldEvent {
        let quantities = contents.iter().map(|content| {
            let goods = Goods::new(content.sku.clone());
            self.quantity(&goods, content.units)
        });
        let what = What::Objects {
            objects: Vec::new(),
            quantities: quantities.collect(),
        };
        let papers = self.papers(order, return_id);
        let site = self.names.site();
        let meaning = (
            Action::Observe,
            Step::Receiving,
            Some(Disposition::Returned),
        );
        let event = self.add(what, meaning, Some(site));
        event.transactions = papers;
        event.clone()
    }

    fn papers(&self, order: &OrderId, return_id: &ReturnId) -> Vec<(Transaction, String)> {
        let permission = self.names.private("return", return_id.as_str());
        vec![(Transaction::Return, permission), self.order(order)]
    }

    fn decided(&mut self, decided: &ReturnDecided) -> ToldEvent {
        let disposition = match (decided.disposition, decided.condition) {
            (Decision::Scrap, _) => Disposition::Destroyed,
            (_, Condition::Damaged) => Disposition::Damaged,
            (Decision::Restock, Condition::New | Condition::Opened) => {
                Disposition::SellableAccessible
            }
            (Decision::ToSupplier, _) => Disposition::NonSellableOther,
        };
        let (action, step) = match decided.disposition {
            Decision::Scrap => (Action::Delete, Step::Destroying),
            _ => (Action::Observe, Step::Inspecting),
        };
        let place = decided
            .bin
            .as_ref()
            .map(|bin| self.names.place(bin.as_str()));
        let what = self.goods(&decided.sku, decided.units);
        let papers = self.papers(&decided.order, &decided.return_id);
        let event = self.add(what, (action, step, Some(disposition)), place);
        event.transactions = papers;
        event.clone()
    }

    fn put_back(&mut self, order: &OrderId, sku: &Sku, bin: &str, units: u32) {
        let order = self.order(order);
        let what = self.goods(sku, units);
        let place = self.names.place(bin);
        let meaning = (
            Action::Observe,
            Step::Storing,
            Some(Disposition::SellableAccessible),
        );
        self.add(what, meaning, Some(place))
            .transactions
            .push(order);
    }
}

/// What a movement of a stock document means.
fn meaning(kind: StockDocumentKind, movement: &Movement) -> Meaning {
    use Disposition as In;
    let observed = |step, disposition| (Action::Observe, step, Some(disposition));
    let sellable = match movement.goods.condition {
        Condition::New | Condition::Opened => In::SellableAccessible,
        Condition::Damaged => In::Damaged,
    };
    match (&movement.from, &movement.to) {
        (_, Place::Scrap | Place::Loss(LossReason::ThrownAway)) => {
            (Action::Delete, Step::Destroying, Some(In::Destroyed))
        }
        (_, Place::Loss(LossReason::Damaged | LossReason::Wet)) => {
            observed(Step::Inspecting, In::Damaged)
        }
        (_, Place::Loss(LossReason::Sample | LossReason::OtherChannel)) => {
            observed(Step::Removing, In::Unavailable)
        }
        (_, Place::Loss(_)) | (Place::Loss(_), _) => {
            observed(Step::CycleCounting, In::MismatchQuantity)
        }
        (_, Place::SupplierReturn) => observed(Step::Shipping, In::Returned),
        (Place::Supplier, _) if kind == StockDocumentKind::Opening => {
            observed(Step::StockTaking, sellable)
        }
        (Place::Supplier, _) => observed(Step::Receiving, In::InProgress),
        _ if kind == StockDocumentKind::Disposition => observed(Step::Inspecting, sellable),
        (Place::Bin(_), Place::Bin(_)) => observed(Step::Storing, sellable),
        _ => (Action::Observe, Step::Other, None),
    }
}
