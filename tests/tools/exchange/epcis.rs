//! EPCIS documents, JSON-LD and XML: the pre-hash text and the hash of each event, by those beside the file.

use std::error::Error;

use super::{Options, epcis_judge};

/// Judges the files. Lists of wanted texts and hashes among them are passed over: they are found by their documents.
pub fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let (mut events, mut failed, mut files) = (0, 0, 0);
    for file in &options.files {
        let extension = file
            .extension()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        if matches!(extension, "prehashes" | "hashes") {
            continue;
        }
        files += 1;
        let judged = epcis_judge::judge(file)?;
        events += judged.events;
        failed += usize::from(!judged.failures.is_empty());
        for failure in &judged.failures {
            println!("FAILED {}: {failure}", file.display());
        }
    }
    println!(
        "judged {files} files of {events} events, passed {}, failed {failed}",
        files - failed
    );
    if failed > 0 || files == 0 {
        return Err("some files failed, or none was a document".into());
    }
    Ok(())
}
