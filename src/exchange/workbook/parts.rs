//! The parts of a workbook that explain its sheets: which there are, the texts they share, and which numbers are dates.

use super::archive::Archive;
use super::xml::{Event, Xml, attribute, unescaped};
use crate::exchange::problem::FileError;
use crate::limits::WORKBOOK_TEXTS_BYTES_MAX;

/// The largest of the small parts, in bytes.
const PART_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What the workbook's own part says.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The path of the sheet that is read.
    pub(super) sheet: String,
    /// Whether days are counted from 1904.
    pub(super) from_1904: bool,
}

/// The sheets that exports of orders use, where a workbook has others before them.
const KNOWN_SHEETS: [&str; 2] = ["orders", "OrderSKUList"];

pub(super) fn contents(archive: &Archive) -> Result<Contents, FileError> {
    let mut sheets: Vec<(String, String)> = Vec::new();
    let mut from_1904 = false;
    each(archive, "xl/workbook.xml", &mut |event| {
        if let Event::Open { name, attributes } = event {
            let value = |key: &str| attribute(attributes, key).unwrap_or_default().into_owned();
            match name {
                "sheet" => sheets.push((value("name"), value("r:id"))),
                "workbookPr" => from_1904 = ["1", "true"].contains(&value("date1904").as_str()),
                _ => {}
            }
        }
    })?;
    let known = sheets
        .iter()
        .find(|(name, _)| KNOWN_SHEETS.contains(&name.as_str()));
    let wanted = known.or(sheets.first()).map(|(_, id)| id.clone());
    let mut target: Option<String> = None;
    each(archive, "xl/_rels/workbook.xml.rels", &mut |event| {
        if let Event::Open { attributes, .. } = event {
            let id = attribute(attributes, "Id").map(|id| id.into_owned());
            if id.is_some() && id == wanted {
                target = attribute(attributes, "Target").map(|path| path.into_owned());
            }
        }
    })?;
    let sheet = match target {
        Some(path) => match path.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{path}"),
        },
        // Some writers leave out what connects a sheet with its part.
        None => archive
            .names()
            .filter(|name| name.starts_with("xl/worksheets/"))
            .min()
            .ok_or(FileError::WorkbookWithoutRows)?
            .to_owned(),
    };
    Ok(Contents { sheet, from_1904 })
}

fn each(
    archive: &Archive,
    name: &str,
    events: &mut impl FnMut(Event<'_>),
) -> Result<(), FileError> {
    if let Some(part) = archive.whole(name, PART_BYTES_MAX)? {
        Xml::default().push(&part, &mut |event| {
            events(event);
            Ok(())
        })?;
    }
    Ok(())
}

/// Texts that cells share, one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn read(archive: &Archive) -> Result<Self, FileError> {
        let mut texts = Self::default();
        let Some(part) = archive.part("xl/sharedStrings.xml") else {
            return Ok(texts);
        };
        let mut part = part?;
        let mut xml = Xml::default();
        let mut bytes = Vec::new();
        let (mut in_text, mut in_reading) = (false, false);
        loop {
            bytes.clear();
            let more = part.step(archive, &mut bytes)?;
            xml.push(&bytes, &mut |event| {
                match event {
                    Event::Open { name: "t", .. } => in_text = !in_reading,
                    Event::Close { name: "t" } => in_text = false,
                    // How a Japanese text is spoken is no part of it.
                    Event::Open { name: "rPh", .. } => in_reading = true,
                    Event::Close { name: "rPh" } => in_reading = false,
                    Event::Close { name: "si" } => texts.ends.push(texts.text.len()),
                    Event::Text(text) if in_text => texts.text.push_str(&unescaped(text)),
                    Event::Plain(text) if in_text => texts.text.push_str(text),
                    _ => {}
                }
                if texts.text.len() + texts.ends.len() * 8 > WORKBOOK_TEXTS_BYTES_MAX {
                    return Err(FileError::TooLarge {
                        bytes_max: WORKBOOK_TEXTS_BYTES_MAX as u64,
                    });
                }
                Ok(())
            })?;
            if !more {
                return Ok(texts);
            }
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..end)
    }
}

/// What a number in a cell is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// A number.
    #[default]
    Number,
    /// A day.
    Date,
    /// A day and a time, or a time.
    Time,
}

/// What each style of a cell shows.
pub(super) fn styles(archive: &Archive) -> Result<Vec<Shown>, FileError> {
    let mut own: Vec<(u32, Shown)> = Vec::new();
    let mut styles = Vec::new();
    let mut in_cells = false;
    each(archive, "xl/styles.xml", &mut |event| match event {
        Event::Open {
            name: "numFmt",
            attributes,
        } => {
            let id = attribute(attributes, "numFmtId").and_then(|id| id.parse().ok());
            let code = attribute(attributes, "formatCode").unwrap_or_default();
            if let Some(id) = id {
                own.push((id, shown_by(&code)));
            }
        }
        Event::Open {
            name: "cellXfs", ..
        } => in_cells = true,
        Event::Close { name: "cellXfs" } => in_cells = false,
        Event::Open {
            name: "xf",
            attributes,
        } if in_cells => {
            let id = attribute(attributes, "numFmtId").and_then(|id| id.parse::<u32>().ok());
            let listed = own.iter().find(|(own, _)| Some(*own) == id);
            styles.push(match (listed, id) {
                (Some((_, shown)), _) => *shown,
                (None, Some(14..=17 | 27..=31 | 36 | 50..=58)) => Shown::Date,
                (None, Some(18..=22 | 32..=35 | 45..=47)) => Shown::Time,
                _ => Shown::Number,
            });
        }
        _ => {}
    })?;
    Ok(styles)
}

/// What a format shows: letters of days and hours outside quotation marks; in brackets stand colours, currencies, and
/// hours beyond a day.
fn shown_by(code: &str) -> Shown {
    let (mut quoted, mut escaped) = (false, false);
    let mut bracket: Option<String> = None;
    let (mut day, mut clock) = (false, false);
    for character in code.chars().map(|c| c.to_ascii_lowercase()) {
        match (character, &mut bracket) {
            _ if escaped => escaped = false,
            ('"', None) => quoted = !quoted,
            _ if quoted => {}
            (']', Some(inner)) => {
                clock |= !inner.is_empty() && inner.bytes().all(|b| b"hms".contains(&b));
                bracket = None;
            }
            (inside, Some(inner)) => inner.push(inside),
            ('[', None) => bracket = Some(String::new()),
            ('\\' | '_' | '*', None) => escaped = true,
            ('h' | 's', None) => clock = true,
            ('y' | 'd' | 'm', None) => day = true,
            _ => {}
        }
    }
    match (day, clock) {
        (_, true) => Shown::Time,
        (true, false) => Shown::Date,
        (false, false) => Shown::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_days_are_told_from_those_of_amounts() {
        for (code, expected) in [
            ("General", Shown::Number),
            ("#,##0.00", Shown::Number),
            ("[White]0.00", Shown::Number),
            ("[$Rp-421]#,##0", Shown::Number),
            ("\"days\" 0", Shown::Number),
            ("0.00\\d", Shown::Number),
            ("dd/mm/yyyy", Shown::Date),
            ("[$-421]dd mmmm yyyy;@", Shown::Date),
            ("yyyy-mm-dd hh:mm", Shown::Time),
            ("[h]:mm", Shown::Time),
        ] {
            assert_eq!(shown_by(code), expected, "{code}");
        }
    }
}
