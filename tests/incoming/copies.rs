//! The whole workspace as one file: what comes back is what went out, and of a damaged file nothing is taken.

use crate::demo::played;
use crate::desk::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use depo::exchange::problem::FileError;
use depo::intake::copy::{
    Copy, CopyError, CopyFault, CopyReader, CopyWriter, Whose, compare, founded, whose,
};
use depo::site::{Incoming, RowHash, Site, Workspace};
use depo::storage::blobs::hash_of;
use depo::storage::memory::MemoryStore;
use depo::storage::{Store, Table};
use depo::stream::id::StreamId;
use depo::trade::id::DocumentId;
use depo::trade::personal::Slot;
use depo::trade::personal::commands::PersonalCommand;
use depo::trade::personal::{ErasedSlots, ErasureCause};
use depo::trade::settings::Setting;
use depo::trade::settings::commands::SettingCommand;
use depo::view::names::recipient;
use futures_executor::block_on;
use std::io::{Read, Write};

fn rows(workspace: &Workspace<MemoryStore>) -> Vec<(RowHash, Vec<u8>)> {
    let scanned = workspace
        .store()
        .scan(Table::Personal, &[0; 16], &[0xff; 16], 1_000_000);
    let all = block_on(scanned).expect("rows");
    all.into_iter()
        .map(|(key, value)| (key.try_into().expect("a hash"), value))
        .collect()
}

fn export(workspace: &Workspace<MemoryStore>, readable: bool) -> Vec<u8> {
    export_with(workspace, readable, rows(workspace))
}

fn export_with(
    workspace: &Workspace<MemoryStore>,
    readable: bool,
    rows: Vec<(RowHash, Vec<u8>)>,
) -> Vec<u8> {
    let begun = workspace.read(|at| CopyWriter::begin(at, MORNING, readable, None));
    let mut writer = begun.expect("it begins");
    let mut file = Vec::new();
    while workspace.read(|at| writer.commits(at)).expect("commits") {
        file.extend(writer.take());
    }
    for (hash, value) in rows {
        writer.row(&hash, &value).expect("a row");
        file.extend(writer.take());
    }
    file.extend(writer.finish().expect("it ends"));
    file
}

fn read(file: &[u8]) -> Result<Copy, CopyError> {
    let mut reader = CopyReader::new();
    let mut rest = file;
    while !rest.is_empty() {
        let used = reader.step(&rest[..rest.len().min(4_096)])?;
        rest = &rest[used..];
    }
    reader.finish()
}

fn unpack(file: &[u8]) -> String {
    let mut text = String::new();
    let mut decoder = flate2::read::GzDecoder::new(file);
    decoder.read_to_string(&mut text).expect("gzip");
    text
}

fn pack(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).expect("packed");
    encoder.finish().expect("packed")
}

#[track_caller]
fn joined(copy: &Copy, letter: u8) -> Workspace<MemoryStore> {
    let stream = StreamId::new([letter; 16]);
    let commits: Vec<Incoming> = copy.commits.clone();
    let joined = Site::join(MemoryStore::new(), stream, commits, *b"restored", MORNING);
    let workspace = Workspace::new(block_on(joined).expect("it joins"));
    block_on(workspace.take_in(Vec::new(), &copy.rows)).expect("the rows");
    workspace
}

#[test]
fn a_workspace_goes_out_and_comes_back_whole() {
    let workspace = played(7, MORNING);
    for readable in [true, false] {
        let file = export(&workspace, readable);
        let copy = read(&file).expect("it is whole");
        assert!(copy.manifest.demo);
        assert_eq!(copy.manifest.name, "Demo");
        assert_eq!(copy.commits, workspace.outgoing());
        assert_eq!(copy.rows, rows(&workspace));
        assert!(!copy.rows.is_empty());
        assert_eq!(unpack(&file).contains("OrderPlaced"), readable);

        let other = joined(&copy, 44);
        assert!(other.is_proved());
        other.read(|at| {
            let named =
                |order: &&depo::trade::orders::order::Order| recipient(at, order.id()).is_some();
            assert_eq!(at.state.orders().filter(named).count(), 59);
            assert_eq!(whose(at, &copy), Whose::This);
            assert!(compare(at, &copy).iter().all(|of| of.new == 0 && !of.fork));
        });
        // Taken in a second time nothing is new.
        let again = block_on(other.take_in(copy.commits.clone(), &copy.rows));
        assert_eq!(again, Ok(0));
    }
}

fn small(letter: u8) -> Shop {
    let shop = Shop::founded(letter);
    let csv = "Order Number,Order Date,SKU,Item Name,Quantity,Unit Price,Currency,Recipient Name,Address 1,City,\
Postal Code,Country\nA-77,2026-05-30 10:00,MUG,Mug,2,10.00,EUR,Bo Muster,Musterweg 2,Berlin,10115,DE\n";
    take(&shop, &[named("orders.csv", csv)]);
    shop
}

#[test]
fn what_is_new_of_a_copy_is_told_before_it_is_taken() {
    let shop = small(1);
    let before = read(&export(&shop.workspace, false)).expect("whole");
    let device = joined(&before, 2);
    let csv = "Order Number,Order Date,SKU,Item Name,Quantity,Unit Price,Currency,Recipient Name,Address 1,City,\
Postal Code,Country\nA-78,2026-05-31 10:00,MUG,Mug,1,10.00,EUR,Ada Muster,Musterweg 3,Berlin,10115,DE\n";
    take(&shop, &[named("more.csv", csv)]);
    let after = read(&export(&shop.workspace, false)).expect("whole");
    device.read(|at| {
        let told = compare(at, &after);
        let new: u64 = told.iter().map(|of| of.new).sum();
        assert_eq!(new, (after.commits.len() - before.commits.len()) as u64);
        assert!(new > 0);
    });
    block_on(device.take_in(after.commits.clone(), &after.rows)).expect("it is taken in");
    assert_eq!(device.read(|at| at.state.orders().count()), 2);
    assert!(device.is_proved());
}

#[test]
fn a_copy_of_another_workspace_or_of_the_demo_is_known_as_one() {
    let (one, other) = (small(1), small(2));
    let demo = played(3, MORNING);
    let of_other = read(&export(&other.workspace, false)).expect("whole");
    let of_demo = read(&export(&demo, false)).expect("whole");
    let of_one = read(&export(&one.workspace, false)).expect("whole");
    one.read(|at| {
        assert_eq!(whose(at, &of_other), Whose::Another);
        assert_eq!(whose(at, &of_demo), Whose::Demo);
        assert_eq!(whose(at, &of_one), Whose::This);
        assert_eq!(founded(at).map(|(hash, _)| hash), Some(of_one.workspace));
    });
    demo.read(|at| assert_eq!(whose(at, &of_one), Whose::Demo));
    // Even if somebody took it in all the same: nothing of it is.
    let taken = block_on(one.workspace.take_in(of_other.commits, &of_other.rows));
    assert!(taken.is_err());
}

#[test]
fn what_was_erased_goes_into_no_copy() {
    let shop = small(1);
    shop.does(SettingCommand::Set {
        settings: vec![Setting::ErasureDelayHours(0)],
    });
    let order = shop.read(|at| at.state.orders().next().map(|order| order.id().clone()));
    let document = DocumentId::Order(order.expect("an order"));
    shop.does(depo::trade::orders::commands::OrderCommand::CancelOrders {
        orders: vec![match &document {
            DocumentId::Order(order) => order.clone(),
            _ => unreachable!("an order"),
        }],
        why: depo::trade::orders::CancelReason::House,
    });
    shop.does(PersonalCommand::OrderErasure {
        cause: ErasureCause::Request,
        slots: vec![ErasedSlots {
            document: document.clone(),
            slots: vec![Slot::Recipient, Slot::Titles],
        }],
    });
    let erasure = shop.read(|at| at.held.outgoing().map(|one| one.commit).max());
    let before = rows(&shop.workspace);
    shop.does(PersonalCommand::ExecuteErasure {
        erasure: depo::trade::id::ErasureId(depo::stream::id::Opened {
            commit: erasure.expect("the last commit"),
            ordinal: 0,
        }),
        alone: true,
    });
    // They went with the fact that executes it; a row that were still in the table would not go out either.
    assert_eq!(rows(&shop.workspace).len(), before.len() - 2);
    let count = before.len();
    let copy = read(&export_with(&shop.workspace, true, before)).expect("whole");
    assert_eq!(copy.rows.len(), count - 2);
}

fn fault(lines: &[String]) -> CopyError {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let packed = read(&pack(text.as_bytes()));
    assert_eq!(packed, read(text.as_bytes()), "packing makes no difference");
    packed.expect_err("is damaged")
}

#[test]
fn of_a_damaged_file_nothing_is_taken() {
    let file = export(&small(1).workspace, false);
    let whole = read(&file).expect("whole");
    for length in 0..file.len() {
        assert!(read(&file[..length]).is_err(), "{length} bytes");
    }
    let plain = unpack(&file).into_bytes();
    assert_eq!(read(&plain).expect("plain"), whole);
    for byte in (0..plain.len()).step_by(3) {
        let mut flipped = plain.clone();
        flipped[byte] ^= 1;
        assert!(read(&flipped).is_err(), "byte {byte} of the text");
    }
    let lines: Vec<String> = unpack(&file).lines().map(str::to_owned).collect();
    let of = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines.clone();
        change(&mut lines);
        fault(&lines).what
    };
    let last = lines.len() - 1;
    assert!(matches!(
        of(&|it| drop(it.remove(2))),
        CopyFault::Count { .. }
    ));
    assert_eq!(of(&|it| it.swap(1, 2)), CopyFault::Checksum);
    assert_eq!(of(&|it| it.push("{}".to_owned())), CopyFault::AfterEnd);
    assert_eq!(of(&|it| drop(it.remove(last))), CopyFault::CutShort);
    assert_eq!(of(&|it| it[1] = "{}".to_owned()), CopyFault::NotALine);
    assert_eq!(of(&|it| it[2] = it[1].clone()), CopyFault::Chain);
    assert_eq!(
        of(&|it| it[1] = it[1].replace("\"bytes\":\"", "\"bytes\":\"!")),
        CopyFault::Base64
    );
    let other = |bytes: &[u8]| read(bytes).expect_err("no copy").what;
    assert_eq!(other(b""), CopyFault::Empty);
    assert_eq!(other(&pack(b"")), CopyFault::Empty);
    assert_eq!(other(b"Invoice,StockCode\n1,2\n"), CopyFault::NotACopy);
    assert_eq!(
        other(b"{\"format\":\"other\",\"version\":3}\n"),
        CopyFault::NotACopy
    );
    assert_eq!(
        other(b"{\"format\":\"depo-workspace\",\"version\":2}\n"),
        CopyFault::OlderVersion(2)
    );
    assert_eq!(
        other(b"{\"format\":\"depo-workspace\",\"version\":4}\n"),
        CopyFault::NewerVersion(4)
    );
    assert_eq!(
        other(b"PK\x03\x04 a workbook"),
        CopyFault::File(FileError::Archive)
    );
}

/// The first order of the shop is cancelled and its recipient erased.
fn erase_first(shop: &Shop) {
    let order = shop.read(|at| at.state.orders().next().map(|order| order.id().clone()));
    let order = order.expect("an order");
    shop.does(depo::trade::orders::commands::OrderCommand::CancelOrders {
        orders: vec![order.clone()],
        why: depo::trade::orders::CancelReason::House,
    });
    let slots = shop.read(|at| depo::trade::personal::subject::slots_of(at.state, &[order]));
    let cause = ErasureCause::Request;
    shop.does(PersonalCommand::OrderErasure { cause, slots });
    let last = shop.read(|at| at.held.outgoing().map(|one| one.commit).max());
    let opened = depo::stream::id::Opened {
        commit: last.expect("the last commit"),
        ordinal: 0,
    };
    shop.does(PersonalCommand::ExecuteErasure {
        erasure: depo::trade::id::ErasureId(opened),
        alone: true,
    });
}

#[test]
fn before_a_copy_is_taken_in_it_is_told_what_it_brings_and_lacks() {
    let shop = small(1);
    let old = read(&export(&shop.workspace, false)).expect("whole");
    assert_eq!((old.manifest.erasures, old.manifest.erased_ms), (0, None));
    let other = joined(&old, b'B');
    erase_first(&shop);
    let new = read(&export(&shop.workspace, false)).expect("whole");
    assert_eq!(new.manifest.erasures, 1);
    assert!(new.manifest.erased_ms.is_some());

    // The old copy has nothing new here, and rows that are not wanted any more.
    let told = shop.workspace.foresee(&old.commits, &old.rows, |_, told| {
        (
            told.facts,
            told.erasures.len(),
            told.lacking.len(),
            told.rows_refused > 0,
        )
    });
    assert_eq!(told.expect("it is told"), (0, 0, 1, true));

    // The new one brings the erasure to a device that has not heard of it.
    let before = rows(&other).len();
    let told = other.foresee(&new.commits, &new.rows, |at, told| {
        let (arising, ending) =
            depo::view::inbox::arising(at, &told.reading(), MORNING.div_euclid(86_400_000));
        assert_eq!((arising.len(), ending), (0, 0));
        (
            told.facts,
            told.erasures.len(),
            told.rows_going,
            told.lacking.len(),
        )
    });
    let (facts, erasures, going, lacking) = told.expect("it is told");
    assert!(facts >= 3);
    assert_eq!((erasures, lacking), (1, 0));
    assert_eq!(rows(&other).len(), before, "nothing was kept");
    block_on(other.take_in(new.commits, &new.rows)).expect("taken in");
    assert_eq!(rows(&other).len(), before - going);
    assert!(going > 0);
}

#[test]
fn personal_data_that_lacks_here_comes_with_a_copy_that_brings_nothing_else() {
    let shop = small(1);
    let copy = read(&export(&shop.workspace, false)).expect("whole");
    assert!(!copy.rows.is_empty());
    let mut without = read(&export(&shop.workspace, false)).expect("whole");
    without.rows.clear();
    let other = joined(&without, b'B');
    assert_eq!(rows(&other).len(), 0);
    let told = other.foresee(&copy.commits, &copy.rows, |_, told| {
        (told.facts, told.rows_coming)
    });
    assert_eq!(told.expect("it is told"), (0, copy.rows.len()));
    block_on(other.take_in(copy.commits.clone(), &copy.rows)).expect("taken in");
    assert_eq!(rows(&other).len(), copy.rows.len());
    let told = other.foresee(&copy.commits, &copy.rows, |_, told| told.rows_coming);
    assert_eq!(told.expect("it is told"), 0);
}

#[test]
fn pictures_travel_in_the_copy_and_a_damaged_one_is_refused() {
    let shop = Shop::founded(1);
    let begun = shop.read(|at| CopyWriter::begin(at, MORNING, false, None));
    let mut writer = begun.expect("it begins");
    while shop.read(|at| writer.commits(at)).expect("commits") {}
    let picture = vec![3; 5_000];
    let hash = hash_of(&picture);
    writer.blob(&hash, &picture).expect("a picture");
    let file = writer.finish().expect("it ends");
    let copy = read(&file).expect("it is whole");
    assert_eq!(copy.blobs, [(hash, picture)]);
    let text = unpack(&file).replace("AwMDAwMD", "AwMDAwME");
    let fault = read(&pack(text.as_bytes())).expect_err("another picture");
    assert_eq!(fault.what, CopyFault::Hash);
}

/// What the last screen exports: the rows of the store as they lie there.
fn raw(workspace: &Workspace<MemoryStore>) -> Vec<String> {
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    let mut lines = Vec::new();
    for table in Table::SITE {
        let scanned = workspace.store().scan(table, &[0], &[0xff; 32], 1_000_000);
        for (key, value) in block_on(scanned).expect("rows") {
            let (name, key) = (table.name(), hex(&key));
            let value = STANDARD.encode(&value);
            lines.push(format!(
                r#"{{"table":"{name}","key_hex":"{key}","value_base64":"{value}"}}"#
            ));
        }
    }
    lines.push(format!(
        r#"{{"end":true,"rows":{},"unread":0}}"#,
        lines.len()
    ));
    lines
}

#[test]
fn what_the_last_screen_exports_is_taken_in_as_far_as_it_is_genuine() {
    let shop = played(7, MORNING);
    let file = |lines: &[String]| (lines.join("\n") + "\n").into_bytes();
    let lines = raw(&shop);
    let whole = read(&file(&lines)).expect("it is read");
    let copy = read(&export(&shop, false)).expect("a copy");
    assert_eq!(whole.commits.len(), copy.commits.len());
    assert_eq!(
        (whole.workspace, whole.rows.len()),
        (copy.workspace, copy.rows.len())
    );
    assert_eq!(whole.manifest.incomplete, Some(0));
    // A commit that changed is left out with all behind it in its stream, and the rest is taken.
    let mut damaged = lines.clone();
    let tails = |line: &&mut String| line.contains(r#""table":"tail""#);
    let all = damaged.iter_mut().filter(tails).count();
    let changed = damaged.iter_mut().filter(tails).nth(all / 2);
    let changed = changed.expect("a commit");
    let at = changed.len() - 20;
    let other = if &changed[at..=at] == "A" { "B" } else { "A" };
    changed.replace_range(at..=at, other);
    let part = read(&file(&damaged)).expect("it is read");
    assert!(part.commits.len() < all);
    assert_eq!(
        part.manifest.incomplete,
        Some((all - part.commits.len()) as u64)
    );
    let store = MemoryStore::new();
    let stream = StreamId::new([b'N'; 16]);
    let joined = Site::join(store, stream, part.commits.clone(), [1; 8], MORNING);
    let site = block_on(joined).expect("it joins");
    assert_eq!(site.held().len(), part.commits.len() + 1);
    // One that was cut short is worth what is in it.
    let cut = file(&lines[..all / 2]);
    assert!(!read(&cut).expect("it is read").commits.is_empty());
}
