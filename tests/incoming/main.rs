//! Files and the demo into the new facts: what comes of them, that reading again changes nothing, and what is refused.

#[path = "../support/online_retail_sample.rs"]
mod sample;

mod copies;
mod demo;
mod desk;
mod elsewhere;
mod epcis;
mod field;
mod kinds;
mod layouts;
mod marketplaces;
mod messages;
mod older;
mod orders;
mod pasted;
mod real;
mod recoded;
mod repair;
mod reports;
mod returns;
mod sourced;
mod stock;
mod tags;
mod words;
