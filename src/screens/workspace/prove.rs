//! "Prove it": the state is built again from all facts and compared with what is shown.

use super::task::{Task, TaskProgress};
use crate::screens::desk;
use crate::site::{Damage, Site, SiteError};
use crate::stream::id::TAG_LETTERS;
use crate::trade::state::State;
use crate::ui::components::{Button, IconName, KeyValue, KeyValueList, Notice};
use crate::ui::feedback::Tone;
use crate::ui::locale::t;
use leptos::prelude::*;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};

/// What came out.
#[derive(Clone)]
struct Proof {
    commits: u64,
    /// Rows of the journal, read or not.
    rows: u64,
    /// What of the journal could not be read just now.
    damage: Vec<Damage>,
    facts: u64,
    /// Events of which nobody is given more than the hash.
    withheld: u64,
    /// The hash of what is shown: devices that hold the same facts of the trade show the same.
    trade: String,
    /// Whether the state folded anew is the one that is shown.
    same: bool,
    /// Items that are not zero over all places, but for what became another item.
    uneven: u64,
}

/// Hashes what is written into it.
struct Hashing(Sha256);

impl fmt::Write for Hashing {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

/// A hash of the whole state.
fn fingerprint(state: &State) -> String {
    let mut hashing = Hashing(Sha256::new());
    // Writing into a hash cannot fail.
    write!(hashing, "{state:?}").ok();
    let hash = hashing.0.finalize();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The section.
#[component]
pub(super) fn ProveSection() -> impl IntoView {
    let task = Task::new();
    let proof = ArcRwSignal::new(None::<Proof>);
    let busy = {
        let task = task.clone();
        Signal::derive(move || task.is_busy())
    };
    let start = {
        let (task, proof) = (task.clone(), proof.clone());
        move |()| {
            proof.set(None);
            let proof = proof.clone();
            task.start(move |pace| async move {
                // The screen shows that it has begun: folding everything is one step.
                pace.pause(0, 0).await;
                crate::browser::timer::sleep(0).await;
                let workspace = desk::workspace().ok_or(SiteError::Empty)?;
                // Read from the store and checked hash by hash, as after a start.
                let anew = Site::open(workspace.store().clone()).await?;
                let rebuilt = fingerprint(anew.state());
                let damage = anew.damage();
                let unread: u64 = damage.iter().map(|damage| damage.rows).sum();
                let rows = anew.held().len() as u64 + unread;
                proof.set(Some(workspace.read(|at| {
                    let shown = fingerprint(at.state);
                    let trade = fingerprint(&at.state.trade());
                    let moved = at.held.len() != anew.held().len();
                    let commits = at.held.outgoing().map(|one| one.commit);
                    let facts = commits.map(|commit| at.held.events(commit).count() as u64);
                    Proof {
                        commits: at.held.len() as u64,
                        rows,
                        damage,
                        facts: facts.sum(),
                        withheld: at.held.withheld_events(),
                        same: workspace.is_proved() && (moved || shown == rebuilt),
                        trade,
                        uneven: at
                            .state
                            .ledger
                            .moved()
                            .values()
                            .filter(|sum| **sum != 0)
                            .count() as u64,
                    }
                })));
                Ok(())
            });
        }
    };
    view! {
        <section class="section" aria-labelledby="prove-title">
            <h2 id="prove-title">{t!(workspace_prove_title)}</h2>
            <p class="prose">{t!(workspace_prove_text)}</p>
            <div class="actions">
                <Button
                    attr:data-test="prove"
                    label=t!(workspace_prove_start)
                    icon=IconName::Check
                    busy=busy
                    on_press=start
                />
            </div>
            <TaskProgress task label=t!(workspace_prove_going) />
            {move || proof.get().map(|proof| view! { <Outcome proof /> })}
        </section>
    }
}

#[component]
fn Outcome(proof: Proof) -> impl IntoView {
    let Proof {
        commits,
        rows,
        damage,
        facts,
        withheld,
        trade,
        same,
        uneven,
    } = proof;
    let is_whole = damage.is_empty();
    let holds = same && uneven == 0 && is_whole;
    let (tone, words) = if !is_whole {
        (Tone::Wrong, t!(workspace_prove_broken))
    } else if holds {
        (Tone::Good, t!(workspace_prove_holds))
    } else {
        (Tone::Wrong, t!(workspace_prove_fails))
    };
    view! {
        <div data-test="proof" data-holds=holds.to_string() role="status">
            <Notice tone=tone text=words />
            <KeyValueList>
                <KeyValue label=t!(workspace_commits)>{t!(workspace_figure, count = commits)}</KeyValue>
                <KeyValue label=t!(workspace_prove_rows)>{t!(workspace_figure, count = rows)}</KeyValue>
                {damage
                    .into_iter()
                    .map(|Damage { stream, from, rows }| {
                        let device = stream.tag(TAG_LETTERS);
                        view! {
                            <KeyValue label=t!(
                                workspace_prove_unread, device = device, from = from
                            )>{t!(workspace_figure, count = rows)}</KeyValue>
                        }
                    })
                    .collect_view()}
                <KeyValue label=t!(workspace_events)>{t!(workspace_figure, count = facts)}</KeyValue>
                {(withheld != 0)
                    .then(|| {
                        view! {
                            <KeyValue label=t!(workspace_withheld)>
                                {t!(workspace_figure, count = withheld)}
                            </KeyValue>
                        }
                    })}
                <KeyValue label=t!(workspace_prove_shown)>
                    <code>{trade}</code>
                </KeyValue>
                <KeyValue label=t!(workspace_prove_uneven)>{t!(workspace_figure, count = uneven)}</KeyValue>
            </KeyValueList>
        </div>
    }
}
