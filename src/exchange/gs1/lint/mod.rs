//! The checks themselves, by what they look at.

pub(super) mod codes;
pub(super) mod coupon;
pub(super) mod dates;
pub(super) mod numbers;
pub(super) mod sets;
