//! What clashed, in words of the trade.

use super::{fields, item_of, number, order_of};
use crate::screens::refused::document;
use crate::screens::words;
use crate::site::Reading;
use crate::stream::id::TAG_LETTERS;
use crate::trade::id::DocumentId;
use crate::trade::place::Place;
use crate::trade::state::entries::Clash;
use crate::trade::state::said_twice::Said;
use crate::trade::stock::posting::AccountKey;
use crate::ui::locale::{Text, t};
use crate::view::inbox::cancelled_and_taken;
use crate::view::names;

/// A text whose placeholders are filled with what the entry carries.
macro_rules! fill {
    ($key:ident, $($name:ident = $value:expr),+ $(,)?) => {{
        $(let $name = $value;)+
        t!($key, $($name = $name.clone()),+)
    }};
}

/// What clashed, in words of the trade.
pub(in crate::screens) fn clash(at: &Reading<'_>, clash: &Clash) -> Text {
    let account = |account: &AccountKey| (item_of(at, account), words::place(at, &account.place));
    match clash {
        Clash::Oversold {
            key,
            missing,
            holders,
        } => {
            let orders: Vec<String> = holders.iter().map(|line| order_of(at, line)).collect();
            fill!(
                inbox_oversold,
                n = u64::try_from(*missing).unwrap_or(0),
                item = names::item_code(at, &key.item),
                warehouse = names::warehouse_name(at, &key.warehouse),
                orders = orders.join(", ")
            )
        }
        Clash::GivenUpTwice { key, lines, .. } => {
            let orders: Vec<String> = lines.iter().map(|line| order_of(at, line)).collect();
            fill!(
                inbox_given_up_twice,
                item = names::item_code(at, &key.item),
                warehouse = names::warehouse_name(at, &key.warehouse),
                orders = orders.join(", ")
            )
        }
        Clash::BelowZero(
            of @ AccountKey {
                place: Place::Underway(container),
                ..
            },
        ) => fill!(
            inbox_came_twice,
            item = item_of(at, of),
            container = names::container_code(container)
        ),
        Clash::BelowZero(of) => {
            let (code, stands) = account(of);
            fill!(inbox_below_zero, item = code, place = stands)
        }
        Clash::CountsDiffer(of) => {
            let (code, stands) = account(of);
            fill!(inbox_counts_differ, item = code, place = stands)
        }
        Clash::CountInDoubt { account: of, .. } => {
            let (code, stands) = account(of);
            fill!(inbox_count_in_doubt, item = code, place = stands)
        }
        Clash::Short(of) => {
            let (code, stands) = account(of);
            fill!(inbox_short, item = code, place = stands)
        }
        Clash::CountUnlisted { account: of, .. } => {
            let (code, stands) = account(of);
            fill!(inbox_count_unlisted, item = code, place = stands)
        }
        Clash::CountToApprove { account: of, .. } => {
            let (code, stands) = account(of);
            fill!(inbox_count_to_approve, item = code, place = stands)
        }
        Clash::CountJudgedTwice { account: of, .. } => {
            let (code, stands) = account(of);
            fill!(inbox_count_judged_twice, item = code, place = stands)
        }
        Clash::DoneTwice { order, units, .. } => fill!(
            inbox_done_twice,
            n = u64::try_from(*units).unwrap_or(0),
            order = number(at, order)
        ),
        Clash::Overdrawn { order, line, part } => {
            let of = number(at, order);
            match cancelled_and_taken(at, order, line, part) {
                Some(told) => fill!(
                    inbox_cancelled_and_taken,
                    order = of,
                    n = told.units,
                    item = told.item,
                    who = told.cancelled_by.unwrap_or_else(|| "–".to_owned()),
                    picker = told.taken_by.unwrap_or_else(|| "–".to_owned()),
                ),
                None => fill!(inbox_overdrawn, order = of),
            }
        }
        Clash::StepsDiffer { order, .. } => {
            fill!(inbox_steps_differ, order = number(at, order))
        }
        Clash::HalfMissing(id) => fill!(
            inbox_half_missing,
            what = document(at, &DocumentId::FulfilmentOrder(*id))
        ),
        Clash::LateOnClosed(order) => fill!(inbox_late_on_closed, order = number(at, order)),
        Clash::GaveBackTooMuch(order, _) => fill!(inbox_gave_back, order = number(at, order)),
        Clash::SentToOldAddress { order, parcel } => fill!(
            inbox_sent_to_old,
            order = number(at, order),
            parcel = names::opened(&parcel.0)
        ),
        Clash::SaidTwice { what, .. } => said(at, what),
        Clash::MergeVoid(_) => t!(inbox_merge_void),
        Clash::LotsDiffer(lots) => {
            let first = lots.first();
            let code = first.map(|lot| {
                let code = names::lot_code(at, &lot.item, &lot.name);
                code.unwrap_or_else(|| names::item_code(at, &lot.item))
            });
            fill!(inbox_lots_differ, lot = code.unwrap_or_default())
        }
        Clash::PlacedInBoth { channel, orders } => {
            let mut numbers: Vec<String> = orders.iter().map(|order| number(at, order)).collect();
            numbers.dedup();
            fill!(
                inbox_placed_in_both,
                channel = names::channel_name(at, channel),
                orders = numbers.join(", ")
            )
        }
        Clash::NumberTwice { number, parcels } => {
            let parcels: Vec<String> = parcels.iter().map(|id| names::opened(&id.0)).collect();
            fill!(
                inbox_number_twice,
                number = number.to_string(),
                parcels = parcels.join(", ")
            )
        }
        Clash::EndedTwice { parcel, .. } => {
            fill!(inbox_ended_twice, parcel = names::opened(&parcel.0))
        }
        Clash::SetAsideBoth {
            orders: [one, other],
        } => fill!(
            inbox_set_aside_both,
            one = number(at, one),
            other = number(at, other)
        ),
        Clash::PlacedTwice { order, .. } => {
            fill!(inbox_placed_twice, order = number(at, order))
        }
        Clash::MatchedTwice { order, .. } => {
            fill!(inbox_matched_twice, order = number(at, order))
        }
        Clash::SerialTwice(twice) => {
            fill!(
                inbox_serial_twice,
                n = twice.more + 1,
                serial = twice.first.clone(),
                item = names::item_code(at, &twice.item)
            )
        }
        Clash::FieldTwice { document: of, .. } => {
            let field = fields::name(at, clash).unwrap_or_else(|| Text::from("–"));
            fill!(inbox_field_twice, what = document(at, of), field = field)
        }
        Clash::ContainerWhere(container) => {
            fill!(
                inbox_container_where,
                what = names::container_code(container)
            )
        }
        Clash::ContainerCircle(containers) => {
            let codes: Vec<String> = containers.iter().map(names::container_code).collect();
            fill!(inbox_container_circle, what = codes.join(", "))
        }
        Clash::LeaseOvertaken { stream, works } => fill!(
            inbox_lease_overtaken,
            n = u64::try_from(works.len()).unwrap_or(u64::MAX),
            device = stream.tag(TAG_LETTERS)
        ),
        Clash::Fork { .. } => t!(inbox_fork),
        Clash::NotAllowed(_) => t!(inbox_not_allowed),
        Clash::RevokedMeanwhile { stream, facts, .. } => fill!(
            inbox_revoked_meanwhile,
            n = u64::try_from(facts.len()).unwrap_or(u64::MAX),
            device = stream.tag(TAG_LETTERS)
        ),
        Clash::Waits(_) => t!(inbox_waits),
        Clash::MergeCircle(of) => fill!(inbox_merge_circle, what = document(at, of)),
        Clash::ErasureTooLate(_) => t!(inbox_erasure_late),
        Clash::NeedsUpdate(_) => t!(inbox_needs_update),
        Clash::EditionTwice { item, .. } => {
            fill!(inbox_edition_twice, item = names::item_code(at, item))
        }
    }
}

/// What two said of one thing.
fn said(at: &Reading<'_>, what: &Said) -> Text {
    let of = what.document();
    match what {
        Said::Address(order) => fill!(inbox_address_twice, order = number(at, order)),
        Said::Row(..) => fill!(inbox_row_twice, what = document(at, &of)),
        Said::Lid(_) => fill!(inbox_lid_twice, what = document(at, &of)),
        Said::Measured(_) => fill!(inbox_measured_twice, what = document(at, &of)),
        Said::Tote(..) => fill!(inbox_tote_twice, what = document(at, &of)),
    }
}
