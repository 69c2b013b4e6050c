//! Pictures and other files beside the journal, each under the SHA-256 of its bytes: a fact names the hash, and what lies
//! under it can be nothing else.
//!
//! They have a database of their own. What is lost there is lost alone: the goods and the orders stand in the journal.

use super::{Change, Durability, Fault, Store, StoreError, Table};
use crate::limits::BLOB_BYTES_MAX;
use sha2::{Digest, Sha256};

/// The SHA-256 of a file's bytes.
pub type BlobHash = [u8; 32];

/// The hash that a file is kept under.
pub fn hash_of(bytes: &[u8]) -> BlobHash {
    Sha256::digest(bytes).into()
}

/// Files under their hashes, in any store.
#[derive(Clone, Debug)]
pub struct Blobs<S>(S);

impl<S: Store> Blobs<S> {
    /// In a store with the table [`Table::Blobs`].
    pub fn new(store: S) -> Self {
        Blobs(store)
    }

    /// The store.
    pub fn into_inner(self) -> S {
        self.0
    }

    /// Keeps a file; one that is here already is written again.
    ///
    /// # Errors
    /// [`Fault::TooLarge`] above [`BLOB_BYTES_MAX`], and the store's.
    pub async fn put(&self, bytes: &[u8]) -> Result<BlobHash, StoreError> {
        if bytes.len() > BLOB_BYTES_MAX {
            let cause = format!("{} bytes", bytes.len());
            return Err(StoreError::new(Fault::TooLarge, cause));
        }
        let hash = hash_of(bytes);
        let change = Change::Put {
            table: Table::Blobs,
            key: hash.to_vec(),
            value: bytes.to_vec(),
        };
        self.0.write(&[], &[change], Durability::Strict).await?;
        Ok(hash)
    }

    /// The file under a hash; `None` where this device does not hold it.
    ///
    /// # Errors
    /// [`Fault::Corrupt`] where what lies there is not what was kept, and the store's.
    pub async fn get(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.0.get(Table::Blobs, hash).await?;
        match found {
            Some(bytes) if hash_of(&bytes) != *hash => {
                Err(StoreError::new(Fault::Corrupt, "a file beside the journal"))
            }
            found => Ok(found),
        }
    }

    /// The first file whose hash is above another, for whoever goes over all of them.
    ///
    /// # Errors
    /// The store's.
    pub async fn after(
        &self,
        hash: Option<&BlobHash>,
    ) -> Result<Option<(BlobHash, Vec<u8>)>, StoreError> {
        let mut from = hash.map_or_else(Vec::new, |hash| hash.to_vec());
        from.push(0);
        let to = [0xff; 33];
        let rows = self.0.scan(Table::Blobs, &from, &to, 1).await?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|(key, value)| Some((key.as_slice().try_into().ok()?, value))))
    }
}
