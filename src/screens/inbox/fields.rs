//! The field of a card that an entry is about, and what facts said of it, in the words of the forms in which it is set.

use crate::browser::intl;
use crate::screens::stock::{item_words, sent_by};
use crate::screens::words;
use crate::site::Reading;
use crate::stream::id::FactId;
use crate::trade::catalog::{BarcodeLevel, ItemField, LotField, SentBy};
use crate::trade::channels::{AllocationTiming, ChannelField, Completeness};
use crate::trade::id::{LocationId, PartyId};
use crate::trade::locations::{ContainerField, ContainerKind, LocationField, WarehouseField};
use crate::trade::orders::OrderField;
use crate::trade::parties::PartyField;
use crate::trade::people::{Language, OperatorField};
use crate::trade::personal::ErasureStart;
use crate::trade::quantity::{Day, Instant, MinuteOfDay, Money, Size, Weekday};
use crate::trade::settings::Setting;
use crate::trade::state::entries::Clash;
use crate::ui::locale::{Text, locale_tag, t};
use crate::view::inbox::{FieldSaid, field_said};
use crate::view::names;

/// A Monday, in milliseconds since 1970 UTC: weekdays are named from it.
const A_MONDAY_MS: i64 = 1_704_067_200_000;
const DAY_MS: i64 = 86_400_000;

/// What a field is called, and its value; `None` where the value is no text.
type Told = (Text, Option<Text>);

/// What the field is called that an entry is about; `None` where it is about none.
pub(super) fn name(at: &Reading<'_>, clash: &Clash) -> Option<Text> {
    field_said(at.state, clash, None).map(|said| told(at, &said).0)
}

/// What a fact said of the field that an entry is about; `None` where it is no text.
pub(super) fn value(at: &Reading<'_>, clash: &Clash, fact: &FactId) -> Option<Text> {
    told(at, &field_said(at.state, clash, Some(fact))?).1
}

fn told(at: &Reading<'_>, said: &FieldSaid) -> Told {
    match said {
        FieldSaid::Item(field) => of_item(at, field),
        FieldSaid::Lot(field) => of_lot(field),
        FieldSaid::Warehouse(field) => of_warehouse(at, field),
        FieldSaid::Location(field) => of_location(at, field),
        FieldSaid::Container(field) => of_container(field),
        FieldSaid::Party(field) => of_party(field),
        FieldSaid::Channel(field) => of_channel(at, field),
        FieldSaid::Operator(field) => of_operator(field),
        FieldSaid::Order(field) => of_order(field),
        FieldSaid::Setting(setting) => of_setting(setting),
    }
}

fn plain(value: impl ToString) -> Option<Text> {
    Some(Text::from(value.to_string()))
}

fn or_none<T: ToString>(value: Option<T>) -> Option<Text> {
    match value {
        Some(value) => plain(value),
        None => Some(t!(inbox_field_nothing)),
    }
}

fn yes(is: bool) -> Option<Text> {
    Some(match is {
        true => t!(inbox_field_yes),
        false => t!(inbox_field_no),
    })
}

/// One of many values of a field, and whether it is one.
fn of_many(which: impl Into<Text>, is: bool) -> Option<Text> {
    let (which, is) = (which.into(), yes(is)?);
    Some(t!(
        inbox_field_of,
        which = which.clone(),
        value = is.clone()
    ))
}

/// One of many values of a field, and what it has.
fn has(which: impl Into<Text>, value: Option<Text>) -> Option<Text> {
    let (which, value) = (which.into(), value?);
    Some(t!(
        inbox_field_of,
        which = which.clone(),
        value = value.clone()
    ))
}

fn size(size: &Option<Size>) -> Option<Text> {
    or_none(size.as_ref().map(|size| {
        let (length, width, height) = (size.length_mm, size.width_mm, size.height_mm);
        format!("{length} × {width} × {height} mm")
    }))
}

fn grams(grams: Option<u64>) -> Option<Text> {
    or_none(grams.map(|grams| format!("{grams} g")))
}

fn minute(at: &Option<MinuteOfDay>) -> Option<Text> {
    or_none(at.as_ref().map(|at| {
        let minutes = at.get();
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }))
}

fn day(day: &Option<Day>) -> Option<Text> {
    match day.as_ref().map(|day| day.days) {
        Some(days) => Some(Text::computed(move || words::day(days))),
        None => or_none::<String>(None),
    }
}

fn instant(at: &Option<Instant>) -> Option<Text> {
    match at.as_ref().map(|at| at.ms) {
        Some(ms) => Some(Text::computed(move || words::moment(ms))),
        None => or_none::<String>(None),
    }
}

fn money(money: &Option<Money>) -> Option<Text> {
    match money.clone() {
        Some(money) => Some(Text::computed(move || {
            words::money(money.amount, &money.currency)
        })),
        None => or_none::<String>(None),
    }
}

fn weekday(day: &Weekday) -> Text {
    let ms = A_MONDAY_MS + i64::from(day.get()) * DAY_MS;
    Text::computed(move || intl::weekday_utc(ms, &locale_tag()))
}

fn party(at: &Reading<'_>, party: Option<&PartyId>) -> Option<Text> {
    or_none(party.map(|party| names::party_code(at, party)))
}

fn location(at: &Reading<'_>, location: Option<&LocationId>) -> Option<Text> {
    or_none(location.map(|location| names::location_code(at, location).to_owned()))
}

fn erased_since(start: &ErasureStart) -> Text {
    match start {
        ErasureStart::Completed => t!(trade_commercial_completed),
        ErasureStart::Delivered => t!(trade_fulfilment_delivered),
        ErasureStart::Shipped => t!(trade_fulfilment_shipped),
        ErasureStart::Placed => t!(order_placed),
    }
}

fn of_item(at: &Reading<'_>, field: &ItemField) -> Told {
    match field {
        ItemField::Sku(code) => (t!(stock_sku), plain(code)),
        ItemField::Title(title) => (t!(stock_name), plain(title)),
        ItemField::Barcode { code, level } => {
            let of_code = code.to_string();
            match level {
                Some(BarcodeLevel::Pack { units }) => (
                    t!(item_packs),
                    has(of_code, plain(format!("× {}", units.get()))),
                ),
                Some(BarcodeLevel::Each) => (t!(stock_barcodes), of_many(of_code, true)),
                None => (t!(stock_barcodes), of_many(of_code, false)),
            }
        }
        ItemField::WeightMg(weight) => {
            let grams = weight.map(|mg| mg as f64 / 1_000.0);
            (t!(stock_weight_grams), or_none(grams))
        }
        ItemField::Size(of) => (t!(item_size), size(of)),
        ItemField::BaseUnit(unit) => (t!(item_unit), Some(item_words::unit_words(unit))),
        ItemField::Lots(policy) => (t!(item_lots), Some(item_words::lot_words(policy))),
        ItemField::SerialNumbers(policy) => {
            (t!(item_serials), Some(item_words::serial_words(policy)))
        }
        ItemField::Expiry(policy) => (
            t!(item_stop_days),
            or_none(policy.as_ref().map(|policy| policy.stop_days)),
        ),
        ItemField::Removal(removal) => (t!(item_removal), Some(item_words::removal_words(removal))),
        ItemField::Handling { kind, needed } => (
            t!(item_handling),
            of_many(item_words::handling_words(kind), *needed),
        ),
        ItemField::Picture { .. } => (t!(picture_one), None),
        ItemField::VariantOf(item) => (
            t!(paste_variant_of),
            or_none(item.as_ref().map(|item| names::item_code(at, item))),
        ),
        ItemField::Attribute { name, value } => {
            (Text::from(name.to_string()), or_none(value.as_ref()))
        }
        ItemField::HsCode(code) => (t!(item_hs_code), or_none(code.as_ref())),
        ItemField::Origin(country) => (t!(item_origin), or_none(country.as_ref())),
        ItemField::CustomsWords(words) => (t!(item_customs), or_none(words.as_ref())),
        ItemField::Cost(cost) => (t!(item_cost), money(cost)),
        ItemField::Reorder(reorder) => {
            let reorder = reorder.as_ref().map(|it| {
                let (least, multiple) = (it.quantity.get(), it.multiple.get());
                format!("≤ {}: {least} (× {multiple})", it.point)
            });
            (t!(item_reorder_point), or_none(reorder))
        }
        ItemField::Supplier {
            supplier,
            code,
            supplies,
        } => {
            let who = names::party_code(at, supplier);
            let who = match code {
                Some(code) => format!("{who} ({code})"),
                None => who,
            };
            (t!(receive_supplier), of_many(who, *supplies))
        }
        ItemField::Retired(is) => (t!(stock_state_retired), yes(*is)),
        ItemField::Note(note) => (t!(order_note), or_none(note.as_ref())),
        ItemField::Alias {
            code, leads_here, ..
        } => (t!(more_aliases), of_many(code.to_string(), *leads_here)),
        ItemField::Dangerous { un_number, is } => {
            (t!(more_un), of_many(format!("UN {un_number}"), *is))
        }
        ItemField::Temperature(range) => {
            let range = range.as_ref().map(|it| {
                let degrees = |tenths: i64| tenths as f64 / 10.0;
                format!("{} – {} °C", degrees(it.from), degrees(it.to))
            });
            (t!(more_coldest), or_none(range))
        }
        ItemField::Swatch(colour) => (
            t!(variant_swatch),
            or_none(colour.map(|colour| format!("#{colour:06x}"))),
        ),
        ItemField::SentBy(by) => (t!(item_sent_by), sent_by::words(by, true)),
        ItemField::KeptByChannel { channel, stock } => {
            let units = stock.as_ref().map(|stock| stock.sellable);
            (
                t!(stock_free),
                has(names::channel_name(at, channel), or_none(units)),
            )
        }
    }
}

fn of_lot(field: &LotField) -> Told {
    match field {
        LotField::Code(code) => (t!(stock_lot), plain(code)),
        LotField::Expiry(of) => (t!(receive_expiry), day(of)),
        LotField::Produced(of) => (t!(inbox_field_produced), day(of)),
        LotField::Recalled(is) => (t!(lot_recalled), yes(*is)),
        LotField::Note(note) => (t!(order_note), or_none(note.as_ref())),
    }
}

fn of_warehouse(at: &Reading<'_>, field: &WarehouseField) -> Told {
    match field {
        WarehouseField::Code(code) => (t!(setup_code), plain(code)),
        WarehouseField::Title(title) => (t!(order_name), plain(title)),
        WarehouseField::Zone(zone) => (t!(setup_zone), plain(zone)),
        WarehouseField::Country(country) => (t!(orders_country), plain(country)),
        WarehouseField::WorkingDay {
            weekday: day,
            works,
        } => (t!(setup_working_days), of_many(weekday(day), *works)),
        WarehouseField::Cutoff(cutoff) => (t!(setup_cutoff), minute(cutoff)),
        WarehouseField::RunBy(by) => (t!(setup_run_by), party(at, by.as_ref())),
        WarehouseField::Retired(is) => (t!(stock_state_retired), yes(*is)),
        WarehouseField::ReturnsAt(place) => (t!(setup_returns_at), location(at, place.as_ref())),
        WarehouseField::Plan(_) => (t!(plan_title), None),
    }
}

fn of_location(at: &Reading<'_>, field: &LocationField) -> Told {
    match field {
        LocationField::Code(code) => (t!(setup_code), plain(code)),
        LocationField::Kind(kind) => (t!(stock_kind), Some(words::location_kind(kind))),
        LocationField::Status(status) => (t!(stock_status), Some(words::location_status(status))),
        LocationField::Parent(parent) => (t!(paste_part_of), location(at, parent.as_ref())),
        LocationField::Zone(zone) => (t!(stock_zone), or_none(zone.as_ref())),
        LocationField::PickSequence(_) => (t!(stock_walk_title), None),
        LocationField::Size(of) => (t!(stock_location_size), size(of)),
        LocationField::WeightLimit(limit) => (t!(paste_weight_kg), grams(*limit)),
        LocationField::UnitLimit(limit) => (
            t!(paste_units_max),
            or_none(limit.as_ref().map(|limit| limit.get())),
        ),
        LocationField::Mixed(is) => (t!(paste_mixed), yes(*is)),
        LocationField::Retired(is) => (t!(stock_state_retired), yes(*is)),
        LocationField::Note(note) => (t!(order_note), or_none(note.as_ref())),
        LocationField::PickFace { item, rule } => {
            let rule = rule
                .as_ref()
                .map(|rule| format!("< {} → {}", rule.below, rule.up_to.get()));
            (
                t!(inbox_field_pick_face),
                has(names::item_code(at, item), or_none(rule)),
            )
        }
        LocationField::Spot(_) => (t!(plan_title), None),
    }
}

fn of_container(field: &ContainerField) -> Told {
    match field {
        ContainerField::Kind(kind) => {
            let kind = match kind {
                ContainerKind::Tote => t!(order_tote),
                ContainerKind::Cart => t!(inbox_field_cart),
                ContainerKind::Pallet => t!(inbox_field_pallet),
                ContainerKind::Carton => t!(pack_carton),
            };
            (t!(stock_kind), Some(kind))
        }
        ContainerField::Compartments(number) => (t!(carton_compartments), plain(number)),
        ContainerField::Size(of) => (t!(paste_size), size(of)),
        ContainerField::WeightLimit(limit) => (t!(carton_carries), grams(*limit)),
        ContainerField::Retired(is) => (t!(stock_state_retired), yes(*is)),
    }
}

fn of_party(field: &PartyField) -> Told {
    match field {
        PartyField::Code(code) => (t!(setup_code), plain(code)),
        PartyField::Role { role, has } => (t!(setup_role), of_many(words::party_role(role), *has)),
        PartyField::Currency(currency) => (t!(imports_field_currency), or_none(currency.as_ref())),
        PartyField::Country(country) => (t!(orders_country), or_none(country.as_ref())),
        PartyField::Retired(is) => (t!(stock_state_retired), yes(*is)),
        PartyField::Service { service, offered } => {
            (t!(setup_services), of_many(service.to_string(), *offered))
        }
        PartyField::CollectsAt(time) => (t!(paste_collects_at), minute(time)),
        PartyField::TrackingPage(page) => (
            t!(setup_tracking_page),
            or_none(page.as_ref().map(|page| page.as_str().to_owned())),
        ),
        PartyField::ServiceCutoff { service, at } => {
            (t!(setup_cutoff), has(service.to_string(), minute(at)))
        }
        PartyField::ErasedAfter(days) => (t!(privacy_policy_days), or_none(*days)),
        PartyField::ErasedSince(start) => (t!(privacy_policy_since), Some(erased_since(start))),
        PartyField::ErasedByItself(is) => (t!(privacy_policy_by_itself), yes(*is)),
        PartyField::Retention(days) => (t!(privacy_policy_retention), or_none(*days)),
        PartyField::ReturnWindow(days) => (t!(privacy_policy_window), or_none(*days)),
        PartyField::SentBy(by) => {
            let by = by.clone().map_or(SentBy::AsClient, SentBy::Other);
            (t!(item_sent_by), sent_by::words(&by, false))
        }
    }
}

fn of_channel(at: &Reading<'_>, field: &ChannelField) -> Told {
    match field {
        ChannelField::Code(code) => (t!(setup_code), plain(code)),
        ChannelField::Title(title) => (t!(order_name), plain(title)),
        ChannelField::Client(client) => (t!(trade_party_client), party(at, client.as_ref())),
        ChannelField::Currency(currency) => (t!(imports_field_currency), plain(currency)),
        ChannelField::Terms(terms) => (t!(order_terms), Some(words::terms(terms))),
        ChannelField::Zone(zone) => (t!(setup_zone), plain(zone)),
        ChannelField::StandingHold { kind, placed } => {
            (t!(order_holds), of_many(words::hold_kind(kind), *placed))
        }
        ChannelField::Cutoff(cutoff) => (t!(setup_cutoff), minute(cutoff)),
        ChannelField::Allocation(timing) => {
            let timing = match timing {
                AllocationTiming::AtOnce => Some(t!(setup_allocate_at_once)),
                AllocationTiming::ByHand => Some(t!(setup_allocate_by_hand)),
                AllocationTiming::DaysBefore { days } => has(t!(setup_allocate_days), plain(days)),
            };
            (t!(setup_allocation), timing)
        }
        ChannelField::Completeness(completeness) => {
            let leaves = match completeness {
                Completeness::Complete => t!(setup_leaves_complete),
                Completeness::AsAvailable => t!(setup_leaves_available),
            };
            (t!(setup_leaves), Some(leaves))
        }
        ChannelField::WarehouseRank { warehouse, rank } => {
            let name = names::warehouse_name(at, warehouse);
            // Its place among the others is no text.
            let value = rank.is_none().then(|| of_many(name, false)).flatten();
            (t!(setup_ranks), value)
        }
        ChannelField::DaysLeft(days) => (t!(setup_days_left), or_none(*days)),
        ChannelField::ErasedAfter(days) => (t!(privacy_policy_days), or_none(*days)),
        ChannelField::Retired(is) => (t!(stock_state_retired), yes(*is)),
        ChannelField::CarrierName { carrier, name } => (
            t!(setup_carrier_names),
            has(names::party_code(at, carrier), or_none(name.as_ref())),
        ),
        ChannelField::Buffer(units) => (t!(setup_buffer), plain(units)),
        ChannelField::ErasedSince(start) => (t!(privacy_policy_since), Some(erased_since(start))),
        ChannelField::ErasedByItself(is) => (t!(privacy_policy_by_itself), yes(*is)),
        ChannelField::ReturnWindow(days) => (t!(privacy_policy_window), or_none(*days)),
        ChannelField::Retention(days) => (t!(privacy_policy_retention), or_none(*days)),
        ChannelField::EdiSender(number) => (t!(answers_edi_ours), or_none(number.as_ref())),
        ChannelField::EdiReceiver(number) => (t!(answers_edi_theirs), or_none(number.as_ref())),
        ChannelField::FileMapping { mapping, .. } => (
            t!(imports_mapping),
            or_none(mapping.as_ref().map(|mapping| &mapping.name)),
        ),
    }
}

fn of_operator(field: &OperatorField) -> Told {
    match field {
        OperatorField::Code(code) => (t!(setup_code), plain(code)),
        OperatorField::Language(language) => {
            let language = match language {
                Language::English => crate::ui::locale::Language::English,
                Language::Indonesian => crate::ui::locale::Language::Indonesian,
                Language::Bulgarian => crate::ui::locale::Language::Bulgarian,
                Language::Romanian => crate::ui::locale::Language::Romanian,
            };
            (t!(settings_language), plain(language.own_name()))
        }
        OperatorField::Retired(is) => (t!(stock_state_retired), yes(*is)),
    }
}

fn of_order(field: &OrderField) -> Told {
    match field {
        OrderField::Terms(terms) => (t!(order_terms), Some(words::terms(terms))),
        OrderField::Service(service) => (t!(order_service), or_none(service.as_ref())),
        OrderField::ShipBy(at) => (t!(orders_ship_by), instant(at)),
        OrderField::DeliverBy(at) => (t!(inbox_field_deliver_by), instant(at)),
        OrderField::Priority(priority) => (t!(inbox_field_priority), plain(priority)),
        OrderField::LinePrice { price, .. } => (t!(order_price), plain(price)),
        OrderField::NotBefore(at) => (t!(inbox_field_not_before), instant(at)),
        OrderField::Customer(_) => (t!(order_customer), None),
        OrderField::Charges(charges) => {
            let charges = charges.clone();
            let all = Text::computed(move || {
                let each = charges.iter().map(|charge| {
                    let kind = words::charge_kind(&charge.kind).get();
                    format!("{kind} {}", charge.amount)
                });
                each.collect::<Vec<_>>().join(", ")
            });
            (t!(inbox_field_charges), Some(all))
        }
        OrderField::PlacedAt(time) => {
            let time = time.clone();
            let placed = Text::computed(move || words::source_time(&time));
            (t!(order_placed), Some(placed))
        }
        OrderField::Currency(currency) => (t!(imports_field_currency), plain(currency)),
    }
}

fn of_setting(setting: &Setting) -> Told {
    match setting {
        Setting::Title(title) => (t!(welcome_house), plain(title)),
        Setting::LockAfterSeconds(seconds) => (
            t!(signin_lock_after),
            or_none(seconds.map(|seconds| format!("{seconds} s"))),
        ),
        Setting::WrongPins(tries) => (t!(inbox_field_wrong_pins), plain(tries)),
        Setting::ErasureDelayHours(hours) => (t!(inbox_field_erasure_hours), plain(hours)),
        Setting::PackByCount(is) => (t!(settings_by_count), yes(*is)),
        Setting::CheckFrom { currency, value } => {
            let value = value.map(|amount| Money {
                amount,
                currency: *currency,
            });
            (t!(inbox_field_check_from), money(&value))
        }
        Setting::WeightTolerance(hundredths) => (
            t!(inbox_field_tolerance),
            plain(format!("{} %", f64::from(*hundredths) / 100.0)),
        ),
        Setting::UnusualUnits(units) => (t!(inbox_field_unusual), or_none(*units)),
        Setting::Carton { is, .. } => {
            let carton = is.as_ref().map(|card| {
                let title = card.title.as_ref().map(ToString::to_string);
                let inner = &card.inner;
                let (length, width, height) = (inner.length_mm, inner.width_mm, inner.height_mm);
                let room = format!("{length} × {width} × {height} mm, {} g", card.tare_g);
                title.map_or_else(|| room.clone(), |title| format!("{title} ({room})"))
            });
            (t!(pack_carton), or_none(carton))
        }
        Setting::PrintLabels(is) => (t!(settings_print_labels), yes(*is)),
    }
}
