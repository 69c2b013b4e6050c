//! Who works on what, and what a role leads to.

use crate::world::{World, bin, goods, order_id, warehouse};
use depo::stream::id::StreamId;
use depo::trade::leases::commands::LeaseCommand;
use depo::trade::people::Role;
use depo::view::at_work::{AtWork, Job, at_work};
use depo::view::rights::{Work, may};

fn works(world: &World) -> Vec<AtWork> {
    let mut works = world.hand(at_work);
    works.retain(|work| !matches!(work.job, Job::Release(_)));
    works
}

#[test]
fn open_work_stands_with_its_device_and_who_began_it_and_can_be_handed_over() {
    let mut world = World::new(&["MUG"]);
    world.found(goods("MUG"), bin("A1"), 9);
    world.order("1001", &[("MUG", 3)]);
    assert_eq!(works(&world), Vec::new());
    let batch = world.release(&["1001"]);
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
