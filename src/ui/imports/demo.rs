//! Opening stock made up for a demonstration.

use super::count;
use crate::domain::Command;
use crate::limits::INTAKE_STOCK_MOVEMENTS_MAX;
use crate::portal::PortalError;
use crate::portal::intake::made_up;
use crate::ui::components::{Button, IconName, Notice, Progress};
use crate::ui::desk::{self, Area};
use crate::ui::feedback::{Tone, spawn_reported};
use crate::ui::locale::{Text, t};
use leptos::prelude::*;

/// Asks for made-up stock and says what came of it; nothing while no order wants anything.
#[component]
pub(super) fn DemoStock() -> impl IntoView {
    let wanted = Memo::new(|_| {
        desk::read(&[Area::Stock], |state| {
            state.ledger.items().any(|(_, stock)| stock.wanted() > 0)
        })
    });
    let busy = RwSignal::new(None::<(u64, u64)>);
    let said = RwSignal::new(None::<Text>);
    let make = move |()| {
        if busy.get_untracked().is_some() {
            return;
        }
        busy.set(Some((0, 0)));
        said.set(None);
        spawn_reported(async move {
            let done = take(busy).await;
            busy.set(None);
            said.set(Some(done.map_err(|error| desk::problem(&error))?));
            Ok(())
        });
    };
    let part = Signal::derive(move || {
        let (done, total) = busy.get()?;
        (total > 0).then(|| done as f64 / total as f64)
    });
    let figure = Text::computed(move || {
        let (done, total) = busy.get().unwrap_or_default();
        crate::ui::locale::text!(
            imports_demo_figure,
            done = count(done),
            total = count(total)
        )
    });
    view! {
        <Show when=move || wanted.get()>
            <section class="section import-after" data-test="demo-stock">
                <h2>{t!(imports_demo)}</h2>
                <p class="prose">{t!(imports_demo_text)}</p>
                {
                    let figure = figure.clone();
                    move || match busy.get().is_some() {
                        true => {
                            view! { <Progress label=t!(imports_demo_working) done=part figure=figure.clone() /> }.into_any()
                        }
                        false => {
                            view! { <Button label=t!(imports_demo_make) icon=IconName::Bin on_press=make /> }.into_any()
                        }
                    }
                }
                {move || said.get().map(|text| view! { <Notice tone=Tone::Good text /> })}
            </section>
        </Show>
    }
}

async fn take(busy: RwSignal<Option<(u64, u64)>>) -> Result<Text, PortalError> {
    let made = desk::peek(made_up);
    if made.documents.is_empty() {
        return Ok(t!(imports_demo_nothing));
    }
    let bins = made
        .bins
        .chunks(INTAKE_STOCK_MOVEMENTS_MAX)
        .map(|bins| Command::SetUpBins {
            bins: bins.to_vec(),
        });
    let stock = made
        .documents
        .into_iter()
        .map(|document| Command::TakeStock {
            documents: vec![document],
        });
    let commands: Vec<Command> = bins.chain(stock).collect();
    let total = commands.len() as u64;
    for (index, command) in commands.into_iter().enumerate() {
        busy.set(Some((index as u64, total)));
        desk::run_bulk(command).await?;
    }
    desk::settle().await?;
    let (units, items, short) = (made.units, made.items, made.short);
    Ok(t!(
        imports_demo_done,
        units = count(units),
        items = count(items),
        short = count(short)
    ))
}
