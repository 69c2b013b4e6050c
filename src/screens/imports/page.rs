//! The page: choose, look, check, import, read what came of it.

use super::choices::{ChoicesOf, Chooser};
use super::files::FileList;
use super::history::History;
use super::report::Report;
use super::{count, work};
use crate::browser::files::{self, Drop, PickedFile, drop_zone};
use crate::browser::{intl, page};
use crate::exchange::orders::OrderFormat;
use crate::intake::Stage;
use crate::intake::kinds::FileKind;
use crate::ui::components::{
    Button, ButtonKind, Draft, EmptyState, IconName, PageHeader, Progress, Textarea,
};
use crate::ui::feedback::{Problem, report};
use crate::ui::locale::{Text, locale_tag, t, text};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

const ACCEPT: &str = ".csv,.tsv,.txt,.json,.xlsx,.gz,.edi,.x12,.edifact,.zip,text/csv,application/json,application/gzip";

/// The imports page.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let draft = Draft::of("imports", "pasted");
    // What was pasted and not yet added outlives a reload.
    let pasting = RwSignal::new(draft.is_kept());
    view! {
        <PageHeader title=t!(imports_title) summary=t!(imports_summary)>
            <Button label=t!(imports_paste) on_press=move |()| pasting.update(|open| *open = !*open) />
            <Button label=t!(imports_choose) icon=IconName::Upload on_press=|()| choose() />
        </PageHeader>
        <FileInput />
        <Show when=move || pasting.get()>
            <Pasting draft on_done=move |()| pasting.set(false) />
        </Show>
        <DropTarget />
        <Chosen />
        <Running />
        <Report />
        <History />
    }
}

/// A table out of a spreadsheet, which becomes a file like any other.
#[component]
fn Pasting(draft: Draft, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let table = draft.text("table", String::new());
    let running = work::running();
    // While an import runs no file is taken, and what was typed must not be lost.
    let waits = Signal::derive(move || {
        running.with(Option::is_some) || table.with(|table| table.trim().is_empty())
    });
    let close = move || {
        draft.forget();
        on_done.run(());
    };
    let add_it = move || {
        let number = work::files().with_untracked(Vec::len) + 1;
        // Cells out of a spreadsheet are parted by tabs; what is parted otherwise is told by its text.
        let file = PickedFile::of_text(&format!("pasted-{number}.tsv"), &table.get_untracked());
        match file {
            Ok(file) => {
                add(vec![file]);
                close();
            }
            Err(thrown) => {
                let code = thrown.to_string();
                let cause = code.clone();
                let text = t!(files_error_unreadable, cause = cause);
                report(Problem { text, code });
            }
        }
    };
    view! {
        <section class="section stack" data-test="pasting">
            <Textarea label=t!(imports_paste_table) hint=t!(imports_paste_hint) value=table rows=8 />
            <div class="row">
                <Button label=t!(imports_paste_give_up) kind=ButtonKind::Quiet on_press=move |()| close() />
                <Button
                    label=t!(imports_paste_add)
                    kind=ButtonKind::Primary
                    disabled=waits
                    on_press=move |()| add_it()
                />
            </div>
        </section>
    }
}

/// Opens the file dialog of the browser.
fn choose() {
    let input = page::find("#import-input").and_then(|input| input.dyn_into::<HtmlElement>().ok());
    if let Some(input) = input {
        input.click();
    }
}

/// The control behind every button that chooses files.
#[component]
fn FileInput() -> impl IntoView {
    let taken = |event: web_sys::Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            add(files::of_input(&input));
            // The same file, mended, can be chosen again.
            input.set_value("");
        }
    };
    view! {
        <input
            class="visually-hidden"
            id="import-input"
            data-test="import-input"
            type="file"
            multiple=true
            accept=ACCEPT
            tabindex="-1"
            aria-label=t!(imports_choose)
            on:change=taken
        />
    }
}

fn add(picked: Vec<PickedFile>) {
    if work::running().get_untracked().is_none() {
        work::outcome().set(None);
        work::add(picked);
    }
}

/// Takes files dropped anywhere on the page.
#[component]
fn DropTarget() -> impl IntoView {
    let over = RwSignal::new(false);
    let zone = StoredValue::new_local(None);
    Effect::new(move || {
        let body = page::document().and_then(|document| document.body());
        zone.set_value(body.map(|body| {
            drop_zone(&body, move |event| match event {
                Drop::Over => over.set(true),
                Drop::Out => over.set(false),
                Drop::Files(picked) => {
                    over.set(false);
                    add(picked);
                }
            })
        }));
    });
    on_cleanup(move || {
        zone.try_update_value(|zone| zone.take());
    });
    view! {
        <Show when=move || over.get()>
            <div class="drop-target">
                <p>{t!(imports_drop_here)}</p>
            </div>
        </Show>
    }
}

/// The chosen files with what is to be done with them.
#[component]
fn Chosen() -> impl IntoView {
    let files = work::files();
    let running = work::running();
    // How many files there are, of orders, stock, products and returns.
    let counts = Memo::new(move |_| {
        files.with(|files| {
            let mut counts = [files.len(), 0, 0, 0, 0, 0];
            for file in files {
                // Whoever explains a file says its channel and currency there.
                let is_asked =
                    matches!(file.kind(), Some(FileKind::Orders(of)) if of != OrderFormat::Mapped);
                counts[5] += usize::from(is_asked && !file.explaining);

                match file.kind() {
                    Some(FileKind::Orders(_)) => counts[1] += 1,
                    _ if file.explained.is_some() => counts[1] += 1,
                    Some(FileKind::Stock(_)) => counts[2] += 1,
                    Some(FileKind::Items(_)) => counts[3] += 1,
                    Some(FileKind::Returns(_)) => counts[4] += 1,
                    Some(FileKind::Waiting(_) | FileKind::Elsewhere(_) | FileKind::Unknown)
                    | None => {}
                }
            }
            counts
        })
    });
    let chooser = Chooser::new();
    let importable = move || {
        let [_, orders, stock, items, returns, _] = counts.get();
        (orders + stock + items + returns) as f64
    };
    let begin = move |dry| work::start(chooser.chosen(), dry);
    let busy = {
        let running = running.clone();
        Memo::new(move |_| running.with(Option::is_some))
    };
    let none = Signal::derive(move || importable() == 0.0 || busy.get());
    let empty = Memo::new(move |_| counts.get()[0] == 0);
    move || {
        if empty.get() {
            return view! {
                <EmptyState title=t!(imports_empty_title) text=t!(imports_empty_text) icon=IconName::Upload>
                    <Button label=t!(imports_choose) kind=ButtonKind::Primary on_press=|()| choose() />
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <section class="section stack">
                <FileList />
                <ChoicesOf
                    chooser
                    orders=Signal::derive(move || counts.get()[5] + counts.get()[4] > 0)
                    stock=Signal::derive(move || counts.get()[2] > 0)
                />
                <div class="row">
                    <Button
                        label=t!(imports_clear)
                        kind=ButtonKind::Quiet
                        disabled=Signal::derive(move || busy.get())
                        on_press=|()| work::clear()
                    />
                    <Button label=t!(imports_check, n = importable()) disabled=none on_press=move |()| begin(true) />
                    <Button
                        label=t!(imports_start, n = importable())
                        kind=ButtonKind::Primary
                        disabled=none
                        on_press=move |()| begin(false)
                    />
                </div>
            </section>
        }
        .into_any()
    }
}

/// How far the import is.
#[component]
fn Running() -> impl IntoView {
    let running = work::running();
    let shown = work::shown();
    let is_dry = Memo::new(move |_| running.get());
    let part = {
        let shown = shown.clone();
        Signal::derive(move || {
            let progress = shown.get().progress;
            (progress.stage == Stage::Reading && progress.bytes_total > 0)
                .then(|| (progress.bytes as f64 / progress.bytes_total as f64).min(1.0))
        })
    };
    let label = {
        let shown = shown.clone();
        let stage = Memo::new(move |_| shown.with(|shown| shown.progress.stage));
        Text::computed(move || match (is_dry.get(), stage.get()) {
            (Some(true), _) => text!(imports_checking),
            (_, Stage::Reading) => text!(imports_importing),
            (_, Stage::Matching) => text!(imports_matching),
        })
    };
    let figure = Text::computed(move || {
        let now = shown.get();
        let bytes = |count| intl::bytes(count, &locale_tag());
        text!(
            imports_figure,
            lines = count(now.progress.lines),
            rate = count(now.lines_per_second as u64),
            bytes = bytes(now.progress.bytes),
            total = bytes(now.progress.bytes_total)
        )
    });
    view! {
        <Show when=move || is_dry.get().is_some()>
            <section class="section" data-test="running">
                <Progress
                    label=label.clone()
                    done=part
                    figure=figure.clone()
                    on_cancel=Callback::new(|()| work::stop())
                />
                <Show when=move || is_dry.get() == Some(false)>
                    <p class="quiet-text">{t!(imports_stop_hint)}</p>
                </Show>
            </section>
        </Show>
    }
}
