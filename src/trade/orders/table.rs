//! What facts of this area mean.

use super::{CancelReason, CancelledFrom, CancelledUnits, OrderFact, OrderField, PlacedLine};
use crate::trade::demand::{OrderAccount, OrderLine, Part, Transfer};
use crate::trade::id::{DocumentId, HoldId, OrderId};
use crate::trade::leases::LeaseKey;
use crate::trade::money::Terms;
use crate::trade::people::Role;
use crate::trade::table::{Row, Sink, Standing};

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];

impl OrderFact {
    /// The order that the fact is about.
    pub fn order(&self) -> &OrderId {
        match self {
            OrderFact::Placed(placed) => &placed.order,
            OrderFact::LinesAdded(added) => &added.order,
            OrderFact::LineMatched(matched) => &matched.order,
            OrderFact::KeyAliased { order, .. }
            | OrderFact::LineAliased { order, .. }
            | OrderFact::Verified { order }
            | OrderFact::VerificationUndone { order, .. }
            | OrderFact::DoubtSettled { order, .. }
            | OrderFact::HoldReleased { order, .. }
            | OrderFact::CancellationUndone { order, .. } => order,
            OrderFact::SourceSaid(said) => &said.order,
            OrderFact::HoldPlaced(placed) => &placed.order,
            OrderFact::AddressGiven(given) => &given.order,
            OrderFact::OrderSet(set) => &set.order,
            OrderFact::LinesCancelled(cancelled) => &cancelled.order,
        }
    }

    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        let order = DocumentId::Order(self.order().clone());
        sink.document(order.clone());
        match self {
            OrderFact::Placed(placed) => {
                sink.rows(order, &placed.rows);
                ordered(&placed.order, &placed.lines, sink);
                sink.lease(LeaseKey::Channel(placed.order.channel.clone()));
            }
            OrderFact::LinesAdded(added) => {
                ordered(&added.order, &added.lines, sink);
                sink.lease(LeaseKey::Desk(added.order.clone()));
            }
            OrderFact::SourceSaid(said) => {
                sink.rows(order, &said.rows);
                sink.lease(LeaseKey::Channel(said.order.channel.clone()));
            }
            OrderFact::HoldPlaced(placed) => {
                let hold = DocumentId::Hold(HoldId(at.opened()));
                sink.opens(hold.clone());
                sink.rows(hold, &placed.rows);
            }
            OrderFact::AddressGiven(given) => sink.rows(order, &given.rows),
            OrderFact::LinesCancelled(cancelled) => {
                sink.rows(DocumentId::Fact(at.fact), &cancelled.rows);
                if let CancelReason::Duplicate { in_favour_of } = &cancelled.why {
                    sink.document(DocumentId::Order(in_favour_of.clone()));
                }
                cancelled_units(&cancelled.order, &cancelled.lines, sink, false);
                sink.lease(LeaseKey::Desk(cancelled.order.clone()));
            }
            OrderFact::CancellationUndone {
                undoes: _,
                order,
                lines,
            } => {
                cancelled_units(order, lines, sink, true);
                sink.lease(LeaseKey::Desk(order.clone()));
            }
            // These let goods go that were stopped: they wait where their author had no right to it.
            OrderFact::Verified { .. }
            | OrderFact::DoubtSettled { .. }
            | OrderFact::HoldReleased { .. } => return Row::confers(OFFICE),
            OrderFact::OrderSet(set) if set.fields.iter().any(lets_go_unpaid) => {
                return Row::confers(OFFICE);
            }
            OrderFact::LineMatched(_)
            | OrderFact::KeyAliased { .. }
            | OrderFact::LineAliased { .. }
            | OrderFact::VerificationUndone { .. }
            | OrderFact::OrderSet(_) => {}
        }
        Row::office(OFFICE)
    }
}

/// Whether goods may leave by it that nobody has paid.
fn lets_go_unpaid(field: &OrderField) -> bool {
    matches!(
        field,
        OrderField::Terms(Terms::OnAccount | Terms::CashOnDelivery | Terms::HeldByMarketplace)
    )
}

fn ordered(order: &OrderId, lines: &[PlacedLine], sink: &mut impl Sink) {
    for line in lines.iter().filter(|line| line.ships()) {
        if let Some(units) = line.units() {
            sink.transfer(Transfer::Order {
                line: OrderLine {
                    order: order.clone(),
                    line: line.key.clone(),
                },
                part: Part::Line,
                from: OrderAccount::Ordered,
                to: OrderAccount::Unrouted,
                units,
            });
        }
    }
}

fn cancelled_units(order: &OrderId, lines: &[CancelledUnits], sink: &mut impl Sink, undone: bool) {
    for cancelled in lines {
        let from = match &cancelled.from {
            CancelledFrom::Unrouted => OrderAccount::Unrouted,
            CancelledFrom::Handed(line) => OrderAccount::Handed(line.clone()),
        };
        let (from, to) = if undone {
            (OrderAccount::Cancelled, from)
        } else {
            (from, OrderAccount::Cancelled)
        };
        sink.transfer(Transfer::Order {
            line: OrderLine {
                order: order.clone(),
                line: cancelled.line.clone(),
            },
            part: cancelled.part.clone(),
            from,
            to,
            units: cancelled.units,
        });
    }
}
