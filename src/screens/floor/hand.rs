//! The workspace as a person on the floor reads it.

use crate::screens::desk::{self, Area};
use crate::site::Reading;
use crate::stream::id::StreamId;
use crate::view::floor::Hand;

fn with<T>(at: &Reading<'_>, read: impl FnOnce(&Hand<'_>) -> T) -> T {
    let own = desk::workspace().map(|workspace| workspace.own().0);
    let warehouse = desk::floor_warehouse(at);
    read(&Hand {
        at: *at,
        now_ms: desk::now_ms(),
        today: desk::today(),
        operator: desk::operator(),
        stream: own.unwrap_or(StreamId::new([0; 16])),
        warehouse: warehouse.as_ref(),
    })
}

/// Reads, following these areas and the warehouse of this device inside an effect or a view.
pub fn read<T>(areas: &[Area], reads: impl FnOnce(&Hand<'_>) -> T) -> T {
    desk::followed_warehouse();
    desk::read(areas, |at| with(at, reads))
}

/// Reads without following anything.
pub fn peek<T>(reads: impl FnOnce(&Hand<'_>) -> T) -> T {
    desk::peek(|at| with(at, reads))
}
