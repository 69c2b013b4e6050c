//! Made-up tariffs: how long it takes to price parcels with every service.
//!
//! The "file" is `SERVICESxPARCELS`, such as `50x1000`; the objective is how many prices there are.

use std::error::Error;

use depo::planning::Random;
use depo::planning::rate::{Candidate, OnTime, Service, ShopOrder, Tariff, shop};
use depo::trade::quantity::Currency;

use super::options::{Options, Printer};
use super::rates_made::{made_parcel, made_table};

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let currency = Currency::new("USD").ok_or("no currency")?;
    for input in &options.inputs {
        let Some([services, parcels]) = input.made() else {
            return Err("write SERVICESxPARCELS".into());
        };
        let mut random = Random::new(options.seed);
        let mut made = Vec::new();
        for _ in 0..services {
            let tariff = Tariff::new(made_table(&mut random));
            let tariff = tariff.map_err(|fault| format!("{fault:?}"))?;
            let service = Service::new("made up", currency, vec![tariff]);
            made.push(service.map_err(|fault| format!("{fault:?}"))?);
        }
        let to_price: Vec<_> = (0..parcels).map(|_| made_parcel(&mut random)).collect();
        let candidates: Vec<Candidate> = made
            .iter()
            .map(|service| Candidate {
                service,
                arrives: None,
                on_time: OnTime::default(),
            })
            .collect();
        let (prices, took_ms) = options.timed(|| {
            let price = |parcel| shop(&candidates, parcel, currency, None, ShopOrder::Price);
            to_price
                .iter()
                .map(|parcel| price(parcel).offers.len())
                .sum::<usize>()
        });
        printer.case(&input.path, prices as f64, None, took_ms);
        printer.figure(&format!("{} priced", input.path), took_ms, "ms");
    }
    printer.summary("")
}
