//! What the source of an order says now and what stands here, where the two differ and a person must choose: all of the
//! source's word at once, or some of it.

use super::entries::{file_name, hash_of, rows_of};
use super::mend::{Done, Outside, record_of};
use super::read::read;
use crate::exchange::orders::model::OrderKind;
use crate::intake::orders::Incoming;
use crate::site::Reading;
use crate::trade::demand::LineKey;
use crate::trade::id::{DocumentId, OrderId};
use crate::trade::money::account::amount;
use crate::trade::orders::commands::{OrderCommand, UnitsOfLine};
use crate::trade::orders::intake::code_of;
use crate::trade::orders::order::Order;
use crate::trade::orders::{
    AddressGiven, CancelReason, Doubt, PlacedLine, PricedUnits, SourceField,
};
use crate::trade::personal::Slot;
use crate::trade::personal::content::Contact;
use crate::trade::quantity::{Amount, Units};
use crate::view::names;
use std::collections::BTreeMap;

/// Something that the source says otherwise than it stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// How many units of a line there are; 0 where it does not stand there at all.
    Units {
        /// The line.
        line: LineKey,
        /// Its code as the source wrote it.
        code: String,
        /// Units here, cancelled ones not counted.
        here: u64,
        /// Units at the source.
        said: u64,
    },
    /// To whom and where it goes.
    Address {
        /// Here.
        here: Option<Box<Contact>>,
        /// At the source.
        said: Box<Contact>,
    },
    /// What all costs.
    Total {
        /// Here.
        here: Amount,
        /// At the source.
        said: Amount,
    },
}

fn incoming(at: &Reading<'_>, order: &Order, outside: &mut Outside<'_>) -> Option<Incoming> {
    let id = order.id();
    let rows = rows_of(at, &DocumentId::Order(id.clone()))?;
    let name = file_name(at, hash_of(order)).unwrap_or_default();
    let read = read(&name, rows);
    let mut sales = read.orders.iter().filter(|of| of.kind == OrderKind::Sale);
    let said = sales.next().filter(|_| sales.next().is_none())?;
    let mut incoming = record_of(at, order, rows, said, outside)?;
    incoming.tell_lines(at, Some(id));
    incoming.compare(names::recipient(at, id).as_slice(), &mut *outside.salt);
    Some(incoming)
}

/// The units of each line of a record, by the keys that the order knows them by.
fn units_of<'a>(
    order: &'a Order,
    incoming: &'a Incoming,
) -> BTreeMap<&'a LineKey, Vec<&'a PlacedLine>> {
    let mut lines: BTreeMap<&LineKey, Vec<&PlacedLine>> = BTreeMap::new();
    for line in &incoming.order.placed.lines {
        lines
            .entry(order.line_key(&line.key))
            .or_default()
            .push(line);
    }
    lines
}

fn sum(lines: &[&PlacedLine]) -> u64 {
    let units = lines.iter().filter_map(|line| line.units());
    units.map(Units::get).sum()
}

/// Where what the source says of an order differs from what stands here; nothing where no doubt asks for it, or the rows
/// of its file are not here any more.
pub fn differences(at: &Reading<'_>, id: &OrderId, outside: &mut Outside<'_>) -> Vec<Difference> {
    let order = at.state.order(id);
    let in_doubt = |order: &&Order| {
        order
            .doubts(&at.relations())
            .contains(&Doubt::SourceChanged)
    };
    let Some(order) = order.filter(in_doubt) else {
        return Vec::new();
    };
    let Some(incoming) = incoming(at, order, outside) else {
        return Vec::new();
    };
    let account = at.state.account(order);
    let kept = |line: &LineKey| {
        let count = account.lines.get(line).map_or(0, |count| count.kept);
        u64::try_from(count).unwrap_or(0)
    };
    let mut differences = Vec::new();
    let named = units_of(order, &incoming);
    // A line that the source named before and names no more is gone there.
    let before = order.source().fields().filter_map(|field| match field {
        SourceField::LineUnits { line, .. } => Some(order.line_key(line)),
        _ => None,
    });
    for line in before.filter(|line| !named.contains_key(line) && kept(line) > 0) {
        let mut placed = order.lines().map(|(_, _, placed)| placed);
        let of = placed.find(|placed| order.line_key(&placed.key) == line);
        let code = of.and_then(|placed| code_of(placed));
        differences.push(Difference::Units {
            line: line.clone(),
            code: code
                .map(|code| code.as_str().to_owned())
                .unwrap_or_default(),
            here: kept(line),
            said: 0,
        });
    }
    for (line, placed) in named {
        let (here, said) = (kept(line), sum(&placed));
        if here != said {
            let code = placed.first().and_then(|line| code_of(line));
            differences.push(Difference::Units {
                line: line.clone(),
                code: code
                    .map(|code| code.as_str().to_owned())
                    .unwrap_or_default(),
                here,
                said,
            });
        }
    }
    let here = names::recipient(at, id);
    if let Some(said) = incoming
        .recipient
        .as_ref()
        .filter(|said| Some(*said) != here)
    {
        differences.push(Difference::Address {
            here: here.map(|contact| Box::new(contact.clone())),
            said: Box::new(said.clone()),
        });
    }
    let total = amount(account.totals.total);
    if let Some(said) = incoming
        .order
        .placed
        .totals
        .total
        .filter(|said| *said != total)
    {
        differences.push(Difference::Total { here: total, said });
    }
    differences
}

/// The commands that take all of what the source says now, in their order: its word, and then the units that were cancelled
/// here and that it wants. None where the rows of its file are not here any more.
pub fn accept(at: &Reading<'_>, id: &OrderId, outside: &mut Outside<'_>) -> Vec<Done> {
    let order = at.state.order(id);
    let found = order.and_then(|order| Some((order, incoming(at, order, outside)?)));
    let Some((order, incoming)) = found else {
        return Vec::new();
    };
    let account = at.state.account(order);
    let wanted = |(line, placed): (&LineKey, Vec<&PlacedLine>)| {
        let said = i128::from(sum(&placed));
        let count = account.lines.get(line).copied().unwrap_or_default();
        // More than was ever ordered is what the word itself adds.
        let more = said - count.kept - (said - count.ordered).max(0);
        let units = Units::new(u64::try_from(more).ok()?)?;
        with_units(placed.first()?, units)
    };
    let again: Vec<PlacedLine> = units_of(order, &incoming)
        .into_iter()
        .filter_map(wanted)
        .collect();
    let word = OrderCommand::AcceptSource {
        order: id.clone(),
        record: incoming.order,
    };
    let mut all: Vec<Done> = vec![(word.into(), incoming.rows)];
    if !again.is_empty() {
        let more = OrderCommand::AddLines {
            order: id.clone(),
            lines: again,
        };
        all.push((more.into(), Vec::new()));
    }
    all
}

/// The command that takes one difference alone: units are added, or cancelled with the source as the reason; an address
/// is given. `None` where nothing of it can be taken by itself: a total follows from its lines.
pub fn accept_one(
    at: &Reading<'_>,
    id: &OrderId,
    difference: &Difference,
    outside: &mut Outside<'_>,
) -> Option<Done> {
    let order = at.state.order(id)?;
    let incoming = incoming(at, order, outside)?;
    match difference {
        Difference::Units {
            line, here, said, ..
        } if said > here => {
            let lines = units_of(order, &incoming);
            let placed = lines.get(line)?.first()?;
            let command = OrderCommand::AddLines {
                order: id.clone(),
                lines: vec![with_units(placed, Units::new(said - here)?)?],
            };
            Some((command.into(), Vec::new()))
        }
        Difference::Units {
            line, here, said, ..
        } => {
            let why = incoming.order.placed.source.clone();
            let command = OrderCommand::CancelUnits {
                order: id.clone(),
                lines: vec![UnitsOfLine {
                    line: line.clone(),
                    units: Units::new(here - said)?,
                }],
                why: why.map_or(CancelReason::House, CancelReason::Source),
                rows: Vec::new(),
            };
            Some((command.into(), Vec::new()))
        }
        Difference::Address { .. } => {
            let mut rows = incoming.rows;
            rows.retain(|row| row.slot == Slot::Recipient);
            let given = AddressGiven {
                order: id.clone(),
                destination: incoming.order.placed.destination.clone()?,
                rows: rows.iter().map(|row| row.row()).collect(),
            };
            Some((OrderCommand::GiveAddress { given }.into(), rows))
        }
        Difference::Total { .. } => None,
    }
}

/// A line with so many units, each at its first price.
fn with_units(line: &PlacedLine, units: Units) -> Option<PlacedLine> {
    let first = line.prices.first()?.clone();
    let mut line = line.clone();
    line.prices = vec![PricedUnits { units, ..first }];
    Some(line)
}
