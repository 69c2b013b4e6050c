//! Orders line by line, and their parcels.

use super::{Sheet, amount, civil, code, integer, text, words, yes};
use crate::domain::order::{Line, Order, Parcel, ParcelState, Stage};
use crate::domain::text::OrderId;
use crate::domain::workspace::OrderHead;
use crate::exchange::csv_out::Cell;
use crate::limits::REPORT_ORDERS_AT_ONCE;
use crate::portal::{Pace, Portal, PortalError};
use crate::storage::Store;
use std::collections::BTreeSet;

const ORDER_COLUMNS: [&str; 31] = [
    "order",
    "channel",
    "number",
    "placed_at",
    "ship_by",
    "customer",
    "country",
    "currency",
    "terms",
    "fulfilment",
    "payment",
    "covered",
    "unverified",
    "holds",
    "line",
    "kind",
    "sku",
    "name",
    "units",
    "unit_price",
    "amount",
    "open",
    "promised",
    "picked",
    "packed",
    "shipped",
    "delivered",
    "received",
    "restocked",
    "written_off",
    "cancelled",
];

const SHIPMENT_COLUMNS: [&str; 15] = [
    "order",
    "channel",
    "number",
    "parcel",
    "state",
    "carrier",
    "tracking",
    "carton",
    "weight_grams",
    "units",
    "skus",
    "recipient",
    "city",
    "post_code",
    "country",
];

fn state_code(state: ParcelState) -> &'static str {
    match state {
        ParcelState::Open => "open",
        ParcelState::Closed => "closed",
        ParcelState::HandedOver => "handed-over",
        ParcelState::Delivered => "delivered",
    }
}

/// What every row of an order repeats.
struct Common<'a> {
    order: &'a Order,
    head: &'a OrderHead,
    placed_at: String,
    ship_by: String,
    holds: String,
}

impl<'a> Common<'a> {
    fn new(order: &'a Order, head: &'a OrderHead) -> Self {
        let holds: Vec<&str> = order.holds.iter().map(|hold| hold.kind.code()).collect();
        Common {
            order,
            head,
            placed_at: civil(Some(order.placed_at)),
            ship_by: civil(order.ship_by),
            holds: holds.join(" "),
        }
    }

    fn cells(&self) -> [Cell<'_>; 14] {
        let Common { order, head, .. } = self;
        [
            Cell::Text(order.id.as_str()),
            text(order.id.channel()),
            Cell::Text(order.id.number()),
            text(&self.placed_at),
            text(&self.ship_by),
            code(&order.customer),
            words(&order.country),
            Cell::Text(order.currency.as_str()),
            Cell::Text(order.terms.code()),
            Cell::Text(head.fulfilment.code()),
            Cell::Text(head.payment.code()),
            yes(head.covered),
            yes(head.unverified),
            text(&self.holds),
        ]
    }
}

impl<J: Store, V: Store> Portal<J, V> {
    /// Loads every order with its head, group by group, and shows it; then lets go of those that are not needed.
    async fn each_order(
        &self,
        pace: &impl Pace,
        mut see: impl FnMut(&crate::domain::Workspace, &Order, &OrderHead) -> Result<(), PortalError>,
    ) -> Result<(), PortalError> {
        let ids: Vec<OrderId> = self.state().heads().map(|head| head.id.clone()).collect();
        let mut done = 0;
        for group in ids.chunks(REPORT_ORDERS_AT_ONCE) {
            self.load_orders(group).await?;
            {
                let state = self.state();
                for id in group {
                    if let (Some(order), Some(head)) = (state.order(id), state.head(id)) {
                        see(&state, order, head)?;
                    }
                }
            }
            self.unload_idle();
            done += group.len() as u64;
            if !pace.step(done, ids.len() as u64).await {
                return Err(PortalError::Cancelled);
            }
        }
        Ok(())
    }

    pub(super) async fn report_orders<T>(
        &self,
        sheet: &mut Sheet<T>,
        pace: &impl Pace,
    ) -> Result<(), PortalError>
    where
        T: FnMut(Vec<u8>) -> Result<(), PortalError>,
    {
        sheet.headings(&ORDER_COLUMNS);
        self.each_order(pace, |state, order, head| {
            let common = Common::new(order, head);
            for (number, line) in (1i128..).zip(&order.lines) {
                let name = line
                    .words
                    .as_ref()
                    .or_else(|| state.catalog.get(line.sku.as_str())?.name.as_ref());
                let own = goods_cells(number, line, name.map_or("", |name| name.as_str()));
                sheet.row(common.cells().into_iter().chain(own))?;
            }
            for (number, charge) in (order.lines.len() as i128 + 1..).zip(&order.charges) {
                let own = [
                    Cell::Integer(number),
                    Cell::Text("charge"),
                    Cell::Text(charge.code.as_str()),
                    words(&charge.words),
                    integer(charge.units),
                    amount(charge.unit_price),
                    amount(charge.amount()),
                ];
                let no_stages = [Cell::Empty; Stage::COUNT];
                sheet.row(common.cells().into_iter().chain(own).chain(no_stages))?;
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn report_shipments<T>(
        &self,
        sheet: &mut Sheet<T>,
        pace: &impl Pace,
    ) -> Result<(), PortalError>
    where
        T: FnMut(Vec<u8>) -> Result<(), PortalError>,
    {
        sheet.headings(&SHIPMENT_COLUMNS);
        self.each_order(pace, |_, order, _| {
            for parcel in order.parcels.iter().filter(|p| !p.lines.is_empty()) {
                parcel_row(sheet, order, parcel)?;
            }
            Ok(())
        })
        .await
    }
}

fn goods_cells<'a>(number: i128, line: &'a Line, name: &'a str) -> impl Iterator<Item = Cell<'a>> {
    let own = [
        Cell::Integer(number),
        Cell::Text("goods"),
        Cell::Text(line.sku.as_str()),
        text(name),
        integer(line.units),
        amount(line.unit_price),
        amount(line.unit_price.times(i64::from(line.units))),
    ];
    let stages = Stage::ALL.map(|stage| integer(line.stages.get(stage)));
    own.into_iter().chain(stages)
}

fn parcel_row<T>(sheet: &mut Sheet<T>, order: &Order, parcel: &Parcel) -> Result<(), PortalError>
where
    T: FnMut(Vec<u8>) -> Result<(), PortalError>,
{
    let units: u64 = parcel.lines.iter().map(|line| u64::from(line.units)).sum();
    let skus: BTreeSet<&str> = parcel
        .lines
        .iter()
        .filter_map(|line| order.lines.get(usize::from(line.line)))
        .map(|line| line.sku.as_str())
        .collect();
    let skus: Vec<&str> = skus.into_iter().collect();
    let skus = skus.join(" ");
    let address = order.address.as_ref();
    let country = address.map(|a| &a.country).or(order.country.as_ref());
    sheet.row([
        Cell::Text(order.id.as_str()),
        text(order.id.channel()),
        Cell::Text(order.id.number()),
        Cell::Text(parcel.id.as_str()),
        Cell::Text(state_code(parcel.state)),
        code(&parcel.carrier),
        code(&parcel.tracking),
        code(&parcel.carton),
        parcel.weight_grams.map_or(Cell::Empty, integer),
        integer(units),
        text(&skus),
        address.map_or(Cell::Empty, |a| Cell::Text(a.name.as_str())),
        address.map_or(Cell::Empty, |a| Cell::Text(a.city.as_str())),
        address.map_or(Cell::Empty, |a| code(&a.post_code)),
        country.map_or(Cell::Empty, |country| Cell::Text(country.as_str())),
    ])
}
