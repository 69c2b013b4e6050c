//! Stock by place, and the ledger movement by movement.

use super::sheet::{Sheet, Value, code, day, utc};
use crate::site::Reading;
use crate::stream::id::CommitId;
use crate::trade::event::Event;
use crate::trade::goods::Goods;
use crate::trade::id::{DocumentId, OperatorId};
use crate::trade::place::{Movement, Place};
use crate::trade::stock::posting::AccountKey;
use crate::trade::table::{Sink, Standing};
use crate::view::names;

fn client(at: &Reading<'_>, goods: &Goods) -> Value {
    let client = goods.item.client.as_ref();
    Value::some(client.map(|client| names::party_code(at, client)))
}

fn owner(at: &Reading<'_>, goods: &Goods) -> Value {
    Value::some(
        goods
            .owner
            .as_ref()
            .map(|owner| names::party_code(at, owner)),
    )
}

fn lot(at: &Reading<'_>, goods: &Goods) -> Value {
    let lot = goods.lot.as_ref();
    Value::some(lot.and_then(|lot| names::lot_code(at, &goods.item, lot)))
}

fn place(at: &Reading<'_>, place: &Place) -> (Value, Value) {
    let name = match place {
        Place::Party(party) => Some(names::party_code(at, party)),
        Place::Loss { reason, .. } => Some(code(reason)),
        Place::Opening(warehouse) | Place::Difference(warehouse) => {
            Some(warehouse.first.code.as_str().to_owned())
        }
        other => names::place_code(at, other),
    };
    (Value::text(code(place)), Value::some(name))
}

pub(super) fn stock(at: &Reading<'_>, of: &Place, goods: &Goods, sheet: &mut Sheet) {
    let key = AccountKey::new(of.clone(), goods.clone());
    let units = at.state.ledger.balance(&key);
    let root = at.state.containers.root_of(of, &at.relations());
    let warehouse = root.warehouse().map(|id| id.first.code.as_str().to_owned());
    let expiry = goods
        .lot
        .as_ref()
        .and_then(|lot| names::lot_expiry(at, &goods.item, lot));
    let (kind, name) = place(at, of);
    sheet.row(&[
        Value::text(names::item_code(at, &goods.item)),
        Value::some(names::item_title(at, &goods.item)),
        client(at, goods),
        Value::some(warehouse),
        kind,
        name,
        Value::text(code(&goods.condition)),
        lot(at, goods),
        expiry.map_or(Value::Nothing, day),
        owner(at, goods),
        Value::Whole(units),
    ]);
}

/// Movements of a fact, and the first document that it belongs to.
#[derive(Default)]
struct Moves {
    document: Option<DocumentId>,
    all: Vec<(Goods, Goods, Place, Place, i128)>,
}

impl Sink for Moves {
    fn document(&mut self, document: DocumentId) {
        self.document.get_or_insert(document);
    }

    fn movement(&mut self, movement: Movement<'_>) {
        let goods = movement.goods.clone();
        let became = movement.becomes.unwrap_or(movement.goods).clone();
        let units = movement.units.wide();
        self.all
            .push((goods, became, movement.from, movement.to, units));
    }
}

/// The area of a fact, as a code.
fn area(event: &Event) -> String {
    let number = event.number();
    let named = Event::NUMBERS.iter().find(|(of, _)| *of == number);
    named.map_or_else(String::new, |(_, name)| name.to_lowercase())
}

/// What people call a document; nothing where it has no name of its own.
pub(super) fn document(at: &Reading<'_>, document: &DocumentId) -> String {
    match document {
        DocumentId::Order(order) => names::order_address(at, order),
        DocumentId::Batch(id) => names::opened(&id.0),
        DocumentId::Return(id) => names::opened(&id.0),
        DocumentId::Receipt(id) => names::opened(&id.0),
        DocumentId::Stock(id) => names::opened(&id.0),
        DocumentId::FulfilmentOrder(id) => match super::orders::order_of(at, id) {
            Some(order) => names::order_address(at, order),
            None => names::opened(&id.0),
        },
        DocumentId::Container(container) => names::container_code(container),
        DocumentId::Item(item) => names::item_code(at, item),
        DocumentId::Location(location) => names::location_code(at, location).to_owned(),
        DocumentId::Party(party) => names::party_code(at, party),
        DocumentId::Channel(channel) => channel.first.code.as_str().to_owned(),
        DocumentId::Warehouse(warehouse) => warehouse.first.code.as_str().to_owned(),
        _ => String::new(),
    }
}

pub(super) fn commit(at: &Reading<'_>, id: CommitId, sheet: &mut Sheet) {
    let mut told = (Vec::new(), Vec::new());
    at.held.told_of(id, at.history, &mut told);
    for fact in told.0 {
        let standing = Standing {
            fact: fact.at.fact(),
            opened_before: fact.opened_before,
        };
        let mut moves = Moves::default();
        fact.event.row(&standing, &mut moves);
        if moves.all.is_empty() {
            continue;
        }
        let of = moves.document.as_ref().map(|of| document(at, of));
        let operator = fact.at.operator.map(OperatorId);
        let operator = operator.map(|operator| names::operator_name(at, &operator));
        let head = [
            utc(fact.at.wall_ms),
            Value::some(operator),
            Value::text(id.stream.tag(crate::stream::id::TAG_LETTERS)),
            Value::Whole(i128::from(id.number)),
            Value::some(of),
            Value::text(area(&fact.event)),
        ];
        for (goods, became, from, to, units) in &moves.all {
            let mut legs = vec![(goods, Some(from), Some(to))];
            if goods != became {
                // Goods that become others are out of the one account and into the other.
                legs = vec![(goods, Some(from), None), (became, None, Some(to))];
            }
            for (goods, from, to) in legs {
                let mut row = head.to_vec();
                row.extend(leg(at, goods, from, to, *units));
                sheet.row(&row);
            }
        }
    }
}

fn leg(
    at: &Reading<'_>,
    goods: &Goods,
    from: Option<&Place>,
    to: Option<&Place>,
    units: i128,
) -> [Value; 10] {
    let nowhere = || (Value::Nothing, Value::Nothing);
    let (from_kind, from) = from.map_or_else(nowhere, |from| place(at, from));
    let (to_kind, to) = to.map_or_else(nowhere, |to| place(at, to));
    [
        Value::text(names::item_code(at, &goods.item)),
        client(at, goods),
        Value::text(code(&goods.condition)),
        lot(at, goods),
        owner(at, goods),
        from_kind,
        from,
        to_kind,
        to,
        Value::Whole(units),
    ]
}

/// What counts have found at a place beside what moved.
pub(super) fn difference(at: &Reading<'_>, of: &Place, goods: &Goods, sheet: &mut Sheet) {
    let key = AccountKey::new(of.clone(), goods.clone());
    let account = at.state.ledger.account(&key);
    let found = account.map_or(0, |account| account.difference());
    // It was found by the count that holds.
    let count = account
        .and_then(|account| account.holding())
        .map(|count| count.said);
    let operator = count.and_then(|count| count.operator).map(OperatorId);
    let mut row = vec![
        count.map_or(Value::Nothing, |count| utc(count.wall_ms)),
        Value::some(operator.map(|operator| names::operator_name(at, &operator))),
        Value::some(count.map(|count| count.branch.tag(crate::stream::id::TAG_LETTERS))),
        count.map_or(Value::Nothing, |count| {
            Value::Whole(i128::from(count.number))
        }),
        Value::Nothing,
        Value::text("count"),
    ];
    let (from, to) = match found < 0 {
        true => (Some(of), None),
        false => (None, Some(of)),
    };
    row.extend(leg(at, goods, from, to, found.abs()));
    sheet.row(&row);
}
