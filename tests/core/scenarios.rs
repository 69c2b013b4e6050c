//! Given these commands, when this command, then these events or this refusal: what every command does, and every
//! reason why not.

mod floor;
mod office;
mod returns;
mod stock;

use crate::support::{Site, code, order_id, placed};
use depo::domain::command::{Command, Refusal};
use depo::domain::event::Event;
use depo::domain::order::Order;
use depo::domain::text::{BatchId, OrderId, ParcelId, ReturnId};
use depo::portal::PortalError;

/// What is to be seen.
enum Then {
    /// These kinds of events, in this order.
    Events(&'static [&'static str]),
    /// This refusal, and nothing has changed.
    Refused(Refusal),
}

use Then::{Events, Refused};

/// Checks what a command does in a place that has been made ready. Whatever was done, a second time it does nothing
/// that it did not say, and the books are right.
fn check(given: &Site, when: Command, then: Then) -> Vec<Event> {
    let before = given.portal.state().digest();
    let outcome = given.try_do(&when);
    crate::one_device::load_all(given);
    crate::invariants::check_single(&given.portal.state());
    match (outcome, then) {
        (Ok(done), Events(kinds)) => {
            let found: Vec<String> = done.events.iter().map(crate::commands::kind).collect();
            assert_eq!(found, kinds, "{when:?}");
            assert_ne!(given.portal.state().digest(), before);
            done.events
        }
        (Err(PortalError::Refused(refusal)), Refused(expected)) => {
            assert_eq!(refusal, expected, "{when:?}");
            assert_eq!(given.portal.state().digest(), before);
            Vec::new()
        }
        (outcome, _) => unreachable!("{when:?}: {outcome:?}"),
    }
}

/// A place with stock (MUG: 10 in A-01, 5 in A-02; TRAY: 3 in B-01) and these orders.
fn with_orders(orders: &[(&str, &[(&str, u32)])]) -> Site {
    let site = Site::new(1);
    site.stock("opening-1", "MUG", "A-01", 10);
    site.stock("opening-2", "MUG", "A-02", 5);
    site.stock("opening-3", "TRAY", "B-01", 3);
    for (number, lines) in orders {
        site.act(Command::TakeOrders {
            orders: vec![placed(number, lines)],
        });
    }
    site
}

fn allocate(numbers: &[&str]) -> Command {
    Command::Allocate {
        orders: numbers.iter().map(|number| order_id(number)).collect(),
    }
}

fn release(numbers: &[&str]) -> Command {
    Command::ReleaseBatch {
        orders: numbers.iter().map(|number| order_id(number)).collect(),
    }
}

/// The open batch.
fn batch(site: &Site) -> BatchId {
    let state = site.portal.state();
    let mut open = state.batches.values().filter(|batch| !batch.finished);
    open.next().expect("an open batch").id.clone()
}

fn scan(site: &Site, task: u16, text: &str) -> Command {
    Command::ScanPick {
        batch: batch(site),
        task,
        text: text.to_owned(),
    }
}

fn order(site: &Site, number: &str) -> Order {
    let state = site.portal.state();
    let order = state.order(&order_id(number));
    order.expect("the order").clone()
}

fn parcel(site: &Site, number: &str) -> ParcelId {
    let order = order(site, number);
    order.parcels.last().expect("a parcel").id.clone()
}

fn return_id(site: &Site, number: &str) -> ReturnId {
    let order = order(site, number);
    order.returns.last().expect("a return").id.clone()
}

/// Order 1 (MUG 4, TRAY 2) promised and in a batch of its own, with a tote.
fn in_batch() -> Site {
    let site = with_orders(&[("1", &[("MUG", 4), ("TRAY", 2)]), ("2", &[("MUG", 2)])]);
    site.act(allocate(&["1"]));
    site.act(release(&["1"]));
    site.act(scan(&site, 0, "T-1"));
    site
}

/// Order 1 picked in full and the batch finished.
fn picked() -> Site {
    let site = in_batch();
    let pick = |task: u16, units: u32| Command::PickUnits {
        batch: batch(&site),
        task,
        units,
    };
    site.act(pick(0, 4));
    site.act(pick(1, 2));
    site.act(Command::FinishBatch {
        batch: batch(&site),
    });
    site
}

fn pack(number: &str, line: u16, units: u32) -> Command {
    Command::PackUnits {
        order: order_id(number),
        line,
        units,
    }
}

fn close(number: &str) -> Command {
    Command::CloseParcel {
        order: order_id(number),
        carton: Some(code("M")),
        weight_grams: None,
    }
}

fn label(site: &Site, number: &str) -> Command {
    Command::LabelParcel {
        order: order_id(number),
        parcel: parcel(site, number),
        carrier: code("DHL"),
        tracking: None,
    }
}

fn parcels(site: &Site, number: &str) -> Vec<(OrderId, ParcelId)> {
    vec![(order_id(number), parcel(site, number))]
}

/// Order 1 shipped in full.
fn shipped() -> Site {
    let site = picked();
    site.act(pack("1", 0, 4));
    site.act(pack("1", 1, 2));
    site.act(close("1"));
    site.act(label(&site, "1"));
    let parcels = parcels(&site, "1");
    site.act(Command::HandOver { parcels });
    site
}
