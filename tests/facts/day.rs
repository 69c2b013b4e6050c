//! A day of a small warehouse, by commands alone: what every command writes, kept byte for byte.
//!
//! `journal.txt` beside this file is the journal of that day. A change that would break a stored journal fails here by
//! the first commit that differs. `DEPO_WRITE_JOURNAL=1 cargo test --test facts day` writes it anew, until the first
//! release.

use crate::floor_hall::{bin, goods, inside, item, line, location, of_lot, order_id, party, tote};
use crate::rules::placed_order;
use crate::support::{code, stream, units};
use crate::tablets::{DAY, warehouse};
use depo::site::{Asked, Founding, Incoming, Site, SiteError};
use depo::storage::memory::MemoryStore;
use depo::stream::commands::Sent;
use depo::stream::facts::{Kind, StreamFact, WorkspaceName};
use depo::stream::id::{CommitId, FactId, Opened, StreamId};
use depo::trade::Event;
use depo::trade::allocation::commands::AllocationCommand;
use depo::trade::allocation::{AllocationFact, Pinned, PinnedTo};
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::catalog::{
    BarcodeLevel, CatalogFact, Component, ItemField, LotField, LotSet, RecipeKind, RecipeSet,
};
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::channels::{
    AnswerForm, AnswerKind, AnswerWritten, ChannelFact, ChannelField, Told,
};
use depo::trade::conflicts::ConflictFact;
use depo::trade::conflicts::commands::{ConflictCommand, Settlement};
use depo::trade::counting::commands::{CountPlace, CountingCommand};
use depo::trade::counting::{CountingFact, Covers, ObservationKind, Seen, SeenWhat};
use depo::trade::decide::Command;
use depo::trade::demand::{DemandDocument, DemandLine, LineKey, Part};
use depo::trade::fulfilment::commands::{FulfilmentCommand, MoveTo, PartUnits, UnitsToRoute};
use depo::trade::fulfilment::{Executor, FulfilmentFact, LineUnits};
use depo::trade::goods::{Condition, Goods, Serials};
use depo::trade::id::{
    BatchId, ChannelId, DocumentId, ErasureId, FirstCode, FulfilmentOrderId, HoldId, LocationId,
    LotId, Name, OperatorId, OrderKey, ParcelId, ReceiptId, ReturnId,
};
use depo::trade::identity::commands::IdentityCommand;
use depo::trade::identity::{IdentityFact, Pair, PlaceholderKind};
use depo::trade::leases::commands::{LeaseAt, LeaseCommand};
use depo::trade::leases::{LeaseFact, LeaseKey, TakeoverReason};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{
    ContainerField, ContainerKind, LocationFact, LocationField, LocationKind, Standing,
    WarehouseField,
};
use depo::trade::money::commands::MoneyCommand;
use depo::trade::money::{MoneyFact, PaymentMethod, PaymentRecorded, PaymentStage, Refunded};
use depo::trade::orders::commands::{
    HeldOrder, IncomingOrder, OrderCommand, ShippedUnits, UnitsOfLine,
};
use depo::trade::orders::{
    AddressAnswer, AddressGiven, CancelReason, Destination, Doubt, HoldKind, HoldRef, LineItem,
    LineMore, OrderFact, OrderField, PlacedLine, PricedUnits,
};
use depo::trade::packing::commands::{PackUnits, PackingCommand};
use depo::trade::packing::{PackingFact, ParcelClosed};
use depo::trade::parties::commands::PartyCommand;
use depo::trade::parties::{PartyFact, PartyField, PartyRole};
use depo::trade::people::commands::{PeopleCommand, RoleGiven};
use depo::trade::people::{OperatorField, PeopleFact, Role};
use depo::trade::personal::commands::PersonalCommand;
use depo::trade::personal::{ErasedSlots, ErasureCause, PersonalFact, Row, Slot};
use depo::trade::picking::commands::{PickingCommand, ShortUnits, TakeUnits};
use depo::trade::picking::{PickingFact, PutBack, ShortReason};
use depo::trade::place::LossReason;
use depo::trade::quantity::{Amount, Currency, Day as Date, Money, SeenUnits};
use depo::trade::receiving::commands::{FileStock, ReceiveGoods, ReceivingCommand, StockFile};
use depo::trade::receiving::{ReceiptOpened, ReceivingFact};
use depo::trade::returns::commands::{BackUnits, DecideUnits, ReturnCommand};
use depo::trade::returns::{Disposition, ReturnAuthorised, ReturnFact, ReturnLine, ReturnReason};
use depo::trade::settings::commands::SettingCommand;
use depo::trade::settings::{Setting, SettingFact};
use depo::trade::shipping::commands::{DeliverParcel, ShippingCommand};
use depo::trade::shipping::{ParcelLabelled, ShippingFact};
use depo::trade::state::entries::Clash;
use depo::trade::stock::StockFact;
use depo::trade::stock::commands::{AdjustUnits, ChangeUnits, MoveUnits, StockCommand};
use depo::trade::text::Words;
use futures_executor::block_on;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const TAB: [u8; 8] = *b"one-tab!";

/// A device of the day.
struct Desk {
    site: Site<MemoryStore>,
    operator: OperatorId,
    seconds: i64,
}

impl Desk {
    #[track_caller]
    fn founded() -> Desk {
        let store = MemoryStore::new();
        let name = WorkspaceName::new("Nordlicht").expect("a name");
        let founding = Founding {
            name,
            kind: Kind::Real,
            owner: vec![OperatorField::Code(code("OWNER"))],
        };
        let found = Site::found(store.clone(), stream(b'A'), founding, TAB, DAY);
        let (site, operator) = block_on(found).expect("it is founded");
        Desk {
            site,
            operator,
            seconds: 0,
        }
    }

    #[track_caller]
    fn joined(&self, letter: u8) -> Desk {
        let store = MemoryStore::new();
        let all = self.site.held().outgoing().collect();
        let joined = Site::join(
            store.clone(),
            stream(letter),
            all,
            TAB,
            DAY + self.seconds * 1_000,
        );
        Desk {
            site: block_on(joined).expect("it joins"),
            operator: self.operator,
            seconds: self.seconds,
        }
    }

    /// Does a command as somebody else.
    #[track_caller]
    fn does_as(&mut self, operator: OperatorId, command: impl Into<Command>) -> Vec<CommitId> {
        let owner = std::mem::replace(&mut self.operator, operator);
        let done = self.does(command);
        self.operator = owner;
        done
    }

    /// Does a command some minutes after the last one. Gives its commits.
    #[track_caller]
    fn does(&mut self, command: impl Into<Command>) -> Vec<CommitId> {
        let command = command.into();
        let done = self.tries(&command);
        assert!(done.is_ok(), "{command:?}: {done:?}");
        done.unwrap_or_default()
    }

    fn tries(&mut self, command: &Command) -> Result<Vec<CommitId>, SiteError> {
        self.seconds += 180;
        let (stream, counter) = self.site.next(&TAB);
        let now_ms = DAY + self.seconds * 1_000;
        let asked = Asked {
            sent: Sent {
                stream,
                session: TAB,
                counter,
                content: [0; 8],
            },
            operator: Some(self.operator),
            now_ms,
            today: now_ms / 86_400_000,
        };
        Ok(block_on(self.site.execute(asked, command))?.commits)
    }

    fn take(&mut self, other: &Desk) {
        self.seconds = self.seconds.max(other.seconds);
        let all = other.site.held().outgoing().collect();
        block_on(self.site.take_in(all)).expect("it is taken in");
    }

    fn clashes(&self) -> Vec<([u8; 16], Clash)> {
        let entries = self
            .site
            .state()
            .entries(&self.site.forks(), None, &self.site.relations());
        entries
            .into_iter()
            .map(|entry| (entry.id, entry.clash))
            .collect()
    }
}

fn at(done: &[CommitId], commit: usize, index: u32) -> FactId {
    FactId {
        commit: done[commit],
        index,
    }
}

fn opened(done: &[CommitId]) -> Opened {
    Opened {
        commit: done[0],
        ordinal: 0,
    }
}

fn channel() -> ChannelId {
    ChannelId {
        first: FirstCode::new(code("SHOP")),
    }
}

fn words(text: &str) -> Words {
    Words::new(text).expect("words")
}

fn row(slot: Slot, byte: u8) -> Row {
    Row {
        slot,
        hash: [byte; 16],
    }
}

fn euros(number: i64) -> Money {
    Money {
        amount: Amount::new(number * 10_000),
        currency: Currency::new("EUR").expect("a currency"),
    }
}

fn wanted_line(sku: &str, number: u64) -> PlacedLine {
    let prices = PricedUnits {
        price: Amount::new(100_000),
        units: units(number),
        discount: Amount::ZERO,
        tax: Amount::ZERO,
    };
    let key = LineKey::Written {
        code: code(sku),
        attributes: Vec::new(),
    };
    PlacedLine {
        key,
        item: LineItem::AsKey,
        prices: vec![prices],
        more: Vec::new(),
    }
}

fn record(number: &str, lines: Vec<PlacedLine>) -> IncomingOrder {
    let mut placed = placed_order(number, lines);
    placed.destination = Some(Destination {
        country: depo::trade::quantity::Country::new("BG"),
        region: None,
        post_code_start: None,
        answers: vec![AddressAnswer::Complete],
    });
    placed.rows = vec![row(Slot::Recipient, 1), row(Slot::SourceRecipient, 2)];
    IncomingOrder::of(placed)
}

impl Desk {
    fn fulfilments(&self, number: &str) -> Vec<FulfilmentOrderId> {
        let order = self
            .site
            .state()
            .order(&order_id(number))
            .expect("the order");
        order.routed().map(|(_, id, _)| *id).collect()
    }

    fn set_up(&mut self) -> OperatorId {
        let w1 = warehouse("W1");
        self.does(SettingCommand::Set {
            settings: vec![
                Setting::LockAfterSeconds(Some(300)),
                Setting::ErasureDelayHours(0),
            ],
        });
        self.does(LocationCommand::SetWarehouse {
            warehouse: w1.clone(),
            fields: vec![WarehouseField::Title(words("Main"))],
        });
        let kinds = [
            ("A1", LocationKind::Pick),
            ("A2", LocationKind::Pick),
            ("A3", LocationKind::Reserve),
            ("RET", LocationKind::Returns),
            ("OUT", LocationKind::Staging),
        ];
        let place = |(text, kind): (&str, LocationKind)| LocationChange {
            which: LocationRef::Coded(code(text)),
            fields: vec![LocationField::Kind(kind)],
        };
        self.does(LocationCommand::SetLocations {
            warehouse: w1.clone(),
            locations: kinds.map(place).into(),
        });
        self.does(LocationCommand::MoveInSequence {
            location: location("A2"),
            behind: None,
        });
        for text in ["T1", "T2", "PLATE"] {
            let fields = vec![ContainerField::Kind(ContainerKind::Tote)];
            self.does(LocationCommand::SetContainer {
                warehouse: w1.clone(),
                container: tote(text),
                fields,
            });
        }
        self.does(LocationCommand::SeeContainer {
            container: tote("PLATE"),
            at: Standing::Location(location("A3")),
        });
        self.does(LocationCommand::MoveContainer {
            container: tote("PLATE"),
            to: Standing::Location(location("A2")),
        });
        for (text, role) in [("DHL", PartyRole::Carrier), ("ACME", PartyRole::Supplier)] {
            let fields = vec![PartyField::Role { role, has: true }];
            self.does(PartyCommand::SetParty {
                party: party(text),
                fields,
                rows: vec![row(Slot::Contact, 3)],
            });
        }
        self.does(ChannelCommand::SetChannel {
            channel: channel(),
            fields: vec![ChannelField::Title(words("The shop"))],
        });
        let items = ["MUG", "CUP", "SET"].map(|sku| ItemChange {
            which: ItemRef::Coded {
                client: None,
                code: code(sku),
            },
            fields: vec![
                ItemField::Title(words(sku)),
                ItemField::Barcode {
                    code: code(&format!("B-{sku}")),
                    level: Some(BarcodeLevel::Each),
                },
            ],
        });
        self.does(CatalogCommand::SetItems {
            items: items.into(),
        });
        self.does(CatalogCommand::RenameItem {
            item: item("CUP"),
            sku: code("CUP-BLUE"),
        });
        let lot = LotId {
            item: item("MUG"),
            name: Name::Coded(FirstCode::new(code("L1"))),
        };
        self.does(CatalogCommand::SetLots {
            lots: vec![LotSet {
                lot,
                fields: vec![LotField::Expiry(Some(Date { days: 30_000 }))],
            }],
        });
        self.does(CatalogCommand::SetRecipe(RecipeSet {
            item: item("SET"),
            kind: RecipeKind::Kit,
            from: Date { days: 20_000 },
            makes: units(1),
            components: vec![
                Component {
                    item: item("MUG"),
                    units: units(2),
                },
                Component {
                    item: item("CUP"),
                    units: units(1),
                },
            ],
        }));
        let hired = self.does(PeopleCommand::AddOperator {
            fields: vec![OperatorField::Code(code("PICKER"))],
            rows: vec![row(Slot::Pin, 4)],
            roles: vec![RoleGiven {
                role: Role::Picker,
                restrictions: Vec::new(),
            }],
        });
        let picker = OperatorId(opened(&hired));
        self.does(PeopleCommand::SetOperator {
            operator: picker,
            fields: vec![OperatorField::Code(code("PIC"))],
            rows: Vec::new(),
        });
        let granted = self.does(PeopleCommand::Grant {
            operator: picker,
            role: RoleGiven {
                role: Role::Packer,
                restrictions: Vec::new(),
            },
        });
        self.does(PeopleCommand::Revoke {
            grant: at(&granted, 0, 0),
        });
        let packer = RoleGiven {
            role: Role::Packer,
            restrictions: Vec::new(),
        };
        self.does(PeopleCommand::Grant {
            operator: picker,
            role: packer,
        });
        picker
    }

    fn take_goods_in(&mut self, picker: OperatorId) {
        let file = |number: u64| StockFile {
            warehouse: warehouse("W1"),
            rows: vec![
                FileStock {
                    at: location("A1"),
                    goods: goods("MUG"),
                    units: SeenUnits::new(number).expect("units"),
                },
                FileStock {
                    at: location("A2"),
                    goods: goods("CUP"),
                    units: SeenUnits::new(12).expect("units"),
                },
            ],
            happened_at: None,
            source: None,
        };
        self.does(ReceivingCommand::ReadStock(file(20)));
        self.does(ReceivingCommand::ReadStock(file(21)));
        let about = || {
            Box::new(ReceiptOpened {
                warehouse: crate::tablets::warehouse("W1"),
                client: None,
                supplier: Some(party("ACME")),
                reference: Some(code("D-1")),
                due: None,
                came_at: None,
                expected: Vec::new(),
                source: None,
            })
        };
        let receipt = self.does(ReceivingCommand::Open { opened: about() });
        let receipt = ReceiptId(opened(&receipt));
        let receive = |what: Goods, number: u64| ReceivingCommand::Receive {
            receipt,
            goods: Box::new(ReceiveGoods {
                expected: None,
                goods: what,
                from: None,
                to: bin("A3"),
                units: units(number),
                serials: vec![Serials::One(code(&format!("SN-{number}")))],
            }),
        };
        let received = self.does(receive(of_lot("MUG", "L1"), 1));
        self.does(ReceivingCommand::Undo {
            receipt,
            received: at(&received, 0, 0),
        });
        let more = ReceiveGoods {
            expected: None,
            goods: of_lot("MUG", "L1"),
            from: None,
            to: bin("A3"),
            units: units(6),
            serials: Vec::new(),
        };
        self.does(ReceivingCommand::Receive {
            receipt,
            goods: Box::new(more),
        });
        self.does(ReceivingCommand::Close { receipt });
        let moved = self.does(StockCommand::Move(MoveUnits {
            goods: of_lot("MUG", "L1"),
            from: bin("A3"),
            to: bin("A2"),
            units: units(2),
            serials: Vec::new(),
        }));
        self.does(StockCommand::Undo {
            moved: at(&moved, 0, 0),
        });
        self.does(StockCommand::Adjust(AdjustUnits {
            goods: goods("MUG"),
            at: bin("A1"),
            units: units(1),
            more: false,
            reason: LossReason::Damaged,
            serials: Vec::new(),
        }));
        let opened = goods("CUP").graded(Condition::Opened);
        self.does(StockCommand::Change(ChangeUnits {
            goods: goods("CUP"),
            becomes: opened,
            at: bin("A2"),
            units: units(1),
            serials: Vec::new(),
        }));
        self.does(StockCommand::LearnSerials {
            item: item("CUP"),
            at: bin("A2"),
            serials: vec![Serials::One(code("CUP-1"))],
        });
        let count = |kind, number| {
            CountingCommand::Count(Box::new(CountPlace {
                kind,
                place: bin("A3"),
                covers: Covers::Loose,
                seen: vec![Seen {
                    within: None,
                    what: SeenWhat::Goods(of_lot("MUG", "L1")),
                    units: SeenUnits::new(number).expect("units"),
                    serials: Vec::new(),
                }],
                containers: Vec::new(),
                shown: false,
                after: None,
            }))
        };
        self.does(count(ObservationKind::Count, 6));
        let first = self.does_as(picker, count(ObservationKind::CountToApprove, 5));
        self.does(CountingCommand::Reject {
            count: at(&first, 0, 0),
            place: bin("A3"),
        });
        let second = self.does_as(picker, count(ObservationKind::CountToApprove, 6));
        self.does(CountingCommand::Approve {
            count: at(&second, 0, 0),
            place: bin("A3"),
        });
    }

    fn take_orders_in(&mut self) {
        let unknown = PlacedLine {
            item: LineItem::Unknown,
            ..wanted_line("MUG-OLD", 1)
        };
        let mut doubted = record("1002", vec![wanted_line("MUG", 2)]);
        doubted.placed.doubts = vec![Doubt::Time];
        let mut kit = record("1003", vec![wanted_line("SET", 1)]);
        kit.placed.doubts = vec![Doubt::Time];
        let records = vec![
            record("1001", vec![wanted_line("MUG", 3), wanted_line("CUP", 2)]),
            doubted,
            kit,
            record("1004", vec![unknown]),
            record("1005", vec![wanted_line("CUP", 1)]),
        ];
        self.does(OrderCommand::TakeIn { records });
        let mut again = record("1005", vec![wanted_line("CUP", 1)]);
        again.placed.service = Some(code("EXPRESS"));
        again.placed.updated_at = Some(depo::trade::quantity::SourceTime::Exact(
            depo::trade::quantity::Instant { ms: DAY + 60_000 },
        ));
        self.does(OrderCommand::TakeIn {
            records: vec![again],
        });
        self.does(OrderCommand::MatchLine {
            order: order_id("1004"),
            line: wanted_line("MUG-OLD", 1).key,
            item: item("MUG"),
        });
        self.does(OrderCommand::SettleDoubt {
            order: order_id("1003"),
            doubt: Doubt::Time,
        });
        self.does(OrderCommand::AliasKey {
            order: order_id("1001"),
            key: OrderKey::Id(code("gid-1001")),
        });
        self.does(OrderCommand::AliasLine {
            order: order_id("1001"),
            line: wanted_line("MUG", 3).key,
            key: LineKey::Id(code("line-1")),
        });
        self.does(OrderCommand::AddLines {
            order: order_id("1002"),
            lines: vec![wanted_line("CUP", 1)],
        });
        self.does(OrderCommand::Verify {
            orders: vec![order_id("1002")],
        });
        self.does(OrderCommand::UndoVerification {
            order: order_id("1002"),
        });
        self.does(OrderCommand::Verify {
            orders: vec![order_id("1002")],
        });
        let held = HeldOrder {
            order: order_id("1001"),
            rows: vec![row(Slot::Note, 5)],
        };
        let hold = self.does(OrderCommand::PlaceHold {
            orders: vec![held],
            kind: HoldKind::Operator,
            until: None,
        });
        self.does(OrderCommand::ReleaseHold {
            order: order_id("1001"),
            hold: HoldRef::Opened(HoldId(opened(&hold))),
        });
        let destination = Destination {
            country: None,
            region: None,
            post_code_start: None,
            answers: vec![AddressAnswer::Complete],
        };
        self.does(OrderCommand::GiveAddress {
            given: AddressGiven {
                order: order_id("1002"),
                destination,
                rows: vec![row(Slot::Recipient, 6)],
            },
        });
        self.does(OrderCommand::SetFields {
            order: order_id("1001"),
            fields: vec![OrderField::Priority(2)],
        });
        let cancelled = self.does(OrderCommand::CancelUnits {
            order: order_id("1001"),
            lines: vec![UnitsOfLine {
                line: wanted_line("CUP", 2).key,
                units: units(1),
            }],
            why: CancelReason::Customer,
            rows: vec![row(Slot::Message, 7)],
        });
        self.does(OrderCommand::UndoCancellation {
            order: order_id("1001"),
            cancellation: at(&cancelled, 0, 0),
        });
        let payment = PaymentRecorded {
            order: order_id("1001"),
            method: PaymentMethod::Card,
            stage: PaymentStage::Authorised,
            money: euros(50),
            source: None,
            rows: vec![row(Slot::PaymentReference, 8)],
        };
        let paid = self.does(MoneyCommand::RecordPayment { payment });
        self.does(MoneyCommand::SettlePayment {
            order: order_id("1001"),
            payment: at(&paid, 0, 0),
            money: euros(50),
        });
        let refund = Refunded {
            order: order_id("1001"),
            rma: None,
            method: PaymentMethod::Card,
            money: euros(5),
            units: Vec::new(),
            rows: Vec::new(),
        };
        let refunded = self.does(MoneyCommand::Refund { refund });
        self.does(MoneyCommand::Void {
            order: order_id("1001"),
            fact: at(&refunded, 0, 0),
        });
        let credit = depo::trade::money::credit::IncomingCredit {
            channel: channel(),
            number: code("C-1"),
            written_at: depo::trade::quantity::SourceTime::Exact(depo::trade::quantity::Instant {
                ms: DAY + 120_000,
            }),
            customer: None,
            total: euros(1),
            lines: Vec::new(),
            source: depo::trade::orders::SourceRecord {
                file: [9; 16],
                row: 2,
            },
        };
        self.does(MoneyCommand::TakeCredits {
            credits: vec![credit],
        });
    }

    fn route(&mut self) {
        let w1 = warehouse("W1");
        let executor = || Executor::Warehouse(warehouse("W1"));
        self.does(FulfilmentCommand::Explode {
            order: order_id("1003"),
            line: wanted_line("SET", 1).key,
            recipe: None,
        });
        self.does(AllocationCommand::Allocate {
            orders: vec![order_id("1001"), order_id("1003"), order_id("1004")],
            route_to: Some(w1),
        });
        let unit = |sku: &str| UnitsToRoute {
            line: wanted_line(sku, 1).key,
            part: Part::Line,
            units: units(1),
            substitute: None,
        };
        self.does(FulfilmentCommand::Route {
            order: order_id("1002"),
            executor: executor(),
            units: vec![unit("MUG")],
            due: None,
        });
        self.does(FulfilmentCommand::Route {
            order: order_id("1002"),
            executor: executor(),
            units: vec![unit("MUG"), unit("CUP")],
            due: None,
        });
        let [first, second] = self.fulfilments("1002")[..] else {
            unreachable!("two fulfilment orders")
        };
        let one = |units_of: u64| {
            vec![PartUnits {
                line: 0,
                units: units(units_of),
            }]
        };
        self.does(FulfilmentCommand::Move {
            fulfilment: first,
            units: one(1),
            to: MoveTo::Another(second),
        });
        let requested = self.does(FulfilmentCommand::RequestBack {
            fulfilment: second,
            lines: vec![LineUnits {
                line: 0,
                units: units(1),
            }],
        });
        self.does(FulfilmentCommand::Answer {
            fulfilment: second,
            request: at(&requested, 0, 0),
            given: true,
        });
        let held = self.does(FulfilmentCommand::Hold {
            fulfilment: second,
            until: None,
        });
        self.does(FulfilmentCommand::ReleaseHold {
            fulfilment: second,
            hold: at(&held, 0, 0),
        });
        self.does(AllocationCommand::Deallocate {
            fulfilments: self.fulfilments("1004"),
        });
        let of = line(self.fulfilments("1001")[0], 0);
        let pinned = self.does(AllocationCommand::Pin(Pinned {
            line: of.clone(),
            to: PinnedTo::Location(location("A1")),
            units: units(1),
        }));
        self.does(AllocationCommand::Unpin {
            line: of,
            pin: at(&pinned, 0, 0),
        });
    }

    fn pick_and_pack(&mut self, picker: OperatorId) -> (ParcelId, DemandLine, Goods) {
        let w1 = warehouse("W1");
        let first = self.fulfilments("1001")[0];
        let batch = self.does(PickingCommand::Release {
            warehouse: w1,
            documents: vec![first],
            cart: None,
        });
        let batch = BatchId(opened(&batch));
        let document = DemandDocument::FulfilmentOrder(first);
        let assign = || PickingCommand::AssignTote {
            batch,
            document: document.clone(),
            tote: tote("T1"),
        };
        let assigned = self.does(assign());
        self.does(PickingCommand::UndoTote {
            batch,
            tote: at(&assigned, 0, 0),
        });
        self.does(assign());
        let tasks = self
            .site
            .state()
            .batch(&batch)
            .and_then(|batch| batch.released())
            .map(|(_, released)| released.tasks.clone())
            .expect("tasks");
        for (number, task) in (0..).zip(&tasks) {
            if let depo::trade::place::Place::Location(place) = &task.from {
                self.does(PickingCommand::Reach {
                    batch,
                    location: place.clone(),
                });
            }
            let take = |count| {
                PickingCommand::Take(TakeUnits {
                    batch,
                    task: number,
                    units: units(count),
                    goods: None,
                    becomes: None,
                    from: None,
                    serials: Vec::new(),
                })
            };
            if number == 0 {
                let taken = self.does(take(1));
                self.does(PickingCommand::UndoPick {
                    batch,
                    pick: at(&taken, 0, 0),
                });
                self.does(take(task.units.get() - 1));
                let short = || {
                    PickingCommand::Short(ShortUnits {
                        batch,
                        task: 0,
                        units: None,
                        seen: SeenUnits::new(0),
                        after: None,
                        reason: ShortReason::NotThere,
                    })
                };
                let shorted = self.does(short());
                self.does(PickingCommand::UndoShort {
                    batch,
                    short: at(&shorted, 0, 0),
                });
                self.does(short());
            } else {
                self.does(take(task.units.get()));
            }
        }
        self.does(PickingCommand::Finish { batch });
        let parcel = self.does(PackingCommand::Open {
            at: location("OUT"),
            carton: None,
        });
        let parcel = ParcelId(opened(&parcel));
        let spare = self.does(PackingCommand::Open {
            at: location("OUT"),
            carton: None,
        });
        self.does(PackingCommand::Cancel {
            parcel: ParcelId(opened(&spare)),
        });
        let task = &tasks[1];
        let pack = |count| {
            PackingCommand::Pack(Box::new(PackUnits {
                same_address: false,
                parcel,
                line: task.line.clone(),
                goods: task.goods.clone(),
                from: inside("T1"),
                units: units(count),
                serials: Vec::new(),
            }))
        };
        let packed = self.does(pack(1));
        self.does(PackingCommand::UndoPack {
            parcel,
            packed: at(&packed, 0, 0),
        });
        self.does(pack(task.units.get()));
        let close = |weight| {
            PackingCommand::Close(ParcelClosed {
                parcel,
                carton: None,
                weight_g: Some(weight),
                size: None,
                declared: None,
            })
        };
        self.does(close(500));
        self.does(PackingCommand::Reopen { parcel });
        self.does(close(510));
        self.does(PackingCommand::Measure {
            parcel,
            weight_g: Some(505),
            size: None,
        });
        self.does_as(picker, PackingCommand::Check { parcel });
        // What is left in the tote stays until nobody wants it.
        let mug = &tasks[0];
        let back = PutBack {
            line: mug.line.clone(),
            goods: mug.goods.clone(),
            from: tote("T1"),
            to: bin("A2"),
            units: units(1),
            serials: Vec::new(),
        };
        let refused = self.tries(&PickingCommand::PutBack(back.clone()).into());
        assert!(refused.is_err(), "it is still wanted");
        (parcel, task.line.clone(), task.goods.clone())
    }

    fn send(&mut self, parcel: ParcelId) {
        let labelled = |number: Option<&str>| {
            ShippingCommand::Label(ParcelLabelled {
                parcel,
                carrier: party("DHL"),
                service: None,
                number: number.map(code),
                insured: None,
                collect: None,
                return_number: None,
            })
        };
        self.does(labelled(Some("JD0001")));
        self.does(ShippingCommand::Void { parcel });
        self.does(labelled(None));
        self.does(ShippingCommand::GiveNumber {
            parcel,
            number: code("JD0002"),
        });
        let left = self.does(ShippingCommand::HandOver { parcel });
        self.does(ShippingCommand::UndoHandOver {
            parcel,
            hand_over: at(&left, 0, 0),
        });
        let left = self.does(ShippingCommand::HandOver { parcel });
        let answer = self.does(ChannelCommand::WriteAnswer(AnswerWritten {
            channel: channel(),
            kind: AnswerKind::Parcels,
            form: AnswerForm::Shopify,
            told: vec![Told::Parcel {
                parcel,
                hand_over: at(&left, 0, 0),
            }],
        }));
        self.does(ChannelCommand::TakeAnswerBack {
            channel: channel(),
            answer: at(&answer, 0, 0),
        });
        let lost = self.does(ShippingCommand::Lose { parcel });
        self.does(ShippingCommand::UndoLoss {
            parcel,
            lost: at(&lost, 0, 0),
        });
        let deliver = || {
            ShippingCommand::Deliver(DeliverParcel {
                parcel,
                at: None,
                damaged: Vec::new(),
                rows: vec![row(Slot::Signature, 10)],
            })
        };
        let delivered = self.does(deliver());
        self.does(ShippingCommand::UndoDelivery {
            parcel,
            delivery: at(&delivered, 0, 0),
        });
        self.does(deliver());
    }

    fn take_back(&mut self, of: DemandLine, sent: Goods) {
        let lines = vec![ReturnLine {
            line: of.clone(),
            goods: sent.clone(),
            units: units(1),
            reason: ReturnReason::Unwanted,
        }];
        let rma = self.does(ReturnCommand::Authorise(ReturnAuthorised {
            order: Some(order_id("1001")),
            lines,
            rows: vec![row(Slot::Message, 11)],
        }));
        let rma = ReturnId(opened(&rma));
        let back = || {
            vec![BackUnits {
                line: Some(of.clone()),
                goods: sent.clone(),
                units: units(1),
                serials: Vec::new(),
            }]
        };
        let received = self.does(ReturnCommand::Receive {
            rma,
            at: bin("RET"),
            units: back(),
        });
        self.does(ReturnCommand::UndoReceipt {
            rma,
            received: at(&received, 0, 0),
        });
        self.does(ReturnCommand::Receive {
            rma,
            at: bin("RET"),
            units: back(),
        });
        let decide = || {
            ReturnCommand::Decide(Box::new(DecideUnits {
                rma,
                line: Some(of.clone()),
                goods: sent.clone(),
                becomes: Some(sent.graded(Condition::Opened)),
                from: bin("RET"),
                to: Some(bin("A2")),
                units: units(1),
                disposition: Disposition::Restock,
                serials: Vec::new(),
            }))
        };
        let decided = self.does(decide());
        self.does(ReturnCommand::UndoDecision {
            rma,
            decided: at(&decided, 0, 0),
        });
        self.does(decide());
        self.does(ReturnCommand::Close { rma });
    }

    fn settle_persons_and_names(&mut self) {
        let document = DocumentId::Order(order_id("1005"));
        self.does(PersonalCommand::WriteRows {
            document: document.clone(),
            rows: vec![row(Slot::Note, 12)],
        });
        self.does(OrderCommand::CancelOrders {
            orders: vec![order_id("1005")],
            why: CancelReason::House,
        });
        let erase = || PersonalCommand::OrderErasure {
            cause: ErasureCause::Request,
            slots: vec![ErasedSlots {
                document: document.clone(),
                slots: vec![Slot::Recipient, Slot::Note],
            }],
        };
        let restricted = self.does(PersonalCommand::Restrict {
            documents: vec![document.clone()],
        });
        self.does(PersonalCommand::LiftRestriction {
            restriction: at(&restricted, 0, 0),
        });
        let first = self.does(erase());
        self.does(PersonalCommand::RevokeErasure {
            erasure: ErasureId(opened(&first)),
        });
        let second = self.does(erase());
        self.does(PersonalCommand::ExecuteErasure {
            erasure: ErasureId(opened(&second)),
            alone: true,
        });
        self.does(IdentityCommand::OpenPlaceholder {
            kind: PlaceholderKind::Party,
            written: Some(code("WHO")),
        });
        let merged = self.does(IdentityCommand::Merge {
            pair: Pair::Parties {
                from: party("ACME"),
                into: party("DHL"),
            },
        });
        self.does(IdentityCommand::RevokeMerge {
            merge: at(&merged, 0, 0),
        });
        let key = LeaseAt {
            lease: LeaseKey::Count(crate::setup_support::bin("A1")),
            warehouse: Some(warehouse("W1")),
        };
        self.does(LeaseCommand::Take(key.clone()));
        self.does(LeaseCommand::GiveBack { leases: vec![key] });
    }

    /// A channel sends what it keeps itself, takes that back, and will not send the rest.
    fn sent_by_others(&mut self) {
        let mut line = wanted_line("CUP", 2);
        line.more = vec![LineMore::ChannelSends];
        let mut kept = record("1006", vec![line, wanted_line("MUG", 1)]);
        kept.shipped = vec![ShippedUnits {
            line: wanted_line("MUG", 1).key,
            units: 1,
        }];
        kept.placed.doubts = Vec::new();
        self.does(OrderCommand::TakeIn {
            records: vec![kept],
        });
        let [fulfilment] = self.fulfilments("1006")[..] else {
            unreachable!("one fulfilment order")
        };
        self.does(FulfilmentCommand::Ask { fulfilment });
        let sent = self.does(FulfilmentCommand::Send {
            fulfilment,
            lines: vec![LineUnits {
                line: 0,
                units: units(1),
            }],
            carrier: Some(party("DHL")),
            number: Some(code("JD0002")),
        });
        self.does(FulfilmentCommand::UndoSend {
            fulfilment,
            sent: at(&sent, 0, 1),
        });
        self.does(FulfilmentCommand::Decline { fulfilment });
    }

    fn send_a_plate_to_the_other_warehouse(&mut self) {
        let north = warehouse("W2");
        self.does(LocationCommand::SetWarehouse {
            warehouse: north.clone(),
            fields: vec![WarehouseField::Title(words("North"))],
        });
        self.does(LocationCommand::SetLocations {
            warehouse: north.clone(),
            locations: vec![LocationChange {
                which: LocationRef::Coded(code("N1")),
                fields: vec![LocationField::Kind(LocationKind::Reserve)],
            }],
        });
        self.does(StockCommand::Adjust(AdjustUnits {
            goods: goods("CUP"),
            at: inside("PLATE"),
            units: units(4),
            more: true,
            reason: LossReason::Found,
            serials: Vec::new(),
        }));
        self.does(LocationCommand::Dispatch {
            container: tote("PLATE"),
            to: north.clone(),
        });
        let dock = LocationId {
            warehouse: north,
            first: FirstCode::new(code("N1")),
        };
        self.does(LocationCommand::Arrive {
            container: tote("PLATE"),
            at: dock,
        });
    }

    fn clash_and_settle(&mut self, other: &mut Desk) {
        other.take(self);
        self.seconds += 10;
        other.seconds = self.seconds;
        let name = |text: &str| CatalogCommand::RenameItem {
            item: item("MUG"),
            sku: code(text),
        };
        self.does(name("MUG-RED"));
        other.does(name("MUG-BLUE"));
        other.does(LeaseCommand::TakeOverAll {
            from: self.site.stream(),
            reason: TakeoverReason::Lost,
        });
        self.take(other);
        let clash = self
            .clashes()
            .into_iter()
            .find(|(_, clash)| matches!(clash, Clash::FieldTwice { .. }));
        let (entry, _) = clash.expect("a field was set twice");
        self.does(ConflictCommand::Settle {
            entry,
            how: Settlement::Acknowledge,
        });
        let stranger = StreamId::new([b'X'; 16]);
        self.does(PeopleCommand::EnrolDevice {
            stream: other.site.stream(),
        });
        self.does(PeopleCommand::RevokeDevice { stream: stranger });
        other.take(self);
    }
}

/// The day, and what its two devices hold at its end.
#[track_caller]
fn day() -> (Desk, Desk) {
    let mut desk = Desk::founded();
    let picker = desk.set_up();
    let mut other = desk.joined(b'B');
    desk.take(&other);
    desk.take_goods_in(picker);
    desk.take_orders_in();
    desk.route();
    let (parcel, of, sent) = desk.pick_and_pack(picker);
    desk.send(parcel);
    desk.take_back(of, sent);
    desk.settle_persons_and_names();
    desk.sent_by_others();
    desk.send_a_plate_to_the_other_warehouse();
    desk.clash_and_settle(&mut other);
    (desk, other)
}

/// The area's number, the kind's number and its name.
type KindOf = (u64, u64);

macro_rules! kinds {
    ($($area:ident: $fact:ident),* $(,)?) => {
        fn kind(event: &Event) -> KindOf {
            let inner = match event { $(Event::$area(fact) => fact.number()),* };
            (event.number(), inner)
        }

        /// Every kind of fact, with its name.
        fn all_kinds() -> Vec<(KindOf, String)> {
            let mut all = Vec::new();
            $(
                let area = Event::NUMBERS.iter().find(|(_, name)| *name == stringify!($area)).expect("an area").0;
                all.extend($fact::NUMBERS.iter().map(|(number, name)| ((area, *number), format!("{}::{name}", stringify!($area)))));
            )*
            all
        }
    };
}

kinds! {
    Streams: StreamFact, Identity: IdentityFact, Catalog: CatalogFact, Locations: LocationFact, Parties: PartyFact,
    People: PeopleFact, Personal: PersonalFact, Channels: ChannelFact, Orders: OrderFact, Money: MoneyFact,
    Fulfilment: FulfilmentFact, Allocation: AllocationFact, Picking: PickingFact, Packing: PackingFact,
    Shipping: ShippingFact, Receiving: ReceivingFact, Counting: CountingFact, Stock: StockFact, Returns: ReturnFact,
    Settings: SettingFact, Leases: LeaseFact, Conflicts: ConflictFact,
}

/// Kinds that this day has no occasion for; scenarios of their areas have the commands that write them.
const OF_OTHER_SCENARIOS: &[&str] = &[
    "People::WaitingDecided",
    "Picking::PutBack",
    "Counting::MovementPlaced",
    "Stock::SerialsPlaced",
];

/// Kinds whose command is not there yet: it comes with what asks for it.
const WITHOUT_A_COMMAND: &[&str] = &[
    // Joining another workspace; keys and signatures; the exchange between devices; withheld events.
    "Streams::GivenUp",
    "Streams::KeyGiven",
    "Streams::ClockCompared",
    "Streams::ClockJumped",
    // Written for a command, not by one.
    "Streams::CommandGivenUp",
    "Streams::EventWithheld",
];

#[test]
fn every_kind_of_fact_is_written_by_a_command() {
    let (desk, other) = day();
    assert!(desk.site.is_proved() && other.site.is_proved());
    let (told, _) = desk.site.held().told(desk.site.history());
    let made: BTreeSet<KindOf> = told.iter().map(|told| kind(&told.event)).collect();
    let lacking: Vec<String> = all_kinds()
        .into_iter()
        .filter(|(kind, _)| !made.contains(kind))
        .map(|(_, name)| name)
        .collect();
    let known: BTreeSet<&str> = OF_OTHER_SCENARIOS
        .iter()
        .chain(WITHOUT_A_COMMAND)
        .copied()
        .collect();
    let lacking: BTreeSet<&str> = lacking.iter().map(String::as_str).collect();
    assert_eq!(lacking, known);
}

fn journal_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts/journal.txt")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[track_caller]
fn unhex(text: &str) -> Vec<u8> {
    let pairs = (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&text[i..i + 2], 16));
    pairs.collect::<Result<_, _>>().expect("hexadecimal digits")
}

#[test]
fn the_day_is_written_as_it_was_byte_for_byte() {
    let (desk, _) = day();
    let lines: Vec<String> = desk
        .site
        .held()
        .outgoing()
        .map(|one| {
            let stream = hex(one.commit.stream.bytes());
            format!(
                "{stream} {} {} {}",
                one.commit.number,
                hex(&one.before),
                hex(&one.bytes)
            )
        })
        .collect();
    if std::env::var_os("DEPO_WRITE_JOURNAL").is_some() {
        fs::write(journal_file(), lines.join("\n") + "\n").expect("the journal");
    }
    let kept = fs::read_to_string(journal_file()).expect("the journal");
    for (line, made) in kept.lines().zip(&lines) {
        assert_eq!(line, made);
    }
    assert_eq!(kept.lines().count(), lines.len());
}

/// The commits of the day, as they are kept beside this file.
#[track_caller]
pub fn stored_journal() -> Vec<Incoming> {
    let kept = fs::read_to_string(journal_file()).expect("the journal");
    kept.lines()
        .map(|line| {
            let mut parts = line.split(' ');
            let mut next = || parts.next().expect("four parts");
            let stream = StreamId::new(unhex(next()).try_into().expect("16 bytes"));
            let number = next().parse().expect("a number");
            let before = unhex(next()).try_into().expect("32 bytes");
            Incoming {
                commit: CommitId { stream, number },
                before,
                bytes: unhex(next()),
            }
        })
        .collect()
}

#[test]
fn the_stored_journal_opens_and_says_what_the_day_did() {
    let commits = stored_journal();
    let (desk, _) = day();
    let joined = Site::join(
        MemoryStore::new(),
        stream(b'C'),
        commits,
        TAB,
        DAY + desk.seconds * 1_000,
    );
    let site = block_on(joined).expect("it opens");
    assert!(site.is_proved());
    assert_eq!(site.state().orders().count(), 6);
    let state = |site: &Site<MemoryStore>| {
        let ledger = site.state().ledger.accounts();
        ledger
            .map(|(place, what, account)| format!("{place:?} {what:?} {}", account.balance()))
            .collect::<Vec<_>>()
    };
    assert_eq!(state(&site), state(&desk.site));
}
