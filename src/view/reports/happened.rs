//! What happened beside goods: returns, money, files that answered channels, and every fact by its name.

use super::sheet::{Sheet, Value, code, kebab, utc};
use crate::site::Reading;
use crate::stream::facts::StreamFact;
use crate::stream::id::{CommitId, FactId};
use crate::trade::allocation::AllocationFact;
use crate::trade::catalog::CatalogFact;
use crate::trade::channels::{Answer, ChannelFact};
use crate::trade::conflicts::ConflictFact;
use crate::trade::counting::CountingFact;
use crate::trade::event::Event;
use crate::trade::fulfilment::FulfilmentFact;
use crate::trade::goods::Goods;
use crate::trade::id::{ChannelId, DocumentId, OperatorId, OrderId, ReturnId};
use crate::trade::identity::IdentityFact;
use crate::trade::leases::LeaseFact;
use crate::trade::locations::LocationFact;
use crate::trade::money::MoneyFact;
use crate::trade::orders::order::Order;
use crate::trade::orders::{OrderFact, SourceField};
use crate::trade::packing::PackingFact;
use crate::trade::parties::PartyFact;
use crate::trade::people::PeopleFact;
use crate::trade::personal::PersonalFact;
use crate::trade::picking::PickingFact;
use crate::trade::receiving::ReceivingFact;
use crate::trade::returns::ReturnFact;
use crate::trade::settings::SettingFact;
use crate::trade::shipping::ShippingFact;
use crate::trade::stock::StockFact;
use crate::trade::table::{Sink, Standing};
use crate::view::names;

fn moment(at: &Reading<'_>, fact: &FactId) -> Value {
    let header = at.held.header_of(fact.commit);
    let ms = header.map(|header| header.wall_ms().unwrap_or(header.stamp.ms()));
    ms.map_or(Value::Nothing, utc)
}

fn yes(is: bool) -> Value {
    if is {
        Value::text("yes")
    } else {
        Value::Nothing
    }
}

/// The rows of a return: what was announced, what came, what was decided.
pub(super) fn returned(at: &Reading<'_>, id: ReturnId, sheet: &mut Sheet) {
    let Some(rma) = at.state.rma(&id) else {
        return;
    };
    let authorised = rma.authorised();
    let order = authorised.and_then(|(_, of)| of.order.as_ref());
    let head = [
        Value::text(names::opened(&id.0)),
        Value::some(order.map(|order| names::shown_number(at, order))),
        Value::some(order.map(|order| order.channel.first.code.as_str())),
    ];
    let closed = rma.is_closed();
    let mut row = |stage: &str,
                   when: Value,
                   goods: &Goods,
                   units: u64,
                   reason: Option<String>,
                   disposition: Option<String>| {
        let lot = goods.lot.as_ref();
        let lot = lot.and_then(|lot| names::lot_code(at, &goods.item, lot));
        let mut cells = head.to_vec();
        cells.extend([
            Value::text(stage),
            when,
            Value::text(names::item_code(at, &goods.item)),
            Value::text(code(&goods.condition)),
            Value::some(lot),
            Value::Whole(i128::from(units)),
            Value::some(reason),
            Value::some(disposition),
            yes(closed),
        ]);
        sheet.row(&cells);
    };
    if let Some((fact, of)) = authorised {
        for line in &of.lines {
            let reason = Some(code(&line.reason));
            let when = utc(fact.wall_ms);
            row(
                "announced",
                when,
                &line.goods,
                line.units.get(),
                reason,
                None,
            );
        }
    }
    for (fact, received) in rma.received() {
        for back in &received.units {
            let when = moment(at, fact);
            row("received", when, &back.goods, back.units.get(), None, None);
        }
    }
    for (fact, decided) in rma.decided() {
        let goods = decided.becomes.as_ref().unwrap_or(&decided.goods);
        let what = Some(code(&decided.disposition));
        row(
            "decided",
            moment(at, fact),
            goods,
            decided.units.get(),
            None,
            what,
        );
    }
}

/// The payments and refunds of an order that count.
pub(super) fn payments(at: &Reading<'_>, id: &OrderId, sheet: &mut Sheet) {
    let Some(order) = at.state.order(id) else {
        return;
    };
    let head = |kind: &str, fact: &FactId| {
        vec![
            Value::text(names::order_address(at, id)),
            Value::text(id.channel.first.code.as_str()),
            Value::text(kind),
            moment(at, fact),
        ]
    };
    for (fact, payment) in order.payments() {
        let mut row = head("payment", fact);
        row.extend([
            Value::text(code(&payment.method)),
            Value::text(code(&payment.stage)),
            Value::Amount(payment.money.amount.wide()),
            Value::text(payment.money.currency.to_string()),
            Value::Nothing,
        ]);
        sheet.row(&row);
    }
    for (fact, refund) in order.refunds() {
        let mut row = head("refund", fact);
        row.extend([
            Value::text(code(&refund.method)),
            Value::Nothing,
            Value::Amount(refund.money.amount.wide()),
            Value::text(refund.money.currency.to_string()),
            Value::some(refund.rma.as_ref().map(|rma| names::opened(&rma.0))),
        ]);
        sheet.row(&row);
    }
    of_source(at, order, sheet, &head);
}

/// What a source says was paid and given back beyond the payments and refunds that are here.
fn of_source(
    at: &Reading<'_>,
    order: &Order,
    sheet: &mut Sheet,
    head: &dyn Fn(&str, &FactId) -> Vec<Value>,
) {
    let account = at.state.account(order);
    let Some(currency) = account.currency else {
        return;
    };
    let says = |is: fn(&SourceField) -> bool| {
        let mut said = order.said();
        said.rfind(|(_, said)| said.fields.iter().any(is))
            .map(|(at, _)| at.fact())
    };
    let words = [
        (
            "source-payment",
            account.paid_by_source_alone,
            says(|field| matches!(field, SourceField::Paid(_))),
        ),
        (
            "source-refund",
            account.refunded_by_source_alone,
            says(|field| matches!(field, SourceField::Refunded(_))),
        ),
    ];
    for (kind, amount, fact) in words {
        let Some(fact) = fact.filter(|_| amount > 0) else {
            continue;
        };
        let mut row = head(kind, &fact);
        row.extend([
            Value::Nothing,
            Value::Nothing,
            Value::Amount(amount),
            Value::text(currency.to_string()),
            Value::Nothing,
        ]);
        sheet.row(&row);
    }
}

/// The files that answered a channel.
pub(super) fn answers(at: &Reading<'_>, id: &ChannelId, sheet: &mut Sheet) {
    let operator = |answer: &Answer<'_>| {
        let operator = OperatorId(answer.at.operator?);
        Some(names::operator_name(at, &operator))
    };
    for answer in at.state.answers(id) {
        sheet.row(&[
            Value::text(id.first.code.as_str()),
            utc(answer.at.wall_ms),
            Value::some(operator(&answer)),
            Value::text(code(&answer.written.kind)),
            Value::text(code(&answer.written.form)),
            Value::Whole(answer.written.told.len() as i128),
            yes(answer.taken_back),
        ]);
    }
}

macro_rules! names_of {
    ($event:expr, $($area:ident: $fact:ident),+ $(,)?) => {
        match $event {
            $(Event::$area(fact) => (stringify!($area), $fact::NUMBERS, fact.number()),)+
        }
    };
}

/// The area of a fact and its name there, as words.
fn named(event: &Event) -> (String, String) {
    let (area, names, number) = names_of!(
        event,
        Streams: StreamFact,
        Identity: IdentityFact,
        Catalog: CatalogFact,
        Locations: LocationFact,
        Parties: PartyFact,
        People: PeopleFact,
        Personal: PersonalFact,
        Channels: ChannelFact,
        Orders: OrderFact,
        Money: MoneyFact,
        Fulfilment: FulfilmentFact,
        Allocation: AllocationFact,
        Picking: PickingFact,
        Packing: PackingFact,
        Shipping: ShippingFact,
        Receiving: ReceivingFact,
        Counting: CountingFact,
        Stock: StockFact,
        Returns: ReturnFact,
        Settings: SettingFact,
        Leases: LeaseFact,
        Conflicts: ConflictFact,
    );
    let name = names.iter().find(|(of, _)| *of == number);
    (
        kebab(area),
        name.map_or_else(String::new, |(_, name)| kebab(name)),
    )
}

/// The documents of a fact, each once.
#[derive(Default)]
struct Documents(Vec<DocumentId>);

impl Sink for Documents {
    fn document(&mut self, document: DocumentId) {
        if !self.0.contains(&document) {
            self.0.push(document);
        }
    }
}

/// The facts of a commit.
pub(super) fn facts(at: &Reading<'_>, id: CommitId, sheet: &mut Sheet) {
    let mut told = (Vec::new(), Vec::new());
    at.held.told_of(id, at.history, &mut told);
    for fact in told.0 {
        let standing = Standing {
            fact: fact.at.fact(),
            opened_before: fact.opened_before,
        };
        let mut documents = Documents::default();
        fact.event.row(&standing, &mut documents);
        let documents = documents.0.iter().map(|of| super::stock::document(at, of));
        let documents: Vec<String> = documents.filter(|name| !name.is_empty()).collect();
        let operator = fact.at.operator.map(OperatorId);
        let (area, name) = named(&fact.event);
        sheet.row(&[
            utc(fact.at.wall_ms),
            Value::some(operator.map(|operator| names::operator_name(at, &operator))),
            Value::text(id.stream.tag(crate::stream::id::TAG_LETTERS)),
            Value::Whole(i128::from(id.number)),
            Value::Whole(i128::from(fact.at.index)),
            Value::text(area),
            Value::text(name),
            Value::text(documents.join(" ")),
        ]);
    }
}
