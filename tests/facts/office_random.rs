//! Whatever the offices of two tablets do apart: they come to the same, and every column adds up.

use crate::office_world::{
    account, decide, eur, free_desk, know, line, line_key, order, order_id, orders, pay, record,
    refund, route, take_in, time,
};
use crate::support::units;
use crate::tablets::{Tablet, exchange};
use depo::trade::Event;
use depo::trade::decide::office::OfficeCommand;
use depo::trade::id::{DocumentId, ErasureId};
use depo::trade::orders::commands::{IncomingOrder, OrderCommand, UnitsOfLine};
use depo::trade::orders::{CancelReason, Doubt, OrderField};
use depo::trade::personal::subject::documents_of;
use depo::trade::personal::{ErasedSlots, ErasureCause, ErasureOrdered, PersonalFact, Slot};
use depo::trade::state::entries::Clash;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
enum Step {
    Cancel(u64),
    CancelWhole,
    UndoCancellation(usize),
    Expire,
    Pay(i64),
    Refund(i64, bool),
    Add(u64),
    Read(i64, bool),
    Accept(i64, u64),
    Set(u32),
    Verify,
    Route(u64),
    Exchange,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1u64..3).prop_map(Step::Cancel),
        Just(Step::CancelWhole),
        (0usize..3).prop_map(Step::UndoCancellation),
        Just(Step::Expire),
        (1i64..60).prop_map(Step::Pay),
        (1i64..60, any::<bool>()).prop_map(|(euros, named)| Step::Refund(euros, named)),
        (1u64..3).prop_map(Step::Add),
        (0i64..4, any::<bool>()).prop_map(|(day, whole)| Step::Read(day, whole)),
        (1i64..4, 1u64..6).prop_map(|(day, number)| Step::Accept(day, number)),
        (0u32..3).prop_map(Step::Set),
        Just(Step::Verify),
        (1u64..3).prop_map(Step::Route),
        Just(Step::Exchange),
    ]
}

fn exported(day: i64, number: u64, whole: bool) -> IncomingOrder {
    let mut lines = vec![line("MUG", number, 10)];
    if whole {
        lines.push(line("CUP", 1, 3));
    }
    let mut record = record("1", 0, lines);
    record.placed.updated_at = Some(time(day));
    if !whole {
        record.placed.doubts = vec![Doubt::RowRefused];
    }
    record
}

fn command(tablet: &Tablet, step: &Step) -> Option<OfficeCommand> {
    let id = order_id("1");
    Some(match step {
        Step::Cancel(number) => orders(OrderCommand::CancelUnits {
            order: id,
            lines: vec![UnitsOfLine {
                line: line_key("MUG"),
                units: units(*number),
            }],
            why: CancelReason::Customer,
            rows: Vec::new(),
        }),
        Step::CancelWhole => orders(OrderCommand::CancelOrders {
            orders: vec![id],
            why: CancelReason::House,
        }),
        Step::UndoCancellation(number) => {
            let mut cancellations = order(tablet, "1").cancellations();
            let (at, _) = cancellations.nth(*number)?;
            orders(OrderCommand::UndoCancellation {
                order: id,
                cancellation: at.fact(),
            })
        }
        Step::Expire => orders(OrderCommand::ExpireUnpaid {
            order: id,
            due: crate::office_world::instant(30),
        }),
        Step::Refund(euros, named) => refund("1", *euros, named.then_some(("MUG", 1))),
        Step::Add(number) => orders(OrderCommand::AddLines {
            order: id,
            lines: vec![line("MUG", *number, 8)],
        }),
        Step::Read(day, whole) => orders(OrderCommand::TakeIn {
            records: vec![exported(*day, 4, *whole)],
        }),
        Step::Accept(day, number) => orders(OrderCommand::AcceptSource {
            order: id,
            record: exported(*day, *number, true),
        }),
        Step::Set(priority) => orders(OrderCommand::SetFields {
            order: id,
            fields: vec![OrderField::Priority(*priority)],
        }),
        Step::Verify => orders(OrderCommand::Verify { orders: vec![id] }),
        Step::Pay(_) | Step::Route(_) | Step::Exchange => return None,
    })
}

/// What holds of the order whatever happened.
fn holds(tablet: &Tablet) -> Result<(), TestCaseError> {
    let account = account(tablet, "1");
    let sums = account.totals;
    let column = sums.goods - sums.discounts + sums.tax + sums.charges - sums.cancelled;
    prop_assert_eq!(column, sums.total);
    prop_assert!(sums.total >= 0 && account.due() >= 0 && account.to_give_back() >= 0);
    prop_assert!(account.due() == 0 || account.to_give_back() == 0);
    let demand = tablet.state.demand(order(tablet, "1"));
    for part in demand.parts.values() {
        prop_assert_eq!(part.raw.sum(), 0);
    }
    for line in account.lines.values() {
        prop_assert!(0 <= line.shipped && line.shipped <= line.kept && line.kept <= line.ordered);
    }
    Ok(())
}

/// Everything that follows from the facts but for the personal rows: goods, demand, money, holds, doubts, what clashed.
fn without_persons(tablet: &Tablet) -> String {
    let order = order(tablet, "1");
    let demand = tablet.state.demand(order);
    let clashes = tablet.clashes().into_iter();
    let clashes: Vec<Clash> = clashes
        .filter(|clash| !matches!(clash, Clash::SaidTwice { .. }))
        .collect();
    format!(
        "{:?} {demand:?} {:?} {:?} {:?} {clashes:?}",
        tablet.state.ledger,
        account(tablet, "1"),
        order.holds(),
        order.doubts(&tablet.relations()),
    )
}

/// Every row of every document, as an erasure names it.
fn erasable(tablet: &Tablet) -> Vec<ErasedSlots> {
    let documents = documents_of(&tablet.state, &order_id("1")).into_iter();
    let slots = documents.map(|document| {
        let rows = tablet.state.rows_of(&document);
        let slots: BTreeSet<Slot> = rows.map(|(id, ..)| id.slot.clone()).collect();
        ErasedSlots {
            slots: slots.into_iter().collect(),
            document,
        }
    });
    slots.filter(|of| !of.slots.is_empty()).collect()
}

/// How many rows live.
fn living(tablet: &Tablet) -> usize {
    let relations = tablet.relations();
    let documents = documents_of(&tablet.state, &order_id("1")).into_iter();
    let lives = |document: &DocumentId| {
        let rows = tablet.state.rows_of(document);
        rows.filter(|(_, at, row)| tablet.state.erasures.lives(document, row, at, &relations))
            .count()
    };
    documents.map(|document| lives(&document)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn two_offices_come_to_the_same_and_every_column_adds_up(
        steps in prop::collection::vec((any::<bool>(), step()), 1..14),
    ) {
        let mut a = Tablet::founder();
        know(&mut a, &["MUG", "CUP"]);
        take_in(&mut a, 10, vec![exported(0, 4, false)]);
        free_desk(&mut a, 11, "1");
        let b = Tablet::joining(b'B', &a);
        let mut tablets = [a, b];
        for (seconds, (first, step)) in (40..).step_by(10).zip(&steps) {
            let [a, b] = &mut tablets;
            let tablet = if *first { &mut *a } else { &mut *b };
            match step {
                Step::Pay(euros) => {
                    pay(tablet, seconds, "1", *euros);
                }
                Step::Route(number) => {
                    route(tablet, seconds, "1", "MUG", *number);
                }
                Step::Exchange => exchange(a, b),
                Step::Cancel(_)
                | Step::CancelWhole
                | Step::UndoCancellation(_)
                | Step::Expire
                | Step::Refund(..)
                | Step::Add(_)
                | Step::Read(..)
                | Step::Accept(..)
                | Step::Set(_)
                | Step::Verify => {
                    let before = account(tablet, "1");
                    if let Some(command) = command(tablet, step)
                        && let Ok(commits) = decide(tablet, seconds, &command)
                    {
                        tablet.append_all(seconds, commits);
                        // Within what a device knows no more goes back than came in.
                        let after = account(tablet, "1");
                        prop_assert!(
                            after.refunded <= after.paid || after.refunded == before.refunded
                        );
                    }
                }
            }
            tablets.iter().try_for_each(holds)?;
        }
        let [a, b] = &mut tablets;
        exchange(a, b);
        prop_assert_eq!(format!("{:?}", a.state), format!("{:?}", b.state));
        a.is_proved();
        prop_assert_eq!(account(a, "1").currency, Some(eur(0).currency));
        holds(a)?;
        // More went back than came in exactly where an entry says so.
        let back: i128 = order(a, "1").refunds().map(|(_, of)| of.money.amount.wide()).sum();
        let entries = a.clashes();
        let told = entries.iter().filter(|clash| matches!(clash, Clash::GaveBackTooMuch(..)));
        prop_assert_eq!(told.count(), usize::from(back > account(a, "1").paid));
        // Whatever was done before, an erasure changes no sum, no count, no chain and no status.
        let before = without_persons(a);
        let documents = erasable(a);
        prop_assert!(!documents.is_empty());
        let ordered = PersonalFact::ErasureOrdered(ErasureOrdered {
            cause: ErasureCause::Request,
            slots: documents,
        });
        let ordered = a.write(900, None, vec![Event::Personal(ordered)]);
        let erasure = ErasureId(a.opened_by(&ordered));
        let executed = PersonalFact::ErasureExecuted { erasure };
        b.take(a);
        b.write(901, None, vec![Event::Personal(executed)]);
        exchange(a, b);
        prop_assert_eq!(living(a), 0);
        prop_assert_eq!(&before, &without_persons(a));
        prop_assert_eq!(&before, &without_persons(b));
        a.is_proved();
        b.is_proved();
    }
}
