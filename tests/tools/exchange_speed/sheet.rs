//! Rows made up from a pattern for each column.
//!
//! A pattern is the text of a cell with numbers in it: `{o}` of the order, `{l}` of the line, `{q}` units, `{p}` a price
//! in whole units, `{d}` a day and `{m}` a minute of two digits, `{t}` a title, which in one row of eight needs quotes.
//! One that begins with `^` is filled in the first row of an order only.

use std::fmt::Write;

use depo::planning::Random;

/// The columns of a file.
pub struct Sheet {
    pub delimiter: char,
    /// Headings and their patterns.
    pub columns: &'static [(&'static str, &'static str)],
    /// How many columns there are in all; those that are not listed are empty.
    pub width: usize,
    /// At most so many lines an order.
    pub lines_max: usize,
}

/// The rows of a file, headings first; each row a list of cells.
pub fn rows(sheet: &Sheet, orders: usize) -> Vec<Vec<String>> {
    let listed = sheet.columns.len();
    let headings = sheet
        .columns
        .iter()
        .map(|(heading, _)| (*heading).to_owned());
    let others = (listed..sheet.width).map(|number| format!("Another column {number}"));
    let mut rows = vec![headings.chain(others).collect()];
    let mut random = Random::new(7);
    for order in 0..orders {
        for line in 0..1 + random.below(sheet.lines_max) {
            let filled = Filled {
                order,
                line: rows.len(),
                random: &mut random,
            };
            rows.push(filled.row(sheet, line == 0));
        }
    }
    rows
}

/// The rows as text.
pub fn text(sheet: &Sheet, orders: usize) -> Vec<u8> {
    let mut text = String::new();
    for row in rows(sheet, orders) {
        for (number, cell) in row.iter().enumerate() {
            if number > 0 {
                text.push(sheet.delimiter);
            }
            if cell.contains([sheet.delimiter, '"', '\n']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// What stands in a row.
pub struct Filled<'a> {
    pub order: usize,
    pub line: usize,
    pub random: &'a mut Random,
}

impl Filled<'_> {
    fn row(mut self, sheet: &Sheet, is_first: bool) -> Vec<String> {
        let quotes = sheet.delimiter == ',';
        let mut row: Vec<String> = Vec::with_capacity(sheet.width);
        for (_, pattern) in sheet.columns {
            row.push(match pattern.strip_prefix('^') {
                Some(_) if !is_first => String::new(),
                Some(pattern) => self.cell(pattern, quotes),
                None => self.cell(pattern, quotes),
            });
        }
        row.resize(sheet.width, String::new());
        row
    }

    /// A pattern with its numbers filled in.
    pub fn cell(&mut self, pattern: &str, quotes: bool) -> String {
        let mut cell = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            cell.push_str(before);
            let (name, after) = after.split_once('}').expect("a closed brace");
            self.fill(name, quotes, &mut cell).expect("to memory");
            rest = after;
        }
        cell.push_str(rest);
        cell
    }

    fn fill(&mut self, name: &str, quotes: bool, cell: &mut String) -> std::fmt::Result {
        let item = self.random.below(3_000);
        match name {
            "o" => write!(cell, "{}", 1_000_000 + self.order),
            "l" => write!(cell, "{}", 5_000_000 + self.line),
            "q" => write!(cell, "{}", 1 + item % 3),
            "p" => write!(cell, "{}", 3 + item % 90),
            "d" => write!(cell, "{:02}", 1 + self.order % 28),
            "m" => write!(cell, "{:02}", self.order % 60),
            "t" if quotes && item.is_multiple_of(8) => {
                write!(cell, "Lantern, \"large\", no. {item}")
            }
            "t" => write!(cell, "White metal lantern no. {item}"),
            other => unreachable!("{other} is no part of a pattern"),
        }
    }
}
