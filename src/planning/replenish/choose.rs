//! Policies run over real periods, and the best for each item.

use super::demand::{Demand, DemandModel, Memory};
use super::order::{Lead, OrderRules, Policy};

const MODELS: [DemandModel; 5] = [
    DemandModel::MovingAverage { periods: 8 },
    DemandModel::Croston { smoothing: 0.15 },
    DemandModel::SyntetosBoylan { smoothing: 0.15 },
    DemandModel::TeunterSyntetosBabai {
        smoothing: 0.2,
        fading: 0.1,
    },
    DemandModel::TeunterSyntetosBabai {
        smoothing: 0.1,
        fading: 0.3,
    },
];

const SAFETIES: [f64; 8] = [-0.5, 0.0, 0.3, 0.7, 1.1, 1.6, 2.3, 3.2];

/// How often the price on stock is halved in.
const HALVINGS: usize = 40;

/// What a policy did over some periods.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Replay {
    /// Units asked for.
    pub asked: u64,
    /// Units served.
    pub served: u64,
    /// Units on hand at the end of each period, added up.
    pub stock: u64,
    /// Periods.
    pub periods: u64,
    /// Orders placed.
    pub orders: u64,
}

impl Replay {
    /// The share of the units asked for that was served; 1 where nothing was asked for.
    pub fn fill_rate(&self) -> f64 {
        match self.asked {
            0 => 1.0,
            asked => self.served as f64 / asked as f64,
        }
    }

    /// Adds another item's.
    pub fn add(&mut self, other: &Replay) {
        self.asked += other.asked;
        self.served += other.served;
        self.stock += other.stock;
        self.periods += other.periods;
        self.orders += other.orders;
    }
}

/// Runs a policy over the periods of `demand` from `from` on, having learnt those before. It begins with the level on
/// hand. An order arrives after the lead time, rounded up, at the beginning of a period.
pub fn replay(
    policy: &Policy,
    demand: &[u32],
    from: usize,
    lead: Lead,
    rules: &OrderRules,
) -> Replay {
    let from = from.min(demand.len());
    let foreseen = foresee(policy.model, demand, from);
    run(policy, demand, from, &foreseen, lead, rules)
}

/// What the model expects before each period from `from` on, and after the last.
fn foresee(model: DemandModel, demand: &[u32], from: usize) -> Vec<Demand> {
    let mut memory = Memory::new(model);
    let mut foreseen = Vec::with_capacity(demand.len() + 1 - from);
    for period in 0..=demand.len() {
        let past = &demand[..period];
        memory.learn(past);
        if period >= from {
            foreseen.push(memory.demand(past));
        }
    }
    foreseen
}

fn run(
    policy: &Policy,
    demand: &[u32],
    from: usize,
    foreseen: &[Demand],
    lead: Lead,
    rules: &OrderRules,
) -> Replay {
    let level = |period: usize| policy.level(foreseen[period - from], 1.0, lead, rules);
    let mut on_hand = level(from);
    let lead_periods = lead.periods.max(0.0).ceil() as usize;
    // What arrives in each period; the last places are never reached.
    let mut arriving = vec![0_u32; demand.len() + 1];
    let mut on_order = 0_u32;
    let mut found = Replay::default();
    for (period, asked) in demand.iter().enumerate().skip(from) {
        on_hand = on_hand.saturating_add(arriving[period]);
        on_order = on_order.saturating_sub(arriving[period]);
        let served = on_hand.min(*asked);
        on_hand -= served;
        found.asked += u64::from(*asked);
        found.served += u64::from(served);
        found.stock += u64::from(on_hand);
        found.periods += 1;
        let position = on_hand.saturating_add(on_order);
        let ordered = policy.order(level(period + 1), position, rules);
        if ordered > 0 {
            found.orders += 1;
            on_order = on_order.saturating_add(ordered);
            // Placed at the end of this period: with a lead time of nothing it is there in the next.
            if let Some(there) = arriving.get_mut(period + lead_periods.max(1)) {
                *there = there.saturating_add(ordered);
            }
        }
    }
    found
}

/// What an item gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// The policy.
    pub policy: Policy,
    /// What it would have done over the periods that it was chosen on.
    pub replay: Replay,
}

/// The policies of all items: over the periods from `from` on, the least stock (weighted by `unit_cost`) with which the
/// target share of all units is served. With a target beyond reach each item gets what serves most.
pub fn choose(
    items: &[(&[u32], f64)],
    from: usize,
    lead: Lead,
    rules: &OrderRules,
    fill_target: f64,
) -> Vec<Choice> {
    let options: Vec<Vec<Choice>> = items
        .iter()
        .map(|(demand, _)| pairs(demand, from, lead, rules))
        .collect();
    let at_price = |price: f64| -> Vec<Choice> {
        let each = options.iter().zip(items);
        each.filter_map(|(options, (_, unit_cost))| {
            let worth = |choice: &Choice| {
                choice.replay.served as f64 - price * unit_cost * choice.replay.stock as f64
            };
            let better = |a: &&Choice, b: &&Choice| worth(a).total_cmp(&worth(b));
            options.iter().max_by(better).copied()
        })
        .collect()
    };
    let reaches = |choices: &[Choice]| {
        let mut all = Replay::default();
        choices.iter().for_each(|choice| all.add(&choice.replay));
        all.fill_rate() >= fill_target
    };
    let (mut low, mut high) = (0.0, 16.0);
    let mut best = at_price(low);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        let choices = at_price(middle);
        if reaches(&choices) {
            low = middle;
            best = choices;
        } else {
            high = middle;
        }
    }
    best
}

fn pairs(demand: &[u32], from: usize, lead: Lead, rules: &OrderRules) -> Vec<Choice> {
    let from = from.min(demand.len());
    let mut choices = Vec::with_capacity(MODELS.len() * SAFETIES.len());
    for model in MODELS {
        // The safety factor changes nothing in what is foreseen.
        let foreseen = foresee(model, demand, from);
        choices.extend(SAFETIES.into_iter().map(|safety| {
            let policy = Policy { model, safety };
            Choice {
                policy,
                replay: run(&policy, demand, from, &foreseen, lead, rules),
            }
        }));
    }
    choices
}
