//! Names the folder of built assets that is embedded: the release build's, or an empty one, so that `cargo check` works
//! from nothing. Tells its hash, too: a server that had to read all of its site at start would hold it in memory from then on.

use std::{
    env,
    error::Error,
    fs,
    hash::{DefaultHasher, Hasher},
    io,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed=VORONKA_SITE");
    let empty = PathBuf::from(env::var("OUT_DIR")?).join("empty-site");
    fs::create_dir_all(&empty)?;
    let site = env::var("VORONKA_SITE").map(PathBuf::from).ok().filter(|site| site.is_dir()).unwrap_or(empty);
    println!("cargo:rerun-if-changed={}", site.display());
    println!("cargo:rustc-env=VORONKA_SITE_FOLDER={}", site.display());
    println!("cargo:rustc-env=VORONKA_SITE_HASH={:016x}", hash_of(&site)?);
    // The places that the loader corrects at start, packed: 2 MB less of the program are read into memory.
    if env::var("CARGO_CFG_TARGET_OS")? == "linux" {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

/// Of all names and contents, in the order of the names.
fn hash_of(site: &Path) -> Result<u64, Box<dyn Error>> {
    let mut files = Vec::new();
    add_files(site, &mut files)?;
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in files {
        hash.write(file.strip_prefix(site)?.as_os_str().as_encoded_bytes());
        hash.write(&fs::read(&file)?);
    }
    Ok(hash.finish())
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add_files(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
