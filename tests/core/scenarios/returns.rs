//! Returns: never more than was shipped, decided unit by unit, and no shipment is ever rewritten.

use super::{Events, Refused, check, order, parcels, return_id, shipped};
use crate::support::{Site, code, order_id, placed, sku};
use depo::domain::command::{Command, Refusal};
use depo::domain::event::{LineUnits, ReturnLine};
use depo::domain::order::{Commercial, Decision, ParcelState, Stage};
use depo::domain::place::Condition;
use depo::domain::reason::{Disposition, ReturnReason};
use depo::domain::text::ReturnId;

fn authorise(lines: &[(u16, &str, u32)]) -> Command {
    Command::AuthoriseReturn {
        order: order_id("1"),
        lines: lines
            .iter()
            .map(|(line, item, units)| ReturnLine {
                line: *line,
                sku: sku(item),
                units: *units,
                reason: ReturnReason::Unwanted,
                words: None,
            })
            .collect(),
    }
}

fn receive(return_id: &ReturnId, lines: &[(u16, u32)]) -> Command {
    Command::ReceiveReturn {
        order: order_id("1"),
        return_id: return_id.clone(),
        lines: lines
            .iter()
            .map(|(line, units)| LineUnits {
                line: *line,
                units: *units,
            })
            .collect(),
    }
}

fn decide(return_id: &ReturnId, units: u32, disposition: Disposition) -> Command {
    Command::DecideReturn {
        order: order_id("1"),
        return_id: return_id.clone(),
        line: 0,
        units,
        condition: Condition::New,
        disposition,
        bin: Some(code("A-01")),
    }
}

fn with_return(lines: &[(u16, &str, u32)]) -> (Site, ReturnId) {
    let site = shipped();
    site.act(authorise(lines));
    let id = return_id(&site, "1");
    (site, id)
}

fn too_many(there: u32) -> super::Then {
    Refused(Refusal::TooMany { there })
}

#[test]
fn what_may_come_back_is_what_was_shipped_and_is_not_coming_back() {
    let site = shipped();
    check(
        &site,
        authorise(&[(0, "MUG", 3), (0, "MUG", 2)]),
        too_many(4),
    );
    check(
        &site,
        authorise(&[(0, "MUG", 4), (0, "MUG", u32::MAX)]),
        too_many(4),
    );
    check(
        &site,
        authorise(&[(0, "MUG", 0)]),
        Refused(Refusal::NoUnits),
    );
    check(&site, authorise(&[]), Refused(Refusal::NothingToDo));
    let unknown = || {
        Refused(Refusal::UnknownLine {
            order: order_id("1"),
            line: 1,
        })
    };
    check(&site, authorise(&[(1, "MUG", 1)]), unknown());
    check(
        &site,
        authorise(&[(0, "MUG", 3)]),
        Events(&["ReturnAuthorised"]),
    );
    check(&site, authorise(&[(0, "MUG", 2)]), too_many(1));
    check(
        &site,
        authorise(&[(0, "MUG", 1)]),
        Events(&["ReturnAuthorised"]),
    );
    let other = Command::AuthoriseReturn {
        order: order_id("2"),
        lines: vec![ReturnLine {
            line: 0,
            sku: sku("MUG"),
            units: 1,
            reason: ReturnReason::Other,
            words: None,
        }],
    };
    // It was never shipped.
    check(&site, other, too_many(0));
}

#[test]
fn what_arrives_is_what_was_authorised_counted_together() {
    let (site, id) = with_return(&[(0, "MUG", 2)]);
    check(&site, receive(&id, &[(0, 2), (0, 1)]), too_many(2));
    check(&site, receive(&id, &[(0, 0)]), Refused(Refusal::NoUnits));
    let unknown = Refusal::UnknownLine {
        order: order_id("1"),
        line: 1,
    };
    check(&site, receive(&id, &[(1, 1)]), Refused(unknown));
    let nowhere = ReturnId::new("R-9").expect("a return");
    let refused = Refused(Refusal::UnknownReturn(nowhere.clone()));
    check(&site, receive(&nowhere, &[(0, 1)]), refused);
    check(
        &site,
        receive(&id, &[(0, 1), (0, 1)]),
        Events(&["ReturnReceived"]),
    );
    check(&site, receive(&id, &[(0, 1)]), too_many(0));
}

#[test]
fn one_line_may_come_back_for_two_reasons() {
    let (site, id) = with_return(&[(0, "MUG", 1), (0, "MUG", 2)]);
    check(&site, receive(&id, &[(0, 3)]), Events(&["ReturnReceived"]));
    check(
        &site,
        decide(&id, 2, Disposition::Restock),
        Events(&["ReturnDecided"]),
    );
    check(&site, decide(&id, 2, Disposition::Scrap), too_many(1));
    check(
        &site,
        decide(&id, 1, Disposition::Scrap),
        Events(&["ReturnDecided"]),
    );
    let received: Vec<u32> = order(&site, "1").returns[0]
        .lines
        .iter()
        .map(|l| l.received)
        .collect();
    assert_eq!(received, [1, 2]);
    let close = Command::CloseReturn {
        order: order_id("1"),
        return_id: id,
    };
    check(&site, close, Events(&["ReturnClosed"]));
}

#[test]
fn every_unit_is_decided_by_a_person() {
    let (site, id) = with_return(&[(0, "MUG", 4)]);
    let close = || Command::CloseReturn {
        order: order_id("1"),
        return_id: id.clone(),
    };
    check(&site, decide(&id, 1, Disposition::Scrap), too_many(0));
    site.act(receive(&id, &[(0, 3)]));
    check(
        &site,
        decide(&id, 0, Disposition::Scrap),
        Refused(Refusal::NoUnits),
    );
    let with = |condition, bin: Option<&str>| Command::DecideReturn {
        order: order_id("1"),
        return_id: id.clone(),
        line: 0,
        units: 1,
        condition,
        disposition: Disposition::Restock,
        bin: bin.map(code),
    };
    check(
        &site,
        with(Condition::New, None),
        Refused(Refusal::BinNeeded),
    );
    let unknown = Refusal::UnknownBin(code("?"));
    check(&site, with(Condition::New, Some("?")), Refused(unknown));
    let care = Refusal::ConditionNeedsCare {
        condition: Condition::Damaged,
    };
    check(&site, with(Condition::Damaged, Some("A-01")), Refused(care));
    check(&site, close(), too_many(3));
    check(
        &site,
        with(Condition::New, Some("A-01")),
        Events(&["ReturnDecided"]),
    );
    // Opened goods lie in a bin, but are not sold as new.
    check(
        &site,
        with(Condition::Opened, Some("A-01")),
        Events(&["ReturnDecided"]),
    );
    check(
        &site,
        decide(&id, 1, Disposition::ToSupplier),
        Events(&["ReturnDecided"]),
    );
    assert_eq!(site.figures("MUG"), (12, 0, 2));
    let stages = order(&site, "1").stages();
    assert_eq!(stages.get(Stage::Restocked), 2);
    assert_eq!(stages.get(Stage::WrittenOff), 1);
    check(&site, close(), Events(&["ReturnClosed"]));
    check(&site, close(), Refused(Refusal::NothingToDo));
}

fn undo_receipt(id: &ReturnId, units: u32) -> Command {
    Command::UndoReceipt {
        order: order_id("1"),
        return_id: id.clone(),
        lines: vec![LineUnits { line: 0, units }],
    }
}

fn undo_decision(id: &ReturnId, units: u32, disposition: Disposition) -> Command {
    Command::UndoDecision {
        order: order_id("1"),
        return_id: id.clone(),
        line: 0,
        decision: Decision {
            units,
            condition: Condition::New,
            disposition,
            bin: (disposition == Disposition::Restock).then(|| code("A-01")),
        },
    }
}

#[test]
fn a_receipt_is_taken_back_until_it_was_decided_about() {
    let (site, id) = with_return(&[(0, "MUG", 4)]);
    let before = order(&site, "1");
    check(&site, undo_receipt(&id, 1), too_many(0));
    site.act(receive(&id, &[(0, 3)]));
    check(&site, undo_receipt(&id, 0), Refused(Refusal::NoUnits));
    check(&site, undo_receipt(&id, 4), too_many(3));
    check(&site, undo_receipt(&id, 3), Events(&["ReceiptUndone"]));
    // Nobody has seen the parcel arrive: its goods are with the carrier again.
    assert_eq!(order(&site, "1"), before);
    site.act(receive(&id, &[(0, 3)]));
    site.act(Command::ConfirmDelivery {
        parcels: parcels(&site, "1"),
    });
    site.act(decide(&id, 2, Disposition::Scrap));
    check(&site, undo_receipt(&id, 2), too_many(1));
    check(&site, undo_receipt(&id, 1), Events(&["ReceiptUndone"]));
    let stages = order(&site, "1").stages();
    assert_eq!(
        stages.get(Stage::Shipped),
        before.stages().get(Stage::Shipped) - 6
    );
    assert_eq!(stages.get(Stage::WrittenOff), 2);
    check(&site, receive(&id, &[(0, 2)]), Events(&["ReturnReceived"]));
}

#[test]
fn a_decision_is_taken_back_until_its_goods_are_promised_or_the_return_is_closed() {
    let (site, id) = with_return(&[(0, "MUG", 4)]);
    site.act(receive(&id, &[(0, 4)]));
    let not_decided = || Refused(Refusal::NotDecided(id.clone()));
    let scrap = Disposition::Scrap;
    let restock = Disposition::Restock;
    check(&site, undo_decision(&id, 1, scrap), not_decided());
    let before = order(&site, "1");
    site.act(decide(&id, 3, restock));
    check(&site, undo_decision(&id, 1, scrap), not_decided());
    check(&site, undo_decision(&id, 4, restock), not_decided());
    check(
        &site,
        undo_decision(&id, 0, restock),
        Refused(Refusal::NoUnits),
    );
    check(
        &site,
        undo_decision(&id, 2, restock),
        Events(&["DecisionUndone"]),
    );
    check(
        &site,
        undo_decision(&id, 1, restock),
        Events(&["DecisionUndone"]),
    );
    assert_eq!(order(&site, "1"), before);

    // What was restocked has been promised to the next customer: it stays where it is.
    site.act(decide(&id, 1, restock));
    site.act(Command::TakeOrders {
        orders: vec![placed("9", &[("MUG", 30)])],
    });
    site.act(super::allocate(&["9"]));
    let promised = Refusal::NotEnough {
        sku: sku("MUG"),
        bin: code("A-01"),
        free: 0,
    };
    check(&site, undo_decision(&id, 1, restock), Refused(promised));
    site.act(decide(&id, 3, scrap));
    site.act(Command::CloseReturn {
        order: order_id("1"),
        return_id: id.clone(),
    });
    let closed = Refused(Refusal::ReturnClosed(id.clone()));
    check(&site, undo_decision(&id, 1, scrap), closed);
}

#[test]
fn a_parcel_whose_goods_are_on_a_return_is_not_taken_back() {
    let (site, id) = with_return(&[(0, "MUG", 4)]);
    let parcels = parcels(&site, "1");
    let parcel = parcels[0].1.clone();
    let undo = || Command::UndoHandOver {
        parcels: parcels.clone(),
    };
    let on_return = || {
        Refused(Refusal::OnReturn {
            parcel: parcel.clone(),
            return_id: id.clone(),
        })
    };
    check(&site, undo(), on_return());
    site.act(receive(&id, &[(0, 4)]));
    check(&site, undo(), on_return());
}

#[test]
fn a_return_rewrites_no_shipment() {
    let (site, id) = with_return(&[(0, "MUG", 4)]);
    let before = order(&site, "1").parcels;
    site.act(receive(&id, &[(0, 4)]));
    site.act(decide(&id, 4, Disposition::Restock));
    assert_eq!(order(&site, "1").parcels, before);
    // The carrier's word comes late: the goods stay where they are now.
    let confirm = Command::ConfirmDelivery {
        parcels: parcels(&site, "1"),
    };
    check(&site, confirm, Events(&["ParcelDelivered"]));
    let order = order(&site, "1");
    assert_eq!(order.parcels[0].state, ParcelState::Delivered);
    assert_eq!(order.parcels[0].lines, before[0].lines);
    assert_eq!(order.stages().get(Stage::Delivered), 2);
    assert_eq!(order.stages().get(Stage::Restocked), 4);
}

#[test]
fn a_closed_return_takes_no_more_than_is_out() {
    let (site, first) = with_return(&[(0, "MUG", 4)]);
    site.act(Command::CloseReturn {
        order: order_id("1"),
        return_id: first.clone(),
    });
    site.act(authorise(&[(0, "MUG", 4)]));
    let second = return_id(&site, "1");
    site.act(receive(&second, &[(0, 3)]));
    check(&site, receive(&first, &[(0, 4)]), too_many(1));
    check(
        &site,
        receive(&first, &[(0, 1)]),
        Events(&["ReturnReceived"]),
    );
    check(&site, receive(&second, &[(0, 1)]), too_many(0));
    assert_eq!(order(&site, "1").commercial(), Commercial::Open);
}
