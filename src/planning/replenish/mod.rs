//! How much to have of what, when to order more, what to bring to the pick face, and what lies there in vain.
//!
//! # Model
//! Demand is a list of units per period (a week, say), the oldest first. Stock is looked at once a period; what the
//! position (on hand and on order) lacks to a level is ordered and arrives after a lead time. Demand that cannot be
//! served is lost. [`replay`] runs this over real periods and counts what was served and what lay there.
//!
//! # Method
//! A [`DemandModel`] gives mean and deviation of what one period will ask for: moving average, smoothing (Brown 1956),
//! Croston (1972) for demand with pauses, its correction by Syntetos and Boylan (SBA, 2005), and the method of Teunter,
//! Syntetos and Babai (TSB, 2011), which lets dying items fade. The level covers the lead time and one review: a
//! quantile, set by a safety factor, of the lognormal distribution with the mean and the variance of that demand; both
//! demand and lead time vary: `variance = periods * deviation^2 + mean^2 * lead deviation^2`.
//!
//! Which model and which safety factor is not judged by forecast errors but by service and stock (Teunter and Duncan
//! 2009): [`choose`] replays every model on the past of all items and takes the one that serves the target share of the
//! units with the least stock. All items share it: with one price on stock the quantile that is best for one is best
//! for all.
//!
//! Cost: models times halvings times periods for each item, some 20 ns each.
//!
//! # Rejected
//! A model and a safety factor of its own for each item, the system approach of Sherbrooke over replays: of 40 pairs
//! the best on half a year is mostly the luckiest, and later served 85 % where 90 % were wanted. Normal quantiles: for the
//! same service some 3 % more stock. Cutting off unusually large demands: more stock, too.
//!
//! # Limits
//! Seasons are not foreseen. `statrs` would bring the normal distribution; safety factors are searched here, not looked
//! up, so none is needed.

mod choose;
mod demand;
mod health;
mod order;
mod pick_face;

pub use choose::{Choice, Replay, choose, replay};
pub use demand::{Demand, DemandModel};
pub use health::{Health, HealthRules, StockFacts, Verdict, health};
pub use order::{Lead, OrderRules, Policy};
pub use pick_face::{BulkBin, PickFace, Refill, refills};
