//! docs/SPEC.md maps every number of the specification to the tests that prove it; a test it names must exist.

use super::sources::{files, root, rust};
use std::{collections::BTreeSet, fs};

fn spec() -> String {
    fs::read_to_string(root().join("docs/SPEC.md")).unwrap()
}

#[test]
fn every_test_that_the_map_names_exists() {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (_, text) in rust() {
        known
            .extend(text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<', ' ']).next()).map(str::to_owned));
    }
    for (_, text) in files("end2end", &[".ts"]) {
        known.extend(text.split("test('").skip(1).filter_map(|rest| rest.split('\'').next()).map(str::to_owned));
    }
    let spec = spec();
    let named: Vec<&str> = spec
        .lines()
        .filter(|line| line.starts_with("- "))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect();
    assert!(named.len() > 20, "the map names tests");
    let missing: Vec<&&str> = named.iter().filter(|name| !known.contains(**name)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_map_has_every_number_of_the_specification_once() {
    let spec = spec();
    let listed: Vec<&str> = spec.lines().filter_map(|line| line.strip_prefix("- ")?.split(' ').next()).collect();
    let counts = [("S0", 71), ("S1", 27), ("S2", 53), ("S3", 32), ("S4", 35)];
    let sections =
        counts.into_iter().flat_map(|(section, last)| (1..=last).map(move |number| format!("{section}.{number}")));
    let wanted: Vec<String> = sections.chain((1..=24).map(|number| format!("R{number}"))).collect();
    assert_eq!(listed, wanted);
}
