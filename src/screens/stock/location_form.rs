//! One location by hand: a new one, or one that is here.

use super::actions::location_of;
use super::places::{KINDS, STATUSES};
use crate::screens::desk;
use crate::screens::words;
use crate::trade::id::{LocationId, WarehouseId};
use crate::trade::locations::commands::{LocationChange, LocationCommand, LocationRef};
use crate::trade::locations::{LocationField, LocationKind, LocationStatus};
use crate::trade::quantity::{Size, Units};
use crate::trade::text::{Code, Words};
use crate::ui::components::{
    Button, ButtonKind, Checkbox, Draft, NumberInput, Select, TextInput, Textarea,
};
use crate::ui::feedback::{Problem, Tone, report, toast};
use crate::ui::locale::{Text, t, text};
use crate::view::names;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// What was entered.
#[derive(Clone, Copy)]
struct Fields {
    draft: Draft,
    code: RwSignal<String>,
    kind: RwSignal<String>,
    status: RwSignal<String>,
    zone: RwSignal<String>,
    part_of: RwSignal<String>,
    weight_kg: RwSignal<Option<i64>>,
    units: RwSignal<Option<i64>>,
    size: [RwSignal<Option<i64>>; 3],
    mixed: RwSignal<bool>,
    note: RwSignal<String>,
    retired: RwSignal<bool>,
}

fn card(location: Option<&LocationId>) -> Vec<LocationField> {
    desk::peek(|at| {
        let card = location.and_then(|location| at.state.location(location));
        let fields = card.into_iter().flat_map(|card| card.fields());
        fields.cloned().collect()
    })
}

fn whole(number: Option<u64>) -> Option<i64> {
    number.and_then(|number| i64::try_from(number).ok())
}

impl Fields {
    fn of(location: Option<&LocationId>) -> Self {
        let known = card(location);
        let name =
            location.map_or_else(|| "new".to_owned(), |it| it.first.code.as_str().to_owned());
        let draft = Draft::of("location", &name);
        let code = location.map_or_else(String::new, |location| {
            desk::peek(|at| names::location_code(at, location).to_owned())
        });
        let parent = desk::peek(|at| {
            let parent = location.and_then(|location| at.state.parent_of(location));
            parent.map(|parent| names::location_code(at, parent).to_owned())
        });
        let mut fields = Fields {
            draft,
            code: draft.text("code", code),
            kind: draft.choice("kind", 0, "pick"),
            status: draft.choice("status", 0, "normal"),
            zone: RwSignal::new(String::new()),
            part_of: draft.text("part-of", parent.unwrap_or_default()),
            weight_kg: RwSignal::new(None),
            units: RwSignal::new(None),
            size: std::array::from_fn(|_| RwSignal::new(None)),
            mixed: RwSignal::new(true),
            note: RwSignal::new(String::new()),
            retired: RwSignal::new(false),
        };
        let (mut zone, mut note) = (String::new(), String::new());
        for field in &known {
            match field {
                LocationField::Kind(kind) => {
                    let found = KINDS.iter().find(|(_, of)| of == kind);
                    let code = found.map_or("", |(code, _)| code);
                    fields.kind = draft.choice("kind", 0, code);
                }
                LocationField::Status(status) => {
                    let found = STATUSES.iter().find(|(_, of)| of == status);
                    let code = found.map_or("", |(code, _)| code);
                    fields.status = draft.choice("status", 0, code);
                }
                LocationField::Zone(of) => {
                    zone = of.as_ref().map_or("", |zone| zone.as_str()).to_owned();
                }
                LocationField::WeightLimit(grams) => {
                    fields
                        .weight_kg
                        .set(whole(grams.map(|grams| grams / 1_000)));
                }
                LocationField::UnitLimit(units) => {
                    fields.units.set(whole(units.map(Units::get)));
                }
                LocationField::Size(Some(size)) => {
                    let sides = [size.length_mm, size.width_mm, size.height_mm];
                    for (signal, side) in fields.size.iter().zip(sides) {
                        signal.set(Some(i64::from(side)));
                    }
                }
                LocationField::Mixed(mixed) => fields.mixed.set(*mixed),
                LocationField::Note(of) => {
                    note = of.as_ref().map_or("", |note| note.as_str()).to_owned();
                }
                LocationField::Retired(retired) => fields.retired.set(*retired),
                LocationField::Code(_)
                | LocationField::Parent(_)
                | LocationField::PickSequence(_)
                | LocationField::Size(None)
                | LocationField::PickFace { .. }
                | LocationField::Spot(_) => {}
            }
        }
        fields.zone = draft.text("zone", zone);
        fields.note = draft.text("note", note);
        fields
    }

    /// The fields as they were entered; what is empty and never was set is left out.
    fn read(&self, location: Option<&LocationId>) -> Result<Vec<LocationField>, Text> {
        let before = card(location);
        let was = |number: u64| before.iter().any(|field| field.number() == number);
        let code = Code::new(&self.code.get_untracked()).map_err(|_| t!(refusals_text_empty))?;
        let mut fields = vec![LocationField::Code(code)];
        let kind = self.kind.get_untracked();
        let kind = KINDS.into_iter().find(|(code, _)| *code == kind);
        fields.push(LocationField::Kind(
            kind.map_or(LocationKind::Pick, |(_, kind)| kind),
        ));
        let status = self.status.get_untracked();
        let status = STATUSES.into_iter().find(|(code, _)| *code == status);
        let status = status.map_or(LocationStatus::Normal, |(_, status)| status);
        fields.push(LocationField::Status(status));
        let mut push = |field: LocationField, has: bool| {
            if has || was(field.number()) {
                fields.push(field);
            }
        };
        let zone = Code::new(&self.zone.get_untracked()).ok();
        push(LocationField::Zone(zone.clone()), zone.is_some());
        let typed = self.part_of.get_untracked();
        let parent = match typed.trim() {
            "" => None,
            code => Some(location_of(code).ok_or_else(|| t!(stock_move_incomplete))?),
        };
        push(LocationField::Parent(parent.clone()), parent.is_some());
        let number = |signal: RwSignal<Option<i64>>| {
            let number = signal.get_untracked();
            number
                .and_then(|number| u64::try_from(number).ok())
                .filter(|number| *number > 0)
        };
        let grams = number(self.weight_kg).map(|kg| kg.saturating_mul(1_000));
        push(LocationField::WeightLimit(grams), grams.is_some());
        let units = number(self.units).and_then(Units::new);
        push(LocationField::UnitLimit(units), units.is_some());
        let sides = self
            .size
            .map(|side| number(side).and_then(|mm| u32::try_from(mm).ok()));
        let size = Size::of_sides(sides).map_err(|_| t!(item_size_incomplete))?;
        let has = size.is_some();
        push(LocationField::Size(size), has);
        let mixed = self.mixed.get_untracked();
        push(LocationField::Mixed(mixed), !mixed);
        let note = Words::new(&self.note.get_untracked()).ok();
        push(LocationField::Note(note.clone()), note.is_some());
        let retired = self.retired.get_untracked();
        push(LocationField::Retired(retired), retired);
        Ok(fields)
    }
}

/// The form of a location.
#[component]
pub(super) fn LocationForm(
    /// The location; a new one otherwise.
    location: Option<LocationId>,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let fields = Fields::of(location.as_ref());
    let kinds: Vec<(String, Text)> = KINDS
        .iter()
        .map(|(code, kind)| ((*code).to_owned(), words::location_kind(kind)))
        .collect();
    let statuses: Vec<(String, Text)> = STATUSES
        .iter()
        .map(|(code, status)| ((*code).to_owned(), words::location_status(status)))
        .collect();
    let of = location.clone();
    let save = move |()| {
        let set = match fields.read(of.as_ref()) {
            Ok(set) => set,
            Err(text) => return complain(text),
        };
        let (which, warehouse) = match (&of, super::shown::warehouse()) {
            (Some(location), _) => (
                LocationRef::Known(location.clone()),
                location.warehouse.clone(),
            ),
            (None, Some(warehouse)) => match new_ref(&warehouse, &set) {
                Some(which) => (which, warehouse),
                None => return complain(t!(stock_location_taken)),
            },
            (None, None) => return complain(t!(paste_no_warehouse)),
        };
        let command = LocationCommand::SetLocations {
            warehouse,
            locations: vec![LocationChange { which, fields: set }],
        };
        desk::perform_then(command, move |_| {
            fields.draft.forget();
            close.run(());
            toast(Tone::Good, t!(stock_changed));
        });
    };
    let is_new = location.is_none();
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(stock_bin) value=fields.code required=true />
            <Select label=t!(stock_kind) value=fields.kind options=kinds />
            <Select label=t!(stock_status) value=fields.status options=statuses />
            <TextInput label=t!(stock_zone) value=fields.zone />
            <TextInput label=t!(paste_part_of) value=fields.part_of hint=t!(stock_part_of_hint) />
            <div class="columns">
                <NumberInput label=t!(paste_weight_kg) value=fields.weight_kg max=1_000_000 />
                <NumberInput label=t!(paste_units_max) value=fields.units max=1_000_000_000 />
            </div>
            <fieldset class="columns">
                <legend>{t!(stock_location_size)}</legend>
                <NumberInput label=t!(item_length) value=fields.size[0] max=100_000 />
                <NumberInput label=t!(item_width) value=fields.size[1] max=100_000 />
                <NumberInput label=t!(item_height) value=fields.size[2] max=100_000 />
            </fieldset>
            <Checkbox label=t!(paste_mixed) checked=fields.mixed />
            <Textarea label=t!(order_note) value=fields.note rows=2 />
            {(!is_new).then(|| view! { <Checkbox label=t!(item_retired) checked=fields.retired /> })}
            <Button
                label=t!(stock_change_do)
                kind=ButtonKind::Primary
                submit=true
                on_press=save
                attr:data-test="save-location"
            />
        </form>
        {location.map(|location| view! { <Walk location=location.clone() /><Contents location /> })}
    }
}

/// Which new location a code means; `None` where one that is here shows it.
fn new_ref(warehouse: &WarehouseId, fields: &[LocationField]) -> Option<LocationRef> {
    let code = fields.iter().find_map(|field| match field {
        LocationField::Code(code) => Some(code.clone()),
        _ => None,
    })?;
    let found = desk::peek(|at| at.state.look_up_locations(warehouse, &code));
    Some(match found.first() {
        None => LocationRef::Coded(code),
        // Another one with the code of one that is gone.
        Some(_) => LocationRef::Another(code),
    })
}

/// The location's place in the pick sequence: one step earlier or later, or behind a named one.
#[component]
fn Walk(location: LocationId) -> impl IntoView {
    let behind = RwSignal::new(String::new());
    let moved = StoredValue::new(location);
    let put = move |behind: Option<LocationId>| {
        let command = LocationCommand::MoveInSequence {
            location: moved.get_value(),
            behind,
        };
        desk::perform(command, t!(stock_changed));
    };
    let step = move |later: bool| {
        let order: Vec<LocationId> = desk::peek(|at| {
            let sequence = at.state.pick_sequence(&moved.get_value().warehouse);
            sequence
                .into_iter()
                .map(|(_, location)| location.clone())
                .collect()
        });
        let Some(at) = moved.with_value(|moved| order.iter().position(|of| of == moved)) else {
            return;
        };
        match (later, at) {
            (true, _) => {
                if let Some(next) = order.get(at + 1) {
                    put(Some(next.clone()));
                }
            }
            (false, 0) => {}
            (false, 1) => put(None),
            (false, _) => put(order.get(at - 2).cloned()),
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.alt_key() && matches!(event.key().as_str(), "ArrowUp" | "ArrowDown") {
            event.prevent_default();
            step(event.key() == "ArrowDown");
        }
    });
    on_cleanup(move || keys.remove());
    let place = move |()| {
        let typed = behind.get_untracked();
        match typed.trim() {
            "" => put(None),
            code => match location_of(code) {
                Some(location) => put(Some(location)),
                None => complain(t!(stock_move_incomplete)),
            },
        }
    };
    let stands = Memo::new(move |_| {
        desk::read(desk::ALL, |at| {
            let location = moved.get_value();
            let sequence = at.state.pick_sequence(&location.warehouse);
            let place = sequence.iter().position(|(_, of)| **of == location);
            (place.map_or(0, |place| place + 1), sequence.len())
        })
    });
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h3>{t!(stock_walk_title)}</h3>
            <p class="quiet-text" data-test="walk-place">
                {move || {
                    let (place, all) = stands.get();
                    text!(stock_walk_stands, place = place, all = all)
                }}
            </p>
            <div class="row">
                <Button
                    label=t!(stock_walk_earlier)
                    on_press=move |()| step(false)
                    attr:data-test="walk-earlier"
                    attr:aria-keyshortcuts="Alt+ArrowUp"
                />
                <Button
                    label=t!(stock_walk_later)
                    on_press=move |()| step(true)
                    attr:data-test="walk-later"
                    attr:aria-keyshortcuts="Alt+ArrowDown"
                />
            </div>
            <TextInput label=t!(stock_walk_behind) value=behind hint=t!(stock_walk_behind_hint) />
            <Button label=t!(stock_walk_do) submit=true on_press=place />
        </form>
    }
}

/// What lies at the location.
#[component]
fn Contents(location: LocationId) -> impl IntoView {
    let contents = Memo::new(move |_| {
        desk::read(desk::ALL, |at| crate::view::places::contents(at, &location))
    });
    move || {
        let rows = contents.get().into_iter().map(|(code, units)| {
            view! {
                <li class="row apart">
                    <span class="code">{code}</span>
                    <span class="figure">{move || words::figure(units)}</span>
                </li>
            }
        });
        view! { <ul class="plain-list">{rows.collect_view()}</ul> }
    }
}

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}
