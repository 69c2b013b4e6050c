//! Three tablets that take whatever commands come, fork, and exchange in any order: there is an entry of the inbox if and
//! only if something is broken, told by functions that know nothing of the inbox; and settling the entries mends it.
//!
//! `DEPO_BREACH_RUNS` says how many runs are tried; few by itself.

use crate::setup_support::{bin, forks, inbox, item, item_of, kit, line_key, location};
use crate::setup_support::{order, placed, set_item, set_locations, set_warehouse};
use crate::support::{across, code, units};
use crate::tablets::{Tablet, exchange, warehouse};
use depo::stream::id::{CommitId, StreamId};
use depo::trade::Event;
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::card::{CardField, FieldKey};
use depo::trade::catalog::commands::CatalogCommand;
use depo::trade::catalog::{CatalogFact, ItemField, LotField, LotSet, SerialPolicy};
use depo::trade::conflicts::choices::{ChoiceOffered, choices};
use depo::trade::conflicts::commands::{ConflictCommand, Settlement};
use depo::trade::counting::commands::{CountPlace, CountingCommand};
use depo::trade::counting::{Covers, ObservationKind, Seen, SeenWhat};
use depo::trade::decide::{Command, Refusal};
use depo::trade::fulfilment::commands::FulfilmentCommand;
use depo::trade::goods::{Condition, Goods, Serials, name_bytes};
use depo::trade::id::{
    BatchId, ContainerId, DocumentId, ErasureId, FirstCode, FulfilmentOrderId, ItemId, LotId, Name,
    OrderId, ParcelId, PartyId, WarehouseId,
};
use depo::trade::identity::Pair;
use depo::trade::identity::canonical::Canonical;
use depo::trade::identity::commands::IdentityCommand;
use depo::trade::leases::TakeoverReason;
use depo::trade::leases::commands::LeaseCommand;
use depo::trade::locations::Standing;
use depo::trade::locations::commands::LocationCommand;
use depo::trade::orders::commands::{OrderCommand, UnitsOfLine};
use depo::trade::orders::{AddressAnswer, AddressGiven, CancelReason, Destination};
use depo::trade::orders::{OrderFact, OrderField};
use depo::trade::packing::ParcelClosed;
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::packing::parcel::ParcelStatus;
use depo::trade::parties::PartyField;
use depo::trade::parties::commands::PartyCommand;
use depo::trade::personal::commands::PersonalCommand;
use depo::trade::personal::{ErasedSlots, ErasureCause, Row, Slot};
use depo::trade::picking::commands::{PickingCommand, ShortUnits};
use depo::trade::picking::{PutBack, ShortReason};
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::SeenUnits;
use depo::trade::receiving::ReceiptOpened;
use depo::trade::receiving::commands::{ReceiveGoods, ReceivingCommand};
use depo::trade::relations::{At, Relations};
use depo::trade::scan::Scan;
use depo::trade::shipping::ParcelLabelled;
use depo::trade::shipping::commands::ShippingCommand;
use depo::trade::state::State;
use depo::trade::state::entries::{Clash, Entry};
use depo::trade::state::promise::PromiseKey;
use depo::trade::state::said_twice::Said;
use depo::trade::stock::SerialsPlaced;
use depo::trade::stock::commands::{AdjustUnits, ChangeUnits, MoveUnits, StockCommand};
use depo::trade::stock::posting::AccountKey;
use depo::trade::table::{SerialClaim, Sink};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const KINDS: usize = 32;

/// How often a step looks for something that its kind can be done with.
const TRIES: usize = 8;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        let at = self.roll(list.len());
        list.get(at).cloned()
    }
}

struct World {
    tablets: Vec<Tablet>,
    now: i64,
    orders: usize,
    letter: u8,
    taken: BTreeSet<usize>,
    dice: Dice,
}

fn weight() -> ItemField {
    ItemField::WeightMg(Some(100))
}

fn client() -> PartyId {
    PartyId {
        name: Name::Coded(FirstCode::new(code("KLIENT"))),
    }
}

fn lot(text: &str) -> LotId {
    LotId {
        item: item("TEA"),
        name: Name::Coded(FirstCode::new(code(text))),
    }
}

fn plate() -> ContainerId {
    ContainerId::Labelled(FirstCode::new(code("PLATE")))
}

/// The own mug, the client's mug of the same SKU, tea of two lots, an opened mug.
fn what(choice: usize) -> Goods {
    match choice % 6 {
        0 | 1 => Goods::new(item("MUG")),
        2 => Goods {
            owner: Some(client()),
            ..Goods::new(item_of(Some(&client()), "MUG"))
        },
        3 => Goods {
            lot: Some(lot("L1").name),
            ..Goods::new(item("TEA"))
        },
        4 => Goods {
            lot: Some(lot("L2").name),
            ..Goods::new(item("TEA"))
        },
        _ => Goods::new(item("CUP")),
    }
}

fn second(text: &str) -> Place {
    Place::Location(depo::trade::id::LocationId {
        warehouse: warehouse("W2"),
        first: FirstCode::new(code(text)),
    })
}

fn place(choice: usize) -> Place {
    match choice % 5 {
        0 | 1 => bin("A1"),
        2 => bin("A2"),
        3 => Place::Container(plate()),
        _ => second("B1"),
    }
}

fn serial(number: usize) -> Vec<Serials> {
    vec![Serials::One(code(&format!("S{number}")))]
}

impl World {
    fn new(seed: u64) -> World {
        let first = Tablet::founder();
        let mut world = World {
            tablets: vec![first],
            now: 10,
            orders: 0,
            letter: b'B',
            taken: BTreeSet::new(),
            dice: Dice(seed),
        };
        let second_locations = LocationCommand::SetLocations {
            warehouse: warehouse("W2"),
            locations: vec![depo::trade::locations::commands::LocationChange {
                which: depo::trade::locations::commands::LocationRef::Coded(code("B1")),
                fields: Vec::new(),
            }],
        };
        let serials = ItemField::SerialNumbers(SerialPolicy::AtShipping);
        let of_client = CatalogCommand::SetItems {
            items: vec![depo::trade::catalog::commands::ItemChange {
                which: depo::trade::catalog::commands::ItemRef::Coded {
                    client: Some(client()),
                    code: code("MUG"),
                },
                fields: vec![weight()],
            }],
        };
        let begin: Vec<Command> = vec![
            set_warehouse("W1").into(),
            set_warehouse("W2").into(),
            set_locations(&["A1", "A2", "PACK"]).into(),
            second_locations.into(),
            PartyCommand::SetParty {
                party: client(),
                fields: vec![PartyField::Code(code("KLIENT"))],
                rows: Vec::new(),
            }
            .into(),
            set_item("MUG", vec![weight()]).into(),
            set_item("CUP", vec![weight()]).into(),
            set_item("TEA", vec![weight()]).into(),
            set_item("SET", vec![weight()]).into(),
            set_item("CAM", vec![serials]).into(),
            of_client.into(),
            CatalogCommand::SetRecipe(kit("SET", &[("MUG", 2), ("TEA", 1)])).into(),
            LocationCommand::MoveContainer {
                container: plate(),
                to: Standing::Location(location("A2")),
            }
            .into(),
        ];
        for command in begin {
            let taken = world.try_to(0, command.clone());
            assert!(taken.is_ok(), "{command:?}: {taken:?}");
        }
        for choice in 0..6 {
            let goods = what(choice);
            let came = world.deliver(0, goods, bin("A1"), 6, Vec::new());
            assert_eq!(came, Ok(()));
        }
        for number in 0..4 {
            let cam = Goods::new(item("CAM"));
            let came = world.deliver(0, cam, bin("A1"), 1, serial(number));
            assert_eq!(came, Ok(()));
        }
        for letter in *b"BC" {
            let joined = Tablet::joining(letter, &world.tablets[0]);
            world.tablets.push(joined);
        }
        world.letter = b'D';
        // Each may choose locations: they do not hear of each other's taking over.
        for tablet in [1, 2] {
            assert!(world.all_leases(tablet));
        }
        world
    }

    /// Takes a command; says whether it was not refused.
    fn attempt(&mut self, tablet: usize, command: impl Into<Command>) -> bool {
        self.try_to(tablet, command).is_ok()
    }

    /// Takes a command as it crosses tabs.
    fn try_to(&mut self, tablet: usize, command: impl Into<Command>) -> Result<(), Refusal> {
        self.now += 1;
        let command = across(&command.into());
        let now = self.now;
        let tablet = &mut self.tablets[tablet];
        let forks = forks(tablet);
        let context = tablet.context(now);
        let decided = command.decide(&tablet.state, &context, &tablet.relations(), &forks)?;
        tablet.append_all(now, decided);
        Ok(())
    }

    fn deliver(
        &mut self,
        tablet: usize,
        goods: Goods,
        to: Place,
        number: u64,
        serials: Vec<Serials>,
    ) -> Result<(), Refusal> {
        let of = match &to {
            Place::Location(location) => location.warehouse.clone(),
            _ => warehouse("W1"),
        };
        let client = goods.owner.clone();
        let opened = ReceiptOpened {
            warehouse: of,
            client,
            supplier: None,
            reference: None,
            due: None,
            came_at: None,
            expected: Vec::new(),
            source: None,
        };
        let goods = ReceiveGoods {
            expected: None,
            goods,
            from: None,
            to,
            units: units(number),
            serials,
        };
        let command = ReceivingCommand::Deliver {
            opened: Box::new(opened),
            goods: vec![goods],
        };
        self.try_to(tablet, command)
    }

    /// Two tablets exchange; one that learns that its stream forked goes on in a new one.
    fn meet(&mut self, one: usize, two: usize) {
        if one == two {
            return;
        }
        let (low, high) = (one.min(two), one.max(two));
        let (left, right) = self.tablets.split_at_mut(high);
        exchange(&mut left[low], &mut right[0]);
        for tablet in [low, high] {
            let (own, history) = (self.tablets[tablet].own, &self.tablets[tablet].history);
            let forked = history.forks();
            let next = self.tablets[tablet].context(self.now).next_commit;
            let is_written_on = |head: &CommitId| head.stream == own && head.number >= next;
            if forked.iter().any(|fork| fork.after.stream == own)
                || history.heads().iter().any(|(head, _)| is_written_on(head))
            {
                self.now += 1;
                let (letter, now) = (self.letter, self.now);
                self.letter += 1;
                self.tablets[tablet].begin_anew(letter, now);
            }
        }
    }

    fn all_meet(&mut self) {
        for _ in 0..2 {
            for other in 1..self.tablets.len() {
                self.meet(0, other);
            }
        }
    }

    fn step(&mut self) {
        let kind = self.dice.roll(KINDS);
        let tablet = self.dice.roll(self.tablets.len());
        let done = match kind {
            0 | 1 => {
                let other = self.dice.roll(self.tablets.len());
                self.meet(tablet, other);
                other != tablet
            }
            2 => self.place(tablet),
            3 => self.fork(tablet),
            4 => self.dice.roll(6) == 0 && self.all_leases(tablet),
            12 => {
                // An order is worked on from its allocation to the door, as far as it goes.
                let all = [6, 8, 9, 9, 10, 9, 11, 14, 15, 16, 17, 18, 18, 19, 20];
                let steps = 1 + self.dice.roll(all.len());
                self.place(tablet);
                for kind in &all[..steps] {
                    if self.tries(tablet, *kind) {
                        self.taken.insert(*kind);
                    }
                }
                true
            }
            _ => self.tries(tablet, kind),
        };
        if done {
            self.taken.insert(kind);
        }
    }

    fn tries(&mut self, tablet: usize, kind: usize) -> bool {
        (0..TRIES).any(|_| {
            let command = self.command(tablet, kind);
            command.is_some_and(|command| self.attempt(tablet, command))
        })
    }

    fn place(&mut self, tablet: usize) -> bool {
        self.orders += 1;
        let number = self.orders.to_string();
        let sku = ["MUG", "TEA", "SET", "CAM", "CUP"][self.dice.roll(5)];
        let count = 1 + self.dice.roll(3) as u64;
        self.now += 1;
        let mut order = placed(&order(&number), self.now, &[(sku, count)]);
        if sku == "MUG" && self.dice.roll(3) == 0 {
            order.client = Some(client());
        }
        order.destination = Some(destination(0));
        let event = Event::Orders(OrderFact::Placed(Arc::new(order)));
        self.tablets[tablet].write(self.now, None, vec![event]);
        true
    }

    /// A tablet's profile is copied: both go on in one stream, neither knowing. Once in a run.
    fn fork(&mut self, tablet: usize) -> bool {
        if self.tablets.len() > 3 {
            return false;
        }
        let copy = self.tablets[tablet].clone();
        self.tablets.push(copy);
        true
    }

    /// A tablet takes over what all others hold, as far as it knows them.
    fn all_leases(&mut self, tablet: usize) -> bool {
        let own = self.tablets[tablet].own;
        let history = &self.tablets[tablet].history;
        let heads = history.heads().into_iter().map(|(head, _)| head.stream);
        let common = history.forks().into_iter().map(|fork| fork.after.stream);
        let others: BTreeSet<StreamId> = heads.chain(common).filter(|it| *it != own).collect();
        let mut any = false;
        for from in others {
            any |= self.attempt(
                tablet,
                LeaseCommand::TakeOverAll {
                    from,
                    reason: TakeoverReason::Agreed,
                },
            );
        }
        any
    }

    fn state(&self, tablet: usize) -> &State {
        &self.tablets[tablet].state
    }

    fn orders(&self, tablet: usize) -> Vec<OrderId> {
        let all = self.state(tablet).orders();
        all.filter(|order| order.placed().is_some())
            .map(|order| order.id().clone())
            .collect()
    }

    fn parcels(&self, tablet: usize, wanted: &[ParcelStatus]) -> Vec<ParcelId> {
        let tablet = &self.tablets[tablet];
        let relations = tablet.relations();
        let all = tablet.state.parcels();
        all.filter(|(_, parcel)| {
            parcel.opened().is_some() && wanted.contains(&parcel.status(&relations))
        })
        .map(|(id, _)| *id)
        .collect()
    }

    /// A command of a kind, out of what a tablet knows.
    fn command(&mut self, tablet: usize, kind: usize) -> Option<Command> {
        let (choice, number) = (self.dice.roll(60), 1 + self.dice.roll(3) as u64);
        let own = self.tablets[tablet].own;
        // Nearly always a tablet works on what it has begun itself.
        let mut orders = self.orders(tablet);
        if matches!(kind, 5 | 6) {
            let state = self.state(tablet);
            let placed = |id: &OrderId| state.order(id)?.placed().map(|(at, _)| at.branch);
            orders.retain(|id| placed(id) == Some(own));
        }
        let order = self.dice.pick(&orders);
        let all = self.state(tablet).batches();
        let fits = |id: &BatchId, has_picks: bool| match kind {
            9..=13 => id.0.commit.stream == own && self.open_task(tablet, *id).is_some(),
            15 | 16 | 20 => has_picks,
            _ => true,
        };
        let batches: Vec<BatchId> = all
            .filter(|(id, batch)| fits(id, batch.picks().next().is_some()))
            .map(|(id, _)| *id)
            .collect();
        let batch = self.dice.pick(&batches);
        let fulfilments: Vec<FulfilmentOrderId> = self
            .state(tablet)
            .fulfilments()
            .map(|(id, _)| *id)
            .filter(|id| id.0.commit.stream == own)
            .collect();
        let fulfilment = self.dice.pick(&fulfilments);
        Some(match kind {
            5 | 6 => AllocationCommand::Allocate {
                orders: vec![order?],
                route_to: Some(warehouse(["W1", "W1", "W2"][choice % 3])),
            }
            .into(),
            7 | 8 => {
                let id = fulfilment?;
                let state = self.state(tablet);
                let of = state.warehouse_of(state.fulfilment(&id)?)?;
                PickingCommand::Release {
                    warehouse: of,
                    documents: vec![id],
                    cart: None,
                }
                .into()
            }
            9..=12 => self.pick(tablet, batch?, choice)?,
            13 => {
                let batch = batch?;
                let task = self.open_task(tablet, batch)?;
                PickingCommand::Short(ShortUnits {
                    batch,
                    task,
                    units: None,
                    seen: None,
                    after: None,
                    reason: ShortReason::NotThere,
                })
                .into()
            }
            14 if self.parcels(tablet, &[ParcelStatus::Open]).len() > 1 => return None,
            14 => PackingCommand::Open {
                at: location("PACK"),
                carton: None,
            }
            .into(),
            15 | 16 => {
                let open = self.parcels(tablet, &[ParcelStatus::Open]);
                let parcel = self.dice.pick(&open)?;
                let batch = self.state(tablet).batch(&batch?)?;
                let picks: Vec<_> = batch.picks().map(|(_, pick)| pick.clone()).collect();
                let pick = self.dice.pick(&picks)?;
                let serials = match pick.goods.item == item("CAM") {
                    true => serial(choice % 4),
                    false => pick.serials.clone(),
                };
                PackingCommand::Pack(Box::new(PackUnits {
                    same_address: false,
                    parcel,
                    line: pick.line.clone(),
                    goods: pick.goods.clone(),
                    from: Place::Container(pick.into.clone()),
                    units: units(number.min(pick.units.get())),
                    serials,
                }))
                .into()
            }
            17 => {
                let open = self.parcels(tablet, &[ParcelStatus::Open]);
                PackingCommand::Close(ParcelClosed {
                    parcel: self.dice.pick(&open)?,
                    carton: None,
                    weight_g: Some(number),
                    size: None,
                    declared: None,
                })
                .into()
            }
            18 => {
                let closed = [ParcelStatus::Closed, ParcelStatus::Labelled];
                let parcels = self.parcels(tablet, &closed);
                let parcel = self.dice.pick(&parcels)?;
                match choice % 4 {
                    0 => PackingCommand::Measure {
                        parcel,
                        weight_g: Some(number + 10),
                        size: None,
                    }
                    .into(),
                    1 => PackingCommand::Reopen { parcel }.into(),
                    _ => ShippingCommand::Label(ParcelLabelled {
                        parcel,
                        carrier: client(),
                        service: None,
                        number: Some(code(&format!("NR{}", choice % 5))),
                        insured: None,
                        collect: None,
                        return_number: None,
                    })
                    .into(),
                }
            }
            19 => {
                let labelled = self.parcels(tablet, &[ParcelStatus::Labelled]);
                let parcel = self.dice.pick(&labelled)?;
                ShippingCommand::HandOver { parcel }.into()
            }
            20 => {
                let state = self.state(tablet);
                let picks = state.batch(&batch?)?.picks();
                let picks: Vec<_> = picks.map(|(_, pick)| pick.clone()).collect();
                let pick = self.dice.pick(&picks)?;
                PickingCommand::PutBack(PutBack {
                    line: pick.line.clone(),
                    goods: pick.goods.clone(),
                    from: pick.into.clone(),
                    to: bin("A2"),
                    units: units(1),
                    serials: Vec::new(),
                })
                .into()
            }
            21 => self.cancel(tablet, order?, choice, number)?,
            22 => StockCommand::Move(MoveUnits {
                goods: what(choice),
                from: place(choice / 6),
                to: place(choice / 3),
                units: units(number),
                serials: Vec::new(),
            })
            .into(),
            23 => StockCommand::Move(MoveUnits {
                goods: Goods::new(item("CAM")),
                from: bin("A1"),
                to: [bin("A2"), Place::Container(plate())][choice % 2].clone(),
                units: units(1),
                serials: serial(choice % 4),
            })
            .into(),
            24 => StockCommand::Adjust(AdjustUnits {
                goods: what(choice),
                at: place(choice / 6),
                units: units(number),
                more: choice.is_multiple_of(3),
                reason: LossReason::Missing,
                serials: Vec::new(),
            })
            .into(),
            25 => self.count(choice),
            26 => self.office(tablet, order, choice, number)?,
            27 => self.identity(tablet, choice)?,
            28 => self.settle(tablet)?,
            29 => match choice % 3 {
                0 => LocationCommand::MoveContainer {
                    container: plate(),
                    to: Standing::Location(location(["A1", "A2"][choice / 3 % 2])),
                }
                .into(),
                1 => StockCommand::Change(ChangeUnits {
                    goods: Goods::new(item("MUG")),
                    becomes: Goods::new(item("MUG")).graded(Condition::Opened),
                    at: bin("A1"),
                    units: units(number),
                    serials: Vec::new(),
                })
                .into(),
                _ => FulfilmentCommand::Explode {
                    order: order?,
                    line: line_key("SET"),
                    recipe: None,
                }
                .into(),
            },
            30 => self.erase(tablet, order?, choice)?,
            _ => {
                let (goods, to) = (what(choice), place(choice / 6));
                if self.deliver(tablet, goods, to, number, Vec::new()).is_ok() {
                    self.taken.insert(kind);
                }
                return None;
            }
        })
    }

    fn open_task(&self, tablet: usize, batch: BatchId) -> Option<u32> {
        let batch = self.state(tablet).batch(&batch)?;
        let (_, released) = batch.released()?;
        let open = (0u32..).zip(&released.tasks).find(|(number, task)| {
            let done = batch.done(*number);
            done.picked + done.short < task.units.wide()
        });
        open.map(|(number, _)| number)
    }

    fn pick(&mut self, tablet: usize, id: BatchId, choice: usize) -> Option<Command> {
        let task = self.open_task(tablet, id)?;
        let batch = self.state(tablet).batch(&id)?;
        let (_, released) = batch.released()?;
        let told = &released.tasks[usize::try_from(task).ok()?];
        if batch.tote(&told.line.document).is_none() {
            let tote = format!("T{}-{}", id.0.commit.number, choice % 2);
            let scan = Scan::plain(code(&tote));
            return Some(PickingCommand::Scan { batch: id, scan }.into());
        }
        let mut take = crate::floor_hall::as_told(id, task, units(1));
        take.units = units(1);
        Some(PickingCommand::Take(take).into())
    }

    fn cancel(
        &mut self,
        tablet: usize,
        id: OrderId,
        choice: usize,
        number: u64,
    ) -> Option<Command> {
        let order = self.state(tablet).order(&id)?;
        let why = CancelReason::Customer;
        let command = match choice % 3 {
            0 => OrderCommand::CancelOrders {
                orders: vec![id],
                why,
            },
            1 => OrderCommand::CancelUnits {
                lines: vec![UnitsOfLine {
                    line: order.lines().next()?.2.key.clone(),
                    units: units(number),
                }],
                order: id,
                why,
                rows: Vec::new(),
            },
            _ => OrderCommand::UndoCancellation {
                cancellation: order.cancellations().next()?.0.fact(),
                order: id,
            },
        };
        Some(depo::trade::decide::office::OfficeCommand::Orders(command).into())
    }

    fn count(&mut self, choice: usize) -> Command {
        let goods = what(choice);
        let covers = match choice % 3 {
            0 => Covers::Item(goods.item.clone()),
            _ => Covers::Goods(goods.clone()),
        };
        CountingCommand::Count(Box::new(CountPlace {
            kind: ObservationKind::Count,
            place: place(choice / 6),
            covers,
            seen: vec![Seen {
                within: None,
                what: SeenWhat::Goods(goods),
                units: SeenUnits::new(u64::try_from(choice % 7).unwrap_or(0)).expect("it fits"),
                serials: Vec::new(),
            }],
            containers: Vec::new(),
            shown: false,
            after: None,
        }))
        .into()
    }

    fn office(
        &mut self,
        tablet: usize,
        order: Option<OrderId>,
        choice: usize,
        number: u64,
    ) -> Option<Command> {
        Some(match choice % 4 {
            0 => set_item("CUP", vec![ItemField::WeightMg(Some(number))]).into(),
            1 => {
                self.now += 1;
                let set = LotSet {
                    lot: lot(["L1", "L2"][choice / 4 % 2]),
                    fields: vec![match choice % 8 {
                        1 => LotField::Recalled(true),
                        _ => LotField::Recalled(false),
                    }],
                };
                let event = Event::Catalog(CatalogFact::LotSet(set));
                self.tablets[tablet].write(self.now, None, vec![event]);
                return None;
            }
            2 => {
                let given = AddressGiven {
                    order: order?,
                    destination: destination(choice),
                    rows: vec![Row {
                        slot: Slot::Recipient,
                        hash: [u8::try_from(choice).ok()?; 16],
                    }],
                };
                let command = OrderCommand::GiveAddress { given };
                depo::trade::decide::office::OfficeCommand::Orders(command).into()
            }
            _ => {
                let command = OrderCommand::SetFields {
                    order: order?,
                    fields: vec![OrderField::Priority(u32::try_from(number).ok()?)],
                };
                depo::trade::decide::office::OfficeCommand::Orders(command).into()
            }
        })
    }

    fn identity(&mut self, tablet: usize, choice: usize) -> Option<Command> {
        let standing = self.state(tablet).components.standing();
        let command = match standing.first() {
            Some((merge, _, _)) if choice.is_multiple_of(2) => {
                IdentityCommand::RevokeMerge { merge: *merge }
            }
            _ => IdentityCommand::Merge {
                pair: match choice % 3 {
                    0 => Pair::Items {
                        from: item("CUP"),
                        into: item("MUG"),
                    },
                    1 => Pair::Items {
                        from: item("MUG"),
                        into: item("CUP"),
                    },
                    _ => Pair::Lots {
                        item: item("TEA"),
                        from: lot("L1").name,
                        into: lot("L2").name,
                    },
                },
            },
        };
        Some(depo::trade::decide::office::OfficeCommand::Identity(command).into())
    }

    fn erase(&mut self, tablet: usize, order: OrderId, choice: usize) -> Option<Command> {
        let ordered = {
            let tablet = &self.tablets[tablet];
            let all = tablet.state.erasures.all(&tablet.relations());
            all.first().map(|(erasure, _)| *erasure)
        };
        let command = match ordered {
            Some(erasure) if choice.is_multiple_of(2) => execute(erasure),
            _ => PersonalCommand::OrderErasure {
                cause: ErasureCause::Mistake,
                slots: vec![ErasedSlots {
                    document: DocumentId::Order(order),
                    slots: vec![Slot::Recipient],
                }],
            },
        };
        Some(depo::trade::decide::office::OfficeCommand::Personal(command).into())
    }

    /// One entry is settled by a choice that mends it.
    fn settle(&mut self, tablet: usize) -> Option<Command> {
        let entries = inbox(&self.tablets[tablet]);
        let entry = self.dice.pick(&entries)?;
        let how = mending(&self.tablets[tablet], self.now + 1, &entry);
        let how = self.dice.pick(&how)?;
        let entry = entry.id;
        Some(ConflictCommand::Settle { entry, how }.into())
    }
}

fn execute(erasure: ErasureId) -> PersonalCommand {
    PersonalCommand::ExecuteErasure {
        erasure,
        alone: true,
    }
}

fn destination(choice: usize) -> Destination {
    Destination {
        country: None,
        region: None,
        post_code_start: depo::trade::text::PostCodeStart::of(["EH", "AB"][choice % 2]),
        answers: vec![AddressAnswer::Complete],
    }
}

/// The choices that an entry offers and that whoever asks may take; of one that can be mended not its being seen.
fn mending(tablet: &Tablet, seconds: i64, entry: &Entry) -> Vec<Settlement> {
    let context = tablet.context(seconds);
    let forks = forks(tablet);
    let all = choices(&tablet.state, &context, &tablet.relations(), &forks, entry);
    let ready = all.into_iter().filter_map(|choice| match choice {
        ChoiceOffered::Ready { how, writes } => writes.is_ok().then_some(how),
        _ => None,
    });
    ready
        .filter(|how| !matches!(how, Settlement::Acknowledge | Settlement::PutBack))
        .collect()
}

/// Accounts of ours with less than nothing.
fn below_zero(state: &State) -> BTreeSet<AccountKey> {
    let accounts = state.ledger.accounts();
    accounts
        .filter(|(place, _, account)| place.is_ours() && account.balance() < 0)
        .map(|(place, goods, _)| AccountKey::new(place.clone(), goods.clone()))
        .collect()
}

/// Keys of which more is allocated than there is: both added up anew from accounts and lines.
fn oversold(tablet: &Tablet) -> BTreeMap<(WarehouseId, ItemId, Option<PartyId>), i128> {
    let (state, relations) = (&tablet.state, tablet.relations());
    let mut there: BTreeMap<_, i128> = BTreeMap::new();
    for (place, goods, account) in state.ledger.accounts() {
        let root = state.containers.root_of(place, &relations);
        let of = root.warehouse().cloned();
        let tote = |container: &ContainerId| {
            let mut totes = state.batches().flat_map(|(_, batch)| batch.totes());
            totes.any(|(_, tote)| tote == container)
        };
        let is_storage = match place {
            Place::Location(_) => true,
            Place::Container(container) => {
                matches!(container, ContainerId::Labelled(_))
                    && !tote(container)
                    && state.containers.is_sure(container, &relations)
            }
            _ => false,
        };
        let recalled = goods.lot_id().is_some_and(|lot| state.is_recalled(&lot));
        if let (Some(of), true) = (of, is_storage)
            && goods.condition == Condition::New
            && !recalled
            && account.shorts().is_empty()
        {
            let key = (of, goods.item.clone(), goods.owner.clone());
            *there.entry(key).or_insert(0) += account.balance();
        }
    }
    let mut promised: BTreeMap<_, i128> = BTreeMap::new();
    for order in state.orders() {
        let demand = state.demand(order);
        for (_, id, routed) in order.routed() {
            let depo::trade::fulfilment::Executor::Warehouse(of) = &routed.executor else {
                continue;
            };
            let Some(fulfilment) = state.fulfilment(id) else {
                continue;
            };
            for (number, content) in fulfilment.lines(order) {
                let line = crate::setup_support::fulfilment_line(*id, number);
                let part = demand
                    .parts
                    .get(&(content.line.clone(), content.part.clone()));
                let work = part.and_then(|part| part.work.get(&line));
                let allocated = work.map_or(0, |work| work.allocated);
                let wanted = state.components.item(&content.wanted.item);
                let key = (of.clone(), wanted, content.wanted.owner.clone());
                *promised.entry(key).or_insert(0) += allocated;
            }
        }
    }
    promised
        .into_iter()
        .map(|(key, allocated)| {
            let sellable = there.get(&key).copied().unwrap_or(0).max(0);
            (key, allocated - sellable)
        })
        .filter(|(_, missing)| *missing > 0)
        .collect()
}

/// What of each part of a line is broken: an account below nothing or below what was begun there; and how many more units
/// were begun than were ordered.
fn overdrawn(state: &State) -> BTreeMap<(OrderId, String), (bool, i128)> {
    let mut found = BTreeMap::new();
    for order in state.orders() {
        for ((line, part), demand) in &state.demand(order).parts {
            let mut broken = demand.raw.unrouted() < 0 || demand.raw.cancelled() < 0;
            let mut all = 0;
            let mut known: BTreeSet<_> = demand.work.keys().cloned().collect();
            known.extend(demand.raw.lines().map(|(line, _)| line.clone()));
            for of in known {
                let each = demand.each.get(&of).map_or(1, |each| each.wide());
                let begun = state.fulfilment(&of.document);
                let begun = begun.map_or(0, |it| it.work(of.line, None).begun());
                let begun = (begun + each - 1) / each;
                all += begun;
                broken |= demand.raw.handed(&of) < begun;
            }
            if broken {
                let twice = (all - demand.raw.ordered()).max(0);
                let key = (order.id().clone(), format!("{line:?} {part:?}"));
                found.insert(key, (broken, twice));
            }
        }
    }
    found
}

/// What was said of a thing, by naive comparison: the values that nobody knew who said another.
fn disputed<K: Ord + Clone, V: Eq>(said: &[(K, At, V)], relations: &impl Relations) -> BTreeSet<K> {
    let mut found = BTreeSet::new();
    for (key, at, value) in said {
        let of_key = || said.iter().filter(|(other, ..)| other == key);
        let stands = |at: &At| !of_key().any(|(_, by, _)| relations.knew(by, at));
        if stands(at) && of_key().any(|(_, other, said)| said != value && stands(other)) {
            found.insert(key.clone());
        }
    }
    found
}

type FieldSaid = ((DocumentId, FieldKey), At, Vec<u8>);

fn fields_said(tablet: &Tablet) -> Vec<FieldSaid> {
    let mut said = Vec::new();
    for told in tablet.told().0 {
        let at = told.at;
        match &told.event {
            Event::Catalog(CatalogFact::ItemSet(set)) => {
                let document = DocumentId::Item(set.item.clone());
                let of = |field: &ItemField| (field.key(), name_bytes(field));
                let fields = set.fields.iter().map(of);
                said.extend(fields.map(|(key, value)| ((document.clone(), key), at, value)));
            }
            Event::Catalog(CatalogFact::LotSet(set)) => {
                let document = DocumentId::Lot(set.lot.clone());
                let of = |field: &LotField| (field.key(), name_bytes(field));
                let fields = set.fields.iter().map(of);
                said.extend(fields.map(|(key, value)| ((document.clone(), key), at, value)));
            }
            Event::Orders(OrderFact::OrderSet(set)) => {
                let document = DocumentId::Order(set.order.clone());
                let of = |field: &OrderField| (field.key(), name_bytes(field));
                let fields = set.fields.iter().map(of);
                said.extend(fields.map(|(key, value)| ((document.clone(), key), at, value)));
            }
            _ => {}
        }
    }
    said
}

/// Every claim of a serial number, by the facts.
#[derive(Default)]
struct Claims {
    at: Option<At>,
    all: Vec<(ItemId, String, At, Option<Place>, Place)>,
    /// Of these, facts that only said where a number is.
    said: BTreeSet<At>,
}

impl Sink for Claims {
    fn serials_placed(&mut self, placed: &SerialsPlaced) {
        let Some(at) = self.at else { return };
        self.said.insert(at);
        for number in placed.serials.iter().flat_map(Serials::each) {
            for from in placed.not_at.iter().chain([&placed.at]) {
                let (item, to) = (placed.item.clone(), placed.at.clone());
                self.all
                    .push((item, number.clone(), at, Some(from.clone()), to));
            }
        }
    }

    fn serials(&mut self, claim: SerialClaim<'_>) {
        let Some(at) = self.at else { return };
        for number in claim.serials.iter().flat_map(Serials::each) {
            self.all.push((
                claim.item.clone(),
                number,
                at,
                claim.from.cloned(),
                claim.to.clone(),
            ));
        }
    }
}

/// Where a number stands, each with the fact that moved it there; `None` where it was only said.
type Stands = BTreeSet<(Place, Option<At>)>;

/// Serial numbers that stand at two places: a claim stands until a fact that knew it took the number from there.
fn serials_twice(tablet: &Tablet) -> BTreeSet<(ItemId, String)> {
    let relations = tablet.relations();
    let mut claims = Claims::default();
    for told in tablet.told().0 {
        claims.at = Some(told.at);
        told.event.row(&told.standing(), &mut claims);
    }
    let mut open: BTreeMap<(ItemId, String), Stands> = BTreeMap::new();
    for (item, number, at, _, to) in &claims.all {
        let closed = claims.all.iter().any(|(other, of, by, from, _)| {
            (other, of) == (item, number) && from.as_ref() == Some(to) && relations.knew(by, at)
        });
        if !closed {
            // What was only said stands once for a place, and not beside a fact that put it there.
            let moved = (!claims.said.contains(at)).then_some(*at);
            let stands = open.entry((item.clone(), number.clone())).or_default();
            stands.insert((to.clone(), moved));
        }
    }
    open.into_iter()
        .filter(|(_, claims)| {
            let moved = |place: &Place| claims.iter().any(|(at, by)| at == place && by.is_some());
            let stands = claims
                .iter()
                .filter(|(place, by)| by.is_some() || !moved(place));
            stands.count() > 1
        })
        .map(|(of, _)| of)
        .collect()
}

/// Valid numbers that several parcels have.
fn numbers_twice(tablet: &Tablet) -> BTreeSet<String> {
    let relations = tablet.relations();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (_, parcel) in tablet.state.parcels() {
        let numbers = parcel.numbers(&relations).into_iter();
        for (number, _) in numbers.filter(|(_, valid)| *valid) {
            *found.entry(number.to_string()).or_insert(0) += 1;
        }
    }
    let twice = found.into_iter().filter(|(_, parcels)| *parcels > 1);
    twice.map(|(number, _)| number).collect()
}

/// Asks of a tablet that there is an entry of a kind if and only if something is broken.
#[track_caller]
fn breach_if_and_only_if_entry(tablet: &Tablet) {
    let (state, relations) = (&tablet.state, tablet.relations());
    let clashes: Vec<Clash> = inbox(tablet).into_iter().map(|entry| entry.clash).collect();
    let told = clashes.iter().filter_map(|clash| match clash {
        Clash::BelowZero(key) => Some(key.clone()),
        _ => None,
    });
    assert_eq!(
        told.collect::<BTreeSet<_>>(),
        below_zero(state),
        "below zero"
    );

    let of = |key: &PromiseKey| (key.warehouse.clone(), key.item.clone(), key.owner.clone());
    let told = clashes.iter().filter_map(|clash| match clash {
        Clash::Oversold { key, missing, .. } => Some((of(key), *missing)),
        _ => None,
    });
    assert_eq!(
        told.collect::<BTreeMap<_, _>>(),
        oversold(tablet),
        "oversold"
    );

    let mut told: BTreeMap<(OrderId, String), (bool, i128)> = BTreeMap::new();
    for clash in &clashes {
        match clash {
            Clash::Overdrawn { order, line, part } => {
                let key = (order.clone(), format!("{line:?} {part:?}"));
                told.insert(key, (true, 0));
            }
            Clash::DoneTwice {
                order,
                line,
                part,
                units,
            } => {
                let known = state.order(order).map(|order| state.demand(order));
                let counts = known
                    .is_some_and(|demand| demand.parts.contains_key(&(line.clone(), part.clone())));
                if counts {
                    let key = (order.clone(), format!("{line:?} {part:?}"));
                    told.insert(key, (true, *units));
                }
            }
            _ => {}
        }
    }
    assert_eq!(told, overdrawn(state), "done twice or overdrawn");

    let told = clashes.iter().filter_map(|clash| match clash {
        Clash::FieldTwice {
            document, field, ..
        } => Some((document.clone(), field.clone())),
        _ => None,
    });
    let fields = disputed(&fields_said(tablet), &relations);
    assert_eq!(told.collect::<BTreeSet<_>>(), fields, "a field twice");

    let told = clashes.iter().filter_map(|clash| match clash {
        Clash::SerialTwice(twice) => Some((twice.item.clone(), twice.first.clone())),
        _ => None,
    });
    let all = serials_twice(tablet);
    let told: BTreeSet<_> = told.collect();
    assert!(told.is_subset(&all), "a serial twice: {told:?} of {all:?}");
    assert_eq!(told.is_empty(), all.is_empty(), "a serial twice: {all:?}");

    let told = clashes.iter().filter_map(|clash| match clash {
        Clash::NumberTwice { number, .. } => Some(number.to_string()),
        _ => None,
    });
    assert_eq!(
        told.collect::<BTreeSet<_>>(),
        numbers_twice(tablet),
        "a number twice"
    );

    let weights = tablet
        .told()
        .0
        .into_iter()
        .filter_map(|told| match told.event {
            Event::Packing(depo::trade::packing::PackingFact::ParcelMeasured {
                parcel,
                weight_g,
                ..
            }) => Some((parcel, told.at, weight_g)),
            Event::Packing(depo::trade::packing::PackingFact::ParcelClosed(closed)) => {
                Some((closed.parcel, told.at, closed.weight_g))
            }
            _ => None,
        });
    let weights: Vec<_> = weights.collect();
    let lids = clashes.iter().filter_map(|clash| match clash {
        Clash::SaidTwice {
            what: Said::Lid(parcel),
            ..
        } => Some(*parcel),
        _ => None,
    });
    let lids: BTreeSet<ParcelId> = lids.collect();
    let told = clashes.iter().filter_map(|clash| match clash {
        Clash::SaidTwice {
            what: Said::Measured(parcel),
            ..
        } => Some(*parcel),
        _ => None,
    });
    let mut measured = disputed(&weights, &relations);
    measured.retain(|parcel| !lids.contains(parcel));
    assert_eq!(told.collect::<BTreeSet<_>>(), measured, "a weight twice");

    assert_eq!(
        clashes
            .iter()
            .filter(|clash| matches!(clash, Clash::Fork { .. }))
            .count(),
        tablet.history.forks().len(),
        "a fork"
    );
}

/// A run of so many steps; at its end everybody has heard everything, and all agree.
fn run(seed: u64, steps: usize) -> BTreeSet<usize> {
    let mut world = World::new(seed);
    for step in 0..steps {
        world.step();
        if step % 40 == 39 {
            world.tablets.iter().for_each(breach_if_and_only_if_entry);
        }
    }
    world.all_meet();
    world.all_meet();
    for tablet in &world.tablets {
        tablet.is_proved();
        breach_if_and_only_if_entry(tablet);
        let moved = tablet.state.ledger.moved();
        assert!(moved.values().all(|sum| *sum == 0), "{moved:?}");
        world.tablets[0].says_the_same(&tablet.state);
    }
    settles(&mut world);
    world.taken
}

/// Settles all entries on one tablet: what can be mended is, and what is left may be seen; then nothing is left, anywhere.
fn settles(world: &mut World) {
    world.all_leases(0);
    for _ in 0..300 {
        let entries = inbox(&world.tablets[0]);
        let found = entries.iter().find_map(|entry| {
            let mends = mending(&world.tablets[0], world.now + 1, entry);
            let seen = entry.clash.may_be_acknowledged();
            let seen = seen.then_some(Settlement::Acknowledge);
            let how = mends.into_iter().next().or(seen)?;
            Some((entry.clone(), how))
        });
        let Some((entry, how)) = found else { break };
        let id = entry.id;
        let settle = ConflictCommand::Settle {
            entry: id,
            how: how.clone(),
        };
        let settled = world.try_to(0, settle);
        assert_eq!(settled, Ok(()), "{how:?} of {entry:?}");
        let left = inbox(&world.tablets[0]);
        assert!(
            left.iter().all(|entry| entry.id != id),
            "{how:?} ends {entry:?}"
        );
    }
    assert_eq!(
        world.tablets[0].clashes(),
        [],
        "everything could be settled"
    );
    for other in 1..world.tablets.len() {
        let (left, right) = world.tablets.split_at_mut(other);
        exchange(&mut left[0], &mut right[0]);
        assert_eq!(right[0].clashes(), [], "on the others too");
        right[0].is_proved();
    }
}

#[test]
fn there_is_an_entry_if_and_only_if_something_is_broken_and_settling_mends_it() {
    let runs = std::env::var("DEPO_BREACH_RUNS");
    let runs: u64 = runs.ok().and_then(|runs| runs.parse().ok()).unwrap_or(6);
    let mut taken = BTreeSet::new();
    for seed in 0..runs {
        taken.extend(run(seed * 7_919 + 11, 200));
    }
    let never: Vec<usize> = (0..KINDS - 1)
        .filter(|kind| !taken.contains(kind))
        .collect();
    assert!(runs < 6 || never.is_empty(), "never taken: {never:?}");
}
