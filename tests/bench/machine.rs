//! Where the figures were taken.

use crate::support::Failure;
use crate::support::session::Session;
use serde_json::{Value, json};
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

/// The machine, the browser and the day.
pub struct Machine {
    processor: String,
    cores: usize,
    memory_gb: f64,
    system: String,
    browser: String,
    date: String,
    /// How many programs wanted a core in the last minute, before the figures began.
    load: f64,
}

/// The machine, with the browser of this session.
pub fn of(session: &Session) -> Result<Machine, Failure> {
    let field = |file: &str, name: &str| -> Option<String> {
        let text = fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_string())
    };
    let memory_kb = field("/proc/meminfo", "MemTotal")
        .and_then(|value| value.split_whitespace().next()?.parse::<f64>().ok());
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.and_then(|text| text.split_whitespace().next()?.parse().ok());
    let days = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 86_400;
    let day = chrono::DateTime::from_timestamp(i64::try_from(days * 86_400)?, 0);
    Ok(Machine {
        processor: field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_string()),
        cores: std::thread::available_parallelism()?.get(),
        memory_gb: memory_kb.unwrap_or(f64::NAN) / 1e6,
        system: fs::read_to_string("/proc/sys/kernel/osrelease")
            .map(|release| format!("{} {}", std::env::consts::OS, release.trim()))
            .unwrap_or_else(|_| std::env::consts::OS.to_string()),
        browser: session.browser_version()?,
        date: day
            .map(|day| day.format("%Y-%m-%d").to_string())
            .unwrap_or_default(),
        load: load.unwrap_or(f64::NAN),
    })
}

impl Machine {
    /// In one line.
    pub fn line(&self) -> String {
        format!(
            "{}, {} cores, {:.0} GB, {}; {}, headless; {}; load before: {:.1}",
            self.processor,
            self.cores,
            self.memory_gb,
            self.system,
            self.browser,
            self.date,
            self.load
        )
    }

    pub fn to_json(&self) -> Value {
        json!({
            "processor": self.processor,
            "cores": self.cores,
            "memory_gb": self.memory_gb,
            "system": self.system,
            "browser": self.browser,
            "date": self.date,
            "load": self.load,
        })
    }
}
