//! Facts about picking.

use crate::stream::id::FactId;
use crate::trade::demand::{DemandDocument, DemandLine};
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::{BatchId, ContainerId, LocationId};
use crate::trade::place::Place;
use crate::trade::quantity::{SeenUnits, Units};
use crate::{wire_enum, wire_struct};

wire_enum! {
    /// Why not all of a task could be taken.
    pub enum ShortReason {
        /// It is not there.
        0 => NotThere,
        /// It is damaged.
        1 => Damaged,
        /// It cannot be reached.
        2 => Unreachable,
    }

    /// A fact of this area.
    pub enum PickingFact {
        /// Work was given to the floor, to be picked together. Opens the batch.
        0 => BatchReleased(BatchReleased),
        /// A tote was taken for a document of a batch.
        1 => ToteAssigned(ToteAssigned),
        /// The picker stands at a location.
        2 => StopReached { batch: BatchId, location: LocationId },
        /// Units were taken.
        3 => Picked(Picked),
        /// Units that were just taken were put back where they came from.
        4 => PickUndone { undoes: FactId, pick: Picked },
        /// The rest of a task could not be taken. Its goods are closed to allocation at that place until a count that
        /// knew this; the units are open again.
        5 => Shorted(Shorted),
        /// A batch has ended.
        6 => BatchFinished { batch: BatchId },
        /// Units that nobody wants any more were put back into stock.
        7 => PutBack(PutBack),
        /// A task was not short after all: its units are allocated again, and its place is open again as far as this short
        /// had closed it.
        8 => ShortUndone { undoes: FactId, short: Shorted },
        /// A tote that was taken for a document is free again; the document has none until another is taken.
        9 => ToteReleased { undoes: FactId, tote: ToteAssigned },
    }
}

wire_struct! {
    /// One stop's worth of work.
    pub struct PickTask {
        /// What it is for.
        pub line: DemandLine,
        /// What to take.
        pub goods: Goods,
        /// Where: a location, or a container at one.
        pub from: Place,
        /// How many units.
        pub units: Units,
    }

    /// Work was given to the floor, to be picked together.
    pub struct BatchReleased {
        /// The tasks, in the order of the route.
        pub tasks: Vec<PickTask>,
        /// The cart, where one was chosen.
        pub cart: Option<ContainerId>,
    }

    /// A tote was taken for a document of a batch.
    pub struct ToteAssigned {
        /// The batch.
        pub batch: BatchId,
        /// The document.
        pub document: DemandDocument,
        /// The tote.
        pub tote: ContainerId,
    }

    /// Units were taken from a place into a container.
    pub struct Picked {
        /// The batch.
        pub batch: BatchId,
        /// Its task, from 0.
        pub task: u32,
        /// What they are for.
        pub line: DemandLine,
        /// What was taken, as the ledger had it.
        pub goods: Goods,
        /// What it turned out to be, where the pick told more: a lot that nobody had written down.
        pub becomes: Option<Goods>,
        /// From where: a location, or a container.
        pub from: Place,
        /// Into which container.
        pub into: ContainerId,
        /// How many units; at most what is allocated and not yet picked.
        pub units: Units,
        /// Their serial numbers, where they were asked for.
        pub serials: Vec<Serials>,
    }

    /// The rest of a task could not be taken.
    pub struct Shorted {
        /// The batch.
        pub batch: BatchId,
        /// Its task, from 0.
        pub task: u32,
        /// What they are for.
        pub line: DemandLine,
        /// What should have been there.
        pub goods: Goods,
        /// Where.
        pub from: Place,
        /// How many units were not taken: they are open again.
        pub units: Units,
        /// How many were seen there, where that was said.
        pub seen: Option<SeenUnits>,
        /// Typed later: the own commit after which it was seen.
        pub after: Option<u64>,
        /// Why.
        pub reason: ShortReason,
    }

    /// Units that nobody wants any more were put back into stock.
    pub struct PutBack {
        /// What they had been for.
        pub line: DemandLine,
        /// What.
        pub goods: Goods,
        /// Out of which container.
        pub from: ContainerId,
        /// To where.
        pub to: Place,
        /// How many units.
        pub units: Units,
        /// Their serial numbers, where they were asked for.
        pub serials: Vec<Serials>,
    }
}
