//! The choices of an entry in words, each with what it means for goods and money.

use super::{fields, item_of, number, order_of, who};
use crate::screens::floor::read_hand_now;
use crate::screens::words;
use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::conflicts::cancelled::unwanted_here;
use crate::trade::conflicts::commands::Settlement;
use crate::trade::conflicts::serials::booked_by_number;
use crate::trade::id::LotId;
use crate::trade::locations::Standing;
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::place::Place;
use crate::trade::state::entries::Clash;
use crate::trade::stock::posting::AccountKey;
use crate::ui::locale::{Text, t};
use crate::view::floor::put_back;
use crate::view::inbox::{cancelled_and_taken, said_by};
use crate::view::names;

/// A text whose placeholders are filled with what the entry carries.
macro_rules! fill {
    ($key:ident, $($name:ident = $value:expr),+ $(,)?) => {{
        $(let $name = $value;)+
        t!($key, $($name = $name.clone()),+)
    }};
}

/// A choice, in words.
pub(super) fn settlement(at: &Reading<'_>, clash: &Clash, how: &Settlement) -> Text {
    match how {
        Settlement::Acknowledge => t!(inbox_choose_seen),
        Settlement::Keep(fact) => {
            let (name, ms) = (who(at, fact), wall_ms(at, fact));
            if let (Some(field), Some(value)) =
                (fields::name(at, clash), fields::value(at, clash, fact))
            {
                return t!(
                    inbox_choose_keep_field,
                    field = field.clone(),
                    value = value.clone(),
                    who = name.clone(),
                    when = words::moment(ms)
                );
            }
            if let Some(value) = said_by(at, clash, fact) {
                return t!(
                    inbox_choose_keep_value,
                    value = value.clone(),
                    who = name.clone(),
                    when = words::moment(ms)
                );
            }
            if let Some(end) = end_said_by(at, clash, fact) {
                return t!(
                    inbox_choose_keep_value,
                    value = words::parcel_status(&end),
                    who = name.clone(),
                    when = words::moment(ms)
                );
            }
            t!(
                inbox_choose_keep,
                who = name.clone(),
                when = words::moment(ms)
            )
        }
        Settlement::PlaceAll { before } | Settlement::PlaceOne { before, .. } => match before {
            true => t!(inbox_choose_before),
            false => t!(inbox_choose_after),
        },
        Settlement::Counted { units } => match counted_by(at, clash, units.get()) {
            Some(fact) => {
                let (name, ms) = (who(at, &fact), wall_ms(at, &fact));
                let n = units.get();
                t!(
                    inbox_choose_counted_by,
                    n = n,
                    who = name.clone(),
                    when = words::moment(ms)
                )
            }
            None => fill!(inbox_choose_counted, n = units.get()),
        },
        Settlement::AreOf(goods) => {
            let account = AccountKey::new(Place::Customers, goods.clone());
            fill!(inbox_choose_are_of, goods = item_of(at, &account))
        }
        Settlement::Judge { approved: true } => t!(inbox_choose_approve),
        Settlement::Judge { approved: false } | Settlement::DecideWaiting { allowed: false } => {
            t!(inbox_choose_turn_down)
        }
        Settlement::Deallocate(line) => {
            fill!(inbox_choose_deallocate, order = order_of(at, line))
        }
        Settlement::GiveTo(line) => fill!(inbox_choose_give_to, order = order_of(at, line)),
        Settlement::See { at: standing, .. } => {
            let stands = match standing {
                Standing::Location(location) => names::location_code(at, location).to_owned(),
                Standing::Container(container) => names::container_code(container),
            };
            fill!(inbox_choose_stands, place = stands)
        }
        Settlement::DecideWaiting { allowed: true } => t!(inbox_choose_allow),
        Settlement::RevokeMerge(_) => t!(inbox_choose_revoke),
        Settlement::KeepDate(lot) => fill!(inbox_choose_date, day = date(at, lot)),
        Settlement::SetAside(order) => fill!(
            inbox_choose_set_aside,
            channel = names::channel_name(at, &order.channel),
            order = number(at, order)
        ),
        Settlement::Reinstate(order) => {
            fill!(inbox_choose_reinstate, order = number(at, order))
        }
        Settlement::PutBack => {
            let (units, codes) = (units_back(at, clash), put_back_from(at, clash));
            match codes.is_empty() {
                true => fill!(inbox_choose_put_back, n = units),
                false => fill!(inbox_choose_put_back_from, n = units, from = codes),
            }
        }
        Settlement::VoidLabel(parcel) => {
            fill!(inbox_choose_void, parcel = names::opened(&parcel.0))
        }
        Settlement::Send => t!(inbox_choose_send),
        Settlement::CameOnce => t!(inbox_choose_came_once),
        Settlement::SerialAt(place) => {
            let place = words::place(at, place);
            fill!(inbox_choose_serial, place = place)
        }
    }
}

/// The count that saw so many units, of those that an entry is about.
fn counted_by(at: &Reading<'_>, clash: &Clash, units: u64) -> Option<FactId> {
    let Clash::CountsDiffer(account) = clash else {
        return None;
    };
    let mut counts = at.state.ledger.account(account)?.counted();
    let count = counts.find(|(_, counted)| *counted == i128::from(units));
    count.map(|(said, _)| said.fact())
}

/// How the parcel of an entry ended by one of its facts.
fn end_said_by(at: &Reading<'_>, clash: &Clash, fact: &FactId) -> Option<ParcelStatus> {
    match clash {
        Clash::EndedTwice { parcel, .. } => at.state.parcel(parcel)?.end_said_by(*fact),
        _ => None,
    }
}

/// The date of a lot, as its own card has it.
fn date(at: &Reading<'_>, lot: &LotId) -> String {
    let day = at.state.expiry_said(lot);
    day.map_or_else(|| "–".to_owned(), |day| words::day(day.days))
}

/// The totes and parcels that units of an entry go back from; nothing where no one of this warehouse has them.
fn put_back_from(at: &Reading<'_>, clash: &Clash) -> String {
    let (Clash::Overdrawn { order, .. } | Clash::DoneTwice { order, .. }) = clash else {
        return String::new();
    };
    let all = read_hand_now(|hand| put_back::lies_in(hand, order));
    let codes = all
        .iter()
        .map(|container| words::place(at, &Place::Container(container.clone())).now());
    codes.collect::<Vec<_>>().join(", ")
}

/// How many units of an entry go back.
fn units_back(at: &Reading<'_>, clash: &Clash) -> u64 {
    match clash {
        Clash::Overdrawn { order, line, part }
        | Clash::DoneTwice {
            order, line, part, ..
        } => {
            let order = at.state.order(order);
            order.map_or(0, |order| unwanted_here(at.state, order, line, part))
        }
        _ => 0,
    }
}

/// What becomes of units that were cancelled and taken.
fn cancelled(at: &Reading<'_>, clash: &Clash, how: &Settlement) -> Text {
    let of = match clash {
        Clash::DoneTwice { order, .. } => {
            return fill!(
                inbox_then_put_back_twice,
                n = units_back(at, clash),
                order = number(at, order)
            );
        }
        Clash::Overdrawn { order, line, part } => {
            let told = cancelled_and_taken(at, order, line, part);
            told.map(|told| (told.units, told.item, number(at, order)))
        }
        _ => None,
    };
    let Some((units, code, of_order)) = of else {
        return t!(inbox_then_seen);
    };
    match how {
        Settlement::PutBack => fill!(
            inbox_then_put_back,
            n = units,
            item = code,
            order = of_order
        ),
        _ => fill!(inbox_then_send, n = units, item = code, order = of_order),
    }
}

fn wall_ms(at: &Reading<'_>, fact: &FactId) -> i64 {
    let header = at.held.header_of(fact.commit);
    header.map_or(0, |header| header.wall_ms().unwrap_or(header.stamp.ms()))
}

/// What a choice means for goods and money.
pub(super) fn consequence(at: &Reading<'_>, clash: &Clash, how: &Settlement) -> Text {
    match how {
        Settlement::Acknowledge => match clash {
            Clash::DoneTwice { order, units, .. } => {
                let units = u64::try_from(*units).unwrap_or(0);
                fill!(inbox_then_done_twice, n = units, order = number(at, order))
            }
            Clash::GaveBackTooMuch(order, _) => {
                fill!(inbox_then_gave_back, order = number(at, order))
            }
            Clash::SentToOldAddress { .. } => t!(inbox_then_sent_to_old),
            Clash::NumberTwice { .. } => t!(inbox_then_number_stays),
            Clash::PlacedTwice { .. }
            | Clash::PlacedInBoth { .. }
            | Clash::SaidTwice { .. }
            | Clash::FieldTwice { .. }
            | Clash::EditionTwice { .. } => {
                t!(inbox_then_stands)
            }
            Clash::GivenUpTwice { .. } => t!(inbox_then_both_wait),
            _ => t!(inbox_then_seen),
        },
        Settlement::Keep(fact) => match (clash, end_said_by(at, clash, fact)) {
            (_, Some(ParcelStatus::Lost)) => t!(inbox_then_keep_lost),
            (Clash::EndedTwice { .. }, _) => t!(inbox_then_keep_end),
            _ => t!(inbox_then_keep),
        },
        Settlement::PlaceAll { before } | Settlement::PlaceOne { before, .. } => match before {
            true => t!(inbox_then_before),
            false => t!(inbox_then_after),
        },
        Settlement::Counted { units } => {
            fill!(inbox_then_counted, n = units.get())
        }
        Settlement::AreOf(goods) => {
            let account = AccountKey::new(Place::Customers, goods.clone());
            fill!(inbox_then_are_of, goods = item_of(at, &account))
        }
        Settlement::Judge { approved: true } => t!(inbox_then_approve),
        Settlement::Judge { approved: false } => t!(inbox_then_reject),
        Settlement::Deallocate(line) => {
            let missing = match clash {
                Clash::Oversold { missing, .. } => u64::try_from(*missing).unwrap_or(0),
                _ => 0,
            };
            fill!(
                inbox_then_deallocate,
                n = missing,
                order = order_of(at, line)
            )
        }
        Settlement::See { at: standing, .. } => {
            let stands = match standing {
                Standing::Location(location) => names::location_code(at, location).to_owned(),
                Standing::Container(container) => names::container_code(container),
            };
            fill!(inbox_then_stands_at, place = stands)
        }
        Settlement::GiveTo(line) => {
            fill!(inbox_then_give_to, order = order_of(at, line))
        }
        Settlement::DecideWaiting { allowed: true } => t!(inbox_then_allow),
        Settlement::DecideWaiting { allowed: false } => t!(inbox_then_turn_down),
        Settlement::RevokeMerge(_) => t!(inbox_then_revoke),
        Settlement::VoidLabel(parcel) => {
            fill!(inbox_then_void, parcel = names::opened(&parcel.0))
        }
        Settlement::KeepDate(lot) => fill!(inbox_then_date, day = date(at, lot)),
        Settlement::Reinstate(order) => {
            fill!(inbox_then_reinstate, order = number(at, order))
        }
        Settlement::SetAside(order) => {
            fill!(inbox_then_set_aside, order = number(at, order))
        }
        Settlement::PutBack | Settlement::Send => cancelled(at, clash, how),
        Settlement::CameOnce => t!(inbox_then_came_once),
        Settlement::SerialAt(place) => {
            let booked = match clash {
                Clash::SerialTwice(twice) => {
                    booked_by_number(at.state, &at.relations(), twice, place)
                }
                _ => Vec::new(),
            };
            let each = booked.into_iter().map(|it| {
                let units = (it.was, it.units.get());
                (words::place(at, &it.place), units)
            });
            let each: Vec<_> = each.collect();
            let place = words::place(at, place);
            if each.is_empty() {
                return fill!(inbox_then_serial, place = place);
            }
            t!(
                inbox_then_serial_units,
                place = place.clone(),
                units = {
                    let each = each.iter();
                    let each = each
                        .map(|(place, (was, units))| format!("{}: {was} → {units}", place.get()));
                    each.collect::<Vec<_>>().join(", ")
                }
            )
        }
    }
}
