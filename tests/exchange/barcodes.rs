//! Bar codes are read back: linear ones and small QR codes by decoders written from the standards for these tests, the
//! others by those of libraries.

#[path = "../support/barcodes.rs"]
mod reading;

use depo::exchange::barcode::{Barcode, BarcodeError, ElementCode, ItemCode, Symbol, TextCode};
use depo::exchange::gs1::check_digit::check_digit_of;
use depo::exchange::gs1::{ElementString, Gtin, GtinForm};
use proptest::prelude::*;
use reading::{matrix_rows, modules, read_ean_or_upc, read_itf, read_qr_by_hand};

fn gtin(body: &str) -> Gtin {
    Gtin::complete(body).expect("digits")
}

fn linear(barcode: &Barcode) -> String {
    match barcode.symbol() {
        Symbol::Linear(bars) => modules(&bars.path(9), 9, bars.width_modules),
        Symbol::Matrix(_) => String::new(),
    }
}

fn rows(barcode: &Barcode) -> Vec<Vec<bool>> {
    let symbol = barcode.symbol();
    let height = symbol.height_modules().expect("a matrix");
    matrix_rows(&symbol.path(0), symbol.width_modules(), height)
}

#[test]
fn known_modules() {
    // The example of the standard's users everywhere: 4 006381 333931.
    let code = Barcode::item(ItemCode::Ean13, gtin("400638133393")).expect("an EAN-13");
    let bits = linear(&code);
    assert_eq!(
        bits.trim_matches('0'),
        [
            "101", "0001101", "0100111", "0101111", "0111101", "0001001", "0110011", "01010",
            "1000010", "1000010", "1000010", "1110100", "1000010", "1100110", "101"
        ]
        .concat()
    );
    // 0 123456 5: the UPC-E of 012345000065.
    let code = Barcode::item(ItemCode::UpcE, gtin("01234500006")).expect("a UPC-E");
    assert_eq!(code.caption(), "01234565");
}

#[test]
fn item_numbers_are_read_back() {
    for (code, body, read) in [
        (ItemCode::Ean13, "400638133393", "4006381333931"),
        (ItemCode::Ean13, "96385074000", "0963850740000"),
        (ItemCode::Ean8, "9638507", "96385074"),
        (ItemCode::UpcA, "03600029145", "036000291452"),
    ] {
        let barcode = Barcode::item(code, gtin(body)).expect("fits");
        assert_eq!(read_ean_or_upc(&linear(&barcode)).as_deref(), Some(read));
    }
    let error = Barcode::item(ItemCode::Ean8, gtin("400638133393"));
    assert_eq!(error, Err(BarcodeError::ItemNumber { digits: 8 }));
    let error = Barcode::item(ItemCode::UpcE, gtin("03600029145"));
    assert_eq!(error, Err(BarcodeError::NoShortForm));
}

#[test]
fn gs1_elements_stand_behind_function_1() {
    let elements = ElementString::bracketed("(01)09520123456788(10)AB%C(17)261231").expect("sound");
    let qr = Barcode::elements(ElementCode::Qr, &elements).expect("fits");
    let read = read_qr_by_hand(&rows(&qr)).expect("a QR code");
    assert_eq!(read, (true, elements.to_scanned()));
    let matrix = Barcode::elements(ElementCode::DataMatrix, &elements).expect("fits");
    let (pixels, width) = without_quiet(&rows(&matrix), 1);
    let words = datamatrix::placement::MatrixMap::<bool>::try_from_bits(&pixels, width);
    let (map, _) = words.expect("a Data Matrix");
    // Function 1 is code word 232.
    assert_eq!(map.codewords().first(), Some(&232));
    let text = datamatrix::DataMatrix::decode(&pixels, width).expect("readable");
    assert_eq!(text, elements.to_scanned().into_bytes());
}

#[test]
fn what_does_not_fit_is_refused() {
    for code in [TextCode::Code128, TextCode::Qr, TextCode::DataMatrix] {
        for length in [5_000, 10_000_000] {
            let long = "x".repeat(length);
            assert_eq!(Barcode::text(code, &long), Err(BarcodeError::TooLong));
        }
        assert_eq!(Barcode::text(code, ""), Err(BarcodeError::Empty));
    }
    assert_eq!(
        Barcode::text(TextCode::Code128, "ș"),
        Err(BarcodeError::Character('ș'))
    );
    let none = ElementString::default();
    assert_eq!(
        Barcode::elements(ElementCode::Qr, &none),
        Err(BarcodeError::Empty)
    );
}

fn without_quiet(rows: &[Vec<bool>], quiet: usize) -> (Vec<bool>, usize) {
    let inner = quiet..rows.len() - quiet;
    let pixels = rows[inner.clone()]
        .iter()
        .flat_map(|row| row[inner.clone()].to_vec());
    (pixels.collect(), inner.len())
}

fn read_qr(rows: &[Vec<bool>]) -> String {
    let grid = rqrr::SimpleGrid::from_func(rows.len() - 8, |x, y| rows[y + 4][x + 4]);
    rqrr::Grid::new(grid).decode().expect("a QR code").1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn retail_codes_are_read_back(body in "[0-9]{11}|[0-9]{12}|[0-9]{13}|[0-9]{7}") {
        let number = gtin(&body);
        let barcode = Barcode::retail(number).expect("the form that it has");
        let read = match number.form() {
            GtinForm::Gtin14 => read_itf(&linear(&barcode)),
            _ => read_ean_or_upc(&linear(&barcode)),
        };
        prop_assert_eq!(read, number.digits(number.form()));
    }

    #[test]
    fn short_upc_codes_are_read_back(
        system in "[01]",
        product in "[0-9]{2}[0-2]00|[0-9]{3}00|[0-9]{4}0|[0-9]{5}",
        item in "00[0-9]{3}|000[0-9]{2}|0000[0-9]",
    ) {
        let number = gtin(&format!("{system}{product}{item}"));
        if let Ok(barcode) = Barcode::item(ItemCode::UpcE, number) {
            prop_assert_eq!(read_ean_or_upc(&linear(&barcode)), number.digits(GtinForm::Gtin12));
        }
    }

    #[test]
    fn texts_are_read_back_from_squares(text in "[ -~]{1,120}|\\PC{1,60}|[0-9]{1,200}|[а-яА-Яăâîșț ]{1,60}") {
        let qr = Barcode::text(TextCode::Qr, &text).expect("fits");
        prop_assert_eq!(read_qr(&rows(&qr)), text.as_str());
        if text.is_ascii() {
            let matrix = Barcode::text(TextCode::DataMatrix, &text).expect("fits");
            let (pixels, width) = without_quiet(&rows(&matrix), 1);
            let read = datamatrix::DataMatrix::decode(&pixels, width).expect("readable");
            prop_assert_eq!(read, text.into_bytes());
        }
    }

    #[test]
    fn small_gs1_qr_codes_are_read_back(lot in "[!-\"%-?A-Z_a-z]{1,15}", body in "[0-9]{13}") {
        let check = check_digit_of(&body).expect("digits");
        let mut elements = ElementString::default();
        for (identifier, value) in [("10", lot), ("01", format!("{body}{check}"))] {
            let element = depo::exchange::gs1::Element::new(identifier, &value).expect("sound");
            elements.push(element).expect("few");
        }
        let qr = Barcode::elements(ElementCode::Qr, &elements).expect("fits");
        prop_assert_eq!(read_qr_by_hand(&rows(&qr)), Some((true, elements.to_scanned())));
    }
}
