//! What facts of this area mean.

use super::{
    FulfilmentFact, FulfilmentLines, LinesBack, RouteAccount, Routed, SentByOthers, Taken, TakenUp,
};
use crate::trade::demand::{
    DemandDocument, DemandLine, FulfilmentLine, OrderAccount, OrderLine, Transfer, WorkAccount,
};
use crate::trade::id::{DocumentId, FulfilmentOrderId, OrderId};
use crate::trade::leases::LeaseKey;
use crate::trade::people::Role;
use crate::trade::quantity::Units;
use crate::trade::table::{Row, Sink, Standing};

const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];
const FLOOR: &[Role] = &[Role::Office, Role::Supervisor, Role::Picker, Role::Packer];

impl From<&RouteAccount> for OrderAccount {
    fn from(account: &RouteAccount) -> Self {
        match account {
            RouteAccount::Unrouted => OrderAccount::Unrouted,
            RouteAccount::Handed(line) => OrderAccount::Handed(line.clone()),
        }
    }
}

impl FulfilmentFact {
    /// The order and the fulfilment order whose documents keep the fact; `opened` is the one that it opens, if it does.
    pub(crate) fn documents(
        &self,
        opened: FulfilmentOrderId,
    ) -> (Option<&OrderId>, Option<FulfilmentOrderId>) {
        match self {
            FulfilmentFact::Exploded(exploded) => (Some(&exploded.line.order), None),
            FulfilmentFact::Routed(routed) => (Some(&routed.order), Some(opened)),
            FulfilmentFact::Rerouted(rerouted) => (Some(&rerouted.order), None),
            FulfilmentFact::BackRequested(back) | FulfilmentFact::GivenBack(back) => {
                (None, Some(back.fulfilment))
            }
            FulfilmentFact::TakenUp(taken) => (None, Some(taken.fulfilment)),
            FulfilmentFact::SentByOthers(sent) | FulfilmentFact::SendingUndone { sent, .. } => {
                (None, Some(sent.fulfilment))
            }
            FulfilmentFact::RequestAnswered { fulfilment, .. }
            | FulfilmentFact::Asked { fulfilment }
            | FulfilmentFact::Declined { fulfilment }
            | FulfilmentFact::Held { fulfilment, .. }
            | FulfilmentFact::HoldReleased { fulfilment, .. } => (None, Some(*fulfilment)),
        }
    }

    pub(crate) fn row(&self, at: &Standing, sink: &mut impl Sink) -> Row {
        match self {
            FulfilmentFact::Exploded(exploded) => {
                sink.document(DocumentId::Order(exploded.line.order.clone()));
                sink.lease(LeaseKey::Desk(exploded.line.order.clone()));
                Row::office(OFFICE)
            }
            FulfilmentFact::Routed(routed) => {
                let fulfilment = FulfilmentOrderId(at.opened());
                sink.opens(DocumentId::FulfilmentOrder(fulfilment));
                sink.document(DocumentId::Order(routed.order.clone()));
                sink.document(DocumentId::FulfilmentOrder(fulfilment));
                sink.lease(LeaseKey::Desk(routed.order.clone()));
                routed.transfers(fulfilment, sink);
                Row::office(OFFICE)
            }
            FulfilmentFact::Rerouted(rerouted) => {
                sink.document(DocumentId::Order(rerouted.order.clone()));
                sink.lease(LeaseKey::Desk(rerouted.order.clone()));
                for moved in &rerouted.units {
                    for account in [&moved.from, &moved.to] {
                        if let RouteAccount::Handed(line) = account {
                            sink.document(DocumentId::FulfilmentOrder(line.document));
                        }
                    }
                    sink.transfer(Transfer::Order {
                        line: OrderLine {
                            order: rerouted.order.clone(),
                            line: moved.line.clone(),
                        },
                        part: moved.part.clone(),
                        from: OrderAccount::from(&moved.from),
                        to: OrderAccount::from(&moved.to),
                        units: moved.units,
                    });
                }
                Row::office(OFFICE)
            }
            FulfilmentFact::BackRequested(back) => {
                sink.document(DocumentId::FulfilmentOrder(back.fulfilment));
                Row::office(OFFICE)
            }
            FulfilmentFact::TakenUp(taken) => {
                sink.document(DocumentId::FulfilmentOrder(taken.fulfilment));
                taken.transfers(sink);
                Row::anywhere(OFFICE)
            }
            FulfilmentFact::GivenBack(back) => {
                back.transfers(sink);
                sink.document(DocumentId::FulfilmentOrder(back.fulfilment));
                Row::anywhere(FLOOR)
            }
            FulfilmentFact::RequestAnswered { fulfilment, .. } => {
                sink.document(DocumentId::FulfilmentOrder(*fulfilment));
                Row::anywhere(FLOOR)
            }
            FulfilmentFact::Held { fulfilment, .. } => {
                sink.document(DocumentId::FulfilmentOrder(*fulfilment));
                Row::anywhere(OFFICE)
            }
            // It lets goods go that were stopped.
            FulfilmentFact::HoldReleased { fulfilment, .. } => {
                sink.document(DocumentId::FulfilmentOrder(*fulfilment));
                Row::confers(OFFICE).of_commit()
            }
            FulfilmentFact::Asked { fulfilment } | FulfilmentFact::Declined { fulfilment } => {
                sink.document(DocumentId::FulfilmentOrder(*fulfilment));
                Row::office(OFFICE)
            }
            FulfilmentFact::SentByOthers(sent) => {
                sent.transfers(sink, (WorkAccount::Open, WorkAccount::Shipped));
                Row::office(OFFICE)
            }
            FulfilmentFact::SendingUndone { undoes, sent } => {
                sink.takes_back(*undoes);
                sent.transfers(sink, (WorkAccount::Shipped, WorkAccount::Open));
                Row::office(OFFICE)
            }
        }
    }
}

fn line_of(fulfilment: FulfilmentOrderId, line: u32) -> DemandLine {
    DemandLine {
        document: DemandDocument::FulfilmentOrder(fulfilment),
        line,
    }
}

impl Routed {
    fn transfers(&self, fulfilment: FulfilmentOrderId, sink: &mut impl Sink) {
        match &self.lines {
            FulfilmentLines::Whole { placed, runs } => {
                sink.transfer(Transfer::OrderWhole {
                    order: &self.order,
                    placed: *placed,
                    runs,
                    fulfilment,
                });
            }
            FulfilmentLines::Each(lines) => {
                for (line, number) in lines.iter().zip(0..) {
                    sink.transfer(Transfer::Order {
                        line: OrderLine {
                            order: self.order.clone(),
                            line: line.line.clone(),
                        },
                        part: line.part.clone(),
                        from: OrderAccount::Unrouted,
                        to: OrderAccount::Handed(FulfilmentLine {
                            document: fulfilment,
                            line: number,
                        }),
                        units: line.units,
                    });
                }
            }
        }
    }
}

impl TakenUp {
    fn transfers(&self, sink: &mut impl Sink) {
        let mut taken = |line: u32, units: Units| {
            sink.transfer(Transfer::Work {
                line: line_of(self.fulfilment, line),
                from: WorkAccount::Source,
                to: WorkAccount::Open,
                units,
            });
        };
        match &self.taken {
            Taken::Units(lines) => lines.iter().for_each(|line| taken(line.line, line.units)),
            Taken::Lines(lines) => lines.iter().for_each(|line| taken(line.line, line.units)),
            Taken::AsRouted => sink.transfer(Transfer::WorkWhole {
                fulfilment: self.fulfilment,
            }),
        }
    }
}

impl SentByOthers {
    fn transfers(&self, sink: &mut impl Sink, (from, to): (WorkAccount, WorkAccount)) {
        sink.document(DocumentId::FulfilmentOrder(self.fulfilment));
        for line in &self.lines {
            sink.transfer(Transfer::Work {
                line: line_of(self.fulfilment, line.line),
                from: from.clone(),
                to: to.clone(),
                units: line.units,
            });
        }
    }
}

impl LinesBack {
    fn transfers(&self, sink: &mut impl Sink) {
        for line in &self.lines {
            sink.transfer(Transfer::Work {
                line: line_of(self.fulfilment, line.line),
                from: WorkAccount::Open,
                to: WorkAccount::Source,
                units: line.units,
            });
        }
    }
}
