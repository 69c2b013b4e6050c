//! Text that fits: wrapped at blanks, within a word where it must be, and shrunk until it fits.
//!
//! Widths are estimates for a plain sans-serif, in hundredths of the size, on the safe side: printers and browsers have
//! fonts of their own, and a line that is a little short harms nobody.

/// The smallest size that is read at arm's length, in dots: a little under 2 mm.
const SIZE_DOTS_MIN: usize = 15;

/// How much smaller a text is tried each time.
const SHRINK_DOTS: usize = 1;

/// The height of a line, in hundredths of the size.
const LINE_PERCENT: usize = 115;

/// Lines of one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The height of a capital with what is below it, in dots.
    pub size_dots: usize,
    /// The lines.
    pub lines: Vec<String>,
}

impl Lines {
    /// From one line to the next, in dots.
    pub fn line_dots(&self) -> usize {
        line_dots(self.size_dots)
    }
}

fn line_dots(size_dots: usize) -> usize {
    (size_dots * LINE_PERCENT).div_ceil(100)
}

/// The width of a character, in hundredths of the size.
fn width_percent(c: char) -> usize {
    match c {
        'i' | 'j' | 'l' | '!' | '\'' | ',' | '.' | ':' | ';' | '|' | ' ' => 32,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' | '\\' | 'I' | '"' | '`' => 40,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' => 95,
        'A'..='Z' => 75,
        _ if c.is_ascii() => 60,
        'Ж' | 'Ш' | 'Щ' | 'Ю' | 'М' | 'Ф' | 'ж' | 'ш' | 'щ' | 'ю' | 'м' | 'ф' => 98,
        // Other letters with and without accents; wider writing systems take a square.
        '\u{80}'..='\u{58f}' | '\u{1e00}'..='\u{1fff}' | '\u{2000}'..='\u{206f}' => 80,
        _ => 105,
    }
}

/// The estimated width of a line, in dots.
pub fn width_dots(line: &str, size_dots: usize) -> usize {
    let percent: usize = line.chars().map(width_percent).sum();
    (percent * size_dots).div_ceil(100)
}

/// The lines of a text that fit into a place, as large as possible. Line breaks of the text are kept, runs of blanks
/// become one, control characters none. `None` where it does not fit at the smallest size.
pub fn fit(text: &str, width: usize, height: usize, size_dots_max: usize) -> Option<Lines> {
    let paragraphs: Vec<Vec<String>> = text
        .lines()
        .map(words)
        .filter(|words| !words.is_empty())
        .collect();
    let mut size_dots = size_dots_max.max(SIZE_DOTS_MIN);
    loop {
        let most = height / line_dots(size_dots);
        if let Some(lines) = wrapped(&paragraphs, width, most, size_dots) {
            return Some(Lines { size_dots, lines });
        }
        size_dots = size_dots.checked_sub(SHRINK_DOTS)?;
        if size_dots < SIZE_DOTS_MIN {
            return None;
        }
    }
}

/// Words without controls, and without the marks that turn the direction of writing, which would let a name print as
/// another.
fn words(line: &str) -> Vec<String> {
    let is_plain = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    line.split_whitespace()
        .map(|word| word.chars().filter(is_plain).collect())
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// The lines at a size, where there are at most so many.
fn wrapped(
    paragraphs: &[Vec<String>],
    width: usize,
    lines_max: usize,
    size_dots: usize,
) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for words in paragraphs {
        let mut line = String::new();
        for word in words {
            let together = if line.is_empty() {
                word.clone()
            } else {
                format!("{line} {word}")
            };
            if width_dots(&together, size_dots) <= width {
                line = together;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                line.push(c);
                if width_dots(&line, size_dots) > width {
                    line.pop();
                    if line.is_empty() {
                        // Not even one character fits.
                        return None;
                    }
                    lines.push(std::mem::take(&mut line));
                    line.push(c);
                }
                if lines.len() > lines_max {
                    return None;
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        if lines.len() > lines_max {
            return None;
        }
    }
    Some(lines)
}
