//! What the columns of a file mean, as a person says: for a file that nobody here knows, and to correct one that is
//! known. It is kept on the channel's card, by the headings, and found again with the next file.

use super::columns::{
    AMOUNTS, CURRENCIES, DATES, FIELDS, ROWS, UNREAD, amount_name, code_of, coded, date_name,
    field_name, row_name,
};
use super::work::{self, Explained};
use crate::exchange::orders::mapping::{Field, MappedColumn, Mapping};
use crate::exchange::orders::{format_of, meanings};
use crate::intake::mappings::{self, Kept};
use crate::screens::desk::{self, Area};
use crate::trade::channels::ChannelField;
use crate::trade::id::ChannelId;
use crate::trade::quantity::Currency;
use crate::ui::components::{Select, TextInput};
use crate::ui::locale::{Text, t};
use crate::view::names;
use leptos::prelude::*;

/// The choice of a channel that is not here yet.
const NEW_CHANNEL: &str = "new-channel";

/// The channel of files that no known shop wrote.
const BY_FILE: &str = "orders";

/// Whether it says enough to read orders: their number, what was ordered, and how many.
fn is_enough(mapping: &Mapping) -> bool {
    let has = |field| mapping.columns.iter().any(|column| column.field == field);
    let is_order = mapping.row_is == crate::exchange::orders::mapping::RowIs::Order;
    let has_units =
        mapping.row_is != crate::exchange::orders::mapping::RowIs::Line || has(Field::Units);
    has(Field::Number) && (is_order || has_units && (has(Field::Sku) || has(Field::Title)))
}

/// The channels by which orders may come, and the one for files that no known shop wrote.
fn channels() -> Vec<(String, Text)> {
    let known = desk::read(&[Area::Catalog], |at| {
        let retired = ChannelField::Retired(true);
        let open = at
            .state
            .channels()
            .filter(|(_, card)| card.fields().all(|of| *of != retired));
        open.map(|(id, _)| {
            let code = id.first.code.as_str().to_owned();
            (code, Text::from(names::channel_name(at, id)))
        })
        .collect::<Vec<_>>()
    });
    let mut all = known;
    if all.iter().all(|(code, _)| code != BY_FILE) {
        all.push((BY_FILE.to_owned(), Text::from(BY_FILE)));
    }
    all.push((NEW_CHANNEL.to_owned(), t!(imports_mapping_new_channel)));
    all
}

/// The channel of the shop whose headings these are, where orders came by it before.
fn shop_of(headings: &[String]) -> Option<String> {
    let channel = crate::intake::orders::channel_of(format_of(headings)?)?;
    let known = desk::peek(|at| at.state.channel(&channel).is_some());
    known.then(|| channel.first.code.as_str().to_owned())
}

fn channel_of(code: &str) -> Option<ChannelId> {
    let code = crate::trade::text::Code::new(code).ok()?;
    Some(crate::intake::setup::channel(&code))
}

/// The signals of a mapping that is being made.
#[derive(Clone, Copy)]
struct Signals {
    columns: StoredValue<Vec<(String, RwSignal<String>)>>,
    /// What the file is taken for by its headings: what is not among the choices stays as it is there.
    known: StoredValue<Vec<Option<Field>>>,
    dates: RwSignal<String>,
    amounts: RwSignal<String>,
    rows: RwSignal<String>,
    currency: RwSignal<String>,
    channel: RwSignal<String>,
    new_channel: RwSignal<String>,
    name: RwSignal<String>,
}

const AS_KNOWN: &str = "as-known";

impl Signals {
    fn fill(self, mapping: &Mapping) {
        self.columns.with_value(|columns| {
            for (heading, signal) in columns {
                let column = mapping.columns.iter().find(|of| of.heading == *heading);
                let code = column.map_or(UNREAD, |of| code_of(of.field).unwrap_or(AS_KNOWN));
                signal.set(code.to_owned());
            }
        });
        self.dates.set(coded(&DATES, &mapping.dates).to_owned());
        self.amounts
            .set(coded(&AMOUNTS, &mapping.amounts).to_owned());
        self.rows.set(coded(&ROWS, &mapping.row_is).to_owned());
        let currency = mapping.currency.map(|currency| currency.to_string());
        self.currency.set(currency.unwrap_or_default());
    }

    /// The code of the channel that is chosen, or named anew; followed.
    fn channel(self) -> String {
        let chosen = self.channel.get();
        match chosen == NEW_CHANNEL {
            true => self.new_channel.get().trim().to_owned(),
            false => chosen,
        }
    }

    /// The mapping as it is chosen now; followed. `base` is what it began as.
    fn mapping(self, base: &Mapping) -> Mapping {
        let chosen = |all: &[(&str, usize)], code: &str| {
            all.iter()
                .find(|(of, _)| *of == code)
                .map_or(0, |(_, at)| *at)
        };
        let places = |count: usize, name: fn(usize) -> &'static str| {
            (0..count).map(|at| (name(at), at)).collect::<Vec<_>>()
        };
        let dates = places(DATES.len(), |at| DATES[at].0);
        let amounts = places(AMOUNTS.len(), |at| AMOUNTS[at].0);
        let rows = places(ROWS.len(), |at| ROWS[at].0);
        let known = self.known.get_value();
        let columns = self.columns.with_value(|columns| {
            let of = |(at, (heading, signal)): (usize, &(String, RwSignal<String>))| {
                let code = signal.get();
                let field = match code.as_str() {
                    AS_KNOWN => {
                        let base = base.columns.iter().find(|of| of.heading == *heading);
                        base.map(|of| of.field)
                            .or(known.get(at).copied().flatten())?
                    }
                    code => FIELDS.iter().find(|(of, _)| *of == code)?.1,
                };
                Some(MappedColumn {
                    heading: heading.clone(),
                    field,
                })
            };
            columns.iter().enumerate().filter_map(of).collect()
        });
        Mapping {
            columns,
            dates: DATES[chosen(&dates, &self.dates.get())].1,
            amounts: AMOUNTS[chosen(&amounts, &self.amounts.get())].1,
            row_is: ROWS[chosen(&rows, &self.rows.get())].1,
            currency: Currency::new(&self.currency.get()),
            ..base.clone()
        }
    }
}

/// A choice for every column with its first cells beside it, and how the file is written; with what was said of these
/// headings before, for whichever shop.
#[component]
pub(super) fn MappingOf(
    /// The file.
    id: u32,
    /// Its name.
    file: String,
    /// Its headings.
    headings: Vec<String>,
    /// Its first rows.
    rows: Vec<Vec<String>>,
) -> impl IntoView {
    let kept: Vec<Kept> = desk::peek(|at| mappings::for_headings(at, &headings));
    let known = meanings(&headings, None);
    let columns: Vec<(String, RwSignal<String>)> = headings
        .iter()
        .filter(|heading| !heading.is_empty())
        .map(|heading| (heading.clone(), RwSignal::new(UNREAD.to_owned())))
        .collect();
    let guessed = Mapping {
        columns: headings
            .iter()
            .zip(&known)
            .filter_map(|(heading, field)| {
                let field = (*field)?;
                Some(MappedColumn {
                    heading: heading.clone(),
                    field,
                })
            })
            .collect(),
        ..Mapping::default()
    };
    let stem = file
        .rsplit_once('.')
        .map_or(file.as_str(), |(stem, _)| stem);
    let signals = Signals {
        columns: StoredValue::new(columns.clone()),
        known: StoredValue::new(known),
        dates: RwSignal::new(String::new()),
        amounts: RwSignal::new(String::new()),
        rows: RwSignal::new(String::new()),
        currency: RwSignal::new(String::new()),
        // A file of a known shop that is corrected stays that shop's: its orders are those that are here already.
        channel: RwSignal::new(shop_of(&headings).unwrap_or_else(|| BY_FILE.to_owned())),
        new_channel: RwSignal::new(stem.to_owned()),
        name: RwSignal::new(stem.to_owned()),
    };
    // Files of several shops may have the same headings: where one is known it is proposed, where several are a person
    // says which.
    let which = RwSignal::new(match kept.len() {
        1 => "0".to_owned(),
        _ => String::new(),
    });
    let base = StoredValue::new(guessed);
    let first = base.get_value();
    let of_which = kept.clone();
    Effect::new(move || {
        let chosen = which.get().parse::<usize>().ok();
        let kept = chosen.and_then(|at| of_which.get(at));
        match kept {
            Some(kept) => {
                base.set_value(kept.mapping.clone());
                signals.fill(&kept.mapping);
                signals
                    .channel
                    .set(kept.channel.first.code.as_str().to_owned());
                signals.name.set(kept.name.clone());
            }
            None => {
                base.set_value(first.clone());
                signals.fill(&first);
            }
        }
    });
    let digest = mappings::headings_digest(&headings);
    Effect::new(move || {
        let _followed = which.get();
        let mapping = signals.mapping(&base.get_value());
        let channel = channel_of(&signals.channel());
        let name = signals.name.get();
        let explained = is_enough(&mapping).then_some(Explained {
            mapping,
            channel,
            name,
            headings: digest,
        });
        work::set_explained(id, explained);
    });
    let asks = (!kept.is_empty()).then(|| {
        let options = Signal::derive({
            let kept = kept.clone();
            move || {
                let of_kept = kept.iter().enumerate().map(|(at, of)| {
                    let channel = desk::peek(|read| names::channel_name(read, &of.channel));
                    (
                        at.to_string(),
                        Text::from(format!("{channel} – {}", of.name)),
                    )
                });
                let new = (String::new(), t!(imports_mapping_new));
                of_kept.chain([new]).collect::<Vec<_>>()
            }
        });
        view! {
            <Select
                label=t!(imports_mapping_which)
                hint=t!(imports_mapping_which_hint)
                value=which
                options
            />
        }
    });
    let field_options = Signal::derive(|| {
        let unread = (UNREAD.to_owned(), t!(imports_column_unread));
        let fields = FIELDS.map(|(code, field)| (code.to_owned(), field_name(field)));
        let as_known = (AS_KNOWN.to_owned(), t!(imports_column_as_known));
        std::iter::once(unread)
            .chain(fields)
            .chain([as_known])
            .collect::<Vec<_>>()
    });
    let selects = columns
        .into_iter()
        .map(|(heading, value)| {
            let place = headings.iter().position(|of| *of == heading).unwrap_or(0);
            let cells: Vec<&str> = rows
                .iter()
                .filter_map(|row| row.get(place))
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .take(3)
                .collect();
            let hint = Text::from(cells.join(" · "));
            view! { <Select label=Text::from(heading) hint value options=field_options /> }
        })
        .collect_view();
    let channel_options = Signal::derive(channels);
    let of_choices = |all: Vec<(&'static str, Text)>| {
        let all = all.into_iter();
        all.map(|(code, words)| (code.to_owned(), words))
            .collect::<Vec<_>>()
    };
    let dates =
        Signal::derive(move || of_choices(DATES.map(|(c, of)| (c, date_name(of))).to_vec()));
    let amounts =
        Signal::derive(move || of_choices(AMOUNTS.map(|(c, of)| (c, amount_name(of))).to_vec()));
    let row_options =
        Signal::derive(move || of_choices(ROWS.map(|(c, of)| (c, row_name(of))).to_vec()));
    let currencies = Signal::derive(super::columns::currency_options);
    debug_assert!(!CURRENCIES.is_empty());
    view! {
        <fieldset class="stack narrow" data-test="mapping">
            <legend>{t!(imports_mapping)}</legend>
            <p class="quiet-text">{t!(imports_mapping_hint)}</p>
            {asks}
            <Select
                label=t!(imports_mapping_channel)
                value=signals.channel
                options=channel_options
            />
            <Show when=move || signals.channel.get() == NEW_CHANNEL>
                <TextInput
                    label=t!(imports_mapping_channel_name)
                    hint=t!(imports_mapping_channel_name_hint)
                    value=signals.new_channel
                    attr:data-test="new-channel"
                />
            </Show>
            <TextInput label=t!(imports_mapping_name) value=signals.name />
            {selects}
            <Select label=t!(imports_rows_are) value=signals.rows options=row_options />
            <Select label=t!(imports_dates) value=signals.dates options=dates />
            <Select label=t!(imports_amounts) value=signals.amounts options=amounts />
            <Select
                label=t!(imports_currency)
                hint=t!(imports_currency_hint)
                value=signals.currency
                options=currencies
            />
        </fieldset>
    }
}
