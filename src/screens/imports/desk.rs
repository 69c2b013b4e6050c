//! The intake's view of this tab: commands go to the workspace, or to the tab that leads; bytes come from a picked file.

use crate::browser::files::{Chunks, PickedFile};
use crate::exchange::bytes::Encoding;
use crate::intake::recoded::Recoded;
use crate::intake::{Answer, Desk, FileBytes, IncomingFile, Pace};
use crate::screens::desk::{self, ScreenPace};
use crate::site::{Reading, SiteError};
use crate::trade::decide::{Command, Proposed};
use crate::trade::personal::content::Written;
use std::cell::Cell;

/// This tab as the intake's desk. The salts of personal rows are taken from a supply of random bytes.
pub(super) struct TabDesk {
    /// Random bytes of this import, and how many salts were made of them.
    seed: [u8; 16],
    made: Cell<u64>,
}

impl TabDesk {
    /// With a supply of random bytes; `None` where the browser has none.
    pub(super) fn new() -> Option<Self> {
        Some(TabDesk {
            seed: desk::salt().ok()?,
            made: Cell::new(0),
        })
    }
}

impl Desk for TabDesk {
    type Error = SiteError;

    fn read<T>(&self, with: impl FnOnce(&Reading<'_>) -> T) -> T {
        desk::peek(with)
    }

    fn rehearse(&self, command: &Command) -> Result<Vec<Proposed>, SiteError> {
        desk::rehearse(command.clone())
    }

    async fn run(&self, command: Command, rows: Vec<Written>) -> Result<Answer, SiteError> {
        match desk::run_with(command, rows).await {
            Ok(_) => Ok(Answer::Done),
            Err(SiteError::Refused(refusal)) => Ok(Answer::Refused(refusal)),
            Err(error) => Err(error),
        }
    }

    fn salt(&self) -> [u8; 16] {
        // The browser's chance for each; where it fails, which it does not after it has worked, the first with a counter.
        let made = self.made.get() + 1;
        self.made.set(made);
        desk::salt().unwrap_or_else(|_| {
            let mut salt = self.seed;
            for (byte, number) in salt.iter_mut().zip(made.to_be_bytes()) {
                *byte ^= number;
            }
            salt
        })
    }

    fn now_ms(&self) -> i64 {
        desk::now_ms()
    }
}

impl Pace for ScreenPace {
    async fn step(&self) -> bool {
        self.pause(0, 0).await
    }
}

/// The bytes of a picked file.
pub(super) struct PickedBytes {
    file: PickedFile,
    chunks: Chunks,
}

impl FileBytes for PickedBytes {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        self.chunks
            .next()
            .await
            .map_err(|thrown| thrown.to_string())
    }

    fn rewind(&mut self) {
        self.chunks = self.file.chunks();
    }
}

/// A picked file as the intake takes it, with what a person has said of its encoding.
pub(super) fn incoming(
    (file, said): &(PickedFile, Option<Encoding>),
) -> IncomingFile<Recoded<PickedBytes>> {
    let bytes = PickedBytes {
        chunks: file.chunks(),
        file: file.clone(),
    };
    IncomingFile {
        name: file.name(),
        size_bytes: file.bytes(),
        bytes: Recoded::new(bytes, *said),
        is_said: said.is_some(),
    }
}
