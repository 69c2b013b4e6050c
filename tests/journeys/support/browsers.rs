//! The browsers: which there are, how their drivers are started, and what is asked of them.

use super::Failure;
use super::webdriver::{Wire, is_ready};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome, headless.
    Chromium,
    /// Firefox, headless.
    Firefox,
    /// WebKitGTK's MiniBrowser, on a display of its own.
    WebKit,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Chromium, Kind::Firefox, Kind::WebKit];

    /// The name, as after `--browser`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Chromium => "chromium",
            Kind::Firefox => "firefox",
            Kind::WebKit => "webkit",
        }
    }

    fn driver(self) -> &'static str {
        match self {
            Kind::Chromium => "chromedriver",
            Kind::Firefox => "geckodriver",
            Kind::WebKit => "WebKitWebDriver",
        }
    }

    fn program(self) -> Option<PathBuf> {
        match self {
            Kind::Chromium => ["chromium", "google-chrome"].into_iter().find_map(on_path),
            Kind::Firefox => ["firefox-esr", "firefox"].into_iter().find_map(on_path),
            // The driver knows its browser; it needs a display.
            Kind::WebKit => on_path("Xvfb"),
        }
    }

    /// What is missing to drive this browser, if anything is.
    pub fn missing(self) -> Option<String> {
        if on_path(self.driver()).is_none() {
            Some(format!("{} is not installed", self.driver()))
        } else if self.program().is_none() {
            Some(format!("nothing for {} to drive", self.driver()))
        } else {
            None
        }
    }

    /// Whether a profile outlives the browser: WebKitGTK's automation sessions are ephemeral.
    pub fn keeps_profile(self) -> bool {
        self != Kind::WebKit
    }
}

/// Finds a program on the search path.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// A process that ends with its owner.
struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A driver with the browser that it has started.
pub struct Running {
    /// The session.
    pub wire: Wire,
    /// What the driver has granted.
    pub granted: Value,
    // Ended in this order: the driver before its display.
    driver: Guarded,
    _display: Option<Guarded>,
}

/// Where a session keeps its things.
pub struct Folders<'a> {
    /// The profile; the same folder again is the same user again.
    pub profile: &'a Path,
    /// Where downloads go.
    pub downloads: &'a Path,
    /// Where the driver writes what it has to say.
    pub log: &'a Path,
}

/// Starts a driver on a free port, and its browser.
pub fn start(kind: Kind, folders: &Folders) -> Result<Running, Failure> {
    let program = kind.program().ok_or("no such browser here")?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut command = Command::new(kind.driver());
    command.arg(format!("--port={port}"));
    let mut display = None;
    if kind == Kind::WebKit {
        let (server, number) = start_display()?;
        display = Some(server);
        command.env("DISPLAY", format!(":{number}"));
        command.env_remove("WAYLAND_DISPLAY");
        command.env("GDK_BACKEND", "x11");
        command.env("LIBGL_ALWAYS_SOFTWARE", "1");
        command.env("NO_AT_BRIDGE", "1");
    }
    let log = File::create(folders.log)?;
    command
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    let driver = Guarded(command.spawn()?);
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_ready(port) {
        if Instant::now() > deadline {
            return Err(format!("{} does not answer", kind.driver()).into());
        }
        thread::sleep(Duration::from_millis(30));
    }
    let wanted = capabilities(kind, &program, folders);
    let (wire, granted) = Wire::open(port, &wanted)?;
    Ok(Running {
        wire,
        granted,
        driver,
        _display: display,
    })
}

impl Running {
    /// The process of the driver.
    pub fn driver_process(&self) -> u32 {
        self.driver.0.id()
    }

    /// Ends the browser and its driver in an orderly way.
    pub fn quit(self) {
        // A browser that has been killed has no session to end; its driver ends with this value.
        drop(self.wire.delete(""));
    }

    /// Ends the browser as a power cut would, and then its driver.
    pub fn kill(self, profile: &Path) -> Result<(), Failure> {
        let mut processes = processes_of(profile)?;
        if let Some(process) = self.granted["moz:processID"].as_u64() {
            processes.push(process.to_string());
        }
        processes.sort();
        processes.dedup();
        if processes.is_empty() {
            return Err("found no process of the browser to kill".into());
        }
        Command::new("kill")
            .arg("-KILL")
            .args(&processes)
            .output()?;
        let deadline = Instant::now() + Duration::from_secs(10);
        while processes
            .iter()
            .any(|process| Path::new(&format!("/proc/{process}/exe")).exists())
        {
            if Instant::now() > deadline {
                return Err("the browser survives being killed".into());
            }
            thread::sleep(Duration::from_millis(20));
        }
        drop(self.driver);
        Ok(())
    }
}

/// The processes that have this profile on their command line: those of one browser, for the folder is its own.
fn processes_of(profile: &Path) -> Result<Vec<String>, Failure> {
    let profile = profile.to_str().ok_or("a profile path that is not text")?;
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        // A process may end while we look.
        let Ok(line) = std::fs::read(entry.path().join("cmdline")) else {
            continue;
        };
        let line = String::from_utf8_lossy(&line).into_owned();
        if line.contains(profile) && !line.contains("driver") {
            found.push(name);
        }
    }
    Ok(found)
}

/// A display that nobody sees, under a number that is free.
fn start_display() -> Result<(Guarded, u32), Failure> {
    let mut server = Guarded(
        Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1600x1200x24",
                "-nolisten",
                "tcp",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?,
    );
    let output = server.0.stdout.take().ok_or("Xvfb has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    Ok((server, line.trim().parse()?))
}

fn capabilities(kind: Kind, program: &Path, folders: &Folders) -> Value {
    match kind {
        Kind::Chromium => chromium(program, folders),
        Kind::Firefox => json!({
            "browserName": "firefox",
            "acceptInsecureCerts": false,
            "moz:firefoxOptions": {
                "binary": program,
                "args": ["-headless", "-profile", folders.profile],
                "prefs": {
                    "browser.download.folderList": 2,
                    "browser.download.dir": folders.downloads,
                    "browser.download.useDownloadDir": true,
                    "browser.download.always_ask_before_handling_new_types": false,
                    "browser.shell.checkDefaultBrowser": false,
                    "datareporting.policy.dataSubmissionEnabled": false,
                    "intl.accept_languages": "en-US, en",
                },
            },
        }),
        Kind::WebKit => json!({ "browserName": "MiniBrowser" }),
    }
}

fn chromium(program: &Path, folders: &Folders) -> Value {
    let mut arguments = vec![
        "--headless=new".to_string(),
        format!("--user-data-dir={}", folders.profile.display()),
        "--window-size=1280,900".to_string(),
        "--lang=en-US".to_string(),
        // Small containers have a small /dev/shm.
        "--disable-dev-shm-usage".to_string(),
        "--disable-gpu".to_string(),
        "--disable-background-networking".to_string(),
        "--disable-component-update".to_string(),
        "--no-first-run".to_string(),
    ];
    if is_root() {
        // Chromium refuses to sandbox for root, as in most containers.
        arguments.push("--no-sandbox".to_string());
    }
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": program,
            "args": arguments,
            "prefs": {
                "download.default_directory": folders.downloads,
                "download.prompt_for_download": false,
                "intl.accept_languages": "en-US,en",
            },
        },
    })
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
