//! Writes small files for the fuzzer to begin with: `cargo run --example seeds`, into `corpus/TARGET/`.

#[path = "../tests/support/online_retail_sample.rs"]
mod online_retail_sample;

use std::io::Write;
use std::path::Path;

use depo_fuzz::{GOODS_HEADINGS, ROW_HEADINGS, archive::archive};
use online_retail_sample::{SampleOptions, sample};

fn main() -> std::io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut seeds: Vec<(&str, Vec<u8>)> = Vec::new();
    rows(&mut seeds);
    records(&mut seeds);
    codes(&mut seeds);
    addresses(&mut seeds);
    documents(&mut seeds);
    for (number, (target, bytes)) in seeds.iter().enumerate() {
        let folder = corpus.join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("seed-{number}")), bytes)?;
    }
    println!("{} seeds in {}", seeds.len(), corpus.display());
    Ok(())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

fn rows(seeds: &mut Vec<(&str, Vec<u8>)>) {
    for (which, headings) in ROW_HEADINGS.iter().enumerate() {
        let delimiter = ['\t', ';', ',']
            .into_iter()
            .find(|one| headings.contains(*one));
        let delimiter = delimiter.unwrap_or(',').to_string();
        let row = |number: u32| -> String {
            let cells: Vec<String> = headings
                .split(delimiter.as_str())
                .map(|heading| cell(heading, number))
                .collect();
            cells.join(&delimiter)
        };
        let rows = format!("{}\r\n{}\r\n{}\r\n", row(1), row(1), row(2));
        let file = format!("{headings}\r\n{rows}").into_bytes();
        seeds.push(("order_rows", [&[which as u8], rows.as_bytes()].concat()));
        for target in ["order_files", "delimited_rows", "preview", "characters"] {
            seeds.push((target, file.clone()));
        }
        seeds.push(("inflate", gzip(&file)));
    }
    for (which, headings) in GOODS_HEADINGS.iter().enumerate() {
        let delimiter = if headings.contains('\t') { "\t" } else { "," };
        let cells: Vec<String> = headings
            .split(delimiter)
            .map(|heading| cell(heading, 1))
            .collect();
        let rows = format!("{}\n", cells.join(delimiter)).repeat(2);
        seeds.push(("goods", [&[which as u8], rows.as_bytes()].concat()));
    }
    let retail = sample(SampleOptions {
        seed: 1,
        invoices: 2,
        broken_rows: true,
    });
    assert!(retail.expected.orders > 0);
    for target in ["online_retail", "order_files", "delimited_rows"] {
        seeds.push((target, retail.csv[..retail.csv.len().min(3_000)].to_vec()));
        seeds.push((target, "a;\"b\"\"c\"\r\n\"d\n\";\"e\n\"x\n".into()));
    }
    seeds.push(("inflate", [gzip(b"a"), gzip(b"bb"), vec![0; 8]].concat()));
    for stock in [
        "SKU,Bin,Quantity,Name,Barcode\n0012,A-01-2,12,Lantern,5012345678900\n",
        "Артикул;Клетка;Количество\nA;B;1.234,5\n",
        "kode\tlokasi\tjumlah\nA\tR1\t3\n",
    ] {
        for target in ["stock_file", "preview"] {
            seeds.push((target, stock.into()));
        }
    }
    let wide: Vec<u8> = "Name,é€\u{1f600}\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for text in [
        &b"caf\xe9, \x80 5"[..],
        "é\u{1f600}".as_bytes(),
        &[&[0xff, 0xfe], &wide[..]].concat(),
    ] {
        seeds.push(("characters", text.to_vec()));
    }
}

/// A likely cell below a heading.
fn cell(heading: &str, number: u32) -> String {
    let lower = heading.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match () {
        () if has(&["date", "time", "waktu", "created"]) => "2026-08-01 10:00:00".to_owned(),
        () if has(&["quantity", "jumlah", "units"]) => "3".to_owned(),
        () if has(&[
            "price", "total", "amount", "fee", "shipping", "tax", "harga", "sold for", "discount",
        ]) =>
        {
            format!("{number}2.50")
        }
        () if has(&["status"]) => ["paid", "Shipped", "Selesai"][number as usize % 3].to_owned(),
        () if has(&["currency"]) => "EUR".to_owned(),
        () if has(&["country"]) => "EIRE".to_owned(),
        () if has(&["name", "title", "description"]) => "\"Lamp\"".to_owned(),
        () => format!("#{number}"),
    }
}

fn records(seeds: &mut Vec<(&str, Vec<u8>)>) {
    let shopify = r##"{"id":1,"name":"#1","order_number":1,"created_at":"2026-08-01T10:00:00+09:00","currency":"EUR","total_price":"2.50","financial_status":"paid","fulfillment_status":null,"line_items":[{"id":2,"quantity":1,"price":"2.50","title":"L\u00e4mp","sku":"A","fulfillable_quantity":1}],"refunds":[],"shipping_address":{"country_code":"IE"}}"##;
    let woo = r#"{"id":1,"number":"1","status":"processing","currency":"EUR","date_created_gmt":"2026-08-01T10:00:00","total":"2.50","billing":{"country":"IE"},"line_items":[{"id":2,"name":"Lamp","quantity":1,"total":"2.50","price":2.5,"sku":"A"}],"shipping_lines":[],"refunds":[]}"#;
    for record in [shopify, woo] {
        for (which, text) in [
            record.to_owned(),
            format!("{record},{record}"),
            format!("{record}],\"a\":[1,{record}"),
        ]
        .iter()
        .enumerate()
        {
            seeds.push(("order_records", [&[which as u8], text.as_bytes()].concat()));
        }
        seeds.push(("order_files", format!("{{\"orders\":[{record}]}}").into()));
        seeds.push(("json", record.into()));
    }
    seeds.push((
        "json",
        r#"[0,-1.5e-3,true,null,"\ud83d\ude00\\",{"a":{}}]"#.into(),
    ));
    let sheet = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>SKU</t></is></c><c r="C1" t="s"><v>1</v></c></row><row r="3"><c r="A3"><v>1.5E3</v></c><c r="B3" s="1"><v>45000.5</v></c><c r="C3" t="b"><v>1</v></c></row></sheetData></worksheet>"#;
    let texts = br"<sst><si><t>Order #</t></si><si><r><t>Quan_x0041_</t></r><r><t>tity &amp;&#65;</t></r></si></sst>";
    seeds.push(("order_workbooks", [&sheet[..], b"\xff", texts].concat()));
    seeds.push((
        "order_workbooks",
        archive(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/worksheets/sheet1.xml", sheet),
        ]),
    ));
}

fn codes(seeds: &mut Vec<(&str, Vec<u8>)>) {
    for text in [
        "01095060001343522117120810ABC\u{1d}2112345",
        "(01)09506000134352(10)A\\(C(21)12345(3103)000195",
        "^0109506000134352^8110106141416543213500110000310123196000",
        "00095060001343520000020950600013435237100",
        "8008261231235959\u{1d}4321142200\u{1d}71012345",
    ] {
        seeds.push(("gs1_elements", text.into()));
        for symbol in ["]C1", "]d2", "]Q3", "]e0", "]E0"] {
            seeds.push((
                "scans",
                format!("{symbol}{}", text.trim_start_matches('^')).into(),
            ));
        }
    }
    for text in [
        "]E09506000134352",
        "]E495060005",
        "]Q1https://id.gs1.org/01/09506000134352",
        "]d1text",
    ] {
        seeds.push(("scans", text.into()));
    }
    for text in [
        "https://id.gs1.org/01/09506000134352/10/A%2FC/21/12345?17=271208&3103=000195",
        "http://example.org/shop/gtin/9506000134352/lot/AB?exp=261231&x=1#a",
        "https://example.org/8018/950600013435200001?8019=1",
    ] {
        seeds.push(("gs1_links", text.into()));
    }
    for text in [
        "095060001343520000",
        "261231",
        "20261231235959",
        "GB",
        "826",
        "A1B2",
        "8110106141416543213500110000310123196000",
        "-1/2",
        "%41",
        "+358401234567",
        "DE89370400440532013000",
        "1112",
    ] {
        seeds.push(("gs1_linters", text.into()));
    }
    for number in [
        "1Z5R89390357567127",
        "9400111202555842332669",
        "RB123456785GB",
        "JT1234567890",
        "986578788855",
        "JJD0099999999",
        "000123456784 ",
        "1Z 999 AA1 01 2345 6784",
        "C00008221876",
        "LX123456785NL",
        "00340434161094042557",
        "01234567890123456789012345678901234",
    ] {
        seeds.push(("tracking", number.into()));
    }
    for text in [
        "EUR 90,00",
        "AU $3,000.00",
        "1.234,5",
        "-12e-3",
        "Rp37.200",
        "08/14/25",
        "Oct-05-26",
        "2026-08-01 10:00:00 +0900",
        "26-May-26",
        "31/12/2026 08:26",
    ] {
        seeds.push(("numbers_and_times", text.into()));
    }
}

fn addresses(seeds: &mut Vec<(&str, Vec<u8>)>) {
    for text in [
        "EIRE\nD02 AF30\nDublin\nCo. Dublin\n+353 1 234 5678\nBo\nShop\n\n1 The Street",
        "United Kingdom\nsw1a1aa\nLondon\n\n020 7946 0018 ext. 5\nBo\n\n\n1 The Street\nFlat 2",
        "USA\n7030\nHoboken\nNJ\n+1 210-555-0142",
        "Channel Islands\nJE2 3AB",
        "JP\n1000001\nChiyoda\nTokyo\n0312345678\n\n\n\n千代田",
        "EUR",
    ] {
        seeds.push(("addresses", text.into()));
    }
}

fn documents(seeds: &mut Vec<(&str, Vec<u8>)>) {
    for text in [
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260102*1108*U*00401*000000007*0*P*>~\nGS*OW*S*R*20260102*1108*7*X*004010~ST*940*0001~\nW05*N*1*P~N1*ST*Bo*9*1~SE*4*0001~GE*1*7~IEA*1*000000007~",
        "UNA:+.? 'UNB+UNOA:1+S+R+260102:1108+1'UNH+1+ORDERS:D:96A:UN'BGM+220+1?'2+9'UNT+3+1'UNZ+1+1'",
        "ST|850|1\nBEG|00|SA|1||20260102\nSE|3|1\n",
    ] {
        seeds.push(("edi", text.into()));
    }
    let event = r#"{"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ext":"https://a.b/"}],"type":"EPCISDocument","schemaVersion":"2.0","epcisBody":{"eventList":[{"type":"ObjectEvent","eventTime":"2026-01-02T00:30:00.000Z","eventTimeZoneOffset":"+07:00","action":"OBSERVE","bizStep":"receiving","disposition":"in_progress","epcList":["https://id.gs1.org/01/04012345111118/21/9876","urn:epc:id:sscc:4012345.0555555555"],"quantityList":[{"epcClass":"urn:epc:class:lgtin:4012345.012345.A","quantity":25.0,"uom":"KGM"}],"bizTransactionList":[{"type":"po","bizTransaction":"urn:x"}],"sensorElementList":[{"sensorMetadata":{"time":"2026-01-02T00:30:00Z"},"sensorReport":[{"type":"Temperature","value":26.0}]}],"ext:a":{"ext:b":[1,"2"]}}]}}"#;
    seeds.push(("epcis", event.into()));
    let plain = r#"{"format":"depo-workspace","version":1,"exported_ms":1,"journal":"00000000000000000000000000000000","fold":"x","commits":0,"state_digest":"0000000000000000000000000000000000000000000000000000000000000000","streams":[]}
{"end":true,"commits":0,"sha256":"0"}
"#;
    seeds.push(("copies", plain.into()));
    seeds.push(("copies", gzip(plain.as_bytes())));
}
