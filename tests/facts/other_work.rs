//! What hands did for a document of a later version counts in goods, is kept, and the inbox says that the update is needed.

use crate::setup_support::{bin, found, item};
use crate::support::{code, units};
use crate::tablets::{Tablet, exchange, warehouse};
use depo::trade::Event;
use depo::trade::demand::{DemandDocument, DemandLine, WorkAccount};
use depo::trade::goods::Goods;
use depo::trade::id::{BatchId, ContainerId, FirstCode, TransferId};
use depo::trade::picking::{Picked, PickingFact};
use depo::trade::place::Place;
use depo::trade::state::entries::Clash;
use depo::trade::stock::posting::AccountKey;

#[test]
fn a_pick_for_a_transfer_moves_goods_and_is_kept_and_told() {
    let mut a = Tablet::founder();
    let mug = || Goods::new(item("MUG"));
    a.write(5, Some(&warehouse("W1")), vec![found(mug(), bin("A1"), 5)]);
    let mut b = Tablet::joining(b'B', &a);
    let opened = a.opened_by(&a.told().0[0].at);
    let document = DemandDocument::Transfer(TransferId(opened));
    let tote = ContainerId::Labelled(FirstCode::new(code("T1")));
    let picked = |number| {
        Event::Picking(PickingFact::Picked(Picked {
            batch: BatchId(opened),
            task: 0,
            line: DemandLine::of(&document, 0),
            goods: mug(),
            becomes: None,
            from: bin("A1"),
            into: tote.clone(),
            units: units(number),
            serials: Vec::new(),
        }))
    };
    let first = a.write(10, Some(&warehouse("W1")), vec![picked(2)]);
    b.write(11, Some(&warehouse("W1")), vec![picked(1)]);
    exchange(&mut a, &mut b);
    for tablet in [&a, &b] {
        let inside = AccountKey::new(Place::Container(tote.clone()), mug());
        assert_eq!(tablet.state.ledger.balance(&inside), 3);
        let work = tablet.state.other_work().get(&document).expect("its work");
        let line = work.lines().get(&0).expect("its line");
        assert_eq!(line.get(&WorkAccount::Picked), 3);
        let told = Clash::NeedsUpdate(first.fact());
        assert!(tablet.clashes().contains(&told), "{:?}", tablet.clashes());
        tablet.is_proved();
    }
}
