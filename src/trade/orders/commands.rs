//! Commands about orders.

use super::cancel::{self, Asked};
use super::desk::{give_address, place_hold, release_hold, set_fields, undo_verification, verify};
use super::intake::{Intake, code_of, line_item, normal};
use super::mend;
use super::order::Order;
use super::undo::{expire, set_aside, undo_cancellation};
use super::word::Word;
use super::{
    AddressGiven, CancelReason, Doubt, HoldKind, HoldRef, LineItem, LineMatched, LinesAdded,
    OrderFact, OrderField, OrderPlaced, PlacedLine,
};
use crate::stream::id::FactId;
use crate::trade::Event;
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::demand::LineKey;
use crate::trade::id::{DocumentId, ItemId, OrderId, OrderKey};
use crate::trade::personal::Row;
use crate::trade::quantity::{Amount, Instant, Units};
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::{wire_enum, wire_struct};
use std::collections::BTreeSet;

wire_enum! {
    /// What was found when the recipient of a record was held against the source's last one. Whoever reads the file
    /// compares: both are personal.
    pub enum RecipientWord {
        /// Nothing was compared: the record has none, or what the source said last is erased.
        0 => NotCompared,
        /// The same.
        1 => Same,
        /// The source changed it.
        2 => Changed,
        /// It is one that the source said before its last one.
        3 => SaidBefore,
    }

    /// What to do with orders. Every one is refused, and nothing written, where its author may not; see the
    /// [table](super) of facts for who may.
    pub enum OrderCommand {
        /// Take in what a source says: a new order, or a word about one that is here. Whatever of it is in doubt, the
        /// order goes in whole and waits. A record that says nothing new writes nothing.
        0 => TakeIn { records: Vec<IncomingOrder> },
        /// Take the word of the source that is in doubt: its values, its lines, its address. Units that it takes away
        /// are cancelled with the source as the reason, so that it counts once however often it is taken.
        1 => AcceptSource { order: OrderId, record: IncomingOrder },
        /// Add lines, or units to a line.
        2 => AddLines { order: OrderId, lines: Vec<PlacedLine> },
        /// Say which item a line means. Not once units of it were given to anybody: then another item is a substitution.
        3 => MatchLine { order: OrderId, line: LineKey, item: ItemId },
        /// Another key of an order is known.
        4 => AliasKey { order: OrderId, key: OrderKey },
        /// Another key of a line is known.
        5 => AliasLine { order: OrderId, line: LineKey, key: LineKey },
        /// Let orders pass: a person has seen everything that is in doubt about them. Those of which nothing is in doubt
        /// are passed over.
        6 => Verify { orders: Vec<OrderId> },
        /// Somebody must look again. Not once anything of the order is allocated.
        7 => UndoVerification { order: OrderId },
        /// Settle one doubt.
        8 => SettleDoubt { order: OrderId, doubt: Doubt },
        /// Make orders wait, until an instant or until somebody lifts it. Two people may hold an order for one reason.
        9 => PlaceHold { orders: Vec<HeldOrder>, kind: HoldKind, until: Option<Instant> },
        /// Lift a hold.
        10 => ReleaseHold { order: OrderId, hold: HoldRef },
        /// Give or mend an address.
        11 => GiveAddress { given: AddressGiven },
        /// Set fields. Only those are written that change something.
        12 => SetFields { order: OrderId, fields: Vec<OrderField> },
        /// Cancel units of lines, of a kit whole ones: what nobody was given or was given back, then what a warehouse of
        /// ours has not begun, which gives it back with this. What is picked or packed is asked back; said again once it
        /// came back, it is cancelled.
        13 => CancelUnits { order: OrderId, lines: Vec<UnitsOfLine>, why: CancelReason, rows: Vec<Row> },
        /// Cancel whole orders: what can be is cancelled, what a warehouse has taken up is asked back. Said again, it
        /// cancels what came back since. Closed orders are passed over.
        14 => CancelOrders { orders: Vec<OrderId>, why: CancelReason },
        /// Take a cancellation back, by name. Refused once money was given back for it.
        15 => UndoCancellation { order: OrderId, cancellation: FactId },
        /// Set an order aside in favour of another: it is the same order once more.
        16 => SetAside { order: OrderId, in_favour_of: OrderId },
        /// Cancel an order that was not paid by its time. On two devices it is one.
        17 => ExpireUnpaid { order: OrderId, due: Instant },
        /// Take the rows of a file that somebody mended into the order that waits for it. What was mended is a person's
        /// word: the file as it came, read again, changes nothing. `same` are lines whose key is another one now.
        18 => MendRows { order: OrderId, record: IncomingOrder, same: Vec<SameLine> },
    }
}

wire_struct! {
    /// A record of a source, as its reader understood it.
    pub struct IncomingOrder {
        /// The order as it would be placed: under its best key and generation 0, with what its reader doubts. Items may
        /// be left [`LineItem::AsKey`]: the catalog is asked. Rows of personal data are the recipient (and the source's
        /// recipient where it changed) and the rest.
        pub placed: Box<OrderPlaced>,
        /// What has been paid, by the source.
        pub paid: Option<Amount>,
        /// What has been given back, by the source.
        pub refunded: Option<Amount>,
        /// Whether its recipient is the source's last one.
        pub recipient: RecipientWord,
        /// Lines that the source names and of which it wants no unit any more.
        pub gone: Vec<LineKey>,
        /// Whether the source has cancelled it.
        pub cancelled: bool,
        /// How many units of its lines have left by the source, of every line of which it says.
        pub shipped: Vec<ShippedUnits>,
        /// Whether the source says that some units have left, and not which.
        pub shipped_in_part: bool,
        /// Whether its lines are told by price and title alone, and the titles of the order are not here: which line is
        /// which, nobody can tell.
        pub lines_untold: bool,
    }

    /// How many units of a line have left.
    pub struct ShippedUnits {
        /// The line.
        pub line: LineKey,
        /// How many; 0 where none has.
        pub units: u64,
    }

    /// An order to be held, with words of the house.
    pub struct HeldOrder {
        /// The order.
        pub order: OrderId,
        /// In whose words.
        pub rows: Vec<Row>,
    }

    /// A line before and after its row was mended.
    pub struct SameLine {
        /// Its key as the row told it before.
        pub was: LineKey,
        /// Its key as the row tells it now.
        pub is: LineKey,
    }

    /// Units of a line.
    pub struct UnitsOfLine {
        /// The line.
        pub line: LineKey,
        /// How many.
        pub units: Units,
    }
}

/// An order that has come.
///
/// # Errors
/// That it is not known here.
pub fn known<'a>(state: &'a State, order: &OrderId) -> Result<&'a Order, Refusal> {
    state
        .order(order)
        .filter(|order| order.placed().is_some())
        .ok_or_else(|| Refusal::Unknown(DocumentId::Order(order.clone())))
}

impl IncomingOrder {
    /// An order that a source says no more of than how it was placed.
    pub fn of(placed: OrderPlaced) -> Self {
        IncomingOrder {
            placed: Box::new(placed),
            paid: None,
            refunded: None,
            recipient: RecipientWord::NotCompared,
            gone: Vec::new(),
            cancelled: false,
            shipped: Vec::new(),
            shipped_in_part: false,
            lines_untold: false,
        }
    }
}

impl OrderCommand {
    /// The documents that must be in memory to decide it. Of a record that is every order which one of its keys can
    /// lead to; an alias leads there through the register of order numbers.
    pub fn needs(&self, state: &State) -> Vec<DocumentId> {
        let order = |order: &OrderId| DocumentId::Order(order.clone());
        match self {
            OrderCommand::TakeIn { records } => {
                let keys = records.iter().flat_map(|record| {
                    let placed = &record.placed;
                    placed
                        .keys
                        .iter()
                        .chain([&placed.order.key])
                        .flat_map(|key| by_key(state, &placed.order, key))
                });
                keys.collect()
            }
            OrderCommand::AcceptSource { order: id, .. }
            | OrderCommand::MendRows { order: id, .. }
            | OrderCommand::AddLines { order: id, .. }
            | OrderCommand::AliasLine { order: id, .. }
            | OrderCommand::UndoVerification { order: id }
            | OrderCommand::SettleDoubt { order: id, .. }
            | OrderCommand::ReleaseHold { order: id, .. }
            | OrderCommand::SetFields { order: id, .. }
            | OrderCommand::CancelUnits { order: id, .. }
            | OrderCommand::UndoCancellation { order: id, .. }
            | OrderCommand::ExpireUnpaid { order: id, .. } => vec![order(id)],
            OrderCommand::AliasKey { order: id, key } => {
                [vec![order(id)], by_key(state, id, key)].concat()
            }
            OrderCommand::MatchLine {
                order: id, item, ..
            } => vec![order(id), DocumentId::Item(item.clone())],
            OrderCommand::Verify { orders } | OrderCommand::CancelOrders { orders, .. } => {
                orders.iter().map(order).collect()
            }
            OrderCommand::PlaceHold { orders, .. } => {
                orders.iter().map(|held| order(&held.order)).collect()
            }
            OrderCommand::GiveAddress { given } => vec![order(&given.order)],
            OrderCommand::SetAside {
                order: id,
                in_favour_of,
            } => vec![order(id), order(in_favour_of)],
        }
    }

    /// Decides it.
    ///
    /// # Errors
    /// Why nothing is to be written.
    pub fn decide(
        &self,
        state: &State,
        context: &Context,
        relations: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            OrderCommand::TakeIn { records } => {
                let mut intake = Intake::new(state, context, relations);
                records
                    .iter()
                    .try_for_each(|record| intake.take(record, proposal))
            }
            OrderCommand::AcceptSource { order, record } => {
                let order = known(state, order)?;
                let mut intake = Intake::new(state, context, relations);
                let standing = order.placed().map(|(_, placed)| placed);
                let lines = intake.lines(&record.placed, standing);
                Word::new(&intake, order, record, lines).take(true, proposal)
            }
            OrderCommand::MendRows {
                order,
                record,
                same,
            } => {
                let mut intake = Intake::new(state, context, relations);
                mend::mend(&mut intake, known(state, order)?, record, same, proposal)
            }
            OrderCommand::AddLines { order, lines } => {
                add(state, known(state, order)?, lines, proposal)
            }
            OrderCommand::MatchLine { order, line, item } => {
                match_line(state, known(state, order)?, line, item, relations, proposal)
            }
            OrderCommand::AliasKey { order, key } => {
                alias_key(state, known(state, order)?, key, proposal)
            }
            OrderCommand::AliasLine { order, line, key } => {
                alias_line(known(state, order)?, line, key, proposal)
            }
            OrderCommand::Verify { orders } => each(orders, |order| {
                verify(known(state, order)?, relations, proposal);
                Ok(())
            }),
            OrderCommand::UndoVerification { order } => {
                undo_verification(state, known(state, order)?, proposal)
            }
            OrderCommand::SettleDoubt { order, doubt } => {
                let order = known(state, order)?;
                if !order.doubts(relations).contains(doubt) {
                    return Err(Refusal::NothingToDo);
                }
                settle(order, doubt, proposal);
                Ok(())
            }
            OrderCommand::PlaceHold {
                orders,
                kind,
                until,
            } => orders
                .iter()
                .try_for_each(|held| place_hold(state, held, kind, until, proposal)),
            OrderCommand::ReleaseHold { order, hold } => {
                release_hold(known(state, order)?, hold, &context.now, proposal)
            }
            OrderCommand::GiveAddress { given } => {
                give_address(known(state, &given.order)?, given, relations, proposal)
            }
            OrderCommand::SetFields { order, fields } => {
                set_fields(known(state, order)?, fields, proposal)
            }
            OrderCommand::CancelUnits {
                order,
                lines,
                why,
                rows,
            } => {
                let order = known(state, order)?;
                // The same line may be named twice: what counts is the sum.
                let mut asked = Asked::new();
                for line in lines {
                    let of_line = asked.entry(order.line_key(&line.line)).or_default();
                    *of_line += line.units.wide();
                }
                cancel::units(state, order, &asked, why.clone(), rows, proposal)
            }
            OrderCommand::CancelOrders { orders, why } => {
                let several = orders.len() > 1;
                each(orders, |order| {
                    let order = known(state, order)?;
                    match cancel::whole(state, order, why.clone(), &[], proposal) {
                        Err(Refusal::Closed(_) | Refusal::NothingToDo) if several => Ok(()),
                        decided => decided,
                    }
                })
            }
            OrderCommand::UndoCancellation {
                order,
                cancellation,
            } => undo_cancellation(
                state,
                known(state, order)?,
                cancellation,
                relations,
                proposal,
            ),
            OrderCommand::SetAside {
                order,
                in_favour_of,
            } => set_aside(state, known(state, order)?, in_favour_of, proposal),
            OrderCommand::ExpireUnpaid { order, due } => {
                expire(state, context, known(state, order)?, due, proposal)
            }
        }
    }
}

fn each(
    orders: &[OrderId],
    mut decide: impl FnMut(&OrderId) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let once: BTreeSet<&OrderId> = orders.iter().collect();
    once.into_iter().try_for_each(&mut decide)
}

/// The orders that a key may lead to: those that are known to have it, and the one that would have it as its identity.
fn by_key(state: &State, order: &OrderId, key: &OrderKey) -> Vec<DocumentId> {
    let known = state
        .orders_by_key(&order.channel, key)
        .map(|order| DocumentId::Order(order.id().clone()));
    let own = DocumentId::Order(OrderId {
        key: key.clone(),
        ..order.clone()
    });
    known.chain([own]).collect()
}

pub(super) fn office(proposal: &mut Proposal<'_>, fact: OrderFact) {
    proposal.office(Event::Orders(fact));
}

pub(super) fn settle(order: &Order, doubt: &Doubt, proposal: &mut Proposal<'_>) {
    let order = order.id().clone();
    let doubt = doubt.clone();
    office(proposal, OrderFact::DoubtSettled { order, doubt });
}

/// A line of an order by any of its keys.
pub(super) fn line_of<'a>(order: &'a Order, line: &'a LineKey) -> Result<&'a LineKey, Refusal> {
    let key = order.line_key(line);
    let mut lines = order.lines();
    if lines.any(|(_, _, placed)| order.line_key(&placed.key) == key) {
        Ok(key)
    } else {
        Err(Refusal::UnknownLine {
            order: order.id().clone(),
            line: line.clone(),
        })
    }
}

fn add(
    state: &State,
    order: &Order,
    lines: &[PlacedLine],
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let closed = || Refusal::Closed(DocumentId::Order(order.id().clone()));
    if order.in_favour_of().is_some() {
        return Err(closed());
    }
    let (_, placed) = order.placed().ok_or_else(closed)?;
    let mut lines = normal(lines);
    lines.retain(|line| !line.prices.is_empty());
    if lines.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    for line in &mut lines {
        line.key = order.line_key(&line.key).clone();
        let known = order
            .lines()
            .find(|(_, _, other)| order.line_key(&other.key) == &line.key)
            .and_then(|(_, _, other)| order.item(other));
        line.item = match (known, &line.item, code_of(line)) {
            (Some(item), _, _) => LineItem::Is(item),
            (None, LineItem::Is(item), _) => LineItem::Is(item.clone()),
            (None, LineItem::AsKey | LineItem::Unknown, Some(code)) => {
                line_item(state, &placed.order.channel, placed.client.as_ref(), code)
            }
            (None, LineItem::AsKey | LineItem::Unknown, None) => LineItem::Unknown,
        };
    }
    let added = LinesAdded {
        order: order.id().clone(),
        lines,
        accepts: None,
    };
    office(proposal, OrderFact::LinesAdded(added));
    Ok(())
}

fn match_line(
    state: &State,
    order: &Order,
    line: &LineKey,
    item: &ItemId,
    relations: &impl Relations,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let key = line_of(order, line)?;
    let document = DocumentId::Item(item.clone());
    let Some(card) = state.item(item) else {
        return Err(Refusal::Unknown(document));
    };
    let retired = crate::trade::catalog::ItemField::Retired(true);
    if card.fields().any(|field| *field == retired) {
        return Err(Refusal::Retired(document));
    }
    let of_line = |placed: &PlacedLine| order.line_key(&placed.key) == key;
    let mut lines = order.lines().filter(|(_, _, placed)| of_line(placed));
    if lines.all(|(_, _, placed)| order.item(placed).as_ref() == Some(item)) {
        return Err(Refusal::NothingToDo);
    }
    let demand = state.demand(order);
    let mut parts = demand.parts.iter().filter(|((line, _), _)| line == key);
    if parts.any(|(_, part)| !part.work.is_empty()) {
        return Err(Refusal::AlreadyRouted {
            order: order.id().clone(),
            line: key.clone(),
        });
    }
    office(
        proposal,
        OrderFact::LineMatched(LineMatched {
            order: order.id().clone(),
            line: key.clone(),
            item: item.clone(),
        }),
    );
    let others_known = order
        .lines()
        .filter(|(_, _, placed)| placed.ships() && !of_line(placed))
        .all(|(_, _, placed)| order.item(placed).is_some());
    if others_known && order.doubts(relations).contains(&Doubt::UnknownItem) {
        settle(order, &Doubt::UnknownItem, proposal);
    }
    Ok(())
}

fn alias_key(
    state: &State,
    order: &Order,
    key: &OrderKey,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let id = order.id();
    if id.key == *key || order.keys().any(|known| known == key) {
        return Err(Refusal::NothingToDo);
    }
    let mut others = state.orders_by_key(&id.channel, key);
    if others.any(|other| other.id() != id) {
        let (OrderKey::Id(code) | OrderKey::Number(code)) = key;
        return Err(Refusal::Ambiguous(code.clone()));
    }
    let (order, key) = (id.clone(), key.clone());
    office(proposal, OrderFact::KeyAliased { order, key });
    Ok(())
}

fn alias_line(
    order: &Order,
    line: &LineKey,
    key: &LineKey,
    proposal: &mut Proposal<'_>,
) -> Result<(), Refusal> {
    let line = line_of(order, line)?;
    if order.line_key(key) == line {
        return Err(Refusal::NothingToDo);
    }
    if order.line_key(key) != key || line_of(order, key).is_ok() {
        return Err(Refusal::LineKeyTaken {
            order: order.id().clone(),
            key: key.clone(),
        });
    }
    office(
        proposal,
        OrderFact::LineAliased {
            order: order.id().clone(),
            line: line.clone(),
            key: key.clone(),
        },
    );
    Ok(())
}
