//! Planning the allocation of an order: whole units of its lines, so that of a kit all components are there or none.

use super::stock::{Stock, Terms};
use crate::trade::demand::{LineKey, Part};
use crate::trade::fulfilment::LineUnits;
use crate::trade::fulfilment::commands::line_units;
use crate::trade::fulfilment::fulfilment_order::LineContent;
use crate::trade::id::WarehouseId;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use std::collections::BTreeMap;

/// A line of a fulfilment order while it is planned, in base units of its goods.
pub(super) struct LinePlan {
    pub(super) number: u32,
    pub(super) content: LineContent,
    /// To be done, nothing allocated.
    pub(super) open: i128,
    /// Allocated, or further.
    pub(super) has: i128,
    /// What the plan allocates.
    pub(super) given: i128,
}

impl LinePlan {
    fn each(&self) -> i128 {
        self.content.each.wide()
    }
}

/// How many units of a part go into one unit of its line: 1, or what the recipe says.
fn per_unit(state: &State, part: &Part) -> i128 {
    match part {
        Part::Line => 1,
        Part::Component { recipe, component } => {
            let component = usize::try_from(*component)
                .ok()
                .and_then(|component| state.recipe(recipe)?.components.get(component));
            component.map_or(1, |component| component.units.wide())
        }
    }
}

/// Allocates what there is to the lines of a fulfilment order; `true` where nothing stays open.
pub(super) fn allocate<R: Relations>(
    state: &State,
    warehouse: &WarehouseId,
    lines: &mut [LinePlan],
    terms: &Terms,
    stock: &mut Stock<'_, R>,
) -> bool {
    let mut groups: BTreeMap<LineKey, BTreeMap<Part, Vec<usize>>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        groups
            .entry(line.content.line.clone())
            .or_default()
            .entry(line.content.part.clone())
            .or_default()
            .push(index);
    }
    for parts in groups.values() {
        let group = Group {
            state,
            warehouse,
            parts,
            terms,
        };
        group.allocate(lines, stock);
    }
    lines.iter().all(|line| line.given == line.open)
}

/// The lines of a fulfilment order that one line of the order is delivered by: itself, or its components, of each
/// perhaps several with substitutes.
struct Group<'a> {
    state: &'a State,
    warehouse: &'a WarehouseId,
    parts: &'a BTreeMap<Part, Vec<usize>>,
    terms: &'a Terms,
}

impl Group<'_> {
    /// Units of the order's line that the part's lines are for, the last one perhaps in part only.
    fn most(&self, lines: &[LinePlan]) -> i128 {
        let units = self.parts.iter().map(|(part, members)| {
            let per = per_unit(self.state, part);
            (self.all(members, lines) + per - 1) / per
        });
        units.max().unwrap_or(0)
    }

    /// All units of a part that are to be done here or are allocated, or further.
    fn all(&self, members: &[usize], lines: &[LinePlan]) -> i128 {
        let members = members.iter().filter_map(|index| lines.get(*index));
        members
            .map(|line| (line.open + line.has) / line.each())
            .sum()
    }

    /// Takes what so many units of the order's line need; `false` where it is not there.
    fn take<R: Relations>(
        &self,
        units: i128,
        lines: &mut [LinePlan],
        stock: &mut Stock<'_, R>,
    ) -> bool {
        for (part, members) in self.parts {
            let wanted = (units * per_unit(self.state, part)).min(self.all(members, lines));
            let members_here = members.iter().filter_map(|index| lines.get(*index));
            let has: i128 = members_here.map(|line| line.has / line.each()).sum();
            let mut lacks = (wanted - has).max(0);
            for index in members {
                let Some(line) = lines.get_mut(*index) else {
                    continue;
                };
                let each = line.each();
                let there = stock.available(self.warehouse, &line.content.wanted, self.terms);
                let given = lacks.min(line.open / each).min(there / each);
                line.given = given * each;
                if given > 0 {
                    stock.take(self.warehouse, &line.content.wanted, line.given);
                }
                lacks -= given;
            }
            if lacks > 0 {
                return false;
            }
        }
        true
    }

    /// Takes as many units of the order's line as are there whole.
    fn allocate<R: Relations>(&self, lines: &mut [LinePlan], stock: &mut Stock<'_, R>) {
        let mark = stock.mark();
        let (mut low, mut high) = (0, self.most(lines));
        // Everything is there far more often than not.
        if self.take(high, lines, stock) {
            return;
        }
        stock.give_up(mark);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.take(middle, lines, stock) {
                low = middle;
            } else {
                high = middle;
            }
            stock.give_up(mark);
        }
        if !self.take(low, lines, stock) {
            stock.give_up(mark);
        }
    }
}

/// What a plan allocates.
pub(super) fn given(lines: &[LinePlan]) -> Vec<LineUnits> {
    lines
        .iter()
        .filter_map(|line| line_units(line.number, line.given))
        .collect()
}

/// Gives up what was planned.
pub(super) fn clear(lines: &mut [LinePlan]) {
    for line in lines {
        line.given = 0;
    }
}
