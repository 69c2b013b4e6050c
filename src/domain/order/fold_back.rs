//! How an order follows from the events of goods that come back, and from what is undone at its end.

use super::fold::Fold;
use super::{AnomalyKind, Decision, Order, ParcelState, Return, ReturnedLine, Stage};
use crate::domain::event::{Content, ReturnDecided};
use crate::domain::reason::Disposition;
use crate::domain::text::{ParcelId, ReturnId};

impl Return {
    /// Spreads units over the return's lines that are about this line of the order, each as far as it has room; what
    /// no line has room for goes to the last. Says whether there is such a line.
    fn spread(
        &mut self,
        line: u16,
        units: u32,
        room: impl Fn(&ReturnedLine) -> u32,
        mut put: impl FnMut(&mut ReturnedLine, u32),
    ) -> bool {
        let mut left = units;
        let mut lines = self.lines.iter_mut().filter(|r| r.line == line).peekable();
        let found = lines.peek().is_some();
        while let Some(r) = lines.next() {
            let last = lines.peek().is_none();
            let part = if last { left } else { left.min(room(r)) };
            if part > 0 {
                put(r, part);
                left -= part;
            }
        }
        found
    }
}

impl Decision {
    fn of(decided: &ReturnDecided) -> Self {
        Decision {
            units: decided.units,
            condition: decided.condition,
            disposition: decided.disposition,
            bin: decided.bin.clone(),
        }
    }

    fn stage(disposition: Disposition) -> Stage {
        match disposition {
            Disposition::Restock => Stage::Restocked,
            Disposition::Scrap | Disposition::ToSupplier => Stage::WrittenOff,
        }
    }
}

impl ReturnedLine {
    fn take_back(&mut self, decision: &Decision) {
        let mut left = decision.units;
        for made in self.decisions.iter_mut().rev() {
            if made.is_like(decision) {
                let part = made.units.min(left);
                made.units -= part;
                left -= part;
            }
        }
        self.decisions.retain(|made| made.units > 0);
    }
}

impl Fold<'_> {
    pub(super) fn receive(&mut self, order: &mut Order, id: &ReturnId, contents: &[Content]) {
        for content in contents {
            self.with_line(order, content.line, content.units, |_, l| {
                let moved = l
                    .stages
                    .shift(Stage::Delivered, Stage::Received, content.units);
                moved
                    + l.stages
                        .shift(Stage::Shipped, Stage::Received, content.units - moved)
            });
            let room = |r: &ReturnedLine| r.authorised.saturating_sub(r.received);
            let put = |r: &mut ReturnedLine, units| r.received = r.received.saturating_add(units);
            let case = order.return_mut(id);
            if !case.is_some_and(|c| c.spread(content.line, content.units, room, put)) {
                self.anomaly(order, AnomalyKind::NotFound);
            }
        }
    }

    pub(super) fn decide(&mut self, order: &mut Order, decided: &ReturnDecided) {
        let to = Decision::stage(decided.disposition);
        self.shift(order, decided.line, Stage::Received, to, decided.units);
        let room = |r: &ReturnedLine| r.received.saturating_sub(r.decided());
        let put = |r: &mut ReturnedLine, units| {
            r.decisions.push(Decision {
                units,
                ..Decision::of(decided)
            });
        };
        let case = order.return_mut(&decided.return_id);
        if !case.is_some_and(|c| c.spread(decided.line, decided.units, room, put)) {
            self.anomaly(order, AnomalyKind::NotFound);
        }
    }

    pub(super) fn undo_hand_over(
        &mut self,
        order: &mut Order,
        parcel: &ParcelId,
        contents: &[Content],
    ) {
        self.shift_all(order, contents, Stage::Shipped, Stage::Packed);
        // One that arrived has arrived, whoever took it back meanwhile.
        let parcel = order.parcel_or_new(parcel);
        if parcel.state == ParcelState::HandedOver {
            parcel.state = ParcelState::Closed;
        }
    }

    /// Puts units back to where they were before they came: units whose parcel nobody has seen arrive are with the
    /// carrier.
    pub(super) fn undo_receipt(&mut self, order: &mut Order, id: &ReturnId, contents: &[Content]) {
        for content in contents {
            let underway = order.underway(content.line);
            self.with_line(order, content.line, content.units, |_, l| {
                let missing = underway.saturating_sub(l.stages.get(Stage::Shipped));
                let to_carrier = content.units.min(missing);
                let moved = l.stages.shift(Stage::Received, Stage::Shipped, to_carrier);
                let left = content.units - moved;
                moved + l.stages.shift(Stage::Received, Stage::Delivered, left)
            });
            let room = |r: &ReturnedLine| r.received.saturating_sub(r.decided());
            let put = |r: &mut ReturnedLine, units| r.received = r.received.saturating_sub(units);
            let case = order.return_mut(id);
            if !case.is_some_and(|c| c.spread(content.line, content.units, room, put)) {
                self.anomaly(order, AnomalyKind::NotFound);
            }
        }
    }

    pub(super) fn undo_decision(&mut self, order: &mut Order, decided: &ReturnDecided) {
        let from = Decision::stage(decided.disposition);
        self.shift(order, decided.line, from, Stage::Received, decided.units);
        let decision = Decision::of(decided);
        let room = |r: &ReturnedLine| r.decided_like(&decision);
        let put = |r: &mut ReturnedLine, units| {
            r.take_back(&Decision {
                units,
                ..decision.clone()
            });
        };
        let case = order.return_mut(&decided.return_id);
        if !case.is_some_and(|c| c.spread(decided.line, decided.units, room, put)) {
            self.anomaly(order, AnomalyKind::NotFound);
        }
    }
}
