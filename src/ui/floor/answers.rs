//! What the band says to a scan or a press: right or wrong, for the eye, the ear and the hand.

use super::{line, refused};
use crate::browser::sound::{self, Tone};
use crate::domain::{Command, Event};
use crate::portal::PortalError;
use crate::ui::components::ScanAnswer;
use crate::ui::desk;
use crate::ui::feedback::report;
use crate::ui::locale::{Text, t};
use leptos::prelude::*;
use std::cell::RefCell;
use std::future::Future;

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

    /// It was right: what was done.
    pub fn right(&self, word: Text, detail: Text) {
        self.answer(true, word, detail);
    }

    /// It was wrong, and nothing has changed.
    pub fn wrong(&self, word: Text, detail: Text) {
        self.answer(false, word, detail);
    }

    /// Why a command did nothing.
    pub fn failed(&self, error: &PortalError) {
        match error {
            PortalError::Refused(refusal) => {
                let (word, detail) = refused::words(refusal);
                self.wrong(word, detail);
            }
            other => {
                report(desk::problem(other));
                self.wrong(t!(floor_not_kept), t!(floor_not_kept_detail));
            }
        }
    }

    /// Puts work into the line; says so where the line is full.
    pub fn work(&self, work: impl Future<Output = ()> + 'static) {
        if !line::stand(work) {
            self.wrong(t!(floor_busy), t!(floor_busy_detail));
        }
    }

    /// Runs a command; a failure is answered here, its events are the caller's to answer.
    pub async fn run(&self, command: Command) -> Option<Vec<Event>> {
        match desk::run(command).await {
            Ok(events) => Some(events),
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    fn answer(&self, right: bool, word: Text, detail: Text) {
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
                number,
            });
        });
    }
}
