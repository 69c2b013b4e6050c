//! The demo: two weeks by real commands, and the same for the same seed and time.

use crate::desk::*;
use depo::intake::demo::{Demo, OWNER, Step, founding};
use depo::intake::setup;
use depo::site::{Asked, Site, Workspace};
use depo::storage::memory::MemoryStore;
use depo::stream::commands::Sent;
use depo::stream::facts::{Kind, WorkspaceName};
use depo::stream::id::StreamId;
use depo::trade::catalog::ItemField;
use depo::trade::locations::LocationKind;
use depo::trade::orders::status::{CommercialStatus, FulfilmentStatus};
use depo::trade::packing::parcel::ParcelStatus;
use depo::trade::people::OperatorField;
use depo::trade::quantity::Country;
use depo::trade::text::Words;
use depo::view::names::recipient;
use futures_executor::block_on;
use std::collections::{BTreeMap, BTreeSet};

const TAB: [u8; 8] = *b"the-demo";

/// Plays the demo. What is refused is told with its number.
#[track_caller]
pub fn played(seed: u64, now_ms: i64) -> Workspace<MemoryStore> {
    let mut demo = Demo::new(seed, now_ms);
    let name = WorkspaceName::new("Demo").expect("a name");
    let founding = founding(name).expect("a founding");
    let stream = StreamId::new([9; 16]);
    let found = Site::found(MemoryStore::new(), stream, founding, TAB, demo.founded_at());
    let workspace = Workspace::new(block_on(found).expect("it is founded").0);
    let mut steps = 0u64;
    let mut last_ms = demo.founded_at();
    while let Some(step) = workspace.read(|at| demo.next(at)).expect("texts") {
        let Step {
            command,
            rows,
            operator,
            at_ms,
        } = step;
        steps += 1;
        assert!(
            at_ms >= last_ms && at_ms <= now_ms,
            "step {steps}: {command:?}"
        );
        last_ms = at_ms;
        let asked = |workspace: &Workspace<MemoryStore>| {
            let (stream, counter) = workspace.next(&TAB);
            Asked {
                sent: Sent {
                    stream,
                    session: TAB,
                    counter,
                    content: [0; 8],
                },
                operator,
                now_ms: at_ms,
                today: at_ms.div_euclid(86_400_000),
            }
        };
        let done = block_on(workspace.run(asked, &command, &rows));
        assert!(done.is_ok(), "step {steps}: {command:?}: {done:?}");
    }
    let about = Demo::STEPS_ABOUT;
    assert!(
        steps > about * 4 / 5 && steps < about * 6 / 5,
        "{steps} steps"
    );
    workspace
}

#[test]
fn two_weeks_leave_orders_parcels_and_returns_in_every_state() {
    let workspace = played(7, MORNING);
    assert!(workspace.is_proved());
    workspace.read(|at| {
        let mut fulfilment: BTreeMap<String, usize> = BTreeMap::new();
        for order in at.state.orders() {
            let status = at.state.fulfilment_status(order);
            *fulfilment.entry(format!("{status:?}")).or_default() += 1;
        }
        println!("{fulfilment:?}");
        let of =
            |status: FulfilmentStatus| fulfilment.get(&format!("{status:?}")).copied().unwrap_or(0);
        for status in [
            FulfilmentStatus::Waiting,
            FulfilmentStatus::Allocated,
            FulfilmentStatus::Picking,
            FulfilmentStatus::Packed,
            FulfilmentStatus::Shipped,
            FulfilmentStatus::Delivered,
        ] {
            assert!(of(status) > 0, "{status:?}: {fulfilment:?}");
        }
        assert_eq!(at.state.orders().count(), 60);
        let relations = at.relations();
        let doubtful = at
            .state
            .orders()
            .filter(|o| !o.doubts(&relations).is_empty())
            .count();
        assert!((5..12).contains(&doubtful), "{doubtful} in doubt");
        let closed = |order| at.state.commercial_status(order) == CommercialStatus::Completed;
        assert!(at.state.orders().any(closed));
        let parcels: BTreeSet<String> = at
            .state
            .parcels()
            .map(|(_, parcel)| format!("{:?}", parcel.status(&relations)))
            .collect();
        for status in [
            ParcelStatus::Open,
            ParcelStatus::Closed,
            ParcelStatus::Labelled,
            ParcelStatus::HandedOver,
            ParcelStatus::Delivered,
        ] {
            assert!(
                parcels.contains(&format!("{status:?}")),
                "{status:?}: {parcels:?}"
            );
        }
        let rmas: Vec<(usize, usize, bool)> = at
            .state
            .rmas()
            .map(|(_, rma)| {
                (
                    rma.received().count(),
                    rma.decided().count(),
                    rma.is_closed(),
                )
            })
            .collect();
        for wanted in [(0, 0, false), (1, 0, false), (1, 1, false), (1, 1, true)] {
            assert!(rmas.contains(&wanted), "{wanted:?}: {rmas:?}");
        }
        // Every order but one has somebody to send it to.
        let named = at
            .state
            .orders()
            .filter(|o| recipient(at, o.id()).is_some())
            .count();
        assert_eq!(named, 59);
        let open = at
            .state
            .batches()
            .filter(|(_, batch)| !batch.is_finished())
            .count();
        assert_eq!(open, 1);
        assert!(at.state.receipts().any(|(_, receipt)| !receipt.is_closed()));
        assert_eq!(at.state.warehouses().count(), 2);
        assert!(at.state.locations().count() > 80);
    });
}

#[test]
fn the_demo_is_the_same_for_the_same_seed_and_time() {
    let (one, other) = (played(3, MORNING), played(3, MORNING));
    assert_eq!(one.outgoing(), other.outgoing());
    let later = played(4, MORNING + 86_400_000 * 400);
    assert_ne!(one.outgoing(), later.outgoing());
}

#[test]
fn everybody_of_the_demo_has_a_code_and_the_workspace_says_that_it_is_one() {
    let workspace = played(11, MORNING);
    workspace.read(|at| {
        let codes: BTreeSet<String> = at
            .state
            .operators()
            .flat_map(|(_, card)| card.fields())
            .filter_map(|field| match field {
                OperatorField::Code(code) => Some(code.to_string()),
                OperatorField::Language(_) | OperatorField::Retired(_) => None,
            })
            .collect();
        assert_eq!(codes.len(), 7);
        assert!(codes.contains(OWNER));
        let titled = at.state.items().all(|(_, card)| {
            let mut fields = card.fields();
            fields.any(|field| matches!(field, ItemField::Title(_)))
        });
        assert!(titled);
    });
    assert_eq!(
        founding(WorkspaceName::new("Demo").expect("a name")).map(|it| it.kind),
        Ok(Kind::Demo)
    );
}

#[test]
fn a_first_warehouse_has_what_the_floor_needs() {
    let shop = Shop::founded(1);
    let about = setup::FirstWarehouse {
        code: code("MAIN"),
        title: Words::new("Hauptlager").ok(),
        zone: Some(code("Europe/Berlin")),
        country: Country::new("DE"),
        works: [true, true, true, true, true, false, false],
        aisles: setup::Aisles { aisles: 2, bins: 3 },
    };
    for command in setup::first_warehouse(&about).expect("commands") {
        shop.does(command);
    }
    shop.does(setup::by_hand(None, None).expect("a command"));
    shop.does(setup::carrier(&code("DHL"), &[code("PAKET")]));
    shop.read(|at| {
        let warehouse = setup::warehouse(&code("MAIN"));
        let kinds: BTreeSet<String> = at
            .state
            .locations()
            .flat_map(|(_, card)| card.fields())
            .filter_map(|field| match field {
                depo::trade::locations::LocationField::Kind(kind) => Some(format!("{kind:?}")),
                _ => None,
            })
            .collect();
        for kind in [
            LocationKind::Pick,
            LocationKind::Receiving,
            LocationKind::Returns,
            LocationKind::Station,
            LocationKind::Staging,
        ] {
            assert!(kinds.contains(&format!("{kind:?}")), "{kind:?}");
        }
        // The walk goes up one aisle and down the next.
        let walk: Vec<String> = at
            .state
            .pick_sequence(&warehouse)
            .into_iter()
            .map(|(_, location)| depo::view::names::location_code(at, location).to_owned())
            .filter(|code| code.contains('-') && !code.starts_with("PACK"))
            .collect();
        assert_eq!(walk, ["A-01", "A-02", "A-03", "B-03", "B-02", "B-01"]);
        assert!(at.state.channel(&setup::channel(&code("desk"))).is_some());
    });
}
