//! Cartons that parcels are packed in, and carts that pickers push: lists, forms, retiring.

use super::{CardSteps, SetupNav, complain};
use crate::screens::desk::{self, ALL};
use crate::trade::id::{CartonId, ContainerId, FirstCode};
use crate::trade::locations::commands::LocationCommand;
use crate::trade::locations::{ContainerField, ContainerKind};
use crate::trade::quantity::{Currency, Money, SideMissing, Size};
use crate::trade::settings::commands::SettingCommand;
use crate::trade::settings::{CartonCard, Setting};
use crate::trade::text::{Code, Words};
use crate::ui::components::{
    Button, ButtonKind, Draft, EmptyState, IconName, NumberInput, PageHeader, SidePanel, TextInput,
};
use crate::ui::feedback::{Tone, toast};
use crate::ui::locale::{Text, t};
use crate::view::cartons::{CartRow, CartonRow, cartons, carts};
use crate::view::entry;
use leptos::prelude::*;

/// What the side panel shows.
#[derive(Clone, PartialEq)]
enum Panel {
    Carton(Option<Box<CartonRow>>),
    Cart(Option<Box<CartRow>>),
}

/// The page of the cartons and carts.
#[component]
pub fn Cartons() -> impl IntoView {
    let all = Memo::new(|_| desk::read(ALL, cartons));
    let all_carts = Memo::new(|_| desk::read(ALL, |at| carts(at, &ContainerKind::Cart)));
    let panel = RwSignal::new(None::<Panel>);
    let close = Callback::new(move |()| panel.set(None));
    view! {
        <PageHeader title=t!(carton_title)>
            <Button
                label=t!(carton_new_cart)
                icon=IconName::Plus
                on_press=move |()| panel.set(Some(Panel::Cart(None)))
                attr:data-test="new-cart"
            />
            <Button
                label=t!(carton_new)
                icon=IconName::Plus
                kind=ButtonKind::Primary
                on_press=move |()| panel.set(Some(Panel::Carton(None)))
                attr:data-test="new-carton"
            />
        </PageHeader>
        <SetupNav />
        <div class="with-panel">
            <div>
                <section class="section" aria-label=t!(carton_cartons)>
                    <h2>{t!(carton_cartons)}</h2>
                    <Show
                        when=move || !all.with(Vec::is_empty)
                        fallback=|| view! { <EmptyState title=t!(carton_cartons) text=t!(carton_none) icon=IconName::Box /> }
                    >
                        <ul class="cards" data-test="cartons">
                            {move || all.get().into_iter().map(|row| carton_card(row, panel)).collect_view()}
                        </ul>
                    </Show>
                </section>
                <section class="section" aria-label=t!(carton_carts)>
                    <h2>{t!(carton_carts)}</h2>
                    <Show
                        when=move || !all_carts.with(Vec::is_empty)
                        fallback=|| view! { <p class="quiet-text">{t!(carton_no_carts)}</p> }
                    >
                        <ul class="cards" data-test="carts">
                            {move || {
                                all_carts.get().into_iter().map(|row| cart_card(row, panel)).collect_view()
                            }}
                        </ul>
                    </Show>
                </section>
            </div>
            {move || {
                panel
                    .get()
                    .map(|chosen| match chosen {
                        Panel::Carton(row) => {
                            let title = row.as_ref().map_or_else(|| t!(carton_new), |row| named(&row.carton.first));
                            view! {
                                <SidePanel title on_close=close>
                                    <CartonForm row close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                        Panel::Cart(row) => {
                            let title = row.as_ref().map_or_else(|| t!(carton_new_cart), |row| Text::from(row.code.as_str()));
                            view! {
                                <SidePanel title on_close=close>
                                    <CartForm row close />
                                </SidePanel>
                            }
                                .into_any()
                        }
                    })
            }}
        </div>
    }
}

fn named(first: &FirstCode) -> Text {
    Text::from(first.code.as_str())
}

fn sides(size: &Size) -> String {
    format!(
        "{} × {} × {} mm",
        size.length_mm, size.width_mm, size.height_mm
    )
}

fn carton_card(row: CartonRow, panel: RwSignal<Option<Panel>>) -> AnyView {
    let code = row.carton.first.code.as_str().to_owned();
    let shown = code.clone();
    let card = row.card.clone();
    let title = card
        .title
        .as_ref()
        .map_or_else(|| code.clone(), |title| title.as_str().to_owned());
    let (tare, stock, retired) = (card.tare_g, card.in_stock, card.retired);
    let carton = row.carton.clone();
    let retire = move |()| {
        let card = CartonCard {
            retired: !retired,
            ..card.clone()
        };
        let setting = Setting::Carton {
            carton: carton.clone(),
            is: Some(card),
        };
        let command = SettingCommand::Set {
            settings: vec![setting],
        };
        desk::perform(command, t!(setup_saved));
    };
    let inner = sides(&row.card.inner);
    let changed = Box::new(row);
    view! {
        <li class="card" data-test="carton" data-code=code.clone()>
            <div class="row apart">
                <h2>{title}</h2>
                <span class="code">{shown}</span>
            </div>
            <p class="row quiet-text">
                <span>{inner}</span>
                <span>{t!(carton_weighs, grams = tare)}</span>
                {stock.map(|n| view! { <span>{t!(carton_left, n = n)}</span> })}
            </p>
            <CardSteps
                name="change-carton"
                retired
                on_change=move |()| panel.set(Some(Panel::Carton(Some(changed.clone()))))
                on_retire=retire
            />
        </li>
    }
    .into_any()
}

fn cart_card(row: CartRow, panel: RwSignal<Option<Panel>>) -> AnyView {
    let (container, retired) = (row.container.clone(), row.retired);
    let retire = move |()| set_cart(&container, vec![ContainerField::Retired(!retired)], || {});
    let (code, stands) = (row.code.clone(), row.stands.clone());
    let shown = code.clone();
    let size = row.size.as_ref().map(sides);
    let compartments = row.compartments;
    let changed = Box::new(row);
    view! {
        <li class="card" data-test="cart" data-code=code.clone()>
            <h2>{shown}</h2>
            <p class="row quiet-text">
                {compartments.map(|n| view! { <span>{t!(carton_has, n = n)}</span> })}
                <span>{size}</span>
                {stands.map(|place| view! { <span>{t!(carton_stands, place = place.clone())}</span> })}
            </p>
            <CardSteps
                name="change-cart"
                retired
                on_change=move |()| panel.set(Some(Panel::Cart(Some(changed.clone()))))
                on_retire=retire
            />
        </li>
    }
    .into_any()
}

/// Three sides that are typed together.
type Sides = [RwSignal<Option<i64>>; 3];

fn sides_of(size: Option<&Size>) -> Sides {
    let sides = size.map(|size| [size.length_mm, size.width_mm, size.height_mm]);
    std::array::from_fn(|index| RwSignal::new(sides.map(|sides| i64::from(sides[index]))))
}

fn size_of(sides: Sides) -> Result<Option<Size>, SideMissing> {
    let side = |signal: RwSignal<Option<i64>>| {
        let side = signal.get_untracked();
        side.and_then(|side| u32::try_from(side).ok())
            .filter(|side| *side > 0)
    };
    Size::of_sides(sides.map(side))
}

fn whole(signal: RwSignal<Option<i64>>) -> Option<u64> {
    signal
        .get_untracked()
        .and_then(|number| u64::try_from(number).ok())
}

fn shown(number: Option<u64>) -> RwSignal<Option<i64>> {
    RwSignal::new(number.and_then(|number| i64::try_from(number).ok()))
}

#[component]
fn SidesInput(#[prop(into)] label: Text, sides: Sides) -> impl IntoView {
    view! {
        <fieldset class="columns">
            <legend>{label}</legend>
            <NumberInput label=t!(item_length) value=sides[0] max=20_000 />
            <NumberInput label=t!(item_width) value=sides[1] max=20_000 />
            <NumberInput label=t!(item_height) value=sides[2] max=20_000 />
        </fieldset>
    }
}

#[component]
fn CartonForm(row: Option<Box<CartonRow>>, close: Callback<()>) -> impl IntoView {
    let known = row.as_ref().map(|row| row.card.clone());
    let of = |of: fn(&CartonCard) -> Option<u64>| shown(known.as_ref().and_then(of));
    let name = row
        .as_ref()
        .map(|row| row.carton.first.code.as_str().to_owned());
    let draft = Draft::of("carton", name.as_deref().unwrap_or("new"));
    let code = draft.text("code", name.unwrap_or_default());
    let title = known.as_ref().and_then(|card| card.title.as_ref());
    let title = draft.text(
        "title",
        title.map_or_else(String::new, |title| title.as_str().to_owned()),
    );
    let inner = sides_of(known.as_ref().map(|card| &card.inner));
    let outer = sides_of(known.as_ref().and_then(|card| card.outer.as_ref()));
    let (tare, gross) = (of(|card| Some(card.tare_g)), of(|card| card.gross_max_g));
    let stock = of(|card| card.in_stock);
    let money = known.as_ref().and_then(|card| card.cost.clone());
    let cost = draft.text(
        "cost",
        money
            .as_ref()
            .map_or_else(String::new, |money| entry::amount_typed(money.amount)),
    );
    let letters = money.map_or_else(String::new, |money| {
        money.currency.letters().iter().collect()
    });
    let currency = draft.text("currency", letters);
    let (is_new, retired) = (
        row.is_none(),
        known.as_ref().is_some_and(|card| card.retired),
    );
    let carton = row.map(|row| row.carton);
    let save = move |()| {
        let Ok(typed) = Code::new(&code.get_untracked()) else {
            return complain(t!(setup_code_missing));
        };
        let Ok(Some(inner)) = size_of(inner) else {
            return complain(t!(carton_size_wrong));
        };
        let Ok(outer) = size_of(outer) else {
            return complain(t!(item_size_incomplete));
        };
        let cost = match cost_typed(cost, currency) {
            Ok(cost) => cost,
            Err(text) => return complain(text),
        };
        let card = CartonCard {
            title: Words::new(&title.get_untracked()).ok(),
            inner,
            outer,
            tare_g: whole(tare).unwrap_or(0),
            gross_max_g: whole(gross).filter(|grams| *grams > 0),
            cost,
            in_stock: whole(stock),
            retired,
        };
        let carton = carton.clone().unwrap_or_else(|| CartonId {
            first: FirstCode::new(typed),
        });
        let is = Some(card);
        let command = SettingCommand::Set {
            settings: vec![Setting::Carton { carton, is }],
        };
        desk::perform_then(command, move |_| {
            draft.sent(close, t!(setup_saved));
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            {is_new.then(|| view! { <TextInput label=t!(setup_code) value=code required=true /> })}
            <TextInput label=t!(order_name) value=title />
            <SidesInput label=t!(carton_inner) sides=inner />
            <SidesInput label=t!(carton_outer) sides=outer />
            <p class="quiet-text">{t!(carton_outer_hint)}</p>
            <div class="columns">
                <NumberInput label=t!(carton_tare) value=tare max=1_000_000 />
                <NumberInput label=t!(carton_gross) value=gross max=10_000_000 />
            </div>
            <div class="columns">
                <TextInput label=t!(carton_cost) value=cost />
                <TextInput label=t!(welcome_currency) value=currency />
            </div>
            <NumberInput label=t!(carton_in_stock) value=stock max=10_000_000 />
            <Button
                label=t!(setup_save)
                kind=ButtonKind::Primary
                submit=true
                on_press=save
                attr:data-test="save-carton"
            />
        </form>
    }
}

fn cost_typed(cost: RwSignal<String>, currency: RwSignal<String>) -> Result<Option<Money>, Text> {
    let typed = cost.get_untracked();
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let amount = entry::amount(&typed).ok_or_else(|| t!(order_amount_wrong))?;
    let letters = currency.get_untracked().trim().to_ascii_uppercase();
    let currency = Currency::new(&letters).ok_or_else(|| t!(welcome_currency_wrong))?;
    Ok(Some(Money { amount, currency }))
}

/// Sets fields of a cart in the warehouse of this desk.
fn set_cart(container: &ContainerId, fields: Vec<ContainerField>, then: impl FnOnce() + 'static) {
    let Some(warehouse) = desk::warehouse() else {
        return complain(t!(paste_no_warehouse));
    };
    let command = LocationCommand::SetContainer {
        warehouse,
        container: container.clone(),
        fields,
    };
    desk::perform_then(command, move |_| {
        then();
        toast(Tone::Good, t!(setup_saved));
    });
}

#[component]
fn CartForm(row: Option<Box<CartRow>>, close: Callback<()>) -> impl IntoView {
    let name = row.as_ref().map(|row| row.code.clone());
    let draft = Draft::of("cart", name.as_deref().unwrap_or("new"));
    let code = draft.text("code", name.unwrap_or_default());
    let compartments = row.as_ref().and_then(|row| row.compartments).unwrap_or(8);
    let compartments = RwSignal::new(Some(i64::from(compartments)));
    let size = sides_of(row.as_ref().and_then(|row| row.size.as_ref()));
    let carries = shown(
        row.as_ref()
            .and_then(|row| row.weight_limit_g)
            .map(|grams| grams / 1_000),
    );
    let is_new = row.is_none();
    let known = row.map(|row| row.container);
    let save = move |()| {
        let container = match (&known, Code::new(&code.get_untracked())) {
            (Some(container), _) => container.clone(),
            (None, Ok(code)) => ContainerId::Labelled(FirstCode::new(code)),
            (None, Err(_)) => return complain(t!(setup_code_missing)),
        };
        let Ok(size) = size_of(size) else {
            return complain(t!(item_size_incomplete));
        };
        let count = whole(compartments).and_then(|count| u32::try_from(count).ok());
        let grams = whole(carries)
            .filter(|kg| *kg > 0)
            .map(|kg| kg.saturating_mul(1_000));
        let fields = vec![
            ContainerField::Kind(ContainerKind::Cart),
            ContainerField::Compartments(count.unwrap_or(1).max(1)),
            ContainerField::Size(size),
            ContainerField::WeightLimit(grams),
        ];
        set_cart(&container, fields, move || {
            draft.forget();
            close.run(());
        });
    };
    view! {
        <form class="form" on:submit=|event| event.prevent_default()>
            {is_new.then(|| view! { <TextInput label=t!(setup_code) value=code required=true /> })}
            <NumberInput label=t!(carton_compartments) value=compartments min=1 max=200 />
            <SidesInput label=t!(carton_inner) sides=size />
            <NumberInput label=t!(carton_carries) value=carries max=100_000 />
            <Button
                label=t!(setup_save)
                kind=ButtonKind::Primary
                submit=true
                on_press=save
                attr:data-test="save-cart"
            />
        </form>
    }
}
