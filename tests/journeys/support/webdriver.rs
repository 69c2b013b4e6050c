//! A thin WebDriver client: one blocking JSON request at a time to a driver on the loopback interface.

use super::Failure;
use serde_json::{Value, json};
use std::time::Duration;

/// The key of an element reference, fixed by the WebDriver standard.
pub const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An open session of a driver.
pub struct Wire {
    agent: ureq::Agent,
    session: String,
}

/// An error that the driver has answered with.
#[derive(Debug)]
pub struct DriverError {
    /// The error code of the standard, as in `stale element reference`.
    pub code: String,
    /// The driver's words.
    pub message: String,
}

impl std::fmt::Display for DriverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let first = self.message.lines().next().unwrap_or_default();
        write!(f, "{}: {first}", self.code)
    }
}

impl std::error::Error for DriverError {}

impl Wire {
    /// Opens a session at the driver on this port; also the capabilities that the driver has granted.
    pub fn open(port: u16, capabilities: &Value) -> Result<(Self, Value), Failure> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(180)))
            .build()
            .into();
        let root = format!("http://127.0.0.1:{port}/session");
        let wanted = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let granted = exchange(agent.post(&root).send_json(&wanted)?)?;
        let id = granted["sessionId"]
            .as_str()
            .ok_or("the driver has opened no session")?;
        let wire = Wire {
            agent,
            session: format!("{root}/{id}"),
        };
        Ok((wire, granted["capabilities"].clone()))
    }

    /// A command without a body.
    pub fn get(&self, command: &str) -> Result<Value, Failure> {
        exchange(self.agent.get(self.address(command)).call()?)
    }

    /// A command with a body.
    pub fn post(&self, command: &str, body: &Value) -> Result<Value, Failure> {
        exchange(self.agent.post(self.address(command)).send_json(body)?)
    }

    /// A command that ends something; the empty command ends the session.
    pub fn delete(&self, command: &str) -> Result<Value, Failure> {
        exchange(self.agent.delete(self.address(command)).call()?)
    }

    fn address(&self, command: &str) -> String {
        if command.is_empty() {
            self.session.clone()
        } else {
            format!("{}/{command}", self.session)
        }
    }
}

/// Whether a driver that has been started answers already.
pub fn is_ready(port: u16) -> bool {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(2)))
        .build()
        .into();
    agent
        .get(format!("http://127.0.0.1:{port}/status"))
        .call()
        .is_ok()
}

fn exchange(mut response: ureq::http::Response<ureq::Body>) -> Result<Value, Failure> {
    let failed = !response.status().is_success();
    let limit = 64 * 1024 * 1024;
    let mut answer: Value = response.body_mut().with_config().limit(limit).read_json()?;
    let value = answer["value"].take();
    if failed {
        let part = |name: &str| value[name].as_str().unwrap_or_default().to_string();
        return Err(Box::new(DriverError {
            code: part("error"),
            message: part("message"),
        }));
    }
    Ok(value)
}
