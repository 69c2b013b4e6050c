//! How an order follows from its events. It cannot fail: units that are not there are not moved, and an anomaly
//! says so.

use super::{
    Anomaly, AnomalyKind, BinPromise, Hold, Line, Order, Parcel, ParcelLine, ParcelState,
    PaymentEntry, Return, ReturnedLine, Stage,
};
use crate::domain::commit::{Dated, EventRef};
use crate::domain::event::{Content, CreditEffect, Event, LinePromise, ReturnLine};
use crate::domain::money::Amount;
use crate::domain::text::{Code, ParcelId, ReturnId, Sku};

/// What a change of an order changes outside it: the demand for an item, and what is promised of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// So many more (or fewer) units are wanted and not promised.
    Wanted {
        /// The item.
        sku: Sku,
        /// The difference.
        units: i64,
    },
    /// So many more (or fewer) units in a bin are promised to a line.
    Promised {
        /// The item.
        sku: Sku,
        /// The bin.
        bin: Code,
        /// The line.
        line: u16,
        /// The difference.
        units: i64,
    },
}

impl Order {
    /// What the order contributes to demand and promises; `sign` -1 takes it back.
    pub fn contributions(&self, sign: i64, effects: &mut Vec<Effect>) {
        for (i, line) in self.lines.iter().enumerate() {
            let open = line.stages.get(Stage::Open);
            if open > 0 {
                effects.push(Effect::Wanted {
                    sku: line.sku.clone(),
                    units: sign * i64::from(open),
                });
            }
            for promise in &line.promises {
                effects.push(Effect::Promised {
                    sku: line.sku.clone(),
                    bin: promise.bin.clone(),
                    line: i as u16,
                    units: sign * i64::from(promise.units),
                });
            }
        }
    }

    /// Applies one event of the order's history and notes what it changes outside.
    pub fn apply(&mut self, dated: &Dated, effects: &mut Vec<Effect>) {
        let mut fold = Fold {
            at: dated.at,
            effects,
        };
        match &dated.event {
            Event::OrderPlaced(placed) => {
                let same = Order::placed(placed, 0);
                if same.lines.len() != self.lines.len()
                    || same.charges != self.charges
                    || same.lines.iter().zip(&self.lines).any(|(a, b)| {
                        (&a.sku, a.units, a.unit_price) != (&b.sku, b.units, b.unit_price)
                    })
                {
                    fold.anomaly(self, AnomalyKind::PlacedTwice);
                }
            }
            Event::OrderVerified { .. } => self.verified = true,
            Event::AddressGiven { address, .. } => self.address = Some((**address).clone()),
            Event::HoldPlaced {
                hold,
                kind,
                words,
                until_ms,
                ..
            } => {
                if self.holds.iter().all(|h| h.hold != *hold) {
                    self.holds.push(Hold {
                        hold: hold.clone(),
                        kind: *kind,
                        words: words.clone(),
                        owner: dated.operator.clone(),
                        until_ms: *until_ms,
                    });
                }
            }
            Event::HoldReleased { hold, .. } => self.holds.retain(|h| h.hold != *hold),
            Event::PaymentRecorded {
                method,
                amount,
                reference,
                ..
            } => {
                self.payments.push(PaymentEntry {
                    method: *method,
                    amount: *amount,
                    reference: reference.clone(),
                    return_id: None,
                });
            }
            Event::PaymentRefunded {
                return_id,
                method,
                amount,
                reference,
                ..
            } => {
                self.payments.push(PaymentEntry {
                    method: *method,
                    amount: -*amount,
                    reference: reference.clone(),
                    return_id: return_id.clone(),
                });
                if let Some(case) = return_id.as_ref().and_then(|id| self.return_mut(id)) {
                    case.refunded = case.refunded + *amount;
                }
            }
            Event::LinesPromised { promises, .. } => {
                promises
                    .iter()
                    .for_each(|promise| fold.promise(self, promise));
            }
            Event::PromisesReleased { promises, .. } => {
                promises
                    .iter()
                    .for_each(|promise| fold.release(self, promise));
            }
            Event::LinesCancelled { lines, .. } => {
                lines
                    .iter()
                    .for_each(|l| fold.cancel(self, l.line, l.units));
            }
            Event::CreditRecorded(credit) => {
                if self.credits.contains(&credit.credit) {
                    return;
                }
                self.credits.push(credit.credit.clone());
                for matched in credit.lines.iter().flat_map(|line| &line.matched) {
                    if matched.order == self.id && matched.effect == CreditEffect::Cancelled {
                        fold.cancel(self, matched.line, matched.units);
                    }
                }
            }
            Event::BatchReleased { batch, .. } => self.batch = Some(batch.clone()),
            Event::BatchFinished { batch, .. } => {
                if self.batch.as_ref() == Some(batch) {
                    self.batch = None;
                }
            }
            Event::ToteAssigned { tote, .. } => self.tote = Some(tote.clone()),
            Event::LinePicked(p) => {
                self.tote = Some(p.tote.clone());
                fold.pick(self, p.line, &p.bin, p.units);
            }
            Event::PickUndone(p) => fold.unpick(self, p.line, &p.bin, p.units),
            Event::PickShorted(s) => fold.short(self, s.line, &s.bin, s.units),
            Event::UnitsPacked(p) => {
                fold.shift(self, p.line, Stage::Picked, Stage::Packed, p.units);
                self.parcel_or_new(&p.parcel).add(p.line, p.units);
            }
            Event::PackingUndone(p) => {
                fold.shift(self, p.line, Stage::Packed, Stage::Picked, p.units);
                self.parcel_or_new(&p.parcel).take(p.line, p.units);
            }
            Event::ParcelClosed {
                parcel,
                carton,
                weight_grams,
                ..
            } => {
                let parcel = self.parcel_or_new(parcel);
                parcel.state = parcel.state.max(ParcelState::Closed);
                parcel.carton = carton.clone();
                parcel.weight_grams = *weight_grams;
            }
            Event::ParcelLabelled {
                parcel,
                carrier,
                tracking,
                ..
            } => {
                let parcel = self.parcel_or_new(parcel);
                parcel.carrier = Some(carrier.clone());
                parcel.tracking = Some(tracking.clone());
            }
            Event::ParcelHandedOver {
                parcel,
                carrier,
                contents,
                ..
            } => {
                let parcel = self.parcel_or_new(parcel);
                parcel.state = parcel.state.max(ParcelState::HandedOver);
                parcel.carrier = Some(carrier.clone());
                fold.shift_all(self, contents, Stage::Packed, Stage::Shipped);
            }
            Event::ParcelDelivered {
                parcel, contents, ..
            } => {
                self.parcel_or_new(parcel).state = ParcelState::Delivered;
                contents.iter().for_each(|c| fold.deliver(self, c));
            }
            Event::ReturnAuthorised {
                return_id, lines, ..
            } => {
                self.authorise(return_id, lines);
            }
            Event::ReturnReceived {
                return_id,
                contents,
                ..
            } => {
                fold.receive(self, return_id, contents);
            }
            Event::ReturnDecided(decided) => fold.decide(self, decided),
            Event::ReturnClosed { return_id, .. } => match self.return_mut(return_id) {
                Some(case) => case.closed = true,
                None => fold.anomaly(self, AnomalyKind::NotFound),
            },
            Event::PutBack { line, units, .. } => match self.lines.get_mut(usize::from(*line)) {
                Some(l) => l.put_back = l.put_back.saturating_sub(*units),
                None => fold.anomaly(self, AnomalyKind::NotFound),
            },
            Event::HandOverUndone {
                parcel, contents, ..
            } => fold.undo_hand_over(self, parcel, contents),
            Event::ReceiptUndone {
                return_id,
                contents,
                ..
            } => fold.undo_receipt(self, return_id, contents),
            Event::DecisionUndone(decided) => fold.undo_decision(self, decided),
            Event::VerificationUndone { .. } => self.verified = false,
            Event::ItemAdded { .. }
            | Event::ItemChanged { .. }
            | Event::BinAdded { .. }
            | Event::StockPosted(_)
            | Event::StopReached { .. }
            | Event::ToteConfirmed { .. } => {}
        }
        debug_assert!(self.lines.iter().all(|l| l.stages.total() == l.units));
    }

    pub(super) fn parcel_or_new(&mut self, id: &ParcelId) -> &mut Parcel {
        let index = self.parcels.iter().position(|parcel| parcel.id == *id);
        let index = index.unwrap_or_else(|| {
            self.parcels.push(Parcel {
                id: id.clone(),
                state: ParcelState::Open,
                lines: Vec::new(),
                carton: None,
                weight_grams: None,
                carrier: None,
                tracking: None,
            });
            self.parcels.len() - 1
        });
        &mut self.parcels[index]
    }

    pub(super) fn return_mut(&mut self, id: &ReturnId) -> Option<&mut Return> {
        self.returns.iter_mut().find(|case| case.id == *id)
    }

    fn authorise(&mut self, id: &ReturnId, lines: &[ReturnLine]) {
        if self.return_(id).is_some() {
            return;
        }
        let line = |line: &ReturnLine| ReturnedLine {
            line: line.line,
            authorised: line.units,
            received: 0,
            reason: line.reason,
            words: line.words.clone(),
            decisions: Vec::new(),
        };
        self.returns.push(Return {
            id: id.clone(),
            lines: lines.iter().map(line).collect(),
            refunded: Amount::ZERO,
            closed: false,
        });
    }
}

impl Parcel {
    fn add(&mut self, line: u16, units: u32) {
        match self.lines.iter_mut().find(|l| l.line == line) {
            Some(l) => l.units = l.units.saturating_add(units),
            None => self.lines.push(ParcelLine { line, units }),
        }
    }

    fn take(&mut self, line: u16, units: u32) {
        if let Some(l) = self.lines.iter_mut().find(|l| l.line == line) {
            l.units = l.units.saturating_sub(units);
        }
        self.lines.retain(|l| l.units > 0);
    }
}

/// One event being applied.
pub(super) struct Fold<'a> {
    at: EventRef,
    effects: &'a mut Vec<Effect>,
}

impl Fold<'_> {
    pub(super) fn anomaly(&mut self, order: &mut Order, what: AnomalyKind) {
        order.anomalies.push(Anomaly { at: self.at, what });
    }

    pub(super) fn with_line(
        &mut self,
        order: &mut Order,
        line: u16,
        units: u32,
        change: impl FnOnce(&mut Self, &mut Line) -> u32,
    ) {
        let Some(l) = order.lines.get_mut(usize::from(line)) else {
            self.anomaly(order, AnomalyKind::NotFound);
            return;
        };
        let moved = change(self, l);
        if moved < units {
            self.anomaly(
                order,
                AnomalyKind::MoreThanThere {
                    line,
                    units: units - moved,
                },
            );
        }
    }

    fn wanted(&mut self, sku: &Sku, units: i64) {
        if units != 0 {
            self.effects.push(Effect::Wanted {
                sku: sku.clone(),
                units,
            });
        }
    }

    /// Changes what a line holds promised in a bin, as far as it goes, and says how much that was.
    fn adjust_promise(&mut self, l: &mut Line, line: u16, bin: &Code, units: i64) -> u32 {
        if units == 0 {
            return 0;
        }
        let index = l.promises.iter().position(|promise| promise.bin == *bin);
        let changed = if units >= 0 {
            match index {
                Some(i) => l.promises[i].units += units as u32,
                None => l.promises.push(BinPromise {
                    bin: bin.clone(),
                    units: units as u32,
                }),
            }
            units
        } else {
            let Some(i) = index else { return 0 };
            let taken = l.promises[i].units.min(units.unsigned_abs() as u32);
            l.promises[i].units -= taken;
            if l.promises[i].units == 0 {
                l.promises.remove(i);
            }
            -i64::from(taken)
        };
        if changed != 0 {
            self.effects.push(Effect::Promised {
                sku: l.sku.clone(),
                bin: bin.clone(),
                line,
                units: changed,
            });
        }
        changed.unsigned_abs() as u32
    }

    fn promise(&mut self, order: &mut Order, promise: &LinePromise) {
        self.with_line(order, promise.line, promise.units, |fold, l| {
            let moved = l.stages.shift(Stage::Open, Stage::Promised, promise.units);
            fold.wanted(&l.sku, -i64::from(moved));
            fold.adjust_promise(l, promise.line, &promise.bin, i64::from(moved));
            moved
        });
    }

    fn release(&mut self, order: &mut Order, promise: &LinePromise) {
        self.with_line(order, promise.line, promise.units, |fold, l| {
            let units =
                fold.adjust_promise(l, promise.line, &promise.bin, -i64::from(promise.units));
            let moved = l.stages.shift(Stage::Promised, Stage::Open, units);
            fold.wanted(&l.sku, i64::from(moved));
            moved
        });
    }

    /// Gives up what is still promised in the bin. A task that was stopped by a hold or a cancellation is short of
    /// units that are no longer promised, and that is as it should be.
    fn short(&mut self, order: &mut Order, line: u16, bin: &Code, units: u32) {
        self.with_line(order, line, units, |fold, l| {
            let released = fold.adjust_promise(l, line, bin, -i64::from(units));
            let moved = l.stages.shift(Stage::Promised, Stage::Open, released);
            fold.wanted(&l.sku, i64::from(moved));
            units
        });
    }

    /// Takes up to `units` out of the line's promises, from this bin first, and puts them into `to`.
    fn take_promised(
        &mut self,
        l: &mut Line,
        line: u16,
        bin: Option<&Code>,
        to: Stage,
        units: u32,
    ) -> u32 {
        let mut left = units;
        if let Some(bin) = bin {
            left -= self.adjust_promise(l, line, bin, -i64::from(left));
        }
        while left > 0 {
            let Some(bin) = l.promises.last().map(|promise| promise.bin.clone()) else {
                break;
            };
            left -= self.adjust_promise(l, line, &bin, -i64::from(left));
        }
        l.stages.shift(Stage::Promised, to, units - left)
    }

    fn take_open(&mut self, l: &mut Line, to: Stage, units: u32) -> u32 {
        let moved = l.stages.shift(Stage::Open, to, units);
        self.wanted(&l.sku, -i64::from(moved));
        moved
    }

    fn pick(&mut self, order: &mut Order, line: u16, bin: &Code, units: u32) {
        self.with_line(order, line, units, |fold, l| {
            let mut moved = fold.take_promised(l, line, Some(bin), Stage::Picked, units);
            moved += fold.take_open(l, Stage::Picked, units - moved);
            if moved < units {
                // Picked although cancelled meanwhile: the units lie in the tote and must go back.
                l.put_back = l.put_back.saturating_add(units - moved);
            }
            moved
        });
    }

    fn unpick(&mut self, order: &mut Order, line: u16, bin: &Code, units: u32) {
        self.with_line(order, line, units, |fold, l| {
            let moved = l.stages.shift(Stage::Picked, Stage::Promised, units);
            fold.adjust_promise(l, line, bin, i64::from(moved));
            let back = l.put_back.min(units - moved);
            l.put_back -= back;
            moved + back
        });
    }

    /// Cancels units: those that nothing was done for first, those in a tote last. What has left cannot be
    /// cancelled.
    fn cancel(&mut self, order: &mut Order, line: u16, units: u32) {
        self.with_line(order, line, units, |fold, l| {
            let mut moved = fold.take_open(l, Stage::Cancelled, units);
            moved += fold.take_promised(l, line, None, Stage::Cancelled, units - moved);
            let from_tote = l
                .stages
                .shift(Stage::Picked, Stage::Cancelled, units - moved);
            l.put_back = l.put_back.saturating_add(from_tote);
            moved + from_tote
        });
    }

    pub(super) fn shift(
        &mut self,
        order: &mut Order,
        line: u16,
        from: Stage,
        to: Stage,
        units: u32,
    ) {
        self.with_line(order, line, units, |_, l| l.stages.shift(from, to, units));
    }

    pub(super) fn shift_all(
        &mut self,
        order: &mut Order,
        contents: &[Content],
        from: Stage,
        to: Stage,
    ) {
        for content in contents {
            self.shift(order, content.line, from, to, content.units);
        }
    }

    /// Goods that came back before anybody noted their delivery stay where they are now.
    fn deliver(&mut self, order: &mut Order, content: &Content) {
        self.with_line(order, content.line, content.units, |_, l| {
            let moved = l
                .stages
                .shift(Stage::Shipped, Stage::Delivered, content.units);
            moved.saturating_add(l.stages.back())
        });
    }
}
