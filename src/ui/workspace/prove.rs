//! "Prove it": the state is built again from the journal and compared with what is shown.

use super::task::{Task, TaskProgress};
use crate::domain::ledger::MismatchKind;
use crate::portal::{PortalError, Proof};
use crate::ui::components::{Button, IconName, KeyValue, KeyValueList, Notice};
use crate::ui::desk;
use crate::ui::feedback::Tone;
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// What differs is listed up to so many.
const LISTED_MAX: usize = 20;

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
                let portal = desk::portal().ok_or(PortalError::NotLeading)?;
                proof.set(Some(portal.prove(&pace).await?));
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

fn short_hash(hash: &[u8; 32]) -> String {
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[component]
fn Outcome(proof: Proof) -> impl IntoView {
    let holds = proof.holds();
    let (tone, words) = if holds {
        (Tone::Good, t!(workspace_prove_holds))
    } else {
        (Tone::Wrong, t!(workspace_prove_fails))
    };
    let (commits, events) = (proof.commits, proof.events);
    let orders = proof.orders.iter().map(|id| {
        let order = id.to_string();
        t!(workspace_prove_order, order = order)
    });
    let stock = proof.mismatches.iter().map(mismatch_words);
    let differing: Vec<Text> = orders.chain(stock).collect();
    let beyond = differing.len().saturating_sub(LISTED_MAX);
    view! {
        <div data-test="proof" data-holds=holds.to_string() role="status">
            <Notice tone=tone text=words />
            <KeyValueList>
                <KeyValue label=t!(workspace_commits)>{t!(workspace_figure, count = commits)}</KeyValue>
                <KeyValue label=t!(workspace_events)>{t!(workspace_figure, count = events)}</KeyValue>
                <KeyValue label=t!(workspace_prove_shown)>
                    <code>{short_hash(&proof.shown)}</code>
                </KeyValue>
                <KeyValue label=t!(workspace_prove_rebuilt)>
                    <code>{short_hash(&proof.rebuilt)}</code>
                </KeyValue>
            </KeyValueList>
            <ul class="findings">
                {differing
                    .into_iter()
                    .take(LISTED_MAX)
                    .map(|words| view! { <li>{words}</li> })
                    .collect_view()}
                {(beyond > 0).then(|| view! { <li>{t!(workspace_prove_more, n = beyond)}</li> })}
            </ul>
        </div>
    }
}

fn mismatch_words(mismatch: &crate::domain::ledger::Mismatch) -> Text {
    let sku = mismatch.sku.to_string();
    match &mismatch.what {
        MismatchKind::NotZero { units } => {
            let units = *units;
            t!(workspace_prove_not_zero, sku = sku, units = units)
        }
        MismatchKind::SumDiffers => t!(workspace_prove_sum, sku = sku),
        MismatchKind::NegativeBin { bin, units } => {
            let (bin, units) = (bin.to_string(), *units);
            t!(
                workspace_prove_negative,
                sku = sku,
                bin = bin,
                units = units
            )
        }
        MismatchKind::Overpromised { bin, units } => {
            let (bin, units) = (bin.to_string(), *units);
            t!(
                workspace_prove_overpromised,
                sku = sku,
                bin = bin,
                units = units
            )
        }
    }
}
