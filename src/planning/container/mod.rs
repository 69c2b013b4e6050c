//! Container loading: as much volume as possible of given boxes into one container (Bischoff and Ratcliff, 1995).
//!
//! Blocks of boxes are put, one by one, into the maximal empty space nearest to a corner of the container; which block,
//! a function of its volume, its contact, what is lost beside it and its number of boxes says ([`value`]). Around that
//! greedy loading a beam search goes (Araya and Riff, 2014): every partial loading is judged by what the greedy one
//! makes of it, and the beam is twice as wide each time it has come to an end, until the effort is spent. A step of
//! the effort is one block put somewhere.
//!
//! Weight, its balance, and the order of several customers are not part of the model. Cost: a step looks at the blocks
//! from the most worth until none can be better, some thousands at the most.

mod blocks;
mod model;
mod search;
mod value;

pub use model::{Cargo, LoadError, Stowed, Support};
pub use search::load;
