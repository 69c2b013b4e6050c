//! What happened to goods, as an EPCIS document for partners.

use super::files::{file_error, made_wrong, push, today};
use super::task::{Ended, Task, TaskProgress};
use crate::browser::files::Download;
use crate::browser::{clock, preferences};
use crate::exchange::epcis::{Names, document};
use crate::limits::REPORT_ORDERS_AT_ONCE;
use crate::screens::desk;
use crate::site::SiteError;
use crate::ui::components::{Button, IconName, TextInput};
use crate::ui::feedback::{Problem, Tone, toast};
use crate::ui::locale::t;
use crate::view::epcis::tell;
use leptos::prelude::*;

/// The address that names of our own begin with, and the number of the site, as this device was told last.
const BASE: &str = "epcis-base";
const GLN: &str = "epcis-gln";
/// A base that needs no web address: names under it mean something to us alone.
const OWN_BASE: &str = "urn:depo:";

/// The section.
#[component]
pub(super) fn EpcisSection() -> impl IntoView {
    let task = Task::new();
    let kept = |name| preferences::read(name).unwrap_or_default();
    let (base, gln) = (RwSignal::new(kept(BASE)), RwSignal::new(kept(GLN)));
    let busy = {
        let task = task.clone();
        Signal::derive(move || task.is_busy())
    };
    let check_gln = Callback::new(|typed: String| {
        let gln = Some(typed.trim()).filter(|gln| !gln.is_empty());
        let wrong = Names::new(OWN_BASE, gln).is_err();
        wrong.then(|| t!(exports_gln_wrong))
    });
    let check_base = Callback::new(|typed: String| {
        let wrong = !typed.trim().is_empty() && Names::new(typed.trim(), None).is_err();
        wrong.then(|| t!(exports_base_wrong))
    });
    let starting = task.clone();
    let start = move |()| {
        let typed = base.get_untracked().trim().to_owned();
        let number = gln.get_untracked().trim().to_owned();
        preferences::write(BASE, &typed);
        preferences::write(GLN, &number);
        let used = match typed.is_empty() {
            true => OWN_BASE,
            false => &typed,
        };
        let number = Some(number.as_str()).filter(|number| !number.is_empty());
        // What is wrong stands at its field already.
        let Ok(called) = Names::new(used, number) else {
            return;
        };
        starting.start(move |pace| async move { save(called, &pace).await });
    };
    view! {
        <section class="section" aria-labelledby="epcis-title">
            <h2 id="epcis-title">{t!(exports_epcis)}</h2>
            <p class="prose">{t!(exports_epcis_text)}</p>
            <div class="form">
                <TextInput
                    label=t!(exports_base)
                    hint=t!(exports_base_hint)
                    value=base
                    check=check_base
                />
                <TextInput label=t!(exports_gln) hint=t!(exports_gln_hint) value=gln check=check_gln />
                <Button
                    attr:data-test="report-epcis"
                    label=t!(exports_epcis_save)
                    icon=IconName::Download
                    disabled=busy
                    on_press=start
                />
            </div>
            <TaskProgress task label=t!(exports_going) />
        </section>
    }
}

async fn save(called: Names, pace: &desk::ScreenPace) -> Result<(), Ended> {
    let workspace = desk::workspace().ok_or(SiteError::Empty)?;
    let now_ms = clock::now_ms();
    let ahead = i16::try_from(clock::zone_offset_minutes(now_ms)).unwrap_or(0);
    let commits: Vec<_> = workspace.read(|at| at.held.outgoing().map(|one| one.commit).collect());
    let total = commits.len() as u64;
    let mut events = Vec::new();
    let mut done = 0;
    for part in commits.chunks(REPORT_ORDERS_AT_ONCE) {
        workspace.read(|at| {
            for commit in part {
                events.extend(tell(at, *commit, &called, ahead));
            }
        });
        done += part.len() as u64;
        if !pace.pause(done, total).await {
            return Err(Ended::Stopped);
        }
    }
    if events.is_empty() {
        return Err(Ended::Wrong(Problem {
            text: t!(exports_epcis_nothing),
            code: "no fact moves goods".to_owned(),
        }));
    }
    let text = document(&events, &called, now_ms).map_err(made_wrong)?;
    let mut download = Download::new();
    push(&mut download, text.as_bytes())?;
    let name = format!("depo-epcis-{}.jsonld", today());
    download
        .save(&name, "application/ld+json")
        .map_err(file_error)?;
    toast(Tone::Good, t!(exports_saved, n = events.len() as u64));
    Ok(())
}
