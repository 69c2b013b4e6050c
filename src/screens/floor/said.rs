//! What was done, in a word for the band and a sentence beside it.

use super::measured::{known, of_code};
use crate::screens::words::{amount, figure as pieces};
use crate::ui::locale::{Text, t, text};
use crate::view::floor::Says;
use crate::view::floor::room::NoRoom;

/// A sentence about so many units of the item of a code.
fn measured(
    item: String,
    units: u64,
    sentence: impl Fn(&str, u64) -> String + Send + Sync + 'static,
) -> Text {
    Text::computed(move || of_code(&item, units, |n| sentence(&item, n)))
}

fn lies_in(item: String, units: u64, to: String) -> Text {
    measured(item, units, move |item, n| {
        text!(
            return_put_back_done_detail,
            n = n,
            item = item,
            bin = to.as_str()
        )
    })
}

/// The word and the sentence.
pub fn words(says: Says) -> (Text, Text) {
    match says {
        Says::NoRoom { place, why } => {
            let detail = match why {
                NoRoom::Units { most, would } => t!(
                    floor_no_room_units,
                    place = place.clone(),
                    n = most,
                    would = would
                ),
                NoRoom::Weight { most_g, would_g } => t!(
                    floor_no_room_weight,
                    place = place.clone(),
                    most = most_g,
                    would = would_g
                ),
                NoRoom::Size => t!(floor_no_room_size, place = place.clone()),
                NoRoom::Mixed { with } => {
                    t!(
                        floor_no_room_mixed,
                        place = place.clone(),
                        item = with.clone()
                    )
                }
            };
            (t!(floor_no_room), detail)
        }
        Says::SeenEmpty => (t!(pick_zero_seen), t!(pick_zero_seen_detail)),
        Says::NewTote(code) => (t!(floor_new_tote), t!(floor_new_tote_detail, code = code)),
        Says::NewPlate(plate) => (
            t!(transfer_new_plate),
            t!(transfer_plate_detail, plate = plate.clone()),
        ),
        Says::Plate(plate) => (
            t!(transfer_plate_word),
            t!(transfer_plate_detail, plate = plate.clone()),
        ),
        Says::PlateStands { plate, at, arrived } => {
            let word = match arrived {
                true => t!(transfer_arrived),
                false => t!(transfer_stands),
            };
            let detail = t!(
                transfer_stands_detail,
                plate = plate.clone(),
                place = at.clone()
            );
            (word, detail)
        }
        Says::PlateSent { plate, to } => (
            t!(transfer_sent),
            t!(
                transfer_sent_detail,
                plate = plate.clone(),
                warehouse = to.clone()
            ),
        ),
        Says::OwnTote { tote, order } => (
            t!(pack_own_tote),
            t!(
                pack_own_tote_detail,
                tote = tote.clone(),
                order = order.clone()
            ),
        ),
        Says::ToteTaken { tote, order } => (
            t!(pick_tote_taken),
            t!(pick_tote_taken_detail, tote = tote, order = order),
        ),
        Says::AtPlace(place) => (t!(pick_right_bin), t!(pick_right_bin_detail, bin = place)),
        Says::Taken { item, done, all } => (
            t!(pick_taken),
            Text::computed(move || {
                let (item, known) = (item.as_str(), known(&item));
                let figure = |n: u64| match &known {
                    Some(item) => amount(item, i128::from(n)),
                    None => pieces(i128::from(n)),
                };
                text!(
                    pick_taken_detail,
                    item = item,
                    done = figure(done),
                    all = figure(all)
                )
            }),
        ),
        Says::InTote(tote) => (t!(pick_in_tote), t!(pick_in_tote_detail, tote = tote)),
        Says::Shorted { units, item } => (
            t!(pick_shorted),
            measured(item, units, |_, n| text!(pick_shorted_detail, n = n)),
        ),
        Says::Skipped => (t!(pick_skipped), t!(pick_skipped_detail)),
        Says::SkipUndone => (t!(pick_skip_undone), t!(pick_skip_undone_detail)),
        Says::PickUndone { units, item, from } => (
            t!(pick_undone),
            measured(item, units, move |item, n| {
                text!(pick_undone_detail, n = n, item = item, bin = from.as_str())
            }),
        ),
        Says::LossUndone(parcel) => (t!(lost_undone), Text::from(parcel)),
        Says::ShortUndone { units, item } => (
            t!(pick_short_undone),
            measured(item, units, |_, n| text!(pick_short_undone_detail, n = n)),
        ),
        Says::ToteReleased(tote) => (
            t!(pick_tote_released),
            t!(pick_tote_released_detail, tote = tote),
        ),
        Says::BatchFinished => (t!(pick_finished), t!(pick_finished_detail)),
        Says::Item(item) => (t!(return_item), Text::from(item)),
        Says::Lot(lot) => (t!(floor_lot), Text::from(lot)),
        Says::Serial(serial) => (t!(floor_serial), Text::from(serial)),
        Says::OtherPlace(place) => (t!(pick_other_place), Text::from(place)),
        Says::Packed { item, left } => (
            t!(pack_packed),
            measured(item, left, |item, n| {
                text!(pack_packed_detail, item = item, n = n)
            }),
        ),
        Says::PackUndone { units, item } => (
            t!(pack_undone),
            measured(item, units, |_, n| text!(pack_undone_detail, n = n)),
        ),
        Says::Carton(code) => (t!(pack_carton_taken), Text::from(code)),
        Says::Tracking(number) => (t!(pack_tracking_taken), Text::from(number)),
        Says::ParcelClosed => (t!(pack_closed), t!(pack_closed_detail)),
        Says::ParcelReopened => (t!(pack_reopened), t!(pack_reopened_detail)),
        Says::ParcelCancelled => (t!(pack_cancelled), t!(pack_cancelled_detail)),
        Says::ParcelChecked(parcel) => (t!(pack_checked), Text::from(parcel)),
        Says::Labelled { parcel, carrier } => (
            t!(pack_labelled),
            t!(pack_labelled_detail, parcel = parcel, carrier = carrier),
        ),
        Says::HandedOver { parcel, carrier } => (
            t!(ship_handed_over),
            t!(ship_handed_over_detail, parcel = parcel, carrier = carrier),
        ),
        Says::HandOverUndone(parcel) => (
            t!(ship_taken_back),
            t!(ship_taken_back_detail, parcel = parcel),
        ),
        Says::Delivered(parcel) => (
            t!(ship_delivered),
            t!(ship_delivered_detail, parcel = parcel),
        ),
        Says::DeliveryUndone(parcel) => (
            t!(ship_taken_back),
            t!(ship_delivery_undone, parcel = parcel),
        ),
        Says::PutBack { units, item, to } => (t!(return_put_back_done), lies_in(item, units, to)),
        Says::ReturnReceived { units, left } => (
            t!(return_received),
            t!(return_received_detail, n = units, left = left),
        ),
        Says::Restocked { units, item, to } => (t!(return_restocked), lies_in(item, units, to)),
        Says::Decided { units, item } => (
            t!(return_decided),
            measured(item, units, |item, n| {
                text!(return_decided_detail, n = n, item = item)
            }),
        ),
        Says::ReturnUndone => (t!(return_undone), t!(return_undone_detail)),
        Says::ReturnClosed => (t!(return_closed), t!(return_closed_detail)),
        Says::Received { units, item, to } => (t!(receive_received), lies_in(item, units, to)),
        Says::InHand { item, units } => (
            t!(receive_in_hand),
            measured(item, units, |item, n| {
                text!(receive_in_hand_detail, n = n, item = item)
            }),
        ),
        Says::Expires(_) => (t!(receive_expiry), t!(receive_expiry_noted)),
        Says::PutDown => (t!(receive_undone), t!(receive_put_down)),
        Says::ReceivingUndone => (t!(receive_undone), t!(receive_undone_detail)),
        Says::ReceiptClosed => (t!(receive_closed), t!(receive_closed_detail)),
        Says::From(place) => (t!(putaway_from), Text::from(place)),
        Says::Moved { units, item, to } => (t!(putaway_moved), lies_in(item, units, to)),
        Says::MoveUndone => (t!(putaway_undone), t!(putaway_undone_detail)),
        Says::WrittenOff { units, item } => (
            t!(putaway_written_off),
            measured(item, units, |item, n| {
                text!(putaway_written_off_detail, n = n, item = item)
            }),
        ),
        Says::Counting(place) => (t!(count_begun), t!(count_begun_detail, place = place)),
        Says::Counted { item, units } => (
            t!(count_counted),
            measured(item, units, |item, n| {
                text!(count_counted_detail, item = item, n = n)
            }),
        ),
        Says::CountKept {
            place,
            waits: false,
        } => (t!(count_kept), t!(count_kept_detail, place = place)),
        Says::CountKept { place, waits: true } => {
            (t!(count_kept), t!(count_waits_detail, place = place))
        }
        Says::CountUndone => (t!(count_undone), t!(count_undone_detail)),
    }
}
