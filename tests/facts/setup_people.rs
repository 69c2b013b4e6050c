//! Who may, and who works on what.

use crate::floor_hall::party;
use crate::setup_support::*;
use crate::support::{code, stream};
use crate::tablets::{Tablet, exchange, warehouse};
use depo::stream::id::StreamId;
use depo::trade::Event;
use depo::trade::catalog::ItemField;
use depo::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::channels::{ChannelFact, ChannelField, ChannelSet};
use depo::trade::decide::refusal::Refusal;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::goods::Goods;
use depo::trade::id::{DocumentId, OperatorId, OrderId, WarehouseId};
use depo::trade::leases::commands::{LeaseAt, LeaseCommand};
use depo::trade::leases::{LeaseKey, TakeoverReason};
use depo::trade::parties::PartyField;
use depo::trade::parties::commands::PartyCommand;
use depo::trade::people::commands::{PeopleCommand, RoleGiven};
use depo::trade::people::{OperatorField, PeopleFact, Restriction, Role};
use depo::trade::state::entries::Clash;
use depo::trade::stock::posting::AccountKey;

fn people(command: PeopleCommand) -> SetupCommand {
    SetupCommand::People(command)
}

fn given(role: Role) -> RoleGiven {
    RoleGiven {
        role,
        restrictions: Vec::new(),
    }
}

fn add(text: &str, role: Role) -> SetupCommand {
    people(PeopleCommand::AddOperator {
        fields: vec![OperatorField::Code(code(text))],
        rows: Vec::new(),
        roles: vec![given(role)],
    })
}

/// Adds an operator by a command, and gives the name and the grant.
#[track_caller]
fn hire(
    tablet: &mut Tablet,
    seconds: i64,
    text: &str,
    role: Role,
) -> (OperatorId, depo::stream::id::FactId) {
    let at = run(tablet, seconds, add(text, role));
    (
        OperatorId(tablet.opened_by(&at[0])),
        at[0].with_index(1).fact(),
    )
}

/// A command that takes one lease over from a stream that is lost.
pub fn take_over(
    lease: &LeaseKey,
    warehouse: Option<&WarehouseId>,
    from: StreamId,
) -> SetupCommand {
    SetupCommand::Leases(LeaseCommand::TakeOver {
        from,
        leases: vec![LeaseAt {
            lease: lease.clone(),
            warehouse: warehouse.cloned(),
        }],
        reason: TakeoverReason::Lost,
    })
}

fn set_shop(text: &str) -> SetupCommand {
    SetupCommand::Channels(ChannelCommand::SetChannel {
        channel: channel("SHOP"),
        fields: vec![ChannelField::Code(code(text))],
    })
}

#[test]
fn a_second_operator_has_the_role_that_was_given_and_no_more() {
    let mut a = shop(&[]);
    let (picker, grant) = hire(&mut a, 5, "PIA", Role::Picker);
    assert_eq!(
        refused(&a, 6, add("PIA", Role::Picker)),
        Refusal::CodeTaken {
            code: code("PIA"),
            by: DocumentId::Operator(picker)
        }
    );
    let owner = a.operator;
    a.operator = Some(picker);
    assert!(
        matches!(refused(&a, 7, set_shop("S")), Refusal::NotAllowed { roles } if roles.contains(&Role::Office))
    );
    assert!(matches!(
        refused(&a, 7, add("EVE", Role::Owner)),
        Refusal::NotAllowed { .. }
    ));
    a.operator = owner;
    let again = people(PeopleCommand::Grant {
        operator: picker,
        role: given(Role::Picker),
    });
    assert_eq!(refused(&a, 8, again), Refusal::NothingToDo);
    let office = RoleGiven {
        role: Role::Office,
        restrictions: vec![Restriction::Warehouse(warehouse("W2"))],
    };
    run(
        &mut a,
        9,
        people(PeopleCommand::Grant {
            operator: picker,
            role: office,
        }),
    );
    a.operator = Some(picker);
    assert_eq!(
        refused(&a, 10, set_locations(&["B1"])),
        Refusal::Restricted(Some(Restriction::Warehouse(warehouse("W1"))))
    );
    a.operator = owner;
    run(&mut a, 11, people(PeopleCommand::Revoke { grant }));
    assert_eq!(
        refused(&a, 12, people(PeopleCommand::Revoke { grant })),
        Refusal::NoSuchGrant(grant)
    );
}

#[test]
fn the_last_owner_stays_and_the_founder_s_right_falls_only_by_his_own_hand() {
    let mut a = shop(&[]);
    let founder = a.operator.expect("the founder");
    let founding = {
        let (all, _) = a.told();
        let granted = all
            .iter()
            .find(|told| matches!(&told.event, Event::People(PeopleFact::RoleGranted(_))));
        granted.expect("the founding grant").at.fact()
    };
    let retire = people(PeopleCommand::SetOperator {
        operator: founder,
        fields: vec![OperatorField::Retired(true)],
        rows: Vec::new(),
    });
    assert_eq!(refused(&a, 5, retire), Refusal::LastOwner(founder));
    let revoke = people(PeopleCommand::Revoke { grant: founding });
    assert_eq!(refused(&a, 6, revoke.clone()), Refusal::LastOwner(founder));
    let (second, _) = hire(&mut a, 7, "OLGA", Role::Owner);
    a.operator = Some(second);
    assert!(matches!(
        refused(&a, 8, revoke.clone()),
        Refusal::NotAllowed { .. }
    ));
    a.operator = Some(founder);
    run(&mut a, 9, revoke);
    assert!(matches!(
        refused(&a, 10, add("EVE", Role::Picker)),
        Refusal::NotAllowed { .. }
    ));
    a.operator = Some(second);
    run(&mut a, 11, add("EVE", Role::Picker));
}

/// A command that sets the weight of an item that may be a client's.
fn set_item_of(client: Option<&str>, text: &str) -> SetupCommand {
    SetupCommand::Catalog(CatalogCommand::SetItems {
        items: vec![ItemChange {
            which: ItemRef::Coded {
                client: client.map(party),
                code: code(text),
            },
            fields: vec![ItemField::WeightMg(Some(5))],
        }],
    })
}

#[test]
fn a_clerk_of_one_client_or_channel_changes_nothing_of_another_or_of_the_house() {
    let mut a = shop(&[]);
    let (own, other) = (party("OWN"), party("OTHER"));
    let restrictions = [
        Restriction::Client(own.clone()),
        Restriction::Channel(channel("SHOP")),
    ];
    let clerks = restrictions.map(|restriction| {
        let name = format!("{restriction:?}")
            .split('(')
            .next()
            .map(str::to_owned);
        let (clerk, _) = hire(&mut a, 5, &name.unwrap_or_default(), Role::Picker);
        let role = RoleGiven {
            role: Role::Office,
            restrictions: vec![restriction],
        };
        let grant = people(PeopleCommand::Grant {
            operator: clerk,
            role,
        });
        run(&mut a, 6, grant);
        clerk
    });
    for text in ["OWN", "OTHER"] {
        let known = PartyCommand::SetParty {
            party: party(text),
            fields: vec![PartyField::Code(code(text))],
            rows: Vec::new(),
        };
        run(&mut a, 7, SetupCommand::Parties(known));
    }
    run(&mut a, 8, set_item_of(Some("OTHER"), "THEIRS"));
    a.operator = Some(clerks[0]);
    run(&mut a, 10, set_item_of(Some("OWN"), "MUG"));
    assert_eq!(
        refused(&a, 11, set_item_of(Some("OTHER"), "MUG")),
        Refusal::Restricted(Some(Restriction::Client(other)))
    );
    assert_eq!(
        refused(&a, 12, set_item_of(None, "MUG")),
        Refusal::Restricted(None)
    );
    a.operator = Some(clerks[1]);
    run(&mut a, 13, set_shop("SHOP"));
    let set_other = SetupCommand::Channels(ChannelCommand::SetChannel {
        channel: channel("OTHER"),
        fields: vec![ChannelField::Code(code("OTHER"))],
    });
    assert_eq!(
        refused(&a, 14, set_other),
        Refusal::Restricted(Some(Restriction::Channel(channel("OTHER"))))
    );
}

#[test]
fn who_was_hired_on_a_device_stays_when_the_device_is_shut_out() {
    let mut a = shop(&[]);
    let (olga, _) = hire(&mut a, 5, "OLGA", Role::Owner);
    let mut d = Tablet::joining(b'D', &a);
    d.operator = Some(olga);
    let (petra, _) = hire(&mut d, 10, "PETRA", Role::Office);
    let mut b = Tablet::joining(b'B', &d);
    a.take(&b);
    run(
        &mut a,
        20,
        people(PeopleCommand::RevokeDevice { stream: d.own }),
    );
    b.operator = Some(petra);
    run(&mut b, 30, set_shop("S1"));
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        assert_eq!(tablet.clashes(), []);
        assert!(tablet.state.channel(&channel("SHOP")).is_some());
        tablet.is_proved();
    }
}

#[test]
fn what_the_founder_does_counts_though_an_owner_shuts_his_device_out_meanwhile() {
    let mut a = shop(&[]);
    let (olga, _) = hire(&mut a, 5, "OLGA", Role::Owner);
    let mut b = Tablet::joining(b'B', &a);
    b.operator = Some(olga);
    run(
        &mut b,
        10,
        people(PeopleCommand::RevokeDevice { stream: a.own }),
    );
    run(&mut a, 20, set_shop("S1"));
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        assert_eq!(tablet.clashes(), []);
        assert!(tablet.state.channel(&channel("SHOP")).is_some());
        tablet.is_proved();
    }
}

#[test]
fn a_device_that_was_shut_out_comes_back_only_as_another() {
    let mut a = shop(&[]);
    let enrol = people(PeopleCommand::EnrolDevice {
        stream: stream(b'B'),
    });
    let revoke = people(PeopleCommand::RevokeDevice {
        stream: stream(b'B'),
    });
    run(&mut a, 5, enrol.clone());
    assert_eq!(refused(&a, 6, enrol.clone()), Refusal::NothingToDo);
    run(&mut a, 7, revoke.clone());
    assert_eq!(refused(&a, 8, revoke), Refusal::NothingToDo);
    assert_eq!(refused(&a, 9, enrol), Refusal::DeviceShutOut(stream(b'B')));
    let hand_over = lease(LeaseCommand::HandOver {
        leases: vec![release_of_w1()],
        to: stream(b'B'),
    });
    assert_eq!(
        refused(&a, 9, hand_over),
        Refusal::DeviceShutOut(stream(b'B'))
    );
    run(
        &mut a,
        10,
        people(PeopleCommand::EnrolDevice {
            stream: stream(b'C'),
        }),
    );
}

#[test]
fn a_device_that_was_shut_out_is_so_in_every_branch_of_its_stream() {
    let mut a = shop(&[]);
    let owner = a.operator;
    let (olga, _) = hire(&mut a, 5, "OLGA", Role::Owner);
    let mut b = Tablet::joining(b'B', &a);
    b.operator = Some(olga);
    run(&mut b, 10, set_item("MUG", Vec::new()));
    let mut clone = b.clone();
    a.take(&b);
    run(
        &mut a,
        20,
        people(PeopleCommand::RevokeDevice { stream: b.own }),
    );
    // Both copies of the profile heard of it, and write on: two branches under new names.
    b.take(&a);
    clone.take(&a);
    let set = |text: &str| {
        let set = ChannelSet {
            channel: channel(text),
            fields: vec![ChannelField::Code(code(text))],
        };
        Event::Channels(ChannelFact::ChannelSet(set))
    };
    b.write(30, None, vec![set("ONE")]);
    clone.write(31, None, vec![set("TWO")]);
    exchange(&mut b, &mut clone);
    a.take(&b);
    a.operator = owner;
    let waits = |clash: &Clash| matches!(clash, Clash::Waits(_));
    assert_eq!(a.clashes().iter().filter(|clash| waits(clash)).count(), 2);
    assert!(a.state.channel(&channel("ONE")).is_none());
    assert!(a.state.channel(&channel("TWO")).is_none());
    a.is_proved();
}

#[test]
fn a_fact_of_a_revoked_operator_that_confers_waits() {
    let mut a = shop(&[]);
    let owner = a.operator;
    let (office, grant) = hire(&mut a, 5, "OTTO", Role::Office);
    let mut b = Tablet::joining(b'B', &a);
    run(&mut a, 10, people(PeopleCommand::Revoke { grant }));
    b.operator = Some(office);
    let set = run(&mut b, 20, set_shop("S1"))[0].fact();
    b.operator = owner;
    exchange(&mut a, &mut b);
    assert_eq!(a.clashes(), [Clash::Waits(set)]);
    assert!(a.state.channel(&channel("SHOP")).is_none());
    let decide = |allowed: bool| people(PeopleCommand::DecideWaiting { fact: set, allowed });
    run(&mut b, 30, decide(true));
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        assert_eq!(tablet.clashes(), []);
        assert!(tablet.state.channel(&channel("SHOP")).is_some());
        assert_eq!(refused(tablet, 40, decide(true)), Refusal::NotWaiting(set));
        tablet.is_proved();
    }
}

fn lease(command: LeaseCommand) -> SetupCommand {
    SetupCommand::Leases(command)
}

fn release_of_w1() -> LeaseAt {
    LeaseAt {
        lease: LeaseKey::Release(warehouse("W1")),
        warehouse: Some(warehouse("W1")),
    }
}

#[track_caller]
fn holder(tablet: &Tablet, lease: &LeaseKey) -> Option<StreamId> {
    let opened_by = tablet.state.opened_by(lease);
    tablet
        .state
        .leases
        .holder(lease, opened_by, &tablet.relations())
        .stream
}

#[test]
fn a_lease_is_taken_handed_over_and_given_back() {
    let mut a = shop(&[]);
    let mut b = Tablet::joining(b'B', &a);
    let take = lease(LeaseCommand::Take(release_of_w1()));
    // Whoever sets a warehouse up chooses its locations.
    assert_eq!(holder(&a, &release_of_w1().lease), Some(a.own));
    run(
        &mut a,
        3,
        lease(LeaseCommand::GiveBack {
            leases: vec![release_of_w1()],
        }),
    );
    run(&mut a, 5, take.clone());
    assert_eq!(refused(&a, 6, take.clone()), Refusal::NothingToDo);
    b.take(&a);
    let held = Refusal::LeaseHeld {
        lease: LeaseKey::Release(warehouse("W1")),
        by: a.own,
    };
    assert_eq!(refused(&b, 7, take.clone()), held);
    let to_b = lease(LeaseCommand::HandOver {
        leases: vec![release_of_w1()],
        to: b.own,
    });
    assert!(matches!(
        refused(&b, 8, to_b.clone()),
        Refusal::NotHeldHere { .. }
    ));
    run(&mut a, 9, to_b);
    b.take(&a);
    assert_eq!(holder(&b, &release_of_w1().lease), Some(b.own));
    run(
        &mut b,
        10,
        lease(LeaseCommand::GiveBack {
            leases: vec![release_of_w1()],
        }),
    );
    a.take(&b);
    assert_eq!(holder(&a, &release_of_w1().lease), None);
    run(&mut a, 11, take);
    let elsewhere = LeaseAt {
        warehouse: None,
        ..release_of_w1()
    };
    assert_eq!(
        refused(&a, 12, lease(LeaseCommand::Take(elsewhere))),
        Refusal::OtherScope
    );
}

#[test]
fn what_was_taken_over_at_once_is_one_entry() {
    let mut a = shop(&[("MUG", 9)]);
    let orders = ["1", "2", "3"].map(|number| place(&mut a, 10, number, &[("MUG", 2)]));
    let mut b = Tablet::joining(b'B', &a);
    let all = LeaseCommand::TakeOverAll {
        from: a.own,
        reason: TakeoverReason::Agreed,
    };
    run(&mut b, 20, lease(all));
    for order in &orders[1..] {
        run(&mut a, 21, route(order));
    }
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let [Clash::LeaseOvertaken { stream, works }] = &tablet.clashes()[..] else {
            unreachable!("one entry: {:?}", tablet.clashes());
        };
        let of = |order| LeaseKey::Desk(OrderId::clone(order));
        let leases: Vec<LeaseKey> = works.iter().map(|(lease, _)| lease.clone()).collect();
        assert_eq!(*stream, a.own);
        assert_eq!(leases, orders[1..].iter().map(of).collect::<Vec<_>>());
    }
}

#[test]
fn an_overtaken_lease_marks_work_and_counts_it() {
    let mut a = shop(&[("MUG", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 2)]);
    let desk = LeaseKey::Desk(order.clone());
    let mut b = Tablet::joining(b'B', &a);
    run(&mut b, 20, take_over(&desk, None, a.own));
    // The other does not know it yet, and routes.
    let routed = run(&mut a, 21, route(&order));
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        assert_eq!(holder(tablet, &desk), Some(b.own));
        let overtaken = Clash::LeaseOvertaken {
            stream: a.own,
            works: vec![(desk.clone(), routed[0].fact())],
        };
        assert_eq!(tablet.clashes(), [overtaken]);
        let line = fulfilment_line(fulfilments(tablet, &order)[0], 0);
        assert_eq!(work(tablet, &order, &line).open, 2, "what was done counts");
    }
    assert!(matches!(
        refused(&a, 30, allocate(&[&order])),
        Refusal::LeaseHeld { .. }
    ));
    run(&mut b, 31, allocate(&[&order]));
    assert_eq!(
        refused(&b, 32, take_over(&desk, None, a.own)),
        Refusal::NotHeldHere {
            lease: desk,
            by: Some(b.own)
        }
    );
}

#[test]
fn a_new_incarnation_takes_over_all_that_the_lost_one_held() {
    let mut a = shop(&[("MUG", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 2)]);
    assert_eq!(holder(&a, &release_of_w1().lease), Some(a.own));
    let before = a.own;
    a.begin_anew(b'N', 12);
    assert!(
        matches!(refused(&a, 13, route(&order)), Refusal::LeaseHeld { by, .. } if by == before)
    );
    let all = lease(LeaseCommand::TakeOverAll {
        from: before,
        reason: TakeoverReason::Incarnation,
    });
    run(&mut a, 14, all);
    assert_eq!(holder(&a, &release_of_w1().lease), Some(a.own));
    run(&mut a, 15, allocate(&[&order]));
    let key = AccountKey::new(bin("A1"), Goods::new(item("MUG")));
    assert_eq!(a.state.ledger.balance(&key), 9);
    a.is_proved();
}

#[test]
fn after_a_fork_neither_branch_holds_what_the_common_part_held() {
    let mut a = shop(&[("MUG", 9)]);
    let order = place(&mut a, 10, "1", &[("MUG", 2)]);
    let desk = LeaseKey::Desk(order.clone());
    let mut clone = a.clone();
    let common = a.own;
    a.write(
        20,
        Some(&warehouse("W1")),
        vec![found(Goods::new(item("MUG")), bin("A1"), 1)],
    );
    clone.write(
        21,
        Some(&warehouse("W1")),
        vec![found(Goods::new(item("MUG")), bin("A2"), 1)],
    );
    exchange(&mut a, &mut clone);
    for (tablet, letter) in [(&mut a, b'X'), (&mut clone, b'Y')] {
        tablet.begin_anew(letter, 30);
    }
    assert_eq!(holder(&a, &desk), Some(common));
    assert!(matches!(
        refused(&a, 31, route(&order)),
        Refusal::LeaseHeld { .. }
    ));
    run(&mut a, 32, take_over(&desk, None, common));
    run(&mut a, 33, route(&order));
    exchange(&mut a, &mut clone);
    assert!(
        matches!(refused(&clone, 34, allocate(&[&order])), Refusal::LeaseHeld { by, .. } if by == a.own)
    );
}
