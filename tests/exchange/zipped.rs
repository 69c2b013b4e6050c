//! A zip archive gives its files one by one, within bounds.

use crate::archive::archive;
use depo::exchange::problem::FileError;
use depo::exchange::workbook::{Unpacked, Zip};
use depo::limits::{IMPORT_UNPACK_RATIO_MAX, ZIP_FILES_MAX};

type Files = Vec<(String, Vec<u8>)>;

fn unzipped(bytes: Vec<u8>) -> Result<Option<Files>, FileError> {
    let Some(mut zip) = Zip::open(bytes)? else {
        return Ok(None);
    };
    let mut files = Vec::new();
    let mut output = Vec::new();
    loop {
        let before = output.len();
        let step = zip.step(&mut output)?;
        assert!(output.len() - before <= 64 * 1024, "a step is short");
        match step {
            Unpacked::More => {}
            Unpacked::File(name) => files.push((name, std::mem::take(&mut output))),
            Unpacked::All => return Ok(Some(files)),
        }
    }
}

#[test]
fn each_file_of_an_archive_is_a_file_of_its_own() {
    let orders = "Order ID,SKU\n".repeat(40_000);
    let parts: [(&str, &[u8]); 7] = [
        ("may/", b""),
        ("may/orders.csv", orders.as_bytes()),
        ("may/.DS_Store", b"x"),
        ("__MACOSX/may/._orders.csv", b"x"),
        ("june/orders.csv", b"Order ID,SKU\n1,MUG\n"),
        ("june/Orders.csv", b"Order ID,SKU\n2,TEA\n"),
        ("june/empty.csv", b""),
    ];
    let files = unzipped(archive(&parts))
        .expect("whole")
        .expect("no workbook");
    let told: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    assert_eq!(told, [parts[1], parts[4], parts[5], parts[6]]);
}

#[test]
fn a_workbook_is_no_archive_of_files() {
    let parts: [(&str, &[u8]); 2] = [
        ("[Content_Types].xml", b"<x/>"),
        ("xl/workbook.xml", b"<x/>"),
    ];
    assert_eq!(unzipped(archive(&parts)), Ok(None));
}

#[test]
fn what_is_wrong_with_an_archive_is_said_of_an_archive() {
    let whole = archive(&[("a.csv", b"Order ID,SKU\n1,MUG\n")]);
    let mut cut = whole.clone();
    cut.truncate(whole.len() - 10);
    assert_eq!(unzipped(cut), Err(FileError::ArchiveDamaged));
    let mut changed = whole.clone();
    let place = 30 + "a.csv".len() + 4;
    changed[place] ^= 0x55;
    assert_eq!(unzipped(changed), Err(FileError::ArchiveDamaged));
    // The flag of encryption in the table of contents.
    let mut locked = whole.clone();
    let contents = locked.windows(4).position(|four| four == b"PK\x01\x02");
    locked[contents.expect("a table of contents") + 8] |= 1;
    assert_eq!(unzipped(locked), Err(FileError::ArchiveLocked { count: 1 }));
    assert_eq!(unzipped(archive(&[("a/", b"")])), Err(FileError::Empty));
    let names: Vec<String> = (0..=ZIP_FILES_MAX).map(|n| format!("{n}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"x"[..]))
        .collect();
    let files_max = ZIP_FILES_MAX as u64;
    assert_eq!(
        unzipped(archive(&many)),
        Err(FileError::TooManyFiles { files_max })
    );
    let bomb = vec![b'\n'; 64 << 20];
    let ratio_max = IMPORT_UNPACK_RATIO_MAX;
    assert_eq!(
        unzipped(archive(&[("a.csv", &bomb)])),
        Err(FileError::Bomb { ratio_max })
    );
}
