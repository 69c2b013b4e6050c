//! Which buttons of the floor a code of the printed sheet presses, and which have none, and why.

use crate::trade::scan::CommandCode;

/// The buttons beside the next step that a command presses, by name: the first that stands.
pub const fn buttons(command: CommandCode) -> &'static [&'static str] {
    match command {
        CommandCode::Confirm | CommandCode::Undo => &[],
        CommandCode::Short => &["short"],
        CommandCode::Skip => &["skip", "no-weight", "no-print"],
        CommandCode::Scrap => &["damaged", "write-off"],
        CommandCode::Close => &["close", "nothing-more", "inspect"],
        CommandCode::Print => &["print-slip", "print-label"],
        CommandCode::Other => &["other-place", "carrier"],
        CommandCode::Full => &["tote-full"],
        CommandCode::Unreachable => &["unreachable"],
        CommandCode::Back => &["pack-more", "reopen", "receive"],
    }
}

/// Buttons without a command, each with the reason.
pub const WITHOUT_COMMAND: [(&str, &str); 9] = [
    ("quantity", "a number is typed next"),
    ("only", "the item is scanned or chosen next"),
    ("surplus", "what came is looked at on the screen"),
    ("stop", "forgets a count: pressed on purpose only"),
    ("cancel", "gives up a parcel: pressed on purpose only"),
    (
        "all",
        "hands over what nobody scanned: pressed on purpose only",
    ),
    ("deliver", "leads to another task"),
    ("put-back", "leads to another task"),
    ("take-over", "another device works on it: a person decides"),
];
