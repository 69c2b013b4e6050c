//! Short tones, and a buzz in the hand: a scan is answered to ear and hand as well as to the eye.
//!
//! Browsers make no sound before a person has touched the page, and complain when asked to. So the sound is made ready
//! by the first touch or key, and until then there is none. A device without sound or motor is no error.

use super::window;
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AudioContext, AudioContextState, OscillatorType};

/// What a tone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// High and short: right.
    Right,
    /// Low and longer: wrong.
    Wrong,
}

impl Tone {
    fn frequency_hz(self) -> f32 {
        match self {
            Tone::Right => 1_760.0,
            Tone::Wrong => 196.0,
        }
    }

    fn seconds(self) -> f64 {
        match self {
            Tone::Right => 0.09,
            Tone::Wrong => 0.35,
        }
    }

    /// On and off in turn, in milliseconds.
    fn buzz(self) -> &'static [u32] {
        match self {
            Tone::Right => &[30],
            Tone::Wrong => &[120, 60, 120],
        }
    }
}

/// Half of what a tablet can: audible in a hall, bearable all day.
const LOUDNESS: f32 = 0.5;

thread_local! {
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Waits for the first touch or key; sound is ready from then on for as long as this is kept.
pub struct Ready {
    _listeners: Vec<EventListener>,
}

/// Makes the sound ready at the first touch or key.
pub fn prepare() -> Ready {
    let Ok(window) = window() else {
        return Ready {
            _listeners: Vec::new(),
        };
    };
    let options = EventListenerOptions::run_in_capture_phase();
    let listeners = ["pointerup", "keydown"].map(|name| {
        EventListener::new_with_options(&window, name, options, |event| {
            // A key that a program sends is no touch of a person.
            if event.is_trusted() {
                wake();
            }
        })
    });
    Ready {
        _listeners: listeners.into(),
    }
}

/// Plays a tone. Returns whether it can be heard: not before the first touch, nor on a device without sound.
pub fn play(tone: Tone) -> bool {
    CONTEXT.with_borrow(|context| {
        context
            .as_ref()
            .filter(|context| context.state() == AudioContextState::Running)
            .is_some_and(|context| sound(context, tone).is_ok())
    })
}

/// Buzzes. Returns whether the device has a motor and may use it.
pub fn buzz(tone: Tone) -> bool {
    let Ok(window) = window() else {
        return false;
    };
    let navigator = window.navigator();
    // Chromium refuses before the first touch, and writes an error for it.
    let touched = Reflect::get(&navigator, &"userActivation".into())
        .and_then(|activation| Reflect::get(&activation, &"hasBeenActive".into()));
    if touched.is_ok_and(|touched| touched.is_falsy()) {
        return false;
    }
    let pattern: Array = tone.buzz().iter().map(|ms| JsValue::from(*ms)).collect();
    Reflect::get(&navigator, &"vibrate".into())
        .ok()
        .and_then(|vibrate| vibrate.dyn_into::<Function>().ok())
        .and_then(|vibrate| vibrate.call1(&navigator, &pattern).ok())
        .and_then(|done| done.as_bool())
        .unwrap_or(false)
}

fn wake() {
    CONTEXT.with_borrow_mut(|context| {
        if context.is_none() {
            *context = AudioContext::new().ok();
        }
        // A context falls asleep with its tab. Whether it wakes up shows in its state when it is to play.
        if let Some(context) = context
            && context.state() == AudioContextState::Suspended
        {
            context.resume().ok();
        }
    });
}

fn sound(context: &AudioContext, tone: Tone) -> Result<(), JsValue> {
    let start = context.current_time();
    let end = start + tone.seconds();
    let oscillator = context.create_oscillator()?;
    let gain = context.create_gain()?;
    oscillator.set_type(match tone {
        Tone::Right => OscillatorType::Sine,
        Tone::Wrong => OscillatorType::Square,
    });
    oscillator.frequency().set_value(tone.frequency_hz());
    // Rising and falling within some milliseconds, or it clicks.
    gain.gain().set_value_at_time(0.0, start)?;
    gain.gain()
        .linear_ramp_to_value_at_time(LOUDNESS, start + 0.005)?;
    gain.gain().set_value_at_time(LOUDNESS, end - 0.02)?;
    gain.gain().linear_ramp_to_value_at_time(0.0, end)?;
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&context.destination())?;
    oscillator.start_with_when(start)?;
    oscillator.stop_with_when(end)
}
