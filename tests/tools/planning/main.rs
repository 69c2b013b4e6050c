//! Runs the optimisers on instance files and prints what they reach.
//!
//!     cargo run --release --example planning -- KIND FILE... [--seconds S] [--seed N] [--every N]
//!         [--solutions OUT.jsonl]
//!
//! Prints one line a case, `name,objective,reference,gap_percent,milliseconds`, a summary line after them, and the
//! figures of the summary one a line, `figure,name,value,unit`. With `--every` only each so manieth case of batching, of
//! containers and of waves is run. With `--solutions` every solution is written in full, one JSON object a line, so that
//! it can be checked elsewhere. In the place of a file, numbers with an `x` between them say what is to be made up; the
//! kinds that make something up say what.
//!
//! `make bench` runs the same kinds in a browser: there this program is `browser`.

#[cfg(target_arch = "wasm32")]
mod browser;
mod kinds;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    native::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
