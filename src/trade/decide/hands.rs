//! What every command of hands asks: how a demand line stands, whether the goods are there, where a place is.

use super::Refusal;
use super::floor::{Floor, Step};
use crate::stream::commit::NameBytes;
use crate::trade::catalog::{ItemField, LotPolicy, SerialPolicy};
use crate::trade::demand::{DemandDocument, DemandLine, FulfilmentLine};
use crate::trade::fulfilment::demand_ledger::WorkStanding;
use crate::trade::goods::{Goods, Serials, Wanted};
use crate::trade::id::{
    ContainerId, DocumentId, FulfilmentOrderId, ItemId, LocationId, LotId, OrderId, ParcelId,
    WarehouseId,
};
use crate::trade::identity::canonical::Canonical;
use crate::trade::leases::LeaseKey;
use crate::trade::locations::{ContainerField, LocationField};
use crate::trade::packing::parcel::{Parcel, ParcelStatus};
use crate::trade::picking::batch::Batch;
use crate::trade::place::Place;
use crate::trade::quantity::Units;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::trade::state::promise::Freshness;
use crate::trade::stock::posting::AccountKey;
use std::collections::BTreeSet;

/// How a demand line stands.
pub(crate) struct Line {
    /// The order that it is of.
    pub(crate) order: OrderId,
    /// The warehouse that does it.
    pub(crate) warehouse: WarehouseId,
    /// What goods answer it.
    pub(crate) wanted: Wanted,
    /// What of it stands, in base units.
    pub(crate) work: WorkStanding,
    /// Units that are picked and that nobody wants: cancelled, begun twice, or asked back.
    pub(crate) unwanted: i128,
    /// The same of units that are packed and have not left.
    pub(crate) unwanted_packed: i128,
    /// Of these, units that may not leave: what was asked back may, and is told to be too late.
    pub(crate) must_stay: i128,
}

/// A number of units to tell; nothing where it is below zero.
pub(crate) fn count(units: i128) -> u64 {
    u64::try_from(units.max(0)).unwrap_or(u64::MAX)
}

/// As many units; `None` for none.
pub(crate) fn units(number: i128) -> Option<Units> {
    Units::new(count(number).min(Units::MAX))
}

/// The documents that a document leads to, of those that are held.
pub(crate) fn led_to(state: &State, document: &DocumentId) -> Vec<DocumentId> {
    match document {
        DocumentId::Batch(id) => {
            let released = state.batch(id).and_then(|batch| batch.released());
            let tasks = released.into_iter().flat_map(|(_, batch)| &batch.tasks);
            tasks
                .map(|task| DocumentId::from(&task.line.document))
                .collect()
        }
        DocumentId::FulfilmentOrder(id) => {
            let routed = state.fulfilment(id).and_then(|it| it.routed());
            let order = routed.map(|(_, routed)| DocumentId::Order(routed.order.clone()));
            order.into_iter().collect()
        }
        DocumentId::Order(id) => {
            let routed = state.order(id).into_iter().flat_map(|order| order.routed());
            routed
                .map(|(_, id, _)| DocumentId::FulfilmentOrder(*id))
                .collect()
        }
        DocumentId::Container(ContainerId::Parcel(id)) => {
            let packed = state.parcel(id).into_iter().flat_map(Parcel::packed);
            packed
                .map(|(_, packed)| DocumentId::from(&packed.line.document))
                .collect()
        }
        DocumentId::Return(id) => {
            let rma = state.rma(id).and_then(|rma| rma.authorised());
            let lines = rma.into_iter().flat_map(|(_, rma)| &rma.lines);
            lines
                .map(|line| DocumentId::from(&line.line.document))
                .collect()
        }
        _ => Vec::new(),
    }
}

impl<R: Relations> Floor<'_, R> {
    /// How a demand line stands.
    pub(crate) fn line(&self, line: &DemandLine) -> Result<Line, Refusal> {
        self.find_line(line)
            .ok_or_else(|| Refusal::UnknownDemandLine(line.clone()))
    }

    fn find_line(&self, line: &DemandLine) -> Option<Line> {
        let DemandDocument::FulfilmentOrder(id) = &line.document else {
            return None;
        };
        let fulfilment = self.state.fulfilment(id)?;
        let (_, routed) = fulfilment.routed()?;
        let order = self.state.order(&routed.order)?;
        let mut lines = fulfilment.lines(order).into_iter();
        let (_, content) = lines.find(|(number, _)| *number == line.line)?;
        let key = FulfilmentLine {
            document: *id,
            line: line.line,
        };
        let demand = self.state.demand(order);
        let part = demand
            .parts
            .get(&(content.line.clone(), content.part.clone()))?;
        let work = part.work.get(&key).copied().unwrap_or_default();
        let here = part.unwanted.get(&key).copied().unwrap_or_default();
        let requests = fulfilment.requests().flat_map(|(_, back)| &back.lines);
        let asked = requests
            .filter(|back| back.line == line.line)
            .map(|back| back.units.wide());
        let asked: i128 = asked.sum::<i128>() - work.open - work.allocated;
        let all = here.in_totes + here.in_parcels + asked.max(0);
        let unwanted = (here.in_totes + asked.max(0)).min(work.picked);
        Some(Line {
            order: routed.order.clone(),
            warehouse: self.state.warehouse_of(fulfilment)?,
            wanted: content.wanted,
            work,
            unwanted,
            unwanted_packed: (all - unwanted).min(work.packed),
            must_stay: here.in_parcels,
        })
    }

    /// Every line of a fulfilment order.
    pub(crate) fn lines(&self, id: &FulfilmentOrderId) -> Result<Vec<DemandLine>, Refusal> {
        let unknown = || Refusal::Unknown(DocumentId::FulfilmentOrder(*id));
        let fulfilment = self.state.fulfilment(id).ok_or_else(unknown)?;
        let (_, routed) = fulfilment.routed().ok_or_else(unknown)?;
        let order = self.state.order(&routed.order).ok_or_else(unknown)?;
        let document = DemandDocument::FulfilmentOrder(*id);
        let lines = fulfilment.lines(order).into_iter();
        Ok(lines
            .map(|(number, _)| DemandLine::of(&document, number))
            .collect())
    }

    /// Whether work on a document may go on: neither it nor its order is held back.
    pub(crate) fn may_go_on(&self, line: &DemandLine, order: &OrderId) -> Result<(), Refusal> {
        (self.gate)(order, Step::Release)?;
        let DemandDocument::FulfilmentOrder(id) = &line.document else {
            return Ok(());
        };
        let holds = self
            .state
            .fulfilment(id)
            .into_iter()
            .flat_map(|it| it.holds());
        let mut standing =
            holds.filter(|(_, until)| until.as_ref().is_none_or(|until| *until > self.context.now));
        match standing.next() {
            Some(_) => Err(Refusal::WorkHeld(*id)),
            None => Ok(()),
        }
    }

    /// Whether this version understands all that was said of the order and the item of a line that work is to be given
    /// out for. What was said of the fulfilment order is asked of every fact.
    pub(crate) fn understood(&self, stands: &Line) -> Result<(), Refusal> {
        let order = DocumentId::Order(stands.order.clone());
        let warehouse = Some(&stands.warehouse);
        if self.state.needs_update(&NameBytes::of(&order), warehouse) {
            return Err(Refusal::NeedsUpdate(order));
        }
        let item = &stands.wanted.item;
        if self.state.needs_update(&NameBytes::of(item), warehouse) {
            return Err(Refusal::NeedsUpdate(DocumentId::Item(item.clone())));
        }
        Ok(())
    }

    /// Whether this version understands all that was said of a place in a warehouse.
    pub(crate) fn understands_place(&self, place: &Place, within: &WarehouseId) -> bool {
        !self.state.needs_update(&NameBytes::of(place), Some(within))
    }

    /// The account of goods at a place.
    pub(crate) fn account(&self, place: &Place, goods: &Goods) -> AccountKey {
        let names = &self.state.components;
        AccountKey::new(names.place(place), names.goods(goods))
    }

    /// How many units of goods this device knows at a place.
    pub(crate) fn balance(&self, place: &Place, goods: &Goods) -> i128 {
        self.state.ledger.balance(&self.account(place, goods))
    }

    /// Whether there are as many units of goods at a place as are to be taken; elsewhere than with us nobody counts them.
    pub(crate) fn enough(
        &self,
        place: &Place,
        goods: &Goods,
        number: Units,
    ) -> Result<(), Refusal> {
        let there = self.balance(place, goods);
        if place.is_ours() && there < number.wide() {
            return Err(Refusal::NotEnough {
                place: place.clone(),
                item: goods.item.clone(),
                there: count(there),
            });
        }
        Ok(())
    }

    /// Whether there are enough units to take something back; what rests on them was done since.
    pub(crate) fn still_there(
        &self,
        place: &Place,
        goods: &Goods,
        number: Units,
    ) -> Result<(), Refusal> {
        let there = !place.is_ours() || self.balance(place, goods) >= number.wide();
        there.then_some(()).ok_or(Refusal::RestsOnIt)
    }

    /// Whether goods answer a pattern, by canonical names.
    pub(crate) fn answers(&self, wanted: &Wanted, goods: &Goods) -> bool {
        let names = &self.state.components;
        let lot = wanted.lot.clone().map(|name| {
            names.lot(&LotId {
                item: wanted.item.clone(),
                name,
            })
        });
        let wanted = Wanted {
            item: names.item(&wanted.item),
            lot,
            owner: wanted.owner.as_ref().map(|owner| names.party(owner)),
            class: wanted.class.clone(),
        };
        wanted.is_answered_by(&names.goods(goods))
    }

    /// The day against which lots are judged.
    pub(crate) fn fresh(&self) -> Freshness {
        Freshness {
            today: Some(self.context.today.clone()),
            days_left: 0,
        }
    }

    /// The fields of an item's card, by its canonical name.
    pub(crate) fn item_fields(&self, item: &ItemId) -> impl Iterator<Item = &ItemField> {
        let canonical = self.state.components.item(item);
        let card = self
            .state
            .item(&canonical)
            .or_else(|| self.state.item(item));
        card.into_iter().flat_map(|card| card.fields())
    }

    /// Whether serial numbers fit: one for each unit where they are asked for, no number twice, and all or none.
    pub(crate) fn serials(
        &self,
        goods: &Goods,
        number: Units,
        serials: &[Serials],
        leaving: bool,
    ) -> Result<(), Refusal> {
        let policy = self.item_fields(&goods.item).find_map(|field| match field {
            ItemField::SerialNumbers(policy) => Some(policy),
            _ => None,
        });
        let asked = match policy {
            Some(SerialPolicy::Always) => true,
            Some(SerialPolicy::AtShipping) => leaving,
            Some(SerialPolicy::None) | None => false,
        };
        let said: u64 = serials.iter().map(Serials::count).sum();
        if said == 0 && !asked {
            return Ok(());
        }
        let missing = |given| Refusal::SerialsMissing {
            units: number,
            given,
        };
        if said != number.get() {
            return Err(missing(said));
        }
        let each: BTreeSet<String> = serials.iter().flat_map(Serials::each).collect();
        if each.len() as u64 == said {
            Ok(())
        } else {
            Err(missing(each.len() as u64))
        }
    }

    /// How an item is kept by lot.
    pub(crate) fn lot_policy(&self, item: &ItemId) -> LotPolicy {
        let policy = self.item_fields(item).find_map(|field| match field {
            ItemField::Lots(policy) => Some(policy.clone()),
            _ => None,
        });
        policy.unwrap_or(LotPolicy::None)
    }

    /// Whether an item is known here.
    pub(crate) fn known_item(&self, item: &ItemId) -> Result<(), Refusal> {
        match self.item_fields(item).next() {
            Some(_) => Ok(()),
            None => Err(Refusal::Unknown(DocumentId::Item(item.clone()))),
        }
    }

    /// The warehouse that a place is in; of a tote that nobody has put down that of its batch.
    pub(crate) fn warehouse_at(&self, place: &Place) -> Result<WarehouseId, Refusal> {
        let found = match place {
            Place::Location(location) => Some(location.warehouse.clone()),
            Place::Opening(warehouse)
            | Place::Difference(warehouse)
            | Place::Loss { warehouse, .. } => Some(warehouse.clone()),
            Place::Container(container) => self.warehouse_of_container(container),
            Place::Party(_)
            | Place::Customers
            | Place::Assembly(_)
            | Place::Underway(_)
            | Place::Transfer(_) => None,
        };
        found.ok_or_else(|| Refusal::NowhereKnown(place.clone()))
    }

    fn warehouse_of_container(&self, container: &ContainerId) -> Option<WarehouseId> {
        let root = self.state.containers.root(container, self.relations);
        if let Some(warehouse) = root.warehouse() {
            return Some(warehouse.clone());
        }
        if let ContainerId::Parcel(parcel) = container {
            return self.parcel_home(self.state.parcel(parcel)?);
        }
        let batches = self.state.batches_with_tote(container);
        let mut totes = batches.flat_map(|(_, batch)| batch.totes());
        let (document, _) = totes.find(|(_, tote)| *tote == container)?;
        let DemandDocument::FulfilmentOrder(id) = document else {
            return None;
        };
        self.state.warehouse_of(self.state.fulfilment(id)?)
    }

    fn parcel_home(&self, parcel: &Parcel) -> Option<WarehouseId> {
        let (_, opened) = parcel.opened()?;
        if let Some(location) = &opened.at {
            return Some(location.warehouse.clone());
        }
        let (_, packed) = parcel.packed().next()?;
        Some(self.line(&packed.line).ok()?.warehouse)
    }

    /// A parcel that is known, with its warehouse and how it stands.
    pub(crate) fn parcel(
        &self,
        id: &ParcelId,
    ) -> Result<(&Parcel, WarehouseId, ParcelStatus), Refusal> {
        let document = DocumentId::Container(ContainerId::Parcel(*id));
        let parcel = self
            .state
            .parcel(id)
            .filter(|parcel| parcel.opened().is_some());
        let parcel = parcel.ok_or(Refusal::Unknown(document))?;
        let warehouse = self.warehouse_at(&Place::Container(ContainerId::Parcel(*id)))?;
        Ok((parcel, warehouse, parcel.status(self.relations)))
    }

    /// Whether a decision may put goods somewhere: a location that is known and not retired, a container that is not.
    pub(crate) fn usable(&self, place: &Place) -> Result<(), Refusal> {
        match place {
            Place::Location(location) => self.usable_location(location),
            Place::Container(container) => {
                let fields = self.state.container(container).into_iter();
                let mut fields = fields.flat_map(|card| card.fields());
                if fields.any(|field| *field == ContainerField::Retired(true)) {
                    let document = DocumentId::Container(container.clone());
                    return Err(Refusal::Retired(document));
                }
                Ok(())
            }
            Place::Party(_)
            | Place::Customers
            | Place::Opening(_)
            | Place::Loss { .. }
            | Place::Difference(_)
            | Place::Assembly(_)
            | Place::Underway(_)
            | Place::Transfer(_) => Ok(()),
        }
    }

    /// Whether goods may be put somewhere that are for no order: it is ours, usable, and not on its way out.
    pub(crate) fn may_hold(&self, place: &Place) -> Result<(), Refusal> {
        self.usable(place)?;
        match place {
            Place::Container(container) if self.in_work(container) => {
                Err(Refusal::InWork(place.clone()))
            }
            place if place.is_ours() => Ok(()),
            place => Err(Refusal::NowhereKnown(place.clone())),
        }
    }

    fn usable_location(&self, location: &LocationId) -> Result<(), Refusal> {
        let document = || DocumentId::Location(location.clone());
        let card = self.state.location(location);
        let card = card.ok_or_else(|| Refusal::Unknown(document()))?;
        let mut fields = card.fields();
        if fields.any(|field| *field == LocationField::Retired(true)) {
            return Err(Refusal::Retired(document()));
        }
        Ok(())
    }

    /// Whether a container's goods are on their way out: it is a parcel, the tote of a batch that is open, or one whose
    /// document still has picked units. A tote that was packed empty is a tote like any other.
    pub(crate) fn in_work(&self, container: &ContainerId) -> bool {
        let ContainerId::Labelled(_) = container else {
            return true;
        };
        let has_picked = |document: &DemandDocument| {
            let DemandDocument::FulfilmentOrder(id) = document else {
                return true;
            };
            let lines = self.lines(id).unwrap_or_default();
            let mut picked = lines.iter().filter_map(|line| self.find_line(line));
            picked.any(|line| line.work.picked > 0)
        };
        let mut batches = self.state.batches_with_tote(container);
        batches.any(|(_, batch)| {
            let mut totes = batch.totes().filter(|(_, tote)| *tote == container);
            totes.any(|(document, _)| !batch.is_finished() || has_picked(document))
        })
    }

    /// Whether goods of a line lie in a container because they were picked into it, for the document of the line.
    pub(crate) fn was_picked_into(&self, line: &DemandLine, place: &Place) -> bool {
        let DemandDocument::FulfilmentOrder(id) = &line.document else {
            return false;
        };
        let mut picks = self.state.batches_of(id).flat_map(Batch::picks);
        picks.any(|(_, pick)| {
            pick.line.document == line.document && *place == Place::Container(pick.into.clone())
        })
    }

    /// Whether this stream may decide what only the holder of a lease may.
    pub(crate) fn lease(&self, lease: LeaseKey) -> Result<(), Refusal> {
        let opened_by = self.state.opened_by(&lease);
        let holder = self.state.leases.holder(&lease, opened_by, self.relations);
        match holder.stream {
            Some(by) if by != self.context.stream => Err(Refusal::LeaseHeld { lease, by }),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether the own commit is there after which something that is typed later was seen.
    pub(crate) fn seen_after(&self, after: Option<u64>) -> Result<(), Refusal> {
        match after {
            Some(number) if number == 0 || number >= self.context.next_commit => {
                Err(Refusal::NoSuchCommit(number))
            }
            Some(_) | None => Ok(()),
        }
    }
}
