//! The heart of the allocation: what each subset of warehouses lacks, and what filling an order from it costs.

use crate::limits::ALLOCATION_WAREHOUSES_MAX;

/// A value for each warehouse.
pub(super) type PerWarehouse<T> = [T; ALLOCATION_WAREHOUSES_MAX];

/// A subset of the warehouses, one bit each.
pub(super) type Subset = u16;

/// The lines of one order with the stock and the price of a unit in each warehouse. Its buffers are kept from order to
/// order.
#[derive(Debug, Default)]
pub(super) struct Cover {
    warehouses: usize,
    lines: Vec<CoverLine>,
    /// For each subset, the units that it lacks, all lines together.
    lacking: Vec<u32>,
    sums: Vec<u32>,
    /// All subsets but the empty one, those of fewer warehouses first.
    by_size: Vec<Subset>,
}

#[derive(Debug, Clone, Copy)]
struct CoverLine {
    units: u32,
    /// No more than the units of the line.
    stock: PerWarehouse<u32>,
    unit_cost: PerWarehouse<i64>,
    /// The warehouses, the cheapest first.
    cheapest_first: PerWarehouse<u8>,
}

impl Cover {
    /// Empties it for an order over so many warehouses (at most ten).
    pub(super) fn begin(&mut self, warehouses: usize) {
        self.lines.clear();
        if self.warehouses != warehouses || self.by_size.is_empty() {
            self.warehouses = warehouses;
            self.by_size = (1..1 << warehouses).collect();
            self.by_size.sort_by_key(|subset| subset.count_ones());
        }
    }

    /// Adds a line: `stock` and `unit_cost` of each warehouse.
    pub(super) fn line(
        &mut self,
        units: u32,
        stock: PerWarehouse<u32>,
        unit_cost: PerWarehouse<i64>,
    ) {
        let mut cheapest_first: PerWarehouse<u8> = [0; ALLOCATION_WAREHOUSES_MAX];
        for warehouse in 0..self.warehouses {
            let mut at = warehouse;
            while at > 0 && unit_cost[usize::from(cheapest_first[at - 1])] > unit_cost[warehouse] {
                cheapest_first[at] = cheapest_first[at - 1];
                at -= 1;
            }
            cheapest_first[at] = warehouse as u8;
        }
        self.lines.push(CoverLine {
            units,
            stock: stock.map(|there| there.min(units)),
            unit_cost,
            cheapest_first,
        });
    }

    /// All lines are there: works out what each subset lacks.
    pub(super) fn ready(&mut self) {
        let subsets = 1_usize << self.warehouses;
        self.lacking.clear();
        self.lacking.resize(subsets, 0);
        self.sums.resize(subsets, 0);
        for line in &self.lines {
            self.sums[0] = 0;
            for warehouse in 0..self.warehouses {
                let (without, with) = self.sums.split_at_mut(1 << warehouse);
                for (with, without) in with.iter_mut().zip(without.iter()) {
                    *with = *without + line.stock[warehouse];
                }
            }
            for (lacking, sum) in self.lacking.iter_mut().zip(&self.sums[..subsets]) {
                *lacking += line.units.saturating_sub(*sum);
            }
        }
    }

    /// The units that a subset lacks.
    pub(super) fn lacking(&self, subset: Subset) -> u32 {
        self.lacking[usize::from(subset)]
    }

    /// All subsets but the empty one, those of fewer warehouses first.
    pub(super) fn subsets(&self) -> &[Subset] {
        &self.by_size
    }

    /// The least that the units of all lines cost, were there no end of stock in `allowed`.
    pub(super) fn units_cost_min(&self, allowed: Subset) -> i64 {
        let cheapest = |line: &CoverLine| {
            let mut ways = line.cheapest_first[..self.warehouses].iter();
            let found = ways.find(|w| allowed >> **w & 1 == 1 && line.stock[usize::from(**w)] > 0);
            found.map_or(0, |w| line.unit_cost[usize::from(*w)])
        };
        self.lines
            .iter()
            .map(|line| cheapest(line) * i64::from(line.units.min(line.stock.iter().sum())))
            .sum()
    }

    /// What the units of all lines cost when they are taken from the cheapest warehouses of the subset.
    pub(super) fn units_cost(&self, subset: Subset) -> i64 {
        let mut cost = 0;
        self.fill(subset, |line, warehouse, units| {
            cost += self.lines[line].unit_cost[warehouse] * i64::from(units);
        });
        cost
    }

    /// Takes the units of all lines from the cheapest warehouses of the subset: line, warehouse, units.
    pub(super) fn fill(&self, subset: Subset, mut take: impl FnMut(usize, usize, u32)) {
        for (number, line) in self.lines.iter().enumerate() {
            let mut left = line.units;
            for warehouse in line.cheapest_first[..self.warehouses].iter() {
                if left == 0 {
                    break;
                }
                let warehouse = usize::from(*warehouse);
                let units = line.stock[warehouse].min(left);
                if subset >> warehouse & 1 == 1 && units > 0 {
                    take(number, warehouse, units);
                    left -= units;
                }
            }
        }
    }

    /// The cheapest subset of `allowed` that lacks nothing: the subset and its cost, `parcel_cost` of each warehouse
    /// counted in. `None` where every subset lacks something.
    pub(super) fn cheapest_whole(
        &self,
        allowed: Subset,
        parcel_cost: &PerWarehouse<i64>,
    ) -> Option<(Subset, i64)> {
        let units_cost_min = self.units_cost_min(allowed);
        let mut best: Option<(Subset, i64)> = None;
        for subset in self.by_size.iter().copied() {
            if subset & !allowed != 0 || self.lacking(subset) > 0 {
                continue;
            }
            let parcels_cost: i64 = members(subset).map(|w| parcel_cost[w]).sum();
            if best.is_some_and(|(_, cost)| parcels_cost + units_cost_min >= cost) {
                continue;
            }
            let cost = parcels_cost + self.units_cost(subset);
            if best.is_none_or(|(_, least)| cost < least) {
                best = Some((subset, cost));
            }
        }
        best
    }
}

/// The warehouses of a subset.
pub(super) fn members(subset: Subset) -> impl Iterator<Item = usize> {
    let mut left = subset;
    std::iter::from_fn(move || {
        (left != 0).then(|| {
            let first = left.trailing_zeros() as usize;
            left &= left - 1;
            first
        })
    })
}
