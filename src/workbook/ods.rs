//! .ods, read here: calamine lays out repeated cells and rows before anyone can ask how many there
//! are, so that a file of a few hundred bytes can take all memory.

use std::borrow::Cow;

use super::cell::{Cell, Content};
use super::format::BookFormat;
use super::gallery::Gallery;
use super::look::{NumberKind, Runs};
use super::ods_frames::{Frame, drawing};
use super::ods_looks::OdsStyles;
use super::package::Package;
use super::sheet::{CellNote, CellsLeft, Drawn, Sheet, Visibility, Workbook, clamped};
use super::unreadable::{Limit, Unreadable};
use super::xml::{Event, Events, Tag};
use super::{MAX_COLS, MAX_ROWS, MAX_SHEETS};
use crate::model::cell::{CellRange, CellRef};
use crate::model::excel;

/// The error values, which some writers store as plain text.
const ERRORS: [&str; 7] = [
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
];
/// The furthest that positions are counted: beyond any sheet, and safe to add up.
const FAR: u32 = 1 << 24;

/// Reads an OpenDocument spreadsheet.
pub(super) fn read(package: &Package) -> Result<Workbook, Unreadable> {
    let manifest = package.part("META-INF/manifest.xml").unwrap_or_default();
    if String::from_utf8_lossy(manifest).contains("encryption-data") {
        return Err(Unreadable::Password);
    }
    let content = package
        .part("content.xml")
        .ok_or_else(|| Unreadable::damaged("no content.xml"))?;
    let content = std::str::from_utf8(content).map_err(Unreadable::damaged)?;
    let mut reader = OdsReader {
        events: Events::new(content),
        styles: OdsStyles::default(),
        left: CellsLeft::new(),
        gallery: Gallery::new(package),
        frames: Vec::new(),
        words: Vec::new(),
        shapes: Vec::new(),
        defaults: Vec::new(),
        note: None,
        link: None,
    };
    reader
        .styles
        .read(package.part("styles.xml").unwrap_or_default());
    let mut sheets = Vec::new();
    while let Some(event) = reader.events.next() {
        reader.styles.add(&event);
        let Event::Start(tag) = event else { continue };
        match tag.name() {
            // Changes that were recorded hold cells that are no longer there.
            "table:tracked-changes" => reader.events.pass_over(&tag),
            "table:table" if !tag.closed => {
                if sheets.len() >= MAX_SHEETS {
                    return Err(Unreadable::TooLarge(Limit::Sheets));
                }
                sheets.extend(reader.sheet(&tag)?);
            }
            _ => {}
        }
    }
    if !content.trim_end().ends_with("</office:document-content>") {
        return Err(Unreadable::damaged("content.xml ends in the middle"));
    }
    Ok(Workbook {
        format: BookFormat::Ods,
        sheets,
        date_1904: false,
    })
}

struct OdsReader<'p, 'a> {
    events: Events<'a>,
    styles: OdsStyles,
    left: CellsLeft,
    gallery: Gallery<'p>,
    /// The frames that were met and not yet placed, the words in boxes and shapes, and the shapes
    /// without words: the cell under their end, and whether they are lines.
    frames: Vec<Frame>,
    words: Vec<String>,
    shapes: Vec<(Option<CellRef>, bool)>,
    /// Of the columns of the sheet: where each stretch ends, and the style of its cells.
    defaults: Vec<(u32, String)>,
    /// The note that was met and not yet placed.
    note: Option<CellNote>,
    /// Where a link in the cell leads that was read last.
    link: Option<String>,
}

impl<'a> OdsReader<'_, 'a> {
    /// A sheet; none if it is only the copy of one in another file.
    fn sheet(&mut self, table: &Tag<'_>) -> Result<Option<Sheet>, Unreadable> {
        let style = table.get("table:style-name").unwrap_or_default();
        let visible = match self.styles.hidden.contains(style.as_ref()) {
            true => Visibility::Hidden,
            false => Visibility::Visible,
        };
        let mut sheet = Sheet::new(&table.get("table:name").unwrap_or_default(), visible);
        let mut row = 0;
        let mut col = 0;
        let mut external = false;
        let (mut over, mut hidden) = (Vec::new(), Vec::new());
        self.defaults.clear();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(tag) if tag.name() == "table:table-row" => {
                    let repeated = tag.count("table:number-rows-repeated").clamp(1, FAR);
                    if !tag.closed {
                        self.row(&mut sheet, row, repeated)?;
                    }
                    if !self.is_shown(&tag) {
                        sheet.hide_rows(row, row + repeated - 1);
                    }
                    row = (row + repeated).min(FAR);
                }
                Event::Start(tag) if tag.name() == "table:table-column" => {
                    let repeated = tag.count("table:number-columns-repeated").clamp(1, FAR);
                    if !self.is_shown(&tag) {
                        sheet.hide_cols(col, col + repeated - 1);
                    }
                    col = (col + repeated).min(FAR);
                    let style = tag.get("table:default-cell-style-name");
                    self.defaults
                        .push((col, style.unwrap_or_default().into_owned()));
                }
                Event::Start(tag) if tag.name() == "table:table-source" => external = true,
                // Laid on the page and not into a cell: where they end is all that may be told.
                Event::Start(tag) if tag.name() == "table:shapes" => {
                    self.drawn(&tag);
                    self.place(&mut sheet, None);
                }
                Event::Start(tag) if tag.name() == "calcext:conditional-format" => {
                    over = ranges(&attribute(&tag, "calcext:target-range-address"));
                }
                Event::Start(tag) if tag.name() == "calcext:condition" => {
                    let style = style_name(&attribute(&tag, "calcext:apply-style-name"));
                    let look = self.styles.look(&style);
                    if look.struck || look.faint || look.hides.numbers {
                        hidden.extend(&over);
                    }
                }
                // A bar or a sign alone.
                Event::Start(tag)
                    if matches!(tag.name(), "calcext:data-bar" | "calcext:icon-set")
                        && attribute(&tag, "calcext:show-value") == "false" =>
                {
                    hidden.extend(&over);
                }
                Event::End(name) if &*name == "table:table" => break,
                _ => {}
            }
        }
        sheet.sort();
        for range in hidden {
            sheet.hide_by_rule(range);
        }
        sheet.pictures.sort_by_key(|picture| picture.at);
        sheet.drawn_over.sort_by_key(|drawn| drawn.range.from);
        Ok((!external).then_some(sheet))
    }

    /// A row, laid out as often as it is repeated within the limits.
    fn row(&mut self, sheet: &mut Sheet, row: u32, repeated: u32) -> Result<(), Unreadable> {
        let mut col = 0;
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(tag)
                    if matches!(tag.name(), "table:table-cell" | "table:covered-table-cell") =>
                {
                    let across = tag.count("table:number-columns-repeated").min(FAR);
                    let down = tag.count("table:number-rows-spanned");
                    let right = tag.count("table:number-columns-spanned");
                    if down > 1 || right > 1 {
                        let last = (
                            row.saturating_add(down.max(1) - 1),
                            col + right.clamp(1, FAR) - 1,
                        );
                        sheet.merge((row, col), last)?;
                    }
                    let cell = self.cell(&tag, col);
                    self.place(sheet, Some(clamped(row, col)));
                    let note = self.note.take();
                    let link = self.link.take().map(|link| (clamped(row, col), link));
                    sheet.links.extend(link);
                    sheet
                        .notes
                        .extend(note.map(|note| (clamped(row, col), note)));
                    if !cell.is_empty() {
                        // One beyond the limits is enough to tell that there is something.
                        let rows = if col < u32::from(MAX_COLS) {
                            repeated
                        } else {
                            1
                        };
                        for row in row..(row + rows).min(row.max(MAX_ROWS) + 1) {
                            for col in col..(col + across).min(col.max(u32::from(MAX_COLS)) + 1) {
                                sheet.push((row, col), cell.clone(), &mut self.left)?;
                            }
                        }
                    }
                    col = (col + across).min(FAR);
                }
                Event::Start(tag) => self.events.pass_over(&tag),
                Event::End(name) if &*name == "table:table-row" => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// Places the pictures that were met: in a cell, else where they say that they end.
    fn place(&mut self, sheet: &mut Sheet, cell: Option<CellRef>) {
        for frame in std::mem::take(&mut self.frames) {
            let at = cell.or(frame.end).unwrap_or(CellRef::new(0, 0));
            let cropped = self.styles.cropped.contains(&frame.style);
            sheet
                .pictures
                .extend(self.gallery.picture(at, &frame.part, cropped));
        }
        for (end, is_line) in std::mem::take(&mut self.shapes) {
            // Of what is laid on the page only the end may be known; of some lines it is told
            // wrong.
            let range = cell.or(end).map(|from| {
                let end = end.filter(|end| end.row >= from.row && end.col >= from.col);
                CellRange::new(from, end.unwrap_or(from))
            });
            let drawn = range.map(|range| Drawn { range, is_line });
            sheet.drawn_over.extend(drawn);
        }
        let at = cell.unwrap_or(CellRef::new(0, 0));
        let words = std::mem::take(&mut self.words).into_iter();
        sheet.words_over.extend(words.map(|words| (at, words)));
    }

    /// Takes note of what a drawing holds.
    fn drawn(&mut self, tag: &Tag<'_>) {
        let drawing = drawing(&mut self.events, tag);
        self.frames.extend(drawing.frames);
        self.words.extend(drawing.words);
        self.shapes.extend(drawing.shape);
    }

    /// Whether a row or column can be seen.
    fn is_shown(&self, tag: &Tag<'_>) -> bool {
        let visibility = tag.get("table:visibility");
        let style = tag.get("table:style-name").unwrap_or_default();
        matches!(visibility.as_deref(), None | Some("visible"))
            && !self.styles.hidden.contains(&*style)
    }

    /// The note on a cell: who wrote it, and its paragraphs.
    fn annotation(&mut self, tag: &Tag<'_>) -> CellNote {
        let (mut author, mut text, mut inside) = (String::new(), String::new(), String::new());
        while !tag.closed
            && let Some(event) = self.events.next()
        {
            match event {
                Event::Start(inner) => inner.name().clone_into(&mut inside),
                Event::Text(piece) if inside == "dc:creator" => author.push_str(&piece),
                Event::Text(piece) if inside == "text:p" || inside == "text:span" => {
                    text.push_str(&piece);
                }
                Event::Text(_) => {}
                Event::End(name) if &*name == tag.name() => break,
                Event::End(_) => {}
            }
        }
        CellNote { author, text }
    }

    fn cell(&mut self, tag: &Tag<'_>, col: u32) -> Cell {
        let (shown, mut runs) = if tag.closed {
            Default::default()
        } else {
            self.paragraphs(tag.name())
        };
        runs.bare |= runs == Runs::default();
        let mut defaults = self.defaults.iter();
        let of_column = defaults.find(|(end, _)| col < *end);
        let style = tag
            .get("table:style-name")
            .or_else(|| of_column.map(|(_, style)| style.into()))
            .unwrap_or_default();
        let mut look = self.styles.look(&style);
        if tag.get("office:value-type").as_deref() == Some("percentage") {
            look.number = NumberKind::Percent;
        }
        let formula = tag.get("table:formula").is_some();
        let mut cell = Cell {
            content: content(tag, shown),
            formula,
            ..Cell::EMPTY
        };
        look.mark(&mut cell, runs);
        cell
    }

    /// The text of a cell with its runs; comments, drawings and furigana left out.
    fn paragraphs(&mut self, cell: &str) -> (String, Runs) {
        let mut text = String::new();
        let mut runs = Runs::default();
        let mut paragraphs = 0;
        let mut inside = false;
        let mut letters = None;
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(tag) => match tag.name() {
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        inside = !tag.closed;
                    }
                    "text:s" => text.extend(std::iter::repeat_n(
                        ' ',
                        (tag.count("text:c") as usize).min(excel::LONGEST_TEXT),
                    )),
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "text:span" => {
                        letters = tag
                            .get("text:style-name")
                            .and_then(|style| self.styles.letters(&style))
                    }
                    "text:a" => self.link = tag.get("xlink:href").map(Cow::into_owned),
                    "office:annotation" => self.note = Some(self.annotation(&tag)),
                    "text:ruby-text" => self.events.pass_over(&tag),
                    name if name.starts_with("draw:") => {
                        self.drawn(&tag);
                    }
                    "table:table" => self.events.pass_over(&tag),
                    _ => {}
                },
                Event::Text(piece) if inside => {
                    runs.add(&piece, letters);
                    text.push_str(&piece);
                }
                Event::End(name) if &*name == "text:span" => letters = None,
                Event::End(name) if &*name == "text:p" => inside = false,
                Event::End(name) if &*name == cell => break,
                _ => {}
            }
        }
        (text, runs)
    }
}

/// The ranges of a list such as `'(オ)相談'.C7:'(オ)相談'.H19`; what is none falls away.
fn ranges(list: &str) -> Vec<CellRange> {
    let end = |text: &str| text.rsplit('.').next()?.parse::<CellRef>().ok();
    let ranges = list.split_whitespace().filter_map(|range| {
        let (from, to) = range.split_once(':').unwrap_or((range, range));
        Some(CellRange::new(end(from)?, end(to)?))
    });
    ranges.collect()
}

/// The name of a style that is told as it is shown.
fn style_name(shown: &str) -> String {
    shown.replace('_', "_5f_").replace(' ', "_20_")
}

fn attribute<'t>(tag: &'t Tag<'_>, name: &str) -> Cow<'t, str> {
    tag.get(name).unwrap_or_default()
}

fn content(tag: &Tag<'_>, shown: String) -> Content {
    let value = tag.get("office:value-type").unwrap_or_default();
    if tag.get("calcext:value-type").as_deref() == Some("error") || ERRORS.contains(&shown.as_str())
    {
        return Content::Error(shown.into());
    }
    match value.as_ref() {
        "" => Content::Empty,
        "float" | "percentage" | "currency" => match attribute(tag, "office:value").parse() {
            Ok(number) => Content::number(number),
            Err(_) => Content::Text(shown.into()),
        },
        "date" => Content::iso_date(&attribute(tag, "office:date-value")),
        "time" => match attribute(tag, "office:time-value").parse::<jiff::SignedDuration>() {
            Ok(time) => Content::Duration(time.as_secs_f64() / 86_400.0),
            Err(_) => Content::Text(shown.into()),
        },
        "boolean" => Content::Bool(attribute(tag, "office:boolean-value") == "true"),
        _ => match tag.get("office:string-value") {
            Some(stored) => Content::Text(stored.into()),
            None => Content::Text(shown.into()),
        },
    }
}
