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
        let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
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
}
