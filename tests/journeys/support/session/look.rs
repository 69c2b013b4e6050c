//! Looks at the page: at a size, in a theme, as a picture, and as axe-core does.

use super::Session;
use super::find::css;
use crate::support::browsers::Kind;
use crate::support::{Failure, Outcome, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

impl Session {
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
        // Without motion: what is looked at stands still.
        let features = json!([
            { "name": "prefers-color-scheme", "value": theme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.developer_tools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
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

    /// What axe-core finds against the page as it stands, by WCAG 2.2 AA and by best practice.
    pub fn violations(&self) -> Result<Vec<String>, Failure> {
        if self.script("return Boolean(window.axe)", json!([]))? != json!(true) {
            self.script(&axe()?, json!([]))?;
        }
        let found = self.script(include_str!("violations.js"), json!([]))?;
        Ok(serde_json::from_value(found)?)
    }

    /// Fails when axe-core finds anything against the page as it stands.
    pub fn check_accessible(&self) -> Outcome {
        let found = self.violations()?;
        let found = found.join("\n    ");
        ensure(
            found.is_empty(),
            format!("accessibility at {}:\n    {found}", self.path()?),
        )
    }
}

/// The source of axe-core, as `.ci/setup` has put it down.
fn axe() -> Result<String, Failure> {
    let tools = std::env::var("DEPO_TOOLS")
        .map(PathBuf::from)
        .or_else(|_| {
            std::env::var("HOME").map(|home| Path::new(&home).join(".cache/depo-tools"))
        })?;
    fs::read_to_string(tools.join("node/node_modules/axe-core/axe.min.js"))
        .map_err(|cause| format!("axe-core is missing ({cause}): run .ci/setup").into())
}
