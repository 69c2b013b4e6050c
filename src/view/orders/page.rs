//! One order as its page shows it.

use super::back::{Back, back};
use super::head::{OrderHead, parcel_ids};
use super::sent_back::{returnable, total_of_source};
use super::work::{FulfilmentView, fulfilments};
use crate::site::Reading;
use crate::stream::id::{FactId, TAG_LETTERS};
use crate::trade::demand::{DemandDocument, DemandLine, LineKey};
use crate::trade::event::Event;
use crate::trade::id::{
    DocumentId, FulfilmentOrderId, HoldId, ItemId, OperatorId, OrderId, ParcelId, ReturnId,
};
use crate::trade::money::account::Account;
use crate::trade::money::{PaymentMethod, Terms};
use crate::trade::orders::order::Order;
use crate::trade::orders::status::{Blocked, Stages};
use crate::trade::orders::{CancelReason, Charge, HoldKind, HoldRef, SourceRecord, said};
use crate::trade::packing::parcel::ParcelStatus;
use crate::trade::personal::Slot;
use crate::trade::personal::content::Contact;
use crate::trade::quantity::{Amount, Instant};
use crate::view::names;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where units of a line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing is allocated.
    Open,
    /// With somebody else who sends them.
    WithOthers,
    /// Allocated.
    Allocated,
    /// Picked.
    Picked,
    /// Packed.
    Packed,
    /// With the carrier.
    Shipped,
    /// Arrived.
    Delivered,
    /// Back, and not yet inspected.
    Received,
    /// Back in stock.
    Restocked,
    /// Back, and gone.
    WrittenOff,
    /// Left from elsewhere: nobody here sent them.
    Elsewhere,
    /// Will not be delivered.
    Cancelled,
}

impl Stage {
    /// The code that stands in marks of the page.
    pub const fn code(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Allocated => "allocated",
            Stage::Picked => "picked",
            Stage::Packed => "packed",
            Stage::Shipped => "shipped",
            Stage::Delivered => "delivered",
            Stage::Received => "received",
            Stage::Restocked => "restocked",
            Stage::WrittenOff => "written-off",
            Stage::Elsewhere => "elsewhere",
            Stage::WithOthers => "with-others",
            Stage::Cancelled => "cancelled",
        }
    }
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    /// Its key.
    pub key: LineKey,
    /// The item, once it is known.
    pub item: Option<ItemId>,
    /// Whether somebody must say which item it is: units of it are still wanted.
    pub wants_item: bool,
    /// The SKU that the item shows, or the code as written.
    pub code: String,
    /// The item's title, else the line's own.
    pub title: Option<String>,
    /// What else tells it apart: size, colour.
    pub attributes: Vec<String>,
    /// How many units were ordered.
    pub units: i128,
    /// Where they are; only stages that hold any.
    pub stages: Vec<(Stage, i128)>,
    /// How many units can be cancelled at once.
    pub cancellable: u64,
    /// How many more can be asked back: they lie in totes or parcels, or another house does them.
    pub recallable: u64,
    /// What one costs, where all cost the same.
    pub price: Option<Amount>,
    /// What all cost, with their discounts.
    pub value: Amount,
}

/// A hold of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldView {
    /// Which.
    pub hold: HoldRef,
    /// Why.
    pub kind: HoldKind,
    /// When it ends by itself, in milliseconds since 1970 UTC.
    pub until_ms: Option<i64>,
    /// Who placed it; nobody for one that the channel places.
    pub who: Option<String>,
    /// In whose words.
    pub words: Option<String>,
}

/// Money that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyView {
    /// The fact.
    pub fact: FactId,
    /// How.
    pub method: PaymentMethod,
    /// How much; below zero for what went back.
    pub amount: Amount,
    /// Whether the payer's bank only stands for it.
    pub authorised: bool,
    /// The reference.
    pub reference: Option<String>,
    /// The RMA that it is for.
    pub rma: Option<ReturnId>,
}

/// A parcel with units of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelView {
    /// The parcel.
    pub id: ParcelId,
    /// How it stands.
    pub status: ParcelStatus,
    /// Who carries it.
    pub carrier: Option<String>,
    /// Its tracking number.
    pub number: Option<String>,
    /// Where it can be followed.
    pub page: Option<String>,
    /// The numbers of labels that are void.
    pub void: Vec<String>,
    /// Its weight in grams.
    pub weight_g: Option<u64>,
    /// What is in it: item, code, units. What a hand-over took away is told as it left.
    pub contents: Vec<(ItemId, String, i128)>,
}

/// An RMA of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnView {
    /// The RMA.
    pub id: ReturnId,
    /// Units that may come back.
    pub authorised: i128,
    /// Units that came.
    pub received: i128,
    /// Units about which it was decided.
    pub decided: i128,
    /// Whether nothing more is expected.
    pub closed: bool,
    /// In the customer's words.
    pub words: Option<String>,
}

/// Units that may be sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returnable {
    /// The line of the fulfilment order.
    pub line: DemandLine,
    /// What left.
    pub goods: crate::trade::goods::Goods,
    /// The item's code.
    pub code: String,
    /// How many units left and are neither announced nor back.
    pub units: u64,
}

/// A fact with its time and author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Where it stands.
    pub fact: FactId,
    /// What happened.
    pub event: Event,
    /// What the wall clock read, in milliseconds since 1970 UTC.
    pub ms: i64,
    /// Who.
    pub who: Option<String>,
    /// The device that said so, by the letters that it is known by.
    pub device: String,
}

/// A charge beside goods.
#[derive(Clone, Debug, PartialEq)]
pub struct ChargeView {
    /// The charge.
    pub charge: Charge,
    /// The source's code of it.
    pub code: Option<String>,
}

/// The source's statuses, those that nobody here knows among them.
fn statuses(at: &Reading<'_>, order: &Order) -> Vec<String> {
    let known = said::statuses(order).into_values();
    let known = known.map(|word| word.as_str().to_owned());
    let tags = names::tags(at, order.id()).into_iter();
    let unknown = tags.flat_map(|tags| &tags.statuses);
    known
        .chain(unknown.map(|word| word.as_str().to_owned()))
        .collect()
}

fn charges(at: &Reading<'_>, order: &Order) -> Vec<ChargeView> {
    let codes = names::tags(at, order.id());
    let view = |charge: &Charge| {
        let code = codes.and_then(|codes| codes.code_of(charge));
        ChargeView {
            charge: charge.clone(),
            code: code.map(|code| code.as_str().to_owned()),
        }
    };
    order.charges().iter().map(view).collect()
}

/// An order as its page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderView {
    /// What lists show.
    pub head: OrderHead,
    /// Its lines, as they were placed and added.
    pub lines: Vec<LineView>,
    /// Its fulfilment orders.
    pub fulfilments: Vec<FulfilmentView>,
    /// What stops it now, what must be cleared first before the rest.
    pub blocked: Vec<Blocked>,
    /// Its holds, those that are over among them.
    pub holds: Vec<HoldView>,
    /// What is charged beside goods.
    pub charges: Vec<ChargeView>,
    /// Its money.
    pub account: Arc<Account>,
    /// The terms.
    pub terms: Terms,
    /// Money that came or went.
    pub money: Vec<MoneyView>,
    /// Its parcels.
    pub parcels: Vec<ParcelView>,
    /// Its RMAs.
    pub returns: Vec<ReturnView>,
    /// What may be sent back.
    pub returnable: Vec<Returnable>,
    /// To whom and where.
    pub recipient: Option<Contact>,
    /// The customer's words.
    pub message: Option<String>,
    /// The house's words.
    pub note: Option<String>,
    /// Where it came from.
    pub source: Option<(String, SourceRecord)>,
    /// The service asked for.
    pub service: Option<String>,
    /// Its statuses at its source, as the source wrote them last.
    pub statuses: Vec<String>,
    /// Its total as its source says it.
    pub total_of_source: Option<Amount>,
    /// The newest cancellation that can be taken back.
    pub cancellation: Option<FactId>,
    /// Whether that one says that units were sent from elsewhere.
    pub is_elsewhere: bool,
    /// What was asked back from the floor.
    pub back: Back,
}

impl OrderView {
    /// An order; `None` where it is not known.
    pub fn of(at: &Reading<'_>, id: &OrderId, now_ms: i64) -> Option<Self> {
        let order = at.state.order(id)?;
        let (_, placed) = order.placed()?;
        let head = OrderHead::of(at, order)?;
        let relations = at.relations();
        let document = DocumentId::Order(id.clone());
        let text =
            |slot: &Slot| names::text_of(at, &document, slot).map(|text| text.as_str().to_owned());
        let source = placed.source.as_ref().map(|source| {
            let file = DocumentId::File(source.file);
            let name = names::text_of(at, &file, &Slot::FileName);
            let name = name.map(|name| name.as_str().to_owned());
            (
                name.or_else(|| text(&Slot::FileName)).unwrap_or_default(),
                source.clone(),
            )
        });
        let now = Instant { ms: now_ms };
        let account = at.state.account(order);
        let cancellation = order.cancellations().max_by_key(|(at, _)| **at);
        Some(OrderView {
            lines: super::lines::lines(at, order),
            fulfilments: fulfilments(at, order),
            blocked: at.state.blocked(order, &now, &relations),
            holds: holds(at, order),
            charges: charges(at, order),
            terms: account.terms.clone(),
            account,
            money: money(at, order),
            parcels: parcel_ids(at, order)
                .into_iter()
                .filter_map(|parcel| parcel_view(at, order, parcel))
                .collect(),
            returns: at
                .state
                .links()
                .returns(id)
                .filter_map(|rma| return_view(at, *rma))
                .collect(),
            returnable: returnable(at, order),
            recipient: names::recipient(at, id).cloned(),
            message: text(&Slot::Message),
            note: text(&Slot::Note),
            source,
            service: said::service(order).map(|code| code.as_str().to_owned()),
            statuses: statuses(at, order),
            total_of_source: total_of_source(order),
            back: back(at, order),
            cancellation: cancellation.map(|(at, _)| at.fact()),
            is_elsewhere: cancellation
                .is_some_and(|(_, last)| matches!(last.why, CancelReason::Elsewhere(_))),
            head,
        })
    }

    /// Where the units of all lines are.
    pub fn stages(&self) -> &Stages {
        &self.head.stages
    }
}

fn who(at: &Reading<'_>, fact: &FactId) -> Option<String> {
    let header = at.held.header_of(fact.commit)?;
    header
        .operator
        .map(|operator| names::operator_name(at, &OperatorId(operator)))
}

fn holds(at: &Reading<'_>, order: &Order) -> Vec<HoldView> {
    let view = |(hold, kind): (HoldRef, HoldKind)| {
        let placed = |id: &HoldId| order.hold(id);
        let (until_ms, who, words) = match &hold {
            HoldRef::Standing(_) => (None, None, None),
            HoldRef::Opened(id) => {
                let document = DocumentId::Hold(*id);
                let words = names::text_of(at, &document, &Slot::Note);
                let operator = at
                    .held
                    .header_of(id.0.commit)
                    .and_then(|header| header.operator);
                (
                    placed(id).and_then(|placed| placed.until.as_ref().map(|until| until.ms)),
                    operator.map(|operator| names::operator_name(at, &OperatorId(operator))),
                    words.map(|words| words.as_str().to_owned()),
                )
            }
        };
        HoldView {
            hold,
            kind,
            until_ms,
            who,
            words,
        }
    };
    order.holds().into_iter().map(view).collect()
}

fn money(at: &Reading<'_>, order: &Order) -> Vec<MoneyView> {
    let reference = |fact: &FactId| {
        let document = DocumentId::Fact(*fact);
        let text = names::text_of(at, &document, &Slot::PaymentReference);
        text.map(|text| text.as_str().to_owned())
    };
    let payments = order.payments().map(|(fact, payment)| MoneyView {
        fact: *fact,
        method: payment.method.clone(),
        amount: payment.money.amount,
        authorised: payment.stage == crate::trade::money::PaymentStage::Authorised
            && !order.settlements().any(|settled| settled.payment == *fact),
        reference: reference(fact),
        rma: None,
    });
    let refunds = order.refunds().map(|(fact, refund)| MoneyView {
        fact: *fact,
        method: refund.method.clone(),
        amount: Amount::new(refund.money.amount.get().saturating_neg()),
        authorised: false,
        reference: reference(fact),
        rma: refund.rma,
    });
    payments.chain(refunds).collect()
}

pub(super) fn is_of(at: &Reading<'_>, order: &Order, line: &DemandLine) -> bool {
    match &line.document {
        DemandDocument::FulfilmentOrder(id) => at
            .state
            .fulfilment(id)
            .and_then(|of| of.routed())
            .is_some_and(|(_, routed)| routed.order == *order.id()),
        _ => false,
    }
}

fn parcel_view(at: &Reading<'_>, order: &Order, id: ParcelId) -> Option<ParcelView> {
    let parcel = at.state.parcel(&id)?;
    let relations = at.relations();
    let label = parcel.label(&relations);
    let number = label.and_then(|(label, labelled)| parcel.number(label, labelled));
    let mut contents: BTreeMap<ItemId, i128> = BTreeMap::new();
    for (_, packed) in parcel.packed() {
        if is_of(at, order, &packed.line) {
            *contents.entry(packed.goods.item.clone()).or_insert(0) += packed.units.wide();
        }
    }
    Some(ParcelView {
        id,
        status: parcel.status(&relations),
        carrier: label.map(|(_, labelled)| names::party_name(at, &labelled.carrier)),
        page: label.zip(number).and_then(|((_, label), number)| {
            crate::view::tracking::page(at, &label.carrier, number.as_str())
        }),
        void: parcel
            .numbers(&relations)
            .into_iter()
            .filter(|(_, is_valid)| !is_valid)
            .map(|(number, _)| number.to_string())
            .collect(),
        number: number.map(|number| number.as_str().to_owned()),
        weight_g: parcel.measured().and_then(|measured| measured.weight_g),
        contents: contents
            .into_iter()
            .map(|(item, units)| {
                let code = names::item_code(at, &item);
                (item, code, units)
            })
            .collect(),
    })
}

/// An RMA as lists show it.
pub fn return_view(at: &Reading<'_>, id: ReturnId) -> Option<ReturnView> {
    let rma = at.state.rma(&id)?;
    let authorised = rma
        .authorised()
        .into_iter()
        .flat_map(|(_, authorised)| &authorised.lines)
        .map(|line| line.units.wide())
        .sum();
    let received = rma
        .received()
        .flat_map(|(_, received)| &received.units)
        .map(|units| units.units.wide())
        .sum();
    let decided = rma.decided().map(|(_, decided)| decided.units.wide()).sum();
    let words = names::text_of(at, &DocumentId::Return(id), &Slot::Message);
    Some(ReturnView {
        id,
        authorised,
        received,
        decided,
        closed: rma.is_closed(),
        words: words.map(|words| words.as_str().to_owned()),
    })
}

/// The facts of an order, those of its fulfilment orders, parcels and RMAs too, the oldest first.
pub fn timeline(at: &Reading<'_>, id: &OrderId) -> Vec<Moment> {
    let Some(order) = at.state.order(id) else {
        return Vec::new();
    };
    let routed: Vec<FulfilmentOrderId> = order.routed().map(|(_, id, _)| *id).collect();
    let facts = at.state.links().facts(id, routed.iter());
    let mut moments: Vec<(crate::stream::stamp::Stamp, Moment)> = Vec::new();
    for fact in facts {
        let Some(header) = at.held.header_of(fact.commit) else {
            continue;
        };
        let Some(event) = at.held.event(fact) else {
            continue;
        };
        let moment = Moment {
            fact,
            event: event.clone(),
            ms: header.wall_ms().unwrap_or(header.stamp.ms()),
            who: who(at, &fact),
            device: fact.commit.stream.tag(TAG_LETTERS),
        };
        moments.push((header.stamp, moment));
    }
    moments.sort_by_key(|(stamp, moment)| (*stamp, moment.fact));
    moments.into_iter().map(|(_, moment)| moment).collect()
}
