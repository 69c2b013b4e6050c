//! Workspaces that exist for a figure only, and somebody who works in them.

use depo::browser::entropy::random_bytes;
use depo::intake::{Answer, Desk};
use depo::site::{Asked, Done, Founding, Reading, Site, SiteError, Workspace};
use depo::storage::indexed_db::{IndexedDbStore, delete_database};
use depo::storage::memory::MemoryStore;
use depo::storage::{Store, Table};
use depo::stream::commands::Sent;
use depo::stream::facts::{Kind, WorkspaceName};
use depo::stream::id::StreamId;
use depo::trade::decide::{Command, Proposed};
use depo::trade::id::OperatorId;
use depo::trade::people::OperatorField;
use depo::trade::personal::content::Written;
use depo::trade::text::Code;
use depo::view::floor::Hand;
use std::cell::Cell;
use wasm_bindgen::JsError;

const DAY_MS: i64 = 86_400_000;
/// 2023-11-14, a moment that is the same in every run.
const BEGIN_MS: i64 = 1_700_000_000_000;
const TAB: [u8; 8] = *b"bench-01";

pub fn random<const N: usize>() -> Result<[u8; N], JsError> {
    random_bytes().map_err(|thrown| JsError::new(&thrown.to_string()))
}

/// The database of this name.
pub async fn open(name: &str) -> Result<IndexedDbStore, JsError> {
    let (store, _) = IndexedDbStore::open(name, &Table::SITE).await?;
    Ok(store)
}

/// The bytes of keys and values that a store holds: commits and personal rows.
pub async fn bytes_of(store: &impl Store) -> Result<usize, JsError> {
    let mut bytes = 0;
    for table in [Table::Tail, Table::Segments, Table::Personal] {
        let rows = store.scan(table, &[], &[0xff; 32], usize::MAX).await?;
        bytes += rows
            .iter()
            .map(|(key, value)| key.len() + value.len())
            .sum::<usize>();
    }
    Ok(bytes)
}

/// A workspace with a clock of its own and somebody who works in it.
pub struct Bench<S> {
    pub workspace: Workspace<S>,
    stream: StreamId,
    operator: OperatorId,
    now_ms: Cell<i64>,
    salt: [u8; 16],
    salts: Cell<u64>,
}

impl Bench<IndexedDbStore> {
    /// A workspace in a new, empty database of this name.
    pub async fn fresh(name: &str) -> Result<Self, JsError> {
        delete_database(name).await?;
        Bench::founded(open(name).await?).await
    }
}

impl Bench<MemoryStore> {
    /// A workspace in memory.
    pub async fn in_memory() -> Result<Self, JsError> {
        Bench::founded(MemoryStore::new()).await
    }
}

impl<S: Store + Clone> Bench<S> {
    async fn founded(store: S) -> Result<Self, JsError> {
        let founding = Founding {
            name: WorkspaceName::new("Bench").ok_or_else(|| JsError::new("no name"))?,
            kind: Kind::Real,
            owner: vec![OperatorField::Code(Code::new("ana")?)],
        };
        let stream = StreamId::new(random()?);
        let (site, operator) = Site::found(store, stream, founding, TAB, BEGIN_MS).await?;
        Ok(Bench {
            workspace: Workspace::new(site),
            stream,
            operator,
            now_ms: Cell::new(BEGIN_MS),
            salt: random()?,
            salts: Cell::new(0),
        })
    }

    /// Does a command 1.7 seconds after the last one.
    ///
    /// # Errors
    /// A refusal, and the store's.
    pub async fn act(&self, command: &Command, rows: &[Written]) -> Result<Done, SiteError> {
        self.now_ms.set(self.now_ms.get() + 1_700);
        let asked = |_: &Workspace<S>| self.asked();
        self.workspace.run(asked, command, rows).await
    }

    fn asked(&self) -> Asked {
        let (stream, counter) = self.workspace.next(&TAB);
        Asked {
            sent: Sent {
                stream,
                session: TAB,
                counter,
                content: [0; 8],
            },
            operator: Some(self.operator),
            now_ms: self.now_ms.get(),
            today: self.now_ms.get().div_euclid(DAY_MS),
        }
    }

    /// Reads as the person on the floor does.
    pub fn hand<T>(&self, with: impl FnOnce(&Hand<'_>) -> T) -> T {
        self.workspace.read(|at| {
            with(&Hand {
                at: *at,
                now_ms: self.now_ms.get(),
                today: self.now_ms.get().div_euclid(DAY_MS),
                operator: Some(self.operator),
                stream: self.stream,
                warehouse: None,
            })
        })
    }
}

impl<S: Store + Clone> Desk for Bench<S> {
    type Error = SiteError;

    fn read<T>(&self, with: impl FnOnce(&Reading<'_>) -> T) -> T {
        self.workspace.read(with)
    }

    fn rehearse(&self, command: &Command) -> Result<Vec<Proposed>, SiteError> {
        self.workspace.rehearse(self.asked(), command)
    }

    async fn run(&self, command: Command, rows: Vec<Written>) -> Result<Answer, SiteError> {
        match self.act(&command, &rows).await {
            Ok(_) => Ok(Answer::Done),
            Err(SiteError::Refused(refusal)) => Ok(Answer::Refused(refusal)),
            Err(error) => Err(error),
        }
    }

    fn salt(&self) -> [u8; 16] {
        let made = self.salts.get() + 1;
        self.salts.set(made);
        let mut salt = self.salt;
        for (byte, number) in salt.iter_mut().zip(made.to_be_bytes()) {
            *byte ^= number;
        }
        salt
    }

    fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }
}
