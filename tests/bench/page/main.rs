//! The page of `make bench`: the portal's own code, called by `bench.js` in a browser, over databases of its own.
//!
//! Every export does one piece of work and gives what it took, in JSON; the page holds the clock of the frames and
//! does the same work through Dexie. Empty in a native build.

#[cfg(target_arch = "wasm32")]
mod bulk;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod import;
#[cfg(target_arch = "wasm32")]
mod scans;
#[cfg(target_arch = "wasm32")]
mod warehouse;

fn main() {}
