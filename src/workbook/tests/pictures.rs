//! Pictures: where they lie, and that they cost nothing that they should not.

use super::*;

const PNG: &[u8] = include_bytes!("../../../templates/sample/pictures/asahi.png");
const MIMETYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn related(relations: String) -> String {
    format!("<Relationships>{relations}</Relationships>")
}

/// A workbook of one sheet with a drawing, and the media that the drawing names.
fn drawn(anchors: &str, media: &[(&str, &[u8])]) -> Vec<Picture> {
    let mut book = xlsx::Workbook::new();
    book.add_worksheet().write(0, 0, 12).expect("written");
    let plain = saved(book);
    let package = package::Package::unpack(&plain).expect("a package");
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let of_sheet = related(format!(
        "<Relationship Id='rId1' Type='{kind}/drawing' Target='../drawings/drawing1.xml'/>"
    ));
    let of_drawing = related(
        (1..4)
            .map(|n| {
                format!(
                    "<Relationship Id='rId{n}' Type='{kind}/image' Target='../media/image{n}.png'/>"
                )
            })
            .collect(),
    );
    let drawing = format!("<xdr:wsDr>{anchors}</xdr:wsDr>");
    let mut parts: Vec<(&str, &[u8])> = package.parts().collect();
    parts.extend([
        ("xl/worksheets/_rels/sheet1.xml.rels", of_sheet.as_bytes()),
        ("xl/drawings/_rels/drawing1.xml.rels", of_drawing.as_bytes()),
        ("xl/drawings/drawing1.xml", drawing.as_bytes()),
    ]);
    parts.extend(media);
    let sheet = open(&zipped(&parts)).expect("readable").sheets.remove(0);
    assert_eq!(sheet.get(at("A1")).content, Content::Number(12.0));
    sheet.pictures
}

fn from(row: u32, col: u32) -> String {
    format!(
        "<xdr:from><xdr:col>{col}</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>{row}</xdr:row></xdr:from>"
    )
}

fn shown(id: u32, crop: &str) -> String {
    format!(
        "<xdr:pic><xdr:blipFill><a:blip r:embed='rId{id}'/><a:srcRect {crop}/></xdr:blipFill></xdr:pic>"
    )
}

#[test]
fn each_kind_of_anchor_tells_the_cell_of_its_picture() {
    let two = format!(
        "<xdr:twoCellAnchor>{}<xdr:to><xdr:col>5</xdr:col><xdr:row>30</xdr:row></xdr:to>",
        from(20, 2)
    );
    let group = format!(
        "<xdr:grpSp>{}{}</xdr:grpSp>",
        shown(1, ""),
        shown(2, "l='0' t='12000'")
    );
    // 31 points down, rows of 15: the third row.
    let absolute = format!(
        "<xdr:absoluteAnchor><xdr:pos x='0' y='{}'/>{}</xdr:absoluteAnchor>",
        31 * 12_700,
        shown(1, "")
    );
    let fallback = format!(
        "<mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        shown(2, "")
    );
    let one = format!(
        "<xdr:oneCellAnchor>{}{}{fallback}</xdr:oneCellAnchor>",
        from(7, 1),
        shown(3, "")
    );
    let anchors = format!("{two}{group}</xdr:twoCellAnchor>{absolute}{one}");
    let media: [(&str, &[u8]); 2] = [
        ("xl/media/image1.png", PNG),
        ("xl/media/image2.png", b"other"),
    ];
    let pictures = drawn(&anchors, &media);
    let told: Vec<(String, bool)> = pictures
        .iter()
        .map(|picture| (picture.at.to_string(), picture.cropped))
        .collect();
    let expected = [("A3", false), ("B8", false), ("C21", false), ("C21", true)];
    assert_eq!(told, expected.map(|(at, cropped)| (at.to_owned(), cropped)));
    let bytes = |n: usize| pictures[n].bytes.as_deref().expect("read");
    assert!(bytes(0) == PNG && bytes(3) == b"other");
    assert!(bytes(1).is_empty(), "the container lacks the third");
    assert!(
        std::ptr::eq(bytes(0), bytes(2)),
        "a picture that is shown twice is kept once"
    );
}

#[test]
fn a_picture_that_is_a_bomb_costs_the_picture_and_no_number() {
    let zeros = vec![0; MAX_PICTURE_BYTES as usize + 1];
    let anchor = |row| {
        format!(
            "<xdr:oneCellAnchor>{}{}</xdr:oneCellAnchor>",
            from(row, 0),
            shown(1, "")
        )
    };
    let pictures = drawn(&anchor(1), &[("xl/media/image1.png", &zeros)]);
    assert_eq!(
        pictures,
        [Picture {
            at: at("A2"),
            bytes: None,
            cropped: false
        }]
    );
    let many: String = (0..MAX_PICTURES as u32 + 50).map(anchor).collect();
    assert_eq!(
        drawn(&many, &[("xl/media/image1.png", PNG)]).len(),
        MAX_PICTURES
    );
}

#[test]
fn pictures_of_opendocument_lie_in_their_cells() {
    let frame = |more: &str, part: &str| {
        let text = "<draw:text-box><text:p>no text of the cell</text:p></draw:text-box>";
        format!(
            "<draw:frame {more}><draw:image xlink:href='{part}'><text:p/></draw:image>{text}</draw:frame>"
        )
    };
    let both = "<draw:frame><draw:image xlink:href='Pictures/1.svg'/><draw:image xlink:href='Pictures/1.png'/></draw:frame>";
    let content = format!(
        "<office:document-content><style:style style:name='c'><style:graphic-properties fo:clip='rect(0cm, 1.2cm, 0cm, 0cm)'/>\
         </style:style><table:table table:name='S'><table:shapes>{}</table:shapes>\
         <table:table-row table:number-rows-repeated='20'><table:table-cell/></table:table-row>\
         <table:table-row><table:table-cell/><table:table-cell office:value-type='string'><text:p>words</text:p>\
         <draw:g>{both}{}</draw:g></table:table-cell></table:table-row></table:table></office:document-content>",
        frame("table:end-cell-address=\"'S'.C12\"", "Pictures/1.png"),
        frame("draw:style-name='c'", "./Pictures/1.png"),
    );
    let parts: [(&str, &[u8]); 3] = [
        ("mimetype", MIMETYPE),
        ("content.xml", content.as_bytes()),
        ("Pictures/1.png", PNG),
    ];
    let sheet = open(&zipped(&parts)).expect("readable").sheets.remove(0);
    assert_eq!(sheet.get(at("B21")).content.text(), "words");
    let told: Vec<(String, bool)> = sheet
        .pictures
        .iter()
        .map(|picture| (picture.at.to_string(), picture.cropped))
        .collect();
    assert_eq!(
        told,
        [("C12", false), ("B21", false), ("B21", true)]
            .map(|(at, cropped)| (at.to_owned(), cropped))
    );
    assert!(
        sheet
            .pictures
            .iter()
            .all(|picture| picture.bytes.as_deref() == Some(PNG))
    );
}

#[test]
fn an_old_workbook_tells_that_it_has_pictures() {
    // Of an object the kind stands behind the head of its first part: 8 is a picture, 25 a comment.
    let with = |kind: u8| {
        open(&xls_with(
            &[record(0x005D, &[0x15, 0, 0x12, 0, kind, 0, 1, 0])],
            &[(2, 1)],
        ))
    };
    let has = |kind| with(kind).expect("readable").sheets[0].has_unread_pictures;
    assert!(has(8) && !has(25));
}
