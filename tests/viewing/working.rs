//! Who works on what, and what a role leads to.

use crate::shipping::labelled;
use crate::world::{World, bin, code, goods, order_id, party, warehouse};
use depo::stream::id::StreamId;
use depo::trade::channels::ChannelField;
use depo::trade::channels::commands::ChannelCommand;
use depo::trade::leases::commands::LeaseCommand;
use depo::trade::locations::WarehouseField;
use depo::trade::locations::commands::LocationCommand;
use depo::trade::parties::PartyField;
use depo::trade::parties::commands::PartyCommand;
use depo::trade::people::Role;
use depo::trade::quantity::MinuteOfDay;
use depo::view::at_work::{AtWork, Job, at_work};
use depo::view::cutoff::{self, Cutoffs};
use depo::view::names::channel_name;
use depo::view::rights::{Work, may};

fn works(world: &World) -> Vec<AtWork> {
    let mut works = world.hand(at_work);
    works.retain(|work| !matches!(work.job, Job::Release(_) | Job::Channel(_)));
    works
}

#[test]
fn a_channels_files_are_the_work_of_who_set_it_up_until_they_are_handed_over() {
    let mut world = World::new(&["MUG"]);
    world.does(ChannelCommand::SetChannel {
        channel: order_id("1001").channel,
        fields: vec![ChannelField::Code(code("SHOP"))],
    });
    let files = |world: &World| {
        let mut works = world.hand(at_work);
        works.retain(|work| matches!(work.job, Job::Channel(_)));
        works
    };
    let works_now = files(&world);
    let [work] = works_now.as_slice() else {
        unreachable!("{works_now:?}");
    };
    assert_eq!(work.device, world.hand(|hand| hand.stream));
    let to = StreamId::new([b'Z'; 16]);
    let leases = vec![work.lease.clone()];
    world.does(LeaseCommand::HandOver { leases, to });
    world.reopen();
    assert_eq!(files(&world)[0].device, to);
}

#[test]
fn open_work_stands_with_its_device_and_who_began_it_and_can_be_handed_over() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 3)]);
    assert_eq!(works(&world), Vec::new());
    let batch = world.release(&["1001"]);
    assert_eq!(works(&world), Vec::new(), "nobody has begun");
    let begun = world.pick_scan(batch, &Default::default(), "T1");
    assert!(begun.is_ok(), "{begun:?}");
    let own = world.hand(|hand| hand.stream);
    let works_now = works(&world);
    let [work] = works_now.as_slice() else {
        unreachable!("{works_now:?}");
    };
    assert_eq!((&work.job, work.device), (&Job::Pick(batch), own));
    assert_eq!(work.who.as_deref(), Some("OWNER"));
    assert_eq!(work.lease.warehouse, Some(warehouse()));

    let to = StreamId::new([b'Z'; 16]);
    let leases = vec![work.lease.clone()];
    world.does(LeaseCommand::HandOver { leases, to });
    assert_eq!(works(&world)[0].device, to);
    let refused = world
        .act(|hand| depo::view::floor::pick_scan::scan(hand, batch, &Default::default(), "A1"));
    assert!(
        refused.is_err(),
        "it is the other device's now: {refused:?}"
    );
    world.reopen();
    assert_eq!(works(&world)[0].device, to);
}

#[test]
fn a_finished_batch_is_nobodys_work_and_what_it_filled_is_the_packers() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 3)]);
    let batch = world.release(&["1001"]);
    world.pick_all(batch, "T");
    let jobs: Vec<Job> = works(&world).into_iter().map(|work| work.job).collect();
    assert!(
        jobs.iter().all(|job| *job == Job::Pack(order_id("1001"))),
        "{jobs:?}"
    );
}

#[test]
fn a_role_leads_to_its_own_work_and_no_further() {
    let all = [
        Work::Pick,
        Work::Pack,
        Work::Ship,
        Work::Receive,
        Work::Return,
        Work::Floor,
        Work::Orders,
        Work::Office,
    ];
    let allowed = |role: Option<Role>| -> Vec<Work> {
        let mut world = World::new(&["MUG"]);
        if let Some(role) = role {
            world.sign_in("SECOND", role);
        }
        world.hand(|hand| {
            let context = hand.context();
            all.into_iter()
                .filter(|work| may(&hand.at, &context, *work))
                .collect()
        })
    };
    assert_eq!(allowed(None), all, "the owner does everything");
    assert_eq!(allowed(Some(Role::Picker)), [Work::Pick, Work::Floor]);
    assert_eq!(
        allowed(Some(Role::Packer)),
        [Work::Pack, Work::Ship, Work::Floor, Work::Orders]
    );
    assert_eq!(
        allowed(Some(Role::Receiver)),
        [Work::Receive, Work::Return, Work::Floor]
    );
    assert!(allowed(Some(Role::Office)).contains(&Work::Office));
}

#[test]
fn a_cutoff_is_told_an_hour_before_and_reaches_the_orders_that_came_before_it() {
    let mut world = World::new(&["MUG"]);
    let channel = order_id("1001").channel;
    let at = |minutes: u16| Some(MinuteOfDay::new(minutes).expect("within a day"));
    world.does(ChannelCommand::SetChannel {
        channel: channel.clone(),
        fields: vec![ChannelField::Cutoff(at(15 * 60))],
    });
    world.does(LocationCommand::SetWarehouse {
        warehouse: warehouse(),
        fields: vec![WarehouseField::Cutoff(at(17 * 60))],
    });
    const TODAY: i64 = 20_454;
    let second = |hour: i64, minute: i64| TODAY * 86_400 + hour * 3_600 + minute * 60;
    let cutoffs = |now: i64| {
        let read = |at: &depo::site::Reading<'_>| Cutoffs::of(at, Some(&warehouse()), TODAY, now);
        world.workspace().read(read)
    };
    let name = world.workspace().read(|at| channel_name(at, &channel));
    let early = cutoffs(second(13, 59));
    assert!(
        !early.reach(&name, second(9, 0)),
        "more than an hour is left"
    );
    let near = cutoffs(second(14, 1));
    assert!(near.reach(&name, second(9, 0)));
    assert!(
        !near.reach(&name, second(15, 0)),
        "it came too late for today"
    );
    assert!(
        cutoffs(second(18, 0)).reach(&name, second(14, 59)),
        "passed"
    );
}

#[test]
fn parcels_of_a_carrier_are_told_before_its_cutoff() {
    let (mut world, _) = labelled(["DHL", "DHL"]);
    world.does(PartyCommand::SetParty {
        party: party("DHL"),
        fields: vec![PartyField::ServiceCutoff {
            service: code("PAKET"),
            at: Some(MinuteOfDay::new(17 * 60).expect("within a day")),
        }],
        rows: Vec::new(),
    });
    let told = |minute: u16| world.hand(|hand| cutoff::carriers(hand, minute));
    assert_eq!(told(15 * 60), []);
    let near = &told(16 * 60 + 30)[0];
    assert_eq!(
        (near.carrier.as_str(), near.parcels, near.passed),
        ("DHL", 2, false)
    );
    assert!(told(17 * 60)[0].passed);
}
