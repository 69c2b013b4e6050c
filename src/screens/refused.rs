//! Refusals in words: what is wrong, what it means for the goods, and what to do.

use super::words;
use crate::browser::intl;
use crate::site::Reading;
use crate::stream::id::TAG_LETTERS;
use crate::trade::decide::Refusal;
use crate::trade::decide::refusal::ErasureBlock;
use crate::trade::id::{ContainerId, DocumentId, OrderId};
use crate::trade::place::Place;
use crate::trade::quantity::Amount;
use crate::ui::locale::{Text, locale_tag, t};
use crate::view::names;

/// A text whose placeholders are filled with what the refusal carries.
macro_rules! fill {
    ($key:ident, $($name:ident = $value:expr),+) => {{
        $(let $name = $value;)+
        t!($key, $($name = $name.clone()),+)
    }};
}

/// What a document is called in a sentence.
pub fn document(at: &Reading<'_>, document: &DocumentId) -> Text {
    use DocumentId as D;
    match document {
        D::Workspace => t!(refused_document_workspace),
        D::Item(item) => fill!(refused_document_item, name = names::item_code(at, item)),
        D::Lot(lot) => {
            let code = names::lot_code(at, &lot.item, &lot.name);
            let known = code.unwrap_or_else(|| names::item_code(at, &lot.item));
            fill!(refused_document_lot, name = known)
        }
        D::Warehouse(id) => {
            fill!(
                refused_document_warehouse,
                name = names::warehouse_name(at, id)
            )
        }
        D::Location(id) => {
            fill!(
                refused_document_location,
                name = names::location_code(at, id).to_owned()
            )
        }
        D::Container(ContainerId::Parcel(id)) => {
            fill!(refused_document_parcel, name = names::opened(&id.0))
        }
        D::Container(container @ ContainerId::Labelled(_)) => {
            fill!(
                refused_document_tote,
                name = names::container_code(container)
            )
        }
        D::Party(id) => fill!(refused_document_party, name = names::party_name(at, id)),
        D::Channel(id) => fill!(refused_document_channel, name = names::channel_name(at, id)),
        D::Operator(id) => fill!(
            refused_document_operator,
            name = names::operator_name(at, id)
        ),
        D::Order(id) => fill!(refused_document_order, name = number(at, id)),
        D::Batch(id) => fill!(refused_document_batch, name = names::opened(&id.0)),
        D::Return(id) => fill!(refused_document_return, name = names::opened(&id.0)),
        D::Receipt(id) => fill!(refused_document_receipt, name = names::opened(&id.0)),
        D::FulfilmentOrder(id) => {
            let routed = at.state.fulfilment(id).and_then(|of| of.routed());
            match routed {
                Some((_, routed)) => {
                    fill!(refused_document_order, name = number(at, &routed.order))
                }
                None => t!(refused_document_other),
            }
        }
        D::Customer(_)
        | D::Transfer(_)
        | D::Stock(_)
        | D::Recipe(_)
        | D::Erasure(_)
        | D::CreditNote(_)
        | D::Rule(_)
        | D::SharedView(_)
        | D::Assembly(_)
        | D::SupplierReturn(_)
        | D::Replenishment(_)
        | D::Cart(_)
        | D::Hold(_)
        | D::Fact(_)
        | D::File(_) => t!(refused_document_other),
    }
}

fn number(at: &Reading<'_>, order: &OrderId) -> String {
    names::shown_number(at, order).to_owned()
}

fn place(at: &Reading<'_>, place: &Place) -> Text {
    words::place(at, place)
}

fn money(at: &Reading<'_>, order: &OrderId, amount: &Amount) -> String {
    let placed = at.state.order(order).and_then(|order| order.placed());
    match placed {
        Some((_, placed)) => words::money(*amount, &placed.currency),
        None => intl::number(amount.get() as f64 / 10_000.0, &locale_tag()),
    }
}

/// The day of a moment, in milliseconds since 1970 UTC.
fn day_of(ms: i64) -> String {
    intl::date(ms, &locale_tag())
}

/// A refusal as a person reads it.
pub fn words(at: &Reading<'_>, refusal: &Refusal) -> Text {
    use Refusal as R;
    match refusal {
        R::NothingToDo => t!(refusals_nothing_to_do),
        R::NotAllowed { roles } if roles.is_empty() => t!(refused_nobody),
        R::NotAllowed { roles } => {
            let roles: Vec<Text> = roles.iter().map(words::role).collect();
            Text::computed(move || {
                let named: Vec<String> = roles.iter().map(Text::get).collect();
                let roles = intl::list(&named, &locale_tag());
                crate::ui::locale::text!(refused_not_allowed, roles = roles)
            })
        }
        R::Restricted(_) => t!(refused_restricted),
        R::OperatorRetired(id) => {
            fill!(
                refused_operator_retired,
                name = names::operator_name(at, id)
            )
        }
        R::LeaseHeld { lease, by } => {
            let of = lease.document().unwrap_or(DocumentId::Workspace);
            let (what, device) = (document(at, &of), by.tag(TAG_LETTERS));
            t!(
                refused_lease_held,
                what = what.clone(),
                device = device.clone()
            )
        }
        R::OtherScope | R::NothingNamed => t!(refused_program_fault),
        R::NeedsUpdate(id) => fill!(refused_needs_update, what = document(at, id)),
        R::Unknown(id) => fill!(refused_unknown, what = document(at, id)),
        R::Retired(id) => fill!(refused_retired, what = document(at, id)),
        R::UnknownLine { order, .. } => fill!(refused_unknown_line, order = number(at, order)),
        R::UnknownDemandLine(_) => t!(refused_unknown_demand),
        R::UnknownCode(code) => fill!(refused_unknown_code, code = code.to_string()),
        R::Ambiguous(code) => fill!(refused_ambiguous, code = code.to_string()),
        R::WrongCode { scanned, wanted } => fill!(
            refused_wrong_code,
            scanned = scanned.to_string(),
            wanted = document(at, wanted)
        ),
        R::NotEnough {
            place: of,
            item,
            there,
        } => fill!(
            refused_not_enough,
            n = *there,
            item = names::item_code(at, item),
            place = place(at, of)
        ),
        R::TooMany { there: 0 } => t!(refusals_none_there),
        R::TooMany { there } => fill!(refusals_too_many, n = *there),
        R::BaseUnitFixed(item) => {
            fill!(refused_base_unit_fixed, item = names::item_code(at, item))
        }
        R::OnHold { order, kind } => fill!(
            refused_on_hold,
            order = number(at, order),
            why = words::hold_kind(kind)
        ),
        R::NotVerified(order) => fill!(refusals_not_verified, order = number(at, order)),
        R::InDoubt { order, doubt } => fill!(
            refused_in_doubt,
            order = number(at, order),
            why = words::doubt(doubt)
        ),
        R::NotPaid { order, missing } => fill!(
            refused_not_paid,
            missing = money(at, order, missing),
            order = number(at, order)
        ),
        R::WhollyRefunded(order) => {
            fill!(refused_wholly_refunded, order = number(at, order))
        }
        R::NoAddress(order) => fill!(refused_no_address, order = number(at, order)),
        R::AddressChanged(order) => fill!(refused_address_changed, order = number(at, order)),
        R::OtherCurrency(order) => fill!(refused_other_currency, order = number(at, order)),
        R::MoreThanPaid { order, at_most } => {
            fill!(refusals_refund_too_high, most = money(at, order, at_most))
        }
        R::NoStock(order) => fill!(refused_no_stock, order = number(at, order)),
        R::Closed(id) => fill!(refused_closed, what = document(at, id)),
        R::WorkBegun { begun, .. } => fill!(refused_work_begun, n = *begun),
        R::ToteTaken(tote) => fill!(refused_tote_taken, tote = place(at, tote)),
        R::TakeOutFirst { order, units } => fill!(
            refused_take_out_first,
            n = *units,
            order = number(at, order)
        ),
        R::ParcelIs { status } => {
            fill!(refused_parcel_is, state = words::parcel_status(status))
        }
        R::ParcelEmpty => t!(refused_parcel_empty),
        R::NumberTaken { number } => fill!(refused_number_taken, number = number.to_string()),
        R::NumberVoid { number } => fill!(refused_number_void, number = number.to_string()),
        R::RestsOnIt => t!(refused_rests_on_it),
        R::ErasureRestricted(ErasureBlock::OpenWork(order)) => {
            fill!(refused_erasure_work, order = number(at, order))
        }
        R::ErasureRestricted(ErasureBlock::OpenMoney(order)) => {
            fill!(refused_erasure_money, order = number(at, order))
        }
        R::ErasureRestricted(ErasureBlock::OpenReturn(order)) => {
            fill!(refused_erasure_return, order = number(at, order))
        }
        R::ErasureRestricted(ErasureBlock::NotRetired(id)) => {
            fill!(refused_erasure_not_retired, what = document(at, id))
        }
        R::ErasureRestricted(ErasureBlock::ReturnWindow { order, until }) => {
            let (order, ms) = (number(at, order), until.ms);
            t!(
                refused_erasure_window,
                order = order.clone(),
                until = day_of(ms)
            )
        }
        R::ErasureRestricted(ErasureBlock::Retention { order, until }) => {
            let (order, ms) = (number(at, order), until.ms);
            t!(
                refused_erasure_retention,
                order = order.clone(),
                until = day_of(ms)
            )
        }
        R::NeededForWork(order) => fill!(refused_needed_for_work, order = number(at, order)),
        R::SerialsMissing { units, given } => {
            fill!(refused_serials_missing, n = units.get(), given = *given)
        }
        R::CannotMerge => t!(refused_cannot_merge),
        R::ClosedByShort(of) => fill!(refused_closed_by_short, place = place(at, of)),
        R::UnderWay(_) => t!(refused_under_way),
        R::WorkHeld(_) => t!(refused_work_held),
        R::OtherGoods { goods, .. } => {
            fill!(
                refused_other_goods,
                item = names::item_code(at, &goods.item)
            )
        }
        R::PinnedNotThere(_) => t!(refused_pinned_not_there),
        R::NotSellable { goods, place: of } => fill!(
            refused_not_sellable,
            item = names::item_code(at, &goods.item),
            place = place(at, of)
        ),
        R::NotAllocated(_) => t!(refused_not_allocated),
        R::TakeFromContainer { container, there } => fill!(
            refused_take_from_container,
            n = *there,
            container = names::container_code(container)
        ),
        R::NoTote(_) => t!(refused_no_tote),
        R::BatchTooLarge { documents_max } => {
            fill!(refusals_batch_too_large, n = *documents_max)
        }
        R::InWork(of) => fill!(refused_in_work, place = place(at, of)),
        R::ParcelNotEmpty(_) => t!(refused_parcel_not_empty),
        R::OtherAddress { inside, other } => fill!(
            refused_other_address,
            inside = number(at, inside),
            other = number(at, other)
        ),
        R::SecondPerson => t!(refused_second_person),
        R::LotMissing(item) => fill!(refused_lot_missing, item = names::item_code(at, item)),
        R::NoDestination(item) => {
            fill!(refused_no_destination, item = names::item_code(at, item))
        }
        R::NowhereKnown(of) => fill!(refused_nowhere_known, place = place(at, of)),
        R::NoSuchCommit(_) => t!(refused_stale),
        R::NotCovered(of) => fill!(refused_not_covered, place = place(at, of)),
        R::NotWanted(_) => t!(refused_not_wanted),
        R::CodeTaken { code, by } => fill!(
            refused_code_taken,
            code = code.to_string(),
            by = document(at, by)
        ),
        R::NotEmpty(of) => fill!(refused_not_empty, place = place(at, of)),
        R::LastOwner(id) => fill!(refused_last_owner, name = names::operator_name(at, id)),
        R::DeviceShutOut(_) => t!(refused_device_shut_out),
        R::NoSuchGrant(_)
        | R::NotWaiting(_)
        | R::NoSuchEntry
        | R::NotAChoice
        | R::NoSuchRequest(_)
        | R::UnknownFact(_) => t!(refused_gone),
        R::NotHeldHere { .. } => t!(refused_not_held_here),
        R::RecipeUnsound(item) => {
            fill!(refused_recipe_unsound, item = names::item_code(at, item))
        }
        R::NoRecipe(item) => fill!(refused_no_recipe, item = names::item_code(at, item)),
        R::LineHanded { order, .. } | R::AlreadyRouted { order, .. } => {
            fill!(refused_line_handed, order = number(at, order))
        }
        R::OtherWarehouse(_) => t!(refused_other_warehouse),
        R::PlanUnsound(_) => t!(refused_plan_unsound),
        R::PartOfItself(location) => {
            fill!(
                refused_part_of_itself,
                location = names::location_code(at, location).to_owned()
            )
        }
        R::CannotStandThere(container) => {
            fill!(
                refused_cannot_stand,
                container = names::container_code(container)
            )
        }
        R::LineKeyTaken { order, .. } => {
            fill!(refused_line_key_taken, order = number(at, order))
        }
        R::NoAmount => t!(refusals_no_amount),
        R::ErasureWaits { until } => {
            let ms = until.ms;
            t!(refused_erasure_waits, until = words::moment(ms))
        }
    }
}
