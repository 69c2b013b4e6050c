//! Taking in a commit.

use super::super::id::{CommitId, Hash};
use super::knowledge::List;
use super::lines::{Clock, Ix, Lowered};
use super::{Added, At, Begins, History, Meta, Past, Placed, Refused, Renamed, Run, Waits, merge};

/// Where a commit belongs.
enum Place {
    /// It is held already.
    Known(CommitId),
    /// It is the first of a stream of which nothing is held.
    NewStream,
    /// It follows the commit before its number of this line.
    After(Ix),
}

impl History {
    /// Takes in a commit whose bytes were verified: `meta.hash` is its hash over `meta.before`. Commits come in any
    /// order; one whose predecessor is not held waits, and is handed back to be added when that came.
    ///
    /// Costs O(log n) but for a fork, which costs what is known of the stream. After each call the caller moves what was
    /// renamed, since the past is asked by the new names from then on.
    pub fn add(&mut self, meta: Meta, past: &dyn Past) -> Added {
        if meta.number == 0 {
            return Added::Refused(Refused::Number);
        }
        if self.refused.remove(&meta.before) {
            self.refuse(meta.hash);
            return Added::Refused(Refused::OfRefusedStream);
        }
        if meta.number == 1
            && let Err(why) = self.check_genesis(&meta)
        {
            self.refuse(meta.hash);
            return Added::Refused(why);
        }
        let place = match self.find(&meta, past) {
            Ok(place) => place,
            Err(waits) => return self.hold(meta, waits),
        };
        let (after, cut) = match place {
            Place::Known(id) => return Added::Known(id),
            Place::NewStream => (None, false),
            Place::After(ix) => (Some(ix), self.lines[ix].last >= meta.number),
        };
        let Some(heads) = self.heads_known(after, &meta) else {
            self.refuse(meta.hash);
            return Added::Refused(Refused::Number);
        };
        let mut runs = Vec::new();
        let mut renamed = None;
        let ix = match after {
            None => {
                let ix = self.lines.open(meta.stream);
                self.workspace = self.workspace.or(match meta.begins {
                    Some(Begins::Of(workspace)) => Some(workspace),
                    _ => Some(meta.hash),
                });
                ix
            }
            Some(ix) if cut => match self.cut(ix, &meta, past) {
                Ok(moved) => {
                    renamed = Some(moved);
                    self.lines.branch(ix, meta.hash)
                }
                Err(waits) => return self.hold(meta, waits),
            },
            Some(ix) if self.lines[ix].is_leaf() => ix,
            Some(ix) => self.lines.branch(ix, meta.hash),
        };
        let forks = after.filter(|after| *after != ix);
        if let Some(common) = forks {
            // What was compared in every branch so far is not in this one.
            let number = self.lines[common].last;
            self.lines
                .runs_since_compared(common, number, None, &mut runs);
        }
        self.extend(ix, &meta, &mut runs);
        self.try_lists(ix, &meta, forks, renamed.is_some(), past, &mut runs);
        // After the others: what it names is settled then.
        if !heads.is_empty() {
            let list = List {
                owner: ix,
                number: meta.number,
                stamp: meta.stamp,
                heads,
                digest: meta.knows.digest,
                lacks: false,
            };
            self.knowledge.note(list, &mut self.lines, past);
        }
        self.lines.told();
        merge(&mut runs);
        Added::Placed(Box::new(Placed {
            at: At {
                wall_ms: meta.wall_ms,
                operator: meta.operator,
                ..self.lines.at(ix, meta.number, meta.stamp)
            },
            renamed,
            changed: runs,
            ready: self.held.remove(&meta.hash).unwrap_or_default(),
        }))
    }

    fn check_genesis(&self, meta: &Meta) -> Result<(), Refused> {
        let workspace = match meta.begins {
            None => return Err(Refused::NoGenesis),
            Some(Begins::InNewerForm) => return Err(Refused::InNewerForm),
            Some(Begins::Founding) => meta.hash,
            Some(Begins::Of(workspace)) => workspace,
        };
        match self.workspace {
            Some(own) if own != workspace => Err(Refused::OtherWorkspace(workspace)),
            _ => Ok(()),
        }
    }

    /// Refuses whatever comes after a commit, and lets go of what waited for it.
    fn refuse(&mut self, hash: Hash) {
        let mut open = vec![hash];
        while let Some(hash) = open.pop() {
            match self.held.remove(&hash) {
                Some(waiting) => open.extend(waiting.iter().map(|meta| meta.hash)),
                None => {
                    self.refused.insert(hash);
                }
            }
        }
    }

    fn hold(&mut self, meta: Meta, waits: Waits) -> Added {
        // What waits for the past is asked again when the caller has it; nothing that comes would release it.
        if !matches!(waits, Waits::ForPast(_)) {
            let waiting = self.held.entry(meta.before).or_default();
            if !waiting.contains(&meta) {
                waiting.push(meta);
            }
        }
        Added::Held(waits)
    }

    fn find(&self, meta: &Meta, past: &dyn Past) -> Result<Place, Waits> {
        let lines = &self.lines;
        let before = meta.number - 1;
        if before == 0 {
            let is_root = |ix: &Ix| {
                let line = &lines[*ix];
                line.parent.is_none() && line.name.first_hash() == meta.before
            };
            if let Some(ix) = lines.by_name(meta.stream).filter(is_root) {
                return self.after(ix, meta, past);
            }
            return match lines.all().find(is_root) {
                Some(ix) => self.after(ix, meta, past),
                None if meta.stream.first_hash() == meta.before => Ok(Place::NewStream),
                None => Err(Waits::ForGenesis),
            };
        }
        let named = lines.by_name(meta.stream);
        if let Some(ix) = named.filter(|ix| lines[*ix].last == before)
            && lines[ix].last_hash == meta.before
        {
            return self.after(ix, meta, past);
        }
        let near = match named {
            Some(ix) => lines.below(lines[ix].root),
            // A branch may come by a name that is not known here before it is.
            None => lines.all().collect(),
        };
        let mut unsaid = None;
        for ix in near {
            if !lines[ix].holds(before) {
                continue;
            }
            match lines.hash(ix, before, past) {
                Some(hash) if hash == meta.before => return self.after(ix, meta, past),
                Some(_) => {}
                None => unsaid = unsaid.or(Some(ix)),
            }
        }
        Err(match (unsaid, named) {
            (Some(ix), _) => Waits::ForPast(self.lines.id(ix, before)),
            (None, Some(_)) => Waits::ForBefore,
            (None, None) => Waits::ForGenesis,
        })
    }

    /// Where a commit belongs that follows the commit before its number of this line.
    fn after(&self, ix: Ix, meta: &Meta, past: &dyn Past) -> Result<Place, Waits> {
        let lines = &self.lines;
        let line = &lines[ix];
        if line.last >= meta.number {
            let id = self.lines.id(ix, meta.number);
            return match lines.hash(ix, meta.number, past) {
                Some(hash) if hash == meta.hash => Ok(Place::Known(id)),
                Some(_) => Ok(Place::After(ix)),
                None => Err(Waits::ForPast(id)),
            };
        }
        let mut children = line.children.iter();
        let same = children.find(|child| lines[**child].first_hash == meta.hash);
        Ok(match same {
            Some(child) => Place::Known(self.lines.id(*child, meta.number)),
            None => Place::After(ix),
        })
    }

    /// The heads that a commit's list means, as numbers; `None` where one counts beyond all numbers.
    fn heads_known(&self, after: Option<Ix>, meta: &Meta) -> Option<Vec<(super::StreamId, u64)>> {
        let list = meta.knows.list.iter();
        list.map(|known| {
            let said = after.map_or(0, |ix| self.lines.said(ix, meta.number - 1, known.stream));
            Some((known.stream, said.checked_add(known.increase)?))
        })
        .collect()
    }

    /// Ends a line before a commit that does not follow on it.
    fn cut(&mut self, ix: Ix, meta: &Meta, past: &dyn Past) -> Result<Renamed, Waits> {
        let number = meta.number;
        let (from, last) = (self.lines[ix].name, self.lines[ix].last);
        let first_hash = self.lines.hash(ix, number, past);
        let first_hash = first_hash.ok_or(Waits::ForPast(self.lines.id(ix, number)))?;
        let stamp = self.lines.stamp(ix, number - 1, past);
        let stamp = stamp.ok_or(Waits::ForPast(self.lines.id(ix, number - 1)))?;
        let tail = self.lines.cut(ix, number, first_hash, meta.before, stamp);
        self.knowledge.cut(ix, number, tail);
        Ok(Renamed {
            from,
            to: Run {
                stream: self.lines[tail].name,
                first: number,
                last,
            },
        })
    }

    /// Puts a commit at the end of a line.
    fn extend(&mut self, ix: Ix, meta: &Meta, runs: &mut Vec<Run>) {
        let number = meta.number;
        if let Some(difference) = meta.compared_ms {
            let last = self.lines[ix].last;
            self.lines
                .runs_since_compared(ix, last, Some(difference), runs);
        }
        let line = &mut self.lines[ix];
        if line.last < line.first {
            line.first_hash = meta.hash;
        }
        line.last = number;
        line.last_hash = meta.hash;
        let largest = line.last_stamp;
        if meta.stamp > largest {
            line.last_stamp = meta.stamp;
        } else if number > 1 {
            match line.lowered.last_mut() {
                Some(run) if run.last + 1 == number => run.last = number,
                _ => line.lowered.push(Lowered {
                    first: number,
                    last: number,
                    stamp: largest,
                }),
            }
        }
        if let Some(difference) = meta.compared_ms {
            line.clock.push((number, Clock::Compared(difference)));
        }
        if meta.jumped {
            line.clock.push((number, Clock::Jumped));
        }
    }

    /// Tries the lists that waited for this commit, or for the fork that it makes.
    fn try_lists(
        &mut self,
        ix: Ix,
        meta: &Meta,
        forks: Option<Ix>,
        cut: bool,
        past: &dyn Past,
        runs: &mut Vec<Run>,
    ) {
        let (lines, knowledge) = (&mut self.lines, &mut self.knowledge);
        let head = (lines[ix].root, meta.number);
        let new = match forks {
            Some(common) if cut => lines[common].children.clone(),
            Some(_) => vec![ix],
            None if meta.number == 1 => vec![ix],
            None => Vec::new(),
        };
        knowledge.names_came(&new, lines, past, runs);
        knowledge.head_came(head, forks.is_some(), lines, past, runs);
    }
}
