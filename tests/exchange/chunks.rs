//! How a file is cut into chunks changes nothing.

use proptest::prelude::*;

use crate::online_retail_sample::{SampleOptions, sample};
use crate::reading::{Read, file, gzip, read, read_chunks};

fn cut<'a>(bytes: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    ends.push(bytes.len());
    ends.sort_unstable();
    let mut start = 0;
    ends.into_iter()
        .map(|end| {
            let chunk = &bytes[start..end];
            start = end;
            chunk
        })
        .collect()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(unit)
        .collect()
}

#[test]
fn byte_by_byte_is_the_same_as_at_once() {
    let made = sample(SampleOptions {
        seed: 1,
        invoices: 3,
        broken_rows: true,
    })
    .csv;
    let middle = made.len() / 2;
    let text = String::from_utf8(made.clone()).expect("a made file");
    let mut windows = file("1,20000,\"GIFT VOUCHER \u{0}\",6,12/1/2010 8:26,2.55,17850,EIRE\r\n");
    windows
        .iter_mut()
        .filter(|byte| **byte == 0)
        .for_each(|byte| *byte = 0xa3);
    let mut marked = b"\xef\xbb\xbf\r\n\r\n".to_vec();
    marked.extend_from_slice(text.replace('\n', "\r\n").as_bytes());
    for bytes in [
        made.clone(),
        gzip(&made),
        [gzip(&made[..middle]), gzip(&made[middle..])].concat(),
        utf16(&text, u16::to_le_bytes),
        utf16(&text, u16::to_be_bytes),
        marked,
        text.replace('\n', "\r").into_bytes(),
        windows,
        file(
            "1,20000,\"NEVER CLOSED,6,12/1/2010 8:26,2.55,17850,EIRE\n2,20000,LANTERN,6,12/1/2010 8:26,2.55,1,EIRE\n",
        ),
    ] {
        let whole = read(&bytes);
        assert!(
            whole.end.is_ok() && !whole.invoices.is_empty(),
            "{:?}",
            whole.end
        );
        assert_eq!(read_chunks(bytes.chunks(1)), whole);
    }
}

fn check(bytes: &[u8], cuts: &[usize]) -> Result<Read, TestCaseError> {
    let whole = read(bytes);
    prop_assert_eq!(&read_chunks(cut(bytes, cuts)), &whole);
    prop_assert!(whole.report.adds_up());
    let given: usize = whole
        .invoices
        .iter()
        .map(|invoice| invoice.lines.len())
        .sum();
    prop_assert_eq!(given as u64, whole.report.taken_lines());
    Ok(whole)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Rows made of everything that means something to the reader, below good headings.
    #[test]
    fn any_cuts_of_a_file_full_of_marks(
        rows in "([\",;\r\n\t é£'0-9A]|\"\"|\r\n|536365,85123A,W,6,12/1/2010 8:26,2.5,1,UK\n){0,80}",
        cuts in prop::collection::vec(any::<usize>(), 0..12),
    ) {
        check(&file(&rows), &cuts)?;
    }

    /// Any bytes at all: no panic, and everything adds up.
    #[test]
    fn any_cuts_of_any_bytes(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        behind_headings in any::<bool>(),
        cuts in prop::collection::vec(any::<usize>(), 0..12),
    ) {
        let bytes = if behind_headings { [file(""), bytes].concat() } else { bytes };
        check(&bytes, &cuts)?;
    }
}

proptest! {
    // Files of some length: fewer of them.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_cuts_of_a_good_file(seed in 0_u64..50, cuts in prop::collection::vec(any::<usize>(), 0..12)) {
        let made = sample(SampleOptions { seed, invoices: 8, broken_rows: true }).csv;
        check(&made, &cuts)?;
        check(&gzip(&made), &cuts)?;
    }

    /// A packed file with one byte changed or its end missing.
    #[test]
    fn any_damage_to_a_packed_file(at in any::<usize>(), value in any::<u8>(), cuts in prop::collection::vec(any::<usize>(), 0..6)) {
        let packed = gzip(&sample(SampleOptions { seed: 3, invoices: 5, broken_rows: false }).csv);
        let mut changed = packed.clone();
        let at = at % packed.len();
        changed[at] = value;
        check(&changed, &cuts)?;
        check(&packed[..at], &cuts)?;
    }
}
