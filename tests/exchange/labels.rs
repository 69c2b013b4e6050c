//! Labels: nothing is lost or overlaps, the bar codes are those asked for, no text can command a printer or a page.

#[path = "../support/zpl.rs"]
mod zpl_check;

use depo::exchange::gs1::Sscc;
use depo::exchange::label::forms::{self, ItemLabel, ParcelLabel, ParcelWords, ReturnLabel};
use depo::exchange::label::text::width_dots;
use depo::exchange::label::zpl::Resolution;
use depo::exchange::label::{Area, Field, Label, LabelError, Piece, svg, zpl};
use proptest::prelude::*;

use crate::shared;

const WORDS: ParcelWords = ParcelWords {
    from: "From",
    to: "To",
};

fn sscc() -> Sscc {
    "340123450000000017".parse().expect("an SSCC")
}

fn parcel() -> ParcelLabel<'static> {
    ParcelLabel {
        words: WORDS,
        sender: "Depo Gudang\nJl. Merdeka 1\n40111 Bandung",
        receiver: "Георги Иванов\nбул. „Витоша“ 15, ет. 3\n1000 София\nBulgaria",
        carrier: "Posta",
        service: "Express",
        routing: "BG-1000",
        references: "Order 1001\n1,250 g\nParcel 1 of 2",
        tracking: Some("RR473124829BG"),
        sscc: Some(sscc()),
        number: Some("P-1A2B"),
    }
}

fn five_labels() -> Vec<Label> {
    let item = ItemLabel {
        sku: "MUG-RED-250",
        name: "Cană roșie, 250 ml",
        gtin: Some("4006381333931".parse().expect("a GTIN")),
    };
    let returned = ReturnLabel {
        words: WORDS,
        title: "Retur",
        sender: "Ana Popescu\nStr. Lungă 5",
        receiver: "Depo\nStr. Scurtă 1",
        references: "Order 1001\n2 x MUG-RED-250",
        number: "RET-1001-1",
    };
    vec![
        forms::parcel(&parcel()).expect("fits"),
        forms::returned(&returned).expect("fits"),
        forms::bin("A-03-12").expect("fits"),
        forms::tote("T-0042").expect("fits"),
        forms::item(&item).expect("fits"),
    ]
}

fn areas(label: &Label) -> Vec<Area> {
    label
        .pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Text { area, lines, .. } => Area {
                height: lines.lines.len() * lines.line_dots(),
                ..*area
            },
            Piece::Rule(area) | Piece::Code { area, .. } => *area,
        })
        .collect()
}

/// Everything is on the label, and nothing on something else.
fn assert_sound(label: &Label) {
    let areas = areas(label);
    for (at, a) in areas.iter().enumerate() {
        assert!(
            a.x + a.width <= label.width_dots && a.y + a.height <= label.height_dots,
            "{a:?}"
        );
        for b in &areas[at + 1..] {
            let apart = a.x + a.width <= b.x
                || b.x + b.width <= a.x
                || a.y + a.height <= b.y
                || b.y + b.height <= a.y;
            assert!(apart, "{a:?} and {b:?}");
        }
    }
    for piece in label.pieces() {
        if let Piece::Text { area, lines, .. } = piece {
            for line in &lines.lines {
                assert!(width_dots(line, lines.size_dots) <= area.width);
            }
        }
    }
}

/// All text of a label without blanks.
fn all_text(label: &Label) -> String {
    let text = label.pieces().iter().map(|piece| match piece {
        Piece::Text { lines, .. } => lines.lines.concat(),
        _ => String::new(),
    });
    text.collect::<String>().split_whitespace().collect()
}

#[test]
fn five_labels_are_laid_out() {
    for label in five_labels() {
        assert_sound(&label);
        let svg = svg::write(&label);
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
        assert!(!svg.contains("style") && !svg.contains("script"));
    }
    let labels = five_labels();
    let text = all_text(&labels[0]);
    for wanted in [
        "ГеоргиИванов",
        "бул.„Витоша“15,ет.3",
        "BG-1000",
        "1,250g",
        "(00)340123450000000017",
        "P-1A2B",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}

#[test]
fn zpl_is_what_the_command_table_allows() {
    let Some(path) = shared::shared("zpl/zpl-toolchain/parser_tables.json") else {
        return;
    };
    let json = std::fs::read_to_string(path).expect("readable");
    let table = zpl_check::Table::read(&json).expect("a table");
    for label in five_labels() {
        for resolution in [Resolution::Dots8, Resolution::Dots12, Resolution::Dots24] {
            let zpl = zpl::write(&label, resolution, 2);
            let findings: Vec<String> = table.check(&zpl).iter().map(ToString::to_string).collect();
            assert_eq!(findings, Vec::<String>::new(), "{zpl}");
        }
    }
    // The check finds what is wrong.
    for wrong in [
        "^XA^FO1,1^FDx^FS",
        "^XA^QQ1^XZ",
        "^XA^FOx,1^FS^XZ",
        "^XA^FO1,1,0,5,6^FS^XZ",
        "^XA^FO1,99999^FS^XZ",
    ] {
        assert!(!table.check(wrong).is_empty(), "{wrong}");
    }
}

#[test]
fn the_samples_of_the_field_pass() {
    let (Some(table), Some(folder)) = (
        shared::shared("zpl/zpl-toolchain/parser_tables.json"),
        shared::shared("zpl"),
    ) else {
        return;
    };
    let json = std::fs::read_to_string(table).expect("readable");
    let table = zpl_check::Table::read(&json).expect("a table");
    let mut judged = 0;
    for name in ["binarykits", "zpl-toolchain/samples"] {
        for entry in std::fs::read_dir(folder.join(name)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_zpl = path
                .extension()
                .is_some_and(|ending| ending == "zpl" || ending == "zpl2");
            if !is_zpl {
                continue;
            }
            let text = std::fs::read(&path).expect("readable");
            let findings = table.check(&String::from_utf8_lossy(&text));
            let errors: Vec<String> = findings
                .iter()
                .filter(|finding| finding.severity == zpl_check::Severity::Error)
                .map(ToString::to_string)
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "{}", path.display());
            judged += 1;
        }
    }
    assert!(judged > 60, "only {judged} samples");
}

#[test]
fn printers_are_told_what_the_bar_code_is() {
    let zpl = zpl::write(
        &forms::parcel(&parcel()).expect("fits"),
        Resolution::Dots8,
        1,
    );
    // Start C, function 1, pairs of digits; the printer adds the check symbol.
    assert!(zpl.contains("^FD>;>800340123450000000017^FS"), "{zpl}");
    assert!(zpl.contains("^BCN,"), "{zpl}");
    let zpl = zpl::write(
        &forms::bin("A>B~^C\t1234").expect("fits"),
        Resolution::Dots8,
        1,
    );
    // ~ and ^ as Code 128 marks, and the tab from set A.
    assert!(zpl.contains(">:A>0B>="), "{zpl}");
    let zpl = zpl::write(&forms::tote("T_1").expect("fits"), Resolution::Dots8, 1);
    assert!(
        zpl.contains("^BQN,2,") && zpl.contains("^FDMA,T_1^FS"),
        "{zpl}"
    );
}

/// The data of the first field after a command, its hexadecimal bytes as characters.
fn field_after(zpl: &str, command: &str) -> Option<String> {
    let (_, after) = zpl.split_once(command)?;
    let (_, data) = after.split_once("^FD")?;
    let mut rest = data.split_once("^FS")?.0.chars();
    let mut bytes = Vec::new();
    while let Some(c) = rest.next() {
        if c == '\\' {
            let hex: String = rest.by_ref().take(2).collect();
            bytes.push(u8::from_str_radix(&hex, 16).ok()?);
        } else {
            bytes.push(u8::try_from(c).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What a printer makes of the data of a Code 128: function 1 is `\u{1d}`.
fn printed_code128(data: &str) -> Option<String> {
    let mut text = String::new();
    let mut set = ' ';
    let mut shifted = None;
    let mut rest = data.chars();
    while let Some(c) = rest.next() {
        if c == '>' {
            let mark = rest.next()?;
            // A character that is written as a mark takes the shift before it.
            if matches!(mark, '<' | '0' | '=' | '1') {
                shifted = None;
            }
            match mark {
                '9' | '7' => set = 'A',
                ':' | '6' => set = 'B',
                ';' | '5' => set = 'C',
                '8' => text.push('\u{1d}'),
                '4' => shifted = Some(if set == 'A' { 'B' } else { 'A' }),
                '<' => text.push('^'),
                '0' => text.push('>'),
                '=' => text.push('~'),
                '1' => text.push('\u{7f}'),
                _ => return None,
            }
            continue;
        }
        match shifted.take().unwrap_or(set) {
            'B' => text.push(c),
            set => {
                let pair: u8 = format!("{c}{}", rest.next()?).parse().ok()?;
                match set {
                    'C' => text.push_str(&format!("{pair:02}")),
                    _ => text.push(char::from(if pair < 64 { pair + 32 } else { pair - 64 })),
                }
            }
        }
    }
    Some(text)
}

/// The squares of a picture.
fn picture(zpl: &str) -> Option<Vec<Vec<bool>>> {
    let (_, after) = zpl.split_once("^GFA,")?;
    let mut parts = after.split_once("^FS")?.0.splitn(4, ',');
    let (bytes, _, row_bytes) = (parts.next()?, parts.next()?, parts.next()?);
    let row_bytes: usize = row_bytes.parse().ok()?;
    let mut rows: Vec<Vec<bool>> = Vec::new();
    let mut data = parts.next()?;
    while !data.is_empty() {
        if let Some(after) = data.strip_prefix(':') {
            rows.push(rows.last()?.clone());
            data = after;
            continue;
        }
        let (row, after) = data.split_at_checked(row_bytes * 2)?;
        let nibbles = row.chars().map(|c| c.to_digit(16));
        let nibbles: Vec<u32> = nibbles.collect::<Option<_>>()?;
        let bits = nibbles
            .iter()
            .flat_map(|nibble| (0..4).rev().map(move |bit| nibble >> bit & 1 == 1));
        rows.push(bits.collect());
        data = after;
    }
    (rows.len() * row_bytes == bytes.parse::<usize>().ok()?).then_some(rows)
}

#[test]
fn what_printers_cannot_encode_is_sent_as_a_picture() {
    let label = forms::tote("Кутия 7");
    // Code 128 has no Cyrillic letters, and a tote has one.
    assert!(matches!(label, Err(LabelError::Barcode(Field::Code, _))));
    let returned = ReturnLabel {
        words: WORDS,
        title: "Retur",
        sender: "",
        receiver: "",
        references: "",
        number: "RET~1",
    };
    let label = forms::returned(&returned).expect("fits");
    let zpl = zpl::write(&label, Resolution::Dots8, 1);
    assert_eq!(field_after(&zpl, "^BQN").as_deref(), Some("MA,RET~1"));
    let elements =
        depo::exchange::gs1::ElementString::bracketed("(01)09520123456788(10)A_B").expect("sound");
    let code = depo::exchange::barcode::ElementCode::Qr;
    let barcode = depo::exchange::barcode::Barcode::elements(code, &elements).expect("fits");
    let label = forms::code("GS1", barcode.clone()).expect("fits");
    let rows = picture(&zpl::write(&label, Resolution::Dots8, 1)).expect("a picture");
    let depo::exchange::barcode::Symbol::Matrix(matrix) = barcode.symbol() else {
        unreachable!("a QR code is a matrix");
    };
    let wanted: Vec<&[bool]> = matrix.rows().collect();
    let module = rows.len() / wanted.len();
    for (y, row) in wanted.iter().enumerate() {
        for (x, dark) in row.iter().enumerate() {
            assert_eq!(rows[y * module][x * module], *dark);
        }
    }
    let code = depo::exchange::barcode::ElementCode::DataMatrix;
    let barcode = depo::exchange::barcode::Barcode::elements(code, &elements).expect("fits");
    let zpl = zpl::write(
        &forms::code("GS1", barcode).expect("fits"),
        Resolution::Dots8,
        1,
    );
    assert_eq!(
        field_after(&zpl, "^BXN").as_deref(),
        Some("_1010952012345678810A__B")
    );
}

#[test]
fn too_much_is_refused_and_named() {
    let long = "Lorem ipsum dolor sit amet ".repeat(200);
    let label = ParcelLabel {
        receiver: &long,
        ..parcel()
    };
    assert_eq!(
        forms::parcel(&label).err(),
        Some(LabelError::TooMuchText(Field::Receiver))
    );
    let tracking = "X".repeat(70);
    let label = ParcelLabel {
        tracking: Some(&tracking),
        ..parcel()
    };
    assert_eq!(
        forms::parcel(&label).err(),
        Some(LabelError::TooWide(Field::Tracking))
    );
    // A long code of an item becomes squares.
    let item = ItemLabel {
        sku: "SKU-WITH-A-VERY-LONG-CODE-0001",
        name: "",
        gtin: None,
    };
    assert!(forms::item(&item).is_ok());
}

#[test]
fn a_printer_takes_a_shift_before_a_mark() {
    let code = "!\t~\t\ta";
    let label = forms::bin(code).expect("fits");
    let data = field_after(&zpl::write(&label, Resolution::Dots12, 1), "^BCN");
    let printed = data.and_then(|data| printed_code128(&data));
    assert_eq!(printed.as_deref(), Some(code));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_printer_prints_the_code_that_was_meant(code in "[!-~]([ -~\t]{0,10}[!-~])?|[0-9]{2,20}|[a-z]{1,4}[0-9]{4,8}\x1f[A-Z]") {
        let label = forms::bin(&code).expect("fits");
        let zpl = zpl::write(&label, Resolution::Dots12, 1);
        let data = field_after(&zpl, "^BCN").expect("a bar code");
        prop_assert_eq!(printed_code128(&data), Some(code));
    }

    #[test]
    fn no_text_is_lost_and_none_commands(
        receiver in "(\\PC{0,30}\n){0,4}|[\\^~_\\\\<>&\"A-Zа-яș ]{0,80}",
        references in "\\PC{0,40}",
    ) {
        let content = ParcelLabel { receiver: &receiver, references: &references, ..parcel() };
        if let Ok(label) = forms::parcel(&content) {
            assert_sound(&label);
            let kept: String = receiver
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
                .collect();
            prop_assert!(all_text(&label).contains(&kept));
            let zpl = zpl::write(&label, Resolution::Dots8, 1);
            prop_assert!(zpl.is_ascii());
            // As many commands as a label of plain text of the same lines has.
            let plain = zpl.matches('^').count();
            let fields = zpl.matches("^FS").count();
            prop_assert_eq!(zpl.matches("^FO").count(), fields);
            prop_assert!(!zpl.contains('~'));
            let own = ["^XA", "^XZ", "^CI", "^PW", "^LL", "^LH", "^PQ", "^FO", "^FS", "^FH", "^FD", "^A0", "^A@", "^GB", "^BY", "^BC"];
            let known: usize = own.iter().map(|command| zpl.matches(command).count()).sum();
            prop_assert_eq!(known, plain);
            let svg = svg::write(&label);
            let tags = ["<svg ", "</svg>", "<text ", "</text>", "<rect ", "<path "];
            let known: usize = tags.iter().map(|tag| svg.matches(tag).count()).sum();
            prop_assert_eq!(svg.matches('<').count(), known);
        }
    }
}
