//! Tablets that take whatever commands come, and exchange in any order: what always holds, holds.

use crate::floor_hall::{Hall, bin, close, exchange, goods, label, line, location, release};
use crate::floor_hall::{scan, take};
use crate::support::units;
use crate::tablets::warehouse;
use depo::trade::counting::commands::{CountPlace, CountingCommand};
use depo::trade::counting::{Covers, ObservationKind, Seen, SeenWhat};
use depo::trade::decide::floor::FloorCommand;
use depo::trade::demand::LineKey;
use depo::trade::goods::{Condition, Goods};
use depo::trade::id::{BatchId, FulfilmentOrderId, OrderKey, ParcelId};
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::packing::parcel::ParcelStatus;
use depo::trade::picking::commands::{PickingCommand, ShortUnits};
use depo::trade::picking::walk::Ask;
use depo::trade::picking::{PutBack, ShortReason};
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::SeenUnits;
use depo::trade::receiving::ReceiptOpened;
use depo::trade::receiving::commands::{FileStock, ReceiveGoods, ReceivingCommand, StockFile};
use depo::trade::returns::Disposition;
use depo::trade::returns::commands::{BackUnits, DecideUnits, ReturnCommand, UnannouncedReturn};
use depo::trade::shipping::ParcelContent;
use depo::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use depo::trade::state::entries::Clash;
use depo::trade::stock::commands::{AdjustUnits, ChangeUnits, MoveUnits, StockCommand};
use depo::trade::stock::posting::AccountKey;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One step: which tablet, what it does, and two numbers to choose with.
type Step = (usize, u8, usize, u64);

const KINDS: u8 = 25;

struct Run {
    halls: Vec<Hall>,
    orders: usize,
    taken: BTreeSet<u8>,
}

fn pick<T: Clone>(list: &[T], index: usize) -> Option<T> {
    list.get(index % list.len().max(1)).cloned()
}

fn place(index: usize) -> Place {
    bin(["A1", "A2", "A3", "RET"][index % 4])
}

fn what(index: usize) -> Goods {
    let sku = ["MUG", "CUP"][index % 2];
    if index % 5 == 4 {
        goods(sku).graded(Condition::Opened)
    } else {
        goods(sku)
    }
}

impl Run {
    fn new(tablets: usize) -> Run {
        let first = Hall::new(&["MUG", "CUP"]);
        let mut halls = vec![first];
        for letter in (b'B'..).take(tablets - 1) {
            let joined = halls[0].joining(letter);
            halls.push(joined);
        }
        Run {
            halls,
            orders: 0,
            taken: BTreeSet::new(),
        }
    }

    fn step(&mut self, (tablet, kind, choice, number): Step) {
        let tablet = tablet % self.halls.len();
        let kind = kind % KINDS;
        match kind {
            0 => return self.exchange(tablet, choice),
            1 => return self.order(tablet, choice, number),
            2 => return self.cancel(tablet, choice),
            _ => {}
        }
        let hall = &mut self.halls[tablet];
        let Some(command) = command(hall, kind, choice, number) else {
            return;
        };
        let before = below_zero(hall);
        if hall.try_do(command).is_ok() {
            self.taken.insert(kind);
            for (key, units) in below_zero(hall) {
                let was = before.get(&key).copied().unwrap_or(0);
                assert!(
                    units >= was,
                    "kind {kind} took {key:?} from {was} to {units}"
                );
            }
        }
    }

    fn exchange(&mut self, tablet: usize, choice: usize) {
        let other = choice % self.halls.len();
        if other != tablet {
            let (low, high) = (tablet.min(other), tablet.max(other));
            let (left, right) = self.halls.split_at_mut(high);
            exchange(&mut left[low], &mut right[0]);
            self.taken.insert(0);
        }
    }

    fn order(&mut self, tablet: usize, choice: usize, number: u64) {
        self.orders += 1;
        let name = format!("{}", 1000 + self.orders);
        let sku = ["MUG", "CUP"][choice % 2];
        self.halls[tablet].order(&name, &[(sku, number), ("MUG", 1)][..1 + choice % 2]);
        self.taken.insert(1);
    }

    fn cancel(&mut self, tablet: usize, choice: usize) {
        let hall = &mut self.halls[tablet];
        let known = fulfilments(hall);
        let Some(id) = pick(&known, choice) else {
            return;
        };
        let state = &hall.tablet.state;
        let (_, routed) = state
            .fulfilment(&id)
            .and_then(|it| it.routed())
            .expect("it is");
        let order = state.order(&routed.order).expect("it is known");
        let (_, content) = state
            .fulfilment(&id)
            .map(|it| it.lines(order))
            .and_then(|lines| lines.into_iter().next())
            .expect("a line");
        let (LineKey::Written { code, .. }, OrderKey::Number(number)) =
            (content.line, routed.order.key.clone())
        else {
            return;
        };
        hall.cancel(number.as_str(), code.as_str(), &line(id, 0), 1);
        self.taken.insert(2);
    }

    /// Exchanges everything with everybody and asks what always holds.
    fn ends(&mut self) {
        for _ in 0..2 {
            for other in 1..self.halls.len() {
                let (left, right) = self.halls.split_at_mut(other);
                exchange(&mut left[0], &mut right[0]);
            }
        }
        for hall in &self.halls {
            hall.tablet.is_proved();
            let state = &hall.tablet.state;
            let moved = state.ledger.moved();
            assert!(moved.values().all(|sum| *sum == 0), "{moved:?}");
            let entries = hall.clashes();
            let told: BTreeSet<AccountKey> = entries
                .iter()
                .filter_map(|clash| match clash {
                    Clash::BelowZero(key) => Some(key.clone()),
                    _ => None,
                })
                .collect();
            let below: BTreeSet<AccountKey> = below_zero(hall).into_keys().collect();
            assert_eq!(told, below, "a breach if and only if an entry");
            lines_add_up(hall);
        }
        for hall in &self.halls {
            self.halls[0].tablet.says_the_same(&hall.tablet.state);
        }
    }
}

fn below_zero(hall: &Hall) -> BTreeMap<AccountKey, i128> {
    let accounts = hall.tablet.state.ledger.accounts();
    accounts
        .filter(|(place, _, account)| place.is_ours() && account.balance() < 0)
        .map(|(place, goods, account)| {
            let key = AccountKey::new(place.clone(), goods.clone());
            (key, account.balance())
        })
        .collect()
}

/// Units of every line are somewhere, each once.
#[track_caller]
fn lines_add_up(hall: &Hall) {
    let state = &hall.tablet.state;
    for order in state.orders() {
        for part in state.demand(order).parts.values() {
            assert_eq!(part.raw.sum(), 0);
            let handed: i128 = part.stands.handed.values().sum();
            let all = part.stands.unrouted + part.stands.cancelled + handed;
            assert_eq!(all, part.raw.ordered() + part.stands.done_twice);
            for (line, work) in &part.work {
                let stands = part.stands.handed.get(line).copied().unwrap_or(0);
                let sum = work.underway
                    + work.open
                    + work.allocated
                    + work.picked
                    + work.packed
                    + work.shipped;
                assert_eq!(sum, stands, "{line:?}: {work:?}");
                assert!(work.open >= 0 && work.allocated >= 0 && work.picked >= 0);
            }
        }
    }
}

fn fulfilments(hall: &Hall) -> Vec<FulfilmentOrderId> {
    let known = hall.tablet.state.fulfilments();
    let complete = known.filter(|(_, it)| {
        let order = it.routed().map(|(_, routed)| &routed.order);
        order.is_some_and(|order| hall.tablet.state.order(order).is_some())
    });
    complete.map(|(id, _)| *id).collect()
}

fn batches(hall: &Hall) -> Vec<BatchId> {
    hall.tablet.state.batches().map(|(id, _)| *id).collect()
}

/// The parcels that stand in one of these ways.
fn parcels(hall: &Hall, wanted: &[ParcelStatus]) -> Vec<ParcelId> {
    let relations = hall.tablet.relations();
    let known = hall.tablet.state.parcels();
    let fit = known.filter(|(_, parcel)| wanted.contains(&parcel.status(&relations)));
    fit.map(|(id, _)| *id).collect()
}

/// A command of a kind, out of what a tablet knows.
fn command(hall: &Hall, kind: u8, choice: usize, number: u64) -> Option<FloorCommand> {
    let state = &hall.tablet.state;
    let parcel = || {
        let wanted: &[ParcelStatus] = match kind {
            16..=19 => &[ParcelStatus::Open],
            20 => &[ParcelStatus::Closed, ParcelStatus::Labelled],
            _ => &[ParcelStatus::Labelled, ParcelStatus::HandedOver],
        };
        pick(&parcels(hall, wanted), choice)
    };
    let batch = || pick(&batches(hall), choice);
    Some(match kind {
        3 => ReceivingCommand::Deliver {
            opened: Box::new(ReceiptOpened {
                warehouse: crate::tablets::warehouse("W1"),
                client: None,
                supplier: None,
                reference: None,
                due: None,
                came_at: None,
                expected: Vec::new(),
                source: None,
            }),
            goods: vec![ReceiveGoods {
                expected: None,
                goods: what(choice),
                from: None,
                to: place(choice / 2),
                units: units(number + 2),
                serials: Vec::new(),
            }],
        }
        .into(),
        4 => StockCommand::Move(MoveUnits {
            goods: what(choice),
            from: place(choice / 2),
            to: place(choice / 3),
            units: units(number),
            serials: Vec::new(),
        })
        .into(),
        5 => StockCommand::Adjust(AdjustUnits {
            goods: what(choice),
            at: place(choice / 2),
            units: units(number),
            more: choice.is_multiple_of(3),
            reason: LossReason::Missing,
            serials: Vec::new(),
        })
        .into(),
        6 => StockCommand::Change(ChangeUnits {
            goods: goods("MUG"),
            becomes: goods("MUG").graded(Condition::Opened),
            at: place(choice),
            units: units(number),
            serials: Vec::new(),
        })
        .into(),
        7 => CountingCommand::Count(Box::new(CountPlace {
            kind: ObservationKind::Count,
            place: place(choice),
            covers: Covers::Loose,
            seen: vec![Seen {
                within: None,
                what: SeenWhat::Goods(goods("MUG")),
                units: SeenUnits::new(number).expect("it fits"),
                serials: Vec::new(),
            }],
            containers: Vec::new(),
            shown: false,
            after: None,
        }))
        .into(),
        8 => release(&[pick(&fulfilments(hall), choice)?]).into(),
        9..=12 => {
            let batch = batch()?;
            let next = hall.next(batch)?;
            match next.ask {
                Ask::Tote(_) => PickingCommand::Scan {
                    batch,
                    scan: scan(&format!("T{}", choice % 6)),
                }
                .into(),
                Ask::Stop(_) | Ask::Item => {
                    take(batch, next.task, units(number.min(next.left.get()))).into()
                }
            }
        }
        13 => {
            let batch = batch()?;
            let next = hall.next(batch)?;
            PickingCommand::Short(ShortUnits {
                batch,
                task: next.task,
                units: None,
                seen: None,
                after: None,
                reason: ShortReason::NotThere,
            })
            .into()
        }
        14 => {
            let batch = batch()?;
            let (pick, _) = state.batch(&batch)?.picks().last()?;
            PickingCommand::UndoPick { batch, pick: *pick }.into()
        }
        15 if parcels(hall, &[ParcelStatus::Open]).len() > 1 => return None,
        15 => PackingCommand::Open {
            at: location("PACK"),
            carton: None,
        }
        .into(),
        16 | 17 => {
            let (_, pick) = state.batch(&batch()?)?.picks().last()?;
            PackingCommand::Pack(Box::new(PackUnits {
                same_address: false,
                parcel: parcel()?,
                line: pick.line.clone(),
                goods: pick.goods.clone(),
                from: Place::Container(pick.into.clone()),
                units: units(number.min(pick.units.get())),
                serials: Vec::new(),
            }))
            .into()
        }
        18 => {
            let parcel = parcel()?;
            let (at, _) = state.parcel(&parcel)?.packed().last()?;
            let packed = at.fact();
            PackingCommand::UndoPack { parcel, packed }.into()
        }
        19 => close(parcel()?, number).into(),
        20 => {
            let parcel = parcel()?;
            match number % 4 {
                0 => PackingCommand::Reopen { parcel }.into(),
                1 | 2 => label(parcel, &format!("NR{choice}")).into(),
                _ => PackingCommand::Cancel { parcel }.into(),
            }
        }
        21 => {
            let parcel = parcel()?;
            let found = state.parcel(&parcel)?;
            let left = found.handed_over().next().map(|(fact, _)| *fact);
            match (left, number % 3) {
                (Some(hand_over), 0) => ShippingCommand::UndoHandOver { parcel, hand_over }.into(),
                (Some(_), _) => ShippingCommand::Deliver(DeliverParcel {
                    parcel,
                    at: None,
                    damaged: Vec::new(),
                    rows: Vec::new(),
                })
                .into(),
                (None, _) => ShippingCommand::HandOver { parcel }.into(),
            }
        }
        22 => {
            let left = state.parcels().flat_map(|(_, parcel)| parcel.hand_overs());
            let contents: Vec<ParcelContent> =
                left.flat_map(|(_, it)| it.contents.clone()).collect();
            let content = pick(&contents, choice)?;
            ReturnCommand::ReceiveUnannounced(UnannouncedReturn {
                reason: None,
                order: None,
                at: bin("RET"),
                units: vec![BackUnits {
                    line: Some(content.line),
                    goods: content.goods,
                    units: units(1),
                    serials: Vec::new(),
                }],
                rows: Vec::new(),
            })
            .into()
        }
        23 => {
            let (rma, found) = state.rmas().last()?;
            let (received, it) = found.received().next()?;
            if number.is_multiple_of(3) {
                let (rma, received) = (*rma, *received);
                return Some(ReturnCommand::UndoReceipt { rma, received }.into());
            }
            let returned = it.units.first()?;
            ReturnCommand::Decide(Box::new(DecideUnits {
                rma: *rma,
                line: returned.line.clone(),
                goods: returned.goods.clone(),
                becomes: Some(returned.goods.graded(Condition::Opened)),
                from: it.at.clone(),
                to: Some(place(choice)),
                units: returned.units,
                disposition: Disposition::Restock,
                serials: Vec::new(),
            }))
            .into()
        }
        _ if choice.is_multiple_of(2) => {
            let (_, pick) = state.batch(&batch()?)?.picks().last()?;
            PickingCommand::PutBack(PutBack {
                line: pick.line.clone(),
                goods: pick.goods.clone(),
                from: pick.into.clone(),
                to: place(choice),
                units: units(1),
                serials: Vec::new(),
            })
            .into()
        }
        _ => ReceivingCommand::ReadStock(StockFile {
            warehouse: warehouse("W1"),
            rows: vec![FileStock {
                at: location("A1"),
                goods: goods("MUG"),
                units: SeenUnits::new(number).expect("it fits"),
            }],
            happened_at: None,
            source: None,
        })
        .into(),
    })
}

#[test]
fn every_kind_of_command_is_taken_and_what_always_holds_holds() {
    let mut run = Run::new(3);
    let mut seed: u64 = 7;
    for _ in 0..700 {
        let mut roll = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize
        };
        let step = (
            roll() % 3,
            (roll() % 25) as u8,
            roll() % 60,
            1 + (roll() % 4) as u64,
        );
        run.step(step);
    }
    run.ends();
    let never: Vec<u8> = (0..KINDS)
        .filter(|kind| !run.taken.contains(kind))
        .collect();
    assert!(never.is_empty(), "never taken: {never:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_tablets_do_the_books_add_up(
        tablets in 2usize..4,
        steps in proptest::collection::vec((0usize..3, 0u8..KINDS, 0usize..60, 1u64..5), 1..70),
    ) {
        let mut run = Run::new(tablets);
        for step in steps {
            run.step(step);
        }
        run.ends();
    }
}
