//! Clicks, types, scans, gives files and takes them.

use super::Session;
use super::find::By;
use crate::support::webdriver::ELEMENT;
use crate::support::{Failure, Outcome, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

/// How old a page must be, in milliseconds, before a scan can be no tail of one that the page before has heard.
const BEGINNING_MS: f64 = 200.0;

impl Session {
    /// Scrolls to what lies beyond an edge of the window: WebKit's driver does not.
    fn reach(&self, element: &str) -> Outcome {
        self.script(
            "const [target] = arguments;
             const { top, bottom } = target.getBoundingClientRect();
             if (top < 0 || bottom > window.innerHeight) target.scrollIntoView({ block: 'center' });",
            json!([{ ELEMENT: element }]),
        )?;
        Ok(())
    }

    /// Clicks or taps it.
    pub fn click(&self, by: &By) -> Outcome {
        self.with("click", by, false, |element| {
            self.reach(element)?;
            self.post(&format!("element/{element}/click"), json!({}))
        })?;
        Ok(())
    }

    /// Types at the end of what stands in a field.
    pub fn type_into(&self, by: &By, typed: &str) -> Outcome {
        self.with("type into", by, false, |element| {
            self.post(
                &format!("element/{element}/value"),
                json!({ "text": typed }),
            )
        })?;
        Ok(())
    }

    /// Empties a field and types into it.
    pub fn fill(&self, by: &By, typed: &str) -> Outcome {
        self.with("empty", by, false, |element| {
            self.reach(element)?;
            self.post(&format!("element/{element}/clear"), json!({}))
        })?;
        self.type_into(by, typed)
    }

    /// Chooses the option with this text in a `select`.
    pub fn choose(&self, by: &By, option: &str) -> Outcome {
        self.with("choose in", by, false, |element| {
            let chosen = self.script(
                "const [list, wanted] = arguments;
                 const option = [...list.options].find((one) => one.text.trim() === wanted);
                 if (!option) return false;
                 list.value = option.value;
                 list.dispatchEvent(new Event('input', { bubbles: true }));
                 list.dispatchEvent(new Event('change', { bubbles: true }));
                 return true;",
                json!([{ ELEMENT: element }, option]),
            )?;
            ensure(
                chosen == Value::Bool(true),
                format!("there is no option {option:?}"),
            )
        })
    }

    /// Gives files to a file field, which may be hidden behind a button.
    pub fn upload(&self, by: &By, files: &[&Path]) -> Outcome {
        let mut paths = Vec::new();
        for file in files {
            let path = fs::canonicalize(file)?;
            paths.push(path.to_str().ok_or("a path that is not text")?.to_string());
        }
        self.with("upload to", by, true, |element| {
            let body = json!({ "text": paths.join("\n") });
            self.post(&format!("element/{element}/value"), body)
        })?;
        Ok(())
    }

    /// Drops a file on it, as dragged in from a folder.
    pub fn drop_file(&self, by: &By, file: &Path) -> Outcome {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let contents = BASE64_STANDARD.encode(fs::read(file)?);
        self.with("drop on", by, false, |element| {
            self.script(
                "const [target, name, contents] = arguments;
                 const bytes = window.Uint8Array.from(window.atob(contents), (letter) => letter.charCodeAt(0));
                 const dataTransfer = new window.DataTransfer();
                 dataTransfer.items.add(new window.File([bytes], name));
                 for (const kind of ['dragenter', 'dragover', 'drop'])
                   target.dispatchEvent(new window.DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));",
                json!([{ ELEMENT: element }, name, contents]),
            )
        })?;
        Ok(())
    }

    /// Presses a key or a chord: `Enter`, `Escape`, `ArrowDown`, `x`, `Control+k`, `Shift+Tab`.
    pub fn press(&self, chord: &str) -> Outcome {
        let keys: Vec<String> = match chord {
            "+" => vec!["+".to_string()],
            _ => chord.split('+').map(key_code).collect(),
        };
        let down = keys
            .iter()
            .map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys
            .iter()
            .rev()
            .map(|key| json!({ "type": "keyUp", "value": key }));
        self.key_actions(down.chain(up).collect())
    }

    /// What a barcode scanner does that behaves as a keyboard: the characters fast, then Enter, wherever the focus is.
    /// The keys are made in the page, in one burst: on a busy machine those of a driver come slower than any scanner's,
    /// and slow keys are rightly taken for a person's. All are pressed before the page hears of the first: a key is
    /// as old as its event, and a page that has just been loaded takes its time over the first one.
    /// What comes as soon as a page begins may be the tail of a code whose head the page before has heard, and is
    /// refused: no hand is as fast as a driver, so it waits.
    pub fn scan(&self, code: &str) -> Outcome {
        let heard_ms = self.script(
            "return window.depoKeys ? window.performance.now() - window.depoKeys.since : 0",
            json!([]),
        )?;
        let left_ms = BEGINNING_MS - heard_ms.as_f64().unwrap_or(0.0);
        if left_ms > 0.0 {
            sleep(Duration::from_secs_f64(left_ms / 1_000.0));
        }
        self.script(
            "[...arguments[0], 'Enter']
               .flatMap((key) => ['keydown', 'keyup'].map((kind) =>
                 new window.KeyboardEvent(kind, { key, bubbles: true, cancelable: true, composed: true })))
               .forEach((event) => (document.activeElement || document.body).dispatchEvent(event));",
            json!([code]),
        )?;
        Ok(())
    }

    fn key_actions(&self, actions: Vec<Value>) -> Outcome {
        self.post(
            "actions",
            json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        )?;
        Ok(())
    }

    /// Waits for a finished download whose name holds this part.
    pub fn wait_download(&self, part: &str) -> Result<PathBuf, Failure> {
        let folder = self.scratch("downloads")?;
        let finished = || -> Result<Option<PathBuf>, Failure> {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let arriving = name.ends_with(".part") || name.ends_with(".crdownload");
                if name.contains(part) && !arriving && fs::metadata(&path)?.len() > 0 {
                    return Ok(Some(path));
                }
            }
            Ok(None)
        };
        self.wait_for(&format!("a download of {part}"), |_| {
            Ok(finished()?.is_some())
        })?;
        finished()?.ok_or_else(|| "the download has gone".into())
    }
}

/// A named key as the WebDriver standard encodes it; anything else is itself.
fn key_code(name: &str) -> String {
    let code = match name {
        "Backspace" => '\u{E003}',
        "Tab" => '\u{E004}',
        "Enter" => '\u{E007}',
        "Shift" => '\u{E008}',
        "Control" => '\u{E009}',
        "Alt" => '\u{E00A}',
        "Escape" => '\u{E00C}',
        "Space" => ' ',
        "PageUp" => '\u{E00E}',
        "PageDown" => '\u{E00F}',
        "End" => '\u{E010}',
        "Home" => '\u{E011}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "Delete" => '\u{E017}',
        _ => return name.to_string(),
    };
    code.to_string()
}
