//! What must hold in every state.

use depo::domain::Workspace;
use depo::domain::ledger::MismatchKind;
use depo::domain::order::{Order, Stage};
use depo::domain::place::Place;
use depo::domain::text::{Code, OrderId, Sku};
use std::collections::BTreeMap;

/// What must hold in every state, however it came about: all orders must be in memory.
pub fn check(state: &Workspace) {
    for mismatch in state.ledger.mismatches() {
        let sums = matches!(
            mismatch.what,
            MismatchKind::NotZero { .. } | MismatchKind::SumDiffers
        );
        assert!(!sums, "{mismatch:?}");
    }
    let mut wanted: BTreeMap<&Sku, i64> = BTreeMap::new();
    let mut promised: BTreeMap<(&Sku, &Code, &OrderId, u16), i64> = BTreeMap::new();
    for order in orders(state) {
        for (i, line) in order.lines.iter().enumerate() {
            assert_eq!(line.stages.total(), line.units, "{order:?}");
            let sum: u32 = line.promises.iter().map(|promise| promise.units).sum();
            assert_eq!(sum, line.stages.get(Stage::Promised), "{order:?}");
            *wanted.entry(&line.sku).or_default() += i64::from(line.stages.get(Stage::Open));
            for promise in &line.promises {
                let key = (&line.sku, &promise.bin, &order.id, i as u16);
                *promised.entry(key).or_default() += i64::from(promise.units);
            }
        }
    }
    wanted.retain(|_, units| *units != 0);
    let mut in_ledger: BTreeMap<&Sku, i64> = BTreeMap::new();
    let mut held: BTreeMap<(&Sku, &Code, &OrderId, u16), i64> = BTreeMap::new();
    for (sku, item) in state.ledger.items() {
        if item.wanted() != 0 {
            in_ledger.insert(sku, item.wanted());
        }
        for (bin, holder, units) in item.holders() {
            held.insert((sku, bin, &holder.order, holder.line), units);
        }
    }
    assert_eq!(
        wanted, in_ledger,
        "what is wanted is the sum over the orders"
    );
    assert_eq!(
        promised, held,
        "what is promised is the sum over the orders"
    );
}

/// What must hold besides where only one device writes: nothing was decided without knowing all.
pub fn check_single(state: &Workspace) {
    check(state);
    assert_eq!(state.ledger.mismatches(), []);
    for order in orders(state) {
        assert_eq!(order.anomalies, [], "{order:?}");
    }
    let in_stage = |units: &dyn Fn(&depo::domain::order::Line) -> u32| {
        let mut sums: BTreeMap<&Sku, i64> = BTreeMap::new();
        for line in orders(state).flat_map(|order| &order.lines) {
            *sums.entry(&line.sku).or_default() += i64::from(units(line));
        }
        sums.retain(|_, units| *units != 0);
        sums
    };
    let at = |here: &dyn Fn(&Place) -> bool| {
        let mut sums: BTreeMap<&Sku, i64> = BTreeMap::new();
        for (sku, item) in state.ledger.items() {
            for (account, units) in item.accounts().filter(|(a, _)| here(&a.place)) {
                assert!(
                    units > 0 || !account.place.is_inside(),
                    "{account:?}: {units}"
                );
                *sums.entry(sku).or_default() += units;
            }
        }
        sums.retain(|_, units| *units != 0);
        sums
    };
    // Every unit is where its order says it is.
    let totes = at(&|place| matches!(place, Place::Tote(_)));
    assert_eq!(
        totes,
        in_stage(&|l| l.stages.get(Stage::Picked) + l.put_back)
    );
    let parcels = at(&|place| matches!(place, Place::Parcel(_)));
    assert_eq!(parcels, in_stage(&|l| l.stages.get(Stage::Packed)));
    let dock = at(&|place| matches!(place, Place::ReturnsDock));
    assert_eq!(dock, in_stage(&|l| l.stages.get(Stage::Received)));
    let out = at(&|place| matches!(place, Place::Carrier(_) | Place::Customer));
    assert_eq!(out, in_stage(&|l| l.stages.out()));
    at(&|place| matches!(place, Place::Bin(_)));
}

fn orders(state: &Workspace) -> impl Iterator<Item = &Order> {
    state.heads().map(|head| {
        let order = state.order(&head.id);
        order.expect("every order is in memory")
    })
}
