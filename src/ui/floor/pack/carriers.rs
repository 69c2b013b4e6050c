//! The carriers to choose from: those this device has labelled for, the last one first, then those of other parcels.

use crate::browser::preferences;
use crate::domain::text::Code;
use crate::limits::CARRIERS_REMEMBERED_MAX;
use crate::ui::desk;

const NAME: &str = "carriers";

fn remembered() -> Vec<Code> {
    let kept = preferences::read(NAME).unwrap_or_default();
    kept.lines()
        .filter_map(|line| Code::new(line).ok())
        .collect()
}

/// The carriers, the likeliest first.
pub fn known() -> Vec<Code> {
    let mut carriers = remembered();
    desk::peek(|state| {
        let parcels = state.heads().flat_map(|head| &head.parcels);
        for carrier in parcels.filter_map(|parcel| parcel.carrier.as_ref()) {
            if carriers.len() >= CARRIERS_REMEMBERED_MAX {
                return;
            }
            if !carriers.contains(carrier) {
                carriers.push(carrier.clone());
            }
        }
    });
    carriers
}

/// Puts a carrier first.
pub fn remember(carrier: &Code) {
    let mut carriers = remembered();
    carriers.retain(|known| known != carrier);
    carriers.insert(0, carrier.clone());
    carriers.truncate(CARRIERS_REMEMBERED_MAX);
    let lines: Vec<&str> = carriers.iter().map(Code::as_str).collect();
    preferences::write(NAME, &lines.join("\n"));
}
