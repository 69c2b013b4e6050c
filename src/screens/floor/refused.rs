//! What was wrong, in one word for the band, and beside it what was scanned and what was expected.

use super::hand;
use crate::screens::desk;
use crate::ui::locale::{Text, t};
use crate::view::floor::Wrong;
use crate::view::floor::hear::is_misread;
use crate::view::floor::spots::SpotKind;
use crate::view::floor::thing::{Thing, thing};

fn scanned_expected(scanned: &str, expected: &str) -> Text {
    let (scanned, expected) = (scanned.to_owned(), expected.to_owned());
    t!(
        floor_scanned_expected,
        scanned = scanned,
        expected = expected
    )
}

/// A text with one value in it.
macro_rules! with {
    ($key:ident, $name:ident = $value:expr) => {{
        let $name = $value.clone();
        t!($key, $name = $name)
    }};
}

/// What was scanned, where it may be a code that has nothing to do with the task: somebody's badge.
pub fn scanned(wrong: &Wrong) -> Option<&str> {
    match wrong {
        Wrong::Place { scanned, .. }
        | Wrong::Item { scanned, .. }
        | Wrong::Tote { scanned, .. }
        | Wrong::Lot { scanned, .. }
        | Wrong::NotInOrder { scanned, .. }
        | Wrong::NotATote(scanned)
        | Wrong::NoPlace(scanned)
        | Wrong::NoParcel(scanned)
        | Wrong::NotExpected(scanned)
        | Wrong::Unknown(scanned) => Some(scanned),
        _ => None,
    }
}

/// A sentence, and behind it what a code is that the task did not expect, where that is known.
pub fn with_thing(detail: Text, code: &str) -> Text {
    with_thing_but(detail, code, |_| false)
}

/// The same where the sentence says itself what some things are.
fn with_thing_but(detail: Text, code: &str, is_told: impl Fn(&Thing) -> bool) -> Text {
    match hand::peek(|hand| thing(hand, code)).filter(|thing| !is_told(thing)) {
        Some(thing) => {
            let told = thing_words(thing, code.trim().to_owned());
            Text::computed(move || format!("{} {}", detail.get(), told.get()))
        }
        None => detail,
    }
}

fn thing_words(thing: Thing, code: String) -> Text {
    match thing {
        Thing::Item(sku) => t!(floor_is_item, code = code.clone(), sku = sku.clone()),
        Thing::Serial(sku) => t!(floor_is_serial, code = code.clone(), sku = sku.clone()),
        Thing::Location => t!(floor_is_location, code = code.clone()),
        Thing::Container => t!(floor_is_container, code = code.clone()),
        Thing::Parcel(order) if order.is_empty() => t!(floor_is_parcel, code = code.clone()),
        Thing::Parcel(order) => t!(
            floor_is_parcel_of,
            code = code.clone(),
            order = order.clone()
        ),
        Thing::Order => t!(floor_is_order, code = code.clone()),
        Thing::Batch => t!(floor_is_batch, code = code.clone()),
        Thing::Receipt => t!(floor_is_receipt, code = code.clone()),
        Thing::Return => t!(floor_is_return, code = code.clone()),
    }
}

/// The word and the sentence, with what was scanned where it is something else that is known.
pub fn words(wrong: &Wrong) -> (Text, Text) {
    let (word, detail) = told(wrong);
    match scanned(wrong) {
        Some(code) => {
            let is_told = |thing: &Thing| {
                matches!(
                    (wrong, thing),
                    (Wrong::Place { .. }, Thing::Location | Thing::Container)
                        | (
                            Wrong::Item { .. } | Wrong::NotInOrder { .. },
                            Thing::Item(_)
                        )
                        | (Wrong::NotExpected(_), Thing::Item(_))
                        | (Wrong::Tote { .. } | Wrong::NotATote(_), Thing::Container)
                )
            };
            (word, with_thing_but(detail, code, is_told))
        }
        None => (word, detail),
    }
}

fn told(wrong: &Wrong) -> (Text, Text) {
    match wrong {
        Wrong::Place { scanned, expected } => {
            (t!(floor_wrong_bin), scanned_expected(scanned, expected))
        }
        Wrong::Item { scanned, expected } => {
            (t!(floor_wrong_item), scanned_expected(scanned, expected))
        }
        Wrong::Tote { scanned, expected } => {
            (t!(floor_wrong_tote), scanned_expected(scanned, expected))
        }
        Wrong::Lot { scanned, expected } => {
            (t!(floor_wrong_lot), scanned_expected(scanned, expected))
        }
        Wrong::Units { scanned, expected } => {
            let (scanned, expected) = (*scanned, *expected);
            let detail = t!(
                floor_wrong_units_detail,
                scanned = scanned,
                expected = expected
            );
            (t!(floor_wrong_units), detail)
        }
        Wrong::NotASerial(scanned) => (
            t!(floor_no_serial),
            with!(floor_no_serial_detail, scanned = scanned),
        ),
        Wrong::NotALot(scanned) => (
            t!(floor_no_lot),
            with!(floor_no_lot_detail, scanned = scanned),
        ),
        Wrong::Expired { item, day } => {
            let (item, day) = (item.clone(), crate::screens::words::day(*day));
            let detail = t!(floor_expired_detail, item = item, day = day);
            (t!(floor_expired), detail)
        }
        Wrong::SerialTwice(serial) => (
            t!(floor_serial_twice),
            with!(floor_serial_twice_detail, serial = serial),
        ),
        Wrong::SerialElsewhere { serial, place } => {
            let (serial, place) = (serial.clone(), place.clone());
            let detail = t!(
                floor_serial_elsewhere_detail,
                serial = serial,
                place = place
            );
            (t!(floor_serial_elsewhere), detail)
        }
        Wrong::PlateFirst(_) => (t!(transfer_plate_first), t!(transfer_plate_first_detail)),
        Wrong::SerialGone(serial) => (
            t!(floor_serial_gone),
            with!(floor_serial_gone_detail, serial = serial),
        ),
        Wrong::SerialUnknown(serial) => (
            t!(floor_serial_unknown),
            with!(floor_serial_unknown_detail, serial = serial),
        ),
        Wrong::SerialNotSent(serial) => (
            t!(floor_serial_not_sent),
            with!(floor_serial_not_sent_detail, serial = serial),
        ),
        Wrong::PutDownFirst {
            scanned,
            item,
            units,
        } => {
            let (scanned, item, n) = (scanned.clone(), item.clone(), *units);
            let detail = t!(
                floor_put_down_first_detail,
                n = n,
                scanned = scanned,
                item = item
            );
            (t!(floor_put_down_first), detail)
        }
        Wrong::NotATote(scanned) => (
            t!(floor_no_tote),
            with!(floor_no_tote_detail, scanned = scanned),
        ),
        Wrong::ToteTaken { tote, order } if order.is_empty() => (
            t!(floor_tote_taken),
            with!(floor_tote_not_empty, tote = tote),
        ),
        Wrong::ToteTaken { tote, order } => {
            let (tote, order) = (tote.clone(), order.clone());
            let detail = t!(floor_tote_taken_detail, tote = tote, order = order);
            (t!(floor_tote_taken), detail)
        }
        Wrong::TooMany(item) => (
            t!(floor_already_all),
            with!(floor_already_all_detail, item = item),
        ),
        Wrong::NotInOrder { scanned, order } => {
            let (scanned, order) = (scanned.clone(), order.clone());
            let detail = t!(floor_not_in_order_detail, scanned = scanned, order = order);
            (t!(floor_wrong_item), detail)
        }
        Wrong::Stopped(order) => (
            t!(floor_stopped),
            with!(floor_stopped_detail, order = order),
        ),
        Wrong::NothingOwn => (t!(pick_nothing_own), t!(pick_nothing_own_detail)),
        Wrong::NothingLeft(scanned) if scanned.is_empty() => {
            (t!(pick_nothing_left), t!(floor_nothing_changed))
        }
        Wrong::NothingLeft(scanned) => (
            t!(pick_nothing_left),
            with!(floor_nothing_left_detail, scanned = scanned),
        ),
        Wrong::NoPlace(scanned) => (
            t!(floor_no_location),
            with!(return_no_bin_detail, scanned = scanned),
        ),
        Wrong::Unknown(scanned) if is_misread(scanned) => (
            t!(floor_misread),
            with!(floor_misread_detail, scanned = scanned),
        ),
        Wrong::Unknown(scanned) => (
            t!(floor_unknown),
            with!(floor_unknown_detail, scanned = scanned),
        ),
        Wrong::Several(scanned) => (
            t!(floor_several),
            with!(floor_several_detail, scanned = scanned),
        ),
        Wrong::LotFirst(item) => (
            t!(floor_lot_first),
            with!(floor_lot_first_detail, item = item),
        ),
        Wrong::ItemFirst => (t!(floor_item_first), t!(floor_item_first_detail)),
        Wrong::PlaceFirst => (t!(floor_place_first), t!(floor_place_first_detail)),
        Wrong::NotThere { item, place } if item.is_empty() => (
            t!(floor_not_there),
            with!(floor_nothing_there, place = place),
        ),
        Wrong::NotThere { item, place } => {
            let (item, place) = (item.clone(), place.clone());
            let detail = t!(floor_not_there_detail, item = item, place = place);
            (t!(floor_not_there), detail)
        }
        Wrong::NoSpot(SpotKind::Station) => (t!(floor_not_done), t!(floor_no_station)),
        Wrong::NoSpot(SpotKind::Returns) => (t!(floor_not_done), t!(floor_no_bench)),
        Wrong::NoSpot(SpotKind::Dock) => (t!(floor_not_done), t!(floor_no_dock)),
        Wrong::Refused(refusal) => (t!(floor_not_done), desk::refusal(refusal)),
        Wrong::NotExpected(scanned) => (
            t!(floor_wrong_item),
            with!(return_not_expected, scanned = scanned),
        ),
        Wrong::AllCame(scanned) => (
            t!(floor_already_all),
            with!(return_all_came, scanned = scanned),
        ),
        Wrong::ChooseFirst => (t!(return_choose_first), t!(return_choose_first_detail)),
        of_parcel => parcel_words(of_parcel),
    }
}

/// The same for parcels.
fn parcel_words(wrong: &Wrong) -> (Text, Text) {
    match wrong {
        Wrong::NoParcel(scanned) => (
            t!(ship_no_parcel),
            with!(ship_no_parcel_detail, scanned = scanned),
        ),
        Wrong::Gone(parcel) => (t!(ship_gone), with!(ship_gone_detail, parcel = parcel)),
        Wrong::NoLabel(parcel) => (
            t!(ship_no_label),
            with!(ship_no_label_detail, parcel = parcel),
        ),
        Wrong::ParcelHeld { parcel, order } => {
            let (parcel, order) = (parcel.clone(), order.clone());
            let detail = t!(ship_held_detail, parcel = parcel, order = order);
            (t!(floor_stopped), detail)
        }
        Wrong::OldAddress { parcel, order } => {
            let (parcel, order) = (parcel.clone(), order.clone());
            let detail = t!(ship_old_address_detail, parcel = parcel, order = order);
            (t!(ship_old_address), detail)
        }
        Wrong::OtherCarrier {
            parcel,
            own,
            carrier,
        } => {
            let (parcel, own, carrier) = (parcel.clone(), own.clone(), carrier.clone());
            let detail = t!(
                ship_wrong_carrier_detail,
                parcel = parcel,
                own = own,
                carrier = carrier
            );
            (t!(ship_wrong_carrier), detail)
        }
        Wrong::Arrived(parcel) => (
            t!(ship_already_delivered),
            with!(ship_already_delivered_detail, parcel = parcel),
        ),
        Wrong::NotOnTheWay(parcel) => (
            t!(ship_not_on_the_way),
            with!(ship_not_on_the_way_detail, parcel = parcel),
        ),
        Wrong::Void(number) => (t!(floor_void), with!(floor_void_detail, number = number)),
        Wrong::NoTracking(scanned) => (
            t!(pack_no_tracking),
            with!(pack_no_tracking_detail, scanned = scanned),
        ),
        _ => (t!(floor_not_done), t!(floor_not_kept_detail)),
    }
}
