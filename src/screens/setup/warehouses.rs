//! Warehouses.

use super::warehouse_form::WarehouseForm;
use super::{CardSteps, SetupNav, complain};
use crate::browser::clock;
use crate::intake::setup::{Aisles, FirstWarehouse, first_warehouse};
use crate::screens::desk::{self, Area};
use crate::screens::stock::WarehouseChoice;
use crate::trade::id::{FirstCode, WarehouseId};
use crate::trade::locations::WarehouseField;
use crate::trade::locations::commands::LocationCommand;
use crate::trade::quantity::Country;
use crate::trade::text::{Code, Words};
use crate::ui::components::{Button, ButtonKind, NumberInput, PageHeader, SidePanel, TextInput};
use crate::ui::feedback::{Tone, spawn_reported, toast};
use crate::ui::locale::{Text, t};
use crate::view::names;
use leptos::prelude::*;

#[derive(Clone, PartialEq)]
struct Warehouse {
    id: WarehouseId,
    code: String,
    name: String,
    locations: usize,
    retired: bool,
}

fn warehouses() -> Vec<Warehouse> {
    desk::read(&[Area::Catalog], |at| {
        let of = |(id, card): (&WarehouseId, &crate::trade::card_fold::Card<WarehouseField>)| {
            Warehouse {
                id: id.clone(),
                code: id.first.code.as_str().to_owned(),
                name: names::warehouse_name(at, id),
                locations: at.state.pick_sequence(id).len(),
                retired: card
                    .fields()
                    .any(|field| *field == WarehouseField::Retired(true)),
            }
        };
        at.state.warehouses().map(of).collect()
    })
}

/// The page of the warehouses.
#[component]
pub fn Warehouses() -> impl IntoView {
    let all = Memo::new(|_| warehouses());
    let changing = RwSignal::new(None::<WarehouseId>);
    let close = Callback::new(move |()| changing.set(None));
    view! {
        <PageHeader title=t!(setup_warehouses)>
            <WarehouseChoice />
        </PageHeader>
        <SetupNav />
        <div class="with-panel">
            <div>
                <ul class="cards" data-test="warehouses">
                    {move || all.get().into_iter().map(|of| card(of, changing)).collect_view()}
                </ul>
                <AddWarehouse />
            </div>
            {move || {
                changing
                    .get()
                    .map(|of| {
                        let title = desk::peek(|at| names::warehouse_name(at, &of));
                        view! {
                            <SidePanel title=Text::from(title) on_close=close>
                                <WarehouseForm of close />
                            </SidePanel>
                        }
                    })
            }}
        </div>
    }
}

fn card(of: Warehouse, changing: RwSignal<Option<WarehouseId>>) -> AnyView {
    let changed = of.id.clone();
    let (id, retired, count) = (of.id.clone(), of.retired, of.locations);
    let retire = move |()| {
        let command = LocationCommand::SetWarehouse {
            warehouse: id.clone(),
            fields: vec![WarehouseField::Retired(!retired)],
        };
        desk::perform(command, t!(setup_saved));
    };
    view! {
        <li class="card" data-test="warehouse" data-code=of.code.clone()>
            <div class="row apart">
                <h2>{of.name}</h2>
                <span class="code">{of.code.clone()}</span>
            </div>
            <p class="quiet-text">{t!(stock_bins_count, n = count)}</p>
            <CardSteps
                name="change-warehouse"
                retired
                on_change=move |()| changing.set(Some(changed.clone()))
                on_retire=retire
            />
        </li>
    }
    .into_any()
}

#[component]
fn AddWarehouse() -> impl IntoView {
    let (code, title, country) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let (aisles, bins) = (RwSignal::new(Some(2)), RwSignal::new(Some(10)));
    let add = move |()| {
        let Ok(typed) = Code::new(&code.get_untracked()) else {
            return complain(t!(setup_code_missing));
        };
        let id = WarehouseId {
            first: FirstCode::new(typed.clone()),
        };
        if desk::peek(|at| at.state.warehouse(&id).is_some()) {
            return complain(t!(setup_code_taken, code = typed.as_str().to_owned()));
        }
        let number = |field: RwSignal<Option<i64>>, most: i64| {
            let typed = field.get_untracked().unwrap_or(0).clamp(0, most);
            u8::try_from(typed).unwrap_or(u8::MAX)
        };
        let about = FirstWarehouse {
            code: typed,
            title: Words::new(&title.get_untracked()).ok(),
            zone: Code::new(&clock::zone_name()).ok(),
            country: Country::new(&country.get_untracked().trim().to_ascii_uppercase()),
            works: [true, true, true, true, true, false, false],
            aisles: Aisles {
                aisles: number(aisles, 26),
                bins: number(bins, 99),
            },
        };
        let Ok(commands) = first_warehouse(&about) else {
            return complain(t!(setup_code_missing));
        };
        spawn_reported(async move {
            for command in commands {
                let ran = desk::run(command).await;
                ran.map_err(|error| desk::problem(&error))?;
            }
            toast(Tone::Good, t!(setup_saved));
            Ok(())
        });
        code.set(String::new());
        title.set(String::new());
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            <h2>{t!(setup_add_warehouse)}</h2>
            <TextInput label=t!(setup_code) value=code required=true />
            <TextInput label=t!(order_name) value=title />
            <TextInput label=t!(order_country_code) value=country />
            <div class="columns">
                <NumberInput label=t!(welcome_aisles) value=aisles max=26 />
                <NumberInput label=t!(welcome_bins) value=bins max=99 />
            </div>
            <Button
                label=t!(setup_add_warehouse)
                kind=ButtonKind::Primary
                submit=true
                on_press=add
                attr:data-test="add-warehouse"
            />
        </form>
    }
}
