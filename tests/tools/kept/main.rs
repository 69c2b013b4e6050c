//! Prints what a workspace that is kept costs: the bytes of its store, the time to open it, the memory that it holds.
//!
//!     cargo run --release --example kept -- ORDERS [--open SHARE | --allocate]
//!
//! Makes up a warehouse of so many orders of one to four lines through commands, works them to their end but for that
//! share of a hundred (2 where none is given), and opens it. One line a figure, `name,value,unit`.

#[cfg(not(target_arch = "wasm32"))]
mod memory;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
mod world;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    native::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
