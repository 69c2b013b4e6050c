//! The harness itself, on a page of its own: that it does what journeys rely on, and that it sees what is wrong.

use crate::support::browsers::Kind;
use crate::support::session::{Session, css, role, test, text};
use crate::support::static_server::Host;
use crate::support::{Outcome, ensure, ensure_equal};
use serde_json::json;
use std::fs;
use std::path::Path;

const PAGE: &str = "tests/journeys/support/page";

/// Everything that a person does at a page.
pub fn run(session: &mut Session) -> Outcome {
    session.serve(Path::new(PAGE), "/try/", Host::Plain)?;
    session.open("/")?;
    ensure_equal(
        "title",
        session.title()?,
        "A page to try the harness on".to_string(),
    )?;

    ensure(
        !session.sees(&text("It has come late"))?,
        "a hidden text is seen",
    )?;
    session.click(&role("button", "Count up"))?;
    session.wait(&text("It has come late"))?;
    session.click(&test("count"))?;
    ensure_equal(
        "counted",
        session.text_of(&test("counted"))?,
        "2".to_string(),
    )?;
    session.fill(&role("textbox", "Name"), "new")?;
    ensure_equal(
        "name",
        session.property(&test("name"), "value")?,
        json!("new"),
    )?;
    session.choose(&role("combobox", "Carrier"), "by post")?;
    ensure_equal(
        "carrier",
        session.text_of(&test("keys"))?,
        "by post".to_string(),
    )?;
    ensure_equal("buttons", session.count("button")?, 3)?;

    // Keys go to where the focus is: away from the field.
    session.script("document.activeElement.blur()", json!([]))?;
    session.scan("5901234123457")?;
    ensure_equal(
        "scan",
        session.text_of(&test("keys"))?,
        "5901234123457".to_string(),
    )?;
    session.press("Control+k")?;
    ensure_equal(
        "chord",
        session.text_of(&test("keys"))?,
        "chord".to_string(),
    )?;

    let files = session.scratch("files")?;
    let (first, second) = (files.join("first.txt"), files.join("second.txt"));
    fs::write(&first, "first")?;
    fs::write(&second, "second")?;
    session.upload(&test("files"), &[&first, &second])?;
    session.wait(&text("first and second"))?;
    if session.kind() != Kind::WebKit {
        // MiniBrowser asks where to save.
        session.click(&role("button", "Save the list"))?;
        let list = fs::read_to_string(session.wait_download("list")?)?;
        ensure_equal("download", list, "one\ntwo\n".to_string())?;
    }

    session.click(&role("link", "Second page"))?;
    session.wait_for("the second page", |session| {
        Ok(session.path()? == "/?second=1")
    })?;
    session.back()?;
    session.wait_for("the first page", |session| Ok(session.path()? == "/"))?;
    let here = session.tab()?;
    session.new_tab()?;
    session.open("/?third=1")?;
    ensure_equal("other tab", session.path()?, "/?third=1".to_string())?;
    session.close_tab(&here)?;
    ensure_equal("this tab", session.path()?, "/".to_string())?;

    session.check_accessible()?;
    let picture = session.screenshot("/", 390, "dark")?;
    ensure(fs::metadata(&picture)?.len() > 1000, "the picture is empty")?;
    fs::remove_file(picture)?;
    sees_what_is_wrong(session)
}

/// What must fail a journey does.
fn sees_what_is_wrong(session: &mut Session) -> Outcome {
    session.check_clean()?;
    session.script(
        "document.querySelector('output').replaceWith(document.createElement('button'))",
        json!([]),
    )?;
    ensure(
        session.check_accessible().is_err(),
        "a button without a name passes as accessible",
    )?;
    let too_wide =
        |session: &Session| session.script(include_str!("support/too_wide.js"), json!([]));
    ensure_equal("what is too wide", too_wide(session)?, json!([]))?;
    session.script(
        "const box = document.body.appendChild(document.createElement('p'));
         box.style.width = '20px';
         box.textContent = 'Unbreakable'",
        json!([]),
    )?;
    ensure(
        too_wide(session)? != json!([]),
        "a word wider than its box passes as not too wide",
    )?;
    session.tolerate("thrown on purpose");
    session.click(&role("button", "Fail"))?;
    session.wait_gone(&role("button", "Fail"))?;
    session.wait_for("the error to be heard", |session| {
        Ok(!session.errors()?.is_empty())
    })?;
    session.check_clean()
}

/// The profile survives the browser's violent end, and nothing else does.
pub fn power_cut(session: &mut Session) -> Outcome {
    session.serve(Path::new(PAGE), "/", Host::Plain)?;
    session.open("/")?;
    session.script(
        "return new Promise((resolve, reject) => {
           const opening = indexedDB.open('kept');
           opening.onerror = () => reject(opening.error);
           opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
           opening.onsuccess = () => {
             const writing = opening.result.transaction('rows', 'readwrite', { durability: 'strict' });
             writing.objectStore('rows').put('kept', 'key');
             writing.oncomplete = () => resolve(true);
           };
         })",
        json!([]),
    )?;
    session.kill()?;
    session.reopen()?;
    session.open("/")?;
    session.wait(&css("main"))?;
    let kept = session.script(
        "return new Promise((resolve, reject) => {
           const opening = indexedDB.open('kept');
           opening.onerror = () => reject(opening.error);
           opening.onsuccess = () => {
             const reading = opening.result.transaction('rows').objectStore('rows').get('key');
             reading.onsuccess = () => resolve(reading.result);
             reading.onerror = () => reject(reading.error);
           };
         })",
        json!([]),
    )?;
    ensure_equal("row", kept, json!("kept"))
}
