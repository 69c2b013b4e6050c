//! What somebody's roles let them do, so that no screen leads anybody to work that would be refused, and what concerns
//! customers is shown to whoever sees to customers.

use crate::site::Reading;
use crate::trade::decide::{Context, Knowing};
use crate::trade::id::WarehouseId;
use crate::trade::people::{Restriction, Role};
use crate::trade::{packing, picking, receiving, returns, shipping};
use std::collections::BTreeSet;

/// Work that roles are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    /// Walking a pick batch.
    Pick,
    /// Packing and labelling.
    Pack,
    /// Handing parcels over, and saying that they arrived.
    Ship,
    /// Deliveries.
    Receive,
    /// Returned goods.
    Return,
    /// Moving, counting, putting back: all of the floor.
    Floor,
    /// Orders with the people that they are of: whoever packs and takes goods back looks them up.
    Orders,
    /// The office: personal data, whole copies and reports of the workspace.
    Office,
}

const ORDERS: &[Role] = &[Role::Office, Role::Supervisor, Role::Packer, Role::Returns];
const OFFICE: &[Role] = &[Role::Office, Role::Supervisor];

impl Work {
    /// The roles that may; the owner may everything.
    const fn roles(self) -> Option<&'static [Role]> {
        match self {
            Work::Pick => Some(picking::table::PICKING),
            Work::Pack => Some(packing::table::PACKING),
            Work::Ship => Some(shipping::table::SHIPPING),
            Work::Receive => Some(receiving::table::RECEIVING),
            Work::Return => Some(returns::table::DOCK),
            Work::Orders => Some(ORDERS),
            Work::Office => Some(OFFICE),
            Work::Floor => None,
        }
    }
}

/// Whether whoever a command would be of may do this work, by what is known now.
pub fn may(at: &Reading<'_>, context: &Context, work: Work) -> bool {
    let Some(roles) = work.roles() else {
        return true;
    };
    let relations = at.relations();
    let knowing = Knowing::new(context, &relations);
    at.state
        .authority
        .has_role(&context.at(0, 0), roles, &knowing)
}

/// The warehouses that whoever a command would be of may act in; `None` where no role of theirs is restricted to
/// warehouses, and where nobody is asked who they are.
pub fn warehouses(at: &Reading<'_>, context: &Context) -> Option<BTreeSet<WarehouseId>> {
    let relations = at.relations();
    let knowing = Knowing::new(context, &relations);
    let rights = at.state.authority.rights(&context.at(0, 0), &knowing);
    let mut own = BTreeSet::new();
    for right in &rights {
        let mut of_right = right.restrictions.iter().filter_map(|it| match it {
            Restriction::Warehouse(warehouse) => Some(warehouse.clone()),
            Restriction::Client(_) | Restriction::Channel(_) => None,
        });
        // A role that is not restricted reaches every warehouse.
        own.insert(of_right.next()?);
        own.extend(of_right);
    }
    (!own.is_empty()).then_some(own)
}
