//! A channel's whole card: whose goods it sells, until when, when and how its orders are allocated, and from where.

use super::complain;
use super::partner_form::minute;
use crate::intake::setup::channel;
use crate::screens::desk;
use crate::screens::stock::parties;
use crate::screens::words;
use crate::trade::channels::commands::ChannelCommand;
use crate::trade::channels::{AllocationTiming, ChannelField, Completeness};
use crate::trade::id::{ChannelId, PartyId, WarehouseId};
use crate::trade::money::Terms;
use crate::trade::parties::PartyRole;
use crate::trade::quantity::Currency;
use crate::trade::sequence::SequenceKey;
use crate::trade::text::{Code, Words};
use crate::ui::components::{Button, ButtonKind, Draft, NumberInput, Select, TextInput, Textarea};
use crate::ui::locale::{Text, t};
use crate::view::{entry, names};
use leptos::prelude::*;

const TERMS: [(&str, Terms); 4] = [
    ("prepaid", Terms::Prepaid),
    ("account", Terms::OnAccount),
    ("cod", Terms::CashOnDelivery),
    ("marketplace", Terms::HeldByMarketplace),
];

fn card(channel: Option<&ChannelId>) -> Vec<ChannelField> {
    desk::peek(|at| {
        let card = channel.and_then(|channel| at.state.channel(channel));
        let fields = card.into_iter().flat_map(|card| card.fields());
        fields.cloned().collect()
    })
}

/// What was entered.
#[derive(Clone, Copy)]
struct Fields {
    draft: Draft,
    code: RwSignal<String>,
    title: RwSignal<String>,
    client: RwSignal<String>,
    currency: RwSignal<String>,
    terms: RwSignal<String>,
    cutoff: RwSignal<String>,
    allocation: RwSignal<String>,
    days_before: RwSignal<Option<i64>>,
    complete: RwSignal<String>,
    ranks: RwSignal<String>,
    days_left: RwSignal<Option<i64>>,
    buffer: RwSignal<Option<i64>>,
    carriers: RwSignal<String>,
}

/// The warehouses of a channel in their order.
fn ranked(known: &[ChannelField]) -> Vec<WarehouseId> {
    let mut ranks: Vec<(&SequenceKey, &WarehouseId)> = known
        .iter()
        .filter_map(|field| match field {
            ChannelField::WarehouseRank {
                warehouse,
                rank: Some(rank),
            } => Some((rank, warehouse)),
            _ => None,
        })
        .collect();
    ranks.sort();
    ranks.into_iter().map(|(_, id)| id.clone()).collect()
}

fn carrier_names(known: &[ChannelField]) -> Vec<(PartyId, Code)> {
    let names = known.iter().filter_map(|field| match field {
        ChannelField::CarrierName {
            carrier,
            name: Some(name),
        } => Some((carrier.clone(), name.clone())),
        _ => None,
    });
    names.collect()
}

impl Fields {
    fn of(channel: Option<&ChannelId>) -> Self {
        let known = card(channel);
        let code = known.iter().find_map(|field| match field {
            ChannelField::Code(code) => Some(code.as_str().to_owned()),
            _ => None,
        });
        let first = channel.map(|channel| channel.first.code.as_str().to_owned());
        let code = code.or(first).unwrap_or_default();
        let draft = Draft::of(
            "channel",
            if code.is_empty() {
                "new"
            } else {
                code.as_str()
            },
        );
        let (mut title, mut client, mut currency) = (String::new(), String::new(), String::new());
        let (mut terms, mut cutoff) = (String::new(), String::new());
        let (mut allocation, mut days_before) = (String::new(), None);
        let (mut complete, mut days_left, mut buffer) = (String::new(), None, None);
        for field in &known {
            match field {
                ChannelField::Title(of) => title = of.as_str().to_owned(),
                ChannelField::Client(Some(of)) => {
                    client = desk::peek(|at| names::party_code(at, of));
                }
                ChannelField::Currency(of) => currency = words::currency(of),
                ChannelField::Terms(of) => {
                    let found = TERMS.iter().find(|(_, terms)| terms == of);
                    terms = found.map_or("", |(code, _)| code).to_owned();
                }
                ChannelField::Cutoff(Some(at)) => cutoff = entry::minute_typed(*at),
                ChannelField::Allocation(AllocationTiming::AtOnce) => {
                    allocation = "at-once".to_owned();
                }
                ChannelField::Allocation(AllocationTiming::ByHand) => {
                    allocation = "by-hand".to_owned();
                }
                ChannelField::Allocation(AllocationTiming::DaysBefore { days }) => {
                    allocation = "days-before".to_owned();
                    days_before = Some(i64::from(*days));
                }
                ChannelField::Completeness(Completeness::Complete) => {
                    complete = "complete".to_owned();
                }
                ChannelField::Completeness(Completeness::AsAvailable) => {
                    complete = "available".to_owned();
                }
                ChannelField::DaysLeft(Some(days)) => days_left = Some(i64::from(*days)),
                ChannelField::Buffer(units) => buffer = i64::try_from(*units).ok(),
                _ => {}
            }
        }
        let ranks: Vec<String> = ranked(&known)
            .iter()
            .map(|warehouse| warehouse.first.code.as_str().to_owned())
            .collect();
        let carriers: Vec<String> = carrier_names(&known)
            .iter()
            .map(|(carrier, name)| {
                let code = desk::peek(|at| names::party_code(at, carrier));
                format!("{code}={name}")
            })
            .collect();
        Fields {
            draft,
            code: draft.text("code", code),
            title: draft.text("title", title),
            client: draft.choice("client", 0, &client),
            currency: draft.text("currency", currency),
            terms: draft.choice("terms", 0, &terms),
            cutoff: draft.text("cutoff", cutoff),
            allocation: draft.choice("allocation", 0, &allocation),
            days_before: draft.units("days-before", 0, days_before),
            complete: draft.choice("complete", 0, &complete),
            ranks: draft.text("ranks", ranks.join(", ")),
            days_left: draft.units("days-left", 0, days_left),
            buffer: draft.units("buffer", 0, buffer),
            carriers: draft.text("carriers", carriers.join("\n")),
        }
    }

    fn read(&self, before: &[ChannelField]) -> Result<(Code, Vec<ChannelField>), Text> {
        let was = |number: u64| before.iter().any(|field| field.number() == number);
        let code = Code::new(&self.code.get_untracked()).map_err(|_| t!(setup_code_missing))?;
        let mut fields = vec![ChannelField::Code(code.clone())];
        let title = Words::new(&self.title.get_untracked()).ok();
        fields.extend(title.map(ChannelField::Title));
        let letters = self.currency.get_untracked().trim().to_ascii_uppercase();
        if !letters.is_empty() {
            let currency = Currency::new(&letters).ok_or_else(|| t!(welcome_currency_wrong))?;
            fields.push(ChannelField::Currency(currency));
        }
        let chosen = self.terms.get_untracked();
        let terms = TERMS.into_iter().find(|(code, _)| *code == chosen);
        fields.extend(terms.map(|(_, terms)| ChannelField::Terms(terms)));
        let chosen = self.client.get_untracked();
        let client = clients().into_iter().find(|(_, code, _)| *code == chosen);
        let client = client.map(|(id, _, _)| id);
        let mut push = |field: ChannelField, has: bool| {
            if has || was(field.number()) {
                fields.push(field);
            }
        };
        let has = client.is_some();
        push(ChannelField::Client(client), has);
        let cutoff = minute(self.cutoff)?;
        push(ChannelField::Cutoff(cutoff), cutoff.is_some());
        let days = |signal: RwSignal<Option<i64>>| {
            signal
                .get_untracked()
                .and_then(|days| u32::try_from(days).ok())
        };
        let days_left = days(self.days_left);
        push(ChannelField::DaysLeft(days_left), days_left.is_some());
        let buffer = self.buffer.get_untracked();
        let buffer = buffer
            .and_then(|units| u64::try_from(units).ok())
            .unwrap_or(0);
        push(ChannelField::Buffer(buffer), buffer > 0);
        fields.extend(match self.allocation.get_untracked().as_str() {
            "at-once" => Some(ChannelField::Allocation(AllocationTiming::AtOnce)),
            "by-hand" => Some(ChannelField::Allocation(AllocationTiming::ByHand)),
            "days-before" => {
                let days = days(self.days_before).unwrap_or(0);
                Some(ChannelField::Allocation(AllocationTiming::DaysBefore {
                    days,
                }))
            }
            _ => None,
        });
        fields.extend(match self.complete.get_untracked().as_str() {
            "complete" => Some(ChannelField::Completeness(Completeness::Complete)),
            "available" => Some(ChannelField::Completeness(Completeness::AsAvailable)),
            _ => None,
        });
        self.ranks_into(before, &mut fields)?;
        self.carriers_into(before, &mut fields)?;
        Ok((code, fields))
    }

    /// The warehouses in the order in which they were typed; what is left out is never used.
    fn ranks_into(
        &self,
        before: &[ChannelField],
        fields: &mut Vec<ChannelField>,
    ) -> Result<(), Text> {
        let known = desk::peek(desk::warehouses);
        let mut order: Vec<WarehouseId> = Vec::new();
        let typed = self.ranks.get_untracked();
        for code in typed
            .split([',', ';'])
            .map(str::trim)
            .filter(|it| !it.is_empty())
        {
            let found = known.iter().find(|id| id.first.code.as_str() == code);
            let found = found.ok_or_else(|| {
                let code = code.to_owned();
                t!(setup_warehouse_unknown, code = code.clone())
            })?;
            order.push(found.clone());
        }
        let was = ranked(before);
        if order == was {
            return Ok(());
        }
        for warehouse in was.into_iter().filter(|was| !order.contains(was)) {
            let rank = None;
            fields.push(ChannelField::WarehouseRank { warehouse, rank });
        }
        for (rank, warehouse) in (0..).map(SequenceKey::at).zip(order) {
            let rank = Some(rank);
            fields.push(ChannelField::WarehouseRank { warehouse, rank });
        }
        Ok(())
    }

    fn carriers_into(
        &self,
        before: &[ChannelField],
        fields: &mut Vec<ChannelField>,
    ) -> Result<(), Text> {
        let carriers = desk::peek(|at| {
            let of = |(id, _): (PartyId, String)| (names::party_code(at, &id), id);
            let all = parties(at, &PartyRole::Carrier).into_iter();
            all.map(of).collect::<Vec<_>>()
        });
        let mut told: Vec<(PartyId, Code)> = Vec::new();
        let typed = self.carriers.get_untracked();
        for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let wrong = || t!(setup_carrier_names_wrong);
            let (code, name) = line.split_once('=').ok_or_else(wrong)?;
            let found = carriers.iter().find(|(of, _)| of == code.trim());
            let (_, carrier) = found.ok_or_else(wrong)?;
            told.push((
                carrier.clone(),
                Code::new(name.trim()).map_err(|_| wrong())?,
            ));
        }
        for (carrier, _) in carrier_names(before) {
            if told.iter().all(|(of, _)| *of != carrier) {
                fields.push(ChannelField::CarrierName {
                    carrier,
                    name: None,
                });
            }
        }
        fields.extend(told.into_iter().map(|(carrier, name)| {
            let name = Some(name);
            ChannelField::CarrierName { carrier, name }
        }));
        Ok(())
    }
}

/// The clients, each with its code and name.
fn clients() -> Vec<(PartyId, String, String)> {
    desk::peek(|at| {
        let of = |(id, name): (PartyId, String)| {
            let code = names::party_code(at, &id);
            (id, code, name)
        };
        parties(at, &PartyRole::Client)
            .into_iter()
            .map(of)
            .collect()
    })
}

/// The choices with one that says nothing before them.
fn with_default(all: Vec<(&str, Text)>) -> Vec<(String, Text)> {
    let all = all
        .into_iter()
        .map(|(code, words)| (code.to_owned(), words));
    std::iter::once((String::new(), t!(item_default)))
        .chain(all)
        .collect()
}

/// The form of a channel.
#[component]
pub(super) fn ChannelForm(
    /// The channel; a new one otherwise.
    of: Option<ChannelId>,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let fields = Fields::of(of.as_ref());
    let client_options: Vec<(String, Text)> = std::iter::once((String::new(), t!(item_own)))
        .chain(
            clients()
                .into_iter()
                .map(|(_, code, name)| (code, Text::from(name.as_str()))),
        )
        .collect();
    let terms = TERMS
        .iter()
        .map(|(code, of)| (*code, words::terms(of)))
        .collect();
    let timings = vec![
        ("at-once", t!(setup_allocate_at_once)),
        ("by-hand", t!(setup_allocate_by_hand)),
        ("days-before", t!(setup_allocate_days_before)),
    ];
    let completeness = vec![
        ("complete", t!(setup_leaves_complete)),
        ("available", t!(setup_leaves_available)),
    ];
    let save = move |()| {
        let (code, set) = match fields.read(&card(of.as_ref())) {
            Ok(read) => read,
            Err(text) => return complain(text),
        };
        let command = ChannelCommand::SetChannel {
            channel: of.clone().unwrap_or_else(|| channel(&code)),
            fields: set,
        };
        desk::perform_then(command, move |_| {
            fields.draft.sent(close, t!(setup_saved));
        });
    };
    let by_days = move || fields.allocation.get() == "days-before";
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <TextInput label=t!(setup_code) value=fields.code required=true />
            <TextInput label=t!(order_name) value=fields.title />
            <Select label=t!(trade_party_client) value=fields.client options=client_options />
            <TextInput label=t!(welcome_currency) value=fields.currency />
            <Select label=t!(order_terms) value=fields.terms options=with_default(terms) />
            <TextInput label=t!(setup_cutoff) hint=t!(setup_cutoff_hint) value=fields.cutoff />
            <Select label=t!(setup_allocation) value=fields.allocation options=with_default(timings) />
            <Show when=by_days>
                <NumberInput label=t!(setup_allocate_days) value=fields.days_before max=365 />
            </Show>
            <Select label=t!(setup_leaves) value=fields.complete options=with_default(completeness) />
            <TextInput label=t!(setup_ranks) hint=t!(setup_ranks_hint) value=fields.ranks />
            <NumberInput
                label=t!(setup_days_left)
                hint=t!(setup_days_left_hint)
                value=fields.days_left
                max=3_650
            />
            <NumberInput
                label=t!(setup_buffer)
                hint=t!(setup_buffer_hint)
                value=fields.buffer
                max=1_000_000
            />
            <Textarea
                label=t!(setup_carrier_names)
                hint=t!(setup_carrier_names_hint)
                value=fields.carriers
                rows=3
            />
            <Button
                label=t!(setup_save)
                kind=ButtonKind::Primary
                submit=true
                on_press=save
                attr:data-test="save-channel"
            />
        </form>
    }
}
