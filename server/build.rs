//! Names the folder of built assets that is embedded: the release build's, or an empty one, so that `cargo check` works
//! from nothing.

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed=VORONKA_SITE");
    let empty = PathBuf::from(env::var("OUT_DIR")?).join("empty-site");
    fs::create_dir_all(&empty)?;
    let site = env::var("VORONKA_SITE").map(PathBuf::from).ok().filter(|site| site.is_dir()).unwrap_or(empty);
    println!("cargo:rerun-if-changed={}", site.display());
    println!("cargo:rustc-env=VORONKA_SITE_FOLDER={}", site.display());
    Ok(())
}
