//! What the styles of an .ods tell of cells beside their values: struck through, not to be seen.

use std::collections::{HashMap, HashSet};

use super::look::{
    BLACK, Hides, LEAST_HEIGHT, LEAST_WIDTH, Letters, Look, SMALLEST_LETTERS, WHITE, are_alike,
};
use super::xml::{Event, Events, Tag};

/// How wide a letter is about, in points.
const LETTER: f64 = 6.0;

/// The styles that mean something here, by name.
#[derive(Default)]
pub(super) struct OdsStyles {
    /// Of sheets that are hidden, and of rows and columns without height or width to speak of.
    pub hidden: HashSet<String>,
    pub cropped: HashSet<String>,
    cells: HashMap<String, CellStyle>,
    formats: HashMap<String, NumberStyle>,
    /// The style that is being read.
    name: String,
    /// The number format that is being read.
    format: Option<String>,
}

/// The style of a cell, as far as it matters.
#[derive(Default, Clone)]
struct CellStyle {
    struck: Option<bool>,
    crossed: bool,
    ink: Option<[u8; 3]>,
    paper: Option<[u8; 3]>,
    points: Option<f64>,
    format: Option<String>,
}

/// A number format, as Excel writes one.
#[derive(Default)]
struct NumberStyle {
    code: String,
    is_text: bool,
    /// The format of numbers above zero and of none, where it is one of its own.
    positive: Option<String>,
    zero: Option<String>,
}

impl OdsStyles {
    /// Reads all styles of a part.
    pub(super) fn read(&mut self, part: &[u8]) {
        let text = String::from_utf8_lossy(part);
        for event in Events::new(&text) {
            self.add(&event);
        }
    }

    /// Takes note of what a style says.
    pub(super) fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) if tag.name().starts_with("number:") => self.add_format(tag),
            Event::Start(tag) => self.add_style(tag),
            Event::Text(piece) => {
                if let Some(format) = self.open_format() {
                    // A sign of percentage says what the number is and is none of its digits.
                    match &**piece {
                        "%" if format.code.ends_with('0') => format.code.push('%'),
                        piece => format.code += &format!("\"{}\"", piece.replace('"', "")),
                    }
                }
            }
            Event::End(name) if name.starts_with("number:") && name.ends_with("-style") => {
                self.format = None;
            }
            Event::End(_) => {}
        }
    }

    fn open_format(&mut self) -> Option<&mut NumberStyle> {
        self.formats.get_mut(self.format.as_ref()?)
    }

    fn add_format(&mut self, tag: &Tag<'_>) {
        if tag.name().ends_with("-style") {
            let name = tag.get("style:name").unwrap_or_default().into_owned();
            let format = NumberStyle {
                is_text: tag.name() == "number:text-style",
                ..NumberStyle::default()
            };
            self.formats.insert(name.clone(), format);
            self.format = (!tag.closed).then_some(name);
            return;
        }
        let Some(format) = self.open_format() else {
            return;
        };
        format.code += match tag.name() {
            "number:number" if tag.get("number:display-factor").is_some() => "0,",
            "number:number" | "number:fraction" => "0",
            "number:scientific-number" => "0.00E+00",
            "number:text-content" => "@",
            "number:day" => "d",
            "number:month" | "number:minutes" => "m",
            "number:year" => "y",
            "number:era" => "g",
            "number:hours" => "h",
            "number:seconds" => "s",
            _ => "",
        };
    }

    fn add_style(&mut self, tag: &Tag<'_>) {
        if tag.name() == "style:style" {
            self.name = tag.get("style:name").unwrap_or_default().into_owned();
            let parent = tag.get("style:parent-style-name");
            let parent = parent.and_then(|parent| self.cells.get(&*parent));
            let mut own = parent.cloned().unwrap_or_default();
            let format = tag.get("style:data-style-name");
            own.format = format.map(|format| format.into_owned()).or(own.format);
            self.cells.insert(self.name.clone(), own);
            return;
        }
        if let Some(format) = self.open_format() {
            match tag.name() {
                "style:map" if starts(tag, "style:condition", "value()>") => {
                    let name = tag.get("style:apply-style-name");
                    format.positive = name.map(|name| name.into_owned());
                }
                "style:map" if starts(tag, "style:condition", "value()=0") => {
                    let name = tag.get("style:apply-style-name");
                    format.zero = name.map(|name| name.into_owned());
                }
                "style:text-properties" if colour(tag, "fo:color") == Some(WHITE) => {
                    format.code.insert_str(0, "[White]");
                }
                _ => {}
            }
            return;
        }
        let Some(style) = self.cells.get_mut(&self.name) else {
            return;
        };
        let is_small = |size: &str, least: f64| {
            let size = tag.get(size).and_then(|size| points(&size));
            size.is_some_and(|size| size < least)
        };
        let is_hidden = match tag.name() {
            "style:table-properties" => tag.get("table:display").as_deref() == Some("false"),
            "style:table-row-properties" => is_small("style:row-height", LEAST_HEIGHT),
            "style:table-column-properties" => is_small("style:column-width", LEAST_WIDTH * LETTER),
            "style:text-properties" => {
                let line = tag
                    .get("style:text-line-through-style")
                    .or_else(|| tag.get("style:text-line-through-type"));
                style.struck = line.map(|line| line != "none").or(style.struck);
                style.ink = colour(tag, "fo:color").or(style.ink);
                let size = tag.get("fo:font-size").and_then(|size| points(&size));
                style.points = size.or(style.points);
                false
            }
            "style:table-cell-properties" => {
                style.paper = colour(tag, "fo:background-color").or(style.paper);
                let lines = ["style:diagonal-bl-tr", "style:diagonal-tl-br"];
                style.crossed |= lines
                    .iter()
                    .any(|line| tag.get(line).is_some_and(|line| line != "none"));
                false
            }
            "style:graphic-properties" => {
                let clip = tag.get("fo:clip");
                if clip.is_some_and(|clip| clip.contains(|c| matches!(c, '1'..='9'))) {
                    self.cropped.insert(self.name.clone());
                }
                false
            }
            _ => false,
        };
        if is_hidden {
            self.hidden.insert(self.name.clone());
        }
    }

    /// The letters of a text in a style; nothing where it does not say.
    pub(super) fn letters(&self, style: &str) -> Option<Letters> {
        let style = self.cells.get(style)?;
        let is_tiny = style.points.is_some_and(|size| size <= SMALLEST_LETTERS);
        let letters = Letters::new(style.struck == Some(true), style.ink, is_tiny);
        (style.struck.is_some() || letters.faint).then_some(letters)
    }

    /// How a cell in a style looks.
    pub(super) fn look(&self, style: &str) -> Look {
        let Some(style) = self.cells.get(style) else {
            return Look::default();
        };
        let paper = style.paper.unwrap_or(WHITE);
        Look {
            struck: style.struck == Some(true) || style.crossed,
            hides: self.hides(style),
            faint: are_alike(style.ink.unwrap_or(BLACK), paper)
                || style.points.is_some_and(|size| size <= SMALLEST_LETTERS),
            ..Look::default()
        }
    }

    fn hides(&self, style: &CellStyle) -> Hides {
        let named = |name: &Option<String>| self.formats.get(name.as_ref()?);
        let Some(own) = named(&style.format) else {
            return Hides::default();
        };
        let [positive, zero] = [&own.positive, &own.zero].map(|name| named(name).unwrap_or(own));
        let mut hides = Hides::of(0, Some(&format!("{};;{}", positive.code, zero.code)));
        let shows_text = || !Hides::of(0, Some(&own.code)).texts && own.code.contains('@');
        hides.texts = own.is_text && !shows_text();
        hides
    }
}

fn starts(tag: &Tag<'_>, name: &str, with: &str) -> bool {
    tag.get(name).is_some_and(|value| value.starts_with(with))
}

/// A colour such as `#ffffff`.
fn colour(tag: &Tag<'_>, name: &str) -> Option<[u8; 3]> {
    let value = tag.get(name)?;
    let number = u32::from_str_radix(value.strip_prefix('#')?, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

/// A length in points.
fn points(length: &str) -> Option<f64> {
    let unit = length.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = length.split_at_checked(unit)?;
    let number: f64 = number.parse().ok()?;
    let factor = match unit {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 7.2 / 2.54,
        _ => return None,
    };
    Some(number * factor)
}
