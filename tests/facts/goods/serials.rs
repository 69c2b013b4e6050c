//! Where serial numbers are.

use super::world::{World, item, place};
use depo::trade::goods::{SerialRun, Serials};
use depo::trade::stock::serials::{Claim, SerialRegister};
use depo::trade::text::Code;
use proptest::prelude::*;

const A: u8 = 1;
const B: u8 = 2;

fn one(text: &str) -> Serials {
    Serials::One(Code::new(text).expect("a code"))
}

fn run(prefix: &str, digits: u8, from: u64, more: u64) -> Serials {
    let prefix = Code::new(prefix).ok();
    match SerialRun::new(prefix.clone(), digits, from, from + more) {
        Some(run) => Serials::Run(run),
        None => {
            assert_eq!(more, 0, "a run in bounds");
            let width = usize::from(digits);
            let prefix = prefix.map_or(String::new(), |prefix| prefix.to_string());
            one(&format!("{prefix}{from:0width$}"))
        }
    }
}

/// Claims, each with the commit that says it: taken from a place ("" is none) to another.
type Said<'a> = (usize, Serials, &'a str, &'a str);

#[track_caller]
fn register(world: &World, said: &[Said<'_>]) -> SerialRegister {
    let fill = |said: &mut dyn Iterator<Item = &Said<'_>>| {
        let mut register = SerialRegister::default();
        for (commit, serials, from, to) in said {
            let claim = Claim {
                at: world.at(*commit, 0),
                from: (!from.is_empty()).then(|| place(from)),
                to: place(to),
                said: false,
            };
            register.claim(&item("MUG"), std::slice::from_ref(serials), &claim);
        }
        register
    };
    let forwards = fill(&mut said.iter());
    let backwards = fill(&mut said.iter().rev());
    assert_eq!(
        forwards.entries(&world.all()),
        backwards.entries(&world.all())
    );
    forwards
}

#[track_caller]
fn stands(world: &World, register: &SerialRegister, serial: &str, at: &[&str]) {
    let open = register.open(&item("MUG"), serial, &world.all());
    let open: Vec<_> = open.into_iter().map(|claim| claim.to).collect();
    assert_eq!(
        open,
        at.iter().map(|at| place(at)).collect::<Vec<_>>(),
        "of {serial}"
    );
}

#[test]
fn a_serial_learnt_at_the_pick_moves_nothing() {
    let mut world = World::default();
    let pick = world.commit(A, 1, &[], &[]);
    let register = register(&world, &[(pick, one("SN1"), "B", "T1")]);
    stands(&world, &register, "SN1", &["T1"]);
    stands(&world, &register, "SN2", &[]);
    assert_eq!(register.entries(&world.all()), []);
}

#[test]
fn a_claim_closes_the_one_that_stands_where_it_takes_from_and_no_other() {
    let mut world = World::default();
    let received = world.commit(A, 1, &[], &[]);
    let elsewhere = world.commit(A, 2, &[], &[]);
    let register = register(
        &world,
        &[
            (received, one("SN1"), "SUP", "D1"),
            (elsewhere, one("SN1"), "B", "T1"),
        ],
    );
    stands(&world, &register, "SN1", &["D1", "T1"]);
    let entries = register.entries(&world.all());
    assert_eq!(
        (entries.len(), entries[0].first.as_str(), entries[0].more),
        (1, "SN1", 0)
    );
}

#[test]
fn two_tablets_that_took_one_serial_are_one_entry() {
    let mut world = World::default();
    let received = world.commit(A, 1, &[], &[]);
    let first = world.commit(A, 2, &[], &[]);
    let second = world.commit(B, 3, &[received], &[]);
    let said = [
        (received, one("SN1"), "SUP", "B"),
        (first, one("SN1"), "B", "T1"),
        (second, one("SN1"), "B", "T2"),
    ];
    let register = register(&world, &said);
    stands(&world, &register, "SN1", &["T1", "T2"]);
    assert_eq!(register.entries(&world.all()).len(), 1);
}

#[test]
fn hands_take_what_another_tablet_put_there_unknown_to_theirs() {
    let mut world = World::default();
    let received = world.commit(A, 9, &[], &[]);
    let pick = world.commit(B, 3, &[], &[]);
    let register = register(
        &world,
        &[
            (received, one("SN1"), "SUP", "B"),
            (pick, one("SN1"), "B", "T2"),
        ],
    );
    stands(&world, &register, "SN1", &["T2"]);
}

#[test]
fn what_is_put_back_later_is_not_closed_by_the_pick_before() {
    let mut world = World::default();
    let pick = world.commit(A, 1, &[], &[]);
    let undone = world.commit(A, 2, &[], &[]);
    let said = [
        (pick, one("SN1"), "B", "T1"),
        (undone, one("SN1"), "T1", "B"),
    ];
    stands(&world, &register(&world, &said), "SN1", &["B"]);
}

#[test]
fn who_knew_that_a_place_was_emptied_takes_what_somebody_put_back_there() {
    let mut world = World::default();
    let received = world.commit(A, 1, &[], &[]);
    let pick = world.commit(A, 2, &[], &[]);
    let back = world.commit(B, 3, &[pick], &[]);
    let again = world.commit(A, 4, &[], &[]);
    let said = [
        (received, one("SN1"), "SUP", "B"),
        (pick, one("SN1"), "B", "T1"),
        (back, one("SN1"), "T1", "B"),
        (again, one("SN1"), "B", "T2"),
    ];
    stands(&world, &register(&world, &said), "SN1", &["T2"]);
}

#[test]
fn a_serial_read_where_it_already_is_says_nothing_new() {
    let mut world = World::default();
    let received = world.commit(A, 1, &[], &[]);
    let read = world.commit(B, 2, &[], &[]);
    let said = [
        (received, one("SN1"), "SUP", "B"),
        (read, one("SN1"), "", "B"),
    ];
    let register = register(&world, &said);
    stands(&world, &register, "SN1", &["B"]);
    assert_eq!(register.entries(&world.all()), []);
}

#[test]
fn a_run_is_cut_where_one_of_it_goes_and_is_never_spelt_out() {
    let mut world = World::default();
    let received = world.commit(A, 1, &[], &[]);
    let pick = world.commit(A, 2, &[], &[]);
    let many = SerialRun::LENGTH_MAX - 1;
    let said = [
        (received, run("SN", 15, 7, many), "SUP", "B"),
        (pick, one("SN000000000000100"), "B", "T1"),
    ];
    let register = register(&world, &said);
    stands(&world, &register, "SN000000000000007", &["B"]);
    stands(&world, &register, "SN000000000000099", &["B"]);
    stands(&world, &register, "SN000000000000100", &["T1"]);
    stands(&world, &register, "SN000000000000101", &["B"]);
    stands(&world, &register, "SN000000000100006", &["B"]);
    stands(&world, &register, "SN000000000100007", &[]);
    stands(&world, &register, "SN00000000000007", &[]);
}

#[test]
fn a_run_is_the_same_numbers_wherever_its_prefix_is_said_to_end() {
    let mut world = World::default();
    let received = world.commit(A, 1, &[], &[]);
    let pick = world.commit(A, 2, &[], &[]);
    let said = [
        (received, run("SN12", 2, 0, 99), "SUP", "B"),
        (pick, run("SN", 4, 1_210, 4), "B", "T1"),
    ];
    let register = register(&world, &said);
    stands(&world, &register, "SN1209", &["B"]);
    stands(&world, &register, "SN1212", &["T1"]);
    stands(&world, &register, "SN1215", &["B"]);
}

#[test]
fn neighbours_that_are_twice_by_the_same_facts_are_one_entry() {
    let mut world = World::default();
    let received = world.commit(A, 1, &[], &[]);
    let a = world.commit(A, 2, &[], &[]);
    let b = world.commit(B, 3, &[received], &[]);
    let said = [
        (received, run("SN", 3, 0, 99), "SUP", "B"),
        (a, run("SN", 3, 10, 9), "B", "T1"),
        (b, run("SN", 3, 15, 9), "B", "T2"),
    ];
    let entries = register(&world, &said).entries(&world.all());
    assert_eq!(
        (entries.len(), entries[0].first.as_str(), entries[0].more),
        (1, "SN015", 4)
    );
}

proptest! {
    /// Runs say what their numbers one by one would say.
    #[test]
    fn runs_say_what_their_numbers_would(
        said in proptest::collection::vec((1u8..4, any::<u8>(), 0u64..30, 0u64..12, 0usize..4, 0usize..4), 1..16),
    ) {
        let places = ["B", "C", "T1", "CUST"];
        let mut world = World::default();
        let (mut runs, mut singles) = (SerialRegister::default(), SerialRegister::default());
        for (stream, learns, ..) in &said {
            let knew: Vec<usize> =
                (1..4).filter(|i| learns & 1 << i != 0).filter_map(|i| world.head(i)).collect();
            world.commit(*stream, 1, &knew, &[]);
        }
        for (commit, (.., from, more, source, target)) in said.iter().enumerate() {
            let claim = Claim {
                at: world.at(commit, 0),
                from: (source != target).then(|| place(places[*source])),
                to: place(places[*target]),
                said: false,
            };
            let run = run("SN", 3, *from, *more);
            runs.claim(&item("MUG"), std::slice::from_ref(&run), &claim);
            let each: Vec<_> = run.each().map(|serial| one(&serial)).collect();
            singles.claim(&item("MUG"), &each, &claim);
        }
        let set = world.all();
        for number in 0..45 {
            let serial = format!("SN{number:03}");
            prop_assert_eq!(
                runs.open(&item("MUG"), &serial, &set),
                singles.open(&item("MUG"), &serial, &set)
            );
        }
        prop_assert_eq!(runs.entries(&set), singles.entries(&set));
    }
}
