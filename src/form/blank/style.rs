//! The look of the form: few colours, and borders that tell inputs apart when it is printed in
//! grey.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::words;
use crate::model::catalogue::Kind;

/// Cells that want an answer.
const REQUIRED: Color = Color::RGB(0xFF_F2_B3);
/// Cells that may stay blank.
const OPTIONAL: Color = Color::RGB(0xFF_FB_E3);
/// Headings of columns.
const HEADER: Color = Color::RGB(0xDD_E4_EC);
/// Labels of rows.
const LABEL: Color = Color::RGB(0xF4_F5_F7);
/// Totals.
const TOTAL: Color = Color::RGB(0xE3_E3_E3);
/// Lines of the tables.
const LINE: Color = Color::RGB(0x8C_93_9C);
/// Lines around inputs: darker, so that they stand out in grey print.
const INPUT_LINE: Color = Color::RGB(0x4A_4F_57);
/// Notes and the line of unit and period.
const QUIET: Color = Color::RGB(0x40_45_4D);
/// The tabs of sheets to fill.
pub const INPUT_TAB: Color = Color::RGB(0xF2_C1_1C);
/// The tab of the guide.
pub const GUIDE_TAB: Color = Color::RGB(0x8C_93_9C);

/// The formats that the form uses.
pub struct FormStyles {
    /// The default of every cell.
    pub plain: Format,
    /// The title of a sheet.
    pub title: Format,
    /// Unit and period under the title.
    pub subtitle: Format,
    /// The heading of a block.
    pub heading: Format,
    /// The note under the heading.
    pub note: Format,
    /// The heading of a column.
    pub header: Format,
    /// A code or number.
    pub code: Format,
    /// A label.
    pub label: Format,
    /// What the form filled in.
    pub fixed: Format,
    /// A total.
    pub total: Format,
    /// The label of a total.
    pub total_label: Format,
    /// A link to a sheet.
    pub link: Format,
}

impl FormStyles {
    /// Makes the formats.
    pub fn new() -> Self {
        let plain = Format::new()
            .set_font_name(words::FONT)
            .set_font_size(10.5)
            .set_align(FormatAlign::VerticalCenter);
        let boxed = plain
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE)
            .set_text_wrap();
        let total = boxed.clone().set_bold().set_background_color(TOTAL);
        Self {
            title: plain.clone().set_bold().set_font_size(15),
            subtitle: plain
                .clone()
                .set_bold()
                .set_font_size(11)
                .set_font_color(QUIET),
            heading: plain.clone().set_bold().set_font_size(12),
            note: plain.clone().set_font_color(QUIET).set_text_wrap(),
            header: boxed
                .clone()
                .set_bold()
                .set_background_color(HEADER)
                .set_align(FormatAlign::Center),
            code: boxed
                .clone()
                .set_background_color(LABEL)
                .set_align(FormatAlign::Center),
            label: boxed.clone().set_background_color(LABEL).set_indent(1),
            fixed: boxed.set_indent(1),
            total_label: total.clone().set_indent(1),
            total: total.set_num_format("#,##0"),
            link: plain
                .clone()
                .set_underline(rust_xlsxwriter::FormatUnderline::Single)
                .set_font_color(Color::RGB(0x1F_4E_9E))
                .set_indent(1),
            plain,
        }
    }

    /// A cell that the unit writes in; tall cells are read from their top.
    pub fn input(&self, kind: Kind, required: bool, tall: bool) -> Format {
        let (fill, border) = if required {
            (REQUIRED, FormatBorder::Thin)
        } else {
            (OPTIONAL, FormatBorder::Dotted)
        };
        let vertical = if tall {
            FormatAlign::Top
        } else {
            FormatAlign::VerticalCenter
        };
        let cell = self
            .plain
            .clone()
            .set_border(border)
            .set_border_color(INPUT_LINE)
            .set_background_color(fill)
            .set_align(vertical)
            .set_text_wrap()
            .set_unlocked();
        match kind {
            Kind::Count => cell.set_num_format("#,##0"),
            Kind::Date => cell
                .set_num_format("yyyy/m/d")
                .set_align(FormatAlign::Center),
            Kind::Marks => cell.set_align(FormatAlign::Center),
            // As text, a telephone number keeps its zero and a line that begins with a dash is no
            // formula.
            Kind::Text if tall => cell.set_num_format("@"),
            Kind::Text => cell.set_num_format("@").set_indent(1),
            Kind::Picture => cell
                .set_num_format("@")
                .set_font_color(QUIET)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            Kind::Choice if tall => cell,
            Kind::Choice => cell.set_indent(1),
        }
    }
}
