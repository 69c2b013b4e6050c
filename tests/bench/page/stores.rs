//! Portals over databases that exist for a figure only.

use depo::browser::entropy::random_bytes;
use depo::portal::{NoPace, Opening, Portal};
use depo::storage::Table;
use depo::storage::indexed_db::{IndexedDbStore, delete_database};
use wasm_bindgen::JsError;

pub type TabPortal = Portal<IndexedDbStore, IndexedDbStore>;

pub fn random<const N: usize>() -> Result<[u8; N], JsError> {
    random_bytes().map_err(|thrown| JsError::new(&thrown.to_string()))
}

/// Opening for a device that leads and that nobody has seen before.
pub fn opening() -> Result<Opening, JsError> {
    Ok(Opening {
        random: random()?,
        canary: None,
        leads: true,
    })
}

/// A portal over new, empty databases of this name.
pub async fn fresh(name: &str) -> Result<TabPortal, JsError> {
    delete_database(&format!("{name}-journal")).await?;
    delete_database(&format!("{name}-view")).await?;
    let (journal, view) = open(name).await?;
    let (portal, _) = Portal::open(journal, view, &opening()?, &NoPace).await?;
    Ok(portal)
}

/// The databases of this name.
pub async fn open(name: &str) -> Result<(IndexedDbStore, IndexedDbStore), JsError> {
    let (journal, _) = IndexedDbStore::open(&format!("{name}-journal"), &Table::JOURNAL).await?;
    let (view, _) = IndexedDbStore::open(&format!("{name}-view"), &Table::VIEW).await?;
    Ok((journal, view))
}
