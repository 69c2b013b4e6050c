//! A person at a browser: finds things by what they are called, clicks, types, scans, waits, looks.

use super::browsers::{self, Folders, Kind, Running};
use super::static_server::{Host, Site, StaticServer};
use super::webdriver::{DriverError, ELEMENT};
use super::{Failure, Outcome, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long a journey waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(25);

/// What an element is found by. Only what can be seen is found, except for files to upload.
#[derive(Clone, Debug)]
pub enum By {
    /// The value of its `data-test` attribute.
    Test(String),
    /// Its role and its accessible name (or a part of it; empty: any).
    Role(String, String),
    /// Text in it; the innermost such element.
    Text(String),
    /// A selector.
    Css(String),
}

/// By the `data-test` attribute.
pub fn test(name: &str) -> By {
    By::Test(name.to_string())
}

/// By role and accessible name.
pub fn role(role: &str, name: &str) -> By {
    By::Role(role.to_string(), name.to_string())
}

/// By text.
pub fn text(part: &str) -> By {
    By::Text(part.to_string())
}

/// By selector.
pub fn css(selector: &str) -> By {
    By::Css(selector.to_string())
}

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

    // --- The browser ---

    fn open_browser(&mut self) -> Outcome {
        let (profile, downloads) = (self.scratch("profile")?, self.scratch("downloads")?);
        let log = self.artifacts.join(format!("{}.driver.log", self.label()));
        let running = browsers::start(
            self.kind,
            &Folders {
                profile: &profile,
                downloads: &downloads,
                log: &log,
            },
        )?;
        running.wire.post(
            "timeouts",
            &json!({ "script": 60_000, "pageLoad": 60_000, "implicit": 0 }),
        )?;
        self.running = Some(running);
        self.resize(1280, 900)
    }

    fn running(&self) -> Result<&Running, Failure> {
        self.running
            .as_ref()
            .ok_or_else(|| "the browser is closed".into())
    }

    fn get(&self, command: &str) -> Result<Value, Failure> {
        self.running()?.wire.get(command)
    }

    fn post(&self, command: &str, body: Value) -> Result<Value, Failure> {
        self.running()?.wire.post(command, &body)
    }

    /// Ends the browser without a warning, as a power cut would. [`Session::reopen`] starts it again.
    pub fn kill(&mut self) -> Outcome {
        self.collect();
        let profile = self.scratch("profile")?;
        let running = self.running.take().ok_or("the browser is closed")?;
        running.kill(&profile)
    }

    /// Closes the browser as a person would.
    pub fn close(&mut self) {
        self.collect();
        if let Some(running) = self.running.take() {
            running.quit();
        }
    }

    /// Starts the browser again with the same profile.
    pub fn reopen(&mut self) -> Outcome {
        ensure(
            self.kind.keeps_profile(),
            "this browser keeps no profile between its automation sessions",
        )?;
        self.close();
        self.open_browser()
    }

    /// Closes the browser and opens it as another person's, with a fresh profile.
    pub fn renew(&mut self) -> Outcome {
        self.close();
        fs::remove_dir_all(self.scratch("profile")?)?;
        self.open_browser()
    }

    /// How long to wait from now on for what must come: for work that is longer than a click.
    pub fn be_patient(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Opens a path of the portal, as typed into the address bar.
    pub fn open(&mut self, path: &str) -> Outcome {
        self.collect();
        let address = self.address(path);
        self.post("url", json!({ "url": address }))?;
        Ok(())
    }

    /// Loads the page again, as the reload key does. (The WebDriver command bypasses the service worker in Firefox.)
    pub fn reload(&mut self) -> Outcome {
        self.collect();
        self.script("window.isLeft = true; location.reload()", json!([]))?;
        self.wait_for("the page to load again", |session| {
            let loaded = session.script(
                "return !window.isLeft && document.readyState === 'complete'",
                json!([]),
            )?;
            Ok(loaded == Value::Bool(true))
        })
    }

    /// Goes back in the history.
    pub fn back(&mut self) -> Outcome {
        self.post("back", json!({}))?;
        Ok(())
    }

    /// The path and query that the address bar shows, from the portal's folder on, with a leading slash.
    pub fn path(&self) -> Result<String, Failure> {
        let address = self.get("url")?;
        let address = address.as_str().unwrap_or_default();
        let root = self.address("");
        match address.strip_prefix(&root) {
            Some(path) => Ok(format!("/{path}")),
            None => Err(format!("{address} is not below {root}").into()),
        }
    }

    /// The title of the page.
    pub fn title(&self) -> Result<String, Failure> {
        Ok(self.get("title")?.as_str().unwrap_or_default().to_string())
    }

    /// Opens another tab and goes there; its handle.
    pub fn new_tab(&mut self) -> Result<String, Failure> {
        let opened = self.post("window/new", json!({ "type": "tab" }))?;
        let handle = opened["handle"].as_str().unwrap_or_default().to_string();
        self.switch_to(&handle)?;
        Ok(handle)
    }

    /// The handle of this tab.
    pub fn tab(&self) -> Result<String, Failure> {
        Ok(self.get("window")?.as_str().unwrap_or_default().to_string())
    }

    /// Goes to another tab.
    pub fn switch_to(&mut self, handle: &str) -> Outcome {
        self.collect();
        self.post("window", json!({ "handle": handle }))?;
        Ok(())
    }

    /// Closes this tab and goes to another.
    pub fn close_tab(&mut self, next: &str) -> Outcome {
        self.collect();
        self.running()?.wire.delete("window")?;
        self.post("window", json!({ "handle": next }))?;
        Ok(())
    }

    /// Runs the body of a function in the page and returns what it returns; a promise is awaited. The policy of the
    /// page does not bind it.
    pub fn script(&self, body: &str, arguments: Value) -> Result<Value, Failure> {
        let arguments = match arguments {
            Value::Array(_) => arguments,
            one => json!([one]),
        };
        self.post("execute/sync", json!({ "script": body, "args": arguments }))
    }

    // --- Finding ---

    fn locate(&self, by: &By, hidden_too: bool) -> Result<Option<String>, Failure> {
        let (kind, first, second) = match by {
            By::Test(name) => ("test", name.as_str(), ""),
            By::Role(role, name) => ("role", role.as_str(), name.as_str()),
            By::Text(part) => ("text", part.as_str(), ""),
            By::Css(selector) => ("css", selector.as_str(), ""),
        };
        let found = self.script(
            include_str!("locate.js"),
            json!([kind, first, second, hidden_too]),
        )?;
        Ok(found[ELEMENT].as_str().map(str::to_string))
    }

    /// Whether it can be seen now.
    pub fn sees(&self, by: &By) -> Result<bool, Failure> {
        Ok(self.locate(by, false)?.is_some())
    }

    /// Does something with an element as soon as that is possible: pages move under one's hands.
    fn with<T>(
        &self,
        what: &str,
        by: &By,
        hidden_too: bool,
        action: impl Fn(&str) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + self.patience;
        loop {
            let last = match self.locate(by, hidden_too) {
                Ok(Some(element)) => match action(&element) {
                    Ok(done) => return Ok(done),
                    Err(failure) => failure,
                },
                Ok(None) => "it is not there".into(),
                Err(failure) => failure,
            };
            let passing = last
                .downcast_ref::<DriverError>()
                .is_none_or(|error| is_passing(&error.code));
            if !passing || Instant::now() > deadline {
                return Err(format!("cannot {what} {by:?}: {last}").into());
            }
            thread::sleep(POLL);
        }
    }

    /// Waits until it can be seen.
    pub fn wait(&self, by: &By) -> Outcome {
        self.with("see", by, false, |_| Ok(()))
    }

    /// Waits until it can be seen no more.
    pub fn wait_gone(&self, by: &By) -> Outcome {
        self.wait_for(&format!("{by:?} to go"), |session| Ok(!session.sees(by)?))
    }

    /// Waits until something holds. A failure while asking counts as "not yet".
    pub fn wait_for(
        &self,
        what: &str,
        holds: impl Fn(&Session) -> Result<bool, Failure>,
    ) -> Outcome {
        let deadline = Instant::now() + self.patience;
        loop {
            let answer = holds(self);
            if matches!(answer, Ok(true)) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let cause = answer.err().map(|cause| format!(": {cause}"));
                return Err(
                    format!("waited in vain for {what}{}", cause.unwrap_or_default()).into(),
                );
            }
            thread::sleep(POLL);
        }
    }

    /// The text of it, as seen.
    pub fn text_of(&self, by: &By) -> Result<String, Failure> {
        self.with("read", by, false, |element| {
            let text = self.get(&format!("element/{element}/text"))?;
            Ok(text.as_str().unwrap_or_default().to_string())
        })
    }

    /// A property of it, as in `value` or `checked`.
    pub fn property(&self, by: &By, name: &str) -> Result<Value, Failure> {
        self.with("read", by, false, |element| {
            self.get(&format!("element/{element}/property/{name}"))
        })
    }

    /// How many elements a selector finds, seen or not.
    pub fn count(&self, selector: &str) -> Result<u64, Failure> {
        let count = self.script(
            "return document.querySelectorAll(arguments[0]).length",
            json!([selector]),
        )?;
        count.as_u64().ok_or_else(|| "not a number".into())
    }

    // --- Doing ---

    /// Clicks or taps it.
    pub fn click(&self, by: &By) -> Outcome {
        self.with("click", by, false, |element| {
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
    /// and slow keys are rightly taken for a person's.
    pub fn scan(&self, code: &str) -> Outcome {
        self.script(
            "const press = (key) => {
               for (const kind of ['keydown', 'keyup']) {
                 const target = document.activeElement || document.body;
                 target.dispatchEvent(new window.KeyboardEvent(kind, { key, bubbles: true, cancelable: true, composed: true }));
               }
             };
             [...arguments[0]].forEach(press);
             press('Enter');",
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

    // --- Looking ---

    /// Gives the page this size, in CSS pixels.
    pub fn resize(&mut self, width: u32, height: u32) -> Outcome {
        if self.kind == Kind::Chromium {
            // A window cannot be as narrow as a phone; its picture can.
            self.developer_tools(
                "Emulation.setDeviceMetricsOverride",
                json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
            )
        } else {
            let rectangle = json!({ "x": 0, "y": 0, "width": width, "height": height });
            self.post("window/rect", rectangle)?;
            Ok(())
        }
    }

    /// Asks for `light` or `dark`. Only Chromium can be asked while it runs; elsewhere nothing changes.
    pub fn prefer(&mut self, theme: &str) -> Outcome {
        if self.kind != Kind::Chromium {
            return Ok(());
        }
        let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
        self.developer_tools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
    }

    /// Runs a script in every page that is opened from now on, before its own. Chromium only; until the browser is
    /// closed.
    pub fn every_page(&self, script: &str) -> Outcome {
        self.developer_tools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
    }

    /// Forgets what the host has sent. Chromium only.
    pub fn clear_http_cache(&self) -> Outcome {
        self.developer_tools("Network.clearBrowserCache", json!({}))
    }

    /// A command to Chromium's developer tools. Chromium only.
    pub fn developer_tools(&self, command: &str, parameters: Value) -> Outcome {
        self.post(
            "goog/cdp/execute",
            json!({ "cmd": command, "params": parameters }),
        )?;
        Ok(())
    }

    /// Takes a picture of the page as it is, into `artifacts/JOURNEY.BROWSER.NAME.png`.
    pub fn picture(&self, name: &str) -> Result<PathBuf, Failure> {
        let picture = self.get("screenshot")?;
        let picture = BASE64_STANDARD
            .decode(picture.as_str().unwrap_or_default())
            .map_err(|cause| cause.to_string())?;
        let file = self.artifacts.join(format!("{}.{name}.png", self.label()));
        fs::write(&file, picture)?;
        Ok(file)
    }

    /// Opens a path and takes its picture at this width (and a height that fits it) in a theme.
    pub fn screenshot(&mut self, path: &str, width: u32, theme: &str) -> Result<PathBuf, Failure> {
        self.resize(width, if width < 600 { 800 } else { 900 })?;
        self.prefer(theme)?;
        self.open(path)?;
        self.wait(&css("main h1, main [data-test=paper]"))?;
        let name = path.trim_matches('/').replace(['/', '?', '=', '&'], "-");
        self.picture(&format!(
            "{}-{width}-{theme}",
            if name.is_empty() { "home" } else { &name }
        ))
    }

    /// Fails when axe-core finds anything against the page as it stands.
    pub fn check_accessible(&self) -> Outcome {
        let tools = std::env::var("DEPO_TOOLS")
            .map(PathBuf::from)
            .or_else(|_| {
                std::env::var("HOME").map(|home| Path::new(&home).join(".cache/depo-tools"))
            })?;
        let axe = fs::read_to_string(tools.join("node/node_modules/axe-core/axe.min.js"))
            .map_err(|cause| format!("axe-core is missing ({cause}): run .ci/setup"))?;
        let body = format!(
            "{axe};
             const axe = window.axe;
             return axe.run(document, {{ resultTypes: ['violations'] }}).then((result) =>
               result.violations.map((one) => one.id + ' (' + one.impact + '): ' + one.help + ': ' +
                 one.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message || '')).join('; ')));"
        );
        let found: Vec<String> = serde_json::from_value(self.script(&body, json!([]))?)?;
        ensure(
            found.is_empty(),
            format!(
                "accessibility at {}:\n    {}",
                self.path()?,
                found.join("\n    ")
            ),
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

/// Errors that a page in motion gives and that pass.
fn is_passing(code: &str) -> bool {
    [
        "stale element reference",
        "element click intercepted",
        "element not interactable",
        "no such element",
        "invalid element state",
        "javascript error",
        "unknown error",
    ]
    .contains(&code)
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
