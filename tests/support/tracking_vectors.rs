//! Tracking numbers that are right or wrong for a format: `{courier, format, id, kind, number}`.

use depo::exchange::tracking::recognise;
use serde_json::Value;

/// Says what is wrong where a number is judged otherwise than the vector says.
pub fn judge(vector: &Value) -> Result<(), String> {
    let text = |name: &str| vector[name].as_str().unwrap_or_default();
    let found = recognise(text("number"));
    let is_found = found.iter().any(|found| found.format == text("format"));
    match text("kind") {
        "valid" if !is_found => Err("not recognised".to_owned()),
        "invalid" if is_found => Err("recognised all the same".to_owned()),
        "valid" | "invalid" => Ok(()),
        kind => Err(format!("'{kind}' is neither valid nor invalid")),
    }
}
