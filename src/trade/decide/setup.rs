//! The commands of who works with what, and of what is to be done for orders: catalog, places, parties, channels,
//! settings, people, leases, fulfilment, allocation, and the inbox.

use super::{Context, Proposal, Proposed, Refusal, check};
use crate::trade::allocation::commands::{AllocationCommand, Gates};
use crate::trade::catalog::commands::CatalogCommand;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::conflicts::commands::{ConflictCommand, Forks};
use crate::trade::fulfilment::commands::FulfilmentCommand;
use crate::trade::id::DocumentId;
use crate::trade::leases::commands::LeaseCommand;
use crate::trade::locations::commands::LocationCommand;
use crate::trade::parties::commands::PartyCommand;
use crate::trade::people::commands::PeopleCommand;
use crate::trade::relations::Relations;
use crate::trade::settings::commands::SettingCommand;
use crate::trade::state::State;
use crate::wire_enum;

wire_enum! {
    /// A command of one of these areas. Commands cross from tab to tab and are never stored.
    pub enum SetupCommand {
        /// Items, lots, recipes.
        0 => Catalog(CatalogCommand),
        /// Warehouses, locations, containers.
        1 => Locations(LocationCommand),
        /// Parties.
        2 => Parties(PartyCommand),
        /// Channels.
        3 => Channels(ChannelCommand),
        /// Settings.
        4 => Settings(SettingCommand),
        /// Operators, roles, devices.
        5 => People(PeopleCommand),
        /// Leases.
        6 => Leases(LeaseCommand),
        /// Fulfilment orders.
        7 => Fulfilment(FulfilmentCommand),
        /// Allocation.
        8 => Allocation(AllocationCommand),
        /// The inbox.
        9 => Conflicts(ConflictCommand),
    }
}

/// What deciding asks of others.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// Whether an order's goods may be taken from others.
    pub gates: &'a Gates<'a>,
    /// The forks that the history tells.
    pub forks: &'a Forks,
}

impl SetupCommand {
    /// Decides the command: the facts of its commits, in the order in which they are appended in one transaction.
    ///
    /// # Errors
    /// What the area refuses, and what is asked of all facts: right, lease and scope.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        beside: Beside<'_>,
    ) -> Result<Vec<Proposed>, Refusal> {
        let mut proposal = Proposal::new(context);
        let to = &mut proposal;
        match self {
            SetupCommand::Catalog(command) => command.decide(state, context, relations, to),
            SetupCommand::Locations(command) => command.decide(state, context, relations, to),
            SetupCommand::Parties(command) => command.decide(state, context, relations, to),
            SetupCommand::Channels(command) => command.decide(state, context, relations, to),
            SetupCommand::Settings(command) => command.decide(state, context, relations, to),
            SetupCommand::People(command) => command.decide(state, context, relations, to),
            SetupCommand::Leases(command) => command.decide(state, context, relations, to),
            SetupCommand::Fulfilment(command) => command.decide(state, context, relations, to),
            SetupCommand::Allocation(command) => {
                command.decide(state, context, relations, beside.gates, to)
            }
            SetupCommand::Conflicts(command) => {
                command.decide(state, context, relations, beside.forks, to)
            }
        }?;
        let commits = proposal.into_commits();
        check(state, context, &commits, relations)?;
        Ok(commits)
    }

    /// The documents that deciding reads, so that they are in memory before.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        match self {
            SetupCommand::Catalog(command) => command.needs(),
            SetupCommand::Locations(command) => command.needs(),
            SetupCommand::Parties(command) => command.needs(),
            SetupCommand::Channels(command) => command.needs(),
            SetupCommand::Settings(command) => command.needs(),
            SetupCommand::People(command) => command.needs(),
            SetupCommand::Leases(command) => command.needs(),
            SetupCommand::Fulfilment(command) => command.needs(state),
            SetupCommand::Allocation(command) => command.needs(),
            SetupCommand::Conflicts(command) => command.needs(),
        }
    }
}
