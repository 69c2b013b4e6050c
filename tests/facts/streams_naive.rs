//! What a set of commits says, worked out the slow way: from the whole set, by looking at all of it for each answer.

use crate::devices::{Site, id, place_of};
use depo::stream::history::{Begins, Meta};
use depo::stream::id::{CommitId, Hash, StreamId};
use depo::stream::knows::digest;
use depo::stream::stamp::Stamp;
use std::collections::{BTreeMap, BTreeSet};

/// A set of commits, those that wait left out.
pub struct Naive {
    metas: BTreeMap<Hash, Meta>,
    children: BTreeMap<Hash, Vec<Hash>>,
    /// The stream in which a commit stands, as it was opened.
    roots: BTreeMap<Hash, StreamId>,
    /// By commit: all that it knew, itself included.
    known: BTreeMap<Hash, BTreeSet<Hash>>,
    /// By commit: the stamps of the heads that its list names.
    heads: BTreeMap<Hash, Vec<Stamp>>,
}

impl Naive {
    pub fn of(workspace: Hash, all: &[Meta]) -> Self {
        let mut naive = Naive {
            metas: BTreeMap::new(),
            children: BTreeMap::new(),
            roots: BTreeMap::new(),
            known: BTreeMap::new(),
            heads: BTreeMap::new(),
        };
        let mut open: Vec<&Meta> = Vec::new();
        for meta in all.iter().filter(|meta| meta.number == 1) {
            let is_ours = match meta.begins {
                Some(Begins::Founding) => meta.hash == workspace,
                Some(Begins::Of(of)) => of == workspace,
                _ => false,
            };
            if is_ours {
                naive.roots.insert(meta.hash, meta.stream);
                open.push(meta);
            }
        }
        while let Some(meta) = open.pop() {
            if naive.metas.insert(meta.hash, meta.clone()).is_some() {
                continue;
            }
            naive
                .children
                .entry(meta.before)
                .or_default()
                .push(meta.hash);
            let root = naive.roots[&meta.hash];
            for next in all.iter().filter(|next| next.before == meta.hash) {
                naive.roots.insert(next.hash, root);
                open.push(next);
            }
        }
        for hash in naive.metas.keys().copied().collect::<Vec<_>>() {
            let (known, heads) = naive.list(&hash);
            naive.known.insert(hash, known);
            naive.heads.insert(hash, heads);
        }
        naive
    }

    pub fn hashes(&self) -> impl Iterator<Item = &Hash> {
        self.metas.keys()
    }

    fn before(&self, hash: &Hash) -> Option<&Meta> {
        self.metas.get(&self.metas[hash].before)
    }

    /// The commit and those before it in its stream, the last first.
    fn chain(&self, hash: &Hash) -> Vec<Hash> {
        let next = |hash: &Hash| self.before(hash).map(|meta| meta.hash);
        std::iter::successors(Some(*hash), next).collect()
    }

    fn begins_branch(&self, hash: &Hash) -> bool {
        self.children[&self.metas[hash].before].len() > 1
    }

    pub fn name(&self, hash: &Hash) -> StreamId {
        let root = self.roots[hash];
        let chain = self.chain(hash);
        let first = chain.iter().find(|hash| self.begins_branch(hash));
        first.map_or(root, |first| root.branch(first))
    }

    pub fn id(&self, hash: &Hash) -> CommitId {
        id(self.name(hash), self.metas[hash].number)
    }

    /// The commits that a name and a number can mean: those that are held, and the last ones of branches that have not
    /// come so far.
    fn can_be(&self, name: StreamId, number: u64) -> (Vec<Hash>, Vec<Hash>) {
        let is_in = |hash: &Hash| {
            let root = self.roots[hash];
            let begins = |hash: &Hash| self.begins_branch(hash) && root.branch(hash) == name;
            root == name || self.chain(hash).iter().any(begins)
        };
        let all: Vec<Hash> = self.metas.keys().copied().filter(is_in).collect();
        let held = all.iter().filter(|hash| self.metas[*hash].number == number);
        let short = all.iter().filter(|hash| {
            let ends = self.children.get(*hash).is_none_or(Vec::is_empty);
            ends && self.metas[*hash].number < number
        });
        (held.copied().collect(), short.copied().collect())
    }

    /// How far a commit's stream had said that it knows what it calls by this name.
    fn said(&self, hash: &Hash, name: StreamId) -> u64 {
        let chain = self.chain(hash);
        let lists = chain.iter().flat_map(|hash| &self.metas[hash].knows.list);
        let of_name = lists.filter(|known| known.stream == name);
        of_name.map(|known| known.increase).sum()
    }

    /// What a commit's own list says that it knew, and the stamps of the heads that it names.
    fn list(&self, hash: &Hash) -> (BTreeSet<Hash>, Vec<Stamp>) {
        let meta = &self.metas[hash];
        let list = meta.knows.list.iter();
        let heads: Vec<(StreamId, u64)> = list
            .map(|known| (known.stream, self.said(hash, known.stream)))
            .collect();
        let can_be: Vec<(Vec<Hash>, Vec<Hash>)> = heads
            .iter()
            .map(|(name, number)| self.can_be(*name, *number))
            .collect();
        let mut picks: Vec<Vec<Hash>> = vec![Vec::new()];
        for (held, _) in &can_be {
            let with = |pick: &Vec<Hash>| {
                let longer = |hash: &Hash| pick.iter().copied().chain([*hash]).collect();
                held.iter().map(longer).collect::<Vec<Vec<Hash>>>()
            };
            picks = picks.iter().flat_map(with).collect();
        }
        let fits = picks
            .iter()
            .find(|pick| digest(pick.iter()) == meta.knows.digest);
        let mut known = BTreeSet::new();
        let mut stamps = Vec::new();
        if let Some(pick) = fits {
            for hash in pick {
                known.extend(self.chain(hash));
                stamps.push(self.stamp(hash));
            }
            return (known, stamps);
        }
        for (held, short) in &can_be {
            let mut all = held.iter().chain(short);
            let Some(first) = all.next() else { continue };
            let mut common = self.chain(first);
            let several = held.len() + short.len() > 1;
            for other in all {
                let chain = self.chain(other);
                common.retain(|hash| chain.contains(hash));
            }
            if let Some(head) = common.first()
                && (several || !held.is_empty())
            {
                stamps.push(self.stamp(head));
            }
            known.extend(common);
        }
        (known, stamps)
    }

    pub fn stamp(&self, hash: &Hash) -> Stamp {
        let chain = self.chain(hash);
        let stamps = chain.iter().map(|hash| self.metas[hash].stamp);
        stamps.max().unwrap_or_default()
    }

    pub fn knew(&self, by: &Hash, what: &Hash) -> bool {
        let chain = self.chain(by);
        chain.contains(what) || chain.iter().any(|hash| self.known[hash].contains(what))
    }

    pub fn marked(&self, hash: &Hash) -> bool {
        let chain = self.chain(hash);
        let own = self.metas[hash].stamp;
        let before = chain.iter().skip(1).map(|hash| self.metas[hash].stamp);
        let heads = chain.iter().flat_map(|hash| &self.heads[hash]).copied();
        let clock = chain.iter().map(|hash| &self.metas[hash]);
        let mut clock = clock.filter(|meta| meta.compared_ms.is_some() || meta.jumped);
        let has_jumped = clock.next().is_some_and(|meta| meta.jumped);
        has_jumped || before.chain(heads).any(|stamp| stamp >= own)
    }

    /// The differences that the next comparison found, in every branch; `None` where one has none.
    fn after(&self, hash: &Hash) -> Option<Vec<i64>> {
        if let Some(difference) = self.metas[hash].compared_ms {
            return Some(vec![difference]);
        }
        let children = self
            .children
            .get(hash)
            .filter(|children| !children.is_empty())?;
        let mut all = Vec::new();
        for child in children {
            all.extend(self.after(child)?);
        }
        Some(all)
    }

    pub fn wall(&self, hash: &Hash) -> Option<i64> {
        let chain = self.chain(hash);
        let before = chain.iter().find_map(|hash| self.metas[hash].compared_ms)?;
        let after = self.after(hash)?;
        let agree = after.iter().all(|after| after.abs_diff(before) <= 30_000);
        agree.then(|| self.metas[hash].wall_ms - before)
    }

    /// Holds a site's history against this, and what the site folded against the history.
    #[track_caller]
    pub fn is_what(&self, site: &Site) {
        let held: BTreeMap<Hash, CommitId> = site
            .hashes()
            .into_iter()
            .map(|(id, hash)| (hash, id))
            .collect();
        let names = self.hashes().map(|hash| (*hash, self.id(hash)));
        assert_eq!(held, names.collect(), "the commits and their names");
        for (hash, commit) in &held {
            let kept = &site.kept[commit];
            let at = place_of(&site.history, *commit, &kept.written.meta);
            assert_eq!(at.stamp, self.stamp(hash), "the stamp of {commit:?}");
            assert_eq!(at.marked, self.marked(hash), "the mark of {commit:?}");
            assert_eq!(
                site.history.wall(&at),
                self.wall(hash),
                "the wall of {commit:?}"
            );
            assert_eq!(kept.at, at, "the folded place of {commit:?}");
            assert_eq!(kept.at.marked, at.marked, "the folded mark of {commit:?}");
            assert_eq!(kept.wall, self.wall(hash), "the folded wall of {commit:?}");
            for (other, what) in &held {
                let knew = self.knew(hash, other);
                assert_eq!(
                    site.history.knew(*commit, *what),
                    knew,
                    "{commit:?} knew {what:?}"
                );
                assert_eq!(
                    kept.knew[other], knew,
                    "{commit:?} knew {what:?}, as folded"
                );
            }
        }
    }
}
