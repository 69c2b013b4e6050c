//! The browser itself: opened, killed, its tabs, its history, its developer tools.

use super::Session;
use crate::support::browsers::{self, Folders, Running};
use crate::support::{Failure, Outcome, ensure};
use serde_json::{Value, json};
use std::fs;
use std::time::Duration;

impl Session {
    pub(super) fn open_browser(&mut self) -> Outcome {
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

    pub(super) fn running(&self) -> Result<&Running, Failure> {
        self.running
            .as_ref()
            .ok_or_else(|| "the browser is closed".into())
    }

    pub(super) fn get(&self, command: &str) -> Result<Value, Failure> {
        self.running()?.wire.get(command)
    }

    pub(super) fn post(&self, command: &str, body: Value) -> Result<Value, Failure> {
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
}
