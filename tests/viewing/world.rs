//! A small warehouse on one device, and a person with a scanner in it.

use depo::intake::demo::{self, Demo};
use depo::site::{Asked, Founding, Site, SiteError, Workspace};
use depo::storage::memory::MemoryStore;
use depo::stream::commands::Sent;
use depo::stream::facts::{Kind, WorkspaceName};
use depo::stream::id::{CommitId, FactId, Opened, StreamId};
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::decide::{Command, Refusal};
use depo::trade::demand::LineKey;
use depo::trade::goods::{Goods, Serials};
use depo::trade::id::{
    BatchId, ChannelId, ContainerId, DocumentId, FirstCode, ItemId, LocationId, Name, OperatorId,
    OrderId, OrderKey, ParcelId, PartyId, WarehouseId,
};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{LocationField, LocationKind, LocationStatus, WarehouseField};
use depo::trade::orders::commands::{IncomingOrder, OrderCommand};
use depo::trade::orders::{
    AddressAnswer, Destination, LineItem, OrderPlaced, PlacedLine, PricedUnits,
};
use depo::trade::people::OperatorField;
use depo::trade::people::Role;
use depo::trade::people::commands::{PeopleCommand, RoleGiven};
use depo::trade::personal::Slot;
use depo::trade::personal::commands::PersonalCommand;
use depo::trade::personal::content::{Contact, Content, Written};
use depo::trade::picking::commands::PickingCommand;
use depo::trade::place::{LossReason, Place};
use depo::trade::quantity::{Amount, Currency, Instant, SourceTime, Units};
use depo::trade::stock::commands::{AdjustUnits, StockCommand};
use depo::trade::stock::posting::AccountKey;
use depo::trade::text::{Code, Words};
use depo::view::floor::pick::PickLocal;
use depo::view::floor::pick_scan;
use depo::view::floor::{Act, Hand, Says, Wrong, pick};
use depo::view::names;
use futures_executor::block_on;

const TAB: [u8; 8] = *b"one-tab!";
/// 2026-01-01, in milliseconds since 1970 UTC.
pub const DAY: i64 = 1_767_225_600_000;
const DAY_MS: i64 = 86_400_000;

/// A code.
#[track_caller]
pub fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

/// Units.
#[track_caller]
pub fn units(number: u64) -> Units {
    Units::new(number).expect("1 to 10^15")
}

/// The warehouse.
pub fn warehouse() -> WarehouseId {
    WarehouseId {
        first: FirstCode::new(code("W1")),
    }
}

/// A location of the warehouse.
pub fn location(text: &str) -> LocationId {
    LocationId {
        warehouse: warehouse(),
        first: FirstCode::new(code(text)),
    }
}

/// Loose at a location.
pub fn bin(text: &str) -> Place {
    Place::Location(location(text))
}

/// Inside of a tote.
pub fn inside(text: &str) -> Place {
    Place::Container(ContainerId::Labelled(FirstCode::new(code(text))))
}

/// An item of the house.
pub fn item(sku: &str) -> ItemId {
    ItemId {
        client: None,
        name: Name::Coded(FirstCode::new(code(sku))),
    }
}

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

/// A party.
pub fn party(text: &str) -> PartyId {
    PartyId {
        name: Name::Coded(FirstCode::new(code(text))),
    }
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

/// How an item's line is known in an order.
pub fn line_key(sku: &str) -> LineKey {
    LineKey::Written {
        code: code(sku),
        attributes: Vec::new(),
    }
}

/// The warehouse with a person in it.
pub struct World {
    workspace: Workspace<MemoryStore>,
    stream: StreamId,
    operator: OperatorId,
    now_ms: i64,
}

impl World {
    /// A warehouse with bins A1 to A3, a dock, a bench for returns and a packing station, and items by SKU, each with a
    /// title of its own.
    #[track_caller]
    pub fn new(skus: &[&str]) -> World {
        let mut world = World::bare();
        let kinds = [
            ("A1", LocationKind::Pick),
            ("A2", LocationKind::Pick),
            ("A3", LocationKind::Reserve),
            ("DOCK", LocationKind::Receiving),
            ("RET", LocationKind::Returns),
            ("PACK", LocationKind::Station),
        ];
        let place = |(text, kind): (&str, LocationKind)| LocationChange {
            which: LocationRef::Coded(code(text)),
            fields: match kind {
                LocationKind::Returns => vec![
                    LocationField::Kind(kind),
                    LocationField::Status(LocationStatus::Inspection),
                ],
                kind => vec![LocationField::Kind(kind)],
            },
        };
        world.does(LocationCommand::SetLocations {
            warehouse: warehouse(),
            locations: kinds.map(place).into(),
        });
        for sku in skus {
            world.item(sku, Vec::new());
        }
        world
    }

    /// A workspace with a warehouse and nothing in it.
    #[track_caller]
    pub fn bare() -> World {
        let founding = Founding {
            name: WorkspaceName::new("Nordlicht").expect("a name"),
            kind: Kind::Real,
            owner: vec![OperatorField::Code(code("OWNER"))],
        };
        let stream = StreamId::new([b'A'; 16]);
        let found = Site::found(MemoryStore::new(), stream, founding, TAB, DAY);
        let (site, operator) = block_on(found).expect("it is founded");
        let mut world = World {
            workspace: Workspace::new(site),
            stream,
            operator,
            now_ms: DAY,
        };
        world.does(LocationCommand::SetWarehouse {
            warehouse: warehouse(),
            fields: vec![WarehouseField::Title(Words::new("Main").expect("words"))],
        });
        world
    }

    /// The demo after its two weeks, with its owner on the floor.
    #[track_caller]
    pub fn demo() -> World {
        let now_ms = DAY + 9 * 3_600_000;
        let mut demo = Demo::new(7, now_ms);
        let name = WorkspaceName::new("Demo").expect("a name");
        let stream = StreamId::new([b'D'; 16]);
        let founding = demo::founding(name).expect("a founding");
        let founded = demo.founded_at();
        let found = Site::found(MemoryStore::new(), stream, founding, TAB, founded);
        let (site, operator) = block_on(found).expect("it is founded");
        let mut world = World {
            workspace: Workspace::new(site),
            stream,
            operator,
            now_ms,
        };
        loop {
            let next = world.workspace.read(|at| demo.next(at)).expect("texts");
            let Some(step) = next else { break };
            world.operator = step.operator.unwrap_or(operator);
            // `tries` goes on by a second.
            world.now_ms = step.at_ms - 1_000;
            let done = world.tries_with(&step.command, &step.rows);
            assert!(done.is_ok(), "{:?}: {done:?}", step.command);
        }
        world.operator = operator;
        world.now_ms = now_ms;
        world
    }

    /// Sets fields of an item.
    #[track_caller]
    pub fn item(&mut self, sku: &str, mut fields: Vec<ItemField>) {
        let title = Words::new(&format!("The {sku}")).expect("words");
        fields.push(ItemField::Title(title));
        self.does(CatalogCommand::SetItems {
            items: vec![ItemChange {
                which: ItemRef::Coded {
                    client: None,
                    code: code(sku),
                },
                fields,
            }],
        });
    }

    /// Goods are found somewhere.
    #[track_caller]
    pub fn found(&mut self, what: Goods, at: Place, number: u64) {
        self.does(StockCommand::Adjust(AdjustUnits {
            goods: what,
            at,
            units: units(number),
            more: true,
            reason: LossReason::Found,
            serials: Vec::new(),
        }));
    }

    /// An order comes in, is routed here and allocated.
    #[track_caller]
    pub fn order(&mut self, number: &str, lines: &[(&str, u64)]) {
        self.placed(number, lines);
        self.does(AllocationCommand::Allocate {
            orders: vec![order_id(number)],
            route_to: Some(warehouse()),
        });
    }

    /// An order comes in.
    #[track_caller]
    pub fn placed(&mut self, number: &str, lines: &[(&str, u64)]) {
        let line = |(sku, number): &(&str, u64)| PlacedLine {
            key: line_key(sku),
            item: LineItem::AsKey,
            prices: vec![PricedUnits {
                price: Amount::new(100_000),
                units: units(*number),
                discount: Amount::ZERO,
                tax: Amount::ZERO,
            }],
            more: Vec::new(),
        };
        let placed = OrderPlaced {
            destination: Some(Destination {
                country: None,
                region: None,
                post_code_start: None,
                answers: vec![AddressAnswer::Complete],
            }),
            ..OrderPlaced::plain(
                order_id(number),
                SourceTime::Exact(Instant { ms: DAY }),
                Currency::new("EUR").expect("a currency"),
                lines.iter().map(line).collect(),
            )
        };
        let record = IncomingOrder::of(placed);
        self.does(OrderCommand::TakeIn {
            records: vec![record],
        });
    }

    /// Writes whom an order goes to, and where.
    #[track_caller]
    pub fn address(&mut self, number: &str, street: &str) {
        let words = |text: &str| Some(Words::new(text).expect("words"));
        let row = Written {
            slot: Slot::Recipient,
            salt: [7; 16],
            content: Content::Contact(Box::new(Contact {
                name: words("Ada Byron"),
                company: None,
                lines: vec![Words::new(street).expect("words")],
                city: words("Leith"),
                region: None,
                post_code: words("EH6 6AA"),
                country: None,
                phone: None,
                email: None,
            })),
        };
        let command = PersonalCommand::WriteRows {
            document: DocumentId::Order(order_id(number)),
            rows: vec![row.row()],
        };
        let done = self.tries_with(&command.into(), &[row]);
        assert!(done.is_ok(), "{done:?}");
    }

    /// Goods are found somewhere, each known by its serial number.
    #[track_caller]
    pub fn found_with_serials(&mut self, what: Goods, at: Place, serials: &[&str]) {
        self.does(StockCommand::Adjust(AdjustUnits {
            goods: what,
            at,
            units: units(serials.len() as u64),
            more: true,
            reason: LossReason::Found,
            serials: serials.iter().map(|it| Serials::One(code(it))).collect(),
        }));
    }

    /// Gives orders to the floor together.
    #[track_caller]
    pub fn release(&mut self, numbers: &[&str]) -> BatchId {
        let documents = self.workspace.read(|at| {
            let orders = numbers
                .iter()
                .map(|number| at.state.order(&order_id(number)));
            let routed = orders.flat_map(|order| order.expect("an order").routed());
            routed.map(|(_, id, _)| *id).collect()
        });
        let done = self.does(PickingCommand::Release {
            warehouse: warehouse(),
            documents,
            cart: None,
        });
        BatchId(opened(&done))
    }

    /// A scan on the walk; a tote that is new is scanned twice.
    pub fn pick_scan(
        &mut self,
        batch: BatchId,
        local: &PickLocal,
        text: &str,
    ) -> Result<(PickLocal, Says), Wrong> {
        let done = self.act(|hand| pick_scan::scan(hand, batch, local, text));
        match done {
            Ok((asked, Says::NewTote(_))) => {
                self.act(|hand| pick_scan::scan(hand, batch, &asked, text))
            }
            done => done,
        }
    }

    /// Takes a whole batch by scans, the totes named by a letter and a number.
    #[track_caller]
    pub fn pick_all(&mut self, batch: BatchId, letter: &str) {
        let mut local = PickLocal::default();
        let mut totes = 0;
        loop {
            let at = self.hand(|hand| pick::view(hand, Some(batch), &local).at().cloned());
            let Some(at) = at else { break };
            let text = match at.ask {
                pick::PickAsk::Tote(_) => {
                    totes += 1;
                    format!("{letter}{totes}")
                }
                pick::PickAsk::Stop => at.place,
                pick::PickAsk::Item => at.sku,
                pick::PickAsk::Confirm(tote) => tote,
                other => unreachable!("{other:?} is asked for"),
            };
            let (next, _) = self
                .pick_scan(batch, &local, &text)
                .unwrap_or_else(|wrong| unreachable!("{text}: {wrong:?}"));
            local = next;
        }
        self.does(PickingCommand::Finish { batch });
    }

    /// Somebody who has one role signs in.
    #[track_caller]
    pub fn sign_in(&mut self, name: &str, role: Role) {
        let hired = self.does(PeopleCommand::AddOperator {
            fields: vec![OperatorField::Code(code(name))],
            rows: Vec::new(),
            roles: vec![RoleGiven {
                role,
                restrictions: Vec::new(),
            }],
        });
        self.operator = OperatorId(opened(&hired));
    }

    /// Does a command a second after the last one.
    ///
    /// # Errors
    /// What is refused.
    pub fn tries(&mut self, command: &Command) -> Result<Vec<CommitId>, SiteError> {
        self.tries_with(command, &[])
    }

    /// The same with the personal rows that its facts name.
    ///
    /// # Errors
    /// What is refused.
    pub fn tries_with(
        &mut self,
        command: &Command,
        rows: &[Written],
    ) -> Result<Vec<CommitId>, SiteError> {
        self.now_ms += 1_000;
        let (operator, now_ms) = (self.operator, self.now_ms);
        let asked = |workspace: &Workspace<MemoryStore>| {
            let (stream, counter) = workspace.next(&TAB);
            Asked {
                sent: Sent {
                    stream,
                    session: TAB,
                    counter,
                    content: [0; 8],
                },
                operator: Some(operator),
                now_ms,
                today: now_ms / DAY_MS,
            }
        };
        Ok(block_on(self.workspace.run(asked, command, rows))?.commits)
    }

    /// Does a command that must not be refused.
    #[track_caller]
    pub fn does(&mut self, command: impl Into<Command>) -> Vec<CommitId> {
        let command = command.into();
        let done = self.tries(&command);
        assert!(done.is_ok(), "{command:?}: {done:?}");
        done.unwrap_or_default()
    }

    /// The workspace, for what reads more than a screen.
    pub fn workspace(&self) -> &Workspace<MemoryStore> {
        &self.workspace
    }

    /// The time of the last command, in milliseconds since 1970 UTC.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Lets so many days go by.
    pub fn wait_days(&mut self, days: i64) {
        self.now_ms += days * DAY_MS;
    }

    /// Reads as the person on the floor does.
    pub fn hand<T>(&self, with: impl FnOnce(&Hand<'_>) -> T) -> T {
        self.workspace.read(|at| {
            with(&Hand {
                at: *at,
                now_ms: self.now_ms,
                today: self.now_ms / DAY_MS,
                operator: Some(self.operator),
                stream: self.stream,
                warehouse: None,
            })
        })
    }

    /// Does what a scan or press means, as the screen does: what comes first is done, and the same is asked again.
    ///
    /// # Errors
    /// What the band would say.
    pub fn act<L>(
        &mut self,
        decide: impl Fn(&Hand<'_>) -> Result<Act<L>, Wrong>,
    ) -> Result<(L, Says), Wrong> {
        self.act_with(decide).map(|(then, says, _)| (then, says))
    }

    /// The same, with the first fact of the last commit.
    ///
    /// # Errors
    /// What the band would say.
    pub fn act_with<L>(
        &mut self,
        decide: impl Fn(&Hand<'_>) -> Result<Act<L>, Wrong>,
    ) -> Result<(L, Says, Option<FactId>), Wrong> {
        for _ in 0..4 {
            match self.hand(&decide)? {
                Act::First(command) => {
                    self.kept(&command)?;
                }
                Act::Run {
                    command,
                    then,
                    says,
                } => {
                    let fact = self.kept(&command)?.last().map(|commit| FactId {
                        commit: *commit,
                        index: 0,
                    });
                    return Ok((then, says, fact));
                }
                Act::Note { then, says } => return Ok((then, says, None)),
            }
        }
        unreachable!("the same is asked again and again")
    }

    fn kept(&mut self, command: &Command) -> Result<Vec<CommitId>, Wrong> {
        match self.tries(command) {
            Ok(done) => Ok(done),
            Err(SiteError::Refused(refusal)) => Err(self.hand(|hand| Wrong::of(hand, &refusal))),
            Err(other) => unreachable!("{other:?}"),
        }
    }

    /// Does what takes the last back.
    #[track_caller]
    pub fn undo(&mut self, find: impl Fn(&Hand<'_>) -> Option<(Command, Says)>) -> Says {
        let (command, says) = self.hand(find).expect("something can be taken back");
        self.does(command);
        says
    }

    /// Leaves and comes back: everything is read from the store again.
    #[track_caller]
    pub fn reopen(&mut self) {
        block_on(self.workspace.reopen()).expect("it is opened again");
        assert!(self.workspace.is_proved());
    }

    /// How many units of goods are at a place.
    pub fn at(&self, place: Place, what: &Goods) -> i128 {
        self.workspace.read(|at| {
            let key = AccountKey::new(place.clone(), what.clone());
            at.state.ledger.balance(&key)
        })
    }

    /// The name of the one parcel that stands so, as it is printed.
    #[track_caller]
    pub fn parcels(&self) -> Vec<(ParcelId, String)> {
        self.workspace.read(|at| {
            let all = at.state.parcels();
            all.map(|(id, _)| (*id, depo::view::floor::parcel_name(id)))
                .collect()
        })
    }

    /// The name of a batch.
    pub fn batch_name(&self, batch: BatchId) -> String {
        names::opened(&batch.0)
    }
}

/// The document that the first commit opened.
#[track_caller]
pub fn opened(done: &[CommitId]) -> Opened {
    Opened {
        commit: *done.first().expect("a commit"),
        ordinal: 0,
    }
}

/// A refusal that the task has no word of its own for.
pub fn refused(refusal: Refusal) -> Wrong {
    Wrong::Refused(Box::new(refusal))
}
