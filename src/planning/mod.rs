//! The planning room: where to walk, what to walk together, what to pack into what, from where to send, by whom.
//!
//! Pure and deterministic: no clock, no threads, no chance but a seed. A solver takes what it plans on as plain values,
//! an [`Effort`] (how many steps it may take, and whom to tell) and answers with a [`Plan`]: the best found, what it
//! costs, what the naive plan would have cost, a bound where one is known, and how the search ended. The same input,
//! seed and number of steps give the same plan on every device; a clock can only cut a search short, from outside, by
//! what the watcher answers.
//!
//! Absent on purpose: nothing here reads the state of the portal or knows what a promise is. The portal turns its
//! facts into the plain values of these modules and the plans into commands.

pub mod allocation;
pub mod batch;
pub mod carton;
pub mod container;
pub mod effort;
pub mod geometry;
pub mod measure;
pub mod promise;
pub mod random;
pub mod rate;
pub mod replenish;
pub mod route;
pub mod slotting;
pub mod wave;

pub use effort::{Effort, Ended, Flow, Plan, Progress};
pub use measure::{MeasureError, Side, Size, Weight};
pub use random::Random;
