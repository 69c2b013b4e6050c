//! Work on many orders that was begun: what of it is in, with the way back and the way on, after a reload too.

use super::work::{self, Worked};
use crate::browser::{Thrown, errors};
use crate::screens::desk::{self, Status};
use crate::site::SiteError;
use crate::trade::id::OrderId;
use crate::ui::components::{Button, ButtonKind, ButtonLink, IconName, Notice};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use crate::ui::routes::Route;
use crate::view::orders::{Begun, Bulk};
use leptos::prelude::*;
use std::cell::Cell;
use std::collections::BTreeSet;

thread_local! {
    static BEGUN: ArcRwSignal<Option<Begun>> = ArcRwSignal::new(None);
    static LOOKED: Cell<bool> = const { Cell::new(false) };
}

fn begun() -> ArcRwSignal<Option<Begun>> {
    BEGUN.with(ArcRwSignal::clone)
}

/// Notes work that is about to begin.
///
/// # Errors
/// The store's: the work must not begin then.
pub(super) async fn note(action: &Bulk, orders: &[OrderId]) -> Result<Begun, SiteError> {
    let (stream, after) = desk::workspace().ok_or(SiteError::Empty)?.own();
    let before = begun().get_untracked();
    let goes_on = before.filter(|before| {
        let same = !before.whole && before.action == *action && before.stream == stream;
        let known: BTreeSet<&OrderId> = before.orders.iter().collect();
        same && orders.iter().all(|id| known.contains(id))
    });
    // What goes on is one work with what was done of it, and is taken back with it.
    let work = match goes_on {
        Some(before) => Begun {
            until: None,
            ..before
        },
        None => Begun {
            action: action.clone(),
            orders: orders.to_vec(),
            stream,
            after,
            until: None,
            whole: false,
        },
    };
    desk::note_begun(Some(work.to_bytes())).await?;
    begun().set(None);
    LOOKED.set(true);
    Ok(work)
}

/// Notes how work ended. What came to its end and has no way back is noted no more.
///
/// # Errors
/// The store's.
pub(super) async fn note_end(work: &mut Begun, worked: &Worked) -> Result<(), SiteError> {
    let (stream, last) = desk::workspace().ok_or(SiteError::Empty)?.own();
    // Under another name this device goes on; what it wrote under the old one ended with it. A command of which nobody can
    // tell yet may still come.
    let is_known = stream == work.stream && !worked.is_unsure();
    // A tab that follows may not have folded yet what it was told is in.
    work.until = is_known.then_some(last.max(worked.last));
    work.whole = worked.is_whole();
    let kept = !work.whole || work::has_way_back(&work.action);
    desk::note_begun(kept.then(|| work.to_bytes())).await?;
    // What came to its end is told where it was done; what did not stands until a person has seen to it.
    begun().set((!work.whole).then(|| work.clone()));
    Ok(())
}

/// Notes that a person has seen to it.
pub(super) fn forget() {
    begun().set(None);
    spawn_reported(async {
        let forgotten = desk::note_begun(None).await;
        forgotten.map_err(|error| desk::problem(&error))
    });
}

/// Looks once after an opening whether something was begun that nobody has seen the end of.
fn look() {
    Effect::new(|| {
        if desk::status() == Status::Ready && !LOOKED.replace(true) {
            spawn_reported(async { look_now().await.map_err(|error| desk::problem(&error)) });
        }
    });
}

async fn look_now() -> Result<(), SiteError> {
    let Some(mut work) = read().await else {
        return Ok(());
    };
    if work.until.is_none() {
        // Another tab may be at it.
        let alone = desk::alone().await?;
        match read().await {
            Some(now) if now.until.is_none() => {
                let last = desk::peek(|at| at.held.last_of(work.stream));
                work.until = Some(last);
                desk::note_begun(Some(work.to_bytes())).await?;
            }
            Some(now) => work = now,
            None => return Ok(()),
        }
        alone.end();
    }
    begun().set(Some(work));
    Ok(())
}

async fn read() -> Option<Begun> {
    let bytes = desk::begun().await?;
    match Begun::of_bytes(&bytes) {
        Ok(work) => Some(work),
        // Another build wrote it: the facts are as they are.
        Err(error) => {
            errors::report(Thrown::new("Begun", format!("{error:?}")), "begun");
            None
        }
    }
}

/// What a person is told of it.
#[derive(Clone, PartialEq)]
struct Told {
    action: Bulk,
    whole: bool,
    done: usize,
    left: Vec<OrderId>,
    has_way_back: bool,
}

fn told() -> Memo<Option<Told>> {
    look();
    let begun = begun();
    Memo::new(move |_| {
        let work = begun.get()?;
        let (done, left) = desk::read(desk::ALL, |at| {
            let done = work.done(at);
            let left = work.left(&done);
            (done.orders.len(), left)
        });
        Some(Told {
            whole: work.whole,
            done,
            left,
            has_way_back: !work::undo(&work).is_empty(),
            action: work.action,
        })
    })
}

fn words(told: &Told) -> Text {
    let done = super::done_words(&told.action, told.done);
    match told.whole {
        true => done,
        false => {
            let left = told.left.len();
            t!(orders_begun_cut, done = done, n = left)
        }
    }
}

fn tone(told: &Told) -> Tone {
    match told.whole {
        true => Tone::Information,
        false => Tone::Attention,
    }
}

/// Tells of work that was begun, with what can be done about it. `go_on` opens the look at what is left.
#[component]
pub(super) fn BegunNotice(go_on: Callback<(Bulk, Vec<OrderId>)>) -> impl IntoView {
    let told = told();
    let undo = move |()| {
        if let Some(work) = begun().get_untracked() {
            run_undo(work);
        }
    };
    move || {
        told.get().map(|told| {
            let (action, left) = (told.action.clone(), told.left.clone());
            let on = move |()| go_on.run((action.clone(), left.clone()));
            let way_back = told
                .has_way_back
                .then(|| super::undo_label(&told.action))
                .flatten();
            view! {
                <div data-test="begun">
                    <Notice tone=tone(&told) text=words(&told)>
                        {(!told.whole && !told.left.is_empty())
                            .then(|| {
                                view! {
                                    <Button
                                        label=t!(orders_begun_go_on)
                                        kind=ButtonKind::Primary
                                        icon=IconName::Play
                                        on_press=on
                                        attr:data-test="begun-go-on"
                                    />
                                }
                            })}
                        {way_back
                            .map(|label| {
                                view! { <Button label on_press=undo attr:data-test="begun-undo" /> }
                            })}
                        <Button
                            label=t!(orders_begun_leave)
                            kind=ButtonKind::Quiet
                            on_press=move |()| forget()
                            attr:data-test="begun-leave"
                        />
                    </Notice>
                </div>
            }
        })
    }
}

/// Says on Today that work was cut off, and leads to where it goes on.
#[component]
pub fn BegunWaits() -> impl IntoView {
    let told = told();
    move || {
        told.get().filter(|told| !told.whole).map(|told| {
            view! {
                <div data-test="begun">
                    <Notice tone=tone(&told) text=words(&told)>
                        <ButtonLink to=Route::Orders label=t!(orders_begun_look) />
                    </Notice>
                </div>
            }
        })
    }
}

/// Takes back what of it is in.
pub(super) fn run_undo(work: Begun) {
    spawn_reported(async move {
        for command in work::undo(&work) {
            let ran = desk::run(command).await;
            ran.map_err(|error| desk::problem(&error))?;
        }
        forget();
        toast(Tone::Good, t!(orders_undone));
        Ok(())
    });
}
