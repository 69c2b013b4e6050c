//! A portal in memory, and orders to put into it.

use depo::domain::command::Command;
use depo::domain::event::{StockDocumentKind, StockPosted};
use depo::domain::place::{Goods, Movement, Place};
use depo::domain::text::StockDocumentId;
use depo::portal::{Done, Keep, NoPace, Opening, Portal, PortalError, Start};
use depo::storage::memory::MemoryStore;
use futures_executor::block_on;
use std::cell::Cell;

#[path = "orders.rs"]
mod orders;
pub use orders::{code, order_id, placed, sku};
#[path = "random.rs"]
pub mod random;
use random::Random;

/// The portal over memory.
pub type MemoryPortal = Portal<MemoryStore, MemoryStore>;

/// A portal whose clock the test moves.
pub struct Site {
    /// The portal.
    pub portal: MemoryPortal,
    /// Its journal's store.
    pub journal: MemoryStore,
    /// Its view's store.
    pub view: MemoryStore,
    /// Milliseconds since 1970 UTC.
    pub now_ms: Cell<i64>,
}

/// Opening for a device with this seed.
pub fn opening(seed: u8) -> Opening {
    Opening {
        random: random_bytes(seed),
        canary: None,
        leads: true,
    }
}

/// 32 bytes unlike those of every other seed.
pub fn random_bytes(seed: u8) -> [u8; 32] {
    let mut random = Random::new(u64::from(seed));
    std::array::from_fn(|_| random.next() as u8)
}

impl Site {
    /// A new, empty portal of the device with this seed.
    pub fn new(seed: u8) -> Site {
        let (journal, view) = (MemoryStore::new(), MemoryStore::new());
        let (site, start) = Site::open(journal, view, &opening(seed));
        assert_eq!(start, Start::New);
        site
    }

    /// Opens a portal over these stores.
    pub fn open(journal: MemoryStore, view: MemoryStore, opening: &Opening) -> (Site, Start) {
        let opened = block_on(Portal::open(
            journal.clone(),
            view.clone(),
            opening,
            &NoPace,
        ));
        let (portal, start) = opened.expect("opens");
        (
            Site {
                portal,
                journal,
                view,
                now_ms: Cell::new(1_700_000_000_000),
            },
            start,
        )
    }

    /// Closes it and opens it again.
    pub fn reopen(self, opening: &Opening) -> (Site, Start) {
        let Site { journal, view, .. } = self;
        Site::open(journal, view, opening)
    }

    /// Executes a command as Ana, a second after the one before.
    pub fn try_do(&self, command: &Command) -> Result<Done, PortalError> {
        self.now_ms.set(self.now_ms.get() + 1_000);
        block_on(
            self.portal
                .execute(command, &code("ana"), self.now_ms.get(), Keep::Action),
        )
    }

    /// Executes a command that must go well.
    pub fn act(&self, command: Command) -> Done {
        let done = self.try_do(&command);
        assert!(done.is_ok(), "{command:?}: {done:?}");
        done.expect("just checked")
    }

    /// Puts units of an item into a bin.
    pub fn stock(&self, document: &str, item: &str, bin: &str, units: u32) {
        let movement = Movement {
            goods: Goods::new(sku(item)),
            from: Place::Supplier,
            to: Place::Bin(code(bin)),
            units,
        };
        self.act(Command::TakeStock {
            documents: vec![StockPosted {
                document: StockDocumentId::new(document).expect("a document"),
                kind: StockDocumentKind::Opening,
                reason: None,
                words: None,
                happened_at: None,
                movements: vec![movement],
                source: None,
            }],
        });
    }

    /// The on hand, promised and wanted units of an item.
    pub fn figures(&self, item: &str) -> (i64, i64, i64) {
        let state = self.portal.state();
        state
            .ledger
            .item(&sku(item))
            .map_or((0, 0, 0), |s| (s.on_hand(), s.promised(), s.wanted()))
    }

    /// Proves the state.
    pub fn prove(&self) {
        let proof = block_on(self.portal.prove(&NoPace)).expect("the journal is whole");
        assert!(proof.holds(), "{proof:?}");
    }
}
