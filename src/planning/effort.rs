//! How long a search goes on, whom it tells, and what it answers.

/// What a watcher answers: go on, or stop with the best found so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Search on.
    Continue,
    /// End here; the best found so far is the answer.
    Stop,
}

/// What a running search tells its watcher.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Steps taken.
    pub steps: u64,
    /// The most steps that will be taken.
    pub steps_max: u64,
    /// The cost of the best answer so far, in the unit of the solver; infinite while there is none.
    pub best_cost: f64,
}

impl Progress {
    /// How much of the budget is spent, from 0 to 1.
    pub fn share(&self) -> f64 {
        if self.steps_max == 0 {
            return 1.0;
        }
        (self.steps as f64 / self.steps_max as f64).min(1.0)
    }
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The answer is optimal for the solver's model.
    Proven,
    /// The budget of steps is spent.
    Spent,
    /// The watcher said stop.
    Stopped,
}

/// A search's answer and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<T> {
    /// The best answer found.
    pub answer: T,
    /// What it costs, in the unit of the solver (less is better).
    pub cost: f64,
    /// What the naive plan that the solver names in its documentation would have cost.
    pub naive_cost: f64,
    /// No answer costs less than this; `None` where no bound is known.
    pub bound: Option<f64>,
    /// Steps taken.
    pub steps: u64,
    /// Why the search ended.
    pub ended: Ended,
}

impl<T> Plan<T> {
    /// The share of the naive cost that the plan saves, from 0 to 1 (below 0 where it costs more).
    pub fn saved_share(&self) -> f64 {
        if self.naive_cost == 0.0 {
            return 0.0;
        }
        1.0 - self.cost / self.naive_cost
    }

    /// How far the plan may be from the best one, as a share of the bound; `None` where no bound is known.
    pub fn gap_share(&self) -> Option<f64> {
        let bound = self.bound.filter(|bound| *bound > 0.0)?;
        Some(((self.cost - bound) / bound).max(0.0))
    }

    /// The same plan with another form of answer.
    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Plan<U> {
        Plan {
            answer: to(self.answer),
            cost: self.cost,
            naive_cost: self.naive_cost,
            bound: self.bound,
            steps: self.steps,
            ended: self.ended,
        }
    }
}

/// A budget of steps and a watcher. What one step is, each solver says in its documentation; it is about equal work
/// on every device, never a time.
pub struct Effort<'a> {
    steps: u64,
    steps_max: u64,
    /// The watcher is asked once in so many steps.
    ask_steps: u64,
    ask_at: u64,
    best_cost: f64,
    stopped: bool,
    watch: Option<&'a mut dyn FnMut(Progress) -> Flow>,
}

impl<'a> Effort<'a> {
    /// So many steps, with nobody watching.
    pub fn of_steps(steps_max: u64) -> Self {
        Effort {
            steps: 0,
            steps_max,
            ask_steps: u64::MAX,
            ask_at: u64::MAX,
            best_cost: f64::INFINITY,
            stopped: false,
            watch: None,
        }
    }

    /// So many steps, asking `watch` once in `ask_steps` of them whether to go on.
    pub fn watched(
        steps_max: u64,
        ask_steps: u64,
        watch: &'a mut dyn FnMut(Progress) -> Flow,
    ) -> Self {
        Effort {
            ask_steps: ask_steps.max(1),
            ask_at: ask_steps.max(1),
            watch: Some(watch),
            ..Effort::of_steps(steps_max)
        }
    }

    /// Takes `steps` steps and says whether to go on.
    pub fn spend(&mut self, steps: u64) -> bool {
        self.steps = self.steps.saturating_add(steps);
        if self.steps >= self.ask_at {
            self.ask_at = self.steps.saturating_add(self.ask_steps);
            let progress = self.progress();
            if let Some(watch) = &mut self.watch
                && watch(progress) == Flow::Stop
            {
                self.stopped = true;
            }
        }
        self.goes_on()
    }

    /// Whether there are steps left and nobody said stop.
    pub fn goes_on(&self) -> bool {
        !self.stopped && self.steps < self.steps_max
    }

    /// The cost of the best answer so far, for the watcher.
    pub fn found(&mut self, best_cost: f64) {
        self.best_cost = best_cost;
    }

    /// Steps taken so far.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Where the search stands.
    pub fn progress(&self) -> Progress {
        Progress {
            steps: self.steps,
            steps_max: self.steps_max,
            best_cost: self.best_cost,
        }
    }

    /// How a search ended that has not proven its answer.
    pub fn ended(&self) -> Ended {
        if self.stopped {
            Ended::Stopped
        } else {
            Ended::Spent
        }
    }
}
