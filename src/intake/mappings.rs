//! How files of a channel are read, as a person has said: kept on the channel's card, by the headings of the file.

use crate::exchange::orders::mapping::{Field, MappedColumn, Mapping};
use crate::limits::MAPPED_COLUMNS_MAX;
use crate::site::Reading;
use crate::trade::channels::{ChannelField, FileColumn, FileMapping};
use crate::trade::id::ChannelId;
use crate::trade::text::Words;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A mapping that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The channel whose files are read so.
    pub channel: ChannelId,
    /// The headings, by [`headings_digest`].
    pub headings: [u8; 8],
    /// What people call it.
    pub name: String,
    /// The mapping.
    pub mapping: Mapping,
}

/// The name of headings: the first eight bytes of SHA-256 of them, whatever stands around them.
pub fn headings_digest(headings: &[String]) -> [u8; 8] {
    let trimmed: Vec<&str> = headings.iter().map(|heading| heading.trim()).collect();
    let digest = Sha256::digest(trimmed.join("\u{1f}").as_bytes());
    std::array::from_fn(|at| digest[at])
}

/// A mapping as the field of a channel's card; `None` where a heading or its name cannot be held.
pub fn field(headings: [u8; 8], name: &str, mapping: &Mapping) -> Option<ChannelField> {
    if mapping.columns.len() > MAPPED_COLUMNS_MAX {
        return None;
    }
    let column = |column: &MappedColumn| {
        Some(FileColumn {
            heading: Words::new(&column.heading).ok()?,
            says: Words::new(&serde_json::to_string(&column.field).ok()?).ok()?,
        })
    };
    let style = Mapping {
        columns: Vec::new(),
        ..mapping.clone()
    };
    Some(ChannelField::FileMapping {
        headings,
        mapping: Some(FileMapping {
            name: Words::new(name).ok()?,
            columns: mapping.columns.iter().map(column).collect::<Option<_>>()?,
            style: Words::new(&serde_json::to_string(&style).ok()?).ok()?,
        }),
    })
}

/// A mapping of a card as the readers take it. A column that a newer portal explains in words that are not known here is
/// left unread.
fn mapping_of(kept: &FileMapping) -> Mapping {
    let style: Mapping = serde_json::from_str(kept.style.as_str()).unwrap_or_default();
    let columns = kept.columns.iter().filter_map(|column| {
        let field: Field = serde_json::from_str(column.says.as_str()).ok()?;
        Some(MappedColumn {
            heading: column.heading.as_str().to_owned(),
            field,
        })
    });
    Mapping {
        columns: columns.collect(),
        ..style
    }
}

/// The mappings of a channel, by their names.
pub fn of_channel(at: &Reading<'_>, channel: &ChannelId) -> Vec<Kept> {
    let fields = at
        .state
        .channel(channel)
        .into_iter()
        .flat_map(|card| card.fields());
    let kept = fields.filter_map(|field| match field {
        ChannelField::FileMapping {
            headings,
            mapping: Some(mapping),
        } => Some(Kept {
            channel: channel.clone(),
            headings: *headings,
            name: mapping.name.as_str().to_owned(),
            mapping: mapping_of(mapping),
        }),
        _ => None,
    });
    let mut kept: Vec<Kept> = kept.collect();
    kept.sort_by(|a, b| a.name.cmp(&b.name));
    kept
}

/// The mappings of all channels for these headings: files of several shops may have the same.
pub fn for_headings(at: &Reading<'_>, headings: &[String]) -> Vec<Kept> {
    let digest = headings_digest(headings);
    let channels: Vec<ChannelId> = at.state.channels().map(|(id, _)| id.clone()).collect();
    let all = channels.iter().flat_map(|id| of_channel(at, id));
    all.filter(|kept| kept.headings == digest).collect()
}

/// A mapping as a file.
#[derive(Debug, Serialize, Deserialize)]
struct MappingFile {
    /// What it is.
    depo_file_mapping: u32,
    /// What people call it.
    name: String,
    /// The headings, in hexadecimal.
    headings: String,
    /// The mapping.
    mapping: Mapping,
}

/// The edition of the form of a file with a mapping.
const EDITION: u32 = 1;

/// A mapping as the bytes of a file, for another workspace.
pub fn to_file(kept: &Kept) -> Vec<u8> {
    let hex: String = kept
        .headings
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let file = MappingFile {
        depo_file_mapping: EDITION,
        name: kept.name.clone(),
        headings: hex,
        mapping: kept.mapping.clone(),
    };
    serde_json::to_vec_pretty(&file).unwrap_or_default()
}

/// The field of a channel's card by the bytes of a file with a mapping; `None` where it is none.
pub fn of_file(bytes: &[u8]) -> Option<ChannelField> {
    let file: MappingFile = serde_json::from_slice(bytes).ok()?;
    if file.depo_file_mapping != EDITION || file.headings.len() != 16 {
        return None;
    }
    let mut headings = [0; 8];
    for (at, byte) in headings.iter_mut().enumerate() {
        let digits = file.headings.get(2 * at..2 * at + 2)?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    field(headings, &file.name, &file.mapping)
}
