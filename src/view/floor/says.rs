//! What is answered to a scan or a press: data, put into words where it is shown.

use super::Hand;
use crate::trade::decide::Refusal;
use crate::trade::id::{ContainerId, DocumentId};
use crate::trade::place::Place;
use crate::view::names;

/// It was right: what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// A plate is at hand.
    Plate(String),
    /// A new plate is at hand: its code was not known before.
    NewPlate(String),
    /// A plate stands at a location.
    PlateStands {
        /// The plate.
        plate: String,
        /// The location.
        at: String,
        /// Whether it came from another warehouse.
        arrived: bool,
    },
    /// A plate is under way to another warehouse.
    PlateSent {
        /// The plate.
        plate: String,
        /// The warehouse.
        to: String,
    },
    /// A place was seen to be empty, as the books have it.
    SeenEmpty,
    /// A location has no room for what is in the hand: nothing is done until it is scanned once more.
    NoRoom {
        /// The location.
        place: String,
        /// Why.
        why: super::room::NoRoom,
    },
    /// A tote that was scanned is the one that is worked on.
    OwnTote {
        /// The tote.
        tote: String,
        /// Its order.
        order: String,
    },
    /// A tote was taken for an order.
    ToteTaken {
        /// Its code.
        tote: String,
        /// The order's number.
        order: String,
    },
    /// A code that nobody knows was read where a tote is asked for: the same once more makes it one.
    NewTote(String),
    /// The picker stands at the right place.
    AtPlace(String),
    /// Units were taken.
    Taken {
        /// The item.
        item: String,
        /// How many of the task are taken now.
        done: u64,
        /// Of how many.
        all: u64,
    },
    /// The right tote was confirmed.
    InTote(String),
    /// Units were declared short.
    Shorted {
        /// How many.
        units: u64,
        /// The item.
        item: String,
    },
    /// A task was left for the end of the walk.
    Skipped,
    /// A skip was taken back.
    SkipUndone,
    /// A pick was taken back.
    PickUndone {
        /// How many units.
        units: u64,
        /// The item.
        item: String,
        /// Where they go back to.
        from: String,
    },
    /// A short was taken back.
    ShortUndone {
        /// How many units.
        units: u64,
        /// The item.
        item: String,
    },
    /// A tote is free again.
    ToteReleased(String),
    /// The batch has ended.
    BatchFinished,
    /// The item of a unit is known; its lot or serial number is asked for.
    Item(String),
    /// A lot was read.
    Lot(String),
    /// A serial number was read.
    Serial(String),
    /// Another place is taken from.
    OtherPlace(String),
    /// Units went into the parcel.
    Packed {
        /// The item.
        item: String,
        /// How many of the line are left in the totes.
        left: u64,
    },
    /// Units came out of the parcel again.
    PackUndone {
        /// How many.
        units: u64,
        /// The item.
        item: String,
    },
    /// The carton was read.
    Carton(String),
    /// The tracking number was read.
    Tracking(String),
    /// The parcel is closed.
    ParcelClosed,
    /// The parcel is open again.
    ParcelReopened,
    /// An empty parcel was given up.
    ParcelCancelled,
    /// A second person has seen that a parcel is right.
    ParcelChecked(String),
    /// A parcel has a label.
    Labelled {
        /// The parcel.
        parcel: String,
        /// The carrier.
        carrier: String,
    },
    /// A parcel is with its carrier.
    HandedOver {
        /// The parcel.
        parcel: String,
        /// The carrier.
        carrier: String,
    },
    /// A parcel stays here after all.
    HandOverUndone(String),
    /// A parcel has arrived.
    Delivered(String),
    /// A parcel has not arrived after all.
    DeliveryUndone(String),
    /// A parcel was not lost after all.
    LossUndone(String),
    /// Units were put back.
    PutBack {
        /// How many.
        units: u64,
        /// The item.
        item: String,
        /// To where.
        to: String,
    },
    /// Units of a return came in.
    ReturnReceived {
        /// How many.
        units: u64,
        /// How many are still to come.
        left: u64,
    },
    /// Units of a return are stock again.
    Restocked {
        /// How many.
        units: u64,
        /// The item.
        item: String,
        /// Where.
        to: String,
    },
    /// It was decided what becomes of units.
    Decided {
        /// How many.
        units: u64,
        /// The item.
        item: String,
    },
    /// What was noted last of a return was taken back.
    ReturnUndone,
    /// Nothing more is expected of a return.
    ReturnClosed,
    /// Units of a delivery came in.
    Received {
        /// How many.
        units: u64,
        /// The item.
        item: String,
        /// Where they lie.
        to: String,
    },
    /// So many units are in the hand.
    InHand {
        /// The item.
        item: String,
        /// How many.
        units: u64,
    },
    /// The last day of use of a lot was noted, in days since 1970-01-01.
    Expires(i64),
    /// What was in the hand was put down; nothing of it was kept.
    PutDown,
    /// What was taken in last was taken back.
    ReceivingUndone,
    /// Nothing more is expected of a delivery.
    ReceiptClosed,
    /// Goods are taken from a place.
    From(String),
    /// Units were moved.
    Moved {
        /// How many.
        units: u64,
        /// The item.
        item: String,
        /// To where.
        to: String,
    },
    /// A movement was taken back.
    MoveUndone,
    /// Units were written off.
    WrittenOff {
        /// How many.
        units: u64,
        /// The item.
        item: String,
    },
    /// A place is being counted.
    Counting(String),
    /// So many units of an item were counted.
    Counted {
        /// The item.
        item: String,
        /// How many so far.
        units: u64,
    },
    /// A count is kept. It holds at once, or once a second person has approved it.
    CountKept {
        /// Where.
        place: String,
        /// Whether it waits to be approved.
        waits: bool,
    },
    /// The last scan of a count was forgotten.
    CountUndone,
}

/// It was wrong, and nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Another location than the instruction says.
    Place {
        /// What was scanned.
        scanned: String,
        /// What was expected.
        expected: String,
    },
    /// Another item.
    Item {
        /// What was scanned.
        scanned: String,
        /// What was expected.
        expected: String,
    },
    /// Another tote.
    Tote {
        /// What was scanned.
        scanned: String,
        /// What was expected.
        expected: String,
    },
    /// Another lot.
    Lot {
        /// What was scanned.
        scanned: String,
        /// What was expected.
        expected: String,
    },
    /// A code that counts another number of units than is in the hand.
    Units {
        /// How many base units it counts.
        scanned: u64,
        /// How many it may count.
        expected: u64,
    },
    /// The code of goods, a place or a container is no serial number.
    NotASerial(String),
    /// Nor is it a lot.
    NotALot(String),
    /// The goods are past their last day of use, and would lie where they are sold from.
    Expired {
        /// The item.
        item: String,
        /// The last day of use, in days since 1970-01-01.
        day: i64,
    },
    /// A serial number that was read already.
    SerialTwice(String),
    /// A serial number that is kept elsewhere.
    SerialElsewhere {
        /// The number.
        serial: String,
        /// Where the register has it.
        place: String,
    },
    /// A serial number that has left already.
    SerialGone(String),
    /// A serial number that nobody knows, where all units are known by theirs.
    SerialUnknown(String),
    /// A serial number that is none of those that were sent for the order.
    SerialNotSent(String),
    /// Units are in the hand, and something else was scanned: they are put down first.
    PutDownFirst {
        /// What was scanned.
        scanned: String,
        /// The item in the hand.
        item: String,
        /// How many units of it.
        units: u64,
    },
    /// A location was scanned before any plate.
    PlateFirst(String),
    /// A location or item, not a tote.
    NotATote(String),
    /// A tote of another order.
    ToteTaken {
        /// The tote.
        tote: String,
        /// The order that it is of; empty where it merely holds goods.
        order: String,
    },
    /// All units of an item are there.
    TooMany(String),
    /// The item is not of the order.
    NotInOrder {
        /// What was scanned.
        scanned: String,
        /// The order.
        order: String,
    },
    /// The order is held or cancelled.
    Stopped(String),
    /// Nothing that this person did is there to take back.
    NothingOwn,
    /// Nothing is left to take.
    NothingLeft(String),
    /// The code is no location.
    NoPlace(String),
    /// The code is no parcel.
    NoParcel(String),
    /// A parcel has left already.
    Gone(String),
    /// A parcel has no label.
    NoLabel(String),
    /// The order of a parcel is held.
    ParcelHeld {
        /// The parcel.
        parcel: String,
        /// The order.
        order: String,
    },
    /// The address of an order in it changed after the parcel got its label.
    OldAddress {
        /// The parcel.
        parcel: String,
        /// The order.
        order: String,
    },
    /// A parcel of another carrier.
    OtherCarrier {
        /// The parcel.
        parcel: String,
        /// Its carrier.
        own: String,
        /// The carrier at the door.
        carrier: String,
    },
    /// A parcel has arrived already.
    Arrived(String),
    /// A parcel has not left.
    NotOnTheWay(String),
    /// The number of a label that is void.
    Void(String),
    /// An item, place or tote is no tracking number.
    NoTracking(String),
    /// The return does not expect it.
    NotExpected(String),
    /// All of it has come.
    AllCame(String),
    /// Condition and disposition are chosen first.
    ChooseFirst,
    /// An item is scanned first.
    ItemFirst,
    /// Where the goods come from is scanned first.
    PlaceFirst,
    /// Nothing of an item lies there.
    NotThere {
        /// The item.
        item: String,
        /// Where.
        place: String,
    },
    /// A code that means nothing here.
    Unknown(String),
    /// A code that means several things.
    Several(String),
    /// The units differ in lot, owner or condition: scan the lot.
    LotFirst(String),
    /// No location is set up for what is done: say of which kind.
    NoSpot(super::spots::SpotKind),
    /// A refusal that the task has no word of its own for.
    Refused(Box<Refusal>),
}

impl Wrong {
    /// A refusal in the task's own words, where it has them.
    pub fn of(hand: &Hand<'_>, refusal: &Refusal) -> Wrong {
        let order = |order| names::shown_number(&hand.at, order).to_owned();
        match refusal {
            Refusal::ToteTaken(place) => Wrong::ToteTaken {
                tote: names::place_code(&hand.at, place).unwrap_or_default(),
                order: holder_of(hand, place),
            },
            Refusal::OnHold { order: id, .. } => Wrong::Stopped(order(id)),
            Refusal::Closed(DocumentId::Order(id)) => Wrong::Stopped(order(id)),
            Refusal::NotWanted(line) => Wrong::Stopped(hand.number_of(&line.document)),
            Refusal::UnknownCode(code) => Wrong::Unknown(code.to_string()),
            Refusal::Ambiguous(code) => Wrong::Several(code.to_string()),
            Refusal::NumberVoid { number } => Wrong::Void(number.to_string()),
            other => Wrong::Refused(Box::new(other.clone())),
        }
    }
}

/// The number of the order that a tote is of; empty where it is nobody's.
fn holder_of(hand: &Hand<'_>, place: &Place) -> String {
    let Place::Container(tote) = place else {
        return String::new();
    };
    let is_it = |container: &ContainerId| container == tote;
    let mut open = hand.at.state.batches_with_tote(tote).collect::<Vec<_>>();
    open.sort_by_key(|(_, batch)| batch.is_finished());
    let holder = open.into_iter().find_map(|(_, batch)| {
        let mut totes = batch.totes();
        totes
            .find(|(_, it)| is_it(it))
            .map(|(document, _)| document)
    });
    holder
        .map(|document| hand.number_of(document))
        .unwrap_or_default()
}
