//! The ledger, movement by movement.

use super::{Sheet, code, condition, integer, text, utc};
use crate::domain::commit::{Commit, Recorded};
use crate::domain::event::{DocumentKey, Event, StockDocumentKind};
use crate::domain::place::{Goods, Place};
use crate::domain::workspace::Workspace;
use crate::exchange::csv_out::Cell;
use crate::portal::{NoPace, Pace, Portal, PortalError};
use crate::storage::Store;

const COLUMNS: [&str; 15] = [
    "at",
    "operator",
    "device",
    "commit",
    "document",
    "kind",
    "sku",
    "condition",
    "lot",
    "owner",
    "from_kind",
    "from",
    "to_kind",
    "to",
    "units",
];

fn place_kind(place: &Place) -> &'static str {
    match place {
        Place::Bin(_) => "bin",
        Place::Tote(_) => "tote",
        Place::Parcel(_) => "parcel",
        Place::ReturnsDock => "returns-dock",
        Place::Carrier(_) => "carrier",
        Place::Customer => "customer",
        Place::Supplier => "supplier",
        Place::SupplierReturn => "supplier-return",
        Place::Loss(_) => "loss",
        Place::Scrap => "scrap",
    }
}

fn place_code(place: &Place) -> &str {
    match place {
        Place::Loss(reason) => reason.code(),
        other => other.code().unwrap_or_default(),
    }
}

/// The document that an event's movements belong to, and what kind of movement it is.
fn document(event: &Event) -> (&str, &'static str) {
    let order = event.order().map_or("", |order| order.as_str());
    match event {
        Event::StockPosted(posted) => {
            let kind = match posted.kind {
                StockDocumentKind::Opening => "opening",
                StockDocumentKind::Receipt => "receipt",
                StockDocumentKind::Adjustment => "adjustment",
                StockDocumentKind::Transfer => "transfer",
                StockDocumentKind::Disposition => "disposition",
            };
            (posted.document.as_str(), kind)
        }
        Event::LinePicked(_) => (order, "pick"),
        Event::PickUndone(_) => (order, "pick-undone"),
        Event::UnitsPacked(_) => (order, "pack"),
        Event::PackingUndone(_) => (order, "pack-undone"),
        Event::ParcelHandedOver { .. } => (order, "handover"),
        Event::ParcelDelivered { .. } => (order, "delivery"),
        Event::ReturnReceived { .. } => (order, "return"),
        Event::ReturnDecided(_) => (order, "return-decision"),
        Event::PutBack { .. } => (order, "put-back"),
        Event::HandOverUndone { .. } => (order, "handover-undone"),
        Event::ReceiptUndone { .. } => (order, "return-undone"),
        Event::DecisionUndone(_) => (order, "return-decision-undone"),
        _ => (order, "other"),
    }
}

/// Whether the event counts: of several that post one stock document, the first does.
fn counts(state: &Workspace, commit: &Commit, index: usize, event: &Event) -> bool {
    let Event::StockPosted(posted) = event else {
        return true;
    };
    let history = state.history(&DocumentKey::Stock(posted.document.clone()));
    history.first().is_none_or(|first| {
        state.causality.stream(first.stream) == Some(commit.stream)
            && u64::from(first.commit) == commit.number
            && usize::from(first.index) == index
    })
}

impl<J: Store, V: Store> Portal<J, V> {
    pub(super) async fn report_movements<T>(
        &self,
        sheet: &mut Sheet<T>,
        pace: &impl Pace,
    ) -> Result<(), PortalError>
    where
        T: FnMut(Vec<u8>) -> Result<(), PortalError>,
    {
        sheet.headings(&COLUMNS);
        let heads = self.heads();
        let total: u64 = heads.iter().map(|(_, head)| head.number).sum();
        let mut done = 0;
        for (stream, _) in heads {
            self.read_stream(stream, 0, &NoPace, async |group| {
                for (commit, _) in &group {
                    self.rows_of(commit, sheet)?;
                }
                done += group.len() as u64;
                if pace.step(done.min(total), total).await {
                    Ok(())
                } else {
                    Err(PortalError::Cancelled)
                }
            })
            .await?;
        }
        Ok(())
    }

    fn rows_of<T>(&self, commit: &Commit, sheet: &mut Sheet<T>) -> Result<(), PortalError>
    where
        T: FnMut(Vec<u8>) -> Result<(), PortalError>,
    {
        let at = utc(commit.stamp.ms());
        let device = commit.stream.hex();
        for (index, recorded) in commit.events.iter().enumerate() {
            let Recorded::Known(event) = recorded else {
                continue;
            };
            if !counts(&self.state(), commit, index, event) {
                continue;
            }
            let (document, kind) = document(event);
            let mut movements: Vec<(Goods, Place, Place, u32)> = Vec::new();
            event.for_each_movement(|goods, from, to, units| {
                movements.push((goods, from, to, units));
            });
            for (goods, from, to, units) in &movements {
                sheet.row([
                    Cell::Text(&at),
                    Cell::Text(commit.operator.as_str()),
                    Cell::Text(&device),
                    integer(commit.number),
                    text(document),
                    Cell::Text(kind),
                    Cell::Text(goods.sku.as_str()),
                    condition(goods.condition),
                    code(&goods.lot),
                    code(&goods.owner),
                    Cell::Text(place_kind(from)),
                    text(place_code(from)),
                    Cell::Text(place_kind(to)),
                    text(place_code(to)),
                    integer(*units),
                ])?;
            }
        }
        Ok(())
    }
}
