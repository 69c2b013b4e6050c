//! A device that is given away: what it works on goes back, a last copy is saved, and then nothing of the workspace is left
//! on it.

use super::at_work::{is_own, open_desks};
use super::copy::save_copy;
use super::task::{Ended, Task, TaskProgress};
use crate::screens::desk::{self, DatabaseName, Emptying};
use crate::screens::floor::read_hand_now;
use crate::trade::leases::commands::{LeaseAt, LeaseCommand};
use crate::ui::components::{Button, ButtonKind, Checkbox, Dialog, IconName, Notice};
use crate::ui::feedback::{Problem, Tone, report, spawn_reported};
use crate::ui::locale::t;
use crate::ui::shell::state::unexported;
use crate::view::at_work::{at_work, desk_lease};
use leptos::prelude::*;

/// How many leases one command gives back.
const AT_ONCE: usize = 500;

/// Gives all that this device holds back to nobody: work, the desks of open orders, channels and the release of
/// warehouses. Whoever is next takes it without asking a device that is not there any more.
async fn give_back() -> Result<(), Ended> {
    let works = read_hand_now(at_work);
    let works = works.into_iter().filter(|work| is_own(&work.device));
    let mut leases: Vec<LeaseAt> = works.map(|work| work.lease).collect();
    let own = open_desks().into_iter().filter(|desk| is_own(&desk.device));
    leases.extend(
        own.flat_map(|desk| desk.orders)
            .map(|order| desk_lease(&order)),
    );
    for some in leases.chunks(AT_ONCE) {
        let leases = some.to_vec();
        desk::run(LeaseCommand::GiveBack { leases }).await?;
    }
    Ok(())
}

fn empty() {
    spawn_reported(async {
        desk::empty_device().await.map_err(|why| match why {
            Emptying::OtherTab => Problem {
                text: t!(workspace_empty_other_tab),
                code: "blocked".to_owned(),
            },
            Emptying::Refused(code) => Problem {
                text: t!(workspace_empty_refused),
                code,
            },
        })
    });
}

/// The section.
#[component]
pub(super) fn GiveAwaySection() -> impl IntoView {
    let open = RwSignal::new(false);
    let taken = RwSignal::new(false);
    let saved = RwSignal::new(false);
    let task = Task::new();
    let busy = {
        let task = task.clone();
        Signal::derive(move || task.is_busy())
    };
    let save = {
        let task = task.clone();
        move |()| {
            task.start(move |pace| async move {
                give_back().await?;
                save_copy(true, &pace).await?;
                saved.set(true);
                Ok(())
            });
        }
    };
    let ready = Signal::derive(move || saved.get() && taken.get() && unexported() == 0);
    let task = StoredValue::new_local(task);
    let save = StoredValue::new_local(save);
    let done = move |()| match ready.get_untracked() {
        true => empty(),
        false => report(Problem {
            text: t!(workspace_empty_first),
            code: String::new(),
        }),
    };
    let is_demo = desk::database_name() == DatabaseName::Demo;
    view! {
        <Show when=move || !is_demo>
            <section class="section" aria-labelledby="give-away-title" data-test="give-away">
                <h2 id="give-away-title">{t!(workspace_give_away_title)}</h2>
                <p class="prose">{t!(workspace_give_away_text)}</p>
                <div class="actions">
                    <Button
                        label=t!(workspace_give_away_begin)
                        on_press=move |()| open.set(true)
                        attr:data-test="give-away-begin"
                    />
                </div>
                <Dialog
                    title=t!(workspace_give_away_title)
                    open=open
                    on_close=move |()| open.set(false)
                >
                    <p class="prose">{t!(workspace_give_away_one)}</p>
                    <p data-test="not-exported">{t!(workspace_give_away_left, n = unexported())}</p>
                    <div class="actions">
                        <Button
                            label=t!(workspace_give_away_save)
                            kind=ButtonKind::Primary
                            icon=IconName::Download
                            busy=busy
                            on_press=move |()| save.with_value(|save| save(()))
                            attr:data-test="give-away-save"
                        />
                    </div>
                    <TaskProgress task=task.get_value() label=t!(workspace_copy_going) />
                    <Checkbox
                        label=t!(workspace_give_away_taken)
                        hint=t!(workspace_give_away_taken_hint)
                        checked=taken
                    />
                    <Notice tone=Tone::Attention text=t!(workspace_give_away_last) />
                    <div class="dialog-actions">
                        <Button label=t!(components_cancel) on_press=move |()| open.set(false) />
                        <Button
                            label=t!(workspace_give_away_do)
                            kind=ButtonKind::Danger
                            on_press=done
                            attr:data-test="give-away-do"
                        />
                    </div>
                </Dialog>
            </section>
        </Show>
    }
}

/// Emptying a device whose workspace cannot be opened: what stands there is given up, in two steps.
#[component]
pub fn EmptySection() -> impl IntoView {
    let sure = RwSignal::new(false);
    view! {
        <section class="section" aria-labelledby="empty-title">
            <h2 id="empty-title">{t!(workspace_unopened_title)}</h2>
            <p class="prose">{t!(workspace_unopened_text)}</p>
            <Checkbox label=t!(workspace_unopened_sure) checked=sure />
            <div class="actions">
                <Button
                    label=t!(workspace_give_away_do)
                    kind=ButtonKind::Danger
                    disabled=Signal::derive(move || !sure.get())
                    on_press=|()| empty()
                    attr:data-test="empty-unopened"
                />
            </div>
        </section>
    }
}
