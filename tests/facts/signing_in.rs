//! Signing in at a device: what is kept of a PIN and a badge, whom they open, who may set them, how long wrong ones wait.

use crate::support::{code, stream};
use crate::tablets::DAY;
use depo::limits::{WRONG_PINS_MAX, WRONG_PINS_WAIT_MS, WRONG_PINS_WAIT_MS_MAX};
use depo::site::{Asked, Founding, Site, SiteError, Workspace};
use depo::storage::Table;
use depo::storage::memory::MemoryStore;
use depo::storage::{Change, Durability, Store};
use depo::stream::commands::Sent;
use depo::stream::facts::{Kind, WorkspaceName};
use depo::trade::decide::{Command, Refusal};
use depo::trade::id::{DocumentId, OperatorId};
use depo::trade::people::commands::{PeopleCommand, RoleGiven};
use depo::trade::people::secret::{Hashing, Recipe, Secret, badge_text, is_pin};
use depo::trade::people::{Language, OperatorField, Role};
use depo::trade::personal::Slot;
use depo::trade::personal::commands::PersonalCommand;
use depo::trade::personal::content::{Content, Written};
use depo::trade::settings::Setting;
use depo::trade::settings::commands::SettingCommand;
use depo::view::sign_in::{
    Guard, Person, Tries, badge_of, badge_recipes, guard, language, lock_after_ms, people,
    wrong_pins_max,
};
use futures_executor::block_on;

const TAB: [u8; 8] = *b"tab-one!";

/// A recipe of so many stages: those of the program would take seconds in a test.
fn recipe(stages: u8, salt: u8) -> Recipe {
    let bytes = [&[1, 0, 0, 0, stages][..], &[salt; 16], &[0; 32]].concat();
    let secret = Secret::from_bytes(&bytes).expect("its form is known");
    secret.expect("there is one").recipe()
}

fn hashed(text: &str, recipe: Recipe) -> Secret {
    Hashing::new(text, recipe).finish()
}

fn badge(text: &str, recipe: Recipe) -> Secret {
    hashed(&badge_text(&code(text)), recipe)
}

struct House {
    store: MemoryStore,
    workspace: Workspace<MemoryStore>,
    owner: OperatorId,
    now_ms: i64,
}

impl House {
    fn new() -> Self {
        let store = MemoryStore::new();
        let founding = Founding {
            name: WorkspaceName::new("Nordlicht").expect("a name"),
            kind: Kind::Real,
            owner: vec![OperatorField::Code(code("OWNER"))],
        };
        let found = Site::found(store.clone(), stream(b'A'), founding, TAB, DAY);
        let (site, owner) = block_on(found).expect("it is founded");
        House {
            store,
            workspace: Workspace::new(site),
            owner,
            now_ms: DAY,
        }
    }

    fn tries(
        &mut self,
        by: OperatorId,
        command: impl Into<Command>,
        rows: &[Written],
    ) -> Result<OperatorId, SiteError> {
        self.now_ms += 1_000;
        let now_ms = self.now_ms;
        let asked = |workspace: &Workspace<MemoryStore>| {
            let (stream, counter) = workspace.next(&TAB);
            Asked {
                sent: Sent {
                    stream,
                    session: TAB,
                    counter,
                    content: [0; 8],
                },
                operator: Some(by),
                now_ms,
                today: now_ms / 86_400_000,
            }
        };
        let done = block_on(self.workspace.run(asked, &command.into(), rows))?;
        let commit = done.commits[0];
        Ok(OperatorId(depo::stream::id::Opened { commit, ordinal: 0 }))
    }

    #[track_caller]
    fn does(&mut self, command: impl Into<Command>, rows: &[Written]) -> OperatorId {
        self.tries(self.owner, command, rows).expect("it is done")
    }

    #[track_caller]
    fn hire(&mut self, text: &str, role: Role) -> OperatorId {
        let add = PeopleCommand::AddOperator {
            fields: vec![OperatorField::Code(code(text))],
            rows: Vec::new(),
            roles: vec![RoleGiven {
                role,
                restrictions: Vec::new(),
            }],
        };
        self.does(add, &[])
    }

    #[track_caller]
    fn set(&mut self, operator: OperatorId, slot: Slot, bytes: Vec<u8>) {
        let row = written(slot, bytes);
        let set = PeopleCommand::SetOperator {
            operator,
            fields: Vec::new(),
            rows: vec![row.row()],
        };
        self.does(set, &[row]);
    }

    fn people(&self) -> Vec<Person> {
        self.workspace.read(people)
    }

    fn pin(&self, operator: OperatorId) -> Guard {
        self.workspace.read(|at| guard(at, operator, &Slot::Pin))
    }
}

fn written(slot: Slot, bytes: Vec<u8>) -> Written {
    Written {
        slot,
        salt: [7; 16],
        content: Content::Bytes(bytes),
    }
}

#[test]
fn a_pin_is_kept_as_a_slow_salted_hash_that_another_program_computes_alike() {
    let salt: [u8; 16] = std::array::from_fn(|i| i as u8);
    let bytes = [&[1, 0, 0, 0, 1][..], &salt, &[0; 32]].concat();
    let recipe = Secret::from_bytes(&bytes)
        .expect("read")
        .expect("one")
        .recipe();
    // Python: hashlib.pbkdf2_hmac('sha256', b'2580', bytes(range(16)), 1000, 32)
    let one = hashed("2580", recipe).to_bytes();
    assert_eq!(
        hex(&one[21..]),
        "85da899b998b59b08ed14c3f8e9556d1025002064b6d360e8e44ecebb287436d"
    );
    let mut bytes = bytes;
    bytes[4] = 2;
    let recipe = Secret::from_bytes(&bytes)
        .expect("read")
        .expect("one")
        .recipe();
    // The same again, salted by the hash before.
    let two = hashed("2580", recipe).to_bytes();
    assert_eq!(
        hex(&two[21..]),
        "aca34d594f8eecf29d30feaa8dc760931beb6740635fb707863981ee116836d3"
    );
    assert_eq!(two.len(), 53);
    assert_eq!(
        hex(&two[..21]),
        "0100000002000102030405060708090a0b0c0d0e0f"
    );
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_is_kept_is_read_back_and_compared_whole() {
    let secret = hashed("2580", recipe(1, 1));
    let again = Secret::from_bytes(&secret.to_bytes());
    assert_eq!(again, Ok(Some(secret.clone())));
    assert!(secret.is_same(&hashed("2580", recipe(1, 1))));
    assert!(!secret.is_same(&hashed("2581", recipe(1, 1))));
    assert!(!secret.is_same(&hashed("2580", recipe(1, 2))));
    assert_eq!(Secret::from_bytes(&[]), Ok(None), "taken away");
    let mut slow = secret.to_bytes();
    slow[1] = 0xff;
    let mut newer = secret.to_bytes();
    newer[0] = 2;
    let short = secret.to_bytes()[..52].to_vec();
    for bytes in [
        slow,
        newer,
        short,
        vec![1],
        [secret.to_bytes(), vec![0]].concat(),
    ] {
        assert!(Secret::from_bytes(&bytes).is_err(), "{bytes:?}");
    }
    for (text, is) in [
        ("0000", true),
        ("123456789012", true),
        ("123", false),
        ("1234567890123", false),
        ("12a4", false),
        ("１２３４", false),
        ("", false),
    ] {
        assert_eq!(is_pin(text), is, "{text}");
    }
}

#[test]
fn a_pin_is_set_changed_and_taken_away_and_lives_over_a_reload() {
    let mut house = House::new();
    let picker = house.hire("PIA", Role::Picker);
    assert!(house.people().iter().all(Person::is_open));
    let first = hashed("2580", recipe(1, 1));
    house.set(picker, Slot::Pin, first.to_bytes());
    let second = hashed("1470", recipe(1, 2));
    house.set(picker, Slot::Pin, second.to_bytes());
    let again = block_on(Site::open(house.store.clone())).expect("it opens");
    house.workspace = Workspace::new(again);
    assert_eq!(house.pin(picker), Guard::Set(second));
    assert_eq!(house.pin(house.owner), Guard::None);
    house.set(picker, Slot::Pin, Vec::new());
    assert_eq!(house.pin(picker), Guard::None);
    assert!(house.people().iter().all(Person::is_open));
}

#[test]
fn a_badge_is_found_by_one_hash_of_what_was_scanned() {
    let mut house = House::new();
    let pia = house.hire("PIA", Role::Picker);
    let otto = house.hire("OTTO", Role::Office);
    let shared = recipe(1, 9);
    house.set(pia, Slot::Badge, badge("B-1", shared).to_bytes());
    house.set(otto, Slot::Badge, badge("B-2", shared).to_bytes());
    house.set(otto, Slot::Pin, hashed("2580", recipe(1, 3)).to_bytes());
    let all = house.people();
    assert_eq!(badge_recipes(&all), [shared]);
    assert_eq!(badge_of(&all, &[badge("B-2", shared)]), Some(otto));
    assert_eq!(badge_of(&all, &[badge("B-3", shared)]), None);
    // A PIN that is scanned as a barcode is no badge.
    assert_eq!(badge_of(&all, &[badge("2580", shared)]), None);
    let retire = PeopleCommand::SetOperator {
        operator: otto,
        fields: vec![OperatorField::Retired(true)],
        rows: Vec::new(),
    };
    house.does(retire, &[]);
    assert_eq!(badge_of(&house.people(), &[badge("B-2", shared)]), None);
}

#[test]
fn only_an_owner_sets_a_pin() {
    let mut house = House::new();
    let picker = house.hire("PIA", Role::Picker);
    let owner = house.owner;
    let row = written(Slot::Pin, hashed("2580", recipe(1, 1)).to_bytes());
    let set = PeopleCommand::SetOperator {
        operator: owner,
        fields: Vec::new(),
        rows: vec![row.row()],
    };
    let aside = PersonalCommand::WriteRows {
        document: DocumentId::Operator(owner),
        rows: vec![row.row()],
    };
    for command in [Command::from(set), Command::from(aside)] {
        let refused = house.tries(picker, command, std::slice::from_ref(&row));
        assert!(
            matches!(&refused, Err(SiteError::Refused(why)) if matches!(**why, Refusal::NotAllowed { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(house.pin(owner), Guard::None);
}

#[test]
fn a_pin_whose_row_is_not_on_this_device_opens_nothing() {
    let mut house = House::new();
    let picker = house.hire("PIA", Role::Picker);
    house.set(picker, Slot::Pin, hashed("2580", recipe(1, 1)).to_bytes());
    let copy = MemoryStore::new();
    let mut changes = Vec::new();
    for table in [Table::Tail, Table::Meta] {
        let rows = block_on(house.store.scan(table, &[], &[0xff; 32], 10_000)).expect("rows");
        let put = |(key, value)| Change::Put { table, key, value };
        changes.extend(rows.into_iter().map(put));
    }
    block_on(copy.write(&[], &changes, Durability::Strict)).expect("written");
    house.workspace = Workspace::new(block_on(Site::open(copy)).expect("it opens"));
    assert_eq!(house.pin(picker), Guard::NotHere);
    let all = house.people();
    let person = all.iter().find(|person| person.id == picker).expect("she");
    assert!(!person.is_open());
}

#[test]
fn settings_and_cards_say_when_to_lock_and_what_to_speak() {
    let mut house = House::new();
    let read = |house: &House| {
        house
            .workspace
            .read(|at| (lock_after_ms(at), wrong_pins_max(at)))
    };
    assert_eq!(read(&house), (None, WRONG_PINS_MAX));
    let settings = vec![Setting::LockAfterSeconds(Some(300)), Setting::WrongPins(3)];
    house.does(SettingCommand::Set { settings }, &[]);
    assert_eq!(read(&house), (Some(300_000), 3));
    let settings = vec![Setting::LockAfterSeconds(None), Setting::WrongPins(0)];
    house.does(SettingCommand::Set { settings }, &[]);
    assert_eq!(read(&house), (None, 1), "one try there always is");
    let owner = house.owner;
    assert_eq!(house.workspace.read(|at| language(at, &owner)), None);
    let set = PeopleCommand::SetOperator {
        operator: owner,
        fields: vec![OperatorField::Language(Language::Bulgarian)],
        rows: Vec::new(),
    };
    house.does(set, &[]);
    assert_eq!(
        house.workspace.read(|at| language(at, &owner)),
        Some(Language::Bulgarian)
    );
}

#[test]
fn after_five_wrong_pins_each_further_one_waits_twice_as_long() {
    let mut tries = Tries::default();
    for _ in 0..4 {
        tries = tries.failed(DAY);
        assert_eq!(tries.wait_ms(5, DAY), 0);
    }
    tries = tries.failed(DAY);
    assert_eq!(tries.wait_ms(5, DAY), WRONG_PINS_WAIT_MS);
    assert_eq!(tries.wait_ms(5, DAY + 29_000), 1_000);
    assert_eq!(tries.wait_ms(5, DAY + 30_000), 0);
    // A clock that is set back makes nobody wait longer than the whole wait.
    assert_eq!(tries.wait_ms(5, 0), WRONG_PINS_WAIT_MS);
    tries = tries.failed(DAY + 30_000);
    assert_eq!(tries.wait_ms(5, DAY + 30_000), 2 * WRONG_PINS_WAIT_MS);
    for _ in 0..100 {
        tries = tries.failed(DAY);
    }
    assert_eq!(tries.wait_ms(5, DAY), WRONG_PINS_WAIT_MS_MAX);
    // What is kept over a reload is the same.
    assert_eq!(Tries::from_text(&tries.to_text()), tries);
    for text in ["", "x", "-1 5", "99999999999 5"] {
        assert_eq!(Tries::from_text(text).wrong, 0, "{text}");
    }
}
