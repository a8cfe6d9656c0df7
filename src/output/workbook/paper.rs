//! How a sheet falls on A4. What it measures is set here to the point, so its pages are reckoned
//! and not tried.
//!
//! The programs that print fit a sheet to one page across and as many down as they are told, in the
//! largest type that does. They never cut a row, and so no chart, which stands in a row of its own.

/// The margins, in inches.
pub const SIDE: f64 = 0.35;
/// The margin above, in inches.
pub const TOP: f64 = 0.65;
/// The margin below, in inches.
pub const BOTTOM: f64 = 0.6;
/// The tallest row that Excel takes, in points.
pub const TALLEST: f64 = 409.0;

/// The sides of A4, in points.
const SHORT: f64 = 595.0;
const LONG: f64 = 842.0;
const INCH: f64 = 72.0;
/// The smallest scale: type of 10 points becomes one of 7.
const READABLE: f64 = 0.7;
/// What programs differ by, down and across.
const DOWN: f64 = 0.97;
const ACROSS: f64 = 0.96;

/// What stands on a sheet, in points.
#[derive(Debug, Clone)]
pub struct Extent {
    /// The width of all.
    pub width: f64,
    /// The height of the title.
    pub title: f64,
    /// The height of the title, the notes and the way back.
    pub head: f64,
    /// The height of the headings.
    pub header: f64,
    /// The heights of the rows.
    pub rows: Vec<f64>,
    /// The height of the chart.
    pub chart: Option<f64>,
}

/// How a sheet is printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Whether the paper lies.
    pub landscape: bool,
    /// How large everything becomes; at most 1.
    pub scale: f64,
    /// How many pages there are.
    pub pages: u16,
    /// Whether the table goes on from page to page.
    pub split: bool,
    /// Whether the chart has a page of its own.
    pub apart: bool,
    /// How much paper it takes for how small a type: less is better.
    pub cost: f64,
}

impl Extent {
    /// The orientation and the scale that take the least paper for a type that can be read.
    pub fn paper(&self) -> Paper {
        let scales = [false, true].into_iter().flat_map(|landscape| {
            let widest = (size(landscape).0 / self.width).min(1.0);
            let smaller = (1..)
                .map(move |step| widest - f64::from(step) / 100.0)
                .take_while(|scale| *scale >= READABLE);
            std::iter::once(widest)
                .chain(smaller)
                .map(move |scale| (landscape, scale, widest))
        });
        let papers = scales.flat_map(|(landscape, scale, widest)| {
            let apart = self.apart(landscape, scale.min(widest * ACROSS));
            [self.flowing(landscape, scale), apart]
                .into_iter()
                .flatten()
        });
        let none = Paper {
            landscape: true,
            scale: READABLE,
            pages: 0,
            split: true,
            apart: false,
            cost: f64::INFINITY,
        };
        papers
            .min_by(|one, other| one.cost.total_cmp(&other.cost))
            .unwrap_or(none)
    }

    /// The chart directly under the table, as the programs that fit a sheet to pages have it;
    /// `None` where it would be cut or take a page of its own.
    fn flowing(&self, landscape: bool, scale: f64) -> Option<Paper> {
        let page = size(landscape).1 / scale * DOWN;
        let (pages, used) = self.table(page);
        let fits = |chart| used + chart <= page && (pages == 1 || chart <= TALLEST);
        self.chart
            .is_none_or(fits)
            .then(|| self.on(landscape, scale, pages, pages > 1, false))
    }

    /// The chart on the page after the table.
    fn apart(&self, landscape: bool, scale: f64) -> Option<Paper> {
        let page = size(landscape).1 / scale * DOWN;
        let pages = self.table(page).0;
        let above = if pages > 1 { self.header } else { self.title };
        (above + self.chart? <= page).then(|| self.on(landscape, scale, pages + 1, pages > 1, true))
    }

    /// How many pages the table takes, row after row, and how much of the last one.
    fn table(&self, page: f64) -> (u16, f64) {
        self.rows
            .iter()
            .fold((1, self.head + self.header), |(pages, used), row| {
                if used + row > page {
                    (pages + 1, self.header + row)
                } else {
                    (pages, used + row)
                }
            })
    }

    fn on(&self, landscape: bool, scale: f64, pages: u16, split: bool, apart: bool) -> Paper {
        Paper {
            landscape,
            scale,
            pages,
            split,
            apart,
            cost: self.cost(scale, pages, split),
        }
    }

    /// A table with a chart is looked at as a whole: to split it is worth half a page.
    fn cost(&self, scale: f64, pages: u16, split: bool) -> f64 {
        let pages = f64::from(pages)
            + if split && self.chart.is_some() {
                0.5
            } else {
                0.0
            };
        pages / scale.powi(2)
            * if scale < READABLE {
                10.0 * (READABLE / scale).powi(4)
            } else {
                1.0
            }
    }
}

/// The width and the height that can be printed on, in points.
fn size(landscape: bool) -> (f64, f64) {
    let (width, height) = if landscape {
        (LONG, SHORT)
    } else {
        (SHORT, LONG)
    };
    (width - 2.0 * SIDE * INCH, height - (TOP + BOTTOM) * INCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(width: f64, rows: usize, chart: Option<f64>) -> Extent {
        Extent {
            width,
            title: 20.0,
            head: 60.0,
            header: 40.0,
            rows: vec![16.5; rows],
            chart,
        }
    }

    #[test]
    fn a_short_table_and_its_chart_share_an_upright_page() {
        let paper = extent(520.0, 32, Some(200.0)).paper();
        assert_eq!(
            (paper.landscape, paper.pages, paper.apart),
            (false, 1, false)
        );
        assert!(paper.scale > 0.85, "{paper:?}");
    }

    #[test]
    fn a_wide_table_lies_and_its_chart_has_a_page_of_its_own() {
        let paper = extent(980.0, 34, Some(400.0)).paper();
        assert_eq!(
            (paper.landscape, paper.pages, paper.split, paper.apart),
            (true, 2, false, true)
        );
        assert!((READABLE..0.8).contains(&paper.scale), "{paper:?}");
    }

    #[test]
    fn no_page_holds_a_few_rows_that_a_smaller_type_would_bring_back() {
        let full = extent(400.0, 38, None).paper();
        assert_eq!((full.pages, full.scale), (1, 1.0));
        let over = extent(400.0, 43, None).paper();
        assert!(over.pages == 1 && over.scale < 1.0, "{over:?}");
        let long = extent(400.0, 400, None).paper();
        assert!(long.pages > 5 && long.scale > 0.9, "{long:?}");
    }

    #[test]
    fn no_type_is_smaller_than_can_be_read_where_the_width_lets_it() {
        for (width, rows) in [(300.0, 10), (700.0, 60), (1_000.0, 200), (1_080.0, 5)] {
            for chart in [None, Some(250.0), Some(600.0)] {
                let paper = extent(width, rows, chart).paper();
                assert!(
                    paper.scale >= READABLE && paper.pages > 0,
                    "{width} {rows} {chart:?} {paper:?}"
                );
            }
        }
    }
}
