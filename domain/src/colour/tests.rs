use proptest::prelude::*;

use super::*;

#[test]
fn a_colour_is_a_preset_or_six_hex_digits() {
    for (text, kept) in
        [("p1", "p1"), ("p16", "p16"), ("#a1b2c3", "#a1b2c3"), (" #A1B2C3 ", "#a1b2c3"), ("#000000", "#000000")]
    {
        assert_eq!(Colour::parse(text).map(String::from).as_deref(), Ok(kept));
    }
    let others = [
        "",
        "p",
        "p0",
        "p17",
        "p01",
        "p+1",
        "P1",
        "#",
        "#fff",
        "#a1b2c",
        "#a1b2c3d",
        "#a1b2cg",
        "#+1b2c3",
        "a1b2c3",
        "red",
        "#a1b2c3;x:y",
        "#éé11",
    ];
    for text in others {
        assert_eq!(Colour::parse(text), Err(NotAColour), "{text}");
    }
}

#[test]
fn a_colour_travels_as_text() {
    assert_eq!(serde_json::to_string(&Colour::preset(3)).ok().as_deref(), Some("\"p3\""));
    assert_eq!(serde_json::from_str::<Colour>("\"#A1B2C3\"").ok(), Colour::parse("#a1b2c3").ok());
    assert!(serde_json::from_str::<Colour>("\"url(x)\"").is_err());
}

#[test]
fn presets_are_numbered_from_one_and_begin_again() {
    let numbers = [1, 16, 17, 33, 0, 255].map(|number| Colour::preset(number).preset_number());
    assert_eq!(numbers, [Some(1), Some(16), Some(1), Some(1), Some(16), Some(15)]);
    assert_eq!(Colour::parse("#a1b2c3").map(Colour::preset_number), Ok(None));
}

#[test]
fn preset_hues_are_spread_evenly() {
    let hues: Vec<u16> = Colour::presets().map(Colour::hue).collect();
    assert_eq!(hues.len(), 16);
    assert!(hues.windows(2).all(|pair| matches!(pair[1] - pair[0], 22 | 23)));
    assert_eq!((hues.first(), hues.last()), (Some(&0), Some(&337)));
}

#[test]
fn a_custom_colour_has_its_oklch_hue() {
    let cases = [
        ("#ff0000", 29),
        ("#ffff00", 110),
        ("#00ff00", 142),
        ("#00ffff", 195),
        ("#0000ff", 264),
        ("#ff00ff", 328),
        ("#808080", 0),
        ("#ffffff", 0),
        ("#000000", 0),
    ];
    for (text, hue) in cases {
        assert_eq!(Colour::parse(text).map(Colour::hue), Ok(hue), "{text}");
    }
}

proptest! {
    #[test]
    fn every_custom_colour_survives_and_has_a_hue(rgb in 0u32..0x100_0000) {
        let text = format!("#{rgb:06x}");
        let colour = Colour::parse(&text);
        prop_assert_eq!(colour.map(String::from), Ok(text));
        prop_assert!(colour.is_ok_and(|colour| colour.hue() < 360));
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,10}", hex in "#\\PC{0,8}") {
        let _ = (Colour::parse(&text), Colour::parse(&hex));
    }
}
