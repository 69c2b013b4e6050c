//! Vectors: a file of one JSON object a line, each judged by itself.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use serde_json::Value;

use super::gs1_vectors::Verdict;

/// Judges every vector of the files; prints each failure, what was judged under which setting, and a summary line.
pub fn judge(
    files: &[std::path::PathBuf],
    name: fn(&Value) -> String,
    judge: fn(&Value) -> Verdict,
) -> Result<(), Box<dyn Error>> {
    let mut counts: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    let mut settings: BTreeMap<String, u64> = BTreeMap::new();
    let mut without_meaning: BTreeMap<String, u64> = BTreeMap::new();
    for file in files {
        for (number, vector) in read(file)? {
            let verdict = judge(&vector);
            if let Verdict::NotApplicable(reason) = verdict {
                let line = format!("{}: {reason}", name(&vector));
                *without_meaning.entry(line).or_default() += 1;
                continue;
            }
            let [judged, passed] = counts.entry(name(&vector)).or_default();
            *judged += 1;
            match verdict {
                Verdict::Failed(reason) => {
                    println!("FAILED {}:{number}: {vector}: {reason}", file.display());
                    continue;
                }
                Verdict::PassedUnder(setting) => *settings.entry(setting).or_default() += 1,
                Verdict::Passed | Verdict::NotApplicable(_) => {}
            }
            *passed += 1;
        }
    }
    for (name, [judged, passed]) in &counts {
        println!("{name}: judged {judged}, passed {passed}");
    }
    for (setting, count) in &settings {
        println!("passed under a setting that the vector does not name, {setting}: {count}");
    }
    for (line, count) in &without_meaning {
        println!("not applicable, {line}: {count}");
    }
    let judged: u64 = counts.values().map(|[judged, _]| judged).sum();
    let passed: u64 = counts.values().map(|[_, passed]| passed).sum();
    let skipped: u64 = without_meaning.values().sum();
    println!(
        "judged {judged}, passed {passed}, failed {}, not applicable {skipped}",
        judged - passed
    );
    if passed < judged {
        return Err("some vectors failed".into());
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<(usize, Value)>, Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let vector = serde_json::from_str(line)
                .map_err(|error| format!("{}:{}: {error}", file.display(), at + 1))?;
            Ok((at + 1, vector))
        })
        .collect()
}
