//! Picker routing: the shortest walk past all picks of a floor of parallel aisles.
//!
//! # Model
//! A [`Layout`] is a floor of parallel aisles that cross-aisles cut into blocks. A picker walks along aisles and
//! cross-aisles, turns anywhere, and reaches both sides of an aisle and all its levels from one place. Lengths are whole
//! millimetres, so that sums are exact and the same on every device. The route begins and ends anywhere on the floor,
//! also inside an aisle: a replan begins where the picker stands.
//!
//! # Method
//! [`Router`] is exact: dynamic programming over the lines of the floor, aisle by aisle, on what the part of the route
//! behind looks like from the part ahead (Ratliff and Rosenthal 1983 for one block; Roodbergen and de Koster 2001 for
//! two; Cambazard and Catusse 2018 for any number). A route with two different ends is one in which both have an odd
//! number of stretches. Cost: linear in aisles with picks; about fivefold with each further cross-aisle. Rounds through
//! one block, which the batching weighs by the million, have their states written out.
//!
//! Around it: the walks of rules of thumb to compare with ([`Router::plan`]), the choice among the bins of an item
//! ([`Router::plan_scattered`]), and floors that are no blocks ([`floor_map`]).
//!
//! # Limits
//! All cross-aisles meet all aisles, walking is as long one way as the other, and turning costs nothing;
//! what else there is goes into a floor map.
//!
//! # Rejected
//! S-shape, largest-gap and other rules of thumb as planners: 10 to 30 % longer, and no simpler to explain than a line
//! on a map. Local search over distances between picks: slower than the exact way and not exact.

pub mod floor_map;
mod layout;
mod line;
mod one_block;
mod picks;
mod router;
mod rules;
mod scattered;
mod scattered_search;
mod states;
mod tour;

pub use layout::{Layout, LayoutError, Location, Point, Regular, Spot};
pub use picks::PickSet;
pub use router::Router;
pub use rules::{Route, Rule};
pub use scattered::{Demand, ScatteredError, ScatteredRoute, Take, Why};
pub use tour::Tour;
