//! What the band says to a scan or a press: right or wrong, for the eye, the ear and the hand.

use super::{hand, line, refused, said};
use crate::browser::sound::{self, Tone};
use crate::screens::desk::{self, Ran, Settled};
use crate::screens::refused::document as called;
use crate::screens::sign_in::try_badge;
use crate::screens::workspace::TakeOverTarget as Target;
use crate::site::SiteError;
use crate::trade::decide::{Command, Refusal};
use crate::ui::components::{FloorUndo, ScanAnswer};
use crate::ui::feedback::report;
use crate::ui::locale::{Text, t};
use crate::view::at_work::lease_at;
use crate::view::floor::{Act, Hand, Says, Wrong};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::future::Future;

/// How often something may come first before what was asked for is done: a parcel is opened, a bench is set up.
const FIRST_MAX: usize = 3;

thread_local! {
    /// Sound needs a touch first, and stays ready from then on for as long as this is kept.
    static SOUND: RefCell<Option<sound::Ready>> = const { RefCell::new(None) };
}

/// Makes the sound ready at the next touch: the tap that opens a task is enough.
pub fn prepare_sound() {
    SOUND.with_borrow_mut(|ready| {
        if ready.is_none() {
            *ready = Some(sound::prepare());
        }
    });
}

/// The answers of one screen. It outlives the screen, for work that was still in the line when a person left.
#[derive(Clone, Default)]
pub struct Answers {
    shown: ArcRwSignal<Option<ScanAnswer>>,
    /// Something was taken back, and nothing was done since.
    undone: ArcRwSignal<bool>,
}

impl Answers {
    /// Nothing is answered yet.
    pub fn new() -> Self {
        prepare_sound();
        Self::default()
    }

    /// The answer to show.
    pub fn signal(&self) -> Signal<Option<ScanAnswer>> {
        let shown = self.shown.clone();
        Signal::derive(move || shown.get())
    }

    /// What was answered last holds no more: something else is asked for now.
    pub fn clear(&self) {
        self.shown.set(None);
    }

    /// It was right: what was done.
    pub fn right(&self, word: Text, detail: Text) {
        self.answer(true, word, detail);
    }

    /// The same by what it says.
    pub fn says(&self, says: Says) {
        let right = !matches!(says, Says::NoRoom { .. } | Says::NewTote(_));
        let (word, detail) = said::words(says);
        self.answer(right, word, detail);
    }

    /// It was wrong, and nothing has changed.
    pub fn wrong(&self, word: Text, detail: Text) {
        self.answer(false, word, detail);
    }

    /// The same of a code that a task does not expect: what it is stands beside what was wrong.
    pub fn wrong_code(&self, word: Text, detail: Text, code: &str) {
        self.answer(false, word, refused::with_thing(detail, code));
    }

    /// The same by what is wrong.
    pub fn refuses(&self, wrong: &Wrong) {
        if let Some(scanned) = refused::scanned(wrong) {
            try_badge(scanned);
        }
        let (word, detail) = refused::words(wrong);
        self.answer_held(false, word, detail, held(wrong));
    }

    fn failed(&self, error: &SiteError) {
        match error {
            SiteError::Refused(refusal) => {
                let wrong = hand::peek(|hand| Wrong::of(hand, refusal));
                self.refuses(&wrong);
            }
            SiteError::NoAnswer | SiteError::Unsure(_) => {
                report(desk::problem(error));
                self.wrong(t!(floor_not_known), t!(floor_not_known_detail));
                self.tell_when_settled();
            }
            SiteError::Waiting => self.wrong(t!(floor_waits), t!(floor_waits_detail)),
            other => {
                report(desk::problem(other));
                self.wrong(t!(floor_not_kept), t!(floor_not_kept_detail));
            }
        }
    }

    /// Corrects the answer once it is known.
    fn tell_when_settled(&self) {
        let answers = self.clone();
        spawn_local(async move {
            match desk::settled().await {
                Some(Settled::In) => answers.right(t!(floor_kept), t!(floor_kept_detail)),
                Some(Settled::NotIn) => {
                    answers.wrong(t!(floor_not_kept), t!(floor_not_kept_detail));
                }
                Some(Settled::Unknown) | None => {}
            }
        });
    }

    /// Puts work into the line; says so where the line is full.
    pub fn work(&self, work: impl Future<Output = ()> + 'static) {
        if !line::stand(work) {
            self.wrong(t!(floor_busy), t!(floor_busy_detail));
        }
    }

    /// Runs a command; a failure is answered here, what it did is the caller's to answer.
    pub async fn run(&self, command: Command) -> Option<Ran> {
        match desk::run(command).await {
            Ok(ran) => {
                self.undone.set(false);
                Some(ran)
            }
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    /// Decides against memory, keeps what it means and answers. What comes first is kept, and the same is asked again.
    /// Gives where the screen stands then, and what was written.
    pub async fn act<L>(
        &self,
        decide: impl Fn(&Hand<'_>) -> Result<Act<L>, Wrong>,
    ) -> Option<(L, Option<Ran>)> {
        for _ in 0..FIRST_MAX {
            match hand::peek(&decide) {
                Err(wrong) => {
                    self.refuses(&wrong);
                    return None;
                }
                Ok(Act::First(command)) => {
                    self.run(command).await?;
                }
                Ok(Act::Run {
                    command,
                    then,
                    says,
                }) => {
                    let ran = self.run(command).await?;
                    self.says(says);
                    return Some((then, Some(ran)));
                }
                Ok(Act::Note { then, says }) => {
                    self.undone.set(false);
                    self.says(says);
                    return Some((then, None));
                }
            }
        }
        self.wrong(t!(floor_not_kept), t!(floor_not_kept_detail));
        None
    }

    /// Takes something back, if there is anything.
    pub async fn take_back(
        &self,
        find: impl Fn(&Hand<'_>) -> Option<(Command, Says)>,
    ) -> Option<Ran> {
        let (command, says) = hand::peek(find)?;
        let ran = self.run(command).await?;
        self.undone.set(true);
        self.says(says);
        Some(ran)
    }

    /// The same where it goes through the state of the screen, or is refused in words.
    pub async fn take_back_here<L>(
        &self,
        decide: impl Fn(&Hand<'_>) -> Result<Act<L>, Wrong>,
    ) -> Option<L> {
        let (then, _) = self.act(decide).await?;
        self.undone.set(true);
        Some(then)
    }

    /// The corner button: takes back what was done last. One step, so that nobody taps a day away.
    pub fn undo(&self, may: Signal<bool>, on_press: Callback<()>) -> FloorUndo {
        let undone = self.undone.clone();
        FloorUndo {
            on_press,
            disabled: Signal::derive(move || undone.get() || !may.get()),
        }
    }

    fn answer(&self, right: bool, word: Text, detail: Text) {
        self.answer_held(right, word, detail, None);
    }

    fn answer_held(&self, right: bool, word: Text, detail: Text, held: Option<Target>) {
        let tone = if right { Tone::Right } else { Tone::Wrong };
        // Silence is no error: the band says the same.
        sound::play(tone);
        sound::buzz(tone);
        self.shown.update(|shown| {
            let number = shown.as_ref().map_or(0, |answer| answer.number + 1);
            *shown = Some(ScanAnswer {
                right,
                word,
                detail,
                held,
                number,
            });
        });
    }
}

/// The work that another device holds, where that is why something was refused.
fn held(wrong: &Wrong) -> Option<Target> {
    let Wrong::Refused(refusal) = wrong else {
        return None;
    };
    let Refusal::LeaseHeld { lease, by } = refusal.as_ref() else {
        return None;
    };
    let what = hand::peek(|hand| lease_at(hand, lease))?;
    let document = lease.document()?;
    let named = desk::peek(|at| called(at, &document)).now();
    Some(Target {
        from: *by,
        these: Some((vec![what], named)),
    })
}
