//! A table that a person pastes: shown as it was pasted, with what is wrong at its cell, mended in place, taken whole.

mod grid;
mod words;

use crate::intake::pasted::{self, Pasted, PastedChanges, PastedInto, PastedKind, PastedSheet};
use crate::screens::desk::{self, ALL};
use crate::screens::setup::named;
use crate::site::SiteError;
use crate::trade::decide::{Command, Refusal};
use crate::trade::parties::commands::PartyCommand;
use crate::trade::personal::content::Written;
use crate::ui::components::{Button, ButtonKind, Draft, Textarea};
use crate::ui::feedback::{Problem, Tone, report, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use grid::Grid;
use leptos::prelude::*;

/// The name of the draft that a table of a kind is kept under until it is taken or discarded.
const fn draft_name(kind: PastedKind) -> &'static str {
    match kind {
        PastedKind::Locations => "locations",
        PastedKind::Items => "items",
        PastedKind::Partners => "partners",
    }
}

/// Whether a table of a kind was pasted and neither taken nor discarded.
pub(in crate::screens) fn is_pasting(kind: PastedKind) -> bool {
    Draft::of("pasted", draft_name(kind)).is_kept()
}

/// Pastes a table of a kind, shows what is wrong with it, and takes it.
#[component]
pub(in crate::screens) fn PasteTable(
    /// What it holds.
    kind: PastedKind,
    /// Where it goes.
    #[prop(into)]
    into: Signal<PastedInto>,
    /// Runs when it was taken or discarded.
    close: Callback<()>,
) -> impl IntoView {
    let draft = Draft::of("pasted", draft_name(kind));
    let text = draft.text("table", String::new());
    let sheet = Memo::new(move |_| text.with(|text| PastedSheet::read(kind, text)));
    let read = Memo::new(move |_| {
        let into = into.get();
        desk::read(ALL, |at| {
            sheet.with(|sheet| pasted::check(at, kind, sheet, &into))
        })
    });
    let saving = RwSignal::new(None::<(usize, usize)>);
    let is_empty = Memo::new(move |_| sheet.with(|sheet| sheet.rows.is_empty()));
    let ready = move || {
        read.with(|read| read.faults.is_empty() && read.new + read.known > 0)
            && saving.with(Option::is_none)
    };
    let discard = move || {
        draft.forget();
        close.run(());
    };
    let take = move |()| {
        let read = read.get_untracked();
        let into = into.get_untracked();
        spawn_reported(async move {
            let result = take(&read, &into, saving).await;
            saving.set(None);
            if result? {
                toast(Tone::Good, t!(paste_taken));
            } else {
                toast(Tone::Information, t!(paste_nothing));
            }
            discard();
            Ok(())
        });
    };
    let columns: Vec<Text> = kind
        .columns()
        .iter()
        .map(|column| words::column(column.name))
        .collect();
    let hint = Text::computed(move || {
        let names: Vec<String> = columns.iter().map(Text::now).collect();
        let names = names.join(", ");
        t!(paste_hint, columns = names.clone()).now()
    });
    let figures = Text::computed(move || {
        let (new, known, faults) = read.with(|read| (read.new, read.known, read.faults.len()));
        t!(paste_summary, new = new, known = known, faults = faults).now()
    });
    let label = Text::computed(move || {
        let rows = read.with(|read| read.new + read.known);
        t!(paste_take, n = rows).now()
    });
    let progress = move || {
        saving.get().map(|(done, all)| {
            view! { <p class="quiet-text" role="status">{t!(paste_saving, done = done, all = all)}</p> }
        })
    };
    view! {
        <section class="section stack wide" data-test="pasting" aria-label=t!(paste_open)>
            {move || {
                if is_empty.get() {
                    return view! { <Textarea label=t!(paste_table) hint=hint.clone() value=text rows=8 /> }
                        .into_any();
                }
                let figures = figures.clone();
                view! {
                    <p role="status" data-test="paste-summary">{figures}</p>
                    <Grid kind text sheet read />
                }
                    .into_any()
            }}
            {progress}
            <div class="row">
                <Button label=t!(paste_give_up) kind=ButtonKind::Quiet on_press=move |()| discard() />
                <Button
                    label
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(move || !ready())
                    on_press=take
                    attr:data-test="paste-take"
                />
            </div>
        </section>
    }
}

/// Takes a table, command by command. Says whether anything was changed.
async fn take(
    read: &Pasted,
    into: &PastedInto,
    saving: RwSignal<Option<(usize, usize)>>,
) -> Result<bool, Problem> {
    let mut commands: Vec<(Command, Vec<Written>)> = Vec::new();
    if let PastedChanges::Partners(partners) = &read.changes {
        for partner in partners {
            let row = match &partner.name {
                Some(name) if !is_called(&partner.party, name.0.as_str()) => {
                    named(name.0.as_str())?
                }
                Some(_) | None => None,
            };
            let rows: Vec<Written> = row.into_iter().collect();
            let command = PartyCommand::SetParty {
                party: partner.party.clone(),
                fields: partner.fields.clone(),
                rows: rows.iter().map(|row| row.row()).collect(),
            };
            commands.push((command.into(), rows));
        }
    }
    let others = read.changes.commands(into).into_iter();
    commands.extend(others.map(|command| (command, Vec::new())));
    let all = commands.len();
    let mut changed = false;
    for (done, (command, rows)) in (1..).zip(commands) {
        saving.set(Some((done, all)));
        changed |= ran(command, rows).await?;
    }
    if let Some(command) = desk::peek(|at| read.changes.arranging(at, into)) {
        changed |= ran(command, Vec::new()).await?;
    }
    Ok(changed)
}

/// Whether a partner is called so already.
fn is_called(party: &crate::trade::id::PartyId, name: &str) -> bool {
    desk::peek(|at| crate::view::names::party_name(at, party) == name)
}

/// Runs a command; whether it changed anything.
async fn ran(command: Command, rows: Vec<Written>) -> Result<bool, Problem> {
    match desk::run_with(command, rows).await {
        Ok(_) => Ok(true),
        Err(SiteError::Refused(refusal)) if *refusal == Refusal::NothingToDo => Ok(false),
        Err(error) => Err(desk::problem(&error)),
    }
}

/// Says that there is no warehouse for the locations yet.
pub(in crate::screens) fn no_warehouse() {
    report(Problem {
        text: t!(paste_no_warehouse),
        code: "no warehouse".into(),
    });
}
