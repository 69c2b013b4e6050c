//! Readers of bar codes from their drawings, written from the standards and not from the writers.

/// The modules of a drawing of bars, a bar being 1.
pub fn modules(path: &str, height: usize, width: usize) -> String {
    let mut modules = vec![b'0'; width];
    for (x, y, w, h) in rectangles(path) {
        assert_eq!((y, h), (0, height));
        modules[x..x + w].fill(b'1');
    }
    String::from_utf8(modules).expect("ones and zeros")
}

/// The squares of a drawing, row by row.
pub fn matrix_rows(path: &str, width: usize, height: usize) -> Vec<Vec<bool>> {
    let mut rows = vec![vec![false; width]; height];
    for (x, y, w, h) in rectangles(path) {
        assert_eq!(h, 1);
        rows[y][x..x + w].fill(true);
    }
    rows
}

fn rectangles(path: &str) -> Vec<(usize, usize, usize, usize)> {
    path.split_terminator('z')
        .map(|part| {
            let number = |text: &str| text.parse::<usize>().expect("a number");
            let (x, rest) = part
                .strip_prefix('M')
                .and_then(|part| part.split_once(' '))
                .expect("a place");
            let (y, rest) = rest.split_once('h').expect("a row");
            let (w, rest) = rest.split_once('v').expect("a width");
            let (h, back) = rest.split_once("h-").expect("a height");
            assert_eq!(w, back);
            (number(x), number(y), number(w), number(h))
        })
        .collect()
}

/// The digits at the left with odd parity, as bits.
const ODD: [&str; 10] = [
    "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011",
    "0110111", "0001011",
];

fn inverted(bits: &str) -> String {
    bits.chars()
        .map(|bit| if bit == '0' { '1' } else { '0' })
        .collect()
}

/// A digit and whether its parity is odd; at the right every digit is an odd one inverted.
fn digit(bits: &str) -> Option<(char, bool)> {
    let mirrored: String = inverted(bits).chars().rev().collect();
    let find = |bits: &str| ODD.iter().position(|odd| *odd == bits);
    let (value, is_odd) = match find(bits) {
        Some(value) => (value, true),
        None => (find(&mirrored)?, false),
    };
    Some((char::from_digit(value as u32, 10)?, is_odd))
}

fn digits(bits: &str) -> Option<(String, String)> {
    let mut text = String::new();
    let mut parity = String::new();
    for at in (0..bits.len()).step_by(7) {
        let (value, is_odd) = digit(bits.get(at..at + 7)?)?;
        text.push(value);
        parity.push(if is_odd { 'O' } else { 'E' });
    }
    Some((text, parity))
}

/// The parities of EAN-13 by its first digit.
const FIRST: [&str; 10] = [
    "OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO",
    "OEEOEO",
];

/// The parities of UPC-E of system 0 by its check digit.
const CHECK: [&str; 10] = [
    "EEEOOO", "EEOEOO", "EEOOEO", "EEOOOE", "EOEEOO", "EOOEEO", "EOOOEE", "EOEOEO", "EOEOOE",
    "EOOEOE",
];

/// Reads EAN-13, EAN-8, UPC-A (12 digits where the first of 13 is zero) or UPC-E (expanded).
pub fn read_ean_or_upc(modules: &str) -> Option<String> {
    let quiet_left = modules.len() - modules.trim_start_matches('0').len();
    let bits = modules.trim_matches('0').strip_prefix("101")?;
    if bits.len() == 48 {
        return read_upc_e(bits);
    }
    let bits = bits.strip_suffix("101")?;
    let half = (bits.len() - 5) / 2;
    assert_eq!(&bits[half..half + 5], "01010");
    let (left, parity) = digits(&bits[..half])?;
    let (right, _) = digits(&inverted(&bits[half + 5..]))?;
    if half == 28 {
        return (parity == "OOOO").then(|| left + &right);
    }
    let first = FIRST.iter().position(|known| *known == parity)?;
    // UPC-A is EAN-13 that begins with zero; they differ in their blanks only.
    if first == 0 && quiet_left == 9 {
        return Some(left + &right);
    }
    Some(format!("{first}{left}{right}"))
}

fn read_upc_e(bits: &str) -> Option<String> {
    let (short, parity) = digits(
        bits.strip_suffix("010101")
            .map_or(bits, |bits| bits)
            .get(..42)?,
    )?;
    let flipped: String = parity
        .chars()
        .map(|c| if c == 'E' { 'O' } else { 'E' })
        .collect();
    let of = |parity: &str| CHECK.iter().position(|known| *known == parity);
    let (system, check) = of(&parity)
        .map(|check| (0, check))
        .or_else(|| Some((1, of(&flipped)?)))?;
    let d: Vec<char> = short.chars().collect();
    let [a, b, c, e, f, last] = d[..] else {
        return None;
    };
    let body = match last {
        '0'..='2' => format!("{a}{b}{last}0000{c}{e}{f}"),
        '3' => format!("{a}{b}{c}00000{e}{f}"),
        '4' => format!("{a}{b}{c}{e}00000{f}"),
        _ => format!("{a}{b}{c}{e}{f}0000{last}"),
    };
    Some(format!("{system}{body}{check}"))
}

/// Reads interleaved 2 of 5.
pub fn read_itf(modules: &str) -> Option<String> {
    let inner = modules.trim_matches('0');
    let mut widths = Vec::new();
    for run in inner.as_bytes().chunk_by(|a, b| a == b) {
        widths.push(run.len());
    }
    let body = widths
        .strip_prefix(&[1, 1, 1, 1])?
        .strip_suffix(&[3, 1, 1])?;
    let weights = [1, 2, 4, 7, 0];
    let mut text = String::new();
    for ten in body.chunks(10) {
        for offset in 0..2 {
            let wide = (0..5).filter(|at| ten[2 * at + offset] == 3);
            let sum: u32 = wide.clone().map(|at| weights[at]).sum();
            assert_eq!(wide.count(), 2);
            // 4 and 7 wide are zero.
            text.push(char::from_digit(if sum == 11 { 0 } else { sum }, 10)?);
        }
    }
    Some(text)
}

/// Reads a QR code of one block, versions 1 to 3 at correction M or L, without correcting: whether function 1 stands
/// first, and the text.
pub fn read_qr_by_hand(rows: &[Vec<bool>]) -> Option<(bool, String)> {
    let size = rows.len() - 8;
    let dark = |y: usize, x: usize| rows[y + 4][x + 4];
    let version = (size - 17) / 4;
    // Format bits beside the upper left finder, most significant first, after the mask of the standard.
    let format: u32 = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4)]
        .iter()
        .fold(0, |bits, (y, x)| bits << 1 | u32::from(dark(*y, *x)));
    let format = format ^ 0b10101;
    let (level, mask) = (format >> 3, format & 7);
    let data_words = match (level, version) {
        (0b00, 1) => 16,
        (0b00, 2) => 28,
        (0b00, 3) => 44,
        _ => return None,
    };
    let is_function = |y: usize, x: usize| {
        let finder = (y < 9 && (x < 9 || x >= size - 8)) || (x < 9 && y >= size - 8);
        let alignment =
            version > 1 && (size - 9..size - 4).contains(&y) && (size - 9..size - 4).contains(&x);
        finder || y == 6 || x == 6 || alignment
    };
    let is_masked = |y: usize, x: usize| match mask {
        0 => (y + x).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (y + x).is_multiple_of(3),
        4 => (y / 2 + x / 3).is_multiple_of(2),
        5 => (y * x) % 2 + (y * x) % 3 == 0,
        6 => ((y * x) % 2 + (y * x) % 3).is_multiple_of(2),
        _ => ((y + x) % 2 + (y * x) % 3).is_multiple_of(2),
    };
    let mut bits = Vec::new();
    let columns: Vec<usize> = (7..size)
        .rev()
        .step_by(2)
        .chain((0..6).rev().step_by(2))
        .collect();
    for (index, right) in columns.iter().enumerate() {
        let upwards = index % 2 == 0;
        for step in 0..size {
            let y = if upwards { size - 1 - step } else { step };
            for x in [*right, right - 1] {
                if !is_function(y, x) {
                    bits.push(dark(y, x) != is_masked(y, x));
                }
            }
        }
    }
    bits.truncate(data_words * 8);
    segments(&bits)
}

fn segments(bits: &[bool]) -> Option<(bool, String)> {
    let mut at = 0;
    let mut take = |count: usize| -> Option<usize> {
        let taken = bits.get(at..at + count)?;
        at += count;
        Some(
            taken
                .iter()
                .fold(0, |value, bit| value << 1 | usize::from(*bit)),
        )
    };
    let mut function_1 = false;
    let mut bytes = Vec::new();
    loop {
        match take(4) {
            None | Some(0) => break,
            Some(5) => function_1 = true,
            Some(1) => {
                let mut left = take(10)?;
                while left > 0 {
                    let now = left.min(3);
                    let value = take([0, 4, 7, 10][now])?;
                    bytes.extend(format!("{value:0now$}").into_bytes());
                    left -= now;
                }
            }
            Some(4) => {
                for _ in 0..take(8)? {
                    bytes.push(take(8)? as u8);
                }
            }
            Some(_) => return None,
        }
    }
    Some((function_1, String::from_utf8(bytes).ok()?))
}
