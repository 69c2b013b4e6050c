//! From which warehouses an order is sent.
//!
//! # One order
//! Each warehouse that serves the address has a [`Lane`]: what a parcel costs from there, what each unit and kilogram
//! in it adds, and the day it arrives. [`Allocator::decide`] looks at every subset of at most ten warehouses. Once the
//! subset is fixed the lines no longer touch each other, and a line is filled cheapest by taking its units from the
//! cheapest warehouses of the subset first; so the best subset with this filling is the exact optimum of the model, for
//! any order in which parcels, cost, promised day and the channel's priorities count ([`Criterion`]).
//!
//! Cost: `2^warehouses * lines` additions to know what each subset lacks, and the filling of those subsets that a bound
//! (their parcels, and every unit at the cheapest price anywhere) does not rule out.
//!
//! # A queue of orders
//! Orders decided one by one, as they come in, take stock from each other: the first takes the last piece at the
//! warehouse that could have sent all of the second. [`redecide`] decides those anew that nobody has begun to pick (Xu,
//! Allgor, Graves: "Benefits of Reevaluating Real-Time Order Fulfillment Decisions", M&SOM 11(2), 2009). It never takes
//! back what the first decision gave an order, neither units nor day.
//!
//! Two searches share the solver of one order. Lagrangian relaxation puts a price on each scarce piece of stock; at
//! these prices every order can be decided by itself, which gives a *bound* that no plan can beat, and prices that
//! lead a plan of all orders. A local search then takes an order that could do with fewer parcels, takes the pieces it
//! lacks from other orders and lets those decide again.
//!
//! # Limits of the model
//! - A warehouse sends one parcel per order, at a price that is linear in units and weight. A tariff's steps and the
//!   cartons are for [`super::rate`] and the carton choice, which see the parcel that results.
//! - Stock is what is free to promise, per warehouse; lots and owners are the portal's.
//!
//! # Rejected
//! - *A linear programme* (`good_lp` with `microlp`) for the queue: 10,000 orders are some 200,000 variables, which the
//!   simplex method of `microlp` does not finish in minutes; the relaxation here gives a bound at least as good from
//!   the solver that is needed anyway.
//! - *Branch and bound over the warehouses*: with at most ten, the table of all subsets is shorter and never slow.

mod cover;
mod decide;
mod order;
mod price;
mod queue;
mod reason;
mod search;
mod stock;

pub use decide::{Allocation, Allocator, Decision, Parcel};
pub use order::{Completion, Criterion, Lane, Order, OrderFault, OrderLine, Terms};
pub use queue::{Aim, QueueFault, redecide};
pub use reason::{Reason, WhyNot};
pub use stock::{SkuNumber, Stock, StockFault, WarehouseNumber};
