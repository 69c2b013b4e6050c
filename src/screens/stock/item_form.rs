//! Every fact of an item, by hand: a new one, or one that is here.

use super::item_words::{
    HANDLINGS, LOTS, REMOVALS, SERIALS, UNITS, handling_words, lot_words, removal_words,
    serial_words, unit_words,
};
use super::sent_by;
use crate::screens::desk::{self, Area};
use crate::screens::orders::form::{code_check, words_check};
use crate::site::Reading;
use crate::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use crate::trade::catalog::{BarcodeLevel, ExpiryPolicy, ItemField, Reorder, SentBy};
use crate::trade::id::{ItemId, PartyId};
use crate::trade::parties::{PartyField, PartyRole};
use crate::trade::quantity::{Country, Currency, Money, Size, Units};
use crate::trade::text::{Code, Words};
use crate::ui::components::{
    Button, ButtonKind, Checkbox, Draft, NumberInput, PageHeader, Select, TextInput, Textarea,
};
use crate::ui::feedback::{Problem, Tone, report, toast};
use crate::ui::locale::{Text, t};
use crate::ui::navigation;
use crate::ui::routes::Route;
use crate::view::{entry, names};
use leptos::prelude::*;

/// A new item.
#[component]
pub fn ItemNew() -> impl IntoView {
    view! {
        <PageHeader title=t!(stock_new_item) />
        <ItemForm item=None close=Callback::new(|()| navigation::go(Route::Stock)) />
    }
}

fn options<T>(all: &[(&str, T)], words: fn(&T) -> Text) -> Signal<Vec<(String, Text)>> {
    let option = |(code, value): &(&str, T)| ((*code).to_owned(), words(value));
    Signal::stored(all.iter().map(option).collect())
}

fn of_code<T: Clone>(all: &[(&str, T)], code: &str) -> Option<T> {
    let found = all.iter().find(|(known, _)| *known == code)?;
    Some(found.1.clone())
}

fn code_of<T: PartialEq>(all: &[(&'static str, T)], value: &T) -> String {
    let found = all.iter().find(|(_, known)| known == value);
    found.map_or("", |(code, _)| code).to_owned()
}

/// The parties that have a role, each with its code.
pub(in crate::screens) fn parties(at: &Reading<'_>, role: &PartyRole) -> Vec<(PartyId, String)> {
    let is = PartyField::Role {
        role: role.clone(),
        has: true,
    };
    let retired = PartyField::Retired(true);
    at.state
        .parties()
        .filter(|(_, card)| {
            card.fields().any(|field| *field == is) && card.fields().all(|field| *field != retired)
        })
        .map(|(party, _)| (party.clone(), names::party_name(at, party)))
        .collect()
}

/// What was entered.
#[derive(Clone, Copy)]
struct Fields {
    client: RwSignal<String>,
    sku: RwSignal<String>,
    title: RwSignal<String>,
    barcodes: RwSignal<String>,
    packs: RwSignal<String>,
    weight_g: RwSignal<Option<i64>>,
    size: [RwSignal<Option<i64>>; 3],
    unit: RwSignal<String>,
    lots: RwSignal<String>,
    serials: RwSignal<String>,
    expires: RwSignal<bool>,
    stop_days: RwSignal<Option<i64>>,
    removal: RwSignal<String>,
    handling: [RwSignal<bool>; 5],
    hs_code: RwSignal<String>,
    origin: RwSignal<String>,
    customs: RwSignal<String>,
    cost: RwSignal<String>,
    currency: RwSignal<String>,
    reorder_point: RwSignal<Option<i64>>,
    reorder_units: RwSignal<Option<i64>>,
    note: RwSignal<String>,
    sent_by: RwSignal<String>,
    retired: RwSignal<bool>,
}

/// An item's barcodes, as many as fields of the form: those of one piece, and those of packs as `code=units`.
fn typed_barcodes(fields: &[ItemField]) -> (String, String) {
    let (mut each, mut packs) = (Vec::new(), Vec::new());
    for field in fields {
        if let ItemField::Barcode {
            code,
            level: Some(level),
        } = field
        {
            match level {
                BarcodeLevel::Each => each.push(code.as_str().to_owned()),
                BarcodeLevel::Pack { units } => packs.push(format!("{code}={}", units.get())),
            }
        }
    }
    (each.join(" "), packs.join(" "))
}

impl Fields {
    fn of(item: Option<&ItemId>) -> Self {
        let known: Vec<ItemField> = item.map_or_else(Vec::new, |item| {
            desk::peek(|at| {
                let card = at.state.item(item);
                card.into_iter()
                    .flat_map(|card| card.fields())
                    .cloned()
                    .collect()
            })
        });
        let name = item.map_or_else(|| "new".to_owned(), names::item_address);
        let draft = Draft::of("item", &name);
        let words = |of: &dyn Fn(&ItemField) -> Option<String>| {
            known.iter().find_map(of).unwrap_or_default()
        };
        let number = |of: &dyn Fn(&ItemField) -> Option<i64>| known.iter().find_map(of);
        let (each, packs) = typed_barcodes(&known);
        let sku = item.map_or_else(String::new, |item| {
            desk::peek(|at| names::item_code(at, item))
        });
        let size = known.iter().find_map(|field| match field {
            ItemField::Size(Some(size)) => Some(size.clone()),
            _ => None,
        });
        let side = |side: Option<u32>| RwSignal::new(side.map(i64::from));
        let cost = known.iter().find_map(|field| match field {
            ItemField::Cost(Some(money)) => Some(money.clone()),
            _ => None,
        });
        let reorder = known.iter().find_map(|field| match field {
            ItemField::Reorder(Some(reorder)) => Some(reorder.clone()),
            _ => None,
        });
        let expiry = known.iter().find_map(|field| match field {
            ItemField::Expiry(Some(policy)) => Some(policy.stop_days),
            _ => None,
        });
        let client = item.and_then(|item| item.client.clone());
        let client = client.map_or_else(String::new, |client| {
            desk::peek(|at| names::party_code(at, &client))
        });
        Fields {
            client: draft.text("client", client),
            sku: draft.text("sku", sku),
            title: draft.text(
                "title",
                words(&|field| match field {
                    ItemField::Title(title) => Some(title.as_str().to_owned()),
                    _ => None,
                }),
            ),
            barcodes: draft.text("barcodes", each),
            packs: draft.text("packs", packs),
            weight_g: RwSignal::new(number(&|field| match field {
                ItemField::WeightMg(Some(mg)) => i64::try_from(mg / 1_000).ok(),
                _ => None,
            })),
            size: [
                side(size.as_ref().map(|size| size.length_mm)),
                side(size.as_ref().map(|size| size.width_mm)),
                side(size.as_ref().map(|size| size.height_mm)),
            ],
            unit: RwSignal::new(words(&|field| match field {
                ItemField::BaseUnit(unit) => Some(code_of(&UNITS, unit)),
                _ => None,
            })),
            lots: RwSignal::new(words(&|field| match field {
                ItemField::Lots(policy) => Some(code_of(&LOTS, policy)),
                _ => None,
            })),
            serials: RwSignal::new(words(&|field| match field {
                ItemField::SerialNumbers(policy) => Some(code_of(&SERIALS, policy)),
                _ => None,
            })),
            expires: RwSignal::new(expiry.is_some()),
            stop_days: RwSignal::new(Some(expiry.map_or(0, i64::from))),
            removal: RwSignal::new(words(&|field| match field {
                ItemField::Removal(removal) => Some(code_of(&REMOVALS, removal)),
                _ => None,
            })),
            handling: std::array::from_fn(|index| {
                let kind = &HANDLINGS[index].1;
                RwSignal::new(known.iter().any(|field| {
                    matches!(field, ItemField::Handling { kind: of, needed: true } if of == kind)
                }))
            }),
            hs_code: draft.text(
                "hs-code",
                words(&|field| match field {
                    ItemField::HsCode(Some(code)) => Some(code.as_str().to_owned()),
                    _ => None,
                }),
            ),
            origin: draft.text(
                "origin",
                words(&|field| match field {
                    ItemField::Origin(Some(country)) => Some(country.to_string()),
                    _ => None,
                }),
            ),
            customs: draft.text(
                "customs",
                words(&|field| match field {
                    ItemField::CustomsWords(Some(words)) => Some(words.as_str().to_owned()),
                    _ => None,
                }),
            ),
            cost: draft.text(
                "cost",
                cost.as_ref()
                    .map_or_else(String::new, |money| entry::amount_typed(money.amount)),
            ),
            currency: draft.text(
                "currency",
                cost.map_or_else(String::new, |money| {
                    money.currency.letters().iter().collect()
                }),
            ),
            reorder_point: RwSignal::new(
                reorder
                    .as_ref()
                    .and_then(|reorder| i64::try_from(reorder.point).ok()),
            ),
            reorder_units: RwSignal::new(
                reorder
                    .as_ref()
                    .and_then(|reorder| i64::try_from(reorder.quantity.get()).ok()),
            ),
            note: draft.text(
                "note",
                words(&|field| match field {
                    ItemField::Note(Some(words)) => Some(words.as_str().to_owned()),
                    _ => None,
                }),
            ),
            sent_by: RwSignal::new(words(&|field| match field {
                ItemField::SentBy(by) => Some(sent_by::code_of(by, true)),
                _ => None,
            })),
            retired: RwSignal::new(known.contains(&ItemField::Retired(true))),
        }
    }

    /// The fields as they were entered; what is wrong, where something is. What was never set and is left empty is not
    /// said.
    fn fields(&self, before: &[ItemField]) -> Result<Vec<ItemField>, Text> {
        let mut fields = Vec::new();
        let was = |number: u64| before.iter().any(|field| field.number() == number);
        if let Ok(title) = Words::new(&self.title.get_untracked()) {
            fields.push(ItemField::Title(title));
        }
        self.barcodes_into(before, &mut fields)?;
        let grams = self.weight_g.get_untracked();
        let mg = grams.and_then(|grams| u64::try_from(grams).ok());
        push(
            &mut fields,
            ItemField::WeightMg(mg.map(|grams| grams * 1_000)),
            mg.is_some(),
            &was,
        );
        let sides = self.size.map(|side| {
            side.get_untracked()
                .and_then(|side| u32::try_from(side).ok())
                .filter(|side| *side > 0)
        });
        let size = Size::of_sides(sides).map_err(|_| t!(item_size_incomplete))?;
        let has_size = size.is_some();
        push(&mut fields, ItemField::Size(size), has_size, &was);
        fields.extend(of_code(&UNITS, &self.unit.get_untracked()).map(ItemField::BaseUnit));
        fields.extend(of_code(&LOTS, &self.lots.get_untracked()).map(ItemField::Lots));
        fields
            .extend(of_code(&SERIALS, &self.serials.get_untracked()).map(ItemField::SerialNumbers));
        fields.extend(of_code(&REMOVALS, &self.removal.get_untracked()).map(ItemField::Removal));
        let stop_days = u32::try_from(self.stop_days.get_untracked().unwrap_or(0)).unwrap_or(0);
        let expires = self.expires.get_untracked();
        let policy = expires.then_some(ExpiryPolicy { stop_days });
        push(&mut fields, ItemField::Expiry(policy), expires, &was);
        for (signal, (_, kind)) in self.handling.iter().zip(HANDLINGS) {
            let needed = signal.get_untracked();
            let had = before.contains(&ItemField::Handling {
                kind: kind.clone(),
                needed: true,
            });
            if needed || had {
                fields.push(ItemField::Handling { kind, needed });
            }
        }
        let hs_code = optional_code(self.hs_code)?;
        let has = hs_code.is_some();
        push(&mut fields, ItemField::HsCode(hs_code), has, &was);
        let typed = self.origin.get_untracked().trim().to_ascii_uppercase();
        let origin = match typed.as_str() {
            "" => None,
            letters => Some(Country::new(letters).ok_or_else(|| t!(order_country_wrong))?),
        };
        push(
            &mut fields,
            ItemField::Origin(origin),
            origin.is_some(),
            &was,
        );
        let customs = Words::new(&self.customs.get_untracked()).ok();
        let has = customs.is_some();
        push(&mut fields, ItemField::CustomsWords(customs), has, &was);
        let cost = self.cost_typed()?;
        let has = cost.is_some();
        push(&mut fields, ItemField::Cost(cost), has, &was);
        let known = before.iter().find_map(|field| match field {
            ItemField::Reorder(reorder) => reorder.clone(),
            _ => None,
        });
        let reorder = self.reorder(known.as_ref());
        let has = reorder.is_some();
        push(&mut fields, ItemField::Reorder(reorder), has, &was);
        let note = Words::new(&self.note.get_untracked()).ok();
        let has = note.is_some();
        push(&mut fields, ItemField::Note(note), has, &was);
        let by = sent_by::chosen(&self.sent_by.get_untracked(), true);
        let has = by != SentBy::AsClient;
        push(&mut fields, ItemField::SentBy(by), has, &was);
        let retired = self.retired.get_untracked();
        if retired || before.contains(&ItemField::Retired(true)) {
            fields.push(ItemField::Retired(retired));
        }
        Ok(fields)
    }

    fn cost_typed(&self) -> Result<Option<Money>, Text> {
        let typed = self.cost.get_untracked();
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let amount = entry::amount(&typed).ok_or_else(|| t!(order_amount_wrong))?;
        let letters = self.currency.get_untracked().trim().to_ascii_uppercase();
        let currency = Currency::new(&letters).ok_or_else(|| t!(welcome_currency_wrong))?;
        Ok(Some(Money { amount, currency }))
    }

    /// What the form does not ask for stays as it is.
    fn reorder(&self, known: Option<&Reorder>) -> Option<Reorder> {
        let point = u64::try_from(self.reorder_point.get_untracked()?).ok()?;
        let units = self.reorder_units.get_untracked().unwrap_or(1);
        let quantity = Units::new(u64::try_from(units).ok()?)?;
        Some(Reorder {
            point,
            quantity,
            multiple: known.map_or(Units::ONE, |known| known.multiple),
            lead_days: known.map_or(0, |known| known.lead_days),
        })
    }

    fn barcodes_into(&self, before: &[ItemField], fields: &mut Vec<ItemField>) -> Result<(), Text> {
        let mut typed: Vec<(Code, BarcodeLevel)> = Vec::new();
        for code in self.barcodes.get_untracked().split_whitespace() {
            let code = Code::new(code).map_err(|_| t!(stock_barcodes_wrong))?;
            typed.push((code, BarcodeLevel::Each));
        }
        for pack in self.packs.get_untracked().split_whitespace() {
            let (code, units) = pack.split_once('=').ok_or_else(|| t!(item_packs_wrong))?;
            let code = Code::new(code).map_err(|_| t!(stock_barcodes_wrong))?;
            let units = units.parse().ok().and_then(Units::new);
            let units = units.ok_or_else(|| t!(item_packs_wrong))?;
            typed.push((code, BarcodeLevel::Pack { units }));
        }
        for field in before {
            if let ItemField::Barcode {
                code,
                level: Some(_),
            } = field
                && typed.iter().all(|(known, _)| known != code)
            {
                fields.push(ItemField::Barcode {
                    code: code.clone(),
                    level: None,
                });
            }
        }
        fields.extend(typed.into_iter().map(|(code, level)| ItemField::Barcode {
            code,
            level: Some(level),
        }));
        Ok(())
    }
}

fn optional_code(typed: RwSignal<String>) -> Result<Option<Code>, Text> {
    let typed = typed.get_untracked();
    match typed.trim() {
        "" => Ok(None),
        code => Code::new(code)
            .map(Some)
            .map_err(|_| t!(refusals_text_control)),
    }
}

/// Says a field that has a value, or takes away one that had.
fn push(fields: &mut Vec<ItemField>, field: ItemField, has: bool, was: &impl Fn(u64) -> bool) {
    if has || was(field.number()) {
        fields.push(field);
    }
}

/// The form of an item.
#[component]
pub(super) fn ItemForm(
    /// The item; a new one otherwise.
    item: Option<ItemId>,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let fields = Fields::of(item.as_ref());
    let is_new = item.is_none();
    let name = item
        .as_ref()
        .map_or_else(|| "new".to_owned(), names::item_address);
    let clients = desk::read(&[Area::Catalog], |at| parties(at, &PartyRole::Client));
    let client_options: Vec<(String, Text)> = std::iter::once((String::new(), t!(item_own)))
        .chain(clients.iter().map(|(id, name)| {
            let code = desk::peek(|at| names::party_code(at, id));
            (code, Text::from(name.as_str()))
        }))
        .collect();
    let clients = StoredValue::new(clients);
    let save = move |()| {
        let Ok(sku) = Code::new(&fields.sku.get_untracked()) else {
            return complain(t!(item_sku_missing));
        };
        let before: Vec<ItemField> = item.as_ref().map_or_else(Vec::new, |item| {
            desk::peek(|at| {
                let card = at.state.item(item);
                card.into_iter()
                    .flat_map(|card| card.fields())
                    .cloned()
                    .collect()
            })
        });
        let set = match fields.fields(&before) {
            Ok(fields) => fields,
            Err(words) => return complain(words),
        };
        let chosen = fields.client.get_untracked();
        let client = clients.with_value(|clients| {
            let of_code =
                |(id, _): &&(PartyId, String)| desk::peek(|at| names::party_code(at, id)) == chosen;
            clients.iter().find(of_code).map(|(id, _)| id.clone())
        });
        let renamed = item
            .as_ref()
            .is_some_and(|item| desk::peek(|at| names::item_code(at, item)) != sku.as_str());
        // A form for a new item never changes one that is here.
        let is_taken = || {
            desk::peek(|at| {
                let mut items = at.state.items();
                items.any(|(id, _)| id.client == client && names::item_code(at, id) == sku.as_str())
            })
        };
        if is_new && is_taken() {
            return complain(t!(stock_sku_taken, sku = sku.as_str().to_owned()));
        }
        let which = match &item {
            Some(item) => ItemRef::Known(item.clone()),
            None => ItemRef::Coded {
                client,
                code: sku.clone(),
            },
        };
        let command = CatalogCommand::SetItems {
            items: vec![ItemChange { which, fields: set }],
        };
        let (item, name) = (item.clone(), name.clone());
        crate::ui::feedback::spawn_reported(async move {
            use crate::trade::decide::Refusal;
            if let Some(item) = item.filter(|_| renamed) {
                let command = CatalogCommand::RenameItem { item, sku };
                let ran = desk::run(command).await;
                ran.map_err(|error| desk::problem(&error))?;
            }
            match desk::run(command).await {
                Ok(_) => {}
                // Only the name was changed.
                Err(crate::site::SiteError::Refused(refusal))
                    if renamed && *refusal == Refusal::NothingToDo => {}
                Err(error) => return Err(desk::problem(&error)),
            }
            Draft::of("item", &name).forget();
            close.run(());
            toast(Tone::Good, t!(stock_changed));
            Ok(())
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            {is_new.then(|| view! { <Select label=t!(trade_party_client) value=fields.client options=client_options /> })}
            <TextInput label=t!(stock_sku) value=fields.sku check=code_check(false) required=true />
            <TextInput label=t!(stock_name) value=fields.title check=words_check(true) />
            <TextInput label=t!(stock_barcodes) value=fields.barcodes hint=t!(stock_barcodes_hint) />
            <TextInput label=t!(item_packs) value=fields.packs hint=t!(item_packs_hint) />
            <NumberInput label=t!(stock_weight_grams) value=fields.weight_g max=100_000_000 />
            <fieldset class="columns">
                <legend>{t!(item_size)}</legend>
                <NumberInput label=t!(item_length) value=fields.size[0] max=20_000 />
                <NumberInput label=t!(item_width) value=fields.size[1] max=20_000 />
                <NumberInput label=t!(item_height) value=fields.size[2] max=20_000 />
            </fieldset>
            <Select label=t!(item_unit) value=fields.unit options=with_default(options(&UNITS, unit_words)) />
            <Select label=t!(item_lots) value=fields.lots options=with_default(options(&LOTS, lot_words)) />
            <Select label=t!(item_serials) value=fields.serials options=with_default(options(&SERIALS, serial_words)) />
            <Checkbox label=t!(item_expires) checked=fields.expires />
            <NumberInput label=t!(item_stop_days) value=fields.stop_days max=3_650 />
            <Select label=t!(item_removal) value=fields.removal options=with_default(options(&REMOVALS, removal_words)) />
            <fieldset class="choice">
                <legend>{t!(item_handling)}</legend>
                {fields
                    .handling
                    .into_iter()
                    .zip(HANDLINGS)
                    .map(|(value, (_, kind))| view! { <Checkbox label=handling_words(&kind) checked=value /> })
                    .collect_view()}
            </fieldset>
            <TextInput label=t!(item_hs_code) value=fields.hs_code check=code_check(true) />
            <TextInput label=t!(item_origin) value=fields.origin check=words_check(true) />
            <TextInput label=t!(item_customs) value=fields.customs check=words_check(true) />
            <div class="columns">
                <TextInput label=t!(item_cost) value=fields.cost />
                <TextInput label=t!(welcome_currency) value=fields.currency />
            </div>
            <div class="columns">
                <NumberInput label=t!(item_reorder_point) value=fields.reorder_point max=1_000_000_000 />
                <NumberInput label=t!(item_reorder_units) value=fields.reorder_units min=1 max=1_000_000_000 />
            </div>
            <Select label=t!(item_sent_by) value=fields.sent_by options=sent_by::options(true) />
            <Textarea label=t!(order_note) value=fields.note rows=2 />
            {(!is_new).then(|| view! { <Checkbox label=t!(item_retired) checked=fields.retired /> })}
            <Button
                label=t!(stock_change_do)
                kind=ButtonKind::Primary
                submit=true
                on_press=save
                attr:data-test="save-item"
            />
        </form>
    }
}

/// The choices with one that says nothing before them.
fn with_default(all: Signal<Vec<(String, Text)>>) -> Signal<Vec<(String, Text)>> {
    let mut options = vec![(String::new(), t!(item_default))];
    options.extend(all.get_untracked());
    Signal::stored(options)
}

fn complain(text: Text) {
    report(Problem {
        code: text.now(),
        text,
    });
}
