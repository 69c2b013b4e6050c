//! The warehouse that a page of the office shows: a filter in its address. What this device works in stays as it is.

use crate::screens::desk::{self, Area};
use crate::trade::id::WarehouseId;
use crate::ui::components::Select;
use crate::ui::locale::{Text, t};
use crate::ui::navigation::query_value;
use crate::view::names;
use leptos::prelude::*;

const WAREHOUSE: &str = "warehouse";

fn of_code(code: Option<&str>) -> Option<WarehouseId> {
    let code = code?;
    let all = desk::peek(desk::own_warehouses).into_iter();
    all.into_iter().find(|id| id.first.code.as_str() == code)
}

/// The warehouse that is shown: the one in the address, else that of this device.
pub(super) fn warehouse() -> Option<WarehouseId> {
    of_code(query_value(WAREHOUSE).now().as_deref()).or_else(desk::warehouse)
}

/// The same, followed inside an effect or a view.
pub(super) fn followed_warehouse() -> Option<WarehouseId> {
    let own = desk::followed_warehouse();
    of_code(query_value(WAREHOUSE).get().as_deref()).or(own)
}

/// Chooses the warehouse that the page shows, where there is a choice.
#[component]
pub(super) fn ShownWarehouse() -> impl IntoView {
    let all = Memo::new(|_| {
        desk::read(&[Area::Catalog], |at| {
            let own = desk::own_warehouses(at).into_iter();
            own.map(|id| {
                let name = names::warehouse_name(at, &id);
                (id.first.code.as_str().to_owned(), name)
            })
            .collect::<Vec<_>>()
        })
    });
    let wanted = query_value(WAREHOUSE);
    let shown = warehouse().map_or_else(String::new, |id| id.first.code.as_str().to_owned());
    let chosen = RwSignal::new(shown);
    Effect::watch(
        move || chosen.get(),
        move |code, _, _| wanted.set(Some(code.as_str())),
        false,
    );
    let options = Signal::derive(move || {
        let option = |(code, name): &(String, String)| (code.clone(), Text::from(name.as_str()));
        all.with(|all| all.iter().map(option).collect::<Vec<_>>())
    });
    let several = Memo::new(move |_| all.with(Vec::len) > 1);
    view! {
        <Show when=move || several.get()>
            <Select label=t!(stock_warehouse) value=chosen options />
        </Show>
    }
}
