//! A person at a browser, and the server that it talks to: what a journey holds in its hands.
//!
//! | file | what it is for |
//! |---|---|
//! | here | the server, complaints of pages, the end |
//! | `browser` | the browser itself: opened, killed, its tabs, its history, its developer tools |
//! | `find` | finding things by what they are called, and waiting for them |
//! | `input` | clicks, keys, scans, files |
//! | `look` | sizes, themes, pictures, axe-core |

mod browser;
mod find;
mod input;
mod look;

pub use find::{By, css, role, test, text};

use super::browsers::{Kind, Running};
use super::static_server::{Host, Site, StaticServer};
use super::{Failure, Outcome, ensure};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a journey waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// One entry of the page's `window.depoErrors`.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct PageError {
    /// error, rejection, policy, resource or panic.
    pub kind: String,
    /// The words.
    pub message: String,
    /// The place.
    #[serde(rename = "where")]
    pub place: String,
}

/// A browser with one user's profile, and the server that it talks to.
pub struct Session {
    kind: Kind,
    journey: String,
    site: Site,
    port: u16,
    server: Option<StaticServer>,
    running: Option<Running>,
    root: PathBuf,
    artifacts: PathBuf,
    patience: Duration,
    /// Complaints of pages that have been left since.
    complaints: Vec<String>,
    tolerated: Vec<String>,
}

impl Session {
    /// Starts the server for the build in `dist`, and a browser with a fresh profile.
    pub fn start(
        kind: Kind,
        journey: &str,
        dist: &Path,
        artifacts: &Path,
    ) -> Result<Self, Failure> {
        let root = std::env::temp_dir().join(format!(
            "depo-journey-{}-{journey}-{}",
            std::process::id(),
            kind.name()
        ));
        let mut session = Session {
            kind,
            journey: journey.to_string(),
            site: Site {
                folder: fs::canonicalize(dist)?,
                base: "/".to_string(),
                host: Host::Headers,
            },
            port: 0,
            server: None,
            running: None,
            root,
            artifacts: artifacts.to_path_buf(),
            patience: PATIENCE,
            complaints: Vec::new(),
            tolerated: Vec::new(),
        };
        fs::create_dir_all(artifacts)?;
        // The picture of an earlier failure would be taken for one of this run.
        let stale = session.failure_picture();
        if stale.exists() {
            fs::remove_file(stale)?;
        }
        session.go_online()?;
        session.open_browser()?;
        Ok(session)
    }

    /// The browser that this journey is made in.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The browser's name and version.
    pub fn browser_version(&self) -> Result<String, Failure> {
        let granted = &self.running()?.granted;
        let part = |name: &str| granted[name].as_str().unwrap_or_default().to_string();
        Ok(format!(
            "{} {}",
            part("browserName"),
            part("browserVersion")
        ))
    }

    /// The process of the driver: the browser's processes descend from it.
    pub fn driver_process(&self) -> Result<u32, Failure> {
        Ok(self.running()?.driver_process())
    }

    // --- The server ---

    /// Stops the server: from now on the browser is offline.
    pub fn go_offline(&mut self) {
        self.server = None;
    }

    /// Starts the server again, at the same address.
    pub fn go_online(&mut self) -> Outcome {
        if self.server.is_none() {
            let server = StaticServer::start(self.site.clone(), self.port)?;
            self.port = server.port();
            self.server = Some(server);
        }
        Ok(())
    }

    /// Serves another build, from another path or as another kind of host, from now on.
    pub fn serve(&mut self, folder: &Path, base: &str, host: Host) -> Outcome {
        self.go_offline();
        self.site = Site {
            folder: fs::canonicalize(folder)?,
            base: base.to_string(),
            host,
        };
        self.go_online()
    }

    /// The folder of the build that is served.
    pub fn dist(&self) -> &Path {
        &self.site.folder
    }

    /// A folder of this journey's own.
    pub fn scratch(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.root.join(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// The address of a path of the portal, as in `/orders?state=open`.
    pub fn address(&self, path: &str) -> String {
        let base = &self.site.base;
        format!(
            "http://127.0.0.1:{}{base}{}",
            self.port,
            path.trim_start_matches('/')
        )
    }

    // --- Complaints ---

    /// What the page has collected in `window.depoErrors`.
    pub fn errors(&self) -> Result<Vec<PageError>, Failure> {
        let found = self.script("return window.depoErrors || []", json!([]))?;
        Ok(serde_json::from_value(found)?)
    }

    /// The severe entries of the browser's console since the last call. Chromium only; elsewhere empty.
    pub fn console(&self) -> Result<Vec<String>, Failure> {
        if self.kind != Kind::Chromium {
            return Ok(Vec::new());
        }
        let entries = self.post("se/log", json!({ "type": "browser" }))?;
        let entries = entries.as_array().cloned().unwrap_or_default();
        Ok(entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_string())
            .collect())
    }

    /// Complaints that hold this part are expected in this journey.
    pub fn tolerate(&mut self, part: &str) {
        self.tolerated.push(part.to_string());
    }

    /// Keeps what the page and the console have complained of, before the page is left.
    fn collect(&mut self) {
        if self.running.is_none() {
            return;
        }
        // An empty first tab has no list, and a killed browser answers nothing: no complaints then.
        let errors = self.errors().unwrap_or_default();
        let console = self.console().unwrap_or_default();
        let page = errors
            .iter()
            .map(|error| format!("{}: {} {}", error.kind, error.message, error.place));
        let console = console.into_iter().map(|entry| format!("console: {entry}"));
        for complaint in page.chain(console) {
            let tolerated = self.tolerated.iter().any(|part| complaint.contains(part));
            if !tolerated && !self.complaints.contains(&complaint) {
                self.complaints.push(complaint);
            }
        }
    }

    /// Fails when any page of this journey has complained so far. Every journey ends with it by itself.
    pub fn check_clean(&mut self) -> Outcome {
        self.collect();
        ensure(
            self.complaints.is_empty(),
            format!("complaints:\n    {}", self.complaints.join("\n    ")),
        )
    }

    // --- The end ---

    fn failure_picture(&self) -> PathBuf {
        self.artifacts.join(format!("{}.failed.png", self.label()))
    }

    fn label(&self) -> String {
        format!("{}.{}", self.journey, self.kind.name())
    }

    /// Ends the journey: fails when it has failed or when a page has complained; pictures and words of a failure stay.
    pub fn finish(mut self, outcome: Outcome) -> Outcome {
        let outcome = match (outcome, self.check_clean()) {
            (Err(failure), Err(complaints)) => Err(format!("{failure}\n  {complaints}").into()),
            (Err(failure), Ok(())) | (Ok(()), Err(failure)) => Err(failure),
            (Ok(()), Ok(())) => Ok(()),
        };
        let outcome = outcome.map_err(|failure: Failure| -> Failure {
            match self.picture("failed") {
                Ok(file) => format!("{failure}\n  picture: {}", file.display()).into(),
                Err(cause) => format!("{failure}\n  no picture: {cause}").into(),
            }
        });
        self.close();
        // The log of a driver is of use only after a failure.
        if outcome.is_ok() {
            fs::remove_file(self.artifacts.join(format!("{}.driver.log", self.label())))?;
        }
        fs::remove_dir_all(&self.root)?;
        outcome
    }
}
