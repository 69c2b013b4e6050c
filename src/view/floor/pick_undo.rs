//! What Undo takes back on the walk: a skip right after it, else what the same person did last on this device.

use super::pick::{PickLocal, place_name};
use super::{Act, Hand, Says, Wrong};
use crate::stream::id::FactId;
use crate::trade::decide::Command;
use crate::trade::id::{BatchId, OperatorId};
use crate::trade::picking::batch::Batch;
use crate::trade::picking::commands::PickingCommand;
use crate::trade::picking::{Picked, Shorted, ToteAssigned};
use crate::trade::relations::Headers;
use crate::view::names;

/// A pick, a short, a tote.
enum Done<'a> {
    Pick(&'a Picked),
    Short(&'a Shorted),
    Tote(&'a ToteAssigned),
}

/// All that was done of a batch and stands.
fn all_done(batch: &Batch) -> impl Iterator<Item = (FactId, Done<'_>)> {
    let picks = batch.picks().map(|(fact, pick)| (*fact, Done::Pick(pick)));
    let shorts = batch
        .shorts()
        .map(|(fact, short)| (*fact, Done::Short(short)));
    let totes = batch
        .assigned()
        .map(|(fact, tote)| (*fact, Done::Tote(tote)));
    picks.chain(shorts).chain(totes)
}

/// Whether the person who is signed in wrote a fact.
fn is_own(hand: &Hand<'_>, fact: &FactId) -> bool {
    let header = hand.at.held.header(fact.commit);
    header.is_some_and(|header| header.operator.map(OperatorId) == hand.operator)
}

/// Whether this device has anything to take back: a skip, or what was done here. That may be another person's: then
/// Undo says so.
pub(super) fn may(hand: &Hand<'_>, batch: &Batch, local: &PickLocal) -> bool {
    let in_hand = local.elsewhere || local.unit.is_some() || local.new_tote.is_some();
    in_hand || local.skipped.is_some() || hand.last(all_done(batch)).is_some()
}

/// Gives up what was begun and not written: another place that is asked for, units in the hand, a new tote. Else takes back
/// the skip that was just made, else the pick, short or tote that the same person did last on this device.
///
/// # Errors
/// Nothing of theirs is there: [`Wrong::NothingOwn`].
pub fn undo(hand: &Hand<'_>, id: BatchId, local: &PickLocal) -> Result<Act<PickLocal>, Wrong> {
    // What was begun and not written yet is given up first, and nothing else.
    if local.elsewhere || local.unit.is_some() || local.new_tote.is_some() {
        return Ok(Act::Note {
            then: PickLocal {
                elsewhere: false,
                unit: None,
                new_tote: None,
                ..local.clone()
            },
            says: Says::PutDown,
        });
    }
    let put_down = PickLocal {
        from: None,
        skipped: None,
        unit: None,
        place: None,
        ..local.clone()
    };
    if let Some(skipped) = &local.skipped {
        return Ok(Act::Note {
            then: PickLocal {
                from: skipped.from,
                ..put_down
            },
            says: Says::SkipUndone,
        });
    }
    let batch = hand.at.state.batch(&id).ok_or(Wrong::NothingOwn)?;
    let own = all_done(batch).filter(|(fact, _)| is_own(hand, fact));
    let (fact, done) = hand.last(own).ok_or(Wrong::NothingOwn)?;
    let (command, says) = taken_back(hand, id, fact, &done);
    Ok(Act::Run {
        command,
        then: put_down,
        says,
    })
}

fn taken_back(hand: &Hand<'_>, batch: BatchId, fact: FactId, done: &Done<'_>) -> (Command, Says) {
    let (command, says) = match done {
        Done::Pick(pick) => (
            PickingCommand::UndoPick { batch, pick: fact },
            Says::PickUndone {
                units: pick.units.get(),
                item: names::item_code(&hand.at, &pick.goods.item),
                from: place_name(hand, &pick.from),
            },
        ),
        Done::Short(short) => (
            PickingCommand::UndoShort { batch, short: fact },
            Says::ShortUndone {
                units: short.units.get(),
                item: names::item_code(&hand.at, &short.goods.item),
            },
        ),
        Done::Tote(tote) => (
            PickingCommand::UndoTote { batch, tote: fact },
            Says::ToteReleased(names::container_code(&tote.tote)),
        ),
    };
    (command.into(), says)
}
