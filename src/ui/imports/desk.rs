//! The intake's view of this tab: commands go to the portal, or to the tab that leads; bytes come from a picked file.

use crate::browser::files::{Chunks, PickedFile};
use crate::domain::{Command, Event, Workspace};
use crate::portal::PortalError;
use crate::portal::intake::{FileBytes, IncomingFile, IntakeDesk};
use crate::ui::desk;

/// This tab as the intake's desk.
pub(super) struct TabDesk;

impl IntakeDesk for TabDesk {
    fn look<T>(&self, with: impl FnOnce(&Workspace) -> T) -> T {
        desk::peek(with)
    }

    async fn take(&self, command: Command) -> Result<Vec<Event>, PortalError> {
        desk::run_bulk(command).await
    }

    async fn settle(&self) -> Result<(), PortalError> {
        desk::settle().await
    }
}

/// The bytes of a picked file.
pub(super) struct PickedBytes(Chunks);

impl FileBytes for PickedBytes {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        self.0.next().await.map_err(|thrown| thrown.to_string())
    }
}

/// A picked file as the intake takes it.
pub(super) fn incoming(file: &PickedFile) -> IncomingFile<PickedBytes> {
    IncomingFile {
        name: file.name(),
        size_bytes: file.bytes(),
        bytes: PickedBytes(file.chunks()),
    }
}
