//! What happens at the bench of returns: receive, decide, close. Each goes through the line.

use crate::screens::desk::Ran;
use crate::screens::floor::answers::Answers;
use crate::screens::floor::hand;
use crate::trade::id::{OrderId, ReturnId};
use crate::trade::place::Place;
use crate::trade::returns::ReturnReason;
use crate::ui::navigation;
use crate::view::floor::returns::{self, ReturnView};
use crate::view::floor::returns_scan::{self, ReturnLocal};
use crate::view::floor::{Act, Hand, Wrong};
use leptos::prelude::*;

/// A person at a return.
#[derive(Clone)]
pub struct Inspector {
    /// The order, where it is known.
    pub order: Option<OrderId>,
    /// The RMA; `None` until the first unit of an unannounced return was scanned.
    pub rma: Option<ReturnId>,
    /// What the band says.
    pub answers: Answers,
    /// What was chosen so far.
    pub local: ArcRwSignal<ReturnLocal>,
}

impl Inspector {
    /// A person who begins to receive.
    pub fn new(order: Option<OrderId>, rma: Option<ReturnId>) -> Self {
        Inspector {
            order,
            rma,
            answers: Answers::new(),
            local: ArcRwSignal::default(),
        }
    }

    fn work(
        &self,
        decide: impl Fn(&Hand<'_>, &ReturnView, &ReturnLocal) -> Result<Act<ReturnLocal>, Wrong>
        + 'static,
    ) {
        let inspector = self.clone();
        self.answers.work(async move {
            let local = inspector.local.get_untracked();
            let (rma, order) = (inspector.rma, inspector.order.clone());
            let done = inspector.answers.act(|hand| {
                let view = returns::view(hand, rma, order.as_ref());
                decide(hand, &view, &local)
            });
            if let Some((then, ran)) = done.await {
                inspector.local.set(then);
                inspector.announced(ran);
            }
        });
    }

    /// The first unit of an unannounced return has opened its RMA: the page is that one's from now on.
    fn announced(&self, ran: Option<Ran>) {
        let opened = ran
            .filter(|_| self.rma.is_none())
            .and_then(|ran| ran.opened());
        if let Some(opened) = opened {
            let rma = ReturnId(opened);
            let known = hand::peek(|hand| hand.at.state.rma(&rma).is_some());
            if known {
                navigation::go(super::list::route(self.order.as_ref(), Some(&rma)));
            }
        }
    }

    /// A scan while units come in.
    pub fn scan_received(&self, code: String) {
        self.work(move |hand, view, local| returns_scan::receive(hand, view, local, &code));
    }

    /// So many more units of what was scanned last.
    pub fn receive_counted(&self, units: u64) {
        self.work(move |hand, view, local| returns_scan::receive_counted(hand, view, local, units));
    }

    /// What came of a return that nobody announced is taken in.
    pub fn receive_noted(&self) {
        self.work(returns_scan::receive_noted);
    }

    /// Why it came back; the same once more takes it away.
    pub fn because(&self, reason: ReturnReason) {
        self.local.update(|local| {
            local.reason = (local.reason != Some(reason)).then_some(reason);
        });
    }

    /// More than was announced is taken in.
    pub fn receive_more(&self) {
        self.local.update(|local| {
            local.receiving = true;
            local.more = true;
            local.unit = None;
        });
    }

    /// Everything that is expected has come.
    pub fn receive_all(&self) {
        self.work(returns_scan::receive_all);
    }

    /// A scan while units are inspected.
    pub fn scan_inspected(&self, code: String) {
        self.work(move |hand, view, local| returns_scan::inspect(hand, view, local, &code));
    }

    /// What was chosen, with the proposed place where units are restocked.
    pub fn decide(&self, to: Option<Place>) {
        self.work(move |hand, view, local| returns_scan::decide(hand, view, local, to.clone()));
    }

    /// Takes back what was noted last.
    pub fn take_back(&self) {
        let inspector = self.clone();
        if self.rma.is_none() {
            return self.work(|_, _, local| returns_scan::unnote(local).ok_or(Wrong::NothingOwn));
        }
        self.answers.work(async move {
            if let Some(rma) = inspector.rma {
                let found = inspector.answers.take_back(|hand| returns::undo(hand, rma));
                found.await;
            }
        });
    }

    /// Nothing more is expected.
    pub fn close(&self) {
        self.work(|_, view, _| {
            let rma = view.rma.ok_or(Wrong::ChooseFirst)?;
            Ok(returns_scan::close(rma))
        });
    }

    /// Whether units are received, rather than inspected.
    pub fn receiving(&self, receiving: bool) {
        self.local.update(|local| {
            local.receiving = receiving;
            local.more = false;
            local.unit = None;
        });
    }
}
