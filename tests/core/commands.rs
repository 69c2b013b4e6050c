//! A generator of commands that mostly make sense in the state they are made for.

use crate::support::random::Random;
use crate::support::{code, placed, sku};
use depo::domain::Workspace;
use depo::domain::command::{Command, CreditedLine, IncomingCredit, NewItem};
use depo::domain::decide::packing::open_parcel;
use depo::domain::decide::picking::{Ask, ask};
use depo::domain::event::{
    Address, Charge, Event, LineUnits, OrderPlaced, ReturnLine, StockDocumentKind, StockPosted,
};
use depo::domain::money::{Amount, Currency};
use depo::domain::order::{Decision, Line, Order, Parcel, ParcelState, Stage};
use depo::domain::picking::TaskState;
use depo::domain::place::{Condition, Goods, Movement, Place};
use depo::domain::reason::{
    ChargeKind, Disposition, HoldKind, LossReason, PaymentMethod, ReturnReason, ShortReason, Terms,
};
use depo::domain::text::{BatchId, CreditId, OrderId, StockDocumentId, Words};
use std::collections::BTreeSet;

const ITEMS: [&str; 4] = ["MUG", "TRAY", "LAMP", "CLOCK"];
const BINS: [&str; 4] = ["A-01", "A-02", "B-01", "B-02"];
const TOTES: [&str; 8] = ["T-1", "T-2", "T-3", "T-4", "T-5", "T-6", "T-7", "T-8"];

impl Random {
    /// A number below `n`, which is at least 1.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        (!from.is_empty()).then(|| &from[self.below(from.len())])
    }

    /// One of these texts.
    fn text(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    /// A small quantity, seldom 0.
    fn units(&mut self) -> u32 {
        match self.below(12) {
            0 => 0,
            n => (n as u32).div_ceil(3),
        }
    }
}

/// Makes commands for the orders of one set of numbers.
pub struct Commands {
    /// How many different orders, credits and stock documents come in.
    pub numbers: usize,
}

impl Commands {
    /// A command for this state.
    pub fn make(&self, random: &mut Random, state: &Workspace) -> Command {
        loop {
            if let Some(command) = self.attempt(random, state) {
                return command;
            }
        }
    }

    fn attempt(&self, random: &mut Random, state: &Workspace) -> Option<Command> {
        let some_orders = |random: &mut Random| {
            let mut orders: Vec<OrderId> = state.heads().map(|head| head.id.clone()).collect();
            orders.retain(|_| random.once_in(3));
            orders
        };
        Some(match random.below(58) {
            0..3 => self.stock(random),
            3..6 => self.orders(random),
            6..10 => Command::Allocate {
                orders: some_orders(random),
            },
            10 => Command::ReleasePromises {
                orders: some_orders(random),
            },
            11 => Command::CancelOrders {
                orders: vec![any_order(random, state)?.id.clone()],
                words: None,
            },
            12 => Command::ReleaseBatch {
                orders: some_orders(random),
            },
            13 => Command::ReleaseBatch {
                orders: (0..1 + random.below(2))
                    .filter_map(|_| order_where(random, state, ready))
                    .map(|order| order.id.clone())
                    .collect(),
            },
            14..26 => picking(random, state)?,
            26..35 => ship(random, state)?,
            35..39 => packing(random, state)?,
            39..45 => returning(random, state)?,
            45..49 => office(random, state)?,
            49..50 => bins(random),
            50 => catalog(random),
            51 => self.credit(random),
            52..54 => cancel(random, state)?,
            _ => put_back(random, state)?,
        })
    }

    fn stock(&self, random: &mut Random) -> Command {
        let movement = Movement {
            goods: Goods::new(sku(random.text(&ITEMS))),
            from: Place::Supplier,
            to: Place::Bin(code(random.text(&BINS))),
            units: 3 * random.units(),
        };
        let number = format!("doc-{}", random.below(self.numbers * 4));
        Command::TakeStock {
            documents: vec![StockPosted {
                document: StockDocumentId::new(&number).expect("a document"),
                kind: StockDocumentKind::Receipt,
                reason: None,
                words: None,
                happened_at: None,
                movements: vec![movement],
                source: None,
            }],
        }
    }

    fn orders(&self, random: &mut Random) -> Command {
        let number = random.below(self.numbers).to_string();
        let lines: Vec<(&str, u32)> = (0..1 + random.below(3))
            .map(|_| (random.text(&ITEMS), random.units()))
            .collect();
        let terms = match random.below(5) {
            0 => Terms::Prepaid,
            1 => Terms::CashOnDelivery,
            2 => Terms::Paid,
            _ => Terms::OnAccount,
        };
        let charges = vec![Charge {
            code: code("POST"),
            kind: ChargeKind::Postage,
            words: None,
            units: 1,
            unit_price: Amount(40_000),
        }];
        let order = OrderPlaced {
            terms,
            customer: (!random.once_in(8)).then(|| code(random.text(&["C-1", "C-2"]))),
            charges: if random.once_in(3) { charges } else { vec![] },
            ..placed(&number, &lines)
        };
        Command::TakeOrders {
            orders: vec![order],
        }
    }

    fn credit(&self, random: &mut Random) -> Command {
        let line = |random: &mut Random| CreditedLine {
            sku: sku(random.text(&ITEMS)),
            units: 1 + random.units(),
            unit_price: Amount(25_500),
            words: None,
        };
        let number = format!("shop:C{}", random.below(self.numbers));
        Command::TakeCredits {
            credits: vec![IncomingCredit {
                credit: CreditId::new(&number).expect("a credit"),
                written_at: 20_000_100,
                customer: Some(code(random.text(&["C-1", "C-2"]))),
                currency: Currency::GBP,
                lines: (0..1 + random.below(2)).map(|_| line(random)).collect(),
                charges: vec![],
                source: None,
            }],
        }
    }
}

fn any_order<'a>(random: &mut Random, state: &'a Workspace) -> Option<&'a Order> {
    let orders: Vec<&Order> = state.heads().filter_map(|h| state.order(&h.id)).collect();
    random.pick(&orders).copied()
}

fn picking(random: &mut Random, state: &Workspace) -> Option<Command> {
    let open: Vec<&BatchId> = state
        .batches
        .values()
        .filter(|batch| !batch.finished)
        .map(|batch| &batch.id)
        .collect();
    let id = (*random.pick(&open)?).clone();
    let batch = &state.batches[&id];
    let undone = batch.tasks.iter().position(|task| !batch.task_done(task));
    let index = undone
        .filter(|_| !random.once_in(4))
        .unwrap_or_else(|| random.below(batch.tasks.len()));
    let task = &batch.tasks[index];
    let (batch_id, task_index) = (id.clone(), index as u16);
    Some(match random.below(24) {
        0 => Command::FinishBatch { batch: id },
        1 => Command::ShortPick {
            batch: id,
            task: task_index,
            reason: ShortReason::NotThere,
        },
        2 | 3 => Command::UndoPick {
            batch: id,
            task: batch.tasks.iter().position(|task| task.picked > 0)? as u16,
            units: random.units(),
        },
        4 | 5 => {
            let unconfirmed = |task: &TaskState| matches!(ask(batch, task), Ask::ConfirmTote(_));
            let at = batch.tasks.iter().position(unconfirmed)?;
            Command::ScanPick {
                batch: batch_id,
                task: at as u16,
                text: batch.tote_of(&batch.tasks[at].task.order)?.to_string(),
            }
        }
        6..9 => Command::PickUnits {
            batch: id,
            task: task_index,
            units: random.units(),
        },
        9 => Command::ScanPick {
            batch: id,
            task: task_index,
            text: random.text(&["MUG", "T-1", "A-01", "?", ""]).to_owned(),
        },
        _ => Command::ScanPick {
            batch: batch_id,
            task: task_index,
            text: match ask(batch, task) {
                Ask::Tote(id) => match state.order(&id).and_then(|order| order.tote.clone()) {
                    Some(tote) if !random.once_in(3) => tote.to_string(),
                    _ => random.text(&TOTES).to_owned(),
                },
                Ask::Bin(bin) => bin.to_string(),
                Ask::Item | Ask::Nothing => task.task.sku.to_string(),
                Ask::ConfirmTote(tote) => tote.to_string(),
            },
        },
    })
}

fn ready(order: &Order) -> bool {
    order.batch.is_none()
        && order.stages().get(Stage::Promised) > 0
        && order.holds.is_empty()
        && !order.needs_verification()
        && order.payment_covers()
}

/// An order that something of this kind can be done with, or, seldom, any.
fn order_where<'a>(
    random: &mut Random,
    state: &'a Workspace,
    fits: impl Fn(&Order) -> bool,
) -> Option<&'a Order> {
    if random.once_in(8) {
        return any_order(random, state);
    }
    let orders = state.heads().filter_map(|head| state.order(&head.id));
    let fitting: Vec<&Order> = orders.filter(|order| fits(order)).collect();
    random.pick(&fitting).copied()
}

/// The next sensible step with what lies in totes and parcels.
fn ship(random: &mut Random, state: &Workspace) -> Option<Command> {
    let fits = |order: &Order| {
        let waits = |parcel: &Parcel| parcel.state != ParcelState::Delivered;
        order.stages().get(Stage::Picked) > 0 || order.parcels.iter().any(waits)
    };
    let order = order_where(random, state, fits)?;
    let id = order.id.clone();
    let picked = |line: &Line| line.stages.get(Stage::Picked);
    if let Some(line) = order.lines.iter().position(|line| picked(line) > 0)
        && !random.once_in(4)
    {
        return Some(Command::PackUnits {
            order: id,
            line: line as u16,
            units: picked(&order.lines[line]),
        });
    }
    let parcel = random.pick(&order.parcels)?;
    Some(match (parcel.state, &parcel.carrier) {
        (ParcelState::Open, _) => Command::CloseParcel {
            order: id,
            carton: Some(code("M")),
            weight_grams: None,
        },
        (ParcelState::Closed, None) => Command::LabelParcel {
            order: id,
            parcel: parcel.id.clone(),
            carrier: code("DHL"),
            tracking: Some(code("JD01")),
        },
        (ParcelState::Closed, Some(_)) => Command::HandOver {
            parcels: vec![(id, parcel.id.clone())],
        },
        (ParcelState::HandedOver, _) if random.once_in(3) => Command::UndoHandOver {
            parcels: vec![(id, parcel.id.clone())],
        },
        (ParcelState::HandedOver | ParcelState::Delivered, _) => Command::ConfirmDelivery {
            parcels: vec![(id, parcel.id.clone())],
        },
    })
}

fn packing(random: &mut Random, state: &Workspace) -> Option<Command> {
    let order = order_where(random, state, |order| open_parcel(order).is_some())?;
    let id = order.id.clone();
    let line = random.below(order.lines.len());
    let parcel = random.pick(&order.parcels).map(|parcel| parcel.id.clone());
    Some(match random.below(10) {
        0..3 => Command::PackUnits {
            order: id,
            line: line as u16,
            units: random.units(),
        },
        3 => Command::ScanPack {
            order: id,
            text: random.text(&ITEMS).to_owned(),
        },
        4 | 5 => Command::UndoPack {
            order: id,
            line: open_parcel(order)?.lines.first()?.line,
            units: random.units(),
        },
        6 => Command::CloseParcel {
            order: id,
            carton: None,
            weight_grams: Some(500),
        },
        7 => Command::LabelParcel {
            order: id,
            parcel: parcel?,
            carrier: code(random.text(&["DHL", "POST"])),
            tracking: None,
        },
        8 => Command::HandOver {
            parcels: vec![(id.clone(), parcel.clone()?), (id, parcel?)],
        },
        _ => Command::ConfirmDelivery {
            parcels: vec![(id.clone(), parcel.clone()?), (id, parcel?)],
        },
    })
}

fn returning(random: &mut Random, state: &Workspace) -> Option<Command> {
    let order = order_where(random, state, |order| order.stages().shipped_ever() > 0)?;
    let id = order.id.clone();
    let mut line = random.below(order.lines.len()) as u16;
    let case = random.pick(&order.returns);
    let undecided = case.and_then(|case| case.lines.iter().find(|r| r.received > r.decided()));
    if let Some(waits) = undecided {
        line = waits.line;
    }
    let made = case.and_then(|case| {
        let mut decided = case.lines.iter().filter(|r| !r.decisions.is_empty());
        decided.find_map(|r| Some((r.line, r.decisions.last()?.clone())))
    });
    let case = case.map(|case| case.id.clone());
    if let (true, Some((line, decision)), Some(return_id)) = (random.once_in(5), made, &case) {
        let units = 1 + random.below(decision.units as usize + 1) as u32;
        return Some(Command::UndoDecision {
            order: id,
            return_id: return_id.clone(),
            line,
            decision: Decision { units, ..decision },
        });
    }
    if let (true, Some(_), Some(return_id)) = (random.once_in(5), undecided, &case) {
        let units = random.units();
        return Some(Command::UndoReceipt {
            order: id,
            return_id: return_id.clone(),
            lines: vec![LineUnits { line, units }],
        });
    }
    let what = match (undecided, &case) {
        (Some(_), _) => 1 + random.below(6),
        (None, Some(_)) => [0, 2, 3, 7][random.below(4)],
        (None, None) => random.below(2),
    };
    Some(match what {
        0..2 => {
            let units = random.units();
            let line = |reason, units| ReturnLine {
                line,
                sku: order.lines[usize::from(line)].sku.clone(),
                units,
                reason,
                words: None,
            };
            let mut lines = vec![line(ReturnReason::Damaged, units)];
            if random.once_in(2) {
                lines.push(line(ReturnReason::Size, 1));
            }
            Command::AuthoriseReturn { order: id, lines }
        }
        2..4 => {
            let line = |units| LineUnits { line, units };
            let mut lines = vec![line(random.units())];
            if random.once_in(3) {
                lines.push(line(1));
            }
            Command::ReceiveReturn {
                order: id,
                return_id: case?,
                lines,
            }
        }
        4..7 => Command::DecideReturn {
            order: id,
            return_id: case?,
            line,
            units: random.units(),
            condition: *random.pick(&[Condition::New, Condition::Opened, Condition::Damaged])?,
            disposition: *random.pick(Disposition::ALL)?,
            bin: Some(code(random.text(&BINS))),
        },
        _ => Command::CloseReturn {
            order: id,
            return_id: case?,
        },
    })
}

fn office(random: &mut Random, state: &Workspace) -> Option<Command> {
    let order = any_order(random, state)?;
    let id = order.id.clone();
    Some(match random.below(9) {
        8 => Command::UndoVerification {
            orders: vec![id.clone(), id],
        },
        0 => Command::PlaceHold {
            orders: vec![id.clone(), id],
            kind: *random.pick(HoldKind::ALL)?,
            words: None,
            until_ms: random.once_in(2).then_some(1_700_000_050_000),
        },
        1..3 => Command::ReleaseHold {
            order: id,
            hold: random.pick(&order.holds)?.hold.clone(),
        },
        3 | 4 => Command::RecordPayment {
            order: id,
            method: PaymentMethod::Card,
            amount: order.total(),
            reference: None,
        },
        5 => Command::Refund {
            order: id,
            return_id: order.returns.first().map(|case| case.id.clone()),
            method: PaymentMethod::Card,
            amount: Amount(25_500),
            reference: None,
        },
        6 => Command::VerifyOrders { orders: vec![id] },
        _ => {
            let words = |text: &str| Words::new(text).expect("words");
            Command::GiveAddress {
                order: id,
                address: Box::new(Address {
                    name: words(random.text(&["Ana", "Ben"])),
                    street: words("1 High Street"),
                    city: words("York"),
                    post_code: None,
                    country: words("United Kingdom"),
                    phone: None,
                }),
            }
        }
    })
}

fn bins(random: &mut Random) -> Command {
    let (from, to) = (code(random.text(&BINS)), code(random.text(&BINS)));
    if random.once_in(2) {
        return Command::MoveStock {
            sku: sku(random.text(&ITEMS)),
            from,
            to,
            units: random.units(),
        };
    }
    Command::AdjustStock {
        sku: sku(random.text(&ITEMS)),
        bin: from,
        difference: random.below(7) as i64 - 3,
        reason: LossReason::Counted,
        words: None,
    }
}

fn catalog(random: &mut Random) -> Command {
    let item = sku(random.text(&ITEMS));
    let name = Words::new(random.text(&["Red", "Green", "Blue"])).ok();
    let barcode = code(random.text(&["5000", "5001", "5002"]));
    match random.below(3) {
        0 => Command::AddItems {
            items: vec![NewItem {
                sku: item,
                name,
                barcodes: vec![barcode],
            }],
        },
        1 => Command::SetUpBins {
            bins: vec![(code(random.text(&BINS)), random.below(9) as u32)],
        },
        _ => Command::ChangeItem {
            sku: item,
            name,
            barcodes: random.once_in(2).then(|| vec![barcode]),
            weight_grams: Some(random.below(900) as u32),
        },
    }
}

fn cancel(random: &mut Random, state: &Workspace) -> Option<Command> {
    let order = order_where(random, state, |order| order.stages().get(Stage::Picked) > 0)?;
    let line = random.below(order.lines.len()) as u16;
    let units = |random: &mut Random| LineUnits {
        line,
        units: random.units(),
    };
    Some(Command::CancelLines {
        order: order.id.clone(),
        lines: vec![units(random), units(random)],
        words: None,
    })
}

fn put_back(random: &mut Random, state: &Workspace) -> Option<Command> {
    let order = order_where(random, state, |order| {
        order.lines.iter().any(|l| l.put_back > 0)
    })?;
    let line = order.lines.iter().position(|line| line.put_back > 0)?;
    Some(Command::PutBack {
        order: order.id.clone(),
        line: line as u16,
        bin: code(random.text(&BINS)),
        units: random.units(),
    })
}

/// The kind of an event.
pub fn kind(event: &Event) -> String {
    let shown = format!("{event:?}");
    let end = shown.find([' ', '(', '{']).unwrap_or(shown.len());
    shown[..end].to_owned()
}

/// Checks that every kind of event came about: a run that never gets as far as a return proves nothing about returns.
pub fn check_kinds(kinds: &BTreeSet<String>) {
    let expected = [
        "AddressGiven",
        "BatchFinished",
        "BatchReleased",
        "BinAdded",
        "CreditRecorded",
        "HoldPlaced",
        "HoldReleased",
        "ItemAdded",
        "ItemChanged",
        "LinePicked",
        "LinesCancelled",
        "LinesPromised",
        "OrderPlaced",
        "OrderVerified",
        "PackingUndone",
        "ParcelClosed",
        "ParcelDelivered",
        "ParcelHandedOver",
        "ParcelLabelled",
        "PaymentRecorded",
        "PaymentRefunded",
        "PickShorted",
        "PickUndone",
        "PromisesReleased",
        "PutBack",
        "ReturnAuthorised",
        "ReturnClosed",
        "ReturnDecided",
        "ReturnReceived",
        "StockPosted",
        "StopReached",
        "ToteAssigned",
        "ToteConfirmed",
        "UnitsPacked",
    ];
    let missing: Vec<&str> = expected
        .into_iter()
        .filter(|kind| !kinds.contains(*kind))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
