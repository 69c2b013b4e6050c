//! Policies run over real periods, and the best of them.

use std::cmp::Ordering;

use super::demand::{DemandModel, Memory};
use super::order::{Cover, Lead, OrderRules, Policy};

const MODELS: [DemandModel; 6] = [
    DemandModel::MovingAverage { periods: 8 },
    DemandModel::Smoothed { smoothing: 0.15 },
    DemandModel::Smoothed { smoothing: 0.25 },
    DemandModel::Croston { smoothing: 0.15 },
    DemandModel::SyntetosBoylan { smoothing: 0.15 },
    DemandModel::TeunterSyntetosBabai {
        smoothing: 0.2,
        fading: 0.1,
    },
];

/// The least and the greatest safety factor, between which the one that is just enough is halved in.
const SAFETIES: [f64; 2] = [-1.0, 4.0];
const HALVINGS: usize = 9;

/// An item is judged from so many periods after it was first asked for: before, nothing could have foreseen it, and
/// whoever pays for that in safety keeps too much of everything for ever.
const KNOWN_PERIODS: usize = 4;

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
    let covers = foresee(policy.model, demand, from, lead);
    run(policy, demand, from, &covers, lead, rules)
}

/// What the model expects before each period from `from` on, and after the last, until an order of then arrives.
fn foresee(model: DemandModel, demand: &[u32], from: usize, lead: Lead) -> Vec<Cover> {
    let mut memory = Memory::new(model);
    let mut foreseen = Vec::with_capacity(demand.len() + 1 - from);
    for period in 0..=demand.len() {
        let past = &demand[..period];
        memory.learn(past);
        if period >= from {
            foreseen.push(Cover::of(memory.demand(past), lead.periods + 1.0, lead));
        }
    }
    foreseen
}

fn run(
    policy: &Policy,
    demand: &[u32],
    from: usize,
    covers: &[Cover],
    lead: Lead,
    rules: &OrderRules,
) -> Replay {
    let level = |period: usize| policy.level_of(&covers[period - from], rules);
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

/// The policies of all items: one model and one safety factor that, over the periods from `from` on, serve the target
/// share of all units with the least stock (weighted by the unit cost beside each item). With a target beyond reach
/// what serves most. Items that were not asked for before `from` are judged from some periods after they first were.
pub fn choose(
    items: &[(&[u32], f64)],
    from: usize,
    lead: Lead,
    rules: &OrderRules,
    fill_target: f64,
) -> Vec<Choice> {
    let mut best: Option<(bool, f64, Vec<Choice>)> = None;
    for model in MODELS {
        let (choices, total) = just_enough(model, items, from, lead, rules, fill_target);
        let reaches = total.fill_rate() >= fill_target;
        let each = choices.iter().zip(items);
        let cost: f64 = each
            .map(|(choice, (_, unit_cost))| unit_cost * choice.replay.stock as f64)
            .sum();
        // Of models that reach the target the cheapest, else what serves most.
        let worth = if reaches { -cost } else { total.fill_rate() };
        let is_better = best.as_ref().is_none_or(|(reached, most, _)| {
            (reaches, worth).partial_cmp(&(*reached, *most)) == Some(Ordering::Greater)
        });
        if is_better {
            best = Some((reaches, worth, choices));
        }
    }
    best.map_or_else(Vec::new, |(_, _, choices)| choices)
}

/// The least safety factor with which a model serves the target, or the greatest there is; what each item and all do.
fn just_enough(
    model: DemandModel,
    items: &[(&[u32], f64)],
    from: usize,
    lead: Lead,
    rules: &OrderRules,
    fill_target: f64,
) -> (Vec<Choice>, Replay) {
    // The safety factor changes nothing in what is foreseen.
    let foreseen: Vec<(usize, Vec<Cover>)> = items
        .iter()
        .map(|(demand, _)| {
            let from = judged_from(demand, from);
            (from, foresee(model, demand, from, lead))
        })
        .collect();
    let at = |safety: f64| {
        let policy = Policy { model, safety };
        let mut total = Replay::default();
        let each = items.iter().zip(&foreseen);
        let choices: Vec<Choice> = each
            .map(|((demand, _), (from, covers))| {
                let replay = run(&policy, demand, *from, covers, lead, rules);
                total.add(&replay);
                Choice { policy, replay }
            })
            .collect();
        (choices, total)
    };
    let [mut low, mut high] = SAFETIES;
    let mut found = at(high);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        let tried = at(middle);
        if tried.1.fill_rate() >= fill_target {
            high = middle;
            found = tried;
        } else {
            low = middle;
        }
    }
    found
}

/// The period from which an item is judged.
fn judged_from(demand: &[u32], from: usize) -> usize {
    let first = demand.iter().position(|units| *units > 0);
    let known = first.map_or(demand.len(), |first| first + KNOWN_PERIODS);
    known.max(from).min(demand.len())
}
