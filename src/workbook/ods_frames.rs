//! Pictures in the drawings of an .ods.

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

/// Passes over a drawing, but for the frames with pictures in it, those of groups too.
pub(super) fn frames<'a>(events: &mut Events<'a>, outer: Tag<'a>) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut depth = usize::from(!outer.closed);
    let (mut style, mut end, mut first) = (String::new(), None, true);
    let mut next = Some(Event::Start(outer));
    while let Some(event) = next {
        match event {
            Event::Start(tag) if tag.name == "draw:frame" => {
                style = tag.get("draw:style-name").unwrap_or_default().into_owned();
                end = tag
                    .get("table:end-cell-address")
                    .and_then(|text| address(&text));
                first = true;
            }
            Event::Start(tag) if tag.name == "draw:image" => {
                let part = tag
                    .get("xlink:href")
                    .unwrap_or_default()
                    .trim_start_matches("./")
                    .to_owned();
                // A second picture in a frame is the same in another kind, for programs that lack the first.
                match frames.last_mut() {
                    Some(frame) if !first && is_vector(&frame.part) => frame.part = part,
                    Some(_) if !first => {}
                    _ => frames.push(Frame {
                        style: style.clone(),
                        part,
                        end,
                    }),
                }
                first = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        next = events.next();
        match &next {
            Some(Event::Start(tag)) if tag.name == outer.name && !tag.closed => depth += 1,
            Some(Event::End(name)) if *name == outer.name => depth -= 1,
            _ => {}
        }
    }
    frames
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
