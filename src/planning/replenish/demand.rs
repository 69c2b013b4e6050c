//! What one period will ask for.

/// A way to foresee demand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DemandModel {
    /// The mean of the last periods.
    MovingAverage {
        /// How many.
        periods: usize,
    },
    /// The demand of each period, smoothed (Brown 1956).
    Smoothed {
        /// The weight of the newest, from 0 to 1.
        smoothing: f64,
    },
    /// Size and distance of demands, each smoothed (Croston 1972).
    Croston {
        /// The weight of the newest, from 0 to 1.
        smoothing: f64,
    },
    /// Croston's, less its bias (Syntetos and Boylan 2005).
    SyntetosBoylan {
        /// The weight of the newest, from 0 to 1.
        smoothing: f64,
    },
    /// Size and probability of demand, the latter also when there is none (Teunter, Syntetos and Babai 2011).
    TeunterSyntetosBabai {
        /// The weight of the newest size, from 0 to 1.
        smoothing: f64,
        /// The weight of the newest period in the probability, from 0 to 1.
        fading: f64,
    },
}

/// What one period is expected to ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Demand {
    /// The mean, in units.
    pub mean: f64,
    /// The standard deviation, in units.
    pub deviation: f64,
}

/// What a model remembers: it is fed one period after the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Memory {
    model: DemandModel,
    periods: usize,
    size: f64,
    distance: f64,
    since: f64,
    share: f64,
    /// Smoothed demand of a period.
    level: f64,
    /// Smoothed squares of the forecast's errors.
    error_squares: f64,
}

/// The weight of the newest error.
const ERROR_SMOOTHING: f64 = 0.1;

impl Memory {
    pub(super) fn new(model: DemandModel) -> Memory {
        Memory {
            model,
            periods: 0,
            size: 0.0,
            distance: 1.0,
            since: 1.0,
            share: 0.0,
            level: 0.0,
            error_squares: 0.0,
        }
    }

    /// Learns the last of the periods of `past`; those before it have been learnt.
    pub(super) fn learn(&mut self, past: &[u32]) {
        let Some(units) = past.last().map(|units| f64::from(*units)) else {
            return;
        };
        let before = &past[..past.len() - 1];
        let error = units - self.mean(before);
        let weight = ERROR_SMOOTHING.max(1.0 / (self.periods as f64 + 1.0));
        self.error_squares += weight * (error * error - self.error_squares);
        let first = self.size == 0.0;
        let smooth = |old: f64, new: f64, weight: f64| match first {
            true => new,
            false => old + weight * (new - old),
        };
        match self.model {
            DemandModel::MovingAverage { .. } => {}
            DemandModel::Smoothed { smoothing } => {
                let smoothing = smoothing.max(1.0 / (self.periods as f64 + 1.0));
                self.level += smoothing * (units - self.level);
            }
            DemandModel::Croston { smoothing } | DemandModel::SyntetosBoylan { smoothing } => {
                if units > 0.0 {
                    self.size = smooth(self.size, units, smoothing);
                    self.distance = smooth(self.distance, self.since, smoothing);
                    self.since = 1.0;
                } else {
                    self.since += 1.0;
                }
            }
            DemandModel::TeunterSyntetosBabai { smoothing, fading } => {
                let asked = f64::from(u8::from(units > 0.0));
                let fading = fading.max(1.0 / (self.periods as f64 + 1.0));
                self.share += fading * (asked - self.share);
                if units > 0.0 {
                    self.size = smooth(self.size, units, smoothing);
                }
            }
        }
        self.periods += 1;
    }

    /// What the next period is expected to ask for.
    pub(super) fn demand(&self, past: &[u32]) -> Demand {
        Demand {
            mean: self.mean(past),
            deviation: self.error_squares.sqrt(),
        }
    }

    fn mean(&self, past: &[u32]) -> f64 {
        match self.model {
            DemandModel::MovingAverage { periods } => {
                let last = &past[past.len().saturating_sub(periods.max(1))..];
                let sum: f64 = last.iter().map(|units| f64::from(*units)).sum();
                sum / last.len().max(1) as f64
            }
            DemandModel::Smoothed { .. } => self.level,
            DemandModel::Croston { .. } => self.size / self.distance,
            DemandModel::SyntetosBoylan { smoothing } => {
                (1.0 - smoothing / 2.0) * self.size / self.distance
            }
            DemandModel::TeunterSyntetosBabai { .. } => self.share * self.size,
        }
    }
}

impl DemandModel {
    /// What the period after these is expected to ask for.
    pub fn foresee(self, past: &[u32]) -> Demand {
        let mut memory = Memory::new(self);
        for period in 1..=past.len() {
            memory.learn(&past[..period]);
        }
        memory.demand(past)
    }
}
