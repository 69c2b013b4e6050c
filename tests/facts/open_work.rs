//! The work that is open is kept beside all there ever was, and so is what may clash: both are what asking everything gives.

use crate::setup_support::forks;
use crate::tablets::Tablet;
use depo::trade::id::{OrderId, ParcelId};
use depo::trade::orders::status::Stages;
use depo::trade::packing::parcel::ParcelStatus;
use std::collections::BTreeSet;

/// Asserts that what a tablet says to be open, and to clash, is what asking every document gives.
#[track_caller]
pub fn is_told(tablet: &Tablet) {
    let (state, relations) = (&tablet.state, tablet.relations());
    let forks = forks(tablet);
    let of_all = state.asking_all();
    assert_eq!(
        state.entries(&forks, None, &relations),
        of_all.entries(&forks, None, &relations)
    );
    let batches = state.batches();
    assert!(
        state
            .open_batches()
            .eq(batches.filter(|(_, it)| !it.is_finished()))
    );
    let receipts = state.receipts();
    assert!(
        state
            .open_receipts()
            .eq(receipts.filter(|(_, it)| !it.is_closed()))
    );
    let rmas = state.rmas();
    assert!(state.open_rmas().eq(rmas.filter(|(_, it)| !it.is_closed())));
    let of_status = |statuses: &[ParcelStatus]| {
        let parcels = state.parcels();
        let parcels = parcels.filter(|(_, it)| statuses.contains(&it.status(&relations)));
        parcels.map(|(id, _)| *id).collect::<Vec<ParcelId>>()
    };
    let here = [
        ParcelStatus::Open,
        ParcelStatus::Closed,
        ParcelStatus::Labelled,
    ];
    let open: Vec<ParcelId> = state.open_parcels().map(|(id, _)| *id).collect();
    assert_eq!(open, of_status(&here));
    let away: Vec<ParcelId> = state.parcels_away().map(|(id, _)| *id).collect();
    assert_eq!(away, of_status(&[ParcelStatus::HandedOver]));
    let open: BTreeSet<&OrderId> = state.open_orders().map(|order| order.id()).collect();
    for order in state.orders() {
        let stages = Stages::of(&state.demand(order));
        assert!(
            stages.outstanding() == 0 || open.contains(order.id()),
            "{order:?}"
        );
    }
    let open: BTreeSet<_> = state.open_fulfilments().map(|(id, _)| *id).collect();
    for (id, fulfilment) in state.fulfilments() {
        let waits = fulfilment.has_in_hands() || fulfilment.requests().next().is_some();
        let is_routed = fulfilment.routed().is_some();
        assert!(!(waits && is_routed) || open.contains(id), "{id:?}");
    }
}
