//! The entry point of the browser build, and the marks along which the build cuts the program into parts
//! (`depo::ui::parts`). A native build of it only says where the portal runs.

#[cfg(target_arch = "wasm32")]
fn main() {
    depo::ui::start(parts::all());
}

// The marks make exports and imports that the cut rewires, which takes unsafe code of the macro's own.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code)]
mod parts {
    use depo::screens::pages::{floor_page, orders_page, paper_page, stock_page, workspace_page};
    use depo::ui::locale::{BULGARIAN, ENGLISH, INDONESIAN, Language, ROMANIAN};
    use depo::ui::parts::{PartMissing, Parts, ScreenPart};
    use depo::ui::routes::Route;
    use leptos::prelude::AnyView;
    use leptos::wasm_split::wasm_split;

    pub fn all() -> Parts {
        Parts {
            floor: ScreenPart {
                load: || Box::pin(async { Ok(load_floor().await?) }),
                page: |route| Box::pin(floor(route)),
            },
            orders: ScreenPart {
                load: || Box::pin(async { Ok(load_orders().await?) }),
                page: |route| Box::pin(orders(route)),
            },
            stock: ScreenPart {
                load: || Box::pin(async { Ok(load_stock().await?) }),
                page: |route| Box::pin(stock(route)),
            },
            workspace: ScreenPart {
                load: || Box::pin(async { Ok(load_workspace().await?) }),
                page: |route| Box::pin(workspace(route)),
            },
            paper: ScreenPart {
                load: || Box::pin(async { Ok(load_paper().await?) }),
                page: |route| Box::pin(paper(route)),
            },
            texts: |language| match language {
                Language::English => Box::pin(english()),
                Language::Indonesian => Box::pin(indonesian()),
                Language::Bulgarian => Box::pin(bulgarian()),
                Language::Romanian => Box::pin(romanian()),
            },
        }
    }

    #[wasm_split(floor, fallible, preload(load_floor), wasm_split_path = ::leptos::wasm_split)]
    fn floor(route: Route) -> Result<AnyView, PartMissing> {
        Ok(floor_page(route))
    }

    #[wasm_split(orders, fallible, preload(load_orders), wasm_split_path = ::leptos::wasm_split)]
    fn orders(route: Route) -> Result<AnyView, PartMissing> {
        Ok(orders_page(route))
    }

    #[wasm_split(stock, fallible, preload(load_stock), wasm_split_path = ::leptos::wasm_split)]
    fn stock(route: Route) -> Result<AnyView, PartMissing> {
        Ok(stock_page(route))
    }

    #[wasm_split(workspace, fallible, preload(load_workspace), wasm_split_path = ::leptos::wasm_split)]
    fn workspace(route: Route) -> Result<AnyView, PartMissing> {
        Ok(workspace_page(route))
    }

    #[wasm_split(paper, fallible, preload(load_paper), wasm_split_path = ::leptos::wasm_split)]
    fn paper(route: Route) -> Result<AnyView, PartMissing> {
        Ok(paper_page(route))
    }

    #[wasm_split(en, fallible, wasm_split_path = ::leptos::wasm_split)]
    fn english() -> Result<&'static str, PartMissing> {
        Ok(ENGLISH)
    }

    #[wasm_split(id, fallible, wasm_split_path = ::leptos::wasm_split)]
    fn indonesian() -> Result<&'static str, PartMissing> {
        Ok(INDONESIAN)
    }

    #[wasm_split(bg, fallible, wasm_split_path = ::leptos::wasm_split)]
    fn bulgarian() -> Result<&'static str, PartMissing> {
        Ok(BULGARIAN)
    }

    #[wasm_split(ro, fallible, wasm_split_path = ::leptos::wasm_split)]
    fn romanian() -> Result<&'static str, PartMissing> {
        Ok(ROMANIAN)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("Depo runs in a browser. Build and serve it with: make serve");
}
