//! Where the text of a laid-out document stands.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

/// A piece of text on a page; lengths in millimetres from the page's upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The page, from 1.
    pub page: usize,
    /// The words.
    pub text: String,
    /// The size of the type in points.
    pub size: f64,
    /// The left edge.
    pub left: f64,
    /// The upper edge of a full-width character.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge of a full-width character.
    pub bottom: f64,
    /// The size of the page.
    pub paper: (f64, f64),
}

/// Every piece of text of a document, page by page.
pub(super) fn placed(document: &PagedDocument) -> Vec<Placed> {
    let mut out = Vec::new();
    for (i, page) in document.pages().iter().enumerate() {
        let size = page.frame.size();
        let mut walk = Walk {
            page: i + 1,
            paper: (size.x.to_mm(), size.y.to_mm()),
            out: &mut out,
        };
        walk.frame(&page.frame, Transform::identity());
    }
    out
}

struct Walk<'a> {
    page: usize,
    paper: (f64, f64),
    out: &'a mut Vec<Placed>,
}

impl Walk<'_> {
    fn frame(&mut self, frame: &Frame, at: Transform) {
        for (point, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(point.x, point.y));
            match item {
                FrameItem::Group(group) => {
                    self.frame(&group.frame, here.pre_concat(group.transform))
                }
                FrameItem::Text(text) if !text.text.trim().is_empty() => {
                    // The ideographic box: 0.88 of the size over the base line, 0.12 under it.
                    let corners = [
                        Point::new(Abs::zero(), text.size * -0.88),
                        Point::new(text.width(), text.size * 0.12),
                    ]
                    .map(|corner| corner.transform(here));
                    let [x, y] = [
                        corners.map(|corner| corner.x.to_mm()),
                        corners.map(|corner| corner.y.to_mm()),
                    ];
                    self.out.push(Placed {
                        page: self.page,
                        text: text.text.to_string(),
                        size: text.size.to_pt(),
                        left: x[0].min(x[1]),
                        top: y[0].min(y[1]),
                        right: x[0].max(x[1]),
                        bottom: y[0].max(y[1]),
                        paper: self.paper,
                    });
                }
                _ => {}
            }
        }
    }
}
