//! Commands of the floor: what hands do, and what is asked of them before.
//!
//! Each area decides its own commands into a [`Proposal`]; then what holds for all facts is asked of it ([`check`]).
//! Whether an *order* lets work go on (holds, doubts, verification, money, address) is decided elsewhere and comes in as
//! a [`Gate`], asked again at every step that cannot be taken back.

use super::{Context, Proposal, Proposed, Refusal, check};
use crate::trade::counting::commands::CountingCommand;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::packing::commands::PackingCommand;
use crate::trade::picking::commands::PickingCommand;
use crate::trade::receiving::commands::ReceivingCommand;
use crate::trade::relations::Relations;
use crate::trade::returns::commands::ReturnCommand;
use crate::trade::shipping::commands::ShippingCommand;
use crate::trade::state::State;
use crate::trade::stock::commands::StockCommand;
use crate::wire_enum;
use std::collections::BTreeSet;

/// A step of the floor at which an order is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Its work is given to the floor, or goes on there.
    Release,
    /// A parcel of it is closed.
    Close,
    /// A parcel of it gets a label: the address is asked too.
    Label,
    /// A parcel of it leaves.
    HandOver,
}

/// Whether an order lets a step happen, or why not.
pub type Gate<'a> = &'a dyn Fn(&OrderId, Step) -> Result<(), Refusal>;

/// What deciding on the floor knows: the state, the moment, who knew what, and the gate of orders.
#[derive(Clone, Copy)]
pub struct Floor<'a, R> {
    /// The state.
    pub state: &'a State,
    /// Who asks, when, and where the facts go.
    pub context: &'a Context,
    /// What the commits that are held say about each other.
    pub relations: &'a R,
    /// The gate of orders.
    pub gate: Gate<'a>,
}

wire_enum! {
    /// A command of the floor.
    pub enum FloorCommand {
        /// Batches and what hands take.
        0 => Picking(PickingCommand),
        /// Parcels.
        1 => Packing(PackingCommand),
        /// Labels, hand-over, delivery.
        2 => Shipping(ShippingCommand),
        /// Goods that come in.
        3 => Receiving(ReceivingCommand),
        /// What was seen.
        4 => Counting(CountingCommand),
        /// Goods that move for no order.
        5 => Stock(StockCommand),
        /// Returns.
        6 => Returns(ReturnCommand),
    }
}

/// Lets the command of an area be one of the floor.
macro_rules! of_area {
    ($($area:ident($command:ty)),* $(,)?) => {$(
        impl From<$command> for FloorCommand {
            fn from(command: $command) -> Self {
                FloorCommand::$area(command)
            }
        }
    )*};
}

of_area! {
    Picking(PickingCommand),
    Packing(PackingCommand),
    Shipping(ShippingCommand),
    Receiving(ReceivingCommand),
    Counting(CountingCommand),
    Stock(StockCommand),
    Returns(ReturnCommand),
}

impl FloorCommand {
    /// Decides the command: facts in the commits that they are to be appended in, or why not.
    ///
    /// # Errors
    /// What the area refuses, then what holds for all facts: rights, restrictions, leases, scope.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        gate: Gate<'_>,
    ) -> Result<Vec<Proposed>, Refusal> {
        let floor = Floor {
            state,
            context,
            relations,
            gate,
        };
        let mut proposal = Proposal::new(context);
        match self {
            FloorCommand::Picking(command) => command.decide(&floor, &mut proposal),
            FloorCommand::Packing(command) => command.decide(&floor, &mut proposal),
            FloorCommand::Shipping(command) => command.decide(&floor, &mut proposal),
            FloorCommand::Receiving(command) => command.decide(&floor, &mut proposal),
            FloorCommand::Counting(command) => command.decide(&floor, &mut proposal),
            FloorCommand::Stock(command) => command.decide(&floor, &mut proposal),
            FloorCommand::Returns(command) => command.decide(&floor, &mut proposal),
        }?;
        let commits = proposal.into_commits();
        check(state, context, &commits, relations)?;
        Ok(commits)
    }

    /// The documents that deciding it reads: what the portal loads first where it is closed work out of memory. Each
    /// once, in order; of those that are held also what they lead to.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        let named = match self {
            FloorCommand::Picking(command) => command.needs(),
            FloorCommand::Packing(command) => command.needs(),
            FloorCommand::Shipping(command) => command.needs(),
            FloorCommand::Receiving(command) => command.needs(),
            FloorCommand::Counting(_) | FloorCommand::Stock(_) => Vec::new(),
            FloorCommand::Returns(command) => command.needs(),
        };
        let mut needs: BTreeSet<DocumentId> = named.into_iter().collect();
        let mut open: Vec<DocumentId> = needs.iter().cloned().collect();
        while let Some(document) = open.pop() {
            for other in super::hands::led_to(state, &document) {
                if needs.insert(other.clone()) {
                    open.push(other);
                }
            }
        }
        needs.into_iter().collect()
    }
}
