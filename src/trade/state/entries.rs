//! What clashed: the conflict inbox, derived alike on every device.
//!
//! An entry is there exactly while its breach is. Its identity is a digest of its kind, of what it is about and of the
//! facts that make it, so that settling one never hides another that comes later.

use super::State;
use super::promise::{Freshness, PromiseKey};
use super::said_twice::Said;
use crate::stream::commit::NameBytes;
use crate::stream::id::{CommitId, FactId, StreamId};
use crate::trade::card::{CardField, FieldKey};
use crate::trade::card_fold::{Card, Competing};
use crate::trade::demand::{FulfilmentLine, LineKey, Part};
use crate::trade::fulfilment::Executor;
use crate::trade::fulfilment::commands::is_run_by_others;
use crate::trade::fulfilment::fulfilment_order::Fulfilment;
use crate::trade::id::{
    ChannelId, ContainerId, DocumentId, ErasureId, FulfilmentOrderId, ItemId, LotId, OrderId,
    ParcelId, RecipeId,
};
use crate::trade::leases::LeaseKey;
use crate::trade::locations::containers::ContainerEntry;
use crate::trade::money::account::given_back_too_much;
use crate::trade::people::authority::Verdict;
use crate::trade::personal::erasures::ErasureStatus;
use crate::trade::quantity::Day;
use crate::trade::relations::{At, Relations};
use crate::trade::stock::serials::SerialTwice;
use crate::trade::stock::{asked::LedgerEntry, posting::AccountKey};
use crate::trade::text::Code;

/// What clashed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clash {
    /// More was promised than is there.
    Oversold {
        /// Of what.
        key: PromiseKey,
        /// How many units are missing.
        missing: i128,
        /// The lines that have promises of it, in order.
        holders: Vec<FulfilmentLine>,
    },
    /// Lines gave units up that were promised twice, each so that another one has them, and neither knew of the other: all of
    /// them wait, though units are there.
    GivenUpTwice {
        /// Of what.
        key: PromiseKey,
        /// The lines, in order.
        lines: Vec<FulfilmentLine>,
        /// The settlements, in order.
        facts: Vec<FactId>,
    },
    /// Less than nothing is at a place of ours.
    BelowZero(AccountKey),
    /// Counts that did not know each other differ by what moved between.
    CountsDiffer(AccountKey),
    /// Movements that nobody can put before or after a count.
    CountInDoubt {
        /// The account.
        account: AccountKey,
        /// The count.
        count: FactId,
        /// The movements.
        movements: Vec<FactId>,
    },
    /// Goods were not found where they should be: closed to allocation there until counted.
    Short(AccountKey),
    /// An item was counted without looking at lots, owners or conditions, and the books of those come to another sum.
    CountUnlisted {
        /// The account of the item.
        account: AccountKey,
        /// How many units more were seen; below zero for fewer.
        units: i128,
    },
    /// A count waits to be approved.
    CountToApprove {
        /// The account.
        account: AccountKey,
        /// The count.
        count: FactId,
    },
    /// A count was approved by one and turned down by another.
    CountJudgedTwice {
        /// The account.
        account: AccountKey,
        /// The count.
        count: FactId,
    },
    /// Work on units of an order that nobody had to give was done twice.
    DoneTwice {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineKey,
        /// Which part of it.
        part: Part,
        /// How many units too many, of the part.
        units: i128,
    },
    /// Units were given away or cancelled twice, or after work on them had begun: what stands differs from what was
    /// said.
    Overdrawn {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineKey,
        /// Which part of it.
        part: Part,
    },
    /// More was packed than was picked, or shipped than was packed.
    StepsDiffer {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineKey,
    },
    /// Units were handed to a warehouse, and the other half of the command, which takes them up, did not follow.
    HalfMissing(FulfilmentOrderId),
    /// Units were picked or packed for an order that was set aside in favour of another generation of it.
    LateOnClosed(OrderId),
    /// More money of an order went back than came in, by these refunds.
    GaveBackTooMuch(OrderId, Vec<FactId>),
    /// Two devices that did not know of each other said how a parcel ended with its carrier: it arrived twice, or arrived
    /// and was lost. Both are booked until one is taken back.
    EndedTwice {
        /// The parcel.
        parcel: ParcelId,
        /// The facts, in order.
        facts: Vec<FactId>,
    },
    /// Two orders were set aside in favour of each other: nothing of either is sent.
    SetAsideBoth {
        /// The orders, in order.
        orders: [OrderId; 2],
    },
    /// A parcel left while another device gave its order an address that the label did not know.
    SentToOldAddress {
        /// The order.
        order: OrderId,
        /// The parcel.
        parcel: ParcelId,
    },
    /// Two devices took one order in, and say different things of it.
    PlacedTwice {
        /// The order.
        order: OrderId,
        /// The placings that do not stand.
        others: Vec<FactId>,
    },
    /// A line was matched with two items.
    MatchedTwice {
        /// The order.
        order: OrderId,
        /// The line.
        line: LineKey,
    },
    /// Serial numbers are claimed to be at two places.
    SerialTwice(SerialTwice),
    /// A field was set by two who did not know of each other.
    FieldTwice {
        /// The document.
        document: DocumentId,
        /// The field.
        field: FieldKey,
        /// The facts, in order.
        facts: Vec<FactId>,
    },
    /// Two who did not know of each other said different things of an address, a personal row, a parcel or a tote.
    SaidTwice {
        /// Of what.
        what: Said,
        /// The facts, in order.
        facts: Vec<FactId>,
    },
    /// One number is on the valid labels of several parcels.
    NumberTwice {
        /// The number, as one of them has it.
        number: Code,
        /// The parcels, in order.
        parcels: Vec<ParcelId>,
    },
    /// A merge of items that are counted in different units: it does not hold.
    MergeVoid(FactId),
    /// Lots of merged items are one, and their dates differ.
    LotsDiffer(Vec<LotId>),
    /// Channels were merged, and these orders of one number are in both.
    PlacedInBoth {
        /// The channel that stands for all.
        channel: ChannelId,
        /// The orders, those of one number one after the other.
        orders: Vec<OrderId>,
    },
    /// Nobody knows where a container is.
    ContainerWhere(ContainerId),
    /// Containers stand in each other.
    ContainerCircle(Vec<ContainerId>),
    /// Work went on under leases that another had been given: by one fact where many were taken over at once.
    LeaseOvertaken {
        /// Whose work.
        stream: StreamId,
        /// The leases, each with the last work under it, in order.
        works: Vec<(LeaseKey, FactId)>,
    },
    /// A stream forked: one device went on twice.
    Fork {
        /// The last common commit.
        after: CommitId,
        /// The branches.
        branches: Vec<StreamId>,
    },
    /// A fact counts though its author had no right to it.
    NotAllowed(FactId),
    /// A device went on without knowing that it had been shut out, or that a right of its operator had been taken back:
    /// what it did counts.
    RevokedMeanwhile {
        /// What took the right back.
        revocation: FactId,
        /// The stream that went on.
        stream: StreamId,
        /// What it did, in order.
        facts: Vec<FactId>,
    },
    /// A fact that confers or destroys waits, since its author had no right, or was revoked meanwhile.
    Waits(FactId),
    /// Merges of identities go round in a circle.
    MergeCircle(DocumentId),
    /// An erasure was called off after it had been executed somewhere.
    ErasureTooLate(ErasureId),
    /// A newer version wrote something here that this one does not understand.
    NeedsUpdate(FactId),
    /// Recipes of an item were set for one first day by devices that did not know of each other: the last is in force.
    EditionTwice {
        /// The item.
        item: ItemId,
        /// The editions, in order.
        editions: Vec<RecipeId>,
    },
}

/// An entry of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its identity.
    pub id: [u8; 16],
    /// What clashed.
    pub clash: Clash,
}

impl Clash {
    /// Whether seeing it is enough. The others end when what they tell of is put right.
    pub fn may_be_acknowledged(&self) -> bool {
        match self {
            Clash::Oversold { .. }
            | Clash::BelowZero(_)
            | Clash::CountInDoubt { .. }
            | Clash::CountUnlisted { .. }
            | Clash::Short(_)
            | Clash::CountToApprove { .. }
            | Clash::CountJudgedTwice { .. }
            | Clash::ContainerWhere(_)
            | Clash::ContainerCircle(_)
            | Clash::HalfMissing(_)
            | Clash::Waits(_)
            | Clash::MergeCircle(_)
            | Clash::MergeVoid(_)
            | Clash::LotsDiffer(_)
            | Clash::EndedTwice { .. }
            | Clash::SetAsideBoth { .. }
            | Clash::SerialTwice(_)
            | Clash::NeedsUpdate(_) => false,
            Clash::CountsDiffer(_)
            | Clash::GivenUpTwice { .. }
            | Clash::DoneTwice { .. }
            | Clash::Overdrawn { .. }
            | Clash::StepsDiffer { .. }
            | Clash::LateOnClosed(_)
            | Clash::GaveBackTooMuch(..)
            | Clash::PlacedTwice { .. }
            | Clash::SentToOldAddress { .. }
            | Clash::MatchedTwice { .. }
            | Clash::FieldTwice { .. }
            | Clash::SaidTwice { .. }
            | Clash::PlacedInBoth { .. }
            | Clash::NumberTwice { .. }
            | Clash::EditionTwice { .. }
            | Clash::LeaseOvertaken { .. }
            | Clash::Fork { .. }
            | Clash::NotAllowed(_)
            | Clash::RevokedMeanwhile { .. }
            | Clash::ErasureTooLate(_) => true,
        }
    }
}

impl State {
    /// Everything that clashed and was not settled, in order. `forks` are those that the history tells. What is promised and
    /// has grown too old by the day `today` is missing; with `None` no date is asked.
    pub fn entries(
        &self,
        forks: &[(CommitId, Vec<StreamId>)],
        today: Option<&Day>,
        relations: &impl Relations,
    ) -> Vec<Entry> {
        let mut clashes = Vec::new();
        self.goods_clashes(today, relations, &mut clashes);
        self.order_clashes(&mut clashes);
        self.parcel_clashes(relations, &mut clashes);
        self.said_clashes(relations, &mut clashes);
        self.merge_clashes(&mut clashes);
        self.other_work_clashes(&mut clashes);
        self.field_clashes(&mut clashes);
        self.people_clashes(relations, &mut clashes);
        self.edition_clashes(relations, &mut clashes);
        clashes.extend(forks.iter().map(|(after, branches)| Clash::Fork {
            after: *after,
            branches: branches.clone(),
        }));
        clashes.extend(
            self.newer()
                .map(|newer| Clash::NeedsUpdate(newer.at.fact())),
        );
        let mut entries: Vec<Entry> = clashes.into_iter().map(|it| self.entry_of(it)).collect();
        entries.retain(|entry| {
            !(entry.clash.may_be_acknowledged() && self.settled.contains(&entry.id))
        });
        entries.sort_by(|a, b| a.clash.cmp(&b.clash));
        entries.dedup();
        entries
    }

    /// The entry that a clash is, were it there.
    pub(crate) fn entry_of(&self, clash: Clash) -> Entry {
        let more = self.makes(&clash);
        Entry::of((clash, more))
    }

    /// Whether a clash, as it is now, was settled.
    pub(crate) fn is_settled(&self, clash: Clash) -> bool {
        self.settled.contains(&self.entry_of(clash).id)
    }

    fn goods_clashes(
        &self,
        today: Option<&Day>,
        relations: &impl Relations,
        clashes: &mut Vec<Clash>,
    ) {
        let fresh = Freshness {
            today: today.cloned(),
            days_left: 0,
        };
        let promises = self.promises(&fresh, relations);
        self.given_up_clashes(&promises, clashes);
        for (key, promise) in promises {
            if promise.oversold() > 0
                && !self.needs_update(&NameBytes::of(&key.item), Some(&key.warehouse))
            {
                let holders = promise.holders.keys().cloned().collect();
                clashes.push(Clash::Oversold {
                    key,
                    missing: promise.oversold(),
                    holders,
                });
            }
        }
        for entry in self.ledger.entries(relations) {
            clashes.push(match entry {
                LedgerEntry::BelowZero(key) => Clash::BelowZero(key),
                LedgerEntry::Counts(key) => Clash::CountsDiffer(key),
                LedgerEntry::Short(key) => Clash::Short(key),
                LedgerEntry::Doubt {
                    key,
                    count,
                    movements,
                } => Clash::CountInDoubt {
                    account: key,
                    count,
                    movements,
                },
                LedgerEntry::ToApprove { key, count } => Clash::CountToApprove {
                    account: key,
                    count,
                },
                LedgerEntry::Unlisted { key, units } => Clash::CountUnlisted {
                    account: key,
                    units,
                },
                LedgerEntry::Disputed { key, count } => Clash::CountJudgedTwice {
                    account: key,
                    count,
                },
            });
        }
        clashes.extend(
            self.serials
                .entries(relations)
                .into_iter()
                .map(Clash::SerialTwice),
        );
        clashes.extend(
            self.containers
                .entries(relations)
                .into_iter()
                .map(|entry| match entry {
                    ContainerEntry::Where(container) => Clash::ContainerWhere(container),
                    ContainerEntry::Circle(containers) => Clash::ContainerCircle(containers),
                }),
        );
        // All members of a circle have one canonical name, so that each circle is one entry.
        let circles = self.components.circles();
        let circles = circles.map(|member| self.components.canonical(member).clone());
        clashes.extend(circles.map(Clash::MergeCircle));
    }

    fn order_clashes(&self, clashes: &mut Vec<Clash>) {
        for order in self.clashing_orders() {
            let id = || order.id().clone();
            let others = order.placed_otherwise();
            if !others.is_empty() {
                let others = others.iter().map(At::fact).collect();
                clashes.push(Clash::PlacedTwice {
                    order: id(),
                    others,
                });
            }
            let matched = order.matched_otherwise().cloned();
            clashes.extend(matched.map(|line| Clash::MatchedTwice { order: id(), line }));
            for (at, id, routed) in order.routed() {
                // What a warehouse that others run takes up is not written here.
                let of_ours = matches!(&routed.executor, Executor::Warehouse(warehouse)
                    if !is_run_by_others(self, warehouse));
                let taken_up = self.fulfilment(id).is_some_and(Fulfilment::is_taken_up);
                if of_ours && !taken_up && self.last_of(at.branch) > at.number {
                    clashes.push(Clash::HalfMissing(*id));
                }
            }
            let mut late = false;
            let demand = self.demand(order);
            let uncounted = demand.uncounted.iter();
            clashes.extend(uncounted.map(|((line, part), units)| Clash::DoneTwice {
                order: id(),
                line: line.clone(),
                part: part.clone(),
                units: *units,
            }));
            for ((line, part), demand) in &demand.parts {
                late |= order.in_favour_of().is_some()
                    && demand
                        .work
                        .values()
                        .any(|work| work.picked + work.packed > 0);
                if demand.stands.done_twice > 0 {
                    let units = demand.stands.done_twice;
                    clashes.push(Clash::DoneTwice {
                        order: id(),
                        line: line.clone(),
                        part: part.clone(),
                        units,
                    });
                } else if demand.stands.breached {
                    clashes.push(Clash::Overdrawn {
                        order: id(),
                        line: line.clone(),
                        part: part.clone(),
                    });
                }
                if demand.steps_breached {
                    let line = line.clone();
                    clashes.push(Clash::StepsDiffer { order: id(), line });
                }
            }
            clashes.extend(given_back_too_much(self, order));
            if let Some(other) = order.in_favour_of().filter(|other| *other > order.id()) {
                let back = self.order(other).and_then(|other| other.in_favour_of());
                if back == Some(order.id()) {
                    clashes.push(Clash::SetAsideBoth {
                        orders: [id(), other.clone()],
                    });
                }
            }
            if late {
                clashes.push(Clash::LateOnClosed(id()));
            }
        }
    }

    fn field_clashes(&self, clashes: &mut Vec<Clash>) {
        fn card<T: CardField>(document: DocumentId, card: &Card<T>, clashes: &mut Vec<Clash>) {
            clashes.extend(card.disputed().map(|(key, said)| Clash::FieldTwice {
                document: document.clone(),
                field: key.clone(),
                facts: facts(said),
            }));
        }
        fn facts<T: Eq>(said: &Competing<T>) -> Vec<FactId> {
            said.all().iter().map(|(at, _)| at.fact()).collect()
        }
        self.items
            .iter()
            .for_each(|(id, of)| card(DocumentId::Item(id.clone()), of, clashes));
        self.lots
            .iter()
            .for_each(|(id, of)| card(DocumentId::Lot(id.clone()), of, clashes));
        self.warehouses
            .iter()
            .for_each(|(id, of)| card(DocumentId::Warehouse(id.clone()), of, clashes));
        self.locations
            .iter()
            .for_each(|(id, of)| card(DocumentId::Location(id.clone()), of, clashes));
        self.container_cards
            .iter()
            .for_each(|(id, of)| card(DocumentId::Container(id.clone()), of, clashes));
        self.parties
            .iter()
            .for_each(|(id, of)| card(DocumentId::Party(id.clone()), of, clashes));
        self.channels
            .iter()
            .for_each(|(id, of)| card(DocumentId::Channel(id.clone()), of, clashes));
        self.operators
            .iter()
            .for_each(|(id, of)| card(DocumentId::Operator(*id), of, clashes));
        self.clashing_orders()
            .for_each(|of| card(DocumentId::Order(of.id().clone()), of.card(), clashes));
        card(DocumentId::Workspace, &self.settings, clashes);
    }

    fn people_clashes(&self, relations: &impl Relations, clashes: &mut Vec<Clash>) {
        clashes.extend(self.marked.iter().map(|at| Clash::NotAllowed(at.fact())));
        clashes.extend(self.unknowing.iter().map(|((revocation, stream), facts)| {
            Clash::RevokedMeanwhile {
                revocation: *revocation,
                stream: *stream,
                facts: facts.iter().copied().collect(),
            }
        }));
        clashes.extend(self.waiting().filter_map(|(told, verdict)| match verdict {
            Verdict::WaitsForRight | Verdict::WaitsForRevocation => {
                Some(Clash::Waits(told.at.fact()))
            }
            Verdict::Allowed | Verdict::Marked | Verdict::LetThrough | Verdict::TurnedDown => None,
        }));
        self.lease_clashes(relations, clashes);
        for (erasure, status) in self.erasures.all(relations) {
            match status {
                ErasureStatus::RevokedTooLate => clashes.push(Clash::ErasureTooLate(erasure)),
                ErasureStatus::Ordered | ErasureStatus::Revoked | ErasureStatus::Executed => {}
            }
        }
    }
}
