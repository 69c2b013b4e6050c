//! Files that are broken, or made to break the readers; and any cut of any file gives the same records.

use depo::limits::CELL_BYTES_MAX;
use proptest::prelude::*;

use super::{catalog, inventory, returns};

const CATALOG: &str =
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price,Image Src\n";
const WOOCOMMERCE: &str =
    "ID,Type,SKU,Name,Published,Stock,Weight (kg),Parent,Attribute 1 name,Attribute 1 value(s)\n";
const INVENTORY: &str =
    "Handle,Option1 Name,Option1 Value,SKU,Location,Committed,Available,On hand\n";

fn cut<'a>(bytes: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    ends.push(bytes.len());
    ends.sort_unstable();
    let mut start = 0;
    let chunk = |end| {
        let chunk = &bytes[start..end];
        start = end;
        chunk
    };
    ends.into_iter().map(chunk).collect()
}

/// Reads bytes as each kind of file: the chunks change nothing, and everything adds up.
fn check(bytes: &[u8], cuts: &[usize]) {
    let products = catalog::read_chunks([bytes]);
    assert_eq!(catalog::read_chunks(cut(bytes, cuts)), products);
    let (_, products, report) = products;
    let variants: usize = products.iter().map(|product| product.variants.len()).sum();
    assert_eq!(variants as u64, report.variants);
    assert!(
        report.variants + report.picture_rows + report.sheet.refused.count() <= report.sheet.rows
    );

    let levels = inventory::read_chunks([bytes]);
    assert_eq!(inventory::read_chunks(cut(bytes, cuts)), levels);
    assert_eq!(levels.1.len() as u64, levels.2.levels);

    let returns = returns::read_chunks([bytes]);
    assert_eq!(returns::read_chunks(cut(bytes, cuts)), returns);
    let (_, returns, report) = returns;
    assert_eq!(returns.len() as u64, report.lines);
    assert_eq!(
        report.lines + report.sheet.refused.count(),
        report.sheet.rows
    );
}

#[test]
fn a_file_cut_anywhere_keeps_what_came_before() {
    let catalog = CATALOG.to_owned()
        + "lamp,\"Lamp, \"\"big\"\"\nred\",Colour,Red,L-1,5,1.50,x\nlamp,,,Blue,L-2,5,1.50,\nwick,Wick,,,W,1,1,\n";
    let inventory = INVENTORY.to_owned()
        + "lamp,Colour,Red,L-1,Sofia,1,2,3\nwick,,,W,\"Veliko\nTarnovo\",0,0,Not stocked\n";
    let returned = returns::HEADINGS.to_owned()
        + "2026-06-05\t1\tA\tB\tC\tLamp\t1\tX\tSELLABLE\tDEFECTIVE\tPending\tL\tno\n";
    for text in [catalog, inventory, returned] {
        let mut most = 0;
        for length in 0..text.len() {
            let bytes = &text.as_bytes()[..length];
            check(bytes, &[length / 2]);
            let products = catalog::read_chunks([bytes]).1;
            let found = products.len()
                + inventory::read_chunks([bytes]).1.len()
                + returns::read_chunks([bytes]).1.len();
            // A row of which only the beginning is there may be none; those before it stay.
            assert!(found + 1 >= most, "{length}");
            most = most.max(found);
        }
        let packed = crate::reading::gzip(text.as_bytes());
        check(&packed, &[3, packed.len() / 2]);
        assert!(
            catalog::read_chunks([&packed[..packed.len() - 1]])
                .0
                .is_err()
        );
    }
}

#[test]
fn huge_cells_are_one_error_each() {
    let huge = "x".repeat(CELL_BYTES_MAX + 1);
    let text = format!(
        "{CATALOG}a,A,,,a,1,1,\n{huge},,,,,,,\nb,{huge},,,b,1,1,\nc,C,,,c,{},{},\n",
        "9".repeat(5_000),
        "9".repeat(5_000)
    );
    let (end, products, report) = catalog::read_chunks([text.as_bytes()]);
    assert_eq!(end, Ok(()));
    assert_eq!(products.len(), 2);
    assert_eq!(
        (report.sheet.refused.count(), report.sheet.doubts.count()),
        (2, 2)
    );
    let text = format!("{INVENTORY}a,,,a,S,{},1,1\n", "9".repeat(60_000));
    let (_, levels, report) = inventory::read_chunks([text.as_bytes()]);
    assert_eq!((levels.len(), report.sheet.doubts.count()), (1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_cuts_of_rows_full_of_marks(
        headings in prop_oneof![Just(CATALOG), Just(WOOCOMMERCE), Just(INVENTORY), Just(returns::HEADINGS)],
        rows in "([#\",;\r\n\t é0-9.]|\"\"|\r\n|lamp,Lamp,Colour,Red,L-1,5,1.50,x\n|1,variation,a,A,1,2,3,id:1,,\n|1,variable,b,B,1,2,3,,C,D\n|x\t1\tA\tB\tC\tL\t1\tX\tSELLABLE\n){0,50}",
        cuts in prop::collection::vec(any::<usize>(), 0..6),
    ) {
        check((headings.to_owned() + &rows).as_bytes(), &cuts);
    }

    #[test]
    fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..200), start in 0_usize..4) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"\x1f\x8b\x08", CATALOG.as_bytes()][start];
        check(&[start, &bytes].concat(), &[1, 5, 17, 60]);
    }
}
