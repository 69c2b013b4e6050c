//! What a parcel costs with a carrier's service.
//!
//! A tariff is a table with a day from which it holds, never code: zones, prices by weight, dimensional weight, minimum,
//! discount, surcharges, fuel, insurance, limits. A [`Service`] is its tariffs over time, so that an old parcel is priced
//! as it was then, and next year's tariff can be entered today. [`Service::quote`] answers with lines that add up to the
//! price, or with the reason why the service does not take the parcel. [`shop`] asks all services and sorts.
//!
//! # How a price comes about
//! 1. Each side is rounded as the tariff says (the large carriers of the United States round each side up to the whole
//!    inch before they multiply, since August 2025). Volume over divisor is the dimensional weight.
//! 2. The larger of dimensional and actual weight, up to the next step, is billed; a surcharge may ask for a minimum
//!    (an oversized parcel is billed as 90 pounds at least).
//! 3. The zone's price for the steps, less the discount, at least the minimum charge.
//! 4. Surcharges whose conditions all hold; of those in one group only the dearest.
//! 5. Fuel, a share of the transport price and the surcharges that are said to bear it; then insurance.
//!
//! Every line is rounded half up to the currency's smallest coin, so the lines add up exactly. Lengths are whole tenths
//! of a micrometre and masses whole 1,600,000ths of a gram ([`Length`], [`Mass`]): in these an inch, a pound and an
//! ounce are whole numbers, and no weight falls on the wrong side of a step.
//!
//! Cost: a quote is a few binary searches and one pass over the surcharges, about a microsecond. All figures of a tariff
//! are checked when it is made, so a quote cannot overflow.
//!
//! # Limits
//! One currency in a comparison. No rebates over several parcels of a consignment, no prices by pallet.

mod parcel;
mod quote;
mod shop;
mod surcharge;
mod tariff;
mod units;

pub use parcel::{RatedParcel, ServiceOption};
pub use quote::{NoQuote, PriceItem, PriceLine, Quote};
pub use shop::{Candidate, Offer, OnTime, ShopOrder, Shopping, shop};
pub use surcharge::{Charge, Condition, Surcharge, SurchargeKind};
pub use tariff::{
    Break, Dimensional, Insurance, ParcelLimits, Service, SideRounding, Tariff, TariffFault,
    TariffTable, ZonePrices,
};
pub use units::{Length, Mass};
