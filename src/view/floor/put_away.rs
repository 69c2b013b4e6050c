//! put_away
