//! Checks ZPL against a table of its commands: which there are, how many parameters each takes, of what type, of which
//! values, in which range; and that formats and fields are opened and closed.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// No printer can make sense of it.
    Error,
    /// Outside what the table says a value can be; printers take the nearest or the usual value.
    Warning,
}

/// Something that the table does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The line, from 1.
    pub line: usize,
    /// What.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "line {}: {severity}: {}", self.line, self.text)
    }
}

/// A table with fewer is not the whole one.
const COMMANDS_MIN: usize = 200;

/// The commands by their codes.
pub struct Table(BTreeMap<String, Value>);

impl Table {
    /// Reads the table.
    pub fn read(json: &str) -> Result<Self, String> {
        let table: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let commands = table["commands"].as_array().ok_or("no commands")?;
        let mut by_code = BTreeMap::new();
        for command in commands {
            for code in command["codes"]
                .as_array()
                .ok_or("a command without codes")?
            {
                let code = code.as_str().ok_or("a code that is no text")?;
                by_code.insert(code.to_owned(), command.clone());
            }
        }
        if by_code.len() < COMMANDS_MIN {
            return Err(format!("only {} commands", by_code.len()));
        }
        Ok(Self(by_code))
    }

    /// What a text breaks.
    pub fn check(&self, text: &str) -> Vec<Finding> {
        let mut check = Check {
            table: self,
            findings: Vec::new(),
            line: 1,
            in_format: false,
            open_data: false,
            hex_mark: None,
            separator: ',',
        };
        check.run(text);
        check.findings
    }
}

struct Check<'t> {
    table: &'t Table,
    findings: Vec<Finding>,
    line: usize,
    in_format: bool,
    open_data: bool,
    hex_mark: Option<char>,
    separator: char,
}

impl Check<'_> {
    fn find(&mut self, severity: Severity, text: String) {
        let line = self.line;
        self.findings.push(Finding {
            severity,
            line,
            text,
        });
    }

    fn run(&mut self, text: &str) {
        let mut rest = text.trim_start_matches('\u{feff}');
        let mut marks = ['^', '~'];
        while !rest.is_empty() {
            let end = rest[1..].find(marks).map_or(rest.len(), |at| at + 1);
            // The first character may be several bytes long outside commands.
            let end = (end..=rest.len())
                .find(|at| rest.is_char_boundary(*at))
                .unwrap_or(rest.len());
            let (command, after) = rest.split_at(end);
            if command.starts_with(marks) {
                let is_control = command.starts_with(marks[1]);
                let body: String = command.chars().skip(1).collect();
                let canonical = format!("{}{body}", if is_control { '~' } else { '^' });
                if let Some((mark, is_caret)) = self.command(&canonical) {
                    marks[usize::from(!is_caret)] = mark;
                }
            } else if !command.trim().is_empty() {
                let shown: String = command.trim().chars().take(20).collect();
                self.find(
                    Severity::Warning,
                    format!("text outside commands: {shown:?}"),
                );
            }
            self.line += command.matches('\n').count();
            rest = after;
        }
        if self.in_format {
            self.find(
                Severity::Error,
                "the format is not closed with ^XZ".to_owned(),
            );
        }
    }

    /// The code that a command begins with, and the rest of it.
    fn code<'c>(&self, command: &'c str) -> Option<(String, &'c str)> {
        let upper = |length: usize| {
            let code = command.get(..length)?.to_ascii_uppercase();
            let rest = command.get(length..)?;
            self.table.0.contains_key(&code).then_some((code, rest))
        };
        // ^A and a font is one letter; everything else is two.
        upper(3).or_else(|| upper(2).filter(|(code, _)| code == "^A"))
    }

    /// The same command with the other mark, where only that is in the table.
    fn other_mark(&self, command: &str) -> Option<String> {
        let other = if command.starts_with('^') { '~' } else { '^' };
        let code = format!("{other}{}", command.get(1..3)?.to_ascii_uppercase());
        self.table.0.contains_key(&code).then_some(code)
    }

    /// Checks one command. A new command mark is given back, with whether it is the caret's.
    fn command(&mut self, command: &str) -> Option<(char, bool)> {
        let Some((code, rest)) = self.code(command) else {
            let shown: String = command.trim().chars().take(12).collect();
            match self.other_mark(command) {
                Some(other) => self.find(Severity::Warning, format!("{shown:?} should be {other}")),
                None => self.find(Severity::Error, format!("{shown:?} is no command")),
            }
            return None;
        };
        let entry = self.table.0[&code].clone();
        self.structure(&code);
        if code == "^FD" || code == "^FV" {
            self.field_data(rest);
            return None;
        }
        let text: String = rest.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
        self.parameters(&code, &entry, text.trim());
        match code.as_str() {
            "^FH" => self.hex_mark = Some(text.chars().next().unwrap_or('_')),
            "^CD" | "~CD" => self.separator = text.chars().next().unwrap_or(','),
            "^CC" | "~CC" => return text.chars().next().map(|mark| (mark, true)),
            "^CT" | "~CT" => return text.chars().next().map(|mark| (mark, false)),
            _ => {}
        }
        None
    }

    fn structure(&mut self, code: &str) {
        match code {
            "^XA" if self.in_format => self.find(Severity::Error, "^XA within a format".to_owned()),
            "^XZ" if !self.in_format => self.find(Severity::Error, "^XZ without ^XA".to_owned()),
            "^FO" | "^FT" | "^XZ" | "^FD" | "^FV" if self.open_data => {
                self.find(
                    Severity::Warning,
                    format!("{code} before ^FS closes the field"),
                );
            }
            _ if code.starts_with('^') && !self.in_format && code != "^XA" => {
                self.find(Severity::Warning, format!("{code} outside a format"));
            }
            _ => {}
        }
        match code {
            "^XA" => self.in_format = true,
            "^XZ" => self.in_format = false,
            "^FD" | "^FV" => self.open_data = true,
            "^FS" => self.hex_mark = None,
            _ => {}
        }
        if matches!(code, "^FS" | "^XZ" | "^FO" | "^FT") {
            self.open_data = false;
        }
    }

    fn field_data(&mut self, data: &str) {
        let Some(mark) = self.hex_mark else { return };
        for (at, _) in data.match_indices(mark) {
            let hex = data[at + mark.len_utf8()..]
                .chars()
                .take(2)
                .collect::<String>();
            if hex.len() < 2 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                self.find(
                    Severity::Warning,
                    format!("{mark}{hex} is no hexadecimal byte"),
                );
            }
        }
    }

    fn parameters(&mut self, code: &str, entry: &Value, text: &str) {
        let parameters = entry["args"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let joiner = entry["signature"]["joiner"].as_str().unwrap_or(",");
        let values: Vec<String> = if matches!(joiner, "" | ":") {
            vec![text.to_owned()]
        } else {
            self.split(entry, text, parameters.len())
        };
        let is_open_ended = entry["rawPayload"] == true || code == "^CI";
        if values.len() > parameters.len().max(1) && !is_open_ended {
            let count = values.len();
            let message = format!(
                "{code} takes {} parameters, here are {count}",
                parameters.len()
            );
            // Some samples end a command with a superfluous separator.
            let is_empty = values[parameters.len()..].iter().all(String::is_empty);
            let severity = if is_empty {
                Severity::Warning
            } else {
                Severity::Error
            };
            self.find(severity, message);
        }
        if parameters.is_empty() && !text.is_empty() {
            self.find(
                Severity::Warning,
                format!("{code} takes no parameters, here is {text:?}"),
            );
        }
        for (index, parameter) in parameters.iter().enumerate() {
            match values.get(index).map(String::as_str).unwrap_or_default() {
                "" if parameter["optional"] == false && joiner != ":" => {
                    self.find(
                        Severity::Error,
                        format!("{code} lacks its parameter {}", parameter["name"]),
                    );
                }
                "" => {}
                _ if joiner == ":" => {}
                value => self.value(code, parameter, value),
            }
        }
    }

    /// The parameters: those that are single characters right after the code, the others between separators.
    fn split(&self, entry: &Value, text: &str, count: usize) -> Vec<String> {
        let mut values = Vec::new();
        let mut rest = text;
        if let Some(lengths) = entry["signature"]["splitRule"]["charCounts"].as_array() {
            for _ in lengths {
                match rest.chars().next() {
                    Some(c) if c != self.separator => {
                        let (value, after) = rest.split_at(c.len_utf8());
                        values.push(value.to_owned());
                        rest = after;
                    }
                    _ => values.push(String::new()),
                }
            }
            match rest.strip_prefix(self.separator) {
                Some(after) => rest = after,
                None if rest.is_empty() => return values,
                None => {}
            }
        }
        let key = |at: usize| entry["args"][at]["key"].as_str().unwrap_or_default();
        if key(0) == "d" && matches!(key(1), "o" | "f") {
            // A drive, a name and an extension, as one path.
            let (path, after) = rest.split_once(self.separator).unwrap_or((rest, ""));
            let (drive, name) = path.split_once(':').unwrap_or(("", path));
            values.push(drive.to_owned());
            match name.split_once('.').filter(|_| key(2) == "x") {
                Some((name, extension)) => values.extend([name.to_owned(), extension.to_owned()]),
                None if key(2) == "x" => values.extend([name.to_owned(), String::new()]),
                None => values.push(name.to_owned()),
            }
            rest = after;
        }
        if rest.is_empty() {
            return values;
        }
        let is_raw = entry["rawPayload"] == true;
        let has_payload = key(count.saturating_sub(1)) == "data";
        let payload = usize::from(is_raw && !has_payload);
        let left = count.saturating_sub(values.len()).max(1) + payload;
        let parts: Vec<&str> = if is_raw {
            rest.splitn(left, self.separator).collect()
        } else {
            rest.split(self.separator).collect()
        };
        values.extend(parts.into_iter().map(|part| part.trim().to_owned()));
        values
    }

    fn value(&mut self, code: &str, parameter: &Value, value: &str) {
        let name = parameter["name"].as_str().unwrap_or("?").to_owned();
        let number = value.parse::<f64>().ok();
        match parameter["type"].as_str().unwrap_or_default() {
            "int" if value.parse::<i64>().is_err() => {
                // Printers cut decimals off.
                let severity = if number.is_some() {
                    Severity::Warning
                } else {
                    Severity::Error
                };
                self.find(
                    severity,
                    format!("{code}: {name} is no whole number: {value:?}"),
                );
            }
            "float" if number.is_none() => {
                self.find(
                    Severity::Error,
                    format!("{code}: {name} is no number: {value:?}"),
                );
            }
            "char" if value.chars().count() > 1 => {
                self.find(
                    Severity::Error,
                    format!("{code}: {name} is more than one character: {value:?}"),
                );
            }
            "enum" => {
                let allowed = parameter["enum"]
                    .as_array()
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let is = |allowed: &Value| {
                    allowed
                        .as_str()
                        .is_some_and(|allowed| allowed.eq_ignore_ascii_case(value))
                };
                if !allowed.iter().any(is) {
                    self.find(
                        Severity::Warning,
                        format!("{code}: {name} is none of the values allowed: {value:?}"),
                    );
                }
            }
            _ => {}
        }
        if let (Some(number), Some(range)) = (number, parameter["range"].as_array()) {
            let bound = |at: usize| range.get(at).and_then(Value::as_f64);
            let is_below = bound(0).is_some_and(|least| number < least);
            let is_above = bound(1).is_some_and(|most| number > most);
            if is_below || is_above {
                self.find(
                    Severity::Warning,
                    format!("{code}: {name} is out of range: {value}"),
                );
            }
        }
    }
}
