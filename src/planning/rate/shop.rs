//! All services asked, and their answers sorted.

use chrono::NaiveDate;

use crate::trade::quantity::{Amount, Currency};

use super::parcel::RatedParcel;
use super::quote::{NoQuote, Quote};
use super::tariff::Service;

/// How punctual a service has been.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OnTime {
    /// Parcels that arrived by the promised day.
    pub on_time: u32,
    /// Parcels in all.
    pub all: u32,
}

impl OnTime {
    /// The share to be expected, from 0 to 1. One parcel on time and one late are counted in (Laplace's rule), so that
    /// three of three do not outdo 990 of 1,000.
    pub fn expected_share(self) -> f64 {
        (f64::from(self.on_time.min(self.all)) + 1.0) / (f64::from(self.all) + 2.0)
    }
}

/// A service that could take the parcel.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The service.
    pub service: &'a Service,
    /// The day on which it would arrive, where one can be promised.
    pub arrives: Option<NaiveDate>,
    /// How punctual the service has been.
    pub on_time: OnTime,
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShopOrder {
    /// The lowest price.
    Price,
    /// The earliest day.
    Promise,
    /// The most punctual.
    OnTimeShare,
}

/// A service's answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The candidate, by its place in the list.
    pub candidate: usize,
    /// The price.
    pub quote: Quote,
    /// The day on which it arrives, where one can be promised.
    pub arrives: Option<NaiveDate>,
    /// Whether the wanted day is missed, or no day is promised.
    pub is_late: bool,
    /// The share of parcels that arrive on time.
    pub on_time_share: f64,
}

/// All answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shopping {
    /// The offers: those in time before those that are late, then as was asked for.
    pub offers: Vec<Offer>,
    /// Who does not take the parcel, by place in the list, and why.
    pub refused: Vec<(usize, NoQuote)>,
}

impl Shopping {
    /// What the first offer saves against the dearest of those that, like it, keep the wanted day or miss it.
    pub fn saved(&self) -> Amount {
        let Some(first) = self.offers.first() else {
            return Amount::ZERO;
        };
        let peers = self.offers.iter().filter(|o| o.is_late == first.is_late);
        let dearest = peers.map(|offer| offer.quote.total).max();
        dearest.map_or(Amount::ZERO, |dearest| dearest - first.quote.total)
    }
}

/// Asks every candidate for its price in `currency`, and sorts the offers.
pub fn shop(
    candidates: &[Candidate],
    parcel: &RatedParcel,
    currency: Currency,
    wanted_by: Option<NaiveDate>,
    order: ShopOrder,
) -> Shopping {
    let mut shopping = Shopping::default();
    for (number, candidate) in candidates.iter().enumerate() {
        let quote = if candidate.service.currency == currency {
            candidate.service.quote(parcel)
        } else {
            Err(NoQuote::OtherCurrency)
        };
        match quote {
            Ok(quote) => shopping.offers.push(Offer {
                candidate: number,
                quote,
                arrives: candidate.arrives,
                is_late: wanted_by
                    .is_some_and(|wanted| candidate.arrives.is_none_or(|day| day > wanted)),
                on_time_share: candidate.on_time.expected_share(),
            }),
            Err(why) => shopping.refused.push((number, why)),
        }
    }
    shopping.offers.sort_by(|a, b| {
        let price = a.quote.total.cmp(&b.quote.total);
        let day = |offer: &Offer| offer.arrives.unwrap_or(NaiveDate::MAX);
        let promise = day(a).cmp(&day(b));
        let punctual = b.on_time_share.total_cmp(&a.on_time_share);
        let asked = match order {
            ShopOrder::Price => price.then(promise).then(punctual),
            ShopOrder::Promise => promise.then(price).then(punctual),
            ShopOrder::OnTimeShare => punctual.then(price).then(promise),
        };
        a.is_late.cmp(&b.is_late).then(asked)
    });
    shopping
}
