//! A small warehouse with a day's work, to try the portal on: sixty items, bins in four aisles, forty orders of several
//! channels and currencies, one batch half picked, parcels packed and on their way, a return.
//!
//! Pure, and the same for the same seed and time: [`Day`] is asked for the next command with the state that the
//! commands before it have led to, because batches, parcels and returns get their names as they are made. Everything
//! goes through commands, so the demo can do nothing that the portal does not. Names and addresses are made up; the
//! telephone numbers are of a range that nobody is given.

mod customers;
mod goods;
mod sales;
mod work;

use crate::domain::event::{CivilMinutes, OrderPlaced};
use crate::domain::text::{Code, OrderId, TextError};
use crate::domain::{Command, Workspace};
use crate::planning::Random;
use std::collections::VecDeque;

/// A command of the demo day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub command: Command,
    /// Who does it.
    pub operator: Code,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// When the demo day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Now, in milliseconds since 1970 UTC. The last step is not after it.
    pub now_ms: i64,
    /// How far the local time is ahead of UTC, in minutes.
    pub zone_minutes: i32,
}

impl Clock {
    /// Now on the wall.
    fn civil(&self) -> CivilMinutes {
        self.now_ms.div_euclid(60_000) + i64::from(self.zone_minutes)
    }
}

/// The part of the day that is being played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Goods,
    Orders,
    Office,
    Promise,
    FirstBatch,
    FirstPick,
    Pack,
    Label,
    HandOver,
    Deliver,
    SecondBatch,
    SecondPick,
    Returns,
    Evening,
}

impl Part {
    const ALL: [Part; 14] = [
        Part::Goods,
        Part::Orders,
        Part::Office,
        Part::Promise,
        Part::FirstBatch,
        Part::FirstPick,
        Part::Pack,
        Part::Label,
        Part::HandOver,
        Part::Deliver,
        Part::SecondBatch,
        Part::SecondPick,
        Part::Returns,
        Part::Evening,
    ];

    /// Who does it.
    fn operator(self) -> &'static str {
        match self {
            Part::Goods | Part::Evening => "demo-stock",
            Part::Orders | Part::Office | Part::Promise | Part::Returns => "demo-office",
            Part::FirstBatch | Part::FirstPick | Part::SecondBatch | Part::SecondPick => {
                "demo-picker"
            }
            Part::Pack | Part::Label | Part::HandOver | Part::Deliver => "demo-packer",
        }
    }
}

/// The demo day on its way.
pub struct Day {
    clock: Clock,
    random: Random,
    orders: Vec<OrderPlaced>,
    parts: std::iter::Peekable<std::array::IntoIter<Part, 14>>,
    part: Part,
    waiting: VecDeque<Command>,
    given: u64,
}

impl Day {
    /// The day of this seed.
    pub fn new(seed: u64, clock: Clock) -> Self {
        Day {
            clock,
            random: Random::new(seed),
            orders: Vec::new(),
            parts: Part::ALL.into_iter().peekable(),
            part: Part::Goods,
            waiting: VecDeque::new(),
            given: 0,
        }
    }

    /// About how many steps the day has, for a progress bar.
    pub const STEPS_ABOUT: u64 = 190;

    /// The next step, given the state that those before have led to; `None` when the day is over.
    ///
    /// # Errors
    /// When a text of the demo is none: a mistake in its lists.
    pub fn next(&mut self, state: &Workspace) -> Result<Option<Step>, TextError> {
        while self.waiting.is_empty() {
            let Some(part) = self.parts.next() else {
                return Ok(None);
            };
            self.part = part;
            let commands = self.commands(part, state)?;
            self.waiting.extend(commands);
        }
        let Some(command) = self.waiting.pop_front() else {
            return Ok(None);
        };
        self.given += 1;
        // The work of the last six hours, evenly.
        let left = Self::STEPS_ABOUT.saturating_sub(self.given) as i64;
        Ok(Some(Step {
            command,
            operator: Code::new(self.part.operator())?,
            at_ms: self.clock.now_ms - left * (6 * 3_600_000 / Self::STEPS_ABOUT as i64),
        }))
    }

    fn commands(&mut self, part: Part, state: &Workspace) -> Result<Vec<Command>, TextError> {
        match part {
            Part::Goods => goods::set_up(),
            Part::Orders => {
                self.orders = sales::orders(&mut self.random, self.clock.civil())?;
                let mut commands = vec![Command::TakeOrders {
                    orders: self.orders.clone(),
                }];
                commands.extend(goods::stock(&mut self.random, &self.orders)?);
                Ok(commands)
            }
            Part::Office => sales::office(&self.orders, self.clock.now_ms),
            Part::Promise => Ok(vec![Command::Allocate {
                orders: self.orders.iter().map(|o| o.order.clone()).collect(),
            }]),
            Part::FirstBatch => Ok(work::release(state, self.first_batch())),
            Part::FirstPick => work::pick(state, 1, usize::MAX),
            Part::Pack => Ok(work::pack(state, self.first_batch())),
            Part::Label => work::label(state),
            Part::HandOver => Ok(work::hand_over(state)),
            Part::Deliver => Ok(work::deliver(state)),
            Part::SecondBatch => Ok(work::release(state, self.second_batch())),
            Part::SecondPick => work::pick(state, 11, 4),
            Part::Returns => work::returns(state, &self.orders),
            Part::Evening => work::adjust(state),
        }
    }

    fn ids(&self, from: usize, to: usize) -> Vec<OrderId> {
        let orders = self.orders.get(from..to).unwrap_or_default();
        orders.iter().map(|placed| placed.order.clone()).collect()
    }

    /// Of yesterday's orders, those that were picked this morning.
    fn first_batch(&self) -> Vec<OrderId> {
        self.ids(0, 9)
    }

    fn second_batch(&self) -> Vec<OrderId> {
        self.ids(9, 16)
    }
}
