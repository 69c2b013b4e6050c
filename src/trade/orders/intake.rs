//! Taking orders in: what a source says becomes an order, or a word about one that is here.
//!
//! Reading the same record again writes nothing, however it is sorted. Nothing of an order is left out because
//! something of it is in doubt: it goes in whole, and waits.

use super::commands::IncomingOrder;
use super::order::Order;
use super::word::Word;
use super::{
    AddressAnswer, Doubt, HoldKind, LineItem, LineMore, OrderFact, OrderPlaced, PlacedLine,
    PricedUnits, SourceField, SourceSaid, elsewhere,
};
use crate::limits::{LINE_UNITS_UNUSUAL, ORDER_NUMBER_RECYCLED_DAYS};
use crate::trade::Event;
use crate::trade::catalog::lookup::{Lookup, Whose};
use crate::trade::channels::ChannelField;
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::demand::LineKey;
use crate::trade::fulfilment::models;
use crate::trade::id::{
    ChannelId, DocumentId, FirstCode, ItemId, Name, OrderId, OrderKey, PartyId,
};
use crate::trade::money::account::cost;
use crate::trade::orders::status::CommercialStatus;
use crate::trade::personal::{Row, Slot};
use crate::trade::quantity::{Amount, Currency, SourceTime, Units};
use crate::trade::relations::Relations;
use crate::trade::settings::Setting;
use crate::trade::state::State;
use crate::trade::text::Code;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What lines hold, as far as it tells two orders apart: the code as written, the price, and how many units. Neither the
/// order of rows nor which key a line has changes it, and nothing of it is personal.
type Content = BTreeMap<(Option<Code>, Amount), i128>;

/// The code of a line as it was written.
pub(crate) fn code_of(line: &PlacedLine) -> Option<&Code> {
    let more = line.more.iter().find_map(|more| match more {
        LineMore::Code(code) => Some(code),
        LineMore::Attributes(_)
        | LineMore::Pack(_)
        | LineMore::Customs(_)
        | LineMore::ShipsNothing
        | LineMore::ChannelSends => None,
    });
    more.or(match &line.key {
        LineKey::Written { code, .. } => Some(code),
        LineKey::Id(_) | LineKey::Priced { .. } => None,
    })
}

fn content(lines: &[PlacedLine]) -> Content {
    let mut content = Content::new();
    for line in lines {
        for of_price in &line.prices {
            let key = (code_of(line).cloned(), of_price.price);
            *content.entry(key).or_default() += of_price.units.wide();
        }
    }
    content
}

/// The day on the source's clock.
fn day(time: &SourceTime) -> i64 {
    match time {
        SourceTime::Civil { seconds } | SourceTime::Offset { seconds, .. } => {
            seconds.div_euclid(86_400)
        }
        SourceTime::Exact(instant) => instant.ms.div_euclid(86_400_000),
    }
}

/// Lines with equal keys as one, their units by price, in the order of keys: the same however a file is sorted.
pub(crate) fn normal(lines: &[PlacedLine]) -> Vec<PlacedLine> {
    let mut by_key: BTreeMap<&LineKey, PlacedLine> = BTreeMap::new();
    for line in lines {
        let of_key = by_key.entry(&line.key).or_insert_with(|| PlacedLine {
            prices: Vec::new(),
            ..line.clone()
        });
        for of_price in &line.prices {
            add_price(&mut of_key.prices, of_price);
        }
    }
    let mut lines: Vec<PlacedLine> = by_key.into_values().collect();
    for line in &mut lines {
        line.prices.sort();
        line.more.sort();
        line.more.dedup();
    }
    lines
}

fn add_price(prices: &mut Vec<PricedUnits>, more: &PricedUnits) {
    let same = prices.iter_mut().find(|of| of.price == more.price);
    let Some(of_price) = same else {
        prices.push(more.clone());
        return;
    };
    let sum = of_price.units.get().saturating_add(more.units.get());
    of_price.units = Units::new(sum.min(Units::MAX)).unwrap_or(more.units);
    let add = |a: Amount, b: Amount| Amount::new(a.get().saturating_add(b.get()));
    of_price.discount = add(of_price.discount, more.discount);
    of_price.tax = add(of_price.tax, more.tax);
}

/// What a line of a code says of its item, as short as it can be said. A code that means several items, a retired one,
/// or a pack of several units is told of nobody: a person says.
pub(crate) fn line_item(
    state: &State,
    channel: &ChannelId,
    client: Option<&PartyId>,
    code: &Code,
) -> LineItem {
    let whose = if state.client_of(channel) == client {
        Whose::Channel(channel)
    } else {
        Whose::Client(client)
    };
    let found = match state.look_up_item(code, whose) {
        Lookup::One(found) => found,
        Lookup::Nothing | Lookup::Several(_) => return LineItem::Unknown,
    };
    let as_key = ItemId {
        client: client.cloned(),
        name: Name::Coded(FirstCode::new(code.clone())),
    };
    if state.is_item_retired(&found.item) || found.units != Units::ONE {
        LineItem::Unknown
    } else if found.item == as_key {
        LineItem::AsKey
    } else {
        LineItem::Is(found.item)
    }
}

/// Whose order a record is.
enum Found<'a> {
    /// One that is here.
    Known(&'a Order),
    /// One that this command has placed already, with the same content.
    Repeated,
    /// A new one.
    New {
        /// Which use of its key.
        generation: u32,
        /// It looks like one that is here.
        doubted: bool,
    },
}

/// A command that takes records in.
pub(crate) struct Intake<'a, R> {
    pub(crate) state: &'a State,
    pub(crate) context: &'a Context,
    pub(crate) relations: &'a R,
    /// The orders that this command has placed, by all their keys.
    placed: BTreeMap<(ChannelId, OrderKey), (u32, Content)>,
}

impl<'a, R: Relations> Intake<'a, R> {
    pub(crate) fn new(state: &'a State, context: &'a Context, relations: &'a R) -> Self {
        Intake {
            state,
            context,
            relations,
            placed: BTreeMap::new(),
        }
    }

    /// Takes a record in. Writes nothing where nothing is new.
    ///
    /// # Errors
    /// That no order may come by its channel any more.
    pub(crate) fn take(
        &mut self,
        record: &'a IncomingOrder,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        let channel = &record.placed.order.channel;
        let retired = |field: &ChannelField| *field == ChannelField::Retired(true);
        if let Some(card) = self.state.channel(channel)
            && card.fields().any(retired)
        {
            return Err(Refusal::Retired(DocumentId::Channel(channel.clone())));
        }
        match self.find(&record.placed) {
            Found::Known(order) => {
                let lines = self.lines(&record.placed, order.placed().map(|(_, placed)| placed));
                Word::new(self, order, record, lines).take(false, proposal)?;
            }
            Found::Repeated => {}
            Found::New {
                generation,
                doubted,
            } => self.place(record, generation, doubted, proposal),
        }
        Ok(())
    }

    /// The lines of a record in their normal form, each with its item as far as the catalog knows it.
    pub(crate) fn lines(
        &mut self,
        record: &'a OrderPlaced,
        standing: Option<&'a OrderPlaced>,
    ) -> Vec<PlacedLine> {
        let channel = &record.order.channel;
        let client = self.client(standing.unwrap_or(record));
        let mut lines = normal(&record.lines);
        for line in &mut lines {
            line.item = match (&line.item, code_of(line)) {
                (LineItem::Is(item), _) => LineItem::Is(item.clone()),
                (LineItem::AsKey | LineItem::Unknown, Some(code)) => {
                    line_item(self.state, channel, client, code)
                }
                (LineItem::AsKey | LineItem::Unknown, None) => LineItem::Unknown,
            };
        }
        lines
    }

    /// The item that a line's code means as it is written, in the catalog of the order's client.
    pub(crate) fn item_as_written(&self, order: &Order, line: &PlacedLine) -> Option<ItemId> {
        let client = order.placed().and_then(|(_, placed)| placed.client.clone());
        let code = code_of(line)?.clone();
        Some(ItemId {
            client,
            name: Name::Coded(FirstCode::new(code)),
        })
    }

    fn client(&self, record: &'a OrderPlaced) -> Option<&'a PartyId> {
        let of_channel = || {
            let mut fields = self.state.channel(&record.order.channel)?.fields();
            fields.find_map(|field| match field {
                ChannelField::Client(client) => client.as_ref(),
                _ => None,
            })
        };
        record.client.as_ref().or_else(of_channel)
    }

    fn find(&self, record: &OrderPlaced) -> Found<'a> {
        let channel = &record.order.channel;
        let keys = || record.keys.iter().chain([&record.order.key]);
        let state = self.state;
        let led = |key: &OrderKey| {
            let orders = state.orders_by_key(channel, key);
            orders
                .filter(|order| order.placed().is_some())
                .collect::<Vec<_>>()
        };
        let ids = keys().filter(|key| matches!(key, OrderKey::Id(_)));
        let by_id = ids.clone().flat_map(led);
        if let Some(order) = by_id.max_by_key(|order| order.id().generation) {
            return Found::Known(order);
        }
        let numbers = keys().filter(|key| matches!(key, OrderKey::Number(_)));
        let mut numbered: Vec<&Order> = numbers.flat_map(led).collect();
        numbered.sort_by_key(|order| std::cmp::Reverse(order.id().generation));
        let has_id = ids.clone().next().is_some();
        if has_id {
            // An order with an identity of its own is another one, whatever its number.
            numbered.retain(|order| !has_id_key(order));
        }
        let content = content(&record.lines);
        let is_same = |order: &&&Order| self.is_same(order, record, &content, has_id);
        if let Some(order) = numbered.iter().find(is_same) {
            return Found::Known(order);
        }
        let here = keys().find_map(|key| self.placed.get(&(channel.clone(), key.clone())));
        let generation = self.next_generation(&record.order);
        let doubted = match (numbered.first(), here) {
            (None, None) => false,
            (_, Some((_, same))) if *same == content => {
                return Found::Repeated;
            }
            (_, Some(_)) => true,
            (Some(last), None) => has_id || !self.is_long_closed(last, record),
        };
        Found::New {
            generation,
            doubted,
        }
    }

    /// Whether an order that a number leads to is the record's: placed on the same day with the same content; where the
    /// number is all that a source gives, either is enough.
    fn is_same(
        &self,
        order: &Order,
        record: &OrderPlaced,
        content_of_record: &Content,
        has_id: bool,
    ) -> bool {
        let Some((_, placed)) = order.placed() else {
            return false;
        };
        let same_day = day(&placed.placed_at) == day(&record.placed_at);
        let same_content =
            content(&placed.lines) == *content_of_record && placed.currency == record.currency;
        if has_id {
            same_day && same_content
        } else {
            same_day || same_content
        }
    }

    /// Whether an order is closed, and was placed so long before that its number may have been given again.
    fn is_long_closed(&self, order: &Order, record: &OrderPlaced) -> bool {
        let Some((_, placed)) = order.placed() else {
            return false;
        };
        let days = day(&record.placed_at) - day(&placed.placed_at);
        days >= ORDER_NUMBER_RECYCLED_DAYS
            && self.state.commercial_status(order) != CommercialStatus::Open
    }

    fn next_generation(&self, order: &OrderId) -> u32 {
        let same_key = self
            .state
            .orders_by_key(&order.channel, &order.key)
            .filter(|known| known.id().key == order.key)
            .map(|known| known.id().generation);
        let here = self.placed.get(&(order.channel.clone(), order.key.clone()));
        let last = same_key
            .chain(here.map(|(generation, _)| *generation))
            .max();
        last.map_or(0, |last| last.saturating_add(1))
    }

    fn place(
        &mut self,
        record: &'a IncomingOrder,
        generation: u32,
        doubted: bool,
        proposal: &mut Proposal<'_>,
    ) {
        let placed = &record.placed;
        let order = OrderId {
            generation,
            ..placed.order.clone()
        };
        let keys: Vec<OrderKey> = placed.keys.clone();
        let mut doubts = placed.doubts.clone();
        let lines = self.lines(placed, None);
        doubts.extend(self.checks(&lines, placed.currency));
        doubts.extend(total_differs(placed, &lines));
        if !models::is_channels(lines.iter()) {
            doubts.extend(address(placed));
        }
        if doubted {
            doubts.push(Doubt::Duplicate);
        }
        if record.cancelled {
            doubts.push(Doubt::SourceCancelled);
        }
        if record.shipped_in_part {
            doubts.push(Doubt::SourceShipped);
        }
        let elsewhere = shipped_of_new(record, &lines);
        sort(&mut doubts);
        let mut holds: Vec<HoldKind> = placed.holds.clone();
        holds.extend(self.standing_holds(&order.channel));
        sort(&mut holds);
        let of_order = content(&placed.lines);
        for key in keys.iter().chain([&order.key]) {
            let key = (order.channel.clone(), key.clone());
            self.placed.insert(key, (generation, of_order.clone()));
        }
        let document = DocumentId::Order(order.clone());
        let mut rows = self.may_be_written(&document, &placed.rows);
        // Rows of the file are kept where somebody has to mend them, and nowhere else.
        rows.retain(|row| row.slot != Slot::RawRow || !doubts.is_empty());
        let mut fields = said_of_money(record);
        let shipped = elsewhere::said(record).into_iter();
        fields.extend(
            shipped.filter(|field| !matches!(field, SourceField::Shipped { units: 0, .. })),
        );
        let fact = OrderPlaced {
            client: self.client(placed).cloned(),
            order: order.clone(),
            keys: dedup(keys, &order.key),
            lines,
            doubts,
            holds,
            rows,
            ..(**placed).clone()
        };
        let (updated_at, source) = (fact.updated_at.clone(), fact.source.clone());
        let at = proposal.next_fact(None);
        let fact = Arc::new(fact);
        proposal.office(Event::Orders(OrderFact::Placed(fact.clone())));
        if !fields.is_empty() {
            let said = SourceSaid {
                order: order.clone(),
                updated_at,
                fields,
                doubts: Vec::new(),
                source: source.clone(),
                rows: Vec::new(),
            };
            proposal.office(Event::Orders(OrderFact::SourceSaid(Arc::new(said))));
        }
        elsewhere::from_unrouted(&order, &elsewhere, source, proposal);
        if !record.cancelled {
            let has_left = |line: &PlacedLine| elsewhere.contains_key(&line.key);
            models::route_new(self.state, &fact, at, has_left, proposal);
        }
    }

    /// The rows that intake may write: none of a slot that was erased.
    pub(crate) fn may_be_written(&self, document: &DocumentId, rows: &[Row]) -> Vec<Row> {
        let erasures = &self.state.erasures;
        rows.iter()
            .filter(|row| erasures.may_be_written_by_intake(document, &row.slot, self.relations))
            .cloned()
            .collect()
    }

    fn standing_holds(&self, channel: &ChannelId) -> Vec<HoldKind> {
        let fields = self
            .state
            .channel(channel)
            .into_iter()
            .flat_map(|card| card.fields());
        fields
            .filter_map(|field| match field {
                ChannelField::StandingHold { kind, placed: true } => Some(kind.clone()),
                _ => None,
            })
            .collect()
    }

    /// What is in doubt about lines of an order in a currency.
    pub(crate) fn checks(&self, lines: &[PlacedLine], currency: Currency) -> Vec<Doubt> {
        let unusual = self.unusual_units();
        let mut doubts = Vec::new();
        for line in lines.iter().filter(|line| line.ships()) {
            if line.item == LineItem::Unknown {
                doubts.push(Doubt::UnknownItem);
            }
            // What a warehouse is told to send has no price.
            let priced = currency != Currency::NONE;
            if priced && line.prices.iter().any(|of| of.price <= Amount::ZERO) {
                doubts.push(Doubt::Price);
            }
            let units = line.units().map_or(0, Units::get);
            if unusual.is_some_and(|unusual| units >= unusual) || units == 0 {
                doubts.push(Doubt::Quantity);
            }
        }
        doubts
    }

    /// From how many units on a line is looked at by a person; `None` is never.
    fn unusual_units(&self) -> Option<u64> {
        let set = self
            .state
            .settings()
            .fields()
            .find_map(|field| match field {
                Setting::UnusualUnits(units) => Some(*units),
                Setting::Title(_)
                | Setting::LockAfterSeconds(_)
                | Setting::WrongPins(_)
                | Setting::ErasureDelayHours(_)
                | Setting::PackByCount(_)
                | Setting::CheckFrom { .. }
                | Setting::PrintLabels(_)
                | Setting::WeightTolerance(_)
                | Setting::Carton { .. } => None,
            });
        set.unwrap_or(Some(u64::from(LINE_UNITS_UNUSUAL)))
    }
}

/// What a source says of money beside its totals, and that it has cancelled the order.
pub(crate) fn said_of_money(record: &IncomingOrder) -> Vec<SourceField> {
    let paid = record.paid.map(SourceField::Paid);
    let refunded = record.refunded.map(SourceField::Refunded);
    let cancelled = record.cancelled.then_some(SourceField::Cancelled(true));
    paid.into_iter().chain(refunded).chain(cancelled).collect()
}

/// Units of a new order that left from elsewhere before it came, by line; of a cancelled one a person says.
fn shipped_of_new(record: &IncomingOrder, lines: &[PlacedLine]) -> BTreeMap<LineKey, i128> {
    let mut units = BTreeMap::new();
    let said = record.shipped.iter().filter(|of| of.units > 0);
    for of in said.filter(|_| !record.cancelled) {
        let mut here = lines.iter().filter(|line| line.ships());
        if let Some(line) = here.find(|line| line.key == of.line) {
            let most = line.units().map_or(0, Units::wide);
            let sum: &mut i128 = units.entry(of.line.clone()).or_default();
            *sum = (*sum + i128::from(of.units)).min(most);
        }
    }
    units
}

/// Whether the order has a key that its source never changes.
fn has_id_key(order: &Order) -> bool {
    let mut keys = order.keys().chain([&order.id().key]);
    keys.any(|key| matches!(key, OrderKey::Id(_)))
}

fn dedup(mut keys: Vec<OrderKey>, own: &OrderKey) -> Vec<OrderKey> {
    keys.retain(|key| key != own);
    sort(&mut keys);
    keys
}

fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort();
    list.dedup();
}

/// Whether the sum differs from the total as imported.
pub(super) fn total_differs(placed: &OrderPlaced, lines: &[PlacedLine]) -> Option<Doubt> {
    let goods: i128 = lines.iter().map(cost).sum();
    let charges: i128 = placed
        .charges
        .iter()
        .map(|charge| charge.amount.wide())
        .sum();
    let total = placed.totals.total?;
    (total.wide() != goods + charges).then_some(Doubt::TotalDiffers)
}

pub(super) fn address(placed: &OrderPlaced) -> Option<Doubt> {
    let answers = placed.destination.as_ref().map(|to| to.answers.as_slice());
    let incomplete = answers?.contains(&AddressAnswer::Incomplete);
    incomplete.then_some(Doubt::Address)
}
