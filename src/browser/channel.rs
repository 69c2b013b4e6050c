//! Messages between the tabs of this device, as bytes.

use super::{Thrown, entropy, errors};
use crate::limits::TAB_MESSAGE_BYTES_MAX;
use gloo::events::EventListener;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

/// A name that no other tab has, drawn when the channel is opened. A duplicated tab gets its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TabId(pub [u8; 8]);

/// A channel to the other tabs; closed when dropped.
pub struct Channel {
    channel: BroadcastChannel,
    tab: TabId,
    _listeners: [EventListener; 2],
}

impl Channel {
    /// Joins the channel of that name, and calls back with every message of another tab: who sent it, and the bytes.
    /// The sender is a claim of that tab.
    ///
    /// # Errors
    /// Where the browser has no channels, or no randomness for a name.
    pub fn open(name: &str, on_message: impl Fn(TabId, Vec<u8>) + 'static) -> Result<Self, Thrown> {
        let channel = BroadcastChannel::new(name)?;
        let tab = TabId(entropy::random_bytes()?);
        let on_message = EventListener::new(&channel, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else {
                return;
            };
            match read(event) {
                Some((sender, bytes)) => on_message(sender, bytes),
                None => errors::push(
                    errors::Kind::Error,
                    "a message that is no bytes, or too many",
                    "channel",
                ),
            }
        });
        let on_error = EventListener::new(&channel, "messageerror", |_| {
            errors::push(
                errors::Kind::Error,
                "a message could not be read",
                "channel",
            );
        });
        Ok(Channel {
            channel,
            tab,
            _listeners: [on_message, on_error],
        })
    }

    /// The name of this tab on the channel.
    pub fn tab(&self) -> TabId {
        self.tab
    }

    /// Sends bytes to every other tab on the channel. Nobody confirms: who is not listening misses it.
    ///
    /// # Errors
    /// Where the browser refuses, for instance for want of memory.
    pub fn send(&self, bytes: &[u8]) -> Result<(), Thrown> {
        let message = Uint8Array::new_with_length((self.tab.0.len() + bytes.len()) as u32);
        let (sender, content) = (self.tab.0.len() as u32, message.length());
        message.subarray(0, sender).copy_from(&self.tab.0);
        message.subarray(sender, content).copy_from(bytes);
        Ok(self.channel.post_message(&message)?)
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}

fn read(event: &MessageEvent) -> Option<(TabId, Vec<u8>)> {
    let message = event.data().dyn_into::<Uint8Array>().ok()?;
    if message.length() > TAB_MESSAGE_BYTES_MAX {
        return None;
    }
    let message = message.to_vec();
    let (sender, bytes) = message.split_first_chunk::<8>()?;
    Some((TabId(*sender), bytes.to_vec()))
}
