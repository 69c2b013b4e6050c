//! A scan where no task asks for one: it opens what it means, or a person is told that it means nothing here. It never
//! presses anything.

use super::desk::{self, Status};
use super::floor::{open_here, read_hand_now};
use super::pages;
use super::sign_in::try_badge;
use crate::browser::page;
use crate::browser::scanner::Goes;
use crate::browser::sound::{self, Tone as Sound};
use crate::exchange::wedge::Torn;
use crate::screens::WITHOUT_ORDER;
use crate::trade::scan::CommandCode;
use crate::ui::components::Refused;
use crate::ui::feedback::{self, Tone, announce, toast};
use crate::ui::locale::{Key, Text, keys, t, text};
use crate::ui::navigation;
use crate::ui::routes::{Place, Route};
use crate::ui::shell::state as shell;
use crate::view::floor::pack;
use crate::view::names;
use crate::view::scan::{self, Opens};
use leptos::prelude::untrack;

/// Whether a page stands that can open something: before that a scan waits.
pub fn page_stands() -> bool {
    untrack(|| {
        !matches!(desk::status(), Status::Opening)
            && !desk::is_locked()
            && !navigation::route().is_floor_task()
    })
}

/// Whether a code is known here.
pub fn is_known(text: &str) -> bool {
    read_hand_now(|hand| scan::is_known(hand, text))
}

/// The words of a command code.
pub const fn command_name(command: CommandCode) -> Key {
    match command {
        CommandCode::Confirm => keys::scan_confirm(),
        CommandCode::Short => keys::scan_short(),
        CommandCode::Skip => keys::scan_skip(),
        CommandCode::Undo => keys::scan_undo(),
        CommandCode::Print => keys::scan_print(),
        CommandCode::Scrap => keys::scan_scrap(),
        CommandCode::Close => keys::scan_close(),
        CommandCode::Other => keys::scan_other(),
        CommandCode::Full => keys::scan_full(),
        CommandCode::Unreachable => keys::scan_unreachable(),
        CommandCode::Back => keys::scan_back(),
    }
}

/// What a command code does, in a sentence.
pub const fn command_means(command: CommandCode) -> Key {
    match command {
        CommandCode::Confirm => keys::scan_confirm_means(),
        CommandCode::Short => keys::scan_short_means(),
        CommandCode::Skip => keys::scan_skip_means(),
        CommandCode::Undo => keys::scan_undo_means(),
        CommandCode::Print => keys::scan_print_means(),
        CommandCode::Scrap => keys::scan_scrap_means(),
        CommandCode::Close => keys::scan_close_means(),
        CommandCode::Other => keys::scan_other_means(),
        CommandCode::Full => keys::scan_full_means(),
        CommandCode::Unreachable => keys::scan_unreachable_means(),
        CommandCode::Back => keys::scan_back_means(),
    }
}

/// Takes a scan: a field that is being filled in gets it, a list or a page makes room for what it means.
pub fn take(text: &str, in_field: bool) -> Goes {
    let in_dialog = page::find("dialog[open]:not(.palette)").is_some();
    let in_search = page::find("input[type=search]:focus").is_some();
    if in_field && (in_dialog || !in_search) {
        announce(text!(scan_into_field, code = text));
        return Goes::ToField;
    }
    let on_floor = untrack(navigation::route).place() == Some(Place::Floor);
    if on_floor && !in_dialog && open_here(text) {
        return Goes::ToPage;
    }
    let opened = read_hand_now(|hand| {
        let opens = scan::opens(hand, text);
        let route = route(hand, &opens);
        (opens, route)
    });
    let code = text.to_owned();
    match opened {
        (_, Some((route, _))) if on_floor && !may_open(&route) => {
            say(t!(scan_other_work, code = code));
        }
        (_, Some(_)) if in_dialog => say(t!(scan_in_dialog, code = code)),
        (_, Some((route, query))) => {
            shell::open_palette(false);
            shell::open_help(false);
            let query: Vec<(&str, &str)> = query
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            navigation::go_with(route, &query);
        }
        (Opens::EmptyContainer(code), None) => say(t!(scan_empty_container, code = code)),
        (Opens::Command(command), None) => say(t!(
            scan_no_command,
            command = Text::from(command_name(command)).now()
        )),
        (Opens::Void, None) => say(t!(scan_void, code = code)),
        (Opens::Several, None) => say(t!(scan_several, code = code)),
        (_, None) => {
            try_badge(text);
            say(t!(scan_unknown, code = code));
        }
    }
    Goes::ToPage
}

/// Whether whoever is signed in may do the work of a page.
fn may_open(route: &Route) -> bool {
    pages::work_of(route).is_none_or(|work| untrack(|| desk::may(work)))
}

fn say(words: Text) {
    // Silence is no error: the toast says the same.
    sound::play(Sound::Wrong);
    toast(Tone::Attention, words);
}

type To = (Route, Vec<(&'static str, String)>);

fn route(hand: &crate::view::floor::Hand<'_>, opens: &Opens) -> Option<To> {
    let at = &hand.at;
    let plain = |route: Route| Some((route, Vec::new()));
    match opens {
        Opens::Order(order) => {
            let address = names::order_address(at, order);
            let on_floor = untrack(navigation::route).place() == Some(Place::Floor);
            let waits = || pack::orders(hand).iter().any(|entry| entry.order == *order);
            plain(match on_floor && waits() {
                true => Route::FloorPackOrder(address),
                false => Route::Order(address),
            })
        }
        Opens::Item(item) => plain(Route::Item(names::item_address(item))),
        Opens::Location(location) => {
            let code = names::location_code(at, location).to_owned();
            Some((Route::Places, vec![("bin", code)]))
        }
        Opens::Batch(batch) => plain(Route::FloorPickBatch(names::opened(&batch.0))),
        Opens::Receipt(receipt) => plain(Route::FloorReceiveCase(names::opened(&receipt.0))),
        Opens::Return(rma, order) => {
            let order = order.as_ref().map(|order| names::order_address(at, order));
            let order = order.unwrap_or_else(|| WITHOUT_ORDER.to_owned());
            plain(Route::FloorReturnCase(order, names::opened(&rma.0)))
        }
        Opens::EmptyContainer(_)
        | Opens::Command(_)
        | Opens::Void
        | Opens::Several
        | Opens::Nothing => None,
    }
}

/// Why a scan is not taken: a word, and what mends it.
pub fn refusal(refused: &Refused) -> (Text, Text) {
    match refused {
        Refused::Torn(Torn::HeadLost) => (t!(scan_torn), t!(scan_head_lost)),
        Refused::Torn(Torn::EndLost) => (t!(scan_torn), t!(scan_end_lost)),
        Refused::Torn(Torn::TooShort) => (t!(scan_torn), t!(scan_too_short)),
        Refused::Torn(Torn::TooLong) => (t!(scan_torn), t!(scan_too_long)),
        Refused::Torn(Torn::ForeignKey) => (t!(scan_torn), t!(scan_foreign_key)),
        Refused::Torn(Torn::NoEndInField) => (t!(scan_no_end), t!(scan_no_end_detail)),
        Refused::Layout(shown, placed) => {
            let (one, other) = (shown.clone(), placed.clone());
            (
                t!(scan_layout),
                t!(scan_layout_detail, one = one, other = other),
            )
        }
        Refused::NobodyHere => (t!(scan_torn), t!(scan_nobody)),
    }
}

/// Tells why a scan is not taken, where no screen does. What stands whole in a field of the office tells itself.
pub fn tell(refused: &Refused, in_field: bool) {
    let stands = in_field && *refused == Refused::Torn(Torn::NoEndInField);
    if stands || untrack(desk::is_locked) {
        return;
    }
    let (word, detail) = refusal(refused);
    sound::play(Sound::Wrong);
    feedback::toast(
        Tone::Attention,
        Text::computed(move || text!(scan_refused, word = word.get(), detail = detail.get())),
    );
}
