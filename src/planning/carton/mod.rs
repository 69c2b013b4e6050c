//! Cartons: what goes into which, where it lies, and in which order it is laid in.
//!
//! **Model.** Lines of equal units (size, weight, which sides may point up, what may rest on a unit, a class for what is
//! kept apart, or an own box) go into any number of stocked cartons (inner and outer size, own weight, gross limit,
//! price). In a carton nothing overlaps, every base lies on the floor or to [`Rules::support_percent`] on others, a
//! share of the volume stays free for dunnage, and the weight above a unit, counted whole however it is shared, is no
//! more than it bears. Placements come from below upwards, so each unit can be laid in from above.
//!
//! **Objective.** The sum of a [`Tariff`] over the parcels. The fewest boxes are one tariff, the rates of a carrier
//! another; nothing else is weighed. So two small cartons win over a large one where dimensional weight makes them
//! cheaper, and only there.
//!
//! **Method.** For one carton: what is certainly impossible is seen by bounds (`goods`); then units are laid one by one
//! into maximal empty spaces in fourteen manners, flat or turned (`stow`); then again with what did not fit moved
//! forward (`fit`); then several half-packed cartons are kept side by side (`beam`); up to six units are instead decided
//! by trying every arrangement (`exact`; Martello, Pisinger and Vigo, 2000, argue for such corner points). Over the
//! cartons: partial sets of parcels are extended carton by carton, ranked by cost and a bound on the rest (`choose`); up
//! to six units are parted in every way (`parting`).
//!
//! **Limits.** Units are rigid boxes with sides along the axes. Trying everything puts corners where walls and units
//! give them, which random cases confirm against every place of a grid. Above six units an answer is good, not proven:
//! [`Plan::bound`](crate::planning::Plan::bound) says how far it may be off.
//!
//! **Cost.** One filling of n units looks at n times the spaces, some n, twice over; an order that goes into one carton
//! at the first attempt costs one filling, an order of six units or fewer at most 3^6 partings of remembered fittings.

mod beam;
mod choose;
mod exact;
mod fit;
mod goods;
mod model;
mod parting;
mod stow;
mod tariff;

pub use choose::pack;
pub use model::{
    Bears, Carton, Layer, Line, Obstacle, Outcome, PackError, Packed, PackedIn, Parcel, Placement,
    Rules, Verdict,
};
pub use tariff::{FewestBoxes, Offered, PoundTable, Tariff};
