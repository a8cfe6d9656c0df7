//! Native charts that a person can edit: bars from zero, values printed, an alternative text.

use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPatternFill,
    ChartPatternFillType, ChartSolidFill, ChartType, Color,
};

use super::look::{FONT, PAST, STRONG};
use crate::model::catalogue::Tone;
use crate::report::tables::part::ChartText;

/// The width of every chart, in pixels.
pub const WIDTH: u32 = 740;

/// Some cells of one row or one column.
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
pub fn bars(sheet: &str, text: &ChartText, categories: Cells, series: &[Series], stacked: bool) -> Chart {
    let mut chart = Chart::new(if stacked { ChartType::BarStacked } else { ChartType::Bar });
    let font = |size: u32| {
        let mut font = ChartFont::new();
        font.set_name(FONT).set_size(size);
        font
    };
    let range = |cells: Cells| (sheet, cells.row, cells.col, cells.last_row, cells.last_col);
    for one in series {
        let mut label = ChartDataLabel::new();
        // A stacked part of zero has no bar to carry its number.
        label.show_value().set_num_format(if stacked { "#,##0;;;" } else { "#,##0" }).set_font(&font(9));
        if stacked && one.tone == Tone::Strong {
            label.set_font(font(9).set_color(Color::White));
        }
        chart
            .add_series()
            .set_name(one.name.as_str())
            .set_categories(range(categories))
            .set_values(range(one.values))
            .set_format(&mut fill(one.tone))
            .set_data_label(&label)
            .set_gap(if series.len() > 1 && !stacked { 60 } else { 45 });
    }
    chart.title().set_name(text.title.as_str()).set_font(font(12).set_bold());
    // In a bar chart x is the axis of values, which lies, and y that of categories, which stands. It is
    // reversed, so that the order is that of the table; the axis of values then belongs at its end.
    chart.y_axis().set_reverse().set_font(&font(9));
    chart.y_axis().set_crossing(ChartAxisCrossing::Max);
    chart.x_axis().set_name(text.axis.as_str()).set_name_font(&font(9)).set_font(&font(9)).set_min(0).set_num_format("#,##0");
    chart.x_axis().set_major_gridlines(true).set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0xD9_D9_D9)));
    chart.y_axis().set_major_gridlines(false);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9));
    if series.len() < 2 {
        chart.legend().set_hidden();
    }
    let bars = u32::from(categories.last_col - categories.col) + categories.last_row - categories.row + 1;
    let lines = if stacked { bars } else { bars * series.len() as u32 };
    chart.set_width(WIDTH).set_height(150 + lines * 22).set_alt_text(&text.alt);
    chart
}

/// States differ by pattern as well as by colour, so that grey prints can be read.
fn fill(tone: Tone) -> ChartFormat {
    let mut format = ChartFormat::new();
    let border = Color::RGB(0x59_59_59);
    let pattern = |kind, fore: u32, back: u32| {
        let mut fill = ChartPatternFill::new();
        fill.set_pattern(kind).set_foreground_color(Color::RGB(fore)).set_background_color(Color::RGB(back));
        fill
    };
    match tone {
        Tone::Strong => format.set_solid_fill(ChartSolidFill::new().set_color(STRONG)),
        Tone::Past => format.set_solid_fill(ChartSolidFill::new().set_color(PAST)),
        Tone::Light => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0xD6_E4_F0))),
        Tone::Accent => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0xC9_8A_1B))),
        Tone::None => format.set_solid_fill(ChartSolidFill::new().set_color(Color::White)),
        Tone::Middle => {
            format.set_pattern_fill(&pattern(ChartPatternFillType::DiagonalStripesWideUpwards, 0x5B_8D_BE, 0xE7_EF_F7))
        }
        Tone::Missing => format.set_pattern_fill(&pattern(ChartPatternFillType::Dotted20Percent, 0x7F_7F_7F, 0xF2_F2_F2)),
    };
    format.set_border(ChartLine::new().set_color(border).set_width(0.5));
    format
}
