//! The shell: it starts, from anywhere, offline too; it updates when told to; it can be left for dead and still
//! hand out the data.

use crate::steps;
use crate::support::session::{Session, css, role, test};
use crate::support::static_server::Host;
use crate::support::{Failure, Outcome, ensure, ensure_equal};
use serde_json::json;
use std::fs;
use std::path::Path;

/// Opens the portal, waits until it works offline, and uses it with the server gone.
pub fn run(session: &mut Session) -> Outcome {
    session.open("/")?;
    session.wait(&css("#app main"))?;
    session.check_clean()?;
    wait_offline_ready(session)?;
    policy_holds(session)?;

    session.go_offline();
    session.reload()?;
    session.wait(&css("#app main"))?;
    // A deep link of two levels, offline.
    session.open("/orders/5")?;
    session.wait(&css("#app main"))?;
    ensure_equal("base", base(session)?, session.address("/"))?;

    // A deep link that the host answers, before there is a service worker.
    session.go_online()?;
    forget_worker(session)?;
    session.open("/orders/5?from=list")?;
    session.wait(&css("#app main"))?;
    ensure_equal("base", base(session)?, session.address("/"))
}

/// The same build in a folder of a host that can send no headers and answers deep links with 404 and the fallback.
pub fn sub_path(session: &mut Session) -> Outcome {
    // The status of the fallback page itself; Chromium mentions it.
    session.tolerate("the server responded with a status of 404");
    let build = session.scratch("sub")?;
    copy_folder(session.dist(), &build)?;
    let fallback = fs::read_to_string(build.join("404.html"))?;
    let based = fallback.replace(r#"<base href="/">"#, r#"<base href="/shop/depo/">"#);
    ensure(based != fallback, "404.html has no base to set")?;
    fs::write(build.join("404.html"), based)?;
    session.serve(&build, "/shop/depo/", Host::Plain)?;

    session.open("/orders/5")?;
    session.wait(&css("#app main"))?;
    ensure_equal("base", base(session)?, session.address("/"))?;
    session.open("/")?;
    session.wait(&css("#app main"))?;
    ensure_equal("base", base(session)?, session.address("/"))?;
    wait_offline_ready(session)?;
    policy_holds(session)?;

    session.go_offline();
    session.open("/orders/5")?;
    session.wait(&css("#app main"))?;
    ensure_equal("base", base(session)?, session.address("/"))
}

/// A new build waits until it is told to take over, and an incomplete one never does.
pub fn update(session: &mut Session) -> Outcome {
    let build = session.scratch("build")?;
    copy_folder(session.dist(), &build)?;
    session.serve(&build, "/", Host::Headers)?;
    session.open("/")?;
    wait_offline_ready(session)?;
    let first = build_name(session)?;

    // Half-way through an upload: the new worker is there, and a file is not what it lists.
    let worker = fs::read_to_string(build.join("sw.js"))?;
    let second = first.chars().rev().collect::<String>();
    let upgraded = worker.replace(&first, &second);
    let icon = fs::read_to_string(build.join("icons/depo.svg"))?;
    fs::write(build.join("sw.js"), &upgraded)?;
    fs::write(build.join("icons/depo.svg"), format!("{icon}\n"))?;
    session.tolerate("icons/depo.svg");
    session.script(CHECK_FOR_UPDATE, json!([]))?;
    session.wait_for("the incomplete build to be refused", |session| {
        Ok(workers(session)? == "active")
    })?;
    ensure_equal("state", update_state(session)?, "offline-ready".to_string())?;

    // The upload is complete.
    fs::write(build.join("icons/depo.svg"), &icon)?;
    let page = fs::read_to_string(build.join("index.html"))?;
    fs::write(build.join("index.html"), page.replace(&first, &second))?;
    session.script(CHECK_FOR_UPDATE, json!([]))?;
    session.wait_for("the update to wait", |session| {
        Ok(update_state(session)? == "update-ready")
    })?;
    session.reload()?;
    session.wait(&css("#app main"))?;
    ensure_equal("build before the answer", build_name(session)?, first)?;
    session.wait_for("the update to wait still", |session| {
        Ok(update_state(session)? == "update-ready")
    })?;
    session.script("window.depoTakeOver()", json!([]))?;
    session.wait_for(
        "the new build",
        |session| Ok(build_name(session)? == second),
    )?;
    session.wait(&css("#app main"))?;
    let caches = session.script("return caches.keys()", json!([]))?;
    ensure_equal("caches", caches, json!([format!("depo-build-{second}")]))
}

/// The program is dead: the last screen says so in the person's language and hands out the journal.
pub fn last_screen(session: &mut Session) -> Outcome {
    session.tolerate("panic: a test of the last screen");
    steps::found(session)?;
    session.script(WRITE_JOURNAL, json!([]))?;
    session.script("localStorage.setItem('depo.language', 'ro')", json!([]))?;
    session.reload()?;
    session.wait(&css("#app main"))?;
    session.script("window.depoPanic('a test of the last screen')", json!([]))?;
    session.wait(&role("heading", "Depo s-a oprit"))?;
    session.check_accessible()?;
    session.picture("panic")?;
    let errors = session.errors()?;
    ensure(
        errors.iter().any(|error| error.kind == "panic"),
        "the panic is not in the list of errors",
    )?;

    session.click(&test("last-export"))?;
    let file = session.wait_download("depo-journal")?;
    let rows = fs::read_to_string(file)?;
    let expected = json!({ "table": "meta", "key_hex": "00ff", "value_base64": "AQID" });
    let found = rows.lines().any(|line| {
        serde_json::from_str::<serde_json::Value>(line).is_ok_and(|row| row == expected)
    });
    ensure(found, format!("the row is not in the export:\n{rows}"))?;
    for table in ["tail", "pers"] {
        let part = format!(r#"{{"table":"{table}","#);
        ensure(
            rows.contains(&part),
            format!("nothing of the workspace's table {table} is in the export:\n{rows}"),
        )?;
    }

    session.click(&role("button", "Reîncarcă"))?;
    session.wait(&css("#app main"))
}

/// Puts one row into the database of the workspace, as the program does.
const WRITE_JOURNAL: &str = "
return new Promise((resolve, reject) => {
  const opening = indexedDB.open('depo-workspace');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const writing = opening.result.transaction('meta', 'readwrite');
    // The page's own kind of array: Firefox runs this script beside the page.
    writing.objectStore('meta').put(new window.Uint8Array([1, 2, 3]), new window.Uint8Array([0, 255]));
    writing.oncomplete = () => { opening.result.close(); resolve(true); };
    writing.onerror = () => reject(writing.error);
  };
});";

const CHECK_FOR_UPDATE: &str = "
return navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => true, () => false)";

fn wait_offline_ready(session: &mut Session) -> Outcome {
    session.wait_for("the service worker", |session| {
        let state = update_state(session)?;
        ensure(!state.starts_with("unavailable"), state.clone())?;
        Ok(state == "offline-ready")
    })
}

fn update_state(session: &Session) -> Result<String, Failure> {
    let state = session.script(
        "const { state, reason } = window.depoUpdate || {}; return state === 'unavailable' ? state + ': ' + reason : state",
        json!([]),
    )?;
    Ok(state.as_str().unwrap_or_default().to_string())
}

/// Which workers there are, as words.
fn workers(session: &Session) -> Result<String, Failure> {
    let found = session.script(
        "return navigator.serviceWorker.getRegistration().then((registration) =>
           ['installing', 'waiting', 'active'].filter((state) => registration[state]).join(' '))",
        json!([]),
    )?;
    Ok(found.as_str().unwrap_or_default().to_string())
}

fn build_name(session: &Session) -> Result<String, Failure> {
    let name = session.script(
        "return document.querySelector('meta[name=depo-build]').content",
        json!([]),
    )?;
    Ok(name.as_str().unwrap_or_default().to_string())
}

fn base(session: &Session) -> Result<String, Failure> {
    let base = session.script("return document.baseURI", json!([]))?;
    Ok(base.as_str().unwrap_or_default().to_string())
}

fn forget_worker(session: &mut Session) -> Outcome {
    session.script(
        "return navigator.serviceWorker.getRegistrations()
           .then((all) => Promise.all(all.map((one) => one.unregister()))).then(() => true)",
        json!([]),
    )?;
    Ok(())
}

/// The policy is in force and heard: an inline script is refused, and the refusal is in the list of errors.
fn policy_holds(session: &mut Session) -> Outcome {
    session.tolerate("policy: script-src-elem");
    session.tolerate("inline script");
    session.script(
        "const script = document.createElement('script');
         script.textContent = 'window.inlineHasRun = true';
         document.head.append(script);",
        json!([]),
    )?;
    session.wait_for("the violation to be heard", |session| {
        Ok(session.errors()?.iter().any(|error| error.kind == "policy"))
    })?;
    let ran = session.script("return window.inlineHasRun === true", json!([]))?;
    ensure(ran == json!(false), "an inline script has run")
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
