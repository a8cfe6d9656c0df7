//! What the room promises, on workbooks made here.

mod binary;
mod pictures;
mod refused;

use std::io::{Cursor, Write};

use rust_xlsxwriter as xlsx;
use zip::write::SimpleFileOptions;

use super::package::Package;
use super::*;
use crate::model::cell::{CellRange, CellRef};

fn at(address: &str) -> CellRef {
    address.parse().expect("an address")
}

fn saved(mut book: xlsx::Workbook) -> Vec<u8> {
    book.save_to_buffer().expect("a workbook")
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("a zip").into_inner()
}

fn sample() -> Vec<u8> {
    let mut book = xlsx::Workbook::new();
    let date = xlsx::Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
    let hours = xlsx::Format::new().set_num_format("[h]:mm");
    let struck = xlsx::Format::new().set_font_strikethrough();
    let sheet = book.add_worksheet();
    sheet.set_name("(オ)相談").unwrap();
    sheet.write(1, 1, 12.0).unwrap();
    sheet.write(1, 2, "髙橋　").unwrap();
    sheet.write(1, 3, true).unwrap();
    sheet.write_with_format(2, 1, 45_199.0, &date).unwrap();
    sheet.write_with_format(2, 2, 1.5, &hours).unwrap();
    sheet
        .write_formula(3, 1, xlsx::Formula::new("=SUM(B2:B2)").set_result("12"))
        .unwrap();
    sheet
        .write_formula(3, 2, xlsx::Formula::new("=A99/0").set_result("#DIV/0!"))
        .unwrap();
    sheet.write_with_format(3, 3, "取下げ", &struck).unwrap();
    sheet.write_blank(9, 9, &struck).unwrap();
    sheet
        .merge_range(5, 1, 6, 3, "合計", &xlsx::Format::new())
        .unwrap();
    book.add_worksheet().set_hidden(true);
    saved(book)
}

#[test]
fn every_kind_of_cell_is_read_where_it_stands() {
    let book = open(&sample()).expect("readable");
    assert_eq!(book.format, BookFormat::Xlsx);
    assert_eq!(book.sheets[1].visible, Visibility::Hidden);
    let sheet = &book.sheets[0];
    assert_eq!(&*sheet.name, "(オ)相談");
    let shown: Vec<String> = sheet
        .cells()
        .map(|(at, cell)| format!("{at} {}", cell.content.text()))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    B2 12
    C2 髙橋　
    D2 TRUE
    B3 2023/9/30
    C3 36:00
    B4 12
    C4 #DIV/0!
    D4 取下げ
    B6 合計
    ");
    assert!(sheet.get(at("B4")).formula && !sheet.get(at("B2")).formula);
    assert!(sheet.get(at("D4")).struck && !sheet.get(at("B4")).struck);
    assert!(matches!(sheet.get(at("C4")).content, Content::Error(_)));
    assert_eq!(sheet.value(at("D7")), sheet.get(at("B6")));
    assert!(sheet.get(at("D7")).is_empty());
    assert_eq!(
        sheet.merged_span(at("C6")),
        Some(CellRange::new(at("B6"), at("D7")))
    );
    assert_eq!(sheet.anchor(at("E7")), at("E7"));
    assert_eq!((sheet.last_row(), sheet.last_col()), (Some(5), Some(3)));
    assert_eq!(sheet.row(2).count(), 2);
}

/// The sample with one text of its first sheet replaced.
fn altered(from: &str, to: &str) -> Vec<u8> {
    let sample = sample();
    let package = package::Package::unpack(&sample).expect("a package");
    let name = "xl/worksheets/sheet1.xml";
    let sheet = String::from_utf8_lossy(package.part(name).expect("a sheet")).into_owned();
    assert!(sheet.contains(from), "{sheet}");
    let sheet = sheet.replace(from, to);
    let mut parts: Vec<(&str, &[u8])> = package.parts().filter(|part| part.0 != name).collect();
    parts.push((name, sheet.as_bytes()));
    zipped(&parts)
}

#[test]
fn a_formula_without_a_stored_value_differs_from_one_with_an_empty_result() {
    let read = |to| {
        open(&altered("<f>SUM(B2:B2)</f><v>12</v>", to))
            .expect("readable")
            .sheets[0]
            .get(at("B4"))
            .clone()
    };
    let never_calculated = read("<f>SUM(B2:B2)</f>");
    assert!(never_calculated.formula && never_calculated.content == Content::Empty);
    let empty = open(&altered(
        "<c r=\"B4\"><f>SUM(B2:B2)</f><v>12</v>",
        "<c r=\"B4\" t=\"str\"><f>SUM(B2:B2)</f><v></v>",
    ));
    let empty = empty.expect("readable").sheets[0].get(at("B4")).clone();
    assert!(empty.formula && empty.content == Content::Text("".into()));
    assert!(read("<v>NaN</v>").content == Content::Error("#NUM!".into()));
}

#[test]
fn a_value_is_read_however_xml_spells_it_and_two_are_none() {
    for spelt in ["<![CDATA[18]]>", "1&#56;", "&#x31;8", "<!-- old -->18"] {
        let book = open(&altered(
            "<f>SUM(B2:B2)</f><v>12</v>",
            &format!("<v>{spelt}</v>"),
        ));
        let read = book.expect("readable").sheets[0]
            .get(at("B4"))
            .content
            .clone();
        assert_eq!(read, Content::Number(18.0), "{spelt}");
    }
    let twice = open(&altered("<v>12</v>", "<v>12</v><v>99</v>"));
    assert!(matches!(twice, Err(Unreadable::Damaged(told)) if told.contains("二つの値")));
}

#[test]
fn a_shared_formula_with_a_huge_index_takes_no_memory() {
    let book = open(&altered(
        "<f>SUM(B2:B2)</f>",
        "<f t=\"shared\" ref=\"B4\" si=\"4000000000\">1</f>",
    ));
    assert!(book.expect("readable").sheets[0].get(at("B4")).formula);
}

#[test]
fn cells_far_away_are_told_and_not_read() {
    let mut book = xlsx::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, 1).unwrap();
    sheet.write(4_999, 199, 2).unwrap();
    sheet.write(5_000, 0, 3).unwrap();
    sheet.write(1_048_575, 16_383, 4).unwrap();
    let book = open(&saved(book)).expect("readable");
    assert_eq!(book.sheets[0].cells().count(), 2);
    assert_eq!(book.sheets[0].overflow, Some(at("A5001")));
}

#[test]
fn letters_that_nobody_sees_are_told_in_a_part_of_a_text() {
    let mut book = xlsx::Workbook::new();
    let sheet = book.add_worksheet();
    let (plain, white) = (
        xlsx::Format::new(),
        xlsx::Format::new().set_font_color(xlsx::Color::White),
    );
    let tiny = xlsx::Format::new().set_font_size(2);
    for (row, hidden) in [(0, &white), (1, &tiny), (2, &plain)] {
        let pieces = [(hidden, "不"), (&plain, "可")];
        sheet.write_rich_string(row, 0, &pieces).expect("written");
    }
    let book = open(&saved(book)).expect("readable");
    let faint = (Some(Unseen::Faint), false);
    assert_eq!(
        looks(&book, ["A1", "A2", "A3"]),
        [faint, faint, (None, false)]
    );
}

#[test]
fn relations_are_followed_however_they_are_spelt() {
    let mut book = xlsx::Workbook::new();
    book.add_worksheet().write(0, 0, 8).expect("written");
    let bytes = saved(book);
    let package = Package::unpack(&bytes).expect("a container");
    for spelt in ["./", "../xl/", ".\\"] {
        let spell = |name: &str, content: &[u8]| {
            let text = String::from_utf8_lossy(content).into_owned();
            match name.ends_with("workbook.xml.rels") {
                true => text.replace("Target=\"", &format!("Target=\"{spelt}")),
                false => text.replace("Target=\"xl/w", "Target=\"./xl/w"),
            }
        };
        let parts: Vec<(&str, String)> = package
            .parts()
            .map(|(name, content)| (name, spell(name, content)))
            .collect();
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()))
            .collect();
        let book = open(&zipped(&parts)).expect("readable");
        assert_eq!(
            book.sheets[0].get(at("A1")).content,
            Content::Number(8.0),
            "{spelt}"
        );
    }
}

fn ods(rows: &str) -> Result<Workbook, Unreadable> {
    let content = format!(
        "<office:document-content><style:style style:name='w'><style:text-properties \
         style:text-line-through-style='solid'/></style:style><style:style style:name='n'>\
         <style:text-properties fo:color='#ffffff'/></style:style><table:table table:name='様式&amp;1'>\
         {rows}</table:table></office:document-content>"
    );
    open(&zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ]))
}

#[test]
fn opendocument_is_read_with_its_repetitions() {
    let book = ods("<table:table-row table:number-rows-repeated='2'>\
        <table:table-cell table:number-columns-repeated='2'/>\
        <table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='3'/>\
        </table:table-row><table:table-row>\
        <table:table-cell table:style-name='w' office:value-type='string' table:number-columns-spanned='2'>\
        <office:annotation><dc:creator>室</dc:creator><text:p>訂正</text:p></office:annotation>\
        <text:p><text:a xlink:href='https://example.jp/'>一</text:a><text:s text:c='2'/>&lt;</text:p><text:p>二</text:p></table:table-cell>\
        <table:covered-table-cell/>\
        <table:table-cell office:value-type='date' office:date-value='2023-09-30'/>\
        <table:table-cell office:value-type='string' calcext:value-type='error'><text:p>#N/A</text:p></table:table-cell>\
        <table:table-cell office:value-type='boolean' office:boolean-value='true'/>\
        <table:table-cell office:value-type='time' office:time-value='PT36H00M00S'/>\
        </table:table-row>")
    .expect("readable");
    let sheet = &book.sheets[0];
    assert_eq!(&*sheet.name, "様式&1");
    let shown: Vec<String> = sheet
        .cells()
        .map(|(at, cell)| format!("{at} {}", cell.content.text()))
        .collect();
    assert_eq!(
        shown,
        [
            "C1 3",
            "D1 3",
            "C2 3",
            "D2 3",
            "A3 一  <\n二",
            "C3 2023/9/30",
            "D3 #N/A",
            "E3 TRUE",
            "F3 36:00"
        ]
    );
    assert!(sheet.get(at("A3")).struck);
    let note = CellNote {
        author: "室".to_owned(),
        text: "訂正".to_owned(),
    };
    assert_eq!(sheet.notes, [(at("A3"), note)]);
    assert_eq!(sheet.links, [(at("A3"), "https://example.jp/".to_owned())]);
    assert_eq!(
        sheet.merged_span(at("B3")),
        Some(CellRange::new(at("A3"), at("B3")))
    );
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend((data.len() as u16).to_le_bytes());
    record.extend_from_slice(data);
    record
}

/// A .xls with one sheet that claims to be as large as can be, and holds 12 at the given addresses.
fn xls(places: &[(u16, u16)]) -> Vec<u8> {
    xls_with(&[], places)
}

/// The same with more records in its sheet.
fn xls_with(records: &[Vec<u8>], places: &[(u16, u16)]) -> Vec<u8> {
    let start = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let at = (start.len() + 13 + 4) as u8;
    let mut stream = start.clone();
    stream.extend(record(0x0085, &[at, 0, 0, 0, 1, 0, 1, 0, b'S']));
    stream.extend(record(0x000A, &[]));
    stream.extend(start);
    stream.extend(record(
        0x0200,
        &[0, 0, 0, 0, 255, 255, 255, 127, 0, 0, 255, 255, 0, 0],
    ));
    stream.extend(records.concat());
    for (row, col) in places {
        let mut number = [row.to_le_bytes(), col.to_le_bytes(), [0, 0]].concat();
        number.extend(12.0_f64.to_le_bytes());
        stream.extend(record(0x0203, &number));
    }
    stream.extend(record(0x00E5, &[1, 0, 2, 0, 3, 0, 1, 0, 2, 0]));
    stream.extend(record(0x000A, &[]));
    cfb::pack(&stream).expect("packed")
}

#[test]
fn an_old_workbook_is_read_whatever_size_it_claims() {
    let book = open(&xls(&[(2, 1), (6_000, 1)])).expect("readable");
    assert_eq!(book.format, BookFormat::Xls);
    let sheet = &book.sheets[0];
    assert_eq!((&*sheet.name, sheet.visible), ("S", Visibility::Hidden));
    assert_eq!(sheet.value(at("C4")).content, Content::Number(12.0));
    assert_eq!(sheet.overflow, Some(at("B6001")));
    // One that is too long for the container's stream of small ones, as real workbooks are.
    let places: Vec<(u16, u16)> = (0..400).map(|row| (row, 0)).collect();
    let long = open(&xls(&places)).expect("readable");
    assert_eq!(long.sheets[0].cells().count(), 400);
    let corners = open(&xls(&[(0, 0), (u16::MAX, u16::MAX)]));
    assert_eq!(corners, Err(Unreadable::TooLarge(Limit::Cells)));
}

/// A cell with its text in it.
fn inline(runs: &str) -> String {
    format!("<c r=\"B4\" t=\"inlineStr\"><is>{runs}</is></c>")
}

/// A piece of a text that is struck through.
fn struck(text: &str) -> String {
    format!("<r><rPr><strike/></rPr><t>{text}</t></r>")
}

#[test]
fn letters_struck_through_are_told_in_every_way_they_are_written() {
    let read = |cell: &str| {
        let book =
            open(&altered("<c r=\"B4\"><f>SUM(B2:B2)</f><v>12</v></c>", cell)).expect("readable");
        let cell = book.sheets[0].get(at("B4")).clone();
        (
            cell.content.text().into_owned(),
            cell.struck,
            cell.partly_struck,
        )
    };
    let plain = "<r><t>7</t></r>";
    assert_eq!(
        read(&inline(&(struck("5") + plain))),
        ("57".to_owned(), false, true)
    );
    assert_eq!(
        read(&inline(&(struck("5") + &struck("7")))),
        ("57".to_owned(), true, false)
    );
    assert_eq!(
        read(&inline("<r><rPr><strike val=\"0\"/></rPr><t>57</t></r>")),
        ("57".to_owned(), false, false)
    );
    let furigana = "<rPh sb=\"0\" eb=\"1\"><t>ゴ</t></rPh>";
    assert_eq!(
        read(&inline(&(struck("五") + furigana))),
        ("五".to_owned(), true, false)
    );
}

#[test]
fn opendocument_tells_letters_struck_through() {
    let book = ods("<table:table-row><table:table-cell office:value-type='string'>\
        <text:p><text:span text:style-name='w'>5</text:span>7</text:p></table:table-cell>\
        <table:table-cell office:value-type='string'><text:p><text:span text:style-name='w'>5</text:span></text:p>\
        </table:table-cell></table:table-row>")
    .expect("readable");
    let white = ods(
        "<table:table-row><table:table-cell office:value-type='string'><text:p>\
        <text:span text:style-name='n'>不</text:span>可</text:p></table:table-cell></table:table-row>",
    );
    let looks = looks(&white.expect("readable"), ["A1"]);
    assert_eq!(looks, [(Some(Unseen::Faint), false)]);
    let marks = ["A1", "B1"]
        .map(|cell| book.sheets[0].get(at(cell)))
        .map(|cell| (cell.struck, cell.partly_struck));
    assert_eq!(marks, [(false, true), (true, false)]);
}

/// What hides a value, and whether it is withdrawn, by cell.
fn looks<const N: usize>(book: &Workbook, cells: [&str; N]) -> [(Option<Unseen>, bool); N] {
    cells.map(|cell| {
        let cell = book.sheets[0].get(at(cell));
        (cell.unseen, cell.struck)
    })
}

#[test]
fn letters_of_dust_and_lines_from_corner_to_corner_are_told() {
    let mut book = xlsx::Workbook::new();
    let dust = xlsx::Format::new().set_font_size(3);
    let small = xlsx::Format::new().set_font_size(4);
    let crossed = xlsx::Format::new()
        .set_border_diagonal(xlsx::FormatBorder::Thin)
        .set_border_diagonal_type(xlsx::FormatDiagonalBorder::BorderUp);
    let sheet = book.add_worksheet();
    for (row, format) in (0..).zip([&dust, &small, &crossed]) {
        sheet.write_with_format(row, 0, 8.0, format).unwrap();
    }
    sheet.write(3, 0, 8.0).unwrap();
    sheet.set_row_height(3, 5).unwrap();
    sheet.set_row_height(4, 6).unwrap();
    sheet.set_column_width(1, 0.2).unwrap();
    sheet.set_column_width(2, 1.5).unwrap();
    let link = xlsx::Url::new("https://example.jp/old#top").set_text("https://example.jp/new");
    sheet.write(5, 0, link).unwrap();
    sheet
        .write(6, 0, xlsx::Url::new("internal:Sheet1!A1"))
        .unwrap();
    let bar = xlsx::ConditionalFormatDataBar::new().set_bar_only(true);
    sheet.write(7, 0, 8.0).unwrap();
    sheet.add_conditional_format(7, 0, 7, 0, &bar).unwrap();
    let black = xlsx::Format::new().set_background_color(xlsx::Color::Black);
    sheet.write_with_format(8, 0, 8.0, &black).unwrap();
    let book = open(&saved(book)).expect("readable");
    assert_eq!(
        looks(&book, ["A8", "A9"]),
        [(Some(Unseen::Rule), false), (Some(Unseen::Faint), false)]
    );
    let links = [(at("A6"), "https://example.jp/old".to_owned())];
    assert_eq!(book.sheets[0].links, links);
    assert_eq!(
        looks(&book, ["A1", "A2", "A3", "A4"]),
        [
            (Some(Unseen::Faint), false),
            (None, false),
            (None, true),
            (None, false)
        ]
    );
    let sheet = &book.sheets[0];
    assert_eq!([3, 4].map(|row| sheet.row_is_hidden(row)), [true, false]);
    assert_eq!([1, 2].map(|col| sheet.col_is_hidden(col)), [true, false]);
}

#[test]
fn opendocument_tells_what_cannot_be_seen() {
    let styles = "<number:number-style style:name='N1'><number:number/></number:number-style>\
        <number:number-style style:name='N2'><number:number/><number:text>千</number:text></number:number-style>\
        <number:number-style style:name='N3P0'></number:number-style>\
        <number:text-style style:name='N3'><style:map style:condition='value()&gt;0' \
        style:apply-style-name='N3P0'/></number:text-style>\
        <style:style style:name='plain' style:data-style-name='N1'/>\
        <style:style style:name='scaled' style:data-style-name='N2'/>\
        <style:style style:name='nothing' style:data-style-name='N3'/>\
        <style:style style:name='white'><style:text-properties fo:color='#ffffff'/></style:style>\
        <style:style style:name='read'><style:text-properties fo:color='#ffffff'/>\
        <style:table-cell-properties fo:background-color='#000000'/></style:style>\
        <style:style style:name='black'><style:table-cell-properties fo:background-color='#000000'/></style:style>\
        <style:style style:name='dust'><style:text-properties fo:font-size='3pt'/></style:style>\
        <style:style style:name='crossed'><style:table-cell-properties \
        style:diagonal-bl-tr='0.7pt solid #000000'/></style:style>\
        <style:style style:name='low'><style:table-row-properties style:row-height='1mm'/></style:style>\
        <style:style style:name='high'><style:table-row-properties style:row-height='5mm'/></style:style>";
    let eight = "<table:table-row table:style-name='ROW'><table:table-cell table:style-name='CELL' \
        office:value-type='float' office:value='8'/></table:table-row>";
    let names = [
        "plain", "scaled", "nothing", "white", "read", "dust", "crossed", "black",
    ];
    let rows: String = names.map(|name| eight.replace("CELL", name)).concat();
    let line = "<table:table-row><table:table-cell><draw:line table:end-cell-address='S.B12'/>\
        </table:table-cell></table:table-row>";
    let shapes = "<table:shapes><draw:frame><draw:text-box><text:p>訂正</text:p><text:p>9件</text:p>\
        </draw:text-box></draw:frame></table:shapes>";
    let rule = "<calcext:conditional-format calcext:target-range-address=\"'様 式'.A1:'様 式'.A1 S.A1:S.A1\">\
        <calcext:condition calcext:apply-style-name='white'/></calcext:conditional-format>";
    let content = format!(
        "<office:document-content>{styles}<table:table table:name='S'>{shapes}{}{}{line}{rule}</table:table>\
         </office:document-content>",
        rows.replace("ROW", "high"),
        eight.replace("ROW", "low")
    );
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet";
    let parts: [(&str, &[u8]); 2] = [("mimetype", mimetype), ("content.xml", content.as_bytes())];
    let book = open(&zipped(&parts)).expect("readable");
    let (format, faint) = (Some(Unseen::Format), Some(Unseen::Faint));
    assert_eq!(
        looks(&book, ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"]),
        [
            (Some(Unseen::Rule), false),
            (format, false),
            (format, false),
            (faint, false),
            (None, false),
            (faint, false),
            (None, true),
            (faint, false)
        ]
    );
    let sheet = &book.sheets[0];
    assert_eq!([0, 8].map(|row| sheet.row_is_hidden(row)), [false, true]);
    assert_eq!(sheet.words_over, [(at("A1"), "訂正\n9件".to_owned())]);
    let range = CellRange::new(at("A10"), at("B12"));
    assert_eq!(
        sheet.drawn_over,
        [Drawn {
            range,
            is_line: true
        }]
    );
}
