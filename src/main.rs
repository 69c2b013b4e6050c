//! The entry point of the browser build. A native build of it only says where the portal runs.

#[cfg(target_arch = "wasm32")]
fn main() {
    depo::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("Depo runs in a browser. Build and serve it with: make serve");
}
