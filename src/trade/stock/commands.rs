//! What can be done with goods for no order, and what is asked before. Goods in whatever condition can be moved,
//! changed and written off.

use super::{Moved, StockDocumentKind, StockFact, StockPosted};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::decide::floor::Floor;
use crate::trade::decide::{Proposal, Refusal};
use crate::trade::goods::{Goods, Serials};
use crate::trade::id::ItemId;
use crate::trade::place::{LossReason, Place};
use crate::trade::quantity::Units;
use crate::trade::relations::Relations;
use crate::{wire_enum, wire_struct};
use std::sync::Arc;

wire_struct! {
    /// Goods are more or fewer than the books say, for a reason.
    pub struct AdjustUnits {
        /// What.
        pub goods: Goods,
        /// Where.
        pub at: Place,
        /// How many.
        pub units: Units,
        /// Whether they came; they are gone otherwise.
        pub more: bool,
        /// Why.
        pub reason: LossReason,
        /// Their serial numbers.
        pub serials: Vec<Serials>,
    }

    /// Goods are moved as they are.
    pub struct MoveUnits {
        /// What.
        pub goods: Goods,
        /// From where.
        pub from: Place,
        /// To where, in the same warehouse.
        pub to: Place,
        /// How many.
        pub units: Units,
        /// Their serial numbers.
        pub serials: Vec<Serials>,
    }

    /// Goods become others where they are: another condition, lot or owner.
    pub struct ChangeUnits {
        /// What they were.
        pub goods: Goods,
        /// What they are; the same item.
        pub becomes: Goods,
        /// Where.
        pub at: Place,
        /// How many.
        pub units: Units,
        /// Their serial numbers.
        pub serials: Vec<Serials>,
    }
}

wire_enum! {
    /// A command of the stock.
    pub enum StockCommand {
        /// Correct by hand, with a reason: write off, or write in. There is no undo: it is corrected again.
        0 => Adjust(AdjustUnits),
        /// Move goods.
        1 => Move(MoveUnits),
        /// Regrade, relabel with a lot, or change the owner.
        2 => Change(ChangeUnits),
        /// Take a movement or change back. Refused once the goods went on from there.
        3 => Undo { moved: FactId },
        /// Serial numbers of goods at a place became known.
        4 => LearnSerials { item: ItemId, at: Place, serials: Vec<Serials> },
    }
}

impl StockCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// What is said at each command.
    pub(crate) fn decide<R: Relations>(
        &self,
        floor: &Floor<'_, R>,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let (place, fact) = match self {
            StockCommand::Adjust(adjust) => (adjust.at.clone(), adjusted(floor, adjust)?),
            StockCommand::Move(it) => (it.from.clone(), moved(floor, it)?),
            StockCommand::Change(change) => (change.at.clone(), changed(floor, change)?),
            StockCommand::Undo { moved } => undo(floor, moved)?,
            StockCommand::LearnSerials { item, at, serials } => {
                floor.known_item(item)?;
                if serials.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                let learnt = StockFact::SerialsLearnt {
                    item: item.clone(),
                    at: at.clone(),
                    serials: serials.clone(),
                };
                (at.clone(), learnt)
            }
        };
        proposal.floor(&floor.warehouse_at(&place)?, Event::Stock(fact));
        Ok(())
    }
}

/// Goods in a tote of a batch or in a parcel move by picking and packing only: their demand goes with them.
fn not_in_work<R: Relations>(floor: &Floor<'_, R>, place: &Place) -> Result<(), Refusal> {
    match place {
        Place::Container(container) if floor.in_work(container) => {
            Err(Refusal::InWork(place.clone()))
        }
        place if place.is_ours() => Ok(()),
        place => Err(Refusal::NowhereKnown(place.clone())),
    }
}

fn adjusted<R: Relations>(
    floor: &Floor<'_, R>,
    adjust: &AdjustUnits,
) -> Result<StockFact, Refusal> {
    floor.known_item(&adjust.goods.item)?;
    not_in_work(floor, &adjust.at)?;
    let warehouse = floor.warehouse_at(&adjust.at)?;
    floor.serials(&adjust.goods, adjust.units, &adjust.serials, false)?;
    let beyond = Place::Loss {
        warehouse,
        reason: adjust.reason.clone(),
    };
    let (from, to) = if adjust.more {
        floor.usable(&adjust.at)?;
        (beyond, adjust.at.clone())
    } else {
        floor.enough(&adjust.at, &adjust.goods, adjust.units)?;
        (adjust.at.clone(), beyond)
    };
    let movement = Moved {
        goods: adjust.goods.clone(),
        becomes: None,
        from,
        to,
        units: adjust.units,
        serials: adjust.serials.clone(),
    };
    let posted = StockPosted {
        kind: StockDocumentKind::Adjustment,
        happened_at: None,
        movements: vec![movement],
        source: None,
    };
    Ok(StockFact::Posted(Arc::new(posted)))
}

fn moved<R: Relations>(floor: &Floor<'_, R>, it: &MoveUnits) -> Result<StockFact, Refusal> {
    not_in_work(floor, &it.from)?;
    floor.may_hold(&it.to)?;
    if it.from == it.to {
        return Err(Refusal::NothingToDo);
    }
    if floor.warehouse_at(&it.from)? != floor.warehouse_at(&it.to)? {
        return Err(Refusal::NowhereKnown(it.to.clone()));
    }
    floor.serials(&it.goods, it.units, &it.serials, false)?;
    floor.enough(&it.from, &it.goods, it.units)?;
    Ok(StockFact::Moved(Moved {
        goods: it.goods.clone(),
        becomes: None,
        from: it.from.clone(),
        to: it.to.clone(),
        units: it.units,
        serials: it.serials.clone(),
    }))
}

fn changed<R: Relations>(floor: &Floor<'_, R>, change: &ChangeUnits) -> Result<StockFact, Refusal> {
    not_in_work(floor, &change.at)?;
    if change.becomes == change.goods {
        return Err(Refusal::NothingToDo);
    }
    if change.becomes.item != change.goods.item {
        return Err(Refusal::OtherGoods {
            line: None,
            goods: change.becomes.clone(),
        });
    }
    floor.serials(&change.goods, change.units, &change.serials, false)?;
    floor.enough(&change.at, &change.goods, change.units)?;
    Ok(StockFact::Moved(Moved {
        goods: change.goods.clone(),
        becomes: Some(change.becomes.clone()),
        from: change.at.clone(),
        to: change.at.clone(),
        units: change.units,
        serials: change.serials.clone(),
    }))
}

fn undo<R: Relations>(floor: &Floor<'_, R>, fact: &FactId) -> Result<(Place, StockFact), Refusal> {
    let was = floor.state.moved(fact).ok_or(Refusal::NothingToDo)?;
    let became = was.becomes.as_ref().unwrap_or(&was.goods);
    floor.still_there(&was.to, became, was.units)?;
    let undone = StockFact::MoveUndone {
        undoes: *fact,
        movement: was.clone(),
    };
    Ok((was.from.clone(), undone))
}
