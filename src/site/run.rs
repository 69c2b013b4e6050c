//! Commits of one stream that follow each other, packed: the hash before the first, then the bytes of each.

use super::held::{Incoming, One};
use crate::stream::id::{CommitId, Hash, StreamId};
use crate::stream::packed::Form;
use crate::stream::wire::{Malformed, Names, Reader, Wire, Writer};
use std::collections::BTreeMap;

/// A run of commits that is being packed.
pub(super) struct Run {
    names: BTreeMap<StreamId, Names>,
    begun: Option<Begun>,
    bytes: Vec<u8>,
}

/// Where a run begins, and how far it has come.
struct Begun {
    /// The first commit, by its present name.
    first: CommitId,
    /// The stream by the name under which it came.
    came: StreamId,
    /// The streams that were mentioned before it.
    mentioned: Vec<StreamId>,
    /// The hash before it.
    before: Hash,
    last: u64,
}

crate::kept_struct! { Begun { first, came, mentioned, before, last } }

impl Form<CommitId, One> for Run {
    type With = BTreeMap<StreamId, Names>;

    fn begin(names: &Self::With) -> Self {
        Run {
            names: names.clone(),
            begun: None,
            bytes: Vec::new(),
        }
    }

    fn fits(&self, id: &CommitId, one: &One) -> bool {
        self.begun.as_ref().is_none_or(|begun| {
            begun.first.stream == id.stream
                && begun.came == one.incoming.commit.stream
                && begun.last + 1 == id.number
        })
    }

    fn push(&mut self, id: &CommitId, one: &One) -> usize {
        let begun = self.begun.get_or_insert_with(|| {
            let names = self.names.get(&id.stream);
            let streams = names.map_or(&[][..], Names::streams);
            let before = one.named.saturating_sub(one.commit.header.mentions.len());
            Begun {
                first: *id,
                came: one.incoming.commit.stream,
                mentioned: streams.get(..before).unwrap_or(streams).to_vec(),
                before: one.incoming.before,
                last: 0,
            }
        });
        begun.last = id.number;
        let mut whole = Names::whole();
        let mut w = Writer::new(&mut whole);
        w.run(&one.incoming.bytes);
        self.bytes.extend(w.into_bytes());
        self.bytes.len()
    }

    fn finish(self) -> Vec<u8> {
        let mut whole = Names::whole();
        let mut w = Writer::new(&mut whole);
        self.begun.write(&mut w);
        w.raw(&self.bytes);
        w.into_bytes()
    }

    fn open(bytes: &[u8]) -> Result<Vec<(CommitId, One)>, Malformed> {
        let whole = Names::whole();
        let mut r = Reader::new(bytes, &whole);
        let mut ones = Vec::new();
        let Some(begun) = <Option<Begun>>::read(&mut r)? else {
            return Ok(ones);
        };
        let mut names = Names::whole();
        for stream in begun.mentioned {
            names.mention(stream);
        }
        let mut before = begun.before;
        for number in begun.first.number..=begun.last {
            let incoming = Incoming {
                commit: CommitId {
                    stream: begun.came,
                    number,
                },
                before,
                bytes: r.run()?.to_vec(),
            };
            let one = One::read(incoming, &mut names);
            let one = one.map_err(|_| Malformed::OutOfRange("a commit that was kept"))?;
            before = one.meta.hash;
            let stream = begun.first.stream;
            ones.push((CommitId { stream, number }, one));
        }
        r.finish()?;
        Ok(ones)
    }
}
