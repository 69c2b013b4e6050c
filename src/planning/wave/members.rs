//! A set of numbers below a known one, from which a member is drawn at once.

/// Which numbers are in the set, and a list of them in no order.
#[derive(Debug, Clone)]
pub(super) struct Members {
    list: Vec<u32>,
    /// Where a member stands in the list, plus 1; 0 for what is no member.
    places: Vec<u32>,
}

impl Members {
    /// No member of the numbers below `end`.
    pub fn none_below(end: usize) -> Self {
        Members {
            list: Vec::new(),
            places: vec![0; end],
        }
    }

    pub fn has(&self, number: u32) -> bool {
        self.places[number as usize] > 0
    }

    pub fn list(&self) -> &[u32] {
        &self.list
    }

    /// Adds a number that is no member.
    pub fn add(&mut self, number: u32) {
        self.list.push(number);
        self.places[number as usize] = self.list.len() as u32;
    }

    /// Removes a member.
    pub fn remove(&mut self, number: u32) {
        let place = std::mem::take(&mut self.places[number as usize]);
        let at = place as usize - 1;
        self.list.swap_remove(at);
        if let Some(moved) = self.list.get(at) {
            self.places[*moved as usize] = place;
        }
    }

    /// The members, ascending.
    pub fn sorted(&self) -> Vec<usize> {
        let mut sorted: Vec<usize> = self.list.iter().map(|number| *number as usize).collect();
        sorted.sort_unstable();
        sorted
    }
}
