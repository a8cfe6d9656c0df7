//! Native charts that a person can edit: bars from zero, values printed, an alternative text.

use std::ops::Range;

use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartPatternFill, ChartPatternFillType, ChartSolidFill, ChartType, Color,
    ObjectMovement,
};

use super::look::{FONT, PAST, STRONG};
use crate::model::catalogue::Tone;
use crate::sheets::part::{Before, ChartText};

/// The narrowest and the widest chart, in pixels.
pub const WIDTHS: (u32, u32) = (690, 1_200);
/// The tallest chart, in pixels: it stands in one row with some room around it, so no page break divides it.
const TALLEST: u32 = 525;
/// What title, axis and legend take of the height, in pixels.
const FRAME: u32 = 140;
/// How much room a bar takes whose number stands beside it, in pixels.
const LABELLED: u32 = 15;

/// Some cells of one row or one column; rows count from the headings of the table.
#[derive(Debug, Clone, Copy)]
pub struct Cells {
    /// The first row.
    pub row: u32,
    /// The first column.
    pub col: u16,
    /// The last row.
    pub last_row: u32,
    /// The last column.
    pub last_col: u16,
}

/// One run of bars.
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Its values.
    pub values: Cells,
    /// How it looks.
    pub tone: Tone,
}

/// Horizontal bars, the first category on top.
pub struct Bars<'a> {
    /// Its words.
    pub text: &'a ChartText,
    /// What the bars are of.
    pub categories: Cells,
    /// The runs of bars.
    pub series: Vec<Series>,
    /// Whether the runs stand one behind the other, and how long all of them are together.
    pub stacked: Option<u32>,
}

impl<'a> Bars<'a> {
    /// Some columns of a table, at least one: its headings in the first row, under them the period and,
    /// where it is known, the one before.
    pub fn of_periods(
        text: &'a ChartText,
        columns: Range<u16>,
        (now, before): (&str, Option<&Before>),
    ) -> Self {
        let row = |row: u32| Cells {
            row,
            col: columns.start,
            last_row: row,
            last_col: columns.end.saturating_sub(1),
        };
        let now = Some((now, Tone::Strong));
        let before = before.map(|before| (before.label.as_str(), Tone::Past));
        let mut series = Vec::new();
        for ((name, tone), at) in now.into_iter().chain(before).zip(1..) {
            series.push(Series {
                name: name.to_owned(),
                values: row(at),
                tone,
            });
        }
        Self {
            text,
            categories: row(0),
            series,
            stacked: None,
        }
    }

    /// How many bars stand one under the other, and how many of them side by side.
    fn bars(&self) -> (u32, u32) {
        let Cells {
            row,
            col,
            last_row,
            last_col,
        } = self.categories;
        let bars = u32::from(last_col - col) + last_row - row + 1;
        let runs = if self.stacked.is_some() {
            1
        } else {
            self.series.len() as u32
        };
        (bars, runs)
    }

    /// The height, in pixels: many bars are thinner, so that they all stand on one page.
    pub fn height(&self) -> u32 {
        let (bars, runs) = self.bars();
        let thin = 22_u32.saturating_sub(bars * runs / 6).max(17);
        (FRAME + bars * (thin * runs).max(28)).min(TALLEST)
    }

    /// The room of one bar, in pixels.
    fn room(&self) -> u32 {
        let (bars, runs) = self.bars();
        (self.height() - FRAME) / (bars * runs).max(1)
    }

    /// Draws them: `header` is the row of the table's headings, `type_size` that of labels in points.
    pub fn draw(
        &self,
        (sheet, name): (&str, &str),
        header: u32,
        width: u32,
        type_size: u32,
    ) -> Chart {
        let Self {
            text,
            categories,
            series,
            stacked,
        } = self;
        let is_stacked = stacked.is_some();
        let mut chart = Chart::new(if is_stacked {
            ChartType::BarStacked
        } else {
            ChartType::Bar
        });
        let font = |size: u32| {
            let mut font = ChartFont::new();
            font.set_name(FONT).set_size(size);
            font
        };
        let range = |cells: Cells| {
            (
                sheet,
                header + cells.row,
                cells.col,
                header + cells.last_row,
                cells.last_col,
            )
        };
        // Thin bars have room for the numbers of the first run; the others stand in the table.
        let labelled = if self.room() < LABELLED {
            1
        } else {
            series.len()
        };
        for (at, one) in series.iter().enumerate() {
            let mut label = ChartDataLabel::new();
            // A stacked part of zero has no bar to carry its number.
            label
                .show_value()
                .set_num_format(if is_stacked { "#,##0;;;" } else { "#,##0" })
                .set_font(&font(type_size));
            if is_stacked && one.tone == Tone::Strong {
                label.set_font(font(type_size).set_color(Color::White));
            }
            let drawn = chart.add_series();
            drawn
                .set_name(one.name.as_str())
                .set_categories(range(*categories))
                .set_values(range(one.values))
                .set_format(&mut fill(one.tone))
                .set_gap(if series.len() > 1 && !is_stacked {
                    60
                } else {
                    45
                });
            if at < labelled {
                drawn.set_data_label(&label);
            }
        }
        let font = &font(type_size);
        chart
            .title()
            .set_name(text.title.as_str())
            .set_font(font.clone().set_size(type_size + 3).set_bold());
        // In a bar chart x is the axis of values, which lies, and y that of categories, which stands. It is
        // reversed, so that the order is that of the table; the axis of values then belongs at its end.
        chart.y_axis().set_reverse().set_font(font);
        chart.y_axis().set_crossing(ChartAxisCrossing::Max);
        chart
            .x_axis()
            .set_name(text.axis.as_str())
            .set_name_font(font)
            .set_font(font)
            .set_min(0)
            .set_num_format("#,##0");
        chart
            .x_axis()
            .set_major_gridlines(true)
            .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0xD9_D9_D9)));
        if let Some(all) = stacked {
            chart.x_axis().set_max(*all);
        }
        chart.y_axis().set_major_gridlines(false);
        chart
            .legend()
            .set_position(ChartLegendPosition::Bottom)
            .set_font(font);
        if series.len() < 2 {
            chart.legend().set_hidden();
        }
        chart
            .set_width(width)
            .set_height(self.height())
            .set_name(name)
            .set_alt_text(&text.alt);
        chart.set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
        chart
    }
}

/// The palette of the report (theme.typ). States differ by pattern as well as by colour, so that grey prints can be read.
fn fill(tone: Tone) -> ChartFormat {
    let mut format = ChartFormat::new();
    let border = Color::RGB(0x55_61_6E);
    let pattern = |kind, fore: u32, back: u32| {
        let mut fill = ChartPatternFill::new();
        fill.set_pattern(kind)
            .set_foreground_color(Color::RGB(fore))
            .set_background_color(Color::RGB(back));
        fill
    };
    match tone {
        Tone::Strong => format.set_solid_fill(ChartSolidFill::new().set_color(STRONG)),
        Tone::Past => format.set_solid_fill(ChartSolidFill::new().set_color(PAST)),
        Tone::Light => {
            format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0xE6_EE_F5)))
        }
        Tone::Accent => {
            format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0xE0_A8_3A)))
        }
        Tone::None => format.set_solid_fill(ChartSolidFill::new().set_color(Color::White)),
        Tone::Middle => format.set_pattern_fill(&pattern(
            ChartPatternFillType::DiagonalStripesWideUpwards,
            0x2F_6E_A5,
            0xCF_E1_F0,
        )),
        Tone::Missing => format.set_pattern_fill(&pattern(
            ChartPatternFillType::Dotted20Percent,
            0x55_61_6E,
            0xFF_FF_FF,
        )),
    };
    format.set_border(ChartLine::new().set_color(border).set_width(0.5));
    format
}
