//! What the browser's page process has held at most.

use crate::support::Failure;
use crate::support::session::Session;
use std::fs;
use std::path::Path;

/// The peak of the resident memory of the largest page process of this browser, in bytes. With the code of the browser
/// itself in it, as the system counts.
pub fn renderer_peak(session: &Session) -> Result<f64, Failure> {
    let driver = session.driver_process()?;
    let mut peak: f64 = 0.0;
    for entry in fs::read_dir("/proc")? {
        let entry = entry?;
        let Ok(process) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        // A process may end while we look.
        let Ok(line) = fs::read(entry.path().join("cmdline")) else {
            continue;
        };
        if String::from_utf8_lossy(&line).contains("--type=renderer") && descends(process, driver) {
            let most = field(&entry.path(), "VmHWM:").unwrap_or(0.0);
            peak = peak.max(most * 1024.0);
        }
    }
    if peak > 0.0 {
        Ok(peak)
    } else {
        Err("found no page process".into())
    }
}

fn descends(mut process: u32, from: u32) -> bool {
    while process > 1 {
        if process == from {
            return true;
        }
        let status = Path::new("/proc").join(process.to_string());
        let Some(parent) = field(&status, "PPid:") else {
            return false;
        };
        process = parent as u32;
    }
    false
}

fn field(process: &Path, name: &str) -> Option<f64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
