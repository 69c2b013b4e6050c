//! A workspace to try the portal on: two warehouses, seventy bins, goods with lots, serial numbers and a kit, a client's
//! goods, people of all roles, sixty orders of two weeks in every state.
//!
//! Pure, and the same for the same seed and time: [`Demo`] is asked for the next step with the state that the steps before
//! it have led to, because batches, parcels and returns get their names as they are made. Everything goes through
//! commands, so the demo can do nothing that the portal does not. Names and addresses are made up; the telephone numbers
//! are of a range that nobody is given.

mod customers;
mod floor;
mod goods;
mod sales;
mod world;

use crate::planning::Random;
use crate::site::{Founding, Reading};
use crate::stream::facts::{Kind, WorkspaceName};
use crate::trade::decide::Command;
use crate::trade::id::OperatorId;
use crate::trade::orders::commands::IncomingOrder;
use crate::trade::people::OperatorField;
use crate::trade::personal::Slot;
use crate::trade::personal::content::{Content, Written};
use crate::trade::text::{Code, TextError};
use std::collections::VecDeque;

/// The code of who owns the demo.
pub const OWNER: &str = "demo-owner";

/// A command of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub command: Command,
    /// The personal rows that its facts name.
    pub rows: Vec<Written>,
    /// Who does it.
    pub operator: Option<OperatorId>,
    /// When, in milliseconds since 1970 UTC; never before the step before it.
    pub at_ms: i64,
}

/// How the demo's workspace is founded.
///
/// # Errors
/// None: the code is plain.
pub fn founding(name: WorkspaceName) -> Result<Founding, TextError> {
    Ok(Founding {
        name,
        kind: Kind::Demo,
        owner: vec![OperatorField::Code(Code::new(OWNER)?)],
    })
}

/// A command with its personal rows.
#[derive(Clone, Debug)]
struct Act {
    command: Command,
    rows: Vec<Written>,
}

impl<C: Into<Command>> From<C> for Act {
    fn from(command: C) -> Self {
        Act {
            command: command.into(),
            rows: Vec::new(),
        }
    }
}

/// What makes things up.
struct Maker {
    random: Random,
    /// Now, in milliseconds since 1970 UTC: the last step is not after it.
    now_ms: i64,
    orders: Vec<IncomingOrder>,
}

impl Maker {
    fn row(&mut self, slot: Slot, content: Content) -> Written {
        let mut salt = [0; 16];
        for half in salt.chunks_mut(8) {
            half.copy_from_slice(&self.random.bits().to_be_bytes());
        }
        Written {
            slot,
            salt,
            content,
        }
    }
}

/// A part of the two weeks: who does it, and from when to when, in minutes before now.
struct Part {
    who: &'static str,
    from: i64,
    to: i64,
    acts: fn(&mut Maker, &Reading<'_>) -> Result<Vec<Act>, TextError>,
}

const fn part(
    who: &'static str,
    from: i64,
    to: i64,
    acts: fn(&mut Maker, &Reading<'_>) -> Result<Vec<Act>, TextError>,
) -> Part {
    Part {
        who,
        from,
        to,
        acts,
    }
}

const DAY: i64 = 1_440;

/// The two weeks, in their order.
const PARTS: &[Part] = &[
    part(OWNER, 15 * DAY, 15 * DAY - 60, |maker, _| {
        world::places(maker)
    }),
    part(OWNER, 15 * DAY - 60, 15 * DAY - 120, |maker, _| {
        world::people(maker)
    }),
    part(OWNER, 15 * DAY - 120, 15 * DAY - 180, |maker, _| {
        world::parties(maker)
    }),
    part(world::OFFICE, 15 * DAY - 180, 15 * DAY - 240, |maker, _| {
        goods::items(maker)
    }),
    part(
        world::SUPERVISOR,
        14 * DAY + 240,
        14 * DAY + 60,
        goods::stock,
    ),
    part(world::OFFICE, 13 * DAY, 7 * DAY, |maker, _| {
        sales::first_weeks(maker)
    }),
    part(world::OFFICE, 7 * DAY - 30, 7 * DAY - 120, sales::allocate),
    part(world::OFFICE, 6 * DAY, 6 * DAY - 1, |maker, at| {
        Ok(floor::release(maker, at, 10))
    }),
    part(world::PICKER, 6 * DAY - 5, 6 * DAY - 60, |_, at| {
        floor::pick(at, 1, usize::MAX)
    }),
    part(world::PACKER, 6 * DAY - 70, 6 * DAY - 80, |_, at| {
        floor::parcels(at, usize::MAX)
    }),
    part(world::PACKER, 6 * DAY - 80, 6 * DAY - 160, |_, at| {
        floor::pack(at, usize::MAX)
    }),
    part(world::PACKER, 6 * DAY - 160, 6 * DAY - 200, |_, at| {
        floor::label(at, 0)
    }),
    part(world::PACKER, 6 * DAY - 220, 6 * DAY - 240, |_, at| {
        Ok(floor::hand_over(at, 0))
    }),
    part(world::OFFICE, 4 * DAY, 3 * DAY, |maker, at| {
        Ok(floor::deliver(maker, at, 8))
    }),
    part(
        world::OFFICE,
        2 * DAY + 600,
        2 * DAY + 500,
        floor::announce_returns,
    ),
    part(world::RETURNER, 2 * DAY, 2 * DAY - 120, |_, at| {
        floor::receive_returns(at)
    }),
    part(world::RETURNER, 2 * DAY - 130, 2 * DAY - 200, |_, at| {
        floor::decide_returns(at)
    }),
    part(world::OFFICE, 2 * DAY - 210, DAY, |maker, _| {
        sales::last_days(maker)
    }),
    part(world::OFFICE, DAY - 5, DAY - 60, sales::allocate),
    part(world::OFFICE, DAY - 70, DAY - 71, |maker, at| {
        Ok(floor::release(maker, at, 8))
    }),
    part(world::PICKER, DAY - 75, DAY - 130, |_, at| {
        floor::pick(at, 11, usize::MAX)
    }),
    part(world::PACKER, DAY - 140, DAY - 150, |_, at| {
        floor::parcels(at, usize::MAX)
    }),
    part(world::PACKER, DAY - 150, DAY - 220, |_, at| {
        floor::pack(at, usize::MAX)
    }),
    part(world::PACKER, DAY - 220, DAY - 260, |_, at| {
        floor::label(at, 0)
    }),
    part(world::PACKER, DAY - 280, DAY - 290, |_, at| {
        Ok(floor::hand_over(at, 0))
    }),
    part(world::OFFICE, 400, 300, |maker, _| sales::today(maker)),
    part(world::OFFICE, 290, 240, sales::allocate),
    part(world::OFFICE, 230, 229, |maker, at| {
        Ok(floor::release(maker, at, 9))
    }),
    part(world::PICKER, 225, 150, |_, at| {
        floor::pick(at, 21, usize::MAX)
    }),
    part(world::PACKER, 140, 130, |_, at| floor::parcels(at, 6)),
    part(world::PACKER, 130, 90, |_, at| floor::pack(at, 5)),
    part(world::PACKER, 90, 80, |_, at| floor::label(at, 2)),
    part(world::OFFICE, 70, 69, |maker, at| {
        Ok(floor::release(maker, at, 7))
    }),
    part(world::PICKER, 65, 40, |_, at| floor::pick(at, 31, 4)),
    part(world::RECEIVER, 38, 36, |_, at| goods::arrive(at)),
    part(world::SUPERVISOR, 35, 20, floor::evening),
    part(world::OFFICE, 15, 10, |maker, _| sales::last_looks(maker)),
];

/// The two weeks on their way.
pub struct Demo {
    maker: Maker,
    next_part: usize,
    who: &'static str,
    waiting: VecDeque<(Act, i64)>,
    last_ms: i64,
}

impl Demo {
    /// About how many steps there are, for a progress bar.
    pub const STEPS_ABOUT: u64 = 460;

    /// The two weeks of this seed, which end now.
    pub fn new(seed: u64, now_ms: i64) -> Self {
        Demo {
            maker: Maker {
                random: Random::new(seed),
                now_ms,
                orders: Vec::new(),
            },
            next_part: 0,
            who: OWNER,
            waiting: VecDeque::new(),
            last_ms: i64::MIN,
        }
    }

    /// When the demo's workspace is to be founded, in milliseconds since 1970 UTC.
    pub fn founded_at(&self) -> i64 {
        self.maker.now_ms - (15 * DAY + 10) * 60_000
    }

    /// The next step, given the state that those before have led to; `None` when the two weeks are over.
    ///
    /// # Errors
    /// When a text of the demo is none: a mistake in its lists.
    pub fn next(&mut self, at: &Reading<'_>) -> Result<Option<Step>, TextError> {
        while self.waiting.is_empty() {
            let Some(part) = PARTS.get(self.next_part) else {
                return Ok(None);
            };
            self.next_part += 1;
            self.who = part.who;
            let acts = (part.acts)(&mut self.maker, at)?;
            let count = acts.len().max(1) as i64;
            let span = (part.from - part.to) * 60_000;
            let begin = self.maker.now_ms - part.from * 60_000;
            let timed = (0..).zip(acts);
            let timed = timed.map(|(number, act)| (act, begin + span * number / count));
            self.waiting.extend(timed);
        }
        let Some((act, at_ms)) = self.waiting.pop_front() else {
            return Ok(None);
        };
        self.last_ms = self.last_ms.max(at_ms);
        Ok(Some(Step {
            command: act.command,
            rows: act.rows,
            operator: world::operator(at, self.who)?,
            at_ms: self.last_ms,
        }))
    }
}
