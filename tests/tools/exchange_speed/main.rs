//! Prints how fast files are read.
//!
//!     cargo run --release --example exchange_speed -- [MONTH...]
//!
//! The files are made up and always the same; months of Online Retail stand in for the one made up of that form. Prints
//! a line for each reader, `NAME,COUNTED,BYTES,COUNT,MILLISECONDS`: how many of what it has read in which time.
//! Figures, not verdicts. `make bench` runs the same in a browser: there this program is `browser`.

#[path = "../../support/archive.rs"]
mod archive;
#[cfg(target_arch = "wasm32")]
mod browser;
mod made;
#[path = "../../support/online_retail_sample.rs"]
mod online_retail_sample;
mod readers;
mod sheet;
mod texts;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut months = Vec::new();
    for path in std::env::args().skip(1) {
        let packed = std::fs::read(&path)?;
        months.append(&mut readers::unpacked(&packed, months.is_empty())?);
    }
    for reader in readers::READERS {
        let bytes = match reader.takes_months && !months.is_empty() {
            true => months.clone(),
            false => (reader.make)(),
        };
        println!("{}", readers::measure(reader, &bytes, clock_ms)?);
    }
    Ok(())
}

#[cfg(not(target_arch = "wasm32"))]
fn clock_ms() -> f64 {
    static BEGAN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGAN
        .get_or_init(std::time::Instant::now)
        .elapsed()
        .as_secs_f64()
        * 1e3
}
