//! "Prove it": everything is read again from the journal, every hash checked, the state rebuilt and compared.

use super::error::PortalError;
use super::history::wanted_events;
use super::{Pace, Portal};
use crate::domain::Workspace;
use crate::domain::commit::Commit;
use crate::domain::ledger::Mismatch;
use crate::domain::text::OrderId;
use crate::storage::Store;

/// What the proof found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Commits read, each with its hash checked.
    pub commits: u64,
    /// Events in them.
    pub events: u64,
    /// The hash of the state on the screen.
    pub shown: [u8; 32],
    /// The hash of the state rebuilt from the journal.
    pub rebuilt: [u8; 32],
    /// Orders that differ.
    pub orders: Vec<OrderId>,
    /// What is wrong in the rebuilt ledger.
    pub mismatches: Vec<Mismatch>,
}

impl Proof {
    /// Whether all is as it should be.
    pub fn holds(&self) -> bool {
        self.shown == self.rebuilt && self.orders.is_empty() && self.mismatches.is_empty()
    }
}

impl<J: Store, V: Store> Portal<J, V> {
    /// Rebuilds the state from the journal and compares it with the one that is shown.
    ///
    /// # Errors
    /// When a record of the journal is damaged: the error names it.
    pub async fn prove(&self, pace: &impl Pace) -> Result<Proof, PortalError> {
        let _writing = self.writer.lock().await;
        let mut fresh = Workspace::default();
        let (mut commits, mut events) = (0, 0);
        for (stream, _) in self.heads() {
            self.read_and_verify(stream, pace, async |group| {
                let group: Vec<Commit> = group.into_iter().map(|(commit, _)| commit).collect();
                commits += group.len() as u64;
                events += group
                    .iter()
                    .map(|commit| commit.events.len() as u64)
                    .sum::<u64>();
                let plan = fresh.plan(&group);
                let wanted = wanted_events(&fresh, &plan.needed)?;
                let histories = self.read_events(wanted).await?;
                fresh.apply(&group, &plan, histories);
                Ok(())
            })
            .await?;
        }
        let state = self.state();
        let orders = fresh
            .heads()
            .filter(|head| state.head(&head.id) != Some(head))
            .map(|head| head.id.clone())
            .collect();
        Ok(Proof {
            commits,
            events,
            shown: state.digest(),
            rebuilt: fresh.digest(),
            orders,
            mismatches: fresh.ledger.mismatches(),
        })
    }
}
