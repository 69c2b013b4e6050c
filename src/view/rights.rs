//! What somebody's roles let them do, so that no screen leads anybody to work that would be refused, and what concerns
//! customers is shown to whoever sees to customers.

use crate::site::Reading;
use crate::trade::decide::{Context, Knowing};
use crate::trade::people::Role;
use crate::trade::{packing, picking, receiving, returns, shipping};

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
