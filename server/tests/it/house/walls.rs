//! What must not be where.

use super::sources::{files, root, rust};
use std::{collections::BTreeSet, fs};

fn offenders(wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let of = |(path, text): (String, String)| {
        let lines = text.lines().enumerate().filter(|(_, line)| wrong(&path, line));
        lines.map(|(number, line)| format!("{path}:{}: {}", number + 1, line.trim())).collect::<Vec<_>>()
    };
    // This folder spells out what it looks for.
    rust().into_iter().filter(|(path, _)| !path.starts_with("server/tests/it/house/")).flat_map(of).collect()
}

#[track_caller]
fn none(offenders: Vec<String>) {
    assert!(offenders.is_empty(), "\n{}", offenders.join("\n"));
}

#[test]
fn only_cx_knows_features_in_app() {
    none(offenders(|path, line| {
        path.starts_with("app/src") && path != "app/src/cx.rs" && line.contains("cfg(feature")
    }));
}

#[test]
fn sql_stays_behind_its_walls() {
    let allowed = |path: &str| {
        path.starts_with("backend/src/db/")
            || path.ends_with("/store.rs")
            || path.contains("/store/")
            || path.starts_with("backend/src/reports/")
            || path.starts_with("backend/benches/")
            || path.contains("test")
    };
    none(offenders(|path, line| !allowed(path) && (line.contains("sqlx::") || line.contains("Sql::new"))));
    none(offenders(|path, line| path.starts_with("app/") && line.contains("Sql")));
}

#[test]
fn dynamic_sql_is_asserted_safe_in_one_file() {
    none(offenders(|path, line| path != "backend/src/db/connection.rs" && line.contains("AssertSqlSafe")));
}

/// `Sql` takes `&'static str`: the only ways around that are a leak and the kernel's own constructor.
#[test]
fn no_text_becomes_sql_on_its_way() {
    let leaks = [".leak()", "Box::leak", "Sql::from_parts"];
    none(offenders(|path, line| {
        let may = path.contains("test") || path.starts_with("backend/benches/") || path == "backend/src/db/sql.rs";
        !may && leaks.iter().any(|leak| line.contains(leak))
    }));
}

/// A GET's arguments travel in the address: logs keep it, and a cookie that is `Lax` goes with it.
#[test]
fn every_server_function_takes_json_by_post() {
    let is_attribute = |line: &str| line.trim_start().starts_with("#[server");
    none(offenders(|path, line| {
        let named = ["GetUrl", "GetCbor", "PostUrl", "MultipartFormData", "Streaming"];
        path.starts_with("app/")
            && (is_attribute(line) && line.trim() != "#[server(input = Json)]"
                || named.iter().any(|way| line.contains(way)))
    }));
    let found = rust().iter().flat_map(|(_, text)| text.lines()).filter(|line| is_attribute(line)).count();
    assert_eq!(found, server_fn::axum::server_fn_paths().count(), "none is written in another way");
}

#[test]
fn pages_make_no_markup_of_texts() {
    let doors = [
        "set_inner_html",
        "set_outer_html",
        "insert_adjacent_html",
        "document.write",
        "js_sys::eval",
        "eval(",
        "srcdoc",
    ];
    none(offenders(|path, line| {
        (path.starts_with("app/") || path.starts_with("frontend/")) && doors.iter().any(|door| line.contains(door))
    }));
}

#[test]
fn pages_have_neither_inner_html_nor_style_attributes() {
    none(offenders(|path, line| {
        path.starts_with("app/")
            && (line.contains("inner_html") || line.contains(" style=") || line.contains(" style:"))
    }));
}

#[test]
fn nothing_is_unsafe_ignored_or_unfinished() {
    none(offenders(|_, line| {
        ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern", "allow(unsafe"].iter().any(|word| line.contains(word))
            || line.contains("#[ignore")
            || line.contains("todo!(")
            || line.contains("unimplemented!(")
    }));
    let skipped = files("end2end", &[".ts"])
        .into_iter()
        .filter(|(_, text)| text.contains("test.skip(") || text.contains("test.fixme("));
    none(skipped.map(|(path, _)| path).collect());
}

#[test]
fn the_domain_depends_on_a_closed_list() {
    let manifest = fs::read_to_string(root().join("domain/Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let named: BTreeSet<&str> =
        section.lines().filter_map(|line| line.split(['.', ' ', '=']).next()).filter(|name| !name.is_empty()).collect();
    let closed =
        BTreeSet::from(["chrono", "serde", "thiserror", "unicode-normalization", "unicode-segmentation", "uuid"]);
    assert_eq!(named, closed);
    none(offenders(|path, line| {
        path.starts_with("domain/src")
            && (line.contains("Utc::now") || line.contains("std::fs") || line.contains("async fn"))
    }));
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| -> Vec<String> {
        let mut names: Vec<String> =
            files(folder, &[".sql"]).into_iter().map(|(path, _)| path.rsplit('/').next().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    let (sqlite, postgres) = (names("migrations/sqlite"), names("migrations/postgres"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
}

#[test]
fn files_stay_below_the_ruler() {
    let long = |(path, text): &(String, String)| {
        (text.lines().count() > 400).then(|| format!("{path}: {} lines", text.lines().count()))
    };
    let all: Vec<(String, String)> = rust()
        .into_iter()
        .chain(files("end2end", &[".ts"]))
        .chain(files("style", &[".css"]))
        .chain(files("public", &[".css"]))
        .collect();
    none(all.iter().filter_map(long).collect());
}

#[test]
fn every_module_says_what_lives_in_it() {
    none(
        rust()
            .into_iter()
            .filter(|(path, text)| !path.contains("tests") && !text.trim_start().starts_with("//!"))
            .map(|(path, _)| path)
            .collect(),
    );
}
