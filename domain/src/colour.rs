//! Stage and tag colours (S3.14): one of sixteen presets, or any colour a person picked.
//! Lightness and chroma are the style sheet's business, so that every colour is readable in light and dark.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Below this OKLCH chroma a colour is grey and its hue is noise.
const GREY_CHROMA: f32 = 0.01;

/// A preset `p1`…`p16` or a custom `#a1b2c3`; travels as that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Preset(u8),
    Custom([u8; 3]),
}

/// The text is neither a preset nor `#RRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("this is not a colour")]
pub struct NotAColour;

impl Colour {
    /// How many presets there are.
    pub const PRESETS: u8 = 16;

    /// The preset of this number, counted from 1; numbers beyond the last begin again.
    pub const fn preset(number: u8) -> Colour {
        Colour(Kind::Preset((number.wrapping_add(Self::PRESETS - 1)) % Self::PRESETS + 1))
    }

    /// Every preset in the order of the palette.
    pub fn presets() -> impl Iterator<Item = Colour> {
        (1..=Self::PRESETS).map(Colour::preset)
    }

    /// Reads `p3` or `#A1B2C3`.
    pub fn parse(text: &str) -> Result<Colour, NotAColour> {
        let text = text.trim();
        let kind = match text.strip_prefix('#') {
            Some(hex) => custom(hex).map(Kind::Custom),
            None => Self::presets().find(|preset| preset.to_string() == text).map(|preset| preset.0),
        };
        kind.map(Colour).ok_or(NotAColour)
    }

    /// The number of the preset, none for a custom colour.
    pub const fn preset_number(self) -> Option<u8> {
        match self.0 {
            Kind::Preset(number) => Some(number),
            Kind::Custom(_) => None,
        }
    }

    /// The OKLCH hue in whole degrees, 0 to 359; presets are spread evenly, greys have 0.
    pub fn hue(self) -> u16 {
        match self.0 {
            Kind::Preset(number) => (u16::from(number) - 1) * 360 / u16::from(Self::PRESETS),
            Kind::Custom(rgb) => oklch_hue(rgb),
        }
    }
}

fn custom(hex: &str) -> Option<[u8; 3]> {
    if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let [_, red, green, blue] = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

/// By the published OKLab matrices: linear light, cone response, opponent axes.
fn oklch_hue(rgb: [u8; 3]) -> u16 {
    let [r, g, b] = rgb.map(linear);
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    let green_red = 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s;
    let blue_yellow = 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s;
    if green_red.hypot(blue_yellow) < GREY_CHROMA {
        return 0;
    }
    blue_yellow.atan2(green_red).to_degrees().rem_euclid(360.0).round() as u16 % 360
}

/// The sRGB transfer curve.
fn linear(channel: u8) -> f32 {
    let value = f32::from(channel) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Preset(number) => write!(f, "p{number}"),
            Kind::Custom([red, green, blue]) => write!(f, "#{red:02x}{green:02x}{blue:02x}"),
        }
    }
}

impl TryFrom<String> for Colour {
    type Error = NotAColour;

    fn try_from(text: String) -> Result<Colour, NotAColour> {
        Colour::parse(&text)
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> String {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests;
