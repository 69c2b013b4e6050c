//! The page: a channel, a kind, a form; what the file would say; the button that writes it; what was sent.

use super::carriers::Carriers;
use super::edi::EdiNumbers;
use super::history::History;
use super::{file, preview, send, with_clock, words as said};
use crate::limits::ANSWER_TOLD_MAX;
use crate::screens::desk::{self, ALL};
use crate::screens::orders::OrdersNav;
use crate::screens::words;
use crate::trade::channels::{AnswerForm, AnswerKind};
use crate::ui::components::{
    Button, ButtonKind, ButtonLink, EmptyState, FilterChip, IconName, PageHeader, Select, TabPanel,
    Tabs,
};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t, text};
use crate::ui::navigation::{QueryValue, query_value};
use crate::ui::routes::Route;
use crate::view::answers::{self, ChannelHead, Made};
use leptos::prelude::*;
use std::sync::Arc;

/// What is chosen on the page.
#[derive(Clone, Copy)]
struct Chosen {
    heads: Memo<Vec<ChannelHead>>,
    channel: QueryValue,
    kind: QueryValue,
}

impl Chosen {
    /// The channel that is open: the one of the address, else the first with parcels to tell, else the one
    /// that was answered last.
    fn head(self) -> Option<ChannelHead> {
        let code = self.channel.get();
        self.heads.with(|heads| {
            let named = heads.iter().find(|head| Some(&head.code) == code.as_ref());
            let fresh = || heads.iter().find(|head| head.new[0] > 0);
            let last = || heads.iter().max_by_key(|head| head.last_ms);
            named.or_else(fresh).or_else(last).cloned()
        })
    }

    fn kind(self) -> AnswerKind {
        let name = self.kind.get_or_empty();
        let known = said::KINDS.iter().find(|(of, _)| *of == name);
        known.map_or(AnswerKind::Parcels, |(_, kind)| *kind)
    }
}

/// The page of files that answer channels.
#[component]
pub fn AnswersPage() -> impl IntoView {
    let heads =
        Memo::new(|_| desk::read(ALL, |at| with_clock(|clock| answers::channels(at, clock))));
    let chosen = Chosen {
        heads,
        channel: query_value("channel"),
        kind: query_value("kind"),
    };
    let is_empty = move || heads.with(Vec::is_empty);
    view! {
        <PageHeader title=t!(answers_title) summary=t!(answers_summary) />
        <OrdersNav />
        <Show
            when=move || !is_empty()
            fallback=|| {
                view! {
                    <EmptyState title=t!(answers_none) text=t!(answers_none_text) icon=IconName::Document>
                        <ButtonLink label=t!(commands_go_imports) to=Route::Imports kind=ButtonKind::Primary />
                        <ButtonLink label=t!(setup_channels) to=Route::Channels />
                    </EmptyState>
                }
            }
        >
            <Channels chosen />
            <Kinds chosen />
        </Show>
    }
}

#[component]
fn Channels(chosen: Chosen) -> impl IntoView {
    let chip = move |head: ChannelHead| {
        let (code, count) = (head.code.clone(), head.new[0]);
        let name = head.name.clone();
        let count = Text::computed(move || words::figure(count as i128));
        let of = code.clone();
        let open = Signal::derive(move || chosen.head().is_some_and(|head| head.code == of));
        view! {
            <FilterChip
                label=Text::from(name.as_str())
                active=open
                count
                on_toggle=move |()| chosen.channel.set(Some(&code))
                attr:data-test="answer-channel"
            />
        }
    };
    view! {
        <div class="row" role="group" aria-label=t!(setup_channels)>
            {move || chosen.heads.get().into_iter().map(chip).collect_view()}
        </div>
    }
}

#[component]
fn Kinds(chosen: Chosen) -> impl IntoView {
    let tab = move |index: usize| {
        let (name, kind) = said::KINDS[index];
        let label = Text::computed(move || {
            let count = chosen.head().map_or(0, |head| head.new[index]);
            let words = said::kind(kind).get();
            match count {
                0 => words,
                count => format!("{words} ({})", words::figure(count as i128)),
            }
        });
        (name, label)
    };
    let selected = Signal::derive(move || {
        let kind = chosen.kind();
        let known = said::KINDS.iter().find(|(_, of)| *of == kind);
        known.map_or("parcels", |(name, _)| *name).to_owned()
    });
    // The open channel and kind; a count that changes makes no new form.
    let open = Memo::new(move |_| chosen.head().map(|head| (head.id, chosen.kind())));
    let tabs: Vec<_> = (0..said::KINDS.len()).map(tab).collect();
    view! {
        <Tabs
            label=t!(answers_title)
            tabs
            selected
            on_select=move |name: &'static str| chosen.kind.set((name != "parcels").then_some(name))
        />
        {move || {
            let (channel, kind) = open.get()?;
            let (name, _) = *said::KINDS.iter().find(|(_, of)| *of == kind)?;
            Some(view! {
                <TabPanel name=name>
                    <Answer channel=channel.clone() kind />
                    <History channel />
                </TabPanel>
            })
        }}
    }
}

fn form_of(code: &str, kind: AnswerKind) -> AnswerForm {
    let known = answers::forms(kind).iter();
    let found = known.copied().find(|form| said::code(*form) == code);
    found.unwrap_or(AnswerForm::Plain)
}

/// What is new of a kind for a channel, as a file.
#[component]
fn Answer(channel: crate::trade::id::ChannelId, kind: AnswerKind) -> impl IntoView {
    let proposed = desk::peek(|at| answers::proposed(at, &channel, kind));
    let code = RwSignal::new(said::code(proposed).to_owned());
    let form = Signal::derive(move || form_of(&code.get(), kind));
    let options: Vec<(String, Text)> = answers::forms(kind)
        .iter()
        .map(|of| (said::code(*of).to_owned(), said::form(*of, kind)))
        .collect();
    let made = {
        let channel = channel.clone();
        Memo::new(move |_| {
            desk::read(ALL, |at| {
                let mut told = with_clock(|clock| answers::news(at, &channel, kind, clock));
                told.truncate(ANSWER_TOLD_MAX);
                Arc::new(file(at, &channel, kind, form.get(), &told))
            })
        })
    };
    let gone = {
        let channel = channel.clone();
        Memo::new(move |_| match kind {
            AnswerKind::Parcels => desk::read(ALL, |at| answers::gone(at, &channel)),
            AnswerKind::Stock | AnswerKind::Cancelled | AnswerKind::Returns => Vec::new(),
        })
    };
    let busy = RwSignal::new(false);
    let write = {
        let channel = channel.clone();
        move |()| {
            let (channel, form) = (channel.clone(), form.get_untracked());
            let made: Arc<Made> = made.get_untracked();
            busy.set(true);
            spawn_reported(async move {
                let done = send(channel, kind, form, &made).await;
                busy.set(false);
                done?;
                toast(Tone::Good, t!(answers_saved, name = made.name.clone()));
                Ok(())
            });
        }
    };
    let nothing =
        Memo::new(move |_| made.with(|made| made.told.is_empty() && made.left_out.is_empty()));
    let none_told = Signal::derive(move || made.with(|made| made.told.is_empty()));
    let label = Text::computed(move || {
        let n = made.with(|made| made.told.len());
        text!(answers_write, n = n)
    });
    let is_edi = move || matches!(form.get(), AnswerForm::X12 | AnswerForm::Edifact);
    let edi_channel = channel.clone();
    view! {
        <section class="section" data-test="answer">
            <p class="prose">{said::about(kind)}</p>
            <div class="import-terms">
                <Select label=t!(answers_form) value=code options />
            </div>
            <p class="prose quiet-text">{Text::computed(move || said::goes(form.get(), kind).get())}</p>
            {move || preview::gone(gone.get())}
            <Show
                when=move || !nothing.get()
                fallback=|| view! { <p class="strong" data-test="nothing-new">{t!(answers_nothing_new)}</p> }
            >
                {move || preview::first_rows(&made.get())}
                <Button
                    label=label.clone()
                    kind=ButtonKind::Primary
                    icon=IconName::Download
                    disabled=none_told
                    busy=busy
                    on_press=write.clone()
                    attr:data-test="write-answer"
                />
                {move || preview::left_out(made.with(|made| made.left_out.clone()))}
            </Show>
            {move || is_edi().then(|| view! { <EdiNumbers channel=edi_channel.clone() /> })}
        </section>
        {(kind == AnswerKind::Parcels).then(|| view! { <Carriers channel form /> })}
    }
}
