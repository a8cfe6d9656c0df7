//! .xlsb and .xls, put together record by record.

use super::*;

/// A record of a .xlsb.
fn brt(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = match kind {
        0..128 => vec![kind as u8],
        _ => vec![kind as u8 | 0x80, (kind >> 7) as u8],
    };
    let mut size = data.len();
    while size > 0x7F {
        record.push(size as u8 | 0x80);
        size >>= 7;
    }
    record.push(size as u8);
    record.extend_from_slice(data);
    record
}

fn units(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn wide(text: &str) -> Vec<u8> {
    [
        &(text.encode_utf16().count() as u32).to_le_bytes()[..],
        &units(text),
    ]
    .concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn cell(kind: u16, col: u32, format: u32, value: &[u8]) -> Vec<u8> {
    brt(
        kind,
        &[&col.to_le_bytes()[..], &format.to_le_bytes(), value].concat(),
    )
}

fn row(number: u32, flags: u8) -> Vec<u8> {
    brt(
        0,
        &[&number.to_le_bytes()[..], &[0; 7], &[flags, 0]].concat(),
    )
}

/// A whole number in 30 bits.
fn packed(number: i32) -> [u8; 4] {
    (number << 2 | 2).to_le_bytes()
}

/// Cell formats: 0 plain, 1 struck through, 2 a date, 3 a percentage.
fn xlsb(sheet: &[Vec<u8>]) -> Vec<u8> {
    let styles = [
        brt(
            44,
            &[words(&[164]), wide("ggge\"年\"m\"月\"d\"日\"")].concat(),
        ),
        brt(43, &words(&[220, 0, 0, 0])),
        brt(43, &words(&[220, 8, 0, 0])),
        // The format of a named style: not one of the cells.
        brt(47, &words(&[0xFFFF, 9, 1, 0])),
        brt(617, &[4, 0, 0, 0]),
        brt(47, &words(&[0, 0, 0, 0])),
        brt(47, &words(&[0, 0, 1, 0])),
        brt(47, &words(&[0, 164, 0, 0])),
        brt(47, &words(&[0, 9, 0, 0])),
        brt(618, &[]),
    ]
    .concat();
    xlsb_with(&styles, sheet, &[])
}

/// The same with styles and more parts of our choice.
fn xlsb_with(styles: &[u8], sheet: &[Vec<u8>], more: &[(&str, &[u8])]) -> Vec<u8> {
    let tab = [&words(&[1, 0, 1, 0])[..], &wide("rId1"), &wide("会議")].concat();
    let workbook = [brt(153, &[0; 8]), brt(156, &tab)].concat();
    let half_struck = [&[1][..], &wide("57"), &[2, 0, 0, 0], &words(&[0, 1, 1, 0])].concat();
    let strings = [
        brt(19, &[&[0][..], &wide("病院")].concat()),
        brt(19, &half_struck),
    ]
    .concat();
    let sheet = sheet.concat();
    let parts: [(&str, &[u8]); 5] = [
        (
            "xl/_rels/workbook.bin.rels",
            b"<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.bin'/></Relationships>",
        ),
        ("xl/workbook.bin", &workbook),
        ("xl/styles.bin", styles),
        ("xl/sharedStrings.bin", &strings),
        ("xl/worksheets/sheet1.bin", &sheet),
    ];
    zipped(&[&parts[..], more].concat())
}

#[test]
fn a_binary_workbook_tells_what_the_others_tell() {
    let formula = [&8.5_f64.to_le_bytes()[..], &[0; 10]].concat();
    let sheet = open(&xlsb(&[
        brt(60, &[words(&[2, 0, 3, 0, 0, 0, 0, 0]), vec![1, 0]].concat()),
        row(0, 0),
        cell(7, 0, 0, &[0, 0, 0, 0]),
        cell(2, 1, 1, &packed(12)),
        cell(2, 2, 0, &((1234 << 2) | 3_i32).to_le_bytes()),
        row(6, 0x10),
        cell(5, 0, 2, &45_199.0_f64.to_le_bytes()),
        cell(2, 1, 3, &packed(2)),
        cell(7, 2, 0, &[1, 0, 0, 0]),
        cell(9, 3, 0, &formula),
        cell(3, 4, 0, &[0x17]),
        cell(4, 5, 0, &[1]),
        cell(6, 6, 0, &wide("件")),
        brt(13, &[&[1, 0, 0, 0][..], &packed(-3)].concat()),
        brt(146, &[]),
        brt(176, &words(&[6, 0, 7, 0, 0, 0, 1, 0])),
    ]));
    let book = sheet.expect("readable");
    assert_eq!(book.format, BookFormat::Xlsb);
    let sheet = &book.sheets[0];
    assert_eq!((&*sheet.name, sheet.visible), ("会議", Visibility::Hidden));
    let shown: Vec<String> = sheet
        .cells()
        .map(|(at, cell)| format!("{at} {}", cell.content.text()))
        .collect();
    let expected = [
        "A1 病院",
        "B1 12",
        "C1 12.34",
        "A7 2023/9/30",
        "B7 2",
        "C7 57",
        "D7 8.5",
        "E7 #REF!",
        "F7 TRUE",
        "G7 件",
        "H7 -3",
    ];
    assert_eq!(shown, expected);
    let marks = |at_: &str| {
        let cell = sheet.get(at(at_));
        (cell.struck, cell.partly_struck, cell.percent, cell.formula)
    };
    assert_eq!(marks("A1"), (false, false, false, false));
    assert_eq!(marks("B1"), (true, false, false, false));
    assert_eq!(marks("B7"), (false, false, true, false));
    assert_eq!(marks("C7"), (false, true, false, false));
    assert_eq!(marks("D7"), (false, false, false, true));
    assert_eq!(marks("H7"), (true, false, false, false));
    assert_eq!([0, 6].map(|row| sheet.row_is_hidden(row)), [false, true]);
    assert_eq!(
        [1, 2, 3, 4].map(|col| sheet.col_is_hidden(col)),
        [false, true, true, false]
    );
    assert_eq!(
        sheet.merged_span(at("B8")),
        Some(CellRange::new(at("A7"), at("B8")))
    );
}

/// A font of a .xlsb: its height in twentieths of a point, the kind of its colour and the colour.
fn inked_brt(twips: u16, kind: u8, colour: [u8; 3]) -> Vec<u8> {
    let head = words(&[twips, 0, 400, 0, 0, 0]);
    let [red, green, blue] = colour;
    brt(
        43,
        &[&head[..], &[kind << 1, 0, 0, 0, red, green, blue, 255]].concat(),
    )
}

/// A filling of one colour throughout.
fn filled_brt(colour: [u8; 3]) -> Vec<u8> {
    let [red, green, blue] = colour;
    brt(45, &[1, 0, 0, 0, 2 << 1, 0, 0, 0, red, green, blue, 255])
}

#[test]
fn a_binary_workbook_tells_what_cannot_be_seen_and_what_hangs_on_it() {
    let property =
        |kind: u16, value: &[u8]| [&words(&[kind, value.len() as u16 + 4])[..], value].concat();
    let rule = |property: Vec<u8>| brt(507, &[&words(&[0, 0, 1])[..], &property].concat());
    let white = [2 << 1, 0, 0, 0, 255, 255, 255, 255];
    let formats = [
        [0, 0, 0, 0],
        [1, 0, 0, 0],
        [2, 0, 0, 0],
        [1, 2, 0, 0],
        [3, 2, 0, 0],
        [0, 0, 0, 1],
    ];
    let formats =
        formats.map(|[font, filling, _, border]| brt(47, &words(&[0, 0, font, filling, border])));
    let styles = [
        inked_brt(220, 0, [0; 3]),
        inked_brt(220, 2, [250; 3]),
        inked_brt(60, 0, [0; 3]),
        inked_brt(220, 2, [0, 0, 120]),
        brt(45, &[0; 20]),
        brt(45, &[17, 0, 0, 0]),
        filled_brt([0, 0, 128]),
        brt(46, &[0]),
        brt(46, &[1]),
        brt(617, &[6, 0, 0, 0]),
        formats.concat(),
        brt(618, &[]),
        rule(property(5, &[2 << 1, 0, 0, 0, 0, 0, 255, 255])),
        rule(property(5, &white)),
        rule(property(29, &[1])),
        rule(property(38, &[&words(&[200])[..], &wide(";;;")].concat())),
    ]
    .concat();
    let rules = (0..4_u32).map(|rule| {
        let range = [rule + 10, rule + 10, 0, 0].map(u32::to_le_bytes).concat();
        let over = [&[1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0][..], &range].concat();
        let format = [1, 0, rule].map(u32::to_le_bytes).concat();
        [brt(461, &over), brt(463, &format)].concat()
    });
    let cells = (0..14_u32).map(|at| {
        let format = if at < 6 { at } else { 0 };
        [row(at, 0), cell(2, 0, format, &packed(8))].concat()
    });
    // Columns that tell no width have none.
    let narrow = brt(
        485,
        &[&u32::MAX.to_le_bytes()[..], &words(&[0, 300, 0, 0])].concat(),
    );
    let column = brt(60, &words(&[0, 0, 0, 0, 0x0800, 0, 0, 0, 0]));
    let sheet = [
        vec![narrow, column],
        cells.collect(),
        vec![brt(146, &[])],
        rules.collect(),
        vec![brt(494, &[&[0; 16][..], &wide("rId2")].concat())],
    ];
    let text = [&[0][..], &wide("室:\n9件")].concat();
    let noted = [0_u32, 0, 0, 0, 0].map(u32::to_le_bytes).concat();
    let notes = [
        brt(632, &wide("室")),
        brt(635, &[&noted[..], &[0; 16]].concat()),
        brt(637, &text),
    ]
    .concat();
    let notes: [(&str, &[u8]); 2] = [
        (
            "xl/worksheets/_rels/sheet1.bin.rels",
            b"<Relationships><Relationship Id='rId1' Type='/comments' Target='../comments1.bin'/>\
            <Relationship Id='rId2' Type='/hyperlink' TargetMode='External' Target='https://example.jp/'/>\
            </Relationships>",
        ),
        ("xl/comments1.bin", &notes),
    ];
    let book = open(&xlsb_with(&styles, &sheet.concat(), &notes)).expect("readable");
    let (faint, rule) = (Some(Unseen::Faint), Some(Unseen::Rule));
    let cells = [
        "A1", "A2", "A3", "A4", "A5", "A6", "A11", "A12", "A13", "A14",
    ];
    let seen = [
        None, faint, faint, None, faint, None, None, rule, rule, rule,
    ];
    assert_eq!(looks(&book, cells).map(|(unseen, _)| unseen), seen);
    let sheet = &book.sheets[0];
    assert!(sheet.get(at("A6")).struck);
    assert_eq!([0, 1].map(|col| sheet.col_is_hidden(col)), [false, true]);
    assert_eq!(sheet.links, [(at("A1"), "https://example.jp/".to_owned())]);
    let (author, text) = ("室".to_owned(), "9件".to_owned());
    assert_eq!(sheet.notes, [(at("A1"), CellNote { author, text })]);
}

#[test]
fn a_binary_workbook_that_is_cut_off_is_damaged() {
    let cut = open(&xlsb(&[row(0, 0), cell(7, 0, 0, &[0, 0, 0, 0])]));
    assert!(matches!(cut, Err(Unreadable::Damaged(_))), "{cut:?}");
    // A cell that says more of itself than there is: left out, not a panic.
    let short = open(&xlsb(&[
        row(0, 0),
        cell(5, 0, 0, &[1]),
        cell(7, 9, 9, &[9, 9, 9, 9]),
        brt(146, &[]),
    ]));
    assert!(short.expect("readable").sheets[0].is_empty());
}

/// The record of a font in a .xls.
fn font(flags: u16) -> Vec<u8> {
    let head = words(&[220, flags, 0, 400, 0, 0, 0]);
    record(0x0031, &[&head[..], &[1, 0, b'A']].concat())
}

/// A .xls with a struck-through font (number 1) and shared texts in parts of the stream of our
/// choice.
fn xls_with_texts(pieces: &[&[u8]], cells: &[(u16, u32)]) -> Vec<u8> {
    let start = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let mut globals = [start.clone(), font(0), font(8), record(0x00E0, &[0; 20])].concat();
    let first = [&[2, 0, 0, 0, 2, 0, 0, 0][..], pieces[0]].concat();
    globals.extend(record(0x00FC, &first));
    globals.extend(pieces[1..].iter().flat_map(|piece| record(0x003C, piece)));
    let at = (globals.len() + 13 + 4) as u32;
    globals.extend(record(
        0x0085,
        &[&at.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat(),
    ));
    globals.extend(record(0x000A, &[]));
    let mut stream = [globals, start].concat();
    // A row without height, a column without width.
    stream.extend(record(0x0208, &words(&[1, 0, 9, 0, 0, 0, 0x0100, 0])));
    stream.extend(record(0x007D, &words(&[3, 3, 0, 0, 0])));
    for (row, text) in cells {
        stream.extend(record(
            0x00FD,
            &[&words(&[*row, 0, 0])[..], &text.to_le_bytes()].concat(),
        ));
    }
    stream.extend(record(0x000A, &[]));
    cfb::pack(&stream).expect("packed")
}

#[test]
fn an_old_workbook_tells_letters_struck_through() {
    // The second text goes on in another record, there in letters of one byte.
    let plain = [&words(&[2])[..], &[1], &units("病院")].concat();
    let begun = [&words(&[2])[..], &[8 | 1], &words(&[2]), &units("5")].concat();
    let rest = [&[0, b'7'][..], &words(&[0, 1, 1, 0])].concat();
    let book = open(&xls_with_texts(
        &[&[plain, begun].concat(), &rest],
        &[(0, 0), (1, 1)],
    ))
    .expect("readable");
    let sheet = &book.sheets[0];
    assert_eq!(sheet.get(at("A2")).content, Content::Text("57".into()));
    assert_eq!(
        ["A1", "A2"].map(|cell| sheet.get(at(cell)).partly_struck),
        [false, true]
    );
    assert_eq!([0, 1].map(|row| sheet.row_is_hidden(row)), [false, true]);
    assert_eq!([2, 3].map(|col| sheet.col_is_hidden(col)), [false, true]);
}

#[test]
fn an_old_workbook_with_a_password_is_never_taken_for_its_scrambled_cells() {
    let start = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let at = (start.len() + 10 + 13 + 4) as u8;
    let mut stream = [
        start.clone(),
        record(0x002F, &[0; 6]),
        record(0x0085, &[at, 0, 0, 0, 0, 0, 1, 0, b'S']),
    ]
    .concat();
    stream.extend([record(0x000A, &[]), start].concat());
    stream.extend(
        [[0, 0, 0, 0], [255, 255, 255, 255]]
            .iter()
            .flat_map(|scrambled| record(0x0203, scrambled)),
    );
    stream.extend(record(0x000A, &[]));
    assert_eq!(
        open(&cfb::pack(&stream).expect("packed")),
        Err(Unreadable::Password)
    );
}

/// A record of a .xls font: its height in twentieths of a point and its colour.
fn inked(twips: u16, colour: u16) -> Vec<u8> {
    let head = words(&[twips, 0, colour, 400, 0, 0, 0]);
    record(0x0031, &[&head[..], &[1, 0, b'A']].concat())
}

/// A record of a .xls cell format: font, kind of diagonal line with its width, filling and its
/// colour.
fn format(font: u16, diagonal: u16, line: u16, filling: u16, paper: u16) -> Vec<u8> {
    let head = [font, 0, 0, 0, 0, 0, diagonal << 14, 0];
    let tail = [line << 5 | filling << 10, paper];
    record(0x00E0, &words(&[&head[..], &tail].concat()))
}

#[test]
fn an_old_workbook_tells_what_cannot_be_seen_and_what_lies_over_it() {
    let start = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let fonts = [
        inked(220, 0x7FFF),
        inked(220, 9),
        inked(60, 8),
        inked(220, 10),
    ]
    .concat();
    // The third of a workbook's own colours is nearly white.
    let palette = [&words(&[3])[..], &[0; 4], &[255; 4], &[250, 255, 250, 0]].concat();
    let formats = [
        format(0, 0, 0, 0, 0),
        format(1, 0, 0, 0, 0),
        format(2, 0, 0, 0, 0),
        format(3, 0, 0, 0, 0),
        format(1, 0, 0, 1, 8),
        format(0, 1, 1, 0, 0),
    ];
    let mut globals = [
        start.clone(),
        fonts,
        formats.concat(),
        record(0x0092, &palette),
    ]
    .concat();
    let at_sheet = (globals.len() + 13 + 4) as u32;
    let tab = [&at_sheet.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat();
    globals.extend([record(0x0085, &tab), record(0x000A, &[])].concat());
    let mut stream = [globals, start].concat();
    for look in 0..6_u16 {
        let cell = [&words(&[look, 0, look])[..], &8.0_f64.to_le_bytes()].concat();
        stream.extend(record(0x0203, &cell));
    }
    // A row of 5 points, a column of half a letter and one of nine.
    stream.extend(record(0x0208, &words(&[7, 0, 9, 100, 0, 0, 0x0100, 0])));
    stream.extend(record(0x007D, &words(&[2, 2, 9 * 256, 0, 0])));
    stream.extend(record(0x007D, &words(&[3, 3, 128, 0, 0])));
    // Columns that tell no width have none. Rules over B1 and C1: blue letters; white ones.
    stream.extend(record(0x0055, &[0, 0]));
    for (col, ink) in [(1_u16, 12_u16), (2, 9)] {
        stream.extend(record(
            0x0203,
            &[&words(&[0, col, 0])[..], &8.0_f64.to_le_bytes()].concat(),
        ));
        let over = words(&[1, 0, 0, 0, col, col, 1, 0, 0, col, col]);
        stream.extend(record(0x01B0, &over));
        let mut letters = [0; 118];
        letters[80..82].copy_from_slice(&ink.to_le_bytes());
        let flags = words(&[1, 0, 0, 0, 1 << 10, 0]);
        stream.extend(record(0x01B1, &[&flags[..], &letters].concat()));
    }
    let address = [
        0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0, 0xAA, 0, 0x4B, 0xA9, 0x0B,
    ];
    let link = [
        &[1, 0, 1, 0, 1, 0, 1, 0][..],
        &[0; 24],
        &address,
        &[40, 0, 0, 0],
    ]
    .concat();
    let link = [&link[..], &units("https://example.jp/\0")].concat();
    stream.extend(record(0x01B8, &link));
    // A line over A1:B2, a box over D6, then the box of the note on A2.
    let shape = words(&[20 << 4 | 2, 0xF00A, 8, 0, 0, 0, 0, 0]);
    let under = words(&[0xF010, 18, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0]);
    stream.extend(record(0x00EC, &[&shape[..], &[0, 0], &under].concat()));
    stream.extend(record(0x005D, &words(&[0x15, 18, 1, 3])));
    let anchor = words(&[0, 0xF010, 18, 0, 0, 3, 0, 5, 0, 6, 0, 7, 0]);
    let boxed = |kind: u16, number: u16, text: &str| {
        let length = text.encode_utf16().count() as u16;
        [
            record(0x005D, &words(&[0x15, 18, kind, number])),
            record(0x01B6, &words(&[0, 0, 0, 0, 0, length, 16, 0, 0])),
            record(0x003C, &[&[1][..], &units(text)].concat()),
            record(0x003C, &[0; 16]),
        ]
    };
    stream.extend(record(0x00EC, &anchor));
    stream.extend(boxed(6, 1, "4月は9件").concat());
    stream.extend(record(0x00EC, &anchor));
    stream.extend(boxed(0x19, 2, "訂正").concat());
    let note = [&words(&[1, 0, 0, 2, 1])[..], &[1], &units("室"), &[0]].concat();
    stream.extend(record(0x001C, &note));
    stream.extend(record(0x000A, &[]));
    let book = open(&cfb::pack(&stream).expect("packed")).expect("readable");
    let faint = Some(Unseen::Faint);
    assert_eq!(
        looks(&book, ["A1", "A2", "A3", "A4", "A5", "A6"]),
        [
            (None, false),
            (faint, false),
            (faint, false),
            (faint, false),
            (None, false),
            (None, true)
        ]
    );
    let sheet = &book.sheets[0];
    assert_eq!([6, 7].map(|row| sheet.row_is_hidden(row)), [false, true]);
    assert_eq!(
        [1, 2, 3].map(|col| sheet.col_is_hidden(col)),
        [true, false, true]
    );
    assert_eq!(
        looks(&book, ["B1", "C1"]),
        [(None, false), (Some(Unseen::Rule), false)]
    );
    let range = CellRange::new(at("A1"), at("B2"));
    assert_eq!(
        sheet.drawn_over,
        [Drawn {
            range,
            is_line: true
        }]
    );
    assert_eq!(sheet.words_over, [(at("D6"), "4月は9件".to_owned())]);
    let (author, text) = ("室".to_owned(), "訂正".to_owned());
    assert_eq!(sheet.notes, [(at("A2"), CellNote { author, text })]);
}
