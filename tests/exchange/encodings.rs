//! Code pages told from a sample, UTF-16 without its mark, and text that was encoded twice.

use depo::exchange::bytes::{Decode, Encoding};
use depo::exchange::problem::Notice;
use depo::limits::ENCODING_SAMPLE_BYTES;

fn decoded(mut decode: Decode, bytes: &[u8], step: usize) -> (String, Decode) {
    let mut text = String::new();
    for chunk in bytes.chunks(step) {
        decode.push(chunk, &mut text).expect("no NUL");
    }
    decode.finish(&mut text).expect("no NUL");
    (text, decode)
}

fn page(name: &str) -> Encoding {
    Encoding::of_name(name).expect("known")
}

fn encoded(text: &str, name: &str) -> Vec<u8> {
    let Encoding::CodePage(page) = page(name) else {
        return text.as_bytes().to_vec();
    };
    let (bytes, _, lost) = page.encode(text);
    assert!(!lost, "{text} in {name}");
    bytes.into_owned()
}

/// A file as a shop of each country writes it, in the code page of its spreadsheet.
const FILES: [(&str, &str); 7] = [
    (
        "windows-1251",
        "Номер на поръчка;Дата;Получател;Адрес;Град\r\n2201;27.11.2026;Жанета Щерева;ул. Шипка 12;Кърджали\r\n",
    ),
    (
        // The same letters as KOI8-R, and four more.
        "KOI8-U",
        "Номер заказа;Дата;Получатель;Город\r\n17;27.11.2026;Елена Щукина;Москва\r\n",
    ),
    (
        "windows-1252",
        "Bestellnummer;Empfänger;Straße;Ort\r\n17;Jürgen Groß;Mühlenstraße 4;Köln\r\n18;Zoë Müller;Rue de l’Église;Besançon\r\n",
    ),
    (
        "Shift_JIS",
        "注文番号,お届け先,住所\r\n17,山田太郎,東京都千代田区丸の内\r\n",
    ),
    (
        "GBK",
        "订单编号,收件人,地址,商品\r\n17,王小明,上海市浦东新区世纪大道,手机壳\r\n",
    ),
    (
        "Big5",
        "訂單編號,收件人,地址,商品\r\n17,陳小明,臺北市信義區市府路,手機殼\r\n",
    ),
    (
        "EUC-KR",
        "주문번호,수취인,주소,상품\r\n17,김철수,서울특별시 강남구 테헤란로,휴대폰 케이스\r\n",
    ),
];

#[test]
fn the_code_page_is_told_wherever_the_chunks_end() {
    for (name, text) in FILES {
        let bytes = encoded(text, name);
        for step in [1, 2, 3, 7, 64, 1 << 20] {
            let (read, decode) = decoded(Decode::new(), &bytes, step);
            assert_eq!(read, text, "{name} in steps of {step}");
            assert_eq!(
                decode.notices(),
                [Notice::ReadAs {
                    encoding: page(name).name()
                }]
            );
        }
        // Longer than the sample, with another line of it at the end.
        let long = text.repeat(1 + 3 * ENCODING_SAMPLE_BYTES / bytes.len());
        let (read, _) = decoded(Decode::new(), &encoded(&long, name), 1_000);
        assert!(read == long, "{name}, long");
    }
}

#[test]
fn what_a_person_says_is_not_guessed() {
    let romanian = "Număr;Nume;Oraș\r\n17;Ștefan Țăranu;Iași\r\n";
    let cases = FILES.into_iter().chain([
        ("ISO-8859-16", romanian),
        ("ISO-8859-2", "Cena zł;Łódź;Kraków\r\n"),
        ("windows-1250", "Cena zł;Łódź;Kraków „x”\r\n"),
        ("KOI8-U", "Київ;Їжак\r\n"),
        ("UTF-8", "Ã¼ stays\r\n"),
    ]);
    for (name, text) in cases {
        for step in [1, 5, 1 << 20] {
            let decode = Decode::said(page(name));
            let (read, decode) = decoded(decode, &encoded(text, name), step);
            assert_eq!(read, text, "{name}");
            assert_eq!(decode.notices(), []);
            assert_eq!(decode.encoding(), Some(page(name)));
        }
    }
}

#[test]
fn sixteen_bits_need_no_mark() {
    for text in ["Name,City\r\n1,Iași\r\n", "Номер;Град\r\n1;София\r\n"] {
        let low: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for step in [1, 3, 100] {
            for (bytes, encoding) in [
                (&low, Encoding::Utf16LowFirst),
                (&high, Encoding::Utf16HighFirst),
            ] {
                let (read, decode) = decoded(Decode::new(), bytes, step);
                assert_eq!((read.as_str(), decode.encoding()), (text, Some(encoding)));
            }
        }
    }
}

#[test]
fn text_that_was_encoded_twice_is_healed_where_that_is_certain() {
    let twice = |text: &str, name: &str| {
        let Encoding::CodePage(page) = page(name) else {
            return text.to_owned();
        };
        page.decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned()
    };
    let cases = [
        ("windows-1252", "Metallfüße,Jürgen Test,Köln\r\n"),
        ("windows-1252", "Жанета Щерева;ул. Шипка 12;Кърджали\r\n"),
        ("windows-1251", "Жанета Щерева;ул. Шипка 12;Кърджали\r\n"),
        ("windows-1250", "Ștefan Țăranu;Iași;Bacău\r\n"),
    ];
    for (name, text) in cases {
        let spoilt = twice(text, name);
        assert_ne!(spoilt, text);
        for step in [1, 2, 3, 50, 1 << 20] {
            let (read, decode) = decoded(Decode::new(), spoilt.as_bytes(), step);
            assert_eq!(read, text, "{name} in steps of {step}");
            let count = text.chars().filter(|c| !c.is_ascii()).count() as u64;
            assert_eq!(decode.notices(), [Notice::EncodedTwice { count }]);
        }
    }
    let sound = [
        "„FOTOGRAFIÄ“ and „CAFÉ»\r\n",
        "Чай мащерка; „Градина“ №5\r\n",
        "Ўзбекистон;Жанета\r\n",
        "SÃO PAULO;IRMÃ\r\n",
        "订单编号,收件人\r\n",
        "Ã¼\r\n",
    ];
    for text in sound {
        let (read, decode) = decoded(Decode::new(), text.as_bytes(), 3);
        assert_eq!((read.as_str(), decode.notices()), (text, vec![]));
    }
}
