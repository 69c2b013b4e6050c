//! The saved state: disposable, and only ever a shortcut. What it does not cover is replayed from the journal.

use super::Portal;
use super::error::PortalError;
use crate::domain::Workspace;
use crate::limits::VIEW_PART_BYTES;
use crate::storage::{Change, Durability, Store, Table};
use serde::{Deserialize, Serialize};

/// The name of the view's shape: a hash of the code that folds events. A program with other code does not even see
/// the views of this one, so nothing has to be migrated and an old tab blocks nobody.
pub const VIEW_SCHEMA: &str = env!("DEPO_FOLD");

const META_KEY: &[u8] = b"meta";

/// The row that is written last: with it the parts become the view.
#[derive(Serialize, Deserialize)]
struct Meta {
    epoch: u64,
    parts: u32,
    /// CRC-32 of all parts in a row: what guards against a torn or rotten view; a forged one is nobody's aim.
    checksum: u32,
}

fn part_key(epoch: u64, part: u32) -> Vec<u8> {
    [
        b"part".as_slice(),
        &epoch.to_be_bytes(),
        &part.to_be_bytes(),
    ]
    .concat()
}

async fn meta(view: &impl Store) -> Option<Meta> {
    let bytes = view.get(Table::View, META_KEY).await.ok()??;
    postcard::from_bytes(&bytes).ok()
}

/// The saved state, if there is a whole one. Anything wrong with it means that there is none: it can be rebuilt.
pub(super) async fn load(view: &impl Store) -> Option<Workspace> {
    let meta = meta(view).await?;
    let (from, to) = (part_key(meta.epoch, 0), part_key(meta.epoch, u32::MAX));
    let rows = view
        .scan(Table::View, &from, &to, meta.parts as usize)
        .await
        .ok()?;
    if rows.len() != meta.parts as usize {
        return None;
    }
    let parts: Vec<&[u8]> = rows.iter().map(|(_, part)| part.as_slice()).collect();
    let bytes = parts.concat();
    if crc32fast::hash(&bytes) != meta.checksum {
        return None;
    }
    postcard::from_bytes(&bytes).ok()
}

impl<J: Store, V: Store> Portal<J, V> {
    /// Saves the state as it is now. Killed half-way, the view before it stays in force.
    ///
    /// # Errors
    /// When the store has no room; nothing is lost then but time at the next start.
    pub async fn save_view(&self) -> Result<(), PortalError> {
        let bytes = postcard::to_allocvec(&*self.state())
            .map_err(|error| PortalError::Codec(error.into()))?;
        let epoch = meta(&self.view).await.map_or(0, |meta| meta.epoch) + 1;
        let parts: Vec<&[u8]> = bytes.chunks(VIEW_PART_BYTES).collect();
        for (i, part) in parts.iter().enumerate() {
            let put = Change::Put {
                table: Table::View,
                key: part_key(epoch, i as u32),
                value: part.to_vec(),
            };
            self.view.write(&[], &[put], Durability::Relaxed).await?;
        }
        let meta = Meta {
            epoch,
            parts: parts.len() as u32,
            checksum: crc32fast::hash(&bytes),
        };
        let value =
            postcard::to_allocvec(&meta).map_err(|error| PortalError::Codec(error.into()))?;
        let changes = [
            Change::Put {
                table: Table::View,
                key: META_KEY.to_vec(),
                value,
            },
            Change::DeleteRange {
                table: Table::View,
                from: part_key(0, 0),
                to: part_key(epoch - 1, u32::MAX),
            },
        ];
        self.view.write(&[], &changes, Durability::Relaxed).await?;
        Ok(())
    }
}
