//! Tells the linker to keep each piece of data apart: only then can data, and the code that it refers to, go into the
//! file of the page that needs it instead of the one that every page loads.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo:rustc-link-arg-cdylib=--no-merge-data-segments");
    }
}
