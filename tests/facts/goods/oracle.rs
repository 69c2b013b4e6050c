//! The balance of an account, computed as plainly as can be: every count against every movement.

use super::world::S;
use depo::stream::id::CommitId;
use depo::trade::counting::balance::{Account, AccountEntry, Said};
use depo::trade::relations::{At, END, Relations};
use std::collections::BTreeMap;

const MIN: i64 = 60 * S;

#[derive(Clone, Copy)]
struct Count {
    order: (At, At),
    said: At,
    at: At,
    seen: i128,
    span: Option<(i64, i64)>,
}

/// What an account says, in comparable form.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub balance: i128,
    pub doubts: Vec<(At, Vec<At>)>,
    pub clash: bool,
    pub shorts: Vec<At>,
}

pub fn told(account: &Account) -> Told {
    let doubts = account.doubts().iter();
    Told {
        balance: account.balance(),
        doubts: doubts
            .map(|doubt| (*doubt.count(), doubt.movements.clone()))
            .collect(),
        clash: account.counts_clash(),
        shorts: account.shorts().to_vec(),
    }
}

pub fn account(said: &[AccountEntry], r: &impl Relations) -> Told {
    let mut said = said.to_vec();
    said.sort_by_key(|entry| entry.at);
    let judged = |count: &At| {
        let about: Vec<_> = said
            .iter()
            .filter_map(|entry| match entry.said {
                Said::Judged { count: c, approved } if c == count.fact() => {
                    Some((entry.at, approved))
                }
                _ => None,
            })
            .collect();
        let unknown = |at: &At| !about.iter().any(|(other, _)| r.knew(other, at));
        let competing = about.iter().filter(|(at, _)| unknown(at));
        competing
            .max_by_key(|(at, _)| (!at.marked, at.wall_ms, *at))
            .map(|(_, approved)| *approved)
    };
    let (mut moves, mut counts, mut shorts) = (Vec::new(), Vec::new(), Vec::new());
    let mut answers = BTreeMap::new();
    for AccountEntry { at, said } in &said {
        match said {
            Said::Moved(units) => moves.push((*at, *units)),
            Said::Short => shorts.push(*at),
            Said::ShortUndone { .. } => {}
            Said::Judged { .. } => {}
            Said::Placed {
                count,
                movement,
                before,
            } => {
                answers.insert((*count, *movement), *before);
            }
            Said::Counted {
                units,
                after,
                to_approve,
            } => {
                if judged(at).unwrap_or(!to_approve) {
                    counts.push(count(*at, *units, *after, r));
                }
            }
        }
    }
    shorts.retain(|at| {
        let undone = Said::ShortUndone { short: at.fact() };
        said.iter().all(|entry| entry.said != undone)
    });
    counts.sort_by_key(|count| count.order);
    let relation =
        |count: &Count, movement: &At| match answers.get(&(count.said.fact(), movement.commit())) {
            Some(before) => (*before, false),
            None => relation(count, movement, r),
        };
    let total: i128 = moves.iter().map(|(_, units)| units).sum();
    let before = |count: &Count| -> i128 {
        let known = moves.iter().filter(|(at, _)| relation(count, at).0);
        known.map(|(_, units)| units).sum()
    };
    let unsure = |count: &Count| -> Vec<At> {
        let all = moves.iter().map(|(at, _)| *at);
        all.filter(|at| relation(count, at).1).collect()
    };
    let post: Vec<Count> = counts
        .iter()
        .filter(|count| unsure(count).is_empty())
        .copied()
        .collect();
    let mut tops: Vec<Count> = post
        .iter()
        .filter(|count| {
            let knew = |other: &&Count| other.said != count.said && r.knew(&other.at, &count.said);
            !post.iter().any(|other| knew(&other))
        })
        .copied()
        .collect();
    let sure = |count: &Count| count.span.is_some() && !count.said.marked;
    let later = |a: &Count, b: &Count| match (a.span, b.span) {
        (Some(a_span), Some(b_span)) => sure(a) && sure(b) && a_span.0 > b_span.1 + 2 * MIN,
        _ => false,
    };
    let mut clear = tops.len() <= 1;
    if tops.len() > 1 && tops.iter().all(sure) {
        tops.sort_by_key(|top| top.span);
        let last = tops[tops.len() - 1];
        clear = tops[..tops.len() - 1].iter().all(|top| later(&last, top));
    }
    let last = tops.last();
    let balance = last.map_or(total, |last| last.seen + total - before(last));
    let one_truth = |top: &Count| top.seen + total - before(top) == balance;
    let settled = |count: &Count| {
        tops.iter().any(|top| r.knew(&top.at, &count.said))
            || last.is_some_and(|last| later(last, count))
    };
    let open = counts
        .iter()
        .filter(|count| !unsure(count).is_empty() && !settled(count));
    Told {
        balance,
        doubts: open.map(|count| (count.said, unsure(count))).collect(),
        clash: !clear && !tops.iter().all(one_truth),
        shorts: shorts
            .iter()
            .filter(|at| !post.iter().any(|count| r.knew(&count.at, at)))
            .copied()
            .collect(),
    }
}

fn count(said: At, units: u64, after: Option<u64>, r: &impl Relations) -> Count {
    let own = |number: u64| {
        r.commit(
            &said,
            CommitId {
                stream: said.branch,
                number,
            },
        )
    };
    let wall = |at: &At| r.wall_ms(at);
    let (at, order, span) = match after.and_then(own) {
        Some(named) if named.number < said.number => {
            let at = named.with_index(END);
            let next = own(named.number + 1).expect("it was typed after the named commit");
            (at, (at, said), wall(&named).zip(wall(&next)))
        }
        _ => (said, (said, said), wall(&said).map(|wall| (wall, wall))),
    };
    Count {
        order,
        said,
        at,
        seen: i128::from(units),
        span,
    }
}

/// Before it, and in doubt.
fn relation(count: &Count, m: &At, r: &impl Relations) -> (bool, bool) {
    let side = *m < count.at;
    if r.same_chain(m, &count.at) {
        return (side, false);
    }
    let (known_before, known_after) = (r.knew(&count.at, m), r.knew(m, &count.said));
    let both = r.wall_ms(m).zip(count.span);
    if !known_before && !known_after {
        if m.marked || count.said.marked {
            return (side, true);
        }
        return match both {
            Some((wall, (from, _))) if wall < from - 2 * MIN => (true, false),
            Some((wall, (_, to))) if wall > to + 2 * MIN => (false, false),
            _ => (side, true),
        };
    }
    let Some((wall, (from, to))) = both else {
        return (known_before, false);
    };
    let near = if known_before {
        wall - from >= -MIN
    } else {
        wall - to <= MIN
    };
    (known_before, near)
}
