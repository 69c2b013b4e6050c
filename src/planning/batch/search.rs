//! Annealing in rounds, a pool of what it meets, and the best choice from the pool.

use super::Batching;
use super::enumerate::{Listed, all_batches};
use super::lengths::Lengths;
use super::partition::{Choice, cheapest};
use super::propose::Proposals;
use super::start::{by_savings, savings};
use super::state::{Room, State};
use crate::planning::effort::Effort;

/// Where a cart can hold so many different batches or fewer, they are all listed.
const LISTED_MAX: usize = 60_000;
/// Orders of batches looked at in the list before annealing begins.
const FIRST_LOOKS_MAX: u64 = 20_000_000;
/// Orders of batches looked at in the list after the first round; after each further round twice as many.
const LISTED_LOOKS_MAX: u64 = 200_000_000;
/// Orders of batches looked at in the pool after a round, for each change of the round.
const LOOKS_PER_CHANGE: u64 = 50;
/// Batches of the pool that are chosen from.
const CHOICES_MAX: usize = 6_000;
/// Changes of the first round per order; each further round is longer by a quarter.
const ROUND_CHANGES_PER_ORDER: u64 = 5_000;
/// The temperature at which a round begins, as a share of the mean tour, and at which it ends, as a share of that.
const HOT: f64 = 0.02;
const COLD: f64 = 0.05;

/// Carts may be overfull on the way, by so much of a cart each.
const EXCESS_MAX: f64 = 0.05;
/// What a whole cart too much costs in mean tours when a round begins, and at the least and the most. The price rises
/// while a cart is overfull more often than not, and falls else.
const EXCESS_PRICE: f64 = 2.0;
const EXCESS_PRICES: [f64; 2] = [0.5, 20.0];
/// The price follows after so many changes.
const PRICE_CHANGES: u64 = 200;
/// A change that overfills carts by more of a cart is not measured.
const FULLER_MAX: f64 = 0.1;

/// What a search found.
pub(super) struct Found {
    pub groups: Vec<Vec<u32>>,
    pub is_proven: bool,
    pub bound: Option<f64>,
}

struct Search<'s, 'a> {
    batching: &'s Batching,
    lengths: &'s mut Lengths<'a>,
    proposals: Proposals,
    state: State,
    best: State,
    /// What each order is worth in the best choice so far.
    prices: Vec<f64>,
    is_proven: bool,
    /// No plan is shorter, in millimetres.
    bound: Option<f64>,
}

/// The best batches found within the effort.
pub(super) fn search(
    batching: &Batching,
    lengths: &mut Lengths,
    seed: u64,
    effort: &mut Effort,
) -> Found {
    let orders = batching.taken.len();
    let pairs = savings(lengths, orders);
    let groups = by_savings(lengths, &pairs, &batching.taken, &batching.cart);
    let state = State::new(groups, &batching.taken, lengths);
    effort.spend(pairs.len() as u64);
    let mut search = Search {
        batching,
        proposals: Proposals::new(&pairs, orders, seed),
        best: state.clone(),
        prices: shares(&state),
        is_proven: false,
        bound: None,
        state,
        lengths,
    };
    effort.found(search.best.length as f64);
    search.run(effort);
    Found {
        groups: groups_of(&search.best),
        is_proven: search.is_proven,
        bound: search.bound,
    }
}

fn groups_of(state: &State) -> Vec<Vec<u32>> {
    state.filled().map(|group| group.orders.clone()).collect()
}

/// Each order's part of the tour that it is on.
fn shares(state: &State) -> Vec<f64> {
    let mut shares = vec![0.0; state.group_of.len()];
    for group in state.filled() {
        for &order in &group.orders {
            shares[order as usize] = f64::from(group.length) / group.orders.len() as f64;
        }
    }
    shares
}

impl Search<'_, '_> {
    fn run(&mut self, effort: &mut Effort) {
        let batching = self.batching;
        if batching.taken.is_empty() {
            self.is_proven = true;
            return;
        }
        let listed = all_batches(&batching.taken, &batching.cart, self.lengths, LISTED_MAX);
        if let Some(listed) = &listed {
            effort.spend(listed.len() as u64);
            self.choose_from_list(listed, FIRST_LOOKS_MAX, effort);
        }
        let mut listed_looks_max = LISTED_LOOKS_MAX;
        let mut changes = ROUND_CHANGES_PER_ORDER * batching.taken.len() as u64;
        while effort.goes_on() && !self.is_proven {
            self.round(changes, effort);
            match &listed {
                Some(listed) => self.choose_from_list(listed, listed_looks_max, effort),
                None => self.choose_from_pool(LOOKS_PER_CHANGE * changes, effort),
            }
            listed_looks_max = listed_looks_max.saturating_mul(2);
            self.state = self.best.clone();
            changes += changes / 4;
        }
    }

    /// Takes the best choice of all batches there are; notes the bound, and whether the plan is proven.
    fn choose_from_list(&mut self, listed: &[Listed], looks_max: u64, effort: &mut Effort) {
        let choices: Vec<Choice> = listed
            .iter()
            .map(|(orders, length)| Choice {
                orders,
                cost: *length,
            })
            .collect();
        let known = self.best.length;
        let found = cheapest(&choices, &self.prices, known, looks_max, effort);
        let chosen = found
            .chosen
            .map(|chosen| groups_of_choices(&choices, &chosen));
        self.prices = found.prices;
        self.is_proven = found.is_proven;
        self.bound = Some(
            self.bound
                .map_or(found.bound, |bound| bound.max(found.bound)),
        );
        if let Some(groups) = chosen {
            self.take(groups, effort);
        }
        if found.is_proven {
            self.bound = Some(self.best.length as f64);
        }
    }

    fn round(&mut self, changes: u64, effort: &mut Effort) {
        let tours = self.state.filled().count().max(1);
        let mean = self.state.length as f64 / tours as f64;
        let hot = HOT * mean;
        let mut excess_price = mean * EXCESS_PRICE;
        let mut overfull_changes = 0;
        for change in 0..changes {
            if !effort.spend(1) {
                return;
            }
            overfull_changes += u64::from(self.state.is_overfull());
            if change % PRICE_CHANGES == PRICE_CHANGES - 1 {
                let is_cheap = 2 * overfull_changes > PRICE_CHANGES;
                excess_price *= if is_cheap { 1.1 } else { 0.9 };
                let [least, most] = EXCESS_PRICES.map(|price| price * mean);
                excess_price = excess_price.clamp(least, most);
                overfull_changes = 0;
            }
            let heat = hot * COLD.powf(change as f64 / changes as f64);
            self.step(heat, excess_price, effort);
        }
    }

    fn step(&mut self, heat: f64, excess_price: f64, effort: &mut Effort) {
        let order = self.proposals.order();
        let Some(transfers) = self.proposals.propose(&self.state, order) else {
            return;
        };
        // So much worse a change may make the plan.
        let worse_max = -heat * (1.0 - self.proposals.random.share()).ln();
        let room = Room {
            cart: &self.batching.cart,
            excess_max: EXCESS_MAX,
            // Whoever lays so much more on carts than that does not win it back on the way.
            fuller_max: worse_max / excess_price + FULLER_MAX,
        };
        let taken = &self.batching.taken;
        let weighed = self
            .state
            .weigh(transfers.as_slice(), taken, room, self.lengths);
        let Some(change) = weighed else {
            return;
        };
        if change.longer as f64 + excess_price * change.fuller > worse_max {
            return;
        }
        self.state.make(&change);
        self.state.keep_one_empty();
        if self.state.length < self.best.length && !self.state.is_overfull() {
            self.best = self.state.clone();
            effort.found(self.best.length as f64);
        }
    }

    fn choose_from_pool(&mut self, looks_max: u64, effort: &mut Effort) {
        let choices = self.lengths.pool.cheapest(&self.prices, CHOICES_MAX);
        let known = self.best.length;
        let found = cheapest(&choices, &self.prices, known, looks_max, effort);
        let chosen = found
            .chosen
            .map(|chosen| groups_of_choices(&choices, &chosen));
        self.prices = found.prices;
        if let Some(groups) = chosen {
            self.take(groups, effort);
        }
    }

    /// Makes these groups the best plan, where they are.
    fn take(&mut self, groups: Vec<Vec<u32>>, effort: &mut Effort) {
        let state = State::new(groups, &self.batching.taken, self.lengths);
        if state.length < self.best.length {
            effort.found(state.length as f64);
            self.best = state;
        }
    }
}

fn groups_of_choices(choices: &[Choice], chosen: &[usize]) -> Vec<Vec<u32>> {
    let groups = chosen.iter().map(|place| choices[*place].orders.to_vec());
    groups.collect()
}
