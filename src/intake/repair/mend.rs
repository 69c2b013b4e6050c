//! Mended rows into commands.

use super::entries::{Fault, cell_faults, file_name, hash_of, rows_of as kept};
use super::read::{mapping_of, read, read as read_again};
use crate::exchange::orders::model::{Order as FileOrder, OrderKind};
use crate::intake::items::new_item;
use crate::intake::orders::{Defaults, Incoming, OrderOptions, Setting, channel_of, record};
use crate::site::Reading;
use crate::trade::catalog::ItemField;
use crate::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use crate::trade::decide::Command;
use crate::trade::id::{ChannelId, DocumentId, ItemId, OrderId};
use crate::trade::orders::commands::{OrderCommand, RecipientWord, SameLine};
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use crate::trade::personal::commands::PersonalCommand;
use crate::trade::personal::content::{Content, FileRow, FileRows, Written};
use crate::trade::personal::{ErasedSlots, Slot};
use crate::trade::quantity::Currency;
use crate::trade::text::Code;
use crate::view::names;
use std::sync::Arc;

/// Why mended rows are not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmended {
    /// The order is not known here.
    Unknown,
    /// They hold no order: these cells are still wrong.
    Nothing(Vec<Fault>),
    /// They name another order, by this number: rows of one order stay with it.
    OtherNumber(String),
}

/// What the time and chance are.
pub struct Outside<'a> {
    /// Sixteen random bytes.
    pub salt: &'a mut dyn FnMut() -> [u8; 16],
    /// The time, in milliseconds since 1970 UTC.
    pub now_ms: i64,
    /// How far clocks that name no offset are ahead of UTC, in minutes.
    pub ahead_minutes: i64,
    /// The currency of amounts that name none, where a person has said it.
    pub currency: Option<Currency>,
}

/// What is done with mended rows: a command, with its personal rows.
pub type Done = (Command, Vec<Written>);

struct Source {
    channel: ChannelId,
    hash: [u8; 16],
    name: Arc<str>,
    options: OrderOptions,
}

impl Source {
    fn record(
        &self,
        at: &Reading<'_>,
        order: &FileOrder,
        outside: &mut Outside<'_>,
    ) -> Option<Incoming> {
        let mut setting = Setting {
            options: &self.options,
            channel: self.channel.clone(),
            file: self.name.clone(),
            hash: self.hash,
            salt: &mut *outside.salt,
            now_ms: outside.now_ms,
            defaults: Defaults::of(at.state, &self.channel),
        };
        record(order, &mut setting).ok()
    }
}

fn source(
    at: &Reading<'_>,
    channel: ChannelId,
    hash: [u8; 16],
    rows: &FileRows,
    outside: &Outside<'_>,
) -> Source {
    Source {
        options: OrderOptions {
            channel: Some(channel.clone()),
            ahead_minutes: outside.ahead_minutes,
            mapping: mapping_of(rows),
            ..OrderOptions::default()
        },
        channel,
        hash,
        name: Arc::from(file_name(at, hash).unwrap_or_default()),
    }
}

/// Where the rows of an order that is here come from.
fn source_of(
    at: &Reading<'_>,
    order: &Order,
    rows: &FileRows,
    outside: &Outside<'_>,
) -> Option<Source> {
    let (_, placed) = order.placed()?;
    let channel = order.id().channel.clone();
    let mut source = source(at, channel, hash_of(order), rows, outside);
    source.options.client = placed.client.clone();
    source.options.currency = order
        .currency()
        .filter(|currency| *currency != Currency::NONE)
        .or(outside.currency);
    Some(source)
}

/// An order of a file as the record of one that is here; `None` where it is none.
pub(super) fn record_of(
    at: &Reading<'_>,
    order: &Order,
    rows: &FileRows,
    said: &FileOrder,
    outside: &mut Outside<'_>,
) -> Option<Incoming> {
    source_of(at, order, rows, outside)?.record(at, said, outside)
}

/// The rows of an order, mended, into the order.
///
/// # Errors
/// Where they are no order, or another one.
pub fn mended(
    at: &Reading<'_>,
    id: &OrderId,
    rows: &FileRows,
    outside: &mut Outside<'_>,
) -> Result<Done, Unmended> {
    let order = at.state.order(id).ok_or(Unmended::Unknown)?;
    let source = source_of(at, order, rows, outside).ok_or(Unmended::Unknown)?;
    let read = read(&source.name, rows);
    let mut sales = read.orders.iter().filter(|of| of.kind == OrderKind::Sale);
    let Some(said) = sales.next() else {
        return Err(Unmended::Nothing(cell_faults(rows, &read)));
    };
    if let Some(other) = sales.next() {
        return Err(Unmended::OtherNumber(other.number.to_string()));
    }
    let Some(mut incoming) = source.record(at, said, outside) else {
        return Err(Unmended::Nothing(cell_faults(rows, &read)));
    };
    let keys = |of: &OrderId| {
        at.state
            .orders_by_key(&id.channel, &of.key)
            .any(|of| of.id() == id)
    };
    if !keys(&incoming.order.placed.order) {
        return Err(Unmended::OtherNumber(said.number.to_string()));
    }
    let changed =
        incoming.recipient.is_some() && incoming.recipient.as_ref() != names::recipient(at, id);
    incoming.order.recipient = match changed {
        true => RecipientWord::Changed,
        false => RecipientWord::Same,
    };
    incoming.compare_tags(at, std::slice::from_ref(id));
    let before = kept(at, &DocumentId::Order(id.clone())).and_then(|before| {
        let mut sales = read_again(&source.name, before).orders.into_iter();
        let order = sales.find(|of| of.kind == OrderKind::Sale)?;
        source.record(at, &order, outside)
    });
    let same = before.map_or_else(Vec::new, |before| same_lines(&before, &incoming));
    let command = OrderCommand::MendRows {
        order: id.clone(),
        record: incoming.order,
        same,
    };
    Ok((command.into(), incoming.rows))
}

/// The lines whose row tells another key now, where a row is one line both before and now.
fn same_lines(before: &Incoming, now: &Incoming) -> Vec<SameLine> {
    let mut same = Vec::new();
    for (row, is) in &now.line_rows {
        let mut was = before.line_rows.iter().filter(|(of, _)| of == row);
        let (Some((_, was)), None) = (was.next(), was.next()) else {
            continue;
        };
        if was != is {
            same.push(SameLine {
                was: was.clone(),
                is: is.clone(),
            });
        }
    }
    same
}

/// Rows of a file that belonged to no order, mended: those that now name one come in, and the others stay. The commands
/// are to be run in their order.
///
/// # Errors
/// Where none of the rows is one of an order.
pub fn mended_loose(
    at: &Reading<'_>,
    hash: [u8; 16],
    rows: &FileRows,
    outside: &mut Outside<'_>,
) -> Result<Vec<Done>, Unmended> {
    let name = file_name(at, hash).unwrap_or_default();
    let read = read(&name, rows);
    let refused = |row: usize| {
        let mut errors = read.errors.iter().filter(|(of, _)| *of == row);
        errors.any(|(_, error)| !is_doubt(&read.orders, error.row))
    };
    let of_file = |of: &&Order| hash_of(of) == hash;
    let known = at.state.orders().find(of_file);
    let mut taken: Vec<u64> = Vec::new();
    let mut records = Vec::new();
    let mut written = Vec::new();
    for order in read.orders.iter().filter(|of| of.kind == OrderKind::Sale) {
        let channel = known
            .map(|known| known.id().channel.clone())
            .or_else(|| channel_of(order.format));
        let Some(channel) = channel else { continue };
        let mut source = source(at, channel, hash, rows, outside);
        source.options.client = known
            .and_then(|known| known.placed())
            .and_then(|(_, placed)| placed.client.clone());
        // Rows of an order that is here are a part of it only.
        let is_part = at
            .state
            .orders()
            .any(|known| names::shown_number(at, known.id()) == &*order.number);
        let order = FileOrder {
            part: order.part.max(u32::from(is_part)),
            ..order.clone()
        };
        if let Some(incoming) = source.record(at, &order, outside) {
            taken.extend(order.raw.rows.iter().map(|row| row.number));
            records.push(incoming.order);
            written.extend(incoming.rows);
        }
    }
    if records.is_empty() {
        return Err(Unmended::Nothing(cell_faults(rows, &read)));
    }
    let left = rows
        .rows
        .iter()
        .enumerate()
        .filter(|(place, row)| refused(*place) || !taken.contains(&u64::from(row.number)));
    let left: Vec<FileRow> = left.map(|(_, row)| row.clone()).collect();
    let take: Done = (OrderCommand::TakeIn { records }.into(), written);
    let kept = FileRows {
        rows: left,
        ..rows.clone()
    };
    Ok(vec![take, keep_loose(hash, kept, outside)])
}

/// Whether an error of a row is one of a cell whose row was taken.
fn is_doubt(orders: &[FileOrder], row: u64) -> bool {
    let mut lines = orders.iter().flat_map(|order| &order.lines);
    lines.any(|line| line.row == row)
}

/// Keeps rows of a file that belong to no order as they are now; none, where nothing of them is wanted any more.
pub fn keep_loose(hash: [u8; 16], rows: FileRows, outside: &mut Outside<'_>) -> Done {
    let row = Written {
        slot: Slot::RawRow,
        salt: (outside.salt)(),
        content: Content::Rows(Box::new(rows)),
    };
    let command = PersonalCommand::WriteRows {
        document: DocumentId::File(hash),
        rows: vec![row.row()],
    };
    (command.into(), vec![row])
}

/// What an erasure names of the rows of a file that belong to no order: they may hold names, and are kept no longer than
/// they are mended. Read again, the file brings none of them back.
pub fn slots_of_loose(hash: [u8; 16]) -> Vec<ErasedSlots> {
    vec![ErasedSlots {
        document: DocumentId::File(hash),
        slots: vec![Slot::RawRow, Slot::FileName],
    }]
}

/// The lines of waiting orders of a channel that say a code which nobody knows, once for every line.
fn lines_with(at: &Reading<'_>, channel: &ChannelId, code: &Code, item: &ItemId) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    for order in at
        .state
        .orders()
        .filter(|order| order.id().channel == *channel)
    {
        let lines = order.lines().filter(|(_, _, line)| {
            code_of(line) == Some(code) && line.ships() && order.item(line).is_none()
        });
        for (_, _, line) in lines {
            let match_line = OrderCommand::MatchLine {
                order: order.id().clone(),
                line: order.line_key(&line.key).clone(),
                item: item.clone(),
            };
            let command = Command::from(match_line);
            if !commands.contains(&command) {
                commands.push(command);
            }
        }
    }
    commands
}

/// A code of a channel means an item, once and for all: the commands that say so, and that match every line which waits
/// for it. `item` is one of the catalog.
pub fn alias(at: &Reading<'_>, channel: &ChannelId, code: &Code, item: &ItemId) -> Vec<Command> {
    let alias = ItemField::Alias {
        channel: Some(channel.clone()),
        code: code.clone(),
        leads_here: true,
    };
    let change = ItemChange {
        which: ItemRef::Known(item.clone()),
        fields: vec![alias],
    };
    let mut commands = vec![
        CatalogCommand::SetItems {
            items: vec![change],
        }
        .into(),
    ];
    commands.extend(lines_with(at, channel, code, item));
    commands
}

/// Makes the item of a code that nobody knows, and matches every line which waits for it.
pub fn make_item(at: &Reading<'_>, channel: &ChannelId, code: &Code) -> Vec<Command> {
    use crate::trade::id::{FirstCode, Name};
    let client = at.state.client_of(channel).cloned();
    let item = ItemId {
        client: client.clone(),
        name: Name::Coded(FirstCode::new(code.clone())),
    };
    let items = vec![new_item(client.as_ref(), code, Vec::new())];
    let mut commands = vec![CatalogCommand::SetItems { items }.into()];
    commands.extend(lines_with(at, channel, code, &item));
    commands
}
