//! Setting up what is sold and where it is kept.

use crate::setup_support::*;
use crate::support::{code, units};
use crate::tablets::{DAY, Tablet, exchange, warehouse};
use depo::trade::Event;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::catalog::lookup::{Found, LeadsBy, Lookup, Whose, shown_sku};
use depo::trade::catalog::{BarcodeLevel, BaseUnit, ItemField, LotField, LotSet, RecipeKind};
use depo::trade::channels::ChannelField;
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::decide::refusal::Refusal;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::goods::{Goods, Wanted};
use depo::trade::id::{ContainerId, DocumentId, FirstCode, ItemId, LotId, Name, PartyId};
use depo::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use depo::trade::locations::{
    ContainerField, ContainerKind, LocationFact, LocationField, Standing,
};
use depo::trade::parties::PartyField;
use depo::trade::parties::commands::PartyCommand;
use depo::trade::quantity::{Currency, Day};
use depo::trade::settings::Setting;
use depo::trade::settings::commands::SettingCommand;
use depo::trade::state::entries::Clash;
use depo::trade::state::promise::Freshness;
use depo::trade::stock::posting::AccountKey;

fn rename(from: &ItemId, to: &str) -> SetupCommand {
    SetupCommand::Catalog(CatalogCommand::RenameItem {
        item: from.clone(),
        sku: code(to),
    })
}

fn barcode(text: &str) -> ItemField {
    ItemField::Barcode {
        code: code(text),
        level: Some(BarcodeLevel::Each),
    }
}

#[track_caller]
fn leads(tablet: &Tablet, text: &str, to: &ItemId, by: LeadsBy) {
    let found = tablet.state.look_up_item(&code(text), Whose::Client(None));
    let expected = Found {
        item: to.clone(),
        units: units(1),
        by,
    };
    assert_eq!(found, Lookup::One(expected));
}

#[test]
fn a_renamed_item_keeps_stock_and_is_found_by_its_old_code() {
    let mut a = shop(&[("MUG", 5)]);
    run(&mut a, 10, rename(&item("MUG"), "CUP"));
    let mut b = Tablet::joining(b'B', &a);
    let stock = AccountKey::new(bin("A1"), Goods::new(item("MUG")));
    assert_eq!(b.state.ledger.balance(&stock), 5);
    leads(&b, "MUG", &item("MUG"), LeadsBy::Former);
    leads(&b, "CUP", &item("MUG"), LeadsBy::Current);
    // Renamed once more, all three lead there; a file that still says the first sets the same item.
    run(&mut b, 20, rename(&item("MUG"), "BEAKER"));
    leads(&b, "CUP", &item("MUG"), LeadsBy::Former);
    run(
        &mut b,
        21,
        set_item("MUG", vec![ItemField::WeightMg(Some(300_000))]),
    );
    exchange(&mut a, &mut b);
    assert_eq!(a.state.items().count(), 1);
    let card = a.state.item(&item("MUG"));
    assert_eq!(shown_sku(&item("MUG"), card), Some(&code("BEAKER")));
    // What is called so now goes before what was once.
    let another = SetupCommand::Catalog(CatalogCommand::SetItems {
        items: vec![ItemChange {
            which: ItemRef::Another {
                client: None,
                code: code("MUG"),
            },
            fields: Vec::new(),
        }],
    });
    run(&mut a, 30, another);
    let second = ItemId {
        client: None,
        name: Name::Coded(FirstCode {
            code: code("MUG"),
            generation: 1,
        }),
    };
    leads(&a, "MUG", &second, LeadsBy::Current);
    a.is_proved();
}

#[test]
fn a_code_is_given_again_only_once_its_item_is_retired() {
    let mut a = shop(&[("MUG", 0)]);
    let another = || {
        SetupCommand::Catalog(CatalogCommand::SetItems {
            items: vec![ItemChange {
                which: ItemRef::Another {
                    client: None,
                    code: code("MUG"),
                },
                fields: Vec::new(),
            }],
        })
    };
    let taken = Refusal::CodeTaken {
        code: code("MUG"),
        by: DocumentId::Item(item("MUG")),
    };
    assert_eq!(refused(&a, 5, another()), taken);
    run(&mut a, 6, set_item("MUG", vec![ItemField::Retired(true)]));
    assert_eq!(
        refused(&a, 7, set_item("MUG", vec![barcode("1")])),
        Refusal::Retired(DocumentId::Item(item("MUG")))
    );
    run(&mut a, 8, another());
    assert_eq!(a.state.items().count(), 2);
    // From now on the code is the new item's.
    run(&mut a, 9, set_item("MUG", vec![barcode("1")]));
    assert_eq!(
        a.state
            .items()
            .filter(|(_, card)| card.fields().count() > 0)
            .count(),
        2
    );
}

#[test]
fn what_is_so_already_is_refused_and_the_unit_is_fixed_by_the_first_movement() {
    let mut a = shop(&[("MUG", 5), ("TEA", 0)]);
    run(
        &mut a,
        5,
        set_item("MUG", vec![ItemField::WeightMg(Some(1))]),
    );
    let again = set_item("MUG", vec![ItemField::WeightMg(Some(1))]);
    assert_eq!(refused(&a, 6, again), Refusal::NothingToDo);
    let grams = vec![ItemField::BaseUnit(BaseUnit::Gram)];
    run(&mut a, 7, set_item("TEA", grams.clone()));
    assert_eq!(
        refused(&a, 8, set_item("MUG", grams)),
        Refusal::BaseUnitFixed(item("MUG"))
    );
}

#[test]
fn a_gtin_is_found_however_many_digits_it_has_and_never_given_twice() {
    let mut a = shop(&[("MUG", 0), ("TEA", 0)]);
    let pack = ItemField::Barcode {
        code: code("14006381333938"),
        level: Some(BarcodeLevel::Pack { units: units(6) }),
    };
    run(
        &mut a,
        5,
        set_item("MUG", vec![barcode("4006381333931"), pack]),
    );
    leads(&a, "04006381333931", &item("MUG"), LeadsBy::Current);
    let of_pack = a
        .state
        .look_up_item(&code("14006381333938"), Whose::Anybody);
    assert!(matches!(of_pack, Lookup::One(found) if found.units == units(6)));
    let other = refused(&a, 6, set_item("TEA", vec![barcode("04006381333931")]));
    assert!(
        matches!(other, Refusal::CodeTaken { by: DocumentId::Item(by), .. } if by == item("MUG"))
    );
    // Taken away it leads nowhere any more but to what it once was.
    let away = ItemField::Barcode {
        code: code("4006381333931"),
        level: None,
    };
    run(&mut a, 7, set_item("MUG", vec![away]));
    run(&mut a, 8, set_item("TEA", vec![barcode("4006381333931")]));
    leads(&a, "4006381333931", &item("TEA"), LeadsBy::Current);
}

fn client(text: &str) -> PartyId {
    PartyId {
        name: Name::Coded(FirstCode::new(code(text))),
    }
}

#[test]
fn two_clients_with_equal_skus_never_mix() {
    let mut a = shop(&[]);
    for text in ["ANNA", "BERT"] {
        let party = SetupCommand::Parties(PartyCommand::SetParty {
            party: client(text),
            fields: vec![PartyField::Code(code(text))],
            rows: Vec::new(),
        });
        run(&mut a, 5, party.clone());
        assert_eq!(refused(&a, 6, party), Refusal::NothingToDo);
        let items = SetupCommand::Catalog(CatalogCommand::SetItems {
            items: vec![ItemChange {
                which: ItemRef::Coded {
                    client: Some(client(text)),
                    code: code("MUG"),
                },
                fields: vec![barcode("4006381333931")],
            }],
        });
        run(&mut a, 7, items);
        let shop = SetupCommand::Channels(ChannelCommand::SetChannel {
            channel: channel(text),
            fields: vec![ChannelField::Client(Some(client(text)))],
        });
        run(&mut a, 8, shop);
    }
    let (anna, bert) = (client("ANNA"), client("BERT"));
    let of = |owner: &PartyId| Goods {
        owner: Some(owner.clone()),
        ..Goods::new(item_of(Some(owner), "MUG"))
    };
    let stock = vec![
        found(of(&anna), bin("A1"), 3),
        found(of(&bert), bin("A1"), 4),
    ];
    a.write(10, Some(&warehouse("W1")), stock);
    for (owner, there) in [(&anna, 3), (&bert, 4)] {
        let wanted = Wanted {
            owner: Some(owner.clone()),
            ..Wanted::item(item_of(Some(owner), "MUG"))
        };
        let key = a.state.promise_key(&warehouse("W1"), &wanted);
        let promises = a.state.promises(&Freshness::default(), &a.relations());
        assert_eq!(promises[&key].available(), there);
        let found = a
            .state
            .look_up_item(&code("MUG"), Whose::Client(Some(owner)));
        assert!(matches!(found, Lookup::One(found) if found.item == wanted.item));
    }
    let by_channel = a
        .state
        .look_up_item(&code("MUG"), Whose::Channel(&channel("BERT")));
    assert!(matches!(by_channel, Lookup::One(found) if found.item == item_of(Some(&bert), "MUG")));
    // On the floor the scan is told to be ambiguous.
    let floor = a.state.look_up_item(&code("4006381333931"), Whose::Anybody);
    assert!(matches!(floor, Lookup::Several(found) if found.len() == 2));
}

pub fn lot(text: &str) -> LotId {
    LotId {
        item: item("TEA"),
        name: Name::Coded(FirstCode::new(code(text))),
    }
}

pub fn set_lot(text: &str, fields: Vec<LotField>) -> SetupCommand {
    SetupCommand::Catalog(CatalogCommand::SetLots {
        lots: vec![LotSet {
            lot: lot(text),
            fields,
        }],
    })
}

#[test]
fn a_recalled_lot_is_promised_to_nobody() {
    let mut a = shop(&[("TEA", 0)]);
    let today = DAY / 86_400_000;
    let until = |days: i64| LotField::Expiry(Some(Day { days: today + days }));
    run(&mut a, 5, set_lot("L1", vec![until(100)]));
    run(&mut a, 6, set_lot("L2", vec![until(10)]));
    let goods = |text: &str| Goods {
        lot: Some(lot(text).name),
        ..Goods::new(item("TEA"))
    };
    let stock = vec![
        found(goods("L1"), bin("A1"), 5),
        found(goods("L2"), bin("A2"), 3),
    ];
    a.write(10, Some(&warehouse("W1")), stock);
    run(&mut a, 11, set_lot("L1", vec![LotField::Recalled(true)]));
    let order = place(&mut a, 12, "1", &[("TEA", 5)]);
    run(&mut a, 13, allocate(&[&order]));
    assert_eq!(allocated(&a, &order), 3);
    // A channel that asks for more days than the other lot has gets nothing of it.
    let days = SetupCommand::Channels(ChannelCommand::SetChannel {
        channel: channel("SHOP"),
        fields: vec![ChannelField::DaysLeft(Some(30))],
    });
    run(&mut a, 14, days);
    a.write(
        15,
        Some(&warehouse("W1")),
        vec![found(goods("L2"), bin("A2"), 9)],
    );
    let late = place(&mut a, 16, "2", &[("TEA", 1)]);
    assert_eq!(refused(&a, 17, allocate(&[&late])), Refusal::NoStock(late));
    // The code of a lot is put right, history too; another lot's code is a merge and no correction.
    run(
        &mut a,
        18,
        set_lot("L1", vec![LotField::Code(code("L1-A"))]),
    );
    assert_eq!(
        a.state.look_up_lots(&item("TEA"), &code("L1-A")),
        [lot("L1")]
    );
    assert_eq!(a.state.look_up_lots(&item("TEA"), &code("L1")), [lot("L1")]);
    let taken = refused(&a, 19, set_lot("L2", vec![LotField::Code(code("L1-A"))]));
    assert!(matches!(taken, Refusal::CodeTaken { .. }));
    assert_eq!(a.clashes(), []);
}

#[test]
fn of_two_recipes_from_one_day_the_later_is_in_force_and_it_is_an_entry() {
    let mut a = shop(&[("SET", 0), ("MUG", 0), ("TEA", 0)]);
    let mut b = Tablet::joining(b'B', &a);
    set_kit(&mut a, 10, "SET", &[("MUG", 1)]);
    let later = set_kit(&mut b, 20, "SET", &[("MUG", 1), ("TEA", 2)]);
    exchange(&mut a, &mut b);
    let today = Day {
        days: DAY / 86_400_000,
    };
    let in_force = a
        .state
        .recipe_in_force(&item("SET"), &RecipeKind::Kit, &today);
    assert_eq!(in_force.map(|(id, _)| *id), Some(later));
    assert!(
        matches!(a.clashes().as_slice(), [Clash::EditionTwice { editions, .. }] if editions.len() == 2)
    );
    let before = Day {
        days: today.days - 2,
    };
    assert_eq!(
        a.state
            .recipe_in_force(&item("SET"), &RecipeKind::Kit, &before),
        None
    );
    // A kit of itself, of nothing, or of kits is none.
    let unsound = |components: &[(&str, u64)]| {
        SetupCommand::Catalog(CatalogCommand::SetRecipe(kit("MUG", components)))
    };
    for components in [
        &[][..],
        &[("MUG", 1)],
        &[("SET", 1)],
        &[("TEA", 1), ("TEA", 2)],
    ] {
        assert_eq!(
            refused(&a, 30, unsound(components)),
            Refusal::RecipeUnsound(item("MUG"))
        );
    }
}

#[track_caller]
fn sequence(tablet: &Tablet) -> Vec<String> {
    let sequence = tablet.state.pick_sequence(&warehouse("W1"));
    let codes = sequence
        .into_iter()
        .map(|(_, location)| &location.first.code);
    codes.map(ToString::to_string).collect()
}

fn behind(text: &str, behind: Option<&str>) -> SetupCommand {
    SetupCommand::Locations(LocationCommand::MoveInSequence {
        location: location(text),
        behind: behind.map(location),
    })
}

#[test]
fn setting_up_an_aisle_again_moves_nothing() {
    let mut a = shop(&[]);
    run(&mut a, 10, behind("A3", None));
    assert_eq!(sequence(&a), ["A3", "A1", "A2"]);
    let key = |tablet: &Tablet, text: &str| {
        let sequence = tablet.state.pick_sequence(&warehouse("W1"));
        let found = sequence.into_iter().find(|(_, at)| **at == location(text));
        found.and_then(|(key, _)| key.cloned())
    };
    let before = key(&a, "A2");
    assert_eq!(
        refused(&a, 11, set_locations(&["A1", "A2", "A3"])),
        Refusal::NothingToDo
    );
    run(&mut a, 12, set_locations(&["A0", "A1", "A2", "A3", "A4"]));
    assert_eq!(sequence(&a), ["A3", "A1", "A2", "A0", "A4"]);
    assert_eq!(key(&a, "A2"), before);
    assert_eq!(
        refused(&a, 13, behind("A2", Some("A1"))),
        Refusal::NothingToDo
    );
    // Where there is no room the whole is arranged anew, and stands in the order that was asked for.
    for round in 0..300 {
        run(&mut a, 20 + round, behind("A4", Some("A3")));
        run(&mut a, 20 + round, behind("A0", Some("A3")));
    }
    assert_eq!(sequence(&a), ["A3", "A0", "A4", "A1", "A2"]);
    a.is_proved();
}

#[test]
fn a_renamed_bin_keeps_its_stock_and_is_retired_only_when_it_is_empty() {
    let mut a = shop(&[("MUG", 5)]);
    let set = |text: &str, field: LocationField| {
        SetupCommand::Locations(LocationCommand::SetLocations {
            warehouse: warehouse("W1"),
            locations: vec![LocationChange {
                which: LocationRef::Coded(code(text)),
                fields: vec![field],
            }],
        })
    };
    let taken = refused(&a, 5, set("A1", LocationField::Code(code("A2"))));
    assert!(matches!(taken, Refusal::CodeTaken { .. }));
    run(&mut a, 6, set("A1", LocationField::Code(code("B1"))));
    for text in ["A1", "B1"] {
        assert_eq!(
            a.state.look_up_locations(&warehouse("W1"), &code(text)),
            [location("A1")]
        );
    }
    assert_eq!(
        refused(&a, 7, set("B1", LocationField::Retired(true))),
        Refusal::NotEmpty(bin("A1"))
    );
    let away = moved(Goods::new(item("MUG")), bin("A1"), bin("A2"), 5);
    a.write(8, Some(&warehouse("W1")), vec![away]);
    run(&mut a, 9, set("B1", LocationField::Retired(true)));
    assert_eq!(
        refused(&a, 10, set("B1", LocationField::Zone(None))),
        Refusal::Retired(DocumentId::Location(location("A1")))
    );
}

fn tote(text: &str) -> ContainerId {
    ContainerId::Labelled(FirstCode::new(code(text)))
}

#[test]
fn a_container_never_stands_in_itself_and_an_occupied_bin_is_not_retired() {
    let mut a = shop(&[]);
    let new = |text: &str| {
        SetupCommand::Locations(LocationCommand::SetContainer {
            warehouse: warehouse("W1"),
            container: tote(text),
            fields: vec![ContainerField::Kind(ContainerKind::Tote)],
        })
    };
    let to = |text: &str, to: Standing| {
        SetupCommand::Locations(LocationCommand::MoveContainer {
            container: tote(text),
            to,
        })
    };
    run(&mut a, 5, new("T1"));
    run(&mut a, 5, new("T2"));
    run(&mut a, 6, to("T1", Standing::Location(location("A1"))));
    assert_eq!(
        refused(&a, 7, to("T1", Standing::Location(location("A1")))),
        Refusal::NothingToDo
    );
    run(&mut a, 8, to("T2", Standing::Container(tote("T1"))));
    assert_eq!(
        refused(&a, 9, to("T1", Standing::Container(tote("T2")))),
        Refusal::CannotStandThere(tote("T1"))
    );
    let retire = SetupCommand::Locations(LocationCommand::SetLocations {
        warehouse: warehouse("W1"),
        locations: vec![LocationChange {
            which: LocationRef::Known(location("A1")),
            fields: vec![LocationField::Retired(true)],
        }],
    });
    assert_eq!(refused(&a, 10, retire), Refusal::NotEmpty(bin("A1")));
    let see = SetupCommand::Locations(LocationCommand::SeeContainer {
        container: tote("T2"),
        at: Standing::Location(location("A3")),
    });
    let commits = decide(&a, 11, &see).expect("it is seen");
    assert!(matches!(
        commits[0].events.as_slice(),
        [Event::Locations(LocationFact::ContainerSeen(_))]
    ));
}

#[test]
fn settings_and_channels_change_only_what_differs() {
    let mut a = shop(&[]);
    let set = |settings: Vec<Setting>| SetupCommand::Settings(SettingCommand::Set { settings });
    run(
        &mut a,
        5,
        set(vec![Setting::WrongPins(5), Setting::PackByCount(true)]),
    );
    assert_eq!(
        refused(&a, 6, set(vec![Setting::WrongPins(5)])),
        Refusal::NothingToDo
    );
    let commits = decide(
        &a,
        7,
        &set(vec![Setting::WrongPins(5), Setting::PackByCount(false)]),
    );
    let commits = commits.expect("one differs");
    assert!(format!("{commits:?}").contains("PackByCount(false)"));
    assert!(!format!("{commits:?}").contains("WrongPins"));
    let shop = |field: ChannelField| {
        SetupCommand::Channels(ChannelCommand::SetChannel {
            channel: channel("SHOP"),
            fields: vec![field],
        })
    };
    let euro = ChannelField::Currency(Currency::new("EUR").expect("a currency"));
    run(&mut a, 8, shop(euro.clone()));
    assert_eq!(refused(&a, 9, shop(euro)), Refusal::NothingToDo);
    assert_eq!(
        refused(&a, 10, shop(ChannelField::Client(Some(client("NOBODY"))))),
        Refusal::Unknown(DocumentId::Party(client("NOBODY")))
    );
}

#[test]
fn a_table_arranges_the_whole_pick_sequence_at_once() {
    let mut a = shop(&[]);
    let arrange = |codes: &[&str]| {
        SetupCommand::Locations(LocationCommand::Arrange {
            warehouse: warehouse("W1"),
            order: codes.iter().map(|code| location(code)).collect(),
        })
    };
    run(&mut a, 10, arrange(&["A2", "A3"]));
    // What the table does not name stays behind, in its order.
    assert_eq!(sequence(&a), ["A2", "A3", "A1"]);
    assert_eq!(
        refused(&a, 11, arrange(&["A2", "A3"])),
        Refusal::NothingToDo
    );
    let unknown = DocumentId::Location(location("Z9"));
    assert_eq!(refused(&a, 12, arrange(&["Z9"])), Refusal::Unknown(unknown));
    a.is_proved();
}

#[test]
fn a_location_is_a_part_of_one_that_lives_and_never_of_its_own_part() {
    let mut a = shop(&[]);
    let within = |text: &str, parent: &str| {
        SetupCommand::Locations(LocationCommand::SetLocations {
            warehouse: warehouse("W1"),
            locations: vec![LocationChange {
                which: LocationRef::Coded(code(text)),
                fields: vec![LocationField::Parent(Some(location(parent)))],
            }],
        })
    };
    run(&mut a, 10, within("A1", "A2"));
    run(&mut a, 11, within("A2", "A3"));
    assert_eq!(a.state.parent_of(&location("A1")), Some(&location("A2")));
    assert_eq!(
        refused(&a, 12, within("A3", "A1")),
        Refusal::PartOfItself(location("A3"))
    );
    let unknown = DocumentId::Location(location("Z9"));
    assert_eq!(
        refused(&a, 13, within("A3", "Z9")),
        Refusal::Unknown(unknown)
    );
}
