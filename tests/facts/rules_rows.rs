//! Personal rows of one commit.

use crate::rules::{order_id, row};
use crate::tablets::Tablet;
use depo::trade::Event;
use depo::trade::id::{DocumentId, ErasureId};
use depo::trade::personal::commands::row_in_force;
use depo::trade::personal::{
    ErasedSlots, ErasureCause, ErasureOrdered, PersonalFact, RowsWritten, Slot,
};

#[test]
fn a_slot_that_one_commit_writes_twice_has_two_rows_the_later_one_holds_and_an_erasure_takes_both()
{
    let mut a = Tablet::founder();
    let document = DocumentId::Order(order_id("1001"));
    let written = |byte| {
        let (document, rows) = (document.clone(), vec![row(byte)]);
        Event::Personal(PersonalFact::RowsWritten(RowsWritten { document, rows }))
    };
    a.write(10, None, vec![written(1), written(2)]);
    let hashes = |tablet: &Tablet| -> Vec<[u8; 16]> {
        let rows = tablet.state.rows_of(&document);
        rows.map(|(_, _, row)| row.hash).collect()
    };
    assert_eq!(hashes(&a), [[1; 16], [2; 16]]);
    let holds = |tablet: &Tablet| {
        let relations = tablet.relations();
        let in_force = row_in_force(&tablet.state, &document, &Slot::Recipient, &relations);
        in_force.holding().map(|id| id.fact.index)
    };
    assert_eq!(holds(&a), Some(1));
    let slots = vec![ErasedSlots {
        document: document.clone(),
        slots: vec![Slot::Recipient],
    }];
    let cause = ErasureCause::Request;
    let ordered = PersonalFact::ErasureOrdered(ErasureOrdered { cause, slots });
    let ordered = a.write(20, None, vec![Event::Personal(ordered)]);
    let erasure = ErasureId(a.opened_by(&ordered));
    let executed = PersonalFact::ErasureExecuted { erasure };
    a.write(30, None, vec![Event::Personal(executed)]);
    let relations = a.relations();
    let mut rows = a.state.rows_of(&document);
    assert!(rows.all(|(_, at, row)| !a.state.erasures.lives(&document, row, at, &relations)));
    drop(rows);
    assert_eq!((hashes(&a).len(), holds(&a)), (2, None));
    a.is_proved();
}
