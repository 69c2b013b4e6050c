//! What makes an entry of the inbox: its name is a digest of it, so that settling one never hides another.

use super::State;
use super::codes::number_key;
use super::entries::{Clash, Entry};
use super::said_twice::Said;
use crate::stream::wire::Wire;
use crate::trade::counting::balance::Account;
use crate::trade::demand::LineKey;
use crate::trade::goods::name_bytes;
use crate::trade::id::OrderId;
use crate::trade::stock::posting::{AccountKey, What};
use sha2::{Digest, Sha256};

impl Clash {
    /// What stays the same while nothing new clashes: the kind, what it is about, and the facts that make it.
    fn evidence(&self) -> (u8, Vec<Vec<u8>>) {
        fn all<T: Wire>(list: &[T]) -> Vec<Vec<u8>> {
            list.iter().map(name_bytes).collect()
        }
        let account = |key: &AccountKey| {
            let what = match &key.what {
                What::Goods(goods) => name_bytes(goods),
                What::Item(item) => name_bytes(item),
            };
            vec![
                name_bytes(&key.place),
                vec![u8::from(matches!(key.what, What::Item(_)))],
                what,
            ]
        };
        let line = |order: &OrderId, line: &LineKey| vec![name_bytes(order), name_bytes(line)];
        match self {
            Clash::Oversold {
                key,
                missing,
                holders,
            } => {
                let mut evidence = vec![
                    name_bytes(&key.warehouse),
                    name_bytes(&key.item),
                    name_bytes(&key.owner),
                ];
                evidence.push(name_bytes(&key.class));
                evidence.push(missing.to_be_bytes().to_vec());
                evidence.extend(all(holders));
                (0, evidence)
            }
            Clash::GivenUpTwice { key, lines, facts } => {
                let subject = vec![
                    name_bytes(&key.warehouse),
                    name_bytes(&key.item),
                    name_bytes(&key.owner),
                    name_bytes(&key.class),
                ];
                (37, [subject, all(lines), all(facts)].concat())
            }
            Clash::SentToOldAddress { order, parcel } => {
                (27, vec![name_bytes(order), name_bytes(parcel)])
            }
            Clash::SaidTwice { what, facts } => {
                let mut evidence = vec![name_bytes(&what.document())];
                match what {
                    Said::Address(_) => evidence.push(vec![0]),
                    Said::Row(_, slot) => evidence.extend([vec![1], name_bytes(slot)]),
                    Said::Lid(_) => evidence.push(vec![2]),
                    Said::Measured(_) => evidence.push(vec![3]),
                    Said::Tote(_, document) => evidence.extend([vec![4], name_bytes(document)]),
                }
                evidence.extend(all(facts));
                (28, evidence)
            }
            Clash::NumberTwice { number, parcels } => (
                29,
                [vec![number_key(number).into_bytes()], all(parcels)].concat(),
            ),
            Clash::MergeVoid(merge) => (30, vec![name_bytes(merge)]),
            Clash::LotsDiffer(lots) => (31, all(lots)),
            Clash::PlacedInBoth { channel, orders } => {
                (32, [vec![name_bytes(channel)], all(orders)].concat())
            }
            Clash::BelowZero(key) => (1, account(key)),
            Clash::CountsDiffer(key) => (2, account(key)),
            Clash::CountInDoubt {
                account: key,
                count,
                movements,
            } => {
                let mut evidence = account(key);
                evidence.push(name_bytes(count));
                evidence.extend(all(movements));
                (3, evidence)
            }
            Clash::Short(key) => (4, account(key)),
            Clash::CountToApprove {
                account: key,
                count,
            } => (5, [account(key), vec![name_bytes(count)]].concat()),
            Clash::CountJudgedTwice {
                account: key,
                count,
            } => (6, [account(key), vec![name_bytes(count)]].concat()),
            Clash::DoneTwice {
                order,
                line: key,
                part,
                units,
            } => {
                let rest = vec![name_bytes(part), units.to_be_bytes().to_vec()];
                (7, [line(order, key), rest].concat())
            }
            Clash::Overdrawn {
                order,
                line: key,
                part,
            } => (8, [line(order, key), vec![name_bytes(part)]].concat()),
            Clash::StepsDiffer { order, line: key } => (9, line(order, key)),
            Clash::LateOnClosed(order) => (10, vec![name_bytes(order)]),
            Clash::GaveBackTooMuch(order, refunds) => {
                (34, [vec![name_bytes(order)], all(refunds)].concat())
            }
            Clash::EndedTwice { parcel, facts } => {
                (35, [vec![name_bytes(parcel)], all(facts)].concat())
            }
            Clash::SetAsideBoth { orders } => (36, all(orders)),
            Clash::PlacedTwice { order, others } => {
                (11, [vec![name_bytes(order)], all(others)].concat())
            }
            Clash::MatchedTwice { order, line: key } => (12, line(order, key)),
            Clash::SerialTwice(twice) => {
                let mut evidence = vec![name_bytes(&twice.item), twice.first.clone().into_bytes()];
                evidence.extend(twice.open.iter().map(|claim| name_bytes(&claim.at.fact())));
                (13, evidence)
            }
            Clash::FieldTwice {
                document,
                field,
                facts,
            } => {
                let mut evidence = vec![
                    name_bytes(document),
                    name_bytes(&field.number),
                    field.part.clone(),
                ];
                evidence.extend(all(facts));
                (14, evidence)
            }
            Clash::ContainerWhere(container) => (15, vec![name_bytes(container)]),
            Clash::ContainerCircle(containers) => (16, all(containers)),
            Clash::LeaseOvertaken { stream, works } => {
                let works = works.iter();
                let works = works.flat_map(|(lease, work)| [name_bytes(lease), name_bytes(work)]);
                (17, [name_bytes(stream)].into_iter().chain(works).collect())
            }
            Clash::Fork { after, branches } => {
                (18, [vec![name_bytes(after)], all(branches)].concat())
            }
            Clash::NotAllowed(fact) => (19, vec![name_bytes(fact)]),
            Clash::RevokedMeanwhile {
                revocation,
                stream,
                facts,
            } => {
                let subject = vec![name_bytes(revocation), name_bytes(stream)];
                (33, [subject, all(facts)].concat())
            }
            Clash::Waits(fact) => (20, vec![name_bytes(fact)]),
            Clash::MergeCircle(document) => (21, vec![name_bytes(document)]),
            Clash::ErasureTooLate(erasure) => (22, vec![name_bytes(erasure)]),
            Clash::HalfMissing(fulfilment) => (25, vec![name_bytes(fulfilment)]),
            Clash::NeedsUpdate(fact) => (23, vec![name_bytes(fact)]),
            Clash::EditionTwice { item, editions } => {
                (26, [vec![name_bytes(item)], all(editions)].concat())
            }
            Clash::CountUnlisted {
                account: key,
                units,
            } => (
                24,
                [account(key), vec![units.to_be_bytes().to_vec()]].concat(),
            ),
        }
    }
}

impl Entry {
    /// The entry of a clash, with what else makes it: should the same thing clash again by other facts, that is another
    /// entry.
    pub(super) fn of((clash, more): (Clash, Vec<Vec<u8>>)) -> Self {
        let (kind, mut evidence) = clash.evidence();
        evidence.extend(more);
        let mut digest = Sha256::new_with_prefix([kind]);
        for part in evidence {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let hash = digest.finalize();
        Entry {
            id: std::array::from_fn(|i| hash[i]),
            clash,
        }
    }
}

impl State {
    /// What makes a clash whose kind and subject do not say it: the counts of an account, what was said of a line.
    pub(super) fn makes(&self, clash: &Clash) -> Vec<Vec<u8>> {
        match clash {
            Clash::CountsDiffer(key) => {
                let account = self.ledger.account(key);
                let counts = account.into_iter().flat_map(Account::competing);
                counts.map(|count| name_bytes(&count.fact())).collect()
            }
            Clash::Overdrawn { order, line, part }
            | Clash::DoneTwice {
                order, line, part, ..
            } => {
                // What was said of the units, not how far their work has come.
                let demand = self.order(order).map(|known| self.demand(known));
                let part = demand
                    .as_ref()
                    .and_then(|demand| demand.parts.get(&(line.clone(), part.clone())));
                part.map(|part| part.raw.bytes()).into_iter().collect()
            }
            Clash::StepsDiffer { order, .. } | Clash::LateOnClosed(order) => {
                let demand = self.order(order).map(|known| self.demand(known));
                let parts = demand.iter().flat_map(|demand| demand.parts.values());
                let begun: i128 = parts
                    .flat_map(|part| part.work.values())
                    .map(|work| work.picked + work.packed + work.shipped)
                    .sum();
                vec![begun.to_be_bytes().to_vec()]
            }
            Clash::MatchedTwice { order, line } => {
                let known = self.order(order);
                let facts = known.into_iter().flat_map(|known| known.matches_of(line));
                facts.map(|at| name_bytes(&at.fact())).collect()
            }
            Clash::SentToOldAddress { order, .. } => {
                let known = self.order(order).into_iter();
                let said = known.flat_map(|known| known.addresses_said());
                said.map(|at| name_bytes(&at.fact())).collect()
            }
            Clash::Oversold { .. }
            | Clash::GivenUpTwice { .. }
            | Clash::BelowZero(_)
            | Clash::CountInDoubt { .. }
            | Clash::Short(_)
            | Clash::CountUnlisted { .. }
            | Clash::CountToApprove { .. }
            | Clash::CountJudgedTwice { .. }
            | Clash::HalfMissing(_)
            | Clash::PlacedTwice { .. }
            | Clash::SerialTwice(_)
            | Clash::FieldTwice { .. }
            | Clash::SaidTwice { .. }
            | Clash::MergeVoid(_)
            | Clash::LotsDiffer(_)
            | Clash::PlacedInBoth { .. }
            | Clash::NumberTwice { .. }
            | Clash::EditionTwice { .. }
            | Clash::GaveBackTooMuch { .. }
            | Clash::EndedTwice { .. }
            | Clash::SetAsideBoth { .. }
            | Clash::ContainerWhere(_)
            | Clash::ContainerCircle(_)
            | Clash::LeaseOvertaken { .. }
            | Clash::Fork { .. }
            | Clash::NotAllowed(_)
            | Clash::RevokedMeanwhile { .. }
            | Clash::Waits(_)
            | Clash::MergeCircle(_)
            | Clash::ErasureTooLate(_)
            | Clash::NeedsUpdate(_) => Vec::new(),
        }
    }
}
