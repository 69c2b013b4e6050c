//! A hall: a tablet on a warehouse floor with items, locations and orders, that takes commands.

use crate::support::{across, code, units};
use crate::tablets::{Tablet, warehouse};
use depo::stream::id::FactId;
use depo::trade::Event;
use depo::trade::allocation::{Allocated, AllocatedOn, AllocationFact};
use depo::trade::catalog::{CatalogFact, ItemField, ItemSet, LotField, LotSet};
use depo::trade::decide::floor::{Floor, FloorCommand, Step};
use depo::trade::decide::{Context, Refusal};
use depo::trade::demand::{DemandDocument, DemandLine, LineKey, Part};
use depo::trade::fulfilment::{
    Executor, FulfilmentFact, FulfilmentLines, LineRun, LineUnits, Routed, Taken, TakenUp,
};
use depo::trade::goods::Goods;
use depo::trade::id::{
    BatchId, ChannelId, ContainerId, FirstCode, FulfilmentOrderId, ItemId, LocationId, LotId, Name,
    OrderId, OrderKey, ParcelId, PartyId,
};
use depo::trade::locations::{LocationFact, LocationField, LocationSet, LocationsSet};
use depo::trade::orders::{
    AddressAnswer, CancelReason, CancelledFrom, CancelledUnits, Destination, LineItem,
    LinesCancelled, OrderFact, OrderPlaced, PlacedLine, PricedUnits,
};
use depo::trade::packing::ParcelClosed;
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::picking::commands::{PickingCommand, TakeUnits};
use depo::trade::picking::walk::{self, Next};
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::{Amount, Currency, Day, SourceTime, Units};
use depo::trade::relations::At;
use depo::trade::scan::Scan;
use depo::trade::sequence::SequenceKey;
use depo::trade::shipping::ParcelLabelled;
use depo::trade::shipping::commands::ShippingCommand;
use depo::trade::state::entries::Clash;
use depo::trade::stock::posting::AccountKey;
use depo::trade::stock::{Moved, StockFact};
use std::sync::Arc;

/// New goods without a lot.
pub fn goods(sku: &str) -> Goods {
    Goods::new(item(sku))
}

/// New goods of a lot.
pub fn of_lot(sku: &str, lot: &str) -> Goods {
    Goods {
        lot: Some(Name::Coded(FirstCode::new(code(lot)))),
        ..goods(sku)
    }
}

/// An item of the house.
pub fn item(sku: &str) -> ItemId {
    ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code(sku))),
    }
}

/// A location of the warehouse.
pub fn location(text: &str) -> LocationId {
    LocationId {
        warehouse: warehouse("W1"),
        first: FirstCode::new(code(text)),
    }
}

/// Loose at a location.
pub fn bin(text: &str) -> Place {
    Place::Location(location(text))
}

/// A tote or plate.
pub fn tote(text: &str) -> ContainerId {
    ContainerId::Labelled(FirstCode::new(code(text)))
}

/// Inside of a tote or plate.
pub fn inside(text: &str) -> Place {
    Place::Container(tote(text))
}

/// Inside of a parcel.
pub fn within(parcel: ParcelId) -> Place {
    Place::Container(ContainerId::Parcel(parcel))
}

/// A party.
pub fn party(text: &str) -> PartyId {
    PartyId {
        name: Name::Coded(FirstCode::new(code(text))),
    }
}

/// A line of a fulfilment order.
pub fn line(fulfilment: FulfilmentOrderId, number: u32) -> DemandLine {
    DemandLine {
        document: DemandDocument::FulfilmentOrder(fulfilment),
        line: number,
    }
}

/// The fulfilment order that a line is of.
#[track_caller]
fn document(of: &DemandLine) -> FulfilmentOrderId {
    let document = match &of.document {
        DemandDocument::FulfilmentOrder(id) => Some(*id),
        _ => None,
    };
    document.expect("a fulfilment order")
}

/// An order's identity.
pub fn order_id(number: &str) -> OrderId {
    OrderId {
        channel: ChannelId {
            first: FirstCode::new(code("SHOP")),
        },
        key: OrderKey::Number(code(number)),
        generation: 0,
    }
}

/// A plain scan.
pub fn scan(text: &str) -> Scan {
    Scan::plain(code(text))
}

/// A tablet with a clock.
#[derive(Clone)]
pub struct Hall {
    /// The tablet.
    pub tablet: Tablet,
    /// Seconds of the day.
    pub now: i64,
    /// Steps that the gate refuses, with why.
    pub closed: Vec<(Step, Refusal)>,
}

impl Hall {
    /// A hall with bins `A1` to `A3` in pick sequence, a dock, a returns bench and a packing station, and items.
    #[track_caller]
    pub fn new(skus: &[&str]) -> Hall {
        let mut hall = Hall {
            tablet: Tablet::founder(),
            now: 100,
            closed: Vec::new(),
        };
        for sku in skus {
            hall.item(sku, vec![ItemField::Sku(code(sku))]);
        }
        let places = ["A1", "A2", "A3", "DOCK", "RET", "PACK"];
        let locations = places.iter().zip(0..).map(|(text, number)| LocationSet {
            location: location(text),
            fields: vec![
                LocationField::Code(code(text)),
                LocationField::PickSequence(SequenceKey::at(number)),
            ],
        });
        let set = LocationsSet {
            locations: locations.collect(),
        };
        hall.floor(Event::Locations(LocationFact::LocationsSet(set)));
        hall
    }

    /// Another tablet on the same floor.
    pub fn joining(&self, letter: u8) -> Hall {
        Hall {
            tablet: Tablet::joining(letter, &self.tablet),
            now: self.now + 1,
            closed: Vec::new(),
        }
    }

    /// Writes a fact of the floor.
    #[track_caller]
    pub fn floor(&mut self, event: Event) -> At {
        self.now += 1;
        self.tablet
            .write(self.now, Some(&warehouse("W1")), vec![event])
    }

    /// Writes a fact of the office.
    #[track_caller]
    pub fn office(&mut self, event: Event) -> At {
        self.now += 1;
        self.tablet.write(self.now, None, vec![event])
    }

    /// Sets fields of an item.
    #[track_caller]
    pub fn item(&mut self, sku: &str, fields: Vec<ItemField>) {
        let set = ItemSet {
            item: item(sku),
            fields,
        };
        self.office(Event::Catalog(CatalogFact::ItemSet(set)));
    }

    /// Sets the date of a lot, in days from today.
    #[track_caller]
    pub fn expires(&mut self, sku: &str, lot: &str, in_days: i64) {
        let lot = LotId {
            item: item(sku),
            name: Name::Coded(FirstCode::new(code(lot))),
        };
        let day = Day {
            days: self.context().today.days + in_days,
        };
        let fields = vec![LotField::Expiry(Some(day))];
        let set = LotSet { lot, fields };
        self.floor(Event::Catalog(CatalogFact::LotSet(set)));
    }

    /// Puts goods somewhere that were found.
    #[track_caller]
    pub fn found(&mut self, goods: Goods, at: Place, number: u64) {
        let from = Place::Loss {
            warehouse: warehouse("W1"),
            reason: LossReason::Found,
        };
        let moved = Moved {
            goods,
            becomes: None,
            from,
            to: at,
            units: units(number),
            serials: Vec::new(),
        };
        self.floor(Event::Stock(StockFact::Moved(moved)));
    }

    /// An order of so many units of items, routed to the warehouse, taken up and allocated.
    #[track_caller]
    pub fn order(&mut self, number: &str, lines: &[(&str, u64)]) -> FulfilmentOrderId {
        self.order_to(number, lines, Vec::new())
    }

    /// The same with answers about the address.
    #[track_caller]
    pub fn order_to(
        &mut self,
        number: &str,
        lines: &[(&str, u64)],
        answers: Vec<AddressAnswer>,
    ) -> FulfilmentOrderId {
        let placed = self.placed(number, lines, answers);
        self.routed(number, lines, placed)
    }

    /// An order that nobody was given yet, and the fact that placed it.
    #[track_caller]
    pub fn placed(
        &mut self,
        number: &str,
        lines: &[(&str, u64)],
        answers: Vec<AddressAnswer>,
    ) -> FactId {
        let placed_at = SourceTime::Exact(self.context().now);
        let placed = OrderPlaced {
            destination: Some(Destination {
                country: None,
                region: None,
                post_code_start: None,
                answers,
            }),
            ..OrderPlaced::plain(
                order_id(number),
                placed_at,
                Currency::new("EUR").expect("a currency"),
                lines
                    .iter()
                    .map(|(sku, units)| placed_line(sku, *units))
                    .collect(),
            )
        };
        self.office(Event::Orders(OrderFact::Placed(Arc::new(placed))))
            .fact()
    }

    /// All of an order is routed to the warehouse, taken up and allocated.
    #[track_caller]
    pub fn routed(
        &mut self,
        number: &str,
        lines: &[(&str, u64)],
        placed: FactId,
    ) -> FulfilmentOrderId {
        let more = u32::try_from(lines.len()).expect("few lines") - 1;
        let routed = Routed {
            order: order_id(number),
            executor: Executor::Warehouse(warehouse("W1")),
            lines: FulfilmentLines::Whole {
                placed,
                runs: vec![LineRun { first: 0, more }],
            },
            due: None,
        };
        let at = self.office(Event::Fulfilment(FulfilmentFact::Routed(Arc::new(routed))));
        let fulfilment = FulfilmentOrderId(self.tablet.opened_by(&at));
        let taken = TakenUp {
            fulfilment,
            taken: Taken::AsRouted,
        };
        self.floor(Event::Fulfilment(FulfilmentFact::TakenUp(taken)));
        let each = lines.iter().zip(0..);
        self.allocate(
            fulfilment,
            each.map(|((_, units), line)| (line, *units)).collect(),
        );
        fulfilment
    }

    /// Allocates units of lines.
    #[track_caller]
    pub fn allocate(&mut self, fulfilment: FulfilmentOrderId, lines: Vec<(u32, u64)>) {
        let lines = lines.into_iter().map(|(line, number)| LineUnits {
            line,
            units: units(number),
        });
        let allocated = Allocated {
            document: DemandDocument::FulfilmentOrder(fulfilment),
            lines: lines.collect(),
            on: AllocatedOn::Stock {
                partition: None,
                quota: None,
            },
        };
        self.floor(Event::Allocation(AllocationFact::Allocated(allocated)));
    }

    /// Cancels units of an order's line that were handed to a fulfilment order.
    #[track_caller]
    pub fn cancel(&mut self, number: &str, sku: &str, of: &DemandLine, count: u64) {
        let document = document(of);
        let from = CancelledFrom::Handed(depo::trade::demand::FulfilmentLine {
            document,
            line: of.line,
        });
        let cancelled = CancelledUnits {
            line: key(sku),
            part: Part::Line,
            from,
            units: units(count),
        };
        let fact = OrderFact::LinesCancelled(LinesCancelled {
            order: order_id(number),
            lines: vec![cancelled],
            why: CancelReason::Customer,
            rows: Vec::new(),
        });
        self.office(Event::Orders(fact));
    }

    /// What deciding knows now.
    pub fn context(&self) -> Context {
        self.tablet.context(self.now)
    }

    /// Takes a command; its facts are written. It crosses tabs on its way.
    #[track_caller]
    pub fn try_do(&mut self, command: impl Into<FloorCommand>) -> Result<Vec<At>, Refusal> {
        self.now += 1;
        let command = across(&command.into());
        let context = self.context();
        let gate = |_: &OrderId, step: Step| {
            let refused = self.closed.iter().find(|(closed, _)| *closed == step);
            refused.map_or(Ok(()), |(_, refusal)| Err(refusal.clone()))
        };
        let relations = self.tablet.relations();
        let decided = command.decide(&self.tablet.state, &context, &relations, &gate)?;
        Ok(self.tablet.append_all(self.now, decided))
    }

    /// Takes a command that must not be refused; gives the place of the first fact of its last commit.
    #[track_caller]
    pub fn does(&mut self, command: impl Into<FloorCommand>) -> At {
        let appended = self.try_do(command).expect("it is not refused");
        *appended.last().expect("a commit")
    }

    /// Takes a command that must be refused; gives why.
    #[track_caller]
    pub fn refuses(&mut self, command: impl Into<FloorCommand>) -> Refusal {
        self.try_do(command).expect_err("it is refused")
    }

    /// Gives fulfilment orders to the floor.
    #[track_caller]
    pub fn release(&mut self, documents: &[FulfilmentOrderId]) -> BatchId {
        let at = self.does(release(documents));
        BatchId(self.tablet.opened_by(&at))
    }

    /// What comes next in a batch.
    pub fn next(&self, batch: BatchId) -> Option<Next> {
        let context = self.context();
        let relations = self.tablet.relations();
        let floor = Floor {
            state: &self.tablet.state,
            context: &context,
            relations: &relations,
            gate: &|_, _| Ok(()),
        };
        walk::next(&floor, self.tablet.state.batch(&batch)?)
    }

    /// Takes a whole batch, each document into a tote of its own that begins with a letter.
    #[track_caller]
    pub fn pick_all(&mut self, batch: BatchId, letter: &str) {
        let mut totes = 0;
        while let Some(next) = self.next(batch) {
            if let walk::Ask::Tote(_) = next.ask {
                totes += 1;
                let text = format!("{letter}{totes}");
                self.does(PickingCommand::Scan {
                    batch,
                    scan: scan(&text),
                });
                continue;
            }
            self.does(take(batch, next.task, next.left));
        }
    }

    /// Begins a parcel at the station.
    #[track_caller]
    pub fn parcel(&mut self) -> ParcelId {
        let at = self.does(PackingCommand::Open {
            at: location("PACK"),
            carton: None,
        });
        ParcelId(self.tablet.opened_by(&at))
    }

    /// Packs units of a line out of a tote.
    #[track_caller]
    pub fn pack(
        &mut self,
        parcel: ParcelId,
        of: &DemandLine,
        what: &Goods,
        from: &str,
        number: u64,
    ) {
        self.does(PackingCommand::Pack(Box::new(PackUnits {
            same_address: false,
            parcel,
            line: of.clone(),
            goods: what.clone(),
            from: inside(from),
            units: units(number),
            serials: Vec::new(),
        })));
    }

    /// Allocates, picks, packs, labels and hands over so many units of one item for an order.
    #[track_caller]
    pub fn ship(&mut self, number: &str, sku: &str, count: u64) -> (FulfilmentOrderId, ParcelId) {
        let fulfilment = self.order(number, &[(sku, count)]);
        let batch = self.release(&[fulfilment]);
        let letter = format!("T{number}-");
        self.pick_all(batch, &letter);
        let parcel = self.parcel();
        let from = format!("{letter}1");
        self.pack(parcel, &line(fulfilment, 0), &goods(sku), &from, count);
        self.does(close(parcel, 900));
        self.does(label(parcel, &format!("NR{number}")));
        self.does(ShippingCommand::HandOver { parcel });
        (fulfilment, parcel)
    }

    /// How many units of goods are at a place.
    pub fn at(&self, place: Place, goods: &Goods) -> i128 {
        let key = AccountKey::new(place, goods.clone());
        self.tablet.state.ledger.balance(&key)
    }

    /// The units of a line, by how far they are: open, allocated, picked, packed, shipped.
    #[track_caller]
    pub fn stands(&self, of: &DemandLine) -> [i128; 5] {
        let document = document(of);
        let fulfilment = self
            .tablet
            .state
            .fulfilment(&document)
            .expect("it is known");
        let (_, routed) = fulfilment.routed().expect("it was routed");
        let order = self.tablet.state.order(&routed.order).expect("it is known");
        let demand = self.tablet.state.demand(order);
        let key = depo::trade::demand::FulfilmentLine {
            document,
            line: of.line,
        };
        let work = demand.parts.values().find_map(|part| part.work.get(&key));
        let work = work.copied().unwrap_or_default();
        [
            work.open,
            work.allocated,
            work.picked,
            work.packed,
            work.shipped,
        ]
    }

    /// What clashed.
    pub fn clashes(&self) -> Vec<Clash> {
        self.tablet.clashes()
    }
}

/// Exchanges all that two halls hold; both clocks go on from the later one.
pub fn exchange(one: &mut Hall, two: &mut Hall) {
    crate::tablets::exchange(&mut one.tablet, &mut two.tablet);
    let now = one.now.max(two.now);
    (one.now, two.now) = (now, now);
}

/// Takes units as a task says.
pub fn take(batch: BatchId, task: u32, number: Units) -> PickingCommand {
    PickingCommand::Take(as_told(batch, task, number))
}

/// What a task says, to be changed.
pub fn as_told(batch: BatchId, task: u32, number: Units) -> TakeUnits {
    TakeUnits {
        batch,
        task,
        units: number,
        goods: None,
        becomes: None,
        from: None,
        serials: Vec::new(),
    }
}

/// Gives fulfilment orders to the floor.
pub fn release(documents: &[FulfilmentOrderId]) -> PickingCommand {
    PickingCommand::Release {
        warehouse: warehouse("W1"),
        documents: documents.to_vec(),
        cart: None,
    }
}

/// Closes a parcel at a weight in grams.
pub fn close(parcel: ParcelId, weight_g: u64) -> PackingCommand {
    PackingCommand::Close(ParcelClosed {
        parcel,
        carton: None,
        weight_g: Some(weight_g),
        size: None,
        declared: None,
    })
}

/// Labels a parcel with a number.
pub fn label(parcel: ParcelId, number: &str) -> ShippingCommand {
    ShippingCommand::Label(labelled(parcel, number))
}

/// A label with a number, to be changed.
pub fn labelled(parcel: ParcelId, number: &str) -> ParcelLabelled {
    ParcelLabelled {
        parcel,
        carrier: party("CARRIER"),
        service: None,
        number: Some(code(number)),
        insured: None,
        collect: None,
        return_number: None,
    }
}

/// The key of a line, as it was written.
pub fn key(sku: &str) -> LineKey {
    LineKey::Written {
        code: code(sku),
        attributes: Vec::new(),
    }
}

fn placed_line(sku: &str, number: u64) -> PlacedLine {
    PlacedLine {
        key: key(sku),
        item: LineItem::AsKey,
        prices: vec![PricedUnits {
            price: Amount::new(100_000),
            units: units(number),
            discount: Amount::ZERO,
            tax: Amount::ZERO,
        }],
        more: Vec::new(),
    }
}
