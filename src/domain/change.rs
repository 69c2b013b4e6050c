//! What a group of commits needs to be applied, and what applying it changed.

use super::commit::Dated;
use super::event::DocumentKey;
use super::text::{BatchId, OrderId, Sku};
use std::collections::{BTreeSet, HashMap};

/// Which histories a group of commits needs before it can be applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Documents whose events must be read from the journal, in their fold order or any other.
    pub needed: BTreeSet<DocumentKey>,
    /// Of these, documents that the commits do not simply extend.
    pub refolded: BTreeSet<DocumentKey>,
}

/// Histories read from the journal.
pub type Histories = HashMap<DocumentKey, Vec<Dated>>;

/// What changed, for whoever shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Orders.
    pub orders: BTreeSet<OrderId>,
    /// Items whose stock, demand or promises changed.
    pub items: BTreeSet<Sku>,
    /// Pick batches.
    pub batches: BTreeSet<BatchId>,
    /// Whether items or bins changed.
    pub catalog: bool,
    /// Whether credits or stock documents changed.
    pub documents: bool,
}
