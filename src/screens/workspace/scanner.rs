//! What a scanner sends, and what is understood of it: key by key, by its elements, and which setting mends it. Nothing
//! of it is kept, and nothing is opened or pressed.

use crate::browser::scanner::Heard;
use crate::browser::sound::{self, Tone as Sound};
use crate::exchange::wedge::{Layout, Scan, Suffix};
use crate::screens::floor::read_hand_now;
use crate::screens::scanned::{command_name, refusal};
use crate::screens::words;
use crate::ui::components::{
    ButtonLink, EmptyState, IconName, KeyValue, KeyValueList, Notice, PageHeader, Refused, Select,
    layout, set_layout, use_heard,
};
use crate::ui::feedback::{Tone, announce_urgently};
use crate::ui::locale::{Text, t, text};
use crate::ui::routes::{Paper, Route};
use crate::view::scan::Opens;
use crate::view::scanner::{self, Advice, Kind, Understood, keys, understood};
use leptos::prelude::*;

/// How many scans stay in sight.
const SHOWN_MAX: usize = 5;

/// The page that tests a scanner.
#[component]
pub fn ScannerTest() -> impl IntoView {
    let all = RwSignal::new(Vec::<(u32, Heard)>::new());
    use_heard(Callback::new(move |heard: Heard| {
        let tone = if heard.what.is_ok() {
            Sound::Right
        } else {
            Sound::Wrong
        };
        sound::play(tone);
        announce_urgently(match &heard.what {
            Ok(scan) => scan.whole(),
            Err(torn) => refusal(&Refused::Torn(*torn)).1.now(),
        });
        all.update(|all| {
            let number = all.first().map_or(0, |(number, _)| number + 1);
            all.insert(0, (number, heard));
            all.truncate(SHOWN_MAX);
        });
    }));
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    view! {
        <PageHeader title=t!(scan_test) summary=t!(scan_test_summary)>
            <ButtonLink label=t!(scan_print_sheet) to=Route::Print(Paper::Commands) icon=IconName::Print />
        </PageHeader>
        <div class="stack settings">
            <LayoutChoice />
        </div>
        <Show when=move || is_empty.get()>
            <EmptyState title=t!(scan_test_empty) text=t!(scan_test_empty_text) icon=IconName::Scan />
        </Show>
        <For each=move || all.get() key=|(number, _)| *number children=|(_, heard)| heard_view(heard) />
    }
}

#[component]
fn LayoutChoice() -> impl IntoView {
    let names = [
        (Layout::Proven, "proven", t!(scan_layout_proven)),
        (Layout::Shown, "shown", t!(scan_layout_shown)),
        (Layout::American, "american", t!(scan_layout_american)),
    ];
    let now = layout();
    let chosen = names.iter().find(|(layout, ..)| *layout == now);
    let chosen = RwSignal::new(chosen.map_or("proven", |(_, name, _)| *name).to_owned());
    Effect::watch(
        move || chosen.get(),
        |name, _, _| {
            set_layout(match name.as_str() {
                "shown" => Layout::Shown,
                "american" => Layout::American,
                _ => Layout::Proven,
            });
        },
        false,
    );
    let options: Vec<_> = names
        .into_iter()
        .map(|(_, name, words)| (name.to_owned(), words))
        .collect();
    view! {
        <Select
            label=t!(scan_layout_label)
            value=chosen
            options=Signal::stored(options)
            hint=t!(scan_layout_hint)
        />
    }
}

fn heard_view(heard: Heard) -> AnyView {
    let advice = scanner::advice(heard.what.as_ref().map_err(|torn| *torn));
    let notices = advice.into_iter().map(|advice| {
        let (tone, words) = mends(advice);
        view! { <Notice tone text=words /> }
    });
    let notices = notices.collect_view();
    let facts = heard.what.ok().map(|scan| {
        let known = read_hand_now(|hand| understood(hand, &scan));
        facts(scan, known)
    });
    view! {
        <section class="scan-heard stack" data-test="heard">
            {facts}
            {notices}
        </section>
    }
    .into_any()
}

/// A line with a value, where there is one.
fn line(label: Text, value: Option<String>) -> Option<AnyView> {
    value.map(|value| view! { <KeyValue label=label>{value}</KeyValue> }.into_any())
}

fn facts(scan: Scan, known: Understood) -> impl IntoView {
    let pressed = keys(&scan).into_iter().map(|(letter, gap_ms)| {
        view! {
            <span class="scan-key">
                <kbd>{letter.to_string()}</kbd>
                <small>{gap_ms}</small>
            </span>
        }
    });
    let pressed = pressed.collect_view();
    let trace = &scan.trace;
    let (least, most) = (trace.gap_ms_least.round(), trace.gap_ms_most.round());
    let characters = trace.characters;
    let suffix = trace.suffix;
    let opened = match &known.opens {
        Opens::Command(command) => Text::from(command_name(*command)),
        _ => means(&known.opens),
    };
    view! {
        <h2 class="scan-text code">{known.shown}</h2>
        <KeyValueList>
            <KeyValue label=t!(scan_means)>
                {opened}
                " "
                <strong>{known.means}</strong>
            </KeyValue>
            <KeyValue label=t!(scan_kind)>{kind(known.kind)}</KeyValue>
            {line(t!(scan_symbol), scan.aim.clone())}
            {line(t!(scan_gtin), known.gtin)}
            {line(t!(scan_sscc), known.sscc)}
            {line(t!(scan_lot), known.lot)}
            {line(t!(scan_expiry), known.expiry.map(words::day))}
            {line(t!(scan_serial), known.serial)}
            {line(t!(scan_quantity), known.quantity.map(|n| n.to_string()))}
            <KeyValue label=t!(scan_suffix)>{suffix_name(suffix)}</KeyValue>
            <KeyValue label=t!(scan_pace)>
                {t!(scan_pace_of, n = characters, least = least, most = most)}
            </KeyValue>
        </KeyValueList>
        <details>
            <summary>{t!(scan_keys)}</summary>
            <p class="scan-keys" data-test="keys">{pressed}</p>
        </details>
    }
}

fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Elements => t!(scan_kind_elements),
        Kind::Link => t!(scan_kind_link),
        Kind::ItemNumber => t!(scan_kind_item),
        Kind::Command => t!(scan_kind_command),
        Kind::Plain => t!(scan_kind_plain),
    }
}

fn means(opens: &Opens) -> Text {
    match opens {
        Opens::Order(_) => t!(scan_means_order),
        Opens::Item(_) => t!(scan_means_item),
        Opens::Location(_) => t!(scan_means_location),
        Opens::Batch(_) => t!(scan_means_batch),
        Opens::Return(..) => t!(scan_means_return),
        Opens::Receipt(_) => t!(scan_means_receipt),
        Opens::EmptyContainer(_) => t!(scan_means_container),
        Opens::Void => t!(scan_means_void),
        Opens::Several => t!(scan_means_several),
        Opens::Command(_) | Opens::Nothing => t!(scan_means_nothing),
    }
}

fn suffix_name(suffix: Suffix) -> Text {
    match suffix {
        Suffix::Enter => t!(scan_suffix_enter),
        Suffix::Tab => t!(scan_suffix_tab),
        Suffix::LineFeed => t!(scan_suffix_line_feed),
        Suffix::None => t!(scan_suffix_none),
    }
}

fn mends(advice: Advice) -> (Tone, Text) {
    match advice {
        Advice::Nothing => (Tone::Good, t!(scan_mend_nothing)),
        Advice::Torn(torn) => {
            let (word, detail) = refusal(&Refused::Torn(torn));
            let words = move || text!(scan_refused, word = word.get(), detail = detail.get());
            (Tone::Wrong, Text::computed(words))
        }
        Advice::EndKey => (Tone::Attention, t!(scan_mend_end_key)),
        Advice::Slow => (Tone::Information, t!(scan_mend_slow)),
        Advice::Identifier => (Tone::Attention, t!(scan_mend_identifier)),
        Advice::Faulty => (Tone::Wrong, t!(scan_mend_faulty)),
        Advice::Capitals => (Tone::Information, t!(scan_mend_capitals)),
        Advice::Layout(placed) => (Tone::Attention, t!(scan_mend_layout, text = placed)),
    }
}
