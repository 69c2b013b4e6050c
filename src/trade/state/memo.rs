//! Demand and money of the orders that were asked for last. Both are derived from the facts of an order; a screen asks for
//! the same few orders again and again, so what was derived is kept until a fact touches the order.

use crate::trade::fulfilment::fulfilment_order::OrderDemand;
use crate::trade::id::OrderId;
use crate::trade::money::account::Account;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{Debug, Formatter};
use std::sync::Arc;

/// How many orders are kept: more than are in one batch. When they are full all are let go, so that walking over every
/// order costs no memory that grows with their number.
const ORDERS_KEPT: usize = 256;

#[derive(Default)]
struct Derived {
    demand: Option<Arc<OrderDemand>>,
    account: Option<Arc<Account>>,
}

/// What was derived last. It says nothing that the facts do not say: a copy of a state begins without it, and states are
/// compared without it.
#[derive(Default)]
pub(super) struct Memo {
    orders: RefCell<BTreeMap<OrderId, Derived>>,
}

impl Memo {
    /// The demand of an order, derived if it is not at hand.
    pub(super) fn demand(
        &self,
        order: &OrderId,
        derive: impl FnOnce() -> OrderDemand,
    ) -> Arc<OrderDemand> {
        self.of(order, |derived| &mut derived.demand, derive)
    }

    /// The money of an order, derived if it is not at hand.
    pub(super) fn account(
        &self,
        order: &OrderId,
        derive: impl FnOnce() -> Account,
    ) -> Arc<Account> {
        self.of(order, |derived| &mut derived.account, derive)
    }

    fn of<T>(
        &self,
        order: &OrderId,
        part: impl Fn(&mut Derived) -> &mut Option<Arc<T>>,
        derive: impl FnOnce() -> T,
    ) -> Arc<T> {
        let known = self.orders.borrow_mut().get_mut(order).map(&part).cloned();
        if let Some(Some(known)) = known {
            return known;
        }
        // Deriving may ask for other things of the same order: nothing is borrowed meanwhile.
        let derived = Arc::new(derive());
        let mut orders = self.orders.borrow_mut();
        if orders.len() >= ORDERS_KEPT && !orders.contains_key(order) {
            orders.clear();
        }
        let kept = orders.entry(order.clone()).or_default();
        *part(kept) = Some(derived.clone());
        derived
    }

    /// Lets go of an order: a fact has touched it.
    pub(super) fn forget(&mut self, order: &OrderId) {
        self.orders.get_mut().remove(order);
    }

    /// Lets go of all orders.
    pub(super) fn clear(&mut self) {
        self.orders.get_mut().clear();
    }
}

impl Clone for Memo {
    fn clone(&self) -> Self {
        Memo::default()
    }
}

impl Debug for Memo {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memo")
    }
}

/// Nothing of it is kept.
impl crate::stream::wire::Wire for Memo {
    fn write(&self, _: &mut crate::stream::wire::Writer<'_>) {}

    fn read(
        _: &mut crate::stream::wire::Reader<'_>,
    ) -> Result<Self, crate::stream::wire::Malformed> {
        Ok(Memo::default())
    }
}
