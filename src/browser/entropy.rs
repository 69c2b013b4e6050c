//! Randomness that nobody can guess: for names of devices, keys and tabs.

use super::{Thrown, window};

/// So many random bytes.
///
/// # Errors
/// Where the browser has no source of randomness; nothing that needs a name may go on then.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], Thrown> {
    let mut bytes = [0; N];
    let crypto = window()?.crypto()?;
    // One call gives 65,536 bytes at most.
    for part in bytes.chunks_mut(65_536) {
        crypto.get_random_values_with_u8_array(part)?;
    }
    Ok(bytes)
}
