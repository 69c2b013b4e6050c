//! The office's commands: orders, money, personal data, identities.

use super::{Context, Proposal, Proposed, Refusal, check};
use crate::trade::id::DocumentId;
use crate::trade::identity::commands::IdentityCommand;
use crate::trade::money::commands::MoneyCommand;
use crate::trade::orders::commands::OrderCommand;
use crate::trade::personal::commands::PersonalCommand;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::wire_enum;

wire_enum! {
    /// A command of the office. It crosses from the tab that asks to the one that leads.
    pub enum OfficeCommand {
        /// About orders.
        0 => Orders(OrderCommand),
        /// About money.
        1 => Money(MoneyCommand),
        /// About personal data.
        2 => Personal(PersonalCommand),
        /// About identities.
        3 => Identity(IdentityCommand),
    }
}

impl OfficeCommand {
    /// The documents that must be in memory to decide it: an order by every key that may lead to it.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        match self {
            OfficeCommand::Orders(command) => command.needs(state),
            OfficeCommand::Money(command) => command.needs(state),
            OfficeCommand::Personal(command) => command.needs(state),
            OfficeCommand::Identity(command) => command.needs(state),
        }
    }

    /// Decides it into the facts of commits that are appended in one transaction. None, where everything asked for is
    /// so already: a file that is read again says nothing new.
    ///
    /// # Errors
    /// Why nothing is to be written: the area's reason first, then a missing right or lease.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
    ) -> Result<Vec<Proposed>, Refusal> {
        let mut proposal = Proposal::new(context);
        match self {
            OfficeCommand::Orders(command) => {
                command.decide(state, context, relations, &mut proposal)?;
            }
            OfficeCommand::Money(command) => command.decide(state, &mut proposal)?,
            OfficeCommand::Personal(command) => {
                command.decide(state, context, relations, &mut proposal)?;
            }
            OfficeCommand::Identity(command) => command.decide(state, &mut proposal)?,
        }
        let commits = proposal.into_commits();
        check(state, context, &commits, relations)?;
        Ok(commits)
    }
}
