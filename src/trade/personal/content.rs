//! What a personal row holds. It is no fact: it lies in a table of its own, found by the hash that the fact names.

use super::{Row, Slot};
use crate::limits::REPAIR_CELL_BYTES_MAX;
use crate::stream::wire::{Malformed, Names, Reader, Wire, Writer};
use crate::trade::demand::LineKey;
use crate::trade::id::BlobId;
use crate::trade::orders::{Charge, ChargeKind};
use crate::trade::quantity::{Amount, Country};
use crate::trade::text::Words;
use crate::{wire_enum, wire_struct};
use sha2::{Digest, Sha256};
use std::sync::Arc;

const SALT_BYTES: usize = 16;

wire_struct! {
    /// Somebody, as far as it was said: to whom and where, or whom to ask.
    pub struct Contact {
        /// The person's name.
        pub name: Option<Words>,
        /// The company's name.
        pub company: Option<Words>,
        /// Street, house, floor: as written, line by line.
        pub lines: Vec<Words>,
        /// The city.
        pub city: Option<Words>,
        /// State, county or province.
        pub region: Option<Words>,
        /// The post code, whole.
        pub post_code: Option<Words>,
        /// The country.
        pub country: Option<Country>,
        /// A telephone number.
        pub phone: Option<Words>,
        /// An e-mail address.
        pub email: Option<Words>,
    }

    /// The title of a line as the source wrote it.
    pub struct Title {
        /// The line.
        pub line: LineKey,
        /// Its title.
        pub title: Words,
    }

    /// What a shop writes on an order as a code, and may be anything: a tag, the code of a discount. It names people as
    /// often as not.
    pub struct Tags {
        /// The tags, sorted, each once.
        pub tags: Vec<Words>,
        /// The source's codes of what is charged beside the goods.
        pub charges: Vec<ChargeCode>,
        /// The source's words of where the order stands that nobody here knows.
        pub statuses: Vec<Words>,
    }

    /// The source's code of a charge, which is found by its kind and amount.
    pub struct ChargeCode {
        /// What for.
        pub kind: ChargeKind,
        /// How much.
        pub amount: Amount,
        /// The code, or what the source calls it.
        pub code: Words,
    }
}

/// The text of a cell of a file, as it stands there; may be empty. At most
/// [`REPAIR_CELL_BYTES_MAX`] bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellText(Arc<str>);

impl CellText {
    /// A text, cut where it is too long.
    pub fn new(text: &str) -> Self {
        CellText(Arc::from(
            &text[..text.floor_char_boundary(REPAIR_CELL_BYTES_MAX)],
        ))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Wire for CellText {
    fn write(&self, w: &mut Writer<'_>) {
        w.run(self.0.as_bytes());
    }

    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(r.run()?).map_err(|_| Malformed::NotUtf8)?;
        match text.len() {
            0..=REPAIR_CELL_BYTES_MAX => Ok(CellText(Arc::from(text))),
            _ => Err(Malformed::NotNormal("a cell of a file")),
        }
    }
}

wire_struct! {
    /// Rows of a file, to be mended.
    pub struct FileRows {
        /// How the columns are read where a person has said so, as the JSON of a mapping; else by the headings.
        pub mapping: Option<CellText>,
        /// The headings; none where a row is one text: a record of JSON, a message of EDI.
        pub headings: Vec<CellText>,
        /// What parts cells in the file; `None` where it is a workbook, or a row is one text.
        pub delimiter: Option<CellText>,
        /// The rows.
        pub rows: Vec<FileRow>,
    }

    /// A row of a file.
    pub struct FileRow {
        /// The row of the file, as a spreadsheet counts.
        pub number: u32,
        /// Its cells.
        pub cells: Vec<CellText>,
    }
}

wire_enum! {
    /// What a personal row holds.
    pub enum Content {
        /// A recipient, payer or contact.
        0 => Contact(Box<Contact>),
        /// A note, message, file name, payment reference or tax number.
        1 => Text(Words),
        /// Titles of lines.
        2 => Titles(Vec<Title>),
        /// Rows of a file as they came, or as somebody mended them.
        3 => Rows(Box<FileRows>),
        /// A picture or signature.
        4 => Blob(BlobId),
        /// A digest or key.
        5 => Bytes(Vec<u8>),
        /// The tags of an order and the codes of its charges.
        6 => Tags(Box<Tags>),
    }
}

impl Tags {
    /// The source's code of a charge; `None` where it gave none.
    pub fn code_of(&self, charge: &Charge) -> Option<&Words> {
        let mut codes = self.charges.iter();
        codes
            .find(|of| of.kind == charge.kind && of.amount == charge.amount)
            .map(|of| &of.code)
    }
}

/// A personal row to be written: what the fact will name, and what the table will hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What it is about.
    pub slot: Slot,
    /// Random: without it, whoever holds the fact could guess what an erased row held.
    pub salt: [u8; SALT_BYTES],
    /// What it holds.
    pub content: Content,
}

impl Written {
    /// The table's value: the salt, then the content.
    pub fn bytes(&self) -> Vec<u8> {
        let mut names = Names::whole();
        let mut writer = Writer::new(&mut names);
        writer.raw(&self.salt);
        self.content.write(&mut writer);
        writer.into_bytes()
    }

    /// What the fact says of it.
    pub fn row(&self) -> Row {
        Row {
            slot: self.slot.clone(),
            hash: hash_of(&self.bytes()),
        }
    }
}

/// The hash by which a fact names a row whose value these bytes are.
pub fn hash_of(value: &[u8]) -> [u8; 16] {
    let digest = Sha256::digest(value);
    std::array::from_fn(|i| digest[i])
}

/// Reads a row's value.
///
/// # Errors
/// When it is no row that this program understands.
pub fn content_of(value: &[u8]) -> Result<Content, Malformed> {
    let rest = value.get(SALT_BYTES..).ok_or(Malformed::Truncated)?;
    let names = Names::whole();
    let mut reader = Reader::new(rest, &names);
    let content = Content::read(&mut reader)?;
    reader.finish()?;
    Ok(content)
}
