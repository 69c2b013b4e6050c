//! Deliveries: what is expected, what came, and what is short, over or damaged.

use super::spots::{SpotKind, spot};
use super::{Hand, Says, shown_units};
use crate::stream::id::FactId;
use crate::trade::decide::Command;
use crate::trade::goods::Condition;
use crate::trade::id::{LocationId, PartyId, ReceiptId, WarehouseId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::receiving::commands::ReceivingCommand;
use crate::trade::receiving::receipt::Receipt;
use crate::trade::receiving::{ReceiptOpened, Received};
use crate::trade::text::Code;
use crate::view::names;
use std::collections::BTreeMap;

/// A delivery in the list of what is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptEntry {
    /// The delivery.
    pub receipt: ReceiptId,
    /// Its name.
    pub name: String,
    /// What the sender calls it.
    pub reference: Option<String>,
    /// Who sends it.
    pub supplier: Option<String>,
    /// Whose goods they are, where that is not the workspace.
    pub client: Option<String>,
    /// When it should come, in milliseconds since 1970 UTC.
    pub due: Option<i64>,
    /// Units that are expected; 0 for a blind receipt.
    pub expected: u64,
    /// Units that came.
    pub received: u64,
}

/// Goods of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Which of what was expected, from 0; `None` for what came unexpected.
    pub expected: Option<u32>,
    /// The item.
    pub item: crate::trade::id::ItemId,
    /// Its code.
    pub sku: String,
    /// Its name, or its code where it has none.
    pub name: String,
    /// Units that are expected.
    pub units: u64,
    /// Units that came, damaged ones too.
    pub received: u64,
    /// Of these, damaged.
    pub damaged: u64,
}

/// What the receiving screen shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptView {
    /// The delivery; `None` where there is no such one.
    pub entry: Option<ReceiptEntry>,
    /// Where it comes in.
    pub warehouse: Option<WarehouseId>,
    /// Whose goods they are, where they are a client's.
    pub client: Option<PartyId>,
    /// The goods: what is still to come first.
    pub rows: Vec<ReceiptRow>,
    /// Whether nothing more is expected.
    pub closed: bool,
    /// The dock, where one is set up: goods may be put down there first.
    pub dock: Option<LocationId>,
    /// Whether something can be taken back here.
    pub may_undo: bool,
}

impl ReceiptView {
    /// Units that are still to come.
    pub fn to_come(&self) -> u64 {
        let short = |row: &ReceiptRow| row.units.saturating_sub(row.received);
        self.rows.iter().map(short).sum()
    }

    /// Units that came beyond what was expected.
    pub fn over(&self) -> u64 {
        let over = |row: &ReceiptRow| row.received.saturating_sub(row.units);
        self.rows.iter().map(over).sum()
    }

    /// Units that came.
    pub fn received(&self) -> u64 {
        self.rows.iter().map(|row| row.received).sum()
    }
}

fn open<'a>(hand: &Hand<'a>) -> impl Iterator<Item = (&'a ReceiptId, &'a Receipt)> {
    let all = hand.at.state.open_receipts();
    all.filter(|(_, receipt)| receipt.opened().is_some())
}

fn is_shown(hand: &Hand<'_>, receipt: &Receipt) -> bool {
    let opened = receipt.opened();
    opened.is_some_and(|(_, opened)| hand.shows(&opened.warehouse))
}

/// How many deliveries are open.
pub fn count(hand: &Hand<'_>) -> usize {
    open(hand)
        .filter(|(_, receipt)| is_shown(hand, receipt))
        .count()
}

/// The open deliveries: those that are begun first, then by when they are due.
pub fn deliveries(hand: &Hand<'_>) -> Vec<ReceiptEntry> {
    let shown = open(hand).filter(|(_, receipt)| is_shown(hand, receipt));
    let mut entries: Vec<ReceiptEntry> = shown
        .filter_map(|(id, receipt)| entry(hand, *id, receipt))
        .collect();
    entries.sort_by_key(|it| (it.received == 0, it.due.unwrap_or(i64::MAX), it.receipt));
    entries
}

fn entry(hand: &Hand<'_>, id: ReceiptId, receipt: &Receipt) -> Option<ReceiptEntry> {
    let (_, opened) = receipt.opened()?;
    let received: i128 = receipt.received().map(|(_, it)| it.units.wide()).sum();
    let expected: i128 = opened.expected.iter().map(|it| it.units.wide()).sum();
    let named = |party: &PartyId| names::party_name(&hand.at, party);
    Some(ReceiptEntry {
        receipt: id,
        name: names::opened(&id.0),
        reference: opened.reference.as_ref().map(ToString::to_string),
        supplier: opened.supplier.as_ref().map(named),
        client: opened.client.as_ref().map(named),
        due: opened.due.as_ref().map(|due| due.ms),
        expected: shown_units(expected),
        received: shown_units(received),
    })
}

/// The open delivery that a code means: its name, or what the sender calls it.
pub fn find(hand: &Hand<'_>, code: &str) -> Option<ReceiptId> {
    let code = code.trim();
    let is_open = |id: &ReceiptId| open(hand).any(|(other, _)| other == id);
    names::find_receipt(&hand.at, code)
        .filter(is_open)
        .or_else(|| {
            let mut all = open(hand);
            let by_reference = all.find(|(_, receipt)| {
                let reference = receipt.opened().and_then(|(_, it)| it.reference.as_ref());
                reference.is_some_and(|it| it.as_str().eq_ignore_ascii_case(code))
            });
            by_reference.map(|(id, _)| *id)
        })
}

/// What the receiving screen shows of a delivery.
pub fn view(hand: &Hand<'_>, id: Option<ReceiptId>) -> ReceiptView {
    let found = id.and_then(|id| {
        let receipt = hand.at.state.receipt(&id)?;
        Some((id, receipt, receipt.opened()?.1))
    });
    let Some((id, receipt, opened)) = found else {
        return ReceiptView {
            entry: None,
            warehouse: None,
            client: None,
            rows: Vec::new(),
            closed: false,
            dock: None,
            may_undo: false,
        };
    };
    ReceiptView {
        entry: entry(hand, id, receipt),
        rows: rows(hand, receipt, opened),
        closed: receipt.is_closed(),
        dock: spot(hand, &opened.warehouse, SpotKind::Dock),
        warehouse: Some(opened.warehouse.clone()),
        client: opened.client.clone(),
        may_undo: last(hand, receipt).is_some(),
    }
}

fn rows(hand: &Hand<'_>, receipt: &Receipt, opened: &ReceiptOpened) -> Vec<ReceiptRow> {
    let names = &hand.at.state.components;
    let mut came: BTreeMap<(Option<u32>, crate::trade::id::ItemId), (i128, i128)> = BTreeMap::new();
    for (_, received) in receipt.received() {
        let Received {
            expected,
            goods,
            units,
            ..
        } = received;
        let of = came
            .entry((*expected, names.item(&goods.item)))
            .or_default();
        of.0 += units.wide();
        if goods.condition == Condition::Damaged {
            of.1 += units.wide();
        }
    }
    let row =
        |expected: Option<u32>, item: &crate::trade::id::ItemId, units: u64, came: (i128, i128)| {
            ReceiptRow {
                expected,
                sku: names::item_code(&hand.at, item),
                name: hand.item_name(item),
                units,
                received: shown_units(came.0),
                damaged: shown_units(came.1),
                item: item.clone(),
            }
        };
    let mut rows: Vec<ReceiptRow> = (0..)
        .zip(&opened.expected)
        .map(|(number, it)| {
            let item = names.item(&it.wanted.item);
            let came = came
                .remove(&(Some(number), item.clone()))
                .unwrap_or_default();
            row(Some(number), &item, it.units.get(), came)
        })
        .collect();
    rows.extend(
        came.iter()
            .map(|((_, item), came)| row(None, item, 0, *came)),
    );
    rows.sort_by_key(|row| row.received >= row.units);
    rows
}

fn last(hand: &Hand<'_>, receipt: &Receipt) -> Option<FactId> {
    let received = receipt.received().map(|(fact, _)| (*fact, ()));
    hand.last(received).map(|(fact, ())| fact)
}

/// The command that takes back what this device took in last, and what it says then.
pub fn undo(hand: &Hand<'_>, id: ReceiptId) -> Option<(Command, Says)> {
    let receipt = hand.at.state.receipt(&id)?;
    let command = ReceivingCommand::Undo {
        receipt: id,
        received: last(hand, receipt)?,
    };
    Some((command.into(), Says::ReceivingUndone))
}

/// The parties that have a role: clients whose goods may come in, suppliers that send them.
pub fn parties(hand: &Hand<'_>, role: &PartyRole) -> Vec<(PartyId, String)> {
    let has = PartyField::Role {
        role: role.clone(),
        has: true,
    };
    let all = hand.at.state.parties();
    let of_role = all.filter(|(_, card)| {
        let retired = card
            .fields()
            .any(|field| *field == PartyField::Retired(true));
        !retired && card.fields().any(|field| *field == has)
    });
    of_role
        .map(|(party, _)| (party.clone(), names::party_name(&hand.at, party)))
        .collect()
}

/// The command that opens a delivery which nobody announced. `client`: whose goods they are, where they are not the
/// workspace's. `None` where no warehouse is known.
pub fn open_blind(
    hand: &Hand<'_>,
    client: Option<PartyId>,
    supplier: Option<PartyId>,
    reference: Option<Code>,
) -> Option<Command> {
    let opened = ReceiptOpened {
        warehouse: hand.home()?.clone(),
        client,
        supplier,
        reference,
        due: None,
        came_at: None,
        expected: Vec::new(),
        source: None,
    };
    let command = ReceivingCommand::Open {
        opened: Box::new(opened),
    };
    Some(command.into())
}

/// The command that says that nothing more is expected of a delivery.
pub fn close(receipt: ReceiptId) -> Command {
    ReceivingCommand::Close { receipt }.into()
}
