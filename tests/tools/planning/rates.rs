//! Made-up tariffs: how long it takes to price parcels with every service.
//!
//! The "file" is `SERVICESxPARCELS`, such as `50x1000`; the objective is how many prices there are.

use std::error::Error;
use std::time::Instant;

use depo::domain::money::Currency;
use depo::planning::Random;
use depo::planning::rate::{Candidate, OnTime, Service, ShopOrder, Tariff, shop};

use crate::options::{Options, Printer};
use crate::rates_made::{made_parcel, made_table};

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let currency = Currency::new("USD").ok_or("no currency")?;
    for file in &options.files {
        let name = file.to_string_lossy();
        let (services, parcels) = name.split_once('x').ok_or("write SERVICESxPARCELS")?;
        let (services, parcels): (usize, usize) = (services.parse()?, parcels.parse()?);
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
        let began = Instant::now();
        let mut prices = 0;
        for parcel in &to_price {
            let found = shop(&candidates, parcel, currency, None, ShopOrder::Price);
            prices += found.offers.len();
        }
        printer.case(&name, prices as f64, None, began);
    }
    printer.summary("")
}
