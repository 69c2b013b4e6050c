//! A workspace in memory as the desk of an import, and files in memory.

use depo::intake::desk::NoPace;
use depo::intake::{
    Answer, Desk, FileBytes, IncomingFile, IntakeReport, OrderOptions, Pace, Progress,
    import_orders,
};
use depo::site::{Asked, Founding, Incoming, Reading, Site, SiteError, Workspace};
use depo::storage::memory::MemoryStore;
use depo::stream::commands::Sent;
use depo::stream::facts::{Kind, WorkspaceName};
use depo::stream::id::StreamId;
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::decide::{Command, Proposed};
use depo::trade::id::OperatorId;
use depo::trade::people::OperatorField;
use depo::trade::personal::content::Written;
use depo::trade::text::Code;
use futures_executor::block_on;
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// 1 June 2026, 08:00 UTC.
pub const MORNING: i64 = 1_780_300_800_000;
const TAB: [u8; 8] = *b"incoming";

pub fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

/// A workspace with somebody signed in.
pub struct Shop {
    pub workspace: Workspace<MemoryStore>,
    pub operator: Cell<OperatorId>,
    pub now_ms: Cell<i64>,
    salt: Cell<u64>,
    /// Commands that were made durable.
    pub commands: Cell<u32>,
    /// Fails from this command on.
    pub fails_at: Cell<u32>,
}

impl Shop {
    #[track_caller]
    pub fn of_kind(letter: u8, kind: Kind) -> Shop {
        let founding = Founding {
            name: WorkspaceName::new("Nordlicht").expect("a name"),
            kind,
            owner: vec![OperatorField::Code(code("OWNER"))],
        };
        let stream = StreamId::new([letter; 16]);
        let found = Site::found(MemoryStore::new(), stream, founding, TAB, MORNING);
        let (site, owner) = block_on(found).expect("it is founded");
        Shop {
            workspace: Workspace::new(site),
            operator: Cell::new(owner),
            now_ms: Cell::new(MORNING),
            salt: Cell::new(0),
            commands: Cell::new(0),
            fails_at: Cell::new(u32::MAX),
        }
    }

    /// One that has worked already.
    pub fn around(workspace: Workspace<MemoryStore>, operator: OperatorId, now_ms: i64) -> Shop {
        Shop {
            workspace,
            operator: Cell::new(operator),
            now_ms: Cell::new(now_ms),
            salt: Cell::new(0),
            commands: Cell::new(0),
            fails_at: Cell::new(u32::MAX),
        }
    }

    #[track_caller]
    pub fn founded(letter: u8) -> Shop {
        Self::of_kind(letter, Kind::Real)
    }

    fn asked(&self, workspace: &Workspace<MemoryStore>) -> Asked {
        let (stream, counter) = workspace.next(&TAB);
        let now_ms = self.now_ms.get();
        Asked {
            sent: Sent {
                stream,
                session: TAB,
                counter,
                content: [0; 8],
            },
            operator: Some(self.operator.get()),
            now_ms,
            today: now_ms.div_euclid(86_400_000),
        }
    }

    #[track_caller]
    pub fn does(&self, command: impl Into<Command>) {
        let answer = block_on(self.run(command.into(), Vec::new())).expect("it is written");
        assert_eq!(answer, Answer::Done);
    }

    pub fn read<T>(&self, with: impl FnOnce(&Reading<'_>) -> T) -> T {
        self.workspace.read(with)
    }

    /// All that is held, to be compared.
    pub fn written(&self) -> Vec<Incoming> {
        self.workspace.outgoing()
    }

    #[track_caller]
    pub fn prove(&self) {
        assert!(self.workspace.is_proved());
    }
}

impl Desk for Shop {
    type Error = SiteError;

    fn read<T>(&self, with: impl FnOnce(&Reading<'_>) -> T) -> T {
        self.workspace.read(with)
    }

    fn rehearse(&self, command: &Command) -> Result<Vec<Proposed>, SiteError> {
        self.workspace
            .rehearse(self.asked(&self.workspace), command)
    }

    async fn run(&self, command: Command, rows: Vec<Written>) -> Result<Answer, SiteError> {
        if self.commands.get() >= self.fails_at.get() {
            return Err(SiteError::Clock);
        }
        self.now_ms.set(self.now_ms.get() + 50);
        let asked = |workspace: &Workspace<MemoryStore>| self.asked(workspace);
        match self.workspace.run(asked, &command, &rows).await {
            Ok(_) => {
                self.commands.set(self.commands.get() + 1);
                Ok(Answer::Done)
            }
            Err(SiteError::Refused(refusal)) => Ok(Answer::Refused(refusal)),
            Err(error) => Err(error),
        }
    }

    fn salt(&self) -> [u8; 16] {
        let next = self.salt.get() + 1;
        self.salt.set(next);
        let mut salt = [7; 16];
        salt[..8].copy_from_slice(&next.to_be_bytes());
        salt
    }

    fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }
}

/// A file's name and contents.
pub type TestFile = (String, Vec<u8>);

pub fn named(name: &str, csv: impl Into<Vec<u8>>) -> TestFile {
    (name.to_owned(), csv.into())
}

/// Where the real order files are; `None`, and said so, where they are not beside the project.
pub fn data_folder() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/online-retail");
    if path.join("expected-facts-dev.json").is_file() {
        return Some(path);
    }
    println!("skipped: the real order files are not beside the project");
    None
}

/// A file's contents in chunks, that may break off.
pub struct Chunks {
    bytes: Vec<u8>,
    at: usize,
    breaks: bool,
}

impl FileBytes for Chunks {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.at >= self.bytes.len() {
            return match self.breaks {
                true => Err("NotReadableError".to_owned()),
                false => Ok(None),
            };
        }
        let to = self.bytes.len().min(self.at + 100_000);
        let chunk = self.bytes[self.at..to].to_vec();
        self.at = to;
        Ok(Some(chunk))
    }

    fn rewind(&mut self) {
        self.at = 0;
    }
}

/// Files to import.
pub fn incoming(files: &[TestFile]) -> Vec<IncomingFile<Chunks>> {
    let file = |(name, bytes): &TestFile| IncomingFile {
        name: name.clone(),
        size_bytes: bytes.len() as u64,
        bytes: Chunks {
            bytes: bytes.clone(),
            at: 0,
            breaks: false,
        },
        is_said: false,
    };
    files.iter().map(file).collect()
}

/// A file whose bytes cannot be read to the end.
pub fn breaking(name: &str, bytes: &[u8]) -> IncomingFile<Chunks> {
    let mut file = incoming(&[(name.to_owned(), bytes.to_vec())]).remove(0);
    file.bytes.breaks = true;
    file
}

/// Imports files as a whole.
#[track_caller]
pub fn take_with(shop: &Shop, files: &[TestFile], options: OrderOptions) -> IntakeReport {
    let show = |_: Progress| {};
    let files = incoming(files);
    let (report, result) = block_on(import_orders(files, options, shop, &NoPace, &show));
    assert_eq!(result, Ok(()));
    assert!(report.adds_up(), "{report:?}");
    report
}

/// Imports files as a whole.
#[track_caller]
pub fn take(shop: &Shop, files: &[TestFile]) -> IntakeReport {
    take_with(shop, files, OrderOptions::default())
}

/// Only counts.
#[track_caller]
pub fn count(shop: &Shop, files: &[TestFile]) -> IntakeReport {
    let options = OrderOptions {
        dry: true,
        ..OrderOptions::default()
    };
    take_with(shop, files, options)
}

/// Stops after so many steps.
pub struct StopAfter(pub Cell<u32>);

impl Pace for StopAfter {
    async fn step(&self) -> bool {
        self.0.set(self.0.get().saturating_sub(1));
        self.0.get() > 0
    }
}

/// A shop that knows two items.
pub fn mugs_and_tea() -> Shop {
    let shop = Shop::founded(1);
    let items = ["MUG", "TEA"].map(|sku| ItemChange {
        which: ItemRef::Coded {
            client: None,
            code: code(sku),
        },
        fields: vec![ItemField::Sku(code(sku))],
    });
    shop.does(CatalogCommand::SetItems {
        items: items.to_vec(),
    });
    shop
}
