//! Files that answer channels: what is new since the last one, looked at before it is written, and what was sent.

mod carriers;
mod edi;
mod history;
mod page;
mod preview;
mod words;

pub use page::AnswersPage;

use crate::browser::clock;
use crate::browser::files::Download;
use crate::screens::desk;
use crate::screens::workspace::file_error;
use crate::site::{Reading, SiteError};
use crate::trade::channels::{AnswerForm, AnswerKind, Told};
use crate::trade::id::ChannelId;
use crate::ui::feedback::Problem;
use crate::view::answers::{self, Clock, Made};

/// Reads with the clock on the wall.
fn with_clock<T>(work: impl FnOnce(&Clock<'_>) -> T) -> T {
    let ahead = clock::zone_offset_minutes;
    work(&Clock {
        now_ms: desk::now_ms(),
        ahead: &ahead,
    })
}

/// The file that tells a channel these things.
fn file(
    at: &Reading<'_>,
    channel: &ChannelId,
    kind: AnswerKind,
    form: AnswerForm,
    told: &[Told],
) -> Made {
    with_clock(|clock| answers::make(at, channel, kind, form, told, clock))
}

/// Hands a file to the browser.
fn save(made: &Made) -> Result<(), Problem> {
    let mut download = Download::new();
    download.push(&made.bytes).map_err(file_error)?;
    download.save(&made.name, made.media).map_err(file_error)
}

/// Records what a file tells, then hands it out. In this order: a file that went out and is not recorded would be told
/// twice; one that is recorded and did not go out is sent again from the list.
async fn send(
    channel: ChannelId,
    kind: AnswerKind,
    form: AnswerForm,
    made: &Made,
) -> Result<(), Problem> {
    use crate::trade::channels::AnswerWritten;
    use crate::trade::channels::commands::ChannelCommand;
    let command = ChannelCommand::WriteAnswer(AnswerWritten {
        channel,
        kind,
        form,
        told: made.told.clone(),
    });
    let ran: Result<_, SiteError> = desk::run(command).await;
    ran.map_err(|error| desk::problem(&error))?;
    save(made)
}
