//! A screenshot that is pasted into the form: read wherever in its block it lies, and never lost in
//! silence.

use zaitaku_report::for_tests::form::blank::{Filling, annotated};
use zaitaku_report::for_tests::form::layout::words::PASTE;
use zaitaku_report::for_tests::model::answer::Value;
use zaitaku_report::for_tests::model::picture::{Picture, PictureFault};
use zaitaku_report::for_tests::model::submission::{Arrival, DataValue};
use zaitaku_report::for_tests::output::findings::{Findings, TerminalLook};
use zaitaku_report::for_tests::workbook::{self, Cell, Content};

use crate::support::copy::{Copy, edited};
use crate::support::pictures::{PICTURE, PNG};
use crate::support::{DEFINITIONS, FILLINGS, drawn, plain, received, repository};

const WARD: &str = "ward-kita";
const SHEET: &str = "(キ)普及啓発";

/// The form of a ward whose sample has no picture, to paste one.
fn copy() -> Copy {
    Copy::of(&drawn(WARD, &FILLINGS[WARD]))
}

/// The row in which the form asks for the picture.
fn row_asked() -> u32 {
    copy().find(SHEET, PASTE).row + 1
}

fn pasted(cell: &str) -> Vec<u8> {
    copy().picture(SHEET, cell, PNG).save()
}

fn asked(arrival: &Arrival) -> Option<&DataValue> {
    arrival
        .submission
        .as_ref()
        .expect("read")
        .values
        .iter()
        .find(|value| *value.key.element == *"homepage_picture")
}

fn picture(arrival: &Arrival) -> Option<&Picture> {
    asked(arrival)?.answer.value()?.picture()
}

/// The findings as the screen shows them.
fn said(arrival: &Arrival) -> String {
    let report = Findings::new(std::slice::from_ref(arrival), &[], 0, |_| None);
    report
        .text(TerminalLook::default())
        .lines()
        .filter(|line| line.starts_with("  ["))
        .map(|line| format!("{}\n", line.trim()))
        .collect()
}

#[test]
fn a_picture_is_read_wherever_it_lies_in_its_block() {
    let row = row_asked();
    // In its cell, over the answer above, over the heading's row, to the right of the table, under
    // the last row.
    for cell in [
        format!("C{row}"),
        format!("B{}", row - 1),
        format!("A{}", row - 8),
        format!("H{row}"),
        format!("C{}", row + 40),
    ] {
        let arrival = received("北区.xlsx", pasted(&cell));
        assert_eq!(picture(&arrival), Some(&*PICTURE), "{cell}");
        assert_eq!(
            asked(&arrival).map(|value| value.at.cell.to_string()),
            Some(cell.clone())
        );
        assert!(arrival.findings.is_empty(), "{cell}: {}", said(&arrival));
    }
    assert_eq!(picture(&received("北区.xlsx", copy().save())), None);
}

#[test]
fn a_form_from_before_the_question_was_asked_is_as_good() {
    let row = row_asked();
    let mut old = copy();
    old.sheet(SHEET).retain(|at, _| at.row + 1 != row);
    let arrival = received("北区.xlsx", old.save());
    assert!(
        arrival.findings.is_empty() && asked(&arrival).is_none(),
        "{}",
        said(&arrival)
    );
    let arrival = received(
        "北区.xlsx",
        old.picture(SHEET, &format!("B{row}"), PNG).save(),
    );
    assert_eq!(picture(&arrival), Some(&*PICTURE));
    assert!(arrival.findings.is_empty(), "{}", said(&arrival));
}

/// A pasted picture with its file, or the drawing that shows it, replaced.
fn spoiled(part: &str, to: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let found = std::cell::Cell::new(false);
    let spoiled = edited(&pasted(&format!("C{}", row_asked())), |name, content| {
        found.set(found.get() || name == part);
        if name == part { to(content) } else { content }
    });
    assert!(found.get(), "no part {part}");
    spoiled
}

/// A form with a picture that cannot be printed.
pub fn unprintable(fault: &PictureFault) -> Vec<u8> {
    let cell = format!("C{}", row_asked());
    let media = "xl/media/image1.png";
    match fault {
        PictureFault::Words => copy().text(SHEET, &cell, "別紙のとおり").save(),
        PictureFault::InCell => {
            let mut within = copy();
            let error = Cell {
                content: Content::Error("#VALUE!".into()),
                formula: true,
                ..Cell::default()
            };
            within
                .sheet(SHEET)
                .insert(cell.parse().expect("an address"), error);
            within.save()
        }
        PictureFault::Format(_) => spoiled(media, |_| b"\x01\0\0\0\x6C\0\0\0".to_vec()),
        PictureFault::Broken => spoiled(media, |png| png[..png.len() / 2].to_vec()),
        PictureFault::TooLarge => spoiled(media, |png| {
            [&png[..16], &[0, 0, 0x40, 0, 0, 0, 0x40, 0], &png[24..]].concat()
        }),
        PictureFault::Cropped => spoiled("xl/drawings/drawing1.xml", |drawing| {
            let drawing = String::from_utf8(drawing).expect("text");
            assert!(drawing.contains("<a:stretch>"));
            drawing
                .replace("<a:stretch>", "<a:srcRect b=\"25000\"/><a:stretch>")
                .into_bytes()
        }),
    }
}

/// A form with two pictures where one is asked for.
pub fn doubled() -> Vec<u8> {
    let row = row_asked();
    copy()
        .picture(SHEET, &format!("C{row}"), PNG)
        .picture(SHEET, &format!("D{row}"), PNG)
        .save()
}

/// A form with pictures where none is asked for.
pub fn elsewhere() -> Vec<u8> {
    copy()
        .picture("基本情報", "E2", PNG)
        .picture("基本情報", "E9", PNG)
        .save()
}

#[test]
fn what_is_not_printed_is_told_with_how_to_mend_it() {
    let mut all = String::new();
    for bytes in [
        unprintable(&PictureFault::Words),
        unprintable(&PictureFault::InCell),
        unprintable(&PictureFault::Format("EMF")),
        unprintable(&PictureFault::Broken),
        unprintable(&PictureFault::TooLarge),
        unprintable(&PictureFault::Cropped),
        doubled(),
        elsewhere(),
    ] {
        let arrival = received("北区.xlsx", bytes);
        assert_eq!(arrival.findings.len(), 1, "{}", said(&arrival));
        all += &said(&arrival);
    }
    insta::assert_snapshot!(all, @r"
    [確認 Z108] シート「(キ)普及啓発」セル C47（画面の画像（貼り付け））: 画像の欄に「別紙のとおり」と書かれていますが、画像が貼り付けられていません。画面を Windows キー + Shift + S で切り取り、画像の欄に貼り直してください。載せないときは消してください。
    [確認 Z108] シート「(キ)普及啓発」セル C47（画面の画像（貼り付け））: 画像がセルの中に埋め込まれているため、読めません。画像を右クリックし「セルの上に配置」を選んで、保存し直してください。
    [確認 Z108] シート「(キ)普及啓発」セル C47（画面の画像（貼り付け））: 報告書に載せられない形式（EMF）の画像です。載せられるのは PNG、JPEG、GIF、WebP です。画面を Windows キー + Shift + S で切り取り、画像の欄に貼り直してください。載せないときは消してください。
    [確認 Z108] シート「(キ)普及啓発」セル C47（画面の画像（貼り付け））: 画像のデータが壊れているか途中で切れているため、報告書に載せられません。画面を Windows キー + Shift + S で切り取り、画像の欄に貼り直してください。載せないときは消してください。
    [確認 Z109] シート「(キ)普及啓発」セル C47（画面の画像（貼り付け））: 画像が大きすぎるため、報告書に載せられません（5MB、縦横の画素の積で1,600万まで）。画面を Windows キー + Shift + S で切り取って貼り直すか、「図の形式」の「図の圧縮」で小さくしてください。
    [確認 Z110] シート「(キ)普及啓発」セル C47（画面の画像（貼り付け））: 画像の一部が「トリミング」で隠されていますが、隠した部分もファイルに残っています。公表されないよう、報告書に載せません。見せたい部分だけを Windows キー + Shift + S で切り取って貼り直すか、「図の圧縮」で「図のトリミング部分を削除する」を選んでください。
    [確認 Z111] シート「(キ)普及啓発」セル D47（画面の画像（貼り付け））: この表には画像がもう一つあります。報告書に載せるのは一番上の画像だけです。載せたい一つだけを残してください。両方見せたいときは、一つの画像にまとめて貼り直してください。
    [参考 Z112] シート「基本情報」セル E2: 画像の欄の外に、画像が2点あります。報告書には載りません。載せなくてよければ、直さなくて構いません。載せたいときは、画像の欄に貼り直してください。
    ");
}

#[test]
fn an_annotated_form_keeps_the_picture_at_its_place() {
    let row = row_asked();
    let annotate = |sent: &Arrival, bytes: &[u8]| {
        let source = workbook::open(bytes).expect("opens");
        let submission = sent.submission.as_ref().expect("read");
        annotated::draw(&DEFINITIONS, submission, &sent.findings, &source).expect("drawn")
    };
    // It was let go over another answer, whose words must stay.
    let bytes = pasted(&format!("B{}", row - 1));
    let sent = received("北区.xlsx", bytes.clone());
    let drawn = annotate(&sent, &bytes);
    let back = received("北区.xlsx", drawn.clone());
    assert_eq!(picture(&back), Some(&*PICTURE));
    assert_eq!(
        asked(&back).map(|value| value.at.cell.to_string()),
        Some(format!("C{row}"))
    );
    assert!(back.findings.is_empty(), "{}", said(&back));
    let answers = |arrival: &Arrival| {
        let values = &arrival.submission.as_ref().expect("read").values;
        values
            .iter()
            .map(|value| (value.key.clone(), value.raw.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(answers(&back), answers(&sent));
    let cells = |bytes: &[u8]| {
        crate::support::read::cells(bytes)
            .into_values()
            .collect::<Vec<_>>()
    };
    assert!(
        !cells(&drawn)
            .iter()
            .any(|words| words.contains("写していないもの"))
    );
    // What the new form has no place for is listed.
    let bytes = copy().picture("基本情報", "E2", PNG).save();
    let drawn = annotate(&received("北区.xlsx", bytes.clone()), &bytes);
    assert!(cells(&drawn).contains(&PICTURE.to_string()));
    assert_eq!(picture(&received("北区.xlsx", drawn)), None);
}

#[test]
fn a_filling_that_holds_a_picture_is_read_back_from_the_sample() {
    let shown: Vec<_> = FILLINGS
        .iter()
        .filter(|(_, filling)| pictured(filling).is_some())
        .map(|(unit, _)| &**unit)
        .collect();
    assert_eq!(shown, ["ward-asahi", "ward-tsurumi"]);
    let file = repository("sample-data/2023H1/submissions/ward/旭区.xlsx");
    let arrival = received("旭区.xlsx", std::fs::read(file).expect("the submission"));
    assert_eq!(picture(&arrival), pictured(&FILLINGS["ward-asahi"]));
    assert_eq!(
        picture(&arrival).map(ToString::to_string).as_deref(),
        Some("画像（PNG、960×600、25kB）")
    );
}

fn pictured(filling: &Filling) -> Option<&Picture> {
    filling
        .answers
        .get(&plain("homepage_picture", None))
        .and_then(Value::picture)
}

#[cfg(feature = "pdf")]
mod printed {
    use super::*;
    use crate::support::read::json;
    use crate::support::standards::keeps_standards;
    use crate::support::{BUILT, Files, Project, files};

    /// The pictures that a report shows: path and alternative text.
    fn shown(built: &Files) -> Vec<(String, String)> {
        let report = json(built, "庁内/report.json");
        let cards = report["pages"]
            .as_array()
            .expect("pages")
            .iter()
            .flat_map(|page| page["cards"].as_array().expect("cards"));
        let text = |picture: &serde_json::Value, field: &str| {
            picture[field].as_str().expect("a text").to_owned()
        };
        let pictures = cards
            .map(|card| &card["picture"])
            .filter(|picture| !picture.is_null());
        pictures
            .map(|picture| (text(picture, "path"), text(picture, "alt")))
            .collect()
    }

    #[test]
    fn the_report_shows_what_was_pasted_and_says_what_it_is() {
        let shown = shown(&BUILT);
        let asahi = shown
            .iter()
            .find(|(path, _)| path.contains("asahi"))
            .expect("a picture");
        assert_eq!(
            asahi.1,
            "旭区のホームページ「在宅医療・介護連携の推進」の画面を写した画像"
        );
        assert!(BUILT[&format!("庁内/{}", asahi.0)] == PNG);
        // The preview of the templates has the same, so that they open in an editor.
        let preview = files(&repository("templates/report/data"));
        let kept: Vec<&String> = preview
            .keys()
            .filter(|path| path.starts_with("pictures/"))
            .collect();
        assert_eq!(kept, shown.iter().map(|(path, _)| path).collect::<Vec<_>>());
        for path in kept {
            assert!(preview[path] == BUILT[&format!("庁内/{path}")]);
        }
    }

    #[test]
    fn what_lies_beside_the_picture_in_its_file_is_not_published() {
        let project = Project::sample();
        let path = "2023H1/submissions/ward/旭区.xlsx";
        let sent = std::fs::read(repository("sample-data").join(path)).expect("the submission");
        let more = edited(&sent, |name, content| {
            let behind: &[u8] = if name.starts_with("xl/media/") {
                b"cut off"
            } else {
                b""
            };
            [&content, behind].concat()
        });
        project.write(path, &more);
        project.build(&[]).succeeds();
        let built = project.outputs();
        for (path, bytes) in BUILT.iter().filter(|(path, _)| path.starts_with("公表/")) {
            assert!(built[path] == *bytes, "{path}");
        }
    }

    #[test]
    fn a_picture_that_cannot_be_set_is_left_out_and_told() {
        let project = Project::sample();
        let path = "2023H1/submissions/ward/旭区.xlsx";
        let sent = std::fs::read(repository("sample-data").join(path)).expect("the submission");
        let spoiled = edited(&sent, |name, mut content| {
            if name.starts_with("xl/media/") {
                // Whole by its chunks, and nonsense inside.
                let middle = content.len() / 2;
                content[middle..middle + 64].fill(0x55);
            }
            content
        });
        project.write(path, &spoiled);
        let run = project.build(&[]).succeeds();
        assert!(
            run.out
                .contains("旭区のホームページ「在宅医療・介護連携の推進」の画面を写した画像は"),
            "{}",
            run.out
        );
        let built = project.outputs();
        assert_eq!(shown(&built).len(), shown(&BUILT).len() - 1);
        keeps_standards("the report without a picture", &built["公表/report.pdf"]);
    }
}
