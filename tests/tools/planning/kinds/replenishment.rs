//! Replenishment chosen on some weeks and replayed on the later ones: `replenishment FILE...`, files of the form
//! "Online Retail".
//!
//! The objective is the mean stock in units, the reference that of four weeks of cover; the summary has the fill rates.

use std::error::Error;

use depo::planning::replenish::{Lead, OrderRules, Replay, choose, replay};

use super::options::{Options, Printer};
use super::replenishment_study::{keep_stock, weeks_of_cover};
use super::slotting_study::{SoldOrder, read_orders};

const LEAD: Lead = Lead {
    periods: 1.0,
    deviation: 0.0,
};
const LEARNT_WEEKS: usize = 26;
/// The first weeks only feed the forecasts.
const FED_WEEKS: usize = 8;

pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut printer = Printer::new(options)?;
    let (orders, items) = read_orders(options.files())?;
    let demand = weekly(&orders, items);
    let weeks = demand.first().map_or(0, Vec::len);
    if weeks <= LEARNT_WEEKS {
        return Err(format!("{weeks} weeks are too few: {LEARNT_WEEKS} are learnt from").into());
    }
    // What was not asked for yet is not kept either.
    let known = |past: &&Vec<u32>| past[..LEARNT_WEEKS].iter().any(|units| *units > 0);
    let demand: Vec<Vec<u32>> = demand.iter().filter(known).cloned().collect();
    let later_weeks = (weeks - LEARNT_WEEKS) as f64;
    let (mut asked, mut served, mut stock) = (0, 0, 0);
    for item in &demand {
        let kept = keep_stock(item, LEARNT_WEEKS, 1, |past| weeks_of_cover(past, 4.0));
        asked += kept.0;
        served += kept.1;
        stock += kept.2;
    }
    let cover = stock as f64 / later_weeks;
    let mut more = format!(
        "{} items, {later_weeks} weeks; four weeks of cover serve {:.2} %",
        demand.len(),
        served as f64 / asked as f64 * 100.0
    );
    let learnt: Vec<(&[u32], f64)> = demand
        .iter()
        .map(|item| (&item[..LEARNT_WEEKS], 1.0))
        .collect();
    let rules = OrderRules::default();
    for target in [0.80, 0.85, 0.90, 0.95] {
        let began = options.now_ms();
        let choices = choose(&learnt, FED_WEEKS, LEAD, &rules, target);
        let time_ms = options.since_ms(began);
        let mut later = Replay::default();
        for (choice, item) in choices.iter().zip(&demand) {
            later.add(&replay(&choice.policy, item, LEARNT_WEEKS, LEAD, &rules));
        }
        let mean = later.stock as f64 / later_weeks;
        let gap_percent = (mean / cover - 1.0) * 100.0;
        printer.case(
            &format!("target {target}"),
            mean,
            Some((cover, gap_percent)),
            time_ms,
        );
        let percent = target * 100.0;
        for (what, value, unit) in [
            ("served for", later.fill_rate() * 100.0, "%"),
            ("stock below four weeks of cover for", -gap_percent, "%"),
            ("chosen for", time_ms, "ms"),
        ] {
            printer.figure(&format!("{what} {percent:.0} %"), value, unit);
        }
        more += &format!(
            "; target {target}: {:.2} % served, chosen in {time_ms:.0} ms",
            later.fill_rate() * 100.0
        );
    }
    printer.summary(&more)
}

/// Units asked for, by item and week.
fn weekly(orders: &[SoldOrder], items: usize) -> Vec<Vec<u32>> {
    let first = orders.iter().map(|order| order.day).min();
    let last = orders.iter().map(|order| order.day).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let weeks = ((last - first).num_days() / 7) as usize;
    let mut demand = vec![vec![0_u32; weeks]; items];
    for order in orders {
        let week = ((order.day - first).num_days() / 7) as usize;
        for (item, units) in &order.goods {
            // The last, broken week is left out.
            if let Some(asked) = demand[*item as usize].get_mut(week) {
                *asked += units;
            }
        }
    }
    demand
}
