//! The choices of each entry of the inbox, with their consequence as data.

use super::cancelled::{begun, unwanted_here};
use super::commands::{ConflictCommand, Forks, Settlement};
use crate::stream::id::FactId;
use crate::trade::decide::{Context, Proposal, Proposed, Refusal, check};
use crate::trade::demand::DemandDocument;
use crate::trade::goods::Goods;
use crate::trade::id::{ContainerId, DocumentId, FulfilmentOrderId, OrderId, WarehouseId};
use crate::trade::locations::Standing;
use crate::trade::locations::containers::Stand;
use crate::trade::place::Place;
use crate::trade::quantity::SeenUnits;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::state::entries::{Clash, Entry};
use crate::trade::state::said_twice::Said;
use crate::trade::stock::posting::{AccountKey, What};
use std::collections::BTreeSet;

/// What can be done about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceOffered {
    /// A choice, with what it would write; or why whoever asks may not take it.
    Ready {
        /// The choice.
        how: Settlement,
        /// The commits that it writes, or the refusal.
        writes: Result<Vec<Proposed>, Box<Refusal>>,
    },
    /// Somebody must look where a container stands.
    AskWhere(ContainerId),
    /// Somebody must count.
    AskUnits(AccountKey),
    /// The warehouse must take up what it was handed.
    TakeUp(FulfilmentOrderId),
    /// This version does not understand what clashed.
    Update,
}

/// What can be done about an entry, in the order in which it is shown.
pub fn choices(
    state: &State,
    context: &Context,
    relations: &impl Relations,
    forks: &Forks,
    entry: &Entry,
) -> Vec<ChoiceOffered> {
    let (offered, asked) = offered(state, relations, &entry.clash);
    let ready = offered.into_iter().map(|how| {
        let command = ConflictCommand::Settle {
            entry: entry.id,
            how: how.clone(),
        };
        let mut proposal = Proposal::new(context);
        let decided = command.decide(state, context, relations, forks, &mut proposal);
        let writes = decided.and_then(|()| {
            let commits = proposal.into_commits();
            check(state, context, &commits, relations).map(|()| commits)
        });
        let writes = writes.map_err(Box::new);
        ChoiceOffered::Ready { how, writes }
    });
    ready.chain(asked).collect()
}

/// The choices of a clash, and what must be asked for.
fn offered(
    state: &State,
    relations: &impl Relations,
    clash: &Clash,
) -> (Vec<Settlement>, Vec<ChoiceOffered>) {
    let counted = |account: &AccountKey| {
        let balance = state.ledger.balance(account);
        let units = SeenUnits::new(u64::try_from(balance).unwrap_or(0));
        let counted = units.map(|units| Settlement::Counted { units });
        counted.into_iter().collect::<Vec<_>>()
    };
    let ask = |account: &AccountKey| vec![ChoiceOffered::AskUnits(account.clone())];
    let mut asked = Vec::new();
    let mut offered: Vec<Settlement> = match clash {
        Clash::Oversold { holders, .. } => holders
            .iter()
            .cloned()
            .map(Settlement::Deallocate)
            .collect(),
        Clash::GivenUpTwice { lines, .. } => {
            lines.iter().cloned().map(Settlement::GiveTo).collect()
        }
        Clash::BelowZero(AccountKey {
            place: Place::Underway(_),
            ..
        }) => vec![Settlement::CameOnce],
        Clash::BelowZero(account) | Clash::Short(account) => {
            asked = ask(account);
            counted(account)
        }
        Clash::CountsDiffer(account) => {
            asked = ask(account);
            let counts = state.ledger.account(account).into_iter();
            let units = counts.flat_map(|it| it.counted().map(|(_, units)| units));
            let units: BTreeSet<u64> = units.map(|it| u64::try_from(it).unwrap_or(0)).collect();
            let units = units.into_iter().filter_map(SeenUnits::new);
            units.map(|units| Settlement::Counted { units }).collect()
        }
        Clash::CountInDoubt { movements, .. } => {
            let sides = [true, false];
            let all = sides.map(|before| Settlement::PlaceAll { before });
            let each = movements.iter().filter(|_| movements.len() > 1);
            let each = each.flat_map(|movement| {
                sides.map(|before| Settlement::PlaceOne {
                    movement: *movement,
                    before,
                })
            });
            all.into_iter().chain(each).collect()
        }
        Clash::CountUnlisted { account, units } => {
            let goods = unlisted(state, account, *units);
            if goods.is_empty() {
                // No goods can take it all: they are counted one by one.
                asked = ask(account);
            }
            goods.into_iter().map(Settlement::AreOf).collect()
        }
        Clash::CountToApprove { .. } | Clash::CountJudgedTwice { .. } => [true, false]
            .map(|approved| Settlement::Judge { approved })
            .into(),
        Clash::FieldTwice { facts, .. } | Clash::EndedTwice { facts, .. } => {
            facts.iter().copied().map(Settlement::Keep).collect()
        }
        Clash::SetAsideBoth { orders } => {
            orders.iter().cloned().map(Settlement::Reinstate).collect()
        }
        Clash::ContainerWhere(container) => {
            asked.push(ChoiceOffered::AskWhere(container.clone()));
            let said = state.containers.said(container).iter();
            let places: BTreeSet<&Standing> = said
                .filter_map(|(_, stand)| match stand {
                    Stand::Inside(standing) => Some(standing),
                    Stand::Outside(_) => None,
                })
                .collect();
            let see = |at: &Standing| Settlement::See {
                container: container.clone(),
                at: at.clone(),
            };
            places.into_iter().map(see).collect()
        }
        Clash::ContainerCircle(containers) => {
            asked = containers
                .iter()
                .cloned()
                .map(ChoiceOffered::AskWhere)
                .collect();
            Vec::new()
        }
        Clash::Waits(_) => [true, false]
            .map(|allowed| Settlement::DecideWaiting { allowed })
            .into(),
        Clash::MergeCircle(document) => merges_of(state, document)
            .into_iter()
            .map(Settlement::RevokeMerge)
            .collect(),
        Clash::HalfMissing(fulfilment) => {
            asked.push(ChoiceOffered::TakeUp(*fulfilment));
            Vec::new()
        }
        Clash::NeedsUpdate(_) => {
            asked.push(ChoiceOffered::Update);
            Vec::new()
        }
        Clash::SaidTwice { what, facts } => facts
            .iter()
            .copied()
            .filter(|fact| can_keep(state, what, *fact))
            .map(Settlement::Keep)
            .collect(),
        Clash::MergeVoid(merge) => vec![Settlement::RevokeMerge(*merge)],
        Clash::LotsDiffer(lots) => lots.iter().cloned().map(Settlement::KeepDate).collect(),
        Clash::PlacedInBoth { orders, .. } => {
            orders.iter().cloned().map(Settlement::SetAside).collect()
        }
        Clash::NumberTwice { parcels, .. } => state
            .still_labelled(parcels, relations)
            .into_iter()
            .map(Settlement::VoidLabel)
            .collect(),
        Clash::Overdrawn { order, line, part } => {
            let order = state.order(order);
            match order.and_then(|order| begun(state, order, line, part)) {
                Some(begun) if begun.here > 0 => vec![Settlement::PutBack, Settlement::Send],
                Some(_) => vec![Settlement::Send],
                None => Vec::new(),
            }
        }
        Clash::DoneTwice {
            order, line, part, ..
        } => {
            let order = state.order(order);
            match order.map_or(0, |order| unwanted_here(state, order, line, part)) {
                0 => Vec::new(),
                _ => vec![Settlement::PutBack],
            }
        }
        Clash::StepsDiffer { .. }
        | Clash::LateOnClosed(_)
        | Clash::GaveBackTooMuch(..)
        | Clash::PlacedTwice { .. }
        | Clash::SentToOldAddress { .. }
        | Clash::MatchedTwice { .. }
        | Clash::EditionTwice { .. }
        | Clash::LeaseOvertaken { .. }
        | Clash::Fork { .. }
        | Clash::NotAllowed(_)
        | Clash::RevokedMeanwhile { .. }
        | Clash::ErasureTooLate(_) => Vec::new(),
        Clash::SerialTwice(twice) => {
            let places = twice.places().into_iter();
            places.map(Settlement::SerialAt).collect()
        }
    };
    // Where the goods of a place are in the end decides whether it can be counted from here.
    offered.retain(|how| match how {
        Settlement::Counted { .. } | Settlement::AreOf(_) => account_of(clash)
            .is_some_and(|account| warehouse_of(state, &account.place, relations).is_some()),
        Settlement::Acknowledge
        | Settlement::Keep(_)
        | Settlement::PlaceAll { .. }
        | Settlement::PlaceOne { .. }
        | Settlement::Judge { .. }
        | Settlement::Deallocate(_)
        | Settlement::See { .. }
        | Settlement::DecideWaiting { .. }
        | Settlement::RevokeMerge(_)
        | Settlement::PutBack
        | Settlement::VoidLabel(_)
        | Settlement::KeepDate(_)
        | Settlement::SetAside(_)
        | Settlement::Reinstate(_)
        | Settlement::SerialAt(_)
        | Settlement::CameOnce
        | Settlement::GiveTo(_)
        | Settlement::Send => true,
    });
    // Whether units that lie in a tote or in a parcel are wanted, and where a serial number is, is to be said: seeing it
    // is not enough.
    let to_be_said =
        |how: &Settlement| matches!(how, Settlement::PutBack | Settlement::SerialAt(_));
    if clash.may_be_acknowledged() && !offered.iter().any(to_be_said) {
        offered.push(Settlement::Acknowledge);
    }
    (offered, asked)
}

/// The goods that a difference of an item may be of: those that are there, and the item as it is without any mark.
fn unlisted(state: &State, account: &AccountKey, units: i128) -> Vec<Goods> {
    let What::Item(item) = &account.what else {
        return Vec::new();
    };
    let mut goods: BTreeSet<Goods> = state
        .ledger
        .at(&account.place)
        .filter(|(goods, _)| goods.item == *item)
        .filter(|(_, account)| account.balance() != 0 && account.balance() + units >= 0)
        .map(|(goods, _)| goods.clone())
        .collect();
    if units > 0 {
        goods.insert(Goods::new(item.clone()));
    }
    goods.into_iter().collect()
}

/// Whether what a fact said can be said once more.
fn can_keep(state: &State, what: &Said, fact: FactId) -> bool {
    match what {
        Said::Address(_) | Said::Row(..) => true,
        Said::Lid(parcel) => state
            .parcel(parcel)
            .is_some_and(|parcel| parcel.lid_said_by(fact).is_some()),
        Said::Measured(parcel) => state
            .parcel(parcel)
            .is_some_and(|parcel| parcel.measured_said_by(fact).is_some()),
        Said::Tote(batch, document) => state
            .batch(batch)
            .is_some_and(|batch| batch.tote_said_by(document, fact).is_some()),
    }
}

/// The order that is the same once more, of orders that are in two merged channels.
pub(super) fn twin_of<'a>(orders: &'a [OrderId], order: &OrderId) -> Option<&'a OrderId> {
    let mut twins = orders.iter();
    twins.find(|other| other.key == order.key && *other != order)
}

/// The merges that join the members of a circle.
pub(super) fn merges_of(state: &State, document: &DocumentId) -> Vec<FactId> {
    let circle = state.components.canonical(document);
    state
        .components
        .standing()
        .into_iter()
        .filter(|(_, from, into)| {
            [from, into]
                .iter()
                .all(|end| state.components.canonical(end) == circle)
        })
        .map(|(merge, _, _)| merge)
        .collect()
}

fn account_of(clash: &Clash) -> Option<&AccountKey> {
    match clash {
        Clash::BelowZero(account)
        | Clash::Short(account)
        | Clash::CountsDiffer(account)
        | Clash::CountInDoubt { account, .. }
        | Clash::CountUnlisted { account, .. }
        | Clash::CountToApprove { account, .. }
        | Clash::CountJudgedTwice { account, .. } => Some(account),
        Clash::Oversold { .. }
        | Clash::GivenUpTwice { .. }
        | Clash::FieldTwice { .. }
        | Clash::ContainerWhere(_)
        | Clash::ContainerCircle(_)
        | Clash::Waits(_)
        | Clash::MergeCircle(_)
        | Clash::NeedsUpdate(_)
        | Clash::HalfMissing(_)
        | Clash::DoneTwice { .. }
        | Clash::Overdrawn { .. }
        | Clash::StepsDiffer { .. }
        | Clash::LateOnClosed(_)
        | Clash::GaveBackTooMuch(..)
        | Clash::PlacedTwice { .. }
        | Clash::SentToOldAddress { .. }
        | Clash::SaidTwice { .. }
        | Clash::MergeVoid(_)
        | Clash::LotsDiffer(_)
        | Clash::PlacedInBoth { .. }
        | Clash::NumberTwice { .. }
        | Clash::EndedTwice { .. }
        | Clash::SetAsideBoth { .. }
        | Clash::MatchedTwice { .. }
        | Clash::SerialTwice(_)
        | Clash::EditionTwice { .. }
        | Clash::LeaseOvertaken { .. }
        | Clash::Fork { .. }
        | Clash::NotAllowed(_)
        | Clash::RevokedMeanwhile { .. }
        | Clash::ErasureTooLate(_) => None,
    }
}

/// The warehouse in whose scope something about a place is written. Of a parcel or tote that nobody has put down that in
/// which it was packed or picked into.
pub(super) fn warehouse_of(
    state: &State,
    place: &Place,
    relations: &impl Relations,
) -> Option<WarehouseId> {
    let root = state.containers.root_of(place, relations);
    if let Some(warehouse) = root.warehouse() {
        return Some(warehouse.clone());
    }
    match place {
        Place::Container(ContainerId::Parcel(parcel)) => {
            let (_, opened) = state.parcel(parcel)?.opened()?;
            Some(opened.at.as_ref()?.warehouse.clone())
        }
        Place::Container(tote) => {
            let mut picks = state.batches().flat_map(|(_, batch)| batch.picks());
            let (_, pick) = picks.find(|(_, pick)| pick.into == *tote)?;
            match &pick.line.document {
                DemandDocument::FulfilmentOrder(id) => state.warehouse_of(state.fulfilment(id)?),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Clash {
    /// What it is about.
    pub fn document(&self) -> DocumentId {
        let order = |order: &OrderId| DocumentId::Order(order.clone());
        match self {
            Clash::Oversold { key, .. } | Clash::GivenUpTwice { key, .. } => {
                DocumentId::Item(key.item.clone())
            }
            Clash::BelowZero(account)
            | Clash::Short(account)
            | Clash::CountsDiffer(account)
            | Clash::CountInDoubt { account, .. }
            | Clash::CountUnlisted { account, .. }
            | Clash::CountToApprove { account, .. }
            | Clash::CountJudgedTwice { account, .. } => match &account.place {
                Place::Location(location) => DocumentId::Location(location.clone()),
                Place::Container(container) | Place::Underway(container) => {
                    DocumentId::Container(container.clone())
                }
                Place::Party(party) => DocumentId::Party(party.clone()),
                Place::Opening(warehouse)
                | Place::Difference(warehouse)
                | Place::Loss { warehouse, .. } => DocumentId::Warehouse(warehouse.clone()),
                Place::Assembly(assembly) => DocumentId::Assembly(*assembly),
                Place::Transfer(transfer) => DocumentId::Transfer(*transfer),
                Place::Customers => DocumentId::Workspace,
            },
            Clash::DoneTwice { order: id, .. }
            | Clash::Overdrawn { order: id, .. }
            | Clash::StepsDiffer { order: id, .. }
            | Clash::LateOnClosed(id)
            | Clash::GaveBackTooMuch(id, _)
            | Clash::PlacedTwice { order: id, .. }
            | Clash::SentToOldAddress { order: id, .. }
            | Clash::MatchedTwice { order: id, .. } => order(id),
            Clash::SaidTwice { what, .. } => what.document(),
            Clash::MergeVoid(merge) => DocumentId::Fact(*merge),
            Clash::LotsDiffer(lots) => {
                let first = lots.first().cloned();
                first.map_or(DocumentId::Workspace, DocumentId::Lot)
            }
            Clash::PlacedInBoth { channel, .. } => DocumentId::Channel(channel.clone()),
            Clash::NumberTwice { parcels, .. } => {
                let first = parcels.first().copied();
                first.map_or(DocumentId::Workspace, |parcel| {
                    DocumentId::Container(ContainerId::Parcel(parcel))
                })
            }
            Clash::SerialTwice(twice) => DocumentId::Item(twice.item.clone()),
            Clash::EditionTwice { item, .. } => DocumentId::Item(item.clone()),
            Clash::FieldTwice { document, .. } | Clash::MergeCircle(document) => document.clone(),
            Clash::ContainerWhere(container) => DocumentId::Container(container.clone()),
            Clash::ContainerCircle(containers) => containers
                .first()
                .map_or(DocumentId::Workspace, |container| {
                    DocumentId::Container(container.clone())
                }),
            Clash::LeaseOvertaken { works, .. } => match works.as_slice() {
                [(lease, _)] => lease.document().unwrap_or(DocumentId::Workspace),
                _ => DocumentId::Workspace,
            },
            Clash::HalfMissing(fulfilment) => DocumentId::FulfilmentOrder(*fulfilment),
            Clash::Fork { .. } => DocumentId::Workspace,
            Clash::NotAllowed(fact) | Clash::Waits(fact) | Clash::NeedsUpdate(fact) => {
                DocumentId::Fact(*fact)
            }
            Clash::RevokedMeanwhile { revocation, .. } => DocumentId::Fact(*revocation),
            Clash::EndedTwice { parcel, .. } => DocumentId::Container(ContainerId::Parcel(*parcel)),
            Clash::SetAsideBoth { orders: [first, _] } => DocumentId::Order(first.clone()),
            Clash::ErasureTooLate(erasure) => DocumentId::Erasure(*erasure),
        }
    }
}
