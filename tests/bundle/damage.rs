//! Whatever is wrong with a file: it is said, with the line, and nothing of the file is taken in.

use crate::file::*;
use crate::support::*;
use depo::exchange::bundle::{BundleError, BundleFault};
use depo::exchange::problem::FileError;

fn small() -> Vec<u8> {
    let site = Site::new(1);
    for document in ["a", "b", "c"] {
        site.stock(document, "MUG", "A-01", 1);
    }
    export(&site, true)
}

fn lines(file: &[u8]) -> Vec<String> {
    unpack(file).lines().map(str::to_owned).collect()
}

fn fault(lines: &[String]) -> BundleError {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let packed = read(&pack(text.as_bytes()));
    assert_eq!(packed, read(text.as_bytes()), "packing makes no difference");
    packed.expect_err("is damaged")
}

fn expect(lines: &[String], line: u64, what: BundleFault) {
    assert_eq!(fault(lines), BundleError { line, what });
}

#[test]
fn cut_short_anywhere_it_is_no_copy() {
    let file = small();
    for length in 0..file.len() {
        assert!(read(&file[..length]).is_err(), "{length} bytes");
    }
    let plain = unpack(&file);
    for length in 0..plain.len() {
        assert!(read(&plain.as_bytes()[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn a_flipped_bit_is_seen_or_harmless() {
    let file = small();
    let whole = read(&file).expect("whole");
    let mut harmless = 0;
    for byte in 0..file.len() {
        for bit in [byte % 8, (byte + 3) % 8] {
            let mut flipped = file.clone();
            flipped[byte] ^= 1 << bit;
            if let Ok(bundle) = read(&flipped) {
                assert_eq!(bundle, whole, "byte {byte}, bit {bit}");
                harmless += 1;
            }
        }
    }
    // The time, the flags for text and speed and the system's name in the head of the packing mean nothing.
    assert!(harmless <= 8 * 2, "{harmless}");
    let plain = unpack(&file).into_bytes();
    for byte in (0..plain.len()).step_by(3) {
        let mut flipped = plain.clone();
        flipped[byte] ^= 1;
        assert!(read(&flipped).is_err(), "byte {byte} of the text");
    }
}

#[test]
fn other_files_are_named_as_such() {
    let other = |bytes: &[u8]| read(bytes).expect_err("no copy").what;
    assert_eq!(other(b""), BundleFault::Empty);
    assert_eq!(other(&pack(b"")), BundleFault::Empty);
    assert_eq!(other(b"Invoice,StockCode\n1,2\n"), BundleFault::NotABundle);
    assert_eq!(other(b"no line end at all"), BundleFault::NotABundle);
    assert_eq!(
        other(b"{\"format\":\"other\",\"version\":1}\n"),
        BundleFault::NotABundle
    );
    assert_eq!(
        other(b"{\"format\":\"depo-workspace\",\"version\":4000000000000}\n"),
        BundleFault::NewerVersion(4_000_000_000_000)
    );
    assert_eq!(
        other(b"{\"format\":\"depo-workspace\",\"version\":1}\n"),
        BundleFault::Manifest
    );
    assert_eq!(
        other(b"PK\x03\x04 a workbook"),
        BundleFault::File(FileError::Archive)
    );
}

#[test]
fn every_lie_is_named_with_its_line() {
    let whole = lines(&small());
    assert_eq!(whole.len(), 5);
    let stream = read(&small()).expect("whole").runs[0].stream;
    let with = |line: usize, from: &str, to: &str| {
        let mut changed = whole.clone();
        assert!(changed[line].contains(from), "{}", changed[line]);
        changed[line] = changed[line].replacen(from, to, 1);
        changed
    };
    expect(&whole[..4], 4, BundleFault::CutShort);
    expect(&whole[..1], 1, BundleFault::CutShort);
    let mut more = whole.clone();
    more.push("{}".to_owned());
    expect(&more, 6, BundleFault::AfterEnd);
    let mut missing = whole.clone();
    missing.remove(2);
    let out_of_order = |expected, found| BundleFault::OutOfOrder { expected, found };
    expect(&missing, 3, out_of_order(2, 3));
    let mut twice = whole.clone();
    twice.insert(2, whole[1].clone());
    expect(&twice, 3, out_of_order(2, 1));
    expect(
        &with(1, "\"bytes\":\"", "\"bytes\":\"*"),
        2,
        BundleFault::Base64,
    );
    expect(
        &with(1, "\"bytes\":\"", "\"bytes\":\"AAAA"),
        2,
        BundleFault::Chain,
    );
    expect(
        &with(1, "\"hash\":\"", "\"hash\":\"0"),
        2,
        BundleFault::NotALine,
    );
    expect(&with(3, "{", ""), 4, BundleFault::NotALine);
    expect(
        &with(4, "\"commits\":3", "\"commits\":2"),
        5,
        BundleFault::Count { told: 2, found: 3 },
    );
    expect(
        &with(4, "\"end\":true", "\"end\":false"),
        5,
        BundleFault::NotALine,
    );
    expect(
        &with(2, "\"events\":", "\"facts\":"),
        5,
        BundleFault::Checksum,
    );
    expect(
        &with(0, "\"commits\":3", "\"commits\":4"),
        1,
        BundleFault::Manifest,
    );
    expect(
        &with(0, "\"first\":1", "\"first\":0"),
        1,
        BundleFault::Manifest,
    );
    let far = whole[0].replacen("\"commits\":3", "\"commits\":18446744073709551615", 1);
    let mut hostile = whole.clone();
    hostile[0] = far.replacen("\"last\":3", "\"last\":18446744073709551615", 1);
    expect(
        &hostile,
        5,
        BundleFault::Count {
            told: u64::MAX,
            found: 3,
        },
    );
    let hex = stream.hex();
    let other = hex.replacen(&hex[..1], if hex.starts_with('0') { "1" } else { "0" }, 1);
    let unknown = fault(&with(2, &hex, &other));
    assert!(
        matches!(unknown.what, BundleFault::UnknownStream(_)),
        "{unknown}"
    );
    let ends = fault(&other_end(whole.clone()));
    assert_eq!(ends.what, BundleFault::StreamEnd(stream));
}

/// Gives the manifest another last hash.
fn other_end(mut lines: Vec<String>) -> Vec<String> {
    let at = lines[0].find("\"last_hash\":\"").expect("is there") + 13;
    let digit = if lines[0].as_bytes()[at] == b'0' {
        "1"
    } else {
        "0"
    };
    lines[0].replace_range(at..at + 1, digit);
    lines
}

#[test]
fn bombs_are_stopped_early() {
    // Thirty-three megabytes of one byte in a line pack into some thirty kilobytes.
    let bomb = pack(&vec![b'x'; 33 << 20]);
    assert!(bomb.len() < 200_000);
    let what = read(&bomb).expect_err("is no copy").what;
    assert_eq!(what, BundleFault::NotABundle);
    let mut manifest = lines(&small())[0].clone().into_bytes();
    manifest.push(b'\n');
    manifest.resize(manifest.len() + (33 << 20), b'x');
    let what = read(&pack(&manifest)).expect_err("is no copy").what;
    assert_eq!(what, BundleFault::LineTooLong);
    // Empty lines are short, and a hundred megabytes of them are still a bomb.
    manifest.truncate(lines(&small())[0].len() + 1);
    manifest.resize(manifest.len() + (1 << 20), b'\n');
    let what = read(&pack(&manifest)).expect_err("is no copy");
    assert_eq!((what.line, what.what), (2, BundleFault::NotALine));
    let deep = format!("{}\n", "[".repeat(1 << 20));
    assert_eq!(
        read(deep.as_bytes()).expect_err("is no copy").what,
        BundleFault::NotABundle
    );
}

#[test]
fn nothing_of_a_damaged_file_is_taken_in() {
    // A reader gives commits only after the last line was found right: there is nothing to take in before.
    let mut whole = lines(&small());
    whole[4] = whole[4].replacen("\"sha256\":\"", "\"sha256\":\"0", 1);
    let damaged = fault(&whole);
    assert_eq!((damaged.line, damaged.what), (5, BundleFault::Checksum));
}
