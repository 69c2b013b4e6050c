//! Whatever can be asked for.

use super::floor::{FloorCommand, Step};
use super::office::OfficeCommand;
use super::setup::{Beside, SetupCommand};
use super::{Context, Proposed, Refusal};
use crate::trade::conflicts::commands::Forks;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::orders::status::gate as orders_gate;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::wire_enum;

wire_enum! {
    /// A command. Plain data: a tab that does not lead sends its commands to the one that does.
    pub enum Command {
        /// Orders, money, personal data, identities.
        0 => Office(OfficeCommand),
        /// Catalog, places, parties, people, leases, routing, allocation, the inbox.
        1 => Setup(SetupCommand),
        /// Picking, packing, shipping, receiving, counting, stock, returns.
        2 => Floor(Box<FloorCommand>),
    }
}

impl From<OfficeCommand> for Command {
    fn from(command: OfficeCommand) -> Self {
        Command::Office(command)
    }
}

impl From<SetupCommand> for Command {
    fn from(command: SetupCommand) -> Self {
        Command::Setup(command)
    }
}

impl From<FloorCommand> for Command {
    fn from(command: FloorCommand) -> Self {
        Command::Floor(Box::new(command))
    }
}

/// Every area's command is a command.
macro_rules! areas {
    ($($area:ident :: $command:ident is $of:ident :: $variant:ident),* $(,)?) => {$(
        impl From<crate::trade::$area::commands::$command> for Command {
            fn from(command: crate::trade::$area::commands::$command) -> Self {
                Command::from($of::$variant(command))
            }
        }
    )*};
}

areas! {
    orders::OrderCommand is OfficeCommand::Orders,
    money::MoneyCommand is OfficeCommand::Money,
    personal::PersonalCommand is OfficeCommand::Personal,
    identity::IdentityCommand is OfficeCommand::Identity,
    catalog::CatalogCommand is SetupCommand::Catalog,
    locations::LocationCommand is SetupCommand::Locations,
    parties::PartyCommand is SetupCommand::Parties,
    channels::ChannelCommand is SetupCommand::Channels,
    settings::SettingCommand is SetupCommand::Settings,
    people::PeopleCommand is SetupCommand::People,
    leases::LeaseCommand is SetupCommand::Leases,
    fulfilment::FulfilmentCommand is SetupCommand::Fulfilment,
    allocation::AllocationCommand is SetupCommand::Allocation,
    conflicts::ConflictCommand is SetupCommand::Conflicts,
    picking::PickingCommand is FloorCommand::Picking,
    packing::PackingCommand is FloorCommand::Packing,
    shipping::ShippingCommand is FloorCommand::Shipping,
    receiving::ReceivingCommand is FloorCommand::Receiving,
    counting::CountingCommand is FloorCommand::Counting,
    stock::StockCommand is FloorCommand::Stock,
    returns::ReturnCommand is FloorCommand::Returns,
}

impl Command {
    /// The documents that must be in memory before the command can be decided.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        match self {
            Command::Office(command) => command.needs(state),
            Command::Setup(command) => command.needs(state),
            Command::Floor(command) => command.needs(state),
        }
    }

    /// Decides it into the commits of one append. Money, holds, doubts and addresses are asked again at every step that
    /// cannot be taken back. `forks` are those that the history tells.
    ///
    /// # Errors
    /// Why nothing is to be written: the area's reason first, then a missing right or lease.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        forks: &Forks,
    ) -> Result<Vec<Proposed>, Refusal> {
        let gate =
            |order: &OrderId, step: Step| orders_gate(state, order, step, &context.now, relations);
        match self {
            Command::Office(command) => command.decide(state, context, relations),
            Command::Setup(command) => {
                let gates = |order: &OrderId| gate(order, Step::Release);
                command.decide(
                    state,
                    context,
                    relations,
                    Beside {
                        gates: &gates,
                        forks,
                    },
                )
            }
            Command::Floor(command) => command.decide(state, context, relations, &gate),
        }
    }
}
