//! Facts about fulfilment orders: what is to be done for an order, and by whom.

use crate::stream::id::FactId;
use crate::trade::demand::{FulfilmentLine, LineKey, OrderLine, Part};
use crate::trade::goods::Wanted;
use crate::trade::id::{FulfilmentOrderId, OrderId, PartyId, RecipeId, WarehouseId};
use crate::trade::orders::SourceRecord;
use crate::trade::quantity::{Instant, Units};
use crate::trade::text::Code;
use crate::{wire_enum, wire_struct};
use std::sync::Arc;

wire_enum! {
    /// Who does the work of a fulfilment order.
    pub enum Executor {
        /// A warehouse of ours.
        0 => Warehouse(WarehouseId),
        /// A supplier ships to the customer.
        1 => Supplier(PartyId),
        /// A marketplace ships from the goods that it keeps.
        2 => Marketplace(PartyId),
        /// Another 3PL ships.
        3 => Contractor(PartyId),
        /// The channel that the order came by ships from goods that it keeps.
        4 => Channel,
    }

    /// The lines of a fulfilment order, numbered from 0.
    pub enum FulfilmentLines {
        /// Lines of the order as they were placed: whole, without recipe or substitute, and only those whose item was
        /// known when they were placed. The fact that placed or added them, and runs of their positions in it.
        0 => Whole { placed: FactId, runs: Vec<LineRun> },
        /// Lines that say what they hold.
        1 => Each(Vec<OpenedLine>),
    }

    /// Why another item is sent than was ordered.
    pub enum SubstituteReason {
        /// There is none of what was ordered.
        0 => OutOfStock,
        /// What was ordered is made no more.
        1 => Discontinued,
        /// The customer asked for it.
        2 => CustomerAsked,
        /// It is the same thing in another pack or size.
        3 => SamePack,
        /// Something else.
        4 => Other,
    }

    /// What of a fulfilment order a warehouse took up.
    pub enum Taken {
        /// All of it as it was routed. Counts once for a fulfilment order, however often it is said.
        0 => AsRouted,
        /// Units of its lines.
        1 => Units(Vec<LineUnits>),
        /// Units of its lines, with what goods answer them, for whoever holds only the warehouse's facts.
        2 => Lines(Vec<TakenLine>),
    }

    /// An account of an order's line that rerouting moves units between.
    pub enum RouteAccount {
        /// Not given to anybody.
        0 => Unrouted,
        /// Handed to a line of a fulfilment order.
        1 => Handed(FulfilmentLine),
    }

    /// A fact of this area. `Exploded` to `BackRequested` are the workspace's, the others their warehouse's.
    pub enum FulfilmentFact {
        /// A line is delivered as the components of a recipe. Its identity is the line and the edition; of two for one
        /// line the first in order stands. From then on the line's accounts belong to its components.
        0 => Exploded(Exploded),
        /// Units of an order were given to somebody. Opens the fulfilment order. Its units are under way until the
        /// executor's warehouse has taken them up.
        1 => Routed(Arc<Routed>),
        /// Units that no work has begun on were handed to another line, or to nobody.
        2 => Rerouted(Rerouted),
        /// Units are wanted back whose work may have begun: their warehouse answers.
        3 => BackRequested(LinesBack),
        /// A warehouse took up what it was handed.
        4 => TakenUp(TakenUp),
        /// A warehouse gave units back to the order.
        5 => GivenBack(LinesBack),
        /// A warehouse answered a request; what it gives back are facts of their own.
        6 => RequestAnswered { fulfilment: FulfilmentOrderId, request: FactId, given: bool },
        /// Work on a fulfilment order must wait.
        7 => Held { fulfilment: FulfilmentOrderId, until: Option<Instant> },
        /// It waits no more.
        8 => HoldReleased { fulfilment: FulfilmentOrderId, hold: FactId },
        /// Whoever is not us was asked to send it. That they will is [`TakenUp`](Self::TakenUp).
        9 => Asked { fulfilment: FulfilmentOrderId },
        /// They will not send it; what goes back to the order are facts of their own.
        10 => Declined { fulfilment: FulfilmentOrderId },
        /// They sent units that they had taken up: out of the door, without goods of ours.
        11 => SentByOthers(SentByOthers),
        /// They have not sent them after all.
        12 => SendingUndone { undoes: FactId, sent: SentByOthers },
    }
}

wire_struct! {
    /// A line is delivered as components.
    pub struct Exploded {
        /// The line.
        pub line: OrderLine,
        /// The edition of the recipe.
        pub recipe: RecipeId,
    }

    /// Positions one after the other.
    pub struct LineRun {
        /// The first position, from 0.
        pub first: u32,
        /// How many follow it.
        pub more: u32,
    }

    /// A line of a fulfilment order that says what it holds.
    pub struct OpenedLine {
        /// The order's line.
        pub line: LineKey,
        /// Which part of it.
        pub part: Part,
        /// What goods answer it.
        pub wanted: Wanted,
        /// How many units of the part.
        pub units: Units,
        /// How many base units of the goods answer one unit of the part: 1 unless it is a substitute of another size.
        pub each: Units,
        /// Why the goods are another item than was ordered, where they are.
        pub substitute: Option<SubstituteReason>,
    }

    /// Units of an order were given to somebody.
    pub struct Routed {
        /// The order.
        pub order: OrderId,
        /// Who does it.
        pub executor: Executor,
        /// What.
        pub lines: FulfilmentLines,
        /// When it must have left, as somebody was told.
        pub due: Option<Instant>,
    }

    /// Units of one line that go from account to account.
    pub struct ReroutedUnits {
        /// The order's line.
        pub line: LineKey,
        /// Which part of it.
        pub part: Part,
        /// From.
        pub from: RouteAccount,
        /// To.
        pub to: RouteAccount,
        /// How many.
        pub units: Units,
    }

    /// Units of an order were handed to another line, or to nobody.
    pub struct Rerouted {
        /// The order.
        pub order: OrderId,
        /// Which.
        pub units: Vec<ReroutedUnits>,
    }

    /// Units of a line.
    pub struct LineUnits {
        /// The line of the document, from 0.
        pub line: u32,
        /// How many base units of its goods.
        pub units: Units,
    }

    /// Units of a fulfilment order that go back to the order.
    pub struct LinesBack {
        /// The fulfilment order.
        pub fulfilment: FulfilmentOrderId,
        /// Which.
        pub lines: Vec<LineUnits>,
    }

    /// Units of a line, with what goods answer them.
    pub struct TakenLine {
        /// The line, from 0.
        pub line: u32,
        /// What goods answer it.
        pub wanted: Wanted,
        /// How many base units of them.
        pub units: Units,
    }

    /// Units that somebody sent who is not us: a supplier, a marketplace, another 3PL, the channel itself.
    pub struct SentByOthers {
        /// The fulfilment order.
        pub fulfilment: FulfilmentOrderId,
        /// Which.
        pub lines: Vec<LineUnits>,
        /// With which carrier, where it is one that is known here.
        pub carrier: Option<PartyId>,
        /// The number under which it can be followed.
        pub number: Option<Code>,
        /// The record that said so, where it was no person.
        pub source: Option<SourceRecord>,
    }

    /// A warehouse took up what it was handed.
    pub struct TakenUp {
        /// The fulfilment order.
        pub fulfilment: FulfilmentOrderId,
        /// What of it.
        pub taken: Taken,
    }
}
