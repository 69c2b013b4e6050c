//! What the first page counts: what must leave, what blocks it, what is on the floor. Pure.

use crate::domain::Workspace;
use crate::domain::order::{Commercial, Fulfilment, ParcelState};

/// The counts of the first page. Orders, unless it says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// Orders in all.
    pub orders: usize,
    /// Open: something is still to be done.
    pub open: usize,
    /// May be worked and nothing is promised yet.
    pub to_promise: usize,
    /// Promised in full, and in no batch: ready for the floor.
    pub ready: usize,
    /// Waiting for goods: something is open, and the order may be worked.
    pub short: usize,
    /// A person must look at them first.
    pub to_verify: usize,
    /// On hold.
    pub held: usize,
    /// Payments do not cover them.
    pub unpaid: usize,
    /// Being picked.
    pub picking: usize,
    /// With work for the pack table.
    pub to_pack: usize,
    /// Parcels that are labelled and have not left.
    pub parcels_to_ship: usize,
    /// Parcels on their way.
    pub parcels_on_the_way: usize,
    /// Returns that are expected or wait for inspection.
    pub returns: usize,
    /// Units that must go back from a tote into a bin.
    pub put_back: u64,
    /// Orders with something in their history that should not have happened.
    pub anomalies: usize,
    /// Must leave by the end of today and have not.
    pub due: usize,
    /// Open pick batches.
    pub batches: usize,
}

impl Today {
    /// Counts at this time: milliseconds since 1970 UTC, and the end of the local day in civil minutes.
    pub fn count(state: &Workspace, now_ms: i64, day_ends_at: i64) -> Today {
        let mut today = Today {
            orders: state.orders_count(),
            ..Today::default()
        };
        for head in state.heads() {
            let add = |count: &mut usize, is: bool| *count += usize::from(is);
            let open = head.commercial == Commercial::Open;
            let outstanding = head.stages.outstanding() > 0;
            let workable = head.releasable_at(now_ms) && outstanding;
            let f = head.fulfilment;
            add(&mut today.open, open);
            add(&mut today.to_promise, workable && f == Fulfilment::Waiting);
            add(&mut today.ready, workable && f == Fulfilment::Promised);
            add(
                &mut today.short,
                workable && f == Fulfilment::PartlyPromised,
            );
            add(&mut today.to_verify, open && outstanding && head.unverified);
            add(&mut today.held, open && head.held_at(now_ms));
            add(&mut today.unpaid, open && outstanding && !head.covered);
            add(&mut today.picking, f == Fulfilment::Picking);
            add(&mut today.to_pack, head.is_to_pack());
            add(&mut today.anomalies, head.anomalies > 0);
            add(
                &mut today.due,
                open && outstanding && head.ship_by.is_some_and(|by| by <= day_ends_at),
            );
            today.parcels_to_ship += head
                .parcels
                .iter()
                .filter(|parcel| parcel.is_to_hand_over())
                .count();
            today.parcels_on_the_way += head
                .parcels
                .iter()
                .filter(|p| p.state == ParcelState::HandedOver)
                .count();
            today.returns += head.returns.iter().filter(|case| !case.closed).count();
            today.put_back += u64::from(head.put_back);
        }
        today.batches = state
            .batches
            .values()
            .filter(|batch| !batch.finished)
            .count();
        today
    }
}
