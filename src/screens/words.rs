//! The words of the trade: every state, reason and kind as a person reads it.
