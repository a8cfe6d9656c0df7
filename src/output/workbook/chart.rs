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
/// The tallest chart, in pixels: it stands in one row with some room around it, so no page break
/// divides it.
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

impl Cells {
    /// Where they stand in a sheet whose table has its headings in the row `header`.
    fn below(self, sheet: &str, header: u32) -> (&str, u32, u16, u32, u16) {
        let (first, last) = (header + self.row, header + self.last_row);
        (sheet, first, self.col, last, self.last_col)
    }
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
    /// Some columns of a table, at least one: its headings in the first row, under them the period
    /// and, where it is known, the one before.
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
        let run = |name: &str, at, tone| Series {
            name: name.to_owned(),
            values: row(at),
            tone,
        };
        let mut series = vec![run(now, 1, Tone::Strong)];
        series.extend(before.map(|before| run(&before.label, 2, Tone::Past)));
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

    /// Draws them: `header` is the row of the table's headings, `type_size` that of labels in
    /// points.
    pub fn draw(
        &self,
        (sheet, name): (&str, &str),
        header: u32,
        width: u32,
        type_size: u32,
    ) -> Chart {
        let kind = match self.stacked {
            Some(_) => ChartType::BarStacked,
            None => ChartType::Bar,
        };
        let mut chart = Chart::new(kind);
        self.add_series((sheet, header), &font(type_size), &mut chart);
        self.set_axes(&font(type_size), &mut chart);
        let title = font(type_size + 3).set_bold().clone();
        chart
            .title()
            .set_name(self.text.title.as_str())
            .set_font(&title);
        chart
            .legend()
            .set_position(ChartLegendPosition::Bottom)
            .set_font(&font(type_size));
        if self.series.len() < 2 {
            chart.legend().set_hidden();
        }
        chart
            .set_width(width)
            .set_height(self.height())
            .set_name(name)
            .set_alt_text(&self.text.alt)
            .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
        chart
    }

    fn add_series(&self, (sheet, header): (&str, u32), font: &ChartFont, chart: &mut Chart) {
        let is_stacked = self.stacked.is_some();
        let gap = if self.bars().1 > 1 { 60 } else { 45 };
        // Thin bars have room for the numbers of the first run; the others stand in the table.
        let labelled = if self.room() < LABELLED {
            1
        } else {
            usize::MAX
        };
        for (at, one) in self.series.iter().enumerate() {
            let drawn = chart.add_series();
            drawn
                .set_name(one.name.as_str())
                .set_categories(self.categories.below(sheet, header))
                .set_values(one.values.below(sheet, header))
                .set_format(&mut fill(one.tone))
                .set_gap(gap);
            if at >= labelled {
                continue;
            }
            let mut font = font.clone();
            if is_stacked && matches!(one.tone, Tone::Strong | Tone::Stage4) {
                font.set_color(Color::White);
            }
            // A stacked part of zero has no bar to carry its number.
            let format = if is_stacked { "#,##0;;;" } else { "#,##0" };
            drawn.set_data_label(
                ChartDataLabel::new()
                    .show_value()
                    .set_num_format(format)
                    .set_font(&font),
            );
        }
    }

    /// In a bar chart x is the axis of values, which lies, and y that of categories, which stands.
    /// It is reversed, so that the order is that of the table; the axis of values then belongs at
    /// its end.
    fn set_axes(&self, font: &ChartFont, chart: &mut Chart) {
        chart
            .y_axis()
            .set_reverse()
            .set_font(font)
            .set_crossing(ChartAxisCrossing::Max)
            .set_major_gridlines(false);
        let values = chart.x_axis();
        values
            .set_name(self.text.axis.as_str())
            .set_name_font(font)
            .set_font(font)
            .set_min(0)
            .set_num_format("#,##0")
            .set_major_gridlines(true)
            .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0xD9_D9_D9)));
        if let Some(all) = self.stacked {
            values.set_max(all);
        }
    }
}

/// The type of the report's charts.
fn font(size: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(size);
    font
}

/// The palette of the report (theme.typ). States differ by pattern as well as by colour, so that
/// grey prints can be read.
fn fill(tone: Tone) -> ChartFormat {
    let solid = |color| {
        ChartFormat::new()
            .set_solid_fill(ChartSolidFill::new().set_color(color))
            .clone()
    };
    let pattern = |kind, fore: u32, back: u32| {
        let mut fill = ChartPatternFill::new();
        fill.set_pattern(kind)
            .set_foreground_color(Color::RGB(fore))
            .set_background_color(Color::RGB(back));
        ChartFormat::new().set_pattern_fill(&fill).clone()
    };
    let mut format = match tone {
        Tone::Strong => solid(STRONG),
        Tone::Past => solid(PAST),
        Tone::Light => solid(Color::RGB(0xE6_EE_F5)),
        Tone::Accent => solid(Color::RGB(0xE0_A8_3A)),
        Tone::Stage1 => solid(Color::RGB(0xFB_F1_DC)),
        Tone::Stage2 => solid(Color::RGB(0xF0_CF_8C)),
        Tone::Stage3 => solid(Color::RGB(0xC9_8A_1E)),
        Tone::Stage4 => solid(Color::RGB(0x8A_5A_00)),
        Tone::None => solid(Color::White),
        Tone::Middle => pattern(
            ChartPatternFillType::DiagonalStripesWideUpwards,
            0x2F_6E_A5,
            0xCF_E1_F0,
        ),
        Tone::Missing => pattern(
            ChartPatternFillType::Dotted20Percent,
            0x55_61_6E,
            0xFF_FF_FF,
        ),
    };
    format.set_border(
        ChartLine::new()
            .set_color(Color::RGB(0x55_61_6E))
            .set_width(0.5),
    );
    format
}
