//! How orders stand to their due times, and why they are late.

use super::{Problem, Walk};

/// How an order stands to its due time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timing {
    /// It may be picked at any time.
    NotDue,
    /// It is picked in time.
    InTime {
        /// So many milliseconds before.
        spare_ms: u64,
    },
    /// It is picked too late.
    Late {
        /// So many milliseconds too late.
        late_ms: u64,
        /// Why.
        why: Late,
    },
}

/// Why an order is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Late {
    /// Nobody can make it: move its due time, or free somebody sooner.
    Unreachable {
        /// When it would be picked by who is free first, at once and alone, in milliseconds from the beginning.
        soonest_ms: u64,
    },
    /// It waits for walks of its picker that count for more together; another picker would help.
    Behind {
        /// The walks before its own, by their place in the plan; none where only its companions hold it up.
        walks: Vec<usize>,
    },
}

/// The timing of each order; `alone` is what each takes by itself, in milliseconds.
pub(super) fn timings(problem: &Problem, walks: &[Walk], alone: &[u32]) -> Vec<Timing> {
    let mut timings = vec![Timing::NotDue; problem.dues.len()];
    let first_free_ms = problem.free_ms.iter().copied().min().unwrap_or(0);
    for (place, walk) in walks.iter().enumerate() {
        for &order in &walk.batch.orders {
            let Some(due) = problem.dues[order] else {
                continue;
            };
            timings[order] = match walk.end_ms.checked_sub(due.at_ms) {
                None | Some(0) => Timing::InTime {
                    spare_ms: due.at_ms - walk.end_ms,
                },
                Some(late_ms) => {
                    let soonest_ms = first_free_ms + u64::from(alone[order]);
                    let mine = |other: &usize| walks[*other].picker == walk.picker;
                    let why = match soonest_ms > due.at_ms {
                        true => Late::Unreachable { soonest_ms },
                        false => Late::Behind {
                            walks: (0..place).filter(mine).collect(),
                        },
                    };
                    Timing::Late { late_ms, why }
                }
            };
        }
    }
    timings
}
