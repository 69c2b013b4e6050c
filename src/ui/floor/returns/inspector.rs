//! What happens at the returns dock: receive, decide, refund, close. Each goes through the line.

use super::glance::Glance;
use crate::domain::Command;
use crate::domain::event::LineUnits;
use crate::domain::money::{Amount, Currency};
use crate::domain::order::Decision;
use crate::domain::place::Condition;
use crate::domain::reason::{Disposition, PaymentMethod};
use crate::domain::text::{Code, OrderId, ReturnId};
use crate::ui::desk;
use crate::ui::floor::answers::Answers;
use crate::ui::locale::t;
use crate::ui::trade;
use leptos::prelude::*;

/// A person at a return.
#[derive(Clone)]
pub struct Inspector {
    /// The order.
    pub order: OrderId,
    /// The return.
    pub id: ReturnId,
    /// What the band says.
    pub answers: Answers,
    /// Whether units are still being received, rather than inspected.
    pub receiving: ArcRwSignal<bool>,
    /// The line that was asked for.
    pub line: ArcRwSignal<Option<u16>>,
    /// The condition that was seen.
    pub condition: ArcRwSignal<Option<Condition>>,
    /// What shall become of the units.
    pub disposition: ArcRwSignal<Option<Disposition>>,
    /// How many units; all that wait where it is `None`.
    pub units: ArcRwSignal<Option<u32>>,
    /// Whether no refund is given now.
    pub no_refund: ArcRwSignal<bool>,
    /// What takes back what was noted last.
    pub undo: ArcRwSignal<Option<Command>>,
}

impl Inspector {
    /// A person who begins to receive.
    pub fn new(order: OrderId, id: ReturnId) -> Self {
        Inspector {
            order,
            id,
            answers: Answers::new(),
            receiving: ArcRwSignal::new(true),
            line: ArcRwSignal::new(None),
            condition: ArcRwSignal::new(None),
            disposition: ArcRwSignal::new(None),
            units: ArcRwSignal::new(None),
            no_refund: ArcRwSignal::new(false),
            undo: ArcRwSignal::new(None),
        }
    }

    fn now(&self) -> Option<Glance> {
        desk::peek(|state| Glance::of(state, &self.order, &self.id))
    }

    /// A scan while units are received: one unit of the item.
    pub fn scan_received(&self, code: String) {
        let inspector = self.clone();
        self.answers.work(async move {
            let scanned = code.trim().to_owned();
            let sku = desk::peek(|state| state.catalog.by_scan(&scanned).map(|i| i.sku.clone()));
            let glance = inspector.now();
            let lines = glance.iter().flat_map(|glance| &glance.lines);
            let mut mine = lines
                .filter(|line| Some(&line.sku) == sku.as_ref())
                .peekable();
            if mine.peek().is_none() {
                return inspector.answers.wrong(
                    t!(floor_wrong_item),
                    t!(return_not_expected, scanned = scanned),
                );
            }
            match mine.find(|line| line.to_come > 0) {
                Some(line) => inspector.receive(vec![(line.line, 1)]).await,
                None => inspector.answers.wrong(
                    t!(floor_already_all),
                    t!(return_all_came, scanned = scanned),
                ),
            }
        });
    }

    /// Everything that is expected has come.
    pub fn receive_all(&self) {
        let inspector = self.clone();
        self.answers.work(async move {
            let glance = inspector.now();
            let lines = glance.iter().flat_map(|glance| &glance.lines);
            let to_come = lines.filter(|line| line.to_come > 0);
            let units = to_come.map(|line| (line.line, line.to_come)).collect();
            inspector.receive(units).await;
        });
    }

    async fn receive(&self, lines: Vec<(u16, u32)>) {
        let n: u32 = lines.iter().map(|(_, units)| units).sum();
        let lines = lines.into_iter();
        let lines: Vec<LineUnits> = lines
            .map(|(line, units)| LineUnits { line, units })
            .collect();
        let command = Command::ReceiveReturn {
            order: self.order.clone(),
            return_id: self.id.clone(),
            lines: lines.clone(),
        };
        if self.answers.run(command).await.is_some() {
            self.undo.set(Some(Command::UndoReceipt {
                order: self.order.clone(),
                return_id: self.id.clone(),
                lines,
            }));
            let left = self.now().map_or(0, |glance| glance.to_come());
            self.answers.right(
                t!(return_received),
                t!(return_received_detail, n = n, left = left),
            );
        }
    }

    /// A scan while units are inspected: the bin to restock into, or the item to inspect.
    pub fn scan_inspected(&self, code: String) {
        let inspector = self.clone();
        self.answers.work(async move {
            let scanned = code.trim().to_owned();
            let (bin, sku) = desk::peek(|state| {
                let bin = Code::new(&scanned).ok();
                let bin = bin.filter(|bin| state.bins.contains_key(bin));
                (bin, state.catalog.by_scan(&scanned).map(|i| i.sku.clone()))
            });
            let restocks = inspector.disposition.get_untracked() == Some(Disposition::Restock)
                && inspector.condition.read_untracked().is_some();
            match (bin, sku) {
                (Some(bin), _) if restocks => inspector.decide(Some(bin)).await,
                (Some(_), _) => inspector
                    .answers
                    .wrong(t!(return_choose_first), t!(return_choose_first_detail)),
                (None, Some(sku)) => {
                    let glance = inspector.now();
                    let lines = glance.iter().flat_map(|glance| &glance.lines);
                    let line = lines
                        .filter(|line| line.undecided > 0)
                        .find(|line| line.sku == sku);
                    match line {
                        Some(line) => {
                            inspector.forget();
                            inspector.line.set(Some(line.line));
                            inspector
                                .answers
                                .right(t!(return_item), crate::ui::locale::Text::from(scanned));
                        }
                        None => inspector.answers.wrong(
                            t!(floor_wrong_item),
                            t!(return_not_expected, scanned = scanned),
                        ),
                    }
                }
                (None, None) => inspector.answers.wrong(
                    t!(floor_not_done),
                    t!(return_no_bin_detail, scanned = scanned),
                ),
            }
        });
    }

    /// What was chosen, with the proposed bin where units are restocked.
    pub fn decide_as_chosen(&self, bin: Option<Code>) {
        let inspector = self.clone();
        self.answers
            .work(async move { inspector.decide(bin).await });
    }

    async fn decide(&self, bin: Option<Code>) {
        let (condition, disposition) = (
            self.condition.get_untracked(),
            self.disposition.get_untracked(),
        );
        let glance = self.now();
        let line = glance
            .as_ref()
            .and_then(|glance| glance.to_inspect(self.line.get_untracked()));
        let (Some(condition), Some(disposition), Some(line)) = (condition, disposition, line)
        else {
            return self
                .answers
                .wrong(t!(return_choose_first), t!(return_choose_first_detail));
        };
        let n = self
            .units
            .get_untracked()
            .map_or(line.undecided, |units| units.min(line.undecided));
        let bin = bin.filter(|_| disposition == Disposition::Restock);
        let place = bin.as_ref().map(ToString::to_string);
        let undo = Command::UndoDecision {
            order: self.order.clone(),
            return_id: self.id.clone(),
            line: line.line,
            decision: Decision {
                units: n,
                condition,
                disposition,
                bin: bin.clone(),
            },
        };
        let command = Command::DecideReturn {
            order: self.order.clone(),
            return_id: self.id.clone(),
            line: line.line,
            units: n,
            condition,
            disposition,
            bin,
        };
        if self.answers.run(command).await.is_some() {
            self.forget();
            self.undo.set(Some(undo));
            let item = line.sku.to_string();
            match place {
                Some(bin) => self.answers.right(
                    t!(return_restocked),
                    t!(return_put_back_done_detail, n = n, item = item, bin = bin),
                ),
                None => self.answers.right(
                    t!(return_decided),
                    t!(return_decided_detail, n = n, item = item),
                ),
            }
        }
    }

    /// Forgets what was chosen for the line before.
    fn forget(&self) {
        self.line.set(None);
        self.condition.set(None);
        self.disposition.set(None);
        self.units.set(None);
    }

    /// Takes back what was noted last.
    pub fn take_back(&self) {
        let inspector = self.clone();
        self.answers.work(async move {
            let Some(command) = inspector.undo.get_untracked() else {
                return;
            };
            if inspector.answers.run(command).await.is_some() {
                inspector.undo.set(None);
                inspector
                    .answers
                    .right(t!(return_undone), t!(return_undone_detail));
            }
        });
    }

    /// Money goes back.
    pub fn refund(&self, method: PaymentMethod, amount: Amount, currency: Currency) {
        let inspector = self.clone();
        self.answers.work(async move {
            let command = Command::Refund {
                order: inspector.order.clone(),
                return_id: Some(inspector.id.clone()),
                method,
                amount,
                reference: None,
            };
            if inspector.answers.run(command).await.is_some() {
                // A part was refunded on purpose: what is left of the proposal is not asked for again.
                inspector.no_refund.set(true);
                inspector.answers.right(
                    t!(return_refunded),
                    t!(
                        return_refunded_detail,
                        amount = trade::money(amount, currency)
                    ),
                );
            }
        });
    }

    /// Nothing more is expected.
    pub fn close(&self) {
        let inspector = self.clone();
        self.answers.work(async move {
            let command = Command::CloseReturn {
                order: inspector.order.clone(),
                return_id: inspector.id.clone(),
            };
            if inspector.answers.run(command).await.is_some() {
                inspector
                    .answers
                    .right(t!(return_closed), t!(return_closed_detail));
            }
        });
    }
}
