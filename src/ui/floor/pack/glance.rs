//! What the pack screen shows, computed from the state alone.

use crate::domain::Workspace;
use crate::domain::decide::packing::open_parcel;
use crate::domain::order::{Order, Parcel, ParcelState, Stage};
use crate::domain::text::{Code, OrderId, ParcelId, Sku};

/// A line that has something to pack, or something in the open parcel.
#[derive(Clone, Debug, PartialEq)]
pub struct PackLine {
    /// The line.
    pub line: u16,
    /// The item.
    pub sku: Sku,
    /// The item's name, or its code where it has none.
    pub name: String,
    /// Units in the tote.
    pub left: u32,
    /// Units in the open parcel.
    pub packed: u32,
}

/// A parcel that is closed.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedParcel {
    /// Its identity.
    pub id: ParcelId,
    /// The carrier.
    pub carrier: Option<Code>,
    /// The tracking number.
    pub tracking: Option<Code>,
    /// Units in it.
    pub units: u32,
}

/// Where the order is at the pack table.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// There is no such order.
    Missing,
    /// Its history is being read.
    Loading,
    /// Units wait in the tote, or lie in the open parcel.
    Packing,
    /// A closed parcel needs a label.
    Label(ParcelId),
    /// Nothing is left to pack.
    Done,
}

/// What the pack screen shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// Where the order is.
    pub phase: Phase,
    /// The tote.
    pub tote: Option<Code>,
    /// The lines, those with units in the tote first.
    pub lines: Vec<PackLine>,
    /// Units in the tote.
    pub left: u32,
    /// Units in the open parcel.
    pub packed: u32,
    /// What the open parcel should weigh, where the weight of every item in it is known. Grams.
    pub expected_grams: Option<u32>,
    /// The parcels that are closed.
    pub parcels: Vec<ClosedParcel>,
    /// Whether the order is held.
    pub held: bool,
    /// The batch that the order is still being picked in.
    pub batch: Option<String>,
    /// Units that are still to come from the bins.
    pub to_come: u32,
}

impl Glance {
    fn empty(phase: Phase) -> Self {
        Glance {
            phase,
            tote: None,
            lines: Vec::new(),
            left: 0,
            packed: 0,
            expected_grams: None,
            parcels: Vec::new(),
            held: false,
            batch: None,
            to_come: 0,
        }
    }

    /// Looks at an order.
    pub fn of(state: &Workspace, id: &OrderId, now_ms: i64) -> Glance {
        let Some(order) = state.order(id) else {
            let phase = match state.head(id) {
                Some(_) => Phase::Loading,
                None => Phase::Missing,
            };
            return Glance::empty(phase);
        };
        let open = open_parcel(order);
        let lines = lines(state, order, open);
        let (left, packed) = (
            lines.iter().map(|line| line.left).sum(),
            lines.iter().map(|line| line.packed).sum(),
        );
        let unlabelled = order
            .parcels
            .iter()
            .find(|parcel| parcel.state == ParcelState::Closed && parcel.carrier.is_none());
        let phase = match unlabelled {
            Some(parcel) => Phase::Label(parcel.id.clone()),
            None if left > 0 || packed > 0 => Phase::Packing,
            None => Phase::Done,
        };
        let closed = |parcel: &&Parcel| parcel.state != ParcelState::Open;
        Glance {
            phase,
            tote: order.tote.clone(),
            expected_grams: open.and_then(|parcel| expected_grams(state, order, parcel)),
            lines,
            left,
            packed,
            parcels: order.parcels.iter().filter(closed).map(shown).collect(),
            held: order.holds_at(now_ms).next().is_some(),
            batch: order.batch.as_ref().map(ToString::to_string),
            to_come: order.stages().get(Stage::Promised),
        }
    }

    /// A line by its number.
    pub fn line(&self, line: u16) -> Option<&PackLine> {
        self.lines.iter().find(|entry| entry.line == line)
    }
}

fn shown(parcel: &Parcel) -> ClosedParcel {
    ClosedParcel {
        id: parcel.id.clone(),
        carrier: parcel.carrier.clone(),
        tracking: parcel.tracking.clone(),
        units: parcel.lines.iter().map(|line| line.units).sum(),
    }
}

fn lines(state: &Workspace, order: &Order, open: Option<&Parcel>) -> Vec<PackLine> {
    let in_parcel = |line: u16| {
        open.and_then(|parcel| parcel.lines.iter().find(|l| l.line == line))
            .map_or(0, |l| l.units)
    };
    let mut lines: Vec<PackLine> = order
        .lines
        .iter()
        .zip(0_u16..)
        .map(|(line, number)| PackLine {
            line: number,
            sku: line.sku.clone(),
            name: item_name(state, &line.sku),
            left: line.stages.get(Stage::Picked),
            packed: in_parcel(number),
        })
        .filter(|line| line.left > 0 || line.packed > 0)
        .collect();
    lines.sort_by_key(|line| line.left == 0);
    lines
}

/// The name of an item, or its code where it has none.
pub fn item_name(state: &Workspace, sku: &Sku) -> String {
    state
        .catalog
        .get(sku.as_str())
        .map_or_else(|| sku.to_string(), |item| item.title().to_owned())
}

fn expected_grams(state: &Workspace, order: &Order, parcel: &Parcel) -> Option<u32> {
    let weight = |line: &crate::domain::order::ParcelLine| {
        let sku = &order.lines.get(usize::from(line.line))?.sku;
        let grams = state.catalog.get(sku.as_str())?.weight_grams?;
        grams.checked_mul(line.units)
    };
    parcel
        .lines
        .iter()
        .map(weight)
        .try_fold(0_u32, |sum, grams| sum.checked_add(grams?))
}
