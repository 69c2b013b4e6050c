//! The carriers to choose from: those this device has labelled for, the last one first, then those that are known.

use crate::browser::preferences;
use crate::limits::CARRIERS_REMEMBERED_MAX;
use crate::screens::floor::hand;
use crate::trade::text::Code;
use crate::view::floor::carriers;

const NAME: &str = "carriers";

fn remembered() -> Vec<String> {
    let kept = preferences::read(NAME).unwrap_or_default();
    let codes = kept.lines().filter_map(|line| Code::new(line).ok());
    codes.map(|code| code.to_string()).collect()
}

/// The codes of carriers, the likeliest first.
pub fn known() -> Vec<String> {
    let mut carriers = remembered();
    for carrier in hand::peek(carriers::known) {
        if carriers.len() >= CARRIERS_REMEMBERED_MAX {
            break;
        }
        if !carriers.contains(&carrier) {
            carriers.push(carrier);
        }
    }
    carriers
}

/// Puts a carrier first.
pub fn remember(carrier: &Code) {
    let mut carriers = remembered();
    carriers.retain(|known| known != carrier.as_str());
    carriers.insert(0, carrier.to_string());
    carriers.truncate(CARRIERS_REMEMBERED_MAX);
    preferences::write(NAME, &carriers.join("\n"));
}
