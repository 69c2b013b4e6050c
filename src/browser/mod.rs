//! The browser room.
