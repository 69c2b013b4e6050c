//! The pure parts of the screens: addresses, the window of a long list, and the locale files. The screens themselves
//! are wasm only, so their pure files are read here by path.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/addresses.rs"]
mod every_address;
#[path = "../../src/ui/routes.rs"]
mod routes;
#[path = "../../src/ui/locale/source.rs"]
mod source;
#[path = "../../src/ui/components/table/window.rs"]
mod window;

mod addresses;
mod locales;
mod long_lists;
