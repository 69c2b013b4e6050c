//! What goes onto a cart.

/// What an order puts on a cart, or several do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Units.
    pub units: u64,
    /// Volume, in cubic millimetres.
    pub volume_mm3: u64,
    /// Weight, in grams.
    pub weight_grams: u64,
}

/// What a cart holds at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cart {
    /// Compartments; no two orders share one.
    pub compartments_max: u64,
    /// The volume of a compartment, in cubic millimetres: a larger order takes several.
    pub compartment_mm3: u64,
    /// The most it carries of everything together.
    pub load_max: Load,
}

impl Cart {
    /// A cart that is limited by units only.
    pub fn of_units(units_max: u64) -> Self {
        Cart {
            compartments_max: u64::MAX,
            compartment_mm3: u64::MAX,
            load_max: Load {
                units: units_max,
                volume_mm3: u64::MAX,
                weight_grams: u64::MAX,
            },
        }
    }

    /// The compartments that an order takes: at least one.
    pub fn compartments(&self, order: &Load) -> u64 {
        let volume = self.compartment_mm3.max(1);
        order.volume_mm3.div_ceil(volume).max(1)
    }

    /// What an order takes of this cart.
    pub(super) fn taken_by(&self, order: &Load) -> Taken {
        Taken {
            load: *order,
            compartments: self.compartments(order),
        }
    }

    /// Whether it holds so much.
    pub(super) fn holds(&self, taken: &Taken) -> bool {
        taken.compartments <= self.compartments_max
            && taken.load.units <= self.load_max.units
            && taken.load.volume_mm3 <= self.load_max.volume_mm3
            && taken.load.weight_grams <= self.load_max.weight_grams
    }

    /// How much there is too much, in carts: the shares by which limits are exceeded, added up; 0 where it holds.
    pub(super) fn excess(&self, taken: &Taken) -> f64 {
        if self.holds(taken) {
            return 0.0;
        }
        let share = |taken: u64, max: u64| taken.saturating_sub(max) as f64 / max as f64;
        share(taken.compartments, self.compartments_max)
            + share(taken.load.units, self.load_max.units)
            + share(taken.load.volume_mm3, self.load_max.volume_mm3)
            + share(taken.load.weight_grams, self.load_max.weight_grams)
    }
}

/// What is taken of a cart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub load: Load,
    pub compartments: u64,
}

impl Taken {
    pub fn plus(&self, more: &Taken) -> Taken {
        Taken {
            load: Load {
                units: self.load.units.saturating_add(more.load.units),
                volume_mm3: self.load.volume_mm3.saturating_add(more.load.volume_mm3),
                weight_grams: self
                    .load
                    .weight_grams
                    .saturating_add(more.load.weight_grams),
            },
            compartments: self.compartments.saturating_add(more.compartments),
        }
    }

    pub fn minus(&self, less: &Taken) -> Taken {
        Taken {
            load: Load {
                units: self.load.units.saturating_sub(less.load.units),
                volume_mm3: self.load.volume_mm3.saturating_sub(less.load.volume_mm3),
                weight_grams: self
                    .load
                    .weight_grams
                    .saturating_sub(less.load.weight_grams),
            },
            compartments: self.compartments.saturating_sub(less.compartments),
        }
    }
}
