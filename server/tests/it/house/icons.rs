//! The sprite holds the icons that are shown, and no others: every first visit loads it.

use super::sources::{files, rust};
use std::collections::BTreeSet;

#[test]
fn the_sprite_has_every_icon_that_is_shown_and_no_other() {
    let (_, sprite) = files("public", &["icons.svg"]).remove(0);
    let has: BTreeSet<&str> =
        sprite.split("<symbol id=\"").skip(1).filter_map(|symbol| symbol.split('"').next()).collect();
    let mut sources = rust();
    sources.retain(|(path, _)| path.starts_with("app/"));
    let texts: BTreeSet<&str> = sources.iter().flat_map(|(_, text)| text.split('"').skip(1).step_by(2)).collect();
    let idle: Vec<_> = has.iter().filter(|icon| !texts.contains(*icon)).collect();
    assert!(idle.is_empty(), "nobody shows {idle:?}");
    let after = |way: &'static str| sources.iter().flat_map(move |(_, text)| text.split(way).skip(1));
    let shown = after("<Icon name=\"").chain(after("icon(\""));
    let lacks: BTreeSet<_> =
        shown.filter_map(|rest| rest.split('"').next()).filter(|icon| !has.contains(icon)).collect();
    assert!(lacks.is_empty(), "the sprite has no {lacks:?}");
}
