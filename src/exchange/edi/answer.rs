//! The answer to an interchange as a file of its own, in an envelope back to whoever sent it.

use super::acknowledgement::acknowledgement;
use super::document::Received;
use super::envelope::Interchange;
use super::syntax::Dialect;
use chrono::NaiveDateTime;

/// What an interchange is answered with: 997 or CONTRL, still without the time at which it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    dialect: Dialect,
    /// Who gets it, and the kind of that number.
    to: (String, String),
    /// Who sends it, and the kind of that number.
    from: (String, String),
    /// The number of the interchange that is answered.
    control: u32,
    body: String,
    /// How many messages it holds.
    count: usize,
}

impl Answer {
    /// The answer to an interchange of which this was read, message by message; `None` for one that has no envelope to
    /// be answered, or holds answers only.
    pub fn of(interchange: &Interchange<'_>, received: &[Received]) -> Option<Self> {
        let digits = interchange.control.chars().filter(char::is_ascii_digit);
        let digits: String = digits.collect();
        let control: u32 = digits.get(digits.len().saturating_sub(9)..)?.parse().ok()?;
        let body = acknowledgement(interchange, received, 1);
        let opens = match interchange.syntax.dialect {
            Dialect::X12 => "ST*997",
            Dialect::Edifact => "UNH",
        };
        let count = body.matches(opens).count();
        (count > 0).then(|| Answer {
            dialect: interchange.syntax.dialect,
            to: (interchange.sender_kind.clone(), interchange.sender.clone()),
            from: (
                interchange.receiver_kind.clone(),
                interchange.receiver.clone(),
            ),
            control,
            body,
            count,
        })
    }

    /// The answer as a file, sent at a time on the clock of this house.
    pub fn text(&self, at: NaiveDateTime) -> String {
        let clean = |text: &str| -> String {
            let kept = text
                .chars()
                .filter(|c| !matches!(c, '*' | '~' | '>' | '+' | '\'' | ':'));
            kept.filter(|c| !c.is_control()).collect()
        };
        let ((to_kind, to), (from_kind, from)) = (&self.to, &self.from);
        let (to_kind, to, from_kind, from) =
            (clean(to_kind), clean(to), clean(from_kind), clean(from));
        let (control, body, count) = (self.control, &self.body, self.count);
        let clock = at.format("%H%M");
        match self.dialect {
            Dialect::X12 => format!(
                "ISA*00*          *00*          *{from_kind:<2}*{from:<15}*{to_kind:<2}*{to:<15}*{}*{clock}*U*00401*\
                 {control:09}*0*P*>~\nGS*FA*{from}*{to}*{}*{clock}*1*X*004010~\n{body}GE*{count}*1~\n\
                 IEA*1*{control:09}~\n",
                at.format("%y%m%d"),
                at.format("%Y%m%d"),
            ),
            Dialect::Edifact => {
                let party = |number: &str, kind: &str| match kind {
                    "" => number.to_owned(),
                    kind => format!("{number}:{kind}"),
                };
                format!(
                    "UNB+UNOC:3+{}+{}+{}:{clock}+{control}'\n{body}UNZ+{count}+{control}'\n",
                    party(&from, &from_kind),
                    party(&to, &to_kind),
                    at.format("%y%m%d"),
                )
            }
        }
    }
}
