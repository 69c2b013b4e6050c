//! Makes files of the form of the real order file, as large as wanted, with everything in them that breaks importers.
//!
//! The same options always give the same bytes. What an import of them has to find is counted while they are written,
//! by a few plain lines that share nothing with the reader. Standard library only, so that journeys and benchmarks
//! can use it as well.

use std::fmt::Write;

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct SampleOptions {
    /// Another seed, another file.
    pub seed: u64,
    /// About how many invoices beside those that hold the traps.
    pub invoices: usize,
    /// Whether some rows cannot be taken.
    pub broken_rows: bool,
}

/// What an import of the file has to find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    pub lines: u64,
    pub goods_lines: u64,
    pub charge_lines: u64,
    pub adjustment_lines: u64,
    pub rejected_lines: u64,
    pub orders: u64,
    pub cancellations: u64,
    pub bad_debts: u64,
    pub adjustments: u64,
    pub exact_duplicate_lines: u64,
    pub invoices_with_two_times: u64,
    pub sum_quantity: i128,
    /// In ten-thousandths of a pound.
    pub value: i128,
}

/// A file and what an import of it has to find.
#[derive(Clone, Debug)]
pub struct Sample {
    pub csv: Vec<u8>,
    pub expected: Expected,
}

const HEADINGS: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

const COUNTRIES: [&str; 9] = [
    "United Kingdom",
    "EIRE",
    "Channel Islands",
    "Czech Republic",
    "European Community",
    "RSA",
    "USA",
    "Unspecified",
    "Germany",
];

const CHARGES: [(&str, &str); 16] = [
    ("POST", "POSTAGE"),
    ("DOT", "DOTCOM POSTAGE"),
    ("M", "Manual"),
    ("m", "Manual"),
    ("C2", "CARRIAGE"),
    ("S", "SAMPLES"),
    ("BANK CHARGES", "Bank Charges"),
    ("AMAZONFEE", "AMAZON FEE"),
    ("CRUK", "CRUK Commission"),
    ("PADS", "PADS TO MATCH ALL CUSHIONS"),
    ("gift_0001_20", "Dotcomgiftshop Gift Voucher £20.00"),
    ("gift_0001_50", "Dotcomgiftshop Gift Voucher £50.00"),
    ("DCGS0003", "BOXED GLASS ASHTRAY"),
    ("DCGSSBOY", "BOYS PARTY BAG"),
    ("DCGSSGIRL", "GIRLS PARTY BAG"),
    ("DCGS0066P", "NAVY CUDDLES DOG HOODIE"),
];

/// Free text of people who correct stock downward.
pub const WORDS_DOWN: [&str; 12] = [
    "",
    "?",
    "damaged",
    "check",
    "wet pallet",
    "thrown away",
    "?missing",
    "sold as set on dotcom",
    "ebay",
    "wrong barcode",
    "samples",
    "Dagamed",
];

/// Free text of people who correct stock upward.
pub const WORDS_UP: [&str; 6] = [
    "",
    "found",
    "adjustment",
    "Found in w/hse",
    "came coded as 20713",
    "amazon",
];

#[derive(Clone)]
struct Line {
    number: String,
    code: String,
    words: String,
    units: i64,
    time: String,
    /// In ten-thousandths.
    price: i64,
    customer: String,
    country: &'static str,
}

enum Kind {
    Goods,
    Charge,
    Adjustment,
}

struct Maker {
    random: u64,
    minute: u64,
    number: u64,
    csv: String,
    expected: Expected,
}

/// Makes a file.
pub fn sample(options: SampleOptions) -> Sample {
    let mut maker = Maker {
        random: options.seed,
        minute: 8 * 60 + 26,
        number: 536_365,
        csv: format!("{HEADINGS}\n"),
        expected: Expected::default(),
    };
    maker.traps(options.broken_rows);
    for index in 0..options.invoices {
        match index % 25 {
            3 => maker.adjustment(false),
            9 => maker.adjustment(true),
            14 | 20 => maker.cancellation(),
            _ => maker.order(),
        }
        if options.broken_rows && index % 40 == 17 {
            maker.broken();
        }
    }
    Sample {
        csv: maker.csv.into_bytes(),
        expected: maker.expected,
    }
}

impl Maker {
    /// SplitMix64.
    fn next(&mut self, below: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.random;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (value ^ (value >> 31)) % below
    }

    fn next_number(&mut self) -> u64 {
        self.number += 1 + self.next(3);
        self.number
    }

    /// The clock of the file: days of ten hours, months of 28 days, so that every date exists.
    fn time(&self) -> String {
        let (day, minute) = (self.minute / 600, self.minute % 600);
        let (month, day) = (11 + day / 28, day % 28 + 1);
        format!(
            "{}/{day}/{} {}:{:02}",
            month % 12 + 1,
            2010 + month / 12,
            8 + minute / 60,
            minute % 60
        )
    }

    fn line(&mut self, number: &str) -> Line {
        let item = self.next(3_000);
        let (code, words) = match item % 40 {
            // Codes that differ by case alone are different goods.
            0 => (
                format!("15{:03}BL", item % 1_000),
                format!("EDWARDIAN PARASOL BLACK {item}"),
            ),
            1 => (
                format!("15{:03}bl", item % 1_000),
                format!("EDWARDIAN PARASOL BLACK {item}"),
            ),
            2 => (
                format!("8{:04}G", item),
                format!("\"DECOUPAGE,GREETING\" CARD, {item}"),
            ),
            3 => (format!("2{:04}", item), format!(" BLANKS AROUND {item} ")),
            4 => (
                format!("3{:04}", item),
                format!("CRÈME BRÛLÉE DISH – {item}"),
            ),
            _ => (
                format!("2{:04}", item),
                format!("WHITE METAL LANTERN {item}"),
            ),
        };
        let price = match item % 50 {
            7 => 1_234 * 10 + 10,
            8 => 50_000,
            9 => 21_000,
            _ => (i64::try_from(item % 997).unwrap_or(0) + 29) * 100,
        };
        Line {
            number: number.to_owned(),
            code,
            words,
            units: 1 + i64::try_from(self.next(24)).unwrap_or(0),
            time: self.time(),
            price,
            customer: String::new(),
            country: COUNTRIES[0],
        }
    }

    fn order(&mut self) {
        self.minute += 1 + self.next(9);
        let number = self.next_number().to_string();
        let customer = match self.next(4) {
            0 => String::new(),
            _ => (12_346 + self.next(4_000)).to_string(),
        };
        let country = COUNTRIES[if self.next(10) == 0 {
            self.next(9) as usize
        } else {
            0
        }];
        let count = 2 + self.next(38);
        for at in 0..count {
            let mut line = self.line(&number);
            line.customer.clone_from(&customer);
            line.country = country;
            let mut kind = Kind::Goods;
            if at == count - 1 && self.next(4) == 0 {
                let (code, words) = CHARGES[self.next(CHARGES.len() as u64) as usize];
                line.code = code.to_owned();
                line.words = words.to_owned();
                kind = Kind::Charge;
            }
            self.write(&line, &kind);
        }
        self.expected.orders += 1;
    }

    /// Takes back something; of what order, the file does not say, and often nobody knows.
    fn cancellation(&mut self) {
        self.minute += 1 + self.next(9);
        let number = format!("C{}", self.next_number());
        let customer = (12_346 + self.next(4_000)).to_string();
        for _ in 0..1 + self.next(4) {
            let mut line = self.line(&number);
            line.customer.clone_from(&customer);
            line.units = -line.units;
            self.write(&line, &Kind::Goods);
        }
        self.expected.cancellations += 1;
    }

    fn adjustment(&mut self, upward: bool) {
        self.minute += 1 + self.next(9);
        let number = self.next_number().to_string();
        let mut line = self.line(&number);
        line.price = 0;
        if upward {
            line.words = WORDS_UP[self.next(WORDS_UP.len() as u64) as usize].to_owned();
        } else {
            line.units = -line.units;
            line.words = WORDS_DOWN[self.next(WORDS_DOWN.len() as u64) as usize].to_owned();
        }
        self.write(&line, &Kind::Adjustment);
        self.expected.adjustments += 1;
    }

    fn traps(&mut self, broken_rows: bool) {
        self.two_times_and_interrupted();
        self.largest_and_its_cancellation();
        self.long_invoice();
        self.duplicates_and_gifts();
        self.bad_debts();
        self.discount();
        if broken_rows {
            self.broken();
        }
    }

    /// One invoice with two times, whose lines another invoice interrupts.
    fn two_times_and_interrupted(&mut self) {
        let number = self.next_number().to_string();
        for at in 0..6 {
            if at == 3 {
                self.cancellation();
            }
            let mut line = self.line(&number);
            line.customer = "12836".to_owned();
            self.write(&line, &Kind::Goods);
        }
        self.expected.orders += 1;
        self.expected.invoices_with_two_times += 1;
    }

    /// 74,215 units ordered and cancelled a quarter of an hour later.
    fn largest_and_its_cancellation(&mut self) {
        let number = self.next_number();
        let mut line = self.line(&number.to_string());
        line.customer = "12346".to_owned();
        line.code = "23166".to_owned();
        line.words = "MEDIUM CERAMIC TOP STORAGE JAR".to_owned();
        line.units = 74_215;
        line.price = 10_400;
        self.write(&line, &Kind::Goods);
        self.minute += 16;
        line.number = format!("C{}", number + 1);
        line.units = -74_215;
        line.time = self.time();
        self.write(&line, &Kind::Goods);
        self.number = number + 1;
        self.expected.orders += 1;
        self.expected.cancellations += 1;
    }

    fn long_invoice(&mut self) {
        let number = self.next_number().to_string();
        for _ in 0..705 {
            let line = self.line(&number);
            // No two of its lines may be equal by chance: only the made duplicates are counted.
            let line = Line {
                words: format!("{} {}", line.words, self.expected.lines),
                ..line
            };
            self.write(&line, &Kind::Goods);
        }
        self.expected.orders += 1;
    }

    /// Equal lines that are separate lines; lines free of charge that are no adjustment.
    fn duplicates_and_gifts(&mut self) {
        let number = self.next_number().to_string();
        let mut line = self.line(&number);
        line.customer = "17850".to_owned();
        for _ in 0..3 {
            self.write(&line, &Kind::Goods);
        }
        self.expected.exact_duplicate_lines += 2;
        self.expected.orders += 1;
        for (customer, count) in [("12647", 1), ("", 3)] {
            let number = self.next_number().to_string();
            for _ in 0..count {
                let mut line = self.line(&number);
                line.customer = customer.to_owned();
                line.price = 0;
                line.words = format!("{} {}", line.words, self.expected.lines);
                self.write(&line, &Kind::Goods);
            }
            self.expected.orders += 1;
        }
    }

    fn bad_debts(&mut self) {
        for price in [110_620_600, -110_620_600, -110_620_600] {
            let number = format!("A{}", self.next_number());
            let mut line = self.line(&number);
            line.code = "B".to_owned();
            line.words = "Adjust bad debt".to_owned();
            line.units = 1;
            line.price = price;
            self.write(&line, &Kind::Charge);
            self.expected.bad_debts += 1;
        }
    }

    fn discount(&mut self) {
        let number = format!("C{}", self.next_number());
        let mut line = self.line(&number);
        line.code = "D".to_owned();
        line.words = "Discount".to_owned();
        line.units = -1;
        line.customer = "14527".to_owned();
        self.write(&line, &Kind::Charge);
        self.expected.cancellations += 1;
    }

    /// A row that cannot be taken.
    fn broken(&mut self) {
        let number = self.next_number().to_string();
        let line = self.line(&number);
        let row = match self.next(6) {
            0 => format!(
                "{number},{},LANTERN,six,{},2.55,17850,United Kingdom",
                line.code, line.time
            ),
            1 => format!(
                "{number},{},LANTERN,6,31/12/2010 8:26,2.55,17850,United Kingdom",
                line.code
            ),
            2 => format!("{number},{},LANTERN,6,{},2.55", line.code, line.time),
            3 => format!(
                "{number},,LANTERN,6,{},2.55,17850,United Kingdom",
                line.time
            ),
            4 => format!(
                "{number},{},LANTERN,6,{},\"2,55\",17850,United Kingdom",
                line.code, line.time
            ),
            _ => format!(
                "{number},{},LANTERN,0,{},2.55,17850,United Kingdom",
                line.code, line.time
            ),
        };
        self.csv.push_str(&row);
        self.csv.push('\n');
        self.expected.lines += 1;
        self.expected.rejected_lines += 1;
    }

    fn write(&mut self, line: &Line, kind: &Kind) {
        let words = if line.words.contains([',', '"']) {
            format!("\"{}\"", line.words.replace('"', "\"\""))
        } else {
            line.words.clone()
        };
        let sign = if line.price < 0 { "-" } else { "" };
        let price = format!("{:05}", line.price.unsigned_abs());
        let (whole, fraction) = price.split_at(price.len() - 4);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        let written = writeln!(
            self.csv,
            "{},{},{words},{},{},{sign}{whole}{point}{fraction},{},{}",
            line.number, line.code, line.units, line.time, line.customer, line.country
        );
        assert!(written.is_ok(), "writing to a string cannot fail");
        let expected = &mut self.expected;
        expected.lines += 1;
        match kind {
            Kind::Goods => expected.goods_lines += 1,
            Kind::Charge => expected.charge_lines += 1,
            Kind::Adjustment => expected.adjustment_lines += 1,
        }
        expected.sum_quantity += i128::from(line.units);
        expected.value += i128::from(line.units) * i128::from(line.price);
    }
}
