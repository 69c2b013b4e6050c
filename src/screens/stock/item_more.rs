//! What else an item's card may say: who supplies it, what channels call it, how it is kept, how it is ordered again.

use super::item_form::parties;
use crate::screens::desk;
use crate::trade::catalog::commands::{CatalogCommand, ItemChange, ItemRef};
use crate::trade::catalog::{ItemField, Reorder, TemperatureRange};
use crate::trade::id::{ChannelId, ItemId, PartyId};
use crate::trade::parties::PartyRole;
use crate::trade::quantity::Units;
use crate::trade::text::Code;
use crate::ui::components::{Button, Draft, NumberInput, TextInput, Textarea};
use crate::ui::feedback::{Problem, Tone, report, toast};
use crate::ui::locale::{Text, t};
use crate::view::names;
use leptos::prelude::*;

fn card(item: &ItemId) -> Vec<ItemField> {
    desk::peek(|at| {
        let card = at.state.item(item);
        let fields = card.into_iter().flat_map(|card| card.fields());
        fields.cloned().collect()
    })
}

/// The suppliers of a card with what they call the item.
fn suppliers(known: &[ItemField]) -> Vec<(PartyId, Option<Code>)> {
    let suppliers = known.iter().filter_map(|field| match field {
        ItemField::Supplier {
            supplier,
            code,
            supplies: true,
        } => Some((supplier.clone(), code.clone())),
        _ => None,
    });
    suppliers.collect()
}

/// What channels, or everybody, call the item beside its SKU.
fn aliases(known: &[ItemField]) -> Vec<(Option<ChannelId>, Code)> {
    let aliases = known.iter().filter_map(|field| match field {
        ItemField::Alias {
            channel,
            code,
            leads_here: true,
        } => Some((channel.clone(), code.clone())),
        _ => None,
    });
    aliases.collect()
}

fn dangerous(known: &[ItemField]) -> Vec<u32> {
    let numbers = known.iter().filter_map(|field| match field {
        ItemField::Dangerous {
            un_number,
            is: true,
        } => Some(*un_number),
        _ => None,
    });
    numbers.collect()
}

fn reorder(known: &[ItemField]) -> Option<Reorder> {
    known.iter().find_map(|field| match field {
        ItemField::Reorder(reorder) => reorder.clone(),
        _ => None,
    })
}

/// What was entered.
#[derive(Clone, Copy)]
struct Fields {
    draft: Draft,
    suppliers: RwSignal<String>,
    aliases: RwSignal<String>,
    un_numbers: RwSignal<String>,
    coldest: RwSignal<String>,
    warmest: RwSignal<String>,
    multiple: RwSignal<Option<i64>>,
    lead_days: RwSignal<Option<i64>>,
}

impl Fields {
    fn of(item: &ItemId) -> Self {
        let known = card(item);
        let draft = Draft::of("item-more", &names::item_address(item));
        let supplied: Vec<String> = suppliers(&known)
            .into_iter()
            .map(|(party, code)| {
                let supplier = desk::peek(|at| names::party_code(at, &party));
                match code {
                    Some(code) => format!("{supplier} = {code}"),
                    None => supplier,
                }
            })
            .collect();
        let called: Vec<String> = aliases(&known)
            .into_iter()
            .map(|(channel, code)| match channel {
                Some(channel) => format!("{} = {code}", channel.first.code),
                None => code.as_str().to_owned(),
            })
            .collect();
        let numbers: Vec<String> = dangerous(&known).iter().map(ToString::to_string).collect();
        let range = known.iter().find_map(|field| match field {
            ItemField::Temperature(range) => range.clone(),
            _ => None,
        });
        let degrees = |tenths: i64| {
            let sign = if tenths < 0 { "-" } else { "" };
            format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
        };
        let again = reorder(&known);
        let multiple = again
            .as_ref()
            .and_then(|it| i64::try_from(it.multiple.get()).ok());
        Fields {
            draft,
            suppliers: draft.text("suppliers", supplied.join("\n")),
            aliases: draft.text("aliases", called.join("\n")),
            un_numbers: draft.text("un-numbers", numbers.join(" ")),
            coldest: draft.text(
                "coldest",
                range
                    .as_ref()
                    .map_or_else(String::new, |it| degrees(it.from)),
            ),
            warmest: draft.text(
                "warmest",
                range.as_ref().map_or_else(String::new, |it| degrees(it.to)),
            ),
            multiple: draft.units("multiple", 0, multiple),
            lead_days: draft.units(
                "lead-days",
                0,
                again.as_ref().map(|it| i64::from(it.lead_days)),
            ),
        }
    }

    fn read(&self, before: &[ItemField]) -> Result<Vec<ItemField>, Text> {
        let mut fields = Vec::new();
        self.suppliers_into(before, &mut fields)?;
        self.aliases_into(before, &mut fields)?;
        let numbers = self.un_numbers.get_untracked();
        let numbers = numbers
            .split([' ', ',', ';'])
            .filter(|number| !number.is_empty())
            .map(|number| number.trim_start_matches("UN").parse().ok())
            .collect::<Option<Vec<u32>>>()
            .ok_or_else(|| t!(more_un_wrong))?;
        for un_number in dangerous(before)
            .into_iter()
            .filter(|it| !numbers.contains(it))
        {
            let is = false;
            fields.push(ItemField::Dangerous { un_number, is });
        }
        fields.extend(numbers.into_iter().map(|un_number| {
            let is = true;
            ItemField::Dangerous { un_number, is }
        }));
        let range = match (tenths(self.coldest)?, tenths(self.warmest)?) {
            (Some(from), Some(to)) if from <= to => Some(TemperatureRange { from, to }),
            (None, None) => None,
            _ => return Err(t!(more_temperature_wrong)),
        };
        let had = before
            .iter()
            .any(|field| matches!(field, ItemField::Temperature(Some(_))));
        if range.is_some() || had {
            fields.push(ItemField::Temperature(range));
        }
        if let Some(known) = reorder(before) {
            let multiple = self.multiple.get_untracked();
            let multiple = multiple
                .and_then(|it| u64::try_from(it).ok())
                .and_then(Units::new);
            let days = self.lead_days.get_untracked();
            let days = days.and_then(|days| u32::try_from(days).ok());
            fields.push(ItemField::Reorder(Some(Reorder {
                multiple: multiple.unwrap_or(Units::ONE),
                lead_days: days.unwrap_or(0),
                ..known
            })));
        }
        Ok(fields)
    }

    fn suppliers_into(
        &self,
        before: &[ItemField],
        fields: &mut Vec<ItemField>,
    ) -> Result<(), Text> {
        let known = desk::peek(|at| {
            let of = |(id, _): (PartyId, String)| (names::party_code(at, &id), id);
            let all = parties(at, &PartyRole::Supplier).into_iter();
            all.map(of).collect::<Vec<_>>()
        });
        let mut told = Vec::new();
        for (left, right) in lines(&self.suppliers.get_untracked()) {
            let found = known.iter().find(|(code, _)| *code == left);
            let (_, supplier) = found.ok_or_else(|| {
                let code = left.clone();
                t!(more_supplier_unknown, code = code.clone())
            })?;
            told.push(supplier.clone());
            fields.push(ItemField::Supplier {
                supplier: supplier.clone(),
                code: right.and_then(|code| Code::new(&code).ok()),
                supplies: true,
            });
        }
        for (supplier, _) in suppliers(before) {
            if !told.contains(&supplier) {
                fields.push(ItemField::Supplier {
                    supplier,
                    code: None,
                    supplies: false,
                });
            }
        }
        Ok(())
    }

    fn aliases_into(&self, before: &[ItemField], fields: &mut Vec<ItemField>) -> Result<(), Text> {
        let channels: Vec<ChannelId> =
            desk::peek(|at| at.state.channels().map(|(id, _)| id.clone()).collect());
        let mut told: Vec<(Option<ChannelId>, Code)> = Vec::new();
        for (left, right) in lines(&self.aliases.get_untracked()) {
            let (channel, code) = match right {
                None => (None, left),
                Some(code) => {
                    let found = channels.iter().find(|id| id.first.code.as_str() == left);
                    let found = found.ok_or_else(|| {
                        let code = left.clone();
                        t!(more_channel_unknown, code = code.clone())
                    })?;
                    (Some(found.clone()), code)
                }
            };
            let code = Code::new(&code).map_err(|_| t!(paste_fault_too_long))?;
            told.push((channel, code));
        }
        let gone = aliases(before)
            .into_iter()
            .filter(|known| !told.contains(known));
        fields.extend(gone.map(|(channel, code)| ItemField::Alias {
            channel,
            code,
            leads_here: false,
        }));
        fields.extend(told.into_iter().map(|(channel, code)| ItemField::Alias {
            channel,
            code,
            leads_here: true,
        }));
        Ok(())
    }
}

/// Lines of `left = right`; the right side may be left out.
fn lines(typed: &str) -> Vec<(String, Option<String>)> {
    let line = |line: &str| match line.split_once('=') {
        Some((left, right)) => (left.trim().to_owned(), Some(right.trim().to_owned())),
        None => (line.trim().to_owned(), None),
    };
    let filled = typed.lines().filter(|line| !line.trim().is_empty());
    filled.map(line).collect()
}

/// Degrees as they were typed, in tenths; nothing is none.
fn tenths(typed: RwSignal<String>) -> Result<Option<i64>, Text> {
    let typed = typed.get_untracked();
    let typed = typed.trim().replace(',', ".");
    if typed.is_empty() {
        return Ok(None);
    }
    let degrees: f64 = typed.parse().map_err(|_| t!(more_temperature_wrong))?;
    match (-2_000.0..=2_000.0).contains(&(degrees * 10.0)) {
        true => Ok(Some((degrees * 10.0).round() as i64)),
        false => Err(t!(more_temperature_wrong)),
    }
}

/// The form of what else an item's card may say.
#[component]
pub(super) fn MoreForm(
    /// The item.
    item: ItemId,
) -> impl IntoView {
    let fields = Fields::of(&item);
    let has_reorder = reorder(&card(&item)).is_some();
    let save = move |()| {
        let set = match fields.read(&card(&item)) {
            Ok(set) => set,
            Err(text) => {
                return report(Problem {
                    code: text.now(),
                    text,
                });
            }
        };
        let command = CatalogCommand::SetItems {
            items: vec![ItemChange {
                which: ItemRef::Known(item.clone()),
                fields: set,
            }],
        };
        desk::perform_then(command, move |_| {
            fields.draft.forget();
            toast(Tone::Good, t!(stock_changed));
        });
    };
    view! {
        <section class="section">
            <details>
                <summary>{t!(more_title)}</summary>
                <form class="form" on:submit=|event| event.prevent_default()>
                    <Textarea
                        label=t!(more_suppliers)
                        hint=t!(more_suppliers_hint)
                        value=fields.suppliers
                        rows=3
                    />
                    <Textarea
                        label=t!(more_aliases)
                        hint=t!(more_aliases_hint)
                        value=fields.aliases
                        rows=3
                    />
                    <TextInput label=t!(more_un) hint=t!(more_un_hint) value=fields.un_numbers />
                    <div class="columns">
                        <TextInput label=t!(more_coldest) value=fields.coldest />
                        <TextInput label=t!(more_warmest) value=fields.warmest />
                    </div>
                    {has_reorder
                        .then(|| {
                            view! {
                                <div class="columns">
                                    <NumberInput label=t!(more_multiple) value=fields.multiple min=1 max=1_000_000 />
                                    <NumberInput label=t!(more_lead_days) value=fields.lead_days max=365 />
                                </div>
                            }
                        })}
                    <Button
                        label=t!(stock_change_do)
                        submit=true
                        on_press=save
                        attr:data-test="save-more"
                    />
                </form>
            </details>
        </section>
    }
}
