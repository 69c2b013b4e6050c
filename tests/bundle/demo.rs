//! The demo day: the same for the same seed, nothing refused, and something in every state.

use crate::file::*;
use depo::domain::order::{Commercial, Fulfilment, ParcelState, Payment};
use std::collections::BTreeSet;

#[test]
fn the_day_is_the_same_every_time() {
    let ((one, steps), (two, again)) = (demo_site(1), demo_site(1));
    assert_eq!(steps, again);
    assert_eq!(one.portal.state().digest(), two.portal.state().digest());
    let about = depo::portal::demo::Day::STEPS_ABOUT;
    assert!(steps.abs_diff(about) * 10 < about, "{steps} steps");
    one.prove();
}

#[test]
fn the_day_has_something_in_every_state() {
    let (site, _) = demo_site(1);
    let state = site.portal.state();
    assert_eq!((state.orders_count(), state.catalog.len()), (40, 60));
    assert!(state.catalog.iter().all(|item| item.name.is_some()));
    let codes: BTreeSet<_> = state
        .catalog
        .iter()
        .flat_map(|item| &item.barcodes)
        .collect();
    for code in &codes {
        let digits = code.as_str().bytes().map(|digit| u32::from(digit - b'0'));
        let sum: u32 = digits
            .zip([1, 3].into_iter().cycle())
            .map(|(d, f)| d * f)
            .sum();
        assert_eq!(sum % 10, 0, "{code}");
    }
    assert_eq!(codes.len(), 60);
    let aisles: BTreeSet<char> = state
        .bins
        .keys()
        .filter_map(|bin| bin.as_str().chars().next())
        .collect();
    assert_eq!(aisles.len(), 4);

    let heads: Vec<_> = state.heads().collect();
    let fulfilments: BTreeSet<Fulfilment> = heads.iter().map(|head| head.fulfilment).collect();
    for wanted in [
        Fulfilment::Waiting,
        Fulfilment::PartlyPromised,
        Fulfilment::Promised,
        Fulfilment::Picking,
        Fulfilment::Picked,
        Fulfilment::Packed,
        Fulfilment::Shipped,
        Fulfilment::Delivered,
    ] {
        assert!(
            fulfilments.contains(&wanted),
            "{wanted:?} of {fulfilments:?}"
        );
    }
    let payments: BTreeSet<Payment> = heads.iter().map(|head| head.payment).collect();
    for wanted in [
        Payment::Unpaid,
        Payment::PartlyPaid,
        Payment::Paid,
        Payment::OnAccount,
    ] {
        assert!(payments.contains(&wanted), "{wanted:?} of {payments:?}");
    }
    let currencies: BTreeSet<&str> = heads.iter().map(|head| head.currency.as_str()).collect();
    assert_eq!(currencies.len(), 4);
    let channels: BTreeSet<&str> = heads.iter().map(|head| head.id.channel()).collect();
    assert_eq!(channels.len(), 4);
    assert_eq!(heads.iter().filter(|head| head.held_at(NOON_MS)).count(), 4);
    assert_eq!(heads.iter().filter(|head| head.unverified).count(), 3);
    let parcels: BTreeSet<ParcelState> = heads
        .iter()
        .flat_map(|head| &head.parcels)
        .map(|parcel| parcel.state)
        .collect();
    assert_eq!(parcels.len(), 4, "{parcels:?}");
    let returns: Vec<_> = heads.iter().flat_map(|head| &head.returns).collect();
    assert_eq!(returns.len(), 1);
    assert!(!returns[0].closed && returns[0].authorised == 1);
    assert!(
        heads
            .iter()
            .any(|head| head.commercial == Commercial::Completed)
    );
    assert_eq!(heads.iter().map(|head| head.anomalies).sum::<u32>(), 0);

    let open: Vec<_> = state
        .batches
        .values()
        .filter(|batch| !batch.finished)
        .collect();
    assert_eq!((state.batches.len(), open.len()), (2, 1));
    let done = open[0].tasks_done();
    assert!(done > 0 && done < open[0].tasks.len());
    let short = state
        .ledger
        .items()
        .filter(|(_, stock)| stock.wanted() > stock.free());
    assert!(short.count() > 3);
    assert!(state.ledger.mismatches().is_empty());
}
