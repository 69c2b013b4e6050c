//! What a right that is restricted to a client reaches, beside its cards and orders.

use crate::floor_hall::party;
use crate::setup_support::*;
use crate::support::code;
use crate::tablets::{Tablet, warehouse};
use depo::stream::id::{CommitId, FactId};
use depo::trade::Event;
use depo::trade::counting::{CountingFact, Covers, Observation, ObservationKind};
use depo::trade::decide::refusal::Refusal;
use depo::trade::decide::setup::SetupCommand;
use depo::trade::decide::{Proposed, check};
use depo::trade::goods::Goods;
use depo::trade::id::{OperatorId, PartyId};
use depo::trade::people::commands::{PeopleCommand, RoleGiven};
use depo::trade::people::{OperatorField, Restriction, Role};
use depo::trade::place::Place;

#[test]
fn who_sees_to_one_clients_goods_counts_nothing_of_another_ones_and_judges_no_count_of_it() {
    let mut a = shop(&[]);
    let (own, other) = (party("OWN"), party("OTHER"));
    let goods = |client: &PartyId| Goods {
        owner: Some(client.clone()),
        ..Goods::new(item_of(Some(client), "MUG"))
    };
    let stock = vec![
        found(goods(&own), bin("A1"), 4),
        found(goods(&other), bin("A2"), 4),
    ];
    a.write(4, Some(&warehouse("W1")), stock);
    let role = RoleGiven {
        role: Role::Supervisor,
        restrictions: vec![Restriction::Client(own)],
    };
    let hired = run(
        &mut a,
        5,
        SetupCommand::People(PeopleCommand::AddOperator {
            fields: vec![OperatorField::Code(code("CLERK"))],
            rows: Vec::new(),
            roles: vec![role],
        }),
    );
    let clerk = OperatorId(a.opened_by(&hired[0]));
    a.operator = Some(clerk);
    let counted = |place: Place, covers: Covers| {
        let observation = Observation {
            kind: ObservationKind::Count,
            place,
            covers,
            seen: Vec::new(),
            containers: Vec::new(),
            expected: None,
            after: None,
        };
        Event::Counting(CountingFact::Observed(Box::new(observation)))
    };
    let asks = |a: &Tablet, event: Event| {
        let proposed = Proposed {
            warehouse: Some(warehouse("W1")),
            events: vec![event],
        };
        check(&a.state, &a.context(7), &[proposed], &a.relations())
    };
    let beyond = || {
        Err(Refusal::Restricted(Some(Restriction::Client(
            other.clone(),
        ))))
    };
    assert_eq!(asks(&a, counted(bin("A1"), Covers::Loose)), Ok(()));
    assert_eq!(asks(&a, counted(bin("A2"), Covers::Loose)), beyond());
    let theirs = Covers::Goods(goods(&other));
    assert_eq!(asks(&a, counted(bin("A1"), theirs)), beyond());
    let count = FactId {
        commit: CommitId {
            stream: a.own,
            number: 1,
        },
        index: 0,
    };
    let approved = |place: Place| Event::Counting(CountingFact::CountApproved { count, place });
    assert_eq!(asks(&a, approved(bin("A2"))), beyond());
}
