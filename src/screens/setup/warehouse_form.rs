//! A warehouse's whole card: name, country, time zone, working days, cutoff, where returns go, who runs it.

use super::complain;
use super::partner_form::minute;
use crate::browser::intl;
use crate::screens::desk;
use crate::screens::stock::parties;
use crate::trade::id::{LocationId, PartyId, WarehouseId};
use crate::trade::locations::WarehouseField;
use crate::trade::locations::commands::LocationCommand;
use crate::trade::parties::PartyRole;
use crate::trade::quantity::{Country, Weekday};
use crate::trade::text::{Code, Words};
use crate::ui::components::{Button, ButtonKind, Checkbox, Draft, Select, TextInput};
use crate::ui::locale::{Text, locale_tag, t};
use crate::view::{entry, names};
use leptos::prelude::*;

fn card(warehouse: &WarehouseId) -> Vec<WarehouseField> {
    desk::peek(|at| {
        let card = at.state.warehouse(warehouse);
        let fields = card.into_iter().flat_map(|card| card.fields());
        fields.cloned().collect()
    })
}

/// Who may run a warehouse for us, each with a code.
fn contractors() -> Vec<(PartyId, String, String)> {
    desk::peek(|at| {
        let of = |(id, name): (PartyId, String)| {
            let code = names::party_code(at, &id);
            (id, code, name)
        };
        let all = parties(at, &PartyRole::Contractor).into_iter();
        all.map(of).collect()
    })
}

/// Monday, 1 January 2024, in milliseconds since 1970 UTC: what the names of the days are taken from.
const A_MONDAY_MS: i64 = 1_704_067_200_000;

/// The form of a warehouse.
#[component]
pub(super) fn WarehouseForm(
    /// The warehouse.
    of: WarehouseId,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let known = card(&of);
    let draft = Draft::of("warehouse", of.first.code.as_str());
    let (mut code, mut title, mut zone) = (
        of.first.code.as_str().to_owned(),
        String::new(),
        String::new(),
    );
    let (mut country, mut cutoff, mut run_by) = (String::new(), String::new(), String::new());
    let mut returns = String::new();
    let mut works = [true; 7];
    for field in &known {
        match field {
            WarehouseField::Code(of) => code = of.as_str().to_owned(),
            WarehouseField::Title(of) => title = of.as_str().to_owned(),
            WarehouseField::Zone(of) => zone = of.as_str().to_owned(),
            WarehouseField::Country(of) => country = of.to_string(),
            WarehouseField::Cutoff(Some(at)) => cutoff = entry::minute_typed(*at),
            WarehouseField::RunBy(Some(party)) => {
                run_by = desk::peek(|at| names::party_code(at, party));
            }
            WarehouseField::ReturnsAt(Some(location)) => {
                returns = desk::peek(|at| names::location_code(at, location).to_owned());
            }
            WarehouseField::WorkingDay { weekday, works: on } => {
                if let Some(day) = works.get_mut(usize::from(weekday.get())) {
                    *day = *on;
                }
            }
            WarehouseField::Cutoff(None)
            | WarehouseField::RunBy(None)
            | WarehouseField::ReturnsAt(None)
            | WarehouseField::Retired(_)
            | WarehouseField::Plan(_) => {}
        }
    }
    let code = draft.text("code", code);
    let title = draft.text("title", title);
    let zone = draft.text("zone", zone);
    let country = draft.text("country", country);
    let cutoff = draft.text("cutoff", cutoff);
    let returns = draft.text("returns", returns);
    let run_by = draft.choice("run-by", 0, &run_by);
    let days: [RwSignal<bool>; 7] = works.map(RwSignal::new);
    let runners: Vec<(String, Text)> = std::iter::once((String::new(), t!(item_own)))
        .chain(
            contractors()
                .into_iter()
                .map(|(_, code, name)| (code, Text::from(name.as_str()))),
        )
        .collect();
    let save = move |()| {
        let was = |number: u64| known.iter().any(|field| field.number() == number);
        let Ok(code) = Code::new(&code.get_untracked()) else {
            return complain(t!(setup_code_missing));
        };
        let mut fields = vec![WarehouseField::Code(code)];
        let words = Words::new(&title.get_untracked()).ok();
        fields.extend(words.map(WarehouseField::Title));
        let typed = Code::new(&zone.get_untracked()).ok();
        fields.extend(typed.map(WarehouseField::Zone));
        let letters = country.get_untracked().trim().to_ascii_uppercase();
        if !letters.is_empty() {
            match Country::new(&letters) {
                Some(country) => fields.push(WarehouseField::Country(country)),
                None => return complain(t!(order_country_wrong)),
            }
        }
        let mut push = |field: WarehouseField, has: bool| {
            if has || was(field.number()) {
                fields.push(field);
            }
        };
        match minute(cutoff) {
            Ok(at) => push(WarehouseField::Cutoff(at), at.is_some()),
            Err(text) => return complain(text),
        }
        let typed = returns.get_untracked();
        let place = match typed.trim() {
            "" => None,
            code => match find(&of, code) {
                Some(location) => Some(location),
                None => return complain(t!(stock_move_incomplete)),
            },
        };
        let has = place.is_some();
        push(WarehouseField::ReturnsAt(place), has);
        let chosen = run_by.get_untracked();
        let runner = contractors()
            .into_iter()
            .find(|(_, code, _)| *code == chosen);
        let runner = runner.map(|(id, _, _)| id);
        let has = runner.is_some();
        push(WarehouseField::RunBy(runner), has);
        for (number, day) in (0..).zip(days) {
            if let Some(weekday) = Weekday::new(number) {
                let works = day.get_untracked();
                fields.push(WarehouseField::WorkingDay { weekday, works });
            }
        }
        let command = LocationCommand::SetWarehouse {
            warehouse: of.clone(),
            fields,
        };
        desk::perform_then(command, move |_| {
            draft.sent(close, t!(setup_saved));
        });
    };
    let day = |(number, checked): (i64, RwSignal<bool>)| {
        let label = Text::computed(move || {
            intl::weekday_utc(A_MONDAY_MS + number * 86_400_000, &locale_tag())
        });
        view! { <Checkbox label checked /> }
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(setup_code) value=code required=true />
            <TextInput label=t!(order_name) value=title />
            <TextInput label=t!(order_country_code) value=country />
            <TextInput label=t!(setup_zone) hint=t!(setup_zone_hint) value=zone />
            <fieldset class="choice">
                <legend>{t!(setup_working_days)}</legend>
                {(0..).zip(days).map(day).collect_view()}
            </fieldset>
            <TextInput label=t!(setup_cutoff) hint=t!(setup_cutoff_hint) value=cutoff />
            <TextInput label=t!(setup_returns_at) value=returns />
            <Select label=t!(setup_run_by) value=run_by options=runners />
            <Button
                label=t!(setup_save)
                kind=ButtonKind::Primary
                submit=true
                on_press=save
                attr:data-test="save-warehouse"
            />
        </form>
    }
}

fn find(warehouse: &WarehouseId, code: &str) -> Option<LocationId> {
    let code = Code::new(code).ok()?;
    let found = desk::peek(|at| at.state.look_up_locations(warehouse, &code));
    found.into_iter().next()
}
