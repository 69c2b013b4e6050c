//! Taking facts in.

use super::fed::{Feed, TakesBack};
use super::{State, Told};
use crate::stream::facts::StreamFact;
use crate::trade::allocation::AllocationFact;
use crate::trade::catalog::CatalogFact;
use crate::trade::channels::ChannelFact;
use crate::trade::conflicts::ConflictFact;
use crate::trade::demand::DemandDocument;
use crate::trade::event::Event;
use crate::trade::fulfilment::FulfilmentFact;
use crate::trade::fulfilment::fulfilment_order::Fulfilment;
use crate::trade::id::{
    BatchId, ContainerId, CreditNoteId, DocumentId, ErasureId, FulfilmentOrderId, HoldId,
    OperatorId, OrderId, ParcelId, ReceiptId, RecipeId, ReturnId, StockDocumentId,
};
use crate::trade::identity::IdentityFact;
use crate::trade::locations::LocationFact;
use crate::trade::money::MoneyFact;
use crate::trade::orders::OrderFact;
use crate::trade::orders::order::Order;
use crate::trade::packing::PackingFact;
use crate::trade::parties::PartyFact;
use crate::trade::people::PeopleFact;
use crate::trade::people::authority::Verdict;
use crate::trade::personal::PersonalFact;
use crate::trade::picking::PickingFact;
use crate::trade::picking::batch::Batch;
use crate::trade::receiving::ReceivingFact;
use crate::trade::relations::{At, Relations};
use crate::trade::returns::ReturnFact;
use crate::trade::settings::SettingFact;
use crate::trade::shipping::ShippingFact;
use crate::trade::stock::StockFact;
use crate::trade::table::{Sink, Standing, Weight};
use std::collections::BTreeSet;

impl State {
    /// What judges and names all others is taken in first.
    pub(super) fn rights(&mut self, told: &Told) {
        match &told.event {
            // Only the founding commit names no workspace: the history takes no other one in.
            Event::Streams(StreamFact::Opened(genesis))
                if genesis.workspace.is_none() && told.at.number == 1 =>
            {
                self.founding = Some(told.at.commit());
            }
            Event::People(fact) => {
                let is_founding = self.founding == Some(told.at.commit());
                if let (true, PeopleFact::OperatorAdded(_), None) =
                    (is_founding, fact, self.authority.founder())
                {
                    self.authority
                        .found(OperatorId(told.standing().opened()), told.at.branch);
                }
                self.authority.apply(told.at, fact);
            }
            Event::Identity(IdentityFact::Merged(merged)) => {
                let (from, into) = merged.pair.documents();
                self.components.merged(told.at, from, into);
            }
            Event::Identity(IdentityFact::MergeRevoked { merge }) => {
                self.components.revoked(*merge)
            }
            _ => {}
        }
    }

    /// Takes a fact in. Says whether what was booked before it stands: not where it takes back what a later one in order
    /// took back, since it is the first that is booked.
    pub(super) fn take(&mut self, told: &Told, relations: &impl Relations) -> bool {
        let last = self.last.entry(told.at.branch).or_default();
        *last = told.at.number.max(*last);
        let mut takes_back = TakesBack::default();
        let row = told.event.row(&told.standing(), &mut takes_back);
        let verdict = match &told.event {
            // That a device begins a stream is nobody's right: it knows nobody yet.
            Event::Streams(StreamFact::Opened(_)) => Verdict::Allowed,
            _ => self.authority.verdict(&told.at, &row, relations),
        };
        if !verdict.counts() {
            self.waiting.insert(told.at, (told.clone(), verdict));
            return true;
        }
        if verdict.is_entry() {
            self.marked.insert(told.at);
        } else if row.weight == Weight::Counts
            && !matches!(told.event, Event::Streams(_))
            && let Some(revocation) = self
                .authority
                .revoked_meanwhile(&told.at, row.roles, relations)
        {
            let met = (revocation, told.at.branch);
            self.unknowing
                .entry(met)
                .or_default()
                .insert(told.at.fact());
        }
        let first = match takes_back.0 {
            Some(of) => *self.taken_back.entry(of).or_insert(told.at),
            None => told.at,
        };
        let books = first == told.at;
        let mut feed = Feed {
            state: self,
            at: told.at,
            relations,
            books,
            named: super::links::Named::default(),
        };
        told.event.row(&told.standing(), &mut feed);
        let named = feed.named;
        self.links.take(told.at.fact(), named);
        self.document(told, books, relations);
        first <= told.at
    }

    fn document(&mut self, told: &Told, books: bool, relations: &impl Relations) {
        let (at, standing) = (told.at, told.standing());
        self.codes.take(&told.event);
        match &told.event {
            Event::Streams(StreamFact::EventWithheld(of)) => {
                self.withheld.insert(of.event, of.opens);
            }
            Event::Streams(_) | Event::Counting(_) | Event::Identity(_) => {}
            Event::Catalog(fact) => self.catalog(at, &standing, fact, relations),
            Event::Locations(fact) => self.locations_fact(at, fact, relations),
            Event::Parties(PartyFact::PartySet(set)) => {
                let card = self.parties.entry(set.party.clone()).or_default();
                set.fields
                    .iter()
                    .for_each(|field| card.set(at, field.clone(), relations));
            }
            Event::People(fact) => self.people(at, &standing, fact, relations),
            Event::Personal(fact) => self.personal(at, &standing, fact),
            Event::Channels(fact) => self.channels_fact(at, fact, relations),
            Event::Orders(fact) => self.orders_fact(at, &standing, fact, relations),
            Event::Money(fact) => self.money(at, &standing, fact),
            Event::Fulfilment(fact) => self.fulfilment_fact(at, &standing, fact),
            Event::Allocation(fact) => self.allocation(at, &standing, &told.event, fact),
            Event::Picking(fact) => self.picking(at, &standing, fact, relations),
            Event::Packing(fact) => self.packing(at, &standing, fact, relations),
            Event::Shipping(fact) => self.shipping(at, fact, books),
            Event::Receiving(fact) => self.receiving(at, &standing, fact),
            Event::Stock(fact) => self.stock(at, &standing, fact),
            Event::Returns(fact) => self.returns_fact(at, &standing, fact),
            Event::Settings(SettingFact::Set(set)) => {
                set.settings
                    .iter()
                    .for_each(|setting| self.settings.set(at, setting.clone(), relations));
            }
            Event::Leases(fact) => self.leases_fact(at, fact),
            Event::Conflicts(ConflictFact::Settled(settled)) => {
                self.settled.insert(settled.entry);
                self.note_given_up(at, settled, relations);
            }
        }
    }

    fn channels_fact(&mut self, at: At, fact: &ChannelFact, relations: &impl Relations) {
        match fact {
            ChannelFact::ChannelSet(set) => {
                let card = self.channels.entry(set.channel.clone()).or_default();
                set.fields
                    .iter()
                    .for_each(|field| card.set(at, field.clone(), relations));
            }
            ChannelFact::AnswerWritten(answer) => {
                let answers = self.answers.entry(answer.channel.clone()).or_default();
                answers.write(at, answer.clone());
            }
            ChannelFact::AnswerTakenBack { channel, answer } => {
                let answers = self.answers.entry(channel.clone()).or_default();
                answers.take_back(*answer);
            }
        }
    }

    fn catalog(
        &mut self,
        at: At,
        standing: &Standing,
        fact: &CatalogFact,
        relations: &impl Relations,
    ) {
        match fact {
            CatalogFact::ItemSet(set) => {
                let card = self.items.entry(set.item.clone()).or_default();
                set.fields
                    .iter()
                    .for_each(|field| card.set(at, field.clone(), relations));
            }
            CatalogFact::LotSet(set) => {
                let card = self.lots.entry(set.lot.clone()).or_default();
                set.fields
                    .iter()
                    .for_each(|field| card.set(at, field.clone(), relations));
            }
            CatalogFact::RecipeSet(set) => {
                let recipe = RecipeId(standing.opened());
                self.promised.touch_recipe(recipe);
                self.memo.clear();
                self.recipes.insert(recipe, (at, set.clone()));
            }
        }
    }

    fn locations_fact(&mut self, at: At, fact: &LocationFact, relations: &impl Relations) {
        match fact {
            LocationFact::WarehouseSet(set) => {
                let card = self.warehouses.entry(set.warehouse.clone()).or_default();
                set.fields
                    .iter()
                    .for_each(|field| card.set(at, field.clone(), relations));
            }
            LocationFact::LocationsSet(set) => {
                for location in &set.locations {
                    let card = self.locations.entry(location.location.clone()).or_default();
                    location
                        .fields
                        .iter()
                        .for_each(|field| card.set(at, field.clone(), relations));
                }
            }
            LocationFact::ContainerSet(set) => {
                let card = self
                    .container_cards
                    .entry(set.container.clone())
                    .or_default();
                set.fields
                    .iter()
                    .for_each(|field| card.set(at, field.clone(), relations));
            }
            LocationFact::ContainerMoved(_)
            | LocationFact::ContainerSeen(_)
            | LocationFact::ContainerLeft(_)
            | LocationFact::ContainerArrived(_) => self.containers.apply(at, fact, relations),
        }
    }

    fn people(
        &mut self,
        at: At,
        standing: &Standing,
        fact: &PeopleFact,
        relations: &impl Relations,
    ) {
        let (operator, fields) = match fact {
            PeopleFact::OperatorAdded(added) => (OperatorId(standing.opened()), &added.fields),
            PeopleFact::OperatorSet(set) => (set.operator, &set.fields),
            PeopleFact::RoleGranted(_)
            | PeopleFact::RoleRevoked { .. }
            | PeopleFact::DeviceEnrolled { .. }
            | PeopleFact::DeviceRevoked { .. }
            | PeopleFact::WaitingDecided { .. } => return,
        };
        let card = self.operators.entry(operator).or_default();
        fields
            .iter()
            .for_each(|field| card.set(at, field.clone(), relations));
    }

    fn personal(&mut self, at: At, standing: &Standing, fact: &PersonalFact) {
        self.erasures.apply(at, ErasureId(standing.opened()), fact);
    }

    fn order_mut(&mut self, order: &OrderId) -> &mut Order {
        self.promised.touch_order(order);
        self.memo.forget(order);
        self.orders
            .or_insert_with(order.clone(), || Order::new(order.clone()))
    }

    /// A fulfilment order, to be changed: what its order has is read anew afterwards.
    pub(super) fn fulfilment_mut(&mut self, fulfilment: FulfilmentOrderId) -> &mut Fulfilment {
        self.promised.touch_fulfilment(fulfilment);
        let touched = self.fulfilments.or_default(fulfilment);
        // Before it is routed it is no order's.
        if let Some((_, routed)) = touched.routed() {
            self.memo.forget(&routed.order);
        }
        touched
    }

    fn orders_fact(
        &mut self,
        at: At,
        standing: &Standing,
        fact: &OrderFact,
        relations: &impl Relations,
    ) {
        self.order_keys.take(fact);
        self.order_mut(fact.order())
            .apply(at, HoldId(standing.opened()), fact, relations);
    }

    fn money(&mut self, at: At, standing: &Standing, fact: &MoneyFact) {
        let order = match fact {
            MoneyFact::PaymentRecorded(payment) => &payment.order,
            MoneyFact::PaymentSettled(settled) => &settled.order,
            MoneyFact::Refunded(refund) => &refund.order,
            MoneyFact::Voided(voided) => &voided.order,
            MoneyFact::CreditNoted(noted) => {
                self.credit_notes
                    .insert(CreditNoteId(standing.opened()), (at, noted.clone()));
                return;
            }
        };
        self.order_mut(order).apply_money(at, fact);
    }

    fn fulfilment_fact(&mut self, at: At, standing: &Standing, fact: &FulfilmentFact) {
        let opened = FulfilmentOrderId(standing.opened());
        let (order, fulfilment) = fact.documents(opened);
        if let Some(order) = order {
            self.order_mut(order).apply_fulfilment(at, opened, fact);
        }
        if let Some(fulfilment) = fulfilment {
            self.fulfilment_mut(fulfilment).apply(at, fact);
        }
    }

    fn allocation(&mut self, at: At, standing: &Standing, event: &Event, fact: &AllocationFact) {
        struct Document(Option<FulfilmentOrderId>);
        impl Sink for Document {
            fn document(&mut self, document: DocumentId) {
                if let DocumentId::FulfilmentOrder(fulfilment) = document {
                    self.0 = Some(fulfilment);
                }
            }
        }
        let mut document = Document(None);
        event.row(standing, &mut document);
        if let Some(fulfilment) = document.0 {
            self.fulfilment_mut(fulfilment).apply_allocation(at, fact);
        }
    }

    fn picking(
        &mut self,
        at: At,
        standing: &Standing,
        fact: &PickingFact,
        relations: &impl Relations,
    ) {
        let batch = match fact {
            PickingFact::BatchReleased(_) => BatchId(standing.opened()),
            PickingFact::ToteAssigned(tote) | PickingFact::ToteReleased { tote, .. } => tote.batch,
            PickingFact::StopReached { batch, .. } | PickingFact::BatchFinished { batch } => *batch,
            PickingFact::Picked(picked) | PickingFact::PickUndone { pick: picked, .. } => {
                picked.batch
            }
            PickingFact::Shorted(short) | PickingFact::ShortUndone { short, .. } => short.batch,
            PickingFact::PutBack(_) => return,
        };
        self.open.touched.batches.insert(batch);
        let card = self.batches.or_default(batch);
        if matches!(
            fact,
            PickingFact::ToteAssigned(_) | PickingFact::ToteReleased { .. }
        ) {
            let before: BTreeSet<ContainerId> = held_totes(card);
            card.apply(at, fact, relations);
            let now = held_totes(card);
            for tote in before.difference(&now) {
                if let Some(batches) = self.totes.get_mut(tote) {
                    batches.remove(&batch);
                    if batches.is_empty() {
                        self.totes.remove(tote);
                    }
                }
            }
            for tote in now {
                self.totes.entry(tote).or_default().insert(batch);
            }
        } else {
            card.apply(at, fact, relations);
        }
    }

    fn packing(
        &mut self,
        at: At,
        standing: &Standing,
        fact: &PackingFact,
        relations: &impl Relations,
    ) {
        let parcel = match fact {
            PackingFact::ParcelOpened(_) => ParcelId(standing.opened()),
            PackingFact::Packed(packed) | PackingFact::PackUndone { packed, .. } => packed.parcel,
            PackingFact::ParcelClosed(closed) => closed.parcel,
            PackingFact::ParcelReopened { parcel }
            | PackingFact::ParcelMeasured { parcel, .. }
            | PackingFact::ParcelCancelled { parcel }
            | PackingFact::ParcelChecked { parcel } => *parcel,
        };
        self.open.touched.parcels.insert(parcel);
        self.parcels.or_default(parcel).apply(at, fact, relations);
    }

    fn shipping(&mut self, at: At, fact: &ShippingFact, books: bool) {
        if books {
            self.arrived(fact);
        }
        if let ShippingFact::ParcelLabelled(labelled) = fact {
            self.carrier_came(&labelled.carrier);
        }
        let parcel = match fact {
            ShippingFact::ParcelLabelled(labelled) => labelled.parcel,
            ShippingFact::LabelVoided { parcel, .. } | ShippingFact::NumberGiven { parcel, .. } => {
                *parcel
            }
            ShippingFact::HandedOver(hand_over)
            | ShippingFact::HandOverUndone { hand_over, .. } => hand_over.parcel,
            ShippingFact::Delivered(delivered) => delivered.delivery.parcel,
            ShippingFact::DeliveryUndone { delivery, .. } => delivery.parcel,
            ShippingFact::ParcelLost(lost) | ShippingFact::LossUndone { lost, .. } => lost.parcel,
        };
        self.open.touched.parcels.insert(parcel);
        if books || !matches!(fact, ShippingFact::HandedOver(_)) {
            self.parcels.or_default(parcel).apply_shipping(at, fact);
        }
    }

    /// Notes on fulfilment orders what of them arrived.
    fn arrived(&mut self, fact: &ShippingFact) {
        let (delivery, times) = match fact {
            ShippingFact::Delivered(delivered) => (&delivered.delivery, 1),
            ShippingFact::DeliveryUndone { delivery, .. } => (delivery, -1),
            ShippingFact::ParcelLabelled(_)
            | ShippingFact::LabelVoided { .. }
            | ShippingFact::NumberGiven { .. }
            | ShippingFact::HandedOver(_)
            | ShippingFact::HandOverUndone { .. }
            | ShippingFact::ParcelLost(_)
            | ShippingFact::LossUndone { .. } => return,
        };
        for content in &delivery.contents {
            if let DemandDocument::FulfilmentOrder(document) = content.line.document {
                self.fulfilment_mut(document)
                    .delivered(content.line.line, content.units, times);
            }
        }
    }

    fn receiving(&mut self, at: At, standing: &Standing, fact: &ReceivingFact) {
        let receipt = match fact {
            ReceivingFact::ReceiptOpened(_) => ReceiptId(standing.opened()),
            ReceivingFact::Received(received) | ReceivingFact::ReceivingUndone { received, .. } => {
                received.receipt
            }
            ReceivingFact::ReceiptClosed { receipt } => *receipt,
        };
        self.open.touched.receipts.insert(receipt);
        self.receipts.or_default(receipt).apply(at, fact);
    }

    fn stock(&mut self, at: At, standing: &Standing, fact: &StockFact) {
        match fact {
            StockFact::Posted(posted) => {
                self.stock_documents
                    .insert(StockDocumentId(standing.opened()), (at, posted.clone()));
            }
            StockFact::Moved(moved) => {
                self.moves.insert(at.fact(), (at, moved.clone()));
            }
            StockFact::MoveUndone { undoes, .. } => {
                self.moves_undone.insert(*undoes);
            }
            StockFact::SerialsLearnt { .. } | StockFact::SerialsPlaced(_) => {}
        }
    }

    fn returns_fact(&mut self, at: At, standing: &Standing, fact: &ReturnFact) {
        self.links.returned(fact);
        let rma = match fact {
            ReturnFact::Authorised(_) => ReturnId(standing.opened()),
            ReturnFact::Received(received) | ReturnFact::ReceiptUndone { received, .. } => {
                received.rma
            }
            ReturnFact::Decided(decided) | ReturnFact::DecisionUndone { decided, .. } => {
                decided.rma
            }
            ReturnFact::Closed { rma } => *rma,
        };
        self.open.touched.returns.insert(rma);
        self.returns.or_default(rma).apply(at, fact);
    }
}

fn held_totes(batch: &Batch) -> BTreeSet<ContainerId> {
    batch.totes().map(|(_, tote)| tote.clone()).collect()
}
