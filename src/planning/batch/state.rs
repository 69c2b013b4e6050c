//! Batches that change, with what they carry and how long their tours are.

use super::cart::{Cart, Taken};
use super::lengths::{Lengths, Name};

/// Orders that share a tour.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub orders: Vec<u32>,
    pub taken: Taken,
    pub name: Name,
    /// The length of the tour, in millimetres.
    pub length: u32,
    /// How much there is too much on the cart, in carts.
    pub excess: f64,
}

/// Every order in one group; the last group is always empty, so that a move into a new group is a move like any other.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub groups: Vec<Group>,
    /// The group of each order.
    pub group_of: Vec<u32>,
    /// The length of all tours, in millimetres.
    pub length: u64,
    /// How many groups are too much for a cart.
    overfull: usize,
}

/// An order that goes from its group to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Transfer {
    pub order: u32,
    pub to: u32,
}

/// How full carts may be after a change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room<'a> {
    pub cart: &'a Cart,
    /// So much too much may be on each cart, in carts.
    pub excess_max: f64,
    /// So much more too much may be on all that the change touches, in carts.
    pub fuller_max: f64,
}

impl<'a> Room<'a> {
    /// No cart may be overfull.
    pub fn of(cart: &'a Cart) -> Room<'a> {
        Room {
            cart,
            excess_max: 0.0,
            fuller_max: 0.0,
        }
    }
}

/// What a group would become.
#[derive(Debug, Clone, Copy)]
struct Changed {
    group: u32,
    taken: Taken,
    name: Name,
    length: u32,
    excess: f64,
}

/// The most groups that one change touches.
const CHANGED_GROUPS_MAX: usize = 3;

/// A change that was weighed and may be made.
#[derive(Debug, Clone)]
pub(super) struct Change<'a> {
    transfers: &'a [Transfer],
    changed: [Option<Changed>; CHANGED_GROUPS_MAX],
    /// The length of all tours afterwards minus that before, in millimetres.
    pub longer: i64,
    /// What there is too much on all carts afterwards minus that before, in carts.
    pub fuller: f64,
}

impl Change<'_> {
    /// The length of a group afterwards; `None` where the change does not touch it.
    pub fn length_of(&self, group: u32) -> Option<u32> {
        let changed = self.changed.iter().flatten();
        changed
            .filter(|changed| changed.group == group)
            .map(|changed| changed.length)
            .next()
    }

    /// The orders of a group afterwards.
    pub fn orders_of(&self, state: &State, group: u32) -> impl Iterator<Item = u32> {
        members_after(&state.groups[group as usize], group, self.transfers)
    }
}

/// The orders of a group after transfers.
fn members_after(group: &Group, number: u32, transfers: &[Transfer]) -> impl Iterator<Item = u32> {
    let stay = |order: &u32| transfers.iter().all(|transfer| transfer.order != *order);
    let come = transfers
        .iter()
        .filter(move |transfer| transfer.to == number)
        .map(|transfer| transfer.order);
    group.orders.iter().copied().filter(stay).chain(come)
}

impl State {
    /// The state of these groups of orders, which hold each order once.
    pub fn new(groups: Vec<Vec<u32>>, taken: &[Taken], lengths: &mut Lengths) -> Self {
        let mut state = State {
            groups: Vec::new(),
            group_of: vec![0; taken.len()],
            length: 0,
            overfull: 0,
        };
        for orders in groups.into_iter().filter(|orders| !orders.is_empty()) {
            let name = lengths.name_of(&orders);
            let length = lengths.length(name, orders.iter().copied(), true);
            let mut sum = Taken::default();
            for &order in &orders {
                sum = sum.plus(&taken[order as usize]);
                state.group_of[order as usize] = state.groups.len() as u32;
            }
            state.length += u64::from(length);
            state.groups.push(Group {
                orders,
                taken: sum,
                name,
                length,
                excess: 0.0,
            });
        }
        state.groups.push(Group::default());
        state
    }

    /// Whether there is too much on some cart.
    pub fn is_overfull(&self) -> bool {
        self.overfull > 0
    }

    /// The groups that are not empty.
    pub fn filled(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| !group.orders.is_empty())
    }

    /// Weighs transfers of different orders between at most three groups; `None` where they touch more, or where there is
    /// no room for what they lead to.
    pub fn weigh<'t>(
        &self,
        transfers: &'t [Transfer],
        taken: &[Taken],
        room: Room,
        lengths: &mut Lengths,
    ) -> Option<Change<'t>> {
        let mut changed: [Option<Changed>; CHANGED_GROUPS_MAX] = [None; CHANGED_GROUPS_MAX];
        for transfer in transfers {
            let order = &taken[transfer.order as usize];
            let name = lengths.name(transfer.order);
            let from = self.entry(&mut changed, self.group_of[transfer.order as usize])?;
            from.taken = from.taken.minus(order);
            from.name = from.name.toggled(name);
            let to = self.entry(&mut changed, transfer.to)?;
            to.taken = to.taken.plus(order);
            to.name = to.name.toggled(name);
        }
        let mut fuller = 0.0;
        for changed in changed.iter_mut().flatten() {
            fuller -= changed.excess;
            changed.excess = room.cart.excess(&changed.taken);
            if changed.excess > room.excess_max {
                return None;
            }
            fuller += changed.excess;
        }
        if fuller > room.fuller_max {
            return None;
        }
        let mut longer = 0;
        for changed in changed.iter_mut().flatten() {
            let group = &self.groups[changed.group as usize];
            let orders = members_after(group, changed.group, transfers);
            let fits = changed.excess == 0.0;
            changed.length = lengths.length(changed.name, orders, fits);
            longer += i64::from(changed.length) - i64::from(group.length);
        }
        Some(Change {
            transfers,
            changed,
            longer,
            fuller,
        })
    }

    fn entry<'c>(
        &self,
        changed: &'c mut [Option<Changed>; CHANGED_GROUPS_MAX],
        group: u32,
    ) -> Option<&'c mut Changed> {
        let place = changed
            .iter()
            .position(|entry| entry.is_none_or(|entry| entry.group == group))?;
        Some(changed[place].get_or_insert_with(|| {
            let now = &self.groups[group as usize];
            Changed {
                group,
                taken: now.taken,
                name: now.name,
                length: now.length,
                excess: now.excess,
            }
        }))
    }

    /// Makes a change. Groups keep their numbers, also those that it leaves empty.
    pub fn make(&mut self, change: &Change) {
        for transfer in change.transfers {
            let from = self.group_of[transfer.order as usize] as usize;
            self.groups[from]
                .orders
                .retain(|order| *order != transfer.order);
            self.groups[transfer.to as usize]
                .orders
                .push(transfer.order);
            self.group_of[transfer.order as usize] = transfer.to;
        }
        for changed in change.changed.iter().flatten() {
            let group = &mut self.groups[changed.group as usize];
            group.taken = changed.taken;
            group.name = changed.name;
            group.length = changed.length;
            self.overfull += usize::from(changed.excess > 0.0);
            self.overfull -= usize::from(group.excess > 0.0);
            group.excess = changed.excess;
        }
        self.length = self.length.saturating_add_signed(change.longer);
    }

    /// Drops the empty groups but one, which is the last; others take their numbers.
    pub fn keep_one_empty(&mut self) {
        let is_empty = |group: &Group| group.orders.is_empty();
        if self.groups.last().is_none_or(|last| !is_empty(last)) {
            self.groups.push(Group::default());
        }
        let mut at = 0;
        while at + 1 < self.groups.len() {
            if !is_empty(&self.groups[at]) {
                at += 1;
                continue;
            }
            self.groups.swap_remove(at);
            for &order in &self.groups[at].orders {
                self.group_of[order as usize] = at as u32;
            }
        }
    }
}
