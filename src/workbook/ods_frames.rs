//! Pictures and words in the drawings of an .ods.

use super::xml::{Event, Events, Tag};
use crate::model::cell::CellRef;

/// A frame with a picture.
pub(super) struct Frame {
    /// The name of its style.
    pub style: String,
    /// The part that holds the picture.
    pub part: String,
    /// The cell under its end, where it says so.
    pub end: Option<CellRef>,
}

/// What a drawing holds.
pub(super) struct Drawing {
    /// The frames with pictures, those of groups too.
    pub frames: Vec<Frame>,
    /// What its paragraphs say.
    pub words: Option<String>,
    /// It is a line or a shape and holds neither: the cell under its end, and whether it is a line.
    pub shape: Option<(Option<CellRef>, bool)>,
}

/// What is drawn by hand; the first ones are lines.
const SHAPES: [&str; 11] = [
    "draw:line",
    "draw:connector",
    "draw:polyline",
    "draw:measure",
    "draw:rect",
    "draw:circle",
    "draw:ellipse",
    "draw:polygon",
    "draw:path",
    "draw:custom-shape",
    "draw:g",
];
const LINES: usize = 2;

/// Passes over a drawing.
pub(super) fn drawing(events: &mut Events<'_>, outer: &Tag<'_>) -> Drawing {
    let mut frames = Frames::default();
    let kind = SHAPES.iter().position(|shape| *shape == outer.name());
    let end = outer
        .get("table:end-cell-address")
        .and_then(|text| address(&text));
    frames.look_at(outer);
    let mut depth = usize::from(!outer.closed);
    while depth > 0 {
        match events.next() {
            Some(Event::Start(tag)) => {
                depth += usize::from(tag.name() == outer.name() && !tag.closed);
                frames.look_at(&tag);
            }
            Some(Event::End(name)) if &*name == outer.name() => depth -= 1,
            Some(Event::End(name)) if &*name == "text:p" => frames.inside = false,
            Some(Event::Text(piece)) if frames.inside => frames.words.push_str(&piece),
            Some(_) => {}
            None => break,
        }
    }
    let words = Some(frames.words).filter(|words| !words.trim().is_empty());
    let is_bare = words.is_none() && frames.found.is_empty();
    Drawing {
        frames: frames.found,
        words,
        shape: kind.filter(|_| is_bare).map(|kind| (end, kind < LINES)),
    }
}

#[derive(Default)]
struct Frames {
    found: Vec<Frame>,
    /// Style and end of the frame that was opened last.
    style: String,
    end: Option<CellRef>,
    /// That frame has a picture already.
    filled: bool,
    words: String,
    /// Inside of a paragraph.
    inside: bool,
}

impl Frames {
    fn look_at(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "draw:frame" => {
                let end = tag.get("table:end-cell-address");
                self.end = end.and_then(|text| address(&text));
                self.style = tag.get("draw:style-name").unwrap_or_default().into_owned();
                self.filled = false;
            }
            "text:p" => {
                if !self.words.is_empty() {
                    self.words.push('\n');
                }
                self.inside = !tag.closed;
            }
            "draw:image" => {
                let part = tag.get("xlink:href").unwrap_or_default();
                self.picture(part.trim_start_matches("./").to_owned());
                self.filled = true;
            }
            _ => {}
        }
    }

    /// A second picture in a frame is the same in another kind, for programs that lack the first.
    fn picture(&mut self, part: String) {
        match self.found.last_mut() {
            Some(frame) if self.filled && is_vector(&frame.part) => frame.part = part,
            Some(_) if self.filled => {}
            _ => self.found.push(Frame {
                style: self.style.clone(),
                part,
                end: self.end,
            }),
        }
    }
}

/// Whether a picture is drawn by lines, which not every program shows.
fn is_vector(part: &str) -> bool {
    let part = part.to_lowercase();
    [".svg", ".svm", ".emf", ".wmf", ".pdf"]
        .iter()
        .any(|end| part.ends_with(end))
}

/// The cell of an address such as `'(キ)普及啓発'.C21`.
fn address(text: &str) -> Option<CellRef> {
    text.rsplit('.').next()?.parse().ok()
}
